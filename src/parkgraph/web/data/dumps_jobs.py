"""What children and workers do for dumps: the export of the graph, packed, and its description."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ...export import export_graph
from ...export.description import DCAT
from ...export.manifest import MANIFEST, SUMS, checksums
from ...names import VOID
from ...turtle import read_triples
from ..jobs import Job, Made
from ..media import TRIPLES, named, write_triples

PACKED = ("parkgraph.nt", "parkgraph.nq")
"""The files of an export that are offered packed as well."""


def export(job: Mapping[str, Any]) -> bytes:
    """Write the export of a graph into the folder `folder`; the same graph gives the same bytes.

    Returns:
        A JSON list of its files: `name`, `size`, `sha256`, in order of the names.
    """
    folder, workspace = Path(job["folder"]), job["workspace"]
    export_graph(Path(job["home"]), folder, workspace=Path(workspace) if workspace else None)
    for name in PACKED:
        packed = gzip.compress((folder / name).read_bytes(), mtime=0)
        (folder / f"{name}.gz").write_bytes(packed)
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    sums = checksums({name: path.read_bytes() for name, path in paths.items() if name not in (MANIFEST, SUMS)})
    (folder / SUMS).write_text(sums, encoding="utf-8")
    told = dict(line.split("  ", 1)[::-1] for line in sums.splitlines())
    files = [
        {"name": name, "size": path.stat().st_size, "sha256": told[name]}
        for name, path in sorted(paths.items())
        if name in told
    ]
    return json.dumps(files).encode("utf-8")


def void(job: Job) -> Made:
    """The description of the dataset in `file`, in the format `form`, with the `endpoint` that answers for it."""
    triples = list(read_triples(Path(job["file"])))
    dataset = next(t.subject for t in triples if t.object == ox.NamedNode(DCAT + "Dataset"))
    triples.append(ox.Triple(dataset, ox.NamedNode(VOID + "sparqlEndpoint"), ox.NamedNode(job["endpoint"])))
    form = named(job["form"], TRIPLES)
    assert form
    return {"media": job["media"]}, write_triples(triples, form)
