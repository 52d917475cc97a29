"""What the tests of `parkgraph.workers` let a child do; its folder is on the child's PYTHONPATH."""

import ctypes
import json
import os
import resource
import socket
import subprocess
import sys
import time
from typing import Any

import pyoxigraph

from parkgraph import errors


class SpecialError(errors.ParseError):
    """An error of a class that only the child knows."""


def echo(job: dict[str, Any]) -> bytes:
    """The job itself."""
    return json.dumps(job).encode("utf-8")


def sleep(job: dict[str, Any]) -> bytes:
    """Nothing, after an hour."""
    time.sleep(3600)
    return b""


def family(job: dict[str, Any]) -> bytes:
    """Nothing, at once or after an hour; a grandchild waits an hour, and both ids are written to a file."""
    program = [sys.executable, "-c", "import time; time.sleep(3600)"]
    grandchild = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(job["file"], "w", encoding="ascii") as file:
        file.write(f"{os.getpid()} {grandchild.pid}")
    if job["wait"]:
        time.sleep(3600)
    return b""


def query(job: dict[str, Any]) -> bytes:
    """How many rows a query has on a store of 300 triples, as text."""
    store = pyoxigraph.Store()
    name = pyoxigraph.NamedNode
    triples = (pyoxigraph.Quad(name(f"http://x/{n}"), name("http://x/p"), pyoxigraph.Literal(n)) for n in range(300))
    store.bulk_extend(triples)
    return str(len(list(store.query(job["text"])))).encode("ascii")  # type: ignore[arg-type]


def load(job: dict[str, Any]) -> bytes:
    """How many triples a text has, as text."""
    store = pyoxigraph.Store()
    store.bulk_load(job["turtle"].encode("utf-8"), pyoxigraph.RdfFormat.TURTLE)
    return str(len(store)).encode("ascii")


def eat(job: dict[str, Any]) -> bytes:
    """More bytes than there is memory for."""
    return b"".join(bytes(64 * 1024**2) for _ in range(10_000))


def big(job: dict[str, Any]) -> bytes:
    """As many bytes as asked for, line ends among them."""
    return (b"\n\x00\xff{" * job["size"])[: job["size"]]


def fail(job: dict[str, Any]) -> bytes:
    """A mistake of the programmer."""
    raise ZeroDivisionError("secret detail")


def text(job: dict[str, Any]) -> bytes:
    """Not bytes, against the rule."""
    return "text"  # type: ignore[return-value]


def refuse(job: dict[str, Any]) -> bytes:
    """An error of ours."""
    kind = SpecialError if job["class"] == "SpecialError" else errors.FAMILY[job["class"]]
    raise kind(job["problem"], where=job["where"], remedy=job["remedy"])


def end(job: dict[str, Any]) -> bytes:
    """The end of the process without a word, or by a signal."""
    if job.get("signal"):
        os.kill(os.getpid(), job["signal"])
    os._exit(7)


def chat(job: dict[str, Any]) -> bytes:
    """An answer, with talk on both channels before it."""
    print("on stdout", flush=True)
    os.write(1, b"on descriptor 1\n")
    print("on stderr", file=sys.stderr, flush=True)
    return b"answer"


def limits(job: dict[str, Any]) -> bytes:
    """The limits of the process, the signal it gets when its parent dies, and where it looks for modules."""
    wish = ctypes.c_int()
    ctypes.CDLL(None).prctl(2, ctypes.byref(wish), 0, 0, 0)
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)
    soft = [resource.getrlimit(kind)[0] for kind in kinds]
    return json.dumps({"soft": soft, "wish": wish.value, "path": sys.path}).encode("utf-8")


def connect(job: dict[str, Any]) -> bytes:
    """What happens to each way of opening a socket: the number of the error, or 0."""
    found = []
    for kind in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(kind).close()
            found.append(0)
        except OSError as error:
            found.append(error.errno or -1)
    io_uring_setup = ctypes.CDLL(None, use_errno=True).syscall(425, 1, 0)
    found.append(ctypes.get_errno() if io_uring_setup < 0 else 0)
    return json.dumps(found).encode("ascii")


def weigh(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What is told of a payload, and its first bytes."""
    return {"name": job["name"], "size": len(job["payload"])}, job["payload"][:3]


def spin(job: dict[str, Any]) -> bytes:
    """Nothing, after using the processor for so many seconds."""
    begun = time.process_time()
    while time.process_time() - begun < job["for_"]:
        pass
    return b""
