"""The routes of the service, and what happens around every one of them: limits, headers, errors, a log line."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import ParkgraphError
from ..workers import Unwanted
from . import monitor
from .api import openapi, relations, rest, things
from .data import dumps, linked
from .explorer import pages
from .media import HTML, JSON, Format, choose
from .problems import NotFound, Refusal, problem
from .protocol import writing
from .protocol.sparql import sparql
from .service import Service

log = logging.getLogger("parkgraph.web")

CLIENT_LEFT = 499
"""No status of HTTP: what servers write into their logs where nobody waited for the answer."""


def create_app(service: Service) -> Starlette:
    """The application over a service; it starts the service's workers and ends them."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.close()

    app = Starlette(
        routes=routes(service),
        middleware=[Middleware(monitor.Around, service=service)],
        exception_handlers={
            ParkgraphError: _refused,
            Refusal: _refused,
            Unwanted: _left,
            HTTPException: _http,
            Exception: _failed,
        },
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.dumps = dumps.Dumps(service)
    return app


def routes(service: Service) -> list[Route]:
    """Every address of the service with what answers there."""
    return [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/sparql/", sparql, methods=["GET", "POST"]),
        Route("/health", monitor.health),
        Route("/metrics", monitor.metrics),
        *pages.ROUTES,
        *rest.ROUTES,
        *things.ROUTES,
        *relations.ROUTES,
        *linked.ROUTES,
        *dumps.ROUTES,
        *openapi.ROUTES,
        *(writing.ROUTES if service.settings.writable else []),
    ]


async def _refused(request: Request, error: Exception) -> Response:
    """A refusal or an error of ours, in the format that is asked for."""
    assert isinstance(error, ParkgraphError | Refusal)
    return problem(error, _page_or_data(request), request.query_params.get("lang", "zh"))


async def _left(request: Request, error: Exception) -> Response:
    """Nothing, to a client that has left; its status is only for the log and the figures."""
    return Response(status_code=CLIENT_LEFT)


async def _http(request: Request, error: Exception) -> Response:
    """What the router refuses: no such address, or a method that is not taken there."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return await _refused(request, NotFound("这里没有内容"))
    headers = dict(error.headers or {})
    said = f"这里不能用 {request.method}"
    return await _refused(
        request, Refusal(error.status_code, said, f"可用的方法：{headers.get('Allow', '')}。", headers)
    )


async def _failed(request: Request, error: Exception) -> Response:
    """A mistake of ours: the log has the details, the client a sentence."""
    log.error("request failed", exc_info=error)
    return await _refused(
        request,
        Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "服务出错了", "请稍后再试；若总是如此，请把请求编号报告给维护者。"),
    )


def _page_or_data(request: Request) -> Format | None:
    """HTML for a browser that looks at a page, JSON for everything else."""
    return choose(request.headers.get("accept"), (JSON, HTML)) if "/api/" not in request.url.path else JSON
