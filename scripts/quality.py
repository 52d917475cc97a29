"""The generated parts of the page on quality: how much of the texts is covered, and how far two coders agree."""

import csv
import os
from pathlib import Path

from parkgraph.errors import AssetError
from parkgraph.graph import open_graph
from parkgraph.lookup import select
from parkgraph.names import PGC, PGD

REPO = Path(__file__).parents[1]
SECOND = REPO / "data" / "registry" / "second-coding.tsv"
CODES = {"instruments": ("instrument", "instrument-"), "groups": ("targetGroup", "targetgroup-")}

Coding = dict[str, frozenset[str]]
"""Element to the codes that a coder gave it."""


def covered(source: str, body: str) -> str:
    """The sections of a source with their sentences; what stands there already where the text is not at hand."""
    folder = Path(os.environ.get("PARKGRAPH_SOURCES") or REPO.parent / "shared" / "sources")
    try:
        found = open_graph().coverage(source, folder)
    except AssetError:
        return body
    states = [found.count(state) for state in ("evidenced", "listed", "open")]
    told, share = len(found.sentences), f"{found.share:.1%}"
    total = (
        f"{told} 句：有据 {states[0]}，无事实 {states[1]}，遗漏 {states[2]}；有据句的字符 {share} 在引文之内。\n"
        f"{told} sentences: {states[0]} evidenced, {states[1]} without a fact, {states[2]} open; "
        f"{share} of the characters of evidenced sentences lie in a quote."
    )
    return f"{total}\n\n{found.table().to_markdown()}"


def first_coding(which: str) -> Coding:
    """What the graph holds: the codings of the first coder."""
    name, prefix = CODES[which]
    rows = select(open_graph().store, f"SELECT ?e ?c WHERE {{ ?x pg:codedElement ?e OPTIONAL {{ ?x pg:{name} ?c }} }}")
    told: dict[str, set[str]] = {}
    for row in rows:
        codes = told.setdefault(row.iri("e").removeprefix(PGD), set())
        codes |= {row.iri("c").removeprefix(PGC + prefix)} - {""}
    return {element: frozenset(codes) for element, codes in told.items()}


def second_coding(which: str) -> Coding:
    """What the second coder chose, who saw the code book and the same elements but not the first coding."""
    with SECOND.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["element"]: frozenset(filter(None, row[which].split(","))) for row in rows}


def kappa(one: Coding, other: Coding) -> tuple[int, float, float]:
    """Number of decisions, share of equal ones, and Cohen's kappa (Educ. Psychol. Meas. 20, 1960).

    A decision is whether an element has a code; the codes are those that either coder used.

    Raises:
        ValueError: the two have not coded the same elements.
    """
    if set(one) != set(other):
        raise ValueError(f"coded by one only: {sorted(set(one) ^ set(other))}")
    codes = sorted(frozenset().union(*one.values(), *other.values()))
    pairs = [(code in one[element], code in other[element]) for element in sorted(one) for code in codes]
    equal = sum(a == b for a, b in pairs) / len(pairs)
    first, second = (sum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    return len(pairs), equal, 1.0 if chance == 1 else (equal - chance) / (1 - chance)


def agreement(_argument: str, _body: str) -> str:
    """A row for instruments and one for target groups: elements, decisions, equal ones, kappa."""
    lines = ["| 编码 coding | 要素 elements | 判断 decisions | 一致 equal | κ |", "| --- | ---: | ---: | ---: | ---: |"]
    for which, zh in (("instruments", "政策工具 instruments"), ("groups", "作用对象 target groups")):
        one, other = first_coding(which), second_coding(which)
        decisions, equal, value = kappa(one, other)
        lines.append(f"| {zh} | {len(one)} | {decisions} | {equal:.1%} | {value:.2f} |")
    return "\n".join(lines)
