"""What a page is told of the request it answers."""

from typing import Any

from starlette.requests import Request

from .static_files import stamp

THEMES = ("light", "dark")


def job_of(request: Request) -> dict[str, Any]:
    """What every page is told: language, theme, its address and parameters, and where the service and its files are."""
    asked = request.query_params.multi_items()
    told = dict(asked)
    return {
        "lang": "en" if told.get("lang") == "en" else "zh",
        "theme": told.get("theme") if told.get("theme") in THEMES else "",
        "path": request.url.path,
        "asked": asked,
        "base": str(request.base_url).rstrip("/"),
        "static": f"/static/{stamp()}",
    }
