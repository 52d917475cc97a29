"""What a load did and found, as people and as programs read it."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from ..faults import DIFFERS

QUESTIONS = "questions"
MODES = {
    "replace": "替换",
    "append": "追加",
    "verify": "只核对，未写入",
    "dry-run": "试运行，未写入",
}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it should be: which comparison, of what, expected and found."""

    check: str
    item: str
    expected: str
    found: str


@dataclass(frozen=True)
class Check:
    """One comparison: name for programs, for people, how many things were compared, what differs, what else to say."""

    key: str
    title: str
    compared: int
    differences: tuple[Difference, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class LoadReport:
    """How a load went.

    Attributes:
        url: as given.
        kind, title: which store was recognised; reasons: why.
        graph: IRI of the graph.
        mode: a key of `MODES`.
        triples, size: statements to be there, and bytes of their lines.
        requests: how many chunks the store accepted; steps: what was done, in order.
        checks: the comparisons; of the staging graph, where these failed and the old graph was kept.
        kept: whether the old graph was left as it was because the new one differs.
        query_url: where to ask; curl: a line to try it with.
        traps, notes: what to know about the store, and about this load.
    """

    url: str
    kind: str
    title: str
    reasons: tuple[str, ...]
    graph: str
    mode: str
    triples: int
    size: int
    query_url: str
    curl: str
    requests: int = 0
    steps: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    kept: bool = False
    traps: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Everything that differs."""
        return tuple(difference for check in self.checks for difference in check.differences)

    @property
    def exit_code(self) -> int:
        """5 where anything differs, else 0."""
        return DIFFERS if self.differences else 0

    def to_dict(self) -> dict[str, Any]:
        """The report for programs; `ok` is None where nothing was compared."""
        ok = not self.differences if self.checks else None
        return {**asdict(self), "ok": ok, "differences": [asdict(difference) for difference in self.differences]}

    def to_json(self) -> str:
        """The report as a JSON document."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def to_text(self) -> str:
        """The report as people read it."""
        lines = [f"地址：{self.url}", f"识别：{self.title}（{'；'.join(self.reasons)}）", f"图：{self.graph}"]
        lines.append(f"方式：{MODES[self.mode]}")
        lines.append(f"数据：{self.triples} 条三元组，{self.size / 1_000_000:.1f} MB")
        lines += [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]
        lines += self._verdict()
        lines += ["下一步", f"  查询地址：{self.query_url}", f"  试一下：{self.curl}"]
        lines.append(f"  或者：parkgraph run parks-by-policy --endpoint {self.query_url} --graph {self.graph}")
        lines += [f"  注意：{note}" for note in (*self.notes, *self.traps)]
        return "\n".join(lines) + "\n"

    def _verdict(self) -> list[str]:
        """The comparisons and what follows from them."""
        if not self.checks:
            return []
        lines = ["核对"]
        for check in self.checks:
            outcome = f"{len(check.differences)} 项不同" if check.differences else "一致"
            note = f"（{check.note}）" if check.note else ""
            lines.append(
                f"  {check.title}：{check.compared} 项，{outcome}{note}" if check.compared else f"  {check.title}{note}"
            )
        if not self.differences:
            return [*lines, "结论：与本地一致。"]
        return [*lines, f"结论：有 {len(self.differences)} 处不同。{self._meaning()}", *self._table()]

    def _meaning(self) -> str:
        """What the differences come to."""
        if self.kept:
            return "新数据没有通过核对，原来的图没有改动。"
        if any(check.differences for check in self.checks if check.key != QUESTIONS):
            return "图中的内容与本地不一致。"
        return "语句都在图中，但这个库对下列问题的回答与本地不同。"

    def _table(self) -> list[str]:
        """The table of differences."""
        rows = [("核对", "对象", "本地", "库中")]
        rows += [(d.check, d.item, d.expected, d.found) for d in self.differences]
        return ["  " + " | ".join(cell.replace("\n", " ") for cell in row) for row in rows]
