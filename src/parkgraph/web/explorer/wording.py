"""What the pages say: one catalogue a language, `messages/zh.toml` and `messages/en.toml`, one key a string."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

FOLDER = Path(__file__).with_name("messages")

Say = Callable[..., str]


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Every key with its text in a language."""
    told: dict[str, str] = tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))
    return told


def speaker(lang: str) -> Say:
    """A function that gives the text of a key in a language, its holes `{0}`, `{1}` … filled in.

    With a value that is markup already, the whole is. A key that may be a user's own (the group of a question) is asked
    for with `otherwise`, which is given where there is no such key.
    """
    texts = catalogue(lang)

    def say(key: str, *values: object, otherwise: str | None = None) -> str:
        text = texts[key] if otherwise is None else texts.get(key, otherwise)
        if any(isinstance(value, Markup) for value in values):
            return escape(text).format(*values)
        return text.format(*values) if values else text

    return say
