"""The verb about how much of a source's text the graph holds."""

import json
from pathlib import Path

import click

from ..coverage import Coverage
from ..turtle import write_text
from .options import Shared, shared
from .output import TABLE_FORMATS, table_text, write

FINDINGS = 1


@click.command("coverage")
@click.argument("source")
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False, exists=True), help="存有原文的目录。")
@click.option("--sentences", is_flag=True, help="逐句列出：有据、无事实（附理由）或遗漏。")
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="另写一页标出引文的全文，只供本机查看。"
)
@shared
def coverage_(say: Shared, source: str, sources: Path | None, sentences: bool, page: Path | None) -> int:
    """显示一份来源的原文有多少已成为事实：每章多少句有据、不含事实或遗漏。有遗漏则退出码为 1。

    例：parkgraph coverage dezhou-2019-interview
    """
    found = say.open().coverage(source, sources)
    if page is not None:
        page.parent.mkdir(parents=True, exist_ok=True)
        write_text(page, found.to_html(say.lang))
    form = say.chosen(TABLE_FORMATS)
    if form == "json":
        write(say, json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
    elif form != "table":
        write(say, table_text(say, found.table(say.lang), form))
    else:
        listed = "\n" + "".join(_lines(found, say.lang)) if sentences or found.count("open") else ""
        write(say, table_text(say, found.table(say.lang), form) + _totals(found, say.lang) + listed)
    return FINDINGS if found.count("open") else 0


def _totals(found: Coverage, lang: str) -> str:
    """The last lines under the table."""
    evidenced, listed, lost = (found.count(state) for state in ("evidenced", "listed", "open"))
    if lang == "zh":
        read = "，".join(f"{'未复读' if name == 'unread' else name} {count}" for name, count in found.readings.items())
        return (
            f"{len(found.sentences)} 句：有据 {evidenced}，无事实 {listed}，遗漏 {lost}；"
            f"有据句的字符 {found.share:.1%} 在引文之内。\n事实的复读：{read}。\n"
        )
    read = ", ".join(f"{name} {count}" for name, count in found.readings.items())
    return (
        f"{len(found.sentences)} sentences: {evidenced} evidenced, {listed} without a fact, {lost} open; "
        f"{found.share:.1%} of the characters of evidenced sentences lie in a quote.\nSecond reading: {read}.\n"
    )


def _lines(found: Coverage, lang: str) -> list[str]:
    """Each sentence with its mark: ✓ and the number of facts, ○ and the reason, or ✗."""
    lines, section = [], None
    for sentence in found.sentences:
        if sentence.section != section:
            section = sentence.section
            lines.append(f"{section or '—'}\n")
        told = {
            "evidenced": f"✓ {len(sentence.facts):>3}",
            "listed": f"○ {sentence.reason}",
            "open": "✗ 遗漏" if lang == "zh" else "✗ open",
        }[sentence.state]
        lines.append(f"  {told}  {sentence.text if len(sentence.text) <= 30 else sentence.text[:29] + '…'}\n")
    return lines
