"""Canned questions: what their files must say, how they are found, and that a bound parameter is a term, never text."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkgraph.errors import AssetError, ParseError, QueryError, UsageError
from parkgraph.names import PG, PGC, XSD
from parkgraph.queries import Column, Parameter, Question, Term, find_question, load_question, load_questions, term
from parkgraph.sparql import significant, written

HEADER = """\
#+ title_zh: 某机关印发的政策
#+ title_en: Policies an authority issued
#+ group: analyst
#+ cq: A3
#+ phrasings:
#+   - 谁发的文？
#+   - 有哪些文件
#+ view: table
#+ columns: [policy, title]
#+ parameters:
#+   - {name: issuer, type: "pg:GovernmentUnit", default: UNDEF, zh: 机关, en: authority}
#+   - {name: title, type: string, default: UNDEF, zh: 标题, en: title}
#+   - {name: reach, type: enum, values: [direct, "pgc:far"], default: direct, zh: 范围, en: reach}
#+ notes_zh: '只含印发的文件: 见说明'
"""
BODY = """\
PREFIX pg: <https://w3id.org/parkgraph/ontology#>
# VALUES ?issuer { pg:inAComment }
SELECT ?policy ?title (?basis AS ?fact) WHERE {
  VALUES ?issuer { UNDEF }
  VALUES ?title { UNDEF } # every title
  VALUES ?reach { "direct" }
  VALUES (?reach ?step) { ("direct" 1) }
  ?policy pg:issuedBy ?issuer ; pg:title ?title ; pg:note "VALUES ?issuer { }" .
  OPTIONAL { VALUES ?issuer{UNDEF} ?basis pg:of ?issuer }
}
ORDER BY ?policy ?title
"""
MakeFile = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> MakeFile:
    """Writes a question's file, its text changed at one place that must be there."""

    def made(old: str = "", new: str = "", *, name: str = "policies", group: str = "analyst") -> Path:
        path = tmp_path / "queries" / group / f"{name}.rq"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = HEADER.replace("group: analyst", f"group: {group}") + BODY
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")
        return path

    return made


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    """The question of the unchanged file."""
    path = tmp_path_factory.mktemp("queries") / "analyst" / "policies.rq"
    path.parent.mkdir()
    path.write_text(HEADER + BODY, encoding="utf-8")
    return load_question(path)


# ---------------------------------------------------------------- the header


def test_a_question_is_what_its_file_states(make: MakeFile) -> None:
    """All fields of the header, the query's variables, and the text as it is; what is left out is empty."""
    path = make()
    question = load_question(path)
    assert (question.name, question.path, question.group, question.cq, question.view) == (
        "policies", path, "analyst", "A3", "table",
    )  # fmt: skip
    assert (question.title_zh, question.title_en) == ("某机关印发的政策", "Policies an authority issued")
    assert (question.phrasings, question.columns) == (("谁发的文？", "有哪些文件"), ("policy", "title"))
    assert question.projected == ("policy", "title", "fact")
    assert (question.notes_zh, question.notes_en) == ("只含印发的文件: 见说明", "")
    assert question.parameters == (
        Parameter("issuer", "pg:GovernmentUnit", "UNDEF", "机关", "authority"),
        Parameter("title", "string", "UNDEF", "标题", "title"),
        Parameter("reach", "enum", "direct", "范围", "reach", ("direct", "pgc:far")),
    )
    assert question.text == HEADER + BODY
    with pytest.raises(FrozenInstanceError):
        question.text = ""  # type: ignore[misc]


def test_a_question_may_have_neither_parameters_nor_extras(tmp_path: Path) -> None:
    """Titles, group and columns are enough; everything in the header is text, also `no` and numbers."""
    path = tmp_path / "park" / "all.rq"
    path.parent.mkdir()
    path.write_text(
        "#+ title_zh: no\n#+ title_en: 1\n#+ group: park\n#+ columns: [s]\nSELECT ?s { ?s ?p ?o } ORDER BY ?s\n"
    )
    question = load_question(path)
    assert (question.title_zh, question.title_en, question.parameters, question.phrasings) == ("no", "1", (), ())
    assert question.bind({}) == path.read_text()


def test_a_header_may_head_its_own_columns(make: MakeFile) -> None:
    """What columns mean here, and of what kind their figures are, stands in the header; elsewhere in columns.yaml."""
    question = load_question(make("#+ cq: A3", "#+ headings: {title: [总额, sum, amount], policy: [文件, document]}"))
    assert question.headings == {"title": Column("总额", "sum", "amount"), "policy": Column("文件", "document")}
    assert load_question(make()).headings == {}


@pytest.mark.parametrize(
    ("asked", "view"),
    [
        ("#defaultView:BarChart", "bar"),
        ('# defaultView: LineChart{"hide":"?x"}', "line"),
        ("#defaultView:AreaChart", "area"),
        ("#defaultView:Dimensions", "sankey"),
        ("#defaultView:TreeMap", "treemap"),
        ("#defaultview:Tree", ""),
        ("#defaultView:Timeline", "timeline"),
        ("#defaultView:Map", ""),
    ],
)
def test_a_default_view_of_wikidata_is_understood(make: MakeFile, asked: str, view: str) -> None:
    """A `#defaultView:` comment decides where the header does not; what we cannot draw is a table."""
    assert load_question(make("#+ view: table\n", f"{asked}\n")).view == view
    assert load_question(make("#+ view: table\n", f"#+ view: pie\n{asked}\n")).view == "pie"


@pytest.mark.parametrize(
    ("old", "new"), [("\n", "\r\n"), ("#+ title_zh", "\ufeff#+ title_zh"), ("#+ cq", "# note\n\n#+ cq")]
)
def test_what_editors_do_to_a_file_does_no_harm(make: MakeFile, old: str, new: str) -> None:
    """Line ends of Windows, a byte order mark, and comments between header lines."""
    question = load_question(make(old, new))
    assert (question.cq, question.columns) == ("A3", ("policy", "title"))
    assert not question.text.startswith("\ufeff")


KEYS = "title_zh、title_en、group、columns、cq、view、notes_zh、notes_en、phrasings、parameters、headings"
PORTABLE = "固定问题只查询默认图，在每个图数据库上才有同样的结果。"
REPLACED: dict[str, tuple[str, str, str]] = {
    "no header": ("#+", "##", "1: 没有文件头。 请在文件开头用 #+ 写出 title_zh、title_en、group、columns。"),
    "broken YAML": (
        "#+ view: table", "#+ view: a: b",
        "8: 文件头不是正确的 YAML（mapping values are not allowed in this context）。 请检查缩进、冒号和引号。",
    ),
    "control character": (
        "#+ view: table", "#+ view: \x07",
        "8: 文件头含有控制字符。 请删去看不见的字符。",
    ),
    "unknown key": ("#+ cq: A3", "#+ viwe: bar", f"4: 文件头不认识「viwe」。 您要找的是不是view？可用的键：{KEYS}。"),
    "missing key": ("#+ title_en: Policies an authority issued\n", "", "1: 文件头缺少 title_en。 请补上。"),
    "key twice": ("#+ cq: A3", "#+ group: analyst", "4: group 写了两次。 请删去其中一个。"),
    "empty text": ("某机关印发的政策", "", "1: title_zh 不是一段文字。 请把 title_zh 写成一段文字。"),
    "list for text": ("#+ cq: A3", "#+ cq: [A3]", "4: cq 不是一段文字。 请把 cq 写成一段文字。"),
    "text for list": ("[policy, title]", "policy, title", "9: columns 不是一个列表。 请把 columns 写成一个列表。"),
    "no columns": ("[policy, title]", "[]", "9: columns 不是一个列表。 请把 columns 写成一个列表。"),
    "unknown view": (
        "#+ view: table", "#+ view: barr",
        "8: 没有视图「barr」。 您要找的是不是bar、card、area？可用的视图：table、bar、line、area、pie、treemap、"
        "sankey、timeline、matrix、tree、card、grid、layers。",
    ),
    "list for headings": ("#+ cq: A3", "#+ headings: [a]", "4: headings 不是键和值。 请把 headings 写成键和值。"),
    "heading of no column": (
        "#+ cq: A3", "#+ headings: {titel: [标题, title]}",
        "4: columns 中没有「titel」。 您要找的是不是title？可用的列：policy、title。",
    ),
    "heading in one language": (
        "#+ cq: A3", "#+ headings: {title: [标题]}",
        "4: 列 title 的说明不是两段文字加一类。 请写成 title: [中文, English]，需要时再加一类："
        "amount、measure、percent、year、aside、parent、field。",
    ),
    "heading of an unknown kind": (
        "#+ cq: A3", "#+ headings: {title: [标题, title, money]}",
        "4: 列 title 的说明不是两段文字加一类。 请写成 title: [中文, English]，需要时再加一类："
        "amount、measure、percent、year、aside、parent、field。",
    ),
    "list in list": ("有哪些文件", "[a]", "5: phrasings 中有一项不是文字。 请每项写一段文字，含冒号的加引号。"),
    "column twice": ("[policy, title]", "[title, title]", "9: 列 title 写了两次。 请删去其中一个。"),
    "alias": ("[policy, title]", "[&a policy, *a]", "9: 文件头使用了 YAML 别名。 请把内容在每一处写全。"),
    "endless alias": ("[policy, title]", "&a [*a]", "9: 文件头使用了 YAML 别名。 请把内容在每一处写全。"),
    "other folder": (
        "group: analyst", "group: park",
        "3: group 是「park」，文件却在 analyst 目录中。 请改 group，或移动文件。",
    ),
    "parameter as text": (
        '{name: title, type: string, default: UNDEF, zh: 标题, en: title}', "title",
        "10: parameters 中有一项不是键和值。 请写成 {name: …, type: …, default: UNDEF, zh: …, en: …}。",
    ),
    "parameter twice": ("name: title", "name: issuer", "10: 参数 issuer 写了两次。 请删去其中一个。"),
    "parameter without a type": ("type: string, ", "", "12: 文件头缺少 type。 请补上。"),
    "parameter of an unknown type": (
        "type: string", "type: 'x:Park'",
        "12: 参数 title 的类型「x:Park」不存在。 "
        "可用的类型：iri、date、integer、string、enum，或类的缩写，例如 pg:Park。",
    ),
    "enum without values": ('values: [direct, "pgc:far"], ', "", "13: 文件头缺少 values。 请补上。"),
    "values without enum": (
        "type: string,", "type: string, values: [a],",
        "12: 文件头不认识「values」。 可用的键：name、type、default、zh、en。",
    ),
    "column not selected": (
        "[policy, title]", "[policy, date]",
        "9: 最外层的 SELECT 没有 columns 中的 date。 请在 SELECT 后逐一写出各列，或从 columns 中删去。",
    ),
    "select star": (
        "SELECT ?policy ?title (?basis AS ?fact)", "SELECT *",
        "9: 最外层的 SELECT 没有 columns 中的 policy、title。 请在 SELECT 后逐一写出各列，或从 columns 中删去。",
    ),
    "no SELECT": (
        "SELECT ?policy ?title (?basis AS ?fact)", "ASK",
        " 固定问题不是 SELECT 查询。 请改写成 SELECT 查询。",
    ),
    "no ORDER BY": (
        "ORDER BY ?policy ?title", "",
        "17: SELECT 查询没有 ORDER BY。 请用 ORDER BY 按能区分每一行的列排序，结果才会每次相同。",
    ),
    "LIMIT": (
        "ORDER BY ?policy ?title", "ORDER BY ?policy\nLIMIT 5",
        "26: 固定问题不写 LIMIT。 请删去；行数由 --limit 决定。",
    ),
    "undeclared prefix": (
        "OPTIONAL {", "?issuer skos:prefLabel ?name . OPTIONAL {",
        "23: 前缀 skos: 没有声明。 请在查询开头写 PREFIX skos: <…>。",
    ),
    "GRAPH": ("OPTIONAL {", "GRAPH ?g {", f"23: 固定问题不能使用 GRAPH。 {PORTABLE}"),
    "FROM": ("?fact) WHERE", "?fact) from <http://x/> WHERE", f"17: 固定问题不能使用 from。 {PORTABLE}"),
    "SERVICE": ("OPTIONAL {", "SERVICE ?g {", f"23: 固定问题不能使用 SERVICE。 {PORTABLE}"),
    "no VALUES block": (
        "VALUES ?title { UNDEF }", "",
        " 参数 title 没有 VALUES 块。 请在用到它的每个分组里写 VALUES ?title { UNDEF }。",
    ),
    "VALUES in parentheses": (
        "VALUES ?title { UNDEF }", "VALUES (?title) { (UNDEF) }",
        "19: 参数 title 的 VALUES 带了括号。 请写成 VALUES ?title { UNDEF }。",
    ),
    "another default in one block": (
        "VALUES ?issuer{UNDEF}", "VALUES ?issuer{ pg:a pg:b }",
        "23: 参数 issuer 的默认值在这里是「pg:a pg:b」，文件头写的是「UNDEF」。 "
        "请让文件头和每个 VALUES 块的默认值一致。",
    ),
    "another default in the header": (
        "default: direct", "default: far",
        "20: 参数 reach 的默认值在这里是「\"direct\"」，文件头写的是「far」。 请让文件头和每个 VALUES 块的默认值一致。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", REPLACED)
def test_a_faulty_file_is_refused_at_its_line(make: MakeFile, fault: str) -> None:
    """Each fault alone gives its message alone: file, line, what is wrong, what to do."""
    old, new, message = REPLACED[fault]
    path = make(old, new)
    with pytest.raises(ParseError) as caught:
        load_question(path)
    assert str(caught.value) == f"{path}:{message}"
    assert len(REPLACED) == 39


def test_a_file_in_another_encoding_is_refused_at_its_line(make: MakeFile) -> None:
    """GB18030, as editors on Chinese Windows may write it."""
    path = make()
    path.write_bytes(b"# a\n" + path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(ParseError) as caught:
        load_question(path)
    assert str(caught.value) == f"{path}:2: 文件不是 UTF-8 编码。 请另存为 UTF-8。"


def test_yaml_without_its_fast_reader_gives_the_same_question(make: MakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader written in Python stands in where the one in C is missing."""
    wanted = load_question(make())
    monkeypatch.delattr("yaml.CBaseLoader")
    assert load_question(wanted.path) == wanted


# ---------------------------------------------------------------- finding


def test_questions_are_listed_by_group_then_name(make: MakeFile, tmp_path: Path) -> None:
    """Over all folders; rules, hygiene rules and network queries are no questions."""
    for name, group in [("b", "park"), ("c", "analyst"), ("a", "park")]:
        make(name=name, group=group)
    for folder in ("rules", "hygiene", "network"):
        path = tmp_path / "queries" / folder / "x.rq"
        path.parent.mkdir()
        path.write_text("CONSTRUCT { } { }")
    own = tmp_path / "own" / "data" / "d.rq"
    own.parent.mkdir(parents=True)
    own.write_text((HEADER + BODY).replace("group: analyst", "group: data"), encoding="utf-8")
    assert list(load_questions(tmp_path / "queries", tmp_path / "own")) == ["c", "d", "a", "b"]
    assert find_question([tmp_path / "queries", tmp_path / "own"], "d").path == own


def test_finding_one_question_reads_no_other_file(make: MakeFile, tmp_path: Path) -> None:
    """A broken neighbour costs neither time nor an error."""
    make("#+", "##", name="broken")
    assert find_question(tmp_path / "queries", make().stem).name == "policies"


def test_an_unknown_question_is_answered_with_near_names(make: MakeFile, tmp_path: Path) -> None:
    """What may have been meant, and where all are listed; a path is no name."""
    make()
    with pytest.raises(UsageError) as caught:
        find_question(tmp_path / "queries", "policy")
    assert str(caught.value) == (
        "没有名为「policy」的问题。 您要找的是不是policies？运行 parkgraph list queries 可列出全部问题。"
    )
    with pytest.raises(UsageError):
        find_question(tmp_path / "queries", "../analyst/policies")


def test_two_questions_of_one_name_are_refused(make: MakeFile, tmp_path: Path) -> None:
    """Whichever is asked for, neither is guessed."""
    first, second = make(), make(group="park")
    for ask in (lambda: load_questions(tmp_path / "queries"), lambda: find_question(tmp_path / "queries", "policies")):
        with pytest.raises(ParseError) as caught:
            ask()
        assert str(caught.value) == f"{second}: 问题名 policies 已用于 {first}。 请给其中一个文件改名。"


def test_a_missing_folder_or_file_is_named(tmp_path: Path) -> None:
    """It is not taken for an empty one."""
    with pytest.raises(AssetError) as caught:
        load_questions(tmp_path / "none")
    assert str(caught.value) == f"{tmp_path / 'none'}: 找不到问题目录。 请检查目录名。"
    with pytest.raises(AssetError) as caught:
        load_question(tmp_path / "none.rq")
    assert str(caught.value) == f"{tmp_path / 'none.rq'}: 找不到问题文件。 请检查文件名。"


# ---------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("value", "kind", "wanted"),
    [
        ("https://w3id.org/parkgraph/id/park-a", "iri", ox.NamedNode("https://w3id.org/parkgraph/id/park-a")),
        ("HTTP://例子.中国/德州", "pg:Park", ox.NamedNode("HTTP://例子.中国/德州")),
        ("urn:isbn:1", "iri", ox.NamedNode("urn:isbn:1")),
        ("0", "integer", ox.Literal(0)),
        ("2019-11-26", "date", ox.Literal("2019-11-26", datatype=ox.NamedNode(XSD + "date"))),
        ("20191126", "date", ox.Literal("2019-11-26", datatype=ox.NamedNode(XSD + "date"))),
        ("-012", "integer", ox.Literal(-12)),
        ("9" * 18, "integer", ox.Literal(10**18 - 1)),
        ("", "string", ox.Literal("")),
        (' "} \\ # \x00', "string", ox.Literal(' "} \\ # \x00')),
        ("direct", Parameter("r", "enum", "", "", "", ("direct", "pgc:far")), ox.Literal("direct")),
        ("pgc:far", Parameter("r", "enum", "", "", "", ("direct", "pgc:far")), ox.NamedNode(PGC + "far")),
    ],
)
def test_a_value_stands_for_a_term_of_its_kind(value: str, kind: str | Parameter, wanted: Any) -> None:
    """Dates and numbers are printed anew in their one form; strings are taken as they are."""
    assert term(value, kind) == wanted


ADDRESS = "请给出以 http://、https:// 或 urn: 开头的完整网址，不含空格和不可见字符。"
BAD_ADDRESSES = [
    "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "a", "", "_:b0", "../../etc/passwd", "http://",
    "http:///x", "urn:x", "http://a b", "http://a/\u3000", "http://a/\x01", "http://a/\n", "http://a/\u202e",
    "http://a/\u200b", "http://a/>", "http://a/\\u0041", "http://a/\"", "http://a/\ud800", " http://a/", "http://[",
]  # fmt: skip


@pytest.mark.parametrize("value", BAD_ADDRESSES, ids=ascii)
def test_an_address_that_is_none_or_dangerous_is_refused(value: str) -> None:
    """Other schemes, relative ones, and whatever cannot be seen or would end the IRI."""
    with pytest.raises(UsageError, match="不是可用的网址"):
        term(value, "iri")
    assert len(BAD_ADDRESSES) == 22


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("javascript:x", "iri", f"「javascript:x」不是可用的网址。 {ADDRESS}"),
        ("a\u202eb", "pg:Park", f"「a\\u202eb」不是pg:Park 的网址。 {ADDRESS}"),
        ("昨天", "date", "「昨天」不是日期。 请写成 年-月-日，例如 2019-11-26。"),
        ("2019-02-29", "date", "「2019-02-29」不是日期。 请写成 年-月-日，例如 2019-11-26。"),
        ("２０１９-11-26", "date", "「２０１９-11-26」不是日期。 请写成 年-月-日，例如 2019-11-26。"),
        ("1.5", "integer", "「1.5」不是整数。 请写成不超过 18 位的整数，例如 2022。"),
        ("１２", "integer", "「１２」不是整数。 请写成不超过 18 位的整数，例如 2022。"),
        ("1\n", "integer", "「1\\n」不是整数。 请写成不超过 18 位的整数，例如 2022。"),
        ("1" * 90, "integer", f"「{'1' * 60}…」不是整数。 请写成不超过 18 位的整数，例如 2022。"),
        ("\ud800", "string", "「\\ud800」不是可用的文字。 请去掉其中不成对的代理字符。"),
        ("direkt", Parameter("reach", "enum", "", "", "", ("direct", "far")),
         "参数 reach 的值「direkt」不是可选的值。 您要找的是不是direct？可选的值：direct、far。"),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(value: str, kind: str | Parameter, message: str) -> None:
    """What was given, what it is not, and how to write it; never an empty answer instead."""
    with pytest.raises(UsageError) as caught:
        term(value, kind)
    assert str(caught.value) == message


def test_a_question_names_itself_and_its_parameter_when_it_refuses(question: Question) -> None:
    """Question, parameter, value, what is expected."""
    assert question.term("title", "甲") == ox.Literal("甲")
    with pytest.raises(UsageError) as caught:
        question.term("reach", "x")
    assert str(caught.value) == "policies: 参数 reach 的值「x」不是可选的值。 可选的值：direct、pgc:far。"


# ---------------------------------------------------------------- binding


def by_hand(issuer: str = " UNDEF ", title: str = " UNDEF ", reach: str = ' "direct" ') -> str:
    """The text of the question with these data in its blocks."""
    body = BODY.replace(
        "VALUES ?issuer{UNDEF}", "VALUES ?issuer{UNDEF}" if issuer == " UNDEF " else f"VALUES ?issuer{{{issuer}}}"
    )
    for name, old, new in (("issuer", " UNDEF ", issuer), ("title", " UNDEF ", title), ("reach", ' "direct" ', reach)):
        body = body.replace(f"VALUES ?{name} {{{old}}}", f"VALUES ?{name} {{{new}}}")
    return HEADER + body


def test_nothing_bound_is_the_text_of_the_file(question: Question) -> None:
    """A file answers as it stands."""
    assert question.bind({}) == question.text == by_hand()


@pytest.mark.parametrize(
    "values",
    [
        {"issuer": ox.NamedNode("urn:x:a")},
        {"title": ox.Literal('VALUES ?reach { UNDEF } # "')},
        {"reach": ox.Literal("far"), "title": ox.Literal("标题", language="zh")},
        {"issuer": ox.Literal("2019-11-26", datatype=ox.NamedNode(XSD + "date")), "reach": ox.Literal(5)},
    ],
)
def test_binding_fills_every_block_of_a_parameter_and_nothing_else(
    question: Question, values: Mapping[str, Term]
) -> None:
    """In all groups; comments, strings, tables of several variables and other parameters stay as they are."""
    text = question.bind(values)
    assert text == by_hand(**{name: f" {written(value)} " for name, value in values.items()})


ANY_TERM = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(ox.Literal),
    st.dates().map(lambda day: term(day.isoformat(), "date")),
    st.integers(-(10**18) + 1, 10**18 - 1).map(lambda number: term(str(number), "integer")),
    st.text(st.sampled_from("abc/?园区"), max_size=9).map(lambda tail: term(f"http://x/{tail}", "iri")),
)


@given(st.fixed_dictionaries({}, optional={"issuer": ANY_TERM, "title": ANY_TERM, "reach": ANY_TERM}))
@settings(max_examples=200, deadline=None, database=None)
def test_binding_equals_substitution_by_hand(question: Question, values: dict[str, Term]) -> None:
    """Token by token, for terms of every type and any parameters together."""
    wanted = by_hand(**{name: f" {written(value)} " for name, value in values.items()})
    assert [token.text for token in significant(question.bind(values))] == [t.text for t in significant(wanted)]


STRING = ox.Literal("needle in the text")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text(st.sampled_from("\"'\\{}#\nu0?x "), max_size=12)


@given(ANY_TEXT, ANY_TEXT)
@settings(max_examples=300, deadline=None, database=None)
def test_a_string_finds_exactly_itself(question: Question, value: str, other: str) -> None:
    """Whatever a user types is one string token of the query, and only the thing so named is found."""
    text = question.bind({"title": term(value, "string")})
    harmless = significant(question.bind({"title": STRING}))
    for token, twin in zip(significant(text), harmless, strict=True):
        assert token.kind == twin.kind
        assert token.text == (written(ox.Literal(value)) if twin.text == written(STRING) else twin.text)
    store = ox.Store()
    for number, title in enumerate((value, other, value + " ", "x" + value)):
        thing = ox.NamedNode(f"urn:x:{number}")
        for word, object_ in (
            ("issuedBy", thing),
            ("title", ox.Literal(title)),
            ("note", ox.Literal("VALUES ?issuer { }")),
        ):
            store.add(ox.Quad(thing, ox.NamedNode(PG + word), object_))
    found = {row["policy"].value for row in store.query(text)}
    assert found == {"urn:x:0"} | ({"urn:x:1"} if other == value else set())


def test_an_unknown_parameter_is_refused(question: Question, make: MakeFile) -> None:
    """Near names, then all there are; a question without parameters says so."""
    with pytest.raises(UsageError) as caught:
        question.bind({"isuer": ox.Literal("x")})
    assert str(caught.value) == (
        "policies: 没有参数「isuer」。 您要找的是不是issuer？可用的参数：issuer、title、reach。"
    )
    path = make(HEADER[HEADER.index("#+ parameters") :])
    with pytest.raises(UsageError) as caught:
        load_question(path).parameter("title")
    assert str(caught.value) == "policies: 没有参数「title」。 这个问题没有参数。"


def test_text_is_no_term(question: Question) -> None:
    """A value that was not made a term is not written into a query."""
    with pytest.raises(QueryError) as caught:
        question.bind({"title": "} UNION {"})  # type: ignore[dict-item]
    assert str(caught.value) == "policies: 参数 title 的值不是 RDF 项。 请先用 Question.term 把文字转换成项。"


def test_the_hidden_fact_is_no_column(question: Question) -> None:
    """The outermost SELECT has it, the columns do not."""
    assert set(question.projected) - set(question.columns) == {"fact"}


# ---------------------------------------------------------------- import


def test_importing_is_cheap() -> None:
    """Neither the command line's nor the second engine's libraries are loaded by questions and tables."""
    heavy = {"click", "rich", "rdflib", "pandas", "networkx", "pyshacl", "SPARQLWrapper", "opencc", "difflib"}
    program = "import sys, parkgraph.queries, parkgraph.rows; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "parkgraph.sparql" in run.stdout.split()
    assert heavy & set(run.stdout.split()) == set()
