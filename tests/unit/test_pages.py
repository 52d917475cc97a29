"""Layouts of pages: how the file is read or refused, what the engine makes of it, and how it reads in a terminal."""

import unicodedata
from pathlib import Path

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.cli.page import MOST, fold, page_text
from parkgraph.describe import Block, Fact, Field, Page, Part, describe
from parkgraph.errors import AssetError, ParseError
from parkgraph.graph import Graph
from parkgraph.lookup import Ground, Passage, assertions, grounds, select
from parkgraph.names import PG, PGC, PGD, RDF, SKOS
from parkgraph.pages import Label, Layouts, Shown, Step, load_layouts, read_layouts
from parkgraph.store import LocalStore
from parkgraph.vocabulary import Vocabulary

REPO = Path(__file__).parents[2]

LAYOUT = """\
every:
- zh: 名
  en: name
  fields: [{zh: 判断, en: judgement, path: ^pg:nameOf/^pg:leftName|^pg:nameOf/^pg:rightName, show: [pg:verdict]}]
Place:
- {zh: 地点, en: place, fields: [{zh: 位于, en: located in, path: pg:locatedIn}]}
Park:
- zh: 状态
  en: standing
  fields:
  - zh: 认定
    en: stages
    expected: true
    path: ^pg:candidatePark|^pg:selectedPark
    order: pg:inCohort/pg:cohortYear
    show: [rdf:type, pg:atTier, {path: [pg:ordinal, pg:listedAs]}, {zh: 批次, en: cohort, path: pg:inCohort}]
  - {zh: 档次, en: tier, path: ^pg:selectedPark/pg:atTier}
  - {zh: 面积, en: area, expected: true}
  - {zh: 集团, en: group, expected: true, path: pg:belongsToGroup}
  - {zh: 批准, en: approved by, path: pg:approvedBy}
  - {zh: 理由, en: reason, path: pg:reason}
- zh: 企业
  en: enterprises
  fields:
  - {zh: 点名, en: named, path: ^pg:involvementContext, show: [pg:involvedEnterprise], also: [^pg:namedIn]}
  - zh: 依托
    en: anchor
    path: ^pg:involvementContext
    where: {pg:involvementRole: pgc:role-anchor}
    show: [pg:involvedEnterprise]
  - {zh: 目标, en: target, path: ^pg:targetsThing, of: Target}
  - {zh: 位于, en: located in, path: pg:locatedIn}
"""

TURTLE = """\
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

pg:Park rdfs:label "园区"@zh , "park"@en .
pg:Designation rdfs:label "认定"@zh , "designation"@en .
pg:Candidacy rdfs:label "申报"@zh .
pg:EnterpriseInvolvement rdfs:label "企业参与"@zh .
pg:involvedEnterprise rdfs:label "被点名企业"@zh .
pg:namedIn rdfs:label "被点名于"@zh .
pg:concerns rdfs:label "涉及"@zh .
pg:isAward rdfs:label "是否认定"@zh , "is an award"@en .
pg:targetsThing rdfs:label "目标对象"@zh .
pg:ofElement rdfs:label "所属要素"@zh .
pgc:basis-explicit skos:prefLabel "原文明示"@zh .
pgc:basis-curator skos:prefLabel "整理者判断"@zh .
pgc:basis-computed skos:prefLabel "规则计算"@zh .
pgc:name-listed skos:prefLabel "名单写法"@zh .
pgc:tier-a skos:prefLabel "甲档"@zh .
pgc:verdict-same skos:prefLabel "同一"@zh .

pgd:park-a a pg:Park ; skos:prefLabel "明湖软件园"@zh , "Minghu Park"@en ;
    pg:locatedIn pgd:area-a , pgd:area-b ; pg:isAward true ; pg:reason "园大"@zh , "It is large."@en .
pgd:area-a skos:prefLabel "明湖区"@zh .
pgd:area-b skos:prefLabel "东区"@zh .
pgd:at-1 rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:area-a ;
    pg:assertionBasis pgc:basis-explicit ;
    pg:evidencedBy pgd:span-9 ; pg:conflictsWith pgd:at-3 .
pgd:at-2 rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:area-a ;
    pg:assertionBasis pgc:basis-curator ;
    pg:evidencedBy pgd:span-9 , pgd:span-8 ; skos:editorialNote "由园名推知。"@zh , "From its name."@en ;
    pg:asOf "2020-01-01"^^xsd:date .
pgd:at-3 rdf:subject pgd:park-a ; rdf:predicate pg:locatedIn ; rdf:object pgd:area-b ;
    pg:assertionBasis pgc:basis-explicit ;
    pg:evidencedBy pgd:span-1 .

pgd:fact-c a pg:Candidacy ; pg:candidatePark pgd:park-a ; pg:inCohort pgd:cohort-2 ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-1 .
pgd:fact-d a pg:Designation ; pg:selectedPark pgd:park-a ; pg:inCohort pgd:cohort-1 ; pg:atTier pgc:tier-a ;
    pg:ordinal 7 ; pg:listedAs "明湖園"@zh-hant , "Minghu"@en ; pg:assertionBasis pgc:basis-explicit ;
    pg:evidencedBy pgd:span-2 ; pg:asOf "2019-11-26"^^xsd:date .
pgd:tiered rdf:subject pgd:fact-d ; rdf:predicate pg:atTier ; rdf:object pgc:tier-a ;
    pg:assertionBasis pgc:basis-computed ;
    pg:evidencedBy pgd:span-3 .
pgd:cohort-1 skos:prefLabel "一批"@zh ; pg:cohortYear 2019 .
pgd:cohort-2 skos:prefLabel "二批"@zh ; pg:cohortYear 2020 .

pgd:fact-i a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:firm-a ; pg:involvementContext pgd:park-a ;
    pg:involvementRole pgc:role-anchor ; pg:evidencedBy pgd:span-8 ; pg:assertionBasis pgc:basis-explicit .
pgd:fact-j a pg:EnterpriseInvolvement ; pg:involvedEnterprise pgd:firm-b ; pg:involvementContext pgd:park-a ;
    pg:evidencedBy pgd:span-3 ; pg:assertionBasis pgc:basis-explicit .
pgd:firm-a skos:prefLabel "甲公司"@zh ; pg:namedIn pgd:park-a .
pgd:firm-b skos:prefLabel "乙公司"@zh ; pg:namedIn pgd:park-a .
pgd:firm-c skos:prefLabel "丙公司"@zh ; pg:namedIn pgd:park-a .
pgd:target-a a pg:QualitativeTarget ; skos:prefLabel "建成新园"@zh ; pg:targetsThing pgd:park-a .
pgd:goal-a a pg:Goal ; pg:targetsThing pgd:park-a ; pg:ofElement pgd:target-a .
pgd:usage-a pg:nameOf pgd:park-a ; pg:surfaceForm "明湖園"@zh ; pg:assertionBasis pgc:basis-explicit .
pgd:judgement-a a pg:IdentityJudgement ; pg:leftName pgd:usage-a ; pg:verdict pgc:verdict-same ;
    pg:assertionBasis pgc:basis-curator ; pg:evidencedBy pgd:span-2 .

pgd:span-1 oa:exact "一"@zh ; oa:hasSource pgd:source-a ; oa:start 1 .
pgd:span-2 oa:exact "二"@zh ; oa:hasSource pgd:source-a ; oa:start 2 .
pgd:span-3 oa:exact "三"@zh ; oa:hasSource pgd:source-a ; oa:start 3 ; pg:inSection pgd:section-a .
pgd:span-8 oa:exact "八"@zh ; oa:hasSource pgd:source-a ; oa:start 8 .
pgd:span-9 oa:exact "九"@zh ; oa:hasSource pgd:source-a ; oa:start 9 .
pgd:source-a skos:prefLabel "甲文"@zh .
pgd:section-a skos:prefLabel "第一节"@zh .
"""


@pytest.fixture(scope="module")
def layouts(vocabulary: Vocabulary) -> Layouts:
    """A small layout over the repository's ontology."""
    return read_layouts(LAYOUT, vocabulary)


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """A park with two stages, two conflicting places, three enterprises, a target and a goal."""
    return LocalStore.from_triples(
        ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    )


@pytest.fixture(scope="module")
def page(store: LocalStore, layouts: Layouts) -> Page:
    """The park's page in Chinese."""
    return describe(store, PGD + "park-a", "zh", layouts)


@pytest.fixture(scope="module")
def shipped() -> Graph:
    """The shipped graph."""
    return parkgraph.open()


@pytest.fixture(scope="module")
def sample(shipped: Graph) -> list[str]:
    """The entities that people ask for, and one of each class."""
    asked = "SELECT (MIN(STR(?e)) AS ?one) { ?e a ?c FILTER(STRSTARTS(STR(?e), STR(pgd:))) } GROUP BY ?c ORDER BY ?one"
    return [*NAMED, *(row.text("one") for row in select(shipped.store, asked))]


def field(page: Page, block: str, label: str) -> Field:
    """A field of a page."""
    (found,) = [field for one in page.blocks if one.label == block for field in one.fields if field.label == label]
    return found


def told(found: Field) -> list[str]:
    """What a field says, parts joined by slashes."""
    return ["/".join(part.value for part in fact.parts) or fact.value for fact in found.facts]


class TestReading:
    """From the file to layouts."""

    def test_the_nearest_class_gives_the_layout(self, layouts: Layouts) -> None:
        """A class has its own or that of a class above; the blocks of every page stand first."""

        def blocks(*classes: str) -> list[str]:
            return [block.label.zh for block in layouts.of([PG + cls for cls in classes])]

        assert blocks("Park") == ["名", "状态", "企业"]
        assert blocks("AdministrativeDivision") == ["名", "地点"]
        assert blocks("Enterprise") == blocks("NoClassOfOurs") == ["名"]

    def test_of_several_classes_the_nearest_counts(self, vocabulary: Vocabulary) -> None:
        """A key programme is a plan element and a programme; where neither is nearer, the file's order decides."""
        both = "{}:\n- {{zh: 甲, en: a, fields: &F}}\n{}:\n- {{zh: 乙, en: b, fields: &F}}\n{}"
        some = "[{zh: 面积, en: area, expected: true}]"

        def chosen(first: str, second: str, more: str = "") -> str:
            text = both.format(first, second, more).replace("&F", some)
            return read_layouts(text, vocabulary).of([PG + "KeyProgramme"])[0].label.zh

        assert chosen("Programme", "PlanElement") == chosen("PlanElement", "Programme") == "甲"
        assert chosen("Programme", "KeyProgramme") == "乙"
        assert chosen("Programme", "PlanElement", f"KeyProgramme:\n- {{zh: 丙, en: c, fields: {some}}}") == "丙"

    def test_a_path_is_cut_into_ways_and_steps(self, layouts: Layouts, vocabulary: Vocabulary) -> None:
        """Names are written out, so that no text of the file depends on prefixes; a bracket is one step."""
        stages, tier, area, *_ = layouts.by_class[PG + "Park"][0].fields
        assert tier.ways == (
            (Step(f"^<{PG}selectedPark>", PG + "selectedPark", True), Step(f"<{PG}atTier>", PG + "atTier")),
        )
        assert [way[0].iri for way in stages.ways] == [PG + "candidatePark", PG + "selectedPark"]
        assert (area.ways, area.expected, tier.expected) == ((), True, False)
        assert stages.order == f"<{PG}inCohort>/<{PG}cohortYear>"
        assert stages.show[0] == Shown(Label("", ""), (f"<{RDF}type>",))
        assert stages.show[2:] == (
            Shown(Label("", ""), (f"<{PG}ordinal>", f"<{PG}listedAs>")),
            Shown(Label("批次", "cohort"), (f"<{PG}inCohort>",)),
        )
        text = "Park:\n- {zh: a, en: a, fields: [{zh: a, en: a, path: a/(^pg:partOf|<http://x/y>)*/skos:prefLabel}]}"
        (way,) = read_layouts(text, vocabulary).by_class[PG + "Park"][0].fields[0].ways
        assert way == (
            Step("a", RDF + "type"), Step(f"(^<{PG}partOf>|<http://x/y>)*"),
            Step(f"<{SKOS}prefLabel>", SKOS + "prefLabel"),
        )  # fmt: skip

    def test_conditions_are_terms(self, layouts: Layouts) -> None:
        """A class stands for itself and those below; a concept is given by its CURIE; needless steps are single."""
        named, anchor, target, _ = layouts.by_class[PG + "Park"][1].fields
        assert target.kinds == tuple(
            PG + name for name in ("MilestoneTarget", "QualitativeTarget", "QuantitativeTarget", "Target")
        )
        assert anchor.where == ((f"<{PG}involvementRole>", f"<{PGC}role-anchor>"),)
        assert named.also == (Step(f"^<{PG}namedIn>", PG + "namedIn", True),)

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ("Parkk: [B]", "1: 本体中没有 Parkk 这个类。 是不是 Park、Party？"),
            ("Qqqqq: [B]", "1: 本体中没有 Qqqqq 这个类。 请写 ontology/parkgraph.ttl 中的类名。"),
            ("Park: x", "1: 这里应是一个列表，每项写作“词: 值”。 请对照该文件开头的说明改正。"),
            ("Park: []", "1: 这里应是一个列表，每项写作“词: 值”。 请对照该文件开头的说明改正。"),
            ("Park:\n- {zh: a, en: a}", "2: 这里应是一个列表，每项写作“词: 值”。 请对照该文件开头的说明改正。"),
            ("Park:\n- {zh: a, fields: [F]}", "2: 这一项缺少 zh 或 en。 请对照该文件开头的说明改正。"),
            ("Park:\n- {zh: a, en: a, field: [F]}", "2: 不认识 field。 可用的词：en、fields、zh。"),
            ("F: {way: pg:partOf}", "不认识 way。 可用的词：also、en、expected、of、order、path、show、where、zh。"),
            ("F: {expected: yes}", "expected 的值 yes 不是 true 或 false。 请对照该文件开头的说明改正。"),
            ("F: {show: pg:partOf}", "没有 path 的字段什么也不会显示。 请写 path，或写 expected: true。"),
            (
                "F: {path: pg:partOff}",
                "路径 pg:partOff 中的 pg:partOff 不是本体中的属性。 请对照 ontology/parkgraph.ttl 改正。",
            ),
            (
                "F: {path: 'pg:partOf . ?x ?y ?z'}",
                "路径 pg:partOf . ?x ?y ?z 中不能有“.”。 路径只由属性和 ^ / | ( ) * + ? ! 组成，可用的前缀："
                "dcterms、oa、owl、pg、pgc、pgd、pgr、pgs、prov、rdf、rdfs、schema、sh、skos、void、xsd。",
            ),
            ("F: {path: 'pg:cites//a'}", "路径 pg:cites//a 不能读作 SPARQL 的属性路径。 请检查 ^ / | 和括号。"),
            (
                "F: {path: (pg:partOf|pg:cites)/pg:partOf}",
                "路径 (pg:partOf|pg:cites)/pg:partOf 不以单个属性开头。 请把每条路径写成以一个属性（可带 ^）开头。",
            ),
            ("F: {path: [[pg:partOf]]}", "path 应是一段文字，或一列文字。 请对照该文件开头的说明改正。"),
            ("F: {path: pg:partOf, of: Parks}", "本体中没有 Parks 这个类。 是不是 Park、Party？"),
            (
                "F: {path: pg:partOf, show: [[pg:partOf]]}",
                "show 的这一项既不是路径，也不是“词: 值”的形式。 请对照该文件开头的说明改正。",
            ),
            ("F: {path: pg:partOf, show: [{zh: a, en: a}]}", "show 的这一项没有 path。 请对照该文件开头的说明改正。"),
            ("F: {path: pg:partOf, where: pg:partOf}", "where 不是“路径: 概念”的形式。 请对照该文件开头的说明改正。"),
            (
                "F: {path: pg:partOf, where: {pg:modality: pgc:modality-none}}",
                "没有 pgc:modality-none 这个概念。 请写 ontology/concepts.ttl 中的概念，如 pgc:duty-lead。",
            ),
            ("F: {path: a, also: pg:cites/a}", "also 中的 pg:cites/a 不是单个属性。 请每项只写一个属性，可带 ^。"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_refused_with_its_line(
        self, vocabulary: Vocabulary, said: str, message: str
    ) -> None:
        """A slip would print 未载明 where something is known: it is an error."""
        some = "[{zh: a, en: a, expected: true}]"
        if said.startswith("F: {"):
            said = "Park:\n- zh: a\n  en: a\n  fields:\n  - {zh: 甲, en: a, " + said.removeprefix("F: {")
            message = "5: " + message
        with pytest.raises(ParseError) as caught:
            read_layouts(said.replace("[B]", "[{zh: a, en: a, fields: [F]}]").replace("[F]", some), vocabulary)
        assert str(caught.value) == f"queries/pages.yaml:{message}"

    def test_a_missing_file_is_said(self, tmp_path: Path) -> None:
        """Where the files are incomplete."""
        with pytest.raises(AssetError) as caught:
            load_layouts(tmp_path)
        assert str(caught.value) == f"{tmp_path}: 找不到 queries/pages.yaml。 请重新安装 parkgraph。"


class TestProofs:
    """What the page asks of a store about statements."""

    def test_assertions_behind_statements(self, store: LocalStore) -> None:
        """By subject and property, each object with its assertions in order; nothing for what has none."""
        park, place = PGD + "park-a", PG + "locatedIn"
        assert assertions(store, [(park, place), (park, PG + "isAward")]) == {
            (park, place, f"<{PGD}area-a>"): (PGD + "at-1", PGD + "at-2"),
            (park, place, f"<{PGD}area-b>"): (PGD + "at-3",),
        }

    def test_grounds_of_facts(self, store: LocalStore) -> None:
        """Basis, day, remark in the language, and whether another fact says otherwise."""
        found = grounds(store, [PGD + "at-1", PGD + "at-2", PGD + "area-a"], "en")
        assert found == {
            PGD + "at-1": Ground(PGC + "basis-explicit", disputed=True),
            PGD + "at-2": Ground(PGC + "basis-curator", as_of="2020-01-01", note="From its name."),
        }


class TestEngine:
    """From a store and a layout to a page."""

    def test_blocks_stand_in_the_order_of_the_layout(self, page: Page) -> None:
        """What readers look for is there though empty; other empty fields are not; the rest stands at the end."""
        assert [(block.label, [field.label for field in block.fields]) for block in page.blocks] == [
            ("名", ["判断"]),
            ("状态", ["认定", "档次", "面积", "集团", "理由"]),
            ("企业", ["点名", "依托", "目标", "位于"]),
            ("其他事实", ["是否认定"]),
            ("被指向", ["被点名于", "目标对象"]),
        ]
        assert [block.rest for block in page.blocks] == [False, False, False, True, True]
        assert field(page, "状态", "面积") == Field("面积", expected=True, facts=())
        assert field(page, "状态", "集团") == Field("集团", expected=True, facts=())

    def test_a_fact_of_several_sides_shows_them_side_by_side(self, page: Page) -> None:
        """By the year of the cohort, though the path names candidates first; the text in the page's language."""
        later, first = field(page, "状态", "认定").facts[::-1]
        assert [fact.parts for fact in (first, later)] == [
            (
                Part("", "认定", PG + "Designation"),
                Part("", "甲档", PGC + "tier-a"),
                Part("", "7 明湖園"),
                Part("批次", "一批", PGD + "cohort-1"),
            ),
            (Part("", "申报", PG + "Candidacy"), Part("批次", "二批", PGD + "cohort-2")),
        ]
        assert (first.relation, first.value, first.basis, first.as_of) == ("认定", "认定", "原文明示", "2019-11-26")
        assert [passage.quote for passage in first.passages] == ["二"]

    def test_a_value_reached_over_several_steps_rests_on_all(self, page: Page) -> None:
        """Basis and wording of each statement on the way, each once."""
        (fact,) = field(page, "状态", "档次").facts
        assert (fact.value, fact.value_iri, fact.basis) == ("甲档", PGC + "tier-a", "原文明示；规则计算")
        assert [passage.quote for passage in fact.passages] == ["二", "三"]

    def test_a_fact_at_the_end_of_a_path_speaks_for_itself(self, page: Page) -> None:
        """A judgement is the curator's, however its names are known."""
        (fact,) = field(page, "名", "判断").facts
        assert (fact.parts, fact.basis) == ((Part("", "同一", PGC + "verdict-same"),), "整理者判断")

    def test_several_assertions_are_one_value(self, page: Page) -> None:
        """With all bases, the latest day, each quote once, the remark; disputed on whichever side that is said."""
        east, lake = field(page, "企业", "位于").facts
        assert (east.value, east.basis, east.disputed) == ("东区", "原文明示", True)
        assert (lake.value, lake.basis, lake.as_of) == ("明湖区", "原文明示；整理者判断", "2020-01-01")
        assert (lake.note, lake.disputed) == ("由园名推知。", True)
        assert sorted(passage.quote for passage in lake.passages) == ["九", "八"]

    def test_conditions_choose(self, page: Page) -> None:
        """By class and by concept; what they leave out is told elsewhere."""
        assert told(field(page, "企业", "依托")) == ["甲公司"]
        assert told(field(page, "企业", "目标")) == ["建成新园"]
        assert told(field(page, "企业", "点名")) == ["乙公司", "甲公司"]

    def test_nothing_is_lost(self, page: Page) -> None:
        """What a field makes needless is left out only where the field tells it; a nameless thing says what it says."""
        assert told(field(page, "被指向", "被点名于")) == ["丙公司"]
        assert told(field(page, "其他事实", "是否认定")) == ["是"]
        (goal,) = field(page, "被指向", "目标对象").facts
        assert goal.parts == (Part("", "goal-a", PGD + "goal-a"), Part("所属要素", "建成新园", PGD + "target-a"))

    def test_values_stand_in_order(self, vocabulary: Vocabulary) -> None:
        """By ordinal, then as the text has them, then by name; what comes from a blank node cannot be told."""
        turtle = (
            TURTLE.partition("\npg:Park")[0]
            + """
pgd:plan a pg:PlanDocument . [] pg:partOf pgd:plan .
pgd:ten pg:partOf pgd:plan ; pg:ordinal 10 . pgd:nine pg:partOf pgd:plan ; pg:ordinal 9 .
pgd:late pg:partOf pgd:plan ; pg:evidencedBy pgd:span-9 . pgd:early pg:partOf pgd:plan ; pg:evidencedBy pgd:span-1 .
pgd:b pg:partOf pgd:plan . pgd:a pg:partOf pgd:plan . pgd:x pg:partOf pgd:plan ; pg:ordinal "nan" .
"""
            + TURTLE[TURTLE.index("pgd:span-1 oa") :]
        )
        triples = (ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
        parts = "PlanDocument: [{zh: a, en: a, fields: [{zh: 组成, en: parts, path: ^pg:partOf}]}]"
        page = describe(LocalStore.from_triples(triples), PGD + "plan", "zh", read_layouts(parts, vocabulary))
        values = [fact.value for fact in field(page, "a", "组成").facts]
        assert values == ["nine", "ten", "x", "early", "late", "a", "b"]

    def test_in_english(self, store: LocalStore, layouts: Layouts) -> None:
        """Labels of fields, truth values, and texts that are there in English."""
        page = describe(store, PGD + "park-a", "en", layouts)
        assert [block.label for block in page.blocks[:3]] == ["name", "standing", "enterprises"]
        assert told(field(page, "Other facts", "is an award")) == ["yes"]
        assert told(field(page, "standing", "reason")) == ["It is large."]
        assert field(page, "standing", "stages").facts[0].parts[2] == Part("", "7 Minghu")

    def test_a_fact_has_its_own_ground(self, store: LocalStore, layouts: Layouts) -> None:
        """On the page of a fact, what it says rests on what it rests on; the flat list names other facts only."""
        page = describe(store, PGD + "fact-i", "zh", layouts)
        (fact,) = field(page, "其他事实", "被点名企业").facts
        quotes = [passage.quote for passage in fact.passages]
        assert (page.label, fact.basis, quotes) == ("企业参与", "原文明示", ["八"])
        assert {flat.basis for flat in page.facts} == {""}


class TestText:
    """The page in a terminal."""

    def test_it_reads_from_top_to_bottom(self, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every quote once, at the end, under its number; how facts are known stands once where it is the same."""
        monkeypatch.setenv("COLUMNS", "80")
        assert page_text(page, "zh").splitlines() == [
            "明湖软件园〔园区〕",
            "https://w3id.org/parkgraph/id/park-a",
            "又写作：Minghu（名单写法）[1] · Minghu Park（英文译名） · 明湖園（名单写法）[1]",
            "",
            "■ 名",
            "  判断：同一 〔整理者判断〕[1]",
            "",
            "■ 状态",
            "  认定：",
            "    · 认定 · 甲档 · 7 明湖園 · 批次 一批 〔原文明示，截至 2019-11-26〕[1]",
            "    · 申报 · 批次 二批 〔原文明示〕[2]",
            "  档次：甲档 〔原文明示；规则计算，截至 2019-11-26〕[1][3]",
            "  面积：未载明",
            "  集团：未载明",
            "  理由：园大",
            "",
            "■ 企业",
            "  点名 〔原文明示〕：",
            "    · 乙公司[3]",
            "    · 甲公司[4]",
            "  依托：甲公司 〔原文明示〕[4]",
            "  目标：建成新园",
            "  位于：",
            "    · 东区 〔原文明示，与其他说法冲突〕[2]",
            "    · 明湖区 〔原文明示；整理者判断，截至 2020-01-01，与其他说法冲突〕[4][5]",
            "      注：由园名推知。",
            "",
            "■ 其他事实",
            "  是否认定：是",
            "",
            "■ 被指向",
            "  被点名于：丙公司",
            "  目标对象：goal-a · 所属要素 建成新园",
            "",
            "引文 — 甲文",
            "[1] “二”",
            "[2] “一”",
            "[3] “三”",
            "     — 第一节",
            "[4] “八”",
            "[5] “九”",
        ]

    def test_more_of_the_rest_than_people_read_is_counted(self) -> None:
        """Among the rest a relation is cut off with a number and a hint; a field of the layout never is."""
        facts = tuple(Fact("涉及", f"第{number}项") for number in range(1, MOST + 3))
        blocks = (
            Block("内容", (Field("涉及", expected=False, facts=facts),)),
            Block("其他事实", (Field("涉及", expected=False, facts=facts),), rest=True),
        )
        page = Page("x", "甲", "乙", (), (), (), (), (), "", (), blocks)
        lines = page_text(page, "zh").splitlines()
        assert lines.count("    · 第8项") == 2
        assert lines.count("    · 第9项") == 1
        assert lines[-1] == "    …… 另有 2 项；-f json 列出全部"
        assert page_text(page, "en").splitlines()[-1] == "    …… 2 more; -f json lists all"

    def test_quotes_of_several_sources_name_them(self) -> None:
        """Then the source cannot stand once above all."""
        proofs = (Passage("一", "甲文", "第一节", 1, "s1"), Passage("二", "乙文", "", 1, "s2"))
        page = Page("x", "甲", "乙", (), (), (), (), proofs, "")
        assert page_text(page, "zh").splitlines()[2:] == [
            "", "提及它的原文：[1][2]", "",
            "引文", "[1] “一”", "     — 甲文 · 第一节", "[2] “二”", "     — 乙文",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "width", "lines"),
        [
            ("短行", 20, ["短行"]),
            ("  位于：一二三四五六七八九十", 20, ["  位于：一二三四五六", "    七八九十"]),
            ("一二三四五六七八九，十", 20, ["一二三四五六七八九，", "  十"]),
            ("一二三四五六七八九十，百", 20, ["一二三四五六七八九", "  十，百"]),
            ("一二三四五六七八九〔十〕[12]", 20, ["一二三四五六七八九", "  〔十〕[12]"]),
            ("one two three four five six", 20, ["one two three four", "  five six"]),
            ("abcdefghijklmnopqrstuvwxyz", 20, ["abcdefghijklmnopqrst", "  uvwxyz"]),
            ("园区 · 一二三四五六七 · 八", 20, ["园区 · 一二三四五六", "  七 · 八"]),
            ("中文ab cd一二三四五六七", 20, ["中文ab cd一二三四五", "  六七"]),
        ],
    )
    def test_lines_are_folded_between_characters(self, text: str, width: int, lines: list[str]) -> None:
        """Chinese is cut anywhere but before closing and behind opening marks; the rest is indented."""
        assert list(fold(text, width)) == lines


NAMED = (
    "park-derui", "park-dezhou-gaoduan-rencai", "unit-lcht-sci-tech", "enterprise-alphalon",
    "policy-lcht-digital-plan-2021", "scheme-shandong-dep", "programme-lcht-3", "project-lcht-zhihuigu",
)  # fmt: skip

EXPECTED = {
    "Park": ["申报与认定", "考核", "验收", "奖补兑付", "位于", "面积", "运营主体", "联系方式", "主导产业", "入驻企业"],
    "GovernmentUnit": ["管辖范围", "联系方式"],
    "Enterprise": ["统一社会信用代码", "位于"],
    "PolicyDocument": ["发文字号", "发文机关", "成文日期", "发布日期", "施行日期", "效力状态", "有效期至"],
    "Programme": [
        "对象", "条件", "方式", "上限", "拨付", "资金层级", "主管单位", "设立依据", "申报时间", "申报渠道", "咨询方式",
    ],
    "KeyProgramme": ["牵头单位", "责任单位", "完成时限"],
    "KeyProject": ["建设单位", "地点", "分期", "投资额", "开工时间", "建设状态"],
    "DigitalPlatform": ["所有方", "建设方", "运营方", "建设状态"],
    "PlanElement": [],
}  # fmt: skip
"""Class to what readers look for on its page."""


class TestShipped:
    """The shipped layouts on the shipped graph."""

    def test_what_readers_look_for_is_on_the_page(self) -> None:
        """In this order, whether or not anything is known."""
        layouts = load_layouts(REPO)
        asked = {
            cls: [f.label.zh for block in layouts.by_class[PG + cls] for f in block.fields if f.expected]
            for cls in EXPECTED
        }
        assert asked == EXPECTED

    def test_no_label_stands_twice_on_a_page(self) -> None:
        """Neither a block nor a field, in either language."""
        layouts = load_layouts(REPO)
        for cls in layouts.by_class:
            blocks = layouts.of([cls])
            for lang in ("zh", "en"):
                heads = [block.label.text(lang) for block in blocks]
                names = [field.label.text(lang) for block in blocks for field in block.fields]
                assert len(set(heads)) == len(heads), cls
                assert sorted(set(names)) == sorted(names), cls

    def test_duties_of_a_unit_stand_in_the_order_of_the_plan(self, shipped: Graph) -> None:
        """Not in that of the units of each programme, which the assignments themselves carry."""
        told = [part.value_iri for f in field(shipped.show("建设管理部"), "职责", "责任").facts for part in f.parts]
        asked = f"SELECT ?e {{ VALUES ?e {{ {' '.join(f'<{iri}>' for iri in told)} }} ?e pg:ordinal ?n }} ORDER BY ?n"
        assert told == [row.iri("e") for row in select(shipped.store, asked)]
        assert len(told) > 2

    def test_nothing_is_lost(self, shipped: Graph, sample: list[str]) -> None:
        """Whatever a thing points at or is pointed at by stands in a block, or is one of its names."""
        for entity in sample:
            page = shipped.show(entity)
            facts = [fact for block in page.blocks for field in block.fields for fact in field.facts]
            shown = {fact.value_iri for fact in facts} | {part.value_iri for fact in facts for part in fact.parts}
            shown |= {fact.value_iri for fact in page.incoming if fact.value in {one.name for one in page.spellings}}
            assert {fact.value_iri for fact in (*page.facts, *page.incoming)} <= shown, entity
            texts = {fact.value for fact in facts}
            assert {fact.value for fact in page.facts if not fact.value_iri} <= texts, entity

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_page_fits_the_terminal(self, sample: list[str], lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """No line is longer than 80 columns, and each quote stands once."""
        monkeypatch.setenv("COLUMNS", "80")
        graph = parkgraph.open(lang=lang)
        for entity in sample:
            page = graph.show(entity)
            lines = page_text(page, lang).splitlines()
            wide = [line for line in lines if sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) > 80]
            assert [line for line in wide if not line.startswith("https://")] == [], entity
            numbers = [line.partition("]")[0] for line in lines if line.startswith("[")]
            spans = {passage.span for passage in page.mentions}
            spans |= {p.span for b in page.blocks for f in b.fields for fact in f.facts[:MOST] for p in fact.passages}
            assert len(set(numbers)) == len(numbers) >= len(spans), entity
