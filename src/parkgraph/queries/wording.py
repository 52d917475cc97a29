"""Parts of messages that the modules of this folder share."""

from collections.abc import Iterable
from pathlib import Path


def at(path: Path, line: int) -> str:
    """File and line, as messages name them."""
    return f"{path}:{line}"


def quoted(value: str) -> str:
    """A value as messages show it: in corner brackets, shortened, with what cannot be seen written as escapes."""
    short = value if len(value) <= 60 else value[:60] + "…"
    return "「" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short) + "」"


def meant(name: str, names: Iterable[str]) -> str:
    """A sentence that names what may have been meant; empty when nothing is near."""
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(name, list(names), 3, 0.5)
    return f"您要找的是不是{'、'.join(near)}？" if near else ""
