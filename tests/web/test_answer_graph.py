"""The answer to any query as a relation graph: what is drawn and by which name, what is left out, what is refused."""

import json
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

import parkgraph
from parkgraph.web.explorer.answer_graph import Bounds, Told, drawn

from .browser import needs_chromium, visiting
from .live import Live, Reply, serve
from .markup import Reading, read

sys.path.insert(0, str(Path(__file__).parents[1]))

from nasty.queries import NESTING, NETWORK, TIME

PROLOGUE = (
    "PREFIX pg: <https://w3id.org/parkgraph/ontology#> PREFIX pgd: <https://w3id.org/parkgraph/id/> "
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
LUNAN, PLAN = "https://w3id.org/parkgraph/id/park-lunan-dashuju", "policy-shandong-dep-action-plan"
PARKS = (
    PROLOGUE + "SELECT ?policy ?park ?place { ?park pg:originatesFrom ?policy ; pg:locatedIn ?place } ORDER BY ?park"
)
CHINESE = re.compile("[\u4e00-\u9fff]")
NO_LIMIT = Bounds(10_000, 300)


def address(query: str, **more: str) -> str:
    """Where the answer to a query is drawn."""
    return f"/graph?{urlencode({'query': query, **more})}"


def page_of(service: Live, query: str, **more: str) -> tuple[int, Reading, dict[str, Any]]:
    """The page of an answer's graph: status, what it says, and the data in it for scripts."""
    reply = service.send("GET", address(query, **more), {"Accept": "text/html"})
    page = read(reply.body.decode("utf-8"))
    blocks = [one.text for one in page.all("script") if one.attributes.get("id") == "graph-data"]
    return reply.status, page, json.loads(blocks[0]) if blocks else {}


def of(graph: parkgraph.Graph, query: str, bounds: Bounds = NO_LIMIT) -> Told:
    """What is drawn of the answer of a graph in this process."""
    return drawn(graph, graph.store.query(PROLOGUE + query), bounds)


def edges(told: Told) -> list[tuple[str, str, str, str]]:
    """The lines as subject, label, object and basis, by the last parts of IRIs."""
    ends = told.part.edges(data=True)
    return sorted((a.rsplit("/")[-1], data["label_zh"], b.rsplit("/")[-1], data["basis"]) for a, b, data in ends)


def test_rows_are_joined_by_what_the_graph_states_and_else_by_columns(reference: parkgraph.Graph) -> None:
    """A relation of the graph goes before the super-property that repeats it, and a column's name only fills a gap."""
    found = of(
        reference, f"SELECT ?park ?place ?policy {{ VALUES ?park {{ <{LUNAN}> }} ?park pg:locatedIn ?place "
        f"BIND(pgd:{PLAN} AS ?policy) }}",
    )  # fmt: skip
    relations = edges(found)
    assert ("park-lunan-dashuju", "位于", "division-370400", "explicit") in relations
    assert ("park-lunan-dashuju", "源自政策", PLAN, "computed") in relations
    assert [one for one in relations if "传递" in one[1] or one[3] == "row"] == []
    far = of(reference, f"SELECT ?policy ?place {{ <{LUNAN}> pg:locatedIn ?place BIND(pgd:{PLAN} AS ?policy) }}")
    assert edges(far) == [(PLAN, "地点", "division-370400", "row")]
    assert next(data["label_en"] for *_, data in far.part.edges(data=True)) == "place"
    own = of(reference, f"SELECT (pgd:{PLAN} AS ?甲) ?乙 {{ <{LUNAN}> pg:locatedIn ?乙 }}")
    assert edges(own) == [(PLAN, "乙", "division-370400", "row")]


def test_facts_that_prove_a_row_are_not_drawn_beside_things(reference: parkgraph.Graph) -> None:
    """A canned question's `fact` columns are left out; a query that asks for nothing else gets them."""
    pattern = "{ ?fact rdf:subject ?park ; rdf:object ?fact_other ; rdf:predicate pg:originatesFrom } ORDER BY ?fact"
    shown = of(reference, f"SELECT ?park ?fact_other ?fact {pattern}")
    assert not any(
        "/fact-" in node for node in of(reference, f"SELECT ?park (?fact_other AS ?to) ?fact {pattern}").part
    )
    assert any("/fact-" in node for node in shown.part)


def test_statements_are_drawn_as_they_are_made(reference: parkgraph.Graph) -> None:
    """CONSTRUCT: known statements have their passages, made-up ones none; classes are looks, texts are counted."""
    found = of(
        reference, f"CONSTRUCT {{ ?park pg:originatesFrom ?policy ; <urn:x:made> ?policy ; rdf:type pg:Park ; "
        f"skos:prefLabel ?label ; rdfs:seeAlso [] }} {{ ?park pg:originatesFrom ?policy ; skos:prefLabel ?label "
        f"VALUES ?park {{ <{LUNAN}> }} FILTER(LANG(?label) = 'zh') }}".replace("rdfs:seeAlso", "<urn:x:also>"),
    )  # fmt: skip
    told = {data["label_zh"]: (data["basis"], len(data["passages"])) for *_, data in found.part.edges(data=True)}
    assert set(told) == {"源自政策", "urn:x:made"} and told["urn:x:made"] == ("", 0)
    assert told["源自政策"][0] == "computed" and told["源自政策"][1] > 0
    assert found.undrawn == 2
    assert {data["layer"] for _, data in found.part.nodes(data=True)} == {0, 2}


def test_whatever_is_no_class_of_ours_is_drawn_as_other(reference: parkgraph.Graph) -> None:
    """Classes, properties and things of other people have a row of their own, the last."""
    found = of(reference, "SELECT ?kind ?above { VALUES (?kind ?above) { (pg:Park <http://example.org/x>) } }")
    assert {data["layer"] for _, data in found.part.nodes(data=True)} == {8}
    assert {data["label_zh"] for _, data in found.part.nodes(data=True)} == {"园区", "x"}


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("ASK { ?s ?p ?o }", "是或否的答案没有可画的联系"),
        ("SELECT ?park ?n { ?park a pg:Park BIND(1 AS ?n) }", "答案里没有两列实体，画不成关系图"),
        ("SELECT ?a ?b { ?a a ?b FILTER(false) }", "答案里没有可画的实体"),
        ("CONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s skos:prefLabel ?o }", "答案里没有可画的实体"),
    ],
    ids=["ask", "one column", "no row", "texts"],
)
def test_what_cannot_be_drawn_says_why(service: Live, query: str, reason: str) -> None:
    """With what to do, in both languages, and the way back to the query."""
    status, page, _ = page_of(service, PROLOGUE + query)
    assert status == 400 and reason in page.seen
    assert any(link.startswith("/sparql?text=PREFIX") for link in page.links())
    _, english, _ = page_of(service, PROLOGUE + query, lang="en")
    assert not CHINESE.search(english.seen)


def test_the_address_gives_the_same_picture_again(service: Live) -> None:
    """Byte for byte; with quotes and labels in both languages, and links to things and to the query."""
    once, again = (service.send("GET", address(PARKS), {"Accept": "text/html"}).body for _ in range(2))
    assert once == again
    status, page, data = page_of(service, PARKS)
    assert status == 200 and data["title"] == "查询结果"
    assert {node["label"] for node in data["nodes"]} >= {"鲁南大数据产业园", "枣庄市"}
    assert any(edge["quotes"] for edge in data["edges"])
    assert "/id/park-lunan-dashuju.html" in page.links()
    assert any(link.startswith("/sparql?text=PREFIX") for link in page.links())
    assert any(one.attributes.get("data-node") == LUNAN for one in page.all("g"))


def test_what_is_left_out_is_said_aloud(service: Live, tmp_path: Path) -> None:
    """How many things of how many are drawn, with a link that draws more; how many rows were looked at; texts."""
    many = PROLOGUE + "SELECT ?fact ?thing { ?fact rdf:subject ?thing } ORDER BY ?fact"
    _, page, data = page_of(service, many)
    assert len(data["nodes"]) == 120
    assert f"只画了前 120 个实体，结果中共有 {120 + data['left_out']} 个。" in page.seen
    more = next(link for link in page.links() if "cap=" in link)
    assert len(page_of(service, many, cap=more.partition("cap=")[2])[2]["nodes"]) == 300
    assert len(page_of(service, many, cap="7")[2]["nodes"]) == 7
    with serve(tmp_path, "--row-limit", "9") as short:
        _, page, _ = page_of(short, many)
        assert "结果超过 9 行，只看了前 9 行。" in page.seen
    _, page, _ = page_of(service, f"DESCRIBE <{LUNAN}>")
    assert "条三元组的宾语是文字或数值，不画成联系。" in page.seen


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service whose queries may take a second."""
    with serve(tmp_path_factory.mktemp("hasty"), "--time-limit", "1") as running:
        yield running


HOSTILE = {**NESTING, **NETWORK, "unclosed": "SELECT * {", "undeclared": "SELECT ?x { ?x a 园:区 }"}
REFUSED = {name: query for name, query in HOSTILE.items() if len(urlencode({"query": query})) < 60_000}
"""Those of the hostile texts that fit into an address."""


def told(reply: Reply) -> tuple[int, Any, Any]:
    """Status, reason and remedy of a refusal."""
    said = json.loads(reply.body)
    return reply.status, said["reason"], said["remedy"]


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_a_text_is_refused_as_by_the_protocol(hasty: Live, query: str) -> None:
    """The same gate, the same words, and no worker has died of it."""
    drawn_, asked = (hasty.send("GET", f"{path}?{urlencode({'query': query})}") for path in ("/graph", "/sparql"))
    assert told(drawn_) == told(asked) and drawn_.status == 400


def test_an_endless_query_is_ended_as_by_the_protocol(hasty: Live) -> None:
    """At the same limit, with the same words; the service goes on answering."""
    query = TIME[sorted(TIME)[0]]
    drawn_, asked = (hasty.send("GET", f"{path}?{urlencode({'query': query})}") for path in ("/graph", "/sparql"))
    assert told(drawn_) == told(asked) and drawn_.status == 504
    assert hasty.send("GET", address(PARKS)).status == 200


@pytest.mark.slow
def test_drawing_takes_the_places_of_slow_queries(tmp_path: Path) -> None:
    """Four slow ones may run, drawn or not; the next is told to come back."""
    found: list[Reply] = []
    with serve(tmp_path, "--time-limit", "4") as live:
        text = TIME["filter that never holds"]
        threads = [
            threading.Thread(target=lambda n=n: found.append(live.send("GET", address(f"{text} # {n}"))))
            for n in range(7)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {reply.status for reply in found} == {503, 504}
    assert {reply.headers.get("retry-after") for reply in found if reply.status == 503} == {"5"}


@pytest.mark.slow
@needs_chromium
def test_a_result_opens_as_a_graph_in_one_click(browser: Browser, service: Live) -> None:
    """From the editor: a SELECT of things and a CONSTRUCT; what was hidden stays hidden when the link is opened."""
    graph = PROLOGUE + f"CONSTRUCT WHERE {{ <{LUNAN}> pg:locatedIn ?place }}"
    for query, size in ((PARKS + " LIMIT 5", 5), (graph, 1)):
        with visiting(browser, f"{service.url}/sparql?{urlencode({'text': query})}") as visit:
            page = visit.page
            page.wait_for_selector(".sparql-words li", state="attached")
            page.click(".sparql .primary")
            page.click(".sparql-result a:text-is('关系图')")
            page.wait_for_selector(".graph-canvas canvas")
            assert page.url == service.url + address(query).replace("+", "%20")
            expect(page.locator(".graph-legend > div button").filter(has_text="园区")).to_contain_text(str(size))
            page.locator(".graph-legend > div button").filter(has_text="地点").click()
            expect(page.locator("[data-hidden]")).to_be_visible()
            page.reload()
            page.wait_for_selector(".graph-canvas canvas")
            expect(page.locator("[data-hidden]")).to_contain_text("已隐藏")
            assert visit.said == []


@pytest.mark.slow
@needs_chromium
def test_a_line_shows_its_passage_and_is_exported(browser: Browser, service: Live) -> None:
    """A statement of the graph has its quote beside it and in the file; a line between columns says what it is."""
    query = f"SELECT ?place ?park {{ VALUES ?park {{ <{LUNAN}> }} ?park pg:locatedIn ?place }}"
    columns = f"SELECT ?policy ?place {{ <{LUNAN}> pg:locatedIn ?place BIND(pgd:{PLAN} AS ?policy) }}"
    with visiting(browser, service.url + address(PROLOGUE + query)) as visit:
        page = visit.page
        page.wait_for_selector(".graph-canvas canvas")
        page.click('[data-list="edges"] summary')
        page.click('[data-list="edges"] button:text-is("位于")')
        assert page.locator(".graph-panel blockquote").count() > 0
        page.click(".graph-files summary")
        with page.expect_download() as saved:
            page.click(".graph-files button:text-is('GraphML')")
        assert page.locator(".graph-panel blockquote").first.inner_text() in saved.value.path().read_text("utf-8")
        page.goto(service.url + address(PROLOGUE + columns))
        page.wait_for_selector(".graph-canvas canvas")
        page.click('[data-list="edges"] summary')
        page.click('[data-list="edges"] button:text-is("地点")')
        expect(page.locator(".graph-panel")).to_contain_text("同在查询结果的一行，并非图谱中的联系")


@pytest.mark.slow
@needs_chromium
def test_an_address_that_must_not_be_followed_is_no_link(browser: Browser, service: Live) -> None:
    """A query may name things as it likes; what is no web address is only shown."""
    query = "CONSTRUCT { <javascript:alert(1)> <urn:p> <http://example.org/x> } WHERE {}"
    with visiting(browser, service.url + address(query)) as visit:
        page = visit.page
        page.wait_for_selector(".graph-canvas canvas")
        page.click('[data-list="nodes"] summary')
        for number, links in ((0, 1), (1, 0)):
            page.locator('[data-list="nodes"] button.link').nth(number).click()
            assert page.locator(".graph-panel h2 a").count() == links
        assert [one.get_attribute("href") for one in page.locator("a[href^=javascript]").all()] == []
