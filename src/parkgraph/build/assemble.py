"""One graph from records, register, reference data and rules."""

import json
import logging
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from .. import text as texts
from ..errors import AssetError, DataError, ParseError
from ..names import BASE, DCTERMS, OWL, PG, PGC, PGD, RDF, SKOS, VOID, XSD
from ..readings import load_readings, reading_triples
from ..records import load_records
from ..registry import Registry, load_registry
from ..text import NOTES, Source, SpanLock, load_lock, load_sources
from ..turtle import canonical_turtle, read_triples, write_text
from ..vocabulary import Vocabulary, load_vocabulary
from .expand import Expander, Expansion, overlay
from .places import place_triples, section_triples, span_triples
from .rules import apply_rules, describe_rules, load_rules

log = logging.getLogger("parkgraph.build")

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_TYPE = ox.NamedNode(RDF + "type")


@dataclass
class Build:
    """A built graph, not yet written.

    Attributes:
        triples: every statement.
        turtle: the canonical Turtle.
        lock: places of all quotes.
        registry: ids, with the new ones where they were to be registered.
        checked: slugs of the sources whose text was at hand.
        registered: number of ids that were new.
    """

    triples: set[ox.Triple]
    turtle: str
    lock: SpanLock
    registry: Registry
    checked: tuple[str, ...]
    registered: int


@dataclass(frozen=True)
class Rooms:
    """Where the build reads: the workspace, and the rooms of the house it shares."""

    workspace: Path
    ontology: Path
    rules: Path
    base: Path | None = None


def build_graph(
    home: Path, workspace: Path, folders: list[Path], *, demand: bool = False, register: bool = False
) -> Build:
    """The graph of a workspace.

    Args:
        home: folder that holds `ontology/` and `queries/rules/`, and the shipped `data/`.
        workspace: folder that holds `sources/ records/ reference/ registry/`.
        folders: where the texts may lie, first come first.
        demand: whether a text that is nowhere is an error (else the span lock answers for it).
        register: whether new ids enter the registry (else they are an error).

    Raises:
        DataError: anything in the files is not as it must be; nothing has been written.
    """
    shipped = home / "data"
    base = shipped / "parkgraph.ttl" if workspace.resolve() != shipped.resolve() else None
    rooms = Rooms(workspace, home / "ontology", home / "queries" / "rules", base)
    return _Builder(rooms, folders, demand).build(register)


class _Builder:
    """The state of one build."""

    def __init__(self, rooms: Rooms, folders: list[Path], demand: bool) -> None:
        self.rooms = rooms
        self.folders = folders
        self.demand = demand
        self.vocabulary: Vocabulary = load_vocabulary(rooms.ontology)
        self.sources: dict[str, Source] = load_sources(rooms.workspace / "sources")
        self.lock: SpanLock = load_lock(rooms.workspace / "registry" / "spans.tsv")
        self.used = SpanLock(self.lock.path)
        self.checked: list[str] = []

    def build(self, register: bool) -> Build:
        """The whole build, in the order data passes the rooms."""
        base = read_triples(self.rooms.base) if self.rooms.base else []
        reference = [t for path in sorted(self.rooms.workspace.glob("reference/*.ttl")) for t in read_triples(path)]
        expansions = list(self._expansions())
        registry = load_registry(self.rooms.workspace / "registry" / "ids.tsv")
        defined = self._defined(expansions, reference)
        _check_new(defined, base)
        _refuse_shipped(defined, base)
        registered = registry.register(defined) if register else 0
        registry.check(defined)
        _check_references([e for _, e in expansions], set(defined), [*base, *reference])
        triples = {*reference, *(t for source in self.sources.values() for t in _source_triples(source))}
        for source, expansion in expansions:
            triples |= self._source_graph(source, expansion)
        rules = load_rules(self.rooms.rules)
        if self.rooms.base is None:
            triples |= set(describe_rules(rules))
        store = ox.Store()
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in (*base, *triples))
        triples |= apply_rules(store, rules) - set(base)
        triples |= set(reading_triples(triples, load_readings(self.rooms.workspace / "registry" / "readings.tsv")))
        if self.rooms.base is None:
            triples |= set(self._release(len(triples)))
        log.info("built triples=%d sources=%d checked=%d", len(triples), len(self.sources), len(self.checked))
        return Build(triples, canonical_turtle(triples), self.used, registry, tuple(self.checked), registered)

    def _expansions(self) -> Iterator[tuple[Source, Expansion]]:
        """Each record file with its source, expanded."""
        for path in sorted((self.rooms.workspace / "records").glob("*.yaml")):
            records = load_records(path)
            if (source := self.sources.get(records.slug)) is None:
                raise DataError(
                    f"来源 {records.slug} 未登记", where=f"{path}:1", remedy=f"请建立 sources/{records.slug}.toml。"
                )
            text = texts.load_text(source, self.folders, required=self.demand)
            if text is not None:
                self.checked.append(source.slug)
            lock = self.lock if text is None else self.used
            expander = Expander(self.vocabulary, source, text, lock)
            yield source, expander.expand(records)
            if text is None:
                self.used.places.update(
                    {key: place for key, place in self.lock.places.items() if key[0] == source.slug}
                )

    def _defined(
        self, expansions: list[tuple[Source, Expansion]], reference: list[ox.Triple]
    ) -> dict[str, tuple[str, str]]:
        """Every id of the workspace with its class and where it is defined."""
        defined = {
            t.subject.value.removeprefix(PGD): (
                t.object.value.removeprefix(PG),
                str(self.rooms.workspace / "reference"),
            )
            for t in reference
            if t.predicate == _TYPE and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
        }
        for slug in self.sources:
            defined[f"source-{slug}"] = ("SourceDocument", str(self.rooms.workspace / "sources" / f"{slug}.toml"))
        for _, expansion in expansions:
            for name, (cls, here) in expansion.defined.items():
                if name in defined and cls != "SourceDocument":
                    raise ParseError(
                        f"标识符 {name} 重复", where=here, remedy=f"它已在 {defined[name][1]} 定义；请改名。"
                    )
                defined[name] = (cls, here)
        return defined

    def _source_graph(self, source: Source, expansion: Expansion) -> set[ox.Triple]:
        """The statements of one source: its records, their direct statements, spans and sections."""
        document = json.dumps(
            {"@context": overlay(self.vocabulary, source), "records": expansion.nodes}, ensure_ascii=False
        )
        triples = {
            ox.Triple(q.subject, q.predicate, q.object)
            for q in ox.parse(document.encode("utf-8"), format=ox.RdfFormat.JSON_LD)
        }
        triples |= set(_direct(triples))
        headings, parents = _sections(triples, self.vocabulary)
        triples |= set(span_triples(source, expansion.wording))
        triples |= set(section_triples(source, headings, parents))
        triples |= set(place_triples(source, headings, parents, expansion.wording))
        return triples

    def _release(self, count: int) -> Iterator[ox.Triple]:
        """The release node: version, date, licence, sources and the number of all other statements."""
        release = _load_release(self.rooms.workspace / "release.toml")
        node = ox.NamedNode(f"{BASE}release/{release['version']}")
        yield ox.Triple(node, _TYPE, ox.NamedNode(PG + "KnowledgeGraphRelease"))
        yield ox.Triple(
            node, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(f"parkgraph 数据 {release['version']}", language="zh")
        )
        yield ox.Triple(
            node, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(f"parkgraph data {release['version']}", language="en")
        )
        yield ox.Triple(node, ox.NamedNode(DCTERMS + "hasVersion"), ox.Literal(release["version"]))
        yield ox.Triple(node, ox.NamedNode(DCTERMS + "issued"), _typed(str(release["date"]), "date"))
        yield ox.Triple(node, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(LICENSE))
        yield ox.Triple(node, ox.NamedNode(OWL + "versionInfo"), ox.Literal(release["version"]))
        yield ox.Triple(node, ox.NamedNode(VOID + "triples"), _typed(str(count), "integer"))
        for slug in self.sources:
            yield ox.Triple(node, ox.NamedNode(DCTERMS + "source"), ox.NamedNode(f"{PGD}source-{slug}"))


def _load_release(path: Path) -> dict[str, str]:
    """Version and date of the data.

    Raises:
        AssetError: the file is missing.
        ParseError: it is no TOML, or lacks one of them.
    """
    if not path.is_file():
        raise AssetError("找不到发布登记", where=str(path), remedy='请写 version = "2026.11.0" 和 date = 2026-11-22。')
    try:
        release = tomllib.loads(path.read_text(encoding="utf-8"))
        return {"version": str(release["version"]), "date": date.fromisoformat(str(release["date"])).isoformat()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise ParseError(
            "发布登记读不出 version 和 date",
            where=str(path),
            remedy='请写 version = "2026.11.0" 和 date = 2026-11-22。',
        ) from error


def _refuse_shipped(defined: dict[str, tuple[str, str]], base: Iterable[ox.Triple]) -> None:
    """Refuse ids that the graph below already defines: a workspace adds to them, it does not define them anew."""
    shipped = {
        t.subject.value.removeprefix(PGD) for t in base if t.predicate == _TYPE and isinstance(t.subject, ox.NamedNode)
    }
    if taken := sorted(set(defined) & shipped):
        raise ParseError(
            f"标识符 {taken[0]} 已由随附的图谱定义", where=defined[taken[0]][1], remedy="请改名，或去掉 is 以补充它。"
        )


def _typed(text: str, datatype: str) -> ox.Literal:
    """A literal of an XML Schema datatype."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def _source_triples(source: Source) -> Iterator[ox.Triple]:
    """What the register says of a source."""
    node = ox.NamedNode(f"{PGD}source-{source.slug}")
    yield ox.Triple(node, _TYPE, ox.NamedNode(PG + "SourceDocument"))
    yield ox.Triple(node, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(source.title_zh, language="zh"))
    yield ox.Triple(node, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(source.title_en, language="en"))
    yield ox.Triple(node, ox.NamedNode(PG + "sha256"), ox.Literal(source.sha256))
    yield ox.Triple(node, ox.NamedNode(PG + "textLength"), _typed(str(source.length), "integer"))
    yield ox.Triple(node, ox.NamedNode(DCTERMS + "language"), ox.Literal(source.language))
    yield ox.Triple(node, ox.NamedNode(PG + "sourceAuthority"), ox.NamedNode(f"{PGC}authority-{source.authority}"))
    yield ox.Triple(node, ox.NamedNode(PG + "asOf"), _typed(source.as_of, "date"))
    yield ox.Triple(node, ox.NamedNode(PG + "asOfPrecision"), ox.NamedNode(f"{PGC}precision-{source.as_of_precision}"))
    if address := source.more.get("address"):
        yield ox.Triple(node, ox.NamedNode(PG + "retrievedFrom"), _typed(address, "anyURI"))
    if retrieved := source.more.get("retrieved"):
        yield ox.Triple(node, ox.NamedNode(PG + "retrievedOn"), _typed(retrieved, "date"))
    for key, language in NOTES.items():
        if note := source.more.get(key):
            yield ox.Triple(node, ox.NamedNode(SKOS + "editorialNote"), ox.Literal(note, language=language))


def _direct(triples: set[ox.Triple]) -> Iterator[ox.Triple]:
    """The statement that each assertion of rank other than deprecated asserts."""
    slots: dict[object, dict[str, ox.NamedNode | ox.Literal]] = {}
    for t in triples:
        local = t.predicate.value.removeprefix(RDF)
        if local in ("subject", "predicate", "object") or t.predicate.value == PG + "assertionRank":
            slots.setdefault(t.subject, {})[local] = t.object  # type: ignore[assignment]
    for parts in slots.values():
        dropped = parts.get(PG + "assertionRank") == ox.NamedNode(PGC + "rank-deprecated")
        if not dropped and {"subject", "predicate", "object"} <= set(parts):
            yield ox.Triple(parts["subject"], parts["predicate"], parts["object"])  # type: ignore[arg-type]


def _sections(
    triples: set[ox.Triple], vocabulary: Vocabulary
) -> tuple[dict[ox.NamedNode, int], dict[ox.NamedNode, ox.NamedNode]]:
    """Sections with the offset of their heading, and with the section they are part of."""
    kinds = {PG + name for name in ("DocumentSection",)}
    kinds |= {cls for cls, above in vocabulary.supers.items() if PG + "DocumentSection" in above}
    nodes = {t.subject for t in triples if t.predicate == _TYPE and t.object.value in kinds}  # type: ignore[union-attr]
    headings: dict[ox.NamedNode, int] = {}
    parents: dict[ox.NamedNode, ox.NamedNode] = {}
    for t in triples:
        if t.subject in nodes and t.predicate.value == PG + "mentionedIn":
            start = int(t.object.value.rsplit("-", 2)[1])  # type: ignore[union-attr]
            headings[t.subject] = min(start, headings.get(t.subject, start))  # type: ignore[index,arg-type]
        elif t.subject in nodes and t.predicate.value == PG + "partOfSection":
            parents[t.subject] = t.object  # type: ignore[index,assignment]
    return headings, parents


def _check_new(defined: dict[str, tuple[str, str]], base: Iterable[ox.Triple]) -> None:
    """Refuse to define what the graph below a workspace defines: two things would become one."""
    below = {t.subject.value.removeprefix(PGD) for t in base if t.predicate == _TYPE}  # type: ignore[union-attr]
    if again := sorted(below & set(defined)):
        raise ParseError(
            f"标识符 {again[0]} 已在随附的图谱中定义",
            where=defined[again[0]][1],
            remedy="请换一个标识符；要补充那个事物，请去掉 is，只写 id。",
        )


def _check_references(expansions: list[Expansion], defined: set[str], known: Iterable[ox.Triple]) -> None:
    """Refuse a reference to an id that nothing defines."""
    elsewhere = {
        t.subject.value.removeprefix(PGD) for t in known if t.predicate == _TYPE and isinstance(t.subject, ox.NamedNode)
    }
    for expansion in expansions:
        for name, here in expansion.mentioned:
            if name not in defined and name not in elsewhere:
                near = Vocabulary().suggestions(name, defined | elsewhere)
                hint = f"是否想写 {' 或 '.join(near)}？" if near else "请先定义它。"
                raise ParseError(f"引用的 {name} 没有定义", where=here, remedy=hint)


def compare_graph(build: Build, path: Path) -> list[str]:
    """Names of the files that a build would change: the graph, the span lock, the registry."""
    planned = {
        path: build.turtle,
        build.lock.path: build.lock.rendered(),
        build.registry.path: build.registry.rendered(),
    }
    return [
        str(file) for file, text in planned.items() if not file.is_file() or file.read_text(encoding="utf-8") != text
    ]


def write_build(build: Build, path: Path) -> None:
    """Write graph, span lock and registry, each whole or not at all."""
    build.lock.path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(build.lock.path, build.lock.rendered())
    write_text(build.registry.path, build.registry.rendered())
    write_text(path, build.turtle)
