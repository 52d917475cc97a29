"""The verbs about relations: evidence, path, network, draw."""

import json
from dataclasses import asdict, replace

import click

from ..draw import FORMATS, MOST
from ..errors import UsageError
from ..network import (
    MEASURES,
    communities,
    components,
    edge_table,
    groups_table,
    measures_table,
    metrics_table,
)
from ..paths import Step
from ..rows import Table
from .options import Shared, shared
from .output import quote_lines, write, write_table


@click.command("evidence")
@click.argument("entity")
@click.argument("other", required=False)
@shared
def evidence_(say: Shared, entity: str, other: str | None) -> None:
    """显示一个实体、或两个实体之间的关系所依据的原文。

    例：parkgraph evidence 德瑞智能制造产业园 齐河县
    """
    write_table(say, say.open().evidence(entity, other))


@click.command("path")
@click.argument("start")
@click.argument("end")
@click.option("--hops", type=click.IntRange(1, 8), default=4, show_default=True, help="最多几步。")
@shared
def path_(say: Shared, start: str, end: str, hops: int) -> None:
    """显示两个实体之间最短的关系路径，每一步附引文。

    例：parkgraph path 德瑞智能制造产业园 policy-digital-shandong-plan-2018
    """
    found = say.open().path(start, end, hops=hops, limit=say.limit or 5)
    if say.chosen(("table", "json"), piped="table") == "json":
        walked = [[asdict(step) for step in steps] for steps in found]
        write(say, json.dumps(walked, ensure_ascii=False, indent=2) + "\n")
        return
    zh = say.lang == "zh"
    none = f"{hops} 步之内没有路径；可以加大 --hops。\n" if zh else f"no path within {hops} hops; try a larger --hops\n"
    several = len({passage.source for steps in found for step in steps for passage in step.passages}) > 1
    parts = [_told(number, steps, zh=zh, several=several) for number, steps in enumerate(found, 1)]
    write(say, "\n".join(parts) if parts else none)


def _told(number: int, steps: list[Step], *, zh: bool, several: bool) -> str:
    """One path as lines: a step each, with the wording it rests on."""
    lines = [f"路径 {number}（{len(steps)} 步）" if zh else f"path {number} ({len(steps)} hops)"]
    for step in steps:
        arrow = f"—{step.relation}→" if step.forward else f"←{step.relation}—"
        lines.append(f"  {step.start} {arrow} {step.end}")
        lines += quote_lines(step.passages, several=several)
    return "\n".join(lines) + "\n"


class _Relations(click.Group):
    """The group `network`; without the name of a verb, `edges` is meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words with the verb in front."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["edges", *args]
        elif args[0] not in self.commands and not args[0].startswith("-"):
            remedy = f"可用：{'、'.join(sorted(self.commands))}。"
            raise UsageError(f"network 没有 {args[0]} 这个命令", remedy=remedy)
        return super().parse_args(ctx, args)


@click.group("network", cls=_Relations)
def network_() -> None:
    """关系图：关系表、网络指标、社群、连通分支、共同关系。

    例：parkgraph network --metrics --limit 20
    """


@network_.command("edges")
@click.option("--metrics", is_flag=True, help="每个实体的度、中介中心性和连通分支，而不是关系表。")
@shared
def edges_(say: Shared, metrics: bool) -> None:
    """列出关系图的全部关系及其引文；不写命令时就是它。

    例：parkgraph network edges --limit 20
    """
    graph = say.open().network()
    _write_some(say, metrics_table(graph, say.lang) if metrics else edge_table(graph, say.lang))


@network_.command("measures")
@click.argument("names", nargs=-1, type=click.Choice(tuple(MEASURES)), metavar="[指标]...")
@shared
def measures_(say: Shared, names: tuple[str, ...]) -> None:
    """列出各实体的网络指标，按第一个指标从高到低；pagerank、hub、authority 要装 parkgraph[network]。

    指标：degree betweenness closeness eigenvector pagerank hub authority component community

    例：parkgraph network measures degree eigenvector --limit 20
    """
    _write_some(say, measures_table(say.open().network(), names or ("degree", "eigenvector"), say.lang))


@network_.command("communities")
@shared
def communities_(say: Shared) -> None:
    """列出社群：彼此关系多、与外界关系少的实体（Louvain 法，结果固定）。

    例：parkgraph network communities --limit 20
    """
    graph = say.open().network()
    _write_some(say, groups_table(graph, communities(graph), say.lang))


@network_.command("components")
@shared
def components_(say: Shared) -> None:
    """列出连通分支：彼此相连的实体，最大的在前。

    例：parkgraph network components --limit 20
    """
    graph = say.open().network()
    _write_some(say, groups_table(graph, components(graph), say.lang))


@network_.command("projection")
@click.argument("of", metavar="类")
@click.argument("through", nargs=-1, required=True, metavar="共有物的类...")
@shared
def projection_(say: Shared, of: str, through: tuple[str, ...]) -> None:
    """列出同类实体之间的共同关系：两个实体连着哪些共同的东西。

    例：parkgraph network projection GovernmentUnit Programme
    """
    _write_some(say, say.open().projection(of, *through))


def _write_some(say: Shared, table: Table) -> None:
    """The first rows of a table, and a remark where there are more."""
    if say.limit and len(table) > say.limit:
        click.echo(f"注意：只显示前 {say.limit} 行，共 {len(table)} 行。", err=True)
        table = replace(table, rows=table.rows[: say.limit])
    write_table(say, table)


@click.command("draw")
@click.argument("what", metavar="实体|镜头")
@click.argument("start", required=False, default="", metavar="[起点]")
@click.option("--hops", type=click.IntRange(1, 4), default=1, show_default=True, help="画到几步之外。")
@click.option("--cap", type=click.IntRange(2, MOST), help="最多画几个实体；实体周围默认 24，镜头各有默认值。")
@click.option("--size", type=click.Choice(tuple(MEASURES)), help="用实体的大小表示这个指标。")
@click.option("--colour", type=click.Choice(tuple(MEASURES)), help="用实体的颜色表示这个指标。")
@shared
def draw_(
    say: Shared, what: str, start: str, *, hops: int, cap: int | None, size: str | None, colour: str | None
) -> None:
    """画出一个实体周围的关系图，或镜头所见；格式由 -o 的后缀决定：svg、html、dot、graphml、gexf、mmd、json。

    html 是一个文件，断网也能打开，可缩放，点连线看原文。镜头如“政策脉络”，起点不写时用它的示例。

    例：parkgraph draw 德瑞智能制造产业园 -o 德瑞.svg
    """
    if say.output is None:
        others = "、".join(f".{form}" for form in FORMATS if form != "svg")
        raise UsageError("没有写明画到哪个文件", remedy=f"请加 -o 文件名.svg（或 {others}）。")
    picture = say.open().draw(what, start, hops=hops, cap=cap, size=size or "", colour=colour or "")
    write(say, picture.text(say.output.suffix.lstrip(".").lower()))
