"""The page that a picture is written to, opened from disk in a real browser without any network."""

import io
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx
import pytest

import parkgraph
from parkgraph.draw import Looks, Picture
from parkgraph.graph import Graph
from parkgraph.lookup import Passage
from parkgraph.names import PG, PGD
from parkgraph.vocabulary import Vocabulary

playwright = pytest.importorskip("playwright.sync_api", reason="install the development requirements for the browser")
ATTACK = "</script><img src=x onerror=document.title='attacked'><script>document.title='attacked'</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven without a window."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium: install Debian's package to look at pictures in a browser")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        )
        yield opened
        opened.close()


@pytest.fixture
def said() -> list[str]:
    """What the page says in the console, and what it asks for beside its own file."""
    return []


@pytest.fixture
def page(browser: Any, said: list[str]) -> Iterator[Any]:
    """A tab that writes down every message, error and request."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    yield tab
    tab.close()


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The shipped graph."""
    return parkgraph.open()


def written(folder: Path, picture: Picture) -> str:
    """The address of the page of a picture."""
    file = folder / "图.html"
    file.write_text(picture.text("html"), encoding="utf-8")
    return file.as_uri()


def test_a_line_tells_its_quotes(page: Any, said: list[str], graph: Graph, tmp_path: Path) -> None:
    """A click on a line shows what it says and rests on; on nothing, clears it; nothing is asked of any network."""
    page.goto(written(tmp_path, graph.draw("park-derui")))
    line = page.locator(f'[data-source="{PGD}park-derui"][data-target="{PGD}division-371425"]')
    line.locator("text").dispatch_event("click")
    told = page.locator("aside").inner_text()
    assert told.startswith("德瑞智能制造产业园 —位于→ 齐河县\n")
    assert "“德瑞智能制造產業園(德州市齊河縣)”" in told
    assert "在线访谈" in told
    assert page.locator("[data-node].dim").count() == page.locator("[data-node]").count() - 2
    page.locator("main svg").click(position={"x": 5, "y": 5})
    assert page.locator(".dim").count() == 0
    assert said == []


def test_a_thin_line_is_easily_hit(page: Any, graph: Graph, tmp_path: Path) -> None:
    """Four pixels beside a line is still on it."""
    page.goto(written(tmp_path, graph.draw("enterprise-network")))
    spot = page.evaluate(
        "(() => { const path = document.querySelector('[data-source] path:not(.wide)');"
        " const at = path.getPointAtLength(path.getTotalLength() / 4).matrixTransform(path.getScreenCTM());"
        " return [at.x, at.y]; })()"
    )
    page.mouse.click(spot[0], spot[1] + 4)
    assert page.locator("aside h2").count() >= 1


def test_a_node_tells_its_relations_by_keyboard(page: Any, said: list[str], graph: Graph, tmp_path: Path) -> None:
    """Tab reaches lines and nodes, which have names; Enter chooses, Escape lets go; keys zoom and pan."""
    page.goto(written(tmp_path, graph.draw("park-derui")))
    node = page.locator(f'[data-node="{PGD}enterprise-yongfeng-group"]')
    assert (node.get_attribute("role"), node.get_attribute("aria-label")) == ("button", "永锋集团")
    node.focus()
    page.keyboard.press("Enter")
    assert "德瑞智能制造产业园 —所属集团→ 永锋集团" in page.locator("aside").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".dim").count() == 0
    before = page.evaluate("document.querySelector('main svg').viewBox.baseVal.width")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("[...document.querySelector('main svg').getAttribute('viewBox').split(' ')].map(Number)")
    assert after[2] < before
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('[data-source], [data-node]'))")
    assert said == []


def test_the_wheel_zooms_and_dragging_pans(page: Any, said: list[str], graph: Graph, tmp_path: Path) -> None:
    """The point under the mouse stays where it is while zooming; a drag moves the picture and chooses nothing."""
    page.goto(written(tmp_path, graph.draw("policy-lineage")))
    box = "(() => { const b = document.querySelector('main svg').viewBox.baseVal; return [b.x, b.y, b.width]; })()"
    first = page.evaluate(box)
    page.mouse.move(400, 400)
    page.mouse.wheel(0, -300)
    page.wait_for_function(f"{box}[2] < {first[2]}")
    second = page.evaluate(box)
    page.mouse.down()
    page.mouse.move(300, 350, steps=4)
    page.mouse.up()
    third = page.evaluate(box)
    assert third[0] > second[0]
    assert third[1] > second[1]
    assert page.locator(".dim").count() == 0
    assert said == []


def test_hostile_words_do_nothing(page: Any, said: list[str], vocabulary: Vocabulary, tmp_path: Path) -> None:
    """Labels, quotes, sources and title that would run script are shown as they are written."""
    part: Any = networkx.MultiDiGraph(left_out=0)
    for name in ("park-a", "park-b"):
        part.add_node(PGD + name, label_zh=ATTACK, label_en=ATTACK, class_zh=ATTACK, **{"class": PG + "Park"})
    proof = Passage(ATTACK, ATTACK, ATTACK, 0, PGD + "span-1")
    part.add_edge(
        PGD + "park-a", PGD + "park-b", key=PG + "near", relation=PG + "near", basis="stated",
        label_zh=ATTACK, label_en=ATTACK, quotes=[ATTACK], passages=[proof],
    )  # fmt: skip
    picture = Picture(part, vocabulary, ATTACK, ATTACK, ATTACK, looks=Looks(legend=(("#fff", ATTACK),)))
    page.goto(written(tmp_path, picture))
    page.locator("[data-source] text").dispatch_event("click")
    assert page.locator("aside h2").inner_text() == f"{ATTACK} —{ATTACK}→ {ATTACK}"
    assert f"“{ATTACK}”" in page.locator("aside blockquote").inner_text()
    assert page.title() == ATTACK
    assert page.locator("img").count() == 0
    assert said == []
    injected = page.evaluate(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); return window.ran; })()"
    )
    assert injected is None
    assert any("Content Security Policy" in line for line in said)


def test_a_notebook_frame_runs_the_page(page: Any, said: list[str], graph: Graph, tmp_path: Path) -> None:
    """What a notebook is given works in its frame: the line is clicked there, and the quote is shown there."""
    file = tmp_path / "notebook.html"
    file.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><body>{graph.draw('park-derui')._repr_html_()}", encoding="utf-8"
    )
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(f'[data-source="{PGD}park-derui"][data-target="{PGD}division-371425"] text').dispatch_event("click")
    assert "位于" in frame.locator("aside").inner_text()
    assert [line for line in said if not line.startswith("about:")] == []


@pytest.mark.parametrize("what", ["policy-lineage", "park-portrait", "responsibility-map", "enterprise-network"])
def test_no_label_lies_on_another(page: Any, graph: Graph, tmp_path: Path, what: str) -> None:
    """In the browser's own measure no node's text leaves its box, and no two nodes touch."""
    page.goto(written(tmp_path, graph.draw(what)))
    boxes = page.evaluate(
        "[...document.querySelectorAll('[data-node]')].map((node) => {"
        " const s = node.querySelector('rect, polygon').getBBox(); const t = node.querySelector('text').getBBox();"
        " return [s.x, s.y, s.width, s.height, t.x, t.y, t.width, t.height]; })"
    )
    assert len(boxes) == len(ElementTree.parse(io.StringIO(graph.draw(what).svg())).findall(".//*[@data-node]"))
    for x, y, width, height, *text in boxes:
        assert x <= text[0]
        assert text[0] + text[2] <= x + width
        assert y <= text[1]
        assert text[1] + text[3] <= y + height
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
            assert apart or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
