"""Finding entities by what people type, and the one entity that a name stands for."""

import pyoxigraph as ox
import pytest

from parkgraph.errors import UsageError
from parkgraph.names import PG, PGC, PGD
from parkgraph.search import Hit, find, fold, resolve
from parkgraph.store import LocalStore

TURTLE = """\
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

pg:Park rdfs:label "园区"@zh , "park"@en .
pg:PolicyDocument rdfs:label "政策文件"@zh , "policy document"@en .
pg:Plan rdfs:subClassOf pg:PolicyDocument ; rdfs:label "规划"@zh , "plan"@en .
pg:Tier rdfs:label "认定档次"@zh .

pgd:park-a a pg:Park ; skos:prefLabel "明湖软件园"@zh , "Minghu Software Park"@en ; skos:altLabel "明湖园"@zh ;
    skos:hiddenLabel "名湖软件园"@zh ; pg:qualifiedName "某省明湖软件园"@zh .
pgd:park-b a pg:Park ; skos:prefLabel "明湖软件园二期"@zh .
pgd:park-c a pg:Park ; skos:prefLabel "O·Tech（橙色云）园区"@zh .
pgd:park-d a pg:Park ; skos:prefLabel "濟南產業園"@zh-hant .
pgd:park-e a pg:Park .
pgd:entry-e pg:registeredPark pgd:park-e ; pg:listedAs "东岭产业园"@zh .
pgd:entry-a pg:selectedPark pgd:park-a ; pg:listedAs "明湖园（一期）"@zh .
pgd:entry-b pg:candidatePark pgd:park-b ; pg:listedAs "申报甲"@zh .
pgd:usage-a a pg:NameUsage ; pg:nameOf pgd:park-a ; pg:surfaceForm "那个园子"@zh .
pgd:policy-a a pg:Plan ; skos:prefLabel "数字规划"@zh ; pg:documentNumber "某政发〔2018〕32号"@zh .
pgd:thing-a skos:prefLabel "无类之物"@zh .
pgc:tier-a a pg:Tier , skos:Concept ; skos:prefLabel "示范档"@zh ; skos:altLabel "示范型"@zh .
"""


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """Parks with every kind of name, a plan, a tier, and a thing of no class."""
    return LocalStore.from_triples(
        ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    )


def found(store: LocalStore, words: str, limit: int = 20) -> list[str]:
    """The slugs of what is found, in order."""
    return [hit.iri.rsplit("/", 1)[1] for hit in find(store, words, limit=limit)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("濟南產業園", "济南产业园"),
        ("５Ｇ 高新視頻", "5g高新视频"),
        ("O·Tech（橙色云）", "otech橙色云"),
        ("〔2018〕32号", "201832号"),
        ("Big　Data\tPark", "bigdatapark"),
        ("，。！…", ""),
        ("A+B", "a+b"),
    ],
)
def test_fold_drops_what_people_type_differently(text: str, folded: str) -> None:
    """Script, width, case, white space and punctuation do not count; signs such as + do."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("明湖软件园", ["park-a", "park-b"]),
        ("明湖园", ["park-a"]),
        ("名湖", ["park-a"]),
        ("某省明湖", ["park-a"]),
        ("minghu SOFTWARE", ["park-a"]),
        ("一期", ["park-a"]),
        ("申报甲", ["park-b"]),
        ("那个园子", ["park-a"]),
        ("东岭", ["park-e"]),
        ("2018 32号", ["policy-a"]),
        ("otech橙色云", ["park-c"]),
        ("云", ["park-c"]),
        ("济南", ["park-d"]),
        ("濟南產業園", ["park-d"]),
        ("東嶺產業園", ["park-e"]),
        ("示范型", ["tier-a"]),
        ("园区", ["park-c"]),
        ("没有", []),
        ("", []),
        ("（）", []),
    ],
)
def test_find_looks_at_every_name_of_entities_and_concepts(store: LocalStore, words: str, slugs: list[str]) -> None:
    """Labels, aliases, misspellings, qualified and listed names and numbers, in either script; not ontology terms."""
    assert found(store, words) == slugs


def test_find_puts_exact_names_first_then_short_ones_then_by_iri(store: LocalStore) -> None:
    """An exact alias beats a longer name, and of equally long ones the IRI decides."""
    assert found(store, "产业园") == ["park-d", "park-e"]
    assert found(store, "园") == ["park-a", "park-d", "park-e", "park-b", "park-c"]
    assert found(store, "园", limit=2) == ["park-a", "park-d"]


def test_a_hit_tells_label_class_and_the_name_that_matched(store: LocalStore) -> None:
    """Labels are in the reader's language, the matching name as it is written."""
    (first,) = find(store, "明湖園", lang="en")
    assert first == Hit(PGD + "park-a", "Minghu Software Park", PG + "Park", "park", "明湖园", True)
    (second,) = find(store, "无类")
    assert second == Hit(PGD + "thing-a", "无类之物", "", "", "无类之物", False)


@pytest.mark.parametrize(
    ("name", "cls", "iri"),
    [
        (PGD + "park-a", "", PGD + "park-a"),
        ("pgd:park-a", PG + "Park", PGD + "park-a"),
        ("park-a", PG + "Park", PGD + "park-a"),
        ("tier-a", PG + "Tier", PGC + "tier-a"),
        ("pgc:tier-a", "", PGC + "tier-a"),
        ("pg:Park", "", PG + "Park"),
        ("示范型", PG + "Tier", PGC + "tier-a"),
        ("明湖软件园", "", PGD + "park-a"),
        ("二期", PG + "Park", PGD + "park-b"),
        ("policy-a", PG + "PolicyDocument", PGD + "policy-a"),
        ("数字规划", PG + "PolicyDocument", PGD + "policy-a"),
    ],
)
def test_a_name_is_resolved(store: LocalStore, name: str, cls: str, iri: str) -> None:
    """IRI, CURIE, slug, whole name, or part of one name alone; a subclass's member is a member."""
    assert resolve(store, name, cls) == iri


@pytest.mark.parametrize(
    ("name", "cls", "message"),
    [
        ("没有的园", "", "找不到“没有的园”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        ("park-z", "", "找不到“park-z”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        ("50%", "", "找不到“50%”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        ("http://[", "", "找不到“http://[”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        ("", "", "找不到“”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        (
            "park-a",
            PG + "PolicyDocument",
            "参数 policy: “park-a”是园区，不是政策文件。 请写一个政策文件的名称或标识符。",
        ),
        (
            "橙色云",
            PG + "PolicyDocument",
            "参数 policy: “橙色云”是园区，不是政策文件。 请写一个政策文件的名称或标识符。",
        ),
        ("无类", PG + "PolicyDocument", "参数 policy: “无类”不是政策文件。 请写一个政策文件的名称或标识符。"),
        (
            "明湖",
            PG + "Park",
            "参数 policy: “明湖”有 2 个可能：\n"
            "  1) 明湖软件园〔园区〕 policy=park-a\n"
            "  2) 明湖软件园二期〔园区〕 policy=park-b\n"
            "请写其中一个标识符。",
        ),
    ],
)
def test_what_is_not_one_thing_is_refused(store: LocalStore, name: str, cls: str, message: str) -> None:
    """Nothing, something of another class, or several things: the message says which, and what to type."""
    with pytest.raises(UsageError) as caught:
        resolve(store, name, cls, parameter="policy" if cls else "")
    assert str(caught.value) == message


def test_choices_are_numbered_up_to_nine(store: LocalStore) -> None:
    """Of many possibilities nine are listed and the rest counted; a thing of no class has an empty bracket."""
    labels = "".join(f'pgd:item-{n:02} skos:prefLabel "第{n}件"@zh .\n' for n in range(60))
    quads = ox.parse(TURTLE + labels, format=ox.RdfFormat.TURTLE)
    many = LocalStore.from_triples(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    with pytest.raises(UsageError) as caught:
        resolve(many, "件")
    lines = str(caught.value).split("\n")
    assert lines[0] == "“件”有 62 个可能："
    assert lines[1] == "  1) 第0件〔〕 item-00"
    assert lines[9].startswith("  9) ")
    assert lines[10:] == ["  … 另有 53 个", "请写其中一个标识符。"]


def test_a_class_narrows_before_anything_is_cut_off(store: LocalStore) -> None:
    """A plan is found by a part of its name however many shorter names of other things hold it."""
    labels = "".join(f'pgd:item-{n:02} skos:prefLabel "规划{n}"@zh .\n' for n in range(60))
    quads = ox.parse(TURTLE + labels, format=ox.RdfFormat.TURTLE)
    many = LocalStore.from_triples(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    assert resolve(many, "规划", PG + "PolicyDocument") == PGD + "policy-a"
