"""Measures, groups and projections of the relation graph, held against figures worked out by hand."""

import builtins
import sys
from collections.abc import Callable
from typing import Any

import networkx
import pytest

from parkgraph.errors import EngineError, UsageError
from parkgraph.names import PG, PGD
from parkgraph.network import (
    GROUPS,
    MEASURES,
    communities,
    components,
    groups_table,
    joined,
    joined_table,
    measures,
    measures_table,
)
from parkgraph.vocabulary import Vocabulary

Network = "networkx.MultiDiGraph[str]"


def made(*edges: tuple[str, str], kinds: dict[str, str] | None = None) -> Network:
    """A relation graph of these relations; the class of a node is looked up by the first letter of its name."""
    kinds = kinds or {}
    graph: Any = networkx.MultiDiGraph()
    for name in dict.fromkeys(end for edge in edges for end in edge):
        kind = kinds.get(name[0], "Park")
        graph.add_node(PGD + name, label_zh=name, label_en=name, class_zh=kind, **{"class": PG + kind})
    for start, end in edges:
        graph.add_edge(PGD + start, PGD + end, key=PG + "near")
    return graph


def slugs(values: dict[str, float]) -> dict[str, float]:
    """Values by slug."""
    return {node.removeprefix(PGD): value for node, value in values.items()}


PATH = (("a", "b"), ("b", "c"), ("x", "y"))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("degree", {"a": 1, "b": 2, "c": 1, "x": 1, "y": 1}),
        ("betweenness", {"a": 0, "b": 0.166667, "c": 0, "x": 0, "y": 0}),
        ("closeness", {"a": 0.333333, "b": 0.5, "c": 0.333333, "x": 0.25, "y": 0.25}),
        ("component", {"a": 1, "b": 1, "c": 1, "x": 2, "y": 2}),
        ("community", {"a": 1, "b": 1, "c": 1, "x": 2, "y": 2}),
    ],
)
def test_a_measure_is_what_its_definition_says(name: str, values: dict[str, float]) -> None:
    """On a path of three beside a pair."""
    assert slugs(measures(made(*PATH), (name,))[name]) == values


def test_eigenvector_of_a_star() -> None:
    """The middle of a star of four has the square root of three times the value of an end."""
    found = slugs(measures(made(("m", "a"), ("m", "b"), ("m", "c")), ("eigenvector",))["eigenvector"])
    assert found["m"] == pytest.approx(0.707107, abs=1e-5)
    assert found["a"] == found["b"] == found["c"] == pytest.approx(0.408248, abs=1e-5)


def test_directed_measures_follow_the_arrows() -> None:
    """Everybody points at z: it has the rank and the authority, those that point are the hubs."""
    graph = made(("a", "z"), ("b", "z"), ("c", "z"))
    found = {name: slugs(values) for name, values in measures(graph, ("pagerank", "hub", "authority")).items()}
    assert found["authority"] == {"a": 0, "b": 0, "c": 0, "z": 1}
    assert found["hub"]["z"] == 0
    assert found["hub"]["a"] == pytest.approx(1 / 3, abs=1e-5)
    assert found["pagerank"]["z"] > 2 * found["pagerank"]["a"]


def test_parallel_relations_count_once_except_in_the_degree() -> None:
    """Two relations between the same two are two for the degree, and one line for everything else."""
    graph = made(*PATH)
    twice = made(*PATH)
    twice.add_edge(PGD + "a", PGD + "b", key=PG + "other")
    assert measures(twice, ("degree",))["degree"][PGD + "a"] == 2
    for name in ("betweenness", "closeness", "component", "community", "pagerank"):
        assert measures(twice, (name,)) == measures(graph, (name,))


def test_measures_do_not_depend_on_the_order_of_loading() -> None:
    """Nodes and relations added the other way round give the same figures and groups."""
    edges = [(f"n{a}", f"n{b}") for a in range(12) for b in range(a) if (a * b) % 5 < 2]
    graph, turned = made(*edges), made(*reversed(edges))
    assert measures(graph, tuple(MEASURES)) == measures(turned, tuple(MEASURES))
    assert communities(graph) == communities(turned)


def test_every_measure_of_every_node() -> None:
    """Each measure has one value a node, groups whole numbers from 1, figures at most six decimals."""
    graph = made(*PATH, ("c", "x"))
    found = measures(graph, tuple(MEASURES))
    assert len(MEASURES) == 9
    for name, values in found.items():
        assert set(values) == set(graph)
        assert all(round(value, 6) == value for value in values.values())
        if name in GROUPS:
            assert set(values.values()) == set(range(1, max(map(int, values.values())) + 1))


def test_groups_come_by_size_then_by_iri() -> None:
    """Two cliques with one line between them are two communities in one component."""
    cliques = [(f"{side}{a}", f"{side}{b}") for side in "uv" for a in range(4) for b in range(a)]
    graph = made(*cliques, ("u0", "v0"), ("a", "b"))
    assert [[node.removeprefix(PGD)[0] for node in group] for group in communities(graph)] == [
        ["u"] * 4,
        ["v"] * 4,
        ["a", "b"],
    ]
    assert [len(group) for group in components(graph)] == [8, 2]


def test_an_unknown_measure_is_refused() -> None:
    """The message lists the measures there are."""
    with pytest.raises(UsageError) as caught:
        measures(made(*PATH), ("size",))
    assert str(caught.value) == (
        "没有 size 这个指标。 可用的指标：degree、betweenness、closeness、eigenvector、pagerank、hub、authority、"
        "component、community。"
    )


@pytest.mark.parametrize("name", ["pagerank", "hub", "authority"])
def test_what_needs_scipy_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the message names the extra; the other measures do without."""
    real: Callable[..., Any] = builtins.__import__

    def without(module: str, *rest: Any, **more: Any) -> Any:
        if module.partition(".")[0] == "scipy":
            raise ModuleNotFoundError("No module named 'scipy'", name="scipy")
        return real(module, *rest, **more)

    for module in [module for module in sys.modules if module.partition(".")[0] == "scipy"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError) as caught:
        measures(made(*PATH), (name,))
    assert str(caught.value) == f'指标 {name} 需要 scipy，它没有安装。 请运行 pip install "parkgraph[network]"。'
    assert measures(made(*PATH), ("degree", "betweenness", "closeness", "eigenvector", "component", "community"))


def test_what_does_not_settle_is_an_error_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how often it was tried, and names a measure that always has an answer."""

    def never(*_: Any, **__: Any) -> Any:
        raise networkx.PowerIterationFailedConvergence(1000)

    monkeypatch.setattr(networkx, "eigenvector_centrality", never)
    with pytest.raises(EngineError) as caught:
        measures(made(*PATH), ("eigenvector",))
    assert str(caught.value) == "指标 eigenvector 算了 1000 轮仍不收敛。 请换一个指标，例如 degree。"


UNITS = {"u": "InternalUnit", "p": "KeyProgramme", "t": "Subtask", "e": "Enterprise"}


def test_things_are_joined_by_what_they_share(vocabulary: Vocabulary) -> None:
    """Units by programmes, whichever way the relation points; subclasses count; most shared come first."""
    graph = made(
        ("p1", "u1"), ("p1", "u2"), ("u2", "p2"), ("p2", "u1"), ("p2", "u3"), ("t1", "u3"), ("t1", "u1"), ("e1", "p1"),
        kinds=UNITS,
    )  # fmt: skip
    found = joined(graph, vocabulary, "GovernmentUnit", ("Programme",))
    told = {
        tuple(one.removeprefix(PGD) for one in pair): [one.removeprefix(PGD) for one in shared]
        for pair, shared in found.items()
    }
    assert list(told.items()) == [(("u1", "u2"), ["p1", "p2"]), (("u1", "u3"), ["p2"]), (("u2", "u3"), ["p2"])]
    wider = joined(graph, vocabulary, "GovernmentUnit", ("Programme", "Subtask"))
    assert [one.removeprefix(PGD) for one in wider[PGD + "u1", PGD + "u3"]] == ["p2", "t1"]
    table = joined_table(graph, found)
    assert table.columns == ("left", "right", "weight", "shared")
    assert next(iter(table))["shared"] == "p1、p2"
    assert [table.headings[name] for name in table.columns] == ["一方", "另一方", "共同数", "共同之处"]
    assert joined_table(graph, {}, "en").fields == ("left", "left_iri", "right", "right_iri", "weight", "shared")


def test_a_wrong_class_is_refused(vocabulary: Vocabulary) -> None:
    """A near name is suggested; where there is none, the list is."""
    graph = made(*PATH)
    for of, through, message in (
        ("Parks", ("Industry",), "本体中没有 Parks 这个类。 是不是 Park"),
        ("Park", ("Zzzzzz",), "本体中没有 Zzzzzz 这个类。 运行 parkgraph list classes 可列出全部类。"),
    ):
        with pytest.raises(UsageError) as caught:
            joined(graph, vocabulary, of, through)
        assert str(caught.value).startswith(message)


def test_tables_of_measures_and_groups() -> None:
    """The highest first, groups by number, headings in the reader's language."""
    graph = made(*PATH)
    table = measures_table(graph, ("degree", "component"))
    assert [row["entity"] for row in table] == ["b", "a", "c", "x", "y"]
    assert [table.headings[name] for name in table.columns] == ["实体", "类", "度", "连通分支"]
    assert [row["component"] for row in measures_table(graph, ("component",), "en")] == [1, 1, 1, 2, 2]
    groups = groups_table(graph, components(graph))
    assert [tuple(row.values())[:3] for row in groups] == [
        (1, 3, "b"), (1, 3, "a"), (1, 3, "c"), (2, 2, "x"), (2, 2, "y"),
    ]  # fmt: skip
    assert groups_table(graph, [], "en").headings == {}
