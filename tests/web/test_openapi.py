"""The description of the service for programs: valid, complete, and true of whatever is sent."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import parkgraph
from parkgraph.lookup import select
from parkgraph.names import PGD, curie, iri
from parkgraph.web import monitor
from parkgraph.web.api import openapi, relations, rest, things
from parkgraph.web.data import dumps, linked

from .conftest import OWN
from .live import Live, serve

PROGRAM = Path(sys.executable).parent / "schemathesis"
LEAST, EACH = 2_000, 12
SUFFIXES = re.compile(r"\.(json|ttl|nt|jsonld|rdf|html|svg|graphml|gexf|dot|mmd)$")
QUERIES = [
    "SELECT * { ?s ?p ?o } LIMIT 3", "ASK {}", "SELECT ?x { VALUES ?x { 1 2 } }", "SELECT * {}",
    "DESCRIBE <https://w3id.org/parkgraph/id/park-derui>", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2",
]  # fmt: skip


@pytest.fixture(scope="module")
def document(service: Live) -> dict[str, Any]:
    """The document as it is served."""
    return dict(json.loads(service.send("GET", "/openapi.json").body))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and description of everything that can be asked for."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def test_document_is_valid(document: dict[str, Any]) -> None:
    """It is OpenAPI 3.1 by the rules of the specification, examples and all."""
    assert document["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    broken = {**document, "paths": {"x": {}}}
    assert [*OpenAPIV31SpecValidator(broken).iter_errors()]


def test_every_address_is_described(document: dict[str, Any]) -> None:
    """What routes of the interface there are stands in the document, and nothing else does."""
    rooms = (rest, things, relations, linked, dumps, openapi)
    served = {route.path.replace(":path", "") for room in rooms for route in room.ROUTES}
    served |= {"/sparql", "/health", "/metrics"}
    assert monitor.health and monitor.metrics
    told = {re.sub(r"\{\w+\}", "{}", SUFFIXES.sub("", path).removesuffix(".{format}")) for path in document["paths"]}
    wanted = {re.sub(r"\{\w+\}", "{}", SUFFIXES.sub("", path)) for path in served}
    questions = {path for path in told if path.startswith("/api/q/") and path != "/api/q/{}"}
    assert len(questions) > 100
    assert told - questions - {SUFFIXES.sub("", path) for path in ("/queries.ttl", "/openapi.json")} == wanted - {
        "/queries", "/openapi",
    }  # fmt: skip


def test_every_parameter_of_every_question_is_described(document: dict[str, Any], reference: parkgraph.Graph) -> None:
    """Each parameter has its type, its wording in both languages, and values or an example that lead to an answer."""
    for question in reference.questions().values():
        operation = document["paths"][f"/api/q/{question.name}.{{format}}"]["get"]
        assert question.title_zh in operation["summary"]
        assert question.title_en in operation["summary"]
        told = {parameter["name"]: parameter for parameter in operation["parameters"] if "name" in parameter}
        assert list(told) == [parameter.name for parameter in question.parameters]
        for parameter in question.parameters:
            entry, schema = told[parameter.name], told[parameter.name]["schema"]
            assert entry["description"] == f"{parameter.zh} {parameter.en}"
            assert schema.get("enum", []) == list(parameter.values)
            if question.name != OWN:
                reference.answer(question.name, {parameter.name: str(schema["examples"][0])}, limit=1)
    own = document["paths"][f"/api/q/{OWN}.{{format}}"]["get"]["parameters"]
    kinds = {entry["name"]: entry["schema"] for entry in own if "name" in entry}
    assert kinds["number"]["type"] == "integer"
    assert kinds["day"]["format"] == "date"
    assert kinds["park"]["format"] == "pg:Park"


def test_row_limit_is_that_of_the_service(tmp_path: Path) -> None:
    """The largest limit in the document is the one the service was started with."""
    with serve(tmp_path, "--row-limit", "7") as live:
        told = json.loads(live.send("GET", "/openapi.json").body)
        schema = told["components"]["parameters"]["limit"]["schema"]
        assert (schema["maximum"], schema["default"]) == (7, 7)
        assert live.send("GET", "/api/q/parks-by-policy?limit=8").status == 400
        answer = live.send("GET", "/api/q/parks-by-policy.json")
        assert answer.headers["x-parkgraph-truncated"] == "rows=7"
        assert json.loads(answer.body)["more"] is True


def formats(document: dict[str, Any], graph: parkgraph.Graph) -> dict[str, list[str]]:
    """Values for every format that stands in the document and is no standard one."""
    known = set(re.findall(r'"format": "([^"]+)"', json.dumps(document))) - {"date"}
    found = {}
    for name in known:
        if ":" in name:
            asked = f"SELECT DISTINCT ?e WHERE {{ ?e a/rdfs:subClassOf* <{iri(name)}> }} ORDER BY ?e LIMIT 20"
            found[name] = [curie(row.iri("e")) for row in select(graph.store, asked)]
    drawn = [curie(address) for address in list(graph.relation_graph("park-derui", hops=2))]
    parks = [address for address in drawn if address.startswith("pgd:park-")]
    assert parks
    found["pg:Park"] = parks
    found["entity"] = ["park-derui", "division-371425", "德瑞智能制造产业园"]
    found["partner"] = ["division-371425"]
    found["graph"] = ["https://w3id.org/parkgraph/"]
    found["class"] = ["pg:Park", "pg:Place", "Enterprise"]
    found["relation"] = ["pg:locatedIn", "pg:inIndustry"]
    found["have"] = [",".join(parks[:2]).replace("pgd:", ""), "division-371425"]
    found["lens"] = list(graph.lenses())
    found["start"] = [""]
    found["iri"] = [PGD + "park-derui"]
    found["sparql"] = QUERIES
    found["slug"] = ["park-derui", "division-371425", "nobody"]
    found["concept"], found["rule"] = ["tier-demonstration", "level-province"], ["basis-is-transitive"]
    found["release"] = [graph.data_version()]
    assert known <= found.keys()
    return found


@pytest.mark.slow
def test_whatever_is_sent_the_description_is_true(
    reference: parkgraph.Graph, own_questions: Path, tmp_path: Path
) -> None:
    """Two thousand requests, right and wrong ones, are answered as the document describes, by all checks there are.

    The service has more time than usual, since this is no test of how fast it is.
    """
    values, report = tmp_path / "formats.json", tmp_path / "report.json"
    with serve(tmp_path, "--queries", str(own_questions), "--time-limit", "120") as live:
        document = json.loads(live.send("GET", "/openapi.json").body)
        values.write_text(json.dumps(formats(document, reference)), encoding="utf-8")
        live.send("GET", "/dumps/", seconds=300)
        ran = subprocess.run(
            [
                PROGRAM, "run", f"{live.url}/openapi.json", "--checks", "all", "--phases", "examples,fuzzing",
                "--max-examples", str(EACH), "--seed", "1", "--continue-on-failure", "--no-color", "--workers", "2",
                "--report", "json", "--report-json-path", report, "--suppress-health-check", "all",
                "--request-timeout", "300", "--max-response-time", "300",
            ],
            capture_output=True, text=True, cwd=tmp_path,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "formats", "FORMATS": str(values),
                 "PYTHONPATH": str(Path(__file__).parent)},
        )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["test_cases"]["generated"] >= LEAST
    assert (told["test_cases"]["with_failures"], told["test_cases"]["errored"]) == (0, 0)
    # schemathesis leaves out the address that it has the document from
    assert told["operations"]["tested"] == sum(path != "/openapi.json" for path, _ in operations(document))
