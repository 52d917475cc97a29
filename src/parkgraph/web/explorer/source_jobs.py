"""The page of a source: its quotes in the order of the text, what rests on each, and the text where it is at hand."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from ...errors import ParkgraphError
from ...graph import Graph
from ...lookup import labels, select
from ...names import PGD, slug
from ...rows import Entity
from ...text import Source, load_sources, load_text
from ...workspace import text_folders
from ..jobs import Job, Made, graph_of
from .rendering import WEB, missing, render
from .tables import names_of
from .wording import speaker

_SPANS = """SELECT ?span ?quote ?start ?end ?section WHERE {
  ?span oa:hasSource %S ; oa:exact ?quote ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?span pg:inSection ?section }
} ORDER BY ?start ?end ?span"""

_RESTING = """SELECT DISTINCT ?span ?thing WHERE {
  ?span oa:hasSource %S . ?thing pg:evidencedBy|pg:mentionedIn ?span
} ORDER BY ?span ?thing"""

_STATEMENTS = """SELECT DISTINCT ?thing ?s ?p ?o WHERE {
  ?span oa:hasSource %S . ?thing pg:evidencedBy ?span ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
} ORDER BY ?thing ?s ?p ?o"""

_ABOUT = """SELECT ?p ?v WHERE { %S ?p ?v FILTER(?p NOT IN (rdf:type, skos:prefLabel)) } ORDER BY ?p ?v"""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote: where it stands, and what rests on it."""

    name: str
    text: str
    start: int
    end: int
    section: Entity | None
    resting: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: the names of the quotes it belongs to, and of those that begin with it."""

    text: str
    names: tuple[str, ...]
    begins: tuple[str, ...]


def source(job: Job) -> Made:
    """The page of the source `slug`; with `pass_on`, for a folder that is passed on, without its text and its query."""
    graph = graph_of(job)
    iri = f"{PGD}source-{job['slug']}"
    term = str(ox.NamedNode(iri))
    if not select(graph.store, f"SELECT ?c WHERE {{ {term} a ?c FILTER(?c = pg:SourceDocument) }}"):
        return missing()
    quotes = quotes_of(graph, term)
    pass_on = job.get("pass_on", False)
    text = None if pass_on else text_of(graph, job["slug"])
    return render(
        job,
        "source.html",
        iri=iri,
        label=labels(graph.store, [iri], graph.lang)[iri],
        name=job["slug"],
        about=about(graph, term),
        quotes=quotes,
        by_section=[(section, list(group)) for section, group in groupby(quotes, key=lambda quote: quote.section)],
        facts=len({thing.iri for quote in quotes for thing in quote.resting}),
        paragraphs=paragraphs(text, quotes) if text is not None else [],
        whole=text is not None,
        official=official(graph, job["slug"], quotes),
        query=""
        if pass_on
        else f"SELECT ?span ?quote WHERE {{\n  ?span <http://www.w3.org/ns/oa#hasSource> <{iri}> ;\n"
        "    <http://www.w3.org/ns/oa#exact> ?quote ; <http://www.w3.org/ns/oa#start> ?start .\n} ORDER BY ?start",
    )


def quotes_of(graph: Graph, term: str) -> list[Quote]:
    """The quotes of a source in the order of the text."""
    rows = select(graph.store, _SPANS.replace("%S", term))
    resting: dict[str, list[str]] = {}
    for row in select(graph.store, _RESTING.replace("%S", term)):
        resting.setdefault(row.iri("span"), []).append(row.iri("thing"))
    things = sorted({thing for found in resting.values() for thing in found})
    named = labels(graph.store, [*things, *(row.iri("section") for row in rows if row.iri("section"))], graph.lang)
    called = {**names_of(graph, (Entity(thing, named[thing]) for thing in things)), **sentences(graph, term)}
    return [
        Quote(
            slug(row.iri("span")),
            row.text("quote"),
            int(row.text("start")),
            int(row.text("end")),
            Entity(section, named[section]) if (section := row.iri("section")) else None,
            tuple(Entity(thing, called[thing]) for thing in resting.get(row.iri("span"), ())),
        )
        for row in rows
    ]


def sentences(graph: Graph, term: str) -> dict[str, str]:
    """What the assertions say that rest on a source, in words: what, which relation, and to what."""
    rows = select(graph.store, _STATEMENTS.replace("%S", term))
    iris = {row.iri(part) for row in rows for part in ("s", "p", "o") if row.iri(part)}
    named = labels(graph.store, iris, graph.lang)
    colon = speaker(graph.lang)("colon")
    return {
        row.iri(
            "thing"
        ): f"{named[row.iri('s')]} · {named[row.iri('p')]}{colon}{named.get(row.iri('o'), row.text('o'))}"
        for row in rows
        if row.iri("s") and row.iri("p")
    }


def about(graph: Graph, term: str) -> list[tuple[str, list[Entity | str]]]:
    """What is said of a source, property by property."""
    rows = select(graph.store, _ABOUT.replace("%S", term))
    iris = [row.iri("v") for row in rows if row.iri("v")]
    named = labels(graph.store, [*iris, *(row.iri("p") for row in rows)], graph.lang)
    found: dict[str, list[Entity | str]] = {}
    for row in rows:
        value = row.iri("v")
        language = getattr(row["v"], "language", None)
        if language in (None, graph.lang) or not isinstance(row["v"], ox.Literal):
            found.setdefault(named[row.iri("p")], []).append(Entity(value, named[value]) if value else row.text("v"))
    return list(found.items())


def registered(home: Path, name: str) -> Source | None:
    """The register entry of a source that is shipped."""
    return load_sources(home / "data" / "sources").get(name)


@lru_cache(maxsize=8)
def text_of(graph: Graph, name: str) -> str | None:
    """The text of a source where it is at hand and the one that was registered."""
    entry = registered(graph.home, name)
    try:
        return load_text(entry, text_folders(graph.home / "data", None)) if entry else None
    except ParkgraphError:
        return None


def official(graph: Graph, name: str, quotes: Sequence[Quote]) -> str:
    """The official page of a source, at its first quote; empty where no address is known."""
    entry = registered(graph.home, name)
    address = entry.more.get("address", "") if entry else ""
    if not WEB.fullmatch(address):
        return ""
    return f"{address}#:~:text={quote(quotes[0].text)}" if quotes and "#" not in address else address


def paragraphs(text: str, quotes: Iterable[Quote]) -> list[list[Piece]]:
    """A text, paragraph by paragraph, cut wherever a quote begins or ends."""
    known = sorted(quotes, key=lambda quote: (quote.start, quote.end))
    edges = sorted({0, len(text), *(quote.start for quote in known), *(quote.end for quote in known)})
    edges = [edge for edge in edges if 0 <= edge <= len(text)]
    starts = [quote.start for quote in known]
    longest = max((quote.end - quote.start for quote in known), default=0)
    found: list[list[Piece]] = [[]]
    for first, last in pairwise(edges):
        near = known[bisect_right(starts, first - longest - 1) : bisect_right(starts, first)]
        over = tuple(quote.name for quote in near if quote.start <= first < quote.end)
        begins = tuple(quote.name for quote in near if quote.start == first)
        for number, line in enumerate(text[first:last].split("\n")):
            if number:
                found.append([])
            found[-1].append(Piece(line, over, begins if not number else ()))
    return [pieces for pieces in found if any(piece.text.strip() for piece in pieces)]
