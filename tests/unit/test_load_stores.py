"""Loading into stores that cannot be run here: fakes that behave as the documentation of each says."""

import base64
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_store import GRAPH, STAGING, Answer, FakeStore, Request

from parkgraph.errors import RemoteError
from parkgraph.load import LoadOptions, LoadReport, load_graph
from parkgraph.load.dialects import DIALECTS

NAME = ox.NamedNode("https://example.org/name")
OTHER = ox.NamedNode("urn:somebody-elses")
QUESTIONS = {"names": "SELECT ?s ?o WHERE { ?s <https://example.org/name> ?o } ORDER BY ?s ?o"}
COUNT = 12


class Documented(FakeStore):
    """A store as documented: `base` is what a user gives, `roles` what its addresses are for, below the host.

    `parameter` names the graph; `secret` is what has to stand in the Authorization header of whoever writes.
    """

    kind = ""
    header = ""
    base = "/"
    roles: ClassVar[dict[str, str]] = {}
    parameter = "graph"
    secret = ""
    refusal: Answer = (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")

    def __init__(self) -> None:
        super().__init__()
        self.name, self.union = self.header, self.kind != "stardog"
        self.fault = self.documented

    def role(self, request: Request) -> str:
        """What an address is for; where it is for several things, what is sent decides."""
        roles = self.roles.get(request.path, "").split()
        if len(roles) < 2:
            return "".join(roles)
        if self.parameter in request.query:
            return "store"
        return "update" if request.headers.get_content_type() == "application/sparql-update" else "query"

    def documented(self, request: Request) -> Answer | None:
        """What the store does in its own way; None leaves it to the usual way."""
        role = self.role(request)
        writes = role in ("update", "store") and request.method in ("PUT", "POST", "DELETE")
        if writes and self.secret and request.headers["Authorization"] != self.secret:
            return self.refusal
        if (own := self.own_way(request, role)) is not None:
            return own
        request.path = f"/{role}" if role else "/nothing"
        if self.parameter in request.query:
            request.query["graph"] = request.query[self.parameter]
        return None

    def own_way(self, request: Request, role: str) -> Answer | None:
        """What is peculiar to this store."""
        return None


class GraphDB(Documented):
    """A repository; `/statements` replaces all of it by PUT, and the query address takes no updates."""

    kind, header, base = "graphdb", "GraphDB/10.6.3 RDF4J/4.3.11", "/repositories/parks"
    roles: ClassVar = {base: "query", f"{base}/statements": "update", f"{base}/rdf-graphs/service": "store"}
    secret = "Basic " + base64.b64encode(b"amt:geheim").decode()

    def own_way(self, request: Request, role: str) -> Answer | None:
        """As documented."""
        if role == "update" and request.method == "PUT":
            self.engine.clear()
            return 204, {}, b""
        if role == "query" and "update" in request.form:
            return 400, {}, b"unknown resource type"
        return None


class Stardog(Documented):
    """A database whose own address is that of its graphs."""

    kind, header, base = "stardog", "Stardog/10.2.0", "/parks"
    roles: ClassVar = {f"{base}/query": "query", f"{base}/update": "update", base: "store"}
    secret = "Basic " + base64.b64encode(b"amt:geheim").decode()


class QLever(Documented):
    """One address for everything; whoever writes shows a token, and is not asked for it; there is no PUT."""

    kind, header, base = "qlever", "QLever", ""
    roles: ClassVar = {"": "query update store", "/": "query update store"}
    secret = "Bearer zeichen"
    refusal = (403, {"Content-Type": "text/plain"}, b"access token required")

    def own_way(self, request: Request, role: str) -> Answer | None:
        """As documented."""
        refused = role == "store" and request.method not in ("GET", "HEAD", "POST")
        return (405, {}, b"") if refused else None


class Neptune(Documented):
    """Graphs at `/sparql/gsp/`; triples that name no graph go to a graph of its own."""

    kind, header, base = "neptune", "", "/sparql/gsp"
    roles: ClassVar = {"/sparql": "query update", "/sparql/gsp/": "store"}


class Blazegraph(Documented):
    """One address a namespace; N-Triples are read as US-ASCII, Turtle as it says; PUT wants a query."""

    kind, header, base = "blazegraph", "", "/bigdata/namespace/kb"
    roles: ClassVar = {f"{base}/sparql": "query update store"}
    parameter = "context-uri"

    def own_way(self, request: Request, role: str) -> Answer | None:
        """As documented."""
        if role == "store" and request.method == "PUT":
            return 400, {}, b"Required parameter not specified: query"
        if role == "store" and request.headers.get("Content-Type") != "application/x-turtle; charset=UTF-8":
            request.body = request.body.decode("ascii", "replace").encode()
        return None


FAKES = (GraphDB, Stardog, QLever, Neptune, Blazegraph)


@pytest.fixture(params=FAKES, ids=lambda fake: fake.kind)
def fake(request: pytest.FixtureRequest) -> Iterator[Documented]:
    """Each fake in turn, with an old graph and a graph that somebody else keeps in it."""
    made = request.param()
    for graph in (OTHER, ox.NamedNode(GRAPH)):
        made.engine.add(ox.Quad(ox.NamedNode("urn:old"), NAME, ox.Literal("旧"), graph))
    yield made
    made.stop()


def load(fake: Documented, tmp_path: Path, **options: Any) -> LoadReport:
    """Load names into a fake, logged in as it wants."""
    names = [ox.Triple(ox.NamedNode(f"urn:{n}"), NAME, ox.Literal(f"园{n}𠮷", language="zh")) for n in range(COUNT)]
    login: dict[str, Any] = {"token": lambda: "zeichen"} if isinstance(fake, QLever) else {}
    if fake.secret.startswith("Basic"):
        login = {"user": "amt", "password": lambda: "geheim"}
    given = {"graph": GRAPH, "state": tmp_path, "pause": lambda seconds: None, "seconds": 20.0, **login, **options}
    return load_graph(fake.url + fake.base, names, QUESTIONS, LoadOptions(**given))


def asked(fake: Documented, graph: str) -> int:
    """How many rows the question has over a graph."""
    rows = fake.engine.query(QUESTIONS["names"], default_graph=ox.NamedNode(graph))
    assert isinstance(rows, ox.QuerySolutions)
    return len(list(rows))


def test_every_untested_store_has_a_fake() -> None:
    """What has been tried on no real server is tried on one of these."""
    assert {fake.kind for fake in FAKES} == {dialect.kind for dialect in DIALECTS if not dialect.tested} - {"gsp"}


def test_the_graph_is_replaced_and_no_other_touched(fake: Documented, tmp_path: Path) -> None:
    """Whole, Chinese text included; nothing stays in the staging graph, and what others keep is as it was."""
    report = load(fake, tmp_path)
    assert (report.exit_code, report.kind) == (0, fake.kind)
    assert (asked(fake, GRAPH), asked(fake, STAGING), asked(fake, OTHER.value)) == (COUNT, 0, 1)
    assert load(fake, tmp_path).exit_code == 0
    assert (asked(fake, GRAPH), asked(fake, OTHER.value)) == (COUNT, 1)


def test_the_report_says_that_the_store_was_never_tried(fake: Documented, tmp_path: Path) -> None:
    """And by what it was recognised; MOVE is not relied upon."""
    report = load(fake, tmp_path)
    sign = f"Server 头是 {fake.header}" if fake.header else "路径的样子"
    assert report.reasons[:2] == (sign, "只按它的文档，没有在真的服务器上测试过")
    assert report.steps[-1] == "再次写入，替换原来的图，并删去暂存图"
    assert not [request for request in fake.seen if request.body.startswith(b"MOVE")]


def test_chunks_are_added_one_to_another(fake: Documented, tmp_path: Path) -> None:
    """The first takes the place of what was there, however the store wants that."""
    report = load(fake, tmp_path, chunk_triples=5)
    assert (report.exit_code, report.requests, asked(fake, GRAPH)) == (0, 6, COUNT)


def test_appending_keeps_what_was_there(fake: Documented, tmp_path: Path) -> None:
    """Only POST, and nothing is dropped."""
    assert load(fake, tmp_path, append=True).exit_code == 0
    assert asked(fake, GRAPH) == COUNT + 1
    assert {request.method for request in fake.seen if request.target.endswith(GRAPH)} <= {"POST", "HEAD"}


def test_every_address_of_a_store_leads_to_it(fake: Documented, tmp_path: Path) -> None:
    """Each of its own, given with `--store`, gives the same query address."""
    found = set()
    for address in fake.roles:
        report = load_graph(
            fake.url + address, [], {}, LoadOptions(graph=GRAPH, store=fake.kind, dry_run=True, seconds=20.0)
        )
        assert report.reasons[0] == f"由 --store {fake.kind} 指定"
        found.add(report.query_url)
    assert len(found) == 1


def test_writes_go_where_the_store_wants_them(fake: Documented, tmp_path: Path) -> None:
    """Method, address and media type of all that is sent, in order."""
    load(fake, tmp_path)
    drop = ("POST", "application/sparql-update; charset=utf-8")
    n_triples, turtle = "application/n-triples", "application/x-turtle; charset=UTF-8"
    expected = {
        "graphdb": [("PUT", n_triples)] * 2,
        "stardog": [("PUT", n_triples)] * 2,
        "qlever": [drop, ("POST", n_triples), drop, ("POST", n_triples), drop],
        "neptune": [("PUT", n_triples)] * 2,
        "blazegraph": [drop, ("POST", turtle), drop, ("POST", turtle), drop],
    }
    forms = "application/x-www-form-urlencoded; charset=utf-8"
    granted = [r for r in fake.seen if not fake.secret or r.headers["Authorization"] == fake.secret]
    sent = [(r.method, r.headers["Content-Type"]) for r in granted if r.body and r.headers["Content-Type"] != forms]
    assert sent == expected[fake.kind]


def test_n_triples_would_be_spoilt_by_blazegraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake does what the documentation warns of, and the comparison finds it; the old graph stays."""
    from parkgraph.load import dialects

    fake = Blazegraph()
    try:
        spoilt = [d if d.kind != "blazegraph" else replace(d, media=dialects.N_TRIPLES) for d in DIALECTS]
        monkeypatch.setattr("parkgraph.load.detect.DIALECTS", spoilt)
        report = load(fake, tmp_path)
    finally:
        fake.stop()
    assert (report.exit_code, report.kept) == (5, True)


def test_a_wrong_token_is_refused_and_not_repeated(tmp_path: Path) -> None:
    """Sent once, and never shown."""
    fake = QLever()
    try:
        with pytest.raises(RemoteError) as caught:
            load(fake, tmp_path, token=lambda: "falsch")
    finally:
        fake.stop()
    assert str(caught.value) == f"{fake.url}: 这个令牌无权写入（HTTP 403）。 请向库的管理员申请这个图的写权限。"
    assert "falsch" not in str(caught.value)
    assert {r.headers["Authorization"] for r in fake.seen} == {None, "Bearer falsch"}
