"""The W3C's tests of the SPARQL 1.1 Protocol, the Graph Store Protocol and the service description, over HTTP."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from parkgraph.datasets import create
from parkgraph.web.protocol.tokens import issue

from .live import Live, Reply, serve

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SUITE = Path(os.environ.get("PARKGRAPH_CONFORMANCE", Path(__file__).parents[3] / "shared" / "conformance")) / "sparql11"
HOST = "www.example"
ROWS = "application/sparql-results+json"
STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}

pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="the W3C's SPARQL 1.1 tests are not here: set PARKGRAPH_CONFORMANCE to their folder"
)


class Request(NamedTuple):
    """One request of a test, and what is expected of the answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: set[str]
    boolean: bool | None
    form: str | None
    graph: str | None


class Case(NamedTuple):
    """One test: the graphs it needs, and its requests in order."""

    name: str
    data: list[tuple[str, Path]]
    requests: list[Request]


def manifest(path: str) -> list[Case]:
    """The tests of a manifest that states requests, in order."""
    file = SUITE / path
    g = Graph().parse(file, format="turtle", publicID=file.as_uri())
    listed = Collection(g, next(g.objects(None, MF.entries)))
    found = dict.fromkeys([*listed, *g.subjects(RDF.type, MF.GraphStoreProtocolTest)])
    return [_case(g, node, file.parent) for node in found]


def _case(g: Graph, node: Any, folder: Path) -> Case:
    """A test as the manifest has it."""
    data = [
        (str(g.value(entry, RDFS.label)), folder / str(g.value(entry, UT.graph)).rsplit("/", 1)[1])
        for entry in g.objects(node, UT.graphData)
    ]
    requests = Collection(g, g.value(g.value(node, MF.action), HT.requests))
    return Case(str(node).partition("#")[2], sorted(data), [_request(g, request) for request in requests])


def _request(g: Graph, node: Any) -> Request:
    """A request as the manifest has it."""
    listed = g.value(node, HT.headers)
    headers = {
        str(g.value(header, HT.fieldName)): str(g.value(header, HT.fieldValue))
        for header in (Collection(g, listed) if listed else ())
    }
    body, answer = g.value(node, HT.body), g.value(node, HT.resp)
    text = g.value(body, CNT.chars) if body else None
    boolean, form = g.value(answer, MF.expectedBoolean), g.value(answer, MF.expectedFormat)
    expected = g.value(answer, HT.body)
    return Request(
        method=str(g.value(node, HT.methodName)),
        path=str(g.value(node, HT.absolutePath)),
        headers=headers,
        body=None if text is None else str(text).encode(str(g.value(body, CNT.characterEncoding))),
        statuses={str(status).partition("#")[2] for status in g.objects(answer, MF.expectedStatus)},
        boolean=None if boolean is None else bool(boolean.toPython()),
        form=form and str(form),
        graph=str(g.value(expected, CNT.chars)) if expected else None,
    )


def worded() -> list[Case]:
    """The tests that state their requests in words: each a heading `Request`, a message, `Response`, a message."""
    g = Graph().parse(SUITE / "http-rdf-update" / "manifest.ttl", format="turtle", publicID="urn:suite")
    cases = []
    for node in Collection(g, next(g.objects(None, MF.entries))):
        text = next(str(c) for c in g.objects(node, RDFS.comment) if "#### Request" in str(c))
        blocks = [re.sub(r"(?m)^    ", "", block).strip() for block in re.split(r"#### (?:Request|Response)", text)[1:]]
        name = str(node).partition("#")[2]
        wrong, right = ERRATA.get(name, ("", ""))
        assert wrong in blocks[1]
        cases.append(Case(name, [], [_worded(blocks[0], blocks[1].replace(wrong, right) if wrong else blocks[1])]))
    return cases


ERRATA = {
    # The store has just been given Jane, in place of John, and her name; the tests before and behind say so too.
    "get_of_post__existing_graph": ('v:fn "John Doe"\n   ]', 'v:fn "Jane Doe"\n   ] ; foaf:name "Jane Doe"'),
}
"""What the older wording has wrong, and how it must read; beside this, `_worded` adds the stop that ends a triple."""


def _worded(asked: str, answered: str) -> Request:
    """A request that is written as an HTTP message."""
    head, _, body = asked.partition("\n\n")
    first, *lines = head.split("\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines if not line.startswith(("Host", "Content-Length")))
    body = re.sub(r'(foaf:(?:name|familyName|givenName) "\w+(?: Doe)?")(?=\s*(?:--|$))', r"\1 .", body)
    answer, _, graph = answered.partition("\n\n")
    status = answer.split(" ")[0]
    return Request(method, path, headers, body.encode("utf-8") or None, {status}, None, None, graph or None)


PROTOCOL = manifest("protocol/manifest.ttl") if SUITE.is_dir() else []
GRAPHS = [
    *(
        manifest(f"graph-store-protocol/manifest-{kind}.ttl") if SUITE.is_dir() else []
        for kind in ("direct", "indirect")
    ),
]
STORE = [case for cases in GRAPHS for case in cases]
WORDED = worded() if SUITE.is_dir() else []


class Server(NamedTuple):
    """A service that writes, and the token for it."""

    live: Live
    token: str

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Reply:
        """What it answers to somebody who has the token."""
        return self.live.send(method, path, {**(headers or {}), "Authorization": f"Bearer {self.token}"}, body)


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service over an empty dataset that takes updates."""
    folder = tmp_path_factory.mktemp("writable")
    create(folder / "data", [])
    token = issue(folder / "tokens", ["update", "store"], days=1)
    options = ("--store", str(folder / "data"), "--writable", "--token-file", str(folder / "tokens"))
    with serve(folder, *options) as live:
        yield Server(live, token)


@pytest.fixture(scope="module")
def readonly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service as it starts without options."""
    with serve(tmp_path_factory.mktemp("readonly")) as live:
        yield live


def test_the_suites_are_whole() -> None:
    """34 tests of the protocol; 14 and 18 of the graph store protocol."""
    assert (len(PROTOCOL), len(STORE), len(WORDED)) == (34, 14, 18)


def named(cases: list[Case]) -> Any:
    """A parameter for each case, called as the suite calls it."""
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


@named(PROTOCOL)
def test_protocol(writable: Server, case: Case) -> None:
    """Status, format and truth of every answer are as the W3C expects."""
    assert writable.send("PUT", "/store?default", {"Content-Type": "text/turtle"}, b"").status in (201, 204)
    for graph, file in case.data:
        reply = writable.send(
            "PUT", f"/store?graph={graph}", {"Content-Type": "application/n-triples"}, file.read_bytes()
        )
        assert reply.status in (201, 204)
    for request in case.requests:
        check(ask(writable, case.name, request), request)


def is_update(case: str, request: Request) -> bool:
    """Whether a request is for the address where updates go: the suite writes all to one."""
    return "update" in case and "query" not in request.headers.get("content-type", "") and request.boolean is None


def ask(server: Server, case: str, request: Request) -> Reply:
    """The answer to a request of the protocol's suite."""
    path = request.path.replace("/sparql/", "/update" if is_update(case, request) else "/sparql/", 1)
    return server.send(request.method, path, request.headers, request.body)


def check(reply: Reply, request: Request) -> None:
    """Nothing, for an answer that is as expected."""
    wanted = {status.removeprefix("StatusCode")[0] for status in request.statuses}
    assert str(reply.status)[0] in wanted, reply.body
    if request.boolean is not None:
        assert reply.media == ROWS
        assert json.loads(reply.body)["boolean"] is request.boolean
    elif request.form == "tabular":
        assert json.loads(reply.body)["head"]["vars"]
    elif request.form == "RDF":
        Graph().parse(data=reply.body, format=reply.media)
    if reply.status >= 400:
        assert reply.media == "application/problem+json"


@named(STORE)
def test_graph_store(writable: Server, case: Case) -> None:
    """Graphs named by the query or by the request's own address are written and read as the W3C expects."""
    here, places = writable.live.authority, {"$LOCATION$": ""}
    for graph in ("person/1.ttl", "person/2.ttl"):
        writable.send("DELETE", f"/store/{graph}")
    for request in case.requests:
        path = request.path.replace("/gsp", "/store", 1)
        for word, meant in (*places.items(), (f"http%3A%2F%2F{HOST}%2Fgsp", f"http://{here}/store")):
            path = path.replace(word, meant)
        path = path.replace(f"http://{HOST}/gsp", f"http://{here}/store")
        reply = writable.send(request.method, path, request.headers, request.body)
        places["$LOCATION$"] = reply.headers.get("location", places["$LOCATION$"])
        compare(reply, request, {STATUS[status] for status in request.statuses})


@named(WORDED)
def test_graph_store_as_first_worded(writable: Server, case: Case) -> None:
    """The suite's older wording of the same, whose tests build on one another; success is success, 200 or 204."""
    if case.name == "put__initial_state":
        writable.send("DELETE", "/store/person/1.ttl")
        writable.send("PUT", "/store?default", {"Content-Type": "text/turtle"}, b"")
        writable.send("PUT", "/store/person/2.ttl", {"Content-Type": "text/turtle"}, b"<urn:a> <urn:b> <urn:c> .")
    (request,) = case.requests
    here = {"http://$HOST$/$GRAPHSTORE$": f"http://{writable.live.authority}/store", "$GRAPHSTORE$": "/store"}
    path, body = request.path.replace("$NEWPATH$", NEW.get("path", "")), (request.body or b"").decode("utf-8")
    for word, meant in here.items():
        path, body = path.replace(word, meant), body.replace(word, meant)
    reply = writable.send(request.method, path, request.headers, body.encode("utf-8") or None)
    if request.path == "$GRAPHSTORE$":
        NEW["path"] = reply.headers["location"].partition(writable.live.authority)[2]
    status = int(next(iter(request.statuses)))
    compare(reply, request, {200, 204} if status in (200, 204) else {status}, here)


NEW: dict[str, str] = {}
"""Where the graph went that the suite posts without a name."""


def compare(reply: Reply, request: Request, statuses: set[int], words: dict[str, str] | None = None) -> None:
    """Nothing, for an answer with one of the statuses and with the very graph that is expected."""
    assert reply.status in statuses, reply.body
    if request.graph and request.method == "GET":
        text = request.graph
        for word, meant in (words or {}).items():
            text = text.replace(word, meant)
        assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
        expected, found = Graph().parse(data=text, format="turtle"), Graph().parse(data=reply.body, format="turtle")
        assert isomorphic(expected, found), reply.body.decode("utf-8")


def test_service_description(readonly: Live) -> None:
    """What the address gives without a query is RDF that names the address (three tests of the suite)."""
    reply = readonly.send("GET", "/sparql", {"Accept": "text/turtle"})
    assert reply.status == 200
    told = Graph().parse(data=reply.body, format="turtle")
    endpoint = URIRef(f"{readonly.url}/sparql")
    assert (endpoint, SD.endpoint, endpoint) in told
    assert (endpoint, RDF.type, SD.Service) in told
    assert (endpoint, SD.supportedLanguage, SD.SPARQL11Query) in told
    assert (endpoint, SD.supportedLanguage, SD.SPARQL11Update) not in told


@named([case for case in PROTOCOL if "update" not in case.name])
def test_a_readonly_service_still_answers_queries(readonly: Live, case: Case) -> None:
    """Where a test brings no graphs of its own, its queries are answered alike."""
    if case.data:
        pytest.skip("this test of the suite needs graphs that a read-only service does not hold")
    for request in case.requests:
        check(readonly.send(request.method, request.path, request.headers, request.body), request)


@named([case for case in PROTOCOL if "update" in case.name])
def test_a_readonly_service_refuses_updates(readonly: Live, case: Case) -> None:
    """With 400 at the query address where the request is an update in form, 415 where it is none, 404 elsewhere."""
    request = case.requests[0]
    reply = readonly.send(request.method, request.path, request.headers, request.body)
    assert reply.status in (400, 415), reply.body
    assert readonly.send(request.method, "/update", request.headers, request.body).status == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
def test_a_readonly_service_has_no_graph_store(readonly: Live, method: str) -> None:
    """The address is not there."""
    assert readonly.send(method, "/store?default", {"Content-Type": "text/turtle"}, b"").status == 404
