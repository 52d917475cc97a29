"""Write the reference of the vocabulary: `docs/reference/index.html` with pyLODE, and the class diagrams it shows.

A maintainer runs it (`make docs`) when the ontology changed; tests/test_reference.py compares what is committed with
what it makes. pyLODE knows neither two languages nor our marks, so it is given a copy of the ontology in which a term
has one label, `园区 · park`, and its marks stand in a note; see docs/decisions/0014.
"""

import logging
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from draw_model import diagrams
from model import MODULES, read_model
from write_docs import EN, ZH, Statements, label, of_kind, terms, words

from parkgraph.names import DCTERMS, OWL, PG, RDF, RDFS, SKOS, slug
from parkgraph.turtle import canonical_turtle, write_text

REPO = Path(__file__).parents[1]
FOLDER = REPO / "docs" / "reference"
PAGE = FOLDER / "index.html"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
"""What a browser may load for the page: nothing but the page and the pictures beside it."""
SINGLE = ox.NamedNode(OWL + "FunctionalProperty")
"""Told in a note: pyLODE would list such a property twice. Lists, that is property chains, it does not show."""
ONE_TEXT = (RDFS + "label", SKOS + "definition", SKOS + "altLabel", DCTERMS + "title")
"""Predicates with a text in each language, which become one text in both."""


def made() -> dict[Path, str]:
    """Every file of the reference with its content."""
    pictures = diagrams(read_model())
    return {PAGE: page(), **{FOLDER / f"{name}.svg": picture for name, picture in pictures.items()}}


def page() -> str:
    """The reference as one HTML page that loads nothing from elsewhere."""
    import pylode  # type: ignore[import-untyped]
    from dominate import tags  # type: ignore[import-untyped]
    from rdflib import Graph

    logging.getLogger().setLevel(logging.WARNING)  # pylode sets up logging for its own command line
    graph = Graph(bind_namespaces="core")
    graph.parse(data=for_pylode(terms()), format="turtle")
    ontology = pylode.OntPub(graph, sort_subjects=True)
    # pyLODE makes anchors of the ASCII letters of a label; an anchor is the end of the term's IRI instead.
    ontology.fids.update({term: slug(term) for term in terms() if term.startswith(PG)})
    ontology.make_html()
    ontology.doc.head.add(tags.meta(http_equiv="Content-Security-Policy", content=POLICY))
    ontology.doc.set_attribute("lang", "zh")
    ontology.content.children.insert(1, pictures_section(tags))
    rendered: str = ontology.doc.render(indent="")
    return rendered.rstrip("\n") + "\n"


def pictures_section(tags: Any) -> Any:
    """The part of the page that shows the class diagrams."""
    shown = tags.div(tags.h2("模块 · Modules"), id="modules", _class="section")
    for module in MODULES:
        title = f"{module.zh} · {module.en}"
        shown.add(tags.h3(title), tags.img(src=f"{module.name}.svg", alt=title, style="max-width: 100%"))
    return shown


def for_pylode(said: Statements) -> str:
    """The ontology as Turtle for pyLODE: one label and one definition a term, in both languages; marks as a note."""
    triples = []
    marks = {
        term: f"{label(said[term], ZH)} {label(said[term], EN)}" for term in of_kind(said, OWL + "AnnotationProperty")
    }
    for term, facts in said.items():
        subject = ox.NamedNode(term)
        for predicate, values in facts.items():
            if predicate in ONE_TEXT or predicate in marks:
                continue
            kept = [value for value in values if not isinstance(value, ox.BlankNode) and value != SINGLE]
            triples += [ox.Triple(subject, ox.NamedNode(predicate), value) for value in kept]
        also = [*words(facts, SKOS + "altLabel", ZH), *words(facts, SKOS + "altLabel", EN)]
        notes = [marks[mark] for mark in facts if mark in marks] + ([f"又称 also: {'、'.join(also)}"] if also else [])
        notes += ["至多一个值 at most one value"] if SINGLE in facts.get(RDF + "type", []) else []
        notes += ["弃用 deprecated"] if OWL + "deprecated" in facts else []
        told = [*words(facts, SKOS + "definition", ZH), *words(facts, SKOS + "definition", EN)]
        texts = {
            RDFS + "label": [f"{label(facts, ZH)} · {label(facts, EN)}"],
            SKOS + "definition": told,
            SKOS + "note": notes,
        }
        for predicate, lines in texts.items():
            if lines:
                triples.append(ox.Triple(subject, ox.NamedNode(predicate), ox.Literal("\n\n".join(lines))))
    return canonical_turtle(triples)


def main() -> None:
    """Write the files that differ, and name them."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in made().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)
            print(f"written: {path.relative_to(REPO).as_posix()}")


if __name__ == "__main__":
    main()
