"""The page of an entity as people read it in a terminal."""

import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..describe import Block, Fact, Field, Page, Spelling
from ..lookup import Passage

MOST = 8
"""How many facts of one relation are told among those that the layout of a page has no place for."""
LEAST_WIDTH = 20

_NOT_FIRST = frozenset("，。、；：！？）〕》」』”’…—·,.;:!?)][")
_NOT_LAST = frozenset("（〔《「『“‘(")
_WORDS = {
    "zh": {
        "as of": "数据截至 ", "names": "又写作：", "note": "备注：", "remark": "注：", "none": "未载明", "colon": "：",
        "known": "〔{}〕", "kinds": "（{}）", "day": "截至 {}", "disputed": "与其他说法冲突", "and": "，",
        "more": "另有 {} 项；-f json 列出全部", "mentioned": "提及它的原文：", "quotes": "引文",
    },
    "en": {
        "as of": "as of ", "names": "Also written: ", "note": "Note: ", "remark": "note: ", "none": "not stated",
        "colon": ": ", "known": "({})", "kinds": " ({})", "day": "as of {}", "disputed": "disputed", "and": ", ",
        "more": "{} more; -f json lists all", "mentioned": "Mentioned in: ", "quotes": "Quotes",
    },
}  # fmt: skip


def page_text(page: Page, lang: str) -> str:
    """An entity's page at the width of the terminal; each quote stands once, at the end, under a number."""
    width = max(shutil.get_terminal_size((80, 24)).columns, LEAST_WIDTH)
    return "".join(f"{line}\n" for line in _Writer(lang).lines(page) for line in fold(line, width))


class _Writer:
    """Writes one page, and numbers its quotes on the way."""

    def __init__(self, lang: str) -> None:
        self.words = _WORDS[lang]
        self.quotes: dict[str, Passage] = {}

    def lines(self, page: Page) -> Iterator[str]:
        """The lines of a page, not yet folded."""
        words = self.words
        yield f"{page.label}〔{page.cls}〕"
        yield page.iri
        if page.as_of:
            yield words["as of"] + page.as_of
        if page.spellings:
            yield words["names"] + " · ".join(self._spelling(spelling) for spelling in page.spellings)
        yield from (words["note"] + note for note in page.notes)
        for block in page.blocks:
            yield from ("", f"■ {block.label}", *self._block(block))
        if page.mentions:
            yield from ("", words["mentioned"] + self._numbers(page.mentions))
        if self.quotes:
            yield from ("", *self._listed())

    def _spelling(self, spelling: Spelling) -> str:
        """A name with its kinds and the numbers of its quotes."""
        kinds = self.words["kinds"].format(self.words["and"].join(spelling.kinds)) if spelling.kinds else ""
        return spelling.name + kinds + self._numbers(spelling.passages)

    def _block(self, block: Block) -> Iterator[str]:
        """The fields of a block."""
        for field in block.fields:
            cap = MOST if block.rest else len(field.facts)
            yield from self._field(field, field.facts[:cap])
            if len(field.facts) > cap:
                yield "    …… " + self.words["more"].format(len(field.facts) - cap)

    def _field(self, field: Field, facts: Sequence[Fact]) -> Iterator[str]:
        """A field on one line, or with a line for each value; how they are known is said once where it is the same."""
        colon = self.words["colon"]
        if not facts:
            yield f"  {field.label}{colon}{self.words['none']}"
            return
        known = [self._known(fact) for fact in facts]
        if len(field.facts) == 1:
            yield f"  {field.label}{colon}{self._said(facts[0])}{known[0]}{self._numbers(facts[0].passages)}"
            yield from self._remark(facts[0])
            return
        same = len(set(known)) == 1
        yield f"  {field.label}{known[0] if same else ''}{colon}".rstrip()
        for fact, how in zip(facts, known, strict=True):
            yield f"    · {self._said(fact)}{'' if same else how}{self._numbers(fact.passages)}"
            yield from self._remark(fact)

    def _said(self, fact: Fact) -> str:
        """What a fact says: its parts side by side, or else its value."""
        parts = " · ".join(" ".join(filter(None, (part.label, part.value))) for part in fact.parts)
        return parts or fact.value

    def _known(self, fact: Fact) -> str:
        """How a fact is known, and as of when."""
        basis = self.words["colon"].join(filter(None, (fact.basis, fact.rule)))
        day = self.words["day"].format(fact.as_of) if fact.as_of else ""
        told = [part for part in (basis, day, self.words["disputed"] if fact.disputed else "") if part]
        return " " + self.words["known"].format(self.words["and"].join(told)) if told else ""

    def _remark(self, fact: Fact) -> Iterator[str]:
        """The curators' remark on a fact."""
        if fact.note:
            yield f"      {self.words['remark']}{fact.note}"

    def _numbers(self, passages: Sequence[Passage]) -> str:
        """The numbers of some quotes, which are given in the order in which they are first needed."""
        for passage in passages:
            self.quotes.setdefault(passage.span, passage)
        order = list(self.quotes)
        numbers = sorted({order.index(passage.span) + 1 for passage in passages})
        return "".join(f"[{number}]" for number in numbers)

    def _listed(self) -> Iterator[str]:
        """The quotes by number, with source and section behind those of one place; a sole source stands above all."""
        sources = list(dict.fromkeys(passage.source for passage in self.quotes.values()))
        yield self.words["quotes"] + (f" — {sources[0]}" if len(sources) == 1 else "")
        numbered = enumerate(self.quotes.values(), 1)
        for (source, section), group in groupby(numbered, key=lambda entry: (entry[1].source, entry[1].section)):
            yield from (f"[{number}] “{passage.quote}”" for number, passage in group)
            if where := " · ".join(filter(None, (source if len(sources) > 1 else "", section))):
                yield f"     — {where}"


def fold(text: str, width: int) -> Iterator[str]:
    """A line as lines of some width, of which a Chinese character takes two columns; what follows is indented further.

    Chinese text is cut between any two characters, but no line begins on a closing mark or ends on an opening one;
    other text is cut at spaces, or within a word where it is longer than a line.
    """
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    line = ""
    for piece in _pieces(text):
        if line.strip() and _columns(line) + _columns(piece.rstrip()) > width:
            yield line.rstrip()
            line, piece = indent, piece.lstrip()
        for letter in piece:
            if _columns(line + letter) > width and line.strip() and letter != " ":
                yield line.rstrip()
                line = indent
            line += letter
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What of a text must stay on one line, each piece with the spaces behind it."""
    piece = ""
    for letter in text:
        if piece and _parts(piece, letter):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _parts(before: str, letter: str) -> bool:
    """Whether a line may end behind a text and the next begin on a character."""
    last = before.rstrip()[-1:]
    if letter == " " or letter in _NOT_FIRST or not last or last in _NOT_LAST:
        return False
    return before[-1] == " " or _wide(last) or _wide(letter)


def _wide(letter: str) -> bool:
    """Whether a character takes two columns."""
    return unicodedata.east_asian_width(letter) in "WF"


def _columns(text: str) -> int:
    """How many columns a text takes."""
    return sum(0 if unicodedata.combining(letter) else 1 + _wide(letter) for letter in text)
