"""The folder of files: every address leads to a file of it, nothing is loaded from outside, and it opens from disk."""

import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

from parkgraph.build import build_graph, write_build
from parkgraph.cli.site import site_
from parkgraph.errors import EngineError, UsageError
from parkgraph.site import Site, build_site
from parkgraph.site.places import place_of, relative
from parkgraph.site.rewriting import rewritten

REPO = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium")
FILES = {
    "index.html",
    "questions.html",
    "id/park-a.html",
    "en/id/park-a.html",
    "graph/park-a.svg",
    "search.html",
    "static/icon.svg",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that holds the toy town and copies of the repository's ontology and questions."""
    house = tmp_path_factory.mktemp("house")
    for room in ("ontology", "queries", "shapes"):
        shutil.copytree(REPO / room, house / room)
    town = Path(shutil.copytree(REPO / "tests" / "toytown", house / "data"))
    write_build(build_graph(house, town, [town / "sources"]), town / "parkgraph.ttl")
    return house


@pytest.fixture(scope="module")
def made(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site]:
    """The toy town as a site, and what was told of it."""
    folder = tmp_path_factory.mktemp("sites") / "site"
    return folder, build_site(home, folder)


@pytest.fixture
def folder(made: tuple[Path, Site]) -> Path:
    """The folder of the site."""
    return made[0]


class Addresses(HTMLParser):
    """What a page loads, what it leads to, and the ids in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of an element."""
        told = {name: value or "" for name, value in attrs}
        self.ids.add(told.get("id", ""))
        if tag == "a":
            self.links += [told["href"]] if "href" in told else []
        else:
            self.loads += [told[name] for name in ("src", "href", "action", "data", "poster") if name in told]


def pages(folder: Path) -> Iterator[tuple[Path, Addresses]]:
    """Every page of a folder with its addresses."""
    for path in sorted(folder.rglob("*.html")):
        yield path, Addresses(path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------------- the folder


@pytest.mark.slow
def test_every_link_leads_to_a_file(folder: Path) -> None:
    """Links and loads are relative and lead to files of the folder, and their anchors to ids that are there."""
    ids = {path: told.ids for path, told in pages(folder)}
    assert len(ids) > 300
    followed = 0
    for path, told in pages(folder):
        for address in [*told.loads, *told.links]:
            parts = urlsplit(address)
            if parts.scheme or not (parts.path or parts.fragment):
                continue
            assert not address.startswith("/"), (path, address)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path, address)
            assert target.is_relative_to(folder)
            assert not parts.fragment or target not in ids or unquote(parts.fragment) in ids[target], (path, address)
            followed += 1
    assert followed > 5000


@pytest.mark.slow
def test_nothing_is_loaded_from_outside(folder: Path) -> None:
    """Nothing that a page loads has a host, and no style sheet imports or points at anything."""
    for path, told in pages(folder):
        assert not [address for address in told.loads if urlsplit(address).scheme or address.startswith("//")], path
    for sheet in folder.rglob("*.css"):
        assert not re.search(r"@import|url\((?!['\"]?data:)", sheet.read_text(encoding="utf-8")), sheet


@pytest.mark.slow
def test_the_folder_holds_both_languages(made: tuple[Path, Site]) -> None:
    """Each page in Chinese has its twin in English, the two lead to each other, and what is told of them is right."""
    folder, site = made
    all_pages = {path.relative_to(folder).as_posix() for path, _ in pages(folder)}
    english = {name for name in all_pages if name.startswith("en/")}
    assert {f"en/{name}" for name in all_pages - english} == english
    for name in ("index.html", "id/park-shuzi.html"):
        twin = "../" * name.count("/") + f"en/{name}"
        assert twin in Addresses((folder / name).read_text(encoding="utf-8")).links
    assert (site.pages, site.pictures) == (len(all_pages), len(list(folder.rglob("graph/*.svg"))))
    assert site.files == sum(path.is_file() for path in folder.rglob("*"))
    assert site.size == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_what_only_a_server_can_do_is_not_there(folder: Path) -> None:
    """No page has a form but the search box, a link to the interface for programs, or an empty line of tools."""
    for path, _ in pages(folder):
        text = path.read_text(encoding="utf-8")
        assert re.findall("<form[^>]*>", text) == re.findall('<form class="find"[^>]*>', text), path
        assert "/api" not in re.sub("<pre.*?</pre>|<textarea.*?</textarea>", "", text, flags=re.DOTALL), path
        assert "data-suggest" not in text
        for tools in re.findall('<p class="tools">(.*?)</p>', text, flags=re.DOTALL):
            assert not re.search(r"·\s*·|^\s*·|·\s*$", tools), (path, tools)


@pytest.mark.slow
def test_answers_stand_with_their_quotes(folder: Path) -> None:
    """The page of a question has the rows of its answer, each with the wording it rests on; the text is not there."""
    page = (folder / "q" / "parks-by-policy.html").read_text(encoding="utf-8")
    assert "<blockquote" in page
    for source in sorted((folder / "source").glob("*.html")):
        assert '<li id="span-' in source.read_text(encoding="utf-8")
        assert 'class="text"' not in source.read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(home: Path, folder: Path, tmp_path: Path) -> None:
    """The same graph gives the same folder, here where it replaces an earlier one."""
    again = Path(shutil.copytree(folder, tmp_path / "site"))
    (again / "index.html").touch()
    build_site(home, again, force=True)
    assert contents(again) == contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_it_opens_from_disk(folder: Path) -> None:
    """Chromium shows pages from disk without a complaint; the search finds names, their sound and other spellings."""
    from playwright.sync_api import sync_playwright

    index = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert index["parkgraph-export"] == 1
    complaints: list[str] = []
    loaded: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: loaded.append(request.url))
        names = [
            "index.html",
            "questions.html",
            "graph.html",
            "dashboard.html",
            "en/index.html",
            "q/parks-by-policy.html",
        ]
        names += [path.relative_to(folder).as_posix() for path in sorted((folder / "id").glob("park-*.html"))[:2]]
        for name in names:
            page.goto((folder / name).as_uri())
            assert page.locator("h1").count() == 1
        label = page.locator("h1").inner_text().split("\n")[0].split(" ")[0]
        page.goto((folder / "index.html").as_uri())
        page.fill("input[type=search]", label)
        page.press("input[type=search]", "Enter")
        page.wait_for_selector("#hits a")
        page.locator("#hits a").first.click()
        assert page.locator("h1").inner_text().startswith(label)
        for words in ("yuanqu", "園", "YQ"):
            page.goto((folder / "search.html").as_uri() + f"?q={words}")
            assert page.locator("#hits a").count() > 0, words
            kinds = page.locator("#hits .kind").all_inner_texts()
            assert not [kind for kind in kinds if kind.isascii()], words
        page.goto((folder / "search.html").as_uri() + "?class=pg%3APark")
        assert page.locator("#hits a").count() > 0
        page.goto((folder / "search.html").as_uri() + "?q=%3Cimg%20src%3Dx%3E")
        assert page.locator("#hits a").count() == 0
        assert "0" in page.locator("#told").inner_text()
        browser.close()
    assert complaints == []
    assert {urlsplit(url).scheme for url in loaded} <= {"file", "data"}


# ---------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "index.html"),
        ("/?lang=en", "en/index.html"),
        ("/id/park-a.html", "id/park-a.html"),
        ("/id/park-a.html?lang=en#mentions", "en/id/park-a.html#mentions"),
        ("/concept/tier-a.html", "concept/tier-a.html"),
        ("/q", "questions.html"),
        ("/q?group=park", "questions.html#park"),
        ("/q/parks-by-policy?tier=pgc%3Atier-a&lang=en", "en/q/parks-by-policy.html"),
        ("/q/plan-outline?page=2&lang=en#table", "en/q/plan-outline.2.html#table"),
        ("/q/plan-outline?page=1", "q/plan-outline.html"),
        ("/id/park-a.html?in=pg%3AlocatedIn&page=1#incoming", ""),
        ("/source/x?lang=en#span-1", "en/source/x.html#span-1"),
        ("/graph", "graph.html"),
        ("/graph?start=park-a", "graph/park-a.svg"),
        ("/graph?lens=x", ""),
        ("/search?q=%E5%9B%AD", "search.html?q=%E5%9B%AD"),
        ("/search?class=pg%3APark&lang=en", "en/search.html?class=pg%3APark"),
        ("/search?class=pg%3APark&place=x", ""),
        ("/static/vendor/a.js", "static/vendor/a.js"),
        ("/vocabulary#Park", "vocabulary.html#Park"),
        ("/about/checks", ""),
        ("/sparql?text=x", ""),
        ("/api/q/x.csv", ""),
        ("/id/park-a.ttl", ""),
        ("/compare?a=x", ""),
    ],
)
def test_addresses_become_files(address: str, place: str) -> None:
    """Each page of the service has its file; what only a server answers has none."""
    assert place_of(address) == place


def test_files_name_each_other_by_relative_names() -> None:
    """From wherever a page stands, the name leads to the other."""
    assert relative("id/a.html#b", "index.html") == "id/a.html#b"
    assert relative("id/a.html", "en/id/b.html") == "../../id/a.html"
    assert relative("search.html?q=a", "q/b.html") == "../search.html?q=a"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/id/park-a.html">甲&amp;乙</a>', '<a href="../id/park-a.html">甲&amp;乙</a>'),
        ('<a href="/id/fact-1.html" title="x">甲</a>', "<span>甲</span>"),
        ('<a class="more" href="/id/fact-1.html">详情</a>', ""),
        ('<a href="/sparql?text=x">编辑</a>', ""),
        ('<a href="https://example.org/?a=1&amp;b=2">外</a>', '<a href="https://example.org/?a=1&amp;b=2">外</a>'),
        ('<a href="#table">表</a><p id="table"></p>', None),
        ('<a href="#api">API</a><section id="api"><p>x</p></section>', ""),
        ('<ul><li><a href="/compare">比较</a></li><li>文字</li></ul>', "<ul><li>文字</li></ul>"),
        (
            '<p class="tools">7 行 · <b>截至</b> · 下载：<a href="/api/a.csv">csv</a> · <a href="/graph">图</a></p>',
            '<p class="tools">7 行 · <b>截至</b> </p>',
        ),
        ('<form class="ask" action="/q/x"><input name="a"></form>', ""),
        (
            '<form class="find" action="/search"><input data-suggest name="q"></form>',
            '<form class="find" action="../search.html"><input name="q"></form>',
        ),
        (
            '<link rel="canonical" href="/id/park-a.html"><link rel="icon" href="/static/icon.svg">',
            '<link rel="icon" href="../static/icon.svg">',
        ),
        ('<svg viewBox="0 0 1 1"><path d="M0 0"/><text>a &lt; b &#34;</text></svg>', None),
        ('<!doctype html><script>if (a < b && c) "</p>"</script>', None),
        ('<option value="a&quot;b" selected>x</option>', None),
    ],
)
def test_a_page_is_rewritten(before: str, after: str | None) -> None:
    """Links become file names, dead ones text, what needs a server falls out, and all else stays as it was."""
    done = rewritten(before, "q/x.html", FILES)
    assert done.lower() == (before if after is None else after).lower()


def test_markup_stays_escaped() -> None:
    """What was a text stays one, in texts and in attributes."""
    page = '<p title="&lt;b&gt;&quot;">&lt;script&gt;</p><pre>a &lt; b</pre>'
    assert rewritten(page, "index.html", FILES) == page


# ---------------------------------------------------------------------- the verb


def test_a_remote_store_is_refused(tmp_path: Path) -> None:
    """The site is made of the shipped graph and a workspace, and of nothing else."""
    outcome = CliRunner().invoke(site_, [str(tmp_path / "a"), "--endpoint", "http://localhost:1/"])
    assert isinstance(outcome.exception, UsageError)
    assert str(outcome.exception) == ("site 不能与 --endpoint 或 --store 同用。 它写的是随附的图谱，可加 --workspace。")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_refused_first(home: Path, tmp_path: Path) -> None:
    """Nothing is rendered for a folder that may not be written."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        build_site(home, tmp_path)
    assert caught.value.problem == "目录不是空的"
    assert contents(tmp_path) == {"mine.txt": b"mine"}


def test_a_process_that_is_killed_ends_the_whole(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory may run out: what the pool of processes then raises is said in words, and nothing is written."""

    class Killed(ProcessPoolExecutor):
        """A pool one of whose processes has been killed."""

        def map(self, *_: Any, **__: Any) -> Any:
            raise BrokenProcessPool("a child process was killed")

    monkeypatch.setattr("parkgraph.site.build.ProcessPoolExecutor", Killed)
    with pytest.raises(EngineError) as caught:
        build_site(home, tmp_path / "site")
    assert str(caught.value) == "制作页面的进程被系统终止，网站没有写出。 请关闭其他程序，留出内存后重试。"
    assert list(tmp_path.iterdir()) == []


def test_the_verb_tells_what_it_wrote(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On stderr stands where to begin, and how much there is."""
    monkeypatch.setattr("parkgraph.site.build_site", lambda *_, **__: Site(12, 3, 20, 1_234_567))
    outcome = CliRunner().invoke(site_, [str(tmp_path / "网站")])
    assert outcome.stderr.endswith('网站/index.html"；页面 12，关系图 3，共 20 个文件，1.2 MB\n')
    assert outcome.exit_code == 0
