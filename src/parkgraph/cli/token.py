"""`parkgraph store token`: a token with which a service that was started with --writable can be written to."""

from pathlib import Path

import click

from ..web.protocol.tokens import SCOPES, issue, read_tokens
from .options import Shared, shared
from .output import write


@click.command("token")
@click.argument("path", metavar="令牌文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(SCOPES), default=SCOPES, help="能做什么；默认两样都能。"
)
@click.option("--only", "graphs", multiple=True, metavar="IRI", help="只能写这个命名图（须同时给 --scope store）。")
@click.option("--days", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True, help="有效天数。")
@shared
def token_(say: Shared, path: Path, scopes: tuple[str, ...], graphs: tuple[str, ...], days: float) -> None:
    """发一个写入令牌：只显示这一次，文件里只存它的散列；供 parkgraph serve --writable --token-file 使用。

    例：parkgraph store token tokens.json --days 1
    """
    token = issue(path, scopes, days=days, graphs=graphs)
    entry = read_tokens(path)[-1]
    write(say, f"{token}\n")
    click.echo(f"令牌 {entry.id} 只显示这一次，有效到 {entry.expires}；范围：{'、'.join(entry.scopes)}", err=True)
