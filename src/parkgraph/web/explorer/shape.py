"""What the columns of an answer hold: names, times, and figures that may stand side by side in one picture."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from ...names import PGC
from ...queries import Column
from ...rows import Cell, Entity, Table
from .rendering import DAY

YUAN = f"{PGC}unit-yuan"
MOST_SERIES = 6
NAMED = 40
"""Texts that are longer on the average are sentences, not names."""

Row = tuple[Cell, ...]


def amounts_of(table: Table, known: Mapping[str, Column]) -> Callable[[Row], frozenset[int]]:
    """A function that gives the numbers of the cells of a row that are amounts of yuan.

    An amount is one by its column, where the row names no other currency; a measure is one where the row's unit is it.
    """
    kinds = [known[name].kind if name in known else "" for name in table.columns]
    amounts = frozenset(at for at, kind in enumerate(kinds) if kind == "amount")
    measures = frozenset(at for at, kind in enumerate(kinds) if kind == "measure")
    currency, unit = (table.columns.index(name) if name in table.columns else -1 for name in ("currency", "unit"))

    def of(row: Row) -> frozenset[int]:
        told = unit >= 0 and isinstance(cell := row[unit], Entity) and cell.iri == YUAN
        return (amounts if currency < 0 or row[currency] in (None, "CNY") else frozenset()) | (
            measures if told else frozenset()
        )

    return of


@dataclass(frozen=True)
class Held:
    """A column with what it holds."""

    at: int
    name: str
    heading: str
    kind: str
    cells: tuple[Cell, ...]

    @cached_property
    def values(self) -> int:
        """How many different values there are."""
        return len(set(self.cells))

    @cached_property
    def is_number(self) -> bool:
        """Whether it holds numbers and nothing else."""
        return numeric(self.cells)

    @cached_property
    def is_year(self) -> bool:
        """Whether it holds years: by what is known of it, by their size where nothing is."""
        held = [cell for cell in self.cells if isinstance(cell, int) and not isinstance(cell, bool)]
        fit = self.is_number and bool(held) and all(1900 <= cell <= 2100 for cell in held)
        return fit and len(held) == sum(cell is not None for cell in self.cells) and self.kind in ("year", "?")

    @cached_property
    def is_time(self) -> bool:
        """Whether some of it are days or years."""
        return self.is_year or any(isinstance(cell, str) and DAY.fullmatch(cell) for cell in self.cells)

    @cached_property
    def is_thing(self) -> bool:
        """Whether some of it are things."""
        return any(isinstance(cell, Entity) for cell in self.cells)

    @cached_property
    def is_name(self) -> bool:
        """Whether it tells rows apart by name: it holds things or short texts, more than one, in most rows."""
        if self.values < 2 or self.is_time or self.kind == "field" or 2 * self.cells.count(None) > len(self.cells):
            return False
        texts = [cell for cell in self.cells if isinstance(cell, str)]
        whole = all(isinstance(cell, Entity | str | None) for cell in self.cells)
        return whole and (not texts or sum(map(len, texts)) / len(texts) <= NAMED)


def numeric(cells: Iterable[Cell]) -> bool:
    """Whether cells are numbers and nothing else."""
    held = [cell for cell in cells if cell is not None]
    return bool(held) and all(isinstance(cell, int | Decimal) and not isinstance(cell, bool) for cell in held)


@dataclass(frozen=True)
class Shape:
    """An answer as pictures look at it.

    Attributes:
        table: the answer.
        known: what is known of columns.
        title: what was asked.
        say: a cell as a picture says it.
    """

    table: Table
    known: Mapping[str, Column]
    title: str
    say: Callable[[Cell], Any]

    @cached_property
    def columns(self) -> list[Held]:
        """The columns with what they hold; of one that nothing is known of, the kind is `?`."""
        held: list[Row] = [*zip(*self.table.rows, strict=True)] or [()] * len(self.table.columns)
        return [
            Held(
                at,
                name,
                self.table.headings.get(name, name),
                self.known[name].kind if name in self.known else "?",
                cells,
            )
            for at, (name, cells) in enumerate(zip(self.table.columns, held, strict=True))
        ]

    @property
    def rows(self) -> Sequence[Row]:
        """The rows."""
        return self.table.rows

    def named(self, name: str) -> Held | None:
        """The column of a name."""
        return next((column for column in self.columns if column.name == name), None)

    @cached_property
    def times(self) -> list[Held]:
        """The columns of days and years; the day up to which the data go comes last."""
        return sorted((column for column in self.columns if column.is_time), key=lambda column: column.name == "as_of")

    @cached_property
    def names(self) -> list[Held]:
        """The columns that tell rows apart by name, those of things before those of texts, the most telling first."""
        found = [column for column in self.columns if column.is_name]
        return sorted(found, key=lambda column: (not column.is_thing, -column.values))

    @cached_property
    def figures(self) -> tuple[str, list[Held]]:
        """The figures that fit into one picture, and what they are: `percent`, `amount`, `measure`, or `count`."""
        numbers = [column for column in self.columns if column.is_number and not column.is_year]
        unit, currency = self.named("unit"), self.named("currency")
        groups = {
            "percent": [column for column in numbers if column.kind == "percent"],
            "amount": [
                column for column in numbers if column.kind == "amount" and (not currency or currency.values == 1)
            ],
            "measure": [column for column in numbers if column.kind == "measure" and unit and unit.values == 1],
            "count": [column for column in numbers if column.kind in ("", "?")],
        }
        kind = next((kind for kind, columns in groups.items() if columns), "")
        return kind, groups.get(kind, [])[:MOST_SERIES]

    @cached_property
    def is_money(self) -> bool:
        """Whether the figures are amounts of yuan."""
        of = amounts_of(self.table, self.known)
        return bool(self.figures[1]) and all(column.at in of(row) for row in self.rows for column in self.figures[1])

    def keys(self, *first: Held) -> list[Held]:
        """The fewest columns of names, behind these first, that together tell all rows apart; none where none do."""
        taken = list(first)
        for name in (None, *self.names):
            if name:
                taken.append(name)
            if taken and len({tuple(row[column.at] for column in taken) for row in self.rows}) == len(self.rows):
                return taken
            if len(taken) == 3:
                break
        return []
