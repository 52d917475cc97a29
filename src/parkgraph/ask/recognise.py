"""The things that a wording names: by whole names first, then by parts of names that only one thing of a kind has."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ..names import PG
from ..search import fold, plain
from .wording import LONGEST, dictionary

SHORTEST = 2
"""Letters of the shortest name that counts."""
SHORTEST_PART = 4
"""Letters of the shortest part of a name that counts."""

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a wording that may name things.

    Attributes:
        start, end: where it stands in the plain text, end exclusive.
        things: IRIs of what it may name.
        whole: whether it is a whole name of theirs.
    """

    start: int
    end: int
    things: tuple[str, ...]
    whole: bool


class Folding:
    """A plain text without white space and punctuation, and where its letters stand in the text."""

    def __init__(self, text: str) -> None:
        self.plain = text
        self.places = [at for at, letter in enumerate(text) if unicodedata.category(letter)[0] not in "ZPC"]
        self.text = "".join(text[at] for at in self.places)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text as one of the plain text."""
        return self.places[start], self.places[end - 1] + 1

    def is_free(self, start: int, end: int) -> bool:
        """Whether a stretch of the folded text neither begins nor ends within a Latin word or a number."""
        first, last = self.stretch(start, end)
        return not (_within(self.plain, first) or _within(self.plain, last))


def _within(text: str, at: int) -> bool:
    """Whether a place of a text stands between two Latin letters, or between two digits."""
    before, behind = text[at - 1 : at] if at else "", text[at : at + 1]
    both = before + behind
    return len(both) == 2 and both.isascii() and (both.isalpha() or both.isdecimal())


class Namebook:
    """Names to look for in wordings.

    Args:
        names: pairs of an IRI and a name of it.
        kinds: IRI of a thing to the IRIs of its classes, those above them too; others are left out.
        loose: classes whose members are also found by parts of their names.
    """

    def __init__(
        self, names: Iterable[tuple[str, str]], kinds: Mapping[str, frozenset[str]], loose: frozenset[str]
    ) -> None:
        self.kinds = kinds
        whole: dict[str, set[str]] = defaultdict(set)
        for thing, name in names:
            if thing in kinds:
                for form in self._forms(plain(name), kinds[thing]):
                    whole[fold(form)].add(thing)
        self.whole = {name: frozenset(things) for name, things in whole.items() if len(name) >= SHORTEST}
        self.longest = max(map(len, self.whole), default=0)
        self._pairs: dict[str, set[str]] = defaultdict(set)
        for name, things in self.whole.items():
            if not name.isascii() and any(kinds[thing] & loose for thing in things):
                for pair in pairwise(name):
                    self._pairs["".join(pair)].add(name)

    def _forms(self, name: str, kinds: frozenset[str]) -> Iterator[str]:
        """A name as it stands, without what it has in brackets at its end, and without what people leave off."""
        short = _BRACKETS.sub("", name)
        yield from (name, short)
        for kind, endings in dictionary().endings.items():
            if PG + kind in kinds:
                for ending in endings:
                    cut = short.removesuffix(ending).strip()
                    if cut != short and len(cut) >= SHORTEST:
                        yield cut

    def mentions(self, text: str) -> list[Mention]:
        """What a plain text names, in the order of the text; longer names go before what overlaps with them."""
        folding = Folding(text[:LONGEST])
        found = [*self._named(folding), *self._in_part(folding)]
        found.sort(key=lambda one: (-(one[1] - one[0]), not one[3], one[0]))
        taken: list[tuple[int, int, frozenset[str], bool]] = []
        for one in found:
            if all(one[1] <= other[0] or other[1] <= one[0] for other in taken):
                taken.append(one)
        return [
            Mention(*folding.stretch(start, end), tuple(sorted(things)), whole)
            for start, end, things, whole in sorted(taken, key=lambda one: one[0])
        ]

    def _named(self, folding: Folding) -> Iterator[tuple[int, int, frozenset[str], bool]]:
        """The whole names in a text, the longest at each place."""
        text = folding.text
        for start in range(len(text)):
            for end in range(min(len(text), start + self.longest), start + SHORTEST - 1, -1):
                if (things := self.whole.get(text[start:end])) and folding.is_free(start, end):
                    yield start, end, things, True
                    break

    def _in_part(self, folding: Folding) -> Iterator[tuple[int, int, frozenset[str], bool]]:
        """The parts of names in a text: one piece of a name, or its beginning and its end with something left out."""
        text = folding.text
        for start in range(len(text) - SHORTEST_PART + 1):
            reached: dict[int, set[str]] = defaultdict(set)
            for name in self._pairs.get(text[start : start + 2], ()):
                end = start + _part(text, start, name)
                if end - start >= SHORTEST_PART:
                    reached[end].add(name)
            if reached:
                end = max(reached)
                yield start, end, frozenset(thing for name in reached[end] for thing in self.whole[name]), False


def _part(text: str, start: int, name: str) -> int:
    """How many letters of a text, from a place on, are a part of a name: a piece, or a piece and then its end."""
    best, at = 0, name.find(text[start : start + 2])
    while at >= 0:
        size = 2
        while text[start + size : start + size + 1] == name[at + size : at + size + 1] != "":
            size += 1
        tail = 0
        for more in range(2, len(name) - at - size + 1):
            if name.endswith(text[start + size : start + size + more]) and len(text) >= start + size + more:
                tail = more
        best = max(best, size + tail)
        at = name.find(text[start : start + 2], at + 1)
    return best
