"""Fixtures for every test: real triplestores, and the folder that holds the documents' texts."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from servers import STORES, Missing, Server

REPO = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Starts a real, empty store of a kind when it is first asked for, and stops all of them at the end.

    A store is shared by all tests of a process: use a graph of your own. Where one cannot be had the test is skipped.
    """
    started: dict[str, Server] = {}
    with ExitStack() as stack:

        def start(kind: str) -> Server:
            if kind not in started:
                try:
                    started[kind] = stack.enter_context(STORES[kind](tmp_path_factory.mktemp(kind)))
                except Missing as reason:
                    pytest.skip(f"no {kind}: {reason}")
            return started[kind]

        yield start


@pytest.fixture(scope="session")
def oxigraph_server(real_server: Callable[[str], Server]) -> str:
    """The address of a real Oxigraph server: queries go to `/query`, graphs to `/store?graph=…`."""
    return real_server("oxigraph").url


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the documents' texts: `PARKGRAPH_SOURCES`, else `../shared/sources` beside the checkout."""
    named = os.environ.get("PARKGRAPH_SOURCES")
    folder = Path(named) if named else REPO.parent / "shared" / "sources"
    if not any(folder.glob("*.txt")):
        pytest.skip(f"no texts in {folder}: set PARKGRAPH_SOURCES to the folder that holds them")
    return folder
