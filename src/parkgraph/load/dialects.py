"""How each kind of store lays out its addresses and what it does in its own way: one table, no network.

Those marked as tested were loaded into for real, with every question asked; the others are written after their
documentation, and the report says so.
"""

from dataclasses import dataclass

NEVER = r"(?!)"
N_TRIPLES = "application/n-triples"
DEFAULT_ONLY = "查询若不带 default-graph-uri，只看默认图，看不到这个图{}。"
UNION = "查询若不带 default-graph-uri，看到的是所有图的并集，同一条语句在几个图里就可能算几次。"


@dataclass(frozen=True)
class Dialect:
    """How a kind of store is spoken to.

    Attributes:
        kind: name on the command line.
        title: name for people.
        query, update, graphs: what follows the base in its addresses; the likeliest first.
        server: pattern of the Server header; mark: a header that only this store sends.
        path: pattern of a path that only this store has.
        endings: more last parts of a path that are cut off to find the base.
        example: an address as users give it.
        tested: whether it was tried on a real server.
        moves: whether MOVE replaces a graph there in one step, whatever it holds.
        puts: whether PUT replaces a graph; else it is dropped by an update, and filled by POST.
        zips: whether gzip is understood in what is sent.
        parameter: what names the graph in a graph's address.
        media: media type of what is sent; N-Triples are Turtle, too.
        traps: what users of the store should know.
    """

    kind: str
    title: str
    query: tuple[str, ...]
    update: tuple[str, ...]
    graphs: tuple[str, ...]
    server: str = NEVER
    mark: str = ""
    path: str = NEVER
    endings: tuple[str, ...] = ()
    example: str = ""
    tested: bool = False
    moves: bool = False
    puts: bool = True
    zips: bool = False
    parameter: str = "graph"
    media: str = N_TRIPLES
    traps: tuple[str, ...] = ()


OXIGRAPH = Dialect(
    kind="oxigraph",
    title="Oxigraph",
    query=("/query",),
    update=("/update",),
    graphs=("/store",),
    server=r"Oxigraph/",
    example="http://localhost:7878",
    tested=True,
    moves=True,
    zips=True,
    traps=(
        DEFAULT_ONLY.format("（除非服务器以 --union-default-graph 启动）"),
        "Oxigraph 自己不设登录：不要让它直接面对外网，请在前面放一个代理。",
    ),
)
VIRTUOSO = Dialect(
    kind="virtuoso",
    title="Virtuoso",
    query=("/sparql",),
    update=("/sparql-auth",),
    graphs=("/sparql-graph-crud-auth",),
    server=r"Virtuoso/",
    path=r"/sparql-(?:auth|graph-crud(?:-auth)?)$",
    endings=("/sparql-graph-crud",),
    example="http://localhost:8890/sparql",
    tested=True,
    moves=True,
    traps=(
        "一个答案最多 10,000 行（ResultSetMaxRows），多出的被截去而状态仍是 200：请用 LIMIT 和 OFFSET 分批。",
        UNION,
        "CONCAT 和 GROUP_CONCAT 里不要写中文标点，会成乱码；布尔值以 1 和 0 返回。",
    ),
)
FUSEKI = Dialect(
    kind="fuseki",
    title="Jena Fuseki",
    query=("/query", "/sparql", ""),
    update=("/update",),
    graphs=("/data",),
    server=r"Fuseki",
    mark="Fuseki-Request-Id",
    endings=("/get",),
    example="http://localhost:3030/数据集名",
    tested=True,
    zips=True,
    traps=(
        DEFAULT_ONLY.format("；若打开 tdb2:unionDefaultGraph，看到的是所有命名图的并集，默认图里原有的反而看不到"),
        "MOVE 和 COPY 到已有内容的图，在 TDB2 上会丢语句（5.6.0）：请先 DROP，或像这里一样用 PUT。",
        "小数按库自己的写法返回，例如 12.0，语言标签写作 zh-Hant：请按数值比较，用 LCASE(LANG(?x)) 过滤。",
    ),
)
RDF4J = Dialect(
    kind="rdf4j",
    title="RDF4J",
    query=("",),
    update=("/statements",),
    graphs=("/rdf-graphs/service",),
    path=r"/repositories/[^/]+",
    example="http://localhost:8080/rdf4j-server/repositories/库名",
    tested=True,
    moves=True,
    zips=True,
    traps=(
        UNION,
        "向 /statements 发 PUT 而不带 context，会替换整个库；这里只写 /rdf-graphs/service 下的一个图。",
        "把 VALUES 写在 UNION 之前、其中又有 UNDEF 的查询，RDF4J 4.1 可能答成空：请把它移到各分支里或最后。",
    ),
)
GRAPHDB = Dialect(
    kind="graphdb",
    title="GraphDB",
    query=("",),
    update=("/statements",),
    graphs=("/rdf-graphs/service",),
    server=r"GraphDB",
    example="http://localhost:7200/repositories/库名",
    traps=(UNION, "把更新发到查询地址会得到 unknown resource type：更新的地址以 /statements 结尾。"),
)
STARDOG = Dialect(
    kind="stardog",
    title="Stardog",
    query=("/query",),
    update=("/update",),
    graphs=("",),
    server=r"Stardog",
    example="http://localhost:5820/库名",
    traps=(DEFAULT_ONLY.format("（除非打开库的选项 query.all.graphs）"),),
)
QLEVER = Dialect(
    kind="qlever",
    title="QLever",
    query=("",),
    update=("",),
    graphs=("",),
    server=r"QLever",
    example="http://localhost:7001",
    puts=False,
    traps=(UNION, "QLever 为离线建立的索引而设计：更新是否在重启之后还在，请看服务器的版本和设置。"),
)
NEPTUNE = Dialect(
    kind="neptune",
    title="Amazon Neptune",
    query=("/sparql",),
    update=("/sparql",),
    graphs=("/sparql/gsp/",),
    path=r"/sparql/gsp$|//[^/]*\.neptune\.amazonaws\.com",
    example="https://主机:8182/sparql",
    traps=(UNION, "要求 IAM 签名（SigV4）的集群不能直接装入：请在前面放一个会签名的代理。"),
)
BLAZEGRAPH = Dialect(
    kind="blazegraph",
    title="Blazegraph",
    query=("/sparql",),
    update=("/sparql",),
    graphs=("/sparql",),
    path=r"/bigdata(?:/|$)|/blazegraph(?:/|$)",
    example="http://localhost:9999/bigdata/namespace/kb",
    puts=False,
    parameter="context-uri",
    media="application/x-turtle; charset=UTF-8",
    traps=("命名空间须是 quads 模式；triples 模式不分图，会与别的语句混在一起。",),
)
STANDARD = Dialect(
    kind="gsp",
    title="标准 Graph Store Protocol",
    query=("/query", "/sparql", ""),
    update=("/update", "/statements", ""),
    graphs=("/data", "/store", "/rdf-graph-store", "/rdf-graphs/service", ""),
    endings=("/service",),
    traps=("不带 default-graph-uri 的查询看到哪些图，各家不同：请总是带上它。",),
)
DIALECTS = (OXIGRAPH, FUSEKI, VIRTUOSO, GRAPHDB, RDF4J, STARDOG, QLEVER, NEPTUNE, BLAZEGRAPH, STANDARD)
"""In the order in which they are tried: GraphDB's header before RDF4J's path, which it shares."""
KINDS = ("auto", *(dialect.kind for dialect in DIALECTS))
