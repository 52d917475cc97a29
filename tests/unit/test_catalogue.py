"""Lists of what a graph is made of: classes and properties of the ontology, and sources."""

import pyoxigraph as ox
import pytest

from parkgraph.catalogue import listing
from parkgraph.errors import UsageError
from parkgraph.names import OWL, PG, PGD, RDF
from parkgraph.rows import Entity
from parkgraph.store import LocalStore
from parkgraph.vocabulary import Vocabulary

TURTLE = """\
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

pgd:park-a a pg:Park ; pg:locatedIn pgd:x , pgd:y .
pgd:park-b a pg:Park .
pgd:source-b a pg:SourceDocument ; skos:prefLabel "乙文"@zh ; pg:sha256 "bb" ; pg:asOf "2020-01-01"^^xsd:date .
pgd:source-a a pg:SourceDocument ; skos:prefLabel "甲文"@zh , "Text A"@en ; pg:sha256 "aa" ;
    pg:asOf "2019-11-26"^^xsd:date .
pgd:span-1 oa:hasSource pgd:source-a .
pgd:span-2 oa:hasSource pgd:source-a .
"""


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """Two parks and two sources."""
    return LocalStore.from_triples(
        ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    )


def test_classes_with_their_use(store: LocalStore, vocabulary: Vocabulary) -> None:
    """Every class of the ontology in order of its CURIE, also the unused ones; terms of others are not ours to list."""
    table = listing(store, vocabulary, "classes")
    assert table.columns == ("term", "label", "uses")
    assert [table.headings[name] for name in table.columns] == ["词", "名称", "用量"]
    rows = {row["term"]: (row["label"], row["uses"]) for row in table}
    assert rows["pg:Park"] == ("园区", 2)
    assert rows["pg:SourceDocument"][1] == 2
    assert rows["pg:Cohort"] == ("批次", 0)
    assert [row["term"] for row in table] == sorted(rows)
    assert len(rows) == len(vocabulary.supers) > 20


def test_properties_with_their_use(store: LocalStore, vocabulary: Vocabulary) -> None:
    """Uses count statements; in English, labels are English and columns are called by their names."""
    table = listing(store, vocabulary, "properties", "en")
    assert table.headings == {}
    rows = {row["term"]: (row["label"], row["uses"]) for row in table}
    assert rows["pg:locatedIn"] == (vocabulary.labels[PG + "locatedIn"]["en"], 2)
    assert len(rows) == len(vocabulary.kinds) > 20
    assert not {RDF + "type", OWL + "Class", "rdf:type"} & rows.keys()


def test_sources_with_day_quotes_and_hash(store: LocalStore, vocabulary: Vocabulary) -> None:
    """Each source, also one without quotes, in order of its IRI."""
    table = listing(store, vocabulary, "sources")
    assert table.columns == ("source", "as_of", "quotes", "sha256")
    assert table.rows == (
        (Entity(PGD + "source-a", "甲文"), "2019-11-26", 2, "aa"),
        (Entity(PGD + "source-b", "乙文"), "2020-01-01", 0, "bb"),
    )
    assert [table.headings[name] for name in table.columns] == ["来源", "数据截至", "引文数", "SHA-256"]
    english = listing(store, vocabulary, "sources", "en")
    assert english.rows[0][0] == Entity(PGD + "source-a", "Text A")
    assert english.headings == {}


def test_another_list_is_refused(store: LocalStore, vocabulary: Vocabulary) -> None:
    """The message names the lists there are."""
    with pytest.raises(UsageError) as caught:
        listing(store, vocabulary, "parks")
    assert str(caught.value) == "list: 没有 parks 这种清单。 可用：queries、classes、properties、sources、lenses。"
