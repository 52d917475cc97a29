"""The pages of the explorer as addresses: each makes a job that a worker renders, and sends what comes back."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...names import BASE
from ...sparql import check_size
from ..data.linked import KINDS, gone_or_missing
from ..media import HTML
from ..monitor import EMBEDDED_POLICY
from ..problems import NotFound
from ..service import Service, disconnected
from .static_files import stamp, static_file
from .visits import job_of


async def page(request: Request, function: str, job: Mapping[str, Any] | None = None) -> Response:
    """A page that a worker renders; 304 where the browser has it already.

    Raises:
        NotFound: there is nothing to show.
    """
    service: Service = request.app.state.service
    whole = {**job_of(request), **(job or {})}
    made = await service.answer(function, whole, gone=lambda: disconnected(request.receive))
    if made.told.get("missing"):
        raise NotFound("图谱中没有这一页要说的内容")
    headers = {"Content-Type": HTML.media, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
    if dict(whole["asked"]).get("embed") == "1":
        headers["Content-Security-Policy"] = EMBEDDED_POLICY
    if service.fingerprint:
        headers["ETag"] = f'{made.etag[:-1]}-{stamp()}"'
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(made.body, made.told["status"], headers)


async def home(request: Request) -> Response:
    """The home page."""
    return await page(request, "page_jobs:home")


async def search(request: Request) -> Response:
    """A search, or the things of a class."""
    return await page(request, "search_jobs:search")


async def ask(request: Request) -> Response:
    """A question in one's own words."""
    return await page(request, "ask_jobs:ask")


async def thing(request: Request) -> Response:
    """The page of a thing of ours; where there is none, what has become of it."""
    kind, name = request.url.path.split("/")[1], request.path_params["name"]
    try:
        return await page(request, "entity_jobs:entity", {"iri": f"{BASE}{kind}/{name}"})
    except NotFound:
        return gone_or_missing(request, kind, name, HTML)


async def compare(request: Request) -> Response:
    """Two things side by side."""
    return await page(request, "entity_jobs:compare")


async def gallery(request: Request) -> Response:
    """The questions."""
    return await page(request, "page_jobs:gallery")


async def question(request: Request) -> Response:
    """A question and its answer."""
    service: Service = request.app.state.service
    job = {"name": request.path_params["name"], "rows": service.settings.row_limit}
    return await page(request, "question_jobs:question", job)


async def graph(request: Request) -> Response:
    """The relation graph around a thing, or of the answer to a query, which is refused as at `/sparql`."""
    if "query" not in request.query_params:
        return await page(request, "graph_jobs:graph")
    check_size(request.query_params["query"])
    return await page(request, "graph_jobs:answer", {"rows": request.app.state.service.settings.row_limit})


async def source(request: Request) -> Response:
    """A source, its quotes and what rests on them."""
    return await page(request, "source_jobs:source", {"slug": request.path_params["name"]})


async def dashboard(request: Request) -> Response:
    """Figures and charts."""
    return await page(request, "page_jobs:dashboard")


async def vocabulary(request: Request) -> Response:
    """Classes and properties."""
    return await page(request, "page_jobs:vocabulary")


async def api(request: Request) -> Response:
    """How programs ask."""
    settings = request.app.state.service.settings
    job = {"rows": settings.row_limit, "seconds": settings.time_limit, "writable": settings.writable}
    return await page(request, "page_jobs:api", job)


async def about(request: Request) -> Response:
    """What the data rest on, and how good they are."""
    return await page(request, "page_jobs:about")


async def checks(request: Request) -> Response:
    """What the shapes find."""
    return await page(request, "page_jobs:checks")


async def changes(request: Request) -> Response:
    """Releases, and what is served beside what is shipped."""
    return await page(request, "changes_jobs:changes")


async def icon(request: Request) -> Response:
    """The sign of the service, for browsers that ask for it unasked."""
    return RedirectResponse(f"/static/{stamp()}/icon.svg")


ROUTES = [
    Route("/", home),
    Route("/search", search),
    Route("/ask", ask),
    *(Route(f"/{kind}/{{name}}.html", thing) for kind in KINDS),
    Route("/compare", compare),
    Route("/q", gallery),
    Route("/q/{name}", question),
    Route("/graph", graph),
    Route("/source/{name}", source),
    Route("/dashboard", dashboard),
    Route("/vocabulary", vocabulary),
    Route("/api", api),
    Route("/about", about),
    Route("/about/checks", checks),
    Route("/changes", changes),
    Route("/static/{name:path}", static_file),
    Route("/favicon.ico", icon),
]
"""To be asked before the routes of linked data, which answer to the same names in other formats."""
