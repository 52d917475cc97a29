"""The dossier of an entity: what the graph holds of it in plain sentences, each with the wording it rests on.

`content` puts it together from the page of the entity, in the sentences of `sentences.yaml`; `files` writes it as
Markdown and HTML, and `word` as a Word document with real footnotes.
"""

from .content import Brief, Piece, Section, Sentence, brief
from .files import FORMATS, written

__all__ = ["FORMATS", "Brief", "Piece", "Section", "Sentence", "brief", "written"]
