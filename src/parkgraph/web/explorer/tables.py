"""Rows of an answer as templates show them: what each cell says, where it leads, and the passages of the row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ...answers import Result
from ...graph import Graph
from ...lookup import Passage
from ...names import slug
from ...queries import Column
from ...rows import Cell, Entity
from .nameless import described
from .rendering import money, plain
from .shape import amounts_of

BOTH = re.compile("([^ -~]+) · ([ -~]+)")
"""What stands in a cell in both languages."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its text, the IRI behind it, what it is sorted by, and whether it is a number."""

    text: object
    iri: str = ""
    sort: str = ""
    numeric: bool = False


class Say(Protocol):
    """Shows a cell."""

    def __call__(self, cell: Cell, is_amount: bool = False) -> Shown:
        """The cell as it is shown; a number in 万元 or 亿元 where it is an amount of yuan."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells and the passages it rests on."""

    cells: tuple[Shown, ...]
    passages: tuple[Passage, ...]


def rows_of(answer: Result, first: int, most: int, known: Mapping[str, Column], say: Say) -> list[Row]:
    """Some rows of an answer.

    Args:
        answer: the whole of it.
        first: number of the first row, from 0.
        most: how many.
        known: what is known of columns.
        say: how a cell is shown, and whether it is an amount of yuan.
    """
    amounts = amounts_of(answer.table, known)
    rows = []
    for cells, passages in zip(
        answer.table.rows[first : first + most], answer.evidence[first : first + most], strict=True
    ):
        money = amounts(cells)
        rows.append(Row(tuple(say(cell, at in money) for at, cell in enumerate(cells)), passages))
    return rows


def sayer(graph: Graph, answer: Result) -> Say:
    """How the cells of an answer are shown."""
    called = names_of(graph, (cell for row in answer.table.rows for cell in row if isinstance(cell, Entity)))
    return lambda cell, is_amount=False: _shown(cell, called, is_amount, graph.lang)


def names_of(graph: Graph, entities: Iterable[Entity]) -> dict[str, str]:
    """What things are called; those without a name by their class and what they speak about."""
    told = {entity.iri: entity.label for entity in entities}
    nameless = [iri for iri, label in told.items() if label in (slug(iri), iri)]
    told.update(described(graph, nameless))
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
