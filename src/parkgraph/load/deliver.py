"""Sending the lines into one named graph: smaller chunks where the server chokes, patience where it is busy."""

import gzip
from collections.abc import Sequence
from contextlib import suppress

from ..errors import RemoteError
from .client import RETRIES, Client, NoReply, Reply, check_moved, number
from .detect import Endpoint
from .manifest import Manifest
from .options import LoadOptions
from .prepare import chunk_end

INSERT_TRIPLES = 1_000
INSERT_BYTES = 256 * 1024
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
TOO_LARGE = 413
UNREADABLE = (400, 415)
PASSING = (408, 425, 429)
FORBIDDEN_WORDS = ("SECURITY", "SR186", "SQ110")


class Delivery:
    """Lines on their way into the graphs of one store; `requests` counts the chunks that were accepted."""

    def __init__(self, client: Client, endpoint: Endpoint, lines: Sequence[bytes], options: LoadOptions) -> None:
        self.client = client
        self.endpoint = endpoint
        self.lines = lines
        self.options = options
        self.requests = 0
        self._zips = endpoint.dialect.zips
        inserting = endpoint.graphs is None
        self._most = min(options.chunk_triples, INSERT_TRIPLES) if inserting else options.chunk_triples
        self._bytes = min(options.chunk_bytes, INSERT_BYTES) if inserting else options.chunk_bytes

    def log_in(self) -> None:
        """Nothing; where graphs are kept behind a login, it is now known to be right, before anything large is sent.

        Raises:
            RemoteError: name or password are wrong.
        """
        if self.endpoint.graphs:
            self.client.send("HEAD", self.endpoint.graph_url(self.options.staging))

    def send(self, graph: str, manifest: Manifest | None = None) -> None:
        """Put every line into a graph, going on where the notes end; the first chunk replaces, unless we append.

        Raises:
            RemoteError: the server refuses, or has failed five times at one place; the notes say how far it got.
        """
        first, tried, most = manifest.sent if manifest else 0, 0, self._most
        while first < len(self.lines):
            end = chunk_end(self.lines, first, most, self._bytes)
            self.options.tell(f"写入 {graph}：{first} / {len(self.lines)}")
            reply, problem = self._try(graph, first, end)
            if reply is not None and reply.ok:
                if manifest:
                    manifest.add(self.lines[first:end])
                first, tried, self.requests = end, 0, self.requests + 1
                continue
            if reply is not None and reply.status in UNREADABLE and self._zips:  # a proxy may not know gzip
                self._zips = False
                continue
            asked = reply.wait if reply else None
            if reply is not None and reply.status == TOO_LARGE and end - first > 1:
                most = (end - first) // 2
                continue
            if tried == RETRIES or (reply is not None and not _passing(reply)):
                raise self._gave_up(problem, first, manifest)
            self.client.pause(tried, asked)
            tried += 1
            if asked is None:
                most = max(1, (end - first) // 2)

    def _try(self, graph: str, first: int, end: int) -> tuple[Reply | None, RemoteError]:
        """The server's answer to one chunk, if it gave one, and what to raise should it be the last word.

        Raises:
            RemoteError: the user may not write.
        """
        try:
            reply = self._write(graph, first, end)
        except NoReply as error:
            return None, error
        where = self.endpoint.graphs or self.endpoint.update or ""
        check_moved(reply, where)
        _check_allowed(reply, self.endpoint, self.options)
        problem = f"服务器没有接受写入（HTTP {reply.status}）" + (f"：{reply.said}" if reply.said else "")
        return reply, RemoteError(problem, where=where)

    def _write(self, graph: str, first: int, end: int) -> Reply:
        """The answer to sending one chunk."""
        body, fresh = b"".join(self.lines[first:end]), first == 0 and not self.options.append
        drop = f"DROP SILENT GRAPH <{graph}>".encode() if fresh else b""
        if not self.endpoint.graphs:
            insert = b"INSERT DATA { GRAPH <" + graph.encode() + b"> {\n" + body + b"} }"
            return self.update((drop + b" ;\n" if fresh else b"") + insert)
        puts = self.endpoint.dialect.puts
        if fresh and not puts and not (reply := self.update(drop)).ok:
            return reply
        headers = {"Content-Type": self.endpoint.dialect.media}
        if self._zips:
            body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
        return self.client.send("PUT" if fresh and puts else "POST", self.endpoint.graph_url(graph), body, headers)

    def update(self, text: bytes) -> Reply:
        """The answer to a SPARQL update."""
        assert self.endpoint.update
        return self.client.send(
            "POST", self.endpoint.update, text, {"Content-Type": "application/sparql-update; charset=utf-8"}
        )

    def move(self) -> bool:
        """Whether the staging graph has now become the target by one MOVE.

        It is tried once: a second MOVE, sent because the answer to the first was lost, would put an empty graph in
        the place of the new one.
        """
        if not self.endpoint.moves:
            return False
        source, target = self.options.staging, self.options.graph
        with suppress(RemoteError):
            return self.update(f"MOVE GRAPH <{source}> TO GRAPH <{target}>".encode()).ok
        return False

    def drop_staging(self) -> None:
        """Remove the staging graph as well as the server lets us; what is left of it is replaced by the next load."""
        graph = self.options.staging
        with suppress(RemoteError):
            if self.endpoint.graphs and self.endpoint.dialect.puts:
                self.client.send("DELETE", self.endpoint.graph_url(graph))
            else:
                self.update(f"DROP SILENT GRAPH <{graph}>".encode())

    def count(self, graph: str) -> int:
        """How many statements a graph has."""
        return number(self.client.query(self.endpoint.query, COUNT, graph))

    def _gave_up(self, problem: RemoteError, first: int, manifest: Manifest | None) -> RemoteError:
        """What to raise when a chunk cannot be sent, with what has become of the graphs."""
        if first == 0 and (manifest is not None or self.options.append):
            remedy = "原来的图没有改动。请检查地址和 --store，或稍后再试。"
            return type(problem)(problem.problem, where=problem.where, remedy=remedy)
        if self.options.append:
            state = f"前 {first} 条语句已追加到图中"
        elif manifest is not None:
            state = f"原来的图没有改动，暂存图中已有 {first} 条语句"
        else:
            state = "原来的图可能只剩一部分，完整的新数据在暂存图中"
        remedy = f"{state}；排除原因后加 --resume 可以接着装。"
        return type(problem)(problem.problem, where=problem.where, remedy=remedy)


def _passing(reply: Reply) -> bool:
    """Whether a refusal may go by: the server is busy, slow, or choked on the size."""
    return (reply.status >= 500 and reply.status != 501) or reply.status in PASSING


def _check_allowed(reply: Reply, endpoint: Endpoint, options: LoadOptions) -> None:
    """Nothing, unless the user may not write; Virtuoso says that with 403 or 500 and words of its own.

    Raises:
        RemoteError: with what the administrator has to do.
    """
    told = reply.status == 500 and any(word in reply.text for word in FORBIDDEN_WORDS)
    if reply.status != 403 and not told:
        return
    remedy = "请向库的管理员申请这个图的写权限。"
    if endpoint.dialect.kind == "virtuoso":
        remedy = f'请让管理员在 isql 中执行：GRANT SPARQL_UPDATE TO "{options.user or "用户名"}"; 然后再试。'
    where = endpoint.graphs or endpoint.update or ""
    who = f"用户 {options.user} " if options.user else "这个令牌" if options.token else "匿名用户"
    raise RemoteError(f"{who}无权写入（HTTP {reply.status}）", where=where, remedy=remedy)
