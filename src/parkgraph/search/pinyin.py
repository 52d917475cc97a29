"""Chinese as it sounds: names found by syllables, by initials, and by words that sound the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .folding import Lines

TABLE = Path(__file__).with_name("pinyin.tsv")
LONGEST = 40
"""Letters of a wording that is still taken for pinyin."""

_NEXT = r"[^;\n]*;(?:[^;/\n]+/)*"
"""On to the next character of a name: past its own form, or any of its readings."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Which syllables may be meant.

    Attributes:
        characters: character to its syllables, without tones.
        words: word to the one syllable that each of its characters has in it.
        longest: characters of the longest word.
    """

    characters: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    longest: int

    def of(self, text: str) -> list[tuple[str, ...]]:
        """What each character of a folded text may be written as: itself, and its syllables."""
        found: list[tuple[str, ...]] = []
        while len(found) < len(text):
            start = len(found)
            ends = range(min(start + self.longest, len(text)), start, -1)
            if word := next((text[start:end] for end in ends if text[start:end] in self.words), ""):
                found += [(letter, syllable) for letter, syllable in zip(word, self.words[word], strict=True)]
            else:
                found.append((text[start], *self.characters.get(text[start], ())))
        return found


@cache
def load_readings() -> Readings:
    """The table that `scripts/write_pinyin.py` writes; read once a process."""
    characters: dict[str, list[str]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition("\t")
        if left.isascii():
            for character in right:
                characters.setdefault(character, []).append(left)
        else:
            words[left] = tuple(right.split(" "))
    longest = max(map(len, words), default=1)
    return Readings({letter: tuple(known) for letter, known in characters.items()}, words, longest)


class Sounds:
    """The sounds of many names; what is found is told as number of the name and first and last place, end exclusive.

    Args:
        names: folded.
    """

    def __init__(self, names: Iterable[str]) -> None:
        known = load_readings()
        spelled = ("".join(f";{'/'.join(forms)}" for forms in known.of(name)) for name in names)
        self._lines = Lines(spelled)

    def spelled(self, words: str) -> Iterator[tuple[int, int, int]]:
        """Names that hold the words as typed with an input method: syllables, beginnings of them, and characters.

        Args:
            words: folded; without a Latin letter nothing is found.
        """
        letters = words.replace("ü", "v")
        if any("a" <= letter <= "z" for letter in letters) and len(letters) <= LONGEST:
            between = [f"(?:{_NEXT})?" if letter.isascii() else _NEXT for letter in letters[:-1]]
            parts = [re.escape(letter) + gap for letter, gap in zip(letters, [*between, ""], strict=True)]
            yield from self._matching("[;/]" + "".join(parts))

    def alike(self, words: str) -> Iterator[tuple[int, int, int]]:
        """Names that hold other characters of the same sound.

        Args:
            words: folded; fewer than two characters sound like too much.
        """
        if 2 <= len(words) <= LONGEST:
            forms = ["|".join(map(re.escape, forms)) for forms in load_readings().of(words)]
            yield from self._matching("[;/]" + _NEXT.join(f"(?:{form})(?=[;/\n])" for form in forms))

    def _matching(self, pattern: str) -> Iterator[tuple[int, int, int]]:
        """Names whose sounds fit a pattern that begins on the sign before a form, and from where to where."""
        search, text, starts = re.compile(pattern).search, self._lines.text, self._lines.starts
        found = search(text)
        while found:
            number = self._lines.number(found.start())
            first = text.count(";", starts[number], found.start() + 1) - 1
            yield number, first, first + 1 + found[0].count(";", 1)
            found = search(text, starts[number + 1])
