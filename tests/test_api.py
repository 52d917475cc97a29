"""The door: what `import parkgraph` offers, what it leaves unloaded, and that one version stands everywhere."""

import inspect
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

import parkgraph
from parkgraph.names import OWL, PG

REPO = Path(__file__).parents[1]
HEAVY = {"SPARQLWrapper", "click", "networkx", "opencc", "pandas", "pyshacl", "rdflib", "rich"}
VERSION = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def loaded_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter holds once a statement has run."""
    probe = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(json.loads(answer.stdout))


def test_import_loads_nothing_heavy() -> None:
    """`import parkgraph` leaves rdflib, networkx and their like to the functions that need them."""
    modules = loaded_after("import parkgraph")
    assert "parkgraph" in modules
    assert modules & HEAVY == set()


def test_heavy_modules_would_be_seen() -> None:
    """The probe above does see a heavy module where there is one."""
    assert loaded_after("import parkgraph, networkx") & HEAVY == {"networkx"}


def test_public_names_are_few_sorted_and_there() -> None:
    """At most twelve names, in alphabetical order, each of which the package really has."""
    names = list(parkgraph.__all__)
    assert names == sorted(set(names))
    assert 1 <= len(names) <= 12
    assert [name for name in names if not hasattr(parkgraph, name)] == []


def test_public_names_are_listed_by_dir() -> None:
    """Completion in a shell or notebook offers every public name, also those that are loaded late."""
    assert set(parkgraph.__all__) <= set(dir(parkgraph))


@pytest.mark.parametrize("name", parkgraph.__all__)
def test_public_name_is_documented(name: str) -> None:
    """Each function and class says what it is; the one name that is neither is the version."""
    thing = getattr(parkgraph, name)
    assert inspect.isroutine(thing) or inspect.isclass(thing) or name == "__version__"
    assert vars(thing).get("__doc__") if inspect.isclass(thing) else inspect.getdoc(thing)


def test_package_tells_the_version_of_pyproject() -> None:
    """`parkgraph.__version__` is the version that was installed; after a change of it, install again."""
    assert parkgraph.__version__ == VERSION


def test_changelog_begins_with_the_version() -> None:
    """The newest section of the changelog is about this version, or collects what comes after it."""
    headings = re.findall(r"^## \[([^\]]+)\]", (REPO / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(name for name in headings if name != "Unreleased") == VERSION


def test_ontology_tells_the_version() -> None:
    """`owl:versionInfo` is the package's version, and `owl:versionIRI` the ontology's IRI followed by it."""
    store = ox.Store()
    store.bulk_load(path=str(REPO / "ontology" / "parkgraph.ttl"), format=ox.RdfFormat.TURTLE)
    ontology = ox.NamedNode(PG.rstrip("#"))

    def values(name: str) -> list[str]:
        said = [quad.object for quad in store.quads_for_pattern(ontology, ox.NamedNode(OWL + name), None)]
        return [term.value for term in said if isinstance(term, ox.NamedNode | ox.Literal)]

    assert values("versionInfo") == [VERSION]
    assert values("versionIRI") == [f"{ontology.value}/{VERSION}"]


def test_citation_tells_the_version() -> None:
    """Whoever copies the citation cites this version, of the program and of the data."""
    citation = yaml.safe_load((REPO / "CITATION.cff").read_text(encoding="utf-8"))
    assert [citation["version"], *(entry["version"] for entry in citation["references"])] == [VERSION, VERSION]
