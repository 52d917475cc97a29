"""Places: spans as they stand in the text, sections with their extent, and the innermost section of a span."""

from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest

from parkgraph.build import Build
from parkgraph.build.places import place_triples, section_triples, span_triples
from parkgraph.names import PGD
from parkgraph.text import Source

SOURCE = Source("a", "甲", "A", "zh-hant", "", 100, "primary", "2024-01-01", "day")

Told = set[tuple[str, str, str]]
Teller = Callable[[Iterable[ox.Triple]], Told]
Sections = dict[str, tuple[int, str | None]]

FLAT: Sections = {"one": (10, None), "two": (40, None), "three": (70, None)}
NESTED: Sections = {
    "one": (10, None),
    "one-a": (20, "one"),
    "one-a-i": (25, "one-a"),
    "one-b": (30, "one"),
    "two": (40, None),
    "two-a": (50, "two"),
}


def outline(sections: Sections) -> tuple[dict[ox.NamedNode, int], dict[ox.NamedNode, ox.NamedNode]]:
    """Headings and parents, as the build passes them on."""
    headings = {ox.NamedNode(PGD + name): start for name, (start, _) in sections.items()}
    parents = {ox.NamedNode(PGD + name): ox.NamedNode(PGD + parent) for name, (_, parent) in sections.items() if parent}
    return headings, parents


def extents(sections: Sections, told: Teller) -> dict[str, tuple[int, int]]:
    """Start and end of each section."""
    found: dict[tuple[str, str], int] = {}
    for section, predicate, value in told(section_triples(SOURCE, *outline(sections))):
        found[section, predicate] = int(value.split('"')[1])
        assert value.endswith('"^^xsd:integer')
    assert len(found) == 2 * len(sections)
    return {name: (found[name, "pg:sectionStart"], found[name, "pg:sectionEnd"]) for name in sections}


def section_of(span: tuple[int, int], sections: Sections, told: Teller) -> str | None:
    """The section that a span is told to be in."""
    facts = told(place_triples(SOURCE, *outline(sections), [span]))
    assert all(
        (subject, predicate) == (f"span-a-{span[0]}-{span[1]}", "pg:inSection") for subject, predicate, _ in facts
    )
    return next((section for _, _, section in facts), None)


def test_a_span_tells_where_it_stands_and_how_it_reads(told: Teller) -> None:
    """Class, source, start, exclusive end and the exact words in the language of the source."""
    assert told(span_triples(SOURCE, {(3, 5): "甲\n", (0, 1): "乙"})) == {
        ("span-a-3-5", "rdf:type", "pg:TextSpan"),
        ("span-a-3-5", "oa:hasSource", "source-a"),
        ("span-a-3-5", "oa:start", '"3"^^xsd:integer'),
        ("span-a-3-5", "oa:end", '"5"^^xsd:integer'),
        ("span-a-3-5", "oa:exact", '"甲\n"@zh-hant'),
        ("span-a-0-1", "rdf:type", "pg:TextSpan"),
        ("span-a-0-1", "oa:hasSource", "source-a"),
        ("span-a-0-1", "oa:start", '"0"^^xsd:integer'),
        ("span-a-0-1", "oa:end", '"1"^^xsd:integer'),
        ("span-a-0-1", "oa:exact", '"乙"@zh-hant'),
    }


def test_a_section_ends_where_the_next_begins(told: Teller) -> None:
    """The last one ends with the text."""
    assert extents(FLAT, told) == {"one": (10, 40), "two": (40, 70), "three": (70, 100)}


def test_a_section_holds_those_that_are_part_of_it(told: Teller) -> None:
    """It ends at the next heading that is not below it, however deep what is below it goes."""
    assert extents(NESTED, told) == {
        "one": (10, 40),
        "one-a": (20, 30),
        "one-a-i": (25, 30),
        "one-b": (30, 40),
        "two": (40, 100),
        "two-a": (50, 100),
    }


def test_the_order_of_telling_does_not_matter(told: Teller) -> None:
    """Sections are put in the order of the text."""
    assert extents(dict(reversed(NESTED.items())), told) == extents(NESTED, told)


def test_sections_that_hold_one_another_do_not_hang_the_build(told: Teller) -> None:
    """A circle is wrong, and a matter for the shapes; here it only has to come to an end."""
    assert extents({"one": (10, "two"), "two": (40, "one")}, told) == {"one": (10, 100), "two": (40, 100)}


@pytest.mark.parametrize(
    ("span", "section"),
    [
        ((0, 5), None),
        ((9, 30), None),
        ((10, 12), "one"),
        ((19, 21), "one"),
        ((20, 21), "one-a"),
        ((24, 26), "one-a"),
        ((25, 26), "one-a-i"),
        ((29, 45), "one-a-i"),
        ((30, 31), "one-b"),
        ((39, 40), "one-b"),
        ((45, 60), "two"),
        ((99, 100), "two-a"),
    ],
)
def test_a_span_is_in_the_innermost_section_it_begins_in(
    span: tuple[int, int], section: str | None, told: Teller
) -> None:
    """Before the first heading there is none; what runs over an end belongs to where it begins."""
    assert section_of(span, NESTED, told) == section


@pytest.mark.parametrize(("parent", "child"), [("a-chapter", "b-part"), ("b-chapter", "a-part")])
def test_a_section_and_its_first_part_may_begin_at_the_same_place(parent: str, child: str, told: Teller) -> None:
    """A chapter without a heading of its own begins with its first part, whatever the two are called."""
    sections: Sections = {parent: (10, None), child: (10, parent), "end": (40, None)}
    assert extents(sections, told) == {parent: (10, 40), child: (10, 40), "end": (40, 100)}
    assert section_of((12, 13), sections, told) == child


class TestInTheBuild:
    """The toy town's notice has three chapters, two of them in parts."""

    def test_chapters_and_parts_of_the_toy_town(self, build: Callable[..., Build], told: Teller) -> None:
        """Offsets of the notice, in code points."""
        found: dict[str, dict[str, int]] = {}
        for subject, predicate, value in told(build().triples):
            if predicate in ("pg:sectionStart", "pg:sectionEnd"):
                found.setdefault(subject, {})[predicate] = int(value.split('"')[1])
        assert {name: tuple(sorted(ends.values())) for name, ends in found.items()} == {
            "section-notice-1": (81, 181),
            "section-notice-1-1": (132, 158),
            "section-notice-1-2": (158, 181),
            "section-notice-2": (181, 255),
            "section-notice-2-1": (213, 237),
            "section-notice-2-2": (237, 255),
            "section-notice-3": (255, 291),
        }

    def test_spans_of_the_toy_town_are_in_their_sections(self, build: Callable[..., Build], told: Teller) -> None:
        """The number and title stand before the first chapter; the interview has no sections at all."""
        facts = told(build().triples)
        places = {subject: value for subject, predicate, value in facts if predicate == "pg:inSection"}
        assert places["span-moushi-2024-notice-216-227"] == "section-notice-2-1"
        assert places["span-moushi-2024-notice-188-207"] == "section-notice-2"
        assert places["span-moushi-2024-notice-244-253"] == "section-notice-2-2"
        assert places["span-moushi-2024-notice-114-124"] == "section-notice-1"
        spans = {subject for subject, _, value in facts if value == "pg:TextSpan"}
        assert len(spans) == 25
        assert spans - set(places) == {
            *(f"span-moushi-2024-notice-{place}" for place in ("0-13", "29-40", "54-66")),
            *(f"span-moushi-2025-interview-{place}" for place in ("19-26", "27-34", "40-45", "40-46")),
        }

    def test_a_section_begins_at_the_first_of_its_quotes(
        self, record: Callable[..., object], build: Callable[..., Build], told: Teller
    ) -> None:
        """A heading quoted with words from further on begins where it begins, in whatever order they are written."""
        record(
            """
            - id: source-moushi-2024-notice
              is: SourceDocument
              quote: '某政办'
              sections:
              - {id: section-a, quote: ['一、总体要求', '组织开展示例园区试点', '(一)主要目标']}
              - {id: section-b, quote: ['(一)示范型', '三、其他事项', '二、首批名单']}
            """
        )
        starts = {(s, v) for s, p, v in told(build(register=True).triples) if p == "pg:sectionStart"}
        assert starts == {("section-a", '"81"^^xsd:integer'), ("section-b", '"181"^^xsd:integer')}
