"""The tokenizer, what is read off the tokens, and the gate for queries that users write."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkgraph import sparql
from parkgraph.errors import QueryError
from parkgraph.names import XSD
from parkgraph.sparql import (
    Token,
    ValuesBlock,
    check_user_text,
    declared_prefixes,
    forbidden,
    nesting,
    operators,
    outer_words,
    projection,
    significant,
    tokens,
    undeclared_prefix,
    used_prefixes,
    values_blocks,
    written,
)

PIECES = """SELECT|VALUES|?x|{|}|(|)| |\n|"|'|\"\"\"|'''|\\|\\"|#|<|>|<http://x/#y>|pg:Park|pg:|:|_:b|a.b|@zh-hant|^^|1.5e3|.|"""
SPARQL_LIKE = st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map("".join)


def kinds(text: str) -> list[tuple[str, str]]:
    """Kind and text of the tokens that are no space."""
    return [(token.kind, token.text) for token in tokens(text) if token.kind != "space"]


# ---------------------------------------------------------------- tokens


@given(st.text() | SPARQL_LIKE)
@settings(max_examples=400, deadline=None, database=None)
def test_tokens_joined_are_the_text(text: str) -> None:
    """No character is lost, repeated or moved, in whatever text, and each token knows where it starts."""
    found = list(tokens(text))
    assert "".join(token.text for token in found) == text
    assert all(text.startswith(token.text, token.start) and token.text for token in found)


TOKENS: dict[str, list[tuple[str, str]]] = {
    "# a ?b \"c\n?x": [("comment", '# a ?b "c'), ("variable", "?x")],
    "#c\r$x": [("comment", "#c"), ("variable", "$x")],
    '"a#b" \'c"d\'': [("string", '"a#b"'), ("string", "'c\"d'")],
    r'"a\"b" "c\\"': [("string", r'"a\"b"'), ("string", r'"c\\"')],
    '"""a"b""\n#"""?x': [("string", '"""a"b""\n#"""'), ("variable", "?x")],
    "'''it's'''": [("string", "'''it's'''")],
    '"" ""': [("string", '""'), ("string", '""')],
    '"""a"': [("string", '""'), ("string", '"a"')],
    '"a\n?x': [("punctuation", '"a'), ("variable", "?x")],
    "<http://x/#y?z>": [("iri", "<http://x/#y?z>")],
    "?a<?b && ?c>?d": [("variable", "?a"), ("punctuation", "<"), ("variable", "?b"), ("punctuation", "&&"),
                       ("variable", "?c"), ("punctuation", ">"), ("variable", "?d")],
    "pg:Park .": [("name", "pg:Park"), ("punctuation", ".")],
    "pg:a.b. :c _:b1 pg: a:%41": [("name", "pg:a.b"), ("punctuation", "."), ("name", ":c"), ("name", "_:b1"),
                                  ("name", "pg:"), ("name", "a:%41")],
    r"pg:a\'b\#c 'd'": [("name", r"pg:a\'b\#c"), ("string", "'d'")],
    "pg:园区 ?园 园": [("name", "pg:园区"), ("variable", "?园"), ("word", "园")],
    '"a"@zh-hant': [("string", '"a"'), ("word", "@zh-hant")],
    '"1"^^xsd:int': [("string", '"1"'), ("punctuation", "^^"), ("name", "xsd:int")],
    "-5 .5 1.e": [("punctuation", "-"), ("number", "5"), ("number", ".5"), ("number", "1"), ("punctuation", "."),
                  ("word", "e")],
    "<a>/<b>*|^<c>?": [("iri", "<a>"), ("punctuation", "/"), ("iri", "<b>"), ("punctuation", "*"), ("punctuation", "|"),
                       ("punctuation", "^"), ("iri", "<c>"), ("punctuation", "?")],
    "?x\u3000?y": [("variable", "?x"), ("punctuation", "\u3000"), ("variable", "?y")],
}  # fmt: skip


@pytest.mark.parametrize("text", TOKENS)
def test_a_text_is_cut_as_sparql_is(text: str) -> None:
    """Comments, short and long strings, IRIs and names end where the grammar says, and hide what they hold."""
    assert kinds(text) == TOKENS[text]
    assert len(TOKENS) == 20


def test_a_triple_quote_that_never_closes_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of thousands of them is cut with three expressions at most, not with a search to the end for each."""
    asked: list[frozenset[str]] = []
    pattern = sparql._pattern
    monkeypatch.setattr(sparql, "_pattern", lambda quotes: asked.append(quotes) or pattern(quotes))
    text = "\\\"\"\"\n\\'''\n" * 1_000
    assert "".join(token.text for token in tokens(text)) == text
    assert [len(quotes) for quotes in asked] == [2, 1, 0]


def test_a_triple_quote_that_never_closes_leaves_the_other_kind_alone() -> None:
    """What stands in closed long strings stays hidden."""
    text = "VALUES ?x {\"\"\"a\"} VALUES ?y { '''it's SERVICE''' }"
    assert ("string", "'''it's SERVICE'''") in kinds(text)


def test_significant_tokens_are_those_that_count() -> None:
    """Spaces and comments are left out, positions are kept."""
    assert significant("a #b\n ?c") == [Token("word", "a", 0), Token("variable", "?c", 6)]


# ---------------------------------------------------------------- what is read off them


def test_prefixes_are_told_with_their_places() -> None:
    """Declared with their namespace, used with the place of the first use; comments and strings use none."""
    text = 'PREFIX a: <http://a/> prefix : <http://b/>\nSELECT * { ?x a:b :c . a:d c:e "f:g" # h:i\n . _:j ?k ?l }'
    words = significant(text)
    assert declared_prefixes(words) == {"a": "http://a/", "": "http://b/"}
    assert used_prefixes(words) == {"a": text.index("a:b"), "": text.index(":c"), "c": text.index("c:e")}
    assert undeclared_prefix(text) == ("c", 2)
    assert undeclared_prefix("PREFIX a: <http://a/> SELECT * { ?x ?y a:b }") is None
    assert undeclared_prefix("SELECT *\n{ ?x b:c ?y .\n?x a:d ?z }") == ("b", 2)


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("SELECT ?a $b WHERE { ?c ?d ?e }", ("a", "b")),
        (
            "PREFIX a: <http://a/> select distinct ?a (COUNT(DISTINCT ?c) as ?b) FROM <http://x/> { ?c ?d ?e }",
            ("a", "b"),
        ),
        ("SELECT (EXISTS { ?c ?d ?e } AS ?a) ?b { ?c ?d ?e }", ("a", "b")),
        ("SELECT ?a { SELECT ?b { ?b ?c ?d } }", ("a",)),
        ("SELECT * { ?a ?b ?c }", ()),
        ("ASK { ?a ?b ?c }", ()),
        ("SELECT", ()),
    ],
)
def test_the_outermost_select_tells_its_variables(clause: str, names: tuple[str, ...]) -> None:
    """In order, those that are renamed under their new name; sub-selects and expressions do not count."""
    assert projection(significant(clause)) == names


def test_outer_words_are_those_outside_all_braces() -> None:
    """A sub-select's ORDER BY is not the query's."""
    words = outer_words(significant("SELECT ?a { { SELECT ?a { } ORDER BY ?a } } LIMIT 5"))
    assert [word.text for word in words] == ["SELECT", "LIMIT"]


def test_values_blocks_are_found_at_every_depth() -> None:
    """With one variable or several, whatever comments and strings hold; a broken block is none."""
    text = 'SELECT * { VALUES ?a { UNDEF # }\n } OPTIONAL { values (?b ?c) { (1 2) } } "VALUES ?d { }" } VALUES $e{}'
    blocks = list(values_blocks(significant(text)))
    assert [(block.variables, block.bare, text[block.start : block.end]) for block in blocks] == [
        (("a",), True, " UNDEF # }\n "),
        (("b", "c"), False, " (1 2) "),
        (("e",), True, ""),
    ]
    assert isinstance(blocks[0], ValuesBlock)
    for broken in ("VALUES", "VALUES ?x", "VALUES ?x {", "VALUES (?x { }", "VALUES (", "VALUES { }", "VALUES ?x ( )"):
        assert list(values_blocks(significant(broken))) == [], broken


# ---------------------------------------------------------------- terms


ODD = [
    "", "\\u0022", "\\U00000022", "\\\\u0022 .", "\\\\\\Uu", "\x00abcd", "\x1f0041", "\x7f\x85\x9f", "\r\n\t", '"""',
    "'", "\\", "u", "\u2028", "\ud7ff", "\U0010ffff", "} UNION {", "德州（天衢）",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD)
def test_a_written_string_is_that_string_to_both_engines(value: str) -> None:
    """Also where the engine decodes escapes before it reads strings, as rdflib does, with up to eight digits."""
    import rdflib

    query = f"SELECT ({written(ox.Literal(value))} AS ?v) {{}}"
    assert [row["v"] for row in ox.Store().query(query)] == [ox.Literal(value)]
    assert [str(row.v) for row in rdflib.Graph().query(query)] == [value]
    assert len(ODD) == 18


ANY_TERM = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(ox.Literal),
    st.text(st.sampled_from("\\uU0\"'\n\x00a#}")).map(ox.Literal),
    st.text().filter(str.isascii).map(lambda text: ox.Literal(text, language="zh-hant")),
    st.dates().map(lambda day: ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))),
    st.just(ox.Literal("a", datatype=ox.NamedNode("http://x/#string"))),
    st.integers(-(10**18) + 1, 10**18 - 1).map(ox.Literal),
    st.sampled_from(["http://x/", "urn:x:德", "https://w3id.org/parkgraph/id/park-a#b"]).map(ox.NamedNode),
)


@given(ANY_TERM)
@settings(max_examples=300, deadline=None, database=None)
def test_a_written_term_is_one_term_and_comes_back(term: ox.NamedNode | ox.Literal) -> None:
    """One string or IRI, with its language or datatype; the engine reads the term that was written."""
    marks = [token.kind for token in tokens(written(term))]
    assert marks in (["iri"], ["string"], ["string", "word"], ["string", "punctuation", "iri"])
    assert [row["v"] for row in ox.Store().query(f"SELECT ?v {{ VALUES ?v {{ {written(term)} }} }}")] == [term]


# ---------------------------------------------------------------- the gate


CALLS = [
    ("SELECT * { SERVICE <http://x/> { } }", "SERVICE"),
    ("SELECT * { service silent ?x { } }", "SERVICE"),
    ("PREFIX ex: <http://x/> SELECT * { SERVICEex:a { } }", "SERVICE"),
    ("PREFIX ex: <http://x/> SELECT * { SERVICE SILENTex:a { } }", "SERVICE"),
    ("PREFIX ex: <http://x/> SELECT * { SERVICESILENTex:a#c\n{ } }", "SERVICE"),
    ("SELECT * { ?s ?p trueSERVICE<http://x/>{ } }", "SERVICE"),
    ("SELECT * { ?s ?p 1.5SERVICE<http://x/>{ } }", "SERVICE"),
    ("SELECT * { ?s ?p 'a'SERVICE<http://x/>{ } }", "SERVICE"),
    ("SELECT * { FILTER(?a<?b)SERVICE<http://x/>{ } }", "SERVICE"),
    ("PREFIX ex: <http://x/> SELECT * { ?s ?p ex:a\\' SERVICE <http://x/> { } #'\n}", "SERVICE"),
    ('SELECT * { VALUES ?x {"""a"} SERVICE <http://x/> { } }', "SERVICE"),
    ('SELECT * { ?s ?p "\\u0022" SERVICE <http://x/> { } #"\n}', "SERVICE"),
    ("SELECT * { \\u0053ERVICE <http://x/> { } }", "SERVICE"),
    ("SELECT * { \\U00000053ERVICE <http://x/> { } }", "SERVICE"),
    ("SELECT * { \\u00000053ERVICE <http://x/> { } }", "SERVICE"),
    ("SELECT * { } #\\u000ASERVICE <http://x/> { }", "SERVICE"),
    ("LOAD <http://x/>", "LOAD"),
    ("load silent <http://x/> INTO GRAPH <http://y/>", "LOAD"),
    ("PREFIX ex: <http://x/> LOADex:a", "LOAD"),
    ("PREFIX ex: <http://x/> CLEAR ALL ;LOADSILENTex:a", "LOAD"),
    ("LOADSILENT<http://x/>", "LOAD"),
]


@pytest.mark.parametrize(("text", "keyword"), CALLS)
def test_a_text_that_could_reach_other_machines_is_seen(text: str, keyword: str) -> None:
    """Glued to its neighbours, escaped, or behind a string that only seems to be open, the keyword is found."""
    assert forbidden(text) == keyword
    assert len(CALLS) == 21


HARMLESS = [
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { }",
    'SELECT * { ?s ?p "SERVICE", \'LOAD\', """ } SERVICE <http://x/> { """ }',
    "SELECT * { ?s <http://x/SERVICE#LOAD> ?service , ?load }",
    "PREFIX service: <http://x/> SELECT * { ?s service:payload service:x ; service:y ?o }",
    "PREFIX load: <http://x/> SELECT (load:f(?s) AS ?x) { ?s a load:Load ; load:by ?o }",
    'SELECT * { ?s ?p "x"@service }',
    'SELECT * { ?s ?p "\\u5FB7\\U00005DDE\\UFFFFFFFF" }',
]


@pytest.mark.parametrize("text", HARMLESS)
def test_the_words_may_stand_where_they_call_nothing(text: str) -> None:
    """In comments, strings, IRIs, variables, language tags and names of the user's own."""
    assert forbidden(text) is None
    check_user_text(text)
    assert len(HARMLESS) == 7


def test_brackets_are_counted_at_their_deepest() -> None:
    """Of all three kinds; those in strings and comments do not count, and closing ones too many do no harm."""
    assert nesting(significant("SELECT * { { [ ( ) ] } { } '{{{{' # {{{{{\n }")) == 4
    assert nesting(significant("}}}} { ( ) }")) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("SELECT * { ?s ?p ?o }", 2),
        ("{ ?s ?p ?o . ?s ?p ?o ; ?p ?o , ?o }", 4),
        ("{ } UNION { } UNION { }", 3),
        ("BIND(1 AS ?x) BIND(2 AS ?y)", 2),
        ("FILTER(?x = 1 || ?x != 2 && !?y)", 6),
        ("FILTER(?x + 1 - 2 * 3 / 4 < 5)", 6),
        ("{ ?s <a>/^<b>|<c>+ ?o }", 5),
        ("FILTER(?x IN (1, 2, 3))", 2),
        ("VALUES ?x { 1 -2 3 }", 1),
        ("VALUES (?x ?y) { (1 2) (3 4) } FILTER(!?x)", 6),
        ("?s ?p (1 2 true \"a\"@en 'b')", 2 + 1 + 2 * 4),
        ("DESCRIBE <a> <b> <c>", 4),
        (") ) {", 1),
    ],
)
def test_what_deepens_a_syntax_tree_is_counted(text: str, count: int) -> None:
    """Brackets, signs, ends of triples and terms in a row; data of VALUES blocks and argument lists are free."""
    assert operators(significant(text)) == count


MANY = "查询有 2002 个运算符、分组和三元组模式，超过 2000 个的上限。 " + (
    "请把并列的条件改写成 VALUES 列表，或拆成几个查询分别运行。"
)
AWAY = "查询使用了 {0}，这里不允许查询访问其他服务器。 请去掉 {0}，只查询本图谱。"
REFUSED = [
    ("#" * 256_001, "查询有 256001 字节，超过 256000 字节的上限。 请缩短查询，或拆成几个查询分别运行。"),
    ("# " + "园" * 85_334, "查询有 256004 字节，超过 256000 字节的上限。 请缩短查询，或拆成几个查询分别运行。"),
    ("{" * 201 + "}" * 201, "查询的括号嵌套 201 层，超过 200 层的上限。 请减少嵌套，或拆成几个查询分别运行。"),
    ("SELECT * {{}" + "UNION{}" * 1_999 + "}", MANY),
    ("SELECT * {FILTER(1" + "||1" * 1_999 + ")}", MANY),
    ("SELECT * { SERVICE <http://x/> { } }", AWAY.format("SERVICE")),
    ("LOAD <http://x/>", AWAY.format("LOAD")),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=range(len(REFUSED)))
def test_a_users_text_is_refused_with_the_reason(text: str, message: str) -> None:
    """What is too much, how much is allowed, and what to do."""
    with pytest.raises(QueryError) as caught:
        check_user_text(text)
    assert str(caught.value) == message
    assert len(REFUSED) == 7


def test_a_users_text_at_the_limits_passes() -> None:
    """Limits are the largest allowed; a broken text passes, for the engine knows better what is wrong with it."""
    check_user_text("#" * 256_000)
    check_user_text("SELECT * " + "{" * 200 + "}" * 200)
    check_user_text("SELECT * {{}" + "UNION{}" * 1_997 + "}")
    check_user_text("SELECT * { VALUES ?x { " + "1 " * 50_000 + "} }")
    check_user_text('SELECT \ud800 { "')
