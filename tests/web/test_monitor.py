"""What is around every request: one log line, figures, health, headers, CORS; and an end in order."""

import json
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from parkgraph.cli.app import verbs

from .live import Live, Reply, serve

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ASK = f"/sparql?query={quote('ASK { ?s ?p ?o }')}"
SITE = "https://example.org"
LINE = re.compile(r'[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[a-z]+="[^"\n]*"(?:,[a-z]+="[^"\n]*")*\})? -?[0-9.e+]+')


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service that one other site may read."""
    with serve(tmp_path_factory.mktemp("monitor"), "--cors", SITE) as running:
        yield running


def logged(live: Live) -> list[dict[str, object]]:
    """The log lines of requests."""
    lines = live.log.read_text(encoding="utf-8").splitlines()
    return [json.loads(line.split(" ", 2)[2]) for line in lines if " parkgraph.requests " in line]


def test_one_line_a_request(live: Live) -> None:
    """With its number (the client's own where it gave one), method, path, status, milliseconds and bytes."""
    before = len(logged(live))
    replies = [live.send("GET", ASK, {"X-Request-Id": "mine"}), live.send("GET", ASK), live.send("GET", "/nowhere")]
    while len(told := logged(live)[before:]) < len(replies):  # a line is written when its answer has gone
        time.sleep(0.02)
    assert [entry["id"] for entry in told] == [reply.headers["x-request-id"] for reply in replies]
    assert [entry["status"] for entry in told] == [200, 200, 404]
    assert set(told[0]) >= {"id", "method", "path", "status", "ms", "bytes"}
    assert told[0]["id"] == "mine"
    assert told[0]["bytes"] == len(replies[0].body)


def test_health_says_whether_it_can_answer(live: Live) -> None:
    """And over what data."""
    told = json.loads(live.send("GET", "/health").body)
    assert (told["status"], told["workers"], told["waiting"]) == ("ok", os.cpu_count(), 0)
    assert re.fullmatch("[0-9a-f]{64}", told["fingerprint"])


def test_figures_are_in_the_format_of_prometheus(live: Live) -> None:
    """Every line is a comment or a figure, every figure has a type, and what was asked is counted."""
    live.send("GET", ASK)
    reply = live.send("GET", "/metrics")
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = reply.body.decode("utf-8").splitlines()
    figures = [line for line in lines if not line.startswith("#")]
    assert [line for line in figures if not LINE.fullmatch(line)] == []
    typed = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {re.split(r"[{ ]", line)[0] for line in figures} == typed
    assert any(line.startswith('parkgraph_requests_total{route="/sparql",status="200"}') for line in figures)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [(SITE, SITE), ("https://evil.example", None), ("null", None), (SITE + ".evil", None), (None, None)],
)
def test_only_the_named_site_may_read(live: Live, origin: str | None, allowed: str | None) -> None:
    """Never with credentials."""
    headers = {"Origin": origin} if origin else {}
    for reply in (live.send("GET", ASK, headers), live.send("GET", "/nowhere", headers)):
        assert reply.headers.get("access-control-allow-origin") == allowed
        assert "access-control-allow-credentials" not in reply.headers
    preflight = live.send("OPTIONS", "/sparql", {**headers, "Access-Control-Request-Method": "POST"})
    assert preflight.status == 204
    assert preflight.headers.get("access-control-allow-origin") == allowed


def test_every_answer_forbids_what_it_does_not_need(live: Live) -> None:
    """No guessing of types, no scripts but our own, no frame on other sites."""
    for path in (ASK, "/nowhere", "/health", "/sparql"):
        reply = live.send("GET", path)
        assert reply.headers["x-content-type-options"] == "nosniff"
        policy = reply.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "server" not in reply.headers


def test_an_answer_is_known_again(live: Live) -> None:
    """By its mark, as long as the data stay the same; another format has another mark."""
    first = live.send("GET", ASK, {"Accept": "text/csv"})
    again = live.send("GET", ASK, {"Accept": "text/csv", "If-None-Match": first.headers["etag"]})
    other = live.send("GET", ASK, {"Accept": "application/json", "If-None-Match": first.headers["etag"]})
    assert (first.status, again.status, again.body, other.status) == (200, 304, b"", 200)
    assert first.headers["etag"] != other.headers["etag"]


def test_more_rows_than_allowed_are_cut_and_it_is_said(tmp_path: Path) -> None:
    """In every format, well-formed, with the number of rows."""
    with serve(tmp_path, "--row-limit", "7") as live:
        for accept, count in (("text/csv", 8), ("text/tab-separated-values", 8), ("application/n-triples", 7)):
            text = "CONSTRUCT WHERE { ?s ?p ?o }" if accept.endswith("triples") else "SELECT * { ?s ?p ?o } ORDER BY ?p"
            reply = live.send("GET", f"/sparql?query={quote(text)}", {"Accept": accept})
            assert reply.headers["x-parkgraph-truncated"] == "rows=7"
            assert reply.body.count(b"\n") == count
        small = live.send("GET", f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 7')}")
        assert "x-parkgraph-truncated" not in small.headers
        assert small.headers["x-parkgraph-rows"] == "7"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes under /proc")
def test_it_ends_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is being answered is answered; then no process and no file is left."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    found: list[Reply] = []
    with serve(tmp_path) as live:
        path = f"/sparql?timeout=2&query={quote(ENDLESS)}"
        asking = threading.Thread(target=lambda: found.append(live.send("GET", path)))
        asking.start()
        while json.loads(live.send("GET", "/health").body)["busy"] == 0:
            time.sleep(0.02)
        mine = {folder.name for folder in Path("/proc").glob("[0-9]*") if parent(folder) == live.pid}
        os.kill(live.pid, signal.SIGTERM)
        asking.join()
    assert [reply.status for reply in found] == [504]
    assert mine and not any(Path("/proc", pid).exists() for pid in mine)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("parkgraph-")] == []


def parent(folder: Path) -> int:
    """The parent of a process; 0 where it has gone."""
    try:
        return int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--port", "{port}"), "不能在 127.0.0.1 的端口 {port} 上监听"),
        (("--writable",), "--writable 要同时给出 --store 和 --token-file。 请先用 parkgraph store token 发一个令牌。"),
        (
            ("--endpoint", "http://localhost:1/", "--store", "x"),
            "--endpoint 不能与 --store、--workspace、--writable 同用。 请只留一个。",
        ),
    ],
)
def test_what_cannot_be_served_is_said(live: Live, options: tuple[str, ...], message: str) -> None:
    """Before anything is started."""
    port = live.url.rsplit(":", 1)[1]
    given = [option.format(port=port) for option in options]
    outcome = CliRunner().invoke(verbs, ["serve", *given], standalone_mode=False)
    assert str(outcome.exception).startswith(message.format(port=port))
