"""Write the table of readings that the search uses: which syllables a character may be read as, without tones.

A maintainer runs it when labels changed (`python scripts/write_pinyin.py`). It asks pypinyin (MIT), which nobody needs
to search. The table covers GB 2312 and every character of the shipped labels; words of the labels in which a character
of several readings has one are listed with their reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.phrases_dict import phrases_dict

from parkgraph.search import SearchIndex, fold
from parkgraph.store import LocalStore
from parkgraph.turtle import write_text

REPO = Path(__file__).parents[1]
TABLE = REPO / "src" / "parkgraph" / "search" / "pinyin.tsv"
GRAPH = ("ontology/parkgraph.ttl", "ontology/concepts.ttl", "data/parkgraph.ttl")
LONGEST = 4
"""Characters of the longest word that is looked up."""


def main() -> None:
    """Write the table."""
    index = SearchIndex(LocalStore.from_files([REPO / name for name in GRAPH]))
    labels = sorted({fold(name.text) for name in index.names})
    write_text(TABLE, table(labels))


def table(labels: Iterable[str]) -> str:
    """Syllable to characters in alphabetical order, then words to their syllables."""
    labels = list(labels)
    readings = {character: read(character) for character in sorted(common() | set("".join(labels)))}
    characters = defaultdict(list)
    for character, syllables in readings.items():
        for syllable in syllables:
            characters[syllable].append(character)
    lines = [f"{syllable}\t{''.join(characters[syllable])}\n" for syllable in sorted(characters)]
    unclear = {word for label in labels for word in words(label) if any(len(readings[one]) > 1 for one in word)}
    lines += [f"{word}\t{' '.join(lazy_pinyin(word, style=Style.NORMAL))}\n" for word in sorted(unclear)]
    return "".join(lines)


def common() -> set[str]:
    """The 6,763 characters of GB 2312."""
    pairs = (bytes(pair) for pair in product(range(0xB0, 0xF8), range(0xA1, 0xFF)))
    return {pair.decode("gb2312", "ignore") for pair in pairs} - {""}


def read(character: str) -> list[str]:
    """Every reading of a character, without tones; none of what is no Chinese character."""
    syllables = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return sorted({one for found in syllables for one in found if one.isascii() and one.isalpha()})


def words(label: str) -> Iterator[str]:
    """The longest words of a label that have a known reading, from left to right."""
    start = 0
    while start < len(label):
        ends = range(min(start + LONGEST, len(label)), start + 1, -1)
        end = next((end for end in ends if label[start:end] in phrases_dict), start + 1)
        if end > start + 1:
            yield label[start:end]
        start = end


if __name__ == "__main__":
    main()
