"""`parkgraph store`: datasets on disk, made, looked at, proved, copied, brought back and tidied."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from .. import datasets
from ..errors import TimeLimitError
from ..graph import open_graph
from ..rows import Table
from ..workers import run_child
from .options import Shared, shared
from .output import TABLE_FORMATS, table_text, write

SECONDS = 600.0
MEGABYTES = 4096
NAMES = {
    "directory": "目录",
    "generation": "代",
    "quads": "四元组",
    "graphs": "命名图",
    "fingerprint": "指纹",
    "canonical": "摘要（RDFC-1.0）",
    "files": "文件",
    "bytes": "字节",
    "program": "软件版本",
    "target": "备份",
}
_DATASET = click.argument("directory", metavar="目录", type=click.Path(path_type=Path))
_TIME_LIMIT = click.option(
    "--time-limit", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help="时限，秒。"
)


@click.group("store")
def store_() -> None:
    """磁盘库：建立、查看、核对、备份、恢复、压缩。"""


@store_.command("create")
@_DATASET
@click.argument("files", nargs=-1, metavar="[文件]...", type=click.Path(path_type=Path))
@_TIME_LIMIT
@shared
def create_(say: Shared, directory: Path, files: tuple[Path, ...], time_limit: float) -> None:
    """用 RDF 文件（ttl nt nq trig jsonld rdf，可加 .gz）建一个磁盘库，或换掉它的内容；不给文件则存入图谱。

    例：parkgraph store create parkgraph-store
    """
    if files:
        _work("create", time_limit, directory, *files)
    else:
        open_graph(directory, workspace=say.workspace)
    _tell(say, _card(directory))


@store_.command("info")
@_DATASET
@shared
def info_(say: Shared, directory: Path) -> None:
    """显示磁盘库当前一代：编号、四元组数、指纹、摘要、文件。

    例：parkgraph store info parkgraph-store
    """
    _tell(say, _card(directory))


@store_.command("verify")
@_DATASET
@_TIME_LIMIT
@shared
def verify_(say: Shared, directory: Path, time_limit: float) -> int:
    """核对磁盘库：指针、清单、每个文件的 SHA-256，再由内容重算数量、指纹和摘要；有出入则退出码为 5。

    例：parkgraph store verify parkgraph-store
    """
    found = datasets.Check.from_json(_work("verify", time_limit, directory))
    form = say.chosen(TABLE_FORMATS, piped="table")
    if form == "json":
        write(say, found.to_json())
    elif form == "table":
        write(say, _told(found, say.lang))
    else:
        write(say, table_text(say, _faults(found, say.lang), form))
    return found.exit_code


@store_.command("backup")
@_DATASET
@click.argument("target", metavar="备份", type=click.Path(path_type=Path))
@_TIME_LIMIT
@shared
def backup_(say: Shared, directory: Path, target: Path, time_limit: float) -> None:
    """备份磁盘库的当前一代：备份名以 .nq.gz 结尾则写成一个文件（旁边另有清单），否则写成另一个磁盘库。

    例：parkgraph store backup parkgraph-store parkgraph-store.nq.gz
    """
    digest = _work("backup", time_limit, directory, target).decode()
    _tell(say, {"target": str(target), "canonical": digest})


@store_.command("restore")
@click.argument("source", metavar="备份", type=click.Path(path_type=Path))
@_DATASET
@_TIME_LIMIT
@shared
def restore_(say: Shared, source: Path, directory: Path, time_limit: float) -> None:
    """把备份恢复成磁盘库的新一代；摘要（RDFC-1.0）与备份的不同则拒绝，什么也不改。

    例：parkgraph store restore parkgraph-store.nq.gz parkgraph-restored
    """
    _work("restore", time_limit, source, directory)
    _tell(say, _card(directory))


@store_.command("compact")
@_DATASET
@_TIME_LIMIT
@shared
def compact_(say: Shared, directory: Path, time_limit: float) -> None:
    """把当前一代重写成紧凑的新一代，并删去没有人在用的旧代。

    例：parkgraph store compact parkgraph-store
    """
    _work("compact", time_limit, directory)
    _tell(say, _card(directory))


def _work(verb: str, seconds: float, *paths: Path) -> bytes:
    """What a child process says that does the work of a verb; when it is ended, nothing has changed."""
    job = {"verb": verb, "paths": [str(path) for path in paths]}
    try:
        return run_child("parkgraph.datasets.job:dataset_job", job, seconds=seconds, megabytes=MEGABYTES)
    except TimeLimitError as error:
        raise TimeLimitError(error.problem, where=str(paths[0]), remedy="请用 --time-limit 放宽限制。") from error


def _card(directory: Path) -> dict[str, Any]:
    """What is written down about the current generation."""
    known = datasets.read_manifest(datasets.current(directory))
    return {
        "directory": str(directory),
        "generation": known.number,
        "quads": known.quads,
        "graphs": known.graphs,
        "fingerprint": known.fingerprint,
        "canonical": known.canonical or None,
        "files": len(known.files),
        "bytes": sum(size for size, _ in known.files.values()),
        "program": known.program,
    }


def _tell(say: Shared, known: Mapping[str, Any]) -> None:
    """Figures as one JSON document, or one a line."""
    if say.chosen(("table", "json"), piped="table") == "json":
        write(say, json.dumps(known, ensure_ascii=False, indent=2) + "\n")
        return
    lines = [f"{NAMES[key] if say.lang == 'zh' else key}: {_cell(value)}\n" for key, value in known.items()]
    write(say, "".join(lines))


def _cell(value: Any) -> str:
    """A figure, or a dash for one that is not known."""
    return "—" if value is None else str(value)


def _told(found: datasets.Check, lang: str) -> str:
    """The result of a check as people read it: what is wrong, thing by thing."""
    zh = lang == "zh"
    if zh:
        lines = [f"已核对第 {found.number} 代：文件 {found.files} 个，四元组 {found.quads}"]
        lines += [f"指纹 {found.fingerprint or '—'}", f"摘要（RDFC-1.0）{found.canonical or '—'}"]
    else:
        lines = [f"generation {found.number} compared: {found.files} files, {found.quads} quads"]
        lines += [f"fingerprint {found.fingerprint or '—'}", f"RDFC-1.0 {found.canonical or '—'}"]
    if not found.faults:
        return "\n".join([*lines, "没有出入" if zh else "nothing differs"]) + "\n"
    remedy = "请用 parkgraph store restore 从备份恢复。" if zh else "Restore it from a backup."
    lines.append(f"有出入：{len(found.faults)} 处。{remedy}" if zh else f"differences: {len(found.faults)}. {remedy}")
    return "\n".join([_faults(found, lang).to_text().rstrip("\n"), "", *lines]) + "\n"


def _faults(found: datasets.Check, lang: str) -> Table:
    """What is wrong, one thing a row."""
    zh = lang == "zh"
    rows = tuple(
        (fault.path, datasets.KINDS[fault.kind][0 if zh else 1], fault.expected or None, fault.found or None)
        for fault in found.faults
    )
    headings = {"path": "文件", "fault": "问题", "expected": "应为", "found": "实为"} if zh else {}
    return Table(("path", "fault", "expected", "found"), rows, headings)
