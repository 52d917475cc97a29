"""Tables as Excel workbooks, for people who go on in Excel or WPS."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .characters import seen
from .errors import UsageError
from .rows import Cell, Entity, Table

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Square

NARROW, WIDE = 8, 60
"""How many Latin letters wide a column is at least and at most."""
NOTES = "说明 Notes"
MOST_LINKS = 60_000
"""Excel opens no sheet with more than 65,530 links."""


def is_there() -> bool:
    """Whether workbooks can be written: the extra `parkgraph[xlsx]` is installed."""
    return find_spec("openpyxl") is not None


def workbook(table: Table, *, title: str, notes: Sequence[str]) -> bytes:
    """A table as an .xlsx file: headings that stay in sight, things as links to their addresses, days as days.

    Args:
        table: what is told.
        title: of the sheet.
        notes: lines of a second sheet: what was asked, as of when, and what to mind.

    Raises:
        UsageError: openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        remedy = '请运行 pip install "parkgraph[xlsx]"，或改用给 Excel 的 CSV。'
        raise UsageError("写 Excel 文件需要 openpyxl，还没有安装", remedy=remedy) from error
    book = openpyxl.Workbook()
    book.properties.creator = "parkgraph"
    sheet = book.active
    assert sheet is not None
    sheet.title = _title(title)
    sheet.append([table.headings.get(column, column) for column in table.columns])
    links = 0
    for number, row in enumerate(table.rows, 2):
        for column, cell in enumerate(row, 1):
            square = sheet.cell(number, column)
            square.value = _value(cell)
            if isinstance(square.value, str):
                square.data_type = "s"  # never a formula, whatever it begins with
            if isinstance(cell, Entity) and links < MOST_LINKS:
                square.hyperlink, square.style = cell.iri, "Hyperlink"
                links += 1
    _dress(sheet)
    beside = book.create_sheet(NOTES)
    for line in notes:
        beside.append([seen(line)])
    _dress(beside, heads=False)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _title(text: str) -> str:
    """A title as Excel allows one: 31 letters, none of them a sign of its own."""
    return "".join(" " if letter in r"[]:*?/\\'" else letter for letter in str(seen(text)))[:31].strip() or "parkgraph"


def _value(cell: Cell) -> Any:
    """What stands in a square: the name of a thing, a number, a day, or a text without signs that nobody sees."""
    if isinstance(cell, Entity):
        return seen(cell.label)
    if isinstance(cell, str):
        try:
            return date.fromisoformat(cell) if len(cell) == 10 else seen(cell)
        except ValueError:
            return seen(cell)
    return float(cell) if isinstance(cell, Decimal) and cell != cell.to_integral_value() else cell


def _dress(sheet: Any, *, heads: bool = True) -> None:
    """Headings bold and in sight, columns as wide as what they hold, long texts in several lines."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(sheet.iter_cols(), 1):
        widest = max((_width(square) for square in column), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(widest + 2, NARROW), WIDE)
        for square in column:
            square.alignment = Alignment(vertical="top", wrap_text=True)
    if heads:
        for square in sheet[1]:
            square.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions


def _width(square: "Square") -> int:
    """How many Latin letters wide the longest line of a square is; a Chinese character takes two."""
    lines = str("" if square.value is None else square.value).split("\n")
    return max(sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line) for line in lines)
