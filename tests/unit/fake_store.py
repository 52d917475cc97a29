"""A triplestore of our own on the loopback, over Oxigraph's engine, that can be made to fail in one way at a time."""

import gzip
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

GRAPH = "https://example.org/g/"
STAGING = GRAPH + "-staging"
JSON_ROWS = "application/sparql-results+json"

Answer = tuple[int, dict[str, str], bytes]
Fault = Callable[["Request"], Answer | None]


class Request:
    """A request as the server saw it; `target` is its address as it was sent."""

    def __init__(self, method: str, path: str, body: bytes, headers: Any) -> None:
        parts = urlsplit(path)
        self.target = path
        self.method, self.path, self.headers = method, parts.path, headers
        self.body = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
        self.query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form."""
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def writes(self) -> bool:
        """Whether it sends statements."""
        return self.method in ("PUT", "POST") and self.path in ("/store", "/update")


class FakeStore:
    """A store over Oxigraph's engine.

    Attributes:
        name: its Server header.
        fault: answers in the place of the store, where it returns an answer.
        spoil: changes the statements that are written; `garble`, the answers to queries.
        union: whether a query that names no graph is asked of all of them.
        seen: every request, in order.
    """

    def __init__(self) -> None:
        self.engine = ox.Store()
        self.name = "Oxigraph/0.0.0"
        self.fault: Fault = lambda request: None
        self.spoil: Callable[[bytes], bytes] = bytes
        self.garble: Callable[[bytes], bytes] = bytes
        self.union = False
        self.seen: list[Request] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def stop(self) -> None:
        """Close the door."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def size(self, graph: str = GRAPH) -> int:
        """How many statements a graph has."""
        return len(list(self.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))))

    def writes(self) -> list[tuple[str, str, int]]:
        """Method, graph and number of lines of every request that sent statements over the Graph Store Protocol."""
        sent = [request for request in self.seen if request.writes and request.path == "/store"]
        return [(r.method, r.query.get("graph", "").removeprefix(GRAPH), len(r.body.splitlines())) for r in sent]

    def answer(self, request: Request) -> Answer:
        """What a store answers."""
        if request.path == "/query":
            return self._queried(request)
        if request.path == "/update":
            self.engine.update(request.body.decode())
            return 204, {}, b""
        if request.path != "/store":
            return 404, {"Content-Type": "text/html"}, b"<html>nothing here</html>"
        if "graph" not in request.query:
            return (200 if "default" in request.query else 400), {}, b""
        graph = ox.NamedNode(request.query["graph"])
        known = self.engine.contains_named_graph(graph)
        if request.method == "HEAD":
            return (200 if known else 404), {"Content-Type": "application/n-triples"}, b""
        if request.method in ("PUT", "DELETE"):
            self.engine.remove_graph(graph)
        if request.method in ("PUT", "POST"):
            self.engine.load(self.spoil(request.body), ox.RdfFormat.N_TRIPLES, to_graph=graph)
        return 204, {}, b""

    def _queried(self, request: Request) -> Answer:
        """What a store answers to a query."""
        if "query" not in request.form:
            return 400, {"Content-Type": "text/plain"}, b"no query"
        graph = request.form.get("default-graph-uri")
        answer = self.engine.query(
            request.form["query"],
            default_graph=ox.NamedNode(graph) if graph else None,
            use_default_graph_as_union=self.union and not graph,
        )
        assert not isinstance(answer, ox.QueryTriples)
        text = answer.serialize(format=ox.QueryResultsFormat.JSON)
        assert text is not None
        return 200, {"Content-Type": JSON_ROWS}, self.garble(text)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        """The handler of requests."""
        store = self

        class Handler(BaseHTTPRequestHandler):
            def version_string(self) -> str:
                return store.name

            def log_message(self, *args: Any) -> None:
                pass

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = Request(self.command, self.path, body, self.headers)
                store.seen.append(request)
                status, headers, said = store.fault(request) or store.answer(request)
                if status == 0:  # hang up
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in {"Content-Length": str(len(said)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(said)

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer

        return Handler
