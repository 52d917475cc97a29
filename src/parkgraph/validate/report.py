"""What a validation comes to: findings, in an order that does not change, and what counts among them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that breaks one constraint.

    Attributes:
        constraint: local id such as `sE3`; the IRI for a constraint of somebody else's.
        severity: `Violation`, `Warning` or `Info`.
        node: IRI of the thing, `_:` and a name for a blank node.
        label: what the thing is called in Chinese.
        message_zh: what is wrong and what to do.
        message_en: the same in English.
        quote: the first quote the thing rests on, empty if there is none.
        waived: whether a known issue waives it.
        part: IRI of the very shape that found it; not part of the machine output.
    """

    constraint: str
    severity: str
    node: str
    label: str
    message_zh: str
    message_en: str
    quote: str = ""
    waived: bool = False
    part: str = field(default="", compare=False)


class Report:
    """The findings of one validation: each once, in order of severity, constraint and node."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(dict.fromkeys(findings), key=_order))

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The violations that no known issue waives."""
        return tuple(finding for finding in self.findings if finding.severity == "Violation" and not finding.waived)

    @property
    def conforms(self) -> bool:
        """Whether there is no unwaived violation."""
        return not self.violations

    def counts(self) -> dict[str, int]:
        """How many unwaived findings there are of each severity, and how many are waived (`waived`)."""
        told = dict.fromkeys((*SEVERITIES, "waived"), 0)
        for finding in self.findings:
            told["waived" if finding.waived else finding.severity] += 1
        return told

    def to_json(self) -> list[dict[str, Any]]:
        """The findings as dictionaries with the keys of the machine output."""
        return [{key: value for key, value in asdict(finding).items() if key != "part"} for finding in self.findings]

    @classmethod
    def from_json(cls, rows: Iterable[Mapping[str, Any]]) -> "Report":
        """The report whose `to_json` these rows are."""
        return cls(Finding(**row) for row in rows)


def _order(finding: Finding) -> tuple[int, str, int, str, str, str]:
    """Sort key of a finding; `sE2` comes before `sE10`."""
    letters, digits = re.fullmatch(r"(.*?)([0-9]*)", finding.constraint, re.DOTALL).groups()  # type: ignore[union-attr]
    return (
        SEVERITIES.index(finding.severity),
        letters,
        int(digits or 0),
        finding.node,
        finding.message_zh,
        finding.message_en,
    )
