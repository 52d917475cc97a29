"""Validation: what is validated with what, whose findings are told, how they read, and which files are refused."""

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from parkgraph.errors import AssetError, EngineError, ParkgraphError, ParseError, UsageError
from parkgraph.names import BASE, PG, PGD, PGS, PREFIXES
from parkgraph.turtle import read_triples
from parkgraph.validate import Finding, Report, reading, validate_graph, validate_job
from parkgraph.validate.reading import read_file
from parkgraph.workers import run_child

REPO = Path(__file__).parents[2]
ADDED = {PG + "fullText", PG + "isRegistered", PG + "countedTriples"}
ISSUE = BASE + "issue/base"
HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
PARK = HEADER + 'pgd:park-new a pg:Park ; skos:prefLabel "新园"@zh .\n'
SAVE = "请用文本编辑器打开，选“另存为”，编码选 UTF-8，再试一次。"
KNOWN = "请用 ttl、nt、nq、trig、jsonld、rdf（可再压缩成 .gz）。"


def written(path: Path, triples: list[ox.Triple]) -> Path:
    """A Turtle file with these statements."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A house whose shipped graph is the invented world of the shape fixtures, with registry, span lock and text."""
    home = tmp_path / "house"
    home.mkdir()
    for room in ("ontology", "shapes"):
        (home / room).symlink_to(REPO / room)
    whole = read_triples(REPO / "tests" / "shapes" / "base.ttl")
    world = [t for t in whole if "-digest" not in str(t)]  # the second source: these tests are about one
    issues = [t for t in world if t.subject == ox.NamedNode(ISSUE)]
    graph = [t for t in world if t.predicate.value not in ADDED and t not in issues]
    release = ox.NamedNode(BASE + "release/base")
    count = ox.NamedNode(PREFIXES["void"] + "triples")
    graph = [t for t in graph if t.predicate != count]
    stated = ox.Literal(len([t for t in graph if t.subject != release]))
    written(home / "data" / "parkgraph.ttl", [*graph, ox.Triple(release, count, stated)])
    written(home / "data" / "known-issues.ttl", issues)
    registry = home / "data" / "registry"
    registry.mkdir()
    ids = [t.subject.value.removeprefix(PGD) for t in world if t.predicate.value == PG + "isRegistered"]
    (registry / "ids.tsv").write_text(
        "id\tclass\tstatus\n" + "".join(f"{name}\tX\t\n" for name in ids), encoding="utf-8"
    )
    (registry / "spans.tsv").write_text(locked(graph), encoding="utf-8")
    text = next(t.object.value for t in world if t.predicate.value == PG + "fullText")
    (home / "texts").mkdir()
    (home / "texts" / "base.txt").write_bytes(text.encode("utf-8"))
    return home


def locked(graph: list[ox.Triple]) -> str:
    """The span lock of a graph; what stands before a quote is its place, so that one wording may stand in two."""
    spans: dict[str, dict[str, str]] = {}
    for t in graph:
        if t.predicate.value.startswith(PREFIXES["oa"]):
            spans.setdefault(t.subject.value, {})[t.predicate.value.removeprefix(PREFIXES["oa"])] = t.object.value
    rows = (
        "\t".join(("base", s["start"], s["end"], json.dumps(s["exact"], ensure_ascii=False), f'"{s["start"]}"', '""'))
        for s in spans.values()
    )
    return "source\tstart\tend\tquote\tafter\tbefore\n" + "".join(row + "\n" for row in rows)


def file(home: Path, text: str, name: str = "mine.ttl") -> Path:
    """A file of one's own beside the house."""
    path = home.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def told(report: Report) -> list[tuple[str, str, str]]:
    """Constraint, severity and short name of the node of every finding that is not waived."""
    return [(f.constraint, f.severity, f.node.rsplit("/", 1)[-1]) for f in report.findings if not f.waived]


# ------------------------------------------------------------------------------------- the shipped graph


def test_a_clean_graph_with_its_text_has_only_its_waived_finding(home: Path) -> None:
    """Everything is checked, and the one finding is waived by the known issue."""
    report = validate_graph(home, folders=[home / "texts"])
    assert report.conforms
    assert report.counts() == {"Violation": 0, "Warning": 0, "Info": 0, "waived": 1}


def test_without_the_text_a_remark_says_that_quotes_were_not_compared_with_it(home: Path) -> None:
    """One remark a source; the lock knows every quote."""
    report = validate_graph(home)
    assert told(report) == [("sE3", "Info", "source-base")]
    remark = next(f for f in report.findings if f.constraint == "sE3")
    assert remark.label == "云海省数字园区试点名单"
    assert remark.message_zh == (
        "没有原文，引文未逐字核对（not checked: no text），只与锁定表比较。"
        "要核对，请用 --sources 指明存放该来源 .txt 文件的目录。"
    )


@pytest.mark.parametrize("change", ["gone", "moved", "reworded"])
def test_without_the_text_a_quote_that_the_lock_does_not_know_is_a_violation(home: Path, change: str) -> None:
    """A quote that the lock lacks, has in another place or in other words; the others are known."""
    lock = home / "data" / "registry" / "spans.tsv"
    lines = lock.read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines) if "人才保障" in line)
    slug, start, end, quote, *rest = lines[row].split("\t")
    place = {"gone": None, "moved": (slug, "1", end, quote), "reworded": (slug, start, end, '"人才保证"')}[change]
    lines[row : row + 1] = ["\t".join((*place, *rest))] if place else []
    lock.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = validate_graph(home)
    assert [f.quote for f in report.violations] == ["人才保障"]
    assert told(report)[0][:2] == ("sE3", "Violation")
    assert report.violations[0].message_zh.startswith("没有原文可对，而锁定表中这一位置没有这一引文。请用 --sources")


def test_a_span_without_numbers_is_told_as_such_and_is_not_in_the_lock(home: Path) -> None:
    """An offset that is no number breaks the form of a span and the lock, and nothing stops."""
    path = home / "data" / "parkgraph.ttl"
    graph = read_triples(path)
    quoted = next(t.subject for t in graph if t.predicate.value.endswith("#exact") and t.object.value == "人才保障")
    start = next(t for t in graph if t.subject == quoted and t.predicate.value.endswith("#start"))
    written(path, [t for t in graph if t != start] + [ox.Triple(quoted, start.predicate, ox.Literal("eleven"))])
    found = {row[:2] for row in told(validate_graph(home))}
    assert found == {("sE3", "Violation"), ("sE4", "Violation"), ("sE3", "Info")}


def test_a_text_that_was_changed_is_a_violation_of_its_source(home: Path) -> None:
    """Another hash than the graph's; the quotes, which still stand in their places, are no further findings."""
    path = home / "texts" / "base.txt"
    path.write_bytes(path.read_bytes() + "。".encode())
    report = validate_graph(home, folders=[home / "nowhere", home / "texts"])
    assert told(report) == [("sE6", "Violation", "source-base")]


def test_a_length_that_is_not_that_of_the_text_is_a_violation_of_its_source(home: Path) -> None:
    """The hash alone would agree."""
    path = home / "data" / "parkgraph.ttl"
    graph = read_triples(path)
    length = next(t for t in graph if t.predicate.value == PG + "textLength")
    longer = ox.Triple(length.subject, length.predicate, ox.Literal(int(length.object.value) + 1))
    written(path, [t for t in graph if t != length] + [longer])
    assert told(validate_graph(home, folders=[home / "texts"])) == [("sE6", "Violation", "source-base")]


def test_a_span_without_offsets_is_no_question_for_the_lock(home: Path) -> None:
    """It is told for what it lacks alone."""
    path = file(home, HEADER + "<http://example.org/s> a pg:TextSpan ; oa:hasSource pgd:source-base .")
    assert set(told(validate_graph(home, [path]))) == {("sE3", "Info", "source-base"), ("sE4", "Violation", "s")}


def test_a_text_in_another_encoding_is_a_changed_text(home: Path) -> None:
    """It is not refused: source and quotes are told."""
    path = home / "texts" / "base.txt"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert {row[0] for row in told(validate_graph(home, folders=[home / "texts"]))} == {"sE3", "sE6"}


def test_an_id_that_is_not_registered_is_found(home: Path) -> None:
    """The registry is read for every validation."""
    table = home / "data" / "registry" / "ids.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("park-baishi\tX\t\n", ""), encoding="utf-8")
    assert told(validate_graph(home, folders=[home / "texts"])) == [("sR2", "Violation", "park-baishi")]


def test_a_graph_without_a_release_is_found_and_its_other_faults_with_it(home: Path) -> None:
    """Constraints over the whole graph run on a synthetic release, which lacks what a release has."""
    path = home / "data" / "parkgraph.ttl"
    release = ox.NamedNode(BASE + "release/base")
    graph = [t for t in read_triples(path) if t.subject != release and t.predicate.value != PG + "operatedBy"]
    written(path, graph)
    found = told(validate_graph(home, folders=[home / "texts"]))
    assert set(found) == {("sE7", "Violation", "fact-base-operator"), ("sR1", "Violation", "synthetic")}
    assert len([row for row in found if row[0] == "sR1"]) == 4


def test_a_statement_taken_away_by_hand_is_seen_in_the_count(home: Path) -> None:
    """The release counts the statements of its graph, its own left out."""
    path = home / "data" / "parkgraph.ttl"
    release = ox.NamedNode(BASE + "release/base")
    graph = [t for t in read_triples(path) if t.object != ox.Literal("南浦软园", language="zh")]
    written(path, graph)
    counted = len([t for t in graph if t.subject != release])
    report = validate_graph(home, folders=[home / "texts"])
    assert told(report) == [("sR1", "Violation", "base")]
    assert report.findings[0].message_en == (
        f"The release says it has {counted + 1} triples, there are {counted}. "
        "The file was changed: run parkgraph build again, and do not edit it by hand."
    )


# ------------------------------------------------------------------------------------- files


def test_findings_are_told_about_the_nodes_of_the_file_alone(home: Path) -> None:
    """The shipped graph has faults of its own; the report is on what the file speaks of."""
    table = home / "data" / "registry" / "ids.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("park-baishi\tX\t\n", ""), encoding="utf-8")
    assert told(validate_graph(home, [file(home, PARK)])) == [("sR2", "Violation", "park-new")]


def test_a_file_is_validated_in_union_with_the_shipped_graph_unless_alone(home: Path) -> None:
    """What it points to may be defined there; alone it dangles."""
    path = file(
        home, HEADER + '<http://example.org/p> a pg:Park ; skos:prefLabel "新园"@zh ; pg:mentionedIn pgd:source-base .'
    )
    assert told(validate_graph(home, [path], alone=True)) == [("sR2", "Violation", "p")]
    assert told(validate_graph(home, [path])) == [("sR7", "Violation", "p")]


def test_what_a_file_adds_to_a_shipped_thing_is_told(home: Path) -> None:
    """The thing is then one of the file's nodes, and its waived findings are waived in the file's report too."""
    path = file(home, HEADER + 'pgd:park-beiyuan skos:altLabel "北原中心"@zh ; pg:operatedBy pgd:enterprise-nanpu .')
    assert told(validate_graph(home, [path])) == [("sE1", "Violation", "park-beiyuan")]


def test_two_things_of_one_name_are_told_from_the_side_of_the_file(home: Path) -> None:
    """Whichever of the two the file holds, it is the file's node that is reported."""
    path = file(home, HEADER + '<http://example.org/p> a pg:Park ; skos:prefLabel "南浦软件园"@zh .')
    report = validate_graph(home, [path])
    assert told(report) == [("sN5", "Violation", "p")]
    assert report.findings[0].message_zh.startswith("与 park-nanpu 名称相同")


def test_a_registry_and_a_lock_beside_a_file_count_as_its_own(home: Path) -> None:
    """So a workspace's graph is validated with the workspace's ids and quotes."""
    span = "pgd:span-base-2-5 a pg:TextSpan ; oa:hasSource pgd:source-base ; oa:start 2 ; oa:end 5 ; oa:exact"
    path = file(home, f'{PARK}{span} "省数字"@zh .')
    assert {row[0] for row in told(validate_graph(home, [path]))} == {"sR2", "sE3"}
    (home.parent / "registry").mkdir()
    (home.parent / "registry" / "ids.tsv").write_text("id\tclass\tstatus\npark-new\tPark\t\n", encoding="utf-8")
    row = 'base\t2\t5\t"省数字"\t""\t""\n'
    (home.parent / "registry" / "spans.tsv").write_text(
        f"source\tstart\tend\tquote\tafter\tbefore\n{row}", encoding="utf-8"
    )
    assert told(validate_graph(home, [path])) == [("sE3", "Info", "source-base")]


def test_constraints_over_the_whole_graph_run_on_a_file_without_a_release(home: Path) -> None:
    """Without a release node they would be skipped, and the file said to conform."""
    path = file(home, HEADER + '<http://example.org/p> a pg:Park ; skos:prefLabel "新园?"@zh .')
    assert told(validate_graph(home, [path], alone=True)) == [("sN2", "Violation", "p")]


RELEASE = (
    'a pg:KnowledgeGraphRelease ; skos:prefLabel "我的"@zh ; dcterms:hasVersion "1" ; '
    'dcterms:issued "2020-03-31"^^xsd:date ; '
    "dcterms:license <http://example.org/l> ; dcterms:source pgd:source-base ; void:triples "
)


def test_a_release_in_the_file_stands_for_the_shipped_one(home: Path) -> None:
    """There is one release in the union, and it counts the statements of the file."""
    mine = '<http://example.org/p> a pg:Park ; skos:prefLabel "新园"@zh .\n'
    good = file(home, f"{HEADER}{mine}<http://example.org/r> {RELEASE} 2 .")
    assert told(validate_graph(home, [good])) == []
    bad = file(home, f"{HEADER}{mine}<http://example.org/r> {RELEASE} 3 .")
    assert told(validate_graph(home, [bad])) == [("sR1", "Violation", "r")]


def test_two_releases_in_a_file_are_each_told_of_once(home: Path) -> None:
    """Every constraint over the whole graph then runs twice; what it finds is told once."""
    mine = '<http://example.org/p> a pg:Park ; skos:prefLabel "新园?"@zh .\n'
    text = f"{HEADER}{mine}<http://example.org/r> {RELEASE} 10 .\n<http://example.org/s> {RELEASE} 10 ."
    found = told(validate_graph(home, [file(home, text)]))
    assert sorted(row for row in found if row[0] != "sR1") == [("sN2", "Violation", "p")]
    assert {row[2] for row in found if row[0] == "sR1"} == {"r", "s"}


def test_several_files_are_one_graph(home: Path) -> None:
    """What one file says of a thing completes what the other says."""
    one = file(home, HEADER + "<http://example.org/p> a pg:Park .", "one.ttl")
    two = file(home, HEADER + '<http://example.org/p> skos:prefLabel "新园"@zh .', "two.ttl")
    assert told(validate_graph(home, [one])) == [("sN1", "Violation", "p")]
    assert told(validate_graph(home, [one, two])) == []


def test_a_waiver_in_a_file_waives_nothing(home: Path) -> None:
    """Only the house's known issues do; what somebody sends in cannot excuse itself."""
    issue = (
        "<http://example.org/i> a pg:KnownIssue ; pg:waivesShape pgs:sN2 ; pg:waivesNode <http://example.org/p> ; "
        'pg:reason "理由"@zh , "Reason"@en ; pg:expiresOn "2030-01-01"^^xsd:date .'
    )
    path = file(home, HEADER + '<http://example.org/p> a pg:Park ; skos:prefLabel "新园?"@zh .\n' + issue)
    assert told(validate_graph(home, [path])) == [("sN2", "Violation", "p")]


def test_blank_nodes_of_a_file_are_told_by_their_names(home: Path) -> None:
    """A thing without an IRI is one of the file's nodes too; it is called by what it lacks a label for."""
    report = validate_graph(home, [file(home, HEADER + "[] a pg:Park .")])
    assert [(f.constraint, f.node[:2], f.label) for f in report.findings] == [("sN1", "_:", report.findings[0].node)]


def test_blank_nodes_are_told_by_every_kind_of_constraint(home: Path) -> None:
    """As the thing that lacks something, and as the value that is not as it should be."""
    text = HEADER + "[] a pg:TextSpan ; oa:hasSource pgd:source-base ; oa:start [] ; oa:end 5 ; oa:exact [] ."
    report = validate_graph(home, [file(home, text)], folders=[home / "texts"])
    assert {(f.constraint, f.node[:2]) for f in report.findings} == {("sE4", "_:"), ("sE11", "_:")}


def test_the_store_is_not_counted_for_every_result(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked whether it is true, the engine's graph would count all its statements, many times a finding."""
    from pyshacl.graph_abstraction import OxigraphDataGraph

    def counted(*_: object) -> int:
        raise AssertionError("the store was counted")

    monkeypatch.setattr(OxigraphDataGraph, "__len__", counted)
    assert told(validate_graph(home, [file(home, PARK)])) == [("sR2", "Violation", "park-new")]


def test_imports_are_not_followed(home: Path) -> None:
    """`owl:imports` is a statement like any other: what it names is not opened."""
    other = file(home, "this is no Turtle", "other.ttl")
    path = file(home, f"{HEADER}<http://example.org/o> owl:imports <{other.as_uri()}> , <http://127.0.0.1:9/x> .")
    assert told(validate_graph(home, [path], shapes=[path])) == []


def test_alone_needs_files(home: Path) -> None:
    """There would be nothing to validate."""
    with pytest.raises(UsageError) as caught:
        validate_graph(home, alone=True)
    assert str(caught.value) == "只校验文件（--alone），却没有给出文件。 请写上要校验的文件，或去掉 --alone。"


def test_a_house_without_graph_or_shapes_says_so(home: Path) -> None:
    """What is missing is named, with what to do."""
    with pytest.raises(AssetError) as caught:
        validate_graph(home.parent / "empty")
    place = home.parent / "empty" / "data" / "parkgraph.ttl"
    assert str(caught.value) == f"{place}: 找不到图谱文件。 请先运行 parkgraph build，或重新安装 parkgraph。"
    (home / "shapes").unlink()
    with pytest.raises(AssetError) as caught:
        validate_graph(home)
    assert str(caught.value) == f"{home / 'shapes'}: 找不到约束文件（*.ttl）。 请重新安装 parkgraph。"


# ------------------------------------------------------------------------------------- waivers


def waive(home: Path, shape: str, node: str, day: str) -> None:
    """Put one known issue in the place of the others."""
    text = (
        f"{HEADER}<{ISSUE}> a pg:KnownIssue ; pg:waivesShape {shape} ; pg:waivesNode {node} ; "
        f'pg:reason "理由"@zh , "Reason"@en ; pg:expiresOn "{day}"^^xsd:date .'
    )
    (home / "data" / "known-issues.ttl").write_text(text, encoding="utf-8")


def test_a_waiver_holds_up_to_its_day_in_the_reckoning_of_the_data(home: Path) -> None:
    """The day of the data version decides, not the clock; an expired waiver is a finding and waives nothing."""
    waive(home, "pgs:sN7", "pgd:park-beiyuan", "2020-03-31")
    assert told(validate_graph(home, folders=[home / "texts"])) == []
    waive(home, "pgs:sN7", "pgd:park-beiyuan", "2020-03-30")
    assert told(validate_graph(home, folders=[home / "texts"])) == [
        ("sN7", "Warning", "park-beiyuan"),
        ("sR4", "Warning", "base"),
    ]
    waive(home, "pgs:sN3", "pgd:park-beiyuan", "2020-03-30")
    (issue,) = [f for f in validate_graph(home, folders=[home / "texts"]).findings if f.constraint == "sR4"]
    assert issue.message_zh.startswith("豁免已过期")  # and not, besides, that it is not used


def test_a_waiver_that_waives_nothing_is_told_with_its_constraint_and_node(home: Path) -> None:
    """It may be of a constraint there is not."""
    waive(home, "pgs:sZ9", "pgd:park-beiyuan", "2020-12-31")
    report = validate_graph(home, folders=[home / "texts"])
    assert told(report) == [("sN7", "Warning", "park-beiyuan"), ("sR4", "Warning", "base")]
    assert report.findings[1].message_zh == (
        "豁免没有用上：北原电商中心 没有违反 sZ9，或没有这一约束。请删去豁免，或改正约束和对象。"
    )


def test_a_waiver_of_a_quote_is_not_unused_where_the_text_is_missing(home: Path) -> None:
    """Without the text nobody can tell."""
    waive(home, "pgs:sE3", "pgd:park-beiyuan", "2020-12-31")
    assert told(validate_graph(home)) == [("sN7", "Warning", "park-beiyuan"), ("sE3", "Info", "source-base")]
    assert ("sR4", "Warning", "base") in told(validate_graph(home, folders=[home / "texts"]))


def test_a_house_without_known_issues_waives_nothing(home: Path) -> None:
    """The file may be missing."""
    (home / "data" / "known-issues.ttl").unlink()
    assert told(validate_graph(home, folders=[home / "texts"])) == [("sN7", "Warning", "park-beiyuan")]


# ------------------------------------------------------------------------------------- how findings read


def test_a_finding_tells_what_it_is_about_in_words(home: Path) -> None:
    """Label, both messages with labels for IRIs, and the quote of the thing."""
    path = file(home, HEADER + "pgd:park-nanpu pg:operatedBy pgd:park-baishi .")
    finding = next(f for f in validate_graph(home, [path]).findings if f.constraint == "sR7")
    assert finding.label == "南浦软件园"
    assert finding.message_zh == "“运营主体”指向“白石·港数据园”，后者不是该属性所指的一类。请核对标识符和属性。"
    assert finding.message_en == (
        "“is operated by” points to “白石·港数据园”, which is not of the class that property is for. "
        "Check the id and the property."
    )
    assert finding.quote == ""


def test_the_value_that_is_wrong_stands_behind_the_message(home: Path) -> None:
    """Shortened, if it is long; a thing by its label."""
    text = 'pgd:division-990102 pg:divisionCode "12" . pgd:fact-base-part pg:evidencedBy pgd:park-baishi .'
    long = f'pgd:span-x a pg:TextSpan ; oa:exact "{"长" * 130}"@zh .'
    found = {f.part.removeprefix(PGS): f for f in validate_graph(home, [file(home, HEADER + text + long)]).findings}
    assert found["sO1-form"].message_zh.endswith("没有代码的街道、社区不写。（现为：12）")
    assert found["sO1-form"].message_en.endswith("without a code have none. (It is: 12)")
    assert found["sE2-span"].message_zh.endswith("（现为：白石·港数据园）")
    assert found["sE2-span"].label == "青泽高新区云谷 所属园区 南浦软件园"
    assert found["sE2-span"].quote == "云谷是南浦软件园的一部分"
    assert found["sE11-quote"].message_zh.endswith(f"（现为：{'长' * 60}…）")


LABELS = {
    "fact-base-designation-2": "白石?港数据园",
    "name-base-short": "南浦软件园",
    "citation-base": "云海数字规划(2019—2022年)",
    "target-base": "示范园区数量",
    "tally-base-cities": "tally-base-cities",
}


@pytest.mark.parametrize("node", LABELS)
def test_a_fact_without_a_label_is_called_by_what_it_records(home: Path, node: str) -> None:
    """The wording it records, the indicator it is on, else the end of its IRI."""
    path = file(home, f"{HEADER}pgd:{node} pg:evidencedBy pgd:park-baishi .")
    labels = {f.label for f in validate_graph(home, [path]).findings if f.constraint == "sE2"}
    assert labels == {LABELS[node]}


def test_characters_and_titles_are_compared_in_simplified_form(home: Path) -> None:
    """A Traditional label is told; a title in other brackets and dashes is the same title, and so a twin."""
    text = (
        '<http://example.org/p> a pg:Park ; skos:prefLabel "數據園"@zh .'
        '<http://example.org/d> a pg:Law ; skos:prefLabel "云海數字規劃(2019-2022年)"@zh .'
        '<http://example.org/e> a pg:Law ; skos:prefLabel "云海数字规划"@zh .'
    )
    report = validate_graph(home, [file(home, HEADER + text)])
    assert told(report) == [("sN2", "Violation", "d"), ("sN2", "Violation", "p"), ("sD6", "Warning", "d")]
    assert report.findings[2].message_zh.startswith("与 policy-base-plan 标题相同。")
    unnamed = HEADER + "pgd:citation-base pg:citedDocument <http://example.org/unknown> ."
    assert "sD6" not in {f.constraint for f in validate_graph(home, [file(home, unnamed)]).findings}
    cited = HEADER + 'pgd:citation-base pg:citedAs "云海计划"@zh .'
    found = [f.message_zh for f in validate_graph(home, [file(home, cited)]).findings if f.constraint == "sD6"]
    assert found == [
        "引用时写的标题不是被引文件“云海数字规划（2019—2022年）”已知的任何名称。"
        "请核对 cited；确是同一文件的，请把这一写法记入 also 或 names。"
    ]


def test_text_from_the_data_does_no_harm_in_messages(home: Path) -> None:
    """Back-slashes and braces of a label are neither patterns nor variables."""
    path = file(home, HEADER + r'<http://example.org/p> a pg:Park ; skos:prefLabel "\\1 \\g<x> {?value} (?"@zh .')
    report = validate_graph(home, [path])
    assert {row[0] for row in told(report)} == {"sN2", "sN3"}
    assert {f.label for f in report.findings} == {r"\1 \g<x> {?value} (?"}


ODD = {
    "blank node": "[]",
    "undefined thing": "<http://example.org/x>",
    "text": '"\\\\1 (?P<x {?value}"',
    "no number": '"abc"^^xsd:integer',
    "no date": '"2020-13-45"^^xsd:date',
}
"""Values that a constraint may not expect, as people write them by mistake."""


@pytest.mark.parametrize("odd", ODD)
def test_no_value_however_odd_stops_the_validation(home: Path, odd: str, caplog: pytest.LogCaptureFixture) -> None:
    """A thing of every class with that value for all that is said of it gives findings, and nothing is logged."""
    said: dict[str, set[str]] = {}
    for t in read_triples(REPO / "ontology" / "parkgraph.ttl"):
        if t.predicate.value.endswith("#domainIncludes") or t.predicate.value.endswith("/domainIncludes"):
            said.setdefault(t.object.value, set()).add(t.subject.value)
    everywhere = {PG + "evidencedBy", PG + "assertionBasis", PG + "ordinal", PREFIXES["skos"] + "prefLabel"}
    said.setdefault(PG + "TextSpan", set()).update(
        PREFIXES["oa"] + name for name in ("start", "end", "exact", "hasSource")
    )
    said[PG + "Assertion"] = {PREFIXES["rdf"] + name for name in ("subject", "predicate", "object")}
    said[PG + "Designation"] = said[PG + "ParkParticipation"] | {PG + "atTier", PG + "selectedPark"}
    assert len(said) > 20
    text = ""
    for number, (cls, props) in enumerate(sorted(said.items())):
        told_of_it = " ; ".join(f"<{prop}> {ODD[odd]}" for prop in sorted(props | everywhere))
        text += f"<http://example.org/{number}> a <{cls}> ; {told_of_it} .\n"
    report = validate_graph(home, [file(home, HEADER + text)])
    assert len({finding.constraint for finding in report.findings}) > 10
    assert caplog.records == []


def test_findings_stand_in_order_of_severity_constraint_and_node() -> None:
    """`sE2` before `sE10`, each finding once."""
    rows = [("sE10", "Violation"), ("sE2", "Violation"), ("sP9", "Info"), ("sN7", "Warning"), ("sE2", "Violation")]
    found = [Finding(name, severity, "n", "l", "z", "e") for name, severity in rows]
    found.append(Finding("http://example.org/s", "Violation", "n", "l", "z", "e"))
    report = Report(found)
    assert [f.constraint for f in report.findings] == ["http://example.org/s", "sE2", "sE10", "sN7", "sP9"]
    assert report.counts() == {"Violation": 3, "Warning": 1, "Info": 1, "waived": 0}


def test_waived_violations_do_not_count_against_the_graph() -> None:
    """They are told, but the graph conforms."""
    report = Report(
        [Finding("sE2", "Violation", "n", "l", "z", "e", waived=True), Finding("sN7", "Warning", "n", "l", "z", "e")]
    )
    assert report.conforms and report.violations == ()
    assert report.counts() == {"Violation": 0, "Warning": 1, "Info": 0, "waived": 1}


def test_machine_output_has_the_eight_keys_and_reads_back() -> None:
    """The keys of the contract, in its order."""
    report = Report([Finding("sE2", "Violation", "n", "标签", "中", "en", "引", True, part="p")])
    keys = ["constraint", "severity", "node", "label", "message_zh", "message_en", "quote", "waived"]
    assert [list(row) for row in report.to_json()] == [keys]
    assert Report.from_json(json.loads(json.dumps(report.to_json()))).findings == report.findings


def test_a_job_in_a_child_process_finds_the_same(home: Path) -> None:
    """Through JSON and back, with every argument."""
    path = file(home, PARK)
    shapes = file(home, SHAPES, "shapes.ttl")
    job = {
        "home": str(home),
        "files": [str(path)],
        "alone": True,
        "shapes": [str(shapes)],
        "folders": [str(home / "texts")],
    }
    raw = run_child("parkgraph.validate:validate_job", job, seconds=60, megabytes=2048)
    here = validate_graph(home, [path], alone=True, shapes=[shapes], folders=[home / "texts"])
    assert Report.from_json(json.loads(raw)).findings == here.findings != ()
    assert json.loads(validate_job({"home": str(home)})) == validate_graph(home).to_json()


# ------------------------------------------------------------------------------------- somebody else's shapes

SHAPES = (
    HEADER
    + """
@prefix ex: <http://example.org/shapes#> .
ex:Named a sh:NodeShape ; sh:targetClass pg:Park ; sh:property ex:Named-place , [ sh:path pg:unknown ; sh:minCount 1 ] .
ex:Named-place sh:path pg:locatedIn ; sh:minCount 1 ; sh:severity sh:Info ; sh:message "no place" .
[] a sh:NodeShape ; sh:targetClass pg:Park ;
  sh:property [ sh:path skos:prefLabel ; sh:maxCount 0 ; sh:severity ex:Grave ; sh:message "kein Name"@de ] .
"""
)


def test_shapes_of_ones_own_are_run_beside_ours(home: Path) -> None:
    """A constraint of theirs is named by its IRI, or that of the shape around it; messages need no language."""
    path = file(home, HEADER + '<http://example.org/p> a pg:Park ; skos:prefLabel "新园?"@zh .')
    report = validate_graph(home, [path], shapes=[file(home, SHAPES, "shapes.ttl")])
    assert [(f.constraint, f.severity) for f in report.findings] == [
        ("anonymous", "Violation"),
        ("http://example.org/shapes#Named", "Violation"),
        ("sN2", "Violation"),
        ("http://example.org/shapes#Named-place", "Info"),
    ]
    assert report.findings[0].message_zh == report.findings[0].message_en == "kein Name"
    assert report.findings[1].message_zh.startswith("Less than 1 values on <http://example.org/p>")
    assert report.findings[3].message_zh == report.findings[3].message_en == "no place"


def test_a_query_of_ones_own_keeps_its_focus_node(home: Path) -> None:
    """Only under the release node is the selected value the thing that is told of."""
    shapes = HEADER + (
        "pgs:mine a sh:NodeShape ; sh:targetClass pg:Park ; sh:sparql pgs:mine-q . "
        'pgs:mine-q sh:message "{$this} {?value} {?value} {?other}"@en ; '
        'sh:select "SELECT $this (<https://w3id.org/parkgraph/ontology#Park> AS ?value) WHERE { $this ?p ?o }" .'
    )
    path = file(home, PARK)
    report = validate_graph(home, [path], alone=True, shapes=[file(home, shapes, "shapes.ttl")])
    mine = [f for f in report.findings if f.constraint == "mine"]
    assert [(f.node, f.message_en) for f in mine] == [(PGD + "park-new", "新园 park park {?other}")]


def test_a_query_without_a_message_tells_its_constraint(home: Path) -> None:
    """Something is always said, in both languages; the engine itself says nothing here."""
    shapes = HEADER + (
        "pgs:mine a sh:NodeShape ; sh:targetClass pg:Park ; sh:sparql pgs:mine-q . "
        'pgs:mine-q sh:select "SELECT $this WHERE { $this ?p ?o }" .'
    )
    report = validate_graph(home, [file(home, PARK)], alone=True, shapes=[file(home, shapes, "shapes.ttl")])
    mine = next(f for f in report.findings if f.constraint == "mine")
    assert (mine.message_zh, mine.message_en) == ("不符合约束 mine。", "It breaks the constraint mine.")


def test_a_literal_in_focus_is_no_node_of_the_file(home: Path) -> None:
    """Shapes may target literals; without a file they are told by their text."""
    shapes = HEADER + "pgs:lit a sh:NodeShape ; sh:targetObjectsOf pg:currency ; sh:minLength 4 ."
    path = file(home, shapes, "shapes.ttl")
    found = [f for f in validate_graph(home, shapes=[path]).findings if f.constraint == "lit"]
    assert [(f.node, f.label) for f in found] == [("CNY", "CNY")]


def test_shapes_without_names_that_hold_each_other_are_anonymous(home: Path) -> None:
    """Nobody above them has a name, and looking for one comes to an end."""
    shapes = HEADER + (
        "_:a a sh:NodeShape ; sh:targetClass pg:Park ; sh:property _:b . "
        "_:b sh:path skos:note ; sh:minCount 1 ; sh:severity sh:Info ; rdfs:seeAlso _:c . _:c rdfs:seeAlso _:a ."
    )
    found = validate_graph(home, [file(home, PARK)], shapes=[file(home, shapes, "shapes.ttl")]).findings
    assert [f.constraint for f in found if f.severity == "Info"] == ["anonymous"]


BROKEN = {
    'pgs:q sh:select "SELECT $this WHERE { MINUS { $this ?p ?o } }" .': (
        "约束无法运行（Validation Failure - A SPARQL Constraint must not contain a MINUS clause.）"
    ),
    'pgs:q sh:select "SELECT $this WHERE { $this ?p }" .': "约束无法运行（SyntaxError: ",
    "pgs:q sh:deactivated false .": "约束无法运行（ConstraintLoadError: ",
}


@pytest.mark.parametrize("query", BROKEN)
def test_shapes_that_cannot_be_run_are_refused_by_their_file(home: Path, query: str) -> None:
    """The reason is the engine's, the file is named."""
    shapes = HEADER + "pgs:x a sh:NodeShape ; sh:targetClass pg:Park ; sh:sparql pgs:q . " + query
    path = file(home, shapes, "shapes.ttl")
    with pytest.raises(ParseError) as caught:
        validate_graph(home, shapes=[path])
    assert caught.value.problem.startswith(BROKEN[query])
    assert caught.value.where == str(path)
    assert caught.value.remedy == "请改正该约束；SPARQL 约束须选出 $this。"


def test_an_engine_that_fails_on_our_shapes_is_an_engine_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is then not the fault of any file of the user's."""
    import pyshacl

    def fail(*_: object, **__: object) -> None:
        raise ValueError("out of order")

    monkeypatch.setattr(pyshacl, "validate", fail)
    with pytest.raises(EngineError) as caught:
        validate_graph(home)
    assert str(caught.value) == (
        "pyshacl: 校验引擎出错（ValueError: out of order）。 请重新安装 parkgraph 及其依赖；仍然如此，请报告。"
    )


# ------------------------------------------------------------------------------------- formats

TRIPLE = ox.Triple(ox.NamedNode("http://example.org/p"), ox.NamedNode(PG + "reason"), ox.Literal("园", language="zh"))
QUAD = ox.Quad(TRIPLE.subject, TRIPLE.predicate, TRIPLE.object, ox.NamedNode("http://example.org/g"))
CONTENT = {
    suffix: ox.serialize([QUAD if form.supports_datasets else TRIPLE], format=form) or b""
    for suffix, form in reading.FORMATS.items()
}


@pytest.mark.parametrize("suffix", reading.FORMATS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_every_format_is_read_by_its_suffix(tmp_path: Path, suffix: str, packed: bool) -> None:
    """Upper case or lower, gzipped or not, with or without a byte order mark; graph names are dropped."""
    raw = b"\xef\xbb\xbf" + CONTENT[suffix]
    path = tmp_path / (f"file{suffix}.GZ" if packed else f"file{suffix.upper()}")
    path.write_bytes(gzip.compress(raw[:20]) + gzip.compress(raw[20:]) if packed else raw)
    assert read_file(path) == [TRIPLE]


def test_there_are_six_formats() -> None:
    """The list the tests go through is the whole list."""
    assert list(reading.FORMATS) == [".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"]


@pytest.mark.parametrize("suffix", reading.FORMATS)
def test_a_file_of_another_suffix_is_read_by_its_content(tmp_path: Path, suffix: str) -> None:
    """How it begins shows the format."""
    path = tmp_path / "file.txt"
    comment = b"" if suffix in (".jsonld", ".rdf") else b"# a comment\n\n"
    head = b"@prefix pg: <https://w3id.org/parkgraph/ontology#> .\n" if suffix in (".ttl", ".trig") else b""
    path.write_bytes(comment + head + CONTENT[suffix])
    assert read_file(path) == [TRIPLE]


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    """The same name in two files is two things."""
    path = tmp_path / "file.nt"
    path.write_text("_:a <http://example.org/p> _:a .", encoding="utf-8")
    assert read_file(path)[0].subject != read_file(path)[0].subject


CJK = '@prefix : <http://example.org/> .\n:园区 :名称 "数字经济园区" .\n'
REFUSED = {
    "unknown suffix": ("data.csv", b"a,b\n1,2\n", "{}: 不认识的格式 .csv。 " + KNOWN),
    "no suffix": ("data", b"", "{}: 不认识的格式 （无后缀）。 " + KNOWN),
    "a table of Excel": ("data.xlsx", b"PK\3\4rest", "{}: 不认识的格式 .xlsx。 " + KNOWN),
    "a PDF called Turtle": ("data.ttl", b"%PDF-1.7 rest", "{}: 不认识的格式 .ttl。 " + KNOWN),
    "TriX by content": (
        "data.xml",
        b"<?xml version='1.0'?><TriX xmlns='x'></TriX>",
        "{}: TriX 格式不予读取。 " + KNOWN,
    ),
    "TriX by suffix": ("data.rdf", b"<TriX xmlns='x'></TriX>", "{}: TriX 格式不予读取。 " + KNOWN),
    "a document type": (
        "data.rdf",
        b"<?xml version='1.0'?><!DOCTYPE rdf:RDF [<!ENTITY a 'b'>]><rdf:RDF/>",
        "{}: RDF/XML 文件里有 DOCTYPE，不予读取。 请删去它，或另存为 Turtle（.ttl）后再试。",
    ),
    "a remote context": (
        "data.jsonld",
        b'[{"@graph": [{"@context": [{}, "https://example.org/c"], "@id": "x:y"}]}]',
        "{}: JSON-LD 的 @context 在别处（https://example.org/c），不予读取。 请把上下文的内容写进文件本身。",
    ),
    "an imported context": (
        "data.jsonld",
        b'{"@context": {"@version": 1.1, "@import": "file:///etc/passwd"}}',
        "{}: JSON-LD 的 @context 在别处（file:///etc/passwd），不予读取。 请把上下文的内容写进文件本身。",
    ),
    "broken JSON": (
        "data.jsonld",
        b'{"@id"\n "x:y"}',
        "{}:2: JSON 语法有误（Expecting ':' delimiter: line 2 column 2 (char 8)）。 请改正该行的引号、逗号和括号。",
    ),
    "deep JSON": ("data.jsonld", b"[" * 200_000, "{}: JSON 嵌套太深。 请减少嵌套。"),
    "broken Turtle": (
        "data.ttl",
        b"<http://example.org/a>\n  <b> .",
        "{}:2: 语法有误（No scheme found in an absolute IRI）。 请改正该行，并看上一行末尾的标点。",
    ),
    "an undeclared prefix": (
        "data.ttl",
        b"\n\nex:a ex:b ex:c .",
        "{}:3: 前缀 ex: 没有声明。 请在文件开头加一行：@prefix ex: <…> .",
    ),
    "a triple term": (
        "data.ttl",
        b"<x:a> <x:b> <<( <x:c> <x:d> <x:e> )>> .",
        "{}: 有 RDF 1.2 的三元组项，不予读取。 请改用 rdf:Statement（pg:Assertion）来说明一条陈述。",
    ),
    "GB18030": (
        "data.ttl",
        CJK.encode("gb18030"),
        "{}:2: 文件不是 UTF-8 编码，看来是 GB18030（即 GBK）编码。 " + SAVE,
    ),
    "UTF-16": (
        "data.ttl",
        CJK.encode("utf-16"),
        "{}: 文件不是 UTF-8 编码，看来是 UTF-16 编码。 " + SAVE,
    ),
    "UTF-16 without a mark": (
        "data.ttl",
        CJK.encode("utf-16-le"),
        "{}: 文件不是 UTF-8 编码，看来是 UTF-16 编码。 " + SAVE,
    ),
    "no encoding of text": (
        "data.ttl",
        b"\n<a\xff\xff\xff> .",
        "{}:2: 文件不是 UTF-8 编码。 " + SAVE,
    ),
    "a broken archive": (
        "data.ttl.gz",
        b"\x1f\x8bnothing",
        "{}: gzip 压缩文件已损坏。 请重新压缩，或直接给出未压缩的文件。",
    ),
    "half an archive": (
        "data.ttl.gz",
        gzip.compress(CJK.encode())[:-9],
        "{}: gzip 压缩文件已损坏。 请重新压缩，或直接给出未压缩的文件。",
    ),
    "a bomb": (
        "data.nt.gz",
        gzip.compress(b"\n" * 2_000_000),
        "{}: 文件展开后超过 200 MB，或超过压缩文件的 100 倍。 请分成几个较小的文件。",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_say_where_what_and_what_to_do(tmp_path: Path, case: str) -> None:
    """Word for word."""
    name, raw, message = REFUSED[case]
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ParseError) as caught:
        read_file(path)
    assert str(caught.value) == message.format(path)
    assert caught.value.exit_code == 3


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that is too big as it lies there, nor one that grows too big."""
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000_000)
    for name, raw in (("big.nt", b"\n" * 1_000_001), ("big.nt.gz", gzip.compress(b"\n" * 1_000_001))):
        path = tmp_path / name
        path.write_bytes(raw)
        with pytest.raises(ParseError) as caught:
            read_file(path)
        assert caught.value.problem == "文件展开后超过 1 MB，或超过压缩文件的 100 倍"
    path.write_bytes(gzip.compress(b"\n" * 1_000_000))
    assert read_file(path) == []


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A file that is not there, and a folder."""
    with pytest.raises(AssetError) as caught:
        read_file(tmp_path / "none.ttl")
    assert str(caught.value) == f"{tmp_path / 'none.ttl'}: 找不到文件。 请检查路径和读取权限。"
    with pytest.raises(AssetError) as caught:
        read_file(tmp_path)
    assert caught.value.problem.startswith("打不开文件：")


def test_a_refused_file_stops_the_validation(home: Path) -> None:
    """Files and shapes alike."""
    path = file(home, "a,b", "data.csv")
    for arguments in ({"files": [path]}, {"shapes": [path]}):
        with pytest.raises(ParkgraphError) as caught:
            validate_graph(home, **arguments)
        assert caught.value.problem == "不认识的格式 .csv"
