"""Tables, the form every answer takes, and their writers: for machines, for spreadsheets, for people."""

import io
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from .errors import QueryError, UsageError

if TYPE_CHECKING:
    import pandas
    import rich.table
    import rich.text

NOTHING = "没有符合条件的结果"
HTML_ROWS = 200
"""How many rows a notebook shows."""
GAP = 3
"""Columns of the terminal between two columns of a table."""
NARROW = 8
"""A column of a table is not made narrower than that; rather, the table becomes a list of records."""
LEAST_WIDTH = 20

_QUOTED = re.compile('[",;\t\r\n]')
_FORMULA = re.compile("[=+@\t\r\n＝＋－＠-]")  # spreadsheets in East Asian settings take the full-width signs too
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&#])")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph in a cell: its IRI, and its label in the reader's language."""

    iri: str
    label: str


Cell = str | int | Decimal | bool | None | Entity
Plain = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns.

    Iterating gives one dict a row. A column that holds an entity has a twin behind it, named `<column>_iri`; its own
    value is then the label, and the twin is None beside what is no entity.

    Args:
        columns: their names, in order.
        rows: one cell a column.
        headings: column to what people read above it; the column's name where there is none.
        entity_columns: columns that have a twin even when no row holds an entity.

    Raises:
        QueryError: a column has the name of another's twin.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    entity_columns: Sequence[str] = ()
    twins: frozenset[str] = field(init=False, repr=False, compare=False)
    """The columns that have a twin."""

    def __post_init__(self) -> None:
        held = {
            self.columns[number] for row in self.rows for number, cell in enumerate(row) if isinstance(cell, Entity)
        }
        object.__setattr__(self, "twins", frozenset(held.union(self.entity_columns)))
        if twice := sorted({name for name in self.fields if self.fields.count(name) > 1}):
            remedy = "请在查询中给其中一列换一个名字。"
            raise QueryError(f"结果中有两列都叫 {'、'.join(twice)}", where="SELECT", remedy=remedy)

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of a row's dict: the columns, each with its twin behind it."""
        return tuple(name for column in self.columns for name in self._with_twin(column))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Plain]]:
        fields = self.fields
        return (dict(zip(fields, values, strict=True)) for values in self._flat())

    def to_json(self) -> str:
        """One JSON document: a list of objects, one a row, in which decimals keep their digits."""
        keys = [encode_basestring(name) for name in self.fields]
        rows = (
            ",\n".join(f"    {key}: {_json(value)}" for key, value in zip(keys, row, strict=True))
            for row in self._flat()
        )
        body = ",\n".join(f"  {{\n{row}\n  }}" for row in rows)
        return f"[\n{body}\n]\n" if body else "[]\n"

    def to_csv(self, excel: bool = False) -> str:
        """Comma-separated values as of RFC 4180, but with LF at the end of lines.

        Args:
            excel: for Excel and WPS: a byte order mark in front, people's headings, and an apostrophe before text that
                would be run as a formula; numbers stay numbers.
        """
        guard = _guarded if excel else str
        head = [guard(self._heading(name) if excel else name) for name in self.fields]
        lines = [head, *([guard(v) if isinstance(v, str) else _text(v) for v in row] for row in self._flat())]
        return ("\ufeff" if excel else "") + "".join(map(_csv_line, lines))

    def to_tsv(self) -> str:
        r"""Tab-separated values, in which tabs, line ends and backslashes are written `\t`, `\n`, `\r` and `\\`."""
        marks = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
        lines = [self.fields, *([_text(value).translate(marks) for value in row] for row in self._flat())]
        return "".join("\t".join(line) + "\n" for line in lines)

    def to_markdown(self) -> str:
        """A table in Markdown with labels only, in which nothing that a cell holds is taken for Markdown or HTML."""
        numeric = self._numeric()
        rule = ["---:" if column in numeric else "---" for column in self.columns]
        lines = [[_markdown(self._heading(column)) for column in self.columns], rule]
        lines += [[_markdown(_shown(cell)) for cell in row] for row in self.rows]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)

    def to_text(self, width: int | None = None, wide: bool = False, colour: bool | None = None) -> str:
        """A table for people, whose cells wrap so that it fits; one record below the other where columns do not fit.

        Args:
            width: in columns of the terminal, of which a Chinese character takes two; the terminal's by default.
            wide: whether to let lines be as long as they need.
            colour: whether to write control sequences for colours; by default on a terminal unless NO_COLOR is set.
        """
        if not self.rows:
            return NOTHING + "\n"
        headings = [_visible(self._heading(column)) for column in self.columns]
        cells = [[_visible(_shown(cell)) for cell in row] for row in self.rows]
        numeric = self._numeric()
        size = None if wide else width or shutil.get_terminal_size((80, 24)).columns
        return _drawn(headings, cells, [column in numeric for column in self.columns], size, _coloured(colour))

    def to_pandas(self) -> "pandas.DataFrame":
        """A data frame with the twins as columns, in pandas' types that know missing values.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas  # half a second to import, and an extra
        except ImportError:
            raise UsageError("没有安装 pandas", remedy="请运行 pip install 'parkgraph[pandas]'。") from None
        return pandas.DataFrame(list(self._flat()), columns=list(self.fields), dtype=object).convert_dtypes()

    def _repr_html_(self) -> str:
        """The table in a notebook, with a link behind each label; its first 200 rows."""
        if not self.rows:
            return f"<p>{NOTHING}</p>"
        head = "".join(f"<th>{escape(self._heading(column))}</th>" for column in self.columns)
        body = "".join(f"<tr>{''.join(map(_html, row))}</tr>" for row in self.rows[:HTML_ROWS])
        cut = f"<caption>共 {len(self)} 行，显示前 {HTML_ROWS} 行</caption>" if len(self) > HTML_ROWS else ""
        return f"<table>{cut}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _with_twin(self, column: str) -> tuple[str, ...]:
        """The name of a column and, if it has one, of its twin."""
        return (column, f"{column}_iri") if column in self.twins else (column,)

    def _flat(self) -> Iterator[tuple[Plain, ...]]:
        """The values of each row with those of the twins, in the order of `fields`."""
        twins = [column in self.twins for column in self.columns]
        for row in self.rows:
            values: list[Plain] = []
            for cell, has_twin in zip(row, twins, strict=True):
                values.append(cell.label if isinstance(cell, Entity) else cell)
                if has_twin:
                    values.append(cell.iri if isinstance(cell, Entity) else None)
            yield tuple(values)

    def _heading(self, name: str) -> str:
        """What people read above a column or a twin."""
        column = name if name in self.columns else name.removesuffix("_iri")
        return self.headings.get(column, column) + name[len(column) :]

    def _numeric(self) -> set[str]:
        """The columns that hold numbers and nothing else."""
        columns = zip(*self.rows, strict=True)
        kinds = {column: {type(cell) for cell in cells} for column, cells in zip(self.columns, columns, strict=False)}
        return {
            column for column, held in kinds.items() if held & {int, Decimal} and held <= {int, Decimal, type(None)}
        }


def _text(value: Plain) -> str:
    """A value as text; nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
    return str(value)


def _shown(cell: Cell) -> str:
    """What people see of a cell."""
    return cell.label if isinstance(cell, Entity) else _text(cell)


def _json(value: Plain) -> str:
    """A value as JSON; a decimal keeps its digits."""
    if value is None:
        return "null"
    if isinstance(value, str) or (isinstance(value, Decimal) and not value.is_finite()):
        return encode_basestring(str(value))
    return _text(value)


def _csv_line(texts: Sequence[str]) -> str:
    """A line of a CSV file; a single empty field is quoted, because readers skip empty lines."""
    fields = ('"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text for text in texts)
    return (",".join(fields) or '""') + "\n"


def _guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _markdown(text: str) -> str:
    """A cell of a Markdown table that reads as the text does."""
    return re.sub(r"\r\n|\r|\n", "<br>", _MARKDOWN.sub(r"\\\1", text))


def _visible(text: str) -> str:
    """A text for a terminal, with signs in place of characters that would steer it or turn the direction of writing."""
    plain = text.replace("\r\n", "\n").replace("\t", " ")
    return _UNSEEN.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", plain)


def _html(cell: Cell) -> str:
    """A cell of an HTML table; only web addresses become links."""
    text = escape(_shown(cell))
    if isinstance(cell, Entity) and cell.iri.startswith(("http://", "https://")):
        return f'<td><a href="{escape(cell.iri)}">{text}</a></td>'
    is_number = isinstance(cell, int | Decimal) and not isinstance(cell, bool)
    return f'<td style="text-align: right">{text}</td>' if is_number else f"<td>{text}</td>"


def _coloured(colour: bool | None) -> bool:
    """Whether to write colours: as told, else on a terminal whose user has not set NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") if colour is None else colour


def _drawn(headings: list[str], cells: list[list[str]], numeric: list[bool], width: int | None, colour: bool) -> str:
    """Cells as a table, or as records where the columns would get too narrow.

    Args:
        headings: one a column.
        cells: rows of texts.
        numeric: which columns to align right.
        width: in columns of the terminal; None for as wide as it needs.
        colour: whether to write control sequences.
    """
    from rich.cells import cell_len

    wanted = [
        max(cell_len(line) for text in column for line in text.split("\n"))
        for column in zip(headings, *cells, strict=True)
    ]
    least = [min(size, NARROW) for size in wanted]
    gaps = GAP * (len(wanted) - 1)
    size = sum(wanted) + gaps if width is None else max(width, LEAST_WIDTH)
    if sum(least) + gaps > size:
        return "\n".join(_kept(_printed(_record(headings, row), size, colour), headings, [row], size) for row in cells)
    grid = _grid(least, show_header=True, show_lines=sum(wanted) + gaps > size)
    for column, heading, is_number in zip(grid.columns, headings, numeric, strict=True):
        column.header, column.justify = _as_is(heading), "right" if is_number else "left"
    for row in cells:
        grid.add_row(*map(_as_is, row))
    return _kept(_printed(grid, size, colour), headings, cells, size)


def _kept(drawn: str, headings: list[str], cells: list[list[str]], width: int) -> str:
    """What was drawn, or the same cells line by line where a character is missing from it.

    Rich 15 drops a wide character now and then where it folds a word.
    """
    wanted = Counter(letter for row in cells for text in row for letter in text if not letter.isspace())
    if not wanted - Counter(drawn):
        return drawn
    lines = (f"{heading}  {text}" for row in cells for heading, text in zip(headings, row, strict=True))
    return "".join(
        f"{part.rstrip()}\n" for line in lines for whole in line.split("\n") for part in _folded(whole, width)
    )


def _folded(line: str, width: int) -> Iterator[str]:
    """A line in parts that fit a width, Chinese counted as two columns."""
    from rich.cells import cell_len

    part, used = "", 0
    for letter in line:
        size = cell_len(letter)
        if part and used + size > width:
            yield part
            part, used = "", 0
        part, used = part + letter, used + size
    yield part


def _record(headings: list[str], row: list[str]) -> "rich.table.Table":
    """One row, drawn downwards: headings left, cells right."""
    grid = _grid([1, 1], show_header=False, show_lines=False)
    for heading, text in zip(headings, row, strict=True):
        grid.add_row(_as_is(heading), _as_is(text))
    return grid


def _grid(least: list[int], show_header: bool, show_lines: bool) -> "rich.table.Table":
    """A table of Rich's without rows, with columns of these least widths, in which no text is cut."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid

    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=show_header, show_lines=show_lines)
    for size in least:
        grid.add_column(overflow="fold", min_width=size)
    return grid


def _as_is(text: str) -> "rich.text.Text":
    """A text of Rich's in which nothing is markup."""
    from rich.text import Text

    return Text(text)


def _printed(grid: "rich.table.Table", width: int, colour: bool) -> str:
    """What a terminal of some width is sent, without spaces at the ends of lines."""
    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        force_jupyter=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(grid)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().rstrip().split("\n"))
