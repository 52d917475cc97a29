"""What can be measured in the relation graph: who is central, what hangs together, who shares what.

Everything here is the same for the same graph, whatever order it was loaded in: nodes are handled by number, in the
order of their IRIs. Relations count in both directions and once, unless a measure says otherwise.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import EngineError, UsageError
from ..vocabulary import Vocabulary

if TYPE_CHECKING:
    from networkx import MultiDiGraph

PLACES = 6
"""Decimal places of a measure."""
SEED = 0
ROUNDS = 1000
"""How often an iterated measure is improved at most."""

MEASURES = {
    "degree": ("度", "degree"),
    "betweenness": ("中介中心性", "betweenness"),
    "closeness": ("接近中心性", "closeness"),
    "eigenvector": ("特征向量中心性", "eigenvector centrality"),
    "pagerank": ("PageRank", "PageRank"),
    "hub": ("枢纽值", "hub"),
    "authority": ("权威值", "authority"),
    "component": ("连通分支", "component"),
    "community": ("社群", "community"),
}
"""What can be measured, with headings: figures, and at the end the numbers of groups, counted from the largest."""
GROUPS = ("component", "community")


def measures(graph: "MultiDiGraph[str]", names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Each measure with the value of every node, rounded to six places.

    `degree` counts every relation; `betweenness` and `closeness` are normalised; `pagerank`, `hub` and `authority` go
    by the direction of relations; `component` and `community` number the groups, the largest first.

    Raises:
        UsageError: there is no such measure, or it needs scipy, which is not installed.
    """
    for name in names:
        if name not in MEASURES:
            raise UsageError(f"没有 {name} 这个指标", remedy=f"可用的指标：{'、'.join(MEASURES)}。")
    return {name: _measured(graph, name) for name in names}


def components(graph: "MultiDiGraph[str]") -> list[list[str]]:
    """What hangs together, the largest part first, each in the order of IRIs."""
    import networkx

    return _sorted(networkx.connected_components(_numbered(graph)), graph)


def communities(graph: "MultiDiGraph[str]") -> list[list[str]]:
    """Groups with more relations within than between them (Louvain), the largest first, each in the order of IRIs."""
    import networkx

    return _sorted(networkx.community.louvain_communities(_numbered(graph), seed=SEED), graph)


def joined(
    graph: "MultiDiGraph[str]", vocabulary: Vocabulary, of: str, through: tuple[str, ...]
) -> dict[tuple[str, str], list[str]]:
    """Pairs of things of a class that are beside the same things of other classes, with those, most shared first.

    Args:
        graph: the relation graph.
        vocabulary: tells which class is below which.
        of: local name of the class that is joined, such as `GovernmentUnit`.
        through: local names of the classes of what is shared, such as `Programme`.

    Raises:
        UsageError: the ontology has no such class.
    """
    for name in (of, *through):
        if not vocabulary.is_a(name, name):
            near = vocabulary.suggestions(name, [cls.rpartition("#")[2] for cls in vocabulary.supers])
            remedy = f"是不是 {'、'.join(near)}？" if near else "运行 parkgraph list classes 可列出全部类。"
            raise UsageError(f"本体中没有 {name} 这个类", remedy=remedy)
    kinds = {node: data["class"].rpartition("#")[2] for node, data in graph.nodes(data=True)}
    members = sorted(node for node, kind in kinds.items() if vocabulary.is_a(kind, of))
    holders = sorted(node for node, kind in kinds.items() if any(vocabulary.is_a(kind, one) for one in through))
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for holder in holders:
        beside = {*graph.successors(holder), *graph.predecessors(holder)}
        near = [member for member in members if member in beside and member != holder]
        for place, left in enumerate(near):
            for right in near[place + 1 :]:
                shared[left, right].append(holder)
    return dict(sorted(shared.items(), key=lambda entry: (-len(entry[1]), entry[0])))


def _measured(graph: "MultiDiGraph[str]", name: str) -> dict[str, float]:
    """One measure of every node."""
    import networkx

    if name in GROUPS:
        groups = components(graph) if name == "component" else communities(graph)
        return {node: number for number, group in enumerate(groups, 1) for node in group}
    if name == "degree":
        return {node: int(graph.degree(node)) for node in graph}
    even = dict.fromkeys(range(len(graph)), 1.0)
    figures: Mapping[str, Callable[[], dict[int, float]]] = {
        "betweenness": lambda: networkx.betweenness_centrality(_numbered(graph)),
        "closeness": lambda: networkx.closeness_centrality(_numbered(graph)),
        "eigenvector": lambda: networkx.eigenvector_centrality(_numbered(graph), max_iter=ROUNDS),
        "pagerank": lambda: networkx.pagerank(_numbered(graph, directed=True)),
        "hub": lambda: networkx.hits(_numbered(graph, directed=True), nstart=even)[0],
        "authority": lambda: networkx.hits(_numbered(graph, directed=True), nstart=even)[1],
    }
    try:
        found = figures[name]()
    except ModuleNotFoundError as error:
        remedy = '请运行 pip install "parkgraph[network]"。'
        raise UsageError(f"指标 {name} 需要 {error.name}，它没有安装", remedy=remedy) from None
    except networkx.PowerIterationFailedConvergence as error:
        remedy = "请换一个指标，例如 degree。"
        raise EngineError(f"指标 {name} 算了 {ROUNDS} 轮仍不收敛", remedy=remedy) from error
    return {node: round(found[number], PLACES) + 0.0 for number, node in enumerate(sorted(graph))}


def _numbered(graph: "MultiDiGraph[str]", *, directed: bool = False) -> Any:
    """The graph with numbers for nodes, in the order of their IRIs, and one edge between two of them."""
    import networkx

    number = {node: place for place, node in enumerate(sorted(graph))}
    plain = networkx.DiGraph() if directed else networkx.Graph()
    plain.add_nodes_from(range(len(number)))
    plain.add_edges_from(sorted({(number[start], number[end]) for start, end in graph.edges()}))
    return plain


def _sorted(groups: Any, graph: "MultiDiGraph[str]") -> list[list[str]]:
    """Groups of numbers as groups of nodes, the largest first."""
    nodes = sorted(graph)
    named = [[nodes[number] for number in sorted(group)] for group in groups]
    return sorted(named, key=lambda group: (-len(group), group[0]))
