"""What a city officer does on the site, with a mouse and with the keyboard alone."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

KERPEN = "practices/kerpen-integration-workshop/"
LATER = "**/later/*.js"
PAINT = """
() => {
  const painted = (element, part) => getComputedStyle(element, part).backgroundColor;
  const shown = (element) => element.checkVisibility();
  const icons = [...document.querySelectorAll(".pb-icon")].filter(shown).map((icon) => painted(icon));
  const steps = [...document.querySelectorAll(".pb-meter")].filter(shown).map((meter) => painted(meter, "::after"));
  return { icons: [...icons, ...steps], ground: painted(document.body) };
}
"""
"""The colours of what is drawn, and of what it is drawn on."""


def test_search_opens_a_practice(page: Page) -> None:
    page.goto("")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox", name="Search the bank").fill("Kerpen workshop")
    first = page.locator(".pb-search__results a").first
    expect(first).to_contain_text("Kerpen")
    expect(first).to_contain_text("Germany")
    expect(first).to_contain_text("English")
    expect(first.locator(".pb-search__summary")).not_to_be_empty()
    first.click()
    expect(page).to_have_url(re.compile("/practices/"))
    expect(page.locator("h1")).to_contain_text("Kerpen")


def test_the_home_page_form_searches(page: Page) -> None:
    page.goto("")
    page.get_by_role("searchbox", name="What are you working on?").fill("refugees")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/explore/\?s=refugees$"))
    page.locator("[data-pb-explore][data-pb-state=ready]").wait_for()
    expect(page.get_by_role("searchbox", name="Search for words")).to_have_value("refugees")
    expect(page.locator("[data-pb-results] mark").first).to_have_text(re.compile("refugee", re.IGNORECASE))


def test_a_search_without_results_says_what_to_do(page: Page) -> None:
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("xyzzyqwv")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Nothing found for “xyzzyqwv”")


@pytest.mark.parametrize(
    ("start", "words", "title"), [("", "workshop", "workshop"), ("de/", "Geflüchtete", "Geflücht")]
)
def test_search_is_in_the_language_of_the_page(page: Page, start: str, words: str, title: str) -> None:
    page.goto(start)
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator(".pb-search__results")).to_contain_text(title)
    addresses = page.locator(".pb-search__results a").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    assert addresses
    assert {address.startswith("/de/") for address in addresses} == {start == "de/"}


def test_keyboard_alone_finds_and_opens_a_practice(page: Page) -> None:
    page.goto("")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search the bank")).to_be_focused()
    page.keyboard.type("Darmstadt")
    expect(page.locator(".pb-search__results a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".pb-search__results a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox", name="Search the bank")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Darmstadt")


def test_escape_closes_the_search_and_gives_the_focus_back(page: Page) -> None:
    page.goto(KERPEN)
    button = page.locator("[data-pb-search-open]")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Search the bank")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.pb-search")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_slash_key_types_a_slash_in_a_field(page: Page) -> None:
    page.goto("")
    field = page.get_by_role("searchbox", name="What are you working on?")
    field.focus()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    expect(page.locator("dialog.pb-search")).to_be_hidden()


def typed_too_early(page: Page, start: str, words: str) -> Route:
    """What was typed into the search while that was still asked for; it comes when the test lets it."""
    asked: list[Route] = []
    page.route(LATER, lambda route: asked.append(route))
    page.goto(start)
    page.keyboard.press("/")
    page.keyboard.type(words)
    return asked[0]


def test_what_is_typed_before_the_search_is_there_is_kept(page: Page) -> None:
    coming = typed_too_early(page, "", "Darm stadt")
    coming.continue_()
    expect(page.get_by_role("searchbox", name="Search the bank")).to_have_value("Darm stadt")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("searchbox", name="Search the bank")).to_have_value("Darm stad")


def test_enter_before_the_search_is_there_is_kept_too(page: Page) -> None:
    coming = typed_too_early(page, "", "mentoring")
    page.keyboard.press("Enter")
    coming.continue_()
    expect(page).to_have_url(re.compile(r"/explore/\?s=mentoring$"))


def test_where_the_search_cannot_be_loaded_its_button_leads_to_explore(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.route(LATER, lambda route: route.abort())
    page.goto(KERPEN)
    page.locator("[data-pb-search-open]").click()
    expect(page).to_have_url(re.compile(r"/explore/$"))
    context.close()


def test_words_that_were_typed_before_the_search_failed_are_looked_for_in_explore(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    coming = typed_too_early(page, KERPEN, "mentoring")
    coming.abort()
    expect(page).to_have_url(re.compile(r"/explore/\?s=mentoring$"))
    context.close()


def test_the_number_of_a_source_says_which_it_is(page: Page) -> None:
    page.goto(KERPEN)
    mark = page.locator("article .pb-cite").first
    expect(mark).to_have_attribute("title", re.compile(r"\w"))
    title = mark.get_attribute("title") or ""
    source = page.locator(mark.get_attribute("href") or "").inner_text()
    assert source.startswith(title)
    assert len(title) > 20


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_icons_are_seen_in_the_colours_of_the_reader(page: Page, colours: Literal["light", "dark"]) -> None:
    page.emulate_media(forced_colors="active", color_scheme=colours)
    page.goto("topics/education/")
    expect(page.locator(".pb-card .pb-shortlist").first).to_be_visible()
    paint = page.evaluate(PAINT)
    assert len(paint["icons"]) > 4
    assert paint["ground"] not in paint["icons"]


def test_a_related_practice_says_why_and_leads_there(page: Page) -> None:
    page.goto(KERPEN)
    related = page.locator("section:has(#related) .pb-card")
    assert 1 <= related.count() <= 6
    for index in range(related.count()):
        expect(related.nth(index).locator(".pb-card__note")).not_to_be_empty()
    title = related.first.locator("h3").inner_text()
    related.first.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(title)


def test_from_a_practice_to_its_city_topic_and_organisation(page: Page) -> None:
    for name, heading in [
        ("Kerpen", "Kerpen"),
        ("Strategy", "Strategy"),
        ("Bertelsmann Stiftung", "Bertelsmann Stiftung"),
    ]:
        page.goto(KERPEN)
        page.locator(".pb-practice").get_by_role("link", name=name, exact=True).first.click()
        expect(page.locator("h1")).to_have_text(heading)
        expect(page.locator(f"a[href$='{KERPEN}']").first).to_be_visible()


def test_the_language_switch_leads_to_the_same_entry_and_back(page: Page) -> None:
    page.goto(KERPEN)
    page.get_by_role("link", name="Diese Seite auf Deutsch lesen").click()
    expect(page).to_have_url(re.compile(f"/de/{KERPEN}$"))
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#goals")).to_have_text("Ziele")
    page.get_by_role("link", name="Read this page in English").click()
    expect(page).to_have_url(re.compile(f"[0-9]/{KERPEN}$"))


def test_an_untranslated_entry_is_marked_with_its_own_language(page: Page) -> None:
    page.goto("de/explore/")
    card = page.locator(".pb-card:has(.pb-tag--language)").first
    expect(card).to_contain_text("Englisch")
    expect(card.locator("h3 a")).to_have_attribute("lang", "en")
    card.get_by_role("link").click()
    expect(page.locator(".pb-notice")).to_contain_text("noch nicht übersetzt")
    expect(page.locator("h1")).to_have_attribute("lang", "en")


def test_the_colour_scheme_can_be_chosen_and_is_kept(page: Page) -> None:
    page.goto("")
    for scheme in ("default", "slate"):
        page.get_by_role("button", name=re.compile("^Colours:")).click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    page.goto("de/explore/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("context", [{"scheme": "dark"}], indirect=True)
@pytest.mark.parametrize("path", ["", "about/"])
def test_the_device_chooses_the_colours_before_anything_is_shown(page: Page, path: str) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(path)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_the_menu_of_a_phone_leads_everywhere(page: Page) -> None:
    page.goto("")
    page.locator(".pb-menu summary").click()
    page.locator(".pb-menu__panel").get_by_role("link", name="Topics").click()
    expect(page.locator("h1")).to_have_text("Topics")


@pytest.mark.parametrize("context", [{"viewport": viewport} for viewport in (PHONE, DESKTOP)], indirect=True)
@pytest.mark.parametrize(
    "path", ["", KERPEN, "explore/", "topics/", "de/" + KERPEN, "de/cities/", "rules/", "about/"]
)
def test_no_page_is_wider_than_the_window(page: Page, path: str) -> None:
    page.goto(path)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]  # type: ignore[index]


def test_on_paper_a_list_has_no_bar_of_links_to_its_letters(page: Page) -> None:
    page.goto("organisations/")
    expect(page.locator(".pb-jump").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".pb-jump").first).to_be_hidden()
    expect(page.locator(".pb-letter li").first).to_be_visible()


def test_a_missing_page_leads_on(page: Page) -> None:
    page.goto("404.html")
    expect(page.locator("h1")).to_have_text("Page not found")
    page.get_by_role("link", name="Search all practices").click()
    expect(page.locator("h1")).to_have_text("Explore")


def test_a_former_address_leads_to_the_entry(page: Page) -> None:
    page.goto("practices/refugee-integration-23-cities/")
    expect(page).to_have_url(re.compile("/practices/ankommen-in-deutschland-23-cities/$"))


@pytest.mark.parametrize(
    "context", [{"scripts": False}, {"scripts": False, "viewport": PHONE}], indirect=True
)
def test_without_scripts_everything_can_be_reached(page: Page) -> None:
    page.goto("")
    page.locator("[data-pb-search-open]").click()
    expect(page.locator("h1")).to_have_text("Explore")
    page.locator(".pb-filters").get_by_role("link", name="Strategy").click()
    page.locator(".pb-card a").first.click()
    expect(page.locator("#sources")).to_be_visible()
