"""Canned questions: `queries/<group>/<name>.rq`, SPARQL led by a YAML header, and the binding of their parameters.

The façade lists, finds and runs them; every parameter is a VALUES block of the file, and a value is a checked RDF term.
"""

from .files import find_question, load_columns, load_question, load_questions
from .question import Column, Parameter, Question, Term, term

__all__ = [
    "Column",
    "Parameter",
    "Question",
    "Term",
    "find_question",
    "load_columns",
    "load_question",
    "load_questions",
    "term",
]
