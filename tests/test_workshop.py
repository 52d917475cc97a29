"""The tools around the code: the Makefile's verbs, CI's one command, the lock, and the papers of the project."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
MAKEFILE = (REPO / "Makefile").read_text(encoding="utf-8")
LOCK = (REPO / "requirements-dev.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
VERBS = [
    *("demo", "test", "quick", "coverage", "check"),
    *("install", "format", "lint", "types", "golden", "data", "validate", "docs", "serve", "bench", "bench-serve"),
    *("package", "release-check", "lock", "clean"),
]
HEADINGS = {"Ontology", "Data", "Queries", "Added", "Changed", "Fixed", "Removed"}
SECTIONS = ["Context", "Decision", "Consequences"]
DECISIONS = sorted((REPO / "docs" / "decisions").glob("*.md"))


def recipes(makefile: str) -> dict[str, list[str]]:
    """The lines of each rule of a Makefile, by its target."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in makefile.splitlines():
        if line.startswith("\t"):
            lines.append(line.strip())
        elif rule := re.match(r"([^\s:#=.][^:=]*|\.[a-z][^:=]*):(?!=)", line):
            lines = found.setdefault(rule[1].strip(), [])
    return found


def normal(name: str) -> str:
    """A requirement's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", name, maxsplit=1)[0]).lower()


def test_every_verb_is_there_and_explained() -> None:
    """Each verb has a rule and a sentence that `make` prints."""
    explained = re.findall(r"^([a-z-]+):.*## \S", MAKEFILE, re.MULTILINE)
    assert sorted(explained) == sorted(["help", *VERBS])
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert sorted(phony[1].split()) == sorted(explained)


def test_no_recipe_is_longer_than_three_lines() -> None:
    """What takes more than three lines is a script."""
    assert {target for target, lines in recipes(MAKEFILE).items() if len(lines) > 3} == set()
    assert set(VERBS) <= set(recipes(MAKEFILE))


def test_a_long_recipe_would_be_seen() -> None:
    """The count above sees a fourth line."""
    assert recipes("a: b ## c\n\t1\n\t2\n\t3\n\t4\nX := 1\n$(V)/.s: d\n\t5\n") == {
        "a": ["1", "2", "3", "4"],
        "$(V)/.s": ["5"],
    }


def test_scripts_of_the_makefile_exist() -> None:
    """No verb calls a file that is not there, and shell scripts can be run as they are."""
    called = sorted(set(re.findall(r"\b((?:scripts|benchmarks|tests)/[\w/]+\.(?:sh|py))", MAKEFILE)))
    assert [name for name in called if not (REPO / name).is_file()] == []
    shell = [REPO / ".ci" / "run", *sorted((REPO / "scripts").glob("*.sh"))]
    assert len(shell) >= 4
    for script in shell:
        assert script.stat().st_mode & 0o111, f"{script.name} cannot be run"
        assert "set -euo pipefail" in script.read_text(encoding="utf-8"), script.name


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_prints_the_verbs() -> None:
    """`make` alone prints each verb with its sentence and does nothing."""
    said = subprocess.run(["make", "--no-print-directory"], cwd=REPO, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in said.splitlines()] == ["help", *VERBS]


def test_ci_runs_make_test_alone() -> None:
    """CI does what the README tells everyone to do, and nothing beside it."""
    lines = (REPO / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make test </dev/null"]


def test_lock_pins_every_requirement_with_hashes() -> None:
    """Each dependency, at run time and for development, is in the lock, exactly and with hashes."""
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = {normal(name) for name in [*PROJECT["project"]["dependencies"], *extras["pandas"], *extras["dev"]]}
    pins = re.findall(r"^([a-z0-9-]+)==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", LOCK, re.MULTILINE)
    assert len(wanted) >= 18
    assert wanted - set(pins) == set()
    assert len(pins) == len(re.findall(r"^[A-Za-z0-9]", LOCK, re.MULTILINE)), "a line of the lock has no hash"


def test_lock_names_no_index_and_no_folder() -> None:
    """The lock works wherever packages come from: no address, no option, no path of somebody's machine."""
    assert re.findall(r"://|^-|(?<![\w.])/\w+/", LOCK, re.MULTILINE) == []


def test_dependencies_have_lower_bounds_and_one_upper() -> None:
    """Only pyoxigraph, whose bytes canonical Turtle is, has an upper bound; and they are twelve at most."""
    bounds = {normal(item): item for item in PROJECT["project"]["dependencies"]}
    assert [item for item in bounds.values() if ">=" not in item] == []
    assert [name for name, item in bounds.items() if "<" in item or "==" in item] == ["pyoxigraph"]
    assert len(bounds) <= 12


def test_licences_are_the_full_text_and_the_reference() -> None:
    """Code under Apache-2.0 with its text, data under CC BY 4.0 with its canonical address."""
    assert PROJECT["project"]["license"] == "Apache-2.0 AND CC-BY-4.0"
    assert "END OF TERMS AND CONDITIONS" in (REPO / "LICENSE").read_text(encoding="utf-8")
    data = (REPO / "LICENSE-DATA").read_text(encoding="utf-8")
    assert "SPDX-License-Identifier: CC-BY-4.0" in data
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in data


def test_changelog_uses_the_agreed_headings() -> None:
    """Readers find what changed under the same seven words in every version, none twice."""
    versions = re.split(r"^## ", (REPO / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert versions
    for version in versions:
        headings = re.findall(r"^### (.*)$", version, re.MULTILINE)
        assert set(headings) <= HEADINGS
        assert len(headings) == len(set(headings))


def test_decisions_have_numbers_of_their_own() -> None:
    """A number is given once and for ever, so that others can cite it."""
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(numbers) == len(set(numbers)) >= 7
    assert [number for number in numbers if not number.isdecimal()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_has_its_four_parts_on_half_a_page(path: Path) -> None:
    """Status, context, decision and consequences, in this order, in at most 350 words."""
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {path.name[:4]} \S.*\n\nStatus: (proposed|accepted|superseded by \d{{4}})\b", text)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    assert len(text.split()) <= 350
