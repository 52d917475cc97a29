"""Formats of answers: media types, short names in addresses, and which of them an Accept header asks for."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, serialize

from ..names import PREFIXES


class Format(NamedTuple):
    """A format an answer can have.

    Attributes:
        name: as it stands behind a dot in addresses, and after `format=`.
        media: its media type, as it is sent.
        engine: the engine's name for it: a `QueryResultsFormat`, an `RdfFormat`, or None.
        aliases: other media types that mean it.
        words: what clients such as SPARQLWrapper write for it behind `format=`.
    """

    name: str
    media: str
    engine: Any = None
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def essence(self) -> str:
        """The media type without parameters."""
        return self.media.partition(";")[0]


UTF8 = "; charset=utf-8"
ROWS = (
    Format("srj", "application/sparql-results+json", QueryResultsFormat.JSON, ("application/json",), ("json",)),
    Format("srx", "application/sparql-results+xml", QueryResultsFormat.XML, ("application/xml", "text/xml"), ("xml",)),
    Format("csv", "text/csv; charset=utf-8; header=present", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values" + UTF8, QueryResultsFormat.TSV),
)
"""SPARQL 1.1 results: JSON, XML, CSV, TSV; the first is sent to whom nothing is asked."""

TRIPLES = (
    Format("ttl", "text/turtle" + UTF8, RdfFormat.TURTLE, ("application/x-turtle",), ("turtle", "n3")),
    Format("nt", "application/n-triples", RdfFormat.N_TRIPLES, ("text/plain",), ("ntriples", "n-triples")),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD, ("application/json",), ("json-ld", "json")),
    Format("rdf", "application/rdf+xml", RdfFormat.RDF_XML, ("application/xml", "text/xml"), ("rdf+xml", "xml")),
)
"""RDF graphs."""

QUADS = (
    Format("trig", "application/trig" + UTF8, RdfFormat.TRIG),
    Format("nq", "application/n-quads", RdfFormat.N_QUADS),
)
"""RDF datasets."""

HTML = Format("html", "text/html" + UTF8)
JSON = Format("json", "application/json")


@lru_cache(maxsize=1024)
def choose(accept: str | None, offered: tuple[Format, ...]) -> Format | None:
    """The offered format that an Accept header likes best, the earlier of equals; None where it likes none.

    Source: RFC 9110, 12.5.1: the most specific range that matches a type gives its quality, and 0 means never.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = _ranges(accept)
    best, liked = None, 0.0
    for form in offered:
        quality = max(_quality(form.essence, ranges), *(ranges.get(name, 0.0) for name in form.aliases), 0.0)
        if quality > liked:
            best, liked = form, quality
    return best


def named(name: str, offered: Sequence[Format]) -> Format | None:
    """The offered format of a short name, a media type, or a word that clients use for it."""
    wanted = name.strip().lower()
    return next((form for form in offered if wanted in (form.name, form.essence, *form.aliases, *form.words)), None)


def write_triples(triples: Iterable[Triple], form: Format, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """A graph in one of the formats of `TRIPLES`."""
    short = dict(prefixes) if form.name in ("ttl", "rdf") else None
    return serialize(triples, format=form.engine, prefixes=short) or b""


def _ranges(accept: str) -> dict[str, float]:
    """Media range to quality; a quality that cannot be read is 0, parameters other than q are passed over."""
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _number(value.strip())
        if name:
            ranges[name] = max(quality, ranges.get(name, 0.0))
    return ranges


def _number(text: str) -> float:
    """A quality between 0 and 1."""
    return (
        float(text)
        if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() and float(text) <= 1
        else 0.0
    )


def _quality(media: str, ranges: dict[str, float]) -> float:
    """How much a media type is liked, by the most specific range that matches it."""
    for name in (media, media.partition("/")[0] + "/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
