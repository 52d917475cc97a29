"""Lenses: what each shipped one shows, how one is read, and what is refused with its line."""

from pathlib import Path

import networkx
import pytest

import parkgraph
from parkgraph.draw import find_lens, load_lenses, neighbourhood, seen_through
from parkgraph.errors import ParseError, UsageError
from parkgraph.graph import Graph
from parkgraph.names import PG, PGD
from parkgraph.vocabulary import Vocabulary

REPO = Path(__file__).parents[2]
GOOD = """\
zh: 试看
en: A try
start: Park
example: park-derui
cap: 30
follow:
- {out: [locatedIn, partOfPark], to: AdministrativeDivision, cap: 3}
- {in: namedIn}
"""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The shipped graph."""
    return parkgraph.open()


@pytest.fixture(scope="module")
def network(graph: Graph) -> "networkx.MultiDiGraph[str]":
    """Its relation graph."""
    return graph.network()


def read(folder: Path, text: str, vocabulary: Vocabulary) -> str:
    """What is said of a file with this text; file and line without the folder."""
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ParseError) as caught:
        load_lenses(folder, vocabulary)
    return str(caught.value).replace(f"{folder}/", "")


def test_four_lenses_are_shipped(graph: Graph) -> None:
    """Lineage, portrait, responsibility, enterprises; each has its titles, and shows something of its example."""
    lenses = graph.lenses()
    assert {lens.name: lens.zh for lens in lenses.values()} == {
        "enterprise-network": "企业网络",
        "park-portrait": "园区画像",
        "policy-lineage": "政策脉络",
        "responsibility-map": "责任分工图",
    }
    for name, lens in lenses.items():
        part = graph.lens(name)
        assert lens.example in part
        assert 5 < len(part) <= lens.cap
        assert part.number_of_edges() >= len(part) - 1
        followed = frozenset().union(*(stride.relations for stride in lens.strides))
        assert {key for *_, key in part.edges(keys=True)} <= followed


def test_every_step_of_a_shipped_lens_leads_somewhere(graph: Graph, network: "networkx.MultiDiGraph[str]") -> None:
    """Each relation that a lens follows is in the graph, or the lens would promise what there is not."""
    used = {key for *_, key in network.edges(keys=True)}
    followed = {relation for lens in graph.lenses().values() for one in lens.strides for relation in one.relations}
    assert followed - used == set()


def test_policy_lineage_leads_from_basis_to_parks(graph: Graph) -> None:
    """From the plan behind the programme to the parks that came out of it, and the offices."""
    kinds = {data["class_zh"] for _, data in graph.lens("政策脉络").nodes(data=True)}
    assert {"行动方案", "意见", "试点工作", "批次", "园区", "政府部门"} <= kinds


def test_a_lens_has_the_form_of_a_neighbourhood(
    graph: Graph, network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary
) -> None:
    """The same kind of graph with the same attributes, so that whatever draws one draws the other."""
    part, near = graph.lens("park-portrait"), neighbourhood(network, vocabulary, PGD + "park-derui")
    assert type(part) is type(near)
    assert part.graph.keys() == near.graph.keys() == {"left_out"}
    assert part.nodes[PGD + "park-derui"] == near.nodes[PGD + "park-derui"]


def test_steps_start_from_all_that_is_there_and_keep_their_caps(
    tmp_path: Path, network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary
) -> None:
    """A second step goes on from what the first one brought; what a cap cuts off is counted."""
    (tmp_path / "try.yaml").write_text(
        "zh: 试\nen: t\nstart: Programme\nexample: scheme-shandong-dep\ncap: 20\n"
        "follow:\n- {in: selectedUnder, cap: 4}\n- {out: locatedIn, to: AdministrativeDivision, cap: 2}\n",
        encoding="utf-8",
    )
    lens = load_lenses(tmp_path, vocabulary)["try"]
    part = seen_through(network, vocabulary, lens, lens.example)
    kinds = [network.nodes[node]["class"].rpartition("#")[2] for node in part]
    assert (kinds.count("Park"), kinds.count("AdministrativeDivision")) == (4, 2)
    assert part.graph["left_out"] >= 15
    assert len(seen_through(network, vocabulary, lens, lens.example, cap=3)) == 3


def test_a_lens_begins_with_its_class(graph: Graph) -> None:
    """A park is no policy; an IRI that is in no relation is none either."""
    with pytest.raises(UsageError) as caught:
        graph.lens("政策脉络", "park-derui")
    assert str(caught.value) == "“park-derui”是园区，不是政策文件。 请写一个政策文件的名称或标识符。"
    lens = graph.lenses()["policy-lineage"]
    with pytest.raises(UsageError) as caught:
        seen_through(graph.network(), parkgraph.open()._vocabulary, lens, PGD + "park-derui")
    assert str(caught.value) == f"{PGD}park-derui: 镜头“政策脉络”要从政策文件看起。 请给出一个政策文件。"


def test_a_lens_is_found_by_name_or_title(graph: Graph) -> None:
    """In either language; another name is answered with those there are."""
    lenses = graph.lenses()
    assert {find_lens(lenses, name).name for name in ("policy-lineage", "政策脉络", "Policy lineage")} == {
        "policy-lineage"
    }
    with pytest.raises(UsageError) as caught:
        find_lens(lenses, "脉络")
    assert str(caught.value) == (
        "没有名为“脉络”的镜头。 可用的镜头：enterprise-network、park-portrait、policy-lineage、responsibility-map。"
    )


def test_a_file_is_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Relations alone or as a list, classes and caps where they are given; a folder without files holds no lens."""
    assert load_lenses(tmp_path / "none", vocabulary) == {}
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    lens = load_lenses(tmp_path, vocabulary)["a"]
    assert (lens.zh, lens.en, lens.start, lens.example, lens.cap) == (
        "试看", "A try", PG + "Park", PGD + "park-derui", 30,
    )  # fmt: skip
    first, second = lens.strides
    assert first.relations == {PG + "locatedIn", PG + "partOfPark"}
    assert (first.outward, first.to, first.cap) == (True, {PG + "AdministrativeDivision"}, 3)
    assert (second.relations, second.outward, second.to, second.cap) == ({PG + "namedIn"}, False, frozenset(), 30)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("zh: 试看\n", "", "a.yaml:1: 缺少 zh。"),
        ("zh: 试看", "zh: ''", "a.yaml:1: zh 应是一段文字。"),
        ("cap: 30", "size: 30\ncap: 30", "a.yaml:5: 不认识 size。 可用的词：cap、en、example、follow、start、zh。"),
        ("cap: 30", "cap: many", "a.yaml:5: cap 的值 many 不是 1 到 300 之间的整数。"),
        ("cap: 30", "cap: '301'", "a.yaml:5: cap 的值 301 不是 1 到 300 之间的整数。"),
        ("start: Park", "start: Parc", "a.yaml:3: 本体中没有 Parc 这个类。 是不是 Park"),
        ("start: Park", "start: Zzzzzz", "a.yaml:3: 本体中没有 Zzzzzz 这个类。 请写 ontology/parkgraph.ttl 中的类名。"),
        ("locatedIn, ", "locatedIm, ", "a.yaml:7: locatedIm 不是画作边的关系。 是不是 locatedIn"),
        ("locatedIn, ", "zzzzzz, ", "a.yaml:7: zzzzzz 不是画作边的关系。 请写本体中标有 isGraphEdge 的关系。"),
        ("{in: namedIn}", "{in: namedIn, out: namedIn}", "a.yaml:8: 每一步应写 out 或 in 中的一个。"),
        ("{in: namedIn}", "{to: Park}", "a.yaml:8: 每一步应写 out 或 in 中的一个。"),
        ("{in: namedIn}", "namedIn", "a.yaml:8: 每一步应写作 {out: 关系} 或 {in: 关系}。"),
        ("{in: namedIn}", "{in: []}", "a.yaml:8: in 应是一个词，或一列词。"),
        ("{in: namedIn}", "{in: {a: b}}", "a.yaml:8: in 应是一个词，或一列词。"),
        ("{in: namedIn}", "{in: namedIn, far: 1}", "a.yaml:8: 不认识 far。 可用的词：cap、in、out、to。"),
        ("cap: 3}", "cap: 0}", "a.yaml:7: cap 的值 0 不是 1 到 300 之间的整数。"),
        ("zh: 试看", "zh: [", "a.yaml:3: YAML 语法错误："),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused(
    old: str, new: str, message: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """With file and line, what is wrong, and what may stand there."""
    assert GOOD.count(old) == 1
    assert read(tmp_path, GOOD.replace(old, new), vocabulary).startswith(message)


def test_a_file_without_steps_or_in_another_encoding_is_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Neither can be a lens."""
    head = GOOD.partition("follow:")[0]
    assert read(tmp_path, head + "follow: []\n", vocabulary) == (
        "a.yaml:6: follow 应是一列步骤。 请对照 queries/network/ 中的其他文件改正。"
    )
    (tmp_path / "a.yaml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(ParseError, match="文件不是 UTF-8 编码"):
        load_lenses(tmp_path, vocabulary)


def test_lenses_are_listed(graph: Graph) -> None:
    """Name, title, class and example, in the reader's language."""
    table = graph.listing("lenses")
    assert [row["title"] for row in table] == ["企业网络", "园区画像", "政策脉络", "责任分工图"]
    assert [table.headings[name] for name in table.columns] == ["名称", "镜头", "从何看起", "示例"]
    english = parkgraph.open(lang="en").listing("lenses")
    assert [row["start"] for row in english][:2] == ["enterprise", "park"]
