"""What a search found, for people and programs."""

import json
from collections.abc import Sequence

import click

from ..names import curie
from ..rows import Table
from ..search import WHYS, Excerpt, Excerpts, Hit
from .options import Shared
from .output import TABLE_FORMATS, write, write_table

HIT_COLUMNS = {"label": "名称", "class": "类", "matched": "匹配", "id": "标识符", "why": "依据"}
EXCERPT_COLUMNS = {"text": "原文", "section": "章节", "source": "来源", "about": "所证"}


def write_hits(say: Shared, hits: Sequence[Hit]) -> None:
    """Entities that were found, and why."""
    if say.chosen(TABLE_FORMATS) == "json":
        rows = [
            {"iri": hit.iri, "label": hit.label, "class": curie(hit.cls), "matched": hit.matched, "why": hit.why}
            for hit in hits
        ]
        write(say, json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    cells = tuple(
        (hit.label, hit.kind, hit.matched, hit.iri.rsplit("/", 1)[-1], WHYS[hit.why][say.lang != "zh"]) for hit in hits
    )
    write_table(say, Table(tuple(HIT_COLUMNS), cells, HIT_COLUMNS if say.lang == "zh" else {}))


def write_excerpts(say: Shared, found: Excerpts) -> None:
    """Passages that were found, and on stderr where was looked and whether there are more."""
    if found.total > len(found.shown):
        click.echo(f"注意：只显示前 {len(found.shown)} 处，共 {found.total} 处。", err=True)
    searched = (("已查全文：", found.whole), ("手边没有原文，只查了引文：", found.quoted))
    for said, sources in searched:
        if sources:
            click.echo(said + "、".join(sources), err=True)
    if say.chosen(TABLE_FORMATS) == "json":
        write(say, json.dumps([_excerpt(one) for one in found.shown], ensure_ascii=False, indent=2) + "\n")
        return
    cells = tuple(
        (
            f"{one.text[: one.start]}【{one.text[one.start : one.end]}】{one.text[one.end :]}",
            one.section or None,
            one.source.label,
            "、".join(thing.label for thing in one.about) or None,
        )
        for one in found.shown
    )
    write_table(say, Table(tuple(EXCERPT_COLUMNS), cells, EXCERPT_COLUMNS if say.lang == "zh" else {}))


def _excerpt(one: Excerpt) -> dict[str, object]:
    """A passage as programs get it."""
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "source": one.source.label,
        "source_iri": one.source.iri,
        "section": one.section,
        "offset": one.offset,
        "spans": list(one.spans),
        "about": [{"iri": thing.iri, "label": thing.label} for thing in one.about],
    }
