"""Labels, classes and passages, as every face asks a store for them."""

import pyoxigraph as ox
import pytest

from parkgraph.lookup import BATCH, Passage, Row, batches, classes, labels, passages, select
from parkgraph.names import OWL, PG, PGC, PGD, SKOS, XSD
from parkgraph.store import LocalStore

TURTLE = """\
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

pgd:park-a a pg:Park ; skos:prefLabel "甲园"@zh , "Park A"@en , "甲園"@zh-hant ; pg:mentionedIn pgd:span-3 .
pgd:park-b a pg:Park ; skos:prefLabel "Park B"@en .
pgd:park-c a pg:Park ; skos:prefLabel "丙園"@zh-hant .
pgd:park-d a pg:Park ; skos:prefLabel "plain" .
pgd:park-e a pg:Park .
pgd:usage-1 a pg:NameUsage ; pg:surfaceForm "甲园区"@zh .
pgd:entry-1 a pg:RegistryEntry ; pg:listedAs "甲产业园"@zh .
pgc:tier-a a skos:Concept , pg:Tier , pg:Above ; skos:prefLabel "甲档"@zh , "tier A"@en .
pgc:unit-a a skos:Concept .
pg:Park rdfs:label "园区"@zh , "park"@en .

pgd:fact-1 a pg:Designation ; pg:evidencedBy pgd:span-2 , pgd:span-1 , pgd:span-4 .
pgd:span-1 oa:exact "第一句"@zh ; oa:hasSource pgd:source-a ; oa:start 9 ; pg:inSection pgd:section-1 .
pgd:span-2 oa:exact "第二句"@zh ; oa:hasSource pgd:source-a ; oa:start 10 .
pgd:span-3 oa:exact "第三句"@zh ; oa:hasSource pgd:source-b ; oa:start 0 .
pgd:span-4 oa:exact "第四句"@zh ; oa:hasSource pgd:source-a ; oa:start 100 .
pgd:source-a skos:prefLabel "甲文"@zh , "Text A"@en .
pgd:section-1 skos:prefLabel "第一节"@zh .
"""


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """A handful of parks and sentences."""
    return LocalStore.from_triples(
        ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    )


def test_a_row_gives_iris_and_texts_apart() -> None:
    """Each reading of a cell is empty where the cell is of the other kind, is unbound, or is not there."""
    row = Row(a=ox.NamedNode(PGD + "x"), b=ox.Literal("乙", language="zh"), c=None)
    assert [row.iri(name) for name in "abcd"] == [PGD + "x", "", "", ""]
    assert [row.text(name) for name in "abcd"] == ["", "乙", "", ""]
    assert [row.value(name) for name in "abcd"] == [PGD + "x", "乙", "", ""]


def test_select_keeps_unbound_variables(store: LocalStore) -> None:
    """A row has a key for every variable, None where nothing is bound."""
    rows = select(store, "SELECT ?p ?n ?none WHERE { ?p a pg:Park ; skos:prefLabel ?n } ORDER BY STR(?n) LIMIT 1")
    assert rows == [{"p": ox.NamedNode(PGD + "park-a"), "n": ox.Literal("Park A", language="en"), "none": None}]


@pytest.mark.parametrize(
    ("iri", "lang", "label"),
    [
        (PGD + "park-a", "zh", "甲园"),
        (PGD + "park-a", "en", "Park A"),
        (PGD + "park-b", "zh", "Park B"),
        (PGD + "park-c", "en", "丙園"),
        (PGD + "park-d", "zh", "plain"),
        (PGD + "park-e", "zh", "park-e"),
        (PGD + "usage-1", "zh", "甲园区"),
        (PGD + "entry-1", "en", "甲产业园"),
        (PGC + "tier-a", "en", "tier A"),
        (PG + "Park", "zh", "园区"),
        (OWL + "Class", "zh", "Class"),
    ],
)
def test_label_is_in_the_language_or_the_nearest_there_is(store: LocalStore, iri: str, lang: str, label: str) -> None:
    """The language asked for, else Chinese, English, untagged, any; a name that stands for it; the end of the IRI."""
    assert labels(store, [iri], lang) == {iri: label}


def test_labels_of_many_things_come_in_batches(store: LocalStore) -> None:
    """More things than one request may name are all answered, the last one too."""
    many = [f"{PGD}aaa-{number}" for number in range(2 * BATCH)]
    found = labels(store, [*many, PGD + "park-a", PGD + "park-a"])
    assert len(found) == 2 * BATCH + 1
    assert found[PGD + "park-a"] == "甲园"
    assert [text.count("<") for text in batches([*many, PGD + "park-a"])] == [BATCH, BATCH, 1]


def test_nothing_asks_nothing(store: LocalStore) -> None:
    """Of no things there are no labels, classes and passages."""
    assert labels(store, []) == classes(store, []) == passages(store, []) == {}


def test_class_is_one_of_ours_where_there_is_one(store: LocalStore) -> None:
    """Of several classes the ontology's goes before SKOS's, then the alphabet decides; the unknown have none."""
    asked = [PGD + "park-a", PGC + "tier-a", PGC + "unit-a", PGD + "nobody"]
    assert classes(store, asked) == {
        PGD + "park-a": PG + "Park",
        PGC + "tier-a": PG + "Above",
        PGC + "unit-a": SKOS + "Concept",
    }


def test_passages_come_in_the_order_of_the_text(store: LocalStore) -> None:
    """Offsets are compared as numbers; source and section are shown by label, a source without one by its slug."""
    found = passages(store, [PGD + "fact-1", PGD + "park-a", PGD + "park-b"])
    assert found == {
        PGD + "fact-1": (
            Passage("第一句", "甲文", "第一节", 9, PGD + "span-1"),
            Passage("第二句", "甲文", "", 10, PGD + "span-2"),
            Passage("第四句", "甲文", "", 100, PGD + "span-4"),
        ),
        PGD + "park-a": (Passage("第三句", "source-b", "", 0, PGD + "span-3"),),
    }


def test_passages_name_their_source_in_the_language(store: LocalStore) -> None:
    """Labels follow the reader, the quote stays verbatim."""
    (first, *_) = passages(store, [PGD + "fact-1"], "en")[PGD + "fact-1"]
    assert (first.source, first.section, first.quote) == ("Text A", "第一节", "第一句")


def test_numbers_are_numbers(store: LocalStore) -> None:
    """The toy's offsets are integers, or the order above would prove nothing."""
    (row,) = select(store, "SELECT (DATATYPE(?n) AS ?kind) WHERE { pgd:span-4 oa:start ?n }")
    assert row.iri("kind") == XSD + "integer"
