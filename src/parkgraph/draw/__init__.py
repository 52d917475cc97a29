"""Pictures of the relation graph: layered from policy to place, with Chinese labels and a legend; no browser needed.

The same graph and entity give the same picture. What is drawn is chosen by `neighbourhood`, `expansion` and
`seen_through`; a `Picture` writes it as SVG, as a page that needs no server, and for other tools.
"""

from .files import dot, gexf, graphml, mermaid
from .form import edge_form, json_form
from .layers import LAYERS, OTHER, Layer, layer_of
from .layout import ROW, Spot, crossings, positions
from .lenses import MOST, Lens, find_lens, lens_table, load_lenses, seen_through
from .looks import Looks, groups, scales, shades
from .parts import Expansion, expansion, expansions, neighbourhood
from .picture import FORMATS, Picture
from .svg import FONT, svg

__all__ = [
    "FONT",
    "FORMATS",
    "LAYERS",
    "MOST",
    "OTHER",
    "ROW",
    "Expansion",
    "Layer",
    "Lens",
    "Looks",
    "Picture",
    "Spot",
    "crossings",
    "dot",
    "edge_form",
    "expansion",
    "expansions",
    "find_lens",
    "gexf",
    "graphml",
    "groups",
    "json_form",
    "layer_of",
    "lens_table",
    "load_lenses",
    "mermaid",
    "neighbourhood",
    "positions",
    "scales",
    "seen_through",
    "shades",
    "svg",
]
