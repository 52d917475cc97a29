"""What a dossier says: sentences in the order of the entity's page, each with its quotes or a mark why it has none."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..answers import Result
from ..citing import gbt7714
from ..describe import Block, Fact, Field, Page
from ..graph import Graph
from ..lookup import Passage, labels, select
from ..names import PGC, slug
from ..rows import Entity
from .sentences import LIST, filled, fitting, forms, parts_of, sentences, spoken

MOST = 12
"""So many facts of a field are told where the layout of the page has no place for it."""
MENTIONS = 2
CARD = "policy-card"
"""The question whose answer is the policy card of a tier."""

_TIERS = """SELECT DISTINCT ?tier WHERE {
  { BIND(%E AS ?tier) } UNION { ?list pg:forCohort/pg:cohortOf/pg:establishedBy %E ; pg:atTier ?tier }
  ?tier a pg:Tier ; pg:tierRank ?rank
} ORDER BY ?rank ?tier"""
_SOURCES = """SELECT DISTINCT ?s ?label ?hash WHERE {
  VALUES ?span { %S } ?span oa:hasSource ?s . ?s pg:sha256 ?hash
} ORDER BY ?s"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, and the passages it rests on: where there are any, a footnote stands behind it."""

    text: str
    passages: tuple[Passage, ...] = ()


Sentence = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A dossier.

    Attributes:
        title, lang: what it is called, and its language.
        lead: what stands above everything: as of when, from which data.
        day: the ISO date of the data, which is the date of the document.
        sections: what it says.
        closing: headings with lines that are no statements about the thing: what is not stated, sources, citation.
    """

    title: str
    lang: str
    lead: tuple[str, ...]
    day: str
    sections: tuple[Section, ...]
    closing: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def notes(self) -> list[str]:
        """The text of every footnote, in order; a source is named in full once, and by its number from then on."""
        numbers: dict[str, int] = {}
        return [footnote(piece.passages, self.lang, numbers) for piece in pieces_of(self.sections) if piece.passages]


def pieces_of(sections: Iterable[Section]) -> Iterator[Piece]:
    """The stretches of all sentences, in order."""
    return (piece for section in sections for sentence in section.sentences for piece in sentence)


def footnote(passages: Sequence[Passage], lang: str, numbers: dict[str, int]) -> str:
    """Some passages with source and section; what is of one place is told once.

    Args:
        passages: what the footnote proves.
        lang: `zh` or `en`.
        numbers: the sources that were named before, each with its number; new ones are added.
    """
    words: dict[str, str] = sentences(lang)["words"]

    def named(source: str) -> str:
        if source in numbers:
            return words["again"].format(numbers[source])
        numbers[source] = len(numbers) + 1
        return words["from"].format(source, numbers[source])

    places: dict[tuple[str, str], list[str]] = {}
    for passage in passages:
        places.setdefault((passage.source, passage.section), []).append(words["quote"].format(passage.quote))
    told = (
        "".join(quotes) + named(source) + (words["section"].format(section) if section else "")
        for (source, section), quotes in places.items()
    )
    return words["also"].join(told) + words["stop"]


def brief(graph: Graph, entity: str) -> Brief:
    """The dossier of an entity given by IRI, CURIE, slug or an unambiguous name; errors as in `Graph.show`."""
    page = graph.show(entity)
    return _Writer(graph, page).brief()


class _Writer:
    """Writes the dossier of one page."""

    def __init__(self, graph: Graph, page: Page) -> None:
        self.graph, self.page, self.lang = graph, page, graph.lang
        told = sentences(self.lang)
        self.words = told["words"]
        self.it = told["it"].format(page.cls if self.lang == "zh" else page.cls.lower())
        named = labels(graph.store, (PGC + f"basis-{name}" for name in ("explicit", "curator")), self.lang)
        self.explicit, self.curator = named[PGC + "basis-explicit"], named[PGC + "basis-curator"]

    def brief(self) -> Brief:
        """The dossier."""
        blocks = (self._section(block) for block in self.page.blocks)
        sections = [section for section in (self._about(), *self._cards(), *blocks) if section.sentences]
        release, known = self.graph.data_version(), self.graph.info()
        as_of = self.page.as_of or self._newest()
        lead = (
            self.words["as_of"].format(spoken(as_of, self.lang)) + self.words["stop"],
            self.words["data"].format(release, known["fingerprint"]) + self.words["stop"],
        )
        missing = dict.fromkeys(
            field.label for block in self.page.blocks for field in block.fields if field.expected and not field.facts
        )
        silent = self.words["silent"] + self.words["and"].join(missing) + self.words["stop"]
        cited = gbt7714(self.page.label, self.page.iri, {"release": release, "as_of": as_of}, self.lang)
        closing = [
            (self.words["missing"], (silent,) if missing else ()),
            (self.words["sources"], tuple(self._sources(sections))),
            (self.words["cite"], (cited,)),
        ]
        title = self.words["title"].format(self.page.label)
        told = tuple((heading, lines) for heading, lines in closing if lines)
        return Brief(title, self.lang, lead, self._day(release, as_of), tuple(sections), told)

    def _newest(self) -> str:
        """The newest day that a source is as of."""
        rows = select(self.graph.store, "SELECT (MAX(?d) AS ?last) WHERE { ?s a pg:SourceDocument ; pg:asOf ?d }")
        return rows[0].text("last")

    def _day(self, release: str, as_of: str) -> str:
        """The day of the data release where it is the one that is shipped, else that of the newest source."""
        path = self.graph.home / "data" / "release.toml"
        known = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return str(known["date"]) if known.get("version") == release else as_of

    # ------------------------------------------------------------------ sections

    def _about(self) -> Section:
        """What the thing is, how it is written, and what the curators remark."""
        page, words = self.page, self.words
        passages = page.mentions[:MENTIONS]
        subject = words["subject"].format(page.label, page.cls)
        told = [self._sentence([Piece(subject if passages else subject + words["bare"], passages)])]
        written = [Piece(words["quote"].format(one.name), one.passages) for one in page.spellings if one.passages]
        if written:
            told.append(self._sentence([Piece(words["written"]), *self._joined(written, words["and"])]))
        told += [self._sentence([Piece(words["note"].format(spoken(note, self.lang)))]) for note in page.notes]
        return Section(words["about"], tuple(told))

    def _cards(self) -> Iterator[Section]:
        """The policy cards of a tier, or of the tiers of what a policy sets up: eleven lines each, silent ones too."""
        term = f"<{self.page.iri}>"
        tiers = [row.iri("tier") for row in select(self.graph.store, _TIERS.replace("%E", term))]
        for tier in tiers if CARD in self.graph.questions() else ():
            named = labels(self.graph.store, [tier], self.lang)[tier]
            answer = self.graph.answer(CARD, {"tier": tier})
            yield Section(self.words["card"].format(named), tuple(self._lines(answer)))

    def _lines(self, answer: Result) -> Iterator[Sentence]:
        """The lines of a policy card, one a field."""
        at = {column: number for number, column in enumerate(answer.table.columns)}
        lines: dict[str, list[Piece]] = {}
        for row, passages in zip(answer.table.rows, answer.evidence, strict=True):
            zh, _, en = str(row[at["field"]]).partition(" · ")
            value, basis = row[at["value"]], row[at["basis"]]
            text = self.words["none"] if _is_silent(value) else spoken(_text(value), self.lang)
            mark = self._mark(Fact("", text, basis=_text(basis), passages=passages)) if passages else ""
            lines.setdefault(zh if self.lang == "zh" else en, []).append(Piece(text + mark, passages))
        for field, pieces in lines.items():
            yield self._sentence([Piece(field + self.words["colon"]), *self._joined(pieces, self.words["also"])])

    def _section(self, block: Block) -> Section:
        """A block of the page as sentences."""
        arriving = {(fact.relation, fact.value_iri) for fact in self.page.incoming}
        facts = [fact for field in block.fields for fact in field.facts]
        incoming = block.rest and all((fact.relation, fact.value_iri) in arriving for fact in facts)
        told = [
            sentence
            for field in block.fields
            for sentence in self._field(field, incoming=incoming, most=MOST if block.rest else len(field.facts))
        ]
        return Section(self.words["incoming"] if incoming else block.label, tuple(told))

    # ------------------------------------------------------------------ sentences

    def _field(self, field: Field, *, incoming: bool, most: int) -> Iterator[Sentence]:
        """The sentences of a field: one for all its facts, or one for each; where some have quotes, only of those."""
        choices = forms(self.lang, field.label, incoming=incoming)
        if not choices or not field.facts:
            return
        grounded = [self._grounded(fact) for fact in field.facts]
        known = [fact for fact in grounded if fact.passages] or grounded
        facts = known[:most]
        if LIST in choices[0]:
            yield self._listed(choices[0], facts, len(known))
            return
        for fact in facts:
            parts = {"it": self.it, **parts_of(fact, self.lang)}
            yield self._sentence([Piece(filled(fitting(choices, parts), parts) + self._mark(fact), fact.passages)])

    def _grounded(self, fact: Fact) -> Fact:
        """A fact without quotes of its own with the mentions of the thing that hold its very value, if any do."""
        if fact.passages or len(fact.value) < 2:
            return fact
        return replace(fact, passages=tuple(one for one in self.page.mentions if fact.value in one.quote))

    def _listed(self, form: str, facts: Sequence[Fact], total: int) -> Sentence:
        """One sentence for several facts; what is to be said of all of them stands once, at the end."""
        marks = [self._mark(fact) for fact in facts]
        same = len(set(marks)) == 1
        told = [self._item(fact) for fact in facts]
        between = self.words["also" if any(set(text) & set("，、；,;") for text in told) else "and"]
        pieces = [
            Piece(text if same else text + mark, fact.passages)
            for text, mark, fact in zip(told, marks, facts, strict=True)
        ]
        before, _, after = filled(form.replace(LIST, "\n"), {"it": self.it}).partition("\n")
        more = self.words["more"].format(total) if total > len(facts) else ""
        end = after + more + (marks[0] if same else "")
        return self._sentence([Piece(before), *self._joined(pieces, between), Piece(end)])

    def _item(self, fact: Fact) -> str:
        """A fact within a list: its parts side by side, without a name that is none, or else its value."""
        if not fact.parts:
            return spoken(fact.value, self.lang)
        parts = [part for part in fact.parts if part.label or part.value != slug(fact.value_iri)]
        return " ".join(f"{part.label}{spoken(part.value, self.lang)}" for part in parts)

    def _joined(self, pieces: Sequence[Piece], between: str) -> list[Piece]:
        """Pieces with a sign between each two, behind the footnotes."""
        return [one for number, piece in enumerate(pieces) for one in ((Piece(between), piece) if number else (piece,))]

    def _sentence(self, pieces: Iterable[Piece]) -> Sentence:
        """Pieces as a sentence, with a capital at the beginning and a stop at the end."""
        first, *others = (piece for piece in pieces if piece.text)
        return (replace(first, text=first.text[:1].upper() + first.text[1:]), *others, Piece(self.words["stop"]))

    def _mark(self, fact: Fact) -> str:
        """What a reader must know of how a fact is known: nothing where the source says so itself."""
        words, mark = self.words, ""
        if fact.rule:
            mark = words["ruled"].format(fact.rule)
        elif fact.note:
            mark = words["judged"].format(spoken(fact.note, self.lang))
        elif self.curator in fact.basis:
            mark = words["judged_bare"]
        elif fact.basis and fact.basis != self.explicit:
            mark = words["inferred"].format(fact.basis)
        elif not fact.passages:
            mark = words["bare"]
        if fact.as_of and fact.as_of != self.page.as_of:
            mark += words["day"].format(spoken(fact.as_of, self.lang))
        return mark + (words["disputed"] if fact.disputed else "")

    # ------------------------------------------------------------------ sources

    def _sources(self, sections: Iterable[Section]) -> Iterator[str]:
        """The documents that are quoted, with the numbers that footnotes give them and the hashes of their texts."""
        passages = [passage for piece in pieces_of(sections) for passage in piece.passages]
        numbers = {source: at for at, source in enumerate(dict.fromkeys(one.source for one in passages), 1)}
        spans = sorted({passage.span for passage in passages})
        rows = select(self.graph.store, _SOURCES.replace("%S", " ".join(f"<{span}>" for span in spans)))
        named = labels(self.graph.store, (row.iri("s") for row in rows), self.lang)
        for row in sorted(rows, key=lambda row: numbers[named[row.iri("s")]]):
            number = self.words["numbered"].format(numbers[named[row.iri("s")]])
            yield number + named[row.iri("s")] + self.words["hash"].format(row.text("hash")) + self.words["stop"]


def _text(cell: object) -> str:
    """A cell in words."""
    return cell.label if isinstance(cell, Entity) else str(cell or "")


def _is_silent(cell: object) -> bool:
    """Whether a cell says that the sources say nothing."""
    return isinstance(cell, Entity) and slug(cell.iri) == "status-not-stated"
