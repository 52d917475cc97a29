"""Spans and sections: where each quote stands, and in which part of its document."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ..names import OA, PG, PGD, RDF, XSD
from ..text import Source

_INTEGER = ox.NamedNode(XSD + "integer")
Extent = tuple[int, int, ox.NamedNode]


def span_triples(source: Source, wording: dict[tuple[int, int], str]) -> Iterator[ox.Triple]:
    """The spans of a source: class, source, start, end and exact wording in the source's language."""
    for (start, end), text in wording.items():
        span = ox.NamedNode(f"{PGD}span-{source.slug}-{start}-{end}")
        yield ox.Triple(span, ox.NamedNode(RDF + "type"), ox.NamedNode(PG + "TextSpan"))
        yield ox.Triple(span, ox.NamedNode(OA + "hasSource"), ox.NamedNode(f"{PGD}source-{source.slug}"))
        yield ox.Triple(span, ox.NamedNode(OA + "start"), ox.Literal(str(start), datatype=_INTEGER))
        yield ox.Triple(span, ox.NamedNode(OA + "end"), ox.Literal(str(end), datatype=_INTEGER))
        yield ox.Triple(span, ox.NamedNode(OA + "exact"), ox.Literal(text, language=source.language))


def section_triples(
    source: Source, headings: dict[ox.NamedNode, int], parents: dict[ox.NamedNode, ox.NamedNode]
) -> Iterator[ox.Triple]:
    """Start and end of each section: it ends where the next one begins that is not its descendant.

    Args:
        source: whose length ends the last section.
        headings: section to the offset its heading starts at.
        parents: section to the one it is part of.
    """
    for start, end, section in _extents(source, headings, parents):
        yield ox.Triple(section, ox.NamedNode(PG + "sectionStart"), ox.Literal(str(start), datatype=_INTEGER))
        yield ox.Triple(section, ox.NamedNode(PG + "sectionEnd"), ox.Literal(str(end), datatype=_INTEGER))


def place_triples(
    source: Source,
    headings: dict[ox.NamedNode, int],
    parents: dict[ox.NamedNode, ox.NamedNode],
    spans: Iterable[tuple[int, int]],
) -> Iterator[ox.Triple]:
    """The innermost section each span starts in."""
    extents = list(_extents(source, headings, parents))
    for start, end in spans:
        around = [extent for extent in extents if extent[0] <= start < extent[1]]
        if around:
            _, _, section = min(reversed(around), key=lambda extent: extent[1] - extent[0])
            span = ox.NamedNode(f"{PGD}span-{source.slug}-{start}-{end}")
            yield ox.Triple(span, ox.NamedNode(PG + "inSection"), section)


def _extents(
    source: Source, headings: dict[ox.NamedNode, int], parents: dict[ox.NamedNode, ox.NamedNode]
) -> Iterator[Extent]:
    """(start, end, section) in document order."""
    ordered = sorted(headings.items(), key=lambda item: (item[1], len(list(_above(item[0], parents))), item[0].value))
    for number, (section, start) in enumerate(ordered):
        later = (begin for other, begin in ordered[number + 1 :] if section not in _above(other, parents))
        yield start, next(later, source.length), section


def _above(section: ox.NamedNode, parents: dict[ox.NamedNode, ox.NamedNode]) -> Iterator[ox.NamedNode]:
    """The sections that contain a section, nearest first; stops at a circle."""
    seen = {section}
    while (parent := parents.get(section)) is not None and parent not in seen:
        yield parent
        seen.add(parent)
        section = parent
