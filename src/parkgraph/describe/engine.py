"""Puts together what a store says of one entity, in the order of its layout."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby

from ..errors import UsageError
from ..lookup import classes, labels, passages, select
from ..names import PG, RDF, SKOS, curie
from ..pages import ORDER, FieldPlan, Layouts
from ..store import Store
from .asking import HIDDEN, Asker, Edge, Value, iri_of
from .page import Block, Fact, Field, Page, Part, Spelling

_REST = {"zh": ("其他事实", "被指向"), "en": ("Other facts", "What points at it")}
_TRANSLATED = {"zh": "英文译名", "en": "translation"}
_NAME_OF = PG + "nameOf"


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
    asker = Asker(store, iri, lang)
    stated, arriving = asker.stated(), asker.arriving()
    if not stated:
        raise UsageError(f"图谱中没有 {curie(iri)}", remedy="请用 parkgraph find 查找它的标识符。")
    plans = layouts.of([value.iri for value in stated if value.about == RDF + "type"]) if layouts else ()
    found = [[(plan, asker.found(plan)) for plan in block.fields] for block in plans]
    told = [value for value in stated if value.about not in HIDDEN]
    asker.learn([*told, *arriving, *(value for fields in found for _, values in fields for value in values)])
    kind = classes(store, [iri]).get(iri, "")
    spellings, usages = _spellings(asker)
    covered = {(usage, _NAME_OF, asker.term) for usage in usages}
    covered |= {edge for fields in found for edge in _covered(asker, fields, [*told, *arriving])}
    blocks = [
        Block(block.label.text(lang), tuple(_fields(asker, fields))) for block, fields in zip(plans, found, strict=True)
    ]
    rest = [_rest(asker, name, values, covered) for name, values in zip(_REST[lang], (told, arriving), strict=True)]
    return Page(
        iri=iri,
        label=asker.named[iri],
        cls=labels(store, [kind], lang)[kind] if kind else "",
        names=tuple(spelling.name for spelling in spellings if spelling.name != asker.named[iri]),
        notes=_notes(asker, stated),
        facts=tuple(_flat(asker, told)),
        incoming=tuple(_flat(asker, arriving)),
        mentions=asker.passages.get(iri, ()),
        as_of=_as_of(asker),
        spellings=spellings,
        blocks=tuple(block for block in [*blocks, *rest] if block.fields),
    )


def _flat(asker: Asker, values: Sequence[Value]) -> Iterator[Fact]:
    """Each value with each assertion or other fact behind it as a fact of its own."""
    for value in values:
        for node in [node for node in asker.proofs(value) if node != asker.iri] or [""]:
            yield asker.fact(asker.named[value.about], value, [node])


def _fields(asker: Asker, fields: Sequence[tuple[FieldPlan, list[Value]]]) -> Iterator[Field]:
    """The fields of a block that hold something, or that readers look for."""
    for plan, values in fields:
        label = plan.label.text(asker.lang)
        chosen = asker.in_language([value.term for value in values])
        facts = [
            (_place(asker, plan, value), asker.fact(label, value, asker.proofs(value), _parts(asker, plan, value)))
            for value in values
            if value.term in chosen
        ]
        ordered = tuple(fact for _, fact in sorted(facts, key=lambda placed: (placed[0], _in_text(placed[1]))))
        if ordered or plan.expected:
            yield Field(label, plan.expected, ordered)


def _place(asker: Asker, plan: FieldPlan, value: Value) -> tuple[object, object]:
    """Where a value stands in its field: by the order that is asked for, else by way and then by ordinal."""
    said = [asker.text(term) for term in value.shown.get(0, ())]
    order = min(map(_rank, said), default=(2, Decimal(0), ""))
    return (order, value.way) if plan.order != ORDER else (value.way, order)


def _rank(text: str) -> tuple[int, Decimal, str]:
    """A sort key: numbers by size, then texts."""
    try:
        return (0, number, "") if (number := Decimal(text)).is_finite() else (1, Decimal(0), text)
    except InvalidOperation:
        return 1, Decimal(0), text


def _in_text(fact: Fact) -> tuple[bool, tuple[str, int], str, str]:
    """A sort key: what rests on a passage in the order of the texts, then what does not by its label."""
    first = min(((passage.source, passage.start) for passage in fact.passages), default=("", 0))
    return not fact.passages, first, fact.value, fact.value_iri


def _parts(asker: Asker, plan: FieldPlan, value: Value) -> list[Part]:
    """What is shown of a value side by side, as far as it is known."""
    parts, first = [], 1
    for shown in plan.show:
        terms = [value.shown.get(number, []) for number in range(first, first + len(shown.paths))]
        first += len(shown.paths)
        if any(terms):
            parts.append(asker.part(shown.label.text(asker.lang), terms))
    return parts


def _covered(asker: Asker, fields: Sequence[tuple[FieldPlan, list[Value]]], told: Sequence[Value]) -> Iterator[Edge]:
    """The statements that the fields of a block tell, with those that a field makes needless."""
    for plan, values in fields:
        yield from (edge for value in values for edge in value.edges)
        named = {value.iri for value in values}
        named |= {iri_of(term) for value in values for terms in value.shown.values() for term in terms}
        needless = {(step.iri, step.inverse) for step in plan.also}
        for value in told:
            (edge,) = value.edges
            if (value.about, edge[0] != asker.iri) in needless and value.iri in named:
                yield edge


def _rest(asker: Asker, title: str, values: Sequence[Value], covered: set[Edge]) -> Block:
    """What no field tells, one field a property."""
    left = [value for value in values if not value.edges.keys() <= covered]
    fields = []
    for about, group in groupby(left, key=lambda value: value.about):
        label = asker.named[about]
        facts = tuple(asker.fact(label, value, asker.proofs(value)) for value in group)
        fields.append(Field(label, expected=False, facts=facts))
    return Block(title, tuple(fields), rest=True)


def _spellings(asker: Asker) -> tuple[tuple[Spelling, ...], list[str]]:
    """Every name of the entity, in alphabetical order, and the name usages; what no source writes is a translation."""
    rows = select(
        asker.store,
        f"""SELECT DISTINCT ?name ?by ?kind ?lang WHERE {{
          {{ {asker.term} skos:altLabel|skos:hiddenLabel ?name }}
          UNION {{ {asker.term} skos:prefLabel ?name . BIND(LANG(?name) AS ?lang) }}
          UNION {{ ?by pg:nameOf {asker.term} ; pg:surfaceForm ?name . OPTIONAL {{ ?by pg:nameKind ?kind }} }}
          UNION {{ ?by pg:selectedPark|pg:registeredPark|pg:candidatePark {asker.term} ; pg:listedAs ?name .
                   BIND(pgc:name-listed AS ?kind) }}
        }} ORDER BY STR(?name) ?by ?kind""",
    )
    called = labels(asker.store, (row.iri("kind") for row in rows if row.iri("kind")), asker.lang)
    found = passages(asker.store, (row.iri("by") for row in rows if row.iri("by")), asker.lang)
    spellings: list[Spelling] = []
    usages: list[str] = []
    for name, group in groupby(rows, key=lambda row: row.text("name")):
        uses = list(group)
        kinds = dict.fromkeys(called[use.iri("kind")] for use in uses if use.iri("kind"))
        if all(use.text("lang") == "en" for use in uses):
            kinds = {_TRANSLATED[asker.lang]: None}
        rests = {passage.span: passage for use in uses for passage in found.get(use.iri("by"), ())}
        if name != asker.named[asker.iri] or rests:
            spellings.append(Spelling(name, tuple(kinds), tuple(rests.values())))
            usages += [use.iri("by") for use in uses]
    return tuple(spellings), usages


def _notes(asker: Asker, stated: Sequence[Value]) -> tuple[str, ...]:
    """The remarks of the curators in the language of the page, else in any."""
    notes = asker.in_language([value.term for value in stated if value.about == SKOS + "editorialNote"])
    return tuple(sorted(asker.text(note) for note in notes))


def _as_of(asker: Asker) -> str:
    """The latest as-of date among the sources that mention an entity, empty if there is none."""
    rows = select(
        asker.store,
        f"""SELECT (MAX(?day) AS ?asOf) WHERE {{
          {asker.term} pg:mentionedIn|pg:evidencedBy ?span . ?span oa:hasSource ?source . ?source pg:asOf ?day
        }}""",
    )
    return rows[0].text("asOf") if rows else ""
