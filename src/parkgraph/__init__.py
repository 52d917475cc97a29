"""Which parks came out of which policy, who is responsible, what was promised by when, and where that is written.

>>> import parkgraph
>>> graph = parkgraph.open()
>>> table = graph.run("parks-by-policy", policy="policy-shandong-dep-action-plan")
>>> len(table)
19
"""

from typing import TYPE_CHECKING, Any

from .errors import DataError, EngineError, ParkgraphError, QueryError, UsageError

if TYPE_CHECKING:
    from .graph import Graph
    from .graph import open_graph as open
    from .graph import remote_graph as remote

    __version__: str

__all__ = [
    "DataError",
    "EngineError",
    "Graph",
    "ParkgraphError",
    "QueryError",
    "UsageError",
    "__version__",
    "open",
    "remote",
]

_LATE = {"Graph": "Graph", "open": "open_graph", "remote": "remote_graph"}


def __dir__() -> list[str]:
    """What the door offers, whether imported yet or not."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """The façade's names, imported when first asked for, so that `import parkgraph` costs nothing."""
    if name in _LATE:
        from . import graph

        return getattr(graph, _LATE[name])
    if name == "__version__":
        from importlib.metadata import version

        return version("parkgraph")
    raise AttributeError(f"module 'parkgraph' has no attribute {name!r}")
