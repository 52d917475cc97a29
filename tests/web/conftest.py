"""Fixtures: one Chromium a file and a made-up site a test, for scripts; one service a process, for addresses."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import parkgraph
from parkgraph.graph import graph_files
from parkgraph.store import LocalStore
from parkgraph.workspace import ROOMS, build_workspace

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

ADDRESS = "https://example.org/notice/7.html?a=1"
NOTICE = """示例市园区通知（虚构）

位于德州市的云杉园，一期、二期由R&D-Lab, Ltd.建设。
它与鲁南大数据产业园结为伙伴，双方在数据、算力、人才三方面互通有无，共同服务全省企业，一年一议。
云杉园另设白杨分园。
"""
ENTRY = f'''title_zh = "示例市园区通知（虚构）"
title_en = "Notice on parks of Shili City (invented)"
language = "zh"
sha256 = "{hashlib.sha256(NOTICE.encode()).hexdigest()}"
length = {len(NOTICE)}
authority = "primary"
as_of = 2020-05-08
as_of_precision = "day"
address = "{ADDRESS}"
retrieved = 2020-06-01
'''
LONG = "鲁南大数据产业园结为伙伴，双方在数据、算力、人才三方面互通有无，共同服务全省企业，一年一议"
RECORD = f"""source: source-own-notice
records:
- id: park-own-yunshan
  is: Park
  zh: 云杉园
  quote: '云杉园，一期、二期由R&D-Lab, Ltd.建设'
  facts:
  - {{says: locatedIn, that: division-371400, basis: explicit, quote: '位于德州市的云杉园'}}
  - says: locatedIn
    that: division-370000
    basis: curator
    note: Who serves a province is taken to lie in it.
    quote: '{LONG}'
- id: park-lunan-dashuju
  quote: '鲁南大数据产业园结为伙伴'
"""
ELSEWHERE = "https://example.org/entity/Q7"
REFERENCE = f"""@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

pgd:division-379901 a pg:AdministrativeDivision ;
    skos:prefLabel "示例区"@zh , "Shili District"@en ;
    skos:editorialNote "Invented for the tests."@en , "为测试虚构。"@zh ;
    skos:exactMatch <{ELSEWHERE}> ;
    pg:divisionCode "379901" ;
    pg:divisionLevel pgc:level-prefecture ;
    pg:divisionParent pgd:division-370000 .
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
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built workspace with one source of an address, and with a park that has no English name."""
    folder = tmp_path_factory.mktemp("workspace")
    for room in ROOMS:
        (folder / room).mkdir()
    (folder / "sources" / "own-notice.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "sources" / "own-notice.toml").write_text(ENTRY, encoding="utf-8")
    (folder / "records" / "own-notice.yaml").write_text(RECORD, encoding="utf-8")
    (folder / "reference" / "own.ttl").write_text(REFERENCE, encoding="utf-8")
    build_workspace(folder, None, register=True)
    return folder


@pytest.fixture(scope="session")
def own_service(tmp_path_factory: pytest.TempPathFactory, workspace: Path) -> Iterator[Live]:
    """A service over the shipped graph with that workspace on top of it."""
    with serve(tmp_path_factory.mktemp("own-service"), "--workspace", str(workspace)) as running:
        yield running


@pytest.fixture(scope="session")
def reference(own_questions: Path) -> parkgraph.Graph:
    """The same graph and questions in this process."""
    files = graph_files(REPO)
    return parkgraph.Graph(LocalStore.from_files(files), REPO, files, queries=[own_questions])
