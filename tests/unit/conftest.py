"""The toy town: a small invented workspace in a house of its own, and the ways to build it and to be refused."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pyoxigraph as ox
import pytest

from parkgraph.build import Build, build_graph, write_build
from parkgraph.errors import DataError
from parkgraph.names import PGD, XSD, curie
from parkgraph.vocabulary import Vocabulary, load_vocabulary

REPO = Path(__file__).parents[2]
TOYTOWN = Path(__file__).parents[1] / "toytown"
NOTICE = "moushi-2024-notice"

Told = set[tuple[str, str, str]]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the toy town, as the data of a house that shares the repository's ontology and rules."""
    home = tmp_path / "house"
    home.mkdir()
    for room in ("ontology", "queries"):
        (home / room).symlink_to(REPO / room)
    return Path(shutil.copytree(TOYTOWN, home / "data"))


@pytest.fixture
def build(town: Path) -> Callable[..., Build]:
    """Builds the toy town from its texts; `folders=[]` leaves the lock alone to answer for them."""

    def built(**options: Any) -> Build:
        folders = options.pop("folders", [town / "sources"])
        return build_graph(town.parent, options.pop("workspace", town), folders, **options)

    return built


@pytest.fixture
def record(town: Path) -> Callable[..., Path]:
    """Puts a record file in the place of all others and empties the registry; the first record stands on line 3."""

    def written(text: str, slug: str = NOTICE) -> Path:
        for path in [*town.glob("records/*"), *town.glob("registry/*")]:
            path.unlink()
        path = town / "records" / f"{slug}.yaml"
        path.write_text(f"source: source-{slug}\nrecords:\n{dedent(text).lstrip()}", encoding="utf-8")
        return path

    return written


@pytest.fixture
def edit(town: Path) -> Callable[[str, str, str], None]:
    """Replaces a passage that stands once in one of the toy town's files."""

    def edited(name: str, old: str, new: str) -> None:
        text = (town / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (town / name).write_text(text.replace(old, new), encoding="utf-8")

    return edited


@pytest.fixture
def refusal(town: Path, build: Callable[..., Build]) -> Callable[..., str]:
    """What a build says that must be refused: exactly of the kind expected, exit code 3, and no file is touched.

    Paths in the message begin at the workspace, those of rules at the house.
    """

    def refused(kind: type[DataError], **options: Any) -> str:
        before = files(town.parent)
        with pytest.raises(kind) as caught:
            write_build(build(**options), town / "parkgraph.ttl")
        assert type(caught.value) is kind
        assert caught.value.exit_code == 3
        assert files(town.parent) == before
        return str(caught.value).replace(f"{town}/", "").replace(f"{town.parent}/", "")

    return refused


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Time of change and bytes of every file below a folder."""
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def told() -> Callable[[Iterable[ox.Triple]], Told]:
    """Statements in short: entities by slug, other names as CURIEs, literals as in Turtle with their type's CURIE."""

    def short(term: Any) -> str:
        if isinstance(term, ox.NamedNode):
            return term.value.removeprefix(PGD) if term.value.startswith(PGD) else curie(term.value)
        kind = f"@{term.language}" if term.language else f"^^{curie(term.datatype.value)}"
        return f'"{term.value}"{kind.removesuffix("^^xsd:string")}'

    return lambda triples: {(short(t.subject), short(t.predicate), short(t.object)) for t in triples}


@pytest.fixture(scope="session")
def in_rdflib() -> Callable[[Iterable[ox.Triple]], set[tuple[Any, ...]]]:
    """Statements in rdflib's terms, literals by their very wording."""
    import rdflib

    def term(value: Any) -> rdflib.term.Node:
        if isinstance(value, ox.NamedNode):
            return rdflib.URIRef(value.value)
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        plain = value.datatype.value == XSD + "string"
        return rdflib.Literal(value.value, datatype=None if plain else rdflib.URIRef(value.datatype.value))

    return lambda triples: {tuple(term(part) for part in (t.subject, t.predicate, t.object)) for t in triples}


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The repository's vocabulary."""
    return load_vocabulary(REPO / "ontology")
