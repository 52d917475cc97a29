"""Linked data: every address of a thing leads to documents about it, in the format that is asked for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.names import BASE, PG, PGD, RDF, RDFS, SKOS
from parkgraph.turtle import read_triples

from .live import Live, Reply, serve

REPO = Path(__file__).parents[2]
PARK = "park-derui"
LABELS = (SKOS + "prefLabel", RDFS + "label")
RETIRED = "unit-liaocheng-city"
RULES = REPO / "docs" / "w3id" / ".htaccess"
HOST = "https://parkgraph.example"
FORMS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


def get(live: Live, path: str, **headers: str) -> Reply:
    """What the service answers to a GET."""
    return live.send("GET", quote(path, safe="/.:%?="), {name.replace("_", "-"): v for name, v in headers.items()})


def triples(reply: Reply, form: ox.RdfFormat) -> set[ox.Triple]:
    """The statements of a document."""
    assert reply.status == 200, reply.body.decode("utf-8")
    return {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(reply.body, format=form)}


@pytest.mark.parametrize("suffix", FORMS)
def test_a_thing_leads_to_its_document(service: Live, suffix: str) -> None:
    """By Accept a thing redirects with 303 to the address of the document, which says of itself what it is about."""
    media, form = FORMS[suffix]
    there = get(service, f"/id/{PARK}", Accept=media)
    assert (there.status, there.headers["location"], there.headers["vary"]) == (303, f"/id/{PARK}.{suffix}", "Accept")
    assert there.headers["link"] == f'</id/{PARK}.{suffix}>; rel="describedby"; type="{media}"'
    document = get(service, there.headers["location"])
    assert document.media == media
    assert document.headers["link"].startswith(f'<{PGD}{PARK}>; rel="canonical", ')
    assert f'</id/{PARK}.{suffix}>; rel="alternate"' not in document.headers["link"]
    assert '.html>; rel="alternate"; type="text/html"' in document.headers["link"]
    assert triples(document, form) == triples(get(service, f"/id/{PARK}.nt"), ox.RdfFormat.N_TRIPLES)
    assert get(service, f"/id/{PARK}.{suffix}", If_None_Match=document.headers["etag"]).status == 304


def test_document_holds_facts_assertions_spans_and_labels(service: Live, reference: parkgraph.Graph) -> None:
    """Statements about the thing, assertions about it, the wording these rest on, and labels of the rest; no more."""
    told = triples(get(service, f"/id/{PARK}.ttl"), ox.RdfFormat.TURTLE)
    answer = reference.store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ BIND(<{PGD}{PARK}> AS ?s) ?s ?p ?o }}")
    assert isinstance(answer, ox.QueryTriples)
    park = ox.NamedNode(PGD + PARK)
    assert {t for t in told if t.subject == park} == set(answer)
    asserted = {t.subject for t in told if t.predicate.value == RDF + "subject" and t.object == park}
    rests = [t for t in told if t.subject in asserted and t.predicate.value == PG + "evidencedBy"]
    assert len(asserted) > 3
    assert {t.subject for t in rests} <= asserted
    spans = {t.object for t in rests}
    assert spans <= {t.subject for t in told if t.predicate.value.endswith("#exact")}
    others = {t.subject for t in told} - asserted - {park}
    labelled = {t.subject for t in told if t.predicate.value in LABELS}
    assert others - labelled == {t.subject for t in told if t.predicate.value.endswith("#exact")}


@pytest.mark.parametrize(
    "path",
    [
        "/concept/tier-demonstration",
        "/rule/basis-is-transitive",
        "/release/2026.11.0",
        "/id/source-dezhou-2019-interview",
    ],
)
def test_other_kinds_of_things(service: Live, path: str) -> None:
    """Concepts, rules, releases and sources have documents too."""
    assert get(service, path, Accept="application/n-triples").headers["location"] == f"{path}.nt"
    about = ox.NamedNode(BASE + path[1:])
    assert any(t.subject == about for t in triples(get(service, f"{path}.nt"), ox.RdfFormat.N_TRIPLES))


def test_json_is_the_page_for_programs(service: Live, reference: parkgraph.Graph) -> None:
    """The suffix .json gives what `parkgraph show -f json` tells."""
    reply = get(service, f"/id/{PARK}.json")
    assert json.loads(reply.body) == json.loads(json.dumps(reference.show(PARK).to_dict()))


def test_browsers_are_led_to_the_page(service: Live) -> None:
    """Who likes HTML best is led to the page, and who takes anything to Turtle."""
    assert get(service, f"/id/{PARK}", Accept="text/html,*/*;q=0.8").headers["location"] == f"/id/{PARK}.html"
    assert get(service, f"/id/{PARK}").headers["location"] == f"/id/{PARK}.ttl"
    assert get(service, "/ontology", Accept="text/html").headers["location"] == "/vocabulary"
    assert get(service, f"/id/{PARK}", Accept="image/png").status == 406


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_words_are_one_document(service: Live, name: str) -> None:
    """Ontology and shapes come whole, alike in every format."""
    files = {"ontology": ["ontology/parkgraph.ttl", "ontology/concepts.ttl"], "shapes": []}[name]
    paths = [REPO / file for file in files] or sorted((REPO / "shapes").glob("*.ttl"))
    number = len({t for path in paths for t in read_triples(path)})
    for suffix, (media, form) in FORMS.items():
        reply = get(service, f"/{name}.{suffix}")
        assert (reply.media, reply.headers["link"]) == (media, f'<{BASE}{name}>; rel="canonical"')
        assert len(triples(reply, form)) == number
    assert get(service, f"/{name}", Accept="text/turtle").body == get(service, f"/{name}.ttl").body


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/problem+json"),
        ("application/rdf+xml", "application/problem+json"),
        ("text/html", "text/html"),
    ],
)
def test_what_is_not_there_is_said_in_the_format_asked_for(service: Live, accept: str, media: str) -> None:
    """404 and 410 come as a comment in Turtle, as a page in HTML, as a problem in the rest."""
    for name, status, said in (("nobody", 404, "图谱中没有 nobody"), (RETIRED, 410, f"{RETIRED} 已停用")):
        reply = get(service, f"/id/{name}", Accept=accept)
        assert (reply.status, reply.media) == (status, media)
        assert said in reply.body.decode("utf-8")
    comment = get(service, "/id/nobody.ttl")
    assert list(ox.parse(comment.body, format=ox.RdfFormat.TURTLE)) == []
    assert get(service, f"/concept/{RETIRED}", Accept=accept).status == 404


def test_no_line_end_gets_out_of_a_comment(service: Live) -> None:
    """A name that is sent with line ends and statements stays within the comment that names it."""
    reply = service.send("GET", "/id/x%0A%3Curn:a%3E%20%3Curn:b%3E%20%3Curn:c%3E%20.%E2%80%A8.nt")
    assert reply.status == 404
    assert list(ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)) == []
    assert b"urn:a" in reply.body


def test_replaced_id_leads_to_its_replacement(tmp_path: Path) -> None:
    """What a workspace's registry says is replaced answers 301 to what replaces it, with the same suffix."""
    (tmp_path / "registry").mkdir()
    table = "id\tclass\tstatus\npark-old\tPark\treplaced:park-derui\npark-gone\tPark\tretired\n"
    (tmp_path / "registry" / "ids.tsv").write_text(table, encoding="utf-8")
    (tmp_path / "graph.ttl").write_text("", encoding="utf-8")
    with serve(tmp_path, "--workspace", str(tmp_path)) as live:
        for suffix in ("", ".nt", ".html"):
            reply = get(live, f"/id/park-old{suffix}")
            assert (reply.status, reply.headers.get("location")) == (301, f"/id/park-derui{suffix}")
        assert get(live, "/id/park-gone.ttl").status == 410


def redirects() -> list[tuple[re.Pattern[str], str, int]]:
    """The rules for w3id.org: what they match, where it leads at the service, and the status."""
    found = []
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if line.startswith("RewriteRule "):
            _, pattern, target, flags = line.split(" ")
            status = re.search(r"R=(\d+)", flags)
            assert status
            assert target.startswith(HOST)
            found.append((re.compile(pattern), target.removeprefix(HOST).replace("$", "\\"), int(status[1])))
    return found


def led(address: str) -> str:
    """Where w3id.org leads an address of ours, at the service; the first rule that matches counts."""
    path = address.removeprefix(BASE).removeprefix(BASE.rstrip("/")).partition("#")[0]
    for pattern, target, _ in redirects():
        if found := pattern.search(path):
            return found.expand(target)
    pytest.fail(f"no rule for {address}")


def ours(service: Live, reference: parkgraph.Graph) -> Iterator[str]:
    """Every address of ours that graph, description and questions name."""
    documents = [get(service, path).body for path in ("/void", "/queries.ttl", "/ontology.ttl", "/shapes.ttl")]
    statements = [q for body in documents for q in ox.parse(body, format=ox.RdfFormat.TURTLE)]
    statements += [q for path in reference.files for q in ox.parse(path=str(path))]
    for quad in statements:
        for node in (quad.subject, quad.predicate, quad.object):
            if isinstance(node, ox.NamedNode) and node.value.startswith(BASE.rstrip("/")):
                yield node.value


@pytest.mark.slow
def test_w3id_rules_lead_every_address_of_ours_somewhere(service: Live, reference: parkgraph.Graph) -> None:
    """Each rule is needed, each address that we name is led to one, and a sample of each answers at the service."""
    targets: dict[str, list[str]] = {}
    for address in sorted(set(ours(service, reference))):
        place = led(address)
        targets.setdefault(re.sub(r"[^/]+$", "", place), []).append(place)
    sample = [place for places in targets.values() for place in places[:: max(1, len(places) // 5)]]
    assert {"/id/", "/concept/", "/rule/", "/release/", "/q/", "/dumps/", "/dumps/shapes/", "/"} == targets.keys()
    statuses = {place: get(service, place).status for place in sample}
    assert {place: status for place, status in statuses.items() if status not in (200, 303)} == {}
    names = ["id/x", "release/1", "shapes", "ontology/0.1.0", "queries", "query/x", "release/1/a.ttl", "graph/x", ""]
    assert [led(BASE + name) for name in names] == [
        "/id/x", "/release/1", "/shapes", "/ontology", "/queries.ttl", "/q/x", "/dumps/a.ttl", "/void", "/",
    ]  # fmt: skip
    assert len(redirects()) == len(names)
