"""Explore: what is chosen, what is shown and what the address says are the same, and anybody can use it."""

import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from site_builder.build import build
from site_builder.headers import HOSTS_FILE
from site_builder.pages.explore import FIRST
from tests.sites import site_of_fixtures

from .conftest import PATIENCE, PHONE, SiteHandler, Watch
from .test_accessibility import READERS, violations

pytestmark = pytest.mark.browser

EXPLORE = "explore/"
MORE = 24
"""How many cards come when somebody asks for more."""
FIRST_MARK = "?first-results"
"""What a page is made to ask for at the moment of its first results."""


def open_explore(page: Page, search: str = "", *, language: str = "") -> None:
    page.goto(f"{language}{EXPLORE}{search}")
    wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    page.locator("[data-pb-explore][data-pb-state=ready]").wait_for()


def value(page: Page, facet: str, key: str) -> Locator:
    return page.locator(f"[data-pb-facet='{facet}'] input[value='{key}']")


def chips(page: Page) -> Locator:
    return page.locator("[data-pb-chips] .pb-chips__chip")


def choose(page: Page, facet: str, key: str) -> None:
    value(page, facet, key).click()
    wait_until_ready(page)


def chosen(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)


def shown(page: Page) -> dict[str, Any]:
    """All that the page shows of a state."""
    wait_until_ready(page)
    found: dict[str, Any] = page.evaluate(
        """() => {
          const all = (selector) => [...document.querySelectorAll(selector)];
          return {
            total: Number(document.querySelector("[data-pb-total]").dataset.pbTotal),
            cards: all("[data-pb-results] > li .pb-card__title a").map((link) => link.pathname.split("/").at(-2)),
            checked: all("[data-pb-facet] input:checked").map((input) => input.value),
            counts: all("[data-pb-facet] [data-pb-count]").map((count) => Number(count.dataset.pbCount)),
            chips: all("[data-pb-chips] .pb-chips__text").length,
            words: document.querySelector("#pb-words").value,
            sort: document.querySelector("[data-pb-sort]").value,
          };
        }"""
    )
    return found


def table(site: Path) -> dict[str, Any]:
    """All that a browser may know of all practices."""
    found, rest = (
        json.loads((site / EXPLORE / f"{name}.json").read_text("utf-8")) for name in ("table", "rest")
    )
    joined = {name: {**found[name], **rest[name]} for name in ("facets", "sort")}
    return {**found, **joined, "places": rest["places"]}


def ranks(data: dict[str, Any], sort: str) -> dict[str, int]:
    """By slug, by what the list is sorted."""
    rows = data["facets"]["evidence"]["rows"] if sort == "evidence" else data["sort"][sort]
    return dict(zip(data["slugs"], rows, strict=True))


# --- the page before anything is chosen -----------------------------------------------------------------------


def test_the_page_comes_with_the_newest_practices_and_asks_for_no_card(page: Page, real_site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_explore(page)
    assert shown(page)["total"] == len(table(real_site)["slugs"])
    assert len(shown(page)["cards"]) == min(FIRST, len(table(real_site)["slugs"]))
    assert [url for url in asked if "card.json" in url or "pagefind" in url or "words.json" in url] == []


FIRST_RESULTS = "[data-pb-explore][data-pb-state=ready] [data-pb-results] mark"


def names(asked: list[str]) -> list[str]:
    """The last part of each address."""
    return [urlsplit(url).path.rstrip("/").split("/")[-1] for url in asked]


def test_the_map_and_the_rest_of_the_table_come_after_the_first_results(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        f"""new MutationObserver((_, observer) => {{
          if (!document.querySelector({FIRST_RESULTS!r})) return;
          observer.disconnect();
          fetch("{FIRST_MARK}");
        }}).observe(document, {{ subtree: true, childList: true, attributes: true }});"""
    )
    open_explore(page, "?s=workshop")
    expect(page.locator(".pb-map .pb-bubble").first).to_be_visible()
    before = names(asked[: next(place for place, url in enumerate(asked) if url.endswith(FIRST_MARK))])
    after = names(asked)[len(before) + 1 :]
    assert {"table.json", "words.json", "card.json"} <= set(before)
    assert {"rest.json", "map.js", "leaflet.js", "countries-110m.json"} & set(before) == set()
    assert {"rest.json", "map.js", "leaflet.js", "countries-110m.json"} <= set(after)


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_without_a_map_the_rest_of_the_table_is_not_asked_for(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_explore(page, "?topic=strategy&sort=evidence")
    page.wait_for_load_state("networkidle")
    assert "rest.json" not in names(asked)
    page.locator("[data-pb-sort]").select_option("title")
    wait_until_ready(page)
    assert names(asked).count("rest.json") == 1


def test_where_the_words_stand_is_asked_for_as_far_as_the_list_is_read(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_explore(page, "?s=city")
    page.wait_for_load_state("networkidle")
    cards = page.locator("[data-pb-results] > li")
    number, fragments = cards.count(), sum(url.endswith(".pf_fragment") for url in asked)
    assert number == FIRST
    assert 3 <= fragments < number
    expect(cards.first.locator("mark").first).to_be_attached()
    cards.last.scroll_into_view_if_needed()
    expect(cards.last.locator("mark").first).to_be_attached()


def test_the_cards_of_a_value_are_there_before_it_is_chosen(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_explore(page, "?sort=title&topic=strategy")
    with page.expect_request(re.compile("card.json")):
        value(page, "topic", "housing").hover()
    page.wait_for_load_state("networkidle")
    del asked[:]
    choose(page, "topic", "housing")
    assert len(shown(page)["cards"]) > 0
    assert "card.json" not in names(asked)


def test_a_page_that_is_not_explore_does_not_load_it(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("practices/kerpen-integration-workshop/", wait_until="networkidle")
    folders = {url.split("/assets/")[1].split("/")[0] for url in asked if "/assets/javascripts-" in url}
    assert len(folders) == 1, "scripts that import each other come from one folder"
    assert [url for url in asked if re.search(r"explore\.js|facets\.js|table\.json|compare\.js", url)] == []


@pytest.mark.parametrize("context", [{"scripts": False}], indirect=True)
def test_without_scripts_facets_are_links_and_the_rest_is_not_there(page: Page) -> None:
    page.goto(EXPLORE)
    for name in ("topics/", "target-groups/", "countries/"):
        assert page.locator(f"#pb-facets .pb-facet__value a[href*='/{name}']:visible").count() > 0
    assert page.locator("[data-pb-results] > li").count() > 0
    for part in ("#pb-words", "[data-pb-sort]", "[data-pb-map-toggle]", "[data-pb-more]"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("noscript .pb-notice")).to_be_visible()


# --- the address ----------------------------------------------------------------------------------------------


def test_each_choice_is_a_step_to_come_back_to(page: Page) -> None:
    open_explore(page)
    steps = [shown(page)]
    for facet, key in (("topic", "strategy"), ("topic", "participation"), ("country", "DE")):
        choose(page, facet, key)
        steps.append(shown(page))
    assert chosen(page) == {"topic": ["strategy", "participation"], "country": ["DE"]}
    assert len({step["total"] for step in steps}) > 1
    for step in reversed(steps[:-1]):
        page.go_back()
        expect(page.locator("[data-pb-total]")).to_have_attribute("data-pb-total", str(step["total"]))
        assert shown(page) == step
    for step in steps[1:]:
        page.go_forward()
        expect(page.locator("[data-pb-total]")).to_have_attribute("data-pb-total", str(step["total"]))
        assert shown(page) == step


@pytest.mark.parametrize(
    "search",
    [
        "?topic=strategy",
        "?topic=strategy&topic=participation&country=DE&sort=title",
        "?s=workshop",
        "?s=workshop&topic=participation&sort=date",
        "?city=de-kerpen&evidence=reviewed&evidence=counted",
        "?organisation=bertelsmann-stiftung",
    ],
)
def test_a_link_gives_the_same_to_everybody(page: Page, context: BrowserContext, search: str) -> None:
    open_explore(page, search)
    first = shown(page)
    assert first["total"] > 0
    page.reload()
    assert shown(page) == first
    other = context.new_page()
    open_explore(other, search)
    assert shown(other) == first
    assert urlsplit(other.url).query == search.removeprefix("?")


def test_the_other_language_has_the_same_selection(page: Page) -> None:
    open_explore(page)
    choose(page, "topic", "strategy")
    choose(page, "country", "DE")
    english = shown(page)
    page.locator(".pb-header .pb-language:visible").click()
    expect(page).to_have_url(re.compile(r"/de/explore/\?topic=strategy&country=DE$"))
    german = shown(page)
    assert {name: german[name] for name in ("total", "checked")} == {
        name: english[name] for name in ("total", "checked")
    }
    assert set(german["cards"]) == set(english["cards"])


def test_typing_changes_the_address_without_a_step(page: Page) -> None:
    open_explore(page)
    choose(page, "topic", "strategy")
    steps = page.evaluate("history.length")
    page.locator("#pb-words").press_sequentially("workshop", delay=30)
    expect(page).to_have_url(re.compile(r"\?s=workshop&topic=strategy$"))
    found = shown(page)
    assert found["sort"] == "relevance"
    assert page.evaluate("history.length") == steps
    expect(page.locator("[data-pb-results] mark").first).to_have_text(re.compile("workshop", re.IGNORECASE))
    page.locator("#pb-words").fill("")
    expect(page).to_have_url(re.compile(r"explore/\?topic=strategy$"))
    assert shown(page)["sort"] == "date"
    expect(page.locator("[data-pb-sort] option[value=relevance]")).to_be_disabled()


@pytest.mark.parametrize("sort", ["title", "evidence", "date"])
def test_the_list_can_be_sorted(page: Page, real_site: Path, sort: str) -> None:
    open_explore(page, "?topic=strategy&sort=title" if sort != "title" else "?topic=strategy")
    page.locator("[data-pb-sort]").select_option(sort)
    wait_until_ready(page)
    by_slug = ranks(table(real_site), sort)
    found = [by_slug[slug] for slug in shown(page)["cards"]]
    assert found == sorted(found, reverse=sort != "title")
    assert chosen(page).get("sort", ["date"]) == [sort]


def test_a_link_whose_values_no_longer_exist_says_so(page: Page) -> None:
    open_explore(page, "?topic=strategy&topic=never-was&country=XX&colour=red")
    everything = shown(page)
    assert everything["chips"] == 4
    expect(page.locator(".pb-chips__chip--gone")).to_have_count(3)
    expect(page.get_by_role("button", name="Remove Topic: never-was (no longer exists)")).to_be_visible()
    expect(page.locator("[data-pb-notices]")).to_contain_text("no longer exists")
    for _ in range(3):
        page.locator(".pb-chips__chip--gone").first.click()
    expect(page.locator(".pb-chips__chip--gone")).to_have_count(0)
    expect(page.locator("[data-pb-notices]")).to_be_empty()
    expect(page).to_have_url(re.compile(r"\?topic=strategy$"))
    assert shown(page)["cards"] == everything["cards"]


def test_a_value_is_known_in_any_case_of_its_letters(page: Page) -> None:
    open_explore(page, "?country=de")
    expect(page.locator(".pb-chips__chip--gone")).to_have_count(0)
    expect(value(page, "country", "DE")).to_be_checked()


def test_a_link_to_explore_itself_needs_no_other_page(page: Page) -> None:
    open_explore(page, "?topic=strategy")
    page.evaluate("window.sameDocument = true")
    page.locator(".pb-header .pb-nav a", has_text="Explore").click()
    expect(page).to_have_url(re.compile(r"explore/$"))
    wait_until_ready(page)
    assert shown(page)["checked"] == []
    assert page.evaluate("window.sameDocument") is True
    page.go_back()
    expect(value(page, "topic", "strategy")).to_be_checked()


# --- facets, chips and more -----------------------------------------------------------------------------------


def test_a_facet_that_is_long_unfolds_and_can_be_searched(page: Page, real_site: Path) -> None:
    cities = table(real_site)["facets"]["city"]
    open_explore(page)
    group = page.locator("[data-pb-facet=city]")
    group.locator("summary").click()
    expect(group.locator("li")).to_have_count(8)
    group.locator("[data-pb-more]").click()
    expect(group.locator("li")).to_have_count(min(100, len(cities["values"])))
    group.get_by_role("searchbox").fill("kerp")
    expect(group.locator("li")).to_have_count(sum("kerp" in label.lower() for label in cities["labels"]))
    group.get_by_role("checkbox", name="Kerpen").check()
    expect(page).to_have_url(re.compile(r"\?city=de-kerpen$"))
    expect(group.get_by_role("checkbox", name="Kerpen")).to_be_focused()
    group.get_by_role("searchbox").fill("no such place")
    expect(group).to_contain_text("Nothing of this name")


def test_a_chip_takes_its_choice_back_and_hands_the_focus_on(page: Page) -> None:
    open_explore(page, "?s=workshop&topic=strategy&country=DE")
    page.get_by_role("button", name="Remove Topic: Strategy").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?s=workshop&country=DE$"))
    expect(page.get_by_role("button", name="Remove Country: Germany")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove “workshop”")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pb-total]")).to_be_focused()
    assert (shown(page)["words"], shown(page)["chips"]) == ("", 0)


def test_everything_can_be_cleared_at_once(page: Page) -> None:
    open_explore(page, "?s=workshop&topic=strategy&colour=red&sort=title")
    page.get_by_role("button", name="Clear all").click()
    expect(page).to_have_url(re.compile(r"explore/\?sort=title$"))
    assert shown(page)["chips"] == 0


def test_more_results_come_with_the_focus_on_the_first_of_them(page: Page, real_site: Path) -> None:
    total = len(table(real_site)["slugs"])
    assert total > FIRST, "the real bank has too few entries for a second page of results"
    open_explore(page)
    before = shown(page)["cards"]
    page.locator("[data-pb-foot] [data-pb-more]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pb-results] > li")).to_have_count(min(FIRST + MORE, total))
    expect(page.locator("[data-pb-results] > li").nth(FIRST).locator("a").first).to_be_focused()
    assert shown(page)["cards"][:FIRST] == before
    assert len(set(shown(page)["cards"])) == min(FIRST + MORE, total)


def test_keyboard_alone_narrows_the_bank_down(page: Page) -> None:
    open_explore(page)
    total = shown(page)["total"]
    page.locator("#pb-words").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'checkbox'"):
            break
    page.keyboard.press("Space")
    wait_until_ready(page)
    expect(page.locator("[data-pb-facet=topic] input:focus")).to_be_checked()
    assert shown(page)["total"] < total
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-pb-facet=topic] input:checked")).to_have_count(2)


def test_what_changes_is_announced(page: Page) -> None:
    open_explore(page)
    region = page.locator("[aria-live=polite]:has([data-pb-total])")
    choose(page, "topic", "strategy")
    expect(region).to_have_text(re.compile(rf"^\s*{shown(page)['total']} practices?\s*$"))


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_on_a_phone_the_facets_wait_behind_a_button(page: Page) -> None:
    open_explore(page, "?country=DE")
    opener, closer = page.locator("[data-pb-open-facets]"), page.locator("[data-pb-close-facets]")
    expect(opener).to_have_text("Filter (1)")
    expect(value(page, "topic", "strategy")).to_be_hidden()
    expect(page.locator(".pb-map")).to_be_hidden()
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    choose(page, "topic", "strategy")
    expect(closer).to_be_in_viewport()
    expect(closer).to_have_text(f"Show {shown(page)['total']} practices")
    closer.click()
    expect(value(page, "topic", "strategy")).to_be_hidden()
    expect(page.locator("[data-pb-total]")).to_be_focused()
    expect(opener).to_have_text("Filter (2)")


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_a_link_can_ask_for_the_map_on_a_phone(page: Page) -> None:
    open_explore(page)
    page.locator("[data-pb-map-toggle]").click()
    expect(page).to_have_url(re.compile(r"\?map=1$"))
    expect(page.locator(".pb-map")).to_be_visible()
    page.reload()
    wait_until_ready(page)
    expect(page.locator(".pb-map")).to_be_visible()


# --- few results, and none ------------------------------------------------------------------------------------


def test_where_nothing_fits_the_page_says_what_to_give_up(page: Page) -> None:
    open_explore(page, "?city=de-kerpen&country=FR")
    assert shown(page)["total"] == 0
    box = page.locator("[data-pb-nothing]")
    expect(box).to_contain_text("No practice fits all of this.")
    expect(box.locator(".pb-card").first).to_be_visible()
    way = box.get_by_role("button", name=re.compile("^Without Country: France"))
    promised = int(re.findall(r"\d+", way.inner_text())[0])
    way.click()
    expect(page).to_have_url(re.compile(r"\?city=de-kerpen$"))
    assert shown(page)["total"] == promised
    expect(page.locator("[data-pb-total]")).to_be_focused()


def test_a_misspelt_word_is_put_right(page: Page) -> None:
    open_explore(page, "?s=vlunteering")
    meant = page.locator("[data-pb-nothing]").get_by_role("button", name=re.compile("“Volunteering”"))
    promised = int(re.findall(r"\d+", meant.inner_text())[0])
    meant.click()
    expect(page).to_have_url(re.compile(r"\?s=Volunteering$"))
    assert shown(page)["total"] == promised > 0


# --- what does not work is said -------------------------------------------------------------------------------


@pytest.fixture
def spoilt(browser: Browser, address: str) -> Iterator[Callable[[str, Callable[[Route], Any]], Page]]:
    """A reader for whom some addresses do not work, which is not held against the page."""
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )

    def open_page(pattern: str, answer: Callable[[Route], Any]) -> Page:
        context.route(re.compile(pattern), answer)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield open_page
    context.close()


def gone(route: Route) -> None:
    route.fulfill(status=404, content_type="text/plain", body="gone")


@pytest.mark.parametrize(
    "pattern",
    [
        r"/pagefind/pagefind\.js", r"/pagefind/pagefind-entry", r"/pagefind/wasm\.", r"words\.json",
        r"/pagefind/pagefind\..*meta",
    ],
)  # fmt: skip
def test_where_words_cannot_be_searched_for_the_facets_still_work(
    spoilt: Callable[[str, Callable[[Route], Any]], Page], pattern: str
) -> None:
    page = spoilt(pattern, gone)
    open_explore(page, "?s=workshop")
    notice = page.locator("[data-pb-notices]")
    expect(notice).to_contain_text("does not take “workshop” into account")
    total = shown(page)["total"]
    choose(page, "topic", "housing")
    assert 0 < shown(page)["total"] < total
    expect(notice).to_contain_text("does not take “workshop” into account")
    page.get_by_role("button", name="Remove “workshop”").click()
    expect(notice).to_be_empty()


def test_the_search_for_words_can_be_tried_again(
    spoilt: Callable[[str, Callable[[Route], Any]], Page],
) -> None:
    broken = [True]
    page = spoilt(r"words\.json", lambda route: gone(route) if broken[0] else route.continue_())
    open_explore(page, "?s=workshop")
    total = shown(page)["total"]
    broken[0] = False
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-pb-notices]")).to_be_empty()
    assert 0 < shown(page)["total"] < total


def test_without_the_table_the_links_stay(spoilt: Callable[[str, Callable[[Route], Any]], Page]) -> None:
    broken = [True]
    page = spoilt(r"table\.json", lambda route: gone(route) if broken[0] else route.continue_())
    page.goto(EXPLORE)
    expect(page.locator("[data-pb-notices]")).to_contain_text("The filters could not be loaded.")
    expect(page.locator("#pb-facets .pb-facet__value a").first).to_be_visible()
    assert page.locator("[data-pb-results] > li").count() > 0
    broken[0] = False
    page.get_by_role("button", name="Try again").click()
    wait_until_ready(page)
    expect(page.locator("[data-pb-notices]")).to_be_empty()


def test_without_the_rest_of_the_table_what_needs_it_can_be_tried_again(
    spoilt: Callable[[str, Callable[[Route], Any]], Page],
) -> None:
    broken = [True]
    page = spoilt(r"rest\.json", lambda route: gone(route) if broken[0] else route.continue_())
    open_explore(page)
    expect(page.locator("[data-pb-map-note]")).to_contain_text("map")
    choose(page, "topic", "strategy")
    notice = page.locator("[data-pb-notices]")
    expect(notice).to_be_empty()
    page.locator("[data-pb-sort]").select_option("title")
    expect(notice).to_contain_text("could not be loaded")
    broken[0] = False
    page.get_by_role("button", name="Try again").click()
    wait_until_ready(page)
    expect(notice).to_be_empty()
    expect(value(page, "topic", "strategy")).to_be_checked()
    assert chosen(page) == {"topic": ["strategy"], "sort": ["title"]}


def test_without_a_worker_words_are_found_all_the_same(
    spoilt: Callable[[str, Callable[[Route], Any]], Page], page: Page
) -> None:
    open_explore(page, "?s=workshop")
    found = shown(page)
    alone = spoilt(r"finder-worker\.js", gone)
    open_explore(alone, "?s=workshop")
    assert shown(alone) == found
    expect(alone.locator("[data-pb-notices]")).to_be_empty()


def test_without_its_card_a_practice_is_a_link(spoilt: Callable[[str, Callable[[Route], Any]], Page]) -> None:
    page = spoilt(r"card\.json", gone)
    open_explore(page, "?sort=title")
    slugs = shown(page)["cards"]
    assert len(slugs) == len(set(slugs)) == min(FIRST, shown(page)["total"])
    plain = page.locator(".pb-card--plain")
    for index in range(plain.count()):
        expect(plain.nth(index)).to_contain_text("could not be loaded")
        expect(plain.nth(index).get_by_role("button")).to_have_count(0)
    if plain.count():
        plain.first.get_by_role("link").click()
        expect(page.locator("article.pb-practice")).to_be_visible()


def test_without_a_fragment_the_card_stays(spoilt: Callable[[str, Callable[[Route], Any]], Page]) -> None:
    page = spoilt(r"\.pf_fragment", gone)
    open_explore(page, "?s=workshop")
    assert shown(page)["total"] > 0
    card = page.locator("[data-pb-results] > li").first
    expect(card.locator(".pb-card__summary")).not_to_be_empty()
    expect(card).to_contain_text("Where the words stand could not be loaded.")


# --- the search of every page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["", "de/topics/", "practices/kerpen-integration-workshop/", EXPLORE])
def test_the_search_in_the_header_leads_into_explore(page: Page, start: str) -> None:
    page.goto(start)
    page.keyboard.press("/")
    page.keyboard.type("workshop")
    last = page.locator("[data-pb-search-all]")
    # While one types, it is that of "work".
    expect(last).to_have_attribute("href", re.compile(r"\?s=workshop$"))
    number = int(re.findall(r"\d+", last.inner_text())[0])
    last.click()
    expect(page).to_have_url(re.compile(r"/explore/\?s=workshop$"))
    expect(page.locator("dialog.pb-search")).to_be_hidden()
    assert shown(page)["total"] == number
    expect(page.locator("#pb-words")).to_have_value("workshop")


@pytest.mark.parametrize("start", ["", EXPLORE])
def test_enter_takes_the_words_into_explore(page: Page, start: str) -> None:
    page.goto(start)
    page.keyboard.press("/")
    page.keyboard.type("workshop")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/explore/\?s=workshop$"))
    assert shown(page)["total"] > 0


# --- axe ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "context", READERS, indirect=True, ids=lambda reader: f"{reader['viewport']['width']}-{reader['scheme']}"
)
@pytest.mark.parametrize(
    "search", ["?s=Integration&topic=strategy&map=1", "?city=de-kerpen&country=FR&topic=weg", "?s=qqqqq"]
)
def test_explore_has_no_violation(page: Page, search: str) -> None:
    open_explore(page, search, language="de/")
    if page.locator("[data-pb-open-facets]").is_visible():
        page.locator("[data-pb-open-facets]").click()
    page.evaluate("document.querySelectorAll('.pb-facet').forEach((facet) => (facet.open = true))")
    page.evaluate("document.querySelectorAll('.pb-facet [data-pb-more]').forEach((more) => more.click())")
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


@pytest.mark.parametrize(
    "context", [{"viewport": {"width": width, "height": 740}} for width in (320, 360, 768)], indirect=True
)
@pytest.mark.parametrize(
    "search", ["", "?s=Integration&topic=strategy&map=1", "?city=de-kerpen&country=FR&topic=weg"]
)
def test_explore_is_not_wider_than_the_window(page: Page, search: str) -> None:
    open_explore(page, search, language="de/")
    page.locator("[data-pb-open-facets]").click()
    page.evaluate("document.querySelectorAll('.pb-facet').forEach((facet) => (facet.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


# --- pages that are put in each other's place -----------------------------------------------------------------


class BuiltLater(SiteHandler):
    """Serves a site from the moment it is there: its build has to know the port."""

    def end_headers(self) -> None:
        if (Path(self.directory) / HOSTS_FILE).is_file():
            super().end_headers()


@pytest.fixture(scope="module", params=["instant", "plain"])
def swapping(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose pages Material swaps, and of the same without."""
    root = tmp_path_factory.mktemp(request.param)
    handler = functools.partial(BuiltLater, directory=str(root / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    place = site_of_fixtures(root / "bank")
    settings = (place.root / "mkdocs.yml").read_text("utf-8")
    features = "features: [navigation.instant]" if request.param == "instant" else "features: []"
    settings = re.sub(r"site_url: .*", f"site_url: {address}", settings)
    settings = settings.replace("font: false", f"font: false, {features}")
    (place.root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(place, site_dir=root / "site")
    yield address
    server.shutdown()
    server.server_close()
    shutil.rmtree(root)


@pytest.fixture
def swapped(browser: Browser, swapping: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        base_url=swapping, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    watch = Watch(context, swapping)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()
    assert watch.problems == []


def go(page: Page, name: str) -> None:
    page.locator(".pb-header .pb-nav").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_have_text(name)
    page.wait_for_load_state()


def test_every_part_works_from_page_to_page(swapped: Page) -> None:
    page = swapped
    page.goto("")
    page.evaluate("window.sameDocument = true")
    instant = page.evaluate("'document$' in window")
    go(page, "Explore")
    assert page.evaluate("window.sameDocument === true") is instant
    everything = shown(page)
    choose(page, "topic", "language")
    narrowed = shown(page)
    assert narrowed["total"] < everything["total"]
    page.locator("[data-pb-results] .pb-card__title a").first.click()
    expect(page.locator("article.pb-practice")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-pb-explore]")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/explore/\?topic=language$"))
    assert shown(page) == narrowed
    page.go_back()
    expect(value(page, "topic", "language")).not_to_be_checked()
    assert shown(page) == everything
    go(page, "Topics")
    go(page, "Explore")
    choose(page, "topic", "language")
    assert shown(page) == narrowed, "nothing counts twice after another mount"


def test_the_frame_knows_which_page_it_stands_around(swapped: Page) -> None:
    page = swapped
    page.goto("topics/language/")
    for name in ("Explore", "Topics"):
        go(page, name)
        expect(page.locator(".pb-header .pb-nav [aria-current]")).to_have_text(name)
        path = urlsplit(page.url).path
        language = page.locator(".pb-header .pb-language:visible")
        expect(language).to_have_js_property("pathname", f"/de{path}")
        language.click()
        expect(page).to_have_url(re.compile(f"/de{path}$"))
        page.go_back()
        expect(page.locator("h1")).to_have_text(name)


def test_the_search_works_from_page_to_page(swapped: Page) -> None:
    page = swapped
    page.goto("topics/language/")
    go(page, "Topics")
    for start in ("Explore", "Topics"):
        go(page, start)
        page.keyboard.press("/")
        page.keyboard.type("language")
        expect(page.locator(".pb-search__results a").first).to_be_visible()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/explore/\?s=language$"))
        expect(page.locator("dialog.pb-search")).to_be_hidden()
        assert shown(page)["total"] > 0
    page.keyboard.press("/")
    page.keyboard.type("language")
    page.locator(".pb-search__results a").first.click()
    expect(page.locator("dialog.pb-search")).to_be_hidden()
    expect(page.locator("[data-pb-explore]")).to_have_count(0)
