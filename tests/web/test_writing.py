"""Writing to a service: what is published, what is refused, and that nothing is half-done."""

import gzip
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from parkgraph.datasets import create, current
from parkgraph.errors import QueryError
from parkgraph.web.protocol.tokens import issue
from parkgraph.web.protocol.writing_jobs import with_dataset

from .live import Live, Reply, serve

TURTLE = {"Content-Type": "text/turtle"}
UPDATE = {"Content-Type": "application/sparql-update"}


class Writable:
    """A writable service, its dataset, and a token."""

    def __init__(self, live: Live, data: Path, token: str) -> None:
        self.live, self.data, self.token = live, data, token

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Reply:
        """What it answers to the token's owner."""
        return self.live.send(method, path, {**(headers or {}), "Authorization": f"Bearer {self.token}"}, body)

    def count(self) -> int:
        """How many statements it holds, in all graphs."""
        text = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        reply = self.send("GET", f"/sparql?query={quote(text)}")
        return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """A writable service over an empty dataset."""
    folder = tmp_path_factory.mktemp("writing")
    create(folder / "data", [])
    token = issue(folder / "tokens", ["update", "store"], days=1)
    options = ("--store", str(folder / "data"), "--writable", "--token-file", str(folder / "tokens"))
    with serve(folder, *options) as live:
        yield Writable(live, folder / "data", token)


@pytest.fixture(autouse=True)
def empty(service: Writable) -> None:
    """Every test begins with nothing."""
    assert service.send("POST", "/update", UPDATE, b"CLEAR ALL").status == 204


def test_what_is_written_is_seen_at_once(service: Writable) -> None:
    """By whoever asks after the answer, for every of thirty changes; each is a generation of its own."""
    before = current(service.data).number
    for number in range(30):
        text = f"INSERT DATA {{ <urn:{number}> <urn:名> '数字{number}'@zh }}"
        assert service.send("POST", "/update", UPDATE, text.encode("utf-8")).status == 204
        assert service.count() == number + 1
    assert current(service.data).number == before + 30


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> } ; INSERT DATA { <urn:a>", 400),
        ("LOAD <http://127.0.0.1:1/x>", 400),
        ("INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> } ; CREATE GRAPH <urn:g> ; CREATE GRAPH <urn:g>", 500),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> } ; DROP GRAPH <urn:none>", 500),
        ("SELECT * { ?s ?p ?o }", 400),
    ],
)
def test_a_change_that_fails_changes_nothing(service: Writable, text: str, status: int) -> None:
    """Not even its first half; the next one works."""
    number = current(service.data).number
    reply = service.send("POST", "/update", UPDATE, text.encode("utf-8"))
    assert reply.status == status, reply.body
    assert json.loads(reply.body)["reason"]["en"].isascii()
    assert current(service.data).number == number
    assert service.count() == 0
    assert service.send("POST", "/update", UPDATE, b"INSERT DATA { <urn:a> <urn:b> <urn:c> }").status == 204
    assert service.count() == 1


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("text/turtle", "<urn:a> <urn:b> '园区'@zh ; <urn:c> [] ."),
        ("application/n-triples", '<urn:a> <urn:b> "园区"@zh .\n<urn:a> <urn:c> _:x .\n'),
        ("application/ld+json", '[{"@id": "urn:a", "urn:b": {"@value": "园区", "@language": "zh"}, "urn:c": {}}]'),
        (
            "application/rdf+xml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:x:">'
            '<rdf:Description rdf:about="urn:a"><u:b xml:lang="zh">园区</u:b>'
            '<u:c rdf:parseType="Resource"/></rdf:Description></rdf:RDF>',
        ),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_goes_in_and_comes_out(service: Writable, media: str, body: str, packed: bool) -> None:
    """Also packed with gzip; blank nodes and Chinese included."""
    raw = gzip.compress(body.encode("utf-8")) if packed else body.encode("utf-8")
    headers = {"Content-Type": media, **({"Content-Encoding": "gzip"} if packed else {})}
    assert service.send("PUT", "/store?graph=urn:g", headers, raw).status == 201
    for accept in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        reply = service.send("GET", "/store?graph=urn:g", {"Accept": accept})
        assert reply.media == accept
        assert len(list(ox.parse(reply.body, ox.RdfFormat.from_media_type(accept)))) == 2


@pytest.mark.parametrize(
    ("headers", "body", "status", "reason"),
    [
        (TURTLE, b"<urn:a> <urn:b> .", 400, "正文不是 text/turtle"),
        (TURTLE, b"<urn:a> <urn:b> '\xff' .", 400, "正文不是 text/turtle"),
        ({"Content-Type": "text/csv"}, b"a,b", 415, "不接受 Content-Type 为 text/csv 的正文"),
        ({}, b"<urn:a> <urn:b> <urn:c> .", 415, "不接受 Content-Type 为 （空） 的正文"),
        ({**TURTLE, "Content-Encoding": "gzip"}, b"no gzip", 400, "正文不是 gzip"),
        ({**TURTLE, "Content-Encoding": "br"}, b"", 415, "不接受 Content-Type 为 text/turtle（br） 的正文"),
        ({"Content-Type": "application/rdf+xml"}, b"<!DOCTYPE r><r/>", 400, "RDF/XML 里有 DOCTYPE，不予读取"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--y--", 400, "正文不是完整的 multipart/form-data"),
    ],
)
def test_a_body_that_cannot_be_read_changes_nothing(
    service: Writable, headers: dict[str, str], body: bytes, status: int, reason: str
) -> None:
    """The graph that was there is there still, statement by statement."""
    assert service.send("PUT", "/store?graph=urn:g", TURTLE, b"<urn:old> <urn:b> 1 .").status == 201
    reply = service.send("PUT", "/store?graph=urn:g", headers, body)
    assert reply.status == status, reply.body
    assert json.loads(reply.body)["reason"]["zh"].startswith(reason)
    assert b"urn:old" in service.send("GET", "/store?graph=urn:g").body
    assert service.count() == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/store", 400),
        ("/store?graph=urn:a&graph=urn:b", 400),
        ("/store?graph=urn:a&default", 400),
        ("/store/x?default", 400),
        ("/store?graph=not%20an%20iri", 400),
        ("/store?graph=urn:none", 404),
    ],
)
def test_a_graph_must_be_named_and_be_there(service: Writable, path: str, status: int) -> None:
    """One at a time."""
    assert service.send("GET", path).status == status


def test_a_gzip_bomb_is_refused(service: Writable) -> None:
    """Unpacked it would be longer than any body may be."""
    bomb = gzip.compress(b"#" * (257 * 1024**2), compresslevel=1)
    reply = service.send("PUT", "/store?default", {**TURTLE, "Content-Encoding": "gzip"}, bomb)
    assert reply.status == 400
    assert json.loads(reply.body)["reason"]["zh"] == "正文展开后超过 268435456 字节"


def test_readers_see_one_state_or_the_other(service: Writable) -> None:
    """While pairs of statements are exchanged, nobody sees half a pair."""
    seen: set[int] = set()
    ends = threading.Event()

    def read() -> None:
        number = 0
        while not ends.is_set():
            text = f"SELECT (COUNT(*) AS ?n) {{ ?s <urn:pair> ?o }} # {threading.get_ident()} {number}"
            reply = service.send("GET", f"/sparql?query={quote(text)}")
            seen.add(int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"]))
            number += 1

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(15):
        pair = f"<urn:1> <urn:pair> {number} . <urn:2> <urn:pair> {number}"
        text = f"DELETE WHERE {{ ?s <urn:pair> ?o }} ; INSERT DATA {{ {pair} }}"
        assert service.send("POST", "/update", UPDATE, text.encode("utf-8")).status == 204
    ends.set()
    for reader in readers:
        reader.join()
    assert seen <= {0, 2}
    assert 2 in seen


def test_who_waits_is_answered_however_often_the_data_change(service: Writable) -> None:
    """From data that were current: a request that waits for a worker keeps its own from being swept away.

    Both workers have a query that takes too long, over earlier data; after a second others take their place. By then
    the data of the one that waits have been replaced several times, unless the machine is slow.
    """
    digits = " ".join(map(str, range(100)))
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{place} {{ {digits} }}" for place in range(4)) + " } # "
    waits = "SELECT (COUNT(*) AS ?n) { ?s <urn:number> ?o } # waits"
    replies: dict[str, Reply] = {}

    def ask(text: str) -> None:
        replies[text] = service.send("GET", f"/sparql?timeout=2&query={quote(text)}")

    def begin(text: str) -> threading.Thread:
        thread = threading.Thread(target=ask, args=(text,))
        thread.start()
        time.sleep(0.1)
        return thread

    def add(number: int) -> None:
        text = f"INSERT DATA {{ <urn:1> <urn:number> {number} }}"
        assert service.send("POST", "/update", UPDATE, text.encode("utf-8")).status == 204

    threads = [begin(slow + name) for name in "ab"]
    add(1)
    threads.append(begin(waits))
    for number in range(2, 5):
        add(number)
    for thread in threads:
        thread.join()
    assert replies[waits].status == 200, replies[waits].body
    assert json.loads(replies[waits].body)["results"]["bindings"][0]["n"]["value"] in ("1", "2", "3", "4")


def test_the_data_survive_the_service(service: Writable, tmp_path: Path) -> None:
    """What was acknowledged is in the dataset, for whoever opens it."""
    assert service.send("PUT", "/store?default", TURTLE, b"<urn:a> <urn:b> <urn:c> .").status == 201
    found = ox.Store.read_only(str(current(service.data).directory))
    assert [str(quad.subject) for quad in found] == ["<urn:a>"]


USING = "USING <urn:g> USING NAMED <urn:n> "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "INSERT { ?s ?p 1 }  " + USING + "WHERE { ?s ?p ?o }"),
        (
            "DELETE { ?s ?p ?o } INSERT { ?s ?p 'WHERE' } # WHERE\nWHERE { ?s ?p ?o { SELECT * WHERE { ?s ?p 1 } } }",
            "DELETE { ?s ?p ?o } INSERT { ?s ?p 'WHERE' } # WHERE\n "
            + USING
            + "WHERE { ?s ?p ?o { SELECT * WHERE { ?s ?p 1 } } }",
        ),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } " + USING + "WHERE { ?s ?p ?o }"),
        ("CLEAR ALL", "CLEAR ALL"),
    ],
)
def test_the_graphs_of_a_request_stand_before_the_pattern(text: str, expected: str) -> None:
    """In every statement that matches; in no sub-select, text or comment; the engine takes what comes out."""
    found = with_dataset(text, ["urn:g"], ["urn:n"])
    assert " ".join(found.split()) == " ".join(expected.split())
    ox.Store().update(found)


@pytest.mark.parametrize(
    "text", ["WITH <urn:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT { ?s ?p 1 } USING <urn:a> WHERE {}"]
)
def test_graphs_are_named_in_one_place(text: str) -> None:
    """By the request or by the update (2.2.3)."""
    with pytest.raises(QueryError) as caught:
        with_dataset(text, ["urn:g"], [])
    assert str(caught.value) == "更新里已有 USING 或 WITH，不能再用 using-graph-uri 指定。 请去掉其中一处。"
