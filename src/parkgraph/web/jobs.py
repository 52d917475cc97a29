"""What workers of the service do: every function takes a job and gives what it tells of the answer, and its bytes.

Only here is a store opened, and only here is text that a user sent parsed. A job tells `at` where the data are.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..datasets import Generation, hold, open_generation
from ..datasets.locks import Lock
from ..errors import QueryError, UsageError
from ..graph import Graph
from ..names import BASE
from ..sparql import check_user_text
from ..store import LocalStore, RemoteStore, Store
from ..store.answer import Answer, engine_errors
from ..store.mistakes import check_characters, explain
from .cut import Full, Page
from .media import ROWS, TRIPLES, Format, named, write_triples

Job = Mapping[str, Any]
Made = tuple[dict[str, Any], bytes]

BYTES = 32 * 1024**2


def ready(job: Job) -> Made:
    """Nothing, once the data are open."""
    graph_of(job)
    return {}, b""


def figures(job: Job) -> Made:
    """The `fingerprint` of the data."""
    return {"fingerprint": graph_of(job).info()["fingerprint"]}, b""


def query(job: Job) -> Made:
    """The answer to a SPARQL query.

    Args:
        job: `text`; `rows_as` and `triples_as`, the formats (short names) that are wanted for either, or None where the
            client takes none; `rows`, the row limit; `default_graphs` and `named_graphs`, IRIs or None;
            `base`, against which relative IRIs are read.

    Returns:
        `form` (`rows`, `boolean` or `triples`), `media`, `rows` and `more`; `unacceptable` instead of `media` where
        the client takes no format for what the query gives. `cut_off`: why a remote store may have cut the answer.
    """
    answer, cut_off = ask(job)
    told, body = _written(answer, job)
    return {**told, "cut_off": cut_off}, body


def count(job: Job) -> Made:
    """How many `rows` or statements the whole answer to a query has, told as `query` is; `cut_off` as there."""
    answer, cut_off = ask(job)
    with engine_errors():
        rows = 1 if isinstance(answer, ox.QueryBoolean) else sum(1 for _ in answer)
    return {"rows": rows, "cut_off": cut_off}, b""


def _written(answer: Answer, job: Job) -> Made:
    """An answer in the format that is wanted for its kind."""
    triples = isinstance(answer, ox.QueryTriples)
    name = job["triples_as" if triples else "rows_as"]
    form = name and named(name, TRIPLES if triples else ROWS)
    if not form:
        return {"form": "triples" if triples else "rows", "unacceptable": True}, b""
    with engine_errors():
        if isinstance(answer, ox.QueryTriples):
            return _triples(list(islice(answer, job["rows"] + 1)), form, job["rows"])
        if isinstance(answer, ox.QueryBoolean):
            said = answer.serialize(format=form.engine) or b""
            return {"form": "boolean", "media": form.media, "rows": 1, "more": False}, said
        page = Page(form.engine, job["rows"], BYTES)
        with suppress(Full):
            answer.serialize(page, form.engine)  # type: ignore[arg-type]
        body, rows, more = page.cut()
        return {"form": "rows", "media": form.media, "rows": rows, "more": more}, body


def _triples(found: list[ox.Triple], form: Format, most: int) -> Made:
    """A graph, cut behind so many triples, or behind fewer where they are long."""
    body = write_triples(found[:most], form)
    while len(body) > BYTES:
        most = min(most, len(found)) // 2
        body = write_triples(found[:most], form)
    return {"form": "triples", "media": form.media, "rows": min(len(found), most), "more": len(found) > most}, body


def ask(job: Job) -> tuple[Answer, str]:
    """What the engine answers to a user's query, told as `query` is, and why that may not be all."""
    text, place = job["text"], job["at"]
    default, others = job["default_graphs"], job["named_graphs"]
    check_characters(text)
    check_user_text(text)
    if place["endpoint"]:
        remote = _remote(place, default, others)
        return remote.query(text), remote.cut_off
    engine = engine_of(place["generation"])
    try:
        if default is None and others is None:
            return engine.query(text, base_iri=job["base"]), ""
        first, more = _graphs(engine, default), _named(others)
        return engine.query(text, base_iri=job["base"], default_graph=first, named_graphs=more), ""
    except SyntaxError as error:
        raise explain(text, str(error.msg)) from error


def _graphs(engine: ox.Store, iris: list[str] | None) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    """The graphs of these IRIs; our own dataset's IRI means the default graph where no graph has that name."""
    named_ = _named(iris)
    own = ox.NamedNode(BASE)
    return [ox.DefaultGraph() if graph == own and not engine.contains_named_graph(own) else graph for graph in named_]


def _named(iris: list[str] | None) -> list[ox.NamedNode | ox.BlankNode]:
    """Named nodes of IRIs.

    Raises:
        QueryError: one is none.
    """
    try:
        return [ox.NamedNode(iri) for iri in iris or ()]
    except ValueError as error:
        raise QueryError("图的名称不是完整的 IRI", remedy="请写完整的地址，如 https://…。") from error


_open: dict[tuple[str, int], tuple[Lock, ox.Store]] = {}
"""The generation that was asked last, held and open for the next job."""


def engine_of(told: Mapping[str, Any]) -> ox.Store:
    """The store of a generation, read-only.

    Raises:
        EngineError: it is no more: another has taken its place.
    """
    key = (told["directory"], told["number"])
    if key not in _open:
        generation = Generation(told["number"], Path(told["directory"]), told["fingerprint"], told["quads"])
        opened = hold(generation), open_generation(generation)
        _open.clear()
        _graph.cache_clear()
        _open[key] = opened
    return _open[key][1]


def _remote(place: Mapping[str, Any], default: list[str] | None, others: list[str] | None) -> RemoteStore:
    """A remote store, asked over one graph at most.

    Raises:
        UsageError: several graphs, or named ones, were asked for.
    """
    asked = default or ([place["graph"]] if place["graph"] else [])
    if len(asked) > 1 or others:
        raise UsageError("向远程库提问时只能指定一个 default-graph-uri", remedy="请在查询里写 FROM 和 FROM NAMED。")
    return RemoteStore(place["endpoint"], graph=asked[0] if asked else None)


@lru_cache(maxsize=4)
def _graph(told: str, lang: str) -> Graph:
    """The façade over a store that is open, or a remote one; kept for the next job."""
    place = json.loads(told)
    if place["endpoint"]:
        store: Store = RemoteStore(place["endpoint"], graph=place["graph"])
    else:
        store = LocalStore(engine_of(place["generation"]), place["generation"]["directory"])
    workspace = Path(place["workspace"]) if place["workspace"] else None
    folders = [Path(folder) for folder in place["queries"]]
    return Graph(store, Path(place["home"]), workspace=workspace, lang=lang, queries=folders)


def graph_of(job: Job) -> Graph:
    """The façade over the data that a job is about, with labels in its language."""
    if job["at"]["generation"]:
        engine_of(job["at"]["generation"])
    return _graph(json.dumps(job["at"], sort_keys=True), job.get("lang", "zh"))
