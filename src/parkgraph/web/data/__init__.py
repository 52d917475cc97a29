"""Linked data behind the IRIs of the graph, and the whole graph to take home."""
