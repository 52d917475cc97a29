"""`void.ttl`: what the graph holds and which files carry it, in the words of VoID and DCAT, with exact counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from ..errors import DataError
from ..names import BASE, DCTERMS, OWL, PG, PGD, PREFIXES, RDF, VOID, XSD, curie
from ..turtle import canonical_turtle
from .manifest import ExportedFile

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
MEDIA = "https://www.iana.org/assignments/media-types/"
RDF_FORMS = (".jsonld", ".nq", ".nt", ".trig", ".ttl")

Value = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Release:
    """The data release that a graph belongs to: its IRI, version, date and licence."""

    iri: str
    version: str
    issued: str
    licence: str


def find_release(triples: Iterable[ox.Triple]) -> Release:
    """The release that some statements tell of.

    Raises:
        DataError: they tell of none.
    """
    wanted = [DCTERMS + name for name in ("hasVersion", "issued", "license")]
    told: dict[str, dict[str, str]] = {}
    for t in triples:
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, Value):
            told.setdefault(t.subject.value, {})[t.predicate.value] = t.object.value
    releases = [iri for iri in sorted(told) if told[iri].get(RDF + "type") == PG + "KnowledgeGraphRelease"]
    if not releases or not all(told[releases[-1]].get(name) for name in wanted):
        raise DataError("图谱没有写明版本、日期和许可", where="parkgraph.ttl", remedy="请先运行 parkgraph build。")
    return Release(releases[-1], *(told[releases[-1]][name] for name in wanted))


def void_turtle(
    triples: Iterable[ox.Triple],
    release: Release,
    files: Iterable[ExportedFile],
    graphs: Mapping[str, int],
    extra: str = "",
) -> str:
    """The description as canonical Turtle.

    Args:
        triples: the graph.
        release: the data release it is, or is built on.
        files: those that carry the graph.
        graphs: name of each graph in the quads to the number of its statements.
        extra: what the graph is told from the release by when it holds a workspace as well; empty otherwise.
    """
    graph = list(triples)
    place = f"{release.iri}/{extra}" if extra else f"{release.iri}/"
    node = place + "dataset"
    told = [*_titles(node, release, extra), *_counts(node, graph), *_sources(node, graph)]
    told += [*_class_partitions(node, place, graph), *_property_partitions(node, place, graph)]
    for file in files:
        told += _distribution(node, place + file.path, file)
    for name, count in graphs.items():
        told += [(node, VOID + "subset", ox.NamedNode(name)), (name, RDF + "type", ox.NamedNode(VOID + "Dataset"))]
        told.append((name, VOID + "triples", _number(count)))
    return canonical_turtle(ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in told)


Told = tuple[str, str, Value]


def _titles(node: str, release: Release, extra: str) -> Iterator[Told]:
    """What the dataset is called, its version, date, licence and names."""
    with_zh, with_en = ("与一个工作目录", " with a workspace") if extra else ("", "")
    yield node, RDF + "type", ox.NamedNode(VOID + "Dataset")
    yield node, RDF + "type", ox.NamedNode(DCAT + "Dataset")
    yield node, DCTERMS + "title", ox.Literal(f"parkgraph 数据 {release.version}{with_zh}", language="zh")
    yield node, DCTERMS + "title", ox.Literal(f"parkgraph data {release.version}{with_en}", language="en")
    about = "数字经济园区政策图谱：哪些园区出自哪份政策，每条事实都附原文依据。"
    yield node, DCTERMS + "description", ox.Literal(about, language="zh")
    about = "Which digital-economy parks came out of which policy, with the sentence each fact rests on."
    yield node, DCTERMS + "description", ox.Literal(about, language="en")
    yield node, DCTERMS + "license", ox.NamedNode(release.licence)
    yield node, DCTERMS + "issued", ox.Literal(release.issued, datatype=ox.NamedNode(XSD + "date"))
    yield node, DCAT + "version", ox.Literal(release.version)
    yield node, OWL + "versionInfo", ox.Literal(release.version)
    yield node, DCTERMS + "isVersionOf", ox.NamedNode(BASE.rstrip("/"))
    yield node, DCTERMS + "conformsTo", ox.NamedNode(PG.rstrip("#"))
    yield node, VOID + "uriSpace", ox.Literal(PGD)


def _counts(node: str, graph: list[ox.Triple]) -> Iterator[Told]:
    """How many statements, entities, classes, properties, subjects and objects there are.

    Entities are, as VoID has it, all things named in the dataset's `void:uriSpace`: facts and spans are among them.
    """
    subjects = {t.subject for t in graph}
    counts = {
        "triples": len(graph),
        "entities": sum(str(subject).startswith(f"<{PGD}") for subject in subjects),
        "classes": len({t.object for t in graph if t.predicate.value == RDF + "type"}),
        "properties": len({t.predicate for t in graph}),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({t.object for t in graph}),
    }
    for name, count in counts.items():
        yield node, VOID + name, _number(count)
    for space in PREFIXES.values():
        if any(t.predicate.value.startswith(space) for t in graph):
            yield node, VOID + "vocabulary", ox.NamedNode(space)


def _sources(node: str, graph: list[ox.Triple]) -> Iterator[Told]:
    """The documents that facts are quoted from."""
    for t in graph:
        if t.predicate.value == RDF + "type" and t.object == ox.NamedNode(PG + "SourceDocument"):
            yield node, DCTERMS + "source", t.subject  # type: ignore[misc]


def _class_partitions(node: str, place: str, graph: list[ox.Triple]) -> Iterator[Told]:
    """How many things are of each class."""
    kinds = Counter(t.object.value for t in graph if t.predicate.value == RDF + "type")  # type: ignore[union-attr]
    for kind, count in sorted(kinds.items()):
        part = f"{place}class-{_slug(kind)}"
        yield node, VOID + "classPartition", ox.NamedNode(part)
        yield part, VOID + "class", ox.NamedNode(kind)
        yield part, VOID + "entities", _number(count)


def _property_partitions(node: str, place: str, graph: list[ox.Triple]) -> Iterator[Told]:
    """How many statements have each property."""
    for relation, count in sorted(Counter(t.predicate.value for t in graph).items()):
        part = f"{place}property-{_slug(relation)}"
        yield node, VOID + "propertyPartition", ox.NamedNode(part)
        yield part, VOID + "property", ox.NamedNode(relation)
        yield part, VOID + "triples", _number(count)


def _distribution(node: str, address: str, file: ExportedFile) -> Iterator[Told]:
    """A file that carries the graph."""
    yield node, DCAT + "distribution", ox.NamedNode(address)
    if file.path.endswith(RDF_FORMS):
        yield node, VOID + "dataDump", ox.NamedNode(address)
    yield address, RDF + "type", ox.NamedNode(DCAT + "Distribution")
    yield address, DCTERMS + "title", ox.Literal(file.path)
    yield address, DCAT + "mediaType", ox.NamedNode(MEDIA + file.media_type)
    yield address, DCAT + "byteSize", ox.Literal(str(file.size), datatype=ox.NamedNode(XSD + "nonNegativeInteger"))
    yield address, SPDX + "checksum", ox.NamedNode(f"{address}-sha256")
    yield f"{address}-sha256", RDF + "type", ox.NamedNode(SPDX + "Checksum")
    yield f"{address}-sha256", SPDX + "algorithm", ox.NamedNode(SPDX + "checksumAlgorithm_sha256")
    sum_ = ox.Literal(file.sha256, datatype=ox.NamedNode(XSD + "hexBinary"))
    yield f"{address}-sha256", SPDX + "checksumValue", sum_


def _number(count: int) -> ox.Literal:
    """A count as a literal."""
    return ox.Literal(str(count), datatype=ox.NamedNode(XSD + "integer"))


def _slug(address: str) -> str:
    """A term as the end of an IRI."""
    short = curie(address)
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in short)
