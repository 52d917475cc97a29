"""Record files as trees with line numbers: YAML in, plain nodes out, nothing interpreted yet.

Every scalar is text. Duplicate keys, anchors, aliases and merge keys are refused: what a person reads is what is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from .errors import ParseError

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text with its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence with its line."""

    items: tuple["Value", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A node: words and what stands behind them, in the order written."""

    entries: dict[str, "Value"]
    lines: dict[str, int]
    line: int

    def text(self, word: str) -> str:
        """The text behind a word, empty if the word is absent or no text."""
        value = self.entries.get(word)
        return value.text if isinstance(value, Scalar) else ""


Value = Scalar | Listing | Mapping


@dataclass(frozen=True, slots=True)
class RecordFile:
    """One record file.

    Attributes:
        path: the file.
        slug: of the source its facts come from.
        nodes: the records, in order.
    """

    path: Path
    slug: str
    nodes: tuple[Mapping, ...]


def load_records(path: Path) -> RecordFile:
    """The records of one file.

    Raises:
        ParseError: the YAML is broken or uses what records may not, or `source:` and `records:` are not as expected
            (file and line).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ParseError("文件不是 UTF-8 编码", where=str(path), remedy="请另存为 UTF-8（无 BOM）。") from error
    top = parse_yaml(text, str(path))
    source = top.text("source")
    records = top.entries.get("records")
    unknown = sorted(set(top.entries) - {"source", "records"})
    if not source.startswith("source-") or not isinstance(records, Listing) or unknown:
        raise ParseError(
            "文件顶层只能有 source: source-<来源名> 和 records: 列表",
            where=f"{path}:{top.line}",
            remedy="请对照 data/README.md 的样例改正。",
        )
    if source != f"source-{path.stem}":
        raise ParseError(
            f"source 写作 {source}，但文件名是 {path.name}",
            where=f"{path}:{top.lines['source']}",
            remedy=f"请写成 source-{path.stem}，或改文件名。",
        )
    return RecordFile(path, source.removeprefix("source-"), tuple(_nodes(records, str(path))))


def _nodes(records: Listing, where: str) -> Iterator[Mapping]:
    """The records of a list, each of which must be a mapping."""
    for item in records.items:
        if not isinstance(item, Mapping):
            raise ParseError(
                "这一条记录不是“词: 值”的形式", where=f"{where}:{item.line}", remedy="请以“- id: …”开头书写。"
            )
        yield item


def parse_yaml(text: str, where: str) -> Mapping:
    """The one mapping that a YAML text holds.

    Args:
        text: the YAML.
        where: file name for messages.

    Raises:
        ParseError: the YAML is broken, holds an anchor, alias, merge key or duplicate key, or no single mapping.
    """
    try:
        _refuse_anchors(text, where)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ParseError(
            f"YAML 语法错误：{error.problem or error.context}",
            where=f"{where}:{line}",
            remedy="请检查该行及上一行的缩进、冒号和引号；引文一律放在单引号中。",
        ) from error
    except yaml.YAMLError as error:
        raise ParseError(f"YAML 语法错误：{error}", where=where, remedy="请去掉文件中的控制字符。") from error
    if not isinstance(node, yaml.MappingNode):
        raise ParseError("文件不是“词: 值”的形式", where=f"{where}:1", remedy="请对照 data/README.md 的样例书写。")
    mapping = _value(node, where)
    assert isinstance(mapping, Mapping)
    return mapping


def _refuse_anchors(text: str, where: str) -> None:
    """Refuse anchors and aliases, which would say in one place what is written in another."""
    for event in yaml.parse(text, Loader=_LOADER):
        if anchor := getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ParseError(
                f"记录中不能使用锚点或别名（&、*）：{anchor}",
                where=f"{where}:{line}",
                remedy="请把内容在此处完整写出。",
            )


def _value(node: yaml.Node, where: str) -> Value:
    """A YAML node as a value with its line."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, line)
    if isinstance(node, yaml.SequenceNode):
        return Listing(tuple(_value(item, where) for item in node.value), line)
    return Scalar(str(node.value), line)


def _mapping(node: yaml.MappingNode, where: str, line: int) -> Mapping:
    """A YAML mapping whose keys are single words."""
    entries: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        here = f"{where}:{key.start_mark.line + 1}"
        word = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if word == "<<":
            raise ParseError("记录中不能使用合并键 <<", where=here, remedy="请把内容在此处完整写出。")
        if not word:
            raise ParseError("键必须是一个词", where=here, remedy="请以“词: 值”的形式书写。")
        if word in entries:
            raise ParseError(f"键 {word} 重复", where=here, remedy=f"它已写在第 {lines[word]} 行；请合并成一处。")
        entries[word] = _value(value, where)
        lines[word] = key.start_mark.line + 1
    return Mapping(entries, lines, line)
