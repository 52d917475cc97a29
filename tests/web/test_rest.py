"""Questions and things as addresses: the same answers as in this process, in every format, whatever is sent."""

import csv
import io
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import openpyxl
import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.errors import ParkgraphError, UsageError
from parkgraph.names import PGD, curie
from parkgraph.paths import Step
from parkgraph.web.api.rest import XLSX

from .conftest import OWN
from .live import Live, Reply, serve

HOSTILE = json.loads((Path(__file__).parents[1] / "nasty" / "parameters.json").read_text(encoding="ascii"))
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
    "-2+3",
    "@",
]
NAME = "parks-by-policy"
RESULT = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
CHINESE = re.compile("[\u4e00-\u9fff]")


def get(live: Live, path: str, values: Mapping[str, Any] | None = None, **headers: str) -> Reply:
    """What the service answers to a GET."""
    query = f"?{urlencode(values)}" if values else ""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return live.send("GET", quote(path, safe="/.:%") + query, named)


def told(reply: Reply) -> Any:
    """The JSON of an answer, decimals kept."""
    assert reply.status == 200, reply.body.decode("utf-8")
    return json.loads(reply.body, parse_float=Decimal)


def problem(reply: Reply, status: int) -> dict[str, Any]:
    """The problem document of a refusal, which has reason and remedy in both languages."""
    document = json.loads(reply.body)
    assert (reply.status, reply.media, document["status"]) == (status, "application/problem+json", status), document
    assert document["reason"]["zh"]
    assert document["remedy"]["zh"]
    return dict(document)


def rows(reply: Reply) -> list[list[str]]:
    """The lines of an answer in CSV."""
    assert reply.status == 200, reply.body.decode("utf-8")
    return list(csv.reader(io.StringIO(reply.body.decode("utf-8"), newline="")))


# ---------------------------------------------------------------------- questions


def test_list_is_that_of_the_command_line_with_links(service: Live, reference: parkgraph.Graph) -> None:
    """Every question stands in the list with parameters, columns and addresses; those of the user's own as well."""
    listed = {entry["name"]: entry for entry in told(get(service, "/api/q"))}
    questions = reference.questions()
    assert list(listed) == list(questions)
    assert OWN in listed
    question, entry = questions[NAME], listed[NAME]
    assert entry == {
        "name": NAME,
        "title_zh": question.title_zh,
        "title_en": question.title_en,
        "group": question.group,
        "parameters": [{"name": p.name, "type": p.type, "default": p.default} for p in question.parameters],
        "columns": list(question.columns),
        "links": {"answer": f"/api/q/{NAME}.json", "page": f"/q/{NAME}"},
    }
    assert {parameter["type"] for parameter in listed[OWN]["parameters"]} == {
        "pg:Park", "iri", "integer", "string", "date", "enum",
    }  # fmt: skip


@pytest.mark.slow
def test_every_question_answers_as_in_this_process(service: Live, reference: parkgraph.Graph) -> None:
    """Columns, rows, evidence and total of all questions are those of the Python interface."""
    names = list(reference.questions())
    for name in names:
        answer, result = told(get(service, f"/api/q/{name}.json")), reference.answer(name, {})
        assert answer["columns"] == list(result.table.columns)
        assert answer["rows"] == json.loads(result.table.to_json(), parse_float=Decimal), name
        assert answer["total"] == len(result.table)
        assert [[passage["quote"] for passage in proof] for proof in answer["evidence"]] == [
            [passage.quote for passage in proof] for proof in result.evidence
        ]
    assert len(names) > 100


def test_document_says_all_there_is_to_know(service: Live, reference: parkgraph.Graph) -> None:
    """The answer in JSON carries what was asked, headings, quotes, fingerprint, and the query that gives the rows."""
    answer = told(get(service, f"/api/q/{NAME}.json", {"tier": "省级示范数字经济园区（试点）", "lang": "en"}))
    assert answer["question"] == NAME
    assert answer["parameters"] == {"tier": "省级示范数字经济园区（试点）"}
    assert answer["headings"]["as_of"] == "as of"
    assert (answer["offset"], answer["more"], answer["next"], answer["empty"]) == (0, False, None, [])
    assert len(answer["rows"]) == len(answer["evidence"]) == answer["total"] > 0
    assert {row["tier_iri"] for row in answer["rows"]} == {"https://w3id.org/parkgraph/concept/tier-demonstration"}
    assert "provincial demonstration" in answer["rows"][0]["tier"]
    assert {"quote", "source", "section", "span"} == answer["evidence"][0][0].keys()
    assert answer["fingerprint"] == json.loads(get(service, "/health").body)["fingerprint"] != ""
    asked = service.send(
        "POST",
        "/sparql",
        {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"},
        answer["sparql"].encode("utf-8"),
    )
    bound = json.loads(asked.body)["results"]["bindings"]
    assert [row["park"]["value"] for row in bound] == [row["park_iri"] for row in answer["rows"]]
    assert len(answer["rows"]) == len(reference.run(NAME, tier="pgc:tier-demonstration"))


@pytest.mark.parametrize("value", ["tier-demonstration", "pgc:tier-demonstration", "示范园区",
                                   "https://w3id.org/parkgraph/concept/tier-demonstration"])  # fmt: skip
def test_a_value_may_be_name_slug_curie_or_iri(service: Live, value: str) -> None:
    """Whatever an entity is called by, the rows are the same."""
    found = {row["tier"] for row in told(get(service, f"/api/q/{NAME}.json", {"tier": value}))["rows"]}
    assert found == {"省级示范数字经济园区（试点）"}


def test_formats_by_suffix_and_by_accept(service: Live, reference: parkgraph.Graph) -> None:
    """Each format is had by suffix and by Accept, and holds the same answer."""
    table = reference.answer(NAME, {}).table
    media = {
        "json": "application/json", "csv": "text/csv", "tsv": "text/tab-separated-values", "ttl": "text/turtle",
        "html": "text/html",
    }  # fmt: skip
    for suffix, kind in media.items():
        by_suffix = get(service, f"/api/q/{NAME}.{suffix}")
        by_accept = get(service, f"/api/q/{NAME}", Accept=kind)
        assert by_suffix.media == by_accept.media == kind
        assert by_suffix.body == by_accept.body
    assert get(service, f"/api/q/{NAME}").media == "application/json"
    assert get(service, f"/api/q/{NAME}.csv").body.decode("utf-8") == table.to_csv()
    assert get(service, f"/api/q/{NAME}.tsv").body.decode("utf-8") == table.to_tsv()
    page = get(service, f"/api/q/{NAME}.html").body.decode("utf-8")
    assert page.count("<tr>") == len(table) + 1
    assert '<a href="/id/park-derui">德瑞智能制造产业园</a>' in get(service, f"/api/q/{OWN}.html").body.decode("utf-8")
    assert get(service, f"/api/q/{NAME}", Accept="image/png").status == 406


def test_turtle_is_a_result_set(service: Live, reference: parkgraph.Graph) -> None:
    """In Turtle every row is a numbered solution with its bindings, and is derived from the facts it rests on."""
    reply = get(service, f"/api/q/{NAME}.ttl", {"limit": 5, "offset": 3})
    triples = list(ox.parse(reply.body, format=ox.RdfFormat.TURTLE))
    solutions = [t.object for t in triples if t.predicate.value == RESULT + "solution"]
    numbers = sorted(int(t.object.value) for t in triples if t.predicate.value == RESULT + "index")  # type: ignore[union-attr]
    assert (len(solutions), numbers) == (5, [4, 5, 6, 7, 8])
    values = {t.object.value for t in triples if t.predicate.value == RESULT + "value"}  # type: ignore[union-attr]
    table = reference.run(NAME)
    assert {row["park_iri"] for row in list(table)[3:8]} <= values
    derived = [t for t in triples if t.predicate.value.endswith("wasDerivedFrom")]
    assert len(derived) == 5
    assert any(t.predicate.value.endswith("prefLabel") for t in triples)


def test_pages_join_to_the_whole(service: Live) -> None:
    """Following the next page from page to page gives every row once, in order, and says where it ends."""
    whole = told(get(service, f"/api/q/{NAME}.json"))["rows"]
    path, found, pages = f"/api/q/{NAME}.json?limit=20", [], 0
    while path:
        reply = service.send("GET", path)
        answer = told(reply)
        found += answer["rows"]
        pages += 1
        assert (reply.headers.get("x-parkgraph-truncated") == "rows=20") is answer["more"]
        assert reply.headers.get("link") == (f'<{answer["next"]}>; rel="next"' if answer["more"] else None)
        path = answer["next"]
    assert found == whole
    assert pages == -(-len(whole) // 20) > 2
    beyond = told(get(service, f"/api/q/{NAME}.json", {"offset": 100_000}))
    assert (beyond["rows"], beyond["total"], beyond["more"], beyond["empty"]) == ([], len(whole), False, [])


def test_quotes_are_columns(service: Live, reference: parkgraph.Graph) -> None:
    """With quotes=1 a table ends on source, section and quote."""
    lines = rows(get(service, f"/api/q/{NAME}.csv", {"quotes": 1}))
    assert lines[0][-3:] == ["source", "section", "quote"]
    assert lines == list(csv.reader(io.StringIO(reference.run(NAME, quotes=True).to_csv())))
    taken = rows(get(service, "/api/q/sections-tree.csv", {"quotes": 1, "limit": 1}))
    assert taken[0][-3:] == ["quoted_source", "quoted_section", "quote"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_excel_gets_no_formula(service: Live, cell: str) -> None:
    """Text that a spreadsheet would run is guarded with excel=1 and verbatim without; numbers stay numbers."""
    asked = {"word": cell, "limit": 1}
    guarded, verbatim = (get(service, f"/api/q/{OWN}.csv", {**asked, "excel": excel}) for excel in (1, 0))
    assert guarded.body.startswith("\ufeff".encode())
    assert not verbatim.body.startswith("\ufeff".encode())
    assert rows(guarded)[1][2:4] == ["1", f"'{cell}"]
    assert rows(verbatim)[1][2:4] == ["1", cell]
    assert rows(guarded)[0][0] == "\ufeff园区"


def test_all_formula_cells_are_tried() -> None:
    """The list of cells that spreadsheets run is not shorter than it was."""
    assert len(FORMULAS) == len(set(FORMULAS)) == 13
    assert len(HOSTILE) == len({entry["value"] for entry in HOSTILE}) == 55


def test_answers_are_kept_by_their_mark(service: Live) -> None:
    """A client that has the answer gets 304 without a body; another page, format or language has another mark."""
    first = get(service, f"/api/q/{NAME}.json")
    mark = first.headers["etag"]
    for given in (mark, f"W/{mark}", f'"x", {mark}', "*"):
        again = get(service, f"/api/q/{NAME}.json", If_None_Match=given)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", mark)
    assert get(service, f"/api/q/{NAME}.json", If_None_Match='"x"').body == first.body
    others = [f"/api/q/{NAME}.csv", f"/api/q/{NAME}.json?lang=en", f"/api/q/{NAME}.json?limit=2"]
    assert mark not in {service.send("GET", path).headers["etag"] for path in others}
    assert service.send("HEAD", f"/api/q/{NAME}.json").headers["etag"] == mark


def test_empty_answer_says_which_parameter_empties_it(service: Live) -> None:
    """Without a row, the parameters that leave none are told, each with the nearest values that lead to rows."""
    reply = get(service, f"/api/q/{OWN}.json", {"number": 10, "side": "left"})
    (entry,) = told(reply)["empty"]
    assert reply.headers["x-parkgraph-emptied-by"] == "number"
    assert (entry["parameter"], entry["value"]) == ("number", "10")
    assert [near["value"] for near in entry["nearest"]] == ["12", "2", "1"]
    assert entry["rows_without"] == sum(near["rows"] for near in entry["nearest"])
    (entry,) = told(get(service, f"/api/q/{OWN}.json", {"side": "right"}))["empty"]
    assert entry["nearest"] == [{"value": "left", "label": "left", "rows": entry["rows_without"]}]
    (entry,) = told(get(service, f"/api/q/{NAME}.json", {"policy": "policy-cybersecurity-law"}))["empty"]
    assert entry["nearest"][0]["rows"] > 0
    assert entry["nearest"][0]["label"] != entry["nearest"][0]["value"]
    (entry,) = told(get(service, "/api/q/parks-in-area.json", {"area": "division-370102"}))["empty"]
    assert [near["label"] for near in entry["nearest"]] == [
        "市中区",
        "天桥区",
        "市南区",
        "坊子区",
        "任城区",
    ]  # no column shows areas: tried
    (entry,) = told(get(service, f"/api/q/{OWN}.json", {"thing": "tier-demonstration"}))["empty"]
    assert entry["nearest"] == []
    both = told(get(service, f"/api/q/{OWN}.json", {"number": 10, "side": "right"}))
    assert (both["rows"], both["empty"]) == ([], [])


@pytest.mark.parametrize(
    ("path", "status", "reason", "remedy"),
    [
        (
            "/api/q/parks-by-polcy", 404,
            ("没有名为「parks-by-polcy」的问题", "There is no question named 「parks-by-polcy」"),
            "Did you mean parks-by-policy",
        ),
        (
            f"/api/q/{NAME}.json?polcy=x", 400,
            ("没有参数「polcy」", "There is no parameter 「polcy」"),
            "Did you mean policy? Parameters: policy、reach、tier.",
        ),
        (
            f"/api/q/{NAME}.json?limit=0", 400,
            ("limit 的值「0」不是 1 到 10000 之间的整数", "limit=「0」 is no whole number from 1 to 10000"),
            "For example limit=10000.",
        ),
        (
            f"/api/q/{NAME}.json?lang=de", 400,
            ("lang 的值「de」不可用", "lang=「de」 cannot be used"),
            "Values: zh、en.",
        ),
        (
            f"/api/q/{NAME}.json?tier=a&tier=b", 400,
            ("参数 「tier」 写了不止一次", "The parameter 「tier」 stands there more than once"),
            "Keep only one.",
        ),
        (
            f"/api/q/{OWN}.json?day=2019-02-30", 400,
            ("参数 day 的值「2019-02-30」不是日期", "day=「2019-02-30」 is no date"),
            "Write year-month-day, such as 2019-11-26.",
        ),
        (
            f"/api/q/{OWN}.json?number=1.5", 400,
            ("参数 number 的值「1.5」不是整数", "number=「1.5」 is no whole number"),
            "Write a whole number of at most 18 digits, such as 2022.",
        ),
        (
            f"/api/q/{OWN}.json?side=up", 400,
            ("参数 side 的值「up」不是可选的值", "side=「up」 is not one of the values"),
            "Values: left、right.",
        ),
        (
            f"/api/q/{OWN}.json?word=%ED%A0%80", 400,
            ("参数不是 UTF-8 编码", "The parameters are not UTF-8"),
            "Encode them as UTF-8 before percent-encoding.",
        ),
        (
            "/api/search", 400,
            ("没有 q 参数", "There is no parameter q"),
            "Send q=…",
        ),
        (
            "/api/search?q=x&class=pg:Pork", 400,
            ("没有「pg:Pork」这个类", "There is no class 「pg:Pork」"),
            "Did you mean pg:Park、pg:Party、pg:Cohort?",
        ),
        (
            "/api/entity/no-such-thing", 404,
            ("找不到“no-such-thing”", "Nothing is called “no-such-thing”"),
            "Look for its spelling with /api/search?q= and a part of the name.",
        ),
        (
            "/api/network/nothing", 404,
            ("没有名为“nothing”的镜头", "There is no lens named “nothing”"),
            "Lenses: enterprise-network、park-portrait、policy-lineage、responsibility-map.",
        ),
    ],
)  # fmt: skip
def test_refusals_word_for_word(service: Live, path: str, status: int, reason: tuple[str, str], remedy: str) -> None:
    """Whoever asks for what is not there, or wrongly, is told what and what to do, in Chinese and English."""
    document = problem(service.send("GET", path), status)
    assert (document["reason"]["zh"], document["reason"]["en"]) == reason
    assert remedy in document["remedy"]["en"]


def test_ambiguous_name_brings_the_candidates(service: Live) -> None:
    """A name of several things is refused with the list of them: as a parameter with 400, as an address with 409."""
    document = problem(get(service, f"/api/q/{NAME}.json", {"policy": "山东"}), 400)
    assert "policy=policy-digital-shandong-plan-2018" in document["reason"]["zh"]
    assert document["detail"].endswith("policy=policy-digital-shandong-plan-2018\n请写其中一个标识符。")
    assert document["reason"]["en"].startswith("“山东” may mean 3 things:")
    document = problem(get(service, "/api/entity/山东"), 409)
    assert "division-370000" in document["reason"]["zh"]


@pytest.mark.slow
@pytest.mark.parametrize("parameter", ["park", "thing", "number", "word", "day", "side"])
def test_hostile_values_are_data(service: Live, reference: parkgraph.Graph, parameter: str) -> None:
    """A value that would be code is only a value: the rows of the bound term, or a refusal, never a fault."""
    before = get(service, "/sparql", {"query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"}).body
    answered = 0
    for entry in HOSTILE:
        asked = {parameter: entry["value"]}
        reply = get(service, f"/api/q/{OWN}.json", asked)
        try:
            expected = list(reference.answer(OWN, asked).table)
        except ParkgraphError:
            problem(reply, 400)
            continue
        answered += 1
        found = told(reply)["rows"]
        assert found == json.loads(json.dumps(expected)), entry
        if parameter == "word":
            assert {row["word"] for row in found} == {entry["value"]}
            assert len(found) == told(get(service, f"/api/q/{OWN}.json"))["total"]
    assert answered == len(HOSTILE) or parameter != "word"
    assert get(service, "/sparql", {"query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } #"}).body == before


def test_nothing_of_a_value_is_markup_or_a_header(service: Live) -> None:
    """Markup in a value is escaped in HTML, and a line end in one makes no header."""
    page = get(service, f"/api/q/{OWN}.html", {"word": "<script>window.PWNED=1</script>"})
    assert b"<script" not in page.body
    assert b"&lt;script&gt;" in page.body
    reply = get(service, f"/api/q/{OWN}.json", {"word": "a\r\nX-Injected: 1", "limit": 1})
    assert "x-injected" not in reply.headers
    assert reply.headers["link"].count("\n") == 0


def test_overlong_address_is_refused(service: Live) -> None:
    """An address longer than any that is meant is refused by the server, which goes on."""
    reply = get(service, f"/api/q/{OWN}.json", {"word": "x" * 300_000})
    assert 400 <= reply.status < 500
    assert get(service, f"/api/q/{OWN}.json", {"limit": 1}).status == 200


# ---------------------------------------------------------------------- things


def test_search_finds_as_the_index_does(service: Live, reference: parkgraph.Graph) -> None:
    """Hits come with CURIE and label of their class and what matched; a class takes those below it along."""
    found = told(get(service, "/api/search", {"q": "大数据", "limit": 5}))
    hits = reference.find("大数据", limit=5)
    assert [(hit["iri"], hit["class"], hit["class_label"], hit["matched"]) for hit in found] == [
        (hit.iri, curie(hit.cls), hit.kind, hit.matched) for hit in hits
    ]
    reply = get(service, "/api/search.json", {"q": "dashuju", "class": "pg:GovernmentUnit", "limit": 1, "lang": "en"})
    assert [hit["class"] for hit in told(reply)] == ["pg:GovernmentDepartment"]
    assert reply.headers["x-parkgraph-truncated"] == "rows=1"
    assert told(get(service, "/api/search", {"q": "没有这样的名称"})) == []


def test_a_wording_is_answered_with_proposals(service: Live, reference: parkgraph.Graph) -> None:
    """The cards are those of `Graph.ask`, each with the address of its answer; a wording is needed."""
    words = "德瑞产业园有哪些别名"
    found = told(get(service, "/api/ask", {"q": words, "limit": 2}))
    expected = json.loads(json.dumps(reference.ask(words, limit=2).to_dict()), parse_float=Decimal)
    links = [card.pop("links") for card in found["cards"]]
    assert found == expected and len(links) == 2 and found["clear"] is True
    assert links[0]["answer"] == "/api/q/park-name-variants.json?park=park-derui"
    assert told(get(service, "/api/q/park-name-variants.json", {"park": "park-derui"}))["rows"]
    named = told(get(service, "/api/ask", {"q": words, "lang": "en"}))["cards"][0]["parameters"][0]
    assert named["label"] == "Derui Intelligent Manufacturing Park"
    assert get(service, "/api/ask", {"q": " "}).status == 400


def test_entity_is_what_show_tells(service: Live, reference: parkgraph.Graph) -> None:
    """An entity has the same page by slug, CURIE, IRI and name, in the language asked for."""
    expected = json.loads(json.dumps(reference.show("park-derui").to_dict()))
    for name in ("park-derui", "park-derui.json", "pgd:park-derui", f"{PGD}park-derui", "德瑞智能制造产业园"):
        assert told(get(service, f"/api/entity/{name}")) == expected
    assert told(get(service, "/api/entity/park-derui", {"lang": "en"}))["cls"] == "park"


def test_evidence_in_json_and_csv(service: Live, reference: parkgraph.Graph) -> None:
    """The passages behind a thing, or behind its relations to another, are those of the Python interface."""
    assert told(get(service, "/api/evidence/park-derui")) == list(reference.evidence("park-derui"))
    assert (
        get(service, "/api/evidence/park-derui.csv").body.decode("utf-8") == reference.evidence("park-derui").to_csv()
    )
    between = told(get(service, "/api/evidence/park-derui", {"with": "division-371425"}))
    assert between == list(reference.evidence("park-derui", "division-371425")) != []
    document = problem(get(service, "/api/evidence/park-derui", {"with": "tier-demonstration"}), 404)
    assert document["reason"]["en"].endswith("directly")
    excel = get(service, "/api/evidence/park-derui.csv", {"excel": 1})
    assert excel.body.startswith("\ufeff".encode())


def test_paths_are_those_of_the_graph(service: Live, reference: parkgraph.Graph) -> None:
    """Each step stands in the direction it is stated in, with its quotes; the things on the paths have places."""
    ends = ("park-derui", "policy-digital-shandong-plan-2018")
    found = told(get(service, "/api/path", {"from": ends[0], "to": ends[1]}))
    steps = reference.path(*ends)

    def stated(step: Step) -> tuple[str, str, str]:
        start, end = (step.start_iri, step.end_iri) if step.forward else (step.end_iri, step.start_iri)
        return start, curie(step.relation_iri), end

    assert [[(one["source"], one["relation"], one["target"]) for one in chain] for chain in found["paths"]] == [
        [stated(step) for step in chain] for chain in steps
    ]
    assert all(one["quotes"] for chain in found["paths"] for one in chain)
    assert {node["slug"] for node in found["nodes"]} >= set(ends)
    assert found == told(get(service, "/api/path.json", {"from": ends[0], "to": ends[1]}))
    assert told(get(service, "/api/path", {"from": ends[0], "to": ends[1], "hops": 1})) == {"nodes": [], "paths": []}


def test_pictures_of_surroundings_and_lenses(service: Live, reference: parkgraph.Graph) -> None:
    """A picture has the same form and files as in this process; a lens begins at its example."""
    assert told(get(service, "/api/graph", {"start": "park-derui"})) == json.loads(
        json.dumps(reference.draw("park-derui").form()), parse_float=Decimal
    )
    for form in ("svg", "gexf"):
        reply = get(service, f"/api/graph.{form}", {"start": "park-derui", "cap": 5, "size": "degree"})
        assert reply.body.decode("utf-8") == reference.draw("park-derui", cap=5, size="degree").text(form)
    names = [lens["name"] for lens in told(get(service, "/api/network"))]
    assert names == list(reference.lenses())
    assert told(get(service, "/api/network/policy-lineage.json"))["nodes"]
    seen = get(service, "/api/network/park-portrait.svg", {"start": "park-derui"})
    assert seen.media == "image/svg+xml"
    assert "德瑞智能制造产业园".encode() in seen.body


def test_a_picture_grows(service: Live, reference: parkgraph.Graph) -> None:
    """A node tells what could be added with counts; a relation adds new nodes, none that are there already."""
    offered = told(get(service, "/api/expand.json", {"node": "park-derui"}))
    assert [(one["relation"], one["direction"], one["count"]) for one in offered] == [
        (curie(one.relation), one.direction, one.count) for one in reference.expansions("park-derui")
    ]
    asked = {"node": "park-derui", "relation": "pg:locatedIn", "direction": "out", "cap": 3}
    grown = told(get(service, "/api/expand.json", asked))
    assert [node["slug"] for node in grown["nodes"]] == ["division-371425"]
    assert told(get(service, "/api/expand", {**asked, "have": "park-derui,division-371425"}))["nodes"] == []


def test_vocabulary_for_editors(service: Live) -> None:
    """Classes and properties come with labels, definitions and counts, and classes with the properties used there."""
    known = told(get(service, "/api/vocabulary"))
    assert known["prefixes"]["pg"] == "https://w3id.org/parkgraph/ontology#"
    park = next(term for term in known["classes"] if term["curie"] == "pg:Park")
    assert (park["zh"], park["en"]) == ("园区", "park")
    assert park["definition_zh"] and park["definition_en"]
    counts = [use["count"] for use in park["properties"]]
    assert counts == sorted(counts, reverse=True)
    assert park["count"] == next(use["count"] for use in park["properties"] if use["curie"] == "rdf:type")
    (located,) = [term for term in known["properties"] if term["curie"] == "pg:locatedIn"]
    assert located["count"] > 0
    assert {term["range"] for term in known["properties"]} >= {None, "pg:Place", "xsd:date"}


def check(live: Live, text: str) -> Any:
    """What the service finds in a query."""
    form = urlencode({"query": text}).encode("ascii")
    return told(live.send("POST", "/api/check", {"Content-Type": "application/x-www-form-urlencoded"}, form))


def test_check_says_where_and_why_not(service: Live) -> None:
    """A query that can be read is right, with remarks on how it is written; of another, line, column and remedy."""
    assert check(service, "ASK { ?s ?p ?o }") == {"ok": True, "remarks": []}
    slow = check(service, "SELECT * WHERE { ?s ?p ?o FILTER(LANGMATCHES(LANG(?o), 'zh')) }")
    assert slow["ok"] is True
    assert all({"rule", "line", "zh", "en"} == remark.keys() for remark in slow["remarks"])
    wrong = check(service, "SELECT ?x WHERE {\n  ?x a pg:Park\n}")
    assert (wrong["ok"], wrong["line"]) == (False, 2)
    assert wrong["reason"]["en"] == "The prefix pg: is not declared"
    assert "PREFIX pg:" in wrong["remedy"]["zh"]
    assert check(service, "(" * 300)["ok"] is False
    assert check(service, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")["ok"] is False
    problem(service.send("POST", "/api/check", {"Content-Type": "text/plain"}, b"ASK {}"), 415)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_answer_is_a_workbook(service: Live, lang: str) -> None:
    """The rows of the JSON answer with its headings; on a second sheet what was asked, how many rows, what to mind."""
    asked = {"limit": 5, "quotes": 1, "lang": lang}
    reply = get(service, f"/api/q/{NAME}.xlsx", asked)
    assert (reply.status, reply.media) == (200, XLSX.media)
    answer = told(get(service, f"/api/q/{NAME}.json", asked))
    sheet, notes = openpyxl.load_workbook(io.BytesIO(reply.body)).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == [*(answer["headings"][column] for column in answer["columns"])]
    assert [row[0] for row in rows[1:]] == [row["policy"] for row in answer["rows"]]
    assert notes["A1"].value == answer[f"title_{lang}"]
    assert len(list(notes["A"])) == 3


def test_all_rows_are_counted_beyond_the_limit(tmp_path: Path) -> None:
    """Rows, triples and a truth; what `/sparql` refuses is refused here too."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def count(live: Live, text: str) -> Reply:
        return live.send("POST", "/api/count", form, urlencode({"query": text}).encode("ascii"))

    with serve(tmp_path, "--row-limit", "7") as live:
        cut = live.send("GET", f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}")
        assert cut.headers["x-parkgraph-truncated"] == "rows=7"
        rows = told(count(live, "SELECT * { ?s ?p ?o }"))
        assert rows["complete"] is True
        counted = live.send("GET", f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}").body
        assert rows["rows"] == int(json.loads(counted)["results"]["bindings"][0]["n"]["value"]) > 7
        assert told(count(live, "CONSTRUCT WHERE { ?s ?p ?o }")) == rows
        assert told(count(live, "ASK { ?s ?p ?o }"))["rows"] == 1
        problem(count(live, "SELECT * { ?s ?p"), 400)
        problem(count(live, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 400)
        problem(count(live, f"ASK {{ ?s ?p '{'长' * 400_000}' }}"), 413)
        problem(live.send("POST", "/api/count", {"Content-Type": "text/plain"}, b"ASK {}"), 415)


def test_no_refusal_lacks_english(service: Live, reference: parkgraph.Graph) -> None:
    """What the names that people type are refused with has an English wording, names of things apart."""
    with pytest.raises(UsageError) as refused:
        reference.resolve("没有这样的园区")
    document = problem(get(service, f"/api/q/{OWN}.json", {"park": "xyz"}), 400)
    assert not CHINESE.search(document["reason"]["en"] + document["remedy"]["en"])
    assert refused.value.problem
