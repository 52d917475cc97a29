"""The relation graph as networkx gives it, and the tables of its edges and figures."""

from decimal import Decimal

import networkx
import pyoxigraph as ox
import pytest

from parkgraph.lookup import Passage
from parkgraph.names import PG, PGD
from parkgraph.network import edge_table, metrics_table, network
from parkgraph.rows import Entity
from parkgraph.store import LocalStore

TURTLE = """\
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

pg:Park rdfs:label "园区"@zh , "park"@en .
pg:Designation rdfs:label "认定"@zh , "designation"@en .
pg:originatesFrom pg:isGraphEdge true ; rdfs:label "源自政策"@zh , "originates from"@en .
pg:selectedPark pg:isGraphEdge true ; rdfs:label "入选园区"@zh , "selected park"@en .
pg:sameNumber rdfs:label "不画的关系"@zh .

pgd:park-a a pg:Park ; skos:prefLabel "甲园"@zh , "Park A"@en ; pg:originatesFrom pgd:policy-a ;
    pg:sameNumber pgd:park-b .
pgd:park-b a pg:Park ; skos:prefLabel "乙园"@zh ; pg:originatesFrom pgd:policy-a , "没有标识符的政策"@zh .
pgd:park-c a pg:Park ; skos:prefLabel "丙园"@zh .
pgd:policy-a skos:prefLabel "甲规划"@zh .
pgd:fact-1 rdf:subject pgd:park-a ; rdf:predicate pg:originatesFrom ; rdf:object pgd:policy-a ;
    pg:assertionBasis pgc:basis-computed ; pg:evidencedBy pgd:span-2 , pgd:span-1 .
pgd:fact-2 rdf:subject pgd:park-a ; rdf:predicate pg:originatesFrom ; rdf:object pgd:policy-a ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-2 , pgd:span-3 .
pgd:fact-3 a pg:Designation ; pg:selectedPark pgd:park-c ; pg:evidencedBy pgd:span-3 .
pgd:span-1 oa:exact "一"@zh ; oa:hasSource pgd:source-a ; oa:start 1 .
pgd:span-2 oa:exact "二"@zh ; oa:hasSource pgd:source-a ; oa:start 2 .
pgd:span-3 oa:exact "三"@zh ; oa:hasSource pgd:source-a ; oa:start 3 .
"""
A, B, C, POLICY, FACT = (PGD + slug for slug in ("park-a", "park-b", "park-c", "policy-a", "fact-3"))
ORIGIN, SELECTED = PG + "originatesFrom", PG + "selectedPark"


def loaded(backwards: bool = False) -> LocalStore:
    """The toy, loaded in the order of the file or against it."""
    quads = list(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE))
    ordered = reversed(quads) if backwards else quads
    return LocalStore.from_triples(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ordered)


@pytest.fixture(scope="module")
def graph() -> "networkx.MultiDiGraph[str]":
    """The toy's relation graph."""
    return network(loaded())


def test_nodes_have_labels_and_classes(graph: "networkx.MultiDiGraph[str]") -> None:
    """Whatever takes part in a marked relation, by IRI; a fact is shown as its class, and nothing else is there."""
    assert list(graph.nodes(data=True)) == [
        (FACT, {"label_zh": "认定", "label_en": "fact-3", "class": PG + "Designation", "class_zh": "认定"}),
        (A, {"label_zh": "甲园", "label_en": "Park A", "class": PG + "Park", "class_zh": "园区"}),
        (B, {"label_zh": "乙园", "label_en": "乙园", "class": PG + "Park", "class_zh": "园区"}),
        (C, {"label_zh": "丙园", "label_en": "丙园", "class": PG + "Park", "class_zh": "园区"}),
        (POLICY, {"label_zh": "甲规划", "label_en": "甲规划", "class": "", "class_zh": ""}),
    ]


def test_edges_have_labels_basis_and_quotes(graph: "networkx.MultiDiGraph[str]") -> None:
    """Two assertions of one relation are one edge with the quotes of both, each once; a literal is no node."""
    assert list(graph.edges(keys=True)) == [(FACT, C, SELECTED), (A, POLICY, ORIGIN), (B, POLICY, ORIGIN)]
    assert graph.edges[A, POLICY, ORIGIN] == {
        "relation": ORIGIN,
        "label_zh": "源自政策",
        "label_en": "originates from",
        "basis": "computed",
        "quotes": ["一", "二", "三"],
        "passages": [Passage(quote, "source-a", "", n, f"{PGD}span-{n}") for n, quote in enumerate("一二三", 1)],
    }
    assert graph.edges[B, POLICY, ORIGIN]["basis"] == "stated"
    assert graph.edges[B, POLICY, ORIGIN]["quotes"] == []
    assert graph.edges[FACT, C, SELECTED]["quotes"] == ["三"]


def test_order_does_not_depend_on_loading(graph: "networkx.MultiDiGraph[str]") -> None:
    """The same statements loaded in another order give the same nodes and edges in the same order."""
    other = network(loaded(backwards=True))
    assert list(other.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(other.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_edge_table(graph: "networkx.MultiDiGraph[str]") -> None:
    """One row an edge, with entities, basis, and quotes in one cell; None where there is no quote."""
    table = edge_table(graph)
    assert table.columns == ("source", "relation", "target", "basis", "quotes")
    assert [table.headings[name] for name in table.columns] == ["起点", "关系", "终点", "判断方式", "引文"]
    assert table.rows[1] == (
        Entity(A, "甲园"),
        Entity(ORIGIN, "源自政策"),
        Entity(POLICY, "甲规划"),
        "computed",
        "一 ｜ 二 ｜ 三",
    )
    assert [row[4] for row in table.rows] == ["三", "一 ｜ 二 ｜ 三", None]
    assert edge_table(graph, "en").rows[1][:2] == (Entity(A, "Park A"), Entity(ORIGIN, "originates from"))
    assert edge_table(graph, "en").headings == {}


def test_metrics_table(graph: "networkx.MultiDiGraph[str]") -> None:
    """Degree, betweenness and component of each entity, busiest first."""
    table = metrics_table(graph)
    assert table.columns == ("entity", "class", "degree", "betweenness", "component")
    assert [(row[0].iri, *row[2:]) for row in table.rows if isinstance(row[0], Entity)] == [
        (POLICY, 2, Decimal("0.166667"), 1),
        (FACT, 1, Decimal("0.0"), 2),
        (A, 1, Decimal("0.0"), 1),
        (B, 1, Decimal("0.0"), 1),
        (C, 1, Decimal("0.0"), 2),
    ]
    assert table.rows[2][:2] == (Entity(A, "甲园"), "园区")
    assert metrics_table(graph, "en").rows[2][:2] == (Entity(A, "Park A"), "Park")
    assert metrics_table(graph, "en").headings == {}
