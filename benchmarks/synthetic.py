"""A graph of the shape of the shipped one, of any size: `python benchmarks/synthetic.py 100000 > graph.nt`.

It is a country of towns. Each town has documents of its own, and in them a share of all that the shipped graph has:
some things of every class, the facts about them, and whatever those point to, so that no statement is cut in half and
the towns differ. Towns share a world of things that no town owns (industries, technologies, divisions, laws …): of
those there are as many copies as the square root of the number of towns, as vocabulary grows with text, so that what
is shared has ever more pointing at it. The first town keeps the shipped names, so that questions about them have
answers.

Every class and property that the shipped graph uses is therefore here, in its proportion. The same size, seed and
shipped graph give the same bytes.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from math import isqrt

import pyoxigraph as ox

from parkgraph import assets
from parkgraph.names import PG, PGD, RDF, SKOS
from parkgraph.turtle import read_triples

TYPE, LABEL = RDF + "type", SKOS + "prefLabel"
SHARE = 0.05
NEAR = 4
OF_ALL = frozenset(PG + name for name in ("InferenceRule", "ReferenceDataset"))
NO_ROOTS = {PG + "TextSpan", PG + "KnowledgeGraphRelease"}
OF_A_WORLD = frozenset(
    PG + name
    for name in (
        "AdministrativeDivision",
        "ApplicationField",
        "Industry",
        "Law",
        "StrategicInitiative",
        "StrategicRegion",
        "Technology",
    )
)


@dataclass(frozen=True)
class Model:
    """The shipped graph: statements by subject, subjects by object, and things by class, all in a fixed order."""

    statements: dict[str, list[ox.Triple]]
    pointing: dict[str, list[str]]
    members: dict[str, list[str]]
    classes: dict[str, frozenset[str]]


@cache
def model() -> Model:
    """The shipped graph as a model to be copied from."""
    triples = sorted(read_triples(assets.asset("data", "parkgraph.ttl")), key=str)
    statements, pointing, members = defaultdict(list), defaultdict(list), defaultdict(list)
    classes: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        statements[triple.subject.value].append(triple)
        if triple.predicate.value == TYPE:
            members[triple.object.value].append(triple.subject.value)
            classes[triple.subject.value].add(triple.object.value)
        elif isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(PGD):
            pointing[triple.object.value].append(triple.subject.value)
    return Model(statements, pointing, members, {thing: frozenset(kinds) for thing, kinds in classes.items()})


def synthetic(size: int, seed: int = 0, keep: Collection[str] = ()) -> list[str]:
    """The lines of an N-Triples file of at least so many statements, sorted; at most a town more.

    Args:
        size: the number of statements wanted.
        seed: another one gives other towns.
        keep: IRIs of things that the first town must have.
    """
    lines: set[str] = set()
    town = 0
    while len(lines) < size:
        dice = random.Random(f"{seed} {town}")
        world = dice.randrange(isqrt(town) + 1)
        chosen = _chosen(dice, () if town else keep)
        lines |= {f"{_renamed(triple, town, world)} ." for thing in chosen for triple in model().statements[thing]}
        town += 1
    return sorted(lines)


def _chosen(dice: random.Random, keep: Collection[str]) -> set[str]:
    """The things of a town: a share of every class and those to keep, some of what points at them, and their ends."""
    known = model()
    roots = [thing for thing in sorted(keep) if thing in known.statements]
    for kind in sorted(known.members.keys() - NO_ROOTS):
        things = known.members[kind]
        roots += dice.sample(things, max(1, round(SHARE * len(things))))
    for thing in list(roots):
        near = known.pointing.get(thing, [])
        roots += dice.sample(near, min(NEAR * 10 if thing in keep else NEAR, len(near)))
    chosen: set[str] = set()
    while roots:
        thing = roots.pop()
        if thing not in chosen:
            chosen.add(thing)
            roots += _ends(thing)
    return chosen


def _ends(thing: str) -> Iterator[str]:
    """The things that the statements of a thing point to, and the assertions that are its grounds."""
    for other in model().pointing.get(thing, ()):
        if any(t.predicate.value == RDF + "subject" and t.object.value == thing for t in model().statements[other]):
            yield other
    for triple in model().statements[thing]:
        if isinstance(triple.object, ox.NamedNode) and triple.object.value in model().statements:
            yield triple.object.value


def _renamed(triple: ox.Triple, town: int, world: int) -> ox.Triple:
    """A statement of the model as a town says it."""
    subject, value = _name(triple.subject, town, world), triple.object
    if isinstance(value, ox.NamedNode):
        value = _name(value, town, world)
    elif triple.predicate.value == LABEL and subject != triple.subject:
        value = ox.Literal(f"{value.value} {subject.value.rpartition('-')[2]}", language=value.language)
    return ox.Triple(subject, triple.predicate, value)


def _name(node: ox.NamedNode, town: int, world: int) -> ox.NamedNode:
    """What a thing of the model is called in a town; terms, concepts and what is everybody's keep their names."""
    if not node.value.startswith(PGD) or not (kinds := model().classes.get(node.value)) or kinds & OF_ALL:
        return node
    copy, mark = (world, "world") if kinds & OF_A_WORLD else (town, "town")
    return ox.NamedNode(f"{node.value}-{mark}{copy}") if copy else node


def main() -> None:
    """Print the graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print("\n".join(synthetic(given.size, given.seed)))


if __name__ == "__main__":
    main()
