"""`parkgraph diff`: what changed from one graph to another, for people and for programs."""

from collections.abc import Iterator

import click

from ..diff import SECONDS, Change, Count, Difference, Statement, diff_files
from ..rows import Table
from .options import Shared, shared
from .output import write

DIFFERENT = 1


@click.command("diff")
@click.argument("a", metavar="甲")
@click.argument("b", metavar="乙")
@click.option("--time-limit", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help="时限，秒。")
@shared
def diff_(say: Shared, a: str, b: str, time_limit: float) -> int:
    """比较两个图谱：RDF 文件、export 写出的目录，或 shipped（随附的图谱）；不同则退出码为 1。

    例：parkgraph diff shipped shipped
    """
    from .. import assets

    found = diff_files(a, b, home=assets.root(), lang=say.lang, seconds=time_limit)
    if say.chosen(("table", "json"), piped="table") == "json":
        write(say, found.to_json())
    else:
        write(say, difference_text(found, say.lang))
    return DIFFERENT if found else 0


def difference_text(found: Difference, lang: str) -> str:
    """A difference as people read it: counts by class, then each entity, then facts, quotes and the rest."""
    zh = lang == "zh"
    if not found:
        return "没有差别\n" if zh else "no difference\n"
    lines = []
    if found.by_class:
        lines += [_counts(found, zh), ""]
    sections = (
        ("新增的实体" if zh else "Entities added", found.added, "+ "),
        ("删除的实体" if zh else "Entities removed", found.removed, "- "),
        ("改变的实体" if zh else "Entities changed", found.changed, ""),
    )
    for title, changes, mark in sections:
        if changes:
            lines += [title, *(line for change in changes for line in _change(change, mark, zh)), ""]
    rest = (
        ("事实" if zh else "Facts", found.facts),
        ("引文片段" if zh else "Quotes", found.spans),
        ("术语及其余" if zh else "Terms and the rest", found.terms),
    )
    return "\n".join([*lines, *(_count(name, count, zh) for name, count in rest)]) + "\n"


def _counts(found: Difference, zh: bool) -> str:
    """The table of counts by class."""
    columns = ("class", "added", "removed", "changed")
    rows = tuple((kind, count.added, count.removed, count.changed) for kind, count in found.by_class)
    headings = dict(zip(columns, ("类", "新增", "删除", "改变"), strict=True)) if zh else {}
    return Table(columns, rows, headings).to_text().rstrip("\n")


def _change(change: Change, mark: str, zh: bool) -> Iterator[str]:
    """An entity, and below it the statements that went and came."""
    yield f"  {mark}{change.label}〔{change.kind}〕 {change.iri.rsplit('/', 1)[-1]}"
    for sign, statements in (("-", change.removed), ("+", change.added)):
        for statement in statements:
            yield f"      {sign} {statement.relation_label}{'：' if zh else ': '}{_value(statement)}"


def _value(statement: Statement) -> str:
    """A value, with its language or datatype where it has one."""
    kind = statement.language or statement.datatype
    return f"{statement.value}〔{kind}〕" if kind else statement.value


def _count(name: str, count: Count, zh: bool) -> str:
    """One line of counts."""
    if zh:
        return f"{name}：新增 {count.added}，删除 {count.removed}，改变 {count.changed}"
    return f"{name}: {count.added} added, {count.removed} removed, {count.changed} changed"
