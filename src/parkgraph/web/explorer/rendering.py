"""Makes pages: templates that escape every text, addresses that keep the language, dates and names for people.

Used by the functions that workers run; what a graph or a visitor says reaches a page only as text, and only addresses
of the service itself or of the web become links.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ...characters import seen
from ...graph import Graph
from ...lookup import select
from ...names import BASE, PG, PGD, slug
from ...text import WEB
from ..jobs import Job, Made, graph_of
from ..media import HTML
from .pattern import ABSENT, OPTIONAL, pattern_of
from .pattern_picture import picture
from .reports import report_of
from .wording import speaker

TEMPLATES = Path(__file__).with_name("templates")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
STRETCH = re.compile(f"({CHINESE.pattern}(?:[\u3000-\u303f\uff00-\uffef“”‘’·—…0-9]*{CHINESE.pattern})*)")
DRAWN_CHINESE = re.compile(f"<((?:text|tspan|title)(?: [^>]*)?)>(?=[^<]*{CHINESE.pattern})")
WORDS = re.compile(r"(?<![^\s(“])[A-Za-z]{2,}(?![^\s.,;:)”])")
SENTENCE = 4
"""From how many words on a text is taken for English."""
SOURCE = re.compile(re.escape(PGD) + r"source-([a-z0-9-]+)")
SPAN = re.compile(re.escape(PGD) + r"span-([a-z0-9-]+)-\d+-\d+")
OWN = re.compile(re.escape(BASE) + r"(id|concept|rule|release)/([A-Za-z0-9][A-Za-z0-9._~-]*)")
LONGEST_LINK = 2000
BIG = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


@cache
def environment() -> Environment:
    """The templates; a name that is missing is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def missing() -> Made:
    """What a job gives where there is nothing to show."""
    return {"missing": True}, b""


def render(job: Job, template: str, *, status: int = 200, **context: Any) -> Made:
    """A page.

    Args:
        job: `lang`, `theme`, `path`, `asked` (the parameters in order), `base` and `static` (where the
            service and its files are).
        template: its file name.
        status: HTTP status it is sent with.
        context: what the template needs beside the tools.
    """
    graph = graph_of(job)
    page = environment().get_template(template).render(**tools(job), frame=frame(graph, job), **context)
    return {"media": HTML.media, "status": status}, page.encode("utf-8")


def tools(job: Job) -> dict[str, Any]:
    """What every template has at hand."""
    lang, path, asked = job["lang"], job["path"], [tuple(pair) for pair in job["asked"]]
    others = [(name, value) for name, value in asked if name != "lang"]

    def link(to: str, *pairs: tuple[str, object], **parameters: object) -> str:
        return address_of(to, lang, [*pairs, *parameters.items()])

    def changed(**parameters: object) -> str:
        kept = [(name, value) for name, value in others if name not in parameters]
        return address_of(path, lang, [*kept, *parameters.items()])

    def without(name: str, value: str | None = None) -> str:
        return address_of(path, lang, [pair for pair in others if pair[0] != name or value not in (None, pair[1])])

    return {
        "t": speaker(lang),
        "lang": lang,
        "theme": job["theme"],
        "embedded": dict(asked).get("embed") == "1",
        "base": job["base"],
        "path": path,
        "permalink": job["base"] + address_of(path, lang, others),
        "switched": address_of(path, "zh" if lang == "en" else "en", others),
        "link": link,
        "page_address": lambda page: changed(page=page),
        "with_cap": lambda cap: changed(cap=cap),
        "incoming_address": lambda name: lambda page: changed(**{"in": name, "page": page}) + "#incoming",
        "without": without,
        "with_path": lambda to: address_of(to, lang, others),
        "static": job["static"],
        "page_of": lambda iri: page_of(iri, lang),
        "quote_at": lambda span, thing="": quote_at(span, lang, thing),
        "day_of": lambda span: day_of(span, graph_of(job)),
        "report_of": lambda page, fact: report_of(page, fact, lang),
        "narrowed": changed,
        "web": lambda value: value if isinstance(value, str) and WEB.fullmatch(value) else "",
        "said": lambda value: said(value, lang),
        "when": lambda value: said(value, lang) if DAY.fullmatch(value) else speaker(lang)("in_year", value),
        "word": lambda label: said(word(label, lang), lang),
        "is_foreign": lambda text: lang == "en" and CHINESE.search(text) is not None,
        "number": number,
        "editor_for": lambda text: link("/sparql", text=text),
        "data_block": data_block,
        "pattern_told": lambda question: pattern_told(graph_of(job), question),
    }


def address_of(to: str, lang: str, parameters: Sequence[tuple[str, object]]) -> str:
    """An address of the service with parameters, those that are None left out; English is kept from page to page."""
    to, mark, anchor = to.partition("#")
    kept = [(name, str(value)) for name, value in parameters if value is not None]
    if lang == "en":
        kept.append(("lang", "en"))
    return (f"{to}?{urlencode(kept)}" if kept else to) + mark + anchor


def page_of(iri: str, lang: str = "zh") -> str:
    """Where a thing is shown: its page here, the web address it is, or nothing."""
    if source := SOURCE.fullmatch(iri):
        return address_of(f"/source/{source[1]}", lang, [])
    if own := OWN.fullmatch(iri):
        return address_of(f"/{own[1]}/{quote(own[2])}.html", lang, [])
    if iri.startswith(PG):
        return address_of(f"/vocabulary#{quote(iri[len(PG) :])}", lang, [])
    return iri if WEB.fullmatch(iri) and len(iri) < LONGEST_LINK else ""


def quote_at(span: str, lang: str = "zh", thing: str = "") -> str:
    """Where a quote stands on the page of its source, there to go on through all that are of a thing."""
    if place := SPAN.fullmatch(span):
        return address_of(f"/source/{place[1]}#{slug(span)}", lang, [("thing", slug(thing) or None)])
    return page_of(span, lang)


def said(value: object, lang: str) -> object:
    """A value as people read it: dates in words, and Chinese on an English page marked as such."""
    if isinstance(value, bool):
        return speaker(lang)("yes" if value else "no")
    if isinstance(value, int | Decimal):
        return number(value)
    if not isinstance(value, str):
        return value
    if DAY.fullmatch(value) and (told := spoken_day(value, lang)):
        return Markup('<time datetime="{}">{}</time>').format(value, told)
    return foreign(value, lang)


def foreign(text: str, lang: str) -> str:
    """A text with what is of the other language marked as such: all of it where it has no other words, else its parts.

    On a Chinese page only a text without any Chinese is of the other language, and only if it is a sentence.
    """
    if lang == "zh":
        is_english = not CHINESE.search(text) and len(WORDS.findall(text)) >= SENTENCE
        return Markup('<span lang="en" class="foreign">{}</span>').format(seen(text)) if is_english else text
    if not CHINESE.search(text):
        return text
    if len(WORDS.findall(text)) < SENTENCE:
        return Markup('<span lang="zh" class="foreign">{}</span>').format(seen(text))
    parts = STRETCH.split(text)
    return Markup("").join(
        Markup('<span lang="zh">{}</span>').format(seen(part)) if number % 2 else escape(seen(part))
        for number, part in enumerate(parts)
    )


def word(label: str, lang: str) -> str:
    """What a class or property is called; those of others have no label in the graph but the end of their address."""
    return speaker(lang)(f"term_{label}", otherwise=label)


def spoken_day(text: str, lang: str) -> str:
    """An ISO date as people write it; empty where there is no such day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    english = f"{day.day} {months[day.month - 1]} {day.year}"
    return english if lang == "en" else f"{day.year}年{day.month}月{day.day}日"


def plain(value: int | Decimal) -> str:
    """A number with all its digits and nothing else."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def number(value: int | Decimal) -> str:
    """A number with its digits in groups of three, from ten thousand on; years stay as they are."""
    whole, point, part = plain(value).partition(".")
    return f"{int(whole):,}{point}{part}" if not -10_000 < value < 10_000 else plain(value)


def money(value: int | Decimal, lang: str) -> Markup:
    """An amount of yuan in 亿元 or 万元, in English in CNY; the raw value appears when one points at it."""
    amount = Decimal(value)
    shown = f"CNY {number(value)}" if lang == "en" else f"{number(value)}元"
    unit, name = next(((unit, name) for unit, name in BIG if abs(amount) >= unit), (Decimal(1), ""))
    if lang == "zh" and name:
        shown = f"{number((amount / unit).normalize())}{name}元"
    return Markup('<span title="{}">{}</span>').format(plain(value), shown)


@lru_cache(maxsize=8)
def source_days(graph: Graph) -> dict[str, str]:
    """Slug of each source with the day it is as of, where it has one."""
    rows = select(graph.store, "SELECT ?s ?d WHERE { ?s a pg:SourceDocument ; pg:asOf ?d }")
    return {slug(row.iri("s")).removeprefix("source-"): row.text("d") for row in rows}


def day_of(span: str, graph: Graph) -> str:
    """The day that the source of a quote is as of; empty where it has none."""
    place = SPAN.fullmatch(span)
    return source_days(graph).get(place[1], "") if place else ""


@lru_cache(maxsize=8)
def _release(graph: Graph) -> tuple[str, str]:
    """Version of the data, and the newest as-of date of a source."""
    days = select(graph.store, "SELECT (MAX(?d) AS ?last) WHERE { ?s a pg:SourceDocument ; pg:asOf ?d }")
    return graph.data_version(), days[0].text("last") if days else ""


def frame(graph: Graph, job: Job) -> dict[str, str]:
    """What stands around every page: release, fingerprint, as-of date."""
    release, as_of = _release(graph)
    return {"release": release, "as_of": as_of, "fingerprint": job["at"]["fingerprint"]}


def pattern_told(graph: Graph, name: str) -> dict[str, Any] | None:
    """What a question looks for, as a picture, in words, and with the signs that are to be explained.

    None for a question of the user's own that only the engine can read.
    """
    try:
        pattern = pattern_of(graph, name)
    except Exception:  # the classes are those of pyparsing, of rdflib, and whatever its translation trips on
        return None
    styles = {edge.style for edge in pattern.edges}
    signs = {
        "pattern_key_open": any(node.open for node in pattern.nodes),
        "pattern_key_optional": OPTIONAL in styles,
        "pattern_key_absent": ABSENT in styles,
        "pattern_key_tag": any(edge.tag for edge in pattern.edges),
    }
    drawn = svg_block(picture(pattern, speaker(graph.lang)), pattern.words, graph.lang)
    return {"picture": drawn, "words": pattern.words, "signs": [name for name, there in signs.items() if there]}


def data_block(value: Mapping[str, Any]) -> Markup:
    """Data for a script, as the content of a <script type="application/json">."""
    text = json.dumps(value, ensure_ascii=False, default=float)
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(str(seen(text)))


def svg_block(text: str, label: str, lang: str = "zh") -> Markup:
    """A picture of ours, whose texts are escaped already, for the body of a page; in English, Chinese is marked."""
    if lang == "en":
        text = DRAWN_CHINESE.sub(r'<\1 lang="zh">', text)
    opening, rest = text.split(">", 1)
    whole = f'{opening} role="img" aria-label="{escape(seen(label))}">{rest}'
    return Markup(str(seen(whole)))
