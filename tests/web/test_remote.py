"""The same service over a remote store: everything but writing, with the remote's limits said aloud."""

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from parkgraph import assets
from parkgraph.graph import graph_files
from parkgraph.names import BASE

from .live import Live, serve

PARKS = "PREFIX pg: <https://w3id.org/parkgraph/ontology#> SELECT (COUNT(?p) AS ?n) { ?p a pg:Park }"


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An Oxigraph server with the shipped graph in the named graph where `parkgraph load` puts it."""
    folder = tmp_path_factory.mktemp("oxigraph")
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        pytest.skip("the oxigraph server is not installed")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as taken:
        port = taken.server_port
    process = subprocess.Popen(
        [program, "serve", "-l", folder, "-b", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        for path in graph_files(assets.root()):
            request = urllib.request.Request(
                f"{url}/store?graph={quote(BASE, safe='')}", path.read_bytes(), method="POST"
            )
            request.add_header("Content-Type", "text/turtle")
            urllib.request.urlopen(request, timeout=60).close()
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def both(oxigraph: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Live]]:
    """The service over the remote store, and the service over the shipped graph."""
    remote, local = (tmp_path_factory.mktemp(name) for name in ("remote", "local"))
    with serve(remote, "--endpoint", f"{oxigraph}/query", "--graph", BASE) as one, serve(local) as other:
        yield one, other


@pytest.mark.parametrize(
    "path",
    [
        f"/sparql?query={quote(PARKS)}",
        f"/sparql?format=csv&query={quote(PARKS)}",
        f"/sparql?query={quote('ASK { ?s ?p ?o }')}",
        "/api/q/parks-by-policy.json",
        "/api/q/parks-by-policy.csv?quotes=1",
        "/api/q/target-progress.json?lang=en",
        "/api/search?q=" + quote("德瑞"),
        "/api/ask?q=" + quote("德瑞产业园有哪些别名"),
        "/api/evidence/park-derui",
    ],
)
def test_answers_are_the_same(both: tuple[Live, Live], path: str) -> None:
    """Of queries, questions, search and evidence; only what names the data's own copy may differ."""
    remote, local = (live.send("GET", path) for live in both)
    assert remote.status == local.status, remote.body
    assert remote.media == local.media
    assert plain(remote.body) == plain(local.body)


def plain(body: bytes) -> object:
    """An answer without what tells which copy of the data was asked."""
    try:
        told = json.loads(body)
    except ValueError:
        return body
    return {k: v for k, v in told.items() if k != "fingerprint"} if isinstance(told, dict) else told


def test_graphs_are_asked_one_at_a_time(both: tuple[Live, Live]) -> None:
    """More than one is refused with what to do instead."""
    query = f"/sparql?query={quote('ASK { ?s ?p ?o }')}&default-graph-uri="
    told = json.loads(both[0].send("GET", f"{query}urn:none").body)
    assert told["boolean"] is False
    reply = both[0].send("GET", f"{query}urn:a&default-graph-uri=urn:b")
    assert reply.status == 400
    assert json.loads(reply.body)["reason"]["en"] == "A remote store can be asked over one default-graph-uri only"


def test_nothing_is_sent_on_that_calls_out(both: tuple[Live, Live]) -> None:
    """The remote store would do it for us."""
    reply = both[0].send("GET", f"/sparql?query={quote('SELECT * { SERVICE <http://x/> { ?s ?p ?o } }')}")
    assert reply.status == 400


def test_the_service_says_whom_it_asks(both: tuple[Live, Live], oxigraph: str) -> None:
    """And that its workers have the network."""
    told = json.loads(both[0].send("GET", "/health").body)
    assert (told["endpoint"], told["network_denied"]) == (f"{oxigraph}/query", False)


class Cutting(BaseHTTPRequestHandler):
    """An endpoint that cuts its answers as Virtuoso does, fails, or says nothing."""

    def do_POST(self) -> None:
        """Answer as the query's comment says."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
        if "fail" in text:
            self.send_error(503)
            return
        if "silent" in text:
            time.sleep(3)
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        if "cut" in text:
            self.send_header("X-SPARQL-MaxRows", "10000")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def cutting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The service over such an endpoint."""
    server = HTTPServer(("127.0.0.1", 0), Cutting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/sparql"
    try:
        with serve(tmp_path_factory.mktemp("cutting"), "--endpoint", url, "--time-limit", "2") as live:
            yield live
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("word", "status", "cut_off"),
    [("plain", 200, None), ("cut", 200, "X-SPARQL-MaxRows: 10000"), ("fail", 502, None), ("silent", 504, None)],
)
def test_the_remotes_limits_are_said_aloud(cutting: Live, word: str, status: int, cut_off: str | None) -> None:
    """What it cut is told in a header; what it failed at is no success."""
    reply = cutting.send("GET", f"/sparql?query={quote('SELECT ?x { ?x ?y ?z } #' + word)}")
    assert reply.status == status, reply.body
    assert reply.headers.get("x-parkgraph-remote-cut-off") == cut_off
    if status > 200:
        assert json.loads(reply.body)["reason"]["en"].isascii()
