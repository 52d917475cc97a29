"""A service under fire: whatever is sent, it answers in time, calls nobody, reads nothing, stays the same process."""

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from parkgraph.datasets import create, current
from parkgraph.web.protocol.tokens import issue

from .live import Live, Reply, serve

sys.path.insert(0, str(Path(__file__).parents[1]))

from nasty.queries import FILES, MEMORY, NESTING, NETWORK, TIME

GOOD = "ASK { ?s ?p ?o }"
LIMIT = 1.0
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes under /proc")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service as it starts, which is the same process and answers when all is over."""
    with serve(tmp_path_factory.mktemp("hostile")) as running:
        yield running
        assert answers(running)
        assert Path(f"/proc/{running.pid}").exists() or sys.platform != "linux"


def ask(live: Live, text: str, **more: str) -> Reply:
    """What the service answers to a query."""
    form = urlencode({"query": text, **more}).encode("ascii")
    return live.send("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, form)


def answers(live: Live) -> bool:
    """Whether the service answers a good query."""
    reply = ask(live, f"{GOOD} # {time.monotonic_ns()}")
    return reply.status == 200 and json.loads(reply.body)["boolean"] is True


def refused(reply: Reply) -> dict[str, str]:
    """The problem document of a refusal, which has a reason and a remedy in both languages."""
    told = json.loads(reply.body)
    assert reply.media == "application/problem+json"
    assert told["status"] == reply.status
    for part in ("reason", "remedy"):
        assert told[part]["zh"]
        assert told[part]["en"].isascii(), told
    return dict(told["reason"])


def test_the_corpus_is_whole() -> None:
    """The kinds have as many queries as they must."""
    assert (len(TIME), len(MEMORY), len(NESTING), len(NETWORK), len(FILES)) == (11, 4, 14, 11, 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", TIME)
def test_no_query_outlives_its_limit(live: Live, name: str) -> None:
    """It is ended at the limit, its worker is gone, and others are answered."""
    reply = ask(live, TIME[name], timeout=str(LIMIT))
    assert reply.status == 504, reply.body[:300]
    assert refused(reply)["zh"] == "超过时间限制 1 秒，已停止"
    assert answers(live)
    assert busy(live) == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", MEMORY)
def test_memory_is_bounded(live: Live, name: str) -> None:
    """The worker ends at its bound of memory or time, or the answer is cut; the service goes on."""
    reply = ask(live, MEMORY[name], timeout="8")
    assert reply.status in (500, 504), reply.body[:300]
    assert refused(reply)["zh"] in ("内存不够，已停止", "超过时间限制 8 秒，已停止")
    assert answers(live)


@pytest.mark.parametrize("name", NESTING)
def test_no_text_kills_a_process(live: Live, name: str) -> None:
    """It is refused with a reason before it is parsed: no worker dies of it."""
    before = died(live)
    reply = ask(live, NESTING[name])
    assert reply.status == 400
    assert any(word in refused(reply)["zh"] for word in ("层的上限", "个的上限", "字节的上限"))
    assert died(live) == before


@pytest.mark.parametrize("name", NETWORK)
def test_no_query_calls_out(live: Live, name: str) -> None:
    """It is refused, and nobody has heard of it."""
    with listening() as (url, heard):
        reply = ask(live, NETWORK[name].replace("URL", url))
        assert reply.status == 400
        assert refused(reply)["zh"] == "查询使用了 SERVICE，这里不允许查询访问其他服务器"
    assert heard == []


@pytest.mark.parametrize("name", FILES)
def test_no_query_reads_a_file(live: Live, name: str) -> None:
    """A name of a file is a name of a graph that is not there."""
    reply = ask(live, FILES[name])
    assert reply.status == 200
    assert b"root:" not in reply.body
    there, not_there = (ask(live, FILES[name].replace("passwd", word)) for word in ("passwd", "no-such-file"))
    assert there.body.replace(b"passwd", b"") == not_there.body.replace(b"no-such-file", b"")


@pytest.mark.parametrize(
    "text", ["SELECT * { ?s ?p 'SERVICE <http://x/>' } # SERVICE <http://x/>", "SELECT * { ?SERVICE a <urn:LOAD> }"]
)
def test_a_word_in_a_comment_or_text_is_no_call(live: Live, text: str) -> None:
    """The gate reads words as SPARQL does."""
    assert ask(live, text).status == 200


class listening:
    """A listener on this machine, and what it has heard."""

    def __enter__(self) -> tuple[str, list[bytes]]:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/", self.heard

    def _listen(self) -> None:
        try:
            while True:
                connection, _ = self.listener.accept()
                self.heard.append(connection.recv(100))
                connection.close()
        except OSError:
            pass

    def __exit__(self, *error: object) -> None:
        time.sleep(0.02)
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()


def test_the_listener_hears(live: Live) -> None:
    """A call that is made is heard, so that the tests above can fail."""
    with (
        listening() as (url, heard),
        socket.create_connection(("127.0.0.1", int(url.split(":")[2][:-1]))) as connection,
    ):
        connection.sendall(b"hello")
    assert heard == [b"hello"]


@linux_only
def test_workers_have_no_network(live: Live) -> None:
    """The kernel denies sockets to every worker (mode 2 is a filter), and new privileges to all."""
    for pid in workers(live):
        status = dict(
            line.split(":\t", 1)
            for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
            if ":\t" in line
        )
        assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
    assert json.loads(live.send("GET", "/health").body)["network_denied"] is True


def children(pid: int) -> list[int]:
    """The processes whose parent is a process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
        except (OSError, IndexError):
            continue
    return found


def workers(live: Live) -> list[int]:
    """The workers of a service: the children of its one child."""
    (zygote,) = children(live.pid)
    found = children(zygote)
    assert found
    return found


@linux_only
def test_a_worker_that_is_killed_is_replaced(live: Live) -> None:
    """From outside, while nobody asks; the next who asks does not notice."""
    before = set(workers(live))
    for pid in before:
        os.kill(pid, 9)
    replies = [ask(live, f"{GOOD} # {number}") for number in range(6)]
    assert {reply.status for reply in replies[3:]} == {200}
    assert before.isdisjoint(pid for pid in workers(live) if not zombie(pid))


def zombie(pid: int) -> bool:
    """Whether a process is dead and not yet reaped."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"


def figure(live: Live, name: str) -> int:
    """A figure of `/metrics`."""
    text = live.send("GET", "/metrics").body.decode("utf-8")
    return int(next(line for line in text.splitlines() if line.startswith(f"{name} ")).split()[1])


def busy(live: Live) -> int:
    """How many workers have a job."""
    return figure(live, "parkgraph_workers_busy")


def died(live: Live) -> int:
    """How many workers have died."""
    return figure(live, "parkgraph_jobs_died_total")


@pytest.mark.slow
def test_slow_queries_do_not_stop_quick_ones(live: Live) -> None:
    """Three that never end run beside; every quick one is answered rightly meanwhile."""
    slow = [threading.Thread(target=ask, args=(live, f"{TIME['filter that never holds']} # {n}")) for n in range(3)]
    for thread in slow:
        thread.start()
    time.sleep(1.5)
    assert [answers(live) for _ in range(20)] == [True] * 20
    assert figure(live, "parkgraph_workers_busy") == 3
    for thread in slow:
        thread.join()


@pytest.mark.slow
def test_too_many_slow_queries_are_refused(live: Live) -> None:
    """With 503, when to come back, and a reason; those that had begun go on."""
    found: list[Reply] = []
    text = TIME["filter that never holds"]
    threads = [
        threading.Thread(target=lambda n=n: found.append(ask(live, f"{text} # many {n}", timeout="4")))
        for n in range(7)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(reply.status for reply in found)
    assert set(statuses) == {503, 504}
    turned_away = next(reply for reply in found if reply.status == 503)
    assert turned_away.headers["retry-after"] == "5"
    assert refused(turned_away)["zh"] == "正在运行的耗时查询已有 4 个，这一个已停止"


def test_a_client_that_leaves_frees_its_worker(live: Live) -> None:
    """Its query is ended long before its limit."""
    text = quote(f"{TIME['count of a cartesian product']} # left", safe="")
    connection = socket.create_connection(("127.0.0.1", int(live.url.rsplit(":", 1)[1])))
    connection.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode("ascii"))
    wait_for(lambda: busy(live) == 1)
    connection.close()
    wait_for(lambda: busy(live) == 0)
    assert "Traceback" not in live.log.read_text(encoding="utf-8")


def wait_for(condition: Callable[[], bool]) -> None:
    """Until a condition holds, for five seconds at most."""
    for _ in range(250):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it never happened")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Host": "localhost:80"}, 200),
        ({"Origin": "https://evil.example"}, 200),
        ({"Origin": "null"}, 200),
        ({"Accept": "text/html;q=abc, ,;;;"}, 406),
        ({"Accept": "*/*;q=0"}, 406),
        ({"X-Request-Id": "a\tb"}, 200),
        ({"Range": "bytes=0-1"}, 200),
        ({"If-None-Match": "*"}, 200),
    ],
)
def test_requests_that_are_not_as_they_should_be(live: Live, headers: dict[str, str], status: int) -> None:
    """A foreign host is refused, and no other site is told that it may read."""
    reply = live.send("GET", f"/sparql?query={quote(GOOD)}", headers)
    assert reply.status == status
    assert "access-control-allow-origin" not in reply.headers
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/sparql?query=" + quote("ASK {}") + "&update=" + quote("CLEAR ALL"), None, 400),
        ("POST", "/sparql?update=" + quote("CLEAR ALL"), b"", 415),
        ("GET", "/sparql?query=%FF%FE", None, 400),
        ("GET", "/sparql?query=%ED%A0%80", None, 400),
        ("GET", "/sparql?query=", None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=abc", None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=-1", None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=nan", None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&format=exe", None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=a%20b", None, 400),
        ("DELETE", "/sparql", None, 405),
        ("TRACE", "/sparql", None, 405),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", None, 404),
        ("GET", "/static/../../../etc/passwd", None, 404),
        ("GET", "/" + "a" * 3000, None, 404),
    ],
)
def test_requests_that_are_wrong(live: Live, method: str, path: str, body: bytes | None, status: int) -> None:
    """Each gets the status that says whose fault it is, and a reason."""
    reply = live.send(method, path, {}, body)
    assert reply.status == status, reply.body
    assert b"Traceback" not in reply.body


def test_an_error_page_does_not_repeat_what_was_sent(live: Live) -> None:
    """Nothing of an address comes back as markup."""
    reply = live.send("GET", "/<script>alert(1)</script>", {"Accept": "text/html"})
    assert reply.status == 404
    assert b"<script>alert" not in reply.body


def test_log_lines_cannot_be_forged(live: Live) -> None:
    """One line a request, each of it JSON, whatever the request holds; no query stands in it."""
    live.send("GET", "/x%0AINFO%20forged%E2%80%A8%1b%5b31m?query=SECRET", {"X-Request-Id": "mine-1"})
    wait_for(lambda: '"mine-1"' in live.log.read_text(encoding="utf-8"))
    lines = [line for line in live.log.read_text(encoding="utf-8").splitlines() if "parkgraph.requests" in line]
    told = [json.loads(line.split(" ", 2)[2]) for line in lines]
    assert any(entry["id"] == "mine-1" and entry["status"] == 404 for entry in told)
    assert "SECRET" not in live.log.read_text(encoding="utf-8")


WRONG_TOKENS = ("", "Bearer", "Bearer x", "Basic cGd0OmE=", "Bearer pgt_" + "A" * 43, "Token abc")


@pytest.mark.parametrize("token", WRONG_TOKENS)
def test_writing_needs_a_token(tmp_path: Path, token: str) -> None:
    """Six wrong tokens at five addresses: thirty refusals, and the data are as they were."""
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    made = create(tmp_path / "data", [tmp_path / "a.ttl"])
    issue(tmp_path / "tokens", ["update", "store"], days=1)
    options = ("--store", str(tmp_path / "data"), "--writable", "--token-file", str(tmp_path / "tokens"))
    with serve(tmp_path, *options) as live:
        headers = {"Authorization": token} if token else {}
        turtle = {**headers, "Content-Type": "text/turtle"}
        replies = [
            live.send("POST", "/update", {**headers, "Content-Type": "application/sparql-update"}, b"CLEAR ALL"),
            live.send("PUT", "/store?default", turtle, b""),
            live.send("POST", "/store", turtle, b"<urn:x> <urn:y> <urn:z> ."),
            live.send("DELETE", "/store?default", headers),
            live.send("PUT", "/store/a/b", turtle, b""),
        ]
        assert [reply.status for reply in replies] == [401] * 5
        assert all(reply.headers["www-authenticate"].startswith("Bearer") for reply in replies)
        assert current(tmp_path / "data") == made
