"""The build as a whole: one graph from records, register, reference data and rules, and the same bytes every time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.build import Build, build_graph, compare_graph, write_build
from parkgraph.errors import AssetError, DataError, ParseError
from parkgraph.text import load_lock
from parkgraph.turtle import canonical_turtle, fingerprint, read_triples

REPO = Path(__file__).parents[2]
NOTICE = "moushi-2024-notice"
INTERVIEW = "moushi-2025-interview"

Told = set[tuple[str, str, str]]
Teller = Callable[[Iterable[ox.Triple]], Told]
Edit = Callable[[str, str, str], None]

PROGRAM = """
import sys
from pathlib import Path
from parkgraph.build import build_graph, write_build

home, folders, output = Path(sys.argv[1]), [Path(name) for name in sys.argv[3:]], Path(sys.argv[2])
write_build(build_graph(home, home / "data", folders), output)
"""


class TestSameBytes:
    """Same inputs, same bytes: over runs, hash seeds, and with the texts or with the lock alone."""

    def test_two_builds_are_alike(self, build: Callable[..., Build]) -> None:
        """Graph, lock and registry."""
        first, second = build(), build()
        assert first.turtle == second.turtle
        assert first.triples == second.triples
        assert first.lock.rendered() == second.lock.rendered()
        assert first.registry.rendered() == second.registry.rendered()

    def test_the_lock_alone_gives_what_the_texts_give(self, build: Callable[..., Build]) -> None:
        """The graph and all tables are the same; only the list of checked sources tells the difference."""
        with_texts, without = build(), build(folders=[])
        assert with_texts.turtle == without.turtle
        assert with_texts.lock.rendered() == without.lock.rendered()
        assert (with_texts.checked, without.checked) == ((NOTICE, INTERVIEW), ())

    @pytest.mark.parametrize("texts", [True, False], ids=["with texts", "with the lock alone"])
    def test_hash_seeds_do_not_show(self, texts: bool, town: Path, build: Callable[..., Build], tmp_path: Path) -> None:
        """Three interpreters with three seeds write what this one writes."""
        folders = [str(town / "sources")] if texts else []
        tables = {name: (town / "registry" / name).read_bytes() for name in ("ids.tsv", "spans.tsv")}
        for seed in "012":
            output = tmp_path / f"{seed}.ttl"
            environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPO / "src")}
            subprocess.run([sys.executable, "-c", PROGRAM, town.parent, output, *folders], check=True, env=environment)
            assert output.read_text(encoding="utf-8") == build().turtle
            assert tables == {name: (town / "registry" / name).read_bytes() for name in tables}

    def test_the_order_of_files_and_records_does_not_show(self, town: Path, build: Callable[..., Build]) -> None:
        """Records moved within a file, and a reference file divided in two, change nothing."""
        before = build()
        path = town / "records" / f"{NOTICE}.yaml"
        head, *parts = path.read_text(encoding="utf-8").split("\n- id: ")
        path.write_text(
            "\n- id: ".join([head, *reversed([part.rstrip("\n") for part in parts])]) + "\n", encoding="utf-8"
        )
        triples = read_triples(town / "reference" / "divisions.ttl")
        (town / "reference" / "divisions.ttl").write_text(canonical_turtle(triples[::2]), encoding="utf-8")
        (town / "reference" / "another.ttl").write_text(canonical_turtle(triples[1::2]), encoding="utf-8")
        assert build().turtle == before.turtle

    def test_the_turtle_is_that_of_the_statements(self, build: Callable[..., Build], tmp_path: Path) -> None:
        """What is written is canonical and complete, without blank nodes."""
        built = build()
        assert built.turtle == canonical_turtle(built.triples)
        (tmp_path / "graph.ttl").write_text(built.turtle, encoding="utf-8")
        again = read_triples(tmp_path / "graph.ttl")
        assert set(again) == built.triples
        assert fingerprint(again) == fingerprint(built.triples)


class TestWhatIsBuilt:
    """What stands in the graph beside the records themselves."""

    def test_every_assertion_has_its_direct_statement(self, build: Callable[..., Build], told: Teller) -> None:
        """Of things and of values."""
        facts = told(build().triples)
        assert ("park-zhizao", "pg:locatedIn", "division-990121") in facts
        assert ("policy-moushi-pilot", "pg:documentNumber", '"某政办〔2024〕7号"') in facts
        slots = {(s, p): v for s, p, v in facts if p in ("rdf:subject", "rdf:predicate", "rdf:object")}
        asserted = {s for s, p, v in facts if v == "pg:Assertion"}
        assert len(asserted) > 30
        for node in asserted:
            assert tuple(slots[node, f"rdf:{slot}"] for slot in ("subject", "predicate", "object")) in facts

    @pytest.mark.parametrize(("rank", "stated"), [("preferred", True), ("normal", True), ("deprecated", False)])
    def test_a_deprecated_assertion_has_no_direct_statement(
        self, rank: str, stated: bool, edit: Edit, build: Callable[..., Build], told: Teller
    ) -> None:
        """It is kept with its evidence, and not told as true; other ranks make no difference."""
        edit(
            f"records/{NOTICE}.yaml",
            "that: enterprise-shili, basis: explicit,",
            f"that: enterprise-shili, rank: {rank}, basis: explicit,",
        )
        facts = told(build().triples)
        kept = {s for s, p, v in facts if (p, v) == ("pg:assertionRank", f"pgc:rank-{rank}")}
        assert len(kept) == 1
        assert (kept.pop(), "pg:evidencedBy", "span-moushi-2024-notice-269-278") in facts
        assert (("park-jiaxian", "pg:operatedBy", "enterprise-shili") in facts) is stated

    def test_facts_that_age_carry_the_date_of_their_own_source(self, build: Callable[..., Build], told: Teller) -> None:
        """Participations, lists and conditions of the notice; the interview holds none."""
        facts = told(build().triples)
        dates = {(s, v) for s, p, v in facts if p == "pg:asOf" and not s.startswith("source-")}
        assert len(dates) == 6
        assert {value for _, value in dates} == {'"2024-09-08"^^xsd:date'}
        assert ("list-moushi-2024-demonstration", '"2024-09-08"^^xsd:date') in dates

    def test_a_source_tells_what_the_register_says(self, build: Callable[..., Build], told: Teller) -> None:
        """Titles, hash, length, language, authority, as-of, address and notes."""
        facts = {(p, v) for s, p, v in told(build().triples) if s == f"source-{NOTICE}"}
        assert facts == {
            ("rdf:type", "pg:SourceDocument"),
            ("skos:prefLabel", '"某市示例园区试点方案印发通知（虚构）"@zh'),
            ("skos:prefLabel", '"Notice issuing the pilot plan of Some City (invented)"@en'),
            ("pg:sha256", '"a87b1ef5b51d0e49943b731391f5c4baaa2e12549290c30444029144d2b0eeb1"'),
            ("pg:textLength", '"291"^^xsd:integer'),
            ("dcterms:language", '"zh"'),
            ("pg:sourceAuthority", "pgc:authority-primary"),
            ("pg:asOf", '"2024-09-08"^^xsd:date'),
            ("pg:asOfPrecision", "pgc:precision-day"),
            ("pg:retrievedFrom", '"https://example.org/notice/7"^^xsd:anyURI'),
            ("pg:retrievedOn", '"2024-09-10"^^xsd:date'),
            ("skos:editorialNote", '"Invented for the tests."@en'),
            ("pg:mentionedIn", f"span-{NOTICE}-0-13"),
        }

    def test_a_quote_leaves_one_span_however_often_it_is_used(self, build: Callable[..., Build], told: Teller) -> None:
        """As many spans as places; none holds the text of another, and the text itself is nowhere."""
        built = build()
        facts = told(built.triples)
        spans = {s for s, p, v in facts if v == "pg:TextSpan"}
        assert len(spans) == len(set(built.lock.places.values())) == 25
        exact = [(s, v) for s, p, v in facts if p == "oa:exact"]
        assert len(exact) == 25 and {s for s, _ in exact} == spans
        assert not [1 for _, p, _ in facts if p == "pg:fullText"]

    def test_the_reference_data_are_part_of_the_graph(self, town: Path, build: Callable[..., Build]) -> None:
        """Statement by statement."""
        assert set(read_triples(town / "reference" / "divisions.ttl")) <= build().triples

    def test_the_release_counts_all_statements_but_its_own(self, build: Callable[..., Build], told: Teller) -> None:
        """Version, date, licence and sources stand on it; neither time of building nor fingerprint."""
        built = build()
        node = "https://w3id.org/parkgraph/release/2025.1.0"
        facts = told(built.triples)
        release = {(p, v) for s, p, v in facts if s == node}
        assert release == {
            ("rdf:type", "pg:KnowledgeGraphRelease"),
            ("skos:prefLabel", '"parkgraph 数据 2025.1.0"@zh'),
            ("skos:prefLabel", '"parkgraph data 2025.1.0"@en'),
            ("dcterms:hasVersion", '"2025.1.0"'),
            ("owl:versionInfo", '"2025.1.0"'),
            ("dcterms:issued", '"2025-01-31"^^xsd:date'),
            ("dcterms:license", "https://creativecommons.org/licenses/by/4.0/"),
            ("dcterms:source", f"source-{NOTICE}"),
            ("dcterms:source", f"source-{INTERVIEW}"),
            ("void:triples", f'"{len(built.triples) - len(release)}"^^xsd:integer'),
        }

    def test_the_rules_are_told_with_the_graph_they_made(self, build: Callable[..., Build], told: Teller) -> None:
        """Every rule that a fact names in the graph is described there, or is a concept."""
        facts = told(build().triples)
        used = {v for s, p, v in facts if p == "pg:inferredByRule"}
        described = {s for s, p, v in facts if v == "pg:InferenceRule"}
        assert described == {f"pgr:{path.stem}" for path in (REPO / "queries" / "rules").glob("*.rq")}
        assert used - described == {"pgr:place-named-in-name"}


class TestRefusals:
    """What is wrong between the files."""

    def test_records_of_an_unregistered_source_are_refused(self, town: Path, refusal: Callable[..., str]) -> None:
        """A record file needs its entry in the register."""
        (town / "sources" / f"{INTERVIEW}.toml").unlink()
        assert refusal(DataError) == (
            f"records/{INTERVIEW}.yaml:1: 来源 {INTERVIEW} 未登记。 请建立 sources/{INTERVIEW}.toml。"
        )

    def test_an_id_defined_in_two_files_is_refused(self, edit: Edit, refusal: Callable[..., str]) -> None:
        """The later file is told where the earlier one defines it."""
        edit(f"records/{INTERVIEW}.yaml", "- id: park-shuzi\n", "- id: park-yiqu\n")
        assert refusal(ParseError) == (
            f"records/{INTERVIEW}.yaml:10: 标识符 park-yiqu 重复。 它已在 records/{NOTICE}.yaml:94 定义；请改名。"
        )

    def test_an_id_that_the_reference_data_define_is_refused(self, edit: Edit, refusal: Callable[..., str]) -> None:
        """Records add to divisions, and do not define them again."""
        edit(f"records/{INTERVIEW}.yaml", "- id: park-shuzi\n", "- id: division-990121\n")
        assert (
            refusal(ParseError)
            == f"records/{INTERVIEW}.yaml:10: 标识符 division-990121 重复。 它已在 reference 定义；请改名。"
        )

    def test_a_source_may_be_told_more_of_in_its_records(self, build: Callable[..., Build], told: Teller) -> None:
        """The register defines it, its records add sections; that is no duplicate."""
        assert (f"source-{NOTICE}", "pg:mentionedIn", f"span-{NOTICE}-0-13") in told(build().triples)

    def test_a_reference_to_another_files_thing_is_found(self, edit: Edit, refusal: Callable[..., str]) -> None:
        """The interview points at a park of the notice; misspelled, it is told the right one."""
        edit(f"records/{INTERVIEW}.yaml", "inTitleOf: park-shuzi", "inTitleOf: park-yiquu")
        assert refusal(ParseError) == (
            f"records/{INTERVIEW}.yaml:19: 引用的 park-yiquu 没有定义。 是否想写 park-yiqu 或 park-shuzi？"
        )

    @pytest.mark.parametrize("text", [None, 'version = "1"\n', "date = 2025-01-31\n"])
    def test_a_release_without_version_or_date_is_refused(
        self, text: str | None, town: Path, refusal: Callable[..., str]
    ) -> None:
        """A missing file or key is an error of ours, with the file."""
        (town / "release.toml").unlink()
        if text:
            (town / "release.toml").write_text(text, encoding="utf-8")
        assert refusal(ParseError if text else AssetError).startswith("release.toml: ")


class TestWrite:
    """Writing and comparing."""

    def test_what_is_written_compares_as_equal(self, town: Path, build: Callable[..., Build]) -> None:
        """Graph, lock and registry stand in their places; other files are untouched."""
        built = build()
        target = town / "parkgraph.ttl"
        assert compare_graph(built, target) == [str(target)]
        write_build(built, target)
        assert target.read_text(encoding="utf-8") == built.turtle
        assert compare_graph(build(), target) == []

    def test_each_file_that_differs_is_named(self, town: Path, build: Callable[..., Build]) -> None:
        """Comparing writes nothing."""
        target = town / "parkgraph.ttl"
        write_build(build(), target)
        names = [target, town / "registry" / "spans.tsv", town / "registry" / "ids.tsv"]
        built = build()
        for name in names:
            name.write_text(name.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert compare_graph(built, target) == [str(name) for name in names]
        assert target.read_text(encoding="utf-8") == built.turtle + "\n"

    def test_folders_that_are_not_there_yet_are_made(
        self, town: Path, build: Callable[..., Build], tmp_path: Path
    ) -> None:
        """The first build of a workspace makes its registry, and the folder of the graph."""
        shutil.rmtree(town / "registry")
        built = build(register=True)
        assert built.registered == 30
        write_build(built, tmp_path / "new" / "deep" / "graph.ttl")
        assert (tmp_path / "new" / "deep" / "graph.ttl").read_text(encoding="utf-8") == built.turtle
        assert load_lock(town / "registry" / "spans.tsv").places == built.lock.places

    def test_the_toy_towns_own_tables_are_up_to_date(self, town: Path, build: Callable[..., Build]) -> None:
        """Registry and lock of the toy town are what its build makes."""
        built = build()
        assert built.registered == 0
        assert built.lock.rendered() == (town / "registry" / "spans.tsv").read_text(encoding="utf-8")
        assert built.registry.rendered() == (town / "registry" / "ids.tsv").read_text(encoding="utf-8")


@pytest.fixture
def village(town: Path, build: Callable[..., Build], tmp_path: Path) -> Path:
    """A workspace of one's own beside the toy town, whose graph is the shipped one."""
    write_build(build(), town / "parkgraph.ttl")
    folder = tmp_path / "village"
    for room in ("sources", "records"):
        (folder / room).mkdir(parents=True)
    for suffix in (".txt", ".toml"):
        shutil.copy(town / "sources" / f"{INTERVIEW}{suffix}", folder / "sources" / f"village-2025-page{suffix}")
    return folder


def village_record(village: Path, text: str) -> None:
    """Writes the village's only record file."""
    (village / "records" / "village-2025-page.yaml").write_text(
        f"source: source-village-2025-page\nrecords:\n{text}\n", encoding="utf-8"
    )


NEW_PARK = """\
- id: park-new
  is: Park
  zh: 新园
  quote: '示例園區現在怎樣'
  facts:
  - {says: partOfPark, that: park-jiaxian, basis: curator}
"""


class TestWorkspace:
    """A workspace is layered on the shipped graph: it may point at it, and holds its own statements alone."""

    def test_it_holds_only_its_own_statements(
        self, town: Path, village: Path, build: Callable[..., Build], told: Teller
    ) -> None:
        """Nothing of the shipped graph, neither its release nor its rules; references to shipped things resolve."""
        village_record(village, NEW_PARK)
        built = build(workspace=village, folders=[village / "sources"], register=True)
        assert not built.triples & set(read_triples(town / "parkgraph.ttl"))
        facts = told(built.triples)
        assert ("park-new", "pg:partOfPark", "park-jiaxian") in facts
        classes = {v for s, p, v in facts if p == "rdf:type"}
        assert classes == {"pg:Park", "pg:Assertion", "pg:SourceDocument", "pg:TextSpan"}
        assert sorted(built.registry.rows) == ["park-new", "source-village-2025-page"]

    def test_rules_see_the_shipped_graph_below_it(
        self, village: Path, build: Callable[..., Build], told: Teller
    ) -> None:
        """The new park lies where the shipped park lies that it is a part of, with the quotes of both."""
        village_record(village, NEW_PARK)
        facts = told(build(workspace=village, folders=[village / "sources"], register=True).triples)
        areas = {v for s, p, v in facts if (s, p) == ("park-new", "pg:locatedInTransitive")}
        assert areas == {"park-jiaxian", "division-990121", "division-990100", "division-990000"}
        (node,) = {s for s, p, v in facts if (p, v) == ("rdf:object", "division-990000")}
        assert {v for s, p, v in facts if (s, p) == (node, "pg:evidencedBy")} == {
            "span-village-2025-page-7-15",
            "span-moushi-2024-notice-216-227",
        }

    def test_its_files_are_its_own(self, town: Path, village: Path, build: Callable[..., Build]) -> None:
        """Graph, lock and registry are written into the workspace; the shipped ones stay as they are."""
        village_record(village, NEW_PARK)
        before = {path: path.read_bytes() for path in town.rglob("*") if path.is_file()}
        built = build(workspace=village, folders=[village / "sources"], register=True)
        write_build(built, village / "graph.ttl")
        assert before == {path: path.read_bytes() for path in town.rglob("*") if path.is_file()}
        assert sorted(path.name for path in (village / "registry").iterdir()) == ["ids.tsv", "spans.tsv"]
        assert compare_graph(build(workspace=village, folders=[]), village / "graph.ttl") == []

    def test_what_neither_graph_defines_is_refused(self, village: Path, build: Callable[..., Build]) -> None:
        """Suggestions come from both."""
        village_record(village, NEW_PARK.replace("that: park-jiaxian", "that: park-jiaxan"))
        with pytest.raises(ParseError) as caught:
            build(workspace=village, folders=[village / "sources"], register=True)
        assert str(caught.value) == (
            f"{village}/records/village-2025-page.yaml:8: 引用的 park-jiaxan 没有定义。 "
            "是否想写 park-jiaxian 或 name-jiaxian-2 或 name-jiaxian-1？"
        )

    def test_an_id_of_the_shipped_graph_is_not_defined_again(self, village: Path, build: Callable[..., Build]) -> None:
        """A workspace may add to a shipped thing, not make another of the same name."""
        village_record(village, NEW_PARK.replace("park-new", "park-yiqu"))
        with pytest.raises(ParseError) as caught:
            build(workspace=village, folders=[village / "sources"], register=True)
        assert str(caught.value) == (
            f"{village}/records/village-2025-page.yaml:3: 标识符 park-yiqu 已在随附的图谱中定义。 "
            "请换一个标识符；要补充那个事物，请去掉 is，只写 id。"
        )

    def test_it_needs_no_release_file(self, village: Path, build: Callable[..., Build]) -> None:
        """Versions are for the shipped data."""
        village_record(village, "  []")
        assert build(workspace=village, folders=[], register=True).registered == 1

    def test_the_repositorys_own_data_lie_below_a_workspace(self, village: Path) -> None:
        """A workspace built in the real house points at real divisions."""
        village_record(village, NEW_PARK.replace("partOfPark, that: park-jiaxian", "locatedIn, that: division-371400"))
        built = build_graph(REPO, village, [village / "sources"], register=True)
        shipped = set(read_triples(REPO / "data" / "parkgraph.ttl"))
        assert built.triples and not built.triples & shipped
