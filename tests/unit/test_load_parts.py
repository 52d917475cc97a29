"""The steps of a load that need no server: options, lines, logins, samples, notes, reports, the verb's words."""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import parkgraph.load
from parkgraph.cli import load as verb
from parkgraph.errors import RemoteError, UsageError
from parkgraph.load import KINDS, Check, Difference, LoadOptions, LoadReport, load_graph
from parkgraph.load.dialects import DIALECTS
from parkgraph.load.login import Challenge, authorization, challenges, choose, read_key
from parkgraph.load.manifest import open_manifest
from parkgraph.load.prepare import chunk_end, prepare
from parkgraph.load.sample import sample
from parkgraph.names import XSD

NAME = ox.NamedNode("https://example.org/name")
NOBODY = "http://127.0.0.1:9"


def parse(turtle: str) -> list[ox.Triple]:
    """The statements of a text."""
    return [ox.Triple(*quad.triple) for quad in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)]


class TestOptions:
    """What is refused before anything is sent."""

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (
                {"graph": ""},
                "--graph: 图名 （空） 不是完整的 IRI。 "
                "请写以 http://、https:// 或 urn: 开头的完整 IRI；不会写入默认图。",
            ),
            ({"graph": "parks"}, "--graph: 图名 parks 不是完整的 IRI。"),
            ({"graph": "urn:x> } ; DROP ALL"}, "--graph: 图名 urn:x> } ; DROP ALL 不是完整的 IRI。"),
            ({"graph": "urn:x-staging"}, "--graph: 图名不能以 -staging 结尾。 这个名字留给暂存图，请换一个。"),
            ({"store": "neo4j"}, "--store: 没有 neo4j 这种库。 可用：auto、oxigraph、fuseki、"),
            ({"verify_only": True, "dry_run": True}, "--verify-only、--dry-run 不能同用。 请只留一个。"),
            (
                {"dry_run": True, "append": True, "resume": True},
                "--dry-run、--append、--resume 不能同用。 请只留一个。",
            ),
        ],
    )
    def test_options_that_cannot_be_followed(self, options: dict[str, object], message: str) -> None:
        """Each is refused by name."""
        with pytest.raises(UsageError) as caught:
            load_graph(NOBODY, [], {}, LoadOptions(**options))  # type: ignore[arg-type]
        assert str(caught.value).startswith(message)

    @pytest.mark.parametrize(
        ("url", "message"),
        [
            (
                "http://amt:geheim@example.org:8890/sparql",
                "http://example.org:8890/sparql: 地址里不能写用户名和密码。 "
                "请去掉它们：用户名用 --user，密码放在环境变量 PARKGRAPH_PASSWORD 里。",
            ),
            (
                "http://example.org/store?graph=x&access-token=geheim",
                "http://example.org/store: 地址里不能带 ? 或 # 及其后的内容。 请只写地址本身，图名用 --graph 给出。",
            ),
            ("example.org", "example.org: 这不是三元组库的地址。 请写以 http:// 或 https:// 开头的完整地址。"),
            (
                "file:///etc/passwd",
                "file:///etc/passwd: 这不是三元组库的地址。 请写以 http:// 或 https:// 开头的完整地址。",
            ),
            ("http://[::1", "http://[::1: 这不是三元组库的地址。 请写以 http:// 或 https:// 开头的完整地址。"),
        ],
    )
    def test_addresses_that_cannot_be_used(self, url: str, message: str) -> None:
        """And a secret in one is not repeated."""
        with pytest.raises(UsageError) as caught:
            load_graph(url, [], {})
        assert str(caught.value) == message


class TestLines:
    """What is sent."""

    def test_blank_nodes_get_iris_that_depend_on_content_alone(self) -> None:
        """The same list read twice is the same; another list is another."""
        first, second, other = (
            prepare(parse(f"<urn:a> <urn:p> ( {members} ) ."))
            for members in ("<urn:b> <urn:c>", "<urn:b> <urn:c>", "<urn:b> <urn:d>")
        )
        assert first == second
        assert b"_:" not in b"".join(first.lines)
        genids = [
            set(re.findall(r"\.well-known/genid/[0-9a-f]{10}-c14n\d", str(body.lines))) for body in (first, other)
        ]
        assert [len(found) for found in genids] == [2, 2]
        assert genids[0].isdisjoint(genids[1])

    def test_lines_are_sorted_utf8_and_each_stands_once(self) -> None:
        """Chinese text is not escaped."""
        body = prepare(parse('<urn:b> <urn:p> "园区"@zh . <urn:a> <urn:p> <urn:b> . <urn:a> <urn:p> <urn:b> .'))
        assert body.lines == (b"<urn:a> <urn:p> <urn:b> .\n", '<urn:b> <urn:p> "园区"@zh .\n'.encode())
        assert (len(body), body.size) == (2, sum(map(len, body.lines)))

    def test_a_chunk_ends_at_the_first_limit(self) -> None:
        """At so many lines, or so many bytes, but never before the first line."""
        lines = [b"12345\n"] * 10
        assert chunk_end(lines, 0, 4, 1000) == 4
        assert chunk_end(lines, 0, 100, 20) == 3
        assert chunk_end(lines, 9, 4, 1) == 10
        assert chunk_end(lines, 0, 100, 1000) == 10


class TestLogin:
    """Answers to WWW-Authenticate."""

    def test_digest_is_computed_as_the_standard_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The example of RFC 7616, 3.9.1, with MD5 and with SHA-256."""
        url = "http://www.example.org/dir/index.html"
        realm, nonce = "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
        own = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
        monkeypatch.setattr("parkgraph.load.login.os.urandom", lambda size: _Hex(own))
        for algorithm, response in (
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ):
            values = {"realm": realm, "nonce": nonce, "qop": "auth", "algorithm": algorithm, "opaque": "FQhe"}
            said = authorization(Challenge("digest", values), "GET", url, "Mufasa", "Circle of Life")
            assert f'response="{response}"' in said
            assert said.endswith(f'opaque="FQhe", algorithm={algorithm}, qop=auth, nc=00000001')

    def test_a_nonce_is_counted(self) -> None:
        """Each request of one login has its own number."""
        asked = Challenge("digest", {"realm": "r", "nonce": "n", "qop": "auth,auth-int"})
        counts = [authorization(asked, "PUT", "http://e.org/?graph=x", "u", "p")[-8:] for _ in range(2)]
        assert counts == ["00000001", "00000002"]

    def test_digest_of_the_old_kind_has_no_count(self) -> None:
        """RFC 2069 servers name no quality of protection."""
        said = authorization(Challenge("digest", {"realm": "r", "nonce": "n"}), "GET", "http://e.org", 'a"b', "p")
        one, two = (hashlib.md5(text.encode()).hexdigest() for text in ('a"b:r:p', "GET:/"))
        response = hashlib.md5(f"{one}:n:{two}".encode()).hexdigest()
        assert said == rf'Digest username="a\"b", realm="r", nonce="n", uri="/", response="{response}", algorithm=MD5'

    def test_every_challenge_is_read(self) -> None:
        """In one header or in several, whatever else is offered; what we cannot compute is left out."""
        several = [
            'Negotiate, Basic realm="a, b"',
            'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256',
            "Bearer",
        ]
        assert set(challenges(several)) == {"basic", "digest", "bearer"}
        assert challenges(several)["basic"].values == {"realm": "a, b"}
        assert challenges(['Digest realm="r", nonce="n", algorithm=SHA-512-256']) == {}
        assert challenges(['Digest realm="r", nonce="n", qop="auth-int"']) == {}

    def test_the_best_challenge_is_met(self) -> None:
        """Digest before Basic with a name; a token without one."""
        offered = challenges(["Basic", 'Digest realm="r", nonce="n"', "Bearer"])
        assert choose(offered, "amt", NOBODY).scheme == "digest"
        assert choose(offered, None, NOBODY).scheme == "bearer"

    @pytest.mark.parametrize(
        ("offered", "user", "message"),
        [
            (["Bearer"], "amt", "这个库要求登录（Bearer）。 请去掉 --user，把令牌放在环境变量 PARKGRAPH_TOKEN 里。"),
            (
                ["Basic"],
                None,
                "这个库要求登录（Basic）。 请加 --user 用户名，并把密码放在环境变量 PARKGRAPH_PASSWORD 里。",
            ),
            (
                ["Negotiate"],
                "amt",
                "这个库要求的登录方式不受支持。 "
                "支持 Basic、Digest（MD5、SHA-256）和 Bearer；请联系库的管理员，或在库前放一个代理。",
            ),
        ],
    )
    def test_what_cannot_be_met_is_told(self, offered: list[str], user: str | None, message: str) -> None:
        """With what to give instead."""
        with pytest.raises(RemoteError) as caught:
            choose(challenges(offered), user, NOBODY)
        assert str(caught.value) == f"{NOBODY}: {message}"

    def test_a_token_that_no_header_can_hold_is_not_repeated(self) -> None:
        """Python would quote it in its own error."""
        with pytest.raises(RemoteError) as caught:
            authorization(Challenge("bearer"), "GET", NOBODY, "", "geheim\nX: y")
        assert str(caught.value) == (f"{NOBODY}: 令牌里有空格、换行或非 ASCII 字符。 请检查环境变量 PARKGRAPH_TOKEN。")

    def test_a_password_in_the_open_is_noted(self) -> None:
        """Basic over plain HTTP to another machine, once; not on this machine, not with Digest."""
        from parkgraph.load.client import Client

        client = Client(LoadOptions())
        for scheme, url in (("digest", "http://e.org"), ("basic", "http://127.0.0.1"), ("basic", "https://e.org")):
            client._warn(Challenge(scheme), url)
        assert client.notes == []
        for _ in range(2):
            client._warn(Challenge("basic"), "http://e.org/")
        assert client.notes == ["密码经未加密的 http 传送：请改用 https，或只在可信的网络中使用。"]


class TestKeyFile:
    """A file that holds a password or a token."""

    @pytest.mark.parametrize(
        ("text", "mode", "message"),
        [
            ("a\nb\n", 0o600, "密钥文件里应当只有一行。 请只写密码或令牌本身。"),
            ("", 0o600, "密钥文件里应当只有一行。 请只写密码或令牌本身。"),
            ("geheim\n", 0o644, "密钥文件别人也能读。 请先执行 chmod 600 {}。"),
            (None, 0, "读不出密钥文件。 请检查 --key-file 的路径和读权限。"),
        ],
    )
    def test_a_file_that_is_no_key_is_refused(self, tmp_path: Path, text: str | None, mode: int, message: str) -> None:
        """With the reason, and without what it holds."""
        path = tmp_path / "key"
        if text is not None:
            path.write_text(text, encoding="utf-8")
            path.chmod(mode)
        with pytest.raises(UsageError) as caught:
            read_key(path)
        assert str(caught.value) == f"{path}: {message.format(path)}"


class Seat(StringIO):
    """Standard input, with somebody there or nobody."""

    taken = False

    def isatty(self) -> bool:
        """Whether somebody sits there."""
        return self.taken


class _Hex:
    """Random bytes whose hexadecimal form is known."""

    def __init__(self, text: str) -> None:
        self.text = text

    def hex(self) -> str:
        """The known form."""
        return self.text


class TestSample:
    """Which statements are looked up."""

    def test_what_stores_spoil_comes_first(self) -> None:
        """Fifty of many, each kind among them, twenty of them Chinese; the order they come in does not matter."""

        def literal(number: int, kind: str, value: str) -> ox.Triple:
            return ox.Triple(
                ox.NamedNode(f"urn:{kind}{number}"), NAME, ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
            )

        values = {"date": "2019-11-26", "gYear": "2021", "decimal": "1.5", "boolean": "true"}
        triples = [literal(n, kind, value) for kind, value in values.items() for n in range(9)]
        for tag in ("zh", "en", "zh-hant"):
            text = "Park" if tag == "en" else "园区"
            triples += [
                ox.Triple(ox.NamedNode(f"urn:{tag}{n}"), NAME, ox.Literal(text, language=tag)) for n in range(99)
            ]
        triples += [ox.Triple(ox.NamedNode(f"urn:b{n}"), NAME, ox.Literal("𠮷", language="zh")) for n in range(3)]
        chosen = sample(triples)
        assert {name: len(found) for name, found in chosen.items()} == {
            "BMP 以外": 1, "日期": 2, "年份": 2, "小数": 2, "布尔": 2, "@en": 2, "@zh": 2, "@zh-hant": 2,
            "中文": 15, "其他": 20,
        }  # fmt: skip
        taken = [triple for found in chosen.values() for triple in found]
        assert len(set(taken)) == 50
        assert sum(1 for t in taken if isinstance(t.object, ox.Literal) and "zh" in (t.object.language or "")) >= 20
        assert sample(triples[::-1]) == chosen

    def test_a_small_graph_is_looked_up_whole(self) -> None:
        """Fewer than fifty are all taken; kinds that are not there are not named."""
        chosen = sample(parse("<urn:a> <urn:p> <urn:b>, <urn:c> ."))
        assert {name: len(found) for name, found in chosen.items()} == {"其他": 2}


class TestNotes:
    """What is kept for `--resume`."""

    def test_they_hold_neither_statements_nor_passwords(self, tmp_path: Path) -> None:
        """Hashes and counts."""
        notes = open_manifest(tmp_path, NOBODY, "urn:g", mode="replace", resume=False)
        notes.add(["<urn:a> <urn:p> “园区” .\n".encode()])
        kept = json.loads(notes.path.read_text(encoding="utf-8"))
        assert set(kept) == {"url", "graph", "mode", "pieces"}
        assert set(kept["pieces"][0]) == {"lines", "sha256"}
        assert open_manifest(tmp_path, NOBODY, "urn:g", mode="replace", resume=True).sent == 1
        notes.restart()
        assert open_manifest(tmp_path, NOBODY, "urn:g", mode="replace", resume=True).sent == 0
        notes.finish()

    def test_they_lie_where_the_system_keeps_state(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The variable first, then the home folder; each graph of each store has its own."""
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        one, two = (open_manifest(None, NOBODY, graph, mode="replace", resume=False) for graph in ("urn:a", "urn:b"))
        assert one.path.parent == two.path.parent == tmp_path / "parkgraph"
        assert one.path != two.path
        monkeypatch.delenv("XDG_STATE_HOME")
        monkeypatch.delenv("LOCALAPPDATA", raising=False)
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
        notes = open_manifest(None, NOBODY, "urn:a", mode="replace", resume=False)
        assert notes.path.parent == tmp_path / ".local" / "state" / "parkgraph"

    @pytest.mark.parametrize("text", ["", "[]", '{"pieces": [{"lines": "x"}]}', '{"pieces": 3}'])
    def test_notes_that_cannot_be_read_are_as_good_as_none(self, tmp_path: Path, text: str) -> None:
        """A half-written file leads to no wrong statement."""
        path = open_manifest(tmp_path, NOBODY, "urn:g", mode="replace", resume=False).path
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            open_manifest(tmp_path, NOBODY, "urn:g", mode="replace", resume=True)
        assert str(caught.value) == f"{path}: 没有可以续传的装入。 请去掉 --resume，重新装入。"


REPORT = LoadReport(
    url="http://e.org", kind="oxigraph", title="Oxigraph", reasons=("甲", "乙"), graph="urn:g", mode="replace",
    triples=3, size=1_500_000, query_url="http://e.org/query", curl="curl …", requests=1, steps=("写入", "替换"),
    checks=(Check("triples", "三元组总数", 1), Check("samples", "抽样语句", 50, (), "日期 2")),
    traps=("小心",), notes=("且慢",),
)  # fmt: skip


class TestReport:
    """What people and programs read."""

    def test_people_read_what_was_done_and_what_comes_next(self) -> None:
        """Every line of a report without differences."""
        assert REPORT.to_text() == (
            "地址：http://e.org\n识别：Oxigraph（甲；乙）\n图：urn:g\n方式：替换\n数据：3 条三元组，1.5 MB\n"
            "1. 写入\n2. 替换\n"
            "核对\n  三元组总数：1 项，一致\n  抽样语句：50 项，一致（日期 2）\n结论：与本地一致。\n"
            "下一步\n  查询地址：http://e.org/query\n  试一下：curl …\n"
            "  或者：parkgraph run parks-by-policy --endpoint http://e.org/query --graph urn:g\n"
            "  注意：且慢\n  注意：小心\n"
        )
        assert REPORT.exit_code == 0

    def test_programs_read_whether_all_is_well(self) -> None:
        """`ok` is null where nothing was compared."""
        bad = Check("triples", "三元组总数", 1, (Difference("三元组总数", "", "3", "2"),))
        oks = [replace(REPORT, checks=checks).to_dict()["ok"] for checks in (REPORT.checks, (bad,), ())]
        assert oks == [True, False, None]
        said = json.loads(replace(REPORT, checks=(bad,)).to_json())
        assert said["differences"] == [{"check": "三元组总数", "item": "", "expected": "3", "found": "2"}]
        assert said["checks"][0]["differences"] == said["differences"]


@pytest.mark.parametrize(("page", "yes"), [("loading.md", "yes"), ("loading.zh.md", "可以")])
def test_the_page_has_every_store_as_it_is_spoken_to(page: str, yes: str) -> None:
    """One row a dialect: its name, whether MOVE is used, and, of those that were tried, whether gzip is taken."""
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.count("`") >= 2 and line.startswith("| ")]
    told = {cells[1].strip(" `"): (cells[4].strip() == "MOVE", cells[7].strip() == yes) for cells in rows[1:]}
    assert told == {dialect.kind: (dialect.moves, dialect.zips) for dialect in DIALECTS}


class TestVerb:
    """The command line's own part."""

    def test_the_shared_options_are_fitted(self) -> None:
        """`--store` says which kind of store; what a load has no use for is not offered."""
        said = CliRunner().invoke(verb.load_, ["--help"]).output
        assert f"--store[{'|'.join(KINDS)}]" in "".join(said.split())
        assert not [word for word in ("--endpoint", "--limit", "--excel") if word in said]

    def test_the_options_of_other_verbs_stay_as_they_are(self) -> None:
        """Each verb has its own copy."""
        from parkgraph.cli.app import verbs

        store = next(option for option in verbs.commands["info"].params if option.name == "store")
        assert isinstance(store.type, click.Path)

    def test_other_verbs_do_not_wait_for_the_network_modules(self) -> None:
        """The verb can be listed without `urllib.request`; an unknown name is still refused."""
        code = "import sys, parkgraph.cli.load; print(any('parkgraph.load.client' in name for name in sys.modules))"
        said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)
        assert said.stdout.decode().strip() == "False"
        with pytest.raises(AttributeError, match=r"module 'parkgraph.load' has no attribute 'unload'"):
            getattr(parkgraph.load, "unload")  # noqa: B009

    def test_the_password_is_asked_for_on_a_terminal_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The environment first, then whoever sits there, then none."""
        monkeypatch.setenv("PARKGRAPH_PASSWORD", "geheim")
        assert verb._password(None) == "geheim"
        monkeypatch.delenv("PARKGRAPH_PASSWORD")
        monkeypatch.setattr("sys.stdin", Seat())
        assert verb._password(None) == ""
        monkeypatch.setattr(Seat, "taken", True)
        monkeypatch.setattr(click, "prompt", lambda text, **options: f"{text}{options['hide_input']}")
        assert verb._password(None) == "密码True"

    def test_a_key_file_gives_the_password_or_the_token(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """The environment comes first; without either there is no token."""
        for name in ("PARKGRAPH_PASSWORD", "PARKGRAPH_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        key = tmp_path / "key"
        key.write_text("aus der Datei\n", encoding="utf-8")
        key.chmod(0o600)
        assert verb._password(key) == "aus der Datei"
        given = verb._token(key)
        assert given is not None and given() == "aus der Datei"
        assert verb._token(None) is None
        monkeypatch.setenv("PARKGRAPH_TOKEN", "aus der Umgebung")
        given = verb._token(key)
        assert given is not None and given() == "aus der Umgebung"

    def test_progress_is_shown_in_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        """On stderr, each in the place of the last."""
        verb._progress("一")
        verb._progress("二")
        assert capsys.readouterr() == ("", "\r\x1b[K一\r\x1b[K二")

    def test_errors_reach_the_command_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """And the progress line is wiped away first."""
        monkeypatch.setattr("parkgraph.cli.load._interactive", lambda: True)
        done = CliRunner().invoke(verb.load_, [NOBODY], standalone_mode=False)
        assert isinstance(done.exception, RemoteError)
        assert done.stderr.endswith("\r\x1b[K")
