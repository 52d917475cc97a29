"""Tokens for writing: made once, shown once, kept as hashes, good for what they say and until they end.

A token file is JSON: a list of entries with `id`, `sha256`, `scopes`, `graphs` (IRIs, or null for any) and `expires`
(UTC). A token is 32 random bytes, so that a plain SHA-256 of it cannot be guessed back.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request

from ...errors import DataError, UsageError
from ..problems import Refusal

SCOPES = ("update", "store")
MARK = "pgt_"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a token file says of one token.

    Attributes:
        id: short name, for people and logs.
        sha256: of the token.
        scopes: `update` (any SPARQL update) and `store` (the Graph Store Protocol).
        graphs: the named graphs that `store` may write; None for all.
        expires: when it ends, ISO 8601 in UTC.
    """

    id: str
    sha256: str
    scopes: tuple[str, ...]
    graphs: tuple[str, ...] | None
    expires: str

    def is_over(self, now: datetime) -> bool:
        """Whether the token has ended."""
        return datetime.fromisoformat(self.expires) <= now


def read_tokens(path: Path) -> list[Entry]:
    """The entries of a token file.

    Raises:
        DataError: it cannot be read, or says something else.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Entry(e["id"], e["sha256"], tuple(e["scopes"]), e["graphs"] and tuple(e["graphs"]), e["expires"])
            for e in told
        ]
        for entry in entries:
            entry.is_over(datetime.now(UTC))
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "请用 parkgraph store token 生成令牌文件。"
        raise DataError("读不出令牌文件", where=str(path), remedy=remedy) from error
    return entries


def issue(path: Path, scopes: Sequence[str], *, days: float, graphs: Sequence[str] = ()) -> str:
    """A new token, entered into a token file that only its owner may read; it is not kept anywhere.

    Args:
        path: of the file; made where it is missing.
        scopes: of `SCOPES`.
        days: how long it is good for.
        graphs: the named graphs it may write; all where none is named.

    Raises:
        UsageError: the scopes or days make no sense, or an update was to be bound to graphs.
        DataError: the file cannot be read or written.
    """
    if not scopes or set(scopes) - set(SCOPES) or not 0 < days <= 3660:
        raise UsageError("令牌的范围或天数不对", remedy=f"范围可选 {'、'.join(SCOPES)}；天数要大于 0，不超过 3660。")
    if graphs and "update" in scopes:
        raise UsageError("限定了图的令牌不能用于 update", remedy="请只给 store 范围：一条更新可以改动任何图。")
    entries = read_tokens(path) if path.exists() else []
    token = MARK + secrets.token_urlsafe(32)
    ends = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    entries.append(Entry(secrets.token_hex(4), _hash(token), tuple(scopes), tuple(graphs) or None, ends))
    _write(path, entries)
    return token


def _write(path: Path, entries: Sequence[Entry]) -> None:
    """Replace a token file in one step."""
    beside = path.with_name(path.name + ".tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump([asdict(entry) for entry in entries], file, indent=1)
            file.write("\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise DataError(f"写不成令牌文件：{error.strerror}", where=str(path), remedy="请检查目录和写权限。") from error


def _hash(token: str) -> str:
    """The SHA-256 of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def authorise(request: Request, entries: Sequence[Entry], scope: str, graph: str | None = None) -> str:
    """The short name of the token that allows a request.

    Args:
        entries: the tokens there are.
        scope: what is to be done.
        graph: the named graph that is to be written; empty for the default graph, None where any may be.

    Raises:
        Refusal: there is no good token (401), or it is not good for this (403).
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    marks = {"WWW-Authenticate": 'Bearer realm="parkgraph"'}
    if kind.lower() != "bearer" or not token.strip():
        raise Refusal(HTTPStatus.UNAUTHORIZED, "修改数据需要令牌", "请加请求头 Authorization: Bearer 令牌。", marks)
    found, now = None, datetime.now(UTC)
    for entry in entries:  # all are compared, so that the time tells nothing
        if hmac.compare_digest(entry.sha256, _hash(token.strip())):
            found = entry
    if not found or found.is_over(now):
        raise Refusal(HTTPStatus.UNAUTHORIZED, "令牌无效或已过期", "请用 parkgraph store token 发一个新的。", marks)
    if scope not in found.scopes or (found.graphs is not None and graph not in found.graphs):
        raise Refusal(HTTPStatus.FORBIDDEN, "这个令牌不能用于此处", "请换一个范围更合适的令牌。")
    return found.id
