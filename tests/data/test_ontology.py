"""The ontology files: terms named and explained in two languages, within OWL 2 RL, and the words records use."""

import json
import re
import tomllib
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SKOS, VOID, XSD
from rdflib.collection import Collection
from rdflib.namespace import GEO

from parkgraph.names import PG, PGC, PGR, PREFIXES
from parkgraph.vocabulary import load_vocabulary

REPO = Path(__file__).parents[2]
FOLDER = REPO / "ontology"
HEAD = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
OURS = "https://w3id.org/parkgraph/"
SCHEMA = rdflib.Namespace("https://schema.org/")
ELI = rdflib.Namespace("http://data.europa.eu/eli/ontology#")

RL_DATATYPES = {
    RDF.langString,
    *(RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal),
    *(
        XSD.decimal,
        XSD.integer,
        XSD.nonNegativeInteger,
        XSD.nonPositiveInteger,
        XSD.positiveInteger,
        XSD.negativeInteger,
    ),
    *(XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte),
    *(
        XSD.float,
        XSD.double,
        XSD.string,
        XSD.normalizedString,
        XSD.token,
        XSD.language,
        XSD.Name,
        XSD.NCName,
        XSD.NMTOKEN,
    ),
    *(XSD.boolean, XSD.hexBinary, XSD.base64Binary, XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp),
}
"""The datatype map of OWL 2 RL; neither date nor gYear is in it."""

ANNOTATIONS = {
    *(RDFS.label, SKOS.definition, SKOS.altLabel, SKOS.prefLabel, SKOS.editorialNote),
    *(SCHEMA.domainIncludes, SCHEMA.rangeIncludes, OWL.deprecated, OWL.versionInfo, OWL.versionIRI),
    *(DCTERMS.created, DCTERMS.license, DCTERMS.title, DCTERMS.isReplacedBy),
    rdflib.URIRef("http://purl.org/vocab/vann/preferredNamespacePrefix"),
    rdflib.URIRef("http://purl.org/vocab/vann/preferredNamespaceUri"),
}
"""What OWL ignores. The annotation properties of our own are asked of the ontology."""

MAPPINGS = {SKOS.exactMatch, SKOS.closeMatch}
FACTS = {SKOS.inScheme, SKOS.broader}
"""Relations of others between the concepts; those of ours are asked of the ontology."""

DECLARATIONS = {
    *(OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty),
    *(OWL.FunctionalProperty, OWL.SymmetricProperty, OWL.TransitiveProperty),
}

SPECIAL_WORDS = {
    "zh": SKOS.prefLabel,
    "en": SKOS.prefLabel,
    "also": SKOS.altLabel,
    "hidden": SKOS.hiddenLabel,
    "note": SKOS.editorialNote,
    "remark": SKOS.editorialNote,
    "facts": RDF.subject,
    "says": RDF.predicate,
    "that": RDF.object,
    "text": RDF.object,
}
KEYWORDS = {"source", "records", "id", "is", "quote", "skos", "xsd", "rdf"}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    """`parkgraph.ttl`."""
    return rdflib.Graph().parse(FOLDER / "parkgraph.ttl", format="turtle")


@pytest.fixture(scope="module")
def concepts() -> rdflib.Graph:
    """`concepts.ttl`."""
    return rdflib.Graph().parse(FOLDER / "concepts.ttl", format="turtle")


@pytest.fixture(scope="module")
def alignments() -> rdflib.Graph:
    """`alignments.ttl`."""
    return rdflib.Graph().parse(FOLDER / "alignments.ttl", format="turtle")


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    """`context.jsonld`."""
    document: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def whole(ontology: rdflib.Graph, concepts: rdflib.Graph, alignments: rdflib.Graph) -> rdflib.Graph:
    """The three files as one graph."""
    return ontology + concepts + alignments


def terms(graph: rdflib.Graph) -> set[rdflib.URIRef]:
    """Every term of ours that a graph says something of."""
    return {term for term in graph.subjects() if isinstance(term, rdflib.URIRef) and str(term).startswith(PG)}


class TestTerms:
    """Classes and properties; `queries/hygiene` holds the rules that a query can say."""

    def test_there_are_terms_of_every_kind(self, ontology: rdflib.Graph) -> None:
        """As many at least as the two documents ask for, so that no rule passes for want of terms."""
        counts = Counter(kind for term in terms(ontology) for kind in ontology.objects(term, RDF.type))
        least = {OWL.Class: 100, OWL.ObjectProperty: 145, OWL.DatatypeProperty: 65, OWL.AnnotationProperty: 6}
        assert {kind: counts[kind] for kind in least if counts[kind] < least[kind]} == {}

    @pytest.mark.parametrize(
        "mark", ["needsEvidence", "isGraphEdge", "isInferred", "agesWithSource", "requiresProperty", "closedScheme"]
    )
    def test_every_mark_is_used(self, mark: str, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """An annotation that marks nothing would be read by code for nothing."""
        assert list((ontology + concepts).subject_objects(rdflib.URIRef(PG + mark)))


def outside_rl(graph: rdflib.Graph, own: set[rdflib.URIRef]) -> list[str]:
    """What leaves the profile OWL 2 RL, or the part of it that we use.

    Allowed are declarations; hierarchies of named classes and of properties; named classes that are disjoint; chains of
    object properties and inverses of such; functional, symmetric and transitive properties; facts about concepts whose
    values are of the datatypes of RL. Anything else is a complaint, whether RL allows it or not.
    """
    annotations = ANNOTATIONS | MAPPINGS | set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    properties = {kind: set(graph.subjects(RDF.type, kind)) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)}
    cells = {
        cell
        for head in graph.objects(None, OWL.propertyChainAxiom)
        for cell in graph.transitive_objects(head, RDF.rest)
    }
    links = {graph.value(cell, RDF.first) for cell in cells}
    told = []
    for s, p, o in graph:
        named = isinstance(s, rdflib.URIRef) and isinstance(o, rdflib.URIRef)
        if p in annotations:
            fine = True
        elif p == RDF.type:
            functional_only = o not in (OWL.SymmetricProperty, OWL.TransitiveProperty)
            instance = o in own | {SKOS.Concept, SKOS.ConceptScheme}
            fine = named and (
                instance or (o in DECLARATIONS and (functional_only or s in properties[OWL.ObjectProperty]))
            )
        elif p in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.disjointWith):
            fine = named and o not in (OWL.Thing, OWL.Nothing, OWL.topObjectProperty, OWL.topDataProperty)
        elif p == OWL.propertyChainAxiom:
            fine = s in properties[OWL.ObjectProperty] and len(list(Collection(graph, o))) >= 2
        elif p in (RDF.first, RDF.rest):
            fine = s in cells and (p == RDF.rest or o in properties[OWL.ObjectProperty] or isinstance(o, rdflib.BNode))
        elif p == OWL.inverseOf:
            fine = s in links and o in properties[OWL.ObjectProperty]
        elif isinstance(o, rdflib.Literal):
            fine = p in own and o.datatype in RL_DATATYPES and o.ill_typed is not True
        else:
            fine = named and p in own | FACTS
        if not fine:
            told.append(f"{s} {p} {o}")
    return sorted(told)


def depends(graph: rdflib.Graph) -> dict[rdflib.term.Node, set[rdflib.term.Node]]:
    """Each property with those it is made from: the links of its chains, and the properties below it."""
    made: dict[rdflib.term.Node, set[rdflib.term.Node]] = {}
    for low, high in graph.subject_objects(RDFS.subPropertyOf):
        made.setdefault(high, set()).add(low)
    for term, head in graph.subject_objects(OWL.propertyChainAxiom):
        links = {graph.value(link, OWL.inverseOf) or link for link in Collection(graph, head)}
        made.setdefault(term, set()).update(links)
    return made


class TestProfile:
    """OWL 2 RL, and simpler than it allows."""

    def test_nothing_leaves_the_profile(self, whole: rdflib.Graph) -> None:
        """With the alignments or without them."""
        assert outside_rl(whole, terms(whole)) == []

    @pytest.mark.parametrize(
        "axiom",
        [
            "pg:Park rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pg:partOf ; owl:someValuesFrom pg:Place ]",
            "pg:Park owl:equivalentClass [ owl:unionOf ( pg:Place pg:Box ) ]",
            "pg:Park rdfs:subClassOf owl:Thing",
            "pg:Park owl:equivalentClass pg:Place",
            "pg:partOf a owl:ReflexiveProperty",
            "pg:maxAmount a owl:TransitiveProperty",
            "pg:partOf owl:propertyChainAxiom ( pg:basedOn pg:documentNumber )",
            "pg:partOf owl:propertyChainAxiom ( pg:basedOn )",
            "pg:documentNumber owl:propertyChainAxiom ( pg:basedOn pg:cites )",
            "pg:partOf owl:propertyChainAxiom ( pg:basedOn [ owl:complementOf pg:cites ] )",
            "pg:partOf owl:inverseOf pg:cites",
            "pg:Park owl:disjointWith [ a owl:Class ]",
            "pg:Park owl:hasKey ( pg:ordinal )",
            'pgc:unit-yuan pg:validFrom "2020-01-01"^^xsd:date',
            'pgc:unit-yuan pg:unitFactor "2020"^^xsd:gYear',
            'pgc:unit-yuan pg:unitFactor "one"^^xsd:decimal',
            "pgc:unit-yuan owl:sameAs pgc:unit-park",
            "pgc:unit-yuan skos:related pgc:unit-park",
        ],
    )
    def test_what_leaves_the_profile_is_seen(self, axiom: str, whole: rdflib.Graph) -> None:
        """Each is beyond RL, or beyond what we use of it."""
        broken = whole + rdflib.Graph().parse(data=HEAD + axiom + " .", format="turtle")
        assert outside_rl(broken, terms(whole)) != []

    def test_every_literal_is_well_typed(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """A number is one, and a date is one."""
        literals = [value for value in (ontology + concepts).objects() if isinstance(value, rdflib.Literal)]
        assert len(literals) >= 1500
        assert [value for value in literals if value.ill_typed] == []

    def test_properties_can_be_put_in_an_order(self, whole: rdflib.Graph) -> None:
        """So that what each is made from stands before it: OWL asks it of chains, and reasoners come to an end."""
        order = list(TopologicalSorter(depends(whole)).static_order())
        one, other = (order.index(rdflib.URIRef(PG + name)) for name in ("selectedPark", "tracesTo"))
        assert one < other

    def test_a_chain_that_bites_its_tail_is_seen(self, whole: rdflib.Graph) -> None:
        """A link that is made from the property of the chain."""
        bite = "pg:basedOn owl:propertyChainAxiom ( pg:issuedThrough pg:cites ) ."
        with pytest.raises(CycleError):
            TopologicalSorter(depends(whole + rdflib.Graph().parse(data=HEAD + bite, format="turtle"))).prepare()


class TestConcepts:
    """Schemes and their concepts."""

    def test_there_are_schemes_and_concepts(self, concepts: rdflib.Graph) -> None:
        """No rule passes for want of concepts."""
        assert len(set(concepts.subjects(RDF.type, SKOS.ConceptScheme))) >= 28
        assert len(set(concepts.subjects(RDF.type, SKOS.Concept))) >= 150

    def test_rules_of_records_are_no_rules_of_the_build(self, concepts: rdflib.Graph) -> None:
        """What records name in `rule` is described here, what the build runs is described by its file."""
        rules = {
            str(rule).removeprefix(PGR) for rule in concepts.subjects(RDF.type, rdflib.URIRef(PG + "InferenceRule"))
        }
        files = {path.stem for path in (FOLDER.parent / "queries" / "rules").glob("*.rq")}
        assert len(rules) >= 4
        assert rules & files == set()

    def test_decimals_have_no_trailing_zeros(self) -> None:
        """The same rule as for records, so that stores do not differ."""
        written = re.findall(r"\s(-?[0-9]+\.[0-9]+)\s", (FOLDER / "concepts.ttl").read_text(encoding="utf-8"))
        assert [number for number in written if number.endswith("0")] == []


class TestContext:
    """The words that records use."""

    def test_every_word_stands_for_a_known_term(self, context: dict[str, Any], ontology: rdflib.Graph) -> None:
        """A property of ours that is declared, or one of the pinned terms of others; keywords aside."""
        vocabulary = load_vocabulary(FOLDER)
        words = {name for name in context["@context"] if not name.startswith("@")} - KEYWORDS
        assert words == set(vocabulary.words) - KEYWORDS
        assert len(words) >= 75
        special = {name: vocabulary.words[name].iri for name in words if not vocabulary.words[name].iri.startswith(PG)}
        assert special == {name: str(term) for name, term in SPECIAL_WORDS.items()}
        for name in words - set(special):
            kind = vocabulary.kinds.get(vocabulary.words[name].iri)
            assert kind == ("datatype" if vocabulary.words[name].kind == "literal" else "object"), name

    def test_every_concept_word_has_concepts(self, context: dict[str, Any]) -> None:
        """The namespace of each holds some; `rule` names the rules of records."""
        vocabulary = load_vocabulary(FOLDER)
        spaces = {name: word.space for name, word in vocabulary.words.items() if word.kind == "concept"}
        assert len(spaces) >= 15
        assert {name for name, space in spaces.items() if not vocabulary.concept_names(space)} == set()
        assert all(space.startswith((PGC, PGR)) for space in spaces.values())

    def test_concepts_fit_the_range_of_their_property(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """A word's namespace is that of the scheme, or class of concepts, that its property suggests."""
        seen = 0
        for name, word in load_vocabulary(FOLDER).words.items():
            for suggested in (
                ontology.objects(rdflib.URIRef(word.iri), SCHEMA.rangeIncludes) if word.kind == "concept" else ()
            ):
                members = set(concepts.subjects(SKOS.inScheme, suggested)) | set(concepts.subjects(RDF.type, suggested))
                assert members == {one for one in concepts.subjects(RDF.type) if str(one).startswith(word.space)}, name
                seen += 1
        assert seen >= 13

    def test_typed_words_fit_the_range_of_their_property(self, ontology: rdflib.Graph) -> None:
        """Numbers, dates and truth values as the property suggests them; verbatim words are tagged texts."""
        vocabulary = load_vocabulary(FOLDER)
        literal = [word for word in vocabulary.words.values() if word.kind == "literal" and word.iri.startswith(PG)]
        assert len(literal) >= 18
        for word in literal:
            suggested = set(ontology.objects(rdflib.URIRef(word.iri), SCHEMA.rangeIncludes))
            assert suggested == {rdflib.URIRef(word.datatype) if word.datatype else RDF.langString}, word.name

    def test_verbatim_words_have_a_language_to_replace(self, context: dict[str, Any]) -> None:
        """What takes the language of its source is a tagged text of the context, and never a label or note of ours."""
        verbatim = context["verbatim"]
        assert {"listedAs", "written", "reading", "citedAs", "conditionText", "supportMethod"} <= set(verbatim)
        assert len(verbatim) == len(set(verbatim))
        assert all("@language" in context["@context"][name] for name in verbatim)
        assert set(verbatim) & set(SPECIAL_WORDS) == set()

    def test_defaults_are_classes_for_words_that_point_back(self, context: dict[str, Any]) -> None:
        """Every reverse word has one, and it is declared."""
        vocabulary = load_vocabulary(FOLDER)
        reverse = {
            name for name, entry in context["@context"].items() if isinstance(entry, dict) and "@reverse" in entry
        }
        assert set(context["defaults"]) == reverse
        assert {cls for cls in context["defaults"].values() if PG + cls not in vocabulary.supers} == set()

    def test_prefixes_and_bases_are_ours(self, context: dict[str, Any]) -> None:
        """Version, base and vocabulary as every reader of the records expects them."""
        told = {name: value for name, value in context["@context"].items() if name.startswith("@")}
        assert told == {"@version": 1.1, "@base": OURS + "id/", "@vocab": PG}


class TestAlignments:
    """Links to the vocabularies of others, loaded only on demand."""

    def test_alignments_link_by_hierarchy_or_mapping_alone(self, alignments: rdflib.Graph) -> None:
        """What they say of a term or concept of ours; that it is declared is a rule of hygiene."""
        ours = {s for s in alignments.subjects() if str(s).startswith((PG, PGC))}
        assert len(ours) >= 70
        links = {p for s, p, _ in alignments if s in ours}
        assert links == {RDFS.subClassOf, RDFS.subPropertyOf, *MAPPINGS}

    @pytest.mark.parametrize(
        ("term", "other"),
        [
            *(("CharacterRepair", PROV.Entity), ("EnterpriseInvolvement", PROV.Entity), ("ActionItem", PROV.Entity)),
            *(("SpokespersonRole", ORG.Membership), ("Membership", ORG.Membership), ("Branch", ORG.OrganizationalUnit)),
            *(("Association", ORG.Organization), ("ResearchInstitution", ORG.Organization), ("Facility", GEO.Feature)),
            *(("LeadingGroup", ORG.OrganizationalCollaboration), ("TaskForce", ORG.OrganizationalUnit)),
            *(("StrategicInitiative", SKOS.Concept), ("Industry", SKOS.Concept), ("Technology", SKOS.Concept)),
            *(("ApplicationField", SKOS.Concept), ("Tier", SKOS.Concept), ("Indicator", SKOS.Concept)),
            *(("Event", SCHEMA.Event), ("Interview", PROV.Activity), ("KeyProgramme", PROV.Plan)),
            *(("Law", ELI.LegalResource), ("ActionPlan", ELI.Work), ("QAExchange", ELI.WorkSubdivision)),
            *(("QuantitativeTarget", QB.Observation), ("StrategicRegion", PROV.Location)),
        ],
    )
    def test_a_class_stands_below_that_of_others(
        self, term: str, other: rdflib.URIRef, ontology: rdflib.Graph, alignments: rdflib.Graph
    ) -> None:
        """Directly or through a class of ours."""
        assert other in (ontology + alignments).transitive_objects(rdflib.URIRef(PG + term), RDFS.subClassOf)

    @pytest.mark.parametrize(("term", "other"), [("Enterprise", ORG.FormalOrganization), ("Park", ORG.Organization)])
    def test_a_class_does_not_stand_below_that_of_others(
        self, term: str, other: rdflib.URIRef, ontology: rdflib.Graph, alignments: rdflib.Graph
    ) -> None:
        """A branch is an enterprise and no legal person; a park is a place."""
        assert other not in (ontology + alignments).transitive_objects(rdflib.URIRef(PG + term), RDFS.subClassOf)

    def test_terms_of_others_exist_where_rdflib_knows_their_vocabulary(self, alignments: rdflib.Graph) -> None:
        """A typing mistake in ORG, PROV, Dublin Core, DCAT, VoID, Data Cube, GeoSPARQL, SKOS or schema.org is seen."""
        spaces = (ORG, PROV, DCTERMS, DCAT, VOID, QB, GEO, SKOS, SDO)
        known = [(term, space) for term in alignments.objects() for space in spaces if str(term).startswith(str(space))]
        assert len({space for _, space in known}) == len(spaces)
        assert [term for term, space in known if term not in space] == []
        assert ORG.unitOf in ORG and rdflib.URIRef(str(ORG) + "unitOff") not in ORG


class TestVersion:
    """One version for package, ontology and shapes."""

    @pytest.mark.parametrize("path", ["ontology/parkgraph.ttl", "ontology/alignments.ttl", "shapes/prefixes.ttl"])
    def test_every_file_states_the_version_of_the_package(self, path: str) -> None:
        """The one of `pyproject.toml`, with which the changelog begins; see also tests/test_api.py."""
        package = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
        graph = rdflib.Graph().parse(REPO / path, format="turtle")
        (node,) = graph.subjects(RDF.type, OWL.Ontology)
        assert [str(version) for version in graph.objects(node, OWL.versionInfo)] == [package]
        assert [str(one) for one in graph.objects(node, OWL.versionIRI)] in ([], [f"{node}/{package}"])
        changes = re.findall(r"^## \[([0-9.]+)\]", (REPO / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
        assert changes[0] == package
