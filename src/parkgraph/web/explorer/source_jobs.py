"""The page of a source: its quotes in the order of the text, what rests on each, and the text where it is at hand.

The quotes are stepped through by links, all of them or those of one thing; each leads to its place on the official page
where the address of that is known.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from ...describe import Page
from ...errors import ParkgraphError, UsageError
from ...graph import Graph
from ...lookup import labels, select
from ...names import PGD, slug
from ...rows import Entity
from ...text import WEB
from ...workspace import registered_text
from ..jobs import Job, Made, graph_of
from .rendering import SPAN, address_of, missing, render
from .tables import names_of
from .wording import speaker

WHOLE, EDGE = 40, 16
"""Up to how many characters a link names a passage whole, and how many of a longer one at either end."""

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

_ORIGIN = """SELECT ?address ?day ?hash WHERE {
  OPTIONAL { %S pg:retrievedFrom ?address } OPTIONAL { %S pg:retrievedOn ?day } OPTIONAL { %S pg:sha256 ?hash }
}"""

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

    @property
    def iri(self) -> str:
        """The IRI of its span."""
        return PGD + self.name


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: the names of the quotes it belongs to, and of those that begin with it."""

    text: str
    names: tuple[str, ...]
    begins: tuple[str, ...]

    @property
    def places(self) -> str:
        """Where its quotes stand, as scripts look for them."""
        return " ".join("-".join(name.split("-")[-2:]) for name in self.names)


def source(job: Job) -> Made:
    """The page of the source `slug`; `thing` in `asked` names the thing whose quotes are stepped through.

    With `pass_on`, for a folder that is passed on, it comes without its text and its query.
    """
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
        **origin(graph, term),
        at_passage=at_passage,
        **walk(graph, job["slug"], quotes, dict(tuple(pair) for pair in job["asked"]).get("thing", "")),
        query=""
        if pass_on
        else f"SELECT ?span ?quote WHERE {{\n  ?span <http://www.w3.org/ns/oa#hasSource> <{iri}> ;\n"
        "    <http://www.w3.org/ns/oa#exact> ?quote ; <http://www.w3.org/ns/oa#start> ?start .\n} ORDER BY ?start",
    )


def walk(graph: Graph, name: str, quotes: Iterable[Quote], wanted: str) -> dict[str, Any]:
    """The way through the quotes of a source.

    Args:
        graph: what is asked.
        name: slug of the source.
        quotes: all of them in order.
        wanted: slug of the thing whose quotes are wanted; all are where it is empty.

    Returns:
        `steps`, the names of the quotes in order, and `places`, each name with its number; `whose` they are, None where
        all are stepped through; `elsewhere`, the other sources that tell of the thing, each with how many of its quotes
        are there and where the first is; `unknown`, what was asked for and this source does not tell of.
    """
    everything = [quote.name for quote in quotes]
    whole = {"steps": everything, "places": _numbered(everything), "whose": None, "elsewhere": [], "unknown": wanted}
    try:
        page = graph.show(wanted) if wanted else None
    except UsageError:
        page = None
    spans = spans_of(page) if page else set()
    steps = [name for name in everything if name in spans]
    if not page or not steps:
        return whole
    found: dict[str, list[str]] = {}
    for span in sorted(spans - set(steps), key=lambda span: (source_of(span), _start(span))):
        found.setdefault(source_of(span), []).append(span)
    named = labels(graph.store, (f"{PGD}source-{other}" for other in found), graph.lang)
    elsewhere = [
        (
            named[f"{PGD}source-{other}"],
            len(there),
            address_of(f"/source/{other}#{there[0]}", graph.lang, [("thing", slug(page.iri))]),
        )
        for other, there in found.items()
    ]
    whose = Entity(page.iri, page.label)
    return {"steps": steps, "places": _numbered(steps), "whose": whose, "elsewhere": elsewhere, "unknown": ""}


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """Each name with its number, from 0."""
    return {name: number for number, name in enumerate(names)}


def source_of(span: str) -> str:
    """The slug of the source that a span is of."""
    return span.removeprefix("span-").rsplit("-", 2)[0]


def _start(span: str) -> int:
    """Where a span begins."""
    return int(span.rsplit("-", 2)[1])


def spans_of(page: Page) -> set[str]:
    """Names of the quotes that the page of a thing shows."""
    facts = [*page.facts, *page.incoming, *(fact for b in page.blocks for field in b.fields for fact in field.facts)]
    told = [fact.passages for fact in facts] + [spelling.passages for spelling in page.spellings] + [page.mentions]
    return {slug(passage.span) for passages in told for passage in passages if SPAN.fullmatch(passage.span)}


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


@lru_cache(maxsize=8)
def text_of(graph: Graph, name: str) -> str | None:
    """The text of a source where it is at hand and the one that was registered."""
    try:
        return registered_text(graph.home, graph.workspace, name)
    except ParkgraphError:
        return None


def origin(graph: Graph, term: str) -> dict[str, Any]:
    """The official page of a source, the day it was taken from there, and its hash; empty where not told."""
    told = select(graph.store, _ORIGIN.replace("%S", term))[0]
    address = told.text("address")
    return {
        "official": address if WEB.fullmatch(address) else "",
        "retrieved": told.text("day"),
        "hash": told.text("hash"),
    }


def at_passage(address: str, wording: str) -> str:
    """A web address at a passage: where browsers know text fragments, they scroll to the wording and mark it."""
    wording = " ".join(wording.split())
    ends = [wording] if len(wording) <= WHOLE else [wording[:EDGE], wording[-EDGE:]]
    told = ",".join(quote(end.strip(), safe="").replace("-", "%2D") for end in ends)
    return f"{address}{'' if '#' in address else '#'}:~:text={told}"


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
