"""The build: records and reference data in, one canonical graph out."""

from .assemble import Build, build_graph, compare_graph, write_build

__all__ = ["Build", "build_graph", "compare_graph", "write_build"]
