"""Why an answer is empty: the conditions that alone leave nothing, and the nearest values of each that leave some."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import islice

from ...errors import ParkgraphError
from ...graph import Graph
from ...lookup import labels, select
from ...names import PREFIXES, curie, iri
from ...queries import Parameter, Question
from .asking import OPEN, Choice, bound, count, counted, is_thing, members_of, terms

NEAREST = 5
"""So many other values are offered for a condition."""
TRIED, AROUND = 100, 10
"""How many values are tried one by one where no column shows them, and how far from a number these are looked for."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """A condition without which there would be rows.

    Attributes:
        parameter: the condition.
        value: as it was given.
        rows: how many there are without it.
        nearest: values that lead to rows while the other conditions stay, the nearest to the one given first.
    """

    parameter: Parameter
    value: str
    rows: int
    nearest: tuple[Choice, ...]


def emptied(graph: Graph, question: Question, values: Mapping[str, str]) -> list[Emptied]:
    """The conditions of an empty answer without which, or with another value of which, it has rows."""
    found = []
    for parameter in question.parameters:
        if parameter.name not in values:
            continue
        others = {name: value for name, value in values.items() if name != parameter.name}
        rows = count(graph, bound(graph, question, others))
        if not rows and parameter.default == OPEN.strip():
            continue
        near = tuple(islice(_filled(graph, question, (parameter, values[parameter.name]), others), NEAREST))
        if rows or near:
            found.append(Emptied(parameter, values[parameter.name], rows, near))
    return found


def _filled(
    graph: Graph, question: Question, asked: tuple[Parameter, str], others: Mapping[str, str]
) -> Iterator[Choice]:
    """Values of a parameter that lead to rows, the nearest first, each with as many rows as it leads to."""
    parameter, value = asked
    given = str(terms(graph, question, {parameter.name: value})[parameter.name].value)
    shown = parameter.name in question.projected and not parameter.takes_anything
    candidates = list(counted(graph, question, parameter, others)) if shown else _others(graph, parameter, value)
    iris = {one: iri(one) for one in candidates if one.partition(":")[0] in PREFIXES or one.startswith("http")}
    named = labels(graph.store, [*iris.values(), *([given] if is_thing(parameter) else [])], graph.lang)
    called = {one: named.get(iris.get(one, ""), one) for one in candidates}
    wanted = named.get(given, called.get(value, given))
    ordered = sorted(
        candidates,
        key=lambda one: (_distance(wanted, called[one]), -_alike(given, iris.get(one, "")), one),
    )
    for one in ordered if shown else ordered[:TRIED]:
        try:
            rows = count(graph, bound(graph, question, {**others, parameter.name: one}))
        except ParkgraphError:
            continue  # a column may show what the parameter does not take
        if rows:
            yield Choice(one, called[one], rows)


def _alike(one: str, other: str) -> int:
    """With how many characters alike two identifiers begin: those of divisions in one city begin alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _others(graph: Graph, parameter: Parameter, value: str) -> list[str]:
    """Values that a parameter could have instead, where no column shows which."""
    if parameter.type == "enum":
        return [one for one in parameter.values if one not in (value, curie(value))]
    if parameter.type == "integer":
        return [str(int(value) + step) for step in range(-AROUND, AROUND + 1) if step]
    if parameter.takes_anything:
        named = select(graph.store, "SELECT DISTINCT ?e WHERE { ?e skos:prefLabel ?l } ORDER BY ?e")
        return [curie(row.iri("e")) for row in named if row.iri("e")]
    return members_of(graph, parameter) if ":" in parameter.type else []


def _distance(wanted: str, offered: str) -> float:
    """How far one value is from another: numbers and days by what lies between, names by what they do not share."""
    for number in (int, lambda text: date.fromisoformat(text).toordinal()):
        try:
            return abs(number(wanted) - number(offered))
        except ValueError:
            continue
    return 1 - SequenceMatcher(None, wanted, offered, autojunk=False).ratio()
