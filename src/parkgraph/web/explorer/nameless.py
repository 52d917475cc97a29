"""What to call facts that have no name of their own: their class, and what they speak about."""

from collections.abc import Iterable

import pyoxigraph as ox

from ...graph import Graph
from ...lookup import batches, classes, labels, select
from ...names import slug
from .rendering import word
from .wording import speaker

PARTS = 2
LONGEST = 40
_ABOUT = """SELECT ?s ?o WHERE {
  VALUES ?s { %s }
  ?s ?p ?o .
  FILTER(STRSTARTS(STR(?p), STR(pg:)) || ?p IN (rdf:subject, rdf:object))
  FILTER(?p NOT IN (pg:evidencedBy, pg:mentionedIn, pg:inSection, pg:inferredByRule))
  FILTER(?p NOT IN (pg:assertionBasis, pg:secondReading, pg:asOfPrecision, pg:repairKind))
  FILTER(ISIRI(?o) || LANG(?o) IN ("zh", "zh-hant"))
  BIND(IF(ISLITERAL(?o), 1, IF(EXISTS { ?o a skos:Concept }, 2, 0)) AS ?last)
} ORDER BY ?s ?last DESC(?p) ?o"""
"""Things first, from subject to object, then wordings, then concepts."""


def described(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    """Nameless things by class and what they point at, or else what they cite: `文件引用：甲、乙`."""
    nameless = list(iris)
    if not nameless:
        return {}
    kinds = classes(graph.store, nameless)
    named = labels(graph.store, kinds.values(), graph.lang)
    about = _about(graph, nameless)
    colon = speaker(graph.lang)("colon")
    comma = speaker(graph.lang)("and")
    told = {}
    for iri in nameless:
        kind = named.get(kinds.get(iri, ""), "")
        parts = comma.join(about.get(iri, ()))
        told[iri] = f"{kind}{colon}{parts}" if kind and parts else f"{kind} {slug(iri)}".strip()
        if (known := word(slug(iri), graph.lang)) != slug(iri):
            told[iri] = known
    return told


def shortened(name: str) -> str:
    """A name that is not too long to stand in another."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _about(graph: Graph, iris: Iterable[str]) -> dict[str, list[str]]:
    """The names of the first things that each points at; short wordings where there are too few."""
    pointed: dict[str, list[ox.NamedNode | ox.Literal]] = {}
    for values in batches(sorted(iris)):
        for row in select(graph.store, _ABOUT % values):
            pointed.setdefault(row.iri("s"), []).append(row["o"])  # type: ignore[arg-type]
    things = {o.value for held in pointed.values() for o in held if isinstance(o, ox.NamedNode)}
    named = {iri: name for iri, name in labels(graph.store, things, graph.lang).items() if name != slug(iri)}
    told = {}
    for iri, held in pointed.items():
        said = [named.get(o.value, "") if isinstance(o, ox.NamedNode) else o.value for o in held]
        told[iri] = [shortened(name) for name in dict.fromkeys(said) if name][:PARTS]
    return told
