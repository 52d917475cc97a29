"""The statements as they are sent: no blank nodes, each once, in a fixed order, one N-Triples line each."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ..names import BASE

GENID = BASE + ".well-known/genid/"


@dataclass(frozen=True)
class Body:
    """What is to be in the graph: statements, and in the same order their lines as UTF-8."""

    triples: tuple[ox.Triple, ...]
    lines: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def size(self) -> int:
        """How many bytes all lines have."""
        return sum(map(len, self.lines))


def prepare(triples: Iterable[ox.Triple]) -> Body:
    """The statements ready to be sent; the same ones give the same lines, whatever their blank nodes are called."""
    ordered = sorted(set(skolemise(list(triples))), key=str)
    return Body(tuple(ordered), tuple(f"{triple} .\n".encode() for triple in ordered))


def skolemise(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """The statements with an IRI in the place of every blank node.

    The IRI is made of the canonical name of the node (RDFC-1.0) and a hash of all statements that hold blank nodes, so
    that graphs of different content never share one.
    """
    blank = [t for t in triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]
    if not blank:
        return list(triples)
    dataset = ox.Dataset(ox.Quad(*triple) for triple in blank)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    named = [quad.triple for quad in dataset]
    mark = hashlib.sha256("\n".join(sorted(map(str, named))).encode()).hexdigest()[:10]
    given = set(blank)
    return [t for t in triples if t not in given] + [_with_iris(triple, mark) for triple in named]


def _with_iris(triple: ox.Triple, mark: str) -> ox.Triple:
    """A canonical statement with IRIs in the place of its blank nodes."""
    subject, target = triple.subject, triple.object
    if isinstance(subject, ox.BlankNode):
        subject = _genid(subject, mark)
    if isinstance(target, ox.BlankNode):
        target = _genid(target, mark)
    return ox.Triple(subject, triple.predicate, target)


def _genid(node: ox.BlankNode, mark: str) -> ox.NamedNode:
    """The IRI of a canonical blank node."""
    return ox.NamedNode(f"{GENID}{mark}-{node.value}")


def chunk_end(lines: Sequence[bytes], first: int, most: int, size: int) -> int:
    """Where the chunk that begins at a line ends: after at most `most` lines and `size` bytes, at least one line."""
    end, taken = first, 0
    while end < len(lines) and end - first < most and (end == first or taken + len(lines[end]) <= size):
        taken += len(lines[end])
        end += 1
    return end
