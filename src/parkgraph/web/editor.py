"""The editor."""

from starlette.requests import Request
from starlette.responses import Response


async def editor(request: Request) -> Response:
    """The editor's page."""
    return Response("editor", media_type="text/html")
