"""The page of the SPARQL editor, whose scripts may add styles that carry the number of this one response."""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from ..media import HTML
from ..monitor import POLICY
from ..service import Service
from .visits import job_of

NONCE = b"{{nonce}}"
"""What stands in the page, which is remembered, for the number of a response."""


async def editor(request: Request) -> Response:
    """The editor's page."""
    service: Service = request.app.state.service
    made = await service.answer("page_jobs:editor", job_of(request))
    nonce = secrets.token_urlsafe(16)
    body = made.body.replace(NONCE, nonce.encode("ascii"))
    policy = f"{POLICY}; style-src 'self' 'nonce-{nonce}'"
    headers = {
        "Content-Type": HTML.media,
        "Cache-Control": "no-store",
        "Vary": "Accept",
        "Content-Security-Policy": policy,
    }
    return Response(body, headers=headers)
