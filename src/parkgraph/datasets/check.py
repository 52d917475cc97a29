"""Whether a dataset is still what was written: pointer, manifest, every file, and the content itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import EngineError, ParkgraphError, UsageError
from ..faults import Fault, Findings
from .layout import (
    GENERATIONS,
    MANIFEST,
    MARKED,
    MARKER,
    OURS,
    POINTER,
    STORE,
    Generation,
    hold,
    open_generation,
    read_pointer,
)
from .manifest import FILES, Manifest, measure, parse, sha256_of

KINDS = {
    "missing": ("缺少", "missing"),
    "changed": ("有改动", "changed"),
    "unlisted": ("不在清单上", "not listed"),
    "unreadable": ("读不出", "cannot be read"),
    "content": ("内容不符", "other content"),
}
"""What can be wrong, for programs and for people."""


@dataclass(frozen=True)
class Check(Findings):
    """What a check of a dataset found.

    Attributes:
        number, fingerprint, canonical, quads: of the current generation, as far as they could be read.
        files: how many files were compared.
        faults: everything that is wrong.
    """

    number: int
    fingerprint: str
    canonical: str
    quads: int
    files: int
    faults: tuple[Fault, ...]

    @classmethod
    def from_json(cls, text: bytes) -> "Check":
        """The result that `to_json` wrote."""
        told = json.loads(text)
        return cls(**{**told, "faults": tuple(Fault(**fault) for fault in told["faults"])})


def verify(directory: Path) -> Check:
    """What is wrong with the current generation of a dataset; its content is read only where its files are right.

    Raises:
        UsageError: the directory is no dataset.
    """
    faults = list(_surroundings(directory))
    try:
        generation, expected = read_pointer(directory)
    except UsageError:
        if not (directory / MARKER).exists():
            raise
        return Check(0, "", "", 0, 0, (*faults, Fault(POINTER, "missing")))
    except EngineError as error:
        return Check(0, "", "", 0, 0, (*faults, Fault(POINTER, "changed", "", error.problem)))
    try:
        held = hold(generation)
    except EngineError:
        if read_pointer(directory)[0] != generation:
            return verify(directory)  # it was replaced meanwhile
        missing = Fault(f"{GENERATIONS}/{generation.number}", "missing")
        return Check(generation.number, generation.fingerprint, "", generation.quads, 0, (*faults, missing))
    with held:
        canonical, files, wrong = _generation(generation, expected)
    numbers = (generation.number, generation.fingerprint, canonical, generation.quads, files)
    return Check(*numbers, faults=(*faults, *wrong))


def _surroundings(directory: Path) -> Iterator[Fault]:
    """What is wrong around the generations."""
    marker = directory / MARKER
    if not marker.is_file():
        yield Fault(MARKER, "missing", MARKED)
    elif (found := marker.read_bytes()) != MARKED.encode():
        yield Fault(MARKER, "changed", MARKED, repr(found[:60]))
    if directory.is_dir():
        yield from (Fault(name, "unlisted") for name in sorted({path.name for path in directory.iterdir()} - OURS))


def _generation(generation: Generation, expected: str) -> tuple[str, int, list[Fault]]:
    """Canonical digest, number of files and faults of a generation whose manifest must have a certain SHA-256."""
    path = generation.directory.parent / MANIFEST
    place = f"{GENERATIONS}/{generation.number}"
    try:
        found = sha256_of(path)
    except ParkgraphError as error:
        return "", 0, [Fault(f"{place}/{MANIFEST}", "missing", expected, error.problem)]
    if found != expected:
        return "", 0, [Fault(f"{place}/{MANIFEST}", "changed", expected, found)]
    manifest = parse(path.read_text(encoding="utf-8"))
    if wrong := list(changed_files(generation, manifest)):
        return manifest.canonical, len(manifest.files), wrong
    try:
        content = measure(open_generation(generation))
    except (ParkgraphError, OSError, RuntimeError) as error:
        return manifest.canonical, len(manifest.files), [Fault(f"{place}/{STORE}", "unreadable", "", str(error))]
    told = {name: (getattr(manifest, name), getattr(content, name)) for name in ("quads", "graphs")}
    if not manifest.fingerprint.startswith(FILES):
        told |= {name: (getattr(manifest, name), getattr(content, name)) for name in ("fingerprint", "canonical")}
    wrong = [
        Fault(f"{place}/{STORE}", "content", f"{name} {one}", f"{name} {other}")
        for name, (one, other) in told.items()
        if one != other
    ]
    return content.canonical, len(manifest.files), wrong


def changed_files(generation: Generation, manifest: Manifest) -> Iterator[Fault]:
    """Where the files of a store are not those of the manifest."""
    place = f"{GENERATIONS}/{generation.number}/{STORE}"
    there = {path.name: path for path in generation.directory.iterdir()} if generation.directory.is_dir() else {}
    for name, (size, sha256) in manifest.files.items():
        if name not in there:
            yield Fault(f"{place}/{name}", "missing", sha256)
        elif there[name].stat().st_size != size or sha256_of(there[name]) != sha256:
            yield Fault(f"{place}/{name}", "changed", sha256, sha256_of(there[name]))
    yield from (Fault(f"{place}/{name}", "unlisted") for name in sorted(there.keys() - manifest.files.keys()))
