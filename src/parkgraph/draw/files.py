"""A part of the relation graph for other tools: GraphML, GEXF, DOT and Mermaid."""

import re
from typing import TYPE_CHECKING

from ..vocabulary import Vocabulary
from .layers import LAYERS, layer_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_MERMAID_SHAPES = {
    "box": ('["', '"]'), "plain": ('["', '"]'), "round": ('("', '")'), "oval": ('(["', '"])'), "cut": ('[/"', '"/]'),
    "hexagon": ('{{"', '"}}'), "flag": ('>"', '"]'),
}  # fmt: skip


def graphml(graph: "MultiDiGraph[str]") -> str:
    """The graph as GraphML, lists of quotes as one text; opens in Gephi and yEd."""
    import networkx

    return _legible("\n".join(networkx.generate_graphml(_flat(graph), named_key_ids=True))) + "\n"


def gexf(graph: "MultiDiGraph[str]") -> str:
    """The graph as GEXF 1.2, without a date of writing."""
    import networkx

    dated = ("<meta ", "</meta>", "<creator>")
    lines = networkx.generate_gexf(_flat(graph))
    return _legible("\n".join(line for line in lines if not any(mark in line for mark in dated))) + "\n"


def _legible(text: str) -> str:
    """XML with Chinese characters as themselves instead of by number."""
    return re.sub(r"&#([0-9]{4,});", lambda number: chr(int(number[1])), text)


def _flat(graph: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    """A copy whose attributes are texts, with `label` for tools that show one."""
    flat: MultiDiGraph[str] = graph.__class__()
    for node, data in sorted(graph.nodes(data=True)):
        flat.add_node(node, label=data["label_zh"], **data)
    for start, end, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        told = {name: value for name, value in data.items() if name != "passages"}
        quotes = " ｜ ".join(data["quotes"])
        flat.add_edge(start, end, key=key, **{**told, "label": data["label_zh"], "quotes": quotes})
    return flat


def dot(graph: "MultiDiGraph[str]", vocabulary: Vocabulary, *, lang: str = "zh") -> str:
    """The graph in the DOT language, one rank a layer."""
    lines = [
        "digraph parkgraph {",
        '  graph [rankdir=TB, fontname="Noto Sans CJK SC"];',
        '  node [shape=box, style="filled"];',
    ]
    for number, layer in enumerate(LAYERS):
        members = [
            node for node, data in sorted(graph.nodes(data=True)) if layer_of(vocabulary, data["class"]) == number
        ]
        if members:
            names = "; ".join(_quoted(node) for node in members)
            lines.append(f"  {{ rank=same; {names} }}")
            for node in members:
                label = graph.nodes[node][f"label_{lang}"]
                lines.append(f"  {_quoted(node)} [label={_quoted(label)}, fillcolor={_quoted(layer.colour)}];")
    for start, end, _, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        lines.append(f"  {_quoted(start)} -> {_quoted(end)} [label={_quoted(data['label_' + lang])}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A text as a DOT string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mermaid(graph: "MultiDiGraph[str]", vocabulary: Vocabulary, *, lang: str = "zh") -> str:
    """The graph as a Mermaid flowchart, for Markdown pages that draw them."""
    nodes = sorted(graph.nodes(data=True))
    names = {node: f"n{number}" for number, (node, _) in enumerate(nodes)}
    lines = ["flowchart TD"]
    layers = {node: layer_of(vocabulary, data["class"]) for node, data in nodes}
    for node, data in nodes:
        number = layers[node]
        assert number is not None, f"{node} is of a class that is not drawn"
        left, right = _MERMAID_SHAPES[LAYERS[number].shape]
        lines.append(f"  {names[node]}{left}{_coded(data['label_' + lang])}{right}:::layer{number}")
    for start, end, _, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        lines.append(f'  {names[start]} -->|"{_coded(data["label_" + lang])}"| {names[end]}')
    used = sorted({number for number in layers.values() if number is not None})
    lines += [f"  classDef layer{number} fill:{LAYERS[number].colour},stroke:#333,color:#000" for number in used]
    return "\n".join(lines) + "\n"


def _coded(text: str) -> str:
    """A text in which nothing is Mermaid or HTML: what might be is written by number."""
    return "".join(f"#{ord(letter)};" if letter in '"<>&#;`\\{}[]()|\n\r' else letter for letter in text)
