"""One job in one fresh interpreter: what the command line uses for a query, a shape or a document that a user wrote.

A request is one JSON document on the child's stdin. A reply is a line of JSON, then the bytes of the answer.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import UsageError
from .border import death, perform, raise_told, too_late
from .confine import SIGKILL, deny_network, limit_processor, set_limits

log = logging.getLogger("parkgraph.workers")

PROGRAM = "from parkgraph.workers.child import main; main()"  # `-m` would run this module a second time


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
    line, line_end, payload = reply.partition(b"\n")
    if not line_end:
        raise death(code, said, seconds)
    header = json.loads(line)
    if not header["network_denied"]:
        log.warning("本系统无法禁止子进程访问网络：请勿运行来历不明的查询和文件")
    raise_told(header)
    return payload


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
        env=environment(),
    ) as child:
        try:
            reply, said = child.communicate(request, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise too_late(seconds) from None
        finally:
            _end(child)
    text = said.decode("utf-8", "replace")
    if text:
        log.debug("child %d said: %s", child.pid, text)
    return child.returncode, reply, text


def environment() -> dict[str, str]:
    """The child's environment: ours, and the folder of this very package where it is not an installed one."""
    home = Path(__file__).parents[2]
    places = [] if home.name in ("site-packages", "dist-packages") else [str(home)]
    places += filter(None, [os.environ.get("PYTHONPATH")])
    # One arena for all threads of the engine: each further one asks for 64 MB of address space, which is bounded.
    return {"MALLOC_ARENA_MAX": "1", **os.environ, "PYTHONPATH": os.pathsep.join(places)}


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child and whatever it started, if any of it still lives, and reap it."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, SIGKILL)
    child.kill()
    child.wait()


def main() -> None:
    """The child: read one request, confine this process, reply, end."""
    reply = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed must not mix with the reply
    request = json.load(sys.stdin.buffer)
    limits = request["limits"]
    set_limits(limits["megabytes"], limits["parent"])
    limit_processor(limits["seconds"])
    denied = deny_network()
    header, payload = perform(request)
    reply.write(json.dumps({**header, "network_denied": denied}).encode("ascii") + b"\n" + payload)
    reply.close()
