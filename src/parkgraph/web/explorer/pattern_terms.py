"""The terms of patterns as rdflib has them, and what the ontology expects at either end of a relation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...graph import Graph
from ...lookup import select
from ...names import OWL, PG, RDF, RDFS, SCHEMA


@lru_cache(maxsize=4)
def expected(graph: Graph) -> dict[tuple[str, str], tuple[str, ...]]:
    """Property and end (`subject` or `object`) to the IRIs of the classes that stand there by the ontology."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for side, name in (("subject", "domainIncludes"), ("object", "rangeIncludes")):
        says = f"?p <{SCHEMA}{name}> ?c ; a <{OWL}ObjectProperty>"
        rows = select(graph.store, f"SELECT ?p ?c WHERE {{ {says} }} ORDER BY ?p ?c")
        for row in rows:
            found[row.iri("p"), side].append(row.iri("c"))
    asserted = {(f"{RDF}{name}", "subject"): (f"{PG}Assertion",) for name in ("subject", "predicate", "object")}
    return {**asserted, **{key: tuple(kinds) for key, kinds in found.items()}}


def is_variable(term: Any) -> bool:
    """Whether a term is a variable."""
    from rdflib.term import Variable

    return isinstance(term, Variable)


def leaves(thing: Any) -> Iterable[Any]:
    """The terms of a triple, those of paths among them."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath

    if isinstance(thing, tuple):
        parts: Sequence[Any] = thing
    elif isinstance(thing, InvPath):
        parts = [thing.arg]
    elif isinstance(thing, MulPath):
        parts = [thing.path]
    elif isinstance(thing, SequencePath | AlternativePath | NegatedPath):
        parts = thing.args
    else:
        return [thing]
    return [leaf for part in parts for leaf in leaves(part)]


def class_of(relation: Any, end: Any) -> str:
    """The class that a pattern says a thing is of, below it or itself; empty where it says something else."""
    from rdflib.paths import MulPath, SequencePath
    from rdflib.term import URIRef

    if not isinstance(end, URIRef):
        return ""
    if isinstance(relation, SequencePath) and len(relation.args) == 2:
        first, then = relation.args
        below = isinstance(then, MulPath) and then.mod == "*" and str(then.path) == RDFS + "subClassOf"
        return str(end) if str(first) == RDF + "type" and below else ""
    return str(end) if str(relation) == RDF + "type" else ""


def fitting(several: Sequence[frozenset[str]], supers: Mapping[str, frozenset[str]]) -> str:
    """The one class that is, or stands below, a class of every set; empty where there is none or more than one.

    Args:
        several: IRIs of classes, one set a relation.
        supers: class to itself and all above it.
    """
    named = frozenset().union(*several)
    fit = {kind for kind in named if all(one & (supers.get(kind, frozenset()) | {kind}) for one in several)}
    highest = [kind for kind in fit if not fit & (supers.get(kind, frozenset()) - {kind})]
    return highest[0] if len(highest) == 1 else ""
