"""Making the folder: which pages there are, all of them rendered and rewritten, and the folder written whole."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ..datasets import Generation, create
from ..errors import EngineError
from ..export.folder import write_folder
from ..export.manifest import MANIFEST, SUMS, ExportedFile, Manifest, checksums, sha256
from ..graph import ROW_LIMIT, Graph, graph_files, open_graph
from ..lookup import select
from ..names import BASE, PGD, slug
from ..web.explorer.asking import count
from ..web.explorer.question_jobs import ROWS_A_PAGE
from ..web.explorer.rendering import address_of, page_of
from ..web.explorer.static_files import FOLDER, TYPES
from ..web.media import HTML
from .index import search_index
from .pages import FUNCTIONS, ROOM
from .places import bare, place_of
from .rewriting import rewritten

LANGUAGES = ("zh", "en")
STATIC = ("style.css", "site.css", "icon.svg", "site.js", "charts.js", "question.css", "tables.js")
VENDOR = ("charts.bundle.js", "charts.bundle.js.LEGAL.txt", "LICENSES.txt")
WHOLE = {
    "/": "home", "/q": "gallery", "/search": "search", "/graph": "relations",
    "/dashboard": "dashboard", "/vocabulary": "vocabulary", "/about": "about",
    "/changes": "changes",
}  # fmt: skip
"""Addresses of the pages that stand for all of the graph, and what makes them."""

_THINGS = """SELECT DISTINCT ?e WHERE { ?e a ?class FILTER(STRSTARTS(STR(?e), "%B") && !STRSTARTS(STR(?e), "%Bontology")
  && !STRSTARTS(STR(?e), "%Dfact-") && !STRSTARTS(STR(?e), "%Dspan-")) } ORDER BY ?e"""


@dataclass(frozen=True, slots=True)
class Task:
    """A page to make: its file, the name of what makes it, and the job for that."""

    file: str
    kind: str
    job: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: how many pages, pictures and files, and how many bytes."""

    pages: int
    pictures: int
    files: int
    size: int


def build_site(home: Path, directory: Path, *, workspace: Path | None = None, force: bool = False) -> Site:
    """Write the explorer into a folder.

    Facts have no page of their own: they stand with their quotes on the pages of the things they speak of.

    Args:
        home: folder that holds `ontology/ queries/ shapes/ data/`.
        directory: empty or new, or one that holds an earlier site.
        workspace: folder whose `graph.ttl` is read on top of the shipped graph.
        force: whether an earlier site may be replaced.

    Raises:
        UsageError: the folder holds something else; nothing has been touched.
        AssetError, EngineError: a file is missing, or the folder cannot be written.
    """
    if not force:
        write_folder(directory, {})  # says at once where it may not be written
    graph = open_graph(workspace=workspace, home=home)
    known = graph.info()
    with tempfile.TemporaryDirectory(prefix="parkgraph-site-") as room:
        generation = create(Path(room) / "store", graph_files(home, workspace))
        contents, pictures = _made(graph, _place(graph, generation, known["fingerprint"]))
    pages = sum(path.endswith(".html") for path in contents)
    kinds = {**TYPES, ".html": HTML.media}
    files = tuple(
        ExportedFile(path, len(content), sha256(content), kinds[Path(path).suffix])
        for path, content in sorted(contents.items())
    )
    sources = {
        slug(row.iri("s")): row.text("h") for row in select(graph.store, "SELECT ?s ?h WHERE { ?s pg:sha256 ?h }")
    }
    told = {name: known[name] for name in ("package", "ontology", "data", "fingerprint", "triples")}
    manifest = Manifest(**told, sources=dict(sorted(sources.items())), graphs={}, files=files)
    contents[MANIFEST] = manifest.to_json().encode("utf-8")
    contents[SUMS] = checksums(contents).encode("utf-8")
    write_folder(directory, contents, force=force)
    return Site(pages, pictures, len(contents), sum(map(len, contents.values())))


def _place(graph: Graph, generation: Generation, fingerprint: str) -> dict[str, Any]:
    """Where the data are, as jobs say it."""
    told = {
        "number": generation.number,
        "directory": str(generation.directory),
        "fingerprint": generation.fingerprint,
        "quads": generation.quads,
    }
    workspace = graph.workspace and str(graph.workspace.resolve())
    place = {"home": str(graph.home), "workspace": workspace, "generation": told, "fingerprint": fingerprint}
    return {**place, "endpoint": None, "graph": None, "queries": []}


def _made(graph: Graph, place: Mapping[str, Any]) -> tuple[dict[str, bytes], int]:
    """Every file of the folder but its list, and how many pictures there are."""
    things = [row.iri("e") for row in select(graph.store, _THINGS.replace("%B", BASE).replace("%D", PGD))]
    shown = {iri: file for iri in things if (file := bare(place_of(page_of(iri))))}
    contents = {f"static/{name}": (FOLDER / name).read_bytes() for name in STATIC}
    contents |= {f"static/vendor/{name}": (FOLDER / "vendor" / name).read_bytes() for name in VENDOR}
    contents["static/search.js"] = (ROOM / "search.js").read_bytes()
    contents["static/search-index.js"] = search_index(graph, shown).encode("utf-8")
    pages = list(_pages(graph, shown, place))
    # Processes are started afresh: a fork of one in which a store is open may hang.
    with _failing_whole(), ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        drawn = pool.map(_rendered, _pictures(shown, place), chunksize=8)
        pictures = {file: made for file, made in drawn if made}
        known = frozenset({*contents, *pictures, *(page.file for page in pages)})
        contents |= pictures
        contents |= pool.map(partial(_page, known), pages, chunksize=8)
    return contents, len(pictures)


@contextmanager
def _failing_whole() -> Iterator[None]:
    """While it is open, the end of one process is the end of all.

    Raises:
        EngineError: a process was killed.
    """
    try:
        yield
    except BrokenProcessPool as error:
        remedy = "请关闭其他程序，留出内存后重试。"
        raise EngineError("制作页面的进程被系统终止，网站没有写出", remedy=remedy) from error


def _pages(graph: Graph, shown: Mapping[str, str], place: Mapping[str, Any]) -> Iterator[Task]:
    """The pages of the folder."""
    told: list[tuple[str, str, dict[str, Any]]] = [(address, kind, {}) for address, kind in WHOLE.items()]
    for name, question in graph.questions().items():
        for number in range(1, max(1, -(-count(graph, question.text) // ROWS_A_PAGE)) + 1):
            asked = [("page", str(number))] if number > 1 else []
            told.append((f"/q/{name}", "question", {"name": name, "rows": ROW_LIMIT, "asked": asked}))
    for iri, file in shown.items():
        if file.startswith("source/"):
            told.append((page_of(iri), "source", {"slug": slug(iri).removeprefix("source-")}))
            told.append((f"/id/{slug(iri)}.html", "entity", {"iri": iri}))
        else:
            told.append((page_of(iri), "entity", {"iri": iri}))
    for lang in LANGUAGES:
        for address, kind, more in told:
            job: dict[str, Any] = {**_job(place, lang), "path": address, **more}
            yield Task(bare(place_of(address_of(address, lang, job["asked"]))), kind, job)


def _pictures(shown: Iterable[str], place: Mapping[str, Any]) -> list[Task]:
    """The pictures of the folder, those that turn out to be empty too."""
    return [
        Task(place_of(f"/graph?start={slug(iri)}&lang={lang}"), "picture", {**_job(place, lang), "iri": iri})
        for lang in LANGUAGES
        for iri in shown
    ]


def _job(place: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the job of every page says."""
    return {"at": place, "lang": lang, "theme": "", "asked": [], "base": "", "static": "/static"}


def _rendered(task: Task) -> tuple[str, bytes]:
    """A file of the folder as the service makes it."""
    return task.file, FUNCTIONS[task.kind](task.job)[1]


def _page(known: frozenset[str], task: Task) -> tuple[str, bytes]:
    """A page of the folder."""
    file, made = _rendered(task)
    return file, rewritten(made.decode("utf-8"), file, known).encode("utf-8")
