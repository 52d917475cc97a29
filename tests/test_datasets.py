"""Datasets on disk: readers and builders at once, kills, full and read-only disks, flipped bits, backups, wording."""

import ctypes
import errno
import gzip
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from parkgraph import datasets
from parkgraph.cli.app import run
from parkgraph.cli.store import store_
from parkgraph.datasets import Generation, check, layout, locks, manifest, writing
from parkgraph.errors import AssetError, DataError, EngineError, ParkgraphError, ParseError, UsageError

X = "http://x/"
QUADS = """\
_:a <http://x/p> "中\\t文"@zh <http://x/g> .
_:a <http://x/q> _:b <http://x/g> .
_:b <http://x/p> "1" .
<http://x/s> <http://x/p> _:b <http://x/h> .
<http://x/s> <http://x/p> "2" .
"""
CANONICAL = """\
<http://x/s> <http://x/p> "2" .
<http://x/s> <http://x/p> _:c14n{0} <http://x/h> .
_:c14n{0} <http://x/p> "1" .
_:c14n{1} <http://x/p> "中\\t文"@zh <http://x/g> .
_:c14n{1} <http://x/q> _:c14n{0} <http://x/g> .
"""
RNG = random.Random(20261127)


def release(number: int, size: int = 20) -> list[ox.Quad]:
    """A small release: statements that carry its number, and one that tells their digest."""
    p = ox.NamedNode(f"{X}number")
    said = [ox.Quad(ox.NamedNode(f"{X}{n}"), p, ox.Literal(str(number))) for n in range(size)]
    mark = hashlib.sha256("".join(sorted(map(str, said))).encode()).hexdigest()
    return [*said, ox.Quad(ox.NamedNode(f"{X}all"), ox.NamedNode(f"{X}digest"), ox.Literal(mark))]


def number_in(engine: ox.Store) -> int:
    """The number of the release that a store holds, which must be a whole one."""
    said = list(engine)
    numbers = {quad.object.value for quad in said if quad.predicate.value == f"{X}number"}
    assert len(numbers) == 1, "two releases at once"
    assert set(said) == set(release(int(*numbers)))
    return int(*numbers)


def put(directory: Path, number: int = 1) -> Generation:
    """Publish a small release."""
    return datasets.publish(directory, lambda engine: engine.bulk_extend(release(number)))


def generations(directory: Path) -> list[str]:
    """The folders of a dataset's generations, leftovers of builders too."""
    return sorted(path.name for path in (directory / "generations").iterdir())


def message(error: pytest.ExceptionInfo[ParkgraphError]) -> str:
    """The whole text a reader sees."""
    return str(error.value)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory that is not there yet."""
    return tmp_path / "dataset"


@pytest.fixture
def quads(tmp_path: Path) -> Path:
    """A file of five quads in three graphs, with blank nodes."""
    path = tmp_path / "a.nq"
    path.write_text(QUADS, encoding="utf-8")
    return path


class TestLayout:
    """What lies on disk."""

    def test_a_dataset_is_a_marker_a_pointer_and_generations(self, place: Path) -> None:
        """Nothing else is there, and each says what it is."""
        made = put(place)
        assert sorted(path.name for path in place.iterdir()) == ["current", "generations", "parkgraph.json"]
        assert json.loads((place / "parkgraph.json").read_bytes()) == {"parkgraph-dataset": 1}
        assert sorted(path.name for path in (place / "generations" / "1").iterdir()) == ["manifest.json", "store"]
        assert datasets.current(place) == made
        assert (made.number, made.quads, made.directory) == (1, 21, place / "generations" / "1" / "store")

    def test_the_manifest_tells_content_and_files(self, place: Path, quads: Path) -> None:
        """Count, graphs, fingerprint, RDFC-1.0 digest, and size and SHA-256 of every file, no log among them."""
        made = datasets.create(place, [quads])
        known = datasets.read_manifest(made)
        texts = [CANONICAL.format(*order) for order in ((0, 1), (1, 0))]
        lines = ["".join(sorted(text.splitlines(keepends=True))) for text in texts]
        assert known.canonical in [hashlib.sha256(text.encode()).hexdigest() for text in lines]
        triples = [
            "".join(
                sorted(line.replace(" <http://x/g>", "").replace(" <http://x/h>", "") for line in text.splitlines(True))
            )
            for text in texts
        ]
        assert known.fingerprint in [hashlib.sha256(text.encode()).hexdigest() for text in triples]
        assert (known.number, known.quads, known.graphs, known.origin) == (1, 5, 2, "")
        assert known.files.keys() == {path.name for path in made.directory.iterdir()}
        assert not {"LOG", "LOCK"} & known.files.keys()
        for name, (size, sha256) in known.files.items():
            content = (made.directory / name).read_bytes()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha256)

    def test_without_blank_nodes_the_fingerprint_is_that_of_the_triples(self, place: Path) -> None:
        """As `turtle.fingerprint` gives it for any other form of the same statements."""
        from parkgraph.turtle import fingerprint

        assert put(place).fingerprint == fingerprint(quad.triple for quad in release(1))

    def test_files_of_every_kind_make_a_dataset(self, tmp_path: Path, place: Path, quads: Path) -> None:
        """Graph names are kept, triples go into the default graph, gzipped or not."""
        (tmp_path / "b.ttl").write_text(f'<{X}t> <{X}p> "3" .', encoding="utf-8")
        (tmp_path / "c.trig.gz").write_bytes(gzip.compress(f'<{X}k> {{ <{X}t> <{X}p> "4" }}'.encode()))
        made = datasets.create(place, [quads, tmp_path / "b.ttl", tmp_path / "c.trig.gz"])
        names = sorted(str(name) for name in datasets.open_generation(made).named_graphs())
        assert (made.quads, names) == (7, [f"<{X}g>", f"<{X}h>", f"<{X}k>"])

    def test_a_generation_is_only_read(self, place: Path) -> None:
        """Its store refuses to be written to, and opening it changes no file."""
        made = put(place)
        with pytest.raises(RuntimeError, match="read-write"):
            datasets.open_generation(made).add(release(2)[0])
        assert datasets.verify(place).faults == ()

    def test_numbers_count_up(self, place: Path) -> None:
        """Each release has a number of its own, and the one before is gone when nobody reads it."""
        assert [put(place, n).number for n in (1, 2, 3)] == [1, 2, 3]
        assert generations(place) == ["3"]
        assert number_in(datasets.open_generation(datasets.current(place))) == 3


class TestRefusals:
    """What is not done, and what is said."""

    def test_no_dataset(self, tmp_path: Path, place: Path) -> None:
        """Neither an empty folder, nor a missing one, nor a file."""
        for path in (tmp_path, place, Path(__file__)):
            with pytest.raises(UsageError) as caught:
                datasets.current(path)
            remedy = "请用 parkgraph store create 建一个，或换一个目录。"
            assert message(caught) == f"{path}: 这里没有 parkgraph 的磁盘库。 {remedy}"

    def test_a_later_format(self, place: Path) -> None:
        """A dataset that a later version wrote is left alone."""
        put(place)
        (place / "parkgraph.json").write_text('{"parkgraph-dataset": 2}', encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            put(place, 2)
        assert message(caught) == f"{place}: 这个磁盘库是第 2 版格式，读不了。 请升级 parkgraph，或换一个目录。"

    def test_a_mistake_in_a_file_leaves_nothing_behind(self, tmp_path: Path, place: Path, quads: Path) -> None:
        """The second file is broken: no directory is made; an empty one stays empty; an old generation stays."""
        (tmp_path / "b.nt").write_text("<http://x/a>", encoding="utf-8")
        with pytest.raises(ParseError):
            datasets.create(place, [quads, tmp_path / "b.nt"])
        assert not place.exists()
        place.mkdir()
        with pytest.raises(AssetError):
            datasets.create(place, [tmp_path / "no.nt"])
        assert list(place.iterdir()) == []
        put(place)
        with pytest.raises(ParseError):
            datasets.create(place, [quads, tmp_path / "b.nt"])
        assert (generations(place), datasets.current(place).number) == (["1"], 1)

    def test_the_pointer_that_cannot_be_replaced(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The last step fails: the old generation stays current, and the new one is gone."""
        put(place)

        def refuse(directory: Path, generation: Generation, text: str) -> None:
            raise OSError(errno.EBUSY, "Device or resource busy")

        monkeypatch.setattr(writing, "write_pointer", refuse)
        with pytest.raises(EngineError) as caught:
            put(place, 2)
        remedy = "请检查磁盘空间和写权限，或换一个目录；原有的数据没有改动。"
        assert message(caught) == f"{place}: 写不成磁盘库：[Errno 16] Device or resource busy。 {remedy}"
        assert (generations(place), datasets.current(place).number) == (["1"], 1)

    def test_a_generation_that_is_gone(self, place: Path) -> None:
        """Whoever comes too late is told, and finds the next one by `latest`."""
        old = put(place)
        put(place, 2)
        with pytest.raises(EngineError) as caught:
            datasets.hold(old)
        remedy = "请用 parkgraph store restore 从备份恢复；若只是图谱的副本，请删除该目录后重试。"
        assert message(caught) == f"{place}/generations/1: 第 1 代已不在。 {remedy}"
        assert datasets.latest(place)[0].number == 2

    def test_latest_does_not_wait_for_what_never_comes(self, place: Path) -> None:
        """A pointer to a generation that is not there is an error, not a loop."""
        put(place)
        shutil.rmtree(place / "generations" / "1")
        with pytest.raises(EngineError, match="第 1 代已不在"):
            datasets.latest(place)

    def test_latest_follows_a_generation_that_leaves_meanwhile(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The generation is removed between the pointer's reading and the lock: the next one is held."""
        old = put(place)
        put(place, 2)
        answers = iter([old])
        real = layout.current
        monkeypatch.setattr(layout, "current", lambda directory: next(answers, None) or real(directory))
        assert datasets.latest(place)[0].number == 2


class TestReaders:
    """Readers never wait and never see half a release."""

    @pytest.mark.parametrize("swaps", [10, pytest.param(200, marks=pytest.mark.slow)])
    def test_every_answer_is_of_one_generation(self, place: Path, swaps: int) -> None:
        """Eight readers while one release follows another: what each reads is whole, and not older than it may be."""
        published, stop = [put(place).number], threading.Event()

        def read() -> int:
            times = 0
            while not stop.is_set() or not times:
                least = published[-1]
                generation, held = datasets.latest(place)
                with held:
                    found = number_in(datasets.open_generation(generation))
                assert found == generation.number
                assert least <= found <= published[-1] + 1
                times += 1
                stop.wait(0.2)
            return times

        with ThreadPoolExecutor(8) as pool:
            readers = [pool.submit(read) for _ in range(8)]
            try:
                for number in range(2, swaps + 2):
                    published.append(put(place, number).number)
            finally:
                stop.set()
            assert all(reader.result() > 0 for reader in readers)
        assert published == list(range(1, swaps + 2))
        datasets.sweep(place)
        assert generations(place) == [str(swaps + 1)]

    def test_a_generation_goes_with_its_last_reader(self, place: Path) -> None:
        """Two hold it: it stays when one has let go, answers still, and goes when both have."""
        old = put(place)
        first, second = datasets.hold(old), datasets.hold(old)
        engine = datasets.open_generation(old)
        put(place, 2)
        assert (datasets.sweep(place), generations(place)) == (0, ["1", "2"])
        first.close()
        assert (datasets.sweep(place), number_in(engine)) == (0, 1)
        second.close()
        second.close()
        assert (datasets.sweep(place), generations(place)) == (1, ["2"])

    def test_a_reader_that_is_killed_lets_go(self, place: Path) -> None:
        """What another process holds is kept until that process is gone, however it goes."""
        put(place)
        program = (
            "import sys, time; from pathlib import Path; from parkgraph.datasets import latest\n"
            "generation, held = latest(Path(sys.argv[1])); print(generation.number, flush=True); time.sleep(60)\n"
        )
        with subprocess.Popen([sys.executable, "-c", program, place], stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "1\n"
            put(place, 2)
            assert generations(place) == ["1", "2"]
            reader.kill()
        assert datasets.sweep(place) == 1

    def test_what_a_forgotten_handle_holds_is_free(self, place: Path) -> None:
        """A handle that nobody keeps holds nothing."""
        datasets.hold(put(place))
        put(place, 2)
        assert generations(place) == ["2"]

    def test_nothing_is_swept_while_somebody_builds(self, place: Path) -> None:
        """What a builder is about to make current looks like a leftover to others."""
        put(place)
        (place / "generations" / "9").mkdir()
        with locks.take(place) or pytest.fail("nobody else is there"):
            assert datasets.sweep(place) == 0
        assert datasets.sweep(place) == 1

    def test_where_there_are_no_locks_nothing_is_removed(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """On Windows, and on file systems that lock no folders: all works, but old generations stay."""
        import fcntl

        def unknown(handle: int, how: int) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        with monkeypatch.context() as patch:
            patch.setattr(fcntl, "flock", unknown)
            assert (put(place).number, put(place, 2).number, generations(place)) == (1, 2, ["1", "2"])
        monkeypatch.setitem(sys.modules, "fcntl", None)
        with datasets.hold(put(place, 3)):
            assert generations(place) == ["1", "2", "3"]


class TestWriters:
    """Snapshots of a store that is written to."""

    def test_a_snapshot_is_what_was_written_until_then(self, place: Path) -> None:
        """What comes later is in the next one; an old snapshot that is held does not change."""
        put(place)
        with datasets.writable(place) as engine:
            engine.update(f"INSERT DATA {{ <{X}a> <{X}b> 1 }}")
            first = datasets.snapshot(place, engine)
            held = datasets.hold(first)
            engine.update(f"INSERT DATA {{ GRAPH <{X}g> {{ <{X}a> <{X}b> 2 }} }}")
            second = datasets.snapshot(place, engine)
            assert (first.number, first.quads, second.number, second.quads) == (2, 22, 3, 23)
            assert (len(datasets.open_generation(first)), len(datasets.open_generation(second))) == (22, 23)
            assert datasets.read_manifest(second).graphs == 1
            held.close()
        del engine  # while its threads are at work, they may put a file back into the copy that is removed
        datasets.sweep(place)
        assert generations(place) == ["3"]
        assert datasets.verify(place).faults == ()

    def test_the_fingerprint_of_a_snapshot_follows_its_files(self, place: Path) -> None:
        """It differs after every change, says that content was not measured, and is measured by `compact`."""
        measured = put(place)
        with datasets.writable(place) as engine:
            marks = []
            for number in range(3):
                engine.update(f"INSERT DATA {{ <{X}a> <{X}b> {number} }}")
                marks.append(datasets.snapshot(place, engine).fingerprint)
            engine.update(f"DELETE WHERE {{ <{X}a> <{X}b> ?o }}")
            datasets.snapshot(place, engine)
        assert len({*marks}) == 3
        assert {mark[:6] for mark in marks} == {"files-"}
        assert datasets.read_manifest(datasets.current(place)).canonical == ""
        assert datasets.compact(place).fingerprint == measured.fingerprint

    def test_unchanged_files_are_shared_and_not_read_again(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of the next snapshot only the new files are hashed."""
        big = [quad for number in range(100) for quad in release(number, 200)]
        datasets.publish(place, lambda engine: engine.bulk_extend(big))
        with datasets.writable(place) as engine:
            before = datasets.snapshot(place, engine)
            kept = {path.name: path.stat().st_ino for path in before.directory.glob("*.sst")}
            engine.update(f"INSERT DATA {{ <{X}a> <{X}b> 1 }}")
            read: list[str] = []
            real = manifest.sha256_of
            monkeypatch.setattr(manifest, "sha256_of", lambda path: read.append(path.name) or real(path))
            after = datasets.snapshot(place, engine)
        assert len(kept) >= 4
        assert {name: (after.directory / name).stat().st_ino for name in kept} == kept
        assert not kept.keys() & {*read}
        assert datasets.verify(place).faults == ()

    def test_one_writes_at_a_time(self, place: Path) -> None:
        """While a dataset is open for writing nobody else writes or replaces it; readers read."""
        put(place)
        with datasets.writable(place):
            for write in (lambda: put(place, 2), lambda: datasets.writable(place).__enter__()):
                with pytest.raises(EngineError) as caught:
                    write()
                remedy = "请先停下写它的程序（如 parkgraph serve --writable），或换一个目录。"
                assert message(caught) == f"{place}: 另有程序正在写这个磁盘库。 {remedy}"
            assert number_in(datasets.open_generation(datasets.latest(place)[0])) == 1
        assert put(place, 2).number == 2
        assert generations(place) == ["2"]

    def test_only_a_dataset_can_be_written_to(self, place: Path) -> None:
        """Nothing is made by the attempt."""
        with pytest.raises(UsageError, match="这里没有 parkgraph 的磁盘库"), datasets.writable(place):
            pass
        assert not place.exists()

    def test_compact_writes_anew_and_sweeps(self, place: Path) -> None:
        """Many small files become few; content, empty graphs too, and digest stay."""
        put(place)
        with datasets.writable(place) as engine:
            for number in range(10):
                engine.update(f"INSERT DATA {{ <{X}a> <{X}b> {number} }}")
                engine.update(f"CREATE SILENT GRAPH <{X}empty>")
                before = datasets.snapshot(place, engine)
        many, digest = len(list(before.directory.glob("*.sst"))), datasets.verify(place).canonical
        after = datasets.compact(place)
        assert len(list(after.directory.glob("*.sst"))) < many
        assert (datasets.read_manifest(after).canonical, datasets.read_manifest(after).graphs) == (digest, 1)
        assert generations(place) == [str(after.number)]


PROGRAM = """
import sys
from itertools import count
from pathlib import Path
from parkgraph import datasets
import pyoxigraph as ox
operation, place, source = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
quad = lambda n: ox.Quad(ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p"), ox.Literal(str(n)))
first = len(datasets.open_generation(datasets.current(place))) if operation == "snapshot" else 1
print(first - 1, flush=True)
if operation == "snapshot":
    with datasets.writable(place) as engine:
        for n in count(first):
            engine.add(quad(n))
            datasets.snapshot(place, engine)
            print(n, flush=True)
for n in count(first):
    if operation == "publish":
        datasets.publish(place, lambda engine: engine.bulk_extend(map(quad, range(n + 1))))
    elif operation == "compact":
        datasets.compact(place)
    else:
        datasets.restore(source, place)
    print(n, flush=True)
"""
OPERATIONS = ("publish", "snapshot", "compact", "restore")


class TestKills:
    """What is left of a dataset whose builder is killed."""

    @pytest.mark.parametrize("kills", [1, pytest.param(10, marks=pytest.mark.slow)])
    @pytest.mark.parametrize("operation", OPERATIONS)
    def test_a_killed_builder_leaves_the_old_or_the_new_generation(
        self, tmp_path: Path, operation: str, kills: int
    ) -> None:
        """Signal 9 at a random moment: nothing partial, nothing acknowledged lost, leftovers gone with the next one."""
        place, source = tmp_path / "dataset", tmp_path / "source.nq.gz"
        begin = [ox.Quad(ox.NamedNode(f"{X}s"), ox.NamedNode(f"{X}p"), ox.Literal(str(n))) for n in range(3)]
        datasets.publish(place, lambda engine: engine.bulk_extend(begin))
        datasets.backup(place, source)
        for _ in range(kills):
            before = datasets.current(place).number
            said = killed(operation, place, source)
            now = datasets.current(place)
            numbers = sorted(int(quad.object.value) for quad in datasets.open_generation(now))
            assert datasets.verify(place).faults == ()
            assert numbers == list(range(now.quads)), "half a generation"
            steps = len(said) - 1
            assert now.number - before in (steps, steps + 1)
            if operation in ("publish", "snapshot") and steps:
                assert now.quads - 1 in (said[-1], said[-1] + 1)
            elif operation in ("compact", "restore"):
                assert now.quads == 3
            datasets.compact(place)
            assert len(generations(place)) == 1

    def test_enough_builders_are_killed(self) -> None:
        """Four ways to build, and at least thirty-five kills in the long run."""
        assert len(OPERATIONS) * 10 >= 35
        assert all(operation in PROGRAM or operation == "restore" for operation in OPERATIONS)

    def test_a_kill_before_the_first_generation_is_no_obstacle(self, place: Path) -> None:
        """Marker, temporary file and half a generation of a killed builder: the next one takes over and sweeps."""
        (place / "generations" / "1" / "scratch").mkdir(parents=True)
        (place / "parkgraph.json").write_text('{"parkgraph-dataset": 1}\n', encoding="utf-8")
        (place / "current.tmp").write_text("half", encoding="utf-8")
        with pytest.raises(UsageError):
            datasets.current(place)
        assert put(place).number == 2
        assert generations(place) == ["2"]
        assert datasets.verify(place).faults == ()

    def test_a_kill_before_the_marker_is_no_obstacle(self, place: Path) -> None:
        """A marker that was not finished does not make the directory a stranger's."""
        place.mkdir()
        (place / "parkgraph.json.tmp").write_text("{", encoding="utf-8")
        assert put(place).number == 1
        assert sorted(path.name for path in place.iterdir()) == ["current", "generations", "parkgraph.json"]


def killed(operation: str, place: Path, source: Path) -> list[int]:
    """What a builder had acknowledged when it was killed, after a random time."""
    words = [sys.executable, "-c", PROGRAM, operation, place, source]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as builder:
        assert builder.stdout is not None
        assert builder.stderr is not None
        started = builder.stdout.readline()
        threading.Event().wait(RNG.uniform(0, 0.3))
        builder.kill()
        said = [line for line in builder.stdout.read().split("\n")[:-1]]
        assert builder.stderr.read() == ""
    return [int(started), *map(int, said)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes, of our own."""
    libc = ctypes.CDLL(None, use_errno=True)
    disk = tmp_path / "disk"
    disk.mkdir()
    if libc.mount(b"none", os.fsencode(disk), b"tmpfs", 0, b"size=3m"):
        pytest.skip(f"no file system can be mounted here ({os.strerror(ctypes.get_errno())})")
    try:
        yield disk
    finally:
        libc.umount2(os.fsencode(disk), 2)


def fill_up(disk: Path) -> None:
    """Leave no room on a disk."""
    room = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(room.f_bavail * room.f_frsize))


Operation = Callable[[Path, Path], object]
FAULTY: dict[str, Operation] = {
    "create": lambda place, source: datasets.create(place.with_name("new"), [source]),
    "publish": lambda place, source: put(place, 2),
    "compact": lambda place, source: datasets.compact(place),
    "restore": lambda place, source: datasets.restore(source, place),
    "backup": lambda place, source: datasets.backup(place, place.with_name("copy.nq.gz")),
    "snapshot": lambda place, source: datasets.writable(place).__enter__(),
}


class TestDisks:
    """Full and read-only disks."""

    @pytest.mark.parametrize("operation", FAULTY)
    def test_a_full_disk_fails_whole(self, small_disk: Path, tmp_path: Path, operation: str) -> None:
        """What does not fit is refused by name; the old generation stays, nothing else does."""
        place, source = small_disk / "dataset", tmp_path / "source.nq.gz"
        put(place)
        datasets.backup(place, source)
        fill_up(small_disk)
        with pytest.raises(EngineError, match=r"写不成磁盘库：.*No space left on device") as caught:
            FAULTY[operation](place, source)
        assert message(caught).endswith("。 请检查磁盘空间和写权限，或换一个目录；原有的数据没有改动。")
        assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "dataset"]
        assert (generations(place), datasets.verify(place).faults) == (["1"], ())
        (small_disk / "ballast").unlink()
        assert put(place, 2).number == 2

    def test_a_snapshot_that_does_not_fit_fails_whole(self, small_disk: Path) -> None:
        """The store is open already when the disk fills up; when there is room again, nothing written is missing."""
        place = small_disk / "dataset"
        put(place)
        with datasets.writable(place) as engine:
            fill_up(small_disk)
            with pytest.raises(EngineError, match=r"写不成磁盘库：.*No space left on device"):
                datasets.snapshot(place, engine)
            assert datasets.current(place).number == 1
        (small_disk / "ballast").unlink()
        assert datasets.verify(place).faults == ()

    def test_room_is_looked_for_before_a_load(self, place: Path, quads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Files that cannot fit are refused at once, not after hours; those that may are tried."""
        quads.write_bytes(QUADS.encode() + b"\n" * 3_000_000)
        for free, fits in ((1_400_000, False), (1_600_000, True)):
            room = SimpleNamespace(free=free)
            monkeypatch.setattr(shutil, "disk_usage", lambda path, room=room: room)
            if fits:
                assert datasets.create(place, [quads]).quads == 5
                continue
            with pytest.raises(EngineError) as caught:
                datasets.create(place, [quads])
            told = "磁盘空间不足：至少要 1.5 MB，只剩 1.4 MB"
            assert message(caught) == f"{place}: {told}。 请清理磁盘，或换一个目录；原有的数据没有改动。"
            assert not place.exists()

    def test_every_operation_meets_a_full_disk(self) -> None:
        """Six of them."""
        assert len(FAULTY) == 6

    def test_a_limit_on_files_fails_whole(self, place: Path) -> None:
        """Where no file system can be mounted: a file may not grow beyond 20 kB."""
        put(place)
        program = (
            "import resource, sys; from pathlib import Path; from parkgraph import datasets, errors\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
            "try: datasets.compact(Path(sys.argv[1]))\n"
            "except errors.EngineError as error: print(error)\n"
        )
        child = subprocess.run([sys.executable, "-c", program, place], capture_output=True, text=True, timeout=60)
        assert child.stdout.startswith(f"{place}: 写不成磁盘库："), child.stderr
        assert "File too large" in child.stdout
        assert (generations(place), datasets.verify(place).faults) == (["1"], ())

    def test_few_open_files_fail_whole(self, place: Path) -> None:
        """A process that may open no more files says so, and leaves nothing."""
        put(place)
        program = (
            "import os, resource, sys; from pathlib import Path; from parkgraph import datasets, errors\n"
            "most = len(os.listdir('/proc/self/fd')) + 6\n"
            "resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))\n"
            "try: datasets.compact(Path(sys.argv[1]))\n"
            "except errors.EngineError as error: print(error)\n"
        )
        child = subprocess.run([sys.executable, "-c", program, place], capture_output=True, text=True, timeout=60)
        assert "ulimit" in child.stdout, child.stderr
        assert datasets.verify(place).faults == ()
        assert put(place, 2).number == 2

    def test_a_read_only_disk_is_read(self, small_disk: Path) -> None:
        """Readers read and hold, checks check; writers are told."""
        place = small_disk / "dataset"
        put(place)
        remount_read_only = 33
        ctypes.CDLL(None).mount(None, os.fsencode(small_disk), None, remount_read_only, None)
        generation, held = datasets.latest(place)
        with held:
            assert number_in(datasets.open_generation(generation)) == 1
        assert datasets.verify(place).faults == ()
        with pytest.raises(EngineError) as caught:
            put(place, 2)
        assert "写不成磁盘库：[Errno 30] Read-only file system" in message(caught)
        with pytest.raises(EngineError, match="写不成磁盘库"):
            put(small_disk / "other")


def flip(path: Path, bit: int) -> None:
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


class TestFlippedBits:
    """One changed bit anywhere is found and named; no wrong answer passes."""

    def test_in_the_pointer(self, place: Path) -> None:
        """Every bit of it: it is never followed, and `verify` names it."""
        put(place)
        pointer = place / "current"
        bits = 8 * pointer.stat().st_size
        assert bits > 2000
        for bit in range(bits):
            flip(pointer, bit)
            with pytest.raises(EngineError, match=r"磁盘库的指针(已损坏|读不出)"):
                datasets.current(place)
            flip(pointer, bit)
        flip(pointer, 10)
        found = datasets.verify(place)
        assert [(fault.path, fault.kind, fault.found) for fault in found.faults] == [
            ("current", "changed", "磁盘库的指针已损坏")
        ]

    def test_in_the_manifest(self, place: Path) -> None:
        """Fifty places in it."""
        path = put(place).directory.parent / "manifest.json"
        for _ in range(50):
            bit = RNG.randrange(8 * path.stat().st_size)
            flip(path, bit)
            assert [fault.path for fault in datasets.verify(place).faults] == ["generations/1/manifest.json"]
            flip(path, bit)
        assert datasets.verify(place).faults == ()

    def test_in_the_store(self, place: Path) -> None:
        """Every file of it that is not empty, fifty places in all."""
        made = put(place)
        files = [path for path in sorted(made.directory.iterdir()) if path.stat().st_size]
        assert len(files) >= 6
        for number in range(50):
            path = files[number % len(files)]
            bit = RNG.randrange(8 * path.stat().st_size)
            flip(path, bit)
            found = datasets.verify(place)
            assert [(fault.path, fault.kind) for fault in found.faults] == [
                (f"generations/1/store/{path.name}", "changed")
            ]
            assert found.exit_code == 5
            flip(path, bit)
        assert datasets.verify(place).faults == ()

    def test_in_the_marker(self, place: Path) -> None:
        """The marker is compared byte by byte."""
        put(place)
        flip(place / "parkgraph.json", 30)
        assert [(fault.path, fault.kind) for fault in datasets.verify(place).faults] == [("parkgraph.json", "changed")]

    def test_a_backup_of_a_damaged_dataset_is_refused(self, tmp_path: Path, place: Path) -> None:
        """Neither form of backup is written from files that have changed."""
        made = put(place)
        data = max(made.directory.glob("*.sst"), key=lambda path: path.stat().st_size)
        flip(data, 8 * 40)
        for target in ("copy", "copy.nq.gz"):
            with pytest.raises((DataError, EngineError)):
                datasets.backup(place, tmp_path / target)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset"]


def rename_in_place(place: Path, change: Callable[[Path, dict[str, object]], None]) -> None:
    """Forge a dataset: change store or manifest, and make manifest and pointer agree with it again."""
    generation = datasets.current(place)
    path = generation.directory.parent / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    change(generation.directory, told)
    path.write_text(json.dumps(told), encoding="utf-8")
    layout.write_pointer(place, generation, path.read_text(encoding="utf-8"))


class TestVerify:
    """What else can be wrong with a dataset."""

    def test_content_is_measured_anew(self, place: Path) -> None:
        """Where all lists agree with one another, the content still tells."""
        put(place)
        wrong = {"quads": 1, "graphs": 2, "fingerprint": "f", "canonical": "c"}
        rename_in_place(place, lambda _, told: told.update(wrong))
        found = datasets.verify(place)
        assert [(fault.path, fault.kind, fault.expected) for fault in found.faults] == [
            ("generations/1/store", "content", f"{name} {value}") for name, value in wrong.items()
        ]

    def test_a_store_that_cannot_be_read_is_named(self, place: Path) -> None:
        """Its files are as listed, but are no store."""
        put(place)

        def spoil(store: Path, told: dict[str, object]) -> None:
            (store / "CURRENT").write_text("MANIFEST-9\n", encoding="utf-8")
            told["files"] = manifest.list_files(store)

        rename_in_place(place, spoil)
        found = datasets.verify(place)
        assert [(fault.path, fault.kind) for fault in found.faults] == [("generations/1/store", "unreadable")]
        with pytest.raises(EngineError, match=r"打不开磁盘库：.*请用 parkgraph store verify"):
            datasets.open_generation(datasets.current(place))

    def test_what_is_missing_or_too_much_is_named(self, place: Path) -> None:
        """Files, manifest, generation, pointer, marker, one after the other."""
        made = put(place)
        (made.directory / "more").write_bytes(b"")
        (made.directory / "CURRENT").unlink()
        (place / "letter.txt").write_bytes(b"")
        store = "generations/1/store"

        def named() -> list[tuple[str, str]]:
            return [(fault.path, fault.kind) for fault in datasets.verify(place).faults]

        letter = ("letter.txt", "unlisted")
        assert named() == [letter, (f"{store}/CURRENT", "missing"), (f"{store}/more", "unlisted")]
        (made.directory.parent / "manifest.json").unlink()
        assert named() == [letter, ("generations/1/manifest.json", "missing")]
        with pytest.raises(EngineError) as caught:
            datasets.read_manifest(made)
        remedy = "请用 parkgraph store verify 核对，并从备份恢复。"
        assert message(caught) == f"{place}/generations/1/manifest.json: 磁盘库的清单读不出。 {remedy}"
        shutil.rmtree(place / "generations" / "1")
        assert named() == [letter, ("generations/1", "missing")]
        (place / "parkgraph.json").unlink()
        assert named() == [("parkgraph.json", "missing"), letter, ("generations/1", "missing")]
        (place / "parkgraph.json").write_text(layout.MARKED, encoding="utf-8")
        (place / "current").unlink()
        assert named() == [letter, ("current", "missing")]
        (place / "parkgraph.json").unlink()
        with pytest.raises(UsageError, match="这里没有 parkgraph 的磁盘库"):
            datasets.verify(place)

    def test_a_generation_that_leaves_meanwhile_is_followed(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The one that is checked is the one that is current then."""
        pointer = layout.read_pointer(place) if put(place) else None
        put(place, 2)
        answers = iter([pointer])
        real = layout.read_pointer
        monkeypatch.setattr(check, "read_pointer", lambda directory: next(answers, None) or real(directory))
        found = datasets.verify(place)
        assert (found.number, found.faults) == (2, ())


RDFLIB = """
import gzip, sys, rdflib
print(len(list(rdflib.Dataset().parse(data=gzip.open(sys.argv[1]).read(), format="nquads").quads())))
"""


class TestBackups:
    """Backups, and what is restored from them."""

    @pytest.mark.parametrize("target", ["copy", "copy.nq.gz"])
    def test_what_is_restored_has_the_same_digest(self, tmp_path: Path, place: Path, quads: Path, target: str) -> None:
        """Blank nodes and graph names included, elsewhere and as a new generation of a dataset that holds others."""
        made = datasets.create(place, [quads])
        digest = datasets.read_manifest(made).canonical
        assert datasets.backup(place, tmp_path / target) == digest
        other = tmp_path / "other"
        put(other)
        for directory, number in ((tmp_path / "new", 1), (other, 2)):
            restored = datasets.restore(tmp_path / target, directory)
            assert (restored.number, restored.fingerprint) == (number, made.fingerprint)
            assert datasets.verify(directory).canonical == digest
            assert generations(directory) == [str(number)]

    def test_a_backup_file_is_canonical(self, tmp_path: Path, place: Path, quads: Path) -> None:
        """Equal datasets give equal bytes; what it expands to has the digest as its SHA-256 and is read elsewhere."""
        digest = datasets.backup(place, tmp_path / "a.nq.gz") if datasets.create(place, [quads]) else ""
        datasets.restore(tmp_path / "a.nq.gz", tmp_path / "new")
        datasets.backup(tmp_path / "new", tmp_path / "b.nq.gz")
        packed = (tmp_path / "a.nq.gz").read_bytes()
        assert packed == (tmp_path / "b.nq.gz").read_bytes()
        text = gzip.decompress(packed)
        assert hashlib.sha256(text).hexdigest() == digest
        read = subprocess.run(
            [sys.executable, "-c", RDFLIB, tmp_path / "a.nq.gz"], capture_output=True, text=True, check=True, timeout=60
        )
        assert read.stdout == "5\n"
        told = json.loads((tmp_path / "a.nq.gz.json").read_text(encoding="utf-8"))
        assert (told["canonical"], told["quads"]) == (digest, 5)

    @pytest.mark.parametrize("backups", [2, pytest.param(20, marks=pytest.mark.slow)])
    def test_backups_under_load_are_consistent(self, tmp_path: Path, place: Path, backups: int) -> None:
        """Each holds whole updates of two statements, and restores to the digest it was given."""
        put(place)
        stop = threading.Event()

        def write() -> int:
            number = 0
            with datasets.writable(place) as engine:
                while not stop.is_set():
                    engine.update(f"INSERT DATA {{ <{X}{number}> <{X}one> 1 . <{X}{number}> <{X}two> 2 }}")
                    datasets.snapshot(place, engine)
                    number += 1
            return number

        with ThreadPoolExecutor(1) as pool:
            writer = pool.submit(write)
            try:
                digests = []
                for number in range(backups):
                    before = datasets.current(place).number
                    while datasets.current(place).number == before and not writer.done():  # something is new in each
                        time.sleep(0.01)
                    kind = "" if number % 2 else ".nq.gz"
                    target, directory = tmp_path / f"copy{number}{kind}", tmp_path / f"new{number}"
                    digests.append(datasets.backup(place, target))
                    restored = datasets.restore(target, directory)
                    assert datasets.read_manifest(restored).canonical == digests[-1]
                    pairs = [
                        quad.subject for quad in datasets.open_generation(restored) if len(quad.predicate.value) < 13
                    ]
                    assert sorted(pairs, key=str)[::2] == sorted({*pairs}, key=str)
            finally:
                stop.set()
            assert writer.result() >= backups
        assert len({*digests}) > 1

    def test_a_backup_without_its_manifest_is_none(self, place: Path, tmp_path: Path) -> None:
        """Where the second file cannot be written, the first goes too."""
        put(place)
        (tmp_path / "a.nq.gz.json").mkdir()
        with pytest.raises(EngineError, match="写不成磁盘库"):
            datasets.backup(place, tmp_path / "a.nq.gz")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nq.gz.json", "dataset"]

    def test_a_backup_overwrites_nothing(self, place: Path, tmp_path: Path) -> None:
        """What is at the target stays."""
        put(place)
        with pytest.raises(UsageError) as caught:
            datasets.backup(place, tmp_path)
        assert message(caught) == f"{tmp_path}: 这里已有文件或目录。 备份不覆盖任何东西：请换一个名字。"

    def test_a_forged_backup_is_refused(self, tmp_path: Path, place: Path) -> None:
        """Well-formed, but with one statement less: nothing changes."""
        put(place)
        digest = datasets.backup(place, tmp_path / "a.nq.gz")
        text = b"".join(gzip.decompress((tmp_path / "a.nq.gz").read_bytes()).splitlines(keepends=True)[1:])
        (tmp_path / "a.nq.gz").write_bytes(gzip.compress(text))
        with pytest.raises(DataError) as caught:
            datasets.restore(tmp_path / "a.nq.gz", place)
        told = f"内容的摘要（RDFC-1.0）应为 {digest}，实为 {hashlib.sha256(text).hexdigest()}"
        assert message(caught) == f"{place}: {told}。 请换一份完好的备份；这里没有改动。"
        assert (generations(place), datasets.current(place).number) == (["1"], 1)

    def test_a_damaged_backup_is_refused(self, tmp_path: Path, place: Path) -> None:
        """A cut archive, a manifest that is missing or no manifest, a dataset with a changed file, nothing at all."""
        put(place)
        target = tmp_path / "a.nq.gz"
        datasets.backup(place, target)
        datasets.backup(place, tmp_path / "copy")
        target.write_bytes(target.read_bytes()[:-20])
        with pytest.raises(ParseError) as caught:
            datasets.restore(target, place)
        assert message(caught) == f"{target}: gzip 压缩文件已损坏。 请换一份完好的文件。"
        for text in ("", "[]", '{"canonical": "c"}', None):
            beside = tmp_path / "a.nq.gz.json"
            beside.write_text(text, encoding="utf-8") if text is not None else beside.unlink()
            with pytest.raises(DataError) as faulty:
                datasets.restore(target, place)
            remedy = "请把备份时一同写出的清单放在备份旁边。"
            assert message(faulty) == f"{beside}: 备份的清单缺失或已损坏。 {remedy}"
        flip(tmp_path / "copy" / "generations" / "1" / "store" / "CURRENT", 3)
        with pytest.raises(DataError) as damaged:
            datasets.restore(tmp_path / "copy", place)
        remedy = "请用 parkgraph store verify 核对，并换一份完好的备份。"
        told = "磁盘库已损坏（generations/1/store/CURRENT）"
        assert message(damaged) == f"{tmp_path}/copy: {told}。 {remedy}"
        with pytest.raises(UsageError) as absent:
            datasets.restore(tmp_path / "no.nq.gz", place)
        assert message(absent) == f"{tmp_path}/no.nq.gz: 找不到备份。 请检查路径。"
        assert datasets.current(place).number == 1

    def test_a_backup_file_of_other_content_is_not_written(self, tmp_path: Path, place: Path) -> None:
        """The content is not the manifest's, although every file is."""
        put(place)
        rename_in_place(place, lambda _, told: told.update(canonical="c"))
        with pytest.raises(DataError, match=r"磁盘库已损坏（RDFC-1\.0 "):
            datasets.backup(place, tmp_path / "a.nq.gz")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset"]


class TestKeep:
    """`keep`, a copy of the graph's files for `--store`."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        """A file of one triple."""
        path = tmp_path / "a.nt"
        path.write_text(f'<{X}a> <{X}p> "1" .\n', encoding="utf-8")
        return path

    def test_a_copy_is_made_once_and_then_only_read(self, place: Path, file: Path) -> None:
        """The second time nothing is written."""
        built = datasets.keep(place, [file])
        assert (len(built), built.place) == (1, str(place))
        assert len(datasets.keep(place, [file])) == 1
        assert datasets.current(place).number == 1

    def test_graph_names_are_dropped(self, place: Path, quads: Path) -> None:
        """As in memory, all is in the default graph."""
        assert list(datasets.keep(place, [quads]).engine.named_graphs()) == []

    def test_other_files_mean_another_copy(self, place: Path, file: Path) -> None:
        """A copy of older files is replaced; it goes with the last one who reads it."""
        old = datasets.keep(place, [file])
        file.write_text(f'<{X}a> <{X}p> "1" .\n<{X}a> <{X}p> "2" .\n', encoding="utf-8")
        assert len(datasets.keep(place, [file])) == 2
        assert (len(old), generations(place)) == (1, ["1", "2"])
        del old
        datasets.sweep(place)
        assert generations(place) == ["2"]

    def test_a_copy_outlives_backup_and_compaction(self, tmp_path: Path, place: Path, file: Path) -> None:
        """It is still known for what it copies, and not made again."""
        datasets.keep(place, [file])
        datasets.backup(place, tmp_path / "b.nq.gz")
        datasets.compact(place)
        datasets.restore(tmp_path / "b.nq.gz", tmp_path / "new")
        assert len(datasets.keep(place, [file])) == len(datasets.keep(tmp_path / "new", [file])) == 1
        assert (datasets.current(place).number, datasets.current(tmp_path / "new").number) == (2, 1)

    def test_a_dataset_of_ones_own_is_never_replaced(self, place: Path, file: Path) -> None:
        """What was created from other files, or written to, is no copy."""
        datasets.create(place, [file])
        with pytest.raises(UsageError) as caught:
            datasets.keep(place, [file])
        remedy = "请换一个空目录或不存在的目录。"
        assert message(caught) == f"{place}: 这个磁盘库不是随附图谱的副本，不会被覆盖。 {remedy}"
        assert datasets.current(place).number == 1

    def test_an_empty_directory_is_taken(self, place: Path, file: Path) -> None:
        """Someone may have made the directory beforehand."""
        place.mkdir()
        assert len(datasets.keep(place, [file])) == 1

    def test_a_link_to_a_directory_is_followed(self, tmp_path: Path, file: Path) -> None:
        """The copy is made where the link points."""
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "real")
        assert len(datasets.keep(tmp_path / "link", [file])) == 1
        assert (tmp_path / "real" / "parkgraph.json").is_file()

    @pytest.mark.parametrize("marker", ["", "[]", "{}", "not JSON"])
    def test_a_directory_of_other_things_is_never_touched(self, place: Path, file: Path, marker: str) -> None:
        """Neither files of others nor a marker that is not ours."""
        place.mkdir()
        (place / "parkgraph.json").write_text(marker, encoding="utf-8")
        (place / "letter.txt").write_text("dear", encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            datasets.keep(place, [file])
        assert message(caught) == f"{place}: 这里已有别的文件，不是 parkgraph 的磁盘库。 请换一个空目录或不存在的目录。"
        assert sorted(path.name for path in place.iterdir()) == ["letter.txt", "parkgraph.json"]

    def test_a_file_in_the_place_is_never_touched(self, file: Path) -> None:
        """A path that is a file is refused."""
        with pytest.raises(UsageError, match="这里已有别的文件"):
            datasets.keep(file, [file])
        assert file.is_file()

    def test_the_folder_above_must_exist(self, tmp_path: Path, file: Path) -> None:
        """A mistyped path does not grow new folders."""
        with pytest.raises(UsageError) as caught:
            datasets.keep(tmp_path / "no" / "store", [file])
        assert message(caught) == f"{tmp_path}/no/store: 上一级目录不存在。 请先建好上一级目录，或换一个目录。"

    def test_a_store_of_the_old_format_becomes_a_dataset(self, place: Path, file: Path) -> None:
        """Its files lay in the directory itself; they go when the first generation is there, not before."""
        engine = ox.Store(str(place))
        engine.add(release(1)[0])
        del engine
        old = json.dumps({"parkgraph-store": "0123", "triples": 1})
        (place / "parkgraph.json").write_text(old, encoding="utf-8")
        before = sorted(path.name for path in place.iterdir())
        with pytest.raises(ParseError):
            datasets.keep(place, [Path(__file__)])
        assert sorted(path.name for path in place.iterdir()) == before
        assert len(datasets.keep(place, [file])) == 1
        assert sorted(path.name for path in place.iterdir()) == ["current", "generations", "parkgraph.json"]
        assert datasets.verify(place).faults == ()

    def test_of_several_builders_one_builds_and_all_read(self, tmp_path: Path, place: Path) -> None:
        """Four processes that start together: one build, four complete stores, no leftovers."""
        file = tmp_path / "a.nt"
        file.write_text("".join(f'<{X}a> <{X}p> "{n}" .\n' for n in range(20_000)), encoding="utf-8")
        program = (
            "import logging, sys; from pathlib import Path; from parkgraph.datasets import keep\n"
            "logging.basicConfig(level=logging.INFO, stream=sys.stdout, format='%(message)s')\n"
            "print('ready', flush=True); sys.stdin.read()\n"
            "print(len(keep(Path(sys.argv[1]), [Path(sys.argv[2])])))\n"
        )
        words = [sys.executable, "-c", program, place, file]
        children = [subprocess.Popen(words, stdin=-1, stdout=-1, text=True) for _ in range(4)]
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin is not None
            child.stdin.close()
            child.stdin = None
        said = [child.communicate(timeout=60)[0] for child in children]
        assert [text.splitlines()[-1] for text in said] == ["20000"] * 4
        assert "".join(said).count("published ") == 1
        assert generations(place) == ["1"]


Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run `parkgraph store …` in an empty folder; exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def called(*words: str) -> tuple[int, str, str]:
        code = run(["store", *words])
        return code, *capsys.readouterr()

    return called


class TestCommands:
    """`parkgraph store` on the command line."""

    def test_from_creation_to_restoration(self, cli: Cli, quads: Path) -> None:
        """Each verb says what the dataset is then; all agree on fingerprint and digest."""
        code, out, err = cli("create", "d", str(quads), "-f", "json")
        card = json.loads(out)
        assert (code, err) == (0, "")
        names = ["directory", "generation", "quads", "graphs", "fingerprint", "canonical", "files", "bytes", "program"]
        assert list(card) == names
        assert (card["directory"], card["generation"], card["quads"], card["graphs"]) == ("d", 1, 5, 2)
        assert cli("info", "d", "-f", "json") == (0, out, "")
        assert cli("backup", "d", "b.nq.gz") == (0, f"备份: b.nq.gz\n摘要（RDFC-1.0）: {card['canonical']}\n", "")
        restored = json.loads(cli("restore", "b.nq.gz", "e", "-f", "json")[1])
        compacted = json.loads(cli("compact", "e", "-f", "json")[1])
        assert [restored["generation"], compacted["generation"]] == [1, 2]
        assert {restored["canonical"], compacted["canonical"]} == {card["canonical"]}

    def test_the_words_of_info(self, cli: Cli, place: Path) -> None:
        """One figure a line, in either language; a dash for what was not measured."""
        put(place)
        with datasets.writable(place) as engine:
            made = datasets.snapshot(place, engine)
        known = datasets.read_manifest(made)
        size = sum(size for size, _ in known.files.values())
        assert cli("info", "dataset")[1] == (
            f"目录: dataset\n代: 2\n四元组: 21\n命名图: 0\n指纹: {made.fingerprint}\n摘要（RDFC-1.0）: —\n"
            f"文件: {len(known.files)}\n字节: {size}\n软件版本: {known.program}\n"
        )
        assert cli("info", "dataset", "--lang", "en")[1].startswith("directory: dataset\ngeneration: 2\nquads: 21\n")

    def test_the_words_of_verify(self, cli: Cli, place: Path) -> None:
        """What was compared; what is wrong, with what should be; exit code 5."""
        known = datasets.read_manifest(put(place))
        files, marks = len(known.files), (known.fingerprint, known.canonical)
        told = f"已核对第 1 代：文件 {files} 个，四元组 21\n指纹 {marks[0]}\n摘要（RDFC-1.0）{marks[1]}\n"
        assert cli("verify", "dataset") == (0, f"{told}没有出入\n", "")
        english = f"generation 1 compared: {files} files, 21 quads\nfingerprint {marks[0]}\nRDFC-1.0 {marks[1]}\n"
        assert cli("verify", "dataset", "--lang", "en")[1] == f"{english}nothing differs\n"
        (place / "generations" / "1" / "store" / "CURRENT").unlink()
        code, out, _ = cli("verify", "dataset")
        assert code == 5
        assert out.endswith(f"\n{told}有出入：1 处。请用 parkgraph store restore 从备份恢复。\n")
        assert "generations/1/store/CURRENT" in out
        code, out, _ = cli("verify", "dataset", "--lang", "en")
        assert out.endswith("differences: 1. Restore it from a backup.\n")
        sha256 = known.files["CURRENT"][1]
        row = f"path,fault,expected,found\ngenerations/1/store/CURRENT,缺少,{sha256},\n"
        assert cli("verify", "dataset", "-f", "csv") == (5, row, "")
        fault = {"path": "generations/1/store/CURRENT", "kind": "missing", "expected": sha256, "found": ""}
        code, out, _ = cli("verify", "dataset", "-f", "json")
        assert (code, json.loads(out)["faults"]) == (5, [fault])

    def test_without_files_the_graph_is_kept(self, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """`--store` then finds the copy up to date."""
        home = tmp_path / "home"
        for name in ("ontology/parkgraph", "ontology/concepts", "data/parkgraph"):
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / f"{name}.ttl").write_text(f'<{X}{name}> <{X}p> "1" .', encoding="utf-8")
        for name in ("queries", "shapes"):
            (home / name).mkdir()
        monkeypatch.setenv("PARKGRAPH_HOME", str(home))
        assert "四元组: 3\n" in cli("create", "d")[1]
        assert run(["query", "ASK { ?s ?p ?o }", "--store", "d"]) == 0
        assert datasets.current(tmp_path / "d").number == 1

    def test_no_verb_goes_on_for_ever(self, cli: Cli, tmp_path: Path) -> None:
        """Ten blank nodes that all lead to one another take minutes to name: every verb is ended, nothing changes."""
        nodes = [f"_:n{number}" for number in range(10)]
        text = "".join(f"{one} <{X}p> {other} .\n" for one in nodes for other in nodes if one != other)
        (tmp_path / "a.nt").write_text(text, encoding="utf-8")
        (tmp_path / "b.nq.gz").write_bytes(gzip.compress(text.encode()))
        (tmp_path / "b.nq.gz.json").write_text('{"canonical": "c", "origin": ""}', encoding="utf-8")
        put(tmp_path / "d")
        with datasets.writable(tmp_path / "d") as engine:
            engine.bulk_load(path=str(tmp_path / "a.nt"), format=ox.RdfFormat.N_TRIPLES)
            made = datasets.snapshot(tmp_path / "d", engine)
        lines = [
            ("create", "d", "a.nt"),
            ("restore", "b.nq.gz", "d"),
            ("verify", "d"),
            ("compact", "d"),
            ("backup", "d", "c"),
        ]
        for line in lines:
            code, out, err = cli(*line, "--time-limit", "1")
            assert (code, out) == (4, "")
            assert err == f"错误：{line[1]}: 超过时间限制 1 秒，已停止。 请用 --time-limit 放宽限制。\n"
            assert datasets.current(tmp_path / "d") == made
        assert {*store_.commands} - {line[0] for line in lines} <= {"info", "token"}, "verbs that measure nothing"
