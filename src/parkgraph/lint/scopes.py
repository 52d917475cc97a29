"""A query as a tree of scopes: the groups whose patterns are joined with one another, as rdflib's algebra has them.

Imports rdflib as soon as it is imported itself; only `lint.lint` does so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql import algebra
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from ..sparql import line_of, significant

EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
WRITTEN = {
    **dict.fromkeys(EXISTS, "EXISTS"),
    **{f"Builtin_{word}": word for word in ("CONTAINS", "REGEX", "STRSTARTS", "STRENDS", "LANGMATCHES")},
    "Filter": "FILTER",
}
"""What rdflib calls a thing, and the keyword that is written once for each."""

Names = frozenset[str]
Triple = tuple[Any, Any, Any]


@dataclass(frozen=True)
class Part:
    """What stands in a scope beside triples.

    Attributes:
        kind: values, bind, optional, union, select or group.
        names: of the variables it binds.
        held: of those that it always gives a value: none that VALUES leaves UNDEF.
        rests: of the variables that a BIND computes from.
    """

    kind: str
    names: Names
    held: Names = frozenset()
    rests: Names = frozenset()
    table: tuple[dict[str, Any], ...] = ()


@dataclass
class Scope:
    """A group, and the select around it where it is one.

    Attributes:
        kind: select, optional, minus, union, exists, graph or group.
        above: the scope it stands in.
        triples: its patterns; a predicate may be a path.
        parts: all else that binds variables.
        filters: the conditions on its rows.
        expressions: all that is computed in it otherwise.
        columns: of a select, the variables it shows.
        order: of a select, the expressions that its rows are ordered by.
        grouped: of a select with aggregates, the variables it groups by.
        line: of the keyword that opened it, where it has one.
        negated: whether it is that of a NOT EXISTS.
        below: the scopes whose rows are joined with its own, so that what holds in them holds of its rows.
    """

    kind: str
    above: "Scope | None" = None
    triples: list[Triple] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    filters: list[Any] = field(default_factory=list)
    expressions: list[Any] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    order: list[Any] | None = None
    grouped: Names | None = None
    distinct: bool = False
    line: int | None = None
    negated: bool = False
    below: list["Scope"] = field(default_factory=list)

    @property
    def names(self) -> Names:
        """The variables that its patterns and parts bind."""
        return frozenset().union(*map(names, self.triples), *(part.names for part in self.parts))

    def within(self) -> Iterator["Scope"]:
        """Itself and all scopes whose rows are joined with its own, at every depth."""
        yield self
        for scope in self.below:
            yield from scope.within()

    def around(self) -> Iterator["Scope"]:
        """The scopes it stands in, the nearest first."""
        scope = self.above
        while scope:
            yield scope
            scope = scope.above


def scopes(text: str) -> list[Scope]:
    """The scopes of a query, the outermost first.

    Raises:
        Exception: rdflib cannot read the text; of many classes.
    """
    tree = parseQuery(text)
    _write_lines(tree, text)
    found: list[Scope] = []
    _open("select", algebra.translateQuery(tree).algebra, None, found)
    return found


def names(thing: Any) -> Names:
    """The names of the variables in a term, triple or expression, those inside EXISTS left out."""
    if isinstance(thing, Variable):
        return frozenset([str(thing)])
    if isinstance(thing, CompValue) and thing.name in EXISTS:
        return frozenset()
    return frozenset().union(*map(names, _inside(thing)))


def nodes(expression: Any) -> Iterator[CompValue]:
    """The operations in an expression, EXISTS among them but nothing inside it."""
    if isinstance(expression, CompValue):
        yield expression
        if expression.name in EXISTS:
            return
    for inner in _inside(expression):
        yield from nodes(inner)


def line(node: Any) -> int | None:
    """The line in which an operation's keyword stands, where it is known."""
    return node["written_in"] if isinstance(node, CompValue) and "written_in" in node else None


def steps(path: Any) -> int:
    """How many patterns a predicate stands for: a closure is two, an alternative as many as its longest branch."""
    if isinstance(path, SequencePath):
        return sum(map(steps, path.args))
    if isinstance(path, AlternativePath):
        return max(map(steps, path.args))
    if isinstance(path, MulPath):
        return max(2, steps(path.path))
    return steps(path.arg) if isinstance(path, InvPath) else 1


def has_closure(path: Any) -> bool:
    """Whether a predicate goes any number of steps somewhere on its way."""
    if isinstance(path, SequencePath | AlternativePath):
        return any(map(has_closure, path.args))
    if isinstance(path, MulPath):
        return path.mod in "*+"
    return isinstance(path, InvPath) and has_closure(path.arg)


def is_closure(path: Any) -> bool:
    """Whether a predicate has no plain step on its way by which an engine could enter."""
    if isinstance(path, SequencePath):
        return all(map(is_closure, path.args))
    if isinstance(path, AlternativePath):
        return any(map(is_closure, path.args))
    return (path.mod in "*+") if isinstance(path, MulPath) else isinstance(path, InvPath) and is_closure(path.arg)


def _inside(thing: Any) -> Iterable[Any]:
    """The things that a thing is made of."""
    if isinstance(thing, dict):  # as CompValue is one
        return list(thing.values())
    return thing if isinstance(thing, list | tuple | set) else ()


def _write_lines(tree: Any, text: str) -> None:
    """Note in each node of a syntax tree, which is in the order of the text, the line of the keyword that made it."""
    lines: dict[str, list[int]] = {}
    for token in significant(text):
        if token.kind == "word":
            lines.setdefault(token.text.upper(), []).append(line_of(text, token.start))
    found: dict[str, list[CompValue]] = {}
    for node in _every(tree):
        if node.name in WRITTEN:
            found.setdefault(WRITTEN[node.name], []).append(node)
    for word, made in sorted(found.items(), key=lambda entry: entry[0] == "FILTER"):  # its operations have first claim
        if len(made) == len(lines.get(word, ())):
            for node, number in zip(made, lines[word], strict=True):
                for marked in nodes(node):  # of a FILTER, translation leaves only something within
                    if word == "FILTER" or marked is node:
                        marked.setdefault("written_in", number)


def _every(tree: Any) -> Iterator[CompValue]:
    """The nodes of a syntax tree in the order of the text."""
    if isinstance(tree, CompValue):
        yield tree
    for inner in tree.values() if isinstance(tree, dict) else tree if not isinstance(tree, str) else ():
        if isinstance(inner, dict | list) or hasattr(inner, "as_list"):
            yield from _every(inner)


def _open(kind: str, pattern: Any, above: Scope | None, found: list[Scope], line: int | None = None) -> Scope:
    """The scope that a pattern opens, put among those found."""
    scope = Scope(kind, above, line=line)
    found.append(scope)
    if above and kind not in ("minus", "exists"):
        above.below.append(scope)
    if not isinstance(pattern, CompValue):
        return scope
    pattern = _head(pattern, scope, found) if kind == "select" else pattern
    while pattern is not None and pattern.name == "Filter":
        _note(pattern.expr, scope.filters, scope, found)
        pattern = pattern.p
    _fill(pattern, scope, found)
    return scope


def _head(pattern: CompValue, scope: Scope, found: list[Scope]) -> Any:
    """The pattern of a select without what orders, groups, limits and shows its rows, which is noted in its scope."""
    aggregated = False
    while pattern is not None:
        match pattern.name:
            case "Project":
                scope.columns = tuple(str(name) for name in pattern.PV)
            case "OrderBy":
                scope.order = [condition.expr for condition in pattern.expr]
            case "Distinct" | "Reduced":
                scope.distinct = True
            case "AggregateJoin":
                aggregated = True
                scope.expressions += pattern.A
            case "Group":
                scope.grouped = names(pattern.expr)
                return pattern.p
            case "Extend":
                scope.parts.append(Part("bind", names(pattern.var), frozenset(), names(pattern.expr)))
                _note(pattern.expr, scope.expressions, scope, found)
            case "Filter" if aggregated or _is_having(pattern):
                _note(pattern.expr, scope.expressions, scope, found)
            case "Slice" | "SelectQuery" | "AskQuery" | "ConstructQuery" | "DescribeQuery":
                pass
            case _:
                return pattern
        pattern = pattern.p
    return pattern


def _is_having(pattern: CompValue) -> bool:
    """Whether a condition stands above the aggregates of its select."""
    while pattern.name in ("Filter", "Extend"):
        pattern = pattern.p
    return bool(pattern.name == "AggregateJoin")


def _note(expression: Any, into: list[Any], scope: Scope, found: list[Scope]) -> None:
    """Note an expression of a scope, and open the scopes of the EXISTS in it."""
    into.append(expression)
    for node in nodes(expression):
        if node.name in EXISTS:
            raw = node.graph
            inner = raw if raw.name not in ("GroupGraphPatternSub", "SubSelect") else _translated(raw)
            _open("exists", inner, scope, found, line(node)).negated = node.name == "Builtin_NOTEXISTS"


def _translated(group: CompValue) -> Any:
    """The algebra of a group that rdflib leaves as it was read, as it does inside `&&`."""
    return algebra.translateGroupGraphPattern(group)


def _fill(pattern: Any, scope: Scope, found: list[Scope]) -> None:
    """Put what a pattern binds into a scope."""
    match pattern.name if isinstance(pattern, CompValue) else "":
        case "BGP":
            scope.triples += pattern.triples
        case "Join":
            _fill(pattern.p1, scope, found)
            _fill(pattern.p2, scope, found)
        case "LeftJoin":
            _fill(pattern.p1, scope, found)
            inner = _open("optional", pattern.p2, scope, found)
            _note(pattern.expr, inner.filters, inner, found)
            scope.parts.append(Part("optional", inner.names))
        case "Minus":
            _fill(pattern.p1, scope, found)
            _open("minus", pattern.p2, scope, found)
        case "Union":
            left, right = (_open("union", branch, scope, found).names for branch in (pattern.p1, pattern.p2))
            scope.parts.append(Part("union", left | right, left & right))
        case "Extend":
            _fill(pattern.p, scope, found)
            _note(pattern.expr, scope.expressions, scope, found)
            scope.parts.append(Part("bind", names(pattern.var), names(pattern.var), names(pattern.expr)))
        case "ToMultiSet":
            _fill_multiset(pattern.p, scope, found)
        case "Graph" | "ServiceGraphPattern" | "Filter":
            inner = _open("group", pattern if pattern.name == "Filter" else pattern.p, scope, found)
            scope.parts.append(Part("group", inner.names, inner.names))


def _fill_multiset(pattern: CompValue, scope: Scope, found: list[Scope]) -> None:
    """Put the data of VALUES, or a sub-select, into a scope."""
    if pattern.name == "values":
        rows = tuple({str(name): term for name, term in row.items()} for row in pattern.res)
        given = frozenset().union(*rows)
        held = frozenset(name for name in given if all(row.get(name, "UNDEF") != "UNDEF" for row in rows))
        scope.parts.append(Part("values", given, held, table=rows))
        return
    inner = _open("select", pattern, scope, found)
    shown = frozenset(inner.columns)
    single = inner.grouped is not None and not inner.grouped
    scope.parts.append(Part("row" if single else "select", shown, shown))
