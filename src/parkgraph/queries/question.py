"""A canned question, its parameters, and the terms they are bound to."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from ..errors import QueryError, UsageError
from ..names import PREFIXES, XSD, iri
from ..sparql import written
from .wording import meant, quoted

Term = NamedNode | Literal

KINDS = {
    "iri": ("可用的网址", "请给出以 http://、https:// 或 urn: 开头的完整网址，不含空格和不可见字符。"),
    "date": ("日期", "请写成 年-月-日，例如 2019-11-26。"),
    "integer": ("整数", "请写成不超过 18 位的整数，例如 2022。"),
    "string": ("可用的文字", "请去掉其中不成对的代理字符。"),
    "enum": ("可选的值", ""),
}
"""Parameter types other than classes, each with what its values are called and how to write them."""

COLUMN_KINDS = ("amount", "measure", "percent", "year", "aside", "parent", "field")
VIEWS = (
    *("table", "bar", "line", "area", "pie", "treemap", "sankey", "timeline", "matrix", "tree", "card", "grid"),
    *("layers",),
)
"""What a header may ask an answer to be shown as; `layers` is another word for `sankey`."""

_SAFE_IRI = re.compile(r"(?:https?://[^/?#]+|urn:[a-z0-9][a-z0-9-]*:.).*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    Its type is iri, date, integer, string, enum, or the CURIE of the class whose members it takes; `default` is the
    data of its VALUES block in the file, `UNDEF` for no restriction; `values` are those of an enum, where a CURIE
    stands for its IRI and anything else for a string.
    """

    name: str
    type: str
    default: str
    zh: str
    en: str
    values: tuple[str, ...] = ()

    @property
    def takes_anything(self) -> bool:
        """Whether it must be given and takes every thing there is, so that its values are not listed."""
        return self.type == "iri" and self.default != "UNDEF"


class Column(NamedTuple):
    """What people read above a column in both languages, and what its figures are, empty where that needs no saying.

    An `amount` is in units of the column `currency`, of CNY where there is none; a `measure` in the unit that the
    column `unit` names; a `percent` is one; a `year` is a point in time; what is `aside` only says where something
    stands, or what it is a part of. Among words, a `parent` is what the thing of the row is a part of, and a `field`
    says what the column behind it holds.
    """

    zh: str
    en: str
    kind: str = ""


class Part(NamedTuple):
    """A stretch of a question's text: fixed, or the data of a VALUES block of the parameter it names."""

    text: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A canned question as its file states it.

    `columns` are the columns of the answer in order; `projected` are all variables of the outermost SELECT, which may
    have a hidden one more, `fact`; `headings` are those of its columns that mean something else here than elsewhere.
    """

    name: str
    path: Path
    group: str
    title_zh: str
    title_en: str
    columns: tuple[str, ...]
    projected: tuple[str, ...]
    text: str = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    parameters: tuple[Parameter, ...] = ()
    cq: str = ""
    view: str = ""
    phrasings: tuple[str, ...] = ()
    notes_zh: str = ""
    notes_en: str = ""
    headings: Mapping[str, Column] = field(default_factory=dict, hash=False)

    def title(self, lang: str) -> str:
        """What is asked, in Chinese or English."""
        return self.title_en if lang == "en" else self.title_zh

    def notes(self, lang: str) -> str:
        """What to mind about the answer, in Chinese or English; empty where there is nothing."""
        return self.notes_en if lang == "en" else self.notes_zh

    def card(self) -> dict[str, Any]:
        """What lists of questions say of it: name, titles, group, parameters with types and defaults, columns."""
        return {
            "name": self.name,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "group": self.group,
            "parameters": [{"name": p.name, "type": p.type, "default": p.default} for p in self.parameters],
            "columns": list(self.columns),
        }

    def parameter(self, name: str) -> Parameter:
        """The parameter of a name.

        Raises:
            UsageError: there is none.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = [parameter.name for parameter in self.parameters]
        remedy = f"可用的参数：{'、'.join(names)}。" if names else "这个问题没有参数。"
        raise UsageError(f"没有参数{quoted(name)}", where=self.name, remedy=meant(name, names) + remedy)

    def term(self, name: str, value: str) -> Term:
        """The term that a value of a parameter stands for.

        Raises:
            UsageError: there is no such parameter, or the value is not of its type.
        """
        return term(value, self.parameter(name), self.name)

    def bind(self, values: Mapping[str, Term]) -> str:
        """The query with these parameters set, in every group that uses them; the others stay as the file has them.

        Raises:
            UsageError: there is no such parameter.
            QueryError: a value is no term.
        """
        terms: dict[str, str] = {}
        for name, value in values.items():
            self.parameter(name)
            if not isinstance(value, Term):
                remedy = "请先用 Question.term 把文字转换成项。"
                raise QueryError(f"参数 {name} 的值不是 RDF 项", where=self.name, remedy=remedy)
            terms[name] = f" {written(value)} "
        return "".join(terms.get(part.parameter, part.text) for part in self.parts)


def term(value: str, kind: str | Parameter, where: str = "") -> Term:
    """The RDF term that a parameter's text stands for.

    Args:
        value: an IRI for the type `iri` and for classes; an ISO date; a whole number; any string; one of an enum's.
        kind: the parameter, or its type; an enum needs the parameter.
        where: the question, for the message.

    Raises:
        UsageError: the text is not of its kind.
    """
    parameter = kind if isinstance(kind, Parameter) else Parameter("", kind, "", "", "")
    try:
        if (found := _term(value, parameter)) is not None:
            return found
    except ValueError:
        pass
    name, remedy = KINDS.get(parameter.type, (f"{parameter.type} 的网址", KINDS["iri"][1]))
    if parameter.type == "enum":
        remedy = f"{meant(value, parameter.values)}可选的值：{'、'.join(parameter.values)}。"
    problem = f"参数 {parameter.name} 的值{quoted(value)}不是{name}" if parameter.name else f"{quoted(value)}不是{name}"
    raise UsageError(problem, where=where, remedy=remedy)


def _term(value: str, parameter: Parameter) -> Term | None:
    """The term that a text stands for; None, or a ValueError, when it is not of its kind."""
    match parameter.type:
        case "date":
            return Literal(date.fromisoformat(value).isoformat(), datatype=NamedNode(XSD + "date"))
        case "integer":
            return Literal(int(value)) if re.fullmatch("-?[0-9]{1,18}", value) else None
        case "string":
            return Literal(value)
        case "enum" if value in parameter.values:
            return NamedNode(iri(value)) if value.partition(":")[0] in PREFIXES else Literal(value)
        case "enum":
            return None
    return NamedNode(value) if _SAFE_IRI.fullmatch(value) and not _has_invisible(value) else None


def _has_invisible(text: str) -> bool:
    """Whether a text holds spaces, control characters, or characters that leave no mark and change how it looks."""
    return any(unicodedata.category(character)[0] in "CZ" for character in text)
