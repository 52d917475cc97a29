"""The sentences of `sentences.yaml`, and how the parts of a fact are filled into them."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..describe import Fact

FILE = Path(__file__).with_name("sentences.yaml")
LIST = "{list}"
"""Stands in sentences that tell every fact of a field at once."""

_HOLE = re.compile(r"\{([^{}]+)\}")
_OPTION = re.compile(r"\[([^\[\]]*)\]")
_INNER = str.maketrans("“”", "‘’")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@cache
def sentences(lang: str) -> dict[str, Any]:
    """What `sentences.yaml` says in a language."""
    told: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))[lang]
    return told


def forms(lang: str, label: str, *, incoming: bool) -> list[str]:
    """The sentences for a field, best first; none where it is not told."""
    told = sentences(lang)
    known = told["incoming" if incoming else "fields"]
    found = known.get(label, told["otherwise_incoming" if incoming else "otherwise"].replace("{label}", label))
    return [form for form in ([found] if isinstance(found, str) else found) if form]


def parts_of(fact: Fact, lang: str) -> dict[str, str]:
    """The parts of a fact by label, those without one by number; its value where it has no such parts."""
    plain = [part.value for part in fact.parts if not part.label] or [fact.value]
    named = {part.label: part.value for part in fact.parts if part.label}
    numbered = {str(number): value for number, value in enumerate(plain)}
    return {name: spoken(value, lang) for name, value in {**named, **numbered}.items()}


def fitting(choices: Sequence[str], parts: Mapping[str, str]) -> str:
    """The first sentence whose parts outside of brackets are all there; the last where none fits."""
    for form in choices:
        if all(name in parts or name in ("it", "list") for name in _HOLE.findall(_OPTION.sub("", form))):
            return form
    return choices[-1]


def filled(form: str, parts: Mapping[str, str]) -> str:
    """A sentence with its parts; what stands in brackets falls out where a part in it is missing."""

    def option(found: re.Match[str]) -> str:
        return found[1] if all(name in parts for name in _HOLE.findall(found[1])) else ""

    whole = _OPTION.sub(option, form)

    def part(hole: re.Match[str]) -> str:
        value = parts.get(hole[1], "")
        return value.translate(_INNER) if whole[: hole.start()].endswith("“") else value

    return _HOLE.sub(part, whole)


def spoken(text: str, lang: str) -> str:
    """A value as it stands within a sentence: without a full stop of its own, a day in words."""
    if (found := _DAY.fullmatch(text)) and lang == "zh":
        return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日"
    return text.strip().rstrip("。；.;")
