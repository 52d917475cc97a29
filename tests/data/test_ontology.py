"""The ontology files: terms named and explained in two languages, within OWL 2 RL, and the words records use."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from rdflib.collection import Collection

from parkgraph.names import PG, PGC, PGR
from parkgraph.vocabulary import load_vocabulary

FOLDER = Path(__file__).parents[2] / "ontology"
ALIGNMENTS = FOLDER / "alignments.ttl"
OURS = "https://w3id.org/parkgraph/"
SCHEMA = rdflib.Namespace("https://schema.org/")
KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}

FOREIGN = {
    "dcterms:created",
    "dcterms:license",
    "dcterms:title",
    "oa:SpecificResource",
    *("owl:AnnotationProperty", "owl:Class", "owl:DatatypeProperty", "owl:FunctionalProperty", "owl:ObjectProperty"),
    *("owl:Ontology", "owl:SymmetricProperty", "owl:TransitiveProperty", "owl:disjointWith", "owl:inverseOf"),
    *("owl:propertyChainAxiom", "owl:versionIRI", "owl:versionInfo"),
    *("rdf:Statement", "rdf:first", "rdf:langString", "rdf:nil", "rdf:rest", "rdf:type"),
    *("rdfs:label", "rdfs:subClassOf", "rdfs:subPropertyOf"),
    *("schema:domainIncludes", "schema:rangeIncludes"),
    *(
        "skos:Concept",
        "skos:ConceptScheme",
        "skos:altLabel",
        "skos:broader",
        "skos:definition",
        "skos:inScheme",
        "skos:prefLabel",
    ),
    *("vann:preferredNamespacePrefix", "vann:preferredNamespaceUri"),
    *("xsd:anyURI", "xsd:boolean", "xsd:date", "xsd:dateTime", "xsd:decimal", "xsd:integer", "xsd:string"),
    "https://creativecommons.org/licenses/by/4.0/",
}
"""Every term of others that `parkgraph.ttl` and `concepts.ttl` use: a typing mistake would be one more."""

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
    *(RDFS.label, SKOS.definition, SKOS.altLabel, SKOS.prefLabel, SCHEMA.domainIncludes, SCHEMA.rangeIncludes),
    *(DCTERMS.created, DCTERMS.license, DCTERMS.title, OWL.versionInfo, OWL.versionIRI),
    rdflib.URIRef("http://purl.org/vocab/vann/preferredNamespacePrefix"),
    rdflib.URIRef("http://purl.org/vocab/vann/preferredNamespaceUri"),
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
def context() -> dict[str, Any]:
    """`context.jsonld`."""
    document: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))
    return document


def terms(graph: rdflib.Graph) -> set[rdflib.URIRef]:
    """Every term of ours that a graph says something of."""
    return {term for term in graph.subjects() if isinstance(term, rdflib.URIRef) and str(term).startswith(PG)}


def texts(graph: rdflib.Graph, term: rdflib.term.Node, predicate: rdflib.URIRef) -> dict[str, list[str]]:
    """What a predicate says of a term, by language."""
    found: dict[str, list[str]] = {}
    for value in graph.objects(term, predicate):
        assert isinstance(value, rdflib.Literal)
        found.setdefault(value.language or "", []).append(str(value))
    return found


def above(graph: rdflib.Graph, term: rdflib.term.Node, predicate: rdflib.URIRef) -> set[rdflib.term.Node]:
    """All that stands over a term, the term itself left out unless it stands over itself."""
    return {
        higher for parent in graph.objects(term, predicate) for higher in graph.transitive_objects(parent, predicate)
    }


class TestTerms:
    """Classes and properties."""

    def test_every_term_is_a_class_or_one_kind_of_property(self, ontology: rdflib.Graph) -> None:
        """Exactly one of the four; nothing is said of a term that is not declared."""
        counts: Counter[rdflib.term.Node] = Counter()
        for term in terms(ontology):
            kinds = set(ontology.objects(term, RDF.type)) & {OWL.Class, *KINDS}
            assert len(kinds) == 1, term
            counts.update(kinds)
        assert counts[OWL.Class] >= 47 and counts[OWL.ObjectProperty] >= 79
        assert counts[OWL.DatatypeProperty] >= 48 and counts[OWL.AnnotationProperty] >= 5

    @pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["label", "definition"])
    def test_every_term_is_named_and_defined_once_in_each_language(
        self, predicate: rdflib.URIRef, ontology: rdflib.Graph
    ) -> None:
        """One Chinese and one English text each, and no other."""
        wrong = {
            str(term): found
            for term in terms(ontology)
            if sorted(found := texts(ontology, term, predicate)) != ["en", "zh"] or {*map(len, found.values())} != {1}
        }
        assert wrong == {}
        assert len(terms(ontology)) >= 179

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_no_two_terms_have_the_same_label(self, language: str, ontology: rdflib.Graph) -> None:
        """A reader who knows the label knows the term; alternative labels do not stand for another term either."""
        labels = Counter(label for term in terms(ontology) for label in texts(ontology, term, RDFS.label)[language])
        assert [label for label, times in labels.items() if times > 1] == []
        for term in terms(ontology):
            for label in texts(ontology, term, SKOS.altLabel).get(language, []):
                others = {other for other in terms(ontology) if label in texts(ontology, other, RDFS.label)[language]}
                assert others <= {term}, label

    def test_definitions_say_more_than_the_label(self, ontology: rdflib.Graph) -> None:
        """They are sentences, and not the label over again."""
        for term in terms(ontology):
            for language, (definition,) in texts(ontology, term, SKOS.definition).items():
                assert definition.endswith({"zh": "。", "en": "."}[language]), term
                assert definition.strip("。.") not in texts(ontology, term, RDFS.label)[language], term

    def test_names_are_spelled_by_kind(self, ontology: rdflib.Graph) -> None:
        """Classes begin with a capital, properties with a small letter; letters and digits only."""
        for term in terms(ontology):
            capital = (term, RDF.type, OWL.Class) in ontology
            assert re.fullmatch("[A-Z][A-Za-z0-9]*" if capital else "[a-z][A-Za-z0-9]*", term.removeprefix(PG)), term

    def test_every_term_that_is_mentioned_is_declared(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """Superclasses, inverses, suggested domains and ranges, and what concepts use; schemes too."""
        mentioned = {
            part
            for graph in (ontology, concepts)
            for triple in graph
            for part in triple
            if isinstance(part, rdflib.URIRef)
        }
        declared = {subject for graph in (ontology, concepts) for subject in graph.subjects()}
        ours = {str(part) for part in mentioned if str(part).startswith((PG, PGC, PGR))}
        assert len(ours) >= 270
        assert ours - {str(term) for term in declared} == set()

    def test_marks_stand_on_the_terms_they_are_for(self, ontology: rdflib.Graph) -> None:
        """Evidence, edges and inference are marked on properties, ageing on classes, always with true."""
        uses = {"needsEvidence": KINDS, "isGraphEdge": KINDS, "isInferred": KINDS, "agesWithSource": {OWL.Class}}
        for mark, kinds in uses.items():
            marked = list(ontology.subject_objects(rdflib.URIRef(PG + mark)))
            assert marked, mark
            for term, value in marked:
                assert value == rdflib.Literal(True)
                assert kinds & set(ontology.objects(term, RDF.type)), term

    def test_no_property_both_needs_evidence_and_is_inferred(self, ontology: rdflib.Graph) -> None:
        """What rules state rests on the premises of the rule."""
        needing, inferred = (
            set(ontology.subjects(rdflib.URIRef(PG + mark))) for mark in ("needsEvidence", "isInferred")
        )
        assert needing & inferred == set()

    def test_the_version_is_in_its_address(self, ontology: rdflib.Graph) -> None:
        """`owl:versionIRI` is the ontology's address with the version behind it."""
        (node,) = ontology.subjects(RDF.type, OWL.Ontology)
        version = ontology.value(node, OWL.versionInfo)
        assert str(node) == OURS + "ontology"
        assert str(ontology.value(node, OWL.versionIRI)) == f"{node}/{version}"
        assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", str(version))


class TestProfile:
    """OWL 2 RL, and simpler than it allows."""

    def test_no_domains_and_ranges(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """They would type things that are merely mentioned; shapes check instead."""
        for graph in (ontology, concepts):
            assert list(graph.subject_objects(RDFS.domain)) == list(graph.subject_objects(RDFS.range)) == []

    def test_terms_of_others_are_pinned(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """A new one is added here on purpose; OWL constructs beyond RL are not in the list."""
        used = {
            part.n3(ontology.namespace_manager)
            for graph in (ontology, concepts)
            for triple in graph
            for part in triple
            if isinstance(part, rdflib.URIRef) and not str(part).startswith(OURS)
        }
        assert {name.strip("<>") for name in used} == FOREIGN

    def test_datatypes_in_axioms_are_those_of_rl(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """In annotations any may stand; in axioms and facts a date would leave the profile."""
        seen = set()
        for graph in (ontology, concepts):
            for _, predicate, value in graph:
                if predicate not in ANNOTATIONS:
                    seen |= (
                        {value.datatype}
                        if isinstance(value, rdflib.Literal)
                        else {value}
                        if str(value).startswith(str(XSD))
                        else set()
                    )
        assert XSD.boolean in seen and XSD.integer in seen
        assert seen <= RL_DATATYPES
        assert XSD.date not in RL_DATATYPES and XSD.gYear not in RL_DATATYPES

    def test_no_chain_holds_what_it_leads_to(self, ontology: rdflib.Graph) -> None:
        """Neither the property itself nor one above it is a link of its chain, so that reasoners come to an end."""
        chains = dict(ontology.subject_objects(OWL.propertyChainAxiom))
        assert len(chains) == 5
        for term, head in chains.items():
            links = set(links_of(ontology, head))
            assert len(links) >= 2
            assert links & ({term} | above(ontology, term, RDFS.subPropertyOf)) == set(), term

    def test_functional_properties_are_simple(self, ontology: rdflib.Graph) -> None:
        """A property that is transitive, made by a chain, or above such a one, is not functional."""
        made = set(ontology.subjects(OWL.propertyChainAxiom)) | set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
        composite = made | {higher for term in made for higher in above(ontology, term, RDFS.subPropertyOf)}
        assert len(composite) >= 7
        assert composite & set(ontology.subjects(RDF.type, OWL.FunctionalProperty)) == set()

    @pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf], ids=["classes", "properties"])
    def test_nothing_stands_above_itself(self, predicate: rdflib.URIRef, ontology: rdflib.Graph) -> None:
        """The hierarchies have no circle, and a property is of the kind of those above it."""
        below = set(ontology.subjects(predicate))
        assert len(below) >= 7
        for term in below:
            higher = above(ontology, term, predicate)
            assert term not in higher
            kinds = set(ontology.objects(term, RDF.type)) & {OWL.Class, *KINDS}
            assert all(kinds <= set(ontology.objects(one, RDF.type)) for one in higher if str(one).startswith(PG)), term

    def test_disjoint_classes_have_nothing_below_both(self, ontology: rdflib.Graph) -> None:
        """A class below two disjoint ones could have no member."""
        pairs = list(ontology.subject_objects(OWL.disjointWith))
        assert len(pairs) >= 9
        for one, other in pairs:
            for cls in ontology.subjects(RDF.type, OWL.Class):
                over = {cls} | above(ontology, cls, RDFS.subClassOf)
                assert not {one, other} <= over, cls

    def test_blank_nodes_are_only_in_chains(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """Everything else has an address."""
        nameless = {subject for subject in ontology.subjects() if isinstance(subject, rdflib.BNode)}
        said = {predicate for node in nameless for predicate in ontology.predicates(node)}
        assert said == {RDF.first, RDF.rest, OWL.inverseOf}
        assert not any(isinstance(subject, rdflib.BNode) for subject in concepts.subjects())


def links_of(graph: rdflib.Graph, head: rdflib.term.Node) -> Iterator[rdflib.term.Node]:
    """The properties of a chain, inverses by what they invert."""
    for link in Collection(graph, head):
        yield graph.value(link, OWL.inverseOf) or link


class TestConcepts:
    """Schemes and their concepts."""

    def test_every_concept_is_named_once_in_each_language(self, concepts: rdflib.Graph) -> None:
        """Concepts, schemes and rules: one Chinese and one English label, one definition in each."""
        nodes = set(concepts.subjects(RDF.type))
        assert len(nodes) >= 98
        for node in nodes:
            for predicate in (SKOS.prefLabel, SKOS.definition):
                found = texts(concepts, node, predicate)
                assert {language: len(values) for language, values in found.items()} == {"zh": 1, "en": 1}, node

    def test_every_concept_is_in_the_scheme_its_name_begins_with(self, concepts: rdflib.Graph) -> None:
        """`tier-growth` is in `scheme-tier`; no scheme is empty."""
        members = dict(concepts.subject_objects(SKOS.inScheme))
        schemes = set(concepts.subjects(RDF.type, SKOS.ConceptScheme))
        assert set(members) == set(concepts.subjects(RDF.type, SKOS.Concept))
        assert set(members.values()) == schemes
        assert len(schemes) >= 16 and len(members) >= 78
        for concept, scheme in members.items():
            assert str(concept).startswith(str(scheme).replace("scheme-", "") + "-"), concept

    def test_labels_are_unique_within_a_scheme(self, concepts: rdflib.Graph) -> None:
        """In both languages, alternative labels included."""
        for scheme in concepts.subjects(RDF.type, SKOS.ConceptScheme):
            members = list(concepts.subjects(SKOS.inScheme, scheme))
            labels = [
                label for one in members for p in (SKOS.prefLabel, SKOS.altLabel) for label in concepts.objects(one, p)
            ]
            assert [label for label, times in Counter(labels).items() if times > 1] == [], scheme

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

    def test_alignments_mention_only_known_terms(self, ontology: rdflib.Graph, concepts: rdflib.Graph) -> None:
        """It parses; every term or concept of ours in it is declared, and linked by hierarchy or mapping alone."""
        if not ALIGNMENTS.is_file():
            pytest.skip("ontology/alignments.ttl is not there yet")
        graph = rdflib.Graph().parse(ALIGNMENTS, format="turtle")
        named = {str(part) for triple in graph for part in triple if isinstance(part, rdflib.URIRef)}
        ours = {name for name in named if name.startswith((PG, PGC, PGR))}
        known = {str(term) for both in (ontology, concepts) for term in both.subjects()}
        assert len(ours) >= 40
        assert ours - known == set()
        links = {str(predicate).split("#")[-1] for subject, predicate, _ in graph if str(subject) in ours}
        assert links <= {"subClassOf", "subPropertyOf", "exactMatch", "closeMatch", "broadMatch", "narrowMatch"}
