"""Counts of a description: small graphs counted by hand, where each number can go wrong in its own way."""

import pyoxigraph as ox

from parkgraph.export.counts import VOID_EXT, counts, slug
from parkgraph.names import PGD, PREFIXES, VOID, XSD

HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
TOWN = """
pgd:a a pg:Park , pg:Place ; pg:locatedIn pgd:c , pgd:d ; skos:prefLabel "甲"@zh ; pg:ordinal 1 .
pgd:b a pg:Park ; pg:locatedIn pgd:c ; skos:prefLabel "乙"@zh , "b" .
pgd:c a pg:Place .
<https://example.org/x> pg:ordinal 1 .
"""


def told(text: str) -> dict[tuple[str, str], set[str]]:
    """Node and relation, each without what all begin with, to the values of their counts and parts."""
    graph = {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)}
    found: dict[tuple[str, str], set[str]] = {}
    for node, relation, value in counts("x:set", "x:", graph):
        short = relation.removeprefix(VOID).removeprefix(VOID_EXT)
        found.setdefault((node.removeprefix("x:"), short), set()).add(value.value.removeprefix("x:"))
    return found


def sizes(node: str, text: str = TOWN) -> dict[str, int]:
    """The numbers told of a part."""
    return {
        name: int(next(iter(values)))
        for (part, name), values in told(text).items()
        if part == node and all(value.isdecimal() for value in values)
    }


def test_whole() -> None:
    """A thing of two classes is one entity; one outside our namespace is a subject and no entity."""
    assert sizes("set") == {
        **{"triples": 12, "entities": 3, "classes": 2, "properties": 4},
        **{"distinctSubjects": 4, "distinctObjects": 8},
    }


def test_part_by_property() -> None:
    """One value said of two things is one object."""
    assert sizes("property-pg-ordinal") == {"triples": 2, "distinctSubjects": 2, "distinctObjects": 1}
    assert sizes("property-pg-locatedIn") == {"triples": 3, "distinctSubjects": 2, "distinctObjects": 2}


def test_part_by_class() -> None:
    """What is said of a thing counts for each of its classes."""
    assert sizes("class-pg-Park") == {
        **{"entities": 2, "triples": 10, "properties": 4},
        **{"distinctSubjects": 2, "distinctObjects": 8},
    }
    assert sizes("class-pg-Place") == {
        **{"entities": 2, "triples": 7, "properties": 4},
        **{"distinctSubjects": 2, "distinctObjects": 6},
    }


def test_part_by_class_property_and_what_it_leads_to() -> None:
    """To things of a class, or to texts with and without a language; a thing without class is of none."""
    found = told(TOWN)
    stem = "class-pg-Park-property-"
    assert sizes(f"{stem}pg-locatedIn") == {"triples": 3, "distinctSubjects": 2, "distinctObjects": 2}
    assert found[f"{stem}pg-locatedIn", "classPartition"] == {f"{stem}pg-locatedIn-class-pg-Place"}
    assert sizes(f"{stem}pg-locatedIn-class-pg-Place") == {"triples": 2}
    assert found[f"{stem}skos-prefLabel", "datatypePartition"] == {
        f"{stem}skos-prefLabel-datatype-rdf-langString",
        f"{stem}skos-prefLabel-datatype-xsd-string",
    }
    assert sizes(f"{stem}skos-prefLabel-datatype-rdf-langString") == {"triples": 2}
    assert found[f"{stem}pg-ordinal-datatype-xsd-integer", "datatype"] == {XSD + "integer"}


def test_vocabularies_are_those_of_properties_and_classes() -> None:
    """A namespace that only a class is taken from counts; one that only things are named in does not."""
    assert told("pgd:a a prov:Agent .")["set", "vocabulary"] == {PREFIXES["rdf"], PREFIXES["prov"]}
    assert PGD not in told(TOWN)["set", "vocabulary"]


def test_names_of_parts_are_ascii_where_the_terms_are() -> None:
    """What may not stand in the end of an IRI becomes a hyphen."""
    assert [slug(PREFIXES["pg"] + "Park"), slug("https://example.org/a b")] == ["pg-Park", "https---example-org-a-b"]


def test_what_leads_to_a_thing_of_two_classes_counts_for_both() -> None:
    """It is one statement still."""
    found = told("pgd:x a pg:Box ; pg:partOf pgd:y . pgd:y a pg:Park , pg:Place .")
    stem = "class-pg-Box-property-pg-partOf"
    assert found[stem, "classPartition"] == {f"{stem}-class-pg-Park", f"{stem}-class-pg-Place"}
    assert found[stem, "triples"] == found[f"{stem}-class-pg-Park", "triples"] == {"1"}
