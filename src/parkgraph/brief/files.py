"""A dossier as the bytes of a file: Markdown, a single HTML page, or a Word document."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..characters import seen
from ..errors import UsageError
from .content import Brief

FORMATS = ("md", "docx", "html")
"""Suffixes of the files that a dossier can be written to."""

_ROOM = Path(__file__).parent
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&#!])")
_LEADING = re.compile(r"^(\d+(?=[.)])|(?=[-+]))")
"""Where a line begins that Markdown would read as an entry of a list."""


def written(dossier: Brief, form: str) -> bytes:
    """A dossier as a file.

    Args:
        dossier: what it says.
        form: one of `FORMATS`.

    Raises:
        UsageError: it cannot be written so, or what writes Word documents is not installed.
    """
    match form:
        case "md":
            return markdown(dossier).encode("utf-8")
        case "html":
            return page(dossier).encode("utf-8")
        case "docx":
            from .word import document

            return document(dossier)
    remedy = f"可用的格式：{'、'.join(FORMATS)}。"
    raise UsageError(f"简报不能写成 {form or '没有后缀的文件'}", where="brief", remedy=remedy)


def markdown(dossier: Brief) -> str:
    """A dossier as Markdown, with footnotes."""
    lines = [f"# {_plain(dossier.title)}", "", *(f"> {_plain(line)}" for line in dossier.lead)]
    number = 0
    for section in dossier.sections:
        lines += ["", f"## {_plain(section.heading)}"]
        for sentence in section.sentences:
            told = ""
            for piece in sentence:
                told += _plain(piece.text)
                if piece.passages:
                    number += 1
                    told += f"[^{number}]"
            lines += ["", _LEADING.sub(r"\1\\", told)]
    for heading, closing in dossier.closing:
        lines += ["", f"## {_plain(heading)}", "", *(f"- {_plain(line)}" for line in closing)]
    lines += ["", *(f"[^{at}]: {_plain(note)}" for at, note in enumerate(dossier.notes, 1))]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(seen(text)).split("\n")))


def page(dossier: Brief) -> str:
    """A dossier as one HTML page that loads nothing, to read, print and copy from."""
    style = (_ROOM / "brief.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return _templates().get_template("brief.html").render(brief=dossier, style=style, digest=digest)


@cache
def _templates() -> Environment:
    """The templates of this room."""
    loader = FileSystemLoader(_ROOM)
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, finalize=seen, trim_blocks=True, lstrip_blocks=True
    )
