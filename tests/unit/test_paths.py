"""Paths between entities, and the verb that shows them."""

import json

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.cli.app import run
from parkgraph.errors import UsageError
from parkgraph.graph import Graph
from parkgraph.lookup import PROLOGUE
from parkgraph.names import PG, PGD
from parkgraph.paths import paths
from parkgraph.store import LocalStore


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The shipped graph."""
    return parkgraph.open()


def test_a_registered_park_and_the_plan_meet_at_the_pilot_scheme(graph: Graph) -> None:
    """The shortest way has two steps, each with the words it rests on; the second is walked against its direction."""
    found = graph.path("park-derui", "policy-digital-shandong-plan-2018")
    assert found
    assert {len(steps) for steps in found} == {2}
    first, second = found[0]
    assert (first.start, first.end, first.forward) == ("德瑞智能制造产业园", "山东省数字经济园区（试点）建设", True)
    assert (second.relation, second.forward) == ("提出", False)
    assert [passage.quote for passage in second.passages] == [
        "?!稊底稚綎|發展規劃(2018—2022年)》",
        "提出實施數字經濟園區建設",
    ]


def test_the_two_documents_meet_in_a_document_both_cite(graph: Graph) -> None:
    """The plan of the zone and the action plan have no citation of each other, but common ones."""
    found = graph.path("policy-lcht-digital-plan-2021", "policy-shandong-dep-action-plan")
    middles = {steps[0].end_iri for steps in found if len(steps) == 2}
    assert PGD + "policy-digital-shandong-plan-2018" in middles


def test_a_path_does_not_pass_through_the_province(graph: Graph) -> None:
    """Two cities have their province in common, which explains nothing; what is asked for itself is reached."""
    assert graph.path("division-370300", "division-370500", hops=2) == []
    assert len(graph.path("division-370300", "division-370000", hops=1)) == 1


def test_no_path_within_the_hops_is_an_empty_answer(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    """One step is not enough; the verb says how to go on."""
    assert graph.path("park-derui", "policy-digital-shandong-plan-2018", hops=1) == []
    assert run(["path", "park-derui", "policy-digital-shandong-plan-2018", "--hops", "1"]) == 0
    assert capsys.readouterr().out == "1 步之内没有路径；可以加大 --hops。\n"


def test_the_limit_bounds_the_number_of_paths(graph: Graph) -> None:
    """At most as many as asked for, the same ones each time."""
    ends = ("park-derui", "park-dezhou-gaoduan-rencai")
    assert len(graph.path(*ends, limit=1)) == 1
    assert graph.path(*ends, limit=1) == graph.path(*ends, limit=2)[:1]


def test_a_thing_has_no_path_to_itself(graph: Graph) -> None:
    """There is nothing to walk, and nothing is walked."""
    assert graph.path("park-derui", "park-derui", hops=8) == []


def test_many_equal_ways_are_not_all_walked() -> None:
    """Where the number of ways doubles with each step, the first ones are found at once, in the order of IRIs."""
    layers = 8
    lines = ["pg:leadsTo pg:isGraphEdge true ."]
    for layer in range(layers):
        for one in range(60):
            for other in range(60):
                lines.append(f"pgd:n{layer}-{one:02} pg:leadsTo pgd:n{layer + 1}-{other:02} .")
    text = PROLOGUE.replace("PREFIX", "@prefix").replace(">\n", "> .\n") + "\n".join(lines)
    quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
    store = LocalStore.from_triples(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    found = paths(store, (f"{PGD}n0-00", f"{PGD}n8-59"), hops=8, limit=61)
    assert [len(steps) for steps in found] == [layers] * 61
    ends = [tuple(step.end_iri for step in steps) for steps in found]
    assert ends == sorted(ends)
    assert len(set(ends)) == 61


def test_hops_out_of_range_are_refused(graph: Graph) -> None:
    """The message says the range."""
    with pytest.raises(UsageError) as caught:
        graph.path("park-derui", "park-longhu-ruanjianyuan", hops=9)
    assert str(caught.value) == "--hops: 步数 9 不在 1 到 8 之间。 请写 4 左右的数。"


def test_an_entity_without_relations_is_refused() -> None:
    """It cannot be reached from anywhere."""
    store = LocalStore.from_triples([])
    with pytest.raises(UsageError) as caught:
        paths(store, (PGD + "park-a", PGD + "park-b"))
    assert str(caught.value) == "pgd:park-a 没有画作关系的联系。 请换一个实体，或用 parkgraph show 查看它。"


def test_the_verb_tells_each_step_and_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Arrows show the direction a relation is stated in; JSON holds the same steps."""
    words = ["path", "park-derui", "policy-digital-shandong-plan-2018", "--limit", "1"]
    assert run([*words, "-f", "table"]) == 0
    told = capsys.readouterr().out
    assert "路径 1（2 步）" in told
    assert "←提出— 数字山东发展规划（2018—2022年）" in told
    assert run([*words, "-f", "json", "--lang", "en"]) == 0
    steps = json.loads(capsys.readouterr().out)[0]
    assert [step["relation_iri"] for step in steps][1] == PG + "proposes"
    assert run([*words, "-f", "table", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("path 1 (2 hops)\n")


def test_evidence_between_two_entities(graph: Graph) -> None:
    """The words behind one relation; where there is none, the message names the verb that finds a way."""
    table = graph.evidence("park-derui", "division-371425")
    assert [row["quote"] for row in table] == ["德瑞智能制造產業園(德州市齊河縣)"]
    assert {row["statement"] for row in graph.evidence("park-derui")} >= {"位于", "提及"}
    with pytest.raises(UsageError) as caught:
        graph.evidence("park-derui", "division-371500")
    assert str(caught.value) == (
        "德瑞智能制造产业园 与 division-371500 之间没有直接的关系。 请用 parkgraph path 查看它们怎样相连。"
    )
