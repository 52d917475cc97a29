"""Workspaces: folders with `sources/ records/ reference/ registry/`, the shipped data being one; building them."""

import os
from pathlib import Path

from . import assets
from .build import Build, build_graph, compare_graph, write_build
from .errors import AssetError, UsageError


def build_workspace(
    workspace: Path | None,
    sources: Path | None,
    *,
    register: bool = False,
    check: bool = False,
    output: Path | None = None,
) -> tuple[Build, list[str]]:
    """Build a workspace, or the shipped data where none is given.

    Args:
        workspace: folder with `sources/ records/ reference/ registry/`; None for the repository's own `data/`.
        sources: folder that must hold the texts; None for the usual places, where the lock stands in.
        register: whether new ids enter the registry.
        check: whether to compare with what is there instead of writing.
        output: where the graph goes; its usual place when left out.

    Returns:
        The build, and the names of files that differ from it (only with `check`).

    Raises:
        UsageError: the data would be written into an installed package.
        DataError: see `build_graph`; nothing has been written.
    """
    home = assets.root()
    if workspace is None and home.name == "_assets":
        raise UsageError("不能改写已安装的软件包", where=str(home), remedy="请用 --workspace 指明你自己的工作目录。")
    place = workspace or home / "data"
    if not (place / "records").is_dir():
        raise AssetError(
            "工作目录中没有 records/", where=str(place), remedy="请建立 sources/、records/、reference/ 三个目录。"
        )
    built = build_graph(home, place, text_folders(place, sources), demand=sources is not None, register=register)
    target = output or place / ("graph.ttl" if workspace else "parkgraph.ttl")
    if check:
        return built, compare_graph(built, target)
    write_build(built, target)
    return built, []


def text_folders(workspace: Path, sources: Path | None = None) -> list[Path]:
    """Where source texts are looked for: the folder given, `PARKGRAPH_SOURCES`, the workspace's own `sources/`."""
    named = os.environ.get("PARKGRAPH_SOURCES")
    return [folder for folder in (sources, Path(named) if named else None, workspace / "sources") if folder is not None]
