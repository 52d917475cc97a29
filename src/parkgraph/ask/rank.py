"""How well questions fit a wording: what they have in common with it, weighed by how rare that is in the catalogue."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .wording import MARK

WEIGHTS = {"≈": 1.0, MARK: 0.4}
"""What a feature counts by its first character: meanings, and kinds of things; others count as letters or words."""
LETTERS, WORDS = 0.2, 0.5
UNSEEN = 1.5
"""What a feature counts that no question has, beside the rarest of those that one has."""
NEXT = 0.6
"""What the second and third best wording of a question count beside the best."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What is written of a question, as features.

    Attributes:
        wordings: of its titles and phrasings.
        told: of all its texts, each with how much it counts there.
    """

    wordings: tuple[frozenset[str], ...]
    told: Mapping[str, float]


def texts(wordings: Sequence[frozenset[str]], others: Iterable[tuple[float, frozenset[str]]]) -> Texts:
    """The texts of a question: the wordings in full, the others with a weight each."""
    told: dict[str, float] = {}
    for weight, held in (*((1.0, wording) for wording in wordings), *others):
        for feature in held:
            told[feature] = max(told.get(feature, 0.0), weight)
    return Texts(tuple(wordings), told)


class Ranking:
    """Ranks questions by their texts.

    Args:
        known: the texts of each question by name.
    """

    def __init__(self, known: Mapping[str, Texts]) -> None:
        self.known = known
        counts = Counter(feature for one in known.values() for feature in one.told)
        self._rarity = {feature: _weight(feature) * math.log(1 + len(known) / n) for feature, n in counts.items()}
        self._unseen = math.log(1 + 2 * len(known))
        self._sizes = {name: tuple(map(self._size, one.wordings)) for name, one in known.items()}

    def _worth(self, feature: str) -> float:
        """How much a feature counts: more the fewer questions have it, most where none has."""
        return self._rarity.get(feature) or UNSEEN * _weight(feature) * self._unseen

    def _size(self, held: Iterable[str]) -> float:
        """How much there is in a text."""
        return sum(self._worth(feature) for feature in sorted(held))

    def scores(self, asked: frozenset[str]) -> dict[str, float]:
        """How well each question fits that has anything in common with a wording; about 1 for one of its own wordings.

        One half is how like the wording is to the question's own, the three most alike taken together; the other half
        how much of it any text of the question has.
        """
        size = self._size(asked)
        scores = {}
        for name, one in self.known.items():
            if covered := self.share(asked, name):
                alike = sorted(
                    (
                        self._size(asked & wording) / math.sqrt(size * whole) if whole else 0.0
                        for wording, whole in zip(one.wordings, self._sizes[name], strict=True)
                    ),
                    reverse=True,
                )
                best = alike[0] + NEXT * sum(alike[1:3]) if alike else 0.0
                scores[name] = best / 2 + covered / 2
        return scores

    def share(self, asked: frozenset[str], name: str) -> float:
        """How much of a wording any text of a question has, from 0 to 1; 0 for a wording that says nothing."""
        told = self.known[name].told
        size = self._size(asked)
        return sum(self._worth(one) * told[one] for one in sorted(asked & told.keys())) / size if size else 0.0


def _weight(feature: str) -> float:
    """What a feature counts by its kind."""
    return WEIGHTS.get(feature[0], WORDS if feature.isascii() else LETTERS)
