"""Relations as addresses: paths between things, surroundings of a thing, lenses, and what a picture can grow by.

Pictures are what `draw.json_form` describes, or a file in another format behind a dot. Names may be labels, slugs,
CURIEs or IRIs.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...draw import MOST
from ...paths import MAX_HOPS
from ..media import JSON, UTF8, Format
from ..replies import Given, ask, given_by, negotiated, parted, reply

PICTURES = (
    JSON,
    Format("svg", "image/svg+xml" + UTF8),
    Format("graphml", "application/graphml+xml"),
    Format("gexf", "application/gexf+xml"),
    Format("dot", "text/vnd.graphviz" + UTF8),
    Format("mmd", "text/vnd.mermaid" + UTF8),
)
"""The formats of a picture; the first is sent to whom nothing is asked."""
MOST_PATHS, PATHS, HOPS = 50, 5, 4
MOST_AROUND = 4
ADDED = 20
DIRECTIONS = ("out", "in")
SHOWN = ("", "degree", "component", "community")
"""The measures that nodes can show; `parkgraph draw` has others that take longer than an answer may."""


async def path(request: Request) -> Response:
    """The shortest paths between two things: `{nodes, paths}`, each path a list of relations with their quotes."""
    given = given_by(request)
    job = {
        "from": given.text("from", needed=True),
        "to": given.text("to", needed=True),
        "hops": given.number("hops", HOPS, 1, MAX_HOPS),
        "limit": given.number("limit", PATHS, 1, MOST_PATHS),
        "lang": given.lang(),
    }
    given.finish()
    return reply(request, await ask(request, "relations_jobs:path", job))


async def surroundings(request: Request) -> Response:
    """The surroundings of a thing in the relation graph."""
    given = given_by(request)
    job = {"what": given.text("start", needed=True), "start": "", "lens": False}
    job["hops"] = given.number("hops", 1, 1, MOST_AROUND)
    return await _picture(request, given, job, parted(request.url.path, PICTURES)[1])


async def lenses(request: Request) -> Response:
    """The lenses: `[{name, zh, en, start, example}]`."""
    given_by(request).finish()
    return reply(request, await ask(request, "relations_jobs:lenses", {}))


async def lens(request: Request) -> Response:
    """What a lens shows of a thing, or of its example where no `start` is given."""
    name, form = parted(request.path_params["lens"], PICTURES)
    given = given_by(request)
    return await _picture(request, given, {"what": name, "start": given.text("start"), "lens": True, "hops": 1}, form)


async def _picture(request: Request, given: Given, job: dict[str, object], form: Format | None) -> Response:
    """A picture, with what all pictures may be told."""
    form = form or negotiated(request, PICTURES)
    job |= {
        "cap": given.number("cap", 0, 1, MOST),
        "size": given.choice("size", SHOWN),
        "colour": given.choice("colour", SHOWN),
        "lang": given.lang(),
        "form": form.name,
        "media": form.media,
    }
    given.finish()
    return reply(request, await ask(request, "relations_jobs:picture", job))


async def expand(request: Request) -> Response:
    """What a picture can grow by at a `node`: relations with counts, or with `relation` the new nodes and relations."""
    given = given_by(request)
    job = {
        "node": given.text("node", needed=True),
        "relation": given.text("relation"),
        "direction": given.choice("direction", DIRECTIONS),
        "cap": given.number("cap", ADDED, 1, MOST),
        "have": [name for name in given.text("have").split(",") if name],
        "lang": given.lang(),
    }
    given.finish()
    return reply(request, await ask(request, "relations_jobs:expand", job))


ROUTES = [
    *(Route(f"/api/path{suffix}", path) for suffix in ("", ".json")),
    *(Route(f"/api/expand{suffix}", expand) for suffix in ("", ".json")),
    *(Route(f"/api/graph{suffix}", surroundings) for suffix in ("", *(f".{form.name}" for form in PICTURES))),
    Route("/api/network", lenses),
    Route("/api/network/{lens}", lens),
]
