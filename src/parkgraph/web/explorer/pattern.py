"""What a question of ours looks for, as nodes and arrows with the names that people read, and the same in words.

A variable is called as its column, else as its parameter, class or what its relations lead from and to; a relation as
in the ontology. Imports rdflib as soon as a pattern is read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ...answers import EVIDENCE
from ...graph import Graph
from ...lookup import labels
from ...names import curie
from ...queries import Question
from ...vocabulary import load_vocabulary
from .asking import questions_of
from .pattern_branches import tags
from .pattern_terms import class_of, expected, fitting, is_variable, leaves
from .wording import Say, speaker

if TYPE_CHECKING:
    from ...lint.scopes import Scope

PLAIN, OPTIONAL, PRESENT, ABSENT = "plain", "optional", "present", "absent"
STYLES = {
    PLAIN: "pattern_plain",
    OPTIONAL: "pattern_optional",
    PRESENT: "pattern_present",
    ABSENT: "pattern_absent",
}
"""Each style with what it is called in a sentence, in their order."""
LONGEST = 24
"""So many characters of a text or number that a query gives are shown."""
FEW = 8
"""So many given values are named one by one."""


@dataclass(frozen=True, slots=True)
class Node:
    """A variable, or something that is named.

    Attributes:
        key: what tells it from others.
        label: what it is called.
        kinds: labels of the classes it must be of.
        variable: its name in the query, empty for what is named.
        open: whether a visitor may fill it in.
    """

    key: str
    label: str
    kinds: tuple[str, ...] = ()
    variable: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one node to another.

    Attributes:
        start, end: keys of nodes.
        labels: one for each relation that joins them alike.
        style: `plain`, `optional`, `present` (one must be there) or `absent` (none may be there).
        tag: the branches of alternatives that it stands in, empty for what always holds.
    """

    start: str
    end: str
    labels: tuple[str, ...]
    style: str
    tag: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a query looks for.

    Attributes:
        nodes: the one that the answer begins with first, then by name.
        edges: in the order of styles, tags and ends.
        words: all of it in sentences.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    words: str


@lru_cache(maxsize=512)
def pattern_of(graph: Graph, name: str) -> Pattern:
    """What the question of a name looks for, in words of the graph's language.

    Raises:
        Exception: rdflib cannot read the query; of many classes.
    """
    from ...lint.scopes import scopes

    question = questions_of(graph)[name]
    reader = _Reader(graph, question, scopes(question.text))
    return reader.pattern()


@dataclass
class _Reader:
    """Reads the scopes of one question."""

    graph: Graph
    question: Question
    scopes: Sequence["Scope"]
    say: Say = field(init=False)
    tags: dict[int, str] = field(init=False)
    named: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.say = speaker(self.graph.lang)
        self.tags = tags(self.scopes)
        self.named = labels(self.graph.store, sorted(self._iris()), self.graph.lang)

    def _iris(self) -> set[str]:
        """All IRIs of the patterns, and of the classes that their relations lead from and to."""
        from rdflib.term import URIRef

        terms = [leaf for scope in self.scopes for triple in scope.triples for leaf in leaves(triple)]
        terms += [term for scope in self.scopes for part in scope.parts for row in part.table for term in row.values()]
        found = {str(term) for term in terms if isinstance(term, URIRef)}
        return found | {kind for kinds in self._expected.values() for kind in kinds}

    @property
    def _expected(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Property and end (`subject` or `object`) to the classes that stand there by the ontology."""
        return expected(self.graph)

    # ------------------------------------------------------------------ the pattern

    def pattern(self) -> Pattern:
        """All of it."""
        kinds: dict[str, list[str]] = defaultdict(list)
        joined: dict[tuple[str, str, str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        terms: dict[str, Any] = {}
        for scope in self.scopes:
            style, tag = self._style(scope), self.tags[id(scope)]
            for start, relation, end in scope.triples:
                key = self._key(start, scope)
                terms.setdefault(key, start)
                if style == PLAIN and not tag and is_variable(start) and (kind := class_of(relation, end)):
                    kinds[key].append(self._term(kind))
                    continue
                other = self._key(end, scope)
                terms.setdefault(other, end)
                first, last, told = self._told(key, relation, other)
                joined[first, last, style, ""][told].append(tag)
        nodes = self._nodes(terms, kinds)
        edges = tuple(
            sorted(_edges(joined), key=lambda edge: (list(STYLES).index(edge.style), edge.tag, edge.start, edge.end))
        )
        return Pattern(nodes, edges, self._words(nodes, edges))

    def _style(self, scope: "Scope") -> str:
        """How the patterns of a scope bind: the strongest of the scopes around it."""
        around = [scope, *scope.around()]
        if any(one.kind == "minus" or (one.kind == "exists" and one.negated) for one in around):
            return ABSENT
        if any(one.kind == "exists" for one in around):
            return PRESENT
        return OPTIONAL if any(one.kind == "optional" for one in around) else PLAIN

    def _key(self, term: Any, scope: "Scope") -> str:
        """What tells a term from others: variables that a sub-select keeps to itself are not those outside it."""
        if not is_variable(term):
            return str(term.n3())
        name = str(term)
        for number, one in enumerate(self.scopes):
            inside = any(around is one for around in (scope, *scope.around()))
            if one.kind == "select" and one.above and inside and name not in one.columns and not self._is_open(name):
                return f"?{name} {number}"
        return f"?{name}"

    def _is_open(self, name: str) -> bool:
        """Whether a variable is a parameter."""
        return any(parameter.name == name for parameter in self.question.parameters)

    def _told(self, start: str, relation: Any, end: str) -> tuple[str, str, str]:
        """An arrow's ends and label; a path that is walked backwards as a whole is an arrow the other way."""
        from rdflib.paths import InvPath

        if isinstance(relation, InvPath):
            return end, start, self._path(relation.arg)
        return start, end, self._path(relation)

    def _path(self, path: Any) -> str:
        """A relation, or a path of relations, in words."""
        from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath

        if isinstance(path, SequencePath):
            return self.say("pattern_then").join(map(self._path, path.args))
        if isinstance(path, AlternativePath):
            return self.say("pattern_either", self.say("pattern_or").join(map(self._path, path.args)))
        if isinstance(path, InvPath):
            return self.say("pattern_back", self._path(path.arg))
        if isinstance(path, MulPath):
            return self.say(
                {"*": "pattern_any", "+": "pattern_some", "?": "pattern_maybe"}[path.mod], self._path(path.path)
            )
        if isinstance(path, NegatedPath):
            return self.say("pattern_except", self.say("pattern_or").join(map(self._path, path.args)))
        if is_variable(path):
            column = self._column(str(path))
            return self.say("pattern_variable", column, f"?{path}") if column else f"?{path}"
        return self._term(str(path))

    # ------------------------------------------------------------------ names

    def _term(self, iri: str) -> str:
        """What a thing, class or relation is called; those of others have no label in the graph."""
        return self.say(f"term_{self.named[iri]}", otherwise=self.named[iri]) or curie(iri)

    def _column(self, name: str) -> str:
        """What the column of the answer or the parameter that a variable stands for is called, empty for others."""
        if name in self.scopes[0].columns and (told := self.graph.headings(self.question).get(name)):
            return told
        found = [one for one in self.question.parameters if one.name == name]
        return (found[0].en if self.graph.lang == "en" else found[0].zh) if found else ""

    def _nodes(self, terms: Mapping[str, Any], kinds: Mapping[str, Sequence[str]]) -> tuple[Node, ...]:
        """The nodes: that of the first column first."""
        guessed = self._guessed()
        columns = list(self.scopes[0].columns)
        found = [
            self._node(key, term, tuple(dict.fromkeys(kinds.get(key, ()))), guessed.get(key, ""))
            for key, term in terms.items()
        ]
        place = {f"?{name}": at for at, name in enumerate(columns)}
        return tuple(sorted(found, key=lambda node: (place.get(node.key, len(place)), not node.variable, node.key)))

    def _constant(self, term: Any) -> str:
        """What a thing, a text or a number is called."""
        from rdflib.term import URIRef

        if isinstance(term, URIRef):
            return self._term(str(term))
        text = str(term) if len(term) <= LONGEST else f"{term[: LONGEST - 1]}…"
        return text if getattr(term, "datatype", None) else f"“{text}”"

    def _node(self, key: str, term: Any, kinds: tuple[str, ...], guess: str) -> Node:
        """One node."""
        from rdflib.term import BNode

        if is_variable(term):
            unnamed = self.say("pattern_fact" if EVIDENCE.fullmatch(str(term)) else "pattern_something")
            label = self._column(str(term)) or (kinds[0] if kinds else guess) or unnamed
            return Node(
                key, label, tuple(kind for kind in kinds if kind != label), f"?{term}", self._is_open(str(term))
            )
        return Node(key, self.say("pattern_something") if isinstance(term, BNode) else self._constant(term), kinds)

    def _guessed(self) -> dict[str, str]:
        """What a variable must be: the one class that fits its end of all its relations, else what leads to it."""
        from rdflib.paths import Path, SequencePath

        kinds: dict[str, list[frozenset[str]]] = defaultdict(list)
        led: dict[str, str] = {}
        for scope in self.scopes:
            for start, relation, end in scope.triples:
                steps = relation.args if isinstance(relation, SequencePath) else [relation]
                for term, step, side in ((start, steps[0], "subject"), (end, steps[-1], "object")):
                    if not is_variable(term) or isinstance(step, Path) or is_variable(step):
                        continue
                    key = self._key(term, scope)
                    if known := self._expected.get((str(step), side)):
                        kinds[key].append(frozenset(known))
                    if side == "object":
                        led.setdefault(key, self._term(str(step)))
        supers = load_vocabulary(self.graph.home / "ontology").supers
        fit = {key: fitting(several, supers) for key, several in kinds.items()}
        return {**led, **{key: self._term(kind) for key, kind in fit.items() if kind}}

    # ------------------------------------------------------------------ in words

    def _words(self, nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
        """The pattern in sentences."""
        named = _spoken(nodes)
        kinds = [
            self.say("pattern_is", named[node.key], self.say("and").join(node.kinds)) for node in nodes if node.kinds
        ]
        lone = {node.key for node in nodes} - {key for edge in edges for key in (edge.start, edge.end)}
        told = [self.say("pattern_there_is", named[node.key]) for node in nodes if node.key in lone]
        groups: dict[tuple[str, str], list[str]] = {}
        for edge in edges:
            arrow = f"{named[edge.start]} —{self.say('and').join(edge.labels)}→ {named[edge.end]}"
            groups.setdefault((edge.tag, edge.style), []).append(arrow)
        for (tag, style), arrows in sorted(
            groups.items(), key=lambda group: (group[0][0], list(STYLES).index(group[0][1]))
        ):
            said = self.say(STYLES[style], self.say("pattern_semicolon").join(arrows))
            told.append(self.say("pattern_branch", tag, said) if tag else said)
        return self.say("pattern_semicolon").join([*told, *kinds, *self._rest(named)]) + self.say("pattern_stop")

    def _rest(self, named: Mapping[str, str]) -> list[str]:
        """What is no arrow: conditions, what is computed, and what rows are gathered by."""
        from ...lint.scopes import names

        def called(variables: Iterable[str]) -> str:
            known = sorted(name for name in variables if f"?{name}" in named or self._column(name))
            return self.say("and").join(dict.fromkeys(named.get(f"?{name}") or self._column(name) for name in known))

        tested = {name for scope in self.scopes for one in scope.filters for name in names(one)}
        made = {
            name: part.rests
            for scope in self.scopes
            for part in scope.parts
            if part.kind == "bind"
            for name in part.names
        }
        grouped = [scope.grouped for scope in self.scopes if scope.grouped is not None]
        told = self._values(called)
        if called(tested):
            told.append(self.say("pattern_tested", called(tested)))
        if computed := sorted(name for name, rests in made.items() if called(rests)):
            told.append(self.say("pattern_computed", called(computed)))
        for by in dict.fromkeys(called(one) for one in grouped):
            told.append(self.say("pattern_grouped", by) if by else self.say("pattern_counted"))
        return told

    def _values(self, called: Callable[[Iterable[str]], str]) -> list[str]:
        """What the variables that a query itself gives values may be."""
        given: dict[str, list[str]] = defaultdict(list)
        for part in (part for scope in self.scopes for part in scope.parts):
            for name, term in ((name, term) for row in part.table for name, term in row.items()):
                if term != "UNDEF" and not self._is_open(name) and (label := called([name])):
                    given[label].append(self._constant(term))
        told = []
        for name, several in given.items():
            alike = list(dict.fromkeys(several))
            few = self.say("and").join(alike)
            many = self.say("pattern_many_values", name, len(alike))
            told.append(self.say("pattern_values", name, few) if len(alike) <= FEW else many)
        return told


def _edges(joined: Mapping[tuple[str, str, str, str], Mapping[str, Sequence[str]]]) -> Iterable[Edge]:
    """The arrows: relations that hold in the same branches share one."""
    for (start, end, style, _), told in joined.items():
        alike: dict[str, list[str]] = defaultdict(list)
        for label, marks in told.items():
            alike["" if "" in marks else "".join(sorted(set(marks)))].append(label)
        for tag, several in alike.items():
            yield Edge(start, end, tuple(sorted(several)), style, tag)


def _spoken(nodes: Sequence[Node]) -> dict[str, str]:
    """What each node is called in a sentence: with its variable where others are called alike."""
    alike: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        alike[node.label].append(node)
    return {
        node.key: node.label if len(alike[node.label]) == 1 or not node.variable else f"{node.label}（{node.variable}）"
        for node in nodes
    }
