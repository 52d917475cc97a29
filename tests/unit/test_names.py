"""Names: one base address, short forms and back."""

import pytest

from parkgraph.names import BASE, PG, PGC, PGD, PGR, PGS, PREFIXES, curie, iri, slug


def test_all_our_addresses_begin_at_the_one_base() -> None:
    """Ontology, entities, concepts, shapes and rules are found below the address that never changes."""
    assert BASE == "https://w3id.org/parkgraph/"
    assert [space.removeprefix(BASE) for space in (PG, PGD, PGC, PGS, PGR)] == [
        "ontology#",
        "id/",
        "concept/",
        "shapes#",
        "rule/",
    ]


def test_prefixes_are_in_alphabetical_order_and_no_namespace_has_two() -> None:
    """The table gives each namespace one prefix, so that a CURIE has one spelling."""
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES) == 16


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("pg:Park", "https://w3id.org/parkgraph/ontology#Park"),
        ("pgc:tier-growth", "https://w3id.org/parkgraph/concept/tier-growth"),
        ("skos:prefLabel", "http://www.w3.org/2004/02/skos/core#prefLabel"),
        ("park-a", "https://w3id.org/parkgraph/id/park-a"),
        ("http://example.org/x", "http://example.org/x"),
        ("https://example.org/x", "https://example.org/x"),
        ("nobody:knows", "https://w3id.org/parkgraph/id/nobody:knows"),
        ("pg:", "https://w3id.org/parkgraph/ontology#"),
    ],
)
def test_a_name_stands_for_an_address(name: str, address: str) -> None:
    """CURIEs are expanded, addresses are left, and a bare slug is an entity."""
    assert iri(name) == address


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (PG + "Park", "pg:Park"),
        (PGD + "park-a", "pgd:park-a"),
        (PGC + "tier-growth", "pgc:tier-growth"),
        (PGS + "sE1", "pgs:sE1"),
        (PGR + "a-rule", "pgr:a-rule"),
        (PG, PG),
        ("http://example.org/x", "http://example.org/x"),
    ],
)
def test_an_address_has_a_short_form(address: str, name: str) -> None:
    """Known namespaces get their prefix; a namespace alone and strangers stay as they are."""
    assert curie(address) == name


@pytest.mark.parametrize("prefix", PREFIXES)
def test_short_forms_lead_back(prefix: str) -> None:
    """What `curie` shortens, `iri` lengthens again, whatever the prefix."""
    address = PREFIXES[prefix] + "word"
    assert curie(address) == f"{prefix}:word"
    assert iri(curie(address)) == address


@pytest.mark.parametrize(
    ("address", "end"),
    [
        (PGD + "park-a", "park-a"),
        (PG + "Park", "Park"),
        (PG, "ontology"),
        ("http://example.org/a/b/", "b"),
        ("http://example.org/a#b/c", "c"),
        ("park-a", "park-a"),
    ],
)
def test_a_slug_is_what_stands_last(address: str, end: str) -> None:
    """The part behind the last slash or hash names the thing; a closing one does not count."""
    assert slug(address) == end
