"""Parts of the relation graph that fit a picture: what is near an entity, and what more there is beside a node."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..names import curie
from ..vocabulary import Vocabulary
from .layers import layer_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@dataclass(frozen=True, slots=True)
class Expansion:
    """How many things a relation would add to a node.

    Attributes:
        relation: IRI of the property.
        direction: `out` if the relation points away from the node, else `in`.
        label_zh, label_en: of the relation.
        count: of things of drawn classes at its other end.
    """

    relation: str
    direction: str
    label_zh: str
    label_en: str
    count: int


def neighbourhood(
    graph: "MultiDiGraph[str]", vocabulary: Vocabulary, iri: str, *, hops: int = 1, cap: int = 24
) -> "MultiDiGraph[str]":
    """The entity with what is at most some relations away, nearest first, and the relations that lead there.

    Only things of drawn classes are taken. Countries and provinces end a walk: everything lies in them. The number of
    things left out because of the cap stands in the graph's attribute `left_out`.

    Args:
        graph: the relation graph.
        vocabulary: tells which classes are drawn.
        iri: the entity in the middle.
        hops: how far to go.
        cap: the largest number of entities.

    Raises:
        UsageError: the entity takes part in no relation.
    """
    drawn = drawn_nodes(graph, vocabulary)
    refuse_undrawn(iri, drawn)
    kept, edge, inner, left_out = [iri], [iri], set(), 0
    for _ in range(hops):
        walked = [node for node in edge if not _is_wide(node)]
        inner.update(walked)
        found = {other for node in walked for other in _beside(graph, node)} & drawn - set(kept)
        reached = in_order(graph, vocabulary, found)
        edge = reached[: max(0, cap - len(kept))]
        left_out += len(reached) - len(edge)
        kept += edge
    return cut(graph, kept, lambda start, end, _: bool({start, end} & inner), left_out)


def expansions(graph: "MultiDiGraph[str]", vocabulary: Vocabulary, iri: str) -> list[Expansion]:
    """What could be added to a node, by relation and direction, most first; errors as in `neighbourhood`."""
    drawn = drawn_nodes(graph, vocabulary)
    refuse_undrawn(iri, drawn)
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for direction, other, relation, data in _ends(graph, iri):
        if other in drawn:
            counts[relation, direction, data["label_zh"], data["label_en"]] += 1
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return [Expansion(*what, count) for what, count in ordered]


def expansion(
    graph: "MultiDiGraph[str]",
    vocabulary: Vocabulary,
    iri: str,
    relation: str,
    direction: str,
    *,
    cap: int = 20,
    have: Collection[str] = (),
) -> "MultiDiGraph[str]":
    """The node, what is already there, and what a relation adds to it, with all relations that new things have.

    Args:
        graph: the relation graph.
        vocabulary: tells which classes are drawn.
        iri: the node to expand.
        relation: IRI of the property to follow.
        direction: `out` or `in`.
        cap: the largest number of new things; how many are left out stands in the attribute `left_out`.
        have: IRIs of the nodes that are already there.

    Returns:
        A part whose attribute `new` holds the IRIs of the new nodes, in the order they are taken.

    Raises:
        UsageError: the node takes part in no relation, or the direction is neither.
    """
    if direction not in ("out", "in"):
        raise UsageError(f"没有 {direction} 这个方向", where="direction", remedy="请用 out 或 in。")
    drawn = drawn_nodes(graph, vocabulary)
    refuse_undrawn(iri, drawn)
    known = {iri, *have} & drawn
    wanted = {other for way, other, key, _ in _ends(graph, iri) if (way, key) == (direction, relation)}
    reached = in_order(graph, vocabulary, wanted & drawn - known)
    new = reached[:cap]
    part = cut(
        graph, [*sorted(known), *new], lambda start, end, _: bool({start, end} & set(new)), len(reached) - len(new)
    )
    part.graph["new"] = new
    return part


def cut(graph: "MultiDiGraph[str]", nodes: Iterable[str], fits: Any, left_out: int) -> "MultiDiGraph[str]":
    """Some nodes with those relations among them for which `fits(start, end, relation)` holds."""
    kept = list(nodes)
    part: MultiDiGraph[str] = graph.__class__(left_out=left_out)
    part.add_nodes_from((node, graph.nodes[node]) for node in kept)
    among = graph.subgraph(kept).edges(keys=True, data=True)
    part.add_edges_from((start, end, key, data) for start, end, key, data in among if fits(start, end, key))
    return part


def drawn_nodes(graph: "MultiDiGraph[str]", vocabulary: Vocabulary) -> set[str]:
    """The nodes whose class is drawn."""
    return {node for node, data in graph.nodes(data=True) if layer_of(vocabulary, data["class"]) is not None}


def refuse_undrawn(iri: str, drawn: Collection[str]) -> None:
    """Nothing, for a node that is drawn."""
    if iri not in drawn:
        raise UsageError(f"{curie(iri)} 没有可画的联系", remedy="请换一个实体，或用 parkgraph show 查看它。")


def in_order(graph: "MultiDiGraph[str]", vocabulary: Vocabulary, nodes: Iterable[str]) -> list[str]:
    """Nodes from the uppermost row down, in each by IRI."""
    return sorted(nodes, key=lambda node: (layer_of(vocabulary, graph.nodes[node]["class"]), node))


def _is_wide(iri: str) -> bool:
    """Whether an entity is a country or province, by the form of its code."""
    return "/division-" in iri and iri.endswith("0000")


def _beside(graph: "MultiDiGraph[str]", node: str) -> set[str]:
    """The entities one relation away, in either direction."""
    return {*graph.successors(node), *graph.predecessors(node)}


def _ends(graph: "MultiDiGraph[str]", node: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Direction, other end, relation and data of every relation of a node."""
    for _, other, relation, data in graph.out_edges(node, keys=True, data=True):
        yield "out", other, relation, data
    for other, _, relation, data in graph.in_edges(node, keys=True, data=True):
        yield "in", other, relation, data
