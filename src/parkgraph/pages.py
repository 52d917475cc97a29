"""How the page of an entity is laid out: per class blocks and fields in the order readers expect, as a file says it.

`queries/pages.yaml` holds the layouts; here they are read and checked, and nothing is asked of a store.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from .errors import AssetError, ParseError
from .names import PG, PGC, PREFIXES, RDF, iri
from .records import Listing, Mapping, Scalar, Value, parse_yaml
from .sparql import Token, significant
from .vocabulary import Vocabulary, load_vocabulary

FILE = "queries/pages.yaml"
EVERY = "every"
"""The key whose blocks stand first on every page."""
ORDER = f"<{PG}ordinal>"
"""What values are put in order by where a field says nothing else."""

_KEYS = {"zh", "en", "path", "expected", "show", "of", "where", "also", "order"}
_SIGNS = frozenset("^/|()*+?!")
_REMEDY = "请对照该文件开头的说明改正。"


@dataclass(frozen=True, slots=True)
class Label:
    """What people read, in both languages."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The wording in `zh` or `en`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path.

    Attributes:
        text: as it stands in a query.
        iri: the property that the step follows, empty where it is more than one property.
        inverse: whether it is followed from object to subject.
    """

    text: str
    iri: str = ""
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a node that a field leads to: the values of some paths, written one behind the other."""

    label: Label
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One line of a page that may have several values.

    Attributes:
        label: what stands in front.
        expected: whether readers look for it, so that nothing is said to be nothing.
        ways: the alternatives of its path, each with its steps; none where no property holds it yet.
        show: what is shown of each node instead of its label.
        kinds: IRIs of the classes one of which a node must have; empty for any.
        where: paths and the term each must lead to from a node.
        also: single steps that need not be told once more where they lead to what the field tells.
        order: path from a node to what the values are put in order by.
    """

    label: Label
    expected: bool = False
    ways: tuple[tuple[Step, ...], ...] = ()
    show: tuple[Shown, ...] = ()
    kinds: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    also: tuple[Step, ...] = ()
    order: str = ORDER


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """Fields under a heading."""

    label: Label
    fields: tuple[FieldPlan, ...]


@dataclass(frozen=True)
class Layouts:
    """The layouts of a file.

    Attributes:
        every: blocks of every page.
        by_class: class IRI to its blocks.
        vocabulary: which class is below which.
    """

    every: tuple[BlockPlan, ...]
    by_class: dict[str, tuple[BlockPlan, ...]]
    vocabulary: Vocabulary

    def of(self, classes: Iterable[str]) -> tuple[BlockPlan, ...]:
        """The blocks for a thing of some classes: those of every page, then those of the nearest class that has any.

        Nearest is a class that has none of the others below it; of several such the one that the file names first.
        """
        above = {higher for cls in classes for higher in self.vocabulary.supers.get(cls, frozenset({cls}))}
        fitting = [cls for cls in self.by_class if cls in above]
        for cls in fitting:
            if not any(cls in self.vocabulary.supers[other] for other in fitting if other != cls):
                return (*self.every, *self.by_class[cls])
        return self.every


@cache
def load_layouts(home: Path) -> Layouts:
    """The layouts of the folder that holds `ontology/` and `queries/`; read once a process.

    Raises:
        AssetError: the file is not there.
        ParseError: it breaks a rule (file and line).
    """
    path = home / FILE
    if not path.is_file():
        raise AssetError(f"找不到 {FILE}", where=str(home), remedy="请重新安装 parkgraph。")
    return read_layouts(path.read_text(encoding="utf-8"), load_vocabulary(home / "ontology"))


def read_layouts(text: str, vocabulary: Vocabulary) -> Layouts:
    """The layouts in a text; errors as in `load_layouts`."""
    reader = _Reader(vocabulary)
    top = parse_yaml(text, FILE)
    blocks = {word: reader.blocks(word, value, top.lines[word]) for word, value in top.entries.items()}
    return Layouts(blocks.pop(EVERY, ()), {PG + word: found for word, found in blocks.items()}, vocabulary)


class _Reader:
    """Reads layouts with an ontology at hand, and refuses what it does not know."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.engine = ox.Store()

    def blocks(self, word: str, value: Value, line: int) -> tuple[BlockPlan, ...]:
        """The blocks of a class."""
        if word != EVERY:
            self._class(word, line)
        return tuple(self._block(entry) for entry in _entries(value, line))

    def _block(self, entry: Mapping) -> BlockPlan:
        _known(entry, {"zh", "en", "fields"})
        fields = _entries(entry.entries.get("fields"), entry.line)
        return BlockPlan(_label(entry), tuple(self._field(field) for field in fields))

    def _field(self, entry: Mapping) -> FieldPlan:
        _known(entry, _KEYS)
        expected = entry.text("expected") or "false"
        if expected not in ("true", "false"):
            raise _error(f"expected 的值 {expected} 不是 true 或 false", entry.lines["expected"])
        if "path" not in entry.entries and expected != "true":
            raise _error("没有 path 的字段什么也不会显示", entry.line, "请写 path，或写 expected: true。")
        return FieldPlan(
            label=_label(entry),
            expected=expected == "true",
            ways=tuple(way for value in _texts(entry, "path") for way in self._ways(value)),
            show=tuple(self._shown(value) for value in _values(entry, "show")),
            kinds=tuple(kind for value in _texts(entry, "of") for kind in self._below(value)),
            where=tuple(self._conditions(entry)),
            also=tuple(self._single(value) for value in _texts(entry, "also")),
            order="|".join(self._path(value) for value in _texts(entry, "order")) or ORDER,
        )

    def _shown(self, value: Value) -> Shown:
        """A path alone, or a mapping with a word in front and one path or several."""
        if isinstance(value, Scalar):
            return Shown(Label("", ""), (self._path(value),))
        if not isinstance(value, Mapping):
            raise _error("show 的这一项既不是路径，也不是“词: 值”的形式", value.line)
        _known(value, {"zh", "en", "path"})
        paths = tuple(self._path(path) for path in _texts(value, "path"))
        if not paths:
            raise _error("show 的这一项没有 path", value.line)
        bare = not {"zh", "en"} & value.entries.keys()
        return Shown(Label("", "") if bare else _label(value), paths)

    def _conditions(self, entry: Mapping) -> Iterator[tuple[str, str]]:
        """Path and term of each condition."""
        conditions = entry.entries.get("where")
        if conditions is None:
            return
        if not isinstance(conditions, Mapping):
            raise _error("where 不是“路径: 概念”的形式", conditions.line)
        for path, line in conditions.lines.items():
            concept = iri(conditions.text(path))
            if concept not in self.vocabulary.concepts or not concept.startswith(PGC):
                raise _error(
                    f"没有 {conditions.text(path)} 这个概念",
                    line,
                    "请写 ontology/concepts.ttl 中的概念，如 pgc:duty-lead。",
                )
            yield self._path(Scalar(path, line)), str(ox.NamedNode(concept))

    def _class(self, name: str, line: int) -> str:
        """The IRI of a class given by its local name."""
        if PG + name in self.vocabulary.supers:
            return PG + name
        near = self.vocabulary.suggestions(name, [cls.removeprefix(PG) for cls in self.vocabulary.supers])
        raise _error(
            f"本体中没有 {name} 这个类",
            line,
            f"是不是 {'、'.join(near)}？" if near else "请写 ontology/parkgraph.ttl 中的类名。",
        )

    def _below(self, name: Scalar) -> list[str]:
        """A class and all classes below it, in alphabetical order."""
        cls = self._class(name.text, name.line)
        return sorted(below for below, above in self.vocabulary.supers.items() if cls in above)

    def _path(self, value: Scalar) -> str:
        """A property path as it stands in a query, its names written out."""
        text = "".join(self._word(word, value) for word in significant(value.text))
        try:
            self.engine.query(f"ASK {{ ?s {text} ?o }}")
        except SyntaxError as error:
            raise _error(
                f"路径 {value.text} 不能读作 SPARQL 的属性路径", value.line, "请检查 ^ / | 和括号。"
            ) from error
        return text

    def _word(self, word: Token, value: Scalar) -> str:
        """A word of a path; a name is written out."""
        if word.kind == "iri" or word.text == "a" or word.text in _SIGNS:
            return word.text
        prefix, _, local = word.text.partition(":")
        if word.kind != "name" or prefix not in PREFIXES:
            remedy = f"路径只由属性和 ^ / | ( ) * + ? ! 组成，可用的前缀：{'、'.join(PREFIXES)}。"
            raise _error(f"路径 {value.text} 中不能有“{word.text}”", value.line, remedy)
        if prefix == "pg" and PG + local not in self.vocabulary.kinds:
            remedy = "请对照 ontology/parkgraph.ttl 改正。"
            raise _error(f"路径 {value.text} 中的 {word.text} 不是本体中的属性", value.line, remedy)
        return f"<{PREFIXES[prefix]}{local}>"

    def _ways(self, value: Scalar) -> list[tuple[Step, ...]]:
        """The alternatives of a path, each of which must begin with one property."""
        words = significant(self._path(value))
        ways = [tuple(_step(step) for step in _split(way, "/")) for way in _split(words, "|")]
        if not all(way[0].iri for way in ways):
            raise _error(
                f"路径 {value.text} 不以单个属性开头", value.line, "请把每条路径写成以一个属性（可带 ^）开头。"
            )
        return ways

    def _single(self, value: Scalar) -> Step:
        """A path of one step."""
        (way, *others) = self._ways(value)
        if others or len(way) > 1:
            raise _error(f"also 中的 {value.text} 不是单个属性", value.line, "请每项只写一个属性，可带 ^。")
        return way[0]


def _step(words: list[Token]) -> Step:
    """The step that some tokens make."""
    text = "".join(word.text for word in words)
    inverse = words[0].text == "^"
    (first, *others) = words[inverse:]
    if others or first.text == "(":
        return Step(text)
    return Step(text, RDF + "type" if first.text == "a" else first.text[1:-1], inverse)


def _split(words: list[Token], sign: str) -> list[list[Token]]:
    """The parts of a path between the signs that stand outside all brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for word in words:
        depth += (word.text == "(") - (word.text == ")")
        if word.text == sign and not depth:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _entries(value: Value | None, line: int) -> list[Mapping]:
    """The mappings of a list."""
    items = value.items if isinstance(value, Listing) else ()
    found = [item for item in items if isinstance(item, Mapping)]
    if not found or len(found) < len(items):
        raise _error("这里应是一个列表，每项写作“词: 值”", value.line if value else line)
    return found


def _values(entry: Mapping, word: str) -> tuple[Value, ...]:
    """What stands behind a word, as a list."""
    value = entry.entries.get(word)
    return value.items if isinstance(value, Listing) else () if value is None else (value,)


def _texts(entry: Mapping, word: str) -> list[Scalar]:
    """The text or texts behind a word."""
    values = _values(entry, word)
    texts = [value for value in values if isinstance(value, Scalar) and value.text]
    if len(texts) < len(values):
        raise _error(f"{word} 应是一段文字，或一列文字", entry.lines[word])
    return texts


def _label(entry: Mapping) -> Label:
    """The wording in both languages."""
    if not entry.text("zh") or not entry.text("en"):
        raise _error("这一项缺少 zh 或 en", entry.line)
    return Label(entry.text("zh"), entry.text("en"))


def _known(entry: Mapping, words: set[str]) -> None:
    """Nothing, where an entry has no other words than these."""
    for word, line in entry.lines.items():
        if word not in words:
            raise _error(f"不认识 {word}", line, f"可用的词：{'、'.join(sorted(words))}。")


def _error(problem: str, line: int, remedy: str = _REMEDY) -> ParseError:
    """The error for a line of the file."""
    return ParseError(problem, where=f"{FILE}:{line}", remedy=remedy)
