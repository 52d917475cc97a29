"""From a wording to canned questions, without a language model and without learning: words are compared and counted.

`recognise` finds the things a wording names, longest names first; `wording` takes the rest apart into character bigrams
(Chinese), word stems (English) and the meanings of `synonyms.yaml`; `rank` compares that with the titles, phrasings,
notes and labels of every question, each feature weighed by how rare it is in the catalogue; `fill` puts what was
recognised into the parameters of a question. The same wording always gives the same cards. Nothing is understood: a
question that is put in words which the catalogue does not use is not found, and nothing is ever run for a guess.
"""

from .asker import CARDS, Asked, Asker, Card
from .fill import Recognised
from .wording import is_question

__all__ = ["CARDS", "Asked", "Asker", "Card", "Recognised", "is_question"]
