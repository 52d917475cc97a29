"""What is validated: one store that holds the graph and everything the constraints look up beside it.

Added for the time of the validation and never written: the texts that are at hand, which ids are registered, how many
statements there are, and a release node where there is none, because constraints over the whole graph hang on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from ..errors import AssetError
from ..names import BASE, PG, PGD, RDF, RDFS, SKOS
from ..registry import load_registry
from ..text import load_lock
from ..turtle import read_triples
from .reading import read_file

TYPE = ox.NamedNode(RDF + "type")
RELEASE = ox.NamedNode(PG + "KnowledgeGraphRelease")
SYNTHETIC = ox.NamedNode(BASE + "release/synthetic")

Place = tuple[str, int, int, str]
"""A locked quote: source slug, start, end, wording."""


@dataclass
class World:
    """The union that is validated.

    Attributes:
        store: every statement, in the default graph.
        own: the nodes to report on, as IRIs or `_:` names; None for all.
        untested: IRIs of the sources whose text is not at hand.
        lock: the locked quotes.
    """

    store: ox.Store
    own: frozenset[str] | None = None
    untested: frozenset[str] = frozenset()
    lock: frozenset[Place] = frozenset()

    def reports_on(self, node: str) -> bool:
        """Whether findings about a node belong in the report."""
        return self.own is None or node in self.own

    def values(self, node: str, prop: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        """The values of a property, in order of their text."""
        try:
            subject = ox.BlankNode(node[2:]) if node.startswith("_:") else ox.NamedNode(node)
        except ValueError:  # a literal that somebody's shapes look at
            return []
        quads = self.store.quads_for_pattern(subject, ox.NamedNode(prop), None)
        return sorted((quad.object for quad in quads if not isinstance(quad.object, ox.Triple)), key=str)

    def instances(self, cls: str) -> list[str]:
        """The nodes of a class of the ontology, given by local name, and of the classes below it; in order."""
        found = self.store.query(f"SELECT DISTINCT ?x {{ ?x a/<{RDFS}subClassOf>* <{PG}{cls}> }}")
        assert isinstance(found, ox.QuerySolutions)
        return sorted(address(row["x"]) for row in found)


@dataclass
class _Parts:
    """The graphs a world is made of, with where each came from."""

    shipped: list[ox.Triple] = field(default_factory=list)
    given: list[list[ox.Triple]] = field(default_factory=list)
    registries: list[Path] = field(default_factory=list)


def address(term: object) -> str:
    """An IRI as it is, a blank node as `_:` and its name."""
    return str(term) if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


def gather(home: Path, files: Sequence[Path], *, alone: bool, folders: Sequence[Path]) -> World:
    """The union to validate, as `validate_graph` describes it.

    Raises:
        AssetError: a file is missing.
        ParseError: a file cannot be read.
    """
    parts = _Parts(registries=[home / "data" / "registry"])
    if not alone:
        parts.shipped = read_triples(_present(home / "data" / "parkgraph.ttl"))
    for path in files:
        parts.given.append(read_file(path))
        parts.registries.append(path.parent / "registry")
    background = [*read_triples(home / "ontology" / "parkgraph.ttl"), *read_triples(home / "ontology" / "concepts.ttl")]
    waivers = home / "data" / "known-issues.ttl"
    background += read_triples(waivers) if waivers.is_file() else []
    graph = {*_with_release(parts), *background}
    graph |= set(_registered(graph, parts.registries))
    sources = _sources(graph)
    texts = _texts(sources, folders)
    graph |= {
        ox.Triple(ox.NamedNode(source), ox.NamedNode(PG + "fullText"), ox.Literal(text))
        for source, text in texts.items()
    }
    return World(
        store_of(graph),
        own=frozenset(address(t.subject) for triples in parts.given for t in triples) if files else None,
        untested=frozenset(set(sources) - set(texts)),
        lock=frozenset(_locked(parts.registries)),
    )


def store_of(triples: Iterable[ox.Triple]) -> ox.Store:
    """A store in memory that holds these statements in its default graph."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def _present(path: Path) -> Path:
    """A path that must be there."""
    if not path.is_file():
        raise AssetError("找不到图谱文件", where=str(path), remedy="请先运行 parkgraph build，或重新安装 parkgraph。")
    return path


def _with_release(parts: _Parts) -> set[ox.Triple]:
    """Every statement of the graphs, with one release among them that knows how many statements its graph has.

    A release in the files stands for that of the shipped graph; where there is none at all, a synthetic one is added.
    """
    graph = {t for triples in parts.given for t in triples}
    given = {node for triples in parts.given for node in _releases(triples)}
    shipped = _releases(parts.shipped)
    graph |= {t for t in parts.shipped if not (given and t.subject in shipped)}
    if not given and not shipped:
        graph.add(ox.Triple(SYNTHETIC, TYPE, RELEASE))
        graph.add(
            ox.Triple(
                SYNTHETIC, ox.NamedNode(SKOS + "prefLabel"), ox.Literal("校验时临时加入的发布版本", language="zh")
            )
        )
        return graph
    for triples in parts.given if given else [parts.shipped]:
        for node in _releases(triples):
            counted = len({t for t in triples if t.subject != node})
            graph.add(ox.Triple(node, ox.NamedNode(PG + "countedTriples"), ox.Literal(counted)))
    return graph


def _releases(triples: Iterable[ox.Triple]) -> set[ox.NamedNode | ox.BlankNode | ox.Triple]:
    """The release nodes of a graph."""
    return {t.subject for t in triples if t.predicate == TYPE and t.object == RELEASE}


def _registered(graph: set[ox.Triple], registries: list[Path]) -> Iterable[ox.Triple]:
    """For every subject that stands in a registry, the statement that it does."""
    known = {name for folder in registries for name in load_registry(folder / "ids.tsv").rows}
    for subject in {t.subject for t in graph if isinstance(t.subject, ox.NamedNode)}:
        if subject.value.startswith(PGD) and subject.value.removeprefix(PGD) in known:
            yield ox.Triple(subject, ox.NamedNode(PG + "isRegistered"), ox.Literal(True))


def _sources(graph: set[ox.Triple]) -> list[str]:
    """IRIs of the source documents in a graph that have a slug."""
    document = ox.NamedNode(PG + "SourceDocument")
    found = (address(t.subject) for t in graph if t.predicate == TYPE and t.object == document)
    return [source for source in found if source.startswith(f"{PGD}source-")]


def _texts(sources: list[str], folders: Sequence[Path]) -> dict[str, str]:
    """The texts at hand by the IRI of their source, unchecked: that they are the registered ones is a constraint."""
    texts = {}
    for source in sources:
        name = source.removeprefix(f"{PGD}source-") + ".txt"
        if path := next((folder / name for folder in folders if (folder / name).is_file()), None):
            texts[source] = path.read_bytes().decode("utf-8", "replace")
    return texts


def _locked(registries: list[Path]) -> Iterable[Place]:
    """Every quote that a span lock knows."""
    for folder in registries:
        for (slug, quote), (start, end) in load_lock(folder / "spans.tsv").places.items():
            yield slug, start, end, quote.text
