"""What the routes that answer by jobs share: reading parameters, and making a response of what a job gave."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.responses import Response

from ..queries.wording import meant, quoted
from .media import Format, choose
from .problems import Refusal, unacceptable
from .protocol.sparql import parse_pairs
from .service import Answer, Service, disconnected

LANGUAGES = ("zh", "en")
SWITCH = ("0", "1")


class Given:
    """The parameters of a request, each once; what is taken is known, and `finish` refuses what is left.

    Args:
        raw: query string or form.

    Raises:
        Refusal: a parameter stands there twice, or is not UTF-8.
    """

    def __init__(self, raw: bytes) -> None:
        pairs = parse_pairs(raw)
        self.left = dict(pairs)
        self._known: list[str] = []
        if len(self.left) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            _refuse(f"参数 {quoted(twice)} 写了不止一次", "请只留一个。")

    def text(self, name: str, *, needed: bool = False) -> str:
        """A parameter as it is written; empty where it is not given.

        Raises:
            Refusal: it is needed.
        """
        self._known.append(name)
        if name not in self.left and needed:
            _refuse(f"没有 {name} 参数", f"请给出 {name}=…。")
        value = self.left.pop(name, "")
        if needed and not value.strip():
            _refuse(f"{name} 参数是空的", f"请给出 {name}=…。")
        return value

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        """A whole number within bounds.

        Raises:
            Refusal: it is none, or out of them.
        """
        if name not in self.left:
            self._known.append(name)
            return usual
        text = self.text(name)
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
            _refuse(f"{name} 的值{quoted(text)}不是 {least} 到 {most} 之间的整数", f"例如 {name}={usual}。")
        return int(text)

    def choice(self, name: str, offered: Sequence[str]) -> str:
        """One of the values that are offered, the first by default.

        Raises:
            Refusal: it is none of them.
        """
        if name not in self.left:
            self._known.append(name)
            return offered[0]
        if (text := self.text(name)) not in offered:
            _refuse(f"{name} 的值{quoted(text)}不可用", f"可用的值：{'、'.join(offered)}。")
        return text

    def switch(self, name: str) -> bool:
        """Whether a parameter is `1`; `0` by default."""
        return self.choice(name, SWITCH) == "1"

    def lang(self) -> str:
        """The language of labels and headings, `zh` by default."""
        return self.choice("lang", LANGUAGES)

    def finish(self) -> None:
        """Nothing, where every parameter was taken.

        Raises:
            Refusal: there is one nobody knows.
        """
        for name in self.left:
            _refuse(f"没有参数{quoted(name)}", f"{meant(name, self._known)}可用的参数：{'、'.join(self._known)}。")


def given_by(request: Request) -> Given:
    """The parameters in a request's address."""
    return Given(request.scope["query_string"])


def _refuse(problem: str, remedy: str) -> NoReturn:
    """Refuse a request that is not as it should be."""
    raise Refusal(HTTPStatus.BAD_REQUEST, problem, remedy)


def parted(name: str, offered: Sequence[Format]) -> tuple[str, Format | None]:
    """The last part of an address without its suffix, and the offered format that the suffix names, if it does."""
    stem, dot, suffix = name.rpartition(".")
    form = next((form for form in offered if form.name == suffix), None) if dot else None
    return (stem, form) if form else (name, None)


def negotiated(request: Request, offered: Sequence[Format]) -> Format:
    """The offered format that a request likes best.

    Raises:
        Refusal: it likes none.
    """
    form = choose(request.headers.get("accept"), offered)
    if form is None:
        raise unacceptable([form.essence for form in offered])
    return form


async def ask(request: Request, function: str, job: Mapping[str, Any]) -> Answer:
    """What a job gives; the worker is freed when the client leaves.

    Raises:
        Refusal: the job has told that there is no such thing, or more than one.
        ParkgraphError: what the job raised.
    """
    service: Service = request.app.state.service
    made = await service.answer(function, job, gone=lambda: disconnected(request.receive))
    if "refused" in made.told:
        raise Refusal(made.told["refused"], made.told["problem"], made.told["remedy"])
    return made


def reply(request: Request, made: Answer, headers: Mapping[str, str] | None = None) -> Response:
    """The response to a request that a job has answered: 304 where the client has the same already.

    The mark stays the same as long as the data do; a remote store's may change at any time, so that it has none.
    """
    service: Service = request.app.state.service
    told = {"Vary": "Accept", **(headers or {})}
    if "rows" in made.told:
        told["X-Parkgraph-Rows"] = str(made.told["rows"])
    if made.told.get("more"):
        told["X-Parkgraph-Truncated"] = f"rows={made.told['rows']}"
    if service.fingerprint:
        told |= {"ETag": made.etag, "Cache-Control": "no-cache"}
        if is_known(request, made.etag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(made.body, headers={**told, "Content-Type": made.told["media"]})


def is_known(request: Request, etag: str) -> bool:
    """Whether a client names a mark, or any, in If-None-Match (RFC 9110, 13.1.2)."""
    marks = [mark.strip().removeprefix("W/") for mark in request.headers.get("if-none-match", "").split(",")]
    return etag in marks or marks == ["*"]
