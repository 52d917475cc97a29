"""Fixtures for the scripts' tests: one Chromium a file, a fresh made-up site a test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .browser import Site, chromium, serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once for the tests of a file and ended after them."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def stage() -> Iterator[Site]:
    """A site of one's own that answers as it is told."""
    with serving() as site:
        yield site
