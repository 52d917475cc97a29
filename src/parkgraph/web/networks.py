"""The relation graph of a store, kept by a worker as long as the store stays the same."""

from functools import lru_cache
from typing import TYPE_CHECKING

from ..graph import Graph

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@lru_cache(maxsize=2)
def network_of(graph: Graph) -> "MultiDiGraph[str]":
    """All things that take part in a relation, and the relations."""
    return graph.network()
