"""A page as a reader of HTML takes it: its elements, its visible text, its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "rect", "path", "circle", "polygon"})
UNSEEN = frozenset({"script", "style", "title", "textarea", "pre", "code", "option", "datalist", "noscript"})


@dataclass
class Element:
    """An element with its attributes and the text that stands in it before its first child."""

    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Reading:
    """What was read of a page.

    Attributes:
        elements: all of them in order.
        seen: the text that people see, without what is code, in a form, or in an element of another language.
        foreign: the text in elements that say they are in Chinese.
    """

    elements: list[Element] = field(default_factory=list)
    seen: str = ""
    foreign: str = ""

    def all(self, name: str) -> list[Element]:
        """The elements of a name."""
        return [element for element in self.elements if element.name == name]

    def links(self) -> list[str]:
        """Where the page leads."""
        return [element.attributes["href"] for element in self.all("a") if "href" in element.attributes]

    @property
    def lang(self) -> str:
        """The language the page says it is in."""
        return self.all("html")[0].attributes["lang"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.reading.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.reading.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data
        if any(element.name in UNSEEN for element in self.open):
            return
        inner = [element.attributes["lang"] for element in self.open[1:] if "lang" in element.attributes]
        if inner and inner[-1].startswith("zh"):
            self.reading.foreign += data
        elif not inner:
            self.reading.seen += data


def read(page: str) -> Reading:
    """A page, read."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.reading
