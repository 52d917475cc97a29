"""Asks a store for everything about one entity, and puts it in the order of its layout."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from itertools import groupby

import pyoxigraph as ox

from ..errors import UsageError
from ..lookup import OWN_NAMES, Passage, assertions, batches, classes, grounds, labels, passages, select
from ..names import PG, RDF, SKOS, curie, slug
from ..pages import ORDER, FieldPlan, Layouts, Shown, Step
from ..store import Store
from .page import Block, Fact, Field, Page, Part, Spelling

Edge = tuple[str, str, str]
"""Subject, property, and object as in N-Triples."""

_HIDDEN = {
    RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", SKOS + "editorialNote",
    PG + "mentionedIn", PG + "evidencedBy", PG + "asOf", PG + "asOfPrecision", PG + "assertionBasis",
    PG + "inferredByRule", PG + "locatedInTransitive", PG + "basedOnTransitive",
}  # fmt: skip
_WORDS = {
    "zh": {"rest": "其他事实", "incoming": "被指向", "and": "、", "also": "；", "true": "是", "false": "否"},
    "en": {"rest": "Other facts", "incoming": "What points at it", "and": ", ", "also": "; ", "true": "yes", "false": "no"},
}


def describe(store: Store, iri: str, lang: str = "zh", layouts: Layouts | None = None) -> Page:
    """The page of an entity.

    Args:
        store: where to ask.
        iri: of the entity.
        lang: `zh` or `en`.
        layouts: in which order things are told; without them everything stands among the rest.

    Raises:
        UsageError: the graph says nothing of it.
    """
    return _Describer(store, iri, lang).page(layouts)


@dataclass
class _Value:
    """A value on the page: what it is, the edges it was reached over, and what it shows of itself."""

    term: object
    edges: dict[Edge, None] = field(default_factory=dict)
    way: int = 0
    shown: dict[int, list[object]] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The IRI of an entity value, else empty."""
        return self.term.value if isinstance(self.term, ox.NamedNode) else ""


class _Describer:
    """Everything that is asked for one page."""

    def __init__(self, store: Store, iri: str, lang: str) -> None:
        self.store, self.iri, self.lang = store, iri, lang
        self.term = str(ox.NamedNode(iri))
        self.words = _WORDS[lang]
        self.named: dict[str, str] = {}
        self.digests: dict[str, tuple[Part, ...]] = {}

    def page(self, layouts: Layouts | None) -> Page:
        """The page in the order of its layout."""
        stated, arriving = self._edges(_STATED), self._edges(_ARRIVING)
        if not stated:
            raise UsageError(f"图谱中没有 {curie(self.iri)}", remedy="请用 parkgraph find 查找它的标识符。")
        kinds = [value.iri for value in stated if _about(value) == RDF + "type"]
        plans = layouts.of(kinds) if layouts else ()
        found = {plan: self._found(plan) for block in plans for plan in block.fields}
        told = [value for value in stated if _about(value) not in _HIDDEN]
        self._ask_proofs([*told, *arriving, *(value for values in found.values() for value in values)])
        self._learn([*told, *arriving], found)
        spellings, usages = self._spellings()
        covered = {edge for plan in found for edge in self._covered(plan, found[plan], [*told, *arriving])}
        covered |= {(usage, PG + "nameOf", self.term) for usage in usages}
        blocks = [
            Block(block.label.text(self.lang), tuple(self._field(plan, found[plan]) for plan in block.fields))
            for block in plans
        ]
        kind = classes(self.store, [self.iri]).get(self.iri, "")
        return Page(
            iri=self.iri,
            label=self.named[self.iri],
            cls=labels(self.store, [kind], self.lang)[kind] if kind else "",
            names=tuple(spelling.name for spelling in spellings if spelling.name != self.named[self.iri]),
            notes=self._notes(stated),
            facts=tuple(fact for value in told for fact in self._flat(value)),
            incoming=tuple(fact for value in arriving for fact in self._flat(value)),
            mentions=self.passages.get(self.iri, ()),
            as_of=self._as_of(),
            spellings=spellings,
            blocks=tuple(block for block in [*blocks, *self._rest(told, arriving, covered)] if block.fields),
        )
