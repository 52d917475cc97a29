"""Which named graph each statement stands in when the graph is written as quads; every statement stands in one.

The first of these that fits:

1. What an assertion that a rule computed says of itself: `graph/inferred`.
2. That something is proved by or mentioned in a passage: the graph of that passage's source.
3. The direct statement of an assertion that no rule computed: where the assertion stands.
4. What stands in the files of `reference/`: `graph/reference`.
5. The direct statement of an assertion that a rule computed: `graph/inferred`.
6. Anything else: where its subject is at home. A source, a span, a fact is at home in the graph of its source; a thing
   in that of the first source, in order of the slugs, that mentions it or proves a statement about it; the release,
   the rules and all the rest in `graph/release`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from itertools import product

import pyoxigraph as ox

from ..errors import DataError
from ..names import BASE, OA, PG, PGC, PGD, RDF

GRAPH = BASE + "graph/"
INFERRED, REFERENCE, RELEASE = (ox.NamedNode(GRAPH + name) for name in ("inferred", "reference", "release"))
EVIDENCE, MENTION = PG + "evidencedBy", PG + "mentionedIn"

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Placed = dict[ox.Triple, ox.NamedNode]


def partition(triples: Iterable[ox.Triple], reference: Collection[ox.Triple] = frozenset()) -> Placed:
    """Each statement with the name of its graph.

    Args:
        triples: the graph.
        reference: the statements of the files of `reference/`.

    Raises:
        DataError: a source has the name of one of the three other graphs.
    """
    graph = set(triples)
    homes = _Homes(graph, frozenset(reference))
    return {triple: homes.graph(triple) for triple in graph}


def source_graph(source: str) -> ox.NamedNode:
    """The name of the graph of a source, given by its IRI.

    Raises:
        DataError: the source has the name of one of the three other graphs.
    """
    slug = source.removeprefix(PGD).removeprefix("source-")
    graph = ox.NamedNode(GRAPH + slug)
    if graph in (INFERRED, REFERENCE, RELEASE):
        raise DataError(
            f"来源不能叫 {slug}：这个名字留给了导出文件中的同名图", where=source, remedy="请给来源换一个名字。"
        )
    return graph


class _Homes:
    """Where things are at home, judged by what some statements say of them."""

    def __init__(self, triples: Iterable[ox.Triple], reference: frozenset[ox.Triple]) -> None:
        self.reference = reference
        self.said: dict[str, dict[Node, set[Node]]] = defaultdict(lambda: defaultdict(set))
        for triple in triples:
            self.said[triple.predicate.value][triple.subject].add(triple.object)
        self.sources = self._instances("SourceDocument")
        self.computed = self._computed()
        self.about: dict[Node, set[Node]] = defaultdict(set)
        self.asserted: dict[tuple[Node, ...], set[Node]] = defaultdict(set)
        for assertion in self._instances("Assertion"):
            for parts in product(*(self._values(RDF + slot, assertion) for slot in _SLOTS)):
                self.asserted[parts].add(assertion)
                self.about[parts[0]].add(assertion)
        self.own, self.home = cache(self._own), cache(self._home)

    def graph(self, triple: ox.Triple) -> ox.NamedNode:
        """The graph of a statement."""
        if triple.subject in self.computed:
            return INFERRED
        if triple.predicate.value in (EVIDENCE, MENTION) and (found := self._source_of(triple.object)):
            return found
        assertions = self.asserted.get((triple.subject, triple.predicate, triple.object), set())
        if found := _first(map(self.own, assertions - self.computed)):
            return found
        if triple in self.reference:
            return REFERENCE
        return INFERRED if assertions and assertions <= self.computed else self.home(triple.subject)

    def _home(self, node: Node) -> ox.NamedNode:
        """The graph of what is said of a node, where nothing more is known of the statement."""
        return self.own(node) or _first(map(self.own, self.about.get(node, set()) - self.computed)) or RELEASE

    def _own(self, node: Node) -> ox.NamedNode | None:
        """The graph that a node's own statements put it in; None where they say nothing of it."""
        if node in self.sources:
            return source_graph(node.value)  # type: ignore[union-attr]
        spans = self._values(EVIDENCE, node) | self._values(MENTION, node)
        return self._source_of(node) or _first(map(self._source_of, spans))

    def _computed(self) -> set[Node]:
        """The assertions that a rule computed."""
        computed = ox.NamedNode(PGC + "basis-computed")
        return {
            node
            for node in self._instances("Assertion")
            if self._values(PG + "inferredByRule", node) and computed in self._values(PG + "assertionBasis", node)
        }

    def _instances(self, name: str) -> set[Node]:
        """The members of a class of the ontology."""
        cls = ox.NamedNode(PG + name)
        return {node for node, kinds in self.said[RDF + "type"].items() if cls in kinds}

    def _values(self, predicate: str, node: Node) -> set[Node]:
        """What a predicate says of a node."""
        return self.said[predicate].get(node, set())

    def _source_of(self, span: Node) -> ox.NamedNode | None:
        """The graph of the source a span lies in; None for what is no span."""
        return _first(source_graph(source.value) for source in self._values(OA + "hasSource", span))  # type: ignore[union-attr]


_SLOTS = ("subject", "predicate", "object")


def _first(graphs: Iterable[ox.NamedNode | None]) -> ox.NamedNode | None:
    """The first graph in order of the names; None if there is none."""
    return min((graph for graph in graphs if graph), key=str, default=None)
