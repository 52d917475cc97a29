"""The pages of the folder: those of the service, and what is another page where no server answers.

Each function takes a job as the functions of `web` do and gives the page as the service would send it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..lookup import labels
from ..rows import Entity
from ..web.explorer import page_jobs, source_jobs
from ..web.explorer.changes_jobs import changes
from ..web.explorer.entity_jobs import entity
from ..web.explorer.question_jobs import question
from ..web.explorer.rendering import environment, frame, svg_block, tools
from ..web.jobs import Job, Made, graph_of

ROOM = Path(__file__).parent


def source(job: Job) -> Made:
    """The source `slug` with its quotes; its text is left out, for the folder is made to be passed on."""
    return source_jobs.source({**job, "pass_on": True})


def relations(job: Job) -> Made:
    """The relation graph through every lens, each at its example."""
    graph = graph_of(job)
    lenses = [lens for lens in graph.lenses().values() if lens.example in graph.network()]
    named = labels(graph.store, (lens.example for lens in lenses), graph.lang)
    pictures = []
    for lens in lenses:
        name = lens.zh if graph.lang == "zh" else lens.en
        picture = svg_block(graph.draw(lens.name).svg(), name, graph.lang)
        pictures.append((name, Entity(lens.example, named[lens.example]), picture))
    return _own(job, "graph.html", pictures=pictures)


def search(job: Job) -> Made:
    """The page on which the search script shows what it finds."""
    return _own(job, "search.html")


def _own(job: Job, template: str, **context: Any) -> Made:
    """A page after a template of this room."""
    text = (ROOM / template).read_text(encoding="utf-8")
    page = environment().from_string(text).render(**tools(job), frame=frame(graph_of(job), job), **context)
    return {}, page.encode("utf-8")


def picture(job: Job) -> Made:
    """What is around the thing `iri` as a picture of its own; nothing where it takes part in no relation."""
    try:
        return {}, graph_of(job).draw(job["iri"]).svg().encode("utf-8")
    except UsageError:
        return {}, b""


FUNCTIONS: Mapping[str, Callable[[Job], Made]] = {
    "about": page_jobs.about,
    "changes": changes,
    "dashboard": page_jobs.dashboard,
    "entity": entity,
    "gallery": page_jobs.gallery,
    "home": page_jobs.home,
    "picture": picture,
    "question": question,
    "relations": relations,
    "search": search,
    "source": source,
    "vocabulary": page_jobs.vocabulary,
}
"""Every kind of page by name, so that another process can be told which it is to make."""
