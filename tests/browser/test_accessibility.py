"""axe over each kind of page: WCAG 2.2, A and AA, in both schemes and two widths."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PAGES = [
    "",
    "explore/",
    "practices/darmstadt-bifi/",
    "practices/ankommen-in-deutschland-23-cities/",
    "topics/",
    "topics/strategy/",
    "cities/de-kerpen/",
    "countries/de/",
    "organisations/bertelsmann-stiftung/",
    "funders/",
    "about/",
    "contribute/",
    "rules/",
    "404.html",
    "de/",
    "de/practices/kerpen-integration-workshop/",
    "de/practices/webinar-kerpen-2009/",
    "de/practices/copenhagen-host-programme/",
    "practices/ten-recommendations-for-integration-policy/",
    "practices/integration-competition-2005/",
    "practices/bertelsmann-integration-workshops/",
    "programmes/",
    "events/",
    "de/road/",
    "de/workshop/",
    "tips/",
    "difficulties/housing/",
    "adoption/",
    "follow-ups/",
]
READERS = [
    {"viewport": viewport, "scheme": scheme} for viewport in (PHONE, DESKTOP) for scheme in ("light", "dark")
]


def violations(page: Page) -> list[str]:
    """What axe finds, a line each: the rule, what it is about, and the first places."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("levels => axe.run(document, {runOnly: {type: 'tag', values: levels}})", LEVELS)
    return [
        f"{item['id']}: {item['help']}: " + " | ".join(node["html"][:120] for node in item["nodes"][:4])
        for item in found["violations"]
    ]


@pytest.mark.parametrize(
    "context", READERS, indirect=True, ids=lambda reader: f"{reader['viewport']['width']}-{reader['scheme']}"
)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "home")
def test_page_has_no_violation(page: Page, path: str) -> None:
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize(
    "context", READERS, indirect=True, ids=lambda reader: f"{reader['viewport']['width']}-{reader['scheme']}"
)
def test_open_search_has_no_violation(page: Page) -> None:
    page.goto("de/")
    page.keyboard.press("/")
    page.keyboard.type("Integration")
    page.locator(".pb-search__results a").first.wait_for()
    assert violations(page) == []
