"""What is around every request: headers, a host check, a log line, figures; and the pages that monitoring asks for."""

import json
import logging
import re
import secrets
import time
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import Refusal, problem
from .service import Service

log = logging.getLogger("parkgraph.requests")

LOOPBACK = ("127.0.0.1", "::1", "localhost")
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
EMBEDDED_POLICY = POLICY.replace("frame-ancestors 'self'", "frame-ancestors *")
"""Of pages that are made to stand in a frame of another site."""
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
}
READABLE = (
    "ETag, Link, Location, X-Request-Id, X-Parkgraph-Rows, X-Parkgraph-Truncated, X-Parkgraph-Emptied-By, "
    "X-Parkgraph-Remote-Cut-Off"
)
SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Around:
    """Middleware: refuses foreign hosts, adds headers, counts, and logs one line a request."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service
        self.cors = service.settings.cors
        self.local = service.settings.host in LOOPBACK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        scope.setdefault("state", {})["id"] = self._id(request)
        begun, seen = time.perf_counter(), {"status": 0, "bytes": 0}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                own = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in self._headers(request) if h[0] not in own)]
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        figures = self.service.figures
        figures.in_flight += 1
        try:
            await self._answer(request, receive, sending)
        finally:
            figures.in_flight -= 1
            self._note(request, seen, time.perf_counter() - begun)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        """Let the routes answer, or refuse at once."""
        if self.local and _host(request) not in LOOPBACK:
            refusal = Refusal(
                HTTPStatus.MISDIRECTED_REQUEST, "不认识这个主机名", "请用 http://127.0.0.1 或 http://localhost 打开。"
            )
            await problem(refusal)(request.scope, receive, send)
        elif request.method == "OPTIONS":
            await self._options()(request.scope, receive, send)
        else:
            await self.app(request.scope, receive, send)

    def _options(self) -> Response:
        """What may be asked for, and from where."""
        headers = {"Allow": "GET, HEAD, POST, OPTIONS"}
        if self.cors:
            headers |= {
                "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
                "Access-Control-Allow-Headers": "Accept, Content-Type",
                "Access-Control-Max-Age": "600",
            }
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)

    def _headers(self, request: Request) -> list[tuple[bytes, bytes]]:
        """The headers of every response; other sites' scripts may read it where `--cors` names theirs."""
        headers = {**FIXED, "X-Request-Id": request.state.id}
        origin = request.headers.get("origin")
        if self.cors and origin and self.cors in ("*", origin):
            headers["Access-Control-Allow-Origin"] = self.cors
            headers["Access-Control-Expose-Headers"] = READABLE
        return [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]

    def _id(self, request: Request) -> str:
        """The number of a request: the client's own, where it is harmless, else a new one."""
        given = request.headers.get("x-request-id", "")
        return given if SAFE_ID.fullmatch(given) else secrets.token_hex(8)

    def _note(self, request: Request, seen: dict[str, int], seconds: float) -> None:
        """Count a request, and log it: nothing of it stands in the line as the client wrote it."""
        route = request.scope.get("route")
        where = getattr(route, "path", "-")
        figures = self.service.figures
        figures.requests[where, seen["status"]] += 1
        figures.seconds[where] = figures.seconds.get(where, 0.0) + seconds
        if log.isEnabledFor(logging.INFO):
            line: dict[str, Any] = {
                "id": request.state.id,
                "method": request.method,
                "path": request.url.path[:200],
                "status": seen["status"],
                "ms": round(seconds * 1000, 1),
                "bytes": seen["bytes"],
                **getattr(request.state, "noted", {}),
            }
            log.info("%s", json.dumps(line, ensure_ascii=True))


def _host(request: Request) -> str:
    """The host a request names, without its port."""
    host = request.headers.get("host", "")
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0].lower()


async def health(request: Request) -> Response:
    """Whether the service can answer: it has workers, and the row of those who wait is not full."""
    service: Service = request.app.state.service
    workers = len(service.pool.pids) - 1
    told = {
        "status": "ok" if workers else "starting",
        "workers": workers,
        "busy": service.pool.busy,
        "waiting": service.pool.waiting,
        "network_denied": service.pool.network_denied,
        "fingerprint": service.fingerprint,
        "endpoint": service.settings.endpoint,
    }
    return JSONResponse(told, HTTPStatus.OK if workers else HTTPStatus.SERVICE_UNAVAILABLE)


async def metrics(request: Request) -> Response:
    """The figures in the text format of Prometheus, version 0.0.4."""
    service: Service = request.app.state.service
    figures, tally = service.figures, service.pool.tally
    lines = ["# TYPE parkgraph_requests_total counter"]
    lines += [
        f'parkgraph_requests_total{{route="{route}",status="{status}"}} {count}'
        for (route, status), count in sorted(figures.requests.items())
    ]
    lines.append("# TYPE parkgraph_request_seconds_total counter")
    lines += [
        f'parkgraph_request_seconds_total{{route="{route}"}} {spent:.6f}'
        for route, spent in sorted(figures.seconds.items())
    ]
    counters = {"answers_remembered": figures.remembered, **{f"jobs_{name}": count for name, count in vars_of(tally)}}
    gauges = {
        "requests_in_flight": figures.in_flight,
        "workers": len(service.pool.pids) - 1,
        "workers_busy": service.pool.busy,
        "jobs_waiting": service.pool.waiting,
        "network_denied": int(service.pool.network_denied),
        "start_time_seconds": round(figures.started, 3),
    }
    for kind, values in (("counter", counters), ("gauge", gauges)):
        for name, value in values.items():
            ending = "_total" if kind == "counter" else ""
            lines += [f"# TYPE parkgraph_{name}{ending} {kind}", f"parkgraph_{name}{ending} {value}"]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


def vars_of(tally: Any) -> list[tuple[str, int]]:
    """The counts of a tally by name."""
    return [(name, getattr(tally, name)) for name in tally.__dataclass_fields__]
