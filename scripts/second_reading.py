"""The second reading of facts, without which a fact is somebody's word for it.

    scripts/second_reading.py sheet FILE.tsv [SOURCE]    the facts without a valid reading: section, quotes, statement
    scripts/second_reading.py record FILE.tsv            a sheet whose column `verdict` a reader has filled in

The reader sees the sheet alone, not the record, not the rest of the text, and writes `stated` (the quotes say it),
`inferred` (it follows from them) or `unsupported`. What is unsupported is not recorded: the fact has to go, or to be
mended. The verdicts are kept in `data/registry/readings.tsv` with a digest of what was read.
"""

import argparse
import csv
import sys
from pathlib import Path

from parkgraph.graph import open_graph
from parkgraph.lookup import labels, passages, select
from parkgraph.names import PG, PGD, RDF
from parkgraph.readings import UNREAD, VERDICTS, digests, load_readings, rendered
from parkgraph.store import Store
from parkgraph.turtle import read_triples, write_text

REPO = Path(__file__).resolve().parents[1]
READINGS = REPO / "data" / "registry" / "readings.tsv"
GRAPH = REPO / "data" / "parkgraph.ttl"
COLUMNS = ("fact", "section", "quotes", "statement", "verdict", "why")
SILENT = {*UNREAD, PG + "ordinal", PG + "headingNumber", RDF + "type"}

FACTS = """SELECT DISTINCT ?fact ?kind WHERE {
  ?fact pg:evidencedBy/oa:hasSource ?source ; pg:assertionBasis ?basis ; a ?kind .
  FILTER(?basis != pgc:basis-computed && ?kind != pg:InstrumentCoding && STRENDS(STR(?source), "%S"))
} ORDER BY ?fact"""
SAID = """SELECT ?p ?v WHERE {
  <%F> ?p ?v
  FILTER(!ISLITERAL(?v) || LANG(?v) != "en")
  OPTIONAL { ?assertion rdf:subject <%F> ; rdf:predicate ?p ; rdf:object ?v }
  FILTER(!BOUND(?assertion))
} ORDER BY ?p ?v"""


def sheet(path: Path, slug: str = "") -> None:
    """Write a sheet of the facts that have no valid reading."""
    graph = open_graph()
    kinds = {row.iri("fact"): row.iri("kind") for row in select(graph.store, FACTS.replace("%S", slug))}
    readings = load_readings(READINGS)
    current = digests(read_triples(GRAPH), [fact.removeprefix(PGD) for fact in kinds])
    unread = [f for f in kinds if readings.get(f.removeprefix(PGD), ("", ""))[1] != current[f.removeprefix(PGD)]]
    proofs = passages(graph.store, unread, "zh")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for fact in sorted(unread, key=lambda f: (proofs[f][0].source, min(p.start for p in proofs[f]), f)):
            section = "；".join(dict.fromkeys(passage.section for passage in proofs[fact]))
            quotes = " ／ ".join(passage.quote for passage in proofs[fact])
            writer.writerow(
                (fact.removeprefix(PGD), section, quotes, _statement(graph.store, fact, kinds[fact]), "", "")
            )
    print(f"{len(unread)} of {len(kinds)} facts have no valid reading: {path}")


def _statement(store: Store, fact: str, kind: str) -> str:
    """What a fact says, in labels."""
    rows = [row for row in select(store, SAID.replace("%F", fact)) if row.iri("p") not in SILENT]
    named = labels(store, {kind, *(row.iri(part) for row in rows for part in ("p", "v"))} - {""}, "zh")
    values = {row.iri("p"): row.text("v") or named[row.iri("v")] for row in rows}
    if kind == PG + "Assertion":
        return " —".join((values[RDF + "subject"], values[RDF + "predicate"] + "→ " + values[RDF + "object"]))
    told = (f"{named[row.iri('p')]}={row.text('v') or named[row.iri('v')]}" for row in rows)
    return f"〔{named[kind]}〕" + "；".join(told)


def record(path: Path) -> None:
    """Add the verdicts of a sheet to the register; unsupported ones are listed and left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    readings = load_readings(READINGS)
    current = digests(read_triples(GRAPH), [row["fact"] for row in rows])
    refused = [row for row in rows if row["verdict"] not in VERDICTS]
    for row in rows:
        if row["verdict"] in VERDICTS and row["fact"] in current:
            readings[row["fact"]] = (row["verdict"], current[row["fact"]])
    everything = digests(read_triples(GRAPH), readings)
    write_text(READINGS, rendered({fact: readings[fact] for fact in everything}))
    for row in refused:
        print("\t".join((row["fact"], row["verdict"], row["why"], row["statement"], row["quotes"])))
    print(f"recorded {len(rows) - len(refused)}, refused {len(refused)}", file=sys.stderr)


def main() -> None:
    """Write a sheet, or record one."""
    parser = argparse.ArgumentParser(description="The second reading of facts.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    sheets = verbs.add_parser("sheet", help="the facts without a valid reading: section, quotes, statement")
    sheets.add_argument("file", type=Path)
    sheets.add_argument("source", nargs="?", default="", help="the identifier of one source")
    recorded = verbs.add_parser("record", help="keep the verdicts of a sheet that a reader has filled in")
    recorded.add_argument("file", type=Path)
    asked = parser.parse_args()
    if asked.verb == "sheet":
        sheet(asked.file, asked.source)
    else:
        record(asked.file)


if __name__ == "__main__":
    main()
