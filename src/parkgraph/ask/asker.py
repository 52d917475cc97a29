"""Which canned questions a wording may mean, with the parameters that it fills."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..lookup import batches, labels, select
from ..names import PG, iri, slug
from ..queries import Question
from ..rows import Entity
from ..search import SearchIndex, fold, plain
from ..store import Store
from ..vocabulary import Vocabulary
from .fill import Filler, Heard, Recognised
from .rank import Ranking, Texts, texts
from .recognise import CONCEPT, Folding, Mention, Namebook
from .wording import ELSEWHERE, LONGEST, MARK, features, marked

LOOSE = (
    *("Park", "Enterprise", "PolicyDocument", "Organisation", "DevelopmentZone", "DigitalPlatform"),
    *("KeyProject", "KeyProgramme", "Interview", "Tier", "Cohort"),
)
"""Classes whose members are also recognised by parts of their names, because they have names of their own."""
WORDY = ("PlanElement", "DocumentSection")
"""Classes whose members have headings for names, so that these count as words."""
YEAR = marked("year")
TRIED = 25
"""So many of the best questions are looked at for parameters."""
CARDS = 5
NOTES, LABELS, COLUMNS = 0.4, 0.7, 0.4
"""What notes, labels of parameters and columns of a question count beside its titles and phrasings."""
UNFITTING, EMPTY, UNFILLED = 0.85, 0.75, 0.92
"""What is left of a score where the question takes nothing that is named, where it has no answer for what it takes, and
where it is about one thing that is not named."""
FLOOR, TOUCHED, NAMED = 0.25, 0.1, 0.38
"""Of a card, the least score, and the least share of the words beside names that its question has; and the least score
where it has fewer of them, but takes what is named."""
CLEAR, GAP, SAID, FEW = 0.5, 0.08, 0.4, 2
"""Of a clear card, the least score, lead over the second, and share as above; and the fewest words that ask at all."""


@dataclass(frozen=True, slots=True)
class Card:
    """A question that a wording may mean.

    Attributes:
        name: of the question.
        title_zh, title_en: what it asks.
        score: how well it fits, from 0 to 1.
        parameters: those that the wording fills.
        command: the line that answers it.
    """

    name: str
    title_zh: str
    title_en: str
    score: float
    parameters: tuple[Recognised, ...]
    command: str

    def title(self, lang: str) -> str:
        """What it asks, in a language."""
        return self.title_en if lang == "en" else self.title_zh

    @property
    def values(self) -> dict[str, str]:
        """The parameters as `run` takes them."""
        return {one.name: one.value for one in self.parameters}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a wording may mean.

    Attributes:
        words: the wording.
        cards: the questions it may mean, best first; none where none fits.
        clear: whether the first fits well, and clearly better than the second.
        things: what the wording names.
    """

    words: str
    cards: tuple[Card, ...]
    clear: bool
    things: tuple[Entity, ...]

    def to_dict(self) -> dict[str, Any]:
        """All of it as programs get it."""
        return asdict(self)


class Asker:
    """Finds the canned questions that a wording may mean; kept by the caller as long as graph and questions are.

    Args:
        index: the names of things.
        vocabulary: the terms of the ontology.
        questions: by name.
    """

    def __init__(self, index: SearchIndex, vocabulary: Vocabulary, questions: Mapping[str, Question]) -> None:
        self.store = index.store
        self.questions = questions
        self.labels = vocabulary.labels
        names = [(name.entity, name.text) for name in index.names]
        self.kinds = _kinds(index.store, [thing for thing, _ in names], vocabulary)
        parameters = [parameter for question in questions.values() for parameter in question.parameters]
        self._types = {iri(parameter.type) for parameter in parameters if ":" in parameter.type}
        self._types -= {CONCEPT, *(PG + name for name in WORDY)}
        titles = [title for question in questions.values() for title in (question.title_zh, question.title_en)]
        self._common = "\n".join(map(fold, [*titles, *(label for one in parameters for label in (one.zh, one.en))]))
        self._book = Namebook(names, self.kinds, frozenset(PG + name for name in LOOSE))
        self._filler = Filler(index, vocabulary, self.kinds)
        self.texts = {name: self._texts(question) for name, question in questions.items()}
        self._ranking = Ranking(self.texts)

    def ask(self, words: str, lang: str = "zh", limit: int = CARDS) -> Asked:
        """What a wording may mean.

        Args:
            words: in Chinese or English; what goes beyond `LONGEST` characters is not looked at.
            lang: of the labels.
            limit: the largest number of cards.
        """
        heard = self.heard(words)
        told = features(self.masked(heard))
        scores = self._ranking.scores(told)
        first = sorted(scores, key=lambda name: (-scores[name], name))[:TRIED]
        found = [(scores[name], self._filler.filled(self.questions[name], heard, lang), name) for name in first]
        ranked = sorted(
            ((score * self._fit(name, filled, heard), name, filled) for score, filled, name in found),
            key=lambda one: (-one[0], one[1]),
        )
        said = features(self.masked(heard, by=lambda _: " , "))
        shares = {name: self._ranking.share(said, name) for name in first}
        kept = [
            (score, name, filled)
            for score, name, filled in ranked
            if (score >= FLOOR and (not said or shares[name] >= TOUCHED)) or (filled and score >= NAMED)
        ]
        asks = _words(said) + any(feature[0] == MARK for feature in told) >= FEW and not said.issuperset(ELSEWHERE)
        clear = bool(kept) and asks and shares[kept[0][1]] >= SAID and _leads([score for score, *_ in kept])
        cards = tuple(self._card(score, name, filled, lang) for score, name, filled in kept[:limit])
        return Asked(words, cards, clear, self._things(heard, lang))

    def heard(self, words: str) -> Heard:
        """A wording with what it names."""
        whole = words[:LONGEST].encode("utf-8", "replace").decode("utf-8")  # half a character is none
        text = plain(whole).replace(MARK, " ")
        return Heard(text, Folding(text), self._book.mentions(text))

    def masked(self, heard: Heard, by: Callable[[str], str] = str) -> str:
        """A wording in which years and names have become their kinds, or what a function makes of these."""
        spans = [(one.start, one.end, self._mark(one, heard)) for one in heard.mentions]
        spans += [(start, end, YEAR) for start, end in heard.years()]
        pieces, at = [], 0
        for start, end, mark in sorted(spans):
            if mark:
                pieces += [heard.text[at:start], by(mark)]
                at = end
        return "".join([*pieces, heard.text[at:]])

    def _mark(self, mention: Mention, heard: Heard) -> str:
        """The kinds of what is named, as far as questions take such things; empty for words that questions use."""
        if fold(heard.text[mention.start : mention.end]) in self._common:
            return ""
        kinds = sorted({kind for thing in mention.things for kind in self.kinds[thing] & self._types})
        return "".join(marked(slug(kind)) for kind in kinds)

    def _texts(self, question: Question) -> Texts:
        """What is written of a question."""
        wordings = [question.title_zh, question.title_en, *question.phrasings]
        classes = {iri(parameter.type) for parameter in question.parameters}
        called = [label for parameter in question.parameters for label in (parameter.zh, parameter.en)]
        called += [label for kind in sorted(classes) for label in self.labels.get(kind, {}).values()]
        others = [
            *((NOTES, self.masked(self.heard(note))) for note in (question.notes_zh, question.notes_en)),
            *((LABELS, plain(label)) for label in called),
            *((COLUMNS, plain(column.replace("_", " "))) for column in question.columns),
        ]
        return texts(
            [features(self.masked(self.heard(text))) for text in wordings],
            [(weight, features(text)) for weight, text in others],
        )

    def _fit(self, name: str, filled: Sequence[Recognised], heard: Heard) -> float:
        """What is left of a question's score after a look at what it takes and what the wording names."""
        named = [heard.text[one.start : one.end] for one in heard.mentions if self._mark(one, heard)]
        used = {one.words for one in filled}
        fit = UNFITTING + (1 - UNFITTING) * sum(words in used for words in named) / len(named) if named else 1.0
        if not all(self._filler.has_answer(self.questions[name], one) for one in filled):
            fit *= EMPTY
        needed = {parameter.name for parameter in self.questions[name].parameters if parameter.default != "UNDEF"}
        return fit * (UNFILLED if needed - {one.name for one in filled} else 1.0)

    def _card(self, score: float, name: str, filled: tuple[Recognised, ...], lang: str) -> Card:
        """A question as a card."""
        question = self.questions[name]
        line = ["parkgraph", "run", name, *(f"{one.name}={one.value}" for one in filled)]
        command = shlex.join([*line, *(["--lang", "en"] if lang == "en" else [])])
        return Card(name, question.title_zh, question.title_en, round(min(score, 1.0), 3), filled, command)

    def _things(self, heard: Heard, lang: str) -> tuple[Entity, ...]:
        """What a wording names, in its order; concepts and plain words are left out."""
        found = [
            thing
            for one in heard.mentions
            if self._mark(one, heard)
            for thing in one.things
            if CONCEPT not in self.kinds[thing]
        ]
        named = labels(self.store, found, lang)
        return tuple(Entity(thing, named[thing]) for thing in dict.fromkeys(found))


def _kinds(store: Store, things: Sequence[str], vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """Each of some things with its classes and those above them; asked in parts, as stores limit answers."""
    kinds: dict[str, frozenset[str]] = {}
    for values in batches(sorted(set(things))):
        for row in select(store, f"SELECT ?e ?c WHERE {{ VALUES ?e {{ {values} }} ?e a ?c }}"):
            above = vocabulary.supers.get(row.iri("c"), frozenset([row.iri("c")]))
            kinds[row.iri("e")] = kinds.get(row.iri("e"), frozenset()) | above
    return kinds


def _words(said: frozenset[str]) -> int:
    """How many words, or pairs of letters, are among features; a number alone asks nothing."""
    return sum(feature[0] not in ("≈", MARK) and not feature.isdecimal() for feature in said)


def _leads(scores: Sequence[float]) -> bool:
    """Whether the first of some scores, the highest first, is high and clearly higher than the second."""
    return scores[0] >= CLEAR and (len(scores) < 2 or scores[0] - scores[1] >= GAP)
