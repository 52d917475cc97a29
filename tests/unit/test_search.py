"""Finding entities by what people type, and the one entity that a name stands for."""

import random
import re
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.errors import UsageError
from parkgraph.graph import Graph
from parkgraph.names import PG, PGC, PGD
from parkgraph.search import FACETS, Hit, SearchIndex, fold, resolve
from parkgraph.search.folding import Folded, Lines, fold_all
from parkgraph.search.pinyin import TABLE, _parses, readings
from parkgraph.search.similar import distance, similar
from parkgraph.store import LocalStore

REPO = Path(__file__).parents[2]

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
def index() -> SearchIndex:
    """Parks with every kind of name, a plan, a tier, and a thing of no class."""
    return indexed(TURTLE)


def indexed(turtle: str) -> SearchIndex:
    """The search over some Turtle."""
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return SearchIndex(LocalStore.from_triples(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads))


def found(index: SearchIndex, words: str, limit: int = 20) -> list[str]:
    """The slugs of what is found, in order."""
    return [hit.iri.rsplit("/", 1)[1] for hit in index.find(words, limit=limit).hits]


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
        ("名湖", ["park-a", "park-b"]),
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
def test_find_looks_at_every_name_of_entities_and_concepts(index: SearchIndex, words: str, slugs: list[str]) -> None:
    """Labels, aliases, misspellings, qualified and listed names and numbers, in either script; not ontology terms."""
    assert found(index, words) == slugs


def test_find_puts_exact_names_first_then_short_ones_then_by_iri(index: SearchIndex) -> None:
    """An exact alias beats a longer name, and of equally long ones the IRI decides."""
    assert found(index, "产业园") == ["park-d", "park-e"]
    assert found(index, "园") == ["park-a", "park-d", "park-e", "park-b", "park-c"]
    assert found(index, "园", limit=2) == ["park-a", "park-d"]


def test_a_hit_tells_label_class_and_the_name_that_matched(index: SearchIndex) -> None:
    """Labels are in the reader's language, the matching name as it is written."""
    (first,) = index.find("明湖園", lang="en").hits
    assert first == Hit(PGD + "park-a", "Minghu Software Park", PG + "Park", "park", "明湖园", True, "alias", 0, 3)
    (second,) = index.find("无类").hits
    assert second == Hit(PGD + "thing-a", "无类之物", "", "", "无类之物", False, "name", 0, 2)


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
def test_a_name_is_resolved(index: SearchIndex, name: str, cls: str, iri: str) -> None:
    """IRI, CURIE, slug, whole name, or part of one name alone; a subclass's member is a member."""
    assert resolve(index, name, cls) == iri


@pytest.mark.parametrize(
    ("name", "cls", "message"),
    [
        ("没有的园", "", "找不到“没有的园”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        ("park-z", "", "找不到“park-z”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        ("50%", "", "找不到“50%”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        (
            "东岭产业圆",
            "",
            "找不到“东岭产业圆”。 是不是东岭产业园（park-e）？请用 parkgraph find 加名称的一部分查找它的写法。",
        ),
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
def test_what_is_not_one_thing_is_refused(index: SearchIndex, name: str, cls: str, message: str) -> None:
    """Nothing, something of another class, or several things: the message says which, and what to type."""
    with pytest.raises(UsageError) as caught:
        resolve(index, name, cls, parameter="policy" if cls else "")
    assert str(caught.value) == message


def test_choices_are_numbered_up_to_nine(index: SearchIndex) -> None:
    """Of many possibilities nine are listed and the rest counted; a thing of no class has an empty bracket."""
    labels = "".join(f'pgd:item-{n:02} skos:prefLabel "第{n}件"@zh .\n' for n in range(60))
    many = indexed(TURTLE + labels)
    with pytest.raises(UsageError) as caught:
        resolve(many, "件")
    lines = str(caught.value).split("\n")
    assert lines[0] == "“件”有 62 个可能："
    assert lines[1] == "  1) 第0件〔〕 item-00"
    assert lines[9].startswith("  9) ")
    assert lines[10:] == ["  … 另有 53 个", "请写其中一个标识符。"]


def test_a_class_narrows_before_anything_is_cut_off(index: SearchIndex) -> None:
    """A plan is found by a part of its name however many shorter names of other things hold it."""
    labels = "".join(f'pgd:item-{n:02} skos:prefLabel "规划{n}"@zh .\n' for n in range(60))
    many = indexed(TURTLE + labels)
    assert resolve(many, "规划", PG + "PolicyDocument") == PGD + "policy-a"


def test_many_texts_fold_as_each_alone(shipped: Graph) -> None:
    """Converting all names of the graph together changes none of them."""
    texts = [name.text for name in shipped.index.names]
    assert fold_all(texts) == [fold(text) for text in texts]
    assert fold_all([]) == []


def test_a_shortened_text_is_found_again() -> None:
    """A piece of a folded text stands where it was written; where letters fold together it is the whole text."""
    folded = Folded("Ｏ·Tech（橙色云）")
    assert folded.text == "otech橙色云"
    assert [folded.written[slice(*folded.place(first, first + 1))] for first in (0, 1, 5)] == ["Ｏ", "T", "橙"]
    assert Folded("e\u0301té").place(1, 2) == (0, 4)


# ---------------------------------------------------------------------- over the shipped graph


@pytest.fixture(scope="module")
def shipped() -> Graph:
    """The shipped graph."""
    return parkgraph.open()


SUBSTRINGS = [
    "园", "区", "数", "链", "云", "5G", "园区", "数据", "产业", "智能", "平台", "软件", "聊城", "德州",
    "齐河", "高新", "政策", "规划", "试点", "示范", "企业", "创新", "大数据", "物联网", "互联网", "云计算",
    "区块链", "人工智能", "数字经济", "工业互联网", "智慧农业", "软件园", "产业园", "名录库", "大数据局",
    "德瑞智能", "德瑞智能制造产业园", "山东省大数据局", "數據", "園區", "產業", "濟南", "聯網", "ＤＡＴＡ",
    "数，据", "（试点）", "2019", "park", "Big", "Data", "software", "O·Tech（橙色云）", "124号",
]  # fmt: skip


def test_every_substring_is_found(shipped: Graph) -> None:
    """Over fifty wordings of one to twelve characters: everything that a plain look at all names finds, is found."""
    assert len(set(SUBSTRINGS)) >= 50
    names = [(name.entity, fold(name.text)) for name in shipped.index.names]
    for words in SUBSTRINGS:
        wanted = {entity for entity, name in names if fold(words) in name}
        hits = shipped.index.find(words, limit=len(names)).hits
        assert wanted, words
        assert wanted <= {hit.iri for hit in hits}, words
        for hit in hits:
            if hit.why in ("name", "alias"):
                assert fold(hit.matched[hit.start : hit.end]) == fold(words)


def test_pieces_of_names_at_random_are_found(shipped: Graph) -> None:
    """Two hundred pieces of names of any length lead to the thing so named."""
    dice = random.Random(7)
    names = [name for name in shipped.index.names if fold(name.text)]
    for name in dice.sample(names, 200):
        folded = fold(name.text)
        start = dice.randrange(len(folded))
        piece = folded[start : start + dice.randint(1, 12)]
        assert name.entity in shipped.index.ranked(piece), piece


@pytest.mark.parametrize(
    ("words", "slug", "why"),
    [
        ("liaocheng", "division-371500", "name"),
        ("聊ch", "division-371500", "pinyin"),
        ("liaochengs", "division-371500", "pinyin"),
        ("liaochs", "division-371500", "pinyin"),
        ("lcs", "division-371500", "initials"),
        ("lc", "division-371500", "initials"),
        ("LIAO cheng shi", "division-371500", "pinyin"),
        ("dezhoushi", "division-371400", "pinyin"),
        ("derui", "park-derui", "name"),
        ("deruizhineng", "park-derui", "pinyin"),
        ("drznzzcyy", "park-derui", "initials"),
        ("德瑞智能制造产业圆", "park-derui", "sound"),
        ("得瑞智能", "park-derui", "sound"),
        ("德瑞智能制造产业图", "park-derui", "similar"),
        ("德瑞智能造产业园", "park-derui", "short"),
        ("德瑞智能制制造产业园", "park-derui", "similar"),
        ("德瑞产业园", "park-derui", "short"),
        ("聊成市", "division-371500", "sound"),
        ("名录裤名单", "list-shandong-dep-2019-registry", "sound"),
    ],
)
def test_what_is_typed_otherwise_is_found(shipped: Graph, words: str, slug: str, why: str) -> None:
    """Pinyin, initials, both mixed with characters, words that sound the same, slips and abbreviations."""
    hits = {hit.iri: hit for hit in shipped.index.suggest(words, limit=200)}
    assert PGD + slug in hits
    assert hits[PGD + slug].why == why


def test_a_good_hit_is_not_followed_by_guesses(shipped: Graph) -> None:
    """Where a name is the wording, or there are enough hits, nothing that only sounds or looks alike is added."""
    for words in ("聊城市", "德瑞智能制造产业园", "园区", "试点", "制造", "信息"):
        whys = {hit.why for hit in shipped.index.suggest(words, limit=500)}
        assert whys <= {"name", "alias"}
    assert shipped.index.suggest("没有这样的东西") == ()
    assert {hit.why for hit in shipped.index.suggest("2018", limit=50)} <= {"name", "alias"}


def test_latin_within_a_word_stands_behind(shipped: Graph) -> None:
    """Two letters that happen to meet in an English name do not crowd out the initials."""
    hits = shipped.index.suggest("lc", limit=500)
    assert [hit.why for hit in hits[:3]] == ["initials"] * 3
    assert not any(hit.matched[hit.start : hit.end].isascii() for hit in hits if hit.why in ("initials", "pinyin"))
    assert any(hit.matched[hit.start : hit.end].isascii() for hit in hits)


def test_an_entity_is_found_by_its_passage(shipped: Graph) -> None:
    """What no name holds is found by the quote that the entity rests on, if passages are asked for."""
    words = "齊魯數谷(淄博"
    assert shipped.index.find(words).total == 0
    hits = shipped.index.find(words, passages=True).hits
    assert {hit.why for hit in hits} == {"passage"}
    assert "齐鲁数谷" in {hit.label for hit in hits}
    assert [hit.matched[hit.start : hit.end] for hit in hits] == [words] * len(hits)
    assert not any(hit.exact for hit in hits)


@pytest.mark.parametrize("words", ["园区", "数据", "lc", "园", "大数据局"])
def test_counts_are_the_rows_they_lead_to(shipped: Graph, words: str) -> None:
    """Whoever chooses a value gets as many hits as it says, also when values of another facet are chosen."""
    index = shipped.index
    found = index.find(words)
    assert tuple(found.facets) == FACETS
    assert found.facets["class"]
    assert sum(one.count for one in found.facets["class"]) == found.total
    for facet, counts in found.facets.items():
        assert [one.count for one in counts] == sorted((one.count for one in counts), reverse=True)
        for one in counts:
            assert index.find(words, facets={facet: [one.value]}).total == one.count
    first = {facet: [counts[0].value] for facet, counts in found.facets.items() if counts}
    for chosen, other in product(first, FACETS):
        if chosen != other:
            narrowed = index.find(words, facets={chosen: first[chosen]})
            for one in narrowed.facets[other]:
                both = {chosen: first[chosen], other: [one.value]}
                assert index.find(words, facets=both).total == one.count


def test_several_values_of_a_facet_are_alternatives(shipped: Graph) -> None:
    """Two classes give the hits of both; no value chosen is no choice."""
    two = [one for one in shipped.index.find("数据").facets["class"][:2]]
    assert shipped.index.find("数据", facets={"class": [one.value for one in two]}).total == sum(c.count for c in two)
    assert shipped.index.find("数据", facets={"class": []}).total == shipped.index.find("数据").total


def test_facets_have_labels(shipped: Graph) -> None:
    """Classes, cities and tiers in the reader's language, years as figures."""
    facets = shipped.index.find("园区").facets
    assert {"园区", "具体举措"} <= {one.label for one in facets["class"]}
    assert "青岛市" in {one.label for one in facets["place"]}
    assert {one.label for one in facets["year"]} == {"2019"}
    assert len(facets["tier"]) == 3
    assert "park" in {one.label for one in shipped.index.find("园区", "en").facets["class"]}


# ---------------------------------------------------------------------- passages


def spelled(text: str) -> tuple[str, list[int]]:
    """A text folded letter by letter, and where each letter comes from."""
    letters = [(one, at) for at, letter in enumerate(text) for one in fold(letter)]
    return "".join(one for one, _ in letters), [at for _, at in letters]


PASSAGES = [
    "园", "云", "数据", "园区", "产业", "試點", "试点", "聊城", "德州", "齊河", "齐河", "山东", "山東",
    "大数据", "大數據", "數字經濟", "数字经济", "物联网", "互联网", "区块链", "人工智能", "工业互联网",
    "高新区", "智慧", "農業", "农业", "示范", "示範", "奖补", "獎補", "企业", "企業", "平台", "创新", "人才",
    "金融", "5G", "2019", "2025", "500万", "100萬", "永鋒", "德瑞", "德瑞智能", "北斗", "新能源",
    "聊城高新区", "信息技术", "软件", "服务业", "大数据局", "大數據局", "發展", "规划", "行动", "名錄庫",
    "保障措施",
]  # fmt: skip


def test_every_occurrence_in_the_texts_is_found(shipped: Graph, sources: Path) -> None:
    """Fifty strings in either script: every place in both texts, with section and what rests on it."""
    assert len(set(PASSAGES)) >= 50
    texts = {f"{PGD}source-{path.stem}": path.read_bytes().decode("utf-8") for path in sources.glob("*.txt")}
    plain = {source: spelled(text) for source, text in texts.items()}
    index = SearchIndex(shipped.store, texts)
    found_some = 0
    for words in PASSAGES:
        answer = index.passages.find(words, limit=10_000)
        wanted = [
            (source, origins[found.start()])
            for source, (text, origins) in sorted(plain.items())
            for found in re.finditer(f"(?={re.escape(fold(words))})", text)
        ]
        assert [(one.source.iri, one.offset) for one in answer.shown] == wanted, words
        assert answer.total == len(wanted)
        assert all(fold(one.text[one.start : one.end]) == fold(words) for one in answer.shown)
        found_some += answer.total > 0
        assert all(one.section for one in answer.shown)
    assert found_some >= 45
    assert index.passages.find("大数据").quoted == ()
    assert len(index.passages.find("大数据").whole) == 2
    around = index.passages.find("德瑞智能制造").shown
    assert PGD + "park-derui" in {thing.iri for one in around for thing in one.about}


def test_without_texts_the_quotes_are_searched(shipped: Graph) -> None:
    """The same words, in either script, give the quotes that hold them; the answer says that these were only quotes."""
    index = SearchIndex(shipped.store)
    answer, turned = index.passages.find("齐河", limit=100), index.passages.find("齊河", limit=100)
    assert answer == turned
    assert answer.total == len(answer.shown) > 0
    assert (answer.whole, len(answer.quoted)) == ((), 2)
    assert all(one.text[one.start : one.end] == "齊河" for one in answer.shown)
    assert index.passages.find("齐河", limit=1).total == answer.total
    assert index.passages.find("").total == 0
    named = {thing.label for one in answer.shown for thing in one.about}
    assert not any(label.startswith(("fact-", "judgement-")) for label in named)


def test_the_facade_looks_into_texts_that_are_at_hand(
    sources: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the folder named both texts are searched whole; without any, neither."""
    monkeypatch.setenv("PARKGRAPH_SOURCES", str(sources))
    assert len(parkgraph.open().passages("大数据").whole) == 2
    monkeypatch.setenv("PARKGRAPH_SOURCES", str(tmp_path))
    if not list((REPO / "data" / "sources").glob("*.txt")):
        assert parkgraph.open().passages("大数据").whole == ()


# ---------------------------------------------------------------------- pinyin and slips


def test_the_table_of_readings_is_whole(shipped: Graph) -> None:
    """It knows the characters of GB 2312 and of every label, with all readings of each."""
    known = readings()
    assert len(known) >= 6763
    assert set(known["重"]) >= {"zhong", "chong"}
    labels = "".join(fold(name.text) for name in shipped.index.names)
    assert {letter for letter in labels if "\u4e00" <= letter <= "\u9fff"} - known.keys() == set()
    assert TABLE.stat().st_size < 40_000


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("cqy", ["x-0"]),
        ("chongqingy", ["x-0"]),
        ("chqyuan", ["x-0"]),
        ("重qy", ["x-0"]),
        ("lvgu", ["x-1"]),
        ("lügu", ["x-1"]),
        ("cjy", ["x-2"]),
        ("changjiangyuan", ["x-2"]),
        ("xianyuan", ["x-3"]),
        ("xayuan", ["x-3"]),
        ("5ggx", ["x-4"]),
        ("gaoxin5g", []),
        ("itc", []),
        ("hongqing", []),
        ("cq y!", ["x-0"]),
        ("a" * 41, []),
    ],
)
def test_what_an_input_method_would_take(words: str, slugs: list[str]) -> None:
    """Whole syllables and initials in any mixture, characters between, the last syllable unfinished; ü typed as v."""
    labels = ["重庆园", "绿谷", "长江园", "西安园", "5G高新", "Digital City"]
    index = indexed(
        "".join(
            f'<{PGD}x-{n}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{label}"@zh .\n'
            for n, label in enumerate(labels)
        )
    )
    assert found(index, words) == slugs


def test_long_pinyin_is_cut_in_few_ways() -> None:
    """However long the wording, only so many cuts are tried, and the one into whole syllables is among them."""
    parses = _parses("deruizhinengzhizaochanyeyuan")
    assert len(parses) == 64
    assert len(parses[0]) == 9
    assert [len(parse) for parse in parses] == sorted(len(parse) for parse in parses)


def naive(words: str, names: Iterable[str]) -> set[str]:
    """Names a part of which differs from the words by no more slips than allowed, found by trying every part."""
    allowed = 2 if len(words) >= 8 else 1
    parts = {
        name: {name[first:last] for first in range(len(name) + 1) for last in range(first, len(name) + 1)}
        for name in names
    }
    return {name for name, some in parts.items() if any(edits(words, part) <= allowed for part in some)}


def edits(left: str, right: str) -> int:
    """The Levenshtein distance, by its definition."""
    if not left or not right:
        return len(left) + len(right)
    if left[0] == right[0]:
        return edits(left[1:], right[1:])
    return 1 + min(edits(left[1:], right), edits(left, right[1:]), edits(left[1:], right[1:]))


def test_slips_are_counted_as_by_definition() -> None:
    """Random wordings over three letters: the same names as by trying every part of every name."""
    dice = random.Random(11)
    names = sorted({"".join(dice.choices("甲乙丙", k=dice.randint(1, 7))) for _ in range(60)})
    lines = Lines(names)
    for length in (4, 5, 6):
        for _ in range(10):
            words = "".join(dice.choices("甲乙丙", k=length))
            assert {names[number] for number, _ in similar(lines, words)} == naive(words, names), words
    assert distance("德瑞产业圆", "齐河德瑞产业园区") == 1
