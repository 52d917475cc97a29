"""The answer to a query of a user's own as a part of the relation graph: its things, and what joins them.

Two things of a row are joined by whatever the graph states between them; where it states nothing, by the name of the
column. Statements of a CONSTRUCT or DESCRIBE are taken as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, permutations
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from ...answers import EVIDENCE
from ...draw import OTHER, layer_of
from ...errors import UsageError
from ...graph import Graph
from ...names import RDF
from ...store.answer import Answer, engine_errors
from ...vocabulary import load_vocabulary
from ..stated import Statement, part_of, statements_between

if TYPE_CHECKING:
    from networkx import MultiDiGraph

SAME_ROW = "row"
"""The basis of a line between things of which an answer says no more than that they stand in one row."""

Row = tuple[str | None, ...]


class Bounds(NamedTuple):
    """How much of an answer is looked at, in rows or statements, and how many things are drawn."""

    rows: int
    things: int


class Told(NamedTuple):
    """A part of the relation graph, and what it does not show.

    Attributes:
        part: with the number of things left out as its attribute `left_out`.
        cut: whether there were more rows or statements than are looked at.
        undrawn: statements whose object is no thing.
    """

    part: "MultiDiGraph[str]"
    cut: bool = False
    undrawn: int = 0


def drawn(graph: Graph, answer: Answer, bounds: Bounds) -> Told:
    """What can be drawn of an answer.

    Raises:
        UsageError: it holds no two things that could be joined.
    """
    if isinstance(answer, ox.QueryBoolean):
        raise UsageError("是或否的答案没有可画的联系", remedy="请改用 SELECT 或 CONSTRUCT 提问。")
    with engine_errors(graph.store.place):
        taken = list(islice(answer, bounds.rows + 1))
    cut = len(taken) > bounds.rows
    if isinstance(answer, ox.QueryTriples):
        told = _statements(graph, taken[: bounds.rows], bounds.things)
    else:
        names = [variable.value for variable in answer.variables]
        told = Told(_rows(graph, names, taken[: bounds.rows], bounds.things))
    for _, data in told.part.nodes(data=True):
        layer = layer_of(load_vocabulary(graph.home / "ontology"), data["class"])
        data["layer"] = OTHER if layer is None else layer
    return told._replace(cut=cut)


def _statements(graph: Graph, triples: Iterable[ox.Triple], most: int) -> Told:
    """The statements of a CONSTRUCT or DESCRIBE; what a thing is tells how it is drawn, and is no line."""
    triples = sorted(triples, key=str)
    telling = [triple for triple in triples if triple.predicate.value != RDF + "type"]
    made = [
        Statement(one.subject.value, one.predicate.value, one.object.value)
        for one in telling
        if isinstance(one.subject, ox.NamedNode) and isinstance(one.object, ox.NamedNode)
    ]
    things = dict.fromkeys(end for one in made for end in (one.start, one.end))
    kept = _kept(list(things), most)
    edges = {one for one in made if one.start in kept and one.end in kept}
    known = statements_between(graph, ((edge.start, edge.end) for edge in edges)) & edges
    part = part_of(graph, kept, edges, known=known)
    part.graph["left_out"] = len(things) - len(kept)
    return Told(part, undrawn=len(telling) - len(made))


def _rows(graph: Graph, names: Sequence[str], rows: Iterable[Any], most: int) -> "MultiDiGraph[str]":
    """The things of the rows of a SELECT; facts that only prove a row are not drawn beside two others."""
    cells = [tuple(term.value if isinstance(term, ox.NamedNode) else None for term in row) for row in rows]
    holding = [at for at in range(len(names)) if any(row[at] for row in cells)]
    speaking = [at for at in holding if not EVIDENCE.fullmatch(names[at])]
    shown = speaking if len(speaking) > 1 else holding
    if cells and len(shown) < 2:
        raise UsageError(
            "答案里没有两列实体，画不成关系图", remedy="请在 SELECT 里列出两个以上的实体，或改用 CONSTRUCT。"
        )
    held = [tuple(row[at] for at in shown) for row in cells]
    things = dict.fromkeys(thing for row in held for thing in row if thing)
    kept = _kept(list(things), most)
    whole = [tuple(thing if thing in kept else None for thing in row) for row in held]
    known = _known(graph, {pair for row in whole for pair in permutations(_things(row), 2)})
    part = part_of(graph, kept, known, known=known)
    part.graph["left_out"] = len(things) - len(kept)
    headings = {name: (column.zh, column.en) for name, column in graph.columns().items()}
    joined = {frozenset((edge.start, edge.end)) for edge in known}
    for row in dict.fromkeys(whole):
        _join(part, row, [names[at] for at in shown], joined, headings)
    return part


def _known(graph: Graph, pairs: Iterable[tuple[str, str]]) -> set[Statement]:
    """What the graph states between two things: the relations that it draws, else whatever it says."""
    said = {one for one in statements_between(graph, pairs) if one.relation != RDF + "type"}
    edges = load_vocabulary(graph.home / "ontology").marks["isGraphEdge"]
    told = {frozenset((one.start, one.end)) for one in said if one.relation in edges}
    return {one for one in said if one.relation in edges or frozenset((one.start, one.end)) not in told}


def _kept(things: Sequence[str], most: int) -> frozenset[str]:
    """The things that are drawn.

    Raises:
        UsageError: there are none.
    """
    if not things:
        raise UsageError("答案里没有可画的实体", remedy="请放宽条件，或换一个问题。")
    return frozenset(things[:most])


def _things(row: Row) -> list[str]:
    """The things of a row, each once."""
    return list(dict.fromkeys(thing for thing in row if thing))


def _join(
    part: "MultiDiGraph[str]",
    row: Row,
    names: Sequence[str],
    joined: set[frozenset[str]],
    headings: Mapping[str, tuple[str, str]],
) -> None:
    """Join the first thing of a row with those that no statement joins it with, by the names of their columns."""
    things = _things(row)
    reached = set(things[:1])
    for thing in things[1:]:
        while near := {one for one in things if one not in reached and any({one, it} in joined for it in reached)}:
            reached |= near
        if thing in reached:
            continue
        reached.add(thing)
        name = names[row.index(thing)]
        zh, en = headings.get(name, (name, name))
        told = {"label_zh": zh, "label_en": en, "basis": SAME_ROW, "passages": (), "quotes": []}
        part.add_edge(things[0], thing, key=f"?{name}", **told)
