"""Write docs/engines.md: every canned question on every engine, compared row by row with its golden answer.

A maintainer runs it where every store of scripts/servers.py can be started, when questions or versions have changed;
tests/golden/test_engines.py compares the page with the questions, and with a fresh run.
"""

import csv
import importlib.metadata
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import rdflib

sys.path.insert(0, str(Path(__file__).parent))

import servers

from parkgraph.answers import tabulate
from parkgraph.graph import Graph, open_graph, remote_graph
from parkgraph.load import LoadOptions, load_graph
from parkgraph.names import BASE
from parkgraph.queries import Question
from parkgraph.store import Answer
from parkgraph.turtle import read_triples, write_text

REPO = Path(__file__).parents[1]
PAGE = REPO / "docs" / "engines.md"
GOLDEN = REPO / "tests" / "golden"
LIBRARIES = ("pyoxigraph", "rdflib")
ENGINES = (*LIBRARIES, *servers.STORES)
SAME = "="
HEAD = """\
# Every question on every engine

Written by `scripts/write_engines.py`: each of the {count} canned questions, asked as its file has it, over the shipped
graph in each engine: in this process, or in a server of its own that `parkgraph load` filled. `=` says that every row
and column is that of the golden answer in `tests/golden`, in the same order; numbers are compared by value, since some
stores write 12.0 for 12. Elsewhere stands what differs.

The tests compare the engines with one value of every parameter bound, too. What they know to differ there: Virtuoso
returns the value itself as text instead of an IRI for `document-dates document`, `projects-and-builders builder`,
`technologies-and-fields applied_in` and `zone-and-regions place`; RDF4J fails for `digital-platforms platform` and
`zone-and-regions place` ("Node has no parent").

"""


class RdflibStore:
    """rdflib as a store: what it answers goes through the results format, as from a server."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        self.place = "rdflib"
        self._graph = rdflib.Graph()
        for path in files:
            self._graph.parse(path, format="turtle")

    def query(self, text: str) -> Answer:
        """The answer to a SELECT or ASK."""
        said = self._graph.query(text).serialize(format="json")
        assert said is not None
        return ox.parse_query_results(said, ox.QueryResultsFormat.JSON)

    def __len__(self) -> int:
        return len(self._graph)


@contextmanager
def engine(name: str, folder: Path) -> Iterator[tuple[str, Graph]]:
    """Name and version of an engine, and the shipped graph in it.

    Raises:
        servers.Missing: it cannot be started here.
    """
    local = open_graph(home=REPO)
    if name in LIBRARIES:
        version = f"{name} {importlib.metadata.version(name)}"
        yield version, local if name == "pyoxigraph" else Graph(RdflibStore(local.files), REPO)
        return
    with servers.STORES[name](folder) as server:
        yield server.version, filled(server, local, folder)


def filled(server: servers.Server, local: Graph, folder: Path) -> Graph:
    """The shipped graph in a server, put there by `parkgraph load`, which must find it complete."""
    options = LoadOptions(state=folder / "state", user=server.user, password=lambda: server.password)
    report = load_graph(server.url, (t for path in local.files for t in read_triples(path)), {}, options)
    assert not report.differences, report.to_text()
    return Graph(remote_graph(server.query, graph=BASE, seconds=120.0).store, REPO)


def answer(graph: Graph, text: str) -> str:
    """The answer to a query as CSV, labels and all."""
    return tabulate(graph.store, graph.store.query(text), lang="zh").table.to_csv()


def golden(name: str) -> str:
    """The golden answer of a question."""
    return (GOLDEN / f"{name}.csv").read_bytes().decode("utf-8")


def difference(expected: str, found: str) -> str:
    """What differs between two answers in CSV: `=`, another number of rows, or the first row that is another."""
    ours, theirs = rows(expected), rows(found)
    if len(ours) != len(theirs):
        return f"{len(theirs) - 1} rows"
    pairs = enumerate(zip(ours, theirs, strict=True))
    return next((f"row {number}" for number, pair in pairs if not same(*pair)), SAME)


def rows(text: str) -> list[list[str]]:
    """The rows of an answer in CSV, its head among them."""
    return list(csv.reader(io.StringIO(text)))


def same(ours: list[str], theirs: list[str]) -> bool:
    """Whether two rows hold the same cells, numbers by value."""
    return len(ours) == len(theirs) and all(a == b or _equal(a, b) for a, b in zip(ours, theirs, strict=True))


def _equal(one: str, other: str) -> bool:
    """Whether two texts are the same number."""
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def compared(graph: Graph) -> dict[str, str]:
    """Question to how its answer in a graph differs from the golden one."""
    return {name: difference(golden(name), answer(graph, q.text)) for name, q in graph.questions().items()}


def page(questions: Mapping[str, Question], results: Mapping[str, Mapping[str, str]]) -> str:
    """The page.

    Args:
        questions: by name.
        results: name and version of each engine to what `compared` found.
    """
    lines = [HEAD.format(count=len(questions))]
    totals = (f"{sum(cell == SAME for cell in found.values())} of {len(questions)}" for found in results.values())
    lines += [_row("engine", *results), _row(*["---"] * (len(results) + 1)), _row("equal", *totals), "\n"]
    lines += [_row("question", "问题", "rows", *results), _row("---", "---", "---:", *["---"] * len(results))]
    for name, question in questions.items():
        cells = (found[name] for found in results.values())
        lines.append(_row(f"`{name}`", question.title_zh, str(len(rows(golden(name))) - 1), *cells))
    return "".join(lines)


def _row(*cells: str) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Ask every engine, and write the page."""
    results: dict[str, dict[str, str]] = {}
    for name in ENGINES:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            version, graph = stack.enter_context(engine(name, folder))
            results[version] = compared(graph)
    write_text(PAGE, page(open_graph(home=REPO).questions(), results))


if __name__ == "__main__":
    main()
