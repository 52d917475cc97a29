"""Putting the graph into somebody's triplestore and proving that it arrived; `parkgraph load` calls `load_graph`.

Only the SPARQL 1.1 Protocol, the Graph Store Protocol and, where a store has none, INSERT DATA are spoken. Every
request that writes names one graph: the target, or `<target>-staging`, where new statements wait until they have been
compared with ours. Tested against Oxigraph and Virtuoso; any other store is told so.
"""

from .options import LoadOptions
from .report import Check, Difference, LoadReport
from .run import load_graph

__all__ = ["Check", "Difference", "LoadOptions", "LoadReport", "load_graph"]
