"""The shipped graph: it is what the build makes of the records, and the records say what the interview says."""

import statistics
import tomllib
from collections import Counter
from pathlib import Path

import opencc
import pyoxigraph as ox
import pytest
import rdflib
import yaml

from parkgraph.build import build_graph, compare_graph
from parkgraph.names import PG, PGR, PREFIXES, RDF, slug
from parkgraph.text import MAX_QUOTE, load_lock, load_sources, load_text
from parkgraph.turtle import read_triples
from parkgraph.vocabulary import load_vocabulary

REPO = Path(__file__).parents[2]
DATA = REPO / "data"
FILE = DATA / "parkgraph.ttl"
RECORDS = DATA / "records" / "dezhou-2019-interview.yaml"
DECLARED = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
PREFECTURES = {
    *(f"division-37{number:02d}00" for number in range(1, 12)),
    *(f"division-37{number:02d}00" for number in range(13, 18)),
}

Row = tuple[str | None, ...]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The shipped graph."""
    store = ox.Store()
    store.bulk_load(path=str(FILE))
    return store


def ask(store: ox.Store, pattern: str, columns: str) -> list[Row]:
    """The distinct rows of a pattern, in order; entities by slug, everything else by its text, unbound as None."""
    found = store.query(f"{DECLARED}SELECT DISTINCT {columns} WHERE {{ {pattern} }}")
    assert isinstance(found, ox.QuerySolutions)
    rows = [tuple(None if cell is None else short(cell) for cell in row) for row in found]
    return sorted(rows, key=lambda row: [cell or "" for cell in row])


def short(term: object) -> str:
    """An entity or concept by its slug, a literal by its text."""
    return slug(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))


def column(store: ox.Store, pattern: str, name: str) -> list[str]:
    """One column of a pattern."""
    return [cell for (cell,) in ask(store, pattern, name) if cell is not None]


class TestBuilt:
    """Nobody edits the graph by hand."""

    def test_the_shipped_graph_is_what_the_lock_alone_gives(self) -> None:
        """Graph, lock and registry, byte for byte; `parkgraph build` renews them."""
        built = build_graph(REPO, DATA, [])
        assert compare_graph(built, FILE) == []
        assert built.checked == () and built.registered == 0

    def test_the_shipped_graph_is_what_the_texts_give(self, sources: Path) -> None:
        """With every text demanded, each quote looked up, the bytes are the same."""
        built = build_graph(REPO, DATA, [sources], demand=True)
        assert compare_graph(built, FILE) == []
        assert built.checked == tuple(sorted(path.stem for path in (DATA / "records").glob("*.yaml")))

    def test_both_parsers_read_the_same_statements(self, store: ox.Store) -> None:
        """pyoxigraph and rdflib count alike, and find no blank node."""
        graph = rdflib.Graph().parse(FILE, format="turtle")
        assert len(graph) == len(store) == len(read_triples(FILE)) > 7000
        assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)

    def test_the_release_is_that_of_the_release_file(self, store: ox.Store) -> None:
        """Version and date; the number of statements is of all but its own."""
        release = tomllib.loads((DATA / "release.toml").read_text(encoding="utf-8"))
        pattern = "?r a pg:KnowledgeGraphRelease ; dcterms:hasVersion ?v ; dcterms:issued ?d ; void:triples ?n"
        ((node, version, day, count),) = ask(store, pattern, "?r ?v ?d ?n")
        assert (node, version, day) == (release["version"], release["version"], str(release["date"]))
        own = [quad for quad in store if slug(getattr(quad.subject, "value", "")) == node]
        assert count == str(len(store) - len(own))

    def test_no_text_is_shipped(self, store: ox.Store) -> None:
        """The running text of a document stands nowhere, and no wording outside its span."""
        assert column(store, "?s pg:fullText ?t", "?s") == []
        assert column(store, "?s oa:exact ?t FILTER NOT EXISTS { ?s a pg:TextSpan }", "?s") == []
        assert list((DATA / "sources").glob("*.toml"))


class TestQuotes:
    """Evidence is the shortest wording that proves a fact."""

    def test_quotes_are_short(self) -> None:
        """None over the limit, half of them under 40 code points."""
        lengths = [len(quote.text) for _, quote in load_lock(DATA / "registry" / "spans.tsv").places]
        assert len(lengths) >= 122
        assert max(lengths) <= MAX_QUOTE == 120
        assert statistics.median(lengths) < 40

    def test_spans_are_as_long_as_their_wording(self, store: ox.Store) -> None:
        """End less start is the number of code points."""
        rows = ask(store, "?s oa:start ?a ; oa:end ?b ; oa:exact ?t", "?s ?a ?b ?t")
        assert len(rows) >= 122
        assert [span for span, start, end, text in rows if int(end or 0) - int(start or 0) != len(text or "")] == []

    def test_spans_are_verbatim(self, store: ox.Store, sources: Path) -> None:
        """Each stands in its text exactly where it says."""
        register = load_sources(DATA / "sources")
        texts = {f"source-{name}": load_text(source, [sources], required=True) for name, source in register.items()}
        rows = ask(store, "?s oa:hasSource ?x ; oa:start ?a ; oa:end ?b ; oa:exact ?t", "?x ?a ?b ?t")
        wrong = [t for x, a, b, t in rows if (texts[str(x)] or "")[int(a or 0) : int(b or 0)] != t]
        assert rows and wrong == []

    def test_every_span_is_in_a_section(self, store: ox.Store) -> None:
        """The sections of the interview leave no gap."""
        assert column(store, "?s a pg:TextSpan FILTER NOT EXISTS { ?s pg:inSection ?x }", "?s") == []
        ends = ask(
            store, "?s pg:sectionOf pgd:source-dezhou-2019-interview ; pg:sectionStart ?a ; pg:sectionEnd ?b", "?a ?b"
        )
        ordered = sorted((int(a or 0), int(b or 0)) for a, b in ends)
        assert len(ordered) == 10 and ordered[0][0] == 0 and ordered[-1][1] == 3115
        assert [b for _, b in ordered[:-1]] == [a for a, _ in ordered[1:]]

    def test_quotes_are_written_in_single_quotes(self) -> None:
        """The sources use ASCII colons, commas and hashes, which plain YAML would cut or split."""
        scalars: list[yaml.ScalarNode] = []

        def walk(node: yaml.Node) -> None:
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value in ("quote", "after", "before"):
                        scalars.extend(value.value if isinstance(value, yaml.SequenceNode) else [value])
                    walk(value)
            elif isinstance(node, yaml.SequenceNode):
                for item in node.value:
                    walk(item)

        walk(yaml.compose(RECORDS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
        assert len(scalars) > 130
        assert [scalar.value for scalar in scalars if scalar.style != "'"] == []


class TestEveryFact:
    """No fact without its passage, its basis, and what it follows from."""

    def test_every_qualified_fact_has_evidence_and_basis(self, store: ox.Store) -> None:
        """Exactly one basis, one span at least."""
        vocabulary = load_vocabulary(REPO / "ontology")
        kinds = {cls for cls, above in vocabulary.supers.items() if PG + "QualifiedFact" in above}
        typed = {(q.subject, q.object) for q in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None)}
        facts = {node for node, cls in typed if isinstance(cls, ox.NamedNode) and cls.value in kinds}
        assert len(facts) > 500
        for word, least, most in (("evidencedBy", 1, 99), ("assertionBasis", 1, 1)):
            counts = Counter(quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(PG + word), None))
            assert [node for node in facts if not least <= counts[node] <= most] == [], word

    @pytest.mark.parametrize("mark", ["needsEvidence", "isInferred"])
    def test_every_relation_that_wants_an_assertion_has_one(self, mark: str, store: ox.Store) -> None:
        """Those that need evidence and those that only rules state: each statement has an assertion."""
        marked = load_vocabulary(REPO / "ontology").marks[mark]
        rdf = {name: ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object")}
        asserted = set()
        for quad in store.quads_for_pattern(None, rdf["subject"], None):
            parts = [[q.object for q in store.quads_for_pattern(quad.subject, rdf[name], None)] for name in rdf]
            asserted.add(tuple(part for (part,) in parts))
        stated = {(q.subject, q.predicate, q.object) for q in store if q.predicate.value in marked}
        assert len(stated) > 50
        assert stated - asserted == set()

    def test_no_relation_that_only_rules_state_is_recorded(self, store: ox.Store) -> None:
        """Its assertions are computed, name their rule, and have premises."""
        names = " ".join(f"<{term}>" for term in load_vocabulary(REPO / "ontology").marks["isInferred"])
        pattern = f"VALUES ?p {{ {names} }} ?a rdf:predicate ?p ; pg:assertionBasis ?b"
        assert column(store, pattern, "?b") == ["basis-computed"]

    def test_what_is_computed_names_rule_and_premises(self, store: ox.Store) -> None:
        """Every assertion that a rule made; the two repairs by reckoning rest on their own characters."""
        computed = column(store, "?a pg:assertionBasis pgc:basis-computed ; a pg:Assertion", "?a")
        assert len(computed) >= 361
        lacking = "?a pg:assertionBasis pgc:basis-computed ; a pg:Assertion FILTER NOT EXISTS { ?a %s ?x }"
        assert column(store, lacking % "pg:inferredByRule", "?a") == []
        assert column(store, lacking % "prov:wasDerivedFrom", "?a") == []

    def test_every_rule_derives_something(self, store: ox.Store) -> None:
        """A rule that the shipped graph gives nothing to do is untested by it."""
        files = {path.stem for path in (REPO / "queries" / "rules").glob("*.rq")}
        used = set(column(store, "?a pg:inferredByRule ?r", "?r"))
        assert len(files) >= 13
        assert files - used <= {"target-has-baseline"}, "no recorded target has a baseline yet; all others must fire"

    def test_facts_that_age_carry_the_as_of_date_of_their_source(self, store: ox.Store) -> None:
        """The latest day that the source itself shows to have been reached, and how exact it is."""
        vocabulary = load_vocabulary(REPO / "ontology")
        names = " ".join(f"<{cls}>" for cls in vocabulary.supers if vocabulary.ages(cls.removeprefix(PG)))
        aging = f"VALUES ?c {{ {names} }} ?f a ?c"
        assert len(column(store, aging, "?f")) >= 82
        sources = "?f pg:evidencedBy/oa:hasSource ?x . ?x pg:asOf ?d ; pg:asOfPrecision ?p"
        assert (
            column(store, f"{aging} FILTER NOT EXISTS {{ {sources} . ?f pg:asOf ?d ; pg:asOfPrecision ?p }}", "?f")
            == []
        )
        interview = "?x pg:asOf ?d ; pg:asOfPrecision ?p FILTER(?x = pgd:source-dezhou-2019-interview)"
        assert ask(store, interview, "?d ?p") == [("2019-11-26", "precision-day")]

    def test_judgements_are_explained(self, store: ox.Store) -> None:
        """What is a curator's or from outside carries a note or a reason."""
        pattern = (
            "VALUES ?b { pgc:basis-curator pgc:basis-external } ?f pg:assertionBasis ?b "
            "FILTER NOT EXISTS { ?f skos:editorialNote|pg:reason ?n }"
        )
        assert column(store, pattern, "?f") == []
        assert len(column(store, "?f pg:assertionBasis pgc:basis-curator", "?f")) > 5

    def test_what_is_noted_is_noted_in_chinese_too(self, store: ox.Store) -> None:
        """No editorial note is in English alone: most readers are Chinese."""
        noted = '?x skos:editorialNote ?n FILTER(lang(?n) = "en")'
        chinese = '?x skos:editorialNote ?zh FILTER(lang(?zh) = "zh")'
        assert len(column(store, noted, "?x")) > 150
        assert column(store, f"{noted} FILTER NOT EXISTS {{ {chinese} }}", "?x") == []

    def test_labels_are_in_simplified_characters(self, store: ox.Store) -> None:
        """Labels are corrected, quotes never: no Chinese label holds a traditional or garbled character."""
        labels = column(store, '?x skos:prefLabel|skos:altLabel ?l FILTER(lang(?l) = "zh")', "?l")
        simplified = opencc.OpenCC("t2s")
        assert len(labels) > 250
        assert [label for label in labels if simplified.convert(label) != label or set(label) & set("?!|")] == []

    def test_everything_of_a_name_has_one_in_each_language(self, store: ox.Store) -> None:
        """Parks, policies, units, programmes and cohorts have one Chinese and one English name each."""
        kinds = "pg:Park pg:PlanDocument pg:ActionPlan pg:OpinionDocument pg:GovernmentDepartment pg:PeoplesGovernment"
        kinds += " pg:PilotScheme pg:Cohort"
        things = column(store, f"VALUES ?c {{ {kinds} }} ?x a ?c", "?x")
        assert len(things) >= 52
        for language in ("zh", "en"):
            rows = ask(
                store, f'VALUES ?c {{ {kinds} }} ?x a ?c ; skos:prefLabel ?l FILTER(lang(?l) = "{language}")', "?x ?l"
            )
            assert [x for x, _ in rows] == things, language


class TestLists:
    """The three lists of the 2019 cohort."""

    @pytest.mark.parametrize(
        ("tier", "word", "count"),
        [("demonstration", "selectedPark", 6), ("growth", "selectedPark", 13), ("registry", "registeredPark", 17)],
    )
    def test_a_list_has_as_many_entries_as_announced(self, tier: str, word: str, count: int, store: ox.Store) -> None:
        """Numbered from one without a gap, each with another park, each at the tier and in the cohort of the list."""
        rows = ask(
            store,
            f"VALUES ?l {{ pgd:list-shandong-dep-2019-{tier} }}"
            " ?l pg:announcedCount ?n ; pg:isExhaustive true ; pg:listStage pgc:stage-announced ."
            f" ?e pg:onList ?l ; pg:ordinal ?o ; pg:{word} ?p ; pg:atTier pgc:tier-{tier} ;"
            " pg:inCohort pgd:cohort-shandong-dep-2019",
            "?n ?o ?p",
        )
        assert len(rows) == count
        assert {n for n, _, _ in rows} == {str(count)}
        assert sorted(int(o or 0) for _, o, _ in rows) == list(range(1, count + 1))
        assert len({p for _, _, p in rows}) == count

    def test_the_lists_hold_36_parks(self, store: ox.Store) -> None:
        """No park stands on two lists; with seven applicants that were not listed there are 43."""
        entries = "?e pg:onList ?l ; pg:inCohort pgd:cohort-shandong-dep-2019 ; pg:selectedPark|pg:registeredPark ?p"
        assert len(column(store, entries, "?p")) == len(column(store, entries, "?e")) == 36
        assert len(column(store, "?f pg:selectedPark|pg:registeredPark|pg:candidatePark ?p . ?p a pg:Park", "?p")) == 43

    def test_the_day_is_as_stated_and_as_computed(self, store: ox.Store) -> None:
        """The interview gives no year; the rule says where it comes from."""
        rows = ask(
            store,
            "?l pg:announcedAsStated ?s ; pg:announcedOn ?d ."
            " ?a rdf:subject ?l ; rdf:predicate pg:announcedOn ; pg:assertionBasis ?b",
            "?s ?d ?b",
        )
        assert rows == [("11月26日", "2019-11-26", "basis-computed")]
        assert len(column(store, "?l pg:announcedOn ?d", "?l")) == 3

    def test_names_stand_in_their_quotes_as_they_are_listed(self, store: ox.Store) -> None:
        """Every entry and applicant, garbled or not; none is a repaired or simplified form."""
        rows = ask(store, "?e pg:listedAs ?n ; pg:evidencedBy ?s . ?s oa:exact ?t BIND(lang(?n) AS ?g)", "?e ?n ?t ?g")
        assert len({e for e, _, _, _ in rows}) == 44
        assert {g for _, _, _, g in rows} == {"zh-hant"}
        quoted = {e for e, n, t, _ in rows if (n or "") in (t or "")}
        assert [e for e, _, _, _ in rows if e not in quoted] == []


class TestApplicants:
    """The eight parks of Dezhou that took part, and what became of them."""

    def test_eight_parks_of_dezhou_took_part(self, store: ox.Store) -> None:
        """Numbered from one to eight, all in the one cohort, all in Dezhou."""
        rows = ask(
            store,
            "?c a pg:Candidacy ; pg:ordinal ?o ; pg:candidatePark ?p ; pg:inCohort pgd:cohort-shandong-dep-2019 ."
            " ?p pg:locatedInTransitive pgd:division-371400",
            "?o ?p",
        )
        assert [o for o, _ in rows] == list("12345678")
        assert len({p for _, p in rows}) == 8

    def test_one_applicant_was_registered_itself(self, store: ox.Store) -> None:
        """The only park that applied and stands on a list under its own identity."""
        both = "?c pg:candidatePark ?p . ?e pg:onList ?l ; pg:selectedPark|pg:registeredPark ?p ; pg:atTier ?t"
        assert ask(store, both, "?p ?t") == [("park-derui", "tier-registry")]

    def test_one_applicant_was_selected_by_a_part_of_it(self, store: ox.Store) -> None:
        """The whole applied, the part was designated; a judgement keeps the two names apart."""
        within = "?c pg:candidatePark ?whole . ?part pg:partOfPark ?whole . ?e pg:selectedPark ?part ; pg:atTier ?t"
        assert ask(store, within, "?whole ?part ?t") == [
            ("park-zhongyuan-keji", "park-dezhou-gaoduan-rencai", "tier-growth")
        ]
        apart = (
            "?j pg:verdict pgc:verdict-different ; pg:leftName/pg:nameOf ?a ; pg:rightName/pg:nameOf ?b . ?a a pg:Park"
        )
        assert ask(store, apart, "?a ?b") == [("park-zhongyuan-keji", "park-dezhou-gaoduan-rencai")]

    def test_the_tallies_are_16_cities_152_and_8_parks(self, store: ox.Store) -> None:
        """What is counted, how many, where."""
        assert ask(
            store,
            "?t pg:forCohort pgd:cohort-shandong-dep-2019 ; pg:tallyOf ?k ; pg:tallyCount ?n ; pg:tallyArea ?a",
            "?k ?n ?a",
        ) == [
            ("tally-applicant", "152", "division-370000"),
            ("tally-applicant", "8", "division-371400"),
            ("tally-city", "16", "division-370000"),
        ]


class TestPlaces:
    """Where the parks lie, and how that is known."""

    def test_every_park_has_a_place_with_its_basis(self, store: ox.Store) -> None:
        """49 locations of the interview's parks and zones; of three parks that the plan names it says no place."""
        told = "?a rdf:predicate pg:locatedIn ; pg:assertionBasis ?b"
        told += " ; pg:evidencedBy/oa:hasSource pgd:source-dezhou-2019-interview"
        bases = Counter(b for _, b in ask(store, told, "?a ?b"))
        assert bases == {"basis-derivedFromName": 33, "basis-explicit": 14, "basis-curator": 2}
        unplaced = column(store, "?p a pg:Park FILTER NOT EXISTS { ?p pg:locatedIn|pg:partOfPark ?x }", "?p")
        assert unplaced == ["park-lcht-delian-ecommerce", "park-lcht-kanglaide", "park-lcht-liangzi"]
        assertion = "?a rdf:subject ?p ; rdf:predicate pg:locatedIn ; rdf:object ?x ; pg:assertionBasis ?b"
        assert column(store, f"?p pg:locatedIn ?x FILTER NOT EXISTS {{ {assertion} }}", "?p") == []

    def test_what_is_derived_from_a_name_names_the_rule(self, store: ox.Store) -> None:
        """Places by the one rule, owner and operator by theirs."""
        pattern = "?a pg:assertionBasis pgc:basis-derivedFromName OPTIONAL { ?a pg:inferredByRule ?r }"
        assert column(store, pattern + " FILTER(!BOUND(?r))", "?a") == []
        known = {slug(rule) for rule in load_vocabulary(REPO / "ontology").concepts if rule.startswith(PGR)}
        used = set(column(store, pattern, "?r"))
        assert {"company-named-as-park", "owner-named-in-name", "place-named-in-name"} <= used <= known

    def test_each_of_the_16_prefectures_has_a_listed_park(self, store: ox.Store) -> None:
        """None is missing, and every listed park lies in one of them."""
        rows = ask(
            store,
            "?e pg:onList ?l ; pg:selectedPark|pg:registeredPark ?p ."
            " ?p pg:locatedInTransitive ?d . ?d pg:divisionLevel pgc:level-prefecture",
            "?p ?d",
        )
        assert len(PREFECTURES) == 16
        assert {d for _, d in rows} == PREFECTURES
        assert len(rows) == len({p for p, _ in rows}) == 36

    def test_ten_prefectures_have_no_demonstration_park(self, store: ox.Store) -> None:
        """Six demonstration parks in six prefectures."""
        pattern = (
            "?e pg:selectedPark ?p ; pg:atTier pgc:tier-demonstration ."
            " ?p pg:locatedInTransitive ?d . ?d pg:divisionLevel pgc:level-prefecture"
        )
        assert len(set(column(store, pattern, "?d"))) == 6

    def test_places_are_those_of_the_time(self, store: ox.Store) -> None:
        """The district that had become one that year, and nothing in the city that had ceased to be."""
        assert column(store, "pgd:park-chiping-shuzi-jingji pg:locatedIn ?d", "?d") == ["division-371503"]
        ended = "?p pg:locatedIn ?d . ?d pg:validUntil|pg:validUntilYear ?end"
        assert column(store, ended, "?p") == []

    def test_brackets_that_name_a_place_are_stated(self, store: ox.Store) -> None:
        """What a list puts in brackets behind a name is explicit; the quote of the location holds the brackets."""
        rows = ask(
            store,
            "?a rdf:predicate pg:locatedIn ; rdf:subject ?p ; pg:assertionBasis pgc:basis-explicit ;"
            " pg:evidencedBy/oa:exact ?t ."
            " ?e pg:onList ?l ; pg:selectedPark|pg:registeredPark ?p",
            "?p ?t",
        )
        assert len(rows) == 13
        assert all((t or "").endswith(")") for _, t in rows)

    def test_the_county_of_the_derui_park_rests_on_the_brackets(self, store: ox.Store) -> None:
        """The registry list states it: (德州市齊河縣); before the applicant's name the county is part of a name."""
        pattern = (
            "?a rdf:predicate pg:locatedIn ; rdf:subject pgd:park-derui ; pg:assertionBasis pgc:basis-explicit ;"
            " pg:evidencedBy/oa:exact ?t"
        )
        assert column(store, pattern, "?t") == ["德瑞智能制造產業園(德州市齊河縣)"]


class TestProgramme:
    """What the scheme rests on, pays, demands and wanted to reach."""

    def test_five_names_are_repaired(self, store: ox.Store) -> None:
        """Kind, reading and the thing in whose name they stand."""
        rows = ask(
            store, "?r a pg:CharacterRepair ; pg:repairKind ?k ; pg:repairedReading ?t ; pg:inTitleOf ?x", "?r ?k ?t ?x"
        )
        assert rows == [
            ("repair-dezhou-1", "repair-mojibake", "。《數字山東", "policy-digital-shandong-plan-2018"),
            ("repair-dezhou-2", "repair-mojibake", "省（中國廣", "park-qingdao-5g-gaoxin-shipin"),
            ("repair-dezhou-3", "repair-missing", "電·青", "park-qingdao-5g-gaoxin-shipin"),
            ("repair-lcht-5g-education-2", "repair-missing", "实施“5G+智慧教育”", "project-lcht-5g-education"),
            ("repair-lcht-zhihuigu", "repair-missing", "产业基地建设", "project-lcht-zhihuigu"),
        ]

    def test_garbled_quotes_have_their_repair(self, store: ox.Store) -> None:
        """Every span that holds garbled characters says so."""
        garbled = "?s oa:exact ?t FILTER(REGEX(?t, '[ㄖ袊鴱稊綎]'))"
        assert len(column(store, garbled, "?s")) == 4
        assert column(store, garbled + " FILTER NOT EXISTS { ?s pg:hasRepair ?r }", "?s") == []

    def test_subsidies_are_of_two_tiers_and_the_registry_has_none(self, store: ox.Store) -> None:
        """What is not stated is not asserted."""
        rows = ask(
            store,
            "?s a pg:SubsidyStandard ; pg:subsidyFor ?t ; pg:maxAmount ?m ; pg:amountAsStated ?w ;"
            " pg:comparator ?c ; pg:fundingLevel ?f",
            "?t ?m ?w ?c ?f",
        )
        assert rows == [
            ("tier-demonstration", "5000000", "500萬元", "comparator-le", "funding-provincial"),
            ("tier-growth", "1000000", "100萬元", "comparator-le", "funding-provincial"),
        ]
        assert len(column(store, "?s a pg:SubsidyStandard", "?s")) == 2
        assert (
            column(store, "?s pg:subsidyFor|pg:atTier pgc:tier-registry ; pg:maxAmount|pg:amountAsStated ?m", "?s")
            == []
        )

    def test_goals_for_2022_are_20_and_10(self, store: ox.Store) -> None:
        """Set by the action plan, for the province; the registry has no goal."""
        rows = ask(
            store,
            "?t a pg:QuantitativeTarget ; pg:forProgramme pgd:scheme-shandong-dep ; pg:atTier ?k ;"
            " pg:numericValue ?n ; pg:targetYear ?y ; pg:setBy ?p ; pg:refArea ?a",
            "?k ?n ?y ?p ?a",
        )
        assert rows == [
            ("tier-demonstration", "20", "2022", "policy-shandong-dep-action-plan", "division-370000"),
            ("tier-growth", "10", "2022", "policy-shandong-dep-action-plan", "division-370000"),
        ]

    def test_designated_parks_trace_to_three_policies(self, store: ox.Store) -> None:
        """19 parks to the plan that set the scheme up, and on to the two it carries out; registry parks to none."""
        assert Counter(p for _, p in ask(store, "?park pg:originatesFrom ?p", "?park ?p")) == {
            "policy-shandong-dep-action-plan": 19
        }
        assert Counter(p for _, p in ask(store, "?park pg:tracesTo ?p", "?park ?p")) == {
            "policy-digital-shandong-plan-2018": 19,
            "policy-shandong-digital-economy-opinions-2019": 19,
        }
        assert column(store, "?e pg:registeredPark ?p . ?p pg:originatesFrom|pg:tracesTo ?x", "?p") == []

    def test_the_number_of_the_opinions_comes_in_parts(self, store: ox.Store) -> None:
        """Issuer code, year and serial of 鲁政办字〔2019〕124号; the issuer itself the interview does not name."""
        opinions = "pgd:policy-shandong-digital-economy-opinions-2019"
        pattern = f"{opinions} pg:documentNumber ?n ; pg:issuerCode ?c ; pg:numberYear ?y ; pg:numberSerial ?s"
        assert ask(store, pattern, "?n ?c ?y ?s") == [("鲁政办字〔2019〕124号", "鲁政办字", "2019", "124")]
        issued = f"?a rdf:subject {opinions} ; rdf:predicate pg:issuedBy ; pg:assertionBasis ?b"
        issued += " ; pg:evidencedBy/oa:hasSource pgd:source-dezhou-2019-interview"
        assert column(store, issued, "?b") == ["basis-external"]

    def test_criteria_are_two_core_ones_and_what_is_below_them(self, store: ox.Store) -> None:
        """28 in all: two core, five under each, the rest below the second's."""
        assert len(column(store, "?c a pg:EvaluationCriterion", "?c")) == 28
        core = column(store, "?c pg:isCoreCriterion true ; pg:criterionOf pgd:scheme-shandong-dep", "?c")
        assert core == ["criterion-shandong-dep-scale", "criterion-shandong-dep-support"]
        below = Counter(c for _, c in ask(store, "?s pg:subCriterionOf ?c", "?s ?c"))
        assert [below[name] for name in core] == [5, 5]
        assert sum(below.values()) == 26
