"""What every store promises and what its answers are; the only file that all stores share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pyoxigraph

from ..errors import EngineError

Answer = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples
"""What a query gives: rows (SELECT), yes or no (ASK), triples (CONSTRUCT, DESCRIBE)."""


class Store(Protocol):
    """A graph that can be asked; `place` says where it is: 内存, a directory, or a URL."""

    place: str

    def query(self, text: str) -> Answer:
        """The answer to a SPARQL 1.1 query, rows in the order the query asks for.

        Rows and triples of a local store are computed while they are read: read them inside `engine_errors()`.

        Raises:
            QueryError: the text cannot be read as a query.
            EngineError: the store failed.
        """
        ...

    def __len__(self) -> int:
        """How many triples the graph asked has."""
        ...


@contextmanager
def engine_errors(place: str = "") -> Iterator[None]:
    """While it is open, what the engine raises becomes an EngineError; only the reading of answers belongs inside."""
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        raise EngineError(
            f"查询执行失败：{error}", where=place, remedy="请缩小查询范围后重试；查询里若有 SERVICE，请去掉。"
        ) from error
