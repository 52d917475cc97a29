"""Oxigraph inside this process: in memory for a file or two, in a directory for a graph that is read often."""

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from ..errors import AssetError, EngineError, ParseError, UsageError
from .answer import Answer, engine_errors
from .mistakes import check_characters, explain

log = logging.getLogger("parkgraph.store")

MEMORY = "内存"
MARKER = "parkgraph.json"
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
BOM = b"\xef\xbb\xbf"


class LocalStore:
    """Oxigraph inside this process; everything is in its default graph."""

    def __init__(self, engine: pyoxigraph.Store, place: str = MEMORY) -> None:
        self.engine = engine
        self.place = place

    @classmethod
    def from_files(cls, paths: Sequence[Path]) -> "LocalStore":
        """A store in memory that holds every file; graph names are dropped, a byte order mark is passed over.

        Raises:
            AssetError: a file cannot be opened.
            ParseError: a file is of no format we read (by suffix), or has a mistake (file and line).
        """
        engine = pyoxigraph.Store()
        for path in paths:
            _load(engine, path)
        return cls(engine)

    @classmethod
    def from_directory(cls, directory: Path, paths: Sequence[Path], fingerprint: str) -> "LocalStore":
        """The store kept in a directory, read-only; built first where it is missing or of another fingerprint.

        Several processes may ask for the same directory at once: one builds, the others wait and read.

        Raises:
            UsageError: the directory holds something else, or its parent does not exist.
            AssetError, ParseError: as in `from_files`; nothing is left behind.
            EngineError: the store cannot be written or opened.
        """
        directory = directory.resolve()
        if not directory.parent.is_dir():
            raise UsageError("上一级目录不存在", where=str(directory), remedy="请先建好上一级目录，或换一个目录。")
        if _fingerprint_in(directory) != fingerprint:
            with _sole_builder(directory.parent):
                if _fingerprint_in(directory) != fingerprint:
                    _build(directory, paths, fingerprint)
        try:
            return cls(pyoxigraph.Store.read_only(str(directory)), place=str(directory))
        except (RuntimeError, OSError) as error:
            raise EngineError(f"打不开磁盘库：{error}", where=str(directory), remedy="请删除该目录后重试。") from error

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


def _load(engine: pyoxigraph.Store, path: Path) -> None:
    """Put a file into the default graph."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        remedy = f"请用这些格式之一：{' '.join(FORMATS)}。"
        raise ParseError(f"不认识的格式 {path.suffix or '（无后缀）'}", where=str(path), remedy=remedy)
    try:
        file = path.open("rb")
    except OSError as error:
        reason = "找不到文件" if isinstance(error, FileNotFoundError) else f"打不开文件：{error.strerror}"
        raise AssetError(reason, where=str(path), remedy="请检查路径和读取权限。") from error
    with file, engine_errors(str(path)):
        try:
            _load_open(engine, file, form)
        except SyntaxError as error:
            raise _parse_error(path, error) from error


def _load_open(engine: pyoxigraph.Store, file: IO[bytes], form: RdfFormat) -> None:
    """Put an open file into the default graph."""
    if form == RdfFormat.RDF_XML and b"<!DOCTYPE" in file.read():
        raise SyntaxError("DOCTYPE")  # entities expand without bound while parsing
    file.seek(0)
    if file.read(len(BOM)) != BOM:
        file.seek(0)
    if form.supports_datasets:
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


def _fingerprint_in(directory: Path) -> str | None:
    """The fingerprint of the complete store in a directory, if it is one of ours."""
    try:
        marker = json.loads((directory / MARKER).read_text(encoding="utf-8"))
        return str(marker["parkgraph-store"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


@contextmanager
def _sole_builder(folder: Path) -> Iterator[None]:
    """While it is open, no other process builds a store in this folder, where the system has file locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems lock no folders
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _build(directory: Path, paths: Sequence[Path], fingerprint: str) -> None:
    """Build a store beside a directory and put it in its place in one step; a failure leaves things as they were."""
    import shutil  # brings every compressor along; only a build needs it

    if directory.exists() and _fingerprint_in(directory) is None and (directory.is_file() or any(directory.iterdir())):
        raise UsageError(
            "这里已有别的文件，不是 parkgraph 的磁盘库", where=str(directory), remedy="请换一个空目录或不存在的目录。"
        )
    building = directory.with_name(f".{directory.name}-{os.urandom(4).hex()}")
    replaced = building.with_name(f"{building.name}-old")
    try:
        building.mkdir()
        triples = _fill(building, paths)
        marker = {"parkgraph-store": fingerprint, "triples": triples}
        (building / MARKER).write_text(json.dumps(marker) + "\n", encoding="utf-8")
        if directory.exists():
            directory.rename(replaced)
        building.rename(directory)
        log.info("built %s triples=%d", directory, triples)
    except OSError as error:
        if replaced.exists():
            replaced.rename(directory)
        raise EngineError(
            f"建不成磁盘库：{error}",
            where=str(directory),
            remedy="请检查磁盘空间和写权限，或换一个目录（挂载点本身不行，用它的子目录）。",
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)


def _fill(directory: Path, paths: Sequence[Path]) -> int:
    """How many triples a new store in a directory has after loading every file; the store is closed again."""
    engine = pyoxigraph.Store(str(directory))
    for path in paths:
        _load(engine, path)
    engine.flush()
    engine.optimize()
    return len(engine)
