"""The relation graph in a browser: drawing, expanding, hiding, undoing, paths, evidence, files, and its address."""

import base64
import csv
import io
import json
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest
from playwright.sync_api import Browser, Page, expect

from .browser import Site, Visit, needs_chromium, visiting
from .graphs import EDGES, GRAPH_SCRIPTS, NODES, OWN, expansion, paths, payload, small_graph

pytestmark = [pytest.mark.slow, needs_chromium]

MOUNT = '<div id="graph"></div>'
PICTURE = "document.querySelector('.graph-canvas canvas').toDataURL()"
STATE = """() => JSON.parse(new TextDecoder().decode(Uint8Array.from(
  atob(location.hash.slice(1).replace(/-/g, "+").replace(/_/g, "/")), character => character.charCodeAt(0))))"""


@pytest.fixture
def site(stage: Site) -> Site:
    """The stage with all that the graph asks for."""
    stage.routes = {
        "/api/graph.json": small_graph,
        "/api/network/lineage.json": small_graph,
        "/api/expand.json": expansion,
        "/api/path.json": paths,
    }
    return stage


def graph(site: Site, *, lang: str = "zh", theme: str = "light", body: str = MOUNT) -> str:
    """The address of a page with the graph."""
    return site.page("/graph", body, scripts=GRAPH_SCRIPTS, lang=lang, theme=theme)


def opened(visit: Visit) -> Page:
    """The page once the graph is drawn, with its lists open."""
    visit.page.wait_for_selector(".graph-canvas canvas")
    for name in ("edges", "nodes"):
        visit.page.click(f'[data-list="{name}"] summary')
    visit.page.wait_for_selector('[data-list="nodes"] tbody tr', state="attached")  # lists are filled in this order
    return visit.page


def nodes(page: Page) -> list[str]:
    """The names in the list of nodes."""
    return page.locator('[data-list="nodes"] button.link').all_inner_texts()


def edges(page: Page) -> int:
    """How many relations are listed."""
    return page.locator('[data-list="edges"] button.link').count()


def choose(page: Page, label: str) -> None:
    """Select a node by its name in the list."""
    page.locator('[data-list="nodes"]').get_by_role("button", name=label, exact=True).click()


def saved(page: Page, name: str) -> Path:
    """A file of the download menu."""
    page.click(".graph-files summary")
    with page.expect_download() as download:
        page.click(f".graph-files button:text-is('{name}')")
    return Path(download.value.path())


def press(page: Page, label: str) -> None:
    """Press a button of the panel."""
    page.click(f".graph-panel button:text-is('{label}')")


def test_the_graph_is_drawn_with_legend_and_lists(browser: Browser, site: Site) -> None:
    """Classes and relations stand in the legend with counts, each class with its own shape; labels stay text."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        assert page.locator(".graph-legend > div button").all_text_contents() == [
            *("政策文件1", "计划、批次、档次、专栏1", "园区2", "企业3", "地点1"),
        ]
        page.click(".graph-legend summary")
        assert page.locator(".graph-legend details button").all_text_contents() == [
            "入驻3",
            "位于2",
            "入选2",
            "部署1",
            "属于1",
        ]
        shapes = page.locator(".graph-legend svg path").evaluate_all("all => all.map(path => path.getAttribute('d'))")
        assert len(set(shapes)) == 5
        assert nodes(page) == [label for _, label, *_ in NODES]
        assert edges(page) == len(EDGES)
        assert visit.complaints(site) == []


def test_the_same_input_gives_the_same_picture(browser: Browser, site: Site) -> None:
    """Two visits draw the same bytes, in layers and after the forces have settled; the themes differ."""
    seen = []
    for theme in ("light", "light", "dark"):
        with visiting(browser, graph(site, theme=theme)) as visit:
            page = opened(visit)
            layered = page.evaluate(PICTURE)
            page.click('[data-layout="force"]')
            expect(page.locator('[data-layout="force"]')).to_have_attribute("aria-pressed", "true")
            forced = page.evaluate(PICTURE)
            page.click('[data-layout="layered"]')
            assert page.evaluate(PICTURE) == layered
            seen.append((layered, forced))
            assert visit.complaints(site) == []
    assert seen[0] == seen[1]
    assert len({picture for pair in seen for picture in pair}) == 4


def test_hovering_dims_what_is_not_beside(browser: Browser, site: Site) -> None:
    """Under the pointer a node, its neighbours and the lines between them keep their colours; the rest fades."""
    kept = """Object.defineProperty(window, "parkgraph_charts", { configurable: true,
      set(given) { this.charts = { ...given, init: (...told) => (window.chart = given.init(...told)) }; },
      get() { return this.charts; } })"""
    dimmed = """() => {
      const series = chart.getModel().getSeriesByIndex(0);
      const isDim = (one) => one.currentStates.includes("blur") || (one.children ? one.children() : []).some(isDim);
      const told = (data, name) =>
        data.mapArray((at) => at).filter(name).map((at) => [name(at), isDim(data.getItemGraphicEl(at))]);
      const [nodes, edges] = [series.getData(), series.getEdgeData()];
      const drawn = (at) => edges.getRawDataItem(at).lineStyle.width > 0 && edges.getRawDataItem(at).key;
      return Object.fromEntries([...told(nodes, (at) => nodes.getRawDataItem(at).id), ...told(edges, drawn)]);
    }"""
    place = """() => {
      const data = chart.getModel().getSeriesByIndex(0).getData();
      const at = data.mapArray((one) => one).find((one) => data.getRawDataItem(one).id.endsWith("/cohort"));
      return data.getItemGraphicEl(at).transformCoordToGlobal(0, 0);
    }"""
    with visiting(browser, graph(site)) as visit:
        visit.page.add_init_script(kept)
        visit.page.reload()
        page = opened(visit)
        assert set(page.evaluate(dimmed).values()) == {False}
        x, y = page.evaluate(place)
        page.evaluate("scrollTo(0, 0)")
        box = page.locator(".graph-canvas").bounding_box()
        assert box
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.wait_for_function(f"Object.values(({dimmed})()).some(Boolean)")
        found = page.evaluate(dimmed)
        assert len(found) == len(NODES) + 2 * len(EDGES), "nodes, lines, and the names of lines"
        lines = {"policy pg:hasCohort cohort", "cohort pg:selects park-a", "cohort pg:selects park-b"}
        lit = {name.replace(OWN, "") for name, is_dim in found.items() if not is_dim}
        assert lit == {"cohort", "policy", "park-a", "park-b"} | lines | {f"name of {line}" for line in lines}
        before = page.evaluate(PICTURE)
        page.mouse.move(box["x"] + 3, box["y"] + 3)
        page.wait_for_function(f"!Object.values(({dimmed})()).some(Boolean)")
        assert page.evaluate(PICTURE) != before


def test_expanding_counts_first_and_adds_so_many_at_a_time(browser: Browser, site: Site) -> None:
    """A node tells how many relations of each kind it has; twenty are added, then twenty more, then the rest."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        choose(page, "城东数字经济产业园")
        items = page.locator(".graph-expand li")
        expect(items).to_have_count(2)
        assert items.all_inner_texts() == ["← 入驻\n已显示 2/47\n再加 20", "→ 位于\n已显示 1/1"]
        for shown, left in ((22, "再加 20"), (42, "再加 5"), (47, "")):
            page.click(".graph-expand li button >> nth=0")
            expect(items.first).to_contain_text(f"已显示 {shown}/47")
            assert left in items.first.inner_text() and edges(page) == len(EDGES) + shown - 2
        page.select_option(".graph-bar select", "50")
        choose(page, "城西<b>软件园</b>")
        page.wait_for_selector(".graph-expand li")
        page.click(".graph-panel button:has-text('收起（1）')")
        assert "丙“科技”&公司" not in nodes(page)
        asked = [given for path, given in site.asked if path == "/api/expand.json" and "relation" in given]
        assert [(one["node"], one["direction"], one["cap"]) for one in asked] == [("park-a", "in", "20")] * 3
        assert [len(one["have"].split(",")) for one in asked] == [2, 22, 42]
        assert visit.complaints(site) == []


def test_expanding_leads_to_what_is_there_already(browser: Browser, site: Site) -> None:
    """A relation to a node of the picture adds the edge alone; the server is not told that the node is there."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        choose(page, "甲科技公司")
        page.click(".graph-expand li button")
        expect(page.locator(".graph-expand li")).to_have_text("→ 追溯至已显示 1/1")
        assert (len(nodes(page)), edges(page)) == (len(NODES), len(EDGES) + 1)
        assert [given for path, given in site.asked if path == "/api/expand.json" and "have" in given] == []
        assert visit.complaints(site) == []


def test_fifty_steps_are_undone_and_done_again(browser: Browser, site: Site) -> None:
    """Expanding, collapsing, hiding and arranging are undone one by one to the first picture, and done again."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        choose(page, "城东数字经济产业园")
        page.click(".graph-expand li button >> nth=0")
        expect(page.locator(".graph-expand li >> nth=0")).to_contain_text("已显示 22/47")
        press(page, "收起（22）")
        choose(page, "城西<b>软件园</b>")
        press(page, "隐藏")
        page.click('[data-layout="force"]')
        expect(page.locator('[data-layout="force"]')).to_have_attribute("aria-pressed", "true")
        for _ in range(46):
            page.evaluate("document.querySelectorAll('.graph-legend button')[3].click()")
        last = page.evaluate("location.hash")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Control+z")
        assert page.evaluate("location.hash") != last
        page.keyboard.press("Control+y")
        assert page.evaluate("location.hash") == last
        for _ in range(50):
            page.evaluate("document.querySelector('[data-undo]').click()")
        expect(page.locator("[data-undo]")).to_be_disabled()
        assert nodes(page) == [label for _, label, *_ in NODES]
        state = page.evaluate(STATE)
        assert state["places"] == {slug: [x, y] for slug, _, _, x, y in NODES}
        assert (state["layout"], state["operations"], state["hidden"]) == ("layered", [], [[], [], []])
        for _ in range(50):
            page.evaluate("document.querySelector('[data-redo]').click()")
        expect(page.locator("[data-redo]")).to_be_disabled()
        assert page.evaluate("location.hash") == last


def test_nodes_classes_and_relations_are_hidden_and_counted(browser: Browser, site: Site) -> None:
    """What is hidden leaves lists and picture, stays in the legend, is counted, and all of it comes back at once."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        page.click(".graph-legend > div button:has-text('企业')")
        assert len(nodes(page)) == len(NODES) - 3
        assert page.get_attribute(".graph-legend > div button:has-text('企业')", "aria-pressed") == "false"
        page.click(".graph-legend summary")
        page.click(".graph-legend details button:has-text('位于')")
        assert edges(page) == len(EDGES) - 5
        choose(page, "某市")
        press(page, "隐藏")
        assert page.inner_text("[data-hidden]") == "已隐藏 4 个节点、6 条联系 · 全部显示"
        page.click("[data-hidden]")
        assert (len(nodes(page)), edges(page)) == (len(NODES), len(EDGES))
        assert page.locator("[data-hidden]").is_hidden()


def test_the_address_brings_the_picture_back(browser: Browser, site: Site) -> None:
    """Expanded, arranged, pinned and partly hidden, the graph is the same when its address is opened anew."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        choose(page, "城东数字经济产业园")
        page.click(".graph-expand li button >> nth=0")
        expect(page.locator(".graph-expand li >> nth=0")).to_contain_text("已显示 22/47")
        press(page, "固定")
        page.click('[data-layout="force"]')
        expect(page.locator('[data-layout="force"]')).to_have_attribute("aria-pressed", "true")
        page.click(".graph-legend > div button:has-text('地点')")
        address, before, there = page.url, page.evaluate(STATE), nodes(page)
        page.goto("about:blank")
        page.goto(address)
        opened(visit)
        assert nodes(page) == there
        page.click(".graph-legend > div button:has-text('地点')")
        page.click(".graph-legend > div button:has-text('地点')")
        assert page.evaluate(STATE) == before
        assert len(before["places"]) == len(NODES) + 20 and before["pinned"] == ["park-a"]
        assert visit.complaints(site) == []


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"v": 0}, ""),
        (
            {"v": 1, "operations": [{"kind": "remove", "slugs": ["gone"]}]},
            "链接里的图恢复不了（数据可能已更新），这里是开始时的图。",
        ),
    ],
    ids=["foreign", "stale"],
)
def test_an_address_that_cannot_be_followed_does_no_harm(
    browser: Browser, site: Site, state: dict[str, Any], told: str
) -> None:
    """What is no state of ours is passed over, what the graph no longer has is told; the first picture is drawn."""
    packed = base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")
    with visiting(browser, f"{graph(site)}#{packed}") as visit:
        page = opened(visit)
        assert (len(nodes(page)), page.inner_text(".graph-status")) == (len(NODES), told)
        assert visit.complaints(site) == []


def test_paths_between_two_nodes_are_shown_with_their_evidence(browser: Browser, site: Site) -> None:
    """From a start to another node each way is listed, each step with its quote; where there is none that is said."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        choose(page, "某市“十四五”数字经济发展规划")
        press(page, "作为路径起点")
        assert page.inner_text(".graph-panel").endswith("路径起点：某市“十四五”数字经济发展规划。请再选一个节点。")
        choose(page, "甲科技公司")
        page.locator(".graph-panel button", has_text="从“某市“十四五”数字经济发…”到它的路径").click()
        page.wait_for_selector("text=找到 1 条路径")
        steps = page.locator(".graph-panel ol details")
        expect(steps).to_have_count(3)
        assert steps.locator("summary").all_inner_texts()[1].endswith("第一批 —入选→ 城东数字经济产业园")
        steps.nth(1).locator("summary").click(position={"x": 2, "y": 6})
        assert "城东数字经济产业园等入选第一批" in steps.nth(1).inner_text()
        choose(page, "某市")
        press(page, "作为路径起点")
        choose(page, "乙科技公司")
        page.locator(".graph-panel button", has_text="到它的路径").click()
        page.wait_for_selector("text=四步之内没有路径。")
        assert visit.complaints(site) == []


def test_an_edge_shows_the_passage_it_rests_on(browser: Browser, site: Site) -> None:
    """Quote, source and section as text, whatever is in them; a computed relation says that a rule inferred it."""
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        page.locator('[data-list="edges"] button.link', has_text="入选").nth(1).click()
        assert page.inner_text(".graph-panel blockquote") == "入选<script>alert(1)</script>"
        assert page.inner_text(".graph-panel figcaption") == "某市数字经济规划 · 第三章"
        assert "依据：原文载明" in page.inner_text(".graph-panel")
        assert page.inner_text(".graph-ends") == "第一批 —入选→ 城西<b>软件园</b>"
        page.locator('[data-list="edges"] button.link', has_text="位于").first.click()
        assert "依据：由规则推断" in page.inner_text(".graph-panel")
        assert page.locator("script:not([src])").count() == 0


@pytest.fixture
def centre(stage: Site) -> Callable[[], str]:
    """The address of a graph of one node, which is drawn in the middle of the canvas."""
    stage.routes["/api/graph.json"] = lambda _: payload([("park", "独园", 2, 0, 0)], [])
    stage.routes["/api/expand.json"] = lambda _: []
    return lambda: graph(stage)


def test_a_node_is_dragged_pinned_and_has_a_menu(browser: Browser, stage: Site, centre: Callable[[], str]) -> None:
    """Dragging pins a node where it is let go, undo takes it back; a right click offers what the panel offers."""
    with visiting(browser, centre()) as visit:
        page = opened(visit)
        box = page.locator(".graph-canvas").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + (box["height"] - 10) / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y + 40, steps=4)
        page.mouse.up()
        state: dict[str, Any] = page.evaluate(STATE)
        assert state["pinned"] == ["park"] and state["places"]["park"] != [0, 0]
        page.keyboard.press("Control+z")
        assert page.evaluate(STATE)["places"]["park"] == [0, 0]
        page.mouse.click(x, y, button="right")
        menu = page.locator(".graph-menu button")
        assert menu.all_inner_texts() == ["收起（0）", "隐藏", "隐藏同类", "固定", "以它为起点", "作为路径起点"]
        page.keyboard.press("Escape")
        assert page.locator(".graph-menu").is_hidden()
        page.mouse.click(x, y)
        assert page.inner_text(".graph-panel h2") == "独园"
        assert visit.complaints(stage) == []


def test_files_open_in_other_programs(browser: Browser, site: Site) -> None:
    """GraphML and GEXF are read by networkx with labels, classes and quotes; JSON and CSV hold the same."""
    labels = {OWN + slug: label for slug, label, *_ in NODES}
    with visiting(browser, graph(site)) as visit:
        page = opened(visit)
        graphml = networkx.read_graphml(saved(page, "GraphML"), force_multigraph=True)
        gexf = networkx.read_gexf(saved(page, "GEXF"))
        for read in (graphml, gexf):
            assert {node: data["label"] for node, data in read.nodes(data=True)} == labels
            assert read.number_of_edges() == len(EDGES)
            assert read.nodes[OWN + "firm-3"]["class"] == "pg:Enterprise"
            assert read.nodes[OWN + "firm-3"]["label_zh"] == "丙“科技”&公司"
            assert {"iri", "class", "label_zh", "label_en"} <= set(read.nodes[OWN + "policy"])
        told = [data for _, _, data in graphml.edges(OWN + "cohort", data=True)]
        assert "“入选<script>alert(1)</script>”（某市数字经济规划 第三章）" in {data["quotes"] for data in told}
        whole = json.loads(saved(page, "JSON").read_text(encoding="utf-8"))
        assert (len(whole["nodes"]), len(whole["edges"]), whole["release"]) == (len(NODES), len(EDGES), "2026.11")
        tables = {}
        for name in ("节点", "联系"):
            content = saved(page, f"CSV（{name}）").read_bytes()
            assert content.startswith(b"\xef\xbb\xbf")
            tables[name] = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row["label_zh"] for row in tables["节点"]] == list(labels.values())
        assert len(tables["联系"]) == len(EDGES)
        assert tables["联系"][0]["source_label"] == "某市“十四五”数字经济发展规划"
        assert visit.complaints(site) == []


def test_pictures_are_ready_for_a_report(browser: Browser, site: Site) -> None:
    """PNG is twice the size of SVG, on white; the SVG has title, legend, labels, release and date as text."""
    with visiting(browser, graph(site, theme="dark")) as visit:
        page = opened(visit)
        png = saved(page, "PNG").read_bytes()
        drawn = saved(page, "SVG").read_text(encoding="utf-8")
        svg = ElementTree.fromstring(drawn)
        width, height = struct.unpack(">II", png[16:24])
        assert [width, height] == [2 * round(float(svg.attrib[side])) for side in ("width", "height")]
        words = [element.text for element in svg.iter() if element.text and element.text.strip()]
        assert {"某市数字经济规划的政策脉络", "政策文件", "园区", "企业", "地点"} <= set(words)
        assert "parkgraph · 版本 2026.11 · 数据截至 2026-10-03" in words
        assert "甲科技公司" in words and "入驻" in words
        assert 'fill="#ffffff"' in drawn.partition("</rect>")[0]


def test_a_page_with_the_data_in_it_asks_for_nothing(browser: Browser, stage: Site) -> None:
    """Where the answer lies in the page, nothing is asked of a server and what would need one is not offered."""
    data = json.dumps(small_graph({})).replace("<", "\\u003c")
    body = f'<script type="application/json" id="graph-data">{data}</script><div id="graph"></div>'
    with visiting(browser, graph(stage, body=body)) as visit:
        page = opened(visit)
        choose(page, "城东数字经济产业园")
        assert page.locator(".graph-actions button").all_inner_texts() == ["收起（2）", "隐藏", "隐藏同类", "固定"]
        assert [path for path, _ in stage.asked if path.startswith("/api/")] == []
        assert visit.complaints(stage) == []


def test_many_nodes_show_few_labels_and_no_forces(browser: Browser, stage: Site) -> None:
    """Over a thousand nodes the layout by forces is off, with the reason; lists stop at three hundred rows."""
    many = [(f"n{number}", f"第{number}园", 2, number % 40 * 120, number // 40 * 100) for number in range(1001)]
    stage.routes["/api/graph.json"] = lambda _: payload(many, [])
    with visiting(browser, graph(stage)) as visit:
        page = opened(visit)
        assert page.is_disabled('[data-layout="force"]')
        assert page.get_attribute('[data-layout="force"]', "title") == "超过 1000 个节点，请先隐藏或收起一些"
        assert len(nodes(page)) == 300
        page.fill('[data-list="nodes"] input', "第77园")
        assert nodes(page) == ["第77园"]


def test_failures_are_told_beside_what_the_page_had(browser: Browser, stage: Site) -> None:
    """A refusal is told with its remedy, an empty graph with what to do; the page's own picture stays."""
    told = {
        "reason": {"zh": "没有这个实体", "en": "No such entity"},
        "remedy": {"zh": "请换一个。", "en": "Try another."},
    }
    answers: list[Any] = [(404, "application/problem+json", json.dumps(told), {}), payload([], [])]
    stage.routes["/api/graph.json"] = lambda _: answers.pop(0)
    body = '<div id="graph"><figure>图</figure></div>'
    with visiting(browser, graph(stage, lang="en", body=body)) as visit:
        visit.page.wait_for_selector("#graph .problem")
        assert visit.page.inner_text("#graph").split("\n") == ["No such entity Try another.", "图"]
    with visiting(browser, graph(stage, body=body)) as visit:
        visit.page.wait_for_selector("text=没有可画的联系。请换一个起点。")
        assert visit.page.inner_text("#graph figure") == "图"
        assert visit.complaints(stage) == []


def test_the_english_page_is_english(browser: Browser, site: Site) -> None:
    """Apart from labels that have no English, nothing on the English page is Chinese."""
    with visiting(browser, graph(site, lang="en")) as visit:
        page = opened(visit)
        choose(page, "城东数字经济产业园")
        page.wait_for_selector(".graph-expand li")
        page.click(".graph-files summary")
        for part in (".graph-bar", ".graph-legend", ".graph-actions", ".graph-expand", ".graph-hint", "thead >> nth=0"):
            words = page.inner_text(part)
            assert words and not [letter for letter in words if letter > "\u2e7f"], part
        for part in ("nodes", "edges"):
            page.locator(f'[data-list="{part}"] tbody td').first.wait_for()
            strange = page.evaluate(
                f"""[...document.querySelectorAll('[data-list="{part}"] tbody, .graph-panel h2')].flatMap(
                  function own(it) {{ return it.lang ? [] : [...it.childNodes].flatMap((one) =>
                    one.nodeType === 3 ? (one.data.match(/[\u2e80-\u9fff]/g) || []) : own(one));
                }})"""
            )
            assert strange == [], part
        assert page.locator('[data-list="nodes"] .foreign').first.get_attribute("lang") == "zh-CN"
