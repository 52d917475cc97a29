"""The SPARQL editor's page of a real service: a query as programs, nothing lost, and the same over a remote store."""

import ast
import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from parkgraph.names import BASE

from .browser import Visit, needs_chromium, visiting
from .live import Live, serve
from .test_remote import oxigraph

__all__ = ["oxigraph"]

pytestmark = [pytest.mark.slow, needs_chromium]

PROLOGUE = "PREFIX pg: <https://w3id.org/parkgraph/ontology#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
DELICATE = (
    PROLOGUE
    + """# it's "quoted" `so` ${here} \\ \"\"\" '''
SELECT ?park ?name ?odd WHERE {
  ?park a pg:Park ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "zh" && CONTAINS(?name, '大数据'))
  BIND("it's \\"a\\" \\\\ b\\n${c}`d` 引号" AS ?odd)
} ORDER BY ?park
# "\"\""""
)
"""A query with all that the strings of a shell, Python, R or JavaScript give a meaning to, and a quote at its end."""
ODD = 'it\'s "a" \\ b\n${c}`d` 引号'
CURL, NODE = shutil.which("curl"), shutil.which("node")


def opened(visit: Visit) -> Page:
    """The page once its editor has the vocabulary."""
    visit.page.wait_for_selector(".sparql-words li", state="attached")
    return visit.page


def editor(service: Live, query: str = "", **more: str) -> str:
    """The address of the editor with a query in it."""
    return f"{service.url}/sparql?{urlencode({**({'text': query} if query else {}), **more})}"


def text(page: Page) -> str:
    """The query as the form would send it."""
    return page.input_value("#sparql-text")


def programs(page: Page) -> dict[str, str]:
    """The query as programs, by language."""
    if not page.locator(".sparql-code > div > details").count():
        page.click(".sparql-code > summary")
    found = page.locator(".sparql-code > div > details")
    expect(found).to_have_count(4)
    return {one.get_attribute("data-language") or "": one.locator("pre").text_content() or "" for one in found.all()}


def run(*words: str, given: str | None = None) -> str:
    """What a program writes."""
    done = subprocess.run(words, input=given, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def shown(browser: Browser, service: Live) -> dict[str, dict[str, str]]:
    """The programs of a delicate SELECT, an ASK and a CONSTRUCT."""
    queries = {
        "rows": DELICATE,
        "boolean": PROLOGUE + "ASK { ?x skos:prefLabel '鲁南大数据产业园'@zh }",
        "graph": PROLOGUE + "CONSTRUCT WHERE { <https://w3id.org/parkgraph/id/park-derui> skos:prefLabel ?o }",
    }
    found = {}
    for form, query in queries.items():
        with visiting(browser, editor(service, query)) as visit:
            found[form] = programs(opened(visit))
    return found


@pytest.fixture(scope="module")
def rows(browser: Browser, service: Live) -> list[list[str]]:
    """What the page shows for the SELECT: addresses, names, and the odd text."""
    with visiting(browser, editor(service, DELICATE)) as visit:
        page = opened(visit)
        page.click(".sparql .primary")
        page.wait_for_selector(".sparql-result td")
        table = page.locator(".sparql-result tbody tr")
        program = (
            "all => all.map(row => [row.querySelector('a').title, ...[...row.cells].slice(1).map(c => c.textContent)])"
        )
        found: list[list[str]] = table.evaluate_all(program)
    assert len(found) >= 2 and {row[2] for row in found} == {ODD}
    return found


@pytest.mark.skipif(CURL is None, reason="curl is not installed")
def test_curl_asks_the_same(shown: dict[str, dict[str, str]], rows: list[list[str]]) -> None:
    """As it stands, in a shell: the page's rows as CSV; yes or no; Turtle."""
    assert list(csv.reader(io.StringIO(run("sh", "-c", shown["rows"]["curl"]))))[1:] == rows
    assert run("sh", "-c", shown["boolean"]["curl"]).strip() == "true"
    assert "德瑞" in run("sh", "-c", shown["graph"]["curl"])


def test_python_asks_the_same(shown: dict[str, dict[str, str]], rows: list[list[str]]) -> None:
    """As it stands, with nothing but the standard library."""
    told = run(sys.executable, "-X", "utf8", "-c", shown["rows"]["Python"])
    assert [list(ast.literal_eval(line).values()) for line in told.splitlines()] == rows
    assert run(sys.executable, "-X", "utf8", "-c", shown["boolean"]["Python"]) == "True\n"
    assert "德瑞" in run(sys.executable, "-X", "utf8", "-c", shown["graph"]["Python"])


def version_of_node() -> int:
    """The main version of node; 0 where there is none."""
    return int(run(NODE, "--version").lstrip("v").partition(".")[0]) if NODE else 0


@pytest.mark.skipif(version_of_node() < 18, reason="no node that can fetch is installed")
def test_javascript_asks_the_same(shown: dict[str, dict[str, str]], rows: list[list[str]]) -> None:
    """As it stands, as a module."""
    told = run(NODE or "", "--no-warnings", "--input-type=module", "-", given=shown["rows"]["JavaScript"])
    assert [list(json.loads(line).values()) for line in told.splitlines()] == rows
    assert (
        run(NODE or "", "--no-warnings", "--input-type=module", "-", given=shown["boolean"]["JavaScript"]) == "true\n"
    )
    assert "德瑞" in run(NODE or "", "--no-warnings", "--input-type=module", "-", given=shown["graph"]["JavaScript"])


def test_r_says_the_same_text(shown: dict[str, dict[str, str]]) -> None:
    """Its string, read by R's rules, is the query; it asks by GET, for the format that the query gives."""
    for form, wanted in (("rows", "csv"), ("boolean", "csv"), ("graph", "ttl")):
        written = re.match(r'query <- "((?:[^"\\]|\\.)*)"\n', shown[form]["R"], re.DOTALL)
        assert written and f"?format={wanted}&query=" in shown[form]["R"]
        if form == "rows":
            assert re.sub(r"\\(.)", r"\1", written[1], flags=re.DOTALL) == DELICATE


def test_programs_follow_the_text(browser: Browser, service: Live) -> None:
    """What is typed is in them at once, in either language of the page; each can be copied."""
    with visiting(browser, editor(service, "ASK {}", lang="en")) as visit:
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = opened(visit)
        assert "ASK {}" in programs(page)["R"]
        page.click(".cm-content")
        page.keyboard.press("Control+End")
        page.keyboard.insert_text(" #新")
        expect(page.locator('[data-language="curl"] pre')).to_contain_text("ASK {} #新")
        page.click('[data-language="curl"] button')
        assert page.evaluate("navigator.clipboard.readText()") == programs(page)["curl"]
        assert visit.said == []


def test_closing_the_browser_loses_no_text(browser: Browser, service: Live) -> None:
    """The example never goes before what was written; a question that is opened does, and Ctrl-Z brings that back."""
    with visiting(browser, editor(service)) as visit:
        page = opened(visit)
        assert "a pg:Park" in text(page)
        page.click(".cm-content")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("ASK { ?甲 a ?b }")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".answer")
        page.reload()
        opened(visit)
        assert text(page) == "ASK { ?甲 a ?b }"
        page.close()
        visit.page = page = visit.context.new_page()
        page.goto(editor(service))
        opened(visit)
        assert text(page) == "ASK { ?甲 a ?b }"
        page.click(".cm-content")
        page.keyboard.press("Control+z")
        assert "a pg:Park" in text(page)
        page.keyboard.press("Control+y")
        page.goto(editor(service, question="parks-by-policy"))
        opened(visit)
        assert "pg:selectedPark" in text(page)
        page.click(".cm-content")
        page.keyboard.press("Control+End")
        page.keyboard.insert_text("# 改过")
        page.reload()
        opened(visit)
        assert text(page).endswith("# 改过")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.click(".cm-content")
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")
        assert text(page) == "ASK { ?甲 a ?b }"
        page.click(".sparql-history summary")
        assert page.locator(".sparql-history li button").all_inner_texts() == ["ASK { ?甲 a ?b }"]


@pytest.fixture(scope="module")
def remote(oxigraph: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The service over a remote store."""
    with serve(tmp_path_factory.mktemp("remote"), "--endpoint", f"{oxigraph}/query", "--graph", BASE) as running:
        yield running


def test_a_remote_store_has_the_same_editor(browser: Browser, remote: Live, oxigraph: str, service: Live) -> None:
    """It says whom it asks; completion, checks, the table and the graph of a result work as over the shipped graph."""
    with visiting(browser, editor(remote, "SELECT * { }")) as visit:
        page = opened(visit)
        assert page.inner_text("main .notice") == (
            f"这里查询的是远程库 {oxigraph.removeprefix('http://')} 中的数据，不是随软件附带的图谱。"
        )
        page.click(".cm-content")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("SELECT ?policy ?park { ?park a ")
        page.keyboard.type("园", delay=20)
        page.wait_for_selector(".cm-tooltip-autocomplete li")
        names = page.locator(".cm-tooltip-autocomplete .cm-completionLabel").all_inner_texts()
        assert "pg:Park" in names
        page.keyboard.press("Escape")
        page.keyboard.insert_text("区 }")
        page.wait_for_selector(".cm-lint-marker-error")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(
            PROLOGUE + "SELECT ?policy ?park { ?park pg:originatesFrom ?policy } ORDER BY ?park LIMIT 4"
        )
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".sparql-result td")
        assert page.locator(".sparql-result tbody tr").count() == 4
        assert "山东省" in page.inner_text(".sparql-result td >> nth=0")
        page.click(".sparql-result a:text-is('关系图')")
        page.wait_for_selector(".graph-canvas canvas")
        expect(page.locator(".graph-legend > div button").filter(has_text="园区")).to_contain_text("4")
        assert visit.said == []
    with visiting(browser, editor(service)) as visit:
        assert opened(visit).locator("main .notice").count() == 0


def test_a_query_too_long_for_an_address_says_so(browser: Browser, service: Live) -> None:
    """The graph is offered up to seven thousand bytes; beyond, the page tells how many there are."""
    query = PROLOGUE + "SELECT ?policy ?park { ?park pg:originatesFrom ?policy } LIMIT 2 #"
    for more, links in ((7000 - len(quote(query, safe="!~*'()")), 1), (7001 - len(quote(query, safe="!~*'()")), 0)):
        with visiting(browser, f"{service.url}/sparql#query={quote(query + 'x' * more)}") as visit:
            page = opened(visit)
            page.click(".sparql .primary")
            page.wait_for_selector(".sparql-result td")
            assert page.locator(".sparql-result a:text-is('关系图')").count() == links
            assert page.locator(".sparql-tools .muted").all_inner_texts() == (
                [] if links else ["查询太长，网址放不下：编码后 7,001 字节，上限 7,000。请缩短后再画关系图。"]
            )
            if links:
                page.click(".sparql-result a:text-is('关系图')")
                page.wait_for_selector(".graph-canvas canvas")
