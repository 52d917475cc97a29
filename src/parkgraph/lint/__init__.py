"""Remarks on how a query is written: forms that are slow, that engines answer differently, or whose order is chance.

The canned questions must have none; whoever asks a query of their own is told, and gets the answer all the same. A
remark never depends on the data: rdflib's algebra of the query is all that is looked at. `rules` says what counts.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import ParkgraphError, QueryError
from ..workers import run_child

SECONDS = 10.0


class Remark(NamedTuple):
    """What is to be said of a query: the rule, the line where it can be told, and the wording with the remedy."""

    rule: str
    line: int | None
    zh: str
    en: str

    def told(self, lang: str = "zh") -> str:
        """The remark with its line, for people."""
        if lang == "zh":
            return (f"第 {self.line} 行：" if self.line else "") + self.zh
        return (f"line {self.line}: " if self.line else "") + self.en


def lint(text: str, *, canned: bool = False) -> list[Remark]:
    """The remarks on a query, in the order of its lines.

    Args:
        text: of the query, which this process reads; a user's own goes to `remarks` instead.
        canned: whether the rows must come in a total order.

    Raises:
        QueryError: rdflib cannot read the text.
    """
    from .rules import RULES, order_is_total
    from .scopes import scopes

    try:
        found = scopes(text)
    except Exception as error:  # the classes are those of pyparsing, of rdflib, and whatever its translation trips on
        raise QueryError("查询无法解析", remedy="请检查查询的写法。") from error
    rules = (*RULES, order_is_total) if canned else RULES
    told = [remark for rule in rules for scope in found for remark in rule(scope, text)]
    return sorted(dict.fromkeys(told), key=lambda remark: (remark.line or 0, remark))


def remarks(text: str, *, seconds: float = SECONDS) -> list[Remark]:
    """The remarks on a user's own query, which a child process reads; none where it cannot be read in time."""
    try:
        told = run_child("parkgraph.lint:lint_job", {"text": text}, seconds=seconds)
    except ParkgraphError:
        return []
    return [Remark(*fields) for fields in json.loads(told)]


def lint_job(job: Mapping[str, Any]) -> bytes:
    """What the child process runs for `remarks`."""
    return json.dumps(lint(job["text"])).encode("ascii")
