"""Errors: where, what, and what to do, in that order; exit codes; and what the engine raises, which stays inside."""

import pickle

import pyoxigraph as ox
import pytest

from parkgraph.errors import (
    FAMILY,
    AssetError,
    DataError,
    EngineError,
    ParkgraphError,
    ParseError,
    QueryError,
    RemoteError,
    TimeLimitError,
    UsageError,
)

EXIT_CODES = {
    ParkgraphError: 1,
    UsageError: 2,
    QueryError: 2,
    DataError: 3,
    AssetError: 3,
    ParseError: 3,
    EngineError: 4,
    RemoteError: 4,
    TimeLimitError: 4,
}


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ParkgraphError("找不到它"), "找不到它。"),
        (ParkgraphError("it is lost"), "it is lost."),
        (ParkgraphError("找不到它", where="甲:3"), "甲:3: 找不到它。"),
        (ParkgraphError("找不到它", remedy="请再找。"), "找不到它。 请再找。"),
        (ParkgraphError("找不到它", where="甲:3", remedy="请再找。"), "甲:3: 找不到它。 请再找。"),
        (ParkgraphError("it is lost", where="a:3", remedy="Look again."), "a:3: it is lost. Look again."),
        (ParkgraphError("找不到 it"), "找不到 it。"),
        (ParkgraphError("（？）"), "（？）."),
        (ParkgraphError(""), "."),
    ],
)
def test_a_message_says_where_what_and_what_to_do(error: ParkgraphError, message: str) -> None:
    """Place, problem and remedy follow one another; the full stop is that of the problem's language."""
    assert str(error) == message


@pytest.mark.parametrize("ending", ["。", ".", "：", ":", "\n"])
def test_a_problem_that_is_closed_gets_no_second_stop(ending: str) -> None:
    """A full stop, a colon or a line end is left as it is; behind a line end the remedy begins the next line."""
    gap = "" if ending == "\n" else " "
    assert str(ParkgraphError(f"甲{ending}", remedy="乙。")) == f"甲{ending}{gap}乙。"


def test_place_problem_and_remedy_can_be_read_apart() -> None:
    """A caller who knows the file fills it in later, and the message follows."""
    error = DataError("引文找不到", remedy="请核对。")
    assert (error.problem, error.where, error.remedy) == ("引文找不到", "", "请核对。")
    error.where = "records/a.yaml:7"
    assert str(error) == "records/a.yaml:7: 引文找不到。 请核对。"


@pytest.mark.parametrize(("kind", "code"), EXIT_CODES.items())
def test_exit_code_tells_whose_fault_it_is(kind: type[ParkgraphError], code: int) -> None:
    """2 is asked wrongly, 3 is wrong in the files, 4 is a failed store; 1 is left to findings."""
    assert kind("甲").exit_code == code


def test_the_tree_is_as_drawn() -> None:
    """Whoever catches a branch catches what hangs on it, and nothing else."""
    parents = {kind.__name__: kind.__base__.__name__ for kind in EXIT_CODES if kind is not ParkgraphError}
    assert parents == {
        "UsageError": "ParkgraphError",
        "QueryError": "ParkgraphError",
        "DataError": "ParkgraphError",
        "AssetError": "DataError",
        "ParseError": "DataError",
        "EngineError": "ParkgraphError",
        "RemoteError": "EngineError",
        "TimeLimitError": "EngineError",
    }


def test_every_kind_of_error_is_in_the_family() -> None:
    """A kind that is left out of the table could not come back from a child process as itself."""
    waiting, known = [ParkgraphError], set()
    while waiting:
        kind = waiting.pop()
        known.add(kind)
        waiting += kind.__subclasses__()
    ours = {kind for kind in known if kind.__module__ == "parkgraph.errors"}
    assert {kind.__name__: kind for kind in ours} == FAMILY
    assert ours == set(EXIT_CODES)


@pytest.mark.parametrize("kind", EXIT_CODES)
def test_an_error_survives_pickling(kind: type[ParkgraphError]) -> None:
    """Pools of processes pickle what they raise; kind and message come through."""
    error = kind("甲", where="乙", remedy="丙。")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == "乙: 甲。 丙。"


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        (SyntaxError, lambda: ox.Store().query("SELECT")),
        (SyntaxError, lambda: list(ox.parse("<a", format=ox.RdfFormat.TURTLE))),
        (SyntaxError, lambda: list(ox.parse(b"{", format=ox.RdfFormat.JSON_LD))),
        (ValueError, lambda: ox.NamedNode("no iri")),
        (ValueError, lambda: ox.Literal("x", language="no tag at all")),
        (OSError, lambda: list(ox.parse(path="/nowhere", format=ox.RdfFormat.TURTLE))),
    ],
)
def test_what_the_engine_raises_is_as_we_catch_it(kind: type[Exception], call: object) -> None:
    """Our `except` clauses name these kinds; a new version that raises others would let them through."""
    with pytest.raises(kind) as caught:
        call()  # type: ignore[operator]
    assert not isinstance(caught.value, ParkgraphError)
