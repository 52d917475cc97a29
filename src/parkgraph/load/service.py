"""What a server says about itself: its SPARQL 1.1 service description."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox

from .client import Client

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
ACCEPT = "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8"


@dataclass(frozen=True)
class Service:
    """A description: where queries go on the same server, if it says so, and whether the default graph is a union."""

    endpoint: str | None
    union: bool


def describe(client: Client, url: str) -> Service | None:
    """How the service at a URL describes itself; None where it does not."""
    reply = client.send("GET", url, headers={"Accept": ACCEPT})
    if not reply.ok or reply.kind not in FORMS:
        return None
    try:
        facts = [quad.triple for quad in ox.parse(reply.body, FORMS[reply.kind], base_iri=url)]
    except SyntaxError:
        return None
    if not any(fact.object == ox.NamedNode(SD + "Service") for fact in facts):
        return None
    named = [fact.object.value for fact in facts if fact.predicate.value == SD + "endpoint" and _is_iri(fact.object)]
    places = [place for place in (urljoin(url, name) for name in named) if urlsplit(place)[:2] == urlsplit(url)[:2]]
    union = any(fact.object == ox.NamedNode(SD + "UnionDefaultGraph") for fact in facts)
    return Service(places[0] if places else None, union)


def _is_iri(term: object) -> bool:
    """Whether a term is an IRI."""
    return isinstance(term, ox.NamedNode)
