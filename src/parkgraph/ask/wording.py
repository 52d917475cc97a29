"""Wordings as lists of features that can be compared: character bigrams, word stems, and meanings of a dictionary."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from ..search import plain

FILE = Path(__file__).with_name("synonyms.yaml")
LONGEST = 200
"""Characters of a wording that are looked at."""

_WORD = re.compile("[a-z]+|[0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]|\x00[^\x00]+\x00|.", re.DOTALL)
_ENDINGS = (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
_SHORTEST_STEM = 3
ELSEWHERE = ("≈外地", "≈elsewhere")
"""The meanings of a place that is not one of this graph's: that it is foreign, and that it is such a place."""
MARK = "\x00"
"""Stands around what has taken the place of a name."""
IDLE = ("",)
"""The meaning of words that ask without saying after what."""


@dataclass(frozen=True)
class Dictionary:
    """Words of one meaning, and words that ask without saying after what.

    Attributes:
        meanings: word or phrase, Chinese or English, to the names of the meanings it has; `IDLE` for what says nothing.
        longest: letters, or English words, of the longest entry.
        endings: local name of a class to what is often left off at the end of a name of its members.
        kinds: local name of a class to a word that people say for its members.
        asks: what makes a wording look like a question.
        topics: names that stand for everything here, and so for nothing.
    """

    meanings: dict[str, tuple[str, ...]]
    longest: int
    endings: dict[str, tuple[str, ...]]
    kinds: dict[str, str]
    topics: tuple[str, ...]
    asks: tuple[str, ...]


@cache
def dictionary() -> Dictionary:
    """The dictionary of `synonyms.yaml`."""
    told = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # all of it is text: "no", too
    meanings: dict[str, list[str]] = {}
    for words in told["meanings"]:
        for word in words:
            meanings.setdefault(_key(word), []).append(f"≈{words[0]}")
    for place in told["elsewhere"]:
        meanings.setdefault(_key(place), []).extend(ELSEWHERE)
    known: dict[str, tuple[str, ...]] = {word: tuple(names) for word, names in meanings.items()}
    known |= {_key(word): IDLE for word in (*told["idle"], *told["topics"])}
    endings = {name: tuple(ends) for name, ends in told["endings"].items()}
    longest = max(len(word.split()) if word.isascii() else len(word) for word in known)
    return Dictionary(known, longest, endings, told["kinds"], tuple(told["topics"]), tuple(told["asks"]))


def _key(word: str) -> str:
    """A word of the dictionary as it is looked up: Chinese as it is, English by its stems."""
    return " ".join(stem(part) for part in plain(word).split()) if word.isascii() else plain(word)


def is_question(words: str) -> bool:
    """Whether a wording looks like a question, and not like a name."""
    text = plain(words).strip()
    if text.endswith("?"):
        return True
    return any(text.startswith(f"{word} ") if word.isascii() else word in text for word in dictionary().asks)


def stem(word: str) -> str:
    """An English word without its ending; others as they are."""
    if not word.isascii() or word.isdigit():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and not word.endswith("ss"):
            return word[: -len(ending)] + instead
    return word


def marked(kind: str) -> str:
    """What stands for a name in a text, so that the name itself does not count: its class, and what people call it.

    Args:
        kind: local name of the class.
    """
    word = dictionary().kinds.get(kind)
    return f"{MARK}{kind}{MARK}" + (f"{MARK}≈{word}{MARK}" if word else "")


def features(text: str) -> frozenset[str]:
    """What there is to compare in a text.

    Args:
        text: plain, see `search.plain`; names in it may have been replaced by `marked` kinds.
    """
    words = [stem(word) for word in _WORD.findall(text) if word != " "]
    told: set[str] = set()
    before = ""
    for at, size, meant in _parts(words):
        told.update(filter(None, meant))
        for word in words[at : at + size] if meant != IDLE else ():
            if word[0] == MARK:
                told.add(word.strip(MARK) if word[1] == "≈" else word)
                before = ""
            elif word.isascii():
                told.update([word] if word.isalnum() else [])
                before = ""
            else:
                letter = word if word.isalpha() else ""
                told.update([before + letter] if before and letter else [])
                before = letter
        before = "" if meant == IDLE else before
    return frozenset(told)


def _parts(words: Sequence[str]) -> Iterable[tuple[int, int, tuple[str, ...]]]:
    """Start and length of each entry of the dictionary, the longest where they overlap, and of each other word."""
    known, at = dictionary(), 0
    while at < len(words):
        for size in range(min(known.longest, len(words) - at), 0, -1):
            entry = (" " if words[at].isascii() else "").join(words[at : at + size])
            if entry in known.meanings:
                yield at, size, known.meanings[entry]
                break
        else:
            size = 1
            yield at, size, ()
        at += size
