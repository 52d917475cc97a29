"""A small server with the scripts, made-up answers and the pages' security policy, and Chromium looking at it."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

STATIC = Path(__file__).parents[2] / "src" / "parkgraph" / "web" / "static"
CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
NONCE = "bm9uY2U"
POLICY = (
    f"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{NONCE}'; img-src 'self' data: blob:; "
    "worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
)
PATIENCE = 30_000  # milliseconds; a busy machine is no fault
expect.set_options(timeout=PATIENCE)
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
LOOK = """
:root { --bg: #ffffff; --fg: #1f2328; --muted: #57606a; --line: #d0d7de; --accent: #0b5cad; --card: #ffffff }
:root[data-theme=dark] { --bg: #0d1117; --fg: #e6edf3; --muted: #9aa4af; --line: #30363d; --accent: #7ab7ff;
  --card: #161b22 }
body { margin: 16px; color: var(--fg); background: var(--bg); font: 15px/1.6 "Noto Sans CJK SC", sans-serif }
button, input, select { color: var(--fg); background: var(--card); border: 1px solid var(--line); font: inherit }
a { color: var(--accent) }
[hidden] { display: none !important }
"""

Parameters = dict[str, str]
Answer = tuple[int, str, str | bytes, dict[str, str]]
Route = Callable[[Parameters], Any]


@dataclass
class Site:
    """What the server says: pages by path, answers to other paths, and what it was asked.

    A route is given the parameters of the address and the form; what it returns is sent as JSON, an `Answer` as it is.
    """

    pages: dict[str, str] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, Parameters]] = field(default_factory=list)
    origin: str = ""

    def page(self, path: str, body: str, *, scripts: list[str], lang: str = "zh", theme: str = "light") -> str:
        """The address of a page with a body and scripts, in a language and a theme."""
        sheets = "".join(
            f'<link rel="stylesheet" href="/static/{sheet.name}">' for sheet in sorted(STATIC.glob("*.css"))
        )
        loaded = "".join(f'<script defer src="/static/{name}"></script>' for name in scripts)
        self.pages[path] = (
            f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else lang}" data-theme="{theme}"><head>'
            f'<meta charset="utf-8"><title>t</title><link rel="icon" href="data:,">'
            f'<meta name="csp-nonce" content="{NONCE}">'
            f'<style nonce="{NONCE}">{LOOK}</style>{sheets}{loaded}</head><body>{body}</body></html>'
        )
        return self.origin + path


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    """A request handler that answers for a site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
            self.answer({"accept": self.headers["Accept"]} | {key: value[0] for key, value in parse_qs(body).items()})

        def answer(self, form: Parameters) -> None:
            address = urlsplit(self.path)
            given = {key: value[0] for key, value in parse_qs(address.query).items()} | form
            site.asked.append((address.path, given))
            static = STATIC / address.path.removeprefix("/static/")
            if address.path in site.pages and not form:
                self.send(200, "text/html; charset=utf-8", site.pages[address.path].encode("utf-8"), {})
            elif address.path.startswith("/static/") and static.is_file():
                self.send(200, TYPES.get(static.suffix, "text/plain"), static.read_bytes(), {})
            elif address.path in site.routes:
                told = site.routes[address.path](given)
                if not isinstance(told, tuple):
                    told = (200, "application/json", json.dumps(told, ensure_ascii=False), {})
                status, media, body, headers = told
                self.send(status, media, body if isinstance(body, bytes) else body.encode("utf-8"), headers)
            else:
                self.send(404, "text/plain", b"", {})

        def send(self, status: int, media: str, body: bytes, headers: dict[str, str]) -> None:
            try:
                self.send_response(status)
                for name, value in {"Content-Type": media, "Content-Security-Policy": POLICY, **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the page gave the request up

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Site]:
    """A site that is served on a free port of this machine."""
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(site))
    server.daemon_threads = True
    site.origin = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window; every host but this machine is unknown to it."""
    with sync_playwright() as playwright:
        rules = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules={rules}"]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """A page in a fresh browser context, with what its console said and where it sent requests."""

    page: Page
    context: BrowserContext
    said: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def complaints(self, site: Site) -> list[str]:
        """Errors and warnings of the console, and requests to other places."""
        outside = [url for url in self.requests if not url.startswith((site.origin, "data:", "blob:"))]
        return self.said + outside


@contextmanager
def visiting(browser: Browser, url: str, *, width: int = 1280, height: int = 900, **options: Any) -> Iterator[Visit]:
    """Open a page."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    visit = Visit(context.new_page(), context)

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.said.append(message.text)

    def note(request: Request) -> None:
        visit.requests.append(request.url)

    visit.page.on("console", hear)
    visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
    visit.page.on("request", note)
    visit.page.set_default_timeout(PATIENCE)
    try:
        visit.page.goto(url)
        yield visit
    finally:
        context.close()
