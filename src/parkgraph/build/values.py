"""What may stand behind a word: literals of each datatype, and the JSON-LD they become."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from ..names import RDF, XSD

LANG_STRING = RDF + "langString"

_FORMS = {
    XSD + "integer": re.compile(r"-?(0|[1-9][0-9]*)"),
    XSD + "decimal": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?"),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD + "dateTime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"),
}
EXAMPLES = {
    "integer": "2019",
    "decimal": "37.68",
    "boolean": "true 或 false",
    "date": "2019-11-26",
    "dateTime": "2021-11-05T16:10:11",
}
"""What a value of each datatype looks like, by the datatype's short name."""


def fits(text: str, datatype: str) -> bool:
    """Whether a text is a canonical literal of a datatype; every text fits a datatype without a form.

    Numbers have no sign but minus, no leading and no trailing zeros; days are days of the calendar.
    """
    form = _FORMS.get(datatype)
    if form is None:
        return True
    return bool(form.fullmatch(text)) and _on_the_calendar(text, datatype)


def _on_the_calendar(text: str, datatype: str) -> bool:
    """Whether a date or time exists; anything else does."""
    reader = {XSD + "date": date.fromisoformat, XSD + "dateTime": datetime.fromisoformat}.get(datatype)
    try:
        return reader is None or bool(reader(text))
    except ValueError:
        return False


def is_composed(text: str) -> bool:
    """Whether a text is in Unicode normal form C."""
    return unicodedata.normalize("NFC", text) == text


def typed(text: str, datatype: str, language: str) -> Any:
    """A literal as JSON-LD: with its datatype, with a language where it is text in one, or plain.

    Args:
        text: the literal, already checked.
        datatype: IRI of the property's range; empty or `xsd:string` for plain text, `rdf:langString` for text.
        language: of the source.
    """
    if datatype == LANG_STRING:
        return {"@value": text, "@language": language}
    if datatype in _FORMS or datatype == XSD + "anyURI":
        return {"@value": text, "@type": datatype}
    return text
