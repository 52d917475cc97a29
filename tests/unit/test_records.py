"""Record files: YAML with lines and nothing else; whatever would say more than a reader sees is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from parkgraph import records
from parkgraph.errors import ParseError
from parkgraph.records import Listing, Mapping, Scalar, load_records, parse_yaml

TOP = "文件顶层只能有 source: source-<来源名> 和 records: 列表。 请对照 data/README.md 的样例改正。"
SYNTAX = "请检查该行及上一行的缩进、冒号和引号；引文一律放在单引号中。"
NOT_A_MAPPING = "文件不是“词: 值”的形式。 请对照 data/README.md 的样例书写。"
HEAD = "source: source-moushi-2024-notice\nrecords:\n"

REFUSED = {
    "duplicate key": (
        HEAD + "- id: park-a\n  zh: 甲\n  zh: 乙\n",
        "moushi-2024-notice.yaml:5: 键 zh 重复。 它已写在第 4 行；请合并成一处。",
    ),
    "duplicate key at the top": (
        HEAD + "- id: park-a\nsource: source-moushi-2024-notice\n",
        "moushi-2024-notice.yaml:4: 键 source 重复。 它已写在第 1 行；请合并成一处。",
    ),
    "anchor": (
        HEAD + "- id: park-a\n  zh: &name 甲\n",
        "moushi-2024-notice.yaml:4: 记录中不能使用锚点或别名（&、*）：name。 请把内容在此处完整写出。",
    ),
    "anchor on a mapping": (
        HEAD + "- &one\n  id: park-a\n",
        "moushi-2024-notice.yaml:3: 记录中不能使用锚点或别名（&、*）：one。 请把内容在此处完整写出。",
    ),
    "alias": (
        HEAD + "- id: park-a\n  zh: *name\n",
        "moushi-2024-notice.yaml:4: 记录中不能使用锚点或别名（&、*）：name。 请把内容在此处完整写出。",
    ),
    "merge key": (
        HEAD + "- id: park-a\n  <<: {zh: 甲}\n",
        "moushi-2024-notice.yaml:4: 记录中不能使用合并键 <<。 请把内容在此处完整写出。",
    ),
    "key that is no word": (
        HEAD + "- id: park-a\n  ? [a, b]\n  : 甲\n",
        "moushi-2024-notice.yaml:4: 键必须是一个词。 请以“词: 值”的形式书写。",
    ),
    "empty key": (
        HEAD + "- id: park-a\n  '': 甲\n",
        "moushi-2024-notice.yaml:4: 键必须是一个词。 请以“词: 值”的形式书写。",
    ),
    "open quotation": (
        HEAD + "- id: park-a\n  quote: '没有写完\n",
        f"moushi-2024-notice.yaml:5: YAML 语法错误：found unexpected end of stream。 {SYNTAX}",
    ),
    "second document": (
        HEAD + "- id: park-a\n---\nsource: x\n",
        f"moushi-2024-notice.yaml:4: YAML 语法错误：but found another document。 {SYNTAX}",
    ),
    "empty file": ("", f"moushi-2024-notice.yaml:1: {NOT_A_MAPPING}"),
    "list at the top": ("- id: park-a\n", f"moushi-2024-notice.yaml:1: {NOT_A_MAPPING}"),
    "no source": ("records:\n- id: park-a\n", f"moushi-2024-notice.yaml:1: {TOP}"),
    "source without prefix": ("source: moushi-2024-notice\nrecords: []\n", f"moushi-2024-notice.yaml:1: {TOP}"),
    "no records": ("source: source-moushi-2024-notice\n", f"moushi-2024-notice.yaml:1: {TOP}"),
    "records that are no list": (HEAD + "  id: park-a\n", f"moushi-2024-notice.yaml:1: {TOP}"),
    "a third word at the top": (HEAD + "- id: park-a\nrecord: []\n", f"moushi-2024-notice.yaml:1: {TOP}"),
    "record that is no mapping": (
        HEAD + "- id: park-a\n- park-b\n",
        "moushi-2024-notice.yaml:4: 这一条记录不是“词: 值”的形式。 请以“- id: …”开头书写。",
    ),
    "source of another file": (
        "records: []\nsource: source-moushi-2025-interview\n",
        "moushi-2024-notice.yaml:2: source 写作 source-moushi-2025-interview，但文件名是 moushi-2024-notice.yaml。 "
        "请写成 source-moushi-2024-notice，或改文件名。",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_records_may_not_be_is_refused_with_its_line(case: str, town: Path, refusal: Callable[..., str]) -> None:
    """Broken or double-tongued YAML stops the build at its line, and nothing is written."""
    text, message = REFUSED[case]
    (town / "records" / "moushi-2024-notice.yaml").write_text(text, encoding="utf-8")
    assert refusal(ParseError) == f"records/{message}"


def test_all_refusals_are_looked_at() -> None:
    """None is lost on the way."""
    assert len(REFUSED) == 19


def test_a_file_that_is_not_utf8_is_refused(town: Path, refusal: Callable[..., str]) -> None:
    """A file in another encoding is named; it is not guessed at."""
    (town / "records" / "moushi-2024-notice.yaml").write_bytes((HEAD + "- zh: 甲").encode("gb18030"))
    assert refusal(ParseError) == "records/moushi-2024-notice.yaml: 文件不是 UTF-8 编码。 请另存为 UTF-8（无 BOM）。"


def test_a_control_character_is_refused(town: Path, refusal: Callable[..., str]) -> None:
    """What no reader can see may not stand in a record; the parser's own words differ with the parser."""
    (town / "records" / "moushi-2024-notice.yaml").write_text(HEAD + "- zh: '甲\x01'\n", encoding="utf-8")
    said = refusal(ParseError)
    assert said.startswith("records/moushi-2024-notice.yaml: YAML 语法错误：unacceptable character #x0001: ")
    assert said.endswith(" 请去掉文件中的控制字符。")


@pytest.mark.parametrize("loader", [yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)])
def test_either_yaml_parser_reads_the_same(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """With libyaml or without it, values and lines are the same."""
    monkeypatch.setattr(records, "_LOADER", loader)
    told = parse_yaml("a: 甲\nb:\n- {c: '2', d: [no, 1e3]}\n- |\n  长\n  文\n", "x.yaml")
    inner = Mapping(
        {"c": Scalar("2", 3), "d": Listing((Scalar("no", 3), Scalar("1e3", 3)), 3)}, lines={"c": 3, "d": 3}, line=3
    )
    assert told == Mapping(
        {"a": Scalar("甲", 1), "b": Listing((inner, Scalar("长\n文\n", 4)), 3)}, lines={"a": 1, "b": 2}, line=1
    )


@pytest.mark.parametrize(
    "text", ["no", "1e3", "0o17", "2019-11-26", "~", "null", "01", "0x1F", "12:30:45", "yes", ".inf", "!!int 3"]
)
def test_every_scalar_is_text(text: str) -> None:
    """YAML gives no scalar a type: dates, octals and truth values come through as they are written."""
    told = parse_yaml(f"a: {text}", "x.yaml").entries["a"]
    assert told == Scalar(text.removeprefix("!!int "), 1)


def test_a_nodes_text_is_that_of_a_scalar_alone() -> None:
    """The text behind a word is empty where the word is absent or stands before a list or node."""
    node = parse_yaml("a: 甲\nb: [乙]\nc: {d: 丙}\n", "x.yaml")
    assert [node.text(word) for word in "abcd"] == ["甲", "", "", ""]


def test_a_record_file_tells_its_source_and_its_records(town: Path) -> None:
    """The slug is the file's; the records come in order, each with the line it begins on."""
    path = town / "records" / "moushi-2025-interview.yaml"
    loaded = load_records(path)
    assert (loaded.path, loaded.slug) == (path, "moushi-2025-interview")
    assert [(node.text("id"), node.line) for node in loaded.nodes] == [
        ("park-jiaxian", 4),
        ("park-shuzi", 10),
        ("repair-interview-1", 15),
    ]
    assert loaded.nodes[1].lines == {"id": 10, "is": 11, "zh": 12, "en": 13, "quote": 14}


def test_a_file_may_begin_with_a_byte_order_mark(town: Path) -> None:
    """Some editors put one there; it is no part of the first key."""
    path = town / "records" / "moushi-2025-interview.yaml"
    before = load_records(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_records(path) == before


def test_a_file_may_have_no_records_yet(town: Path) -> None:
    """An empty list is a beginning."""
    path = town / "records" / "moushi-2024-notice.yaml"
    path.write_text("source: source-moushi-2024-notice\nrecords: []\n", encoding="utf-8")
    assert load_records(path).nodes == ()
