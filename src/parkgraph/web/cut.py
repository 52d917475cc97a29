"""Answers with an end: rows are written by the engine until there are too many, then cut behind the last whole one.

An engine writes an answer in pieces. `Page` collects them and stops the engine once it has more rows or bytes than
wanted; `Page.cut` then takes off what is too much, so that what is sent is always well-formed.
"""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from pyoxigraph import QueryResultsFormat

FIRST_LOOK = 64 * 1024

BEGUN_JSON = re.compile(rb'[\[,](?=\{"[^"\\]*":\{"type":")')
"""What stands before a row that has a value; a text cannot hold it, since quotation marks in texts are escaped."""
EMPTY_JSON = re.compile(rb"[\[,]\{\}")
"""What stands before a row without any value, or in a text."""
RECORD_CSV = re.compile(rb'(?:[^"\n]|"[^"]*")*\n')


class Full(Exception):
    """There is more than enough."""


class Cut(NamedTuple):
    """An answer with its number of rows, and whether there were more."""

    body: bytes
    rows: int
    more: bool


class Page:
    """A file that an engine writes an answer to, until there are more rows or bytes than wanted.

    Args:
        form: of the answer.
        rows, size: how many rows and bytes are wanted.

    Raises:
        Full: when it is written to after that.
    """

    def __init__(self, form: QueryResultsFormat, rows: int, size: int) -> None:
        self.layout = LAYOUTS[str(form)]
        self.rows = rows
        self.size = size
        self._body = bytearray()
        self._next_look = min(FIRST_LOOK, size)

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._body += piece
        if len(self._body) > self._next_look:
            self._next_look *= 2
            if len(self._body) > self.size or self.layout.begun(bytes(self._body)) > self.rows + 1:
                raise Full
        return len(piece)

    def flush(self) -> None:
        """Nothing: it is all there."""

    def cut(self) -> Cut:
        """The answer, complete or with its first rows only."""
        body = bytes(self._body)
        ends = self.layout.ends(body)
        rows = min(len(ends) - 1, self.rows)
        if rows == len(ends) - 1 and len(body) <= self.size and body.endswith(self.layout.tail):
            return Cut(body, rows, False)
        while rows and ends[rows] + len(self.layout.tail) > self.size:
            rows -= 1
        return Cut(body[: ends[rows]] + self.layout.tail, rows, True)


class Layout(NamedTuple):
    """How rows follow one another in a format.

    Attributes:
        begun: how many rows an answer has at least begun.
        ends: where its head and each of its complete rows ends.
        tail: what stands behind the last row.
    """

    begun: Callable[[bytes], int]
    ends: Callable[[bytes], list[int]]
    tail: bytes


def _ends_json(body: bytes) -> list[int]:
    """The ends in a JSON answer: each row ends where the comma before the next one stands."""
    head = body.index(b'"bindings":[') + len(b'"bindings":[')
    if EMPTY_JSON.search(body, head - 1):
        return _ends_json_by_reading(body, head)
    starts = [found.start() for found in BEGUN_JSON.finditer(body, head - 1)]
    last = [len(body) - len(TAIL_JSON)] if starts and body.endswith(TAIL_JSON) else []
    return [head, *starts[1:], *last]


def _ends_json_by_reading(body: bytes, head: int) -> list[int]:
    """The same for an answer in which some rows may have no value: read row by row."""
    decoder, ends, text = json.JSONDecoder(), [head], body.decode("utf-8", "ignore")
    place = len(body[:head].decode("utf-8"))
    while True:
        try:
            end = decoder.raw_decode(text, place)[1]
        except ValueError:
            return ends
        ends.append(ends[-1] + len(text[place - (len(ends) > 1) : end].encode("utf-8")))
        place = end + 1


def _ends_xml(body: bytes) -> list[int]:
    """The ends in an XML answer."""
    head = body.index(b"<results>") + len(b"<results>")
    return [head, *(found.end() for found in re.compile(b"</result>").finditer(body, head))]


def _ends_csv(body: bytes) -> list[int]:
    """The ends in a CSV answer."""
    return [found.end() for found in RECORD_CSV.finditer(body)]


def _ends_tsv(body: bytes) -> list[int]:
    """The ends in a TSV answer."""
    return [found.end() for found in re.finditer(b"\n", body)]


TAIL_JSON = b"]}}"
LAYOUTS = {
    str(QueryResultsFormat.JSON): Layout(lambda body: len(BEGUN_JSON.findall(body)), _ends_json, TAIL_JSON),
    str(QueryResultsFormat.XML): Layout(lambda body: body.count(b"<result>"), _ends_xml, b"</results></sparql>"),
    str(QueryResultsFormat.CSV): Layout(lambda body: len(_ends_csv(body)) - 1, _ends_csv, b""),
    str(QueryResultsFormat.TSV): Layout(lambda body: body.count(b"\n") - 1, _ends_tsv, b""),
}
