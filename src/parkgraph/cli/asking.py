"""`parkgraph ask`: from words to the canned questions that may be meant."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..names import slug
from ..rows import Table
from .options import OWN_QUESTIONS, QUOTES, Shared, shared
from .output import TABLE_FORMATS, table_text, write, write_answer

if TYPE_CHECKING:
    from ..ask import Asked

HEADINGS = {"rank": "名次", "question": "问题", "parameters": "已识别的参数", "command": "命令"}


@click.command("ask")
@click.argument("words", nargs=-1, required=True)
@click.option("--run", "number", type=click.IntRange(min=1), metavar="N", help="运行第 N 个问题；不写就只列出。")
@QUOTES
@OWN_QUESTIONS
@shared
def ask_(say: Shared, words: tuple[str, ...], number: int | None, quotes: bool, queries: tuple[Path, ...]) -> None:
    """用一句话提问：列出最可能的常用问题、认出的参数和要运行的命令；不加 --run 不运行。

    不用语言模型：按字词、同义词和认出的名称比较，同一句话总是得到同样的结果。

    例：parkgraph ask 德瑞产业园有哪些别名
    """
    from ..ask import CARDS

    graph = say.open(queries)
    asked = graph.ask(" ".join(words), limit=max(number, CARDS) if number else say.limit or CARDS)
    if quotes and number is None:
        raise UsageError("没有运行，也就没有引文", where="--quotes", remedy="请加 --run N 运行第 N 个问题。")
    if number is None:
        _write_cards(say, asked)
        return
    if number > len(asked.cards):
        raise UsageError(
            f"没有第 {number} 个问题" if asked.cards else "没有常用问题能回答这句话",
            where="--run",
            remedy="请去掉 --run，看看列出了哪些。",
        )
    card = asked.cards[number - 1]
    click.echo(("运行：" if say.lang == "zh" else "Running: ") + card.command, err=True)
    write_answer(say, graph, card.name, card.values, quotes=quotes)


def _write_cards(say: Shared, asked: "Asked") -> None:
    """The cards, best first, and whether the first is clear, or that nothing fits."""
    form, zh = say.chosen(TABLE_FORMATS), say.lang == "zh"
    if form == "json":
        write(say, json.dumps(asked.to_dict(), ensure_ascii=False, indent=2) + "\n")
        return
    between = "；" if zh else "; "
    rows = tuple(
        (
            number,
            card.title(say.lang),
            between.join(f"{one.title}={one.label}" for one in card.parameters) or None,
            card.command,
        )
        for number, card in enumerate(asked.cards, 1)
    )
    heads = HEADINGS if zh else {}
    if form != "table":
        write(say, table_text(say, Table(tuple(HEADINGS), rows, heads), form))
        click.echo(_remark(asked, zh=zh), err=True)
        return
    parts = [_remark(asked, zh=zh) + "\n"]
    if rows:  # commands stand below, whole, to be copied
        shown = table_text(say, Table(tuple(HEADINGS)[:-1], tuple(row[:-1] for row in rows), heads), form)
        commands = [f"{row[0]:>4}   {row[-1]}\n" for row in rows]
        parts = [shown, "\n", (HEADINGS["command"] if zh else "command") + "\n", *commands, "\n", *parts]
    write(say, "".join(parts))


def _remark(asked: "Asked", *, zh: bool) -> str:
    """What to do with the cards; where there are none, that there are none, and the things that are named."""
    if not asked.cards:
        said = "图谱中写好的问题都不回答这句话。" if zh else "None of the graph's questions answers this."
        shown = [f"  parkgraph show {slug(thing.iri)}  {thing.label}" for thing in asked.things]
        return "\n".join([said, *([("提到的实体：" if zh else "Things that it names:"), *shown] if shown else [])])
    if asked.clear:
        return "未运行。加 --run 1 运行第 1 个。" if zh else "Nothing was run. Add --run 1 to run the first."
    if zh:
        return "未运行。没有哪一个明显最合适，请自己选；加 --run N 运行第 N 个。"
    return "Nothing was run. None is clearly the best: choose, and add --run N to run it."
