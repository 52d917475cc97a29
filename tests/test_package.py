"""The package works where no checkout is: from a wheel, from a wheel built from the sdist, and installed for editing.

Everything is built from a copy of the tree in which the text of a document lies beside its register, as it may at a
maintainer's; it must not be taken along.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.package

REPO = Path(__file__).parents[1]
FOLDERS = ("ontology", "shapes", "queries", "data")
PLANTED = "data/sources/planted.txt"
KINDS = ("wheel", "wheel from sdist", "editable")
LIST_ASSETS = f"""
from parkgraph.assets import root
for folder in {FOLDERS}:
    for path in (root() / folder).rglob("*"):
        if path.is_file():
            print(path.relative_to(root()).as_posix())
"""


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without anything that could lead an installed package back to the checkout."""
    leads = ("PARKGRAPH_", "PYTHON", "COVERAGE", "COV_", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(leads)} | more


def said(command: list[str], environment: dict[str, str], folder: Path | None = None) -> str:
    """What a command prints; a failing one fails the test with all it said."""
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def copy_tree(target: Path) -> Path:
    """A copy of what is in the checkout, without its environments and caches, and with a planted text."""
    left_out = shutil.ignore_patterns(".git", ".venv*", ".*cache", ".hypothesis", ".coverage*", "__pycache__", "dist")
    shutil.copytree(REPO, target, ignore=left_out)
    (target / PLANTED).write_text("公文全文", encoding="utf-8")
    return target


def build(tree: Path, kind: str, out: Path, **environment: str) -> Path:
    """The one file that building `tree` as `wheel` or `sdist` leaves in the new folder `out`."""
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(out), str(tree)]
    said(command, clean_environment(**environment))
    (built,) = out.iterdir()
    return built


def unpack(sdist: Path, target: Path) -> Path:
    """The tree that an sdist holds."""
    with tarfile.open(sdist) as archive:
        archive.extractall(target, filter="data")
    (tree,) = target.iterdir()
    return tree


class Workshop:
    """Builds and installations of one copy of the tree, each made once, when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tree = copy_tree(folder / "tree")
        self.wheel = cache(lambda: build(self.tree, "wheel", folder / "wheel"))
        self.sdist = cache(lambda: build(self.tree, "sdist", folder / "sdist"))
        self.sdist_tree = cache(lambda: unpack(self.sdist(), folder / "unpacked"))
        self.sdist_wheel = cache(lambda: build(self.sdist_tree(), "wheel", folder / "wheel-from-sdist"))
        self.python = cache(self._install)

    def _install(self, kind: str) -> Path:
        """The interpreter of a new environment that holds parkgraph and what it depends on, nothing else."""
        place = self.folder / kind.replace(" ", "-")
        venv.create(place / "env", with_pip=False)
        what = {
            "wheel": lambda: [str(self.wheel())],
            "wheel from sdist": lambda: [str(self.sdist_wheel())],
            "editable": lambda: ["--editable", str(self.tree)],
        }[kind]()
        python = place / "env" / "bin" / "python"
        command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", *what]
        said(command, clean_environment())
        return python

    def run(self, kind: str, *arguments: str) -> str:
        """What the interpreter of an installation prints, run in an empty folder."""
        python = self.python(kind)
        elsewhere = python.parents[2] / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        return said([str(python), *arguments], clean_environment(), elsewhere)

    def answer(self, kind: str, *arguments: str) -> Any:
        """What the `parkgraph` command of an installation answers in JSON."""
        command = str(self.python(kind).with_name("parkgraph"))
        return json.loads(self.run(kind, command, *arguments, "-f", "json"))


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """One workshop for all tests of this file."""
    return Workshop(tmp_path_factory.mktemp("workshop"))


def assets_of_tree(tree: Path) -> list[str]:
    """The files that belong into a package, by their place in the tree."""
    files = [
        path.relative_to(tree).as_posix() for name in FOLDERS for path in (tree / name).rglob("*") if path.is_file()
    ]
    return sorted(name for name in files if name != PLANTED and not Path(name).match("data/sources/*.txt"))


def names_in(archive: Path) -> list[str]:
    """The names of the files in a wheel or an sdist."""
    if archive.suffix == ".whl":
        return sorted(zipfile.ZipFile(archive).namelist())
    with tarfile.open(archive) as opened:
        return sorted(opened.getnames())


def test_wheel_holds_the_assets_and_nothing_else(workshop: Workshop) -> None:
    """Below `_assets` are the files of the four folders, each of them, without any document's text."""
    prefix = "parkgraph/_assets/"
    found = [name.removeprefix(prefix) for name in names_in(workshop.wheel()) if name.startswith(prefix)]
    assert "ontology/parkgraph.ttl" in found
    assert found == assets_of_tree(workshop.tree)


def test_wheel_holds_code_licences_and_type_marker(workshop: Workshop) -> None:
    """Beside the assets stand the modules, `py.typed` and both licences; no tests, scripts or caches."""
    source = workshop.tree / "src"
    code = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    names = {name for name in names_in(workshop.wheel()) if not name.startswith("parkgraph/_assets/")}
    assert "parkgraph/py.typed" in code
    assert {name for name in names if ".dist-info/" not in name} == code
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {"LICENSE", "LICENSE-DATA"}


def test_no_source_text_is_shipped(workshop: Workshop) -> None:
    """A document's text that lies in `data/sources` enters neither wheel nor sdist."""
    assert (workshop.tree / PLANTED).is_file()
    for archive in (workshop.wheel(), workshop.sdist(), workshop.sdist_wheel()):
        assert [name for name in names_in(archive) if "data/sources/" in name and name.endswith(".txt")] == []


def test_sdist_holds_what_the_tests_need(workshop: Workshop) -> None:
    """Whoever takes the sdist can run the same verbs: Makefile, lock, scripts and tests are in it."""
    tree = workshop.sdist_tree()
    for name in (
        "Makefile",
        "requirements-dev.lock",
        "scripts/test.sh",
        "tests/test_package.py",
        "docs/decisions",
        ".ci/run",
    ):
        assert (tree / name).exists(), name


def test_wheels_are_byte_identical(workshop: Workshop) -> None:
    """The same tree gives the same bytes: at another place, at another time, in another zone, and out of the sdist."""
    other = copy_tree(workshop.folder / "elsewhere" / "tree")
    for path in other.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    again = build(other, "wheel", workshop.folder / "wheel-again", TZ="Asia/Shanghai", PYTHONHASHSEED="7")
    assert again.name == workshop.wheel().name == workshop.sdist_wheel().name
    assert again.read_bytes() == workshop.wheel().read_bytes()
    assert workshop.sdist_wheel().read_bytes() == workshop.wheel().read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_installation_finds_all_assets(workshop: Workshop, kind: str) -> None:
    """Every way of installing finds the same files, away from the checkout."""
    listed = workshop.run(kind, "-c", LIST_ASSETS).splitlines()
    assert sorted(name for name in listed if name != PLANTED) == assets_of_tree(workshop.tree)


@pytest.mark.parametrize("kind", KINDS)
def test_installation_reads_its_own_code(workshop: Workshop, kind: str) -> None:
    """A wheel's code lies in its environment; the editable one's in the tree it was installed from."""
    place = Path(workshop.run(kind, "-c", "import parkgraph; print(parkgraph.__file__)").strip())
    expected = workshop.tree / "src" if kind == "editable" else workshop.python(kind).parents[1]
    assert place.is_relative_to(expected)


def test_editable_installation_leaves_no_copy_of_the_assets(workshop: Workshop) -> None:
    """An editable install reads the checkout alone: there is no second copy that could grow old."""
    assert list(workshop.python("editable").parents[1].rglob("_assets")) == []


def test_every_installation_gives_the_same_answers(workshop: Workshop) -> None:
    """`parkgraph info` and the main question are answered alike, and the answer is not empty."""
    info = {kind: workshop.answer(kind, "info") for kind in KINDS}
    parks = {kind: workshop.answer(kind, "run", "parks-by-policy") for kind in KINDS}
    assert info["wheel"]["triples"] > 0
    assert info["wheel"] == info["wheel from sdist"] == info["editable"]
    assert parks["wheel"]
    assert parks["wheel"] == parks["wheel from sdist"] == parks["editable"]


@pytest.mark.parametrize("kind", KINDS)
def test_module_and_command_are_one(workshop: Workshop, kind: str) -> None:
    """`python -m parkgraph` does what the `parkgraph` command does."""
    command = str(workshop.python(kind).with_name("parkgraph"))
    assert workshop.run(kind, "-m", "parkgraph", "--help") == workshop.run(kind, command, "--help")
