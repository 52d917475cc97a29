"""The page of the relation graph: the picture without scripts, the same as two tables, and what scripts need."""

from typing import Any

from ..draw import find_lens, load_lenses, neighbourhood, seen_through, svg
from ..errors import UsageError
from ..graph import Graph
from ..names import slug
from ..rows import Entity
from ..vocabulary import load_vocabulary
from .asking import name_for
from .english import english
from .jobs import Job, Made, graph_of
from .networks import network_of
from .rendering import frame, render, svg_block

FIRST = "policy-shandong-dep-action-plan"
"""What the picture begins with where nothing is named."""
HOPS, MOST_HOPS = 1, 3
CAP, MOST = 24, 120


def graph(job: Job) -> Made:
    """The relation graph around `start`, or through the lens `lens`, with `hops` and `cap`, all in `asked`."""
    known = graph_of(job)
    asked = dict(tuple(pair) for pair in job["asked"])
    vocabulary = load_vocabulary(known.home / "ontology")
    lenses = load_lenses(known.home / "queries" / "network", vocabulary)
    hops, cap = _number(asked.get("hops", ""), HOPS, MOST_HOPS), _number(asked.get("cap", ""), CAP, MOST)
    start, lens = asked.get("start", "").strip(), asked.get("lens", "").strip()
    told: dict[str, Any] = {"nodes": [], "edges": [], "picture": "", "left_out": 0, "title": "", "problem": None}
    try:
        told |= _drawn(job, known, (start, lens), hops, cap)
    except UsageError as error:
        told["problem"] = (error.problem, error.remedy)
        if known.lang == "en":
            told["problem"] = (english(error.problem), english(error.remedy))
    begun = told.get("begun", "")
    state = {"start": slug(begun) if begun else None, "lens": lens or None, "hops": hops, "cap": cap}
    state["lenses"] = [{"name": one.name, "zh": one.zh, "en": one.en} for one in lenses.values()]
    return render(
        job,
        "graph.html",
        status=400 if told["problem"] else 200,
        shown_start=name_for(known, begun) if begun else start,
        begun=begun,
        lens=lens,
        lenses=[(one.name, one.en if known.lang == "en" else one.zh) for one in lenses.values()],
        hops=hops,
        cap=cap,
        state=state,
        **{key: value for key, value in told.items() if key != "begun"},
    )


def _number(text: str, usual: int, most: int) -> int:
    """A number of an address within bounds; the usual one where it is none."""
    return min(max(1, int(text)), most) if text.isascii() and text.isdigit() and len(text) < 7 else usual


def _drawn(job: Job, known: Graph, wanted: tuple[str, str], hops: int, cap: int) -> dict[str, Any]:
    """The picture with its nodes and edges.

    Raises:
        UsageError: no such thing or lens, or nothing to draw.
    """
    start, lens = wanted
    vocabulary, network = load_vocabulary(known.home / "ontology"), network_of(known)
    if lens:
        through = find_lens(load_lenses(known.home / "queries" / "network", vocabulary), lens)
        begun = known.resolve(start) if start else through.example
        part = seen_through(network, vocabulary, through, begun, cap=cap)
    else:
        begun = known.resolve(start or FIRST)
        part = neighbourhood(network, vocabulary, begun, hops=hops, cap=cap)
    name = part.nodes[begun][f"label_{known.lang}"]
    around = frame(known, job)
    foot = f"parkgraph {around['release']} · {around['as_of']}"
    label = f"label_{known.lang}"
    kind = "class_zh" if known.lang == "zh" else "class_en"
    return {
        "begun": begun,
        "title": name,
        "left_out": part.graph["left_out"],
        "picture": svg_block(svg(part, vocabulary, title=name, footer=foot, lang=known.lang), name),
        "nodes": [
            (Entity(node, data[label]), data.get(kind) or vocabulary.labels.get(data["class"], {}).get(known.lang, ""))
            for node, data in sorted(part.nodes(data=True))
        ],
        "edges": [
            (Entity(a, part.nodes[a][label]), data[label], Entity(b, part.nodes[b][label]), data["quotes"])
            for a, b, _, data in sorted(part.edges(keys=True, data=True), key=lambda edge: edge[:3])
        ],
    }
