"""What workers do for relations as addresses."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...draw import edge_form, find_lens, json_form, layer_of
from ...errors import UsageError
from ...graph import Graph
from ...names import PGD, curie, iri
from ...paths import Step
from ...vocabulary import load_vocabulary
from ..jobs import Job, Made, graph_of
from ..media import JSON
from ..stated import Statement, part_of
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


def _stated(step: Step) -> Statement:
    """The statement that a step goes along, in either direction."""
    ends = (step.start_iri, step.end_iri) if step.forward else (step.end_iri, step.start_iri)
    return Statement(ends[0], step.relation_iri, ends[1])


def _walked(graph: Graph, found: Sequence[Sequence[Step]]) -> "MultiDiGraph[str]":
    """The things and relations on some paths, as a part of the relation graph."""
    walked = {_stated(step) for steps in found for step in steps}
    things = {end for statement in walked for end in (statement.start, statement.end)}
    return part_of(graph, things, walked, known=walked)


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
