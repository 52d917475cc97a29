"""The command line: answers on stdout in every format, everything else on stderr, exit codes by whose fault it is."""

import csv
import io
import json
import logging
import shutil
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import pyoxigraph as ox
import pytest

import parkgraph
from parkgraph.cli import main, options
from parkgraph.cli.app import run
from parkgraph.names import PG, PGC, PGD
from parkgraph.turtle import read_triples

REPO = Path(__file__).parents[1]
PREFIX = f"PREFIX pg: <{PG}>\n"
PARKS = f"{PREFIX}SELECT ?park WHERE {{ ?park a pg:Park }} ORDER BY ?park"
TYPES = f"{PREFIX}CONSTRUCT {{ ?park a pg:Park }} WHERE {{ ?park a pg:Park }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NOBODY = "http://127.0.0.1:9/query"
HEAVY = ("SPARQLWrapper", "networkx", "opencc", "pandas", "pyshacl", "rdflib", "rich")


class Outcome(NamedTuple):
    """What a command line gave."""

    code: int
    out: str
    err: str


Cli = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal of 80 columns without colours, no workspace, and logging left as it was found."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("PARKGRAPH_HOME", "PARKGRAPH_SOURCES", "PARKGRAPH_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture(scope="module")
def opened() -> dict[str, parkgraph.Graph]:
    """The shipped graph by language, opened once."""
    return {}


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opened: dict[str, parkgraph.Graph]) -> Cli:
    """Runs a command line in this process; a traceback is never an answer."""

    def graph(store: Path | None, *, workspace: Path | None, lang: str, queries: Sequence[Path]) -> parkgraph.Graph:
        if store or workspace or queries:
            return parkgraph.open(store, workspace=workspace, lang=lang, queries=queries)
        if lang not in opened:
            opened[lang] = parkgraph.open(lang=lang)
        return opened[lang]

    monkeypatch.setattr(options, "open_graph", graph)

    def called(*words: str) -> Outcome:
        capsys.readouterr()
        code = run(list(words))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Outcome(code, out, err)

    return called


@pytest.fixture
def refused(cli: Cli) -> Callable[..., str]:
    """What a command line says that must be refused: nothing on stdout, one message on stderr."""

    def called(code: int, *words: str) -> str:
        outcome = cli(*words)
        assert (outcome.code, outcome.out) == (code, "")
        assert outcome.err.startswith("错误：")
        return outcome.err.removeprefix("错误：").rstrip("\n")

    return called


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the toy town as a workspace of one's own, not built yet."""
    return Path(shutil.copytree(REPO / "tests" / "toytown", tmp_path / "town"))


@pytest.fixture(scope="module")
def endpoint(oxigraph_server: str) -> list[str]:
    """The options that ask a server which holds the shipped graph in a named graph."""
    name = f"https://example.org/{uuid.uuid4()}"
    body = "".join(f"{triple} .\n" for path in parkgraph.open().files for triple in read_triples(path)).encode()
    request = urllib.request.Request(f"{oxigraph_server}/store?graph={name}", data=body, method="PUT")
    request.add_header("Content-Type", "application/n-triples")
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.status == 201
    return ["--endpoint", f"{oxigraph_server}/query", "--graph", name]


def width(line: str) -> int:
    """How many columns of a terminal a line takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


def child(*words: str, **more: Any) -> "subprocess.CompletedProcess[bytes]":
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "parkgraph", *words]
    return subprocess.run(command, capture_output=True, timeout=120, **more)


def records(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text)))


class TestRun:
    """Canned questions."""

    def test_json_has_entities_numbers_and_nulls(self, cli: Cli) -> None:
        """Columns in order, each entity with its IRI behind it, numbers as numbers, what is unbound as null."""
        code, out, err = cli("run", "subsidy-by-tier", "-f", "json")
        rows = json.loads(out)
        assert (code, err) == (0, "")
        assert list(rows[0])[:5] == ["tier", "tier_iri", "comparator", "comparator_iri", "max_amount"]
        first = next(row for row in rows if row["tier_iri"] == PGC + "tier-demonstration")
        assert (first["tier"], first["max_amount"]) == ("省级示范数字经济园区（试点）", 5_000_000)
        assert first["as_of"] == "2019-11-26"
        locations = json.loads(cli("run", "locations-by-basis", "-f", "json").out)
        assert {row["rule"] for row in locations} >= {None}
        assert len({tuple(row) for row in locations}) == 1

    def test_json_of_nothing_is_an_empty_list(self, cli: Cli) -> None:
        """No rows are an answer: exit code 0."""
        assert cli("run", "registry-subsidy", "-f", "json") == (0, "[]\n", "")

    def test_csv_is_what_a_pipe_gets(self, cli: Cli) -> None:
        """Without a terminal the answer is CSV, with IRIs, without a byte order mark, and nothing else."""
        code, out, err = cli("run", "parks-by-policy")
        assert (code, err) == (0, "")
        assert out == cli("run", "parks-by-policy", "-f", "csv").out
        assert out.startswith("policy,policy_iri,relation,relation_iri,")
        assert {row["park_iri"].removeprefix(PGD)[:5] for row in records(out)} == {"park-"}
        assert records(out) == records((REPO / "tests" / "golden" / "parks-by-policy.csv").read_text("utf-8"))

    def test_tsv_and_markdown(self, cli: Cli) -> None:
        """The same rows in two more forms; Markdown has labels only, under people's headings."""
        rows = json.loads(cli("run", "subsidy-by-tier", "-f", "json").out)
        lines = cli("run", "subsidy-by-tier", "-f", "tsv").out.splitlines()
        assert [line.split("\t")[0] for line in lines] == ["tier", *(row["tier"] for row in rows)]
        head, rule, *body = cli("run", "subsidy-by-tier", "-f", "md").out.splitlines()
        assert head.startswith("| 认定档次 | ")
        assert set(rule) <= set("| -:")
        assert [line.split(" | ")[0] for line in body] == [f"| {row['tier']}" for row in rows]

    def test_srj_is_the_standard_format(self, cli: Cli) -> None:
        """W3C's results JSON, with the variables of the query itself."""
        document = json.loads(cli("run", "parks-by-policy", "tier=示范型", "-f", "srj", "--limit", "2").out)
        assert document["head"]["vars"] == ["policy", "relation", "cohort", "tier", "park", "as_of", "fact"]
        assert [row["tier"]["value"] for row in document["results"]["bindings"]] == [PGC + "tier-demonstration"] * 2

    def test_a_terminal_gets_a_table(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """Title, table, number of rows, as-of date and note; the parameters go to stderr."""
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        code, out, err = cli("run", "parks-by-policy")
        assert code == 0
        assert out.startswith("哪些园区出自哪份政策\n")
        count = len(records(cli("run", "parks-by-policy", "-f", "csv").out))
        assert f"\n共 {count} 行 · 数据截至 " in out
        assert "\n说明：只含认定的园区" in out
        assert err == (
            "可用参数：\n  policy=  政策文件\n"
            "  reach=（direct、upstream）  直接源自（direct）或向上追溯（upstream）\n  tier=  认定档次\n"
        )
        assert cli("run", "parks-by-policy", "tier=示范型").err == ""

    def test_in_english(self, cli: Cli) -> None:
        """Title, headings, labels, footer and parameters; programs see English labels in the same columns."""
        code, out, err = cli("run", "parks-by-policy", "-f", "table", "--lang", "en", "--quotes")
        assert code == 0
        assert out.startswith("Which parks came out of which policy\n")
        assert " rows · as of " in out
        assert "\nNote: Designated parks only" in out
        assert "\nQuotes\n[1] “" in out
        assert err.startswith("Parameters:\n  policy=  policy document\n")
        rows = json.loads(cli("run", "parks-by-policy", "-f", "json", "--lang", "en").out)
        assert {row["relation"] for row in rows} == {"originates from", "traces to"}
        assert [row["park_iri"] for row in rows] == [
            row["park_iri"] for row in json.loads(cli("run", "parks-by-policy", "-f", "json").out)
        ]

    def test_quotes_are_columns_for_programs(self, cli: Cli) -> None:
        """Source, section and quote behind the other columns; every row of the main question has them."""
        rows = json.loads(cli("run", "parks-by-policy", "--quotes", "-f", "json").out)
        assert list(rows[0])[-3:] == ["source", "section", "quote"]
        assert all(row["source"] and row["quote"] for row in rows)

    def test_quotes_are_numbered_for_people(self, cli: Cli) -> None:
        """Each row names its quotes by number; each quote stands once below, whole, with its source."""
        out = cli("run", "subsidy-by-tier", "--quotes", "-f", "table").out
        table, _, listed = out.partition("\n引文\n")
        quotes = [line for line in listed.splitlines() if line.startswith("[")]
        assert [line.split("]")[0] for line in quotes] == [f"[{number}" for number in range(1, len(quotes) + 1)]
        assert len(set(quotes)) == len(quotes)
        rows = json.loads(cli("run", "subsidy-by-tier", "--quotes", "-f", "json").out)
        told = dict.fromkeys(quote for row in rows for quote in row["quote"].split(" ｜ "))
        assert [line.split("“", 1)[1][:-1] for line in quotes] == list(told)
        assert "     — " + rows[0]["source"] in listed
        assert "引文" in table

    def test_a_limit_says_that_rows_are_missing(self, cli: Cli) -> None:
        """On stderr, in every format; exactly as many rows as there are is no cut."""
        whole = records(cli("run", "parks-by-policy").out)
        code, out, err = cli("run", "parks-by-policy", "--limit", "2")
        assert (code, err) == (0, "注意：只显示前 2 行，结果不止这些。\n")
        assert records(out) == whole[:2]
        assert cli("run", "parks-by-policy", "--limit", str(len(whole))).err == ""

    def test_excel_gets_a_mark_and_no_formulas(self, cli: Cli) -> None:
        """A byte order mark and people's headings; what a spreadsheet would run gets an apostrophe."""
        assert cli("run", "subsidy-by-tier", "--excel").out.startswith("\ufeff认定档次,")
        text = f'{PREFIX}SELECT ?a ?b WHERE {{ VALUES (?a ?b) {{ ("=1+1" -5) }} }}'
        assert cli("query", text, "-f", "csv", "--excel").out == "\ufeffa,b\n'=1+1,-5\n"
        assert cli("query", text, "-f", "csv").out == "a,b\n=1+1,-5\n"

    @pytest.mark.parametrize("question", sorted(path.stem for path in (REPO / "tests" / "golden").glob("*.csv")))
    def test_a_table_fits_80_columns(self, cli: Cli, question: str) -> None:
        """No line of a table is wider than the terminal; titles, notes and quotes are prose and stay whole."""
        lines = cli("run", question, "--quotes", "-f", "table").out.splitlines()
        rules = [number for number, line in enumerate(lines) if line.startswith("──")]
        for number in rules:
            for line in lines[number - 1 :]:
                if line.startswith(("共 ", "■ ")):
                    break
                assert width(line) <= 80
        assert rules or question not in ("parks-by-policy", "subsidy-by-tier")

    def test_a_table_cuts_nothing(self, cli: Cli) -> None:
        """Every park is there by its whole name, and an ellipsis nowhere."""
        out = cli("run", "parks-by-policy", "-f", "table").out
        assert {row["park"] for row in records(cli("run", "parks-by-policy").out) if row["park"] not in out} == set()
        assert "…" not in out

    def test_what_is_the_same_in_every_row_stands_once(self, cli: Cli) -> None:
        """A column with one value is a line above, leading cells that repeat are headings, a lone row is a table."""
        out = cli("run", "parks-by-policy", "tier=示范型", "reach=direct", "policy=行动方案", "-f", "table").out
        assert "\n关系：源自政策\n" in out
        assert "\n认定档次：省级示范数字经济园区（试点）\n" in out
        assert "■" not in out
        assert "\n■ " in cli("run", "parks-by-policy", "-f", "table").out
        one = cli("query", "SELECT ?a ?b { VALUES (?a ?b) { (1 2) } }", "-f", "table").out
        assert one.splitlines()[0].split() == ["a", "b"]
        same = cli("query", "SELECT ?a { VALUES ?a { 1 1 } }", "-f", "table").out
        assert same.splitlines() == ["a", "─", "1", "1", "共 2 行"]


class TestQuery:
    """SPARQL of the user's own."""

    def test_text_file_and_stdin_give_the_same(self, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A path that exists is a file, `-` is stdin, anything else is text; a byte order mark does not matter."""
        answer = cli("query", PARKS, "-f", "json")
        assert (answer.code, answer.err) == (0, "")
        assert {"park": "德瑞智能制造产业园", "park_iri": PGD + "park-derui"} in json.loads(answer.out)
        (tmp_path / "parks.rq").write_text(PARKS, encoding="utf-8-sig")
        assert cli("query", str(tmp_path / "parks.rq"), "-f", "json") == answer
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PARKS.encode("utf-8-sig"))))
        assert cli("query", "-", "-f", "json") == answer

    def test_a_long_line_is_a_query(self, cli: Cli) -> None:
        """Also when no file could have so long a name."""
        text = f"{PREFIX.strip()} SELECT (1 AS ?one) WHERE {{ FILTER({' || '.join(['true'] * 60)}) }}"
        assert len(text) > 256
        assert cli("query", text, "-f", "csv") == (0, "one\n1\n", "")

    @pytest.mark.parametrize(
        ("form", "out"), [("json", '{"boolean": true}\n'), ("csv", "true\n"), ("table", "true\n"), (None, "true\n")]
    )
    def test_yes_or_no(self, cli: Cli, form: str | None, out: str) -> None:
        """ASK is true or false, and for programs an object."""
        assert cli("query", "ASK {}", *(["-f", form] if form else [])) == (0, out, "")

    def test_yes_or_no_in_srj(self, cli: Cli) -> None:
        """The standard format has a head."""
        assert json.loads(cli("query", "ASK {}", "-f", "srj").out) == {"head": {}, "boolean": True}

    def test_triples(self, cli: Cli) -> None:
        """CONSTRUCT is canonical Turtle, or sorted N-Triples on demand; both hold the same."""
        turtle, lines = (cli("query", TYPES, *form).out for form in ((), ("-f", "nt")))
        assert turtle.startswith("@prefix ")
        assert lines.splitlines() == sorted(lines.splitlines())
        read = [set(ox.parse(text, format=form)) for text, form in
                ((turtle, ox.RdfFormat.TURTLE), (lines, ox.RdfFormat.N_TRIPLES))]  # fmt: skip
        assert read[0] == read[1] != set()

    def test_triples_without_names_are_lines(self, cli: Cli) -> None:
        """Blank nodes have no place in canonical Turtle, so that N-Triples are written instead."""
        out = cli("query", "CONSTRUCT { _:b ?p 1 } WHERE { VALUES ?p { <https://example.org/p> } }").out
        assert out.startswith("_:")
        assert out.endswith(' <https://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')

    def test_nothing_that_is_asked_for_is_hidden(self, cli: Cli) -> None:
        """Canned questions hide `fact`; a user's own query does not."""
        assert cli("query", "SELECT ?fact ?factory { VALUES (?fact ?factory) { (1 2) } }", "-f", "csv").out == (
            "fact,factory\n1,2\n"
        )

    def test_a_limit_says_that_rows_are_missing(self, cli: Cli) -> None:
        """As for canned questions."""
        code, out, err = cli("query", PARKS, "-f", "json", "--limit", "1")
        assert (code, len(json.loads(out)), err) == (0, 1, "注意：只显示前 1 行，结果不止这些。\n")

    @pytest.mark.parametrize("words", [(TYPES,), (PARKS, "-f", "srj")])
    def test_a_cut_of_other_forms_is_told_too(self, cli: Cli, words: tuple[str, ...]) -> None:
        """Triples and bindings that a limit has shortened must not look like the whole."""
        assert "结果不止这些" in cli("query", *words, "--limit", "1").err

    def test_a_bare_table(self, cli: Cli) -> None:
        """Without a title and notes, with the number of rows."""
        out = cli("query", "SELECT ?a { VALUES ?a { 1 2 } }", "-f", "table").out
        assert out.splitlines() == ["a", "─", "1", "2", "共 2 行"]
        assert cli("query", "SELECT ?a { VALUES ?a { } }", "-f", "table").out == "没有符合条件的结果\n共 0 行\n"


class TestOwnQuestions:
    """run and list with a folder of one's own."""

    QUESTION = """#+ title_zh: 有几个园区
#+ title_en: How many parks
#+ group: own
#+ columns: [parks]
PREFIX pg: <https://w3id.org/parkgraph/ontology#>
SELECT (COUNT(DISTINCT ?park) AS ?parks) WHERE { ?park a pg:Park } ORDER BY ?parks
"""

    def test_a_folder_of_ones_own(self, cli: Cli, tmp_path: Path) -> None:
        """Its questions are answered and listed beside the shipped ones; without it nobody knows them."""
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "how-many.rq").write_text(self.QUESTION, encoding="utf-8")
        assert cli("run", "how-many", "--queries", str(tmp_path)).out.splitlines() == ["parks", "47"]
        listed = cli("list", "--queries", str(tmp_path)).out.splitlines()
        assert [line for line in listed if "how-many" in line] == ["own,how-many,有几个园区,"]
        assert len(listed) == len(cli("list").out.splitlines()) + 1
        assert cli("run", "how-many").code == 2


class TestEntities:
    """find and show."""

    def test_find_in_every_format(self, cli: Cli) -> None:
        """Programs get the IRI and the class as the service gives it, people slugs and the name of the class."""
        found = cli("find", "德瑞智能制造产业园", "-f", "json")
        first = json.loads(found.out)[0]
        assert found.err == ""
        assert first == {
            "iri": PGD + "park-derui",
            "label": "德瑞智能制造产业园",
            "class": "pg:Park",
            "matched": "德瑞智能制造产业园",
            "why": "name",
        }
        (head, line, *_) = cli("find", "德瑞智能制造產業園").out.splitlines()
        assert (head, line.split(",")[0], *line.split(",")[-2:]) == (
            "label,class,matched,id,why",
            "德瑞智能制造产业园",
            "park-derui",
            "名称",
        )
        assert cli("find", "德瑞", "-f", "table").out.split()[:5] == ["名称", "类", "匹配", "标识符", "依据"]
        assert "Derui Intelligent Manufacturing Park" in cli("find", "德瑞", "--lang", "en").out

    def test_find_takes_several_words(self, cli: Cli) -> None:
        """Words belong together, as in a name."""
        assert cli("find", "O·Tech", "橙色云").out == cli("find", "otech橙色云").out != ""

    def test_find_nothing(self, cli: Cli) -> None:
        """An empty answer is an answer."""
        assert cli("find", "没有这样的东西", "-f", "json") == (0, "[]\n", "")

    @pytest.mark.parametrize(
        ("words", "why"), [("liaocheng", "name"), ("聊ch", "pinyin"), ("lcs", "initials"), ("聊成市", "sound")]
    )
    def test_find_says_why(self, cli: Cli, words: str, why: str) -> None:
        """Pinyin, initials and words that sound the same find the city too."""
        first = json.loads(cli("find", words, "-f", "json").out)[0]
        assert (first["label"], first["why"]) == ("聊城市", why)

    def test_find_in_passages(self, cli: Cli) -> None:
        """The match in brackets for people, by its place for programs; where was looked is told on stderr."""
        code, out, err = cli("find", "--passages", "齊河", "-f", "json", "--limit", "1")
        (first,) = json.loads(out)
        assert (code, first["text"][first["start"] : first["end"]]) == (0, "齊河")
        assert list(first)[:5] == ["text", "start", "end", "source", "source_iri"]
        assert list(first)[5:] == ["section", "offset", "spans", "about"]
        assert {"德瑞智能制造产业园"} <= {thing["label"] for thing in first["about"]}
        cut, *looked = err.splitlines()
        assert cut.startswith("注意：只显示前 1 处，共 ")
        assert {line.partition("：")[0] for line in looked} <= {"已查全文", "手边没有原文，只查了引文"}
        assert looked
        table = cli("find", "--passages", "齐河", "-f", "csv").out.splitlines()
        assert table[0] == "text,section,source,about"
        assert "【齊河】" in table[1]

    def test_find_says_when_there_is_more(self, cli: Cli) -> None:
        """Twenty, or the limit; more are announced."""
        code, out, err = cli("find", "园", "-f", "json")
        assert (code, len(json.loads(out))) == (0, 20)
        assert err == "注意：只显示前 20 个，还有别的；可以加长名称，或用 --limit 放宽。\n"
        assert len(json.loads(cli("find", "园", "-f", "json", "--limit", "3").out)) == 3

    def test_show_for_people(self, cli: Cli) -> None:
        """Label, class, IRI, day, names, then blocks; facts with basis and quote numbers; the quotes at the end."""
        code, out, err = cli("show", "德瑞智能制造产业园")
        lines = out.splitlines()
        assert (code, err) == (0, "")
        assert lines[:2] == ["德瑞智能制造产业园〔园区〕", PGD + "park-derui"]
        assert lines[2].startswith("数据截至 20")
        assert lines[3].startswith("又写作：Derui Intelligent Manufacturing Park（英文译名） · ")
        assert any(line.startswith("  位于：齐河县 · 属于 德州市 〔原文明示〕[") for line in lines)
        assert sum(line.endswith("] “德瑞智能制造產業園(德州市齊河縣)”") for line in lines) == 1
        assert any(line.startswith("    · 入库 · ") for line in lines)
        assert {"■ 认定与状态", "  考核：未载明", "  面积：未载明"} <= set(lines)
        assert out == cli("show", "park-derui", "-f", "table").out

    def test_show_in_english(self, cli: Cli) -> None:
        """The same page in English words; notes of curators where there are any."""
        out = cli("show", "park-derui", "--lang", "en").out
        assert {"■ Standing", "  assessment: not stated"} <= set(out.splitlines())
        assert "\nas of 20" in out
        assert "\nAlso written: " in out
        assert "\nQuotes" in out

    def test_show_tells_the_notes_of_curators(self, cli: Cli) -> None:
        """A judgement comes with its reason."""
        asked = f"{PREFIX}SELECT ?s {{ ?s <http://www.w3.org/2004/02/skos/core#editorialNote> ?n }} ORDER BY ?s"
        noted = json.loads(cli("query", asked, "-f", "json", "--limit", "1").out)[0]["s_iri"]
        assert "\n备注：" in cli("show", noted).out

    def test_show_for_programs(self, cli: Cli) -> None:
        """The page as an object."""
        page = json.loads(cli("show", "pgd:park-derui", "-f", "json").out)
        told = [
            "iri",
            "label",
            "cls",
            "names",
            "notes",
            "facts",
            "incoming",
            "mentions",
            "as_of",
            "spellings",
            "blocks",
        ]
        assert list(page) == told
        assert {fact["relation"] for fact in page["facts"]} >= {"位于", "入库于"}
        assert [block["label"] for block in page["blocks"]][:3] == ["同一性判断", "认定与状态", "位置与规模"]


class TestRelations:
    """evidence, path, network and draw."""

    def test_evidence_of_an_entity_and_of_a_link(self, cli: Cli) -> None:
        """Every passage behind a thing; between two things only those of their relations."""
        rows = json.loads(cli("evidence", "park-derui", "-f", "json").out)
        assert list(rows[0]) == ["statement", "value", "quote", "section", "source"]
        link = json.loads(cli("evidence", "park-derui", "齐河县", "-f", "json").out)
        assert {row["value"] for row in link} == {"齐河县"}
        assert "引文" in cli("evidence", "park-derui", "齐河县", "-f", "table").out

    def test_path_for_people_and_programs(self, cli: Cli) -> None:
        """A step a line with its quotes; in JSON a list of paths, each a list of steps; no path is an answer."""
        out = cli("path", "park-derui", "齐河县").out
        assert out.startswith("路径 1（1 步）\n  德瑞智能制造产业园 —位于→ 齐河县\n      “")
        back = cli("path", "齐河县", "park-derui", "--lang", "en").out
        assert back.startswith("path 1 (1 hops)\n  ")
        assert " ←is located in— " in back
        ((step,), *_) = json.loads(cli("path", "park-derui", "齐河县", "-f", "json").out)
        assert (step["start_iri"], step["relation_iri"], step["forward"]) == (
            PGD + "park-derui",
            PG + "locatedIn",
            True,
        )
        far = ("path", "park-derui", "policy-digital-shandong-plan-2018", "--hops", "1")
        assert cli(*far) == (0, "1 步之内没有路径；可以加大 --hops。\n", "")
        assert json.loads(cli(*far, "-f", "json").out) == []

    def test_network_lists_relations_or_figures(self, cli: Cli) -> None:
        """A row a relation with quotes, or a row an entity with figures; a limit says what it left out."""
        code, out, err = cli("network", "--limit", "2", "-f", "json")
        assert (code, len(json.loads(out))) == (0, 2)
        assert err.startswith("注意：只显示前 2 行，共 ")
        assert {"source_iri", "relation_iri", "target_iri", "basis", "quotes"} <= json.loads(out)[0].keys()
        figures = records(cli("network", "--metrics").out)
        assert list(figures[0])[2:] == ["class", "degree", "betweenness", "component"]
        assert [int(row["degree"]) for row in figures] == sorted((int(row["degree"]) for row in figures), reverse=True)

    def test_draw_writes_a_picture(self, cli: Cli, refused: Callable[..., str], tmp_path: Path) -> None:
        """The form follows the file's suffix; without a file there is nothing to draw to."""
        file = tmp_path / "德瑞.svg"
        assert cli("draw", "park-derui", "-o", str(file)) == (0, "", "")
        assert file.read_text(encoding="utf-8").startswith("<svg")
        said = refused(2, "draw", "park-derui")
        others = ".html、.dot、.graphml、.gexf、.mmd、.json"
        assert said == f"没有写明画到哪个文件。 请加 -o 文件名.svg（或 {others}）。"

    def test_draw_takes_a_lens(self, cli: Cli, tmp_path: Path) -> None:
        """By name or title, from its example or from an entity of one's own; measures give size and colour."""
        file = tmp_path / "图.json"
        assert cli("draw", "政策脉络", "-o", str(file)).code == 0
        first = json.loads(file.read_text(encoding="utf-8"))
        assert first["title"] == "政策脉络 · 山东省数字经济园区（试点）建设行动方案"
        assert cli("draw", "park-portrait", "O·Tech", "-o", str(file), "--cap", "9").code == 0
        assert len(json.loads(file.read_text(encoding="utf-8"))["nodes"]) == 9
        assert cli("list", "lenses").out.splitlines()[0] == "name,title,start,example,example_iri"

    def test_network_is_a_group(self, cli: Cli, refused: Callable[..., str]) -> None:
        """Measures, groups and projections; without a verb the relations are listed; an unknown verb is refused."""
        assert cli("network", "--limit", "2") == cli("network", "edges", "--limit", "2")
        measured = records(cli("network", "measures", "degree", "component", "--limit", "3").out)
        assert list(measured[0]) == ["entity", "entity_iri", "class", "degree", "component"]
        assert list(records(cli("network", "measures", "--limit", "1").out)[0])[3:] == ["degree", "eigenvector"]
        for verb in ("communities", "components"):
            groups = records(cli("network", verb).out)
            assert list(groups[0]) == ["group", "size", "entity", "entity_iri", "class"]
            assert sum(row["group"] == "1" for row in groups) == int(groups[0]["size"])
        shared = records(cli("network", "projection", "GovernmentUnit", "Programme").out)
        assert list(shared[0]) == ["left", "left_iri", "right", "right_iri", "weight", "shared"]
        said = refused(2, "network", "edge")
        assert said == "network 没有 edge 这个命令。 可用：communities、components、edges、measures、projection。"
        assert "projection" in cli("network", "--help").out


class TestLists:
    """list and info."""

    def test_questions_for_programs(self, cli: Cli) -> None:
        """Name, titles, group, parameters with type and default, columns."""
        cards = json.loads(cli("list", "queries", "-f", "json").out)
        assert len(cards) == len(list((REPO / "tests" / "golden").glob("*.csv"))) >= 25
        card = next(card for card in cards if card["name"] == "parks-by-policy")
        assert list(card) == ["name", "title_zh", "title_en", "group", "parameters", "columns"]
        assert (card["group"], card["title_en"]) == ("analyst", "Which parks came out of which policy")
        assert card["parameters"][0] == {"name": "policy", "type": "pg:PolicyDocument", "default": "UNDEF"}
        assert card["columns"] == ["policy", "relation", "cohort", "tier", "park", "as_of"]

    def test_questions_for_people(self, cli: Cli) -> None:
        """Group, name, title and parameters; `list` alone lists questions."""
        out = cli("list").out
        assert out == cli("list", "queries", "-f", "csv").out
        rows = {row["name"]: row for row in records(out)}
        assert rows["parks-by-policy"] == {
            "group": "analyst",
            "name": "parks-by-policy",
            "title_zh": "哪些园区出自哪份政策",
            "parameters": "policy reach tier",
        }
        assert rows["registry-subsidy"]["parameters"] == ""
        assert "分组" in cli("list", "-f", "table").out.splitlines()[0]
        assert records(cli("list", "--lang", "en").out)[0].keys() == {"group", "name", "title_en", "parameters"}

    @pytest.mark.parametrize(("kind", "first"), [("classes", "term"), ("properties", "term"), ("sources", "source")])
    def test_what_the_graph_is_made_of(self, cli: Cli, kind: str, first: str) -> None:
        """Each list in every format of tables."""
        rows = json.loads(cli("list", kind, "-f", "json").out)
        assert next(iter(rows[0])) == first
        assert len(records(cli("list", kind).out)) == len(rows)
        for form in ("table", "tsv", "md"):
            assert cli("list", kind, "-f", form).code == 0

    def test_info_for_programs(self, cli: Cli) -> None:
        """Versions, number of statements, fingerprint and classes."""
        info = json.loads(cli("info", "-f", "json").out)
        assert list(info) == ["package", "ontology", "data", "triples", "fingerprint", "classes"]
        assert info["package"] == parkgraph.__version__
        assert (len(info["fingerprint"]), type(info["triples"])) == (64, int)
        assert info["classes"]["pg:Park"] > 30

    def test_info_for_people(self, cli: Cli) -> None:
        """The same in lines, in either language."""
        info = json.loads(cli("info", "-f", "json").out)
        assert cli("info").out.splitlines()[:5] == [
            f"软件版本: {info['package']}",
            f"本体版本: {info['ontology']}",
            f"数据版本: {info['data']}",
            f"三元组: {info['triples']}",
            f"指纹: {info['fingerprint']}",
        ]
        assert f"  pg:Park: {info['classes']['pg:Park']}" in cli("info", "--lang", "en").out.splitlines()
        assert cli("info", "--lang", "en").out.startswith("package: ")


class TestFiles:
    """-o: a whole file, or nothing."""

    def test_an_answer_goes_into_a_file(self, cli: Cli, tmp_path: Path) -> None:
        """As it would go into a pipe; what was there before is replaced, and nothing else is left behind."""
        file = tmp_path / "园区.csv"
        file.write_text("old", encoding="utf-8")
        assert cli("run", "subsidy-by-tier", "-o", str(file)) == (0, "", "")
        assert file.read_bytes().decode("utf-8") == cli("run", "subsidy-by-tier").out
        assert [path.name for path in tmp_path.iterdir()] == ["园区.csv"]

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            (2, ("run", "parks-by-polcy")),
            (2, ("run", "parks-by-policy", "policy=没有的文件")),
            (2, ("query", "SELECT ?s { ?s dep:x ?o }")),
            (2, ("query", TYPES, "-f", "json")),
            (4, ("query", ENDLESS, "--time-limit", "0.3")),
            (4, ("run", "parks-by-policy", "--endpoint", NOBODY)),
        ],
    )
    def test_a_failure_leaves_the_file_alone(self, cli: Cli, tmp_path: Path, code: int, words: tuple[str, ...]) -> None:
        """Whoever's fault it is."""
        file = tmp_path / "kept.csv"
        file.write_text("kept", encoding="utf-8")
        assert cli(*words, "-o", str(file)).code == code
        assert file.read_text(encoding="utf-8") == "kept"
        assert [path.name for path in tmp_path.iterdir()] == ["kept.csv"]

    def test_a_full_disk_leaves_the_file_alone(
        self, refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the last step of writing fails, the old file is whole and nothing lies beside it."""

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        file = tmp_path / "kept.csv"
        file.write_text("kept", encoding="utf-8")
        monkeypatch.setattr(Path, "replace", full)
        said = refused(2, "run", "subsidy-by-tier", "-o", str(file))
        assert said == f"{file}: 写不成文件（No space left on device）。 请检查目录是否存在、能否写入。"
        assert file.read_text(encoding="utf-8") == "kept"
        assert [path.name for path in tmp_path.iterdir()] == ["kept.csv"]

    def test_a_place_that_is_not_there(self, refused: Callable[..., str], tmp_path: Path) -> None:
        """The folder is not made, and the message says what to look at."""
        file = tmp_path / "none" / "x.csv"
        said = refused(2, "run", "subsidy-by-tier", "-o", str(file))
        assert said == f"{file}: 写不成文件（No such file or directory）。 请检查目录是否存在、能否写入。"

    def test_a_file_in_the_way_of_a_folder(self, refused: Callable[..., str], town: Path, tmp_path: Path) -> None:
        """A failure of the file system is no traceback."""
        (tmp_path / "file").write_text("", encoding="utf-8")
        said = refused(3, "build", "--workspace", str(town), "-o", str(tmp_path / "file" / "graph.ttl"))
        assert said.endswith("文件读写失败（File exists）。 请检查路径和权限。")


class TestRefusals:
    """Bad input: where, what, what to do, and the exit code of whose fault it is."""

    MISTAKES = (
        (("runn",), "没有 runn 这个命令。 是否想写 run？"),
        (("frobnicate",), "没有 frobnicate 这个命令。 运行 parkgraph --help 查看全部命令。"),
        (
            ("run", "next-cohor"),
            "没有名为「next-cohor」的问题。 您要找的是不是next-cohort？运行 parkgraph list queries 可列出全部问题。",
        ),
        (
            ("run", "parks-by-policy", "polcy=x"),
            "parks-by-policy: 没有参数「polcy」。 您要找的是不是policy？可用的参数：policy、reach、tier。",
        ),
        (("run", "registry-subsidy", "x=1"), "registry-subsidy: 没有参数「x」。 这个问题没有参数。"),
        (
            ("run", "parks-by-policy", "policy=德瑞智能制造产业园"),
            "参数 policy: “德瑞智能制造产业园”是园区，不是政策文件。 请写一个政策文件的名称或标识符。",
        ),
        (
            ("run", "parks-by-policy", "reach=far"),
            "parks-by-policy: 参数 reach 的值「far」不是可选的值。 可选的值：direct、upstream。",
        ),
        (
            ("run", "parks-by-policy", "policy=没有的文件"),
            "参数 policy: 找不到“没有的文件”。 请用 parkgraph find 加名称的一部分查找它的写法。",
        ),
        (("run", "parks-by-policy", "tier"), "参数 tier 的写法不对。 请写成 名称=值，例如 tier=示范型。"),
        (("run", "parks-by-policy", "=x"), "参数 =x 的写法不对。 请写成 名称=值，例如 tier=示范型。"),
        (("run", "parks-by-policy", "tier="), "参数 tier= 的写法不对。 请写成 名称=值，例如 tier=示范型。"),
        (("run", "parks-by-policy", "tier=a", "tier=b"), "参数 tier 写了两次。 请只写一次。"),
        (
            ("run", "parks-by-policy", "-f", "ttl"),
            "--format: 这个结果不能写成 ttl。 可用：table、csv、tsv、json、md、xlsx。",
        ),
        (("query", TYPES, "-f", "json"), "--format: 这个结果不能写成 json。 可用：ttl、nt。"),
        (("query", TYPES, "-f", "srj"), "CONSTRUCT 的结果没有 srj 格式。 请用 -f ttl 或 -f nt。"),
        (("query", "ASK {}", "-f", "ttl"), "--format: 这个结果不能写成 ttl。 可用：table、csv、json。"),
        (("info", "-f", "csv"), "--format: 这个结果不能写成 csv。 可用：table、json。"),
        (("show", "park-derui", "-f", "csv"), "--format: 这个结果不能写成 csv。 可用：table、json。"),
        (("show", "没有的园"), "找不到“没有的园”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        (("show", "50%"), "找不到“50%”。 请用 parkgraph find 加名称的一部分查找它的写法。"),
        (("query", ""), "查询是空的。 请写一条 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询。"),
        (
            ("query", "SELECT ?s {\n ?s a dep:Park }"),
            "第 2 行第 7 列: 前缀 dep: 没有声明。 请在查询开头加一行：PREFIX dep: <…>",
        ),
        (
            ("query", "SELECT ?s { ?s ?p ?o } LIMITT 3"),
            "第 1 行第 24 列: SPARQL 里没有 LIMITT 这个词。 是不是想写 LIMIT？",
        ),
        (
            ("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
            "查询使用了 SERVICE，这里不允许查询访问其他服务器。 请去掉 SERVICE，只查询本图谱。",
        ),
        (("query", "nowhere.rq"), "找不到查询文件 nowhere.rq。 请检查路径，或直接写 SPARQL。"),
        (("list", "parks"), "list: 没有 parks 这种清单。 可用：queries、classes、properties、sources、lenses。"),
        (
            ("info", "--endpoint", NOBODY, "--store", "x"),
            "--endpoint 不能与 --store 或 --workspace 同用。 请只留一个。",
        ),
        (
            ("info", "--endpoint", "nowhere"),
            "nowhere: 这不是 SPARQL 端点的地址。 请写以 http:// 或 https:// 开头的完整地址。",
        ),
    )
    """Words of a command line, and the message that answers them."""

    @pytest.mark.parametrize(("words", "message"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
    def test_a_mistake_of_usage(self, refused: Callable[..., str], words: tuple[str, ...], message: str) -> None:
        """Exit code 2, and one message that says what to write instead."""
        assert refused(2, *words) == message

    def test_a_number_that_is_none(self, refused: Callable[..., str]) -> None:
        """Whatever question takes a whole number."""
        questions = parkgraph.open().questions().values()
        name, parameter = next((q.name, p.name) for q in questions for p in q.parameters if p.type == "integer")
        assert refused(2, "run", name, f"{parameter}=明年") == (
            f"{name}: 参数 {parameter} 的值「明年」不是整数。 请写成不超过 18 位的整数，例如 2022。"
        )

    def test_an_ambiguous_name_lists_its_choices(self, refused: Callable[..., str]) -> None:
        """Numbered, with what to type for each."""
        lines = refused(2, "run", "parks-by-policy", "tier=数字经济园区").splitlines()
        assert lines == [
            "参数 tier: “数字经济园区”有 3 个可能：",
            "  1) 省级数字经济园区名录库〔认定档次〕 tier=pgc:tier-registry",
            "  2) 省级示范数字经济园区（试点）〔认定档次〕 tier=pgc:tier-demonstration",
            "  3) 省级成长型数字经济园区（试点）〔认定档次〕 tier=pgc:tier-growth",
            "请写其中一个标识符。",
        ]

    def test_a_file_in_another_encoding(self, refused: Callable[..., str], tmp_path: Path) -> None:
        """A query saved by an old editor."""
        file = tmp_path / "gbk.rq"
        file.write_bytes("ASK { ?园区政策 ?p ?o }".encode("gbk"))
        assert refused(2, "query", str(file)) == f"{file}: 查询不是 UTF-8 编码。 请另存为 UTF-8。"

    def test_stdin_in_another_encoding(self, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
        """The same through a pipe."""
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("ASK { ?园区政策 ?p ?o }".encode("gbk"))))
        assert refused(2, "query", "-") == "-: 查询不是 UTF-8 编码。 请另存为 UTF-8。"

    def test_a_query_without_end(self, refused: Callable[..., str]) -> None:
        """Stopped at the limit: exit code 4."""
        assert refused(4, "query", ENDLESS, "--time-limit", "0.5") == (
            "超过时间限制 0.5 秒，已停止。 请缩小查询范围（加条件或 LIMIT），或用 --time-limit 放宽限制。"
        )

    @pytest.mark.parametrize("verb", [("run", "parks-by-policy"), ("info",), ("find", "园"), ("query", PARKS)])
    def test_an_endpoint_that_does_not_answer(self, refused: Callable[..., str], verb: tuple[str, ...]) -> None:
        """Exit code 4, with the address."""
        assert refused(4, *verb, "--endpoint", NOBODY) == (
            f"{NOBODY}: 没有得到端点的答案（那里没有服务，连接被拒绝）。 请检查地址和网络，或稍后再试。"
        )

    def test_a_workspace_that_is_not_built(self, refused: Callable[..., str], tmp_path: Path) -> None:
        """Exit code 3, with the command that builds it."""
        said = refused(3, "info", "--workspace", str(tmp_path))
        assert said == f"{tmp_path}: 找不到 graph.ttl。 请先运行 parkgraph build --workspace {tmp_path}。"

    def test_a_store_in_the_way(self, refused: Callable[..., str], tmp_path: Path) -> None:
        """A folder with other files is not touched."""
        (tmp_path / "letter.txt").write_text("", encoding="utf-8")
        said = refused(2, "info", "--store", str(tmp_path))
        assert said == f"{tmp_path}: 这里已有别的文件，不是 parkgraph 的磁盘库。 请换一个空目录或不存在的目录。"
        assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

    @pytest.mark.parametrize(
        "words",
        [("run",), ("find",), ("list", "--bogus"), ("list", "-f", "docx"), ("list", "--limit")],
    )
    def test_what_click_refuses(self, refused: Callable[..., str], words: tuple[str, ...]) -> None:
        """A missing word, an unknown option or a wrong choice: exit code 2, no traceback."""
        assert refused(2, *words)

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("run",), "缺少参数 NAME。 运行 parkgraph run --help 查看写法。"),
            (("list", "--bogus"), "没有 --bogus 这个选项。 是否想写 --verbose？"),
            (("list", "--zzzz"), "没有 --zzzz 这个选项。 运行 parkgraph list --help 查看写法。"),
            (
                ("list", "-f", "docx"),
                "选项 -f/--format 的值不对。 可用的值：table、csv、tsv、json、md、xlsx、srj、ttl、nt。",
            ),
            (("list", "-f"), "选项 -f 后面缺少值，或不该有值。 运行 parkgraph --help 查看写法。"),
            (("list", "--limit", "many"), "选项 --limit 的值不对。 请写一个不小于 1 的数。"),
            (("query", "--time-limit", "0", "ASK {}"), "选项 --time-limit 的值不对。 请写一个不小于 0.1 的数。"),
            (("query", "a", "b"), "命令的写法不对，可能多写了词。 运行 parkgraph query --help 查看写法。"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
    )
    def test_what_click_refuses_is_said_in_chinese(
        self, refused: Callable[..., str], words: tuple[str, ...], told: str
    ) -> None:
        """One voice for the same reader: what is wrong, and what to write instead."""
        assert refused(2, *words) == told

    def test_an_interruption_is_no_traceback(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C ends with the exit code that shells expect."""

        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(options, "open_graph", interrupted)
        assert cli("info").code == 130


class TestBuild:
    """build, in a workspace of one's own."""

    def test_a_workspace_is_built_and_checked(self, cli: Cli, town: Path) -> None:
        """The graph is written beside the records; a second look finds no difference; then it can be asked."""
        code, out, err = cli("build", "--workspace", str(town))
        assert (code, out) == (0, "")
        assert err.startswith("三元组 ")
        assert err.endswith("；已逐字核对的原文：moushi-2024-notice、moushi-2025-interview\n")
        assert cli("build", "--workspace", str(town), "--check") == (0, "", err)
        assert json.loads(cli("find", "某市数据局", "--workspace", str(town), "-f", "json").out)[0]["iri"] == (
            PGD + "unit-moushi-data-bureau"
        )

    def test_the_lock_stands_in_for_texts(self, cli: Cli, town: Path) -> None:
        """Without the texts the same graph comes out, and the line says what was not looked at."""
        cli("build", "--workspace", str(town))
        graph = (town / "graph.ttl").read_bytes()
        for text in town.glob("sources/*.txt"):
            text.unlink()
        assert cli("build", "--workspace", str(town)).err.endswith("；已逐字核对的原文：无，引文按锁定表核对\n")
        assert (town / "graph.ttl").read_bytes() == graph

    def test_check_finds_a_changed_graph(self, cli: Cli, town: Path) -> None:
        """Exit code 1, the file is named and left as it is."""
        cli("build", "--workspace", str(town))
        graph = town / "graph.ttl"
        changed = graph.read_text(encoding="utf-8").replace("某市数据局", "某市大数据局")
        graph.write_text(changed, encoding="utf-8")
        code, out, err = cli("build", "--workspace", str(town), "--check")
        assert (code, out) == (1, "")
        assert err.startswith(f"与生成结果不同：{graph}\n三元组 ")
        assert graph.read_text(encoding="utf-8") == changed

    def test_the_graph_goes_where_it_is_told(self, cli: Cli, town: Path, tmp_path: Path) -> None:
        """-o names the file."""
        assert cli("build", "--workspace", str(town), "-o", str(tmp_path / "mine.ttl")).code == 0
        assert (tmp_path / "mine.ttl").is_file()
        assert not (town / "graph.ttl").exists()

    def test_a_new_id_needs_to_be_registered(self, cli: Cli, refused: Callable[..., str], town: Path) -> None:
        """Refused with its line and nothing written; entered with --register; afterwards it is known."""
        record = town / "records" / "moushi-2024-notice.yaml"
        text = record.read_text(encoding="utf-8")
        addition = (
            "- id: unit-moushi-new\n  is: GovernmentDepartment\n  zh: 某市新局\n  quote: '由某市数据局组织开展'\n"
        )
        record.write_text(f"{text}\n{addition}", encoding="utf-8")
        line = len(text.splitlines()) + 2
        registry = town / "registry" / "ids.tsv"
        before = registry.read_bytes()
        assert refused(3, "build", "--workspace", str(town)) == (
            f"{record}:{line}: 标识符 unit-moushi-new 未登记。"
            " 核对拼写后运行 parkgraph build --register，把新标识符写入登记册。"
        )
        assert registry.read_bytes() == before
        assert not (town / "graph.ttl").exists()
        assert "，新登记 1；" in cli("build", "--workspace", str(town), "--register").err
        assert "unit-moushi-new\tGovernmentDepartment" in registry.read_text(encoding="utf-8")
        assert "，新登记 0；" in cli("build", "--workspace", str(town)).err

    def test_a_missing_source_is_named(self, refused: Callable[..., str], town: Path, tmp_path: Path) -> None:
        """With --sources every text must be there."""
        for text in town.glob("sources/*.txt"):
            text.unlink()
        (tmp_path / "empty").mkdir()
        assert refused(3, "build", "--workspace", str(town), "--sources", str(tmp_path / "empty")) == (
            f"{tmp_path / 'empty'}、{town / 'sources'}: 找不到原文 moushi-2024-notice.txt。"
            " 请把文件放入该目录，或用 --sources 指明目录。"
        )
        assert not (town / "graph.ttl").exists()

    def test_a_text_is_registered(self, cli: Cli, town: Path, tmp_path: Path) -> None:
        """--text puts a document into the workspace with an entry that people complete."""
        text = tmp_path / "moushi-2026-plan.txt"
        text.write_text("某市规划\n", encoding="utf-8")
        code, out, err = cli("build", "--workspace", str(town), "--text", str(text))
        assert (code, out) == (0, "")
        assert err.startswith(f"已登记：{town / 'sources' / 'moushi-2026-plan.toml'}；请在其中填写 ")
        assert (town / "sources" / "moushi-2026-plan.txt").read_bytes() == text.read_bytes()
        assert cli("build", "--workspace", str(town), "--text", str(text)).err == (
            f"已登记：{town / 'sources' / 'moushi-2026-plan.toml'}\n"
        )

    def test_a_folder_that_is_no_workspace(self, refused: Callable[..., str], tmp_path: Path) -> None:
        """The message names the folders that make one."""
        assert refused(3, "build", "--workspace", str(tmp_path)) == (
            f"{tmp_path}: 工作目录中没有 records/。 请建立 sources/、records/、reference/ 三个目录。"
        )


class TestValidate:
    """validate: findings are no errors, but exit code 1."""

    SEEDED = "@prefix pg: <https://w3id.org/parkgraph/ontology#> .\n<https://example.org/park> a pg:Park .\n"

    def test_the_shipped_graph_has_no_violation(self, cli: Cli) -> None:
        """Exit code 0, with a count of each kind at the end."""
        code, out, err = cli("validate")
        assert (code, err) == (0, "")
        assert out.splitlines()[-1].startswith("违反 0 · 警告 ")

    def test_findings_about_a_file(self, cli: Cli, tmp_path: Path) -> None:
        """Exit code 1, in every format; programs get each finding as an object."""
        file = tmp_path / "seeded.ttl"
        file.write_text(self.SEEDED, encoding="utf-8")
        code, out, err = cli("validate", str(file), "-f", "json")
        findings = json.loads(out)
        assert (code, err) == (1, "")
        keys = ["constraint", "severity", "node", "label", "message_zh", "message_en", "quote", "waived"]
        assert [list(finding) for finding in findings] == [keys] * len(findings)
        assert {finding["node"] for finding in findings} == {"https://example.org/park"}
        assert "Violation" in {finding["severity"] for finding in findings}
        assert all(finding["waived"] is False for finding in findings)
        code, out, _ = cli("validate", str(file), "--alone", "-f", "csv", "--lang", "en")
        assert code == 1
        assert {row["message"] for row in records(out)} & {finding["message_en"] for finding in findings}
        code, out, _ = cli("validate", str(file), "--alone")
        assert code == 1
        assert any(f"\n    {finding['message_zh']}\n" in out for finding in findings)
        assert out.startswith("违反 s")
        assert "\n违反 " in out

    def test_a_workspace_is_validated_with_its_own_graph(self, cli: Cli, tmp_path: Path) -> None:
        """What lies on top of the shipped graph is checked with it."""
        (tmp_path / "graph.ttl").write_text(self.SEEDED, encoding="utf-8")
        code, out, _ = cli("validate", "--workspace", str(tmp_path), "-f", "json")
        assert code == 1
        assert "https://example.org/park" in {finding["node"] for finding in json.loads(out)}

    def test_a_file_that_cannot_be_read(self, refused: Callable[..., str], tmp_path: Path) -> None:
        """Exit code 3: not there, of another format, broken."""
        missing = tmp_path / "none.ttl"
        assert refused(3, "validate", str(missing)) == f"{missing}: 找不到文件。 请检查路径和读取权限。"
        broken = tmp_path / "broken.ttl"
        broken.write_text("<urn:a:b> <urn:a:c> .\n", encoding="utf-8")
        assert refused(3, "validate", str(broken)) == (
            f"{broken}:1: 语法有误（. is not a valid RDF object）。 请改正该行，并看上一行末尾的标点。"
        )
        other = tmp_path / "table.xlsx"
        other.write_bytes(b"PK\x03\x04")
        assert refused(3, "validate", str(other)) == (
            f"{other}: 不认识的格式 .xlsx。 请用 ttl、nt、nq、trig、jsonld、rdf（可再压缩成 .gz）。"
        )


class TestStores:
    """The same answers from a store on disk and from a server."""

    def test_a_store_on_disk(self, cli: Cli, tmp_path: Path) -> None:
        """Built by the first command, read by the second; no difference to memory."""
        store = ["--store", str(tmp_path / "store")]
        first = cli("run", "parks-by-policy", *store)
        assert first == cli("run", "parks-by-policy", *store) == cli("run", "parks-by-policy")
        assert cli("query", PARKS, "-f", "json", *store) == cli("query", PARKS, "-f", "json")

    @pytest.mark.parametrize(
        "words",
        [
            ("run", "parks-by-policy", "policy=行动方案", "--quotes", "-f", "json"),
            ("run", "parks-by-policy", "-f", "table", "--quotes"),
            ("run", "subsidy-by-tier", "-f", "srj"),
            ("find", "德瑞", "-f", "json"),
            ("show", "德瑞智能制造产业园"),
            ("info", "-f", "json"),
            ("list", "sources", "-f", "json"),
            ("query", PARKS, "-f", "json"),
            ("query", TYPES),
            ("query", "ASK {}"),
        ],
    )
    def test_an_endpoint(self, cli: Cli, endpoint: list[str], words: tuple[str, ...]) -> None:
        """Byte for byte what the local graph says."""
        local = cli(*words)
        assert local.code == 0
        assert cli(*words, *endpoint) == local


class TestProcess:
    """The command line as a process."""

    def test_a_pipe_gets_utf8(self) -> None:
        """Whatever the locale says; the exit code is the process's."""
        ended = child("run", "subsidy-by-tier", env={"PATH": "", "LC_ALL": "C", "PYTHONUTF8": "0"})
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert ended.stdout.decode("utf-8").startswith("tier,tier_iri,")
        assert "省级示范数字经济园区" in ended.stdout.decode("utf-8")

    @pytest.mark.parametrize(
        ("words", "code"), [(("runn",), 2), (("validate", "none.ttl"), 3), (("info", "--endpoint", NOBODY), 4)]
    )
    def test_a_failure_has_its_code(self, words: tuple[str, ...], code: int) -> None:
        """One message on stderr, nothing on stdout, no traceback."""
        ended = child(*words)
        assert (ended.returncode, ended.stdout) == (code, b"")
        assert ended.stderr.decode("utf-8").startswith("错误：")
        assert b"Traceback" not in ended.stderr

    def test_a_query_on_stdin(self) -> None:
        """As in `cat parks.rq | parkgraph query -`."""
        ended = child("query", "-", "-f", "json", input=PARKS.encode("utf-8-sig"))
        assert PGD + "park-derui" in {row["park_iri"] for row in json.loads(ended.stdout)}

    @pytest.mark.parametrize("words", [("run", "parks-by-policy"), ("info",)])
    def test_a_closed_pipe_is_no_traceback(self, words: tuple[str, ...]) -> None:
        """As in `parkgraph run … | head -1`."""
        command = [sys.executable, "-m", "parkgraph", *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            said = process.stderr.read()
        assert said == b""

    def test_a_canned_question_in_a_pipe_loads_nothing_heavy(self) -> None:
        """Neither rdflib, networkx, pyshacl, pandas, rich, SPARQLWrapper nor opencc."""
        command = [sys.executable, "-X", "importtime", "-m", "parkgraph", "run", "parks-by-policy", "-f", "csv"]
        ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
        assert {"pyoxigraph", "click", "yaml"} <= loaded
        assert loaded & set(HEAVY) == set()

    def test_help_and_version(self, cli: Cli) -> None:
        """Each verb is explained in Chinese, with an example."""
        assert cli("--version").out == f"parkgraph {parkgraph.__version__}\n"
        assert "先试：parkgraph run parks-by-policy" in cli("--help").out
        for verb in ("list", "run", "query", "find", "show", "validate", "build", "info"):
            assert f"例：parkgraph {verb}" in cli(verb, "--help").out

    def test_main_ends_the_process(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """With the exit code of the command line, also on streams that cannot change their encoding."""
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        with pytest.raises(SystemExit) as ended:
            main(["runn"])
        assert ended.value.code == 2
