"""RDF files from outside: the format is found, the size bounded, and nothing is fetched that a file asks for.

What is refused is refused before a parser sees it: declarations of entities in XML, contexts that lie elsewhere,
archives that swell, other encodings than UTF-8. `owl:imports` is data like any other and never followed.
"""

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..errors import AssetError, ParseError

MAX_BYTES = 200_000_000
MAX_RATIO = 100
FREE_BYTES = 1_000_000
"""Up to here an archive may be of any ratio: so little is no danger, and short files compress well."""

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_KNOWN = "请用 ttl、nt、nq、trig、jsonld、rdf（可再压缩成 .gz）。"
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_OTHER_FILES = (b"PK\3\4", b"%PDF", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0")
"""How archives, PDF and Office files begin, which people take for data."""
_STATEMENT = re.compile(r"(?:<[^<>\s]+>|_:\S+)\s*<[^<>\s]+>\s*\S")


def read_file(path: Path) -> list[ox.Triple]:
    """The statements of an RDF file, graph names dropped, blank nodes renamed.

    Args:
        path: a file whose suffix names a format of `FORMATS`, or whose content shows it; gzipped or not.

    Raises:
        AssetError: there is no such file, or it cannot be opened.
        ParseError: the format is not one of ours, the file is too big, not UTF-8, broken, or refused.
    """
    raw = _content(path)
    if raw.startswith(_OTHER_FILES):
        raise _unknown(path)
    text = _decoded(raw, str(path))
    form = _form(path, text)
    if form == ox.RdfFormat.RDF_XML:
        _check_xml(text, str(path))
    elif form == ox.RdfFormat.JSON_LD:
        _check_contexts(text, str(path))
    try:
        quads = ox.parse(text.encode("utf-8"), format=form, rename_blank_nodes=True)
        return [_triple(quad, str(path)) for quad in quads]
    except SyntaxError as error:
        raise _syntax_error(path, error) from error


def _content(path: Path) -> bytes:
    """The bytes of a file, expanded if it is gzipped, no more than `MAX_BYTES`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_big(path)
        raw = path.read_bytes()
    except OSError as error:
        reason = "找不到文件" if isinstance(error, FileNotFoundError) else f"打不开文件：{error.strerror}"
        raise AssetError(reason, where=str(path), remedy="请检查路径和读取权限。") from error
    return _expanded(raw, path) if raw.startswith(_GZIP) else raw


def _expanded(raw: bytes, path: Path) -> bytes:
    """What gzipped bytes hold, all members of the archive in turn."""
    most = min(MAX_BYTES, max(MAX_RATIO * len(raw), FREE_BYTES))
    parts: list[bytes] = []
    size = 0
    try:
        while raw:
            member = zlib.decompressobj(wbits=31)
            part = member.decompress(raw, most - size + 1)
            size += len(part)
            if size > most:
                raise _too_big(path)
            if not member.eof:
                raise zlib.error("archive ends early")
            parts.append(part)
            raw = member.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise ParseError(
            "gzip 压缩文件已损坏", where=str(path), remedy="请重新压缩，或直接给出未压缩的文件。"
        ) from error
    return b"".join(parts)


def _too_big(path: Path) -> ParseError:
    """The error for a file beyond the bounds."""
    return ParseError(
        f"文件展开后超过 {MAX_BYTES // 1_000_000} MB，或超过压缩文件的 {MAX_RATIO} 倍",
        where=str(path),
        remedy="请分成几个较小的文件。",
    )


def _decoded(raw: bytes, where: str) -> str:
    """The text of a file in UTF-8, without a byte order mark."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        raise _not_utf8("UTF-16 ", where)
    try:
        return raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start + (len(_BOM) if raw.startswith(_BOM) else 0)) + 1
        likely = "GB18030（即 GBK）" if _reads_as_chinese(raw) else ""
        raise _not_utf8(likely, f"{where}:{line}") from error


def _reads_as_chinese(raw: bytes) -> bool:
    """Whether bytes can be read as GB18030 and give Chinese characters."""
    try:
        return re.search("[一-鿿]", raw.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def _not_utf8(likely: str, where: str) -> ParseError:
    """The error for a file in another encoding."""
    seems = f"，看来是 {likely}编码" if likely else ""
    return ParseError(
        f"文件不是 UTF-8 编码{seems}",
        where=where,
        remedy="请用文本编辑器打开，选“另存为”，编码选 UTF-8，再试一次。",
    )


def _form(path: Path, text: str) -> ox.RdfFormat:
    """The format of a file: by its suffix, else by how it begins."""
    name = path.name.lower().removesuffix(".gz")
    if form := FORMATS.get(Path(name).suffix):
        return form
    start = text.lstrip()[:2000]
    if start.startswith("<") and re.search(r"<TriX\b", text, re.IGNORECASE):
        raise ParseError("TriX 格式不予读取", where=str(path), remedy=_KNOWN)
    if start.startswith("<") and re.search(r"<(\w+:)?RDF\b", text):
        return ox.RdfFormat.RDF_XML
    if start.startswith(("{", "[")) and re.search(r'"@(context|graph|id|type)"', text):
        return ox.RdfFormat.JSON_LD
    if re.match(r"@prefix\b|@base\b|(?i:prefix|base)\s", "\n".join(_said(start))):
        return ox.RdfFormat.TRIG  # which Turtle is a part of
    if any(_STATEMENT.match(line) for line in _said(start)):
        return ox.RdfFormat.N_QUADS  # which N-Triples is a part of
    raise _unknown(path)


def _unknown(path: Path) -> ParseError:
    """The error for a file of no format of ours."""
    return ParseError(f"不认识的格式 {path.suffix or '（无后缀）'}", where=str(path), remedy=_KNOWN)


def _said(start: str) -> Iterator[str]:
    """The lines of a text that are neither empty nor a comment."""
    return (line.strip() for line in start.splitlines() if line.strip() and not line.lstrip().startswith("#"))


def _check_xml(text: str, where: str) -> None:
    """Refuse what declares entities, which grow without bound while they are parsed, and what is TriX."""
    if re.search("<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise ParseError(
            "RDF/XML 文件里有 DOCTYPE，不予读取", where=where, remedy="请删去它，或另存为 Turtle（.ttl）后再试。"
        )
    if re.search(r"<TriX\b", text, re.IGNORECASE):
        raise ParseError("TriX 格式不予读取", where=where, remedy=_KNOWN)


def _check_contexts(text: str, where: str) -> None:
    """Refuse a JSON-LD document whose context lies elsewhere."""
    try:
        document = json.loads(text)
        address = next(_elsewhere(document), None)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise ParseError(
            f"JSON 语法有误（{error}）", where=f"{where}:{line}", remedy="请改正该行的引号、逗号和括号。"
        ) from error
    except RecursionError as error:
        raise ParseError("JSON 嵌套太深", where=where, remedy="请减少嵌套。") from error
    if address is not None:
        raise ParseError(
            f"JSON-LD 的 @context 在别处（{address}），不予读取", where=where, remedy="请把上下文的内容写进文件本身。"
        )


def _elsewhere(value: Any) -> Iterator[str]:
    """Every address from which a JSON-LD document wants a context."""
    if isinstance(value, list):
        for item in value:
            yield from _elsewhere(item)
    elif isinstance(value, dict):
        for key, below in value.items():
            if key in ("@context", "@import"):
                yield from (item for item in (below if isinstance(below, list) else [below]) if isinstance(item, str))
            yield from _elsewhere(below)


def _triple(quad: ox.Quad, where: str) -> ox.Triple:
    """A quad without its graph."""
    if isinstance(quad.object, ox.Triple):
        raise ParseError(
            "有 RDF 1.2 的三元组项，不予读取",
            where=where,
            remedy="请改用 rdf:Statement（pg:Assertion）来说明一条陈述。",
        )
    return ox.Triple(quad.subject, quad.predicate, quad.object)


def _syntax_error(path: Path, error: SyntaxError) -> ParseError:
    """What is wrong with a file, in the reader's words."""
    where = f"{path}:{error.lineno}" if error.lineno else str(path)
    said = re.sub(r"^Parser error at [^:]*: ", "", str(error.msg))
    if found := re.match(r"The prefix (\S*:) has not been declared", said):
        return ParseError(
            f"前缀 {found[1]} 没有声明", where=where, remedy=f"请在文件开头加一行：@prefix {found[1]} <…> ."
        )
    return ParseError(f"语法有误（{said}）", where=where, remedy="请改正该行，并看上一行末尾的标点。")
