"""What workers do for things as addresses."""

from collections import defaultdict
from difflib import get_close_matches
from typing import Any

import pyoxigraph as ox

from ...errors import UsageError
from ...graph import Graph
from ...lint import lint
from ...lookup import select
from ...names import PG, PREFIXES, SKOS, curie, iri
from ...queries.wording import quoted
from ...sparql import check_user_text
from ...store.mistakes import check_characters, explain
from ...turtle import read_triples
from ...vocabulary import Vocabulary, load_vocabulary
from ..jobs import Job, Made, graph_of
from ..media import JSON
from .rest_jobs import as_json, missing

_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c"
_USED = "SELECT ?c ?p (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o } GROUP BY ?c ?p"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"


def search(job: Job) -> Made:
    """The entities that `words` find, of a `class` and its subclasses where one is given; `limit` of them."""
    graph = graph_of(job)
    facets = {"class": _below(load_vocabulary(graph.home / "ontology"), job["class"])} if job["class"] else {}
    found = graph.index.find(job["words"], job["lang"], job["limit"], facets=facets)
    rows = [
        {
            "iri": hit.iri,
            "label": hit.label,
            "class": curie(hit.cls),
            "class_label": hit.kind,
            "matched": hit.matched,
            "why": hit.why,
        }
        for hit in found.hits
    ]
    return {"media": JSON.media, "rows": len(rows), "more": len(rows) < found.total}, as_json(rows)


def _below(vocabulary: Vocabulary, name: str) -> list[str]:
    """The IRIs of a class, given by IRI, CURIE or local name, and of those below it."""
    wanted = iri(name) if ":" in name else PG + name
    if wanted not in vocabulary.supers:
        known = {curie(cls) for cls in vocabulary.supers}
        near = get_close_matches(curie(wanted), sorted(known), 3, 0.5)
        raise UsageError(
            f"没有{quoted(name)}这个类",
            remedy=f"您要找的是不是{'、'.join(near)}？" if near else "请写类的缩写，例如 pg:Park。",
        )
    return sorted(cls for cls, supers in vocabulary.supers.items() if wanted in supers)


def entity(job: Job) -> Made:
    """The page of the entity that `name` stands for."""
    graph = graph_of(job)
    try:
        page = graph.show(job["name"])
    except UsageError as error:
        return missing(error)
    return {"media": JSON.media}, as_json(page.to_dict())


def evidence(job: Job) -> Made:
    """The passages behind the entity `name`, or behind its relations to `other`."""
    graph = graph_of(job)
    try:
        table = graph.evidence(job["name"], job["other"] or None)
    except UsageError as error:
        return missing(error)
    text = table.to_csv(excel=job["excel"]) if job["form"] == "csv" else table.to_json()
    return {"media": job["media"], "rows": len(table), "more": False}, text.encode("utf-8")


def vocabulary(job: Job) -> Made:
    """The words of the graph: prefixes, classes and properties with labels, definitions and how often they are used."""
    graph = graph_of(job)
    known = load_vocabulary(graph.home / "ontology")
    defined = _definitions(graph)
    of_class: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in select(graph.store, _USED):
        of_class[row.iri("c")].append({"curie": curie(row.iri("p")), "count": int(row.text("n"))})
    classes = {row.iri("c"): int(row.text("n")) for row in select(graph.store, _CLASSES) if row.iri("c")}
    properties = {row.iri("p"): int(row.text("n")) for row in select(graph.store, _PROPERTIES)}

    def term(address: str, count: int) -> dict[str, Any]:
        labels, texts = known.labels.get(address, {}), defined.get(address, {})
        return {
            "curie": curie(address),
            **{lang: labels.get(lang, "") for lang in ("zh", "en")},
            **{f"definition_{lang}": texts.get(lang, "") for lang in ("zh", "en")},
            "count": count,
        }

    def used(address: str) -> list[dict[str, Any]]:
        return sorted(of_class[address], key=lambda entry: (-entry["count"], entry["curie"]))

    told = {
        "prefixes": dict(PREFIXES),
        "classes": [
            {**term(cls, classes.get(cls, 0)), "properties": used(cls)} for cls in sorted({*known.supers, *classes})
        ],
        "properties": [
            {
                **term(name, properties.get(name, 0)),
                "range": curie(known.ranges[name]) if name in known.ranges else None,
            }
            for name in sorted({*known.kinds, *properties})
        ],
    }
    return {"media": JSON.media}, as_json(told)


def _definitions(graph: Graph) -> dict[str, dict[str, str]]:
    """The definitions of terms by language."""
    defined: dict[str, dict[str, str]] = {}
    for triple in read_triples(graph.home / "ontology" / "parkgraph.ttl"):
        if triple.predicate.value == SKOS + "definition" and isinstance(triple.object, ox.Literal):
            defined.setdefault(str(triple.subject.value), {})[triple.object.language or ""] = triple.object.value  # type: ignore[union-attr]
    return defined


def parse(job: Job) -> Made:
    """Nothing, for a query that the engine can read.

    Raises:
        QueryError: it cannot.
    """
    check_characters(job["text"])
    check_user_text(job["text"])
    try:
        ox.Store().query(job["text"])
    except SyntaxError as error:
        raise explain(job["text"], str(error.msg)) from error
    return {}, b""


def remarks(job: Job) -> Made:
    """The remarks on how a query is written."""
    return {"remarks": [remark._asdict() for remark in lint(job["text"])]}, b""
