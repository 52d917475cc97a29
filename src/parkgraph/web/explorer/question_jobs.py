"""The page of a question: its form, its answer as a table and a picture, its SPARQL, and how programs ask it."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from ...answers import Result, tabulate
from ...errors import ParkgraphError
from ...graph import Graph
from ...queries import Question
from ...rows import Entity, Table
from ..english import english
from ..jobs import Job, Made, graph_of
from .asking import bound, emptying, fields, given_values, questions_of, title
from .rendering import DAY, address_of, missing, render
from .tables import rows_of

ROWS_A_PAGE = 500
MONEY = frozenset({"max_amount", "ceiling"})
CONTEXT = frozenset({"ordinal", "of_side", "total"})
"""Columns of numbers that only say what others are a part of."""
BARS = 40
NAMES = re.compile("([a-z]+(?:-[a-z]+)+)")
FLOWS = 120


def question(job: Job) -> Made:
    """The page of the question `name`, answered with the values in `asked`; `rows` is the row limit."""
    graph = graph_of(job)
    known = questions_of(graph).get(job["name"])
    if known is None:
        return missing()
    values = given_values(known, job["asked"])
    said_of_it: dict[str, Any] = {
        "question": known,
        "title": title(known, graph.lang),
        "notes": notes(known, questions_of(graph), graph.lang),
    }
    try:
        text = bound(graph, known, values)
        answer = tabulate(
            graph.store, graph.store.query(text), lang=graph.lang, limit=job["rows"], headings=graph.headings()
        )
    except ParkgraphError as error:
        said = (error.problem, error.remedy) if graph.lang == "zh" else (english(error.problem), english(error.remedy))
        told = {"form": fields(graph, known, {}), "problem": said, **said_of_it}
        return render(job, "question.html", status=400, answer=None, calls=None, text="", **told)
    return render(
        job,
        "question.html",
        **said_of_it,
        form=fields(graph, known, values),
        problem=None,
        answer=told_answer(graph, known, values, answer, _page_number(job["asked"])),
        calls=calls(job["base"], known.name, values, graph.lang),
        downloads=downloads(known.name, values, graph.lang),
        to_editor=address_of("/sparql", graph.lang, [("question", known.name), *values.items()]),
        to_graph=_to_graph(known, answer.table, values, graph.lang),
        labels_of={one.name: one.en if graph.lang == "en" else one.zh for one in known.parameters},
        text=without_header(text),
    )


def _to_graph(known: Question, table: Table, values: Mapping[str, str], lang: str) -> str:
    """The address of the relation graph of an answer; empty where fewer than two columns hold things."""
    held = [at for at in range(len(table.columns)) if any(isinstance(row[at], Entity) for row in table.rows)]
    return address_of("/graph", lang, [("question", known.name), *values.items()]) if len(held) > 1 else ""


def notes(known: Question, titles: Mapping[str, Question], lang: str) -> Markup:
    """The notes of a question, in which the names of others have become links with their titles."""
    written = known.notes_en if lang == "en" else known.notes_zh
    parts = []
    for number, part in enumerate(NAMES.split(written)):
        if number % 2 and part in titles:
            to = address_of(f"/q/{part}", lang, [])
            parts.append(Markup('<a href="{}">{}</a>').format(to, title(titles[part], lang)))
        else:
            parts.append(escape(part))
    return Markup("").join(parts)


def without_header(text: str) -> str:
    """A query without the lines that describe the question."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))


def told_answer(
    graph: Graph, known: Question, values: Mapping[str, str], answer: Result, number: int = 1
) -> dict[str, Any]:
    """An answer as templates show it."""
    total = len(answer.table)
    pages = max(1, -(-total // ROWS_A_PAGE))
    number = min(max(number, 1), pages)
    first = (number - 1) * ROWS_A_PAGE
    cells = {column: [row[at] for row in answer.table.rows] for at, column in enumerate(answer.table.columns)}
    return {
        "table": answer.table,
        "headings": [answer.table.headings.get(column, column) for column in answer.table.columns],
        "numeric": [_numeric(held) for held in cells.values()],
        "rows": rows_of(graph, answer, first, ROWS_A_PAGE, MONEY),
        "total": total,
        "first": first + 1,
        "last": min(first + ROWS_A_PAGE, total),
        "page": number,
        "pages": pages,
        "cut": answer.cut,
        "as_of": max((day for day in cells.get("as_of", ()) if isinstance(day, str)), default=""),
        "emptied_by": emptying(graph, known, values) if not total and values else [],
        "proven": any(answer.evidence),
        "chart": chart(known, answer.table, title(known, graph.lang)),
        "timeline": timeline(answer.table) if known.view == "timeline" else None,
    }


def _page_number(asked: Sequence[Sequence[str]]) -> int:
    """Which page of a long table is asked for."""
    told = {name: value for name, value in asked}.get("page", "1")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 1


def chart(known: Question, table: Table, name: str) -> dict[str, Any] | None:
    """The picture that the header of a question asks for, as the data of a chart; None where a table says it best."""
    if not table.rows:
        return None
    if known.view == "bar":
        return _bars(table, name)
    if known.view == "layers":
        return _flows(table, name)
    return None


def _bars(table: Table, name: str) -> dict[str, Any] | None:
    """A bar for each row, in as many series as there are numbers."""
    kinds = {column: [row[at] for row in table.rows] for at, column in enumerate(table.columns)}
    numbers = [column for column, cells in kinds.items() if _numeric(cells) and column not in CONTEXT]
    numbers = [column for column in numbers if column.startswith("percent")] or numbers
    names = [column for column, cells in kinds.items() if any(isinstance(cell, Entity) for cell in cells)]
    if not numbers or not names:
        return None
    naming = max(names, key=lambda column: len({str(cell) for cell in kinds[column]}))
    columns = [table.headings.get(column, column) for column in (naming, *numbers)]
    rows = [[_label(row[table.columns.index(column)]) for column in (naming, *numbers)] for row in table.rows[:BARS]]
    return {"kind": "bar", "columns": columns, "rows": rows, "title": name, "stacked": False}


def _flows(table: Table, name: str) -> dict[str, Any] | None:
    """From left to right through the things of each row."""
    named = [
        at
        for at, column in enumerate(table.columns)
        if column != "relation" and all(isinstance(row[at], Entity) for row in table.rows)
    ]
    named = [at for at in named if len({row[at] for row in table.rows}) > 1]
    if len(named) < 2 or len(table.rows) > FLOWS:
        return None
    columns = [table.headings.get(table.columns[at], table.columns[at]) for at in named[:4]]
    rows = [[_label(row[at]) for at in named[:4]] for row in table.rows]
    return {"kind": "sankey", "columns": columns, "rows": rows, "title": name}


def _numeric(cells: Sequence[Any]) -> bool:
    """Whether a column holds numbers and nothing else."""
    held = [cell for cell in cells if cell is not None]
    return bool(held) and all(isinstance(cell, int | Decimal) and not isinstance(cell, bool) for cell in held)


def _label(cell: Any) -> Any:
    """A cell in a chart."""
    return cell.label if isinstance(cell, Entity) else cell


def timeline(table: Table) -> dict[str, Any] | None:
    """The rows in order of the first column that holds dates or years, those without one apart."""
    dates = [at for at, column in enumerate(table.columns) if any(_is_time(row[at]) for row in table.rows)]
    if not dates:
        return None
    kept = min(dates, key=lambda at: (table.columns[at] == "as_of", at))
    things = [at for at in range(len(table.columns)) if any(isinstance(row[at], Entity) for row in table.rows)]
    if not things:
        return None
    dated: list[dict[str, Any]] = []
    undated: list[Entity] = []
    for row in table.rows:
        thing = next((cell for at in things if isinstance(cell := row[at], Entity)), None)
        if thing is not None and _is_time(row[kept]):
            dated.append({"when": str(row[kept]), "about": "", "thing": thing})
        elif thing is not None and thing not in undated:
            undated.append(thing)
    return {"dated": sorted(dated, key=lambda moment: moment["when"]), "undated": undated}


def _is_time(cell: Any) -> bool:
    """Whether a cell is a day or a year."""
    is_year = isinstance(cell, int) and not isinstance(cell, bool) and 1900 <= cell <= 2100
    return is_year or (isinstance(cell, str) and DAY.fullmatch(cell) is not None)


def downloads(name: str, values: Mapping[str, str], lang: str) -> dict[str, str]:
    """Where the answer of a question is as a file."""
    given = list(values.items())
    told = {form: address_of(f"/api/q/{name}.{form}", lang, given) for form in ("csv", "tsv", "json")}
    return {**told, "excel": address_of(f"/api/q/{name}.csv", lang, [*given, ("excel", 1), ("quotes", 1)])}


def calls(base: str, name: str, values: Mapping[str, str], lang: str) -> list[tuple[str, str]]:
    """How programs ask a question: the language or tool, and the text to run."""
    given = {**values, **({"lang": "en"} if lang == "en" else {})}
    tail = f"?{urlencode(given)}" if given else ""
    url = f"{base}/api/q/{name}"
    options = "".join(f" {shlex.quote(f'{key}={value}')}" for key, value in values.items())
    quoted = json.dumps(f"{url}.csv{tail}")
    return [
        ("URL", f"{url}.json{tail}"),
        ("curl", f"curl {shlex.quote(f'{url}.json{tail}')}"),
        ("Python", f"import pandas\n\ntable = pandas.read_csv({quoted})"),
        ("R", f'table <- read.csv({quoted}, encoding = "UTF-8")'),
        ("JavaScript", f"const rows = await (await fetch({json.dumps(f'{url}.json{tail}')})).json();"),
        ("parkgraph", f"parkgraph run {name}{options}{' --lang en' if lang == 'en' else ''}"),
    ]
