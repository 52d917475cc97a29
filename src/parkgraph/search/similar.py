"""Names that differ from a wording by a slip or two, or that it is short for."""

import re
from collections.abc import Iterator
from itertools import pairwise

from .folding import Lines

SHORTEST = 4
"""Letters of a wording from which on one of them may be wrong."""
SHORTEST_SHORT = 3
"""Letters from which on a wording may leave out some."""
TWO_SLIPS = 8
"""Letters from which on two may be."""


def similar(names: Lines, words: str) -> Iterator[tuple[int, int]]:
    """Number of each name that holds the words but for a slip, two in long words, and how many it is.

    A slip is a letter too much, too little, or another one. Of the words cut into one piece more than there may be
    slips, one piece is written right, and all letters but as many as there may be slips are in the name: only names of
    which that is true are compared letter by letter.

    Args:
        names: folded.
        words: folded; with fewer than four letters, or of digits alone, they are taken to be right.
    """
    if len(words) < SHORTEST or words.isdecimal():
        return
    allowed = 2 if len(words) >= TWO_SLIPS else 1
    cuts = [len(words) * part // (allowed + 1) for part in range(allowed + 2)]
    pieces = {words[start:end] for start, end in pairwise(cuts)}
    near = sorted({number for piece in pieces for number, _ in names.holding(piece)})
    for number in near:
        name = names.text[names.starts[number] : names.starts[number + 1] - 1]
        missing = sum(letter not in name for letter in words)
        if missing <= allowed and (slips := distance(words, name)) <= allowed:
            yield number, slips


def shortened(names: Lines, words: str) -> Iterator[tuple[int, int, int]]:
    """Number of each name that holds all letters of the words in their order, and from where to where they go.

    Args:
        names: folded.
        words: folded; fewer than three letters, and Latin ones, are short for too much.
    """
    if len(words) < SHORTEST_SHORT or words.isascii():
        return
    first, *others = map(re.escape, words)
    search = re.compile(first + "".join(f"[^\n{letter}]*+{letter}" for letter in others)).search
    found = search(names.text)
    while found:
        number = names.number(found.start())
        start = names.starts[number]
        yield number, found.start() - start, found.end() - start
        found = search(names.text, names.starts[number + 1])


def distance(words: str, name: str) -> int:
    """The smallest number of slips that makes the words a part of the name."""
    row = [0] * (len(name) + 1)
    for place, letter in enumerate(words, 1):
        above, row = row, [place]
        for column, other in enumerate(name, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != other)))
    return min(row)
