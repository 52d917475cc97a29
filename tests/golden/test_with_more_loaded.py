"""Questions about what the shipped graph leaves out on purpose answer as soon as that is loaded."""

from pathlib import Path

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.names import OA, PG, PGD
from parkgraph.queries import load_questions
from parkgraph.turtle import read_triples

REPO = Path(__file__).parents[2]
QUESTIONS = load_questions(REPO / "queries")


def rows(name: str, *more: ox.Triple) -> list[ox.QuerySolution]:
    """The answer of a question on a copy of the shipped graph with more statements."""
    store = ox.Store()
    known = [triple for path in parkgraph.open().files for triple in read_triples(path)]
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in (*known, *more))
    answer = store.query(QUESTIONS[name].text)
    assert isinstance(answer, ox.QuerySolutions)
    return list(answer)


@pytest.mark.parametrize(("change", "found"), [(("", ""), 0), (("規劃", "規畫"), 1)])
def test_quotes_are_compared_once_a_text_is_loaded(change: tuple[str, str], found: int, sources: Path) -> None:
    """A text with one character changed contradicts the quotes that hold it; the right text contradicts none."""
    text = (sources / "dezhou-2019-interview.txt").read_bytes().decode("utf-8").replace(*change, 1)
    source = ox.NamedNode(f"{PGD}source-dezhou-2019-interview")
    wrong = rows("quotes-not-verbatim", ox.Triple(source, ox.NamedNode(PG + "fullText"), ox.Literal(text)))
    assert bool(wrong) == bool(found)
    assert all(str(row["quote"]) != str(row["as_shown"]) for row in wrong)


def test_waivers_are_listed_once_their_file_is_loaded() -> None:
    """Each with constraint, reason and day."""
    issues = read_triples(REPO / "data" / "known-issues.ttl")
    listed = rows("waived-findings", *issues)
    assert len(listed) == len({t.subject for t in issues}) > 5


def test_alignments_are_listed_once_they_are_loaded() -> None:
    """Three superclasses of others by default, and more than fifty links with the file."""
    alignments = read_triples(REPO / "ontology" / "alignments.ttl")
    assert any(OA in str(row["target"]) for row in rows("external-mappings"))
    assert len(rows("external-mappings", *alignments)) > 50 > len(rows("external-mappings"))
