"""How the outcome of a job crosses from a child process to its parent: a header that is JSON, and bytes beside it."""

import importlib
import logging
import traceback
from collections.abc import Mapping
from typing import Any

from ..errors import FAMILY, EngineError, ParkgraphError, TimeLimitError

log = logging.getLogger("parkgraph.workers")

MEMORY_WORDS = ("memory allocation", "MemoryError", "bad_alloc")
SIGKILL, SIGSEGV, SIGXCPU = 9, 11, 24  # by number: Windows has no names for them


def perform(request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """How a job went, and the bytes that its function returned.

    A function takes the job and returns bytes, or a dict that tells about them and the bytes; the dict is the header's
    `told`.
    """
    header: dict[str, Any] = {"ok": True, "told": {}, "trace": ""}
    payload = b""
    try:
        module, _, function = request["target"].partition(":")
        made = getattr(importlib.import_module(module), function)(request["job"])
        header["told"], made = made if isinstance(made, tuple) else ({}, made)
        payload += made  # bytes and nothing else
    except ParkgraphError as error:
        header |= _told(error)
    except MemoryError:
        header |= _told(out_of_memory())
    except Exception as error:
        remedy = "这是 parkgraph 的缺陷：请用 -vv 重试，并把日志报告给维护者。"
        header |= _told(EngineError(f"程序出错（{type(error).__name__}）", remedy=remedy))
        header["trace"] = traceback.format_exc()
    return header, payload


def _told(error: ParkgraphError) -> dict[str, Any]:
    """An error as it crosses the border: its class is the nearest one that the other side knows."""
    known = next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in FAMILY)
    return {"ok": False, "class": known, "problem": error.problem, "where": error.where, "remedy": error.remedy}


def raise_told(header: Mapping[str, Any]) -> None:
    """Nothing for a job that went well; else the error that its header tells of is raised."""
    if header["ok"]:
        return
    if header["trace"]:
        log.debug("child failed: %s", header["trace"])
    kind = FAMILY[header["class"]]
    raise kind(header["problem"], where=header["where"], remedy=header["remedy"])


def too_late(seconds: float) -> TimeLimitError:
    """What to raise when the time is over."""
    return TimeLimitError(
        f"超过时间限制 {seconds:g} 秒，已停止", remedy="请缩小查询范围（加条件或 LIMIT），或用 --time-limit 放宽限制。"
    )


def death(code: int, said: str, seconds: float) -> EngineError:
    """What to raise for a child that died without a reply.

    Args:
        code: its exit code, or minus the signal that ended it.
        said: what it wrote to stderr.
        seconds: its time limit.
    """
    if code == -SIGXCPU:
        return too_late(seconds)
    if code == -SIGKILL or any(word in said for word in MEMORY_WORDS):  # not killed by us: by the system, for memory
        return out_of_memory()
    if code == -SIGSEGV or "overflowed its stack" in said:
        return EngineError("引擎栈溢出，已停止", remedy="请减少括号、UNION、FILTER 等的嵌套和数量。")
    how = f"信号 {-code}" if code < 0 else f"退出码 {code}"
    return EngineError(f"子进程意外结束（{how}）", remedy="请缩小查询范围后重试；若总是如此，请用 -vv 查看详情并报告。")


def out_of_memory() -> EngineError:
    """What to raise when the memory was not enough."""
    return EngineError("内存不够，已停止", remedy="请缩小查询范围（加条件或 LIMIT）后重试。")
