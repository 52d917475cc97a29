"""What workers do for relations as addresses."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...draw import edge_form, find_lens, json_form, layer_of
from ...errors import UsageError
from ...graph import Graph
from ...lookup import assertions, classes, grounds, labels
from ...names import PGC, PGD, curie, iri
from ...paths import Step
from ...vocabulary import load_vocabulary
from ..jobs import Job, Made, graph_of
from ..media import JSON
from .rest_jobs import as_json, missing

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def path(job: Job) -> Made:
    """The shortest paths between two things, and what is drawn of the things on them."""
    graph = graph_of(job)
    found = graph.path(job["from"], job["to"], hops=job["hops"], limit=job["limit"])
    part = _walked(graph, found)
    relations = {(start, relation, end): told for start, end, relation, told in part.edges(keys=True, data=True)}
    walks = [[_stated(step) for step in steps] for steps in found]
    paths = [[edge_form(s, o, p, relations[s, p, o]) for s, p, o in walk] for walk in walks]
    vocabulary = load_vocabulary(graph.home / "ontology")
    undrawn = [node for node, data in part.nodes(data=True) if layer_of(vocabulary, data["class"]) is None]
    part.remove_nodes_from(undrawn)
    part.graph["left_out"] = len(undrawn)
    around = json_form(part, vocabulary, title="", footer="", release="", as_of="")
    return {"media": JSON.media}, as_json({"nodes": around["nodes"], "paths": paths})


def _stated(step: Step) -> tuple[str, str, str]:
    """Subject, property and object of a step, in the direction it is stated in."""
    ends = (step.start_iri, step.end_iri) if step.forward else (step.end_iri, step.start_iri)
    return ends[0], step.relation_iri, ends[1]


def _walked(graph: Graph, found: Sequence[Sequence[Step]]) -> "MultiDiGraph[str]":
    """The things and relations on some paths, as a part of the relation graph."""
    import networkx

    steps = {_stated(step): step for steps in found for step in steps}
    things = sorted({end for start, _, other in steps for end in (start, other)})
    relations = {relation for _, relation, _ in steps}
    kinds = classes(graph.store, things)
    named = {lang: labels(graph.store, [*things, *relations], lang) for lang in ("zh", "en")}
    known = assertions(graph.store, ((start, relation) for start, relation, _ in steps))
    facts = {stated: known.get((*stated[:2], f"<{stated[2]}>"), ())[:1] for stated in steps}
    told = grounds(graph.store, (fact for some in facts.values() for fact in some))
    part: MultiDiGraph[str] = networkx.MultiDiGraph()
    for thing in things:
        names = {f"label_{lang}": named[lang][thing] for lang in named}
        part.add_node(thing, **names, **{"class": kinds.get(thing, "")})
    for (start, relation, end), step in steps.items():
        basis = [told[fact].basis.removeprefix(PGC + "basis-") for fact in facts[start, relation, end] if fact in told]
        names = {f"label_{lang}": named[lang][relation] for lang in named}
        part.add_edge(start, end, key=relation, basis=(*basis, "stated")[0], passages=step.passages, **names)
    return part


def picture(job: Job) -> Made:
    """The surroundings of the thing `what`, or what the lens of that name shows."""
    graph = graph_of(job)
    if job["lens"]:
        try:
            find_lens(graph.lenses(), job["what"])
        except UsageError as error:
            return missing(error)
    drawn = graph.draw(
        job["what"],
        job["start"],
        hops=job["hops"],
        cap=job["cap"] or None,
        size=job["size"],
        colour=job["colour"],
    )
    return {"media": job["media"]}, drawn.text(job["form"]).encode("utf-8")


def lenses(job: Job) -> Made:
    """All lenses."""
    graph = graph_of(job)
    found = [
        {
            "name": lens.name,
            "zh": lens.zh,
            "en": lens.en,
            "start": curie(lens.start),
            "example": lens.example.removeprefix(PGD),
        }
        for lens in graph.lenses().values()
    ]
    return {"media": JSON.media}, as_json(found)


def expand(job: Job) -> Made:
    """The relations that a picture can grow by at a thing, or what one of them adds."""
    graph = graph_of(job)
    if not job["relation"]:
        told: Any = [
            {
                "relation": curie(one.relation),
                "direction": one.direction,
                "label": one.label_zh,
                "label_en": one.label_en,
                "count": one.count,
            }
            for one in graph.expansions(job["node"])
        ]
    else:
        have = [iri(name) for name in job["have"]]
        told = graph.expand(job["node"], job["relation"], job["direction"], cap=job["cap"], have=have)
    return {"media": JSON.media}, as_json(told)
