"""What workers do for relations as addresses."""

from typing import TYPE_CHECKING, Any

from ..draw import find_lens, json_form, layer_of
from ..errors import UsageError
from ..names import PGD, curie, iri
from ..vocabulary import load_vocabulary
from .jobs import Job, Made, graph_of
from .media import JSON
from .networks import network_of
from .rest_jobs import as_json, missing

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def path(job: Job) -> Made:
    """The shortest paths between two things, and what is drawn of the things on them."""
    graph = graph_of(job)
    found = graph.path(job["from"], job["to"], hops=job["hops"], limit=job["limit"])
    whole, vocabulary = network_of(graph), load_vocabulary(graph.home / "ontology")
    walked = [
        [(step.start_iri, step.end_iri) if step.forward else (step.end_iri, step.start_iri) for step in steps]
        for steps in found
    ]
    paths = [
        [_relation(whole, start, end, step.relation_iri) for (start, end), step in zip(ends, steps, strict=True)]
        for ends, steps in zip(walked, found, strict=True)
    ]
    things = {thing for ends in walked for pair in ends for thing in pair}
    drawn = [thing for thing in sorted(things) if layer_of(vocabulary, whole.nodes[thing]["class"]) is not None]
    part = whole.subgraph(drawn).copy()
    part.graph["left_out"] = len(things) - len(drawn)
    around = json_form(part, vocabulary, title="", footer="", release="", as_of="")
    return {"media": JSON.media}, as_json({"nodes": around["nodes"], "paths": paths})


def _relation(whole: "MultiDiGraph[str]", start: str, end: str, relation: str) -> dict[str, Any]:
    """A relation as `draw.json_form` has it."""
    data = whole.edges[start, end, relation]
    return {
        "source": start,
        "target": end,
        "relation": curie(relation),
        "label": data["label_zh"],
        "label_en": data["label_en"],
        "basis": data["basis"],
        "quotes": [{"text": one.quote, "source": one.source, "section": one.section} for one in data["passages"]],
    }


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
