"""What is remarked on, rule by rule; each looks at one scope of a query.

| rule | what is found | why |
|---|---|---|
| `exists` | EXISTS over more than one pattern | engines evaluate it anew for each row |
| `closure-alone` | a path with `+` or `*` that nothing else in its group gives an end to | it walks from everything |
| `closure-type` | such a path beside a test of the class of one of its ends | the order of the two is a guess |
| `text-scan` | a text filter on a variable of `?s ?p ?o` alone | it reads every literal of the graph |
| `product` | parts of a group that share no variable | each row of one is paired with each of the other |
| `outer-values` | a FILTER on a variable that only VALUES outside its group binds | engines differ |
| `lang-matches` | langMatches | it takes zh-hant for zh |
| `order` | a canned question without a total order | the same graph may give other bytes |
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from rdflib.namespace import RDF
from rdflib.term import Literal, URIRef, Variable

from ..sparql import line_of, significant
from . import Remark
from .scopes import Names, Part, Scope, has_closure, is_closure, line, names, nodes, steps

TEXT_FUNCTIONS = {f"Builtin_{word}": word for word in ("CONTAINS", "REGEX", "STRSTARTS", "STRENDS")}


def exists_is_one_pattern(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for an EXISTS that is no single pattern; a sequence path is as many as it has steps, a closure two."""
    if scope.kind != "exists":
        return
    patterns = sum(steps(predicate) for _, predicate, _ in scope.triples)
    if patterns + len(scope.parts) > 1:
        yield Remark(
            "exists",
            scope.line,
            "EXISTS 里不止一个三元组模式，会对每一行重新计算；"
            "请改用 MINUS { … }，或 OPTIONAL { … } 加 FILTER(!BOUND(…))；肯定的 EXISTS 请改成普通的连接加 DISTINCT。",
            "EXISTS holds more than one triple pattern and is evaluated anew for each row; use MINUS { … }, or "
            "OPTIONAL { … } with FILTER(!BOUND(…)); in place of a positive EXISTS, join and use DISTINCT.",
        )


def closure_has_an_end(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for a closure neither of whose ends is a term or a variable that something else in reach binds."""
    for triple in scope.triples:
        subject, path, value = triple
        if is_closure(path) and not any(_is_held(end, triple, scope) for end in (subject, value)):
            yield Remark(
                "closure-alone",
                _line_of_path(path, text),
                f"路径 {_shown(subject)} … {_shown(value)} 带 + 或 *，两端却都没有限定，会从每个节点出发；"
                "请固定一端，或先用别的模式限定它。",
                f"The path {_shown(subject)} … {_shown(value)} has + or * and neither end is bound, so it walks from "
                "every node; fix one end, or bind it by another pattern first.",
            )


def closure_end_has_no_type_test(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for a closure beside a test of the class of one of its ends."""
    tested = {subject for subject, predicate, kind in scope.triples if predicate == RDF.type and _is_term(kind)}
    for subject, path, value in scope.triples:
        for end in (subject, value):
            if has_closure(path) and isinstance(end, Variable) and end in tested:
                yield Remark(
                    "closure-type",
                    _line_of_path(path, text),
                    f"带 + 或 * 的路径与 {_shown(end)} 的类型检查在同一组；多余的类型检查请删去，"
                    "需要的请把路径放进 { SELECT DISTINCT … } 子查询。",
                    f"A path with + or * stands in one group with a test of the class of {_shown(end)}; leave the test "
                    "out if it is redundant, else put the path into a sub-query { SELECT DISTINCT … }.",
                )


def text_filter_has_a_property(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for a text filter on what only a pattern binds whose subject and predicate nothing else narrows."""
    for node in (node for condition in scope.filters for node in nodes(condition)):
        if node.name not in TEXT_FUNCTIONS:
            continue
        searched = _computed_from(names(node.text if node.name == "Builtin_REGEX" else node.arg1), scope)
        if name := next((name for name in sorted(searched) if _is_any_literal(name, scope)), None):
            yield Remark(
                "text-scan",
                line(node),
                f"{TEXT_FUNCTIONS[node.name]} 检查的 ?{name} 可以是任何值，会读遍整个图谱；请写明属性"
                "（如 skos:prefLabel）或类，查名称请用 parkgraph find。",
                f"{TEXT_FUNCTIONS[node.name]} looks at ?{name}, which may be any value, so it reads the whole graph; "
                "name the property (such as skos:prefLabel) or a class, or use parkgraph find for names.",
            )


def parts_are_joined(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for patterns that share no variable, neither directly nor through others.

    VALUES, BIND and, inside OPTIONAL and EXISTS, the variables around them join; a FILTER does not, because engines
    make the pairs before they compare. A look-up at a given subject and a sub-query of one row are no factors.
    """
    joins = [frozenset().union(part.names, part.rests) for part in scope.parts if part.kind in ("values", "bind")]
    if scope.kind in ("optional", "exists") and scope.above:
        joins.append(scope.above.names)
    factors = [(names(triple), _is_lookup(triple)) for triple in scope.triples]
    factors += [(part.names, part.kind == "row") for part in scope.parts if part.kind not in ("values", "bind")]
    groups: list[tuple[Names, bool]] = []
    for found, small in [*factors, *((join, True) for join in joins)]:
        linked = [group for group in groups if group[0] & found]
        groups = [group for group in groups if not group[0] & found]
        groups.append((found.union(*(group[0] for group in linked)), all([small, *(group[1] for group in linked)])))
    large = [sorted(found) for found, small in groups if found and not small and not _has_lookup(found, scope)]
    if len(large) > 1:
        sides = ["、".join(f"?{name}" for name in side[:3]) for side in large[:2]]
        yield Remark(
            "product",
            _line_of_variable(large[1][0], text),
            f"{sides[0]} 与 {sides[1]} 没有共同的变量，会两两配对；请用共同的变量把它们连起来，或拆成两个查询。",
            f"{sides[0]} and {sides[1]} share no variable, so that every pair is made; join them by a variable that "
            "both use, or ask two queries.".replace("、", ", "),
        )


def filter_has_its_values(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for a FILTER on a variable that VALUES gives a value outside its group, and nothing does inside it."""
    if scope.kind == "exists" or any(outer.kind == "exists" for outer in scope.around()):
        return
    outside = frozenset().union(
        *(part.names for outer in scope.around() for part in outer.parts if part.kind == "values")
    )
    for condition in scope.filters:
        for name in sorted((names(condition) & outside) - scope.names):
            yield Remark(
                "outer-values",
                line(condition) or next((number for node in nodes(condition) if (number := line(node))), None),
                f"FILTER 用到的 ?{name} 只由外层的 VALUES 给出，各引擎的结果不同；"
                "请在 FILTER 所在的组里重复这个 VALUES。",
                f"The FILTER uses ?{name}, which only VALUES outside its group binds, and engines answer differently; "
                "repeat that VALUES in the group of the FILTER.",
            )


def language_is_compared(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for langMatches."""
    for node in (node for part in (*scope.filters, *scope.expressions) for node in nodes(part)):
        if node.name == "Builtin_LANGMATCHES":
            yield Remark(
                "lang-matches",
                line(node),
                'langMatches 会把 zh-hant 也算作 zh；请改用 LANG(?x) = "zh"。',
                'langMatches takes zh-hant for zh as well; use LANG(?x) = "zh".',
            )


def order_is_total(scope: Scope, text: str) -> Iterator[Remark]:
    """A remark, for the outermost SELECT if its ORDER BY may leave two rows in either order.

    It must order by every variable that is shown (by every one that is grouped by, where there are groups), directly
    or by what follows from those it orders by: a variable that BIND or SELECT computes from them, one that a row of
    VALUES pairs with them, and the value of a property of one of them. The last is an approximation, because a
    property may have several values; the test that loads the graph upside down sees what it lets through.
    """
    if scope.above or not scope.columns:
        return
    known = frozenset().union(*(_ordered(expression) for expression in scope.order or ()))
    wanted = scope.grouped if scope.grouped is not None else frozenset(scope.columns)
    while more := frozenset().union(*(_following(known, one) for one in scope.within())) - known:
        known |= more
    if missing := sorted(name for name in wanted - known if not name.startswith("__agg")):
        shown = "、".join(f"?{name}" for name in missing)
        yield Remark(
            "order",
            None,
            f"ORDER BY 分不清 {shown} 不同的行；请把它们加在 ORDER BY 末尾。",
            f"ORDER BY does not tell rows apart that differ in {shown}; add them at its end.".replace("、", ", "),
        )


RULES = (
    exists_is_one_pattern,
    closure_has_an_end,
    closure_end_has_no_type_test,
    text_filter_has_a_property,
    parts_are_joined,
    filter_has_its_values,
    language_is_compared,
)


def _ordered(expression: Any) -> Names:
    """The variable that rows are ordered by, be it by its text."""
    if getattr(expression, "name", "") == "Builtin_STR":
        return names(expression)
    return names(expression) if isinstance(expression, Variable) else frozenset()


def _following(known: Names, scope: Scope) -> Names:
    """The variables whose values follow from those of some others, as a scope has them."""
    follows: set[str] = set()
    for subject, predicate, value in scope.triples:
        if names(subject) <= known and not isinstance(predicate, Variable):
            follows |= names(value)
    for part in scope.parts:
        computed = part.kind == "bind" and part.rests <= known
        if computed or (part.kind == "values" and _tells_apart(part, part.names & known)):
            follows |= part.names
    if scope.grouped is not None and scope.grouped <= known:
        follows |= set(scope.columns)
    return frozenset(follows)


def _tells_apart(part: Part, by: Names) -> bool:
    """Whether the values of some variables tell each row of VALUES from the others."""
    keys = [tuple(row.get(name) for name in sorted(by)) for row in part.table]
    undefined = any(row.get(name) == "UNDEF" for row in part.table for name in part.names)
    return len(set(keys)) == len(keys) and not undefined


def _is_term(thing: Any) -> bool:
    """Whether something is a constant."""
    return isinstance(thing, URIRef | Literal)


def _is_lookup(triple: Any) -> bool:
    """Whether a pattern starts from one given thing."""
    return _is_term(triple[0])


def _has_lookup(found: Names, scope: Scope) -> bool:
    """Whether a pattern among those that are joined by some variables starts from one given thing."""
    return any(_is_lookup(triple) and names(triple) & found for triple in scope.triples)


def _is_held(end: Any, triple: Any, scope: Scope) -> bool:
    """Whether the end of a path is a term, or a variable to which something else in reach gives a value."""
    if not isinstance(end, Variable):
        return True
    name = str(end)
    if any(name in names(other) for other in scope.triples if other is not triple):
        return True
    if any(name in part.held for part in scope.parts):
        return True
    return scope.kind in ("optional", "exists") and scope.above is not None and name in scope.above.names


def _computed_from(searched: Names, scope: Scope) -> Names:
    """Some variables, those of BIND replaced by what they are computed from."""
    binds = {name: part.rests for part in scope.parts if part.kind == "bind" for name in part.names}
    return frozenset().union(*(binds.get(name, frozenset([name])) for name in searched))


def _is_any_literal(name: str, scope: Scope) -> bool:
    """Whether only one pattern speaks of a variable, whose subject and predicate are variables of its own as well."""
    own = [triple for triple in scope.triples if name in names(triple)]
    if len(own) != 1 or not all(isinstance(term, Variable) for term in own[0]) or str(own[0][2]) != name:
        return False
    others = [names(triple) for triple in scope.triples if triple is not own[0]]
    others += [part.held for part in scope.parts if part.kind != "bind"]
    if scope.kind in ("optional", "exists") and scope.above:
        others.append(scope.above.names)
    return not names(own[0]) & frozenset().union(*others)


def _shown(end: Any) -> str:
    """The end of a path, for a message."""
    return f"?{end}" if isinstance(end, Variable) else "…"


def _line_of_variable(name: str, text: str) -> int | None:
    """The line in which a variable first stands inside the braces of a query."""
    words = significant(text)
    begin = next((token.start for token in words if token.text == "{"), 0)
    places = [token.start for token in words if token.kind == "variable" and token.text[1:] == name]
    place = next((place for place in places if place > begin), None)
    return None if place is None else line_of(text, place)


def _line_of_path(path: Any, text: str) -> int | None:
    """The line of the only sign in a query that can be a closure; none where there are several."""
    words = significant(text)
    places = [
        sign.start
        for before, sign in pairwise(words)
        if sign.text in ("+", "*") and (before.kind in ("name", "iri") or before.text in (")", "a"))
    ]
    return line_of(text, places[0]) if len(places) == 1 else None
