"""Finding entities by what people call them: any label, alias or listed name, from one character, in either script."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox

from .errors import UsageError
from .lookup import batches, classes, labels, select
from .names import PG, PGC, PGD, curie, iri
from .store import Store

NAMING = "skos:prefLabel|skos:altLabel|skos:hiddenLabel|pg:qualifiedName|pg:documentNumber"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that answers to a wording.

    Attributes:
        iri: of the entity.
        label: in the reader's language.
        cls: IRI of its class.
        kind: label of its class.
        matched: the name that matched, as written.
        exact: whether the whole name is the wording.
    """

    iri: str
    label: str
    cls: str
    kind: str
    matched: str
    exact: bool


class Rank(NamedTuple):
    """How well a name fits a wording: less is better, from the first figure to the last."""

    partial: bool
    concept: bool
    inside: bool
    length: int
    name: str


def fold(text: str) -> str:
    """A text as it counts in a search: Simplified, half-width, lower case, without white space and punctuation."""
    plain = unicodedata.normalize("NFKC", text).lower()
    kept = "".join(letter for letter in plain if unicodedata.category(letter)[0] not in "ZPC")
    return _simplified(kept)


def _simplified(text: str) -> str:
    """A text in Simplified characters."""
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> Any:
    """The converter from Traditional to Simplified characters, loaded when first needed."""
    import opencc

    return opencc.OpenCC("t2s")


def find(store: Store, words: str, lang: str = "zh", limit: int = 20) -> list[Hit]:
    """Entities one of whose names holds the words: exact matches first, then the shortest names, then by IRI.

    Args:
        store: where to look.
        words: any part of a name; Traditional, full-width and punctuation do not matter.
        lang: of the labels shown.
        limit: the largest number of entities.
    """
    best = _matches(store, words)
    return _hits(store, list(best)[:limit], best, lang)


def _matches(store: Store, words: str) -> dict[str, Rank]:
    """Every entity that has a name with the words, best first; concepts come behind entities."""
    wanted = fold(words)
    best: dict[str, Rank] = {}
    for entity, name in _names(store) if wanted else ():
        folded = fold(name)
        if wanted in folded:
            rank = Rank(folded != wanted, entity.startswith(PGC), not folded.startswith(wanted), len(folded), name)
            best[entity] = min(rank, best.get(entity, rank))
    return dict(sorted(best.items(), key=lambda entry: (*entry[1][:4], entry[0])))


def _names(store: Store) -> Iterable[tuple[str, str]]:
    """(entity, name) for every name of every entity and concept, including those on lists and in name usages."""
    rows = select(
        store,
        f"""SELECT DISTINCT ?e ?name WHERE {{
          {{ ?e {NAMING} ?name }}
          UNION {{ ?usage pg:nameOf ?e ; pg:surfaceForm ?name }}
          UNION {{ ?entry pg:selectedPark|pg:registeredPark|pg:candidatePark ?e ; pg:listedAs ?name }}
          FILTER(STRSTARTS(STR(?e), STR(pgd:)) || STRSTARTS(STR(?e), STR(pgc:)))
        }}""",
    )
    return [(row.iri("e"), row.text("name")) for row in rows]


def _hits(store: Store, ordered: list[str], best: dict[str, Rank], lang: str) -> list[Hit]:
    """The entities with label, class and the name that matched."""
    named, kinds = labels(store, ordered, lang), classes(store, ordered)
    shown = {"": "", **labels(store, kinds.values(), lang)}
    return [
        Hit(
            entity,
            named[entity],
            kind := kinds.get(entity, ""),
            shown[kind],
            best[entity].name,
            not best[entity].partial,
        )
        for entity in ordered
    ]


def resolve(store: Store, name: str, cls: str = "", *, parameter: str = "", lang: str = "zh") -> str:
    """The IRI of an entity.

    Args:
        store: where to look.
        name: IRI, CURIE, slug, or any of its names; a part of a name will do where only one thing has it. A source or
            section of the same name does not count where no class is asked for.
        cls: IRI of the class it must have; empty for any.
        parameter: name of the question's parameter it is meant for, for the message.
        lang: of the labels in messages.

    Raises:
        UsageError: nothing is called so, several things are (a numbered list), or it is of another class.
    """
    for address in _addresses(name):
        if _of_class(store, [address], cls):
            return address
        if cls and address in classes(store, [address]):
            raise _wrong_class(store, name, (address, cls), parameter, lang)
    best = _matches(store, name)
    exact = [entity for entity, rank in best.items() if not rank.partial]
    fitting = _of_class(store, exact, cls) or _of_class(store, list(best), cls)
    if not cls:
        fitting = _things(store, fitting) or fitting
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _ambiguous(store, name, fitting, parameter, lang)
    if best and cls:
        raise _wrong_class(store, name, (next(iter(best)), cls), parameter, lang)
    raise UsageError(
        f"找不到“{name}”", where=_place(parameter), remedy="请用 parkgraph find 加名称的一部分查找它的写法。"
    )


def _things(store: Store, candidates: Sequence[str]) -> list[str]:
    """Those of some IRIs that are no document or part of one: a heading is named like what it is about."""
    parts = {
        address for kind in ("SourceDocument", "DocumentSection") for address in _of_class(store, candidates, PG + kind)
    }
    return [candidate for candidate in candidates if candidate not in parts]


def _addresses(name: str) -> list[str]:
    """The IRIs a name may stand for, if it has the form of one: a bare slug is an entity's or a concept's."""
    addresses = [iri(name)] if ":" in name else [PGD + name, PGC + name]
    try:
        return [ox.NamedNode(address).value for address in addresses if name and name.isascii()]
    except ValueError:
        return []


def _of_class(store: Store, candidates: Sequence[str], cls: str) -> list[str]:
    """Those of some IRIs that the graph knows, and that have the class where one is asked for; order kept."""
    wanted = f"?e a ?c . ?c rdfs:subClassOf* <{cls}> ." if cls else "?e ?p ?o ."
    known: set[str] = set()
    for values in batches(candidates):
        rows = select(store, f"SELECT DISTINCT ?e WHERE {{ VALUES ?e {{ {values} }} {wanted} }}")
        known.update(row.iri("e") for row in rows)
    return [candidate for candidate in candidates if candidate in known]


def _ambiguous(store: Store, name: str, found: list[str], parameter: str, lang: str) -> UsageError:
    """The error for a name with several meanings: a numbered list, each with what to type."""
    shown, kinds = labels(store, found, lang), classes(store, found)
    kind_names = labels(store, kinds.values(), lang)
    prefix = f"{parameter}=" if parameter else ""
    lines = [
        f"  {number}) {shown[address]}〔{kind_names.get(kinds.get(address, ''), '')}〕 {prefix}{_short(address)}"
        for number, address in enumerate(found[:9], 1)
    ]
    if found[9:]:
        lines.append(f"  … 另有 {len(found) - 9} 个")
    return UsageError(
        f"“{name}”有 {len(found)} 个可能：\n" + "\n".join(lines) + "\n",
        where=_place(parameter),
        remedy="请写其中一个标识符。",
    )


def _wrong_class(store: Store, name: str, pair: tuple[str, str], parameter: str, lang: str) -> UsageError:
    """The error for an entity that is of another class than is wanted; `pair` holds both IRIs."""
    address, cls = pair
    kind = classes(store, [address]).get(address, "")
    named = labels(store, {kind, cls} - {""}, lang)
    return UsageError(
        f"“{name}”是{named[kind]}，不是{named[cls]}" if kind else f"“{name}”不是{named[cls]}",
        where=_place(parameter),
        remedy=f"请写一个{named[cls]}的名称或标识符。",
    )


def _short(address: str) -> str:
    """What to type for an entity: its slug where it is ours, else its CURIE or IRI."""
    return address.removeprefix(PGD) if address.startswith(PGD) else curie(address)


def _place(parameter: str) -> str:
    """Where a name was given, for a message."""
    return f"参数 {parameter}" if parameter else ""
