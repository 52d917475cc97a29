"""The passages that hold a wording: in the shipped quotes, and in whole texts where they are at hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..lookup import classes, labels
from ..names import slug
from ..rows import Entity
from ..store import Store
from .folding import Folded, Lines, fold, fold_all
from .names import Quote, Section, load_quotes, load_resting, load_sections

AROUND = 24
"""Characters of a text that are shown before and behind a match."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage that holds a wording.

    Attributes:
        text: the quote, or where the whole text is at hand the match with what stands around it, verbatim.
        start, end: the match in `text`, end exclusive.
        source: the document.
        section: label of the innermost section, empty if there is none.
        offset: of the match in the document, in code points.
        spans: IRIs of the quotes that the match touches, in the order of the text.
        about: what rests on those quotes.
    """

    text: str
    start: int
    end: int
    source: Entity
    section: str
    offset: int
    spans: tuple[str, ...]
    about: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Excerpts:
    """The answer of a search in passages: the first passages, how many there are, and where was looked.

    Attributes:
        whole: labels of the sources whose whole text was searched.
        quoted: labels of those of which only the quotes were.
    """

    shown: tuple[Excerpt, ...]
    total: int
    whole: tuple[str, ...]
    quoted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A match before its labels are known."""

    text: str
    start: int
    end: int
    source: str
    section: str
    offset: int
    spans: tuple[str, ...]


class Passages:
    """The passages of a store.

    Args:
        store: where the quotes are.
        texts: IRI of a source to its whole text, where it is at hand.
    """

    def __init__(self, store: Store, texts: Mapping[str, str]) -> None:
        self.store = store
        self.texts = dict(sorted(texts.items()))

    @cached_property
    def resting(self) -> dict[str, tuple[str, ...]]:
        """Each span with what rests on it."""
        return load_resting(self.store)

    @cached_property
    def _quotes(self) -> list[Quote]:
        return load_quotes(self.store)

    @cached_property
    def _folded(self) -> Lines:
        """The quotes as they count, in the same order."""
        return Lines(fold_all([quote.text for quote in self._quotes]))

    @cached_property
    def _sections(self) -> list[Section]:
        return load_sections(self.store)

    @cached_property
    def _pages(self) -> dict[str, Folded]:
        """The whole texts as they count."""
        return {source: Folded(text) for source, text in self.texts.items()}

    def quoted(self, wanted: str) -> Iterator[tuple[Quote, int]]:
        """The quotes that hold a folded wording, and where in the folded quote it first stands."""
        for number, first in self._folded.holding(wanted):
            yield self._quotes[number], first

    def find(self, words: str, lang: str = "zh", limit: int = 20) -> Excerpts:
        """The passages that hold the words, in the order of sources and texts.

        Every occurrence in a text that is at hand; of the other sources, every quote that holds the words.

        Args:
            words: any wording; Traditional, full-width and punctuation do not matter.
            lang: of the labels of sources, sections and things.
            limit: the largest number of passages.
        """
        wanted = fold(words)
        found = sorted(self._matches(wanted), key=lambda match: (match.source, match.offset)) if wanted else []
        quoted = sorted({quote.source for quote in self._quotes} - self.texts.keys())
        named = labels(self.store, [*self.texts, *quoted], lang)
        whole = tuple(named[source] for source in self.texts)
        return Excerpts(tuple(self._told(found[:limit], lang)), len(found), whole, tuple(named[iri] for iri in quoted))

    def _matches(self, wanted: str) -> Iterator[_Match]:
        """Every match, in no order."""
        for quote, first in self.quoted(wanted):
            if quote.source not in self.texts:
                start, end = Folded(quote.text).place(first, first + len(wanted))
                offset = quote.start + start
                yield _Match(quote.text, start, end, quote.source, quote.section, offset, (quote.span,))
        for source, page in self._pages.items():
            at = page.text.find(wanted)
            while at >= 0:
                yield self._in_text(source, *page.place(at, at + len(wanted)))
                at = page.text.find(wanted, at + 1)

    def _in_text(self, source: str, start: int, end: int) -> _Match:
        """A match in a whole text."""
        text = self.texts[source]
        first, last = max(0, start - AROUND), min(len(text), end + AROUND)
        around = [part for part in self._sections if part.source == source and part.start <= start < part.end]
        touched = [
            quote.span
            for quote in self._quotes
            if quote.source == source and quote.start < end and start < quote.start + len(quote.text)
        ]
        shown = text[first:last].replace("\n", " ").replace("\r", " ")
        section = around[-1].iri if around else ""
        return _Match(shown, start - first, end - first, source, section, start, tuple(touched))

    def _told(self, matches: Iterable[_Match], lang: str) -> Iterator[Excerpt]:
        """The matches with labels."""
        matches = list(matches)
        resting = {span: self.resting.get(span, ()) for match in matches for span in match.spans}
        things = {thing for found in resting.values() for thing in found}
        kinds = classes(self.store, things)
        places = {iri for match in matches for iri in (match.source, match.section) if iri}
        named = labels(self.store, {*things, *kinds.values(), *places}, lang)
        for match in matches:
            about = dict.fromkeys(thing for span in match.spans for thing in resting[span])
            yield Excerpt(
                match.text,
                match.start,
                match.end,
                Entity(match.source, named[match.source]),
                named.get(match.section, ""),
                match.offset,
                match.spans,
                tuple(Entity(thing, _label(thing, named, kinds)) for thing in about),
            )


def _label(thing: str, named: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    """What a thing is called; one without a name, by its class."""
    return named[kinds[thing]] if named[thing] == slug(thing) and thing in kinds else named[thing]
