"""Every page in Chromium without network: both languages and themes, wide and narrow; by keyboard; without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from . import hostile_labels as hostile
from .browser import Visit, needs_chromium, visiting
from .conftest import REPO
from .live import Live, serve

pytestmark = [pytest.mark.slow, needs_chromium]

SHOTS = REPO / "screenshots"
PAGES = {
    "home": "/",
    "search": "/search?q=园区",
    "no-hits": "/search?q=鲁南数据之家园xyz",
    "browse": "/search?class=pg:Park",
    "park": "/id/park-qingdao-5g-gaoxin-shipin.html",
    "policy": "/id/policy-shandong-dep-action-plan.html",
    "tier": "/concept/tier-demonstration.html",
    "ask": "/ask?q=示范园区补贴多少钱",
    "gallery": "/q?group=park",
    "question": "/q/parks-by-policy?tier=pgc:tier-demonstration",
    "empty": "/q/parks-by-policy?policy=pgd:policy-shandong-dep-action-plan&tier=pgc:tier-registry",
    "timeline": "/q/due-by-year",
    "graph": "/graph?start=park-lunan-dashuju",
    "answer-graph": "/graph?question=parks-by-policy&tier=pgc:tier-demonstration",
    "source": "/source/dezhou-2019-interview",
    "source-of-thing": "/source/dezhou-2019-interview?thing=park-lunan-dashuju",
    "narrowed": "/id/scheme-shandong-dep.html?basis=curator",
    "changes": "/changes",
    "dashboard": "/dashboard",
    "compare": "/compare?a=park-qingdao-5g-gaoxin-shipin&b=park-lunan-dashuju",
    "vocabulary": "/vocabulary",
    "api": "/api",
    "about": "/about",
    "sparql": "/sparql",
}
SERIOUS = ("serious", "critical")
LOOK = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
"""Rules whose outcome depends on colours and width; the others need no second look."""
ALIKE = ["li:nth-of-type(n+25)", "tr:nth-of-type(n+25)"]
LONG = ("source", "source-of-thing", "vocabulary", "api")
"""Pages of which the top is enough to look at."""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 800}


@pytest.fixture(scope="module", autouse=True)
def shots() -> Iterator[Path]:
    """The folder for screenshots, which people look at and nobody commits."""
    SHOTS.mkdir(exist_ok=True)
    yield SHOTS


def faults(visit: Visit, service: Live) -> list[str]:
    """What the console complained of, and requests that left for elsewhere."""
    outside = [url for url in visit.requests if not url.startswith((service.url, "data:", "blob:"))]
    return visit.said + outside


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe finds that is serious or worse, by all rules or by some: the rule, and where.

    Of rows that are alike the first stand for the others: a source has hundreds.
    """
    only = {"runOnly": {"type": "rule", "values": [*rules]}} if rules else {}
    options = {"resultTypes": ["violations"], **only}
    found = Axe().run(page, context={"exclude": ALIKE}, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"][:3]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_is_fit_for_everybody(browser: Browser, service: Live, name: str, lang: str) -> None:
    """Light and dark, wide and narrow: no fault, no outside request, no barrier, no scrolling sideways."""
    address = PAGES[name]
    url = f"{service.url}{address}{'&' if '?' in address else '?'}lang={lang}"
    with visiting(browser, url, color_scheme="light", locale="zh-CN") as visit:
        page = visit.page
        page.wait_for_load_state("networkidle")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.evaluate("document.dispatchEvent(new CustomEvent('parkgraph:theme'))")
            for size in (WIDE, NARROW):
                page.set_viewport_size(size)
                assert not scrolls_sideways(page), (theme, size)
                page.screenshot(path=SHOTS / f"{name}-{lang}-{theme}-{size['width']}.png", full_page=name not in LONG)
        if lang == "zh":  # colours and widths are those of both languages
            assert barriers(page, *LOOK) == [], "dark, narrow"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
        assert barriers(page) == [], "light, wide"
        assert faults(visit, service) == []


def test_a_lens_is_chosen_and_left_again(browser: Browser, service: Live) -> None:
    """The form offers the lenses; a graph that starts at something else is without the lens of the one before."""
    with visiting(browser, f"{service.url}/graph?start=park-derui") as visit:
        page = visit.page
        page.get_by_label("镜头").select_option("园区画像")
        page.get_by_role("button", name="画图").click()
        page.wait_for_url(re.compile(r"[?&]lens=park-portrait"))
        page.locator('[data-list="nodes"] summary').click()
        page.locator('[data-list="nodes"]').get_by_role("button", name="永锋集团", exact=True).click()
        page.get_by_role("button", name="以它为起点").click()
        page.wait_for_url(re.compile(r"/graph\?start=enterprise-yongfeng-group$"))
        expect(page.get_by_role("heading", level=1)).to_have_text("关系图：永锋集团")
        assert faults(visit, service) == []


def click_until(page: Page, address: str) -> None:
    """Click down the middle of the first chart until the address holds something."""
    box = page.locator(".chart").first.bounding_box()
    assert box is not None
    for at in range(5, 100, 3):
        page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * at / 100)
        page.wait_for_timeout(50)
        if address in page.url:
            return
    raise AssertionError("no click did it")


def test_a_part_of_a_chart_leads_to_its_rows(browser: Browser, service: Live) -> None:
    """On the page of a question its rows are marked in the table and the address says so; a dashboard leads there."""
    with visiting(browser, f"{service.url}/q/instrument-mix") as visit:
        page = visit.page
        page.wait_for_selector(".chart canvas")
        click_until(page, "#pick=")
        picked = page.locator("tr.picked")
        assert 0 < picked.count() < page.locator("#table tbody tr").count()
        name = picked.first.inner_text()
        page.reload()
        expect(page.locator("tr.picked").first).to_have_text(re.compile(re.escape(name.split("\t")[0].split("\n")[0])))
        assert faults(visit, service) == []
    with visiting(browser, f"{service.url}/dashboard") as visit:
        page = visit.page
        page.wait_for_selector(".chart canvas")
        page.locator(".chart").first.scroll_into_view_if_needed()
        click_until(page, "/q/")
        page.wait_for_selector("tr.picked")


def test_the_keyboard_is_enough(browser: Browser, service: Live) -> None:
    """/ leads to the search, Enter to its hits, Tab to the first of them and its page; Tab also runs a question."""
    with visiting(browser, f"{service.url}/") as visit:
        page = visit.page
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("[data-suggest]")).to_be_focused()
        page.keyboard.type("鲁南大数据")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.hits a')"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/park-lunan-dashuju.html")
        outline = page.evaluate("getComputedStyle(document.querySelector('a')).outlineStyle")
        assert outline in ("none", "auto", "solid")
        page.goto(f"{service.url}/q/parks-by-policy")
        page.locator("select[name=tier]").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="运行")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("tier=pgc"))
        assert faults(visit, service) == []


def test_scripts_only_enhance(browser: Browser, service: Live) -> None:
    """With scripts off one can search, open a thing and its quotes, fill in a question, see a picture and tables."""
    with visiting(browser, f"{service.url}/", java_script_enabled=False) as visit:
        page = visit.page
        page.locator("form[role=search] input[name=q]").fill("鲁南大数据")
        page.locator("form[role=search] button").click()
        page.locator(".hits a").first.click()
        expect(page.locator("h1")).to_contain_text("鲁南大数据产业园")
        evidence = page.locator("details.evidence").first
        evidence.locator("summary").click()
        expect(evidence.locator("blockquote").first).to_be_visible()
        expect(page.locator("figure.picture svg")).to_be_visible()
        page.goto(f"{service.url}/q/parks-by-policy")
        page.locator("select[name=tier]").select_option("pgc:tier-demonstration")
        page.get_by_role("button", name="运行").click()
        expect(page.locator("table")).to_contain_text("鲁南大数据产业园")
        page.goto(f"{service.url}/graph?start=park-lunan-dashuju")
        expect(page.locator("#graph svg")).to_be_visible()
        page.goto(f"{service.url}/sparql")
        expect(page.locator("#sparql-text")).to_be_visible()
        expect(page.locator("form.sparql-form button[type=submit]")).to_be_visible()
        page.goto(f"{service.url}/dashboard")
        page.locator("details.unscripted summary").first.click()
        expect(page.locator("details.unscripted table").first).to_be_visible()
        assert faults(visit, service) == []


def test_theme_and_language_are_kept(browser: Browser, service: Live) -> None:
    """The chosen theme stays over a reload and on other pages, the language on whatever is linked from there."""
    with visiting(browser, f"{service.url}/", color_scheme="light") as visit:
        page = visit.page
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("[data-theme-switch]").click()
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert dark != light
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
        page.locator(".switches a").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.locator("nav a").first.click()
        page.wait_for_url("**/q?lang=en")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_report_is_copied(browser: Browser, service: Live) -> None:
    """The button puts the filled report on the clipboard."""
    url = f"{service.url}/id/park-lunan-dashuju.html"
    with visiting(browser, url, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        page.locator("details", has=page.locator("#report")).locator("summary").click()
        page.locator("[data-copy='#report']").click()
        page.wait_for_function("document.querySelector(\"[data-copy='#report']\").textContent !== '复制'")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "https://w3id.org/parkgraph/id/park-lunan-dashuju" in copied


STEPS = "/source/dezhou-2019-interview?thing=park-lunan-dashuju"


def test_passages_are_stepped_through(browser: Browser, service: Live) -> None:
    """Keys and buttons go from quote to quote of a thing; the place is marked, counted, and kept in the address."""
    with visiting(browser, service.url + STEPS) as visit:
        page = visit.page
        bar, current = page.locator("[data-steps]"), page.locator(".quote[aria-current]")
        names = page.locator("[data-step]").evaluate_all("steps => steps.map(step => step.id)")
        total = len(names)
        assert 2 < total < 50 and page.locator(".quote").count() > 200
        expect(bar.locator("output")).to_have_text(f"– / {total}")
        expect(bar.get_by_role("button", name="上一处")).to_be_disabled()
        for number, key in enumerate(["n", "ArrowRight", "n", "p", "ArrowLeft"]):
            page.keyboard.press(key)
            at = [0, 1, 2, 1, 0][number]
            expect(bar.locator("output")).to_have_text(f"{at + 1} / {total}")
            assert page.url.endswith(f"#{names[at]}")
            assert [current.get_attribute("id"), current.count()] == [names[at], 1]
            expect(current).to_be_in_viewport()
        bar.get_by_role("button", name="下一处").click()
        assert page.url.endswith(f"#{names[1]}")
        page.locator("[data-suggest]").focus()
        page.keyboard.type("np")
        page.keyboard.press("ArrowLeft")
        assert page.url.endswith(f"#{names[1]}"), "keys that somebody types are no steps"
        page.reload()
        expect(bar.locator("output")).to_have_text(f"2 / {total}")
        page.locator(f"#{names[-1]} a[rel=prev]").evaluate("link => link.click()")
        expect(bar.locator("output")).to_have_text(f"{total - 1} / {total}")
        page.keyboard.press("n")
        expect(bar.get_by_role("button", name="下一处")).to_be_disabled()
        page.keyboard.press("n")
        assert page.url.endswith(f"#{names[-1]}"), "behind the last there is none"
        assert faults(visit, service) == []


def test_passages_are_stepped_through_in_the_whole_text(browser: Browser, own_service: Live) -> None:
    """Where the text is at hand its stretch is marked with the quote; who steps in the text stays in it."""
    with visiting(browser, f"{own_service.url}/source/own-notice?thing=park-own-yunshan") as visit:
        page = visit.page
        page.keyboard.press("n")
        expect(page.locator(".text mark[aria-current]")).to_have_text(["位于德州市的", "云杉园"])
        page.locator(".quote[aria-current]").get_by_role("link", name="在全文中查看").click()
        page.keyboard.press("n")
        assert page.url.endswith("#at-span-own-notice-19-44")
        expect(page.locator(".text mark[aria-current]").first).to_be_in_viewport()


def test_passages_are_stepped_through_without_scripts(browser: Browser, service: Live) -> None:
    """The links before and behind a quote do it, from the first on."""
    with visiting(browser, service.url + STEPS, java_script_enabled=False) as visit:
        page = visit.page
        expect(page.locator("[data-steps]")).to_be_hidden()
        page.get_by_role("link", name="从第一处看起").click()
        for _ in range(2):
            page.locator(".quote:target a[rel=next]").click()
        expect(page.locator(".quote:target .step")).to_contain_text("3/")
        page.locator(".quote:target a[rel=prev]").click()
        expect(page.locator(".quote:target .step")).to_contain_text("2/")


def test_a_fact_is_reported(browser: Browser, service: Live) -> None:
    """The button among the quotes of a fact puts fact, quotes, release and page on the clipboard."""
    url = f"{service.url}/id/park-lunan-dashuju.html"
    with visiting(browser, url, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        fact = page.locator(".fact", has_text="枣庄市").first
        expect(fact.locator(".report")).to_be_hidden()
        fact.locator("summary").click()
        fact.locator(".report").click()
        expect(fact.locator(".report")).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        for part in (
            "/id/park-lunan-dashuju\n",
            "现为：枣庄市",
            "引文：“魯南大數據產業園(棗莊市)”",
            "数据版本：",
            f"页面：{url}",
        ):
            assert part in copied, part


def test_paper_gets_what_counts(browser: Browser, service: Live) -> None:
    """In print there are no forms and no navigation, text is black on white, and the footer names date and version."""
    with visiting(browser, f"{service.url}/q/subsidy-ceiling?theme=dark") as visit:
        page = visit.page
        page.emulate_media(media="print")
        expect(page.locator("header nav")).to_be_hidden()
        expect(page.locator("form.ask")).to_be_hidden()
        expect(page.locator("table").first).to_be_visible()
        expect(page.locator("footer.bottom")).to_contain_text("数据截至")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_hostile_names_run_nothing(browser: Browser, tmp_path: Path) -> None:
    """With a graph whose every name is an attack, no page runs it, asks elsewhere or complains of it."""
    dataset, questions = hostile.build(tmp_path)
    addresses = [
        f"/id/{hostile.PARK}.html",
        f"/search?q={hostile.MARKUP}",
        "/search?q=PWNED",
        f"/graph?start={hostile.PARK}",
        "/source/hostile",
        f"/q/{hostile.QUESTION}",
        f"/q/{hostile.QUESTION}?park={hostile.MARKUP}",
        f"/compare?a={hostile.PARK}&b={hostile.UNIT}",
        "/sparql?text=</textarea><script>window.PWNED=1</script>",
        f'/{hostile.MARKUP}?lang="><script>window.PWNED=1</script>',
    ]
    with (
        serve(tmp_path, "--store", str(dataset), "--queries", str(questions)) as service,
        visiting(browser, f"{service.url}/") as visit,
    ):
        for address in addresses:
            visit.page.goto(service.url + address)
            visit.page.wait_for_load_state("networkidle")
            assert visit.page.evaluate("window.PWNED") is None, address
            assert visit.page.locator("main img, main iframe, main object").count() == 0
        assert [url for url in visit.requests if not url.startswith((service.url, "data:", "blob:"))] == []
        assert [line for line in visit.said if "404" not in line and "400" not in line] == []


def test_all_pages_are_looked_at() -> None:
    """There is a picture of every kind of page."""
    assert len(PAGES) >= 20
