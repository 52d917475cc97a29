"""From records to JSON-LD: every word known, every reference and literal checked, every quote given a place.

What a record leaves out is filled in by rule: the class under a reverse word, the id of a fact nobody points at,
the quote of the nearest node around, the as-of date of the source.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import DataError, ParseError
from ..names import PG, PGC, PGR, XSD
from ..records import Listing, Mapping, RecordFile, Scalar, Value
from ..text import MAX_QUOTE, Quote, Source, SpanLock, find_quote
from ..vocabulary import AUTHORING, Vocabulary, Word, short_name
from .values import EXAMPLES, fits, is_composed, typed

Json = dict[str, Any]

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
NAME_RULE = "place-named-in-name"
"""Rule that a fact `derivedFromName` rests on where the record names none."""


@dataclass(frozen=True)
class Frame:
    """What a node takes over from the nodes around it."""

    quotes: tuple[tuple[int, int], ...] = ()
    after: str = ""
    before: str = ""
    place: str = ""


@dataclass
class Expansion:
    """What one record file came to.

    Attributes:
        nodes: JSON-LD nodes for the file's graph.
        defined: id to (class, file and line) of everything the file gives a class.
        mentioned: (id, file and line) of every reference and every node that adds to a thing defined elsewhere.
        spans: (start, end) of every quote.
        wording: (start, end) to the quote's text.
    """

    nodes: list[Json] = field(default_factory=list)
    defined: dict[str, tuple[str, str]] = field(default_factory=dict)
    mentioned: list[tuple[str, str]] = field(default_factory=list)
    wording: dict[tuple[int, int], str] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)


class Expander:
    """Expands the records of one source.

    Args:
        vocabulary: what may be said.
        source: the register entry the file belongs to.
        text: the source's text, or None where only the lock is at hand.
        lock: places of known quotes; gains those that are found in the text.
    """

    def __init__(self, vocabulary: Vocabulary, source: Source, text: str | None, lock: SpanLock) -> None:
        self.vocabulary = vocabulary
        self.source = source
        self.text = text
        self.lock = lock
        self.file = ""
        self.result = Expansion()

    def expand(self, records: RecordFile) -> Expansion:
        """The expansion of a file.

        Raises:
            ParseError: a word, a class, an id or a literal is not as it must be (file, line, remedy).
            DataError: a quote does not stand exactly once in the text, or the lock does not know it.
        """
        self.file = str(records.path)
        self.result.nodes = [self._node(node, Frame(), None) for node in records.nodes]
        return self.result

    def _here(self, line: int) -> str:
        """File and line, as messages show them."""
        return f"{self.file}:{line}"

    def _node(self, node: Mapping, frame: Frame, under: Word | None) -> Json:
        """One node and all below it as JSON-LD."""
        self._check_single(node)
        cls = self._class(node, under)
        written = self._id(node, cls)
        frame = self._frame(node, frame)
        label = written or f"{frame.place}#{_own(node)}"
        out: Json = {}
        for name, value in node.entries.items():
            if name not in (*AUTHORING, "id", "is"):
                word = self._word(name, node.lines[name])
                out[name] = self._values(word, value, replace(frame, place=f"{label}/{name}"))
        if cls:
            self._complete(out, cls, node, frame)
        elif "quote" in node.entries:
            out["mentionedIn"] = self._spans(frame)
        out["id"] = written or self._fact_id(out, cls, frame, node)
        if cls:
            out["is"] = cls
        return out

    def _check_single(self, node: Mapping) -> None:
        """Refuse a list where one text must stand."""
        for name in ("id", "is", "after", "before"):
            if name in node.entries and not isinstance(node.entries[name], Scalar):
                raise ParseError(
                    f"{name} 只能写一个值", where=self._here(node.lines[name]), remedy="请写一个词，不写列表或节点。"
                )

    def _class(self, node: Mapping, under: Word | None) -> str:
        """The class of a node: written, or the default of the word it stands under; empty for an addition."""
        cls = node.text("is") or (under.default if under else "")
        if not cls:
            if node.text("id"):
                return ""
            raise ParseError(
                "这一节点没有类（is）", where=self._here(node.line), remedy="请写 is: 类名，或写 id 指明它补充谁。"
            )
        if PG + cls not in self.vocabulary.supers:
            line = node.lines.get("is", node.line)
            among = [short_name(term) for term in self.vocabulary.supers]
            raise self._unknown("类", cls, line, self.vocabulary.suggestions(cls, among))
        return cls

    def _id(self, node: Mapping, cls: str) -> str:
        """The written id of a node, noted as defined or as added to; empty if there is none."""
        written = node.text("id")
        if not written:
            return ""
        here = self._here(node.lines["id"])
        if not _ID.fullmatch(written):
            raise ParseError(
                f"标识符 {written} 不合规",
                where=here,
                remedy="只用小写字母、数字和连字符，形如 park-qilu-ruanjianyuan。",
            )
        if not cls:
            self.result.mentioned.append((written, here))
        elif written in self.result.defined:
            first = self.result.defined[written][1]
            raise ParseError(
                f"标识符 {written} 重复", where=here, remedy=f"它已在 {first} 定义；请改名，或去掉 is 以补充它。"
            )
        else:
            self.result.defined[written] = (cls, here)
        return written

    def _frame(self, node: Mapping, frame: Frame) -> Frame:
        """The frame for a node's own statements: its quotes if it has any, else those around it."""
        after, before = (_with_line_ends(node.text(name)) for name in ("after", "before"))
        frame = replace(frame, after=after or frame.after, before=before or frame.before)
        if "quote" not in node.entries:
            return frame
        value = node.entries["quote"]
        items = value.items if isinstance(value, Listing) else (value,)
        places = tuple(self._place(item, frame) for item in items)
        return replace(frame, quotes=places)

    def _place(self, item: Value, frame: Frame) -> tuple[int, int]:
        """Where a quote stands, from the text if it is at hand, else from the lock."""
        here = self._here(item.line)
        if not isinstance(item, Scalar) or not item.text:
            raise ParseError("引文必须是文字", where=here, remedy="请写 quote: '原文' 或 quote: ['原文一', '原文二']。")
        wording = _with_line_ends(item.text)
        if len(wording) > MAX_QUOTE:
            raise DataError(
                f"引文有 {len(wording)} 个字符，超过 {MAX_QUOTE} 个",
                where=here,
                remedy="请只引能证明该事实的最短文字。",
            )
        quote = Quote(wording, frame.after, frame.before)
        if self.text is None:
            place = self.lock.find(self.source.slug, quote, here)
        else:
            place = find_quote(self.text, quote, here)
        self.lock.places[self.source.slug, quote] = place
        self.result.wording[place] = wording
        return place

    def _word(self, name: str, line: int) -> Word:
        """The word of that name, or an error that suggests near ones."""
        word = self.vocabulary.word(name)
        if word is None or word.kind == "keyword":
            raise self._unknown("词", name, line, self.vocabulary.suggestions(name))
        if word.iri in self.vocabulary.marks["isInferred"]:
            raise self._inferred(name, line)
        return word

    def _inferred(self, name: str, line: int) -> ParseError:
        """The error for a property that only rules state."""
        return ParseError(
            f"{name} 只能由规则得出", where=self._here(line), remedy="请记录它所依据的事实，由 build 推出。"
        )

    def _unknown(self, what: str, name: str, line: int, near: list[str]) -> ParseError:
        """The error for a name the ontology does not know."""
        hint = f"是否想写 {' 或 '.join(near)}？" if near else "请在 ontology/ 中查找可用的名称。"
        return ParseError(f"不认识的{what} {name}", where=self._here(line), remedy=hint)

    def _values(self, word: Word, value: Value, frame: Frame) -> Any:
        """What stands behind a word, as JSON."""
        if isinstance(value, Listing):
            return [self._value(word, item, frame) for item in value.items]
        return self._value(word, value, frame)

    def _value(self, word: Word, value: Value, frame: Frame) -> Any:
        """One value behind a word: a nested node, a reference, a concept, a term or a literal."""
        if isinstance(value, Mapping):
            if word.kind != "id":
                raise ParseError(f"{word.name} 之下不能再写节点", where=self._here(value.line), remedy="请写一个值。")
            return self._node(value, frame, word)
        if not isinstance(value, Scalar):
            raise ParseError(
                f"{word.name} 之下不能是列表的列表", where=self._here(value.line), remedy="请只写一层列表。"
            )
        here = self._here(value.line)
        if word.reverse:
            raise ParseError(
                f"{word.name} 之下须写节点", where=here, remedy="请写 {…} 或缩进的“词: 值”，而不是一个词。"
            )
        if word.kind == "id":
            self.result.mentioned.append((value.text, here))
        elif word.kind == "concept":
            self._check_concept(word, value)
            return (
                word.space + value.text
            )  # whole, since JSON-LD would read a short name that is also a word as the word
        elif word.kind == "term":
            self._check_property(value)
            return PG + value.text
        else:
            self._check_literal(word, value)
            if word.name not in self.vocabulary.words:
                return typed(value.text, word.datatype, self.source.language)
        return value.text

    def _check_concept(self, word: Word, value: Scalar) -> None:
        """Refuse a short name that is no concept of the word's scheme."""
        if word.space + value.text not in self.vocabulary.concepts:
            known = "、".join(self.vocabulary.concept_names(word.space))
            raise ParseError(
                f"{word.name} 没有 {value.text} 这个值", where=self._here(value.line), remedy=f"可用的值：{known}。"
            )

    def _check_property(self, value: Scalar) -> None:
        """Refuse what is no property of the ontology, or one that only rules may state."""
        if self.vocabulary.kinds.get(PG + value.text) not in ("object", "datatype"):
            among = [short_name(term) for term, kind in self.vocabulary.kinds.items() if kind != "annotation"]
            raise self._unknown("关系", value.text, value.line, self.vocabulary.suggestions(value.text, among))
        if PG + value.text in self.vocabulary.marks["isInferred"]:
            raise self._inferred(value.text, value.line)

    def _check_literal(self, word: Word, value: Scalar) -> None:
        """Refuse a literal that is not of its datatype, not in NFC or empty."""
        if not fits(value.text, word.datatype):
            kind = word.datatype.removeprefix(XSD)
            raise ParseError(
                f"{word.name} 的值 {value.text} 不是 {kind}",
                where=self._here(value.line),
                remedy=f"请写成 {EXAMPLES[kind]} 的形式。",
            )
        if not value.text or (not is_composed(value.text) and not word.verbatim):
            raise ParseError(
                f"{word.name} 的值为空或不是 NFC 形式", where=self._here(value.line), remedy="请重新输入该值。"
            )

    def _complete(self, out: Json, cls: str, node: Mapping, frame: Frame) -> None:
        """Add what the record leaves out: evidence, rule of a derivation, as-of date."""
        is_fact = self.vocabulary.is_a(cls, "QualifiedFact")
        if not frame.quotes:
            raise ParseError(
                "这一节点和它外围都没有引文", where=self._here(node.line), remedy="请加上 quote: '能证明它的原文'。"
            )
        out["evidencedBy" if is_fact else "mentionedIn"] = self._spans(frame)
        if cls == "Assertion":
            self._complete_assertion(out, node)
        if out.get("basis") == PGC + "basis-derivedFromName" and "rule" not in out:
            out["rule"] = PGR + NAME_RULE
        if self.vocabulary.ages(cls):
            out["asOf"] = self.source.as_of
            out["asOfPrecision"] = PGC + "precision-" + self.source.as_of_precision

    def _spans(self, frame: Frame) -> list[str]:
        """The ids of the spans of a frame's quotes."""
        return [f"span-{self.source.slug}-{start}-{end}" for start, end in frame.quotes]

    def _complete_assertion(self, out: Json, node: Mapping) -> None:
        """Hold an assertion's parts together: one property, and one thing or one literal of its kind."""
        said, where = out.get("says"), self._here(node.line)
        values = [out[name] for name in ("that", "text") if name in out]
        if not isinstance(said, str) or len(values) != 1 or isinstance(values[0], list):
            raise ParseError(
                "断言须有一个 says，并有一个 that 或一个 text",
                where=where,
                remedy="例：{says: locatedIn, that: division-371400}。",
            )
        is_literal = self.vocabulary.kinds[said] == "datatype"
        if is_literal != ("text" in out):
            name, word = short_name(said), "text" if is_literal else "that"
            raise ParseError(f"{name} 的值须用 {word} 写", where=where, remedy=f"例：{{says: {name}, {word}: …}}。")
        if is_literal:
            datatype = self.vocabulary.ranges.get(said, "")
            if not fits(out["text"], datatype):
                kind = datatype.removeprefix(XSD)
                raise ParseError(
                    f"{short_name(said)} 的值 {out['text']} 不是 {kind}",
                    where=where,
                    remedy=f"请写成 {EXAMPLES[kind]} 的形式。",
                )
            out["text"] = typed(out["text"], datatype, self.source.language)

    def _fact_id(self, out: Json, cls: str, frame: Frame, node: Mapping) -> str:
        """An id from class, place in the tree and facts: mending a quote or a note keeps it."""
        content = {word: _told(value) for word, value in out.items() if self._identifies(word)}
        told = json.dumps([self.source.slug, cls, frame.place, content], ensure_ascii=False, sort_keys=True)
        name = "fact-" + hashlib.sha256(told.encode("utf-8")).hexdigest()[:10]
        if name in self.result.facts:
            raise ParseError("这一事实与同处的另一条相同", where=self._here(node.line), remedy="请删去其中一条。")
        self.result.facts.add(name)
        return name

    def _identifies(self, name: str) -> bool:
        """Whether a word is part of what a fact says: not its evidence, notes or what points at it."""
        word = self.vocabulary.words.get(name)
        return name not in ("evidencedBy", "mentionedIn", "note", "remark") and not (word and word.reverse)


def _told(value: Any) -> Any:
    """A value as it counts in an id: a node by its id, anything else as it is."""
    if isinstance(value, list):
        return [_told(item) for item in value]
    return value.get("id", value) if isinstance(value, dict) else value


def _own(node: Mapping) -> str:
    """What tells an unnamed node from its siblings: a hash of its own texts."""
    texts = {name: value.text for name, value in node.entries.items() if isinstance(value, Scalar) and name != "note"}
    told = json.dumps(
        {name: text for name, text in texts.items() if name not in AUTHORING}, ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:6]


def _with_line_ends(wording: str) -> str:
    r"""A wording of a record, in which the two characters `\n` stand for a line end."""
    return wording.replace("\\n", "\n")


def overlay(vocabulary: Vocabulary, source: Source) -> Json:
    """The record context with the source's language on every verbatim word, and the words only the build uses."""
    context: Json = dict(vocabulary.context)
    for name, word in vocabulary.words.items():
        if word.verbatim:
            context[name] = {**context[name], "@language": source.language}
    for name in ("evidencedBy", "mentionedIn", "asOfPrecision"):
        context[name] = {"@type": "@id"}
    context["asOf"] = {"@type": "xsd:date"}
    return context
