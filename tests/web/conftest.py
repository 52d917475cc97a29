"""Fixtures: one Chromium a file and a made-up site a test, for scripts; one service a process, for addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import parkgraph
from parkgraph.graph import graph_files
from parkgraph.store import LocalStore

from .browser import Site, chromium, serving
from .live import Live, serve

REPO = Path(__file__).parents[2]
OWN = "said-of-parks"
OWN_QUESTION = """\
#+ title_zh: 园区与所给的值
#+ title_en: Parks beside what was given
#+ group: own
#+ columns: [park, number, word, day, side]
#+ parameters:
#+   - {name: park, type: "pg:Park", default: UNDEF, zh: 园区, en: park}
#+   - {name: thing, type: iri, default: UNDEF, zh: 网址, en: IRI}
#+   - {name: number, type: integer, default: UNDEF, zh: 数, en: number}
#+   - {name: word, type: string, default: UNDEF, zh: 文字, en: word}
#+   - {name: day, type: date, default: UNDEF, zh: 日期, en: day}
#+   - {name: side, type: enum, values: [left, right], default: UNDEF, zh: 边, en: side}
PREFIX pg: <https://w3id.org/parkgraph/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?park ?number ?word ?day ?side WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?word { UNDEF }
  VALUES ?number { UNDEF }
  VALUES (?number ?day ?side) {
    (1 "2019-11-26"^^xsd:date "left") (2 "2020-02-29"^^xsd:date "left") (12 "2020-02-29"^^xsd:date "left")
  }
  VALUES ?day { UNDEF }
  VALUES ?side { UNDEF }
  VALUES ?park { UNDEF }
  ?park a pg:Park ; pg:locatedIn ?thing .
} ORDER BY ?number ?park ?thing
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once for the tests of a file and ended after them."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def stage() -> Iterator[Site]:
    """A site of one's own that answers as it is told."""
    with serving() as site:
        yield site


@pytest.fixture(scope="session")
def own_questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one question of the user's own, which has a parameter of every type and tells what it was given."""
    folder = tmp_path_factory.mktemp("questions")
    (folder / "own").mkdir()
    (folder / "own" / f"{OWN}.rq").write_text(OWN_QUESTION, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, own_questions: Path) -> Iterator[Live]:
    """A service over the shipped graph, with a question of the user's own; one for all tests of a process."""
    with serve(tmp_path_factory.mktemp("service"), "--queries", str(own_questions)) as running:
        yield running


@pytest.fixture(scope="session")
def reference(own_questions: Path) -> parkgraph.Graph:
    """The same graph and questions in this process."""
    files = graph_files(REPO)
    return parkgraph.Graph(LocalStore.from_files(files), REPO, files, queries=[own_questions])
