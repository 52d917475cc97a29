"""The shipped graph, exported: every form gives the fingerprint back in two engines, and the bytes never change."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.cli.diff import diff_
from parkgraph.cli.export import export_
from parkgraph.errors import UsageError
from parkgraph.export import Manifest, export_graph
from parkgraph.names import PG, PGC, RDF
from parkgraph.turtle import fingerprint, read_triples
from parkgraph.vocabulary import load_vocabulary

REPO = Path(__file__).parents[1]
FORMS = {
    "parkgraph.ttl": ("turtle", ox.RdfFormat.TURTLE),
    "parkgraph.nt": ("nt", ox.RdfFormat.N_TRIPLES),
    "parkgraph.nq": ("nquads", ox.RdfFormat.N_QUADS),
    "parkgraph.trig": ("trig", ox.RdfFormat.TRIG),
    "parkgraph.jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
}
COPIES = {
    "ontology.ttl": "ontology/parkgraph.ttl",
    "concepts.ttl": "ontology/concepts.ttl",
    "alignments.ttl": "ontology/alignments.ttl",
    "context.jsonld": "ontology/context.jsonld",
}


@pytest.fixture(scope="module")
def graph() -> frozenset[ox.Triple]:
    """The shipped graph."""
    return frozenset(read_triples(REPO / "data" / "parkgraph.ttl"))


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    """What the export said of itself."""
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    keys = ("package", "ontology", "data", "fingerprint", "triples", "sources", "graphs")
    return Manifest(**{key: told[key] for key in keys}, files=())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the shipped graph."""
    place = tmp_path_factory.mktemp("export") / "parkgraph"
    export_graph(REPO, place)
    return place


def without_graphs(quads: "list[ox.Quad]") -> list[ox.Triple]:
    """Quads without the names of their graphs."""
    return [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


@pytest.mark.parametrize("name", FORMS)
def test_each_form_gives_the_fingerprint_back(name: str, folder: Path, graph: frozenset[ox.Triple]) -> None:
    """Read with pyoxigraph, graph names dropped, each form is the shipped graph."""
    read = without_graphs(list(ox.parse(path=str(folder / name), format=FORMS[name][1])))
    assert len(read) == len(graph)
    assert fingerprint(read) == fingerprint(graph)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib's own parsers ask for what it deprecates
@pytest.mark.parametrize("name", FORMS)
def test_each_form_gives_the_fingerprint_back_in_rdflib(
    name: str, folder: Path, graph: frozenset[ox.Triple], manifest: Manifest
) -> None:
    """Read with rdflib and written by it as N-Triples, each form is the shipped graph still."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(folder / name, format=FORMS[name][0])
    everything = rdflib.Graph()
    for s, p, o, _ in dataset.quads():
        everything.add((s, p, o))
    read = without_graphs(list(ox.parse(everything.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)))
    assert fingerprint(read) == fingerprint(graph) == manifest.fingerprint


def test_all_five_forms_are_tested() -> None:
    """No form of RDF in the folder is left out of the tests above."""
    assert len(FORMS) == 5


def test_turtle_is_the_shipped_file(folder: Path) -> None:
    """Without a workspace the canonical Turtle is byte for byte the file of the repository."""
    assert (folder / "parkgraph.ttl").read_bytes() == (REPO / "data" / "parkgraph.ttl").read_bytes()


def test_ontology_and_shapes_are_copied(folder: Path) -> None:
    """Byte for byte, none left out."""
    for name, place in COPIES.items():
        assert (folder / name).read_bytes() == (REPO / place).read_bytes()
    shapes = sorted(path.name for path in (REPO / "shapes").glob("*.ttl"))
    assert sorted(path.name for path in (folder / "shapes").iterdir()) == shapes
    assert len(shapes) >= 7
    for name in shapes:
        assert (folder / "shapes" / name).read_bytes() == (REPO / "shapes" / name).read_bytes()


def test_every_file_of_rdf_can_be_read(folder: Path) -> None:
    """Nothing that is written has a mistake in it."""
    files = sorted(folder.rglob("*.ttl"))
    assert len(files) >= 13
    assert all(read_triples(path) for path in files)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_checksums_are_checked_by_sha256sum(folder: Path, manifest: Manifest, tmp_path: Path) -> None:
    """Every file is covered; a changed one is found; the hash of the N-Triples is the fingerprint."""
    place = shutil.copytree(folder, tmp_path / "copy")
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    said = subprocess.run(check, cwd=place, capture_output=True, text=True, check=True).stdout
    files = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert {line.removesuffix(": OK") for line in said.splitlines()} == files
    assert f"{manifest.fingerprint}  parkgraph.nt\n" in (place / "SHA256SUMS").read_text(encoding="utf-8")
    with (place / "nodes.csv").open("a", encoding="utf-8") as file:
        file.write("x")
    assert subprocess.run(check, cwd=place, capture_output=True, check=False).returncode == 1


def test_two_exports_are_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Another process with other hashes, at another time, writes the very same files."""
    program = (
        "import sys; from pathlib import Path; from parkgraph.export import export_graph;"
        "export_graph(*map(Path, sys.argv[1:]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(REPO / "src"), "TZ": "Asia/Shanghai"}
    subprocess.run([sys.executable, "-c", program, REPO, tmp_path / "again"], check=True, env=environment)
    once, again = (
        {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
        for place in (folder, tmp_path / "again")
    )
    assert once.keys() == again.keys()
    assert [name for name in once if once[name] != again[name]] == []


def test_quads_are_divided_by_source(folder: Path, graph: frozenset[ox.Triple], manifest: Manifest) -> None:
    """One graph a source and three more; counts in the manifest are exact; what rules computed stands apart."""
    quads = list(ox.parse(path=str(folder / "parkgraph.nq"), format=ox.RdfFormat.N_QUADS))
    trig = set(ox.parse(path=str(folder / "parkgraph.trig"), format=ox.RdfFormat.TRIG))
    assert set(quads) == trig
    assert len({(q.subject, q.predicate, q.object) for q in quads}) == len(quads) == manifest.triples
    assert Counter(quad.graph_name.value for quad in quads) == manifest.graphs
    slugs = {path.stem for path in (REPO / "data" / "sources").glob("*.toml")}
    assert {name.rpartition("/")[2] for name in manifest.graphs} == slugs | {"inferred", "reference", "release"}
    computed = {
        t.subject
        for t in graph
        if t.predicate.value == PG + "assertionBasis" and t.object.value == PGC + "basis-computed"
    } & {t.subject for t in graph if t.predicate.value == RDF + "type" and t.object.value == PG + "Assertion"}
    inferred = {quad.subject for quad in quads if quad.graph_name.value.endswith("/inferred")}
    assert computed
    assert computed <= inferred
    reference = {t for path in (REPO / "data" / "reference").glob("*.ttl") for t in read_triples(path)}
    apart = {quad for quad in quads if quad.graph_name.value.endswith("/reference")}
    assert set(without_graphs(list(apart))) <= reference


def test_little_is_left_to_the_release(folder: Path) -> None:
    """Only the release itself and the rules have no evidence; a thing that lost its source would show here."""
    quads = ox.parse(path=str(folder / "parkgraph.nq"), format=ox.RdfFormat.N_QUADS)
    rest = {quad.subject.value for quad in quads if quad.graph_name.value.endswith("/graph/release")}
    assert {iri for iri in rest if "/release/" not in iri and "/rule/" not in iri} == set()
    assert len(rest) >= 13


def test_tables_and_drawing_tell_the_same(folder: Path, graph: frozenset[ox.Triple]) -> None:
    """Every marked relation between things is an edge in both, every end of one a node in both."""
    import networkx

    nodes = list(csv.DictReader(io.StringIO((folder / "nodes.csv").read_text(encoding="utf-8"), newline="")))
    edges = list(csv.DictReader(io.StringIO((folder / "edges.csv").read_text(encoding="utf-8"), newline="")))
    marked = load_vocabulary(REPO / "ontology").marks["isGraphEdge"]
    related = {t for t in graph if t.predicate.value in marked and isinstance(t.object, ox.NamedNode)}
    assert {(e["source"], e["relation"], e["target"]) for e in edges} == {
        (t.subject.value, t.predicate.value, t.object.value) for t in related
    }
    assert len(edges) == len(related)
    drawing = networkx.read_graphml(folder / "parkgraph.graphml")
    assert drawing.number_of_edges() == len(edges)
    assert [data["iri"] for _, data in drawing.nodes(data=True)] == [node["iri"] for node in nodes]
    assert {end for edge in edges for end in (edge["source"], edge["target"])} <= {node["iri"] for node in nodes}
    assert [node for node in nodes if not node["label_zh"]] == []
    assert [edge for edge in edges if not (edge["relation_zh"] and edge["relation_en"] and edge["basis"])] == []


def test_edges_that_a_text_proves_carry_its_words(folder: Path) -> None:
    """Only reference data, and nothing else, is without a quote."""
    edges = list(csv.DictReader(io.StringIO((folder / "edges.csv").read_text(encoding="utf-8"), newline="")))
    silent = [edge for edge in edges if not edge["quotes"] and edge["basis"] not in ("external", "computed")]
    assert silent == []


class TestCommand:
    """`parkgraph export`, and `parkgraph diff` on what it wrote."""

    def test_it_writes_the_folder_and_lists_the_files(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """The list goes to stdout, what was done to stderr; a second run needs --force; nothing differs then."""
        place = str(tmp_path / "out")
        export_.main(["-o", place], standalone_mode=False)
        said = capsys.readouterr()
        assert said.out.startswith("path,size,sha256\nREADME.txt,")
        assert said.err.startswith(f'已导出到 "{place}"：三元组 ')
        with pytest.raises(UsageError, match="目录不是空的"):
            export_.main(["-o", place], standalone_mode=False)
        export_.main(["-o", place, "--force", "-f", "json"], standalone_mode=False)
        assert json.loads(capsys.readouterr().out)["parkgraph-export"] == 1
        assert diff_.main(["shipped", place], standalone_mode=False) == 0
        assert capsys.readouterr().out == "没有差别\n"

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ([], "没有说导出到哪里。 请加 -o 目录，例如 parkgraph export -o parkgraph-export。"),
            (["-o", "x", "--endpoint", "http://localhost/query"],
             "export 不能与 --endpoint 或 --store 同用。 它导出的是随附的图谱，可加 --workspace。"),
            (["-o", "x", "--store", "y"],
             "export 不能与 --endpoint 或 --store 同用。 它导出的是随附的图谱，可加 --workspace。"),
            (["-o", "x", "-f", "ttl"],
             "--format: 这个结果不能写成 ttl。 可用：table、csv、tsv、json、md。"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused(
        self, arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No folder, or a graph that is elsewhere: the message says what to do, and nothing is written."""
        monkeypatch.chdir(tmp_path)
        with pytest.raises(UsageError) as caught:
            export_.main(arguments, standalone_mode=False)
        assert str(caught.value) == said
        assert list(tmp_path.iterdir()) == []
