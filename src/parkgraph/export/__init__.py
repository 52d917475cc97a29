"""The graph as files for everyone else's tools: RDF in five forms, tables, a drawing, its description and checksums.

The command line and the Python API call `export_graph`; what each file is stands in the folder's own README.txt.
"""

from .assemble import export_graph
from .files import FORMS
from .manifest import FORMAT, MANIFEST, SUMS, ExportedFile, Manifest

__all__ = ["FORMAT", "FORMS", "MANIFEST", "SUMS", "ExportedFile", "Manifest", "export_graph"]
