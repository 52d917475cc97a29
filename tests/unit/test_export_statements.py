"""The forms of RDF: each holds the very same statements, whoever reads it, whatever the text."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkgraph.export.statements import json_ld, n_quads, n_triples, trig
from parkgraph.names import PG, PGD, RDF, XSD
from parkgraph.turtle import fingerprint

PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SLUGS = st.sampled_from(["park-a", "park-b", "park-a-1", "span-x-1-2"])
LITERALS = st.one_of(
    PLAIN.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), PLAIN, st.sampled_from(["zh", "en", "zh-hant"])),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)),
        st.sampled_from(["1", "01", "2019-11-26", "1.50", "true", "x"]),
        st.sampled_from(["integer", "decimal", "date", "boolean", "anyURI", "string"]),
    ),
)
ENTITIES = SLUGS.map(lambda slug: ox.NamedNode(PGD + slug))
PREDICATES = st.sampled_from([ox.NamedNode(PG + "locatedIn"), ox.NamedNode("https://elsewhere.example/p")])
TYPED = st.builds(
    lambda node, name: ox.Triple(node, ox.NamedNode(RDF + "type"), ox.NamedNode(PG + name)),
    ENTITIES,
    st.sampled_from(["Park", "Place"]),
)
TRIPLES = st.one_of(st.builds(ox.Triple, ENTITIES, PREDICATES, st.one_of(ENTITIES, LITERALS)), TYPED)
GRAPHS = st.sampled_from(["a", "inferred"]).map(lambda name: ox.NamedNode(f"https://w3id.org/parkgraph/graph/{name}"))
PLACED = st.dictionaries(TRIPLES, GRAPHS, max_size=12)
SAMPLE = {
    ox.Triple(ox.NamedNode(PGD + slug), ox.NamedNode(PG + "name"), value): ox.NamedNode(f"https://g.example/{graph}")
    for slug, value, graph in (
        ("park-a", ox.Literal("园区", language="zh"), "2"),
        ("park-a", ox.Literal(7), "1"),
        ("park-a-1", ox.Literal("换行\n“引号”\t\\ \U00020bb7"), "1"),
        ("park-b", ox.NamedNode(PGD + "park-a"), "2"),
    )
}


def read(text: str, form: ox.RdfFormat) -> list[ox.Quad]:
    """The quads of a text."""
    return list(ox.parse(text, format=form))


def without_graphs(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """Quads without the names of their graphs."""
    return [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


@given(PLACED)
def test_each_form_gives_the_fingerprint_back(placed: dict[ox.Triple, ox.NamedNode]) -> None:
    """Any statements written and read again are the same statements, literals letter by letter."""
    texts = {
        ox.RdfFormat.N_TRIPLES: n_triples(placed),
        ox.RdfFormat.N_QUADS: n_quads(placed),
        ox.RdfFormat.TRIG: trig(placed),
        ox.RdfFormat.JSON_LD: json_ld(placed),
    }
    marks = {form.name: fingerprint(without_graphs(read(text, form))) for form, text in texts.items()}
    assert set(marks.values()) == {fingerprint(placed)}
    assert len(marks) == 4


@given(PLACED)
def test_quads_keep_their_graphs(placed: dict[ox.Triple, ox.NamedNode]) -> None:
    """N-Quads and TriG hold each statement in its graph and nowhere else."""
    wanted = {ox.Quad(t.subject, t.predicate, t.object, graph) for t, graph in placed.items()}
    assert set(read(n_quads(placed), ox.RdfFormat.N_QUADS)) == wanted
    assert set(read(trig(placed), ox.RdfFormat.TRIG)) == wanted


def test_the_bytes_do_not_depend_on_the_order() -> None:
    """The same statements in another order give the same texts."""
    turned = dict(reversed(SAMPLE.items()))
    for write in (n_triples, n_quads, trig, json_ld):
        assert write(turned) == write(SAMPLE), write.__name__


def test_the_hash_of_n_triples_is_the_fingerprint() -> None:
    """Whoever has `sha256sum` can compute the fingerprint."""
    text = n_triples(SAMPLE)
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == fingerprint(SAMPLE)
    assert text.splitlines() == sorted(text.splitlines())


def test_json_ld_is_compact_and_brings_its_context() -> None:
    """Names are short, each node stands on a line of its own, and nothing has to be fetched."""
    text = json_ld(SAMPLE)
    document = json.loads(text)
    assert document["@context"]["pgd"] == PGD
    assert all(isinstance(space, str) for space in document["@context"].values())
    assert [node["@id"] for node in document["@graph"]] == ["pgd:park-a-1", "pgd:park-a", "pgd:park-b"]
    assert document["@graph"][1]["pg:name"] == [
        {"@value": "7", "@type": "xsd:integer"},
        {"@value": "园区", "@language": "zh"},
    ]
    assert '{"@id": "pgd:park-b", "pg:name": [{"@id": "pgd:park-a"}]}\n]}\n' in text


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib's own parsers ask for what it deprecates
@pytest.mark.parametrize("form", ["nquads", "trig", "json-ld", "nt"])
def test_rdflib_reads_the_same(form: str, in_rdflib: Callable[[Iterable[ox.Triple]], set[tuple[Any, ...]]]) -> None:
    """The other engine finds the same statements in every form."""
    import rdflib

    text = {"nquads": n_quads, "trig": trig, "json-ld": json_ld, "nt": n_triples}[form](SAMPLE)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=text, format=form)
    assert {(s, p, o) for s, p, o, _ in dataset.quads()} == in_rdflib(SAMPLE)
