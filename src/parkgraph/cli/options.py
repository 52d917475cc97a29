"""Options that every verb shares, and the graph and output they stand for."""

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from ..errors import UsageError
from ..graph import Graph, open_graph, remote_graph

Command = Callable[..., Any]
FORMATS = ("table", "csv", "tsv", "json", "md", "xlsx", "srj", "ttl", "nt")


@dataclass(frozen=True)
class Shared:
    """What the shared options say.

    Attributes:
        form: output format, or None for the default of the verb.
        output: file to write to, or None for stdout.
        lang: `zh` or `en`.
        endpoint: query URL of a remote store, or None.
        graph: named graph in the remote store, or None.
        store: directory of a store on disk, or None.
        workspace: the user's own workspace, or None.
        limit: largest number of rows, or None.
        excel: whether CSV is for spreadsheets.
    """

    form: str | None
    output: Path | None
    lang: str
    endpoint: str | None
    graph: str | None
    store: Path | None
    workspace: Path | None
    limit: int | None
    excel: bool

    def open(self, queries: Sequence[Path] = ()) -> Graph:
        """The graph that was asked for: remote, on disk, or the shipped one in memory; `queries` are own questions."""
        if self.endpoint:
            if self.store or self.workspace:
                raise UsageError("--endpoint 不能与 --store 或 --workspace 同用", remedy="请只留一个。")
            return remote_graph(self.endpoint, graph=self.graph, lang=self.lang, queries=queries)
        return open_graph(self.store, workspace=self.workspace, lang=self.lang, queries=queries)

    def chosen(self, among: tuple[str, ...], piped: str = "csv") -> str:
        """The output format: as asked, else a table on a terminal and `piped` in a pipe or file.

        Raises:
            UsageError: the format does not fit the answer.
        """
        if self.form and self.form not in among:
            raise UsageError(f"这个结果不能写成 {self.form}", where="--format", remedy=f"可用：{'、'.join(among)}。")
        to_terminal = self.output is None and sys.stdout.isatty()
        return self.form or ("table" if to_terminal and "table" in among else piped)


QUOTES = click.option("--quotes", is_flag=True, help="附上每一行所依据的引文、章节和来源。")
OWN_QUESTIONS = click.option(
    "--queries", multiple=True, type=click.Path(path_type=Path, file_okay=False, exists=True), help="另加的问题目录。"
)
_OPTIONS = (
    click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="输出格式；默认终端为 table，管道为 csv；xlsx 只用于 run 和 query，须加 -o，需要 parkgraph[xlsx]。",
    ),
    click.option(
        "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="写入文件（写完才替换旧文件）。"
    ),
    click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="标签语言。"),
    click.option("--endpoint", metavar="URL", help="改向这个 SPARQL 查询地址提问。"),
    click.option("--graph", metavar="IRI", help="远程库中的命名图。"),
    click.option(
        "--store", type=click.Path(path_type=Path, file_okay=False), help="把图谱存放在此目录，下次直接打开。"
    ),
    click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="PARKGRAPH_WORKSPACE",
        help="你自己的工作目录。",
    ),
    click.option("--limit", type=click.IntRange(min=1), help="最多行数。"),
    click.option("--excel", is_flag=True, help="CSV 加 BOM，供 Excel、WPS 打开。"),
    click.option("-v", "--verbose", count=True, help="多说一些（-vv 更多），写到 stderr。"),
    click.option("-q", "--quiet", is_flag=True, help="只报错误。"),
)


def shared(command: Command) -> Command:
    """A command that takes the shared options and receives them as its first argument, `say`."""

    def called(**given: Any) -> Any:
        steps = (logging.WARNING, logging.INFO, logging.DEBUG)
        level = logging.ERROR if given.pop("quiet") else steps[min(given.pop("verbose"), 2)]
        given.pop("verbose", None)
        logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr, force=True)
        said = Shared(**{field.name: given.pop(field.name) for field in fields(Shared)})
        return command(said, **given)

    called.__doc__ = command.__doc__
    called.__name__ = command.__name__
    called.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(_OPTIONS):
        called = option(called)
    return called
