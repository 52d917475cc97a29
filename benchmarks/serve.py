"""Canned questions over HTTP: `parkgraph serve`, the bare Oxigraph server and rdflib-endpoint, side by side.

All three serve the same synthetic graph on this machine and are asked the same texts by 1, 8 and 32 clients. Each
request carries a comment of its own, so that no answer is remembered; what `parkgraph serve` remembers is measured
apart. Questions are sorted by how long the bare Oxigraph takes for them. Ratios are what counts: `make bench-serve`.
"""

import argparse
import asyncio
import itertools
import json
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from growth import named_things
from synthetic import synthetic

from parkgraph import assets
from parkgraph.datasets import create, current
from parkgraph.queries import load_questions

BIN = Path(sys.executable).parent
CLIENTS = (1, 8, 32)
CLASSES = {"under 2 ms": (0.0, 0.002), "2 to 10 ms": (0.002, 0.010), "10 ms and more": (0.010, 10.0)}
GOALS = {"under 2 ms": 0.3, "10 ms and more": 0.7}
SLOWEST = 1.0
RDFLIB_PATIENCE = 20.0


class Server(NamedTuple):
    """A running server: its name, and host, port and path of its query address."""

    name: str
    port: int
    path: str


class Run(NamedTuple):
    """What one run gave: requests a second, and seconds that half and 95 of a hundred requests took at most."""

    rate: float
    p50: float
    p95: float


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def started(name: str, command: Sequence[str], port: int, path: str) -> Iterator[Server]:
    """A server while it is needed; it answers when this begins."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(name, port, path)
    finally:
        process.terminate()
        process.wait()


async def ask(server: Server, text: str, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> bytes:
    """The answer to a query on an open connection."""
    reader, writer = streams
    target = f"{server.path}?query={quote(text, safe='')}"
    if len(target) < 7000:
        head = f"GET {target} HTTP/1.1\r\n"
        body = b""
    else:
        body = text.encode("utf-8")
        head = (
            f"POST {server.path} HTTP/1.1\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n"
        )
    writer.write(
        f"{head}Host: 127.0.0.1:{server.port}\r\nAccept: application/sparql-results+json\r\n\r\n".encode() + body
    )
    head_bytes = await reader.readuntil(b"\r\n\r\n")
    headers = head_bytes.decode("latin-1").lower()
    assert headers.startswith("http/1.1 200"), head_bytes
    if "content-length:" in headers:
        return await reader.readexactly(int(headers.split("content-length:")[1].split("\r\n")[0]))
    answer = b""
    while size := int(await reader.readline(), 16):
        answer += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return answer


async def load(server: Server, texts: Sequence[str], clients: int, seconds: float, *, again: bool) -> Run:
    """What so many clients get who ask these questions in turn for so long."""
    times: list[float] = []
    numbers = itertools.count()
    ends = time.perf_counter() + seconds

    async def client(number: int) -> None:
        streams = await asyncio.open_connection("127.0.0.1", server.port, limit=2**26)
        order = random.Random(number)
        while time.perf_counter() < ends:
            text = order.choice(texts)
            begun = time.perf_counter()
            await ask(server, text if again else f"{text}\n# {next(numbers)}", streams)
            times.append(time.perf_counter() - begun)
        streams[1].close()

    begun = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(clients)))
    spent = time.perf_counter() - begun
    ordered = sorted(times)
    return Run(len(times) / spent, statistics.median(ordered), ordered[int(len(ordered) * 0.95)])


async def timed(server: Server, texts: dict[str, str]) -> dict[str, float]:
    """Seconds that each question takes alone, best of three; those the server takes too long for are left out."""
    found = {}
    streams = await asyncio.open_connection("127.0.0.1", server.port, limit=2**26)
    for name, text in texts.items():
        times = []
        for number in range(3):
            begun = time.perf_counter()
            await ask(server, f"{text}\n# t{number}", streams)
            times.append(time.perf_counter() - begun)
        if min(times) <= SLOWEST:
            found[name] = min(times)
    streams[1].close()
    return found


async def agree(servers: Sequence[Server], texts: dict[str, str]) -> int:
    """How many questions all servers answer alike; one that they do not is named."""
    same = 0
    for name, text in texts.items():
        answers = []
        for server in servers:
            streams = await asyncio.open_connection("127.0.0.1", server.port, limit=2**26)
            found = json.loads(await ask(server, text, streams))
            streams[1].close()
            answers.append(sorted(json.dumps(row, sort_keys=True) for row in found["results"]["bindings"]))
        if all(answer == answers[0] for answer in answers):
            same += 1
        else:
            print(f"  {name}: answers differ {[len(answer) for answer in answers]}")
    return same


def line(name: str, runs: Sequence[Run], base: Sequence[Run] | None = None) -> str:
    """A server's figures for each number of clients, and its throughput over another's."""
    cells = [f"{run.rate:>8.0f}/s {run.p50 * 1e3:>7.1f} {run.p95 * 1e3:>7.1f}" for run in runs]
    ratio = "" if base is None else "  " + " ".join(f"{a.rate / b.rate:>6.2f}" for a, b in zip(runs, base, strict=True))
    return f"  {name:<26}" + "  ".join(cells) + ratio


async def measure(ours: Server, bare: Server, theirs: Server, questions: dict[str, str], seconds: float) -> None:
    """Print the tables."""
    alone = await timed(bare, questions)
    print(
        f"{len(alone)} of {len(questions)} questions taken (those over {SLOWEST:g} s on the bare server are left out)"
    )
    alike = await agree([ours, bare], {name: questions[name] for name in alone})
    print(f"answered alike by parkgraph serve and bare Oxigraph: {alike}")
    print(
        f"{'':28}" + "".join(f"{f'{clients} clients':>16}   p50 ms p95 ms" for clients in CLIENTS) + "   ratio to bare"
    )
    for title, (low, high) in CLASSES.items():
        texts = [questions[name] for name, spent in alone.items() if low <= spent < high]
        if not texts:
            print(f"{title}: no question")
            continue
        print(f"{title} ({len(texts)} questions; goal {GOALS.get(title, '-')})")
        base = [await load(bare, texts, clients, seconds, again=False) for clients in CLIENTS]
        print(line("bare Oxigraph", base))
        print(line("parkgraph serve", [await load(ours, texts, n, seconds, again=False) for n in CLIENTS], base))
        print(line("  … remembered (goal 1)", [await load(ours, texts, n, seconds, again=True) for n in CLIENTS], base))
    await against_rdflib(ours, theirs, {name: questions[name] for name in alone}, seconds)


async def against_rdflib(ours: Server, theirs: Server, texts: dict[str, str], seconds: float) -> None:
    """Print how much faster than rdflib-endpoint the whole mix is; it is asked one question after the other."""
    streams = await asyncio.open_connection("127.0.0.1", theirs.port, limit=2**26)
    begun, asked = time.perf_counter(), []
    for name, text in texts.items():
        if time.perf_counter() - begun > RDFLIB_PATIENCE:
            break
        await ask(theirs, text, streams)
        asked.append(name)
    spent = time.perf_counter() - begun
    streams[1].close()
    run = await load(ours, [texts[name] for name in asked], 1, seconds, again=False)
    rate = len(asked) / spent
    print(f"rdflib-endpoint, 1 client, the first {len(asked)} questions: {rate:.2f}/s; parkgraph serve over the same:")
    print(f"  {run.rate:.0f}/s, {run.rate / rate:.0f} times as many (goal 20)")


def main() -> None:
    """Build the graph, start the servers, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000, help="size of the synthetic graph")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each run")
    given = parser.parse_args()
    home = assets.root()
    known = load_questions(home / "queries")
    questions = {name: question.text for name, question in known.items()}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        file.write_text(
            "".join(line + "\n" for line in synthetic(given.triples, keep=named_things(known))), encoding="utf-8"
        )
        files = [home / "ontology" / "parkgraph.ttl", home / "ontology" / "concepts.ttl", file]
        create(Path(folder) / "data", files)
        place = current(Path(folder) / "data").directory
        ports = [free_port() for _ in range(3)]
        serve = [str(BIN / "parkgraph"), "serve", "-q", "--port", str(ports[0]), "--store", str(Path(folder) / "data")]
        bare = [str(BIN / "oxigraph"), "serve-read-only", "-l", str(place), "-b", f"127.0.0.1:{ports[1]}"]
        peer = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(ports[2])]
        with (
            started("parkgraph serve", [*serve, "--row-limit", "1000000"], ports[0], "/sparql") as one,
            started("bare Oxigraph", bare, ports[1], "/query") as two,
            started("rdflib-endpoint", [*peer, *map(str, files)], ports[2], "/") as three,
        ):
            asyncio.run(measure(one, two, three, questions, given.seconds))


if __name__ == "__main__":
    main()
