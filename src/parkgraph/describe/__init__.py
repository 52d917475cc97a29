"""The page of one entity: what it holds (`page`), and how it is asked together from a store (`engine`)."""

from .engine import describe
from .page import Block, Fact, Field, Page, Part, Spelling

__all__ = ["Block", "Fact", "Field", "Page", "Part", "Spelling", "describe"]
