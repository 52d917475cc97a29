"""`ask`: from a wording to the right question and its parameters, and never more than a proposal."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import parkgraph
from parkgraph.ask import Asked, Asker, is_question
from parkgraph.ask.rank import Ranking, texts
from parkgraph.ask.recognise import Namebook
from parkgraph.ask.wording import dictionary, features
from parkgraph.cli.app import run
from parkgraph.graph import Graph
from parkgraph.names import PG, PGD, iri
from parkgraph.search import plain
from parkgraph.vocabulary import load_vocabulary

REPO = Path(__file__).parents[1]
BENCH: list[dict[str, Any]] = yaml.safe_load((REPO / "tests" / "golden" / "asked.yaml").read_text(encoding="utf-8"))
HOSTILE = [
    *("", " ", "？？？！", "…", "\x00", "\x00Park\x00", "\ud800", "😀" * 500, "\u202e园区", "%00%0a"),
    *("a" * 10_000, "园" * 10_000, "德瑞产业园" * 2000, "0" * 300, "∞≈÷", "園區\n\n園區", "＜ｂ＞園區＜／ｂ＞"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "'; DROP TABLE parks; --", "?x ?y ?z }", "$(rm -rf .)", "--run 1"),
]


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The shipped graph of this checkout."""
    return parkgraph.open(home=REPO)


@pytest.fixture(scope="module")
def asked(graph: Graph) -> list[tuple[dict[str, Any], Asked]]:
    """Each entry of the bench with what its wording may mean, so far that its own question is among it."""
    return [(entry, graph.ask(entry["asked"], limit=40)) for entry in BENCH]


def in_chinese(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of the bench is in Chinese."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in entry["asked"])


def meant(graph: Graph, entry: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of an entry as IRIs and values."""
    question = graph.question(entry["question"])
    told = {}
    for name, value in (entry.get("parameters") or {}).items():
        kind = question.parameter(name).type
        takes_things = kind == "iri" or ":" in kind
        told[name] = graph.resolve(str(value), iri(kind) if ":" in kind else "", name) if takes_things else str(value)
    return told


def given(graph: Graph, entry: Mapping[str, Any], found: Asked) -> dict[str, str] | None:
    """The parameters that were recognised for the question of an entry; None where it is not proposed at all."""
    question = graph.question(entry["question"])
    for card in found.cards:
        if card.name == question.name:
            enums = {parameter.name for parameter in question.parameters if parameter.type == "enum"}
            return {one.name: one.value if one.name in enums else one.iri or one.value for one in card.parameters}
    return None


# ---------------------------------------------------------------------- the bench


def test_the_bench_knows_its_size() -> None:
    """The figures below are of a bench that is large enough, in both languages, and names questions that there are."""
    answerable = [entry for entry in BENCH if entry["question"]]
    assert sum(map(in_chinese, BENCH)) >= 60
    assert sum(not in_chinese(entry) for entry in BENCH) >= 24
    assert sum(map(in_chinese, answerable)) >= 45
    assert len(answerable) - sum(map(in_chinese, answerable)) >= 18
    assert len(BENCH) - len(answerable) >= 12
    assert len({entry["asked"] for entry in BENCH}) == len(BENCH)


def test_the_bench_does_not_speak_in_the_words_of_the_catalogue(graph: Graph) -> None:
    """No wording of the bench stands in a header, or the figures would say nothing."""
    known = {
        plain(text)
        for question in graph.questions().values()
        for text in (question.title_zh, question.title_en, *question.phrasings)
    }
    assert [entry["asked"] for entry in BENCH if plain(entry["asked"]) in known] == []


@pytest.mark.parametrize("chinese", [True, False], ids=["zh", "en"])
def test_the_right_question_comes_first(asked: list[tuple[dict[str, Any], Asked]], chinese: bool) -> None:
    """For nine wordings of ten the first card is the question that answers it."""
    right = [
        bool(found.cards) and found.cards[0].name in (entry["question"], *entry.get("also", ()))
        for entry, found in asked
        if entry["question"] and in_chinese(entry) == chinese
    ]
    assert sum(right) / len(right) >= 0.9


def test_what_nothing_answers_has_no_clear_card(asked: list[tuple[dict[str, Any], Asked]]) -> None:
    """Of the wordings that no question answers, four of five at least have no card that is said to be clear."""
    unclear = [not found.clear for entry, found in asked if not entry["question"]]
    assert sum(unclear) / len(unclear) >= 0.8


def test_a_clear_card_is_a_right_one(asked: list[tuple[dict[str, Any], Asked]]) -> None:
    """Half of the answerable wordings at least have a clear card, and of these all but a few are right."""
    clear = [(entry, found.cards[0].name) for entry, found in asked if found.clear and entry["question"]]
    assert len(clear) >= 0.5 * sum(bool(entry["question"]) for entry in BENCH)
    wrong = [entry["asked"] for entry, name in clear if name not in (entry["question"], *entry.get("also", ()))]
    assert len(wrong) <= len(clear) / 20


def test_parameters_are_recognised(graph: Graph, asked: list[tuple[dict[str, Any], Asked]]) -> None:
    """For six wordings of seven, exactly the parameters are filled that the wording names."""
    fitting = [given(graph, entry, found) == meant(graph, entry) for entry, found in asked if entry["question"]]
    assert sum(fitting) / len(fitting) >= 0.85


def test_a_phrasing_is_found_without_itself(graph: Graph) -> None:
    """Of the phrasings, each asked while it is missing from the catalogue, half and more still find their question."""
    asker = Asker(graph.index, load_vocabulary(graph.home / "ontology"), graph.questions())
    first = total = 0
    for name, question in list(asker.questions.items())[::5]:
        known = asker.texts[name]
        for number in range(2, 2 + len(question.phrasings)):  # behind the two titles
            wording = known.wordings[number]
            rest = [*known.wordings[:number], *known.wordings[number + 1 :]]
            others = [(weight, frozenset([one])) for one, weight in known.told.items() if weight < 1.0]
            scores = Ranking({**asker.texts, name: texts(rest, others)}).scores(wording)
            first += bool(scores) and max(scores, key=lambda one: (scores[one], one)) == name
            total += 1
    assert total >= 100
    assert first / total >= 0.45


# ---------------------------------------------------------------------- what is recognised


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        ("德瑞产业园有哪些别名", "park-name-variants", {"park": "park-derui"}),
        ("德瑞產業園有哪些別名？", "park-name-variants", {"park": "park-derui"}),
        ("德州市哪些园区没有入选", "applicants-not-selected", {"area": "division-371400"}),
        ("德州哪些园区没有入选", "applicants-not-selected", {"area": "division-371400"}),
        ("２０２５年到期的目标谁负责", "due-by-year", {"target_year": "2025"}),
        ("哪些园区出自数字山东规划", "parks-by-policy", {"policy": "policy-digital-shandong-plan-2018"}),
        ("有哪些短板", "situation-and-challenges", {"kind": "pg:Weakness"}),
        ("图谱里有多少园区", "counts-per-class", {"class": "pg:Park"}),
        ("which parks in Dezhou were not selected", "applicants-not-selected", {"area": "division-371400"}),
        ("What other names does the Derui park go by?", "park-name-variants", {"park": "park-derui"}),
    ],
)
def test_what_a_wording_names_fills_the_parameters(graph: Graph, words: str, name: str, values: dict[str, str]) -> None:
    """A name in whole or in part, in either script and width, a year, and a value by its label."""
    card = graph.ask(words).cards[0]
    assert (card.name, card.values) == (name, values)
    assert card.command == " ".join(["parkgraph run", name, *(f"{key}={value}" for key, value in values.items())])


def test_two_documents_are_taken_in_their_order(graph: Graph) -> None:
    """Of two things for two parameters of a kind the first named fills the first."""
    card = graph.ask("数字山东发展规划和网络安全法之间的引用路径").cards[0]
    assert card.name == "citation-path"
    assert card.values == {"start": "policy-digital-shandong-plan-2018", "end": "policy-cybersecurity-law"}


def test_of_several_values_none_is_taken(graph: Graph) -> None:
    """A parameter for which a wording names two values stays open, but a place before a place only says where it is."""
    [card] = [
        card for card in graph.ask("2023年和2025年的目标有哪些", limit=30).cards if card.name == "targets-by-year"
    ]
    assert card.values == {}
    [card] = [card for card in graph.ask("山东省德州市有哪些园区", limit=30).cards if card.name == "parks-in-area"]
    assert card.values == {"area": "division-371400"}


def test_values_can_be_run(graph: Graph, asked: list[tuple[dict[str, Any], Asked]]) -> None:
    """What was recognised is taken by `run` as it stands."""
    filled = {(card.name, tuple(card.values.items())) for _, found in asked for card in found.cards[:2] if card.values}
    assert len(filled) >= 40
    for name, values in sorted(filled):
        graph.bound(name, dict(values))


def test_names_do_not_vote(graph: Graph) -> None:
    """What a thing is called does not make a question more likely; another of its kind gives the same cards."""
    words = ("东营软件园有什么特点", "德瑞智能制造产业园有什么特点")
    one, other = map(graph.ask, words)
    assert one.cards[0].name == other.cards[0].name == "park-characteristics"
    assert len({graph._asker.masked(graph._asker.heard(wording)) for wording in words}) == 1
    assert [thing.iri for thing in other.things] == [PGD + "park-derui"]


def test_a_common_word_is_no_name() -> None:
    """A part of names counts only at their beginning or end and where few have it, or if nothing else has it."""
    names = [(f"x:{letter}", f"{letter}市数字经济产业园") for letter in "甲乙丙丁"] + [("x:e", "戊己庚辛软件园")]
    book = Namebook(names, {thing: frozenset([PG + "Park"]) for thing, _ in names}, frozenset([PG + "Park"]))
    assert book.mentions("数字经济产业园有几个") == []
    assert [one.things for one in book.mentions("戊己软件园在哪")] == [("x:e",)]
    assert [one.things for one in book.mentions("戊己有什么")] == [("x:e",)]
    assert [(one.start, one.end, one.things) for one in book.mentions("哪个己庚辛软的")] == [(2, 6, ("x:e",))]
    assert [one.whole for one in book.mentions("甲市数字经济产业园")] == [True]


def test_a_place_elsewhere_is_never_clear(graph: Graph) -> None:
    """What is asked of a place that the graph is not about is at best a question about something else."""
    assert graph.ask("山东有哪些园区入选").clear
    assert not graph.ask("浙江有哪些园区入选").clear
    assert not graph.ask("which parks in Zhejiang were selected").clear


def test_what_looks_like_a_question() -> None:
    """A question word anywhere in Chinese, at the beginning in English, or a question mark; names are no questions."""
    assert all(
        map(
            is_question,
            ("哪些园区没有入选", "園區通過驗收了嗎", "德州的园区？", "Which parks?", "how many parks are there"),
        )
    )
    assert not any(map(is_question, ("德瑞产业园", "数字山东发展规划", "Derui park", "", "whichever")))


def test_synonyms_are_one_meaning() -> None:
    """Words of one line of the dictionary give the same feature, in both languages and without endings."""
    assert "≈奖补" in features("补贴") & features("subsidies") & features("subsidy")
    assert features("请问有哪些") == frozenset()
    assert all(words for words in dictionary().meanings.values())
    assert len(dictionary().meanings) >= 400


# ---------------------------------------------------------------------- what it never does


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_wordings_are_harmless(graph: Graph, words: str) -> None:
    """Nothing breaks, nothing is clear, and every command is one of a question that there is."""
    found = graph.ask(words)
    assert not found.clear
    assert all(card.command.startswith(f"parkgraph run {card.name}") for card in found.cards)
    assert all(0 < card.score <= 1 for card in found.cards)
    json.dumps(found.to_dict())


@pytest.mark.parametrize("words", ["", "？？", "今天天气怎么样", "hello there"])
def test_without_a_fitting_question_there_is_no_card(graph: Graph, words: str) -> None:
    """What is below the floor is not proposed at all."""
    assert graph.ask(words).cards == ()


def test_the_same_wording_gives_the_same_cards(graph: Graph, asked: list[tuple[dict[str, Any], Asked]]) -> None:
    """Once more, and in another asker, everything is the same."""
    fresh = Asker(graph.index, load_vocabulary(graph.home / "ontology"), graph.questions())
    for entry, found in asked[::7]:
        assert graph.ask(entry["asked"], limit=40) == found == fresh.ask(entry["asked"], limit=40)


@pytest.fixture
def never_run(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the questions that are run."""
    ran: list[str] = []
    answer = Graph.answer

    def noted(self: Graph, name: str, *more: Any, **given: Any) -> Any:
        ran.append(name)
        return answer(self, name, *more, **given)

    monkeypatch.setattr(Graph, "answer", noted)
    yield ran


Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, graph: Graph, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command line; its exit code, and what stands on stdout and stderr. The graph is opened once."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("parkgraph.cli.options.open_graph", lambda *_, lang="zh", **__: _in(graph, lang))

    def type_in(*words: str) -> tuple[int, str, str]:
        code = run(list(words))
        return (code, *capsys.readouterr())

    return type_in


def _in(graph: Graph, lang: str) -> Graph:
    """The graph with labels in a language, which knows what the graph knows already."""
    other = Graph(graph.store, graph.home, graph.files, lang=lang)
    other.__dict__["_asker"] = graph._asker
    return other


def test_nothing_runs_unless_told(typed: Typed, never_run: list[str]) -> None:
    """Without `--run` no question is run, however clear; with it, the one of that number, and its line is said."""
    for form in ("table", "csv", "json"):
        code, out, _ = typed("ask", "德瑞产业园有哪些别名", "-f", form)
        assert code == 0 and "park-name-variants" in out
    assert never_run == []
    code, out, err = typed("ask", "德瑞产业园有哪些别名", "--run", "1", "-f", "csv")
    assert code == 0 and never_run == ["park-name-variants"]
    assert "parkgraph run park-name-variants park=park-derui" in err
    assert out == typed("run", "park-name-variants", "park=park-derui", "-f", "csv")[1]
    code, out, _ = typed("ask", "德瑞产业园有哪些别名", "--run", "1", "-f", "csv", "--quotes")
    assert code == 0 and out.startswith("park,") and ",quote\n" in out
    code, _, err = typed("ask", "德瑞产业园有哪些别名", "--quotes")
    assert (code, err) == (2, "错误：--quotes: 没有运行，也就没有引文。 请加 --run N 运行第 N 个问题。\n")


def test_the_cards_fit_a_terminal(typed: Typed) -> None:
    """In 80 columns: rank, question and parameters as a table, and below the commands, whole."""
    code, out, _ = typed("ask", "德州市", "哪些园区没有入选", "-f", "table")
    assert code == 0
    assert out.splitlines()[0].split() == ["名次", "问题", "已识别的参数"]
    assert "   1   parkgraph run applicants-not-selected area=division-371400" in out.splitlines()
    assert out.endswith("未运行。加 --run 1 运行第 1 个。\n")
    assert "Nothing was run." in typed("ask", "lead", "units", "--lang", "en", "-f", "table")[1]


def test_the_cards_as_data(typed: Typed) -> None:
    """CSV has a card a row, JSON everything that is known of them; `--limit` says how many."""
    _, out, _ = typed("ask", "德州市哪些园区没有入选", "--limit", "2")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [list(row) for row in rows] == [["rank", "question", "parameters", "command"]] * 2
    assert rows[0]["parameters"] == "地区=德州市"
    told = json.loads(typed("ask", "德州市哪些园区没有入选", "-f", "json")[1])
    assert told["clear"] is True and len(told["cards"]) == 5
    assert told["cards"][0]["parameters"][0] == {
        "name": "area",
        "title": "地区",
        "value": "division-371400",
        "iri": PGD + "division-371400",
        "label": "德州市",
        "words": "德州市",
    }


def test_where_nothing_fits_it_says_so(typed: Typed, never_run: list[str]) -> None:
    """A sentence, with the pages of what was named; and `--run` has nothing to run."""
    code, out, _ = typed("ask", "聊城市明天会不会下雨", "-f", "table")
    assert code == 0
    assert out.startswith("图谱中写好的问题都不回答这句话。")
    assert "parkgraph show division-371500  聊城市" in out
    assert typed("ask", "今天天气怎么样", "--run", "1")[0] == 2
    assert typed("ask", "德瑞产业园有哪些别名", "--run", "99")[0] == 2
    assert never_run == []
