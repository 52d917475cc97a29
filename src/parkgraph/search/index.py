"""The search over one store: names first, then what sounds or looks alike, and the passages."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..lookup import classes, labels
from ..names import PGC
from ..store import Store
from .folding import Folded, Lines, fold, fold_all
from .names import FACETS, Name, load_counted, load_names, load_parts
from .passages import Passages
from .pinyin import alike, spelled
from .similar import shortened, similar

FEW = 3
"""With fewer hits than that, and none exact, what sounds or looks alike is looked for too."""

WHYS = {
    "name": ("名称", "name"),
    "alias": ("别名", "alias"),
    "pinyin": ("拼音", "pinyin"),
    "initials": ("首字母", "initials"),
    "passage": ("原文", "passage"),
    "short": ("略写", "abbreviation"),
    "sound": ("同音", "same sound"),
    "similar": ("近似", "similar"),
}
"""Why something is found, in Chinese and English; the better reasons come first."""
_ORDER = {
    "name": 0, "alias": 0, "pinyin": 1, "initials": 1, "inside": 2, "passage": 3, "short": 4, "sound": 5, "similar": 6,
}  # fmt: skip
"""Which reason counts for more; `inside` is a Latin wording within a word of a name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that answers to a wording.

    Attributes:
        iri: of the entity.
        label: in the reader's language.
        cls: IRI of its class.
        kind: label of its class.
        matched: the name or quote that matched, as written.
        exact: whether the whole name is the wording.
        why: one of `WHYS`.
        start, end: the part of `matched` that fits, end exclusive; all of it where it fits as a whole.
    """

    iri: str
    label: str
    cls: str
    kind: str
    matched: str
    exact: bool
    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet, its label, and how many hits one gets who chooses it alone."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a search.

    Attributes:
        hits: the first of them.
        total: how many there are.
        facets: each facet's values, most frequent first; what is chosen in a facet narrows the others, not itself.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[Count, ...]]


class Rank(NamedTuple):
    """How well something fits a wording: less is better, from the first figure to the last.

    An entity is ranked by its best name; of entities whose names fit equally up to their length, by the first IRI.
    """

    order: int
    slips: int
    partial: bool
    aside: int
    inside: bool
    length: int
    alias: bool
    why: str
    text: str
    first: int
    last: int


class SearchIndex:
    """What there is to find in a store; kept by the caller as long as the store does not change.

    Nothing is read before it is needed: names with the first search, classes and places with the first counts, quotes
    with the first search in passages.

    Args:
        store: where to look.
        texts: IRI of a source to its text, where texts are at hand; passages are then found in all of them.
    """

    def __init__(self, store: Store, texts: Mapping[str, str] | None = None) -> None:
        self.store = store
        self.passages = Passages(store, texts or {})

    @cached_property
    def names(self) -> list[Name]:
        """Every name of every entity."""
        return load_names(self.store)

    @cached_property
    def _parts(self) -> frozenset[str]:
        """What stands behind the things of the same name."""
        return load_parts(self.store)

    @cached_property
    def _folded(self) -> Lines:
        """The names as they count, in the same order."""
        return Lines(fold_all([name.text for name in self.names]))

    @cached_property
    def _counted(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Each facet with the values of each entity."""
        return load_counted(self.store)

    def find(
        self,
        words: str,
        lang: str = "zh",
        limit: int = 20,
        *,
        facets: Mapping[str, Collection[str]] | None = None,
        passages: bool = False,
    ) -> Found:
        """Entities one of whose names holds the words, best first, with counts by class, place, year and tier.

        Exact names come first, then the shortest, then by IRI; behind them what the words spell in pinyin, what rests
        on a passage with them, and, where there is little else, what sounds or looks alike.

        Args:
            words: any part of a name; Traditional, full-width and punctuation do not matter.
            lang: of the labels shown.
            limit: the largest number of hits.
            facets: one of `FACETS` to the values of which a hit must have one: IRIs, or years.
            passages: whether an entity is also found by the wording it rests on.
        """
        ranked = self.ranked(words, passages=passages)
        chosen = {facet: set(values) for facet, values in (facets or {}).items() if values}
        kept = [entity for entity in ranked if self._fits(entity, chosen)]
        return Found(
            self._hits(kept[:limit], ranked, lang),
            len(kept),
            {facet: self._counts(facet, ranked, chosen, lang) for facet in FACETS},
        )

    def suggest(self, words: str, lang: str = "zh", limit: int = 10) -> tuple[Hit, ...]:
        """The first hits while a name is being typed; nothing is counted and no passage read."""
        ranked = self.ranked(words)
        return self._hits(list(ranked)[:limit], ranked, lang)

    def ranked(self, words: str, *, passages: bool = False) -> dict[str, Rank]:
        """Every entity that is found, best first, with what was found of it."""
        wanted = fold(words)
        if not wanted:
            return {}
        best: dict[str, Rank] = {}
        _keep_best(best, self._named(wanted))
        _keep_best(best, self._spelled(wanted))
        if passages:
            _keep_best(best, self._quoted(wanted))
        if len(best) < FEW and all(rank.partial for rank in best.values()):
            _keep_best(best, self._alike(wanted))
        return _ordered(best)

    def called(self, words: str) -> dict[str, bool]:
        """Every entity one of whose names holds the words, best first, and whether the words are the whole name."""
        best: dict[str, Rank] = {}
        _keep_best(best, self._named(wanted) if (wanted := fold(words)) else iter(()))
        return {entity: not rank.partial for entity, rank in _ordered(best).items()}

    def _named(self, wanted: str) -> Iterator[tuple[str, Rank]]:
        """Entities by the names that hold the wording."""
        for number, first in self._folded.holding(wanted):
            name = self.names[number]
            why = "name" if name.label else "alias"
            order = _ORDER["inside" if wanted.isascii() and _within_word(name.text, first) else why]
            yield self._rank(number, why, (first, first + len(wanted)), order=order)

    def _spelled(self, wanted: str) -> Iterator[tuple[str, Rank]]:
        """Entities by the names whose pinyin holds the wording."""
        for number, first, last in spelled(self._folded, wanted):
            yield self._rank(number, "initials" if last - first == len(wanted) else "pinyin", (first, last))

    def _alike(self, wanted: str) -> Iterator[tuple[str, Rank]]:
        """Entities by the names that the wording is short for, sounds like, or differs from by a slip or two."""
        for number, first, last in shortened(self._folded, wanted):
            yield self._rank(number, "short", (first, last), slips=last - first - len(wanted))
        for number, first, last in alike(self._folded, wanted):
            yield self._rank(number, "sound", (first, last))
        for number, slips in similar(self._folded, wanted):
            yield self._rank(number, "similar", (0, self._length(number)), slips=slips)

    def _quoted(self, wanted: str) -> Iterator[tuple[str, Rank]]:
        """Named entities by the quotes that hold the wording."""
        named = {name.entity for name in self.names}
        for quote, first in self.passages.quoted(wanted):
            where, length = (first, first + len(wanted)), len(quote.text)
            for entity in self.passages.resting.get(quote.span, ()):
                if entity in named:
                    order, aside = _ORDER["passage"], self._aside(entity)
                    yield entity, Rank(order, 0, True, aside, True, length, True, "passage", quote.text, *where)

    def _length(self, number: int) -> int:
        """The length of a folded name."""
        return self._folded.starts[number + 1] - self._folded.starts[number] - 1

    def _aside(self, entity: str) -> int:
        """Things come first, then concepts, then what says something of things."""
        return 2 if entity in self._parts else int(entity.startswith(PGC))

    def _rank(
        self, number: int, why: str, where: tuple[int, int], *, slips: int = 0, order: int | None = None
    ) -> tuple[str, Rank]:
        """An entity with the rank that one of its names gives it."""
        name, length = self.names[number], self._length(number)
        partial, inside = slips > 0 or where[1] - where[0] < length, where[0] > 0
        order = _ORDER[why] if order is None else order
        return name.entity, Rank(
            order, slips, partial, self._aside(name.entity), inside, length, not name.label, why, name.text, *where
        )

    def _hits(self, ordered: list[str], ranked: Mapping[str, Rank], lang: str) -> tuple[Hit, ...]:
        """The entities with label, class and what matched."""
        named, kinds = labels(self.store, ordered, lang), classes(self.store, ordered)
        shown = {"": "", **labels(self.store, kinds.values(), lang)}
        hits = []
        for entity in ordered:
            rank, kind = ranked[entity], kinds.get(entity, "")
            start, end = Folded(rank.text).place(rank.first, rank.last)
            exact = not rank.partial and rank.order == 0
            hits.append(Hit(entity, named[entity], kind, shown[kind], rank.text, exact, rank.why, start, end))
        return tuple(hits)

    def _fits(self, entity: str, chosen: Mapping[str, set[str]], besides: str = "") -> bool:
        """Whether an entity has a chosen value in every facet but one."""
        return all(
            facet == besides or values & set(self._counted[facet].get(entity, ())) for facet, values in chosen.items()
        )

    def _counts(
        self, facet: str, ranked: Mapping[str, Rank], chosen: Mapping[str, set[str]], lang: str
    ) -> tuple[Count, ...]:
        """The values of a facet among the hits that the other facets leave."""
        known = self._counted[facet]
        left = (entity for entity in ranked if self._fits(entity, chosen, facet))
        counts = Counter(value for entity in left for value in known.get(entity, ()))
        named = labels(self.store, (value for value in counts if ":" in value), lang)
        ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return tuple(Count(value, named.get(value, value), count) for value, count in ordered)


def _keep_best(best: dict[str, Rank], ranks: Iterator[tuple[str, Rank]]) -> None:
    """Keep the best rank of each entity."""
    for entity, rank in ranks:
        if entity not in best or rank < best[entity]:
            best[entity] = rank


def _ordered(best: dict[str, Rank]) -> dict[str, Rank]:
    """The entities, best first; of equal fits the first IRI decides."""
    return dict(sorted(best.items(), key=lambda entry: (*entry[1][:6], entry[0])))


def _within_word(name: str, first: int) -> bool:
    """Whether a letter of a folded name stands behind another of the same word as written."""
    start, _ = Folded(name).place(first, first + 1)
    return start > 0 and name[start - 1].isalpha()
