"""What may be said: classes, properties, concepts of the ontology, and the words that records use for them.

The build, the checks, the network and the pages ask here instead of reading `ontology/` themselves.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .names import OWL, PG, PGC, PGR, RDF, RDFS, SCHEMA, SKOS

AUTHORING = ("quote", "after", "before")
"""Words that only say where a fact stands; they become spans, never triples of their own."""

_PREFIXED = {"skos": SKOS, "rdf": RDF}


@dataclass(frozen=True, slots=True)
class Word:
    """One word that records may use.

    Attributes:
        name: as people write it.
        iri: the property it stands for.
        kind: `id` (an entity), `concept` (a short name in `space`), `term` (a word of the ontology) or `literal`.
        space: namespace that a concept's short name is appended to; empty otherwise.
        datatype: IRI of the literal's datatype, empty for plain text.
        reverse: whether what stands below points to the node above.
        default: class of a node below that names none, empty if there is none.
        verbatim: whether the literal is the source's own wording and takes its language.
    """

    name: str
    iri: str
    kind: str
    space: str = ""
    datatype: str = ""
    reverse: bool = False
    default: str = ""
    verbatim: bool = False


@dataclass
class Vocabulary:
    """The ontology, the concepts and the record context, ready to be asked.

    Attributes:
        labels: IRI to {language: label}, of every term and concept.
        supers: class IRI to itself and everything above it.
        concepts: IRIs of all concepts and rules that records may name.
        kinds: property IRI to `object`, `datatype` or `annotation`.
        marks: local name of an annotation, such as `needsEvidence`, to the terms that carry it.
        ranges: datatype property to the IRI of its datatype, where the ontology names one.
        words: every word of the record context by name.
        context: the JSON-LD context as it stands in the file.
    """

    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    supers: dict[str, frozenset[str]] = field(default_factory=dict)
    concepts: frozenset[str] = frozenset()
    kinds: dict[str, str] = field(default_factory=dict)
    marks: dict[str, frozenset[str]] = field(default_factory=dict)
    ranges: dict[str, str] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)

    def is_a(self, cls: str, above: str) -> bool:
        """Whether a class is, or stands below, another; both as local names of the ontology."""
        return PG + above in self.supers.get(PG + cls, frozenset())

    def ages(self, cls: str) -> bool:
        """Whether facts of a class, given by its local name, carry the as-of date of their source."""
        return bool(self.supers.get(PG + cls, frozenset()) & self.marks["agesWithSource"])

    def word(self, name: str) -> Word | None:
        """The word of that name: of the context, else a datatype property that no word of the context stands for.

        None for anything else: an object property needs a word that says what it points at, a property with a word is
        written by that word, and the as-of date is the build's to give.
        """
        if known := self.words.get(name):
            return known
        address = PG + name
        if (
            self.kinds.get(address) != "datatype"
            or name == "asOf"
            or any(word.iri == address for word in self.words.values())
        ):
            return None
        return Word(name, address, "literal", datatype=self.ranges.get(address, ""))

    def suggestions(self, name: str, among: Iterable[str] | None = None) -> list[str]:
        """Up to three names that may be used and look like one that may not, best first.

        The word that stands for a property of that name comes first of all.
        """
        standing = [word.name for word in self.words.values() if word.iri == PG + name and among is None]
        usable = {word.name for word in self.words.values() if word.kind != "keyword"}
        usable |= {*AUTHORING, "id", "is", *(short_name(term) for term in self.kinds if self.word(short_name(term)))}
        known = sorted((set(among) if among is not None else usable) - {name, *standing})
        return [*standing, *get_close_matches(name, known, n=3, cutoff=0.6)][:3]

    def concept_names(self, space: str) -> list[str]:
        """Short names of the concepts in a namespace, in alphabetical order."""
        return sorted(concept[len(space) :] for concept in self.concepts if concept.startswith(space))


@cache
def load_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary in a folder with `parkgraph.ttl`, `concepts.ttl`, `context.jsonld`; read once a process."""
    graph = ox.Store()
    for name in ("parkgraph.ttl", "concepts.ttl"):
        graph.load(path=str(folder / name))  # `bulk_load` asks for 200 MB at once, which a worker may not have
    document = json.loads((folder / "context.jsonld").read_text(encoding="utf-8"))
    return Vocabulary(
        labels=_labels(graph),
        supers=_supers(graph),
        concepts=_instances(graph, SKOS + "Concept") | _instances(graph, PG + "InferenceRule"),
        kinds={
            term: kind
            for kind in ("Object", "Datatype", "Annotation")
            for term in _instances(graph, f"{OWL}{kind}Property")
            for kind in (kind.lower(),)
        },
        marks={
            name: frozenset(
                str(q.subject.value) for q in _matches(graph, PG + name) if isinstance(q.subject, ox.NamedNode)
            )
            for name in ("needsEvidence", "isGraphEdge", "isInferred", "agesWithSource", "closedScheme")
        },
        ranges={
            str(q.subject.value): str(q.object.value)
            for q in _matches(graph, SCHEMA + "rangeIncludes")
            if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
        },
        words=_words(document),
        context=document["@context"],
    )


def _matches(graph: ox.Store, predicate: str) -> Iterable[ox.Quad]:
    """All statements with a predicate."""
    return graph.quads_for_pattern(None, ox.NamedNode(predicate), None)


def _instances(graph: ox.Store, cls: str) -> frozenset[str]:
    """IRIs of everything that is typed with a class."""
    found = graph.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(cls))
    return frozenset(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))


def _labels(graph: ox.Store) -> dict[str, dict[str, str]]:
    """Labels of terms and concepts by language."""
    labels: dict[str, dict[str, str]] = {}
    for predicate in (RDFS + "label", SKOS + "prefLabel"):
        for quad in _matches(graph, predicate):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                labels.setdefault(quad.subject.value, {})[quad.object.language or ""] = quad.object.value
    return labels


def _supers(graph: ox.Store) -> dict[str, frozenset[str]]:
    """Each class with itself and all classes above it."""
    direct: dict[str, set[str]] = {cls: set() for cls in _instances(graph, OWL + "Class")}
    for quad in _matches(graph, RDFS + "subClassOf"):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            direct.setdefault(quad.subject.value, set()).add(quad.object.value)
    closed: dict[str, frozenset[str]] = {}
    for cls in direct:
        reached, waiting = {cls}, [cls]
        while waiting:
            above = direct.get(waiting.pop(), set()) - reached
            reached |= above
            waiting += above
        closed[cls] = frozenset(reached)
    return closed


def _words(document: dict[str, Any]) -> dict[str, Word]:
    """The words of a context document, with default classes and language rule."""
    words = {}
    for name, entry in document["@context"].items():
        if name.startswith("@") or name in ("skos", "xsd", "rdf", *AUTHORING):
            continue
        words[name] = _word(name, entry, document)
    return words


def _word(name: str, entry: Any, document: dict[str, Any]) -> Word:
    """One entry of a context as a word."""
    if isinstance(entry, str):
        return Word(name, entry, "keyword")
    reverse = "@reverse" in entry
    kind_of = entry.get("@type", "")
    space = entry.get("@context", {}).get("@vocab", "")
    kind = "id" if reverse or kind_of == "@id" else "concept" if space else "term" if kind_of == "@vocab" else "literal"
    return Word(
        name,
        _expand(entry.get("@reverse") or entry.get("@id") or name),
        kind,
        space=space,
        datatype=kind_of.replace("xsd:", "http://www.w3.org/2001/XMLSchema#") if kind == "literal" else "",
        reverse=reverse,
        default=document["defaults"].get(name, ""),
        verbatim=name in document["verbatim"],
    )


def _expand(name: str) -> str:
    """The IRI of a name in the context: prefixed, or of the ontology."""
    prefix, colon, local = name.partition(":")
    return _PREFIXED[prefix] + local if colon else PG + name


def short_name(address: str) -> str:
    """The local name of a term, concept or rule of ours, else the IRI itself."""
    for space in (PG, PGC, PGR):
        if address.startswith(space):
            return address[len(space) :]
    return address
