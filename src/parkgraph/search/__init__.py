"""Finding things by what people type: names in either script, pinyin, slips of the pen, and the passages.

`SearchIndex` is the search over one store; `resolve` finds the one entity that a name stands for.
"""

from .folding import fold, plain
from .index import WHYS, Count, Found, Hit, SearchIndex
from .names import FACETS
from .passages import Excerpt, Excerpts, Passages
from .resolution import resolve

__all__ = [
    "FACETS",
    "WHYS",
    "Count",
    "Excerpt",
    "Excerpts",
    "Found",
    "Hit",
    "Passages",
    "SearchIndex",
    "fold",
    "plain",
    "resolve",
]
