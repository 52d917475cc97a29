"""A draft of what a changelog says of ontology and data, from two builds.

    scripts/compare_builds.py OLD NEW            every term and entity by name
    scripts/compare_builds.py OLD NEW --figures  the numbers alone

OLD and NEW are folders: a checkout (or as much of one as `ontology/` and `data/`), or what `parkgraph export` wrote.
Statements are compared, not lines; the draft is in the form of CHANGELOG.md, for a person to shorten and to explain.
"""

import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from parkgraph.diff import Change, Difference, diff_graphs, named_by_structure
from parkgraph.names import BASE, OWL, PGC, PGD, RDF, SKOS, curie, slug
from parkgraph.turtle import fingerprint, read_triples

LAYOUTS = (
    ("data/parkgraph.ttl", ("ontology/parkgraph.ttl", "ontology/concepts.ttl")),
    ("parkgraph.ttl", ("ontology.ttl", "concepts.ttl")),
)
"""Where the graph and the ontology are in a checkout, and in an export."""
SORTS = {
    OWL + "Class": ("class", "classes"),
    OWL + "ObjectProperty": ("property", "properties"),
    OWL + "DatatypeProperty": ("property", "properties"),
    OWL + "AnnotationProperty": ("property", "properties"),
    SKOS + "ConceptScheme": ("concept scheme", "concept schemes"),
    SKOS + "Concept": ("concept", "concepts"),
}
ACTS = ("added", "removed", "changed")
WIDTH = 120

Said = dict[str, set[ox.Triple]]


@dataclass(frozen=True)
class Build:
    """The statements of a build: those of its graph, and those of its ontology and concepts."""

    graph: list[ox.Triple]
    words: list[ox.Triple]


def load(folder: Path) -> Build:
    """The build in a folder."""
    for graph, words in LAYOUTS:
        if (folder / graph).is_file():
            return Build(read_triples(folder / graph), [t for name in words for t in read_triples(folder / name)])
    raise SystemExit(f"{folder}: neither a checkout nor an export: no {' and no '.join(graph for graph, _ in LAYOUTS)}")


def draft(old: Build, new: Build, *, figures: bool = False) -> str:
    """The parts on ontology and data, in Markdown."""
    found = diff_graphs(old.graph, new.graph, words=[*old.words, *new.words], lang="en")
    lines = ["### Ontology", "", *_terms(old, new, figures), "", "### Data", "", *_graphs(old, new)]
    lines += [*_entities(found, old, new, figures), *_rest(found)]
    return "\n".join(lines) + "\n"


def _terms(old: Build, new: Build, figures: bool) -> Iterator[str]:
    """A line for each sort of term that changed."""
    before, after = _about(old.words), _about(new.words)
    sorts = {iri: sort for words in (before, after) for iri, said in words.items() if (sort := _sort(said))}
    changes: dict[tuple[str, str], list[list[str]]] = {}
    for iri in sorted(sorts):
        acts = (iri not in before, iri not in after, before.get(iri) != after.get(iri))
        if any(acts):
            changes.setdefault(sorts[iri], [[], [], []])[acts.index(True)].append(f"`{curie(iri)}`")
    if not changes:
        yield "- No term changed."
    for sort in dict.fromkeys(SORTS.values()):
        if sort in changes:
            total = [sum(_sort(said) == sort for said in words.values()) for words in (before, after)]
            told = _told(changes[sort], figures)
            yield from _bullet(f"{sort[1].capitalize()}: {total[0]} → {total[1]}; {told}.")


def _graphs(old: Build, new: Build) -> Iterator[str]:
    """Number of statements and fingerprint of both graphs."""
    counts = [f"{len(set(build.graph)):,}" for build in (old, new)]
    marks = [fingerprint(build.graph)[:16] for build in (old, new)]
    yield from _bullet(f"Statements: {counts[0]} → {counts[1]}; fingerprints begin with `{marks[0]}` and `{marks[1]}`.")


def _entities(found: Difference, old: Build, new: Build, figures: bool) -> Iterator[str]:
    """A line for all entities, and one for each class of them that changed."""
    groups = (found.added, found.removed, found.changed)
    told = _told([[_name(change) for change in group] for group in groups], True)
    yield from _bullet(f"Entities: {told}.")
    sizes = [_sizes(build.graph) for build in (old, new)]
    kinds = {change.cls: change.kind for group in groups for change in group}
    for cls, kind in sorted(kinds.items(), key=lambda item: (item[1], item[0])):
        names = [[_name(change) for change in group if change.cls == cls] for group in groups]
        line = f"{kind}: {sizes[0][cls]} → {sizes[1][cls]}; {_told(names, figures)}."
        yield from _bullet(line, "  ")


def _rest(found: Difference) -> Iterator[str]:
    """A line each for facts and quotes."""
    for name, count in (("Facts without a name of their own", found.facts), ("Quotes", found.spans)):
        yield from _bullet(f"{name}: {count.added:,} added, {count.removed:,} removed, {count.changed:,} changed.")


def _told(groups: list[list[str]], figures: bool) -> str:
    """How many came, went and changed, with their names unless figures alone are wanted."""
    parts = []
    for act, names in zip(ACTS, groups, strict=True):
        if names:
            parts.append(f"{len(names):,} {act}" + ("" if figures else f" ({', '.join(names)})"))
    return "; ".join(parts) or "none added, removed or changed"


def _name(change: Change) -> str:
    """An entity as the draft names it."""
    return f"{change.label} `{slug(change.iri)}`"


def _bullet(text: str, indent: str = "") -> list[str]:
    """A list item, wrapped as the changelog is."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{indent}- ",
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _about(triples: Iterable[ox.Triple]) -> Said:
    """Terms and concepts of ours to what is said of them; a nameless part counts as what is said of it."""
    found: Said = {}
    for t in named_by_structure(triples):
        iri = t.subject.value  # type: ignore[union-attr]
        if iri.startswith((BASE + "ontology#", PGC)):
            found.setdefault(iri, set()).add(t)
    return found


def _sort(said: Iterable[ox.Triple]) -> tuple[str, str] | None:
    """What sort of term it is that something is said of; None for what is no term."""
    kinds = {t.object.value for t in said if t.predicate.value == RDF + "type"}  # type: ignore[union-attr]
    return next((sort for kind, sort in SORTS.items() if kind in kinds), None)


def _sizes(graph: Iterable[ox.Triple]) -> Counter[str]:
    """How many entities with a name of their own there are of each class."""
    nameless = (f"{PGD}fact-", f"{PGD}span-")
    typed = {
        (t.subject.value, t.object.value)  # type: ignore[union-attr]
        for t in graph
        if t.predicate.value == RDF + "type" and t.subject.value.startswith(PGD)  # type: ignore[union-attr]
    }
    return Counter(cls for iri, cls in typed if not iri.startswith(nameless))


def main() -> None:
    """Print the draft."""
    words = [word for word in sys.argv[1:] if word != "--figures"]
    if len(words) != 2:
        raise SystemExit((__doc__ or "").strip())
    old, new = (load(Path(word)) for word in words)
    sys.stdout.write(draft(old, new, figures=len(words) < len(sys.argv) - 1))


if __name__ == "__main__":
    main()
