"""What went wrong, as a problem document (RFC 9457) or a page: where, why, and what to do, in Chinese and English."""

import html
import json
import re
from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import Response

from ..errors import EngineError, ParkgraphError, QueryError, RemoteError, TimeLimitError, UsageError
from ..workers import Busy
from .english import english
from .media import HTML, Format

PROBLEM = "application/problem+json"
STATUS: tuple[tuple[type[ParkgraphError], HTTPStatus], ...] = (
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (TimeLimitError, HTTPStatus.GATEWAY_TIMEOUT),
    (RemoteError, HTTPStatus.BAD_GATEWAY),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (UsageError, HTTPStatus.BAD_REQUEST),
    (EngineError, HTTPStatus.INTERNAL_SERVER_ERROR),
    (ParkgraphError, HTTPStatus.INTERNAL_SERVER_ERROR),
)
RETRY_AFTER = 5
PLACE = re.compile(r"第 (\d+) 行第 (\d+) 列")


class Refusal(Exception):
    """A request that is answered with a status of its own.

    Args:
        status: HTTP status.
        problem, remedy: what is wrong and what to do, in Chinese; `english` knows them in English.
        headers: sent with it.
    """

    def __init__(self, status: int, problem: str, remedy: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.remedy = remedy
        self.headers = headers or {}


class NotFound(Refusal):
    """Nothing is known at an address."""

    def __init__(self, problem: str, remedy: str = "请检查网址，或回到首页查找。") -> None:
        super().__init__(HTTPStatus.NOT_FOUND, problem, remedy)


def unacceptable(offered: Sequence[str]) -> Refusal:
    """What to raise when a client takes none of the formats there are."""
    return Refusal(
        HTTPStatus.NOT_ACCEPTABLE,
        "没有您要的格式",
        f"请在 Accept 里写其中之一：{', '.join(offered)}。",
        {"Vary": "Accept"},
    )


def unsupported(media: str, known: Sequence[str]) -> Refusal:
    """What to raise for a body of a type that is not taken."""
    return Refusal(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"不接受 Content-Type 为 {media or '（空）'} 的正文",
        f"请用 {', '.join(known)}。",
    )


def status_of(error: ParkgraphError) -> int:
    """The HTTP status that tells whose fault an error is."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def problem(error: ParkgraphError | Refusal, form: Format | None = None, lang: str = "zh") -> Response:
    """The response to a request that went wrong; a page where `form` is HTML."""
    status = error.status if isinstance(error, Refusal) else status_of(error)
    headers = dict(error.headers) if isinstance(error, Refusal) else {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER)
    if form is HTML:
        return Response(_page(status, error.problem, error.remedy, lang), status, headers, media_type=HTML.media)
    where = error.where if isinstance(error, ParkgraphError) else ""
    body = json.dumps(document(status, error.problem, error.remedy, where), ensure_ascii=False, indent=1)
    return Response(body.encode("utf-8") + b"\n", status, headers, media_type=PROBLEM)


def document(status: int, reason: str, remedy: str, where: str = "") -> dict[str, object]:
    """A problem document: `type`, `title`, `status`, `detail`, `reason` and `remedy` in zh and en, and the place."""
    stop = "" if reason.endswith("\n") else "。 "  # behind a list of candidates there is none
    told: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": f"{reason}{stop}{remedy}".rstrip(),
        "reason": {"zh": reason, "en": english(reason)},
        "remedy": {"zh": remedy, "en": english(remedy)},
    }
    if place := PLACE.search(where):
        told |= {"line": int(place[1]), "column": int(place[2])}
    elif where and "/" not in where:  # the name of a question, never a path of this machine
        told["where"] = where
    return told


def _page(status: int, reason: str, remedy: str, lang: str) -> str:
    """A problem as a small page, made without a worker: it may be the workers that fail."""
    is_english = lang == "en"
    said, to_do = (english(reason), english(remedy)) if is_english else (reason, remedy)
    title = f"{int(status)} {HTTPStatus(status).phrase}"
    tag, kept, back, look = ("en", "?lang=en", "Home", "Search") if is_english else ("zh-CN", "", "回到首页", "搜索")
    language = '<input type="hidden" name="lang" value="en">' if is_english else ""
    return (
        f'<!doctype html><html lang="{tag}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/style.css"></head>'
        f'<body><main class="wrap"><h1>{html.escape(said)}</h1><p>{html.escape(to_do)}</p>'
        f'<form class="row" action="/search"><label>{look} <input type="search" name="q"></label>{language}'
        f'<button>{look}</button></form><p><a href="/{kept}">{back}</a></p><p class="note">{title}</p>'
        "</main></body></html>\n"
    )
