"""The built site of the real bank, served to a Chromium that may ask nobody else."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from site_builder.headers import HOSTS_FILE
from tools.browser import find_browser

# Chromium's own errands, which would otherwise show up as requests that no page made.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# What a request is called that a page made and did not wait for, because the reader went on.
ABORTED = "net::ERR_ABORTED"
PATIENCE = 30_000
"""Milliseconds that a test waits: two browsers share two cores with the site's builds."""
expect.set_options(timeout=PATIENCE)
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def built_headers(site: Path) -> list[tuple[str, str]]:
    """The headers that the build wrote for every path."""
    first, *lines = (site / HOSTS_FILE).read_text("utf-8").splitlines()
    assert first == "/*"
    for_all = takewhile(lambda line: line.startswith(" "), lines)
    return [(name, value) for name, _, value in (line.strip().partition(": ") for line in for_all)]


class SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a site under the headers that its build wrote, without a word."""

    def end_headers(self) -> None:
        """Add the site's headers."""
        for name, value in built_headers(Path(self.directory)):
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which a built site is served."""
    handler = functools.partial(SiteHandler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(real_site: Path) -> Iterator[str]:
    """Where the site of the real bank is served."""
    with served(real_site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        yield browser
        browser.close()


class Watch:
    """What a page said and asked for while a test used it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.problems: list[str] = []
        self._address = address
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        context.on("requestfailed", self._failed)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.problems.append(f"left the machine: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.problems.append(f"failed: {request.url}: {request.failure}")

    def _console(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in ("error", "warning"):
            self.problems.append(f"console {kind}: {text}")


@pytest.fixture
def context(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh reader. A test may choose ``viewport``, ``scheme`` and ``scripts`` by a parameter."""
    wanted = getattr(request, "param", {})
    context = browser.new_context(
        base_url=address,
        viewport=wanted.get("viewport", DESKTOP),
        color_scheme=wanted.get("scheme", "light"),
        reduced_motion="reduce",
        java_script_enabled=wanted.get("scripts", True),
    )
    watch = Watch(context, address)
    yield context
    context.close()
    assert watch.problems == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of the reader's."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page
