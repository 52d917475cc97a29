"""Writing: a new generation is filled beside the others, measured, and only then becomes the current one."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

from ..errors import DataError, EngineError, ParkgraphError, UsageError
from ..store import LocalStore
from ..store.local import load_file
from .layout import (
    MANIFEST,
    STORE,
    Generation,
    current,
    disk_errors,
    latest,
    open_generation,
    replace_file,
    sole_builder,
    sweep,
    sweep_alone,
    sync_folder,
    write_pointer,
)
from .locks import Lock, take
from .manifest import Manifest, digest_of, files_mark, list_files, measure, program, read_manifest

log = logging.getLogger("parkgraph.datasets")

Fill = Callable[[pyoxigraph.Store], None]


def create(directory: Path, files: Sequence[Path]) -> Generation:
    """A new generation with what RDF files say, now current; graph names of their quads are kept.

    Args:
        directory: of a dataset, or one that is empty or not there yet.
        files: ttl nt nq trig jsonld rdf, each also .gz.

    Raises:
        AssetError, ParseError: a file cannot be opened or read.
        UsageError, EngineError: as in `publish`.
    """

    def fill(engine: pyoxigraph.Store) -> None:
        _check_room(directory, files)
        for path in files:
            load_file(engine, path, keep_graphs=True)

    return publish(directory, fill)


def _check_room(directory: Path, files: Sequence[Path]) -> None:
    """Nothing, where files may fit; a store takes at least half of their size (Turtle: twice as much)."""
    needed = sum(path.stat().st_size for path in files if path.is_file()) // 2
    free = shutil.disk_usage(directory).free
    if free < needed:
        problem = f"磁盘空间不足：至少要 {needed / 1e6:.1f} MB，只剩 {free / 1e6:.1f} MB"
        raise EngineError(problem, where=str(directory), remedy="请清理磁盘，或换一个目录；原有的数据没有改动。")


def publish(directory: Path, fill: Fill, *, origin: str = "", canonical: str = "") -> Generation:
    """A new generation with what a function puts into an empty store, now current.

    Whatever fails, nothing is left behind, and the generation before stays current.

    Args:
        directory: of a dataset, or one that is empty or not there yet.
        fill: is given the new store.
        origin: digest of the files that it copies, see `keep`.
        canonical: RDFC-1.0 digest that the content must have.

    Raises:
        UsageError: the directory holds something else, or its parent does not exist.
        DataError: the content has another digest than `canonical`.
        EngineError: the disk refuses, or the dataset is open for writing elsewhere.
    """
    with sole_builder(directory) as generations, _sole_writer(generations):
        return _publish(generations, fill, origin, canonical)


def _publish(generations: Path, fill: Fill, origin: str, canonical: str) -> Generation:
    """What `publish` does once it is alone."""
    with _building(generations) as place:
        scratch = place / os.urandom(4).hex()  # the engine of a build that failed may linger with the error's traceback
        with disk_errors(generations.parent):
            engine = pyoxigraph.Store(str(scratch))
            fill(engine)
            engine.flush()
            engine.optimize()
            engine.backup(str(place / STORE))  # the files of the data alone: no log with paths and times
            del engine
            shutil.rmtree(scratch)
            found = measure(pyoxigraph.Store.read_only(str(place / STORE)))
            files = list_files(place / STORE)
        if canonical and canonical != found.canonical:
            problem = f"内容的摘要（RDFC-1.0）应为 {canonical}，实为 {found.canonical}"
            raise DataError(problem, where=str(generations.parent), remedy="请换一份完好的备份；这里没有改动。")
        number = int(place.name)
        return _adopt(
            place,
            Manifest(number, found.fingerprint, found.canonical, found.quads, found.graphs, files, program(), origin),
        )


def snapshot(directory: Path, engine: pyoxigraph.Store) -> Generation:
    """A new generation with the present content of a store on the same disk, now current.

    It costs no more on a large store than on a small one, but for counting: unchanged files are linked and not read
    again, and the content is not measured. Nothing may be written to the store meanwhile.

    Args:
        directory: of a dataset.
        engine: a store open for reading and writing, such as `writable` gives.

    Raises:
        UsageError, EngineError: as in `publish`.
    """
    with sole_builder(directory) as generations, _building(generations) as place:
        with disk_errors(generations.parent):
            engine.backup(str(place / STORE))
            files = list_files(place / STORE, current(directory))
            graphs = sum(1 for _ in engine.named_graphs())
            manifest = Manifest(int(place.name), files_mark(files), "", len(engine), graphs, files, program(), "")
        return _adopt(place, manifest)


@contextmanager
def writable(directory: Path) -> Iterator[pyoxigraph.Store]:
    """While it is open, a copy of the current generation that can be written to, by nobody else; see `snapshot`.

    What is not in a snapshot when it ends is lost.

    Raises:
        UsageError: the directory is no dataset.
        EngineError: it is open for writing elsewhere, or the disk refuses.
    """
    current(directory)
    with sole_builder(directory) as generations:
        writer = _sole_writer(generations)
        live = generations / f".live-{os.urandom(4).hex()}"
        with disk_errors(directory):
            live.mkdir()
        held = take(live, shared=True)  # no sweeper takes it for a leftover
    try:
        with disk_errors(directory):
            open_generation(current(directory)).backup(str(live / STORE))
            engine = pyoxigraph.Store(str(live / STORE))
        yield engine
    finally:
        shutil.rmtree(live, ignore_errors=True)
        for lock in filter(None, (held, writer)):
            lock.close()


def compact(directory: Path) -> Generation:
    """A new generation with the content of the current one, written anew without gaps; what nobody holds is removed.

    Raises:
        UsageError, DataError, EngineError: as in `publish`.
    """
    generation, held = latest(directory)
    with held:
        source, known = open_generation(generation), read_manifest(generation)
        made = publish(directory, lambda engine: copy(source, engine), origin=known.origin, canonical=known.canonical)
    sweep(directory)
    return made


def copy(source: pyoxigraph.Store, engine: pyoxigraph.Store) -> None:
    """Put all that one store holds into another."""
    engine.bulk_extend(source)
    for name in source.named_graphs():
        engine.add_graph(name)


def keep(directory: Path, files: Sequence[Path]) -> LocalStore:
    """A copy of files kept on disk, read-only, all in the default graph; made first where it is missing or out of date.

    Several processes may ask for the same directory at once: one builds, the others wait and read.

    Raises:
        UsageError: the directory holds something else, such as a dataset that is no copy of files.
        AssetError, ParseError: a file cannot be opened or read.
        EngineError: the copy cannot be written or opened.
    """
    origin = digest_of(files)

    def fill(engine: pyoxigraph.Store) -> None:
        for path in files:
            load_file(engine, path)

    if _origin(directory) != origin:
        with sole_builder(directory) as generations:
            if (kept := _origin(directory)) == "":
                problem = "这个磁盘库不是随附图谱的副本，不会被覆盖"
                raise UsageError(problem, where=str(directory), remedy="请换一个空目录或不存在的目录。")
            if kept != origin:
                with _sole_writer(generations):
                    _publish(generations, fill, origin, "")
    generation, held = latest(directory)
    return LocalStore(open_generation(generation), str(directory.resolve()), held)


def _origin(directory: Path) -> str | None:
    """What the current generation is a copy of, empty where of nothing; None where there is no generation yet."""
    try:
        return current(directory).origin
    except UsageError:
        return None


def _sole_writer(generations: Path) -> Lock:
    """The lock of the one who may decide what comes next in a dataset."""
    if lock := take(generations):
        return lock
    remedy = "请先停下写它的程序（如 parkgraph serve --writable），或换一个目录。"
    raise EngineError("另有程序正在写这个磁盘库", where=str(generations.parent), remedy=remedy)


@contextmanager
def _building(generations: Path) -> Iterator[Path]:
    """The folder of the next generation; gone when it ends unless it has become current."""
    numbers = [int(place.name) for place in generations.iterdir() if place.name.isdecimal()]
    number = 1 + max([*numbers, _number(generations.parent)])
    place = generations / str(number)
    with disk_errors(generations.parent):
        place.mkdir()
    try:
        yield place
    finally:
        if _number(generations.parent) != number:
            shutil.rmtree(place, ignore_errors=True)


def _number(directory: Path) -> int:
    """The number of the current generation; 0 where none can be told."""
    try:
        return current(directory).number
    except ParkgraphError:
        return 0


def _adopt(place: Path, manifest: Manifest) -> Generation:
    """Make what was built the current generation, and remove what nobody needs any more."""
    generations = place.parent
    generation = manifest.generation(place / STORE)
    with disk_errors(generations.parent):
        replace_file(place / MANIFEST, manifest.to_text().encode())
        for folder in (place / STORE, generations):
            sync_folder(folder)
        write_pointer(generations.parent, generation, manifest.to_text())
    sweep_alone(generations.parent)
    log.info("published %s generation=%d quads=%d", generations.parent, generation.number, generation.quads)
    return generation
