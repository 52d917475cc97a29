"""The pictures of an answer: which its columns allow, which is shown, and the data of that one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ...names import PGD, curie
from ...rows import Cell, Entity
from .rendering import DAY
from .shape import Held, Row, Shape

NONE = "none"
"""What is asked for by somebody who wants no picture."""
BARS, SLICES, TILES, FLOWS, SERIES, MOMENTS = 40, 12, 100, 120, 8, 300
MATRIX, CARDS, DEEPEST = (80, 20), 30, 20
MARK = ord("①")
ALIASES = {"layers": ("sankey",), "grid": ("grid", "matrix", "bar")}
"""Views of headers that are drawn as the first of these that is possible."""

Picture = dict[str, Any]


def offered(shape: Shape, view: str) -> dict[str, Picture]:
    """The pictures that an answer allows, by name; the view its question asks for is drawn less reluctantly."""
    asked = ALIASES.get(view, (view,))
    found = {}
    for name, draw in _VIEWS.items():
        if shape.rows and (picture := draw(shape, name in asked)):
            found[name] = {"title": shape.title, **picture}
    return found


def chosen(found: Mapping[str, Picture], view: str, wanted: str) -> str:
    """The picture to show: the one that is wanted, else the one the question asks for, else none."""
    if wanted == NONE or wanted in found:
        return wanted
    return next((name for name in ALIASES.get(view, (view,)) if name in found), NONE)


# ---------------------------------------------------------------------- charts


def _chart(shape: Shape, kind: str, columns: list[str], rows: list[list[Any]], whole: int) -> Picture:
    """The data of a chart; `left_out` is how many rows or names there is no room for."""
    shown = len({row[0] for row in rows})
    extra = {"money": True} if shape.is_money else {"percent": True} if shape.figures[0] == "percent" else {}
    return {"kind": kind, "columns": columns, "rows": rows, "left_out": max(0, whole - shown), **extra}


def _bar(shape: Shape, asked: bool) -> Picture | None:
    """A bar for each row, in as many series as there are figures, or as a second name tells apart."""
    kind, figures = shape.figures
    keys = shape.keys()
    if not keys or not figures or (not asked and all(column.values < 2 for column in figures)):
        return None
    if len(keys) == 2 and len(figures) == 1 and keys[1].values <= SERIES:
        kept = list(dict.fromkeys(row[keys[0].at] for row in shape.rows))[:BARS]
        picked = [row for row in shape.rows if row[keys[0].at] in kept]
        rows = [[*(shape.say(row[column.at]) for column in keys), row[figures[0].at]] for row in picked]
        told = _chart(shape, "bar", [column.heading for column in (*keys, *figures)], rows, keys[0].values)
        return {**told, "stacked": kind != "percent"}
    rows = [[_joined(shape, row, keys), *(row[column.at] for column in figures)] for row in shape.rows[:BARS]]
    headings = [keys[0].heading, *(column.heading for column in figures)]
    return {**_chart(shape, "bar", headings, rows, len(shape.rows)), "stacked": False}


def _joined(shape: Shape, row: Row, keys: list[Held]) -> str:
    """What tells a row apart, in one text."""
    return " · ".join(str(shape.say(row[column.at])) for column in keys)


def _line(shape: Shape, asked: bool, kind: str = "line") -> Picture | None:
    """Figures over the years or days, a line for each figure, or for each name."""
    _, figures = shape.figures
    times = [column for column in shape.times if column.values > 1 and None not in column.cells]
    keys = shape.keys(times[0]) if times and figures else []
    if not keys or len(keys) > 2 or (len(keys) == 2 and (len(figures) > 1 or keys[1].values > SERIES)):
        return None
    columns = [*keys, *figures]
    ordered = sorted(shape.rows, key=lambda row: str(row[keys[0].at]))
    rows = [
        [
            str(row[keys[0].at]),
            *(shape.say(row[column.at]) for column in keys[1:]),
            *(row[column.at] for column in figures),
        ]
        for row in ordered
    ]
    return _chart(shape, kind, [column.heading for column in columns], rows, keys[0].values)


def _area(shape: Shape, asked: bool) -> Picture | None:
    """As a line, for amounts and counts that are not below nothing."""
    kind, figures = shape.figures
    below = any(cell is not None and cell < 0 for column in figures for cell in column.cells)  # type: ignore[operator]
    return None if kind == "percent" or below else _line(shape, asked, "area")


def _pie(shape: Shape, asked: bool, kind: str = "pie", most: int = SLICES) -> Picture | None:
    """Parts of a whole: one count, not below nothing, of a few names."""
    of, figures = shape.figures
    keys = shape.keys()
    if of != "count" or len(figures) != 1 or not keys or len(shape.rows) > most or figures[0].values < 2:
        return None
    cells = [cell for cell in figures[0].cells if cell is not None]
    if len(cells) < len(shape.rows) or min(cells) < 0:  # type: ignore[type-var, operator]
        return None
    rows = [[_joined(shape, row, keys), row[figures[0].at]] for row in shape.rows]
    return _chart(shape, kind, [keys[0].heading, figures[0].heading], rows, len(shape.rows))


def _treemap(shape: Shape, asked: bool) -> Picture | None:
    """As a pie, with room for more."""
    return _pie(shape, asked, "treemap", TILES)


def _sankey(shape: Shape, asked: bool) -> Picture | None:
    """From left to right through the things of each row: where asked for, or where three of them are of our data."""
    named = [
        column
        for column in shape.columns
        if column.name != "relation" and column.values > 1 and all(isinstance(cell, Entity) for cell in column.cells)
    ][:4]
    ours = [column for column in named if all(_is_ours(cell) for cell in column.cells)]
    if len(shape.rows) > FLOWS or (len(named) < 2 if asked else len(ours) < 3):
        return None
    columns = named if asked else ours
    rows = [[shape.say(row[column.at]) for column in columns] for row in shape.rows]
    return {"kind": "sankey", "columns": [column.heading for column in columns], "rows": rows}


def _is_ours(cell: Cell) -> bool:
    """Whether a cell is a thing that the data tell of, no concept or class."""
    return isinstance(cell, Entity) and cell.iri.startswith(PGD)


# ---------------------------------------------------------------------- pictures of markup


def _timeline(shape: Shape, asked: bool) -> Picture | None:
    """The rows in order of the first column of days or years, those without one apart."""
    times = [column for column in shape.times if asked or column.name != "as_of"]
    things = [column for column in shape.columns if column.is_thing and column.kind != "parent"]
    if not times or not things:
        return None
    told = sorted(things, key=lambda column: column.values < 2)
    dated: list[dict[str, Any]] = []
    undated: list[Entity] = []
    for row in shape.rows:
        thing = next((cell for column in told if isinstance(cell := row[column.at], Entity)), None)
        when = row[times[0].at]
        if thing and ((times[0].is_year and when is not None) or (isinstance(when, str) and DAY.fullmatch(when))):
            dated.append({"when": str(when), "about": "", "thing": thing})
        elif thing and thing not in undated:
            undated.append(thing)
    dated.sort(key=lambda moment: moment["when"])
    return {"dated": dated[:MOMENTS], "undated": undated[:MOMENTS], "left_out": max(0, len(dated) - MOMENTS)}


def _matrix(shape: Shape, asked: bool) -> Picture | None:
    """Two names as sides of a grid, with the figure, or where asked for the third name, that belongs to both."""
    _, figures = shape.figures
    names = [column for column in shape.columns if column.is_name and None not in column.cells]
    if asked and len(names) > 2 and not figures:
        value = names[2]
    elif len(names) == 2 and len(figures) == 1 and len(shape.keys()) == 2:
        value = figures[0]
    else:
        return None
    down, across = sorted(names[:2], key=lambda column: column.values, reverse=True)
    if down.values > MATRIX[0] or across.values > MATRIX[1]:
        return None
    heads = list(dict.fromkeys(across.cells))
    lines: dict[Cell, dict[Cell, list[Cell]]] = {}
    for row in shape.rows:
        held = lines.setdefault(row[down.at], {}).setdefault(row[across.at], [])
        if row[value.at] not in held:
            held.append(row[value.at])
    return {
        "down": down.heading,
        "across": across.heading,
        "value": value.heading,
        "heads": heads,
        "lines": [(head, [held.get(one, []) for one in heads]) for head, held in lines.items()],
        "numeric": value.is_number,
    }


@dataclass
class Branch:
    """A thing in a tree, what is said of it beside its name, and what is below it."""

    thing: Cell
    notes: list[Cell]
    below: list["Branch"]


def _tree(shape: Shape, asked: bool) -> Picture | None:
    """Things below what they are a part of; without such a column, below the things of the columns before theirs."""
    parent = next((column for column in shape.columns if column.kind == "parent"), None)
    things = [
        column for column in shape.columns if column.is_thing and column is not parent and None not in column.cells
    ]
    if not things or not (asked or (parent and parent.values > 1)):
        return None
    child = max(things, key=lambda column: column.values)
    above = [] if parent else things[: things.index(child)]
    if not parent and not above:
        return None
    noted = [
        column
        for column in shape.columns
        if column not in (child, parent, *above)
        and column.values > 1
        and column.kind != "aside"
        and column.name != "as_of"
        and not (parent and set(column.cells) & set(parent.cells) - {None})  # what stands above already
    ]
    chains = [
        (
            [row[parent.at]] if parent else [row[column.at] for column in above],
            row[child.at],
            [row[c.at] for c in noted],
        )
        for row in shape.rows
    ]
    return {"branches": _branches(chains)}


def _branches(chains: list[tuple[list[Cell], Cell, list[Cell]]]) -> list[Branch]:
    """The trees that chains of what is above, a thing, and what is said of it make.

    What is below a thing stands at its first place alone, so that nothing runs in circles or grows without end.
    """
    below: dict[Cell, dict[Cell, None]] = {}
    notes: dict[Cell, list[Cell]] = {}
    roots: dict[Cell, None] = {}
    placed: set[Cell] = set()
    for above, thing, said in chains:
        line = [*(one for one in above if one is not None), thing]
        for upper, lower in pairwise(line):
            if upper != lower:
                below.setdefault(upper, {})[lower] = None
                placed.add(lower)
        roots[line[0]] = None
        notes.setdefault(thing, [cell for cell in dict.fromkeys(said) if cell is not None])
    grown: set[Cell] = set()

    def grow(thing: Cell, depth: int) -> Branch:
        lower = () if thing in grown or depth == DEEPEST else tuple(below.get(thing, ()))
        grown.add(thing)
        return Branch(thing, notes.get(thing, []), [grow(one, depth + 1) for one in lower])

    tops = [grow(one, 0) for one in roots if one not in placed]
    return [*tops, *(grow(one, 0) for one in roots if one not in grown)]


def _card(shape: Shape, asked: bool) -> Picture | None:
    """Of each thing what is said of it, field by field."""
    subject = next((column for column in shape.columns if column.is_thing), None)
    field = next((column for column in shape.columns if column.kind == "field"), None)
    if not subject or subject is field or not (asked or field) or subject.values > CARDS:
        return None
    cards: dict[Cell, dict[Cell, list[Cell]]] = {}
    for row in shape.rows:
        card = cards.setdefault(row[subject.at], {})
        if field and field.at + 1 < len(row):
            said = [(row[field.at], row[field.at + 1])]
        else:
            said = [(c.heading, row[c.at]) for c in shape.columns if c is not subject and c.kind != "aside"]
        for name, cell in said:
            if cell is not None and cell not in card.setdefault(name, []):
                card[name].append(cell)
    return {"cards": [(thing, list(card.items())) for thing, card in cards.items()]}


def _grid(shape: Shape, asked: bool) -> Picture | None:
    """Tiles of divisions in the order of their codes, with a figure for each kind."""
    places = shape.columns[0] if shape.columns else None
    kinds = shape.columns[1] if len(shape.columns) > 1 else None
    _, figures = shape.figures
    if (
        not asked
        or not places
        or not kinds
        or len(figures) != 1
        or not all(isinstance(cell, Entity) for cell in kinds.cells)
    ):
        return None
    if not all(isinstance(cell, Entity) and cell.iri.startswith(f"{PGD}division-") for cell in places.cells):
        return None
    counts: dict[Entity, dict[Entity, int]] = {}
    for row in shape.rows:
        place, kind, figure = row[places.at], row[kinds.at], row[figures[0].at]
        assert isinstance(place, Entity) and isinstance(kind, Entity)
        counts.setdefault(place, {})[kind] = int(str(figure or 0))
    every = list(dict.fromkeys(kind for held in counts.values() for kind in held))
    tiles = [
        {"city": place, "code": curie(place.iri), "counts": [(kind, held.get(kind, 0)) for kind in every]}
        for place, held in counts.items()
    ]
    tiers = [
        {
            "tier": kind,
            "code": curie(kind.iri),
            "sum": sum(held.get(kind, 0) for held in counts.values()),
            "mark": chr(MARK + at),
        }
        for at, kind in enumerate(every)
    ]
    return {"tiles": tiles, "tiers": tiers}


_VIEWS: Mapping[str, Callable[[Shape, bool], Picture | None]] = {
    "bar": _bar,
    "line": _line,
    "area": _area,
    "pie": _pie,
    "treemap": _treemap,
    "sankey": _sankey,
    "timeline": _timeline,
    "matrix": _matrix,
    "tree": _tree,
    "card": _card,
    "grid": _grid,
}
DRAWN = frozenset({"bar", "line", "area", "pie", "treemap", "sankey"})
"""Pictures that a script draws; the others are markup."""
