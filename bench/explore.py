"""How much a reader waits, and for how many bytes: Explore at several sizes beside Material's own search.

``make bench-explore`` writes ``bench/EXPLORE.md``. Every site is served with gzip by the same small server, and used
by the same Chromium, in one run. A latency is measured in the page: from the event, to the moment when all parts of the
page say that they show it, and then to the end of the next frame.
"""

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from .widened import REPEATED, widened_files

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
    "rest.json",
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
BOX = """
  const boxes = [...document.querySelectorAll("[data-pb-facet]:not([hidden]) li:not([hidden]) input[type=checkbox]")];
  const box = boxes[number % boxes.length];
"""
POINT = f"""
(number) => {{
  {BOX}
  box.closest("details").open = true;
  box.scrollIntoView({{ block: "center" }});
  const {{ x, y, width, height }} = box.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}}
"""
CLICK = f"""
async (number) => {{
  {SETTLED}
  {BOX}
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
FIRST = """
  const seen = () => {
    if (!document.querySelector(%s)) return;
    observer.disconnect();
    window.firstResults = Date.now() / 1000;
  };
  const observer = new MutationObserver(seen);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
"""
OURS_FIRST = "[data-pb-explore][data-pb-state=ready] [data-pb-results] > li:has(mark)"
"""The first results are there: the cards, and where the words stand in the first of them."""
ROWS_FIRST = "[data-pb-explore][data-pb-state=ready] [data-pb-results] > li"
MATERIAL_FIRST = ".md-search-result__item"
READY = "[data-pb-explore][data-pb-state=ready]"
REST = 150
"""For how many milliseconds a pointer rests on a value before it is clicked. People take longer."""
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
    """On a value on which the pointer has rested."""
    sudden: tuple[float, ...]
    """On a value that nothing announced."""
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
def opened(browser: Browser, *, first: str = READY) -> Iterator[Page]:
    """A page of a reader who has never been here. It notes when something of the selector ``first`` is there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(FIRST % json.dumps(first))
    page = context.new_page()
    page.set_default_timeout(WAIT)
    try:
        yield page
    finally:
        context.close()


def measured_twice(
    server: Server, browser: Browser, first_results: Callable[[Page], None], *, first: str
) -> tuple[list[Sent], float]:
    """What is asked for until the first results, and after how many milliseconds they are there.

    The first visit is not counted: the server compresses then.
    """
    for _ in range(2):
        server.sent.clear()
        with opened(browser, first=first) as page:
            started = time.time()
            first_results(page)
            there = float(page.evaluate("window.firstResults"))
            sent = [one for one in server.sent if one.at <= there]
    return sent, (there - started) * 1000


def measure_ours(site: Path, entries: int, browser: Browser) -> Measured:
    """Explore: words in the address for the first results, then words typed, then values clicked."""
    with serve(site) as server:

        def first_results(page: Page) -> None:
            page.goto(f"{server.address}explore/?s={WORD}")
            page.locator(OURS_FIRST).first.wait_for()

        sent, until_first = measured_twice(server, browser, first_results, first=OURS_FIRST)
        with opened(browser) as page:
            first_results(page)
            page.wait_for_load_state("networkidle")
            keystrokes = [_typed(page, word, KEYSTROKE) for word in WORDS]
            memory = int(page.evaluate(MEMORY))
        address = f"{server.address}explore/"
        clicks = _clicks(browser, address, rests=True)
        sudden = _clicks(browser, address, rests=False)
    table = sum(one.transferred for one in sent if one.path.endswith("table.json"))
    return Measured(
        name="Explore",
        entries=entries,
        first=weight(sent),
        search=weight([one for one in sent if is_search(one)]),
        table=table,
        until_first=until_first,
        keystrokes=tuple(keystrokes),
        clicks=clicks,
        sudden=sudden,
        memory=memory,
    )


def measure_rows(site: Path, rows: int, browser: Browser) -> Measured:
    """Clicks alone, with a table of so many rows in the place of the site's own."""
    with serve(
        site, instead=widened_files(site, rows), same_as=lambda target: REPEATED.sub("", target)
    ) as server:

        def first_results(page: Page) -> None:
            page.goto(f"{server.address}explore/")
            page.locator(ROWS_FIRST).first.wait_for()

        sent, until_first = measured_twice(server, browser, first_results, first=ROWS_FIRST)
        clicks = _clicks(browser, f"{server.address}explore/", rests=True)
        sudden = _clicks(browser, f"{server.address}explore/", rests=False)
        with opened(browser) as page:
            first_results(page)
            memory = int(page.evaluate(MEMORY))
    return Measured(
        name="Explore, rows only",
        entries=rows,
        first=weight(sent),
        search=weight([one for one in sent if is_search(one)]),
        table=sum(one.transferred for one in sent if one.path.endswith("table.json")),
        until_first=until_first,
        keystrokes=(),
        clicks=clicks,
        sudden=sudden,
        memory=memory,
    )


def _typed(page: Page, word: str, script: str) -> float:
    """How long the last letter of a word takes: what was found for the rest of it stands there already."""
    page.evaluate(script, word[:-1])
    return float(page.evaluate(script, word))


def _clicks(browser: Browser, address: str, *, rests: bool) -> tuple[float, ...]:
    """How long each of some values takes, for a reader whose pointer rests on it before, or for one who has none.

    The first reader is not counted: the server reads its files from the disk then, and compresses them.
    """
    for _ in range(2):
        with opened(browser) as page:
            clicked = tuple(_clicked(page, address, number, rests=rests) for number in range(TIMES))
    return clicked


def _clicked(page: Page, address: str, number: int, *, rests: bool) -> float:
    """How long a value takes. Before every third one the reader starts anew, so that something is left to choose."""
    if number % 3 == 0:
        page.goto(address)
        page.locator(READY).wait_for()
    page.wait_for_load_state("networkidle")
    value = random.Random(f"click {number}").randrange(1000)
    x, y = page.evaluate(POINT, value)
    if rests:
        page.mouse.move(x, y)
        page.wait_for_timeout(REST)
    clicked = float(page.evaluate(CLICK, value))
    page.mouse.move(0, 0)
    return clicked


def measure_material(site: Path, entries: int, browser: Browser) -> Measured:
    """MkDocs Material: its own search, from the first page of the site."""
    with serve(site) as server:

        def first_results(page: Page) -> None:
            page.goto(server.address)
            page.locator(".md-search__input").click()
            page.keyboard.type(WORD)
            page.locator(".md-search-result__item").first.wait_for()

        sent, until_first = measured_twice(server, browser, first_results, first=MATERIAL_FIRST)
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
        sudden=(),
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
  Material's search, until the results are there; of Explore, until the word is marked in the first of them. *All files*
  counts everything that is asked for until then: page, style sheets, fonts, scripts. The map is not: it is loaded after
  that. *For the search* leaves the page out on both sides: it is the table of facets, Pagefind with its index, the
  cards and the fragments; on the other side, the index and the worker. Every answer counts {HEAD} bytes for its head.
- *Keystroke*: the last letter of {len(WORDS)} words, from the event to the results, and on to the end of the next
  frame. Explore waits 50 ms for the next letter; that is part of the figure. Of Material, the last change of its list.
- *Click*: {TIMES} values of facets, one after the other, from the event until facets, number and list show them, and on
  to the end of the next frame. The map follows after that. The pointer has rested on the value for {REST} ms, in which
  the page fetches its cards. A first reader of the same values, for whom the server reads its disk, is not counted.
- *Click without warning*: the same values from a script, with no pointer before: the cards are fetched in that time.
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
        "Click without warning, 50 %, ms": lambda one: _milliseconds(one.sudden, 50),
        "Click without warning, 95 %, ms": lambda one: _milliseconds(one.sudden, 95),
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
    for name, clicks in (("Click", largest.clicks), ("Click without warning", largest.sudden)):
        click = percentile(clicks, 95)
        text = f"{name}, 95 %, at {largest.entries:,}: at most {CLICK_TARGET} ms"
        yield _target(text, f"{click:.0f} ms", click <= CLICK_TARGET)
    for searched in (one for one in ours if one.keystrokes):
        key = percentile(searched.keystrokes, 50)
        text = f"Keystroke, 50 %, at {searched.entries:,}: at most {KEY_TARGET} ms"
        yield _target(text, f"{key:.0f} ms", key <= KEY_TARGET)


def _target(text: str, value: str, reached: bool) -> str:  # noqa: FBT001
    return f"| {text} | {value} | {'yes' if reached else 'no'} |"


# --- the run ----------------------------------------------------------------------------------------------------------


def prepare(work: Path, size: int, *, site: Path | None = None) -> tuple[Path, Path, float | None]:
    """The bank and the site of a size, and the seconds that its build took; None where it was there already."""
    bank = work / f"bank-{size}"
    site = site or work / f"site-{size}"
    if (site / "sitemap.xml").is_file():
        return bank, site, None
    shutil.rmtree(bank, ignore_errors=True)
    place = write_bank(bank, entries=size, languages=("en",))
    return bank, site, build(Place(place.root), site_dir=site).seconds


def run(work: Path, sizes: Sequence[int], *, there: Mapping[int, Path], rows: int = 0) -> str:
    """Build what is missing, and measure; the report. ``there`` are sites that exist already, by their size."""
    built, sites = [], []
    for size in sizes:
        bank, site, seconds = prepare(work, size, site=there.get(size))
        sites.append((size, bank, site))
        if seconds is not None:
            print(f"Built {size:,} entries in {seconds:.0f} s.")
            built.append(f"The site of {size:,} entries in one language was built in {seconds:.0f} s.")
    compared = next((item for item in sites if item[0] == COMPARED), sites[0])
    plain = work / f"material-{compared[0]}"
    if not (plain / "site" / "sitemap.xml").is_file():
        shutil.rmtree(plain, ignore_errors=True)
        if not compared[1].is_dir():
            write_bank(compared[1], entries=compared[0], languages=("en",))
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


def _sized(text: str) -> tuple[int, Path]:
    """A site and how many entries it has, as ``1000=folder``."""
    size, _, folder = text.partition("=")
    return int(size), Path(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.explore", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--work", type=Path, default=WORK, help="where banks and sites are kept between runs")
    parser.add_argument(
        "--rows", type=int, default=0, help="also click in a table of so many rows, without a site"
    )
    parser.add_argument(
        "--site",
        type=_sized,
        action="append",
        default=[],
        metavar="SIZE=FOLDER",
        help="a site of a synthetic bank that exists already, which is measured in the place of a new one",
    )
    parser.add_argument("--output", type=Path, default=TARGET_FILE)
    given = parser.parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    text = run(given.work, sorted(given.sizes), there=dict(given.site), rows=given.rows)
    given.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
