"""The relation graph of an export: which things and relations it has, what they are called, what proves them."""

import csv
import io
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from parkgraph.export.graphml import GRAPHML, YFILES, graphml
from parkgraph.export.partition import INFERRED, REFERENCE, RELEASE
from parkgraph.export.relations import SEPARATOR, Edge, Node, Relations, edges_csv, is_entity, nodes_csv, relations
from parkgraph.names import PG, PGD, PREFIXES
from parkgraph.vocabulary import Vocabulary

WORDS = """
pg:Park rdfs:label "园区"@zh , "park"@en .
pg:Designation rdfs:label "认定"@zh , "designation"@en .
pg:locatedIn rdfs:label "位于"@zh , "is located in"@en .
pg:selectedPark rdfs:label "入选园区"@zh , "selects"@en .
"""
TOWN = """
pgd:source-a skos:prefLabel "某文"@zh .
pgd:span-a-1-2 oa:hasSource pgd:source-a ; oa:start 1 ; oa:end 2 ; oa:exact "甲縣,園區"@zh-hant .
pgd:span-a-5-6 oa:hasSource pgd:source-a ; oa:start 5 ; oa:end 6 ; oa:exact "入選\\n\\"園區\\""@zh-hant .
pgd:park-a a pg:Park ; skos:prefLabel "甲园区"@zh , "Park A"@en ; pg:mentionedIn pgd:span-a-1-2 ;
    pg:locatedIn pgd:division-1 , "nowhere" ; pg:notDrawn pgd:division-1 .
pgd:park-b a pg:Park ; skos:prefLabel "乙园区"@zh ; pg:locatedIn pgd:division-1 ; pg:mentionedIn pgd:span-a-5-6 .
pgd:division-1 skos:prefLabel "甲县"@zh ; pg:locatedIn pgd:division-0 .
pgd:division-0 skos:prefLabel "某省"@zh .
pgd:fact-abc a pg:Designation ; pg:selectedPark pgd:park-a ; pg:evidencedBy pgd:span-a-5-6 , pgd:span-a-1-2 ;
    pg:assertionBasis pgc:basis-explicit .
pgd:fact-1 rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-1 ;
    pg:evidencedBy pgd:span-a-1-2 ; pg:assertionBasis pgc:basis-derivedFromName .
pgd:fact-2 rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-1 ;
    pg:evidencedBy pgd:span-a-1-2 ; pg:assertionBasis pgc:basis-computed .
pgd:fact-3 rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-1 ;
    pg:assertionBasis pgc:basis-guessed .
"""
MARKED = Vocabulary(marks={"isGraphEdge": frozenset({PG + "locatedIn", PG + "selectedPark"})})


def triples(text: str) -> list[ox.Triple]:
    """The statements of some Turtle without its prefixes."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(head + text, format=ox.RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def town() -> Relations:
    """The relation graph of the town above, whose divisions come from reference data."""
    placed = {t: REFERENCE if "/division-1>" in str(t.subject) else RELEASE for t in triples(TOWN)}
    return relations(placed, triples(WORDS), MARKED)


def test_nodes_are_entities_and_whatever_a_relation_touches(town: Relations) -> None:
    """Entities without a relation are there, spans and nameless assertions that no relation touches are not."""
    assert [node.iri.removeprefix(PGD) for node in town.nodes] == [
        *("division-0", "division-1", "fact-abc", "park-a", "park-b", "source-a"),
    ]


def test_nodes_carry_their_names(town: Relations) -> None:
    """Both labels and the class; no English label is made up; a nameless fact is called what its class is called."""
    nodes = {node.iri.removeprefix(PGD): node for node in town.nodes}
    assert nodes["park-a"] == Node(PGD + "park-a", "甲园区", "Park A", PG + "Park", "园区")
    assert nodes["park-b"].label_en == ""
    assert nodes["fact-abc"].label_zh == "认定"
    assert nodes["division-1"] == Node(PGD + "division-1", "甲县", "", "", "")


def test_edges_are_the_marked_relations_between_things(town: Relations) -> None:
    """Only properties marked as edges, only IRIs as ends, ordered, each with names, basis and quotes."""
    ends = [(e.source.removeprefix(PGD), e.relation.removeprefix(PG), e.target.removeprefix(PGD)) for e in town.edges]
    assert ends == [
        ("division-1", "locatedIn", "division-0"),
        ("fact-abc", "selectedPark", "park-a"),
        ("park-a", "locatedIn", "division-1"),
        ("park-b", "locatedIn", "division-1"),
    ]
    assert {(e.relation_zh, e.relation_en) for e in town.edges} == {
        ("位于", "is located in"),
        ("入选园区", "selects"),
    }


def test_basis_is_the_strongest_and_said_truly(town: Relations) -> None:
    """Reference data, the fact's own basis, the strongest of several assertions, and the bare mention."""
    assert [edge.basis for edge in town.edges] == ["external", "explicit", "derivedFromName", "stated"]


def test_an_unknown_basis_is_the_weakest() -> None:
    """A basis that somebody added is shown, but never in front of a known one."""
    alone = """pgd:fact-3 rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-1 ;
    pg:assertionBasis pgc:basis-guessed . pgd:park-a pg:locatedIn pgd:division-1 ."""
    found = relations(dict.fromkeys(triples(alone), INFERRED), (), MARKED)
    assert [edge.basis for edge in found.edges] == ["guessed"]


def test_quotes_stand_in_the_order_of_the_text_each_once(town: Relations) -> None:
    """A fact's quotes are joined; the same quote of two assertions is not repeated."""
    quotes = [edge.quotes for edge in town.edges]
    assert quotes == ["", f'甲縣,園區{SEPARATOR}入選\n"園區"', "甲縣,園區", '入選\n"園區"']


def test_tables_are_csv_that_readers_take_apart_again(town: Relations) -> None:
    """Commas, quotation marks and line ends in cells survive; lines end in LF alone; the columns are as agreed."""
    nodes, edges = nodes_csv(town), edges_csv(town)
    assert nodes.startswith("iri,label_zh,label_en,class,class_zh\n")
    assert edges.startswith("source,target,relation,relation_zh,relation_en,basis,quotes\n")
    assert "\r" not in nodes + edges
    assert [tuple(row.values()) for row in csv.DictReader(io.StringIO(edges, newline=""))] == [
        (e.source, e.target, e.relation, e.relation_zh, e.relation_en, e.basis, e.quotes) for e in town.edges
    ]
    assert [row["label_zh"] for row in csv.DictReader(io.StringIO(nodes, newline=""))] == [
        node.label_zh for node in town.nodes
    ]


def test_graphml_is_read_by_networkx(town: Relations) -> None:
    """Another reader finds every node and edge with its attributes and its label."""
    import networkx

    graph = networkx.parse_graphml(graphml(town))
    assert graph.is_directed()
    assert graph.nodes["pgd:park-a"] | {"x": 0, "y": 0, "shape_type": None} == {
        **{"label": "甲园区", "iri": PGD + "park-a", "class": PG + "Park", "class_zh": "园区"},
        **{"label_zh": "甲园区", "label_en": "Park A", "x": 0, "y": 0, "shape_type": None},
    }
    edge = graph.edges["pgd:fact-abc", "pgd:park-a"]
    assert {key: edge[key] for key in ("relation", "relation_zh", "relation_en", "basis")} == {
        **{"relation": PG + "selectedPark", "relation_zh": "入选园区", "relation_en": "selects", "basis": "explicit"},
    }
    assert edge["quote"] == f'甲縣,園區{SEPARATOR}入選\n"園區"'
    assert graph.number_of_edges() == 4


def test_graphml_shows_labels_in_yed_and_gephi(town: Relations) -> None:
    """YEd reads its own elements, in a box wide enough; Gephi reads the attribute `label`."""
    top = ET.fromstring(graphml(town))
    space = {"g": GRAPHML, "y": YFILES}
    drawn = [node.text for node in top.iterfind(".//y:ShapeNode/y:NodeLabel", space)]
    assert drawn == [node.label_zh for node in town.nodes]
    assert [edge.text for edge in top.iterfind(".//y:PolyLineEdge/y:EdgeLabel", space)] == [
        edge.relation_zh for edge in town.edges
    ]
    widths = [int(box.get("width", "0")) for box in top.iterfind(".//y:Geometry", space)]
    assert widths == [20 + 12 * len(node.label_zh) for node in town.nodes]
    labels = top.iterfind("g:graph/g:node/g:data[@key='node-label']", space)
    assert [label.text for label in labels] == [node.label_zh for node in town.nodes]
    keys = [key.attrib for key in top.iterfind("g:key", space)]
    assert {(key["for"], key["yfiles.type"]) for key in keys if "yfiles.type" in key} == {
        ("node", "nodegraphics"),
        ("edge", "edgegraphics"),
    }
    assert len(keys) == 14


def test_graphml_holds_no_character_that_xml_forbids() -> None:
    """Control characters of a garbled quote become a replacement character; tabs and rare characters stay."""
    node = Node(PGD + "park-a", "甲\x0b乙\ufffe\t\U00020bb7<&", "", "", "")
    edge = Edge(node.iri, node.iri, PG + "near", "邻\x00近", "", "", "")
    top = ET.fromstring(graphml(Relations((node,), (edge,))))
    texts = {element.text for element in top.iter() if element.text and element.text.strip()}
    assert {"甲\ufffd乙\ufffd\t\U00020bb7<&", "邻\ufffd近"} <= texts


def test_facts_and_spans_are_no_entities() -> None:
    """Entities are what we gave a name; a park whose name begins with fact is one."""
    assert [is_entity(PGD + slug) for slug in ("park-a", "factory-a", "fact-1", "span-a-1-2")] == [
        True,
        True,
        False,
        False,
    ]
    assert not is_entity("https://elsewhere.example/park-a")
