"""What a page puts on the clipboard for who found a mistake: the fact as it stands, and the wording it rests on."""

from ...describe import Fact, Page
from ...lookup import Passage
from .wording import speaker


def report_of(page: Page, fact: Fact, lang: str) -> str:
    """A report on one fact of a thing: its IRI, the relation, the value, how it is known, and the quotes."""
    say = speaker(lang)
    value = " · ".join(f"{part.label} {part.value}".strip() for part in fact.parts) or fact.value
    stated = f"{value} <{fact.value_iri}>" if fact.value_iri else value
    basis = " · ".join(text for text in (fact.basis, fact.rule) if text)
    told = say("report_fact", page.label, page.iri, fact.relation, stated, basis or say("not_stated"))
    return "\n".join([told, *(passage_of(passage, lang) for passage in fact.passages)])


def passage_of(passage: Passage, lang: str) -> str:
    """A passage in a report."""
    where = " · ".join(text for text in (passage.source, passage.section) if text)
    return speaker(lang)("report_passage", passage.quote, where, passage.span)
