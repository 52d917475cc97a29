"""Comparing a graph in a store with ours: counts, classes, language tags, sampled statements, every canned question.

What is expected comes from Oxigraph in this process over the same statements; what is found, from the store, asked
with `default-graph-uri`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ..errors import RemoteError
from ..names import XSD, curie
from ..store import LocalStore, engine_errors
from .client import Client, NoReply, number
from .deliver import COUNT
from .options import LoadOptions
from .prepare import Body
from .report import QUESTIONS, Check, Difference
from .sample import sample

CLASSES = "SELECT ?key (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?key } GROUP BY ?key"
TAGS = (
    "SELECT ?key (COUNT(*) AS ?n) "
    'WHERE { ?s ?p ?o FILTER(ISLITERAL(?o) && LANG(?o) != "") BIND(LANG(?o) AS ?key) } GROUP BY ?key'
)
LONGEST = 100
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Expectation:
    """What a graph must show: statements, instances per class, texts per tag, samples, rows per question."""

    triples: int
    classes: Mapping[str, int]
    tags: Mapping[str, int]
    samples: Mapping[str, list[ox.Triple]]
    questions: Mapping[str, str]
    rows: Mapping[str, int]


def expect(body: Body, questions: Mapping[str, str]) -> Expectation:
    """What a graph with exactly these statements shows.

    Args:
        questions: name to SPARQL text.
    """
    store = LocalStore.from_triples(body.triples)
    with engine_errors(store.place):
        return Expectation(
            triples=len(body),
            classes=_counts(store.query(CLASSES)),
            tags=_counts(store.query(TAGS)),
            samples=sample(body.triples),
            questions=questions,
            rows={name: sum(1 for _ in _solutions(store.query(text))) for name, text in questions.items()},
        )


class Verifier:
    """Asks one graph of one store."""

    def __init__(self, client: Client, query_url: str, graph: str, options: LoadOptions) -> None:
        self._client = client
        self._url = query_url
        self._graph = graph
        self._options = options

    def checks(self, expected: Expectation, *, questions: bool = True) -> tuple[Check, ...]:
        """All comparisons, or with `questions=False` those that tell whether the statements arrived as they were sent.

        Where we append and the graph holds more than ours, counts must not be smaller than ours, and the questions,
        whose rows others' statements may change, are left out.

        Raises:
            RemoteError: the store stopped answering.
        """
        found = number(self._ask(COUNT))
        more = self._options.append and found > expected.triples
        self._options.tell("核对 总数和各类")
        data = (
            Check("triples", "三元组总数", 1, _compared({"": expected.triples}, {"": found}, more, "三元组总数")),
            self._counted("classes", "各类实例数", CLASSES, expected.classes, more=more),
            self._counted("tags", "语言标签", TAGS, expected.tags, more=more),
            self._sampled(expected.samples),
        )
        return (*data, self._questions(expected, more)) if questions else data

    def _ask(self, text: str) -> Any:
        """The answer to a query over the graph."""
        return self._client.query(self._url, text, self._graph)

    def _counted(self, key: str, title: str, text: str, expected: Mapping[str, int], *, more: bool) -> Check:
        """Comparison of one count per class or tag; a tag may also be written as BCP 47 recommends, which is noted."""
        rows = {_key(row["key"]): number([row]) for row in self._ask(text) if row["key"] is not None}
        twins = {recommended(tag): tag for tag in expected} if key == "tags" else {}
        found = {twins.get(name, name): count for name, count in rows.items()}
        known = {name: count for name, count in found.items() if not more or name in expected}
        written = [f"{ours} 在库中写作 {theirs}" for theirs, ours in twins.items() if theirs != ours and theirs in rows]
        return Check(key, title, len(expected), _compared(expected, known, more, title), "，".join(written))

    def _sampled(self, samples: Mapping[str, list[ox.Triple]]) -> Check:
        """Whether each sampled statement is there."""
        self._options.tell("核对 抽样语句")
        triples = [triple for found in samples.values() for triple in found]
        lost = tuple(self._missing(triple) for triple in triples if not self._has(triple))
        note = "，".join(f"{name} {len(found)}" for name, found in samples.items())
        return Check("samples", "抽样语句", len(triples), lost, note)

    def _has(self, triple: ox.Triple) -> bool:
        """Whether the graph holds a statement; `1` is as good as `true`, and `12.0` as `12`."""
        return any(self._ask(f"ASK {{ {spelled} }}") is True for spelled in _spellings(triple))

    def _missing(self, triple: ox.Triple) -> Difference:
        """The difference for a statement that is not there, with what stands in its place."""
        rows = self._ask(f"SELECT ?o WHERE {{ {triple.subject} {triple.predicate} ?o }} ORDER BY ?o LIMIT 3")
        there = "、".join(_short(str(row["o"])) for row in rows) or "无"
        item = f"{_brief(triple.subject)} {_brief(triple.predicate)}"
        return Difference("抽样语句", item, _short(str(triple.object)), there)

    def _questions(self, expected: Expectation, more: bool) -> Check:
        """Comparison of the number of rows of every question."""
        if more:
            return Check(QUESTIONS, "常用问题", 0, (), "图中还有别的语句，行数不可比，未核对")
        differences = []
        for done, (name, text) in enumerate(expected.questions.items(), 1):
            self._options.tell(f"核对 常用问题 {done} / {len(expected.questions)}")
            found = self._rows(text)
            if found != expected.rows[name]:
                differences.append(Difference("常用问题", name, f"{expected.rows[name]} 行", _told(found)))
        return Check(QUESTIONS, "常用问题", len(expected.questions), tuple(differences))

    def _rows(self, text: str) -> int | str:
        """How many rows the store gives for a question, or what it says instead."""
        try:
            answer = self._ask(text)
        except NoReply:
            raise
        except RemoteError as error:
            return error.problem
        return len(answer) if isinstance(answer, list) else 1


def recommended(tag: str) -> str:
    """A language tag as BCP 47 recommends to write it, and Jena does: `zh-Hant-TW`."""
    language, *others = tag.lower().split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([language, *(cases.get(len(part), str)(part) for part in others)])


def _counts(answer: Any) -> dict[str, int]:
    """Key to number, of the rows of a local answer."""
    return {_key(row["key"]): int(row["n"].value) for row in answer}


def _solutions(answer: Any) -> Any:
    """The rows of a local answer; yes or no counts as one."""
    return [answer] if isinstance(answer, ox.QueryBoolean) else answer


def _key(term: Any) -> str:
    """The class or tag that a count is about."""
    return curie(term.value) if isinstance(term, ox.NamedNode) else str(term.value)


def _compared(expected: Mapping[str, int], found: Mapping[str, int], more: bool, title: str) -> tuple[Difference, ...]:
    """Where counts differ; with `more`, only where fewer were found than expected."""
    names = sorted(expected.keys() | found.keys())
    pairs = [(name, expected.get(name, 0), found.get(name, 0)) for name in names]
    return tuple(
        Difference(title, name, str(ours), str(theirs))
        for name, ours, theirs in pairs
        if theirs < ours or (theirs > ours and not more)
    )


def _told(found: int | str) -> str:
    """A number of rows as the table of differences says it, or what the store said instead."""
    if isinstance(found, str):
        return _short(found, 200)
    return f"{found} 行（可能被截断）" if found == MOST_ROWS else f"{found} 行"


def _spellings(triple: ox.Triple) -> list[str]:
    """The statement as it may be kept."""
    words = [str(triple)]
    target = triple.object
    if isinstance(target, ox.Literal) and target.datatype.value == XSD + "decimal":
        number = f"?o FILTER(?o = {target} && DATATYPE(?o) = <{XSD}decimal>)"
        words.append(f"{triple.subject} {triple.predicate} {number}")
    if isinstance(target, ox.Literal) and target.datatype.value == XSD + "boolean":
        other = {"true": "1", "1": "true", "false": "0", "0": "false"}.get(target.value, target.value)
        twin = ox.Literal(other, datatype=ox.NamedNode(XSD + "boolean"))
        words.append(str(ox.Triple(triple.subject, triple.predicate, twin)))
    return words


def _brief(term: Any) -> str:
    """An IRI as people read it."""
    return curie(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _short(text: str, most: int = LONGEST) -> str:
    """A text cut to a bearable length."""
    return text if len(text) <= most else text[: most - 1] + "…"
