"""The size guide: short modules, short functions, few positional parameters, and a sentence on everything public."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
PROGRAM = sorted([*(REPO / "src").rglob("*.py"), *(REPO / "scripts").rglob("*.py")])
TESTS = sorted((REPO / "tests").rglob("*.py"))
MODULE_LINES, FUNCTION_LINES, POSITIONAL = 400, 60, 5


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public functions and classes of a module, and those inside its public classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many arguments can be given by position, `self` and `cls` not counted."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def complaints(text: str) -> list[str]:
    """What a module's text has too much of, or lacks."""
    tree = ast.parse(text)
    lines = len(text.splitlines())
    found = [f"{lines} lines"] if lines > MODULE_LINES else []
    if text.strip() and not ast.get_docstring(tree):
        found.append("no docstring")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            found += [f"{node.name}: {length} lines"] if length > FUNCTION_LINES else []
            found += [f"{node.name}: {positional(node)} positional"] if positional(node) > POSITIONAL else []
    return found + [f"{node.name}: no docstring" for node in public(tree.body) if not ast.get_docstring(node)]


@pytest.mark.parametrize("path", PROGRAM, ids=lambda path: path.relative_to(REPO).as_posix())
def test_module_keeps_to_the_size_guide(path: Path) -> None:
    """A module over the guide is divided by subject; a function over it is divided by step."""
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(REPO).as_posix())
def test_tests_say_what_they_prove(path: Path) -> None:
    """Every file of tests starts on a sentence, and so does every test."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    assert ast.get_docstring(tree) or not tree.body
    assert [test.name for test in tests if not ast.get_docstring(test)] == []


def test_all_files_are_looked_at() -> None:
    """Neither list is empty, so that the tests above cannot pass by finding nothing."""
    names = {path.name for path in PROGRAM}
    assert {"errors.py", "names.py", "assets.py"} <= names
    assert Path(__file__) in TESTS


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('"""M."""\n' + "\n" * 400, "401 lines"),
        ("x = 1\n", "no docstring"),
        ('"""M."""\ndef f():\n    """F."""\n' + "    g()\n" * 59, "f: 61 lines"),
        ('"""M."""\ndef _f(a, b, c, /, d, e, f): ...\n', "_f: 6 positional"),
        ('"""M."""\nclass C:\n    """C."""\n    def m(self, a, b, c, d, e, f):\n        """M."""\n', "m: 6 positional"),
        ('"""M."""\ndef f(): ...\n', "f: no docstring"),
        ('"""M."""\nclass C: ...\n', "C: no docstring"),
        ('"""M."""\nclass C:\n    """C."""\n    async def m(self): ...\n', "m: no docstring"),
    ],
)
def test_each_excess_is_seen(text: str, complaint: str) -> None:
    """Each rule of the guide, broken alone, gives its complaint alone."""
    assert complaints(text) == [complaint]


def test_what_the_guide_allows_passes() -> None:
    """Exactly at the limits there is nothing to say, and keyword arguments and private things are not counted."""
    short = '"""M."""\ndef f(self, a, b, c, d, e, *, g, h):\n    """F."""\n' + "    x()\n" * 58
    assert complaints(short) == []
    assert complaints('"""M."""\ndef _f(): ...\nclass _C:\n    def m(self): ...\n') == []
    assert complaints('"""M."""\n' + "\n" * 399) == []
