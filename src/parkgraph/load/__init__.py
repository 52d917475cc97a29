"""Putting the graph into somebody's triplestore and proving that it arrived; `parkgraph load` calls `load_graph`.

Only the SPARQL 1.1 Protocol, the Graph Store Protocol and, where a store has none, INSERT DATA are spoken. Every
request that writes names one graph: the target, or `<target>-staging`, where new statements wait until they have been
compared with ours. Tested against Oxigraph, Virtuoso, Jena Fuseki and RDF4J; the report says so of any other store.
"""

from typing import TYPE_CHECKING, Any

from .dialects import KINDS
from .options import LoadOptions
from .report import Check, Difference, LoadReport

if TYPE_CHECKING:
    from .run import load_graph

__all__ = ["KINDS", "Check", "Difference", "LoadOptions", "LoadReport", "load_graph"]


def __getattr__(name: str) -> Any:
    """`load_graph`, imported when it is first asked for: other verbs pay nothing for the network's modules."""
    if name == "load_graph":
        from .run import load_graph

        return load_graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
