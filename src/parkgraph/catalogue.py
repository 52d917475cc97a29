"""What the graph is made of: its classes, properties and sources, each with how often it is used."""

from .errors import UsageError
from .lookup import labels, select
from .names import curie
from .rows import Entity, Table
from .store import Store
from .vocabulary import Vocabulary

KINDS = ("classes", "properties", "sources")

_COUNTS = {
    "classes": "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?term } GROUP BY ?term",
    "properties": "SELECT ?term (COUNT(*) AS ?n) WHERE { ?s ?term ?o } GROUP BY ?term",
}
_SOURCES = """SELECT ?source ?as_of ?sha256 (COUNT(DISTINCT ?span) AS ?quotes) WHERE {
  ?source a pg:SourceDocument ; pg:sha256 ?sha256 ; pg:asOf ?as_of .
  OPTIONAL { ?span oa:hasSource ?source }
} GROUP BY ?source ?as_of ?sha256 ORDER BY ?source"""


def listing(store: Store, vocabulary: Vocabulary, kind: str, lang: str = "zh") -> Table:
    """A list of what the graph is made of.

    Args:
        store: the graph.
        vocabulary: the terms of the ontology.
        kind: `classes` or `properties` (columns `term`, `label`, `uses`, in order of the CURIE; every term of the
            ontology, also unused ones) or `sources` (columns `source`, `as_of`, `quotes`, `sha256`).

    Raises:
        UsageError: no such list.
    """
    if kind == "sources":
        return _sources(store, lang)
    if kind not in KINDS:
        raise UsageError(
            f"没有 {kind} 这种清单", where="list", remedy="可用：queries、classes、properties、sources、lenses。"
        )
    terms = vocabulary.supers if kind == "classes" else vocabulary.kinds
    uses = {row.iri("term"): int(row.text("n")) for row in select(store, _COUNTS[kind])}
    rows = [(curie(term), vocabulary.labels.get(term, {}).get(lang, ""), uses.get(term, 0)) for term in terms]
    headings = {"term": "词", "label": "名称", "uses": "用量"} if lang == "zh" else {}
    return Table(columns=("term", "label", "uses"), rows=tuple(sorted(rows)), headings=headings)


def _sources(store: Store, lang: str) -> Table:
    """The sources with as-of date, number of quotes and hash."""
    rows = select(store, _SOURCES)
    named = labels(store, (row.iri("source") for row in rows), lang)
    cells = tuple(
        (
            Entity(row.iri("source"), named[row.iri("source")]),
            row.text("as_of"),
            int(row.text("quotes")),
            row.text("sha256"),
        )
        for row in rows
    )
    zh = {"source": "来源", "as_of": "数据截至", "quotes": "引文数", "sha256": "SHA-256"}
    return Table(columns=("source", "as_of", "quotes", "sha256"), rows=cells, headings=zh if lang == "zh" else {})
