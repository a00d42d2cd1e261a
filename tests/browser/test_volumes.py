"""Explore finds words in an index of several volumes, with a worker and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from site_builder import volumes
from site_builder.build import build
from tests.search_bank import make_bank
from tests.sites import add_pages
from tests.test_volumes import put_practices
from tests.test_words_found import ask, slugs

from .conftest import PATIENCE, Watch, served
from .test_explore import gone, open_explore, shown

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a bank whose index is in four volumes."""
    root = tmp_path_factory.mktemp("volumes")
    place = add_pages(make_bank(root / "bank"))
    put_practices(place)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(volumes, "PRACTICES", 5)
        build(place, site_dir=root / "site")
    return root / "site"


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[BrowserContext]:
    with served(site) as address:
        context = browser.new_context(base_url=address, reduced_motion="reduce")
        watch = Watch(context, address)
        yield context
        context.close()
    assert watch.problems == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("words", ["lighthousecn", "light", "parents", '"by the lamp"', "zebra"])
def test_words_are_found_in_every_volume(
    reader: BrowserContext, site: Path, language: str, words: str
) -> None:
    page = reader.new_page()
    page.set_default_timeout(PATIENCE)
    open_explore(page, f"?s={words}", language="de/" if language == "de" else "")
    expected = slugs(ask(site, language, words)[words])
    found = shown(page)
    assert (found["total"], set(found["cards"])) == (len(expected), expected)
    assert page.locator("html").get_attribute("lang") == language


def test_the_page_itself_finds_them_where_there_is_no_worker(browser: Browser, site: Path) -> None:
    with served(site) as address, browser.new_context(base_url=address, reduced_motion="reduce") as context:
        found = []
        for _ in ("with a worker", "without"):
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            open_explore(page, "?s=light")
            found.append(shown(page))
            expect(page.locator("[data-pb-notices]")).to_be_empty()
            assert page.locator("html").get_attribute("lang") == "en"
            context.route("**/finder-worker.js", gone)
    assert found[0] == found[1]
    assert found[0]["total"] > 0
