"""Rows of an answer as templates show them: what each cell says, where it leads, and the passages of the row."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...answers import Result
from ...graph import Graph
from ...lookup import Passage, classes, labels
from ...names import slug
from ...rows import Cell, Entity
from .rendering import money, plain, word

BOTH = re.compile("([^ -~]+) · ([ -~]+)")
"""What stands in a cell in both languages."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its text, the IRI behind it, what it is sorted by, and whether it is a number."""

    text: object
    iri: str = ""
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells and the passages it rests on."""

    cells: tuple[Shown, ...]
    passages: tuple[Passage, ...]


def rows_of(graph: Graph, answer: Result, first: int, most: int, amounts: Collection[str] = ()) -> list[Row]:
    """Some rows of an answer.

    Args:
        graph: where labels are looked up.
        answer: the whole of it.
        first: number of the first row, from 0.
        most: how many.
        amounts: columns that hold amounts of yuan.
    """
    taken = answer.table.rows[first : first + most]
    called = names_of(graph, (cell for row in taken for cell in row if isinstance(cell, Entity)))
    columns = answer.table.columns
    rows = []
    for cells, passages in zip(taken, answer.evidence[first : first + most], strict=True):
        shown = [
            _shown(cell, called, column in amounts, graph.lang) for cell, column in zip(cells, columns, strict=True)
        ]
        rows.append(Row(tuple(shown), passages))
    return rows


def names_of(graph: Graph, entities: Iterable[Entity]) -> dict[str, str]:
    """What things are called; those without a name by their class, and the end of their address where it tells more."""
    told = {entity.iri: entity.label for entity in entities}
    nameless = [iri for iri, label in told.items() if label in (slug(iri), iri)]
    kinds = classes(graph.store, nameless)
    named = labels(graph.store, kinds.values(), graph.lang)
    for iri in nameless:
        if (known := word(slug(iri), graph.lang)) != slug(iri):
            told[iri] = known
            continue
        kind = named.get(kinds.get(iri, ""), "")
        told[iri] = kind if kind and slug(iri).startswith("fact-") else f"{kind} {slug(iri)}".strip()
    return told


def _shown(cell: Cell, called: Mapping[str, str], is_amount: bool, lang: str) -> Shown:
    """A cell as it is shown."""
    if isinstance(cell, Entity):
        return Shown(called[cell.iri], cell.iri)
    if isinstance(cell, str) and (both := BOTH.fullmatch(cell)):
        return Shown(both[2 if lang == "en" else 1])
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return Shown(money(cell, lang) if is_amount else cell, sort=plain(cell), numeric=True)
    return Shown(cell, sort=cell if isinstance(cell, str) and len(cell) < 100 else "")
