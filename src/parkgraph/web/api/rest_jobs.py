"""What workers do for questions as addresses: bind, ask, and write the answer in the format that is wanted."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from ...answers import EVIDENCE, Result, foot, tabulate
from ...errors import UsageError
from ...export.questions import QUESTION, questions_turtle
from ...graph import Graph
from ...lookup import Passage, batches, select
from ...names import BASE, DCTERMS, PREFIXES, PROV, RDF, iri
from ...queries import Question
from ...rows import Cell, Entity, Table
from ...sheet import workbook
from ...store import engine_errors
from ..explorer.asking import is_thing
from ..explorer.emptied import emptied
from ..jobs import Job, Made, graph_of
from ..media import JSON, TRIPLES, write_triples

RESULT = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

Bindings = list[ox.QuerySolution]


def listing(job: Job) -> Made:
    """All questions, each with the address of its answer and its page."""
    found = [
        {**question.card(), "links": {"answer": f"/api/q/{name}.json", "page": f"/q/{name}"}}
        for name, question in graph_of(job).questions().items()
    ]
    return {"media": JSON.media}, as_json(found)


def proposals(job: Job) -> Made:
    """The questions that `words` may mean, `limit` at most, each with the addresses of its answer and its page."""
    found = graph_of(job).ask(job["words"], limit=job["limit"]).to_dict()
    for card in found["cards"]:
        given = urlencode({one["name"]: one["value"] for one in card["parameters"]})
        tail = f"?{given}" if given else ""
        card["links"] = {"answer": f"/api/q/{card['name']}.json{tail}", "page": f"/q/{card['name']}{tail}"}
    return {"media": JSON.media}, as_json(found)


def catalogue(job: Job) -> Made:
    """All questions in RDF."""
    return {"media": TRIPLES[0].media}, questions_turtle(graph_of(job).questions().values()).encode("utf-8")


def answer(job: Job) -> Made:
    """The answer to a question.

    Args:
        job: `name`, `values` (parameter to text), `form` and `media` of the answer, `lang`, `limit`, `offset`,
            `quotes`, `excel`, and `here`, the address of this answer up to the value of `offset`.

    Returns:
        `media`, `rows` (how many these are), `more`, `total`, and `emptied`, the parameters whose value alone leaves
        nothing.
    """
    graph = graph_of(job)
    try:
        question = graph.question(job["name"])
    except UsageError as error:
        return missing(error)
    text = graph.bound(question.name, job["values"])
    if job["form"] == "ttl":
        return _told(job, *_result_set(graph, question, text, job))
    result = tabulate(
        graph.store,
        graph.store.query(text),
        lang=job["lang"],
        limit=job["limit"],
        offset=job["offset"],
        counted=True,
        headings=graph.headings(question),
    )
    assert result.total is not None
    empty = [] if result.total else _emptied(graph, question, job["values"])
    body = _written(question, result, {"sparql": text, "empty": empty}, job)
    return _told(job, body, len(result.table), result.total, [entry["parameter"] for entry in empty])


def missing(error: UsageError) -> Made:
    """What is told where there is no such thing, or, where candidates are listed, more than one."""
    status = 409 if error.problem.endswith("\n") else 404
    return {"refused": status, "problem": error.problem, "remedy": error.remedy}, b""


def _told(job: Job, body: bytes, rows: int, total: int, emptied: list[str] | None = None) -> Made:
    """An answer with what is told of it."""
    more = job["offset"] + rows < total
    return {"media": job["media"], "rows": rows, "total": total, "more": more, "emptied": emptied or []}, body


# ---------------------------------------------------------------------- formats


def _written(question: Question, result: Result, besides: Mapping[str, Any], job: Job) -> bytes:
    """An answer as text in UTF-8, or as a workbook."""
    table = result.with_quotes() if job["quotes"] else result.table
    match job["form"]:
        case "xlsx":
            title, lang = question.title(job["lang"]), job["lang"]
            return workbook(table, title=title, notes=[title, *foot(result, question.notes(lang), lang)])
        case "csv":
            text = table.to_csv(excel=job["excel"])
        case "tsv":
            text = table.to_tsv()
        case "html":
            text = _page(question, table, result, job)
        case _:
            text = _document(question, table, result, {**besides, **job})
    return text.encode("utf-8")


def _document(question: Question, table: Table, result: Result, told: Mapping[str, Any]) -> str:
    """An answer in JSON; in its rows decimals keep their digits."""
    end = told["offset"] + len(table)
    more = end < (result.total or 0)
    before = {
        "question": question.name,
        "title_zh": question.title_zh,
        "title_en": question.title_en,
        "parameters": told["values"],
        "columns": list(table.columns),
        "headings": {name: table.headings.get(name, name) for name in table.columns},
    }
    after = {
        "evidence": [[passage_of(passage) for passage in proof] for proof in result.evidence],
        "total": result.total,
        "offset": told["offset"],
        "more": more,
        "next": f"{told['here']}{end}" if more else None,
        "empty": told["empty"],
        "fingerprint": told["at"]["fingerprint"] or None,
        "sparql": told["sparql"],
    }
    head, tail = (json.dumps(part, ensure_ascii=False, indent=1)[1:-2] for part in (before, after))
    return f'{{{head},\n "rows": {table.to_json().rstrip()},{tail}\n}}\n'


def passage_of(passage: Passage) -> dict[str, str]:
    """A passage as programs get it."""
    return {"quote": passage.quote, "source": passage.source, "section": passage.section, "span": passage.span}


def _page(question: Question, table: Table, result: Result, job: Job) -> str:
    """An answer as a bare table in HTML."""
    lang = job["lang"]
    title = escape(question.title(lang))
    head = "".join(f'<th scope="col">{escape(table.headings.get(name, name))}</th>' for name in table.columns)
    body = "".join(f"<tr>{''.join(map(_td, row))}</tr>\n" for row in table.rows)
    first, last = job["offset"] + 1, job["offset"] + len(table)
    span = f"{first}–{last} / {result.total}" if table.rows else f"0 / {result.total}"
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><table><caption>{title} · {span}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>"
        "</table></body></html>\n"
    )


def _td(cell: Cell) -> str:
    """A cell of a table in HTML; only things of the graph and web addresses become links."""
    if not isinstance(cell, Entity):
        return f"<td>{'' if cell is None else escape(str(cell))}</td>"
    if not cell.iri.startswith(("http://", "https://")):
        return f"<td>{escape(cell.label)}</td>"
    return f'<td><a href="{escape(local(cell.iri))}">{escape(cell.label)}</a></td>'


def local(address: str) -> str:
    """The address at this service of a thing that has one, else the address itself."""
    return "/" + quote(address[len(BASE) :], safe="/#") if address.startswith(BASE) else address


def _result_set(graph: Graph, question: Question, text: str, job: Job) -> tuple[bytes, int, int]:
    """An answer in RDF, with its number of rows and of all rows.

    It is in the result set vocabulary of the W3C (`rs:`). Each solution is numbered and, where the question names the
    facts it rests on, derived from these (`prov:wasDerivedFrom`); the names of what is bound stand beside it.
    """
    found = graph.store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    with engine_errors(graph.store.place):
        every = list(found)
    rows = every[job["offset"] : job["offset"] + job["limit"]]
    shown = [name for name in question.projected if not EVIDENCE.fullmatch(name)]
    facts = [name for name in question.projected if EVIDENCE.fullmatch(name)]
    whole, about = ox.BlankNode("answer"), ox.NamedNode(QUESTION + question.name)
    triples = [_rs(whole, "resultVariable", ox.Literal(name)) for name in shown]
    triples.append(ox.Triple(whole, ox.NamedNode(RDF + "type"), ox.NamedNode(RESULT + "ResultSet")))
    triples.append(ox.Triple(whole, ox.NamedNode(DCTERMS + "source"), about))
    for number, row in enumerate(rows, job["offset"] + 1):
        node = ox.BlankNode(f"row{number}")
        triples += [_rs(whole, "solution", node), _rs(node, "index", ox.Literal(number))]
        triples += [
            ox.Triple(node, ox.NamedNode(PROV + "wasDerivedFrom"), row[name]) for name in facts if row[name] is not None
        ]
        for name in shown:
            if (value := row[name]) is not None:
                bound = ox.BlankNode(f"row{number}{name}")
                triples += [_rs(node, "binding", bound), _rs(bound, "variable", ox.Literal(name))]
                triples.append(_rs(bound, "value", value))
    triples += _names(graph, rows, shown)
    return write_triples(triples, TRIPLES[0], {**PREFIXES, "rs": RESULT}), len(rows), len(every)


def _rs(subject: Any, name: str, value: Any) -> ox.Triple:
    """A statement in the result set vocabulary."""
    return ox.Triple(subject, ox.NamedNode(RESULT + name), value)


def _names(graph: Graph, rows: Bindings, shown: list[str]) -> Iterator[ox.Triple]:
    """The labels of what the rows bind, as the graph states them."""
    things = {value.value for row in rows for name in shown if isinstance(value := row[name], ox.NamedNode)}
    yield from stated_labels(graph, things)


def stated_labels(graph: Graph, things: set[str]) -> Iterator[ox.Triple]:
    """The labels that the graph states of some things."""
    for some in batches(sorted(things)):
        asked = f"VALUES ?e {{ {some} }} VALUES ?p {{ skos:prefLabel rdfs:label }} ?e ?p ?l"
        for row in select(graph.store, f"SELECT ?e ?p ?l WHERE {{ {asked} }} ORDER BY ?e ?p ?l"):
            if isinstance(label := row["l"], ox.Literal):
                yield ox.Triple(ox.NamedNode(row.iri("e")), ox.NamedNode(row.iri("p")), label)


# ---------------------------------------------------------------------- why there is nothing


def _emptied(graph: Graph, question: Question, values: Mapping[str, str]) -> list[dict[str, Any]]:
    """The parameters without any one of which there would be rows, and values for each that lead to some."""
    return [
        {
            "parameter": told.parameter.name,
            "value": told.value,
            "rows_without": told.rows,
            "nearest": [
                {
                    "value": iri(choice.value) if is_thing(told.parameter) else choice.value,
                    "label": choice.label,
                    "rows": choice.rows,
                }
                for choice in told.nearest
            ],
        }
        for told in emptied(graph, question, values)
    ]


def as_json(document: Any) -> bytes:
    """A JSON document as bytes."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
