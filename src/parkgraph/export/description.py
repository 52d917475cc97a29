"""`void.ttl`: what the graph holds and which files carry it, in the words of VoID and DCAT, with exact counts.

It names no link to other people's data (`void:Linkset`), because the graph has none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from ..errors import DataError
from ..names import BASE, DCTERMS, OWL, PG, PGD, RDF, RDFS, VOID, XSD
from ..turtle import canonical_turtle
from .counts import Told, Value, counts, number
from .files import FORMS, titles
from .manifest import ExportedFile

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
FOAF = "http://xmlns.com/foaf/0.1/"
MEDIA = "https://www.iana.org/assignments/media-types/"
LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/"

DESCRIPTION = {
    "zh": "数字经济园区政策图谱：哪些园区出自哪份政策，每条事实都附原文依据。",
    "en": "Which digital-economy parks came out of which policy, with the sentence each fact rests on.",
}
KEYWORDS = {
    "zh": ("数字经济", "产业园区", "政策", "知识图谱"),
    "en": ("digital economy", "industrial park", "public policy", "knowledge graph"),
}
ACCESS = {
    "zh": "公开。各文件与本说明在同一目录，相对路径见 spdx:fileName。",
    "en": "Open to all. Each file lies in the folder of this description, at the relative path in spdx:fileName.",
}
PUBLISHER = {"zh": "parkgraph 贡献者", "en": "The parkgraph contributors"}


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
        files: those of the folder that can be told of: all but this one and the two that list it.
        graphs: name of each graph in the quads to the number of its statements.
        extra: what the graph is told from the release by when it holds a workspace as well; empty otherwise.
    """
    graph = set(triples)
    place = f"{release.iri}/{extra}" if extra else f"{release.iri}/"
    node = place + "dataset"
    told = [*_titles(node, release, extra), *_terms_of_use(node, place, release, extra)]
    told += [*_languages_and_sources(node, graph), *counts(node, place, graph), *_itself(node, place)]
    for file in files:
        told += _distribution(node, place, file, release.licence)
    for name, count in graphs.items():
        told += [(node, VOID + "subset", ox.NamedNode(name)), (name, RDF + "type", ox.NamedNode(VOID + "Dataset"))]
        told.append((name, VOID + "triples", number(count)))
    return canonical_turtle(ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in told)


def _titles(node: str, release: Release, extra: str) -> Iterator[Told]:
    """What the dataset is called, its version and names."""
    with_zh, with_en = ("与一个工作目录", " with a workspace") if extra else ("", "")
    yield node, RDF + "type", ox.NamedNode(VOID + "Dataset")
    yield node, RDF + "type", ox.NamedNode(DCAT + "Dataset")
    yield node, DCTERMS + "title", ox.Literal(f"parkgraph 数据 {release.version}{with_zh}", language="zh")
    yield node, DCTERMS + "title", ox.Literal(f"parkgraph data {release.version}{with_en}", language="en")
    yield from _both(node, DCTERMS + "description", DESCRIPTION)
    for lang, words in KEYWORDS.items():
        for word in words:
            yield node, DCAT + "keyword", ox.Literal(word, language=lang)
    yield node, DCTERMS + "issued", ox.Literal(release.issued, datatype=ox.NamedNode(XSD + "date"))
    yield node, DCAT + "version", ox.Literal(release.version)
    yield node, OWL + "versionInfo", ox.Literal(release.version)
    yield node, DCTERMS + "isVersionOf", ox.NamedNode(BASE.rstrip("/"))
    yield node, DCTERMS + "conformsTo", ox.NamedNode(PG.rstrip("#"))
    yield node, VOID + "uriSpace", ox.Literal(PGD)


def _terms_of_use(node: str, place: str, release: Release, extra: str) -> Iterator[Told]:
    """Licence and access; and who publishes it, which nobody but its owner can say of a workspace."""
    yield node, DCTERMS + "license", ox.NamedNode(release.licence)
    yield node, DCTERMS + "accessRights", ox.NamedNode(place + "access")
    yield place + "access", RDF + "type", ox.NamedNode(DCTERMS + "RightsStatement")
    yield from _both(place + "access", RDFS + "label", ACCESS)
    if not extra:
        publisher = BASE + "contributors"
        yield node, DCTERMS + "publisher", ox.NamedNode(publisher)
        yield publisher, RDF + "type", ox.NamedNode(FOAF + "Agent")
        yield from _both(publisher, FOAF + "name", PUBLISHER)


def _languages_and_sources(node: str, graph: Collection[ox.Triple]) -> Iterator[Told]:
    """The languages that texts of the graph are in, and the documents that facts are quoted from."""
    tags = {t.object.language for t in graph if isinstance(t.object, ox.Literal) and t.object.language}
    for tag in sorted({tag.partition("-")[0] for tag in tags}):
        yield node, DCTERMS + "language", ox.NamedNode(LANGUAGE + tag)
    for t in graph:
        if t.predicate.value == RDF + "type" and t.object == ox.NamedNode(PG + "SourceDocument"):
            yield node, DCTERMS + "source", t.subject  # type: ignore[misc]


def _itself(node: str, place: str) -> Iterator[Told]:
    """What this description is, and of what."""
    yield place + "void.ttl", RDF + "type", ox.NamedNode(VOID + "DatasetDescription")
    yield place + "void.ttl", FOAF + "primaryTopic", ox.NamedNode(node)


def _distribution(node: str, place: str, file: ExportedFile, licence: str) -> Iterator[Told]:
    """A file of the folder; only one that is the graph in RDF is a dump of it."""
    address = place + file.path
    yield node, DCAT + "distribution", ox.NamedNode(address)
    if file.path in FORMS:
        yield node, VOID + "dataDump", ox.NamedNode(address)
    yield address, RDF + "type", ox.NamedNode(DCAT + "Distribution")
    yield from _both(address, DCTERMS + "title", dict(zip(("zh", "en"), titles(file.path), strict=True)))
    yield address, SPDX + "fileName", ox.Literal(file.path)
    yield address, DCTERMS + "license", ox.NamedNode(licence)
    yield address, DCAT + "mediaType", ox.NamedNode(MEDIA + file.media_type)
    yield address, DCAT + "byteSize", ox.Literal(str(file.size), datatype=ox.NamedNode(XSD + "nonNegativeInteger"))
    yield address, SPDX + "checksum", ox.NamedNode(f"{address}-sha256")
    yield f"{address}-sha256", RDF + "type", ox.NamedNode(SPDX + "Checksum")
    yield f"{address}-sha256", SPDX + "algorithm", ox.NamedNode(SPDX + "checksumAlgorithm_sha256")
    sum_ = ox.Literal(file.sha256, datatype=ox.NamedNode(XSD + "hexBinary"))
    yield f"{address}-sha256", SPDX + "checksumValue", sum_


def _both(node: str, relation: str, words: Mapping[str, str]) -> Iterator[Told]:
    """A wording in each language."""
    for lang, text in words.items():
        yield node, relation, ox.Literal(text, language=lang)
