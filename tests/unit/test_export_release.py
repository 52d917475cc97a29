"""What goes with the graph: its description, the questions as RDF, the reader's page; and the export as a whole."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from parkgraph.build import Build
from parkgraph.errors import AssetError, DataError, ParkgraphError, ParseError
from parkgraph.export import ExportedFile, Manifest, export_graph
from parkgraph.export.description import DCAT, RDF_FORMS, SPDX, Release, find_release, void_turtle
from parkgraph.export.partition import GRAPH
from parkgraph.export.questions import questions_turtle
from parkgraph.export.readme import readme
from parkgraph.names import BASE, DCTERMS, PG, PGD, RDF, SH, VOID, XSD
from parkgraph.queries import load_questions
from parkgraph.turtle import fingerprint, read_triples

QUERIES = Path(__file__).parents[2] / "queries"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RELEASE = Release(f"{BASE}release/1", "1", "2026-11-22", LICENCE)


@pytest.fixture
def house(town: Path, build: Callable[..., Build]) -> Path:
    """The toy town, built."""
    (town / "parkgraph.ttl").write_text(build().turtle, encoding="utf-8")
    return town.parent


def parsed(text: str) -> list[ox.Triple]:
    """The statements of some Turtle."""
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def values(graph: list[ox.Triple], node: str, predicate: str) -> list[Any]:
    """What a predicate says of a node, in order."""
    return sorted(t.object.value for t in graph if t.subject.value == node and t.predicate.value == predicate)


class TestDescription:
    """`void.ttl`."""

    def test_counts_are_exact(self, house: Path) -> None:
        """Totals and every partition agree with a count by query."""
        graph = read_triples(house / "data" / "parkgraph.ttl")
        store = ox.Store()
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in graph)
        release = find_release(graph)
        told = parsed(void_turtle(graph, release, [], {}))
        node = f"{release.iri}/dataset"

        def count(what: str, where: str = "?s ?p ?o") -> int:
            row = next(iter(store.query(f"SELECT (COUNT({what}) AS ?n) WHERE {{ {where} }}")))  # type: ignore[arg-type]
            return int(row["n"].value)

        asked = {
            "triples": count("*"),
            "distinctSubjects": count("DISTINCT ?s"),
            "distinctObjects": count("DISTINCT ?o"),
            "properties": count("DISTINCT ?p"),
            "classes": count("DISTINCT ?o", "?s a ?o"),
            "entities": count("DISTINCT ?s", f'?s ?p ?o FILTER(STRSTARTS(STR(?s), "{PGD}"))'),
        }
        assert {name: values(told, node, VOID + name) for name in asked} == {n: [str(c)] for n, c in asked.items()}
        parts = {
            (values(told, part, VOID + about)[0], int(values(told, part, VOID + counted)[0]))
            for about, counted in (("class", "entities"), ("property", "triples"))
            for part in values(told, node, f"{VOID}{about}Partition")
        }
        kinds = Counter(t.object.value for t in graph if t.predicate.value == RDF + "type")  # type: ignore[union-attr]
        assert parts == {*kinds.items(), *Counter(t.predicate.value for t in graph).items()}
        assert len(kinds) > 10

    def test_title_version_date_licence_and_sources_are_told(self) -> None:
        """In both languages; the vocabulary lists the namespaces that are used; there is no time of the build."""
        graph = parsed(f"<{PGD}source-a> a <{PG}SourceDocument> ; <{PG}asOf> 1 .")
        told = parsed(void_turtle(graph, RELEASE, [], {GRAPH + "a": 2}))
        node = f"{BASE}release/1/dataset"
        assert values(told, node, RDF + "type") == [VOID + "Dataset", DCAT + "Dataset"]
        assert values(told, node, DCTERMS + "title") == ["parkgraph data 1", "parkgraph 数据 1"]
        assert values(told, node, DCTERMS + "license") == [LICENCE]
        assert values(told, node, DCAT + "version") == ["1"]
        assert values(told, node, DCTERMS + "issued") == ["2026-11-22"]
        assert values(told, node, DCTERMS + "source") == [PGD + "source-a"]
        assert values(told, node, VOID + "vocabulary") == [RDF, PG]
        assert values(told, node, VOID + "subset") == [GRAPH + "a"]
        assert values(told, GRAPH + "a", VOID + "triples") == ["2"]
        dates = [t for t in told if str(t.object).endswith((f"<{XSD}date>", f"<{XSD}dateTime>"))]
        assert [t.predicate.value for t in dates] == [DCTERMS + "issued"]

    def test_dumps_carry_media_type_size_and_checksum(self) -> None:
        """Each carrier is a distribution; only RDF is a dump in the sense of VoID."""
        files = [ExportedFile("a.ttl", 7, "ab" * 32, "text/turtle"), ExportedFile("b.csv", 8, "cd" * 32, "text/csv")]
        told = parsed(void_turtle([], RELEASE, files, {}))
        node, place = f"{BASE}release/1/dataset", f"{BASE}release/1/"
        assert values(told, node, VOID + "dataDump") == [place + "a.ttl"]
        assert values(told, node, DCAT + "distribution") == [place + "a.ttl", place + "b.csv"]
        media = values(told, place + "b.csv", DCAT + "mediaType")
        assert media == ["https://www.iana.org/assignments/media-types/text/csv"]
        assert values(told, place + "a.ttl", DCAT + "byteSize") == ["7"]
        (checksum,) = values(told, place + "a.ttl", SPDX + "checksum")
        assert values(told, checksum, SPDX + "checksumValue") == ["ab" * 32]

    @pytest.mark.parametrize("lost", ["hasVersion", "issued", "license", "type"])
    def test_a_graph_without_release_is_refused(self, lost: str) -> None:
        """Version, date and licence are part of what is given away."""
        node = ox.NamedNode(RELEASE.iri)
        said = {RDF + "type": ox.NamedNode(PG + "KnowledgeGraphRelease"), DCTERMS + "license": ox.NamedNode(LICENCE)}
        said |= {DCTERMS + "hasVersion": ox.Literal("1"), DCTERMS + "issued": ox.Literal("2026-11-22")}  # type: ignore[dict-item]
        told = [ox.Triple(node, ox.NamedNode(predicate), value) for predicate, value in said.items()]
        assert find_release(told) == RELEASE
        with pytest.raises(DataError) as caught:
            find_release(t for t in told if not t.predicate.value.endswith(lost))
        assert str(caught.value) == "parkgraph.ttl: 图谱没有写明版本、日期和许可。 请先运行 parkgraph build。"


class TestQuestions:
    """`queries.ttl`."""

    def test_every_question_is_there_and_runs(self, house: Path) -> None:
        """Its text is a query that needs nothing else; label and comment are in both languages; no node is blank."""
        questions = load_questions(QUERIES)
        told = parsed(questions_turtle(questions.values()))
        store = ox.Store()
        store.bulk_load(path=str(house / "data" / "parkgraph.ttl"))
        assert len(questions) >= 20
        for name, question in questions.items():
            node = f"{BASE}query/{name}"
            assert values(told, node, RDF + "type") == [SH + "SPARQLExecutable", SH + "SPARQLSelectExecutable"]
            (text,) = values(told, node, SH + "select")
            assert not text.startswith("#+")
            rows = store.query(text)
            assert isinstance(rows, ox.QuerySolutions)
            assert tuple(variable.value for variable in rows.variables) == question.projected
            for predicate in ("label", "comment"):
                said = [t for t in told if t.subject.value == node and t.predicate.value.endswith(f"#{predicate}")]
                assert sorted(str(t.object.language) for t in said) == ["en", "zh"]
            assert values(told, node, "https://schema.org/keywords") == [question.group]
            assert values(told, node, SH + "prefixes") == [BASE + "queries"]
        assert not any(isinstance(part, ox.BlankNode) for t in told for part in (t.subject, t.object))

    def test_prefixes_are_declared_once_each(self) -> None:
        """Every prefix that a question uses is declared, by a node with a name."""
        told = parsed(questions_turtle([]))
        declared = values(told, BASE + "queries", SH + "declare")
        prefixes = {values(told, node, SH + "prefix")[0]: values(told, node, SH + "namespace")[0] for node in declared}
        assert prefixes["pg"] == PG
        assert len(prefixes) == len(declared) >= 16

    def test_the_comment_is_the_title_with_its_note(self) -> None:
        """Tools that show the comment alone show what is asked and what to mind."""
        questions = load_questions(QUERIES)
        noted = next(question for question in questions.values() if question.notes_zh)
        told = parsed(questions_turtle([noted]))
        comments = values(told, f"{BASE}query/{noted.name}", "http://www.w3.org/2000/01/rdf-schema#comment")
        assert f"{noted.title_zh}。{noted.notes_zh}" in comments
        assert f"{noted.title_en.removesuffix('.')}. {noted.notes_en}" in comments


class TestReadme:
    """`README.txt`."""

    def test_it_explains_every_file_twice(self, house: Path, tmp_path: Path) -> None:
        """Each file that an export writes is named in both halves, and both tell how to check it."""
        export_graph(house, tmp_path / "out")
        text = (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")
        halves = text.split("-" * 80)
        names = {f"{path.name}/" if path.is_dir() else path.name for path in (tmp_path / "out").iterdir()} - {
            "README.txt"
        }
        assert len(halves) == 2
        assert [name for name in names for half in halves if f"\n  {name} " not in half] == []
        assert all("sha256sum -c SHA256SUMS" in half for half in halves)
        assert max(map(len, text.splitlines())) <= 120

    def test_it_tells_version_fingerprint_and_graphs(self) -> None:
        """What a reader compares stands at the top; a workspace is mentioned where there is one."""
        text = readme(RELEASE, "f" * 64, {GRAPH + "a": 12}, with_workspace=True)
        assert text.startswith(
            "parkgraph 1（2026-11-22）\n许可：CC BY 4.0，https://creativecommons.org/licenses/by/4.0/\n"
        )
        assert "内容：随附的图谱，加上一个工作目录的图谱\n指纹：" + "f" * 64 in text
        assert "Content: the shipped graph with a workspace on top\nFingerprint: " in text
        assert text.endswith(f"     12  {GRAPH}a\n")
        assert "工作目录" not in readme(RELEASE, "f" * 64, {}, with_workspace=False)


class TestWhole:
    """`export_graph` on the toy town."""

    def test_manifest_tells_what_was_written(self, house: Path, tmp_path: Path) -> None:
        """Returned and written alike: versions, fingerprint, counts, and each file's size and hash."""
        manifest = export_graph(house, tmp_path / "out")
        graph = read_triples(house / "data" / "parkgraph.ttl")
        assert isinstance(manifest, Manifest)
        assert manifest.fingerprint == fingerprint(graph)
        assert manifest.triples == len(graph) == sum(manifest.graphs.values())
        assert f'owl:versionInfo "{manifest.ontology}"' in (house / "ontology" / "parkgraph.ttl").read_text("utf-8")
        assert (manifest.data, manifest.package) == ("2025.1.0", version("parkgraph"))
        told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
        assert told == json.loads(manifest.to_json())
        sizes = {file["path"]: file["size"] for file in told["files"]}
        written = {p.relative_to(tmp_path / "out").as_posix(): p for p in (tmp_path / "out").rglob("*") if p.is_file()}
        assert sizes == {
            path: file.stat().st_size for path, file in written.items() if path not in ("manifest.json", "SHA256SUMS")
        }

    def test_a_workspace_goes_on_top_and_moves_nothing(self, house: Path, tmp_path: Path) -> None:
        """Its statements are added; those of the shipped graph stay in the graphs they had without it."""
        text = f"""@prefix pg: <{PG}> . @prefix pgd: <{PGD}> . @prefix oa: <http://www.w3.org/ns/oa#> .
        pgd:source-aaa a pg:SourceDocument . pgd:span-aaa-1-2 oa:hasSource pgd:source-aaa .
        pgd:park-shuzi pg:mentionedIn pgd:span-aaa-1-2 . pgd:park-own a pg:Park ; pg:mentionedIn pgd:span-aaa-1-2 .
        pgd:division-own a pg:AdministrativeDivision ."""
        (tmp_path / "own" / "reference").mkdir(parents=True)
        (tmp_path / "own" / "graph.ttl").write_text(text, encoding="utf-8")
        (tmp_path / "own" / "reference" / "own.ttl").write_text(
            f"<{PGD}division-own> a <{PG}AdministrativeDivision> .", encoding="utf-8"
        )
        alone = export_graph(house, tmp_path / "alone")
        both = export_graph(house, tmp_path / "both", workspace=tmp_path / "own")
        quads = {
            name: set((tmp_path / name / "parkgraph.nq").read_text("utf-8").splitlines()) for name in ("alone", "both")
        }
        assert quads["alone"] < quads["both"]
        added = Counter(
            line.split()[-2].removeprefix(f"<{GRAPH}").rstrip(">") for line in quads["both"] - quads["alone"]
        )
        assert added == {"aaa": 5, "reference": 1}
        assert both.triples == alone.triples + 6
        void = (tmp_path / "both" / "void.ttl").read_text(encoding="utf-8")
        assert f"/release/2025.1.0/workspace-{both.fingerprint[:10]}/dataset>" in void
        assert "与一个工作目录" in void
        assert "工作目录" in (tmp_path / "both" / "README.txt").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("spoil", "kind", "said"),
        [
            (lambda house, own: (house / "data" / "parkgraph.ttl").unlink(), AssetError,
             "HOUSE/data: 找不到 parkgraph.ttl。 请先运行 parkgraph build。"),
            (lambda house, own: (own / "graph.ttl").unlink(), AssetError,
             "OWN: 找不到 graph.ttl。 请先运行 parkgraph build。"),
            (lambda house, own: (own / "graph.ttl").write_text("<x:a> <x:b> [] .", encoding="utf-8"), ParseError,
             "OWN/graph.ttl: 有空白节点：<x:a> <x:b> _:1。 请给它一个 IRI，或重新运行 parkgraph build。"),
            (lambda house, own: shutil.copytree((house / "ontology").resolve(), house / "copy"), DataError,
             "HOUSE/ontology: 本体没有写明版本。 请补上 owl:versionInfo。"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_exported_is_refused_before_anything_is_written(
        self, house: Path, tmp_path: Path, spoil: Callable[[Path, Path], object], kind: type[ParkgraphError], said: str
    ) -> None:
        """A missing graph, a blank node, an ontology without version: the message says where, and no folder is made."""
        own = tmp_path / "own"
        own.mkdir()
        (own / "graph.ttl").touch()
        spoil(house, own)
        if (house / "copy").is_dir():
            (house / "ontology").unlink()
            (house / "copy").rename(house / "ontology")
            path = house / "ontology" / "parkgraph.ttl"
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if "owl:versionInfo" not in line), encoding="utf-8")
        with pytest.raises(kind) as caught:
            export_graph(house, tmp_path / "out", workspace=own)
        text = str(caught.value).replace(str(house), "HOUSE").replace(str(own), "OWN")
        assert " ".join("_:1。" if word.startswith("_:") else word for word in text.split(" ")) == said
        assert not (tmp_path / "out").exists()

    def test_dumps_of_the_description_are_the_files(self, house: Path, tmp_path: Path) -> None:
        """Checksum and size in `void.ttl` are those of the files beside it."""
        manifest = export_graph(house, tmp_path / "out")
        told = read_triples(tmp_path / "out" / "void.ttl")
        place = f"{BASE}release/{manifest.data}/"
        files = {file.path: file for file in manifest.files}
        dumps = values(told, place + "dataset", VOID + "dataDump")
        assert dumps == sorted(f"{place}parkgraph{form}" for form in RDF_FORMS)
        for address in values(told, place + "dataset", DCAT + "distribution"):
            file = files[address.removeprefix(place)]
            assert values(told, address, DCAT + "byteSize") == [str(file.size)]
            assert values(told, f"{address}-sha256", SPDX + "checksumValue") == [file.sha256]
