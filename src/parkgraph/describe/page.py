"""What the page of one entity holds, as every face shows it."""

from dataclasses import asdict, dataclass
from typing import Any

from ..lookup import Passage


@dataclass(frozen=True, slots=True)
class Part:
    """One of the values shown side by side of a fact.

    Attributes:
        label: what stands in front, often nothing.
        value: label or text.
        value_iri: IRI of an entity value, else empty.
    """

    label: str
    value: str
    value_iri: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about, or pointing at, the entity.

    Attributes:
        relation: label of the property, or of the field it stands under.
        value: label or text of what it leads to (or comes from).
        value_iri: IRI of an entity value, else empty.
        basis: label of how it is known, empty where the statement carries none of its own.
        rule: label of the rule it was inferred by, else empty.
        as_of: date the fact is as of, else empty.
        passages: the wording it rests on.
        parts: what people read instead of the value, side by side, where it is a fact with several sides.
        note: the curators' remark on it, else empty.
        disputed: whether another fact says otherwise.
    """

    relation: str
    value: str
    value_iri: str = ""
    basis: str = ""
    rule: str = ""
    as_of: str = ""
    passages: tuple[Passage, ...] = ()
    parts: tuple[Part, ...] = ()
    note: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of the names a thing is written with: the name, labels of its kinds, and where it stands."""

    name: str
    kinds: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the page: what stands in front, whether readers look for it, and what is known, if anything."""

    label: str
    expected: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Fields under a heading; `rest` where they hold what the layout of the page has no place for."""

    label: str
    fields: tuple[Field, ...]
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What the graph holds about one entity.

    Attributes:
        iri, label, cls: of the entity; the class as its label.
        names: every other name, with its English translation.
        notes: remarks of the curators.
        facts: what is said of it, in the order of property and value.
        incoming: what points at it.
        mentions: passages that mention it.
        as_of: latest as-of date of the sources its passages come from.
        spellings: the names once more, each with its kinds and the passages it stands in.
        blocks: facts and incoming once more, in the order readers expect; what they look for is there even if empty.
    """

    iri: str
    label: str
    cls: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    incoming: tuple[Fact, ...]
    mentions: tuple[Passage, ...]
    as_of: str
    spellings: tuple[Spelling, ...] = ()
    blocks: tuple[Block, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The page as plain data for JSON."""
        return asdict(self)
