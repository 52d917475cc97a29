"""Pictures of the relation graph: what is drawn, where, and in which forms."""

import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import networkx
import pytest

import parkgraph
from parkgraph.cli.app import run
from parkgraph.draw import LAYERS, ROW, dot, gexf, graphml, layer_of, neighbourhood, positions, svg
from parkgraph.errors import UsageError
from parkgraph.graph import Graph
from parkgraph.names import PG, PGD
from parkgraph.vocabulary import Vocabulary, load_vocabulary

SVG = "{http://www.w3.org/2000/svg}"
SCHEME = PGD + "scheme-shandong-dep"
DERUI = PGD + "park-derui"


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The shipped graph."""
    return parkgraph.open()


@pytest.fixture(scope="module")
def vocabulary(graph: Graph) -> Vocabulary:
    """Its ontology."""
    return load_vocabulary(graph.home / "ontology")


@pytest.fixture(scope="module")
def network(graph: Graph) -> "networkx.MultiDiGraph[str]":
    """Its relation graph."""
    return graph.network()


def test_each_class_has_its_row(vocabulary: Vocabulary) -> None:
    """A subclass is drawn with its superclass; facts are not drawn."""
    rows = {
        name: layer_of(vocabulary, PG + name) for name in ("ActionPlan", "KeyProgramme", "Park", "Branch", "TaskForce")
    }
    assert rows == {"ActionPlan": 0, "KeyProgramme": 1, "Park": 2, "Branch": 4, "TaskForce": 5}
    assert layer_of(vocabulary, PG + "Designation") is None
    assert layer_of(vocabulary, "") is None


def test_what_is_near_is_drawn_and_the_rest_is_counted(
    network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary
) -> None:
    """The cap holds, policies come before parks, and what is left out is told."""
    part = neighbourhood(network, vocabulary, SCHEME, cap=10)
    assert len(part) == 10
    assert part.graph["left_out"] > 20
    assert PGD + "policy-shandong-dep-action-plan" in part
    whole = neighbourhood(network, vocabulary, SCHEME, cap=300)
    assert whole.graph["left_out"] == 0
    assert all(SCHEME in (start, end) for start, end in whole.edges())


def test_the_province_ends_a_walk(network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary) -> None:
    """Two steps from a city do not bring in every other city of the province."""
    part = neighbourhood(network, vocabulary, PGD + "division-371400", hops=2, cap=300)
    assert PGD + "division-370000" in part
    assert PGD + "division-370600" not in part


def test_what_takes_part_in_nothing_is_refused(network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary) -> None:
    """The message names the verb that shows it anyway."""
    with pytest.raises(UsageError) as caught:
        neighbourhood(network, vocabulary, PGD + "repair-dezhou-1")
    assert str(caught.value) == "pgd:repair-dezhou-1 没有可画的联系。 请换一个实体，或用 parkgraph show 查看它。"


def test_nodes_stand_in_layers_and_never_on_each_other(
    network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary
) -> None:
    """Rows hold at most six, go down with the layers, and no two nodes share a place."""
    part = neighbourhood(network, vocabulary, SCHEME, cap=60)
    spots = positions(part, vocabulary)
    assert set(spots) == set(part)
    assert len({(spot.x, spot.y) for spot in spots.values()}) == len(spots)
    rows: dict[float, set[int]] = {}
    for spot in spots.values():
        rows.setdefault(spot.y, set()).add(spot.layer)
    assert all(len(layers) == 1 for layers in rows.values())
    order = [next(iter(rows[y])) for y in sorted(rows)]
    assert order == sorted(order)
    assert max(sum(spot.y == y for spot in spots.values()) for y in rows) <= ROW


def test_the_picture_is_well_formed_and_says_everything(
    network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary
) -> None:
    """Title, legend in both languages, labels, quotes behind lines, footer; markup in a title is text."""
    part = neighbourhood(network, vocabulary, DERUI)
    drawn = svg(part, vocabulary, title="德瑞<&>", footer="数据截至 2019-11-26")
    root = ElementTree.parse(io.StringIO(drawn)).getroot()
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert "德瑞<&>" in texts
    assert "数据截至 2019-11-26" in texts
    assert LAYERS[2].zh in texts
    assert any("齊河縣永鋒集團德瑞智能制造產業園" in "".join(node.itertext()) for node in root.iter(f"{SVG}title"))
    english = svg(part, vocabulary, title="Derui", footer="", lang="en")
    assert LAYERS[2].en in english


def test_a_long_label_is_shortened_and_kept_whole_behind(vocabulary: Vocabulary) -> None:
    """Three lines at most; the whole label shows when one points at it."""
    label = "聊城市跨境电商产业园暨丝绸之路高科技园区联盟示范产业园项目聊城市跨境电商产业园"
    picture: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    picture.add_node(PGD + "park-x", label_zh=label, label_en="x", **{"class": PG + "Park"})
    drawn = svg(picture, vocabulary, title="t", footer="f")
    assert f"<title>{label}</title>" in drawn
    assert drawn.count("<tspan") == 3
    assert "…</tspan>" in drawn


def test_the_same_graph_gives_the_same_bytes(network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary) -> None:
    """Whatever order nodes and edges were added in."""
    part = neighbourhood(network, vocabulary, SCHEME)
    turned: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**part.graph)
    turned.add_nodes_from(reversed(list(part.nodes(data=True))))
    turned.add_edges_from(reversed(list(part.edges(keys=True, data=True))))
    for write in (graphml, gexf):
        assert write(part) == write(turned)
    assert dot(part, vocabulary) == dot(turned, vocabulary)
    assert svg(part, vocabulary, title="t", footer="f") == svg(turned, vocabulary, title="t", footer="f")


def test_tools_read_the_files_back(network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary) -> None:
    """GraphML and GEXF hold every node with its Chinese label and every edge with its quotes."""
    part = neighbourhood(network, vocabulary, DERUI)
    read = networkx.parse_graphml(graphml(part), force_multigraph=True)
    assert set(read) == set(part)
    assert read.nodes[DERUI]["label"] == "德瑞智能制造产业园"
    assert read.number_of_edges() == part.number_of_edges()
    again = networkx.read_gexf(io.BytesIO(gexf(part).encode("utf-8")))
    assert set(again) == set(part)
    assert "lastmodifieddate" not in gexf(part)


def test_dot_quotes_what_it_must(vocabulary: Vocabulary) -> None:
    """Quotation marks and back-slashes in a label stay text."""
    picture: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    picture.add_node(PGD + "park-x", label_zh='甲"乙\\', label_en="x", **{"class": PG + "Park"})
    assert 'label="甲\\"乙\\\\"' in dot(picture, vocabulary)


@pytest.mark.parametrize("form", ["svg", "dot", "graphml", "gexf"])
def test_the_verb_writes_each_form(form: str, tmp_path: Path) -> None:
    """The suffix decides; the file holds the entity's name."""
    file = tmp_path / f"图.{form}"
    assert run(["draw", "德瑞智能制造产业园", "-o", str(file)]) == 0
    assert "永锋集团" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["draw", "park-derui"], "错误：没有写明画到哪个文件。 请加 -o 文件名.svg（或 .dot、.graphml、.gexf）。\n"),
        (["draw", "park-derui", "-o", "a.png"], "错误：draw: 不能画成 png。 可用的格式：svg、dot、graphml、gexf。\n"),
        (
            ["draw", "park-derui", "-o", "a"],
            "错误：draw: 不能画成 没有后缀的文件。 可用的格式：svg、dot、graphml、gexf。\n",
        ),
    ],
)
def test_the_verb_refuses_what_it_cannot_draw(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says which forms there are, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    assert run(words) == 2
    assert capsys.readouterr().err == said
    assert list(tmp_path.iterdir()) == []


def test_the_footer_tells_version_date_and_what_is_missing(graph: Graph) -> None:
    """In the reader's language."""
    drawn = graph.picture("scheme-shandong-dep", "svg", cap=5)
    assert f"parkgraph 数据 {graph.data_version()} · 数据截至 " in drawn
    assert "个未画出" in drawn
    english = parkgraph.open(lang="en").picture("scheme-shandong-dep", "svg", cap=5)
    assert "more not drawn" in english


def test_the_network_verb_lists_relations_and_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """Edges with quotes, or degree, betweenness and component; a limit says what it leaves out."""
    assert run(["network", "--limit", "3", "-f", "csv"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "source,source_iri,relation,relation_iri,target,target_iri,basis,quotes"
    assert len(told.out.splitlines()) == 4
    assert told.err.startswith("注意：只显示前 3 行，共 ")
    assert run(["network", "--metrics", "--limit", "1", "-f", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "entity,entity_iri,class,degree,betweenness,component"


def test_a_name_means_the_thing_rather_than_the_heading_that_names_it(graph: Graph) -> None:
    """The programme, not the section; the plan, not the file it was read from."""
    assert graph.resolve("电子信息产业壮大工程") == PGD + "programme-lcht-2"
    assert graph.resolve("聊城高新技术产业开发区数字经济发展规划（2021—2025）") == PGD + "policy-lcht-digital-plan-2021"
