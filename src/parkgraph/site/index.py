"""What the search of the folder looks through: a script that holds the names, for pages from disk can load no data."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..graph import Graph
from ..lookup import classes, labels
from ..names import SKOS, curie
from ..search.folding import fold_all
from ..search.pinyin import readings
from ..vocabulary import load_vocabulary

CONCEPT = {"zh": "概念", "en": "concept"}
"""What concepts and their schemes are called, whose classes are not ours to name."""


def search_index(graph: Graph, files: Mapping[str, str]) -> str:
    """The script that gives the search its names.

    Args:
        graph: what is searched.
        files: IRI of each thing that has a page to its file, in the order of the IRIs.
    """
    names: dict[str, dict[str, None]] = {}
    folded = fold_all([name.text for name in graph.index.names])
    for name, text in zip(graph.index.names, folded, strict=True):
        names.setdefault(name.entity, {})[text] = None
    kinds = classes(graph.store, files)
    shown = sorted(set(kinds.values()))
    spoken = {}
    for lang in ("zh", "en"):
        concepts = dict.fromkeys((kind for kind in shown if kind.startswith(SKOS)), CONCEPT[lang])
        spoken[lang] = {**labels(graph.store, [*files, *shown], lang), **concepts}
    things = [
        [file, spoken["zh"][iri], spoken["en"][iri], shown.index(kinds[iri]), "\n".join(sorted(names.get(iri, ())))]
        for iri, file in files.items()
    ]
    above = load_vocabulary(graph.home / "ontology").supers
    told = [
        [spoken["zh"][kind], spoken["en"][kind], sorted(map(curie, above.get(kind, frozenset({kind}))))]
        for kind in shown
    ]
    letters = sorted({letter for found in names.values() for text in found for letter in text if letter > "\u2e7f"})
    return "window.parkgraphIndex = " + _literal(
        {
            "things": things,
            "classes": told,
            "simplified": dict(sorted((_traditional(letter), letter) for letter in letters if _traditional(letter))),
            "readings": {letter: " ".join(readings()[letter]) for letter in letters if letter in readings()},
        }
    )


def _literal(value: dict[str, Any]) -> str:
    """A value as a script writes it, on a line for each thing."""
    parts = (
        f"{json.dumps(name)}: "
        + ("[\n" + ",\n".join(map(_line, held)) + "\n]" if isinstance(held, list) else _line(held))
        for name, held in value.items()
    )
    return "{\n" + ",\n".join(parts) + "\n};\n"


def _line(value: Any) -> str:
    """JSON on one line, in which nothing ends a line of a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")


def _traditional(letter: str) -> str:
    """The Traditional form of a Simplified character, empty where it is the same."""
    written = str(_converter().convert(letter))
    return written if written != letter else ""


@cache
def _converter() -> Any:
    """The converter from Simplified to Traditional characters."""
    import opencc

    return opencc.OpenCC("s2t")
