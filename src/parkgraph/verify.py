"""Whether a folder that `export` wrote is still what it was: each file by size and hash, each RDF form by fingerprint.

Two lists are held against the folder and against each other, `SHA256SUMS` and `manifest.json`. Whoever changes a file
and both lists with it is still found where the file is the graph; for the rest, compare the fingerprint with one that
was published elsewhere.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyoxigraph as ox

from .errors import TimeLimitError, UsageError
from .export import FORMAT, FORMS, MANIFEST, SUMS
from .faults import Fault, Findings
from .turtle import fingerprint
from .workers import run_child

SECONDS = 120.0
MEGABYTES = 4096
LIST_BYTES = 10_000_000
KINDS = {
    "missing": ("缺少", "missing"),
    "changed": ("有改动", "changed"),
    "unlisted": ("不在清单上", "not listed"),
    "list": ("清单有误", "a list is wrong"),
    "unreadable": ("读不出", "cannot be read"),
    "content": ("图谱不符", "another graph"),
}
"""What can be wrong, for programs and for people."""

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True)
class Verification(Findings):
    """What a check of a folder found.

    Attributes:
        data: version of the data, by the manifest.
        fingerprint, triples: of the graph, by the manifest.
        files: how many files were compared.
        forms: the RDF forms that give the fingerprint back.
        faults: everything that is wrong, in order of the paths.
    """

    data: str
    fingerprint: str
    triples: int
    files: int
    forms: tuple[str, ...]
    faults: tuple[Fault, ...]


def verify_release(
    directory: Path, *, known: str = "", seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Verification:
    """What is wrong with a folder; the RDF in it is read in a child process that is ended at the time limit.

    Args:
        directory: the folder.
        known: the fingerprint that the graph must have; that of the manifest when left out.
        seconds: how long reading the RDF may take.
        megabytes: how much memory it may take.

    Raises:
        UsageError: the folder is none that `export` wrote: it has neither of the two lists.
        TimeLimitError: it took longer than `seconds`.
    """
    if not any((directory / name).is_file() for name in (MANIFEST, SUMS)):
        remedy = f"请给出 parkgraph export 写出的目录，其中有 {MANIFEST} 和 {SUMS}。"
        raise UsageError("这个目录不是导出的目录", where=str(directory), remedy=remedy)
    sums, faults = _sums(directory)
    manifest, more = _manifest(directory)
    files = {file["path"]: file for file in manifest.get("files", [])}
    listed = {path: file["sha256"] for path, file in files.items()} | sums
    mark = str(manifest.get("fingerprint", sums.get("parkgraph.nt", "")))
    expected: dict[str, Any] = {**manifest, "fingerprint": mark}
    faults += [*more, *_disagreements(sums, files, mark)]
    faults += _files(directory, listed, {path: file["size"] for path, file in files.items()})
    if known and known != mark:
        faults.append(Fault(MANIFEST, "content", known, mark))
    forms = [form for form in FORMS if (directory / form).is_file()]
    job = {"files": [str(directory / form) for form in forms]}
    try:
        read = json.loads(run_child("parkgraph.verify:forms_job", job, seconds=seconds, megabytes=megabytes))
    except TimeLimitError as error:
        remedy = "请用 --time-limit 放宽限制。"
        raise TimeLimitError(error.problem, where=str(directory), remedy=remedy) from error
    wrong = [fault for form, told in zip(forms, read, strict=True) for fault in _content(form, told, expected)]
    good = tuple(form for form in forms if form not in {fault.path for fault in wrong})
    ordered = sorted({*faults, *wrong}, key=lambda fault: (fault.path, list(KINDS).index(fault.kind), fault.expected))
    version, triples = str(manifest.get("data", "")), int(manifest.get("triples", 0))
    return Verification(version, mark, triples, len(listed), good, tuple(ordered))


def forms_job(job: Mapping[str, Any]) -> bytes:
    """What the child process runs for `verify_release`: fingerprint and counts of each file, or where it breaks off."""
    return json.dumps([_read(Path(path)) for path in job["files"]]).encode("utf-8")


def _read(path: Path) -> dict[str, Any]:
    """Fingerprint of a file's graph and how much of it is in each named graph, or the line where it breaks off."""
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    try:
        quads = set(ox.parse(path=str(path), format=form))
    except SyntaxError as error:
        return {"line": error.lineno or 0}
    except (ValueError, OSError):
        return {"line": 0}
    triples = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    names = Counter(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode))
    return {"fingerprint": fingerprint(triples), "triples": len(triples), "graphs": dict(names)}


def _content(form: str, read: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[Fault]:
    """How the graph in a file differs from what the manifest says of it."""
    if "line" in read:
        yield Fault(form, "unreadable", "", f"line {read['line']}")
        return
    for key in ("fingerprint", "triples", *(["graphs"] if read["graphs"] else [])):
        if read[key] != expected.get(key, read[key]):
            yield Fault(form, "content", _brief(expected[key]), _brief(read[key]))


def _brief(value: Any) -> str:
    """A value of the manifest in a line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _sums(directory: Path) -> tuple[dict[str, str], list[Fault]]:
    """Path to SHA-256 by `SHA256SUMS`, and what is wrong with that list."""
    text = _text(directory / SUMS)
    if text is None:
        return {}, []
    known: dict[str, str] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        found = _LINE.fullmatch(line)
        if not found or not _is_within(found[2]) or found[2] in known:
            return known, [Fault(SUMS, "list", f"SHA256␠␠path, line {number}", line[:200])]
        known[found[2]] = found[1]
    return known, [] if text.endswith("\n") else [Fault(SUMS, "list", "line end", "end of file")]


def _manifest(directory: Path) -> tuple[dict[str, Any], list[Fault]]:
    """What the manifest says, and what is wrong with it."""
    text = _text(directory / MANIFEST)
    if text is None:
        return {}, []
    try:
        told = json.loads(text)
        paths = [file["path"] for file in told["files"]]
        shaped = all(isinstance(told[key], kind) for key, kind in (("fingerprint", str), ("triples", int)))
        hashes = all(isinstance(file["sha256"], str) and isinstance(file["size"], int) for file in told["files"])
        if told["parkgraph-export"] == FORMAT and shaped and hashes and all(map(_is_within, paths)):
            return told, []
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    return {}, [Fault(MANIFEST, "list", f'"parkgraph-export": {FORMAT}', text[:60])]


def _text(path: Path) -> str | None:
    """The text of a list; None where there is none that can be read and is of a list's size."""
    try:
        return path.read_bytes().decode("utf-8") if path.stat().st_size <= LIST_BYTES else ""
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        return ""


def _is_within(path: object) -> bool:
    """Whether a path of a list is written as `export` writes it and stays in its folder."""
    if not isinstance(path, str) or not path:
        return False
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and pure.as_posix() == path


def _disagreements(sums: Mapping[str, str], files: Mapping[str, Any], mark: str) -> Iterator[Fault]:
    """Where the two lists do not say the same; nothing where one of them is not there."""
    if not sums or not files:
        return
    for path in sorted({*sums, *files} - {MANIFEST}):
        told = (sums.get(path, "-"), files[path]["sha256"] if path in files else "-")
        if told[0] != told[1]:
            yield Fault(path, "list", f"{SUMS} {told[0]}", f"{MANIFEST} {told[1]}")
    if sums.get("parkgraph.nt", mark) != mark:
        yield Fault(MANIFEST, "list", f"parkgraph.nt {sums['parkgraph.nt']}", f"fingerprint {mark}")


def _files(directory: Path, listed: Mapping[str, str], sizes: Mapping[str, int]) -> Iterator[Fault]:
    """What is missing, changed or not listed in a folder; a link counts as a change, an empty folder as not listed."""
    expected = {*listed, *FORMS, MANIFEST, SUMS}
    for path in sorted(expected):
        place, sha256 = directory / path, listed.get(path, "")
        if _is_link(directory, path):
            yield Fault(path, "changed", sha256, "link")
        elif not place.is_file():
            yield Fault(path, "missing", sha256)
        elif sha256 and (found := _sha256(place)) != sha256:
            yield Fault(path, "changed", sha256, found)
        elif (size := place.stat().st_size) != sizes.get(path, size):
            yield Fault(path, "list", f"{size} B", f"{MANIFEST} {sizes[path]} B")
    for place in sorted(directory.rglob("*")):
        path = place.relative_to(directory).as_posix()
        is_leaf = place.is_symlink() or not place.is_dir() or not any(place.iterdir())
        if is_leaf and path not in expected:
            yield Fault(path, "unlisted")


def _is_link(directory: Path, path: str) -> bool:
    """Whether a file, or a folder on the way to it, is a link."""
    parts = PurePosixPath(path).parts
    return any(directory.joinpath(*parts[:depth]).is_symlink() for depth in range(1, len(parts) + 1))


def _sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def summary(found: Iterable[Fault]) -> dict[str, int]:
    """How many faults there are of each kind, in the order of `KINDS`."""
    tally = Counter(fault.kind for fault in found)
    return {kind: tally[kind] for kind in KINDS if tally[kind]}
