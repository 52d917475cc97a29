"""Pages about things whose names try to become markup: whatever a graph or a visitor says stays text."""

import importlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from parkgraph import characters
from parkgraph.web.explorer import rendering
from parkgraph.web.media import HTML
from parkgraph.web.problems import NotFound, problem

from . import hostile_labels as hostile
from .markup import read

SCRIPTS = re.compile(r"/static/[0-9a-f]{12}/(vendor/)?[a-z-]+(\.bundle)?\.js")
HANDLER = re.compile("on[a-z]+")
PAGES = [
    pytest.param(lang, number, id=f"{number}-{function.partition(':')[2]}-{lang}")
    for lang in ("zh", "en")
    for number, (function, *_) in enumerate(hostile.pages(lang))
]

Made = tuple[dict[str, Any], bytes]


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """Where the hostile graph and question are."""
    yield hostile.place(*hostile.build(tmp_path_factory.mktemp("hostile")))


def made(at: dict[str, object], lang: str, number: int) -> tuple[str, str]:
    """The function and the page that it makes."""
    function, path, asked, more = hostile.pages(lang)[number]
    module, _, name = function.partition(":")
    make: Callable[[dict[str, object]], Made] = getattr(
        importlib.import_module(f"parkgraph.web.explorer.{module}"), name
    )
    told, body = make(hostile.job(at, path, asked, lang, **more))
    assert told.get("status") in (200, 400), told
    return name, body.decode("utf-8")


@pytest.mark.parametrize(("lang", "number"), PAGES)
def test_hostile_names_stay_text(at: dict[str, object], lang: str, number: int) -> None:
    """No page gets a script, a handler, a style, an image or a link by a name, quote, address or parameter."""
    _, text = made(at, lang, number)
    page = read(text)
    for script in page.all("script"):
        source, kind = script.attributes.get("src"), script.attributes.get("type")
        assert SCRIPTS.fullmatch(source) if source else kind == "application/json"
        if not source:
            json.loads(script.text)
    names = {name for element in page.elements for name in element.attributes}
    assert [name for name in names if HANDLER.fullmatch(name) or name in ("style", "srcdoc", "formaction")] == []
    assert not {element.name for element in page.elements} & {"iframe", "object", "embed", "style"}
    assert [base.attributes for base in page.all("base")] in ([], [{"target": "_blank"}]), "where a page is framed"
    assert all(image.attributes["src"].startswith("/static/") for image in page.all("img"))
    for element in page.elements:
        for attribute in ("href", "src", "action"):
            if attribute in element.attributes:
                assert re.match(r"/|#|https?://", element.attributes[attribute]), element
    assert not [sign for sign in characters.TURNING if sign in text]
    assert "\x00" not in text and "\x07" not in text
    assert "{{7*7}}" not in text.replace("{{7*7}}", "", 0) or "49" not in text.partition("{{7*7}}")[0][-3:]


def test_hostile_names_are_shown(at: dict[str, object]) -> None:
    """The names do reach the pages, as text: the tests above see them, escaped."""
    shown = {
        made(at, "zh", number)[0]
        for number in range(len(hostile.pages()))
        if "&lt;script&gt;" in made(at, "zh", number)[1]
    }
    assert shown >= {"gallery", "search", "entity", "compare", "graph", "source", "question", "editor", "answer", "ask"}
    assert len(PAGES) >= 50


def test_what_nobody_sees_is_replaced() -> None:
    """Control signs, signs that turn the direction of reading, and lone surrogates become a sign that is seen."""
    assert characters.seen(f"a{hostile.TURNED}\ud800b\n\t　é") == "a\ufffdgnp.exe\ufffd\ufffd\ufffd\ufffdb\n\t　é"
    assert characters.seen(None) == "" and characters.seen(3) == 3
    same = "不变 → text"
    assert characters.seen(same) is same


def test_data_of_a_chart_cannot_end_its_block() -> None:
    """What stands in a block of data for a script holds no sign that HTML gives a meaning."""
    block = rendering.data_block({"rows": [[hostile.EVIL, "</script>&amp;"]]})
    assert not set("<>&") & set(block)
    assert json.loads(block)["rows"][0][1] == "</script>&amp;"


@pytest.mark.parametrize("lang", ["zh", "en", '"><script>', hostile.EVIL])
def test_a_problem_page_is_safe_in_any_language(lang: str) -> None:
    """The language a visitor asks for, and what is wrong, stay text on the page of a problem."""
    page = bytes(problem(NotFound(hostile.MARKUP, hostile.MARKUP), HTML, lang).body).decode("utf-8")
    assert "<script" not in page and "<img" not in page
    assert read(page).lang in ("zh-CN", "en")
