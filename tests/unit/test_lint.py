"""The linter: each rule sees what it is for, with line and remedy, and passes the remedy; users get it as remarks."""

import subprocess
import sys

import pytest

from parkgraph.cli.app import run
from parkgraph.errors import QueryError
from parkgraph.lint import Remark, lint, remarks

PREFIX = "PREFIX : <http://x/>\n"
FORMS = {
    "exists: two patterns": (
        "exists",
        "SELECT ?a { ?a a :A .\n FILTER NOT EXISTS { ?b :p ?a . ?b :q ?c } }",
        "SELECT ?a { ?a a :A .\n MINUS { ?b :p ?a . ?b :q ?c } }",
    ),
    "exists: a path of two steps": (
        "exists",
        "SELECT ?a { ?a a :A .\n FILTER EXISTS { ?a :p/:q ?c } }",
        "SELECT ?a { ?a a :A .\n FILTER EXISTS { ?a :p|^:q ?c } }",
    ),
    "exists: a closure": (
        "exists",
        "SELECT ?a { ?a a :A .\n FILTER(?a != :b && NOT EXISTS { ?a :p+ :c }) }",
        "SELECT ?a { ?a a :A .\n FILTER(?a != :b && NOT EXISTS { ?a :p :c }) }",
    ),
    "exists: in BIND": (
        "exists",
        "SELECT ?e { ?a :p ?x .\n BIND(EXISTS { ?a :p ?c . ?c :q :d } AS ?e) }",
        "SELECT ?e { ?a :p ?x .\n BIND(EXISTS { ?a :p :d } AS ?e) }",
    ),
    "closure: both ends free": (
        "closure-alone",
        "SELECT ?a ?b {\n ?a :p+ ?b }",
        "SELECT ?a ?b {\n ?a :p+ ?b . ?a :q ?c }",
    ),
    "closure: an undefined parameter holds nothing": (
        "closure-alone",
        "SELECT ?a ?b { VALUES ?a { UNDEF }\n ?a :p* ?b }",
        "SELECT ?a ?b { VALUES ?a { :a }\n ?a :p* ?b }",
    ),
    "closure: beside a class": (
        "closure-type",
        "SELECT ?a { ?a a :A ; :q ?x ;\n :p/:in* :c }",
        "SELECT ?a { ?a a :A ; :q ?x . { SELECT DISTINCT ?a {\n ?a :p/:in* :c } } }",
    ),
    "text: any literal": (
        "text-scan",
        'SELECT ?s { ?s ?p ?o\n FILTER(CONTAINS(STR(?o), "x")) }',
        'SELECT ?s { ?s :name ?o\n FILTER(CONTAINS(STR(?o), "x")) }',
    ),
    "text: any literal through BIND": (
        "text-scan",
        'SELECT ?s { ?s ?p ?o BIND(LCASE(STR(?o)) AS ?l)\n FILTER REGEX(?l, "x") }',
        'SELECT ?s { ?s a :A ; ?p ?o BIND(LCASE(STR(?o)) AS ?l)\n FILTER REGEX(?l, "x") }',
    ),
    "product": (
        "product",
        "SELECT ?a ?b { ?a :p ?c .\n ?b :q ?d }",
        "SELECT ?a ?b { ?a :p ?c .\n ?b :q ?c }",
    ),
    "product: a filter comes too late": (
        "product",
        "SELECT ?a ?b { ?a :p ?c . FILTER(?c = ?d)\n ?b :q ?d }",
        "SELECT ?a ?b { ?a :p ?c . BIND(?c AS ?d)\n ?b :q ?d }",
    ),
    "product: within MINUS": (
        "product",
        "SELECT ?a { ?a :p ?b MINUS { ?a :p ?c .\n ?d :q ?e } }",
        "SELECT ?a { ?a :p ?b MINUS { ?a :p ?c .\n ?c :q ?e } }",
    ),
    "product: with a union": (
        "product",
        "SELECT ?a { ?a :p ?b {\n ?c :q ?d } UNION { ?c :r ?d } }",
        "SELECT ?a { ?a :p ?b {\n ?b :q ?d } UNION { ?b :r ?d } }",
    ),
    "outer VALUES in OPTIONAL": (
        "outer-values",
        "SELECT ?a ?y { VALUES ?y { 1 } ?a a :A OPTIONAL { ?a :p ?n\n FILTER(?n > ?y) } }",
        "SELECT ?a ?y { VALUES ?y { 1 } ?a a :A OPTIONAL { VALUES ?y { 1 } ?a :p ?n\n FILTER(?n > ?y) } }",
    ),
    "outer VALUES in MINUS": (
        "outer-values",
        "SELECT ?a { VALUES ?y { 1 } ?a a :A MINUS { ?a :p ?n\n FILTER(?n > ?y) } }",
        "SELECT ?a { VALUES ?y { 1 } ?a a :A FILTER NOT EXISTS { ?a :p ?n\n FILTER(?n > ?y) } }",
    ),
    "langMatches": (
        "lang-matches",
        'SELECT ?l { ?a :p ?l\n FILTER(langMatches(lang(?l), "zh")) }',
        'SELECT ?l { ?a :p ?l\n FILTER(lang(?l) = "zh") }',
    ),
}
ORDERS = {
    "no ORDER BY": ("SELECT ?a { ?a a :A }", "SELECT ?a { ?a a :A } ORDER BY ?a"),
    "another variable": ("SELECT ?a ?f { ?f :of ?a } ORDER BY ?a", "SELECT ?a ?f { ?f :of ?a } ORDER BY ?a ?f"),
    "the value of what it orders by": (
        "SELECT ?f ?v { ?v :of ?f } ORDER BY ?f",
        "SELECT ?f ?v { ?f :is ?v } ORDER BY ?f",
    ),
    "computed": (
        "SELECT ?b { ?a :p ?c BIND(?a AS ?b) } ORDER BY ?c",
        "SELECT ?b { ?a :p ?c BIND(?a AS ?b) } ORDER BY ?a",
    ),
    "a row of VALUES": (
        "SELECT ?k { VALUES (?k ?r) { (:x :q) (:y :q) } ?f ?r ?g } ORDER BY ?r",
        "SELECT ?k { VALUES (?k ?r) { (:x :q) (:y :r) } ?f ?r ?g } ORDER BY ?r",
    ),
    "what is grouped by": (
        "SELECT ?a ?c (COUNT(?b) AS ?n) { ?b :p ?a ; :q ?c } GROUP BY ?a ?c ORDER BY DESC(?n) ?a",
        "SELECT ?a ?c (COUNT(?b) AS ?n) { ?b :p ?a ; :q ?c } GROUP BY ?a ?c ORDER BY DESC(?n) ?a STR(?c)",
    ),
    "counted in a sub-query": (
        "SELECT ?a ?n { { SELECT ?a (COUNT(?b) AS ?n) { ?b :p ?a } GROUP BY ?a } ?a :q ?c } ORDER BY ?c",
        "SELECT ?a ?n { { SELECT ?a (COUNT(?b) AS ?n) { ?b :p ?a } GROUP BY ?a } ?a :q ?c } ORDER BY ?a",
    ),
}  # fmt: skip
NOTHING = (
    "SELECT ?a ?n { VALUES ?tens { 1 2 } VALUES ?ones { 1 2 } ?a :p ?n FILTER(10 * ?tens + ?ones < ?n) }",
    "SELECT ?n ?a { ?a :p ?b { SELECT (COUNT(*) AS ?n) { ?x :q ?y } } }",
    "SELECT ?n ?m { :a :p ?n . :b :p ?m }",
    "SELECT ?a { ?a :p ?x ; :q ?y OPTIONAL { ?b :p ?x . ?c :q ?y } }",
    "SELECT ?l { :a ?p ?l FILTER(CONTAINS(?l, 'x')) }",
    "ASK {}",
    "ASK { ?a :p* :b }",
    "CONSTRUCT { ?a a :B } WHERE { ?a a :A }",
    "DESCRIBE :a",
    "SELECT * { ?a :p (:b :c) }",
)


@pytest.mark.parametrize(("rule", "slow", "fast"), FORMS.values(), ids=FORMS)
def test_a_form_is_remarked_on_and_its_remedy_is_not(rule: str, slow: str, fast: str) -> None:
    """One remark of the rule, on the line of what it is about; written as the remedy says, the query has none."""
    found = lint(PREFIX + slow)
    assert [(remark.rule, remark.line) for remark in found] == [(rule, 3)]
    assert lint(PREFIX + fast) == []


@pytest.mark.parametrize(("partial", "total"), ORDERS.values(), ids=ORDERS)
def test_a_canned_question_needs_a_total_order(partial: str, total: str) -> None:
    """An order that leaves rows untold is remarked on where order counts, and only there."""
    assert [remark.rule for remark in lint(PREFIX + partial, canned=True)] == ["order"]
    assert lint(PREFIX + partial) == lint(PREFIX + total, canned=True) == []


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_said_of(text: str) -> None:
    """Products with constants, one-row sub-queries and look-ups; what stands around joins; other forms of query."""
    assert lint(PREFIX + text) == []


def test_remarks_come_in_the_order_of_the_lines() -> None:
    """Each once, with the line of its own keyword although a comment and a string hold the word as well."""
    text = PREFIX + (
        '# EXISTS\nSELECT ?a { ?a :p "EXISTS" .\nFILTER EXISTS { ?a :p ?b . ?b :q ?c }\n'
        "FILTER NOT EXISTS { ?a :p :x }\n"
        'FILTER NOT EXISTS { ?a :r ?e . ?e :q ?c } FILTER(langMatches(lang(?a), "zh") || langMatches(lang(?a), "en")) }'
    )
    assert [(remark.rule, remark.line) for remark in lint(text)] == [("exists", 4), ("exists", 6), ("lang-matches", 6)]


def test_a_remark_says_where_what_and_what_to_do() -> None:
    """In Chinese and in English."""
    (remark,) = lint(PREFIX + FORMS["langMatches"][1])
    assert remark.told() == '第 3 行：langMatches 会把 zh-hant 也算作 zh；请改用 LANG(?x) = "zh"。'
    assert remark.told("en") == 'line 3: langMatches takes zh-hant for zh as well; use LANG(?x) = "zh".'
    assert Remark("order", None, "甲", "A").told() == "甲"
    assert Remark("order", None, "甲", "A").told("en") == "A"


def test_every_remark_has_a_remedy() -> None:
    """All are different, and all say please."""
    told = {lint(PREFIX + slow)[0] for _, slow, _ in FORMS.values()} | {lint("SELECT ?a { ?a ?b ?c }", canned=True)[0]}
    assert {remark.rule for remark in told} == {rule for rule, _, _ in FORMS.values()} | {"order"}
    assert all("请" in remark.zh and remark.zh.endswith("。") and remark.en.endswith(".") for remark in told)


def test_what_cannot_be_read_is_an_error() -> None:
    """Of ours, whatever rdflib raised."""
    with pytest.raises(QueryError, match="查询无法解析"):
        lint("SELECT ?a {")


def test_a_child_reads_what_a_user_wrote() -> None:
    """With the same remarks; and none, but no error either, where the text cannot be read, or not in time."""
    text = PREFIX + FORMS["product"][1]
    assert remarks(text) == lint(text) != []
    assert remarks("SELECT ?a {") == []
    assert remarks(text, seconds=0.01) == []


def test_the_linter_is_loaded_without_rdflib() -> None:
    """The command line imports it at once, rdflib only in the child."""
    program = "import sys, parkgraph.lint; print('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "False\n"


class TestCommandLine:
    """`parkgraph query` passes remarks on."""

    TEXT = 'SELECT ?l { VALUES ?l { "a" }\nFILTER(!langMatches(lang(?l), "zh")) }'

    def test_the_answer_is_the_same_and_the_remark_is_on_stderr(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Exit code 0, the rows on stdout."""
        assert run(["query", self.TEXT, "-f", "csv"]) == 0
        assert capsys.readouterr() == (
            "l\na\n",
            '提示：第 2 行：langMatches 会把 zh-hant 也算作 zh；请改用 LANG(?x) = "zh"。\n',
        )

    def test_in_english(self, capsys: pytest.CaptureFixture[str]) -> None:
        """As the labels are."""
        run(["query", self.TEXT, "-f", "csv", "--lang", "en"])
        assert capsys.readouterr().err.startswith("Hint: line 2: langMatches takes zh-hant")

    def test_a_quiet_one_says_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`-q` is for errors alone."""
        assert run(["query", self.TEXT, "-f", "csv", "-q"]) == 0
        assert capsys.readouterr() == ("l\na\n", "")
