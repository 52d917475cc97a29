"""Where the nodes of a picture stand: layers from top to bottom, neighbours above one another, few lines that cross."""

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from math import ceil, sqrt
from operator import itemgetter
from typing import TYPE_CHECKING

from ..vocabulary import Vocabulary
from .layers import LAYERS, layer_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN, HEAD = 170, 58, 48, 62, 24, 76
ROW = 6
"""Nodes in a row of a small picture; larger ones have longer rows, so that they stay about as wide as high."""
SWEEPS = 12
"""How often the layers are put in order of their neighbours, downwards and upwards in turn."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node is drawn: the middle of its box, and its layer."""

    x: float
    y: float
    layer: int


def positions(graph: "MultiDiGraph[str]", vocabulary: Vocabulary) -> dict[str, Spot]:
    """Where each node goes; the same graph gives the same places, whatever order it was made in."""
    layers = _layers(graph, vocabulary)
    longest = max(ROW, ceil(1.5 * sqrt(len(graph))))
    best, fewest = _spots(layers, longest), crossings(graph, _spots(layers, longest))
    for sweep in range(SWEEPS):
        _sweep(graph, layers, longest, downward=sweep % 2 == 0)
        spots = _spots(layers, longest)
        if (crossed := crossings(graph, spots)) < fewest:
            best, fewest = spots, crossed
    return best


def crossings(graph: "MultiDiGraph[str]", spots: dict[str, Spot]) -> int:
    """How many pairs of lines that join the same two rows cross; two lines of one node do not."""
    rows: dict[tuple[float, float], set[tuple[float, float]]] = defaultdict(set)
    for start, end in graph.edges():
        upper, lower = sorted((spots[start], spots[end]), key=lambda spot: spot.y)
        if upper.y != lower.y:
            rows[upper.y, lower.y].add((upper.x, lower.x))
    return sum(_inversions(sorted(lines)) for lines in rows.values())


def _inversions(lines: list[tuple[float, float]]) -> int:
    """How many pairs of lines, sorted by their upper ends, have their lower ends the other way round."""
    crossed = 0
    ended: list[float] = []
    for _, same in groupby(lines, key=itemgetter(0)):
        lower = [end for _, end in same]
        crossed += sum(len(ended) - bisect_right(ended, end) for end in lower)
        for end in lower:
            insort(ended, end)
    return crossed


def _layers(graph: "MultiDiGraph[str]", vocabulary: Vocabulary) -> list[tuple[int, list[str]]]:
    """Each layer that occurs with its nodes, in the order of IRIs; a node may name one itself in `layer`."""
    members: dict[int, list[str]] = defaultdict(list)
    for node, data in sorted(graph.nodes(data=True)):
        number = data.get("layer", layer_of(vocabulary, data["class"]))
        assert number is not None, f"{node} is of a class that is not drawn"
        members[number].append(node)
    return [(number, members[number]) for number in range(len(LAYERS)) if number in members]


def _spots(layers: list[tuple[int, list[str]]], longest: int) -> dict[str, Spot]:
    """The places that an order of layers gives: a long layer takes several rows, dealt out from left to right."""
    rows = []
    for number, members in layers:
        count = ceil(len(members) / longest)
        rows += [(number, members[first::count]) for first in range(count)]
    widest = max((len(members) for _, members in rows), default=1)
    spots: dict[str, Spot] = {}
    for line, (number, members) in enumerate(rows):
        indent = (widest - len(members)) * (BOX_WIDTH + GAP_X) / 2
        for place, node in enumerate(members):
            x = MARGIN + indent + place * (BOX_WIDTH + GAP_X) + BOX_WIDTH / 2
            spots[node] = Spot(x, MARGIN + HEAD + line * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT / 2, number)
    return spots


def _sweep(graph: "MultiDiGraph[str]", layers: list[tuple[int, list[str]]], longest: int, *, downward: bool) -> None:
    """Put each layer in order of the mean place of its nodes' neighbours in the layers already passed."""
    passed: dict[str, float] = {}
    for _, members in layers if downward else reversed(layers):
        own = _places(members, longest)
        members.sort(key=lambda node: _mean(graph, node, passed, own[node]))
        passed |= _places(members, longest)


def _places(members: list[str], longest: int) -> dict[str, float]:
    """How far from the middle each node of a layer stands, in widths of a node."""
    middle, rows = (len(members) - 1) / 2, ceil(len(members) / longest)
    return {node: (place - middle) / rows for place, node in enumerate(members)}


def _mean(graph: "MultiDiGraph[str]", node: str, passed: dict[str, float], own: float) -> float:
    """The mean place of a node's neighbours among those passed, its own if there are none."""
    near = [passed[other] for other in {*graph.successors(node), *graph.predecessors(node)} if other in passed]
    return sum(sorted(near)) / len(near) if near else own
