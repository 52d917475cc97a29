"""Stores one by one: files and their mistakes, endpoints that misbehave, wording."""

import base64
import gzip
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

import parkgraph.store
from parkgraph.errors import AssetError, EngineError, ParkgraphError, ParseError, QueryError, RemoteError, UsageError
from parkgraph.store import LocalStore, RemoteStore, engine_errors, local, mistakes, remote

TRIPLE = "<http://x/a> <http://x/p> {} .\n"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def message(error: pytest.ExceptionInfo[ParkgraphError]) -> str:
    """The whole text a reader sees."""
    return str(error.value)


FORMATS = [
    ("a.ttl", '<http://x/a> <http://x/p> "中" .'),
    ("a.nt", '<http://x/a> <http://x/p> "中" .\n'),
    ("a.nq", '<http://x/a> <http://x/p> "中" <http://x/g> .\n'),
    ("a.trig", '<http://x/g> { <http://x/a> <http://x/p> "中" }'),
    ("a.jsonld", '{"@id": "http://x/g", "@graph": [{"@id": "http://x/a", "http://x/p": "中"}]}'),
    (
        "a.rdf",
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
        '<r:Description r:about="http://x/a"><x:p>中</x:p></r:Description></r:RDF>',
    ),
    ("A.TTL", '\ufeff<http://x/a> <http://x/p> "中" .'),
]
FILE_MISTAKES = [
    (
        "a.ttl",
        b"@prefix a: <http://x/> .\na:b a:c dep:d .\n",
        "{}:2: 前缀 dep: 没有声明。 请在文件开头加一行：@prefix dep: <…> .",
    ),
    (
        "a.ttl",
        b"<http://x/a> <http://x/p> 1\n<http://x/b> <http://x/p> 1 .",
        "{}:2: 语法有误（A dot is expected at the end of statements）。 请改正该行，并看上一行末尾的标点。",
    ),
    ("a.ttl", '<http://x/a> <http://x/p> "中" .'.encode("gb18030"), "{}:1: 文件不是 UTF-8 编码。 请另存为 UTF-8。"),
    ("a.ttl", '<http://x/a> <http://x/p> "中" .'.encode("utf-16"), "{}:1: 文件不是 UTF-8 编码。 请另存为 UTF-8。"),
    (
        "a.nq",
        b"<http://x/a> <http://x/p> <http://x/o> .\n<http://x/a> <p> <o> .",
        "{}:2: 语法有误（No scheme found in an absolute IRI）。 请改正该行，并看上一行末尾的标点。",
    ),
    (
        "a.rdf",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r/>',
        "{}: RDF/XML 文件里有 DOCTYPE，不予读取。 请另存为 Turtle（.ttl）后再试。",
    ),
    (
        "a.docx",
        b"",
        "{}: 不认识的格式 .docx。 请用这些格式之一：.ttl .nt .nq .trig .jsonld .rdf。",
    ),
    ("README", b"", "{}: 不认识的格式 （无后缀）。 请用这些格式之一：.ttl .nt .nq .trig .jsonld .rdf。"),
]


class TestFiles:
    """`LocalStore.from_files` and `from_triples`."""

    @pytest.mark.parametrize(("name", "content"), FORMATS)
    def test_every_format_lands_in_the_default_graph(self, tmp_path: Path, name: str, content: str) -> None:
        """Graph names are dropped, capitals in the suffix and a byte order mark do not matter."""
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        store = LocalStore.from_files([file])
        answer = store.query('ASK { <http://x/a> <http://x/p> "中" }')
        assert isinstance(answer, QueryBoolean)
        assert bool(answer)
        assert (len(store), store.place) == (1, "内存")

    def test_every_format_was_tried(self) -> None:
        """The table follows the formats that are read."""
        assert {Path(name).suffix.lower() for name, _ in FORMATS} == local.FORMATS.keys()

    def test_blank_nodes_of_two_files_stay_apart(self, tmp_path: Path) -> None:
        """The same label in two files is two nodes, in files of triples and of quads."""
        for name in ("a.nt", "b.nt", "c.nq", "d.nq"):
            (tmp_path / name).write_text('_:b <http://x/p> "1" .\n', encoding="utf-8")
        assert len(LocalStore.from_files(sorted(tmp_path.iterdir()))) == 4

    def test_triples_become_a_store(self) -> None:
        """A list of triples is enough for a test."""
        store = LocalStore.from_triples([Triple(BlankNode(), NamedNode("http://x/p"), Literal("1"))])
        assert len(store) == 1
        assert len(store.engine) == 1

    @pytest.mark.parametrize(("name", "content", "expected"), FILE_MISTAKES)
    def test_a_mistake_is_reported_with_file_and_line(
        self, tmp_path: Path, name: str, content: bytes, expected: str
    ) -> None:
        """What is wrong, where, and what to do."""
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(ParseError) as caught:
            LocalStore.from_files([file])
        assert message(caught) == expected.format(file)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        """The path is in the message."""
        with pytest.raises(AssetError) as caught:
            LocalStore.from_files([tmp_path / "no.ttl"])
        assert message(caught) == f"{tmp_path}/no.ttl: 找不到文件。 请检查路径和读取权限。"

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        """What cannot be opened is told apart from what is missing."""
        (tmp_path / "a.ttl").mkdir()
        with pytest.raises(AssetError, match="打不开文件：Is a directory"):
            LocalStore.from_files([tmp_path / "a.ttl"])


class TestEngineErrors:
    """What the engine raises never passes the door."""

    def test_an_error_while_rows_are_read_is_worded(self) -> None:
        """A graph elsewhere is asked for only when the first row is computed."""
        answer = LocalStore.from_triples([]).query("SELECT * { SERVICE <ftp://x/> { ?s ?p ?o } }")
        with pytest.raises(EngineError) as caught, engine_errors("内存"):
            list(answer)  # type: ignore[arg-type]
        expected = "内存: 查询执行失败：Not supported URL scheme: ftp。"
        assert message(caught) == f"{expected} 请缩小查询范围后重试；查询里若有 SERVICE，请去掉。"

    def test_an_error_while_a_question_is_asked_is_worded(self) -> None:
        """A function that the engine does not know."""
        with pytest.raises(EngineError, match="内存: 查询执行失败：The custom function <http://x/f> is not supported"):
            LocalStore.from_triples([]).query("SELECT (<http://x/f>(1) AS ?x) {}")

    def test_our_own_errors_pass_unchanged(self) -> None:
        """A mistake in the text stays a QueryError."""
        with pytest.raises(QueryError), engine_errors():
            LocalStore.from_triples([]).query("SELECT")


class TestGzip:
    """Files that are packed."""

    @pytest.mark.parametrize(("name", "content"), FORMATS)
    def test_every_format_is_read_gzipped_too(self, tmp_path: Path, name: str, content: str) -> None:
        """The suffix before `.gz` names the format; capitals do not matter."""
        file = tmp_path / f"{name}.GZ"
        file.write_bytes(gzip.compress(content.encode("utf-8")))
        answer = LocalStore.from_files([file]).query('ASK { <http://x/a> <http://x/p> "中" }')
        assert bool(answer)

    def test_an_archive_that_swells_is_refused(self, tmp_path: Path) -> None:
        """Two megabytes of nothing in two kilobytes, refused before a parser sees them."""
        file = tmp_path / "a.nt.gz"
        file.write_bytes(gzip.compress(b"\n" * 2_000_000))
        with pytest.raises(ParseError) as caught:
            LocalStore.from_files([file])
        assert message(caught) == f"{file}: 文件展开后超过原来的 100 倍。 请直接给出未压缩的文件。"

    @pytest.mark.parametrize("damage", [lambda raw: raw[:-9], lambda raw: b"PK" + raw, lambda raw: raw[:20] + raw[24:]])
    def test_a_damaged_archive_is_refused(self, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
        """Cut, of another kind, or with a hole."""
        file = tmp_path / "a.nt.gz"
        file.write_bytes(damage(gzip.compress("".join(TRIPLE.format(f'"{n}"') for n in range(99)).encode())))
        with pytest.raises(ParseError) as caught:
            LocalStore.from_files([file])
        assert message(caught) == f"{file}: gzip 压缩文件已损坏。 请换一份完好的文件。"

    def test_a_packed_file_of_no_format_is_refused(self, tmp_path: Path) -> None:
        """What is packed must have a format too."""
        with pytest.raises(ParseError, match=r"不认识的格式 \.docx"):
            LocalStore.from_files([tmp_path / "a.docx.gz"])


def test_graphs_can_be_kept(tmp_path: Path) -> None:
    """A file of quads goes into the graphs it names, where that is asked for."""
    (tmp_path / "a.nq").write_text(FORMATS[2][1], encoding="utf-8")
    engine = pyoxigraph.Store()
    local.load_file(engine, tmp_path / "a.nq", keep_graphs=True)
    assert list(engine.named_graphs()) == [NamedNode("http://x/g")]


Reply = tuple[int, dict[str, str], bytes]
ROWS = {"Content-Type": "application/sparql-results+json"}
ONE_ROW = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'


NO_ANSWERS = [
    ((401, {}, b""), "端点没有回答（HTTP 401）。 请检查用户名和密码。"),
    ((403, {}, b""), "端点没有回答（HTTP 403）。 请检查用户名和密码，或向端点的管理员申请查询权限。"),
    (
        (404, {}, b"No such\x1b page\nmore"),
        "端点没有回答（HTTP 404）：No such  page。 请检查端点地址，常见的结尾有 /query 和 /sparql。",
    ),
    ((418, {}, "茶壶\n".encode()), "端点没有回答（HTTP 418）：茶壶。 请检查端点地址和访问权限。"),
    ((429, {}, b"<html>busy"), "端点没有回答（HTTP 429）。 请稍后再试，并减少查询次数。"),
    ((500, {}, b"Virtuoso 42000"), "端点没有回答（HTTP 500）：Virtuoso 42000。 请稍后再试，或联系端点的管理员。"),
    ((503, {}, b""), "端点没有回答（HTTP 503）。 端点正忙，请稍后再试。"),
    ((302, {"Location": "http://elsewhere/"}, b""), "端点已搬到 http://elsewhere/（HTTP 302）。 请直接使用新地址。"),
    ((308, {"Location": "http://elsewhere/"}, b""), "端点已搬到 http://elsewhere/（HTTP 308）。 请直接使用新地址。"),
    (
        (200, {"Content-Type": "text/html; charset=utf-8"}, b"<!DOCTYPE html>"),
        "端点的答案不是 SPARQL 结果，而是 text/html。 请检查端点地址，常见的结尾有 /query 和 /sparql。",
    ),
    (
        (200, {"Content-Type": "text/plain"}, b"hello"),
        "端点的答案不是 SPARQL 结果，而是 text/plain：hello。 请检查端点地址，常见的结尾有 /query 和 /sparql。",
    ),
    (
        (200, {}, b""),
        "端点的答案不是 SPARQL 结果，而是 没有说明的类型。 请检查端点地址，常见的结尾有 /query 和 /sparql。",
    ),
    (
        (200, ROWS, b'{"head":{"vars":["a"]},"results":{"bindings":[The query timed out'),
        "端点的答案不完整，或不是它自称的格式：Parser error at line 1 column 47: Unexpected char: 'T'。 "
        "端点可能中途超时；请缩小查询范围后重试。",
    ),
    (
        (200, {"Content-Type": "application/n-triples"}, b"<http://x/a> <http://x/p>"),
        "端点的答案不完整，或不是它自称的格式：Parser error at line 1 column 26: Unexpected end。 "
        "端点可能中途超时；请缩小查询范围后重试。",
    ),
    ((200, {**ROWS, "Content-Length": "999"}, b"{"), "答案中途断了。 请重试；若总是如此，请联系端点的管理员。"),
]
BAD_REQUESTS = [
    (
        "SELECT * { ?s dep:x ?o }",
        b"Undefined prefix",
        " 第 1 行第 15 列: 前缀 dep: 没有声明。 请在查询开头加一行：PREFIX dep: <…>",
    ),
    ("SELECT * {}", b"too deep\nmore", ": SPARQL 语法有误（too deep）。 请检查这一处及其前面的关键字、标点和括号。"),
    ("SELECT * {}", b"", ": SPARQL 语法有误。 请检查这一处及其前面的关键字、标点和括号。"),
]
NO_ENDPOINTS = [
    (
        "https://me:secret@host/query",
        "https://host/query: 端点地址里不能写用户名和密码。 请去掉它们，另用 user 和 password 给出。",
    ),
    (
        "file:///etc/passwd",
        "file:///etc/passwd: 这不是 SPARQL 端点的地址。 请写以 http:// 或 https:// 开头的完整地址。",
    ),
    ("http://", "http://: 这不是 SPARQL 端点的地址。 请写以 http:// 或 https:// 开头的完整地址。"),
    ("http://a b/", "http://a b/: 这不是 SPARQL 端点的地址。 请写以 http:// 或 https:// 开头的完整地址。"),
]
CUT_OFF = [
    ({"X-SPARQL-MaxRows": "2"}, 2, "X-SPARQL-MaxRows: 2"),
    ({"X-SQL-State": "S1TAT"}, 0, "X-SQL-State: S1TAT"),
    ({}, 10_000, "恰好 10000 条"),
]


class Endpoint(ThreadingHTTPServer):
    """An endpoint that answers each request in turn with what it was told, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], dict[str, list[str]]]] = []
        self.replies: list[Reply | Callable[[BaseHTTPRequestHandler], None]] = []
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/query"


class Answering(BaseHTTPRequestHandler):
    """One request to an Endpoint."""

    def do_POST(self) -> None:
        """Give the next reply."""
        endpoint = self.server
        assert isinstance(endpoint, Endpoint)
        form = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        endpoint.asked.append((self.path, dict(self.headers), parse_qs(form, keep_blank_values=True)))
        reply = endpoint.replies.pop(0)
        if callable(reply):
            reply(self)
            return
        status, headers, body = reply
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """An endpoint on this machine."""
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class TestRemote:
    """`RemoteStore` against endpoints that do what real ones do on bad days."""

    def test_a_query_is_posted_as_a_form(self, endpoint: Endpoint) -> None:
        """The text as `query`, the graph as `default-graph-uri`, nothing else; JSON or N-Triples are asked for."""
        endpoint.replies = [(200, ROWS, ONE_ROW)]
        RemoteStore(endpoint.url, graph="http://x/图").query("INSERT DATA { } # 中")
        path, headers, form = endpoint.asked[0]
        assert (path, form) == ("/query", {"query": ["INSERT DATA { } # 中"], "default-graph-uri": ["http://x/图"]})
        assert headers["Accept"].startswith("application/sparql-results+json, application/n-triples;")
        assert "Authorization" not in headers

    def test_a_password_is_sent_only_when_it_is_demanded(self, endpoint: Endpoint) -> None:
        """After a 401 the query is sent again with it."""
        endpoint.replies = [(401, {"WWW-Authenticate": 'Basic realm="x"'}, b""), (200, ROWS, ONE_ROW)]
        assert len(RemoteStore(endpoint.url, user="王", password="密")) == 1
        assert "Authorization" not in endpoint.asked[0][1]
        assert endpoint.asked[1][1]["Authorization"] == f"Basic {base64.b64encode('王:密'.encode()).decode()}"
        assert endpoint.asked[1][2] == {"query": [COUNT]}

    def test_digest_passwords_work_too(self, endpoint: Endpoint) -> None:
        """Virtuoso wants nothing else."""
        endpoint.replies = [
            (401, {"WWW-Authenticate": 'Digest realm="x", nonce="1", qop="auth", algorithm=MD5'}, b""),
            (200, ROWS, ONE_ROW),
        ]
        assert len(RemoteStore(endpoint.url, user="dba", password="dba")) == 1
        assert endpoint.asked[1][1]["Authorization"].startswith('Digest username="dba", realm="x"')

    @pytest.mark.parametrize(("reply", "expected"), NO_ANSWERS)
    def test_what_is_no_answer_is_explained(self, endpoint: Endpoint, reply: Reply, expected: str) -> None:
        """The address, what came, and what to do."""
        endpoint.replies = [reply]
        with pytest.raises(RemoteError) as caught:
            RemoteStore(endpoint.url).query(COUNT)
        assert message(caught) == f"{endpoint.url}: {expected}"

    def test_a_redirect_is_not_followed(self, endpoint: Endpoint) -> None:
        """Neither the query nor a password goes anywhere else."""
        endpoint.replies = [(301, {"Location": endpoint.url}, b""), (200, ROWS, ONE_ROW)]
        with pytest.raises(RemoteError):
            RemoteStore(endpoint.url, user="u", password="p").query(COUNT)
        assert len(endpoint.asked) == 1

    @pytest.mark.parametrize(("text", "said", "expected"), BAD_REQUESTS)
    def test_a_bad_request_is_a_query_error(self, endpoint: Endpoint, text: str, said: bytes, expected: str) -> None:
        """HTTP 400 means the text; the endpoint's own words are passed on where we have none."""
        endpoint.replies = [(400, {}, said)]
        with pytest.raises(QueryError) as caught:
            RemoteStore(endpoint.url).query(text)
        assert message(caught) == f"{endpoint.url}{expected}"

    def test_an_endpoint_that_says_nothing_is_given_up(self, endpoint: Endpoint) -> None:
        """The limit is in the message."""
        over = threading.Event()
        endpoint.replies = [lambda request: over.wait(30) and None]
        with pytest.raises(RemoteError) as caught:
            RemoteStore(endpoint.url, seconds=0.2).query(COUNT)
        over.set()
        assert message(caught) == f"{endpoint.url}: 端点在 0.2 秒内没有答完。 请缩小查询范围，或放宽时间限制后重试。"

    def test_an_endpoint_that_never_comes_to_an_end_is_given_up(self, endpoint: Endpoint) -> None:
        """Each piece comes in time, the whole never would."""
        over = threading.Event()

        def drip(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Type", "application/sparql-results+json")
            request.end_headers()
            for _ in range(500):
                if over.wait(0.02):
                    return
                request.wfile.write(b" ")

        endpoint.replies = [drip]
        with pytest.raises(RemoteError, match=r"端点在 0\.3 秒内没有答完"):
            RemoteStore(endpoint.url, seconds=0.3).query(COUNT)
        over.set()

    def test_an_endpoint_that_never_stops_talking_is_given_up(
        self, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An answer beyond measure does not fill the memory."""
        monkeypatch.setattr(remote, "MOST_BYTES", 10)
        endpoint.replies = [(200, ROWS, ONE_ROW)]
        with pytest.raises(RemoteError, match="没有得到端点的答案（答案超过 0 MB）"):
            RemoteStore(endpoint.url).query(COUNT)

    def test_an_endpoint_that_hangs_up_is_explained(self, endpoint: Endpoint) -> None:
        """The connection is closed before a word was said."""
        endpoint.replies = [lambda request: None]
        with pytest.raises(RemoteError, match="没有得到端点的答案（对方断开了连接）"):
            RemoteStore(endpoint.url).query(COUNT)

    def test_an_endpoint_that_is_not_there_is_explained(self) -> None:
        """Nobody listens: the address is in the message."""
        url = "http://127.0.0.1:1/query"
        with pytest.raises(RemoteError) as caught:
            RemoteStore(url).query(COUNT)
        assert (
            message(caught) == f"{url}: 没有得到端点的答案（那里没有服务，连接被拒绝）。 请检查地址和网络，或稍后再试。"
        )

    def test_a_host_that_does_not_exist_is_explained(self) -> None:
        """The name cannot be resolved."""
        with pytest.raises(RemoteError, match="没有得到端点的答案（找不到这个主机名）"):
            RemoteStore("http://nowhere.invalid/query").query(COUNT)

    @pytest.mark.parametrize(("url", "expected"), NO_ENDPOINTS)
    def test_what_is_no_endpoint_is_refused_at_once(self, url: str, expected: str) -> None:
        """No file is read, and no password is repeated."""
        with pytest.raises(UsageError) as caught:
            RemoteStore(url)
        assert message(caught) == expected

    @pytest.mark.parametrize(("headers", "rows", "reason"), CUT_OFF)
    def test_a_cut_off_answer_is_told(
        self,
        endpoint: Endpoint,
        caplog: pytest.LogCaptureFixture,
        headers: dict[str, str],
        rows: int,
        reason: str,
    ) -> None:
        """The rows are given, and a warning with them."""
        body = {"head": {"vars": ["n"]}, "results": {"bindings": [{}] * rows}}
        endpoint.replies = [(200, {**ROWS, **headers}, json.dumps(body).encode())]
        answer = RemoteStore(endpoint.url).query(COUNT)
        assert isinstance(answer, QuerySolutions)
        assert len(list(answer)) == rows
        expected = f"{endpoint.url}: 答案可能被端点截断（{reason}），请加 LIMIT 和 OFFSET 分批查询。 rows={rows}"
        assert [(record.levelno, record.getMessage()) for record in caplog.records] == [(logging.WARNING, expected)]

    def test_a_whole_answer_is_not_doubted(self, endpoint: Endpoint, caplog: pytest.LogCaptureFixture) -> None:
        """No warning without a reason."""
        endpoint.replies = [(200, {"Content-Type": "text/turtle"}, b"<http://x/a> <http://x/p> 1 .")]
        assert len(list(RemoteStore(endpoint.url).query("CONSTRUCT WHERE { ?s ?p ?o }"))) == 1  # type: ignore[arg-type]
        assert caplog.records == []


TEXT_MISTAKES = [
    (
        "SELECT * { ?s ?p <http://x/中 文> }",
        "第 1 行第 18 列",
        "地址 <http://x/中 文> 里有不能用的字符",
        "请去掉其中的空格等字符，并以 > 结尾。",
    ),
    (" # nothing\n", "", "查询是空的", "请写一条 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询。"),
    (
        "PREFIX a: <http://x/>\nDELETE WHERE { ?s ?p ?o }",
        "第 2 行第 1 列",
        "这是修改数据的语句（DELETE），这里只能查询",
        "请写 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询。",
    ),
    (
        "PREFIX a: <http://x/>\nSELECT * { ?s a:x '''dep:x''' . ?s pg:y 1 # b:c\n}",
        "第 2 行第 36 列",
        "前缀 pg: 没有声明",
        "请在查询开头加一行：PREFIX pg: <https://w3id.org/parkgraph/ontology#>",
    ),
    ("SELECT * { ?s :x ?o }", "第 1 行第 15 列", "前缀 : 没有声明", "请在查询开头加一行：PREFIX : <…>"),
    (
        "SELECT * { ?s ?p “中” }",
        "第 1 行第 18 列",
        "用了全角符号「“」",
        '请改成半角的 "',
    ),
    ("SELECT * {\n ?s ?p ?o", "第 1 行第 10 列", "{ 没有对应的 }", "请补上 }"),
    ("SELECT * { ?s ?p ?o }}", "第 1 行第 22 列", "多了一个 }，或它前面少了一个 {", "请让括号成对。"),
    ("SELECT * { FILTER(1 = 1 }", "第 1 行第 25 列", "多了一个 }，或它前面少了一个 {", "请让括号成对。"),
    (
        'SELECT * { ?s ?p "中文 }',
        "第 1 行第 18 列",
        '引号 " 没有配对',
        "请在文字的两头各写一个引号；文字跨行时两头各写三个。",
    ),
    ("SELECT * { ?s ?p ?o } LIMT 3", "第 1 行第 23 列", "SPARQL 里没有 LIMT 这个词", "是不是想写 LIMIT？"),
    (
        "你好",
        "第 1 行第 1 列",
        "SPARQL 里没有 你好 这个词",
        "变量前面要写 ?，文字要加引号，名称要带前缀。",
    ),
    (
        "SELECT * { ?s ?p ?o } GROUP BY ?s",
        "第 1 行第 34 列",
        "用了 GROUP BY 就不能写 SELECT *",
        "请在 SELECT 后列出变量。",
    ),
    ("SELECT * { ?s <a> ?o }", "第 1 行第 15 列", "地址 <a> 不完整", "请写完整的地址，如 <https://…>；或用前缀。"),
    (
        "BASE <http://x/> SELECT ?s WHERE { <a> ?p } LIMIT ?s",
        "第 1 行第 44 列",
        "SPARQL 语法有误",
        "请检查这一处及其前面的关键字、标点和括号。",
    ),
]


ENGINE_REASONS = {
    "IRI parsing failed": "SELECT * { ?s ?p <http://x/%zz> }",
    "Duplicated variable name in SELECT": "SELECT ?a ?a {}",
    "The SELECT contains a variable that is unbound": "SELECT ?p { ?s ?p ?o } GROUP BY ?s",
    "The SELECT contains an expression with a variable that is unbound": "SELECT (?z + 1 AS ?y) (COUNT(*) AS ?c) {}",
    "The SELECT overrides an existing variable": "SELECT (1 AS ?a) { BIND(2 AS ?a) }",
    "SELECT * is not authorized with GROUP BY": "SELECT * { ?s ?p ?o } GROUP BY ?s",
}


class TestMistakes:
    """What is wrong with a query, in words."""

    @pytest.mark.parametrize(("text", "where", "problem", "remedy"), TEXT_MISTAKES)
    def test_the_reason_is_the_readers_not_the_engines(self, text: str, where: str, problem: str, remedy: str) -> None:
        """Line and column, what is wrong, what to do; word for word."""
        with pytest.raises(QueryError) as caught:
            LocalStore.from_triples([]).query(text)
        assert (caught.value.where, caught.value.problem, caught.value.remedy) == (where, problem, remedy)

    @pytest.mark.parametrize("phrase", mistakes.REASONS)
    def test_the_engines_own_reasons_are_still_worded_so(self, phrase: str) -> None:
        """Each phrase we translate is one that the engine says; a new version may say it otherwise."""
        with pytest.raises(QueryError) as caught:
            LocalStore.from_triples([]).query(ENGINE_REASONS[phrase])
        assert phrase in str(caught.value.__cause__)
        assert (caught.value.problem, caught.value.remedy) == mistakes.REASONS[phrase]


def test_remote_modules_are_imported_only_for_remote_stores() -> None:
    """Asking a local store costs neither SPARQLWrapper nor Python's HTTP client."""
    program = (
        "import sys; from parkgraph.store import LocalStore; LocalStore.from_triples([]).query('ASK {}')\n"
        "print({'SPARQLWrapper', 'urllib.request', 'http.client', 'rdflib'} & set(sys.modules) or 'none')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "none\n"


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The door that opens for RemoteStore opens for nothing else."""
    with pytest.raises(AttributeError, match=r"module 'parkgraph\.store' has no attribute 'Remote'"):
        parkgraph.store.Remote  # noqa: B018


def test_no_table_lost_a_row() -> None:
    """As many cases as were written."""
    tables = (FORMATS, FILE_MISTAKES, NO_ANSWERS, BAD_REQUESTS, NO_ENDPOINTS, CUT_OFF, TEXT_MISTAKES)
    assert [len(table) for table in tables] == [7, 8, 15, 3, 4, 3, 15]
    assert ENGINE_REASONS.keys() == mistakes.REASONS.keys()
