"""A pattern as SVG: nodes in columns from left to right, and between two columns the names of the arrows there.

A name has a place of its own like a node, and arrows run between neighbouring columns alone, so that nothing overlaps.
Lines and letters have the colour of the text around the picture, be it light or dark.
"""

import html
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...draw import FONT
from .pattern import ABSENT, OPTIONAL, PRESENT, Edge, Node, Pattern
from .wording import Say

LABEL, SMALL = 14.0, 12.0
"""Sizes of letters: of names, and of variables and arrows."""
LEADING = 1.35
WIDEST = {"node": 12.0, "edge": 12.0}
"""Lines of names are at most so many Chinese characters long."""
PAD_X, PAD_Y, GAP, CURVE, MARGIN = 10.0, 6.0, 14.0, 34.0, 8.0
SWEEPS = 8
DASHES = {OPTIONAL: ' stroke-dasharray="7 4"', ABSENT: ' stroke-dasharray="2 4"'}
TIP = (
    '<defs><marker id="pattern-tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="currentColor"/></marker></defs>\n'
)


class Line(NamedTuple):
    """A line of letters."""

    text: str
    size: float
    faint: bool = False

    @property
    def width(self) -> float:
        """How wide it is at most."""
        return self.size * sum(width(letter) for letter in self.text)


@dataclass
class Item:
    """A node or the name of an arrow, with its place.

    Attributes:
        of: what it stands for.
        lines: what is written.
        column: nodes stand in even ones, names in odd ones.
        x, y: its middle.
        least: how wide it is at least: nodes of a column are all alike, so that no line runs behind one.
    """

    of: Node | Edge
    lines: Sequence[Line]
    column: int = 0
    x: float = 0.0
    y: float = 0.0
    least: float = 0.0

    @property
    def wide(self) -> float:
        """Its width."""
        return max(self.least, max(line.width for line in self.lines) + (2 * PAD_X if isinstance(self.of, Node) else 8))

    @property
    def high(self) -> float:
        """Its height."""
        return sum(line.size * LEADING for line in self.lines) + (2 * PAD_Y if isinstance(self.of, Node) else 2)


def width(letter: str) -> float:
    """How wide a letter is at most, in its size."""
    if unicodedata.east_asian_width(letter) in "WFA":
        return 1.0
    return 0.9 if letter in "mwMW@%—" else 0.68


def wrapped(text: str, most: float) -> list[str]:
    """A text in lines of a width: broken at a space or before a bracket if one is near, not within a word or number."""
    lines = []
    while sum(map(width, text)) > most:
        end = next(at for at in range(1, len(text) + 1) if sum(map(width, text[: at + 1])) > most)
        good = [at for at in range(end // 2, end + 1) if text[at - 1] in " ／" or text[at] in "（("]
        fair = [at for at in range(end // 2, end + 1) if _may_break(text[at - 1], text[at])]
        at = max(good or fair or [end])
        lines.append(text[:at].strip())
        text = text[at:].strip()
    return [*lines, text] if text or not lines else lines


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two letters."""
    return not (before.isascii() and after.isascii()) and after not in "，。、；：）”」』" and before not in "（“「『?"


def picture(pattern: Pattern, say: Say) -> str:
    """The pattern as SVG."""
    items = {node.key: Item(node, _node_lines(node)) for node in pattern.nodes}
    names = [Item(edge, _edge_lines(edge, say)) for edge in pattern.edges]
    lines: list[str] = []
    top, right = MARGIN, 0.0
    for group in _components(pattern):
        own = [name for name in names if isinstance(name.of, Edge) and name.of.start in group]
        columns = _columns(pattern, {key: items[key] for key in group}, own)
        far, low = _place(columns, own, items, top)
        top, right = low + 2 * GAP, max(right, far)
        lines += [_arrow(name, items, own) for name in own]
    boxes = [_box(items[node.key]) for node in pattern.nodes]
    words = [_text(item) for item in (*items.values(), *names)]
    wide, high = right + MARGIN, top - 2 * GAP + MARGIN
    size = f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" fill="currentColor">\n'
    return "".join([opening, TIP, *lines, *boxes, *words, "</svg>\n"])


def _node_lines(node: Node) -> list[Line]:
    """What is written in a node: its name, and faintly its classes and variable."""
    told = [Line(line, LABEL) for line in wrapped(node.label, WIDEST["node"])]
    under = " ".join([*node.kinds, node.variable]).strip()
    more = wrapped(under, WIDEST["node"] * LABEL / SMALL) if under not in ("", node.label) else []
    return [*told, *(Line(line, SMALL, faint=True) for line in more)]


def _edge_lines(edge: Edge, say: Say) -> list[Line]:
    """What is written at an arrow: the branches it stands in, and a name a relation."""
    told = []
    for number, label in enumerate(edge.labels):
        words = say({ABSENT: "pattern_no", PRESENT: "pattern_yes"}.get(edge.style, "pattern_plain"), label)
        tag = f"{edge.tag} " if edge.tag and not number else ""
        told += [Line(line, SMALL) for line in wrapped(tag + words, WIDEST["edge"])]
    return told


# ---------------------------------------------------------------------- places


def _neighbours(pattern: Pattern) -> dict[str, list[str]]:
    """Each node with those that arrows join it with, in the order of arrows."""
    near: dict[str, list[str]] = {node.key: [] for node in pattern.nodes}
    for edge in pattern.edges:
        near[edge.start].append(edge.end)
        near[edge.end].append(edge.start)
    return near


def _components(pattern: Pattern) -> list[list[str]]:
    """The nodes that hang together, those of the first column of the answer first."""
    near, seen, found = _neighbours(pattern), set[str](), []
    for node in pattern.nodes:
        if node.key in seen:
            continue
        group, waiting = [], [node.key]
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                group.append(key)
                waiting += near[key]
        found.append([other.key for other in pattern.nodes if other.key in group])
    return found


def _columns(pattern: Pattern, group: Mapping[str, Item], names: Sequence[Item]) -> list[list[Item]]:
    """The nodes of a group by how far they are from its first, with the names of arrows in columns between them."""
    near, distance = _neighbours(pattern), {next(iter(group)): 0}
    waiting = list(distance)
    while waiting:
        key = waiting.pop(0)
        for other in near[key]:
            if other not in distance:
                distance[other] = distance[key] + 1
                waiting.append(other)
    columns: dict[int, list[Item]] = defaultdict(list)
    for key, far in distance.items():
        group[key].column = 2 * far
        columns[2 * far].append(group[key])
    for name in names:
        assert isinstance(name.of, Edge)
        name.column = 2 * min(distance[name.of.start], distance[name.of.end]) + 1
        columns[name.column].append(name)
    return [columns[number] for number in range(max(columns) + 1)]


def _ends(name: Item, items: Mapping[str, Item]) -> tuple[Item, Item]:
    """The nodes that an arrow joins."""
    assert isinstance(name.of, Edge)
    return items[name.of.start], items[name.of.end]


def _place(
    columns: Sequence[list[Item]], names: Sequence[Item], items: Mapping[str, Item], top: float
) -> tuple[float, float]:
    """Give every item of a group its place below a line; how far right and down they reach."""
    joined: dict[int, list[Item]] = defaultdict(list)
    for name in names:
        for end in _ends(name, items):
            joined[id(name)].append(end)
            joined[id(end)].append(name)
    x = MARGIN
    for column in columns:
        wide = max((item.wide for item in column), default=0.0)
        for item in column:
            item.x = x + wide / 2
            item.least = wide if isinstance(item.of, Node) else 0.0
        x += wide + CURVE
        _stack(column)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wish = {id(item): _mean(item, joined[id(item)]) for item in column}
            column.sort(key=lambda item: wish[id(item)])
            _settle(column, wish)
    least = min(item.y - item.high / 2 for column in columns for item in column)
    for column in columns:
        for item in column:
            item.y += top - least
    return x - CURVE, max(item.y + item.high / 2 for column in columns for item in column)


def _stack(column: Sequence[Item]) -> None:
    """Put the items of a column under one another, their middle at nought."""
    y = -sum(item.high + GAP for item in column) / 2
    for item in column:
        item.y = y + item.high / 2
        y += item.high + GAP


def _mean(item: Item, near: Sequence[Item]) -> float:
    """How high the items beside an item are; where it is itself if there are none."""
    return sum(one.y for one in near) / len(near) if near else item.y


def _settle(column: Sequence[Item], wish: Mapping[int, float]) -> None:
    """Put the items of a column, in order, as near to where they belong as the others let them."""
    groups: list[tuple[list[Item], float, float]] = []  # items, where the first belongs on the mean, height
    for item in column:
        own, start, high = [item], wish[id(item)] - item.high / 2, item.high + GAP
        while groups and groups[-1][1] + groups[-1][2] > start:
            before, begin, above = groups.pop()
            start = (begin * len(before) + (start - above) * len(own)) / (len(before) + len(own))
            own, high = before + own, above + high
        groups.append((own, start, high))
    for own, start, _ in groups:
        y = start
        for item in own:
            item.y = y + item.high / 2
            y += item.high + GAP


# ---------------------------------------------------------------------- drawing


def _arrow(name: Item, items: Mapping[str, Item], names: Sequence[Item]) -> str:
    """An arrow in two parts: from its start to its name, and on to its end."""
    assert isinstance(name.of, Edge)
    start, end = _ends(name, items)
    look = f'fill="none" stroke="currentColor" stroke-opacity="0.7"{DASHES.get(name.of.style, "")}'
    both_left = start.column == end.column
    first = _curve(start, name, (names, items), -3.0 if both_left else 0.0)
    last = _curve(end, name, (names, items), 3.0 if both_left else 0.0)
    told = f'data-start="{html.escape(name.of.start)}" data-end="{html.escape(name.of.end)}"'
    there = f'<path d="{_path(first, forth=True)}" {look}/>'
    on = f'<path d="{_path(last, forth=False)}" {look} marker-end="url(#pattern-tip)"/>'
    return f"<g {told}>{there}{on}</g>\n"


Point = tuple[float, float]


def _curve(node: Item, name: Item, all_of_them: tuple[Sequence[Item], Mapping[str, Item]], shift: float) -> list[Point]:
    """Where a line runs between a node and a name: the node's edge, the edge of the names' column, the name's edge."""
    names, items = all_of_them
    side = 1 if node.column < name.column else -1
    beside = [one for one in names if one.column == name.column and any(end is node for end in _ends(one, items))]
    beside.sort(key=lambda one: one.y)
    place = next(at for at, one in enumerate(beside) if one is name) - (len(beside) - 1) / 2
    step = min(8.0, (node.high - 8) / max(len(beside), 1))
    reach = max(one.wide for one in names if one.column == name.column) / 2
    return [
        (node.x + side * node.wide / 2, node.y + place * step),
        (name.x - side * reach, name.y + shift),
        (name.x - side * name.wide / 2, name.y + shift),
    ]


def _path(points: Sequence[Point], *, forth: bool) -> str:
    """A line from a node's edge in a curve to the edge of a column and straight to a name's edge, or back."""
    (a, b), (c, d), (e, f) = points
    bent = (a + c) / 2
    if forth:
        return f"M{a:.1f},{b:.1f} C{bent:.1f},{b:.1f} {bent:.1f},{d:.1f} {c:.1f},{d:.1f} L{e:.1f},{f:.1f}"
    return f"M{e:.1f},{f:.1f} L{c:.1f},{d:.1f} C{bent:.1f},{d:.1f} {bent:.1f},{b:.1f} {a:.1f},{b:.1f}"


def _box(item: Item) -> str:
    """The frame of a node: round for what varies, square for what is named, bold for what may be filled in."""
    node = item.of
    assert isinstance(node, Node)
    x, y = item.x - item.wide / 2, item.y - item.high / 2
    bold = 2.5 if node.open else 1.2
    radius = item.high / 2.5 if node.variable else 2
    size = f'x="{x:.1f}" y="{y:.1f}" width="{item.wide:.1f}" height="{item.high:.1f}" rx="{min(radius, 14):.1f}"'
    return (
        f'<rect data-node="{html.escape(node.key)}" {size} fill="currentColor" fill-opacity="0.05" '
        f'stroke="currentColor" stroke-width="{bold}"/>\n'
    )


def _text(item: Item) -> str:
    """The lines of an item, in its middle."""
    y = item.y - sum(line.size * LEADING for line in item.lines) / 2
    told = []
    for line in item.lines:
        y += line.size * LEADING
        faint = ' fill-opacity="0.75"' if line.faint else ""
        place = f'x="{item.x:.1f}" y="{y - line.size * 0.35:.1f}" font-size="{line.size:g}" text-anchor="middle"{faint}'
        told.append(f"<text {place}>{html.escape(line.text)}</text>\n")
    return "".join(told)
