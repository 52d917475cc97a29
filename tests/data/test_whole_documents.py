"""All that the two documents say: what was counted by hand in the texts stands in the graph, each fact read twice."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.data.test_records_data import FILE, REPO, ask, column, store

import parkgraph
from parkgraph.readings import digests, load_readings
from parkgraph.turtle import read_triples

__all__ = ["store"]
PLAN = "pgd:policy-lcht-digital-plan-2021"
SOURCES = ("dezhou-2019-interview", "liaocheng-hitech-2021-plan")


class TestStructure:
    """Chapters three to five of the plan, counted by hand."""

    def test_five_main_tasks_have_4_3_3_4_3_subtasks(self, store: ox.Store) -> None:
        """17 in all, numbered without gaps."""
        rows = ask(
            store, f"?t a pg:MainTask ; pg:partOf {PLAN} ; pg:ordinal ?n . ?s a pg:Subtask ; pg:partOf ?t", "?n ?s"
        )
        assert sorted(Counter(n for n, _ in rows).items()) == [("1", 4), ("2", 3), ("3", 3), ("4", 4), ("5", 3)]

    @pytest.mark.parametrize(
        ("kind", "count"),
        [("GuidingPrinciple", 4), ("SupportingMeasure", 5), ("KeyProgramme", 6), ("IndustrialLayout", 1)],
    )
    def test_parts_of_the_plan(self, kind: str, count: int, store: ox.Store) -> None:
        """As many as the headings number."""
        assert len(column(store, f"?x a pg:{kind} ; pg:partOf {PLAN}", "?x")) == count

    def test_the_fields_of_task_two_are_the_sixteen_run_in_headings(self, store: ox.Store) -> None:
        """Eight, four and four."""
        rows = ask(store, "?a a pg:TaskArea ; pg:partOf ?s . ?s pg:partOf pgd:task-lcht-2", "?s ?a")
        assert sorted(Counter(s for s, _ in rows).values()) == [4, 4, 8]

    def test_every_action_and_goal_has_a_modality_and_a_place(self, store: ox.Store) -> None:
        """None hangs in the air; every action leads up to the plan or the pilot scheme."""
        assert len(column(store, "?x a pg:ActionItem", "?x")) >= 400
        for kind in ("ActionItem", "Goal"):
            assert column(store, f"?x a pg:{kind} FILTER NOT EXISTS {{ ?x pg:modality ?m }}", "?x") == []
        tops = column(store, "?x a pg:ActionItem ; pg:partOf+ ?top . FILTER NOT EXISTS { ?top pg:partOf ?y }", "?top")
        assert tops == ["policy-lcht-digital-plan-2021", "scheme-shandong-dep"]

    def test_six_tasks_of_the_province_stay_apart_from_six_programmes_of_the_zone(self, store: ox.Store) -> None:
        """No node is both, and nothing below one is below the other."""
        tasks = column(store, "?x a pg:MainTask ; pg:partOf pgd:scheme-shandong-dep", "?x")
        programmes = column(store, "?x a pg:KeyProgramme", "?x")
        assert (len(tasks), len(programmes), set(tasks) & set(programmes)) == (6, 6, set())
        below = "?x pg:partOf+ pgd:scheme-shandong-dep ; pg:partOf+ pgd:policy-lcht-digital-plan-2021"
        assert column(store, below, "?x") == []


class TestNamed:
    """Enterprises, chains, bodies and people that the texts name."""

    def test_every_enterprise_named_in_running_text_has_its_role(self, store: ox.Store) -> None:
        """Read off the texts by hand; an enterprise only in a project's name is no more than that."""
        rows = ask(store, "?i pg:involvedEnterprise ?e ; pg:involvementRole ?r", "?e ?r")
        assert rows == [
            ("enterprise-aliyun", "role-introduced"),
            ("enterprise-alphalon", "role-reliedOn"),
            ("enterprise-baden-steelworks", "role-benchmark"),
            ("enterprise-delian-keji", "role-reliedOn"),
            ("enterprise-guangyue-jiuzhou", "role-cultivated"),
            ("enterprise-haier", "role-nameOnly"),
            ("enterprise-jinzheng-donghua", "role-guided"),
            ("enterprise-kanglaimi", "role-nameOnly"),
            ("enterprise-keji-jinrong-lc", "role-supported"),
            ("enterprise-laike-robot", "role-reliedOn"),
            ("enterprise-luxi-chemical", "role-nameOnly"),
            ("enterprise-mingke-logistics", "role-supported"),
            ("enterprise-nuobote", "role-supported"),
            ("enterprise-rifa-fangzhi", "role-supported"),
            ("enterprise-sanmu-zhonghe", "role-reliedOn"),
            ("enterprise-sanmu-zhonghe", "role-supported"),
            ("enterprise-shengshi-yunmeng", "role-supported"),
            ("enterprise-taizhen-guangdian", "role-cultivated"),
            ("enterprise-thyssenkrupp", "role-benchmark"),
            ("enterprise-xingchuang-keji", "role-platformProvider"),
            ("enterprise-yongfeng-steel", "role-anchor"),
            ("enterprise-yunshang-data", "role-cultivated"),
            ("enterprise-yunshang-data", "role-reliedOn"),
            ("enterprise-zhongchao-guangdian", "role-nameOnly"),
            ("enterprise-zhongyu-hangkong", "role-supported"),
        ]

    @pytest.mark.parametrize(
        ("chain", "links"),
        [
            ("chain-big-data", ["数据采集", "数据存储", "数据加工", "数据分析", "数据可视化", "数据交易"]),
            ("chain-nev", ["动力电池", "驱动电机", "电控系统", "整车控制器"]),
        ],
    )
    def test_two_chains_have_their_links_in_order_and_no_enterprise(
        self, chain: str, links: list[str], store: ox.Store
    ) -> None:
        """No sentence names an enterprise at a link, so none stands there."""
        rows = ask(
            store, f"?l pg:linkOf pgd:{chain} ; pg:ordinal ?n ; skos:prefLabel ?z FILTER(LANG(?z) = 'zh')", "?n ?z"
        )
        assert [label for _, label in rows] == links
        assert column(store, f"?l pg:linkOf pgd:{chain} . ?i pg:involvementContext ?l", "?i") == []

    def test_bodies_to_be_founded_are_called_ordered_not_existing(self, store: ox.Store) -> None:
        """One leading group, one institute, four associations; the chamber of commerce is there already, unstated."""
        kinds = "VALUES ?k { pg:LeadingGroup pg:Association pg:ResearchInstitution }"
        rows = ask(store, f"{kinds} ?b a ?k . ?r pg:statusOf ?b ; pg:lifecycleStatus ?s", "?b ?s")
        assert {status for _, status in rows} == {"lifecycle-planned"}
        assert len(rows) == 6

    def test_the_interview_has_a_host_and_one_interviewee(self, store: ox.Store) -> None:
        """The host is not named; the guest is named once, by the bureau."""
        rows = ask(
            store,
            "?r pg:spokeIn ?i ; pg:speakerRole ?k"
            " OPTIONAL { ?r pg:personAsStated ?p } OPTIONAL { ?r pg:onBehalfOf ?u }",
            "?k ?p ?u",
        )
        assert rows == [
            ("speaker-host", None, None),
            ("speaker-interviewee", "孫廣華", "unit-dezhou-big-data-bureau"),
        ]

    def test_names_are_joined_by_judgements_with_a_reason_in_both_languages(self, store: ox.Store) -> None:
        """阿法龙, 名客, 智汇谷 in its spellings, 德瑞, 中元 among them."""
        judged = "?j a pg:IdentityJudgement ; pg:verdict ?v"
        rows = ask(store, judged, "?j ?v")
        assert Counter(v for _, v in rows) == {"verdict-same": 11, "verdict-different": 2, "verdict-unsure": 4}
        for lang in ("zh", "en"):
            told = f"{judged} ; pg:reason ?r FILTER(LANG(?r) = '{lang}')"
            assert len(column(store, told, "?j")) == len(rows)
        for wanted in ("阿法龙", "名客", "阿里云创新中心智汇谷产业基", "永鋒集團德瑞智能制造產業園", "中元科技園"):
            pattern = f"?j pg:leftName|pg:rightName ?u . ?u pg:surfaceForm ?n FILTER(STR(?n) = '{wanted}')"
            assert column(store, pattern, "?j"), wanted

    def test_contradicting_statements_are_kept_linked_and_ranked(self, store: ox.Store) -> None:
        """Who issued the opinions: said by the plan, read off the number in the interview."""
        rows = ask(store, "?a pg:conflictsWith ?b . ?a pg:assertionRank ?x . ?b pg:assertionRank ?y", "?x ?y")
        assert rows == [("rank-normal", "rank-preferred")]


class TestCoding:
    """Policy instruments and target groups are judgement, and marked as such."""

    def test_every_programme_subtask_and_safeguard_is_coded(self, store: ox.Store) -> None:
        """35 elements with at least one instrument each."""
        kinds = "VALUES ?k { pg:KeyProgramme pg:Subtask pg:SupportingMeasure pg:PilotScheme }"
        coded = "?x pg:codedElement ?e ; pg:instrument ?i"
        assert column(store, f"{kinds} ?e a ?k FILTER NOT EXISTS {{ {coded} }}", "?e") == []
        assert len(column(store, coded, "?e")) == 35
        assert column(store, f"{coded} ; pg:assertionBasis ?b", "?b") == ["basis-curator"]


class TestSecondReading:
    """No fact rests on one pair of eyes."""

    def test_every_fact_has_a_valid_reading(self, store: ox.Store) -> None:
        """All but what rules derived and what coders coded; none was changed since."""
        facts = column(
            store,
            "?f pg:evidencedBy ?s ; pg:assertionBasis ?b FILTER(?b != pgc:basis-computed)"
            " FILTER NOT EXISTS { ?f a pg:InstrumentCoding }",
            "?f",
        )
        readings = load_readings(REPO / "data" / "registry" / "readings.tsv")
        current = digests(read_triples(FILE), readings)
        assert [fact for fact in facts if fact not in readings] == []
        assert [fact for fact, digest in current.items() if readings[fact][1] != digest] == []
        assert set(readings) == set(facts)

    def test_what_had_to_be_inferred_does_not_call_itself_stated(self, store: ox.Store) -> None:
        """A stated basis and an inferring reader do not go together."""
        pattern = "?f pg:secondReading pgc:reading-inferred ; pg:assertionBasis pgc:basis-explicit"
        assert column(store, pattern, "?f") == []


class TestCoverage:
    """Every sentence of both texts is accounted for."""

    @pytest.mark.parametrize("source", SOURCES)
    def test_no_sentence_is_open_and_most_characters_are_quoted(self, source: str, sources: Path) -> None:
        """At least 80 % of the characters of sentences that state facts lie in a quote."""
        found = parkgraph.open().coverage(source, sources)
        assert [sentence.text for sentence in found.sentences if sentence.state == "open"] == []
        assert found.share >= 0.8
        assert len(found.sentences) == {"dezhou-2019-interview": 42, "liaocheng-hitech-2021-plan": 357}[source]

    def test_every_listed_passage_has_a_reason(self, store: ox.Store) -> None:
        """One of seven."""
        reasons = ask(store, "?p a pg:UnfactualPassage ; pg:passageReason ?r", "?p ?r")
        known = ("navigation", "salutation", "connective", "repetition", "question", "heading", "rhetoric")
        assert {reason for _, reason in reasons} <= {f"nofact-{name}" for name in known}
        assert column(store, "?p a pg:UnfactualPassage FILTER NOT EXISTS { ?p pg:passageReason ?r }", "?p") == []
