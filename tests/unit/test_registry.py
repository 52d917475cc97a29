"""The registry: every id ever written stands in it, none is lost, none enters unseen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from parkgraph.build import Build, write_build
from parkgraph.errors import DataError, ParseError
from parkgraph.registry import Registry, load_registry

RECORDS = "records/moushi-2024-notice.yaml"
UNREGISTERED = "核对拼写后运行 parkgraph build --register，把新标识符写入登记册。"
LOST = "标识符不可收回：请恢复该记录，或在 status 一栏写 retired 或 replaced:<新标识符>。"


def test_a_new_id_is_refused_until_it_is_registered(edit: Callable[..., None], refusal: Callable[..., str]) -> None:
    """The error tells the id, its line, and the command that registers it."""
    edit(
        RECORDS,
        "- id: enterprise-shili\n",
        "- {id: park-new, is: Park, quote: '三、其他事项'}\n- id: enterprise-shili\n",
    )
    assert refusal(DataError) == f"{RECORDS}:119: 标识符 park-new 未登记。 {UNREGISTERED}"


def test_several_new_ids_are_counted(edit: Callable[..., None], refusal: Callable[..., str]) -> None:
    """The first in alphabetical order is named, and how many more there are."""
    edit(RECORDS, "id: citation-moushi-pilot-1", "id: citation-other-1")
    edit(RECORDS, "id: condition-moushi-1,", "id: condition-other-1,")
    assert refusal(DataError) == f"{RECORDS}:41: 标识符 citation-other-1 未登记（另有 1 个）。 {UNREGISTERED}"


def test_a_new_source_is_a_new_id(town: Path, refusal: Callable[..., str]) -> None:
    """Sources are registered like everything else; the place is the entry of the source."""
    entry = (town / "sources" / "moushi-2025-interview.toml").read_text(encoding="utf-8")
    (town / "sources" / "moushi-2026-page.toml").write_text(entry, encoding="utf-8")
    assert (
        refusal(DataError) == f"sources/moushi-2026-page.toml: 标识符 source-moushi-2026-page 未登记。 {UNREGISTERED}"
    )


def test_a_new_division_is_a_new_id(town: Path, refusal: Callable[..., str]) -> None:
    """What the reference data define is registered too."""
    path = town / "reference" / "divisions.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("division-990121", "division-990122"), encoding="utf-8")
    assert refusal(DataError) == f"reference: 标识符 division-990122 未登记。 {UNREGISTERED}"


def test_registering_writes_the_new_ids_and_no_others(
    town: Path, edit: Callable[..., None], build: Callable[..., Build]
) -> None:
    """With `register`, the table gains a row an id, and a later build without it passes."""
    path = town / "registry" / "ids.tsv"
    before = path.read_text(encoding="utf-8").splitlines()
    edit(
        RECORDS,
        "- id: enterprise-shili\n",
        "- {id: park-new, is: Park, quote: '三、其他事项'}\n- id: enterprise-shili\n",
    )
    built = build(register=True)
    assert built.registered == 1
    assert path.read_text(encoding="utf-8").splitlines() == before
    write_build(built, town / "parkgraph.ttl")
    after = path.read_text(encoding="utf-8").splitlines()
    assert set(after) - set(before) == {"park-new\tPark\t"}
    assert after == ["id\tclass\tstatus", *sorted(after[1:])]
    assert build().registered == 0


def test_facts_and_spans_are_not_registered(town: Path) -> None:
    """What is named by its content stands in no table."""
    rows = load_registry(town / "registry" / "ids.tsv").rows
    assert len(rows) == 30
    assert not any(name.startswith(("fact-", "span-")) for name in rows)


def test_a_registered_id_that_vanished_is_refused(edit: Callable[..., None], refusal: Callable[..., str]) -> None:
    """An id is for ever: whoever deletes the record must say what became of it."""
    edit(RECORDS, "  - {id: condition-moushi-1, ordinal: 1,", "  - {ordinal: 1,")
    assert refusal(DataError) == f"registry/ids.tsv: 登记册中的 condition-moushi-1 不再有定义。 {LOST}"


def test_several_vanished_ids_are_counted(town: Path, refusal: Callable[..., str]) -> None:
    """Registering new ids does not hide that others are lost."""
    (town / "records" / "moushi-2025-interview.yaml").unlink()
    said = f"registry/ids.tsv: 登记册中的 name-jiaxian-1 不再有定义（另有 3 个）。 {LOST}"
    assert refusal(DataError) == said
    assert refusal(DataError, register=True) == said


@pytest.mark.parametrize("status", ["retired", "replaced:park-yiqu"])
def test_an_id_that_was_given_up_need_not_be_defined(
    status: str, edit: Callable[..., None], build: Callable[..., Build]
) -> None:
    """A status keeps the row and lets the record go."""
    edit(RECORDS, "  - {id: condition-moushi-1, ordinal: 1,", "  - {ordinal: 1,")
    edit(
        "registry/ids.tsv",
        "condition-moushi-1\tEligibilityCondition\t",
        f"condition-moushi-1\tEligibilityCondition\t{status}",
    )
    assert build().registry.rows["condition-moushi-1"] == ("EligibilityCondition", status)


@pytest.mark.parametrize("status", ["retired", "replaced:park-yiqu"])
def test_an_id_that_was_given_up_is_not_used_again(
    status: str, edit: Callable[..., None], refusal: Callable[..., str]
) -> None:
    """The registry is there so that no id is reused."""
    edit("registry/ids.tsv", "park-shuzi\tPark\t", f"park-shuzi\tPark\t{status}")
    assert "park-shuzi" in refusal(DataError)


@pytest.mark.parametrize("line", ["park-x\tPark", "park-x\tPark\t\t", "division-990000\tPark\t", ""])
def test_a_broken_row_is_refused(line: str, town: Path, refusal: Callable[..., str]) -> None:
    """Two columns, four columns, an id for the second time, an empty line: the row is told."""
    path = town / "registry" / "ids.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:6], line, *lines[6:], ""]), encoding="utf-8")
    assert refusal(ParseError) == (
        "registry/ids.tsv:7: 登记册的这一行须是 id、class、status 三栏且不重复。 请恢复上一版本的登记册。"
    )


@pytest.mark.parametrize("table", ["registry/ids.tsv", "registry/spans.tsv"])
def test_a_table_that_is_not_utf8_is_refused(table: str, town: Path, refusal: Callable[..., str]) -> None:
    """A table saved by a spreadsheet in another encoding is named; the codec's own error stays inside."""
    (town / table).write_bytes("甲\t乙\n".encode("gb18030"))
    assert refusal(ParseError).startswith(f"{table}: ")


def test_a_registry_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """The first build begins without one."""
    registry = load_registry(tmp_path / "ids.tsv")
    assert registry == Registry(tmp_path / "ids.tsv", {})
    assert registry.register({"park-b": ("Park", "x:1"), "park-a": ("Park", "x:2")}) == 2
    assert registry.rendered() == "id\tclass\tstatus\npark-a\tPark\t\npark-b\tPark\t\n"
    registry.path.write_text(registry.rendered(), encoding="utf-8")
    assert load_registry(registry.path) == registry
