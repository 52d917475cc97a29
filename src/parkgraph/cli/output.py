"""Writing answers: one place that turns a table, a page or triples into the bytes a person or a program wants."""

import io
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click

from ..answers import Document, Result, foot
from ..errors import UsageError
from ..graph import Graph
from ..lookup import Passage
from ..names import curie
from ..queries import Question
from ..rows import Cell, Entity, Table
from ..turtle import write_text
from ..validate import Report
from .options import Shared

TABLE_FORMATS = ("table", "csv", "tsv", "json", "md")
SHEET = "xlsx"
"""The format of an answer that is a file and no text."""


def write(say: Shared, text: str) -> None:
    """Put an answer on stdout, or into the file asked for, whole or not at all."""
    if say.output is not None:
        try:
            write_text(say.output, text)
        except OSError as error:
            problem = f"写不成文件（{error.strerror}）"
            raise UsageError(problem, where=str(say.output), remedy="请检查目录是否存在、能否写入。") from error
        return
    sys.stdout.write(text)


def put(path: Path, content: bytes) -> None:
    """Write a whole file or nothing."""
    beside = path.with_name(f".{path.name}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        problem = f"写不成文件（{error.strerror}）"
        raise UsageError(problem, where=str(path), remedy="请检查目录是否存在、能否写入。") from error


def tell_cut(say: Shared, unit: str = "行") -> None:
    """Say that a limit has shortened an answer."""
    click.echo(f"注意：只显示前 {say.limit} {unit}，结果不止这些。", err=True)


def write_document(say: Shared, document: Document) -> None:
    """An answer that is written as it came, with a word where it is not whole."""
    if document.cut:
        tell_cut(say)
    write(say, document.decode("utf-8"))


def table_text(say: Shared, table: Table, form: str) -> str:
    """A table in one of `TABLE_FORMATS`."""
    match form:
        case "json":
            return table.to_json()
        case "csv":
            return table.to_csv(excel=say.excel)
        case "tsv":
            return table.to_tsv()
        case "md":
            return table.to_markdown()
        case _:
            return table.to_text()


def write_table(say: Shared, table: Table) -> None:
    """A table in the format asked for."""
    write(say, table_text(say, table, say.chosen(TABLE_FORMATS)))


def write_answer(say: Shared, graph: Graph, name: str, values: Mapping[str, str], *, quotes: bool = False) -> None:
    """The answer to a canned question; where people read it without parameters, with what it can be narrowed by."""
    question = graph.question(name)
    if say.form == "srj":
        write_document(say, graph.results_json(graph.bound(name, values), limit=say.limit))
        return
    result = graph.answer(name, values, limit=say.limit)
    write_result(say, result, quotes=quotes, question=question)
    if not values and question.parameters and say.chosen((*TABLE_FORMATS, SHEET)) == "table":
        click.echo(_parameters(question, say.lang), err=True)


def _parameters(question: Question, lang: str) -> str:
    """What a question can be narrowed by, with an example."""
    zh = lang == "zh"
    lines = ["可用参数：" if zh else "Parameters:"]
    for parameter in question.parameters:
        choices = f"（{'、'.join(parameter.values)}）" if parameter.values else ""
        lines.append(f"  {parameter.name}={choices}  {parameter.zh if zh else parameter.en}")
    return "\n".join(lines)


def write_result(say: Shared, result: Result, *, quotes: bool, question: Question | None = None) -> None:
    """An answer with title, notes, as-of date and quotes where people read it, as plain rows where programs do."""
    form = say.chosen((*TABLE_FORMATS, SHEET))
    if result.cut:
        tell_cut(say)
    if form == SHEET:
        _put_sheet(say, result, result.with_quotes() if quotes else result.table, question)
        return
    if form != "table":
        write(say, table_text(say, result.with_quotes() if quotes else result.table, form))
        return
    parts = []
    if question:
        parts.append(f"{question.title(say.lang)}\n")
    table, listed = _numbered(result, say.lang) if quotes else (result.table, [])
    parts += _layout(table)
    parts += _footer(result, question, say.lang)
    if listed:
        parts.append("\n" + ("引文" if say.lang == "zh" else "Quotes") + "\n")
        for where, group in groupby(enumerate(listed, 1), key=lambda entry: _where(entry[1])):
            parts += [f"[{number}] “{passage.quote}”\n" for number, passage in group]
            parts.append(f"     — {where}\n")
    write(say, "".join(parts))


def _put_sheet(say: Shared, result: Result, table: Table, question: Question | None) -> None:
    """An answer as a workbook, whose second sheet says what was asked, as of when, and what to mind."""
    from ..sheet import workbook

    if say.output is None:
        raise UsageError("没有写明写到哪个文件", where="--format", remedy="请加 -o 文件名.xlsx。")
    title, note = (question.title(say.lang), question.notes(say.lang)) if question else ("", "")
    put(say.output, workbook(table, title=title, notes=[title, *foot(result, note, say.lang)]))


def _layout(table: Table) -> list[str]:
    """A table for 80 columns: what is the same in every row stands once, leading cells that repeat become headings."""
    heads = [table.headings.get(name, name) for name in table.columns]
    same = [len(table) > 1 and len({row[i] for row in table.rows}) == 1 for i in range(len(heads))]
    parts = [f"{heads[i]}：{_label(table.rows[0][i])}\n" for i, one in enumerate(same) if one and _worth(table, i)]
    kept = [i for i, one in enumerate(same) if not one]
    if not kept or not table.rows:
        return [table.to_text()]
    leading = _leading(table, kept)
    rest = tuple(table.columns[i] for i in kept[leading:])
    for key, rows in groupby(table.rows, key=lambda row: [row[i] for i in kept[:leading]]):
        if leading:
            parts.append("\n■ " + " · ".join(_label(cell) for cell in key if cell is not None) + "\n")
        cells = tuple(tuple(row[i] for i in kept[leading:]) for row in rows)
        parts.append(Table(rest, cells, headings=table.headings).to_text())
    return parts


def _worth(table: Table, column: int) -> bool:
    """Whether a column that is the same in every row is worth a line: not an empty one, nor the footer's as-of date."""
    return table.rows[0][column] is not None and table.columns[column] != "as_of"


def _label(cell: Cell) -> str:
    """A cell in a heading: the label of an entity, anything else as it is."""
    return cell.label if isinstance(cell, Entity) else str(cell)


def _leading(table: Table, kept: list[int]) -> int:
    """How many leading columns are better read as headings: as many as repeat over three rows and more on average."""
    for count in range(len(kept) - 1, 0, -1):
        runs = len(list(groupby(table.rows, key=lambda row: [row[i] for i in kept[:count]])))
        if runs * 3 <= len(table):
            return count
    return 0


def _numbered(result: Result, lang: str) -> tuple[Table, list[Passage]]:
    """The table with a column of quote numbers, and the quotes in that order, each once."""
    numbers: dict[str, int] = {}
    listed: list[Passage] = []
    cells = []
    for proof in result.evidence:
        for passage in proof:
            if passage.span not in numbers:
                listed.append(passage)
                numbers[passage.span] = len(listed)
        cells.append(" ".join(str(numbers[passage.span]) for passage in proof))
    headings = {**result.table.headings, "quotes": "引文" if lang == "zh" else "quotes"}
    rows = tuple((*row, cell) for row, cell in zip(result.table.rows, cells, strict=True))
    return Table(columns=(*result.table.columns, "quotes"), rows=rows, headings=headings), listed


def _footer(result: Result, question: Question | None, lang: str) -> list[str]:
    """Number of rows, as-of date and caveat under a table."""
    first, *others = foot(result, question.notes(lang) if question else "", lang)
    return [f"{first}\n", *(line for other in others for line in _wrapped(other))]


def _wrapped(text: str) -> list[str]:
    """A text as lines that fit the terminal, Chinese counted as two columns."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=io.StringIO(), width=shutil.get_terminal_size((80, 24)).columns)
    return [f"{line.plain.rstrip()}\n" for line in Text(text).wrap(console, console.width)]


def _where(passage: Passage) -> str:
    """Source and section of a passage."""
    return " · ".join(part for part in (passage.source, passage.section) if part)


SEVERITIES = {"Violation": "违反", "Warning": "警告", "Info": "提示"}


def report_table(report: Report, lang: str) -> Table:
    """The findings as a table, one a row, waived ones too."""
    rows = tuple(
        (
            f.constraint,
            f.severity,
            Entity(f.node, f.label),
            f.message_zh if lang == "zh" else f.message_en,
            f.quote,
            f.waived,
        )
        for f in report.findings
    )
    return Table(("constraint", "severity", "node", "message", "quote", "waived"), rows)


def report_text(report: Report, lang: str) -> str:
    """The findings as people read them: what is wrong, where, what to do; the number of each kind at the end."""
    zh = lang == "zh"
    lines = []
    for finding in report.findings:
        if finding.waived:
            continue
        severity = SEVERITIES[finding.severity] if zh else finding.severity
        lines.append(f"{severity} {finding.constraint}  {finding.label}  {curie(finding.node)}")
        lines.append(f"    {finding.message_zh if zh else finding.message_en}")
        if finding.quote:
            lines.append(f"    “{finding.quote}”")
    counts = Counter(finding.severity for finding in report.findings if not finding.waived)
    waived = sum(finding.waived for finding in report.findings)
    shown = [f"{SEVERITIES[name] if zh else name} {counts[name]}" for name in SEVERITIES]
    lines.append(" · ".join([*shown, f"{'已豁免' if zh else 'waived'} {waived}"]))
    return "\n".join(lines) + "\n"


def quote_lines(passages: Sequence[Passage], *, several: bool) -> list[str]:
    """The wording a fact rests on, each with its source where what is shown rests on several."""
    return [f"      “{passage.quote}”" + (f" — {passage.source}" if several else "") for passage in passages]
