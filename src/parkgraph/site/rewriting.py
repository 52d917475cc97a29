"""A page of the service as a page of the folder: addresses become file names, and what needs a server falls out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from .places import bare, place_of, relative

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
BETWEEN = "·"
"""Stands between the entries of a line of tools."""
API = "api"
"""The id of the part of a page that tells how programs ask a server."""
_ADDRESSES = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}


@dataclass(eq=False)
class Element:
    """An element of a page; its children are elements, and texts as they stand in the source."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether it is of a class."""
        return name in (self.attributes.get("class") or "").split()

    def elements(self) -> Iterator["Element"]:
        """The elements right below it."""
        return (child for child in self.children if isinstance(child, Element))

    def markup(self) -> str:
        """The element as it stands in a file."""
        inner = "".join(child if isinstance(child, str) else child.markup() for child in self.children)
        if not self.tag:
            return inner
        told = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in self.attributes.items()
        )
        return f"<{self.tag}{told}>" + ("" if self.tag in VOID else f"{inner}</{self.tag}>")


GONE = Element("gone")
"""Stands for an element that fell out."""


class _Reader(HTMLParser):
    """Reads a page of ours, in which every element that is no void one is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open = [Element("")]
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        element = Element(tag, dict(attrs))
        self.ids |= {element.attributes.get("id") or ""} - {API}
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content, as pictures have them."""
        self.open[-1].children.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """End the element that is open."""
        ended = self.open.pop()
        assert ended.tag == tag, f"<{ended.tag}> is ended by </{tag}>, line {self.getpos()[0]}"

    def handle_data(self, data: str) -> None:
        """A text."""
        self.open[-1].children.append(data)

    def handle_entityref(self, name: str) -> None:
        """A character by its name."""
        self.open[-1].children.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self.open[-1].children.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """The kind of the document."""
        self.open[-1].children.append(f"<!{decl}>")


def rewritten(page: str, file: str, known: Collection[str]) -> str:
    """A page of the service as the file of a folder.

    Args:
        page: as the service would send it.
        file: where it will stand.
        known: every file of the folder.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    (whole,) = reader.open
    _Rewriter(file, known, reader.ids).below(whole)
    return whole.markup()


class _Rewriter:
    """Rewrites what stands below an element of one page."""

    def __init__(self, file: str, known: Collection[str], ids: Collection[str]) -> None:
        self.file, self.known, self.ids = file, known, ids

    def below(self, element: Element) -> None:
        """Rewrite the children of an element."""
        tools = element.has("tools")
        kept = [
            child if isinstance(child, str) else self._rewritten(child, tool=tools or child.has("more")) or GONE
            for child in element.children
        ]
        if tools:
            kept = _entries(kept)
        element.children = [child for child in kept if child is not GONE]

    def _rewritten(self, element: Element, *, tool: bool = False) -> Element | None:
        """An element as it stands in the folder; None where it falls out.

        A link to what has no page becomes its text, but not where it is a tool or only leads to more.
        """
        told = element.attributes
        if element.tag == "link" and told.get("rel") in ("canonical", "alternate"):
            return None
        if (element.tag == "form" and not element.has("find")) or told.get("id") == API:
            return None
        told.pop("data-suggest", None)
        name = _ADDRESSES.get(element.tag, "")
        address = told.get(name) or ""
        if address.startswith("#") and address[1:] not in self.ids:
            return None
        if address.startswith("/"):
            place = place_of(address)
            if not place or (tool and bare(place) not in self.known):
                return None
            if bare(place) in self.known:
                told[name] = relative(place, self.file)
            else:
                element.tag, element.attributes = "span", {}
        had = any(True for _ in element.elements())
        self.below(element)
        emptied = had and not any(True for _ in element.elements())
        return None if emptied and element.tag in ("li", "p") and not _words(element) else element


def _words(element: Element) -> str:
    """The text right below an element."""
    return "".join(child for child in element.children if isinstance(child, str)).strip()


def _entries(children: list[Element | str]) -> list[Element | str]:
    """What a line of tools holds, without the entries all of whose elements fell out."""
    entries: list[list[Element | str]] = [[]]
    for child in children:
        first, *others = child.split(BETWEEN) if isinstance(child, str) else (child,)
        entries[-1].append(first)
        entries += [[other] for other in others]
    left = [entry for entry in entries if GONE not in entry or any(_is_kept(child) for child in entry)]
    return [piece for number, entry in enumerate(left) for piece in ([BETWEEN, *entry] if number else entry)]


def _is_kept(child: Element | str) -> bool:
    """Whether a child is an element that is still there."""
    return isinstance(child, Element) and child is not GONE
