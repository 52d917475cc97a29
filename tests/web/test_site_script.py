"""What scripts add to every page: theme, suggestions, copying, sortable tables, charts, and both languages."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browser import STATIC, Site, needs_chromium, visiting

SEARCH = '<form action="/search"><input name="q" data-suggest></form><input id="other">'
HITS = [
    {"iri": "https://w3id.org/parkgraph/id/park-a", "label": "贵安大数据园", "class": "园区", "matched": "guian"},
    {"iri": "https://w3id.org/parkgraph/id/park-b", "label": "<b>贵阳</b>园", "class": "园区", "matched": "贵阳"},
]
TABLE = """<table class="sortable"><thead><tr><th>名称</th><th>数</th><th>日期</th></tr></thead><tbody>
<tr><td>中山</td><td>1,200</td><td><time datetime="2021-12-12">12 Dec 2021</time></td></tr>
<tr><td>安庆</td><td></td><td><time datetime="2021-03-01">1 Mar 2021</time></td></tr>
<tr><td>北京</td><td>-3.5</td><td></td></tr>
<tr><td>淄博</td><td>90</td><td><time datetime="2020-11-30">30 Nov 2020</time></td></tr>
</tbody></table>"""
CHARTS: list[dict[str, Any]] = [
    {"kind": "bar", "title": "年", "columns": ["年", "级", "数"], "rows": [["2019", "省", 3], ["2020", "市", 5]]},
    {"kind": "line", "title": "值", "columns": ["年", "值", "目标"], "rows": [["2019", 3.5, 3], ["2020", None, 4]]},
    {"kind": "area", "title": "额", "columns": ["年", "额"], "rows": [["2019", 15e7], ["2020", 2e4]], "money": True},
    {"kind": "bar", "title": "率", "columns": ["地", "入选率"], "rows": [["省", 12.5], ["市", 8]], "percent": True},
    {"kind": "pie", "title": "业", "columns": ["业", "数"], "rows": [["大数据", 3], ["人工智能", 4]]},
    {"kind": "treemap", "title": "业", "columns": ["业", "数"], "rows": [["大数据", 3], ["人工智能", 4]]},
    {"kind": "sankey", "title": "流", "columns": ["策", "园", "企"], "rows": [["甲", "乙", "甲"], ["甲", "丁", "戊"]]},
    {
        "kind": "grid",
        "title": "格",
        "columns": ["市", "列", "行", "数"],
        "rows": [["济南", 0, 0, 3], ["青岛", 1, 0, None]],
    },
    {
        "kind": "grid",
        "title": "档",
        "columns": ["市", "列", "行", "档"],
        "rows": [["济南", 0, 0, "一"], ["青岛", 1, 1, "二"]],
    },
]
TYPED_AT_ONCE = """letters => [...letters].forEach(letter => {
  document.activeElement.value += letter;
  document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
})"""
INKED = """canvas => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels.filter((value, at) => at % 4 === 3 && value > 0).length;
}"""


def asked(stage: Site, path: str = "/api/search.json") -> list[str]:
    """What the page searched for."""
    return [given.get("q", "") for where, given in stage.asked if where == path]


def column(page: Page, number: int) -> list[str]:
    """The texts of a table's column."""
    return page.locator(f"tbody tr td:nth-child({number})").all_inner_texts()


def messages(name: str) -> dict[str, dict[str, str]]:
    """The texts of a script by language and key."""
    text = (STATIC / f"{name}.js").read_text(encoding="utf-8")
    block = text.partition("const MESSAGES = {\n")[2].partition("\n  };\n")[0]
    found = {}
    for lang in ("zh", "en"):
        body = re.search(rf"^    {lang}: \{{(.*?)\}},$", block, re.MULTILINE | re.DOTALL)
        assert body is not None
        found[lang] = dict(re.findall(r'(\w+):\s+"((?:[^"\\]|\\.)*)"', body[1]))
    return found


@pytest.mark.parametrize(("name", "least"), [("site", 9), ("charts", 11), ("tables", 2), ("editor", 30), ("graph", 60)])
def test_every_text_is_there_in_both_languages_and_used(name: str, least: int) -> None:
    """zh and en have the same keys and places to fill in, English has no Chinese in it, and no key is left over."""
    told = messages(name)
    assert sorted(told["zh"]) == sorted(told["en"])
    assert len(told["zh"]) >= least
    source = (
        (STATIC / f"{name}.js")
        .read_text(encoding="utf-8")
        .partition("const MESSAGES = {\n")[2]
        .partition("\n  };\n")[2]
    )
    for key, text in told["zh"].items():
        other = told["en"][key]
        assert text and other
        assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", other)), key
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", other), key
        assert f'"{key}"' in source or key.startswith("basis_") or key in ("in", "out", "light", "dark"), key
    assert set(re.findall(r'\b(?:text|button)\("(\w+)"', source)) <= set(told["zh"])


@pytest.mark.slow
@needs_chromium
def test_theme_is_switched_and_kept(browser: Browser, stage: Site) -> None:
    """The button names the other theme, switches to it, and the next page has it too unless it sets its own."""
    url = stage.page("/", "<button hidden data-theme-switch></button>", scripts=["site.js"])
    stage.pages["/next"] = stage.pages["/"].replace(' data-theme="light"', "")
    with visiting(browser, url) as visit:
        assert visit.page.inner_text("[data-theme-switch]") == "深色"
        visit.page.click("[data-theme-switch]")
        assert visit.page.get_attribute("html", "data-theme") == "dark"
        visit.page.goto(stage.origin + "/next")
        assert visit.page.get_attribute("html", "data-theme") == "dark"
        assert visit.page.inner_text("[data-theme-switch]") == "浅色"
        assert visit.complaints(stage) == []


@pytest.mark.slow
@needs_chromium
def test_search_suggests_and_is_walked_by_keyboard(browser: Browser, stage: Site) -> None:
    """`/` leads to the box; fast typing sends one request; arrows choose, Enter goes there, Escape closes."""
    stage.routes["/api/search.json"] = lambda _: HITS
    url = stage.page("/", SEARCH, scripts=["site.js"])
    stage.page("/id/park-b", "<h1>b</h1>", scripts=[])
    with visiting(browser, url) as visit:
        page = visit.page
        page.keyboard.press("/")
        page.evaluate(TYPED_AT_ONCE, "guiyang")
        page.wait_for_selector(".suggestions li")
        assert asked(stage) == ["guiyang"]
        assert page.locator(".suggestions li").all_inner_texts() == ["贵安大数据园guian园区", "<b>贵阳</b>园贵阳园区"]
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        active = page.get_attribute("[data-suggest]", "aria-activedescendant")
        assert page.get_attribute(f"#{active}", "aria-selected") == "true"
        page.keyboard.press("Escape")
        assert page.get_attribute("[data-suggest]", "aria-expanded") == "false"
        page.keyboard.type("b")
        page.wait_for_selector(".suggestions li")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/park-b")
        assert visit.complaints(stage) == []


@pytest.mark.slow
@needs_chromium
def test_search_is_quiet_while_an_input_method_composes(browser: Browser, stage: Site) -> None:
    """Pinyin in composition sends no request; the committed characters send one; `/` in another box is a slash."""
    stage.routes["/api/search.json"] = lambda _: HITS
    with visiting(browser, stage.page("/", SEARCH, scripts=["site.js"])) as visit:
        page = visit.page
        page.click("#other")
        page.keyboard.press("/")
        assert page.input_value("#other") == "/"
        page.click("[data-suggest]")
        keys = visit.context.new_cdp_session(page)
        for typed in ("g", "gu", "gui"):
            keys.send(
                "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
            )
            page.wait_for_timeout(150)
        assert asked(stage) == []
        keys.send("Input.insertText", {"text": "贵"})
        page.wait_for_selector(".suggestions li")
        assert asked(stage) == ["贵"]


@pytest.mark.slow
@needs_chromium
def test_tables_sort_by_pinyin_number_and_date(browser: Browser, stage: Site) -> None:
    """A heading sorts upwards, then downwards: names by pinyin, numbers and dates as such, empty cells always last."""
    with visiting(browser, stage.page("/", TABLE, scripts=["site.js"])) as visit:
        page = visit.page
        page.click("th:nth-child(1) button")
        assert column(page, 1) == ["安庆", "北京", "中山", "淄博"]
        page.click("th:nth-child(2) button")
        assert column(page, 2) == ["-3.5", "90", "1,200", ""]
        page.click("th:nth-child(2) button")
        assert column(page, 2) == ["1,200", "90", "-3.5", ""]
        page.click("th:nth-child(3) button")
        assert column(page, 3) == ["30 Nov 2020", "1 Mar 2021", "12 Dec 2021", ""]
        assert page.locator("th[aria-sort]").count() == 1


@pytest.mark.slow
@needs_chromium
def test_buttons_copy_a_text_or_an_element(browser: Browser, stage: Site) -> None:
    """[data-copy] puts its own text, or that of the element it names, on the clipboard and says so."""
    body = (
        '<button data-copy="https://w3id.org/x">复制</button><button data-copy="#t">复制</button><pre id="t">全文</pre>'
    )
    with visiting(browser, stage.page("/", body, scripts=["site.js"])) as visit:
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visit.page
        for number, wanted in enumerate(("https://w3id.org/x", "全文")):
            page.click(f"button >> nth={number}")
            page.wait_for_selector(f"button >> nth={number} >> text=已复制")
            assert page.evaluate("navigator.clipboard.readText()") == wanted


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_of_chart_is_drawn(browser: Browser, stage: Site, theme: str) -> None:
    """Each kind leaves ink on its canvas, with no complaint of the browser under the pages' policy, and has a name."""
    body = "".join(
        f'<figure data-chart><script type="application/json">{json.dumps(chart)}</script></figure>' for chart in CHARTS
    )
    with visiting(browser, stage.page("/", body, scripts=["site.js"], lang="en", theme=theme)) as visit:
        page = visit.page
        expect(page.locator(".chart canvas")).to_have_count(len(CHARTS))
        ink = [page.locator(".chart canvas").nth(number).evaluate(INKED) for number in range(len(CHARTS))]
        assert [kind["kind"] for kind, pixels in zip(CHARTS, ink, strict=True) if pixels < 500] == []
        told = [page.get_attribute(f".chart >> nth={number}", "aria-label") or "" for number in range(len(CHARTS))]
        assert told[0] == "年 (bars), 2 in all: 2019 省 数 3; 2020 市 数 5"
        assert told[2] == "额 (areas), 2 in all: 2019 额 CNY 150,000,000; 2020 额 CNY 20,000"
        assert told[3] == "率 (bars), 2 in all: 省 入选率 12.5%; 市 入选率 8%"
        assert told[6] == "流 (flows), 2 in all: 甲 → 乙 → 甲; 甲 → 丁 → 戊"
        assert told[7] == "格 (tiles), 2 in all: 济南 数 3; 青岛 数 —"
        with page.expect_download() as saved:
            page.locator(".chart-save").first.evaluate("button => button.click()")
        assert saved.value.suggested_filename == "年.png"
        assert visit.complaints(stage) == []


@pytest.mark.slow
@needs_chromium
def test_pages_without_a_chart_do_not_load_what_draws_one(browser: Browser, stage: Site) -> None:
    """The charts' bundle is asked for by no other page."""
    with visiting(browser, stage.page("/", TABLE, scripts=["site.js"])) as visit:
        visit.page.wait_for_load_state("networkidle")
        assert [path for path, _ in stage.asked if "chart" in path] == []
        assert visit.complaints(stage) == []


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize(
    ("lang", "iri", "page"),
    [
        ("zh", "https://w3id.org/parkgraph/id/park-a", "/id/park-a"),
        ("en", "https://w3id.org/parkgraph/id/park-a", "/id/park-a.html?lang=en"),
        ("zh", "https://w3id.org/parkgraph/concept/tier-a", "/concept/tier-a"),
        ("en", "https://w3id.org/parkgraph/rule/r.1", "/rule/r.1.html?lang=en"),
        ("zh", "https://w3id.org/parkgraph/id/../x", "https://w3id.org/parkgraph/id/../x"),
        ("zh", "https://example.org/id/park-a", "https://example.org/id/park-a"),
    ],
)
def test_things_of_ours_have_pages_here(browser: Browser, stage: Site, lang: str, iri: str, page: str) -> None:
    """Things and concepts alike; other addresses stay what they are."""
    with visiting(browser, stage.page("/", "", scripts=["site.js"], lang=lang)) as visit:
        assert visit.page.evaluate("iri => window.parkgraph.pageOf(iri)", iri) == page
