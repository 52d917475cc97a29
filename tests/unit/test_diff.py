"""What changed between two graphs: entities, statements, counts; blank nodes by structure; files read in a child."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkgraph.cli.diff import diff_, difference_text
from parkgraph.diff import BLANK, Change, Count, Difference, Statement, diff_files, diff_graphs, named_by_structure
from parkgraph.errors import AssetError, ParkgraphError, ParseError, TimeLimitError, UsageError
from parkgraph.export import export_graph
from parkgraph.names import PG, PGD, PREFIXES, RDF, SKOS

REPO = Path(__file__).parents[2]
WORDS = """
pg:Park rdfs:label "园区"@zh , "park"@en .
pg:locatedIn rdfs:label "位于"@zh , "is located in"@en .
pgd:division-2 skos:prefLabel "乙县"@zh .
"""
OLD = """
pgd:park-a a pg:Park ; skos:prefLabel "甲园区"@zh , "Park A"@en ; pg:locatedIn pgd:division-1 ; pg:area 3 .
pgd:park-b a pg:Park ; skos:prefLabel "乙园区"@zh .
pgd:park-same a pg:Park ; skos:prefLabel "丙园区"@zh .
pgd:division-1 skos:prefLabel "甲县"@zh .
pgd:fact-1 rdf:subject pgd:park-a . pgd:fact-2 rdf:subject pgd:park-b .
pgd:span-a-1-2 oa:start 1 .
pg:Park skos:definition "旧" .
"""
NEW = """
pgd:park-a a pg:Park ; skos:prefLabel "甲产业园"@zh , "Park A"@en ; pg:locatedIn pgd:division-2 ;
    pg:area 3 , "x"@zh-hant .
pgd:park-c pg:locatedIn pgd:division-1 .
pgd:park-same a pg:Park ; skos:prefLabel "丙园区"@zh .
pgd:division-1 skos:prefLabel "甲县"@zh .
pgd:fact-1 rdf:subject pgd:park-c . pgd:fact-3 rdf:subject pgd:park-c . pgd:fact-4 rdf:subject pgd:park-c .
pg:Park skos:definition "新" . <https://elsewhere.example/x> pg:area 1 .
"""
ZH = """\
类         新增   删除   改变
─────────────────────────────
园区          0      1      1
（无类）      1      0      0

新增的实体
  + park-c〔（无类）〕 park-c

删除的实体
  - 乙园区〔园区〕 park-b

改变的实体
  甲产业园〔园区〕 park-a
      - 名称：甲园区〔zh〕
      - 位于：甲县
      + 名称：甲产业园〔zh〕
      + pg:area：x〔zh-hant〕
      + 位于：乙县

事实：新增 2，删除 1，改变 1
引文片段：新增 0，删除 1，改变 0
术语及其余：新增 1，删除 0，改变 1
"""
EN = """\
class        added   removed   changed
──────────────────────────────────────
(no class)       1         0         0
park             0         1         1

Entities added
  + park-c〔(no class)〕 park-c

Entities removed
  - 乙园区〔park〕 park-b

Entities changed
  Park A〔park〕 park-a
      - label: 甲园区〔zh〕
      - is located in: 甲县
      + label: 甲产业园〔zh〕
      + pg:area: x〔zh-hant〕
      + is located in: 乙县

Facts: 2 added, 1 removed, 1 changed
Quotes: 0 added, 1 removed, 0 changed
Terms and the rest: 1 added, 0 removed, 1 changed
"""


def triples(text: str) -> list[ox.Triple]:
    """The statements of some Turtle without its prefixes."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(head + text, format=ox.RdfFormat.TURTLE)]


def difference(old: str = OLD, new: str = NEW, **options: Any) -> Difference:
    """What changed between two texts."""
    return diff_graphs(triples(old), triples(new), words=triples(WORDS), **options)


def saved(folder: Path, name: str, text: str) -> str:
    """The path of a new file that holds some Turtle."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    (folder / name).write_text(head + text, encoding="utf-8")
    return str(folder / name)


class TestGraphs:
    """`diff_graphs`."""

    def test_entities_come_go_and_change(self) -> None:
        """Each with its label and class; what is the same in both is not mentioned."""
        found = difference()
        assert found.added == (Change(PGD + "park-c", "park-c", "", "（无类）"),)
        assert found.removed == (Change(PGD + "park-b", "乙园区", PG + "Park", "园区"),)
        assert [change.iri for change in found.changed] == [PGD + "park-a"]
        assert found.by_class == (("园区", Count(0, 1, 1)), ("（无类）", Count(1, 0, 0)))

    def test_a_changed_entity_tells_what_came_and_went(self) -> None:
        """Statements with labels, in order; a value that is a thing has its IRI beside the label."""
        (change,) = difference().changed
        assert change.removed == (
            Statement(SKOS + "prefLabel", "名称", "甲园区", None, "zh"),
            Statement(PG + "locatedIn", "位于", "甲县", PGD + "division-1"),
        )
        assert change.added == (
            Statement(SKOS + "prefLabel", "名称", "甲产业园", None, "zh"),
            Statement(PG + "area", "pg:area", "x", None, "zh-hant"),
            Statement(PG + "locatedIn", "位于", "乙县", PGD + "division-2"),
        )

    def test_facts_spans_and_terms_are_counted(self) -> None:
        """Nameless facts, text spans, and whatever is not ours to name."""
        found = difference()
        assert (found.facts, found.spans, found.terms) == (Count(2, 1, 1), Count(0, 1, 0), Count(1, 0, 1))

    def test_the_same_graph_has_no_difference(self) -> None:
        """Neither order nor repetition counts, and an empty graph equals itself."""
        assert not diff_graphs(triples(OLD + OLD), reversed(triples(OLD)))
        assert not difference("", "")

    @pytest.mark.parametrize("line", ["pgd:fact-9 pg:area 1 .", "pgd:span-x-1-2 pg:area 1 .", "pg:x pg:area 1 ."])
    def test_a_change_of_counts_alone_is_a_difference(self, line: str) -> None:
        """Facts, spans and terms weigh as much as entities."""
        assert difference(OLD, OLD + line)
        assert not difference(OLD, OLD + line).by_class

    def test_labels_come_from_the_newer_graph_first(self) -> None:
        """What was renamed goes by its new name; a name that only the old graph has is better than none."""
        assert [change.label for change in difference().changed] == ["甲产业园"]
        assert [change.label for change in difference(NEW, OLD).changed] == ["甲园区"]
        assert [change.label for change in difference(lang="en").changed] == ["Park A"]

    def test_datatypes_are_told_where_they_differ(self) -> None:
        """A text that became a number is a change one can see."""
        (change,) = difference('pgd:park-a pg:area "3" .', "pgd:park-a pg:area 3 .").changed
        assert [(s.value, s.datatype) for s in (*change.removed, *change.added)] == [("3", ""), ("3", "xsd:integer")]

    def test_things_without_label_go_by_their_short_names(self) -> None:
        """An entity by its slug, a term by its CURIE, other people's things by their IRI, a blank node by its hash."""
        new = "pgd:park-a a pg:Odd ; pg:area pgd:thing , pgc:tier-x , <https://elsewhere.example/x> , [ pg:area 1 ] ."
        (change,) = difference("pgd:park-a a pg:Odd .", new).changed
        assert change.kind == "pg:Odd"
        values = sorted(statement.value for statement in change.added)
        assert values[:3] == ["https://elsewhere.example/x", "pgc:tier-x", "thing"]
        assert values[3].startswith("空白节点 ")


class TestBlankNodes:
    """`named_by_structure`."""

    def test_they_are_what_is_said_of_them(self) -> None:
        """Names, order and repetition do not matter; lists and nested nodes are compared to the bottom."""
        old = "pgd:park-a pg:area [ pg:min 1 ; pg:of [ pg:max 2 ] ] , ( 1 2 [] ) ."
        new = (
            "_:z pg:max 2 . _:y pg:of _:z ; pg:min 1 . pgd:park-a pg:area ( 1 2 [] ) , _:y , [ pg:min 1 ; pg:of _:z ] ."
        )
        assert not difference(old, new)
        assert difference(old, old.replace("pg:max 2", "pg:max 3"))
        assert difference(old, old.replace("( 1 2 [] )", "( 2 1 [] )"))

    def test_long_chains_are_no_danger(self) -> None:
        """A list of thousands of members is taken apart without recursion."""
        members = " ".join(map(str, range(20_000)))
        assert not difference(f"pgd:park-a pg:area ( {members} ) .", f"pgd:park-a pg:area ( {members} ) .")

    def test_a_circle_is_refused(self) -> None:
        """Nodes that are only known by each other cannot be told apart."""
        with pytest.raises(ParseError) as caught:
            difference("_:a pg:near _:b . _:b pg:near _:a . pgd:park-a pg:near _:a , [] .", "")
        assert str(caught.value) == "有 2 个空白节点连成圈，无法比较。 请给它们 IRI，再比较。"

    @pytest.mark.parametrize(
        "text", ["pgd:park-a pg:says <<( pgd:a pg:b pgd:c )>> .", "pgd:a pg:b pgd:c {| pg:d 1 |} ."]
    )
    def test_statements_about_statements_are_refused(self, text: str) -> None:
        """Readers of RDF 1.1 do not know them, so neither do our files."""
        with pytest.raises(ParseError, match=r"^有关于三元组的三元组：.+。 请先改写成普通的三元组再比较。$"):
            difference(text, "")

    def test_a_node_that_nothing_points_at_is_kept(self) -> None:
        """It counts among the rest."""
        assert difference("", "[] pg:area 1 .").terms == Count(1, 0, 0)
        (triple,) = named_by_structure(triples("[] pg:area 1 ."))
        assert triple.subject.value.startswith(BLANK)


ENTITIES = st.sampled_from(["park-a", "park-b", "fact-1", "span-a-1-2"]).map(lambda slug: ox.NamedNode(PGD + slug))
TRIPLES = st.builds(
    ox.Triple, ENTITIES, st.just(ox.NamedNode(PG + "area")), st.one_of(ENTITIES, st.integers(0, 3).map(ox.Literal))
)
GRAPHS = st.frozensets(TRIPLES, max_size=8)


@given(GRAPHS, GRAPHS)
def test_difference_is_exact_both_ways(a: Iterable[ox.Triple], b: Iterable[ox.Triple]) -> None:
    """There is a difference when the graphs differ, and turning the question round turns the answer round."""
    there, back = diff_graphs(a, b), diff_graphs(b, a)
    assert bool(there) == (a != b)
    assert [c.iri for c in there.added] == [c.iri for c in back.removed]
    assert [(c.iri, c.added, c.removed) for c in there.changed] == [(c.iri, c.removed, c.added) for c in back.changed]
    assert (there.facts.added, there.spans.changed) == (back.facts.removed, back.spans.changed)


class TestFiles:
    """`diff_files`: every form, and every refusal."""

    @pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
    def test_every_form_of_rdf_is_read(self, tmp_path: Path, suffix: str) -> None:
        """The same graph in another form is the same graph."""
        turtle = saved(tmp_path, "old.ttl", OLD)
        forms = {form.file_extension: form for form in (
            ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG,
            ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML,
        )}  # fmt: skip
        other = tmp_path / f"new.{suffix}"
        ox.serialize(triples(OLD), output=other, format=forms[suffix])
        assert not diff_files(turtle, str(other), home=REPO)

    def test_what_came_back_from_the_child_is_what_was_found(self, tmp_path: Path) -> None:
        """Nothing is lost on the way; names that neither file has come from the shipped graph and ontology."""
        park = "pgd:park-derui pg:locatedIn pgd:division-371400 ."
        found = diff_files(saved(tmp_path, "a.ttl", park), saved(tmp_path, "b.ttl", f"{park} {NEW}"), home=REPO)
        assert len(found.added) == 4
        assert found.added[1].kind == "园区"
        (change,) = diff_files(
            saved(tmp_path, "a.ttl", "pgd:park-derui pg:ordinal 1 ."), saved(tmp_path, "b.ttl", park), home=REPO
        ).changed
        assert change.label == "德瑞智能制造产业园"
        assert [(s.relation_label, s.value) for s in change.added] == [("位于", "德州市")]

    def test_an_export_and_the_shipped_graph_can_be_named(self, tmp_path: Path) -> None:
        """A folder that `export` wrote stands for its graph, the word `shipped` for the graph of the house."""
        export_graph(REPO, tmp_path / "out")
        assert not diff_files("shipped", str(tmp_path / "out"), home=REPO)
        changed = (tmp_path / "out" / "parkgraph.nt").read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / "out" / "parkgraph.nt").write_text("".join(changed[1:]), encoding="utf-8")
        assert diff_files("shipped", str(tmp_path / "out"), home=REPO)

    @pytest.mark.parametrize(
        ("name", "text", "kind", "said"),
        [
            ("gone.ttl", None, AssetError, "PATH: 找不到文件。 请检查路径和读取权限。"),
            ("bad.ttl", "<x:a>", ParseError, None),
            ("a.docx", "x", ParseError,
             "PATH: 不认识的格式 .docx。 请用这些格式之一：.ttl .nt .nq .trig .jsonld .rdf。"),
            ("ring.nt", "_:a <x:p> _:a .", ParseError,
             "PATH: 有 1 个空白节点连成圈，无法比较。 请给它们 IRI，再比较。"),
            ("folder", "", UsageError,
             "PATH: 这个目录不是导出的目录。 "
             "请给出一个 RDF 文件、parkgraph export 写出的目录，或 shipped（随附的图谱）。"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_refused(
        self, tmp_path: Path, name: str, text: str | None, kind: type[ParkgraphError], said: str | None
    ) -> None:
        """In the reader's words, with the file's name, of the class that carries the right exit code."""
        path = tmp_path / name
        if name == "folder":
            path.mkdir()
        elif text is not None:
            path.write_text(text, encoding="utf-8")
        with pytest.raises(kind) as caught:
            diff_files("shipped", str(path), home=REPO)
        told = str(caught.value).replace(str(path), "PATH")
        assert told == said if said else told.startswith("PATH:1: 语法有误")

    def test_time_is_limited(self, tmp_path: Path) -> None:
        """A file that takes too long is given up, with the way to allow more."""
        with pytest.raises(TimeLimitError) as caught:
            diff_files("shipped", "shipped", home=tmp_path, seconds=0.001)
        graph = tmp_path / "data" / "parkgraph.ttl"
        assert str(caught.value) == (
            f"{graph} {graph}: 超过时间限制 0.001 秒，已停止。 请比较较小的文件，或用 --time-limit 放宽限制。"
        )
        assert caught.value.exit_code == 4


class TestOutput:
    """What people and programs are shown."""

    @pytest.mark.parametrize(("lang", "text"), [("zh", ZH), ("en", EN)])
    def test_people_read_counts_then_entities_then_the_rest(self, lang: str, text: str) -> None:
        """In Chinese and in English, word for word."""
        assert difference_text(difference(lang=lang), lang) == text

    def test_people_are_told_when_nothing_changed(self) -> None:
        """One line, and no empty table."""
        assert difference_text(difference(OLD, OLD), "zh") == "没有差别\n"
        assert difference_text(difference(OLD, OLD), "en") == "no difference\n"

    def test_counts_alone_need_no_table(self) -> None:
        """Where no entity changed, the counts are all."""
        said = difference_text(difference(OLD, OLD + "pgd:fact-9 pg:area 1 ."), "zh")
        assert said.startswith("事实：新增 1，删除 0，改变 0\n")

    def test_programs_get_one_document(self) -> None:
        """With exactly the agreed keys."""
        told = json.loads(difference().to_json())
        assert told["added"] == [{"iri": PGD + "park-c", "label": "park-c", "class": ""}]
        assert told["removed"] == [{"iri": PGD + "park-b", "label": "乙园区", "class": PG + "Park"}]
        assert list(told["changed"][0]) == ["iri", "label", "class", "added", "removed"]
        assert told["changed"][0]["removed"][1] == {
            **{"relation": PG + "locatedIn", "relation_label": "位于", "value": "甲县"},
            **{"value_iri": PGD + "division-1", "language": "", "datatype": ""},
        }
        assert told["facts"] == {"added": 2, "removed": 1, "changed": 1}
        assert list(told) == ["added", "removed", "changed", "facts", "spans", "terms"]

    def test_the_exit_code_tells_whether_they_differ(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """0 when equal, 1 when different, as the tool of the same name has it."""
        old, new = saved(tmp_path, "old.ttl", OLD), saved(tmp_path, "new.ttl", NEW)
        assert diff_.main([old, old], standalone_mode=False) == 0
        assert capsys.readouterr().out == "没有差别\n"
        assert diff_.main([old, new, "-f", "json"], standalone_mode=False) == 1
        assert json.loads(capsys.readouterr().out)["spans"] == {"added": 0, "removed": 1, "changed": 0}
        assert diff_.main([old, new, "--lang", "en", "-o", str(tmp_path / "said.txt")], standalone_mode=False) == 1
        assert (tmp_path / "said.txt").read_text(encoding="utf-8").startswith("class ")


def test_labels_follow_one_order() -> None:
    """The reader's language, then Chinese, then English, then any; a label before a name that is only used."""
    named = 'pgd:park-a pg:listedAs "列"@zh ; skos:prefLabel "en"@en , "other"@fr ; pg:surfaceForm "a" .'
    (change,) = difference("", named).added
    assert change.label == "列"
    (change,) = difference("", named, lang="en").added
    assert change.label == "en"
    (change,) = difference("", 'pgd:park-a skos:prefLabel "b" , "a"@fr .').added
    assert change.label == "a"


def test_a_class_is_the_first_of_several() -> None:
    """In the order of the IRIs, whatever the order of the file."""
    (change,) = difference("", f"pgd:park-a <{RDF}type> pg:Park , pg:Area .").added
    assert change.cls == PG + "Area"
