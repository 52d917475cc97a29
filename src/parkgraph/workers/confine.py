"""What a process gives up before it runs what a user wrote: memory, time, sockets, and life after its parent's."""

import ctypes
import errno
import math
import os
import platform
import struct
import sys
import time
from contextlib import suppress
from typing import NamedTuple

SIGKILL = 9

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
IO_URING_SETUP = 425  # could open sockets past the filter; the same number everywhere
X32_CALLS = 0x40000000  # a second set of call numbers on x86_64


class Machine(NamedTuple):
    """What a seccomp filter must know about a processor."""

    audit: int
    socket: int


MACHINES = {"x86_64": Machine(0xC000003E, 41), "aarch64": Machine(0xC00000B7, 198)}


def set_limits(megabytes: int, parent: int) -> None:
    """Bound this process for good, where the system can: memory, no core file, no life after the parent's."""
    with suppress(ImportError):  # Windows
        import resource

        _bound(resource.RLIMIT_AS, megabytes * 1024**2)
        _bound(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, SIGKILL)
        if os.getppid() != parent:  # it died before it could be watched
            os.kill(os.getpid(), SIGKILL)


def limit_processor(seconds: float) -> None:
    """Let this process use the processor for so long from now on, and a second more, where the system can bound it."""
    with suppress(ImportError):
        import resource

        _bound(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds) + 1)


def _bound(kind: int, bound: int) -> None:
    """Set a limit of this process, leaving the most it may be raised to; what the system refuses stays as it is."""
    import resource

    _, most = resource.getrlimit(kind)
    with suppress(ValueError, OSError):  # above what is allowed already; macOS bounds no address space
        resource.setrlimit(kind, (bound, most))


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
