"""What an export consists of: `manifest.json` for programs, `SHA256SUMS` for `sha256sum -c`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UsageError

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = 1
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".graphml": "application/xml",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".trig": "application/trig",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: path within the folder, size in bytes, SHA-256 in hexadecimal, media type."""

    path: str
    size: int
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export consists of.

    Attributes:
        package: version of the software.
        ontology: version of the ontology.
        data: version of the data release.
        fingerprint: of the graph, see `parkgraph.turtle.fingerprint`.
        triples: number of statements.
        sources: slug of each source document and reference dataset to the SHA-256 of its text or file, in order.
        graphs: name of each graph in the quads to the number of its statements, in order of the names.
        files: every file but the manifest and the checksums, in order of the paths.
    """

    package: str
    ontology: str
    data: str
    fingerprint: str
    triples: int
    sources: Mapping[str, str]
    graphs: Mapping[str, int]
    files: tuple[ExportedFile, ...]

    def to_json(self) -> str:
        """The manifest as it stands in the folder."""
        known = {
            "parkgraph-export": FORMAT,
            "package": self.package,
            "ontology": self.ontology,
            "data": self.data,
            "fingerprint": self.fingerprint,
            "triples": self.triples,
            "sources": dict(self.sources),
            "graphs": dict(self.graphs),
            "files": [
                {"path": file.path, "size": file.size, "sha256": file.sha256, "media_type": file.media_type}
                for file in self.files
            ],
        }
        return json.dumps(known, ensure_ascii=False, indent=2) + "\n"


def described(path: str, content: bytes) -> ExportedFile:
    """What the manifest says of a file."""
    return ExportedFile(path, len(content), sha256(content), MEDIA_TYPES[Path(path).suffix])


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def checksums(contents: Mapping[str, bytes]) -> str:
    """The lines of `SHA256SUMS`, in order of the paths."""
    return "".join(f"{sha256(contents[path])}  {path}\n" for path in sorted(contents))


def exported_before(directory: Path) -> dict[str, str]:
    """Path to SHA-256 of the files that an earlier export put into a folder, by its manifest.

    Raises:
        UsageError: there is no manifest, or none of ours.
    """
    try:
        known: Any = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        if known["parkgraph-export"] == FORMAT:
            return {str(file["path"]): str(file["sha256"]) for file in known["files"]}
    except (OSError, ValueError, TypeError, KeyError):
        pass
    raise UsageError(
        "目录不是空的，也不是以前导出的目录（没有可读的 manifest.json）",
        where=str(directory),
        remedy="--force 只替换导出自己写下的文件；请换一个空目录或新目录。",
    )
