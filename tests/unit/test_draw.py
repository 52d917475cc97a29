"""Pictures of the relation graph: what is drawn, where, and in which forms."""

import base64
import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from math import ceil, sqrt
from pathlib import Path

import networkx
import pytest

import parkgraph
from parkgraph.cli.app import run
from parkgraph.draw import (
    FORMATS,
    LAYERS,
    ROW,
    Looks,
    Picture,
    Spot,
    crossings,
    dot,
    expansion,
    gexf,
    graphml,
    groups,
    layer_of,
    mermaid,
    neighbourhood,
    positions,
    scales,
    shades,
    svg,
)
from parkgraph.draw.svg import _wrapped
from parkgraph.errors import UsageError
from parkgraph.graph import Graph
from parkgraph.lookup import Passage
from parkgraph.names import PG, PGD, curie
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
    """Rows go down with the layers and are as long as the picture allows, and no two nodes share a place."""
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
    assert max(sum(spot.y == y for spot in spots.values()) for y in rows) == ceil(1.5 * sqrt(len(part))) > ROW
    small = neighbourhood(network, vocabulary, SCHEME, cap=15)
    ys = [spot.y for spot in positions(small, vocabulary).values()]
    assert 4 < max(map(ys.count, ys)) <= ROW


BASELINE = {"enterprise-network": 0, "park-portrait": 4, "policy-lineage": 47, "responsibility-map": 168}
"""How many pairs of lines cross in each lens's own picture; lower it when a change earns it."""


def test_few_lines_cross(graph: Graph, vocabulary: Vocabulary) -> None:
    """Not more than the stored baseline, and fewer than in the order of IRIs; the layout counts them right."""
    assert set(BASELINE) == set(graph.lenses())
    for name, most in BASELINE.items():
        part = graph.lens(name)
        spots = positions(part, vocabulary)
        assert crossings(part, spots) == crossed_pairs(part, spots)
        assert meeting(part, spots) <= most, name
    part = graph.lens("responsibility-map")
    spots = positions(part, vocabulary)
    assert crossings(part, spots) * 2 < crossings(part, in_order_of_iris(part, spots))


def meeting(part: "networkx.MultiDiGraph[str]", spots: dict[str, Spot]) -> int:
    """Pairs of straight lines without a common end that meet anywhere."""

    def side(a: Spot, b: Spot, c: Spot) -> float:
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

    lines = sorted({tuple(sorted(ends)) for ends in part.edges()})
    count = 0
    for one, other in combinations(lines, 2):
        if not set(one) & set(other):
            a, b, c, d = (spots[node] for node in (*one, *other))
            count += side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    return count


def crossed_pairs(part: "networkx.MultiDiGraph[str]", spots: dict[str, Spot]) -> int:
    """Pairs of lines between the same two rows that begin one way round and end the other, by trying every pair."""
    lines = {
        tuple(sorted(((spots[start].y, spots[start].x), (spots[end].y, spots[end].x))))
        for start, end in part.edges()
        if spots[start].y != spots[end].y
    }
    return sum(
        (a[0][0], a[1][0]) == (b[0][0], b[1][0]) and (a[0][1] - b[0][1]) * (a[1][1] - b[1][1]) < 0
        for a, b in combinations(sorted(lines), 2)
    )


def in_order_of_iris(part: "networkx.MultiDiGraph[str]", spots: dict[str, Spot]) -> dict[str, Spot]:
    """The same places, taken in each layer in the order of IRIs."""
    free = {
        layer: sorted(((spot.x, spot.y) for spot in spots.values() if spot.layer == layer), reverse=True)
        for layer in {spot.layer for spot in spots.values()}
    }
    return {node: Spot(*free[spots[node].layer].pop(), spots[node].layer) for node in sorted(part)}


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


@pytest.mark.parametrize(("title", "width"), [("园区", 640), ("园" * 60, 1248), ("Park " * 16, 1008)])
def test_a_picture_is_as_wide_as_its_title(vocabulary: Vocabulary, title: str, width: int) -> None:
    """A long title is not cut off at the picture's edge."""
    drawn = svg(networkx.MultiDiGraph(), vocabulary, title=title, footer="")
    assert ElementTree.fromstring(drawn).get("width") == str(width)


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


@pytest.mark.parametrize("form", FORMATS)
def test_the_verb_writes_each_form(form: str, tmp_path: Path) -> None:
    """The suffix decides; the file holds the entity's name."""
    file = tmp_path / f"图.{form}"
    assert run(["draw", "德瑞智能制造产业园", "-o", str(file)]) == 0
    assert "永锋集团" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["draw", "park-derui"],
            "错误：没有写明画到哪个文件。 请加 -o 文件名.svg（或 .html、.dot、.graphml、.gexf、.mmd、.json）。\n",
        ),
        (
            ["draw", "park-derui", "-o", "a.png"],
            "错误：draw: 不能画成 png。"
            " 请写成 .svg 或 .html；要 PNG，请运行 parkgraph serve，在浏览器的关系图页面中导出。\n",
        ),
        (
            ["draw", "park-derui", "-o", "a"],
            "错误：draw: 不能画成 没有后缀的文件。 可用的格式：svg、html、dot、graphml、gexf、mmd、json。\n",
        ),
        (
            ["draw", "没有的镜头", "park-derui", "-o", "a.svg"],
            "错误：没有名为“没有的镜头”的镜头。"
            " 可用的镜头：enterprise-network、park-portrait、policy-lineage、responsibility-map。\n",
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


def test_a_name_means_the_thing_rather_than_the_heading_that_names_it(graph: Graph) -> None:
    """The programme, not the section; the plan, not the file it was read from."""
    assert graph.resolve("电子信息产业壮大工程") == PGD + "programme-lcht-2"
    assert graph.resolve("聊城高新技术产业开发区数字经济发展规划（2021—2025）") == PGD + "policy-lcht-digital-plan-2021"


# ---------------------------------------------------------------------- hostile words


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'+alert(1)+'",
    "javascript:alert(1)",
    "]]><!--<script>",
    "&lt;b&gt; &amp; ‮反",
    'n1 --> n2; click n1 "javascript:alert(1)"',
]


def hostile() -> "networkx.MultiDiGraph[str]":
    """A part whose every text is markup or script."""
    part: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(left_out=0)
    for number, words in enumerate(HOSTILE):
        part.add_node(f"{PGD}park-{number}", label_zh=words, label_en=words, class_zh=words, **{"class": PG + "Park"})
    part.add_node(PGD + 'park-x"><script>', label_zh="x", label_en="x", class_zh="x", **{"class": PG + "Park"})
    for number, words in enumerate(HOSTILE):
        proof = Passage(words, words, words, 0, PGD + "span-1")
        part.add_edge(
            f"{PGD}park-{number}", PGD + "park-x\"><script>", key=PG + "near", relation=PG + "near", basis="stated",
            label_zh=words, label_en=words, quotes=[words], passages=[proof],
        )  # fmt: skip
    part.add_edge(
        PGD + 'park-x"><script>', PGD + "park-0", key=PG + "near", relation=PG + "near", basis="stated",
        label_zh="y", label_en="y", quotes=[], passages=[],
    )  # fmt: skip
    return part


@pytest.fixture(scope="module")
def hostile_picture(vocabulary: Vocabulary) -> Picture:
    """Its picture, with a title of the same kind."""
    looks = Looks(legend=(("#fff", HOSTILE[0]),))
    return Picture(hostile(), vocabulary, HOSTILE[0], "<b>1", "<i>2", looks=looks)


def test_markup_in_words_stays_words(hostile_picture: Picture) -> None:
    """In SVG every element is ours, and every hostile text is there as text; the same holds for the page's SVG."""
    root = ElementTree.parse(io.StringIO(hostile_picture.text("svg"))).getroot()
    ours = {"svg", "defs", "marker", "path", "rect", "polygon", "text", "tspan", "g", "title"}
    assert {node.tag.removeprefix(SVG) for node in root.iter()} == ours - {"polygon"}
    assert not any(name.lower().startswith("on") for node in root.iter() for name in node.attrib)
    titles = {"".join(node.itertext()) for node in root.iter(f"{SVG}title")}
    assert set(HOSTILE) <= titles
    for name in ("data-source", "data-target", "data-node"):
        assert PGD + 'park-x"><script>' in {node.get(name) for node in root.iter(f"{SVG}g")}


def test_the_page_runs_only_its_own_script(hostile_picture: Picture) -> None:
    """One script and one style, whose hashes the policy names; the data cannot end their element; no outside host."""
    text = hostile_picture.text("html")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert (len(scripts), len(styles), text.count("<script")) == (1, 1, 2)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    hashes = [
        "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in scripts + styles
    ]
    assert policy == (
        f"default-src 'none'; script-src '{hashes[0]}'; style-src '{hashes[1]}'; base-uri 'none'; form-action 'none'"
    )
    (data,) = re.findall(r'<script type="application/json" id="form">(.*?)</script>', text, re.DOTALL)
    form = json.loads(data)
    assert [node["label"] for node in form["nodes"]][: len(HOSTILE)] == HOSTILE
    assert not re.search("[<>&]", data)
    assert f"<title>{html.escape(HOSTILE[0])}</title>" in text
    assert set(re.findall(r"https?://[\w.]+", text)) <= {"http://www.w3.org", "https://w3id.org"}
    assert " style=" not in text
    assert " on" not in re.sub(r">[^<]*<", "><", text.split("<main>")[1].split("</main>")[0])


def test_other_forms_keep_markup_apart(hostile_picture: Picture) -> None:
    """GraphML, GEXF and JSON give the words back; Mermaid holds none of the signs that it or HTML would obey."""
    read = networkx.parse_graphml(hostile_picture.text("graphml"), force_multigraph=True)
    assert [read.nodes[f"{PGD}park-{number}"]["label"] for number in range(len(HOSTILE))] == HOSTILE
    assert networkx.read_gexf(io.BytesIO(hostile_picture.text("gexf").encode("utf-8"))).number_of_nodes() == 9
    assert json.loads(hostile_picture.text("json"))["edges"][0]["quotes"][0]["text"] == HOSTILE[0]
    lines = hostile_picture.text("mmd").splitlines()
    labels = [re.split(r'\(\["|"\]\)', line)[1] for line in lines[1:10]]
    assert not any(re.search(r"[<>\"`;|\[\]{}()]", re.sub(r"#\d+;", "", label)) for label in labels)


def test_a_notebook_shows_the_page_in_a_frame(hostile_picture: Picture) -> None:
    """The page is an attribute of a frame that may run its script but not reach the notebook."""
    shown = hostile_picture._repr_html_()
    (inside,) = re.findall(r'^<iframe srcdoc="([^"]*)" sandbox="allow-scripts" [^<>]*></iframe>$', shown)
    assert html.unescape(inside) == hostile_picture.text("html")


# ---------------------------------------------------------------------- for programs


def test_the_form_for_programs(graph: Graph) -> None:
    """Nodes with place and class, relations with quotes and where they stand, layers, and what was left out."""
    picture = graph.draw("park-derui", cap=6)
    form = picture.form()
    assert list(form) == ["title", "footer", "release", "as_of", "nodes", "edges", "layers", "left_out"]
    assert (form["title"], form["release"], form["left_out"] > 0) == ("德瑞智能制造产业园", graph.data_version(), True)
    assert form["footer"] == picture.footer
    assert len(form["nodes"]) == 6
    node = next(node for node in form["nodes"] if node["id"] == DERUI)
    assert list(node) == ["id", "slug", "label", "label_en", "class", "layer", "x", "y"]
    assert (node["slug"], node["class"], node["layer"]) == ("park-derui", "pg:Park", 2)
    edge = next(edge for edge in form["edges"] if edge["quotes"])
    assert list(edge) == ["source", "target", "relation", "label", "label_en", "basis", "quotes"]
    assert list(edge["quotes"][0]) == ["text", "source", "section"]
    assert edge["relation"].startswith("pg:")
    assert [layer["number"] for layer in form["layers"]] == list(range(len(LAYERS)))
    assert json.loads(picture.text("json")) == form


def test_english_sources_in_an_english_graph() -> None:
    """Quotes name their source in the reader's language."""
    form = parkgraph.open(lang="en").draw("park-derui").form()
    sources = {quote["source"] for edge in form["edges"] for quote in edge["quotes"]}
    assert sources
    assert all(source.isascii() or "Dezhou" in source for source in sources)


def test_counts_come_before_an_expansion(graph: Graph) -> None:
    """Each count is how many new things the relation adds to the bare node; most come first."""
    found = graph.expansions("scheme-shandong-dep")
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    assert {(curie(one.relation), one.direction): one.count for one in found}["pg:selectedUnder", "in"] == 19
    assert found[0].label_zh
    assert found[0].label_en
    for one in found:
        form = graph.expand("scheme-shandong-dep", one.relation, one.direction, cap=300)
        assert len(form["nodes"]) == one.count
        assert form["left_out"] == 0


def test_an_expansion_tells_only_what_is_new(graph: Graph) -> None:
    """What the picture has is not told again, but relations between it and what is new are."""
    first = graph.expand("scheme-shandong-dep", "pg:selectedUnder", "in", cap=5)
    have = [SCHEME, PGD + "policy-shandong-dep-action-plan", *(node["id"] for node in first["nodes"])]
    assert (len(first["nodes"]), first["left_out"]) == (5, 14)
    more = graph.expand("scheme-shandong-dep", "pg:selectedUnder", "in", cap=20, have=have)
    assert len(more["nodes"]) == 14
    new = {node["id"] for node in more["nodes"]}
    assert not new & set(have)
    assert all({edge["source"], edge["target"]} & new for edge in more["edges"])
    assert {edge["relation"] for edge in more["edges"]} >= {"pg:selectedUnder", "pg:originatesFrom"}
    assert len({(node["x"], node["y"]) for node in more["nodes"]}) == 14


def test_an_expansion_knows_two_directions(network: "networkx.MultiDiGraph[str]", vocabulary: Vocabulary) -> None:
    """Anything else is refused."""
    with pytest.raises(UsageError) as caught:
        expansion(network, vocabulary, SCHEME, PG + "selectedUnder", "both")
    assert str(caught.value) == "direction: 没有 both 这个方向。 请用 out 或 in。"


def test_mermaid_draws_shapes_by_layer(graph: Graph, vocabulary: Vocabulary) -> None:
    """One node a line, one relation a line, a class of colours for each layer that occurs."""
    lines = mermaid(graph.relation_graph("park-derui"), vocabulary).splitlines()
    assert lines[0] == "flowchart TD"
    assert any(re.fullmatch(r'  n\d+\(\["德瑞智能制造产业园"\]\):::layer2', line) for line in lines)
    assert any(re.fullmatch(r'  n\d+ -->\|"位于"\| n\d+', line) for line in lines)
    assert "  classDef layer2 fill:#c4e4f7,stroke:#333,color:#000" in lines


def test_nodes_tell_measures_by_size_and_colour(graph: Graph, vocabulary: Vocabulary) -> None:
    """The busiest node is the largest; each colour is explained, and the layers then show only their shapes."""
    picture = graph.draw("scheme-shandong-dep", cap=20, size="degree", colour="component")
    assert max(picture.looks.scales, key=lambda node: picture.looks.scales[node]) == SCHEME
    drawn = picture.text("svg")
    assert "连通分支 1" in drawn
    figures = graph.draw("scheme-shandong-dep", cap=20, colour="degree").text("svg")
    assert figures.count(">度 ") >= 2
    assert f'fill="{LAYERS[2].colour}"' not in figures
    english = parkgraph.open(lang="en").draw("scheme-shandong-dep", cap=20, colour="degree").text("svg")
    assert ">degree " in english


def test_looks_stay_in_their_bounds() -> None:
    """Equal values give equal sizes; the first groups have colours of their own, the rest share one."""
    assert scales({"a": 1, "b": 3, "c": 2}) == {"a": 0.8, "b": 1.25, "c": pytest.approx(1.025)}
    assert set(scales({"a": 5, "b": 5}).values()) == {0.8}
    fills, legend = groups({str(number): number for number in range(12)}, "组", "其他")
    assert len(set(fills.values())) == len(legend) == 9
    assert legend[-1] == ("#e2e2e2", "其他")
    fills, legend = shades({"a": 0, "b": 1}, "度")
    assert [said for _, said in legend] == ["度 0–0.25", "度 0.75–1"]
    assert len(set(fills.values())) == 2


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("数字山东发展规划（2018—2022年）", ["数字山东发展规划", "（2018—2022年）"]),
        ("山东省数字经济园区（试点）建设", ["山东省数字经济园区（试", "点）建设"]),
        ("十二个字的名称正好一整行", ["十二个字的名称正好一整行"]),
        ("一二三四五六七八九十一二）", ["一二三四五六七八九十一", "二）"]),
        ("Shandong Provincial Pilot", ["Shandong", "Provincial", "Pilot"]),
        ("Internationalisation", ["Internationa", "lisation"]),
    ],
)
def test_labels_break_where_a_reader_would(label: str, lines: list[str]) -> None:
    """No line begins on a closing mark or ends on an opening one, and no number or word is cut that fits a line."""
    assert _wrapped(label, 12) == lines


def test_pictures_do_not_depend_on_the_process() -> None:
    """Another order of hashing gives the same bytes in every form, and the same groups."""
    program = (
        "import hashlib, parkgraph\n"
        "graph = parkgraph.open()\n"
        "picture = graph.draw('policy-lineage', colour='community', size='eigenvector')\n"
        "from parkgraph.draw import FORMATS\n"
        "print([hashlib.sha256(picture.text(form).encode()).hexdigest() for form in FORMATS])\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
