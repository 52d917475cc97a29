"""Linked data: what stands behind the IRIs of the graph, in RDF, as the redirects of w3id.org lead here.

`https://w3id.org/parkgraph/id/park-x` is `/id/park-x` here, and so are `/concept/…`, `/rule/…` and `/release/…`; 303
leads from the thing to a document about it, whose format is the suffix of its address. Words of the ontology and the
shapes, whose IRIs end in a fragment, are all in `/ontology` and `/shapes`. See `linked_jobs` for what a document says.
"""

from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...names import BASE
from ...registry import load_registry
from ..media import HTML, JSON, TRIPLES, Format
from ..problems import NotFound, Refusal
from ..replies import ask, given_by, negotiated, parted, reply
from ..service import Service

KINDS = ("id", "concept", "rule", "release")
"""What IRIs of things begin with, behind the base."""
DOCUMENTS = (*TRIPLES, JSON)
"""The formats of a document here; `.html` is a page."""
WHOLES = (*TRIPLES, HTML)
"""Those of a document that is not about one thing."""
REPLACED = "replaced:"
PAGES = {"ontology": "/vocabulary", "shapes": "/about/checks"}
"""The pages on what is not about one thing."""
COMMENTS = ("ttl", "nt")
"""Formats in which a line may be a comment."""


async def thing(request: Request) -> Response:
    """A thing: 303 to the document about it that the client likes best."""
    kind, name = request.url.path.split("/")[1], request.path_params["name"]
    stem, form = parted(name, DOCUMENTS)
    given_by(request).finish()
    if form:
        return await document(request, kind, stem, form)
    form = negotiated(request, (*DOCUMENTS, HTML))
    try:
        await ask(request, "linked_jobs:known", {"iri": _iri(kind, name)})
    except Refusal:
        return gone_or_missing(request, kind, name, form)
    place = f"/{kind}/{quote(name)}.{form.name}"
    headers = {"Vary": "Accept", "Link": f'<{place}>; rel="describedby"; type="{form.essence}"'}
    return RedirectResponse(place, HTTPStatus.SEE_OTHER, headers)


async def document(request: Request, kind: str, name: str, form: Format) -> Response:
    """The document about a thing, in a format."""
    job = {"iri": _iri(kind, name), "form": form.name, "media": form.media}
    try:
        made = await ask(request, "linked_jobs:document", job)
    except Refusal:
        return gone_or_missing(request, kind, name, form)
    others = [
        f'</{kind}/{quote(name)}.{other.name}>; rel="alternate"; type="{other.essence}"'
        for other in (*DOCUMENTS, HTML)
        if other is not form
    ]
    canonical = f'<{_iri(kind, quote(name))}>; rel="canonical"'
    return reply(request, made, {"Link": ", ".join([canonical, *others])})


async def whole(request: Request) -> Response:
    """The ontology with its concepts, or the shapes, as one document."""
    name, form = parted(request.url.path.removeprefix("/"), WHOLES)
    given_by(request).finish()
    form = form or negotiated(request, WHOLES)
    if form is HTML:
        return RedirectResponse(PAGES[name], HTTPStatus.SEE_OTHER, {"Vary": "Accept"})
    made = await ask(request, "linked_jobs:whole", {"name": name, "form": form.name, "media": form.media})
    return reply(request, made, {"Link": f'<{BASE}{name}>; rel="canonical"'})


def gone_or_missing(request: Request, kind: str, name: str, form: Format) -> Response:
    """What is said where the graph tells nothing of a thing: that it has moved, is no more, or never was there.

    Raises:
        Refusal: there is no place for a comment in the format that is asked for.
    """
    service: Service = request.app.state.service
    status = _retired(service.settings.home, service.settings.workspace).get(name, "") if kind == "id" else ""
    if status.startswith(REPLACED):
        suffix = f".{form.name}" if request.url.path.endswith(f".{form.name}") else ""
        place = f"/{kind}/{quote(status.removeprefix(REPLACED))}{suffix}"
        return RedirectResponse(place, HTTPStatus.MOVED_PERMANENTLY)
    if status:
        refusal = Refusal(HTTPStatus.GONE, f"{name} 已停用", "这个标识符不再使用，也没有取代它的。")
    else:
        refusal = NotFound(f"图谱中没有 {name}", "请检查网址，或用 /api/search?q=… 查找它的标识符。")
    if form.name not in COMMENTS:
        raise refusal
    told = f"# {refusal.status} {refusal.problem}。{refusal.remedy}"
    lines = "".join(letter if letter.isprintable() else " " for letter in told)
    return Response(f"{lines}\n", refusal.status, media_type=form.media)


@cache
def _retired(home: Path, workspace: Path | None) -> dict[str, str]:
    """The ids that are no longer used, with what the registries say of them."""
    places = [home / "data", *([workspace] if workspace else [])]
    rows = {name: row for place in places for name, row in load_registry(place / "registry" / "ids.tsv").rows.items()}
    return {name: status for name, (_, status) in rows.items() if status}


def _iri(kind: str, name: str) -> str:
    """The IRI of a thing."""
    return f"{BASE}{kind}/{name}"


ROUTES = [
    *(Route(f"/{name}{suffix}", whole) for name in PAGES for suffix in ("", *(f".{form.name}" for form in WHOLES))),
    *(Route(f"/{kind}/{{name}}", thing) for kind in KINDS),
]
