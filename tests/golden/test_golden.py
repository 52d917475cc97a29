"""Every canned question gives the answer that is written down, on both engines and however the graph was loaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

import parkgraph
from parkgraph.queries import load_questions
from parkgraph.sparql import significant
from parkgraph.store import LocalStore
from parkgraph.turtle import read_triples

HERE = Path(__file__).parent
QUESTIONS = load_questions(HERE.parents[1] / "queries")
GOLDEN = {path.stem: path for path in sorted(HERE.glob("*.csv"))}
LEAST = 25

Answered = Callable[..., list[tuple[Any, ...]]]

each_answer = pytest.mark.parametrize("name", GOLDEN)
each_question = pytest.mark.parametrize("name", QUESTIONS)


@pytest.fixture(scope="module")
def upside_down(graph: parkgraph.Graph) -> LocalStore:
    """The graph, loaded from the last statement to the first."""
    triples = [triple for path in graph.files for triple in read_triples(path)]
    store = LocalStore.from_triples(reversed(triples))
    assert len(store) == len(graph.store)
    return store


def test_every_question_has_a_golden_answer() -> None:
    """There is one file a question and no other; `make golden` writes them."""
    assert set(GOLDEN) == set(QUESTIONS)
    assert len(GOLDEN) >= LEAST


@each_answer
def test_answer_is_the_golden_one(name: str, graph: parkgraph.Graph) -> None:
    """Each question, asked without parameters, gives its file to the byte, with the columns it promises."""
    table = graph.run(name)
    assert table.to_csv() == GOLDEN[name].read_bytes().decode("utf-8")
    assert table.columns == QUESTIONS[name].columns


@each_question
def test_rdflib_gives_the_same_rows(
    name: str, graph: parkgraph.Graph, answered: Answered, answered_in_rdflib: Answered
) -> None:
    """Each question has the same rows in the same order on rdflib, by value."""
    question = QUESTIONS[name]
    assert answered_in_rdflib(question, question.text) == answered(question, question.text, graph.store)


@each_question
def test_order_does_not_depend_on_loading(
    name: str, graph: parkgraph.Graph, upside_down: LocalStore, answered: Answered
) -> None:
    """ORDER BY tells any two rows apart, so that statements in another order give the same answer."""
    question = QUESTIONS[name]
    assert answered(question, question.text, upside_down) == answered(question, question.text, graph.store)


def test_a_partial_order_would_be_seen(graph: parkgraph.Graph, upside_down: LocalStore) -> None:
    """Without a total order, the graph loaded upside down does answer in another order."""
    text = "PREFIX pg: <https://w3id.org/parkgraph/ontology#>\nSELECT ?park { ?park a pg:Park }"
    ways = [[str(row) for row in store.query(text)] for store in (graph.store, upside_down)]
    assert ways[0] != ways[1]
    assert sorted(ways[0]) == sorted(ways[1])


@each_question
def test_only_a_question_that_says_so_has_no_answer(name: str, graph: parkgraph.Graph) -> None:
    """Where the sources say nothing, the question's notes say that they do; every other question has rows."""
    question = QUESTIONS[name]
    if not len(graph.run(name)):
        assert "没有结果" in question.notes_zh
        assert "No result" in question.notes_en


@each_question
def test_query_is_portable(name: str) -> None:
    """Each query is read by both engines with the prefixes it declares alone, and asks the default graph only."""
    text = QUESTIONS[name].text
    ox.Store().query(text)
    prepareQuery(text)
    words = {token.text.upper() for token in significant(text) if token.kind == "word"}
    assert words & {"GRAPH", "FROM", "NAMED", "SERVICE"} == set()
    assert {"SELECT", "ORDER", "BY"} <= words
