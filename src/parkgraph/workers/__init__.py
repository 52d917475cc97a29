"""Running what a user wrote in child processes that can be killed; the only place where other people's text is run.

A query, a shape or a document can take for ever, eat the memory or overflow the stack of the process that reads it, and
pyoxigraph has no way to stop. So it is run elsewhere: `run_child` starts a fresh interpreter for one job and is what
the command line uses; `Pool` keeps workers, forked by a process without threads, and is what the service uses. Both
run the same functions in the same confinement: a child limits its own memory and processor time, dies with its parent,
may open no socket (Linux on x86_64 and aarch64; elsewhere that is said aloud), and is killed when its time is over.

The parent's code names the function to run, user text never does. A function takes the job (a dict that went through
JSON) and returns bytes; it may live in any module the child can import: that of parkgraph, or one on PYTHONPATH.
"""

from typing import TYPE_CHECKING, Any

from .child import run_child

if TYPE_CHECKING:
    from .pool import Busy, Pool, Reply, Unwanted

__all__ = ["Busy", "Pool", "Reply", "Unwanted", "run_child"]


def __getattr__(name: str) -> Any:
    """What the service needs, imported when it is first asked for: the command line pays nothing for it."""
    if name in __all__:
        from . import pool

        return getattr(pool, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
