"""Datasets on disk: generations of a store, one of which is current; a new one takes its place in one step.

A dataset is a directory:

    parkgraph.json            says what this is
    current                   the pointer: number, fingerprint and count of the current generation
    generations/7/store/      an Oxigraph store that nobody writes to any more
    generations/7/manifest.json

Whoever reads takes what `current` points to, holds it with `hold` and opens it; what is held is not removed. Whoever
writes fills a new generation beside the others and then replaces the pointer. What fails or is killed before that
leaves the old generation current, and the next writer sweeps away what it left. The pointer holds a check sum of itself
and of the manifest, and the manifest those of every file and of the content, so that `verify` finds one changed bit.
"""

from ..faults import Fault
from .backups import backup, restore
from .check import KINDS, Check, verify
from .layout import Generation, current, hold, latest, open_generation, sweep
from .manifest import Manifest, read_manifest
from .writing import compact, create, keep, publish, snapshot, writable

__all__ = [
    "KINDS",
    "Check",
    "Fault",
    "Generation",
    "Manifest",
    "backup",
    "compact",
    "create",
    "current",
    "hold",
    "keep",
    "latest",
    "open_generation",
    "publish",
    "read_manifest",
    "restore",
    "snapshot",
    "sweep",
    "verify",
    "writable",
]
