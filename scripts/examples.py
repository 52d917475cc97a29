"""Examples of the vocabulary, cut from the shipped graph: one for each module of docs/ontology.md.

Nodes are chosen here and nowhere else. A node is named by its short id; `ID/property` is what the property of that node
points at, `ID^property` what points at that node, the first by IRI where there are several.
"""

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from parkgraph.names import PG, PGD
from parkgraph.turtle import canonical_turtle, read_triples

REPO = Path(__file__).parents[1]

EXAMPLES: dict[str, tuple[str, ...]] = {
    "evidence": ("name-derui-1", "name-derui-1/evidencedBy"),
    "organisation": ("unit-lcht-committee", "unit-lcht-sci-tech"),
    "place": ("zone-liaocheng-hitech", "zone-liaocheng-hitech^characteristicOf"),
    "policy": ("policy-shandong-dep-action-plan", "citation-shandong-dep-action-plan-1"),
    "programme": ("cohort-shandong-dep-2019", "park-dezhou-gaoduan-rencai^selectedPark"),
    "plan": ("task-lcht-1-1", "task-lcht-1-1^partOf"),
    "indicator": ("indicator-5g-stations", "indicator-5g-stations^onIndicator"),
    "project": ("project-lcht-mingke-robot", "project-lcht-mingke-robot^projectOf"),
}
"""Name of a module to the nodes of its example."""


@cache
def graph() -> ox.Store:
    """The shipped graph."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in read_triples(REPO / "data" / "parkgraph.ttl"))
    return store


def found(name: str) -> ox.NamedNode:
    """The node that a name stands for.

    Raises:
        SystemExit: the graph says nothing about it.
    """
    store = graph()
    if "/" in name:
        start, _, word = name.partition("/")
        links = store.quads_for_pattern(ox.NamedNode(PGD + start), ox.NamedNode(PG + word), None)
        nodes = [quad.object for quad in links]
    elif "^" in name:
        end, _, word = name.partition("^")
        links = store.quads_for_pattern(None, ox.NamedNode(PG + word), ox.NamedNode(PGD + end))
        nodes = [quad.subject for quad in links]
    else:
        nodes = [quad.subject for quad in store.quads_for_pattern(ox.NamedNode(PGD + name), None, None)]
    known = sorted({node.value for node in nodes if isinstance(node, ox.NamedNode)})
    if not known:
        raise SystemExit(f"the shipped graph has no node {name}: choose another in scripts/examples.py")
    return ox.NamedNode(known[0])


def statements_of(module: str) -> list[list[ox.Triple]]:
    """All that the graph says of each node of a module's example, node by node."""
    if module not in EXAMPLES:
        raise SystemExit(f"no example is called {module}; there are {', '.join(sorted(EXAMPLES))}")
    return [[quad.triple for quad in graph().quads_for_pattern(found(name), None, None)] for name in EXAMPLES[module]]


def example(module: str, _body: str) -> str:
    """The example of a module as a block of Turtle, its prefixes left out."""
    blocks = [canonical_turtle(triples) for triples in statements_of(module)]
    lines = ["\n".join(line for line in block.split("\n") if not line.startswith("@prefix")) for block in blocks]
    turtle = "\n\n".join(block.strip("\n") for block in lines).replace("\t", "    ")
    return f"```turtle\n{turtle}\n```"
