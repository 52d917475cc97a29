"""Where canned questions are found, and the rules that their files keep."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from ..errors import AssetError, ParseError, UsageError
from ..sparql import (
    Token,
    ValuesBlock,
    line_of,
    outer_words,
    projection,
    significant,
    undeclared_prefix,
    values_blocks,
)
from .header import Header, column, parse_header
from .question import Column, Parameter, Part, Question
from .wording import at, meant, quoted

OTHER_FOLDERS = frozenset({"rules", "hygiene", "network"})
"""Folders beside the groups of questions that hold queries of other kinds."""


def load_question(path: Path) -> Question:
    """The question of one file, checked.

    Raises:
        AssetError: the file is not there.
        ParseError: its header or its query breaks a rule; `where` is file and line.
    """
    text = _read(path)
    header = parse_header(text, path)
    if header.texts["group"] != path.parent.name:
        problem = f"group 是{quoted(header.texts['group'])}，文件却在 {path.parent.name} 目录中"
        raise ParseError(problem, where=at(path, header.lines["group"]), remedy="请改 group，或移动文件。")
    words = significant(text)
    _require_portable(words, text, path)
    return Question(
        name=path.stem,
        path=path,
        columns=header.columns,
        projected=_projected(words, header, text, path),
        text=text,
        parts=_parts(words, header.parameters, text, path),
        parameters=header.parameters,
        phrasings=header.phrasings,
        headings=header.headings,
        **header.texts,
    )


def load_questions(folder: Path, *more_folders: Path) -> dict[str, Question]:
    """The questions of some folders by name, ordered by group, then name.

    Raises:
        AssetError: a folder is not there.
        ParseError: a file breaks a rule, or two files have the same name.
    """
    paths = _paths((folder, *more_folders))
    ordered = sorted(paths.values(), key=lambda path: (path.parent.name, path.stem))
    return {path.stem: load_question(path) for path in ordered}


def load_columns(folder: Path) -> dict[str, Column]:
    """What `columns.yaml` of the question folder says of columns, by name.

    Raises:
        ParseError: an entry is something else than two headings and a kind.
    """
    path = folder / "columns.yaml"
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return {name: column(name, told, str(path)) for name, told in entries.items()}


def find_question(folders: Path | Iterable[Path], name: str) -> Question:
    """The question of a name; reads only its file.

    Raises:
        AssetError: a folder is not there.
        ParseError: its file breaks a rule, or two files have the same name.
        UsageError: there is none.
    """
    paths = _paths([folders] if isinstance(folders, Path) else folders)
    if name not in paths:
        remedy = meant(name, paths) + "运行 parkgraph list queries 可列出全部问题。"
        raise UsageError(f"没有名为{quoted(name)}的问题", remedy=remedy)
    return load_question(paths[name])


def _paths(folders: Iterable[Path]) -> dict[str, Path]:
    """Name to path of the questions in some folders; reads no file."""
    paths: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise AssetError("找不到问题目录", where=str(folder), remedy="请检查目录名。")
        for path in sorted(folder.glob("*/*.rq")):
            if path.parent.name in OTHER_FOLDERS:
                continue
            if path.stem in paths:
                problem = f"问题名 {path.stem} 已用于 {paths[path.stem]}"
                raise ParseError(problem, where=str(path), remedy="请给其中一个文件改名。")
            paths[path.stem] = path
    return paths


def _read(path: Path) -> str:
    """The text of a file, without the byte order mark that some editors write."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise AssetError("找不到问题文件", where=str(path), remedy="请检查文件名。") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ParseError("文件不是 UTF-8 编码", where=at(path, line), remedy="请另存为 UTF-8。") from None


def _require_portable(words: Sequence[Token], text: str, path: Path) -> None:
    """Nothing, for a query that asks the default graph and declares its prefixes, as every store understands it."""
    for token in words:
        if token.kind == "word" and token.text.upper() in ("GRAPH", "FROM", "SERVICE"):
            remedy = "固定问题只查询默认图，在每个图数据库上才有同样的结果。"
            raise ParseError(
                f"固定问题不能使用 {token.text}", where=at(path, line_of(text, token.start)), remedy=remedy
            )
    if missing := undeclared_prefix(text):
        remedy = f"请在查询开头写 PREFIX {missing[0]}: <…>。"
        raise ParseError(f"前缀 {missing[0]}: 没有声明", where=at(path, missing[1]), remedy=remedy)


def _projected(words: Sequence[Token], header: Header, text: str, path: Path) -> tuple[str, ...]:
    """The variables of the outermost SELECT of a query whose answer has a fixed order and the columns stated."""
    outer = {token.text.upper(): at(path, line_of(text, token.start)) for token in outer_words(words)}
    if "SELECT" not in outer:
        raise ParseError("固定问题不是 SELECT 查询", where=str(path), remedy="请改写成 SELECT 查询。")
    if "ORDER" not in outer:
        remedy = "请用 ORDER BY 按能区分每一行的列排序，结果才会每次相同。"
        raise ParseError("SELECT 查询没有 ORDER BY", where=outer["SELECT"], remedy=remedy)
    if limit := {"LIMIT", "OFFSET"} & outer.keys():
        word = min(limit)
        raise ParseError(f"固定问题不写 {word}", where=outer[word], remedy="请删去；行数由 --limit 决定。")
    names = projection(words)
    if absent := [column for column in header.columns if column not in names]:
        problem = f"最外层的 SELECT 没有 columns 中的 {'、'.join(absent)}"
        remedy = "请在 SELECT 后逐一写出各列，或从 columns 中删去。"
        raise ParseError(problem, where=at(path, header.lines["columns"]), remedy=remedy)
    return names


def _parts(words: Sequence[Token], parameters: Sequence[Parameter], text: str, path: Path) -> tuple[Part, ...]:
    """The text split at the data of the VALUES blocks of its parameters; the parts joined are the text."""
    parts: list[Part] = []
    end = 0
    for block, parameter in _parameter_blocks(words, parameters, text, path):
        parts += [Part(text[end : block.start]), Part(text[block.start : block.end], parameter.name)]
        end = block.end
    found = {part.parameter for part in parts}
    for parameter in parameters:
        if parameter.name not in found:
            remedy = f"请在用到它的每个分组里写 {_block(parameter)}。"
            raise ParseError(f"参数 {parameter.name} 没有 VALUES 块", where=str(path), remedy=remedy)
    return (*parts, Part(text[end:]))


def _parameter_blocks(
    words: Sequence[Token], parameters: Sequence[Parameter], text: str, path: Path
) -> Iterator[tuple[ValuesBlock, Parameter]]:
    """The blocks that set one parameter, with their parameters; all hold the default that the header states."""
    known: dict[tuple[str, ...], Parameter] = {(parameter.name,): parameter for parameter in parameters}
    for block in values_blocks(words):
        if not (parameter := known.get(block.variables)):
            continue
        where = at(path, line_of(text, block.start))
        if not block.bare:
            raise ParseError(
                f"参数 {parameter.name} 的 VALUES 带了括号", where=where, remedy=f"请写成 {_block(parameter)}。"
            )
        default = " ".join(token.text for token in significant(text[block.start : block.end]))
        if parameter.default not in (default, default[1:-1] if default[:1] in ("'", '"') else default):
            problem = (
                f"参数 {parameter.name} 的默认值在这里是{quoted(default)}，文件头写的是{quoted(parameter.default)}"
            )
            raise ParseError(problem, where=where, remedy="请让文件头和每个 VALUES 块的默认值一致。")
        yield block, parameter


def _block(parameter: Parameter) -> str:
    """The VALUES block of a parameter, as messages show it."""
    return f"VALUES ?{parameter.name} {{ {parameter.default} }}"
