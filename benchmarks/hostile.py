"""Sixteen clients, one of them hostile: what the others notice of it.

Fifteen ask canned questions of `parkgraph serve` over the shipped graph; first by themselves, then while the sixteenth
sends queries without end, queries that want all memory, and texts that overflow stacks. Every answer is compared with
what it was before. Printed: the others' p95 under fire over that in peace (goal: 3 at most), wrong answers and failures
(goal: none), the serving process before and after (goal: the same), and its memory after a minute and at the end.
"""

import argparse
import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from serve import BIN, Run, Server, ask, free_port, started, statistics

from parkgraph import assets
from parkgraph.queries import load_questions

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from nasty.queries import MEMORY, NESTING, TIME

HONEST = 15


class Tally:
    """What honest clients saw."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.wrong = 0
        self.failed = 0

    def figures(self) -> tuple[int, int, int]:
        """Answers compared, wrong ones, and failures."""
        return len(self.times), self.wrong, self.failed

    def run(self, seconds: float) -> Run:
        """The figures."""
        ordered = sorted(self.times)
        return Run(len(ordered) / seconds, statistics.median(ordered), ordered[int(len(ordered) * 0.95)])


async def honest(server: Server, known: dict[str, bytes], seconds: float, tally: Tally, number: int) -> None:
    """Ask questions in turn, and compare every answer."""
    dice, ends = random.Random(number), time.perf_counter() + seconds
    texts, counter = list(known), itertools.count()
    streams = await asyncio.open_connection("127.0.0.1", server.port, limit=2**26)
    while time.perf_counter() < ends:
        text = dice.choice(texts)
        begun = time.perf_counter()
        try:
            answer = await ask(server, f"{text}\n# {number} {next(counter)}", streams)
            tally.wrong += answer != known[text]
            tally.times.append(time.perf_counter() - begun)
        except (AssertionError, OSError, asyncio.IncompleteReadError):
            tally.failed += 1
            streams[1].close()
            streams = await asyncio.open_connection("127.0.0.1", server.port, limit=2**26)
    streams[1].close()


async def hostile(server: Server, texts: Sequence[str], seconds: float, said: dict[str, int]) -> None:
    """Send one bad query after the other, and count the statuses."""
    ends, counter = time.perf_counter() + seconds, itertools.count()
    while time.perf_counter() < ends:
        text = f"{texts[next(counter) % len(texts)]}\n# {next(counter)}"
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=2**26)
        body = f"query={quote(text, safe='')}".encode("ascii")
        head = f"POST {server.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode("ascii") + body)
        line = (await reader.readline()).decode("ascii").split()
        said[line[1] if line else "cut off"] = said.get(line[1] if line else "cut off", 0) + 1
        await reader.read()
        writer.close()


def resident(pid: int) -> float:
    """How many megabytes a process has in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1024**2


def serving(port: int) -> int:
    """The number of the process that serves."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"serve" in words and str(port).encode() in words:
            return int(folder.name)
    raise LookupError("the service is gone")


async def measure(server: Server, questions: dict[str, str], peace: float, fire: float) -> None:
    """Print the figures."""
    streams = await asyncio.open_connection("127.0.0.1", server.port, limit=2**26)
    known = {text: await ask(server, text, streams) for text in questions.values()}
    streams[1].close()
    before = serving(server.port)
    calm, war, said = Tally(), Tally(), dict[str, int]()
    await asyncio.gather(*(honest(server, known, peace, calm, n) for n in range(HONEST)))
    bad = [*TIME.values(), *NESTING.values(), *MEMORY.values()]
    memory: list[float] = []

    async def watch() -> None:
        await asyncio.sleep(fire / 2)
        memory.append(resident(before))

    clients = (honest(server, known, fire, war, 100 + n) for n in range(HONEST))
    await asyncio.gather(*clients, hostile(server, bad, fire, said), watch())
    memory.append(resident(before))
    one, two = calm.run(peace), war.run(fire)
    for name, run in (("in peace", one), ("under fire", two)):
        print(f"{name:12}{run.rate:>8.0f}/s   p50 {run.p50 * 1e3:>7.1f} ms   p95 {run.p95 * 1e3:>7.1f} ms")
    print(f"p95 under fire over p95 in peace: {two.p95 / one.p95:.2f} (goal 3)")
    compared, wrong, failed = (sum(pair) for pair in zip(calm.figures(), war.figures(), strict=True))
    print(f"answers compared: {compared}; wrong {wrong}, failed {failed}")
    print(f"statuses the hostile client got: {json.dumps(said, sort_keys=True)}")
    print(f"same process: {before == serving(server.port)}")
    print(f"its memory half-way and at the end: {memory[0]:.0f} and {memory[1]:.0f} MB")


def main() -> None:
    """Start the service, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peace", type=float, default=30.0, help="seconds without the hostile client")
    parser.add_argument("--fire", type=float, default=120.0, help="seconds with it")
    given = parser.parse_args()
    questions = {name: question.text for name, question in load_questions(assets.root() / "queries").items()}
    port = free_port()
    with started(
        "parkgraph serve", [str(BIN / "parkgraph"), "serve", "-q", "--port", str(port)], port, "/sparql"
    ) as server:
        asyncio.run(measure(server, questions, given.peace, given.fire))


if __name__ == "__main__":
    main()
