"""The messages of the service in English: each Chinese template beside its English one."""

import re
from functools import cache
from pathlib import Path

import yaml

TEMPLATES = Path(__file__).with_name("english.yaml")
HOLE = re.compile(r"\{(\d)\}")


@cache
def english(text: str) -> str:
    """A message in English; the message itself where no template fits it.

    Parts that differ from message to message (names, numbers, what a user wrote) are kept as they are.
    """
    for pattern, template in _templates():
        if found := pattern.fullmatch(text):
            return HOLE.sub(lambda hole: found[int(hole[1]) + 1], template)
    return text


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each Chinese template as an expression, and its English one; `{0}`, `{1}` … stand for what differs."""
    entries = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    return tuple((_expression(chinese), written) for chinese, written in entries.items())


def _expression(template: str) -> re.Pattern[str]:
    """What a Chinese template matches."""
    pieces = HOLE.split(template)
    return re.compile(
        "".join("(.*?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces)), re.DOTALL
    )
