"""The things that a wording names: by whole names, and by parts of names, of which those in English begin the name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..names import PG, SKOS
from ..search import fold, plain
from .wording import LONGEST, dictionary

CONCEPT = SKOS + "Concept"
SHORTEST = 2
"""Letters of the shortest name that counts."""
SHORTEST_PART = {"zh": 4, "en": 2, "number": 3}
"""Characters, or English words, of the shortest part of a name that counts, by what it begins with."""
MOST = 3
"""Things that may be called by a part of their names; what more are called by is a common word."""
FIRST, LAST = {"zh": 2, "en": 1, "number": 1}, {"zh": 2, "en": 1, "number": 1}
"""Of a name with something left out in the middle: the shortest beginning, and the shortest end."""

_TOKEN = re.compile("[a-z]+|[0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]")
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "provincial", "the", "to", "with"])
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
        self, names: Sequence[tuple[str, str]], kinds: Mapping[str, frozenset[str]], loose: frozenset[str]
    ) -> None:
        self.kinds = kinds
        topics = {fold(topic) for topic in dictionary().topics}
        whole: dict[str, set[str]] = defaultdict(set)
        for thing, name in names:
            for form in self._forms(plain(name), kinds[thing]) if thing in kinds else ():
                whole[fold(form)].add(thing)
        self.whole = {
            name: frozenset(things) for name, things in whole.items() if len(name) >= SHORTEST and name not in topics
        }
        self.longest = max(map(len, self.whole), default=0)
        self._starts: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        self._parts: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for thing, name in names:
            if kinds.get(thing, frozenset()) & loose:
                tokens = tuple(token for token, _, _ in _tokens(_BRACKETS.sub("", plain(name))))
                self._parts[tokens].add(thing)
                for at, token in enumerate(tokens):
                    if at == 0 or _script(token) == "zh":
                        self._starts[tokens[at : at + FIRST[_script(token)]]].add(tokens)
        self._own = self._own_pairs(names)

    def _own_pairs(self, names: Sequence[tuple[str, str]]) -> frozenset[str]:
        """Pairs of characters in the names of one thing, and in names of others only where these hold its name."""
        holding: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for thing, name in names:
            for pair in pairwise(folded := fold(name)):
                holding["".join(pair)].add((thing, folded))
        own = set()
        for first, parts in self._starts.items():
            owners = {thing for tokens in parts for thing in self._parts[tokens]}
            held = holding["".join(first)]
            if len(owners) == 1 and len(first) == FIRST["zh"] and _script(first[0]) == "zh":
                known = [name for thing, name in held if thing in owners]
                if all(any(one in name for one in known) for thing, name in held if thing not in owners):
                    own.add("".join(first))
        return frozenset(own)

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
        """What a plain text names, in the order of the text; longer names go before what overlaps with them.

        Where a concept is called like a part of the name of something else, either may be meant.
        """
        folding = Folding(text[:LONGEST])
        stretches = {(one.start, one.end): one for one in self._in_part(folding.plain)}
        for one in self._named(folding):
            part = stretches.get((one.start, one.end))
            more = part.things if part and all(CONCEPT in self.kinds[thing] for thing in one.things) else ()
            stretches[one.start, one.end] = replace(one, things=tuple(sorted({*one.things, *more})))
        found = sorted(stretches.values(), key=lambda one: (one.start - one.end, not one.whole, one.start))
        taken: list[Mention] = []
        for one in found:
            if all(one.end <= other.start or other.end <= one.start for other in taken):
                taken.append(one)
        return sorted(taken, key=lambda one: one.start)

    def _named(self, folding: Folding) -> Iterator[Mention]:
        """The whole names in a text, the longest at each place."""
        text = folding.text
        for start in range(len(text)):
            for end in range(min(len(text), start + self.longest), start + SHORTEST - 1, -1):
                if (things := self.whole.get(text[start:end])) and folding.is_free(start, end):
                    yield Mention(*folding.stretch(start, end), tuple(sorted(things)), True)
                    break

    def _in_part(self, text: str) -> Iterator[Mention]:
        """The parts of names in a text, the longest at each place."""
        placed = list(_tokens(text))
        tokens = tuple(token for token, _, _ in placed)
        for at, token in enumerate(tokens):
            script = _script(token)
            reached: dict[int, set[str]] = defaultdict(set)
            own = "".join(tokens[at : at + FIRST["zh"]]) in self._own
            for name in self._starts.get(tokens[at : at + FIRST[script]], ()):
                if (size := _part(tokens[at:], name, own=own)) >= (FIRST if own else SHORTEST_PART)[script]:
                    reached[size].update(self._parts[name])
            if reached and len(reached[size := max(reached)]) <= MOST:
                yield Mention(placed[at][1], placed[at + size - 1][2], tuple(sorted(reached[size])), False)


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Characters and words of a plain text with their places, without English words that say little."""
    for match in _TOKEN.finditer(text):
        if match[0] not in _SMALL:
            yield match[0], *match.span()


def _script(token: str) -> str:
    """Whether a token is a Chinese character, an English word or a number."""
    return "number" if token.isdecimal() else "en" if token.isascii() else "zh"


def _part(tokens: tuple[str, ...], name: tuple[str, ...], *, own: bool) -> int:
    """How many tokens at the start of a text are a part of a name: its beginning, its end, or one after the other.

    Where what they begin with is in no other name, any piece will do.
    """
    script, best = _script(tokens[0]), 0
    first = tokens[: FIRST[script]]
    for at in range(len(name) if script == "zh" else 1):
        if name[at : at + len(first)] != first:
            continue
        size = len(first)
        while size < min(len(tokens), len(name) - at) and tokens[size] == name[at + size]:
            size += 1
        rest = range(LAST[script], min(len(tokens) - size, len(name) - at - size) + 1)
        best = max([best, *(size + more for more in rest if name[-more:] == tokens[size : size + more])])
        if own or at == 0 or at + size == len(name):
            best = max(best, size)
    return best
