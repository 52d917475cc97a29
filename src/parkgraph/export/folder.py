"""Putting an export into its folder: into an empty one, or over an earlier export; never over anything else."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from ..errors import EngineError, UsageError
from .manifest import MANIFEST, SUMS, exported_before, sha256


def write_folder(directory: Path, contents: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write every file of an export, each whole or not at all.

    All files are written beside their places first and moved there at the end, manifest and checksums last. Files of
    the earlier export that the new one has no more are removed.

    Args:
        directory: made where it is missing, with the folders above it.
        contents: path within the folder to bytes.
        force: whether an earlier export may be replaced.

    Raises:
        UsageError: the folder holds something that no export wrote; nothing has been touched.
        EngineError: the folder cannot be written.
    """
    made, stage = not directory.exists(), None
    try:
        stale = _stale(directory, contents, force)
        directory.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".export-", suffix=".tmp", dir=directory))
        for path, content in contents.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(content)
        for path in sorted(contents, key=lambda path: (path in (MANIFEST, SUMS), path)):
            (directory / path).parent.mkdir(exist_ok=True)
            (stage / path).replace(directory / path)
        _remove(directory, stale)
    except OSError as error:
        raise EngineError(
            f"导出写不成：{error.strerror}", where=str(directory), remedy="请检查磁盘空间和写权限，或换一个目录。"
        ) from error
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
        if made and directory.is_dir() and not any(directory.iterdir()):
            directory.rmdir()


def _stale(directory: Path, contents: Mapping[str, bytes], force: bool) -> list[str]:
    """Paths of the earlier export's files that the new one has no more; refuses a folder that holds anything else."""
    if directory.exists() and not directory.is_dir():
        raise UsageError("这里已有一个文件，不是目录", where=str(directory), remedy="请换一个目录名。")
    if not directory.exists() or not any(directory.iterdir()):
        return []
    if not force:
        remedy = "请换一个空目录或新目录；若里面是以前导出的文件，可加 --force 替换。"
        raise UsageError("目录不是空的", where=str(directory), remedy=remedy)
    before = {path: mark for path, mark in exported_before(directory).items() if _is_within(path)}
    for path in sorted({*before, *contents} - {MANIFEST, SUMS}):
        _require_ours(directory, path, {before.get(path), sha256(contents[path]) if path in contents else None})
    return sorted(before.keys() - contents.keys())


def _is_within(path: str) -> bool:
    """Whether a path of a manifest stays in its folder."""
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def _require_ours(directory: Path, path: str, marks: set[str | None]) -> None:
    """Nothing, for a place that is free or holds the very bytes of the earlier export, or of this one."""
    place = directory / path
    parts = PurePosixPath(path).parts
    linked = any(directory.joinpath(*parts[:depth]).is_symlink() for depth in range(1, len(parts) + 1))
    if not linked and not place.exists():
        return
    if linked or not place.is_file() or sha256(place.read_bytes()) not in marks:
        raise UsageError(
            f"{path} 不是导出写下的原样", where=str(directory), remedy="请先把它移走，或换一个空目录或新目录。"
        )


def _remove(directory: Path, paths: list[str]) -> None:
    """Remove files, and the folders that become empty."""
    for path in paths:
        place = directory / path
        place.unlink(missing_ok=True)
        if place.parent != directory and place.parent.is_dir() and not any(place.parent.iterdir()):
            place.parent.rmdir()
