"""The search beside SPARQL `CONTAINS` over many labels, and suggestions on the shipped graph.

Prints medians and ratios of one run; absolute times depend on the machine and are not to be quoted. A million labels:
`python benchmarks/search.py --labels 1000000` (a few minutes, 3 GB).
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

import pyoxigraph as ox

from parkgraph import assets
from parkgraph.lookup import PROLOGUE
from parkgraph.names import PGD, SKOS
from parkgraph.search import SearchIndex, fold
from parkgraph.store import LocalStore

FILES = (("ontology", "parkgraph.ttl"), ("ontology", "concepts.ttl"), ("data", "parkgraph.ttl"))
TYPED = ("园", "园区", "数据", "大数据", "德瑞智能", "liaocheng", "lc", "聊ch", "數據", "德瑞智能制造产业圆", "聊成市")
"""What people type: pieces of names, pinyin, initials, a mixture, Traditional characters, and two slips."""
SLOWEST = ("liaocheng", "szjj", "数字经济圆区发展")
"""Over many labels: pinyin, initials, and a slip in a long wording."""
WORDINGS = 5
"""Pieces of labels that are looked for, of each length."""
LIMIT = 50
"""Hits that are shown; SPARQL gives back all, as the search looks at all to find the best."""


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median(work: Callable[..., object], *given: object, runs: int) -> float:
    """The median of several calls in milliseconds."""
    return statistics.median(seconds(partial(work, *given)) for _ in range(runs)) * 1e3


def invented(count: int, seed: int) -> Iterator[str]:
    """Labels joined from pieces of shipped ones, with a number, as names of a larger graph would be."""
    index = SearchIndex(LocalStore.from_files([assets.asset(*parts) for parts in FILES]))
    names = sorted({fold(name.text) for name in index.names if not name.text.isascii()})
    pieces = sorted({name[at : at + 3] for name in names for at in range(0, len(name) - 2, 3)})
    dice = random.Random(seed)
    for number in range(count):
        yield "".join(dice.choices(pieces, k=dice.randint(2, 4))) + str(number)


def contain(store: LocalStore, words: str) -> set[str]:
    """Every entity that SPARQL finds."""
    text = f"SELECT ?e {{ ?e skos:prefLabel ?name FILTER(CONTAINS(?name, {ox.Literal(words)})) }}"
    answer = store.query(PROLOGUE + text)
    assert isinstance(answer, ox.QuerySolutions)
    return {row["e"].value for row in answer}


def shipped(runs: int) -> None:
    """Times of suggestions on the shipped graph, and of getting ready for them."""
    store = LocalStore.from_files([assets.asset(*parts) for parts in FILES])
    index = SearchIndex(store)
    first = seconds(lambda: index.suggest("园区")) * 1e3
    print(f"shipped graph, {len(index.names)} names: first suggestion {first:.0f}ms")
    for words in TYPED:
        print(f"  suggest {words:20}{median(index.suggest, words, runs=runs):>8.1f}ms")


def many(count: int, runs: int, seed: int) -> None:
    """The same search over many labels, side by side with SPARQL, by length of the wording."""
    label = ox.NamedNode(SKOS + "prefLabel")
    labels = list(invented(count, seed))
    store = LocalStore.from_triples(
        ox.Triple(ox.NamedNode(f"{PGD}x-{number}"), label, ox.Literal(text, language="zh"))
        for number, text in enumerate(labels)
    )
    index = SearchIndex(store)
    print(f"\n{count} labels: ready in {seconds(lambda: index.suggest('园区')):.1f}s")
    print(f"{'':26}{'parkgraph':>12}{'CONTAINS':>12}{'ratio':>8}{'recall':>8}")
    dice = random.Random(seed + 1)
    for length in (1, 2, 3, 4):
        starts = [dice.randrange(5 - length + 1) for _ in range(WORDINGS)]
        typed = [text[at : at + length] for text, at in zip(dice.sample(labels, WORDINGS), starts, strict=True)]
        ours = statistics.median(median(index.suggest, words, "zh", LIMIT, runs=runs) for words in typed)
        theirs = statistics.median(median(contain, store, words, runs=runs) for words in typed)
        wanted = [(contain(store, words), index.ranked(words).keys()) for words in typed]
        recall = statistics.mean(len(there & found) / len(there) for there, found in wanted)
        print(f"{f'{length} characters':26}{ours:>10.1f}ms{theirs:>10.1f}ms{theirs / ours:>7.1f}x{recall:>8.2f}")
    for words in SLOWEST:
        print(f"{words:26}{median(index.suggest, words, 'zh', LIMIT, runs=runs):>10.1f}ms")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0, help="of the invented labels")
    given = parser.parse_args()
    shipped(given.runs)
    many(given.labels, given.runs, given.seed)


if __name__ == "__main__":
    main()
