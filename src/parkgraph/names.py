"""The one base address, the prefixes everyone uses, and short names for IRIs."""

BASE = "https://w3id.org/parkgraph/"
PG = BASE + "ontology#"
PGD = BASE + "id/"
PGC = BASE + "concept/"
PGS = BASE + "shapes#"
PGR = BASE + "rule/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"
SCHEMA = "https://schema.org/"

PREFIXES = {
    "dcterms": DCTERMS,
    "oa": OA,
    "owl": OWL,
    "pg": PG,
    "pgc": PGC,
    "pgd": PGD,
    "pgr": PGR,
    "pgs": PGS,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}
"""Prefix to namespace, in alphabetical order; the same everywhere: data, queries, shapes, answers."""


def iri(name: str) -> str:
    """The IRI that a full IRI or a CURIE such as `pg:Park` stands for; a bare slug is an entity."""
    if name.startswith(("http://", "https://")):
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return PGD + name


def curie(address: str) -> str:
    """The CURIE of an IRI in one of our namespaces, else the IRI itself."""
    for prefix, space in PREFIXES.items():
        if address.startswith(space) and address != space:
            return f"{prefix}:{address[len(space) :]}"
    return address


def slug(address: str) -> str:
    """What stands after the last `/` or `#` of an IRI."""
    return address.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
