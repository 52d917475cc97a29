"""The scripts that are shipped: bundles are what they say, small, licensed and alone; own ones fit old browsers."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .browser import STATIC

RECIPE = Path(__file__).parents[2] / "scripts" / "vendor"
VENDOR = STATIC / "vendor"
TOLD = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
PACKAGE = json.loads((RECIPE / "package.json").read_text(encoding="utf-8"))
LOCK = json.loads((RECIPE / "package-lock.json").read_text(encoding="utf-8"))
BUNDLES = ["charts.bundle.js", "editor.bundle.js", "layout.bundle.js"]
PAPERS = {"LICENSES.txt", "vendor.json", "charts.bundle.js.LEGAL.txt"}
LICENCES = {"0BSD", "Apache-2.0", "BSD-3-Clause", "ISC", "MIT"}
RAW_BUDGET, PACKED_BUDGET = 1_600_000, 500_000

OWN = sorted(STATIC.glob("*.js"))
SHEETS = sorted(STATIC.glob("*.css"))
OUTSIDE = re.compile(r"unpkg|jsdelivr|cdnjs|googleapis|prefix\.cc|lov\.linkeddata|npmjs")
ADDRESS = re.compile(r"https?://[^\s\"'`<>)\\]+")
NAMES = (  # namespaces that are compared or written, never asked
    "http://www.w3.org/",
    "https://w3id.org/parkgraph/",
    "http://graphml.graphdrawing.org/xmlns",
    "http://www.yworks.com/xml/graphml",
    "http://www.gexf.net/1.2draft",
)
NEWER = {  # than Chromium 80
    "JavaScript": re.compile(
        r"\.replaceAll\(|\.at\(|\.replaceChildren\(|\.findLast|\.toSorted\(|\.hasOwn\(|structuredClone|\?\?=|\|\|=|&&="
        r"|Promise\.any|\.randomUUID|AbortSignal\."
    ),
    "CSS": re.compile(r":is\(|:where\(|:has\(|aspect-ratio|\binset:|color-mix|@layer|@container"),
}
EVIL = re.compile(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write")


def test_files_are_what_the_list_says() -> None:
    """Size and SHA-256 of each bundle and its packed copy are those of vendor.json, and no other file lies there."""
    assert sorted(TOLD["files"]) == sorted([*BUNDLES, *(f"{name}.gz" for name in BUNDLES)])
    assert {path.name for path in VENDOR.iterdir()} == {*TOLD["files"], *PAPERS}
    for name, told in TOLD["files"].items():
        content = (VENDOR / name).read_bytes()
        assert {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()} == told, name


@pytest.mark.parametrize("name", BUNDLES)
def test_packed_copies_hold_the_bundle_and_nothing_of_their_making(name: str) -> None:
    """The .gz beside a bundle unpacks to it; neither a name nor a time is in its head."""
    packed = (VENDOR / f"{name}.gz").read_bytes()
    assert gzip.decompress(packed) == (VENDOR / name).read_bytes()
    assert packed[3:8] == bytes(5)


def test_bundles_keep_to_the_budget() -> None:
    """All bundles together: at most 1.6 MB, at most 500 kB packed."""
    sizes = {name: told["bytes"] for name, told in TOLD["files"].items()}
    assert sum(sizes[name] for name in BUNDLES) <= RAW_BUDGET
    assert sum(sizes[f"{name}.gz"] for name in BUNDLES) <= PACKED_BUDGET


def test_every_package_is_pinned_and_licensed() -> None:
    """What is inside has the lock's version, a licence that permits it, and its text beside; ECharts has its NOTICE."""
    texts = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    assert len(TOLD["packages"]) >= 15
    for package in TOLD["packages"]:
        name, version, licence = package["name"], package["version"], package["license"]
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version
        assert licence in LICENCES, name
        assert f"{name} {version} ({licence})" in texts
    assert {name for inside in TOLD["bundles"].values() for name in inside} == {one["name"] for one in TOLD["packages"]}
    assert "This product includes software developed at\nThe Apache Software Foundation" in texts


def test_recipe_pins_exactly_and_names_no_registry() -> None:
    """package.json gives one version each; the lock has a hash for each package and no address to fetch it from."""
    pins = PACKAGE["dependencies"] | PACKAGE["devDependencies"]
    assert len(pins) >= 11
    assert [pin for pin in pins.values() if not re.fullmatch(r"\d+\.\d+\.\d+", pin)] == []
    packages = {path: entry for path, entry in LOCK["packages"].items() if path}
    assert len(packages) >= 20
    assert [path for path, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [path for path, entry in packages.items() if "resolved" in entry] == []


@pytest.mark.parametrize("path", [*(VENDOR / name for name in BUNDLES), *OWN, *SHEETS], ids=lambda path: path.name)
def test_no_script_knows_an_outside_host(path: Path) -> None:
    """No address but those of namespaces stands in a bundle, an own script or a style sheet."""
    text = path.read_text(encoding="utf-8")
    assert OUTSIDE.findall(text) == []
    assert [found for found in ADDRESS.findall(text) if not found.startswith(NAMES)] == []


@pytest.mark.parametrize("path", [*OWN, *SHEETS], ids=lambda path: path.name)
def test_own_scripts_fit_old_browsers_and_a_strict_policy(path: Path) -> None:
    """Nothing newer than Chromium 80, no text run as code, and no text read as markup."""
    text = path.read_text(encoding="utf-8")
    assert NEWER["CSS" if path.suffix == ".css" else "JavaScript"].findall(text) == []
    assert EVIL.findall(text) == []


def test_what_is_looked_for_would_be_found() -> None:
    """The patterns above see what they are there for, and all scripts were looked at."""
    assert OUTSIDE.search("https://cdn.jsdelivr.net/npm/x")
    assert ADDRESS.findall('fetch("https://example.org/a")') == ["https://example.org/a"]
    assert NEWER["JavaScript"].search('x.replaceAll("a", "b")') and NEWER["CSS"].search("a:is(b) {}")
    assert EVIL.search("element.innerHTML = label")
    assert {path.name for path in OWN} == {
        *("charts.js", "code.js", "editor.js", "graph-files.js", "graph-model.js", "graph.js"),
        *("site.js", "sparql.js", "tables.js"),
    }
    assert {"editor.css", "graph.css", "site.css"} <= {path.name for path in SHEETS}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    """The recipe, run again from the lock, writes every file as it is committed."""
    done = subprocess.run([RECIPE / "build.sh", tmp_path / "out"], capture_output=True, text=True, timeout=300)
    if done.returncode != 0 and re.search(
        r"ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ENETUNREACH|E403|E404", done.stderr
    ):
        pytest.skip(f"the packages cannot be fetched: {done.stderr.strip().splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    built = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert built == {path.name: path.read_bytes() for path in VENDOR.iterdir()}
