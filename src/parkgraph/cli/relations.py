"""The verbs about relations: evidence, path, network, draw."""

import json
from dataclasses import asdict, replace

import click

from ..errors import UsageError
from ..network import edge_table, metrics_table
from ..paths import Step
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


@click.command("network")
@click.option("--metrics", is_flag=True, help="每个实体的度、中介中心性和连通分支，而不是关系表。")
@shared
def network_(say: Shared, metrics: bool) -> None:
    """列出关系图的全部关系及其引文，或各实体的网络指标。

    例：parkgraph network --metrics --limit 20
    """
    graph = say.open().network()
    table = metrics_table(graph, say.lang) if metrics else edge_table(graph, say.lang)
    if say.limit and len(table) > say.limit:
        click.echo(f"注意：只显示前 {say.limit} 行，共 {len(table)} 行。", err=True)
        table = replace(table, rows=table.rows[: say.limit])
    write_table(say, table)


@click.command("draw")
@click.argument("entity")
@click.option("--hops", type=click.IntRange(1, 4), default=1, show_default=True, help="画到几步之外。")
@click.option("--cap", type=click.IntRange(2, 300), default=24, show_default=True, help="最多画几个实体。")
@shared
def draw_(say: Shared, entity: str, hops: int, cap: int) -> None:
    """画出一个实体周围的关系图；格式由 -o 的后缀决定：svg、dot、graphml、gexf。

    例：parkgraph draw 德瑞智能制造产业园 -o 德瑞.svg
    """
    if say.output is None:
        raise UsageError("没有写明画到哪个文件", remedy="请加 -o 文件名.svg（或 .dot、.graphml、.gexf）。")
    form = say.output.suffix.lstrip(".").lower()
    write(say, say.open().picture(entity, form, hops=hops, cap=cap))
