"""The header of a canned question: the YAML in the lines that begin `#+`, read as text and checked word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import ParseError
from ..names import PREFIXES
from .question import COLUMN_KINDS, KINDS, VIEWS, Column, Parameter
from .wording import at, meant, quoted

REQUIRED = {"title_zh": str, "title_en": str, "group": str, "columns": list}
OPTIONAL = {
    **{"cq": str, "view": str, "notes_zh": str, "notes_en": str},
    **{"phrasings": list, "parameters": list, "headings": dict},
}
FORMS: dict[Any, str] = {str: "一段文字", list: "一个列表", dict: "键和值"}
WIKIDATA = {
    "dimensions": "sankey",
    "bubblechart": "treemap",
    **{f"{name}chart": name for name in ("bar", "line", "area", "pie")},
}
"""Views by the names that the query service of Wikidata has for them, where these are others than ours."""
OF_A_PARAMETER = {"name": str, "type": str, "default": str, "zh": str, "en": str}

_DEFAULT_VIEW = re.compile(r"^#\s*defaultView:\s*([A-Za-z]+)", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")  # what YAML refuses without naming the line


@dataclass(frozen=True, slots=True)
class Header:
    """What a header states, and the line of each of its keys."""

    texts: Mapping[str, str]
    columns: tuple[str, ...]
    phrasings: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    headings: Mapping[str, Column]
    lines: Mapping[str, int]


class _Mapping(dict[str, Any]):
    """A YAML mapping that knows the lines of its keys and, under no name, its own."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.lines = {"": line}


def parse_header(text: str, path: Path) -> Header:
    """The header at the top of a question's text.

    Args:
        text: of the whole file.
        path: for messages.

    Raises:
        ParseError: it is no YAML; a key is missing, unknown, there twice, or its value is not of its type.
    """
    mapping = _plain(_compose(text, path), path, set())
    if not isinstance(mapping, _Mapping):
        remedy = "请在文件开头用 #+ 写出 title_zh、title_en、group、columns。"
        raise ParseError("没有文件头", where=at(path, 1), remedy=remedy)
    _require_keys(mapping, REQUIRED, OPTIONAL, path)
    columns, phrasings = (_texts(mapping, key, path) for key in ("columns", "phrasings"))
    parameters = tuple(
        _parameter(item, at(path, mapping.lines["parameters"]), path) for item in mapping.get("parameters", ())
    )
    _require_different(columns, "列", at(path, mapping.lines["columns"]))
    _require_different(
        [parameter.name for parameter in parameters], "参数", at(path, mapping.lines.get("parameters", 1))
    )
    texts = {key: value for key, value in mapping.items() if isinstance(value, str)}
    texts["view"] = _view(texts.get("view", ""), text, at(path, mapping.lines.get("view", 1)))
    return Header(texts, columns, phrasings, parameters, _headings(mapping, columns, path), mapping.lines)


def _view(stated: str, text: str, where: str) -> str:
    """The view that a header states, else the one that a `#defaultView:` comment asks for, else none."""
    if stated and stated not in VIEWS:
        remedy = f"{meant(stated, VIEWS)}可用的视图：{'、'.join(VIEWS)}。"
        raise ParseError(f"没有视图{quoted(stated)}", where=where, remedy=remedy)
    asked = _DEFAULT_VIEW.search(text)
    name = asked[1].lower() if asked and not stated else ""
    name = WIKIDATA.get(name, name)
    return stated or (name if name in VIEWS else "")


def _headings(mapping: _Mapping, columns: Sequence[str], path: Path) -> dict[str, Column]:
    """What the header says of columns."""
    stated = mapping.get("headings", _Mapping(1))
    found = {}
    for name, told in stated.items():
        where = at(path, stated.lines[name])
        if name not in columns:
            remedy = f"{meant(name, columns)}可用的列：{'、'.join(columns)}。"
            raise ParseError(f"columns 中没有{quoted(name)}", where=where, remedy=remedy)
        found[name] = column(name, told, where)
    return found


def column(name: str, told: Any, where: str) -> Column:
    """What is said of a column: its Chinese and English heading, and its kind where it has one.

    Raises:
        ParseError: it is something else.
    """
    texts = isinstance(told, list) and all(isinstance(item, str) and item for item in told)
    if not texts or len(told) not in (2, 3) or (len(told) == 3 and told[2] not in COLUMN_KINDS):
        remedy = f"请写成 {name}: [中文, English]，需要时再加一类：{'、'.join(COLUMN_KINDS)}。"
        raise ParseError(f"列 {name} 的说明不是两段文字加一类", where=where, remedy=remedy)
    return Column(*told)


def _compose(text: str, path: Path) -> yaml.Node | None:
    """The YAML of the `#+` lines at the top; its lines are numbered as the file's."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            break
        if _CONTROL.search(line.rstrip("\r")):
            raise ParseError("文件头含有控制字符", where=at(path, number), remedy="请删去看不见的字符。")
        lines.append(line[2:].removeprefix(" ").rstrip("\r") if line.startswith("#+") else "")
    try:
        node: yaml.Node | None = yaml.compose("\n".join(lines), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as error:
        where = at(path, error.problem_mark.line + 1 if error.problem_mark else 1)
        problem = f"文件头不是正确的 YAML（{error.problem}）"
        raise ParseError(problem, where=where, remedy="请检查缩进、冒号和引号。") from None
    return node


def _plain(node: yaml.Node | None, path: Path, seen: set[int]) -> Any:
    """A YAML node as text, list or mapping; one that stands at two places, through an alias, is refused."""
    if node is None:
        return None
    where = at(path, node.start_mark.line + 1)
    if id(node) in seen:
        raise ParseError("文件头使用了 YAML 别名", where=where, remedy="请把内容在每一处写全。")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, seen) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    mapping = _Mapping(node.start_mark.line + 1)
    for key, value in node.value:
        name, line = str(_plain(key, path, seen)), key.start_mark.line + 1
        if name in mapping:
            raise ParseError(f"{name} 写了两次", where=at(path, line), remedy="请删去其中一个。")
        mapping[name] = _plain(value, path, seen)
        mapping.lines[name] = line
    return mapping


def _require_keys(mapping: _Mapping, required: Mapping[str, type], optional: Mapping[str, type], path: Path) -> None:
    """Nothing, for a mapping whose keys are these and whose values have these types."""
    known = {**required, **optional}
    for key, value in mapping.items():
        where = at(path, mapping.lines[key])
        if key not in known:
            remedy = f"{meant(key, known)}可用的键：{'、'.join(known)}。"
            raise ParseError(f"文件头不认识{quoted(key)}", where=where, remedy=remedy)
        if not isinstance(value, known[key]) or (key in required and not value):
            form = FORMS[known[key]]
            raise ParseError(f"{key} 不是{form}", where=where, remedy=f"请把 {key} 写成{form}。")
    if missing := [key for key in required if key not in mapping]:
        raise ParseError(f"文件头缺少 {'、'.join(missing)}", where=at(path, mapping.lines[""]), remedy="请补上。")


def _texts(mapping: _Mapping, key: str, path: Path) -> tuple[str, ...]:
    """The items of a list of texts; none where the key is missing."""
    items = mapping.get(key, [])
    if not all(isinstance(item, str) and item for item in items):
        where = at(path, mapping.lines[key])
        raise ParseError(f"{key} 中有一项不是文字", where=where, remedy="请每项写一段文字，含冒号的加引号。")
    return tuple(items)


def _parameter(item: Any, where: str, path: Path) -> Parameter:
    """A parameter as the header states it."""
    if not isinstance(item, _Mapping):
        remedy = "请写成 {name: …, type: …, default: UNDEF, zh: …, en: …}。"
        raise ParseError("parameters 中有一项不是键和值", where=where, remedy=remedy)
    _require_keys(item, {**OF_A_PARAMETER, "values": list} if item.get("type") == "enum" else OF_A_PARAMETER, {}, path)
    prefix, _, local = item["type"].partition(":")
    if item["type"] not in KINDS and not (prefix in PREFIXES and local):
        remedy = f"可用的类型：{'、'.join(KINDS)}，或类的缩写，例如 pg:Park。"
        problem = f"参数 {item['name']} 的类型{quoted(item['type'])}不存在"
        raise ParseError(problem, where=at(path, item.lines["type"]), remedy=remedy)
    return Parameter(**{**item, "values": _texts(item, "values", path)})


def _require_different(names: Sequence[str], what: str, where: str) -> None:
    """Nothing, for names that are all different."""
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ParseError(f"{what} {'、'.join(twice)} 写了两次", where=where, remedy="请删去其中一个。")
