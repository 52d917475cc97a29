"""The page of a search: hits by class with why they match, facets, passages; and the things of a class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from ...ask import is_question
from ...errors import ParkgraphError
from ...graph import Graph
from ...lookup import labels, select
from ...names import PG, SKOS, curie, iri
from ...queries import term
from ...rows import Entity
from ...search import FACETS, WHYS, Excerpt, Found, Hit, fold
from ..jobs import Job, Made, graph_of
from .rendering import render, word
from .tables import names_of

CONCEPT = SKOS + "Concept"
HITS = 100
PASSAGES = 20
THINGS_A_PAGE = 200
NEAREST = 3
BY_SOUND = "gb18030"
"""In this code the common characters stand in the order of their pinyin."""
LONGEST = 100
"""Characters of a wording that are looked for."""

_DETAILS = """SELECT ?e ?v WHERE {
  VALUES ?e { %E }
  VALUES (?rank ?p) {
    (1 pg:issuedBy) (2 pg:issueDate) (3 pg:locatedIn) (4 pg:inIndustry) (5 pg:partOf) (6 pg:targetYear)
  }
  ?e ?p ?v
} ORDER BY ?e ?rank ?v"""
_EVIDENCE = """SELECT ?e (COUNT(DISTINCT ?span) AS ?n) WHERE {
  VALUES ?e { %E } ?e pg:mentionedIn|pg:evidencedBy ?span
} GROUP BY ?e"""
_NARROWED = {
    "class": "?e a/rdfs:subClassOf* %V .",
    "place": "?e pg:locatedInTransitive|pg:locatedIn %V .",
    "tier": "?entry pg:selectedPark|pg:registeredPark ?e ; pg:onList/pg:atTier %V .",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit as the page shows it: the name that matches in three parts, why it does, a line of details, its quotes."""

    hit: Hit
    parts: tuple[str, str, str]
    why: str
    details: tuple[str, ...]
    quotes: int


def search(job: Job) -> Made:
    """The page of a search for `q` in `asked`, narrowed by its facets; without words, the things of a class."""
    graph = graph_of(job)
    asked = [tuple(pair) for pair in job["asked"]]
    words = dict(asked).get("q", "").strip()[:LONGEST]
    chosen = {facet: [value for name, value in asked if name == facet and value] for facet in FACETS}
    if not fold(words) and any(chosen.values()):
        return browse(job, graph, {facet: values[0] for facet, values in chosen.items() if values})
    meant = {facet: [value if facet == "year" else iri(value) for value in chosen[facet]] for facet in FACETS}
    found = graph.index.find(words, graph.lang, HITS, facets=meant, passages=True)
    excerpts = graph.passages(words, limit=PASSAGES)
    return render(
        job,
        "search.html",
        words=words,
        asks=is_question(words),
        found=found,
        groups=grouped(findings(graph, found.hits), graph.lang),
        facets=facets(found, chosen, graph.lang),
        chips=chips(graph, chosen),
        excerpts=[(excerpt, pieces(excerpt)) for excerpt in excerpts.shown],
        total_excerpts=excerpts.total,
        whole=excerpts.whole,
        quoted=excerpts.quoted,
        nearest=nearest(graph, words) if words and not found.total else [],
    )


def facets(found: Found, chosen: Mapping[str, Sequence[str]], lang: str) -> list[dict[str, Any]]:
    """Each facet with its values, whether they are chosen, and their counts."""
    concepts = word("Concept", lang)
    told = []
    for facet, counts in found.facets.items():
        values = [
            {
                "value": curie(one.value),
                "label": concepts if one.value == CONCEPT else one.label,
                "count": one.count,
                "on": curie(one.value) in chosen[facet],
            }
            for one in counts
        ]
        told.append({"name": facet, "values": values})
    return [facet for facet in told if facet["values"]]


def chips(graph: Graph, chosen: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """What is chosen, each of which can be taken back."""
    values = [(facet, value) for facet, values in chosen.items() for value in values]
    named = labels(graph.store, _iris(value for _, value in values), graph.lang)
    return [{"facet": facet, "value": value, "label": named.get(iri(value), value)} for facet, value in values]


def _iris(values: Any) -> list[str]:
    """The values that stand for things, as IRIs that can be asked for."""
    found = []
    for value in values:
        try:
            found.append(str(term(iri(value), "iri").value))
        except ParkgraphError:
            continue
    return found


def findings(graph: Graph, hits: Sequence[Hit]) -> list[Finding]:
    """Hits with what the page tells of them."""
    values = " ".join(str(ox.NamedNode(hit.iri)) for hit in hits)
    details: dict[str, list[str]] = {}
    rows = select(graph.store, _DETAILS.replace("%E", values))
    named = labels(graph.store, (row.iri("v") for row in rows if row.iri("v")), graph.lang)
    for row in rows:
        details.setdefault(row.iri("e"), []).append(named.get(row.iri("v"), row.text("v")))
    quotes = {row.iri("e"): int(row.text("n")) for row in select(graph.store, _EVIDENCE.replace("%E", values))}
    return [
        Finding(
            hit,
            (hit.matched[: hit.start], hit.matched[hit.start : hit.end], hit.matched[hit.end :]),
            WHYS[hit.why][0 if graph.lang == "zh" else 1],
            tuple(dict.fromkeys(details.get(hit.iri, ())))[:3],
            quotes.get(hit.iri, 0),
        )
        for hit in hits
    ]


def grouped(found: Sequence[Finding], lang: str) -> list[tuple[str, list[Finding]]]:
    """Hits by class, the class of the best hit first."""
    named = {one.hit.cls: word("Concept", lang) if one.hit.cls == CONCEPT else one.hit.kind for one in found}
    order = list(named)
    ordered = sorted(found, key=lambda one: order.index(one.hit.cls))
    return [(named[kind], list(group)) for kind, group in groupby(ordered, key=lambda one: one.hit.cls)]


def pieces(excerpt: Excerpt) -> tuple[str, str, str]:
    """A passage before, in and behind the match."""
    text = excerpt.text
    return text[: excerpt.start], text[excerpt.start : excerpt.end], text[excerpt.end :]


def nearest(graph: Graph, words: str) -> list[Entity]:
    """The things whose names share most with a wording that nothing answers to."""
    wanted = set(fold(words))
    scored: dict[str, float] = {}
    for name in graph.index.names:
        held = set(fold(name.text))
        if held and wanted & held:
            score = len(wanted & held) / len(wanted | held)
            scored[name.entity] = max(score, scored.get(name.entity, 0.0))
    best = sorted(scored, key=lambda entity: (-scored[entity], entity))[:NEAREST]
    named = labels(graph.store, best, graph.lang)
    return [Entity(entity, named[entity]) for entity in best]


def browse(job: Job, graph: Graph, chosen: Mapping[str, str]) -> Made:
    """The things of a class, in a place, or of a tier, page by page."""
    known = {facet: value for facet, value in chosen.items() if facet in _NARROWED and _iris([value])}
    lines = [_NARROWED[facet].replace("%V", str(ox.NamedNode(iri(value)))) for facet, value in known.items()]
    lines = lines or ["?e a/rdfs:subClassOf* pg:Park ."]
    query = f"SELECT DISTINCT ?e WHERE {{ {' '.join(lines)} FILTER(ISIRI(?e)) }}"
    things = sorted({row.iri("e") for row in select(graph.store, query)})
    named = labels(graph.store, things, graph.lang)
    called = names_of(graph, (Entity(thing, named[thing]) for thing in things))
    ordered = sorted(things, key=lambda thing: (called[thing].encode(BY_SOUND, "replace"), thing))
    pages = max(1, -(-len(ordered) // THINGS_A_PAGE))
    told = dict(tuple(pair) for pair in job["asked"]).get("page", "1")
    number = min(max(1, int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 1), pages)
    shown = ordered[(number - 1) * THINGS_A_PAGE : number * THINGS_A_PAGE]
    return render(
        job,
        "browse.html",
        things=[Entity(thing, called[thing]) for thing in shown],
        total=len(ordered),
        chips=chips(graph, {facet: [value] for facet, value in known.items()}),
        number_of_page=number,
        pages=pages,
        query=f"PREFIX pg: <{PG}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n{query}\nORDER BY ?e",
    )
