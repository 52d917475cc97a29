"""Exact counts of a graph in the words of VoID: the whole, each property, each class, and each property of each class.

A class's part by property is divided once more, by the class of what the property leads to or by its datatype. That is
the form in which void-generator describes endpoints: an editor that reads it knows what can be said of a class.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from ..names import PGD, PREFIXES, RDF, VOID, XSD, curie

VOID_EXT = "http://ldf.fi/void-ext#"

Value = ox.NamedNode | ox.Literal
Told = tuple[str, str, Value]
Kinds = dict[Any, set[Any]]


def counts(node: str, place: str, graph: Collection[ox.Triple]) -> Iterator[Told]:
    """What is to be said of a dataset's size and parts.

    Entities are, as VoID has it, all things named in the dataset's `void:uriSpace`: facts and spans are among them.

    Args:
        node: IRI of the dataset.
        place: what the IRIs of its parts begin with.
        graph: its statements, each once.
    """
    kinds: Kinds = defaultdict(set)
    for t in graph:
        if t.predicate.value == RDF + "type":
            kinds[t.subject].add(t.object)
    yield node, VOID + "entities", number(len({t.subject for t in graph if t.subject.value.startswith(PGD)}))  # type: ignore[union-attr]
    yield node, VOID + "classes", number(len(set().union(*kinds.values())))
    yield from _size(node, graph)
    for space in _vocabularies(graph):
        yield node, VOID + "vocabulary", ox.NamedNode(space)
    for relation, said in _grouped(graph, lambda t: [t.predicate]):
        part = f"{place}property-{slug(relation)}"
        yield node, VOID + "propertyPartition", ox.NamedNode(part)
        yield from _property(part, relation, said)
    for kind, said in _grouped(graph, lambda t: kinds.get(t.subject, ())):
        part = f"{place}class-{slug(kind)}"
        yield node, VOID + "classPartition", ox.NamedNode(part)
        yield part, VOID + "class", ox.NamedNode(kind)
        yield part, VOID + "entities", number(len({t.subject for t in said}))
        yield from _size(part, said)
        yield from _properties_of_class(part, said, kinds)


def number(count: int) -> ox.Literal:
    """A count as a literal."""
    return ox.Literal(str(count), datatype=ox.NamedNode(XSD + "integer"))


def slug(address: str) -> str:
    """A term as the end of an IRI."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in curie(address))


def _properties_of_class(node: str, said: Collection[ox.Triple], kinds: Kinds) -> Iterator[Told]:
    """The parts of a class by property, and those by what the property leads to."""
    for relation, some in _grouped(said, lambda t: [t.predicate]):
        part = f"{node}-property-{slug(relation)}"
        yield node, VOID + "propertyPartition", ox.NamedNode(part)
        yield from _property(part, relation, some)
        for kind, few in _grouped(some, lambda t: kinds.get(t.object, ())):
            yield from _end(part, f"{part}-class-{slug(kind)}", (VOID + "class", kind), len(few))
        for kind, few in _grouped(some, lambda t: [t.object.datatype] if isinstance(t.object, ox.Literal) else []):
            yield from _end(part, f"{part}-datatype-{slug(kind)}", (VOID_EXT + "datatype", kind), len(few))


def _end(node: str, part: str, kind: tuple[str, str], count: int) -> Iterator[Told]:
    """The part of a property whose values are of one class or datatype."""
    yield node, f"{kind[0]}Partition", ox.NamedNode(part)
    yield part, kind[0], ox.NamedNode(kind[1])
    yield part, VOID + "triples", number(count)


def _property(part: str, relation: str, said: Collection[ox.Triple]) -> Iterator[Told]:
    """A part by property."""
    yield part, VOID + "property", ox.NamedNode(relation)
    yield from (told for told in _size(part, said) if told[1] != VOID + "properties")


def _size(node: str, said: Collection[ox.Triple]) -> Iterator[Told]:
    """How many statements, properties, different subjects and different objects there are."""
    yield node, VOID + "triples", number(len(said))
    yield node, VOID + "properties", number(len({t.predicate for t in said}))
    yield node, VOID + "distinctSubjects", number(len({t.subject for t in said}))
    yield node, VOID + "distinctObjects", number(len({t.object for t in said}))


def _vocabularies(graph: Collection[ox.Triple]) -> list[str]:
    """The namespaces that properties or classes are taken from."""
    used = {t.predicate.value for t in graph}
    used |= {t.object.value for t in graph if t.predicate.value == RDF + "type"}  # type: ignore[union-attr]
    return [space for space in PREFIXES.values() if any(term.startswith(space) for term in used)]


def _grouped(
    said: Iterable[ox.Triple], keys: Callable[[ox.Triple], Iterable[Any]]
) -> list[tuple[str, list[ox.Triple]]]:
    """The statements under the IRI of each of their keys, in order of the IRIs."""
    groups: dict[str, list[ox.Triple]] = defaultdict(list)
    for t in said:
        for key in keys(t):
            groups[key.value].append(t)
    return sorted(groups.items())
