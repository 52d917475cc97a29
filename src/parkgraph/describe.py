"""One entity as a reader expects it: names, what is said of it, what points at it, each with its evidence."""

from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from .errors import UsageError
from .lookup import Passage, Row, classes, labels, passages, select
from .names import PG, RDF, SKOS, curie
from .store import Store

_HIDDEN = {
    RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", SKOS + "editorialNote",
    PG + "mentionedIn", PG + "evidencedBy", PG + "asOf", PG + "asOfPrecision", PG + "assertionBasis",
    PG + "inferredByRule", PG + "locatedInTransitive", PG + "basedOnTransitive",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about, or pointing at, the entity.

    Attributes:
        relation: label of the property.
        value: label or text of what it leads to (or comes from).
        value_iri: IRI of an entity value, else empty.
        basis: label of how it is known, empty where the statement carries none of its own.
        rule: label of the rule it was inferred by, else empty.
        as_of: date the fact is as of, else empty.
        passages: the wording it rests on.
    """

    relation: str
    value: str
    value_iri: str = ""
    basis: str = ""
    rule: str = ""
    as_of: str = ""
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What the graph holds about one entity.

    Attributes:
        iri, label, cls: of the entity; the class as its label.
        names: every other name it is written with.
        notes: remarks of the curators.
        facts: what is said of it, in the order of property and value.
        incoming: what points at it.
        mentions: passages that mention it.
        as_of: latest as-of date of the sources its passages come from.
    """

    iri: str
    label: str
    cls: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    incoming: tuple[Fact, ...]
    mentions: tuple[Passage, ...]
    as_of: str

    def to_dict(self) -> dict[str, Any]:
        """The page as plain data for JSON."""
        return asdict(self)


def describe(store: Store, iri: str, lang: str = "zh") -> Page:
    """The page of an entity.

    Raises:
        UsageError: the graph says nothing of it.
    """
    statements = select(store, _STATEMENTS.replace("%E", str(ox.NamedNode(iri))))
    if not statements:
        raise UsageError(f"图谱中没有 {curie(iri)}", remedy="请用 parkgraph find 查找它的标识符。")
    arriving = select(store, _ARRIVING.replace("%E", str(ox.NamedNode(iri))))
    both = [*statements, *arriving]
    terms = {row.iri(part) for row in both for part in ("p", "v", "basis", "rule", "kind")} - {""}
    named = labels(store, [iri, *terms], lang)
    proofs = passages(store, [iri, *(row.iri("a") for row in both if row.iri("a"))], lang)
    kind = classes(store, [iri]).get(iri, "")
    return Page(
        iri=iri,
        label=named[iri],
        cls=labels(store, [kind], lang)[kind] if kind else "",
        names=_names(store, iri, named[iri]),
        notes=tuple(sorted(row.text("v") for row in statements if row.iri("p") == SKOS + "editorialNote")),
        facts=tuple(_fact(row, named, proofs) for row in statements if row.iri("p") not in _HIDDEN),
        incoming=tuple(_fact(row, named, proofs) for row in arriving),
        mentions=proofs.get(iri, ()),
        as_of=_as_of(store, iri),
    )


_STATEMENTS = """SELECT DISTINCT ?p ?v ?a ?basis ?rule ?asOf WHERE {
  %E ?p ?v .
  OPTIONAL {
    ?a rdf:subject %E ; rdf:predicate ?p ; rdf:object ?v .
    OPTIONAL { ?a pg:assertionBasis ?basis }
    OPTIONAL { ?a pg:inferredByRule ?rule }
    OPTIONAL { ?a pg:asOf ?asOf }
  }
} ORDER BY ?p ?v ?a"""

_ARRIVING = """SELECT DISTINCT ?p ?v ?a ?basis ?rule ?kind ?asOf WHERE {
  {
    ?a rdf:object %E ; rdf:predicate ?p ; rdf:subject ?v .
    OPTIONAL { ?a pg:assertionBasis ?basis }
    OPTIONAL { ?a pg:inferredByRule ?rule }
  } UNION {
    ?v ?p %E .
    MINUS { ?any rdf:object %E ; rdf:predicate ?p ; rdf:subject ?v }
    FILTER(?p NOT IN (rdf:object, rdf:subject, prov:wasDerivedFrom, dcterms:source))
    BIND(?v AS ?a)
    OPTIONAL { ?v pg:assertionBasis ?basis }
    OPTIONAL { ?v a ?kind }
    OPTIONAL { ?v pg:asOf ?asOf }
  }
} ORDER BY ?p ?v ?a"""


def _fact(row: Row, named: dict[str, str], proofs: dict[str, tuple[Passage, ...]]) -> Fact:
    """A row as a fact with labels; a fact is shown as its class."""
    value = row.iri("v")
    unnamed = "/id/fact-" in value and row.iri("kind")
    return Fact(
        relation=named[row.iri("p")],
        value=named[row.iri("kind")] if unnamed else named.get(value) or row.text("v"),
        value_iri=value,
        basis=named.get(row.iri("basis"), ""),
        rule=named.get(row.iri("rule"), ""),
        as_of=row.text("asOf"),
        passages=proofs.get(row.iri("a"), ()),
    )


def _names(store: Store, iri: str, label: str) -> tuple[str, ...]:
    """Every name an entity is written with, its label left out, in alphabetical order."""
    rows = select(
        store,
        f"""SELECT DISTINCT ?name WHERE {{
          {{ <{iri}> skos:altLabel|skos:hiddenLabel|skos:prefLabel ?name }}
          UNION {{ ?usage pg:nameOf <{iri}> ; pg:surfaceForm ?name }}
          UNION {{ ?entry pg:selectedPark|pg:registeredPark|pg:candidatePark <{iri}> ; pg:listedAs ?name }}
        }} ORDER BY ?name""",
    )
    return tuple(dict.fromkeys(row.text("name") for row in rows if row.text("name") != label))


def _as_of(store: Store, iri: str) -> str:
    """The latest as-of date among the sources that mention an entity, empty if there is none."""
    rows = select(
        store,
        f"""SELECT (MAX(?day) AS ?asOf) WHERE {{
          <{iri}> pg:mentionedIn|pg:evidencedBy ?span . ?span oa:hasSource ?source . ?source pg:asOf ?day
        }}""",
    )
    return rows[0].text("asOf") if rows else ""
