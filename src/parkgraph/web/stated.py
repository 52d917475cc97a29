"""Things and statements among them as a part of the relation graph, with the passages that the statements rest on."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ..graph import Graph
from ..lookup import BATCH, assertions, classes, grounds, labels, passages, select
from ..names import PGC
from ..vocabulary import load_vocabulary

if TYPE_CHECKING:
    from networkx import MultiDiGraph


class Statement(NamedTuple):
    """A relation between two things: the IRIs of subject, property and object."""

    start: str
    relation: str
    end: str


def statements_between(graph: Graph, pairs: Iterable[tuple[str, str]]) -> set[Statement]:
    """Whatever the graph states with one thing of a pair as subject and the other as object."""
    wanted = [f"({ox.NamedNode(start)} {ox.NamedNode(end)})" for start, end in sorted(set(pairs))]
    found: set[Statement] = set()
    for first in range(0, len(wanted), BATCH):
        values = " ".join(wanted[first : first + BATCH])
        rows = select(graph.store, f"SELECT ?s ?p ?o WHERE {{ VALUES (?s ?o) {{ {values} }} ?s ?p ?o }}")
        found |= {Statement(row.iri("s"), row.iri("p"), row.iri("o")) for row in rows}
    return found


def part_of(
    graph: Graph, things: Iterable[str], statements: Iterable[Statement], *, known: Collection[Statement]
) -> "MultiDiGraph[str]":
    """Things with labels and classes, and statements among them with labels and, for those that are known, passages.

    Args:
        graph: where labels and passages are looked up.
        things: IRIs of the nodes.
        statements: the edges.
        known: those that the graph itself makes.
    """
    import networkx

    nodes, edges = sorted(set(things)), sorted(set(statements))
    kinds = classes(graph.store, nodes)
    relations = {edge.relation for edge in edges}
    named = {lang: labels(graph.store, [*nodes, *relations], lang) for lang in ("zh", "en")}
    facts = _facts(graph, [edge for edge in edges if edge in known])
    told = grounds(graph.store, facts.values())
    proofs = passages(graph.store, facts.values(), graph.lang)
    part: MultiDiGraph[str] = networkx.MultiDiGraph(left_out=0)
    for node in nodes:
        part.add_node(node, **{f"label_{lang}": named[lang][node] for lang in named}, **{"class": kinds.get(node, "")})
    for edge in edges:
        fact = facts.get(edge, "")
        basis = told[fact].basis.removeprefix(PGC + "basis-") if fact in told else ""
        part.add_edge(
            edge.start, edge.end, key=edge.relation, basis=basis or ("stated" if edge in known else ""),
            passages=proofs.get(fact, ()), quotes=list(dict.fromkeys(one.quote for one in proofs.get(fact, ()))),
            **{f"label_{lang}": named[lang][edge.relation] for lang in named},
        )  # fmt: skip
    return part


def _facts(graph: Graph, known: Collection[Statement]) -> dict[Statement, str]:
    """What proves each statement: an assertion of it, or where it is a relation of the graph its subject itself."""
    drawn = load_vocabulary(graph.home / "ontology").marks["isGraphEdge"]
    asserted = assertions(graph.store, ((edge.start, edge.relation) for edge in known))
    facts = {edge: asserted.get((edge.start, edge.relation, f"<{edge.end}>"), ("",))[0] for edge in known}
    return {edge: fact or edge.start for edge, fact in facts.items() if fact or edge.relation in drawn}
