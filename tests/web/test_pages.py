"""The pages of the explorer over HTTP: in both languages, with every link, without scripts; what each has to show."""

import json
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

import parkgraph
from parkgraph.answers import Result
from parkgraph.citing import bibtex, gbt7714
from parkgraph.names import slug
from parkgraph.rows import Entity
from parkgraph.web.explorer import question_jobs, rendering, wording
from parkgraph.web.explorer.asking import bound, count, fields
from parkgraph.web.explorer.source_jobs import Quote, at_passage, paragraphs
from parkgraph.web.explorer.static_files import files

from .conftest import ADDRESS, ELSEWHERE, LONG, NOTICE, OWN, REPO
from .live import Live, serve
from .markup import Reading, read

WEB = Path(rendering.__file__).parent
PAGES = {
    "/": "首页",
    "/search?q=园区": "搜索",
    "/search?q=没有这样的名称吧": "搜索",
    "/search?class=pg:Park&place=pgd:division-371400": "园区",
    "/search": "搜索",
    "/ask?q=德州市哪些园区没有入选": "提问",
    "/ask?q=今天天气怎么样": "提问",
    "/ask": "提问",
    "/id/park-qingdao-5g-gaoxin-shipin.html": "5G",
    "/id/policy-shandong-dep-action-plan.html": "行动方案",
    "/id/scheme-shandong-dep.html": "试点",
    "/concept/tier-demonstration.html": "示范",
    "/rule/assignment-gives-unit.html": "parkgraph",
    "/q": "提问",
    "/q?words=subsidy&group=investment": "提问",
    "/q/parks-by-policy": "政策",
    "/q/park-dossier?park=pgd:park-lunan-dashuju": "园区档案",
    "/q/due-by-year?target_year=2025": "到期",
    f"/q/{OWN}?side=left": "园区",
    "/graph": "关系图",
    "/graph?start=park-lunan-dashuju&hops=2&cap=12": "关系图",
    "/graph?lens=policy-lineage": "关系图",
    "/graph?question=parks-by-policy&tier=pgc:tier-demonstration": "关系图",
    "/source/dezhou-2019-interview": "访谈",
    "/source/dezhou-2019-interview?thing=park-lunan-dashuju": "访谈",
    "/id/scheme-shandong-dep.html?basis=curator": "试点",
    "/dashboard": "看板",
    "/compare": "比较",
    "/compare?a=park-qingdao-5g-gaoxin-shipin&b=park-lunan-dashuju": "比较",
    "/vocabulary": "词表",
    "/api": "API",
    "/about": "质量",
    "/about/checks": "校验",
    "/changes": "更新",
    "/sparql": "SPARQL",
    "/sparql?question=parks-by-policy&tier=pgc:tier-growth": "SPARQL",
}
"""Address to a word of its Chinese title."""
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PARK = "https://w3id.org/parkgraph/ontology#Park"
CHINESE = re.compile("[\u4e00-\u9fff]")
ALLOWED = ("①", "②", "③")


def get(service: Live, address: str, **headers: str) -> tuple[int, Reading, str]:
    """Status, page as read, and page as sent."""
    path = quote(address, safe="/?&=:%#+")
    reply = service.send("GET", path.partition("#")[0], {**BROWSER, **headers})
    text = reply.body.decode("utf-8")
    return reply.status, read(text), text


def english(address: str) -> str:
    """The address of a page in English."""
    return f"{address}{'&' if '?' in address else '?'}lang=en"


# ------------------------------------------------------------------ every page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_there_in_chinese(service: Live, address: str) -> None:
    """Every page says in its title what it is, names its language, its data's version and date, and shows no IRI."""
    status, page, text = get(service, address)
    assert status == 200
    assert PAGES[address] in page.all("title")[0].text
    assert page.lang == "zh-CN"
    assert "数据截至" in page.seen and "数据版本" in page.seen and "指纹" in page.seen
    assert "https://w3id.org" not in page.seen
    assert not re.search(r"\{\d\}|\b(nav|look|role|facet)_[a-z]+", page.seen)
    assert "\u0000" not in text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_there_in_english(service: Live, address: str) -> None:
    """On an English page no Chinese stands that does not say it is Chinese, and every own link keeps the language."""
    status, page, _ = get(service, english(address))
    assert status == 200
    assert page.lang == "en"
    assert not CHINESE.search(page.seen), CHINESE.search(page.seen)
    pages = [
        link for link in page.links() if re.match(r"/(id/[^.]+\.html|q/|q$|q\?|graph|dashboard|about|compare)", link)
    ]
    lost = [link for link in pages if "lang=en" not in link]
    assert len(lost) == sum(
        element.attributes.get("hreflang") == "zh-CN"
        for element in page.all("a")
        if element.attributes.get("href") in lost
    )


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_what_every_page_has(service: Live, address: str) -> None:
    """Every page has switches of language and theme, a permalink to itself, search, downloads, a way to SPARQL."""
    _, page, text = get(service, address)
    switch = next(element for element in page.all("a") if element.attributes.get("hreflang") == "en")
    assert "lang=en" in switch.attributes["href"]
    canonical = next(one.attributes["href"] for one in page.all("link") if one.attributes["rel"] == "canonical")
    assert canonical in page.links()
    status, same, _ = get(service, canonical.removeprefix(service.url))
    assert status == 200 and same.all("title")[0].text == page.all("title")[0].text
    assert any(form.attributes.get("role") == "search" for form in page.all("form"))
    assert any(link.startswith("/sparql") for link in page.links())
    assert "/dumps/" in page.links() and "data-theme-switch" in text
    assert [script.attributes.get("type") for script in page.all("script") if not script.attributes.get("src")] in (
        [],
        ["application/json"] * text.count('<script type="application/json"'),
    )
    assert "style" not in {name for element in page.elements for name in element.attributes}


@pytest.mark.slow
def test_links_lead_somewhere(service: Live) -> None:
    """Of all own links within two steps of the home page, a sample from every kind of address is followed."""
    found: dict[str, str] = {}
    kinds: dict[str, int] = {}
    _, first, _ = get(service, "/")
    row = [(link, "/") for link in first.links()]
    while row and len(found) < 90:
        link, origin = row.pop(0)
        path = link.partition("#")[0]
        kind = re.sub(r"[^/]+$", "", urlsplit(path).path) + path.partition("?")[2].partition("=")[0]
        if not path.startswith("/") or path in found or kinds.get(kind, 0) >= 5:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        found[path] = origin
        reply = service.send("GET", path, BROWSER)
        assert reply.status in (200, 303), f"{origin} → {path}: {reply.status}"
        if origin == "/" and reply.media == "text/html":
            row += [(each, path) for each in read(reply.body.decode("utf-8")).links()]
    assert len(found) > 50


def test_a_page_is_sent_once(service: Live) -> None:
    """A browser that has a page is told so, and a page names what it depends on."""
    reply = service.send("GET", "/about", BROWSER)
    assert reply.headers["cache-control"] == "no-cache" and reply.headers["etag"].startswith('"')
    again = service.send("GET", "/about", {**BROWSER, "If-None-Match": reply.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "address", ["/id/nothing.html", "/concept/nothing.html", "/q/nothing", "/source/nothing", "/nothing"]
)
def test_what_is_not_there_is_a_page_to_go_on_from(service: Live, address: str) -> None:
    """An unknown address gives 404 as a page with a search form, in both languages."""
    for lang, tag, word in (("zh", "zh-CN", "回到首页"), ("en", "en", "Home")):
        status, page, _ = get(service, f"{address}?lang={lang}")
        assert status == 404
        assert (page.lang, word in page.seen) == (tag, True)
        assert page.all("form")[0].attributes["action"] == "/search"


def test_an_identifier_that_was_replaced_leads_on(service: Live) -> None:
    """A page of an id that is no longer used answers like the thing itself: 410, 301 or 404, never an empty page."""
    rows = (line.split("\t") for line in (REPO / "data" / "registry" / "ids.tsv").read_text("utf-8").splitlines()[1:])
    retired = [row[0] for row in rows if len(row) > 2 and row[2]]
    for name in retired[:2]:
        assert service.send("GET", f"/id/{name}.html", BROWSER).status in (301, 410)


def test_a_page_may_be_embedded(service: Live) -> None:
    """With embed=1 a page comes without header and links of the frame, but with its date and version."""
    _, page, _ = get(service, "/q/parks-by-policy?embed=1")
    assert not page.all("header") and "数据截至" in page.seen


def test_a_theme_may_be_asked_for(service: Live) -> None:
    """theme=dark is stated in the page; anything else is not."""
    assert get(service, "/?theme=dark")[1].all("html")[0].attributes["data-theme"] == "dark"
    assert "data-theme" not in get(service, "/?theme=evil")[1].all("html")[0].attributes


# ------------------------------------------------------------------ words


def test_catalogues_say_the_same() -> None:
    """Both languages have the same keys, with the same holes, and no text is empty."""
    zh, en = wording.catalogue("zh"), wording.catalogue("en")
    assert list(zh) == list(en)
    assert len(zh) > 200
    holes = re.compile(r"\{\d\}")
    assert [
        (key, part)
        for key in zh
        for part in en[key].split("|")
        if sorted(holes.findall(zh[key])) != sorted(holes.findall(part))
    ] == []
    assert [key for key in zh if not zh[key].strip() or not en[key].strip()] == []
    assert [key for key in en if CHINESE.search(en[key]) and key != "other_language"] == []
    for lang in ("zh", "en"):
        text = (WEB / "messages" / f"{lang}.toml").read_text(encoding="utf-8")
        assert len(tomllib.loads(text)) == len(re.findall("^[a-zA-Z_]+ = ", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("noun", "many"),
    [("park", "parks"), ("industry", "industries"), ("survey", "surveys"), ("business", "businesses")],
)
def test_one_and_many(noun: str, many: str) -> None:
    """One row, two rows, no rows; and the names of classes beside their number."""
    say = wording.speaker("en")
    assert [say("rows", n) for n in ("1", "2", "0", "11")] == ["1 row", "2 rows", "0 rows", "11 rows"]
    assert wording.plural(noun) == many


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    """No template asks for a key that is not there, and no key is there that nobody asks for."""
    source = "".join(path.read_text("utf-8") for path in [*WEB.glob("templates/*.html"), *WEB.glob("*.py")])
    asked = set(re.findall(r"""(?:\bt|\bsay|\)|speaker\(\w+\))\(["']([a-zA-Z_]+)["'][,)]""", source))
    asked |= set(re.findall(r'\("/[^"]*", "([a-z_]+)"\)', source)) | {"classes", "properties"}
    beginnings = (*re.findall(r"""\bt\(["']([a-z]+_)["'] ~""", source), "term_")
    keys = set(wording.catalogue("zh"))
    assert {key for key in asked if not key.endswith("_")} - keys == set()
    quoted = set(re.findall(r"""["']([a-zA-Z_]+)["']""", source))
    assert {key for key in keys if key not in quoted and not key.startswith(beginnings)} == set()


def test_templates_hold_no_words() -> None:
    """No template has Chinese text of its own; all is in the catalogues."""
    found = {path.name: CHINESE.findall(path.read_text("utf-8")) for path in WEB.glob("templates/*.html")}
    assert len(found) > 12
    assert {name: words for name, words in found.items() if words} == {}


# ------------------------------------------------------------------ home, search


def test_figures_lead_to_as_many_things(service: Live) -> None:
    """Each figure of the home page equals the number of things on the page it leads to."""
    _, page, text = get(service, "/")
    figures = re.findall(r'<a href="(/search\?class=[^"]+)"><strong>([\d,]+)</strong>', text)
    assert len(figures) == 6
    for address, figure in figures:
        _, _, list_ = get(service, address.replace("%3A", ":"))
        assert f'<span class="count">{figure}</span></h1>' in list_
    assert any(link.startswith("/q/parks-by-policy") for link in page.links())
    names = re.findall(r'<li><a href="/id/park-[^>]+>([^<]+)</a></li>', get(service, "/search?class=pg:Park")[2])
    assert names.index("博兴县数字经济园区") < names.index("东营软件园") < names.index("鲁南大数据产业园"), "by pinyin"


def test_starters_have_answers(service: Live) -> None:
    """Six cards each lead to a question with rows."""
    _, _, text = get(service, "/")
    cards = re.findall(r'class="card" href="(/q/[a-z-]+)">.*?共 ([\d,]+) 行', text)
    assert len(cards) == 6
    for address, rows in cards:
        assert int(rows) > 0
        assert f"共 {rows} 行" in get(service, address)[1].seen


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("鲁南大数据", "鲁南大数据产业园"),
        ("魯南大數據", "鲁南大数据产业园"),
        ("lunandashuju", "鲁南大数据产业园"),
        ("園區", "园区"),
    ],
)
def test_search_finds_names_however_they_are_written(service: Live, words: str, first: str) -> None:
    """Simplified, Traditional and pinyin lead to the same thing, without scripts."""
    _, page, text = get(service, f"/search?q={words}")
    assert first in page.seen
    assert "<mark>" in text


@pytest.mark.parametrize("facet", ["class", "place", "year", "tier"])
def test_a_facet_counts_what_it_leads_to(service: Live, facet: str) -> None:
    """The count beside a value is the number of hits one gets who chooses it."""
    _, _, text = get(service, "/search?q=园区")
    values = re.findall(rf'name="{facet}" value="([^"]+)"> .*?<span class="count">(\d+)</span>', text)
    assert values
    for value, hits in values[:3]:
        _, page, narrowed = get(service, f"/search?q=园区&{facet}={value}")
        assert f"共 {hits} 项" in page.seen
        assert f'value="{value}" checked' in narrowed
        assert 'class="chip"' in narrowed


def test_a_search_without_hits_names_what_is_near(service: Live) -> None:
    """Nothing found: three names that share most with the wording, and the questions with those words."""
    _, page, _ = get(service, "/search?q=鲁南数据之家园xyz")
    assert "没有与" in page.seen and "鲁南大数据产业园" in page.seen
    assert any(link.startswith("/q?words=") for link in page.links())


def test_a_wording_leads_to_questions_filled_in(service: Live) -> None:
    """The cards of `ask`: each leads to its question with what was recognised, and that to its own page."""
    _, page, text = get(service, "/ask?q=德州市哪些园区没有入选")
    first = text.index('<li class="panel best">')
    assert "最可能的是第一个问题" in page.seen
    assert '<a href="/q/applicants-not-selected?area=pgd%3Adivision-371400">' in text[first:]
    assert text.count('<li class="panel') > 2 and text.count('<li class="panel best">') == 1
    assert "/id/division-371400.html" in page.links()
    status, _, answer = get(service, "/q/applicants-not-selected?area=pgd:division-371400")
    assert status == 200 and re.search('<option value="pgd:division-371400" selected>', answer)
    _, page, text = get(service, "/ask?q=聊城明天会不会下雨")
    assert "都不回答这句话" in page.seen and '<li class="panel' not in text
    assert "/id/division-371500.html" in page.links()


def test_questions_are_asked_from_the_home_page_and_from_searches(service: Live) -> None:
    """The home page has a field for a wording; a search that looks like a question, or finds nothing, leads on."""
    _, home, _ = get(service, "/?lang=en")
    assert "/ask" in [form.attributes["action"] for form in home.all("form")]
    for words, leads in (("哪些园区没有入选", True), ("没有这样的名称xyz", True), ("鲁南大数据产业园", False)):
        _, page, _ = get(service, f"/search?q={words}")
        assert any(link.startswith("/ask?q=") for link in page.links()) is leads, words


def test_search_shows_passages_with_what_rests_on_them(service: Live) -> None:
    """A wording of the text is found in the passages, with its place and what it proves."""
    _, page, text = get(service, "/search?q=奖补")
    assert "原文中的出现" in page.seen and "以此为据" in page.seen
    assert re.search(r'href="/source/[a-z0-9-]+#span-', text)


# ------------------------------------------------------------------ entities


def test_an_entity_page_shows_facts_with_their_words(service: Live) -> None:
    """The page of a park has its blocks, quotes that lead to their place, dates in words, and what is not stated."""
    _, page, text = get(service, "/id/park-qingdao-5g-gaoxin-shipin.html")
    for word in (
        "认定与状态",
        "未载明",
        "整理者判断",
        "又写作",
        "时间线",
        "相关提问",
        "被引用",
        "2019年11月26日",
        "注：",
    ):
        assert word in page.seen, word
    assert re.search(r'<details class="evidence"><summary>依据 \d+ 条</summary>', text)
    assert '<time datetime="2019-11-26">2019年11月26日</time>' in text
    assert "<svg" in text and 'role="img"' in text
    for form in ("ttl", "jsonld", "nt", "json"):
        assert f"/id/park-qingdao-5g-gaoxin-shipin.{form}" in page.links()


def test_a_report_and_citations_are_filled_in(service: Live) -> None:
    """The report names the thing, its IRI and the release; the citations follow GB/T 7714 and BibTeX."""
    _, page, _ = get(service, "/id/park-lunan-dashuju.html")
    report = next(area.text for area in page.all("textarea") if area.attributes["id"] == "report")
    assert "https://w3id.org/parkgraph/id/park-lunan-dashuju" in report and "2026.11.0" in report and "来源：" in report
    cites = [pre.text for pre in page.all("pre")]
    assert any("[DB/OL]" in cite and "鲁南大数据产业园" in cite for cite in cites)
    assert any(cite.startswith("@misc{parkgraph-park-lunan-dashuju,") for cite in cites)
    assert {button.attributes["data-copy"] for button in page.all("button") if "data-copy" in button.attributes} >= {
        "#report"
    }


def test_incoming_links_are_counted_and_paged(service: Live) -> None:
    """A thing that many point at shows how many, the first of them, and on request all of a relation page by page."""
    _, page, text = get(service, "/id/cohort-shandong-dep-2019.html")
    relation, total = re.findall(
        r'<summary>([^<]+) <span class="count">(\d+)</span></summary>\s*<ul class="columns">', text
    )[0]
    assert int(total) > 20 and relation
    address = next(link for link in page.links() if "in=" in link)
    _, _more, longer = get(service, address.replace("%3A", ":").partition("#")[0])
    assert longer.count("<li>") > text.count("<li>")
    assert get(service, address.replace("%3A", ":").replace("page=1", "page=999").partition("#")[0])[0] == 200


def test_a_tier_has_its_policy_card(service: Live) -> None:
    """The card of a tier has eleven fields, of which three are not stated; a programme's page has them too."""
    _, _, text = get(service, "/concept/tier-demonstration.html")
    card = text[text.index("申报要点卡") :]
    for field in ("对象", "条件", "方式", "上限", "拨付", "层级", "主管", "依据", "时间", "渠道", "咨询"):
        assert f">{field}<" in card, field
    assert card.count(">未载明<") == 3
    _, programme, _ = get(service, "/id/scheme-shandong-dep.html")
    for field in (
        "对象",
        "条件",
        "方式",
        "上限",
        "拨付",
        "资金层级",
        "主管单位",
        "设立依据",
        "申报时间",
        "申报渠道",
        "咨询方式",
    ):
        assert field in programme.seen, field


def test_two_things_stand_side_by_side(service: Live) -> None:
    """A permalink compares two things field by field; a name that means nothing is said to mean nothing."""
    _, page, text = get(service, "/compare?a=park-qingdao-5g-gaoxin-shipin&b=鲁南大数据产业园")
    assert "枣庄市" in page.seen and "青岛市" in page.seen
    assert text.count("<td>") > 10
    status, page, _ = get(service, "/compare?a=zzz&b=park-lunan-dashuju")
    assert status == 400 and "找不到“zzz”" in page.seen
    assert "data-copy" not in page.seen


# ------------------------------------------------------------------ questions


def test_choices_lead_to_as_many_rows_as_they_say(reference: parkgraph.Graph) -> None:
    """For every parameter of every question, the first and the last choice lead to the rows that stand beside them."""
    checked = 0
    for known in reference.questions().values():
        for field in fields(reference, known, {}):
            for choice in {field.choices[0], field.choices[-1]} if field.choices else ():
                rows = count(reference, bound(reference, known, {field.name: choice.value}))
                assert (known.name, field.name, choice.value, choice.rows) == (
                    known.name,
                    field.name,
                    choice.value,
                    rows,
                )
                checked += 1
    assert checked > 200


def test_a_form_follows_from_the_header(service: Live) -> None:
    """Every type of parameter has its widget: a list, a number, a day, a text; what is chosen stays chosen."""
    _, page, _ = get(service, f"/q/{OWN}?side=left&number=2&day=2020-02-29&word=词")
    kinds = {
        one.attributes["name"]: one.attributes.get("type", one.name)
        for one in page.elements
        if "name" in one.attributes and one.name in ("select", "input")
    }
    assert kinds == {
        "q": "search",
        "park": "select",
        "thing": "select",
        "side": "select",
        "number": "number",
        "word": "text",
        "day": "date",
    }
    values = {one.attributes["name"]: one.attributes.get("value") for one in page.all("input")}
    assert (values["number"], values["day"], values["word"]) == ("2", "2020-02-29", "词")
    assert any("selected" in one.attributes and one.attributes["value"] == "left" for one in page.all("option"))


def test_choices_follow_what_else_is_chosen(service: Live) -> None:
    """With one tier chosen, the other lists hold only what has answers in that tier."""
    _, page, _ = get(service, "/q/list-stages?tier=pgc:tier-demonstration")
    parks = [one for one in page.all("option") if one.attributes["value"].startswith("pgd:park-")]
    assert len(parks) == 6


def test_a_question_page_shows_rows_with_quotes_and_every_way_to_ask(service: Live) -> None:
    """Rows with their quotes, the bound query, downloads, and calls with the values filled in."""
    _, page, text = get(service, "/q/parks-by-policy?tier=pgc:tier-growth")
    assert text.count('<details class="evidence">') == text.count("<tr>") - 1
    query = next(pre.text for pre in page.all("pre") if pre.attributes.get("id") == "query")
    assert "<https://w3id.org/parkgraph/concept/tier-growth>" in query and "#+" not in query
    assert "/api/q/parks-by-policy.csv?tier=pgc%3Atier-growth&excel=1&quotes=1" in page.links()
    calls = "\n".join(pre.text for pre in page.all("pre") if pre.attributes.get("id", "").startswith("call-"))
    for part in ("curl ", "pandas.read_csv", "read.csv(", "parkgraph run parks-by-policy tier=pgc:tier-growth"):
        assert part in calls
    assert "名录库入库不等于认定，见 园区在各批次的身份" in page.seen, (
        "a question in the notes is a link with its title"
    )


def test_downloads_of_a_question_are_there(service: Live) -> None:
    """CSV, TSV, JSON and both files for Excel are what they say."""
    _, page, _ = get(service, "/q/subsidy-ceiling")
    links = [link for link in page.links() if link.startswith("/api/q/")]
    assert [service.send("GET", link, BROWSER).status for link in links] == [200] * 5
    excel = next(link for link in links if "excel" in link)
    assert service.send("GET", excel).body.startswith(b"\xef\xbb\xbf")


def test_the_query_of_a_page_opens_in_the_editor_with_its_values(service: Live) -> None:
    """The link to the editor brings the bound query, which gives as many rows as the page shows."""
    _, page, _ = get(service, "/q/parks-by-policy?tier=pgc:tier-growth")
    address = next(link for link in page.links() if link.startswith("/sparql?question="))
    _, editor, _ = get(service, address)
    text = next(area.text for area in editor.all("textarea"))
    reply = service.send(
        "POST",
        "/sparql",
        {"Content-Type": "application/x-www-form-urlencoded"},
        urlencode({"query": text, "format": "tsv"}).encode(),
    )
    assert reply.status == 200
    assert f"共 {reply.body.decode().count(chr(10)) - 1} 行" in page.seen


def test_an_empty_answer_says_what_empties_it(service: Live) -> None:
    """No rows: the condition without which there are some, how many, and a link that drops it."""
    _, page, _ = get(service, "/q/parks-by-policy?policy=pgd:policy-shandong-dep-action-plan&tier=pgc:tier-registry")
    assert "没有符合条件的行" in page.seen and "去掉“认定档次”这一条件就有 19 行" in page.seen
    address = "/q/parks-by-policy?policy=pgd%3Apolicy-shandong-dep-action-plan"
    assert address in page.links()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/q/parks-by-policy?policy=胡言", "找不到“胡言”"),
        ("/q/due-by-year?target_year=abc", "不是整数"),
        ("/q/parks-by-policy?reach=sideways", "可选的值"),
    ],
)
def test_a_value_that_means_nothing_is_told_beside_the_form(service: Live, address: str, said: str) -> None:
    """A wrong value gives 400 with the reason, the remedy and the form to correct it, in English too."""
    status, page, _ = get(service, address)
    assert status == 400 and said in page.seen
    assert any("ask" in form.attributes.get("class", "") for form in page.all("form"))
    assert get(service, english(address))[0] == 400


def test_amounts_are_told_in_wan(service: Live) -> None:
    """Amounts of yuan are in 万元 with the raw value behind, in English in CNY."""
    _, _page, text = get(service, "/q/subsidy-ceiling")
    assert '<span title="30000000">3000万元</span>' in text and 'data-sort="30000000"' in text
    assert "CNY 30,000,000" in get(service, "/q/subsidy-ceiling?lang=en")[1].seen


def test_a_long_answer_comes_in_pages(service: Live) -> None:
    """More rows than a page holds: the first page says so, the next has the rest, sorting is left to shorter tables."""
    _, page, text = get(service, "/q/plan-outline")
    assert "显示第 1–500 行" in page.seen and 'class="sortable"' not in text
    _, second, _ = get(service, "/q/plan-outline?page=2")
    assert "显示第 501–" in second.seen
    assert get(service, "/q/plan-outline?page=x")[1].seen == page.seen.replace("", "")


def test_a_cut_answer_says_so(reference: parkgraph.Graph) -> None:
    """An answer that reaches the row limit is marked as cut."""
    known = reference.question("plan-outline")
    told = question_jobs.told_answer(reference, known, {}, reference.answer("plan-outline", {}, limit=5))
    assert (told["cut"], told["total"]) == (True, 5)


def test_questions_are_found_by_words_of_both_languages(service: Live) -> None:
    """The gallery finds a question by its Chinese and by its English words, and by a phrasing."""
    for words in ("封顶", "ceiling", "subsidies cohort", "batch奖补总额上限"[5:]):
        _, page, _ = get(service, f"/q?words={words}")
        assert "/q/subsidy-ceiling" in page.links(), words
    assert "没有包含" in get(service, "/q?words=zzzz")[1].seen


# ------------------------------------------------------------------ other pages


def test_the_grid_adds_up_and_each_cell_opens_its_rows(service: Live) -> None:
    """Sixteen cities by three tiers sum to 6, 13 and 17; a cell leads to as many parks as it says."""
    _, page, text = get(service, "/dashboard")
    assert text.count('role="listitem"') == 16 and "示意，非地图" in page.seen
    sums = re.findall(r'tier=pgc%3A(tier-[a-z]+)">(\d+)</a></li>', text)
    assert sums == [("tier-demonstration", "6"), ("tier-growth", "13"), ("tier-registry", "17")]
    cells = re.findall(r'href="(/search\?class=pg%3APark&amp;place=[^"]+)"[^>]*><i>.</i>(\d)</a>', text)
    assert sum(int(parks) for _, parks in cells) == 36
    for address, parks in cells[::9]:
        _, _, rows = get(service, address.replace("&amp;", "&").replace("%3A", ":"))
        assert f'<span class="count">{parks}</span></h1>' in rows


def test_every_chart_has_its_data_and_its_query(service: Live) -> None:
    """Each picture of the dashboard leads to its rows and its SPARQL; without scripts a table stands in its place."""
    _, page, text = get(service, "/dashboard")
    assert page.seen.count("查看数据") == page.seen.count("查看 SPARQL") >= 8
    assert text.count("data-chart") >= 5 and text.count('<details class="unscripted">') == text.count("data-chart")


def test_the_graph_page_has_a_picture_and_tables(service: Live) -> None:
    """Without scripts the relation graph is a picture and two tables; what scripts need stands in one attribute."""
    _, page, text = get(service, "/graph?start=park-lunan-dashuju")
    state = next(one.attributes["data-state"] for one in page.all("div") if "data-state" in one.attributes)
    assert json.loads(state)["start"] == "park-lunan-dashuju"
    assert "<svg" in text and "政策来源" not in page.all("title")[0].text
    assert len(re.findall("<tr><td>", text)) >= 4
    status, page, _ = get(service, "/graph?start=zz")
    assert status == 400 and "找不到“zz”" in page.seen
    assert get(service, "/graph?lens=none-such")[0] == 400


def test_an_answer_becomes_a_graph(service: Live) -> None:
    """The things of an answer with two columns of them are drawn with their relations, and scripts get the data."""
    _, question, _ = get(service, "/q/parks-by-policy?tier=pgc:tier-demonstration")
    address = "/graph?question=parks-by-policy&tier=pgc%3Atier-demonstration"
    assert address in question.links()
    _, page, _ = get(service, address.replace("%3A", ":"))
    data = json.loads(next(one.text for one in page.all("script") if one.attributes.get("id") == "graph-data"))
    assert len([node for node in data["nodes"] if node["class"] == "pg:Park"]) == 6
    assert {edge["label"] for edge in data["edges"]} >= {"源自政策", "追溯至"}
    assert "/q/parks-by-policy?question=parks-by-policy&tier=pgc%3Atier-demonstration" in page.links()
    status, empty, _ = get(service, "/graph?question=counts-per-class")
    assert status == 400 and "没有可画的实体" in empty.seen
    assert not any(link.startswith("/graph?question") for link in get(service, "/q/counts-per-class")[1].links())


def test_a_source_page_joins_quotes_and_facts(service: Live) -> None:
    """Quotes stand in the order of the text, each with what rests on it and an anchor that answers lead to."""
    _, page, text = get(service, "/source/dezhou-2019-interview")
    starts = [int(name.split("-")[-2]) for name in re.findall(r'<li id="(span-[^"]+)"', text)]
    assert starts == sorted(starts) and len(starts) > 200
    assert "据此：" in page.seen and "官网网址不详" in page.seen
    anchor = re.search(r'href="/source/dezhou-2019-interview#(span-[^"]+)"', get(service, "/q/subsidy-ceiling")[2])
    assert anchor and f'id="{anchor[1]}"' in text


def steps_of(text: str) -> list[tuple[str, str, str, str]]:
    """The quotes of a page that are stepped through: name, the one before, how it is counted, the one behind."""
    return re.findall(
        r'<li id="(span-[^"]+)"[^>]* data-step>.*?<span class="step">'
        r'(?:<a rel="prev" href="#([^"]+)">[^<]+</a> )?(\d+/\d+)(?: <a rel="next" href="#([^"]+)">[^<]+</a>)?</span>',
        text,
        re.DOTALL,
    )


@pytest.mark.parametrize("thing", ["", "park-lunan-dashuju", "tier-demonstration"])
def test_quotes_are_stepped_through_by_links(service: Live, reference: parkgraph.Graph, thing: str) -> None:
    """From each quote links lead to the one before and the one behind: of all, or of those that a thing rests on."""
    _, page, text = get(service, f"/source/dezhou-2019-interview{f'?thing={thing}' if thing else ''}")
    steps = steps_of(text)
    names = [name for name, *_ in steps]
    assert [number for _, _, number, _ in steps] == [f"{number + 1}/{len(names)}" for number in range(len(names))]
    assert [before for _, before, _, _ in steps] == ["", *names[:-1]]
    assert [behind for *_, behind in steps] == [*names[1:], ""]
    assert text.count('<li id="span-') > 200, "the others stay where they are"
    if thing:
        rows = reference.evidence(thing).rows
        listed = dict(re.findall(r'<li id="(span-[^"]+)".*?<blockquote[^>]*>“(.*?)”<', text))
        assert {row[2] for row in rows} <= {listed[name] for name in names}
        assert 1 < len(names) < 100 and f"所据的 {len(names)} 处" in page.seen
        assert "/source/dezhou-2019-interview" in page.links(), "all of them again"


def test_evidence_leads_to_its_place_among_that_of_its_thing(service: Live) -> None:
    """From a fact one comes to its quote, and from there goes on through those of the same thing; and back to facts."""
    _, _, thing = get(service, "/id/park-lunan-dashuju.html")
    address = re.search(r'href="(/source/([^?"]+)\?thing=park-lunan-dashuju#(span-[^"]+))"', thing)
    assert address
    _, page, text = get(service, address[1].partition("#")[0])
    assert address[3] in [name for name, *_ in steps_of(text)]
    fact = next(link for link in page.links() if link.startswith("/id/fact-"))
    _, _, told = get(service, fact)
    assert re.search(rf'href="/source/[^?"]+\?thing={fact[4:-5]}#span-', told)


def test_quotes_of_a_thing_elsewhere_are_pointed_at(service: Live) -> None:
    """What two sources tell of is stepped through in either, and each leads to the other."""
    thing = "policy-digital-shandong-plan-2018"
    _, page, _ = get(service, f"/source/dezhou-2019-interview?thing={thing}")
    other = next(link for link in page.links() if link.startswith("/source/liaocheng"))
    path, _, span = other.partition("#")
    _, there, text = get(service, path)
    assert steps_of(text)[0][0] == span
    assert any(link.startswith(f"/source/dezhou-2019-interview?thing={thing}#") for link in there.links())


@pytest.mark.parametrize("thing", ["zz-nothing", "division-659012", "<script>"])
def test_a_thing_that_a_source_does_not_tell_of_is_named(service: Live, thing: str) -> None:
    """All quotes are there, and a sentence says that none is of what was asked for."""
    status, page, text = get(service, f"/source/dezhou-2019-interview?thing={quote(thing)}".replace("%3C", "<"))
    assert status == 200 and f"没有关于“{thing}”的引文" in page.seen
    assert len(steps_of(text)) > 200 and "<script>“" not in text


def test_passages_lead_to_the_official_page(own_service: Live, service: Live) -> None:
    """Where the register states an address, every quote leads to its place there; else none does."""
    _, page, text = get(own_service, "/source/own-notice")
    fragments = [link.partition("#:~:text=")[2] for link in page.links() if link.startswith(ADDRESS) and "#" in link]
    assert len(fragments) == text.count('<li id="span-') == 4
    assert quote("位于德州市的云杉园") in fragments
    assert quote("云杉园，一期、二期由R&D-Lab, Ltd.建设").replace("-", "%2D") in fragments
    assert "%26D%2DLab%2C%20Ltd." in "".join(fragments), "no sign of the syntax is left"
    assert f"{quote(LONG[:16])},{quote(LONG[-16:])}" in fragments
    for words in ("官网原文", "取回 2020年6月1日", "SHA-256"):
        assert words in page.seen
    assert "原文在手边" in page.seen and NOTICE.splitlines()[-1] in "".join(re.findall("<p>([^<]+)</p>", text))
    _, shipped, _ = get(service, "/source/liaocheng-hitech-2021-plan")
    assert "官网网址不详" in shipped.seen and "取回" not in shipped.seen
    assert not [link for link in shipped.links() if ":~:" in link]


@pytest.mark.parametrize(
    ("address", "wording", "link"),
    [
        ("https://a/b", "a-b", "https://a/b#:~:text=a%2Db"),
        ("https://a/b#c", "甲,乙", "https://a/b#c:~:text=%E7%94%B2%2C%E4%B9%99"),
        ("https://a/b", "a\n  b", "https://a/b#:~:text=a%20b"),
        ("https://a/b", "x" * 40, "https://a/b#:~:text=" + "x" * 40),
        ("https://a/b", "y" * 20 + "z" * 21, "https://a/b#:~:text=" + "y" * 16 + "," + "z" * 16),
    ],
)
def test_a_passage_is_addressed_by_its_words(address: str, wording: str, link: str) -> None:
    """The signs that text fragments give a meaning are escaped, a long wording is given by its ends."""
    assert at_passage(address, wording) == link


def test_facts_are_narrowed_by_how_they_are_known(service: Live) -> None:
    """Each way of knowing has its number of facts and leads to just these, in the language of the page."""
    address = "/id/scheme-shandong-dep.html"
    _, _, text = get(service, address)
    listed = re.search(r'<ul class="bases".*?</ul>', text, re.DOTALL)
    assert listed
    ways = re.findall(r'href="[^"]*basis=([a-zA-Z]+)">([^<]+)</a> <span class="count">(\d+)<', listed[0])
    assert len(ways) > 2 and ("curator", "整理者判断") in [way[:2] for way in ways]
    whole = text.count('<div class="fact">')
    assert f'aria-current="true">全部</a> <span class="count">{whole}</span>' in listed[0]
    for code, label, facts in ways:
        for lang in ("zh", "en"):
            _, _, narrowed = get(service, f"{address}?basis={code}&lang={lang}")
            shown = narrowed[: narrowed.index('id="incoming"')]
            assert shown.count('<div class="fact">') == int(facts) < whole
            assert "basis=" in next(one for one in re.findall(r'href="([^"]+)" hreflang', narrowed)), "kept"
        if code != "none":
            _, _, narrowed = get(service, f"{address}?basis={code}")
            badges = set(re.findall(r'<span class="badge[^>]*>([^<]+)</span>', narrowed))
            assert all(label in badge or badge == "有冲突" for badge in badges)
    assert get(service, f"{address}?basis=nonsense")[2].count('<div class="fact">') == whole


def test_every_fact_can_be_reported(service: Live) -> None:
    """Beside each fact a button holds its IRI, relation, value and quotes; release and page come from one place."""
    _, page, text = get(service, "/id/park-lunan-dashuju.html")
    buttons = [one.attributes for one in page.all("button") if one.attributes.get("class") == "report"]
    assert len(buttons) == text.count('<div class="fact">') > 4
    assert all("hidden" in button and button["data-copy-more"] == "#report-ending" for button in buttons)
    place = next(button["data-copy"] for button in buttons if "枣庄市" in button["data-copy"])
    for part in (
        "IRI：https://w3id.org/parkgraph/id/park-lunan-dashuju",
        "现为：枣庄市 · 属于 山东省 <https://w3id.org/parkgraph/id/division-370400>",
        "如何得知：原文明示",
        "引文：“魯南大數據產業園(棗莊市)”",
        "问答八：全省名单",
        "片段：https://w3id.org/parkgraph/id/span-dezhou-2019-interview-2538-2551",
    ):
        assert part in place, part
    ending = next(pre.text for pre in page.all("pre") if pre.attributes.get("id") == "report-ending")
    assert "数据版本：2026.11.0" in ending and f"{service.url}/id/park-lunan-dashuju.html" in ending
    _, source, quotes = get(service, "/source/dezhou-2019-interview")
    told = [one.attributes["data-copy"] for one in source.all("button") if one.attributes.get("class") == "report"]
    assert len(told) == quotes.count('<li id="span-') and "魯南大數據產業園(棗莊市)" in "".join(told)


def test_contradictions_stand_on_the_pages_they_concern(service: Live, reference: parkgraph.Graph) -> None:
    """Each of the values that exclude each other is shown, marked, with its sources and their dates."""
    asked = """PREFIX pg: <https://w3id.org/parkgraph/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?thing ?value WHERE {
          { ?fact pg:conflictsWith ?other } UNION { ?other pg:conflictsWith ?fact }
          ?fact rdf:subject ?thing ; rdf:object ?value }"""
    answer = reference.query(asked)
    assert isinstance(answer, Result) and len(answer.table.rows) > 1
    for thing, value in answer.table.rows:
        assert isinstance(thing, Entity) and isinstance(value, Entity)
        _, _, text = get(service, f"/id/{slug(thing.iri)}.html")
        facts = [fact for fact in text.split('<div class="fact">') if f'title="{value.iri}"' in fact]
        disputed = [fact for fact in facts if '<span class="badge disputed">有冲突</span>' in fact]
        assert disputed, value
        assert all(re.search(r"</a> <span class=\"asof\">数据截至 <time", fact) for fact in disputed)


def test_identifiers_of_others_are_links(own_service: Live) -> None:
    """Codes are told by their kind; what a thing is elsewhere on the web is a link to there."""
    _, page, text = get(own_service, "/id/division-379901.html")
    panel = re.search(r"<h2>外部标识</h2>.*?</section>", text)
    assert panel and "<dt>区划代码</dt><dd>379901</dd>" in panel[0]
    assert f'<dt>等同于</dt><dd><a href="{ELSEWHERE}" rel="noopener noreferrer">{ELSEWHERE}</a></dd>' in panel[0]
    assert "为测试虚构" in page.seen and "Invented" not in page.seen


def test_names_without_english_are_greyed(own_service: Live) -> None:
    """On English pages a Chinese name that has no translation says what it is, on every kind of page."""
    greyed = '<span lang="zh" class="foreign">云杉园</span>'
    for address in ("/id/park-own-yunshan.html", "/source/own-notice", "/changes", "/q/counts-per-class", "/search"):
        _, page, text = get(own_service, f"{address}?lang=en{'&class=pg:Park' if address == '/search' else ''}")
        assert "云杉园" not in page.seen
        assert greyed in text or address == "/q/counts-per-class", address
    hit = get(own_service, "/search?q=云杉园&lang=en")[2]
    assert re.search(r'lang="zh" class="foreign">\s*<mark>云杉园</mark>', hit)
    _, _, note = get(own_service, "/id/park-own-yunshan.html")
    assert '<span lang="en" class="foreign">Who serves a province is taken to lie in it.</span>' in note


def test_changes_of_the_shipped_graph_alone(service: Live) -> None:
    """The only release is said to be the first, and what is served to be what is shipped."""
    _, page, _ = get(service, "/changes")
    assert "这是第一个" in page.seen and "没有增删改" in page.seen and "2026.11.0" in page.seen


def test_changes_of_a_workspace_are_told_by_class(own_service: Live) -> None:
    """What a workspace adds, and what it says more of a thing that is shipped: counted by class, and one by one."""
    _, page, text = get(own_service, "/changes")
    rows = re.findall(r"<tr><td>([^<]+)</td>" + r'<td class="number">([\d,]+)</td>' * 3, text)
    assert rows == [("园区", "1", "0", "1"), ("来源文档", "1", "0", "0"), ("行政区划", "1", "0", "0")]
    assert "引文片段：新增 4，删除 0，改变 0" in page.seen
    assert {"/id/park-own-yunshan.html", "/source/own-notice", "/id/park-lunan-dashuju.html"} <= {*page.links()}
    assert "“鲁南大数据产业园结为伙伴”" in text[text.index("改变") :]


def test_changes_of_a_dataset_follow_its_generations(tmp_path: Path) -> None:
    """What was written into a dataset is told, long lists are cut with their number, and what came is gone with it."""
    from parkgraph.datasets import create
    from parkgraph.graph import graph_files

    own = tmp_path / "own.nt"
    many = [f"<https://w3id.org/parkgraph/id/park-own-{n}> <{RDF_TYPE}> <{PARK}> ." for n in range(120)]
    own.write_text("\n".join(many), encoding="utf-8")
    create(tmp_path / "store", [*graph_files(REPO)[:2], own])
    with serve(tmp_path, "--store", str(tmp_path / "store")) as live:
        _, page, text = get(live, "/changes")
    assert "第 1 代" in page.seen and "没有记录发布版本" in page.seen
    assert "显示前 100 项，共 120 项" in page.seen
    added, removed = text.index("<h3>新增"), text.index("<h3>删除")
    assert text[added:removed].count("<li>") == 100 and text[removed:].count("<code>") == 100 + 1
    assert "park-lunan-dashuju" not in {link for link in page.links() if "lunan" in link}


def test_the_editor_page_works_without_scripts(service: Live) -> None:
    """A form with a text area and a choice of formats posts to /sparql; examples and vocabulary stand below."""
    _, page, text = get(service, "/sparql")
    form = next(one for one in page.all("form") if one.attributes.get("method") == "post")
    assert form.attributes["action"] == "/sparql"
    area = next(one for one in page.all("textarea"))
    assert (area.attributes["id"], area.attributes["name"]) == ("sparql-text", "query")
    for name in ("csv", "srj", "tsv", "srx", "ttl"):
        body = urlencode(
            {
                "query": area.text if name != "ttl" else "DESCRIBE <https://w3id.org/parkgraph/id/park-derui>",
                "format": name,
            }
        )
        sent = service.send(
            "POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded", **BROWSER}, body.encode()
        )
        assert sent.status == 200
    assert "pg:Park" in text and text.count("/sparql?question=") > 100


def test_styles_of_the_editor_carry_a_number_of_their_own(service: Live) -> None:
    """The number in the policy is that of the page, and no two responses share one; nothing else may be inline."""
    seen = set()
    for _ in range(2):
        reply = service.send("GET", "/sparql", BROWSER)
        page = read(reply.body.decode("utf-8"))
        nonce = next(one.attributes["content"] for one in page.all("meta") if one.attributes.get("name") == "csp-nonce")
        policy = reply.headers["content-security-policy"]
        assert f"style-src 'self' 'nonce-{nonce}'" in policy and "unsafe" not in policy and "{" not in nonce
        seen.add(nonce)
    assert len(seen) == 2
    assert "unsafe" not in service.send("GET", "/", BROWSER).headers["content-security-policy"]


def test_about_tells_sources_coverage_waivers_and_contradictions(service: Live) -> None:
    """The quality page names every source with its hash, what is waived and why, contradictions, gaps and privacy."""
    _, page, _ = get(service, "/about")
    for word in (
        "3880ad52",
        "发文机关原文",
        "不随数据发布",
        "不设 Cookie",
        "专栏1列出",
        "2027年12月31日",
        "优先",
        "考核、验收、兑付未载明",
    ):
        assert word in page.seen, word
    _, checks, _ = get(service, "/about/checks")
    assert "已豁免" in checks.seen and "请核对" in checks.seen


# ------------------------------------------------------------------ files


def test_static_files_are_kept_for_good_under_their_stamp(service: Live) -> None:
    """Under the current stamp a file is immutable, under any other address asked for again; the rest is not there."""
    stamp = re.search("/static/([0-9a-f]{12})/style.css", get(service, "/")[2])
    assert stamp
    kept = service.send("GET", f"/static/{stamp[1]}/style.css")
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    for address in ("/static/style.css", "/static/000000000000/style.css"):
        other = service.send("GET", address)
        assert (other.status, other.headers["cache-control"], other.body) == (200, "no-cache", kept.body)
    again = service.send("GET", "/static/style.css", {"If-None-Match": kept.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    packed = service.send("GET", f"/static/{stamp[1]}/vendor/editor.bundle.js", {"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip" and packed.body[:2] == b"\x1f\x8b"
    for address in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/nothing.css", "/static/"):
        assert service.send("GET", address).status == 404
    assert {"style.css", "site.js", "icon.svg", "vendor/editor.bundle.js"} <= files().keys()
    assert service.send("GET", "/favicon.ico").status == 307


# ------------------------------------------------------------------ small parts


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("2021-12-12", "2021年12月12日", "12 Dec 2021"),
        ("2021-13-12", "2021-13-12", "2021-13-12"),
        (True, "是", "yes"),
        (16299, "16,299", "16,299"),
        (2021, "2021", "2021"),
        (Decimal("3.50"), "3.50", "3.50"),
        (None, "None", "None"),
    ],
)
def test_values_are_said_as_people_read_them(value: object, zh: str, en: str) -> None:
    """Days in words, numbers in groups from ten thousand on, years as they are."""
    plain = re.compile("<[^>]+>")
    assert plain.sub("", str(rendering.said(value, "zh"))) == zh
    assert plain.sub("", str(rendering.said(value, "en"))) == en


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5_000_000, "500万元"),
        (120_000_000, "1.2亿元"),
        (9_999, "9999元"),
        (Decimal("10000.5"), "1.00005万元"),
        (300_000_000, "3亿元"),
    ],
)
def test_money_is_said_in_wan_and_yi(value: int | Decimal, shown: str) -> None:
    """From ten thousand in 万元, from a hundred million in 亿元, below in 元."""
    assert f">{shown}<" in str(rendering.money(value, "zh"))


@pytest.mark.parametrize(
    ("iri", "page"),
    [
        ("https://w3id.org/parkgraph/id/park-x", "/id/park-x.html?lang=en"),
        ("https://w3id.org/parkgraph/concept/tier-x", "/concept/tier-x.html?lang=en"),
        ("https://w3id.org/parkgraph/id/source-x-1", "/source/x-1?lang=en"),
        ("https://w3id.org/parkgraph/ontology#Park", "/vocabulary?lang=en#Park"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("https://w3id.org/parkgraph/id/a/../b", "https://w3id.org/parkgraph/id/a/../b"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ('https://example.org/"onclick=x', ""),
        ("https://example.org/a b", ""),
        ("", ""),
    ],
)
def test_only_own_and_web_addresses_are_links(iri: str, page: str) -> None:
    """Ours lead to pages, those of the web to themselves, everything else nowhere."""
    assert rendering.page_of(iri, "en") == page


def test_citations_escape_what_their_form_gives_a_meaning() -> None:
    """BibTeX signs are escaped, and both languages name release and date."""
    frame = {"release": "1", "as_of": "2020-01-01"}
    assert r"title = {A\&B \{50\%\}}" in bibtex("A&B {50%}", "https://w3id.org/parkgraph/id/x-y", frame)
    assert "数据截至 2020-01-01" in gbt7714("甲", "https://a", frame, "zh")
    assert "data as of 2020-01-01" in gbt7714("甲", "https://a", frame, "en")


def quote_(name: str, start: int, end: int, text: str) -> Quote:
    """A quote of a text."""
    return Quote(name, text[start:end], start, end, None, ())


def test_a_text_is_cut_where_quotes_begin_and_end() -> None:
    """Overlapping quotes share a stretch; all stretches together are the text, and each quote begins once."""
    text = "甲乙丙\n丁戊己庚\n\n辛"
    quotes = [quote_("a", 0, 5, text), quote_("b", 2, 3, text), quote_("c", 4, 8, text)]
    told = paragraphs(text, quotes)
    assert ["".join(piece.text for piece in pieces) for pieces in told] == ["甲乙丙", "丁戊己庚", "辛"]
    assert [(piece.text, piece.names, piece.begins) for piece in told[0]] == [
        ("甲乙", ("a",), ("a",)),
        ("丙", ("a", "b"), ("b",)),
        ("", ("a",), ()),
    ]
    assert [(piece.text, piece.names) for piece in told[1]] == [
        ("", ("a",)),
        ("丁", ("a", "c")),
        ("戊己庚", ("c",)),
        ("", ()),
    ]
    assert sum(len(piece.begins) for pieces in told for piece in pieces) == 3


@pytest.fixture(scope="module")
def texts_at_hand() -> Iterator[bool]:
    """Whether the texts of the sources are on this machine."""
    from parkgraph.workspace import text_folders

    yield any((folder / "dezhou-2019-interview.txt").is_file() for folder in text_folders(REPO / "data", None))


def test_the_text_is_shown_only_where_it_is_at_hand(service: Live, texts_at_hand: bool) -> None:
    """With the text at hand it is shown with its quotes marked; else the page says that it is not shipped."""
    _, page, text = get(service, "/source/dezhou-2019-interview")
    assert ("原文在手边" in page.seen) is texts_at_hand
    assert ("原文不随数据发布" in page.seen) is not texts_at_hand
    assert (text.count('class="at"') > 200) is texts_at_hand


def test_pages_are_few_enough_to_look_at() -> None:
    """The list of pages holds every address that the explorer has."""
    from parkgraph.web.explorer.pages import ROUTES

    kinds = {re.sub(r"\{[^}]+\}", "", route.path) for route in ROUTES}
    assert kinds - {"/static/", "/favicon.ico", "/release/.html"} <= {
        re.sub(r"(?<=/)[a-z0-9-]+(?=\.html)|(?<=/q/)[a-z-]+|(?<=/source/)[a-z0-9-]+", "", address.partition("?")[0])
        for address in PAGES
    }
    assert len(PAGES) >= 25
    assert isinstance(WEB, Path)
