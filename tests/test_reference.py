"""The reference of the vocabulary: diagrams, HTML page, module examples, and the guide for people who bring facts."""

import html.parser
import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import draw_model
import examples
import model
import write_reference
from write_docs import of_kind, terms

from parkgraph.names import OA, OWL, PG, PREFIXES, RDF, slug
from parkgraph.vocabulary import load_vocabulary

REPO = Path(__file__).parents[1]
DOCS = REPO / "docs"
MODULES = {module.name: module for module in model.MODULES}
GUIDES = [DOCS / "bringing-facts.md", DOCS / "bringing-facts.zh.md"]
SVG = "{http://www.w3.org/2000/svg}"
MODEL = model.read_model()
SHAPED = load_vocabulary(REPO / "ontology")
STALE = "run `make docs` and commit what it writes"


def named(page: Path) -> str:
    """A page's name."""
    return page.name


# ---------------------------------------------------------------------- diagrams


@pytest.mark.parametrize("name", MODULES)
def test_each_diagram_is_fresh(name: str) -> None:
    """A committed picture is what the ontology gives now."""
    committed = (DOCS / "reference" / f"{name}.svg").read_text(encoding="utf-8")
    assert committed == draw_model.diagram(MODEL, MODULES[name]), STALE


def test_every_class_has_one_module() -> None:
    """Each class of the ontology is drawn on the left of exactly one picture."""
    drawn = [name for module in model.MODULES for name, _ in MODEL.members(module)]
    assert sorted(drawn) == sorted(MODEL.labels)
    assert len(drawn) >= 90


def test_a_class_without_a_module_is_refused() -> None:
    """A new top of a branch must be placed; so must a kind of fact; what stands under a placed class need not be."""
    known = dict(MODEL.above)
    for parents in ([], ["QualifiedFact"]):
        with pytest.raises(SystemExit, match=r"give the class Rumour a module in scripts/model\.py"):
            model.homes({**known, "Rumour": parents})
    assert model.homes({**known, "Rumour": ["Park"]})["Rumour"].name == "place"
    with pytest.raises(SystemExit, match="classes that the ontology does not have: Cohort"):
        model.homes({name: parents for name, parents in known.items() if name != "Cohort"})


def test_every_property_between_classes_is_drawn() -> None:
    """Each edge of the relation graph stands in a picture, in the box of each class it leads from."""
    said = terms()
    edges = {slug(term) for term in of_kind(said, OWL + "ObjectProperty") if PG + "isGraphEdge" in said[term]}
    deprecated = {slug(term) for term, facts in said.items() if OWL + "deprecated" in facts}
    drawn = {
        (box.name, row.name)
        for module in model.MODULES
        for box in draw_model.sources(MODEL, module)
        for row in box.rows
    }
    assert edges - deprecated - {name for _, name in drawn} == set()
    assert {(source, link.name) for link in MODEL.links for source in link.sources} == drawn


@cache
def picture(name: str) -> ElementTree.Element:
    """A committed picture, parsed."""
    return ElementTree.parse(DOCS / "reference" / f"{name}.svg").getroot()


def texts(name: str) -> list[tuple[float, float, float, str]]:
    """Left, right and height of each line of text in a picture, and what it says."""
    found = []
    for text in picture(name).iter(f"{SVG}text"):
        said = text.text or ""
        x, width = float(text.attrib["x"]), draw_model.wide(said, int(text.attrib["font-size"]))
        left = x - width if text.get("text-anchor") == "end" else x
        found.append((left, left + width, float(text.attrib["y"]), said))
    return found


def overlaps(lines: list[tuple[float, float, float, str]]) -> list[tuple[str, str]]:
    """The texts that lie on one another."""
    return [
        (one[3], other[3])
        for number, one in enumerate(lines)
        for other in lines[number + 1 :]
        if abs(one[2] - other[2]) < 12 and one[0] < other[1] and other[0] < one[1]
    ]


@pytest.mark.parametrize("name", MODULES)
def test_each_picture_shows_both_languages_and_nothing_overlaps(name: str) -> None:
    """Each class of the module stands there with both labels and its local name; no text lies on another or outside."""
    lines = texts(name)
    said = [line[3] for line in lines]
    for member, _ in MODEL.members(MODULES[name]):
        assert [label for label in MODEL.labels[member] if label not in said] == []
        assert [text for text in said if text.split(" ")[0] == member]
    assert overlaps(lines) == []
    assert [line[3] for line in lines if line[0] < 0 or line[1] > draw_model.WIDTH] == []


def test_an_overlap_would_be_seen() -> None:
    """Two texts on the same spot are found, two beside or below one another are not."""
    assert overlaps([(0, 50, 10, "a"), (40, 90, 14, "b")]) == [("a", "b")]
    assert overlaps([(0, 50, 10, "a"), (50, 90, 10, "b"), (0, 50, 24, "c")]) == []


@pytest.mark.parametrize("name", MODULES)
def test_each_picture_is_shown(name: str) -> None:
    """Page and vocabulary show every picture, and there is no other in the folder."""
    assert f"](reference/{name}.svg)" in (DOCS / "ontology.md").read_text(encoding="utf-8")
    assert f'src="{name}.svg"' in write_reference.PAGE.read_text(encoding="utf-8")
    assert {path.stem for path in write_reference.FOLDER.glob("*.svg")} == set(MODULES)


# ---------------------------------------------------------------------- the page


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # pylode leaves its style sheet open
def test_the_page_is_fresh() -> None:
    """The committed page is what pyLODE makes of the ontology now."""
    pytest.importorskip("pylode", reason="pylode, which makes the page, is not installed")
    assert write_reference.PAGE.read_text(encoding="utf-8") == write_reference.page(), STALE


class Reader(html.parser.HTMLParser):
    """Notes the anchors of a page, and what it would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        known = {name: value or "" for name, value in attrs}
        if "id" in known:
            self.anchors.append(known["id"])
        if tag == "script" and known.get("type") != "application/ld+json":
            self.loads.append("script")
        if tag == "a" and known.get("href", "").startswith("#"):
            self.links.append(known["href"][1:])
        loaded = [known[name] for name in ("src", "srcset", "data", "poster", "background") if name in known]
        loaded += [known["href"]] if tag in ("link", "base") and "href" in known else []
        self.loads += [where for where in loaded if not where.startswith("data:") and "/" in where]


def read(page: str) -> Reader:
    """A page, read."""
    reader = Reader()
    reader.feed(page)
    reader.loads += re.findall(r"@import[^;]*|url\((?!['\"]?data:)[^)]*\)", page)
    return reader


def test_the_page_loads_nothing_from_elsewhere() -> None:
    """No script, style, font or picture comes from another place, and the page forbids it to the browser, too."""
    page = write_reference.PAGE.read_text(encoding="utf-8")
    assert read(page).loads == []
    assert f'<meta content="{write_reference.POLICY}" http-equiv="Content-Security-Policy">' in page


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        "<script>fetch('x')</script>",
        '<link rel="stylesheet" href="https://fonts.example.org/x.css">',
        '<img src="//example.org/x.png">',
        "<style>@import 'https://example.org/x.css';</style>",
        "<style>p { background: url(https://example.org/x.png) }</style>",
    ],
)
def test_what_a_page_would_load_is_seen(part: str) -> None:
    """Each way of loading something from elsewhere is found."""
    assert read(part).loads != []


def test_every_term_has_its_anchor() -> None:
    """The end of each term's IRI is an anchor of the page, no anchor stands twice, links within the page lead on."""
    reader = read(write_reference.PAGE.read_text(encoding="utf-8"))
    wanted = {slug(term) for term in terms() if term.startswith(PG)}
    assert wanted - set(reader.anchors) == set()
    assert len(reader.anchors) == len(set(reader.anchors))
    assert set(reader.links) - set(reader.anchors) == set()


# ---------------------------------------------------------------------- examples


@pytest.mark.parametrize("name", MODULES)
def test_each_example_stands_in_the_graph(name: str) -> None:
    """The example of a module on its page parses, is short, and says nothing that the shipped graph does not say."""
    page = (DOCS / "ontology.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- made: example {name} -->\n```turtle\n(.*?)```", page, re.DOTALL)
    assert found is not None, STALE
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    triples = [quad.triple for quad in ox.parse(prefixes + found[1], format=ox.RdfFormat.TURTLE)]
    assert 8 <= len(found[1].strip().splitlines()) <= 20
    assert [str(triple) for triple in triples if ox.Quad(*triple) not in examples.graph()] == []


@pytest.mark.parametrize("name", MODULES)
def test_each_example_is_of_its_module(name: str) -> None:
    """One node of the example at least is of a class of the module."""
    classes = {PG + member for member, _ in MODEL.members(MODULES[name])}
    kinds = {t.object.value for node in examples.statements_of(name) for t in node if t.predicate.value == RDF + "type"}
    assert kinds & classes


def test_an_example_that_is_gone_is_refused() -> None:
    """A node that the graph lost stops the making of the pages, and so does a slip in the name of a module."""
    for lost in ("park-atlantis", "park-derui/selectedPark", "park-atlantis^selectedPark"):
        with pytest.raises(SystemExit, match="no node park-"):
            examples.found(lost)
    with pytest.raises(SystemExit, match="no example is called plans; there are evidence"):
        examples.example("plans", "")


# ---------------------------------------------------------------------- the guide for people who bring facts


Row = tuple[str, list[str], list[str], str]
"""Head of the column of codes, the codes, the quotes, and the last cell."""


def rows(page: Path) -> Iterator[Row]:
    """The rows of a guide's tables that claim how something is recorded."""
    heads: list[str] = []
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            heads = []
        elif not heads:
            heads = cells
        elif not line.startswith("|---"):
            column = next(n for n, head in enumerate(heads) if head.startswith("`") or head in ("class", "类"))
            codes = re.findall(r"`(\w+)`", cells[column])
            yield heads[column].strip("`:"), codes, re.findall("「(.+?)」", cells[-1]), cells[-1]


def recorded(word: str, code: str) -> list[ox.NamedNode]:
    """The nodes of the shipped graph that are of a class, or have a code under a word of the records."""
    if word in ("class", "类"):
        assert PG + code in SHAPED.supers, f"no class {code}"
        kinds = [ox.NamedNode(kind) for kind, above in SHAPED.supers.items() if PG + code in above]
        return [
            q.subject
            for kind in kinds
            for q in examples.graph().quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind)
        ]
    context = json.loads((REPO / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"][word]
    value = ox.NamedNode(context["@context"]["@vocab"] + code)
    assert value.value in SHAPED.concepts, f"no code {code}"
    predicate = ox.NamedNode(PG + context.get("@id", word))
    return [quad.subject for quad in examples.graph().quads_for_pattern(None, predicate, value)]


def quotes_of(node: ox.NamedNode) -> list[str]:
    """The quotes that a node rests on."""
    store = examples.graph()
    spans = [
        quad.object
        for word in ("evidencedBy", "mentionedIn")
        for quad in store.quads_for_pattern(node, ox.NamedNode(PG + word), None)
    ]
    exact = ox.NamedNode(OA + "exact")
    return [quad.object.value for span in spans for quad in store.quads_for_pattern(span, exact, None)]


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_what_the_guide_claims_is_so_in_the_graph(page: Path) -> None:
    """Each wording in a table is the quote of a fact that is recorded as the row says; where none is, there is none."""
    wrong = []
    for word, codes, quotes, cell in rows(page):
        nodes = [node for code in codes for node in recorded(word, code)]
        if not quotes:
            assert cell in ("(none so far)", "（尚无）")
            wrong += [(codes, str(node)) for node in nodes]
        wrong += [(codes, quote) for quote in quotes if not any(quote in q for node in nodes for q in quotes_of(node))]
    assert wrong == []
    assert len(list(rows(page))) >= 60


def test_a_wrong_claim_would_be_seen(tmp_path: Path) -> None:
    """A row with another modality than the graph's, and one that calls a used code unused, do not pass."""
    for row in ("| 力争 | `achieved` | 「力争实现城区、乡镇5G信号连续覆盖」 |", "| 力争 | `aimed` | (none so far) |"):
        page = tmp_path / "page.md"
        page.write_text(f"| wording | `modality:` | example |\n|---|---|---|\n{row}\n", encoding="utf-8")
        with pytest.raises(AssertionError):
            test_what_the_guide_claims_is_so_in_the_graph(page)


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_every_quote_of_the_guide_is_a_quote(page: Path) -> None:
    """What stands in 「」 stands in a quote of the shipped graph, letter by letter."""
    spans = examples.graph().quads_for_pattern(None, ox.NamedNode(OA + "exact"), None)
    exact = [quad.object.value for quad in spans]
    quotes = [quote for quote in re.findall("「([^」]*)」", page.read_text(encoding="utf-8")) if quote]
    assert len(quotes) >= 80
    assert [quote for quote in quotes if not any(quote in whole for whole in exact)] == []


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_the_guide_fits_a_terminal(page: Path) -> None:
    """No line is wider than 80 columns, a Chinese character taking two."""
    lines = page.read_text(encoding="utf-8").splitlines()
    widths = {line: sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines}
    assert [line for line, width in widths.items() if width > 80] == []


def test_both_guides_say_the_same() -> None:
    """The tables have the same codes and quotes in the same order, the text the same words of the records."""
    zh, en = (list(rows(page)) for page in reversed(GUIDES))
    assert [row[1:3] for row in zh] == [row[1:3] for row in en]
    words = [set(re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))) for page in GUIDES]
    assert {word for word in words[0] ^ words[1] if " " not in word} == set()
