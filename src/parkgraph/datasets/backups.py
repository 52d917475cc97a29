"""Backups: a dataset copied into another one, or into one file of canonical N-Quads; and back, proved by one digest.

The file holds the canonical N-Quads (RDFC-1.0) in order, gzipped without a time, so that equal datasets give equal
bytes and the digest of the dataset is the SHA-256 of what the file expands to. Its manifest lies beside it.
"""

import gzip
import json
from pathlib import Path

from ..errors import DataError, UsageError
from ..store.local import load_file
from .check import changed_files
from .layout import Generation, disk_errors, latest, open_generation, replace_file
from .manifest import measure, program, read_manifest
from .writing import copy, publish

PACKED = ".nq.gz"


def backup(directory: Path, target: Path) -> str:
    """The RDFC-1.0 digest of the current generation, copied to a place where nothing is yet.

    Args:
        directory: of the dataset.
        target: a file that ends in `.nq.gz`, or a directory that becomes a dataset.

    Raises:
        UsageError: the dataset is not there, or something is at the target.
        DataError: the dataset is damaged.
        EngineError: the disk refuses.
    """
    if target.exists():
        raise UsageError("这里已有文件或目录", where=str(target), remedy="备份不覆盖任何东西：请换一个名字。")
    if target.name.endswith(PACKED):
        return _pack(directory, target)
    restore(directory, target)
    return read_manifest(latest(target)[0]).canonical


def _pack(directory: Path, target: Path) -> str:
    """The digest of a generation that was written into a file."""
    generation, held = latest(directory)
    with held, disk_errors(target):
        known, found = read_manifest(generation), measure(open_generation(generation))
        if known.canonical not in ("", found.canonical):
            raise _damaged(directory, f"RDFC-1.0 {found.canonical}")
        told = {"canonical": found.canonical, "fingerprint": found.fingerprint, "quads": found.quads}
        told |= {"origin": known.origin, "program": program()}
        replace_file(target, gzip.compress(found.text.encode("utf-8"), mtime=0))
        try:
            replace_file(_beside(target), json.dumps(told, indent=1).encode() + b"\n")
        except OSError:
            target.unlink()
            raise
    return found.canonical


def restore(source: Path, directory: Path) -> Generation:
    """A new generation with the content of a backup, now current; refused unless it has the backup's RDFC-1.0 digest.

    Args:
        source: a dataset, or a file that `backup` wrote, with its manifest beside it.
        directory: of a dataset, or one that is empty or not there yet.

    Raises:
        UsageError: there is no backup, or the directory holds something else.
        DataError: the backup is damaged; nothing has changed.
        EngineError: the disk refuses, or the dataset is open for writing elsewhere.
    """
    if source.name.endswith(PACKED):
        told = _told(source)
        return publish(
            directory,
            lambda engine: load_file(engine, source, keep_graphs=True),
            origin=told["origin"],
            canonical=told["canonical"],
        )
    generation, held = latest(source)
    with held:
        known = read_manifest(generation)
        for fault in changed_files(generation, known):
            raise _damaged(source, fault.path)
        engine = open_generation(generation)
        canonical = known.canonical or measure(engine).canonical
        return publish(directory, lambda empty: copy(engine, empty), origin=known.origin, canonical=canonical)


def _told(source: Path) -> dict[str, str]:
    """What the manifest beside a backup says."""
    if not source.is_file():
        raise UsageError("找不到备份", where=str(source), remedy="请检查路径。")
    try:
        told = json.loads(_beside(source).read_text(encoding="utf-8"))
        return {name: str(told[name]) for name in ("canonical", "origin")}
    except (OSError, ValueError, TypeError, KeyError) as error:
        remedy = "请把备份时一同写出的清单放在备份旁边。"
        raise DataError("备份的清单缺失或已损坏", where=str(_beside(source)), remedy=remedy) from error


def _beside(target: Path) -> Path:
    """Where the manifest of a backup file is."""
    return target.with_name(f"{target.name}.json")


def _damaged(place: Path, what: str) -> DataError:
    """The error for a dataset that is not what was written."""
    remedy = "请用 parkgraph store verify 核对，并换一份完好的备份。"
    return DataError(f"磁盘库已损坏（{what}）", where=str(place), remedy=remedy)
