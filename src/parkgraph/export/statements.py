"""The graph's statements as N-Triples, N-Quads, TriG and JSON-LD; Turtle is written by `parkgraph.turtle`."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from ..names import PREFIXES, RDF, XSD, curie
from .partition import Placed


def n_triples(triples: Iterable[ox.Triple]) -> str:
    """The statements in canonical N-Triples, sorted: the SHA-256 of these bytes is the graph's fingerprint."""
    return "".join(sorted({f"{triple} .\n" for triple in triples}))


def n_quads(placed: Placed) -> str:
    """The statements with the names of their graphs, in the order of the statements."""
    return "".join(sorted(f"{triple} {graph} .\n" for triple, graph in placed.items()))


def trig(placed: Placed) -> str:
    """The statements by graph, graphs in the order of their names."""
    ordered = sorted(placed.items(), key=lambda item: (str(item[1]), str(item[0])))
    quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t, graph in ordered)
    return (ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b"").decode("utf-8")


def json_ld(triples: Iterable[ox.Triple]) -> str:
    """The statements as JSON-LD whose context is in the file and holds prefixes alone; one node a line."""
    nodes = []
    for subject, statements in groupby(sorted(set(triples), key=str), key=lambda triple: triple.subject):
        node: dict[str, Any] = {"@id": _short(subject)}
        for triple in statements:
            is_type = triple.predicate.value == RDF + "type"
            key = "@type" if is_type else _short(triple.predicate)
            node.setdefault(key, []).append(_short(triple.object) if is_type else _value(triple.object))
        nodes.append(json.dumps(node, ensure_ascii=False))
    context = json.dumps(PREFIXES, ensure_ascii=False, indent=2)
    return f'{{"@context": {context},\n"@graph": [\n' + ",\n".join(nodes) + "\n]}\n"


def _short(term: Any) -> str:
    """An IRI as the compact IRI that the context expands again."""
    return curie(term.value)


def _value(term: Any) -> str | dict[str, str]:
    """A term in the place of a value."""
    if isinstance(term, ox.NamedNode):
        return {"@id": _short(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return str(term.value)
    return {"@value": term.value, "@type": _short(term.datatype)}
