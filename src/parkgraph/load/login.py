"""Logging in as the server asks: Basic, Digest (RFC 7616) or Bearer, chosen from its WWW-Authenticate headers."""

import base64
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from ..errors import RemoteError, UsageError

HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
SCHEME = r"(?i)(?:^|,\s*)(Basic|Digest|Bearer|Negotiate|NTLM)(?=\s|,|$)"


@dataclass
class Challenge:
    """What a server wants to be told, and how often its nonce has been used."""

    scheme: str
    values: dict[str, str] = field(default_factory=dict)
    uses: int = 0


def read_key(path: Path) -> str:
    """The password or token in a file: its only line.

    Raises:
        UsageError: there is no such file, it holds nothing or several lines, or others may read it.
    """
    try:
        text = path.read_text(encoding="utf-8")
        shared = os.name == "posix" and path.stat().st_mode & 0o077
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("读不出密钥文件", where=str(path), remedy="请检查 --key-file 的路径和读权限。") from error
    if shared:
        raise UsageError("密钥文件别人也能读", where=str(path), remedy=f"请先执行 chmod 600 {path}。")
    lines = text.splitlines()
    if len(lines) != 1 or not lines[0]:
        raise UsageError("密钥文件里应当只有一行", where=str(path), remedy="请只写密码或令牌本身。")
    return lines[0]


def challenges(headers: Sequence[str]) -> dict[str, Challenge]:
    """Scheme in lower case to challenge, from all WWW-Authenticate headers; those we cannot meet are left out."""
    found: dict[str, Challenge] = {}
    for header in headers:
        starts = list(re.finditer(SCHEME, header))
        for start, after in zip(starts, [*starts[1:], None], strict=True):
            rest = header[start.end() : after.start() if after else None]
            pairs = [part for part in parse_http_list(rest) if "=" in part]
            values = {name.lower(): value for name, value in parse_keqv_list(pairs).items()}
            scheme = start[1].lower()
            if scheme in ("basic", "bearer") or (scheme == "digest" and _can_digest(values)):
                found.setdefault(scheme, Challenge(scheme, values))
    return found


def _can_digest(values: dict[str, str]) -> bool:
    """Whether we can compute this digest."""
    offered = re.split(r"[,\s]+", values.get("qop", "auth"))
    return values.get("algorithm", "MD5").upper() in HASHES and "auth" in offered and "nonce" in values


def choose(offered: dict[str, Challenge], user: str | None, url: str) -> Challenge:
    """The challenge to meet: Digest before Basic with a user name, a token without one.

    Raises:
        RemoteError: there is none that we can meet with what we were given.
    """
    wanted = ("digest", "basic") if user else ("bearer",)
    if scheme := next((scheme for scheme in wanted if scheme in offered), None):
        return offered[scheme]
    if offered:
        names = "、".join(scheme.capitalize() for scheme in offered)
        remedy = (
            "请去掉 --user，把令牌放在环境变量 PARKGRAPH_TOKEN 里。"
            if user
            else "请加 --user 用户名，并把密码放在环境变量 PARKGRAPH_PASSWORD 里。"
        )
        raise RemoteError(f"这个库要求登录（{names}）", where=url, remedy=remedy)
    raise RemoteError(
        "这个库要求的登录方式不受支持",
        where=url,
        remedy="支持 Basic、Digest（MD5、SHA-256）和 Bearer；请联系库的管理员，或在库前放一个代理。",
    )


def authorization(challenge: Challenge, method: str, url: str, user: str, password: str) -> str:
    """The value of the Authorization header for one request.

    Raises:
        RemoteError: a token that no header can hold.
    """
    if challenge.scheme == "bearer":
        if not re.fullmatch(r"[!-~]+", password):  # told here: whoever builds the header would repeat it in the error
            raise RemoteError("令牌里有空格、换行或非 ASCII 字符", where=url, remedy="请检查环境变量 PARKGRAPH_TOKEN。")
        return f"Bearer {password}"
    if challenge.scheme == "basic":
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    return _digest(challenge, method, url, (user, password))


def _digest(challenge: Challenge, method: str, url: str, secret: tuple[str, str]) -> str:
    """The answer to a Digest challenge, the nonce counted up."""
    values = challenge.values
    algorithm = values.get("algorithm", "MD5")
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def hashed(*words: str) -> str:
        return HASHES[algorithm.upper()](":".join(words).encode()).hexdigest()

    user, password = secret
    who, what = hashed(user, values.get("realm", ""), password), hashed(method, target)
    said = {"username": user, "realm": values.get("realm", ""), "nonce": values["nonce"], "uri": target}
    bare = {"algorithm": algorithm}
    if "qop" in values:
        challenge.uses += 1
        count, own = f"{challenge.uses:08x}", os.urandom(8).hex()
        said |= {"cnonce": own, "response": hashed(who, values["nonce"], count, own, "auth", what)}
        bare |= {"qop": "auth", "nc": count}
    else:
        said["response"] = hashed(who, values["nonce"], what)
    if "opaque" in values:
        said["opaque"] = values["opaque"]
    quoted = [f'{name}="{_escaped(value)}"' for name, value in said.items()]
    return "Digest " + ", ".join([*quoted, *(f"{name}={value}" for name, value in bare.items())])


def _escaped(value: str) -> str:
    """A text as it stands between quotation marks in a header; other bytes than ASCII travel as UTF-8 (RFC 7616)."""
    return re.sub(r'(["\\])', r"\\\1", value).encode().decode("latin-1")
