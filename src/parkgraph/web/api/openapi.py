"""`/openapi.json`: what the service answers, in OpenAPI 3.1; made from `openapi.yaml` and the questions' headers."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..replies import ask, given_by, reply
from ..service import Service


async def openapi(request: Request) -> Response:
    """The document."""
    service: Service = request.app.state.service
    given_by(request).finish()
    return reply(request, await ask(request, "openapi_jobs:document", {"rows": service.settings.row_limit}))


ROUTES = [Route("/openapi.json", openapi)]
