"""Rules: what follows from the facts is stated with its premises, evidence and rule, until nothing new follows."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.build import Build, rules
from parkgraph.build.rules import MAX_ROUNDS, Rule, apply_rules, describe_rules, load_rules
from parkgraph.errors import ParseError
from parkgraph.names import PREFIXES

REPO = Path(__file__).parents[2]
DECLARED = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
TITLES = "#+ title_zh: 某规则\n#+ title_en: Some rule\n"

Told = set[tuple[str, str, str]]
Teller = Callable[[Iterable[ox.Triple]], Told]


def a_rule(name: str, head: str, body: str) -> Rule:
    """A rule from the head of one assertion and a pattern."""
    return Rule(name, "某规则", "Some rule", f"{DECLARED}CONSTRUCT {{ [] {head} }} WHERE {{ {body} }}")


def a_store(turtle: str) -> ox.Store:
    """A store with some statements, our prefixes declared."""
    store = ox.Store()
    declared = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    store.load((declared + turtle).encode("utf-8"), format=ox.RdfFormat.TURTLE)
    return store


STEP = a_rule(
    "step",
    "rdf:subject ?a ; rdf:predicate pg:reaches ; rdf:object ?b ; prov:wasDerivedFrom ?fact",
    "?fact rdf:subject ?a ; rdf:predicate pg:next ; rdf:object ?b",
)
CHAIN = a_rule(
    "chain",
    "rdf:subject ?a ; rdf:predicate pg:reaches ; rdf:object ?c ; prov:wasDerivedFrom ?one , ?two",
    "?one rdf:subject ?a ; rdf:predicate pg:next ; rdf:object ?b ."
    " ?two rdf:subject ?b ; rdf:predicate pg:reaches ; rdf:object ?c",
)
PATH = "".join(
    f"pgd:f{n} rdf:subject pgd:n{n} ; rdf:predicate pg:next ; rdf:object pgd:n{n + 1} ; pg:evidencedBy pgd:s{n} .\n"
    for n in range(4)
)


def assertion(facts: Told, subject: str, predicate: str, value: str) -> dict[str, set[str]]:
    """What is said of the one assertion of a statement."""
    parts = (("rdf:subject", subject), ("rdf:predicate", predicate), ("rdf:object", value))
    found = set.intersection(*({s for s, p, v in facts if (p, v) == part} for part in parts))
    assert len(found) == 1
    node = found.pop()
    said: dict[str, set[str]] = {"id": {node}}
    for s, p, v in facts:
        if s == node:
            said.setdefault(p, set()).add(v)
    return said


class TestApplyRules:
    """Small rules on small stores."""

    def test_a_derived_statement_is_stated_and_asserted(self, told: Teller) -> None:
        """The direct statement, and an assertion with basis, rule, premise and the premise's evidence."""
        facts = told(apply_rules(a_store(PATH), [STEP]))
        assert ("n0", "pg:reaches", "n1") in facts
        said = assertion(facts, "n0", "pg:reaches", "n1")
        assert said == {
            "id": said["id"],
            "rdf:type": {"pg:Assertion"},
            "rdf:subject": {"n0"},
            "rdf:predicate": {"pg:reaches"},
            "rdf:object": {"n1"},
            "pg:assertionBasis": {"pgc:basis-computed"},
            "pg:inferredByRule": {"pgr:step"},
            "prov:wasDerivedFrom": {"f0"},
            "pg:evidencedBy": {"s0"},
        }
        assert len(facts) == 4 * 9

    def test_rules_run_until_nothing_new_follows(self, told: Teller) -> None:
        """What follows from what followed is found in any order of the rules; evidence is passed on all the way."""
        facts = told(apply_rules(a_store(PATH), [CHAIN, STEP]))
        reached = {(s, v) for s, p, v in facts if p == "pg:reaches"}
        assert reached == {(f"n{a}", f"n{b}") for a in range(4) for b in range(a + 1, 5)}
        far = assertion(facts, "n0", "pg:reaches", "n4")
        assert far["pg:inferredByRule"] == {"pgr:chain"}
        assert far["pg:evidencedBy"] == {"s0", "s1", "s2", "s3"}
        assert far["prov:wasDerivedFrom"] == {"f0", *assertion(facts, "n1", "pg:reaches", "n4")["id"]}
        assert facts == told(apply_rules(a_store(PATH), [STEP, CHAIN]))

    def test_the_store_gains_what_is_returned(self) -> None:
        """Nothing of what was there before is returned, and nothing is added in secret."""
        store = a_store(PATH)
        before = {ox.Triple(q.subject, q.predicate, q.object) for q in store}
        added = apply_rules(store, [STEP, CHAIN])
        assert {ox.Triple(q.subject, q.predicate, q.object) for q in store} == before | added
        assert apply_rules(store, [STEP, CHAIN]) - before == added

    def test_several_ways_to_a_statement_are_one_assertion(self, told: Teller) -> None:
        """It names the premises of all of them."""
        twice = (
            PATH + "pgd:g0 rdf:subject pgd:n0 ; rdf:predicate pg:next ; rdf:object pgd:n1 ; pg:evidencedBy pgd:t0 .\n"
        )
        said = assertion(told(apply_rules(a_store(twice), [STEP])), "n0", "pg:reaches", "n1")
        assert said["prov:wasDerivedFrom"] == {"f0", "g0"}
        assert said["pg:evidencedBy"] == {"s0", "t0"}

    def test_two_rules_for_a_statement_are_two_assertions(self, told: Teller) -> None:
        """Each stands for itself; the statement is the same."""
        again = Rule("again", STEP.zh, STEP.en, STEP.text)
        facts = told(apply_rules(a_store(PATH), [STEP, again]))
        named = [v for s, p, v in facts if p == "pg:inferredByRule"]
        assert sorted(named) == ["pgr:again"] * 4 + ["pgr:step"] * 4
        assert len({(s, v) for s, p, v in facts if p == "pg:reaches"}) == 4

    def test_the_id_of_a_derived_fact_is_that_of_rule_and_statement(self, told: Teller) -> None:
        """Premises do not count; this very id was given once."""
        first = assertion(told(apply_rules(a_store(PATH), [STEP])), "n0", "pg:reaches", "n1")["id"]
        other = assertion(
            told(apply_rules(a_store(PATH.replace("pgd:f0", "pgd:g0")), [STEP])), "n0", "pg:reaches", "n1"
        )["id"]
        assert first == other == {"fact-6cb6e83b46"}

    def test_a_rule_may_derive_a_value(self, told: Teller) -> None:
        """Literals keep their type."""
        rule = a_rule(
            "count",
            "rdf:subject ?a ; rdf:predicate pg:ordinal ; rdf:object ?n ; prov:wasDerivedFrom ?fact",
            "?fact rdf:subject ?a ; rdf:object pgd:n1 BIND(6 + 1 AS ?n)",
        )
        assert ("n0", "pg:ordinal", '"7"^^xsd:integer') in told(apply_rules(a_store(PATH), [rule]))

    def test_a_rule_that_finds_nothing_adds_nothing(self) -> None:
        """An empty store is at rest."""
        assert apply_rules(ox.Store(), [STEP, CHAIN]) == set()
        assert apply_rules(a_store(PATH), []) == set()

    def test_a_round_that_adds_nothing_ends_it_within_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Four links take four rounds, and a fifth to see that nothing more follows; fewer are refused."""
        monkeypatch.setattr(rules, "MAX_ROUNDS", 5)
        assert len(apply_rules(a_store(PATH), [CHAIN, STEP])) > 0
        monkeypatch.setattr(rules, "MAX_ROUNDS", 4)
        with pytest.raises(ParseError, match="规则在 4 轮后仍不收敛"):
            apply_rules(a_store(PATH), [CHAIN, STEP])


@pytest.fixture
def rule(town: Path) -> Callable[[str], None]:
    """Puts a rule file of one's own, `some-rule.rq`, in the place of the repository's rules."""

    def written(text: str) -> None:
        (town.parent / "queries").unlink()
        (town.parent / "queries" / "rules").mkdir(parents=True)
        (town.parent / "queries" / "rules" / "some-rule.rq").write_text(text, encoding="utf-8")

    return written


ASSERTION = (
    "queries/rules/some-rule.rq: 规则构造的断言须各有一个主语、谓语、宾语，并至少有一个前提。 "
    "请补全 rdf:subject、rdf:predicate、rdf:object 和 prov:wasDerivedFrom。"
)
NO_TITLE = "queries/rules/some-rule.rq: 规则文件缺少 #+ title_zh 或 #+ title_en。 请在文件开头补上。"
HEAD = TITLES + DECLARED
WHERE = "WHERE { ?x a pg:Park }"
PREMISE = "prov:wasDerivedFrom ?x"
REFUSED = {
    "no title at all": (f"{DECLARED}CONSTRUCT {{ ?x a pg:Thing }} {WHERE}", NO_TITLE),
    "no Chinese title": ("#+ title_en: Some rule\nCONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }", NO_TITLE),
    "no English title": ("#+ title_zh: 某规则\nCONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }", NO_TITLE),
    "SELECT": (f"{HEAD}SELECT ?x {WHERE}", "queries/rules/some-rule.rq: 规则必须是 CONSTRUCT 查询。 请改写该查询。"),
    "ASK": (f"{HEAD}ASK {WHERE}", "queries/rules/some-rule.rq: 规则必须是 CONSTRUCT 查询。 请改写该查询。"),
    "no subject": (
        f"{HEAD}CONSTRUCT {{ [] rdf:predicate pg:p ; rdf:object ?x ; prov:wasDerivedFrom ?x }} {WHERE}",
        ASSERTION,
    ),
    "no predicate": (
        f"{HEAD}CONSTRUCT {{ [] rdf:subject ?x ; rdf:object ?x ; prov:wasDerivedFrom ?x }} {WHERE}",
        ASSERTION,
    ),
    "no object": (
        f"{HEAD}CONSTRUCT {{ [] rdf:subject ?x ; rdf:predicate pg:p ; prov:wasDerivedFrom ?x }} {WHERE}",
        ASSERTION,
    ),
    "no premise": (f"{HEAD}CONSTRUCT {{ [] rdf:subject ?x ; rdf:predicate pg:p ; rdf:object ?x }} {WHERE}", ASSERTION),
    "unbound object": (
        f"{HEAD}CONSTRUCT {{ [] rdf:subject ?x ; rdf:predicate pg:p ; rdf:object ?y ; {PREMISE} }} {WHERE}",
        ASSERTION,
    ),
    "two objects": (
        f"{HEAD}CONSTRUCT {{ [] rdf:subject ?x ; rdf:predicate pg:p ; rdf:object 1 , 2 ; {PREMISE} }} {WHERE}",
        ASSERTION,
    ),
    "no end": (
        f"{HEAD}CONSTRUCT {{ [] rdf:subject ?x ; rdf:predicate pg:ordinal ; rdf:object ?m ; "
        "prov:wasDerivedFrom ?fact } WHERE {"
        " { ?fact pg:mentionedIn ?s BIND(?fact AS ?x) BIND(0 AS ?m) }"
        " UNION { ?fact rdf:predicate pg:ordinal ; rdf:subject ?x ; rdf:object ?n BIND(?n + 1 AS ?m) } }",
        f"queries/rules: 规则在 {MAX_ROUNDS} 轮后仍不收敛。 请检查规则之间是否互相生成新值。",
    ),
}


class TestRefusals:
    """A rule file that is not as it must be stops the build, and nothing is written."""

    @pytest.mark.parametrize("case", REFUSED)
    def test_a_rule_that_is_none_is_refused(
        self, case: str, rule: Callable[[str], None], refusal: Callable[..., str]
    ) -> None:
        """Each message word for word, with the file."""
        text, message = REFUSED[case]
        rule(text)
        assert refusal(ParseError) == message

    def test_all_refusals_are_looked_at(self) -> None:
        """None is lost on the way."""
        assert len(REFUSED) == 12

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (f"{TITLES}CONSTRUCT {{ ?a ?b ?c }} WHERE {{ ?a pg:b ?c }}", "error at 3:40"),
            (f"{HEAD}CONSTRUCT {{ ?a ?b ?c }} WHERE {{", "error"),
            (f"{HEAD}INSERT DATA {{ pg:a pg:b pg:c }}", "error"),
        ],
        ids=["undeclared prefix", "broken", "update"],
    )
    def test_a_query_that_cannot_be_read_is_refused(
        self, text: str, said: str, rule: Callable[[str], None], refusal: Callable[..., str]
    ) -> None:
        """The engine's words are told, in place of its exception."""
        rule(text)
        message = refusal(ParseError)
        assert message.startswith("queries/rules/some-rule.rq: 规则无法运行：")
        assert message.endswith("。 请改正该查询。")
        assert said in message

    @pytest.mark.parametrize(
        "header", ["#+ title_zh: 'open\n", "#+ - title_zh\n#+ - title_en\n", "#+ title_zh: 甲: 乙\n"]
    )
    def test_a_header_that_is_no_mapping_of_titles_is_refused(
        self, header: str, rule: Callable[[str], None], refusal: Callable[..., str]
    ) -> None:
        """Broken YAML behind `#+` is an error of ours, with the file."""
        rule(f"{header}{DECLARED}CONSTRUCT {{ ?a ?b ?c }} {WHERE}")
        assert refusal(ParseError).startswith("queries/rules/some-rule.rq: ")


class TestRuleFiles:
    """The repository's rules, as the build loads them."""

    def test_rules_are_loaded_by_name_with_their_titles(self, tmp_path: Path) -> None:
        """In alphabetical order; other files are left alone, the query is untouched."""
        for name in ("b-rule.rq", "a-rule.rq", "c-rule.txt"):
            (tmp_path / name).write_text(f"{TITLES}# {name}\nASK {{}}\n", encoding="utf-8")
        assert load_rules(tmp_path) == [
            Rule("a-rule", "某规则", "Some rule", f"{TITLES}# a-rule.rq\nASK {{}}\n"),
            Rule("b-rule", "某规则", "Some rule", f"{TITLES}# b-rule.rq\nASK {{}}\n"),
        ]

    def test_the_graph_tells_what_its_rules_are(self, told: Teller) -> None:
        """Class and both titles of each."""
        assert told(describe_rules([STEP])) == {
            ("pgr:step", "rdf:type", "pg:InferenceRule"),
            ("pgr:step", "skos:prefLabel", '"某规则"@zh'),
            ("pgr:step", "skos:prefLabel", '"Some rule"@en'),
        }

    def test_the_repositorys_rules_come_to_rest_on_nothing(self) -> None:
        """Each of them runs, and none makes something of nothing."""
        loaded = load_rules(REPO / "queries" / "rules")
        assert len(loaded) >= 13
        assert apply_rules(ox.Store(), loaded) == set()

    def test_the_toy_town_is_traced_from_park_to_policy(self, build: Callable[..., Build], told: Teller) -> None:
        """Entry, cohort, scheme, plan and higher plan in one chain, each hop with its rule and all its quotes."""
        facts = told(build().triples)
        assert {v for s, p, v in facts if (s, p) == ("park-jiaxian", "pg:originatesFrom")} == {"policy-moushi-pilot"}
        traced = assertion(facts, "park-jiaxian", "pg:tracesTo", "policy-mousheng-plan")
        assert traced["pg:inferredByRule"] == {"pgr:park-traces-to-policy"}
        assert traced["pg:assertionBasis"] == {"pgc:basis-computed"}
        assert traced["pg:evidencedBy"] == {
            f"span-moushi-2024-notice-{place}" for place in ("88-113", "120-130", "216-227")
        }
        assert not [v for s, p, v in facts if (s, p) == ("park-zhizao", "pg:tracesTo")]

    def test_a_day_without_a_year_takes_that_of_the_cohort(self, build: Callable[..., Build], told: Teller) -> None:
        """As stated and as computed stand side by side."""
        facts = told(build().triples)
        assert ("list-moushi-2024-registry", "pg:announcedAsStated", '"9月8日"') in facts
        day = assertion(facts, "list-moushi-2024-registry", "pg:announcedOn", '"2024-09-08"^^xsd:date')
        assert day["pg:inferredByRule"] == {"pgr:announcement-day-takes-cohort-year"}

    def test_an_entry_takes_cohort_and_tier_of_its_list(self, build: Callable[..., Build], told: Teller) -> None:
        """Neither is written at the entry."""
        facts = told(build().triples)
        entries = {s: v for s, p, v in facts if p == "pg:onList"}
        assert len(entries) == 3
        for entry, its_list in entries.items():
            assert (entry, "pg:inCohort", "cohort-moushi-2024") in facts
            assert (entry, "pg:atTier", f"pgc:tier-{its_list.rsplit('-', 1)[1]}") in facts

    def test_every_span_over_repaired_characters_has_the_repair(
        self, build: Callable[..., Build], told: Teller
    ) -> None:
        """The span of the repair itself, and those that overlap it; no others."""
        facts = told(build().triples)
        assert {s for s, p, v in facts if (p, v) == ("pg:hasRepair", "repair-interview-1")} == {
            "span-moushi-2025-interview-40-45",
            "span-moushi-2025-interview-40-46",
        }
