"""Notes of what a store has already been sent, kept in the user's state folder, so that a load can be resumed.

The notes hold hashes and counts, never a statement and never a password.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import AssetError, UsageError
from ..turtle import write_text


@dataclass(frozen=True)
class Piece:
    """A run of lines that a store has accepted: how many, and their SHA-256."""

    lines: int
    sha256: str


@dataclass
class Manifest:
    """What has been sent to one graph of one store.

    Attributes:
        path: where the notes are kept.
        url, graph, mode: of which load they are.
        pieces: what was accepted, in order.
    """

    path: Path
    url: str
    graph: str
    mode: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """How many lines have been accepted."""
        return sum(piece.lines for piece in self.pieces)

    def add(self, lines: Sequence[bytes]) -> None:
        """Note that these lines have been accepted."""
        self.pieces.append(Piece(len(lines), digest(lines)))
        self._save()

    def restart(self) -> None:
        """Note that nothing has been accepted."""
        self.pieces.clear()
        self._save()

    def finish(self) -> None:
        """Forget the notes."""
        self.path.unlink(missing_ok=True)

    def check(self, lines: Sequence[bytes]) -> None:
        """Nothing, where what was sent is the beginning of these lines.

        Raises:
            UsageError: the data have changed since.
        """
        first = 0
        for piece in self.pieces:
            if digest(lines[first : first + piece.lines]) != piece.sha256:
                raise UsageError(
                    "上次中断之后数据有了变化，不能续传", where=str(self.path), remedy="请去掉 --resume，重新装入。"
                )
            first += piece.lines

    def _save(self) -> None:
        """Write the notes down."""
        pieces = [{"lines": piece.lines, "sha256": piece.sha256} for piece in self.pieces]
        notes = {"url": self.url, "graph": self.graph, "mode": self.mode, "pieces": pieces}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_text(self.path, json.dumps(notes, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise AssetError(
                f"记不下装入进度：{error.strerror}",
                where=str(self.path.parent),
                remedy="请检查目录的写权限，或用 --state 换一个目录。",
            ) from error


def open_manifest(state: Path | None, url: str, graph: str, *, mode: str, resume: bool) -> Manifest:
    """The notes of a load: empty ones, or with `resume` those of the load that was interrupted.

    Raises:
        UsageError: there is nothing to resume.
    """
    name = hashlib.sha256("\n".join((url, graph, mode)).encode()).hexdigest()[:16]
    path = (state or _state_folder()) / f"load-{name}.json"
    manifest = Manifest(path, url, graph, mode)
    if resume:
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))["pieces"]
            manifest.pieces = [Piece(int(piece["lines"]), str(piece["sha256"])) for piece in kept]
        except (OSError, ValueError, KeyError, TypeError) as error:
            remedy = "请去掉 --resume，重新装入。"
            raise UsageError("没有可以续传的装入", where=str(path), remedy=remedy) from error
    return manifest


def digest(lines: Sequence[bytes]) -> str:
    """SHA-256 of lines, in hexadecimal."""
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _state_folder() -> Path:
    """Where the system keeps the state of a user's programs."""
    named = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(named) if named else Path.home() / ".local" / "state") / "parkgraph"
