"""The relation graph, and what can be measured in it."""

from .analytics import GROUPS, MEASURES, communities, components, joined, measures
from .relations import network
from .tables import edge_table, groups_table, joined_table, measures_table, metrics_table

__all__ = [
    "GROUPS",
    "MEASURES",
    "communities",
    "components",
    "edge_table",
    "groups_table",
    "joined",
    "joined_table",
    "measures",
    "measures_table",
    "metrics_table",
    "network",
]
