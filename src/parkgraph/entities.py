"""The half of the façade that tells of single things: found by name, shown, joined by relations, drawn."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .describe import Page, describe
from .draw import FORMATS, dot, footer, gexf, graphml, neighbourhood, svg
from .errors import UsageError
from .lookup import select
from .names import PGD
from .network import network
from .pages import load_layouts
from .paths import Step, paths
from .queries import load_headings
from .rows import Table
from .search import Excerpts, Hit, Passages, SearchIndex, resolve
from .store import Store
from .text import load_sources, load_text
from .vocabulary import load_vocabulary
from .workspace import text_folders

if TYPE_CHECKING:
    import networkx


class Entities:
    """What a graph tells of single things.

    Attributes:
        store: where the statements are.
        home: folder that holds `ontology/ queries/ shapes/ data/`.
        workspace: the user's own workspace, if any.
        lang: `zh` or `en`, of the labels in answers.
    """

    store: Store
    home: Path
    workspace: Path | None
    lang: str

    def headings(self) -> dict[str, str]:
        """Column name to what people read above it, in the graph's language."""
        return load_headings(self.home / "queries", self.lang)

    # ------------------------------------------------------------------ found

    @cached_property
    def index(self) -> SearchIndex:
        """The search over the graph, kept for further searches."""
        return SearchIndex(self.store)

    def find(self, words: str, *, limit: int = 20) -> list[Hit]:
        """Entities that answer to the words by a name, its pinyin or something like it, best first."""
        return list(self.index.suggest(words, self.lang, limit))

    def passages(self, words: str, *, limit: int = 20) -> Excerpts:
        """The passages that hold the words: in the texts that are at hand, and of other documents in the quotes."""
        return self._passages.find(words, self.lang, limit)

    @cached_property
    def _passages(self) -> Passages:
        rooms = [self.home / "data", *([self.workspace] if self.workspace else [])]
        folders = text_folders(rooms[0], None, rooms[1:])
        known = [source for room in rooms for source in load_sources(room / "sources").values()]
        texts = {f"{PGD}source-{source.slug}": load_text(source, folders) for source in known}
        return Passages(self.store, {source: text for source, text in texts.items() if text is not None})

    def resolve(self, name: str, cls: str = "", parameter: str = "") -> str:
        """The IRI of an entity given by IRI, CURIE, slug or any of its names; see `search.resolve`."""
        return resolve(self.index, name, cls, parameter=parameter, lang=self.lang)

    # ------------------------------------------------------------------ shown

    def show(self, entity: str) -> Page:
        """The page of an entity given by IRI, CURIE, slug or an unambiguous name."""
        return describe(self.store, self.resolve(entity), self.lang, load_layouts(self.home))

    def path(self, start: str, end: str, *, hops: int = 4, limit: int = 5) -> list[list[Step]]:
        """The shortest paths between two entities, each step with its passages; see `paths.paths`."""
        return paths(self.store, (self.resolve(start), self.resolve(end)), hops=hops, limit=limit, lang=self.lang)

    def evidence(self, entity: str, other: str | None = None) -> Table:
        """The passages behind an entity, or behind the relations between two.

        Returns:
            Columns `statement`, `value`, `quote`, `section`, `source`, in the order of the statements.

        Raises:
            UsageError: an entity is not there, or nothing joins the two.
        """
        page = describe(self.store, self.resolve(entity), self.lang)
        wanted = self.resolve(other) if other else ""
        told = [fact for fact in (*page.facts, *page.incoming) if not wanted or fact.value_iri == wanted]
        if wanted and not told:
            raise UsageError(
                f"{page.label} 与 {other} 之间没有直接的关系", remedy="请用 parkgraph path 查看它们怎样相连。"
            )
        rows = [(fact.relation, fact.value, passage) for fact in told for passage in fact.passages]
        if not wanted:
            rows += [("提及" if self.lang == "zh" else "mention", page.label, passage) for passage in page.mentions]
        cells = tuple((said, value, p.quote, p.section or None, p.source) for said, value, p in rows)
        return Table(("statement", "value", "quote", "section", "source"), cells, headings=self.headings())

    def picture(self, entity: str, form: str, *, hops: int = 1, cap: int = 24) -> str:
        """The surroundings of an entity as `svg`, `dot`, `graphml` or `gexf` text.

        Raises:
            UsageError: no such form or entity, or the entity takes part in no relation.
        """
        if form not in FORMATS:
            raise UsageError(
                f"不能画成 {form or '没有后缀的文件'}", where="draw", remedy=f"可用的格式：{'、'.join(FORMATS)}。"
            )
        vocabulary, address = load_vocabulary(self.home / "ontology"), self.resolve(entity)
        part = neighbourhood(self.network(), vocabulary, address, hops=hops, cap=cap)
        if form in ("graphml", "gexf"):
            return graphml(part) if form == "graphml" else gexf(part)
        if form == "dot":
            return dot(part, vocabulary, lang=self.lang)
        title, left_out = part.nodes[address][f"label_{self.lang}"], part.graph["left_out"]
        foot = footer(self.store, self.data_version(), left_out, self.lang)
        return svg(part, vocabulary, title=title, footer=foot, lang=self.lang)

    def data_version(self) -> str:
        """The version of the data release, empty where the store holds none."""
        rows = select(
            self.store, "SELECT ?v WHERE { ?r a pg:KnowledgeGraphRelease ; dcterms:hasVersion ?v } ORDER BY ?v"
        )
        return rows[-1].text("v") if rows else ""

    def network(self) -> "networkx.MultiDiGraph[str]":
        """The relation graph as `networkx.MultiDiGraph`: labels on nodes, labels and quotes on edges."""
        return network(self.store)
