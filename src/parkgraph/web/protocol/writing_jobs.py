"""What the one worker that writes does: it holds a copy of the data, changes it, and publishes it as a new generation.

A change is answered once it is published; whatever fails before that is as if it had never been asked.
"""

import gzip
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ...datasets import current, snapshot, writable
from ...errors import DataError, QueryError
from ...sparql import Token, significant
from ...store.answer import engine_errors
from ...store.mistakes import check_characters, explain
from ..jobs import engine_of
from ..media import TRIPLES, Format, named

Job = Mapping[str, Any]
Made = tuple[dict[str, Any], bytes]
Graph = ox.NamedNode | ox.DefaultGraph

MOST_BYTES = 256 * 1024**2


class Writer:
    """The copy of the data that is written to, open between jobs."""

    def __init__(self) -> None:
        self._closing = ExitStack()
        self._engine: ox.Store | None = None
        self._number = 0

    def change(self, directory: Path, change: Callable[[ox.Store], Any]) -> Any:
        """What a change gave, once its effect is published.

        Raises:
            ParkgraphError: the change failed, or publishing did; nothing has changed.
        """
        if self._engine is None or current(directory).number != self._number:
            self.close()
            self._number = current(directory).number
            self._engine = self._closing.enter_context(writable(directory))
        try:
            with engine_errors():
                made = change(self._engine)
            self._number = snapshot(directory, self._engine).number
        except BaseException:
            self.close()
            raise
        return made

    def close(self) -> None:
        """Forget the copy and what was changed in it since the last generation."""
        self._engine = None
        self._closing.close()
        self._closing = ExitStack()


WRITER = Writer()


def update(job: Job) -> Made:
    """Run a SPARQL update.

    Args:
        job: `dataset`; `text`; `base`, against which relative IRIs are read; `using` and `using_named`, IRIs or None.
    """
    text = job["text"]
    check_characters(text)
    if job["using"] is not None or job["using_named"] is not None:
        text = with_dataset(text, job["using"] or [], job["using_named"] or [])

    def change(engine: ox.Store) -> None:
        try:
            engine.update(text, base_iri=job["base"])
        except SyntaxError as error:
            raise _explained(job["text"], str(error.msg)) from error

    WRITER.change(Path(job["dataset"]), change)
    return {}, b""


def _explained(text: str, said: str) -> QueryError:
    """What is wrong with an update; that it is one is not."""
    error = explain(text, said)
    if "只能查询" in error.problem:
        return QueryError("更新语句有误", where=error.where, remedy="请检查关键字、标点和括号，以及每句之间的分号。")
    return error


def with_dataset(text: str, using: list[str], using_named: list[str]) -> str:
    """An update whose patterns are matched over the graphs that the request names (2.2.3).

    Raises:
        QueryError: it names graphs of its own with USING or WITH, or an IRI is none.
    """
    words = significant(text)
    if any(word.kind == "word" and word.text.upper() in ("USING", "WITH") for word in words):
        problem = "更新里已有 USING 或 WITH，不能再用 using-graph-uri 指定"
        raise QueryError(problem, remedy="请去掉其中一处。")
    try:
        clause = "".join(f"USING {ox.NamedNode(iri)} " for iri in using)
        clause += "".join(f"USING NAMED {ox.NamedNode(iri)} " for iri in using_named)
    except ValueError as error:
        raise QueryError("图的名称不是完整的 IRI", remedy="请写完整的地址，如 https://…。") from error
    pieces, done, depth, before = [], 0, 0, Token("space", "", 0)
    for place, word in enumerate(words):
        depth += (word.text == "{") - (word.text == "}")
        if depth == 0 and word.kind == "word" and word.text.upper() == "WHERE":
            repeated = _group(text, words[place + 1 :]) if before.text.upper() == "DELETE" else ""
            pieces += [text[done : word.start], repeated, " ", clause]
            done = word.start
        before = word
    return "".join([*pieces, text[done:]])


def _group(text: str, words: list[Token]) -> str:
    """The text of the group in braces that some words begin with."""
    depth = 0
    for word in words:
        depth += (word.text == "{") - (word.text == "}")
        if depth == 0:
            return text[words[0].start : word.start + 1]
    return ""


def put(job: Job) -> Made:
    """Replace a graph, or add to it.

    Args:
        job: `dataset`; `graph`, its IRI or None for the default graph; `files`, each with `path`, `form` and `gzip`;
            `base`; `replace`.

    Returns:
        `made`: whether the graph is new.
    """

    def change(engine: ox.Store) -> bool:
        graph = _graph(job["graph"])
        known = _is_there(engine, graph)
        if job["replace"]:
            engine.clear_graph(graph)
        if isinstance(graph, ox.NamedNode):
            engine.add_graph(graph)
        for file in job["files"]:
            _load(engine, file, graph, job["base"])
        return not known

    return {"made": WRITER.change(Path(job["dataset"]), change)}, b""


def _load(engine: ox.Store, file: Mapping[str, Any], graph: Graph, base: str) -> None:
    """Put the statements of an uploaded file into a graph.

    Raises:
        DataError: it cannot be read.
    """
    form = named(file["form"], TRIPLES)
    assert form
    raw = Path(file["path"]).read_bytes()
    if file["gzip"]:
        raw = _unpacked(raw)
    if form.name == "rdf" and b"<!DOCTYPE" in raw:
        raise DataError("RDF/XML 里有 DOCTYPE，不予读取", remedy="请另存为 Turtle 后再试。")
    try:
        engine.load(raw, form.engine, base_iri=base, to_graph=graph)
    except SyntaxError as error:
        place = f"第 {error.lineno} 行第 {error.offset} 列" if error.lineno else ""
        raise DataError(f"正文不是 {form.essence}：{error.msg}", where=place, remedy="请改正后重发。") from error


def _unpacked(raw: bytes) -> bytes:
    """A gzip body, unpacked as far as is allowed.

    Raises:
        DataError: it is none, or too long.
    """
    try:
        with gzip.open(BytesIO(raw)) as file:
            body = file.read(MOST_BYTES + 1)
    except (OSError, EOFError) as error:
        raise DataError("正文不是 gzip", remedy="请去掉 Content-Encoding，或重新压缩。") from error
    if len(body) > MOST_BYTES:
        raise DataError(f"正文展开后超过 {MOST_BYTES} 字节", remedy="请分几次发送。")
    return body


def drop(job: Job) -> Made:
    """Remove a graph; `known` tells whether there was one.

    Args:
        job: `dataset`; `graph`, its IRI or None for the default graph.
    """

    def change(engine: ox.Store) -> bool:
        graph = _graph(job["graph"])
        known = _is_there(engine, graph)
        engine.remove_graph(graph)
        return known or isinstance(graph, ox.DefaultGraph)

    return {"known": WRITER.change(Path(job["dataset"]), change)}, b""


def _is_there(engine: ox.Store, graph: Graph) -> bool:
    """Whether a graph exists; the default graph does where it holds something."""
    if isinstance(graph, ox.NamedNode):
        return engine.contains_named_graph(graph)
    return next(engine.quads_for_pattern(None, None, None, graph), None) is not None


def _graph(iri: str | None) -> Graph:
    """A graph by its IRI.

    Raises:
        QueryError: it is none.
    """
    try:
        return ox.DefaultGraph() if iri is None else ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError("图的名称不是完整的 IRI", remedy="请写完整的地址，如 https://…。") from error


def read(job: Job) -> Made:
    """A graph as it is; `known` tells whether there is one. This runs in a worker that reads.

    Args:
        job: `graph`, its IRI or None for the default graph; `form`; `path` of the file to write it to.
    """
    engine, graph = engine_of(job["at"]["generation"]), _graph(job["graph"])
    if isinstance(graph, ox.NamedNode) and not engine.contains_named_graph(graph):
        return {"known": False}, b""
    form: Format | None = named(job["form"], TRIPLES)
    assert form
    triples = (quad.triple for quad in engine.quads_for_pattern(None, None, None, graph))
    with engine_errors():
        ox.serialize(triples, output=job["path"], format=form.engine)
    return {"known": True, "media": form.media}, b""
