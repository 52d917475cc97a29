"""Every canned question is in the fast form, and the graph that its growth is measured on is one like the shipped."""

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

import parkgraph
from parkgraph import assets
from parkgraph.lint import lint
from parkgraph.names import PG, RDF
from parkgraph.queries import load_questions
from parkgraph.store import LocalStore
from parkgraph.turtle import read_triples

REPO = Path(__file__).parents[2]
QUESTIONS = load_questions(REPO / "queries")
SIZE = 10_000
RARE = 0.05
"""Share of the questions that may be about so few things that a share of the shipped graph need not have any."""


def module(name: str) -> ModuleType:
    """A file of the benchmarks as a module."""
    spec = importlib.util.spec_from_file_location(name, REPO / "benchmarks" / f"{name}.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made  # dataclasses look their module up
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def synthetic() -> Callable[..., list[str]]:
    """The maker of graphs."""
    made: Callable[..., list[str]] = module("synthetic").synthetic
    return made


@pytest.fixture(scope="module")
def growth(synthetic: Callable[..., list[str]]) -> ModuleType:
    """The measurement, for what it asks of the graphs."""
    return module("growth")


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_is_in_the_fast_form(name: str) -> None:
    """The linter has no remark on it, its order included."""
    assert [(remark.rule, remark.line, remark.en) for remark in lint(QUESTIONS[name].text, canned=True)] == []


def test_a_slow_question_would_be_seen() -> None:
    """A canned question loses its good name with the end of its order."""
    text = QUESTIONS["parks-by-policy"].text
    assert [remark.rule for remark in lint(text.replace(" ?park ?tier ?as_of ?fact", " ?park"), canned=True)] == [
        "order"
    ]


def test_synthetic_graph_is_the_same_every_time(synthetic: Callable[..., list[str]]) -> None:
    """The same lines for the same size and seed, others for another seed, and the small graph is part of the large."""
    small, large = synthetic(SIZE), synthetic(3 * SIZE)
    assert synthetic(SIZE) == small
    assert synthetic(SIZE, 1) != small
    assert set(small) < set(large)
    assert SIZE <= len(small) < 3 * SIZE <= len(large)


def test_synthetic_graph_has_the_shape_of_the_shipped_one(
    synthetic: Callable[..., list[str]], graph: parkgraph.Graph
) -> None:
    """It uses every class of it but the release, and no other; names that are new follow the names that are known."""
    built = list(ox.parse("\n".join(synthetic(2 * SIZE)), format=ox.RdfFormat.N_TRIPLES))
    shipped = list(read_triples(assets.asset("data", "parkgraph.ttl")))
    ours, theirs = ({t.object.value for t in some if t.predicate.value == RDF + "type"} for some in (built, shipped))
    assert ours == theirs - {PG + "KnowledgeGraphRelease"}
    assert {t.predicate.value for t in built} <= {t.predicate.value for t in shipped}
    assert any(t.subject.value.endswith("-town1") for t in built)
    described = {t.subject.value for t in built}
    ends = {t.object.value for t in built if isinstance(t.object, ox.NamedNode)}
    assert {end for end in ends if re.search(r"-town\d+$", end)} - described == set()


@pytest.mark.slow
def test_synthetic_graph_keeps_the_core_of_the_shapes(growth: ModuleType) -> None:
    """Nothing is missing, too many or of the wrong kind; what SPARQL asks of whole documents is not to be had here."""
    shapes = rdflib.Graph()
    for path in (REPO / "shapes").glob("*.ttl"):
        shapes.parse(path)
    asked = len(list(shapes.subject_objects(rdflib.SH.sparql)))
    shapes.remove((None, rdflib.SH.sparql, None))
    assert asked > 50
    lines = growth.synthetic(2 * SIZE)
    conforms, _, said = pyshacl.validate(growth.filled(lines).engine, shacl_graph=shapes)
    assert conforms, said
    quote = next(number for number, text in enumerate(lines) if "oa#exact>" in text)
    assert not pyshacl.validate(growth.filled([*lines[:quote], *lines[quote + 1 :]]).engine, shacl_graph=shapes)[0]


def test_questions_have_answers_on_the_synthetic_graph(growth: ModuleType, graph: parkgraph.Graph) -> None:
    """All that have some on the shipped graph, but for the rare."""
    store = growth.filled(growth.synthetic(3 * SIZE, 0, growth.named_things(QUESTIONS)))
    shipped, small = ({name for name, q in QUESTIONS.items() if _has_rows(s, q.text)} for s in (graph.store, store))
    assert len(shipped - small) <= RARE * len(shipped), shipped - small


def _has_rows(store: LocalStore, text: str) -> bool:
    """Whether a query has any answer."""
    answer = store.query(text)
    assert isinstance(answer, ox.QuerySolutions)
    return any(True for _ in answer)


def test_a_limit_ends_what_takes_too_long(growth: ModuleType) -> None:
    """Work in a child comes back with what it returns, or as nothing."""
    assert growth.within(5, lambda: [1, "二"]) == [1, "二"]
    assert growth.within(0.2, lambda: [0 for _ in iter(int, 1)]) is None
    assert growth.within(5, lambda: 1 // 0) is None
