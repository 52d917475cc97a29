"""What ages says so: an answer about a cohort, a status, a number, a platform or a role has its as-of date."""

import pyoxigraph as ox
import pytest
from tests.golden.test_golden import QUESTIONS

import parkgraph
from parkgraph.names import PG
from parkgraph.queries import load_questions
from parkgraph.vocabulary import load_vocabulary

EXEMPT = {
    "facts-read-as-inferred": "it lists facts that somebody may want to check and tells none of them",
    "park-name-variants": "how a list wrote a name does not age",
}
"""Questions that show facts which age and yet need no date, and why."""


@pytest.fixture(scope="module")
def ageing(graph: parkgraph.Graph) -> frozenset[str]:
    """The IRIs of all facts of the shipped graph that age."""
    vocabulary = load_vocabulary(graph.home / "ontology")
    kinds = {cls for cls in vocabulary.supers if vocabulary.ages(cls.removeprefix(PG))}
    rows = graph.store.query("SELECT ?fact ?kind WHERE { ?fact a ?kind }")
    return frozenset(str(row["fact"])[1:-1] for row in rows if str(row["kind"])[1:-1] in kinds)


def told(graph: parkgraph.Graph, name: str, ageing: frozenset[str]) -> bool:
    """Whether a row of an answer rests on a fact that ages."""
    answer = graph.store.query(graph.bound(name, {}))
    assert isinstance(answer, ox.QuerySolutions)
    facts = [variable.value for variable in answer.variables if variable.value.startswith("fact")]
    return any(str(row[fact])[1:-1] in ageing for row in answer for fact in facts)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_about_what_ages_has_its_date(name: str, graph: parkgraph.Graph, ageing: frozenset[str]) -> None:
    """A question whose rows rest on such facts has the column `as_of`."""
    if name not in EXEMPT and told(graph, name, ageing):
        assert "as_of" in QUESTIONS[name].columns


def test_the_exemptions_are_needed(graph: parkgraph.Graph, ageing: frozenset[str]) -> None:
    """Each would be seen without its reason, and most questions are held to the rule."""
    assert all(told(graph, name, ageing) and "as_of" not in QUESTIONS[name].columns for name in EXEMPT)
    assert sum(told(graph, name, ageing) for name in load_questions(graph.home / "queries")) >= 40
