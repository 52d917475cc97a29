"""Second readings: what another reader concluded from the quotes, the section and the fact alone.

`registry/readings.tsv` keeps one line a fact: its id, the verdict, and a digest of what was read. The build states the
verdict of a fact in the graph as long as the fact and its quotes are still those that were read.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from .errors import ParseError
from .names import OA, PG, PGC, PGD, PROV, RDF, SKOS

COLUMNS = ("fact", "verdict", "digest")
VERDICTS = ("stated", "inferred")
"""What a recorded verdict may be; a fact that its quotes do not support has no place in the graph."""

READING = ox.NamedNode(PG + "secondReading")
_EVIDENCE = ox.NamedNode(PG + "evidencedBy")
_EXACT = ox.NamedNode(OA + "exact")
_SLOTS = tuple(RDF + slot for slot in ("subject", "predicate", "object"))
UNREAD = {
    *(PG + name for name in ("secondReading", "evidencedBy", "mentionedIn", "asOf", "asOfPrecision", "assertionBasis")),
    *(PG + name for name in ("inferredByRule", "reason")),
    SKOS + "editorialNote",
    PROV + "wasDerivedFrom",
}


def load_readings(path: Path) -> dict[str, tuple[str, str]]:
    """Fact id to (verdict, digest), in the order of the file; empty where there is no file.

    Raises:
        ParseError: a line has not the three columns, or a verdict that is none.
    """
    readings: dict[str, tuple[str, str]] = {}
    if not path.is_file():
        return readings
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or cells[1] not in VERDICTS:
            raise ParseError(
                "复读登记的这一行须是 事实、结论、摘要 三列，结论为 stated 或 inferred",
                where=f"{path}:{number}",
                remedy="请恢复上一版本的文件，或用 scripts/second_reading.py 重新登记。",
            )
        readings[cells[0]] = (cells[1], cells[2])
    return readings


def rendered(readings: Mapping[str, tuple[str, str]]) -> str:
    """The file's text: a heading and a line a fact, in order of id."""
    lines = ("\t".join((fact, *readings[fact])) for fact in sorted(readings))
    return "\n".join(("\t".join(COLUMNS), *lines)) + "\n"


def digests(triples: Iterable[ox.Triple], facts: Iterable[str]) -> dict[str, str]:
    """Fact id to a digest of what a reader is shown of it: what it says, and the wording it rests on.

    Notes, basis, dates and English names are not shown, so mending them keeps a reading; what an assertion of its own
    says of the fact is read there. An id that the graph lacks is left out.
    """
    wanted = {ox.NamedNode(PGD + fact): fact for fact in facts}
    known = list(triples)
    asserted = set(_asserted(known))
    told: dict[ox.NamedNode, list[str]] = {}
    exact: dict[object, str] = {}
    spans: list[tuple[ox.NamedNode, object]] = []
    for triple in known:
        if triple.predicate == _EXACT:
            exact[triple.subject] = str(triple.object)
        elif triple.subject in wanted and triple.predicate == _EVIDENCE:
            spans.append((triple.subject, triple.object))  # type: ignore[arg-type]
        elif triple.subject in wanted and triple not in asserted and _is_shown(triple):
            told.setdefault(triple.subject, []).append(f"{triple.predicate} {triple.object}")  # type: ignore[arg-type]
    for fact, span in spans:
        told.setdefault(fact, []).append(exact.get(span, ""))
    return {
        wanted[fact]: hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()[:12]
        for fact, lines in told.items()
    }


def _is_shown(triple: ox.Triple) -> bool:
    """Whether a reader of the quotes sees a statement: English names are ours, the quotes are Chinese."""
    said = triple.object
    return triple.predicate.value not in UNREAD and not (isinstance(said, ox.Literal) and said.language == "en")


def _asserted(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The direct statements that assertions make."""
    slots: dict[object, dict[str, object]] = {}
    for triple in triples:
        if triple.predicate.value in _SLOTS:
            slots.setdefault(triple.subject, {})[triple.predicate.value] = triple.object
    for parts in slots.values():
        if len(parts) == len(_SLOTS):
            yield ox.Triple(*(parts[slot] for slot in _SLOTS))  # type: ignore[arg-type]


def reading_triples(triples: Iterable[ox.Triple], readings: Mapping[str, tuple[str, str]]) -> Iterator[ox.Triple]:
    """The verdict of every fact that is still as it was read."""
    for fact, digest in digests(triples, readings).items():
        verdict, read = readings[fact]
        if read == digest:
            yield ox.Triple(ox.NamedNode(PGD + fact), READING, ox.NamedNode(f"{PGC}reading-{verdict}"))
