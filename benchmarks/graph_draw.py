"""How long the explorer's relation graph takes to draw 300, 1,000 and 5,000 made-up nodes in Chromium.

Printed are milliseconds in one row a size: from the request of the page to the first picture, the picture drawn anew
after a class was hidden, and, up to a thousand nodes, the layout by forces in its worker. Nothing is asserted.
"""

import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "web"))
from browser import chromium, serving, visiting
from graphs import GRAPH_SCRIPTS, Edge, payload

SIZES = (300, 1_000, 5_000)
FORCE_LIMIT = 1_000
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
PATIENCE = 120_000


def synthetic(size: int) -> dict[str, Any]:
    """A graph of seven layers with one and a half edges a node, in rows as the server lays them out."""
    dice = random.Random(size)
    wide = max(6, round((size / 4) ** 0.5))
    nodes = []
    for number in range(size):
        layer = min(6, number * 7 // size)
        row, column = divmod(number, wide)
        nodes.append((f"n{number}", f"第{number}号数字经济园区", layer, column * 170, row * 120 + layer * 40))
    pairs = {(dice.randrange(size), dice.randrange(size)) for _ in range(size * 3 // 2)}
    edges: list[Edge] = [(f"n{a}", "pg:locatedIn", f"n{b}", "位于", []) for a, b in sorted(pairs) if a != b]
    return payload(nodes, edges)


def main() -> None:
    """Draw each size once and print the times."""
    print(f"{'nodes':>6} {'edges':>6} {'first picture':>14} {'drawn anew':>11} {'by forces':>10}")
    with serving() as site, chromium() as browser:
        for size in SIZES:
            graph = synthetic(size)
            site.routes = {"/api/graph.json": lambda _, graph=graph: graph}
            url = site.page("/graph", '<div id="graph"></div>', scripts=GRAPH_SCRIPTS)
            with visiting(browser, url) as visit:
                page = visit.page
                page.set_default_timeout(PATIENCE)
                page.wait_for_selector(".graph-canvas canvas")
                first = page.evaluate(PAINTED)
                start = page.evaluate("performance.now()")
                page.click(".graph-legend button >> nth=6")
                again = page.evaluate(PAINTED) - start
                page.click(".graph-legend button >> nth=6")
                forces = "–"
                if size <= FORCE_LIMIT:
                    start = page.evaluate("performance.now()")
                    page.click('[data-layout="force"]')
                    page.wait_for_selector('[data-layout="force"][aria-pressed="true"]')
                    forces = f"{page.evaluate(PAINTED) - start:,.0f}"
                edges = len(graph["edges"])
                print(f"{size:>6,} {edges:>6,} {first:>14,.0f} {again:>11,.0f} {forces:>10}")


if __name__ == "__main__":
    main()
