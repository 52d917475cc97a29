"""The page of a question: what an empty answer offers, which pictures an answer allows, amounts, sharing, copying."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, expect

import parkgraph
from parkgraph.names import PGC, PGD
from parkgraph.queries import Column, Question
from parkgraph.rows import Cell, Entity, Table
from parkgraph.web.explorer import question_jobs, views
from parkgraph.web.explorer.asking import bound, count, fields, members_of
from parkgraph.web.explorer.emptied import emptied
from parkgraph.web.explorer.shape import Shape, amounts_of

from .browser import Site, needs_chromium, visiting
from .conftest import OWN
from .live import Live, serve
from .test_browser import barriers, scrolls_sideways
from .test_pages import get

KINDS = ("bar", "line", "area", "pie", "treemap", "sankey", "timeline", "matrix", "tree", "card", "grid")
SHOWN = {
    "bar": "top-builders",
    "line": "implied-growth",
    "pie": "top-builders",
    "treemap": "counts-per-class",
    "sankey": "parks-by-policy",
    "timeline": "list-stages",
    "matrix": "modalities",
    "tree": "industry-tree",
    "card": "enterprise-card",
    "grid": "city-tier-grid",
}
"""Kind of picture to a question that has it."""

# ------------------------------------------------------------------ empty answers


def empty_choices(graph: parkgraph.Graph, question: Question) -> Iterator[dict[str, str]]:
    """Values that a visitor might choose and that together lead to no row."""
    offered: dict[str, list[str]] = {}
    for field, parameter in zip(fields(graph, question, {}), question.parameters, strict=True):
        values = [choice.value for choice in field.choices]
        others = members_of(graph, parameter) if ":" in parameter.type else [*parameter.values]
        if parameter.type == "integer":
            others = ["2024", "1"]
        elif parameter.type == "iri":
            others = ["pgd:division-370102"]
        elif parameter.type in ("string", "date"):
            others = {"string": ["没有"], "date": ["2019-12-01"]}[parameter.type]
        offered[parameter.name] = [one for one in others if one not in values][:8] + values[:8]
    for several in range(1, len(offered) + 1):
        for names in [[*offered][at : at + several] for at in range(len(offered) - several + 1)]:
            for values in product(*(offered[name] for name in names)):
                chosen = dict(zip(names, values, strict=True))
                if count(graph, bound(graph, question, chosen)) == 0:
                    yield chosen


def test_nearest_values_lead_to_as_many_rows_as_they_say(reference: parkgraph.Graph) -> None:
    """For every question with parameters, whatever is offered for an empty answer has the rows that stand beside it."""
    seen, offered = set(), 0
    for known in reference.questions().values():
        for chosen, _ in zip(empty_choices(reference, known), range(2), strict=False):
            for told in emptied(reference, known, chosen):
                name = told.parameter.name
                others = {other: value for other, value in chosen.items() if other != name}
                assert told.rows == count(reference, bound(reference, known, others)), (known.name, chosen)
                assert len(told.nearest) <= 5
                for choice in told.nearest:
                    rows = count(reference, bound(reference, known, {**chosen, name: choice.value}))
                    assert choice.rows == rows > 0, (known.name, chosen, choice)
                offered += len(told.nearest)
                seen.add(known.name)
    assert len(seen) > 60 and offered > 200


@pytest.mark.parametrize(
    ("name", "chosen", "nearest"),
    [
        ("due-by-year", {"target_year": "2024"}, {"target_year": ["2023", "2025", "2022"]}),
        (OWN, {"number": "10", "side": "left"}, {"number": ["12", "2", "1"]}),
        (OWN, {"day": "2020-01-31"}, {"day": ["2020-02-29", "2019-11-26"]}),
        (OWN, {"side": "right"}, {"side": ["left"]}),
        (OWN, {"number": "10", "side": "right"}, {}),
        (
            "parks-in-area", {"area": "division-370102"},
            {"area": ["pgd:division-370103", "pgd:division-370105", "pgd:division-370202",
                      "pgd:division-370704", "pgd:division-370811"]},
        ),
        (
            "instruments-by-element", {"element": "task-shandong-dep-2", "relation": "pg:targetGroup"},
            {"relation": ["pg:instrument"]},
        ),
    ],
)  # fmt: skip
def test_the_nearest_come_first(
    reference: parkgraph.Graph, name: str, chosen: Mapping[str, str], nearest: Mapping[str, list[str]]
) -> None:
    """Numbers and days by distance, things by what their names share, then their codes; what does not help is out."""
    found = {told.parameter.name: told for told in emptied(reference, reference.question(name), chosen)}
    for parameter, values in nearest.items():
        assert [choice.value for choice in found[parameter].nearest] == values
    if not nearest:
        assert [choice for told in found.values() for choice in told.nearest] == []


def test_an_empty_page_offers_links(service: Live) -> None:
    """The condition that empties an answer is named; each link to a nearby value leads to as many rows as it says."""
    address = "/q/parks-by-policy?policy=pgd:policy-shandong-dep-action-plan&tier=pgc:tier-registry&chart=sankey&page=3"
    _, page, text = get(service, address)
    assert "“认定档次”换成这些值就有" in page.seen
    listed = re.findall(r'<li><a href="([^"]+)">([^<]+)（(\d+) 行）</a></li>', text)
    assert [rows for *_, rows in listed] == ["6", "13"]
    for link, label, rows in listed:
        link = link.replace("&amp;", "&")
        assert "page=" not in link and "chart=sankey" in link
        _, led, _ = get(service, link.replace("%3A", ":"))
        assert f"共 {rows} 行" in led.seen
        assert any(one.text.startswith(label) for one in led.all("option") if "selected" in one.attributes)
    assert "With another value of “tier” there are some:" in get(service, f"{address}&lang=en")[1].seen


def test_conditions_that_only_together_leave_nothing(service: Live) -> None:
    """Where dropping one condition does not help, the page says so and offers to drop them all."""
    _, page, _ = get(service, f"/q/{OWN}?number=10&side=right")
    rows = re.search(r"去掉全部条件（([\d,]+) 行）", page.seen)
    assert "只去掉一个条件仍然没有" in page.seen and rows
    assert f"共 {rows[1]} 行" in get(service, f"/q/{OWN}")[1].seen


@pytest.mark.slow
def test_links_of_every_empty_page_lead_to_their_rows(service: Live, reference: parkgraph.Graph) -> None:
    """Over HTTP, for every third question: the first and the last link lead to the rows that they promise."""
    followed = 0
    for known in [*reference.questions().values()][::3]:
        chosen = next(empty_choices(reference, known), None)
        if chosen is None:
            continue
        _, page, text = get(service, f"/q/{known.name}?{urlencode(chosen)}")
        assert "没有符合条件的行" in page.seen, (known.name, chosen)
        links = re.findall(r'<li><a href="(/q/[^"]+)">[^\n]*?（([\d,]+) 行）</a></li>', text)
        for link, rows in {*links[:1], *links[-1:]}:
            reply = service.send("GET", link.replace("&amp;", "&"), {"Accept": "text/html"})
            assert f"共 {rows} 行" in reply.body.decode("utf-8"), link
            followed += 1
    assert followed > 20


# ------------------------------------------------------------------ which pictures


def shape(columns: Mapping[str, list[Cell]], known: Mapping[str, Column] | None = None) -> Shape:
    """An answer by its columns."""
    rows = tuple(zip(*columns.values(), strict=True))
    say = lambda cell: cell.label if isinstance(cell, Entity) else cell  # noqa: E731
    return Shape(Table(tuple(columns), rows), known or {}, "题", say)


def thing(name: str) -> Entity:
    """A thing of the data."""
    return Entity(f"{PGD}{name}", name)


A, B, C, D = (thing(name) for name in "甲乙丙丁")
CASES: dict[str, tuple[Mapping[str, list[Cell]], list[str]]] = {
    "a name and a count": ({"n": [A, B], "c": [3, 4]}, ["bar", "pie", "treemap"]),
    "too many for a pie": ({"n": [thing(str(n)) for n in range(13)], "c": [*range(13)]}, ["bar", "treemap"]),
    "below nothing": ({"n": [A, B], "c": [3, -4]}, ["bar"]),
    "all the same": ({"n": [A, B], "c": [3, 3]}, []),
    "two counts": ({"n": [A, B], "c": [3, 4], "d": [5, 6]}, ["bar"]),
    "years and counts": ({"y": [2019, 2020, 2021], "c": [1, 2, 3]}, ["line", "area"]),
    "years, names, counts": (
        {"y": [2019, 2019, 2020, 2020], "n": [A, B, A, B], "c": [1, 2, 3, 4]},
        ["line", "area", "timeline"],
    ),
    "the same year twice": ({"y": [2019, 2019, 2020], "c": [1, 2, 3]}, []),
    "days and things": ({"d": ["2019-11-26", "2021-11-05"], "n": [A, B]}, ["timeline"]),
    "one row": ({"n": [A], "c": [3]}, []),
    "no name for every row": ({"n": [A, A], "c": [3, 4]}, []),
    "two names and a count": (
        {"n": [A, A, B], "m": [C, D, C], "c": [1, 2, 3]},
        ["bar", "pie", "treemap", "matrix"],
    ),
    "things that flow": ({"a": [A, A], "b": [B, B], "c": [C, D], "d": [C, C]}, []),
    "three that flow": ({"a": [A, B, B], "b": [C, C, D], "c": [A, B, C]}, ["sankey"]),
    "sentences": ({"s": ["长" * 60, "句" * 60], "c": [1, 2]}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_the_columns_decide_what_is_offered(case: str) -> None:
    """Counts of names are bars, few of them a pie, years make lines; what would say nothing is not offered."""
    columns, wanted = CASES[case]
    assert list(views.offered(shape(columns), "table")) == wanted


def test_what_is_known_of_columns_decides_too() -> None:
    """Percents and amounts are no parts of a whole, measures of several units not alike, and asides stay out."""
    names: dict[str, list[Cell]] = {"n": [A, B]}
    for kind, wanted in (("percent", ["bar"]), ("amount", ["bar"]), ("aside", []), ("measure", [])):
        known = {"n": Column("名", "n"), "c": Column("数", "c", kind)}
        assert list(views.offered(shape({**names, "c": [3, 4]}, known), "table")) == wanted, kind
    percent = views.offered(shape({**names, "c": [3, 4]}, {"c": Column("数", "c", "percent")}), "table")["bar"]
    assert percent is not None and percent["percent"] is True
    unit = Entity(f"{PGC}unit-yuan", "元")
    measured = {"c": Column("值", "value", "measure")}
    (picture,) = views.offered(shape({**names, "c": [3, 4], "unit": [unit, unit]}, measured), "table").values()
    assert picture["money"] is True
    mixed = shape({**names, "c": [3, 4], "unit": [unit, A]}, measured)
    assert "bar" not in views.offered(mixed, "table")
    year = {"c": Column("条数", "statements")}
    assert "line" not in views.offered(shape({"c": [2019, 2020], "d": [1, 2]}, year), "table"), (
        "no year by its size alone"
    )


def test_bars_of_two_names_are_series_and_those_of_more_are_joined() -> None:
    """No bar stands for two rows: a second name makes series, a third is written beside the first."""
    two = views.offered(shape({"n": [A, A, B], "m": [C, D, C], "c": [1, 2, 3]}), "bar")["bar"]
    assert two["rows"] == [["甲", "丙", 1], ["甲", "丁", 2], ["乙", "丙", 3]] and two["stacked"]
    three = views.offered(shape({"n": [A, A, B, B], "m": [C, C, C, D], "o": [A, B, A, A], "c": [1, 2, 3, 4]}), "bar")[
        "bar"
    ]
    assert [row[0] for row in three["rows"]] == ["甲 · 丙 · 甲", "甲 · 丙 · 乙", "乙 · 丙 · 甲", "乙 · 丁 · 甲"]
    many = views.offered(shape({"n": [thing(str(n)) for n in range(50)], "c": [*range(50)]}), "bar")["bar"]
    assert (len(many["rows"]), many["left_out"]) == (40, 10)


@pytest.mark.parametrize(
    ("view", "wanted", "shown"),
    [
        ("bar", "", "bar"),
        ("bar", "pie", "pie"),
        ("bar", "none", "none"),
        ("bar", "sankey", "bar"),
        ("bar", "<script>", "bar"),
        ("table", "", "none"),
        ("table", "treemap", "treemap"),
        ("layers", "", "none"),
        ("grid", "", "bar"),
        ("", "", "none"),
    ],
)
def test_the_address_goes_before_the_header(view: str, wanted: str, shown: str) -> None:
    """The picture that is asked for, where it is possible; else that of the header; a table by itself has none."""
    found = views.offered(shape({"n": [A, B], "c": [3, 4]}), view)
    assert views.chosen(found, view, wanted) == shown


def test_every_question_that_asks_for_a_picture_and_can_have_it_has_it(reference: parkgraph.Graph) -> None:
    """Every view of a header is drawn, apart from flows with nowhere to go; each bar stands for one row."""
    without = []
    for name, known in reference.questions().items():
        answer = reference.answer(name, {})
        told = question_jobs.told_answer(reference, known, {}, answer)
        if known.view not in ("table", "") and told["view"] == "none":
            without.append(name)
        if told["chart"] and told["chart"]["kind"] == "bar":
            rows = told["chart"]["rows"]
            names = [tuple(cell for cell in row if isinstance(cell, str)) for row in rows]
            assert len(set(names)) == len(names), name
            assert all(len(row) == len(told["chart"]["columns"]) for row in rows), name
    assert without == ["citation-path", "programme-origin"]


@pytest.mark.parametrize(
    ("name", "kind", "columns"),
    [("top-builders", "bar", 2), ("selection-rates", "bar", 2), ("parks-by-policy", "sankey", 3)],
)
def test_a_header_asks_for_a_chart(reference: parkgraph.Graph, name: str, kind: str, columns: int) -> None:
    """view: bar and layers become charts: percentages stand alone, and what is the same in all rows is left out."""
    known = reference.question(name)
    chart = question_jobs.told_answer(reference, known, {}, reference.answer(name, {}))["chart"]
    assert (chart["kind"], len(chart["columns"])) == (kind, columns)
    assert all(len(row) == columns for row in chart["rows"])


def test_a_timeline_keeps_what_has_no_date(reference: parkgraph.Graph) -> None:
    """The rows stand in order of time; those without a date are kept apart, not dropped."""
    known = reference.question("division-changes")
    told = question_jobs.told_answer(reference, known, {}, reference.answer("division-changes", {}))["timeline"]
    days = [moment["when"] for moment in told["dated"]]
    assert days == sorted(days) and days and told["undated"]


def test_a_matrix_has_every_row_at_its_place(reference: parkgraph.Graph) -> None:
    """The grid holds the figures of all rows, each under its two names."""
    known, answer = reference.question("modalities"), reference.answer("modalities", {})
    told = question_jobs.told_answer(reference, known, {}, answer)["matrix"]
    cells = {
        (head, across): held[0]
        for head, line in told["lines"]
        for across, held in zip(told["heads"], line, strict=True)
        if held
    }
    assert cells == {(kind, modality): number for kind, modality, number in answer.table.rows}


def test_a_tree_has_every_thing_below_its_own(reference: parkgraph.Graph) -> None:
    """Each row is a branch below its parent; a thing with two parents stands below both; circles end."""
    known, answer = reference.question("industry-tree"), reference.answer("industry-tree", {})
    told = question_jobs.told_answer(reference, known, {}, answer)["tree"]

    def pairs(branches: list[Any]) -> Iterator[tuple[Cell, Cell]]:
        for branch in branches:
            yield from ((below.thing, branch.thing) for below in branch.below)
            yield from pairs(branch.below)

    found = list(pairs(told["branches"]))
    assert set(found) == {(row[0], row[1]) for row in answer.table.rows} and len(found) == len(set(found))
    known, answer = reference.question("plan-outline"), reference.answer("plan-outline", {})
    outline = question_jobs.told_answer(reference, known, {}, answer)["tree"]["branches"]
    assert {len(branch.notes) for top in outline for branch in top.below} == {1}, "its kind, and not its document again"
    known_columns = {"up": Column("上", "up", "parent")}
    circle = views.offered(shape({"x": [A, B, C], "up": [B, A, D]}, known_columns), "tree")["tree"]["branches"]
    assert sorted(map(str, pairs(circle))) == sorted(map(str, [(A, B), (B, A), (C, D)])), "each once"


def test_cards_say_of_each_thing_what_is_said_of_it(reference: parkgraph.Graph) -> None:
    """Rows of fields become one card a thing; a card of a row has its headings as fields."""
    known, answer = reference.question("enterprise-card"), reference.answer("enterprise-card", {})
    ((subject, said),) = question_jobs.told_answer(reference, known, {}, answer)["card"]["cards"]
    assert isinstance(subject, Entity) and subject.label == "阿法龙（山东）科技有限公司"
    assert sum(len(held) for _, held in said) == len(answer.table.rows)
    known, answer = reference.question("project-card"), reference.answer("project-card", {})
    cards = question_jobs.told_answer(reference, known, {}, answer)["card"]["cards"]
    assert len(cards) == 21 and "建设单位" in dict(cards[0][1])


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_choice_stands_in_the_address(service: Live, kind: str, lang: str) -> None:
    """Every picture is a link without scripts, is marked when chosen, and can be sent on and hidden."""
    address = f"/q/{SHOWN[kind]}?lang={lang}"
    _, page, text = get(service, address)
    links = [link for link in page.links() if "chart=" in link]
    assert links and all(link.endswith("#chart") for link in links)
    (current,) = re.findall('<strong aria-current="true">([^<]+)</strong>', text)
    assert any("chart=none" in link for link in links) == (current not in ("不画图", "no picture"))
    _, led, text = get(service, f"{address}&chart={kind}")
    assert len(re.findall('<strong aria-current="true">', text)) == 1
    assert f"chart={kind}" in next(
        one.attributes["href"] for one in led.all("link") if one.attributes["rel"] == "canonical"
    )
    assert 'href="#table"' in text
    marks = {
        "timeline": '<ol class="timeline">',
        "matrix": 'class="matrix"',
        "tree": 'class="tree"',
        "card": 'class="cards"',
        "grid": 'class="tiles"',
    }
    assert marks.get(kind, "data-chart") in text
    assert ("data-chart" in text) == (kind not in marks)
    _, hidden, text = get(service, f"{address}&chart=none")
    assert "data-chart" not in text and all(mark not in text for mark in marks.values())
    assert any(link.startswith(f"/q/{SHOWN[kind]}?chart={kind}") for link in hidden.links())


def test_a_form_keeps_the_picture(service: Live) -> None:
    """Who changes a condition still sees the picture that was chosen."""
    _, page, _ = get(service, "/q/selection-rates?chart=none")
    hidden = next(one for one in page.all("input") if one.attributes["name"] == "chart")
    assert (hidden.attributes["type"], hidden.attributes["value"]) == ("hidden", "none")


WIKIDATA = """\
#+ title_zh: 各年的数
#+ title_en: Numbers by year
#+ group: own
#+ columns: [year, number]
#+ headings: {number: [总额, sum, amount]}
#defaultView:AreaChart
SELECT ?year ?number WHERE { VALUES (?year ?number) { (2019 150000000) (2020 20000) (2021 7) } } ORDER BY ?year
"""


def test_a_default_view_of_a_users_own_question_is_drawn(tmp_path: Path) -> None:
    """A query with the comment of Wikidata's service is shown as it asks, its own headings and amounts told."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "by-year.rq").write_text(WIKIDATA, encoding="utf-8")
    with serve(tmp_path, "--queries", str(tmp_path)) as running:
        _, page, text = get(running, "/q/by-year")
    assert '"kind": "area"' in text and '"money": true' in text
    assert "总额" in page.seen and "1.5亿元" in page.seen and "2万元" in page.seen and "7元" in page.seen
    assert '<strong aria-current="true">面积图</strong>' in text


# ------------------------------------------------------------------ amounts, headings, forms


def test_the_data_say_what_is_an_amount(reference: parkgraph.Graph) -> None:
    """A column of amounts counts yuan unless the row names another currency; a measure does where its unit is yuan."""
    known = reference.columns()
    yuan, other = Entity(f"{PGC}unit-yuan", "元"), Entity(f"{PGC}unit-percent", "%")
    of = amounts_of(Table(("max_amount", "currency"), ()), known)
    assert [of(row) for row in ((Decimal(5), "CNY"), (Decimal(5), "USD"), (Decimal(5), None))] == [{0}, set(), {0}]
    of = amounts_of(Table(("value", "unit", "baseline"), ()), known)
    assert [of(row) for row in ((1, yuan, 2), (1, other, 2), (1, None, 2))] == [{0, 2}, set(), set()]
    assert amounts_of(Table(("value", "baseline"), ()), known)((1, 2)) == set()


@pytest.mark.parametrize(
    ("name", "amounts"),
    [
        ("subsidy-by-tier", {"5000000": "500万元", "1000000": "100万元"}),
        ("subsidy-ceiling", {"30000000": "3000万元", "13000000": "1300万元"}),
        ("implied-growth", {"55080000": "5508万元", "100000000": "1亿元", "200000000": "2亿元"}),
        ("targets-by-year", {"55080000": "5508万元", "200000000": "2亿元"}),
        ("tiers-compared", {"5000000": "500万元"}),
        ("baseline-values", {"55080000": "5508万元"}),
    ],
)
def test_all_amounts_of_yuan_are_told_in_wan_or_yi(service: Live, name: str, amounts: Mapping[str, str]) -> None:
    """Wherever a question shows money, it is in 万元 or 亿元 with the raw value behind; other figures are not."""
    _, _, text = get(service, f"/q/{name}")
    for raw, said in amounts.items():
        assert f'data-sort="{raw}"><span title="{raw}">{said}</span>' in text
    shown = re.findall(r'<td class="number" data-sort="(\d+)">(.*?)</td>', text)
    assert {raw for raw, said in shown if "元" in said} >= set(amounts)
    assert all("元" in said for raw, said in shown if len(raw) > 6), "an amount is left raw"
    assert all("元" not in said for raw, said in shown if len(raw) < 5)


def test_days_are_told_in_the_language_of_the_page(service: Live) -> None:
    """2019年11月26日 in Chinese, 26 Nov 2019 in English, in tables and timelines."""
    for address in ("/q/list-publication", "/q/list-stages"):
        assert "2019年11月26日" in get(service, address)[1].seen
        english = get(service, f"{address}?lang=en")[1].seen
        assert "26 Nov 2019" in english and "2019-11-26" not in english


def test_a_column_is_headed_by_what_it_means_in_its_question(service: Live) -> None:
    """The status of documents is their validity, that of parks their standing; downloads say the same."""
    for name, zh, en in (("policy-status", "效力状态", "validity"), ("park-status", "身份", "status")):
        assert f'<th scope="col">{zh}</th>' in get(service, f"/q/{name}")[2]
        assert f'<th scope="col">{en}</th>' in get(service, f"/q/{name}?lang=en")[2]
        excel = service.send("GET", f"/api/q/{name}.csv?excel=1").body.decode("utf-8-sig")
        assert zh in next(csv.reader(io.StringIO(excel)))
        assert f'"status": "{zh}"' in service.send("GET", f"/api/q/{name}.json").body.decode("utf-8")


def test_every_field_has_a_label_of_its_own(service: Live) -> None:
    """A label stands apart from its field and names it, so that neither ear nor eye takes it for the first choice."""
    for address in ("/q/parks-by-policy", f"/q/{OWN}"):
        _, page, text = get(service, address)
        labels = {one.attributes["for"]: one.text for one in page.all("label") if "for" in one.attributes}
        held = [one for one in page.elements if one.attributes.get("id", "").startswith("field-")]
        assert len(held) == len(labels) >= 3 and all(labels.values())
        assert {one.attributes["id"] for one in held} == {*labels}
        apart = r'<div class="field"><label [^>]+>[^<]+<span class="off-screen">：</span></label>\n<'
        assert len(re.findall(apart, text)) == len(labels)


# ------------------------------------------------------------------ sharing


def test_only_what_is_made_for_it_stands_in_frames_of_others(service: Live) -> None:
    """With embed=1 any site may frame a page; without it, and in the editor, none may."""
    for address, allowed in (
        ("/q/top-builders?embed=1", True),
        ("/q/top-builders", False),
        ("/q/top-builders?embed=0", False),
        ("/graph?start=park-derui&embed=1", True),
        ("/sparql?embed=1", False),
        ("/q/no-such?embed=1", False),
        ("/api/q/top-builders.html?embed=1", False),
    ):
        policy = service.send("GET", address, {"Accept": "text/html"}).headers["content-security-policy"]
        assert ("frame-ancestors *" in policy, "frame-ancestors 'self'" in policy) == (allowed, not allowed), address
        assert "default-src 'self'" in policy


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_embedded_answer_is_bare_and_says_where_it_is_from(service: Live, lang: str) -> None:
    """The picture alone, or without one the table; source, date and a link to the whole page, which opens apart."""
    _, page, text = get(service, f"/q/top-builders?chart=pie&embed=1&lang={lang}")
    assert "data-chart" in text and "<table" not in text and not page.all("nav") and not page.all("form")
    assert page.all("base")[0].attributes == {"target": "_blank"}
    full = f"/q/top-builders?chart=pie{'&lang=en' if lang == 'en' else ''}"
    assert full in page.links() and any(link.endswith("#table") for link in page.links())
    assert ("来源：parkgraph" if lang == "zh" else "Source: parkgraph") in page.seen
    _, page, text = get(service, f"/q/subsidy-ceiling?embed=1&lang={lang}")
    assert "<table" in text and ("2019年11月26日" if lang == "zh" else "26 Nov 2019") in page.seen
    assert "<base" not in get(service, f"/q/top-builders?lang={lang}")[2]


def test_an_answer_is_shared_with_its_conditions_and_picture(service: Live) -> None:
    """The link and the frame that are offered lead to the same answer, whole and bare."""
    _, page, _ = get(service, "/q/parks-by-policy?tier=pgc:tier-growth&chart=sankey&theme=dark")
    told = {
        one.attributes["id"]: one.text for one in page.all("pre") if one.attributes.get("id", "").startswith("share")
    }
    assert dict(parse_qsl(urlsplit(told["share-link"]).query)) == {"tier": "pgc:tier-growth", "chart": "sankey"}
    frame = re.fullmatch(r'<iframe src="([^"]+)" title="哪些园区出自哪份政策" [^>]+></iframe>', told["share-frame"])
    assert frame
    bare = frame[1].replace("&amp;", "&")
    assert bare.startswith(service.url)
    _, shown, text = get(service, bare.removeprefix(service.url))
    assert "data-chart" in text and not shown.all("header")


# ------------------------------------------------------------------ in a browser


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "address",
    [f"/q/{SHOWN[kind]}?chart={kind}" for kind in SHOWN]
    + [
        "/q/top-builders?chart=pie&embed=1",
        "/q/parks-by-policy?policy=pgd:policy-shandong-dep-action-plan&tier=pgc:tier-registry",
    ],
)
def test_a_picture_is_fit_for_everybody(browser: Browser, service: Live, address: str, lang: str) -> None:
    """Wide and narrow, light and dark: no complaint, no barrier, no scrolling sideways."""
    with visiting(browser, f"{service.url}{address}&lang={lang}", color_scheme="light") as visit:
        page = visit.page
        page.wait_for_load_state("networkidle")
        assert barriers(page) == []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 375, "height": 800})
        page.evaluate("document.dispatchEvent(new CustomEvent('parkgraph:theme'))")
        assert not scrolls_sideways(page)
        assert barriers(page, "color-contrast", "scrollable-region-focusable") == []
        assert visit.said == []


@pytest.mark.slow
@needs_chromium
def test_a_copied_table_keeps_its_rows_and_columns(browser: Browser, service: Live) -> None:
    """The clipboard has the table as text with tabs and as HTML, in the order shown, numbers and days raw."""
    url = f"{service.url}/q/subsidy-ceiling"
    with visiting(browser, url, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        page.click("#table th:nth-child(5) button")
        page.click("[data-copy-table]")
        page.wait_for_selector("[data-copy-table] >> text=已复制")
        lines = list(csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()")), dialect="excel-tab"))
        assert [line[4] for line in lines] == ["总额上限", "13000000", "30000000"]
        assert lines[1][:4] == ["2019年度山东省数字经济园区（试点）", "省级成长型数字经济园区（试点）", "13", "1000000"]
        assert lines[1][5] == "2019-11-26" and {len(line) for line in lines} == {7}
        html = page.evaluate(
            "navigator.clipboard.read().then(([one]) => one.getType('text/html')).then((blob) => blob.text())"
        )
        assert html.count("<tr>") == 3 and ">13000000<" in html
        assert visit.said == []


HOSTILE = """<section id="t"><table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody>
<tr><td>=1+1</td><td class="number" data-sort="-5">−5</td></tr>
<tr><td>说“好”</td><td>他说 "好"</td></tr>
<tr><td>007</td><td><time datetime="2021-12-12">2021年12月12日</time></td></tr>
<tr><td>&lt;b&gt;粗&lt;/b&gt;</td><td><details><summary>依据</summary><blockquote>“引文”<footer>来源</footer></blockquote></details></td></tr>
</tbody></table></section><button data-copy-table="#t" hidden>复制表格</button>"""


@pytest.mark.slow
@needs_chromium
def test_a_copied_cell_is_neither_torn_nor_run(browser: Browser, stage: Site) -> None:
    """Quotes stand only where they must; a formula becomes text, codes and markup stay text, numbers are raw."""
    url = stage.page("/", HOSTILE, scripts=["site.js", "tables.js"])
    with visiting(browser, url, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        page.click("[data-copy-table]")
        page.wait_for_selector("[data-copy-table] >> text=已复制")
        assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n").split("\n") == [
            "甲\t乙",
            "'=1+1\t-5",
            '说“好”\t"他说 ""好"""',
            "007\t2021-12-12",
            "<b>粗</b>\t“引文”",
        ]
        html = page.evaluate(
            "navigator.clipboard.read().then(([one]) => one.getType('text/html')).then((blob) => blob.text())"
        )
        assert "<b>" not in html and "&lt;b&gt;" in html
        expect(page.get_by_role("button", name="复制表格")).to_be_visible()
        assert visit.complaints(stage) == []


@pytest.mark.slow
@needs_chromium
def test_another_site_may_frame_what_is_made_for_it(browser: Browser, service: Live, stage: Site) -> None:
    """In a page of another origin the embedded answer is drawn, and the page around it is not."""
    frames = "".join(
        f'<iframe name="{name}" src="{service.url}/q/top-builders?chart=bar{embed}"></iframe>'
        for name, embed in (("bare", "&embed=1"), ("whole", ""))
    )
    url = stage.page("/", frames, scripts=[])
    page_policy = stage.pages["/"]
    stage.routes["/open"] = lambda _: (200, "text/html", page_policy, {"Content-Security-Policy": "frame-src *"})
    with visiting(browser, url.rstrip("/") + "/open") as visit:
        bare = visit.page.frame(name="bare")
        assert bare is not None
        bare.wait_for_selector(".chart canvas")
        whole = visit.page.frame(name="whole")
        assert whole is not None and whole.url.startswith("chrome-error:")
        assert any("frame-ancestors" in line for line in visit.said)


def test_all_kinds_are_looked_at() -> None:
    """There is a question for every kind of picture but areas, which a user's own question has."""
    assert {*SHOWN, "area"} == {*KINDS}
