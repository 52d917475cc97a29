"""A question as its page needs it: what a visitor chose, and what else there is to choose."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pyoxigraph as ox

from ...errors import ParkgraphError
from ...graph import Graph
from ...lookup import labels, select
from ...names import PREFIXES, curie, iri
from ...queries import Parameter, Question
from ...queries import term as term_of

OPEN = " UNDEF "
TRIED = 300
"""So many members of a class are tried one by one where a question does not show which of them it is about."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a parameter: as it stands in an address, as people read it, and to how many rows it leads."""

    value: str
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it.

    Attributes:
        name, label: of the parameter.
        kind: `choice`, `name` (any thing, by what it is called), `number`, `date` or `text`.
        value: what is chosen, empty for everything.
        given: whether the visitor has chosen it.
        optional: whether it may be left open.
        choices: what there is to choose from.
    """

    name: str
    label: str
    kind: str
    value: str
    given: bool
    optional: bool
    choices: tuple[Choice, ...]


@lru_cache(maxsize=4)
def questions_of(graph: Graph) -> dict[str, Question]:
    """All questions by name; read once for a graph."""
    return graph.questions()


def is_thing(parameter: Parameter) -> bool:
    """Whether a parameter takes things, not figures or words."""
    return parameter.type == "iri" or ":" in parameter.type


def given_values(question: Question, asked: Iterable[Sequence[str]]) -> dict[str, str]:
    """The parameters that a visitor has filled in; the last of several wins."""
    names = {parameter.name for parameter in question.parameters}
    return {name: value.strip() for name, value in asked if name in names and value.strip()}


def terms(graph: Graph, question: Question, values: Mapping[str, str]) -> dict[str, ox.NamedNode | ox.Literal]:
    """The values as terms; errors as in `Graph.run`."""
    found = {}
    for name, value in values.items():
        parameter = question.parameter(name)
        if is_thing(parameter):
            value = graph.resolve(value, iri(parameter.type) if ":" in parameter.type else "", name)
        found[name] = term_of(value, parameter, where=question.name)
    return found


def bound(graph: Graph, question: Question, values: Mapping[str, str], *, opened: str = "") -> str:
    """The query with some values filled in, and one parameter, where it is named, left open."""
    parts = tuple(part._replace(text=OPEN) if opened and part.parameter == opened else part for part in question.parts)
    return replace(question, parts=parts).bind(terms(graph, question, values))


def count(graph: Graph, text: str) -> int:
    """How many rows a query gives."""
    answer = graph.store.query(text)
    assert isinstance(answer, ox.QuerySolutions)
    return sum(1 for _ in answer)


def fields(graph: Graph, question: Question, values: Mapping[str, str]) -> list[Field]:
    """The form of a question, made from its header and the data; each count is that of the rows it leads to."""
    return [_field(graph, question, parameter, values) for parameter in question.parameters]


def _field(graph: Graph, question: Question, parameter: Parameter, values: Mapping[str, str]) -> Field:
    """One parameter of a form."""
    others = {name: value for name, value in values.items() if name != parameter.name}
    is_any = parameter.takes_anything
    choices = () if is_any else choices_of(graph, question, parameter, others)
    value = values.get(parameter.name, "" if parameter.default == OPEN.strip() else _plain(parameter.default))
    if is_thing(parameter) and value:
        value = _known(graph, question, parameter, value)
    kind = {"integer": "number", "date": "date", "string": "text"}.get(parameter.type, "choice")
    if is_any:
        kind, value = "name", name_for(graph, value)
    if kind == "choice" and value and value not in {choice.value for choice in choices}:
        named = labels(graph.store, [iri(value)], graph.lang)[iri(value)] if is_thing(parameter) else value
        choices = (Choice(value, named, 0), *choices)
    label = parameter.en if graph.lang == "en" else parameter.zh
    optional = parameter.default == OPEN.strip()
    return Field(parameter.name, label, kind, value, parameter.name in values, optional, choices)


def _plain(default: str) -> str:
    """The default of a parameter as a visitor would write it."""
    return default[1:-1] if default[:1] in ("'", '"') else default


def _known(graph: Graph, question: Question, parameter: Parameter, value: str) -> str:
    """A value as the choices write it; as the visitor wrote it where it means nothing."""
    try:
        return curie(str(terms(graph, question, {parameter.name: value})[parameter.name].value))
    except ParkgraphError:
        return value


def name_for(graph: Graph, value: str) -> str:
    """A thing by its name, where that means it and nothing else; as it was given where it does not."""
    label = labels(graph.store, [iri(value)], graph.lang)[iri(value)]
    try:
        return label if graph.resolve(label) == iri(value) else value
    except ParkgraphError:
        return value


def choices_of(graph: Graph, question: Question, parameter: Parameter, others: Mapping[str, str]) -> tuple[Choice, ...]:
    """The values of a parameter that lead to rows while the other parameters stay, most rows first."""
    counts: Mapping[str, int]
    try:
        if parameter.type == "enum" or parameter.name not in question.projected:
            counts = _tried(graph, question, parameter, others)
        else:
            counts = counted(graph, question, parameter, others)
    except ParkgraphError:
        return ()  # another value means nothing; the page says so
    if ":" in parameter.type:
        members = set(members_of(graph, parameter))
        counts = {value: rows for value, rows in counts.items() if value in members}
    iris = {value: iri(value) for value in counts if value.partition(":")[0] in PREFIXES}
    named = labels(graph.store, iris.values(), graph.lang)
    found = [Choice(value, named.get(iris.get(value, ""), value), rows) for value, rows in counts.items() if rows]
    order = (lambda c: (c.value.zfill(20),)) if parameter.type == "integer" else (lambda c: (-c.rows, c.label, c.value))
    return tuple(sorted(found, key=order))


def counted(graph: Graph, question: Question, parameter: Parameter, others: Mapping[str, str]) -> Counter[str]:
    """Each value that a column shows, with its rows."""
    answer = graph.store.query(bound(graph, question, others, opened=parameter.name))
    assert isinstance(answer, ox.QuerySolutions)
    counts: Counter[str] = Counter()
    for row in answer:
        if (value := row[parameter.name]) is not None:
            counts[curie(value.value) if isinstance(value, ox.NamedNode) else value.value] += 1
    return counts


def members_of(graph: Graph, parameter: Parameter) -> list[str]:
    """The things that a parameter takes by their class."""
    kind = ox.NamedNode(iri(parameter.type))
    rows = select(graph.store, f"SELECT DISTINCT ?e WHERE {{ ?e a/rdfs:subClassOf* {kind} }} ORDER BY ?e")
    return [curie(row.iri("e")) for row in rows if row.iri("e")]


def _tried(graph: Graph, question: Question, parameter: Parameter, others: Mapping[str, str]) -> dict[str, int]:
    """Each value of an enum or member of a class, tried one by one."""
    values = parameter.values or members_of(graph, parameter)[:TRIED]
    fixed = terms(graph, question, others)
    found = {}
    for value in values:
        term = term_of(iri(value) if is_thing(parameter) else value, parameter, where=question.name)
        found[value] = count(graph, question.bind({**fixed, parameter.name: term}))
    return found
