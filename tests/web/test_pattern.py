"""What a question looks for as a picture and in words: right for every question, and drawn so that it can be read."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import parkgraph
from parkgraph.graph import graph_files
from parkgraph.lint.scopes import scopes
from parkgraph.queries import load_questions
from parkgraph.store import LocalStore
from parkgraph.web.explorer.pattern import Pattern, pattern_of
from parkgraph.web.explorer.pattern_picture import picture
from parkgraph.web.explorer.pattern_terms import fitting, leaves
from parkgraph.web.explorer.wording import speaker

from .browser import needs_chromium
from .conftest import REPO
from .live import Live
from .markup import read

QUESTIONS = load_questions(REPO / "queries")
SPACE = "{http://www.w3.org/2000/svg}"
PROLOGUE = (
    "PREFIX pg: <https://w3id.org/parkgraph/ontology#>\nPREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
)
HEADER = "#+ title_zh: 问\n#+ title_en: A question\n#+ group: own\n#+ columns: [park]\n"


@pytest.fixture(scope="module")
def graphs() -> Mapping[str, parkgraph.Graph]:
    """The shipped graph by language."""
    files = graph_files(REPO)
    store = LocalStore.from_files(files)
    return {lang: parkgraph.Graph(store, REPO, files, lang=lang) for lang in ("zh", "en")}


def asked(tmp_path: Path, body: str, lang: str = "zh") -> Pattern:
    """What a query of the user's own looks for."""
    (tmp_path / "own").mkdir(exist_ok=True)
    (tmp_path / "own" / "mine.rq").write_text(f"{HEADER}{PROLOGUE}{body}", encoding="utf-8")
    files = graph_files(REPO)
    return pattern_of(parkgraph.Graph(LocalStore.from_files(files), REPO, files, lang=lang, queries=[tmp_path]), "mine")


def arrows(pattern: Pattern) -> set[tuple[str, str, str, str, str]]:
    """The arrows as start, label, end, style and tag, by what is written."""
    named = {node.key: node.variable or node.label for node in pattern.nodes}
    return {
        (named[edge.start], label, named[edge.end], edge.style, edge.tag)
        for edge in pattern.edges
        for label in edge.labels
    }


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Every line of letters with the room that it takes at least: text, left, top, right, bottom."""
    found = []
    for one in ElementTree.fromstring(svg).iter(f"{SPACE}text"):
        size, text = float(one.attrib["font-size"]), one.text or ""
        half = size * sum(1.0 if letter > "\u2e7f" else 0.5 for letter in text) / 2
        x, y = float(one.attrib["x"]), float(one.attrib["y"])
        found.append((text, x - half, y - size * 0.8, x + half, y + size * 0.2))
    return found


def overlaps(found: list[tuple[str, float, float, float, float]]) -> list[tuple[str, str]]:
    """The pairs of which one lies upon the other."""
    return [
        (a[0], b[0])
        for a, b in combinations(found, 2)
        if a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5 and a[2] < b[4] - 0.5 and b[2] < a[4] - 0.5
    ]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_drawn_whole_and_legibly(graphs: Mapping[str, parkgraph.Graph], name: str) -> None:
    """Each variable of a triple pattern is there, no node twice, no letters upon others, nothing outside the frame."""
    from rdflib.term import Variable

    wanted = {
        str(leaf)
        for scope in scopes(QUESTIONS[name].text)
        for triple in scope.triples
        for leaf in leaves(triple)
        if isinstance(leaf, Variable)
    }
    for lang, graph in graphs.items():
        pattern = pattern_of(graph, name)
        svg = picture(pattern, speaker(lang))
        tree = ElementTree.fromstring(svg)
        told = {node.variable[1:] for node in pattern.nodes if node.variable}
        told |= {one for edge in pattern.edges for label in edge.labels for one in re.findall(r"\?(\w+)", label)}
        assert told == wanted
        drawn = [one.attrib["data-node"] for one in tree.iter(f"{SPACE}rect")]
        assert len(drawn) == len(set(drawn)) == len(pattern.nodes)
        letters = "".join(text for text, *_ in boxes(svg))
        assert not [node.variable for node in pattern.nodes if node.variable not in letters]
        assert overlaps(boxes(svg)) == []
        wide, high = float(tree.attrib["width"]), float(tree.attrib["height"])
        assert all(left >= 0 and right <= wide and top >= 0 and low <= high for _, left, top, right, low in boxes(svg))
        for node in pattern.nodes:
            assert node.label in pattern.words


@pytest.mark.parametrize("name", QUESTIONS)
def test_arrows_stay_clear_of_nodes(graphs: Mapping[str, parkgraph.Graph], name: str) -> None:
    """No line runs through a frame: its points lie at the rim of a node or outside all."""
    tree = ElementTree.fromstring(picture(pattern_of(graphs["zh"], name), speaker("zh")))
    frames = [[float(one.attrib[key]) for key in ("x", "y", "width", "height")] for one in tree.iter(f"{SPACE}rect")]
    for one in tree.iter(f"{SPACE}path"):
        if "data-start" in one.attrib or one.attrib.get("fill") != "none":
            continue
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", one.attrib["d"])]
        places = list(zip(numbers[::2], numbers[1::2], strict=True))
        for x, y, wide, high in frames:
            assert not [
                place for place in places if x + 1 < place[0] < x + wide - 1 and y + 1 < place[1] < y + high - 1
            ]


def test_parts_are_drawn_as_what_they_are(tmp_path: Path) -> None:
    """Optional, absent and present parts have styles of their own, branches numbers; classes stand in the node."""
    pattern = asked(
        tmp_path,
        """SELECT ?park WHERE {
          ?park a/rdfs:subClassOf* pg:Park ; pg:locatedIn ?place .
          OPTIONAL { ?park pg:originatesFrom ?policy }
          FILTER NOT EXISTS { ?park pg:partOf ?whole }
          FILTER EXISTS { ?park pg:mentionedIn ?span }
          MINUS { ?place a pg:DevelopmentZone }
          { ?firm pg:tenantOf ?park } UNION { ?firm pg:operates ?park FILTER(?firm != ?park) }
          UNION { ?park pg:operatedBy ?firm OPTIONAL { ?firm pg:inIndustry ?industry } }
        } ORDER BY ?park""",
    )
    assert arrows(pattern) == {
        ("?park", "位于", "?place", "plain", ""),
        ("?park", "源自政策", "?policy", "optional", ""),
        ("?park", "组成部分", "?whole", "absent", ""),
        ("?park", "提及于", "?span", "present", ""),
        ("?place", "类", "开发区", "absent", ""),
        ("?firm", "tenantOf", "?park", "plain", "①"),
        ("?firm", "operates", "?park", "plain", "②"),
        ("?park", "运营主体", "?firm", "plain", "③"),
        ("?firm", "所属产业", "?industry", "optional", "③"),
    }
    assert pattern.nodes[0].variable == "?park" and pattern.nodes[0].label == "园区"
    for words in ("可有：园区 —源自政策→", "须没有：园区 —", "须有：园区 —提及于→", "② 之下：", "对 "):
        assert words in pattern.words
    svg = picture(pattern, speaker("zh"))
    assert svg.count('stroke-dasharray="7 4"') == 4 and svg.count('stroke-dasharray="2 4"') == 4
    assert "无：" in svg and "有：" in svg


def test_paths_are_said_in_words(tmp_path: Path) -> None:
    """Sequences, alternatives, repetition, and what is left out; a path backwards is an arrow the other way."""
    pattern = asked(
        tmp_path,
        """SELECT ?park WHERE {
          ?place ^pg:locatedIn ?park . ?park pg:locatedIn/pg:partOf ?a . ?park pg:partOf|pg:locatedIn ?b .
          ?park pg:partOf* ?c . ?park pg:partOf+ ?d . ?park pg:partOf? ?e . ?park !pg:partOf ?f .
          ?park pg:locatedIn/^pg:locatedIn ?g . ?park ?how ?h . ?park pg:partOf "文字" , 3 , [] .
        } ORDER BY ?park""",
    )
    part = "组成部分"
    assert {arrow[:3] for arrow in arrows(pattern)} == {
        ("?park", "位于", "?place"),
        ("?park", f"位于 ／ {part}", "?a"),
        ("?park", f"（{part} 或 位于）", "?b"),
        ("?park", f"{part}（零到多级）", "?c"),
        ("?park", f"{part}（一到多级）", "?d"),
        ("?park", f"{part}（可省）", "?e"),
        ("?park", f"除（{part}）以外", "?f"),
        ("?park", "位于 ／ （反向）位于", "?g"),
        ("?park", "?how", "?h"),
        ("?park", part, "“文字”"),
        ("?park", part, "3"),
        ("?park", part, "某项"),
    }


def test_a_variable_is_called_after_the_one_class_that_it_can_be() -> None:
    """A class below another fits both; where two fit alike, or none, nothing is guessed."""
    supers = {"fact": frozenset({"fact"}), "claim": frozenset({"claim", "fact"}), "park": frozenset({"park"})}
    fact, claim, park = (frozenset({name}) for name in ("fact", "claim", "park"))
    assert fitting([fact, claim], supers) == "claim"
    assert fitting([fact | park, park], supers) == "park"
    assert fitting([fact | claim], supers) == "fact"
    assert fitting([claim, park], supers) == fitting([fact | park], supers) == ""


def test_what_a_sub_select_keeps_to_itself_is_another_node(tmp_path: Path) -> None:
    """A variable of the same name outside is not the same thing; one that is shown is."""
    pattern = asked(
        tmp_path,
        """SELECT ?park WHERE {
          ?park pg:locatedIn ?place .
          { SELECT ?park (COUNT(?place) AS ?n) WHERE { ?place pg:tenantOf ?park } GROUP BY ?park }
        } ORDER BY ?park""",
    )
    assert [node.variable for node in pattern.nodes] == ["?park", "?place", "?place"]
    assert len({node.key for node in pattern.nodes}) == 3
    assert "按 园区 汇总" in pattern.words


def test_a_pattern_is_the_same_every_time(graphs: Mapping[str, parkgraph.Graph]) -> None:
    """Another process, whose sets come in another order, draws the same bytes and says the same words."""
    names = ["park-dossier", "policy-card", "shared-names", "unused-terms", "enterprise-card"]
    program = (
        "import sys, parkgraph.graph as g, parkgraph.web.explorer.pattern as p\n"
        "from parkgraph.web.explorer.pattern_picture import picture\n"
        "from parkgraph.web.explorer.wording import speaker\n"
        "for name in sys.argv[1:]:\n"
        "    found = p.pattern_of(GRAPH, name)\n    print(picture(found, speaker('zh')), found.words)\n"
    ).replace("for name", "GRAPH = g.open_graph()\nfor name", 1)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run([sys.executable, "-c", program, *names], capture_output=True, check=True, env=environment)
    found = [pattern_of(graphs["zh"], name) for name in names]
    assert run.stdout.decode("utf-8") == "".join(f"{picture(one, speaker('zh'))} {one.words}\n" for one in found)


def test_a_question_page_shows_it(service: Live) -> None:
    """As a picture whose text alternative is the sentence, with the signs that occur, and in words; in English too."""
    for lang, words in (("zh", "园区 —位于（传递）→ 地区"), ("en", "park —is located in (transitive)→ area")):
        page = read(service.send("GET", f"/q/parks-in-area?lang={lang}", {"Accept": "text/html"}).body.decode("utf-8"))
        pictures = [one for one in page.all("svg") if words in one.attributes.get("aria-label", "")]
        assert len(pictures) == 1 and pictures[0].attributes["role"] == "img"
        assert words in page.seen
    page = read(service.send("GET", "/q/parks-in-area", {"Accept": "text/html"}).body.decode("utf-8"))
    assert "图例：粗框：可以填写的条件；虚线：可有可无。" in page.seen


@pytest.mark.slow
@needs_chromium
def test_no_letters_overlap_in_a_browser(browser: Browser, graphs: Mapping[str, parkgraph.Graph]) -> None:
    """As Chromium measures them, every question in one of the languages: none upon another, none outside its frame."""
    program = """([...texts]) => {
      document.body.innerHTML = texts.join('');
      return [...document.querySelectorAll('svg')].map((svg) => {
        const box = (one) => {
          const { x, y, width, height } = one.getBBox();
          return [x, y + height * 0.15, x + width, y + height * 0.85];
        };
        return [...svg.querySelectorAll('text')].map((one) => [one.textContent, ...box(one)]);
      });
    }"""
    page: Any = browser.new_page()
    for first, (lang, graph) in enumerate(graphs.items()):
        drawn = [picture(pattern_of(graph, name), speaker(lang)) for name in [*QUESTIONS][first :: len(graphs)]]
        for svg, found in zip(drawn, page.evaluate(program, drawn), strict=True):
            assert overlaps([tuple(one) for one in found]) == []
            wide = float(ElementTree.fromstring(svg).attrib["width"])
            assert [text for text, left, _, right, _ in found if left < 0 or right > wide] == []
    page.close()
