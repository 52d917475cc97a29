"""From an engine's answer to a table: labels, numbers, hidden facts, passages; and across the border of a process."""

import json
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest

from parkgraph.answers import Result, pack, results_json, tabulate, unpack
from parkgraph.errors import QueryError
from parkgraph.lookup import PROLOGUE, Passage
from parkgraph.names import PG, PGD, XSD
from parkgraph.rows import Entity, Table
from parkgraph.store import LocalStore

TURTLE = """\
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

pgd:park-a a pg:Park ; skos:prefLabel "甲园"@zh , "Park A"@en ; pg:evidencedBy pgd:span-1 .
pgd:park-b a pg:Park ; skos:prefLabel "乙园"@zh ; pg:evidencedBy pgd:span-2 , pgd:span-1 .
pgd:park-c a pg:Park ; skos:prefLabel "丙园"@zh .
pgd:span-1 oa:exact "一"@zh ; oa:hasSource pgd:source-a ; oa:start 1 ; pg:inSection pgd:section-a .
pgd:span-2 oa:exact "二"@zh ; oa:hasSource pgd:source-a ; oa:start 2 .
pgd:source-a skos:prefLabel "甲文"@zh , "Text A"@en .
pgd:section-a skos:prefLabel "第一节"@zh .
"""
PARKS = "SELECT ?park ?fact ?fact_two ?facts WHERE { ?park a pg:Park BIND(?park AS ?fact) %s} ORDER BY ?park"
ONE, TWO = Passage("一", "甲文", "第一节", 1, PGD + "span-1"), Passage("二", "甲文", "", 2, PGD + "span-2")


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """Three parks, two of them with evidence."""
    return LocalStore.from_triples(
        ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    )


def told(store: LocalStore, text: str, **options: Any) -> Result:
    """The result of a query."""
    return tabulate(store, store.query(PROLOGUE + text), **{"lang": "zh", **options})


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        ("pgd:park-a", Entity(PGD + "park-a", "甲园")),
        ("pgd:nobody", Entity(PGD + "nobody", "nobody")),
        ('"文字"@zh', "文字"),
        ('"2019-11-26"^^xsd:date', "2019-11-26"),
        ("42", 42),
        ('"7"^^xsd:nonNegativeInteger', 7),
        ("12.50", Decimal("12.5")),
        ("true", True),
        ("false", False),
        ("1.5e0", "1.5"),
        ("UNDEF", None),
    ],
)
def test_each_kind_of_term_has_its_cell(store: LocalStore, term: str, cell: object) -> None:
    """Entities, text, dates as text, whole numbers, decimals, booleans, nothing; here and through a child process."""
    text = f"PREFIX xsd: <{XSD}> SELECT ?x WHERE {{ VALUES ?x {{ {term} }} }}"
    assert told(store, text).table.rows == ((cell,),)
    assert [type(value) for value in told(store, text).table.rows[0]] == [type(cell)]
    result = unpack(pack(store, PROLOGUE + text, lang="zh", limit=None))
    assert isinstance(result, Result)
    assert result.table.rows == ((cell,),)


def test_a_blank_node_is_shown_as_it_is_named(store: LocalStore) -> None:
    """Rare in answers, but no reason to fail."""
    ((cell,),) = told(store, "SELECT (BNODE() AS ?b) WHERE {}").table.rows
    assert str(cell).startswith("_:")


def test_facts_are_hidden_and_give_the_passages(store: LocalStore) -> None:
    """`fact` and `fact_…` are no columns; a column that merely begins so is shown."""
    result = told(store, PARKS % "VALUES ?facts { 3 } ")
    assert result.table.columns == ("park", "facts")
    assert result.table.rows[0] == (Entity(PGD + "park-a", "甲园"), 3)
    assert result.evidence == ((ONE,), (ONE, TWO), ())


def test_a_passage_of_two_facts_stands_once(store: LocalStore) -> None:
    """Each row's passages are told apart by their span."""
    text = "SELECT ?fact ?fact_b WHERE { VALUES (?fact ?fact_b) { (pgd:park-b pgd:park-a) (UNDEF pgd:park-a) } }"
    assert told(store, text).evidence == ((ONE, TWO), (ONE,))


def test_quotes_as_columns(store: LocalStore) -> None:
    """Source, section and quote stand behind the other columns, several quotes in one cell, None without evidence."""
    table = told(store, PARKS % "", headings={"park": "园区"}).with_quotes()
    assert table.columns == ("park", "facts", "source", "section", "quote")
    assert table.headings == {"park": "园区"}
    assert [row[2:] for row in table.rows] == [
        ("甲文", "第一节", "一"),
        ("甲文", "第一节", "一 ｜ 二"),
        (None, None, None),
    ]


def test_columns_of_quotes_give_way_to_those_that_are_asked_for(store: LocalStore) -> None:
    """Where the answer has a column `source` of its own, that of the quotes is named otherwise, under its heading."""
    text = "SELECT (?park AS ?source) ?fact WHERE { VALUES (?park ?fact) { (pgd:park-b pgd:park-a) } }"
    table = told(store, text, headings={"source": "来源"}).with_quotes()
    assert table.columns == ("source", "quoted_source", "section", "quote")
    assert table.rows == ((Entity(PGD + "park-b", "乙园"), "甲文", "第一节", "一"),)
    assert table.to_csv(excel=True).startswith("\ufeff来源,来源_iri,来源,section,quote\n")


@pytest.mark.parametrize(
    ("options", "shown", "cut", "total"),
    [
        ({"counted": True}, "abc", False, 3),
        ({"counted": True, "limit": 1}, "a", True, 3),
        ({"counted": True, "limit": 1, "offset": 1}, "b", True, 3),
        ({"counted": True, "limit": 2, "offset": 1}, "bc", False, 3),
        ({"counted": True, "offset": 9}, "", False, 3),
        ({"limit": 1, "offset": 2}, "c", False, None),
    ],
)
def test_a_page_is_taken_and_all_rows_counted(
    store: LocalStore, options: dict[str, Any], shown: str, cut: bool, total: int | None
) -> None:
    """An offset passes rows over, the limit counts from there, and the total tells all, wherever the page lies."""
    result = told(store, PARKS % "", **options)
    assert [row["park_iri"] for row in result.table] == [f"{PGD}park-{letter}" for letter in shown]
    assert (result.cut, result.total) == (cut, total)
    assert len(result.evidence) == len(shown)


def test_a_quote_without_section_has_none(store: LocalStore) -> None:
    """The section's cell is empty where the text has no sections."""
    text = "SELECT ?park ?fact WHERE { VALUES (?park ?fact) { (1 pgd:span-x) (2 pgd:bare) } }"
    extra = LocalStore(store.engine)
    bare = ox.Quad(ox.NamedNode(PGD + "bare"), ox.NamedNode(PG + "evidencedBy"), ox.NamedNode(PGD + "span-2"))
    extra.engine.add(bare)
    try:
        assert [row[1:] for row in told(extra, text).with_quotes().rows] == [(None, None, None), ("甲文", None, "二")]
    finally:
        extra.engine.remove(bare)


@pytest.mark.parametrize(("limit", "rows", "cut"), [(None, 3, False), (3, 3, False), (2, 2, True), (1, 1, True)])
def test_a_limit_says_whether_it_cut(store: LocalStore, limit: int | None, rows: int, cut: bool) -> None:
    """Exactly as many rows as there are is no cut; here and through a child process."""
    result = told(store, PARKS % "", limit=limit)
    assert (len(result.table), len(result.evidence), result.cut) == (rows, rows, cut)
    packed = unpack(pack(store, PROLOGUE + PARKS % "", lang="zh", limit=limit))
    assert isinstance(packed, Result)
    assert (len(packed.table), packed.evidence, packed.cut) == (rows, ((),) * rows, cut)


def test_labels_follow_the_language(store: LocalStore) -> None:
    """English where there is English."""
    result = told(store, PARKS % "", lang="en")
    assert [row[0] for row in result.table.rows][:2] == [
        Entity(PGD + "park-a", "Park A"),
        Entity(PGD + "park-b", "乙园"),
    ]
    assert result.evidence[0][0].source == "Text A"


def test_nothing_of_a_users_own_query_is_hidden(store: LocalStore) -> None:
    """Whoever asks for `fact` sees it."""
    result = unpack(pack(store, PROLOGUE + PARKS % "VALUES ?facts { 1.50 } ", lang="zh", limit=1))
    assert isinstance(result, Result)
    entity = Entity(PGD + "park-a", "甲园")
    assert result.table == Table(("park", "fact", "fact_two", "facts"), ((entity, entity, None, Decimal("1.5")),))


@pytest.mark.parametrize("answer", [True, False])
def test_yes_and_no_cross_the_border(store: LocalStore, answer: bool) -> None:
    """ASK gives a plain truth value."""
    text = f"{PROLOGUE} ASK {{ pgd:park-{'a' if answer else 'z'} a pg:Park }}"
    assert unpack(pack(store, text, lang="zh", limit=None)) is answer


def test_triples_cross_the_border(store: LocalStore) -> None:
    """CONSTRUCT gives the triples with their languages and quotation marks."""
    text = PROLOGUE + 'CONSTRUCT { ?p skos:note "他说“好”\\n\\"行\\""@zh } WHERE { ?p a pg:Park } ORDER BY ?p'
    triples = unpack(pack(store, text, lang="zh", limit=None))
    assert isinstance(triples, list)
    assert len(triples) == 3
    assert {triple.object for triple in triples} == {ox.Literal('他说“好”\n"行"', language="zh")}
    assert len(unpack(pack(store, text, lang="zh", limit=2))) == 2  # type: ignore[arg-type]


def test_results_json_of_rows(store: LocalStore) -> None:
    """W3C's format: every term with its type, language or datatype; unbound variables are left out of a row."""
    text = """SELECT ?a ?b ?c ?d ?e WHERE {
      VALUES (?a ?b ?c ?d) { (pgd:park-a "文"@zh "plain" 2.5) } BIND(BNODE() AS ?e) OPTIONAL { ?a pg:none ?f } }"""
    document = json.loads(results_json(store, PROLOGUE + text, limit=None))
    blank = document["results"]["bindings"][0].pop("e")
    assert blank["type"] == "bnode"
    assert document == {
        "head": {"vars": ["a", "b", "c", "d", "e"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": PGD + "park-a"},
                    "b": {"type": "literal", "value": "文", "xml:lang": "zh"},
                    "c": {"type": "literal", "value": "plain"},
                    "d": {"type": "literal", "value": "2.5", "datatype": XSD + "decimal"},
                }
            ]
        },
    }


def test_results_json_leaves_out_what_is_unbound(store: LocalStore) -> None:
    """An empty binding is no key, and a limit holds."""
    text = "SELECT ?a ?b WHERE { VALUES (?a ?b) { (1 UNDEF) (2 3) } }"
    document = json.loads(results_json(store, PROLOGUE + text, limit=1))
    assert [list(row) for row in document["results"]["bindings"]] == [["a"]]


def test_results_json_of_yes_or_no(store: LocalStore) -> None:
    """ASK has a head and a truth value."""
    assert json.loads(results_json(store, "ASK {}", limit=None)) == {"head": {}, "boolean": True}


def test_results_json_of_triples_is_refused(store: LocalStore) -> None:
    """The format has no triples; the message names the formats that have."""
    with pytest.raises(QueryError) as caught:
        results_json(store, "CONSTRUCT WHERE { ?s ?p ?o }", limit=None)
    assert str(caught.value) == "CONSTRUCT 的结果没有 srj 格式。 请用 -f ttl 或 -f nt。"
