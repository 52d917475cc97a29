"""The page of a question: its form, its answer as a table and a picture, its SPARQL, and how programs ask it."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from ... import sheet
from ...answers import Result, tabulate
from ...errors import ParkgraphError
from ...graph import Graph
from ...queries import Question
from ...rows import Entity, Table
from ..english import english
from ..jobs import Job, Made, graph_of
from .asking import bound, count, fields, given_values, questions_of
from .emptied import emptied
from .rendering import address_of, missing, render
from .shape import Shape, numeric
from .tables import Shown, rows_of, sayer
from .views import DRAWN, chosen, offered

ROWS_A_PAGE = 500
NAMES = re.compile("([a-z]+(?:-[a-z]+)+)")


def question(job: Job) -> Made:
    """The page of the question `name`, answered with the values in `asked`; `rows` is the row limit."""
    graph = graph_of(job)
    known = questions_of(graph).get(job["name"])
    if known is None:
        return missing()
    values = given_values(known, job["asked"])
    asked = {name: value for name, value in job["asked"]}
    said_of_it: dict[str, Any] = {
        "question": known,
        "title": known.title(graph.lang),
        "notes": notes(known, questions_of(graph), graph.lang),
        "wanted": asked.get("chart", ""),
        "shared": share(job, known, values, asked.get("chart", "")),
    }
    try:
        text = bound(graph, known, values)
        answer = tabulate(
            graph.store, graph.store.query(text), lang=graph.lang, limit=job["rows"], headings=graph.headings(known)
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
        answer=told_answer(
            graph, known, values, answer, number=_page_number(job["asked"]), wanted=asked.get("chart", "")
        ),
        calls=calls(job["base"], known.name, values, graph.lang),
        downloads=downloads(known.name, values, graph.lang),
        to_editor=address_of("/sparql", graph.lang, [("question", known.name), *values.items()]),
        to_graph=_to_graph(known, answer.table, values, graph.lang),
        text=without_header(text),
    )


def _to_graph(known: Question, table: Table, values: Mapping[str, str], lang: str) -> str:
    """The address of the relation graph of an answer; empty where fewer than two columns hold things."""
    held = [at for at in range(len(table.columns)) if any(isinstance(row[at], Entity) for row in table.rows)]
    return address_of("/graph", lang, [("question", known.name), *values.items()]) if len(held) > 1 else ""


def notes(known: Question, titles: Mapping[str, Question], lang: str) -> Markup:
    """The notes of a question, in which the names of others have become links with their titles."""
    written = known.notes(lang)
    parts = []
    for number, part in enumerate(NAMES.split(written)):
        if number % 2 and part in titles:
            to = address_of(f"/q/{part}", lang, [])
            parts.append(Markup('<a href="{}">{}</a>').format(to, titles[part].title(lang)))
        else:
            parts.append(escape(part))
    return Markup("").join(parts)


def without_header(text: str) -> str:
    """A query without the lines that describe the question."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))


def told_answer(
    graph: Graph, known: Question, values: Mapping[str, str], answer: Result, *, number: int = 1, wanted: str = ""
) -> dict[str, Any]:
    """An answer as templates show it: the page `number` of its rows, and the picture that is wanted."""
    total = len(answer.table)
    pages = max(1, -(-total // ROWS_A_PAGE))
    number = min(max(number, 1), pages)
    first = (number - 1) * ROWS_A_PAGE
    columns, say = graph.columns(known), sayer(graph, answer)
    cells = {column: [row[at] for row in answer.table.rows] for at, column in enumerate(answer.table.columns)}
    return {
        "table": answer.table,
        "headings": [answer.table.headings.get(column, column) for column in answer.table.columns],
        "numeric": [numeric(held) for held in cells.values()],
        "rows": rows_of(answer, first, ROWS_A_PAGE, columns, say),
        "total": total,
        "first": first + 1,
        "last": min(first + ROWS_A_PAGE, total),
        "page": number,
        "pages": pages,
        "cut": answer.cut,
        "as_of": max((day for day in cells.get("as_of", ()) if isinstance(day, str)), default=""),
        "emptied": emptied(graph, known, values) if not total and values else [],
        "rows_at_all": count(graph, bound(graph, known, {})) if not total and values else 0,
        "proven": any(answer.evidence),
        "say": say,
        **pictured(
            Shape(answer.table, columns, known.title(graph.lang), lambda cell: said_in(say(cell))), known.view, wanted
        ),
    }


def pictured(shape: Shape, view: str, wanted: str) -> dict[str, Any]:
    """The picture of an answer: `view`, what it is; `views`, what else it may be; and its data under its own name."""
    found = offered(shape, view)
    name = chosen(found, view, wanted)
    told = {kind: None for kind in ("chart", "timeline", "matrix", "tree", "card", "grid")}
    if name in found:
        told["chart" if name in DRAWN else name] = found[name]  # type: ignore[assignment]
    return {"view": name, "views": list(found), **told}


def said_in(shown: Shown) -> Any:
    """A cell in a chart: a number, or a text."""
    return shown.text if shown.numeric else str(shown.text or "—")


def _page_number(asked: Sequence[Sequence[str]]) -> int:
    """Which page of a long table is asked for."""
    told = {name: value for name, value in asked}.get("page", "1")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 1


def downloads(name: str, values: Mapping[str, str], lang: str) -> dict[str, str]:
    """Where the answer of a question is as a file."""
    given = list(values.items())
    told = {form: address_of(f"/api/q/{name}.{form}", lang, given) for form in ("csv", "tsv", "json")}
    told["excel"] = address_of(f"/api/q/{name}.csv", lang, [*given, ("excel", 1), ("quotes", 1)])
    if sheet.is_there():
        told["xlsx"] = address_of(f"/api/q/{name}.xlsx", lang, [*given, ("quotes", 1)])
    return told


def share(job: Job, known: Question, values: Mapping[str, str], wanted: str) -> dict[str, str] | None:
    """The address of an answer, and what embeds it in another page; nothing where no service answers to addresses."""
    if not job["base"]:
        return None
    told = [*values.items(), *([("chart", wanted)] if wanted else [])]
    link, bare = (
        job["base"] + address_of(job["path"], job["lang"], pairs) for pairs in (told, [*told, ("embed", "1")])
    )
    frame = Markup('<iframe src="{}" title="{}" width="100%" height="520" loading="lazy"></iframe>')
    return {"link": link, "frame": str(frame.format(bare, known.title(job["lang"])))}


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
