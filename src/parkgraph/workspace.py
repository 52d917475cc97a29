"""Workspaces: folders with `sources/ records/ reference/ registry/`, the shipped data being one.

The command line asks here to register a text in one and to build one; `Graph` asks where its texts may lie.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from . import assets
from .build import Build, build_graph, compare_graph, write_build
from .errors import AssetError, DataError, ParseError, UsageError
from .text import load_sources, load_text
from .turtle import write_text

ROOMS = ("sources", "records", "reference", "registry")
"""The folders of a workspace."""

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ENTRY = """\
title_zh = {title}
# title_en = "English title"
language = "zh"
sha256 = "{sha256}"
length = {length}
authority = "primary"
# as_of = 2020-05-08
as_of_precision = "day"
"""


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
    place = _own(home, workspace)
    if not (place / "records").is_dir():
        raise AssetError(
            "工作目录中没有 records/", where=str(place), remedy="请建立 sources/、records/、reference/ 三个目录。"
        )
    built = build_graph(home, place, text_folders(place, sources), demand=sources is not None, register=register)
    target = output or place / ("parkgraph.ttl" if _is_shipped(home, place) else "graph.ttl")
    if check:
        return built, compare_graph(built, target)
    write_build(built, target)
    return built, []


def register_text(workspace: Path | None, text: Path) -> tuple[Path, list[str]]:
    """Put a text into a workspace and write, or bring up to date, its register entry; folders are made as needed.

    Args:
        workspace: folder of the workspace; None for the repository's own `data/`.
        text: the file, called by its slug with `.txt` behind it.

    Returns:
        The register entry, and the keys that people have yet to fill in.

    Raises:
        UsageError: the file's name is no slug, or the text would be written into an installed package.
        AssetError: there is no such file.
        DataError: it is not UTF-8, or another text of that name is there.
    """
    home = assets.root()
    place = _own(home, workspace)
    raw, title = _read(text)
    kept, entry = (place / "sources" / f"{text.stem}{suffix}" for suffix in (".txt", ".toml"))
    if kept.is_file() and kept.read_bytes() != raw:
        raise DataError(
            "这里已有一份同名而文字不同的原文",
            where=str(kept),
            remedy="另一份文件请换一个文件名；同一份文件有了改动的，请先替换这里的旧文件。",
        )
    for room in ROOMS if workspace else ("sources",):
        (place / room).mkdir(parents=True, exist_ok=True)
    kept.write_bytes(raw)
    told = {"sha256": hashlib.sha256(raw).hexdigest(), "length": len(raw.decode("utf-8"))}
    if entry.is_file():
        written = entry.read_text(encoding="utf-8")
        written = re.sub(r"(?m)^sha256\s*=.*$", f'sha256 = "{told["sha256"]}"', written)
        write_text(entry, re.sub(r"(?m)^length\s*=.*$", f"length = {told['length']}", written))
        return entry, []
    write_text(entry, _ENTRY.format(title=json.dumps(title, ensure_ascii=False), **told))
    return entry, re.findall(r"(?m)^# (\w+) =", _ENTRY)


def text_folders(workspace: Path, sources: Path | None = None, others: Iterable[Path] = ()) -> list[Path]:
    """Where source texts are looked for.

    Args:
        workspace: whose own `sources/` comes last.
        sources: the folder that was named; it comes first, before that of `PARKGRAPH_SOURCES`.
        others: further workspaces, whose `sources/` come before that of `workspace`.
    """
    named = os.environ.get("PARKGRAPH_SOURCES")
    asked = [folder for folder in (sources, Path(named) if named else None) if folder is not None]
    return [*asked, *(folder / "sources" for folder in (*others, workspace))]


def registered_text(home: Path, workspace: Path | None, slug: str, sources: Path | None = None) -> str:
    """The text of a source that the shipped data or a workspace registers.

    Args:
        home: folder that holds the shipped `data/`.
        workspace: the user's own workspace, if any.
        slug: of the source.
        sources: the folder that holds the text; the usual places when left out.

    Raises:
        UsageError: the source is registered in neither.
        AssetError: the text is not at hand.
        DataError: it is not the one that was registered.
    """
    rooms = [home / "data", *([workspace] if workspace else [])]
    known = {name: entry for room in rooms for name, entry in load_sources(room / "sources").items()}
    if slug not in known:
        raise UsageError(f"没有登记来源 {slug}", remedy=f"已登记的来源：{'、'.join(sorted(known))}。")
    text = load_text(known[slug], text_folders(home / "data", sources, rooms[1:]), required=True)
    assert text is not None
    return text


def _own(home: Path, workspace: Path | None) -> Path:
    """The folder of a workspace that may be written to."""
    place = workspace or home / "data"
    if home.name == "_assets" and _is_shipped(home, place):
        raise UsageError("不能改写已安装的软件包", where=str(home), remedy="请用 --workspace 指明你自己的工作目录。")
    return place


def _is_shipped(home: Path, place: Path) -> bool:
    """Whether a workspace is the shipped data."""
    return place.resolve() == (home / "data").resolve()


def _read(text: Path) -> tuple[bytes, str]:
    """The bytes of a text and its first line."""
    if text.suffix != ".txt" or not _SLUG.fullmatch(text.stem):
        raise UsageError(
            f"{text.name} 不能作原文的文件名",
            remedy="请改名：只用小写字母、数字和连字符，以 .txt 结尾，例如 shili-2020-measures.txt。",
        )
    if not text.is_file():
        raise AssetError(f"找不到原文 {text.name}", where=str(text.parent), remedy="请检查路径。")
    raw = text.read_bytes()
    try:
        lines = raw.decode("utf-8").removeprefix("\ufeff").split("\n")
    except UnicodeDecodeError as error:
        raise ParseError("原文不是 UTF-8 编码", where=str(text), remedy="请另存为 UTF-8。") from error
    return raw, next((" ".join(line.split()) for line in lines if line.strip()), "")
