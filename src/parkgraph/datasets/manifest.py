"""The manifest of a generation: what is in it, and what its files are."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..errors import EngineError
from ..store.local import open_file
from ..turtle import fingerprint
from .layout import MANIFEST, Generation

FILES = "files-"
"""How the fingerprint of a snapshot begins, whose content is not measured."""


@dataclass(frozen=True)
class Manifest:
    """What is written down about a generation.

    Attributes:
        number: of the generation.
        fingerprint: SHA-256 of the sorted N-Triples lines, graph names dropped, blank nodes named canonically; after
            a snapshot, that of `files`.
        canonical: SHA-256 of the canonical N-Quads (RDFC-1.0), graph names counted; empty after a snapshot.
        quads, graphs: how many quads and named graphs there are.
        files: name of each file of the store to its size and SHA-256.
        program: version of parkgraph that wrote it.
        origin: digest of the files that it is a copy of, or empty.
    """

    number: int
    fingerprint: str
    canonical: str
    quads: int
    graphs: int
    files: Mapping[str, tuple[int, str]]
    program: str
    origin: str

    def to_text(self) -> str:
        """The manifest as it stands on disk."""
        told = asdict(self) | {"files": {name: list(file) for name, file in self.files.items()}}
        return json.dumps(told, indent=1, sort_keys=True) + "\n"

    def generation(self, directory: Path) -> Generation:
        """The generation it describes, whose store is in a directory."""
        return Generation(self.number, directory, self.fingerprint, self.quads, self.origin)


@dataclass(frozen=True)
class Content:
    """What a store holds: the four figures of a `Manifest`, and the canonical N-Quads."""

    fingerprint: str
    canonical: str
    quads: int
    graphs: int
    text: str


def measure(engine: ox.Store) -> Content:
    """The figures of a store, whose quads are sorted in memory."""
    dataset = ox.Dataset(engine)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    text = "".join(sorted(f"{line}\n" for line in str(dataset).split("\n")[:-1]))
    canonical = hashlib.sha256(text.encode("utf-8")).hexdigest()
    graphs = sum(1 for _ in engine.named_graphs())
    return Content(fingerprint(quad.triple for quad in dataset), canonical, len(dataset), graphs, text)


def read_manifest(generation: Generation) -> Manifest:
    """What is written down about a generation.

    Raises:
        EngineError: it is not there, or damaged.
    """
    path = generation.directory.parent / MANIFEST
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        remedy = "请用 parkgraph store verify 核对，并从备份恢复。"
        raise EngineError("磁盘库的清单读不出", where=str(path), remedy=remedy) from error


def parse(text: str) -> Manifest:
    """The manifest that a text is; ValueError, TypeError or AttributeError where it is none."""
    told: dict[str, Any] = json.loads(text)
    files = {name: (int(size), str(sha256)) for name, (size, sha256) in told.pop("files").items()}
    return Manifest(files=files, **told)


def list_files(folder: Path, before: Generation | None = None) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file of a store; a file shared with an earlier generation is not read again."""
    known = read_manifest(before).files if before else {}
    listed = {}
    for path in sorted(folder.iterdir()):
        twin = before.directory / path.name if before and path.name in known else None
        if twin and path.samefile(twin):
            listed[path.name] = known[path.name]
        else:
            listed[path.name] = (path.stat().st_size, sha256_of(path))
    return listed


def files_mark(files: Mapping[str, tuple[int, str]]) -> str:
    """The fingerprint of a generation of which only the files were looked at."""
    return FILES + hashlib.sha256(json.dumps(sorted(files.items())).encode("utf-8")).hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal.

    Raises:
        AssetError: it cannot be opened.
    """
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(paths: Iterable[Path]) -> str:
    """One digest of the content of several files in their order; fails as `sha256_of` does."""
    return hashlib.sha256(" ".join(sha256_of(path) for path in paths).encode()).hexdigest()


@cache
def program() -> str:
    """The version of the installed package."""
    from importlib.metadata import version

    return version("parkgraph")
