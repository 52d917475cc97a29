"""The relation graph, its measures and its groups as tables."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..names import slug
from ..rows import Cell, Entity, Table
from .analytics import GROUPS, MEASURES, measures

if TYPE_CHECKING:
    import networkx


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
    """Degree, betweenness and component of each entity; see `measures_table`."""
    return measures_table(graph, ("degree", "betweenness", "component"), lang)


def measures_table(graph: "networkx.MultiDiGraph[str]", names: tuple[str, ...], lang: str = "zh") -> Table:
    """Measures of each entity: `entity`, `class`, and a column a measure; the highest of the first come first.

    Groups are ordered by their number instead, and what is equal by IRI. Errors as in `measures`.
    """
    found = measures(graph, names)
    first = names[0]
    sign = 1 if first in GROUPS else -1
    ordered = sorted(graph.nodes, key=lambda node: (sign * found[first][node], node))
    rows = tuple((*_named(graph, node, lang), *(_cell(found[name][node]) for name in names)) for node in ordered)
    headings = {"entity": "实体", "class": "类", **{name: MEASURES[name][0] for name in names}}
    return Table(("entity", "class", *names), rows, headings=headings if lang == "zh" else {})


def groups_table(graph: "networkx.MultiDiGraph[str]", groups: list[list[str]], lang: str = "zh") -> Table:
    """Groups of entities: `group`, `size`, `entity`, `class`; a row an entity, in the order of groups and relations.

    Within a group the entities with most relations come first.
    """
    rows: list[tuple[Cell, ...]] = []
    for number, group in enumerate(groups, 1):
        ordered = sorted(group, key=lambda node: (-graph.degree(node), node))
        rows += [(number, len(group), *_named(graph, node, lang)) for node in ordered]
    zh = {"group": "组", "size": "大小", "entity": "实体", "class": "类"}
    return Table(("group", "size", "entity", "class"), tuple(rows), headings=zh if lang == "zh" else {})


def joined_table(
    graph: "networkx.MultiDiGraph[str]", pairs: dict[tuple[str, str], list[str]], lang: str = "zh"
) -> Table:
    """Pairs that share something: `left`, `right`, `weight` (how many things) and `shared` (their labels)."""
    label = f"label_{lang}"
    rows = tuple(
        (
            Entity(left, graph.nodes[left][label]),
            Entity(right, graph.nodes[right][label]),
            len(shared),
            "、".join(graph.nodes[one][label] for one in shared),
        )
        for (left, right), shared in pairs.items()
    )
    zh = {"left": "一方", "right": "另一方", "weight": "共同数", "shared": "共同之处"}
    columns = ("left", "right", "weight", "shared")
    return Table(columns, rows, headings=zh if lang == "zh" else {}, entity_columns=("left", "right"))


def _named(graph: "networkx.MultiDiGraph[str]", node: str, lang: str) -> tuple[Entity, str]:
    """An entity and the name of its class."""
    data = graph.nodes[node]
    return Entity(node, data[f"label_{lang}"]), data["class_zh"] if lang == "zh" else slug(data["class"])


def _cell(value: float) -> int | Decimal:
    """A count or number of a group as it is, anything else as a decimal."""
    return value if isinstance(value, int) else Decimal(str(value))
