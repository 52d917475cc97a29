"""From what the shapes and the checks found to findings: waivers applied, messages worded, things called by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from ..names import BASE, DCTERMS, OA, PG, PGS, RDF, RDFS, SKOS, curie, slug
from .incode import run_checks
from .report import Finding
from .shacl import LANGUAGES, Fault, Shapes, run_shapes, worded
from .world import World, address

TEXT_CONSTRAINTS = frozenset({"sE3", "sE6"})
"""Constraints that are only half checked where a text is missing; a waiver of theirs may then be of use elsewhere."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A known issue: which constraint it waives for which node, and whether it is in force."""

    issue: str
    constraint: str
    node: str
    in_force: bool


def assemble(world: World, shapes: Shapes) -> list[Finding]:
    """All findings about the nodes a world reports on, waived ones among them; in no order.

    Raises:
        ParseError: somebody else's shapes cannot be run.
        EngineError: the engine failed.
    """
    faults = run_shapes(world.store, shapes)
    faults += [(fault, shapes.severities.get(fault.part, "Violation")) for fault in run_checks(world)]
    found = [(shapes.constraint(fault.part), fault, severity) for fault, severity in faults]
    waivers = [waiver for waiver in _waivers(world, shapes) if not (world.own and waiver.issue in world.own)]
    in_force = {(waiver.constraint, waiver.node) for waiver in waivers if waiver.in_force}
    broken = {(constraint, fault.node) for constraint, fault, _ in found}
    found += [("sR4", fault, shapes.severities.get(fault.part, "Warning")) for fault in _unused(world, waivers, broken)]
    speaker = _Speaker(world, shapes)
    told = (
        replace(speaker.finding(constraint, fault, severity), waived=(constraint, fault.node) in in_force)
        for constraint, fault, severity in found
        if world.reports_on(fault.node) or fault.part == f"{PGS}sE3-unchecked"
    )
    return list(told)


def _waivers(world: World, shapes: Shapes) -> Iterator[Waiver]:
    """The known issues; one is in force up to its day, compared with the date of the data version."""
    dates = [
        address(day)
        for node in world.instances("KnowledgeGraphRelease")
        for day in world.values(node, DCTERMS + "issued")
    ]
    today = max(dates, default="")
    for issue in world.instances("KnownIssue"):
        ends = min((address(day) for day in world.values(issue, PG + "expiresOn")), default="")
        for constraint in world.values(issue, PG + "waivesShape"):
            for node in world.values(issue, PG + "waivesNode"):
                yield Waiver(issue, shapes.constraint(address(constraint)), address(node), today <= ends)


def _unused(world: World, waivers: Iterable[Waiver], broken: set[tuple[str, str]]) -> Iterator[Fault]:
    """Waivers of findings that there are not."""
    for waiver in waivers:
        half = bool(world.untested) and waiver.constraint in TEXT_CONSTRAINTS
        if waiver.in_force and (waiver.constraint, waiver.node) not in broken and not half:
            values = {"node": waiver.node, "constraint": waiver.constraint}
            yield Fault(f"{PGS}sR4-unused", waiver.issue, values)


class _Speaker:
    """Puts faults into words."""

    def __init__(self, world: World, shapes: Shapes) -> None:
        self.world = world
        self.shapes = shapes

    def finding(self, constraint: str, fault: Fault, severity: str) -> Finding:
        """The finding a fault comes to, not yet waived."""
        zh, en = (self._message(constraint, fault, language) for language in LANGUAGES)
        return Finding(
            constraint, severity, fault.node, self.label(fault.node), zh, en, self.quote(fault.node), part=fault.part
        )

    def _message(self, constraint: str, fault: Fault, language: str) -> str:
        """The message of a fault in a language, things called by their labels, the wrong value behind it."""
        silent = f"不符合约束 {constraint}。" if language == "zh" else f"It breaks the constraint {constraint}."
        template = self.shapes.template(fault.part, language) or fault.said or silent
        values = {name: self._called(value, language) for name, value in fault.values.items()}
        shown = self._called(fault.value, language)
        shown = shown if len(shown) <= 60 else shown[:60] + "…"
        tail = "" if not shown else f"（现为：{shown}）" if language == "zh" else f" (It is: {shown})"
        return worded(template, values) + tail

    def _called(self, value: str, language: str) -> str:
        """A value as people read it: the label of a thing that has one, the CURIE of our other IRIs, else itself."""
        if not value.startswith(("http://", "https://")):
            return value
        return self._own_label(value, language) or self._own_label(value, "zh") or curie(value).removeprefix("pgd:")

    def _own_label(self, node: str, language: str) -> str:
        """The label a node has in a language, empty if it has none."""
        for prop in (SKOS + "prefLabel", RDFS + "label"):
            for value in self.world.values(node, prop):
                if isinstance(value, ox.Literal) and value.language == language:
                    return value.value
        return ""

    def label(self, node: str) -> str:
        """What a node is called: its label, the wording it records, what it asserts, or the end of its IRI."""
        if own := self._own_label(node, "zh"):
            return own
        for prop in ("listedAs", "surfaceForm", "citedAs"):
            if values := self.world.values(node, PG + prop):
                return address(values[0])
        for indicator in self.world.values(node, PG + "onIndicator"):
            return self._called(address(indicator), "zh")
        slots = [self.world.values(node, RDF + slot) for slot in ("subject", "predicate", "object")]
        if all(slots):
            subject, predicate, thing = (self._called(address(values[0]), "zh") for values in slots)
            return f"{subject} {predicate} {thing}"
        return slug(node) if node.startswith(BASE) else node

    def quote(self, node: str) -> str:
        """The first quote a node rests on, or is; empty if there is none."""
        spans = [*self.world.values(node, PG + "evidencedBy"), *self.world.values(node, PG + "mentionedIn")]
        for span in [node, *map(address, spans)]:
            for value in self.world.values(span, OA + "exact"):
                return address(value)
        return ""
