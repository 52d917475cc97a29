"""The messages of the service in English: each Chinese template beside its English one."""

import re
from functools import cache, lru_cache
from pathlib import Path

import yaml

TEMPLATES = Path(__file__).with_name("english.yaml")
SENTENCE = re.compile(r"[^。？]+[。？]?")
HOLE = re.compile(r"\{(\d)\}")


@lru_cache(maxsize=1024)
def english(text: str) -> str:
    """A message in English, as a whole or sentence by sentence; what no template fits stays as it is.

    Parts that differ from message to message (names, numbers, what a user wrote) are kept as they are.
    """
    if (whole := _translated(text)) is not None:
        return whole
    sentences = SENTENCE.findall(text)
    return " ".join(_translated(sentence) or sentence for sentence in sentences) if len(sentences) > 1 else text


def _translated(text: str) -> str | None:
    """A text that one template fits, in English."""
    for pattern, template in _templates():
        if found := pattern.fullmatch(text):
            return HOLE.sub(lambda hole: found[int(hole[1]) + 1], template)
    return None


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each Chinese template as an expression, and its English one, those that fit least first.

    `{0}`, `{1}` … stand for what differs.
    """
    entries = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    special_first = sorted(entries, key=lambda chinese: -len(HOLE.sub("", chinese)))
    return tuple((_expression(chinese), entries[chinese]) for chinese in special_first)


def _expression(template: str) -> re.Pattern[str]:
    """What a Chinese template matches."""
    pieces = HOLE.split(template)
    return re.compile(
        "".join("(.*?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces)), re.DOTALL
    )
