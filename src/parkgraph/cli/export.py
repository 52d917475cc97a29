"""`parkgraph export`: the graph as files for everyone else's tools."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..errors import UsageError
from .options import Shared, shared
from .output import TABLE_FORMATS, write, write_table


class _IntoFolder(click.Command):
    """A command whose `-o` names a folder, not a file."""

    def __init__(self, *, params: list[click.Parameter], **more: Any) -> None:
        folder = click.Option(
            ["-o", "--output"], type=click.Path(path_type=Path), metavar="目录", help="写入的目录：空的或新的。"
        )
        super().__init__(params=[folder if p.name == "output" else p for p in params], **more)


@click.command("export", cls=_IntoFolder)
@click.option("--force", is_flag=True, help="替换目录里以前导出的文件；别的文件不动。")
@shared
def export_(say: Shared, force: bool) -> None:
    """把图谱导出成一个目录：RDF 五种写法、节点和关系表、关系图、本体、约束、常用问题、说明和校验和。

    例：parkgraph export -o parkgraph-export
    """
    from .. import assets
    from ..export import export_graph
    from ..rows import Table

    if say.output is None:
        raise UsageError("没有说导出到哪里", remedy="请加 -o 目录，例如 parkgraph export -o parkgraph-export。")
    if say.endpoint or say.store:
        raise UsageError("export 不能与 --endpoint 或 --store 同用", remedy="它导出的是随附的图谱，可加 --workspace。")
    told = replace(say, output=None)
    form = told.chosen(TABLE_FORMATS)
    manifest = export_graph(assets.root(), say.output, workspace=say.workspace, force=force)
    if form == "json":
        write(told, manifest.to_json())
    else:
        headings = {"path": "文件", "size": "字节"} if say.lang == "zh" else {}
        rows = tuple((file.path, file.size, file.sha256) for file in manifest.files)
        write_table(told, Table(("path", "size", "sha256"), rows, headings))
    where = json.dumps(str(say.output), ensure_ascii=False)
    click.echo(f"已导出到 {where}：三元组 {manifest.triples}，指纹 {manifest.fingerprint}", err=True)
