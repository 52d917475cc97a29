"""How much of a source's text the graph holds: each sentence evidenced, listed as stating no fact, or open.

A sentence ends at 。！？!? or a line end. Characters are letters and digits of any script: punctuation and space are
not counted. The text has to be at hand, since the graph holds quotes alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from html import escape
from itertools import chain, pairwise
from typing import Any

from .lookup import labels, select
from .names import PG, PGC, PGD
from .rows import Cell, Table
from .store import Store

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』)）]*")
_COMPUTED = PGC + "basis-computed"
_HEADINGS = (PG + "DocumentSection", PG + "QAExchange")


_PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><title>{title}</title>
<style>
body {{ max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.9; white-space: pre-wrap;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
    "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif }}
h1 {{ font-size: 1.2em; margin: 0 }}
mark {{ background: #cfe8cf; color: inherit; border-bottom: 1px solid #4a8a4a }}
mark.listed {{ background: #e4e4e4; border-bottom: 1px dotted #888 }}
mark.open {{ background: #ffd0d0; border-bottom: 2px solid #c00 }}
</style>
<h1>{title}</h1><p>{legend}</p>{body}
</html>
"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a source.

    Attributes:
        start, end: offsets in code points, end exclusive.
        section: label of the innermost section, empty if there is none.
        state: `evidenced` (a quote of a fact or a thing touches it), `listed` (as stating no fact), `open`.
        reason: label of the reason of a listed one, else empty.
        facts: labels or kinds of the facts and things whose quotes touch it, those that rules derived left out.
        characters: letters and digits in it.
        covered: how many of them lie in a quote of a fact or thing.
        text: its wording.
    """

    start: int
    end: int
    section: str
    state: str
    reason: str
    facts: tuple[str, ...]
    characters: int
    covered: int
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote in the text: where it stands, what it is for, the reason if it is for no fact, whether for a heading."""

    start: int
    end: int
    label: str
    reason: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sentences of a source in order, and how the facts on it were read a second time.

    Attributes:
        source: label of the source.
        sentences: all of them.
        readings: verdict of the second reading, or `unread`, to the number of facts. Instrument codings are not among
            them: a second coder judges those.
        text: the whole text.
        marks: its quotes, in order.
    """

    source: str
    sentences: tuple[Sentence, ...]
    readings: dict[str, int]
    text: str
    marks: tuple[Mark, ...]

    def count(self, state: str) -> int:
        """How many sentences are in a state."""
        return sum(sentence.state == state for sentence in self.sentences)

    @property
    def share(self) -> float:
        """Share of the characters of evidenced sentences that lie in a quote, from 0 to 1; 1 where there are none."""
        return _share(sentence for sentence in self.sentences if sentence.state == "evidenced")

    def table(self, lang: str = "zh") -> Table:
        """One row a section in order of the text: sentences by state, and share of characters in per cent."""
        groups: dict[str, list[Sentence]] = {}
        for sentence in self.sentences:
            groups.setdefault(sentence.section, []).append(sentence)
        rows: list[tuple[Cell, ...]] = [
            (
                section or "—",
                len(group),
                *(sum(s.state == state for s in group) for state in ("evidenced", "listed", "open")),
                Decimal(f"{100 * _share(s for s in group if s.state == 'evidenced'):.1f}"),
            )
            for section, group in groups.items()
        ]
        columns = ("section", "sentences", "evidenced", "listed", "open", "percent")
        zh = ("章节", "句数", "有据", "无事实", "遗漏", "字符%")
        return Table(columns, tuple(rows), dict(zip(columns, zh, strict=True)) if lang == "zh" else {})

    def to_html(self, lang: str = "zh") -> str:
        """A page with the whole text, in which every quote and every open sentence is marked; hover to see the facts.

        It holds the running text: a local view, not for passing on.
        """
        lost = [(s.start, s.end) for s in self.sentences if s.state == "open"]
        edges = {0, len(self.text), *(at for m in self.marks for at in (m.start, m.end)), *chain.from_iterable(lost)}
        pieces = (
            _piece(self.text[start:end], [m for m in self.marks if m.start < end and m.end > start], _lies(start, lost))
            for start, end in pairwise(sorted(edges))
        )
        evidenced, listed, open_ = (self.count(state) for state in ("evidenced", "listed", "open"))
        zh = (
            f"绿：有据 {evidenced} 句；灰：无事实 {listed} 句；红：遗漏 {open_} 句；字符 {self.share:.1%}。"
            "鼠标停在文字上可见所依据的事实。"
        )
        en = (
            f"green: evidenced ({evidenced} sentences); grey: no fact ({listed}); red: open ({open_}); "
            f"characters {self.share:.1%}. Hover over the text to see the facts."
        )
        legend = zh if lang == "zh" else en
        return _PAGE.format(lang=lang, title=escape(self.source), legend=legend, body="".join(pieces))

    def to_dict(self) -> dict[str, Any]:
        """Totals and sentences as plain data for JSON."""
        states = {state: self.count(state) for state in ("evidenced", "listed", "open")}
        sentences = [asdict(sentence) for sentence in self.sentences]
        return {
            "source": self.source,
            **states,
            "share": round(self.share, 4),
            "readings": self.readings,
            "sentences": sentences,
        }


def measure(store: Store, slug: str, text: str, lang: str = "zh") -> Coverage:
    """The coverage of one source.

    Args:
        store: the graph.
        slug: of the source.
        text: its whole text, the one that is registered.
        lang: `zh` or `en`, of the labels.
    """
    address = f"{PGD}source-{slug}"
    marks = list(_marks(store, address, lang))
    sections = select(store, _SECTIONS.replace("%S", address))
    named = labels(store, [address, *(row.iri("section") for row in sections)], lang)
    extents = [(int(row.text("start")), int(row.text("end")), named[row.iri("section")]) for row in sections]
    sentences = tuple(_sentences(text, marks, extents))
    return Coverage(named[address], sentences, _readings(store, address, lang), text, tuple(marks))


_MARKS = """SELECT DISTINCT ?thing ?start ?end ?kind ?basis ?reason WHERE {
  ?thing pg:evidencedBy|pg:mentionedIn ?span ; a ?kind .
  ?span oa:hasSource <%S> ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?thing pg:assertionBasis ?basis }
  OPTIONAL { ?thing pg:passageReason ?reason }
} ORDER BY ?start ?end ?thing ?kind"""

_SECTIONS = """SELECT ?section ?start ?end WHERE {
  ?section pg:sectionOf <%S> ; pg:sectionStart ?start ; pg:sectionEnd ?end .
} ORDER BY ?start ?end"""

_READINGS = """SELECT ?verdict (COUNT(DISTINCT ?fact) AS ?facts) WHERE {
  ?fact pg:evidencedBy/oa:hasSource <%S> ; pg:assertionBasis ?basis ; a ?kind .
  FILTER(?basis != pgc:basis-computed && ?kind != pg:InstrumentCoding)
  OPTIONAL { ?fact pg:secondReading ?verdict }
} GROUP BY ?verdict ORDER BY ?verdict"""


def _marks(store: Store, address: str, lang: str) -> Iterator[Mark]:
    """Every quote of a source with what it is for; what rules derived is left out: it has the quotes of others."""
    rows = [row for row in select(store, _MARKS.replace("%S", address)) if row.iri("basis") != _COMPUTED]
    terms = {row.iri(name) for row in rows for name in ("thing", "kind", "reason")} - {""}
    named = labels(store, terms, lang)
    for row in rows:
        thing = row.iri("thing")
        kind = named[row.iri("kind")]
        label = kind if "/id/fact-" in thing else f"{named[thing]}〔{kind}〕"
        heading = row.iri("kind") in _HEADINGS
        yield Mark(int(row.text("start")), int(row.text("end")), label, named.get(row.iri("reason"), ""), heading)


def _readings(store: Store, address: str, lang: str) -> dict[str, int]:
    """Label of each verdict, or `unread`, to the number of facts on a source."""
    rows = select(store, _READINGS.replace("%S", address))
    named = labels(store, {row.iri("verdict") for row in rows} - {""}, lang)
    return {named.get(row.iri("verdict"), "unread"): int(row.text("facts")) for row in rows if row.text("facts") != "0"}


def _sentences(text: str, marks: list[Mark], extents: list[tuple[int, int, str]]) -> Iterator[Sentence]:
    """The sentences of a text with the marks that touch them."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        counted = [at for at in range(start, end) if text[at].isalnum()]
        if not counted:
            continue
        touching = [mark for mark in marks if mark.start < end and mark.end > start]
        reasons = [mark.reason for mark in touching if mark.reason]
        factual = [mark for mark in touching if not mark.reason and not (mark.heading and reasons)]
        covered = sum(any(mark.start <= at < mark.end for mark in factual) for at in counted)
        around = [extent for extent in extents if extent[0] <= counted[0] < extent[1]]
        yield Sentence(
            start=start,
            end=end,
            section=min(around, key=lambda extent: extent[1] - extent[0])[2] if around else "",
            state="evidenced" if covered else "listed" if reasons else "open",
            reason="" if covered or not reasons else reasons[0],
            facts=tuple(dict.fromkeys(mark.label for mark in factual)),
            characters=len(counted),
            covered=covered,
            text=match[0].strip(),
        )


def _share(sentences: Iterable[Sentence]) -> float:
    """Covered characters over all characters."""
    counts = [(sentence.covered, sentence.characters) for sentence in sentences]
    return sum(covered for covered, _ in counts) / (sum(characters for _, characters in counts) or 1) if counts else 1.0


def _lies(at: int, extents: list[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of several extents."""
    return any(start <= at < end for start, end in extents)


def _piece(wording: str, marks: list[Mark], lost: bool) -> str:
    """A stretch of text with the same marks throughout, as HTML."""
    told = escape(wording)
    if not marks:
        return f'<mark class="open">{told}</mark>' if lost and wording.strip() else told
    title = escape("\n".join(dict.fromkeys(mark.label or mark.reason for mark in marks)), quote=True)
    kind = ' class="listed"' if all(mark.reason for mark in marks) else ""
    return f'<mark{kind} title="{title}">{told}</mark>'
