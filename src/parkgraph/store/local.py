"""Oxigraph inside this process, and how files get into it."""

import gzip
import re
import zlib
from collections.abc import Iterable, Sequence
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from ..errors import AssetError, ParseError
from .answer import Answer, engine_errors
from .mistakes import check_characters, explain

MEMORY = "内存"
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
BOM = b"\xef\xbb\xbf"
EXPANSION = 100
FREE_BYTES = 1_000_000
"""Up to here an archive may be of any ratio: so little is no danger, and short files compress well."""


class LocalStore:
    """Oxigraph inside this process; everything is in its default graph.

    Args:
        engine: the store itself.
        place: where it is.
        hold: what keeps its files in their place as long as it is there.
    """

    def __init__(self, engine: pyoxigraph.Store, place: str = MEMORY, hold: object = None) -> None:
        self.engine = engine
        self.place = place
        self._hold = hold

    @classmethod
    def from_files(cls, paths: Sequence[Path]) -> "LocalStore":
        """A store in memory that holds every file; graph names are dropped, a byte order mark is passed over.

        Raises:
            AssetError: a file cannot be opened.
            ParseError: a file is of no format we read (by suffix), or has a mistake (file and line).
        """
        engine = pyoxigraph.Store()
        for path in paths:
            with engine_errors(str(path)):
                load_file(engine, path)
        return cls(engine)

    @classmethod
    def from_triples(cls, triples: Iterable[Triple]) -> "LocalStore":
        """A store in memory that holds these triples."""
        engine = pyoxigraph.Store()
        engine.bulk_extend(Quad(*triple) for triple in triples)
        return cls(engine)

    def query(self, text: str) -> Answer:
        """The answer to a SPARQL 1.1 query.

        Raises:
            QueryError: the text cannot be read as a query (line, column, reason).
            EngineError: the engine failed.
        """
        check_characters(text)
        with engine_errors(self.place):
            try:
                return self.engine.query(text)
            except SyntaxError as error:
                raise explain(text, str(error.msg)) from error

    def __len__(self) -> int:
        return len(self.engine)


def load_file(engine: pyoxigraph.Store, path: Path, *, keep_graphs: bool = False) -> None:
    """Put a file into a store; a byte order mark is passed over.

    Args:
        engine: the store.
        path: a file whose suffix is one of `FORMATS`, or such a one and `.gz`.
        keep_graphs: whether quads go into the graphs they name; else all goes into the default graph.

    Raises:
        AssetError: the file cannot be opened.
        ParseError: it is of no format we read, has a mistake (file and line), or expands without bound.
    """
    is_packed = path.suffix.lower() == ".gz"
    suffix = Path(path.stem).suffix if is_packed else path.suffix
    form = FORMATS.get(suffix.lower())
    if form is None:
        remedy = f"请用这些格式之一：{' '.join(FORMATS)}。"
        raise ParseError(f"不认识的格式 {suffix or '（无后缀）'}", where=str(path), remedy=remedy)
    try:
        with open_file(path) as file:
            _load_open(engine, _expanded(file, path) if is_packed else file, form, keep_graphs)
    except SyntaxError as error:
        raise _parse_error(path, error) from error


def open_file(path: Path) -> BufferedReader:
    """A file open for reading.

    Raises:
        AssetError: it cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        reason = "找不到文件" if isinstance(error, FileNotFoundError) else f"打不开文件：{error.strerror}"
        raise AssetError(reason, where=str(path), remedy="请检查路径和读取权限。") from error


def _expanded(file: BufferedReader, path: Path) -> BinaryIO:
    """What a gzipped file holds, measured before anything reads it."""
    most = max(EXPANSION * path.stat().st_size, FREE_BYTES)
    expanded = BufferedReader(gzip.GzipFile(fileobj=file))
    try:
        while expanded.read(FREE_BYTES):
            if expanded.tell() > most:
                problem = f"文件展开后超过原来的 {EXPANSION} 倍"
                raise ParseError(problem, where=str(path), remedy="请直接给出未压缩的文件。")
    except (OSError, EOFError, zlib.error) as error:
        raise ParseError("gzip 压缩文件已损坏", where=str(path), remedy="请换一份完好的文件。") from error
    expanded.seek(0)
    return expanded


def _load_open(engine: pyoxigraph.Store, file: BinaryIO, form: RdfFormat, keep_graphs: bool) -> None:
    """Put an open file into a store."""
    if form == RdfFormat.RDF_XML and b"<!DOCTYPE" in file.read():
        raise SyntaxError("DOCTYPE")  # entities expand without bound while parsing
    file.seek(0)
    if file.read(len(BOM)) != BOM:
        file.seek(0)
    if form.supports_datasets and not keep_graphs:
        parsed = pyoxigraph.parse(file, form, rename_blank_nodes=True)
        engine.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in parsed)
    else:
        engine.bulk_load(file, form)


def _parse_error(path: Path, error: SyntaxError) -> ParseError:
    """What is wrong with a file, in the reader's words."""
    where = f"{path}:{error.lineno}" if error.lineno else str(path)
    said = re.sub(r"^Parser error at [^:]*: ", "", str(error.msg))
    if said == "DOCTYPE":
        return ParseError("RDF/XML 文件里有 DOCTYPE，不予读取", where=where, remedy="请另存为 Turtle（.ttl）后再试。")
    if "utf-8" in said.lower():
        return ParseError("文件不是 UTF-8 编码", where=where, remedy="请另存为 UTF-8。")
    if found := re.match(r"The prefix (\S*:) has not been declared", said):
        remedy = f"请在文件开头加一行：@prefix {found[1]} <…> ."
        return ParseError(f"前缀 {found[1]} 没有声明", where=where, remedy=remedy)
    return ParseError(f"语法有误（{said}）", where=where, remedy="请改正该行，并看上一行末尾的标点。")
