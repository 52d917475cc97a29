"""Every message of the service is there in English."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from parkgraph.web.english import HOLE, TEMPLATES, english

SOURCE = Path(__file__).parents[2] / "src" / "parkgraph"
SPOKEN = (
    "store/mistakes.py",
    "store/remote.py",
    "sparql.py",
    "workers/border.py",
    "workers/pool.py",
    "store/answer.py",
    "web",
)
"""Where the messages are written that a client of the service may see."""
RAISED = {
    "Refusal",
    "NotFound",
    "QueryError",
    "EngineError",
    "TimeLimitError",
    "Busy",
    "RemoteError",
    "UsageError",
    "DataError",
}
FOR_THE_TERMINAL = {"run.py"}
"""Modules whose errors are shown to whoever starts the service."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def spoken(path: Path) -> list[str]:
    """The Chinese messages that a module raises, a number standing for what differs."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
            values = [*node.args, *(word.value for word in node.keywords if word.arg in ("problem", "remedy"))]
            found += [text for value in values if (text := worded(value)) and CHINESE.search(text)]
    return found


def worded(node: ast.expr) -> str:
    """The text of a literal, with 7 for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(worded(part) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


MODULES = sorted(
    path
    for name in SPOKEN
    for path in ([SOURCE / name] if name.endswith(".py") else (SOURCE / name).rglob("*.py"))
    if path.name not in FOR_THE_TERMINAL
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_every_message_has_english(path: Path) -> None:
    """Nothing Chinese is left where a client asked for English."""
    assert [text for text in spoken(path) if CHINESE.search(english(text))] == []


def test_the_messages_are_found() -> None:
    """The search finds plenty, so that the test above cannot pass by finding none."""
    assert sum(len(spoken(path)) for path in MODULES) > 60


def test_what_differs_is_kept() -> None:
    """Numbers, names, and what a user wrote; several sentences one by one; what nobody knows stays."""
    assert (
        english("查询的括号嵌套 201 层，超过 200 层的上限")
        == "The brackets are nested 201 deep, more than the 200 allowed"
    )
    assert english("是不是想写 SELECT？") == "Did you mean SELECT?"
    assert english("请稍后再试。请去掉 SERVICE，只查询本图谱。") == (
        "Try again later. Remove SERVICE and ask this graph only."
    )
    assert english("没有人认识的话") == "没有人认识的话"
    assert english("") == ""


def test_templates_match_their_translations() -> None:
    """Each fills the holes of its Chinese, in any order; the engine's own numbers may be left out."""
    entries = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    assert len(entries) > 100
    assert [zh for zh, en in entries.items() if not set(HOLE.findall(en)) <= set(HOLE.findall(zh))] == []
    assert [en for en in entries.values() if CHINESE.search(en)] == []
