"""Pictures of the relation graph: layered from policy to place, with Chinese labels and a legend; no browser needed.

The same graph and entity give the same picture. What is drawn is chosen by `neighbourhood`, how by `svg`, `dot`,
`graphml` and `gexf`.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import UsageError
from .lookup import select
from .names import PG, curie
from .store import Store
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from networkx import MultiDiGraph

FORMATS = ("svg", "dot", "graphml", "gexf")


@dataclass(frozen=True, slots=True)
class Layer:
    """One row of the picture.

    Attributes:
        classes: local names of the classes drawn in it, subclasses included.
        zh, en: what the legend calls it.
        colour: fill, distinguishable for colour-blind readers.
        shape: `box`, `round`, `oval`, `cut`, `hexagon` or `flag`.
    """

    classes: tuple[str, ...]
    zh: str
    en: str
    colour: str
    shape: str


LAYERS = (
    Layer(("PolicyDocument", "Interview"), "政策文件", "policy document", "#f9f5b8", "box"),
    Layer(
        ("Programme", "Cohort", "Tier", "Box"),
        "计划、批次、档次、专栏",
        "programme, cohort, tier, box",
        "#f8dda0",
        "round",
    ),
    Layer(("Park",), "园区", "park", "#c4e4f7", "oval"),
    Layer(("KeyProject", "Indicator"), "项目、指标", "project, indicator", "#eed0e0", "cut"),
    Layer(("Enterprise",), "企业", "enterprise", "#a8ddcd", "hexagon"),
    Layer(("GovernmentUnit",), "政府单位", "government unit", "#f2c3a2", "flag"),
    Layer(("Place",), "地点", "place", "#e2e2e2", "round"),
)
FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',sans-serif"
BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 170, 58, 48, 62, 24
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0,0 L8,4 L0,8 z" fill="#666"/></marker></defs>\n'
)
"""The tip of an arrow."""

ROW = 6
LINE = 12


def layer_of(vocabulary: Vocabulary, cls: str) -> int | None:
    """The row a class is drawn in, None if it is not drawn."""
    above = vocabulary.supers.get(cls, frozenset())
    for number, layer in enumerate(LAYERS):
        if any(PG + name in above for name in layer.classes):
            return number
    return None


def neighbourhood(
    graph: "MultiDiGraph[str]", vocabulary: Vocabulary, iri: str, *, hops: int = 1, cap: int = 24
) -> "MultiDiGraph[str]":
    """The entity with what is at most some relations away, nearest first, and the relations that lead there.

    Only things of drawn classes are taken. Countries and provinces end a walk: everything lies in them. The number of
    things left out because of the cap stands in the graph's attribute `left_out`.

    Args:
        graph: the relation graph.
        vocabulary: tells which classes are drawn.
        iri: the entity in the middle.
        hops: how far to go.
        cap: the largest number of entities.

    Raises:
        UsageError: the entity takes part in no relation.
    """
    drawn = {node for node, data in graph.nodes(data=True) if layer_of(vocabulary, data["class"]) is not None}
    if iri not in drawn:
        raise UsageError(f"{curie(iri)} 没有可画的联系", remedy="请换一个实体，或用 parkgraph show 查看它。")
    kept, edge, inner, left_out = [iri], [iri], set(), 0
    for _ in range(hops):
        walked = [node for node in edge if not _is_wide(node)]
        inner.update(walked)
        found = {other for node in walked for other in _beside(graph, node)} & drawn - set(kept)
        reached = sorted(found, key=lambda node: (layer_of(vocabulary, graph.nodes[node]["class"]), node))
        edge = reached[: max(0, cap - len(kept))]
        left_out += len(reached) - len(edge)
        kept += edge
    picture: MultiDiGraph[str] = graph.__class__(left_out=left_out)
    picture.add_nodes_from((node, graph.nodes[node]) for node in kept)
    among = graph.subgraph(kept).edges(keys=True, data=True)
    picture.add_edges_from((start, end, key, data) for start, end, key, data in among if {start, end} & inner)
    return picture


def _is_wide(iri: str) -> bool:
    """Whether an entity is a country or province, by the form of its code."""
    return "/division-" in iri and iri.endswith("0000")


def _beside(graph: "MultiDiGraph[str]", node: str) -> set[str]:
    """The entities one relation away, in either direction."""
    return {*graph.successors(node), *graph.predecessors(node)}


def graphml(graph: "MultiDiGraph[str]") -> str:
    """The graph as GraphML, lists of quotes as one text; opens in Gephi and yEd."""
    import networkx

    return _legible("\n".join(networkx.generate_graphml(_flat(graph), named_key_ids=True))) + "\n"


def gexf(graph: "MultiDiGraph[str]") -> str:
    """The graph as GEXF 1.2, without a date of writing."""
    import networkx

    dated = ("<meta ", "</meta>", "<creator>")
    lines = networkx.generate_gexf(_flat(graph))
    return _legible("\n".join(line for line in lines if not any(mark in line for mark in dated))) + "\n"


def _legible(text: str) -> str:
    """XML with Chinese characters as themselves instead of by number."""
    return re.sub(r"&#([0-9]{4,});", lambda number: chr(int(number[1])), text)


def _flat(graph: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    """A copy whose attributes are texts, with `label` for tools that show one."""
    flat: MultiDiGraph[str] = graph.__class__()
    for node, data in sorted(graph.nodes(data=True)):
        flat.add_node(node, label=data["label_zh"], **data)
    for start, end, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        quotes = " ｜ ".join(data["quotes"])
        flat.add_edge(start, end, key=key, **{**data, "label": data["label_zh"], "quotes": quotes})
    return flat


def dot(graph: "MultiDiGraph[str]", vocabulary: Vocabulary, *, lang: str = "zh") -> str:
    """The graph in the DOT language, one rank a layer."""
    lines = [
        "digraph parkgraph {",
        '  graph [rankdir=TB, fontname="Noto Sans CJK SC"];',
        '  node [shape=box, style="filled"];',
    ]
    for number, layer in enumerate(LAYERS):
        members = [
            node for node, data in sorted(graph.nodes(data=True)) if layer_of(vocabulary, data["class"]) == number
        ]
        if members:
            names = "; ".join(_quoted(node) for node in members)
            lines.append(f"  {{ rank=same; {names} }}")
            for node in members:
                label = graph.nodes[node][f"label_{lang}"]
                lines.append(f"  {_quoted(node)} [label={_quoted(label)}, fillcolor={_quoted(layer.colour)}];")
    for start, end, _, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        lines.append(f"  {_quoted(start)} -> {_quoted(end)} [label={_quoted(data['label_' + lang])}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A text as a DOT string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node is drawn: the middle of its box, and its layer."""

    x: float
    y: float
    layer: int


def positions(graph: "MultiDiGraph[str]", vocabulary: Vocabulary) -> dict[str, Spot]:
    """Where each node goes: layers from top to bottom, at most six in a row, neighbours above one another."""
    rows: list[tuple[int, list[str]]] = []
    for number in range(len(LAYERS)):
        members = sorted(node for node, data in graph.nodes(data=True) if layer_of(vocabulary, data["class"]) == number)
        rows += [(number, members[first : first + ROW]) for first in range(0, len(members), ROW)]
    for downward in (True, False, True):
        _untangle(graph, rows, downward=downward)
    widest = max((len(members) for _, members in rows), default=1)
    spots: dict[str, Spot] = {}
    for line, (number, members) in enumerate(rows):
        indent = (widest - len(members)) * (BOX_WIDTH + GAP_X) / 2
        for place, node in enumerate(members):
            x = MARGIN + indent + place * (BOX_WIDTH + GAP_X) + BOX_WIDTH / 2
            spots[node] = Spot(x, MARGIN + 76 + line * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT / 2, number)
    return spots


def _untangle(graph: "MultiDiGraph[str]", rows: list[tuple[int, list[str]]], *, downward: bool) -> None:
    """Order each row by the mean place of its neighbours in the rows already passed."""
    placed: dict[str, float] = {}
    for _, members in rows if downward else reversed(rows):
        if placed:
            members.sort(key=lambda node: (_mean(graph, node, placed), node))
        placed.update({node: place - len(members) / 2 for place, node in enumerate(members)})


def _mean(graph: "MultiDiGraph[str]", node: str, placed: dict[str, float]) -> float:
    """The mean place of a node's neighbours among those placed, zero if there are none."""
    near = [placed[other] for other in _beside(graph, node) if other in placed]
    return sum(near) / len(near) if near else 0.0


def footer(store: Store, version: str, left_out: int, lang: str) -> str:
    """What stands under a picture: data version, as-of date, and how many things were left out."""
    day = select(store, "SELECT (MAX(?d) AS ?last) WHERE { ?s a pg:SourceDocument ; pg:asOf ?d }")[0].text("last")
    if lang == "zh":
        return f"parkgraph 数据 {version} · 数据截至 {day}" + (f" · 另有 {left_out} 个未画出" if left_out else "")
    return f"parkgraph data {version} · as of {day}" + (f" · {left_out} more not drawn" if left_out else "")


def svg(graph: "MultiDiGraph[str]", vocabulary: Vocabulary, *, title: str, footer: str, lang: str = "zh") -> str:
    """The graph as an SVG picture with title, legend and footer.

    Args:
        graph: what `neighbourhood` chose.
        vocabulary: tells the layer of each class.
        title: above the picture.
        footer: below it: release, as-of date.
        lang: of labels and legend.
    """
    spots = positions(graph, vocabulary)
    width = max((spot.x for spot in spots.values()), default=0) + BOX_WIDTH / 2 + MARGIN
    bottom = max((spot.y for spot in spots.values()), default=0) + BOX_HEIGHT / 2
    legend = _legend(sorted({spot.layer for spot in spots.values()}), bottom + 34, lang)
    width, height = max(width, 640), bottom + 34 + len(legend) * 24 + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FONT}">\n',
        TIP,
        '<rect width="100%" height="100%" fill="#ffffff"/>\n',
        f'<text x="{MARGIN}" y="36" font-size="20" font-weight="bold">{html.escape(title)}</text>\n',
        *_edges(graph, spots, lang),
        *(_node(graph.nodes[node], spots[node], lang) for node in sorted(spots)),
        *legend,
        f'<text x="{MARGIN}" y="{height - 16:.0f}" font-size="12" fill="#444">{html.escape(footer)}</text>\n</svg>\n',
    ]
    return "".join(parts)


def _edges(graph: "MultiDiGraph[str]", spots: dict[str, Spot], lang: str) -> list[str]:
    """The relations as lines; several between the same two share one line and one label."""
    joined: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for start, end, _, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        joined.setdefault((start, end), []).append(data)
    lines = []
    for (start, end), several in joined.items():
        names = "、".join(dict.fromkeys(data[f"label_{lang}"] for data in several))
        quotes = "\n".join(dict.fromkeys(quote for data in several for quote in data["quotes"]))
        lines.append(_line(spots[start], spots[end], names, quotes))
    return lines


def _line(start: Spot, end: Spot, name: str, quotes: str) -> str:
    """One line with its label, from border to border; the quotes appear when one points at it."""
    shape, (x, y) = _bow(start, end) if start.y == end.y else _straight(start, end)
    halo = 'font-size="11" fill="#333" text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke"'
    return (
        f"<g><title>{html.escape(quotes or name)}</title>"
        f'<path d="{shape}" fill="none" stroke="#888" marker-end="url(#tip)"/>'
        f'<text x="{x:.1f}" y="{y:.1f}" {halo}>{html.escape(name)}</text></g>\n'
    )


def _straight(start: Spot, end: Spot) -> tuple[str, tuple[float, float]]:
    """The line between two rows, and where its label stands: nearer to the end."""
    half = BOX_HEIGHT / 2 if end.y > start.y else -BOX_HEIGHT / 2
    y1, y2 = start.y + half, end.y - half
    return f"M{start.x:.1f},{y1:.1f} L{end.x:.1f},{y2:.1f}", ((start.x + 2 * end.x) / 3, (y1 + 2 * y2) / 3)


def _bow(start: Spot, end: Spot) -> tuple[str, tuple[float, float]]:
    """The line within a row, above the nodes between, and where its label stands: at the top."""
    top, middle = start.y - BOX_HEIGHT / 2, (start.x + end.x) / 2
    height = min(GAP_Y - 16, 18 + abs(end.x - start.x) / 30)
    shape = f"M{start.x:.1f},{top:.1f} Q{middle:.1f},{top - 2 * height + 14:.1f} {end.x:.1f},{top:.1f}"
    return shape, ((start.x + 3 * end.x) / 4, top - height * 0.6)


def _node(data: dict[str, str], spot: Spot, lang: str) -> str:
    """One node: its shape, and its label in at most three lines; the whole label appears when one points at it."""
    layer, label = LAYERS[spot.layer], data[f"label_{lang}"]
    lines = _wrapped(label, LINE if lang == "zh" else 2 * LINE)
    first = spot.y - (len(lines) - 1) * 8 + 5
    texts = "".join(
        f'<tspan x="{spot.x:.1f}" y="{first + number * 16:.1f}">{html.escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    outline = _shape(layer, (spot.x - BOX_WIDTH / 2, spot.y - BOX_HEIGHT / 2), (BOX_WIDTH, BOX_HEIGHT))
    return (
        f'<g><title>{html.escape(label)}</title>{outline}<text font-size="13" text-anchor="middle">{texts}</text></g>\n'
    )


def _wrapped(label: str, line: int) -> list[str]:
    """A label in at most three lines, the last ending in … where there is more."""
    lines = [label[first : first + line] for first in range(0, len(label), line)]
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][: line - 1] + "…"]


def _shape(layer: Layer, at: tuple[float, float], size: tuple[float, float]) -> str:
    """The outline of a node of a layer, its upper left corner at a point."""
    (x, y), (w, h) = at, size
    paint = f'fill="{layer.colour}" stroke="#333"'
    c, right, bottom, middle = min(w, h) / 3, x + w, y + h, y + h / 2
    corners: dict[str, Sequence[tuple[float, float]]] = {
        "cut": ((x + c, y), (right, y), (right, bottom - c), (right - c, bottom), (x, bottom), (x, y + c)),
        "hexagon": ((x + c, y), (right - c, y), (right, middle), (right - c, bottom), (x + c, bottom), (x, middle)),
        "flag": ((x, y), (right - c / 2, y), (right, middle), (right - c / 2, bottom), (x, bottom)),
    }
    if layer.shape in corners:
        points = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners[layer.shape])
        return f'<polygon points="{points}" {paint}/>'
    radius = {"box": 0.0, "round": c / 1.5, "oval": h / 2}[layer.shape]
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius:.1f}" {paint}/>'


def _legend(layers: Sequence[int], top: float, lang: str) -> list[str]:
    """One line a layer that occurs: its shape and name."""
    lines = []
    for number, layer in enumerate(layers):
        y = top + number * 24
        name = html.escape(LAYERS[layer].zh if lang == "zh" else LAYERS[layer].en)
        outline = _shape(LAYERS[layer], (MARGIN, y), (30, 16))
        lines.append(f'{outline}<text x="{MARGIN + 40}" y="{y + 13:.0f}" font-size="12">{name}</text>\n')
    return lines
