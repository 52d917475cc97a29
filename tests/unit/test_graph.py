"""The façade on the shipped graph: opening it, asking it, and the forms it takes; a remote one says the same."""

import html
import json
import urllib.request
import uuid
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib

import parkgraph
from parkgraph.answers import Result
from parkgraph.draw import FORMATS
from parkgraph.errors import AssetError, QueryError, TimeLimitError, UsageError
from parkgraph.names import PG, PGC, PGD, iri
from parkgraph.rows import Entity
from parkgraph.turtle import fingerprint, read_triples

REPO = Path(__file__).parents[2]
PLAN = "policy-shandong-dep-action-plan"
PARKS = "PREFIX pg: <https://w3id.org/parkgraph/ontology#> SELECT ?park { ?park a pg:Park } ORDER BY ?park"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def graph() -> parkgraph.Graph:
    """The shipped graph."""
    return parkgraph.open(home=REPO)


@pytest.fixture(scope="module")
def remote(graph: parkgraph.Graph, oxigraph_server: str) -> parkgraph.Graph:
    """The same graph on a server, in a named graph of its own."""
    name = f"https://example.org/{uuid.uuid4()}"
    body = "".join(f"{triple} .\n" for path in graph.files for triple in read_triples(path)).encode()
    request = urllib.request.Request(f"{oxigraph_server}/store?graph={name}", data=body, method="PUT")
    request.add_header("Content-Type", "application/n-triples")
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.status == 201
    return parkgraph.remote(f"{oxigraph_server}/query", graph=name)


class TestOpening:
    """What can be opened, and what is said of what cannot."""

    def test_the_graph_knows_its_files(self, graph: parkgraph.Graph) -> None:
        """Ontology, concepts and data, in that order, of one home."""
        assert [path.relative_to(REPO).as_posix() for path in graph.files] == [
            "ontology/parkgraph.ttl",
            "ontology/concepts.ttl",
            "data/parkgraph.ttl",
        ]
        assert (graph.home, graph.workspace, graph.lang) == (REPO, None, "zh")

    def test_a_store_on_disk_gives_the_same_answer_twice(self, graph: parkgraph.Graph, tmp_path: Path) -> None:
        """The second opening reads what the first one built."""
        first = parkgraph.open(tmp_path / "store", home=REPO).run("parks-by-policy")
        built = (tmp_path / "store" / "parkgraph.json").stat().st_mtime_ns
        assert parkgraph.open(tmp_path / "store", home=REPO).run("parks-by-policy") == first
        assert (tmp_path / "store" / "parkgraph.json").stat().st_mtime_ns == built
        assert first == graph.run("parks-by-policy")

    def test_a_workspace_lies_on_top(self, graph: parkgraph.Graph, tmp_path: Path) -> None:
        """What its graph says is asked together with what is shipped."""
        label = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        (tmp_path / "graph.ttl").write_text(f'{label}\n<{PGD}park-mine> skos:prefLabel "自有园"@zh .', encoding="utf-8")
        mine = parkgraph.open(workspace=tmp_path, home=REPO)
        assert mine.workspace == tmp_path
        assert [hit.label for hit in mine.find("自有园")] == ["自有园"]
        assert mine.info()["triples"] == graph.info()["triples"] + 1
        assert len(mine.run("parks-by-policy")) == len(graph.run("parks-by-policy"))

    @pytest.mark.parametrize("opening", ["open", "remote"])
    def test_another_language_is_refused(self, opening: str) -> None:
        """Labels are there in two languages, whatever the store."""
        with pytest.raises(UsageError) as caught:
            if opening == "open":
                parkgraph.open(lang="fr")
            else:
                parkgraph.remote("http://127.0.0.1:9/query", lang="fr")
        assert str(caught.value) == "lang: 没有 fr 这种语言。 请用 zh 或 en。"

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        """A workspace that was not built yet, and a home without data."""
        with pytest.raises(AssetError) as caught:
            parkgraph.open(workspace=tmp_path, home=REPO)
        assert str(caught.value) == f"{tmp_path}: 找不到 graph.ttl。 请先运行 parkgraph build --workspace {tmp_path}。"
        with pytest.raises(AssetError) as caught:
            parkgraph.open(home=tmp_path)
        assert str(caught.value) == f"{tmp_path / 'ontology'}: 找不到 parkgraph.ttl。 请先运行 parkgraph build。"

    def test_folders_may_be_given_as_text(self, tmp_path: Path) -> None:
        """As people type them: the house, and folders with questions of their own."""
        (tmp_path / "park").mkdir()
        (tmp_path / "park" / "mine.rq").write_text(
            "#+ title_zh: 我的问题\n#+ title_en: My question\n#+ group: park\n#+ columns: [a]\n"
            "SELECT ?a WHERE { ?a a <urn:a> } ORDER BY ?a\n",
            encoding="utf-8",
        )
        graph = parkgraph.open(home=str(REPO), queries=[str(tmp_path)])
        assert graph.question("mine").title("zh") == "我的问题"
        remote = parkgraph.remote("http://127.0.0.1:9/query", queries=[str(tmp_path)])
        assert remote.question("mine").title("en") == "My question"

    def test_a_place_that_is_no_endpoint_is_refused(self) -> None:
        """Before anything is sent."""
        with pytest.raises(UsageError, match="这不是 SPARQL 端点的地址"):
            parkgraph.remote("ftp://example.org/query")


class TestQuestions:
    """Canned questions."""

    def test_questions_are_listed_by_group(self, graph: parkgraph.Graph) -> None:
        """Every file below `queries/` but rules and their like."""
        questions = graph.questions()
        assert "parks-by-policy" in questions
        groups = [question.group for question in questions.values()]
        assert groups == sorted(groups)
        assert "rules" not in groups
        assert graph.question("parks-by-policy") == questions["parks-by-policy"]

    @pytest.mark.parametrize("policy", [PLAN, f"pgd:{PLAN}", PGD + PLAN, "数字经济园区（试点）建设行动方案"])
    def test_an_entity_is_given_by_slug_curie_iri_or_name(self, graph: parkgraph.Graph, policy: str) -> None:
        """All four ask the same."""
        table = graph.run("parks-by-policy", policy=policy)
        assert {row["policy_iri"] for row in table} == {PGD + PLAN}
        assert 0 < len(table) < len(graph.run("parks-by-policy"))

    def test_a_concept_is_given_by_its_name(self, graph: parkgraph.Graph) -> None:
        """As the help says: tier=示范型."""
        table = graph.run("parks-by-policy", tier="示范型")
        assert {row["tier_iri"] for row in table} == {PGC + "tier-demonstration"}

    def test_parameters_narrow_together(self, graph: parkgraph.Graph) -> None:
        """Each row has every value asked for."""
        table = graph.run("parks-by-policy", policy=PLAN, reach="direct", tier="tier-growth")
        assert len(table) > 0
        assert {(row["policy_iri"], row["relation_iri"], row["tier_iri"]) for row in table} == {
            (PGD + PLAN, PG + "originatesFrom", PGC + "tier-growth")
        }

    def test_quotes_are_columns_on_demand(self, graph: parkgraph.Graph) -> None:
        """Every row of the main question has the wording it rests on, with its source."""
        plain, quoted = graph.run("parks-by-policy"), graph.run("parks-by-policy", quotes=True)
        assert quoted.columns == (*plain.columns, "source", "section", "quote")
        assert [row[: len(plain.columns)] for row in quoted.rows] == list(plain.rows)
        assert all(row["quote"] and row["source"] for row in quoted)

    def test_a_limit_cuts_and_says_so(self, graph: parkgraph.Graph) -> None:
        """The first rows, and whether there are more."""
        whole = graph.answer("parks-by-policy", {})
        assert not whole.cut
        part = graph.answer("parks-by-policy", {}, limit=3)
        assert (part.table.rows, part.evidence, part.cut) == (whole.table.rows[:3], whole.evidence[:3], True)
        assert graph.run("parks-by-policy", limit=3).rows == whole.table.rows[:3]

    def test_headings_follow_the_language(self, graph: parkgraph.Graph) -> None:
        """Columns have one name for programs and one for people."""
        assert graph.run("parks-by-policy").headings["park"] == "园区"
        english = parkgraph.Graph(graph.store, REPO, graph.files, lang="en")
        table = english.run("parks-by-policy")
        assert table.headings["park"] == "park"
        assert table.columns == graph.run("parks-by-policy").columns
        assert {row["relation"] for row in table} == {"originates from", "traces to"}

    def test_every_column_has_headings(self, graph: parkgraph.Graph) -> None:
        """No question shows people a name made for programs."""
        columns = {column for question in graph.questions().values() for column in question.columns}
        assert columns <= set(graph.headings())

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"polcy": "x"}, "没有参数「polcy」。 您要找的是不是policy？可用的参数：policy、reach、tier。"),
            ({"reach": "far"}, "参数 reach 的值「far」不是可选的值。 可选的值：direct、upstream。"),
        ],
    )
    def test_a_wrong_parameter_is_refused(self, graph: parkgraph.Graph, values: dict[str, str], message: str) -> None:
        """The message names the question and what there is to choose from."""
        with pytest.raises(UsageError) as caught:
            graph.run("parks-by-policy", **values)
        assert str(caught.value) == f"parks-by-policy: {message}"

    def test_bound_gives_the_text_that_runs(self, graph: parkgraph.Graph) -> None:
        """For people who take the query elsewhere."""
        text = graph.bound("parks-by-policy", {"policy": PLAN})
        assert f"VALUES ?policy {{ <{PGD}{PLAN}> }}" in text
        answer = graph.store.query(text)
        assert isinstance(answer, ox.QuerySolutions)
        assert len(list(answer)) == len(graph.run("parks-by-policy", policy=PLAN))


class TestQueries:
    """What users write themselves."""

    def test_rows(self, graph: parkgraph.Graph) -> None:
        """SELECT gives a table with labels."""
        result = graph.query(PARKS)
        assert isinstance(result, Result)
        assert Entity(PGD + "park-derui", "德瑞智能制造产业园") in {row[0] for row in result.table.rows}
        assert not result.cut

    def test_a_limit(self, graph: parkgraph.Graph) -> None:
        """Rows beyond it are left out, and the answer says so."""
        result = graph.query(PARKS, limit=2)
        assert isinstance(result, Result)
        assert (len(result.table), result.cut) == (2, True)

    def test_yes_or_no(self, graph: parkgraph.Graph) -> None:
        """ASK gives a truth value."""
        assert graph.query(f"ASK {{ <{PGD}park-derui> a <{PG}Park> }}") is True
        assert graph.query(f"ASK {{ <{PGD}park-derui> a <{PG}Tier> }}") is False

    def test_triples(self, graph: parkgraph.Graph) -> None:
        """CONSTRUCT gives triples."""
        triples = graph.query(f"CONSTRUCT {{ ?park a <{PG}Park> }} WHERE {{ ?park a <{PG}Park> }}")
        assert isinstance(triples, list)
        assert ox.NamedNode(PGD + "park-derui") in {triple.subject for triple in triples}

    def test_a_cut_of_triples_is_told(self, graph: parkgraph.Graph) -> None:
        """A list of triples that a limit has shortened must not look like the whole."""
        outcome = graph.query("CONSTRUCT WHERE { ?s ?p ?o }", limit=5)
        assert isinstance(outcome, list) and outcome.cut and len(outcome) == 5
        whole = graph.query("CONSTRUCT WHERE { <https://w3id.org/parkgraph/id/park-derui> a ?o }", limit=5)
        assert isinstance(whole, list) and not whole.cut
        assert [graph.results_json(PARKS, limit=limit).cut for limit in (1, None)] == [True, False]

    def test_results_json(self, graph: parkgraph.Graph) -> None:
        """W3C's format, from the child process as well."""
        document = json.loads(graph.results_json(PARKS, limit=1))
        assert document["head"] == {"vars": ["park"]}
        assert [binding["park"]["type"] for binding in document["results"]["bindings"]] == ["uri"]

    def test_a_query_without_end_is_stopped(self, graph: parkgraph.Graph) -> None:
        """The child is killed at the limit, and the graph answers on."""
        with pytest.raises(TimeLimitError) as caught:
            graph.query(ENDLESS, seconds=0.5)
        assert str(caught.value).startswith("超过时间限制 0.5 秒，已停止。")
        assert len(graph.run("subsidy-by-tier")) > 0

    @pytest.mark.parametrize("asking", ["query", "results_json"])
    def test_a_call_to_elsewhere_is_refused(self, graph: parkgraph.Graph, asking: str) -> None:
        """Before any engine sees the text."""
        with pytest.raises(QueryError, match="查询使用了 SERVICE，这里不允许查询访问其他服务器"):
            getattr(graph, asking)("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


class TestEntities:
    """Finding and showing."""

    def test_find_takes_either_script(self, graph: parkgraph.Graph) -> None:
        """Simplified finds what a document writes in Traditional, and the other way round."""
        assert graph.find("德瑞智能制造產業園")[0].iri == graph.find("德瑞智能制造产业园")[0].iri == PGD + "park-derui"
        assert len(graph.find("园", limit=3)) == 3

    def test_show_takes_a_name(self, graph: parkgraph.Graph) -> None:
        """The page of an entity, by any of its names."""
        page = graph.show("德瑞智能制造产业园")
        assert page == graph.show("park-derui")
        assert (page.iri, page.cls) == (PGD + "park-derui", "园区")
        assert page.facts and page.incoming and page.mentions
        assert "齊河縣永鋒集團德瑞智能制造產業園" in page.names

    def test_resolve_asks_for_a_class(self, graph: parkgraph.Graph) -> None:
        """The parameter the name is meant for stands in the message."""
        assert graph.resolve("德瑞智能制造产业园", PG + "Park") == PGD + "park-derui"
        with pytest.raises(UsageError, match=r"^参数 tier: “park-derui”是园区，不是认定档次"):
            graph.resolve("park-derui", PG + "Tier", "tier")

    def test_evidence_of_an_entity_and_of_a_link(self, graph: parkgraph.Graph) -> None:
        """Every passage with what it says; between two entities only those of their relations."""
        table = graph.evidence("park-derui")
        assert table.columns == ("statement", "value", "quote", "section", "source")
        assert ("提及", "德瑞智能制造产业园") in {row[:2] for row in table.rows}
        link = graph.evidence("park-derui", "division-371425")
        assert 0 < len(link) < len(table)
        assert {row["value"] for row in link} == {"齐河县"}
        with pytest.raises(UsageError) as caught:
            graph.evidence("park-derui", "division-370100")
        assert str(caught.value) == (
            "德瑞智能制造产业园 与 division-370100 之间没有直接的关系。 请用 parkgraph path 查看它们怎样相连。"
        )

    def test_path_between_two_entities(self, graph: parkgraph.Graph) -> None:
        """Each step with the wording it rests on."""
        (first, *_) = graph.path("park-derui", "division-371425")
        assert [(step.start_iri, step.end) for step in first] == [(PGD + "park-derui", "齐河县")]
        assert first[0].passages


class TestForms:
    """Lists, figures, and the graph in other libraries."""

    @pytest.mark.parametrize("kind", ["classes", "properties", "sources"])
    def test_listing(self, graph: parkgraph.Graph, kind: str) -> None:
        """Each list has rows."""
        assert len(graph.listing(kind)) > 0

    def test_info(self, graph: parkgraph.Graph) -> None:
        """Versions, and what the data file holds without ontology and concepts."""
        info = graph.info()
        triples = read_triples(REPO / "data" / "parkgraph.ttl")
        assert list(info) == ["package", "ontology", "data", "triples", "fingerprint", "classes"]
        assert info["package"] == info["ontology"] == parkgraph.__version__
        assert info["data"] == graph.data_version() != ""
        assert (info["triples"], info["fingerprint"]) == (len(set(triples)), fingerprint(triples))
        assert info["classes"]["pg:Park"] == len(_parks(graph))
        assert list(info["classes"]) == sorted(info["classes"], key=iri)
        assert not {"owl:Class", "owl:ObjectProperty"} & info["classes"].keys()

    def test_rdflib_has_every_statement(self, graph: parkgraph.Graph) -> None:
        """Of the store, ontology and concepts included, in rdflib's own terms."""
        twin = graph.rdflib()
        assert isinstance(twin, rdflib.Graph)
        assert len(twin) == len(graph.store)
        derui = rdflib.URIRef(PGD + "park-derui")
        assert (derui, rdflib.RDF.type, rdflib.URIRef(PG + "Park")) in twin
        assert rdflib.Literal("德瑞智能制造产业园", lang="zh") in set(twin.objects(derui, rdflib.SKOS.prefLabel))

    def test_network_is_a_multigraph(self, graph: parkgraph.Graph) -> None:
        """networkx's own type, with labels on nodes and quotes on edges."""
        drawn = graph.network()
        assert isinstance(drawn, networkx.MultiDiGraph)
        assert drawn.nodes[PGD + "park-derui"]["label_zh"] == "德瑞智能制造产业园"
        quotes = drawn.edges[PGD + "park-derui", PGD + "division-371425", PG + "locatedIn"]["quotes"]
        assert "德瑞智能制造產業園(德州市齊河縣)" in quotes
        assert drawn.number_of_edges() > drawn.number_of_nodes() // 2

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_pictures(self, graph: parkgraph.Graph, lang: str) -> None:
        """A picture in each form has the entity in it; the drawn one also version and day."""
        asked = parkgraph.Graph(graph.store, REPO, graph.files, lang=lang)
        label = asked.show("park-derui").label
        for form in FORMATS:
            assert label.split()[0] in html.unescape(asked.picture("park-derui", form))
        assert graph.data_version() in asked.picture("park-derui", "svg", cap=2)

    @pytest.mark.parametrize(("form", "named"), [("jpg", "jpg"), ("", "没有后缀的文件")])
    def test_another_picture_is_refused(self, graph: parkgraph.Graph, form: str, named: str) -> None:
        """The message names the forms there are."""
        with pytest.raises(UsageError) as caught:
            graph.picture("park-derui", form)
        assert str(caught.value) == f"draw: 不能画成 {named}。 可用的格式：{'、'.join(FORMATS)}。"

    def test_measures_of_the_whole_graph(self, graph: parkgraph.Graph) -> None:
        """By name, with a value for every node; the graph that is kept for them is not the one that is given away."""
        found = graph.measures("degree", "component")
        assert list(found) == ["degree", "component"]
        assert set(found["degree"]) == set(graph.network())
        given = graph.network()
        given.clear()
        assert graph.measures("degree") == {"degree": found["degree"]}


class TestRemote:
    """The same graph on a server answers alike."""

    def test_every_question(self, graph: parkgraph.Graph, remote: parkgraph.Graph) -> None:
        """Rows, labels and evidence."""
        for name in graph.questions():
            assert remote.answer(name, {}) == graph.answer(name, {}), name

    def test_find_show_and_info(self, graph: parkgraph.Graph, remote: parkgraph.Graph) -> None:
        """Names are resolved, pages written and figures counted there as here."""
        assert remote.find("德瑞") == graph.find("德瑞")
        assert remote.show("德瑞智能制造产业园") == graph.show("德瑞智能制造产业园")
        assert remote.info() == graph.info()

    def test_queries(self, graph: parkgraph.Graph, remote: parkgraph.Graph) -> None:
        """Rows, truth values and triples; SERVICE is refused here already."""
        assert remote.query(PARKS) == graph.query(PARKS)
        assert remote.query("ASK {}") is True
        assert remote.results_json(PARKS, limit=5) == graph.results_json(PARKS, limit=5)
        with pytest.raises(QueryError):
            remote.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def _parks(graph: parkgraph.Graph) -> list[ox.QuerySolution]:
    """Every park of the store."""
    answer = graph.store.query(PARKS)
    assert isinstance(answer, ox.QuerySolutions)
    return list(answer)
