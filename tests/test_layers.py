"""Imports point one way: a module imports from the layers below its own, and every module has a layer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "parkgraph"
LAYERS = (
    "errors names",  # the ground: what things are called, what can go wrong
    "assets",
    "characters faults rows text readings records registry sparql turtle vocabulary",  # files and their words
    "queries pages",  # questions and layouts of pages are files too, cut by the tokenizer of SPARQL
    "store workers",
    "lint datasets",  # how a query is written, read in a child where it is a user's; stores on disk
    "lookup",  # small questions that the work above asks again and again
    # the work
    "answers catalogue citing build coverage search describe sheet paths draw network validate load export diff",
    "ask ingest verify workspace",  # what rests on it
    "entities",  # the part of the façade that tells of single things
    "graph",  # the one façade
    "__init__",  # the door: opens to the façade, and the faces may read the version on it
    "web mcp",  # faces
    "brief site",  # what is written for people to take along; a site is the pages of the web as files
    "cli",  # the command line starts the other faces
    "__main__",
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer.split()}
DOOR = "__init__"


def home(path: Path, source: Path) -> str:
    """The module or folder of modules that a file belongs to: `web/app.py` is at home in `web`."""
    return path.relative_to(source).with_suffix("").parts[0]


def imported(path: Path, source: Path) -> Iterator[str]:
    """The homes of our own modules that a file imports, at the top or inside a function, however it is spelled."""
    package = (source.name, *path.relative_to(source).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules = [alias.name.split(".") for alias in node.names]
            yield from (module[1] if module[1:] else DOOR for module in modules if module[0] == source.name)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = [*above, *(node.module or "").split(".")] if node.module else [*above]
            if module[0] == source.name:
                names = [alias.name for alias in node.names]
                yield from module[1:2] or (name if name in homes(source) else DOOR for name in names)


def homes(source: Path) -> set[str]:
    """Every module and folder of modules in the package."""
    return {home(path, source) for path in source.rglob("*.py")}


def complaints(source: Path) -> list[str]:
    """Every import that does not point down, and every module that has no layer."""
    files = sorted(source.rglob("*.py"))
    lost = [f"{name} has no layer" for name in sorted(homes(source) - RANK.keys())]
    upward = [
        f"{path.relative_to(source).as_posix()} imports {name}"
        for path in files
        for name in sorted(set(imported(path, source)))
        if name != home(path, source) and RANK.get(name, 0) >= RANK.get(home(path, source), len(RANK))
    ]
    return lost + upward


def test_imports_point_down() -> None:
    """No module imports from its own layer or one above; a folder's files may import one another."""
    assert [line for line in complaints(SOURCE) if " imports " in line] == []


def test_every_module_has_a_layer() -> None:
    """A new module is given its place here before it is imported anywhere."""
    assert homes(SOURCE) - RANK.keys() == set()
    assert {"errors", "names", "assets"} <= homes(SOURCE), "the package was not found"


def test_no_module_stands_in_two_layers() -> None:
    """Each name has one rank, so that the table cannot contradict itself."""
    assert len(RANK) == sum(len(layer.split()) for layer in LAYERS)


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("store.py", "from .graph import Graph", "store.py imports graph"),
        ("store.py", "from . import graph", "store.py imports graph"),
        ("store.py", "from . import __version__", "store.py imports __init__"),
        ("store.py", "import parkgraph.graph", "store.py imports graph"),
        ("store.py", "import parkgraph", "store.py imports __init__"),
        ("store.py", "from parkgraph.cli.run import main", "store.py imports cli"),
        ("store.py", "from parkgraph import graph as g", "store.py imports graph"),
        ("store.py", "def f():\n    from .cli import main", "store.py imports cli"),
        ("build.py", "from .validate import check", "build.py imports validate"),
        ("web/app.py", "from ..cli import run", "web/app.py imports cli"),
        ("cli/__init__.py", "from .. import __main__", "cli/__init__.py imports __main__"),
        ("helpers.py", "", "helpers has no layer"),
    ],
)
def test_a_wrong_arrow_is_seen(tmp_path: Path, file: str, line: str, complaint: str) -> None:
    """Each spelling of an upward or sideways import is found, and so is a module without a layer."""
    source = tmp_path / "parkgraph"
    for name in ("__init__", "__main__", "graph", "store", "build", "validate", "cli/__init__", "cli/run", "web/app"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).with_suffix(".py").touch()
    assert complaints(source) == []
    (source / file).write_text(line, encoding="utf-8")
    assert complaints(source) == [complaint]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("graph.py", "from .store import open_store"),
        ("cli/run.py", "from .. import __version__"),
        ("cli/run.py", "from .table import rows"),
        ("cli/__init__.py", "from . import run"),
        ("store.py", "import json, parkgraphics"),
    ],
)
def test_a_right_arrow_passes(tmp_path: Path, file: str, line: str) -> None:
    """Imports that point down, stay within a folder, or leave the package are no one's business."""
    source = tmp_path / "parkgraph"
    for name in ("__init__", "graph", "store", "cli/__init__", "cli/run", "cli/table"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).with_suffix(".py").touch()
    (source / file).write_text(line, encoding="utf-8")
    assert complaints(source) == []
