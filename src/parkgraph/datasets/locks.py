"""Locks on folders: they end with the process that holds them, however it ends."""

import os
from pathlib import Path
from types import TracebackType


class Lock:
    """A lock on a folder until it is closed or forgotten; a process that is forked meanwhile holds it too.

    Attributes:
        is_real: False where the system or the file system knows no locks on folders.
    """

    def __init__(self, handle: int | None) -> None:
        self._handle = handle
        self.is_real = handle is not None

    def close(self) -> None:
        """Let go."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __enter__(self) -> "Lock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def take(folder: Path, *, shared: bool = False, wait: bool = False) -> Lock | None:
    """A lock on a folder; None where somebody else has it, or where the folder is gone."""
    try:
        import fcntl
    except ImportError:  # Windows
        return Lock(None)
    try:
        lock = Lock(handle := os.open(folder, os.O_RDONLY))
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        return lock if os.path.samestat(os.fstat(handle), folder.stat()) else None
    except (BlockingIOError, FileNotFoundError):
        return None
    except OSError:  # some network file systems lock no folders
        return Lock(None)
