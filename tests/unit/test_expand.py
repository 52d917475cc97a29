"""Expansion: what records may say and what they may not; what they leave out and the build fills in."""

import dataclasses
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from parkgraph.build import Build
from parkgraph.build.expand import Expander, overlay
from parkgraph.errors import DataError, ParseError
from parkgraph.names import PG, PGC, XSD, slug
from parkgraph.records import load_records
from parkgraph.text import Source, SpanLock, load_source, load_text
from parkgraph.vocabulary import Vocabulary, Word, load_vocabulary

REPO = Path(__file__).parents[2]
EXAMPLE = REPO.parent / "shared" / "design" / "records-example.yaml"
FILE = "records/moushi-2024-notice.yaml"
QUOTE = "quote: '乙区示例软件园'"
PARK = f"- {{id: park-a, is: Park, zh: 甲, {QUOTE}"
LIST = f"- {{id: list-a, is: ListAnnouncement, {QUOTE}"
DEFAULTS: dict[str, str] = json.loads((REPO / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["defaults"]

Told = set[tuple[str, str, str]]
Teller = Callable[[Iterable[ox.Triple]], Told]

ASSERTION = "断言须有一个 says，并有一个 that 或一个 text。 例：{says: locatedIn, that: division-371400}。"
BAD_QUOTE = "引文必须是文字。 请写 quote: '原文' 或 quote: ['原文一', '原文二']。"
NO_QUOTE = "这一节点和它外围都没有引文。 请加上 quote: '能证明它的原文'。"
NO_CLASS = "这一节点没有类（is）。 请写 is: 类名，或写 id 指明它补充谁。"
BAD_VALUE = "的值为空或不是 NFC 形式。 请重新输入该值。"
LOOK_IT_UP = "请在 ontology/ 中查找可用的名称。"
TIERS = "可用的值：demonstration、growth、registry。"

REFUSED = {
    "unknown word": (PARK + ", zhh: 甲}", "3: 不认识的词 zhh。 是否想写 zh？"),
    "unknown word that is like no other": (PARK + ", xyzzy: 甲}", f"3: 不认识的词 xyzzy。 {LOOK_IT_UP}"),
    "unknown word on a line of its own": (
        f"- id: park-a\n  is: Park\n  ordinals: 1\n  {QUOTE}",
        "5: 不认识的词 ordinals。 是否想写 ordinal 或 codings？",
    ),
    "keyword of JSON-LD": (PARK + ", '@id': park-b}", "3: 不认识的词 @id。 是否想写 id？"),
    "unknown class": (f"- {{id: park-a, is: Prak, {QUOTE}}}", "3: 不认识的类 Prak。 是否想写 Park？"),
    "unknown class that is like no other": (
        f"- id: park-a\n  zh: 甲\n  is: 园区\n  {QUOTE}",
        f"5: 不认识的类 园区。 {LOOK_IT_UP}",
    ),
    "unknown concept": (LIST + ", tier: gold}", f"3: tier 没有 gold 这个值。 {TIERS}"),
    "empty concept": (LIST + ", tier: ''}", f"3: tier 没有  这个值。 {TIERS}"),
    "unknown relation": (
        PARK + ", facts: [{says: belongsToGruop, that: park-a}]}",
        "3: 不认识的关系 belongsToGruop。 是否想写 belongsToGroup 或 belongsToField？",
    ),
    "annotation as relation": (
        PARK + ", facts: [{says: isGraphEdge, that: park-a}]}",
        f"3: 不认识的关系 isGraphEdge。 {LOOK_IT_UP}",
    ),
    "relation that only rules state": (
        PARK + ", facts: [{says: locatedInTransitive, that: park-a}]}",
        "3: locatedInTransitive 只能由规则得出。 请记录它所依据的事实，由 build 推出。",
    ),
    "id twice": (
        f"{PARK}}}\n{PARK}}}",
        f"4: 标识符 park-a 重复。 它已在 {FILE}:3 定义；请改名，或去掉 is 以补充它。",
    ),
    "dangling reference": (
        PARK + ", facts: [{says: locatedIn, that: division-990131}]}",
        "3: 引用的 division-990131 没有定义。 是否想写 division-990121 或 division-990102 或 division-990100？",
    ),
    "dangling reference that is like no other": (
        PARK + ", facts:\n  [{says: locatedIn, that: nowhere-at-all}]}",
        "4: 引用的 nowhere-at-all 没有定义。 请先定义它。",
    ),
    "empty reference": (
        PARK + ", facts: [{says: locatedIn, that: ''}]}",
        "3: 引用的  没有定义。 请先定义它。",
    ),
    "addition to nothing": (f"- {{id: park-a, zh: 甲, {QUOTE}}}", "3: 引用的 park-a 没有定义。 请先定义它。"),
    "node without class": (f"- {{zh: 甲, {QUOTE}}}", f"3: {NO_CLASS}"),
    "node without class below a word without default": (PARK + ", facts:\n  [], selected: {zh: 乙}}", f"4: {NO_CLASS}"),
    "node without quote": ("- {id: park-a, is: Park}", f"3: {NO_QUOTE}"),
    "assertion without relation": (PARK + ", facts: [{that: park-a}]}", f"3: {ASSERTION}"),
    "assertion without value": (PARK + ", facts: [{says: locatedIn}]}", f"3: {ASSERTION}"),
    "list in a list": (PARK + ", also: [[甲]]}", "3: also 之下不能是列表的列表。 请只写一层列表。"),
    "nodes in a list in a list": (
        PARK + ", facts: [[{says: locatedIn, that: park-a}]]}",
        "3: facts 之下不能是列表的列表。 请只写一层列表。",
    ),
    "node in the place of a text": (PARK + ", also: {id: park-b}}", "3: also 之下不能再写节点。 请写一个值。"),
    "node in the place of a relation": (
        PARK + ", facts: [{says: {id: park-b}, that: park-a}]}",
        "3: says 之下不能再写节点。 请写一个值。",
    ),
    "same fact twice": (
        PARK + ", facts:\n  [{says: locatedIn, that: park-a},\n  {says: locatedIn, that: park-a, note: x}]}",
        "5: 这一事实与同处的另一条相同。 请删去其中一条。",
    ),
    "too long quote": (
        PARK.replace("乙区示例软件园", "长" * 121) + "}",
        "3: 引文有 121 个字符，超过 120 个。 请只引能证明该事实的最短文字。",
    ),
    "quote in a list in a list": (PARK.replace(QUOTE, "quote: [['乙区']]") + "}", f"3: {BAD_QUOTE}"),
    "quote that is a node": (PARK.replace(QUOTE, "quote: {a: b}") + "}", f"3: {BAD_QUOTE}"),
    "empty quote": (PARK.replace(QUOTE, "quote: ''") + "}", f"3: {BAD_QUOTE}"),
    "no quote in the list": (PARK.replace(QUOTE, "quote: []") + "}", f"3: {NO_QUOTE}"),
    "empty label": (PARK.replace("zh: 甲", "zh: ''") + "}", f"3: zh {BAD_VALUE}"),
    "label that is not in NFC": (PARK.replace("zh: 甲", "zh: 'cafe\u0301'") + "}", f"3: zh {BAD_VALUE}"),
    "empty verbatim word": (LIST + ", entries: [{listedAs: ''}]}", f"3: listedAs {BAD_VALUE}"),
}


class TestRefusals:
    """What may not be said stops the build at its line, with what to do, and nothing is written."""

    @pytest.mark.parametrize("case", REFUSED)
    def test_what_may_not_be_said_is_refused(
        self, case: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """Each message word for word; a quote that is too long is an error in the data, all others in the writing."""
        text, message = REFUSED[case]
        record(text)
        kind = DataError if case == "too long quote" else ParseError
        assert refusal(kind, register=True) == f"{FILE}:{message}"

    def test_all_refusals_are_looked_at(self) -> None:
        """None is lost on the way."""
        assert len(REFUSED) == 34

    @pytest.mark.parametrize(
        "name", ["Park-a", "park", "park_a", "-park-a", "park-", "park--a", "园区-a", "1-a", "park-a b", "pg:a-b"]
    )
    def test_an_ill_formed_id_is_refused(
        self, name: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """Ids are of lower-case letters, digits and hyphens, two parts at least, and begin with a letter."""
        record(f"- {{is: Park, {QUOTE},\n  id: '{name}'}}")
        assert refusal(ParseError, register=True) == (
            f"{FILE}:4: 标识符 {name} 不合规。 只用小写字母、数字和连字符，形如 park-qilu-ruanjianyuan。"
        )

    @pytest.mark.parametrize(
        ("kind", "example", "value"),
        [
            *(("integer", "2019", value) for value in ("six", "06", "6.0", "+6", "1e3", "-", "６", " 6")),
            *(("decimal", "37.68", value) for value in ("x", "1.50", "1,000", ".5", "1e3", "5.", "01.5", "NaN")),
            *(("boolean", "true 或 false", value) for value in ("yes", "True", "1", "是", "true ")),
            *(("date", "2019-11-26", value) for value in ("2019-13-01", "2019-1-1", "2019-11-26Z", "11月26日", "2019")),
        ],
    )
    def test_a_literal_of_the_wrong_kind_is_refused(
        self, kind: str, example: str, value: str, expand: Callable[..., Any]
    ) -> None:
        """Only the one canonical way of writing a number, a truth value or a date is taken."""
        with pytest.raises(ParseError) as caught:
            expand(f"- id: park-a\n  is: Park\n  {QUOTE}\n  {kind}: '{value}'")
        assert type(caught.value) is ParseError
        assert str(caught.value) == f"{FILE}:6: {kind} 的值 {value} 不是 {kind}。 请写成 {example} 的形式。"

    @pytest.mark.parametrize(
        ("word", "value"),
        [
            ("count", "six"),
            ("number", "1.50"),
            ("complete", "yes"),
            ("core", "1"),
            ("cohortYear", "2019年"),
            ("maxAmount", "500万"),
        ],
    )
    def test_typed_words_of_the_context_refuse_other_values(
        self, word: str, value: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """The kind of value comes from the context alone."""
        record(f"{LIST}, {word}: '{value}'}}")
        said = refusal(ParseError, register=True)
        assert said.startswith(f"{FILE}:3: {word} 的值 {value} 不是 ")

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            *(("integer", value) for value in ("0", "6", "-6", "2019")),
            *(("decimal", value) for value in ("0", "37.68", "-1.5", "5000000", "0.01")),
            *(("boolean", value) for value in ("true", "false")),
            *(("date", value) for value in ("2019-11-26", "2000-02-29")),
        ],
    )
    def test_a_canonical_literal_is_taken(self, kind: str, value: str, expand: Callable[..., Any]) -> None:
        """It goes through as it is written."""
        assert expand(f"- {{id: park-a, is: Park, {QUOTE}, {kind}: '{value}'}}").nodes[0][kind] == value

    @pytest.mark.parametrize("value", ["2019-02-30", "2019-04-31", "2019-02-29"])
    def test_a_day_that_no_calendar_has_is_refused(self, value: str, expand: Callable[..., Any]) -> None:
        """Such a date would be an ill-typed literal, and compare as nothing."""
        with pytest.raises(ParseError):
            expand(f"- {{id: park-a, is: Park, {QUOTE}, date: '{value}'}}")

    def test_verbatim_words_need_not_be_in_nfc(self, expand: Callable[..., Any]) -> None:
        """What a source writes is not normalised."""
        told = expand(f"- {{id: list-a, is: ListAnnouncement, {QUOTE}, entries: [{{listedAs: 'cafe\u0301'}}]}}")
        assert told.nodes[0]["entries"][0]["listedAs"] == "cafe\u0301"

    def test_a_quote_may_be_as_long_as_the_limit(self, expand: Callable[..., Any]) -> None:
        """120 code points are taken, counted as code points."""
        text = "長😀" * 60
        assert expand(f"- {{id: park-a, is: Park, quote: '{text}'}}", text).wording == {(0, 120): text}


class TestKnownGaps:
    """What the build lets through or words wrongly today; each test says what it should do."""

    @pytest.mark.parametrize("word", ["locatedIn", "evidencedBy", "records"])
    def test_a_suggestion_is_never_the_refused_word_itself(
        self, word: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """A relation written as a word, the commonest slip, must not be answered with itself."""
        record(f"{PARK}, {word}: park-a}}")
        assert f"是否想写 {word}" not in refusal(ParseError, register=True)

    def test_a_reference_in_the_place_of_a_node_below_is_refused(
        self, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """Words that say things of the node above take nodes, or references the parser understands."""
        record(f"{PARK}, facts: park-a}}")
        assert refusal(ParseError, register=True).startswith(f"{FILE}:3: ")

    @pytest.mark.parametrize(
        "fact",
        [
            "says: locatedIn, that: [division-990121, division-990102]",
            "says: [locatedIn, operatedBy], that: park-a",
            "says: locatedIn, that: park-a, text: 甲",
        ],
    )
    def test_an_assertion_with_two_relations_or_values_is_refused(
        self, fact: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """It would be one assertion with two objects, of which one alone becomes a direct statement."""
        record(f"{PARK}, facts: [{{{fact}, basis: explicit}}]}}")
        assert refusal(ParseError, register=True).startswith(f"{FILE}:3: ")

    @pytest.mark.parametrize(
        "fact", ["says: locatedIn, text: 甲县", "says: documentNumber, that: park-a", "says: issueDate, text: 甲"]
    )
    def test_a_value_that_does_not_fit_the_relation_is_refused(
        self, fact: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """A thing for a relation between things, a text of the right type for a value."""
        record(f"{PARK}, facts: [{{{fact}, basis: explicit}}]}}")
        assert refusal(ParseError, register=True).startswith(f"{FILE}:3: ")

    @pytest.mark.parametrize(
        "pair",
        [
            "announcedOn: 2024-09-08",
            "announcedCount: six",
            "isExhaustive: perhaps",
            "asOf: 2020-01-01",
            "surfaceForm: 甲",
        ],
    )
    def test_a_property_that_is_not_plain_text_is_no_word_by_its_own_name(
        self, pair: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """Numbers, dates, tagged texts and what only rules state would enter as untyped strings, or be overwritten."""
        record(f"{LIST}, {pair}}}")
        assert refusal(ParseError, register=True).startswith(f"{FILE}:3: ")

    @pytest.mark.parametrize(
        "pair", ["after: ['二、首批名单']", "before: ['三、其他事项']", "is: [Park]", "id: [park-b]"]
    )
    def test_a_list_where_one_word_belongs_is_refused(
        self, pair: str, record: Callable[..., Path], refusal: Callable[..., str]
    ) -> None:
        """Today the list counts for nothing: place, class or id is silently left out."""
        record(f"{LIST}, entries: [{{{pair}, ordinal: 1, listedAs: 甲}}]}}")
        assert refusal(ParseError, register=True).startswith(f"{FILE}:3: ")

    def test_the_quote_of_an_addition_is_kept(
        self, record: Callable[..., Path], build: Callable[..., Build], told: Teller
    ) -> None:
        """Its span is made, but nothing says what rests on it."""
        record(f"{PARK}}}\n- {{id: park-a, also: [乙], quote: '(一)示范型'}}")
        assert ("park-a", "pg:mentionedIn", "span-moushi-2024-notice-213-219") in told(build(register=True).triples)

    def test_the_same_fact_of_two_unnamed_siblings_is_two_facts(
        self, record: Callable[..., Path], build: Callable[..., Build]
    ) -> None:
        """The two are about different entries; the message tells the reader to delete one of them."""
        fact = "facts: [{says: jurisdiction, that: division-990121, basis: curator}]"
        record(f"{LIST}, entries: [{{ordinal: 1, {fact}}}, {{ordinal: 2, {fact}}}]}}")
        build(register=True)

    @pytest.mark.parametrize("pair", [r"quote: '入库型\n示例智造园'", r"after: '入库型\n', quote: '示例智造园'"])
    def test_a_written_line_end_is_a_line_end(
        self, pair: str, record: Callable[..., Path], build: Callable[..., Build]
    ) -> None:
        r"""Quotes are always in single quotes, where YAML has no escapes: `\n` in them stands for a line end."""
        record(f"- {{id: park-a, is: Park, {pair}}}")
        build(register=True)


@pytest.fixture
def expand(tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Expands records of a source whose text holds `QUOTE` unless another is given; each datatype has a word."""
    monkeypatch.chdir(tmp_path)
    typed = {
        kind: Word(kind, PG + kind, "literal", datatype=XSD + kind)
        for kind in ("integer", "decimal", "boolean", "date")
    }
    words = dataclasses.replace(vocabulary, words={**vocabulary.words, **typed})

    def expanded(text: str, source_text: str = "乙区示例软件园，甲县。", **source: str) -> Any:
        Path("records").mkdir(exist_ok=True)
        Path(FILE).write_text(f"source: source-moushi-2024-notice\nrecords:\n{text}\n", encoding="utf-8")
        entry = Source("moushi-2024-notice", "甲", "A", "zh", "", len(source_text), "primary", "2024-09-08", "day")
        expander = Expander(words, dataclasses.replace(entry, **source), source_text, SpanLock(Path("spans.tsv")))
        return expander.expand(load_records(Path(FILE)))

    return expanded


class TestEvidence:
    """Every node rests on its own quote, or on the nearest around it."""

    def test_a_node_without_quote_rests_on_the_nearest_around_it(self, expand: Callable[..., Any]) -> None:
        """However deep; a node with a quote rests on that alone, and so does what is below it."""
        cohort = expand(
            """
- id: cohort-a
  is: Cohort
  quote: '甲'
  lists:
  - id: list-a
    entries:
    - {ordinal: 1}
    - ordinal: 2
      quote: ['乙', '丙']
      selected: {id: park-b, is: Park}
  - {id: list-b, quote: '丁'}
""",
            "甲乙丙丁",
        ).nodes[0]
        spans = {name: f"span-moushi-2024-notice-{start}-{start + 1}" for start, name in enumerate("甲乙丙丁")}
        first, second = cohort["lists"]
        assert cohort["mentionedIn"] == [spans["甲"]]
        assert first["evidencedBy"] == first["entries"][0]["evidencedBy"] == [spans["甲"]]
        assert first["entries"][1]["evidencedBy"] == [spans["乙"], spans["丙"]]
        assert first["entries"][1]["selected"]["mentionedIn"] == [spans["乙"], spans["丙"]]
        assert second["evidencedBy"] == [spans["丁"]]

    @pytest.mark.parametrize(
        ("cls", "word"),
        [
            *((cls, "evidencedBy") for cls in ("Designation", "NameUsage", "CharacterRepair", "QuantitativeTarget")),
            *((cls, "mentionedIn") for cls in ("Park", "Cohort", "PlanDocument", "DocumentSection", "SourceDocument")),
        ],
    )
    def test_facts_are_evidenced_and_things_are_mentioned(
        self, cls: str, word: str, expand: Callable[..., Any]
    ) -> None:
        """What is below `QualifiedFact` rests on its spans; everything else is only mentioned in them."""
        node = expand(f"- {{id: some-thing, is: {cls}, {QUOTE}}}").nodes[0]
        assert node[word] == ["span-moushi-2024-notice-0-7"]
        assert {"evidencedBy", "mentionedIn"} & set(node) == {word}

    def test_a_place_is_taken_over_from_around(self, expand: Callable[..., Any]) -> None:
        """`after` and `before` hold for all below until others take their place; they leave no span."""
        told = expand(
            """
- id: cohort-a
  is: Cohort
  after: '一、'
  before: '三、'
  quote: '园'
  lists:
  - id: list-a
    entries: [{ordinal: 1, quote: '园'}]
  - {id: list-b, after: '二、', quote: '园'}
  - {id: list-c, before: '园', quote: '甲'}
  - {id: list-d, after: '三、', before: '。', quote: '园'}
""",
            "园、一、甲、二、园、三、园。园甲",
        )
        first, second, third, fourth = told.nodes[0]["lists"]
        assert first["entries"][0]["evidencedBy"] == second["evidencedBy"] == ["span-moushi-2024-notice-8-9"]
        assert third["evidencedBy"] == ["span-moushi-2024-notice-4-5"]
        assert fourth["evidencedBy"] == ["span-moushi-2024-notice-12-13"]
        assert told.wording == {(8, 9): "园", (4, 5): "甲", (12, 13): "园"}

    def test_authoring_words_leave_no_statement(self, expand: Callable[..., Any]) -> None:
        """`quote`, `after` and `before` are gone from what becomes RDF."""
        node = expand(f"- {{id: park-a, is: Park, {QUOTE}, before: '，'}}").nodes[0]
        assert set(node) == {"id", "is", "mentionedIn"}

    def test_found_places_enter_the_lock_with_what_made_them_unique(self, build: Callable[..., Build]) -> None:
        """The lock is keyed by source, quote and the places around, inherited ones too."""
        places = {(quote.text, quote.after, quote.before): place for (_, quote), place in build().lock.places.items()}
        assert places["某市数据局", "各县(区)人民政府:", ""] == (115, 120)
        assert places["为落实《某省示例经济规划(2023—2027年)》", "一、总体要求", "(一)主要目标"] == (88, 113)


class TestFilledIn:
    """Classes, rules and dates that records leave out."""

    @pytest.mark.parametrize("word", DEFAULTS)
    def test_a_node_below_a_word_has_the_class_of_that_word(self, word: str, expand: Callable[..., Any]) -> None:
        """A default for each word that says things of the node above; what is written goes before it."""
        more = ", says: locatedIn, that: park-a" if word == "facts" else ""
        told = expand(
            f"- {{id: park-a, is: Park, {QUOTE}, {word}: [{{id: one-thing{more}}}, {{id: two-things, is: Cohort}}]}}"
        )
        assert [node["is"] for node in told.nodes[0][word]] == [DEFAULTS[word], "Cohort"]

    def test_all_defaults_are_looked_at(self, vocabulary: Vocabulary) -> None:
        """As many as the context has words that say things of the node above."""
        reverse = {name for name, word in vocabulary.words.items() if word.reverse}
        assert set(DEFAULTS) == reverse
        assert len(DEFAULTS) >= 13

    def test_a_fact_derived_from_a_name_names_the_rule(self, expand: Callable[..., Any]) -> None:
        """`place-named-in-name`, unless the record names another; other bases get none."""
        told = expand(
            f"""
- id: park-a
  is: Park
  {QUOTE}
  facts:
  - {{says: locatedIn, that: division-a, basis: derivedFromName}}
  - {{says: operatedBy, that: unit-a, basis: derivedFromName, rule: company-named-as-park}}
  - {{says: locatedIn, that: division-b, basis: explicit}}
"""
        )
        rules = [slug(fact.get("rule", "")) for fact in told.nodes[0]["facts"]]
        assert rules == ["place-named-in-name", "company-named-as-park", ""]

    def test_a_concept_that_is_named_like_a_word_is_the_concept(self, vocabulary: Vocabulary, tmp_path: Path) -> None:
        """JSON-LD would read such a short name as the word's own term."""
        path = tmp_path / "moushi-2024-notice.yaml"
        record = f"- {{id: list-a, is: ListAnnouncement, basis: number, {QUOTE}}}"
        path.write_text(f"source: source-moushi-2024-notice\nrecords:\n{record}\n", encoding="utf-8")
        known = dataclasses.replace(vocabulary, concepts=vocabulary.concepts | {PGC + "basis-number"})
        source = Source(path.stem, "甲", "A", "zh", "", 7, "primary", "2024-09-08", "day")
        told = Expander(known, source, "乙区示例软件园", SpanLock(tmp_path)).expand(load_records(path))
        document = as_document(known, source, told.nodes)
        values = {
            q.object
            for q in ox.parse(document, format=ox.RdfFormat.JSON_LD)
            if q.predicate.value == PG + "assertionBasis"
        }
        assert values == {ox.NamedNode(PGC + "basis-number")}

    def test_facts_that_age_carry_the_date_of_their_source(self, expand: Callable[..., Any]) -> None:
        """Designations, lists, standards do; assertions and things do not."""
        told = expand(
            f"""
- id: list-a
  is: ListAnnouncement
  {QUOTE}
  facts: [{{says: locatedIn, that: division-a}}]
- {{id: park-a, is: Park, {QUOTE}}}
""",
            as_of="2023-05-01",
            as_of_precision="month",
        )
        announcement, park = told.nodes
        assert (announcement["asOf"], announcement["asOfPrecision"]) == ("2023-05-01", PGC + "precision-month")
        assert "asOf" not in announcement["facts"][0] and "asOf" not in park and "asOfPrecision" not in park

    def test_a_node_with_an_id_and_no_class_adds_to_a_thing_defined_elsewhere(
        self, build: Callable[..., Build], told: Teller
    ) -> None:
        """The interview adds a name to the park that the notice defines; neither class nor label is said again."""
        facts = told(build().triples)
        about = {(predicate, value) for subject, predicate, value in facts if subject == "park-jiaxian"}
        assert ("skos:altLabel", '"产业园"@zh') in about
        assert [value for predicate, value in about if predicate == "rdf:type"] == ["pg:Park"]
        assert ("name-jiaxian-2", "pg:nameOf", "park-jiaxian") in facts

    def test_a_thing_may_be_added_to_before_it_is_defined(
        self, record: Callable[..., Path], build: Callable[..., Build], told: Teller
    ) -> None:
        """The order of records does not matter."""
        record(f"- {{id: park-a, also: [乙]}}\n{PARK}}}")
        assert ("park-a", "skos:altLabel", '"乙"@zh') in told(build(register=True).triples)

    def test_verbatim_words_take_the_language_of_the_source(
        self,
        town: Path,
        record: Callable[..., Path],
        build: Callable[..., Build],
        told: Teller,
        edit: Callable[..., None],
    ) -> None:
        """The same record under a source in other characters is tagged otherwise; labels and notes keep their tag."""
        record(f"{LIST}, zh: 名单, note: Seen., entries: [{{listedAs: 乙区示例软件园}}]}}")
        expected = {("skos:prefLabel", '"名单"@zh'), ("skos:editorialNote", '"Seen."@en')}
        for language in ("zh", "zh-hant"):
            facts = {(predicate, value) for _, predicate, value in told(build(register=True).triples)}
            assert (
                expected
                | {("pg:listedAs", f'"乙区示例软件园"@{language}'), ("oa:exact", f'"乙区示例软件园"@{language}')}
                <= facts
            )
            edit("sources/moushi-2024-notice.toml", 'language = "zh', 'language = "zh-hant')

    def test_the_overlay_leaves_the_vocabularys_context_as_it_was(self, vocabulary: Vocabulary, town: Path) -> None:
        """Each source gets a context of its own."""
        before = json.dumps(vocabulary.context)
        source = load_source(town / "sources" / "moushi-2024-notice.toml")
        assert overlay(vocabulary, source)["listedAs"]["@language"] == "zh"
        assert (
            overlay(vocabulary, dataclasses.replace(source, language="zh-hant"))["listedAs"]["@language"] == "zh-hant"
        )
        assert json.dumps(vocabulary.context) == before


def a_fact(**other: str) -> str:
    """A record with one list that holds one unnamed entry; `other` changes one of its parts."""
    parts = {"top": "list-a", "word": "entries", "is": "Designation", "ordinal": "1", "listed": "乙", "park": "park-b"}
    parts |= {"basis": "explicit", "quote": "quote: '乙区'", "note": "", "around": "乙区示例软件园", **other}
    return (
        f"- id: {parts['top']}\n  is: ListAnnouncement\n  quote: '{parts['around']}'\n  {parts['word']}:\n"
        f"  - is: {parts['is']}\n    ordinal: {parts['ordinal']}\n    listedAs: {parts['listed']}\n"
        f"    basis: {parts['basis']}\n"
        f"    selected: {{id: {parts['park']}, is: Park}}\n    {parts['quote']}\n    {parts['note']}\n"
    )


class TestFactIds:
    """A fact without id is named by what it says."""

    def test_the_recipe_stays(self, expand: Callable[..., Any]) -> None:
        """This very id was given once; a new recipe would rename every fact of every release."""
        assert expand(a_fact()).nodes[0]["entries"][0]["id"] == "fact-de398d94b6"

    @pytest.mark.parametrize(
        "other",
        [
            {"quote": "quote: '示例软件园'"},
            {"quote": "quote: ['乙区', '甲县']"},
            {"quote": "after: '，'\n    quote: '甲县'"},
            {"quote": ""},
            {"note": "note: Seen twice."},
            {"around": "甲县"},
            {"note": "facts: [{says: locatedIn, that: division-a}]"},
            {"park": "park-b, zh: 乙, en: B"},
        ],
    )
    def test_mending_a_quote_or_a_note_keeps_the_id(self, other: dict[str, str], expand: Callable[..., Any]) -> None:
        """Evidence, notes, what is said of the fact, and what is told of the things it names do not count."""
        changed = expand(a_fact(**other)).nodes[0]
        assert changed["entries"][0]["id"] == expand(a_fact()).nodes[0]["entries"][0]["id"]
        assert changed != expand(a_fact()).nodes[0]

    def test_moving_a_fact_within_its_list_keeps_the_id(self, expand: Callable[..., Any]) -> None:
        """Neither line nor order of writing counts."""
        one, two = "{says: locatedIn, that: division-a}", "{says: locatedIn, that: division-b}"
        first = expand(f"{PARK}, facts: [{one}, {two}]}}").nodes[0]["facts"]
        second = expand(f"{PARK}, facts: [{two},\n\n {one}]}}").nodes[0]["facts"]
        assert [fact["id"] for fact in first] == [fact["id"] for fact in reversed(second)]

    @pytest.mark.parametrize(
        "other",
        [
            {"top": "list-b"},
            {"word": "names"},
            {"is": "Candidacy"},
            {"ordinal": "2"},
            {"listed": "乙园"},
            {"park": "park-c"},
            {"basis": "curator"},
            {"note": "supportMethod: 分期"},
        ],
    )
    def test_another_fact_has_another_id(self, other: dict[str, str], expand: Callable[..., Any]) -> None:
        """What it says, its class, the word it stands under and the thing it is said of all count."""
        changed = expand(a_fact(**other)).nodes[0][other.get("word", "entries")][0]["id"]
        assert changed != expand(a_fact()).nodes[0]["entries"][0]["id"]
        assert changed.startswith("fact-") and len(changed) == 15

    def test_the_same_fact_of_another_source_has_another_id(self, expand: Callable[..., Any]) -> None:
        """Two sources that agree are two facts."""
        other = expand(a_fact(), slug="moushi-2025-interview").nodes[0]["entries"][0]["id"]
        assert other != expand(a_fact()).nodes[0]["entries"][0]["id"]

    def test_a_written_id_stays(self, build: Callable[..., Build], told: Teller) -> None:
        """Facts that others cite are given an id, which is theirs whatever they say."""
        assert ("condition-moushi-1", "rdf:type", "pg:EligibilityCondition") in told(build().triples)


def as_document(vocabulary: Vocabulary, source: Source, nodes: list[Any]) -> str:
    """Expanded nodes as the JSON-LD that the build parses."""
    return json.dumps({"@context": overlay(vocabulary, source), "records": nodes}, ensure_ascii=False)


def read_both(document: str, in_rdflib: Callable[..., set[Any]]) -> tuple[set[Any], set[Any]]:
    """The statements of a document as pyoxigraph and as rdflib read them, both in rdflib's terms."""
    ours = [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(document, format=ox.RdfFormat.JSON_LD)]
    return in_rdflib(ours), set(rdflib.Graph().parse(data=document, format="json-ld"))


# rdflib's own JSON-LD parser still uses the class it deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
class TestJsonLd:
    """What a record is expanded to means the same to every JSON-LD processor."""

    @pytest.mark.parametrize("slug", ["moushi-2024-notice", "moushi-2025-interview"])
    def test_rdflib_reads_the_toy_towns_records_alike(
        self, slug: str, town: Path, vocabulary: Vocabulary, in_rdflib: Callable[..., set[Any]]
    ) -> None:
        """Every statement of every record of the toy town, on both parsers."""
        source = load_source(town / "sources" / f"{slug}.toml")
        text = load_text(source, [town / "sources"], required=True)
        expander = Expander(vocabulary, source, text, SpanLock(town / "spans.tsv"))
        told = expander.expand(load_records(town / "records" / f"{slug}.yaml"))
        ours, theirs = read_both(as_document(vocabulary, source, told.nodes), in_rdflib)
        assert ours == theirs
        assert len(ours) > 20

    def test_rdflib_reads_the_example_records_alike(
        self, tmp_path: Path, sources: Path, in_rdflib: Callable[..., set[Any]]
    ) -> None:
        """The page of the format, with its own context and the real texts: every quote resolves, both parsers agree."""
        if not EXAMPLE.is_file():
            pytest.skip(f"no {EXAMPLE}: the page that shows the record format by example is not at hand")
        _, context, *files = EXAMPLE.read_text(encoding="utf-8").split("\n---\n")
        vocabulary = example_vocabulary(tmp_path, context)
        sizes = []
        for text in files:
            slug = yaml.load(text, Loader=yaml.BaseLoader)["source"].removeprefix("source-")
            path = tmp_path / f"{slug}.yaml"
            path.write_text(with_line_ends(text), encoding="utf-8")
            wording = (sources / f"{slug}.txt").read_bytes().decode("utf-8")
            source = Source(slug, "甲", "A", "zh-hant", "", len(wording), "secondary", "2019-11-26", "day")
            told = Expander(vocabulary, source, wording, SpanLock(tmp_path / "spans.tsv")).expand(load_records(path))
            ours, theirs = read_both(as_document(vocabulary, source, told.nodes), in_rdflib)
            assert ours == theirs
            sizes.append((len(told.nodes), len(told.wording)))
        assert sizes == [(3, 8), (3, 9)]


def example_vocabulary(folder: Path, context: str) -> Vocabulary:
    """The repository's ontology with the example's context, and with the terms that only the plan's document needs."""
    document = yaml.load(context, Loader=yaml.BaseLoader)
    document["@context"]["@version"] = 1.1
    document["verbatim"] = ["listedAs", "reading"]
    facts = ("ResponsibilityAssignment", "BaselineValue", "EnterpriseInvolvement")
    more = (
        "".join(f"pg:{name} a owl:Class ; rdfs:subClassOf pg:QualifiedFact .\n" for name in facts)
        + "pg:KeyProgramme a owl:Class .\n"
    )
    concepts = "".join(f"pgc:{name} a skos:Concept .\n" for name in ("duty-lead", "duty-responsible", "role-reliedOn"))
    for name, addition in (("parkgraph.ttl", more), ("concepts.ttl", concepts)):
        (folder / name).write_text((REPO / "ontology" / name).read_text(encoding="utf-8") + addition, encoding="utf-8")
    (folder / "context.jsonld").write_text(json.dumps(document), encoding="utf-8")
    return load_vocabulary(folder)


def with_line_ends(text: str) -> str:
    r"""The records with `\n`, which the example writes in single quotes for a line end, in double quotes."""
    return "\n".join(line.replace("'", '"') if "\\n" in line else line for line in text.split("\n"))
