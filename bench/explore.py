"""How much a reader waits, and for how many bytes: Explore at several sizes beside Material's own search.

``make bench-explore`` writes ``bench/EXPLORE.md``. Every site is served with gzip by the same small server, and used
by the same Chromium, in one run. A latency is measured in the page: from the event, to the moment when all parts of the
page say that they show it, and then to the end of the next frame.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from site_builder.build import build
from site_builder.settings import Place
from tools.browser import find_browser

from .bank import write_bank
from .machine import description
from .material import build_material
from .serving import HEAD, Sent, Server, serve
from .widened import REPEATED, widened_file

TARGET_FILE = Path(__file__).parent / "EXPLORE.md"
WORK = Path(tempfile.gettempdir()) / "practice-bank-bench"
SIZES = (1_000, 10_000)
COMPARED = 1_000
"""The size at which Material's search is measured."""
TIMES = 20
WORD = "library"
WORDS = (
    "bicycle", "choir", "swimming", "library", "mentor", "kitchen", "museum", "harbour", "notary", "teacher", "rent",
    "budget", "Arabic", "council", "nurse", "garden", "contract", "winter", "trust", "apprentice",
)  # fmt: skip
FLAGS = ("--no-sandbox", "--disable-gpu", "--enable-blink-features=ForceEagerMeasureMemory")
WAIT = 180_000
"""Milliseconds after which a page counts as broken."""
SEARCH = (
    "/pagefind/",
    "/search/search_index",
    "/workers/",
    "/lunr/",
    "table.json",
    "words.json",
    "card.json",
)
"""Parts of the addresses of what the search, the facets and the cards need, beyond the page around them."""
BYTES = (
    ("all files, gzip", "first", "transferred"),
    ("all files, raw", "first", "raw"),
    ("for the search, gzip", "search", "transferred"),
    ("for the search, raw", "search", "raw"),
)
"""What is compared, and where it stands."""
BYTES_TARGET, CLICK_TARGET, KEY_TARGET = 15, 100, 150

SETTLED = """
  const settled = (act) => new Promise((resolve) => {
    const root = document.querySelector("[data-pb-explore]");
    const observer = new MutationObserver(() => {
      if (root.dataset.pbState !== "ready") return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
    });
    observer.observe(root, { attributes: true, attributeFilter: ["data-pb-state"] });
    const started = performance.now();
    act();
  });
"""
CLICK = f"""
async (number) => {{
  {SETTLED}
  const boxes = [...document.querySelectorAll("[data-pb-facet]:not([hidden]) li:not([hidden]) input[type=checkbox]")];
  const box = boxes[number % boxes.length];
  return settled(() => box.click());
}}
"""
KEYSTROKE = f"""
async (text) => {{
  {SETTLED}
  const input = document.querySelector("#pb-words");
  return settled(() => {{ input.value = text; input.dispatchEvent(new Event("input", {{ bubbles: true }})); }});
}}
"""
MATERIAL_KEYSTROKE = """
(text) => new Promise((resolve) => {
  const input = document.querySelector(".md-search__input");
  const results = document.querySelector(".md-search-result");
  let last = 0;
  const observer = new MutationObserver(() => { last = performance.now(); });
  const started = performance.now();
  observer.observe(results, { childList: true, subtree: true, characterData: true });
  input.value = text;
  input.dispatchEvent(new Event("keyup", { bubbles: true }));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const check = () => {
    if (last && performance.now() - last > 250) { observer.disconnect(); resolve(last - started); }
    else setTimeout(check, 20);
  };
  check();
})
"""
MEMORY = "async () => (await performance.measureUserAgentSpecificMemory()).bytes"


@dataclass(frozen=True, slots=True)
class Weight:
    """What was sent until the first results stood on the page."""

    requests: int
    transferred: int
    """Bytes, compressed."""
    raw: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One site in use. Latencies are in milliseconds, memory in bytes."""

    name: str
    entries: int
    first: Weight
    """Everything."""
    search: Weight
    """What the search, the facets and the cards need: all but the page itself, its style, fonts, scripts and map."""
    table: int
    """Bytes of the table of facets, compressed; of Material, of its index."""
    until_first: float
    keystrokes: tuple[float, ...]
    clicks: tuple[float, ...]
    memory: int


def weight(sent: Sequence[Sent]) -> Weight:
    """The sum of some answers."""
    return Weight(len(sent), sum(one.transferred for one in sent), sum(one.raw for one in sent))


def is_search(sent: Sent) -> bool:
    """Whether an answer is part of the search, and not of the page around it or of its map."""
    return any(part in sent.path for part in SEARCH)


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest of the values that at least this share of them, in per cent, does not exceed."""
    return sorted(values)[max(0, -(-share * len(values) // 100) - 1)]


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """A page of a reader who has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    try:
        yield page
    finally:
        context.close()


def measured_twice(
    server: Server, browser: Browser, first_results: Callable[[Page], None]
) -> tuple[list[Sent], float]:
    """What is sent until the first results, and after how many milliseconds.

    The first visit is not counted: the server compresses then.
    """
    for _ in range(2):
        server.sent.clear()
        with opened(browser) as page:
            started = time.perf_counter()
            first_results(page)
            seconds = time.perf_counter() - started
            sent = list(server.sent)
    return sent, seconds * 1000


def measure_ours(site: Path, entries: int, browser: Browser) -> Measured:
    """Explore: words in the address for the first results, then words typed, then values clicked."""
    with serve(site) as server:

        def first_results(page: Page) -> None:
            page.goto(f"{server.address}explore/?s={WORD}")
            page.locator("[data-pb-explore][data-pb-state=ready] [data-pb-results] > li").first.wait_for()

        sent, until_first = measured_twice(server, browser, first_results)
        with opened(browser) as page:
            first_results(page)
            keystrokes = [_typed(page, word, KEYSTROKE) for word in WORDS]
            page.goto(f"{server.address}explore/")
            page.locator("[data-pb-explore][data-pb-state=ready]").wait_for()
            clicks = [_clicked(page, number) for number in range(TIMES)]
            memory = int(page.evaluate(MEMORY))
    table = sum(one.transferred for one in sent if one.path.endswith("table.json"))
    return Measured(
        name="Explore",
        entries=entries,
        first=weight(sent),
        search=weight([one for one in sent if is_search(one)]),
        table=table,
        until_first=until_first,
        keystrokes=tuple(keystrokes),
        clicks=tuple(clicks),
        memory=memory,
    )


def measure_rows(site: Path, rows: int, browser: Browser) -> Measured:
    """Clicks alone, with a table of so many rows in the place of the site's own."""
    table = widened_file(site, rows)
    instead = {"explore/table.json": table}
    with serve(site, instead=instead, same_as=lambda target: REPEATED.sub("", target)) as server:

        def first_results(page: Page) -> None:
            page.goto(f"{server.address}explore/")
            page.locator("[data-pb-explore][data-pb-state=ready] [data-pb-results] > li").first.wait_for()

        sent, until_first = measured_twice(server, browser, first_results)
        with opened(browser) as page:
            first_results(page)
            clicks = [_clicked(page, number) for number in range(TIMES)]
            memory = int(page.evaluate(MEMORY))
    return Measured(
        name="Explore, rows only",
        entries=rows,
        first=weight(sent),
        search=weight([one for one in sent if is_search(one)]),
        table=sum(one.transferred for one in sent if one.path.endswith("table.json")),
        until_first=until_first,
        keystrokes=(),
        clicks=tuple(clicks),
        memory=memory,
    )


def _typed(page: Page, word: str, script: str) -> float:
    """How long the last letter of a word takes: what was found for the rest of it stands there already."""
    page.evaluate(script, word[:-1])
    return float(page.evaluate(script, word))


def _clicked(page: Page, number: int) -> float:
    """How long a value takes. Every third one is given up again, so that the selection does not run empty."""
    if number % 3 == 0:
        page.goto(page.url.split("?")[0])
        page.locator("[data-pb-explore][data-pb-state=ready]").wait_for()
    return float(page.evaluate(CLICK, random.Random(f"click {number}").randrange(1000)))


def measure_material(site: Path, entries: int, browser: Browser) -> Measured:
    """MkDocs Material: its own search, from the first page of the site."""
    with serve(site) as server:

        def first_results(page: Page) -> None:
            page.goto(server.address)
            page.locator(".md-search__input").click()
            page.keyboard.type(WORD)
            page.locator(".md-search-result__item").first.wait_for()

        sent, until_first = measured_twice(server, browser, first_results)
        with opened(browser) as page:
            first_results(page)
            keystrokes = [_typed(page, word, MATERIAL_KEYSTROKE) for word in WORDS]
            memory = int(page.evaluate(MEMORY))
    return Measured(
        name="MkDocs Material",
        entries=entries,
        first=weight(sent),
        search=weight([one for one in sent if is_search(one)]),
        table=sum(one.transferred for one in sent if "search_index" in one.path),
        until_first=until_first,
        keystrokes=tuple(keystrokes),
        clicks=(),
        memory=memory,
    )


# --- the report -------------------------------------------------------------------------------------------------------


def report(measured: Sequence[Measured], *, machine: Sequence[str], built: Sequence[str]) -> str:
    """The file that is written."""
    return "\n".join(
        [
            "# Explore, measured",
            "",
            "Written by `make bench-explore`. Do not edit it: run it again.",
            "",
            *(f"- {line}" for line in (*machine, *built)),
            "",
            *_table(measured),
            "",
            "## Targets",
            "",
            *_targets(measured),
            "",
            NOTES,
        ]
    )


NOTES = f"""\
## How it was measured

- *First results*: an empty cache, then Explore with the word `{WORD}` in its address, or the word typed into
  Material's search, until the results are there. *All files* counts everything that is sent until then: page, style
  sheets, fonts, scripts, the map's code and its borders. *For the search* leaves these out on both sides: it is the
  table of facets, Pagefind with its index, the cards and the fragments; on the other side, the index and the worker.
  Every answer counts {HEAD} bytes for its head.
- *Keystroke*: the last letter of {len(WORDS)} words, from the event to the results, and on to the end of the next
  frame. Explore waits 90 ms for the next letter; that is part of the figure. Of Material, the last change of its list.
- *Click*: {TIMES} values of facets, one after the other, their cards included, most of which are fetched then.
- *Memory*: what the browser attributes to the page and its workers, in megabytes of a million bytes.
- *Rows only*: no site of that size was built. The page of the largest site reads a table in which every row is
  repeated with other places, organisations and funders. So there are clicks, bytes without words, and no keystrokes.
- 50 % and 95 % stand for the median and the 95th percentile.
"""


def _table(measured: Sequence[Measured]) -> Iterator[str]:
    yield "| | " + " | ".join(f"{one.name}, {one.entries:,} entries" for one in measured) + " |"
    yield "| --- |" + " ---: |" * len(measured)
    rows: dict[str, Callable[[Measured], str]] = {
        "First results: all files, kB with gzip": lambda one: _kilobytes(one.first.transferred),
        "First results: all files, kB raw": lambda one: _kilobytes(one.first.raw),
        "First results: requests": lambda one: str(one.first.requests),
        "For the search: kB with gzip": lambda one: _kilobytes(one.search.transferred),
        "For the search: kB raw": lambda one: _kilobytes(one.search.raw),
        "For the search: requests": lambda one: str(one.search.requests),
        "The table, or the index: kB with gzip": lambda one: _kilobytes(one.table),
        "First results after, ms": lambda one: f"{one.until_first:.0f}",
        "Keystroke, 50 %, ms": lambda one: _milliseconds(one.keystrokes, 50),
        "Keystroke, 95 %, ms": lambda one: _milliseconds(one.keystrokes, 95),
        "Click, 50 %, ms": lambda one: _milliseconds(one.clicks, 50),
        "Click, 95 %, ms": lambda one: _milliseconds(one.clicks, 95),
        "Memory, MB": lambda one: f"{one.memory / 1_000_000:.0f}",
    }
    for name, cell in rows.items():
        yield f"| {name} | " + " | ".join(map(cell, measured)) + " |"


def _milliseconds(latencies: Sequence[float], share: int) -> str:
    return f"{percentile(latencies, share):.0f}" if latencies else ""


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.0f}"


def _targets(measured: Sequence[Measured]) -> Iterator[str]:
    ours = [one for one in measured if one.clicks]
    material = next((one for one in measured if not one.clicks), None)
    yield "| Target | Reached | |"
    yield "| --- | --- | --- |"
    same = next((one for one in ours if material and one.entries == material.entries), None)
    if material and same:
        for name, part, size in BYTES:
            ratio = getattr(getattr(same, part), size) / getattr(getattr(material, part), size)
            text = f"Bytes until the first results, {name}: at most 1/{BYTES_TARGET} of Material's at {same.entries:,}"
            yield _target(text, f"1/{1 / ratio:.1f}", ratio <= 1 / BYTES_TARGET)
    largest = max(ours, key=lambda one: one.entries)
    click = percentile(largest.clicks, 95)
    text = f"Click, 95 %, at {largest.entries:,}: at most {CLICK_TARGET} ms"
    yield _target(text, f"{click:.0f} ms", click <= CLICK_TARGET)
    searched = max((one for one in ours if one.keystrokes), key=lambda one: one.entries)
    key = percentile(searched.keystrokes, 50)
    text = f"Keystroke, 50 %, at {searched.entries:,}: at most {KEY_TARGET} ms"
    yield _target(text, f"{key:.0f} ms", key <= KEY_TARGET)


def _target(text: str, value: str, reached: bool) -> str:  # noqa: FBT001
    return f"| {text} | {value} | {'yes' if reached else 'no'} |"


# --- the run ----------------------------------------------------------------------------------------------------------


def prepare(work: Path, size: int) -> tuple[Path, Path, float | None]:
    """The bank and the site of a size, and the seconds that its build took; None where it was there already."""
    bank, site = work / f"bank-{size}", work / f"site-{size}"
    if (site / "sitemap.xml").is_file():
        return bank, site, None
    shutil.rmtree(bank, ignore_errors=True)
    place = write_bank(bank, entries=size, languages=("en",))
    return bank, site, build(Place(place.root), site_dir=site).seconds


def run(work: Path, sizes: Sequence[int], *, rows: int = 0) -> str:
    """Build what is missing, and measure; the report."""
    built, sites = [], []
    for size in sizes:
        bank, site, seconds = prepare(work, size)
        sites.append((size, bank, site))
        if seconds is not None:
            print(f"Built {size:,} entries in {seconds:.0f} s.")
            built.append(f"The site of {size:,} entries in one language was built in {seconds:.0f} s.")
    compared = next((item for item in sites if item[0] == COMPARED), sites[0])
    plain = work / f"material-{compared[0]}"
    if not (plain / "site" / "sitemap.xml").is_file():
        shutil.rmtree(plain, ignore_errors=True)
        build_material(compared[1], plain)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        measured = [measure_ours(site, size, browser) for size, _, site in sites]
        if rows:
            measured.append(measure_rows(sites[-1][2], rows, browser))
        measured.append(measure_material(plain / "site", compared[0], browser))
        machine = description(browser=browser.version)
        browser.close()
    return report(measured, machine=machine, built=built)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.explore", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--work", type=Path, default=WORK, help="where banks and sites are kept between runs")
    parser.add_argument(
        "--rows", type=int, default=0, help="also click in a table of so many rows, without a site"
    )
    parser.add_argument("--output", type=Path, default=TARGET_FILE)
    given = parser.parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    text = run(given.work, sorted(given.sizes), rows=given.rows)
    given.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
