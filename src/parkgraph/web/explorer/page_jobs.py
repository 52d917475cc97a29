"""The pages that stand for the whole graph: home, dashboard, gallery, vocabulary, editor, API, and about."""

from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox

from ...answers import tabulate
from ...errors import ParkgraphError
from ...graph import Graph
from ...lookup import labels, select
from ...names import PG, slug
from ...queries import Question
from ...rows import Entity
from ...search import fold
from ...vocabulary import load_vocabulary, short_name
from ..jobs import Job, Made, graph_of
from .asking import bound, count, given_values, questions_of
from .question_jobs import told_answer, without_header
from .rendering import render
from .wording import plural

FIGURES = ("PolicyDocument", "Park", "Enterprise", "KeyProject", "GovernmentUnit", "Target")
"""Classes whose number stands on the home page."""
STARTERS = (
    "parks-by-policy",
    "parks-by-city-and-tier",
    "enterprises-by-role",
    "subsidy-ceiling",
    "due-by-year",
    "lead-and-responsible-units",
)
ROLES = {
    "analyst": (
        "announced-against-listed",
        "policy-card",
        "targets-by-year",
        "policy-status",
        "most-cited-documents",
        "instrument-mix",
    ),
    "investment": (
        "subsidy-by-tier",
        "chain-links",
        "projects-and-builders",
        "top-builders",
        "enterprise-card",
        "municipal-support",
    ),
    "park": (
        "park-status",
        "park-dossier",
        "park-enterprises",
        "eligibility-conditions",
        "evaluation-criteria",
        "tiers-compared",
    ),
    "data": (
        "sources-and-hashes",
        "counts-per-class",
        "identity-judgements",
        "character-repairs",
        "inference-rules",
        "release-card",
    ),
}
CHARTS = (
    "parks-by-policy",
    "due-by-year",
    "selection-rates",
    "instrument-mix",
    "target-groups",
    "top-builders",
    "unit-workload",
    "most-cited-documents",
)
GRID = "city-tier-grid"
EXAMPLE = """PREFIX pg: <https://w3id.org/parkgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?park ?label WHERE {
  ?park a pg:Park ; skos:prefLabel ?label .
  FILTER(LANG(?label) = "zh")
}
ORDER BY ?label
LIMIT 100
"""
TERMS = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?class ?label ?definition WHERE {
  ?class a owl:Class ; rdfs:label ?label ; skos:definition ?definition .
  FILTER(LANG(?label) = LANG(?definition))
}
ORDER BY ?class ?label
"""
MOST_TEXT = 100_000


def home(job: Job) -> Made:
    """The home page."""
    graph = graph_of(job)
    known = questions_of(graph)
    roles = [
        {
            "group": group,
            "total": sum(question.group == group for question in known.values()),
            "questions": [_card(graph, known[name]) for name in names if name in known],
        }
        for group, names in ROLES.items()
    ]
    starters = [_card(graph, known[name]) for name in STARTERS if name in known]
    return render(job, "home.html", figures=figures(graph), roles=roles, starters=starters, total=len(known))


def _card(graph: Graph, question: Question) -> dict[str, Any]:
    """A question on a card, with how many rows answer it as it stands."""
    rows = count(graph, question.text)
    return {"name": question.name, "title": question.title(graph.lang), "rows": rows, "group": question.group}


def figures(graph: Graph) -> list[dict[str, Any]]:
    """How many things there are of the classes people ask for first; each figure leads to the things."""
    named = labels(graph.store, (PG + name for name in FIGURES), graph.lang)
    told = []
    for name in FIGURES:
        rows = select(
            graph.store,
            f"SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE {{ ?e a/rdfs:subClassOf* pg:{name} FILTER(ISIRI(?e)) }}",
        )
        many = int(rows[0].text("n"))
        label = plural(named[PG + name]) if graph.lang == "en" and many != 1 else named[PG + name]
        told.append({"class": f"pg:{name}", "label": label, "count": many})
    return told


def gallery(job: Job) -> Made:
    """All questions, or those that hold the words of `words` in `asked`, by group; `group` leaves one."""
    graph = graph_of(job)
    asked = dict(tuple(pair) for pair in job["asked"])
    words, group = asked.get("words", "").strip()[:200], asked.get("group", "")
    fitting = [
        question
        for question in questions_of(graph).values()
        if question.group == group or not group
        if all(_told_in(question, word) for word in words.split())
    ]
    groups = [
        {"group": name, "questions": [_entry(question, graph.lang) for question in found]}
        for name, found in groupby(sorted(fitting, key=lambda question: _rank(question.group)), lambda q: q.group)
    ]
    names = sorted({question.group for question in questions_of(graph).values()}, key=_rank)
    return render(job, "gallery.html", groups=groups, names=names, words=words, group=group, total=len(fitting))


def _rank(group: str) -> tuple[int, str]:
    """Where a group stands: those that are shipped first."""
    return (list(ROLES).index(group) if group in ROLES else len(ROLES), group)


def _told_in(question: Question, word: str) -> bool:
    """Whether a question's title, phrasings, notes or name hold a word."""
    texts = (
        question.title_zh,
        question.title_en,
        question.name,
        *question.phrasings,
        question.notes_zh,
        question.notes_en,
    )
    return any(fold(word) in fold(text) for text in texts)


def _entry(question: Question, lang: str) -> dict[str, Any]:
    """A question in a list."""
    return {
        "name": question.name,
        "title": question.title(lang),
        "other": question.title("zh" if lang == "en" else "en"),
        "group": question.group,
        "parameters": [parameter.en if lang == "en" else parameter.zh for parameter in question.parameters],
        "phrasing": question.phrasings[0] if question.phrasings and lang == "zh" else "",
    }


def dashboard(job: Job) -> Made:
    """Figures, the grid of cities and tiers, and the charts that questions ask for."""
    graph = graph_of(job)
    known = questions_of(graph)
    charts = []
    for name in CHARTS:
        if name in known:
            answer = tabulate(
                graph.store, graph.store.query(known[name].text), lang=graph.lang, headings=graph.headings(known[name])
            )
            charts.append(
                {"name": name, "title": known[name].title(graph.lang), **told_answer(graph, known[name], {}, answer)}
            )
    return render(job, "dashboard.html", figures=figures(graph), grid=grid(graph), charts=charts)


def _answered(graph: Graph, question: Question) -> dict[str, Any]:
    """A question with its answer as it stands."""
    answer = tabulate(graph.store, graph.store.query(question.text), lang=graph.lang, headings=graph.headings(question))
    told = told_answer(graph, question, {}, answer)
    return {"name": question.name, "title": question.title(graph.lang), **told}


def grid(graph: Graph) -> dict[str, Any] | None:
    """The tiles of cities that a question asks for, a figure a tier; None where there is no such question."""
    known = questions_of(graph).get(GRID)
    if known is None:
        return None
    told = _answered(graph, known)
    return {**told, **told["grid"]} if told["grid"] else None


def editor(job: Job) -> Made:
    """The editor, with `text`, or the question `question` with its values filled in, of `asked`."""
    graph = graph_of(job)
    asked = dict(tuple(pair) for pair in job["asked"])
    text = asked.get("text", "")[:MOST_TEXT]
    known = questions_of(graph)
    if not text and (question := known.get(asked.get("question", ""))):
        try:
            text = without_header(bound(graph, question, given_values(question, job["asked"])))
        except ParkgraphError:
            text = without_header(question.text)
    groups = groupby(
        sorted(known.values(), key=lambda question: _rank(question.group)), lambda question: question.group
    )
    gallery = [(group, [(one.name, one.title(graph.lang)) for one in found]) for group, found in groups]
    return render(
        job,
        "editor.html",
        text=text or EXAMPLE,
        is_example=not text,
        asked_store=_host(job["at"]["endpoint"] or ""),
        gallery=gallery,
        **words(graph),
    )


def _host(address: str) -> str:
    """The machine, and port where it names one, of an address, without what may stand before an @; else nothing."""
    return urlsplit(address).netloc.rpartition("@")[2]


def words(graph: Graph) -> dict[str, Any]:
    """The classes and properties of the ontology with label, definition and number of uses, most used first."""
    vocabulary = load_vocabulary(graph.home / "ontology")
    defined: dict[str, str] = {}
    said = f"SELECT ?t ?d WHERE {{ ?t skos:definition ?d FILTER(LANG(?d) = '{graph.lang}') }} ORDER BY ?t ?d"
    for row in select(graph.store, said):
        defined.setdefault(row.iri("t"), row.text("d"))
    told: dict[str, Any] = {}
    for kind, terms in (("classes", vocabulary.supers), ("properties", vocabulary.kinds)):
        uses = {str(row[0]): int(str(row[2])) for row in graph.listing(kind).rows}
        ours = [
            {
                "name": f"pg:{short_name(term)}",
                "local": short_name(term),
                "label": vocabulary.labels.get(term, {}).get(graph.lang, ""),
                "uses": uses.get(f"pg:{short_name(term)}", 0),
                "definition": defined.get(term, ""),
            }
            for term in terms
            if term.startswith(PG)
        ]
        told[kind] = sorted(ours, key=lambda term: (-term["uses"], term["name"]))
    return told


def vocabulary(job: Job) -> Made:
    """The classes and properties of the ontology."""
    return render(job, "vocabulary.html", query=TERMS, **words(graph_of(job)))


def api(job: Job) -> Made:
    """How programs ask: addresses, formats, limits, questions with their parameters, and loading into stores."""
    graph = graph_of(job)
    listed = [
        {
            "name": question.name,
            "title": question.title(graph.lang),
            "parameters": [
                (parameter.name, parameter.type, parameter.en if graph.lang == "en" else parameter.zh)
                for parameter in question.parameters
            ],
        }
        for question in questions_of(graph).values()
    ]
    limits = {"rows": job["rows"], "seconds": job["seconds"], "writable": job["writable"]}
    return render(job, "api.html", questions=listed, **limits)


def about(job: Job) -> Made:
    """What the data rest on and how good they are."""
    graph = graph_of(job)
    known = questions_of(graph)
    tables = []
    for name in ("sources-and-hashes", "contradictions", "open-conflicts"):
        if name in known:
            answer = tabulate(
                graph.store, graph.store.query(known[name].text), lang=graph.lang, headings=graph.headings(known[name])
            )
            tables.append(
                {"name": name, "title": known[name].title(graph.lang), **told_answer(graph, known[name], {}, answer)}
            )
    gaps = ("targets-without-baseline", "projects-without-builder", "divisions-without-code", "passages-without-fact")
    return render(
        job,
        "about.html",
        tables={
            name: _answered(graph, known[name]) for name in ("sources-and-hashes", "contradictions") if name in known
        },
        coverage=coverage(graph),
        waivers=waivers(graph),
        gaps=[_card(graph, known[name]) for name in gaps if name in known],
        quads=job["at"]["generation"]["quads"] if job["at"]["generation"] else 0,
    )


def coverage(graph: Graph) -> list[dict[str, Any]]:
    """How much of each source's text the graph holds, for the texts that are at hand."""
    told = []
    for row in select(graph.store, "SELECT ?s WHERE { ?s a pg:SourceDocument } ORDER BY ?s"):
        name = slug(row.iri("s")).removeprefix("source-")
        entry: dict[str, Any] = {"slug": name, "label": labels(graph.store, [row.iri("s")], graph.lang)[row.iri("s")]}
        try:
            measured = graph.coverage(name)
            entry |= {state: measured.count(state) for state in ("evidenced", "listed", "open")}
            entry |= {"sentences": len(measured.sentences), "share": f"{100 * measured.share:.1f}%"}
        except ParkgraphError:
            entry["sentences"] = 0
        told.append(entry)
    return told


def waivers(graph: Graph) -> list[dict[str, Any]]:
    """The findings that are waived, as `data/known-issues.ttl` has them: where, which rule, why, until when."""
    path = graph.home / "data" / "known-issues.ttl"
    if not path.is_file():
        return []
    store = ox.Store()
    store.load(path=str(path))  # `bulk_load` asks for 200 MB of address space at once
    prologue = f"PREFIX pg: <{PG}> "
    text = (
        "SELECT ?node ?shape ?reason ?until WHERE { ?i a pg:KnownIssue ; pg:waivesNode ?node ; pg:waivesShape ?shape ; "
        f'pg:reason ?reason ; pg:expiresOn ?until FILTER(LANG(?reason) = "{graph.lang}") }} ORDER BY ?node ?shape'
    )
    rows = store.query(prologue + text)
    assert isinstance(rows, ox.QuerySolutions)
    found = [(row["node"].value, row["shape"].value, row["reason"].value, row["until"].value) for row in rows]
    named = labels(graph.store, [node for node, *_ in found], graph.lang)
    return [
        {"node": Entity(node, named[node]), "rule": slug(shape), "reason": reason, "until": until}
        for node, shape, reason, until in found
    ]


def checks(job: Job) -> Made:
    """What the shapes find in the shipped graph, in plain words."""
    graph = graph_of(job)
    report = graph.validate()
    findings = sorted(report.findings, key=lambda finding: (finding.waived, finding.severity, finding.constraint))
    return render(job, "checks.html", findings=findings)
