"""SPARQL Update at `/update` and the Graph Store Protocol at `/store`; routes that are there only with `--writable`.

Source: SPARQL 1.1 Protocol, 2.2; SPARQL 1.1 Graph Store HTTP Protocol, W3C Recommendation of 21 March 2013.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.parser import BytesHeaderParser
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from ...errors import DataError
from ...sparql import MAX_BYTES, check_user_text
from ..media import TRIPLES, choose, named
from ..problems import NotFound, Refusal, unacceptable, unsupported
from ..service import Service
from .sparql import FORM, UPDATE, decoded, parse_pairs, read_body
from .tokens import authorise, read_tokens

MOST_BYTES = 256 * 1024**2
MULTIPART = "multipart/form-data"


async def update(request: Request) -> Response:
    """Run an update that a form or the body itself states (2.2)."""
    service: Service = request.app.state.service
    _allow(request, "update")
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    pairs = parse_pairs(request.scope["query_string"])
    if media == FORM:
        pairs += parse_pairs(await read_body(request, MAX_BYTES * 4))
    elif media == UPDATE:
        pairs.append(("update", decoded(await read_body(request, MAX_BYTES))))
    else:
        raise unsupported(media, (FORM, UPDATE))
    texts = [value for name, value in pairs if name == "update"]
    if len(texts) != 1 or any(name == "query" for name, _ in pairs):
        problem = "有不止一个 update 参数" if len(texts) > 1 else "没有 update 参数，或同时有 query 参数"
        raise Refusal(HTTPStatus.BAD_REQUEST, problem, "请给出一个 update 参数。")
    check_user_text(texts[0])
    job = {
        "text": texts[0],
        "base": str(request.url.replace(query="", fragment="")),
        "using": [value for name, value in pairs if name == "using-graph-uri"] or None,
        "using_named": [value for name, value in pairs if name == "using-named-graph-uri"] or None,
    }
    await service.write("update", job)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def store(request: Request) -> Response:
    """Read, replace, extend or remove one graph."""
    graph = _graph_of(request)
    if request.method in ("GET", "HEAD"):
        return await _get(request, graph)
    _allow(request, "store", graph or "")
    if request.method == "DELETE":
        told = await request.app.state.service.write("drop", {"graph": graph})
        if not told["known"]:
            raise NotFound("没有这个图", "请检查图的名称。")
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return await _put(request, graph)


async def collection(request: Request) -> Response:
    """The store itself: with a graph in the query that graph, else a new graph for what is posted (5.5)."""
    if {"graph", "default"} & request.query_params.keys() or request.method != "POST":
        return await store(request)
    graph = f"{request.url.replace(query='', fragment='')}/{secrets.token_hex(8)}".replace("//store", "/store")
    _allow(request, "store", graph)
    return await _put(request, graph)


def _graph_of(request: Request) -> str | None:
    """The IRI of the graph that a request is about; None for the default graph.

    Raises:
        Refusal: it names none, or several.
    """
    names = request.query_params.multi_items()
    graphs = [value for name, value in names if name == "graph"]
    default = any(name == "default" for name, _ in names)
    direct = request.path_params.get("path")
    if len(graphs) + default > 1 or (direct and (graphs or default)):
        raise Refusal(HTTPStatus.BAD_REQUEST, "请求指了不止一个图", "请只写 ?graph=… 或 ?default。")
    if default:
        return None
    if graphs:
        return graphs[0]
    if direct:
        return str(request.url.replace(query="", fragment=""))
    raise Refusal(HTTPStatus.BAD_REQUEST, "没有说是哪个图", "请加 ?graph=图的 IRI，或 ?default 表示默认图。")


async def _get(request: Request, graph: str | None) -> Response:
    """A graph in the format the client likes best."""
    service: Service = request.app.state.service
    form = choose(request.headers.get("accept"), TRIPLES)
    if not form:
        raise unacceptable([known.essence for known in TRIPLES])
    path = service.spool / secrets.token_hex(8)
    job = {"graph": graph, "form": form.name, "path": str(path)}
    told = (await service.ask("writing_jobs:read", job)).told
    if not told["known"]:
        raise NotFound("没有这个图", "请检查图的名称。")
    headers = {"Vary": "Accept", "Content-Type": told["media"]}
    return FileResponse(path, headers=headers, background=BackgroundTask(path.unlink, missing_ok=True))


async def _put(request: Request, graph: str | None) -> Response:
    """Replace a graph by the body (PUT), or add the body to it (POST)."""
    service: Service = request.app.state.service
    async with _uploaded(request, service.spool) as files:
        base = graph or str(request.url.replace(query="", fragment=""))
        job = {"graph": graph, "files": files, "base": base, "replace": request.method == "PUT"}
        try:
            told = await service.write("put", job)
        except DataError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, error.problem, error.remedy) from error
    if not told["made"]:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return Response(
        status_code=HTTPStatus.CREATED, headers={"Location": quote(graph or "", safe=":/?#[]@!$&'()*+,;=%")}
    )


@asynccontextmanager
async def _uploaded(request: Request, spool: Path) -> AsyncIterator[list[dict[str, Any]]]:
    """The files of a request, on disk as long as it is open.

    Raises:
        Refusal: the body is of no format that is read (415), or too long (413).
    """
    path = spool / secrets.token_hex(8)
    made = [path]
    try:
        with path.open("wb") as file:
            size = 0
            async for piece in request.stream():
                size += len(piece)
                if size > MOST_BYTES:
                    raise Refusal(
                        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"正文超过 {MOST_BYTES} 字节的上限", "请分几次发送。"
                    )
                file.write(piece)
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        parts = _parts(request, path) if media == MULTIPART else [(media, path)]
        made += [part for _, part in parts]
        packed = request.headers.get("content-encoding", "").lower()
        if packed not in ("", "identity", "gzip"):
            raise unsupported(f"{media}（{packed}）", ("identity", "gzip"))
        yield [_file(kind, part, packed == "gzip") for kind, part in parts]
    finally:
        for file_path in made:
            file_path.unlink(missing_ok=True)


def _file(media: str, path: Path, packed: bool) -> dict[str, Any]:
    """An uploaded file as a job tells of it."""
    form = named(media, TRIPLES) if media else None
    if not form:
        raise unsupported(media, [known.essence for known in TRIPLES])
    return {"path": str(path), "form": form.name, "gzip": packed}


def _parts(request: Request, path: Path) -> list[tuple[str, Path]]:
    """The files in a multipart form, each with its media type (RFC 7578).

    Raises:
        Refusal: the body is not such a form.
    """
    kind = request.headers["content-type"].encode("latin-1")
    boundary = BytesHeaderParser().parsebytes(b"Content-Type: " + kind + b"\n\n").get_param("boundary")
    mark = b"--" + str(boundary).encode("latin-1")
    body = b"\r\n" + path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    pieces = body.split(b"\r\n" + mark)
    if not boundary or len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise Refusal(HTTPStatus.BAD_REQUEST, "正文不是完整的 multipart/form-data", "请检查 boundary。")
    parts = []
    for number, piece in enumerate(pieces[1:-1]):
        head, _, content = piece.lstrip(b"\r\n").partition(b"\r\n\r\n")
        part = path.with_name(f"{path.name}-{number}")
        part.write_bytes(content)
        parts.append((BytesHeaderParser().parsebytes(head).get_content_type(), part))
    return parts


def _allow(request: Request, scope: str, graph: str | None = None) -> None:
    """Nothing, for a request with a token that is good for it."""
    service: Service = request.app.state.service
    assert service.settings.token_file
    token = authorise(request, read_tokens(service.settings.token_file), scope, graph)
    request.state.noted = {"token": token}


ROUTES = [
    Route("/update", update, methods=["POST"]),
    Route("/store", collection, methods=["GET", "PUT", "POST", "DELETE"]),
    Route("/store/{path:path}", store, methods=["GET", "PUT", "POST", "DELETE"]),
]
