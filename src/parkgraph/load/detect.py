"""Which store answers at a URL, and where it wants its queries, updates and graphs; nothing is written here.

What the server calls itself decides, then a header that only one store sends, then the path, then what the service
says about itself. An unknown store is spoken to in the standard's words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from ..errors import ParkgraphError, RemoteError
from .client import Client, NoReply, Reply
from .dialects import DIALECTS, STANDARD, UNION, Dialect
from .options import LoadOptions
from .service import describe

ASK = "ASK {}"
UNTESTED = "只按它的文档，没有在真的服务器上测试过"


@dataclass(frozen=True)
class Endpoint:
    """A store that was recognised: its dialect, its addresses (None where it has none), and why we think so."""

    dialect: Dialect
    title: str
    query: str
    update: str | None
    graphs: str | None
    reasons: tuple[str, ...]
    traps: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether a graph is replaced by one MOVE: where that was tested, or nothing but updates is spoken."""
        return self.dialect.moves or not self.graphs

    def graph_url(self, graph: str) -> str:
        """Where a named graph is read and written; a graph is always named."""
        assert self.graphs and graph
        return f"{self.graphs}?{self.dialect.parameter}={quote(graph, safe='')}"


def detect(client: Client, url: str, options: LoadOptions) -> Endpoint:
    """The store at a URL.

    Raises:
        NoReply: nobody answers there.
        RemoteError: nothing there answers SPARQL queries.
    """
    options.tell("识别三元组库 …")
    dialect, reasons = _recognise(url, client.send("HEAD", url), options.store)
    service = describe(client, url) if dialect is STANDARD else None
    traps, candidates = dialect.traps, _candidates(url, dialect)
    if service:
        reasons += ("有服务描述" + ("，默认图是所有图的并集" if service.union else ""),)
        traps = (UNION,) if service.union else traps
        candidates = [*([service.endpoint] if service.endpoint else []), *candidates]
    query = _query_url(client, url, dialect, [options.query_url] if options.query_url else candidates)
    base = _base(url, dialect)
    found = Endpoint(
        dialect=dialect,
        title=dialect.title,
        query=query,
        update=base + dialect.update[0],
        graphs=base + dialect.graphs[0],
        reasons=(*reasons, f"{query} 回答了 {ASK}"),
        traps=traps,
    )
    return found if dialect is not STANDARD or options.verify_only else _standard(client, url, found, options)


def _recognise(url: str, reply: Reply, wanted: str) -> tuple[Dialect, tuple[str, ...]]:
    """The dialect that was asked for, or that headers or the path give away, and why."""
    server = reply.server
    signs: tuple[tuple[str, Callable[[Dialect], object]], ...] = (
        (f"由 --store {wanted} 指定", lambda dialect: dialect.kind == wanted),
        (f"Server 头是 {server}", lambda dialect: re.search(dialect.server, server)),
        ("有 {} 头", lambda dialect: dialect.mark and dialect.mark in reply.headers),
        ("路径的样子", lambda dialect: re.search(dialect.path, url)),
    )
    for sign, fits in signs:
        if dialect := next((dialect for dialect in DIALECTS if fits(dialect)), None):
            doubt = () if dialect.tested or dialect is STANDARD else (UNTESTED,)
            return dialect, (sign.format(dialect.mark), *doubt)
    return STANDARD, (f"认不出是哪种库（Server 头{'是 ' + server if server else '为空'}），按标准协议",)


def _base(url: str, dialect: Dialect) -> str:
    """The URL without its last part, where that is one of the store's own addresses."""
    own = {ending.rstrip("/") for ending in (*dialect.query, *dialect.update, *dialect.graphs, *dialect.endings)}
    for ending in sorted(own - {""}, key=len, reverse=True):
        if url.endswith(ending) and not url.removesuffix(ending).endswith("/"):
            return url.removesuffix(ending)
    return url


def _candidates(url: str, dialect: Dialect) -> list[str]:
    """Where queries may go, the likeliest first."""
    base = _base(url, dialect)
    return [*(base + ending for ending in dialect.query), *([url] if dialect is STANDARD else [])]


def _query_url(client: Client, url: str, dialect: Dialect, candidates: Sequence[str]) -> str:
    """The first address that answers a query."""
    tried = list(dict.fromkeys(candidates))
    reason: ParkgraphError | None = None
    for candidate in tried:
        try:
            client.query(candidate, ASK)
            return candidate
        except NoReply:
            raise
        except RemoteError as error:
            reason = error
    assert reason is not None
    if len(tried) == 1:
        raise reason
    like = f"（{dialect.title} 的地址形如 {dialect.example}）" if dialect.example else ""
    raise RemoteError(
        f"这里没有回答 SPARQL 查询的地址（试过 {'、'.join(tried)}；最后一个：{reason.problem}）",
        where=url,
        remedy=f"请检查地址{like}，或用 --query-url 给出查询地址。",
    )


def _standard(client: Client, url: str, found: Endpoint, options: LoadOptions) -> Endpoint:
    """A store nobody knows, with the addresses for writing that it really has."""
    base = _base(url, STANDARD)
    places = dict.fromkeys([url, *(base + ending for ending in STANDARD.graphs)])
    graphs = next((place for place in places if place != found.query and _keeps_graphs(client, place, options)), None)
    if graphs:
        reason = f"{graphs} 回答了带 ?graph= 的 HEAD"
        return replace(found, graphs=graphs, update=None, reasons=(*found.reasons, reason))
    places = dict.fromkeys(base + ending for ending in STANDARD.update)
    update = next((place for place in places if client.send("HEAD", place).status != 404), found.query)
    return replace(
        found,
        title="SPARQL 更新（INSERT DATA）",
        graphs=None,
        update=update,
        reasons=(*found.reasons, "没有找到 Graph Store Protocol 的地址"),
    )


def _keeps_graphs(client: Client, place: str, options: LoadOptions) -> bool:
    """Whether an address speaks the Graph Store Protocol: about the graph, or, where there is none yet, at all."""
    reply = client.send("HEAD", f"{place}?graph={quote(options.graph, safe='')}")
    if reply.status == 404:
        reply = client.send("HEAD", f"{place}?default")
    return reply.status in (200, 204, 403) and "html" not in reply.kind
