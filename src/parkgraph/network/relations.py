"""The relation graph: entities as nodes, relations between them as edges, labels and evidence on both."""

from typing import TYPE_CHECKING

from ..lookup import classes, labels, passages, select
from ..names import PGC
from ..store import Store

if TYPE_CHECKING:
    import networkx

_EDGES = """SELECT DISTINCT ?s ?p ?o ?a WHERE {
  ?p pg:isGraphEdge ?marked .
  ?s ?p ?o .
  OPTIONAL { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
  FILTER(ISIRI(?o))
} ORDER BY ?s ?p ?o ?a"""


def network(store: Store, lang: str = "zh") -> "networkx.MultiDiGraph[str]":
    """All entities that take part in a relation, and the relations.

    Args:
        store: where they are stated.
        lang: of the labels of sources and sections in passages.

    Returns:
        Nodes are IRIs with `label_zh`, `label_en`, `class` (IRI) and `class_zh`. Edges are keyed by the property's IRI
        and carry `relation` (IRI), `label_zh`, `label_en`, `basis` (`stated` by the node's own evidence, or the short
        name of the assertion's basis), `passages` (`Passage`, in the order of the text) and `quotes` (their wording,
        each once). Nodes and edges come in the order of their IRIs.
    """
    import networkx

    rows = select(store, _EDGES)
    ends = sorted({row.iri(end) for row in rows for end in ("s", "o")})
    proofs = passages(store, [*(row.iri("a") for row in rows if row.iri("a")), *ends], lang)
    basis = _bases(store)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, attributes in _nodes(store, ends).items():
        graph.add_node(iri, **attributes)
    names = {lang: labels(store, (row.iri("p") for row in rows), lang) for lang in ("zh", "en")}
    for row in rows:
        start, relation, end = (row.iri(part) for part in ("s", "p", "o"))
        fact = row.iri("a") or start
        if not graph.has_edge(start, end, key=relation):
            graph.add_edge(
                start, end, key=relation, relation=relation, basis=basis.get(fact, "stated"), quotes=[], passages=[],
                label_zh=names["zh"][relation], label_en=names["en"][relation],
            )  # fmt: skip
        edge = graph.edges[start, end, relation]
        edge["passages"] += [passage for passage in proofs.get(fact, ()) if passage not in edge["passages"]]
        edge["quotes"] = list(dict.fromkeys(passage.quote for passage in edge["passages"]))
    return graph


def _nodes(store: Store, iris: list[str]) -> dict[str, dict[str, str]]:
    """The attributes of each node."""
    kinds = classes(store, iris)
    zh, en = labels(store, iris, "zh"), labels(store, iris, "en")
    kind_zh = labels(store, kinds.values(), "zh")
    return {
        iri: {
            "label_zh": zh[iri] if "/id/fact-" not in iri else kind_zh.get(kinds.get(iri, ""), zh[iri]),
            "label_en": en[iri],
            "class": kinds.get(iri, ""),
            "class_zh": kind_zh.get(kinds.get(iri, ""), ""),
        }
        for iri in iris
    }


def _bases(store: Store) -> dict[str, str]:
    """Each fact with the short name of its basis."""
    rows = select(store, "SELECT ?f ?b WHERE { ?f pg:assertionBasis ?b } ORDER BY ?f ?b")
    return {row.iri("f"): row.iri("b").removeprefix(PGC + "basis-") for row in rows}
