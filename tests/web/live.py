"""A service as its users start it: `parkgraph serve` in a process of its own, on a port of its own."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


class Live(NamedTuple):
    """A running service."""

    url: str
    pid: int
    log: Path

    @property
    def authority(self) -> str:
        """Host and port."""
        return self.url.split("/")[2]

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = 60,
    ) -> Reply:
        """What the service answers to a request that is sent byte for byte as it is given."""
        connection = http.client.HTTPConnection(self.authority, timeout=seconds)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()


@contextmanager
def serve(folder: Path, *options: str) -> Iterator[Live]:
    """A service with these options, ended in order when it is no longer needed.

    Args:
        folder: where its log is written.
        options: of `parkgraph serve`.
    """
    log = folder / "serve.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "parkgraph", "serve", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=file,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        assert process.stdout
        url = process.stdout.readline().decode("utf-8").strip()
        assert url.startswith("http"), log.read_text(encoding="utf-8")
        yield Live(url.rstrip("/"), process.pid, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        finally:
            process.kill()
            process.communicate()
    assert process.returncode in (0, -signal.SIGTERM), log.read_text(encoding="utf-8")
