"""The whole graph to take home: `/dumps/`, its description at `/void`, the questions in RDF, and a word to machines.

The files are those of `parkgraph export`, made by a child process when they are first asked for and kept with the
service; they are sent from the disk, in parts where a client asks for parts (`Range`).
"""

import asyncio
import json
import tempfile
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from ...export.files import titles
from ...export.manifest import MEDIA_TYPES, SUMS
from ...workers import run_child
from ..media import HTML, JSON, TRIPLES, UTF8
from ..problems import NotFound
from ..replies import ask, given_by, is_known, negotiated, reply
from ..service import Service

SECONDS, MEGABYTES = 300.0, 4096
GZIP = "application/gzip"
MACHINES = Path(__file__).with_name("llms.txt")


class Dump(NamedTuple):
    """A file to take home: its name, size in bytes, and SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str

    @property
    def media(self) -> str:
        """Its media type."""
        kind = MEDIA_TYPES.get(Path(self.name).suffix, GZIP)
        return kind + UTF8 if kind.startswith("text/") else kind

    @property
    def titles(self) -> tuple[str, str]:
        """What it is, in Chinese and English."""
        return titles(self.name.removesuffix(".gz"))


class Dumps:
    """The files of one service, made when they are first asked for."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._making = asyncio.Lock()
        self._made: tuple[Path, dict[str, Dump]] | None = None

    async def files(self) -> tuple[Path, dict[str, Dump]]:
        """The folder they lie in, and the files by name.

        Raises:
            NotFound: the service serves something else than the graph that is shipped, with a workspace or without.
            ParkgraphError: they could not be made.
        """
        settings = self.service.settings
        if settings.endpoint:
            raise NotFound("远程库没有下载文件", f"请用 SPARQL 的 CONSTRUCT 向 {settings.endpoint} 取数据。")
        if settings.store:
            raise NotFound(
                "磁盘库没有下载文件", "请用 SPARQL 的 CONSTRUCT 取数据，或在服务器上运行 parkgraph store backup。"
            )
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(self._make)
        return self._made

    def _make(self) -> tuple[Path, dict[str, Dump]]:
        """Have a child process make them."""
        folder = Path(tempfile.mkdtemp(prefix="dumps-", dir=self.service.spool))
        settings = self.service.settings
        job = {
            "home": str(settings.home),
            "workspace": settings.workspace and str(settings.workspace),
            "folder": str(folder),
        }
        made = run_child("parkgraph.web.data.dumps_jobs:export", job, seconds=SECONDS, megabytes=MEGABYTES)
        return folder, {told["name"]: Dump(**told) for told in json.loads(made)}


async def listing(request: Request) -> Response:
    """What there is to take home: name, size, SHA-256, what it is."""
    given_by(request).finish()
    form = negotiated(request, (JSON, HTML))
    _, files = await request.app.state.dumps.files()
    if form is JSON:
        told = [
            {
                **dump._asdict(),
                "media_type": dump.media,
                "url": f"/dumps/{dump.name}",
                "title_zh": dump.titles[0],
                "title_en": dump.titles[1],
            }
            for dump in files.values()
        ]
        return JSONResponse(told, headers={"Vary": "Accept"})
    rows = "".join(
        f'<tr><td><a href="/dumps/{name}">{escape(name)}</a></td><td>{dump.size}</td><td>{escape(dump.titles[0])}</td>'
        f"<td><code>{dump.sha256}</code></td></tr>\n"
        for name, dump in files.items()
    )
    return Response(
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>parkgraph · 下载</title></head>\n<body>'
        f"<table><caption>下载</caption>\n<thead><tr><th>文件</th><th>字节</th><th>内容</th><th>SHA-256</th></tr></thead>"
        f'\n<tbody>\n{rows}</tbody></table>\n<p><a href="/dumps/{SUMS}">{SUMS}</a></p></body></html>\n',
        headers={"Vary": "Accept", "Content-Type": HTML.media},
    )


async def dump(request: Request) -> Response:
    """One file, or a part of it."""
    given_by(request).finish()
    name = request.path_params["name"]
    folder, files = await request.app.state.dumps.files()
    if name == SUMS:
        return FileResponse(folder / SUMS, media_type="text/plain" + UTF8)
    if name not in files:
        raise NotFound(f"没有 {name} 这个文件", "请看 /dumps/ 里的清单。")
    etag = f'"{files[name].sha256}"'
    if is_known(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    return FileResponse(folder / name, media_type=files[name].media, headers={"ETag": etag})


async def void(request: Request) -> Response:
    """What the graph holds, and where: VoID and DCAT, with this service's own endpoint."""
    given_by(request).finish()
    form = negotiated(request, TRIPLES)
    folder, _ = await request.app.state.dumps.files()
    endpoint = str(request.url.replace(path="/sparql", query="", fragment=""))
    job = {"file": str(folder / "void.ttl"), "form": form.name, "media": form.media, "endpoint": endpoint}
    return reply(request, await ask(request, "dumps_jobs:void", job))


async def catalogue(request: Request) -> Response:
    """The questions in RDF."""
    given_by(request).finish()
    return reply(request, await ask(request, "rest_jobs:catalogue", {}))


async def machines(request: Request) -> Response:
    """A short text that tells a language model what is here and how to ask for it."""
    given_by(request).finish()
    return Response(MACHINES.read_text(encoding="utf-8"), media_type="text/plain" + UTF8)


ROUTES = [
    Route("/dumps/", listing),
    Route("/dumps/{name:path}", dump),
    Route("/void", void),
    Route("/.well-known/void", void),
    Route("/queries.ttl", catalogue),
    Route("/llms.txt", machines),
]
