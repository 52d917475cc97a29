"""Real clients against a running service: SPARQLWrapper, rdflib, curl, Comunica from npm, and a browser's fetch."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from servers import cache_folder

from .live import Live, serve

PREFIX = "PREFIX pg: <https://w3id.org/parkgraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
PARKS = (
    PREFIX + "SELECT ?park ?name { ?park a pg:Park ; skos:prefLabel ?name FILTER(lang(?name) = 'zh') } ORDER BY ?park"
)
DERUI = PREFIX + "ASK { ?park a pg:Park ; skos:prefLabel '德瑞智能制造产业园'@zh }"
TRIPLES = PREFIX + "CONSTRUCT { ?park skos:prefLabel ?name } WHERE { ?park a pg:Park ; skos:prefLabel ?name }"
COMUNICA = "@comunica/query-sparql@4.5.0"
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service that scripts of other sites may read."""
    with serve(tmp_path_factory.mktemp("clients"), "--cors", "*") as running:
        yield running


@pytest.fixture(scope="module")
def parks(live: Live) -> list[tuple[str, str]]:
    """The parks and their names, as the service itself gives them."""
    reply = live.send("GET", f"/sparql?query={quote(PARKS)}")
    rows = [(row["park"]["value"], row["name"]["value"]) for row in json.loads(reply.body)["results"]["bindings"]]
    assert len(rows) > 30
    return rows


class TestSPARQLWrapper:
    """The client that Python users have."""

    @pytest.mark.parametrize("method", ["GET", POST])
    @pytest.mark.parametrize("way", ["urlencoded", POSTDIRECTLY])
    def test_rows(self, live: Live, parks: list[tuple[str, str]], method: str, way: str) -> None:
        """By GET, by form and directly."""
        client = SPARQLWrapper(f"{live.url}/sparql", returnFormat=JSON)
        client.setMethod(method)
        client.setRequestMethod(way)
        client.setQuery(PARKS)
        found = client.queryAndConvert()["results"]["bindings"]
        assert [(row["park"]["value"], row["name"]["value"]) for row in found] == parks

    def test_other_formats(self, live: Live, parks: list[tuple[str, str]]) -> None:
        """XML, CSV and Turtle, and yes or no."""
        client = SPARQLWrapper(f"{live.url}/sparql")
        client.setQuery(PARKS)
        client.setReturnFormat(XML)
        assert len(client.queryAndConvert().getElementsByTagName("result")) == len(parks)
        client.setReturnFormat(CSV)
        assert client.queryAndConvert().decode("utf-8").count("\r\n") == len(parks) + 1
        client.setQuery(TRIPLES)
        client.setReturnFormat(TURTLE)
        assert "德瑞智能制造产业园" in client.queryAndConvert().decode("utf-8")
        client.setQuery(DERUI)
        client.setReturnFormat(JSON)
        assert client.queryAndConvert()["boolean"] is True

    def test_mistakes(self, live: Live) -> None:
        """A bad query is one to the client too, with our words in it."""
        client = SPARQLWrapper(f"{live.url}/sparql", returnFormat=JSON)
        client.setQuery("SELECT * { ?s ?p ?o ")
        with pytest.raises(QueryBadFormed, match="\\{ has no matching"):
            client.query()


def test_rdflib(live: Live, parks: list[tuple[str, str]]) -> None:
    """Its store for remote graphs asks triple patterns and whole queries."""
    graph = Graph(
        SPARQLStore(f"{live.url}/sparql", returnFormat="json"), identifier=URIRef("https://w3id.org/parkgraph/")
    )
    iri, name = parks[0]
    label = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert name in [str(value) for value in graph.objects(URIRef(iri), label)]
    assert [(str(row[0]), str(row[1])) for row in graph.query(PARKS)] == parks


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize(
    ("accept", "expected"),
    [("text/csv", "park,name\r\n"), ("text/tab-separated-values", "?park\t?name\n"), ("application/json", '{"head"')],
)
def test_curl(live: Live, accept: str, expected: str) -> None:
    """As people paste it into a shell."""
    command = ["curl", "-sSf", "-H", f"Accept: {accept}", "--data-urlencode", f"query={PARKS}", f"{live.url}/sparql"]
    found = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode("utf-8")
    assert found.startswith(expected)
    assert "德瑞智能制造产业园" in found


@pytest.fixture(scope="module")
def comunica() -> Path:
    """Comunica's command, from npm."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    folder = cache_folder() / COMUNICA.replace("/", "-")
    command = folder / "node_modules" / ".bin" / "comunica-sparql"
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), COMUNICA]
        done = subprocess.run(install, capture_output=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(f"{COMUNICA} cannot be fetched: {done.stderr.decode('utf-8', 'replace')[-200:]}")
    return command


@pytest.mark.slow
@pytest.mark.parametrize("query", [PARKS, DERUI], ids=["rows", "yes or no"])
def test_comunica(live: Live, parks: list[tuple[str, str]], comunica: Path, query: str) -> None:
    """It reads the service description, then sends the query as it is."""
    command = [comunica, f"sparql@{live.url}/sparql", "-t", "application/sparql-results+json", query]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout)
    if "boolean" in found:
        assert found["boolean"] is True
        return
    assert [(row["park"]["value"], row["name"]["value"]) for row in found["results"]["bindings"]] == parks


@pytest.mark.slow
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Debian's chromium is not installed")
def test_fetch(live: Live, parks: list[tuple[str, str]], tmp_path: Path) -> None:
    """A script of another site reads the answer and the headers that tell of it, because --cors lets it."""
    from playwright.sync_api import sync_playwright

    (tmp_path / "index.html").write_text("<!doctype html><title>other site</title>", encoding="utf-8")
    script = """async ([url, query]) => {
        const reply = await fetch(url, {method: "POST", body: new URLSearchParams({query}),
            headers: {Accept: "application/sparql-results+json"}});
        return [reply.status, reply.headers.get("x-parkgraph-rows"), await reply.json()];
    }"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((tmp_path / "index.html").as_uri())
        status, rows, answer = page.evaluate(script, [f"{live.url}/sparql", PARKS])
        browser.close()
    assert (status, int(rows)) == (200, len(parks))
    assert [row["name"]["value"] for row in answer["results"]["bindings"]] == [name for _, name in parks]
