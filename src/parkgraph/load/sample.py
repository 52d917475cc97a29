"""Choosing the statements that are looked up one by one: those that stores are known to spoil come first."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

import pyoxigraph as ox

from ..names import XSD

SIZE = 50
CHINESE = 20


def sample(triples: Sequence[ox.Triple]) -> dict[str, list[ox.Triple]]:
    """Up to 50 statements under the name of what they are a sample of; the same data give the same sample.

    20 hold Chinese text (one of them a character beyond the 16-bit plane, where there is one), two each are dates,
    years, decimals, booleans, and of each language tag; the rest are any.
    """
    ordered = sorted(triples, key=lambda triple: hashlib.sha256(str(triple).encode()).digest())
    chosen: dict[str, list[ox.Triple]] = {}
    taken: set[ox.Triple] = set()

    def take(name: str, most: int, fits: Callable[[ox.Triple], bool]) -> None:
        found = [triple for triple in ordered if triple not in taken and fits(triple)][: max(0, most)]
        chosen[name] = found
        taken.update(found)

    take("BMP 以外", 1, lambda triple: any(letter > "\uffff" for letter in _text(triple)))
    for name, kind in (("日期", "date"), ("年份", "gYear"), ("小数", "decimal"), ("布尔", "boolean")):
        take(name, 2, lambda triple, kind=kind: _is(triple, kind))  # type: ignore[misc]
    for tag in _tags(ordered):
        take(f"@{tag}", 2, lambda triple, tag=tag: _tag(triple) == tag)  # type: ignore[misc]
    take("中文", CHINESE - sum(map(_chinese, taken)), _chinese)
    take("其他", SIZE - len(taken), lambda triple: True)
    return {name: found for name, found in chosen.items() if found}


def _text(triple: ox.Triple) -> str:
    """The text of a statement's object, empty where it is no literal."""
    return triple.object.value if isinstance(triple.object, ox.Literal) else ""


def _is(triple: ox.Triple, kind: str) -> bool:
    """Whether a statement's object is a literal of a type of XML Schema."""
    return isinstance(triple.object, ox.Literal) and triple.object.datatype.value == XSD + kind


def _tag(triple: ox.Triple) -> str | None:
    """The language tag of a statement's object."""
    return triple.object.language if isinstance(triple.object, ox.Literal) else None


def _tags(triples: Iterable[ox.Triple]) -> list[str]:
    """All language tags, in alphabetical order."""
    return sorted({tag for triple in triples if (tag := _tag(triple))})


def _chinese(triple: ox.Triple) -> bool:
    """Whether a statement's object is a text with a Chinese character."""
    return any("\u4e00" <= letter <= "\u9fff" or letter > "\uffff" for letter in _text(triple))
