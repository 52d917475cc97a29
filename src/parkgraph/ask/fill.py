"""What of a wording belongs into the parameters of a question: things, years, days, and values by their labels."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from ..lookup import labels
from ..names import PG, PGC, PGD, PREFIXES, curie, iri
from ..queries import Parameter, Question
from ..search import SearchIndex, fold
from ..store import Store
from ..vocabulary import Vocabulary
from .recognise import CONCEPT, Folding, Mention

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})(?!\d)")
_OPEN = " UNDEF "
SHORTEST_PIECE = 4
"""Characters of the shortest piece of a label that counts for all of it."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A parameter that a wording fills.

    Attributes:
        name: of the parameter.
        title: what the parameter is called, in the language of the answer.
        value: as `run` takes it: a slug, CURIE or IRI for a thing, else the value itself.
        iri: of the thing, empty for other values.
        label: of the value, in the language of the answer.
        words: the stretch of the wording that says so.
    """

    name: str
    title: str
    value: str
    iri: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A wording with what it names: its plain text, that text folded, and the mentions in it."""

    text: str
    folding: Folding
    mentions: Sequence[Mention]

    def years(self) -> list[tuple[int, int]]:
        """Where years stand that are no part of a name."""
        found = (match.span() for match in _YEAR.finditer(self.text))
        return [span for span in found if not any(one.start <= span[0] < one.end for one in self.mentions)]


Filling = tuple[str, int, int]
"""A value, and where in the plain text it is said."""


class Filler:
    """Fills the parameters of questions from wordings.

    Args:
        index: the names of things.
        vocabulary: the labels of classes, properties and concepts.
        kinds: IRI of a thing to the IRIs of its classes, those above them too.
    """

    def __init__(self, index: SearchIndex, vocabulary: Vocabulary, kinds: Mapping[str, frozenset[str]]) -> None:
        self.store: Store = index.store
        self.index = index
        self.vocabulary = vocabulary
        self.kinds = kinds
        self._values: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """IRI of a thing or term to its folded names."""
        names: dict[str, set[str]] = {}
        for name in self.index.names:
            names.setdefault(name.entity, set()).add(fold(name.text))
        for term, told in self.vocabulary.labels.items():
            names.setdefault(term, set()).update(fold(label) for label in told.values())
        return names

    def filled(self, question: Question, heard: Heard, lang: str) -> tuple[Recognised, ...]:
        """The parameters that a wording fills, in the order of the question.

        No stretch of it fills two, and a parameter for which it names several values stays open.
        """
        given: dict[str, Filling] = {}
        offered: dict[str, list[Filling]] = {}
        for parameter in sorted(question.parameters, key=lambda one: one.type in ("iri", "skos:Concept")):
            offered[parameter.name] = self._fillings(question, parameter, heard)
            if free := [one for one in offered[parameter.name] if _is_free(one, given.values())]:
                given[parameter.name] = free[0]
        for name, chosen in list(given.items()):
            if any(one[0] != chosen[0] and _is_free(one, given.values()) for one in offered[name]):
                del given[name]
        things = [value for value, _, _ in given.values() if value.startswith(("http://", "https://", "urn:"))]
        named = labels(self.store, things, lang)
        told = []
        for parameter in question.parameters:
            if parameter.name in given:
                value, start, end = given[parameter.name]
                thing = iri(value) if value.partition(":")[0] in PREFIXES else value if value in named else ""
                label = named.get(value) or self._term_label(thing, lang) or value
                title = parameter.en if lang == "en" else parameter.zh
                written = _written(value) if value in named else value
                told.append(Recognised(parameter.name, title, written, thing, label, heard.text[start:end]))
        return tuple(told)

    def _term_label(self, term: str, lang: str) -> str:
        """The label of a term of the ontology, empty for anything else."""
        return self.vocabulary.labels.get(term, {}).get(lang, "")

    def _fillings(self, question: Question, parameter: Parameter, heard: Heard) -> list[Filling]:
        """What a wording offers a parameter, best first."""
        match parameter.type:
            case "integer":
                return [(heard.text[s:e], s, e) for s, e in heard.years()] if _asks_year(parameter) else []
            case "date":
                days = (match for match in _DAY.finditer(heard.text))
                return [(f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}", *day.span()) for day in days]
            case "enum":
                return _said(
                    ((value, form) for value in parameter.values for form in self._forms(parameter, value)), heard
                )
            case "string":
                return []
        return self._things(question, parameter, heard)

    def _forms(self, parameter: Parameter, value: str) -> Collection[str]:
        """How a value of an enum is said: by its label, by itself, or by what the parameter's label has before it."""
        if value.partition(":")[0] in PREFIXES:
            return self._names.get(iri(value), set())
        explained = re.findall(rf"([^（）()或、,]+)[（(]{re.escape(value)}[）)]", parameter.zh)
        return {fold(value), *map(fold, explained)}

    def _things(self, question: Question, parameter: Parameter, heard: Heard) -> list[Filling]:
        """The things in a wording that a parameter takes."""
        wanted = iri(parameter.type) if ":" in parameter.type else ""
        takes_any = parameter.takes_anything
        typed = bool(wanted) and wanted != CONCEPT
        found: list[Filling] = []
        for one in heard.mentions:
            fitting = [
                thing
                for thing in one.things
                if (wanted in self.kinds[thing] if typed else takes_any or thing in self.values(question, parameter))
                and not (takes_any and CONCEPT in self.kinds[thing])
            ]
            if len(fitting) > 1 and not takes_any:
                known = self.values(question, parameter)
                fitting = [thing for thing in fitting if thing in known] or fitting
            if len(fitting) == 1:
                if found and found[-1][2] == one.start:  # what stands directly before only says where it is
                    found.pop()
                found.append((fitting[0], one.start, one.end))
        if found or typed or takes_any:
            return found
        values = self.values(question, parameter)
        said = ((value, form) for value in values for form in self._names.get(value, ()))
        terms = (
            (value, form) for value in values if value.startswith((PG, PGC)) for form in self._names.get(value, ())
        )
        return _said(said, heard) or _said_in_part(terms, heard)

    def has_answer(self, question: Question, filled: Recognised) -> bool:
        """Whether there may be rows for what fills a parameter: it is in its column, if the question shows that."""
        parameter = question.parameter(filled.name)
        told = parameter.type != "enum" and not parameter.takes_anything and parameter.name in question.projected
        return not (told and filled.iri) or filled.iri in self.values(question, parameter)

    def values(self, question: Question, parameter: Parameter) -> frozenset[str]:
        """The things that a parameter may be set to so that there are rows; kept."""
        key = (question.name, parameter.name)
        if key not in self._values:
            self._values[key] = self._asked(question, parameter)
        return self._values[key]

    def _asked(self, question: Question, parameter: Parameter) -> frozenset[str]:
        """The things in the column of a parameter, where the question shows it."""
        if parameter.name not in question.projected:
            return frozenset()
        opened = [part._replace(text=_OPEN) if part.parameter == parameter.name else part for part in question.parts]
        rows = self.store.query(replace(question, parts=tuple(opened)).bind({}))
        assert isinstance(rows, ox.QuerySolutions)
        return frozenset(term.value for row in rows if isinstance(term := row[parameter.name], ox.NamedNode))


def _said(forms: Iterable[tuple[str, str]], heard: Heard) -> list[Filling]:
    """The values one of whose forms a wording holds, the longest form first."""
    found = []
    for value, form in sorted(forms):
        at = heard.folding.text.find(form) if len(form) > 1 else -1
        if at >= 0 and heard.folding.is_free(at, at + len(form)):
            found.append((value, *heard.folding.stretch(at, at + len(form))))
    return sorted(found, key=lambda one: (one[1] - one[2], one[1], one[0]))


def _said_in_part(forms: Iterable[tuple[str, str]], heard: Heard) -> list[Filling]:
    """The one value of whose forms a wording holds the longest piece."""
    text, best = heard.folding.text, SHORTEST_PIECE - 1
    found: dict[str, Filling] = {}
    for value, form in sorted(forms):
        for size in range(len(form), max(best, SHORTEST_PIECE) - 1, -1) if not form.isascii() else ():
            places = [text.find(form[at : at + size]) for at in range(len(form) - size + 1)]
            if (place := max(places)) >= 0:
                found = {} if size > best else found
                best = size
                found[value] = (value, *heard.folding.stretch(place, place + size))
                break
    return list(found.values()) if len(found) == 1 else []


def _asks_year(parameter: Parameter) -> bool:
    """Whether a number is a year."""
    return "year" in parameter.name or "年" in parameter.zh


def _is_free(one: Filling, taken: Collection[Filling]) -> bool:
    """Whether a stretch overlaps with none that is used."""
    return all(one[2] <= start or end <= one[1] for _, start, end in taken)


def _written(address: str) -> str:
    """What to type for a thing: its slug where it is ours, else its CURIE or IRI."""
    return address.removeprefix(PGD) if address.startswith(PGD) else curie(address)
