"""The constraints in `shapes/`: each is proved by fixtures of its own, and all of them hold on the shipped graph.

A fixture is a SPARQL update of the small invented world `tests/shapes/base.ttl`, in which nothing is wrong. `bad*.ru`
breaks one constraint and no other; `good*.ru` comes as near to it as is allowed.
"""

import os
import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.assets import root
from parkgraph.names import DCTERMS, OA, PG, PGD, PGS, PREFIXES, RDF, RDFS, SH
from parkgraph.turtle import read_triples
from parkgraph.validate import validate_graph
from parkgraph.validate.findings import assemble
from parkgraph.validate.report import Finding, Report
from parkgraph.validate.shacl import Shapes, load_shapes
from parkgraph.validate.world import World, address, store_of

REPO = Path(__file__).parents[2]
HERE = REPO / "tests" / "shapes"
FIXTURES = sorted(HERE.glob("*/*.ru"))
CONSTRAINTS = sorted({path.parent.name for path in FIXTURES})
WARNINGS = {
    *("sE9", "sE11", "sE12", "sP7", "sP13", "sD3", "sD5", "sD6", "sD7", "sO3", "sO6", "sO8", "sN3", "sN4", "sN7"),
    *("sT6", "sT7", "sT8", "sT10", "sX3", "sX7", "sR3", "sR4", "sE13", "sE17", "sE18"),
}
INFOS = {"sP9", "sN6", "sD9", "sT9"}
UNCHECKED = PGS + "sE3-unchecked"
HEADER = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())


@cache
def shapes() -> Shapes:
    """The shapes, loaded once."""
    return load_shapes(REPO / "shapes")


@cache
def shape_triples() -> tuple[ox.Triple, ...]:
    """Every statement of the shape files."""
    return tuple(t for path in sorted((REPO / "shapes").glob("*.ttl")) for t in read_triples(path))


@cache
def constraints() -> dict[str, str]:
    """The constraints with their severity: the shapes that have a label and an id without a hyphen."""
    labelled = {address(t.subject) for t in shape_triples() if t.predicate.value == RDFS + "label"}
    return {name.removeprefix(PGS): shapes().severities[name] for name in labelled if name.startswith(PGS)}


@cache
def background() -> tuple[ox.Triple, ...]:
    """Ontology and concepts."""
    return tuple(t for name in ("parkgraph.ttl", "concepts.ttl") for t in read_triples(REPO / "ontology" / name))


@cache
def base() -> tuple[ox.Triple, ...]:
    """The invented world."""
    return tuple(read_triples(HERE / "base.ttl"))


def world(update: str = "") -> World:
    """The invented world after an update; sources without text are untested, the lock is that of before."""
    store = store_of((*background(), *base()))
    lock = {
        (address(s).removeprefix(f"{PGD}source-"), int(address(a)), int(address(b)), address(q))
        for s, a, b, q in store.query(
            f"SELECT ?s ?a ?b ?q {{ ?x <{OA}hasSource> ?s ; <{OA}start> ?a ; <{OA}end> ?b ; <{OA}exact> ?q }}"
        )
    }
    if update:
        store.update(HEADER + update)
    found = World(store, lock=frozenset(lock))
    found.untested = frozenset(s for s in found.instances("SourceDocument") if not found.values(s, PG + "fullText"))
    return found


def unwaived(found: World) -> list[Finding]:
    """What the constraints find in a world, waived findings left out."""
    return [finding for finding in Report(assemble(found, shapes())).findings if not finding.waived]


def fixture_findings(path: Path) -> list[Finding]:
    """What the constraints find after a fixture's update."""
    return unwaived(world(path.read_text(encoding="utf-8")))


def fixture_name(path: Path) -> str:
    """A fixture as `sE3/bad`."""
    return path.relative_to(HERE).with_suffix("").as_posix()


def fixtures(constraint: str, kind: str) -> list[Path]:
    """The fixtures of a constraint whose names begin with `bad` or `good`."""
    return [path for path in FIXTURES if path.parent.name == constraint and path.stem.split("-")[0] == kind]


def parts(constraint: str) -> set[str]:
    """The IRIs of everything of a constraint that has a message."""
    return {part for part in shapes().messages if shapes().constraint(part) == constraint}


def test_there_are_95_constraints_with_fixtures_of_both_kinds() -> None:
    """No constraint without a good and a bad fixture, no folder of fixtures without a constraint."""
    assert {path.parent.name for path in FIXTURES} == set(CONSTRAINTS)
    assert [name for name in CONSTRAINTS if not (fixtures(name, "bad") and fixtures(name, "good"))] == []
    assert len(CONSTRAINTS) == 95
    assert len(FIXTURES) == sum(len(fixtures(name, kind)) for name in CONSTRAINTS for kind in ("bad", "good"))


def test_severities_are_those_of_the_design() -> None:
    """What is a warning or a mere remark stands in a list of its own, so that no change of severity goes unseen."""
    expected = {
        name: "Warning" if name in WARNINGS else "Info" if name in INFOS else "Violation" for name in CONSTRAINTS
    }
    assert constraints() == expected


def test_the_invented_world_is_clean_but_for_its_waived_finding() -> None:
    """What a fixture fires is its own: before the update nothing is found but what a known issue waives."""
    found = Report(assemble(world(), shapes())).findings
    assert [(finding.constraint, finding.node, finding.waived) for finding in found] == [
        ("sN7", PGD + "park-beiyuan", True)
    ]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_bad_fixtures_break_their_constraint_and_no_other(name: str) -> None:
    """Each update is found by its constraint alone, with its severity; together they fire every part of it."""
    fired = set()
    for path in fixtures(name, "bad"):
        found = fixture_findings(path)
        counted = [finding for finding in found if finding.part != UNCHECKED]
        assert {(finding.constraint, finding.severity) for finding in counted} == {(name, constraints()[name])}, (
            path.name
        )
        fired |= {finding.part for finding in found}
    assert fired == parts(name)


@pytest.mark.parametrize("path", [path for path in FIXTURES if path.stem.startswith("good")], ids=fixture_name)
def test_good_fixture_breaks_nothing(path: Path) -> None:
    """The near miss is allowed."""
    assert fixture_findings(path) == []


def literals(prop: str) -> dict[str, dict[str, str]]:
    """The values of a property in the shape files: subject to language to text."""
    told: dict[str, dict[str, str]] = {}
    for t in shape_triples():
        if t.predicate.value == prop and isinstance(t.object, ox.Literal):
            told.setdefault(address(t.subject), {})[t.object.language or ""] = t.object.value
    return told


def test_every_message_is_in_both_languages_and_names_the_remedy() -> None:
    """A message says what is wrong, then what to do: in Chinese with a request, in English in a sentence of its own."""
    messages = literals(SH + "message")
    assert len(messages) > len(CONSTRAINTS)
    assert {part for part, told in messages.items() if set(told) != {"zh", "en"}} == set()
    assert {part for part, told in messages.items() if "请" not in told["zh"]} == set()
    assert {part for part, told in messages.items() if not re.search(r"[.:?)”] [A-Z].*\.$", told["en"])} == set()


def test_every_constraint_has_a_label_in_both_languages_that_no_other_has() -> None:
    """Labels tell constraints apart."""
    labels = literals(RDFS + "label")
    ours = [labels[PGS + name] for name in CONSTRAINTS]
    assert all(set(label) == {"zh", "en"} for label in ours)
    assert len({label["zh"] for label in ours}) == len({label["en"] for label in ours}) == len(CONSTRAINTS)


def test_both_languages_of_a_message_tell_the_same_variables() -> None:
    """Every variable of a message is selected by its query, or filled in by code, and stands in both languages."""
    by_code = {"sD6-title": {"cited"}, "sD6-twin": {"other"}, "sR4-unused": {"node", "constraint"}}
    queries = literals(SH + "select")
    for part, told in literals(SH + "message").items():
        named = [set(re.findall(r"\{\?(\w+)\}", told[language])) for language in ("zh", "en")]
        head = queries.get(part, {"": " WHERE"})[""].split("WHERE")[0]
        known = set(re.findall(r"\?(\w+)", head)) | by_code.get(part.removeprefix(PGS), set())
        assert named[0] == named[1] <= known, part


def test_queries_keep_to_what_every_engine_understands() -> None:
    """No MINUS or VALUES (SHACL forbids them), no \\p{…}, no langMatches, no SERVICE; $this is selected."""
    queries = literals(SH + "select")
    assert len(queries) > 75
    for part, told in queries.items():
        assert not re.search(r"\b(MINUS|VALUES|SERVICE|langMatches)\b|\\\\p\{", told[""], re.IGNORECASE), part
        assert re.match(r"\s*SELECT (DISTINCT )?\$this ", told[""]), part
    assert not any("\\p{" in told for pattern in literals(SH + "pattern").values() for told in pattern.values())


def test_constraints_over_the_whole_graph_hang_on_the_release_and_select_the_offender() -> None:
    """A query runs once, not once a node; only what is about the release itself selects nothing else."""
    queries = literals(SH + "select")
    targets = {
        address(t.subject): address(t.object) for t in shape_triples() if t.predicate.value == SH + "targetClass"
    }
    pairs = [(address(t.subject), address(t.object)) for t in shape_triples() if t.predicate.value == SH + "sparql"]
    assert {query for _, query in pairs} == set(queries)
    assert {targets[shape] for shape, _ in pairs} == {PG + "KnowledgeGraphRelease"}
    alone = {query.removeprefix(PGS) for query, told in queries.items() if "?value" not in told[""].split("WHERE")[0]}
    assert alone == {"sR1-count", "sR1-one"}


def test_everything_in_the_shapes_has_an_iri() -> None:
    """Only the cells of lists and paths are blank, so that every finding can name what found it."""
    blank = {t.predicate.value for t in shape_triples() if isinstance(t.subject, ox.BlankNode)}
    assert blank <= {RDF + "first", RDF + "rest", SH + "alternativePath", SH + "inversePath"}


# ------------------------------------------------------------------------------------------- the shipped graph

NO_TARGET = {
    "sE8": "no assertion of the shipped graph is deprecated",
    "sR3": "no term of the ontology is deprecated",
}
"""Constraints that honestly have nothing to check in the shipped graph yet, and why."""


def text_folders() -> list[Path]:
    """The folders that may hold the texts: the one named in the environment, else the one beside the repository."""
    named = os.environ.get("PARKGRAPH_SOURCES")
    return [Path(named) if named else REPO.parent / "shared" / "sources"]


def with_texts() -> list[Path]:
    """The folder of the texts; skips where there is none."""
    folders = text_folders()
    if not (folders[0] / "dezhou-2019-interview.txt").is_file():
        pytest.skip(f"the texts are not at hand in {folders[0]}; set PARKGRAPH_SOURCES")
    return folders


def shipped() -> Path:
    """The file of the shipped graph."""
    return root() / "data" / "parkgraph.ttl"


def test_every_constraint_has_something_to_check_in_the_shipped_graph() -> None:
    """What a constraint is about occurs in the shipped graph; where it does not, the reason is listed."""
    data = [*read_triples(shipped()), *read_triples(root() / "data" / "known-issues.ttl")]
    used = {address(term) for t in data for term in (t.predicate, t.object) if isinstance(term, ox.NamedNode)}
    terms = store_of(background())
    subjects = {
        address(t.subject): address(t.object) for t in shape_triples() if t.predicate.value == DCTERMS + "subject"
    }
    assert {name.removeprefix(PGS) for name in subjects} == set(CONSTRAINTS)
    idle = set()
    for name, subject in subjects.items():
        about = f"{{ ?x rdfs:subClassOf* <{subject}> }} UNION {{ ?x <{subject}> true }}"  # a class, or a mark on terms
        coded = f"UNION {{ ?x skos:inScheme/<{subject}> true }}"  # or on code lists
        if not used & {
            subject,
            *(address(row["x"]) for row in terms.query(f"{HEADER}SELECT ?x {{ {about} {coded} }}")),
        }:
            idle.add(name.removeprefix(PGS))
    assert idle == set(NO_TARGET)


def findings_of_shipped(folders: list[Path]) -> list[tuple[str, str, bool]]:
    """Constraint, severity and waiver of every finding in the shipped graph."""
    report = validate_graph(root(), folders=folders)
    return [(finding.constraint, finding.severity, finding.waived) for finding in report.findings]


WAIVED = [*[("sN7", "Warning", True)] * 2, *[("sX3", "Warning", True)] * 8]
"""What is waived in the shipped graph: two names that look like bodies, and eight projects without a builder."""

REMARKS = [("sP9", "Info", False), ("sT9", "Info", False)]
"""What stays as a remark: more growth parks than the target, and a population that patents and patent density deny."""


def test_the_shipped_graph_is_clean_with_its_texts() -> None:
    """Nothing but what is known: four waived warnings and two remarks; every waiver is used, every quote verbatim."""
    assert findings_of_shipped(with_texts()) == [*WAIVED, *REMARKS]


def test_the_shipped_graph_is_clean_without_its_texts() -> None:
    """The span lock answers for the quotes, and a remark a source says that they were not compared with the text."""
    assert findings_of_shipped([]) == [*WAIVED, *[("sE3", "Info", False)] * 2, *REMARKS]


FAULTS = {
    "sE3": 'DELETE { ?s oa:exact ?q } INSERT { ?s oa:exact "濟南高新區齊魯軟件園"@zh-hant } '
    'WHERE { ?s oa:exact ?q . FILTER(STR(?q) = "濟南高新區齊魯軟件園發展中心") }',
    "sP3": "DELETE DATA { pgd:list-shandong-dep-2019-demonstration pg:announcedCount 6 } ; "
    "INSERT DATA { pgd:list-shandong-dep-2019-demonstration pg:announcedCount 5 }",
    "sT5": "DELETE DATA { pgd:baseline-lcht-software-revenue-2020 pg:numericValue 55080000.0 } ; "
    "INSERT DATA { pgd:baseline-lcht-software-revenue-2020 pg:numericValue 5508.0 }",
    "sO7": "DELETE { ?x pg:assignmentRole pgc:duty-lead } INSERT { ?x pg:assignmentRole pgc:duty-cooperating } "
    "WHERE { ?x pg:forMeasure pgd:programme-lcht-3 ; pg:assignmentRole pgc:duty-lead }",
    "sE15": 'DELETE DATA { pgd:criterion-shandong-dep-scale pg:asOf "2019-11-26"^^xsd:date } ; '
    'INSERT DATA { pgd:criterion-shandong-dep-scale pg:asOf "2021-01-01"^^xsd:date }',
}
"""Faults as they happen: a quote shortened by hand, an entry lost, 万 left out, leads lost, a date too late."""


def faulty(update: str, folder: Path) -> Path:
    """A copy of the shipped graph after an update."""
    store = store_of(read_triples(shipped()))
    store.update(HEADER + update)
    path = folder / "faulty.nt"
    store.dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return path


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_seeded_in_the_shipped_graph_is_caught_by_its_constraint(name: str, tmp_path: Path) -> None:
    """A copy with one fault, validated alone and without texts, breaks the constraint that guards against it."""
    report = validate_graph(root(), [faulty(FAULTS[name], tmp_path)], alone=True)
    assert {finding.constraint for finding in report.violations} == {name}


def test_all_faults_at_once_are_caught_by_all_their_constraints(tmp_path: Path) -> None:
    """None of them hides another."""
    report = validate_graph(root(), [faulty(" ; ".join(FAULTS.values()), tmp_path)], alone=True)
    assert {finding.constraint for finding in report.violations} == set(FAULTS)
    assert not report.conforms
