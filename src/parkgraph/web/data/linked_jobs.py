"""What workers do for linked data: documents about things.

A document about a thing holds every statement about it; every assertion about it, with its basis, rule and dates; the
spans of text, with the wording, that thing and assertions rest on; and the labels of all these point to. Incoming
statements are left out: they stand in the documents about the things they come from.
"""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from ...errors import UsageError
from ...graph import Graph
from ...lookup import batches, select
from ...names import BASE
from ...turtle import read_triples
from ..api.rest_jobs import as_json, missing, stated_labels
from ..jobs import Job, Made, graph_of
from ..media import JSON, TRIPLES, named, write_triples

WHOLE = {"ontology": ("ontology/parkgraph.ttl", "ontology/concepts.ttl"), "shapes": ("shapes/*.ttl",)}
"""The files that make up a document of words."""


def known(job: Job) -> Made:
    """Nothing, for a thing that the graph tells of."""
    graph = graph_of(job)
    found = _is_iri(job["iri"]) and select(graph.store, f"SELECT ?p WHERE {{ <{job['iri']}> ?p ?o }} LIMIT 1")
    return ({}, b"") if found else _nothing(job["iri"])


def document(job: Job) -> Made:
    """The document about the thing `iri` in the format `form`."""
    graph = graph_of(job)
    if job["form"] == JSON.name:
        try:
            return {"media": job["media"]}, as_json(graph.show(job["iri"]).to_dict())
        except UsageError as error:
            return missing(error)
    triples = about(graph, job["iri"]) if _is_iri(job["iri"]) else []
    form = named(job["form"], TRIPLES)
    assert form
    return ({"media": job["media"]}, write_triples(triples, form)) if triples else _nothing(job["iri"])


def _is_iri(address: str) -> bool:
    """Whether a text is an IRI as it stands."""
    try:
        ox.NamedNode(address)
    except ValueError:
        return False
    return True


def _nothing(address: str) -> Made:
    """What is told where the graph says nothing of a thing."""
    return missing(UsageError(f"图谱中没有 {address.removeprefix(BASE)}"))


def about(graph: Graph, address: str) -> list[ox.Triple]:
    """The statements of the document about a thing, in order; none where the graph says nothing of it."""
    own = _statements(graph, [address])
    if not own:
        return []
    asked = f"SELECT DISTINCT ?a WHERE {{ ?a rdf:subject <{address}> }} ORDER BY ?a"
    asserted = _statements(graph, [row.iri("a") for row in select(graph.store, asked)])
    spans = _statements(graph, sorted({t.object.value for t in own | asserted if _is_rest(t)}))  # type: ignore[union-attr]
    told = own | asserted | spans
    things = {t.object.value for t in told if isinstance(t.object, ox.NamedNode)}
    return sorted(told | set(stated_labels(graph, things - {address})), key=str)


def _is_rest(triple: ox.Triple) -> bool:
    """Whether a statement says what span of text something rests on."""
    return triple.predicate.value.endswith(("#evidencedBy", "#mentionedIn"))


def _statements(graph: Graph, things: Iterable[str]) -> set[ox.Triple]:
    """Every statement about some things."""
    found = set()
    for some in batches(list(things)):
        for row in select(graph.store, f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {some} }} ?s ?p ?o }}"):
            found.add(ox.Triple(row["s"], row["p"], row["o"]))  # type: ignore[arg-type]
    return found


def whole(job: Job) -> Made:
    """All words of the ontology, or all shapes, in the format `form`."""
    home = Path(job["at"]["home"])
    files = [path for pattern in WHOLE[job["name"]] for path in sorted(home.glob(pattern))]
    form = named(job["form"], TRIPLES)
    assert form
    return {"media": job["media"]}, write_triples([t for path in files for t in read_triples(path)], form)
