"""One contract, every store: memory, directory and a real Oxigraph server over HTTP answer alike."""

import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from parkgraph.datasets import keep
from parkgraph.errors import QueryError
from parkgraph.store import LocalStore, RemoteStore, Store

PREFIX = "PREFIX pg: <https://w3id.org/parkgraph/ontology#>\nPREFIX pgd: <https://w3id.org/parkgraph/id/>\n"
PREFIX += "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
TURTLE = """\
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

pgd:park-a a pg:Park ; pg:name "甲数字经济园区"@zh , "Park A"@en , "甲數字經濟園區"@zh-hant ;
    pg:opened "2019-11-26"^^xsd:date ; pg:share 10.5 ; pg:firms 12 .
pgd:park-b a pg:Park ; pg:name "乙“信创”园\\n第二行"@zh ; pg:opened "2020-01-02"^^xsd:date ; pg:share 0.25 .
pgd:park-c a pg:Park ; pg:name "𠮷林园"@zh ; pg:plain "𠮷" ; pg:within pgd:park-a .
"""
STORES = ("memory", "directory", "remote")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each store in turn, with the same fifteen triples."""
    file = tmp_path / "parks.ttl"
    file.write_text(TURTLE, encoding="utf-8")
    if request.param == "memory":
        yield LocalStore.from_files([file])
    elif request.param == "directory":
        yield keep(tmp_path / "store", [file])
    else:
        server = request.getfixturevalue("oxigraph_server")
        graph = f"https://example.org/{uuid.uuid4()}"
        send(server, graph, TURTLE)
        yield RemoteStore(f"{server}/query", graph=graph)


def send(server: str, graph: str, turtle: str) -> None:
    """Put a text into a named graph over the Graph Store Protocol."""
    request = urllib.request.Request(f"{server}/store?graph={graph}", data=turtle.encode("utf-8"), method="PUT")
    request.add_header("Content-Type", "text/turtle; charset=utf-8")
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.status == 201


def rows(store: Store, text: str) -> list[tuple[object, ...]]:
    """The rows of a SELECT in the order they came, terms in the order of the variables."""
    answer = store.query(PREFIX + text)
    assert isinstance(answer, QuerySolutions)
    return [tuple(solution) for solution in answer]


def zh(text: str) -> Literal:
    """A Chinese text."""
    return Literal(text, language="zh")


def park(letter: str) -> NamedNode:
    """One of the three parks."""
    return NamedNode(f"https://w3id.org/parkgraph/id/park-{letter}")


class TestContract:
    """What holds for every store."""

    def test_select_gives_the_same_bag_of_rows(self, store: Store) -> None:
        """Chinese text, quotation marks, line breaks and a character beyond the 16-bit plane come back as written."""
        found = rows(store, 'SELECT ?park ?name { ?park pg:name ?name FILTER(lang(?name) = "zh") }')
        assert Counter(found) == Counter(
            [
                (park("a"), zh("甲数字经济园区")),
                (park("b"), zh("乙“信创”园\n第二行")),
                (park("c"), zh("\U00020bb7林园")),
            ]
        )

    def test_a_row_that_comes_twice_stays_twice(self, store: Store) -> None:
        """Without DISTINCT nothing is folded together."""
        assert Counter(rows(store, "SELECT ?class { ?park a ?class }")).total() == 3

    def test_language_tags_are_kept_in_lower_case(self, store: Store) -> None:
        """The three tags of one name are told apart."""
        found = rows(store, "SELECT (lang(?name) AS ?tag) { pgd:park-a pg:name ?name } ORDER BY ?tag")
        assert found == [(Literal("en"),), (Literal("zh"),), (Literal("zh-hant"),)]

    def test_numbers_and_dates_keep_their_types(self, store: Store) -> None:
        """A decimal stays a decimal, an integer an integer, a date a date."""
        xsd = "http://www.w3.org/2001/XMLSchema#"
        found = rows(
            store, "SELECT ?share ?firms ?day { pgd:park-a pg:share ?share ; pg:firms ?firms ; pg:opened ?day }"
        )
        assert found == [
            (
                Literal("10.5", datatype=NamedNode(f"{xsd}decimal")),
                Literal("12", datatype=NamedNode(f"{xsd}integer")),
                Literal("2019-11-26", datatype=NamedNode(f"{xsd}date")),
            )
        ]

    def test_filters_compare_dates_and_characters_as_values(self, store: Store) -> None:
        """A date is compared as a day, and a character beyond the 16-bit plane counts as one."""
        late = rows(store, 'SELECT ?park { ?park pg:opened ?day FILTER(?day > "2019-12-31"^^xsd:date) }')
        assert late == [(park("b"),)]
        assert rows(store, 'SELECT ?park { ?park pg:plain ?text FILTER(?text = "𠮷" && STRLEN(?text) = 1) }') == [
            (park("c"),)
        ]

    def test_the_order_asked_for_is_kept(self, store: Store) -> None:
        """ORDER BY in either direction, with a second key."""
        names = "SELECT ?park { ?park a pg:Park OPTIONAL { ?park pg:share ?share } } ORDER BY DESC(?share) ?park"
        assert rows(store, names) == [(park("a"),), (park("b"),), (park("c"),)]
        assert rows(store, "SELECT ?park { ?park a pg:Park } ORDER BY DESC(?park)") == [
            (park("c"),),
            (park("b"),),
            (park("a"),),
        ]

    def test_variables_keep_the_order_of_the_select_line(self, store: Store) -> None:
        """Columns are in the order in which the query names them."""
        answer = store.query(PREFIX + "SELECT ?name ?park { ?park pg:name ?name }")
        assert isinstance(answer, QuerySolutions)
        assert [variable.value for variable in answer.variables] == ["name", "park"]

    def test_what_is_not_known_is_none(self, store: Store) -> None:
        """An unbound variable keeps its place in the row."""
        found = rows(
            store, "SELECT ?park ?inside { ?park a pg:Park OPTIONAL { ?park pg:within ?inside } } ORDER BY ?park"
        )
        assert found == [(park("a"), None), (park("b"), None), (park("c"), park("a"))]

    def test_an_empty_answer_has_columns_and_no_rows(self, store: Store) -> None:
        """No row is an answer too."""
        answer = store.query(PREFIX + "SELECT ?park { ?park a pg:Nothing }")
        assert isinstance(answer, QuerySolutions)
        assert [variable.value for variable in answer.variables] == ["park"]
        assert list(answer) == []

    def test_ask_says_yes_and_no(self, store: Store) -> None:
        """ASK gives a truth value."""
        yes, no = store.query(PREFIX + "ASK { ?s a pg:Park }"), store.query(PREFIX + "ASK { ?s a pg:Nothing }")
        assert isinstance(yes, QueryBoolean)
        assert isinstance(no, QueryBoolean)
        assert (bool(yes), bool(no)) == (True, False)

    def test_construct_gives_triples(self, store: Store) -> None:
        """CONSTRUCT gives a set of triples, Chinese text included."""
        answer = store.query(PREFIX + "CONSTRUCT { ?s pg:label ?n } WHERE { ?s pg:within ?a ; pg:name ?n }")
        assert isinstance(answer, QueryTriples)
        label = NamedNode("https://w3id.org/parkgraph/ontology#label")
        assert list(answer) == [Triple(park("c"), label, zh("𠮷林园"))]

    def test_construct_of_nothing_is_empty(self, store: Store) -> None:
        """No triple is an answer of the same kind."""
        answer = store.query(PREFIX + "CONSTRUCT WHERE { ?s a pg:Nothing }")
        assert isinstance(answer, QueryTriples)
        assert list(answer) == []

    def test_describe_gives_triples(self, store: Store) -> None:
        """DESCRIBE gives what is said about a thing."""
        answer = store.query(PREFIX + "DESCRIBE pgd:park-c")
        assert isinstance(answer, QueryTriples)
        assert len(set(answer)) == 4

    def test_a_prefix_called_add_does_not_make_an_update(self, store: Store) -> None:
        """A query is a query, whatever its prefixes are called and however PREFIX is spelled."""
        answer = store.query("prefix add: <https://w3id.org/parkgraph/ontology#>\nselect ?s { ?s a add:Park }")
        assert isinstance(answer, QuerySolutions)
        assert len(list(answer)) == 3

    def test_length_counts_the_triples_of_the_graph_asked(self, store: Store) -> None:
        """As many as the file has, whatever else the server holds."""
        assert len(store) == 15

    def test_the_place_is_named(self, store: Store) -> None:
        """A store says where it is."""
        assert store.place.startswith(("内存", "/", "http://127.0.0.1:"))

    def test_a_mistake_is_a_query_error_with_its_place(self, store: Store) -> None:
        """The undeclared prefix is named, with the line and column where it stands."""
        with pytest.raises(QueryError) as caught:
            store.query("SELECT ?s WHERE {\n  ?s dep:x ?o }")
        assert caught.value.problem == "前缀 dep: 没有声明"
        assert caught.value.where.endswith("第 2 行第 6 列")

    def test_an_update_is_refused_and_changes_nothing(self, store: Store) -> None:
        """Stores are only read."""
        with pytest.raises(QueryError, match="这是修改数据的语句（INSERT），这里只能查询"):
            store.query(PREFIX + "INSERT DATA { pgd:park-d a pg:Park }")
        assert len(store) == 15

    def test_half_a_character_is_a_query_error(self, store: Store) -> None:
        """Text from a terminal of another encoding is refused before it goes anywhere."""
        with pytest.raises(QueryError) as caught:
            store.query('ASK {\n ?s ?p "\udce7" }')
        assert str(caught.value) == "第 2 行第 9 列: 有不成字符的编码。 请把查询存为 UTF-8 文件后再运行。"


def test_every_store_was_asked_everything() -> None:
    """The contract is not thinned out: three stores, nineteen promises."""
    promises = [name for name in vars(TestContract) if name.startswith("test_")]
    assert (len(STORES), len(promises)) == (3, 19)
