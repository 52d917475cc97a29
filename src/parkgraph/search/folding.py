"""Texts as they count in a search, and where a match stands in the text as written."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any


def fold(text: str) -> str:
    """A text as it counts in a search: Simplified, half-width, lower case, without white space and punctuation."""
    return _simplified(_kept(text))


def plain(text: str) -> str:
    """A text half-width, in lower case and Simplified, its white space and punctuation kept."""
    return _simplified(unicodedata.normalize("NFKC", text).lower())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Many texts, each as `fold` gives it, converted together because that is faster."""
    return _simplified("\n".join(map(_kept, texts))).split("\n") if texts else []


class Folded:
    """A folded text that knows where its letters stand in the text as written.

    Args:
        text: as written.
    """

    def __init__(self, text: str) -> None:
        self.written = text
        self.text = fold(text)
        self._origins = [at for at, letter in enumerate(text) for _ in _kept(letter)]

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Where a piece of the folded text stands in the text as written: start, and end exclusive.

        It is the whole text where letters fold together, so that they cannot be counted.
        """
        if len(self._origins) != len(self.text):
            return 0, len(self.written)
        return self._origins[first], self._origins[last - 1] + 1


class _Kept(dict[int, int | None]):
    """What becomes of a letter, worked out when it is first met: white space, punctuation and controls are dropped."""

    def __missing__(self, letter: int) -> int | None:
        kept = None if unicodedata.category(chr(letter))[0] in "ZPC" else letter
        self[letter] = kept
        return kept


_KEPT = _Kept()


def _kept(text: str) -> str:
    """A text half-width and in lower case, without white space, punctuation and control characters."""
    return unicodedata.normalize("NFKC", text).lower().translate(_KEPT)


def _simplified(text: str) -> str:
    """A text in Simplified characters."""
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> Any:
    """The converter from Traditional to Simplified characters, loaded when first needed."""
    import opencc

    return opencc.OpenCC("t2s")


class Lines:
    """Many short texts joined to one, which is searched faster than each of them alone.

    Args:
        texts: none of which holds a line end.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        lines = [f"{text}\n" for text in texts]
        self.text = "".join(lines)
        self.starts = [0, *accumulate(map(len, lines))]

    def number(self, place: int) -> int:
        """The line that a place of the joined text is in, counted from 0."""
        return bisect_right(self.starts, place) - 1

    def holding(self, words: str) -> Iterator[tuple[int, int]]:
        """Number of each line that holds the words, and where in it they first stand."""
        at = self.text.find(words)
        while at >= 0:
            number = self.number(at)
            yield number, at - self.starts[number]
            at = self.text.find(words, self.starts[number + 1])
