"""What is documented runs, and what runs is documented: pages against command line, questions, ontology and shapes."""

import doctest
import importlib.util
import io
import os
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import click
import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph import errors
from parkgraph.cli.app import run, verbs
from parkgraph.names import SH, curie
from parkgraph.queries import Question, load_questions
from parkgraph.vocabulary import load_vocabulary

REPO = Path(__file__).parents[1]
DOCS = REPO / "docs"
HIDDEN = {"build", "dist", "node_modules"}
MARKDOWN = sorted(
    page
    for page in REPO.rglob("*.md")
    if not any(part.startswith(".") or part in HIDDEN for part in page.relative_to(REPO).parts[:-1])
)
READMES = [REPO / "README.md", REPO / "README.zh.md"]
TUTORIALS = [DOCS / "tutorial.md", DOCS / "tutorial.zh.md"]
SHOWN = [*READMES, REPO / "data" / "README.md", REPO / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
MAKEFILE = (REPO / "Makefile").read_text(encoding="utf-8")

COMMAND = re.compile(r"^\$ parkgraph (.+)$", re.MULTILINE)
MAKE = re.compile(r"^\$ make ([a-z-]+)", re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]\[]*\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"[a-z][a-z+.-]*:", re.IGNORECASE)

NOT_RUN = {
    "load": "needs a triplestore to load into",
    "serve": "serves until it is stopped",
    "mcp": "talks to a program until it is stopped",
    "site": "builds every page, which tests/test_site.py does",
}
"""Verbs whose lines are not run, with the reason."""
READING = {"evidence", "find", "info", "list", "network", "path", "run", "show", "validate"}
"""Verbs that write nothing unless they are told to."""

FORBIDDEN = {
    "an absolute path": re.compile(r"(?<![\w.:/~<-])/(?:home|work|tmp|root|usr|opt|var|etc|mnt|srv|Users|Volumes)/"),
    "a folder of one's own": re.compile(r"(?<!\w)~/|\b[A-Z]:\\"),
    "a registry host": re.compile(
        r"\b(?:pypi\.org|pypi\.python\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|anaconda\.(?:org|com)"
        r"|docker\.io|ghcr\.io|pypi\.tuna\.|mirrors?\.[a-z]+\.(?:com|org|cn|edu))"
    ),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
}


def text_of(page: Path) -> str:
    """The text of a page."""
    return page.read_text(encoding="utf-8")


def named(page: Path) -> str:
    """A page's name in the repository."""
    return page.relative_to(REPO).as_posix()


def load_generator() -> ModuleType:
    """scripts/write_docs.py as a module."""
    spec = importlib.util.spec_from_file_location("write_docs", REPO / "scripts" / "write_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()


def leaves(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every verb by its name, such as `run` or `store load`."""
    for word, command in group.commands.items():
        full = f"{name} {word}".strip()
        if isinstance(command, click.Group):
            yield from leaves(command, full)
        else:
            yield full, command


VERBS = dict(leaves(verbs))
WALKED = [DOCS / "own-document.md", DOCS / "own-document.zh.md"]
"""Pages whose lines stand on files and refusals of the page itself: tests/test_workspace.py walks through them."""
SHOWN_FILE = re.compile(r"`(my-questions/[\w/-]+\.rq)`[^`]*\n\n```sparql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINES = [(page, line) for page in SHOWN if page not in WALKED for line in COMMAND.findall(text_of(page))]
QUESTIONS = load_questions(REPO / "queries")
VOCABULARY = load_vocabulary(REPO / "ontology")
TERMS = sorted({*VOCABULARY.supers, *VOCABULARY.kinds})


def section(page: Path, heading: str) -> str:
    """What a page says under a heading, up to the next of the same level or higher."""
    text = text_of(page)
    level = len(heading) - len(heading.lstrip("#"))
    start = re.search(rf"^{re.escape(heading)}$", text, re.MULTILINE)
    assert start is not None, f"{named(page)} has no heading {heading!r}: run `make docs`"
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{level}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def words_of(line: str) -> list[str]:
    """The words of a command line, a remark behind it left out."""
    return shlex.split(line, comments=True)


def verb_of(line: str) -> str:
    """The verb of a command line; that of a group is its two words."""
    words = words_of(line)
    return next(name for name in (" ".join(words[:2]), words[0]) if name in VERBS)


def reason_to_skip(line: str) -> str:
    """Why a line is not run; empty when it is."""
    words = words_of(line)
    if "--endpoint" in words:
        return "asks a server that is not there"
    if words[0] == "coverage" and not os.environ.get("PARKGRAPH_SOURCES"):
        return "the documents' texts are not at hand: set PARKGRAPH_SOURCES to the folder that holds them"
    return NOT_RUN.get(words[0], "")


def is_alone(line: str) -> bool:
    """Whether a line does the same in every folder: it neither writes nor reads files."""
    words = words_of(line)
    return words[0] in READING and not any(re.search(r"[./]|^--?o", word) for word in words)


def lines_to_run() -> list[tuple[Path, str]]:
    """The lines of all pages; one that stands alone only where it is shown first."""
    first: dict[tuple[str, ...], Path] = {}
    for page, line in LINES:
        first.setdefault(tuple(words_of(line)), page)
    return [(page, line) for page, line in LINES if not is_alone(line) or first[tuple(words_of(line))] == page]


TO_RUN = lines_to_run()


# ---------------------------------------------------------------------- what is documented runs


class Terminal(io.StringIO):
    """A screen, so that commands answer as they do to a person."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the graph's files, so that no documented line can write into the repository."""
    copy = tmp_path_factory.mktemp("home")
    for folder in ("ontology", "queries", "shapes", "data"):
        shutil.copytree(REPO / folder, copy / folder)
    return copy


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """A folder for the lines of each page, which run in their order: what one writes the next may read.

    A file that the page shows, its name in the sentence before, is there from the start.
    """
    folders: dict[Path, Path] = {}

    def folder(page: Path) -> Path:
        if page not in folders:
            folders[page] = tmp_path_factory.mktemp("page")
            for name, text in SHOWN_FILE.findall(text_of(page)):
                (folders[page] / name).parent.mkdir(parents=True, exist_ok=True)
                (folders[page] / name).write_text(text, encoding="utf-8")
        return folders[page]

    return folder


@pytest.fixture
def typed(
    home: Path, scratch: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path, str], tuple[int, str]]:
    """Type a line of a page into a terminal of 80 columns; its exit code, and what stands on stderr."""
    monkeypatch.setenv("PARKGRAPH_HOME", str(home))
    monkeypatch.delenv("PARKGRAPH_WORKSPACE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "stderr", remarks := io.StringIO())

    def type_in(page: Path, line: str) -> tuple[int, str]:
        monkeypatch.chdir(scratch(page))
        return run(words_of(line)), remarks.getvalue()

    return type_in


@pytest.mark.parametrize(("page", "line"), TO_RUN, ids=[f"{named(page)}: {line}" for page, line in TO_RUN])
def test_every_command_shown_runs(page: Path, line: str, typed: Callable[[Path, str], tuple[int, str]]) -> None:
    """Each `$ parkgraph` line of a page ends with 0; `validate` may have findings and end with 1."""
    if reason := reason_to_skip(line):
        pytest.skip(reason)
    code, remarks = typed(page, line)
    assert code in ((0, 1) if verb_of(line) == "validate" else (0,)), remarks


def test_a_command_that_fails_would_be_seen(typed: Callable[[Path, str], tuple[int, str]]) -> None:
    """A line with a slip does not end with 0."""
    assert typed(READMES[0], "run parks-by-polcy")[0] == 2
    assert typed(READMES[0], "lst")[0] == 2


def test_commands_stand_alone() -> None:
    """No line is piped, redirected or continued, so that it runs on every system as it stands."""
    unquoted = [re.sub(r'"[^"]*"|\'[^\']*\'', "", line) for _, line in LINES]
    assert [line for line in unquoted if re.search(r"[|<>&;`$\\]", line)] == []


def test_the_suite_of_commands_knows_its_size() -> None:
    """Every page that should show commands does."""
    shown = {named(page): [line for where, line in LINES if where == page] for page in SHOWN}
    assert len(LINES) >= 70
    assert {tuple(words_of(line)) for _, line in TO_RUN} == {tuple(words_of(line)) for _, line in LINES}
    assert [line for _, line in TO_RUN].count("export -o parkgraph-release") > 1
    assert len(shown["README.md"]) >= 10
    assert len(shown["README.zh.md"]) >= 10
    assert len(shown["docs/tutorial.md"]) >= 10
    assert len(shown["docs/queries.md"]) >= len(QUESTIONS)
    assert len(shown["docs/cli.md"]) >= len(VERBS)


BLOCKS = [(page, block) for page in [*READMES, *TUTORIALS] for block in PYTHON.findall(text_of(page))]


@pytest.mark.parametrize(("page", "block"), BLOCKS, ids=[f"{named(page)} {n}" for n, (page, _) in enumerate(BLOCKS)])
def test_every_python_block_runs(
    page: Path, block: str, scratch: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python of READMEs and tutorials runs as it stands, and prints something."""
    monkeypatch.chdir(scratch(page))
    monkeypatch.setattr(sys, "stdout", said := io.StringIO())
    exec(compile(block, named(page), "exec"), {"__name__": "__main__"})
    assert said.getvalue().strip()


def test_every_readme_and_tutorial_has_python() -> None:
    """No page lost its block."""
    assert {page for page, _ in BLOCKS} == {*READMES, *TUTORIALS}


def test_the_example_of_the_package_is_true() -> None:
    """The doctest of `parkgraph` itself."""
    outcome = doctest.testmod(parkgraph)
    assert outcome.attempted >= 4
    assert outcome.failed == 0


# ---------------------------------------------------------------------- what runs is documented


def test_verbs_are_counted() -> None:
    """The command line has the verbs it began with, at least."""
    assert {"list", "run", "query", "find", "show", "validate", "build", "info"} <= set(VERBS)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_shown(verb: str) -> None:
    """Each verb has a section in docs/cli.md and a command that shows it, in the example of its help."""
    said = section(DOCS / "cli.md", f"### {verb}")
    assert [line for line in COMMAND.findall(said) if verb_of(line) == verb], (
        f"give `{verb}` an example: 例：parkgraph …"
    )


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_option_is_documented(verb: str) -> None:
    """Each option of a verb stands in its section, or among the common options that the section points to."""
    own = section(DOCS / "cli.md", f"### {verb}")
    common = section(DOCS / "cli.md", "## Common options") if "#common-options" in own else ""
    written = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", own + common))
    options = [option for option in VERBS[verb].params if isinstance(option, click.Option) and not option.hidden]
    assert [name for option in options for name in option.opts if name not in written] == []
    assert [option.opts for option in options if not option.help] == []


@pytest.mark.parametrize("kind", sorted(errors.FAMILY))
def test_every_error_class_is_documented(kind: str) -> None:
    """Each class of errors stands with its exit code in docs/cli.md."""
    said = section(DOCS / "cli.md", "## Exit codes")
    code = errors.FAMILY[kind].exit_code
    shown = rf"^\| {'' if kind == 'ParkgraphError' else code} ?\| `{kind}` \|"
    assert re.search(shown, said, re.MULTILINE)


def test_the_family_of_errors_is_complete() -> None:
    """The table that the test above goes through holds every error class of the module."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert kinds == set(errors.FAMILY)
    assert len(kinds) >= 9


def test_every_variable_of_the_environment_is_documented() -> None:
    """Each PARKGRAPH_ variable that the program reads stands in docs/cli.md."""
    program = "".join(text_of(path) for path in sorted((REPO / "src").rglob("*.py")))
    read = set(re.findall(r'"(PARKGRAPH_[A-Z_]+)"', program))
    assert len(read) >= 3
    assert read - set(re.findall(r"`(PARKGRAPH_[A-Z_]+)`", section(DOCS / "cli.md", "## Environment"))) == set()


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_every_question_is_documented(question: Question) -> None:
    """Titles, phrasings, parameters, columns, notes and an example command stand in docs/queries.md."""
    said = section(DOCS / "queries.md", f"### {question.name}")
    assert f"\n### {question.name}\n" in section(DOCS / "queries.md", f"## {question.group}")
    wanted = [question.title_zh, question.title_en, *question.phrasings, question.notes_zh, question.notes_en]
    for parameter in question.parameters:
        wanted += [f"`{parameter.name}=`", parameter.zh, parameter.en, *(f"`{value}`" for value in parameter.values)]
    wanted += [f"`{column}`" for column in question.columns]
    wanted += [f"$ parkgraph run {question.name}"]
    assert [text for text in wanted if text not in said] == []


@pytest.mark.parametrize("term", TERMS, ids=curie)
def test_every_term_is_documented(term: str) -> None:
    """Each class and property stands in docs/ontology.md with its labels in Chinese and English."""
    heading = "## Classes" if term in VOCABULARY.supers else "## Properties"
    rows = [row for row in section(DOCS / "ontology.md", heading).splitlines() if row.startswith(f"| `{curie(term)}`")]
    assert len(rows) == 1
    assert [label for label in VOCABULARY.labels[term].values() if f"**{label}**" not in rows[0]] == []


@pytest.mark.parametrize("concept", sorted(VOCABULARY.concepts), ids=curie)
def test_every_concept_and_rule_is_documented(concept: str) -> None:
    """Each concept and each rule of inference has a row in docs/ontology.md."""
    assert f"\n| `{curie(concept)}` |" in text_of(DOCS / "ontology.md")


def messages() -> list[str]:
    """Every message of every constraint, with what is filled in shown as an ellipsis."""
    found = [
        quad.object.value
        for path in sorted((REPO / "shapes").glob("*.ttl"))
        for quad in ox.parse(path=str(path))
        if quad.predicate.value == SH + "message" and isinstance(quad.object, ox.Literal)
    ]
    return [re.sub(r"\{[?$]\w+\}", "…", message) for message in found]


def test_every_constraint_is_documented() -> None:
    """Each message of each constraint stands in docs/constraints.md, in both languages."""
    said = text_of(DOCS / "constraints.md").replace("\\|", "|")
    assert len(messages()) >= 40
    assert [message for message in messages() if message not in said] == []


def test_the_suites_of_terms_know_their_size() -> None:
    """Questions, terms and concepts are as many as there were when this was written, at least."""
    assert len(QUESTIONS) >= 27
    assert len(TERMS) >= 170
    assert len(VOCABULARY.concepts) >= 80


def test_glossary_has_one_term_for_one_class() -> None:
    """No Chinese and no English term stands for two classes."""
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \| `(pg:\w+)` \|", section(DOCS / "reading-guide.md", "## Glossary"), re.MULTILINE
    )
    zh, en, classes = (list(column) for column in zip(*rows, strict=True))
    assert {curie(term) for term in VOCABULARY.supers} == set(classes)
    for column in (zh, en, classes):
        assert sorted(column) == sorted(set(column))


# ---------------------------------------------------------------------- generated parts


@pytest.mark.parametrize("page", GENERATOR.pages(), ids=named)
def test_generated_parts_are_fresh(page: Path) -> None:
    """A page holds what the generator makes now; otherwise run `make docs` and commit the pages."""
    assert text_of(page) == GENERATOR.renewed(text_of(page))


def test_every_generated_part_stands_somewhere() -> None:
    """The generator makes nothing that no page shows."""
    used = {match[1] for page in GENERATOR.pages() for match in GENERATOR.REGION.finditer(text_of(page))}
    assert used == set(GENERATOR.REGIONS)
    assert len(used) >= 12


def test_a_stale_part_would_be_seen() -> None:
    """A changed word inside the marks is put right; outside of them it stays."""
    page = text_of(DOCS / "ontology.md")
    assert GENERATOR.renewed(page.replace("**园区**", "**园**")) == page
    longer = page.replace("## Classes", "## All classes")
    assert GENERATOR.renewed(longer) == longer


def test_an_unknown_part_is_refused() -> None:
    """A mark with a slip stops the generator instead of being left alone."""
    with pytest.raises(SystemExit, match="no generated part is called verb; there are agreement, answer"):
        GENERATOR.renewed("<!-- made: verb -->\n<!-- end -->")
    with pytest.raises(SystemExit, match="begins with a line"):
        GENERATOR.renewed("<!-- made: answer -->\n<!-- end -->")
    with pytest.raises(SystemExit, match="parkgraph run nothing ends with 2"):
        GENERATOR.renewed("<!-- made: answer -->\n$ parkgraph run nothing\n<!-- end -->")


# ---------------------------------------------------------------------- pages


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path, text: str) -> list[str]:
    """The relative links of a page's text that lead nowhere."""
    found = []
    for link in LINK.findall(FENCE.sub("", text)):
        if ADDRESS.match(link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("page", MARKDOWN, ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """Files, folders and headings that a page links to are there."""
    assert broken(page, text_of(page)) == []


def test_a_broken_link_would_be_seen() -> None:
    """A missing file and a missing heading are found, an address of the web is left alone."""
    text = "[a](nowhere.md) [b](#nowhere) [c](docs/cli.md#nothing) [d](docs/cli.md#exit-codes) [e](https://w3id.org/)"
    assert broken(READMES[0], text) == ["nowhere.md", "#nowhere", "docs/cli.md#nothing"]


def complaints(text: str) -> list[str]:
    """What a page must not hold and does."""
    return [f"{what}: {found[0]}" for what, pattern in FORBIDDEN.items() for found in pattern.finditer(text)]


@pytest.mark.parametrize("page", MARKDOWN, ids=named)
def test_pages_name_no_machine_and_no_person(page: Path) -> None:
    """No absolute path, no host of a package registry, no e-mail address."""
    assert complaints(text_of(page)) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see /home/somebody/x", "an absolute path"),
        ("`/tmp/x.csv`", "an absolute path"),
        ("in ~/data", "a folder of one's own"),
        ("from https://pypi.org/simple", "a registry host"),
        ("write to a.b@example.org", "an e-mail address"),
    ],
)
def test_each_forbidden_thing_would_be_seen(text: str, what: str) -> None:
    """Each pattern sees its example."""
    assert [complaint.split(":")[0] for complaint in complaints(text)] == [what]


def test_pages_are_counted() -> None:
    """The two tests above go through all pages."""
    assert len(MARKDOWN) >= 18
    assert {*READMES, *TUTORIALS, REPO / "CHANGELOG.md", DOCS / "reading-guide.md"} <= set(MARKDOWN)


@pytest.mark.parametrize("page", READMES, ids=named)
def test_readme_has_the_two_commands(page: Path) -> None:
    """`make demo` and `make test`, in this order and no other, both verbs of the Makefile."""
    assert MAKE.findall(text_of(page)) == ["demo", "test"]


@pytest.mark.parametrize("page", SHOWN, ids=named)
def test_every_make_line_names_a_verb_of_the_makefile(page: Path) -> None:
    """What a page tells to make can be made."""
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert [
        name
        for name in re.findall(r"\bmake ([a-z]+(?:-[a-z]+)?)\b[`\s]*(?:#|`|$)", text_of(page), re.MULTILINE)
        if name not in targets
    ] == []
    assert [name for name in MAKE.findall(text_of(page)) if name not in targets] == []


@pytest.mark.parametrize("pages", [READMES, TUTORIALS], ids=["readme", "tutorial"])
def test_both_languages_show_the_same_verbs(pages: list[Path]) -> None:
    """Who reads one language learns the same commands as who reads the other."""
    first, second = ({verb_of(line) for where, line in LINES if where == page} for page in pages)
    assert first == second
    assert len(first) >= 7


def test_changelog_begins_with_the_version_of_the_package() -> None:
    """The newest entry is that of the version in pyproject.toml."""
    version = tomllib.loads(text_of(REPO / "pyproject.toml"))["project"]["version"]
    newest = re.search(r"^## \[(.+?)\] - (\S+)$", text_of(REPO / "CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == version
