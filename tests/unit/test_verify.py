"""A check of an export finds whatever happened to it on the way: fifty changes, each made alone, each found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parkgraph.build import build_graph
from parkgraph.cli.app import run
from parkgraph.errors import TimeLimitError, UsageError
from parkgraph.export import FORMS, MANIFEST, SUMS, export_graph
from parkgraph.export.manifest import checksums, sha256
from parkgraph.faults import DIFFERS, Fault
from parkgraph.verify import KINDS, verify_release

Plant = tuple[str, Callable[[Path], Any], str]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy town, built and exported once."""
    repo = Path(__file__).parents[2]
    house = tmp_path_factory.mktemp("house")
    for room in ("ontology", "queries", "shapes"):
        (house / room).symlink_to(repo / room)
    town = Path(shutil.copytree(repo / "tests" / "toytown", house / "data"))
    (town / "parkgraph.ttl").write_text(build_graph(house, town, [town / "sources"]).turtle, encoding="utf-8")
    export_graph(house, house / "out")
    return house / "out"


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """A copy of the export."""
    return Path(shutil.copytree(exported, tmp_path / "copy"))


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], Any]:
    """Gives a file other bytes."""

    def planted(folder: Path) -> None:
        before = (folder / name).read_bytes()
        after = change(before)
        assert after != before
        (folder / name).write_bytes(after)

    return planted


def told(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], Any]:
    """Changes what the manifest says."""

    def planted(folder: Path) -> None:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        change(manifest)
        (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    return planted


def relisted(*plants: Callable[[Path], Any]) -> Callable[[Path], Any]:
    """Changes something and brings both lists up to date, as a forger would."""

    def planted(folder: Path) -> None:
        for plant in plants:
            plant(folder)
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for file in manifest["files"]:
            content = (folder / file["path"]).read_bytes()
            file["sha256"], file["size"] = sha256(content), len(content)
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        paths = [path for path in folder.rglob("*") if path.is_file() and path.name != SUMS]
        sums = checksums({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
        (folder / SUMS).write_text(sums, encoding="utf-8")

    return planted


def linked(folder: Path, name: str) -> None:
    """Puts a link to the same bytes elsewhere in the place of a file or folder."""
    outside = folder.parent / "outside"
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)


def swapped(folder: Path, one: str, other: str) -> None:
    """Exchanges two files."""
    (folder / one).rename(folder / "x")
    (folder / other).rename(folder / one)
    (folder / "x").rename(folder / other)


def without_a_line(content: bytes) -> bytes:
    """All but the last line."""
    return b"".join(content.splitlines(keepends=True)[:-1])


def in_another_graph(content: bytes) -> bytes:
    """The first quad in the graph of the last."""
    lines = content.decode("utf-8").splitlines(keepends=True)
    first, last = (
        lines[0].split(" "),
        next(x.split(" ") for x in reversed(lines) if x.split()[-2] != lines[0].split()[-2]),
    )
    return "".join([" ".join([*first[:-2], *last[-2:]]), *lines[1:]]).encode("utf-8")


FILES = (
    *("README.txt", "alignments.ttl", "concepts.ttl", "context.jsonld", "edges.csv", "nodes.csv", "ontology.ttl"),
    *("parkgraph.graphml", "queries.ttl", "shapes/evidence.ttl", "void.ttl"),
)
LOST = ("README.txt", "parkgraph.nq", "shapes/place.ttl")
PLANTED: list[Plant] = [
    *((f"a byte more in {name}", rewrite(name, lambda b: b + b" "), name) for name in (*FILES, *FORMS)),
    *((f"{name} is lost", lambda d, n=name: (d / n).unlink(), name) for name in LOST),
    ("the manifest is lost", lambda d: (d / MANIFEST).unlink(), MANIFEST),
    ("the checksums are lost", lambda d: (d / SUMS).unlink(), SUMS),
    ("a file is empty", rewrite("nodes.csv", lambda b: b""), "nodes.csv"),
    ("a file is cut off", rewrite("parkgraph.graphml", lambda b: b[:-9]), "parkgraph.graphml"),
    ("a bit has tipped", rewrite("ontology.ttl", lambda b: b[:50] + bytes([b[50] ^ 1]) + b[51:]), "ontology.ttl"),
    ("line ends of Windows", rewrite("edges.csv", lambda b: b.replace(b"\n", b"\r\n")), "edges.csv"),
    ("a byte order mark", rewrite("parkgraph.ttl", lambda b: b"\xef\xbb\xbf" + b), "parkgraph.ttl"),
    ("another encoding", rewrite("README.txt", lambda b: b.decode("utf-8").encode("gb18030")), "README.txt"),
    ("two files exchanged", lambda d: swapped(d, "nodes.csv", "edges.csv"), "edges.csv"),
    ("a statement is lost", rewrite("parkgraph.nt", without_a_line), "parkgraph.nt"),
    ("a file more", lambda d: (d / "more.ttl").write_text("", encoding="utf-8"), "more.ttl"),
    ("a hidden file", lambda d: (d / ".DS_Store").write_bytes(b"x"), ".DS_Store"),
    ("a shape more", lambda d: (d / "shapes" / "more.ttl").write_text("", encoding="utf-8"), "shapes/more.ttl"),
    ("an empty folder", lambda d: (d / "empty").mkdir(), "empty"),
    ("a copy", lambda d: shutil.copy(d / "nodes.csv", d / "nodes (1).csv"), "nodes (1).csv"),
    ("another name", lambda d: (d / "nodes.csv").rename(d / "Nodes.csv"), "nodes.csv"),
    ("a link to a file", lambda d: linked(d, "void.ttl"), "void.ttl"),
    ("a link to a folder", lambda d: linked(d, "shapes"), "shapes/evidence.ttl"),
    ("a link more", lambda d: (d / "more").symlink_to(d / "nodes.csv"), "more"),
    ("a folder in a file's place", lambda d: ((d / "nodes.csv").unlink(), (d / "nodes.csv").mkdir()), "nodes.csv"),
    ("another fingerprint", told(lambda m: m.update(fingerprint="0" * 64)), MANIFEST),
    ("another count in the manifest", told(lambda m: m.update(triples=1)), MANIFEST),
    ("a file less in the manifest", told(lambda m: m["files"].pop()), MANIFEST),
    ("a manifest that is none", rewrite(MANIFEST, lambda b: b[:-9]), MANIFEST),
    ("a line less in the checksums", rewrite(SUMS, without_a_line), "void.ttl"),
    ("a checksum that is none", rewrite(SUMS, lambda b: b"x" + b), SUMS),
    ("another checksum", rewrite(SUMS, lambda b: bytes([b[0] ^ 1]) + b[1:]), "README.txt"),
    ("another size, relisted", lambda d: (told(lambda m: m["files"][0].update(size=1))(d), _resum(d)), "README.txt"),
    ("a statement less, relisted", relisted(rewrite("parkgraph.nq", without_a_line)), "parkgraph.nq"),
    ("another graph, relisted", relisted(rewrite("parkgraph.nq", in_another_graph)), "parkgraph.nq"),
    ("another year, relisted", relisted(rewrite("parkgraph.ttl", lambda b: b.replace(b"2024", b"2023"))), FORMS[4]),
    ("a form that breaks off, relisted", relisted(rewrite("parkgraph.jsonld", lambda b: b[:-3])), FORMS[0]),
]  # fmt: skip


def _resum(folder: Path) -> None:
    """Brings the checksum of the manifest up to date."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines(keepends=True)
    own = f"{sha256((folder / MANIFEST).read_bytes())}  {MANIFEST}\n"
    (folder / SUMS).write_text("".join(own if f"  {MANIFEST}\n" in x else x for x in lines), encoding="utf-8")


def test_an_export_is_as_it_should_be(folder: Path) -> None:
    """Nothing is wrong with what was just written; each of the five forms gives the fingerprint back."""
    found = verify_release(folder)
    assert (found.faults, found.exit_code) == ((), 0)
    assert found.forms == FORMS
    assert found.files == len([path for path in folder.rglob("*") if path.is_file()]) - 1
    assert found.fingerprint == sha256((folder / "parkgraph.nt").read_bytes())


@pytest.mark.parametrize(("plant", "path"), [case[1:] for case in PLANTED], ids=[case[0] for case in PLANTED])
def test_what_was_changed_is_named(folder: Path, plant: Callable[[Path], Any], path: str) -> None:
    """The place of each planted change is among what is told, and the exit code says that something differs."""
    plant(folder)
    found = verify_release(folder)
    assert path in {fault.path for fault in found.faults}
    assert found.exit_code == DIFFERS == 5
    assert {fault.kind for fault in found.faults} <= KINDS.keys()


def test_fifty_changes_are_planted() -> None:
    """No fewer, and no two of them the same."""
    assert len(PLANTED) >= 50
    assert len({case[0] for case in PLANTED}) == len(PLANTED)


@pytest.mark.parametrize(
    ("plant", "faults"),
    [
        (lambda d: (d / "nodes.csv").unlink(), [("nodes.csv", "missing")]),
        (lambda d: (d / "more").touch(), [("more", "unlisted")]),
        (rewrite("README.txt", lambda b: b + b" "), [("README.txt", "changed")]),
        (rewrite("parkgraph.nt", lambda b: b + b"\n"), [("parkgraph.nt", "changed")]),
        (rewrite("parkgraph.nq", without_a_line), [("parkgraph.nq", "changed"), *[("parkgraph.nq", "content")] * 3]),
        (rewrite("parkgraph.ttl", lambda b: b + b"x"), [("parkgraph.ttl", "changed"), ("parkgraph.ttl", "unreadable")]),
        (lambda d: (d / MANIFEST).unlink(), [(MANIFEST, "missing")]),
        (lambda d: (d / SUMS).unlink(), [(SUMS, "missing")]),
    ],
)  # fmt: skip
def test_nothing_else_is_complained_of(
    folder: Path, plant: Callable[[Path], Any], faults: list[tuple[str, str]]
) -> None:
    """One change gives its own complaints and no others; a form whose graph is the same is not said to be another."""
    plant(folder)
    assert [(fault.path, fault.kind) for fault in verify_release(folder).faults] == faults


def test_a_list_that_points_out_of_the_folder_is_not_followed(folder: Path) -> None:
    """A forged list names a file elsewhere; it is neither read nor told of."""
    (folder.parent / "secret").write_text("mine", encoding="utf-8")
    line = f"{sha256(b'mine')}  ../secret\n"
    (folder / SUMS).write_text(line, encoding="utf-8")
    told(lambda m: m["files"][0].update(path="/etc/hostname"))(folder)
    assert [(f.path, f.kind) for f in verify_release(folder).faults if f.kind == "list"] == [
        (SUMS, "list"),
        (MANIFEST, "list"),
    ]


def test_a_published_fingerprint_is_held_against_the_manifest(folder: Path) -> None:
    """Who forged everything in the folder cannot forge what was published elsewhere."""
    mark = verify_release(folder).fingerprint
    assert verify_release(folder, known=mark).faults == ()
    assert verify_release(folder, known="0" * 64).faults == (Fault(MANIFEST, "content", "0" * 64, mark),)


def test_a_folder_that_is_no_export_is_refused(tmp_path: Path) -> None:
    """The message says what is looked for."""
    with pytest.raises(UsageError) as caught:
        verify_release(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: 这个目录不是导出的目录。 请给出 parkgraph export 写出的目录，其中有 manifest.json 和 SHA256SUMS。"
    )


def test_reading_stops_at_the_time_limit(folder: Path) -> None:
    """The message names the folder and how to widen the limit."""
    with pytest.raises(TimeLimitError) as caught:
        verify_release(folder, seconds=0.001)
    assert str(caught.value).startswith(f"{folder}: ")
    assert str(caught.value).endswith("请用 --time-limit 放宽限制。")


class TestCommand:
    """`parkgraph verify`."""

    def test_it_says_that_nothing_differs(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """In both languages, with what was compared."""
        assert run(["verify", str(folder)]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[0].startswith("已核对文件 ")
        assert said[1].endswith(" 的写法：" + "、".join(FORMS))
        assert said[2:] == ["没有出入"]
        assert run(["verify", str(folder), "--lang", "en"]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[1].endswith(": " + ", ".join(FORMS))
        assert said[2:] == ["nothing differs"]

    def test_it_says_what_differs_and_ends_with_5(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """As a table with a remedy, as CSV, as JSON."""
        (folder / "more").touch()
        (folder / "nodes.csv").unlink()
        assert run(["verify", str(folder)]) == 5
        assert "有出入：缺少 1，不在清单上 1。请重新下载或重新导出。\n" in capsys.readouterr().out
        assert run(["verify", str(folder), "--lang", "en"]) == 5
        assert "differences: missing 1, not listed 1. Download or export it again.\n" in capsys.readouterr().out
        assert run(["verify", str(folder), "-f", "csv", "--lang", "en"]) == 5
        assert capsys.readouterr().out.startswith("path,fault,expected,found\nmore,not listed,,\nnodes.csv,missing,")
        assert run(["verify", str(folder), "-f", "json"]) == 5
        faults = json.loads(capsys.readouterr().out)["faults"]
        assert [fault["path"] for fault in faults] == ["more", "nodes.csv"]
