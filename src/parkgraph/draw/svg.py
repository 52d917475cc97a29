"""The picture as SVG: boxes with Chinese labels, arrows with the words they rest on, a legend; no browser needed."""

import html
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..vocabulary import Vocabulary
from .layers import LAYERS, Layer
from .layout import BOX_HEIGHT, BOX_WIDTH, GAP_Y, MARGIN, Spot, positions
from .looks import Looks

if TYPE_CHECKING:
    from networkx import MultiDiGraph

FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',sans-serif"
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0,0 L8,4 L0,8 z" fill="#666"/></marker></defs>\n'
)
"""The tip of an arrow."""

TITLE = 20
"""Size of the title's letters."""
LINE = 12
"""Chinese characters of a label in a line; twice as many Latin letters."""
_NOT_FIRST = frozenset("，。、；：！？）〕》」』”’…—·,.;:!?)]")
_NOT_LAST = frozenset("（〔《「『“‘([")


def svg(
    graph: "MultiDiGraph[str]",
    vocabulary: Vocabulary,
    *,
    title: str,
    footer: str,
    lang: str = "zh",
    looks: Looks | None = None,
) -> str:
    """The graph as an SVG picture with title, legend and footer.

    Lines carry `data-source` and `data-target`, nodes `data-node`: the IRIs of what they stand for.

    Args:
        graph: a part of the relation graph, of drawn classes only.
        vocabulary: tells the layer of each class.
        title: above the picture.
        footer: below it: release, as-of date.
        lang: of labels and legend.
        looks: sizes and colours of nodes that say more than their class.
    """
    looks = looks or Looks()
    spots = positions(graph, vocabulary)
    width = max((spot.x for spot in spots.values()), default=0) + BOX_WIDTH / 2 + MARGIN
    bottom = max((spot.y for spot in spots.values()), default=0) + BOX_HEIGHT / 2
    legend = _legend(sorted({spot.layer for spot in spots.values()}), looks, bottom + 34, lang)
    width, height = max(width, 640, 2 * MARGIN + TITLE * _ems(title)), bottom + 34 + len(legend) * 24 + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FONT}">\n',
        TIP,
        '<rect width="100%" height="100%" fill="#ffffff"/>\n',
        f'<text x="{MARGIN}" y="36" font-size="{TITLE}" font-weight="bold">{html.escape(title)}</text>\n',
        *_edges(graph, spots, looks, lang),
        *(_node(node, graph.nodes[node][f"label_{lang}"], spots[node], looks, lang) for node in sorted(spots)),
        *legend,
        f'<text x="{MARGIN}" y="{height - 16:.0f}" font-size="12" fill="#444">{html.escape(footer)}</text>\n</svg>\n',
    ]
    return "".join(parts)


class End(NamedTuple):
    """An end of a line: the middle of its node, half the node's height, and how many nodes it is joined to."""

    x: float
    y: float
    half: float
    joined: int


def _ems(text: str) -> float:
    """About how wide a text is in letters of size 1: a Chinese character is 1, others are little more than half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6 for letter in text)


def _edges(graph: "MultiDiGraph[str]", spots: Mapping[str, Spot], looks: Looks, lang: str) -> list[str]:
    """The relations as lines; several between the same two share one line and one label."""
    joined: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for start, end, _, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        joined.setdefault((start, end), []).append(data)
    degree = Counter(node for pair in joined for node in pair)
    ends = {
        node: End(spot.x, spot.y, BOX_HEIGHT * looks.scales.get(node, 1.0) / 2, degree[node])
        for node, spot in spots.items()
    }
    lines = []
    for (start, end), several in joined.items():
        names = "、".join(dict.fromkeys(data[f"label_{lang}"] for data in several))
        quotes = "\n".join(dict.fromkeys(quote for data in several for quote in data["quotes"]))
        told = f'data-source="{html.escape(start)}" data-target="{html.escape(end)}"'
        first, last = ends[start], ends[end]
        fewer = first.joined < last.joined if (end, start) not in joined else start < end
        lines.append(f"<g {told}>{_line(first, last, 0.25 if fewer else 0.75, (names, quotes))}</g>\n")
    return lines


def _line(start: End, end: End, share: float, told: tuple[str, str]) -> str:
    """One line with its label, from border to border; the quotes appear when one points at it.

    Args:
        start, end: of the line.
        share: whether the label stands near the start (under a half) or near the end.
        told: label and quotes.
    """
    name, quotes = told
    shape, (x, y) = _bow(start, end, share) if start.y == end.y else _straight(start, end, share)
    halo = 'font-size="11" fill="#333" text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke"'
    return (
        f"<title>{html.escape(quotes or name)}</title>"
        f'<path d="{shape}" fill="none" stroke="#888" marker-end="url(#tip)"/>'
        f'<text x="{x:.1f}" y="{y:.1f}" {halo}>{html.escape(name)}</text>'
    )


def _straight(start: End, end: End, share: float) -> tuple[str, tuple[float, float]]:
    """The line between two rows, and where its label stands: beside the row of one end, where no node can hide it."""
    way = 1 if end.y > start.y else -1
    y1, y2 = start.y + way * start.half, end.y - way * end.half
    y = (y1 + way * GAP_Y * 0.4 if share < 0.5 else y2 - way * GAP_Y * 0.4) + 4
    x = start.x + (end.x - start.x) * (y - y1) / (y2 - y1)
    return f"M{start.x:.1f},{y1:.1f} L{end.x:.1f},{y2:.1f}", (x, y)


def _bow(start: End, end: End, share: float) -> tuple[str, tuple[float, float]]:
    """The line within a row, above the nodes between, and where its label stands: on the way, at some share of it."""
    middle, height = (start.x + end.x) / 2, min(GAP_Y - 16, 18 + abs(end.x - start.x) / 30)
    y1, y2 = start.y - start.half, end.y - end.half
    shape = f"M{start.x:.1f},{y1:.1f} Q{middle:.1f},{min(y1, y2) - 2 * height + 14:.1f} {end.x:.1f},{y2:.1f}"
    return shape, (start.x + (end.x - start.x) * share, min(y1, y2) - height * 0.6)


def _node(node: str, label: str, spot: Spot, looks: Looks, lang: str) -> str:
    """One node: its shape, and its label in at most three lines; the whole label appears when one points at it."""
    scale = looks.scales.get(node, 1.0)
    size = 13 * scale
    lines = _wrapped(label, LINE if lang == "zh" else 2 * LINE)
    first = spot.y - (len(lines) - 1) * size * 0.62 + size * 0.38
    texts = "".join(
        f'<tspan x="{spot.x:.1f}" y="{first + number * size * 1.24:.1f}">{html.escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    width, height = BOX_WIDTH * scale, BOX_HEIGHT * scale
    fill = looks.fills.get(node, LAYERS[spot.layer].colour)
    outline = _shape(LAYERS[spot.layer], (spot.x - width / 2, spot.y - height / 2), (width, height), fill)
    return (
        f'<g data-node="{html.escape(node)}"><title>{html.escape(label)}</title>{outline}'
        f'<text font-size="{size:.1f}" text-anchor="middle">{texts}</text></g>\n'
    )


def _wrapped(label: str, line: int) -> list[str]:
    """A label in at most three lines, the last ending in … where there is more."""
    lines: list[str] = []
    while label and len(lines) < 3:
        end = _end(label, line)
        lines.append(label[:end].rstrip())
        label = label[end:].lstrip()
    return [*lines[:-1], lines[-1][: line - 1] + "…"] if label else lines


def _end(label: str, line: int) -> int:
    """Where the first line of a label ends: not before a closing mark, behind an opening one, or within a word."""
    if len(label) <= line:
        return len(label)
    for end in range(line, line // 2, -1):
        within = label[end - 1].isascii() and label[end].isascii() and label[end - 1 : end + 1].isalnum()
        if label[end] not in _NOT_FIRST and label[end - 1] not in _NOT_LAST and not within:
            return end
    return line


def _shape(layer: Layer, at: tuple[float, float], size: tuple[float, float], fill: str) -> str:
    """The outline of a node of a layer, its upper left corner at a point."""
    (x, y), (w, h) = at, size
    paint = f'fill="{fill}" stroke="{"#999" if layer.shape == "plain" else "#333"}"'
    c, right, bottom, middle = min(w, h) / 3, x + w, y + h, y + h / 2
    corners: dict[str, Sequence[tuple[float, float]]] = {
        "cut": ((x + c, y), (right, y), (right, bottom - c), (right - c, bottom), (x, bottom), (x, y + c)),
        "hexagon": ((x + c, y), (right - c, y), (right, middle), (right - c, bottom), (x + c, bottom), (x, middle)),
        "flag": ((x, y), (right - c / 2, y), (right, middle), (right - c / 2, bottom), (x, bottom)),
    }
    if layer.shape in corners:
        points = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners[layer.shape])
        return f'<polygon points="{points}" {paint}/>'
    radius = {"box": 0.0, "plain": 0.0, "round": c / 1.5, "oval": h / 2}[layer.shape]
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius:.1f}" {paint}/>'


def _legend(layers: Sequence[int], looks: Looks, top: float, lang: str) -> list[str]:
    """One line a layer that occurs: its shape and name; behind them one for each colour with a meaning of its own."""
    box = next(layer for layer in LAYERS if layer.shape == "box")
    named = [(LAYERS[number], LAYERS[number].zh if lang == "zh" else LAYERS[number].en) for number in layers]
    entries = [(layer, "#fff" if looks.fills else layer.colour, said) for layer, said in named]
    entries += [(box, colour, said) for colour, said in looks.legend]
    lines = []
    for number, (layer, colour, said) in enumerate(entries):
        y = top + number * 24
        outline = _shape(layer, (MARGIN, y), (30, 16), colour)
        lines.append(f'{outline}<text x="{MARGIN + 40}" y="{y + 13:.0f}" font-size="12">{html.escape(said)}</text>\n')
    return lines
