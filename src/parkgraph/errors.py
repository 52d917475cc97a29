"""What can go wrong, by whose fault it is; every message says where, what, and what to do.

    ParkgraphError
    ├── UsageError        2  you asked for something that does not exist (question, parameter, entity, format)
    ├── QueryError        2  this SPARQL cannot be read or bound
    ├── DataError         3  our files are wrong
    │   ├── AssetError       a file is missing
    │   └── ParseError       a file cannot be parsed (path, line)
    └── EngineError       4  a store failed
        ├── RemoteError      the endpoint failed (URL, status)
        └── TimeLimitError   the answer took too long

Findings are not errors: `validate` returns a report, and the command line exits with 1.
"""

from typing import ClassVar


class ParkgraphError(Exception):
    """Anything parkgraph refuses or cannot do.

    Args:
        problem: what is wrong, without a full stop.
        where: file and line, question, URL; may be filled in later by a caller who knows it.
        remedy: what to do next, a whole sentence.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        if self.problem.endswith("\n"):
            return f"{place}{self.problem}{self.remedy}"
        stop = "" if self.problem.endswith(("。", ".", "：", ":")) else ("。" if _is_chinese(self.problem) else ".")
        return f"{place}{self.problem}{stop}" + (f" {self.remedy}" if self.remedy else "")


class UsageError(ParkgraphError):
    """You asked for something that does not exist."""

    exit_code = 2


class QueryError(ParkgraphError):
    """This SPARQL cannot be read or bound."""

    exit_code = 2


class DataError(ParkgraphError):
    """Our files, or yours, are wrong."""

    exit_code = 3


class AssetError(DataError):
    """A file is missing."""


class ParseError(DataError):
    """A file cannot be parsed."""


class EngineError(ParkgraphError):
    """A store failed."""

    exit_code = 4


class RemoteError(EngineError):
    """The endpoint failed."""


class TimeLimitError(EngineError):
    """The answer took too long."""


FAMILY: dict[str, type[ParkgraphError]] = {
    kind.__name__: kind
    for kind in (
        ParkgraphError,
        UsageError,
        QueryError,
        DataError,
        AssetError,
        ParseError,
        EngineError,
        RemoteError,
        TimeLimitError,
    )
}  # by name, for errors that crossed a process border


def _is_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character, and so takes a Chinese full stop."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
