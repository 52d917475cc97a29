"""A pool of long-lived workers for the service: jobs wait in a bounded row, and a worker that takes too long is killed.

Quick jobs and slow ones do not share: a worker that has not answered after `PATIENCE` moves to the slow lane, where it
is given what the processor has left, and a fresh one takes its place. So many slow jobs as `SLOW_LANE` may run at a
time; those beyond are refused, and nobody waits behind them.
"""

import asyncio
import json
import logging
import os
import socket
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ..errors import EngineError
from .border import death, raise_told, too_late
from .forks import Forks
from .zygote import LENGTHS, frame

log = logging.getLogger("parkgraph.workers")

PATIENCE = 1.0
SLOW_LANE = 4
WAITING = 32
JOBS_A_WORKER = 500
GRACE = 1.0
"""How many seconds a worker that has nothing to do may take to end by itself."""
MEGABYTES_A_WORKER = 512
LOW_PRIORITY = 15


class Busy(EngineError):
    """Too many jobs wait already, or too many slow ones run."""


class Unwanted(EngineError):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a job gave: what its function told, the bytes, and how many seconds it took."""

    told: dict[str, Any]
    payload: bytes
    seconds: float


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process and the connection to it."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    stderr: int
    jobs: int = 0
    slow: bool = False
    resident: int = 0


@dataclass(slots=True)
class Tally:
    """What has happened in a pool since it started; for monitoring."""

    jobs: int = 0
    killed: int = 0
    died: int = 0
    refused: int = 0
    retired: int = 0
    slow: int = 0


@dataclass(eq=False)
class Pool:
    """Workers that answer jobs.

    Args:
        size: how many quick jobs run at a time; the number of processors when left out.
        megabytes: how much address space each worker may have.
        modules: what workers have imported before they get their first job.
        network: whether workers may open sockets; for those that only ask a remote store.
        patience: after how many seconds a job is a slow one; None where all are waited for alike.
    """

    size: int = field(default_factory=lambda: os.cpu_count() or 1)
    megabytes: int = 1024
    modules: tuple[str, ...] = ()
    network: bool = False
    patience: float | None = PATIENCE
    tally: Tally = field(default_factory=Tally)
    network_denied: bool = True

    def __post_init__(self) -> None:
        self._forks = Forks(self.modules)
        self._idle: deque[Worker] = deque()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._workers: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    # ------------------------------------------------------------------ life

    def start_zygote(self) -> None:
        """Start the process that forks the workers, once; to be called before there are threads or an event loop."""
        if self._forks.pid is None:
            self._forks.start()

    async def start(self) -> None:
        """Have all workers there."""
        self.start_zygote()
        for _ in range(self.size):
            self._take_in(await self._spawn())

    async def close(self) -> None:
        """End all workers and the zygote; jobs that still run are killed."""
        self._closed = True
        for waiting in self._waiting:
            waiting.cancel()
        for task in list(self._tasks):
            task.cancel()
        for worker in list(self._workers):
            with suppress(EngineError):
                await self._end(worker)
        self._forks.close()

    @property
    def pids(self) -> list[int]:
        """The process numbers of the zygote and of all workers."""
        zygote = [] if self._forks.pid is None else [self._forks.pid]
        return zygote + sorted(worker.pid for worker in self._workers)

    @property
    def waiting(self) -> int:
        """How many jobs wait for a worker."""
        return len(self._waiting)

    @property
    def busy(self) -> int:
        """How many workers have a job."""
        return len(self._workers) - len(self._idle)

    # ------------------------------------------------------------------ jobs

    async def run(
        self,
        target: str,
        job: Mapping[str, Any],
        payload: bytes = b"",
        *,
        seconds: float = 10.0,
        patience: float | None = None,
        gone: Callable[[], Awaitable[Any]] | None = None,
    ) -> Reply:
        """What a function returned for a job.

        Args:
            target: `package.module:function`, chosen by our own code.
            job: what the function is given; anything JSON can say.
            payload: bytes that the function finds as `payload` in the job.
            seconds: how long the job may take once it has a worker.
            patience: after how many seconds it is a slow one, where that is not as the pool has it.
            gone: waits until nobody wants the answer any more; then the worker is killed.

        Raises:
            Busy: too many jobs wait, or too many slow ones run.
            TimeLimitError: the time is over; the worker is dead.
            EngineError: the worker died, or failed in a way nobody foresaw.
            ParkgraphError: whatever the function raised.
            Unwanted: nobody waits for the answer any more.
        """
        worker = await self._acquire()
        begun = time.perf_counter()
        request = {"target": target, "job": dict(job), "seconds": seconds}
        self.tally.jobs += 1
        worker.jobs += 1
        try:
            worker.writer.write(frame(request, payload))
            reading = asyncio.ensure_future(_read(worker.reader))
            try:
                header, answer = await self._patiently(worker, reading, (patience or self.patience, seconds), gone)
            finally:
                reading.cancel()
        except (asyncio.IncompleteReadError, ConnectionError):
            self.tally.died += 1
            status, said = await asyncio.shield(self._replace(worker))
            log.warning("worker %d died status=%d said=%r", worker.pid, status, said[-500:])
            raise death(status, said, seconds) from None
        except BaseException:
            self.tally.killed += 1
            self._later(self._replace(worker))
            raise
        self.network_denied = header["network_denied"]
        worker.resident = header["resident"]
        self._release(worker)
        raise_told(header)
        return Reply(header["told"], answer, time.perf_counter() - begun)

    async def _patiently(
        self,
        worker: Worker,
        reading: "asyncio.Future[tuple[dict[str, Any], bytes]]",
        limits: tuple[float | None, float],
        gone: Callable[[], Awaitable[Any]] | None,
    ) -> tuple[dict[str, Any], bytes]:
        """The worker's reply, given the time that is left after it has moved to the slow lane.

        Raises:
            Busy: the slow lane is full.
            TimeLimitError: the time is over.
        """
        patience, seconds = limits
        patience = seconds if patience is None else min(patience, seconds)
        done, _ = await asyncio.wait({reading}, timeout=patience)
        if done:
            return reading.result()
        if seconds > patience:
            self._slow_down(worker)
            leaving = asyncio.ensure_future(gone()) if gone else None
            others = {leaving} if leaving else set()
            try:
                await asyncio.wait({reading, *others}, timeout=seconds - patience, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if leaving:
                    leaving.cancel()
            if reading.done():
                return reading.result()
            if leaving and leaving.done():
                raise Unwanted("没有人在等这个答案了")
        raise too_late(seconds)

    def _slow_down(self, worker: Worker) -> None:
        """Move a worker to the slow lane and have another take its place.

        Raises:
            Busy: the lane is full.
        """
        if sum(other.slow for other in self._workers) >= SLOW_LANE:
            self.tally.refused += 1
            raise Busy(
                f"正在运行的耗时查询已有 {SLOW_LANE} 个，这一个已停止",
                remedy="请稍后再试，或缩小查询范围（加条件或 LIMIT）。",
            )
        worker.slow = True
        self.tally.slow += 1
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.pid, LOW_PRIORITY)
        self._later(self._add())

    # ------------------------------------------------------------------ workers

    async def _acquire(self) -> Worker:
        """A worker that has nothing to do, waiting for one behind those who came before.

        Raises:
            Busy: the row is full.
        """
        if self._idle:
            return self._idle.popleft()
        if len(self._waiting) >= WAITING:
            self.tally.refused += 1
            raise Busy(f"服务繁忙，已有 {WAITING} 个请求在排队", remedy="请稍后再试。")
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._take_in(turn.result())
            raise

    def _take_in(self, worker: Worker) -> None:
        """Give a worker to the next who waits, or let it rest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    def _release(self, worker: Worker) -> None:
        """Take a worker back, or end it when it has served its time; another took the place of a slow one already."""
        if worker.slow:
            self._later(self._end(worker))
        elif worker.jobs >= JOBS_A_WORKER or worker.resident > MEGABYTES_A_WORKER:
            self.tally.retired += 1
            self._later(self._replace(worker, GRACE))
        else:
            self._take_in(worker)

    async def _replace(self, worker: Worker, grace: float = 0.0) -> tuple[int, str]:
        """How a worker ended and what it said; another takes its place, unless one did already."""
        ended = await self._end(worker, grace)
        if not worker.slow:
            await self._add()
        return ended

    async def _add(self) -> None:
        """One more worker."""
        if not self._closed:
            self._take_in(await self._spawn())

    def _later(self, work: Awaitable[Any]) -> None:
        """Do something beside whatever comes next."""

        async def do() -> None:
            try:
                await work
            except EngineError:
                log.exception("a worker could not be replaced")

        task = asyncio.get_running_loop().create_task(do())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ------------------------------------------------------------------ zygote

    async def _spawn(self) -> Worker:
        """A new worker."""
        ours, theirs = socket.socketpair()
        stderr = os.memfd_create("parkgraph-worker") if sys.platform == "linux" else os.dup(2)
        limits = {"megabytes": self.megabytes, "network": self.network}
        try:
            with theirs:
                pid = await self._forks.spawn(limits, (theirs.fileno(), stderr))
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()
            os.close(stderr)
            raise
        worker = Worker(pid, reader, writer, stderr)
        self._workers.add(worker)
        return worker

    async def _end(self, worker: Worker, grace: float = 0.0) -> tuple[int, str]:
        """How a worker ended, killed where it had not, and what it said on stderr; one at rest may end itself."""
        if worker not in self._workers:
            return 0, ""
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
            grace = GRACE
        worker.writer.close()
        try:
            status = await self._forks.end(worker.pid, grace)
            said = os.pread(worker.stderr, 4096, 0) if sys.platform == "linux" else b""
        finally:
            os.close(worker.stderr)
        return status, said.decode("utf-8", "replace")


async def _read(reader: asyncio.StreamReader) -> tuple[dict[str, Any], bytes]:
    """A worker's message: header and payload."""
    size, more = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
    header = json.loads(await reader.readexactly(size))
    return header, await reader.readexactly(more) if more else b""
