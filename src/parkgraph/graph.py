"""The façade: one graph that can be asked, whatever store answers. Every face talks to this and to nothing below."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from . import assets
from .answers import Document, Result, Triples, pack, results_json, tabulate, unpack
from .catalogue import listing
from .coverage import Coverage, measure
from .entities import Entities
from .errors import AssetError, UsageError
from .lookup import select
from .names import OWL, PG, RDF, curie, iri
from .queries import Question, find_question, load_questions, term
from .rows import Table
from .sparql import check_user_text
from .store import LocalStore, Store
from .turtle import fingerprint, read_triples
from .validate import Report, validate_graph
from .vocabulary import load_vocabulary
from .workers import run_child
from .workspace import registered_text, text_folders

if TYPE_CHECKING:
    import rdflib

    from .ask import Asked, Asker


ROW_LIMIT = 10_000
TIME_LIMIT = 10.0
VALIDATE_LIMIT = 300.0
CUT, WHOLE = b"-", b"+"
"""What a child puts before a document, to tell whether it has all rows."""


class Graph(Entities):
    """A graph to ask questions of; what it tells of single things and of their relations stands in `Entities`.

    Args:
        store: where the statements are.
        home: folder that holds `ontology/ queries/ shapes/ data/`.
        files: the files the store was filled from; empty for a remote one.
        workspace: the user's own workspace, if any.
        lang: `zh` or `en`, of the labels in answers.
        queries: folders with questions of the user's own, beside those in `home`.
    """

    def __init__(
        self,
        store: Store,
        home: Path,
        files: Sequence[Path] = (),
        *,
        workspace: Path | None = None,
        lang: str = "zh",
        queries: Sequence[Path] = (),
    ) -> None:
        self.store = store
        self.home = home
        self.files = tuple(files)
        self.workspace = workspace
        self.lang = lang
        self.folders = (home / "queries", *queries)

    # ------------------------------------------------------------------ questions

    def questions(self) -> dict[str, Question]:
        """All canned questions by name, in order of group and name."""
        return load_questions(*self.folders)

    def question(self, name: str) -> Question:
        """One canned question.

        Raises:
            UsageError: there is none of that name; near names are suggested.
        """
        return find_question(self.folders, name)

    def run(self, name: str, *, quotes: bool = False, limit: int | None = None, **values: str) -> Table:
        """The answer to a canned question.

        Args:
            name: of the question, see `questions`.
            quotes: whether to add the columns `source`, `section` and `quote`.
            limit: the largest number of rows.
            values: parameters; an entity may be given by label, slug, CURIE or IRI.

        Raises:
            UsageError: no such question or parameter, or a value of the wrong kind or with several meanings.
        """
        result = self.answer(name, values, limit=limit)
        return result.with_quotes() if quotes else result.table

    def answer(self, name: str, values: Mapping[str, str], *, limit: int | None = None) -> Result:
        """The answer to a canned question with the passages of each row; arguments and errors as in `run`."""
        question = self.question(name)
        found = self.store.query(question.bind(self._terms(question, values)))
        return tabulate(self.store, found, lang=self.lang, limit=limit, headings=self.headings(question))

    def _terms(self, question: Question, values: Mapping[str, str]) -> dict[str, Any]:
        """The parameters as terms, entities resolved by name."""
        bound: dict[str, Any] = {}
        kinds = {parameter.name: parameter for parameter in question.parameters}
        for name, value in values.items():
            if (parameter := kinds.get(name)) is None:
                bound[name] = ox.Literal(value)
                continue
            if ":" in parameter.type or parameter.type == "iri":
                cls = iri(parameter.type) if ":" in parameter.type else ""
                value = self.resolve(value, cls, name)
            bound[name] = term(value, parameter, where=question.name)
        return bound

    def ask(self, words: str, *, limit: int = 5) -> "Asked":
        """The canned questions that a wording in Chinese or English may mean, best first; nothing is run.

        Args:
            words: a question, or words of one.
            limit: the largest number of cards.
        """
        return self._asker.ask(words, self.lang, limit)

    @cached_property
    def _asker(self) -> "Asker":
        """What knows the wordings of the questions, kept for further ones."""
        from .ask import Asker

        return Asker(self.index, load_vocabulary(self.home / "ontology"), self.questions())

    # ------------------------------------------------------------------ free queries

    def query(
        self, text: str, *, limit: int | None = ROW_LIMIT, seconds: float = TIME_LIMIT
    ) -> Result | bool | Triples:
        """The answer to a user's own SPARQL query: a table, yes or no, or triples.

        A local graph is asked in a child process that is ended at the time limit; a remote one by the remote server.

        Raises:
            QueryError: the text cannot be read, is too long or too deep, or calls out (SERVICE, LOAD).
            TimeLimitError: the answer took longer than `seconds`.
        """
        check_user_text(text)
        if not self.files:
            return unpack(pack(self.store, text, lang=self.lang, limit=limit))
        return unpack(run_child("parkgraph.graph:query_job", self._job(text, limit, raw=False), seconds=seconds))

    def results_json(self, text: str, *, limit: int | None = ROW_LIMIT, seconds: float = TIME_LIMIT) -> Document:
        """The answer to a SELECT or ASK in the W3C results JSON format; runs and fails as `query` does."""
        check_user_text(text)
        if not self.files:
            return results_json(self.store, text, limit=limit)
        marked = run_child("parkgraph.graph:query_job", self._job(text, limit, raw=True), seconds=seconds)
        document = Document(marked[1:])
        document.cut = marked[:1] == CUT
        return document

    def _job(self, text: str, limit: int | None, *, raw: bool) -> dict[str, Any]:
        """What the child process is told."""
        files = [str(path) for path in self.files]
        return {"files": files, "text": text, "lang": self.lang, "limit": limit, "raw": raw}

    def bound(self, name: str, values: Mapping[str, str]) -> str:
        """The SPARQL text of a canned question with its parameters filled in."""
        question = self.question(name)
        return question.bind(self._terms(question, values))

    # ------------------------------------------------------------------ lists and figures

    def listing(self, kind: str) -> Table:
        """The classes, properties or sources of the graph with how often they are used.

        Args:
            kind: `classes`, `properties` or `sources`; or `lenses`, the ways of looking at its relations.
        """
        if kind == "lenses":
            return self.lens_table()
        return listing(self.store, load_vocabulary(self.home / "ontology"), kind, self.lang)

    def info(self) -> dict[str, Any]:
        """Versions, number of statements, fingerprint, and instances per class.

        Returns:
            `package`, `ontology`, `data` (versions), `triples` and `fingerprint` (of the built graph, without ontology
            and concepts), `classes` (CURIE to number of instances, alphabetical).
        """
        triples = self._data
        kinds = Counter(str(t.object)[1:-1] for t in triples if t.predicate.value == RDF + "type")
        rows = select(self.store, f"SELECT ?v WHERE {{ <{PG[:-1]}> <{OWL}versionInfo> ?v }}")
        return {
            "package": _package_version(),
            "ontology": rows[0].text("v") if rows else "",
            "data": self.data_version(),
            "triples": len(triples),
            "fingerprint": fingerprint(triples),
            "classes": {curie(kind): kinds[kind] for kind in sorted(kinds)},
        }

    @cached_property
    def _data(self) -> list[ox.Triple]:
        """Every statement of the built graph, ontology and concepts left out."""
        if self.files:
            return list({t for path in self.files if path.parent.name != "ontology" for t in read_triples(path)})
        terms = LocalStore.from_files([self.home / "ontology" / f"{name}.ttl" for name in ("parkgraph", "concepts")])
        return sorted((t for t in _everything(self.store) - _everything(terms) if _is_named(t)), key=str)

    def coverage(self, source: str, sources: Path | None = None) -> Coverage:
        """How much of a source's text the graph holds, sentence by sentence.

        Args:
            source: slug, label or IRI of the source.
            sources: folder that holds the text; the usual places when left out.

        Raises:
            UsageError: there is no such source.
            DataError: its text is not at hand, or not the one that was registered.
        """
        named = f"source-{source}" if source.isascii() and source[:4] not in ("http", "sour", "pgd:") else source
        slug = self.resolve(named, PG + "SourceDocument").rsplit("/source-", 1)[-1]
        return measure(self.store, slug, registered_text(self.home, self.workspace, slug, sources), self.lang)

    # ------------------------------------------------------------------ other forms

    def rdflib(self) -> "rdflib.Graph":
        """The graph with ontology and concepts as an `rdflib.Graph`."""
        import rdflib

        graph = rdflib.Graph()
        lines = "".join(f"{triple} .\n" for triple in sorted(_everything(self.store), key=str))
        return graph.parse(data=lines, format="nt")

    def validate(
        self,
        files: Sequence[Path] = (),
        *,
        alone: bool = False,
        shapes: Sequence[Path] = (),
        sources: Path | None = None,
    ) -> Report:
        """The findings of the shapes about files, or about the graph itself where no file is given.

        Files and shapes of the caller's are read in a child process that is ended after `VALIDATE_LIMIT` seconds.
        Texts are also looked for in a `sources/` beside a file, and in that of the workspace.
        """
        if self.workspace and not files and not alone:
            files = [self.home / "data" / "parkgraph.ttl", self.workspace / "graph.ttl"]
        owners = dict.fromkeys([*(path.parent for path in files), *([self.workspace] if self.workspace else [])])
        folders = text_folders(self.home / "data", sources, owners)
        if not files and not shapes:
            return validate_graph(self.home, folders=folders)
        named = {"files": files, "shapes": shapes, "folders": folders}
        job = {name: [str(path) for path in paths] for name, paths in named.items()}
        raw = run_child(
            "parkgraph.validate:validate_job",
            {**job, "home": str(self.home), "alone": alone},
            seconds=VALIDATE_LIMIT,
            megabytes=4096,
        )
        return Report.from_json(json.loads(raw))


def open_graph(
    store: Path | str | None = None,
    *,
    workspace: Path | str | None = None,
    lang: str = "zh",
    home: Path | str | None = None,
    queries: Sequence[Path | str] = (),
) -> Graph:
    """The shipped graph, with a workspace on top where one is given.

    Args:
        store: directory that keeps the graph on disk between runs; in memory when left out.
        workspace: folder whose `graph.ttl` is read on top of the shipped graph.
        lang: `zh` or `en`, of the labels in answers.
        home: folder that holds `ontology/ queries/ shapes/ data/`; found by itself when left out.
        queries: folders with questions of the user's own, beside the shipped ones.

    Raises:
        AssetError: a file is missing.
        UsageError: the language is neither `zh` nor `en`, or the directory holds something else.
    """
    _check_language(lang)
    base = Path(home) if home else assets.root()
    files = graph_files(base, Path(workspace) if workspace else None)
    if store is None:
        kept: Store = LocalStore.from_files(files)
    else:
        from .datasets import keep

        kept = keep(Path(store), files)
    own = Path(workspace) if workspace else None
    return Graph(kept, base, files, workspace=own, lang=lang, queries=[Path(folder) for folder in queries])


def graph_files(home: Path, workspace: Path | None = None) -> list[Path]:
    """The files that the graph is made of: ontology, concepts, the shipped graph, and a workspace's on top.

    Raises:
        AssetError: one is missing.
    """
    files = [home / "ontology" / "parkgraph.ttl", home / "ontology" / "concepts.ttl", home / "data" / "parkgraph.ttl"]
    if workspace is not None:
        files.append(workspace / "graph.ttl")
    for path in files:
        if not path.is_file():
            named = f" --workspace {workspace}" if path.name == "graph.ttl" else ""
            raise AssetError(f"找不到 {path.name}", where=str(path.parent), remedy=f"请先运行 parkgraph build{named}。")
    return files


def remote_graph(
    url: str, *, graph: str | None = None, lang: str = "zh", queries: Sequence[Path | str] = (), **login: Any
) -> Graph:
    """A graph in somebody's triplestore, asked over the SPARQL protocol.

    Args:
        url: of the query endpoint.
        graph: IRI of the named graph that holds the statements; the store's default graph when left out.
        lang: `zh` or `en`, of the labels in answers.
        queries: folders with questions of the user's own, beside the shipped ones.
        login: `user`, `password`, `seconds` as `RemoteStore` takes them.

    Raises:
        UsageError: the language is neither `zh` nor `en`, or the URL is not one that can be asked.
    """
    from .store import RemoteStore

    _check_language(lang)
    folders = [Path(folder) for folder in queries]
    return Graph(RemoteStore(url, graph=graph, **login), assets.root(), lang=lang, queries=folders)


def query_job(job: Mapping[str, Any]) -> bytes:
    """What the child process runs for `Graph.query`: the files are loaded there, and the text is parsed only there."""
    store = LocalStore.from_files([Path(path) for path in job["files"]])
    if job["raw"]:
        document = results_json(store, job["text"], limit=job["limit"])
        return (CUT if document.cut else WHOLE) + document
    return pack(store, job["text"], lang=job["lang"], limit=job["limit"])


def _everything(store: Store) -> set[ox.Triple]:
    """Every statement that a store holds, numbers as its engine writes them."""
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(answer, ox.QueryTriples)
    return set(answer)


def _is_named(triple: ox.Triple) -> bool:
    """Whether a statement has no blank node: those of the ontology are called differently wherever they are loaded."""
    return not any(isinstance(end, ox.BlankNode) for end in (triple.subject, triple.object))


def _check_language(lang: str) -> None:
    """Nothing, for a language that labels are asked in."""
    if lang not in ("zh", "en"):
        raise UsageError(f"没有 {lang} 这种语言", where="lang", remedy="请用 zh 或 en。")


def _package_version() -> str:
    """The version of the installed package."""
    from importlib.metadata import version

    return version("parkgraph")
