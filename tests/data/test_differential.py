"""Three engines find the same: ours, pySHACL over a graph of rdflib in memory, and the native validator `shacl`.

Ours is pySHACL over the Oxigraph store (docs/decisions/0008-how-shapes-are-run.md): with the second it shares the core
of SHACL, but neither the graph nor the SPARQL engine; with the third, nothing. Compared is which part of a constraint
finds which node, and with which severity. What is checked in code has no second engine.
"""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, BNode, Literal, URIRef
from tests.data.test_shapes import CONSTRAINTS, HEADER, REPO, WAIVED, fixtures, shapes, world

from parkgraph.names import PGS, SH
from parkgraph.validate.shacl import run_shapes
from parkgraph.validate.world import World, gather

pytestmark = pytest.mark.slow

STANDING = {"sN7"}
"""What the invented world has without a fault."""

Found = frozenset[tuple[str, str, str]]
"""Part of a constraint, the node it found, severity."""


def ours(found: World, constraints: Collection[str] = CONSTRAINTS) -> Found:
    """What the engine of `parkgraph validate` finds with the shapes of some constraints, or of all."""
    faults = run_shapes(found.store, replace(shapes(), graph=shapes_of(frozenset(constraints))))
    return frozenset((fault.part, "_:" if fault.node.startswith("_:") else fault.node, how) for fault, how in faults)


def in_memory(found: World, constraints: Collection[str]) -> Found:
    """What pySHACL finds in a graph of rdflib with the shapes of some constraints."""
    import pyshacl

    graph = rdflib.Graph()
    graph.parse(data=n_triples(found), format="nt")
    _, report, said = pyshacl.validate(graph, shacl_graph=shapes_of(frozenset(constraints)), inplace=True)
    assert isinstance(report, rdflib.Graph), said
    return results(report)


def native(found: World) -> Found:
    """What the native validator finds; skips where it is not installed."""
    report = rdflib.Graph()
    said = compiled().validate_text(n_triples(found), format="ntriples")
    report.parse(data=said.serialize("ntriples"), format="nt")
    return results(report)


@cache
def compiled() -> Any:
    """All our shapes, as the native validator takes them."""
    shacl = pytest.importorskip("shacl", reason="the native validator is not installed: pip install shacl")
    return shacl.Shapes.from_text(shapes().graph.serialize(format="nt"), format="ntriples")


@cache
def shapes_of(constraints: frozenset[str]) -> rdflib.Graph:
    """The shapes of some constraints, with the prefixes of their queries."""
    some = rdflib.Graph()
    for triple in shapes().graph:
        name = f"_:{triple[0]}" if isinstance(triple[0], BNode) else str(triple[0])
        if name == PGS.removesuffix("#") or shapes().constraint(name) in {"prefix", *constraints}:
            some.add(triple)
    return some


def results(report: rdflib.Graph) -> Found:
    """The results of a report: about what a query selects, else the focus; blank nodes have no name that lasts."""
    told = set()
    for result in report.subjects(RDF.type, URIRef(SH + "ValidationResult")):
        focus, value, query, shape, severity = (
            report.value(result, URIRef(SH + name))
            for name in ("focusNode", "value", "sourceConstraint", "sourceShape", "resultSeverity")
        )
        node = focus if query is None or value is None or isinstance(value, Literal) else value
        told.add((str(query or shape), "_:" if isinstance(node, BNode) else str(node), str(severity).removeprefix(SH)))
    return frozenset(told)


def n_triples(found: World) -> str:
    """The statements of a world."""
    return found.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()).decode("utf-8")


def constraints_of(found: Found) -> set[str]:
    """The constraints among what was found."""
    return {shapes().constraint(part) for part, _, _ in found}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_three_engines_find_the_same_in_every_fixture(constraint: str) -> None:
    """The native one runs all constraints, the others that of the fixture and those that always find something.

    That ours finds nothing else with all of them, tests/data/test_shapes.py says.
    """
    concerned = {constraint, *STANDING}
    for path in (*fixtures(constraint, "bad"), *fixtures(constraint, "good")):
        changed = world(path.read_text(encoding="utf-8"))
        found = ours(changed, concerned)
        assert in_memory(changed, concerned) == found, path
        assert native(changed) == found, path


def test_three_engines_find_the_same_in_the_invented_world_with_all_constraints() -> None:
    """No constraint finds anything in one engine that it does not find in another, but for what is waived there."""
    assert native(world()) == in_memory(world(), CONSTRAINTS) == ours(world())
    assert constraints_of(ours(world())) == STANDING


# ------------------------------------------------------------------------------------------- the shipped graph

FAULTS = {
    "sE1": "INSERT DATA { pgd:park-derui pg:operatedBy pgd:enterprise-yongfeng-group }",
    "sE2": "DELETE WHERE { pgd:criterion-shandong-dep-scale pg:evidencedBy ?span }",
    "sE4": 'INSERT { ?span oa:exact "另一条"@zh } WHERE { pgd:criterion-shandong-dep-talent pg:evidencedBy ?span }',
    "sE7": "DELETE { ?owned pg:ownedBy ?owner } WHERE { ?owned pg:ownedBy ?owner }",
    "sE10": "DELETE { ?fact pg:assertionBasis ?basis } INSERT { ?fact pg:assertionBasis pgc:basis-curator } "
    "WHERE { ?fact rdf:subject pgd:project-lcht-zhihuigu ; rdf:predicate pg:listedIn ; pg:assertionBasis ?basis }",
    "sE13": "DELETE DATA { pgd:assertion-opinions-issued-by-government pg:assertionRank pgc:rank-preferred . "
    "pgd:assertion-opinions-issued-by-party-committee pg:assertionRank pgc:rank-preferred } ; "
    "DELETE { pgd:assertion-opinions-issued-by-office pg:assertionRank ?rank } "
    "INSERT { pgd:assertion-opinions-issued-by-office pg:assertionRank pgc:rank-preferred } "
    "WHERE { OPTIONAL { pgd:assertion-opinions-issued-by-office pg:assertionRank ?rank } }",
    "sP3": "DELETE DATA { pgd:list-shandong-dep-2019-demonstration pg:announcedCount 6 } ; "
    "INSERT DATA { pgd:list-shandong-dep-2019-demonstration pg:announcedCount 5 }",
    "sP12": "DELETE { ?subsidy pg:currency ?currency } INSERT { ?subsidy pg:currency '元' } "
    "WHERE { ?subsidy a pg:SubsidyStandard ; pg:currency ?currency }",
    "sD4": "DELETE { ?citation pg:citedDocument ?cited } INSERT { ?citation pg:citedDocument ?citing } "
    "WHERE { ?citation pg:citingDocument ?citing ; pg:citedDocument ?cited ; "
    "pg:citationFunction pgc:citation-mentions }",
    "sO1": 'DELETE DATA { pgd:division-371402 pg:divisionCode "371402" } ; '
    'INSERT DATA { pgd:division-371402 pg:divisionCode "371302" }',
    "sO2": "DELETE WHERE { pgd:division-371502 pg:divisionLevel ?level }",
    "sO7": "DELETE { ?duty pg:assignmentRole pgc:duty-lead } INSERT { ?duty pg:assignmentRole pgc:duty-cooperating } "
    "WHERE { ?duty pg:forMeasure pgd:programme-lcht-3 ; pg:assignmentRole pgc:duty-lead }",
    "sT1": "DELETE { pgd:target-lcht-blockchain-2025 pg:targetYear ?year } "
    "INSERT { pgd:target-lcht-blockchain-2025 pg:targetYear 2031 } "
    "WHERE { pgd:target-lcht-blockchain-2025 pg:targetYear ?year }",
    "sT5": "DELETE DATA { pgd:baseline-lcht-software-revenue-2020 pg:numericValue 55080000.0 } ; "
    "INSERT DATA { pgd:baseline-lcht-software-revenue-2020 pg:numericValue 5508.0 }",
    "sX1": "DELETE WHERE { pgd:project-lcht-5g-education pg:mentionedIn ?span }",
    "sX8": "DELETE DATA { pgd:judgement-alphalon pg:verdict pgc:verdict-same } ; "
    "INSERT DATA { pgd:judgement-alphalon pg:verdict pgc:verdict-different }",
    "sN6": 'INSERT DATA { pgd:park-derui skos:altLabel "德瑞智能制造产业园"@zh }',
    "sR1": "DELETE { ?release dcterms:license ?licence } WHERE { ?release dcterms:license ?licence }",
    "sR6": 'INSERT DATA { pgd:section-lcht-4-6 pg:headingNumber "（九）" }',
    "sR9": "DELETE { ?action pg:modality ?modality } "
    "WHERE { ?action a pg:ActionItem ; pg:modality ?modality ; pg:partOf pgd:task-lcht-2-1-5g }",
}
"""Twenty faults as they happen, each by the constraint that guards against it."""

REMARKS = {"sP9", "sT9", *(constraint for constraint, _, _ in WAIVED)}
"""What the shipped graph has without a fault."""


def test_three_engines_find_the_same_twenty_faults_in_the_shipped_graph() -> None:
    """Each fault is found by its constraint, in every engine, and by no other; in memory those concerned are run."""
    shipped = gather(REPO, [], alone=False, folders=[])
    for name, fault in FAULTS.items():
        before = set(shipped.store)
        shipped.store.update(HEADER + fault)
        assert set(shipped.store) != before, f"the fault for {name} changes nothing: its node is gone"
    found = ours(shipped)
    assert constraints_of(found) == FAULTS.keys() | REMARKS
    assert native(shipped) == found
    assert in_memory(shipped, constraints_of(found)) == found
