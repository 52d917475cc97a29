"""Which format an Accept header asks for (RFC 9110, 12.5.1)."""

import pytest

from parkgraph.web.media import HTML, ROWS, TRIPLES, choose, named

CASES = [
    (None, "srj"),
    ("", "srj"),
    ("*/*", "srj"),
    ("application/*", "srj"),
    ("text/*", "csv"),
    ("text/csv", "csv"),
    ("TEXT/CSV", "csv"),
    ("text/csv; charset=utf-8", "csv"),
    ("application/sparql-results+xml", "srx"),
    ("application/xml", "srx"),
    ("application/json", "srj"),
    ("text/csv;q=0.5, text/tab-separated-values", "tsv"),
    ("text/csv;q=0.5, text/tab-separated-values;q=0.4", "csv"),
    ("text/*;q=0.3, application/*;q=0.2", "csv"),
    ("text/csv;q=0, */*;q=0.1", "srj"),
    ("application/sparql-results+json;q=0, */*", "srx"),
    ("text/html, */*;q=0.8", "srj"),
    ("text/html", None),
    ("*/*;q=0", None),
    ("text/csv;q=x", None),
    ("text/csv;q=2", None),
    ("text/csv;q=", None),
    (",,;,text/csv", "csv"),
    ("text/csv;q=0.1, text/csv;q=0.9, application/json;q=0.5", "csv"),
    ("image/png,image/*", None),
]


@pytest.mark.parametrize(("accept", "name"), CASES)
def test_the_best_liked_is_chosen(accept: str | None, name: str | None) -> None:
    """The most specific range gives a type's quality; the earlier offer wins among equals; 0 is never."""
    form = choose(accept, ROWS)
    assert (form and form.name) == name


def test_all_cases_stand() -> None:
    """None has been lost."""
    assert len(CASES) == 25


def test_triples_and_pages_are_chosen_apart() -> None:
    """A browser gets the page, a program the data."""
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
    assert choose(browser, (*TRIPLES, HTML)) is HTML
    assert choose("text/turtle", (*TRIPLES, HTML)) is TRIPLES[0]
    assert choose("*/*", (*TRIPLES, HTML)) is TRIPLES[0]


@pytest.mark.parametrize(
    ("word", "name"), [("ttl", "ttl"), ("text/turtle", "ttl"), (" JSONLD ", "jsonld"), ("exe", None)]
)
def test_formats_have_names(word: str, name: str | None) -> None:
    """Short ones and media types."""
    form = named(word, TRIPLES)
    assert (form and form.name) == name
