"""The release as a product: described exactly, readable by others' tools, citable, and made again byte for byte."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from parkgraph.export import FORMS, export_graph
from parkgraph.names import BASE, DCTERMS, PREFIXES, SH
from parkgraph.queries import load_questions
from parkgraph.turtle import fingerprint, read_triples
from parkgraph.verify import verify_release

REPO = Path(__file__).parents[1]
DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
HEAD = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items()) + (
    f"PREFIX dcat: <{DCAT}>\nPREFIX spdx: <{SPDX}>\nPREFIX void-ext: <http://ldf.fi/void-ext#>\n"
)


def table(store: ox.Store, text: str) -> set[tuple[str, ...]]:
    """The rows of an answer, IRIs and literals by their texts, unbound ones empty."""
    found = store.query(HEAD + text)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return {tuple(getattr(row[name], "value", "") for name in names) for row in found}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the shipped graph."""
    place = tmp_path_factory.mktemp("release") / "parkgraph"
    export_graph(REPO, place)
    return place


@pytest.fixture(scope="module")
def data(folder: Path) -> ox.Store:
    """The graph, as it stands in the export."""
    store = ox.Store()
    store.bulk_load(path=str(folder / "parkgraph.nt"))
    return store


@pytest.fixture(scope="module")
def void(folder: Path) -> ox.Store:
    """The description, as it stands in the export."""
    store = ox.Store()
    store.bulk_load(path=str(folder / "void.ttl"))
    return store


@pytest.fixture(scope="module")
def examples(folder: Path) -> ox.Store:
    """The questions, as they stand in the export."""
    store = ox.Store()
    store.bulk_load(path=str(folder / "queries.ttl"))
    return store


class TestDescription:
    """`void.ttl` against the data beside it, counted by query."""

    def test_totals_are_exact(self, data: ox.Store, void: ox.Store) -> None:
        """Statements, entities, classes, properties, different subjects and objects."""
        counted = table(
            data,
            f"""SELECT ?triples ?entities ?classes ?properties ?subjects ?objects {{
            {{ SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?s) AS ?subjects)
                (COUNT(DISTINCT ?o) AS ?objects) {{ ?s ?p ?o }} }}
            {{ SELECT (COUNT(DISTINCT ?s) AS ?entities) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}id/")) }} }}
            {{ SELECT (COUNT(DISTINCT ?c) AS ?classes) {{ ?s a ?c }} }} }}""",
        )
        assert counted == table(
            void,
            """SELECT ?triples ?entities ?classes ?properties ?subjects ?objects {
            ?set a dcat:Dataset ; void:triples ?triples ; void:entities ?entities ; void:classes ?classes ;
              void:properties ?properties ; void:distinctSubjects ?subjects ; void:distinctObjects ?objects }""",
        )

    def test_parts_by_property_are_exact(self, data: ox.Store, void: ox.Store) -> None:
        """Each property of the data, and no other: statements, different subjects and objects."""
        counted = table(
            data,
            """SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
            { ?s ?p ?o } GROUP BY ?p""",
        )
        assert len(counted) > 100
        assert counted == table(
            void,
            """SELECT ?p ?n ?subjects ?objects { ?set a dcat:Dataset ; void:propertyPartition ?part .
            ?part void:property ?p ; void:triples ?n ; void:distinctSubjects ?subjects ;
              void:distinctObjects ?objects }""",
        )

    def test_parts_by_class_are_exact(self, data: ox.Store, void: ox.Store) -> None:
        """Each class of the data, and no other: things, statements, properties, different objects."""
        counted = table(
            data,
            """SELECT ?c (COUNT(DISTINCT ?s) AS ?n) (COUNT(*) AS ?triples) (COUNT(DISTINCT ?p) AS ?properties)
            (COUNT(DISTINCT ?o) AS ?objects) { ?s a ?c ; ?p ?o } GROUP BY ?c""",
        )
        assert len(counted) > 50
        assert counted == table(
            void,
            """SELECT ?c ?n ?triples ?properties ?objects { ?set a dcat:Dataset ; void:classPartition ?part .
            ?part void:class ?c ; void:entities ?n ; void:triples ?triples ; void:properties ?properties ;
              void:distinctSubjects ?n ; void:distinctObjects ?objects }""",
        )

    def test_what_an_editor_reads_is_exact(self, data: ox.Store, void: ox.Store) -> None:
        """Class, property, and class or datatype of the value, in the form that sparql-editor asks for, with counts."""
        counted = table(
            data,
            """SELECT ?c ?p ?class ?datatype (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o
            OPTIONAL { ?o a ?class } BIND(DATATYPE(?o) AS ?datatype)
            FILTER(BOUND(?class) || BOUND(?datatype)) } GROUP BY ?c ?p ?class ?datatype""",
        )
        assert len(counted) > 500
        assert counted == table(
            void,
            """SELECT ?c ?p ?class ?datatype ?n { ?cp void:class ?c ; void:propertyPartition ?pp .
            ?pp void:property ?p .
            { ?pp void:classPartition ?end . ?end void:class ?class }
            UNION { ?pp void-ext:datatypePartition ?end . ?end void-ext:datatype ?datatype }
            ?end void:triples ?n }""",
        )
        pairs = table(
            void,
            """SELECT ?c ?p ?n { ?cp void:class ?c ; void:propertyPartition ?pp .
            ?pp void:property ?p ; void:triples ?n }""",
        )
        assert pairs == table(data, "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")

    def test_vocabularies_are_those_in_use(self, data: ox.Store, void: ox.Store) -> None:
        """The namespace of each property and class, and no other."""
        terms = table(data, "SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }")
        spaces = {re.sub(r"[^/#]*$", "", term) for (term,) in terms}
        assert table(void, "SELECT ?v { [] void:vocabulary ?v }") == {(space,) for space in spaces}

    def test_no_link_to_other_data_is_claimed_and_there_is_none(self, data: ox.Store, void: ox.Store) -> None:
        """No statement but the licence points out of our namespaces; a linkset would be told of by then."""
        outside = f'SELECT DISTINCT ?p {{ ?s ?p ?o FILTER(ISIRI(?o) && !STRSTARTS(STR(?o), "{BASE}")) }}'
        assert table(data, outside) == {(DCTERMS + "license",)}
        assert table(void, "SELECT ?l { { ?l a void:Linkset } UNION { [] void:linkPredicate ?l } }") == set()

    def test_every_file_is_told_of_with_size_and_checksum(self, folder: Path, void: ox.Store) -> None:
        """All but the three that cannot: this one and the lists that it is in itself."""
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        told = table(
            void,
            """SELECT ?name ?size ?sum { [] a dcat:Dataset ; dcat:distribution ?d . ?d a dcat:Distribution ;
            spdx:fileName ?name ; dcat:byteSize ?size ; dcat:mediaType ?media ; spdx:checksum ?c ; dcterms:license ?l .
            ?c spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum }""",
        )
        assert told == {
            (name, str(path.stat().st_size), sha256(path.read_bytes()).hexdigest())
            for name, path in files.items()
            if name not in ("void.ttl", "manifest.json", "SHA256SUMS")
        }
        dumps = table(void, "SELECT ?name { [] void:dataDump/spdx:fileName ?name }")
        assert dumps == {(form,) for form in FORMS}

    def test_the_release_is_described_once_and_completely(self, void: ox.Store) -> None:
        """Version and date of data/release.toml, licence, publisher, languages, access: told of one dataset."""
        release = tomllib.loads((REPO / "data" / "release.toml").read_text(encoding="utf-8"))
        told = table(
            void,
            """SELECT ?version ?issued ?licence ?name { [] a dcat:Dataset , void:Dataset ; dcat:version ?version ;
            dcterms:issued ?issued ; dcterms:license ?licence ; dcterms:accessRights/rdfs:label ?rule ;
            dcterms:publisher/<http://xmlns.com/foaf/0.1/name> ?name ; dcterms:title ?zh , ?en ;
            dcterms:description ?about FILTER(LANG(?zh) = "zh" && LANG(?en) = "en" && LANG(?name) = "en") }""",
        )
        project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        licence = "https://creativecommons.org/licenses/by/4.0/"
        assert told == {(release["version"], release["date"].isoformat(), licence, project["authors"][0]["name"])}
        languages = table(void, "SELECT ?l { [] dcterms:language ?l }")
        assert {language.rpartition("/")[2] for (language,) in languages} == {"zh", "en"}


class TestExamples:
    """`queries.ttl`, taken by itself."""

    TEXTS = "SELECT DISTINCT ?q ?text { ?q a sh:SPARQLExecutable ; sh:select ?text }"

    def test_every_question_runs_on_the_data(self, examples: ox.Store, data: ox.Store) -> None:
        """The text as it stands is a query that the graph answers; none of the files of queries/ is missing."""
        texts = table(examples, self.TEXTS)
        names = load_questions(REPO / "queries").keys()
        assert {question.removeprefix(f"{BASE}query/") for question, _ in texts} == names
        assert names
        for _, text in sorted(texts):
            rows = data.query(text)
            assert isinstance(rows, ox.QuerySolutions)
            list(rows)

    def test_prefixes_can_be_taken_from_the_declarations(self, examples: ox.Store) -> None:
        """Each prefix that a text declares is declared for it with `sh:prefixes` and `sh:declare`, as the same one."""
        declared = table(
            examples,
            """SELECT ?q ?p ?ns { ?q sh:select ?t ; sh:prefixes/sh:declare [ sh:prefix ?p ; sh:namespace ?ns ] }""",
        )
        for question, text in table(examples, self.TEXTS):
            own = set(re.findall(r"(?im)^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", text))
            offered = {(prefix, space) for asked, prefix, space in declared if asked == question}
            assert own
            assert own <= offered
            bare = re.sub(r"(?im)^\s*PREFIX\s+[\w-]*:\s*<[^>]*>\s*$", "", text)
            assert "PREFIX" not in bare
            ox.Store().query("".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in sorted(offered)) + bare)

    def test_what_tools_ask_for_is_there(self, examples: ox.Store) -> None:
        """The queries by which sparql-editor lists prefixes and examples find each prefix, and each question twice."""
        prefixes = table(examples, "SELECT DISTINCT ?p ?ns { [] sh:namespace ?ns ; sh:prefix ?p }")
        assert prefixes == set(PREFIXES.items())
        listed = table(
            examples,
            """SELECT DISTINCT ?sq ?comment ?query { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
            sh:select|sh:ask|sh:construct|sh:describe ?query }""",
        )
        assert len(listed) == 2 * len(table(examples, self.TEXTS))

    def test_each_has_what_the_convention_demands(self, examples: ox.Store) -> None:
        """One text, a comment with its language, a target, keywords without space around them."""
        lacking = table(
            examples,
            """SELECT ?q { ?q a sh:SPARQLExecutable
            FILTER NOT EXISTS { ?q a sh:SPARQLSelectExecutable ; schema:target ?t ; schema:keywords ?k ;
              rdfs:comment ?c FILTER(LANG(?c) != "" && REGEX(?k, "^\\\\S.*\\\\S$") && ISIRI(?t)) } }""",
        )
        assert lacking == set()
        assert table(examples, f"SELECT ?s {{ ?s <{SH}select> ?a , ?b FILTER(?a != ?b) }}") == set()


CITED = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact"),
    *("repository-code", "title", "type", "url", "version"),
}
AUTHOR = {
    *("address", "alias", "city", "country", "date-end", "date-start", "email", "fax", "location", "name", "orcid"),
    *("post-code", "region", "tel", "website"),
}


class TestCitation:
    """`CITATION.cff` against the Citation File Format 1.2.0."""

    def test_it_has_the_fields_of_the_format_and_no_others(self) -> None:
        """The four that are demanded, entities with a name as authors, and no word that the format does not know."""
        citation = told()
        assert citation.keys() <= CITED
        assert {"cff-version", "message", "title", "authors"} <= citation.keys()
        assert citation["cff-version"] == "1.2.0"
        assert citation["type"] == "software"
        for entry in (citation, *citation["references"]):
            assert entry["title"] and entry["authors"]
            assert all(author.keys() <= AUTHOR and author["name"] for author in entry["authors"])
        assert all(isinstance(word, str) for word in (*citation["keywords"], citation["version"]))
        assert {entry["type"] for entry in citation["references"]} == {"data"}

    def test_licences_and_authors_are_those_of_the_package(self) -> None:
        """The program's licence at the top, that of the data below; the authors that pyproject.toml names."""
        citation, project = told(), tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        (reference,) = citation["references"]
        assert f"{citation['license']} AND {reference['license']}" == project["license"]
        for entry in (citation, reference):
            assert [author["name"] for author in entry["authors"]] == [author["name"] for author in project["authors"]]

    def test_days_are_those_of_changelog_and_data(self) -> None:
        """The program's day is that of the changelog, none while it has none; the data's that of data/release.toml."""
        citation = told()
        newest = re.search(r"^## \[.+?\] - (\S+)$", (REPO / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
        assert newest is not None
        released = citation["date-released"].isoformat() if "date-released" in citation else "unreleased"
        assert released == newest[1]
        (reference,) = citation["references"]
        release = tomllib.loads((REPO / "data" / "release.toml").read_text(encoding="utf-8"))
        assert reference["date-released"] == release["date"]
        assert release["version"] in reference["title"]

    def test_no_address_is_named_that_the_package_does_not_name(self) -> None:
        """A repository, a page, a DOI: only where pyproject.toml has the same address."""
        citation, project = told(), tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        addresses = {citation[key] for key in ("url", "repository", "repository-code", "doi") if key in citation}
        assert addresses <= set(project.get("urls", {}).values())


def told() -> dict[str, Any]:
    """The citation."""
    citation: dict[str, Any] = yaml.safe_load((REPO / "CITATION.cff").read_text(encoding="utf-8"))
    return citation


# ---------------------------------------------------------------------- what changed


def comparison() -> ModuleType:
    """scripts/compare_builds.py as a module."""
    spec = importlib.util.spec_from_file_location("compare_builds", REPO / "scripts" / "compare_builds.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


COMPARE = comparison()


def statements(lines: Iterable[str]) -> list[ox.Triple]:
    """The statements of some lines of Turtle."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    text = head + "\n".join(lines)
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)]


WORDS = [
    'pg:Park a owl:Class ; rdfs:label "park"@en ; rdfs:subClassOf [ owl:onProperty pg:locatedIn ] .',
    "pg:locatedIn a owl:ObjectProperty . pgc:tier-a a skos:Concept . pgc:scheme-tier a skos:ConceptScheme .",
]
FACTS = [
    'pgd:park-a a pg:Park ; skos:prefLabel "A"@en . pgd:park-b a pg:Park ; skos:prefLabel "B"@en .',
    "pgd:fact-1 pg:ordinal 1 . pgd:span-x-1-2 pg:ordinal 1 .",
]


class TestComparison:
    """`scripts/compare_builds.py`."""

    def test_what_changed_is_named_and_counted(self) -> None:
        """Terms by sort, entities by class, facts, quotes, and both fingerprints."""
        old = COMPARE.Build(statements(FACTS), statements(WORDS))
        new = COMPARE.Build(
            statements([FACTS[0].replace('"B"', '"C"'), "pgd:park-d a pg:Park . pgd:fact-2 pg:ordinal 1 ."]),
            statements([WORDS[0].replace("pg:locatedIn", "pg:partOf"), WORDS[1].replace("tier-a", "tier-b")]),
        )
        marks = [fingerprint(build.graph)[:16] for build in (old, new)]
        assert COMPARE.draft(old, new).splitlines() == [
            "### Ontology",
            "",
            "- Classes: 1 → 1; 1 changed (`pg:Park`).",
            "- Concepts: 1 → 1; 1 added (`pgc:tier-b`); 1 removed (`pgc:tier-a`).",
            "",
            "### Data",
            "",
            f"- Statements: 6 → 6; fingerprints begin with `{marks[0]}` and `{marks[1]}`.",
            "- Entities: 1 added; 1 changed.",
            "  - park: 2 → 3; 1 added (park-d `park-d`); 1 changed (C `park-b`).",
            "- Facts without a name of their own: 1 added, 1 removed, 0 changed.",
            "- Quotes: 0 added, 1 removed, 0 changed.",
        ]
        assert "  - park: 2 → 3; 1 added; 1 changed." in COMPARE.draft(old, new, figures=True).splitlines()

    def test_the_same_build_has_changed_in_nothing(self) -> None:
        """A nameless part of a term is the same when it says the same, whatever it is called."""
        said = COMPARE.draft(*(COMPARE.Build(statements(FACTS), statements(WORDS)) for _ in range(2)))
        assert "- No term changed.\n" in said
        assert "- Entities: none added, removed or changed.\n" in said

    def test_checkout_and_export_are_compared_alike(self, folder: Path) -> None:
        """An export of a checkout differs from it in nothing; lines are no longer than the changelog's."""
        text = COMPARE.draft(COMPARE.load(REPO), COMPARE.load(folder), figures=True)
        assert "- No term changed.\n" in text
        assert "- Entities: none added, removed or changed.\n" in text
        assert max(map(len, text.splitlines())) <= 120

    def test_another_folder_is_refused(self, tmp_path: Path) -> None:
        """It says what it looked for."""
        with pytest.raises(SystemExit, match="neither a checkout nor an export"):
            COMPARE.load(tmp_path)


# ---------------------------------------------------------------------- made again


PROGRAM = "import sys; from parkgraph.cli import main; main(sys.argv[1:])"
PLACES = {
    "one": {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1", "LANG": "zh_CN.UTF-8"},
    "另一处 two": {
        **{"LC_ALL": "POSIX", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4711", "LANG": "C"},
        **{"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    },
}


def cloned(place: Path, settings: dict[str, str]) -> Path:
    """The export of a clean clone, made in it after its graph was built from its records."""
    tree = place / "tree"
    place.mkdir()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(REPO), str(tree)], check=True)
    leads = ("PARKGRAPH_", "PYTHON", "COVERAGE", "COV_", "LC_", "LANG")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(leads)} | settings
    environment |= {"PYTHONPATH": str(tree / "src"), "HOME": str(place)}
    (tree / "data" / "parkgraph.ttl").unlink()
    for words in (["build"], ["export", "-o", str(place / "release")]):
        said = subprocess.run(
            [sys.executable, "-P", "-c", PROGRAM, *words], cwd=place, env=environment, capture_output=True, text=True
        )
        assert said.returncode == 0, said.stderr
    changed = subprocess.run(["git", "status", "--porcelain"], cwd=tree, check=True, capture_output=True, text=True)
    assert changed.stdout == ""
    return place / "release"


@pytest.mark.slow
def test_clean_clones_give_the_same_release_byte_for_byte(tmp_path: Path) -> None:
    """Two clones in other places, locales, time zones and hash seeds build the committed graph and the same folder."""
    if subprocess.run(["git", "rev-parse", "HEAD"], cwd=REPO, capture_output=True).returncode:
        pytest.skip("not a git checkout: there is nothing to clone")
    one, two = (cloned(tmp_path / name, settings) for name, settings in PLACES.items())
    first, second = (
        {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
        for place in (one, two)
    )
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) > 20
    assert not any(str(tmp_path).encode() in content for content in first.values())
    assert verify_release(two).faults == ()


def test_manifest_tells_versions_fingerprint_and_the_hashes_of_the_sources(folder: Path) -> None:
    """Whoever rebuilds knows from which texts and reference files, by their hashes."""
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    graph = read_triples(REPO / "data" / "parkgraph.ttl")
    assert (told["fingerprint"], told["triples"]) == (fingerprint(graph), len(graph))
    registers = {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in (REPO / "data" / "sources").glob("*.toml")
    }
    texts = {f"source-{slug}": register["sha256"] for slug, register in registers.items()}
    assert texts
    assert texts.items() <= told["sources"].items()
    stated = {t.subject.value.rpartition("/")[2] for t in graph if t.predicate.value.endswith("#sha256")}
    assert told["sources"].keys() == stated
    assert [name for name in stated if not name.startswith(("source-", "reference-"))] == []
    assert all(re.fullmatch(r"[0-9a-f]{64}", mark) for mark in told["sources"].values())
