"""`parkgraph site`: the explorer as a folder of files."""

import json
from pathlib import Path

import click

from ..errors import UsageError
from .options import Shared, shared


@click.command("site")
@click.argument("directory", metavar="目录", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="替换目录里以前写下的网站；别的文件不动。")
@shared
def site_(say: Shared, directory: Path, force: bool) -> None:
    """把图谱写成一个静态网站，中英文都有：从磁盘打开 index.html 就能看，不用服务器，不用联网。

    有实体、概念、来源、常用问题的页面，关系图和搜索；目录须是空的或新的。

    例：parkgraph site 图谱网站
    """
    from .. import assets
    from ..site import build_site

    if say.endpoint or say.store:
        raise UsageError("site 不能与 --endpoint 或 --store 同用", remedy="它写的是随附的图谱，可加 --workspace。")
    made = build_site(assets.root(), directory, workspace=say.workspace, force=force)
    where = json.dumps(str(directory / "index.html"), ensure_ascii=False)
    counts = f"页面 {made.pages}，关系图 {made.pictures}，共 {made.files} 个文件，{made.size / 1e6:.1f} MB"
    click.echo(f"已写成：{where}；{counts}", err=True)
