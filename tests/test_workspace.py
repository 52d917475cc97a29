"""A workspace of one's own: the tutorial is walked through as it stands, and every verb answers from both graphs."""

import hashlib
import importlib.util
import io
import json
import os
import re
import shutil
import sys
import tomllib
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import click
import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.cli.app import run, verbs
from parkgraph.cli.load import load_
from parkgraph.errors import AssetError, DataError, ParkgraphError, ParseError, UsageError
from parkgraph.names import OA, PG, PGC, PGD, RDF
from parkgraph.turtle import fingerprint, read_triples
from parkgraph.workspace import build_workspace, register_text, text_folders

REPO = Path(__file__).parents[1]
PAGES = [REPO / "docs" / "own-document.md", REPO / "docs" / "own-document.zh.md"]
SLUG = "shili-2020-measures"
PLAN, OPINIONS = "policy-digital-shandong-plan-2018", "policy-shandong-digital-economy-opinions-2019"
MEASURES, PARK = "policy-shili-measures", "park-shili-yunshan"
TYPE = ox.NamedNode(RDF + "type")


def load_walker() -> ModuleType:
    """scripts/walk_pages.py as a module."""
    spec = importlib.util.spec_from_file_location("walk_pages", REPO / "scripts" / "walk_pages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


WALKER = load_walker()


class Place(NamedTuple):
    """Where a page was walked: the copy of the house, and the workspace on top of it."""

    home: Path
    mine: Path


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The tutorial's workspace as it is when it has been built and checked; nobody writes into it."""
    folder = tmp_path_factory.mktemp("walked")
    text = PAGES[1].read_text(encoding="utf-8")
    WALKER.walk(text[: text.index("\n## 6.")], folder)
    return Place(folder / "house", folder / "desk" / "mine")


@pytest.fixture
def place(walked: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A copy of that workspace that may be written into, one's working folder beside it."""
    shutil.copytree(walked.mine, tmp_path / "desk" / "mine")
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("PARKGRAPH_HOME", str(walked.home))
    for name in ("PARKGRAPH_SOURCES", "PARKGRAPH_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return Place(walked.home, Path("mine"))


class Outcome(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(place: Place, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs a command line beside the workspace."""

    def called(*words: str) -> Outcome:
        capsys.readouterr()
        code = run(list(words))
        return Outcome(code, *capsys.readouterr())

    return called


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a passage that stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def statements(path: Path) -> set[ox.Triple]:
    """The statements of a Turtle file."""
    return set(read_triples(path))


def entity(name: str) -> ox.NamedNode:
    """A thing by its id."""
    return ox.NamedNode(PGD + name)


# ---------------------------------------------------------------------- the page


class TestPage:
    """docs/own-document.md and its Chinese twin."""

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_it_can_be_followed_from_top_to_bottom(self, page: Path, tmp_path: Path) -> None:
        """Each file is written and each command typed in turn; the answers are those that the page shows."""
        text = page.read_text(encoding="utf-8")
        done = WALKER.walk(text, tmp_path)
        assert done.page == text, "the answers have changed: run `PYTHONPATH=src python scripts/walk_pages.py`"
        assert [code for _, code in done.commands] == [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 3, 0, 0]
        assert (tmp_path / "desk" / "mine" / "graph.ttl").is_file()

    def test_both_languages_teach_the_same(self) -> None:
        """The same blocks in the same order; only the language of the answers differs."""
        english, chinese = ([*WALKER.BLOCK.finditer(page.read_text(encoding="utf-8"))] for page in PAGES)
        files = [[block[0] for block in blocks if block[2]] for blocks in (english, chinese)]
        typed = [
            [line.removesuffix(" --lang en") for block in blocks for line in re.findall(r"^\$ .*", block[4], re.M)]
            for blocks in (english, chinese)
        ]
        assert files[0] == files[1]
        assert typed[0] == typed[1]
        assert (len(files[0]), len(typed[0])) == (9, 17)

    def test_it_shows_what_was_promised(self) -> None:
        """A wrong quote and a changed text are refused, both graphs are asked, and a path leads across."""
        text = PAGES[1].read_text(encoding="utf-8")
        assert "引文“根据《数字山东发展规划(2018—2022年)》”在原文中找不到" in text
        assert "原文已改动，SHA-256 与登记不符" in text
        assert re.search(r"^违反 0 · 警告 0 · 提示 0 · 已豁免 0$", text, re.M)
        assert re.search(r"^数字山东发展规划（2018—2022年） +3$", text, re.M)
        assert "山东省数字经济园区（试点）建设行动方案 —引用→ 山东省支持数字经济发展的意见" in text
        for name in ("run policy-basis", "run most-cited-documents", "show", "path", "list sources", "validate"):
            assert f"$ parkgraph {name} " in text

    def test_the_house_is_left_alone(self, walked: Place) -> None:
        """Nothing of the shipped graph has changed by following the page."""
        for path in (path for path in (REPO / "data").rglob("*") if path.is_file() and path.suffix != ".txt"):
            assert (walked.home / path.relative_to(REPO)).read_bytes() == path.read_bytes()


class TestWalker:
    """A page that is wrong is noticed."""

    def test_a_changed_answer_is_seen(self, tmp_path: Path) -> None:
        """What the page shows gives way to what is said; a last line `…` keeps the length."""
        page = "```console\n$ parkgraph list sources\n来源\n…\n$ parkgraph --version\nparkgraph 0\n```\n"
        done = WALKER.walk(page, tmp_path)
        shown = done.page.split("\n")
        assert shown[2].startswith("来源  ") and shown[3] == "…"
        assert shown[5] == f"parkgraph {parkgraph.__version__}"

    @pytest.mark.parametrize(
        ("page", "said"),
        [
            ("```console\n$ rm -r mine\n```\n", "this command cannot be followed: $ rm -r mine"),
            ("```python\nprint()\n```\n", "a block is neither a file nor a console: ```python"),
            ("```text title=../x\na\n```\n", "../x lies outside of the folder"),
            ("```text title=x\na\n```\n```diff title=x\n-b\n+c\n```\n", "these lines stand 0 times in x: b"),
        ],
    )
    def test_what_cannot_be_followed_is_refused(self, page: str, said: str, tmp_path: Path) -> None:
        """Blocks of another kind, other programs, files elsewhere, and lines to be changed that are not there."""
        with pytest.raises(SystemExit) as caught:
            WALKER.walk(page, tmp_path)
        assert str(caught.value).startswith(said)

    def test_the_environment_is_as_before(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither the folder nor a variable is left behind, nor does one's own workspace come in."""
        monkeypatch.setenv("PARKGRAPH_WORKSPACE", "nowhere")
        before, here = dict(os.environ), Path.cwd()
        WALKER.walk("```console\n$ parkgraph list sources\n…\n$ export PARKGRAPH_WORKSPACE=x\n```\n", tmp_path)
        assert (dict(os.environ), Path.cwd()) == (before, here)


# ---------------------------------------------------------------------- registering a text


class TestRegister:
    """`build --text`: the text is kept and its entry written."""

    def test_the_entry_holds_hash_and_length(self, tmp_path: Path) -> None:
        """The title is the text's first line; what only people know is left to them."""
        text = tmp_path / "my-notice.txt"
        text.write_text("\ufeff\n  关于“示例”的\t通知 \n正文\n", encoding="utf-8")
        entry, missing = register_text(tmp_path / "mine", text)
        assert entry == tmp_path / "mine" / "sources" / "my-notice.toml"
        assert missing == ["title_en", "as_of"]
        assert tomllib.loads(entry.read_text(encoding="utf-8")) == {
            "title_zh": "关于“示例”的 通知",
            "language": "zh",
            "sha256": hashlib.sha256(text.read_bytes()).hexdigest(),
            "length": 19,
            "authority": "primary",
            "as_of_precision": "day",
        }
        assert (tmp_path / "mine" / "sources" / "my-notice.txt").read_bytes() == text.read_bytes()
        rooms = ["records", "reference", "registry", "sources"]
        assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == rooms

    def test_the_build_says_what_is_still_to_be_filled_in(self, cli: Callable[..., Outcome]) -> None:
        """A fresh entry is not yet one."""
        Path("my-notice.txt").write_text("通知", encoding="utf-8")
        assert cli("build", "--workspace", "mine", "--text", "my-notice.txt") == (
            0,
            "",
            "已登记：mine/sources/my-notice.toml；请在其中填写 title_en、as_of\n",
        )
        code, _, err = cli("build", "--workspace", "mine")
        assert (code, "缺少 title_en、缺少 as_of" in err) == (3, True)

    def test_a_changed_text_is_registered_again(self, place: Place, cli: Callable[..., Outcome]) -> None:
        """Only hash and length change; what people wrote in the entry stays."""
        text, entry = (place.mine / "sources" / f"{SLUG}{suffix}" for suffix in (".txt", ".toml"))
        before = tomllib.loads(entry.read_text(encoding="utf-8"))
        edit(text, "自印发之日起施行", "自印发之日起试行二年")
        assert cli("build", "--workspace", "mine", "--text", str(text)) == (0, "", f"已登记：{entry}\n")
        after = tomllib.loads(entry.read_text(encoding="utf-8"))
        assert after.pop("sha256") == hashlib.sha256(text.read_bytes()).hexdigest()
        assert after.pop("length") == before.pop("length") + 2
        del before["sha256"]
        assert after == before
        assert cli("build", "--workspace", "mine").code == 0

    @pytest.mark.parametrize(
        ("name", "content", "kind", "said"),
        [
            ("通知.txt", "甲", UsageError,
             "通知.txt 不能作原文的文件名。 "
             "请改名：只用小写字母、数字和连字符，以 .txt 结尾，例如 shili-2020-measures.txt。"),
            ("notice.docx", "甲", UsageError,
             "notice.docx 不能作原文的文件名。 "
             "请改名：只用小写字母、数字和连字符，以 .txt 结尾，例如 shili-2020-measures.txt。"),
            ("notice.txt", None, AssetError, "HERE: 找不到原文 notice.txt。 请检查路径。"),
            ("notice.txt", "gb18030", ParseError, "HERE/notice.txt: 原文不是 UTF-8 编码。 请另存为 UTF-8。"),
            (f"{SLUG}.txt", "另一份", DataError,
             f"mine/sources/{SLUG}.txt: 这里已有一份同名而文字不同的原文。 "
             "另一份文件请换一个文件名；同一份文件有了改动的，请先替换这里的旧文件。"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_registered_is_refused(
        self, name: str, content: str | None, kind: type[ParkgraphError], said: str, place: Place, tmp_path: Path
    ) -> None:
        """With the reason, and nothing is touched."""
        if content == "gb18030":
            (tmp_path / name).write_bytes("办法".encode("gb18030"))
        elif content:
            (tmp_path / name).write_text(content, encoding="utf-8")
        before = {path: path.read_bytes() for path in place.mine.rglob("*") if path.is_file()}
        with pytest.raises(kind) as caught:
            register_text(place.mine, tmp_path / name)
        assert str(caught.value).replace(str(tmp_path), "HERE") == said
        assert {path: path.read_bytes() for path in place.mine.rglob("*") if path.is_file()} == before

    def test_an_installed_package_takes_no_text(
        self, walked: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nor is it built, however its data are named."""
        (tmp_path / "_assets").symlink_to(walked.home)
        monkeypatch.setenv("PARKGRAPH_HOME", str(tmp_path / "_assets"))
        (tmp_path / "notice.txt").write_text("甲", encoding="utf-8")
        said = f"{tmp_path / '_assets'}: 不能改写已安装的软件包。 请用 --workspace 指明你自己的工作目录。"
        for workspace in (None, tmp_path / "_assets" / "data"):
            with pytest.raises(UsageError) as caught:
                register_text(workspace, tmp_path / "notice.txt")
            assert str(caught.value) == said
            with pytest.raises(UsageError) as caught:
                build_workspace(workspace, None)
            assert str(caught.value) == said


# ---------------------------------------------------------------------- building on top


class TestBuild:
    """What the build makes of a workspace."""

    def test_it_holds_its_own_statements_alone(self, walked: Place) -> None:
        """No statement of the shipped graph, and nothing said of a thing that is defined there."""
        own, shipped = statements(walked.mine / "graph.ttl"), statements(walked.home / "data" / "parkgraph.ttl")
        assert own and not own & shipped
        assert {t.subject for t in own} & {t.subject for t in shipped} == set()
        spans = {t.subject for t in own if (t.predicate, t.object) == (TYPE, ox.NamedNode(PG + "TextSpan"))}
        assert len(spans) == 14
        told = {t.object for t in own if t.subject in spans and t.predicate.value == OA + "hasSource"}
        assert told == {entity(f"source-{SLUG}")}
        kinds = {t.object.value.removeprefix(PG) for t in own if t.predicate == TYPE}  # type: ignore[union-attr]
        assert not kinds & {"KnowledgeGraphRelease", "InferenceRule"}

    def test_rules_reason_over_both(self, walked: Place) -> None:
        """The measures rest on opinions they never name, since the action plan does; quotes of both prove it."""
        own = statements(walked.mine / "graph.ttl")
        statement = (entity(MEASURES), ox.NamedNode(PG + "basedOnTransitive"), entity(OPINIONS))
        assert ox.Triple(*statement) in own
        slots = [
            {t.subject for t in own if (t.predicate.value, t.object) == (RDF + slot, value)}
            for slot, value in zip(("subject", "predicate", "object"), statement, strict=True)
        ]
        (node,) = set.intersection(*slots)
        proofs = {t.object.value for t in own if (t.subject, t.predicate.value) == (node, PG + "evidencedBy")}  # type: ignore[union-attr]
        assert {proof.removeprefix(PGD).rsplit("-", 2)[0] for proof in proofs} == {
            f"span-{SLUG}",
            "span-dezhou-2019-interview",
        }
        assert ox.Triple(entity(PARK), ox.NamedNode(PG + "locatedInTransitive"), entity("division-370000")) in own

    def test_every_fact_tells_its_source(self, walked: Place) -> None:
        """Each statement with a basis rests on a span of the own source; a computed one perhaps on others too."""
        own, shipped = statements(walked.mine / "graph.ttl"), statements(walked.home / "data" / "parkgraph.ttl")
        source: dict[object, object] = {
            t.subject: t.object for t in own | shipped if t.predicate.value == OA + "hasSource"
        }
        basis = {t.subject: t.object for t in own if t.predicate.value == PG + "assertionBasis"}
        assert len(basis) > 30
        computed = ox.NamedNode(PGC + "basis-computed")
        for fact, known in basis.items():
            proofs = {source[t.object] for t in own if (t.subject, t.predicate.value) == (fact, PG + "evidencedBy")}
            assert entity(f"source-{SLUG}") in proofs
            assert known == computed or proofs == {entity(f"source-{SLUG}")}

    def test_it_is_built_without_its_texts(self, place: Place, cli: Callable[..., Outcome]) -> None:
        """The lock answers for the quotes it knows, to the byte; one that is new is refused."""
        graph = (place.mine / "graph.ttl").read_bytes()
        (place.mine / "sources" / f"{SLUG}.txt").unlink()
        (place.mine / "graph.ttl").unlink()
        code, _, err = cli("build", "--workspace", "mine")
        assert (code, err.endswith("；已逐字核对的原文：无，引文按锁定表核对\n")) == (0, True)
        assert (place.mine / "graph.ttl").read_bytes() == graph
        edit(place.mine / "records" / f"{SLUG}.yaml", "'设立示例市数字经济园区培育工程'", "'每年受理一批园区的申报'")
        code, _, err = cli("build", "--workspace", "mine")
        assert code == 3
        assert "引文“每年受理一批园区的申报”不在锁定表中，又没有原文可查" in err
        assert (place.mine / "graph.ttl").read_bytes() == graph

    @pytest.mark.parametrize("room", ["records", "reference", "sources"])
    def test_an_id_of_the_shipped_graph_is_not_defined_again(
        self, room: str, place: Place, cli: Callable[..., Outcome]
    ) -> None:
        """Neither by a record, nor by reference data, nor by a source of the same name."""
        name = {"records": "park-derui", "reference": "division-370100", "sources": "source-dezhou-2019-interview"}[
            room
        ]
        where, records = "mine/reference", place.mine / "records" / f"{SLUG}.yaml"
        if room == "records":
            edit(records, "id: park-shili-yunshan", f"id: {name}")
            where = f"{records}:{records.read_text(encoding='utf-8').split(name)[0].count(chr(10)) + 1}"
        elif room == "reference":
            edit(place.mine / "reference" / "shili.ttl", "pgd:division-379900 a", f"pgd:{name} a")
            edit(place.mine / "reference" / "shili.ttl", '    pg:divisionCode "379900" ;\n', "")
        else:
            where = "mine/sources/dezhou-2019-interview.toml"
            shutil.copy(REPO / "data" / "sources" / "dezhou-2019-interview.toml", where)
        code, _, err = cli("build", "--workspace", "mine", "--register")
        assert (code, err) == (
            3,
            f"错误：{where}: 标识符 {name} 已在随附的图谱中定义。 "
            "请换一个标识符；要补充那个事物，请去掉 is，只写 id。\n",
        )

    def test_it_may_add_to_a_shipped_thing(self, place: Place, cli: Callable[..., Outcome]) -> None:
        """A record with an id and without a class adds a fact, which tells its own source."""
        with (place.mine / "records" / f"{SLUG}.yaml").open("a", encoding="utf-8") as file:
            file.write(
                f"- id: {PLAN}\n  facts:\n"
                "  - {says: proposes, that: programme-shili-fostering, basis: curator, note: For the test.,"
                " quote: '根据《数字山东发展规划（2018—2022年）》'}\n"
            )
        assert cli("build", "--workspace", "mine").code == 0
        shown = cli("show", PLAN, "--workspace", "mine").out.splitlines()
        (told,) = [said for said in shown if said.startswith("    · 示例市数字经济园区培育工程[")]
        number = told.rpartition("[")[2]
        line = shown.index(f"[{number} “根据《数字山东发展规划（2018—2022年）》”")
        assert shown[line + 1] == "     — 示例市数字经济园区培育办法"

    def test_the_shipped_data_are_a_workspace_too(
        self, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Named by its folder, it is built into its usual file; no second graph appears beside it."""
        home = Path(shutil.copytree(place.home, tmp_path / "again"))
        monkeypatch.setenv("PARKGRAPH_HOME", str(home))
        assert build_workspace(home / "data", None, check=True)[1] == []
        (home / "data" / "parkgraph.ttl").unlink()
        build_workspace(home / "data", None)
        assert (home / "data" / "parkgraph.ttl").read_bytes() == (place.home / "data" / "parkgraph.ttl").read_bytes()
        assert not (home / "data" / "graph.ttl").exists()

    def test_texts_are_looked_for_in_order(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The folder that was named, that of the environment, other workspaces, the workspace's own."""
        monkeypatch.setenv("PARKGRAPH_SOURCES", "set")
        assert text_folders(Path("own"), Path("named"), [Path("other")]) == [
            Path("named"), Path("set"), Path("other/sources"), Path("own/sources"),
        ]  # fmt: skip
        monkeypatch.delenv("PARKGRAPH_SOURCES")
        assert text_folders(Path("own")) == [Path("own/sources")]


# ---------------------------------------------------------------------- asking both


ASKED = {
    "ask": (("ask", "某地区的园区及其身份", "--run", "1"), "云杉数字产业园", "德瑞智能制造产业园"),
    "brief": (("brief", PLAN, "-f", "md"), "示例市数字经济园区培育办法", "德州市人民政府"),
    "diff": (("diff", "shipped", "mine/graph.ttl", "--lang", "zh"), "云杉数字产业园", "德瑞智能制造产业园"),
    "draw": (("draw", PLAN, "-o", "x.svg"), "示例市数字经济园区培育办法", "聊城高新技术产业开发区"),
    "evidence": (("evidence", PLAN, "-f", "csv"), "示例市数字经济园区培育办法", "德州市人民政府"),
    "export": (("export", "-o", "out"), "云杉数字产业园", "德瑞智能制造产业园"),
    "find": (("find", "产业园"), "云杉数字产业园", "德瑞智能制造产业园"),
    "info": (("info",), "pg:KeyProgramme: 7", "pg:Designation: 19"),
    "list": (("list", "sources"), "示例市数字经济园区培育办法", "dezhou-2019-interview"),
    "network edges": (("network", "edges"), "云杉数字产业园", "德瑞智能制造产业园"),
    "path": (("path", PARK, OPINIONS), "设立示例市数字经济园区培育工程", "《山東省支持數字經濟發展的意見》"),
    "query": (
        ("query", f"SELECT ?p {{ ?p a <{PG}Park> }}", "--limit", "500"), "park-shili-yunshan", "park-derui",
    ),
    "run": (("run", "policy-basis", "--quotes"), "示例市数字经济园区培育办法", "聊城高新技术产业开发区"),
    "show": (("show", PLAN), "示例市数字经济园区培育办法", "德州市人民政府"),
    "validate": (("validate",), "示例市数字经济园区培育办法", "dezhou-2019-interview"),
}  # fmt: skip
"""Verb to a command line, and what it says of the workspace and of the shipped graph."""

ELSEWHERE = {
    "build": "makes the graph, see above",
    "coverage": "is of one text, see below",
    "load": "needs a server, see below",
    **dict.fromkeys(
        ("network communities", "network components", "network measures", "network projection"),
        "figures of the graph that `network edges` lists",
    ),
    "serve": "answers over HTTP, see tests/web",
    "site": "takes its time, see tests/test_site.py",
    **dict.fromkeys(
        ("store backup", "store compact", "store info", "store restore", "store verify"),
        "looks at a dataset, whatever graph it was made of",
    ),
    "store create": "keeps the files it is given, see tests/test_datasets.py",
    "store token": "has to do with no graph",
    "verify": "looks at a folder, whatever graph it was made of",
}
"""Verbs that are tested in another place, with the reason."""

WITHOUT = {"diff"}
"""Verbs that are told their graphs by name."""


def leaves(group: click.Group, name: str = "") -> Iterator[str]:
    """Every verb, such as `run` or `store load`."""
    for word, command in group.commands.items():
        full = f"{name} {word}".strip()
        if isinstance(command, click.Group):
            yield from leaves(command, full)
        else:
            yield full


class TestAsking:
    """Every verb answers from both graphs."""

    def test_no_verb_is_left_out(self) -> None:
        """A new verb has to say here what it does with a workspace."""
        assert set(leaves(verbs)) | {"load"} == set(ASKED) | set(ELSEWHERE)
        assert len(ASKED) >= 13

    @pytest.mark.parametrize("verb", sorted(ASKED))
    def test_it_answers_from_both(
        self, verb: str, place: Place, cli: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The same with the option and with the variable; without either, from the shipped graph alone."""
        words, own, shipped = ASKED[verb]
        if verb == "validate":  # a fault of the own graph, which has none; the shipped graph's texts are not at hand
            edit(place.mine / "graph.ttl", '\tpg:documentNumber "示政发〔2020〕7号" ;\n', "")
        given = () if verb in WITHOUT else ("--workspace", "mine")
        first = self.told(cli(*words, *given))
        assert own in first and shipped in first
        monkeypatch.setenv("PARKGRAPH_WORKSPACE", "mine")
        assert self.told(cli(*words)) == first
        monkeypatch.delenv("PARKGRAPH_WORKSPACE")
        if verb not in WITHOUT and verb != "path":
            assert own not in self.told(cli(*words))

    def told(self, outcome: Outcome) -> str:
        """What a command said, on the screen and in files, which are taken away."""
        assert outcome.code in (0, 1), outcome.err
        said = outcome.out
        for name in ("x.svg", "out"):
            path = Path(name)
            if path.is_dir():
                said += "".join(file.read_text(encoding="utf-8") for file in sorted(path.rglob("*.csv")))
                shutil.rmtree(path)
            elif path.is_file():
                said += path.read_text(encoding="utf-8")
                path.unlink()
        return said

    def test_a_store_is_filled_from_both(self, place: Place, oxigraph_server: str) -> None:
        """`load --workspace` puts own and shipped statements into one graph of a server."""
        name = "urn:test-workspace"
        words = [oxigraph_server, "--graph", name, "--workspace", "mine", "--state", "state"]
        assert load_.main(words, prog_name="load", standalone_mode=False) == 0
        query = urllib.parse.urlencode(
            {"query": f"ASK {{ GRAPH <{name}> {{ <{PGD}{PARK}> a ?a . <{PGD}park-derui> a ?b }} }}"}
        )
        request = urllib.request.Request(
            f"{oxigraph_server}/query?{query}", headers={"Accept": "application/sparql-results+json"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            assert json.load(response)["boolean"] is True

    def test_figures_are_of_the_union(self, walked: Place) -> None:
        """Each statement counts once, and the fingerprint is that of both graphs together."""
        own, shipped = statements(walked.mine / "graph.ttl"), statements(walked.home / "data" / "parkgraph.ttl")
        told = parkgraph.open(workspace=walked.mine, home=walked.home).info()
        assert told["triples"] == len(own | shipped) == len(own) + len(shipped)
        assert told["fingerprint"] == fingerprint(own | shipped)

    def test_a_statement_that_both_make_counts_once(self, place: Place) -> None:
        """As it would in a store."""
        shipped = read_triples(place.home / "data" / "parkgraph.ttl")
        before = parkgraph.open(workspace=place.mine, home=place.home).info()
        with (place.mine / "graph.ttl").open("a", encoding="utf-8") as file:
            file.write(f"{shipped[0]} .\n")
        assert parkgraph.open(workspace=place.mine, home=place.home).info() == before

    def test_an_own_text_is_covered_by_its_own_facts(self, cli: Callable[..., Outcome]) -> None:
        """`coverage` finds the text in the workspace and says which of its sentences nobody recorded."""
        code, out, _ = cli("coverage", SLUG, "--workspace", "mine", "-f", "json")
        told = json.loads(out)
        assert (code, told["source"]) == (1, "示例市数字经济园区培育办法")
        assert told["evidenced"] > 0 and told["open"] > 0 and told["listed"] == 0

    def test_each_row_tells_its_source(self, cli: Callable[..., Outcome]) -> None:
        """The quotes of a row come with the document they stand in, whichever graph holds it."""
        rows = json.loads(cli("run", "policy-basis", "--quotes", "--workspace", "mine", "-f", "json").out)
        sources = {row["policy"]: row["source"] for row in rows}
        assert all(row["quote"] for row in rows)
        assert sources["示例市数字经济园区培育办法"] == "示例市数字经济园区培育办法"
        assert len(set(sources.values())) == 3

    def test_quotes_of_one_source_are_shown_without_it(self, cli: Callable[..., Outcome]) -> None:
        """Where everything on a page rests on one document, that is said once."""
        lines = cli("show", PARK, "--workspace", "mine").out.splitlines()
        assert lines[-2:] == ["引文 — 示例市数字经济园区培育办法", "[1] “申报的园区是云杉数字产业园”"]


# ---------------------------------------------------------------------- checking


class TestValidate:
    """`validate` of a workspace's file."""

    def test_it_reports_on_its_own_things(self, place: Place, cli: Callable[..., Outcome]) -> None:
        """A park without evidence is found; the known findings of the shipped graph are not repeated."""
        with (place.mine / "graph.ttl").open("a", encoding="utf-8") as file:
            file.write(f"<{PGD}park-shili-seeded> a <{PG}Park> .\n")
        code, out, _ = cli("validate", "mine/graph.ttl", "-f", "json")
        found = json.loads(out)
        assert code == 1
        assert {finding["node"] for finding in found} == {f"{PGD}park-shili-seeded"}
        assert {finding["constraint"] for finding in found} == {"sN1", "sR2"}

    def test_quotes_are_compared_with_the_text_beside_the_file(self, place: Place, cli: Callable[..., Outcome]) -> None:
        """`sources/` beside a file is found unnamed; a text other than the registered one is a violation."""
        edit(place.mine / "sources" / f"{SLUG}.txt", "云杉数字产业园", "云松数字产业园")
        code, out, _ = cli("validate", "mine/graph.ttl", "-f", "json")
        assert code == 1
        broken = {(finding["constraint"], finding["severity"]) for finding in json.loads(out)}
        assert {("sE3", "Violation"), ("sE6", "Violation")} <= broken
        (place.mine / "sources" / f"{SLUG}.txt").unlink()
        code, out, _ = cli("validate", "mine/graph.ttl", "-f", "json")
        assert (code, [(f["constraint"], f["severity"]) for f in json.loads(out)]) == (0, [("sE3", "Info")])

    def test_without_a_file_both_graphs_are_checked(self, place: Place, cli: Callable[..., Outcome]) -> None:
        """What the shipped graph has by itself, and the workspace's own faults."""
        alone = json.loads(cli("validate", "-f", "json").out)
        assert alone
        assert json.loads(cli("validate", "--workspace", "mine", "-f", "json").out) == alone
        with (place.mine / "graph.ttl").open("a", encoding="utf-8") as file:
            file.write(f"<{PGD}park-shili-seeded> a <{PG}Park> .\n")
        code, out, _ = cli("validate", "--workspace", "mine", "-f", "json")
        found = json.loads(out)
        assert code == 1
        assert {finding["node"] for finding in found} - {finding["node"] for finding in alone} == {
            f"{PGD}park-shili-seeded"
        }
        assert [finding for finding in found if finding["node"] != f"{PGD}park-shili-seeded"] == alone


def test_a_workspace_that_is_not_built_is_told_how(place: Place) -> None:
    """The remedy is the whole command."""
    (place.mine / "graph.ttl").unlink()
    with pytest.raises(AssetError) as caught:
        parkgraph.open(workspace=place.mine, home=place.home)
    assert str(caught.value) == "mine: 找不到 graph.ttl。 请先运行 parkgraph build --workspace mine。"


def test_the_screen_of_the_walker_is_a_terminal() -> None:
    """Answers on the pages are those a person sees."""
    screen = WALKER.Terminal()
    assert isinstance(screen, io.StringIO) and screen.isatty()
