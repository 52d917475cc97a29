"""The relation graph as GraphML that Gephi and yEd open with Chinese labels."""

from collections.abc import Iterator, Mapping
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from ..names import curie
from .relations import Edge, Node, Relations

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
YFILES = "http://www.yworks.com/xml/graphml"
NODE = ("label", "iri", "class", "class_zh", "label_zh", "label_en")
EDGE = ("label", "relation", "relation_zh", "relation_en", "basis", "quote")


def graphml(relations: Relations) -> str:
    """The relation graph; ids are short names of the IRIs.

    Gephi shows the attribute `label`, yEd only what is in its own namespace: both are written.
    """
    top = ET.Element("graphml", {"xmlns": GRAPHML, "xmlns:y": YFILES})
    for end, names in (("node", NODE), ("edge", EDGE)):
        for name in names:
            key = {"id": f"{end}-{name}", "for": end, "attr.name": name, "attr.type": "string"}
            ET.SubElement(top, "key", key)
        ET.SubElement(top, "key", {"id": f"{end}-graphics", "for": end, "yfiles.type": f"{end}graphics"})
    body = ET.SubElement(top, "graph", {"id": "parkgraph", "edgedefault": "directed"})
    for node in relations.nodes:
        body.append(_node(node))
    for number, edge in enumerate(relations.edges, 1):
        body.append(_edge(edge, number))
    ET.indent(top, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(top, encoding="unicode") + "\n"


def _node(node: Node) -> ET.Element:
    """A node with its attributes, and as yEd draws it: wide enough for its label."""
    drawn = ET.Element("node", {"id": curie(node.iri)})
    values = (node.label_zh, node.iri, node.cls, node.class_zh, node.label_zh, node.label_en)
    _attributes(drawn, "node", dict(zip(NODE, values, strict=True)))
    shape = ET.SubElement(ET.SubElement(drawn, "data", {"key": "node-graphics"}), "y:ShapeNode")
    ET.SubElement(shape, "y:Geometry", {"x": "0", "y": "0", "width": str(_width(node.label_zh)), "height": "30"})
    ET.SubElement(shape, "y:NodeLabel").text = _legal(node.label_zh)
    return drawn


def _edge(edge: Edge, number: int) -> ET.Element:
    """An edge with its attributes, and as yEd draws it: an arrow with the relation's name."""
    drawn = ET.Element("edge", {"id": f"e{number}", "source": curie(edge.source), "target": curie(edge.target)})
    values = (edge.relation_zh, edge.relation, edge.relation_zh, edge.relation_en, edge.basis, edge.quotes)
    _attributes(drawn, "edge", dict(zip(EDGE, values, strict=True)))
    line = ET.SubElement(ET.SubElement(drawn, "data", {"key": "edge-graphics"}), "y:PolyLineEdge")
    ET.SubElement(line, "y:Arrows", {"source": "none", "target": "standard"})
    ET.SubElement(line, "y:EdgeLabel").text = _legal(edge.relation_zh)
    return drawn


def _attributes(drawn: ET.Element, end: str, values: Mapping[str, str]) -> None:
    """Give a node or edge its attributes, empty ones left out."""
    for name, value in values.items():
        if value:
            ET.SubElement(drawn, "data", {"key": f"{end}-{name}"}).text = _legal(value)


def _width(label: str) -> int:
    """How wide a box must be for a label, in points."""
    return 20 + sum(12 if east_asian_width(letter) in "WF" else 7 for letter in label)


def _legal(text: str) -> str:
    """A text as XML can hold it, U+FFFD in place of what it cannot."""
    return "".join(_legal_letters(text))


def _legal_letters(text: str) -> Iterator[str]:
    """The letters of a text, those that XML forbids replaced."""
    for letter in text:
        forbidden = (letter < " " and letter not in "\t\n\r") or "\ud800" <= letter <= "\udfff"
        yield "\ufffd" if forbidden or letter in "\ufffe\uffff" else letter
