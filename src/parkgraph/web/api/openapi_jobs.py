"""What workers do for `/openapi.json`: the fixed part from a file, one path a question from its header."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from ...graph import Graph
from ...lookup import select
from ...names import curie, iri
from ...queries import Parameter, Question
from ..jobs import Job, Made, graph_of
from ..media import JSON
from .rest_jobs import as_json

FIXED = Path(__file__).with_name("openapi.yaml")
FREE = "UNDEF"
LINKED = "linked data"
MOST_DIGITS = 10**18 - 1


def document(job: Job) -> Made:
    """The document for a service that answers with `rows` rows at most."""
    graph = graph_of(job)
    told = copy.deepcopy(_fixed())
    told["info"]["version"] = graph.data_version() or "0"
    told["components"]["parameters"]["limit"]["schema"] |= {"maximum": job["rows"], "default": job["rows"]}
    questions = graph.questions()
    told["paths"]["/api/q/{name}"]["get"]["parameters"][0]["schema"]["enum"] = list(questions)
    for question in questions.values():
        told["paths"][f"/api/q/{question.name}.{{format}}"] = {"get": _operation(graph, question)}
    for methods in told["paths"].values():
        for operation in methods.values():
            problem = "Missing" if LINKED in operation["tags"] else "Problem"
            operation["responses"] |= {
                "4XX": {"$ref": f"#/components/responses/{problem}"},
                "5XX": {"$ref": "#/components/responses/Problem"},
            }
    return {"media": JSON.media}, as_json(told)


def _operation(graph: Graph, question: Question) -> dict[str, Any]:
    """The answer to a question as an operation."""
    shared = ("format", "lang", "limit", "offset", "quotes", "excel")
    answer = _fixed()["components"]["responses"]["Answer"]
    content = {**answer["content"], JSON.media: {"schema": _schema(question)}}
    return {
        "operationId": question.name,
        "tags": ["questions"],
        "summary": f"{question.title_zh} {question.title_en}",
        "description": "\n\n".join(filter(None, (question.notes_zh, question.notes_en))),
        "parameters": [
            *({"$ref": f"#/components/parameters/{name}"} for name in shared),
            *(_parameter(graph, question, parameter) for parameter in question.parameters),
        ],
        "responses": {"200": {**answer, "content": content}},
    }


@cache
def _fixed() -> dict[str, Any]:
    """The fixed part."""
    told: dict[str, Any] = yaml.safe_load(FIXED.read_text(encoding="utf-8"))
    return told


def _schema(question: Question) -> dict[str, Any]:
    """The answer to a question in JSON: every row has its columns."""
    rows = {"type": "array", "items": {"type": "object", "required": list(question.columns)}}
    own = {"type": "object", "properties": {"question": {"const": question.name}, "rows": rows}}
    return {"allOf": [{"$ref": "#/components/schemas/Answer"}, own]}


def _parameter(graph: Graph, question: Question, parameter: Parameter) -> dict[str, Any]:
    """A parameter of a question, with an example from the graph where the header has no default."""
    schema = _type(parameter)
    default = "" if parameter.default == FREE else parameter.default.strip("\"'")
    if example := default or _example(graph, question, parameter):
        schema["examples"] = [int(example) if parameter.type == "integer" else example]
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.zh} {parameter.en}",
        "schema": schema,
    }


def _type(parameter: Parameter) -> dict[str, Any]:
    """The values that a parameter takes."""
    match parameter.type:
        case "integer":
            return {"type": "integer", "minimum": -MOST_DIGITS, "maximum": MOST_DIGITS}
        case "enum":
            return {"type": "string", "enum": list(parameter.values)}
        case "string":
            return {"type": "string"}
        case _:
            return {"type": "string", "format": parameter.type}


def _example(graph: Graph, question: Question, parameter: Parameter) -> str:
    """A value of a parameter: what its column holds in the first row that has any, or else a member of its class."""
    if parameter.type == "enum":
        return parameter.values[0]
    if ":" in parameter.type:
        asked = f"SELECT ?e WHERE {{ ?e a/rdfs:subClassOf* <{iri(parameter.type)}> }} ORDER BY ?e LIMIT 1"
        return next((curie(row.iri("e")) for row in select(graph.store, asked)), "")
    found = graph.store.query(question.bind({}))
    assert isinstance(found, ox.QuerySolutions)
    shown = (row[parameter.name] for row in found) if parameter.name in question.projected else ()
    return next((curie(str(term.value)) for term in shown if term is not None), "")
