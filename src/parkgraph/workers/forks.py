"""The other end of the zygote's socket: it is started, asked to fork and to reap, and replaced when it has died."""

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from ..errors import EngineError
from .child import environment
from .confine import SIGKILL
from .zygote import PROGRAM

log = logging.getLogger("parkgraph.workers")


class Forks:
    """A zygote, and the workers it forks.

    Args:
        modules: what it imports for its workers.
    """

    def __init__(self, modules: Sequence[str]) -> None:
        self.modules = tuple(modules)
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The zygote's process number; None before it is started."""
        return self._zygote.pid if self._zygote else None

    def start(self) -> None:
        """Start the zygote."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._zygote = subprocess.Popen(
                [sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno()), str(os.getpid()), *self.modules],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,
            )
        ours.setblocking(False)
        self._control = ours

    def close(self) -> None:
        """End the zygote, and with it the workers it has."""
        if self._control and self._zygote:
            self._control.close()
            self._zygote.kill()
            self._zygote.wait()

    async def spawn(self, limits: dict[str, Any], descriptors: Sequence[int]) -> int:
        """The process number of a new worker, which has the descriptors; a zygote that has died is replaced first.

        Raises:
            EngineError: no zygote stays alive.
        """
        async with self._one_at_a_time:
            for _ in range(2):
                if told := await self._ask({"do": "spawn", "limits": limits}, descriptors):
                    return int(told["pid"])
                self._start_again()
        raise EngineError("不能启动工作进程", remedy="请检查内存和进程数的限制，然后重新启动服务。")

    async def end(self, pid: int, grace: float = 0.0) -> int:
        """How a worker ended, as `os.waitstatus_to_exitcode` words it; killed where it has not in `grace` seconds."""
        async with self._one_at_a_time:
            if told := await self._ask({"do": "end", "pid": pid, "grace": grace}):
                return int(told["status"])
            self._start_again()  # the worker died with its zygote
        return -SIGKILL

    def _start_again(self) -> None:
        """Put another zygote in the place of one that has died."""
        log.warning("zygote died, starting another")
        self.close()
        self.start()

    async def _ask(self, command: dict[str, Any], descriptors: Sequence[int] = ()) -> dict[str, Any]:
        """The zygote's reply to a command; empty where it is gone."""
        assert self._control is not None
        try:
            socket.send_fds(self._control, [json.dumps(command).encode("ascii")], list(descriptors))
            reply = await asyncio.get_running_loop().sock_recv(self._control, 4096)
        except OSError:
            reply = b""
        return dict(json.loads(reply)) if reply else {}
