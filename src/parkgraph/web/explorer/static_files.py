"""Style sheets and scripts: served under an address that changes with them, so that browsers may keep them for good."""

import hashlib
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from ..problems import NotFound

FOLDER = Path(__file__).parents[1] / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
STAMP = re.compile("[0-9a-f]{12}")
FOR_GOOD = "public, max-age=31536000, immutable"


class File(NamedTuple):
    """A file that is served: where it is, its hash, and whether it lies there compressed too."""

    path: Path
    digest: str
    packed: bool


@cache
def files() -> dict[str, File]:
    """Every file that is served, by its name below the folder."""
    found = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in TYPES and path.is_file():
            packed = path.with_name(f"{path.name}.gz").is_file()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            found[path.relative_to(FOLDER).as_posix()] = File(path, digest, packed)
    return found


@cache
def stamp() -> str:
    """What all files together are known by; it stands in their addresses."""
    told = "".join(f"{name} {file.digest}\n" for name, file in files().items())
    return hashlib.sha256(told.encode()).hexdigest()[:12]


async def static_file(request: Request) -> Response:
    """A style sheet or script; for good under the current stamp, to be asked for again under any other address."""
    name = request.path_params["name"]
    first, _, rest = name.partition("/")
    kept = first == stamp()
    file = files().get(rest if STAMP.fullmatch(first) else name)
    if file is None:
        raise NotFound("没有这个文件")
    packed = file.packed and "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.digest}{"-gz" if packed else ""}"'
    headers = {"Cache-Control": FOR_GOOD if kept else "no-cache", "ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    path = file.path.with_name(f"{file.path.name}.gz") if packed else file.path
    return Response(path.read_bytes(), headers={**headers, "Content-Type": TYPES[file.path.suffix]})
