"""Fixtures for every test: a real Oxigraph server, and the folder that holds the documents' texts."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).parent / "oxigraph"


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty Oxigraph server, such as `http://127.0.0.1:40123`; it is stopped at the end.

    Queries go to `/query`, graphs to `/store?graph=…`. It is shared by all tests of a process: use a graph of your own.
    """
    if not PROGRAM.is_file():
        pytest.skip(f"no {PROGRAM}: install the development requirements to test against a real server")
    folder = tmp_path_factory.mktemp("oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (folder / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [PROGRAM, "serve", "--location", folder / "data", "--bind", address], stdout=log, stderr=log
        )
    try:
        wait_for(f"http://{address}", server, folder / "log.txt")
        yield f"http://{address}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path, tries: int = 200) -> None:
    """Come back when a server answers; fail with its own words when it ends or stays silent."""
    for _ in range(tries):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as error:  # any answer is an answer
            error.close()
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    pytest.fail(f"the server does not answer: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the documents' texts: `PARKGRAPH_SOURCES`, else `../shared/sources` beside the checkout."""
    named = os.environ.get("PARKGRAPH_SOURCES")
    folder = Path(named) if named else REPO.parent / "shared" / "sources"
    if not any(folder.glob("*.txt")):
        pytest.skip(f"no texts in {folder}: set PARKGRAPH_SOURCES to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty Virtuoso server of our own; it is stopped at the end.

    Queries go to `/sparql`, graphs to `/sparql-graph-crud-auth?graph=…`. `dba` (password `dba`) may write, `reader`
    (password `reader`) may only read.
    """
    program, console = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not console:
        pytest.skip("no virtuoso-t: install Debian's virtuoso-opensource-7 to test against a real Virtuoso")
    folder = tmp_path_factory.mktemp("virtuoso")
    with socket.socket() as web, socket.socket() as sql:
        web.bind(("127.0.0.1", 0))
        sql.bind(("127.0.0.1", 0))
        address, sql_address = (f"127.0.0.1:{port.getsockname()[1]}" for port in (web, sql))
    settings = VIRTUOSO_INI.format(web=address, sql=sql_address)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    with (folder / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [program, "+configfile", "virtuoso.ini", "+foreground"], cwd=folder, stdout=log, stderr=log
        )
    try:
        wait_for(f"http://{address}/sparql", server, folder / "log.txt", tries=2400)  # it first writes its own schema
        reader = "exec=USER_CREATE('reader', 'reader'); GRANT SPARQL_SELECT TO reader;"
        subprocess.run([console, sql_address, "dba", "dba", reader], check=True, capture_output=True, timeout=60)
        yield f"http://{address}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
O_DIRECT = 0
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = {web}
ServerRoot = .
ServerThreads = 6
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""
