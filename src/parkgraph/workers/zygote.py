"""The parent of the service's workers: a process without threads and without a store, which forks and reaps them.

Forking a process that has threads deadlocks now and then, and the serving process has them. So a fresh interpreter is
started once, imports what workers need, and from then on forks: a worker is there in milliseconds, already warm. It
takes one command at a time on a socket, each a datagram of JSON:

    {"do": "spawn", "limits": …}  with two descriptors, the worker's socket and its stderr → {"pid": N}
    {"do": "end", "pid": N}       kill it if it still lives, and reap it                   → {"status": N}

A worker answers jobs on its socket until the other side closes it. Every message there is a frame: the lengths of a
header and of a payload, then both.
"""

import importlib
import json
import os
import resource
import socket
import struct
import sys
import time
from collections.abc import Iterable
from typing import Any

from .border import perform
from .confine import SIGKILL, deny_network, limit_processor, set_limits

PROGRAM = "from parkgraph.workers.zygote import main; main()"
LENGTHS = struct.Struct("!IQ")
COMMAND_BYTES = 64 * 1024
STEP = 0.005


def main() -> None:
    """The zygote: import, then spawn and reap until the other side of the socket closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    set_limits(megabytes=64 * 1024, parent=int(sys.argv[2]))
    _import(sys.argv[3:])
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, COMMAND_BYTES, 2)
        if not message:
            return
        command = json.loads(message)
        if command["do"] == "spawn":
            reply = {"pid": _spawn(control, command["limits"], descriptors)}
        else:
            reply = {"status": _end(command["pid"], command["grace"])}
        control.send(json.dumps(reply).encode("ascii"))


def _import(modules: Iterable[str]) -> None:
    """Have these modules ready in every worker."""
    for module in modules:
        importlib.import_module(module)


def _spawn(control: socket.socket, limits: dict[str, Any], descriptors: list[int]) -> int:
    """The process number of a new worker that has the descriptors and not the control socket."""
    parent = os.getpid()
    if child := os.fork():
        for descriptor in descriptors:
            os.close(descriptor)
        return child
    code = 1
    try:
        control.close()
        os.dup2(descriptors[1], 2)
        os.dup2(2, 1)
        set_limits(limits["megabytes"], parent)
        work(socket.socket(fileno=descriptors[0]), network=limits["network"])
        code = 0
    finally:
        os._exit(code)


def _end(pid: int, grace: float) -> int:
    """How a worker ended, as `os.waitstatus_to_exitcode` words it; it is killed where it has not after `grace` seconds.

    One that is no child of this process belonged to a zygote before, and died with it.
    """
    try:
        done, status = os.waitpid(pid, os.WNOHANG)
        last = time.monotonic() + grace
        while not done and time.monotonic() < last:
            time.sleep(STEP)
            done, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return -SIGKILL
    if not done:
        os.kill(pid, SIGKILL)  # nobody else reaps it, so that the number is still its own
        _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def work(connection: socket.socket, *, network: bool) -> None:
    """Answer jobs, one at a time, until the other side closes the socket; without network unless it is needed."""
    denied = not network and deny_network()
    stream = connection.makefile("rb")
    while lengths := stream.read(LENGTHS.size):
        size, more = LENGTHS.unpack(lengths)
        request = json.loads(stream.read(size))
        if more:
            request["job"]["payload"] = stream.read(more)
        limit_processor(request["seconds"])
        header, payload = perform(request)
        header |= {"network_denied": denied, "resident": _resident()}
        connection.sendall(frame(header, payload))


def frame(header: dict[str, Any], payload: bytes) -> bytes:
    """A message as it travels."""
    text = json.dumps(header).encode("ascii")
    return LENGTHS.pack(len(text), len(payload)) + text + payload


def _resident() -> int:
    """How many megabytes of memory this process has at most had."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1024 if sys.platform == "linux" else 1024**2)
