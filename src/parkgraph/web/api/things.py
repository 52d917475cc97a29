"""Things as addresses, in JSON: search, entities, passages, the vocabulary, and what is known of a query beforehand."""

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ...errors import ParkgraphError, QueryError
from ...sparql import check_size
from ..media import JSON
from ..problems import document, unsupported
from ..protocol.sparql import FORM, MOST_FORM, read_body
from ..replies import Given, ask, given_by, negotiated, parted, reply
from ..service import Service, disconnected
from .rest import CSV

MOST_HITS, HITS = 200, 20
REMARK_SECONDS = 3.0
TABLES = (JSON, CSV)


async def search(request: Request) -> Response:
    """Entities by a part of a name, pinyin, or something like it, with their class and what matched."""
    given = given_by(request)
    job = {
        "words": given.text("q", needed=True),
        "class": given.text("class"),
        "limit": given.number("limit", HITS, 1, MOST_HITS),
        "lang": given.lang(),
    }
    given.finish()
    return reply(request, await ask(request, "things_jobs:search", job))


async def entity(request: Request) -> Response:
    """What the graph holds about an entity given by IRI, CURIE, slug or name, as `parkgraph show -f json` has it."""
    name, _ = parted(request.path_params["name"], (JSON,))
    given = given_by(request)
    job = {"name": name, "lang": given.lang()}
    given.finish()
    return reply(request, await ask(request, "things_jobs:entity", job))


async def evidence(request: Request) -> Response:
    """The passages behind an entity, or with `with=` behind its relations to another."""
    name, form = parted(request.path_params["name"], TABLES)
    form = form or negotiated(request, TABLES)
    given = given_by(request)
    job = {"name": name, "other": given.text("with"), "lang": given.lang(), "excel": given.switch("excel")}
    given.finish()
    return reply(request, await ask(request, "things_jobs:evidence", {**job, "form": form.name, "media": form.media}))


async def vocabulary(request: Request) -> Response:
    """Prefixes, classes with the properties that are used with them, and properties, for editors."""
    given_by(request).finish()
    return reply(request, await ask(request, "things_jobs:vocabulary", {}))


async def check(request: Request) -> Response:
    """Whether a query can be read, else where and why not; and remarks on how it is written."""
    service: Service = request.app.state.service
    text = await _query_of(request)
    try:
        await service.answer("things_jobs:parse", {"text": text})
    except QueryError as error:
        return JSONResponse({"ok": False, **_reason(error)})
    remarks: Mapping[str, Any] = {"remarks": []}
    with suppress(ParkgraphError):  # a query may be too much for that, and is right all the same
        remarks = (await service.answer("things_jobs:remarks", {"text": text}, seconds=REMARK_SECONDS)).told
    return JSONResponse({"ok": True, **remarks})


async def count(request: Request) -> Response:
    """How many rows or statements the whole answer to a query has; for those who got one that was cut."""
    service: Service = request.app.state.service
    text = await _query_of(request)
    check_size(text)
    job = {"text": text, "default_graphs": None, "named_graphs": None, "base": _base(request)}
    made = await service.answer("count", job, gone=lambda: disconnected(request.receive))
    return JSONResponse({"rows": made.told["rows"], "complete": not made.told["cut_off"]})


def _base(request: Request) -> str:
    """Against which relative IRIs of a query are read: the address at which it gets its answer."""
    return str(request.url.replace(path="/sparql", query="", fragment=""))


async def _query_of(request: Request) -> str:
    """The query that a form states.

    Raises:
        Refusal: the body is no form, or states anything else.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM:
        raise unsupported(media, (FORM,))
    given = Given(await read_body(request, MOST_FORM))
    text = given.text("query", needed=True)
    given.finish()
    return text


def _reason(error: QueryError) -> dict[str, object]:
    """What is wrong with a query, and where as far as that is known."""
    told = document(HTTPStatus.BAD_REQUEST, error.problem, error.remedy, error.where)
    return {key: told.get(key) for key in ("line", "column", "reason", "remedy")}


ROUTES = [
    Route("/api/search", search),
    Route("/api/search.json", search),
    Route("/api/entity/{name:path}", entity),
    Route("/api/evidence/{name:path}", evidence),
    Route("/api/vocabulary", vocabulary),
    Route("/api/check", check, methods=["POST"]),
    Route("/api/count", count, methods=["POST"]),
]
