"""Rules: CONSTRUCT queries in `queries/rules/` that state what follows from the facts.

A rule constructs assertions without a name: subject, predicate, object and the premises (`prov:wasDerivedFrom`).
The build names them, adds the direct statement, the basis `computed`, the rule, and the evidence of the premises.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import yaml

from ..errors import ParseError
from ..names import PG, PGC, PGD, PGR, PROV, RDF, SKOS

_TYPE = ox.NamedNode(RDF + "type")
_SLOTS = tuple(ox.NamedNode(RDF + slot) for slot in ("subject", "predicate", "object"))
_PREMISE = ox.NamedNode(PROV + "wasDerivedFrom")
_EVIDENCE = ox.NamedNode(PG + "evidencedBy")

Statement = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
Derived = dict[tuple[str, Statement], frozenset[ox.NamedNode]]
MAX_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file.

    Attributes:
        name: the file's name without suffix, and the end of the rule's IRI.
        zh: title in Chinese.
        en: title in English.
        text: the CONSTRUCT query.
    """

    name: str
    zh: str
    en: str
    text: str


def load_rules(folder: Path) -> list[Rule]:
    """The rules of a folder in alphabetical order.

    Raises:
        ParseError: a file has no `#+ title_zh` and `#+ title_en`.
    """
    return [_load_rule(path) for path in sorted(folder.glob("*.rq"))]


def _load_rule(path: Path) -> Rule:
    """The rule in one file."""
    text = path.read_text(encoding="utf-8")
    header = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ "))
    try:
        titles = yaml.load(header, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        titles = None
    if not isinstance(titles, dict) or not {"title_zh", "title_en"} <= set(titles):
        raise ParseError("规则文件缺少 #+ title_zh 或 #+ title_en", where=str(path), remedy="请在文件开头补上。")
    return Rule(path.stem, titles["title_zh"], titles["title_en"], text)


def describe_rules(rules: list[Rule]) -> Iterator[ox.Triple]:
    """What the graph says of the rules themselves: class and title."""
    for rule in rules:
        node = ox.NamedNode(PGR + rule.name)
        yield ox.Triple(node, _TYPE, ox.NamedNode(PG + "InferenceRule"))
        yield ox.Triple(node, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(rule.zh, language="zh"))
        yield ox.Triple(node, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(rule.en, language="en"))


def apply_rules(store: ox.Store, rules: list[Rule]) -> set[ox.Triple]:
    """Everything the rules add to a store, which gains it: rules run in turn until nothing new follows.

    Raises:
        ParseError: a rule is no CONSTRUCT query, makes an incomplete assertion, or never comes to rest.
    """
    known: Derived = {}
    added: set[ox.Triple] = set()
    for _ in range(MAX_ROUNDS):
        before = dict(known)
        for rule in rules:
            known.update(_run(store, rule))
            fresh = set(_stated(store, known)) - added
            store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in fresh)
            added |= fresh
        if known == before:
            return added
    raise ParseError(
        f"规则在 {MAX_ROUNDS} 轮后仍不收敛", where="queries/rules", remedy="请检查规则之间是否互相生成新值。"
    )


def _run(store: ox.Store, rule: Rule) -> Derived:
    """What one rule derives now: rule and statement to the premises."""
    try:
        made = store.query(rule.text)
        triples = list(made) if isinstance(made, ox.QueryTriples) else None
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise ParseError(
            f"规则无法运行：{error}", where=f"queries/rules/{rule.name}.rq", remedy="请改正该查询。"
        ) from error
    if triples is None:
        raise ParseError("规则必须是 CONSTRUCT 查询", where=f"queries/rules/{rule.name}.rq", remedy="请改写该查询。")
    parts: dict[object, dict[ox.NamedNode, set[object]]] = {}
    for triple in triples:
        parts.setdefault(triple.subject, {}).setdefault(triple.predicate, set()).add(triple.object)
    derived: dict[tuple[str, Statement], set[ox.NamedNode]] = {}
    for slots in parts.values():
        if any(len(slots.get(slot, ())) != 1 for slot in _SLOTS) or not slots.get(_PREMISE):
            raise ParseError(
                "规则构造的断言须各有一个主语、谓语、宾语，并至少有一个前提",
                where=f"queries/rules/{rule.name}.rq",
                remedy="请补全 rdf:subject、rdf:predicate、rdf:object 和 prov:wasDerivedFrom。",
            )
        statement: Statement = tuple(next(iter(slots[slot])) for slot in _SLOTS)  # type: ignore[assignment]
        premises = {premise for premise in slots[_PREMISE] if isinstance(premise, ox.NamedNode)}
        derived.setdefault((rule.name, statement), set()).update(premises)
    return {key: frozenset(premises) for key, premises in derived.items()}


def _stated(store: ox.Store, known: Derived) -> Iterator[ox.Triple]:
    """Every derived assertion with its direct statement, basis, rule, premises and evidence."""
    for (rule, statement), premises in known.items():
        node = ox.NamedNode(PGD + _name(rule, statement))
        yield ox.Triple(*statement)
        yield ox.Triple(node, _TYPE, ox.NamedNode(PG + "Assertion"))
        for slot, value in zip(_SLOTS, statement, strict=True):
            yield ox.Triple(node, slot, value)
        yield ox.Triple(node, ox.NamedNode(PG + "assertionBasis"), ox.NamedNode(PGC + "basis-computed"))
        yield ox.Triple(node, ox.NamedNode(PG + "inferredByRule"), ox.NamedNode(PGR + rule))
        for premise in premises:
            yield ox.Triple(node, _PREMISE, premise)
            for quad in store.quads_for_pattern(premise, _EVIDENCE, None):
                yield ox.Triple(node, _EVIDENCE, quad.object)


def _name(rule: str, statement: Statement) -> str:
    """The id of a derived assertion: the same rule and statement give the same id."""
    told = "\n".join((rule, *(str(term) for term in statement)))
    return "fact-" + hashlib.sha256(told.encode("utf-8")).hexdigest()[:10]
