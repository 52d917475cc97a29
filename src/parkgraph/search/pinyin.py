"""Chinese as it sounds: names found by syllables, by initials, and by words that sound the same.

Nothing is kept for it: a wording becomes a pattern of the characters that may be meant, and the names are searched.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from .folding import Lines

TABLE = Path(__file__).with_name("pinyin.tsv")
LONGEST = 40
"""Letters of a wording that is still taken for pinyin."""
PARSES = 64
"""Ways of cutting a wording into syllables that are tried; those with the fewest pieces come first."""
INITIALS = frozenset("abcdefghjklmnopqrstwxyz") | {"zh", "ch", "sh"}

Found = Iterator[tuple[int, int, int]]
"""Number of a name, and first and last place in it, end exclusive."""


@cache
def characters() -> dict[str, str]:
    """Syllable, without tone, to the characters that are read so: the table that `scripts/write_pinyin.py` writes."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Character to the syllables that it is read as."""
    found: dict[str, list[str]] = defaultdict(list)
    for syllable, known in characters().items():
        for character in known:
            found[character].append(syllable)
    return {character: tuple(syllables) for character, syllables in found.items()}


def spelled(names: Lines, words: str) -> Found:
    """Names that hold the words as typed with an input method: syllables, initials, characters, and a last beginning.

    Args:
        names: folded.
        words: folded; without a Latin letter nothing is found.
    """
    letters = words.replace("ü", "v")
    if any("a" <= letter <= "z" for letter in letters) and len(letters) <= LONGEST:
        yield from _matching(names, _nested(_parses(letters)))


def alike(names: Lines, words: str) -> Found:
    """Names that hold other characters of the same sound.

    Args:
        names: folded.
        words: folded; fewer than two characters sound like too much.
    """
    if 2 <= len(words) <= LONGEST and not words.isascii():
        yield from _matching(names, "".join(f"[{_sounding_like(character)}]" for character in words))


def _matching(names: Lines, pattern: str) -> Found:
    """Names that hold a piece that fits a pattern, and is not all Latin: that is no question of sound."""
    search = re.compile(pattern).search
    found = search(names.text)
    while found:
        number = names.number(found.start())
        start = names.starts[number]
        if found[0].isascii():
            found = search(names.text, found.start() + 1)
            continue
        yield number, found.start() - start, found.end() - start
        found = search(names.text, names.starts[number + 1])


def _parses(letters: str) -> list[tuple[str, ...]]:
    """The ways of cutting a wording into pieces, each a pattern of one character, fewest pieces first."""
    best: list[list[tuple[str, ...]]] = [[] for _ in letters] + [[()]]
    for start in range(len(letters) - 1, -1, -1):
        ways = [(piece, *rest) for end, piece in _pieces(letters, start) for rest in best[end]]
        best[start] = sorted(ways, key=len)[:PARSES]
    return best[0]


def _pieces(letters: str, start: int) -> Iterator[tuple[int, str]]:
    """What may begin at a place: where it ends, and the characters that may be meant, as the inside of a class."""
    if not "a" <= letters[start] <= "z":
        yield start + 1, re.escape(letters[start])
        return
    for end in range(start + 1, min(start + 6, len(letters)) + 1):
        piece = letters[start:end]
        if not all("a" <= letter <= "z" for letter in piece):
            return
        last = end == len(letters) or not "a" <= letters[end] <= "z"
        known = _beginning_with(piece) if last or piece in INITIALS else characters().get(piece, "")
        if meant := (piece if end == start + 1 else "") + known:
            yield end, meant


@cache
def _beginning_with(piece: str) -> str:
    """Every character with a reading that begins with some letters."""
    known = (known for syllable, known in characters().items() if syllable.startswith(piece))
    return "".join(dict.fromkeys("".join(known)))


def _sounding_like(character: str) -> str:
    """A character and those that share a reading with it, as the inside of a class."""
    return re.escape(character) + "".join(characters()[syllable] for syllable in readings().get(character, ()))


def _nested(parses: Sequence[tuple[str, ...]]) -> str:
    """A pattern for several sequences of classes; what begins alike stands once.

    It begins on one class, which the engine looks for much faster than for one of several alternatives.
    """
    rests: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for parse in parses:
        if parse:
            rests[parse[0]].append(parse[1:])
    if not rests:
        return ""
    if len(rests) == 1:
        ((piece, rest),) = rests.items()
        return f"[{piece}]{_nested(rest)}"
    ways = "|".join(f"(?<=[{piece}]){_nested(rest)}" for piece, rest in rests.items())
    return f"[{''.join(rests)}](?:{ways})"
