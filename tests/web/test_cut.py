"""Answers with an end: what is cut off is well-formed in every format, and what is not is not touched."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from contextlib import suppress
from itertools import product

import pyoxigraph as ox
import pytest

from parkgraph.web.cut import Full, Page

F = ox.QueryResultsFormat
FORMS = {"json": F.JSON, "xml": F.XML, "csv": F.CSV, "tsv": F.TSV}
TEXTS = (
    'x,{},{"a":{"type":',
    'two\nlines, "quoted"',
    ",{",
    "},{",
    "[{},{}]",
    "<result>",
    "</result>",
    "数字经济 𠮷",
    "a\tb\r\nc",
    "",
)
QUERIES = {
    "everything": "SELECT * { ?s ?p ?o }",
    "texts": "SELECT ?o { ?s <urn:text> ?o }",
    "rows without value": "SELECT ?x { ?s <urn:n> ?n OPTIONAL { ?s <urn:none> ?x } }",
    "some without value": "SELECT ?t { ?s ?p ?n OPTIONAL { ?s <urn:text> ?t } }",
    "no row": "SELECT ?s { ?s <urn:none> ?o }",
    "no variable": "SELECT * { <urn:1> <urn:n> 1 }",
}
SIZES = (
    (0, 10**9),
    (1, 10**9),
    (3, 10**9),
    (10, 10**9),
    (10**6, 10**9),
    (10**6, 700),
    (10**6, 100_000),
    (2000, 150_000),
)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """A store with many rows and with texts that look like the ends of rows."""
    made = ox.Store()
    number, text = ox.NamedNode("urn:n"), ox.NamedNode("urn:text")
    made.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), number, ox.Literal(n)) for n in range(3000))
    made.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), text, ox.Literal(value)) for n, value in enumerate(TEXTS))
    return made


def rows(form: str, body: bytes) -> int:
    """How many rows an answer has, by a reader that is not ours; it raises where the answer is not well-formed."""
    if form == "json":
        return len(json.loads(body)["results"]["bindings"])
    if form == "xml":
        return len(ET.fromstring(body)[1])
    if form == "csv":
        return len(list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))) - 1
    assert body.endswith(b"\n")
    return body.count(b"\n") - 1


@pytest.mark.parametrize(("form", "query"), [*product(FORMS, QUERIES)])
def test_every_cut_is_well_formed(store: ox.Store, form: str, query: str) -> None:
    """At any number of rows and bytes: so many rows as were wanted, fewer only for want of bytes, and it is told."""
    whole = store.query(QUERIES[query]).serialize(format=FORMS[form]) or b""
    for most, size in SIZES:
        page = Page(FORMS[form], most, size)
        with suppress(Full):
            store.query(QUERIES[query]).serialize(page, FORMS[form])  # type: ignore[call-overload]
        body, found, more = page.cut()
        assert rows(form, body) == found <= most
        assert more == (found < rows(form, whole))
        assert len(body) <= max(size, 300)
        assert more or body == whole
        if size == 10**9:
            assert found == min(most, rows(form, whole))


def test_all_cuts_were_tried() -> None:
    """192 cuts: four formats, six queries, eight sizes."""
    assert len(FORMS) * len(QUERIES) * len(SIZES) == 192


def test_an_engine_is_stopped(store: ox.Store) -> None:
    """It does not write to the end what nobody will see."""
    page = Page(F.CSV, 5, 10**9)
    with pytest.raises(Full):
        store.query("SELECT * { ?a ?b ?c . ?d ?e ?f }").serialize(page, F.CSV)  # type: ignore[call-overload]
    assert page.cut().rows == 5
