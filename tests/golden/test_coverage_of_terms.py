"""What nobody asks for need not be in the ontology: nine tenths of its terms are touched by a question."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

import parkgraph
from parkgraph.names import OWL, PG, RDF, RDFS, SCHEMA
from parkgraph.queries import load_questions
from parkgraph.turtle import read_triples

REPO = Path(__file__).parents[2]
KINDS = {OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty")}
ABOVE = {RDFS + "subClassOf", RDFS + "subPropertyOf"}
LEAST = 0.9


@cache
def ontology() -> list[tuple[str, str, str]]:
    """The statements of `parkgraph.ttl` whose three parts are names or texts, as strings."""
    triples = read_triples(REPO / "ontology" / "parkgraph.ttl")
    return [(_text(t.subject), t.predicate.value, _text(t.object)) for t in triples]


def _text(term: Any) -> str:
    """A name or a literal as a string; a cell of a list as nothing."""
    return "" if isinstance(term, ox.BlankNode) else str(term.value)


def terms() -> set[str]:
    """Classes and properties of the ontology; what is deprecated and what annotates terms does not count."""
    deprecated = {subject for subject, predicate, _ in ontology() if predicate == OWL + "deprecated"}
    return {s for s, p, o in ontology() if p == RDF + "type" and o in KINDS and s.startswith(PG)} - deprecated


@cache
def used() -> set[str]:
    """Every class that something of the graph is typed with, and every property that it states."""
    triples = [triple for path in parkgraph.open(home=REPO).files for triple in read_triples(path)]
    return {t.predicate.value for t in triples} | {
        t.object.value for t in triples if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode)
    }


def named(part: Any) -> Iterator[str]:
    """Every IRI in a parsed query: in patterns, paths, filters, expressions and data blocks."""
    if isinstance(part, rdflib.URIRef):
        yield str(part)
    elif isinstance(part, PropertyPath):
        for inner in vars(part).values():
            yield from named(inner)
    elif isinstance(part, CompValue | dict):
        for key, inner in part.items():
            if key != "datasetClause" and not key.startswith("_"):
                yield from named(inner)
    elif isinstance(part, list | tuple | set | frozenset):
        for inner in part:
            yield from named(inner)


def asked(texts: list[str]) -> set[str]:
    """Every IRI that one of these queries names."""
    return {name for text in texts for name in named(prepareQuery(text).algebra)}


def touched(texts: list[str]) -> set[str]:
    """The terms that some query touches.

    A term is touched when its IRI stands in a parsed query: as class, as property, inside a path, or as a value. A
    class is touched, too, by a property that the ontology suggests for this class alone, since what such a query finds
    are its members: whoever asks for `pg:characteristicOf` asks for characteristics. And a term that only gathers
    narrower ones, so that the graph states nothing with the term itself, is touched when each of the narrower terms is:
    whoever asks for selected, registered and candidate parks has asked for participating ones.

    Nothing else counts. A question that reads whatever property or class there is touches no term by it, and neither
    does one that walks from a class to all below it, unless it names them; a parameter's class is no part of the query.
    """
    found = asked(texts) & terms()
    narrower: dict[str, set[str]] = {}
    domains: dict[str, set[str]] = {}
    for subject, predicate, value in ontology():
        if predicate in ABOVE and value in terms():
            narrower.setdefault(value, set()).add(subject)
        elif predicate == SCHEMA + "domainIncludes":
            domains.setdefault(subject, set()).add(value)
    found |= {cls for term in found for cls in domains.get(term, ()) if len(domains[term]) == 1}
    gathering = set(narrower) - used()
    while more := {term for term in gathering - found if narrower[term] <= found}:
        found |= more
    return found


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """The queries of all canned questions."""
    return [question.text for question in load_questions(REPO / "queries").values()]


def report(texts: list[str]) -> tuple[float, str]:
    """The share of terms that some query touches, and the untouched ones as people read them."""
    missing = terms() - touched(texts)
    share = 1 - len(missing) / len(terms())
    lists = (
        f"{said}: {', '.join(sorted(name.removeprefix(PG) for name in group))}"
        for said, group in (("with data", missing & used()), ("without data", missing - used()))
    )
    return share, f"{share:.1%} of {len(terms())} terms are touched; no question touches, {'; '.join(lists)}"


def test_nine_tenths_of_the_terms_are_touched_by_a_question(questions: list[str]) -> None:
    """The untouched ones are printed: each wants a question, or should go."""
    share, told = report(questions)
    print(told)
    assert share >= LEAST, told


def test_a_term_without_a_question_is_told_by_name() -> None:
    """With one question alone the gate is shut, and says what is missing; with none, nothing is touched."""
    share, told = report(["PREFIX pg: <https://w3id.org/parkgraph/ontology#> SELECT ?x WHERE { ?x a pg:Park }"])
    assert 0 < share < 0.01
    assert "with data: ActionItem, ActionPlan, AdministrativeDivision, " in told and "without data: " in told
    assert " Park," not in told and "payerUnit" not in told and "isGraphEdge" not in told
    assert report([])[0] == 0


@pytest.mark.parametrize(
    "pattern",
    [
        "?x a pg:Park",
        "?x pg:partOf/^pg:unit*/(pg:Park|pg:ordinal) ?y",
        "?x ?p ?y MINUS { ?x !pg:Park ?y }",
        "VALUES ?kind { pg:Park } ?x a ?kind",
        "VALUES (?kind ?n) { (pg:Park 1) } ?x a ?kind",
        "?x a ?kind FILTER(?kind IN (pg:Box, pg:Park))",
        "?x a ?kind FILTER NOT EXISTS { ?x a pg:Park }",
        "OPTIONAL { ?x a pg:Box } BIND(IF(BOUND(?x), pg:Park, pg:Box) AS ?kind)",
        "{ SELECT ?x (COUNT(pg:Park) AS ?n) WHERE { ?x a ?y } GROUP BY ?x }",
    ],
)
def test_a_term_is_seen_wherever_a_query_names_it(pattern: str) -> None:
    """In a pattern, a path, a negated path, data, a filter, a subquery or an expression."""
    head = "PREFIX pg: <https://w3id.org/parkgraph/ontology#> SELECT ?x WHERE { "
    assert PG + "Park" in touched([f"{head}{pattern} }}"])


@pytest.mark.parametrize("pattern", ["?x ?p ?y", "?x a ?c . ?c rdfs:subClassOf* pg:Place", "# pg:Park\n?x a pg:Box"])
def test_a_term_that_no_query_names_is_not_touched(pattern: str) -> None:
    """Reading whatever there is, or all below a class, or a comment, names nothing."""
    head = f"PREFIX pg: <{PG}> PREFIX rdfs: <{RDFS}> SELECT ?x WHERE {{ "
    assert PG + "Park" not in touched([f"{head}{pattern} }}"])


def test_a_term_that_only_gathers_is_touched_with_all_it_gathers() -> None:
    """Not with some of it, and not where the graph states something with the term itself."""
    parts = ["selectedPark", "registeredPark", "candidatePark"]
    queries = [f"PREFIX pg: <{PG}> SELECT ?x WHERE {{ ?x pg:{part} ?y }}" for part in parts]
    assert PG + "participatingPark" in touched(queries)
    assert PG + "participatingPark" not in touched(queries[1:])
    assert PG + "Place" in used() and PG + "participatingPark" not in used()


def test_a_class_is_touched_by_a_property_of_its_own() -> None:
    """Not by one that may stand on other classes as well."""
    queries = [
        f"PREFIX pg: <{PG}> SELECT ?x WHERE {{ ?x pg:{name} ?y }}" for name in ("characteristicOf", "targetsThing")
    ]
    assert PG + "Characteristic" in touched(queries)
    assert not {PG + "Target", PG + "Goal"} & touched(queries)
