"""The SPARQL editor in a browser: input methods, colours, completion, checks, running, keeping and sharing."""

import json
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from parkgraph.sparql import significant

from .browser import Parameters, Site, Visit, needs_chromium, visiting

pytestmark = [pytest.mark.slow, needs_chromium]

REPO = Path(__file__).parents[2]
SCRIPTS = ["site.js", "sparql.js", "code.js", "vendor/editor.bundle.js", "editor.js"]
FORM = (
    '<form action="/sparql" method="post"><textarea id="sparql-text" name="query">{query}</textarea>'
    '<button type="submit">运行</button></form>'
)
PG, PGD = "https://w3id.org/parkgraph/ontology#", "https://w3id.org/parkgraph/id/"


def term(curie: str, zh: str, en: str, count: int, **more: Any) -> dict[str, Any]:
    """A class or property of `/api/vocabulary`."""
    told = {"curie": curie, "zh": zh, "en": en, "count": count}
    return told | {"definition_zh": f"{zh}的定义", "definition_en": f"What {en} means"} | more


VOCABULARY = {
    "prefixes": {"pg": PG, "pgd": PGD},
    "classes": [
        term("pg:Enterprise", "企业", "enterprise", 36, properties=[{"curie": "pg:tenantOf", "count": 30}]),
        term(
            "pg:Park",
            "园区",
            "park",
            212,
            properties=[
                {"curie": "pg:isEstablishedUnder", "count": 31},
                {"curie": "pg:locatedIn", "count": 200},
            ],
        ),
    ],
    "properties": [
        term("pg:isEstablishedUnder", "依据…设立", "established under", 31, range="pg:PolicyDocument"),
        term("pg:locatedIn", "位于", "located in", 300, range="pg:Place"),
        term("pg:tenantOf", "入驻", "tenant of", 30, range="pg:Park"),
    ],
}
OPTIONS = ".cm-tooltip-autocomplete li"
XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(value: str, **more: str) -> dict[str, str]:
    """A literal of a result."""
    return {"type": "literal", "value": value} | more


def answer(asked: Parameters) -> Any:
    """`/sparql`: two rows, cut; the labels that are asked for afterwards; Turtle for CONSTRUCT; a refusal."""
    query = asked["query"]
    if "VALUES ?x" in query:
        names = [
            {"x": {"type": "uri", "value": PGD + "park-a"}, "l": literal("城东<i>产业园</i>", **{"xml:lang": "zh"})}
        ]
        return {"head": {"vars": ["x", "l"]}, "results": {"bindings": names}}
    if "nonsense" in query:
        told = {
            "title": "Bad Request",
            "reason": {"zh": "查询写错了", "en": "The query is wrong"},
            "remedy": {"zh": "请改第一行。", "en": "Mend the first line."},
        }
        return (400, "application/problem+json", json.dumps(told), {})
    if "CONSTRUCT" in query:
        assert asked["accept"] == "text/turtle"
        cut = {"X-Parkgraph-Truncated": "rows=4", "X-Parkgraph-Remote-Cut-Off": "X-SPARQL-MaxRows: 4"}
        return (200, "text/turtle", "<a> <b> <c> .", cut)
    if "ASK" in query:
        return {"head": {}, "boolean": True}
    if asked["accept"] == "text/csv":
        return (200, "text/csv", "park,n\r\n城东,3\r\n", {})
    rows = [
        {"park": {"type": "uri", "value": PGD + "park-a"}, "n": literal("3", datatype=XSD + "integer")},
        {"park": {"type": "uri", "value": "javascript:alert(1)"}},
    ]
    body = json.dumps({"head": {"vars": ["park", "n"]}, "results": {"bindings": rows}})
    return (200, "application/sparql-results+json", body, {"X-Parkgraph-Truncated": "rows=2"})


def check(asked: Parameters) -> dict[str, Any]:
    """`/api/check`: the third line of a query with `pgx:` is wrong."""
    if "pgx:" not in asked["query"]:
        return {"ok": True}
    return {
        "ok": False,
        "line": 3,
        "column": 4,
        "reason": {"zh": "前缀 pgx: 没有声明", "en": "The prefix pgx: is not declared"},
        "remedy": {"zh": "请加一行 PREFIX。", "en": "Add a PREFIX line."},
    }


@pytest.fixture
def site(stage: Site) -> Site:
    """The stage with all that the editor asks for."""
    found = [{"iri": PGD + "park-a", "label": "城东产业园", "class": "pg:Park", "matched": "chengdong"}]
    stage.routes = {
        "/api/vocabulary": lambda _: VOCABULARY,
        "/api/check": check,
        "/api/count": lambda _: {"rows": 12345, "complete": True},
        "/api/search.json": lambda _: found,
        "/sparql": answer,
    }
    return stage


def opened(visit: Visit) -> Page:
    """The page once its editor has the vocabulary, with the cursor in the editor."""
    visit.page.wait_for_selector(".sparql-words li", state="attached")
    visit.page.click(".cm-content")
    return visit.page


def editor(site: Site, query: str = "", lang: str = "zh") -> str:
    """The address of the editor's page with a query in it."""
    return site.page("/sparql", FORM.format(query=query), scripts=SCRIPTS, lang=lang)


def text(page: Page) -> str:
    """The query as the form would send it."""
    return page.input_value("#sparql-text")


def labels(page: Page) -> list[str]:
    """The names in the list of completions."""
    page.wait_for_selector(OPTIONS)
    return page.locator(f"{OPTIONS} .cm-completionLabel").all_inner_texts()


def accept(page: Page) -> None:
    """Take the completion that is chosen; the list ignores keys that come while it opens."""
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")


def test_an_input_method_composes_undisturbed(browser: Browser, site: Site) -> None:
    """Composing closes the list and checks nothing; what is committed opens it filtered; no Latin letter stays."""
    with visiting(browser, editor(site)) as visit:
        page = opened(visit)
        page.keyboard.insert_text("SELECT * { ?x a ")
        page.keyboard.type("P", delay=20)
        assert labels(page) == ["pg:Park", "pg:Enterprise"]
        page.keyboard.press("Backspace")
        keys = visit.context.new_cdp_session(page)
        for typed in ("y", "yu", "yuan", "yuan qu"):
            keys.send(
                "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
            )
            page.wait_for_timeout(120)
            assert page.locator(OPTIONS).count() == 0, typed
        page.wait_for_timeout(700)
        assert [given["query"] for path, given in site.asked if path == "/api/check" and "yu" in given["query"]] == []
        keys.send("Input.insertText", {"text": "园区"})
        assert labels(page) == ["pg:Park"]
        assert text(page) == "SELECT * { ?x a 园区"
        accept(page)
        assert text(page) == f"PREFIX pg: <{PG}>\nSELECT * {{ ?x a pg:Park"
        page.keyboard.press("Control+z")
        assert text(page) == "SELECT * { ?x a 园区"
        assert visit.complaints(site) == []


def test_chinese_names_have_the_colours_of_ascii_ones(browser: Browser, site: Site) -> None:
    """Prefixed names and variables are coloured alike whatever their script; each kind has a class of its own."""
    query = (
        "# 注\nSELECT ?变量 ?v { ?变量 园:贵安新区 pg:Park ; "
        '<http://x> "文"@zh, """a\nb""", 3.5 . FILTER(STRLEN(?v) > 1) }'
    )
    with visiting(browser, editor(site)) as visit:
        page = opened(visit)
        page.keyboard.insert_text(query)
        found = {
            name: page.locator(f".cm-content .sparql-{name}").all_inner_texts()
            for name in ("comment", "keyword", "variable", "name", "iri", "string", "tag", "number", "function")
        }
        assert found == {
            "comment": ["# 注"],
            "keyword": ["SELECT", "FILTER"],
            "variable": ["?变量", "?v", "?变量", "?v"],
            "name": ["园:贵安新区", "pg:Park"],
            "iri": ["<http://x>"],
            "string": ['"文"', '"""a', 'b"""'],
            "tag": ["@zh"],
            "number": ["3.5", "1"],
            "function": ["STRLEN"],
        }


def test_completion_knows_the_class_of_the_subject(browser: Browser, site: Site) -> None:
    """After `?p a pg:Park ;` stand that class's properties, most used first; without a class all of them."""
    with visiting(browser, editor(site, lang="en")) as visit:
        page = opened(visit)
        page.keyboard.insert_text(f"PREFIX o: <{PG}>\nSELECT * {{ ?p a o:Park ;")
        page.keyboard.type(" ")
        assert labels(page) == ["o:locatedIn", "o:isEstablishedUnder"]
        assert page.inner_text(".cm-completionDetail >> nth=0") == "located in · 200 uses"
        page.keyboard.type("设立", delay=20)
        expect(page.locator(OPTIONS)).to_have_count(1)
        accept(page)
        assert text(page).endswith("?p a o:Park ; o:isEstablishedUnder")
        page.keyboard.type(" ?u . ?other", delay=5)
        page.keyboard.press("Escape")
        page.keyboard.type(" ")
        assert labels(page) == ["o:locatedIn", "o:isEstablishedUnder", "o:tenantOf"]


def test_entities_are_found_by_pinyin(browser: Browser, site: Site) -> None:
    """The key for completion searches what is typed and writes name, PREFIX and a comment with the label."""
    with visiting(browser, editor(site)) as visit:
        page = opened(visit)
        page.keyboard.insert_text("SELECT * {\n  ?x pg:tenantOf chengdong")
        page.keyboard.press("Alt+/")
        page.wait_for_selector(OPTIONS)
        assert page.inner_text(OPTIONS) == "城东产业园园区 · chengdong"
        accept(page)
        page.keyboard.type(" .")
        assert text(page) == (
            f"PREFIX pgd: <{PGD}>\nSELECT * {{\n  # pgd:park-a 城东产业园\n  ?x pg:tenantOf pgd:park-a ."
        )
        assert [given["q"] for path, given in site.asked if path == "/api/search.json"] == ["chengdong"]


@pytest.mark.parametrize(
    ("lang", "wanted"), [("zh", "园区 pg:Park\n园区的定义"), ("en", "park pg:Park\nWhat park means")]
)
def test_a_name_explains_itself(browser: Browser, site: Site, lang: str, wanted: str) -> None:
    """Under the pointer a name shows label and definition in the page's language, whatever prefix it has."""
    with visiting(browser, editor(site, lang=lang)) as visit:
        page = opened(visit)
        page.keyboard.insert_text(f"PREFIX o: <{PG}>\nSELECT * {{ ?p a o:Park }}")
        page.locator(".cm-content .sparql-name").last.hover()
        assert page.inner_text(".cm-tooltip-hover .term-card").replace("\n\n", "\n").startswith(wanted)


@pytest.mark.parametrize(
    ("lang", "told", "action"),
    [
        ("zh", "前缀 pgx: 没有声明\n请加一行 PREFIX。", "补全前缀"),
        ("en", "The prefix pgx: is not declared\nAdd a PREFIX line.", "Add prefixes"),
    ],
    ids=["zh", "en"],
)
def test_mistakes_are_shown_where_they_are(browser: Browser, site: Site, lang: str, told: str, action: str) -> None:
    """The gutter marks the line that the server names, with reason, remedy and a button that adds known prefixes."""
    with visiting(browser, editor(site, lang=lang)) as visit:
        page = opened(visit)
        page.keyboard.insert_text("SELECT * {\n  ?x a pg:Park .\n  ?x pgx:name ?n }")
        page.wait_for_selector(".cm-lint-marker-error")
        line = page.locator(".cm-lint-marker-error").bounding_box()
        third = page.locator(".cm-line").nth(2).bounding_box()
        assert line is not None and third is not None and abs(line["y"] - third["y"]) < 8
        page.hover(".cm-lint-marker-error")
        assert page.inner_text(".cm-diagnostic > .cm-diagnosticText") == told
        page.click(f".cm-diagnosticAction:has-text('{action}')")
        assert text(page).startswith(f"PREFIX pg: <{PG}>\nSELECT")


def test_a_query_runs_and_its_answer_is_a_table(browser: Browser, site: Site) -> None:
    """Ctrl-Enter posts the form; entities are links with their label as text, a cut is said aloud, CSV has a mark."""
    with visiting(browser, editor(site, "SELECT ?park ?n { ?park pg:n ?n }")) as visit:
        page = opened(visit)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".sparql-result td")
        assert page.locator(".sparql-result td").all_inner_texts() == [
            "城东<i>产业园</i>",
            "3",
            "javascript:alert(1)",
            "",
        ]
        links = page.locator(".sparql-result td a")
        assert [link.get_attribute("href") for link in links.all()] == ["/id/park-a"]
        page.wait_for_function(
            "document.querySelector('.sparql-result .notice').textContent.startsWith('显示前 2 行，共 12,345 行。')"
        )
        assert page.inner_text(".sparql-result .notice").startswith("显示前 2 行，共 12,345 行。")
        assert page.inner_text(".sparql-status").startswith("2 行，用时 ")
        with page.expect_download() as saved:
            page.click("text=下载 CSV")
        assert saved.value.path().read_text(encoding="utf-8") == "\ufeffpark,n\n城东,3\n"
        assert next(given["accept"] for path, given in site.asked if path == "/sparql" and given) == (
            "application/sparql-results+json"
        )
        assert visit.complaints(site) == []


@pytest.mark.parametrize(
    ("query", "all_of_them", "said"),
    [
        ("SELECT * { ?s ?p ?o }", (400, "text/plain", "", {}), "只显示前 2 行，后面还有。"),
        ("SELECT * { ?s ?p ?o }", {"rows": 9, "complete": False}, "只显示前 2 行，后面还有。"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", (400, "text/plain", "", {}), "只显示前 4 条三元组，后面还有。"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"rows": 9, "complete": True}, "显示前 4 条三元组，共 9 条。"),
    ],
)
def test_a_cut_is_said_aloud_though_nobody_knows_where_the_end_is(
    browser: Browser, site: Site, query: str, all_of_them: Any, said: str
) -> None:
    """Rows and triples; a count that fails, or that a remote store may have cut, is not shown; its own cut is."""
    site.routes["/api/count"] = lambda _: all_of_them
    with visiting(browser, editor(site, query)) as visit:
        page = opened(visit)
        with page.expect_response("**/api/count"):
            page.keyboard.press("Control+Enter")
        page.wait_for_function(
            "said => document.querySelector('.sparql-result .notice').textContent.startsWith(said)", arg=said
        )
        cut_off = page.locator(".sparql-result .notice").nth(1)
        assert cut_off.inner_text() == "远程库截断了结果：X-SPARQL-MaxRows: 4" if "CONSTRUCT" in query else True


@pytest.mark.parametrize(("lang", "marked"), [("zh", None), ("en", "zh")])
def test_a_label_of_another_language_is_marked(browser: Browser, site: Site, lang: str, marked: str | None) -> None:
    """Where a thing has no English name, the English page shows the Chinese one, in grey and said to be Chinese."""
    with visiting(browser, editor(site, "SELECT ?park ?n { ?park pg:n ?n }", lang)) as visit:
        page = opened(visit)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".sparql-result td")
        name = page.locator(".sparql-result td a")
        assert (name.inner_text(), name.get_attribute("lang")) == ("城东<i>产业园</i>", marked)
        grey = "one => getComputedStyle(one).color"
        assert (name.evaluate(grey) == page.locator(".sparql-status").evaluate(grey)) == (marked is not None)


def test_other_forms_and_refusals_are_shown(browser: Browser, site: Site) -> None:
    """ASK says yes or no, CONSTRUCT shows Turtle, and a refusal its reason and remedy in the page's language."""
    shown = {
        "ASK { ?s ?p ?o }": "Yes",
        "CONSTRUCT WHERE { ?s ?p ?o }": "<a> <b> <c> .",
        "SELECT nonsense": "The query is wrong Mend the first line.",
    }
    with visiting(browser, editor(site, lang="en")) as visit:
        page = opened(visit)
        for query, wanted in shown.items():
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(query)
            page.keyboard.press("Control+Enter")
            page.wait_for_selector(f".sparql-result >> text={wanted}")


def test_a_running_query_can_be_stopped(browser: Browser, site: Site) -> None:
    """The stop button and Escape give a query up, and say so."""
    going_on = threading.Event()

    def slow(_: Parameters) -> dict[str, Any]:
        going_on.wait(20)
        return {"head": {}, "boolean": True}

    site.routes["/sparql"] = slow
    try:
        with visiting(browser, editor(site, "ASK {}")) as visit:
            page = opened(visit)
            for by_key in (False, True):
                page.click(".cm-content")
                page.keyboard.press("Control+Enter")
                page.wait_for_selector("text=正在查询")
                if by_key:
                    page.keyboard.press("Escape")
                else:
                    page.click("button:text-is('停止')")
                page.wait_for_selector("text=已停止。")
                assert page.is_disabled("button:text-is('停止')")
    finally:
        going_on.set()


def test_no_text_is_lost(browser: Browser, site: Site) -> None:
    """A reload keeps the text and what Ctrl-Z undoes; a link's query comes on top of it; runs are remembered."""
    with visiting(browser, editor(site)) as visit:
        page = opened(visit)
        page.keyboard.insert_text("ASK { ?甲 a ?b }")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".answer")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("SELECT * { }")
        page.reload()
        opened(visit)
        assert text(page) == "SELECT * { }"
        page.keyboard.press("Control+z")
        assert text(page) == "ASK { ?甲 a ?b }"
        page.goto(f"{site.origin}/sparql#query={quote('ASK { <x> ?p 1 }')}")
        page.reload()
        opened(visit)
        assert text(page) == "ASK { <x> ?p 1 }"
        page.keyboard.press("Control+z")
        assert text(page) == "ASK { ?甲 a ?b }"
        page.click(".sparql-history summary")
        assert page.locator(".sparql-history li button").all_inner_texts() == ["ASK { ?甲 a ?b }"]


def test_a_query_is_shared_as_a_link(browser: Browser, site: Site) -> None:
    """The link in the address bar and on the clipboard opens this query."""
    with visiting(browser, editor(site, "ASK { ?甲 ?p 1 }")) as visit:
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = opened(visit)
        page.click("button:text-is('分享')")
        page.wait_for_selector("text=链接已复制")
        assert unquote(page.url) == f"{site.origin}/sparql#query=ASK {{ ?甲 ?p 1 }}"
        assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_formatting_changes_no_token_and_twice_is_once(browser: Browser, site: Site) -> None:
    """All canned queries: formatted, they have the same significant text; formatted again, the same bytes."""
    queries = [path.read_text(encoding="utf-8") for path in sorted((REPO / "queries").rglob("*.rq"))]
    assert len(queries) >= 100
    program = """texts => texts.map(text => {
      const once = parkgraph.sparql.format(text);
      return [text, once, parkgraph.sparql.format(once)];
    })"""
    with visiting(browser, editor(site)) as visit:
        for query, once, twice in visit.page.evaluate(program, queries):
            assert once == twice
            assert [token.text for token in significant(once)] == [token.text for token in significant(query)]
        page = opened(visit)
        page.keyboard.insert_text("select * where{?a a pg:Park;pg:n 1,2.filter(?a>1)optional{?a pg:b ?c}} limit 5")
        page.click("button:text-is('整理格式')")
        assert text(page) == (
            "select *\nwhere {\n  ?a a pg:Park ;\n    pg:n 1, 2 .\n  filter(?a>1)\n"
            "  optional {\n    ?a pg:b ?c\n  }\n}\nlimit 5\n"
        )


def test_places_in_a_query_are_told_apart(browser: Browser, site: Site) -> None:
    """What may come next, and of which subject and property, is known in patterns, lists, paths, filters and groups."""
    wanted = {
        "SELECT ?x": ["none", None, None],
        "SELECT * {": ["subject", None, None],
        "SELECT * { ?p a pg:Park ;": ["property", "?p", None],
        "SELECT * { ?p rdf:type": ["object", "?p", "a"],
        "SELECT * { ?p pg:n 1 . ?q": ["property", "?q", None],
        "SELECT * { ?p a pg:A,": ["object", "?p", "a"],
        "SELECT * { ?p pg:a/": ["property", "?p", "pg:a"],
        "SELECT * { ?p pg:x [ a pg:Park ] ;": ["property", "?p", None],
        "SELECT * { ?p pg:x ?y . FILTER(?y >": ["none", None, None],
        "SELECT * { OPTIONAL { ?p a pg:Park } ?p": ["property", "?p", None],
        "SELECT * { VALUES ?x {": ["object", None, None],
        "SELECT * { VALUES ?x { pg:a } ?x": ["property", "?x", None],
        "CONSTRUCT { ?x a pg:B } WHERE { ?x": ["property", "?x", None],
    }
    program = """texts => texts.map(text => {
      const { slot, subject, property } = parkgraph.sparql.walk(parkgraph.sparql.tokens(text));
      return [slot, subject, property];
    })"""
    with visiting(browser, editor(site)) as visit:
        found = visit.page.evaluate(program, list(wanted))
        assert dict(zip(wanted, found, strict=True)) == wanted


def test_known_prefixes_are_added_on_request(browser: Browser, site: Site) -> None:
    """The button declares what the query uses and the vocabulary knows, once, and says which."""
    with visiting(browser, editor(site, "PREFIX x: <urn:x>\nASK { pgd:a pg:b x:c, who:d }")) as visit:
        page = opened(visit)
        for told in ("已补上前缀：pg, pgd", "前缀都已声明。"):
            page.click("button:text-is('补全前缀')")
            page.wait_for_selector(f".sparql-status:text-is('{told}')")
            assert text(page) == (
                f"PREFIX x: <urn:x>\nPREFIX pg: <{PG}>\nPREFIX pgd: <{PGD}>\nASK {{ pgd:a pg:b x:c, who:d }}"
            )


def test_the_english_page_is_english(browser: Browser, site: Site) -> None:
    """No Chinese character is left on the English page, and no English button on the Chinese one, panels included."""
    han = "(document.body.innerText.match(/[\\u3000-\\u9fff]/g) || []).join('')"
    with visiting(browser, editor(site, lang="en")) as visit:
        page = opened(visit)
        page.click(".sparql-words summary")
        assert page.evaluate(han) == ""
    with visiting(browser, editor(site)) as visit:
        page = opened(visit)
        page.keyboard.press("Control+f")
        page.wait_for_selector(".cm-search")
        words = " ".join(page.locator("button, .cm-search label").all_inner_texts())
        assert [word for word in words.split() if word.isascii() and word.isalpha()] == []
