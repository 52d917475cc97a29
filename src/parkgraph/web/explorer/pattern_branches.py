"""The branches of the UNIONs of a query, numbered, and which of them each of its scopes stands in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...lint.scopes import Scope

CIRCLED = [chr(first + at) for first, many in ((0x2460, 20), (0x3251, 15), (0x32B1, 15)) for at in range(many)]
"""Numbers in circles from 1 to 50."""


def tags(scopes: Sequence["Scope"]) -> dict[int, str]:
    """Each scope with the marks of the branches it stands in: ① ② …, behind a letter where there are several choices.

    Scopes are known by `id`.
    """
    choices = [_branches(scopes, pair) for pair in _unions(scopes) if not _is_nested(scopes, pair)]
    own = {}
    for number, branches in enumerate(choices):
        letter = chr(ord("A") + number) if len(choices) > 1 else ""
        for place, branch in enumerate(branches):
            own[id(branch)] = letter + (CIRCLED[place] if place < len(CIRCLED) else f"({place + 1})")
    return {
        id(scope): "".join(own[id(one)] for one in reversed([scope, *scope.around()]) if id(one) in own)
        for scope in scopes
    }


def _unions(scopes: Sequence["Scope"]) -> list[tuple["Scope", "Scope"]]:
    """The two sides of every UNION, in the order of the text."""
    sides: dict[int, list[Scope]] = defaultdict(list)
    for scope in scopes:
        if scope.kind == "union":
            sides[id(scope.above)].append(scope)
    pairs = [(own[at], own[at + 1]) for own in sides.values() for at in range(0, len(own), 2)]
    order = {id(scope): at for at, scope in enumerate(scopes)}
    return sorted(pairs, key=lambda pair: order[id(pair[0])])


def _is_wrapper(scope: "Scope") -> bool:
    """Whether a side of a UNION is nothing but another UNION: A UNION B UNION C."""
    return not scope.triples and not scope.filters and [part.kind for part in scope.parts] == ["union"]


def _is_nested(scopes: Sequence["Scope"], pair: tuple["Scope", "Scope"]) -> bool:
    """Whether a UNION is a side of another and has been counted there."""
    above = pair[0].above
    return above is not None and above.kind == "union" and _is_wrapper(above)


def _branches(scopes: Sequence["Scope"], pair: tuple["Scope", "Scope"]) -> list["Scope"]:
    """The branches of a UNION, of two sides or more."""
    found = []
    for side in pair:
        inner = next((one for one in _unions(scopes) if one[0].above is side), None)
        found += _branches(scopes, inner) if inner and _is_wrapper(side) else [side]
    return found
