"""From what an engine answers to tables that people read: labels for IRIs, numbers as numbers, passages for rows."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any

import pyoxigraph as ox

from .errors import QueryError
from .lookup import Passage, labels, passages
from .names import XSD
from .rows import Cell, Entity, Table
from .store import Answer, Store, engine_errors

EVIDENCE = re.compile("fact(_.*)?")
"""Variables of canned questions that are not shown, `fact` and `fact_…`: they bind the facts a row rests on."""

QUOTE_COLUMNS = ("source", "section", "quote")
BETWEEN = " ｜ "
"""What stands between several quotes of one row in formats that have one cell for them."""

_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "unsignedInt")}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


@dataclass(frozen=True, slots=True)
class Result:
    """An answer with the passages of each row.

    Attributes:
        table: what was asked for.
        evidence: one entry a row, the passages in the order of the text; empty where the query names no facts.
        cut: whether rows were left out because of a limit.
        total: how many rows there are with those left out; None where they were not counted.
    """

    table: Table
    evidence: tuple[tuple[Passage, ...], ...]
    cut: bool = False
    total: int | None = None

    def with_quotes(self) -> Table:
        """The table with the columns `source`, `section` and `quote` behind the others.

        Where the table has a column of that name already, the new one is called `quoted_source` and so on.
        """
        rows = tuple((*row, *_quoted(proof)) for row, proof in zip(self.table.rows, self.evidence, strict=True))
        names = {name: f"quoted_{name}" if name in self.table.columns else name for name in QUOTE_COLUMNS}
        headings = {new: self.table.headings.get(name, new) for name, new in names.items() if new != name}
        columns = (*self.table.columns, *names.values())
        return replace(self.table, columns=columns, rows=rows, headings={**self.table.headings, **headings})


class Triples(list[ox.Triple]):
    """The statements of a CONSTRUCT or DESCRIBE; `cut` tells whether some were left out because of a limit."""

    cut = False


class Document(bytes):
    """An answer in a format of the W3C; `cut` tells whether rows were left out because of a limit."""

    cut = False


def tabulate(
    store: Store,
    answer: Answer,
    *,
    lang: str,
    limit: int | None = None,
    offset: int = 0,
    counted: bool = False,
    headings: Mapping[str, str] | None = None,
    evidence: bool = True,
) -> Result:
    """A SELECT's answer as a table with evidence.

    Args:
        store: where labels and passages are looked up.
        answer: rows, read to the end or to the limit.
        lang: of the labels.
        limit: the largest number of rows.
        offset: how many rows are passed over first.
        counted: whether the rows behind the limit are read as well, to tell how many there are.
        headings: column to what people read above it.
        evidence: whether variables named `fact` or `fact_…` are hidden and give the passages; a user's own are shown.
    """
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    with engine_errors(store.place):
        passed = sum(1 for _ in islice(answer, offset))
        taken = list(islice(answer, None if limit is None else limit + 1))
        total = passed + len(taken) + sum(1 for _ in answer) if counted else None
    rows = [[row[name] for name in names] for row in taken[:limit]]
    facts = [number for number, name in enumerate(names) if evidence and EVIDENCE.fullmatch(name)]
    shown = [number for number in range(len(names)) if number not in facts]
    named = labels(store, (term.value for row in rows for term in row if isinstance(term, ox.NamedNode)), lang)
    proofs = passages(
        store, {term.value for row in rows for i in facts if isinstance(term := row[i], ox.NamedNode)}, lang
    )
    table = Table(
        columns=tuple(names[number] for number in shown),
        rows=tuple(tuple(_cell(row[number], named) for number in shown) for row in rows),
        headings=dict(headings or {}),
    )
    proven = tuple(tuple(_proof(row, facts, proofs)) for row in rows)
    return Result(table, proven, limit is not None and len(taken) > limit, total)


def _proof(row: list[Term], facts: list[int], proofs: dict[str, tuple[Passage, ...]]) -> Iterator[Passage]:
    """The passages of the facts in a row, each once."""
    seen: set[str] = set()
    for number in facts:
        term = row[number]
        for passage in proofs.get(term.value, ()) if isinstance(term, ox.NamedNode) else ():
            if passage.span not in seen:
                seen.add(passage.span)
                yield passage


def _cell(term: Term, named: Mapping[str, str]) -> Cell:
    """A term as a cell."""
    if isinstance(term, ox.NamedNode):
        return Entity(term.value, named.get(term.value, term.value))
    if isinstance(term, ox.Literal):
        return _plain(term)
    return None if term is None else str(term)


def _plain(literal: ox.Literal) -> str | int | Decimal | bool:
    """A literal as a Python value: integers, decimals and booleans as such, everything else as text."""
    kind = literal.datatype.value
    if kind in _INTEGERS:
        return int(literal.value)
    if kind == XSD + "decimal":
        return Decimal(literal.value)
    if kind == XSD + "boolean":
        return literal.value in ("true", "1")
    return literal.value


def _quoted(proof: Iterable[Passage]) -> tuple[str | None, str | None, str | None]:
    """Source, section and quote cells of a row; None where it has no passage."""
    passages_ = list(proof)
    if not passages_:
        return None, None, None
    sources = BETWEEN.join(dict.fromkeys(passage.source for passage in passages_))
    sections = BETWEEN.join(dict.fromkeys(passage.section for passage in passages_ if passage.section))
    return sources, sections or None, BETWEEN.join(passage.quote for passage in passages_)


def pack(store: Store, text: str, *, lang: str, limit: int | None) -> bytes:
    """The answer to a user's query as one JSON document, to cross from a child process to its parent.

    Keys: `form` (`select`, `ask`, `graph`), and for it `columns`, `rows`, `cut` · `boolean` · `ntriples`, `cut`.
    """
    answer = store.query(text)
    if isinstance(answer, ox.QueryBoolean):
        packed: dict[str, Any] = {"form": "ask", "boolean": bool(answer)}
    elif isinstance(answer, ox.QuerySolutions):
        result = tabulate(store, answer, lang=lang, limit=limit, evidence=False)
        rows = [[_packed(cell) for cell in row] for row in result.table.rows]
        packed = {"form": "select", "columns": result.table.columns, "rows": rows, "cut": result.cut}
    else:
        with engine_errors(store.place):
            triples = list(islice(iter(answer), None if limit is None else limit + 1))
        lines = "".join(f"{triple} .\n" for triple in triples[:limit])
        packed = {"form": "graph", "ntriples": lines, "cut": limit is not None and len(triples) > limit}
    return json.dumps(packed, ensure_ascii=False).encode("utf-8")


def results_json(store: Store, text: str, *, limit: int | None) -> Document:
    """The answer to a SELECT or ASK in the W3C SPARQL 1.1 Query Results JSON format.

    Raises:
        QueryError: the query is neither.
    """
    answer = store.query(text)
    if isinstance(answer, ox.QueryTriples):
        raise QueryError("CONSTRUCT 的结果没有 srj 格式", remedy="请用 -f ttl 或 -f nt。")
    if isinstance(answer, ox.QueryBoolean):
        return Document(json.dumps({"head": {}, "boolean": bool(answer)}).encode("utf-8") + b"\n")
    names = [variable.value for variable in answer.variables]
    with engine_errors(store.place):
        rows = list(islice(iter(answer), None if limit is None else limit + 1))
    bindings = [{name: _binding(row[name]) for name in names if row[name] is not None} for row in rows[:limit]]
    told = {"head": {"vars": names}, "results": {"bindings": bindings}}
    document = Document(json.dumps(told, ensure_ascii=False).encode("utf-8") + b"\n")
    document.cut = limit is not None and len(rows) > limit
    return document


def _binding(term: Term) -> dict[str, str]:
    """A term as a binding of the results format (SPARQL 1.1 Query Results JSON, 3.2.2)."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    assert isinstance(term, ox.Literal)
    bound = {"type": "literal", "value": term.value}
    if term.language:
        bound["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        bound["datatype"] = term.datatype.value
    return bound


def unpack(raw: bytes) -> Result | bool | Triples:
    """What `pack` packed: a table, yes or no, or triples."""
    packed = json.loads(raw)
    if packed["form"] == "ask":
        return bool(packed["boolean"])
    if packed["form"] == "graph":
        quads = ox.parse(packed["ntriples"], format=ox.RdfFormat.N_TRIPLES)
        triples = Triples(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
        triples.cut = packed["cut"]
        return triples
    rows = tuple(tuple(_unpacked(cell) for cell in row) for row in packed["rows"])
    return Result(Table(columns=tuple(packed["columns"]), rows=rows), ((),) * len(rows), packed["cut"])


def _packed(cell: Cell) -> Any:
    """A cell as JSON that tells entities and decimals from text."""
    if isinstance(cell, Entity):
        return {"iri": cell.iri, "label": cell.label}
    return {"decimal": str(cell)} if isinstance(cell, Decimal) else cell


def _unpacked(cell: Any) -> Cell:
    """The cell that `_packed` made JSON of."""
    if isinstance(cell, dict):
        return Entity(cell["iri"], cell["label"]) if "iri" in cell else Decimal(cell["decimal"])
    return cell if cell is None or isinstance(cell, bool | int) else str(cell)


def foot(result: Result, notes: str, lang: str) -> list[str]:
    """What stands under a table: how many rows it has and as of when; then what to mind, where there is anything."""
    zh = lang == "zh"
    told = f"共 {len(result.table)} 行" if zh else f"{len(result.table)} rows"
    if "as_of" in result.table.columns:
        column = result.table.columns.index("as_of")
        if days := {str(row[column]) for row in result.table.rows if row[column]}:
            told += (" · 数据截至 " if zh else " · as of ") + max(days)
    return [told, *([("说明：" if zh else "Note: ") + notes] if notes else [])]
