"""`parkgraph verify`: whether a folder that was exported, copied or downloaded is complete and unchanged."""

from pathlib import Path

import click

from ..rows import Table
from ..verify import KINDS, SECONDS, Verification, summary, verify_release
from .options import Shared, shared
from .output import TABLE_FORMATS, table_text, write


@click.command("verify")
@click.argument("directory", metavar="目录", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--fingerprint", metavar="指纹", default="", help="图谱须有的指纹，例如别处公布的；默认以清单为准。")
@click.option("--time-limit", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help="时限，秒。")
@shared
def verify_(say: Shared, directory: Path, fingerprint: str, time_limit: float) -> int:
    """核对 export 写出的目录：缺少、改动、多出的文件，各 RDF 写法的指纹；有出入则退出码为 5。

    例：parkgraph verify parkgraph-export
    """
    found = verify_release(directory, known=fingerprint.lower(), seconds=time_limit)
    form = say.chosen(TABLE_FORMATS, piped="table")
    if form == "json":
        write(say, found.to_json())
    elif form == "table":
        write(say, verification_text(found, say.lang))
    else:
        write(say, table_text(say, _table(found, say.lang), form))
    return found.exit_code


def verification_text(found: Verification, lang: str) -> str:
    """The result as people read it: what is wrong, file by file, and what was compared."""
    zh = lang == "zh"
    forms = "、".join(found.forms) if zh else ", ".join(found.forms)
    if zh:
        lines = [f"已核对文件 {found.files} 个；数据 {found.data or '—'}，三元组 {found.triples}"]
        lines += [f"得出指纹 {found.fingerprint} 的写法：{forms or '无'}"]
    else:
        lines = [f"{found.files} files compared; data {found.data or '—'}, {found.triples} triples"]
        lines += [f"forms that give the fingerprint {found.fingerprint}: {forms or 'none'}"]
    if not found.faults:
        return "\n".join([*lines, "没有出入" if zh else "nothing differs"]) + "\n"
    tally = [f"{KINDS[kind][0 if zh else 1]} {count}" for kind, count in summary(found.faults).items()]
    remedy = "请重新下载或重新导出。" if zh else "Download or export it again."
    lines.append(f"有出入：{'，'.join(tally)}。{remedy}" if zh else f"differences: {', '.join(tally)}. {remedy}")
    return "\n".join([_table(found, lang).to_text().rstrip("\n"), "", *lines]) + "\n"


def _table(found: Verification, lang: str) -> Table:
    """What is wrong, one thing a row."""
    zh = lang == "zh"
    rows = tuple(
        (fault.path, KINDS[fault.kind][0 if zh else 1], fault.expected or None, fault.found or None)
        for fault in found.faults
    )
    headings = {"path": "文件", "fault": "问题", "expected": "应为", "found": "实为"} if zh else {}
    return Table(("path", "fault", "expected", "found"), rows, headings)
