"""What a reader who has never been here waits for: bytes are counted, and nothing may move."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.reader import BEYOND_TARGET, PRACTICE, TRANSFER_TARGET, WINDOWS, beyond_text, visit
from bench.serving import Server, serve

pytestmark = pytest.mark.browser

PRACTICES = (PRACTICE, f"de/{PRACTICE}", "practices/bertelsmann-integration-workshops/")
"""A practice as most are, in both languages, and one with much to say."""


@pytest.fixture(scope="module")
def compressed(real_site: Path) -> Iterator[Server]:
    """The built site, served with gzip as a web server would."""
    with serve(real_site) as server:
        yield server


@pytest.fixture(scope="module")
def dripping(real_site: Path) -> Iterator[Server]:
    """The built site over a line so slow that a page is shown while it still comes."""
    with serve(real_site, piece=400) as server:
        yield server


@pytest.mark.parametrize("path", PRACTICES)
def test_a_first_visit_of_a_practice_is_light(compressed: Server, browser: Browser, path: str) -> None:
    seen = visit(compressed, browser, path, window="phone")
    assert 0 < seen.transferred <= TRANSFER_TARGET, sorted((one.transferred, one.path) for one in seen.sent)


def test_every_practice_page_is_little_more_than_its_text(real_site: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in real_site.glob("**/practices/*/index.html")}
    weights = {path: beyond_text(html) for path, html in pages.items() if "data-pb-practice=" in html}
    assert {path.parent.name for path in weights} >= {path.split("/")[-2] for path in PRACTICES}
    assert {path: weight for path, weight in weights.items() if weight > BEYOND_TARGET} == {}


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    "path", [*PRACTICES, "", "topics/education/", "de/", "about/", "explore/", "de/explore/"]
)
def test_nothing_moves_while_a_page_is_shown(
    compressed: Server, browser: Browser, path: str, window: str
) -> None:
    assert visit(compressed, browser, path, window=window).shifted == 0


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    "path", [*PRACTICES[:2], "", "topics/education/", "de/", "about/", "explore/", "de/explore/"]
)
def test_nothing_moves_while_a_page_still_comes(
    dripping: Server, browser: Browser, path: str, window: str
) -> None:
    assert visit(dripping, browser, path, window=window).shifted == 0


@pytest.mark.parametrize("path", [*PRACTICES, "", "topics/education/", "about/", "explore/", "404.html"])
def test_all_that_waits_for_the_rest_of_a_row_is_shown_in_the_end(
    compressed: Server, browser: Browser, path: str
) -> None:
    page = browser.new_page()
    page.goto(compressed.address + path)
    rows = page.locator(".pb-header > *, .pb-breadcrumb, .pb-search-form, .pb-figures, .pb-explore__head")
    shown = rows.evaluate_all("(all) => all.map((one) => getComputedStyle(one).visibility)")
    page.close()
    assert shown
    assert set(shown) == {"visible"}


def test_nothing_is_loaded_that_a_practice_does_not_need(compressed: Server, browser: Browser) -> None:
    paths = [one.path for one in visit(compressed, browser, PRACTICE, window="phone").sent]
    assert len(paths) == len(set(paths))
    for part in ("leaflet", "pagefind", "bundle.", "main.", "explore.js", "compare.js", "worksheet", ".json"):
        assert [path for path in paths if part in path] == [], part
