"""What the service says about itself and its data: service description and VoID, in any RDF format."""

from functools import cache

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from ...names import BASE, RDF
from ..media import ROWS, TRIPLES, Format, choose, write_triples
from ..problems import unacceptable

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
W3C_NAMES = {
    "srj": "SPARQL_Results_JSON",
    "srx": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
}


async def service_description(request: Request) -> Response:
    """The service description (SPARQL 1.1 Service Description, W3C Recommendation of 21 March 2013)."""
    form = choose(request.headers.get("accept"), TRIPLES)
    if not form:
        raise unacceptable([known.essence for known in TRIPLES])
    address = str(request.url.replace(query="", fragment=""))
    settings = request.app.state.service.settings
    return Response(_written(address, form, settings.writable), headers={"Vary": "Accept", "Content-Type": form.media})


@cache
def _written(address: str, form: Format, writable: bool) -> bytes:
    """The description of the service at an address."""
    service, dataset, graph = ox.NamedNode(address), ox.NamedNode(BASE), ox.NamedNode(BASE + "default-graph")
    triples = [
        _says(service, RDF + "type", SD + "Service"),
        _says(service, SD + "endpoint", address),
        _says(service, SD + "supportedLanguage", SD + "SPARQL11Query"),
        *(_says(service, SD + "resultFormat", FORMATS + W3C_NAMES[known.name]) for known in (*ROWS, *TRIPLES)),
        ox.Triple(service, ox.NamedNode(SD + "defaultDataset"), dataset),
        _says(dataset, RDF + "type", SD + "Dataset"),
        ox.Triple(dataset, ox.NamedNode(SD + "defaultGraph"), graph),
        _says(graph, RDF + "type", SD + "Graph"),
    ]
    if writable:
        triples.append(_says(service, SD + "supportedLanguage", SD + "SPARQL11Update"))
    return write_triples(sorted(triples, key=str), form, {"sd": SD, "formats": FORMATS})


def _says(subject: ox.NamedNode, predicate: str, thing: str) -> ox.Triple:
    """A statement."""
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(thing))
