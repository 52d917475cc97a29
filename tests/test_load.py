"""`parkgraph load` against real servers: Oxigraph always; Virtuoso, Fuseki and RDF4J where they can be had."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import servers

from parkgraph.cli.load import load_
from parkgraph.errors import RemoteError
from parkgraph.graph import open_graph
from parkgraph.load import LoadOptions, LoadReport, load_graph
from parkgraph.load.client import Client
from parkgraph.load.dialects import DIALECTS
from parkgraph.turtle import read_triples

TURTLE = """\
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

pgd:park-a a pg:Park ; pg:name "甲数字经济园区"@zh , "Park A"@en , "甲數字經濟園區"@zh-hant ;
    pg:opened "2019-11-26"^^xsd:date ; pg:share 10.5 ; pg:firms 12 ; pg:listed true ; pg:year "2021"^^xsd:gYear .
pgd:park-b a pg:Park ; pg:name "乙“信创”园\\n第二行"@zh ; pg:opened "2020-01-02"^^xsd:date ; pg:listed false .
pgd:park-c a pg:Park ; pg:name "𠮷林园"@zh ; pg:within pgd:park-a ; pg:parts ( pgd:park-a pgd:park-b ) .
pgd:policy-a a pg:Policy ; pg:name "关于加快数字经济园区建设的意见"@zh .
"""
TRIPLES = 23
PG = "PREFIX pg: <https://w3id.org/parkgraph/ontology#>\n"
QUESTIONS = {
    "parks": PG
    + "SELECT ?park ?name WHERE { ?park a pg:Park ; pg:name ?name FILTER(lang(?name) = 'zh') } ORDER BY ?park",
    "policies": PG + "SELECT ?policy WHERE { ?policy a pg:Policy } ORDER BY ?policy",
    "any": PG + "ASK { ?park pg:listed ?listed }",
}
OTHER = "urn:somebody-elses"


class Server(NamedTuple):
    """A real server, and how to load into a graph of one's own there."""

    real: servers.Server
    options: LoadOptions

    @property
    def kind(self) -> str:
        """Which store it is."""
        return self.real.kind

    @property
    def moves(self) -> bool:
        """Whether its graphs are replaced by MOVE."""
        return next(dialect.moves for dialect in DIALECTS if dialect.kind == self.kind)


def server_of(real: servers.Server, graph: str, state: Path) -> Server:
    """A running server with a graph of one's own."""
    options = LoadOptions(graph=graph, state=state, pause=lambda seconds: None)
    if real.user:
        options = replace(options, user=real.user, password=lambda: real.password)
    return Server(real, options)


RealServer = Callable[[str], servers.Server]

each_store = [kind if kind == "oxigraph" else pytest.param(kind, marks=pytest.mark.slow) for kind in servers.STORES]


@pytest.fixture(params=each_store)
def server(request: pytest.FixtureRequest, real_server: RealServer, tmp_path: Path) -> Server:
    """Each real server in turn."""
    return server_of(real_server(request.param), f"https://example.org/{uuid.uuid4()}/", tmp_path / "state")


@pytest.fixture
def triples() -> list[ox.Triple]:
    """The small graph, a list of two among it."""
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(TURTLE.encode(), ox.RdfFormat.TURTLE)]


def ask(server: Server, text: str, graph: str) -> list[dict[str, str]]:
    """The rows of a SELECT over one graph, or over what the server asks by default, values as text."""
    form = urlencode({"query": text} | ({"default-graph-uri": graph} if graph else {})).encode()
    request = urllib.request.Request(
        server.real.query, data=form, headers={"Accept": "application/sparql-results+json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        found = json.loads(response.read().decode("utf-8"))["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def size(server: Server, graph: str) -> int:
    """How many statements a graph has."""
    return int(ask(server, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", graph)[0]["n"])


def send(server: Server, graph: str, lines: str, *, packed: bool = False) -> None:
    """Replace a graph without any help of the code under test."""
    url = f"{server.real.graphs}?graph={quote(graph, safe='')}"
    body = gzip.compress(lines.encode()) if packed else lines.encode()
    request = urllib.request.Request(url, data=body, method="PUT")
    request.add_header("Content-Type", "application/n-triples")
    if packed:
        request.add_header("Content-Encoding", "gzip")
    grant(server, request)


def update(server: Server, text: str) -> None:
    """Run an update."""
    reply = Client(server.options).send(
        "POST", server.real.update, text.encode(), {"Content-Type": "application/sparql-update"}
    )
    assert reply.ok, reply.said


def grant(server: Server, request: urllib.request.Request) -> None:
    """Send a request, logged in where the server wants that."""
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, request.full_url, server.real.user or "", server.real.password)
    opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords))
    opener.open(request, timeout=30).close()


def load(server: Server, triples: list[ox.Triple], **options: object) -> LoadReport:
    """Load the small graph with its questions."""
    return load_graph(server.real.url, triples, QUESTIONS, replace(server.options, **options))  # type: ignore[arg-type]


def differing(report: LoadReport) -> set[tuple[str, str]]:
    """Which comparisons found what."""
    return {(check.key, found.item) for check in report.checks for found in check.differences}


class TestRealServers:
    """What holds for every tested store."""

    def test_a_load_puts_every_statement_into_the_named_graph(self, server: Server, triples: list[ox.Triple]) -> None:
        """All of them, compared five ways; nothing is left in the staging graph."""
        report = load(server, triples)
        assert differing(report) == set()
        assert (report.kind, report.mode, report.requests, report.triples) == (
            server.kind,
            "replace",
            1 if server.moves else 2,
            TRIPLES,
        )
        assert [(check.key, check.compared) for check in report.checks] == [
            ("triples", 1),
            ("classes", 2),
            ("tags", 3),
            ("samples", TRIPLES),
            ("questions", 3),
        ]
        assert report.checks[3].note.startswith("BMP 以外 1，日期 2，年份 1，小数 1，布尔 2，")
        way = "以一次 MOVE 替换原来的图" if server.moves else "再次写入，替换原来的图，并删去暂存图"
        assert report.steps[-1] == way
        assert size(server, server.options.graph) == TRIPLES
        assert size(server, server.options.staging) == 0

    def test_a_second_load_changes_nothing(self, server: Server, triples: list[ox.Triple]) -> None:
        """Blank nodes of another reading get the same names, so that a graph does not grow."""
        again = [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(TURTLE.encode(), ox.RdfFormat.TURTLE)]
        assert {str(triple) for triple in again} != {str(triple) for triple in triples}
        load(server, triples)
        load(server, again, append=True)
        assert size(server, server.options.graph) == TRIPLES
        assert load(server, again).exit_code == 0
        assert size(server, server.options.graph) == TRIPLES

    def test_replacing_removes_what_was_there(self, server: Server, triples: list[ox.Triple]) -> None:
        """What an earlier load or somebody else left in the graph is gone."""
        send(server, server.options.graph, "<urn:old> <urn:old> <urn:old> .\n")
        assert load(server, triples).exit_code == 0
        assert size(server, server.options.graph) == TRIPLES

    def test_appending_keeps_what_was_there(self, server: Server, triples: list[ox.Triple]) -> None:
        """Ours are found beside the others; the questions are left out and the report says so."""
        send(server, server.options.graph, "<urn:old> <urn:old> <urn:old> .\n")
        report = load(server, triples, append=True)
        assert (report.exit_code, report.mode) == (0, "append")
        assert size(server, server.options.graph) == TRIPLES + 1
        assert report.checks[-1].note == "图中还有别的语句，行数不可比，未核对"

    def test_other_graphs_are_left_alone(self, server: Server, triples: list[ox.Triple]) -> None:
        """A graph that somebody else keeps in the same store is the same before and after."""
        send(server, OTHER, '<urn:a> <urn:b> "别人的"@zh .\n')
        for options in ({}, {"append": True}, {"verify_only": True}, {"dry_run": True}):
            load(server, triples, **options)
            assert ask(server, "SELECT ?o WHERE { ?s ?p ?o }", OTHER) == [{"o": "别人的"}]

    def test_a_dry_run_writes_nothing(self, server: Server, triples: list[ox.Triple]) -> None:
        """It says what would be done, needs no password, and neither graph comes into being."""

        def refuse() -> str:
            raise AssertionError("the password was asked for")

        report = load(server, triples, dry_run=True, password=refuse)
        graph = server.options.graph
        assert report.steps == (
            f"将写入暂存图 {graph}-staging：约 1 次请求（Graph Store Protocol，{server.real.graphs}）",
            f"将核对暂存图，一致后以{'一次 MOVE ' if server.moves else '再次写入'}替换 {graph}，再核对一遍",
        )
        assert (report.mode, report.checks, report.exit_code) == ("dry-run", (), 0)
        assert (size(server, graph), size(server, server.options.staging)) == (0, 0)

    def test_verify_only_finds_what_was_spoilt(self, server: Server, triples: list[ox.Triple]) -> None:
        """A lost statement, a changed text and an instance too many are found, told apart, and left as they are."""
        load(server, triples)
        pg, pgd = "https://w3id.org/parkgraph/ontology#", "https://w3id.org/parkgraph/id/"
        kept = [str(t) for t in ox_lines(triples) if "𠮷" not in t and f"<{pg}share>" not in t]
        kept.append(f'<{pgd}park-c> <{pg}name> "?林园"@zh .')
        kept.append(f"<{pgd}park-d> a <{pg}Park> .".replace(" a ", f" <{RDF_TYPE}> "))
        kept.append(f'<{pgd}park-d> <{pg}name> "丁"@zh .')
        send(server, server.options.graph, "\n".join(kept) + "\n")
        report = load(server, triples, verify_only=True)
        assert differing(report) == {
            ("triples", ""),
            ("classes", "pg:Park"),
            ("tags", "zh"),
            ("samples", "pgd:park-c pg:name"),
            ("samples", "pgd:park-a pg:share"),
            ("questions", "parks"),
        }
        assert (report.mode, report.exit_code) == ("verify", 5)
        spoilt = next(found for found in report.differences if found.item == "pgd:park-c pg:name")
        assert (spoilt.expected, spoilt.found) == ('"𠮷林园"@zh', '"?林园"@zh')
        assert size(server, server.options.graph) == len(kept)

    def test_small_chunks_arrive_whole(self, server: Server, triples: list[ox.Triple]) -> None:
        """The first chunk replaces, the others are added."""
        send(server, server.options.staging, "<urn:old> <urn:old> <urn:old> .\n")
        report = load(server, triples, chunk_triples=10)
        assert (report.requests, report.exit_code) == (3 if server.moves else 6, 0)
        assert size(server, server.options.graph) == TRIPLES

    def test_the_addresses_of_a_server_all_lead_to_it(self, server: Server, triples: list[ox.Triple]) -> None:
        """Its query, update and graph store addresses are as good as its own."""
        real = server.real
        for url in (real.url, real.query, real.update, real.graphs):
            report = load_graph(url, triples, {}, replace(server.options, dry_run=True))
            assert (report.kind, report.query_url) == (real.kind, real.query)
            assert real.graphs in report.steps[0]

    def test_the_line_to_paste_answers(self, server: Server) -> None:
        """The curl of the report runs in a shell and shows parks of the graph."""
        if not shutil.which("curl"):
            pytest.skip("no curl")
        triples = [triple for path in open_graph().files for triple in read_triples(path)]
        report = load_graph(server.real.url, triples, {}, server.options)
        said = subprocess.run(report.curl, shell=True, check=True, capture_output=True, timeout=60).stdout.decode()
        assert len(said.splitlines()) == 6
        assert "园" in said

    @pytest.mark.slow
    def test_the_shipped_graph_arrives_whole(self, server: Server) -> None:
        """Every statement, class, tag and sample; and every question has as many rows as here."""
        graph = open_graph()
        triples = [triple for path in graph.files for triple in read_triples(path)]
        questions = {name: question.text for name, question in graph.questions().items()}
        report = load_graph(server.real.url, triples, questions, server.options)
        assert differing(report) == set()
        assert report.checks[-1].compared == len(questions) > 20
        assert report.checks[3].compared == 50

    def test_what_a_query_without_a_graph_sees_is_as_the_report_says(
        self, server: Server, triples: list[ox.Triple]
    ) -> None:
        """The default graph alone, or the union of all."""
        report = load(server, triples)
        seen = ask(server, 'SELECT ?s WHERE { ?s ?p "𠮷林园"@zh } LIMIT 1', "")
        union = any("看到的是所有图的并集，同一条" in trap for trap in report.traps)
        assert (bool(seen), union) == ((True, True) if server.kind in ("virtuoso", "rdf4j") else (False, False))

    def test_move_is_used_only_where_it_loses_nothing(self, server: Server, triples: list[ox.Triple]) -> None:
        """On a graph that already holds something; Fuseki's TDB2 drops half of the statements."""
        source, target = server.options.staging, server.options.graph
        send(server, target, "<urn:old> <urn:old> <urn:old> .\n")
        send(server, source, "\n".join(map(str, ox_lines(triples))) + "\n")
        update(server, f"MOVE GRAPH <{source}> TO GRAPH <{target}>")
        assert (size(server, target) == TRIPLES) is server.moves

    def test_quads_are_taken_or_refused_as_the_page_says(self, server: Server) -> None:
        """Where whole data sets are sent; each graph keeps what is its own, and Virtuoso takes none."""
        place = {
            "oxigraph": "/store",
            "fuseki": "",
            "rdf4j": "/statements",
            "virtuoso": "-graph-crud-auth?graph=urn:q",
        }
        line = f"<urn:a> <urn:b> <urn:c> <{server.options.graph}> .\n"
        url = f"{server.real.url}{place[server.kind]}"
        request = urllib.request.Request(url, data=line.encode(), method="POST")
        request.add_header("Content-Type", "application/n-quads")
        if server.kind == "virtuoso":
            with pytest.raises(urllib.error.HTTPError):
                grant(server, request)
        else:
            grant(server, request)
        assert size(server, server.options.graph) == (0 if server.kind == "virtuoso" else 1)

    def test_a_body_is_unpacked_where_the_table_says_so(self, server: Server) -> None:
        """The store itself, without our falling back to what is not packed."""
        dialect = next(dialect for dialect in DIALECTS if dialect.kind == server.kind)
        if dialect.zips:
            send(server, server.options.graph, "<urn:a> <urn:b> <urn:c> .\n", packed=True)
            assert size(server, server.options.graph) == 1
        else:
            with pytest.raises(urllib.error.HTTPError):
                send(server, server.options.graph, "<urn:a> <urn:b> <urn:c> .\n", packed=True)


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def ox_lines(triples: list[ox.Triple]) -> list[str]:
    """The statements as the loader sends them."""
    from parkgraph.load.prepare import prepare

    return [line.decode().strip() for line in prepare(triples).lines]


@pytest.mark.slow  # the server takes some ten seconds to start
class TestVirtuoso:
    """What only Virtuoso does."""

    def test_a_wrong_password_writes_nothing(
        self, real_server: RealServer, tmp_path: Path, triples: list[ox.Triple]
    ) -> None:
        """Digest says no before the data are sent."""
        server = server_of(real_server("virtuoso"), "urn:wrong-password", tmp_path)
        with pytest.raises(RemoteError) as caught:
            load(server, triples, password=lambda: "geheim")
        assert str(caught.value) == (
            f"{server.real.graphs}: 登录失败（HTTP 401）。 "
            "请检查 --user 和环境变量 PARKGRAPH_PASSWORD；没有写入任何内容。"
        )
        assert size(server, "urn:wrong-password-staging") == 0

    def test_a_user_who_may_only_read_is_told_what_to_have_granted(
        self, real_server: RealServer, tmp_path: Path, triples: list[ox.Triple]
    ) -> None:
        """The GRANT can be handed to the administrator as it is, and the old graph stays."""
        server = server_of(real_server("virtuoso"), "urn:read-only", tmp_path)
        load(server, triples)
        with pytest.raises(RemoteError) as caught:
            load(server, triples[:3], user="reader", password=lambda: "reader")
        assert str(caught.value) == (
            f"{server.real.graphs}: 用户 reader 无权写入（HTTP 403）。 "
            '请让管理员在 isql 中执行：GRANT SPARQL_UPDATE TO "reader"; 然后再试。'
        )
        assert size(server, "urn:read-only") == TRIPLES

    def test_without_a_name_the_login_is_asked_for(
        self, real_server: RealServer, tmp_path: Path, triples: list[ox.Triple]
    ) -> None:
        """The message says which login, and where name and password go."""
        server = server_of(real_server("virtuoso"), "urn:anonymous", tmp_path)
        with pytest.raises(RemoteError) as caught:
            load(server, triples, user=None)
        assert str(caught.value) == (
            f"{server.real.graphs}: 这个库要求登录（Digest）。 "
            "请加 --user 用户名，并把密码放在环境变量 PARKGRAPH_PASSWORD 里。"
        )


class Mortal:
    """An Oxigraph server that can be killed and started again with the same data at the same address."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack, self.address = folder, stack, servers.free_address()
        self.start()

    def start(self) -> None:
        """Start it and come back when it answers."""
        self.real = self.stack.enter_context(servers.oxigraph(self.folder, self.address))

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        os.kill(self.real.process, signal.SIGKILL)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Mortal]:
    """A running Oxigraph of one's own."""
    with ExitStack() as stack:
        try:
            made = Mortal(tmp_path, stack)
        except servers.Missing as reason:
            pytest.skip(str(reason))
        yield made


def test_a_load_goes_on_where_a_killed_server_stopped_it(
    mortal: Mortal, tmp_path: Path, triples: list[ox.Triple]
) -> None:
    """The old graph stays; with `--resume` only what is missing is sent, and the result is the whole graph."""

    def killer(line: str) -> None:
        if line.endswith(f"：10 / {TRIPLES}"):  # the second chunk is about to be sent
            mortal.kill()

    server = server_of(mortal.real, "urn:mortal", tmp_path / "state")
    send(server, "urn:mortal", "<urn:old> <urn:old> <urn:old> .\n")
    with pytest.raises(RemoteError) as caught:
        load(server, triples, chunk_triples=10, progress=killer)
    assert str(caught.value).startswith(f"{server.real.graphs}: 没有得到服务器的答复（")
    assert str(caught.value).endswith("原来的图没有改动，暂存图中已有 10 条语句；排除原因后加 --resume 可以接着装。")
    mortal.start()
    assert (size(server, "urn:mortal"), size(server, "urn:mortal-staging")) == (1, 10)
    report = load(server, triples, chunk_triples=10, resume=True)
    assert report.steps[0] == "接着上次：暂存图中已有 10 条"
    assert (report.requests, report.exit_code, size(server, "urn:mortal")) == (2, 0, TRIPLES)
    assert list((tmp_path / "state").iterdir()) == []


@pytest.mark.slow
class TestFusekiWithPasswords:
    """A Java store that wants a login: Basic and Digest as a real server asks for them."""

    @pytest.fixture(params=["basic", "digest"])
    def guarded(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
        """A Fuseki whose every address is for `amt` with the password `geheim`."""
        (tmp_path / "passwords").write_text("amt: geheim\n", encoding="utf-8")
        try:
            with servers.fuseki(tmp_path, "--passwd=passwords", f"--auth={request.param}") as real:
                login = replace(real, user="amt", password="geheim")
                yield server_of(login, "urn:guarded", tmp_path / "state")
        except servers.Missing as reason:
            pytest.skip(str(reason))

    def test_the_right_password_loads_and_a_wrong_one_does_not(self, guarded: Server, triples: list[ox.Triple]) -> None:
        """The same as without a login; a wrong password is refused before anything is sent."""
        assert load(guarded, triples).exit_code == 0
        with pytest.raises(RemoteError, match="登录失败（HTTP 401）"):
            load(guarded, triples[:3], password=lambda: "falsch")
        assert load(guarded, triples, verify_only=True).exit_code == 0


class TestCommandLine:
    """The verb itself, over the shipped graph."""

    def test_the_verb_loads_and_reports(self, oxigraph_server: str, tmp_path: Path) -> None:
        """People read the verdict and the next step; the exit code is 0."""
        done = CliRunner().invoke(
            load_, [oxigraph_server, "--graph", "urn:cli", "--state", str(tmp_path)], standalone_mode=False
        )
        assert done.return_value == 0, done.output
        assert f"查询地址：{oxigraph_server}/query\n" in done.output
        assert "结论：与本地一致。\n" in done.output

    def test_programs_read_json_and_exit_code_5(self, oxigraph_server: str) -> None:
        """A graph that is not there differs in everything."""
        words = [oxigraph_server, "--graph", "urn:nothing-there", "--verify-only", "-f", "json"]
        done = CliRunner().invoke(load_, words, standalone_mode=False)
        said = json.loads(done.stdout)
        assert done.return_value == 5
        assert (said["ok"], said["mode"], said["kind"]) == (False, "verify", "oxigraph")
        assert said["differences"][0] == {
            "check": "三元组总数",
            "item": "",
            "expected": str(said["triples"]),
            "found": "0",
        }


def test_every_server_is_in_the_suite(request: pytest.FixtureRequest) -> None:
    """Each behaviour is tried on every store that the table of dialects calls tested."""
    assert {dialect.kind for dialect in DIALECTS if dialect.tested} == set(servers.STORES)
    tried = [item.name for item in request.session.items if "test_a_dry_run_writes_nothing" in item.name]
    whole = not any(request.config.getoption(option) for option in ("keyword", "markexpr"))
    assert not (whole and tried) or tried == [f"test_a_dry_run_writes_nothing[{kind}]" for kind in servers.STORES]
