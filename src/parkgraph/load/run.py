"""The whole load, step by step; every other module of this folder does one of them."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from ..errors import RemoteError
from ..names import PG, SKOS
from .client import Client
from .deliver import Delivery
from .detect import Endpoint, detect
from .manifest import Manifest, open_manifest
from .options import LoadOptions, check_options, check_url
from .prepare import Body, prepare
from .report import Check, LoadReport
from .verify import Expectation, Verifier, expect

log = logging.getLogger("parkgraph.load")


def load_graph(
    url: str, triples: Iterable[ox.Triple], questions: Mapping[str, str], options: LoadOptions | None = None
) -> LoadReport:
    """Load statements into one named graph of the store at a URL, compare, and say how it went.

    Without `append` the statements go into `<graph>-staging` first and replace the graph once they have been compared;
    where they differ, the old graph stays. Questions are asked of the new graph only: a store that holds every
    statement and still answers differently is reported, and keeps the graph. Differences are no errors: see
    `LoadReport.exit_code`.

    Args:
        url: of the server, or any of its query, update or graph store addresses.
        questions: name to SPARQL text; the number of rows of each is compared.
        options: how to load; to replace the graph of the shipped data when left out.

    Raises:
        UsageError: the URL or the options cannot be used, or there is nothing to resume.
        RemoteError: no store there, no right to write, or it failed five times at one place.
    """
    options = options or LoadOptions()
    check_options(options)
    url = check_url(url)
    body = prepare(triples)
    client = Client(options)
    endpoint = detect(client, url, options)
    report = _begun(url, endpoint, body, options)
    if options.dry_run:
        return replace(report, steps=_plan(endpoint, body, options), notes=tuple(client.notes))
    expected = expect(body, questions)
    if options.verify_only:
        done = replace(report, checks=Verifier(client, endpoint.query, options.graph, options).checks(expected))
    elif options.append:
        done = _append(Delivery(client, endpoint, body.lines, options), report, expected)
    else:
        done = _replace(Delivery(client, endpoint, body.lines, options), report, expected)
    log.info("%s graph=%s triples=%d differences=%d", url, options.graph, len(body), len(done.differences))
    return replace(done, notes=tuple(client.notes))


def _append(delivery: Delivery, report: LoadReport, expected: Expectation) -> LoadReport:
    """Add the statements to the graph, and compare."""
    options = delivery.options
    manifest = open_manifest(options.state, report.url, options.graph, mode="append", resume=options.resume)
    manifest.check(delivery.lines)
    delivery.log_in()
    delivery.send(options.graph, manifest)
    checks = _checks(delivery, options.graph, expected)
    manifest.finish()
    step = f"追加到图中：{delivery.requests} 次请求（{_way(delivery.endpoint)}）"
    return replace(report, requests=delivery.requests, steps=(step,), checks=checks)


def _replace(delivery: Delivery, report: LoadReport, expected: Expectation) -> LoadReport:
    """Put the statements beside the graph, compare, let them take its place, and compare again."""
    options = delivery.options
    manifest = open_manifest(options.state, report.url, options.graph, mode="replace", resume=options.resume)
    steps = _stage(delivery, manifest)
    checks = _checks(delivery, options.staging, expected, questions=False)
    if any(check.differences for check in checks):
        delivery.drop_staging()
        manifest.finish()
        steps.append("核对暂存图：有不同，已删去暂存图")
        return replace(report, requests=delivery.requests, steps=tuple(steps), checks=checks, kept=True)
    steps.append("核对暂存图：一致")
    steps.append(_promote(delivery))
    checks = _checks(delivery, options.graph, expected)
    manifest.finish()
    return replace(report, requests=delivery.requests, steps=tuple(steps), checks=checks)


def _stage(delivery: Delivery, manifest: Manifest) -> list[str]:
    """Fill the staging graph, going on where an interrupted load stopped; what was done."""
    steps, staging = [], delivery.options.staging
    manifest.check(delivery.lines)
    delivery.log_in()
    if manifest.sent:
        if delivery.count(staging) < manifest.sent:
            steps.append("服务器丢失了上次写入的内容，从头再写")
            manifest.restart()
        else:
            steps.append(f"接着上次：暂存图中已有 {manifest.sent} 条")
    delivery.send(staging, manifest)
    steps.append(f"写入暂存图 {staging}：{delivery.requests} 次请求（{_way(delivery.endpoint)}）")
    return steps


def _promote(delivery: Delivery) -> str:
    """Let the staging graph take the place of the old one; how that was done."""
    if delivery.move():
        return "以一次 MOVE 替换原来的图"
    delivery.send(delivery.options.graph)
    delivery.drop_staging()
    return "再次写入，替换原来的图，并删去暂存图"


def _checks(delivery: Delivery, graph: str, expected: Expectation, *, questions: bool = True) -> tuple[Check, ...]:
    """The comparisons of a graph that has just been written.

    Raises:
        RemoteError: the store stopped answering; the message says that the graph has not been compared.
    """
    try:
        verifier = Verifier(delivery.client, delivery.endpoint.query, graph, delivery.options)
        return verifier.checks(expected, questions=questions)
    except RemoteError as error:
        remedy = f"已写入 {graph}，但没有核对完；请用 --verify-only 核对，或重新装入。"
        raise RemoteError(error.problem, where=error.where, remedy=remedy) from error


def _begun(url: str, endpoint: Endpoint, body: Body, options: LoadOptions) -> LoadReport:
    """The report before anything was done."""
    quiet = "verify" if options.verify_only else "dry-run"
    return LoadReport(
        url=url,
        kind=endpoint.dialect.kind,
        title=endpoint.title,
        reasons=endpoint.reasons,
        graph=options.graph,
        mode=("append" if options.append else "replace") if options.writes else quiet,
        triples=len(body),
        size=body.size,
        query_url=endpoint.query,
        curl=_curl(endpoint.query, options.graph),
        traps=endpoint.traps,
    )


def _plan(endpoint: Endpoint, body: Body, options: LoadOptions) -> tuple[str, ...]:
    """What would be done."""
    chunks = max(1, -(-len(body) // options.chunk_triples), -(-body.size // options.chunk_bytes))
    way = "一次 MOVE " if endpoint.moves else "再次写入"
    return (
        f"将写入暂存图 {options.staging}：约 {chunks} 次请求（{_way(endpoint)}，{endpoint.graphs or endpoint.update}）",
        f"将核对暂存图，一致后以{way}替换 {options.graph}，再核对一遍",
    )


def _way(endpoint: Endpoint) -> str:
    """How statements travel."""
    return "Graph Store Protocol" if endpoint.graphs else "INSERT DATA"


def _curl(query_url: str, graph: str) -> str:
    """A line to paste into a shell: the names of five parks."""
    text = f"SELECT ?park ?name WHERE {{ ?park a <{PG}Park> ; <{SKOS}prefLabel> ?name }} ORDER BY ?park LIMIT 5"
    return (
        f"curl -s -H 'Accept: text/csv' --data-urlencode 'default-graph-uri={graph}' "
        f"--data-urlencode 'query={text}' '{query_url}'"
    )
