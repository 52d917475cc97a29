"""A picture of a part of the relation graph, in every form it can be written in."""

import html
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..vocabulary import Vocabulary
from .files import dot, gexf, graphml, mermaid
from .form import json_form
from .looks import Looks
from .page import page
from .svg import svg

if TYPE_CHECKING:
    from networkx import MultiDiGraph

FORMATS = ("svg", "html", "dot", "graphml", "gexf", "mmd", "json")
"""Suffixes of the files that a picture can be written to."""
HEIGHT = 640
"""Of a picture in a notebook, in pixels."""


@dataclass(frozen=True)
class Picture:
    """A part of the relation graph with all that stands around it; a notebook shows it as a page of its own.

    Attributes:
        part: the nodes and relations, of drawn classes only.
        vocabulary: tells the layer of each class.
        title: above the picture.
        release: version of the data.
        as_of: the day up to which the data speak.
        lang: of labels, `zh` or `en`.
        looks: sizes and colours of nodes that say more than their class.
    """

    part: "MultiDiGraph[str]"
    vocabulary: Vocabulary
    title: str
    release: str
    as_of: str
    lang: str = "zh"
    looks: Looks = field(default_factory=Looks)

    @property
    def footer(self) -> str:
        """What stands under the picture: data version, as-of date, and how many things were left out."""
        left_out = self.part.graph["left_out"]
        if self.lang == "zh":
            more = f" · 另有 {left_out} 个未画出" if left_out else ""
            return f"parkgraph 数据 {self.release} · 数据截至 {self.as_of}{more}"
        more = f" · {left_out} more not drawn" if left_out else ""
        return f"parkgraph data {self.release} · as of {self.as_of}{more}"

    def form(self, only: Collection[str] | None = None) -> dict[str, Any]:
        """What a program needs to draw it, of all nodes or only some; see `json_form`."""
        around = {"title": self.title, "footer": self.footer, "release": self.release, "as_of": self.as_of}
        return json_form(self.part, self.vocabulary, **around, only=only)

    def svg(self) -> str:
        """The picture as SVG."""
        around = {"title": self.title, "footer": self.footer, "lang": self.lang}
        return svg(self.part, self.vocabulary, looks=self.looks, **around)

    def text(self, form: str) -> str:
        """The picture as the text of a file.

        Args:
            form: one of `FORMATS`.

        Raises:
            UsageError: it cannot be written so.
        """
        match form:
            case "svg":
                return self.svg()
            case "html":
                return page(self.svg(), self.form(), self.lang)
            case "json":
                return json.dumps(self.form(), ensure_ascii=False, indent=2) + "\n"
            case "dot":
                return dot(self.part, self.vocabulary, lang=self.lang)
            case "mmd":
                return mermaid(self.part, self.vocabulary, lang=self.lang)
            case "graphml":
                return graphml(self.part)
            case "gexf":
                return gexf(self.part)
        known = f"可用的格式：{'、'.join(FORMATS)}。"
        if form == "png":
            known = "请写成 .svg 或 .html；要 PNG，请运行 parkgraph serve，在浏览器的关系图页面中导出。"
        raise UsageError(f"不能画成 {form or '没有后缀的文件'}", where="draw", remedy=known)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, from which nothing reaches the notebook."""
        inside = html.escape(self.text("html"))
        return f'<iframe srcdoc="{inside}" sandbox="allow-scripts" width="100%" height="{HEIGHT}"></iframe>'
