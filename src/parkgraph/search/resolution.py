"""The one entity that a name stands for, and what is said where there is none or more than one."""

from collections.abc import Sequence

import pyoxigraph as ox

from ..errors import UsageError
from ..lookup import batches, classes, labels, select
from ..names import PG, PGC, PGD, curie, iri
from ..store import Store
from .index import SearchIndex


def resolve(index: SearchIndex, name: str, cls: str = "", *, parameter: str = "", lang: str = "zh") -> str:
    """The IRI of an entity.

    Args:
        index: where to look.
        name: IRI, CURIE, slug, or any of its names; a part of a name will do where only one thing has it. A source or
            section of the same name does not count where no class is asked for.
        cls: IRI of the class it must have; empty for any.
        parameter: name of the question's parameter it is meant for, for the message.
        lang: of the labels in messages.

    Raises:
        UsageError: nothing is called so, several things are (a numbered list), or it is of another class.
    """
    store = index.store
    for address in _addresses(name):
        if _of_class(store, [address], cls):
            return address
        if cls and address in classes(store, [address]):
            raise _wrong_class(store, name, (address, cls), parameter, lang)
    best = index.called(name)
    exact = [entity for entity, whole in best.items() if whole]
    fitting = _of_class(store, exact, cls) or _of_class(store, list(best), cls)
    if not cls:
        fitting = _things(store, fitting) or fitting
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _ambiguous(store, name, fitting, parameter, lang)
    if best and cls:
        raise _wrong_class(store, name, (next(iter(best)), cls), parameter, lang)
    near = () if name.isascii() else index.suggest(name, lang, 2)
    meant = "是不是" + "，或".join(f"{hit.matched}（{_short(hit.iri)}）" for hit in near) + "？" if near else ""
    remedy = "请用 parkgraph find 加名称的一部分查找它的写法。"
    raise UsageError(f"找不到“{name}”", where=_place(parameter), remedy=meant + remedy)


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
