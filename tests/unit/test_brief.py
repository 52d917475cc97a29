"""The dossier: every sentence has its footnote or says why it has none, and every form of the file says the same."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from lxml import etree

from parkgraph.brief import FORMATS, Brief, Piece, Section, brief, written
from parkgraph.brief.sentences import filled, fitting, forms, sentences, spoken
from parkgraph.cli import brief as verb
from parkgraph.cli.brief import brief_
from parkgraph.errors import UsageError
from parkgraph.graph import Graph, open_graph
from parkgraph.lookup import Passage, select
from parkgraph.names import PGD

THINGS = (
    "park-derui",
    "policy-shandong-dep-action-plan",
    "policy-lcht-digital-plan-2021",
    "scheme-shandong-dep",
    "programme-lcht-1",
    "enterprise-haier",
    "unit-lcht-sci-tech",
    "zone-liaocheng-hitech",
    "project-lcht-jiuzhou-yunshang",
    "platform-zhongka-zhiyou",
)
MARKS = re.compile("（(推断|整理者判断|登记信息)|：未载明|整理者备注：")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<script>alert(1)</script>&\"'\u202e*x*[a](javascript:1)\u0000|#"
SPAN = Passage(f"引{HOSTILE}文", f"来源{HOSTILE}", f"节{HOSTILE}", 0, f"{PGD}span-x-0-2")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The shipped graph."""
    return open_graph()


@pytest.fixture(scope="module")
def dossiers(graph: Graph) -> dict[str, Brief]:
    """A dossier of a thing of every kind."""
    return {name: brief(graph, name) for name in THINGS}


@pytest.fixture
def hostile() -> Brief:
    """A dossier all of whose texts are hostile."""
    sentence = (Piece(HOSTILE), Piece(f"甲{HOSTILE}", (SPAN,)), Piece("。"))
    section = Section(HOSTILE, (sentence, sentence))
    return Brief(HOSTILE, "zh", (HOSTILE,), "2026-11-22", (section,), ((HOSTILE, (HOSTILE,)),))


def pieces(dossier: Brief) -> Iterator[Piece]:
    """Every piece of a dossier."""
    for section in dossier.sections:
        for sentence in section.sentences:
            yield from sentence


def word_parts(content: bytes) -> tuple[list[str], list[str]]:
    """Ids of the references in the body, and the texts of the footnotes in the order of their ids."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        body, notes = (etree.fromstring(file.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    told = [note for note in notes if note.get(f"{W}type") is None]
    assert [note.get(f"{W}id") for note in told] == [str(number) for number in range(1, len(told) + 1)]
    texts = ["".join(text.text or "" for text in note.iter(f"{W}t")).strip() for note in told]
    return [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")], texts


class Links(HTMLParser):
    """The ids and inner links of a page, and the elements in it."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is, is called and leads to."""
        told = dict(attrs)
        self.elements.add(tag)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [told["href"] or ""] if "href" in told else []


def test_things_of_every_kind_have_a_dossier(dossiers: dict[str, Brief]) -> None:
    """A park, policies, a scheme, a programme, an enterprise, a unit, a zone, a project and a platform are told of."""
    assert len(dossiers) == 10
    assert all(len(dossier.notes) > 1 for dossier in dossiers.values())


def test_every_quote_stands_in_the_graph(graph: Graph, dossiers: dict[str, Brief]) -> None:
    """A footnote quotes what a text span of the graph holds, word for word, with its source and section."""
    quoted = {row.iri("s"): row.text("q") for row in select(graph.store, "SELECT ?s ?q WHERE { ?s oa:exact ?q }")}
    for dossier in dossiers.values():
        listed = (re.fullmatch(r"来源(\d+)：(.+)，原文 SHA-256：.*", line) for line in dict(dossier.closing)["来源"])
        numbers = {line[2]: line[1] for line in listed if line}
        named: set[str] = set()
        proven = [piece.passages for piece in pieces(dossier) if piece.passages]
        assert len(proven) == len(dossier.notes)
        for passages, note in zip(proven, dossier.notes, strict=True):
            for passage in passages:
                assert passage.quote == quoted[passage.span]
                assert f"“{passage.quote}”" in note
                assert passage.source in numbers, "the list of sources names it"
                assert f"来源{numbers[passage.source]}" in note
                assert passage.source in named or f"《{passage.source}》" in note, "in full where it is first named"
                named.add(passage.source)
                assert passage.section in note


def test_no_sentence_is_without_a_quote_or_a_mark(dossiers: dict[str, Brief]) -> None:
    """A sentence has a footnote, or says that it is inferred, judged, from the register, or that nothing is stated."""
    for dossier in dossiers.values():
        for section in dossier.sections:
            for sentence in section.sentences:
                text = "".join(piece.text for piece in sentence)
                assert any(piece.passages for piece in sentence) or MARKS.search(text), text


def test_what_the_register_says_is_marked(graph: Graph) -> None:
    """A thing that no text speaks of has a dossier too, each sentence of which says that it comes from the register."""
    dossier = brief(graph, "division-370702")
    told = ["".join(piece.text for piece in sentence) for part in dossier.sections for sentence in part.sentences]
    assert "该行政区划的区划代码：370702（登记信息，未附引文）。" in told
    assert [text for text in told if "（登记信息，未附引文）" not in text] == []
    assert dossier.notes == []


def test_sentences_read_as_chinese(dossiers: dict[str, Brief]) -> None:
    """What is said of a park is said in whole sentences, without gaps, slugs or double stops."""
    told = [
        "".join(piece.text for piece in sentence) for s in dossiers["park-derui"].sections for sentence in s.sentences
    ]
    assert "该园区位于齐河县，属德州市。" in told
    assert (
        "该园区在2019年度山东省数字经济园区（试点）中经入库列入省级数字经济园区名录库，"
        "名单于2019年11月26日公布，名单中写作“德瑞智能制造產業園”。" in told
    )
    assert any(text.startswith("该园区依托山东莱钢永锋钢铁有限公司（推断，规则：") for text in told)
    assert "该园区把智能制造列为重点产业。" in told
    for dossier in dossiers.values():
        for section in dossier.sections:
            for sentence in section.sentences:
                text = "".join(piece.text for piece in sentence)
                assert text.endswith("。")
                assert not re.search(r"。。|。）|\{|\}|“”|：。|[a-z]+-[a-z]+-\d", text), text


def test_around_the_sentences_stands_what_a_reader_must_know(dossiers: dict[str, Brief]) -> None:
    """As of when, from which data, what is not stated, from which texts, and how to cite it."""
    dossier = dossiers["park-derui"]
    assert dossier.title == "德瑞智能制造产业园情况简报"
    assert dossier.lead[0] == "数据截至2019年11月26日，此后的变化本文没有反映。"
    assert re.fullmatch(r"图谱数据版本 \d{4}\.\d+\.\d+，指纹 [0-9a-f]{64}。", dossier.lead[1])
    told = dict(dossier.closing)
    assert told["未载明的事项"] == (
        "以下事项所据来源没有写明：考核、验收、奖补兑付、面积、运营主体、联系方式、入驻企业。",
    )
    assert re.search("原文 SHA-256：[0-9a-f]{64}。", told["来源"][0])
    assert "德瑞智能制造产业园[DB/OL]" in told["引用格式（GB/T 7714）"][0]


def test_a_policy_has_its_cards_of_eleven_fields(dossiers: dict[str, Brief]) -> None:
    """The policy that sets up a scheme tells each tier's card, silent fields too; a policy without one has no card."""
    cards = [
        section for section in dossiers["policy-shandong-dep-action-plan"].sections if "申报要点" in section.heading
    ]
    assert [len(card.sentences) for card in cards] == [11, 11, 11]
    lines = ["".join(piece.text for piece in sentence) for sentence in cards[0].sentences]
    assert "上限：500萬元。" in lines
    assert "主管：山东省大数据局（整理者判断）。" in lines
    assert lines[8:] == ["时间：未载明。", "渠道：未载明。", "咨询：未载明。"]
    assert not any("申报要点" in section.heading for section in dossiers["policy-lcht-digital-plan-2021"].sections)


def test_a_dossier_in_english() -> None:
    """The same facts in English, the quotes as they are."""
    dossier = brief(open_graph(lang="en"), "park-derui")
    text = written(dossier, "md").decode("utf-8")
    assert dossier.title == "Derui Intelligent Manufacturing Park: a brief"
    assert "It is located in Qihe County, in Dezhou City[^" in text
    assert "德瑞智能制造產業園(德州市齊河縣)" in text


def test_footnotes_and_references_match_in_every_form(dossiers: dict[str, Brief]) -> None:
    """In Markdown, HTML and Word each footnote is referred to once, in order, and says the same."""
    for dossier in dossiers.values():
        numbers = [str(number) for number in range(1, len(dossier.notes) + 1)]
        text = written(dossier, "md").decode("utf-8")
        assert re.findall(r"\[\^(\d+)\](?!:)", text) == numbers
        assert re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE) == numbers
        page = Links()
        page.feed(written(dossier, "html").decode("utf-8"))
        assert [link for link in page.links if link.startswith("#n")] == [f"#n{number}" for number in numbers]
        assert {link[1:] for link in page.links} == set(page.ids)
        references, notes = word_parts(written(dossier, "docx"))
        assert references == numbers
        assert notes == dossier.notes


def test_a_word_document_opens(dossiers: dict[str, Brief]) -> None:
    """python-docx reads it: the title, a heading a section, A4, Chinese fonts by name, the date of the data release."""
    dossier = dossiers["park-derui"]
    read = docx.Document(io.BytesIO(written(dossier, "docx")))
    assert read.paragraphs[0].text == dossier.title
    headings = [paragraph.text for paragraph in read.paragraphs if paragraph.style.name == "Heading 1"]  # type: ignore[union-attr]
    assert headings == [section.heading for section in dossier.sections] + [heading for heading, _ in dossier.closing]
    assert (read.sections[0].page_width.cm, read.sections[0].page_height.cm) == pytest.approx((21, 29.7), abs=0.01)  # type: ignore[union-attr]
    fonts = {name: read.styles[name].element.rPr.rFonts.get(f"{W}eastAsia") for name in ("Normal", "Title")}
    assert fonts == {"Normal": "仿宋", "Title": "宋体"}
    assert read.core_properties.modified.date().isoformat() == dossier.day  # type: ignore[union-attr]


def test_a_dossier_is_the_same_bytes_every_time(graph: Graph, dossiers: dict[str, Brief]) -> None:
    """Nothing in a file tells when it was written."""
    for form in FORMATS:
        assert written(dossiers["park-derui"], form) == written(brief(graph, "德瑞智能制造产业园"), form)
    with zipfile.ZipFile(io.BytesIO(written(dossiers["park-derui"], "docx"))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_libreoffice_opens_the_word_document(tmp_path: Path, dossiers: dict[str, Brief]) -> None:
    """LibreOffice turns it into a text that holds a sentence and its footnote."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    dossier = dossiers["enterprise-haier"]
    (tmp_path / "brief.docx").write_bytes(written(dossier, "docx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        office,
        home,
        "--headless",
        "--convert-to",
        "odt",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "brief.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    with zipfile.ZipFile(tmp_path / "brief.odt") as file:
        text = file.read("content.xml").decode("utf-8")
    assert text.count("<text:note ") == len(dossier.notes)


def test_hostile_texts_stay_texts(hostile: Brief) -> None:
    """Markup, scripts, bidi marks and null in titles, sentences, quotes and sources are shown, never obeyed."""
    html = written(hostile, "html").decode("utf-8")
    page = Links()
    page.feed(html)
    assert "script" not in page.elements
    assert all(link.startswith("#") for link in page.links)
    assert "&lt;script&gt;alert(1)" in html
    for form in ("html", "md"):
        text = written(hostile, form).decode("utf-8")
        assert "\u202e" not in text
        assert "\u0000" not in text
    markdown = written(hostile, "md").decode("utf-8")
    assert not re.search(r"(?<!\\)<script|(?<!\\)\[a", markdown)
    references, notes = word_parts(written(hostile, "docx"))
    assert references == ["1", "2"]
    assert "<script>alert(1)</script>&\"'" in notes[0]
    assert docx.Document(io.BytesIO(written(hostile, "docx"))).paragraphs[0].text.startswith("<script>")


def test_a_page_may_load_nothing(hostile: Brief) -> None:
    """The policy of the HTML page allows its one style and nothing else."""
    html = written(hostile, "html").decode("utf-8")
    assert "default-src 'none'; style-src 'sha256-" in html
    assert not re.search("(src|url)[=(]", html)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1. 甲", r"1\. 甲"), ("- 甲", r"\- 甲"), ("+ 甲", r"\+ 甲"), ("2025年", "2025年"), ("12) 甲", r"12\) 甲")],
)
def test_a_sentence_never_begins_a_list(hostile: Brief, text: str, shown: str) -> None:
    """What Markdown would read as a list at the beginning of a line stays what it is."""
    plain = replace(hostile, sections=(Section("节", ((Piece(text),),)),))
    assert shown in written(plain, "md").decode("utf-8").splitlines()


def test_what_a_sentence_lacks_falls_out() -> None:
    """A part in brackets is told only where it is known; the first sentence that can be filled is taken."""
    choices = ["{it}属{1}[，写作“{写作}”]", "{it}：{0}"]
    assert fitting(choices, {"0": "甲", "1": "乙"}) == choices[0]
    assert fitting(choices, {"0": "甲"}) == choices[1]
    assert fitting(choices, {}) == choices[1]
    assert filled(choices[0], {"it": "它", "1": "乙"}) == "它属乙"
    assert filled(choices[0], {"it": "它", "1": "乙", "写作": "“丙”园"}) == "它属乙，写作“‘丙’园”"


def test_values_within_a_sentence() -> None:
    """A day is told in words, and no value brings a full stop of its own."""
    assert spoken("2019-11-26", "zh") == "2019年11月26日"
    assert spoken("2019-11-26", "en") == "2019-11-26"
    assert spoken("理由如此。", "zh") == "理由如此"


def test_a_field_without_a_sentence_is_told_all_the_same() -> None:
    """What the file does not name is told by its label; what it leaves empty is not told."""
    assert forms("zh", "新栏", incoming=False) == ["{it}的新栏：{list}"]
    assert forms("zh", "新栏", incoming=True) == ["以{it}为“新栏”的记录：{list}"]
    assert forms("zh", "序号", incoming=False) == []
    assert set(sentences("zh")["words"]) == set(sentences("en")["words"])


def test_more_than_a_dossier_tells_is_counted() -> None:
    """Of a long list that the page has no place for, some are told, and how many there are."""
    dossier = brief(open_graph(), "zone-liaocheng-hitech")
    text = "".join(piece.text for piece in pieces(dossier))
    assert re.search(r"等共\d\d项", text)
    assert "与之相关的记录" in [section.heading for section in dossier.sections]


def run(*words: str) -> Any:
    """What the verb does."""
    return CliRunner().invoke(brief_, list(words))


def test_the_verb_writes_what_is_asked_for(tmp_path: Path, dossiers: dict[str, Brief]) -> None:
    """The suffix of the file or `-f` chooses the format; without a file Markdown is written to the screen."""
    assert verb.FORMATS == FORMATS
    for form in FORMATS:
        assert run("enterprise-haier", "-o", str(tmp_path / f"a.{form}")).exit_code == 0
        assert (tmp_path / f"a.{form}").read_bytes() == written(dossiers["enterprise-haier"], form)
    assert run("enterprise-haier", "-f", "md", "-o", str(tmp_path / "b")).exit_code == 0
    assert run("enterprise-haier").output == (tmp_path / "b").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.html", "a.md", "b"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("enterprise-haier", "-f", "docx"), "没有写明写到哪个文件。 请加 -o 文件名.docx。"),
        (("enterprise-haier", "-o", "/a.pdf"), "brief: 简报不能写成 pdf。 可用的格式：md、docx、html。"),
        (("enterprise-haier", "-o", "/b"), "brief: 简报不能写成 没有后缀的文件。 可用的格式：md、docx、html。"),
        (
            ("enterprise-haier", "-o", "/nowhere/a.md"),
            "/nowhere/a.md: 写不成文件（No such file or directory）。 请检查目录是否存在、能否写入。",
        ),
    ],
)
def test_what_cannot_be_written_is_said(words: tuple[str, ...], message: str) -> None:
    """A format that there is none of, a Word document on the screen, and a folder that is missing."""
    error = run(*words).exception
    assert isinstance(error, UsageError)
    assert str(error) == message


def test_word_needs_its_extra(monkeypatch: pytest.MonkeyPatch, hostile: Brief) -> None:
    """Without python-docx the message names what to install, and the other forms go on working."""
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UsageError) as caught:
        written(hostile, "docx")
    assert str(caught.value) == (
        'brief: 写 Word 文件需要 python-docx，还没有安装。 请运行 pip install "parkgraph[docx]"，或改写成 md、html。'
    )
    assert written(hostile, "md")
