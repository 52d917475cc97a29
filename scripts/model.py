"""The ontology by module: which class stands where, below what, and which properties lead from class to class.

The ontology has no marks of modules. The class at the top of a branch is placed in the table below, what stands under
it follows. A class that nothing places is refused by name, so that a new one is not drawn in the wrong picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from write_docs import EN, ZH, Statements, Term, iris, label, of_kind, terms

from parkgraph.names import OWL, PG, RDFS, SCHEMA, slug


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the ontology.

    Attributes:
        name: of its files.
        zh, en: what it is called.
        tops: local names of its classes, those that follow from a superclass left out.
    """

    name: str
    zh: str
    en: str
    tops: tuple[str, ...]


MODULES = (
    Module(
        "evidence",
        "依据",
        "evidence",
        (
            *("SourceDocument", "DocumentSection", "TextSpan", "UnfactualPassage", "QualifiedFact", "Assertion"),
            *("NameUsage", "IdentityJudgement", "CharacterRepair", "InferenceRule", "ReferenceDataset"),
            *("KnowledgeGraphRelease", "KnownIssue"),
        ),
    ),
    Module("organisation", "机构", "bodies", ("Organisation", "Membership", "Partnership")),
    Module("place", "地点", "places", ("Place", "Characteristic", "LifecycleReport")),
    Module(
        "policy",
        "政策",
        "policy",
        ("PolicyDocument", "DocumentCitation", "Interview", "SpokespersonRole", "StrategicInitiative", "DefinedTerm"),
    ),
    Module(
        "programme",
        "专项计划",
        "programme",
        (
            *("Programme", "Cohort", "Tier", "ParkParticipation", "ListAnnouncement", "ParticipationTally"),
            *("SubsidyStandard", "SupportMeasure", "EligibilityCondition", "EvaluationCriterion", "Purpose"),
        ),
    ),
    Module("plan", "规划", "plan", ("PlanElement", "ResponsibilityAssignment", "InstrumentCoding")),
    Module("indicator", "指标与目标", "indicators and targets", ("Indicator", "IndicatorValue", "Target")),
    Module(
        "project",
        "项目、企业与产业",
        "projects, enterprises, industries",
        (
            *("KeyProject", "ProjectParticipation", "EnterpriseInvolvement", "DigitalPlatform", "Industry"),
            *("IndustryPosition", "IndustryChain", "ChainLink", "Technology", "ApplicationField", "Event"),
        ),
    ),
)

ANYTHING = "Anything"
"""Stands for the end of a property that the ontology leaves open."""


@dataclass(frozen=True, slots=True)
class Link:
    """A property that leads from class to class.

    Attributes:
        name, zh, en: its local name and labels.
        sources, targets: local names of the classes it leads from and to, ANYTHING where the ontology leaves it open.
        edge: whether it is an edge of the relation graph.
        inferred: whether only rules state it.
    """

    name: str
    zh: str
    en: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    edge: bool
    inferred: bool


@dataclass(slots=True)
class Model:
    """What the diagrams show of the ontology.

    Attributes:
        labels: local name of a class to its labels in Chinese and English.
        above: local name of a class to those of its superclasses, foreign ones left out.
        home: local name of a class to its module.
        links: the properties between classes, in the order of the ontology.
    """

    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    above: dict[str, list[str]] = field(default_factory=dict)
    home: dict[str, Module] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def members(self, module: Module) -> list[tuple[str, int]]:
        """The classes of a module with their depth, each behind the one it stands under."""

        def below(names: list[str], depth: int) -> Iterator[tuple[str, int]]:
            for name in names:
                yield name, depth
                children = [child for child, parents in self.above.items() if parents[:1] == [name]]
                yield from below([child for child in children if self.home[child] is module], depth + 1)

        inside = [name for name in self.labels if self.home.get(name) is module]
        tops = [name for name in inside if not self.above[name] or self.home[self.above[name][0]] is not module]
        return list(below(tops, 0))

    def is_fact(self, name: str) -> bool:
        """Whether the individuals of a class carry their own quotes."""
        return name == "QualifiedFact" or any(self.is_fact(parent) for parent in self.above.get(name, []))

    def links_of(self, module: Module) -> list[Link]:
        """The properties that lead from a class of a module; those that lead from anything, where they end."""
        return [link for link in self.links if any(self._at_home(link, source, module) for source in link.sources)]

    def _at_home(self, link: Link, source: str, module: Module) -> bool:
        """Whether a property is drawn in a module on account of one of its sources."""
        if source != ANYTHING:
            return self.home[source] is module
        ends = [self.home[target] for target in link.targets if target != ANYTHING]
        return (ends[0] if ends else MODULES[0]) is module


def read_model(said: Statements | None = None) -> Model:
    """The ontology as the diagrams need it.

    Args:
        said: what the ontology states; that of the repository unless given.

    Raises:
        SystemExit: a class has no module, or the table names a class that is not there.
    """
    said = said or terms()
    classes = of_kind(said, OWL + "Class")
    model = Model()
    for term in classes:
        facts = said[term]
        model.labels[slug(term)] = (label(facts, ZH), label(facts, EN))
        model.above[slug(term)] = [slug(parent) for parent in iris(facts, RDFS + "subClassOf") if parent in classes]
    model.home = homes(model.above)
    kept = [term for term in of_kind(said, OWL + "ObjectProperty") if OWL + "deprecated" not in said[term]]
    model.links = [link for term in kept if (link := link_of(term, said[term], classes))]
    return model


def link_of(term: str, facts: dict[str, list[Term]], classes: list[str]) -> Link | None:
    """A property as the diagrams show it; None if it leads to codes alone."""
    ends = [iris(facts, SCHEMA + side) for side in ("domainIncludes", "rangeIncludes")]
    sources, targets = ([slug(end) for end in several if end in classes] for several in ends)
    if ends[1] and not targets:
        return None
    marks = PG + "isGraphEdge" in facts, PG + "isInferred" in facts
    names = slug(term), label(facts, ZH), label(facts, EN)
    return Link(*names, tuple(sources) or (ANYTHING,), tuple(targets) or (ANYTHING,), *marks)


def homes(above: dict[str, list[str]]) -> dict[str, Module]:
    """The module of each class: as the table has it, or that of its first superclass other than QualifiedFact."""
    placed = {top: module for module in MODULES for top in module.tops}
    if strange := [top for top in placed if top not in above]:
        raise SystemExit(f"scripts/model.py names classes that the ontology does not have: {', '.join(strange)}")

    def home(name: str) -> Module:
        if name not in placed:
            parents = [parent for parent in above[name] if parent != "QualifiedFact"]
            if not parents:
                raise SystemExit(f"give the class {name} a module in scripts/model.py")
            placed[name] = home(parents[0])
        return placed[name]

    return {name: home(name) for name in above}
