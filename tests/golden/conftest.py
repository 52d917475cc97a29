"""The graph, its twin in rdflib, and answers as lists that can be compared across engines."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

import parkgraph
from parkgraph.names import XSD
from parkgraph.queries import Question

REPO = Path(__file__).parents[2]
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "nonNegativeInteger")}

Rows = list[tuple[Any, ...]]
Ask = Callable[[Question, str], Rows]


@pytest.fixture(scope="session")
def graph() -> parkgraph.Graph:
    """The shipped graph of this checkout."""
    return parkgraph.open(home=REPO)


@pytest.fixture(scope="module")
def twin(graph: parkgraph.Graph) -> rdflib.Graph:
    """The same three files, read by rdflib."""
    both = rdflib.Graph()
    for path in graph.files:
        both.parse(path, format="turtle")
    assert len(both) == len(graph.store)
    return both


@pytest.fixture(scope="session")
def answered() -> Ask:
    """Asks a store of ours: the rows of a SELECT in its order, hidden variables left out."""

    def ask(question: Question, text: str, store: Any) -> Rows:
        answer = store.query(text)
        assert isinstance(answer, ox.QuerySolutions)
        return [tuple(_plain(row[name]) for name in question.columns) for row in answer]

    return ask


@pytest.fixture(scope="module")
def answered_in_rdflib(twin: rdflib.Graph) -> Ask:
    """Asks rdflib: the rows of a SELECT in its order, hidden variables left out."""

    def ask(question: Question, text: str) -> Rows:
        return [tuple(_plain_in_rdflib(row.get(name)) for name in question.columns) for row in twin.query(text)]

    return ask


def _plain(term: Any) -> Any:
    """A term of pyoxigraph as a plain value."""
    if isinstance(term, ox.Literal):
        return _literal(term.value, term.datatype.value, term.language)
    return term if term is None else ("iri", term.value)


def _plain_in_rdflib(term: Any) -> Any:
    """A term of rdflib as a plain value."""
    if isinstance(term, rdflib.Literal):
        kind = rdflib.RDF.langString if term.language else term.datatype or rdflib.XSD.string
        return _literal(str(term), str(kind), term.language)
    return term if term is None else ("iri", str(term))


def _literal(text: str, kind: str, language: str | None) -> Any:
    """A literal as a plain value: a number by its value, because engines differ in how they write 12.50."""
    return ("number", Decimal(text)) if kind in NUMBERS else (text, kind, language)
