"""Write the table of readings that the search uses: which syllables a character may be read as, without tones.

A maintainer runs it when labels changed (`python scripts/write_pinyin.py`). It asks pypinyin (MIT), which nobody needs
to search. The table covers GB 2312 and every character of the shipped labels, each with all its readings: 重庆 is found
as cq and as zq.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from pypinyin import Style, pinyin

from parkgraph.search import SearchIndex, fold
from parkgraph.store import LocalStore
from parkgraph.turtle import write_text

REPO = Path(__file__).parents[1]
TABLE = REPO / "src" / "parkgraph" / "search" / "pinyin.tsv"
GRAPH = ("ontology/parkgraph.ttl", "ontology/concepts.ttl", "data/parkgraph.ttl")


def main() -> None:
    """Write the table."""
    index = SearchIndex(LocalStore.from_files([REPO / name for name in GRAPH]))
    labels = sorted({fold(name.text) for name in index.names})
    write_text(TABLE, table(labels))


def table(labels: Iterable[str]) -> str:
    """Syllable to the characters that are read so, both in alphabetical order."""
    characters = defaultdict(list)
    for character in sorted(common() | set("".join(labels))):
        for syllable in read(character):
            characters[syllable].append(character)
    return "".join(f"{syllable}\t{''.join(characters[syllable])}\n" for syllable in sorted(characters))


def common() -> set[str]:
    """The 6,763 characters of GB 2312."""
    pairs = (bytes(pair) for pair in product(range(0xB0, 0xF8), range(0xA1, 0xFF)))
    return {pair.decode("gb2312", "ignore") for pair in pairs} - {""}


def read(character: str) -> list[str]:
    """Every reading of a character, without tones; none of what is no Chinese character."""
    syllables = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return sorted({one for found in syllables for one in found if one.isascii() and one.isalpha()})


if __name__ == "__main__":
    main()
