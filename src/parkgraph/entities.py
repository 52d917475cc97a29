"""The half of the façade that tells of single things: found by name, shown, joined by relations, drawn."""

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .describe import Page, describe
from .draw import (
    Expansion,
    Lens,
    Looks,
    Picture,
    expansion,
    expansions,
    find_lens,
    groups,
    lens_table,
    load_lenses,
    neighbourhood,
    scales,
    seen_through,
    shades,
)
from .errors import UsageError
from .lookup import select
from .names import PGD, iri
from .network import GROUPS, MEASURES, joined, joined_table, measures, network
from .pages import load_layouts
from .paths import Step, paths
from .queries import Column, Question, load_columns
from .rows import Table
from .search import Excerpts, Hit, Passages, SearchIndex, resolve
from .store import Store
from .text import load_sources, load_text
from .vocabulary import Vocabulary, load_vocabulary
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

    def columns(self, question: Question | None = None) -> dict[str, Column]:
        """What is known of columns by name; of those of a question, what its header says goes before."""
        return {**load_columns(self.home / "queries"), **(question.headings if question else {})}

    def headings(self, question: Question | None = None) -> dict[str, str]:
        """Column name to what people read above it, in the graph's language; of a question as in `columns`."""
        told = self.columns(question)
        return {name: column.en if self.lang == "en" else column.zh for name, column in told.items()}

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

    # ------------------------------------------------------------------ related

    def network(self) -> "networkx.MultiDiGraph[str]":
        """The relation graph as `networkx.MultiDiGraph`: labels on nodes, labels and quotes on edges."""
        return network(self.store, self.lang)

    @cached_property
    def _relations(self) -> "networkx.MultiDiGraph[str]":
        """The relation graph, kept for pictures and never changed."""
        return self.network()

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return load_vocabulary(self.home / "ontology")

    def relation_graph(self, start: str, hops: int = 1, cap: int = 24) -> "networkx.MultiDiGraph[str]":
        """The surroundings of an entity in the relation graph; see `draw.neighbourhood`."""
        return neighbourhood(self._relations, self._vocabulary, self.resolve(start), hops=hops, cap=cap)

    def lenses(self) -> dict[str, Lens]:
        """The ways of looking at the relation graph that have a name, in alphabetical order."""
        return load_lenses(self.home / "queries" / "network", self._vocabulary)

    def lens_table(self) -> Table:
        """The lenses with title, class they begin with, and example; see `draw.lens_table`."""
        return lens_table(self.store, self._vocabulary, self.lenses(), self.lang)

    def lens(self, name: str, start: str = "", cap: int | None = None) -> "networkx.MultiDiGraph[str]":
        """What a lens shows of an entity, or of its example where none is given; see `draw.seen_through`."""
        lens = find_lens(self.lenses(), name)
        address = self.resolve(start, lens.start) if start else lens.example
        return seen_through(self._relations, self._vocabulary, lens, address, cap)

    def expansions(self, entity: str) -> list[Expansion]:
        """What could be added to an entity in a picture, by relation and direction, with counts."""
        return expansions(self._relations, self._vocabulary, self.resolve(entity))

    def expand(
        self, entity: str, relation: str, direction: str = "out", *, cap: int = 20, have: Collection[str] = ()
    ) -> dict[str, Any]:
        """What a relation adds to an entity of a picture, as `draw.json_form` has it: only new nodes and their edges.

        Args:
            entity: in the picture.
            relation: CURIE or IRI of the property.
            direction: `out` if it points away from the entity, else `in`.
            cap: the largest number of new things.
            have: IRIs of what the picture holds.
        """
        address = self.resolve(entity)
        part = expansion(
            self._relations, self._vocabulary, address, iri(relation), direction, cap=cap, have=frozenset(have)
        )
        picture = self._picture(part, part.nodes[address][f"label_{self.lang}"])
        return picture.form(only=part.graph["new"])

    def measures(self, *names: str) -> dict[str, dict[str, float]]:
        """Measures of the whole relation graph by name, with the value of each node; see `network.measures`."""
        return measures(self._relations, names)

    def projection(self, of: str, *through: str) -> Table:
        """Things of a class that are beside the same things of others, and those: `left right weight shared`.

        Args:
            of: local name of the class, such as `GovernmentUnit`.
            through: local names of the classes of what is shared, such as `Programme`.

        Raises:
            UsageError: the ontology has no such class.
        """
        return joined_table(self._relations, joined(self._relations, self._vocabulary, of, through), self.lang)

    def draw(
        self, what: str, start: str = "", *, hops: int = 1, cap: int | None = None, size: str = "", colour: str = ""
    ) -> Picture:
        """A picture of the surroundings of an entity, or of what a lens shows.

        Args:
            what: an entity, or the name of a lens.
            start: where the lens begins; at its example when left out.
            hops: how far to go from an entity.
            cap: the largest number of entities; 24, or what the lens says, when left out.
            size, colour: measures that the nodes show, see `network.MEASURES`.

        Raises:
            UsageError: no such entity, lens or measure, or the entity takes part in no relation.
        """
        lenses = self.lenses()
        if lens := next((one for one in lenses.values() if what in (one.name, one.zh, one.en)), None):
            part = self.lens(lens.name, start, cap)
            first = self.resolve(start, lens.start) if start else lens.example
            title = f"{lens.zh if self.lang == 'zh' else lens.en} · {part.nodes[first]['label_' + self.lang]}"
        else:
            if start:
                raise UsageError(f"没有名为“{what}”的镜头", remedy=f"可用的镜头：{'、'.join(lenses)}。")
            part = self.relation_graph(what, hops, cap or 24)
            title = part.nodes[self.resolve(what)][f"label_{self.lang}"]
        return self._picture(part, title, self._looks(part, size, colour))

    def picture(self, entity: str, form: str, *, hops: int = 1, cap: int = 24) -> str:
        """The surroundings of an entity as the text of a file in one of `draw.FORMATS`; errors as in `draw`."""
        return self.draw(entity, hops=hops, cap=cap).text(form)

    def _picture(self, part: "networkx.MultiDiGraph[str]", title: str, looks: Looks | None = None) -> Picture:
        """A part with title, release and day."""
        days = select(self.store, "SELECT (MAX(?d) AS ?last) WHERE { ?s a pg:SourceDocument ; pg:asOf ?d }")
        release, as_of = self.data_version(), days[0].text("last")
        return Picture(part, self._vocabulary, title, release, as_of, self.lang, looks or Looks())

    def _looks(self, part: "networkx.MultiDiGraph[str]", size: str, colour: str) -> Looks:
        """Sizes and colours of the nodes of a part by measures of the whole relation graph."""
        found = self.measures(*dict.fromkeys(filter(None, (size, colour))))
        here = {name: {node: values[node] for node in part} for name, values in found.items()}
        sizes = scales(here[size]) if size else {}
        if not colour:
            return Looks(sizes)
        said = MEASURES[colour][self.lang != "zh"]
        if colour in GROUPS:
            return Looks(sizes, *groups(here[colour], said, "其他" if self.lang == "zh" else "others"))
        return Looks(sizes, *shades(here[colour], said))

    def data_version(self) -> str:
        """The version of the data release, empty where the store holds none."""
        rows = select(
            self.store, "SELECT ?v WHERE { ?r a pg:KnowledgeGraphRelease ; dcterms:hasVersion ?v } ORDER BY ?v"
        )
        return rows[-1].text("v") if rows else ""
