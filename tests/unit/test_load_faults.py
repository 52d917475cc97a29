"""Loading into servers that misbehave: a store of our own on the loopback, made to fail in one way at a time."""

import hashlib
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from click.testing import CliRunner
from fake_store import GRAPH, JSON_ROWS, STAGING, Answer, FakeStore, Fault, Request

from parkgraph.cli.load import load_
from parkgraph.errors import ParkgraphError, RemoteError, UsageError
from parkgraph.load import LoadOptions, LoadReport, load_graph

CLASS = ox.NamedNode("https://example.org/Thing")
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
NAME = ox.NamedNode("https://example.org/name")
QUESTIONS = {"things": "SELECT ?s WHERE { ?s a <https://example.org/Thing> }"}


@pytest.fixture
def store() -> Iterator[FakeStore]:
    """A store that behaves, until it is told otherwise; it holds an old graph of one statement."""
    made = FakeStore()
    made.engine.add(ox.Quad(ox.NamedNode("urn:old"), NAME, ox.Literal("旧"), ox.NamedNode(GRAPH)))
    yield made
    made.stop()


@pytest.fixture
def load(store: FakeStore, tmp_path: Path) -> Callable[..., LoadReport]:
    """Loads sixteen statements; the pauses it was asked to make are kept in `.pauses`."""

    def loaded(url: str = "", **options: Any) -> LoadReport:
        given = {"graph": GRAPH, "state": tmp_path / "state", "pause": pauses.append, "seconds": 20.0, **options}
        return load_graph(url or store.url, things(), QUESTIONS, LoadOptions(**given))

    pauses: list[float] = []
    loaded.pauses = pauses  # type: ignore[attr-defined]
    return loaded


def things(count: int = 8) -> list[ox.Triple]:
    """Things with a class and a Chinese name."""
    nodes = [ox.NamedNode(f"https://example.org/thing-{number}") for number in range(count)]
    named = [ox.Triple(node, NAME, ox.Literal(f"第{number}个", language="zh")) for number, node in enumerate(nodes)]
    return [*(ox.Triple(node, RDF_TYPE, CLASS) for node in nodes), *named]


def once(*answers: Answer, when: Callable[[Request], bool] = lambda request: request.writes) -> Fault:
    """A fault that gives these answers to the first requests of a kind, and then no more."""
    left = list(answers)
    return lambda request: left.pop(0) if left and when(request) else None


def refused(load: Callable[..., LoadReport], *words: str, **options: Any) -> str:
    """What a load says that fails at the server."""
    with pytest.raises(RemoteError) as caught:
        load(*words, **options)
    assert caught.value.exit_code == 4
    return str(caught.value)


class TestPatience:
    """Servers that are busy, small or shaky."""

    def test_nothing_is_waited_for_where_all_goes_well(self, store: FakeStore, load: Any) -> None:
        """One PUT into the staging graph, one MOVE."""
        report = load()
        assert (report.exit_code, store.size(), store.size(STAGING), load.pauses) == (0, 16, 0, [])
        assert store.writes() == [("PUT", "-staging", 16)]

    def test_a_refused_size_is_halved_until_it_fits(self, store: FakeStore, load: Any) -> None:
        """413 costs no pause; the first half replaces, the rest is added in halves."""
        store.fault = lambda r: (413, {}, b"") if r.writes and len(r.body.splitlines()) > 5 else None
        report = load()
        sizes = [("PUT", 16), ("PUT", 8), ("PUT", 4), ("POST", 4), ("POST", 4), ("POST", 4)]
        assert [(method, lines) for method, _, lines in store.writes()] == sizes
        assert (report.requests, store.size(), load.pauses) == (4, 16, [])

    def test_a_size_refused_down_to_one_statement_is_given_up(self, store: FakeStore, load: Any) -> None:
        """No endless halving."""
        store.fault = once(*[(413, {}, b"")] * 99)
        assert "服务器没有接受写入（HTTP 413）" in refused(load)
        assert [lines for _, _, lines in store.writes()] == [16, 8, 4, 2, 1]

    def test_retry_after_is_honoured_and_the_chunk_stays_whole(self, store: FakeStore, load: Any) -> None:
        """As many seconds as the server asks for, then the same again."""
        store.fault = once((503, {"Retry-After": "7"}, b""), (429, {"Retry-After": "3"}, b""))
        assert load().exit_code == 0
        assert load.pauses == [7.0, 3.0]
        assert [lines for _, _, lines in store.writes()] == [16, 16, 16]

    def test_a_date_in_retry_after_is_understood(self, store: FakeStore, load: Any) -> None:
        """A date that has passed means at once."""
        store.fault = once((503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, b""))
        assert load().exit_code == 0
        assert load.pauses == [0.0]

    def test_a_wait_beyond_measure_is_told(self, store: FakeStore, load: Any) -> None:
        """Nobody waits for an hour without knowing."""
        store.fault = once((503, {"Retry-After": "3600"}, b""))
        assert refused(load) == "服务器要求等待 3600 秒。 请过后用 --resume 再来。"

    def test_errors_of_the_server_are_tried_again_with_half(self, store: FakeStore, load: Any) -> None:
        """The pause grows; the chunk shrinks."""
        store.fault = once((500, {}, b""), (0, {}, b""), (502, {}, b""))
        assert load().exit_code == 0
        assert load.pauses == [1.0, 2.0, 4.0]
        assert [lines for _, _, lines in store.writes()][:4] == [16, 8, 4, 2]
        assert store.size() == 16

    def test_five_failures_at_one_place_are_the_end(self, store: FakeStore, load: Any) -> None:
        """The message gives the server's own words and says what has become of the graph."""
        store.fault = once(*[(500, {"Content-Type": "text/plain"}, "磁盘满\nstack".encode())] * 9)
        assert refused(load) == (
            f"{store.url}/store: 服务器没有接受写入（HTTP 500）：磁盘满。 "
            "原来的图没有改动。请检查地址和 --store，或稍后再试。"
        )
        assert load.pauses == [1.0, 2.0, 4.0, 8.0, 16.0]
        assert store.size() == 1

    def test_a_silent_server_is_given_up_in_the_end(self, store: FakeStore, load: Any) -> None:
        """Hanging up on a query is not different from hanging up on a chunk."""
        store.fault = lambda r: (0, {}, b"") if r.path == "/query" and "COUNT" in r.body.decode() else None
        assert refused(load) == (
            f"{store.url}/query: 没有得到服务器的答复（对方断开了连接）。 "
            f"已写入 {STAGING}，但没有核对完；请用 --verify-only 核对，或重新装入。"
        )
        assert len(load.pauses) == 5

    def test_a_server_that_takes_too_long_is_asked_for_less(self, store: FakeStore, load: Any) -> None:
        """A chunk that was not answered in time is halved."""
        release = threading.Event()

        def hang_up() -> Answer:
            release.wait(20)
            return 0, {}, b""

        def slow(request: Request) -> Answer | None:
            return hang_up() if request.writes and len(request.body.splitlines()) > 8 else None

        store.fault = slow
        try:
            report = load(seconds=0.3)
        finally:
            release.set()
        assert (report.exit_code, load.pauses) == (0, [1.0])
        assert [lines for _, _, lines in store.writes()] == [16, 8, 8]

    def test_a_server_that_is_never_in_time_is_given_up(self, store: FakeStore, load: Any) -> None:
        """The message says that it was waited for."""
        release = threading.Event()
        store.fault = lambda r: (0 * release.wait(20), {}, b"") if r.writes else None
        try:
            said = refused(load, seconds=0.1)
        finally:
            release.set()
        assert said == (
            f"{store.url}/store: 没有得到服务器的答复（等了太久）。 "
            "原来的图没有改动。请检查地址和 --store，或稍后再试。"
        )

    def test_a_busy_query_address_is_asked_again(self, store: FakeStore, load: Any) -> None:
        """503 for a while is no difference."""
        store.fault = once((503, {"Retry-After": "2"}, b""), when=lambda r: r.path == "/query")
        assert load().exit_code == 0
        assert load.pauses == [2.0]


class TestResuming:
    """Loads that were interrupted."""

    def interrupt(self, store: FakeStore, load: Any, **options: Any) -> str:
        """A load in chunks of six that dies after the first."""
        store.fault = lambda r: (0, {}, b"") if r.writes and r.method == "POST" else None
        said = refused(load, chunk_triples=6, **options)
        store.fault = lambda request: None
        store.seen.clear()
        return said

    def test_only_the_rest_is_sent(self, store: FakeStore, load: Any) -> None:
        """The notes are gone when all is done."""
        assert "暂存图中已有 6 条语句；排除原因后加 --resume 可以接着装。" in self.interrupt(store, load)
        report = load(chunk_triples=6, resume=True)
        assert [(method, lines) for method, _, lines in store.writes()] == [("POST", 6), ("POST", 4)]
        assert (report.exit_code, store.size()) == (0, 16)
        with pytest.raises(UsageError, match="没有可以续传的装入。 请去掉 --resume，重新装入。"):
            load(resume=True)

    def test_a_store_that_forgot_is_filled_anew(self, store: FakeStore, load: Any) -> None:
        """The staging graph is counted before anything is added to it."""
        self.interrupt(store, load)
        store.engine.remove_graph(ox.NamedNode(STAGING))
        report = load(chunk_triples=6, resume=True)
        assert report.steps[0] == "服务器丢失了上次写入的内容，从头再写"
        assert [method for method, _, _ in store.writes()] == ["PUT", "POST", "POST"]

    def test_other_data_are_not_mixed_in(self, store: FakeStore, load: Any, tmp_path: Path) -> None:
        """What was sent must be the beginning of what is to be sent."""
        self.interrupt(store, load)
        notes = next((tmp_path / "state").iterdir())
        kept = json.loads(notes.read_text(encoding="utf-8"))
        assert kept["pieces"][0]["lines"] == 6
        kept["pieces"][0]["sha256"] = hashlib.sha256(b"other").hexdigest()
        notes.write_text(json.dumps(kept), encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            load(resume=True)
        assert str(caught.value) == f"{notes}: 上次中断之后数据有了变化，不能续传。 请去掉 --resume，重新装入。"

    def test_an_interrupted_append_says_what_is_in_the_graph(self, store: FakeStore, load: Any) -> None:
        """Appending has no staging graph."""
        calls = iter(range(99))
        store.fault = lambda r: (0, {}, b"") if r.writes and next(calls) > 0 else None
        assert "前 6 条语句已追加到图中；排除原因后加 --resume 可以接着装。" in refused(
            load, chunk_triples=6, append=True
        )
        store.fault = lambda request: None
        report = load(append=True, resume=True)
        assert (report.exit_code, report.steps) == (0, ("追加到图中：1 次请求（Graph Store Protocol）",))
        assert store.size() == 17

    def test_notes_that_cannot_be_written_are_told(self, store: FakeStore, load: Any, tmp_path: Path) -> None:
        """The state folder is named, and the way round."""
        (tmp_path / "file").touch()
        with pytest.raises(ParkgraphError) as caught:
            load(state=tmp_path / "file")
        assert str(caught.value) == (
            f"{tmp_path / 'file'}: 记不下装入进度：File exists。 请检查目录的写权限，或用 --state 换一个目录。"
        )


class TestTruth:
    """Servers that accept everything and keep something else."""

    def test_a_server_that_truncates_is_found_out(self, store: FakeStore, load: Any) -> None:
        """The old graph stays, the staging graph goes, and the table says what is missing."""
        store.spoil = lambda body: b"".join(body.splitlines(keepends=True)[:-3])
        report = load()
        assert (report.exit_code, report.kept, store.size(), store.size(STAGING)) == (5, True, 1, 0)
        assert report.steps[-1] == "核对暂存图：有不同，已删去暂存图"
        assert {check.key for check in report.checks if check.differences} == {"triples", "classes", "tags", "samples"}
        said = report.to_text()
        assert (
            "新数据没有通过核对，原来的图没有改动。\n  核对 | 对象 | 本地 | 库中\n  三元组总数 |  | 16 | 13\n" in said
        )
        assert '  抽样语句 | https://example.org/thing-7 https://example.org/name | "第7个"@zh | 无\n' in said

    def test_a_server_that_changes_the_case_of_tags_is_found_out(self, store: FakeStore, load: Any) -> None:
        """Tags are compared to the letter: a filter on "zh" would find nothing there."""
        store.garble = lambda answer: answer.replace(b'"value":"zh"', b'"value":"ZH"')
        report = load()
        assert [(d.check, d.item, d.expected, d.found) for d in report.differences] == [
            ("语言标签", "ZH", "0", "8"),
            ("语言标签", "zh", "8", "0"),
        ]
        assert store.size() == 1

    def test_a_tag_written_as_recommended_is_noted(self, store: FakeStore, load: Any, tmp_path: Path) -> None:
        """Jena writes `zh-Hant` for `zh-hant`: the same tag, and the report says how it is written."""
        store.garble = lambda answer: answer.replace(b'"value":"zh-hant"', b'"value":"zh-Hant"')
        facts = [
            ox.Triple(CLASS, NAME, ox.Literal(text, language=tag)) for text, tag in (("園", "zh-hant"), ("园", "zh"))
        ]
        report = load_graph(store.url, facts, {}, LoadOptions(graph=GRAPH, state=tmp_path))
        assert (report.exit_code, report.checks[2].note) == (0, "zh-hant 在库中写作 zh-Hant")
        assert "  语言标签：2 项，一致（zh-hant 在库中写作 zh-Hant）\n" in report.to_text()

    def test_spoilt_characters_are_shown(self, store: FakeStore, load: Any) -> None:
        """What stands in the place of a sampled text is in the table."""
        store.spoil = lambda body: body.replace("第3个".encode(), b"??3??")
        found = load().differences
        assert [(d.check, d.item, d.expected, d.found) for d in found] == [
            ("抽样语句", "https://example.org/thing-3 https://example.org/name", '"第3个"@zh', '"??3??"@zh')
        ]

    def test_booleans_may_be_kept_as_one_and_zero(self, store: FakeStore, tmp_path: Path) -> None:
        """Virtuoso's way is no difference."""
        boolean = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
        facts = [ox.Triple(ox.NamedNode("urn:a"), NAME, ox.Literal(word, datatype=boolean)) for word in ("true", "0")]
        store.fault = lambda r: (
            (200, {"Content-Type": JSON_ROWS}, b'{"head":{},"boolean":false}')
            if (r.path == "/query" and re.search(r'ASK \{ .*"true"', r.form["query"]))
            else None
        )
        store.spoil = lambda body: body.replace(b'"true"', b'"1"')
        assert load_graph(store.url, facts, {}, LoadOptions(graph=GRAPH, state=tmp_path)).exit_code == 0

    def test_decimals_may_be_written_with_another_scale(self, store: FakeStore, tmp_path: Path) -> None:
        """Jena keeps 12 as 12.0: the same number is no difference, another one is."""
        decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
        facts = [ox.Triple(CLASS, NAME, ox.Literal(number, datatype=decimal)) for number in ("5", "12.5")]

        def kept(request: Request) -> Answer | None:
            said = request.form.get("query", "").split("FILTER")[0] if request.path == "/query" else ""
            return (200, {"Content-Type": JSON_ROWS}, b'{"head":{},"boolean":false}') if '"5"^^<' in said else None

        store.fault = kept
        assert load_graph(store.url, facts, {}, LoadOptions(graph=GRAPH, state=tmp_path)).exit_code == 0
        store.spoil = lambda body: body.replace(b'"5"', b'"50"')
        assert load_graph(store.url, facts, {}, LoadOptions(graph=GRAPH, state=tmp_path)).exit_code == 5

    def test_questions_answered_otherwise_keep_the_new_graph(self, store: FakeStore, load: Any) -> None:
        """The statements are all there: the report says that it is the store's way of answering."""
        store.fault = lambda r: (500, {}, b"Virtuoso 37000 Error") if "SELECT ?s" in r.form.get("query", "") else None
        report = load()
        assert (report.exit_code, report.kept, store.size()) == (5, False, 16)
        assert [(d.check, d.item, d.expected, d.found) for d in report.differences] == [
            ("常用问题", "things", "8 行", "查询没有得到回答（HTTP 500）：Virtuoso 37000 Error")
        ]
        assert "结论：有 1 处不同。语句都在图中，但这个库对下列问题的回答与本地不同。\n" in report.to_text()

    def test_rows_cut_at_ten_thousand_are_called_so(self, store: FakeStore, tmp_path: Path) -> None:
        """The number that many servers stop at is pointed out."""
        cells = ",".join(['{"s":{"type":"uri","value":"urn:a"}}'] * 10_000)
        cut = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{cells}]}}}}'.encode()
        store.fault = lambda r: (
            (200, {"Content-Type": JSON_ROWS}, cut) if "SELECT ?s" in r.form.get("query", "") else None
        )
        report = load_graph(store.url, things(), QUESTIONS, LoadOptions(graph=GRAPH, state=tmp_path))
        assert report.differences[0].found == "10000 行（可能被截断）"

    def test_what_a_second_write_spoils_is_found_too(self, store: FakeStore, load: Any) -> None:
        """The target is compared as well as the staging graph."""
        store.name = ""
        store.spoil = lambda body: body if store.seen[-1].query["graph"] == STAGING else body[: body.index(b"\n") + 1]
        report = load()
        assert (report.exit_code, report.kept) == (5, False)
        assert "图中的内容与本地不一致。" in report.to_text()


class TestMoving:
    """How the staging graph takes the place of the old one."""

    def test_a_move_is_never_sent_twice(self, store: FakeStore, load: Any) -> None:
        """The first one may have worked although its answer was lost; a second would move an empty graph."""

        def lose(request: Request) -> Answer | None:
            if request.path != "/update":
                return None
            store.answer(request)
            return 0, {}, b""

        store.fault = lose
        report = load()
        assert [request.path for request in store.seen].count("/update") == 1
        assert (report.exit_code, store.size(), store.size(STAGING)) == (0, 16, 0)
        assert report.steps[-1] == "再次写入，替换原来的图，并删去暂存图"

    def test_a_failed_second_write_leaves_the_staging_graph(self, store: FakeStore, load: Any) -> None:
        """The message says so honestly, and resuming repairs it."""
        store.name = ""
        store.fault = lambda r: (500, {}, b"") if r.writes and r.query.get("graph") == GRAPH else None
        assert refused(load).endswith(
            "原来的图可能只剩一部分，完整的新数据在暂存图中；排除原因后加 --resume 可以接着装。"
        )
        store.fault = lambda request: None
        assert load(resume=True).exit_code == 0
        assert store.size() == 16

    def test_an_unknown_store_gets_no_move(self, store: FakeStore, load: Any) -> None:
        """Where MOVE was never tested the graph is written twice."""
        store.name = "nginx"
        report = load()
        assert (report.kind, report.title, store.size()) == ("gsp", "标准 Graph Store Protocol", 16)
        assert store.writes() == [("PUT", "-staging", 16), ("PUT", "", 16)]
        assert "/update" not in [request.path for request in store.seen]

    def test_every_write_names_one_of_two_graphs(self, store: FakeStore, load: Any) -> None:
        """Nothing is ever sent without a graph, or to another."""
        for options in ({}, {"append": True}, {"chunk_triples": 5}, {"store": "gsp"}):
            load(**options)
        asked = [request for request in store.seen if request.path == "/store" and request.method != "HEAD"]
        assert len(asked) > 8
        assert {request.query.get("graph") for request in asked} == {GRAPH, STAGING}


class TestInserting:
    """Stores without the Graph Store Protocol."""

    @pytest.fixture(autouse=True)
    def no_graph_store(self, store: FakeStore) -> None:
        """Only queries and updates are answered."""
        store.name = ""
        store.fault = lambda r: (404, {}, b"") if r.path == "/store" else None

    def test_updates_are_used_where_nothing_else_is_there(self, store: FakeStore, load: Any) -> None:
        """The same steps, with INSERT DATA and MOVE."""
        report = load()
        assert (report.exit_code, report.title, store.size()) == (0, "SPARQL 更新（INSERT DATA）", 16)
        sent = [
            request.body.decode().split("{")[0].strip()
            for request in store.seen
            if request.path == "/update" and request.method == "POST"
        ]
        assert sent == [f"DROP SILENT GRAPH <{STAGING}> ;\nINSERT DATA", f"MOVE GRAPH <{STAGING}> TO GRAPH <{GRAPH}>"]

    def test_no_update_is_longer_than_a_thousand_statements(self, store: FakeStore, tmp_path: Path) -> None:
        """Virtuoso's parser gives up beyond some thousands."""
        report = load_graph(store.url, things(1100), {}, LoadOptions(graph=GRAPH, state=tmp_path))
        assert (report.requests, store.size()) == (3, 2200)

    def test_a_page_is_no_graph_store(self, store: FakeStore, load: Any) -> None:
        """Many servers answer every HEAD with the page of their front door."""
        page: Answer = (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html></html>")
        store.fault = lambda r: page if r.path not in ("/query", "/update") else None
        assert load().title == "SPARQL 更新（INSERT DATA）"

    def test_what_failed_is_dropped(self, store: FakeStore, load: Any) -> None:
        """A staging graph that differs goes, here too."""
        store.garble = lambda answer: answer.replace(b'"value":"zh"', b'"value":"ZH"')
        assert load().kept
        assert (store.size(), store.size(STAGING)) == (1, 0)


class TestRefusals:
    """Each reason why nothing is loaded, word for word."""

    def test_wrong_password(self, store: FakeStore, load: Any) -> None:
        """Basic, and a token, refused."""
        for scheme, user, check in (
            ('Basic realm="x"', "amt", "--user 和环境变量 PARKGRAPH_PASSWORD"),
            ("Bearer", None, "环境变量 PARKGRAPH_TOKEN"),
        ):
            store.fault = lambda r, scheme=scheme: (
                (401, {"WWW-Authenticate": scheme}, b"") if r.path == "/store" else None
            )
            secret = {"password": lambda: "geheim", "token": lambda: "geheim"}
            assert refused(load, user=user, **secret) == (
                f"{store.url}/store: 登录失败（HTTP 401）。 请检查{' ' if user else ''}{check}；没有写入任何内容。"
            )

    def test_a_password_stays_in_the_environment(
        self, store: FakeStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The command line takes it from there, and it is in no message and no log, however much is said."""
        store.fault = lambda r: (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"") if r.path == "/store" else None
        monkeypatch.setenv("PARKGRAPH_PASSWORD", "geheim-wort")
        caplog.set_level("DEBUG")
        words = [store.url, "--user", "amt", "--state", str(tmp_path), "-vv"]
        done = CliRunner().invoke(load_, words, standalone_mode=False)
        assert "登录失败" in str(done.exception)
        assert any("authorization" in (name.lower() for name in r.headers) for r in store.seen)
        assert "geheim-wort" not in done.output + caplog.text + str(done.exception)

    def test_no_password(self, store: FakeStore, load: Any) -> None:
        """Where nobody can be asked; a token is never asked for."""
        store.fault = lambda r: (401, {"WWW-Authenticate": "Bearer"}, b"") if r.path == "/store" else None
        assert refused(load) == (
            f"{store.url}/store: 这个库要求令牌，但没有给出。 "
            "请把令牌放在环境变量 PARKGRAPH_TOKEN 里，或用 --key-file 给出放它的文件。"
        )
        store.fault = lambda r: (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"") if r.path == "/store" else None
        assert refused(load, user="amt") == (
            f"{store.url}/store: 这个库要求密码，但没有给出。 "
            "请把密码放在环境变量 PARKGRAPH_PASSWORD 里，或在终端里运行以便输入。"
        )

    @pytest.mark.parametrize(
        ("user", "password", "scheme", "sent"),
        [
            ("amt", "gé:园\n", 'Basic realm="x"', "Basic YW10OmfDqTrlm60="),
            (None, "tok.en-1", 'Bearer realm="x"', "Bearer tok.en-1"),
        ],
    )
    def test_a_right_password_is_sent_only_when_asked(
        self, store: FakeStore, load: Any, user: str | None, password: str, scheme: str, sent: str
    ) -> None:
        """To the address that asked, and to no other."""
        store.fault = lambda r: (
            (401, {"WWW-Authenticate": scheme}, b"")
            if r.path == "/store" and r.headers["Authorization"] != sent
            else None
        )
        secret = {"password" if user else "token": lambda: password}
        assert load(user=user, **secret).exit_code == 0
        assert {r.headers["Authorization"] for r in store.seen if r.path != "/store"} == {None}
        assert [r.headers["Authorization"] for r in store.seen if r.path == "/store"] == [None, sent, sent]

    def test_a_user_who_may_only_read(self, store: FakeStore, load: Any) -> None:
        """403 is no reason to try again."""
        store.fault = lambda r: (403, {}, b"") if r.writes else None
        assert refused(load, user="amt") == (
            f"{store.url}/store: 用户 amt 无权写入（HTTP 403）。 请向库的管理员申请这个图的写权限。"
        )
        assert load.pauses == []

    def test_virtuosos_own_way_of_saying_no(self, store: FakeStore, load: Any) -> None:
        """500 with SR186 is a matter of rights, not of trying again."""
        store.name = "Virtuoso/07.20.3229 (Linux)"
        words = b"Virtuoso 42000 Error SR186:SECURITY: No permission to execute procedure"
        answers = {"/sparql": "/query", "/sparql-graph-crud-auth": "/store", "/sparql-auth": "/update"}

        def virtuoso(request: Request) -> Answer | None:
            request.path = answers.get(request.path, request.path)
            return (500, {}, words) if request.writes else None

        store.fault = virtuoso
        assert refused(load) == (
            f"{store.url}/sparql-graph-crud-auth: 匿名用户无权写入（HTTP 500）。 "
            '请让管理员在 isql 中执行：GRANT SPARQL_UPDATE TO "用户名"; 然后再试。'
        )

    def test_a_page_instead_of_answers(self, store: FakeStore, load: Any) -> None:
        """A login page answers everything with 200."""
        store.fault = lambda r: (200, {"Content-Type": "text/html"}, b"<html>please log in</html>")
        assert refused(load) == (
            f"{store.url}/query: 答案不是 SPARQL 结果，而是网页（HTML）。 请检查地址；库前若有登录页或代理，请绕过它。"
        )
        store.name = ""
        assert refused(load) == (
            f"{store.url}: 这里没有回答 SPARQL 查询的地址（试过 {store.url}/query、{store.url}/sparql、{store.url}；"
            "最后一个：答案不是 SPARQL 结果，而是网页（HTML））。 请检查地址，或用 --query-url 给出查询地址。"
        )

    def test_an_answer_that_ends_in_the_middle(self, store: FakeStore, load: Any) -> None:
        """Half a JSON document is not an answer."""
        store.fault = lambda r: (200, {"Content-Type": JSON_ROWS}, b'{"head":{"vars":["n"]},"results":{"bindi')
        assert refused(load) == f"{store.url}/query: 答案不完整，或不是它自称的格式。 服务器可能中途断开，请重试。"

    def test_a_server_that_has_moved(self, store: FakeStore, load: Any) -> None:
        """Neither data nor password follow."""
        moved: Answer = (301, {"Location": "http://127.0.0.1:9/elsewhere"}, b"")
        store.fault = lambda r: moved if r.writes else None
        assert refused(load) == (
            f"{store.url}/store: 地址已搬到 http://127.0.0.1:9/elsewhere（HTTP 301）。 请直接使用新地址。"
        )

    def test_a_query_address_that_has_moved(self, store: FakeStore, load: Any) -> None:
        """The new address is told."""
        moved: Answer = (307, {"Location": "https://example.org/query"}, b"")
        store.fault = lambda r: moved if r.path == "/query" else None
        assert refused(load) == (
            f"{store.url}/query: 地址已搬到 https://example.org/query（HTTP 307）。 请直接使用新地址。"
        )

    def test_statements_that_are_refused(self, store: FakeStore, load: Any) -> None:
        """400 is not tried again; the server's words are passed on, Virtuoso's out of their page."""
        page = "<html><body><xmp>SP030: 语法错误\nmore</xmp></body></html>".encode()
        store.fault = lambda r: (400, {"Content-Type": "text/html"}, page) if r.writes else None
        assert "服务器没有接受写入（HTTP 400）：SP030: 语法错误。" in refused(load)
        assert load.pauses == []

    def test_nobody_there(self, store: FakeStore, load: Any) -> None:
        """A closed port, and a name that does not exist."""
        assert refused(load, "http://127.0.0.1:9") == (
            "http://127.0.0.1:9: 没有得到服务器的答复（那里没有服务，连接被拒绝）。 "
            "请检查地址、网络和服务器，然后再试。"
        )
        assert load.pauses == []


class TestRecognising:
    """Which store is taken for which, and why."""

    @pytest.mark.parametrize(
        ("server", "path", "kind", "reason"),
        [
            ("Oxigraph/0.5.13", "/query", "oxigraph", "Server 头是 Oxigraph/0.5.13"),
            ("nginx", "/query", "gsp", "认不出是哪种库（Server 头是 nginx），按标准协议"),
            ("", "/store", "gsp", "认不出是哪种库（Server 头为空），按标准协议"),
        ],
    )
    def test_the_server_header_decides(
        self, store: FakeStore, load: Any, server: str, path: str, kind: str, reason: str
    ) -> None:
        """Where it says something that is known."""
        store.name = server
        report = load(store.url + path)
        assert (report.kind, report.reasons[0], report.exit_code) == (kind, reason, 0)
        assert report.query_url == f"{store.url}/query"

    def test_the_user_has_the_last_word(self, store: FakeStore, load: Any) -> None:
        """`--store` and `--query-url` win over the header."""
        report = load(store="gsp", query_url=f"{store.url}/query")
        assert report.reasons[:2] == ("由 --store gsp 指定", f"{store.url}/query 回答了 ASK {{}}")

    def test_a_path_that_only_virtuoso_has_is_enough(self, store: FakeStore, load: Any) -> None:
        """Behind a proxy the header says nothing."""
        store.name = "nginx"
        answers = {"/sparql": "/query", "/sparql-graph-crud-auth": "/store"}

        def renamed(request: Request) -> None:
            request.path = answers.get(request.path, request.path)

        store.fault = renamed
        report = load(f"{store.url}/sparql-graph-crud-auth", dry_run=True)
        assert (report.kind, report.reasons[0]) == ("virtuoso", "路径的样子")

    def test_a_header_that_only_fuseki_sends_is_enough(self, store: FakeStore, load: Any) -> None:
        """Its newer versions do not name themselves; a data set whose query address is another is found."""
        store.name = ""

        def fuseki(request: Request) -> Answer | None:
            if request.method == "HEAD" and request.path == "/parks":
                return 200, {"Fuseki-Request-Id": "1"}, b""
            request.path = request.path.removeprefix("/parks").replace("/data", "/store")
            return (404, {}, b"") if request.path == "/query" else None

        def usual(request: Request) -> Answer | None:
            if (answer := fuseki(request)) is None:
                request.path = request.path.replace("/sparql", "/query")
            return answer

        store.fault = usual
        report = load(f"{store.url}/parks")
        assert (report.kind, report.reasons[0]) == ("fuseki", "有 Fuseki-Request-Id 头")
        assert report.query_url == f"{store.url}/parks/sparql"

    def test_a_known_store_without_its_data_set_is_told_how_it_is_addressed(self, store: FakeStore, load: Any) -> None:
        """The message shows an address of that kind of store."""
        store.fault = lambda r: (404, {}, b"no such data set") if r.path != "/" else None
        said = refused(load, store="fuseki")
        assert "请检查地址（Jena Fuseki 的地址形如 http://localhost:3030/数据集名），或用 --query-url" in said

    def test_what_an_unknown_service_says_of_itself_is_heard(self, store: FakeStore, load: Any) -> None:
        """Its description names the query address and says what a query without a graph is asked of."""
        store.name = ""
        described = (
            "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
            "<#s> a sd:Service ; sd:endpoint </ask> ; sd:feature sd:UnionDefaultGraph ."
        )

        def service(request: Request) -> Answer | None:
            if request.method == "GET" and request.path == "/":
                return 200, {"Content-Type": "text/turtle; charset=utf-8"}, described.encode()
            request.path = {"/ask": "/query", "/query": "/nothing"}.get(request.path, request.path)
            return None

        store.fault = service
        report = load(f"{store.url}/")
        assert (report.kind, report.query_url, report.exit_code) == ("gsp", f"{store.url}/ask", 0)
        assert report.reasons[1] == "有服务描述，默认图是所有图的并集"
        assert report.traps[0].startswith("查询若不带 default-graph-uri，看到的是所有图的并集")

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("text/turtle", "@prefix : broken"),
            ("text/turtle", "<urn:a> <urn:b> <urn:c> ."),
            ("text/html", "<html></html>"),
            (
                "text/turtle",
                "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
                "<urn:s> a sd:Service ; sd:endpoint <https://elsewhere.example/sparql> .",
            ),
        ],
    )
    def test_other_answers_lead_nowhere(self, store: FakeStore, load: Any, kind: str, said: str) -> None:
        """Half a description, none, or one that names another server: nothing is sent anywhere else."""
        store.name = ""
        store.fault = lambda r: (200, {"Content-Type": kind}, said.encode()) if r.method == "GET" else None
        report = load()
        assert (report.query_url, report.exit_code) == (f"{store.url}/query", 0)


class TestZipping:
    """What is sent is packed where the store is known to unpack it."""

    def test_a_store_that_unpacks_gets_it_packed(self, store: FakeStore, load: Any) -> None:
        """Only statements, and only there."""
        assert load().exit_code == 0
        packed = [r for r in store.seen if r.headers["Content-Encoding"] == "gzip"]
        assert [(r.method, r.path) for r in packed] == [("PUT", "/store")]
        store.seen.clear()
        store.name = "nginx"
        assert load().exit_code == 0
        assert not [r for r in store.seen if r.headers["Content-Encoding"]]

    @pytest.mark.parametrize("status", [400, 415])
    def test_a_proxy_that_does_not_unpack_gets_it_as_it_is(self, store: FakeStore, load: Any, status: int) -> None:
        """At once, whole, and from then on."""
        store.fault = lambda r: (status, {}, b"") if r.headers["Content-Encoding"] == "gzip" else None
        report = load(chunk_triples=8)
        assert (report.exit_code, load.pauses) == (0, [])
        sent = [(r.headers["Content-Encoding"], len(r.body.splitlines())) for r in store.seen if "graph" in r.query]
        assert [packed for packed in sent if packed[1]] == [("gzip", 8), (None, 8), (None, 8)]
