"""The pool of workers: jobs in turn, slow ones aside, dead ones replaced, and nothing left at the end."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from parkgraph.errors import EngineError, QueryError, TimeLimitError
from parkgraph.workers import Busy, Pool, Unwanted, forks
from parkgraph.workers import pool as pools

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked, and this system cannot fork")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes under /proc")
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(autouse=True)
def targets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The functions of `worker_targets` can be imported by workers."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
    yield


def within(work: Callable[[Pool], Awaitable[Any]], **options: Any) -> Any:
    """What some work in a pool gave; the pool has ended in order, and no process of it is left."""

    async def do() -> Any:
        pool = Pool(size=options.pop("size", 2), **options)
        await pool.start()
        try:
            return await asyncio.wait_for(work(pool), 60)
        finally:
            pids = pool.pids
            await pool.close()
            await until(lambda: not any(alive(pid) for pid in pids))

    return asyncio.run(do())


def alive(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


async def call(pool: Pool, function: str, seconds: float = 30.0, **job: Any) -> Any:
    """What one of the functions returned."""
    return (await pool.run(f"worker_targets:{function}", job, seconds=seconds)).payload


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, five seconds at most."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


def test_jobs_are_answered_each_with_its_own_answer() -> None:
    """Two hundred at once to two workers, in any order, from bounded rows of thirty."""

    async def work(pool: Pool) -> list[Any]:
        found = []
        for start in range(0, 210, 30):
            found += await asyncio.gather(*(call(pool, "echo", number=start + n) for n in range(30)))
        return found

    assert [json.loads(answer)["number"] for answer in within(work)] == list(range(210))


def test_bytes_go_there_and_come_back() -> None:
    """A payload beside the job, any bytes at all, and a header that tells of the answer."""

    async def work(pool: Pool) -> Any:
        return await pool.run("worker_targets:weigh", {"name": "数字"}, b"\x00\n{" * 100_000)

    reply = within(work)
    assert reply.told == {"name": "数字", "size": 300_000}
    assert reply.payload == b"\x00\n{"
    assert reply.seconds > 0


def test_workers_are_kept() -> None:
    """The same few processes answer one job after the other."""

    async def work(pool: Pool) -> tuple[list[int], list[int]]:
        before = pool.pids
        for _ in range(10):
            await call(pool, "echo")
        return before, pool.pids

    before, after = within(work)
    assert before == after
    assert len(before) == 3


def test_a_worker_is_replaced_when_it_has_served_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many jobs, or when it has grown; the pool keeps its size."""
    monkeypatch.setattr(pools, "JOBS_A_WORKER", 3)

    async def work(pool: Pool) -> tuple[list[int], list[int], int]:
        before = pool.pids
        for _ in range(7):
            await call(pool, "echo")
        await until(lambda: len(pool.pids) == 2)
        return before, pool.pids, pool.tally.retired

    before, after, retired = within(work, size=1)
    assert before[0] == after[0], "the zygote stays"
    assert before[1] != after[1]
    assert retired == 2


def test_a_worker_at_rest_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one that still works is killed when the pool closes."""
    ends: list[int] = []
    end = forks.Forks.end

    async def noted(self: forks.Forks, pid: int, grace: float = 0.0) -> int:
        ends.append(await end(self, pid, grace))
        return ends[-1]

    monkeypatch.setattr(forks.Forks, "end", noted)

    async def one_at_work(pool: Pool) -> None:
        working.append(asyncio.ensure_future(call(pool, "sleep")))
        await until(lambda: len(pool._idle) == 1)

    working: list[asyncio.Future[Any]] = []
    within(one_at_work)
    assert sorted(ends) == [-signal.SIGKILL, 0]


def test_errors_are_raised_here_and_the_worker_lives() -> None:
    """Of the same class and with the same words."""

    async def work(pool: Pool) -> list[int]:
        before = pool.pids
        with pytest.raises(QueryError) as caught:
            await call(pool, "refuse", **{"class": "QueryError"}, problem="错", where="第 2 行", remedy="请改。")
        assert str(caught.value) == "第 2 行: 错。 请改。"
        assert pool.pids == before
        return pool.pids

    assert len(within(work)) == 3


def test_a_job_without_end_is_killed_at_its_limit() -> None:
    """In Rust, where no Python signal is heard; another worker takes its place."""

    async def work(pool: Pool) -> tuple[int, int]:
        with pytest.raises(TimeLimitError) as caught:
            await call(pool, "query", seconds=0.3, text=ENDLESS)
        assert caught.value.problem == "超过时间限制 0.3 秒，已停止"
        await until(lambda: len(pool.pids) == 3)
        await call(pool, "echo")
        return pool.tally.killed, pool.tally.died

    assert within(work) == (1, 0)


@pytest.mark.parametrize(
    ("function", "job", "problem"),
    [
        ("query", {"text": "SELECT * " + "{" * 5000 + "}" * 5000}, "引擎栈溢出，已停止"),
        ("eat", {}, "内存不够，已停止"),
        ("query", {"text": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?d"}, "内存不够，已停止"),
        ("end", {"signal": 15}, "子进程意外结束（信号 15）"),
    ],
)
def test_a_worker_that_dies_is_explained_and_replaced(function: str, job: dict[str, Any], problem: str) -> None:
    """By its signal and its last words; the next job is answered."""

    async def work(pool: Pool) -> str:
        with pytest.raises(EngineError) as caught:
            await call(pool, function, **job)
        await until(lambda: len(pool.pids) == 3)
        assert await call(pool, "echo") == b"{}"
        return caught.value.problem

    assert within(work, megabytes=400) == problem


def test_quick_jobs_do_not_wait_for_slow_ones() -> None:
    """With one worker: the slow one moves aside, at low priority, and its place is taken."""

    async def work(pool: Pool) -> Any:
        slow = asyncio.ensure_future(call(pool, "query", seconds=3, text=ENDLESS))
        await until(lambda: pool.tally.slow == 1)
        slowed = [pid for pid in pool.pids[1:] if os.getpriority(os.PRIO_PROCESS, pid) == pools.LOW_PRIORITY]
        assert await call(pool, "echo") == b"{}"
        assert not slow.done()
        with pytest.raises(TimeLimitError):
            await slow
        await until(lambda: len(pool.pids) == 2)
        return slowed

    assert len(within(work, size=1)) == 1


def test_only_so_many_slow_jobs_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one beyond is stopped and refused; the others go on."""
    monkeypatch.setattr(pools, "SLOW_LANE", 1)

    async def work(pool: Pool) -> str:
        slow = asyncio.ensure_future(call(pool, "query", seconds=20, text=ENDLESS))
        await until(lambda: pool.tally.slow == 1)
        with pytest.raises(Busy) as caught:
            await call(pool, "query", seconds=20, text=ENDLESS)
        assert not slow.done()
        slow.cancel()
        await until(lambda: len(pool.pids) == 3)
        return str(caught.value)

    expected = "正在运行的耗时查询已有 1 个，这一个已停止。 请稍后再试，或缩小查询范围（加条件或 LIMIT）。"
    assert within(work) == expected


def test_the_row_of_those_who_wait_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes when it is full is told so at once; those in it are served in turn."""
    monkeypatch.setattr(pools, "WAITING", 2)

    async def work(pool: Pool) -> str:
        held = asyncio.ensure_future(call(pool, "sleep", seconds=0.4))
        await asyncio.sleep(0.05)
        waiting = [asyncio.ensure_future(call(pool, "echo", number=n)) for n in range(2)]
        await until(lambda: pool.waiting == 2)
        with pytest.raises(Busy) as caught:
            await call(pool, "echo")
        with pytest.raises(TimeLimitError):
            await held
        assert await asyncio.gather(*waiting) == [b'{"number": 0}', b'{"number": 1}']
        return str(caught.value)

    assert within(work, size=1, patience=None) == "服务繁忙，已有 2 个请求在排队。 请稍后再试。"


def test_who_leaves_the_row_is_passed_over() -> None:
    """A worker that becomes free goes to the next who still waits."""

    async def work(pool: Pool) -> Any:
        held = asyncio.ensure_future(call(pool, "sleep", seconds=0.4))
        await asyncio.sleep(0.05)
        first, second = (asyncio.ensure_future(call(pool, "echo", number=n)) for n in range(2))
        await until(lambda: pool.waiting == 2)
        first.cancel()
        with pytest.raises(TimeLimitError):
            await held
        return await second

    assert within(work, size=1, patience=None) == b'{"number": 1}'


def test_a_job_that_nobody_wants_any_more_is_ended() -> None:
    """Once it has become a slow one; long before its limit."""

    async def work(pool: Pool) -> int:
        with pytest.raises(Unwanted):
            await pool.run("worker_targets:query", {"text": ENDLESS}, seconds=30, gone=lambda: asyncio.sleep(0.1))
        await until(lambda: pool.busy == 0 and len(pool.pids) == 3)
        return pool.tally.killed

    assert within(work) == 1


@linux_only
def test_workers_bound_themselves() -> None:
    """Address space, no core file, death with the parent; the processor's time anew for each job."""

    async def work(pool: Pool) -> Any:
        first = json.loads(await call(pool, "limits", seconds=9.5))
        await call(pool, "spin", seconds=20, for_=1.2)
        return first, json.loads(await call(pool, "limits", seconds=9.5))

    first, second = within(work, size=1, megabytes=700, patience=None)
    assert first["soft"][0] == 700 * 1024**2
    assert first["soft"][2] == 0
    assert second["soft"][1] > first["soft"][1]
    assert first["wish"] == 9


@linux_only
def test_only_workers_that_need_the_network_have_it() -> None:
    """Those that ask a remote store open sockets; the pool says which it has."""

    async def work(pool: Pool) -> Any:
        return json.loads(await call(pool, "connect")), pool.network_denied

    refused, denied = within(work, size=1)
    assert (refused, denied) == ([13, 13, 13, 13], True)
    allowed, denied = within(work, size=1, network=True)
    assert (13 not in allowed[:2], denied) == (True, False)


def test_a_zygote_that_dies_is_replaced(caplog: pytest.LogCaptureFixture) -> None:
    """Its workers die with it; those who ask then are told so, and those who ask later do not notice."""

    async def work(pool: Pool) -> list[int]:
        before = pool.pids
        os.kill(pool.pids[0], 9)
        await until(lambda: not any(alive(pid) for pid in before))
        for _ in range(2):
            with pytest.raises(EngineError, match="内存不够"):  # killed from outside, as the system does for memory
                await call(pool, "echo")
        await until(lambda: len(pool.pids) == 3)
        assert await call(pool, "echo") == b"{}"
        assert set(before).isdisjoint(pool.pids)
        return before

    assert len(within(work)) == 3
    assert "zygote died" in caplog.text


def test_no_zygote_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that ends as soon as it starts is tried twice."""

    async def work(pool: Pool) -> str:
        monkeypatch.setattr(forks, "PROGRAM", "pass")
        os.kill(pool.pids[0], 9)
        with pytest.raises(EngineError) as caught:
            await pool._spawn()
        return str(caught.value)

    assert within(work) == "不能启动工作进程。 请检查内存和进程数的限制，然后重新启动服务。"
