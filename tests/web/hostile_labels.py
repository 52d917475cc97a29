"""A graph whose names, quotes and addresses try to become markup, script or links on a page."""

import json
from pathlib import Path

from parkgraph.datasets import create, current
from parkgraph.graph import graph_files
from parkgraph.web.explorer.static_files import stamp

REPO = Path(__file__).parents[2]
MARKUP = '<script>window.PWNED=1</script>"\'><img src=x onerror="window.PWNED=1">'
TURNED = "\u202egnp.exe\u2069\u0007\u0000"
EVIL = f"{MARKUP}{TURNED}</textarea></title></style>{{{{7*7}}}}"
ADDRESS = "javascript:window.PWNED=1"
PARK, UNIT, SOURCE, SPAN = "park-hostile", "unit-hostile", "source-hostile", "span-hostile-0-9"
QUESTION = "said-in-malice"
RELATED = f"""PREFIX pg: <https://w3id.org/parkgraph/ontology#>
PREFIX pgd: <https://w3id.org/parkgraph/id/>
SELECT ?park ?place ?unit WHERE {{ BIND(pgd:{PARK} AS ?park) ?park pg:locatedIn ?place . BIND(pgd:{UNIT} AS ?unit) }}"""


def turtle() -> str:
    """The statements."""
    evil = json.dumps(EVIL)
    return f"""@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
pgd:{PARK} a pg:Park ; skos:prefLabel {evil}@zh, {evil}@en ; skos:altLabel {evil}@zh ; skos:editorialNote {evil}@zh ;
  pg:mentionedIn pgd:{SPAN} ; pg:evidencedBy pgd:{SPAN} ; rdfs:seeAlso <{ADDRESS}>, "{ADDRESS}" ;
  pg:locatedIn pgd:division-371400 ; pg:inIndustry pgd:industry-hostile ; pg:areaAsStated {evil}@zh .
pgd:industry-hostile a pg:Industry ; skos:prefLabel {evil}@zh .
pgd:{UNIT} a pg:GovernmentUnit ; skos:prefLabel {evil}@zh ; pg:mentionedIn pgd:{SPAN} .
pgd:{SOURCE} a pg:SourceDocument ; skos:prefLabel {evil}@zh, {evil}@en ; pg:sha256 {evil} ; pg:textLength 9 ;
  pg:sourceAuthority pgc:authority-primary ; pg:asOf "2020-01-01"^^xsd:date .
pgd:section-hostile a pg:DocumentSection ; skos:prefLabel {evil}@zh ; pg:sectionOf pgd:{SOURCE} ;
  pg:sectionStart 0 ; pg:sectionEnd 9 .
pgd:{SPAN} a pg:TextSpan ; oa:hasSource pgd:{SOURCE} ; oa:start 0 ; oa:end 9 ; oa:exact {evil}@zh ;
  pg:inSection pgd:section-hostile .
pgd:fact-hostile a pg:Candidacy ; pg:candidatePark pgd:{PARK} ; pg:inCohort pgd:cohort-shandong-dep-2019 ;
  pg:listedAs {evil}@zh ; pg:evidencedBy pgd:{SPAN} ; pg:asOf "2020-01-01"^^xsd:date ;
  pg:assertionBasis pgc:basis-explicit .
"""


def question() -> str:
    """A question of a user whose words try the same."""
    evil = json.dumps(EVIL.replace(TURNED, ""))
    return f"""#+ title_zh: {evil}
#+ title_en: {evil}
#+ group: malice
#+ notes_zh: {evil}
#+ notes_en: {evil}
#+ view: bar
#+ columns: [park, label, parks]
#+ parameters:
#+   - {{name: park, type: "pg:Park", default: UNDEF, zh: {evil}, en: {evil}}}
PREFIX pg: <https://w3id.org/parkgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?park ?label (1 AS ?parks) WHERE {{
  VALUES ?park {{ UNDEF }}
  ?park a pg:Park ; skos:prefLabel ?label .
}} ORDER BY ?park ?label
"""


def build(folder: Path) -> tuple[Path, Path]:
    """A dataset with the shipped graph and the hostile one, and a folder with the hostile question."""
    (folder / "hostile.ttl").write_text(turtle(), encoding="utf-8")
    create(folder / "dataset", [*graph_files(REPO), folder / "hostile.ttl"])
    (folder / "questions" / "malice").mkdir(parents=True)
    (folder / "questions" / "malice" / f"{QUESTION}.rq").write_text(question(), encoding="utf-8")
    return folder / "dataset", folder / "questions"


def place(dataset: Path, questions: Path | None = None) -> dict[str, object]:
    """Where the data are, as a job says it."""
    generation = current(dataset)
    return {
        "home": str(REPO),
        "generation": {
            "number": generation.number,
            "directory": str(generation.directory),
            "fingerprint": generation.fingerprint,
            "quads": generation.quads,
        },
        "fingerprint": generation.fingerprint,
        "endpoint": None,
        "workspace": None,
        "graph": None,
        "queries": [str(questions)] if questions else [],
    }


def job(
    at: dict[str, object], path: str, asked: list[tuple[str, str]], lang: str = "zh", **more: object
) -> dict[str, object]:
    """A job for a page."""
    told = {"lang": lang, "theme": "", "path": path, "asked": asked, "base": "http://127.0.0.1:7001", "at": at, **more}
    return {**told, "static": f"/static/{stamp()}"}


def pages(lang: str = "zh") -> list[tuple[str, str, list[tuple[str, str]], dict[str, object]]]:
    """Every page that says something of the hostile things, or is asked in malice: function, path, parameters, more."""
    base = "https://w3id.org/parkgraph/id/"
    asked = [("lang", lang)]
    own = {"name": QUESTION, "rows": 10_000}
    return [
        ("page_jobs:home", "/", asked, {}),
        ("page_jobs:gallery", "/q", [*asked, ("words", EVIL), ("group", EVIL)], {}),
        ("page_jobs:gallery", "/q", asked, {}),
        ("page_jobs:dashboard", "/dashboard", asked, {}),
        ("page_jobs:vocabulary", "/vocabulary", asked, {}),
        ("page_jobs:api", "/api", asked, {"rows": 10_000, "seconds": 10.0, "writable": False}),
        ("page_jobs:about", "/about", asked, {}),
        ("page_jobs:editor", "/sparql", [*asked, ("text", EVIL)], {}),
        ("page_jobs:editor", "/sparql", [*asked, ("question", QUESTION), ("park", f"pgd:{PARK}")], {}),
        ("search_jobs:search", "/search", [*asked, ("q", "PWNED")], {}),
        ("search_jobs:search", "/search", [*asked, ("q", EVIL), ("class", EVIL), ("place", ADDRESS)], {}),
        ("search_jobs:search", "/search", [*asked, ("class", "pg:Park")], {}),
        ("ask_jobs:ask", "/ask", [*asked, ("q", EVIL)], {}),
        ("ask_jobs:ask", "/ask", [*asked, ("q", f"{EVIL}在哪个县？")], {}),
        ("search_jobs:search", "/search", [*asked, ("class", EVIL)], {}),
        ("entity_jobs:entity", f"/id/{PARK}.html", asked, {"iri": f"{base}{PARK}"}),
        ("entity_jobs:entity", f"/id/{UNIT}.html", [*asked, ("in", EVIL), ("page", EVIL)], {"iri": f"{base}{UNIT}"}),
        ("entity_jobs:entity", "/id/division-371400.html", asked, {"iri": f"{base}division-371400"}),
        ("entity_jobs:compare", "/compare", [*asked, ("a", PARK), ("b", "park-lunan-dashuju")], {}),
        ("entity_jobs:compare", "/compare", [*asked, ("a", EVIL), ("b", EVIL)], {}),
        ("graph_jobs:graph", "/graph", [*asked, ("start", PARK)], {}),
        ("graph_jobs:graph", "/graph", [*asked, ("start", EVIL), ("lens", EVIL), ("hops", EVIL)], {}),
        ("graph_jobs:answer", "/graph", [*asked, ("query", RELATED), ("cap", EVIL)], {"rows": 100}),
        ("changes_jobs:changes", "/changes", asked, {}),
        ("source_jobs:source", "/source/hostile", asked, {"slug": "hostile"}),
        ("source_jobs:source", "/source/hostile", [*asked, ("thing", PARK)], {"slug": "hostile"}),
        ("source_jobs:source", "/source/hostile", [*asked, ("thing", EVIL)], {"slug": "hostile"}),
        ("entity_jobs:entity", f"/id/{PARK}.html", [*asked, ("basis", EVIL)], {"iri": f"{base}{PARK}"}),
        ("question_jobs:question", f"/q/{QUESTION}", asked, {"name": QUESTION, "rows": 10_000}),
        ("question_jobs:question", f"/q/{QUESTION}", [*asked, ("park", EVIL)], {"name": QUESTION, "rows": 10_000}),
        *(
            ("question_jobs:question", f"/q/{QUESTION}", [*asked, ("chart", chart), ("embed", "1")], {**own})
            for chart in (EVIL, "card", "tree", "matrix", "sankey", "timeline")
        ),
        ("question_jobs:question", "/q/parks-in-area", asked, {"name": "parks-in-area", "rows": 10_000}),
        (
            "question_jobs:question",
            "/q/quotes-of-entity",
            [*asked, ("entity", f"pgd:{PARK}")],
            {"name": "quotes-of-entity", "rows": 10_000},
        ),
    ]
