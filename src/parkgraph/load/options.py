"""What a load is asked to do, checked before anything is sent."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import UsageError
from ..names import BASE
from .dialects import KINDS

STAGING = "-staging"
CHUNK_TRIPLES = 200_000
CHUNK_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class LoadOptions:
    """How to load.

    Attributes:
        graph: IRI of the one graph that is written and compared.
        store: one of `KINDS`.
        user: name to log in with; None where the server asks for none, or for a token.
        password: gives the password; called once, and only when the server demands one.
        token: gives the token; None where there is none. It is sent without a name, when the server demands one.
        append: whether to add to what the graph holds instead of replacing it.
        resume: whether to go on where an interrupted load stopped.
        verify_only: whether to compare and write nothing.
        dry_run: whether to say what would be done and write nothing.
        query_url: where queries go, for a store that is not recognised.
        seconds: how long one request may take.
        state: folder for the notes that `resume` needs; the user's own state folder when left out.
        chunk_triples, chunk_bytes: the most that one request carries.
        pause: waits for some seconds.
        progress: is told in a line how far things are; None says nothing.
    """

    graph: str = BASE
    store: str = "auto"
    user: str | None = None
    password: Callable[[], str] | None = None
    token: Callable[[], str] | None = None
    append: bool = False
    resume: bool = False
    verify_only: bool = False
    dry_run: bool = False
    query_url: str | None = None
    seconds: float = 300.0
    state: Path | None = None
    chunk_triples: int = CHUNK_TRIPLES
    chunk_bytes: int = CHUNK_BYTES
    pause: Callable[[float], None] = time.sleep
    progress: Callable[[str], None] | None = None

    @property
    def writes(self) -> bool:
        """Whether anything is written."""
        return not (self.verify_only or self.dry_run)

    @property
    def staging(self) -> str:
        """IRI of the graph where new statements wait."""
        return self.graph + STAGING

    def tell(self, line: str) -> None:
        """Tell whoever wants to know how far things are."""
        if self.progress is not None:
            self.progress(line)


def check_options(options: LoadOptions) -> None:
    """Nothing, where the options can be followed.

    Raises:
        UsageError: no such kind of store, no absolute graph IRI, or options that exclude one another.
    """
    if options.store not in KINDS:
        raise UsageError(f"没有 {options.store} 这种库", where="--store", remedy=f"可用：{'、'.join(KINDS)}。")
    if not re.fullmatch(r"(?:https?://[^/?#]|urn:[A-Za-z0-9])[^\x00-\x20<>\"{}|\\^`]*", options.graph):
        raise UsageError(
            f"图名 {options.graph or '（空）'} 不是完整的 IRI",
            where="--graph",
            remedy="请写以 http://、https:// 或 urn: 开头的完整 IRI；不会写入默认图。",
        )
    if options.graph.endswith(STAGING):
        raise UsageError(f"图名不能以 {STAGING} 结尾", where="--graph", remedy="这个名字留给暂存图，请换一个。")
    chosen = [name for name in ("append", "resume") if getattr(options, name)]
    quiet = [name for name in ("verify_only", "dry_run") if getattr(options, name)]
    if len(quiet) > 1 or (quiet and chosen):
        names = "、".join("--" + name.replace("_", "-") for name in [*quiet, *chosen])
        raise UsageError(f"{names} 不能同用", remedy="请只留一个。")


def check_url(url: str) -> str:
    """The URL without a slash at its end.

    Raises:
        UsageError: it is not one of http or https, or it holds a password, a query string or a fragment; what it
            holds is not repeated.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.username is not None or parts.password is not None:
        place = f"{parts.scheme}://{parts.hostname}{f':{port}' if port else ''}{parts.path}"
        remedy = "请去掉它们：用户名用 --user，密码放在环境变量 PARKGRAPH_PASSWORD 里。"
        raise UsageError("地址里不能写用户名和密码", where=place, remedy=remedy)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\x00-\x20]", url):
        raise UsageError(
            "这不是三元组库的地址", where=url.partition("?")[0], remedy="请写以 http:// 或 https:// 开头的完整地址。"
        )
    if parts.query or parts.fragment:
        place = url.partition("?")[0].partition("#")[0]
        raise UsageError(
            "地址里不能带 ? 或 # 及其后的内容", where=place, remedy="请只写地址本身，图名用 --graph 给出。"
        )
    return url.rstrip("/?#")
