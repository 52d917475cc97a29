"""HTTP as a load needs it: one client that logs in, waits when told to, follows no redirect and decodes UTF-8.

The password is asked for only when the server demands one, and goes into no message, no URL and no log.
"""

import logging
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from ..errors import EngineError, RemoteError
from .login import Challenge, authorization, challenges, choose
from .options import LoadOptions

log = logging.getLogger("parkgraph.load")

RETRIES = 5
MOST_BYTES = 256 * 1024 * 1024
LONGEST_WAIT = 300.0
BUSY = (429, 502, 503, 504)
JSON_ROWS = ("application/sparql-results+json", "application/json")
REASONS: dict[type[Exception], str] = {
    ConnectionRefusedError: "那里没有服务，连接被拒绝",
    ConnectionResetError: "对方断开了连接",
    BrokenPipeError: "对方断开了连接",
    TimeoutError: "等了太久",
    socket.gaierror: "找不到这个主机名",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
CHECK = ("请检查 --user 和环境变量 PARKGRAPH_PASSWORD", "请检查环境变量 PARKGRAPH_TOKEN")

Rows = list[dict[str, Any]]


class NoReply(RemoteError):
    """A request was not answered: no connection, a broken one, or silence."""


@dataclass(frozen=True)
class Reply:
    """What a server answered; `said` is the first line of its words, empty for a page made for browsers."""

    status: int
    headers: Message
    body: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the request was granted."""
        return 200 <= self.status < 300

    @property
    def kind(self) -> str:
        """The media type of the body."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def server(self) -> str:
        """What the server calls itself."""
        return " ".join(self.headers.get("Server", "").split())

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body[:65536].decode("utf-8", "replace")

    @property
    def said(self) -> str:
        """What a person should read of an error: Virtuoso hides its words in a page."""
        text = self.text.strip()
        if found := re.search(r"<xmp>(.*?)</xmp>", text, re.DOTALL):
            text = found[1].strip()
        line = "" if text.startswith("<") else text.partition("\n")[0]
        return "".join(c for c in line if c.isprintable())[:200]

    @property
    def wait(self) -> float | None:
        """How many seconds the server asks to wait, if it does."""
        asked = self.headers.get("Retry-After", "").strip()
        if asked.isdigit():
            return float(asked)
        try:
            return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
        except (TypeError, ValueError):
            return None


class Client:
    """One user's requests to one server; `notes` are what the user should know about how they went."""

    def __init__(self, options: LoadOptions) -> None:
        self._options = options
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._secrets: dict[str, str] = {}
        self._met: dict[str, Challenge] = {}
        self.notes: list[str] = []

    def send(self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """The server's answer, whatever its status but 401; the user is logged in where the server asks.

        Raises:
            NoReply: there was none.
            RemoteError: the login failed, or is of a kind we cannot meet.
        """
        known = self._met.get(_place(url))
        reply = self._once(method, url, body, self._signed(known, method, url, headers))
        if reply.status == 403 and known is None and self._options.token:  # some want a token without asking for it
            self._met[_place(url)] = known = Challenge("bearer")
            reply = self._once(method, url, body, self._signed(known, method, url, headers))
        for tried in range(2):  # the nonce of an earlier login may have grown old
            if reply.status != 401:
                return reply
            asked = choose(challenges(reply.headers.get_all("WWW-Authenticate", [])), self._options.user, _place(url))
            if tried and asked.values.get("stale", "").lower() != "true":
                break
            self._met[_place(url)] = asked
            reply = self._once(method, url, body, self._signed(asked, method, url, headers))
        if reply.status != 401:
            return reply
        raise RemoteError(
            "登录失败（HTTP 401）",
            where=_place(url),
            remedy=f"{CHECK[self._met[_place(url)].scheme == 'bearer']}；没有写入任何内容。",
        )

    def _signed(
        self, challenge: Challenge | None, method: str, url: str, headers: Mapping[str, str] | None
    ) -> dict[str, str]:
        """The headers with the answer to a challenge, if one is known."""
        signed = dict(headers or {})
        if challenge is not None:
            self._warn(challenge, url)
            user, secret = self._options.user or "", self._secret(challenge, url)
            signed["Authorization"] = authorization(challenge, method, url, user, secret)
        return signed

    def _secret(self, challenge: Challenge, url: str) -> str:
        """The password or token, asked for once."""
        kind = "令牌" if challenge.scheme == "bearer" else "密码"
        if kind not in self._secrets:
            give = self._options.token if kind == "令牌" else self._options.password
            given = give() if give else ""
            if not given:
                remedy = "请把令牌放在环境变量 PARKGRAPH_TOKEN 里，或用 --key-file 给出放它的文件。"
                if kind == "密码":
                    remedy = "请把密码放在环境变量 PARKGRAPH_PASSWORD 里，或在终端里运行以便输入。"
                raise RemoteError(f"这个库要求{kind}，但没有给出", where=_place(url), remedy=remedy)
            self._secrets[kind] = given.strip("\r\n")
        return self._secrets[kind]

    def _warn(self, challenge: Challenge, url: str) -> None:
        """Note once that a password travels in the open."""
        parts = urlsplit(url)
        note = "密码经未加密的 http 传送：请改用 https，或只在可信的网络中使用。"
        open_way = parts.scheme == "http" and challenge.scheme != "digest" and parts.hostname not in LOOPBACK
        if open_way and note not in self.notes:
            self.notes.append(note)

    def _once(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """The answer to one request."""
        request = urllib.request.Request(url, data=body, method=method, headers={"User-Agent": "parkgraph", **headers})
        try:
            try:
                response: Any = self._opener.open(request, timeout=self._options.seconds)
            except urllib.error.HTTPError as error:
                response = error
            with response:
                reply = Reply(response.status, response.headers, _read(response))
        except (OSError, HTTPException, ValueError) as error:
            raise _no_reply(error, url) from error
        log.debug("%s %s status=%d bytes=%d", method, url, reply.status, len(body or b""))
        return reply

    def query(self, url: str, text: str, graph: str | None = None) -> bool | Rows:
        """The answer to an ASK or SELECT over one graph; a busy or silent server is asked again, five times at most.

        Raises:
            NoReply: no answer came.
            RemoteError: the server refuses, or answers with something else.
        """
        form = {"query": text} | ({"default-graph-uri": graph} if graph else {})
        headers = {
            "Accept": JSON_ROWS[0],
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        }
        reply = self._patiently(lambda: self.send("POST", url, urlencode(form).encode("ascii"), headers))
        check_moved(reply, url)
        if not reply.ok:
            problem = f"查询没有得到回答（HTTP {reply.status}）" + (f"：{reply.said}" if reply.said else "")
            raise RemoteError(
                problem, where=url, remedy="请检查地址和权限；若查询本身被拒绝，请把这条消息报告给维护者。"
            )
        return _rows(reply, url)

    def _patiently(self, ask: Callable[[], Reply]) -> Reply:
        """The answer, asked for again while the server is busy or silent."""
        for tried in range(RETRIES):
            try:
                reply = ask()
                if reply.status not in BUSY:
                    return reply
                asked = reply.wait
            except NoReply as error:
                if isinstance(_cause(error), ConnectionRefusedError | socket.gaierror):
                    raise
                asked = None
            self.pause(tried, asked)
        return ask()

    def pause(self, tried: int, asked: float | None) -> None:
        """Wait as long as the server asks, else 1, 2, 4, 8, 16 seconds.

        Raises:
            RemoteError: the server asks for more than five minutes.
        """
        if asked is not None and asked > LONGEST_WAIT:
            raise RemoteError(f"服务器要求等待 {asked:.0f} 秒", remedy="请过后用 --resume 再来。")
        self._options.pause(2.0**tried if asked is None else asked)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected PUT or POST would lose its body, and a password must not follow to another host."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the redirect is told instead of followed."""


def check_moved(reply: Reply, url: str) -> None:
    """Nothing, unless the server sends us elsewhere.

    Raises:
        RemoteError: it does; with the new address.
    """
    if 300 <= reply.status < 400:
        there = reply.headers.get("Location", "别处")
        raise RemoteError(f"地址已搬到 {there}（HTTP {reply.status}）", where=url, remedy="请直接使用新地址。")


def number(rows: bool | Rows, name: str = "n") -> int:
    """The number in the only row of an answer; minus one where there is none."""
    try:
        return int(rows[0][name].value) if isinstance(rows, list) else -1
    except (IndexError, KeyError, AttributeError, ValueError):
        return -1


def _place(url: str) -> str:
    """The part of a URL for which a login holds: without its query string."""
    return url.partition("?")[0]


def _read(response: HTTPResponse) -> bytes:
    """The whole body, unless it is beyond measure."""
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise OSError(f"答案超过 {MOST_BYTES // 1024**2} MB")
    return body


def _cause(error: BaseException) -> BaseException | None:
    """What lies under an error of urllib."""
    below = error.__cause__
    return below.reason if isinstance(below, urllib.error.URLError) and isinstance(below.reason, Exception) else below


def _no_reply(error: Exception, url: str) -> NoReply:
    """What to raise where no answer came."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    words = next((words for kind, words in REASONS.items() if isinstance(reason, kind)), str(reason) or "连接断了")
    return NoReply(f"没有得到服务器的答复（{words}）", where=_place(url), remedy="请检查地址、网络和服务器，然后再试。")


def _rows(reply: Reply, url: str) -> bool | Rows:
    """The answer in a results document."""
    if reply.kind not in JSON_ROWS:
        what = "网页（HTML）" if "html" in reply.kind else reply.kind or "没有说明的类型"
        raise RemoteError(
            f"答案不是 SPARQL 结果，而是{what}", where=url, remedy="请检查地址；库前若有登录页或代理，请绕过它。"
        )
    try:
        answer = ox.parse_query_results(reply.body, ox.QueryResultsFormat.JSON)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        names = [variable.value for variable in answer.variables]
        return [{name: row[name] for name in names} for row in answer]
    except (SyntaxError, ValueError, EngineError) as error:
        raise RemoteError("答案不完整，或不是它自称的格式", where=url, remedy="服务器可能中途断开，请重试。") from error
