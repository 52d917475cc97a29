"""Coverage: each sentence of a text evidenced, listed as stating no fact, or open; and the page that marks them."""

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.build import Build, write_build
from parkgraph.cli.app import run
from parkgraph.coverage import Coverage, measure
from parkgraph.errors import AssetError, DataError
from parkgraph.graph import open_graph
from parkgraph.store import LocalStore

TEXT = "甲市规划\n你好!主持人问:什么园区?甲园在东城,面积大。乙园也在。\n完\n"
TURTLE = """\
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/parkgraph/ontology#> .
@prefix pgc: <https://w3id.org/parkgraph/concept/> .
@prefix pgd: <https://w3id.org/parkgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
pg:Park rdfs:label "园区"@zh .
pg:Assertion rdfs:label "断言"@zh .
pg:DocumentSection rdfs:label "文档章节"@zh .
pg:UnfactualPassage rdfs:label "无事实原文"@zh .
pgc:nofact-salutation skos:prefLabel "寒暄"@zh , "salutation"@en .
pgc:nofact-question skos:prefLabel "提问"@zh .
pgc:reading-stated skos:prefLabel "原文写明"@zh .
pgd:source-a skos:prefLabel "甲市规划〈全文〉"@zh , "Plan"@en .
pgd:section-1 a pg:DocumentSection ; skos:prefLabel "标题"@zh ; pg:sectionOf pgd:source-a ; pg:sectionStart 0 ;
    pg:sectionEnd 5 ; pg:mentionedIn pgd:span-0-4 .
pgd:section-2 a pg:DocumentSection ; skos:prefLabel "正文"@zh ; pg:sectionOf pgd:source-a ; pg:sectionStart 5 ;
    pg:sectionEnd 36 ; pg:mentionedIn pgd:span-8-12 .
pgd:park-a a pg:Park ; skos:prefLabel "甲园"@zh ; pg:mentionedIn pgd:span-18-23 .
pgd:fact-1 a pg:Assertion ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-18-23 ;
    pg:secondReading pgc:reading-stated .
pgd:fact-2 a pg:Assertion ; pg:assertionBasis pgc:basis-curator ; pg:evidencedBy pgd:span-18-23 .
pgd:fact-3 a pg:Assertion ; pg:assertionBasis pgc:basis-computed ; pg:evidencedBy pgd:span-28-32 .
pgd:fact-4 a pg:UnfactualPassage ; pg:passageReason pgc:nofact-salutation ; pg:mentionedIn pgd:span-5-8 .
pgd:fact-5 a pg:UnfactualPassage ; pg:passageReason pgc:nofact-question ; pg:mentionedIn pgd:span-8-18 .
"""
SPANS = [(0, 4), (5, 8), (8, 12), (8, 18), (18, 23), (28, 32)]


@pytest.fixture(scope="module")
def store() -> LocalStore:
    """A text with two sections, one park, four facts and two passages without a fact."""
    return filled(TURTLE + quotes())


def quotes() -> str:
    """The quotes as Turtle."""
    return "".join(
        f'pgd:span-{a}-{b} oa:hasSource pgd:source-a ; oa:start {a} ; oa:end {b} ; oa:exact "{TEXT[a:b]}"@zh .\n'
        for a, b in SPANS
    )


def filled(turtle: str) -> LocalStore:
    """A store that holds the statements of a Turtle text."""
    return LocalStore.from_triples(q.triple for q in ox.parse(turtle.encode("utf-8"), format=ox.RdfFormat.TURTLE))


@pytest.fixture
def found(store: LocalStore) -> Coverage:
    """Its coverage."""
    return measure(store, "a", TEXT)


def test_a_sentence_is_evidenced_listed_or_open(found: Coverage) -> None:
    """A heading counts as evidence of its line unless the line is listed; what rules derived is no evidence."""
    told = [(s.text, s.section, s.state, s.reason) for s in found.sentences]
    assert told == [
        ("甲市规划", "标题", "evidenced", ""),
        ("你好!", "正文", "listed", "寒暄"),
        ("主持人问:什么园区?", "正文", "listed", "提问"),
        ("甲园在东城,面积大。", "正文", "evidenced", ""),
        ("乙园也在。", "正文", "open", ""),
        ("完", "正文", "open", ""),
    ]
    assert [found.count(state) for state in ("evidenced", "listed", "open")] == [2, 2, 2]


def test_offsets_are_code_points_of_the_text(found: Coverage) -> None:
    """Start and end cut the sentence out of the text."""
    assert [TEXT[s.start : s.end].strip() for s in found.sentences] == [s.text for s in found.sentences]


def test_characters_are_letters_and_digits_of_evidenced_sentences(found: Coverage) -> None:
    """Eight letters of which five lie in the quote, and four of a heading that all do: punctuation is not counted."""
    heading, park = (s for s in found.sentences if s.state == "evidenced")
    assert (heading.characters, heading.covered, park.characters, park.covered) == (4, 4, 8, 5)
    assert found.share == pytest.approx(9 / 12)


def test_a_sentence_names_what_rests_on_it(found: Coverage) -> None:
    """Things by label and class, facts without a label by class, each once."""
    assert found.sentences[3].facts == ("断言", "甲园〔园区〕")


def test_facts_are_counted_by_their_second_reading(found: Coverage) -> None:
    """What rules derived is not read a second time."""
    assert found.readings == {"unread": 1, "原文写明": 1}


def test_a_coding_is_not_unread() -> None:
    """Instrument codings are judged by a second coder, so they are not among the readings."""
    coding = (
        "pgd:coding-a a pg:InstrumentCoding ; pg:assertionBasis pgc:basis-curator ; pg:evidencedBy pgd:span-18-23 ."
    )
    assert measure(filled(TURTLE + quotes() + coding), "a", TEXT).readings == {"unread": 1, "原文写明": 1}


def test_the_table_has_a_row_a_section(found: Coverage) -> None:
    """Sentences by state and the share of characters in per cent."""
    table = found.table()
    assert table.columns == ("section", "sentences", "evidenced", "listed", "open", "percent")
    assert table.rows == (("标题", 1, 1, 0, 0, 100.0), ("正文", 5, 1, 2, 2, 62.5))


def test_a_source_without_quotes_is_all_open_and_its_share_is_whole() -> None:
    """No evidenced sentence, so none that lacks a quote."""
    empty = LocalStore.from_triples([])
    found = measure(empty, "a", "一。二。")
    assert ([s.state for s in found.sentences], [s.section for s in found.sentences]) == (["open"] * 2, [""] * 2)
    assert found.share == 1.0


def test_the_page_marks_every_quote_and_every_open_sentence(found: Coverage) -> None:
    """The whole text is there once, quotes are marked with what rests on them, open sentences in red."""
    html = found.to_html()
    assert '<mark title="断言\n甲园〔园区〕">甲园在东城</mark>' in html
    assert '<mark class="listed" title="无事实原文">你好!</mark>' in html
    assert '<mark class="open">' in html and html.count("面积大") == 1
    assert "<title>甲市规划〈全文〉</title>" in html


def test_text_cannot_become_markup() -> None:
    """A tag in a text is shown, not obeyed."""
    empty = LocalStore.from_triples([])
    assert "<script>" not in measure(empty, "a", "<script>alert(1)</script>").to_html()


# ------------------------------------------------------------------ the verb


@pytest.fixture
def house(town: Path, build: Callable[..., Build], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The toy town built, as the home of the command line."""
    write_build(build(), town / "parkgraph.ttl")
    monkeypatch.setenv("PARKGRAPH_HOME", str(town.parent))
    monkeypatch.delenv("PARKGRAPH_SOURCES", raising=False)
    return town


def test_the_verb_prints_sections_totals_and_sentences(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, since the toy town's notice has sentences that nobody recorded."""
    assert run(["coverage", "moushi-2024-notice", "-f", "table"]) == 1
    told = capsys.readouterr().out
    assert "遗漏" in told and "✗ 遗漏" in told and "✓" in told and "事实的复读：未复读" in told


def test_the_verb_answers_in_json_and_english(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document with totals and every sentence."""
    assert run(["coverage", "moushi-2024-notice", "-f", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["source", "evidenced", "listed", "open", "share", "readings", "sentences"]
    assert told["evidenced"] + told["listed"] + told["open"] == len(told["sentences"])
    assert run(["coverage", "moushi-2024-notice", "-f", "table", "--lang", "en"]) == 1
    assert "sentences:" in capsys.readouterr().out


def test_the_verb_writes_a_local_page(house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Folders are made as needed."""
    target = tmp_path / "coverage" / "notice.html"
    run(["coverage", "moushi-2024-notice", "--html", str(target), "-f", "csv"])
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert capsys.readouterr().out.startswith("section,sentences,")


def test_a_missing_text_is_asked_for(house: Path) -> None:
    """Coverage is of a text: without it there is nothing to measure."""
    (house / "sources" / "moushi-2024-notice.txt").unlink()
    with pytest.raises(AssetError, match=r"找不到原文 moushi-2024-notice\.txt"):
        open_graph().coverage("moushi-2024-notice")


def test_another_text_is_refused(house: Path) -> None:
    """The quotes stand in the registered text, not in a later edition."""
    path = house / "sources" / "moushi-2024-notice.txt"
    path.write_text(path.read_text(encoding="utf-8") + "补记。", encoding="utf-8")
    with pytest.raises(DataError, match="SHA-256 与登记不符"):
        open_graph().coverage("moushi-2024-notice")


def test_a_source_is_found_by_its_label(house: Path) -> None:
    """As everywhere, a name does as well as a slug."""
    graph = open_graph()
    label = graph.coverage("moushi-2024-notice").source
    assert graph.coverage(label).source == label
