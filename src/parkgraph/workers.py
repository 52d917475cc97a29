"""Running what a user wrote in a child process that can be killed; the only place where other people's text is run.

A query, a shape or a document can take for ever, eat the memory or overflow the stack of the process that reads it, and
pyoxigraph has no way to stop. So `run_child` starts a fresh interpreter (never a fork: forking a process that queries
in threads deadlocks), gives it one job, and kills it when its time is over. The child limits its own memory and CPU
time, dies with its parent, and may open no socket (Linux on x86_64 and aarch64; elsewhere a warning says so aloud).

The parent's code names the function to run, user text never does. A function takes the job (a dict that went through
JSON) and returns bytes; it may live in any module the child can import: that of parkgraph, or one on PYTHONPATH.

A request is one JSON document on the child's stdin. A reply is a line of JSON, then the bytes of the answer.
"""

import ctypes
import errno
import importlib
import json
import logging
import math
import os
import platform
import struct
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from .errors import FAMILY, EngineError, ParkgraphError, TimeLimitError, UsageError

log = logging.getLogger("parkgraph.workers")

PROGRAM = "from parkgraph.workers import main; main()"  # `-m` would run this module a second time beside its import
MEMORY_WORDS = ("memory allocation", "MemoryError", "bad_alloc")
SIGKILL, SIGSEGV, SIGXCPU = 9, 11, 24  # by number: Windows has no names for them

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
IO_URING_SETUP = 425  # could open sockets past the filter; the same number everywhere
X32_CALLS = 0x40000000  # a second set of call numbers on x86_64


class Machine(NamedTuple):
    """What a seccomp filter must know about a processor."""

    audit: int
    socket: int


MACHINES = {"x86_64": Machine(0xC000003E, 41), "aarch64": Machine(0xC00000B7, 198)}


def run_child(target: str, job: Mapping[str, Any], *, seconds: float = 10.0, megabytes: int = 1024) -> bytes:
    """What a function returned for a job, run in a child process.

    Args:
        target: `package.module:function`, chosen by our own code.
        job: what the function is given; anything JSON can say.
        seconds: how long the child may live, its start included (about 0.1 s).
        megabytes: how much address space it may have; importing pyoxigraph and reading 2 MB of Turtle needs 300.

    Raises:
        TimeLimitError: the time is over; the child is dead.
        EngineError: the child died, ran out of memory, or failed in a way nobody foresaw.
        ParkgraphError: whatever the function raised, of the same class and with the same words.
    """
    if not seconds > 0:
        raise UsageError(f"时间限制要大于 0 秒，而不是 {seconds:g}", remedy="请改用更大的 --time-limit。")
    limits = {"seconds": seconds, "megabytes": megabytes, "parent": os.getpid()}
    request = json.dumps({"target": target, "job": dict(job), "limits": limits}).encode("ascii")
    code, reply, said = _converse(request, seconds)
    header, line_end, payload = reply.partition(b"\n")
    if not line_end:
        raise _death(code, said, seconds)
    return _answer(json.loads(header), payload)


def _converse(request: bytes, seconds: float) -> tuple[int, bytes, str]:
    """How a child ended (its exit code, or minus the signal), what it replied, and what it said on stderr.

    Raises:
        TimeLimitError: it had not ended in time.
    """
    with subprocess.Popen(
        [sys.executable, "-P", "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=_environment(),
    ) as child:
        try:
            reply, said = child.communicate(request, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise _too_late(seconds) from None
        finally:
            _end(child)
    text = said.decode("utf-8", "replace")
    if text:
        log.debug("child %d said: %s", child.pid, text)
    return child.returncode, reply, text


def _environment() -> dict[str, str]:
    """The child's environment: ours, and the folder of this very package where it is not an installed one."""
    home = Path(__file__).parents[1]
    places = [] if home.name in ("site-packages", "dist-packages") else [str(home)]
    places += filter(None, [os.environ.get("PYTHONPATH")])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child and whatever it started, if any of it still lives, and reap it."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, SIGKILL)
    child.kill()
    child.wait()


def _too_late(seconds: float) -> TimeLimitError:
    """What to raise when the time is over."""
    return TimeLimitError(
        f"超过时间限制 {seconds:g} 秒，已停止", remedy="请缩小查询范围（加条件或 LIMIT），或用 --time-limit 放宽限制。"
    )


def _death(code: int, said: str, seconds: float) -> EngineError:
    """What to raise for a child that died without a reply."""
    if code == -SIGXCPU:
        return _too_late(seconds)
    if code == -SIGKILL or any(word in said for word in MEMORY_WORDS):  # not killed by us: by the system, for memory
        return _out_of_memory()
    if code == -SIGSEGV or "overflowed its stack" in said:
        return EngineError("引擎栈溢出，已停止", remedy="请减少括号、UNION、FILTER 等的嵌套和数量。")
    how = f"信号 {-code}" if code < 0 else f"退出码 {code}"
    return EngineError(f"子进程意外结束（{how}）", remedy="请缩小查询范围后重试；若总是如此，请用 -vv 查看详情并报告。")


def _out_of_memory() -> EngineError:
    """What to raise when the memory was not enough."""
    return EngineError("内存不够，已停止", remedy="请缩小查询范围（加条件或 LIMIT）后重试。")


def _answer(header: dict[str, Any], payload: bytes) -> bytes:
    """The payload of a reply that went well; else the error it tells of is raised."""
    if not header["network_denied"]:
        log.warning("本系统无法禁止子进程访问网络：请勿运行来历不明的查询和文件")
    if header["ok"]:
        return payload
    if header["trace"]:
        log.debug("child failed: %s", header["trace"])
    kind = FAMILY[header["class"]]
    raise kind(header["problem"], where=header["where"], remedy=header["remedy"])


def main() -> None:
    """The child: read one request, confine this process, reply, end."""
    reply = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed must not mix with the reply
    request = json.load(sys.stdin.buffer)
    set_limits(**request["limits"])
    reply.write(respond(request, network_denied=deny_network()))
    reply.close()


def respond(request: Mapping[str, Any], *, network_denied: bool) -> bytes:
    """The whole reply to a request: a line that says how it went, then the bytes the function returned."""
    header: dict[str, Any] = {"network_denied": network_denied, "ok": True, "trace": ""}
    payload = b""
    try:
        module, _, function = request["target"].partition(":")
        payload += getattr(importlib.import_module(module), function)(request["job"])  # bytes and nothing else
    except ParkgraphError as error:
        header |= _told(error)
    except MemoryError:
        header |= _told(_out_of_memory())
    except Exception as error:
        remedy = "这是 parkgraph 的缺陷：请用 -vv 重试，并把日志报告给维护者。"
        header |= _told(EngineError(f"程序出错（{type(error).__name__}）", remedy=remedy))
        header["trace"] = traceback.format_exc()
    return json.dumps(header).encode("ascii") + b"\n" + payload


def _told(error: ParkgraphError) -> dict[str, Any]:
    """An error as it crosses the border: its class is the nearest one that the other side knows."""
    known = next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in FAMILY)
    return {"ok": False, "class": known, "problem": error.problem, "where": error.where, "remedy": error.remedy}


def set_limits(seconds: float, megabytes: int, parent: int) -> None:
    """Bound this process, where the system can: memory, CPU time, no core file, no life after the parent's."""
    with suppress(ImportError):  # Windows
        import resource

        bounds = {
            resource.RLIMIT_AS: megabytes * 1024**2,
            resource.RLIMIT_CPU: math.ceil(seconds) + 1,
            resource.RLIMIT_CORE: 0,
        }
        for kind, bound in bounds.items():
            _, most = resource.getrlimit(kind)
            with suppress(ValueError, OSError):  # above what is allowed already; macOS bounds no address space
                resource.setrlimit(kind, (bound, most))
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, SIGKILL)
        if os.getppid() != parent:  # it died before it could be watched
            os.kill(os.getpid(), SIGKILL)


def _prctl(option: int, *values: int) -> bool:
    """Whether the kernel granted this process a property of its own."""
    call = ctypes.CDLL(None).prctl
    call.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return bool(call(option, *values, *[0] * (4 - len(values))) == 0)


def deny_network() -> bool:
    """Whether this process has now given up, for good, the right to open a socket of any kind.

    A seccomp filter answers `socket` and `io_uring_setup` with "permission denied", and so every call made under
    foreign call numbers. It cannot be taken off again, and what this process starts inherits it.
    """
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    code = seccomp_filter(machine)
    program = ctypes.create_string_buffer(code, len(code))
    footer = ctypes.create_string_buffer(struct.pack("HL", len(code) // 8, ctypes.addressof(program)))
    return _prctl(PR_SET_NO_NEW_PRIVS, 1) and _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(footer))


def seccomp_filter(machine: Machine) -> bytes:
    """The filter as the kernel reads it: eight bytes a step (what, jump if true, jump if false, value)."""
    load, if_equal, if_at_least, give = 0x20, 0x15, 0x35, 0x06
    allow, deny = 0x7FFF0000, 0x00050000 | errno.EACCES
    steps = [
        (load, 0, 0, 4),  # the architecture of the call
        (if_equal, 0, 4, machine.audit),
        (load, 0, 0, 0),  # its number
        (if_at_least, 2, 0, X32_CALLS),
        (if_equal, 1, 0, machine.socket),
        (if_equal, 0, 1, IO_URING_SETUP),
        (give, 0, 0, deny),
        (give, 0, 0, allow),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
