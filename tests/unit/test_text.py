"""Sources: what the register must say, which text is the registered one, where a quote stands, and the lock."""

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parkgraph.build import Build, write_build
from parkgraph.errors import AssetError, DataError, ParseError
from parkgraph.text import Quote, Source, SpanLock, find_quote, load_lock, load_source, load_sources, load_text

TEXT = "甲乙丙，甲乙丁。\n戊甲乙己，庚。"
SLUG = "moushi-2024-notice"


def a_source(text: str = TEXT, **other: Any) -> Source:
    """A register entry for a text."""
    raw = text.encode("utf-8")
    entry = Source("a", "甲", "A", "zh", hashlib.sha256(raw).hexdigest(), len(text), "primary", "2024-01-01", "day")
    return dataclasses.replace(entry, **other)


class TestRegister:
    """`sources/*.toml`: one entry a source."""

    def test_an_entry_is_read_with_its_optional_keys(self, town: Path) -> None:
        """The slug is the file's name; numbers are numbers, dates text, and what is optional stands apart."""
        source = load_source(town / "sources" / f"{SLUG}.toml")
        assert source == Source(
            slug=SLUG,
            title_zh="某市示例园区试点方案印发通知（虚构）",
            title_en="Notice issuing the pilot plan of Some City (invented)",
            language="zh",
            sha256="a87b1ef5b51d0e49943b731391f5c4baaa2e12549290c30444029144d2b0eeb1",
            length=291,
            authority="primary",
            as_of="2024-09-08",
            as_of_precision="day",
            more={
                "genre": "notice",
                "address": "https://example.org/notice/7",
                "retrieved": "2024-09-10",
                "note": "Invented for the tests.",
            },
        )

    def test_a_folder_is_read_in_alphabetical_order(self, town: Path) -> None:
        """Texts that lie beside the register are not taken for entries."""
        assert list(load_sources(town / "sources")) == ["moushi-2024-notice", "moushi-2025-interview"]

    def test_a_missing_and_an_unknown_key_are_named_together(
        self, edit: Callable[..., None], refusal: Callable[..., str]
    ) -> None:
        """One look at the message is enough to mend the entry."""
        edit(f"sources/{SLUG}.toml", "title_en =", "title_eng =")
        assert refusal(ParseError) == (
            f"sources/{SLUG}.toml: 来源登记的键有误：缺少 title_en、不认识 title_eng。 "
            "请对照 data/README.md 补全或改名。"
        )

    def test_broken_toml_is_refused(self, town: Path, refusal: Callable[..., str]) -> None:
        """The parser's own words tell the line."""
        (town / "sources" / f"{SLUG}.toml").write_text('title_zh = "甲\n', encoding="utf-8")
        assert refusal(ParseError) == (
            f"sources/{SLUG}.toml: 来源登记无法读取：Illegal character '\\n' (at line 1, column 14)。 "
            "请按 TOML 语法改正该文件。"
        )

    def test_an_entry_that_is_not_utf8_is_refused(self, town: Path, refusal: Callable[..., str]) -> None:
        """An entry in another encoding is not guessed at."""
        (town / "sources" / f"{SLUG}.toml").write_bytes('title_zh = "甲"'.encode("gb18030"))
        said = refusal(ParseError)
        assert said.startswith(f"sources/{SLUG}.toml: 来源登记无法读取：'utf-8' codec can't decode byte 0xbc")

    @pytest.mark.parametrize(
        ("old", "new"), [("length = 291", 'length = "many"'), ('language = "zh"', 'language = "no tag"')]
    )
    def test_a_value_of_the_wrong_kind_is_refused(
        self, old: str, new: str, edit: Callable[..., None], refusal: Callable[..., str]
    ) -> None:
        """A length that is no number, a language that is no tag: an error of ours, with the file."""
        edit(f"sources/{SLUG}.toml", old, new)
        assert refusal(ParseError).startswith(f"sources/{SLUG}.toml: ")

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('authority = "primary"', 'authority = "hearsay"'),
            ('as_of_precision = "day"', 'as_of_precision = "hour"'),
            ("as_of = 2024-09-08", 'as_of = "soon"'),
            ("retrieved = 2024-09-10", 'retrieved = "lately"'),
            ('address = "https://', 'address = "javascript:'),
            ("example.org/notice/7", "example.org/a notice"),
        ],
    )
    def test_a_value_that_the_ontology_does_not_know_is_refused(
        self, old: str, new: str, edit: Callable[..., None], refusal: Callable[..., str]
    ) -> None:
        """An authority that is no concept would dangle, a day that is no date be ill-typed, an address lead nowhere."""
        edit(f"sources/{SLUG}.toml", old, new)
        assert refusal(ParseError).startswith(f"sources/{SLUG}.toml: ")


class TestLoadText:
    """A text is used only as it was registered."""

    def test_the_first_folder_that_holds_it_is_used(self, tmp_path: Path) -> None:
        """Folders are looked at in the order given; what lies further back does not matter."""
        for name, text in (("one", ""), ("two", TEXT), ("three", "另一")):
            (tmp_path / name).mkdir()
            if text:
                (tmp_path / name / "a.txt").write_text(text, encoding="utf-8", newline="")
        folders = [tmp_path / name for name in ("nowhere", "one", "two", "three")]
        assert load_text(a_source(), folders) == TEXT

    def test_characters_come_through_untranslated(self, tmp_path: Path) -> None:
        """Neither line ends nor a byte order mark are touched: offsets count them."""
        text = "\ufeff甲\r\n乙\r丙\u2028丁😀"
        (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
        assert load_text(a_source(text), [tmp_path]) == text
        assert len(text) == 10

    def test_a_text_that_is_nowhere_is_none(self, tmp_path: Path) -> None:
        """Without being demanded, a missing text is no error; the lock answers for it."""
        assert load_text(a_source(), [tmp_path]) is None
        assert load_text(a_source(), []) is None

    def test_a_missing_text_that_is_demanded_is_refused(self, town: Path, refusal: Callable[..., str]) -> None:
        """The error names the file and every folder that was looked into."""
        (town / "sources" / f"{SLUG}.txt").unlink()
        assert refusal(AssetError, demand=True, folders=[town / "sources", town / "reference"]) == (
            f"sources、reference: 找不到原文 {SLUG}.txt。 请把文件放入该目录，或用 --sources 指明目录。"
        )

    def test_a_changed_text_is_refused(self, edit: Callable[..., None], refusal: Callable[..., str]) -> None:
        """One character is enough, even where no quote stands."""
        edit(f"sources/{SLUG}.txt", "认真组织", "认眞组织")
        assert refusal(DataError) == (
            f"sources/{SLUG}.txt: 原文已改动，SHA-256 与登记不符。 "
            f"请恢复登记时的文件；改动无误的，请运行 parkgraph build --text sources/{SLUG}.txt 重新登记。"
        )

    def test_a_wrong_length_is_refused(self, edit: Callable[..., None], refusal: Callable[..., str]) -> None:
        """The registered length is that of the text in code points."""
        edit(f"sources/{SLUG}.toml", "length = 291", "length = 290")
        assert refusal(DataError) == (
            f"sources/{SLUG}.txt: 原文有 291 个字符，登记为 290 个。 请更正 sources/{SLUG}.toml 中的 length。"
        )

    def test_a_registered_text_that_is_not_utf8_is_refused(self, town: Path, refusal: Callable[..., str]) -> None:
        """A text saved in another encoding, and registered so, is named; the codec's own error stays inside."""
        raw = "某市".encode("gb18030")
        (town / "sources" / f"{SLUG}.txt").write_bytes(raw)
        entry = town / "sources" / f"{SLUG}.toml"
        old = "a87b1ef5b51d0e49943b731391f5c4baaa2e12549290c30444029144d2b0eeb1"
        entry.write_text(
            entry.read_text(encoding="utf-8").replace(old, hashlib.sha256(raw).hexdigest()), encoding="utf-8"
        )
        assert refusal(DataError).startswith(f"sources/{SLUG}.txt: ")


class TestFindQuote:
    """A quote stands exactly once, in the text or between two places."""

    @pytest.mark.parametrize(
        ("quote", "place"),
        [
            (Quote("甲乙丙"), (0, 3)),
            (Quote("丁。\n戊"), (6, 10)),
            (Quote("庚。"), (14, 16)),
            (Quote(TEXT), (0, 16)),
            (Quote("甲乙", after="戊"), (10, 12)),
            (Quote("甲乙", before="丙"), (0, 2)),
            (Quote("甲乙", after="丙", before="丁"), (4, 6)),
            (Quote("，", after="乙己"), (13, 14)),
            (Quote("甲乙", after="丙，", before="。"), (4, 6)),
        ],
    )
    def test_a_quote_is_found_where_it_stands(self, quote: Quote, place: tuple[int, int]) -> None:
        """Start and exclusive end in code points of the whole text; `before` is the next place of its wording."""
        assert find_quote(TEXT, quote, "x:1") == place
        assert TEXT[slice(*place)] == quote.text

    @pytest.mark.parametrize(
        ("quote", "message"),
        [
            (Quote("辛"), "x:1: 引文“辛”在原文中找不到。 请逐字核对原文（含标点和乱码），照原样抄录。"),
            (Quote("甲乙丙,"), "x:1: 引文“甲乙丙,”在原文中找不到。 请逐字核对原文（含标点和乱码），照原样抄录。"),
            (Quote("甲乙"), "x:1: 引文“甲乙”在原文中出现 3 次。 请加长引文，或用 after / before 指明位置。"),
            (
                Quote("甲乙", after="辛"),
                "x:1: after 的位置“辛”在原文中找不到。 请逐字核对原文（含标点和乱码），照原样抄录。",
            ),
            (
                Quote("庚", after="，"),
                "x:1: after 的位置“，”在原文中出现 2 次。 请加长引文，或用 after / before 指明位置。",
            ),
            (
                Quote("甲乙", before="辛"),
                "x:1: before 的位置“辛”在该处之后找不到。 请逐字核对原文（含标点和乱码），照原样抄录。",
            ),
            (
                Quote("己", after="丁", before="丙"),
                "x:1: before 的位置“丙”在该处之后找不到。 请逐字核对原文（含标点和乱码），照原样抄录。",
            ),
            (Quote("丙", after="丙"), "x:1: 引文“丙”在原文中找不到。 请逐字核对原文（含标点和乱码），照原样抄录。"),
            (Quote("丁", before="丁"), "x:1: 引文“丁”在原文中找不到。 请逐字核对原文（含标点和乱码），照原样抄录。"),
            (
                Quote("甲乙", after="甲乙丙", before="己"),
                "x:1: 引文“甲乙”在原文中出现 2 次。 请加长引文，或用 after / before 指明位置。",
            ),
        ],
    )
    def test_a_quote_that_does_not_stand_exactly_once_is_refused(self, quote: Quote, message: str) -> None:
        """The error tells which of the three wordings is wrong, and how often it stands."""
        with pytest.raises(DataError) as caught:
            find_quote(TEXT, quote, "x:1")
        assert type(caught.value) is DataError
        assert str(caught.value) == message

    def test_overlapping_occurrences_count(self) -> None:
        """A wording that overlaps itself stands twice."""
        with pytest.raises(DataError, match="出现 2 次"):
            find_quote("甲甲甲", Quote("甲甲"), "x:1")

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            (
                "'由某市数据局组织开展'",
                "'由某省数据局组织开展'",
                "20: 引文“由某省数据局组织开展”在原文中找不到。 请逐字核对原文（含标点和乱码），照原样抄录。",
            ),
            (
                "'组织开展示例园区试点'",
                "'示例园区试点'",
                "54: 引文“示例园区试点”在原文中出现 3 次。 请加长引文，或用 after / before 指明位置。",
            ),
            (
                "after: '各县(区)人民政府:'",
                "after: '某市'",
                "36: after 的位置“某市”在原文中出现 4 次。 请加长引文，或用 after / before 指明位置。",
            ),
            (
                "before: '(一)主要目标'",
                "before: '现将'",
                "48: before 的位置“现将”在该处之后找不到。 请逐字核对原文（含标点和乱码），照原样抄录。",
            ),
        ],
        ids=["quote not there", "quote several times", "after several times", "before not there"],
    )
    def test_the_build_stops_at_the_record_of_a_wrong_quote(
        self, old: str, new: str, message: str, edit: Callable[..., None], refusal: Callable[..., str]
    ) -> None:
        """File and line are those of the quote; nothing is written."""
        edit(f"records/{SLUG}.yaml", old, new)
        assert refusal(DataError) == f"records/{SLUG}.yaml:{message}"


class TestSpanLock:
    """The lock tells the places of known quotes where the texts are not at hand."""

    def test_a_lock_is_read_as_it_was_written(self, tmp_path: Path) -> None:
        """Tabs, quotation marks, line ends of every kind and rare characters come through."""
        odd = '甲\t"乙"\\\n\r\u0085\u2028\u2029\x0b😀'
        lock = SpanLock(
            tmp_path / "spans.tsv", {("a", Quote(odd)): (3, 16), ("a", Quote("丙", after=odd, before=odd)): (0, 1)}
        )
        lock.path.write_text(lock.rendered(), encoding="utf-8", newline="")
        assert load_lock(lock.path) == lock

    def test_a_lock_stands_in_order_of_place(self, tmp_path: Path) -> None:
        """Source, start, end, then the places around: the order of finding does not matter."""
        places = {
            ("b", Quote("丙")): (0, 1),
            ("a", Quote("乙", after="丁")): (10, 11),
            ("a", Quote("乙", after="丙")): (10, 11),
            ("a", Quote("甲乙")): (9, 11),
            ("a", Quote("甲")): (9, 10),
        }
        assert SpanLock(tmp_path, places).rendered() == (
            "source\tstart\tend\tquote\tafter\tbefore\n"
            'a\t9\t10\t"甲"\t""\t""\n'
            'a\t9\t11\t"甲乙"\t""\t""\n'
            'a\t10\t11\t"乙"\t"丁"\t""\n'
            'a\t10\t11\t"乙"\t"丙"\t""\n'
            'b\t0\t1\t"丙"\t""\t""\n'
        )

    def test_a_lock_that_is_not_there_is_empty(self, tmp_path: Path) -> None:
        """The first build begins without one."""
        assert load_lock(tmp_path / "spans.tsv") == SpanLock(tmp_path / "spans.tsv")

    @pytest.mark.parametrize(
        "line",
        [
            "moushi-2024-notice\t0\t13",
            'moushi-2024-notice\tnull\t13\t"甲"\t""\t""',
            'moushi-2024-notice\t0\t13\t甲\t""\t""',
            'moushi-2024-notice\t0\t13\t"甲"\t""\t""\t""',
            "",
        ],
    )
    def test_a_broken_line_is_refused(self, line: str, town: Path, refusal: Callable[..., str]) -> None:
        """The line is told, and how to make the table anew."""
        path = town / "registry" / "spans.tsv"
        path.write_text("\n".join([path.read_text(encoding="utf-8").splitlines()[0], line, ""]), encoding="utf-8")
        assert (
            refusal(ParseError)
            == "registry/spans.tsv:2: 锁定表的这一行无法读取。 请用带原文的 parkgraph build 重新生成。"
        )

    def test_a_quote_the_lock_does_not_know_is_refused_without_text(
        self, edit: Callable[..., None], refusal: Callable[..., str]
    ) -> None:
        """A new quote cannot be believed unseen: it needs the text once."""
        edit(f"records/{SLUG}.yaml", "'(二)申报条件'", "'(二)申报'")
        assert refusal(DataError, folders=[]) == (
            f"records/{SLUG}.yaml:10: 引文“(二)申报”不在锁定表中，又没有原文可查。 "
            f"请用 --sources 指明存放 {SLUG}.txt 的目录，再运行 parkgraph build。"
        )

    def test_a_known_quote_in_another_place_is_unknown_to_the_lock(
        self, edit: Callable[..., None], refusal: Callable[..., str]
    ) -> None:
        """The places around a quote are part of what the lock knows."""
        edit(f"records/{SLUG}.yaml", "after: '各县(区)人民政府:'", "after: '现将'")
        assert "引文“《某市示例园区试点方案》”不在锁定表中" in refusal(DataError, folders=[])

    def test_texts_renew_the_lock(self, town: Path, edit: Callable[..., None], build: Callable[..., Build]) -> None:
        """With texts, quotes that records no longer use leave the lock, and new ones enter it."""
        edit(f"records/{SLUG}.yaml", "'(二)申报条件'", "'(二)申报'")
        write_build(build(), town / "parkgraph.ttl")
        known = {quote.text: place for (_, quote), place in load_lock(town / "registry" / "spans.tsv").places.items()}
        assert known["(二)申报"] == (158, 163)
        assert "(二)申报条件" not in known

    def test_a_text_that_is_missing_keeps_its_part_of_the_lock(self, town: Path, build: Callable[..., Build]) -> None:
        """One text at hand and one not: the lock stays whole."""
        (town / "sources" / f"{SLUG}.txt").unlink()
        built = build()
        assert built.checked == ("moushi-2025-interview",)
        assert built.lock.rendered() == (town / "registry" / "spans.tsv").read_text(encoding="utf-8")
