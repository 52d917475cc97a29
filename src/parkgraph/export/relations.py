"""The relation graph of an export: its nodes and edges, and the two tables they are written to."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from ..lookup import classes, labels, passages
from ..names import PG, PGC, PGD, RDF, RDFS, SKOS
from ..rows import Table
from ..store import LocalStore
from ..vocabulary import Vocabulary
from .partition import REFERENCE, Placed

SEPARATOR = " ‖ "
"""Stands between the quotes of an edge; no quote holds it."""
BASES = ("explicit", "curator", "derivedFromName", "external", "computed", "stated")
"""Bases from the strongest to the weakest; the first that an edge has is shown."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that takes part in relations, or an entity that might; `label_en` is empty where there is none."""

    iri: str
    label_zh: str
    label_en: str
    cls: str
    class_zh: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two nodes.

    `basis` is the short name of the basis it stands on, `stated` where its first node's own mention is all there is;
    `quotes` are the words that prove it, joined.
    """

    source: str
    target: str
    relation: str
    relation_zh: str
    relation_en: str
    basis: str
    quotes: str


@dataclass(frozen=True, slots=True)
class Relations:
    """Nodes in the order of their IRIs; edges in that of source, relation, target."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def is_entity(iri: str) -> bool:
    """Whether an IRI is that of an entity: one of ours that is neither a nameless fact nor a text span."""
    return iri.startswith(PGD) and not iri.startswith((f"{PGD}fact-", f"{PGD}span-"))


def relations(placed: Placed, words: Collection[ox.Triple], vocabulary: Vocabulary) -> Relations:
    """The relation graph.

    Args:
        placed: the graph's statements.
        words: statements of the ontology and its concepts, for labels.
        vocabulary: which properties are edges.
    """
    marked = vocabulary.marks["isGraphEdge"]
    drawn = [t for t in placed if t.predicate.value in marked and isinstance(t.object, ox.NamedNode)]
    drawn.sort(key=lambda t: (t.subject.value, t.predicate.value, t.object.value))  # type: ignore[union-attr]
    ends = {node.value for t in drawn for node in (t.subject, t.object)}  # type: ignore[union-attr]
    ends |= {t.subject.value for t in placed if is_entity(t.subject.value)}  # type: ignore[union-attr]
    store = LocalStore.from_triples([*placed, *words])
    english = _in_english([*placed, *words])
    return Relations(tuple(_nodes(store, sorted(ends), english)), tuple(_edges(store, drawn, placed)))


def nodes_csv(relations: Relations) -> str:
    """The nodes as CSV."""
    columns = ("iri", "label_zh", "label_en", "class", "class_zh")
    rows = tuple((node.iri, node.label_zh, node.label_en, node.cls, node.class_zh) for node in relations.nodes)
    return Table(columns, rows).to_csv()


def edges_csv(relations: Relations) -> str:
    """The edges as CSV."""
    columns = ("source", "target", "relation", "relation_zh", "relation_en", "basis", "quotes")
    rows = tuple(
        (edge.source, edge.target, edge.relation, edge.relation_zh, edge.relation_en, edge.basis, edge.quotes)
        for edge in relations.edges
    )
    return Table(columns, rows).to_csv()


def _in_english(triples: Collection[ox.Triple]) -> set[str]:
    """IRIs of everything that has an English label."""
    naming = (SKOS + "prefLabel", RDFS + "label")
    return {
        t.subject.value  # type: ignore[union-attr]
        for t in triples
        if t.predicate.value in naming and isinstance(t.object, ox.Literal) and t.object.language == "en"
    }


def _nodes(store: LocalStore, iris: list[str], english: set[str]) -> Iterator[Node]:
    """The nodes; one without a name of its own is called what its class is called."""
    kinds = classes(store, iris)
    zh, en = labels(store, iris, "zh"), labels(store, iris, "en")
    kind_zh = labels(store, kinds.values(), "zh")
    for iri in iris:
        kind = kinds.get(iri, "")
        named = zh[iri] if zh[iri] != iri.removeprefix(PGD) or not kind else kind_zh[kind]
        yield Node(iri, named, en[iri] if iri in english else "", kind, kind_zh.get(kind, ""))


def _edges(store: LocalStore, drawn: list[ox.Triple], placed: Placed) -> Iterator[Edge]:
    """The edges in the order given."""
    proofs = _assertions(placed)
    facts = {node for t in drawn for node in (*proofs.get(tuple(t), ()), t.subject.value)}  # type: ignore[union-attr]
    quoted = passages(store, facts)
    bases = {t.subject.value: t.object.value for t in placed if t.predicate.value == PG + "assertionBasis"}  # type: ignore[union-attr]
    names = {lang: labels(store, {t.predicate.value for t in drawn}, lang) for lang in ("zh", "en")}
    for t in drawn:
        start, relation, end = (part.value for part in t)
        told = [*proofs.get(tuple(t), ())] or [start]
        found = {bases[fact].removeprefix(PGC + "basis-") for fact in told if fact in bases}
        basis = min(found, key=_rank) if found else "external" if placed[t] == REFERENCE else "stated"
        quotes = dict.fromkeys(passage.quote for fact in told for passage in quoted.get(fact, ()))
        yield Edge(start, end, relation, names["zh"][relation], names["en"][relation], basis, SEPARATOR.join(quotes))


def _rank(basis: str) -> tuple[int, str]:
    """Where a basis stands among the others; one that is not known, behind them."""
    return (BASES.index(basis) if basis in BASES else len(BASES), basis)


def _assertions(placed: Placed) -> dict[tuple[object, ...], list[str]]:
    """Each asserted statement with the IRIs of its assertions, in order."""
    slots: dict[str, dict[str, object]] = defaultdict(dict)
    for t in placed:
        if t.predicate.value in (RDF + "subject", RDF + "predicate", RDF + "object"):
            slots[t.subject.value][t.predicate.value] = t.object  # type: ignore[union-attr]
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for iri in sorted(slots):
        found[tuple(slots[iri].get(RDF + slot) for slot in ("subject", "predicate", "object"))].append(iri)
    return found
