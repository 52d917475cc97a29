"""Tables: what a row's dict holds, and that every writer says all of it, to machines, to spreadsheets and to people."""

import csv
import io
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from parkgraph.errors import QueryError, UsageError
from parkgraph.rows import Cell, Entity, Table

POLICY = Entity("https://w3id.org/parkgraph/id/policy-plan", "数字山东规划")
PARK = Entity("https://w3id.org/parkgraph/id/park-a", "甲园区")
PARKS = Table(
    ("policy", "park", "rank", "share", "listed", "opened"),
    (
        (POLICY, PARK, 1, Decimal("12.50"), True, "2019-11-26"),
        ("未定", PARK, 12, None, False, None),
    ),
    {"policy": "政策文件", "park": "园区", "rank": "名次"},
)
EMPTY = Table(("park", "rank"), (), {"park": "园区"}, entity_columns=("park",))


def table_of(*cells: Cell) -> Table:
    """A table of one column."""
    return Table(("x",), tuple((cell,) for cell in cells))


# ---------------------------------------------------------------- rows


def test_a_row_is_a_dict_of_plain_values_with_the_iri_beside_the_label() -> None:
    """Labels, numbers and dates as such; what is unbound keeps its key; a twin beside text is None."""
    assert list(PARKS) == [
        {
            "policy": "数字山东规划", "policy_iri": POLICY.iri, "park": "甲园区", "park_iri": PARK.iri,
            "rank": 1, "share": Decimal("12.50"), "listed": True, "opened": "2019-11-26",
        },
        {
            "policy": "未定", "policy_iri": None, "park": "甲园区", "park_iri": PARK.iri,
            "rank": 12, "share": None, "listed": False, "opened": None,
        },
    ]  # fmt: skip
    assert [list(row) for row in PARKS] == [list(PARKS.fields)] * 2
    assert len(PARKS) == 2


def test_an_empty_table_keeps_the_twins_it_was_told_of() -> None:
    """The keys of an answer do not depend on whether it has rows."""
    assert EMPTY.fields == ("park", "park_iri", "rank")
    assert (len(EMPTY), list(EMPTY)) == (0, [])


def test_a_column_named_like_a_twin_is_no_twin() -> None:
    """`x_iri` beside an `x` that holds no entity is a column of its own."""
    assert list(Table(("x", "x_iri"), (("a", "b"),))) == [{"x": "a", "x_iri": "b"}]


def test_a_column_with_the_name_of_a_twin_is_refused() -> None:
    """Two keys of one name would lose one of the two values."""
    with pytest.raises(QueryError) as caught:
        Table(("x", "x_iri"), ((PARK, "b"),))
    assert str(caught.value) == "SELECT: 结果中有两列都叫 x_iri。 请在查询中给其中一列换一个名字。"


def test_a_row_of_the_wrong_length_is_refused() -> None:
    """No writer drops a cell or shifts a column."""
    with pytest.raises(ValueError, match="zip"):
        list(Table(("a", "b"), (("1",),)))


# ---------------------------------------------------------------- JSON


def test_json_is_one_document_with_the_digits_of_decimals() -> None:
    """Two spaces of indent, Chinese as it is, booleans and null as JSON has them."""
    assert PARKS.to_json().startswith('[\n  {\n    "policy": "数字山东规划",\n    "policy_iri": "https://')
    assert '"share": 12.50,\n    "listed": true,\n' in PARKS.to_json()
    assert PARKS.to_json().endswith('"share": null,\n    "listed": false,\n    "opened": null\n  }\n]\n')
    assert EMPTY.to_json() == "[]\n"


@given(st.lists(st.tuples(st.text(), st.none() | st.integers() | st.booleans() | st.decimals(allow_nan=False))))
@settings(max_examples=100, deadline=None, database=None)
def test_json_gives_every_value_back(rows: list[tuple[str, Cell]]) -> None:
    """Any JSON reader sees the values that iterating gives."""
    table = Table(('键"', "值"), tuple(rows))
    wanted = [
        {key: str(value) if isinstance(value, Decimal) and value.is_infinite() else value for key, value in row.items()}
        for row in table
    ]
    assert json.loads(table.to_json(), parse_float=Decimal) == wanted


def test_json_is_laid_out_as_pythons_own() -> None:
    """The layout is that of the standard library with an indent of two."""
    table = Table(("x", "y"), ((PARK, 1), ("a", None)))
    assert table.to_json() == json.dumps(list(table), ensure_ascii=False, indent=2) + "\n"


# ---------------------------------------------------------------- CSV and TSV


def test_csv_has_the_twins_and_ends_lines_with_lf() -> None:
    """Column names, no byte order mark, nothing for what is unbound."""
    assert PARKS.to_csv() == (
        "policy,policy_iri,park,park_iri,rank,share,listed,opened\n"
        f"数字山东规划,{POLICY.iri},甲园区,{PARK.iri},1,12.50,true,2019-11-26\n"
        f"未定,,甲园区,{PARK.iri},12,,false,\n"
    )
    assert EMPTY.to_csv() == "park,park_iri,rank\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
@settings(max_examples=100, deadline=None, database=None)
def test_csv_gives_every_text_back(rows: list[list[str]]) -> None:
    """A strict reader finds exactly the cells, whatever quotes, commas and line ends they hold."""
    text = Table(("a", "b"), tuple(map(tuple, rows))).to_csv()
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["a", "b"], *rows]


def test_a_row_of_one_empty_cell_is_no_empty_line() -> None:
    """Readers skip empty lines, and the row would be lost."""
    assert table_of(None).to_csv() == 'x\n""\n'


FORMULAS = [
    "=1+1",
    "+86",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    '=HYPERLINK("x")',
    "--",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_excel_runs_no_cell_as_a_formula(text: str) -> None:
    """An apostrophe stands before text that a spreadsheet would run; machines get the text as it is."""
    assert list(csv.reader(io.StringIO(table_of(text).to_csv(excel=True), newline="")))[1] == ["'" + text]
    assert list(csv.reader(io.StringIO(table_of(text).to_csv(), newline="")))[1] == [text]
    assert table_of(Entity(text, text)).to_csv(excel=True).count("'") == 2
    assert len(FORMULAS) == 13


def test_excel_gets_a_byte_order_mark_and_headings_and_numbers_stay_numbers() -> None:
    """The mark makes Excel and WPS read UTF-8; a negative number gets no apostrophe."""
    table = Table(("park", "n"), ((PARK, -5), (PARK, Decimal("-0.5"))), {"park": "园区"})
    assert table.to_csv(excel=True) == f"\ufeff园区,园区_iri,n\n甲园区,{PARK.iri},-5\n甲园区,{PARK.iri},-0.5\n"


def test_a_field_that_another_delimiter_could_split_is_quoted() -> None:
    """Spreadsheets of some regions split at semicolons and tabs, and what follows could be a formula."""
    assert table_of("a;=1").to_csv(excel=True) == '\ufeffx\n"a;=1"\n'
    assert table_of("a\t=1").to_csv(excel=True) == '\ufeffx\n"a\t=1"\n'


def test_tsv_writes_tabs_and_line_ends_as_escapes() -> None:
    """One line a row and one tab between fields, whatever the cells hold."""
    assert Table(("a", "b"), (("1\t2\\", "x\r\ny"), (None, PARK))).to_tsv() == (
        f"a\tb\tb_iri\n1\\t2\\\\\tx\\r\\ny\t\n\t甲园区\t{PARK.iri}\n"
    )


# ---------------------------------------------------------------- Markdown and HTML


def test_markdown_has_labels_under_headings_and_numbers_on_the_right() -> None:
    """No twins; a column of numbers, with or without gaps, is aligned right."""
    assert PARKS.to_markdown() == (
        "| 政策文件 | 园区 | 名次 | share | listed | opened |\n"
        "| --- | --- | ---: | ---: | --- | --- |\n"
        "| 数字山东规划 | 甲园区 | 1 | 12.50 | true | 2019-11-26 |\n"
        "| 未定 | 甲园区 | 12 |  | false |  |\n"
    )
    assert table_of(None, None).to_markdown() == "| x |\n| --- |\n|  |\n|  |\n"


def test_markdown_in_cells_is_text() -> None:
    """Pipes, line ends, emphasis, links and tags read as they stand in the label."""
    text = "a|b\n*c* [d](javascript:e) <script> `f` \\"
    assert table_of(text).to_markdown().splitlines()[2] == (
        r"| a\|b<br>\*c\* \[d\](javascript:e) \<script\> \`f\` \\ |"
    )


def test_html_is_escaped_and_only_web_addresses_are_links() -> None:
    """A label cannot become a tag, an IRI cannot become script or leave its attribute."""
    evil = Entity("javascript:alert(1)", "<script>x</script>")
    sly = Entity('http://x/"onclick="y', "a & b")
    html = Table(("e", "s", "n", "b"), ((evil, sly, 5, True),), {"e": "<b>"})._repr_html_()
    assert html == (
        "<table><thead><tr><th>&lt;b&gt;</th><th>s</th><th>n</th><th>b</th></tr></thead><tbody><tr>"
        "<td>&lt;script&gt;x&lt;/script&gt;</td>"
        '<td><a href="http://x/&quot;onclick=&quot;y">a &amp; b</a></td>'
        '<td style="text-align: right">5</td><td>true</td></tr></tbody></table>'
    )
    assert EMPTY._repr_html_() == "<p>没有符合条件的结果</p>"


def test_a_notebook_says_that_it_shows_the_first_rows() -> None:
    """Two hundred rows are shown, and a caption says of how many; with just as many there is none."""
    assert table_of(*range(201))._repr_html_().startswith("<table><caption>共 201 行，显示前 200 行</caption>")
    assert table_of(*range(201))._repr_html_().count("<tr>") == 201
    assert "caption" not in table_of(*range(200))._repr_html_()


# ---------------------------------------------------------------- people


def test_a_table_that_fits_has_one_line_a_row() -> None:
    """Headings where there are any, Chinese two columns wide, numbers on the right, no spaces at the ends of lines."""
    assert PARKS.to_text(width=80) == (
        "政策文件       园区     名次   share   listed   opened\n"
        "──────────────────────────────────────────────────────────\n"
        "数字山东规划   甲园区      1   12.50   true     2019-11-26\n"
        "未定           甲园区     12           false\n"
    )


def test_a_table_that_does_not_fit_wraps_its_cells() -> None:
    """Long cells go on in the next line, and a blank line keeps rows apart."""
    table = Table(("a", "b"), (("山东省数字经济园区建设行动方案", "甲"), ("乙", "丙")))
    assert table.to_text(width=24) == (
        "a                     b\n"
        "────────────────────────\n"
        "山东省数字经济园区    甲\n"
        "建设行动方案\n"
        "\n"
        "乙                    丙\n"
    )


def test_columns_that_would_get_too_narrow_become_records() -> None:
    """One heading and cell a line, a blank line between rows."""
    table = Table(("a", "b", "c"), (("一二三四五", "一二三四五", 3), ("x", None, 4)), {"a": "甲"})
    assert table.to_text(width=20) == "甲   一二三四五\nb    一二三四五\nc    3\n\n甲   x\nb\nc    4\n"


def test_a_wide_table_has_lines_as_long_as_they_need() -> None:
    """Nothing wraps; a width is then of no account."""
    text = Table(("a", "b"), (("长" * 200, "尾"),)).to_text(width=40, wide=True)
    assert text.splitlines()[2] == "长" * 200 + "   尾"


CELL_TEXT = st.text(st.sampled_from("数字 ab，(（é😀\n[]\t"), max_size=30)


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELL_TEXT, min_size=n, max_size=n), min_size=1, max_size=3)),
    st.integers(1, 60),
)
@settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_width_cuts_a_cell(rows: list[list[str]], width: int) -> None:
    """At every width all characters of all cells are there, and no line is longer than the width, or 20."""
    columns = tuple("pqrs"[: len(rows[0])])
    text = Table(columns, tuple(map(tuple, rows))).to_text(width=width)

    def letters(texts: list[str]) -> list[str]:
        return sorted(c for text in texts for c in text if not c.isspace() and c not in "─pqrs")

    assert letters([text]) == letters([cell for row in rows for cell in row])
    assert max(map(cell_len, text.splitlines())) <= max(width, 20)


def test_the_width_is_the_terminals_and_else_80(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS says how wide the terminal is; where nothing does, 80 columns are taken."""
    table = table_of("字" * 100)
    monkeypatch.setenv("COLUMNS", "30")
    assert max(map(cell_len, table.to_text().splitlines())) == 30
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr("os.get_terminal_size", lambda *_: (_ for _ in ()).throw(OSError()))
    assert max(map(cell_len, table.to_text().splitlines())) == 80


def test_colours_are_for_terminals_whose_user_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told so, or on a terminal without NO_COLOR; never into a file."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    bold = "\x1b[1m"
    assert bold in PARKS.to_text(width=80, colour=True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert bold not in PARKS.to_text(width=80, colour=False)
    assert bold not in PARKS.to_text(width=80)
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: True))
    assert bold in PARKS.to_text(width=80)
    monkeypatch.setenv("NO_COLOR", "1")
    assert bold not in PARKS.to_text(width=80)


def test_a_cell_cannot_steer_the_terminal_or_turn_the_writing() -> None:
    """Control characters and direction marks are shown as signs; markup of the drawing library is text."""
    text = table_of("\x1b[31m红", "a\u202eb\x9b\x7f", "[red]x[/red] :smile:", "1\t2\r\n3").to_text(width=40)
    assert text.splitlines()[2:] == ["␛[31m红", "a�b��", "[red]x[/red] :smile:", "1 2", "3"]


def test_an_empty_table_says_so() -> None:
    """People read a sentence, not bare headings."""
    assert EMPTY.to_text() == "没有符合条件的结果\n"


# ---------------------------------------------------------------- pandas


def test_a_data_frame_has_the_twins_and_keeps_whole_numbers_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows go to pandas unconverted, and pandas picks types that know missing values."""

    class DataFrame:
        def __init__(self, rows: list[tuple[object, ...]], columns: list[str], dtype: type) -> None:
            self.rows, self.columns, self.dtype, self.converted = rows, columns, dtype, False

        def convert_dtypes(self) -> "DataFrame":
            self.converted = True
            return self

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=DataFrame))
    frame = Table(("park", "n"), ((PARK, 1), (None, None))).to_pandas()
    assert (frame.rows, frame.columns) == ([("甲园区", PARK.iri, 1), (None, None, None)], ["park", "park_iri", "n"])
    assert (frame.dtype, frame.converted) == (object, True)


def test_the_real_pandas_makes_a_data_frame() -> None:
    """Whole numbers with gaps stay whole numbers."""
    pytest.importorskip("pandas", reason="pandas is an extra")
    frame = Table(("park", "n"), ((PARK, 1), (None, None))).to_pandas()
    assert list(frame.columns) == ["park", "park_iri", "n"]
    assert (str(frame.dtypes["n"]), frame["n"][0]) == ("Int64", 1)


def test_without_pandas_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that installs it, in words that can be copied."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError) as caught:
        PARKS.to_pandas()
    assert str(caught.value) == "没有安装 pandas。 请运行 pip install 'parkgraph[pandas]'。"


WRITERS: list[Callable[[Table], str]] = [
    Table.to_json, Table.to_csv, Table.to_tsv, Table.to_markdown, Table.to_text, Table._repr_html_,
]  # fmt: skip


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
def test_every_text_ends_in_one_line_end_and_says_the_label(writer: Callable[[Table], str]) -> None:
    """All writers write the label; all but the notebook's end their last line."""
    text = writer(PARKS)
    assert "甲园区" in text and "12.50" in text
    assert text.endswith("\n") != (writer is Table._repr_html_) and not text.endswith("\n\n")
    assert len(WRITERS) == 6


def test_what_rich_drops_where_it_folds_is_shown_line_by_line() -> None:
    """A wide character at the fold is not lost: the cells stand below one another instead, within the width."""
    text = Table(("p", "q", "r"), (("（， ]bb ", "，\t]（，b]", "ab😀"),)).to_text(width=26)
    assert "😀" in text
    assert max(map(cell_len, text.splitlines())) <= 26
