"""Canonical RDF: the same statements give the same bytes, whoever writes them.

The serialiser is pyoxigraph's, over statements in N-Triples order with the prefixes of `names`.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from .errors import ParseError
from .names import PREFIXES


def canonical_turtle(triples: Iterable[ox.Triple]) -> str:
    """The statements as Turtle: sorted, one predicate a line, a blank line between subjects.

    Raises:
        ParseError: a statement holds a blank node, which has no canonical name.
    """
    ordered = sorted(set(triples), key=str)
    if blank := next(
        (t for t in ordered if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)), None
    ):
        raise ParseError(f"有空白节点：{blank}", remedy="请给它一个 IRI。")
    raw = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    lines = raw.decode("utf-8").removesuffix("\n").split("\n")
    parts: list[str] = []
    for number, line in enumerate(lines):
        starts = number > 0 and not line.startswith("\t") and not line.startswith("@prefix")
        parts.append("\n" + line if starts else line)
    return "\n".join(parts) + "\n"


def fingerprint(triples: Iterable[ox.Triple]) -> str:
    """SHA-256 of the sorted N-Triples lines, in hexadecimal; graph names do not count."""
    digest = hashlib.sha256()
    for line in sorted({f"{triple} .\n" for triple in triples}):
        digest.update(line.encode("utf-8"))
    return digest.hexdigest()


def read_triples(path: Path) -> list[ox.Triple]:
    """The statements of a Turtle file, graph names dropped.

    Raises:
        ParseError: the file cannot be parsed (file and line).
    """
    try:
        return [
            ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        ]
    except SyntaxError as error:
        raise ParseError(
            f"Turtle 有语法错误：{error.msg}", where=f"{path}:{error.lineno}", remedy="请改正该行。"
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a whole file or nothing: the new text replaces the old in one step."""
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
