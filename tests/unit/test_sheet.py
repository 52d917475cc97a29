"""Tables as workbooks, read back as Excel would."""

import builtins
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from parkgraph.cli.app import run
from parkgraph.errors import UsageError
from parkgraph.rows import Entity, Table
from parkgraph.sheet import MOST_LINKS, workbook

PARK = Entity("https://w3id.org/parkgraph/id/park-a", "甲园")
TABLE = Table(
    ("park", "as_of", "count", "share", "said", "none"),
    (
        (PARK, "2019-11-26", 3, Decimal("12.5"), "=1+1", None),
        (PARK, "2019-13-99", 10**12, Decimal("2.0"), "一\u202e\u0007二\n三", True),
    ),
    headings={"park": "园区", "as_of": "数据截至"},
)


def opened(table: Table, title: str = "问", **more: Any) -> Any:
    """The workbook of a table, read back."""
    return openpyxl.load_workbook(io.BytesIO(workbook(table, title=title, notes=["问", "数据截至 2019-11-26"], **more)))


def test_cells_keep_their_kinds() -> None:
    """Things are links, days are days; what looks like a formula stays a text, and no sign is hidden."""
    sheet = opened(TABLE).worksheets[0]
    heads, first, second = list(sheet.iter_rows())
    assert [square.value for square in heads] == ["园区", "数据截至", "count", "share", "said", "none"]
    assert (first[0].value, first[0].hyperlink.target) == ("甲园", PARK.iri)
    assert first[1].is_date and first[1].value.isoformat() == "2019-11-26T00:00:00"
    assert [square.value for square in first[2:]] == [3, 12.5, "=1+1", None]
    assert first[4].data_type == "s"
    assert [square.value for square in second[1:]] == ["2019-13-99", 10**12, 2, "一\ufffd\ufffd二\n三", True]


def test_a_sheet_is_ready_to_read() -> None:
    """Headings are bold and stay in sight, columns fit Chinese; a second sheet says what was asked, as of when."""
    book = opened(TABLE)
    sheet, notes = book.worksheets
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")
    assert all(square.font.bold for square in sheet[1])
    assert sheet.column_dimensions["B"].width == 12, "as wide as 2019-11-26 and a little"
    assert [square.value for square in notes["A"]] == ["问", "数据截至 2019-11-26"]
    long = opened(Table(("a",), (("很" * 100,),))).worksheets[0]
    assert long.column_dimensions["A"].width == 60


@pytest.mark.parametrize(
    ("title", "named"),
    [("哪些园区？", "哪些园区？"), ("a/b:c*[d]", "a b c  d"), ("园" * 40, "园" * 31), ("", "parkgraph")],
)
def test_a_sheet_has_a_title_that_excel_allows(title: str, named: str) -> None:
    """31 letters, and none of the signs that Excel keeps for itself."""
    assert opened(TABLE, title).sheetnames[0] == named


def test_there_are_no_more_links_than_excel_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are names alone."""
    assert MOST_LINKS < 65_530
    monkeypatch.setattr("parkgraph.sheet.MOST_LINKS", 2)
    sheet = opened(Table(("a",), ((PARK,), (PARK,), (PARK,)))).worksheets[0]
    assert [square.hyperlink is not None for square in sheet["A"]] == [False, True, True, False]


def test_without_openpyxl_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed."""
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "openpyxl":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError) as caught:
        workbook(TABLE, title="", notes=[])
    assert str(caught.value) == (
        '写 Excel 文件需要 openpyxl，还没有安装。 请运行 pip install "parkgraph[xlsx]"，或改用给 Excel 的 CSV。'
    )


def test_an_answer_is_written_as_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows, and with --quotes the wording; only into a file, and only for questions."""
    file = tmp_path / "ledger.xlsx"
    assert run(["run", "lead-and-responsible-units", "--quotes", "-f", "xlsx", "-o", str(file)]) == 0
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert sheet.max_row == 33
    assert "引文" in [square.value for square in sheet[1]]
    assert run(["run", "lead-and-responsible-units", "-f", "xlsx"]) == 2
    assert run(["find", "园区", "-f", "xlsx", "-o", str(file)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert "错误：--format: 没有写明写到哪个文件。 请加 -o 文件名.xlsx。" in said
    assert said[-1] == "错误：--format: 这个结果不能写成 xlsx。 可用：table、csv、tsv、json、md。"
