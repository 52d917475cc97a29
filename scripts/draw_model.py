"""Class diagrams of the ontology as SVG, one a module, with Chinese and English labels.

On the left stand the classes of the module, each indented under its superclass, with the properties that lead from it;
on the right the classes they lead to. The same ontology gives the same picture; no browser and no layout program is
needed, and no label can lie on another.
"""

import html
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from model import ANYTHING, MODULES, Link, Model, Module

from parkgraph.draw import FONT

WIDTH, MARGIN, TOP = 1600, 24, 96
RIGHT_OF_LEFT, LEFT_OF_RIGHT = 700, 1040
INDENT, HEAD, ROW, PORT, GAP = 24, 30, 22, 9, 12
THING, FACT, FOREIGN = "#d8ecf8", "#fbf3c4", "#ececec"
LINES = ("#0072b2", "#d55e00", "#009e73", "#a0437b", "#7a5c00", "#3a5fcd", "#b22222", "#2f6f6f", "#666666")
ANY = ("任意事物", "anything")

Point = tuple[float, float]


@dataclass(slots=True)
class Box:
    """A class as it is drawn.

    Attributes:
        name: its local name.
        x, y, width, height: where it stands.
        note: in small letters at its right: local name, and the module if it is another.
        fill: its colour.
        rows: the properties listed in it.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    note: str
    fill: str
    rows: list[Link]


def diagram(model: Model, module: Module) -> str:
    """The picture of one module."""
    left = sources(model, module)
    lines = [(box, number, target) for box in left for number, row in enumerate(box.rows) for target in row.targets]
    right = targets(model, module, lines)
    colours = {row.name: LINES[number % len(LINES)] for number, row in enumerate(model.links_of(module))}
    bottom = max(box.y + box.height for box in [*left, *right])
    height = bottom + 76
    title = f"{module.zh} · {module.en}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}"'
        f' viewBox="0 0 {WIDTH} {height:.0f}" font-family="{FONT}" role="img">\n',
        f"<title>{html.escape(title)}</title>\n",
        markers(colours.values()),
        '<rect width="100%" height="100%" fill="#ffffff"/>\n',
        write((MARGIN, 42), title, size=24, weight="bold"),
        write((MARGIN, 76), "类及其属性 classes and their properties", size=14, fill="#444"),
        write((LEFT_OF_RIGHT, 76), "指向 lead to", size=14, fill="#444"),
        *curves(lines, right, colours),
        *(part for box in left for part in drawn(model, box, colours)),
        *(part for box in right for part in drawn(model, box, colours)),
        *legend(bottom + 40),
        "</svg>\n",
    ]
    return "".join(parts)


def sources(model: Model, module: Module) -> list[Box]:
    """The boxes on the left, from top to bottom: the classes of the module with their properties."""
    links = model.links_of(module)
    boxes, y = [], float(TOP)
    free = [link for link in links if ANYTHING in link.sources]
    members = [*([(ANYTHING, 0)] if free else []), *model.members(module)]
    for name, depth in members:
        rows = [link for link in links if name in link.sources]
        x = MARGIN + depth * INDENT
        height = HEAD + len(rows) * ROW + (6 if rows else 0)
        boxes.append(Box(name, x, y, RIGHT_OF_LEFT - x, height, noted(model, name, module), fill(model, name), rows))
        y += height + GAP
    return boxes


def noted(model: Model, name: str, module: Module) -> str:
    """What stands in small letters beside a class: its local name, and what it stands under in another module."""
    if name == ANYTHING:
        return ""
    tree = model.above[name][:1]
    shown = tree if tree and model.home[tree[0]] is module else []
    return " ⊂ ".join([name, *(parent for parent in model.above[name] if parent not in shown)])


def fill(model: Model, name: str) -> str:
    """The colour of a class."""
    return FOREIGN if name == ANYTHING else FACT if model.is_fact(name) else THING


def targets(model: Model, module: Module, lines: list[tuple[Box, int, str]]) -> list[Box]:
    """The boxes on the right, each as near as can be to the middle of what leads to it."""
    met: dict[str, list[float]] = {}
    for box, number, target in lines:
        met.setdefault(target, []).append(level(box, number))
    boxes, y = [], float(TOP)
    for name in sorted(met, key=lambda name: (sum(met[name]) / len(met[name]), name)):
        height = max(HEAD, (len(met[name]) + 1) * PORT)
        y = max(y, sum(met[name]) / len(met[name]) - height / 2)
        elsewhere = "" if name == ANYTHING or model.home[name] is module else f" · {model.home[name].zh}"
        note = "" if name == ANYTHING else name + elsewhere
        width = WIDTH - MARGIN - LEFT_OF_RIGHT
        colour = FOREIGN if elsewhere else fill(model, name)
        boxes.append(Box(name, LEFT_OF_RIGHT, y, width, height, note, colour, []))
        y += height + GAP
    return lifted(boxes, max((level(box, number) for box, number, _ in lines), default=TOP) + HEAD)


def lifted(boxes: list[Box], bottom: float) -> list[Box]:
    """Boxes pushed up from below a line, as far as there is room above them."""
    for box in reversed(boxes):
        box.y = max(min(box.y, bottom - box.height), TOP)
        bottom = box.y - GAP
    y = float(TOP)
    for box in boxes:
        box.y = max(box.y, y)
        y = box.y + box.height + GAP
    return boxes


def level(box: Box, number: int) -> float:
    """The height of the middle of a row."""
    return box.y + HEAD + number * ROW + ROW / 2


def curves(lines: list[tuple[Box, int, str]], right: list[Box], colours: dict[str, str]) -> list[str]:
    """The lines from the rows to the classes they lead to, which end below one another in the order they begin."""
    ends = {box.name: box for box in right}
    taken: dict[str, int] = {}
    counts = {name: sum(target == name for _, _, target in lines) for name in ends}
    parts = []
    for box, number, name in lines:
        row, end = box.rows[number], ends[name]
        taken[name] = taken.get(name, 0) + 1
        y1, y2 = level(box, number), end.y + end.height * taken[name] / (counts[name] + 1)
        middle = (RIGHT_OF_LEFT + LEFT_OF_RIGHT) / 2
        shape = f"M{RIGHT_OF_LEFT},{y1:.1f} C{middle:.0f},{y1:.1f} {middle:.0f},{y2:.1f} {LEFT_OF_RIGHT},{y2:.1f}"
        dashed = "" if row.edge else ' stroke-dasharray="5 4"'
        colour = colours[row.name]
        parts.append(
            f'<path d="{shape}" fill="none" stroke="{colour}" stroke-width="1.4"{dashed}'
            f' marker-end="url(#{tip(colour)})"><title>{html.escape(f"{row.zh} {row.en}")}</title></path>\n'
        )
    return parts


def drawn(model: Model, box: Box, colours: dict[str, str]) -> list[str]:
    """A class: its frame, its labels, its properties."""
    zh, en = ANY if box.name == ANYTHING else model.labels[box.name]
    middle = box.y + (HEAD if box.rows else box.height) / 2 + 5
    parts = [
        f'<rect x="{box.x}" y="{box.y:.1f}" width="{box.width}" height="{box.height:.1f}" rx="3"'
        f' fill="{box.fill}" stroke="#333"/>\n',
        write((box.x + 10, middle), zh, size=16, weight="bold"),
        write((box.x + 20 + wide(zh, 16), middle), en, size=14),
        write((box.x + box.width - 10, middle), box.note, size=12, fill="#555", anchor="end"),
    ]
    if box.rows:
        y = box.y + HEAD
        parts.append(f'<path d="M{box.x},{y:.1f} h{box.width}" stroke="#999"/>\n')
    for number, row in enumerate(box.rows):
        y = level(box, number)
        zh, style = ("/ " if row.inferred else "") + row.zh, "italic" if row.inferred else "normal"
        parts += [
            f'<circle cx="{RIGHT_OF_LEFT}" cy="{y:.1f}" r="4" fill="{colours[row.name]}"/>\n',
            write((box.x + 24, y + 5), zh, size=14, style=style),
            write((box.x + 34 + wide(zh, 14), y + 5), row.en, size=13, style=style),
            write((RIGHT_OF_LEFT - 14, y + 5), row.name, size=12, fill="#555", anchor="end"),
        ]
    return parts


def legend(y: float) -> list[str]:
    """What the colours and lines mean."""
    marks = (
        (THING, "事物 thing"),
        (FACT, "带依据的事实 fact with its own quote"),
        (FOREIGN, "其他模块的类 class of another module"),
    )
    parts, x = [], float(MARGIN)
    for colour, text in marks:
        parts.append(f'<rect x="{x:.0f}" y="{y - 12:.0f}" width="22" height="15" fill="{colour}" stroke="#333"/>\n')
        parts.append(write((x + 30, y), text, size=13))
        x += 62 + wide(text, 13)
    for dashed, text in (("", "关系边 relation edge"), (' stroke-dasharray="5 4"', "其他属性 other property")):
        parts.append(f'<path d="M{x:.0f},{y - 5:.0f} h36" stroke="#333" stroke-width="1.4"{dashed}/>\n')
        parts.append(write((x + 44, y), text, size=13))
        x += 76 + wide(text, 13)
    return [*parts, write((x, y), "/ 由规则得出 inferred", size=13, style="italic")]


def markers(colours: Iterable[str]) -> str:
    """The tips of the lines, one for each colour."""
    tips = (
        f'<marker id="{tip(colour)}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"'
        f' orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{colour}"/></marker>'
        for colour in dict.fromkeys(colours)
    )
    return f"<defs>{''.join(tips)}</defs>\n"


def tip(colour: str) -> str:
    """The name of the tip of a colour."""
    return "tip-" + colour.removeprefix("#")


def write(at: Point, text: str, *, size: int, fill: str = "#111", anchor: str = "start", **font: str) -> str:
    """A line of text; `font` takes `weight` and `style`."""
    more = "".join(f' font-{name}="{value}"' for name, value in font.items() if value != "normal")
    more += f' text-anchor="{anchor}"' if anchor != "start" else ""
    x, y = at
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"{more}>{html.escape(text)}</text>\n'


def wide(text: str, size: int) -> float:
    """About how wide a text is, rather too much than too little."""
    return sum(size * (1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.58) for sign in text)


def diagrams(model: Model) -> dict[str, str]:
    """Name of a module to its picture."""
    return {module.name: diagram(model, module) for module in MODULES}
