"""The SPARQL 1.1 Protocol at `/sparql`: what a request asks for, and the answer in the format it likes best.

Source: SPARQL 1.1 Protocol, W3C Recommendation of 21 March 2013; RFC 9110 for content negotiation.
"""

from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from ...sparql import MAX_BYTES, check_size
from ..explorer.editor import editor
from ..media import HTML, ROWS, TRIPLES, choose, named
from ..problems import Refusal, unacceptable, unsupported
from ..service import Service, disconnected
from .description import service_description

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MOST_FORM = 4 * MAX_BYTES  # every byte of a query may be written as three


class Asked(NamedTuple):
    """A query as a request states it."""

    text: str
    default_graphs: list[str] | None
    named_graphs: list[str] | None
    form: str | None
    seconds: float | None


async def sparql(request: Request) -> Response:
    """Answer a query; without one, give the editor's page to a browser and the service description to others."""
    service: Service = request.app.state.service
    if request.method == "GET" and not {"query", "update"} & request.query_params.keys():
        if choose(request.headers.get("accept"), (*TRIPLES, HTML)) is HTML:
            return await editor(request)
        return await service_description(request)
    asked = await read_query(request)
    return await answer(request, service, asked)


async def answer(request: Request, service: Service, asked: Asked) -> Response:
    """The answer to a query, in the format the client likes best."""
    check_size(asked.text)
    accept = request.headers.get("accept")
    rows = (asked.form and named(asked.form, ROWS)) or choose(accept, ROWS)
    triples = (asked.form and named(asked.form, TRIPLES)) or choose(accept, TRIPLES)
    job = {
        "text": asked.text,
        "default_graphs": asked.default_graphs,
        "named_graphs": asked.named_graphs,
        "rows_as": rows and rows.name,
        "triples_as": triples and triples.name,
        "rows": service.settings.row_limit,
        "base": str(request.url.replace(query="", fragment="")),
    }
    made = await service.answer("query", job, seconds=asked.seconds, gone=lambda: disconnected(request.receive))
    request.state.rows = made.told.get("rows")
    if made.told.get("unacceptable"):
        offered = ROWS if made.told["form"] == "rows" else TRIPLES
        raise unacceptable([form.essence for form in offered])
    headers = {"Vary": "Accept", "X-Parkgraph-Rows": str(made.told["rows"])}
    if service.fingerprint:  # a remote store may change without our knowing
        headers["ETag"] = made.etag
    if made.told["more"]:
        headers["X-Parkgraph-Truncated"] = f"rows={made.told['rows']}"
    if made.told["cut_off"]:
        headers["X-Parkgraph-Remote-Cut-Off"] = made.told["cut_off"].encode("ascii", "replace").decode("ascii")
    if request.headers.get("if-none-match") == headers.get("ETag", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(made.body, headers={**headers, "Content-Type": made.told["media"]})


async def read_query(request: Request) -> Asked:
    """The query of a request: GET, POST of a form, or POST of the text itself (2.1).

    Raises:
        Refusal: the request breaks the protocol; 400, 413 or 415.
    """
    pairs = parse_pairs(request.scope["query_string"])
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == FORM:
            pairs += parse_pairs(await read_body(request, MOST_FORM))
        elif media == QUERY:
            if any(name == "query" for name, _ in pairs):
                raise Refusal(HTTPStatus.BAD_REQUEST, "网址和正文里各有一个查询", "请只留一个。")
            pairs.append(("query", decoded(await read_body(request, MAX_BYTES))))
        else:
            raise unsupported(media, (FORM, QUERY))
    return _asked(pairs)


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    """The query that parameters state.

    Raises:
        Refusal: there is none or more than one, an update is asked for, or a parameter is not as it should be.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            "这里只能查询，不能修改数据",
            "请写 query= 参数；修改数据请向 /update 提交，服务须以 --writable 启动。",
        )
    texts = given.get("query", [])
    if len(texts) != 1:
        problem = "有不止一个 query 参数" if texts else "没有 query 参数"
        raise Refusal(HTTPStatus.BAD_REQUEST, problem, "请给出一个 query 参数。")
    graphs = {name: given.get(f"{name}-graph-uri") for name in ("default", "named")}
    return Asked(texts[0], graphs["default"], graphs["named"], _format(given), _seconds(given))


def _format(given: dict[str, list[str]]) -> str | None:
    """The format that the parameter `format` names.

    Raises:
        Refusal: there is none of that name.
    """
    name = given.get("format", [""])[-1]
    if name and not named(name, (*ROWS, *TRIPLES)):
        known = "、".join(form.name for form in (*ROWS, *TRIPLES))
        raise Refusal(HTTPStatus.BAD_REQUEST, f"没有名为 {name} 的格式", f"可用的格式：{known}。")
    return name or None


def _seconds(given: dict[str, list[str]]) -> float | None:
    """The time limit that the parameter `timeout` asks for, in seconds.

    Raises:
        Refusal: it is no positive number.
    """
    text = given.get("timeout", [""])[-1]
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"timeout 的值 {text[:40]} 不是正数", "请写秒数，例如 timeout=5。")
    return seconds


def parse_pairs(raw: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string or form in order.

    Raises:
        Refusal: they are not UTF-8, or there are too many.
    """
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "参数不是 UTF-8 编码", "请以 UTF-8 编码后再作百分号编码。") from error
    except ValueError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "参数太多", "请减少参数的个数。") from error


def decoded(raw: bytes) -> str:
    """A body as text.

    Raises:
        Refusal: it is not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "正文不是 UTF-8 编码", "请以 UTF-8 编码后再发送。") from error


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request.

    Raises:
        Refusal: it is longer than allowed; 413.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"正文超过 {most} 字节的上限", "请缩短，或分几次发送。")
    return bytes(body)
