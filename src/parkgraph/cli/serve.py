"""`parkgraph serve`: the query service on this machine."""

import logging
import sys
from pathlib import Path

import click

from .. import assets
from ..errors import EngineError, UsageError
from .options import OWN_QUESTIONS, Shared, shared

PORT = 7001


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="端口；0 表示任选一个。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址；默认只有本机能访问。")
@OWN_QUESTIONS
@click.option(
    "--time-limit", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="每个查询的时限，秒。"
)
@click.option("--row-limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="每个答案的最多行数。")
@click.option("--workers", type=click.IntRange(min=1), help="同时运行的查询数；默认为处理器数。")
@click.option("--cors", metavar="ORIGIN", help="允许这个来源的网页脚本读取（* 表示任何来源）。")
@click.option("--writable", is_flag=True, help="接受更新（须有 --store 和 --token-file）。")
@click.option("--token-file", type=click.Path(path_type=Path, dir_okay=False), help="存放写入令牌（散列）的文件。")
@shared
def serve_(
    say: Shared,
    *,
    port: int,
    host: str,
    queries: tuple[Path, ...],
    time_limit: float,
    row_limit: int,
    workers: int | None,
    cors: str | None,
    writable: bool,
    token_file: Path | None,
) -> None:
    """启动查询服务：SPARQL 端点、常用问题的 REST 接口、可引用的网址；默认只读、只有本机能访问。

    例：parkgraph serve
    """
    import os

    from ..web.run import run
    from ..web.service import Settings

    if sys.platform == "win32":
        raise EngineError(
            "查询服务需要 Linux 或 macOS", remedy="在 Windows 上请用 WSL，或用 parkgraph run、show 等命令。"
        )
    if writable and not (say.store and token_file):
        raise UsageError(
            "--writable 要同时给出 --store 和 --token-file", remedy="请先用 parkgraph store token 发一个令牌。"
        )
    if say.endpoint and (say.store or say.workspace or writable):
        raise UsageError("--endpoint 不能与 --store、--workspace、--writable 同用", remedy="请只留一个。")
    settings = Settings(
        home=assets.root(),
        store=say.store,
        endpoint=say.endpoint,
        graph=say.graph,
        workspace=say.workspace,
        queries=queries,
        time_limit=time_limit,
        row_limit=row_limit,
        workers=workers or os.cpu_count() or 1,
        cors=cors,
        token_file=token_file,
        writable=writable,
        host=host,
        port=port,
    )
    logging.getLogger("parkgraph.requests").setLevel(logging.INFO)
    run(settings)
