"""Named graphs: each statement stands in exactly one, and in the one that the rules of the module say."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.build import Build
from parkgraph.errors import DataError
from parkgraph.export.partition import GRAPH, partition
from parkgraph.names import PREFIXES, curie

TOWN = """
pgd:source-a a pg:SourceDocument .
pgd:source-b a pg:SourceDocument .
pgd:span-a-1-2 a pg:TextSpan ; oa:hasSource pgd:source-a .
pgd:span-b-1-2 a pg:TextSpan ; oa:hasSource pgd:source-b .
pgd:division-1 pg:mentionedIn pgd:span-b-1-2 ; skos:altLabel "甲"@zh .
pgd:park-x a pg:Park ; pg:mentionedIn pgd:span-a-1-2 , pgd:span-b-1-2 ; pg:locatedIn pgd:division-1 ;
    pg:locatedInTransitive pgd:division-1 .
pgd:fact-1 a pg:Assertion ; rdf:subject pgd:park-x ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-1 ;
    pg:evidencedBy pgd:span-b-1-2 ; pg:assertionBasis pgc:basis-derivedFromName ; pg:inferredByRule pgr:by-name .
pgd:fact-2 a pg:Assertion ; rdf:subject pgd:park-x ; rdf:predicate pg:locatedInTransitive ; rdf:object pgd:division-1 ;
    pg:evidencedBy pgd:span-b-1-2 ; pg:assertionBasis pgc:basis-computed ; pg:inferredByRule pgr:transitive .
pgd:fact-3 a pg:Assertion ; rdf:subject pgd:park-x ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-1 ;
    pg:evidencedBy pgd:span-a-1-2 ; pg:assertionBasis pgc:basis-computed ; pg:inferredByRule pgr:again .
pgd:fact-4 a pg:Assertion ; rdf:subject pgd:group-y ; rdf:predicate pg:locatedIn ; rdf:object pgd:division-1 ;
    pg:evidencedBy pgd:span-b-1-2 ; pg:assertionBasis pgc:basis-explicit .
pgd:group-y a pg:EnterpriseGroup ; pg:locatedIn pgd:division-1 .
pgd:fact-5 a pg:Assertion ; rdf:subject pgd:division-1 ; rdf:predicate pg:divisionParent ; rdf:object pgd:division-0 ;
    pg:assertionBasis pgc:basis-computed ; pg:inferredByRule pgr:again .
pgd:fact-8 a pg:Assertion ; rdf:subject pgd:division-1 ; rdf:predicate pg:partOf ; rdf:object pgd:division-0 ;
    pg:evidencedBy pgd:span-a-1-2 .
pgd:fact-6 a pg:Assertion ; rdf:subject pgd:group-y ; rdf:predicate pg:nextTo ; rdf:object pgd:park-x .
pgd:group-y pg:nextTo pgd:park-x .
pgd:fact-7 a pg:Assertion ; rdf:subject pgd:group-y .
pgr:transitive a pg:InferenceRule .
<https://w3id.org/parkgraph/release/1> a pg:KnowledgeGraphRelease .
"""
REFERENCE = """
pgd:reference-codes a pg:ReferenceDataset .
pgd:division-1 prov:wasDerivedFrom pgd:reference-codes ; pg:divisionCode "1" ; pg:divisionParent pgd:division-0 ;
    pg:partOf pgd:division-0 .
"""
HOMES = {
    "source-a rdf:type": "a",
    "span-b-1-2 oa:hasSource": "b",
    "reference-codes rdf:type": "reference",
    "division-1 pg:divisionCode": "reference",
    "division-1 pg:mentionedIn": "b",
    "division-1 skos:altLabel": "b",
    "division-1 pg:divisionParent": "reference",
    "division-1 pg:partOf": "a",
    "park-x rdf:type": "a",
    "park-x pg:locatedIn": "b",
    "park-x pg:locatedInTransitive": "inferred",
    "fact-1 rdf:type": "b",
    "fact-1 pg:inferredByRule": "b",
    "fact-2 rdf:object": "inferred",
    "fact-2 pg:evidencedBy": "inferred",
    "fact-3 rdf:type": "inferred",
    "fact-5 rdf:type": "inferred",
    "group-y rdf:type": "b",
    "group-y pg:nextTo": "b",
    "fact-6 rdf:type": "release",
    "fact-7 rdf:subject": "release",
    "pgr:transitive rdf:type": "release",
    "https://w3id.org/parkgraph/release/1 rdf:type": "release",
}


def triples(text: str) -> list[ox.Triple]:
    """The statements of some Turtle without its prefixes."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(head + text, format=ox.RdfFormat.TURTLE)]


def placed(text: str, reference: str = "") -> dict[str, set[str]]:
    """Subject and predicate in short to the names of the graphs of such statements."""
    found: dict[str, set[str]] = {}
    for triple, graph in partition(triples(text + reference), triples(reference)).items():
        key = f"{curie(triple.subject.value).removeprefix('pgd:')} {curie(triple.predicate.value)}"
        found.setdefault(key, set()).add(graph.value.removeprefix(GRAPH))
    return found


@pytest.mark.parametrize(("statement", "graph"), HOMES.items(), ids=lambda value: value.replace(" ", "_"))
def test_a_statement_stands_where_its_evidence_comes_from(statement: str, graph: str) -> None:
    """Facts in their source, reference data apart, what rules computed apart, the rest with the release."""
    assert placed(TOWN, REFERENCE)[statement] == {graph}


def test_every_kind_of_home_is_proved() -> None:
    """The cases above cover each of the five graphs, and none was lost."""
    assert Counter(HOMES.values()) == {"a": 3, "b": 8, "reference": 3, "inferred": 5, "release": 4}


def test_mentions_of_one_thing_stand_with_their_own_sources() -> None:
    """That two documents mention a park is said once in each one's graph."""
    assert placed(TOWN)["park-x pg:mentionedIn"] == {"a", "b"}


def test_assertions_about_each_other_come_to_rest() -> None:
    """Two assertions without evidence, each about the other, are placed with the rest."""
    circle = "".join(
        f"pgd:fact-{one} a pg:Assertion ; rdf:subject pgd:fact-{other} ; rdf:predicate rdf:type ; rdf:object pg:X .\n"
        for one, other in ((1, 2), (2, 1))
    )
    assert set().union(*placed(circle).values()) == {"release"}


@pytest.mark.parametrize("slug", ["inferred", "reference", "release"])
def test_a_source_cannot_take_the_name_of_another_graph(slug: str) -> None:
    """Its facts would be mixed with what is no source's."""
    with pytest.raises(DataError) as caught:
        partition(triples(f"pgd:source-{slug} a pg:SourceDocument ."))
    assert str(caught.value) == (
        f"https://w3id.org/parkgraph/id/source-{slug}: 来源不能叫 {slug}：这个名字留给了导出文件中的同名图。 "
        "请给来源换一个名字。"
    )
    assert caught.value.exit_code == 3


def test_the_toy_town_is_divided_without_rest_or_overlap(build: Callable[..., Build], town: Path) -> None:
    """Every statement of a built graph has one graph; what rules computed is nowhere else."""
    graph = build().triples
    reference = triples((town / "reference" / "divisions.ttl").read_text(encoding="utf-8"))
    found = partition(graph, reference)
    assert found.keys() == graph
    names = Counter(name.value.removeprefix(GRAPH) for name in found.values())
    slugs = {path.stem for path in town.glob("sources/*.toml")}
    assert names.keys() == slugs | {"inferred", "reference", "release"}
    computed = ox.NamedNode(PREFIXES["pgc"] + "basis-computed")
    makers = {t.subject for t in graph if t.object == computed}
    assert makers
    assert {found[t].value for t in graph if t.subject in makers} == {GRAPH + "inferred"}
    assert {t for t in graph if found[t].value == GRAPH + "reference"} == set(reference)
