"""The service behind the routes: its settings, its workers, the answers it remembers, and the data they come from."""

import asyncio
import hashlib
import json
import logging
import tempfile
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..datasets import Generation, current, hold, keep, latest
from ..errors import EngineError, UsageError
from ..graph import graph_files
from ..workers import Pool, Reply, run_child

log = logging.getLogger("parkgraph.web")

CACHE_BYTES = 64 * 1024**2
FRESH = 1.0
UNMEASURED = "files-"
USERS = frozenset({"query", "count", "graph_jobs:answer"})
"""The functions that run what users wrote."""
OWN_PATIENCE = 5.0
"""After how many seconds a job of our own is a slow one: it may have to gather the relation graph first."""
JOBS = {
    path.stem: f"parkgraph.web.{path.parent.name}.{path.stem}" for path in Path(__file__).parent.glob("*/*_jobs.py")
}
"""Where the functions are that workers run, by the name of their module."""
MODULES = ("networkx", "parkgraph.web.jobs", *sorted(JOBS.values()))
"""What workers have imported before they are asked anything."""
SLOW = {"page_jobs:checks": 60.0}
"""Functions that nobody can make slower, with the seconds they may take."""
WRITING = JOBS["writing_jobs"]
WRITER_MEGABYTES = 4096
WRITE_SECONDS = 300.0
CREATE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What `parkgraph serve` was told.

    Attributes:
        home: folder that holds `ontology/ queries/ shapes/ data/`.
        store: dataset on disk to serve; the shipped graph when left out.
        endpoint: query address of a remote store to serve instead.
        graph: named graph that questions ask; the default graph when left out.
        workspace: the user's own workspace, whose graph is served on top of the shipped one.
        queries: folders with questions of the user's own.
        time_limit: seconds a query may take; a request can lower it.
        row_limit: the largest number of rows of an answer.
        workers: how many quick queries run at a time.
        cors: origin that scripts of other sites may come from.
        token_file: where hashed tokens for writing are kept.
        writable: whether updates are taken at all.
        host, port: where the service listens.
    """

    home: Path
    store: Path | None = None
    endpoint: str | None = None
    graph: str | None = None
    workspace: Path | None = None
    queries: tuple[Path, ...] = ()
    time_limit: float = 10.0
    row_limit: int = 10_000
    workers: int = 2
    cors: str | None = None
    token_file: Path | None = None
    writable: bool = False
    host: str = "127.0.0.1"
    port: int = 7001


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job gave: bytes, what its function told about them, and the mark by which caches know it again."""

    body: bytes
    told: Mapping[str, Any]
    etag: str
    remembered: bool = False


@dataclass
class Figures:
    """What is counted for `/metrics`."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    remembered: int = 0
    in_flight: int = 0
    started: float = field(default_factory=time.time)


class Service:
    """Everything the routes need; one a process.

    Args:
        settings: what `parkgraph serve` was told.

    Raises:
        ParkgraphError: the data cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.figures = Figures()
        self._closing = ExitStack()
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0
        self._looked = 0.0
        self.dataset = None if settings.endpoint else self._dataset()
        self._generation: Generation | None = None
        self._fingerprints: dict[int, str] = {}
        self.spool = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="parkgraph-spool-")))
        self.pool = Pool(size=settings.workers, modules=MODULES, network=settings.endpoint is not None)
        self.writer = Pool(size=1, megabytes=WRITER_MEGABYTES, modules=(WRITING,), patience=None)
        for pool in self.pools:
            pool.start_zygote()

    def _dataset(self) -> Path:
        """The dataset to serve: the one that was named, made or brought up to date where it is a copy of the graph.

        Where none was named, it is one that holds the graph and is gone with the service.
        """
        files = graph_files(self.settings.home, self.settings.workspace)
        if self.settings.store is None:
            folder = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="parkgraph-"))) / "dataset"
            job = {"verb": "create", "paths": [str(path) for path in (folder, *files)]}
            run_child("parkgraph.datasets.job:dataset_job", job, seconds=CREATE_SECONDS, megabytes=WRITER_MEGABYTES)
            return folder
        if not _is_own(self.settings.store):
            keep(self.settings.store, files)
        return self.settings.store

    @property
    def pools(self) -> list[Pool]:
        """The workers that read and, with `--writable`, the one that writes."""
        return [self.pool, self.writer] if self.settings.writable else [self.pool]

    async def start(self) -> None:
        """Have the workers there."""
        for pool in self.pools:
            await pool.start()
        await asyncio.gather(*(self.ask("ready", {}) for _ in range(self.settings.workers)))
        with self._held() as generation:
            await self._take_fingerprint(generation)
        if not self.settings.endpoint and not self.pool.network_denied:
            log.warning("本系统无法禁止工作进程访问网络：请勿向不可信的人开放")

    async def close(self) -> None:
        """End the workers and leave nothing behind."""
        for pool in self.pools:
            await pool.close()
        self._closing.close()

    @property
    def generation(self) -> Generation | None:
        """The data that are asked now, looked up at most once a second; None for a remote store."""
        now = time.monotonic()
        if self.dataset and (self._generation is None or now - self._looked > FRESH):
            self.renew()
        return self._generation

    def renew(self) -> Generation:
        """The data that are asked from now on: somebody has written."""
        assert self.dataset
        self._looked = time.monotonic()
        self._generation = current(self.dataset)
        return self._generation

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the data, as `parkgraph info` prints it; after a change, one of the dataset's files.

        Empty for a remote store, whose data may change at any time.
        """
        return self._fingerprints.get(self.generation.number, "") if self.generation else ""

    @contextmanager
    def _held(self) -> Iterator[Generation | None]:
        """The data that are asked now, there until it is closed, however often they are replaced meanwhile."""
        generation = self.generation
        if generation is None or not self.dataset:
            yield None
            return
        try:
            lock = hold(generation)
        except EngineError:
            generation, lock = latest(self.dataset)
            self._generation = generation
        with lock:
            yield generation

    async def _take_fingerprint(self, generation: Generation | None) -> None:
        """Have the fingerprint of a generation that is held."""
        if generation is None or generation.number in self._fingerprints:
            return
        told: Mapping[str, Any] = {"fingerprint": generation.fingerprint}
        if not generation.fingerprint.startswith(UNMEASURED):
            told = (await self._ask("figures", {}, generation)).told
        self._fingerprints[generation.number] = told["fingerprint"]

    async def answer(
        self,
        function: str,
        job: Mapping[str, Any],
        *,
        seconds: float | None = None,
        gone: Callable[[], Awaitable[Any]] | None = None,
    ) -> Answer:
        """What a function of `jobs` gives for a job, remembered as long as the data stay the same.

        Args:
            function: its name, `module:name` where it stands in another module of this folder.
            job: what it is told, beside where the data are.
            seconds: a shorter time limit than the service's.
            gone: waits until the client has left.

        Raises:
            ParkgraphError: what the function raised, or its worker's end.
        """
        limit = SLOW.get(function) or min(seconds or self.settings.time_limit, self.settings.time_limit)
        patience = None if function in USERS else OWN_PATIENCE
        with self._held() as generation:
            await self._take_fingerprint(generation)
            whole = {**job, "at": self._place(generation)}
            key = hashlib.sha256(json.dumps([function, whole], sort_keys=True).encode()).hexdigest()
            if known := self._answers.get(key):
                self._answers.move_to_end(key)
                self.figures.remembered += 1
                return known
            reply = await self.pool.run(_target(function), whole, seconds=limit, patience=patience, gone=gone)
        answer = Answer(reply.payload, reply.told, f'"{key[:32]}"')
        if generation:
            self._remember(key, Answer(answer.body, answer.told, answer.etag, remembered=True))
        return answer

    async def ask(self, function: str, job: Mapping[str, Any]) -> Reply:
        """What a function gives for a job that is not worth remembering; arguments and errors as in `answer`."""
        with self._held() as generation:
            return await self._ask(function, job, generation)

    async def _ask(self, function: str, job: Mapping[str, Any], generation: Generation | None) -> Reply:
        """What a function gives for a job over a generation that is held."""
        whole = {**job, "at": self._place(generation)}
        return await self.pool.run(_target(function), whole, seconds=self.settings.time_limit)

    async def write(self, function: str, job: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a function of `writing_jobs` told once its change is published; whoever asks from now on sees it.

        Raises:
            ParkgraphError: nothing has changed.
        """
        whole = {**job, "dataset": str(self.dataset)}
        reply = await self.writer.run(f"{WRITING}:{function}", whole, seconds=WRITE_SECONDS)
        self.renew()
        return reply.told

    def _place(self, generation: Generation | None) -> dict[str, Any]:
        """Where workers find a generation and the questions, as a job says it."""
        settings = self.settings
        return {
            "home": str(settings.home),
            "generation": generation
            and {
                "number": generation.number,
                "directory": str(generation.directory),
                "fingerprint": generation.fingerprint,
                "quads": generation.quads,
            },
            "fingerprint": self._fingerprints.get(generation.number, "") if generation else "",
            "endpoint": settings.endpoint,
            "workspace": settings.workspace and str(settings.workspace.resolve()),
            "graph": settings.graph,
            "queries": [str(folder) for folder in settings.queries],
        }

    def _remember(self, key: str, answer: Answer) -> None:
        """Keep an answer, and forget those that were not asked for longest."""
        if len(answer.body) > CACHE_BYTES // 8 or key in self._answers:
            return
        self._answers[key] = answer
        self._size += len(answer.body) + 1024
        while self._size > CACHE_BYTES:
            _, old = self._answers.popitem(last=False)
            self._size -= len(old.body) + 1024


def _is_own(store: Path) -> bool:
    """Whether a directory is a dataset that is no copy of the graph's files."""
    try:
        return not current(store).origin
    except UsageError:
        return False


def _target(function: str) -> str:
    """A function as workers name it."""
    module, _, name = function.rpartition(":")
    return f"{JOBS.get(module, 'parkgraph.web.jobs')}:{name}"


async def disconnected(receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> None:
    """Wait until the client has left; the body must have been read."""
    while (await receive())["type"] != "http.disconnect":
        await asyncio.sleep(0)
