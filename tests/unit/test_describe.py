"""The page of one entity: names, facts with their basis, what points at it, and the wording behind each."""

import json

import pyoxigraph as ox
import pytest

from parkgraph.describe import Block, Fact, Field, Page, Part, Spelling, describe
from parkgraph.errors import UsageError
from parkgraph.lookup import Passage
from parkgraph.names import PG, PGC, PGD
from parkgraph.store import LocalStore

TURTLE = """\
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix pgr: <https://w3id.org/parkgraph/rule/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

pg:Park rdfs:label "园区"@zh , "park"@en .
pg:Designation rdfs:label "认定"@zh , "designation"@en .
pg:locatedIn rdfs:label "位于"@zh , "located in"@en .
pg:founded rdfs:label "成立年份"@zh .
pg:selectedPark rdfs:label "入选园区"@zh , "selected park"@en .
pg:listedAs rdfs:label "名单名称"@zh .
pg:partOfPark rdfs:label "所属园区"@zh , "part of park"@en .
pgc:name-listed skos:prefLabel "名单写法"@zh , "as listed"@en .
pgc:name-short skos:prefLabel "简称"@zh .
pgc:basis-computed skos:prefLabel "计算所得"@zh , "computed"@en .
pgc:basis-explicit skos:prefLabel "原文明示"@zh , "explicit"@en .
pgr:location skos:prefLabel "按名称定位"@zh .

pgd:park-a a pg:Park ; skos:prefLabel "明湖软件园"@zh , "Minghu Park"@en ; skos:altLabel "明湖园"@zh ;
    skos:editorialNote "乙注"@zh , "甲注"@zh ; pg:founded 2009 ; pg:locatedIn pgd:area-a ;
    pg:locatedInTransitive pgd:area-z ; pg:mentionedIn pgd:span-1 .
pgd:area-a a pg:Area ; skos:prefLabel "明湖区"@zh .
pgd:usage-a pg:nameOf pgd:park-a ; pg:surfaceForm "那个园子"@zh ; pg:nameKind pgc:name-short ;
    pg:evidencedBy pgd:span-3 .
pgd:usage-b pg:nameOf pgd:park-a ; pg:surfaceForm "明湖软件园"@zh .
pgd:fact-0a a pg:Assertion ; rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:area-a ;
    pg:assertionBasis pgc:basis-computed ; pg:inferredByRule pgr:location ; pg:evidencedBy pgd:span-2 ;
    pg:asOf "2019-11-26"^^xsd:date ; prov:wasDerivedFrom pgd:park-a .
pgd:fact-0b a pg:Designation ; pg:selectedPark pgd:park-a ; pg:listedAs "明湖软件园（一期）"@zh ;
    pg:evidencedBy pgd:span-2 ; pg:asOf "2019-11-26"^^xsd:date ; pg:assertionBasis pgc:basis-explicit .
pgd:park-b a pg:Park ; skos:prefLabel "二期"@zh ; pg:partOfPark pgd:park-a .
pgd:fact-0c rdf:subject pgd:park-b ; rdf:predicate pg:partOfPark ; rdf:object pgd:park-a ; pg:evidencedBy pgd:span-3 ;
    pg:assertionBasis pgc:basis-explicit .
pgd:span-1 oa:exact "明湖软件园"@zh ; oa:hasSource pgd:source-a ; oa:start 5 .
pgd:span-2 oa:exact "（明湖区）"@zh ; oa:hasSource pgd:source-a ; oa:start 10 .
pgd:span-3 oa:exact "含二期"@zh ; oa:hasSource pgd:source-a ; oa:start 20 .
pgd:source-a skos:prefLabel "甲文"@zh ; pg:asOf "2019-11-26"^^xsd:date .
pgd:bare pg:founded 1999 .
"""
BRACKET = Passage("（明湖区）", "甲文", "", 10, PGD + "span-2")
LISTED = (Part("", "认定", PGD + "fact-0b"), Part("名单名称", "明湖软件园（一期）"))
PART = Passage("含二期", "甲文", "", 20, PGD + "span-3")


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """A park with a computed location, a designation and a part."""
    return LocalStore.from_triples(
        ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    )


@pytest.fixture(scope="module")
def page(store: LocalStore) -> Page:
    """The park's page in Chinese."""
    return describe(store, PGD + "park-a")


def test_head_of_the_page(page: Page) -> None:
    """Label, class, every other name in alphabetical order, notes, and the day its sources are of."""
    assert (page.iri, page.label, page.cls) == (PGD + "park-a", "明湖软件园", "园区")
    assert page.names == ("Minghu Park", "明湖园", "明湖软件园（一期）", "那个园子")
    assert page.notes == ("乙注", "甲注")
    assert page.spellings == (
        Spelling("Minghu Park", ("英文译名",)),
        Spelling("明湖园"),
        Spelling("明湖软件园（一期）", ("名单写法",), (BRACKET,)),
        Spelling("那个园子", ("简称",), (PART,)),
    )
    assert page.as_of == "2019-11-26"


def test_facts_carry_basis_rule_day_and_wording(page: Page) -> None:
    """What is said of it, by property; labels, the machinery of evidence and transitive copies are left out."""
    assert page.facts == (
        Fact("成立年份", "2009"),
        Fact("位于", "明湖区", PGD + "area-a", "计算所得", "按名称定位", "2019-11-26", (BRACKET,)),
    )


def test_incoming_facts_are_shown_as_what_they_are(page: Page) -> None:
    """A fact that points here is shown as its class; a relation with a fact of its own is not shown twice."""
    assert page.incoming == (
        Fact("nameOf", "那个园子", PGD + "usage-a", passages=(PART,)),
        Fact("nameOf", "明湖软件园", PGD + "usage-b"),
        Fact("所属园区", "二期", PGD + "park-b", "原文明示", "", "", (PART,)),
        Fact("入选园区", "认定", PGD + "fact-0b", "原文明示", "", "2019-11-26", (BRACKET,), LISTED),
    )


def test_mentions_are_the_passages_of_the_thing_itself(page: Page) -> None:
    """Where it is named, verbatim."""
    assert page.mentions == (Passage("明湖软件园", "甲文", "", 5, PGD + "span-1"),)


def test_page_in_english(store: LocalStore) -> None:
    """Labels follow the language; the Chinese name is then one of the other names."""
    page = describe(store, PGD + "park-a", "en")
    assert (page.label, page.cls) == ("Minghu Park", "park")
    assert "明湖软件园" in page.names
    assert [fact.relation for fact in page.facts] == ["成立年份", "located in"]


def test_a_page_with_little_on_it(store: LocalStore) -> None:
    """A thing of no class, without names, evidence and day."""
    page = describe(store, PGD + "bare")
    said = (Fact("成立年份", "1999"),)
    rest = Block("其他事实", (Field("成立年份", expected=False, facts=said),), rest=True)
    assert page == Page(PGD + "bare", "bare", "", (), (), said, (), (), "", (), (rest,))


def test_without_a_layout_everything_stands_among_the_rest(page: Page) -> None:
    """By property; names stand above already, and one that only repeats the label is not lost."""
    assert [(block.label, block.rest, [field.label for field in block.fields]) for block in page.blocks] == [
        ("其他事实", True, ["成立年份", "位于"]),
        ("被指向", True, ["nameOf", "所属园区", "入选园区"]),
    ]
    assert [fact.value for fact in page.blocks[1].fields[0].facts] == ["明湖软件园"]


def test_page_as_plain_data(page: Page) -> None:
    """What JSON writes: dataclasses down to the passages, nothing lost."""
    plain = json.loads(json.dumps(page.to_dict()))
    told = ["iri", "label", "cls", "names", "notes", "facts", "incoming", "mentions", "as_of", "spellings", "blocks"]
    assert list(plain) == told
    assert plain["facts"][1]["passages"] == [
        {"quote": "（明湖区）", "source": "甲文", "section": "", "start": 10, "span": PGD + "span-2"}
    ]


@pytest.mark.parametrize(
    ("iri", "shown"), [(PGD + "nobody", "pgd:nobody"), (PG + "Nothing", "pg:Nothing"), (PGC + "x", "pgc:x")]
)
def test_what_the_graph_does_not_know_is_refused(store: LocalStore, iri: str, shown: str) -> None:
    """The message names the thing in short and says how to find it."""
    with pytest.raises(UsageError) as caught:
        describe(store, iri)
    assert str(caught.value) == f"图谱中没有 {shown}。 请用 parkgraph find 查找它的标识符。"
