"""Questions as addresses: `/api/q` lists them, `/api/q/{name}` and `/api/q/{name}.{format}` answer one.

`/api/ask` proposes those that a wording may mean.

Parameters are those of the question's header; a value may be a label, slug, CURIE or IRI. Beside them:

`lang=zh|en` labels and headings · `limit`, `offset` pages over the fixed order of rows · `quotes=1` the wording each
row rests on, in the columns `source`, `section`, `quote` (CSV, TSV, HTML; JSON has it anyway, in `evidence`) ·
`excel=1` CSV for Excel and WPS: byte order mark, headings, and an apostrophe before text that would run as a formula.
Without it CSV and TSV are verbatim, as are those of `/sparql`.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..media import HTML, JSON, TRIPLES, UTF8, Format
from ..replies import ask, given_by, negotiated, parted, reply
from ..service import Service

CSV = Format("csv", "text/csv; charset=utf-8; header=present")
TSV = Format("tsv", "text/tab-separated-values" + UTF8)
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ANSWERS = (JSON, CSV, TSV, TRIPLES[0], HTML, XLSX)
"""The formats of an answer; the first is sent to whom nothing is asked."""

OWN_PARAMETERS = ("lang", "limit", "offset", "quotes", "excel")
"""Parameters of every question; none of a question's own may be called so."""
MOST_PASSED = 999_999_999
CARDS, MOST_CARDS = 5, 50


async def questions(request: Request) -> Response:
    """The list of all questions."""
    given = given_by(request)
    given.finish()
    return reply(request, await ask(request, "rest_jobs:listing", {}))


async def question(request: Request) -> Response:
    """The answer to a question."""
    service: Service = request.app.state.service
    name, form = parted(request.path_params["name"], ANSWERS)
    form = form or negotiated(request, ANSWERS)
    given = given_by(request)
    most = service.settings.row_limit
    job = {
        "name": name,
        "form": form.name,
        "media": form.media,
        "lang": given.lang(),
        "limit": given.number("limit", most, 1, most),
        "offset": given.number("offset", 0, 0, MOST_PASSED),
        "quotes": given.switch("quotes"),
        "excel": given.switch("excel"),
    }
    job["values"] = given.left
    here = [(key, value) for key, value in request.query_params.multi_items() if key != "offset"]
    job["here"] = f"{request.url.path}?{urlencode([*here, ('offset', '')])}"
    made = await ask(request, "rest_jobs:answer", job)
    request.state.rows = made.told["rows"]
    headers = {}
    if made.told["more"]:
        headers["Link"] = f'<{job["here"]}{job["offset"] + made.told["rows"]}>; rel="next"'
    if made.told["emptied"]:
        headers["X-Parkgraph-Emptied-By"] = ", ".join(made.told["emptied"])
    return reply(request, made, headers)


async def proposals(request: Request) -> Response:
    """The questions that a wording may mean, with the parameters it fills; none of them is answered."""
    given = given_by(request)
    job = {
        "words": given.text("q", needed=True),
        "limit": given.number("limit", CARDS, 1, MOST_CARDS),
        "lang": given.lang(),
    }
    given.finish()
    return reply(request, await ask(request, "rest_jobs:proposals", job))


ROUTES = [
    Route("/api/ask", proposals),
    Route("/api/q", questions),
    Route("/api/q/{name}", question),
]
