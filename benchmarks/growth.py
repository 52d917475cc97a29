"""How each canned question grows with the graph, and whether rdflib gives the same answer: a part of `make bench`.

Two graphs of one shape (see `synthetic`), about ten times apart. Every question is asked as it is, and once with each
parameter that is open by default bound to a value of its own answer. Printed are CPU times of this process' engine in
milliseconds (medians), the number of rows, the exponent log(t2/t1) / log(n2/n1), and how many times as long rdflib
takes on the small graph. Marked are cases that grow faster than the graph by more than noise explains, and those that
rdflib answers otherwise. Nothing is asserted.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from math import log
from multiprocessing import get_context
from typing import Any

import pyoxigraph as ox
import rdflib
from synthetic import synthetic

from parkgraph import assets
from parkgraph.names import XSD, iri
from parkgraph.queries import Parameter, Question, Term, load_questions, term
from parkgraph.sparql import significant
from parkgraph.store import LocalStore

SIZES = (10_000, 100_000)
STEEP = 1.15
RUNS, BUSY = 9, 0.25  # so many runs, or so many seconds of them if that is less; three at least
PATIENCE, PATIENCE_WITH_RDFLIB = 20.0, 2.0
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "nonNegativeInteger")}
WORDS = ("parkgraph.ttl", "concepts.ttl")

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Case:
    """A question with its parameters as they are, or with one of them bound."""

    name: str
    question: Question
    text: str


@dataclass(frozen=True)
class Timing:
    """CPU times of one case on one graph in seconds, and how many rows it has."""

    times: list[float]
    rows: int

    @property
    def median(self) -> float:
        """What is printed."""
        return statistics.median(self.times)

    def quartile(self, number: int) -> float:
        """A bound that noise rarely passes: 1 from below, 3 from above."""
        return statistics.quantiles(self.times, n=4, method="inclusive")[number - 1]


@dataclass
class Sums:
    """What is said at the end: the ratios to rdflib, and the names of cases that are remarkable."""

    ratios: list[float] = field(default_factory=list)
    steep: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    count: int = 0

    def lines(self) -> Iterator[str]:
        """The sums, a line each."""
        yield f"median of the ratios to rdflib: {statistics.median(self.ratios):.0f}x"
        for said, names in (
            (f"grow faster than n^{STEEP}", self.steep),
            ("are answered otherwise by rdflib", self.different),
            (f"took rdflib over {PATIENCE_WITH_RDFLIB:g} s and were not compared", self.unknown),
        ):
            yield f"{len(names)} of {self.count} cases {said}" + (f": {', '.join(names)}" if names else "")


def print_growth(seed: int) -> None:
    """Print the table, a line a case, and the sums."""
    questions = load_questions(assets.root() / "queries")
    graphs = [synthetic(size, seed, named_things(questions)) for size in SIZES]
    small, large = (filled(lines) for lines in graphs)
    guest = read_by_rdflib(graphs[0])
    gc.freeze()  # so that children share the pages of the guest
    scale = len(graphs[1]) / len(graphs[0])
    print(f"\nsynthetic graphs of {len(graphs[0])} and {len(graphs[1])} statements, seed {seed}")
    print(f"{'':44}{'small':>9}{'large':>10}{'rows':>12}{'exponent':>9}{'rdflib':>9}")
    sums = Sums()
    for case in cases(questions, small):
        theirs = within(PATIENCE_WITH_RDFLIB, partial(answered_by_rdflib, guest, case))
        marks = compared(case, theirs, small, sums)
        times = [within(PATIENCE, partial(timed, store, case.text)) for store in (small, large)]
        print(line(case, times, theirs and theirs[0], scale, sums) + marks, flush=True)
    print("\n".join(sums.lines()))


def compared(case: Case, theirs: tuple[float, Rows] | None, store: LocalStore, sums: Sums) -> str:
    """What is to be said of rdflib's answer to a case beside ours: nothing if it is the same."""
    sums.count += 1
    if theirs is None:
        sums.unknown.append(case.name)
        return ""
    rows = answered(store, case)
    if theirs[1] == rows:
        return ""
    sums.different.append(case.name)
    return "  ORDER DIFFERS" if sorted(map(str, theirs[1])) == sorted(map(str, rows)) else "  ROWS DIFFER"


def line(case: Case, times: list[Timing | None], theirs: float | None, scale: float, sums: Sums) -> str:
    """The line of a case; steep is what grows too fast even from slow runs on the small to quick ones on the large."""
    one, ten = times
    if one is None or ten is None:
        sums.steep.append(case.name)
        return f"{case.name[:43]:44}not answered in {PATIENCE:g} s"
    steep = log(ten.quartile(1) / one.quartile(3), scale) > STEEP
    sums.steep += [case.name] * steep
    ratio = (theirs or PATIENCE_WITH_RDFLIB) / one.median
    sums.ratios.append(ratio)
    exponent = log(ten.median / one.median, scale)
    shown = f"{one.median * 1e3:>7.2f}ms{ten.median * 1e3:>8.2f}ms{f'{one.rows} {ten.rows}':>12}{exponent:>9.2f}"
    times_slower = f"{ratio:.0f}x" if theirs else f"> {ratio:.0f}x"
    return f"{case.name[:43]:44}{shown}{times_slower:>9}" + "  STEEP" * steep


def named_things(questions: dict[str, Question]) -> set[str]:
    """The things that questions name in their text, which the small graph must have if they are to have answers."""
    words = (token for question in questions.values() for token in significant(question.text))
    return {iri(token.text) for token in words if token.kind == "name" and token.text.startswith("pgd:")}


def filled(lines: list[str]) -> LocalStore:
    """A store with the ontology, the concepts and these statements."""
    store = LocalStore.from_files([assets.asset("ontology", name) for name in WORDS])
    store.engine.bulk_load("\n".join(lines).encode("utf-8"), ox.RdfFormat.N_TRIPLES)
    return store


def read_by_rdflib(lines: list[str]) -> rdflib.Graph:
    """The same in rdflib."""
    graph = rdflib.Graph()
    for name in WORDS:
        graph.parse(assets.asset("ontology", name), format="turtle")
    return graph.parse(data="\n".join(lines), format="nt")


def cases(questions: dict[str, Question], store: LocalStore) -> Iterator[Case]:
    """Every question as it is, and with each open parameter bound, where its answer or its kind gives a value."""
    for question in questions.values():
        yield Case(question.name, question, question.text)
        for parameter in question.parameters:
            if parameter.default == "UNDEF" and (value := a_value(question, parameter, store)) is not None:
                yield Case(f"{question.name} {parameter.name}=", question, question.bind({parameter.name: value}))


def a_value(question: Question, parameter: Parameter, store: LocalStore) -> Term | None:
    """The first value of a parameter in the answer to its question; of one that is not shown, the first of its list."""
    if parameter.name in question.projected:
        found = (row[parameter.name] for row in store.query(question.text))
        return next((value for value in found if isinstance(value, ox.NamedNode | ox.Literal)), None)
    return term(parameter.values[0], parameter) if parameter.values else None


def timed(store: LocalStore, text: str) -> Timing:
    """The times that an answer takes, the first run left out, all rows read."""
    rows = len(list(store.query(text)))
    times: list[float] = []
    while len(times) < 3 or (len(times) < RUNS and sum(times) < BUSY):
        began = time.process_time()
        list(store.query(text))
        times.append(time.process_time() - began)
    return Timing(times, rows)


def answered(store: LocalStore, case: Case) -> Rows:
    """The rows of a case as plain values, hidden variables left out."""
    return [tuple(plain(row[name]) for name in case.question.columns) for row in store.query(case.text)]


def answered_by_rdflib(graph: rdflib.Graph, case: Case) -> tuple[float, Rows]:
    """The same by rdflib, and the CPU time it took."""
    began = time.process_time()
    rows = list(graph.query(case.text))
    took = time.process_time() - began
    return took, [tuple(plain_of_rdflib(row.get(name)) for name in case.question.columns) for row in rows]


def plain(value: Any) -> Any:
    """A term of pyoxigraph as a value that can be compared."""
    if isinstance(value, ox.Literal):
        return literal(value.value, value.datatype.value, value.language)
    return value and value.value


def plain_of_rdflib(value: Any) -> Any:
    """A term of rdflib as a value that can be compared."""
    if isinstance(value, rdflib.Literal):
        kind = rdflib.RDF.langString if value.language else value.datatype or rdflib.XSD.string
        return literal(str(value), str(kind), value.language)
    return value and str(value)


def literal(text: str, kind: str, language: str | None) -> Any:
    """A literal as a value that can be compared; numbers by value, because engines write 12.50 differently."""
    return ("number", Decimal(text)) if kind in NUMBERS else (text, kind, language)


def within(seconds: float, work: Callable[[], Any]) -> Any:
    """What a piece of work returns in a forked child; None if it fails, or is not done in time and so is ended."""
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=lambda: theirs.send(work()))
    child.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(seconds) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()
