"""One export from a house: everything is made in memory, then put into the folder."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ..errors import AssetError, DataError, ParseError
from ..names import OWL, PG, PGD
from ..queries import load_questions
from ..turtle import canonical_turtle, fingerprint, read_triples
from ..vocabulary import load_vocabulary
from .description import Release, find_release, void_turtle
from .folder import write_folder
from .graphml import graphml
from .manifest import MANIFEST, SUMS, Manifest, checksums, described
from .partition import Placed, partition
from .questions import questions_turtle
from .readme import readme
from .relations import edges_csv, nodes_csv, relations
from .statements import json_ld, n_quads, n_triples, trig

log = logging.getLogger("parkgraph.export")

COPIES = {
    "ontology.ttl": "ontology/parkgraph.ttl",
    "concepts.ttl": "ontology/concepts.ttl",
    "alignments.ttl": "ontology/alignments.ttl",
    "context.jsonld": "ontology/context.jsonld",
}


@dataclass(frozen=True)
class _Exported:
    """The graph of an export, read and placed.

    Attributes:
        home: folder that holds `ontology/ queries/ shapes/ data/`.
        placed: every statement with its graph.
        release: the data release.
        mark: the graph's fingerprint.
        with_workspace: whether a workspace is on top of the shipped graph.
    """

    home: Path
    placed: Placed
    release: Release
    mark: str
    with_workspace: bool

    @property
    def graphs(self) -> dict[str, int]:
        """Name of each graph to the number of its statements, in order of the names."""
        return dict(sorted(Counter(graph.value for graph in self.placed.values()).items()))


def export_graph(home: Path, directory: Path, *, workspace: Path | None = None, force: bool = False) -> Manifest:
    """Write the graph and all that goes with it into a folder; the same graph gives the same bytes.

    Args:
        home: folder that holds `ontology/ queries/ shapes/ data/`.
        directory: empty or new.
        workspace: folder whose `graph.ttl` is exported on top of the shipped graph.
        force: whether an earlier export in the folder may be replaced.

    Raises:
        AssetError: a file of the house or the workspace is missing.
        DataError: a graph cannot be exported: it holds a blank node, or tells of no release.
        UsageError: the folder holds something that no export wrote; nothing has been touched.
        EngineError: the folder cannot be written.
    """
    exported = _read(home, workspace)
    contents = dict(_graph_files(exported))
    contents |= dict(_other_files(exported))
    files = [described(path, contents[path]) for path in sorted(contents)]
    extra = f"workspace-{exported.mark[:10]}/" if workspace else ""
    contents["void.ttl"] = void_turtle(exported.placed, exported.release, files, exported.graphs, extra).encode("utf-8")
    manifest = Manifest(
        package=_package_version(),
        ontology=_ontology_version(home),
        data=exported.release.version,
        fingerprint=exported.mark,
        triples=len(exported.placed),
        sources=_source_hashes(exported.placed),
        graphs=exported.graphs,
        files=tuple(described(path, contents[path]) for path in sorted(contents)),
    )
    contents[MANIFEST] = manifest.to_json().encode("utf-8")
    contents[SUMS] = checksums(contents).encode("utf-8")
    write_folder(directory, contents, force=force)
    log.info("exported %s files=%d triples=%d", directory, len(contents), manifest.triples)
    return manifest


def _read(home: Path, workspace: Path | None) -> _Exported:
    """The graph that is to be exported; the shipped part is placed as it is when it stands alone."""
    shipped = _statements(home / "data" / "parkgraph.ttl")
    everything = shipped | (_statements(workspace / "graph.ttl") if workspace else set())
    known = _reference(home / "data")
    placed = partition(shipped, known)
    if workspace:
        placed = partition(everything, known | _reference(workspace)) | placed
    return _Exported(home, placed, find_release(shipped), fingerprint(everything), workspace is not None)


def _statements(path: Path) -> set[ox.Triple]:
    """The statements of a built graph."""
    if not path.is_file():
        raise AssetError(f"找不到 {path.name}", where=str(path.parent), remedy="请先运行 parkgraph build。")
    triples = set(read_triples(path))
    if blank := next((str(t) for t in sorted(triples, key=str) if _has_blank(t)), ""):
        raise ParseError(f"有空白节点：{blank}", where=str(path), remedy="请给它一个 IRI，或重新运行 parkgraph build。")
    return triples


def _reference(workspace: Path) -> set[ox.Triple]:
    """The statements of a workspace's reference data."""
    return {triple for path in sorted(workspace.glob("reference/*.ttl")) for triple in read_triples(path)}


def _has_blank(triple: ox.Triple) -> bool:
    """Whether a statement holds a blank node."""
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _graph_files(exported: _Exported) -> Iterator[tuple[str, bytes]]:
    """The files that carry the graph, or the relations in it."""
    placed = exported.placed
    words = [t for name in ("parkgraph", "concepts") for t in read_triples(exported.home / "ontology" / f"{name}.ttl")]
    found = relations(placed, words, load_vocabulary(exported.home / "ontology"))
    texts = {
        "parkgraph.ttl": canonical_turtle(placed),
        "parkgraph.nt": n_triples(placed),
        "parkgraph.nq": n_quads(placed),
        "parkgraph.trig": trig(placed),
        "parkgraph.jsonld": json_ld(placed),
        "nodes.csv": nodes_csv(found),
        "edges.csv": edges_csv(found),
        "parkgraph.graphml": graphml(found),
    }
    for path, text in texts.items():
        yield path, text.encode("utf-8")


def _other_files(exported: _Exported) -> Iterator[tuple[str, bytes]]:
    """The files that go with the graph."""
    home = exported.home
    for path, place in COPIES.items():
        yield path, (home / place).read_bytes()
    for shape in sorted((home / "shapes").glob("*.ttl")):
        yield f"shapes/{shape.name}", shape.read_bytes()
    yield "queries.ttl", questions_turtle(load_questions(home / "queries").values()).encode("utf-8")
    text = readme(exported.release, exported.mark, exported.graphs, with_workspace=exported.with_workspace)
    yield "README.txt", text.encode("utf-8")


def _source_hashes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Slug of each source document and reference dataset to the SHA-256 of its text or file."""
    told = {t.subject.value: t.object.value for t in triples if t.predicate.value == PG + "sha256"}  # type: ignore[union-attr]
    return {iri.removeprefix(PGD): told[iri] for iri in sorted(told)}


def _ontology_version(home: Path) -> str:
    """The version that the ontology states."""
    for t in read_triples(home / "ontology" / "parkgraph.ttl"):
        if t.subject == ox.NamedNode(PG[:-1]) and t.predicate.value == OWL + "versionInfo":
            return str(t.object.value)  # type: ignore[union-attr]
    raise DataError("本体没有写明版本", where=str(home / "ontology"), remedy="请补上 owl:versionInfo。")


def _package_version() -> str:
    """The version of the installed package."""
    from importlib.metadata import version

    return version("parkgraph")
