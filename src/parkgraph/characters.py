"""Characters that must not reach a page or a document: those nobody sees, and those that steer others."""

import unicodedata

TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction in which others are read."""


def seen(value: object) -> object:
    """What may stand on a page: no characters that nobody sees or that steer others; nothing for None."""
    if value is None:
        return ""
    if not isinstance(value, str) or all(character.isprintable() or character in "\n\t" for character in value):
        return value
    return type(value)("".join(map(_visible, value)))


def _visible(character: str) -> str:
    """A character, or the sign that stands for one that must not be there."""
    kind = unicodedata.category(character)
    bad = character in TURNING or (kind in ("Cc", "Cs", "Cn") and character not in "\n\t")
    return "\ufffd" if bad else character
