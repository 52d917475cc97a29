"""The checks that SHACL cannot say: characters, hashes, the span lock, titles as people vary them.

Each is a part of a constraint in `shapes/`, which has its message and severity.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from ..names import OA, PG, PGD, PGS, SKOS, slug
from .shacl import Fault
from .world import World, address

LABELS = (SKOS + "prefLabel", SKOS + "altLabel")
TITLES = (*LABELS, SKOS + "hiddenLabel")


def run_checks(world: World) -> Iterator[Fault]:
    """What all checks find, in no order."""
    simplified = _simplifier()
    yield from traditional_labels(world, simplified)
    yield from title_variants(world, simplified)
    yield from title_twins(world, simplified)
    yield from changed_texts(world)
    yield from unlocked_quotes(world)


def _simplifier() -> Callable[[str], str]:
    """The conversion of Traditional to Simplified characters."""
    from opencc import OpenCC

    return OpenCC("t2s").convert


def traditional_labels(world: World, simplified: Callable[[str], str]) -> Iterator[Fault]:
    """Chinese labels that differ from their own conversion to Simplified characters."""
    for prop in LABELS:
        for node, label in _chinese(world, prop):
            if simplified(label) != label:
                yield Fault(f"{PGS}sN2-simplified", node)


def _chinese(world: World, prop: str) -> Iterator[tuple[str, str]]:
    """Every node with each value of a property whose language is `zh`."""
    for quad in world.store.quads_for_pattern(None, ox.NamedNode(prop), None):
        if isinstance(quad.object, ox.Literal) and quad.object.language == "zh":
            yield address(quad.subject), quad.object.value


def _title_key(title: str, simplified: Callable[[str], str]) -> str:
    """A title as it is compared: Simplified, brackets and dashes made equal, no spaces, no title marks."""
    plain = unicodedata.normalize("NFKC", simplified(title))
    return re.sub(r"[\s《》〈〉“”\"']", "", re.sub(r"[—–―~-]+", "-", plain)).casefold()


def _titles(world: World, document: str) -> Iterator[str]:
    """Every known name of a document: its labels and the names sources use for it."""
    for prop in TITLES:
        yield from (address(value) for value in world.values(document, prop))
    for quad in world.store.quads_for_pattern(None, ox.NamedNode(PG + "nameOf"), ox.NamedNode(document)):
        yield from (address(value) for value in world.values(address(quad.subject), PG + "surfaceForm"))


def title_variants(world: World, simplified: Callable[[str], str]) -> Iterator[Fault]:
    """Citations whose title is no known name of the document they cite."""
    for citation in world.instances("DocumentCitation"):
        cited = (value for value in world.values(citation, PG + "citedDocument") if isinstance(value, ox.NamedNode))
        for document in map(address, cited):
            known = {_title_key(title, simplified) for title in _titles(world, document)}
            for form in world.values(citation, PG + "citedAs"):
                if known and _title_key(address(form), simplified) not in known:
                    yield Fault(f"{PGS}sD6-title", citation, {"cited": document})


def title_twins(world: World, simplified: Callable[[str], str]) -> Iterator[Fault]:
    """Documents that share their title."""
    shared = defaultdict(set)
    documents = set(world.instances("PolicyDocument"))
    for node, label in _chinese(world, SKOS + "prefLabel"):
        if node in documents:
            shared[_title_key(label, simplified)].add(node)
    for twins in shared.values():
        for node in twins if len(twins) > 1 else ():
            other = min(twins - {node})
            yield Fault(f"{PGS}sD6-twin", node, {"other": slug(other)})


def changed_texts(world: World) -> Iterator[Fault]:
    """Sources whose text at hand has another hash or length than the graph says."""
    for source in world.instances("SourceDocument"):
        for text in map(address, world.values(source, PG + "fullText")):
            stated = {address(value) for value in world.values(source, PG + "sha256")}
            length = {address(value) for value in world.values(source, PG + "textLength")}
            found = hashlib.sha256(text.encode("utf-8")).hexdigest()
            if stated - {found} or length - {str(len(text))}:
                yield Fault(f"{PGS}sE6-text", source)


def unlocked_quotes(world: World) -> Iterator[Fault]:
    """For each source without text: that it was not checked, and every quote of it that the span lock does not know."""
    seen: set[str] = set()
    for span in world.instances("TextSpan"):
        for source in set(map(address, world.values(span, OA + "hasSource"))) & world.untested:
            parts = [[address(value) for value in world.values(span, OA + name)] for name in ("start", "end", "exact")]
            if all(len(part) == 1 for part in parts) and not _is_locked(world, source, *(part[0] for part in parts)):
                yield Fault(f"{PGS}sE3-lock", span)
            if world.reports_on(span):
                seen.add(source)
    for source in sorted(seen):
        yield Fault(f"{PGS}sE3-unchecked", source)


def _is_locked(world: World, source: str, start: str, end: str, wording: str) -> bool:
    """Whether the lock knows a quote in its place."""
    if not (start.isdecimal() and end.isdecimal()):
        return False
    return (source.removeprefix(f"{PGD}source-"), int(start), int(end), wording) in world.lock
