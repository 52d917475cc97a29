"""The canned questions as RDF, in the words that the SPARQL examples of the SIB Swiss Institute of Bioinformatics use.

Tools made for those find a question by its comment or keyword and run its `sh:select` as it stands. Each must name what
it is put to (`schema:target`): the graph as such, since it is put to whatever endpoint holds a copy.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ..names import BASE, OWL, PREFIXES, RDF, RDFS, SCHEMA, SH, XSD
from ..queries import Question
from ..turtle import canonical_turtle

CATALOGUE = BASE + "queries"
QUESTION = BASE + "query/"


def questions_turtle(questions: Iterable[Question]) -> str:
    """The questions with label, comment, keyword and text, and the prefixes they may use, as canonical Turtle."""
    triples = [*_prefixes(), *(triple for question in questions for triple in _question(question))]
    return canonical_turtle(triples)


def _question(question: Question) -> Iterator[ox.Triple]:
    """One question; tools of that convention show the comment as its title, so that it starts on it."""
    node = ox.NamedNode(QUESTION + question.name)
    for cls in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield ox.Triple(node, ox.NamedNode(RDF + "type"), ox.NamedNode(SH + cls))
    wordings = (("zh", question.title_zh, question.notes_zh), ("en", question.title_en, question.notes_en))
    for lang, title, notes in wordings:
        stop = "。" if lang == "zh" else ". "
        comment = f"{title.removesuffix(stop.strip())}{stop}{notes}" if notes else title
        yield ox.Triple(node, ox.NamedNode(RDFS + "label"), ox.Literal(title, language=lang))
        yield ox.Triple(node, ox.NamedNode(RDFS + "comment"), ox.Literal(comment, language=lang))
    yield ox.Triple(node, ox.NamedNode(SCHEMA + "keywords"), ox.Literal(question.group))
    yield ox.Triple(node, ox.NamedNode(SCHEMA + "target"), ox.NamedNode(BASE.rstrip("/")))
    yield ox.Triple(node, ox.NamedNode(SH + "prefixes"), ox.NamedNode(CATALOGUE))
    yield ox.Triple(node, ox.NamedNode(SH + "select"), ox.Literal(_without_header(question.text)))


def _without_header(text: str) -> str:
    """A query without the comment lines that describe it."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))


def _prefixes() -> Iterator[ox.Triple]:
    """The prefixes, each a node with a name of its own."""
    catalogue = ox.NamedNode(CATALOGUE)
    yield ox.Triple(catalogue, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Ontology"))
    for lang, label in (("zh", "parkgraph 常用问题"), ("en", "parkgraph canned questions")):
        yield ox.Triple(catalogue, ox.NamedNode(RDFS + "label"), ox.Literal(label, language=lang))
    for prefix, space in PREFIXES.items():
        node = ox.NamedNode(f"{CATALOGUE}#prefix-{prefix}")
        address = ox.Literal(space, datatype=ox.NamedNode(XSD + "anyURI"))
        yield ox.Triple(catalogue, ox.NamedNode(SH + "declare"), node)
        yield ox.Triple(node, ox.NamedNode(SH + "prefix"), ox.Literal(prefix))
        yield ox.Triple(node, ox.NamedNode(SH + "namespace"), address)
