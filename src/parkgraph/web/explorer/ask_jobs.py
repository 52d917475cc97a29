"""The page of a question in one's own words: the canned questions that may be meant, filled in and one click away."""

from typing import Any

from ...ask import Card
from ...names import curie
from ..jobs import Job, Made, graph_of
from .asking import questions_of
from .page_jobs import STARTERS
from .rendering import address_of, render

CARDS = 6
THINGS = 8
LONGEST = 200
"""Characters of a wording that are looked at."""


def ask(job: Job) -> Made:
    """The cards for `q` in `asked`; nothing is run before one of them is followed."""
    graph = graph_of(job)
    words = dict(tuple(pair) for pair in job["asked"]).get("q", "").strip()[:LONGEST]
    found = graph.ask(words, limit=CARDS)
    known = questions_of(graph)
    examples = [known[name] for name in STARTERS if name in known]
    return render(
        job,
        "ask.html",
        words=words,
        cards=[_told(card, graph.lang) for card in found.cards],
        clear=found.clear,
        things=found.things[:THINGS],
        examples=[one.title_en if graph.lang == "en" else (*one.phrasings, one.title_zh)[0] for one in examples],
        total=len(known),
    )


def _told(card: Card, lang: str) -> dict[str, Any]:
    """A card as the page shows it; its address has what was recognised filled in."""
    values = [(one.name, curie(one.iri) if one.iri else one.value) for one in card.parameters]
    return {
        "title": card.title(lang),
        "address": address_of(f"/q/{card.name}", lang, values),
        "parameters": card.parameters,
    }
