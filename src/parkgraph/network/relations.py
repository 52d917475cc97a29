"""The relation graph: entities as nodes, relations between them as edges, labels and evidence on both."""

from decimal import Decimal
from typing import TYPE_CHECKING

from .lookup import classes, labels, passages, select
from .names import PGC, slug
from .rows import Entity, Table
from .store import Store

if TYPE_CHECKING:
    import networkx

_EDGES = """SELECT DISTINCT ?s ?p ?o ?a WHERE {
  ?p pg:isGraphEdge ?marked .
  ?s ?p ?o .
  OPTIONAL { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
  FILTER(ISIRI(?o))
} ORDER BY ?s ?p ?o ?a"""


def network(store: Store) -> "networkx.MultiDiGraph[str]":
    """All entities that take part in a relation, and the relations.

    Returns:
        Nodes are IRIs with `label_zh`, `label_en`, `class` (IRI) and `class_zh`. Edges are keyed by the property's IRI
        and carry `relation` (IRI), `label_zh`, `label_en`, `basis` (`stated` by the node's own evidence, or the short
        name of the assertion's basis) and `quotes` (verbatim, in the order of the text). Nodes and edges come in the
        order of their IRIs.
    """
    import networkx

    rows = select(store, _EDGES)
    ends = sorted({row.iri(end) for row in rows for end in ("s", "o")})
    proofs = passages(store, [*(row.iri("a") for row in rows if row.iri("a")), *ends])
    basis = _bases(store)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, attributes in _nodes(store, ends).items():
        graph.add_node(iri, **attributes)
    names = {lang: labels(store, (row.iri("p") for row in rows), lang) for lang in ("zh", "en")}
    for row in rows:
        start, relation, end = (row.iri(part) for part in ("s", "p", "o"))
        fact = row.iri("a") or start
        quotes = [passage.quote for passage in proofs.get(fact, ())]
        if graph.has_edge(start, end, key=relation):
            known = graph.edges[start, end, relation]["quotes"]
            known += [quote for quote in quotes if quote not in known]
            continue
        graph.add_edge(
            start, end, key=relation, relation=relation, basis=basis.get(fact, "stated"), quotes=quotes,
            label_zh=names["zh"][relation], label_en=names["en"][relation],
        )  # fmt: skip
    return graph


def _nodes(store: Store, iris: list[str]) -> dict[str, dict[str, str]]:
    """The attributes of each node."""
    kinds = classes(store, iris)
    zh, en = labels(store, iris, "zh"), labels(store, iris, "en")
    kind_zh = labels(store, kinds.values(), "zh")
    return {
        iri: {
            "label_zh": zh[iri] if "/id/fact-" not in iri else kind_zh.get(kinds.get(iri, ""), zh[iri]),
            "label_en": en[iri],
            "class": kinds.get(iri, ""),
            "class_zh": kind_zh.get(kinds.get(iri, ""), ""),
        }
        for iri in iris
    }


def _bases(store: Store) -> dict[str, str]:
    """Each fact with the short name of its basis."""
    rows = select(store, "SELECT ?f ?b WHERE { ?f pg:assertionBasis ?b } ORDER BY ?f ?b")
    return {row.iri("f"): row.iri("b").removeprefix(PGC + "basis-") for row in rows}


def edge_table(graph: "networkx.MultiDiGraph[str]", lang: str = "zh") -> Table:
    """The relations as a table: `source`, `relation`, `target`, `basis`, `quotes`; in the order of the graph."""
    label = f"label_{lang}"
    rows = tuple(
        (
            Entity(start, graph.nodes[start][label]),
            Entity(relation, data[label]),
            Entity(end, graph.nodes[end][label]),
            data["basis"],
            " ｜ ".join(data["quotes"]) or None,
        )
        for start, end, relation, data in graph.edges(keys=True, data=True)
    )
    zh = {"source": "起点", "relation": "关系", "target": "终点", "basis": "判断方式", "quotes": "引文"}
    return Table(("source", "relation", "target", "basis", "quotes"), rows, headings=zh if lang == "zh" else {})


def metrics_table(graph: "networkx.MultiDiGraph[str]", lang: str = "zh") -> Table:
    """Figures of each entity: `entity`, `class`, `degree`, `betweenness`, `component`.

    Degree counts relations in both directions; betweenness is that of the undirected graph, normalised, rounded to
    six places; components are numbered from the largest. Ordered by degree, highest first, then by IRI.
    """
    import networkx

    plain = networkx.Graph(graph)
    between = networkx.betweenness_centrality(plain)
    parts = sorted(networkx.connected_components(plain), key=lambda part: (-len(part), min(part)))
    number = {node: place for place, part in enumerate(parts, 1) for node in part}
    ordered = sorted(graph.nodes, key=lambda node: (-graph.degree(node), node))
    rows = tuple(
        (
            Entity(node, graph.nodes[node][f"label_{lang}"]),
            graph.nodes[node]["class_zh"] if lang == "zh" else slug(graph.nodes[node]["class"]),
            int(graph.degree(node)),
            Decimal(str(round(between[node], 6))),
            number[node],
        )
        for node in ordered
    )
    zh = {"entity": "实体", "class": "类", "degree": "度", "betweenness": "中介中心性", "component": "连通分支"}
    columns = ("entity", "class", "degree", "betweenness", "component")
    return Table(columns, rows, headings=zh if lang == "zh" else {})
