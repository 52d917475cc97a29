"""Load times beside rdflib's, the cold start of `parkgraph run`, and how each question grows: `make bench`.

Prints medians and ratios; absolute times depend on the machine and are not to be quoted.
"""

import argparse
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import rdflib
from growth import print_growth

from parkgraph import assets
from parkgraph.store import LocalStore

FILES = (("ontology", "parkgraph.ttl"), ("ontology", "concepts.ttl"), ("data", "parkgraph.ttl"))


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def interleaved(ours: Callable[[], object], theirs: Callable[[], object], runs: int) -> tuple[float, float]:
    """Medians of two workloads run in turn."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def load_rdflib(paths: list[Path]) -> rdflib.Graph:
    """The files as one rdflib graph."""
    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0, help="of the synthetic graphs")
    given = parser.parse_args()
    runs = given.runs
    warnings.simplefilter("ignore")
    paths = [assets.asset(*parts) for parts in FILES]
    ours, theirs = interleaved(lambda: LocalStore.from_files(paths), lambda: load_rdflib(paths), max(3, runs // 2))
    print(f"{'':34}{'parkgraph':>12}{'rdflib':>12}{'ratio':>8}")
    print(f"{'load ontology, concepts, graph':34}{ours * 1e3:>10.1f}ms{theirs * 1e3:>10.1f}ms{theirs / ours:>7.1f}x")
    cold_start(runs)
    print_growth(given.seed)


def cold_start(runs: int) -> None:
    """Wall time of whole processes: bare Python, and `parkgraph run` in a pipe."""
    bare = [sys.executable, "-c", "pass"]
    run = [sys.executable, "-m", "parkgraph", "run", "parks-by-policy"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
    ours, floor = interleaved(lambda: subprocess.run(run, **quiet), lambda: subprocess.run(bare, **quiet), runs)  # type: ignore[call-overload]
    print(f"\ncold start of `parkgraph run`: {ours:.2f}s, bare Python {floor:.2f}s, difference {ours - floor:.2f}s")
    listing = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "parkgraph", "run", "parks-by-policy"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    heavy = [
        name
        for name in ("rdflib", "networkx", "pyshacl", "pandas", "rich", "SPARQLWrapper")
        if f"| {name}\n" in listing
    ]
    print(f"heavy modules imported on the way: {', '.join(heavy) or 'none'}")


if __name__ == "__main__":
    main()
