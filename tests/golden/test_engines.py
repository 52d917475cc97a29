"""Every canned question is answered alike on every engine, parameters bound as well, and docs/engines.md says so."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import servers
import write_engines
from write_engines import ENGINES, LIBRARIES, PAGE, SAME, answer, compared, difference, golden, rows

import parkgraph
from parkgraph.errors import RemoteError
from parkgraph.graph import Graph
from parkgraph.queries import load_questions
from parkgraph.queries.question import Term

HERE = Path(__file__).parent
QUESTIONS = load_questions(HERE.parents[1] / "queries")
PAIRS = [(question.name, parameter.name) for question in QUESTIONS.values() for parameter in question.parameters]
LEAST = 140
KNOWN = {
    "virtuoso": {
        ("document-dates", "document"),
        ("projects-and-builders", "builder"),
        ("technologies-and-fields", "applied_in"),
        ("zone-and-regions", "place"),
    },
    "rdf4j": {("digital-platforms", "platform"), ("zone-and-regions", "place")},
}
"""Question and parameter that a store answers otherwise; docs/engines.md says how, and none may be added silently."""
REMOTE = tuple(name for name in ENGINES if name not in LIBRARIES)

Started = Callable[[str], tuple[str, Graph]]
Found = Callable[[str], tuple[str, dict[str, str]]]

each_engine = pytest.mark.parametrize("engine", [pytest.param(name, marks=pytest.mark.slow) for name in REMOTE])


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """Version and graph of an engine; each is started once, and skipped where it cannot be had."""
    kept: dict[str, tuple[str, Graph]] = {}
    with ExitStack() as stack:

        def start(name: str) -> tuple[str, Graph]:
            if name not in kept:
                try:
                    kept[name] = stack.enter_context(write_engines.engine(name, tmp_path_factory.mktemp(name)))
                except servers.Missing as reason:
                    pytest.skip(f"no {name}: {reason}")
            return kept[name]

        yield start


@pytest.fixture(scope="module")
def found(started: Started) -> Found:
    """Version of an engine, and what differs in it; every question is asked once."""
    kept: dict[str, tuple[str, dict[str, str]]] = {}

    def ask(name: str) -> tuple[str, dict[str, str]]:
        if name not in kept:
            version, graph = started(name)
            kept[name] = version, compared(graph)
        return kept[name]

    return ask


@pytest.fixture(scope="module")
def bound(graph: parkgraph.Graph) -> dict[tuple[str, str], Term]:
    """Question and parameter to a value out of the graph that gives rows, where there is one, or else any."""
    candidates = beside("test_parameters").candidates
    values: dict[tuple[str, str], Term] = {}
    for name, parameter in PAIRS:
        question = QUESTIONS[name]
        usual = answer(graph, question.text)
        for value in candidates(graph, question, question.parameter(parameter)):
            values.setdefault((name, parameter), value)
            said = answer(graph, question.bind({parameter: value}))
            if said != usual and said.count("\n") > 1:
                values[name, parameter] = value
                break
    return values


def beside(name: str) -> Any:
    """Another file of tests as a module."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec and spec.loader
    made: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@each_engine
@pytest.mark.parametrize("name", QUESTIONS)
def test_answer_is_the_golden_one(engine: str, name: str, found: Found) -> None:
    """Every row and column of the golden answer, in its order."""
    assert found(engine)[1][name] == SAME


@each_engine
def test_bound_parameters_give_the_same_rows(
    engine: str, started: Started, bound: dict[tuple[str, str], Term], graph: parkgraph.Graph
) -> None:
    """One value of every parameter of every question, alike in this process and in the store; but for those known."""
    there = started(engine)[1]
    assert len(bound) == len(PAIRS) >= LEAST
    texts = {pair: QUESTIONS[pair[0]].bind({pair[1]: value}) for pair, value in bound.items()}
    told = {pair: difference(answer(graph, text), told_by(there, text)) for pair, text in texts.items()}
    assert {pair for pair, said in told.items() if said != SAME} == KNOWN.get(engine, set())


def told_by(there: Graph, text: str) -> str:
    """What a store answers, or nothing where it fails."""
    try:
        return answer(there, text)
    except RemoteError:
        return ""


def test_page_has_every_question_and_no_other() -> None:
    """Name, Chinese title and number of rows of each, in the order of the questions; and no difference."""
    lines = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert [(line[0].strip("| `"), line[1], int(line[2])) for line in lines] == [
        (name, question.title_zh, len(rows(golden(name))) - 1) for name, question in QUESTIONS.items()
    ]
    assert {cell.strip(" |") for line in lines for cell in line[3:]} == {SAME}
    assert {len(line) for line in lines} == {3 + len(ENGINES)}


@pytest.mark.slow
def test_page_is_that_of_a_fresh_run(found: Found) -> None:
    """To the byte, where every engine can be had; versions included."""
    for engine in reversed(ENGINES):  # those that may be missing first
        found(engine)
    assert PAGE.read_text(encoding="utf-8") == write_engines.page(QUESTIONS, dict(map(found, ENGINES)))


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ("a,b\n1.50,甲\n", SAME),
        ("a,b\n1.5,乙\n", "row 1"),
        ("a,b\n1.5,甲\n2,乙\n", "2 rows"),
        ("a,b\n", "0 rows"),
        ("a,c\n1.5,甲\n", "row 0"),
        ("a,b\n1.6,甲\n", "row 1"),
        ("a,b,c\n1.5,甲\n", "row 0"),
    ],
)
def test_each_difference_is_seen(theirs: str, told: str) -> None:
    """A number may be written otherwise; everything else is told."""
    assert difference("a,b\n1.5,甲\n", theirs) == told
