"""The vocabulary: what may be said, asked of a small ontology of its own and of the repository's."""

import json
from pathlib import Path
from typing import Any

import pytest

from parkgraph.names import PG, PGC, PGR, RDF, SKOS, XSD
from parkgraph.vocabulary import AUTHORING, Vocabulary, Word, load_vocabulary, short_name

PREFIXES = "".join(
    f"@prefix {prefix}: <{space}> .\n"
    for prefix, space in {
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "pg": PG,
        "pgc": PGC,
        "pgr": PGR,
        "skos": SKOS,
    }.items()
)
ONTOLOGY = """
pg:Thing a owl:Class ; rdfs:label "物"@zh , "thing"@en .
pg:Fact a owl:Class ; rdfs:subClassOf pg:Thing .
pg:Aging a owl:Class ; rdfs:subClassOf pg:Fact ; pg:agesWithSource true .
pg:Older a owl:Class ; rdfs:subClassOf pg:Aging .
pg:Ring a owl:Class ; rdfs:subClassOf pg:Round .
pg:Round a owl:Class ; rdfs:subClassOf pg:Ring , [ a owl:Restriction ] .
pg:near a owl:ObjectProperty ; pg:isGraphEdge true ; pg:needsEvidence true .
pg:beyond a owl:ObjectProperty ; pg:isInferred true .
pg:remark a owl:DatatypeProperty .
pg:agesWithSource a owl:AnnotationProperty .
"""
CONCEPTS = """
pgc:scheme-colour a skos:ConceptScheme ; pg:closedScheme true .
pgc:colour-red a skos:Concept ; skos:prefLabel "红"@zh , "red"@en .
pgc:colour-blue a skos:Concept .
pgr:by-eye a pg:InferenceRule .
"""
CONTEXT: dict[str, Any] = {
    "@context": {
        "@version": 1.1,
        "skos": SKOS,
        "id": "@id",
        "is": "@type",
        "zh": {"@id": "skos:prefLabel", "@language": "zh"},
        "quote": {"@container": "@set"},
        "colour": {"@type": "@vocab", "@context": {"@vocab": PGC + "colour-"}},
        "near": {"@type": "@id"},
        "size": {"@id": "sizeOf", "@type": "xsd:integer"},
        "written": {"@language": "zh-hant"},
        "parts": {"@reverse": "partOf"},
        "facts": {"@reverse": "rdf:subject"},
        "says": {"@id": "rdf:predicate", "@type": "@vocab"},
    },
    "defaults": {"parts": "Thing"},
    "verbatim": ["written"],
}


@pytest.fixture
def small(tmp_path: Path) -> Vocabulary:
    """The vocabulary of the small ontology above."""
    (tmp_path / "parkgraph.ttl").write_text(PREFIXES + ONTOLOGY, encoding="utf-8")
    (tmp_path / "concepts.ttl").write_text(PREFIXES + CONCEPTS, encoding="utf-8")
    (tmp_path / "context.jsonld").write_text(json.dumps(CONTEXT), encoding="utf-8")
    return load_vocabulary(tmp_path)


def test_a_class_is_itself_and_all_above_it(small: Vocabulary) -> None:
    """Superclasses are followed all the way, through circles too; nameless ones are left out."""
    assert small.supers[PG + "Older"] == {PG + name for name in ("Older", "Aging", "Fact", "Thing")}
    assert small.supers[PG + "Ring"] == small.supers[PG + "Round"] == {PG + "Ring", PG + "Round"}
    assert small.is_a("Older", "Fact") and small.is_a("Fact", "Fact")
    assert not small.is_a("Fact", "Older")
    assert not small.is_a("Nothing", "Thing")


def test_facts_age_below_a_class_that_ages(small: Vocabulary) -> None:
    """The mark on a class holds for all classes below it, and for none above."""
    assert [small.ages(cls) for cls in ("Thing", "Fact", "Aging", "Older", "Nothing")] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_properties_concepts_marks_and_labels_are_read(small: Vocabulary) -> None:
    """Terms by kind, concepts with the rules that records may name, marks by who carries them."""
    assert small.kinds == {
        PG + "near": "object",
        PG + "beyond": "object",
        PG + "remark": "datatype",
        PG + "agesWithSource": "annotation",
    }
    assert small.concepts == {PGC + "colour-red", PGC + "colour-blue", PGR + "by-eye"}
    assert small.concept_names(PGC + "colour-") == ["blue", "red"]
    assert small.marks == {
        "needsEvidence": {PG + "near"},
        "isGraphEdge": {PG + "near"},
        "isInferred": {PG + "beyond"},
        "agesWithSource": {PG + "Aging"},
        "closedScheme": {PGC + "scheme-colour"},
    }
    assert small.labels[PG + "Thing"] == {"zh": "物", "en": "thing"}
    assert small.labels[PGC + "colour-red"] == {"zh": "红", "en": "red"}


@pytest.mark.parametrize(
    "word",
    [
        Word("id", "@id", "keyword"),
        Word("zh", SKOS + "prefLabel", "literal"),
        Word("colour", PG + "colour", "concept", space=PGC + "colour-"),
        Word("near", PG + "near", "id"),
        Word("size", PG + "sizeOf", "literal", datatype=XSD + "integer"),
        Word("written", PG + "written", "literal", verbatim=True),
        Word("parts", PG + "partOf", "id", reverse=True, default="Thing"),
        Word("facts", RDF + "subject", "id", reverse=True),
        Word("says", RDF + "predicate", "term"),
        Word("remark", PG + "remark", "literal"),
    ],
    ids=lambda word: word.name,
)
def test_a_word_says_what_it_stands_for(word: Word, small: Vocabulary) -> None:
    """Words of the context, and text properties by their own name."""
    assert small.word(word.name) == word


@pytest.mark.parametrize(
    "name", ["near2", "beyond", "agesWithSource", "Thing", "skos", "@version", "quote", "after", ""]
)
def test_anything_else_is_no_word(name: str, small: Vocabulary) -> None:
    """Prefixes, keywords of JSON-LD, classes and other kinds of property cannot be written as words."""
    assert small.word(name) is None


def test_unknown_names_get_near_ones(small: Vocabulary) -> None:
    """The nearest come first, from all words and properties, or from the names given; strangers get none."""
    assert small.suggestions("colur") == ["colour"]
    assert small.suggestions("quotes") == ["quote"]
    assert small.suggestions("remarks") == ["remark"]
    assert small.suggestions("xyzzy") == []
    assert small.suggestions("bleu", ["blue", "red"]) == ["blue"]
    assert len(small.suggestions("park-aa", [f"park-a{n}" for n in range(9)])) == 3


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (PG + "Park", "Park"),
        (PGC + "tier-growth", "tier-growth"),
        (PGR + "a-rule", "a-rule"),
        (SKOS + "note", SKOS + "note"),
    ],
)
def test_a_short_name_is_the_local_part_of_our_own(address: str, name: str) -> None:
    """Terms, concepts and rules are shown by their local name; strangers by their whole address."""
    assert short_name(address) == name


def test_the_repositorys_vocabulary_is_read_once(vocabulary: Vocabulary) -> None:
    """Whoever asks again in the same process gets the same object."""
    assert load_vocabulary(Path(__file__).parents[2] / "ontology") is vocabulary
    assert AUTHORING == ("quote", "after", "before")


def test_the_repositorys_vocabulary_knows_what_records_need(vocabulary: Vocabulary) -> None:
    """A sample of what build, checks and network ask for."""
    assert vocabulary.is_a("QAExchange", "DocumentSection")
    assert vocabulary.is_a("QuantitativeTarget", "QualifiedFact")
    assert vocabulary.ages("Designation") and not vocabulary.ages("Assertion")
    assert vocabulary.word("tier") == Word("tier", PG + "atTier", "concept", space=PGC + "tier-")
    assert vocabulary.concept_names(PGC + "tier-") == ["demonstration", "growth", "registry"]
    assert PG + "locatedIn" in vocabulary.marks["needsEvidence"]
    assert PG + "locatedInTransitive" in vocabulary.marks["isInferred"]
    assert vocabulary.labels[PG + "Park"] == {"zh": "园区", "en": "park"}
    assert vocabulary.context["@base"] == "https://w3id.org/parkgraph/id/"
