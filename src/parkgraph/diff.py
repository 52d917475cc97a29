"""What changed from one graph to another: entities added, removed, changed, and what of it; the façade's `diff`.

Statements are compared as a store holds them: language tags in lower case, numbers in canonical form, graph names left
aside. A blank node counts as what is said of it, so that two that say the same are one.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .errors import ParseError, TimeLimitError, UsageError
from .names import PG, PGD, PROV, RDF, RDFS, SKOS, curie, slug
from .store import LocalStore
from .workers import run_child

SHIPPED = "shipped"
SECONDS = 60.0
BLANK = "urn:parkgraph:blank:"
NAMING = (SKOS + "prefLabel", RDFS + "label", PG + "surfaceForm", PG + "listedAs")
BORROWED = {
    RDF + "type": ("类", "class"),
    RDFS + "label": ("名称", "label"),
    SKOS + "prefLabel": ("名称", "label"),
    SKOS + "altLabel": ("别名", "other name"),
    SKOS + "hiddenLabel": ("检索用名", "name for searching"),
    SKOS + "editorialNote": ("编者注", "editorial note"),
    PROV + "wasDerivedFrom": ("得自", "derived from"),
}
"""Relations of other vocabularies that entities carry, in Chinese and English; our ontology does not name them."""

Statements = dict[Any, set[ox.Triple]]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an entity: relation and value; `value_iri` is None, or the IRI that `value` is the label of."""

    relation: str
    relation_label: str
    value: str
    value_iri: str | None = None
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An entity with its label and class, and the statements that came and went; none of those where all of it did."""

    iri: str
    label: str
    cls: str
    kind: str
    added: tuple[Statement, ...] = ()
    removed: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of some sort came, went, and stayed but say something else."""

    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Difference:
    """What changed; entities in the order of their IRIs.

    Attributes:
        added: entities that only the second graph has.
        removed: entities that only the first graph has.
        changed: entities of both of which other things are said.
        facts: nameless facts (`fact-…`).
        spans: text spans (`span-…`).
        terms: everything else: terms, concepts, rules, the release, things of other people's namespaces.
    """

    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    changed: tuple[Change, ...]
    facts: Count
    spans: Count
    terms: Count

    def __bool__(self) -> bool:
        counts = (self.facts, self.spans, self.terms)
        return bool(self.added or self.removed or self.changed or any(count != Count() for count in counts))

    @cached_property
    def by_class(self) -> tuple[tuple[str, Count], ...]:
        """Label of each class with how many of its entities came, went and changed, in order of the labels."""
        tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for number, changes in enumerate((self.added, self.removed, self.changed)):
            for change in changes:
                tallies[change.kind][number] += 1
        return tuple((kind, Count(*tallies[kind])) for kind in sorted(tallies))

    def to_json(self) -> str:
        """The difference as one JSON document."""
        brief = [[_card(change) for change in changes] for changes in (self.added, self.removed)]
        changed = [
            {**_card(c), "added": [asdict(s) for s in c.added], "removed": [asdict(s) for s in c.removed]}
            for c in self.changed
        ]
        counts = {name: asdict(getattr(self, name)) for name in ("facts", "spans", "terms")}
        told = {"added": brief[0], "removed": brief[1], "changed": changed, **counts}
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def diff_graphs(
    a: Iterable[ox.Triple], b: Iterable[ox.Triple], *, words: Collection[ox.Triple] = (), lang: str = "zh"
) -> Difference:
    """What changed from a graph to another.

    Args:
        a: the first graph.
        b: the second.
        words: statements that name what neither graph names, such as those of the ontology.
        lang: `zh` or `en`, of the labels.

    Raises:
        ParseError: blank nodes that point at one another in a circle, or statements about statements.
    """
    old, new = named_by_structure(a), named_by_structure(b)
    names = _Names((words, old, new), lang)
    before, after = _by_subject(old), _by_subject(new)
    gone, came = before.keys() - after.keys(), after.keys() - before.keys()
    other = {node for node in before.keys() & after.keys() if before[node] != after[node]}
    sorts = {sort: [{n for n in nodes if _sort(n) == sort} for nodes in (came, gone, other)] for sort in _SORTS}
    return Difference(
        added=tuple(names.change(node) for node in _ordered(sorts["entity"][0])),
        removed=tuple(names.change(node) for node in _ordered(sorts["entity"][1])),
        changed=tuple(
            names.change(node, after[node] - before[node], before[node] - after[node])
            for node in _ordered(sorts["entity"][2])
        ),
        **{f"{sort}s": Count(*map(len, sorts[sort])) for sort in _SORTS if sort != "entity"},
    )


def diff_files(
    a: str, b: str, *, home: Path, lang: str = "zh", seconds: float = SECONDS, megabytes: int = 2048
) -> Difference:
    """What changed from a file to another; both are read in a child process that is ended at the time limit.

    Args:
        a: an RDF file, a folder that `export` wrote, or `shipped` for the graph of the house.
        b: likewise.
        home: folder that holds `ontology/` and `data/`.
        lang: `zh` or `en`, of the labels.
        seconds: how long reading and comparing may take.
        megabytes: how much memory it may take.

    Raises:
        UsageError: a folder is no export.
        AssetError, ParseError: a file is not there, or cannot be read.
        TimeLimitError: it took longer than `seconds`.
    """
    words = [home / "ontology" / "parkgraph.ttl", home / "ontology" / "concepts.ttl", home / "data" / "parkgraph.ttl"]
    files = [str(_file(place, home)) for place in (a, b)]
    job = {"files": files, "words": [str(path) for path in words], "lang": lang}
    try:
        told = run_child("parkgraph.diff:diff_job", job, seconds=seconds, megabytes=megabytes)
    except TimeLimitError as error:
        remedy = "请比较较小的文件，或用 --time-limit 放宽限制。"
        raise TimeLimitError(error.problem, where=" ".join(files), remedy=remedy) from error
    return _unpacked(json.loads(told))


def diff_job(job: Mapping[str, Any]) -> bytes:
    """What the child process runs for `diff_files`: the files are parsed only there."""
    words = _statements([Path(path) for path in job["words"]])
    graphs = []
    for path in job["files"]:
        try:
            graphs.append(named_by_structure(_statements([Path(path)])))
        except ParseError as error:
            raise ParseError(error.problem, where=error.where or path, remedy=error.remedy) from error
    return json.dumps(asdict(diff_graphs(*graphs, words=words, lang=job["lang"]))).encode("utf-8")


def named_by_structure(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The statements with an IRI in the place of each blank node, made from what is said of it.

    Raises:
        ParseError: blank nodes point at one another in a circle, or a statement is about a statement.
    """
    kept, nameless = set(), defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple):
            raise ParseError(f"有关于三元组的三元组：{triple}", remedy="请先改写成普通的三元组再比较。")
        if isinstance(triple.subject, ox.BlankNode):
            nameless[triple.subject].append(triple)
        else:
            kept.add(triple)
    names = _structural_names(nameless, [t.object for t in kept if isinstance(t.object, ox.BlankNode)])
    found = [*kept, *(triple for said in nameless.values() for triple in said)]
    return {ox.Triple(names.get(t.subject, t.subject), t.predicate, names.get(t.object, t.object)) for t in found}


def _structural_names(
    nameless: Mapping[Any, Sequence[ox.Triple]], pointed_at: Iterable[Any]
) -> dict[Any, ox.NamedNode]:
    """Each blank node with its name, those that others are made of first."""
    users: dict[Any, set[Any]] = defaultdict(set)
    missing: dict[Any, int] = {}
    for node, said in nameless.items():
        parts = {t.object for t in said if isinstance(t.object, ox.BlankNode)}
        missing[node] = len(parts)
        for part in parts:
            users[part].add(node)
            missing.setdefault(part, 0)
    for node in pointed_at:
        missing.setdefault(node, 0)
    names: dict[Any, ox.NamedNode] = {}
    ready = [node for node, count in missing.items() if count == 0]
    while ready:
        node = ready.pop()
        lines = sorted(f"{t.predicate} {names.get(t.object, t.object)}" for t in nameless.get(node, ()))
        names[node] = ox.NamedNode(BLANK + sha256("\n".join(lines).encode("utf-8")).hexdigest()[:16])
        for user in users[node]:
            missing[user] -= 1
            ready += [user] if missing[user] == 0 else []
    if len(names) < len(missing):
        raise ParseError(f"有 {len(missing) - len(names)} 个空白节点连成圈，无法比较", remedy="请给它们 IRI，再比较。")
    return names


class _Names:
    """Labels and classes: those of the last graph that has any."""

    def __init__(self, graphs: Iterable[Collection[ox.Triple]], lang: str) -> None:
        self.lang = lang
        self.labels = {iri: label[0 if lang == "zh" else 1] for iri, label in BORROWED.items()}
        self.classes: dict[str, str] = {}
        for graph in graphs:
            self.labels |= _labels(graph, lang)
            typed = [t for t in graph if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode)]
            for t in sorted(typed, key=str, reverse=True):
                self.classes[t.subject.value] = t.object.value  # type: ignore[union-attr]

    def change(self, node: ox.NamedNode, added: Iterable[ox.Triple] = (), removed: Iterable[ox.Triple] = ()) -> Change:
        """An entity with the statements that came and went, in order of the relations' IRIs, then of the values."""
        cls = self.classes.get(node.value, "")
        nothing = "（无类）" if self.lang == "zh" else "(no class)"
        kind = self.labels.get(cls, curie(cls)) if cls else nothing
        said = [tuple(self.statement(t) for t in sorted(triples, key=str)) for triples in (added, removed)]
        return Change(node.value, self.label(node.value), cls, kind, *said)

    def statement(self, triple: ox.Triple) -> Statement:
        """A statement in words."""
        relation, value = triple.predicate.value, triple.object
        label = self.labels.get(relation, curie(relation))
        if isinstance(value, ox.Literal):
            datatype = "" if value.language else curie(value.datatype.value).removeprefix("xsd:string")
            return Statement(relation, label, value.value, None, value.language or "", datatype)
        iri = value.value  # type: ignore[union-attr]
        return Statement(relation, label, self.label(iri), iri)

    def label(self, iri: str) -> str:
        """The label of a thing, else its short name."""
        if iri.startswith(BLANK):
            return ("空白节点 " if self.lang == "zh" else "blank node ") + iri.removeprefix(BLANK)[:8]
        return self.labels.get(iri) or (slug(iri) if iri.startswith(PGD) else curie(iri))


_SORTS = ("entity", "fact", "span", "term")


def _sort(node: Any) -> str:
    """What sort of thing a node is: `entity`, `fact`, `span` or `term`."""
    local = node.value.removeprefix(PGD)
    if local == node.value:
        return "term"
    return next((sort for sort in ("fact", "span") if local.startswith(f"{sort}-")), "entity")


def _by_subject(triples: Iterable[ox.Triple]) -> Statements:
    """The statements by what they are about."""
    found: Statements = defaultdict(set)
    for triple in triples:
        found[triple.subject].add(triple)
    return found


def _ordered(nodes: Iterable[Any]) -> list[Any]:
    """Nodes in the order of their IRIs."""
    return sorted(nodes, key=lambda node: str(node.value))


def _labels(graph: Collection[ox.Triple], lang: str) -> dict[str, str]:
    """IRI to label: in the language, else in Chinese, else in English, else any; the first in order of the texts."""
    found: dict[str, tuple[int, int, str]] = {}
    for t in graph:
        if t.predicate.value in NAMING and isinstance(t.object, ox.Literal):
            preferred = (lang, "zh", "en")
            rank = preferred.index(t.object.language) if t.object.language in preferred else len(preferred)
            key = (rank, NAMING.index(t.predicate.value), t.object.value)
            iri = t.subject.value  # type: ignore[union-attr]
            found[iri] = min(found.get(iri, key), key)
    return {iri: label for iri, (_, _, label) in found.items()}


def _file(place: str, home: Path) -> Path:
    """The file that a word of the command line means."""
    if place == SHIPPED:
        return home / "data" / "parkgraph.ttl"
    path = Path(place)
    if not path.is_dir():
        return path
    if (path / "manifest.json").is_file() and (path / "parkgraph.nt").is_file():
        return path / "parkgraph.nt"
    remedy = "请给出一个 RDF 文件、parkgraph export 写出的目录，或 shipped（随附的图谱）。"
    raise UsageError("这个目录不是导出的目录", where=place, remedy=remedy)


def _statements(paths: Sequence[Path]) -> list[ox.Triple]:
    """The statements of some files, as a store holds them."""
    return list(statements_of(LocalStore.from_files(paths)))


def statements_of(store: LocalStore) -> Iterator[ox.Triple]:
    """The statements of a store, graph names left aside."""
    for quad in store.engine:
        yield ox.Triple(quad.subject, quad.predicate, quad.object)


def _card(change: Change) -> dict[str, str]:
    """An entity as JSON shows it."""
    return {"iri": change.iri, "label": change.label, "class": change.cls}


def _unpacked(told: Mapping[str, Any]) -> Difference:
    """A difference that crossed a process border."""
    added, removed, changed = (tuple(map(_change, told[name])) for name in ("added", "removed", "changed"))
    facts, spans, terms = (Count(**told[name]) for name in ("facts", "spans", "terms"))
    return Difference(added, removed, changed, facts, spans, terms)


def _change(told: Mapping[str, Any]) -> Change:
    """An entity that crossed a process border."""
    said = {name: tuple(Statement(**statement) for statement in told[name]) for name in ("added", "removed")}
    return Change(**{**told, **said})
