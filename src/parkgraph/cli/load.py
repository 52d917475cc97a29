"""`parkgraph load`: the graph into a triplestore, and proof that it arrived."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from ..graph import open_graph
from ..load import KINDS, LoadOptions
from ..names import BASE
from ..turtle import read_triples
from .options import Shared, shared
from .output import write

PASSWORD = "PARKGRAPH_PASSWORD"
TOKEN = "PARKGRAPH_TOKEN"
UNUSED = ("endpoint", "limit", "excel")


@click.command("load")
@click.argument("url", metavar="URL")
@click.option("--user", metavar="名字", help=f"登录用的名字；密码取自环境变量 {PASSWORD}，没有就在终端里问。")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"放密码的文件，不给 --user 时是放令牌的文件；令牌也可放在环境变量 {TOKEN} 里。",
)
@click.option("--append", is_flag=True, help="追加到图中；默认是替换这个图。")
@click.option("--resume", is_flag=True, help="接着上次中断的地方装。")
@click.option("--verify-only", is_flag=True, help="只核对，不写入。")
@click.option("--dry-run", is_flag=True, help="只说要做什么，不写入。")
@click.option("--query-url", metavar="URL", help="查询地址；认不出是哪种库时用。")
@click.option(
    "--time-limit", type=click.FloatRange(min=1), default=300.0, show_default=True, help="每个请求的时限，秒。"
)
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), help="存放装入进度的目录。")
@shared
def load_(
    say: Shared,
    url: str,
    *,
    user: str | None,
    key_file: Path | None,
    append: bool,
    resume: bool,
    verify_only: bool,
    dry_run: bool,
    query_url: str | None,
    time_limit: float,
    state: Path | None,
) -> int:
    """把图谱装入三元组库的一个命名图，并核对；内容不一致则退出码为 5。

    例：parkgraph load http://localhost:7878
    """
    from ..load import load_graph

    form = say.chosen(("table", "json"), piped="table")
    options = LoadOptions(
        graph=BASE if say.graph is None else say.graph,
        store=str(say.store),
        user=user,
        password=lambda: _password(key_file),
        token=_token(key_file) if user is None else None,
        query_url=query_url,
        seconds=time_limit,
        state=state,
        progress=_progress if _interactive() else None,
        append=append,
        resume=resume,
        verify_only=verify_only,
        dry_run=dry_run,
    )
    graph = open_graph(workspace=say.workspace, lang=say.lang)
    triples = [triple for path in graph.files for triple in read_triples(path)]
    questions = {name: question.text for name, question in graph.questions().items()}
    try:
        report = load_graph(url, triples, questions, options)
    finally:
        if options.progress:
            _progress("")
    write(say, report.to_json() if form == "json" else report.to_text())
    return report.exit_code


def _password(key_file: Path | None) -> str:
    """The password from the environment, a file, or whoever sits at the terminal; else an empty one."""
    if (given := os.environ.get(PASSWORD)) is not None:
        return given
    if key_file is not None:
        return _read(key_file)
    return str(click.prompt("密码", hide_input=True, err=True)) if sys.stdin.isatty() else ""


def _token(key_file: Path | None) -> Callable[[], str] | None:
    """What gives the token, from the environment or a file; None where there is none."""
    if (given := os.environ.get(TOKEN)) is not None:
        return lambda: given
    return (lambda: _read(key_file)) if key_file is not None else None


def _read(key_file: Path) -> str:
    """What a key file holds."""
    from ..load.login import read_key

    return read_key(key_file)


def _interactive() -> bool:
    """Whether somebody watches."""
    return sys.stderr.isatty()


def _progress(line: str) -> None:
    """Show how far things are, in the place of the last such line."""
    click.echo(f"\r\x1b[K{line}", nl=False, err=True, color=True)


def _fit_shared_options(command: click.Command) -> None:
    """Let `--store` and `--graph` mean the remote store and its graph here, and hide what a load has no use for."""
    for option in command.params:
        if isinstance(option, click.Option):
            option.hidden = option.hidden or option.name in UNUSED
            if option.name == "store":
                option.type, option.default = click.Choice(KINDS), KINDS[0]
                option.help = "库的种类；默认自动识别。"
            elif option.name == "graph":
                option.help = f"写入哪个命名图；默认 {BASE}。"
            elif option.name == "form":
                option.help = "输出格式：table 或 json。"


_fit_shared_options(load_)
