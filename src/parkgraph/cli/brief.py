"""`parkgraph brief`: the dossier of an entity, for a report."""

import sys
from typing import Any

import click

from ..errors import UsageError
from .options import Shared, shared
from .output import put

FORMATS = ("md", "docx", "html")
"""As in `brief`, which is imported only when a dossier is asked for."""


class _InFormats(click.Command):
    """A command whose `-f` chooses among the formats of a dossier."""

    def __init__(self, *, params: list[click.Parameter], **more: Any) -> None:
        chosen = click.Option(
            ["-f", "--format", "form"], type=click.Choice(FORMATS), help="格式；不写则由 -o 的后缀决定。"
        )
        super().__init__(params=[chosen if p.name == "form" else p for p in params], **more)


@click.command("brief", cls=_InFormats)
@click.argument("entity")
@shared
def brief_(say: Shared, entity: str) -> None:
    """写一份实体的情况简报：每句话附脚注，注明来源、章节和原文；推断、整理者判断和未载明的都注明。

    格式：docx（Word，需要 parkgraph[docx]）、html、md；md 和 html 不写 -o 就写到屏幕。

    例：parkgraph brief 德瑞智能制造产业园 -o 德瑞.docx
    """
    from ..brief import brief, written

    form = say.form or (say.output.suffix.lstrip(".").lower() if say.output else "md")
    if form == "docx" and say.output is None:
        raise UsageError("没有写明写到哪个文件", remedy="请加 -o 文件名.docx。")
    content = written(brief(say.open(), entity), form)
    if say.output is None:
        sys.stdout.write(content.decode("utf-8"))
    else:
        put(say.output, content)
