"""How two entities hang together: shortest chains of relations, each step with the words that prove it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .errors import UsageError
from .lookup import Passage, labels, passages, select
from .names import curie
from .store import Store

MAX_HOPS = 8

_EDGES = """SELECT DISTINCT ?s ?p ?o ?a WHERE {
  ?p pg:isGraphEdge ?marked .
  ?s ?p ?o .
  OPTIONAL {
    ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  }
  FILTER(ISIRI(?o))
} ORDER BY ?s ?p ?o ?a"""


@dataclass(frozen=True, slots=True)
class Step:
    """One relation on a path.

    Attributes:
        start, relation, end: labels; `forward` tells whether the relation points from start to end.
        start_iri, relation_iri, end_iri: the same as IRIs.
        forward: whether the relation is stated in this direction.
        passages: the wording the relation rests on.
    """

    start: str
    relation: str
    end: str
    start_iri: str
    relation_iri: str
    end_iri: str
    forward: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation as it is walked."""

    relation: str
    other: str
    forward: bool
    fact: str


def paths(store: Store, ends: tuple[str, str], *, hops: int = 4, limit: int = 5, lang: str = "zh") -> list[list[Step]]:
    """The shortest paths between two entities, shortest first, then in order of IRIs.

    Relations are walked in both directions. Countries and provinces are not walked through: everything lies in them.

    Args:
        store: the graph.
        ends: IRIs of the two entities.
        hops: largest number of relations on a path, 1 to 8.
        limit: largest number of paths.
        lang: of the labels.

    Returns:
        Each path as its steps; empty if there is none within the hops.

    Raises:
        UsageError: the number of hops is out of range, or an entity takes part in no relation.
    """
    if not 1 <= hops <= MAX_HOPS:
        raise UsageError(f"步数 {hops} 不在 1 到 {MAX_HOPS} 之间", where="--hops", remedy="请写 4 左右的数。")
    edges = _edges(store)
    for end in ends:
        if end not in edges:
            raise UsageError(f"{curie(end)} 没有画作关系的联系", remedy="请换一个实体，或用 parkgraph show 查看它。")
    found = _walk(edges, _wide(store) - set(ends), ends, (hops, limit))
    chains = [[(start, edge) for start, edge in chain] for chain in found]
    iris = {name for chain in chains for start, edge in chain for name in (start, edge.relation, edge.other)}
    named = labels(store, iris, lang)
    proofs = passages(store, {edge.fact for chain in chains for _, edge in chain}, lang)
    return [[_step(start, edge, named, proofs) for start, edge in chain] for chain in chains]


def _edges(store: Store) -> dict[str, list[Edge]]:
    """Every entity with its relations, in both directions."""
    edges: dict[str, list[Edge]] = {}
    for row in select(store, _EDGES):
        start, relation, end = row.iri("s"), row.iri("p"), row.iri("o")
        fact = row.iri("a") or start
        edges.setdefault(start, []).append(Edge(relation, end, True, fact))
        edges.setdefault(end, []).append(Edge(relation, start, False, fact))
    return edges


def _wide(store: Store) -> set[str]:
    """Countries and provinces, which join everything and explain nothing."""
    rows = select(
        store, "SELECT ?d WHERE { ?d pg:divisionLevel ?l FILTER(?l IN (pgc:level-country, pgc:level-province)) }"
    )
    return {row.iri("d") for row in rows}


def _walk(
    edges: dict[str, list[Edge]], closed: set[str], ends: tuple[str, str], bounds: tuple[int, int]
) -> list[list[tuple[str, Edge]]]:
    """The shortest chains from one end to another, in the order of edges; `bounds` are hops and number of chains."""
    start, goal = ends
    hops, limit = bounds
    away = _distances(edges, closed, goal, hops)
    return list(islice(_chains(edges, away, start), limit)) if away.get(start) else []


def _distances(edges: dict[str, list[Edge]], closed: set[str], goal: str, hops: int) -> dict[str, int]:
    """How many relations each entity is away from the goal, as far as the hops lead."""
    away = {goal: 0}
    waiting = deque([goal])
    while waiting and away[waiting[0]] < hops:
        here = waiting.popleft()
        for edge in edges[here]:
            if edge.other not in closed and edge.other not in away:
                away[edge.other] = away[here] + 1
                waiting.append(edge.other)
    return away


def _chains(edges: dict[str, list[Edge]], away: dict[str, int], here: str) -> Iterator[list[tuple[str, Edge]]]:
    """The chains that come one relation nearer to the goal with each step."""
    if away[here] == 0:
        yield []
        return
    for edge in edges[here]:
        if away.get(edge.other) == away[here] - 1:
            for rest in _chains(edges, away, edge.other):
                yield [(here, edge), *rest]


def _step(start: str, edge: Edge, named: dict[str, str], proofs: dict[str, tuple[Passage, ...]]) -> Step:
    """One walked relation with labels and passages."""
    return Step(
        start=named[start],
        relation=named[edge.relation],
        end=named[edge.other],
        start_iri=start,
        relation_iri=edge.relation,
        end_iri=edge.other,
        forward=edge.forward,
        passages=proofs.get(edge.fact, ()),
    )
