"""What a check of files finds: things that are wrong, which are no errors of the check, and exit code 5 for them."""

import json
from dataclasses import asdict, dataclass

DIFFERS = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: path within the folder, what kind of fault, what should be, what is."""

    path: str
    kind: str
    expected: str = ""
    found: str = ""


class Findings:
    """What results of checks have in common; each is a dataclass whose `faults` are everything that is wrong."""

    faults: tuple[Fault, ...]

    @property
    def exit_code(self) -> int:
        """5 where anything is wrong, else 0."""
        return DIFFERS if self.faults else 0

    def to_json(self) -> str:
        """The result as one JSON document."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"  # type: ignore[call-overload]
