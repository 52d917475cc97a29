"""Rules and axioms say the same: what the rules of the build state is what an OWL 2 RL reasoner derives."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS

from parkgraph.build.rules import apply_rules, load_rules
from parkgraph.names import PG, PGD, PREFIXES
from parkgraph.turtle import read_triples

REPO = Path(__file__).parents[2]
RULES = {
    "basis-is-transitive": ["basedOnTransitive"],
    "location-is-transitive": ["locatedInTransitive"],
    "park-candidate-under-programme": ["candidateUnder"],
    "park-originates-from-policy": ["originatesFrom"],
    "park-registered-under-programme": ["registeredUnder"],
    "park-selected-under-programme": ["selectedUnder"],
    "park-traces-to-policy": ["tracesTo"],
}
"""The rules that are axioms too, with what each states; the others test a value or read a text, which OWL RL cannot."""
DERIVED = sorted(name for names in RULES.values() for name in names)
AXIOMS = {RDFS.subPropertyOf, OWL.propertyChainAxiom, OWL.inverseOf, RDF.first, RDF.rest}
TYPES = {OWL.ObjectProperty, OWL.TransitiveProperty, OWL.SymmetricProperty}
PREMISES = [
    "basedOn",
    "cohortOf",
    "divisionParent",
    "establishedBy",
    "implements",
    "inCohort",
    "locatedIn",
    "partOfPark",
]
PREMISES += ["candidatePark", "registeredPark", "selectedPark"]
ASSERTED = {PG + name for name in ("basedOn", "establishedBy", "implements", "locatedIn", "partOfPark")}

FIXTURE = """
pgd:scheme pg:establishedBy pgd:plan .
pgd:plan pg:basedOn pgd:opinions ; pg:implements pgd:strategy .
pgd:opinions pg:implements pgd:outline .
pgd:outline pg:basedOn pgd:constitution .
pgd:aside pg:basedOn pgd:opinions .
pgd:cohort pg:cohortOf pgd:scheme . pgd:second-cohort pg:cohortOf pgd:scheme .
pgd:other-cohort pg:cohortOf pgd:other-scheme .
pgd:d1 pg:selectedPark pgd:selected ; pg:inCohort pgd:cohort .
pgd:d2 pg:selectedPark pgd:selected ; pg:inCohort pgd:other-cohort .
pgd:d3 pg:selectedPark pgd:selected-nowhere .
pgd:r1 pg:registeredPark pgd:registered ; pg:inCohort pgd:cohort .
pgd:c1 pg:candidatePark pgd:selected ; pg:inCohort pgd:cohort .
pgd:c2 pg:candidatePark pgd:candidate ; pg:inCohort pgd:second-cohort .
pgd:part pg:partOfPark pgd:selected .
pgd:selected pg:locatedIn pgd:zone . pgd:registered pg:locatedIn pgd:county .
pgd:zone pg:locatedIn pgd:county .
pgd:county pg:divisionParent pgd:city . pgd:city pg:divisionParent pgd:province .
"""
"""Two schemes of which one is established by a document, three kinds of participation, a basis four documents deep, a
park in a park in a zone; a designation without a cohort and a document that no park comes from lead nowhere."""

Pair = tuple[str, str]
Relations = dict[str, set[Pair]]


@cache
def axioms() -> rdflib.Graph:
    """The axioms of the ontology on properties."""
    whole = rdflib.Graph().parse(REPO / "ontology" / "parkgraph.ttl", format="turtle")
    kept = rdflib.Graph()
    for s, p, o in whole:
        if p in AXIOMS or (p == RDF.type and o in TYPES):
            kept.add((s, p, o))
    return kept


def fixture() -> list[ox.Triple]:
    """The statements of the fixture."""
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(head + FIXTURE, format=ox.RdfFormat.TURTLE)]


def with_assertions(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The statements, those that need evidence with an assertion each, as the build writes them."""
    told = list(triples)
    for number, triple in enumerate([*told]):
        if triple.predicate.value in ASSERTED:
            node = ox.NamedNode(f"{PGD}assertion-{number}")
            slots = {"subject": triple.subject, "predicate": triple.predicate, "object": triple.object}
            told += [ox.Triple(node, ox.NamedNode(str(RDF) + slot), value) for slot, value in slots.items()]
    return told


def by_rules(triples: Iterable[ox.Triple], names: Iterable[str] = RULES) -> Relations:
    """What the rules state."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in with_assertions(triples))
    apply_rules(store, [rule for rule in load_rules(REPO / "queries" / "rules") if rule.name in set(names)])
    return stated(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in store)


def by_reasoner(triples: Iterable[ox.Triple], given: rdflib.Graph | None = None) -> Relations:
    """What owlrl derives with the axioms, or with those given."""
    graph = rdflib.Graph()
    for s, p, o in given or axioms():
        graph.add((s, p, o))
    for t in triples:
        graph.add(tuple(rdflib.URIRef(term.value) for term in t))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {name: {(str(s), str(o)) for s, o in graph[: rdflib.URIRef(PG + name)]} for name in DERIVED}


def stated(triples: Iterable[ox.Triple]) -> Relations:
    """The derived properties with the pairs that they relate."""
    found: Relations = {name: set() for name in DERIVED}
    for t in triples:
        name = t.predicate.value.removeprefix(PG)
        if name in found:
            found[name].add((str(t.subject.value), str(t.object.value)))
    return found


@cache
def closure() -> Relations:
    """What owlrl derives from the fixture with all axioms, without the divisions themselves."""
    return without_divisions(by_reasoner(fixture()), fixture())


def without_divisions(relations: Relations, triples: Iterable[ox.Triple]) -> Relations:
    """The relations without what is located in a place because it is a division below it.

    That one division lies in another is reference data, which people ask for along `pg:divisionParent`; the rule states
    it of what the documents locate, not of the divisions themselves.
    """
    divisions = {str(t.subject.value) for t in triples if t.predicate.value == PG + "divisionParent"}
    return {name: {pair for pair in pairs if pair[0] not in divisions} for name, pairs in relations.items()}


def test_the_rules_state_what_the_reasoner_derives() -> None:
    """On the fixture, property by property: no triple more, none less."""
    rules = by_rules(fixture())
    assert rules == closure()
    assert all(rules.values())


def test_the_fixture_leads_where_a_reader_expects() -> None:
    """Written out, so that rules and axioms cannot be wrong together: only who was selected has an origin."""
    short = {
        name: {(one.removeprefix(PGD), other.removeprefix(PGD)) for one, other in pairs}
        for name, pairs in by_rules(fixture()).items()
    }
    assert short["selectedUnder"] == {("selected", "scheme"), ("selected", "other-scheme")}
    assert short["registeredUnder"] == {("registered", "scheme")}
    assert short["candidateUnder"] == {("selected", "scheme"), ("candidate", "scheme")}
    assert short["originatesFrom"] == {("selected", "plan")}
    assert short["tracesTo"] == {("selected", to) for to in ("opinions", "strategy", "outline", "constitution")}
    assert {place for thing, place in short["locatedInTransitive"] if thing == "part"} == {
        *("selected", "zone", "county", "city", "province")
    }
    assert len(short["basedOnTransitive"]) == 4 + 2 + 1 + 3


@pytest.mark.parametrize("name", RULES)
def test_a_rule_that_is_missing_is_seen(name: str) -> None:
    """Without any one rule, what it states is missing against the reasoner."""
    rules = by_rules(fixture(), set(RULES) - {name})
    assert all(rules[made] < closure()[made] for made in RULES[name])


@pytest.mark.parametrize(
    ("term", "predicate"),
    [
        *((name, OWL.propertyChainAxiom) for names in RULES.values() for name in names if "Transitive" not in name),
        *((name, RDF.type) for name in ("basedOnTransitive", "locatedInTransitive")),
        *(
            (name, RDFS.subPropertyOf)
            for name in ("basedOn", "implements", "locatedIn", "partOfPark", "divisionParent")
        ),
    ],
)
def test_an_axiom_that_is_missing_is_seen(term: str, predicate: rdflib.URIRef) -> None:
    """Without any one axiom the reasoner derives less than the rules state."""
    weaker = rdflib.Graph()
    for s, p, o in axioms():
        if (s, p) != (rdflib.URIRef(PG + term), predicate) or o == OWL.ObjectProperty:
            weaker.add((s, p, o))
    assert len(weaker) < len(axioms())
    derived = without_divisions(by_reasoner(fixture(), weaker), fixture())
    assert derived != by_rules(fixture())


@pytest.mark.slow
def test_the_shipped_graph_holds_what_the_reasoner_derives() -> None:
    """On the shipped graph too: its inferred statements are the closure of its recorded ones."""
    shipped = [
        *read_triples(REPO / "data" / "parkgraph.ttl"),
        *read_triples(REPO / "data" / "reference" / "divisions.ttl"),
    ]
    premises = [t for t in shipped if t.predicate.value in {PG + name for name in PREMISES}]
    assert stated(shipped) == without_divisions(by_reasoner(premises), premises)
    assert {name: len(pairs) for name, pairs in stated(shipped).items() if len(pairs) < 7} == {}


def test_what_a_document_rests_on_or_carries_out_it_cites() -> None:
    """The rule on citations states the broader relation too, as the axioms on `pg:cites` would."""
    pairs: dict[str, set[Pair]] = {PG + name: set() for name in ("basedOn", "implements", "cites")}
    for t in read_triples(REPO / "data" / "parkgraph.ttl"):
        if t.predicate.value in pairs:
            pairs[t.predicate.value].add((str(t.subject.value), str(t.object.value)))
    broader = {(str(s), str(o)) for s, o in axioms()[: RDFS.subPropertyOf] if str(o) == PG + "cites"}
    assert {low for low, _ in broader} == {PG + "basedOn", PG + "implements"}
    assert all(pairs[low] and pairs[low] <= pairs[PG + "cites"] for low, _ in broader)
