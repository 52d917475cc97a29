"""Second readings: kept in a table, stated in the graph as long as the fact is the one that was read."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.build import Build
from parkgraph.errors import ParseError
from parkgraph.names import OA, PG, PGC, PGD, SKOS
from parkgraph.readings import READING, digests, load_readings, rendered

FACT = "condition-moushi-1"


def read(town: Path, built: Build, verdict: str = "stated") -> None:
    """Record that the condition was read as it stands in a build."""
    path = town / "registry" / "readings.tsv"
    path.write_text(rendered({FACT: (verdict, digests(built.triples, [FACT])[FACT])}), encoding="utf-8")


def verdicts(built: Build) -> dict[str, str]:
    """Fact to verdict in a built graph."""
    return {
        t.subject.value.removeprefix(PGD): t.object.value.removeprefix(PGC)
        for t in built.triples
        if t.predicate == READING
    }


def test_a_reading_is_stated_in_the_graph(town: Path, build: Callable[..., Build]) -> None:
    """Without the table there is none; with it, the verdict of the fact that was read."""
    built = build()
    assert verdicts(built) == {}
    read(town, built)
    assert verdicts(build()) == {FACT: "reading-stated"}
    read(town, built, "inferred")
    assert verdicts(build()) == {FACT: "reading-inferred"}


def test_a_changed_fact_has_to_be_read_again(
    town: Path, build: Callable[..., Build], edit: Callable[[str, str, str], None]
) -> None:
    """Its words or its quote: the verdict was about others."""
    read(town, build())
    edit("records/moushi-2024-notice.yaml", "zh: 有统一的管理机构", "zh: 有管理机构")
    assert verdicts(build()) == {}


def test_a_note_may_be_mended_without_a_new_reading(
    town: Path, build: Callable[..., Build], edit: Callable[[str, str, str], None]
) -> None:
    """The reader does not see it."""
    read(town, build())
    edit("records/moushi-2024-notice.yaml", "zh: 有统一的管理机构, ", "zh: 有统一的管理机构, note: The first., ")
    assert verdicts(build()) == {FACT: "reading-stated"}


def test_a_reading_of_a_fact_that_is_gone_is_left_out(town: Path, build: Callable[..., Build]) -> None:
    """The table may be ahead of or behind the records."""
    (town / "registry" / "readings.tsv").write_text(rendered({"fact-gone": ("stated", "0" * 12)}), encoding="utf-8")
    assert verdicts(build()) == {}


def test_the_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """In order of id, a line a fact."""
    path = tmp_path / "readings.tsv"
    path.write_text(rendered({"b": ("inferred", "2"), "a": ("stated", "1")}), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "fact\tverdict\tdigest\na\tstated\t1\nb\tinferred\t2\n"
    assert load_readings(path) == {"a": ("stated", "1"), "b": ("inferred", "2")}
    assert load_readings(tmp_path / "none.tsv") == {}


@pytest.mark.parametrize("line", ["fact-1\tstated", "fact-1\tunsupported\t1"])
def test_a_line_that_is_no_reading_is_refused(line: str, tmp_path: Path) -> None:
    """Three columns and a verdict that may stand in the graph."""
    path = tmp_path / "readings.tsv"
    path.write_text(f"fact\tverdict\tdigest\n{line}\n", encoding="utf-8")
    with pytest.raises(ParseError) as caught:
        load_readings(path)
    assert str(caught.value) == (
        f"{path}:2: 复读登记的这一行须是 事实、结论、摘要 三列，结论为 stated 或 inferred。"
        " 请恢复上一版本的文件，或用 scripts/second_reading.py 重新登记。"
    )


def test_the_quote_is_part_of_what_was_read() -> None:
    """The same fact on other words is another reading."""
    fact, span = ox.NamedNode(PGD + "fact-1"), ox.NamedNode(PGD + "span-1")
    said = ox.Triple(fact, ox.NamedNode(PG + "locatedIn"), ox.NamedNode(PGD + "place-1"))
    rests = ox.Triple(fact, ox.NamedNode(PG + "evidencedBy"), span)
    one, other = (
        digests([said, rests, ox.Triple(span, ox.NamedNode(OA + "exact"), ox.Literal(q))], ["fact-1"])
        for q in ("甲", "乙")
    )
    assert one != other


def test_an_english_name_is_not_part_of_what_was_read() -> None:
    """The reader sees Chinese alone: a translation keeps the reading, another Chinese name ends it."""
    fact = ox.NamedNode(PGD + "fact-1")
    chinese, other, english = (
        ox.Triple(fact, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(text, language=tag))
        for text, tag in (("甲", "zh"), ("乙", "zh"), ("A", "en"))
    )
    assert digests([chinese], ["fact-1"]) == digests([chinese, english], ["fact-1"]) != digests([other], ["fact-1"])
