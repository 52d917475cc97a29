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

    A text of two parts, `{0} row|{0} rows`, says with the first what there is one of. With a value that is markup
    already, the whole is. A key that may be a user's own (the group of a question) is asked for with `otherwise`, which
    is given where there is no such key.
    """
    texts = catalogue(lang)

    def say(key: str, *values: object, otherwise: str | None = None) -> str:
        text = texts[key] if otherwise is None else texts.get(key, otherwise)
        one, _, many = text.partition("|")
        text = one if not many or str(values[0]) == "1" else many
        if any(isinstance(value, Markup) for value in values):
            return escape(text).format(*values)
        return text.format(*values) if values else text

    return say


def plural(noun: str) -> str:
    """An English noun for many: the name of a class beside how many things it has."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
