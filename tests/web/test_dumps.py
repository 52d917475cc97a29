"""The graph to take home: every file of an export with its checksum, its description, and the questions."""

import gzip
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.export import export_graph
from parkgraph.names import RDF, SH, VOID

from .conftest import OWN
from .live import Live, serve

REPO = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `parkgraph export` writes."""
    folder = tmp_path_factory.mktemp("export")
    export_graph(REPO, folder)
    return folder


def test_files_are_those_of_an_export(service: Live, export: Path) -> None:
    """Every file of an export is offered, byte for byte, with size and SHA-256, and the big ones packed as well."""
    listed = json.loads(service.send("GET", "/dumps/").body)
    names = [file["name"] for file in listed]
    expected = [path.relative_to(export).as_posix() for path in export.rglob("*") if path.is_file()]
    packed = ["parkgraph.nq.gz", "parkgraph.nt.gz"]
    assert names == sorted({*expected, *packed} - {"manifest.json", "SHA256SUMS"})
    for file in listed:
        reply = service.send("GET", file["url"])
        assert (reply.status, len(reply.body)) == (200, file["size"])
        assert hashlib.sha256(reply.body).hexdigest() == file["sha256"]
        assert reply.headers["etag"] == f'"{file["sha256"]}"'
        assert reply.headers["content-type"] == file["media_type"]
        assert file["title_zh"] and file["title_en"]
        whole = gzip.decompress(reply.body) if file["name"] in packed else reply.body
        assert whole == (export / file["name"].removesuffix(".gz")).read_bytes()
    assert service.send("GET", "/dumps/", {"Accept": "text/html"}).body.count(b"<tr>") == len(listed) + 1


def test_checksums_check(service: Live, tmp_path: Path) -> None:
    """What is taken home passes `sha256sum -c` with the list that is offered beside it."""
    listed = json.loads(service.send("GET", "/dumps/").body)
    for file in [*listed, {"name": "SHA256SUMS"}]:
        path = tmp_path / file["name"]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(service.send("GET", f"/dumps/{file['name']}").body)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout.count(": OK")) == (0, len(listed))


def test_a_part_is_sent(service: Live) -> None:
    """A download that was broken off is taken up where it ended, and one that is there already is not sent again."""
    whole = service.send("GET", "/dumps/parkgraph.ttl")
    part = service.send("GET", "/dumps/parkgraph.ttl", {"Range": "bytes=1000-1999"})
    assert (part.status, part.body) == (206, whole.body[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole.body)}"
    mark = whole.headers["etag"]
    rest = service.send("GET", "/dumps/parkgraph.ttl", {"Range": "bytes=1000-", "If-Range": mark})
    assert (rest.status, rest.body) == (206, whole.body[1000:])
    other = service.send("GET", "/dumps/parkgraph.ttl", {"Range": "bytes=1000-", "If-Range": '"other"'})
    assert (other.status, other.body) == (200, whole.body)
    assert service.send("GET", "/dumps/parkgraph.ttl", {"If-None-Match": mark}).status == 304


@pytest.mark.parametrize(
    "name", ["nothing.ttl", "manifest.json", "../serve.log", "%2e%2e/serve.log", "/etc/passwd", ""]
)
def test_nothing_else_is_sent(service: Live, name: str) -> None:
    """Only what stands in the list is sent, whatever is asked for."""
    reply = service.send("GET", f"/dumps/{name}")
    assert reply.status == (404 if name else 200)


def test_description_names_the_endpoint(service: Live, export: Path) -> None:
    """VoID is that of the export with this service's endpoint, alike at its well-known address, in RDF formats."""
    asked = [service.send("GET", path) for path in ("/void", "/.well-known/void")]
    assert asked[0].body == asked[1].body
    told = {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(asked[0].body, format=ox.RdfFormat.TURTLE)}
    written = {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(path=str(export / "void.ttl"))}
    (endpoint,) = told - written
    assert written < told
    assert endpoint.predicate.value == VOID + "sparqlEndpoint"
    assert endpoint.object == ox.NamedNode(f"{service.url}/sparql")
    assert ox.Triple(endpoint.subject, ox.NamedNode(RDF + "type"), ox.NamedNode(VOID + "Dataset")) in told
    other = service.send("GET", "/void", {"Accept": "application/n-triples"})
    assert (other.media, len(other.body.splitlines())) == ("application/n-triples", len(told))


def test_questions_in_rdf(service: Live, reference: parkgraph.Graph) -> None:
    """Every question is there with its query, those of the user's own as well."""
    reply = service.send("GET", "/queries.ttl")
    assert reply.media == "text/turtle"
    texts = [q for q in ox.parse(reply.body, format=ox.RdfFormat.TURTLE) if q.predicate.value == SH + "select"]
    assert len(texts) == len(reference.questions())
    assert any(q.subject.value.endswith(f"/query/{OWN}") for q in texts)  # type: ignore[union-attr]


def test_the_word_to_machines_names_only_what_is_there(service: Live) -> None:
    """Each address in llms.txt answers."""
    text = service.send("GET", "/llms.txt").body.decode("utf-8")
    paths = re.findall(r"(?:^- |; )(/[^:\s]*):", text, re.MULTILINE)
    ends = "?from=park-derui&to=division-371425"
    filled = {"{name}": "park-derui", "{slug}": "park-derui", "?q=": "?q=x", "?from=&to=": ends}
    assert len(paths) == 16
    for path in paths:
        asked = path.replace("/q/{name}", "/q/parks-by-policy")
        for hole, value in filled.items():
            asked = asked.replace(hole, value)
        status = service.send("GET", asked).status
        assert status == (405 if path in ("/api/check", "/api/count") else 200), path


def test_other_data_have_no_files(tmp_path: Path) -> None:
    """A dataset of the user's own, or a remote store, is no export: 404 says why and what to do instead."""
    store = tmp_path / "store"
    parkgraph.open(store, home=REPO)
    with serve(tmp_path, "--store", str(store)) as live:
        for path in ("/dumps/", "/void", "/dumps/parkgraph.ttl"):
            told = json.loads(live.send("GET", path).body)
            assert (told["status"], told["reason"]["zh"]) == (404, "磁盘库没有下载文件")
            assert "parkgraph store backup" in told["remedy"]["en"]
        (tmp_path / "relay").mkdir()
        with serve(tmp_path / "relay", "--endpoint", f"{live.url}/sparql") as relay:
            told = json.loads(relay.send("GET", "/dumps/").body)
            assert told["reason"]["en"] == "A remote store has no files to take home"
            assert f"{live.url}/sparql" in told["remedy"]["zh"]
            answers = [at.send("GET", "/api/q/parks-by-policy.json?limit=3") for at in (live, relay)]
            rows = [json.loads(answer.body)["rows"] for answer in answers]
            assert rows[0] == rows[1] != []
            assert ["etag" in answer.headers for answer in answers] == [True, False]
            assert json.loads(answers[1].body)["fingerprint"] is None
            assert relay.send("GET", "/id/park-derui.nt").body == live.send("GET", "/id/park-derui.nt").body
