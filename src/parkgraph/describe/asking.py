"""What one page asks of a store: values and the statements behind them, how these are known, and what all is called."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from ..lookup import OWN_NAMES, Ground, Passage, assertions, batches, classes, grounds, labels, passages, select
from ..names import PG, PGD, PROV, RDF, SKOS, XSD, slug
from ..pages import FieldPlan, Step
from ..store import Store
from .page import Fact, Part

Edge = tuple[str, str, str]
"""Subject, property, and object as in N-Triples."""

HIDDEN = {
    RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", SKOS + "editorialNote",
    PG + "mentionedIn", PG + "evidencedBy", PG + "asOf", PG + "asOfPrecision", PG + "assertionBasis",
    PG + "inferredByRule", PG + "locatedInTransitive", PG + "basedOnTransitive",
}  # fmt: skip
"""Properties that a page tells in other ways: names, remarks, how a thing is known, and what only repeats others."""

WORDS = {
    "zh": {"and": "、", "also": "；", "true": "是", "false": "否"},
    "en": {"and": ", ", "also": "; ", "true": "yes", "false": "no"},
}
_BOOLEAN = XSD + "boolean"
_FACT = "/id/fact-"
_STATED = "SELECT DISTINCT ?p ?v WHERE { %E ?p ?v FILTER(!isBlank(?v)) } ORDER BY ?p ?v"
_ARRIVING = """SELECT DISTINCT ?p ?v WHERE {
  { ?v ?p %E } UNION { ?a rdf:object %E ; rdf:predicate ?p ; rdf:subject ?v }
  FILTER(isIRI(?v) && ?p NOT IN (rdf:object, rdf:subject, prov:wasDerivedFrom, dcterms:source))
} ORDER BY ?p ?v"""


@dataclass
class Value:
    """A value on a page.

    Attributes:
        term: what it is.
        edges: the statements that lead to it, in order.
        way: number of the alternative of its field's path.
        shown: number of a path to where it leads from here; 0 is what puts values in order.
    """

    term: object
    edges: dict[Edge, None] = field(default_factory=dict)
    way: int = 0
    shown: dict[int, list[object]] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The IRI of an entity value, else empty."""
        return iri_of(self.term)

    @property
    def about(self) -> str:
        """The property of the first statement that leads to it."""
        return next(iter(self.edges))[1]


class Asker:
    """What is asked for the page of one entity.

    `learn` asks how values are known and called; only then can they be told as facts.
    """

    def __init__(self, store: Store, iri: str, lang: str) -> None:
        self.store, self.iri, self.lang = store, iri, lang
        self.term = str(ox.NamedNode(iri))
        self.named: dict[str, str] = {}
        self.nameless: set[str] = set()
        self.digests: dict[str, list[Part]] = {}
        self.asserted: dict[Edge, tuple[str, ...]] = {}
        self.grounds: dict[str, Ground] = {}
        self.passages: dict[str, tuple[Passage, ...]] = {}

    # ------------------------------------------------------------------ values

    def stated(self) -> list[Value]:
        """What the entity points at, by property and value."""
        rows = select(self.store, _STATED.replace("%E", self.term))
        return [Value(row["v"], {(self.iri, row.iri("p"), str(row["v"])): None}) for row in rows]

    def arriving(self) -> list[Value]:
        """What points at the entity, by property and value."""
        rows = select(self.store, _ARRIVING.replace("%E", self.term))
        return [Value(row["v"], {(row.iri("v"), row.iri("p"), self.term): None}) for row in rows]

    def found(self, plan: FieldPlan) -> list[Value]:
        """What a field leads to, each value once, with what is shown of it."""
        if not plan.ways:
            return []
        ways = " UNION ".join(self._way(number, plan, way) for number, way in enumerate(plan.ways))
        names = " ".join(f"?n{number}" for number in range(1, max(map(len, plan.ways)) + 1))
        found: dict[str, Value] = {}
        for row in select(self.store, f"SELECT DISTINCT ?way {names} WHERE {{ {ways} }} ORDER BY ?way {names}"):
            number = int(row.text("way"))
            nodes = [row[f"n{step}"] for step in range(1, len(plan.ways[number]) + 1)]
            if any(isinstance(node, ox.BlankNode) for node in nodes):
                continue  # it has no name to be told by
            value = found.setdefault(str(nodes[-1]), Value(nodes[-1], way=number))
            value.edges |= dict.fromkeys(self._walked(plan.ways[number], nodes))
        self._show(plan, found)
        return list(found.values())

    def _way(self, number: int, plan: FieldPlan, way: Sequence[Step]) -> str:
        """One alternative of a field's path as a group of a query."""
        nodes = [self.term, *(f"?n{step}" for step in range(1, len(way) + 1))]
        lines = [f"{start} {step.text} {end} ." for start, step, end in zip(nodes, way, nodes[1:], strict=False)]
        if plan.kinds:
            kinds = " ".join(str(ox.NamedNode(kind)) for kind in plan.kinds)
            lines.append(f"VALUES ?kind {{ {kinds} }} {nodes[-1]} a ?kind .")
        lines += [f"{nodes[-1]} {path} {concept} ." for path, concept in plan.where]
        return f"{{ {' '.join(lines)} BIND({number} AS ?way) }}"

    def _walked(self, way: Sequence[Step], nodes: Sequence[object]) -> Iterator[Edge]:
        """The statements that some steps went over, as far as each step is one property."""
        for start, step, end in zip([ox.NamedNode(self.iri), *nodes], way, nodes, strict=False):
            subject, value = (end, start) if step.inverse else (start, end)
            if step.iri and isinstance(subject, ox.NamedNode):
                yield subject.value, step.iri, str(value)

    def _show(self, plan: FieldPlan, found: dict[str, Value]) -> None:
        """Fill in what is shown of the values of a field."""
        paths = [plan.order, *(path for shown in plan.show for path in shown.paths)]
        for nodes in batches(sorted(value.iri for value in found.values() if value.iri)):
            shown = (
                f"{{ VALUES ?n {{ {nodes} }} ?n {path} ?v BIND({number} AS ?path) }}"
                for number, path in enumerate(paths)
            )
            asked = f"SELECT DISTINCT ?n ?path ?v WHERE {{ {' UNION '.join(shown)} }} ORDER BY ?n ?path ?v"
            for row in select(self.store, asked):
                found[str(row["n"])].shown.setdefault(int(row.text("path")), []).append(row["v"])

    # ------------------------------------------------------------------ how they are known and called

    def learn(self, values: Sequence[Value]) -> None:
        """Ask what the values rest on and what everything is called; what has no name is told by what it says."""
        edges = [edge for value in values for edge in value.edges]
        self.asserted = assertions(self.store, ((subject, about) for subject, about, _ in edges))
        nodes = {self.iri, *(node for edge in edges for node in self.asserted.get(edge, edge[:1]))}
        self.grounds = grounds(self.store, nodes, self.lang)
        self.passages = passages(self.store, nodes, self.lang)
        told = {value.iri for value in values} - {""}
        shown = {iri_of(term) for value in values for terms in value.shown.values() for term in terms}
        known = {iri for ground in self.grounds.values() for iri in (ground.basis, ground.rule)}
        self._name({self.iri, *told, *shown, *known, *(about for _, about, _ in edges)} - {""})
        self._digest(told & self.nameless)

    def _name(self, iris: Iterable[str]) -> None:
        """Ask for labels; a fact without one of its own is called after its class."""
        wanted = set(iris) - self.named.keys()
        facts = {iri for iri in wanted if _FACT in iri}
        self.named |= labels(self.store, wanted - facts, self.lang)
        self.named |= labels(self.store, facts, self.lang, by=OWN_NAMES)
        self.nameless |= {iri for iri in wanted if iri.startswith(PGD) and self.named[iri] == slug(iri)}
        kinds = classes(self.store, facts & self.nameless)
        called = labels(self.store, kinds.values(), self.lang)
        self.named |= {iri: called[kind] for iri, kind in kinds.items()}

    def _digest(self, nodes: Iterable[str]) -> None:
        """Ask what some things say, for want of a name."""
        said: dict[tuple[str, str], list[object]] = {}
        for some in batches(sorted(nodes)):
            asked = f"VALUES ?e {{ {some} }} ?e ?p ?v FILTER(!isBlank(?v) && !sameTerm(?v, {self.term}))"
            for row in select(self.store, f"SELECT DISTINCT ?e ?p ?v WHERE {{ {asked} }} ORDER BY ?e ?p ?v"):
                if row.iri("p") not in {*HIDDEN, PROV + "wasDerivedFrom"}:
                    said.setdefault((row.iri("e"), row.iri("p")), []).append(row["v"])
        self._name({about for _, about in said} | {iri_of(term) for terms in said.values() for term in terms} - {""})
        for (node, about), terms in said.items():
            itself = [Part("", self.named[node], node)]
            self.digests.setdefault(node, itself).append(self.part(self.named[about], [terms]))

    # ------------------------------------------------------------------ telling

    def text(self, term: object) -> str:
        """What people read of a term."""
        if isinstance(term, ox.Literal):
            return WORDS[self.lang].get(term.value, term.value) if term.datatype.value == _BOOLEAN else term.value
        return self.named.get(iri_of(term), "")

    def part(self, label: str, values: Sequence[Sequence[object]]) -> Part:
        """Values of one path or several as a part of a fact; the IRI where there is a single value that has one."""
        chosen = [self.in_language(terms) for terms in values if terms]
        words = [WORDS[self.lang]["and"].join(self.text(term) for term in terms) for terms in chosen]
        single = chosen[0][0] if len(chosen) == len(chosen[0]) == 1 else None
        return Part(label, " ".join(words), iri_of(single))

    def in_language(self, terms: Sequence[object]) -> list[object]:
        """The terms without the texts that are in another language, where some are in the page's own."""
        spoken = {term.language for term in terms if isinstance(term, ox.Literal) and term.language}
        own = {self.lang} & spoken or {tag for tag in spoken if tag.partition("-")[0] == self.lang}
        foreign = spoken - own if own else set()
        return [term for term in terms if not (isinstance(term, ox.Literal) and term.language in foreign)]

    def proofs(self, value: Value) -> list[str]:
        """The assertions behind a value, or else the facts that state it; of a value that is a fact, only itself."""
        if self.grounds.get(value.iri, Ground()).basis and list(value.edges)[-1] not in self.asserted:
            return [value.iri]
        nodes = [node for edge in value.edges for node in self.asserted.get(edge, edge[:1])]
        stating = self.grounds.get(self.iri, Ground()).basis
        return [node for node in dict.fromkeys(nodes) if stating or node != self.iri]

    def fact(self, relation: str, value: Value, nodes: Sequence[str], parts: Sequence[Part] = ()) -> Fact:
        """A value as a fact that rests on some assertions or facts together."""
        known = [self.grounds.get(node, Ground()) for node in nodes]
        rests = {passage.span: passage for node in nodes for passage in self.passages.get(node, ())}
        return Fact(
            relation=relation,
            value=self.text(value.term),
            value_iri=value.iri,
            basis=self._joined(self.named[ground.basis] for ground in known if ground.basis),
            rule=self._joined(self.named[ground.rule] for ground in known if ground.rule),
            as_of=max((ground.as_of for ground in known), default=""),
            passages=tuple(rests.values()),
            parts=tuple(parts or self.digests.get(value.iri, ())),
            note=self._joined(ground.note for ground in known if ground.note),
            disputed=any(ground.disputed for ground in known),
        )

    def _joined(self, texts: Iterable[str]) -> str:
        """Some texts as one, each once."""
        return WORDS[self.lang]["also"].join(dict.fromkeys(texts))


def iri_of(term: object) -> str:
    """The IRI of a term, empty where it is none."""
    return term.value if isinstance(term, ox.NamedNode) else ""
