"""Walk through a page that is to be followed from top to bottom: write its files, type its commands, note the answers.

`docs/own-document.md` and its Chinese twin are such pages. A maintainer runs this after a change to the data or the
messages: the answers on the pages are renewed. tests/test_workspace.py walks the same way and compares.

A block of code says by its first line what it is:

    ```text title=NAME     a file with this content
    ```yaml append=NAME    lines that come to the end of a file
    ```diff title=NAME     lines of a file (-) that give way to others (+); each stands there once
    ```console             commands behind `$ `, each with what it answers; a last line `…` cuts the answer there
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parkgraph.cli.app import run
from parkgraph.turtle import write_text

REPO = Path(__file__).parents[1]
PAGES = (REPO / "docs" / "own-document.md", REPO / "docs" / "own-document.zh.md")
BLOCK = re.compile(r"^```(\S*)(?: (title|append)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROOMS = ("ontology", "queries", "shapes", "data")


@dataclass
class Walk:
    """What came of a walk.

    Attributes:
        page: the page with its answers as they are now.
        files: name and content of each file block, in order.
        commands: each command typed, with its exit code.
    """

    page: str = ""
    files: list[tuple[str, str]] = field(default_factory=list)
    commands: list[tuple[str, int]] = field(default_factory=list)


class Terminal(io.StringIO):
    """A screen that remembers what is written on it."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def walk(text: str, folder: Path) -> Walk:
    """Walk through a page.

    Args:
        text: of the page.
        folder: an empty one, in which the page is followed; a copy of the house is made beside the page's own files,
            so that no command can write into the repository.

    Raises:
        SystemExit: a block cannot be followed.
    """
    done = Walk()
    (folder / "house").mkdir()
    (folder / "desk").mkdir()
    for room in ROOMS:
        shutil.copytree(REPO / room, folder / "house" / room)
    with _at(folder / "desk", folder / "house"):
        done.page = BLOCK.sub(lambda block: _block(block, done), text)
    return done


@contextlib.contextmanager
def _at(desk: Path, house: Path) -> Iterator[None]:
    """Work in a folder, on a terminal of 80 columns, with nothing set but where the house is."""
    kept, before = dict(os.environ), Path.cwd()
    for name in [name for name in kept if name.startswith("PARKGRAPH_")]:
        del os.environ[name]
    os.environ.update(COLUMNS="80", NO_COLOR="1", PARKGRAPH_HOME=str(house))
    os.chdir(desk)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(kept)


def _block(block: re.Match[str], done: Walk) -> str:
    """A block as the page should show it, after doing what it says."""
    kind, manner, name, content = block.groups()
    if name:
        path = Path(name)
        if path.is_absolute() or ".." in path.parts:
            raise SystemExit(f"{name} lies outside of the folder")
        done.files.append((f"{kind} {manner}={name}", content))
        write_text(path, _content(path, kind, manner, content))
        return block[0]
    if kind != "console":
        raise SystemExit(f"a block is neither a file nor a console: {block[0][:60]}")
    return "```console\n" + "".join(_typed(part, done) for part in re.split(r"^(?=\$ )", content, flags=re.M)) + "```"


def _content(path: Path, kind: str, manner: str, content: str) -> str:
    """What a file holds after a block."""
    if kind == "diff":
        text = path.read_text(encoding="utf-8")
        old, new = ("".join(line[1:] for line in content.splitlines(True) if line[0] == sign) for sign in "-+")
        if text.count(old) != 1:
            raise SystemExit(f"these lines stand {text.count(old)} times in {path}: {old}")
        return text.replace(old, new)
    return path.read_text(encoding="utf-8") + content if manner == "append" else content


def _typed(part: str, done: Walk) -> str:
    """A command with the answer it gives now."""
    if not part:
        return ""
    line, *shown = part.rstrip("\n").split("\n")
    words = shlex.split(line.removeprefix("$ "))
    screen = Terminal()
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        os.environ[name] = value
        code = 0
    elif words[0] == "parkgraph":
        with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
            code = run(words[1:])
    else:
        raise SystemExit(f"this command cannot be followed: {line}")
    done.commands.append((line, code))
    said = [answer.rstrip() for answer in screen.getvalue().rstrip("\n").split("\n")] if screen.getvalue() else []
    if shown and shown[-1] == "…" and len(said) > len(shown) - 1:
        said = [*said[: len(shown) - 1], "…"]
    return "".join(f"{answer}\n" for answer in (line, *said))


def main() -> None:
    """Renew the answers on the pages, and name the pages that differ."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            renewed = walk(text, Path(folder)).page
        if renewed != text:
            write_text(page, renewed)
            print(f"written: {page.relative_to(REPO).as_posix()}")


if __name__ == "__main__":
    main()
