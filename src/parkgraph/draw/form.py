"""A part of the relation graph for a program that draws it: nodes with places, relations with their quotes."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ..names import PGD, curie, slug
from ..vocabulary import Vocabulary
from .layers import LAYERS
from .layout import Spot, positions

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def json_form(
    graph: "MultiDiGraph[str]",
    vocabulary: Vocabulary,
    *,
    title: str,
    footer: str,
    release: str,
    as_of: str,
    only: Collection[str] | None = None,
) -> dict[str, Any]:
    """What a program needs to draw a part of the relation graph, ready for JSON.

    Args:
        graph: the part, of drawn classes only.
        vocabulary: tells the layer of each class.
        title, footer: above and below the picture.
        release, as_of: version of the data, and the day up to which they speak.
        only: IRIs of the nodes that are told, where the program has the others; all when left out.

    Returns:
        `title footer release as_of`; `nodes` (`id` as IRI, `slug label label_en class layer x y`) in the order of
        IRIs; `edges` (`source target relation label label_en basis quotes`, each quote with `text source section`) in
        the order of their ends; `layers` (`number zh en colour shape`), all of them; `left_out`.
    """
    spots = positions(graph, vocabulary)
    return {
        "title": title,
        "footer": footer,
        "release": release,
        "as_of": as_of,
        "nodes": [
            _node(node, data, spots[node])
            for node, data in sorted(graph.nodes(data=True))
            if only is None or node in only
        ],
        "edges": [edge_form(*edge) for edge in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])],
        "layers": [
            {"number": number, "zh": layer.zh, "en": layer.en, "colour": layer.colour, "shape": layer.shape}
            for number, layer in enumerate(LAYERS)
        ],
        "left_out": graph.graph["left_out"],
    }


def _node(node: str, data: dict[str, Any], spot: Spot) -> dict[str, Any]:
    """A node with its place."""
    return {
        "id": node,
        "slug": slug(node) if node.startswith(PGD) else curie(node),
        "label": data["label_zh"],
        "label_en": data["label_en"],
        "class": curie(data["class"]),
        "layer": spot.layer,
        "x": round(spot.x, 1),
        "y": round(spot.y, 1),
    }


def edge_form(start: str, end: str, relation: str, data: dict[str, Any]) -> dict[str, Any]:
    """A relation with its quotes and where they stand."""
    return {
        "source": start,
        "target": end,
        "relation": curie(relation),
        "label": data["label_zh"],
        "label_en": data["label_en"],
        "basis": data["basis"],
        "quotes": [{"text": one.quote, "source": one.source, "section": one.section} for one in data["passages"]],
    }
