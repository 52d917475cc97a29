"""The page of what changed: the releases that the graph records, and how what is served differs from what is shipped.

Of a dataset that has several generations behind it only the current one is kept, so that it is the shipped graph that
the data are compared with, whether a workspace stands on top of it or somebody has written into a dataset.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...diff import Change, Difference, diff_graphs, statements_of
from ...errors import ParkgraphError
from ...graph import Graph, graph_files
from ...lookup import batches, select
from ...store import LocalStore
from ...turtle import fingerprint, read_triples
from ..english import english
from ..jobs import Job, Made, graph_of
from .rendering import SPAN, render

LARGEST = 200_000
"""Up to how many statements are compared for a page."""
SHOWN = 100
"""How many entities that came, went or changed are listed."""
SAID = 10
"""How many statements that came or went are told of an entity."""

_RELEASES = """SELECT ?release ?version ?day ?triples (COUNT(DISTINCT ?source) AS ?sources) WHERE {
  ?release a pg:KnowledgeGraphRelease ; dcterms:hasVersion ?version .
  OPTIONAL { ?release dcterms:issued ?day }
  OPTIONAL { ?release <http://rdfs.org/ns/void#triples> ?triples }
  OPTIONAL { ?release dcterms:source ?source }
} GROUP BY ?release ?version ?day ?triples ORDER BY DESC(?day) DESC(?version)"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Entities of one sort of change: those shown, and how many there are."""

    name: str
    changes: tuple[Change, ...]
    total: int


def changes(job: Job) -> Made:
    """What changed; see the module."""
    graph = graph_of(job)
    generation = job["at"]["generation"]
    state, found, problem = "", None, None
    try:
        state, found = difference(graph, job)
    except ParkgraphError as error:
        state, problem = "failed", (error.problem, error.remedy)
        if graph.lang == "en":
            problem = (english(error.problem), english(error.remedy))
    return render(
        job,
        "changes.html",
        releases=releases(graph),
        state=state,
        problem=problem,
        generation=generation["number"] if generation else 0,
        workspace=job["at"]["workspace"] is not None,
        largest=LARGEST,
        said_most=SAID,
        classes=found.by_class if found else (),
        lists=(lists := listed(found) if found else []),
        wording=wording(graph, lists),
        rest=[("facts", found.facts), ("spans", found.spans), ("terms", found.terms)] if found else [],
    )


def releases(graph: Graph) -> list[dict[str, Any]]:
    """The releases that the graph records, newest first."""
    rows = select(graph.store, _RELEASES)
    return [
        {
            "iri": row.iri("release"),
            "version": row.text("version"),
            "day": row.text("day"),
            "triples": int(row.text("triples") or 0),
            "sources": int(row.text("sources")),
        }
        for row in rows
        if row.iri("release")
    ]


def difference(graph: Graph, job: Job) -> tuple[str, Difference | None]:
    """How the data that are served differ from the shipped ones.

    Returns:
        `remote`, `large`, `same`, or `different` with the difference.

    Raises:
        ParkgraphError: they cannot be compared.
    """
    place = job["at"]
    if not isinstance(graph.store, LocalStore):
        return "remote", None
    if place["fingerprint"] == fingerprint(read_triples(graph.home / "data" / "parkgraph.ttl")):
        return "same", None
    if place["generation"]["quads"] > LARGEST:
        return "large", None
    shipped = list(statements_of(LocalStore.from_files(graph_files(graph.home))))
    found = diff_graphs(shipped, list(statements_of(graph.store)), lang=graph.lang)
    return ("different", found) if found else ("same", None)


def listed(found: Difference) -> list[Listed]:
    """What came, went and changed, each up to a number."""
    sorts: Sequence[tuple[str, tuple[Change, ...]]] = (
        ("added", found.added), ("removed", found.removed), ("changed", found.changed),
    )  # fmt: skip
    return [Listed(name, changes[:SHOWN], len(changes)) for name, changes in sorts if changes]


def wording(graph: Graph, lists: Sequence[Listed]) -> dict[str, str]:
    """IRI to quote of the spans that listed entities have come to rest on."""
    said = {told.value_iri for one in lists for change in one.changes for told in change.added if told.value_iri}
    rows = [
        row
        for values in batches(sorted(iri for iri in said if SPAN.fullmatch(iri)))
        for row in select(graph.store, f"SELECT ?s ?quote WHERE {{ VALUES ?s {{ {values} }} ?s oa:exact ?quote }}")
    ]
    return {row.iri("s"): row.text("quote") for row in rows}
