"""Validation: a graph, or somebody's file, against the constraints in `shapes/`.

`validate_graph` is for our own graph and for files one trusts; `validate_job` is the same as a job for
`workers.run_child`, which can be killed: shapes and files of users are run that way.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import UsageError
from .findings import assemble
from .report import Finding, Report
from .shacl import load_shapes
from .world import gather

__all__ = ["Finding", "Report", "validate_graph", "validate_job"]

log = logging.getLogger("parkgraph.validate")


def validate_graph(
    home: Path,
    files: Sequence[Path] = (),
    *,
    alone: bool = False,
    shapes: Sequence[Path] = (),
    folders: Sequence[Path] = (),
) -> Report:
    """What the constraints find.

    Without files the shipped graph is validated; with files, they are, in union with it, and the report is on their
    nodes only. Ontology, concepts and known issues are always part of the union.

    Args:
        home: folder that holds `ontology/`, `shapes/` and `data/`.
        files: RDF files: ttl nt nq trig jsonld rdf, each also gzipped. A `registry/` beside a file counts as its own.
        alone: leave the shipped graph out; needs files.
        shapes: files with further shapes.
        folders: where the texts may lie; what has no text is compared with the span lock instead.

    Raises:
        UsageError: alone without files.
        AssetError: a file is missing.
        ParseError: a file is of no format we read, is broken, or asks for something from elsewhere.
        EngineError: the SHACL engine failed.
    """
    if alone and not files:
        raise UsageError("只校验文件（--alone），却没有给出文件", remedy="请写上要校验的文件，或去掉 --alone。")
    world = gather(home, files, alone=alone, folders=folders)
    report = Report(assemble(world, load_shapes(home / "shapes", shapes)))
    log.info("validated triples=%d findings=%d", len(world.store), len(report.findings))
    return report


def validate_job(job: Mapping[str, Any]) -> bytes:
    """The findings of `validate_graph` as UTF-8 JSON, which `Report.from_json` reads back.

    Args:
        job: the arguments of `validate_graph` by name, paths as text; only `home` must be there.

    Raises:
        ParkgraphError: as `validate_graph` does.
    """
    report = validate_graph(
        Path(job["home"]),
        [Path(path) for path in job.get("files", ())],
        alone=bool(job.get("alone")),
        shapes=[Path(path) for path in job.get("shapes", ())],
        folders=[Path(path) for path in job.get("folders", ())],
    )
    return json.dumps(report.to_json(), ensure_ascii=False).encode("utf-8")
