"""Which store answers at a URL, and where it wants its queries, updates and graphs; nothing is written here.

What the server calls itself decides, then the path. Only Oxigraph and Virtuoso have been tested; other stores are
named where they give themselves away, and are then spoken to in the standard's words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from ..errors import ParkgraphError, RemoteError
from .client import Client, NoReply, Reply
from .options import LoadOptions

ASK = "ASK {}"
NEVER = r"(?!)"


@dataclass(frozen=True)
class Dialect:
    """How a kind of store lays out its addresses below a base.

    Attributes:
        kind: name on the command line; several dialects are `gsp`.
        title: name for people.
        server: pattern of the Server header.
        path: pattern of a path that only this store has.
        endings: last parts of a path that are cut off to find the base.
        query, update, graphs: endings to try, in this order.
        moves: whether MOVE has been tested there.
        traps: what users of the store should know.
    """

    kind: str
    title: str
    server: str
    path: str
    endings: tuple[str, ...]
    query: tuple[str, ...]
    update: tuple[str, ...]
    graphs: tuple[str, ...]
    moves: bool = False
    traps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Endpoint:
    """A store that was recognised: its addresses (None where it has none), and why we think so."""

    kind: str
    title: str
    query: str
    update: str | None
    graphs: str | None
    reasons: tuple[str, ...]
    moves: bool = False
    traps: tuple[str, ...] = ()

    def graph_url(self, graph: str) -> str:
        """Where a named graph is read and written; a graph is always named."""
        assert self.graphs and graph
        return f"{self.graphs}?graph={quote(graph, safe='')}"


OXIGRAPH = Dialect(
    kind="oxigraph",
    title="Oxigraph",
    server=r"Oxigraph/",
    path=NEVER,
    endings=("query", "update", "store"),
    query=("/query",),
    update=("/update",),
    graphs=("/store",),
    moves=True,
    traps=(
        "查询若不带 default-graph-uri，只看默认图，看不到这个图（除非服务器以 --union-default-graph 启动）。",
        "Oxigraph 自己不设登录：不要让它直接面对外网，请在前面放一个代理。",
    ),
)
VIRTUOSO = Dialect(
    kind="virtuoso",
    title="Virtuoso",
    server=r"Virtuoso/",
    path=r"/sparql-(?:auth|graph-crud(?:-auth)?)$",
    endings=("sparql", "sparql-auth", "sparql-graph-crud", "sparql-graph-crud-auth"),
    query=("/sparql",),
    update=("/sparql-auth",),
    graphs=("/sparql-graph-crud-auth",),
    moves=True,
    traps=(
        "一个答案最多 10,000 行（ResultSetMaxRows），多出的被截去而状态仍是 200：请用 LIMIT 和 OFFSET 分批。",
        "查询若不带 default-graph-uri，看到的是所有图的并集，同一条语句在几个图里就算几次。",
        "CONCAT 和 GROUP_CONCAT 里不要写中文标点，会成乱码；布尔值以 1 和 0 返回。",
    ),
)
STANDARD = Dialect(
    kind="gsp",
    title="标准 Graph Store Protocol",
    server=NEVER,
    path=NEVER,
    endings=("query", "sparql", "update", "data", "store", "rdf-graph-store", "service"),
    query=("/query", "/sparql", ""),
    update=("/update", "/statements", ""),
    graphs=("/data", "/store", "/rdf-graph-store", "/rdf-graphs/service", ""),
    traps=("不带 default-graph-uri 的查询看到哪些图，各家不同：请总是带上它。",),
)
UNTESTED = (
    ("Fuseki", r"Fuseki", NEVER),
    ("GraphDB", r"GraphDB", NEVER),
    ("GraphDB 或 RDF4J", r"RDF4J", r"/repositories/[^/]+"),
    ("Stardog", r"Stardog", NEVER),
    ("QLever", r"QLever", NEVER),
    ("Blazegraph", r"Blazegraph", r"/bigdata/|/blazegraph/"),
    ("Neptune", NEVER, r"/sparql/gsp$"),
)
"""Title, pattern of the Server header and pattern of the path of stores that may be met but were never tested."""
TESTED = (OXIGRAPH, VIRTUOSO)


def detect(client: Client, url: str, options: LoadOptions) -> Endpoint:
    """The store at a URL.

    Raises:
        NoReply: nobody answers there.
        RemoteError: nothing there answers SPARQL queries.
    """
    options.tell("识别三元组库 …")
    first = client.send("HEAD", url)
    dialect, why = _recognise(url, first, options.store)
    base = _base(url, dialect)
    query = _query_url(client, url, [options.query_url] if options.query_url else _candidates(url, base, dialect))
    found = Endpoint(
        kind=dialect.kind,
        title=dialect.title,
        query=query,
        update=base + dialect.update[0],
        graphs=base + dialect.graphs[0],
        reasons=(*why, f"{query} 回答了 {ASK}"),
        moves=dialect.moves,
        traps=dialect.traps,
    )
    return found if dialect is not STANDARD or options.verify_only else _standard(client, url, found, options)


def _recognise(url: str, reply: Reply, wanted: str) -> tuple[Dialect, tuple[str, ...]]:
    """The dialect that was asked for, or that the server's header or the path gives away, and why."""
    server = reply.server
    for dialect in (*TESTED, STANDARD):
        if dialect.kind == wanted:
            return dialect, (f"由 --store {wanted} 指定",)
    for dialect in TESTED:
        if re.search(dialect.server, server):
            return dialect, (f"Server 头是 {server}",)
        if re.search(dialect.path, url):
            return dialect, (f"路径是 /{url.rsplit('/', 1)[1]}",)
    for title, header, path in UNTESTED:
        if re.search(header, server) or re.search(path, url):
            sign = f"Server 头是 {server}" if re.search(header, server) else "路径的样子"
            return STANDARD, (f"像是 {title}（{sign}），没有在它上面测试过",)
    return STANDARD, (f"认不出是哪种库（Server 头{'是 ' + server if server else '为空'}），按标准协议",)


def _base(url: str, dialect: Dialect) -> str:
    """The URL without the last part, where that is one of the store's own addresses."""
    head, _, last = url.rpartition("/")
    return head if last in dialect.endings and not head.endswith("/") else url


def _candidates(url: str, base: str, dialect: Dialect) -> list[str]:
    """Where queries may go, the likeliest first."""
    return [*(base + ending for ending in dialect.query), *([url] if dialect is STANDARD else [])]


def _query_url(client: Client, url: str, candidates: Sequence[str]) -> str:
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
    raise RemoteError(
        f"这里没有回答 SPARQL 查询的地址（试过 {'、'.join(tried)}；最后一个：{reason.problem}）",
        where=url,
        remedy="请检查地址，或用 --query-url 给出查询地址。",
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
