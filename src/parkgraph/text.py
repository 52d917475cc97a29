"""The texts that facts rest on: their register, their characters, and where a quote stands.

Offsets are code points of the UTF-8-decoded bytes, without newline or BOM translation, end exclusive.
The texts themselves stay outside; `SpanLock` keeps the places of all quotes, so that a build works without them.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .errors import AssetError, DataError, ParseError

MAX_QUOTE = 120
"""Longest quote, in code points: evidence is the shortest wording that proves a fact."""

REQUIRED = ("title_zh", "title_en", "language", "sha256", "length", "authority", "as_of", "as_of_precision")
NOTES = {"as_of_note": "en", "note": "en", "as_of_remark": "zh", "remark": "zh"}
"""Keys of a register entry that hold an editorial note, with its language."""
OPTIONAL = ("genre", "issuer", "number", "published", "address", "retrieved", *NOTES)
CHOICES = {
    "language": ("zh", "zh-hant", "en"),
    "authority": ("primary", "implementing", "secondary"),
    "as_of_precision": ("day", "month", "year"),
}
DAYS = {"as_of", "retrieved"}
WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.IGNORECASE)
"""An address of the web that can stand in a graph and in a page."""
LOCK_COLUMNS = ("source", "start", "end", "quote", "after", "before")


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the source register.

    Attributes:
        slug: name of the text file without `.txt`.
        language: `zh` or `zh-hant`, the tag its quotes carry.
        sha256: of the text file's bytes.
        length: of the text in code points.
        authority: short name of a concept `authority-…`.
        as_of: latest day the text itself shows to have been reached, ISO.
        as_of_precision: `day`, `month` or `year`.
        more: the optional keys of the register that are given.
    """

    slug: str
    title_zh: str
    title_en: str
    language: str
    sha256: str
    length: int
    authority: str
    as_of: str
    as_of_precision: str
    more: Mapping[str, str] = field(default_factory=dict)


def load_source(path: Path) -> Source:
    """The register entry in one TOML file; its slug is the file's name.

    Raises:
        ParseError: the file is no TOML, or a key is missing or unknown.
    """
    try:
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParseError(f"来源登记无法读取：{error}", where=str(path), remedy="请按 TOML 语法改正该文件。") from error
    missing = [key for key in REQUIRED if key not in entry]
    unknown = sorted(set(entry) - {*REQUIRED, *OPTIONAL})
    if missing or unknown:
        said = "、".join([*(f"缺少 {key}" for key in missing), *(f"不认识 {key}" for key in unknown)])
        raise ParseError(f"来源登记的键有误：{said}", where=str(path), remedy="请对照 data/README.md 补全或改名。")
    _check_values(entry, path)
    values = {key: str(entry[key]) for key in REQUIRED if key != "length"}
    more = {key: str(entry[key]) for key in OPTIONAL if key in entry}
    return Source(slug=path.stem, length=int(entry["length"]), more=more, **values)


def _check_values(entry: Mapping[str, object], path: Path) -> None:
    """Refuse values of a register entry that are not of their kind."""
    for key, known in CHOICES.items():
        if entry[key] not in known:
            raise ParseError(
                f"{key} 没有 {entry[key]} 这个值", where=str(path), remedy=f"可用的值：{'、'.join(known)}。"
            )
    if not isinstance(entry["length"], int):
        raise ParseError(f"length 的值 {entry['length']} 不是整数", where=str(path), remedy="请写原文的字符数。")
    for key in sorted(DAYS & entry.keys()):
        try:
            date.fromisoformat(str(entry[key]))
        except ValueError as error:
            remedy = "请写成 2019-11-26 的形式。"
            raise ParseError(f"{key} 的值 {entry[key]} 不是日期", where=str(path), remedy=remedy) from error
    if not WEB.fullmatch(str(entry.get("address", "https://example.org"))):
        remedy = "请写完整的网址，如 https://www.example.gov.cn/art/7.html；不知道的，请去掉这一项。"
        raise ParseError(f"address 的值 {entry['address']} 不是网址", where=str(path), remedy=remedy)


def load_sources(folder: Path) -> dict[str, Source]:
    """All entries of a register folder by slug, in alphabetical order."""
    return {path.stem: load_source(path) for path in sorted(folder.glob("*.toml"))}


def load_text(source: Source, folders: Iterable[Path], *, required: bool = False) -> str | None:
    """The text of a source from the first folder that holds it; None where no folder does.

    Args:
        source: the register entry.
        folders: where to look for `<slug>.txt`.
        required: whether a text that is nowhere is an error.

    Raises:
        AssetError: the text is required and missing.
        DataError: the file's bytes are not those that were registered.
    """
    places = list(folders)
    for folder in places:
        path = folder / f"{source.slug}.txt"
        if path.is_file():
            return _checked(path, source)
    if required:
        looked = "、".join(str(place) for place in places)
        raise AssetError(
            f"找不到原文 {source.slug}.txt", where=looked, remedy="请把文件放入该目录，或用 --sources 指明目录。"
        )
    return None


def _checked(path: Path, source: Source) -> str:
    """The text of a file whose hash and length are as registered."""
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != source.sha256:
        raise DataError(
            "原文已改动，SHA-256 与登记不符",
            where=str(path),
            remedy=f"请恢复登记时的文件；改动无误的，请运行 parkgraph build --text {path} 重新登记。",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            "原文不是 UTF-8 编码", where=str(path), remedy="请另存为 UTF-8，再更新登记中的 sha256 与 length。"
        ) from error
    if len(text) != source.length:
        raise DataError(
            f"原文有 {len(text)} 个字符，登记为 {source.length} 个",
            where=str(path),
            remedy=f"请更正 sources/{source.slug}.toml 中的 length。",
        )
    return text


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote and the places around it that make it unique.

    Attributes:
        text: the wording, verbatim.
        after: wording that stands once and ends before the quote; empty for the whole text.
        before: wording whose next occurrence behind the quote's zone closes it; empty for none.
    """

    text: str
    after: str = ""
    before: str = ""


def find_quote(text: str, quote: Quote, where: str) -> tuple[int, int]:
    """Start and end of a quote in a text.

    Args:
        text: the whole source text.
        quote: what to find.
        where: file and line of the record, for the message.

    Raises:
        DataError: the quote, or a place around it, is not there or stands more than once.
    """
    start, end = 0, len(text)
    if quote.after:
        _once(text, quote.after, where, "after 的位置")
        start = text.index(quote.after) + len(quote.after)
    if quote.before:
        end = text.find(quote.before, start)
        if end < 0:
            raise _quote_error(f"before 的位置“{quote.before}”在该处之后找不到", where)
    zone = text[start:end]
    _once(zone, quote.text, where, "引文")
    found = start + zone.index(quote.text)
    return found, found + len(quote.text)


def _once(zone: str, wording: str, where: str, name: str) -> None:
    """Refuse a wording that does not stand exactly once in a zone."""
    first = zone.find(wording)
    if first < 0:
        raise _quote_error(f"{name}“{wording}”在原文中找不到", where)
    times = 1
    while (first := zone.find(wording, first + 1)) >= 0:
        times += 1
    if times > 1:
        raise DataError(
            f"{name}“{wording}”在原文中出现 {times} 次",
            where=where,
            remedy="请加长引文，或用 after / before 指明位置。",
        )


def _quote_error(problem: str, where: str) -> DataError:
    """The error for a wording that the text does not hold."""
    return DataError(problem, where=where, remedy="请逐字核对原文（含标点和乱码），照原样抄录。")


@dataclass
class SpanLock:
    """The places of all quotes, as they were found in the texts.

    Attributes:
        path: the committed table, `registry/spans.tsv`.
        places: (source slug, quote) to (start, end).
    """

    path: Path
    places: dict[tuple[str, Quote], tuple[int, int]] = field(default_factory=dict)

    def find(self, slug: str, quote: Quote, where: str) -> tuple[int, int]:
        """Start and end of a quote as locked.

        Raises:
            DataError: the lock does not know the quote, and there is no text to look it up in.
        """
        if (place := self.places.get((slug, quote))) is None:
            raise DataError(
                f"引文“{quote.text}”不在锁定表中，又没有原文可查",
                where=where,
                remedy=f"请用 --sources 指明存放 {slug}.txt 的目录，再运行 parkgraph build。",
            )
        return place

    def rendered(self) -> str:
        """The table: source, start, end, quote, after, before; JSON strings for wording; in order of place."""
        lines = ["\t".join(LOCK_COLUMNS)]
        for (slug, quote), (start, end) in sorted(self.places.items(), key=_by_place):
            wording = (json.dumps(part, ensure_ascii=False) for part in (quote.text, quote.after, quote.before))
            lines.append("\t".join((slug, str(start), str(end), *wording)))
        return "\n".join(lines) + "\n"


def _by_place(item: tuple[tuple[str, Quote], tuple[int, int]]) -> tuple[str, int, int, str, str]:
    """Sort key of a locked quote: source, start, end, then the places around it."""
    (slug, quote), (start, end) = item
    return slug, start, end, quote.after, quote.before


def _read_table(path: Path) -> list[str]:
    """The lines of a table of ours, line ends taken off.

    Raises:
        ParseError: the file is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise ParseError(
            "表格不是 UTF-8 编码", where=str(path), remedy="请恢复上一版本的文件，不要用表格软件另存。"
        ) from error


def load_lock(path: Path) -> SpanLock:
    """The span lock in a file; an empty one where there is no file yet.

    Raises:
        ParseError: a line is not of the form that `SpanLock.rendered` writes.
    """
    lock = SpanLock(path)
    if not path.is_file():
        return lock
    for number, line in enumerate(_read_table(path)[1:], 2):
        try:
            slug, start, end, *wording = line.split("\t")
            text, after, before = (json.loads(part) for part in wording)
            lock.places[slug, Quote(text, after, before)] = int(start), int(end)
        except ValueError as error:
            raise ParseError(
                "锁定表的这一行无法读取", where=f"{path}:{number}", remedy="请用带原文的 parkgraph build 重新生成。"
            ) from error
    return lock
