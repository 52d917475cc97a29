"""The verbs."""

import json
import logging
import os
import sys
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import click

from ..answers import Result
from ..errors import DataError, ParkgraphError, UsageError
from ..graph import ROW_LIMIT, TIME_LIMIT
from ..lint import remarks
from ..rows import Table
from ..turtle import canonical_turtle
from ..workspace import build_workspace, register_text
from .asking import ask_
from .brief import brief_
from .coverage import coverage_
from .diff import diff_
from .export import export_
from .finding import write_excerpts, write_hits
from .load import load_
from .mistakes import in_chinese
from .options import OWN_QUESTIONS, QUOTES, Shared, shared
from .output import (
    TABLE_FORMATS,
    report_table,
    report_text,
    table_text,
    tell_cut,
    write,
    write_answer,
    write_document,
    write_result,
    write_table,
)
from .page import page_text
from .relations import draw_, evidence_, network_, path_
from .serve import serve_
from .site import site_
from .store import store_
from .token import token_
from .verify import verify_

FINDINGS = 1
FOUND = 20


class Verbs(click.Group):
    """The group of verbs; an unknown one is answered in Chinese, with near ones."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that the first word names."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0], self.list_commands(ctx), n=2)
            hint = f"是否想写 {' 或 '.join(near)}？" if near else "运行 parkgraph --help 查看全部命令。"
            raise UsageError(f"没有 {args[0]} 这个命令", remedy=hint)
        return super().resolve_command(ctx, args)


def run(arguments: list[str] | None) -> int:
    """Run one command line; the exit code: 0, 1 findings, 2 usage, 3 data, 4 engine."""
    try:
        outcome = verbs.main(args=arguments, prog_name="parkgraph", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except ParkgraphError as error:
        click.echo(f"错误：{error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        click.echo(f"错误：{in_chinese(error)}", err=True)
        return UsageError.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except OSError as error:
        click.echo(f"错误：{error.filename}: 文件读写失败（{error.strerror}）。 请检查路径和权限。", err=True)
        return DataError.exit_code


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="parkgraph", message="parkgraph %(version)s")
def verbs() -> None:
    """数字经济园区政策图谱：哪些园区出自哪份政策，谁负责，何时到期，写在哪里。

    先试：parkgraph run parks-by-policy
    """


@verbs.command("list")
@click.argument("kind", default="queries", metavar="[queries|classes|properties|sources|lenses]")
@OWN_QUESTIONS
@shared
def list_(say: Shared, kind: str, queries: tuple[Path, ...]) -> None:
    """列出常用问题、类、属性、来源或镜头。

    例：parkgraph list queries
    """
    if kind != "queries":
        write_table(say, say.open().listing(kind))
        return
    questions = say.open(queries).questions().values()
    form = say.chosen(TABLE_FORMATS)
    if form == "json":
        write(say, json.dumps([question.card() for question in questions], ensure_ascii=False, indent=2) + "\n")
        return
    title = "title_zh" if say.lang == "zh" else "title_en"
    rows = tuple(
        (q.group, q.name, getattr(q, title), " ".join(p.name for p in q.parameters) or None) for q in questions
    )
    zh = {"group": "分组", "name": "名称", title: "问题", "parameters": "参数"}
    write(
        say, table_text(say, Table(("group", "name", title, "parameters"), rows, zh if say.lang == "zh" else {}), form)
    )


@verbs.command("run")
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[参数=值]...")
@QUOTES
@OWN_QUESTIONS
@shared
def run_(say: Shared, name: str, values: tuple[str, ...], quotes: bool, queries: tuple[Path, ...]) -> None:
    """回答一个常用问题；参数写作 名称=值，值可以是名称、标识符或 IRI。

    例：parkgraph run parks-by-policy --quotes
    """
    write_answer(say, say.open(queries), name, _pairs(values), quotes=quotes)


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    """`name=value` words as a mapping."""
    pairs = {}
    for word in values:
        name, equals, value = word.partition("=")
        if not (name and equals and value):
            raise UsageError(f"参数 {word} 的写法不对", remedy="请写成 名称=值，例如 tier=示范型。")
        if name in pairs:
            raise UsageError(f"参数 {name} 写了两次", remedy="请只写一次。")
        pairs[name] = value
    return pairs


@verbs.command("query")
@click.argument("text", metavar="文件|-|SPARQL")
@click.option("--time-limit", type=click.FloatRange(min=0.1), default=TIME_LIMIT, show_default=True, help="时限，秒。")
@shared
def query_(say: Shared, text: str, time_limit: float) -> None:
    """运行自己的 SPARQL 查询（只读），在有时限的子进程中执行。

    例：parkgraph query "SELECT ?p WHERE { ?p a <https://w3id.org/parkgraph/ontology#Park> } ORDER BY ?p"
    """
    asked = _query_text(text)
    _write_outcome(say, asked, time_limit)
    if logging.getLogger("parkgraph").isEnabledFor(logging.WARNING):  # not with --quiet
        sys.stdout.flush()  # nobody waits for a remark to have the answer
        for remark in remarks(asked):
            click.echo(("提示：" if say.lang == "zh" else "Hint: ") + remark.told(say.lang), err=True)


def _write_outcome(say: Shared, asked: str, time_limit: float) -> None:
    """The answer to a query as a table, yes or no, or triples."""
    limit = say.limit or ROW_LIMIT
    say = replace(say, limit=limit)
    if say.form == "srj":
        write_document(say, say.open().results_json(asked, limit=limit, seconds=time_limit))
        return
    outcome = say.open().query(asked, limit=limit, seconds=time_limit)
    if isinstance(outcome, Result):
        write_result(say, outcome, quotes=False)
    elif isinstance(outcome, bool):
        as_json = say.chosen(("table", "csv", "json")) == "json"
        write(say, json.dumps({"boolean": outcome}) + "\n" if as_json else f"{str(outcome).lower()}\n")
    else:
        form = say.chosen(("ttl", "nt"), piped="ttl")
        if outcome.cut:
            tell_cut(say, "条三元组")
        lines = "".join(f"{triple} .\n" for triple in sorted(outcome, key=str))
        write(say, lines if form == "nt" or "_:" in lines else canonical_turtle(outcome))


def _query_text(text: str) -> str:
    """The query in a file, on stdin, or as given."""
    try:
        if text == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        if os.path.isfile(text):  # unlike Path.is_file, it says no to a text that is too long for a name
            return Path(text).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("查询不是 UTF-8 编码", where=text, remedy="请另存为 UTF-8。") from error
    if text.endswith((".rq", ".sparql")):
        raise UsageError(f"找不到查询文件 {text}", remedy="请检查路径，或直接写 SPARQL。")
    return text


@verbs.command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--passages", is_flag=True, help="在原文中查找：手边有全文的查全文，没有的查引文。")
@shared
def find_(say: Shared, words: tuple[str, ...], passages: bool) -> None:
    """按名称的任意一段查找实体；繁简、全半角不限，可用拼音或首字母，容许一两个错字。

    例：parkgraph find 德瑞
    """
    limit = say.limit or FOUND
    if passages:
        write_excerpts(say, say.open().passages(" ".join(words), limit=limit))
        return
    hits = say.open().find(" ".join(words), limit=limit + 1)
    if len(hits) > limit:
        click.echo(f"注意：只显示前 {limit} 个，还有别的；可以加长名称，或用 --limit 放宽。", err=True)
        hits = hits[:limit]
    write_hits(say, hits)


@verbs.command("show")
@click.argument("entity")
@shared
def show_(say: Shared, entity: str) -> None:
    """显示一个实体：名称、分栏的事实、被谁指向，附引文；常问而文件没有写的，注明“未载明”。

    例：parkgraph show 德瑞智能制造产业园
    """
    page = say.open().show(entity)
    if say.chosen(("table", "json"), piped="table") == "json":
        write(say, json.dumps(page.to_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        write(say, page_text(page, say.lang))


@verbs.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--alone", is_flag=True, help="只看文件本身，不并入随附的图谱。")
@click.option("--shapes", multiple=True, type=click.Path(path_type=Path, exists=True), help="另加的约束文件。")
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False, exists=True), help="存放原文的目录。")
@shared
def validate_(say: Shared, files: tuple[Path, ...], alone: bool, shapes: tuple[Path, ...], sources: Path | None) -> int:
    """用约束检查图谱，或检查自己的文件；有违反则退出码为 1。

    例：parkgraph validate
    """
    report = say.open().validate(files, alone=alone, shapes=shapes, sources=sources)
    form = say.chosen(TABLE_FORMATS, piped="table")
    if form == "json":
        write(say, json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    elif form == "table":
        write(say, report_text(report, say.lang))
    else:
        write(say, table_text(say, report_table(report, say.lang), form))
    return FINDINGS if report.violations else 0


@verbs.command("build")
@click.option(
    "--sources", type=click.Path(path_type=Path, file_okay=False, exists=True), help="必须存有全部原文的目录。"
)
@click.option("--register", is_flag=True, help="把新标识符写入登记册。")
@click.option("--check", is_flag=True, help="只比较，不写文件；有差别则退出码为 1。")
@click.option(
    "--text",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把这份原文存入工作目录，登记它的哈希值和长度；不生成图谱。",
)
@shared
def build_(say: Shared, sources: Path | None, register: bool, check: bool, text: Path | None) -> int:
    """由记录、来源登记和规则生成图谱（逐字核对引文，字节可复现）。

    例：parkgraph build --check
    """
    if text:
        entry, missing = register_text(say.workspace, text)
        click.echo(f"已登记：{entry}" + (f"；请在其中填写 {'、'.join(missing)}" if missing else ""), err=True)
        return 0
    built, differing = build_workspace(say.workspace, sources, register=register, check=check, output=say.output)
    for name in differing:
        click.echo(f"与生成结果不同：{name}", err=True)
    checked = "、".join(built.checked) or "无，引文按锁定表核对"
    counts = f"三元组 {len(built.triples)}，引文 {len(built.lock.places)}，新登记 {built.registered}"
    click.echo(f"{counts}；已逐字核对的原文：{checked}", err=True)
    return FINDINGS if differing else 0


@verbs.command("info")
@shared
def info_(say: Shared) -> None:
    """显示版本、三元组数、指纹和各类的数量。

    例：parkgraph info
    """
    known = say.open().info()
    if say.chosen(("table", "json"), piped="table") == "json":
        write(say, json.dumps(known, ensure_ascii=False, indent=2) + "\n")
        return
    names = {
        "package": "软件版本",
        "ontology": "本体版本",
        "data": "数据版本",
        "triples": "三元组",
        "fingerprint": "指纹",
    }
    lines = [f"{zh if say.lang == 'zh' else key}: {known[key]}" for key, zh in names.items()]
    lines += [f"  {kind}: {count}" for kind, count in known["classes"].items()]
    write(say, "\n".join(lines) + "\n")


for command in (
    ask_,
    brief_,
    coverage_,
    evidence_,
    path_,
    network_,
    draw_,
    export_,
    diff_,
    load_,
    serve_,
    site_,
    store_,
    verify_,
):
    verbs.add_command(command)
store_.add_command(token_)
