"""Lenses: named ways of looking at the relation graph; a file says which relations are followed, and from where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ParseError, UsageError
from ..lookup import labels
from ..names import PG, PGD
from ..records import Listing, Scalar, parse_yaml
from ..records import Mapping as Node
from ..rows import Entity, Table
from ..store import Store
from ..vocabulary import Vocabulary
from .parts import cut, drawn_nodes, in_order, refuse_undrawn

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST = 300
"""The largest number of entities of any picture."""

_KEYS = {"zh", "en", "start", "example", "cap", "follow"}
_STEP = {"out", "in", "to", "cap"}


@dataclass(frozen=True, slots=True)
class Stride:
    """One step of a lens, taken from all that is already there.

    Attributes:
        relations: IRIs of the properties that are followed.
        outward: whether from subject to object.
        to: IRIs of the classes that are taken; empty for every drawn class.
        cap: the largest number of things that the step adds.
    """

    relations: frozenset[str]
    outward: bool
    to: frozenset[str]
    cap: int


@dataclass(frozen=True, slots=True)
class Lens:
    """A way of looking at the relation graph.

    Attributes:
        name: of its file, without suffix.
        zh, en: title.
        start: IRI of the class of what it begins with.
        example: IRI of what it begins with if nothing is named.
        cap: the largest number of entities, unless another is asked for.
        strides: its steps.
    """

    name: str
    zh: str
    en: str
    start: str
    example: str
    cap: int
    strides: tuple[Stride, ...]


def load_lenses(folder: Path, vocabulary: Vocabulary) -> dict[str, Lens]:
    """The lenses of a folder by name, in alphabetical order; a folder that is not there holds none.

    Raises:
        ParseError: a file breaks a rule (file and line).
    """
    return {path.stem: _Reader(path, vocabulary).lens() for path in sorted(folder.glob("*.yaml"))}


def find_lens(lenses: Mapping[str, Lens], name: str) -> Lens:
    """The lens of a name or title.

    Raises:
        UsageError: there is none.
    """
    for lens in lenses.values():
        if name in (lens.name, lens.zh, lens.en):
            return lens
    raise UsageError(f"没有名为“{name}”的镜头", remedy=f"可用的镜头：{'、'.join(lenses)}。")


def lens_table(store: Store, vocabulary: Vocabulary, lenses: Mapping[str, Lens], lang: str = "zh") -> Table:
    """The lenses: `name`, `title`, `start` (label of the class that one begins with) and `example`."""
    named = labels(store, (lens.example for lens in lenses.values()), lang)
    rows = tuple(
        (
            lens.name,
            lens.zh if lang == "zh" else lens.en,
            vocabulary.labels[lens.start][lang],
            Entity(lens.example, named[lens.example]),
        )
        for lens in lenses.values()
    )
    zh = {"name": "名称", "title": "镜头", "start": "从何看起", "example": "示例"}
    return Table(("name", "title", "start", "example"), rows, zh if lang == "zh" else {}, ("example",))


def seen_through(
    graph: "MultiDiGraph[str]", vocabulary: Vocabulary, lens: Lens, iri: str, cap: int | None = None
) -> "MultiDiGraph[str]":
    """What a lens shows of an entity: each step adds to what is there, and only the relations it follows are taken.

    Args:
        graph: the relation graph.
        vocabulary: tells which classes are drawn.
        lens: what to follow.
        iri: where to begin.
        cap: the largest number of entities; that of the lens when left out.

    Returns:
        A part as `neighbourhood` gives it, with `left_out`.

    Raises:
        UsageError: the entity is not of the class that the lens begins with, or takes part in no relation.
    """
    if lens.start not in vocabulary.supers.get(graph.nodes[iri]["class"] if iri in graph else "", ()):
        kind = vocabulary.labels[lens.start]["zh"]
        raise UsageError(f"镜头“{lens.zh}”要从{kind}看起", where=iri, remedy=f"请给出一个{kind}。")
    drawn = drawn_nodes(graph, vocabulary)
    refuse_undrawn(iri, drawn)
    kept, left_out, room = [iri], 0, cap or lens.cap
    for stride in lens.strides:
        found = _reached(graph, stride, kept) & drawn - set(kept)
        reached = in_order(graph, vocabulary, (node for node in found if _fits(graph, vocabulary, stride, node)))
        new = reached[: max(0, min(stride.cap, room - len(kept)))]
        left_out += len(reached) - len(new)
        kept += new
    followed = frozenset().union(*(stride.relations for stride in lens.strides))
    return cut(graph, kept, lambda _start, _end, relation: relation in followed, left_out)


def _reached(graph: "MultiDiGraph[str]", stride: Stride, kept: Collection[str]) -> set[str]:
    """What a step leads to."""
    edges = graph.out_edges(kept, keys=True) if stride.outward else graph.in_edges(kept, keys=True)
    return {edge[1 if stride.outward else 0] for edge in edges if edge[2] in stride.relations}


def _fits(graph: "MultiDiGraph[str]", vocabulary: Vocabulary, stride: Stride, node: str) -> bool:
    """Whether a node is of a class that a step takes."""
    return not stride.to or bool(stride.to & vocabulary.supers.get(graph.nodes[node]["class"], frozenset()))


class _Reader:
    """Reads a file of one lens, and refuses what it does not know."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        self.path = path
        self.vocabulary = vocabulary

    def lens(self) -> Lens:
        """The lens of the file."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise ParseError("文件不是 UTF-8 编码", where=str(self.path), remedy="请另存为 UTF-8。") from error
        top = parse_yaml(text, str(self.path))
        self._known(top, _KEYS, required=_KEYS)
        follow = top.entries["follow"]
        if not isinstance(follow, Listing) or not follow.items:
            raise self._error("follow 应是一列步骤", top.lines["follow"])
        cap = self._number(top, "cap")
        strides = tuple(self._stride(step, cap) for step in follow.items)
        example = PGD + top.text("example")
        start = self._class(Scalar(top.text("start"), top.lines["start"]))
        return Lens(self.path.stem, top.text("zh"), top.text("en"), start, example, cap, strides)

    def _stride(self, step: object, cap: int) -> Stride:
        """One step: `out` or `in`, and what it may add."""
        if not isinstance(step, Node):
            line = step.line if isinstance(step, Scalar | Listing) else 1
            raise self._error("每一步应写作 {out: 关系} 或 {in: 关系}", line)
        self._known(step, _STEP, required=set())
        if ("out" in step.entries) == ("in" in step.entries):
            raise self._error("每一步应写 out 或 in 中的一个", step.line)
        way = "out" if "out" in step.entries else "in"
        relations = frozenset(self._relation(word) for word in self._words(step, way))
        to = frozenset(self._class(word) for word in self._words(step, "to")) if "to" in step.entries else frozenset()
        return Stride(relations, way == "out", to, self._number(step, "cap") if "cap" in step.entries else cap)

    def _words(self, node: Node, key: str) -> list[Scalar]:
        """The word or words behind a key."""
        value = node.entries[key]
        words = value.items if isinstance(value, Listing) else (value,)
        texts = [word for word in words if isinstance(word, Scalar) and word.text]
        if not texts or len(texts) < len(words):
            raise self._error(f"{key} 应是一个词，或一列词", node.lines[key])
        return texts

    def _relation(self, word: Scalar) -> str:
        """The IRI of a relation that is drawn as an edge."""
        marked = self.vocabulary.marks["isGraphEdge"]
        if PG + word.text not in marked:
            near = self.vocabulary.suggestions(word.text, [iri.removeprefix(PG) for iri in marked])
            meant = f"是不是 {'、'.join(near)}？" if near else "请写本体中标有 isGraphEdge 的关系。"
            raise self._error(f"{word.text} 不是画作边的关系", word.line, meant)
        return PG + word.text

    def _class(self, word: Scalar) -> str:
        """The IRI of a class."""
        if PG + word.text not in self.vocabulary.supers:
            near = self.vocabulary.suggestions(word.text, [cls.removeprefix(PG) for cls in self.vocabulary.supers])
            meant = f"是不是 {'、'.join(near)}？" if near else "请写 ontology/parkgraph.ttl 中的类名。"
            raise self._error(f"本体中没有 {word.text} 这个类", word.line, meant)
        return PG + word.text

    def _number(self, node: Node, key: str) -> int:
        """A number of entities."""
        text = node.text(key)
        if not text.isdecimal() or not 1 <= int(text) <= MOST:
            raise self._error(f"{key} 的值 {text} 不是 1 到 {MOST} 之间的整数", node.lines[key])
        return int(text)

    def _known(self, node: Node, words: set[str], *, required: set[str]) -> None:
        """Nothing, where a node has no other keys than these, and all that it must have."""
        for word, line in node.lines.items():
            if word not in words:
                raise self._error(f"不认识 {word}", line, f"可用的词：{'、'.join(sorted(words))}。")
        if missing := sorted(word for word in required if word not in node.entries):
            raise self._error(f"缺少 {'、'.join(missing)}", node.line)
        for word in required - {"follow"}:
            if not node.text(word):
                raise self._error(f"{word} 应是一段文字", node.lines[word])

    def _error(self, problem: str, line: int, remedy: str = "请对照 queries/network/ 中的其他文件改正。") -> ParseError:
        """The error for a line of the file."""
        return ParseError(problem, where=f"{self.path}:{line}", remedy=remedy)
