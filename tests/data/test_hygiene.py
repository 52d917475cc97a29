"""Hygiene of the ontology: queries whose rows are complaints, each seen to complain; and how a term is replaced."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from rdflib.plugins.sparql import prepareQuery

from parkgraph.names import PG, PREFIXES, RDF
from parkgraph.queries import load_questions
from parkgraph.turtle import read_triples
from parkgraph.vocabulary import load_vocabulary

REPO = Path(__file__).parents[2]
FOLDER = REPO / "queries" / "hygiene"
MIGRATIONS = REPO / "ontology" / "migrations"
BASE = "https://w3id.org/parkgraph/"
FILES = ("parkgraph.ttl", "concepts.ttl", "alignments.ttl")
RULES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.rq"))}
HEAD = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())
TEXTS = '"新词。"@zh , "A new thing."@en'

BROKEN = {
    "blank-nodes-only-in-chains": ["INSERT DATA { pg:Park rdfs:subClassOf [ a owl:Class ] }"],
    "chains-not-self-referential": [
        "INSERT DATA { pg:cites owl:propertyChainAxiom ( pg:details pg:cites ) }",
        "INSERT DATA { pg:cites owl:propertyChainAxiom ( [ owl:inverseOf pg:cites ] pg:details ) }",
        "INSERT DATA { pg:basedOn owl:propertyChainAxiom ( pg:issuedThrough pg:cites ) }",
        "INSERT DATA { pg:proposes owl:propertyChainAxiom ( pg:explains pg:details ) . "
        "pg:details owl:propertyChainAxiom ( pg:amends pg:proposes ) }",
    ],
    "concept-labels-unique": ['INSERT DATA { pgc:tier-growth skos:altLabel "示范型"@zh }'],
    "concepts-in-their-scheme": [
        "DELETE DATA { pgc:tier-growth skos:inScheme pgc:scheme-tier }",
        "INSERT DATA { pgc:tier-growth skos:inScheme pgc:scheme-rank }",
        "INSERT DATA { pgc:scheme-new a skos:ConceptScheme }",
        "DELETE DATA { pgc:tier-growth a skos:Concept }",
        "INSERT DATA { pgc:grade-new a skos:Concept ; skos:inScheme pgc:scheme-tier }",
    ],
    "definitions-are-sentences": [
        'INSERT DATA { pg:New a owl:Class ; skos:definition "新词"@zh }',
        'INSERT DATA { pg:New a owl:Class ; rdfs:label "new"@en ; skos:definition "New."@en }',
        'INSERT DATA { pgc:tier-new a skos:Concept ; skos:definition "新档"@zh }',
    ],
    "definitions-not-circular": [
        'INSERT DATA { pg:New a owl:Class ; rdfs:label "产业链"@zh ; skos:definition "一条产业链。"@zh }',
        'INSERT DATA { pg:New a owl:Class ; rdfs:label "law"@en ; skos:definition "A new law."@en }',
    ],
    "definitions-unique": [f"INSERT DATA {{ pg:New skos:definition {TEXTS} . pg:Newer skos:definition {TEXTS} }}"],
    "deprecated-terms-replaced": [
        "DELETE DATA { pg:payerUnit dcterms:isReplacedBy pg:supportGiver }",
        "DELETE DATA { pg:payerUnit owl:deprecated true }",
        "INSERT DATA { pg:supportGiver owl:deprecated true }",
        "INSERT DATA { pg:Box owl:deprecated true ; dcterms:isReplacedBy pg:partOf }",
    ],
    "deprecated-terms-unused": [
        "INSERT DATA { pg:SupportMeasure pg:requiresProperty pg:payerUnit }",
        "INSERT DATA { pgc:tier-growth pg:payerUnit pgc:tier-growth }",
    ],
    "disjoint-classes-share-nothing": ["INSERT DATA { pg:Branch rdfs:subClassOf pg:Park }"],
    "foreign-terms-pinned": [
        "INSERT DATA { pg:Park rdfs:subClassOf prov:Entitty }",
        "INSERT DATA { pg:Park skos:hiddenLabel 'x' }",
        'INSERT DATA { pgc:unit-yuan pg:unitFactor "1900"^^xsd:gYear }',
        "DELETE WHERE { ?value rdfs:subClassOf <http://purl.org/linked-data/cube#Observation> }",
    ],
    "functional-properties-simple": [
        "INSERT DATA { pg:locatedInTransitive a owl:FunctionalProperty }",
        "INSERT DATA { pg:tracesTo a owl:FunctionalProperty }",
        "INSERT DATA { pg:tracesTo rdfs:subPropertyOf pg:setBy }",
    ],
    "hierarchy-of-one-kind": [
        "INSERT DATA { pg:maxAmount rdfs:subPropertyOf pg:partOf }",
        "INSERT DATA { pg:Park rdfs:subClassOf pg:partOf }",
    ],
    "labelled-and-defined": [
        "INSERT DATA { pg:New a owl:Class }",
        'INSERT DATA { pg:Park rdfs:label "公园"@zh }',
        "DELETE WHERE { pgc:tier-growth skos:definition ?text }",
        "INSERT DATA { pgr:new a pg:InferenceRule }",
    ],
    "labels-unique": [
        'INSERT DATA { pg:New rdfs:label "园区"@zh }',
        'INSERT DATA { pg:New skos:altLabel "park"@en }',
    ],
    "language-tags": [
        'INSERT DATA { pg:Park skos:altLabel "園區"@zh-hant }',
        'INSERT DATA { pg:Park skos:definition "A park." }',
    ],
    "marks-on-the-right-kind": [
        "INSERT DATA { pg:Park pg:isGraphEdge true }",
        "INSERT DATA { pg:partOf pg:agesWithSource true }",
        "INSERT DATA { pg:maxAmount pg:needsEvidence false }",
        "INSERT DATA { pg:tracesTo pg:needsEvidence true }",
        "INSERT DATA { pg:Park pg:requiresProperty pg:Place }",
        "INSERT DATA { pg:Park pg:closedScheme true }",
    ],
    "names-spelled-by-kind": [
        "INSERT DATA { pg:newKind a owl:Class }",
        "INSERT DATA { pg:New_Kind a owl:Class }",
        "INSERT DATA { pg:HasKind a owl:ObjectProperty }",
    ],
    "no-circular-hierarchy": [
        "INSERT DATA { pg:Place rdfs:subClassOf pg:Park }",
        "INSERT DATA { pg:cites rdfs:subPropertyOf pg:basedOn }",
    ],
    "no-domains-or-ranges": [
        "INSERT DATA { pg:partOf rdfs:domain pg:PlanElement }",
        "INSERT DATA { pg:partOf rdfs:range pg:PlanElement }",
    ],
    "no-redundant-superiors": [
        "INSERT DATA { pg:ActionPlan rdfs:subClassOf pg:PolicyDocument }",
        "INSERT DATA { pg:partOfPark rdfs:subPropertyOf pg:locatedInTransitive }",
    ],
    "one-inverse": ["INSERT DATA { pg:manages owl:inverseOf pg:managedBy . pg:runs owl:inverseOf pg:managedBy }"],
    "suggested-ranges-fit": [
        "INSERT DATA { pg:partOf schema:domainIncludes pgc:scheme-tier }",
        "INSERT DATA { pg:partOf schema:rangeIncludes xsd:string }",
        "INSERT DATA { pg:maxAmount schema:rangeIncludes xsd:integer }",
        "INSERT DATA { pg:maxAmount schema:rangeIncludes pg:Park }",
        "INSERT DATA { pg:new a owl:DatatypeProperty }",
    ],
    "terms-declared": [
        "INSERT DATA { pg:Park rdfs:subClassOf pg:Plaza }",
        "INSERT DATA { pg:Park rdfs:label 'x' ; pg:fits true }",
        "INSERT DATA { pgc:tier-growth skos:closeMatch pgc:tier-grown }",
    ],
    "terms-of-one-kind": [
        "INSERT DATA { pg:partOf a owl:DatatypeProperty }",
        "INSERT DATA { pg:Industry a pg:Technology }",
        "INSERT DATA { pg:new a owl:FunctionalProperty }",
    ],
    "texts-clean": [
        'INSERT DATA { pg:Park skos:altLabel "产业 园区 "@zh }',
        'INSERT DATA { pg:Park skos:altLabel "a  park"@en }',
        'INSERT DATA { pg:Park skos:altLabel "产业\\uFFFD区"@zh }',
        'INSERT DATA { pg:Park skos:altLabel "园区(产业)"@zh }',
    ],
    "versions-agree": [
        'DELETE DATA { <https://w3id.org/parkgraph/ontology> owl:versionInfo "0.1.0" }',
        "DELETE WHERE { <https://w3id.org/parkgraph/ontology> owl:versionIRI ?address }",
        "INSERT DATA { <https://w3id.org/parkgraph/ontology> owl:versionIRI <https://w3id.org/parkgraph/ontology/9> }",
        'INSERT DATA { <https://w3id.org/parkgraph/ontology/alignments> owl:versionInfo "0.0.9" }',
    ],
}
"""Every rule with changes to the ontology, each of which it has to complain of."""
CHANGES = [(name, change) for name, changes in BROKEN.items() for change in changes]


@cache
def statements() -> list[ox.Quad]:
    """What the ontology, its concepts and its alignments say, read once."""
    return [ox.Quad(*triple) for name in FILES for triple in read_triples(REPO / "ontology" / name)]


def ontology() -> ox.Store:
    """A graph of our own that says it."""
    store = ox.Store()
    store.extend(statements())
    return store


def complaints(store: ox.Store, name: str) -> list[str]:
    """The rows of a rule's query."""
    answer = store.query(RULES[name])
    assert isinstance(answer, ox.QuerySolutions)
    return [" ".join(str(value) for value in row) for row in answer]


@pytest.fixture(scope="module")
def clean() -> ox.Store:
    """The ontology as it is."""
    return ontology()


@pytest.mark.parametrize("name", RULES)
def test_the_ontology_gives_no_complaint(name: str, clean: ox.Store) -> None:
    """Rows are complaints; a rule that holds has none."""
    assert complaints(clean, name) == []


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_a_broken_copy_gives_complaints(name: str, change: str) -> None:
    """Each rule can fail: a copy with the fault it is about has rows."""
    store = ontology()
    store.update(HEAD + change)
    assert complaints(store, name) != []


def test_every_rule_is_broken_once() -> None:
    """No rule without a change that breaks it, no change for a rule that is not there."""
    assert set(BROKEN) == set(RULES)
    assert len(RULES) >= 25


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_a_select_with_a_title_in_two_languages(name: str) -> None:
    """The header states the rule, the query is standard SPARQL that another engine parses, and its order is stated."""
    header = "\n".join(line[3:] for line in RULES[name].splitlines() if line.startswith("#+ "))
    assert set(yaml.safe_load(header)) == {"title_zh", "title_en"}
    assert prepareQuery(RULES[name]).algebra.name == "SelectQuery"
    assert "ORDER BY" in RULES[name]


def test_rules_of_hygiene_are_no_questions() -> None:
    """Nobody is offered them as a question to the graph."""
    questions = load_questions(REPO / "queries").values()
    assert not [question.name for question in questions if question.path.parent == FOLDER]
    assert questions


@pytest.fixture(scope="module")
def pairs(clean: ox.Store) -> dict[str, str]:
    """Local names of deprecated terms with those of their successors."""
    answer = clean.query(HEAD + "SELECT ?old ?new { ?old owl:deprecated true ; dcterms:isReplacedBy ?new }")
    assert isinstance(answer, ox.QuerySolutions)
    return {row["old"].value.removeprefix(PG): row["new"].value.removeprefix(PG) for row in answer}


class TestDeprecation:
    """A term that goes stays for a while, unused, with its successor and the way there and back."""

    def test_payer_unit_gave_way_to_support_giver(self, pairs: dict[str, str]) -> None:
        """No source says that the unit pays."""
        assert pairs == {"payerUnit": "supportGiver"}

    def test_labels_of_deprecated_terms_say_so(self, pairs: dict[str, str]) -> None:
        """In both languages, wherever the label is shown."""
        for name in pairs:
            labels = load_vocabulary(REPO / "ontology").labels[PG + name]
            assert labels["zh"].endswith("（弃用）") and labels["en"].endswith(" (deprecated)")

    def test_nothing_of_ours_uses_a_deprecated_term(self, pairs: dict[str, str]) -> None:
        """Neither records and context nor questions, rules, pages, shapes and the built graph."""
        files = [path for path in REPO.glob("queries/**/*") if path.suffix in (".rq", ".yaml")]
        files += [*REPO.glob("data/records/*.yaml"), *REPO.glob("shapes/*.ttl")]
        files += [
            REPO / "data" / "parkgraph.ttl",
            REPO / "ontology" / "context.jsonld",
            REPO / "ontology" / "concepts.ttl",
        ]
        assert len(files) >= 90
        found = {
            path.name: name
            for path in files
            for name in pairs
            if re.search(rf"\b{name}\b", path.read_text(encoding="utf-8"))
        }
        assert found == {}

    def test_every_deprecated_term_has_its_migration_there_and_back(self, pairs: dict[str, str]) -> None:
        """Below the version that deprecated it, named after the two terms."""
        names = {path.stem for path in MIGRATIONS.glob("*/*.ru")}
        assert names == {f"{kebab(a)}-to-{kebab(b)}" for old, new in pairs.items() for a, b in ((old, new), (new, old))}

    @pytest.mark.parametrize("graph", [ox.DefaultGraph(), ox.NamedNode(BASE + "graph/dezhou-2019-interview")])
    def test_migrations_turn_one_form_into_the_other(self, pairs: dict[str, str], graph: Any) -> None:
        """The shipped graph in its old form becomes the new one and back, in the default graph and in a named one."""
        quads = [ox.Quad(*triple, graph) for triple in read_triples(REPO / "data" / "parkgraph.ttl")]
        for old, new in pairs.items():
            fact, uses = ox.NamedNode(BASE + "id/fact-x"), ox.NamedNode(RDF + "predicate")
            new_form = {*quads, ox.Quad(fact, uses, ox.NamedNode(PG + new), graph)}
            old_form = {renamed(quad, PG + new, PG + old) for quad in new_form}
            assert len(new_form - old_form) >= 5
            assert migrated(old_form, old, new) == new_form
            assert migrated(new_form, new, old) == old_form
            assert migrated(new_form, old, new) == new_form

    def test_a_migration_leaves_the_ontology_alone(self, pairs: dict[str, str]) -> None:
        """What is said of the terms themselves is no use of them."""
        quads = {ox.Quad(*triple) for triple in read_triples(REPO / "ontology" / "parkgraph.ttl")}
        for old, new in pairs.items():
            assert migrated(quads, old, new) == migrated(quads, new, old) == quads


def kebab(name: str) -> str:
    """`payerUnit` as `payer-unit`."""
    return re.sub("[A-Z]", lambda capital: "-" + capital[0].lower(), name)


def renamed(quad: ox.Quad, old: str, new: str) -> ox.Quad:
    """A statement in which one name stands for another, as predicate or as what an assertion says."""
    predicate = ox.NamedNode(new) if quad.predicate.value == old else quad.predicate
    return ox.Quad(
        quad.subject, predicate, ox.NamedNode(new) if quad.object == ox.NamedNode(old) else quad.object, quad.graph_name
    )


def migrated(quads: set[ox.Quad], old: str, new: str) -> set[ox.Quad]:
    """What a migration makes of some statements."""
    (path,) = MIGRATIONS.glob(f"*/{kebab(old)}-to-{kebab(new)}.ru")
    store = ox.Store()
    store.extend(quads)
    store.update(path.read_text(encoding="utf-8"))
    return set(store)
