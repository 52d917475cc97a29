"""A SPARQL 1.1 endpoint somewhere else, asked over HTTP.

SPARQLWrapper words the request. Sending it is done here: SPARQLWrapper would follow a redirected POST as a GET without
the query, keeps credentials in an opener of the whole process, and cannot bound the time of an answer. It is never
asked what kind of query a text is either: it guesses by looking for words, and takes `PREFIX add: <…>` for an update.
So every text is sent as `query=`, never as `update=`, with an Accept header for rows and for triples, and the type of
the answer says which it was. Nothing a user wrote is parsed in this process.
"""

import logging
import re
import socket
import time
import urllib.error
import urllib.request
from contextlib import suppress
from email.message import Message
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, cast

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from ..errors import ParkgraphError, RemoteError, UsageError
from .answer import Answer
from .mistakes import check_characters, explain

log = logging.getLogger("parkgraph.store")

ROWS = ("application/sparql-results+json", "application/json")
TRIPLES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
CUT_OFF_HEADERS = ("X-SPARQL-MaxRows", "X-SQL-State")  # Virtuoso: row limit reached, time limit reached
USUAL_ROW_LIMIT = 10_000
MOST_BYTES = 256 * 1024 * 1024
REASONS: dict[type[Exception], str] = {
    ConnectionRefusedError: "那里没有服务，连接被拒绝",
    ConnectionResetError: "对方断开了连接",
    socket.gaierror: "找不到这个主机名",
}
REMEDIES = {
    401: "请检查用户名和密码。",
    403: "请检查用户名和密码，或向端点的管理员申请查询权限。",
    404: "请检查端点地址，常见的结尾有 /query 和 /sparql。",
    405: "请检查端点地址，常见的结尾有 /query 和 /sparql。",
    429: "请稍后再试，并减少查询次数。",
    503: "端点正忙，请稍后再试。",
}


class RemoteStore:
    """A SPARQL 1.1 endpoint.

    Args:
        url: where queries are sent, http or https; without user name and password.
        graph: IRI of the graph to ask; None asks whatever the endpoint asks by default.
        user, password: sent only when the endpoint demands them, Basic or Digest.
        seconds: how long the endpoint may be silent, and how long the whole answer may take to come.

    Attributes:
        cut_off: why the last answer may not be the whole one, in the endpoint's words; empty where nothing says so.

    Raises:
        UsageError: the URL is not one that can be asked.
    """

    def __init__(
        self,
        url: str,
        *,
        graph: str | None = None,
        user: str | None = None,
        password: str | None = None,
        seconds: float = 60.0,
    ) -> None:
        self.place = _checked(url)
        self.graph = graph
        self.seconds = seconds
        self.cut_off = ""
        self._opener = urllib.request.build_opener(_NoRedirect)
        if user is not None:
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, url, user, password or "")
            self._opener.add_handler(urllib.request.HTTPBasicAuthHandler(passwords))
            self._opener.add_handler(urllib.request.HTTPDigestAuthHandler(passwords))

    def query(self, text: str) -> Answer:
        """The answer to a SPARQL 1.1 query, complete before it is returned.

        A cut-off answer is logged as a warning: by the endpoint's own headers, or by exactly 10,000 rows, the
        limit that many endpoints have.

        Raises:
            QueryError: the endpoint calls the query bad (HTTP 400).
            RemoteError: it cannot be reached, takes too long, refuses, or answers with something else.
        """
        check_characters(text)
        body, headers = self._fetch(text)
        kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in ROWS and kind not in TRIPLES:
            raise RemoteError(
                f"端点的答案不是 SPARQL 结果，而是 {kind or '没有说明的类型'}{_quoted(body)}",
                where=self.place,
                remedy="请检查端点地址，常见的结尾有 /query 和 /sparql。",
            )
        try:
            answer, size = _read_rows(body) if kind in ROWS else _read_triples(body, TRIPLES[kind])
        except SyntaxError as error:
            raise RemoteError(
                f"端点的答案不完整，或不是它自称的格式：{error.msg}",
                where=self.place,
                remedy="端点可能中途超时；请缩小查询范围后重试。",
            ) from error
        self._warn_if_cut_off(headers, size)
        return answer

    def __len__(self) -> int:
        rows = cast(pyoxigraph.QuerySolutions, self.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"))
        return int(cast(pyoxigraph.Literal, next(rows)["n"]).value)

    def _request(self, text: str) -> urllib.request.Request:
        """The POST that asks a query."""
        from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper

        wrapper = SPARQLWrapper(self.place, returnFormat=JSON, defaultGraph=self.graph, agent="parkgraph")
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", ACCEPT)
        wrapper.queryString, wrapper.queryType = text, SELECT  # not setQuery: it guesses the kind
        return wrapper._createRequest()

    def _fetch(self, text: str) -> tuple[bytes, Message]:
        """Body and headers of the endpoint's answer."""
        deadline = time.monotonic() + self.seconds
        try:
            with self._opener.open(self._request(text), timeout=self.seconds) as response:
                return _read_until(response, deadline), response.headers
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(text, error) from error
        except (OSError, HTTPException, ValueError) as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> RemoteError:
        """What to raise where no answer came, or none to its end."""
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            problem = f"端点在 {self.seconds:g} 秒内没有答完"
            return RemoteError(problem, where=self.place, remedy="请缩小查询范围，或放宽时间限制后重试。")
        if isinstance(reason, IncompleteRead):
            return RemoteError("答案中途断了", where=self.place, remedy="请重试；若总是如此，请联系端点的管理员。")
        words = next((words for kind, words in REASONS.items() if isinstance(reason, kind)), str(reason))
        return RemoteError(f"没有得到端点的答案（{words}）", where=self.place, remedy="请检查地址和网络，或稍后再试。")

    def _refusal(self, text: str, error: urllib.error.HTTPError) -> ParkgraphError:
        """What to raise where the endpoint answered with an error or a redirect."""
        body = b""
        with suppress(OSError, HTTPException):
            body = error.read(64 * 1024)
        if error.code == 400:
            return explain(text, _first_line(body), self.place)
        if 300 <= error.code < 400:
            there = error.headers.get("Location", "别处")
            return RemoteError(
                f"端点已搬到 {there}（HTTP {error.code}）", where=self.place, remedy="请直接使用新地址。"
            )
        fallback = "请稍后再试，或联系端点的管理员。" if error.code >= 500 else "请检查端点地址和访问权限。"
        problem = f"端点没有回答（HTTP {error.code}）{_quoted(body)}"
        return RemoteError(problem, where=self.place, remedy=REMEDIES.get(error.code, fallback))

    def _warn_if_cut_off(self, headers: Message, size: int) -> None:
        """Note, and log as a warning, that the answer may not be the whole one."""
        told = [f"{name}: {headers[name]}" for name in CUT_OFF_HEADERS if name in headers]
        self.cut_off = "; ".join(told) or (f"rows={size}" if size == USUAL_ROW_LIMIT else "")
        if self.cut_off:
            reason = "；".join(told) or f"恰好 {size} 条"
            log.warning(
                "%s: 答案可能被端点截断（%s），请加 LIMIT 和 OFFSET 分批查询。 rows=%d", self.place, reason, size
            )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST becomes a GET without its query: better told than followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the redirect is treated as an error."""


def _checked(url: str) -> str:
    """The URL, if queries can be sent there; a password in it is refused, and not repeated in the message."""
    if "@" in url.split("://", 1)[-1].split("/", 1)[0]:
        raise UsageError(
            "端点地址里不能写用户名和密码",
            where=re.sub("//.*@", "//", url),
            remedy="请去掉它们，另用 user 和 password 给出。",
        )
    if not re.match(r"https?://[^/?#\s]+\S*$", url):
        raise UsageError("这不是 SPARQL 端点的地址", where=url, remedy="请写以 http:// 或 https:// 开头的完整地址。")
    return url


def _read_until(response: HTTPResponse, deadline: float) -> bytes:
    """The whole body, if it comes before the deadline and is not beyond measure."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(64 * 1024):
        size += len(part)
        parts.append(part)
        if size > MOST_BYTES:
            raise OSError(f"答案超过 {MOST_BYTES // 1024**2} MB")
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:  # read1 says nothing when the connection closes early
        raise IncompleteRead(b"", response.length)
    return b"".join(parts)


def _read_rows(body: bytes) -> tuple[Answer, int]:
    """The answer in a results document, and how many rows it has; read once to the end, so that no row fails later."""
    answer = pyoxigraph.parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(answer, pyoxigraph.QueryBoolean):
        return answer, 1
    size = sum(1 for _ in answer)
    return pyoxigraph.parse_query_results(body, QueryResultsFormat.JSON), size


def _read_triples(body: bytes, form: RdfFormat) -> tuple[Answer, int]:
    """The answer in an RDF document, and how many triples it has."""
    engine = pyoxigraph.Store()
    engine.bulk_load(body, form)
    return engine.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), len(engine)


def _first_line(body: bytes) -> str:
    """What an endpoint says in the first line of a plain text; empty for a page made for browsers."""
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in body.decode("utf-8", "replace")).strip()
    return "" if text.startswith("<") else text.partition("\n")[0][:200]


def _quoted(body: bytes) -> str:
    """The first line of a body, ready to stand after a sentence."""
    line = _first_line(body)
    return f"：{line}" if line else ""
