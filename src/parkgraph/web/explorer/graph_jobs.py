"""The page of the relation graph: the picture without scripts, the same as two tables, and what scripts need."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...answers import tabulate
from ...draw import find_lens, json_form, layer_of, load_lenses, neighbourhood, seen_through, svg
from ...errors import ParkgraphError, UsageError
from ...graph import Graph
from ...names import slug
from ...rows import Entity
from ...vocabulary import load_vocabulary
from ..english import english
from ..jobs import Job, Made, ask, graph_of
from ..networks import network_of
from .answer_graph import Bounds, drawn
from .asking import bound, given_values, name_for, questions_of
from .rendering import frame, render, svg_block
from .wording import speaker

if TYPE_CHECKING:
    from networkx import MultiDiGraph

FIRST = "policy-shandong-dep-action-plan"
"""What the picture begins with where nothing is named."""
HOPS, MOST_HOPS = 1, 3
CAP, MOST = 24, 120
ROWS = 1000
"""So many rows of an answer to a question of ours are looked at for things to draw."""
ALL = 300
"""So many things of the answer to a user's query are drawn at most."""
NOTHING = {
    "nodes": (), "edges": (), "picture": "", "left_out": 0, "shown_start": "", "begun": "", "asked_of": "", "query": "",
    "lens": "", "cut": 0, "cut_off": "", "undrawn": 0, "all_of_them": 0,
}  # fmt: skip
"""What a page tells of a graph where nothing else is known."""


def graph(job: Job) -> Made:
    """The relation graph around `start`, through the lens `lens`, or among the things that answer `question`.

    In `asked` there are also `hops` and `cap`, and the values of the question.
    """
    known = graph_of(job)
    asked = dict(tuple(pair) for pair in job["asked"])
    told: dict[str, Any] = {"title": "", "problem": None}
    hops, cap = _number(asked.get("hops", ""), HOPS, MOST_HOPS), _number(asked.get("cap", ""), CAP, MOST)
    begun, shown = "", asked.get("start", "").strip()
    try:
        if asked.get("question") in questions_of(known):
            part, name = _among(known, job, asked["question"])
        else:
            part, begun = _around(known, asked, hops, cap)
            name, shown = part.nodes[begun][f"label_{known.lang}"], name_for(known, begun)
        told |= _drawn(job, known, part, name)
    except ParkgraphError as error:
        told["problem"] = _said(error, known.lang)
    state = {"start": slug(begun) if begun else None, "lens": asked.get("lens") or None, "hops": hops, "cap": cap}
    return _page(
        job,
        {"shown_start": shown, "begun": begun, "asked_of": asked.get("question", "") if not begun else ""}
        | {"lens": asked.get("lens", ""), "hops": hops, "cap": cap, "state": state}
        | told,
    )


def answer(job: Job) -> Made:
    """What `query` in `asked` gives as a relation graph; `rows` is the row limit, `cap` in `asked` that of things.

    Raises:
        ParkgraphError: the query is refused or fails, as at `/sparql`.
    """
    known, asked = graph_of(job), dict(tuple(pair) for pair in job["asked"])
    cap = _number(asked.get("cap", ""), MOST, ALL)
    around = {"default_graphs": None, "named_graphs": None, "base": f"{job['base']}/sparql"}
    given, cut_off = ask({**job, **around, "text": asked["query"]})
    told: dict[str, Any] = {"title": "", "problem": None}
    try:
        found = drawn(known, given, Bounds(job["rows"], cap))
        told |= _drawn(job, known, found.part, speaker(known.lang)("answer_graph"))
        told |= {"cut": job["rows"] if found.cut else 0, "undrawn": found.undrawn, "cut_off": cut_off}
        told["all_of_them"] = min(ALL, cap + found.part.graph["left_out"]) if cap < ALL else 0
    except UsageError as error:
        told["problem"] = _said(error, known.lang)
    state = {"start": None, "lens": None, "hops": HOPS, "cap": CAP}
    return _page(job, {"query": asked["query"], "hops": HOPS, "cap": CAP, "state": state} | told)


def _said(error: ParkgraphError, lang: str) -> tuple[str, str]:
    """What went wrong and what to do, in a language."""
    return (error.problem, error.remedy) if lang == "zh" else (english(error.problem), english(error.remedy))


def _page(job: Job, told: Mapping[str, Any]) -> Made:
    """The page of a relation graph, or of what stands in its way."""
    known = graph_of(job)
    lenses = load_lenses(known.home / "queries" / "network", load_vocabulary(known.home / "ontology"))
    offered = [(one.name, one.en if known.lang == "en" else one.zh) for one in lenses.values()]
    return render(
        job,
        "graph.html",
        status=400 if told["problem"] else 200,
        **{**NOTHING, **told, "lenses": offered},
    )


def _number(text: str, usual: int, most: int) -> int:
    """A number of an address within bounds; the usual one where it is none."""
    return min(max(1, int(text)), most) if text.isascii() and text.isdigit() and len(text) < 7 else usual


def _around(known: Graph, asked: Mapping[str, str], hops: int, cap: int) -> tuple["MultiDiGraph[str]", str]:
    """What is near a thing, or what a lens shows of it, and the thing.

    Raises:
        UsageError: no such thing or lens, or nothing to draw.
    """
    start, lens = asked.get("start", "").strip(), asked.get("lens", "").strip()
    vocabulary, network = load_vocabulary(known.home / "ontology"), network_of(known)
    if lens:
        through = find_lens(load_lenses(known.home / "queries" / "network", vocabulary), lens)
        begun = known.resolve(start) if start else through.example
        return seen_through(network, vocabulary, through, begun, cap=cap), begun
    begun = known.resolve(start or FIRST)
    return neighbourhood(network, vocabulary, begun, hops=hops, cap=cap), begun


def _among(known: Graph, job: Job, name: str) -> tuple["MultiDiGraph[str]", str]:
    """The things that an answer tells of, with the relations among them, and the title of the question.

    Raises:
        ParkgraphError: a value means nothing, or none of the things is drawn.
    """
    question = questions_of(known)[name]
    vocabulary, network = load_vocabulary(known.home / "ontology"), network_of(known)
    text = bound(known, question, given_values(question, job["asked"]))
    answer = tabulate(known.store, known.store.query(text), lang=known.lang, limit=ROWS)
    told = dict.fromkeys(cell.iri for row in answer.table.rows for cell in row if isinstance(cell, Entity))
    shown = [iri for iri in told if iri in network and layer_of(vocabulary, network.nodes[iri]["class"]) is not None]
    if not shown:
        raise UsageError("答案里没有可画的实体", where=name, remedy="请放宽条件，或换一个问题。")
    among = network.subgraph(shown[:MOST])
    part = network.subgraph([node for node in among if among.degree(node)] or shown[:MOST]).copy()
    part.graph["left_out"] = len(shown) - len(part)
    return part, question.title(known.lang)


def _drawn(job: Job, known: Graph, part: "MultiDiGraph[str]", name: str) -> dict[str, Any]:
    """The picture of a part, its nodes and edges as tables, and its data for scripts."""
    vocabulary, around = load_vocabulary(known.home / "ontology"), frame(known, job)
    foot = f"parkgraph {around['release']} · {around['as_of']}"
    label = f"label_{known.lang}"
    kinds = {node: vocabulary.labels.get(data["class"], {}) for node, data in part.nodes(data=True)}
    return {
        "title": name,
        "left_out": part.graph["left_out"],
        "picture": svg_block(svg(part, vocabulary, title=name, footer=foot, lang=known.lang), name, known.lang),
        "nodes": [
            (Entity(node, data[label]), kinds[node].get(known.lang, "")) for node, data in sorted(part.nodes(data=True))
        ],
        "edges": [
            (Entity(a, part.nodes[a][label]), data[label], Entity(b, part.nodes[b][label]), data["quotes"])
            for a, b, _, data in sorted(part.edges(keys=True, data=True), key=lambda edge: edge[:3])
        ],
        "data": json_form(part, vocabulary, title=name, footer=foot, release=around["release"], as_of=around["as_of"]),
    }
