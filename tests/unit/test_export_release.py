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
from parkgraph.export.description import DCAT, FOAF, LANGUAGE, SPDX, Release, find_release, void_turtle
from parkgraph.export.files import FORMS
from parkgraph.export.manifest import sha256
from parkgraph.export.partition import GRAPH
from parkgraph.export.questions import questions_turtle
from parkgraph.export.readme import readme
from parkgraph.names import BASE, DCTERMS, PG, PGD, PREFIXES, RDF, SCHEMA, SH, VOID, XSD
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
        assert len(values(told, node, DCAT + "keyword")) == 8
        assert {"产业园区", "industrial park"} <= {*values(told, node, DCAT + "keyword")}
        assert values(told, node, VOID + "subset") == [GRAPH + "a"]
        assert values(told, GRAPH + "a", VOID + "triples") == ["2"]
        dates = [t for t in told if str(t.object).endswith((f"<{XSD}date>", f"<{XSD}dateTime>"))]
        assert [t.predicate.value for t in dates] == [DCTERMS + "issued"]

    def test_files_carry_title_name_media_type_size_licence_and_checksum(self) -> None:
        """Each file is a distribution; only the graph in RDF is a dump in the sense of VoID."""
        files = [
            ExportedFile("parkgraph.ttl", 7, "ab" * 32, "text/turtle"),
            ExportedFile("shapes/a.ttl", 8, "cd" * 32, "text/turtle"),
        ]
        told = parsed(void_turtle([], RELEASE, files, {}))
        node, place = f"{BASE}release/1/dataset", f"{BASE}release/1/"
        assert values(told, node, VOID + "dataDump") == [place + "parkgraph.ttl"]
        assert values(told, node, DCAT + "distribution") == [place + "parkgraph.ttl", place + "shapes/a.ttl"]
        address = place + "shapes/a.ttl"
        assert values(told, address, DCAT + "mediaType") == ["https://www.iana.org/assignments/media-types/text/turtle"]
        assert values(told, address, DCAT + "byteSize") == ["8"]
        assert values(told, address, DCTERMS + "license") == [LICENCE]
        assert values(told, address, DCTERMS + "title") == ["SHACL 约束", "the SHACL constraints"]
        assert values(told, address, SPDX + "fileName") == ["shapes/a.ttl"]
        (checksum,) = values(told, address, SPDX + "checksum")
        assert values(told, checksum, SPDX + "checksumValue") == ["cd" * 32]

    def test_languages_are_those_of_the_texts(self) -> None:
        """Traditional characters are Chinese too; a language that no text is in is not named."""
        told = parsed(void_turtle(parsed('<x:a> <x:b> "a"@en , "甲"@zh-hant , "b" .'), RELEASE, [], {}))
        assert values(told, f"{BASE}release/1/dataset", DCTERMS + "language") == [LANGUAGE + "en", LANGUAGE + "zh"]

    def test_access_is_told_and_publisher_of_the_release_alone(self) -> None:
        """Who publishes a workspace is its owner's to say; how to get at the files is told for both."""
        for extra, publishers in (("", [BASE + "contributors"]), ("workspace-1/", [])):
            told = parsed(void_turtle([], RELEASE, [], {}, extra))
            node = f"{BASE}release/1/{extra}dataset"
            assert values(told, node, DCTERMS + "publisher") == publishers
            (access,) = values(told, node, DCTERMS + "accessRights")
            rule = values(told, access, "http://www.w3.org/2000/01/rdf-schema#label")
            assert [("spdx:fileName" in text) for text in rule] == [True, True]
            assert values(told, f"{BASE}release/1/{extra}void.ttl", FOAF + "primaryTopic") == [node]

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

    def test_every_question_is_told_in_the_words_of_the_convention(self) -> None:
        """Types, comment, keyword, target, prefixes and one text; label and comment in both languages; no blank node.

        These are the demands of the shape that the SPARQL examples of SIB are held against, and one more: our comments
        are in two languages, once each.
        """
        questions = load_questions(QUERIES)
        told = parsed(questions_turtle(questions.values()))
        nodes = [t.subject.value for t in told if t.object == ox.NamedNode(SH + "SPARQLExecutable")]
        assert sorted(nodes) == sorted(f"{BASE}query/{name}" for name in questions)
        assert questions
        for name, question in questions.items():
            node = f"{BASE}query/{name}"
            assert values(told, node, RDF + "type") == [SH + "SPARQLExecutable", SH + "SPARQLSelectExecutable"]
            assert len(values(told, node, SH + "select")) == 1
            for predicate in ("label", "comment"):
                said = [t for t in told if t.subject.value == node and t.predicate.value.endswith(f"#{predicate}")]
                assert sorted(str(t.object.language) for t in said) == ["en", "zh"]
            assert values(told, node, SCHEMA + "keywords") == [question.group]
            assert values(told, node, SCHEMA + "target") == [BASE.rstrip("/")]
            assert values(told, node, SH + "prefixes") == [BASE + "queries"]
        assert not any(isinstance(part, ox.BlankNode) for t in told for part in (t.subject, t.object))

    def test_every_question_runs_as_it_stands_in_the_file(self, house: Path) -> None:
        """The text needs nothing else, and answers with the columns of the question it was made from."""
        questions = load_questions(QUERIES)
        told = parsed(questions_turtle(questions.values()))
        store = ox.Store()
        store.bulk_load(path=str(house / "data" / "parkgraph.ttl"))
        for name, question in questions.items():
            (text,) = values(told, f"{BASE}query/{name}", SH + "select")
            assert not text.startswith("#+")
            rows = store.query(text)
            assert isinstance(rows, ox.QuerySolutions)
            assert tuple(variable.value for variable in rows.variables) == question.projected

    def test_prefixes_are_declared_once_each(self) -> None:
        """Every prefix that a question uses is declared, by a node with a name."""
        told = parsed(questions_turtle([]))
        declared = values(told, BASE + "queries", SH + "declare")
        prefixes = {values(told, node, SH + "prefix")[0]: values(told, node, SH + "namespace")[0] for node in declared}
        assert prefixes == PREFIXES
        assert len(declared) == len(PREFIXES)

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
        texts = {f"source-{path.stem}": sha256(path.read_bytes()) for path in house.glob("data/sources/*.txt")}
        assert texts.items() <= manifest.sources.items()
        assert len(texts) == 2
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
        told_of = {address.removeprefix(place) for address in values(told, place + "dataset", DCAT + "distribution")}
        assert told_of == files.keys() - {"void.ttl"}
        dumps = values(told, place + "dataset", VOID + "dataDump")
        assert dumps == sorted(place + form for form in FORMS)
        for address in values(told, place + "dataset", DCAT + "distribution"):
            file = files[address.removeprefix(place)]
            assert values(told, address, DCAT + "byteSize") == [str(file.size)]
            assert values(told, f"{address}-sha256", SPDX + "checksumValue") == [file.sha256]
