"""What a child process does for the command line: files of others are read, and blank nodes named, under a time limit.

Naming blank nodes canonically (RDFC-1.0) takes time that grows without bound on graphs that were arranged to that end:
ten blank nodes that all lead to one another take minutes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .backups import backup, restore
from .check import verify
from .writing import compact, create


def dataset_job(job: Mapping[str, Any]) -> bytes:
    """What a verb of `parkgraph store` finds: the digest of a backup, the result of a check as JSON, else nothing."""
    first, *others = map(Path, job["paths"])
    match job["verb"]:
        case "create":
            create(first, others)
        case "restore":
            restore(first, *others)
        case "compact":
            compact(first)
        case "backup":
            return backup(first, *others).encode()
        case _:
            return verify(first).to_json().encode()
    return b""
