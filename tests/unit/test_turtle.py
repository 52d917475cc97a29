"""Canonical form: the same statements give the same bytes, and the bytes give the statements back on any parser."""

import hashlib
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from parkgraph.build import Build
from parkgraph.errors import ParseError
from parkgraph.names import PG, PGD, PREFIXES, RDF, SKOS, XSD
from parkgraph.turtle import canonical_turtle, fingerprint, read_triples, write_text


def a_triple(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    """A statement on one of our entities."""
    return ox.Triple(ox.NamedNode(PGD + subject), ox.NamedNode(predicate), value)


STATEMENTS = [
    a_triple("park-b", SKOS + "prefLabel", ox.Literal("乙园", language="zh")),
    a_triple("park-b", RDF + "type", ox.NamedNode(PG + "Park")),
    a_triple("park-a", PG + "ordinal", ox.Literal("1", datatype=ox.NamedNode(XSD + "integer"))),
    a_triple("park-a", SKOS + "altLabel", ox.Literal("B", language="en")),
    a_triple("park-a", SKOS + "altLabel", ox.Literal("A", language="en")),
]
BODY = """
pgd:park-a skos:altLabel "A"@en , "B"@en ;
	pg:ordinal 1 .

pgd:park-b a pg:Park ;
	skos:prefLabel "乙园"@zh .
"""


def test_statements_are_sorted_with_a_blank_line_between_subjects() -> None:
    """One predicate a line, objects in order behind it."""
    head, _, body = canonical_turtle(STATEMENTS).partition("\n\n")
    assert f"\n{body}" == BODY
    assert sorted(head.splitlines()) == [f"@prefix {prefix}: <{space}> ." for prefix, space in PREFIXES.items()]


def test_neither_order_nor_repetition_shows() -> None:
    """Whoever brings the statements, in whatever order and how often, gets the same bytes."""
    shuffled = STATEMENTS * 2
    random.Random(7).shuffle(shuffled)
    assert shuffled != STATEMENTS * 2
    assert canonical_turtle(shuffled) == canonical_turtle(set(STATEMENTS)) == canonical_turtle(STATEMENTS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "甲",
        'a"b',
        "a\\b",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "a\x0bb",
        "a\x85b",
        "a\u2028b",
        "a\u2029b",
        "a\x1cb",
        "😀",
        "\ufeff",
        "\n@prefix x",
    ],
)
def test_every_text_comes_back(text: str, tmp_path: Path) -> None:
    """Quotation marks, control characters and every kind of line end survive, and are written alike again."""
    statements = [a_triple("park-a", SKOS + "note", ox.Literal(text, language="zh")), *STATEMENTS]
    written = canonical_turtle(statements)
    write_text(tmp_path / "a.ttl", written)
    assert set(read_triples(tmp_path / "a.ttl")) == set(statements)
    assert canonical_turtle(read_triples(tmp_path / "a.ttl")) == written
    graph = rdflib.Graph().parse(tmp_path / "a.ttl", format="turtle")
    assert rdflib.Literal(text, lang="zh") in set(graph.objects())


@pytest.mark.parametrize("place", ["subject", "object"])
def test_a_blank_node_is_refused(place: str) -> None:
    """It has no name that would be the same twice."""
    blank, named = ox.BlankNode("b"), ox.NamedNode(PGD + "park-a")
    triple = ox.Triple(*((blank, named, named) if place == "subject" else (named, named, blank)))
    with pytest.raises(ParseError) as caught:
        canonical_turtle([*STATEMENTS, triple])
    assert str(caught.value) == f"有空白节点：{triple}。 请给它一个 IRI。"


def test_the_fingerprint_is_of_the_sorted_lines() -> None:
    """Anyone can reckon it again with `sort` and `sha256sum` from N-Triples."""
    lines = sorted(f"{triple} .\n" for triple in STATEMENTS)
    expected = hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
    assert fingerprint(STATEMENTS) == fingerprint(reversed(STATEMENTS * 2)) == expected
    assert fingerprint(STATEMENTS[1:]) != expected


def test_a_broken_file_is_refused_with_its_line(town: Path, refusal: Callable[..., str]) -> None:
    """The parser's words are told, in place of its exception."""
    path = town / "reference" / "more.ttl"
    path.write_text("@prefix pg: <https://w3id.org/parkgraph/ontology#> .\n\npg:a pg:b ; .\n", encoding="utf-8")
    assert refusal(ParseError) == (
        "reference/more.ttl:3: Turtle 有语法错误："
        "Parser error at line 3 column 11: ; is not a valid RDF object。 请改正该行。"
    )


def test_an_undeclared_prefix_is_refused_with_its_line(town: Path, refusal: Callable[..., str]) -> None:
    """A prefix is not guessed at, not even one of ours."""
    (town / "reference" / "more.ttl").write_text("\npgd:a <http://example.org/b> 1 .\n", encoding="utf-8")
    said = refusal(ParseError)
    assert said.startswith("reference/more.ttl:2: Turtle 有语法错误：")
    assert "pgd:" in said and said.endswith(" 请改正该行。")


def test_a_written_file_replaces_the_old_one_and_all_may_read_it(tmp_path: Path) -> None:
    """The text arrives byte for byte, and nothing else is left in the folder."""
    path = tmp_path / "a.txt"
    path.write_text("旧", encoding="utf-8")
    path.chmod(0o600)
    write_text(path, "新\n\r\n行")
    assert path.read_bytes() == "新\n\r\n行".encode()
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path: Path) -> None:
    """An error while writing leaves the old text and no remains."""
    path = tmp_path / "a.txt"
    path.write_text("旧", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "新" * 100_000 + "\ud800")
    assert path.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [path]


def test_rdflib_reads_the_toy_town_as_we_wrote_it(
    build: Callable[..., Build], in_rdflib: Callable[[Iterable[ox.Triple]], set[tuple[rdflib.term.Node, ...]]]
) -> None:
    """The canonical Turtle of a whole build gives another parser the same statements."""
    built = build()
    graph = rdflib.Graph().parse(data=built.turtle, format="turtle")
    assert in_rdflib(built.triples) == set(graph)
    assert len(graph) > 700
