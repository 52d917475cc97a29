"""How a dataset lies on disk: marker, pointer and generations, who may read, who may build, what may be removed."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph

from ..errors import EngineError, UsageError
from .locks import Lock, take

FORMAT = 1
MARKER, POINTER, GENERATIONS, STORE, MANIFEST = "parkgraph.json", "current", "generations", "store", "manifest.json"
_KIND, _KIND_BEFORE = "parkgraph-dataset", "parkgraph-store"
MARKED = f'{{"{_KIND}": {FORMAT}}}\n'
"""What the marker says."""
OURS = {name + end for name in (MARKER, POINTER, GENERATIONS) for end in ("", ".tmp")}
_DAMAGED = "请用 parkgraph store restore 从备份恢复；若只是图谱的副本，请删除该目录后重试。"


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of a dataset.

    Attributes:
        number: counts up; never used twice while the dataset is there.
        directory: of the Oxigraph store; open it with `open_generation`.
        fingerprint: of the statements; after a `snapshot`, `files-` and a digest of the store's files.
        quads: how many there are.
        origin: digest of the files it is a copy of; empty where it is nobody's copy.
    """

    number: int
    directory: Path
    fingerprint: str
    quads: int
    origin: str = ""


def current(directory: Path) -> Generation:
    """The generation that is current now; it reads one small file.

    Raises:
        UsageError: the directory is no dataset, or nothing was ever put into it.
        EngineError: the pointer is damaged.
    """
    return read_pointer(directory)[0]


def read_pointer(directory: Path) -> tuple[Generation, str]:
    """The current generation, and the SHA-256 of its manifest; errors as in `current`."""
    path = directory / POINTER
    try:
        line, mark = path.read_bytes().split(b"\n", 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        remedy = "请用 parkgraph store create 建一个，或换一个目录。"
        raise UsageError("这里没有 parkgraph 的磁盘库", where=str(directory), remedy=remedy) from error
    except (ValueError, OSError) as error:
        raise EngineError("磁盘库的指针读不出", where=str(path), remedy=_DAMAGED) from error
    if mark != f"{_sha256(line)}\n".encode():
        raise EngineError("磁盘库的指针已损坏", where=str(path), remedy=_DAMAGED)
    told = json.loads(line)
    place = directory / GENERATIONS / str(told["number"]) / STORE
    return Generation(told["number"], place, told["fingerprint"], told["quads"], told["origin"]), told["manifest"]


def write_pointer(directory: Path, generation: Generation, manifest: str) -> None:
    """Make a generation current, given the text of its manifest."""
    told = {
        "number": generation.number,
        "fingerprint": generation.fingerprint,
        "quads": generation.quads,
        "origin": generation.origin,
        "manifest": _sha256(manifest.encode("utf-8")),
    }
    line = json.dumps(told)
    replace_file(directory / POINTER, f"{line}\n{_sha256(line.encode())}\n".encode())


def _sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hold(generation: Generation) -> Lock:
    """A handle that keeps a generation from being removed until it is closed; also a context manager.

    Raises:
        EngineError: it has been removed already; ask `current` again.
    """
    lock = take(generation.directory.parent, shared=True)
    if lock is None:
        place = str(generation.directory.parent)
        raise EngineError(f"第 {generation.number} 代已不在", where=place, remedy=_DAMAGED)
    return lock


def latest(directory: Path) -> tuple[Generation, Lock]:
    """The current generation and the handle that holds it, however often it is replaced meanwhile; see `current`."""
    while True:
        generation = current(directory)
        try:
            return generation, hold(generation)
        except EngineError:
            if current(directory) == generation:
                raise


def open_generation(generation: Generation) -> pyoxigraph.Store:
    """The store of a generation, read-only; hold the generation as long as it is open.

    Raises:
        EngineError: it cannot be opened.
    """
    place = str(generation.directory)
    try:
        return pyoxigraph.Store.read_only(place)
    except (RuntimeError, OSError) as error:
        remedy = "请用 parkgraph store verify 核对；文件若完好，请检查读取权限和可打开的文件数（ulimit -n）。"
        raise EngineError(f"打不开磁盘库：{error}", where=place, remedy=remedy) from error


def sweep(directory: Path) -> int:
    """How many generations were removed: those that are not current and that nobody holds.

    Nothing is removed while a builder is at work; it sweeps itself when it is done.
    """
    lock = take(directory)
    if lock is None:
        return 0
    with lock:
        return sweep_alone(directory)


def sweep_alone(directory: Path) -> int:
    """What `sweep` does, for the one that has the builder's lock; what killed builders left goes too."""
    kept = str(current(directory).number)
    places = [place for place in (directory / GENERATIONS).iterdir() if place.is_dir() and place.name != kept]
    return sum(_remove(place) for place in places)


def _remove(place: Path) -> bool:
    """Whether a folder was removed: not while somebody holds it, nor where nobody could."""
    lock = take(place)
    if lock is None or not lock.is_real:
        return False
    with lock:
        shutil.rmtree(place, ignore_errors=True)  # who comes meanwhile finds it locked, and afterwards gone
    return True


@contextmanager
def sole_builder(directory: Path) -> Iterator[Path]:
    """While it is open, nobody else builds in a dataset; the folder for generations, made with all around it if new.

    When it ends without a current generation, what it made is gone again.

    Raises:
        UsageError: the directory holds something else, or its parent does not exist.
        EngineError: the disk refuses.
    """
    directory = directory.resolve()
    if not directory.parent.is_dir():
        raise UsageError("上一级目录不存在", where=str(directory), remedy="请先建好上一级目录，或换一个目录。")
    with disk_errors(directory):
        is_new = _make(directory)
        while (lock := take(directory, wait=True)) is None:
            is_new = _make(directory)
    with lock:
        marked = _marker(directory)
        try:
            with disk_errors(directory):
                if marked is None:
                    replace_file(directory / MARKER, MARKED.encode())
                (directory / GENERATIONS).mkdir(exist_ok=True)
            yield directory / GENERATIONS
            if marked == _KIND_BEFORE:
                _renew(directory)
        finally:
            if not (directory / POINTER).exists():
                shutil.rmtree(directory / GENERATIONS, ignore_errors=True)
                if marked is None:
                    (directory / MARKER).unlink(missing_ok=True)
                if is_new:
                    directory.rmdir()


def _make(directory: Path) -> bool:
    """Whether a directory had to be made."""
    try:
        directory.mkdir()
    except FileExistsError:
        return False
    return True


def _marker(directory: Path) -> str | None:
    """What the marker of a directory calls it; None where the directory is empty and may be taken.

    Raises:
        UsageError: the directory holds something else, or a dataset of a later version.
    """
    try:
        told: Any = json.loads((directory / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        told = None
    except (ValueError, OSError):
        told = {}
    if told is None and {path.name for path in directory.iterdir()} <= OURS:
        return None
    if isinstance(told, dict) and _KIND_BEFORE in told:
        return _KIND_BEFORE
    if not isinstance(told, dict) or _KIND not in told:
        problem, remedy = "这里已有别的文件，不是 parkgraph 的磁盘库", "请换一个空目录或不存在的目录。"
        raise UsageError(problem, where=str(directory), remedy=remedy)
    if told[_KIND] != FORMAT:
        remedy = "请升级 parkgraph，或换一个目录。"
        raise UsageError(f"这个磁盘库是第 {told[_KIND]} 版格式，读不了", where=str(directory), remedy=remedy)
    return _KIND


def _renew(directory: Path) -> None:
    """Take away the store that lay in the directory itself before there were generations."""
    with disk_errors(directory):
        for path in directory.iterdir():
            if path.name not in OURS:
                path.unlink()
        replace_file(directory / MARKER, MARKED.encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, and come back when it is on the disk."""
    written = path.with_name(f"{path.name}.tmp")
    try:
        with written.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Come back when the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_errors(directory: Path) -> Iterator[None]:
    """While it is open, what the disk or the engine refuses becomes an EngineError."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        remedy = "请检查磁盘空间和写权限，或换一个目录；原有的数据没有改动。"
        raise EngineError(f"写不成磁盘库：{error}", where=str(directory), remedy=remedy) from error
