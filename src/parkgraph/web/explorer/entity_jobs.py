"""The page of a thing, and two things side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from ...answers import Result, tabulate
from ...citing import bibtex, gbt7714
from ...describe import Block, Fact, Page
from ...describe.asking import WORDS
from ...draw import neighbourhood, svg
from ...errors import UsageError
from ...graph import Graph
from ...lookup import labels, select
from ...names import BASE, PG, curie, slug
from ...rows import Entity
from ...vocabulary import load_vocabulary
from ..english import english
from ..jobs import Job, Made, graph_of
from ..networks import network_of
from .asking import bound, count, questions_of
from .question_jobs import told_answer
from .rendering import frame, missing, render, svg_block
from .tables import names_of

MINI_NODES = 10
INCOMING = 20
PAGE_OF_INCOMING = 200
EVENTS = 60
RELATED = 12
NO_BASIS = "none"
"""Stands in an address for facts that do not say how they are known."""

CARDS = {"Tier": ("policy-card", "tier")}
"""Questions whose answer stands on the page of a thing of a class, with the parameter that takes the thing."""

IDENTIFIERS = (
    "pg:divisionCode pg:documentNumber <https://schema.org/identifier> dcterms:identifier skos:notation "
    "skos:exactMatch skos:closeMatch rdfs:seeAlso <http://www.w3.org/2002/07/owl#sameAs>"
)
"""Properties that say what a thing is called in the lists of others."""

_INCOMING = """SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {
  ?s ?p %E FILTER(ISIRI(?s) && ?p NOT IN (rdf:object, rdf:subject, prov:wasDerivedFrom, dcterms:source))
} GROUP BY ?p ORDER BY DESC(?n) ?p"""

_TIMES = """SELECT DISTINCT ?thing ?about ?when WHERE {
  { BIND(%E AS ?thing) } UNION { %E ?out ?thing } UNION { ?thing ?into %E }
  UNION { ?entry ?of %E ; pg:onList|pg:forCohort ?thing }
  VALUES ?about { pg:issueDate pg:publicationDate pg:announcedOn pg:validFrom pg:validUntil pg:validFromYear
    pg:validUntilYear pg:cohortYear pg:heldInYear pg:targetYear pg:planPeriodStartYear pg:planPeriodEndYear }
  ?thing ?about ?when
} ORDER BY ?when ?thing ?about LIMIT 400"""

_TIMELESS = """SELECT DISTINCT ?thing WHERE {
  { BIND(%E AS ?thing) } UNION { %E ?out ?thing } UNION { ?thing ?into %E }
  UNION { ?entry ?of %E ; pg:onList|pg:forCohort ?thing }
  VALUES ?kind { pg:Event pg:ListAnnouncement pg:Programme pg:KeyProject pg:KeyProgramme pg:PolicyDocument }
  ?thing a/rdfs:subClassOf* ?kind
} ORDER BY ?thing LIMIT 400"""


@dataclass(frozen=True, slots=True)
class Arriving:
    """Things that point here by one relation: how many, those shown, which page of them, whether it was asked for."""

    relation: Entity
    total: int
    things: tuple[Entity, ...]
    page: int
    pages: int
    chosen: bool

    @property
    def curie(self) -> str:
        """The relation as it stands in an address."""
        return curie(self.relation.iri)


@dataclass(frozen=True, slots=True)
class Basis:
    """How facts are known: as an address says it, in words (none for facts that do not say), how many facts."""

    code: str
    label: str
    facts: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A dated event: when, what the date says, and of what."""

    when: str
    about: str
    thing: Entity


def entity(job: Job) -> Made:
    """The page of the thing `iri`.

    Of what is `asked`, `in` and `page` choose a relation that leads here and a page of it, `basis` how facts are known.
    """
    graph = graph_of(job)
    iri = job["iri"]
    try:
        page = graph.show(iri)
    except UsageError:
        return missing()
    asked = dict(tuple(pair) for pair in job["asked"])
    kinds = kinds_of(graph, iri)
    told = frame(graph, job)
    blocks = shown_blocks(page)
    known = bases(graph, blocks)
    basis = next((one for one in known if one.code == asked.get("basis")), None)
    return render(
        job,
        "entity.html",
        page=page,
        kinds=kinds,
        room=room_of(iri),
        name=slug(iri),
        blocks=of_basis(blocks, basis.label, graph.lang) if basis else blocks,
        bases=known,
        basis=basis and basis.code,
        all_facts=sum(1 for _ in facts_in(blocks)),
        incoming=incoming(graph, iri, asked),
        **timeline(graph, iri),
        identifiers=identifiers(graph, iri),
        cards=cards(graph, iri, kinds),
        related=related(graph, iri, kinds),
        picture=picture(graph, iri),
        citation={
            "GB/T 7714": gbt7714(page.label, iri, told, graph.lang),
            "BibTeX": bibtex(page.label, iri, told),
        },
        query=f"DESCRIBE <{iri}>",
        sources=sorted({passage.source for fact in (*page.facts, *page.incoming) for passage in fact.passages}),
    )


def room_of(iri: str) -> str:
    """Where the files of a thing are, such as `/id`."""
    return "/" + iri.removeprefix(BASE).partition("/")[0]


def kinds_of(graph: Graph, iri: str) -> set[str]:
    """Local names of the classes of ours that a thing belongs to, those above them included."""
    vocabulary = load_vocabulary(graph.home / "ontology")
    rows = select(graph.store, f"SELECT ?c WHERE {{ {ox.NamedNode(iri)} a ?c }}")
    above = {higher for row in rows for higher in vocabulary.supers.get(row.iri("c"), ())}
    return {cls.removeprefix(PG) for cls in above}


def shown_blocks(page: Page) -> list[Block]:
    """The blocks of a page without that of what points at it, which is counted and paged apart."""
    arriving = {(fact.relation, fact.value_iri) for fact in page.incoming}

    def arrives(block: Block) -> bool:
        facts = [fact for field in block.fields for fact in field.facts]
        return block.rest and bool(facts) and all((fact.relation, fact.value_iri) in arriving for fact in facts)

    return [block for block in page.blocks if not arrives(block)]


def facts_in(blocks: Iterable[Block]) -> Iterator[Fact]:
    """The facts of some blocks."""
    return (fact for block in blocks for field in block.fields for fact in field.facts)


def bases(graph: Graph, blocks: Iterable[Block]) -> list[Basis]:
    """How the facts of some blocks are known, in the order of the vocabulary; a fact may be known in several ways."""
    rows = select(graph.store, "SELECT ?b WHERE { ?b skos:inScheme pgc:scheme-basis } ORDER BY ?b")
    named = labels(graph.store, (row.iri("b") for row in rows), graph.lang)
    codes = {label: slug(iri).removeprefix("basis-") for iri, label in named.items()}
    counted = Counter(way for fact in facts_in(blocks) for way in ways_of(fact, graph.lang))
    return [Basis(code, label, counted[label]) for label, code in [*codes.items(), ("", NO_BASIS)] if counted[label]]


def ways_of(fact: Fact, lang: str) -> list[str]:
    """The labels of how a fact is known; one that is empty where it does not say."""
    return fact.basis.split(WORDS[lang]["also"])


def of_basis(blocks: Iterable[Block], label: str, lang: str) -> list[Block]:
    """Some blocks with only the facts that are known in a way, and without the fields and blocks this empties."""
    left = []
    for block in blocks:
        narrowed = (
            replace(field, facts=tuple(fact for fact in field.facts if label in ways_of(fact, lang)))
            for field in block.fields
        )
        if fields := tuple(field for field in narrowed if field.facts):
            left.append(replace(block, fields=fields))
    return left


def incoming(graph: Graph, iri: str, asked: Mapping[str, str]) -> list[Arriving]:
    """What points at a thing, by relation; of the relation that is asked for, one page."""
    term = str(ox.NamedNode(iri))
    counts = [(row.iri("p"), int(row.text("n"))) for row in select(graph.store, _INCOMING.replace("%E", term))]
    named = labels(graph.store, (relation for relation, _ in counts), graph.lang)
    found = []
    for relation, total in counts:
        chosen = curie(relation) == asked.get("in")
        size = PAGE_OF_INCOMING if chosen else INCOMING
        pages = max(1, -(-total // size))
        number = min(_whole(asked.get("page", "1")), pages) if chosen else 1
        rows = select(
            graph.store,
            f"SELECT DISTINCT ?s WHERE {{ ?s {ox.NamedNode(relation)} {term} FILTER(ISIRI(?s)) }} "
            f"ORDER BY ?s LIMIT {size} OFFSET {(number - 1) * size}",
        )
        things = entities(graph, [row.iri("s") for row in rows])
        found.append(Arriving(Entity(relation, named[relation]), total, tuple(things), number, pages, chosen))
    return found


def _whole(text: str) -> int:
    """A page number from an address; 1 where it is none."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def entities(graph: Graph, iris: Sequence[str]) -> list[Entity]:
    """Things with their labels, in the same order."""
    named = labels(graph.store, iris, graph.lang)
    called = names_of(graph, (Entity(iri, named[iri]) for iri in iris))
    return [Entity(iri, called[iri]) for iri in iris]


def timeline(graph: Graph, iri: str) -> dict[str, Any]:
    """The events around a thing: `dated` in order, `undated` those whose date no source tells, and how many more."""
    term = str(ox.NamedNode(iri))
    rows = select(graph.store, _TIMES.replace("%E", term))
    undated = [row.iri("thing") for row in select(graph.store, _TIMELESS.replace("%E", term))]
    with_date = {row.iri("thing") for row in rows}
    left = [thing for thing in undated if thing not in with_date]
    things = dict(zip(both := [*with_date, *left], entities(graph, both), strict=True))
    named = labels(graph.store, (row.iri("about") for row in rows), graph.lang)
    dated = [Moment(row.text("when"), named[row.iri("about")], things[row.iri("thing")]) for row in rows]
    dated.sort(key=lambda moment: (moment.when[:4], len(moment.when) > 4, moment.when))
    return {
        "dated": dated[:EVENTS],
        "undated": [things[thing] for thing in left][:EVENTS],
        "more_events": max(0, len(dated) - EVENTS) + max(0, len(left) - EVENTS),
    }


def identifiers(graph: Graph, iri: str) -> list[tuple[str, str]]:
    """What a thing is called in the lists of others: what kind of list, and the code or address."""
    rows = select(
        graph.store,
        f"SELECT DISTINCT ?p ?v WHERE {{ VALUES ?p {{ {IDENTIFIERS} }} {ox.NamedNode(iri)} ?p ?v }} ORDER BY ?p ?v",
    )
    named = labels(graph.store, (row.iri("p") for row in rows), graph.lang)
    return [(named[row.iri("p")], row.value("v")) for row in rows]


def cards(graph: Graph, iri: str, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """The answers that stand on the page itself, such as the policy card of a tier."""
    told = []
    for kind, (name, parameter) in CARDS.items():
        known = questions_of(graph).get(name)
        if kind not in kinds or known is None:
            continue
        text = bound(graph, known, {parameter: iri})
        answer = tabulate(graph.store, graph.store.query(text), lang=graph.lang, headings=graph.headings())
        if answer.table.rows:
            shown = told_answer(graph, known, {}, _besides(answer, parameter))
            told.append({"name": name, "title": known.title(graph.lang), "given": {parameter: curie(iri)}, **shown})
    return told


def _besides(answer: Result, column: str) -> Result:
    """An answer without the column that only repeats whose page it stands on."""
    at = answer.table.columns.index(column)
    rows = tuple(row[:at] + row[at + 1 :] for row in answer.table.rows)
    columns = answer.table.columns[:at] + answer.table.columns[at + 1 :]
    return replace(answer, table=replace(answer.table, columns=columns, rows=rows))


def related(graph: Graph, iri: str, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Questions that take things of this kind and have an answer for it, those with few parameters first."""
    wanted = {f"pg:{kind}" for kind in kinds}
    found = []
    for known in questions_of(graph).values():
        fitting = [parameter for parameter in known.parameters if parameter.type in wanted]
        for parameter in fitting[:1]:
            if rows := count(graph, bound(graph, known, {parameter.name: iri})):
                found.append(
                    {
                        "name": known.name,
                        "title": known.title(graph.lang),
                        "given": {parameter.name: curie(iri)},
                        "rows": rows,
                        "group": known.group,
                    }
                )
    return found[:RELATED]


def picture(graph: Graph, iri: str) -> str:
    """A small picture of what is directly around a thing; empty where nothing can be drawn."""
    network, vocabulary = network_of(graph), load_vocabulary(graph.home / "ontology")
    try:
        part = neighbourhood(network, vocabulary, iri, hops=1, cap=MINI_NODES)
    except UsageError:
        return ""
    if len(part) < 2:
        return ""
    name = part.nodes[iri][f"label_{graph.lang}"]
    return svg_block(svg(part, vocabulary, title=name, footer="", lang=graph.lang), name, graph.lang)


def compare(job: Job) -> Made:
    """Two things side by side, `a` and `b` in `asked`, each given by name, slug, CURIE or IRI."""
    graph = graph_of(job)
    asked = dict(tuple(pair) for pair in job["asked"])
    wanted = [asked.get(side, "").strip() for side in ("a", "b")]
    problem, pages = None, []
    try:
        pages = [graph.show(name) for name in wanted if name]
    except UsageError as error:
        problem = (error.problem, error.remedy)
        if graph.lang == "en":
            problem = (english(error.problem), english(error.remedy))
    lines = side_by_side(pages[0], pages[1]) if len(pages) == 2 else []
    return render(
        job, "compare.html", status=400 if problem else 200, wanted=wanted, pages=pages, lines=lines, problem=problem
    )


def side_by_side(left: Page, right: Page) -> list[tuple[str, list[tuple[str, tuple[Fact, ...], tuple[Fact, ...]]]]]:
    """The blocks of both pages in order, each with its fields: what it is, and the facts of either."""
    merged: dict[str, dict[str, list[tuple[Fact, ...]]]] = {}
    for side, page in enumerate((left, right)):
        for block in shown_blocks(page):
            fields = merged.setdefault(block.label, {})
            for field in block.fields:
                fields.setdefault(field.label, [(), ()])[side] = field.facts
    return [
        (block, [(field, facts[0], facts[1]) for field, facts in fields.items()]) for block, fields in merged.items()
    ]
