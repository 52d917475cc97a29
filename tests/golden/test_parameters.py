"""Binding any parameter of any canned question changes its answer, alike on both engines, and means what it says."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.lookup import select
from parkgraph.names import PGD, XSD, iri
from parkgraph.queries import Parameter, Question, Term, load_questions, term
from parkgraph.sparql import written

QUESTIONS = load_questions(Path(__file__).parents[2] / "queries")
PAIRS = [(question.name, parameter.name) for question in QUESTIONS.values() for parameter in question.parameters]
OPEN = [pair for pair in PAIRS if QUESTIONS[pair[0]].parameter(pair[1]).type != "enum"]
LEAST = 25
NOWHERE = {"date": "1900-01-01", "integer": "-1", "string": "没有这样的文字"}

Answered = Callable[..., list[tuple[Any, ...]]]

each_parameter = pytest.mark.parametrize(("name", "parameter"), PAIRS, ids=[" ".join(pair) for pair in PAIRS])


def candidates(graph: parkgraph.Graph, question: Question, parameter: Parameter) -> Iterator[Term]:
    """Values that a parameter may take, likely ones first: those in its column of the answer, then all of its kind."""
    if parameter.type == "enum":
        yield from (term(value, parameter) for value in parameter.values)
        return
    if parameter.name in question.projected:
        answer = graph.store.query(question.text)
        assert isinstance(answer, ox.QuerySolutions)
        yield from dict.fromkeys(row[parameter.name] for row in answer if row[parameter.name] is not None)
    rows = select(graph.store, f"SELECT DISTINCT ?v WHERE {{ {of_its_kind(parameter)} }} ORDER BY ?v")
    yield from (row["v"] for row in rows)


def of_its_kind(parameter: Parameter) -> str:
    """The pattern of everything in the graph that a parameter of a type may be."""
    if ":" in parameter.type:
        return f"?v a ?c . ?c rdfs:subClassOf* <{iri(parameter.type)}> ."
    if parameter.type == "iri":
        return "{ ?s ?p ?v } UNION { ?v ?p ?o } FILTER(ISIRI(?v))"
    return f"?s ?p ?v FILTER(ISLITERAL(?v) && DATATYPE(?v) = <{XSD}{parameter.type}>)"


def by_hand(question: Question, parameter: Parameter, value: Term) -> str:
    """The query as an editor's search and replace would write it."""
    block = rf"(VALUES\s+[?$]{parameter.name}\s*\{{)[^}}]*\}}"
    text, count = re.subn(block, lambda found: f"{found[1]} {written(value)} }}", question.text)
    assert count
    return text


@pytest.fixture(scope="module")
def telling(graph: parkgraph.Graph, answered: Answered) -> Callable[[Question, Parameter], Term]:
    """Finds a value that changes the answer to a question: one with rows if there is any, else one without.

    A value that stands nowhere in the graph will do only where the graph has just one that fits: a single cohort, say.
    """

    @cache
    def found(question: Question, parameter: Parameter) -> Term:
        usual = answered(question, question.text, graph.store)
        values, emptying = list(dict.fromkeys(candidates(graph, question, parameter))), []
        for value in values:
            rows = answered(question, question.bind({parameter.name: value}), graph.store)
            if rows and rows != usual:
                return value
            emptying += [value] if rows != usual else []
        if not emptying:
            assert len(values) == 1, f"none of {len(values)} values changes the answer"
            return nowhere(parameter)
        return emptying[0]

    return found


def nowhere(parameter: Parameter) -> Term:
    """A value of a parameter's kind that stands nowhere in the graph."""
    return term(NOWHERE.get(parameter.type, PGD + "stands-nowhere"), parameter.type)


def test_there_are_parameters() -> None:
    """The list that the tests below go through is not thinned out."""
    assert len(OPEN) >= LEAST
    assert len({question for question, _ in PAIRS}) * 2 >= len(QUESTIONS)


@each_parameter
def test_binding_changes_the_rows_on_both_engines(
    name: str,
    parameter: str,
    graph: parkgraph.Graph,
    telling: Callable[[Question, Parameter], Term],
    answered: Answered,
    answered_in_rdflib: Answered,
) -> None:
    """Some value that the graph holds gives another answer than none, and the same one on rdflib."""
    question = QUESTIONS[name]
    value = telling(question, question.parameter(parameter))
    text = question.bind({parameter: value})
    rows = answered(question, text, graph.store)
    assert rows != answered(question, question.text, graph.store)
    assert answered_in_rdflib(question, text) == rows


@each_parameter
def test_binding_is_writing_the_value_by_hand(
    name: str, parameter: str, graph: parkgraph.Graph, telling: Callable[[Question, Parameter], Term]
) -> None:
    """The text that runs is the file with the value in each VALUES block of the parameter, and nothing else."""
    question = QUESTIONS[name]
    value = telling(question, question.parameter(parameter))
    assert question.bind({parameter: value}) == by_hand(question, question.parameter(parameter), value)


@pytest.mark.parametrize(("name", "parameter"), OPEN, ids=[" ".join(pair) for pair in OPEN])
def test_a_value_that_fits_nothing_adds_no_rows(
    name: str, parameter: str, graph: parkgraph.Graph, answered: Answered
) -> None:
    """What stands nowhere in the graph never gives rows that the question does not have without it."""
    question = QUESTIONS[name]
    rows = answered(question, question.bind({parameter: nowhere(question.parameter(parameter))}), graph.store)
    usual = answered(question, question.text, graph.store)
    assert len(rows) < len(usual) or rows == usual == []
