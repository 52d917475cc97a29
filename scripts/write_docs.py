"""Write the generated parts of the pages anew: what stands between `<!-- made: NAME … -->` and `<!-- end -->`.

A maintainer runs it (`make docs`) when verbs, questions, terms, constraints or data changed; tests/test_docs.py
compares the pages with what it makes. Everything outside those marks is written by hand and left alone.
"""

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import click
import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent))

from examples import example
from quality import agreement, covered

from parkgraph import errors
from parkgraph.cli.app import run, verbs
from parkgraph.names import DCTERMS, OWL, PG, PGC, PGS, RDF, RDFS, SCHEMA, SH, SKOS, curie, slug
from parkgraph.queries import Column, Question, load_columns, load_questions
from parkgraph.turtle import read_triples, write_text

REPO = Path(__file__).parents[1]
REGION = re.compile(r"<!-- made: ([a-z-]+)(?: ([\w-]+))? -->\n(.*?)<!-- end -->", re.DOTALL)
COMMAND = re.compile(r"^\$ parkgraph (.+)$", re.MULTILINE)
EXAMPLE = re.compile(r"parkgraph [^\n]*(?:\n[^\n]+)*")
ZH, EN = "zh", "en"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Statements = dict[str, dict[str, list[Term]]]
"""Subject to predicate to objects, in the order of the file."""


def pages() -> list[Path]:
    """The Markdown pages that may hold generated parts."""
    return [REPO / "README.md", REPO / "README.zh.md", *sorted((REPO / "docs").glob("*.md"))]


def renewed(text: str) -> str:
    """A page's text with every generated part made anew."""

    def made(part: re.Match[str]) -> str:
        name, argument, body = part[1], part[2] or "", part[3]
        if name not in REGIONS:
            raise SystemExit(f"no generated part is called {name}; there are {', '.join(sorted(REGIONS))}")
        content = REGIONS[name](argument, body).strip("\n")
        return f"{part[0].splitlines()[0]}\n{content}\n<!-- end -->"

    return REGION.sub(made, text)


# ---------------------------------------------------------------------- Markdown


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def code(words: Iterable[str], between: str = " ") -> str:
    """Words set as code."""
    return between.join(f"`{word}`" for word in words)


def console(*commands: str) -> str:
    """A block of commands."""
    return "\n".join(["```console", *(f"$ {command}" for command in commands), "```"])


# ---------------------------------------------------------------------- the command line


def leaves(group: click.Group, name: str = "parkgraph") -> Iterator[tuple[str, click.Command]]:
    """Every verb with its full name, in alphabetical order; those of a group in the order in which they are used."""
    for word, command in sorted(group.commands.items(), key=lambda entry: entry[0] if name == "parkgraph" else ""):
        if isinstance(command, click.Group):
            yield from leaves(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def options(command: click.Command) -> list[tuple[str, str]]:
    """The options of a verb as its help shows them: how to write it, and what it does."""
    context = click.Context(command, info_name="parkgraph")
    known = [given for given in command.get_params(context) if isinstance(given, click.Option)]
    records = (option.get_help_record(context) for option in known if "--help" not in option.opts)
    return [record for record in records if record]


def common_options() -> list[tuple[str, str]]:
    """The options that most verbs share, in the order of the help."""
    known = [options(command) for _, command in leaves(verbs)]
    counted = dict.fromkeys(record for records in known for record in records)
    return [record for record in counted if 2 * sum(record in records for records in known) > len(known)]


def option_list(records: Iterable[tuple[str, str]]) -> str:
    """Options as a list."""
    return "\n".join(f"* `{written}`: {said}" for written, said in records)


def verb_section(name: str, command: click.Command) -> str:
    """A verb: usage, what it does, its own options, which common ones it takes, and the example of its help."""
    context = click.Context(command, info_name=name)
    said = (command.help or "").replace("\b", "").strip()
    about, _, example = said.partition("例：")
    own = [record for record in options(command) if record not in common_options()]
    shared = [record for record in common_options() if record in options(command)]
    if len(shared) == len(common_options()):
        also = "另有[通用选项](#common-options)。"
    else:
        also = f"另有[通用选项](#common-options) {code(flags(shared))}。" if shared else ""
    shown = [" ".join(line.split()) for line in EXAMPLE.findall(example.replace("例：", "\n\n"))]
    parts = [f"### {name.removeprefix('parkgraph ')}", " ".join(about.split())]
    parts += ["```text\n" + " ".join([name, *command.collect_usage_pieces(context)]) + "\n```"]
    parts += [part for part in (option_list(own), also, console(*shown) if shown else "") if part]
    return "\n\n".join(parts)


def flags(records: Iterable[tuple[str, str]]) -> list[str]:
    """The first spelling of some options."""
    return [re.split(r"[, ]", written)[0] for written, _ in records]


def all_verbs(_argument: str, _body: str) -> str:
    """Every verb."""
    return "\n\n".join(verb_section(name, command) for name, command in leaves(verbs))


def shared_options(_argument: str, _body: str) -> str:
    """The common options."""
    return option_list(common_options())


def exit_codes(_argument: str, _body: str) -> str:
    """Exit code, error class, and what it means."""
    rows = [["0", "", "done"], ["1", "", "findings: `validate` has violations, `--check` found a difference"]]
    kinds = (kind for kind in errors.FAMILY.values() if kind is not errors.ParkgraphError)
    rows += [[str(kind.exit_code), f"`{kind.__name__}`", (kind.__doc__ or "").strip()] for kind in kinds]
    rows.append(["5", "", "`verify` or `load` found something that differs"])
    rows.append(["", "`ParkgraphError`", "the class above: " + (errors.ParkgraphError.__doc__ or "").split("\n")[0]])
    return table(["code", "class", "meaning"], rows)


def answer(lines: str, body: str) -> str:
    """What a command in the old body says on a terminal of 80 columns, cut after a number of lines."""
    command = COMMAND.search(body)
    if command is None:
        raise SystemExit("a part called answer begins with a line `$ parkgraph …`")
    shown = on_terminal(shlex.split(command[1])).rstrip("\n").split("\n")
    most = int(lines) if lines else len(shown)
    kept = shown if len(shown) <= most else [*shown[:most], "…"]
    return "\n".join(["```console", command[0], *(line.rstrip() for line in kept), "```"])


class Terminal(io.StringIO):
    """A screen that remembers what is written on it."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def on_terminal(words: list[str]) -> str:
    """What a command line writes on a terminal of 80 columns without colours, its remarks on stderr left out."""
    screen, kept = Terminal(), dict(os.environ)
    for name in [name for name in kept if name.startswith("PARKGRAPH_")]:
        del os.environ[name]
    os.environ.update(COLUMNS="80", NO_COLOR="1")
    try:
        with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(io.StringIO()) as remarks:
            if outcome := run(words):
                raise SystemExit(f"parkgraph {shlex.join(words)} ends with {outcome}: {remarks.getvalue()}")
    finally:
        os.environ.clear()
        os.environ.update(kept)
    return screen.getvalue()


# ---------------------------------------------------------------------- questions


def all_questions(_argument: str, _body: str) -> str:
    """Every canned question by group."""
    headings = load_columns(REPO / "queries")
    parts, group = [], ""
    for question in load_questions(REPO / "queries").values():
        if question.group != group:
            group = question.group
            parts.append(f"## {group}")
        parts.append(question_section(question, headings))
    return "\n\n".join(parts)


def question_section(question: Question, headings: Mapping[str, Column]) -> str:
    """A canned question as its header states it, and how to ask it."""
    lines = [f"* 问法 phrasings: {' · '.join(question.phrasings)}"] if question.phrasings else []
    for parameter in question.parameters:
        kind = code(parameter.values, " or ") if parameter.values else f"`{parameter.type}`"
        preset = "" if parameter.default == "UNDEF" else f", `{parameter.default}` unless given"
        lines.append(f"* `{parameter.name}=` {parameter.zh} · {parameter.en} ({kind}{preset})")
    told = {**headings, **question.headings}
    named = (f"`{column}` {told[column].zh if column in told else column}" for column in question.columns)
    lines.append(f"* 列 columns: {', '.join(named)}")
    lines += [f"* 说明 note: {note}" for note in (question.notes_zh, question.notes_en) if note]
    enum = next((f" {p.name}={p.values[0]}" for p in question.parameters if p.values), "")
    example = console(f"parkgraph run {question.name}{enum}")
    titles = f"{question.title_zh} · {question.title_en}"
    return "\n\n".join([f"### {question.name}", titles, "\n".join(lines), example])


# ---------------------------------------------------------------------- ontology


@cache
def statements(*parts: str) -> Statements:
    """What a Turtle file says, in its order."""
    said: Statements = {}
    for triple in read_triples(REPO.joinpath(*parts)):
        if isinstance(triple.subject, ox.NamedNode):
            said.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(triple.object)
    return said


def terms() -> Statements:
    """The ontology, in the order of its file."""
    return statements("ontology", "parkgraph.ttl")


def concepts() -> Statements:
    """The concepts and rules, in the order of their file."""
    return statements("ontology", "concepts.ttl")


def of_kind(said: Statements, *kinds: str) -> list[str]:
    """The subjects that have one of some classes."""
    return [subject for subject, facts in said.items() if set(iris(facts, RDF + "type")) & set(kinds)]


def iris(facts: Mapping[str, list[Term]], predicate: str) -> list[str]:
    """The IRIs that a predicate points at."""
    return [value.value for value in facts.get(predicate, []) if isinstance(value, ox.NamedNode)]


def words(facts: Mapping[str, list[Term]], predicate: str, lang: str) -> list[str]:
    """The wordings of a predicate in a language."""
    values = (value for value in facts.get(predicate, []) if isinstance(value, ox.Literal))
    return [value.value for value in values if value.language == lang]


def label(facts: Mapping[str, list[Term]], lang: str) -> str:
    """The label of a term or concept."""
    return " / ".join([*words(facts, RDFS + "label", lang), *words(facts, SKOS + "prefLabel", lang)])


def defined(facts: Mapping[str, list[Term]], lang: str) -> str:
    """Label, definition and, in Chinese, other names of a term or concept."""
    text = f"**{label(facts, lang)}** {' '.join(words(facts, SKOS + 'definition', lang))}"
    also = words(facts, SKOS + "altLabel", lang)
    return text + (f"{'又称' if lang == ZH else ' Also: '}{('、' if lang == ZH else ', ').join(also)}" if also else "")


def all_classes(_argument: str, _body: str) -> str:
    """Every class with what it stands below."""
    said = terms()
    rows = []
    for term in of_kind(said, OWL + "Class"):
        above = [curie(other) for other in iris(said[term], RDFS + "subClassOf")]
        rows.append([f"`{curie(term)}`" + (f" ⊂ {code(above)}" if above else ""), *both(said[term])])
    return table(["class", "中文", "English"], rows)


def both(facts: Mapping[str, list[Term]]) -> list[str]:
    """Label and definition in Chinese and in English."""
    return [defined(facts, ZH), defined(facts, EN)]


def all_properties(_argument: str, _body: str) -> str:
    """Every property with what it leads from and to, and its marks."""
    said = terms()
    rows = []
    for term in of_kind(said, *(f"{OWL}{kind}Property" for kind in ("Object", "Datatype", "Annotation"))):
        ends = [[slug(end) for end in iris(said[term], SCHEMA + name)] for name in ("domainIncludes", "rangeIncludes")]
        path = " → ".join(", ".join(end) or "…" for end in ends) if any(ends) else ""
        marks = [curie(mark) for mark in said[term] if mark.startswith(PG)]
        rows.append([f"`{curie(term)}`" + (f"<br>{code(marks)}" if marks else ""), path, *both(said[term])])
    return table(["property", "from → to", "中文", "English"], rows)


def all_schemes(_argument: str, _body: str) -> str:
    """Every concept scheme with its concepts."""
    parts = []
    for scheme in of_kind(concepts(), SKOS + "ConceptScheme"):
        facts = concepts()[scheme]
        said = " · ".join(words(facts, SKOS + "definition", ZH) + words(facts, SKOS + "definition", EN))
        parts += [f"### {label(facts, ZH)} · {label(facts, EN)}", said, scheme_table(slug(scheme), "")]
    return "\n\n".join(parts)


def scheme_table(name: str, _body: str) -> str:
    """The concepts of one scheme, given by its short name such as `genre` or `scheme-genre`."""
    scheme = PGC + "scheme-" + name.removeprefix("scheme-")
    members = [concept for concept, facts in concepts().items() if scheme in iris(facts, SKOS + "inScheme")]
    return table(["concept", "中文", "English"], [[f"`{curie(c)}`", *both(concepts()[c])] for c in members])


def all_rules(_argument: str, _body: str) -> str:
    """Every rule of inference."""
    rules = of_kind(concepts(), PG + "InferenceRule")
    return table(["rule", "中文", "English"], [[f"`{curie(rule)}`", *both(concepts()[rule])] for rule in rules])


def glossary(_argument: str, _body: str) -> str:
    """One Chinese term, one English term, one class."""
    rows = []
    for term in of_kind(terms(), OWL + "Class"):
        facts = terms()[term]
        also = [*words(facts, SKOS + "altLabel", ZH), *words(facts, SKOS + "altLabel", EN)]
        rows.append([label(facts, ZH), label(facts, EN), f"`{curie(term)}`", "、".join(also)])
    return table(["中文", "English", "class", "又称 also"], rows)


# ---------------------------------------------------------------------- constraints


def all_constraints(_argument: str, _body: str) -> str:
    """Every constraint by file: id, severity, what it demands, and its messages with the remedy."""
    parts = []
    for path in sorted((REPO / "shapes").glob("*.ttl")):
        said = statements("shapes", path.name)
        shapes = of_kind(said, SH + "NodeShape")
        rows = [constraint(said, one) for one in shapes if not any(is_part(said, one, other) for other in shapes)]
        if rows:
            parts += [f"## {path.stem}", table(["id", "severity", "中文", "English"], rows)]
    return "\n\n".join(parts)


def constraint(said: Statements, shape: str) -> list[str]:
    """A constraint with the messages of all its parts, whose names go on from its own after a hyphen."""
    own = [facts for part, facts in said.items() if part == shape or is_part(said, part, shape)]
    severity = dict.fromkeys(slug(level) for facts in own for level in iris(facts, SH + "severity"))
    cells = [f"`{slug(shape)}`", ", ".join(severity) or "Violation"]
    for lang in (ZH, EN):
        messages = dict.fromkeys(message for facts in own for message in words(facts, SH + "message", lang))
        cells.append("<br>".join([f"**{label(said[shape], lang)}**", *(placeholders(one) for one in messages)]))
    return cells


def is_part(said: Statements, part: str, shape: str) -> bool:
    """Whether a part belongs to a constraint, by its name or because it says so."""
    named = slug(part).startswith(slug(shape) + "-") and part.startswith(PGS)
    return named or shape in iris(said[part], DCTERMS + "isPartOf")


def placeholders(message: str) -> str:
    """A message with what is filled in shown as an ellipsis."""
    return re.sub(r"\{[?$]\w+\}", "…", message)


REGIONS: dict[str, Callable[[str, str], str]] = {
    "agreement": agreement,
    "answer": answer,
    "classes": all_classes,
    "common-options": shared_options,
    "constraints": all_constraints,
    "coverage": covered,
    "example": example,
    "exit-codes": exit_codes,
    "glossary": glossary,
    "properties": all_properties,
    "questions": all_questions,
    "rules": all_rules,
    "scheme": scheme_table,
    "schemes": all_schemes,
    "verbs": all_verbs,
}
"""Name of a generated part to what makes it from the argument in its mark and its old content."""


def main() -> None:
    """Rewrite the pages that differ, and name them."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (new := renewed(text)) != text:
            write_text(page, new)
            print(f"written: {page.relative_to(REPO).as_posix()}")


if __name__ == "__main__":
    main()
