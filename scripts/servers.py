"""Real triplestores on the loopback, each for as long as a `with` block lasts: for the tests and for docs/engines.md.

Oxigraph comes with the development requirements and Virtuoso from Debian. Fuseki and RDF4J are fetched from Maven
Central once, compared with their SHA-256 and kept in a folder outside the checkout (`PARKGRAPH_TEST_CACHE`).
Run as a program, it fetches them and starts each store once.
"""

import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

FUSEKI, RDF4J, JETTY = "5.6.0", "4.1.3", "9.4.57.v20241219"
FUSEKI_JAR = f"org.apache.jena:jena-fuseki-server:{FUSEKI}:jar"
RDF4J_WAR = f"org.eclipse.rdf4j:rdf4j-http-server:{RDF4J}:war"
JETTY_JAR = f"org.eclipse.jetty:jetty-runner:{JETTY}:jar"
SHA256 = {
    FUSEKI_JAR: "d28c1eaf703122ee628895a460c20fa4aa60a892f435d403ea8c036f241da1f8",
    RDF4J_WAR: "7cee02ac474451a09d8e012af9807aaa71e6e44c6380dc7f1a7e892fc8f629b3",
    JETTY_JAR: "f63fbee00a06f04a3f715267d5d53ba4389b5b3e9ecc6168d8b73d81243a883f",
}
HEAP = "-Xmx768m"
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
REPOSITORY = """\
@prefix r: <http://www.openrdf.org/config/repository#> .
@prefix s: <http://www.openrdf.org/config/repository/sail#> .
[] a r:Repository ; r:repositoryID "parks" ;
    r:repositoryImpl [ r:repositoryType "openrdf:SailRepository" ;
        s:sailImpl [ <http://www.openrdf.org/config/sail#sailType> "openrdf:MemoryStore" ] ] .
"""
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


class Missing(Exception):
    """A store cannot be started here; its text says what is missing."""


@dataclass(frozen=True)
class Server:
    """A running store.

    Attributes:
        kind: as `parkgraph load --store` calls it.
        version: name and version, for people.
        url: what a user would give to `parkgraph load`.
        query, update, graphs: its addresses; a graph is at `graphs?graph=…`.
        user, password: who may write; None where anybody may.
        process: which process it is.
    """

    kind: str
    version: str
    url: str
    query: str
    update: str
    graphs: str
    user: str | None = None
    password: str = ""
    process: int = 0


@contextmanager
def oxigraph(folder: Path, address: str = "") -> Iterator[Server]:
    """An Oxigraph server that keeps its data in a folder, at any address or at the one given."""
    if not OXIGRAPH.is_file():
        raise Missing(f"no {OXIGRAPH.name}: install the development requirements")
    address = address or free_address()
    url = f"http://{address}"
    command = [str(OXIGRAPH), "serve", "--location", str(folder / "data"), "--bind", address]
    with running(command, folder, url) as process:
        version = oxigraph_version()
        yield Server("oxigraph", version, url, f"{url}/query", f"{url}/update", f"{url}/store", process=process)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """A Virtuoso server; `dba` (password `dba`) may write, `reader` (password `reader`) may only read."""
    program, console = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not console:
        raise Missing("no virtuoso-t: install Debian's virtuoso-opensource-7")
    address, sql = free_address(), free_address()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(web=address, sql=sql), encoding="utf-8")
    url = f"http://{address}"
    with running([program, "+configfile", "virtuoso.ini", "+foreground"], folder, f"{url}/sparql"):
        reader = "exec=USER_CREATE('reader', 'reader'); GRANT SPARQL_SELECT TO reader;"
        subprocess.run([console, sql, "dba", "dba", reader], check=True, capture_output=True, timeout=60)
        query, update, graphs = (f"{url}/sparql{ending}" for ending in ("", "-auth", "-graph-crud-auth"))
        yield Server("virtuoso", virtuoso_version(program), query, query, update, graphs, "dba", "dba")


@contextmanager
def fuseki(folder: Path, *options: str) -> Iterator[Server]:
    """A Jena Fuseki server with a TDB2 data set `parks`, and with more options where some are given."""
    command = [java(), HEAP, "-jar", str(artifact(FUSEKI_JAR)), "--localhost", "--update", *options]
    (folder / "tdb2").mkdir()
    port = free_address().partition(":")[2]
    url = f"http://127.0.0.1:{port}/parks"
    with running([*command, "--port", port, "--loc=tdb2", "/parks"], folder, url):
        yield Server("fuseki", f"Jena Fuseki {FUSEKI}", url, f"{url}/query", f"{url}/update", f"{url}/data")


@contextmanager
def rdf4j(folder: Path) -> Iterator[Server]:
    """An RDF4J server in Jetty with a repository `parks` in memory: a second Java store, for who asks for all."""
    if os.environ.get("PARKGRAPH_TEST_STORES") != "all":
        raise Missing("set PARKGRAPH_TEST_STORES=all to have this second Java store as well")
    command = [java(), HEAP, f"-Dorg.eclipse.rdf4j.appdata.basedir={folder}", "-jar", str(artifact(JETTY_JAR))]
    host, _, port = free_address().partition(":")
    where = ["--host", host, "--port", port, "--path", "/rdf4j-server", str(artifact(RDF4J_WAR))]
    base = f"http://{host}:{port}/rdf4j-server"
    with running([*command, *where], folder, f"{base}/protocol"):
        url = f"{base}/repositories/parks"
        request = urllib.request.Request(url, data=REPOSITORY.encode(), method="PUT")
        request.add_header("Content-Type", "text/turtle")
        urllib.request.urlopen(request, timeout=60).close()
        yield Server("rdf4j", f"RDF4J {RDF4J}", url, url, f"{url}/statements", f"{url}/rdf-graphs/service")


STORES: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
    "fuseki": fuseki,
    "rdf4j": rdf4j,
}
"""Kind of store to what starts one in an empty folder; each raises `Missing` where it cannot."""


@contextmanager
def running(command: Sequence[str], folder: Path, url: str) -> Iterator[int]:
    """While it is open, a program runs in a folder, as the process it gives, and answers at a URL."""
    log = folder / "log.txt"
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        _wait_for(url, process, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Come back when a program answers at a URL; fail with its own words when it ends or stays silent."""
    for _ in range(2400):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:  # a server that is still starting says 503
                return
        except OSError:
            if process.poll() is not None:
                break
        time.sleep(0.05)
    raise RuntimeError(f"the server does not answer: {log.read_text(encoding='utf-8', errors='replace')}")


def free_address() -> str:
    """An address on the loopback that nobody listens on, such as `127.0.0.1:40123`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def artifact(name: str) -> Path:
    """A file of Maven Central out of the cache, fetched and compared with its SHA-256 where it is not yet there.

    Raises:
        Missing: it cannot be fetched, or is another file than the one that was pinned.
    """
    _, stem, version, kind = name.split(":")
    kept = cache_folder() / f"{stem}-{version}.{kind}"
    if kept.is_file() and _sha256(kept) == SHA256[name]:
        return kept
    maven = shutil.which("mvn")
    if not maven:
        raise Missing(f"{kept.name} is not in the cache, and there is no mvn to fetch it")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=kept.parent) as folder:
        fetch = [maven, "-q", "-B", "dependency:copy", f"-Dartifact={name}", f"-DoutputDirectory={folder}"]
        done = subprocess.run(fetch, capture_output=True, text=True, cwd=folder)
        got = Path(folder) / kept.name
        if not got.is_file():
            raise Missing(f"{kept.name} cannot be fetched from Maven Central: {done.stdout[-300:]}")
        if _sha256(got) != SHA256[name]:
            raise Missing(f"{kept.name} from Maven Central is not the file that was pinned")
        got.replace(kept)
    return kept


def java() -> str:
    """The Java runtime, 17 or newer.

    Raises:
        Missing: there is none.
    """
    program = shutil.which("java")
    said = subprocess.run([program, "-version"], capture_output=True, text=True).stderr if program else ""
    found = re.search(r'version "(\d+)', said)
    if not program or not found or int(found[1]) < 17:
        raise Missing("no Java 17 or newer: install Debian's openjdk-17-jre-headless")
    return program


def oxigraph_version() -> str:
    """Name and version of the Oxigraph server."""
    said = subprocess.run([OXIGRAPH, "--version"], capture_output=True, text=True, check=True).stdout
    return f"Oxigraph {said.split()[-1]}"


def virtuoso_version(program: str) -> str:
    """Name and version of the Virtuoso server."""
    said = subprocess.run([program, "--help"], capture_output=True, text=True)
    found = re.search(r"Version (\d+\.\d+\.\d+)", said.stdout + said.stderr)
    return f"Virtuoso {found[1] if found else '?'}"


def cache_folder() -> Path:
    """Where fetched files are kept."""
    named = os.environ.get("PARKGRAPH_TEST_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "parkgraph-tests"


def _sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Start every store once, and print its version, or what is missing."""
    for kind, start in STORES.items():
        with TemporaryDirectory() as folder:
            try:
                with start(Path(folder)) as server:
                    print(f"{kind}: {server.version}", flush=True)
            except Missing as reason:
                print(f"{kind}: missing; {reason}", flush=True)


if __name__ == "__main__":
    main()
