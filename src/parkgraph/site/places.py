"""Where the pages of the service are in the folder."""

import posixpath
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

ENGLISH = "en/"
"""The folder of the pages in English; those in Chinese stand above it."""
PAGES = {
    "/": "index.html", "/q": "questions.html", "/search": "search.html", "/graph": "graph.html",
    "/dashboard": "dashboard.html", "/vocabulary": "vocabulary.html", "/about": "about.html",
    "/changes": "changes.html",
}  # fmt: skip
SEARCHED = {"q", "class"}
"""Parameters of a search that the search page of the folder knows."""


def place_of(address: str) -> str:
    """The file, with what stands behind it, to which an address of the service leads; empty where only a server can."""
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query))
    folder = ENGLISH if given.pop("lang", "") == "en" else ""
    path, mark = parts.path, f"#{parts.fragment}" if parts.fragment else ""
    match path.split("/")[1:]:
        case ["static", *_]:
            return path[1:]
        case ["graph"] if given:
            return f"{folder}graph/{quote(given['start'])}.svg" if set(given) == {"start"} else ""
        case ["q"] if given:
            return f"{folder}{PAGES['/q']}#{quote(given['group'])}" if set(given) == {"group"} else ""
        case ["search"]:
            asked = f"?{urlencode(given)}" if given else ""
            return "" if given.keys() - SEARCHED else f"{folder}{PAGES['/search']}{asked}"
        case ["q", _] if given.keys() & {"chart", "embed"}:
            return ""
        case ["q", name]:
            page = given.get("page", "1")
            return f"{folder}q/{name}{'' if page == '1' else f'.{page}'}.html{mark}"
        case ["source", name]:
            return f"{folder}source/{name}.html{mark}"
        case ["id" | "concept" | "rule" | "release", name] if name.endswith(".html") and not given:
            return f"{folder}{path[1:]}{mark}"
    return f"{folder}{PAGES[path]}{mark}" if path in PAGES and not given else ""


def bare(place: str) -> str:
    """The file of a place, without what stands behind it."""
    return place.partition("#")[0].partition("?")[0]


def relative(place: str, page: str) -> str:
    """A place as a page of the folder names it."""
    file = bare(place)
    return posixpath.relpath(file, posixpath.dirname(page) or ".") + place[len(file) :]
