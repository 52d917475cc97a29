"""What a search looks through: every name of every entity, what entities are counted by, and the quotes."""

from collections import defaultdict
from dataclasses import dataclass

from ..lookup import select
from ..names import SKOS
from ..store import Store

FACETS = ("class", "place", "year", "tier")
"""What hits are counted by: class, prefecture-level city, year, and tier of designation."""

_OURS = "FILTER(STRSTARTS(STR(?e), STR(pgd:)) || STRSTARTS(STR(?e), STR(pgc:)))"
_NAMES = f"""SELECT DISTINCT ?e ?p ?name WHERE {{
  {{ VALUES ?p {{ skos:prefLabel skos:altLabel skos:hiddenLabel pg:qualifiedName pg:documentNumber }} ?e ?p ?name }}
  UNION {{ ?usage pg:nameOf ?e ; pg:surfaceForm ?name }}
  UNION {{ ?entry pg:selectedPark|pg:registeredPark|pg:candidatePark ?e ; pg:listedAs ?name }}
  {_OURS}
}}"""
_ENTRY = "^pg:selectedPark|^pg:registeredPark|^pg:candidatePark"
_COUNTED = {
    "class": f"""SELECT ?e ?v WHERE {{
      ?e a ?v BIND(STRSTARTS(STR(?v), STR(pg:)) AS ?ours) {_OURS}
    }} ORDER BY ?e DESC(?ours) ?v""",
    "place": """SELECT DISTINCT ?e ?v WHERE {
      ?v pg:divisionLevel pgc:level-prefecture .
      ?e (pg:locatedIn|pg:jurisdiction|pg:divisionParent)* ?v .
    } ORDER BY ?e ?v""",
    "year": f"""SELECT DISTINCT ?e ?v WHERE {{
      ?e pg:cohortYear|pg:numberYear|pg:issueDate|pg:publicationDate|pg:announcedOn|
         (({_ENTRY})/pg:inCohort/pg:cohortYear) ?day BIND(SUBSTR(STR(?day), 1, 4) AS ?v)
    }} ORDER BY ?e ?v""",
    "tier": f"SELECT DISTINCT ?e ?v WHERE {{ ?e pg:atTier|(({_ENTRY})/pg:atTier) ?v }} ORDER BY ?e ?v",
}
_QUOTES = """SELECT ?span ?quote ?source ?section ?start WHERE {
  ?span a pg:TextSpan ; oa:exact ?quote ; oa:hasSource ?source ; oa:start ?start .
  OPTIONAL { ?span pg:inSection ?section }
} ORDER BY ?source ?start ?span"""
_RESTING = """SELECT DISTINCT ?span ?e WHERE {
  ?fact pg:evidencedBy|pg:mentionedIn ?span .
  OPTIONAL { ?fact rdf:subject ?subject }
  BIND(COALESCE(?subject, ?fact) AS ?e)
  FILTER NOT EXISTS { ?e a pg:TextSpan }
} ORDER BY ?span ?e"""
_PARTS = """SELECT DISTINCT ?e WHERE {
  VALUES ?top { pg:QualifiedFact pg:DocumentSection pg:SourceDocument }
  ?kind rdfs:subClassOf* ?top .
  FILTER NOT EXISTS { ?kind rdfs:subClassOf* pg:Programme }
  ?e a ?kind .
}"""
_SECTIONS = """SELECT ?section ?source ?start ?end WHERE {
  ?section pg:sectionOf ?source ; pg:sectionStart ?start ; pg:sectionEnd ?end
} ORDER BY ?source ?start DESC(?end) ?section"""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity.

    Attributes:
        entity: its IRI.
        text: as written.
        label: whether it is the entity's label, and no alias, listed name or number.
    """

    entity: str
    text: str
    label: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote that facts rest on: IRIs of its span, source and section (empty if there is none), and its place."""

    span: str
    text: str
    source: str
    section: str
    start: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a source, by their IRIs, and from where to where it goes, end exclusive."""

    iri: str
    source: str
    start: int
    end: int


def load_names(store: Store) -> list[Name]:
    """Every name of every entity and concept, including those on lists and in name usages."""
    return [Name(row.iri("e"), row.text("name"), row.iri("p") == SKOS + "prefLabel") for row in select(store, _NAMES)]


def load_parts(store: Store) -> frozenset[str]:
    """What says something of other things: facts, elements of plans, documents as sources, and their sections."""
    return frozenset(row.iri("e") for row in select(store, _PARTS))


def load_counted(store: Store) -> dict[str, dict[str, tuple[str, ...]]]:
    """Each facet with the values of each entity that has any: IRIs, or years as text; of classes only the first."""
    counted: dict[str, dict[str, tuple[str, ...]]] = {}
    for facet in FACETS:
        values: dict[str, list[str]] = defaultdict(list)
        for row in select(store, _COUNTED[facet]):
            values[row.iri("e")].append(row.value("v"))
        most = 1 if facet == "class" else None
        counted[facet] = {entity: tuple(known[:most]) for entity, known in values.items()}
    return counted


def load_quotes(store: Store) -> list[Quote]:
    """Every quote, in the order of the texts."""
    return [
        Quote(row.iri("span"), row.text("quote"), row.iri("source"), row.iri("section"), int(row.text("start")))
        for row in select(store, _QUOTES)
    ]


def load_resting(store: Store) -> dict[str, tuple[str, ...]]:
    """Each span with what rests on it: things, facts that are things themselves, and subjects of assertions."""
    resting: dict[str, list[str]] = defaultdict(list)
    for row in select(store, _RESTING):
        resting[row.iri("span")].append(row.iri("e"))
    return {span: tuple(things) for span, things in resting.items()}


def load_sections(store: Store) -> list[Section]:
    """Every section of every source, outer ones before those inside."""
    return [
        Section(row.iri("section"), row.iri("source"), int(row.text("start")), int(row.text("end")))
        for row in select(store, _SECTIONS)
    ]
