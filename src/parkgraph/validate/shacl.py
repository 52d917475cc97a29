"""The SHACL engine: pySHACL over the Oxigraph store itself, and the wording of the shapes.

Why so, and why not over an rdflib graph: docs/decisions/0008-how-shapes-are-run.md.
"""

import logging
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ..errors import AssetError, EngineError, ParseError
from ..names import PG, PGS, RDF, SH, curie
from ..turtle import read_triples
from .reading import read_file
from .report import SEVERITIES

if TYPE_CHECKING:
    from pyshacl.graph_abstraction import DataGraph
    from rdflib import Graph
    from rdflib.query import Result

LANGUAGES = ("zh", "en")
_SLOT = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a part of a constraint found, before it is put into words.

    Attributes:
        part: IRI of the shape or SPARQL constraint, or the name of a blank node.
        node: the thing it is about.
        values: what stands for the variables of the message, as text.
        value: the value of a property that is not as it should be, empty if there is none.
        said: the engine's own words, for parts that have no message.
    """

    part: str
    node: str
    values: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    said: str = ""


@dataclass
class Shapes:
    """The shapes that are run.

    Attributes:
        graph: all of them, for the engine.
        files: the files of somebody else's among them.
        messages: part to language to template; language `` for a message without one.
        severities: part to local name of its severity.
    """

    graph: "Graph"
    files: tuple[Path, ...] = ()
    messages: dict[str, dict[str, str]] = field(default_factory=dict)
    severities: dict[str, str] = field(default_factory=dict)

    def constraint(self, part: str) -> str:
        """The constraint a part belongs to: the id before the first hyphen for ours, the CURIE or IRI for others."""
        from rdflib import BNode

        passed: set[str] = set()
        while part.startswith("_:"):
            above = min(self.graph.subjects(None, BNode(part[2:])), default=None, key=str)
            if above is None or part in passed:
                return "anonymous"
            passed.add(part)
            part = _name(above)
        return part.removeprefix(PGS).split("-")[0] if part.startswith(PGS) else curie(part)

    def template(self, part: str, language: str) -> str:
        """The message of a part in a language, or in none, or empty."""
        told = self.messages.get(part, {})
        return told.get(language) or told.get("") or ""


def load_shapes(folder: Path, files: Sequence[Path] = ()) -> Shapes:
    """The shapes of a folder, and those of further files.

    Raises:
        AssetError: the folder has no shapes, or a file is missing.
        ParseError: a file cannot be read.
    """
    own = sorted(folder.glob("*.ttl"))
    if not own:
        raise AssetError("找不到约束文件（*.ttl）", where=str(folder), remedy="请重新安装 parkgraph。")
    triples = [t for path in own for t in read_triples(path)]
    triples += [t for path in files for t in read_file(path)]
    return _shapes_of(triples, tuple(files))


def _shapes_of(triples: Iterable[ox.Triple], files: tuple[Path, ...]) -> Shapes:
    """The shapes that statements describe."""
    from rdflib import Graph, Literal, URIRef

    lines = "".join(f"{triple} .\n" for triple in triples)
    shapes = Shapes(Graph(), files)
    shapes.graph.parse(data=lines, format="nt")
    for part, message in shapes.graph.subject_objects(URIRef(SH + "message")):
        if isinstance(message, Literal):
            shapes.messages.setdefault(_name(part), {})[message.language or ""] = str(message)
    for part, severity in shapes.graph.subject_objects(URIRef(SH + "severity")):
        shapes.severities[_name(part)] = str(severity).removeprefix(SH)
    return shapes


def run_shapes(store: ox.Store, shapes: Shapes) -> list[tuple[Fault, str]]:
    """What the shapes find in a store, each with its severity, in no order.

    Raises:
        ParseError: somebody else's shapes cannot be run.
        EngineError: the engine failed on ours.
    """
    import pyshacl
    from rdflib import Graph

    try:
        with _quiet():
            _, report, said = pyshacl.validate(_data_graph(store), shacl_graph=shapes.graph, inplace=True)
    except Exception as error:  # the engine passes on whatever its parts raise
        raise _failure(shapes, f"{type(error).__name__}: {error}") from error
    if not isinstance(report, Graph):  # what it found ill-formed comes back in place of the report
        raise _failure(shapes, said)
    found = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(PG + "KnowledgeGraphRelease"))
    return list(_faults(report, shapes, frozenset(str(getattr(quad.subject, "value", "")) for quad in found)))


@contextmanager
def _quiet() -> Iterator[None]:
    """While it is open, rdflib does not report every ill-typed literal with a traceback; that is a finding."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _data_graph(store: ox.Store) -> "DataGraph":
    """A store as the engine takes it."""
    from pyshacl.graph_abstraction import OxigraphDataGraph
    from rdflib import Literal

    class Patient(OxigraphDataGraph):
        """A data graph that bears what people write; what it mends is told in docs/decisions/0008."""

        def __bool__(self) -> bool:
            """True without counting all statements, which the engine would do many times for every result."""
            return True

        def objects(
            self, subject: Any = None, predicate: Any = None, unique: bool = False
        ) -> Generator[Any, None, None]:
            """Nothing for a literal, which a path may come to and the engine would stop at."""
            if not isinstance(subject, Literal):
                yield from super().objects(subject, predicate, unique)

        def query(self, *query: Any, **options: Any) -> "Result":
            """The answer, its texts as the engine can put them into messages: it reads back-slashes as commands."""
            answer = super().query(*query, **options)
            if answer.type == "SELECT":
                rows = list(answer.bindings)
                answer.bindings = [{name: _bearable(term) for name, term in row.items()} for row in rows]
            return answer

    return Patient(store)


def _bearable(term: Any) -> Any:
    """A term whose back-slashes are doubled, if it is text and has any."""
    from rdflib import Literal

    doubled = isinstance(term, Literal) and "\\" in term
    return Literal(term.replace("\\", "\\\\"), term.language) if doubled else term


def _failure(shapes: Shapes, said: str) -> ParseError | EngineError:
    """The error for shapes that could not be run: of their file, if there is one that is not ours."""
    if shapes.files:
        return ParseError(
            f"约束无法运行（{said}）",
            where="、".join(map(str, shapes.files)),
            remedy="请改正该约束；SPARQL 约束须选出 $this。",
        )
    return EngineError(
        f"校验引擎出错（{said}）", where="pyshacl", remedy="请重新安装 parkgraph 及其依赖；仍然如此，请报告。"
    )


def _faults(report: "Graph", shapes: Shapes, releases: frozenset[str]) -> Iterator[tuple[Fault, str]]:
    """The results of a report; what a constraint over the whole graph selects is the thing it is about."""
    from rdflib import RDF, Literal, Namespace

    sh = Namespace(SH)
    for result in report.subjects(RDF.type, sh.ValidationResult):
        focus, value = report.value(result, sh.focusNode), report.value(result, sh.value)
        query = report.value(result, sh.sourceConstraint)
        part = _name(query or report.value(result, sh.sourceShape))
        said = sorted(str(message) for message in report.objects(result, sh.resultMessage))
        severity = str(report.value(result, sh.resultSeverity)).removeprefix(SH)
        severity = severity if severity in SEVERITIES else "Violation"
        named = (
            query is not None
            and str(focus) in releases
            and value not in (None, focus)
            and not isinstance(value, Literal)
        )
        wrong = "" if query is not None or value in (None, focus) else str(value)
        node = _name(value if named else focus)
        values = {
            "this": str(focus),
            "value": str(value),
            **(_filled(said, shapes.messages.get(part, {})) if query else {}),
        }
        yield Fault(part, node, values, wrong, "；".join(said)), severity


def _filled(said: Sequence[str], templates: Mapping[str, str]) -> dict[str, str]:
    """What the engine put in place of the variables of a message, whose language it does not keep."""
    for template in templates.values():
        pieces = _SLOT.split(template)
        seen: set[str] = set()
        pattern = ""
        for number, piece in enumerate(pieces):
            if number % 2 == 0:
                pattern += re.escape(piece)
            else:
                pattern += f"(?P={piece})" if piece in seen else f"(?P<{piece}>.*?)"
                seen.add(piece)
        for message in said:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                return found.groupdict()
    return {}


def _name(node: Any) -> str:
    """An IRI as it is, a blank node as `_:` and its name."""
    from rdflib import BNode

    return f"_:{node}" if isinstance(node, BNode) else str(node)


def worded(template: str, values: Mapping[str, str]) -> str:
    """A message with values in place of its variables; a variable without a value stays as it is written."""
    return _SLOT.sub(lambda found: values.get(found[1], found[0]), template)
