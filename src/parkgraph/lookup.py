"""Small questions that every face asks of a store: labels, classes, and the words that prove a fact."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from .names import PG, SKOS, slug
from .store import Store, engine_errors

PROLOGUE = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX pg: <https://w3id.org/parkgraph/ontology#>
PREFIX pgc: <https://w3id.org/parkgraph/concept/>
PREFIX pgd: <https://w3id.org/parkgraph/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

NAMES = "skos:prefLabel|rdfs:label|pg:surfaceForm|pg:listedAs"
"""What a thing is called by: its label, or where it has none the name it stands for."""

OWN_NAMES = "skos:prefLabel|rdfs:label"
"""What a thing is called by in its own right, not after what it speaks of."""

BATCH = 500
"""IRIs in one VALUES block: short enough for every store that limits a request."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The wording a fact rests on.

    Attributes:
        quote: verbatim.
        source: label of the source document.
        section: label of the innermost section, empty if there is none.
        start: offset in code points.
        span: IRI of the text span.
    """

    quote: str
    source: str
    section: str
    start: int
    span: str


@dataclass(frozen=True, slots=True)
class Ground:
    """How a fact is known.

    Attributes:
        basis: IRI of its basis, empty where it has none.
        rule: IRI of the rule it was inferred by, else empty.
        as_of: the day it is as of, else empty.
        note: the curators' remark on it, else empty.
        disputed: whether another fact says otherwise.
    """

    basis: str = ""
    rule: str = ""
    as_of: str = ""
    note: str = ""
    disputed: bool = False


class Row(dict[str, object]):
    """One row of an answer: variable to term, None where unbound."""

    def iri(self, name: str) -> str:
        """The IRI bound to a variable, empty if there is none."""
        term = self.get(name)
        return term.value if isinstance(term, ox.NamedNode) else ""

    def text(self, name: str) -> str:
        """The literal bound to a variable, empty if there is none."""
        term = self.get(name)
        return term.value if isinstance(term, ox.Literal) else ""

    def value(self, name: str) -> str:
        """The IRI or literal bound to a variable, empty if there is none."""
        return self.iri(name) or self.text(name)


def select(store: Store, text: str) -> list[Row]:
    """The rows of a SELECT that is given without prologue."""
    answer = store.query(PROLOGUE + text)
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    with engine_errors(store.place):
        return [Row((name, row[name]) for name in names) for row in answer]


def labels(store: Store, iris: Iterable[str], lang: str = "zh", *, by: str = NAMES) -> dict[str, str]:
    """Each IRI with its label: in the language, else in any, else the last part of the IRI.

    Args:
        store: where to ask.
        iris: of the things.
        lang: `zh` or `en`.
        by: properties that a label may stand under.
    """
    wanted = sorted(set(iris))
    found: dict[str, dict[str, str]] = {}
    for values in batches(wanted):
        wanting = f"VALUES ?e {{ {values} }} ?e {by} ?label"
        for row in select(store, f"SELECT ?e ?label WHERE {{ {wanting} }} ORDER BY ?e ?label"):
            label = row["label"]
            if isinstance(label, ox.Literal):
                found.setdefault(row.iri("e"), {}).setdefault(label.language or "", label.value)
    return {iri: _best(found.get(iri, {}), lang) or slug(iri) for iri in wanted}


def classes(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Each IRI that has a class with the IRI of that class: one of the ontology's first, then by alphabet."""
    found: dict[str, str] = {}
    for values in batches(sorted(set(iris))):
        typed = f"VALUES ?e {{ {values} }} ?e a ?c . BIND(STRSTARTS(STR(?c), STR(pg:)) AS ?ours)"
        for row in select(store, f"SELECT ?e ?c WHERE {{ {typed} }} ORDER BY ?e DESC(?ours) ?c"):
            found.setdefault(row.iri("e"), row.iri("c"))
    return found


def passages(store: Store, facts: Iterable[str], lang: str = "zh") -> dict[str, tuple[Passage, ...]]:
    """Each fact or thing with the passages it rests on or is mentioned in, in the order of the text."""
    rows = []
    for values in batches(sorted(set(facts))):
        rows += select(
            store,
            f"""SELECT ?e ?span ?quote ?source ?section ?start WHERE {{
              VALUES ?e {{ {values} }}
              ?e pg:evidencedBy|pg:mentionedIn ?span .
              ?span oa:exact ?quote ; oa:hasSource ?source ; oa:start ?start .
              OPTIONAL {{ ?span pg:inSection ?section }}
            }} ORDER BY ?e ?source ?start ?span""",
        )
    named = labels(store, (row.iri(part) for row in rows for part in ("source", "section") if row.iri(part)), lang)
    found: dict[str, list[Passage]] = {}
    for row in rows:
        passage = Passage(
            quote=row.text("quote"),
            source=named[row.iri("source")],
            section=named.get(row.iri("section"), ""),
            start=int(row.text("start")),
            span=row.iri("span"),
        )
        found.setdefault(row.iri("e"), []).append(passage)
    return {fact: tuple(quotes) for fact, quotes in found.items()}


def assertions(store: Store, statements: Iterable[tuple[str, str]]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Which assertions stand behind statements that are given by subject and property.

    Returns:
        Subject, property and object, the last as in N-Triples, to the IRIs of the assertions in alphabetical order.
    """
    wanted = [f"({ox.NamedNode(subject)} {ox.NamedNode(about)})" for subject, about in sorted(set(statements))]
    found: dict[tuple[str, str, str], list[str]] = {}
    for first in range(0, len(wanted), BATCH):
        rows = select(
            store,
            f"""SELECT DISTINCT ?s ?p ?o ?a WHERE {{
              VALUES (?s ?p) {{ {" ".join(wanted[first : first + BATCH])} }}
              ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
            }} ORDER BY ?s ?p ?o ?a""",
        )
        for row in rows:
            found.setdefault((row.iri("s"), row.iri("p"), str(row["o"])), []).append(row.iri("a"))
    return {statement: tuple(known) for statement, known in found.items()}


def grounds(store: Store, facts: Iterable[str], lang: str = "zh") -> dict[str, Ground]:
    """Each fact with how it is known; what is no fact, or says nothing of it, is left out."""
    found: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = {}
    for values in batches(sorted(set(facts))):
        told = "pg:assertionBasis pg:inferredByRule pg:asOf skos:editorialNote pg:conflictsWith"
        other = f"VALUES ?e {{ {values} }} ?v pg:conflictsWith ?e BIND(pg:conflictsWith AS ?p)"
        asked = f"{{ VALUES ?e {{ {values} }} VALUES ?p {{ {told} }} ?e ?p ?v }} UNION {{ {other} }}"
        for row in select(store, f"SELECT ?e ?p ?v WHERE {{ {asked} }} ORDER BY ?e ?p ?v"):
            if isinstance(value := row["v"], ox.Literal | ox.NamedNode):
                found.setdefault(row.iri("e"), {}).setdefault(row.iri("p"), []).append(value)
    return {fact: _ground(told, lang) for fact, told in found.items()}


def _ground(told: dict[str, list[ox.Literal | ox.NamedNode]], lang: str) -> Ground:
    """What the statements about a fact say of how it is known; where they say several things, the first."""
    basis, rule, day = (
        told[PG + name][0].value if PG + name in told else "" for name in ("assertionBasis", "inferredByRule", "asOf")
    )
    said = reversed(told.get(SKOS + "editorialNote", []))
    notes = {note.language or "": note.value for note in said if isinstance(note, ox.Literal)}
    return Ground(basis, rule, day, _best(notes, lang), PG + "conflictsWith" in told)


def batches(iris: Sequence[str]) -> Iterator[str]:
    """The IRIs as contents of VALUES blocks, none of which is too long for a store."""
    for first in range(0, len(iris), BATCH):
        yield " ".join(str(ox.NamedNode(iri)) for iri in iris[first : first + BATCH])


def _best(by_language: dict[str, str], lang: str) -> str:
    """The label in a language, else the Chinese one, else any; empty if there is none."""
    for language in (lang, "zh", "en", ""):
        if language in by_language:
            return by_language[language]
    return next(iter(by_language.values()), "")
