"""Practices on a shortlist, and side by side: by mouse, by keyboard, on paper, and where something is missing."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from .conftest import DESKTOP, PHONE
from .test_accessibility import READERS, violations

pytestmark = pytest.mark.browser

KEY = "practice-bank.shortlist"
BIFI, KERPEN, HESSE, WEBINAR = (
    "darmstadt-bifi",
    "kerpen-integration-workshop",
    "hessen-modellregionen-integration",
    "webinar-kerpen-2009",
)
UNTRANSLATED = "copenhagen-host-programme"
"""An entry without a German text."""
GONE = "practices/refugee-integration-23-cities/"
NOW_AT = "ankommen-in-deutschland-23-cities"
A4_LANDSCAPE = (842, 595)
"""In points."""


def compare(*slugs: str, prefix: str = "") -> str:
    """The address of a comparison."""
    return f"{prefix}compare/" + ("?" + "&".join(f"p={slug}" for slug in slugs) if slugs else "")


def kept(page: Page) -> list[str]:
    """What the browser keeps as the reader's shortlist."""
    stored = page.evaluate("key => localStorage.getItem(key)", KEY)
    return list(json.loads(stored or "[]"))


def keep(page: Page, *slugs: str) -> None:
    """Put practices on the reader's shortlist before a page is opened."""
    page.goto("rules/")
    page.evaluate("([key, slugs]) => localStorage.setItem(key, JSON.stringify(slugs))", [KEY, slugs])


def row(page: Page, name: str) -> Locator:
    """The row of a field, by its name."""
    return page.locator(f"tr[data-pb-row='{name}']")


def columns(page: Page) -> list[str]:
    """The places of the columns, from left to right."""
    expect(page.locator(".pb-compare__head").first).to_be_visible()
    return page.locator(".pb-compare__head .pb-compare__place").all_inner_texts()


# --- the shortlist ------------------------------------------------------------------------------------------


def test_a_practice_is_put_on_the_shortlist_and_taken_off(page: Page) -> None:
    page.goto(f"practices/{BIFI}/")
    link = page.locator("[data-pb-shortlist-link]")
    expect(link).to_be_hidden()
    button = page.locator(".pb-title-line").get_by_role("button", name="Shortlist")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-pb-shortlist-status]")).to_have_text(
        "Added. There are 1 on your shortlist now."
    )
    expect(link).to_have_text(re.compile(r"Shortlist\s*\(1\)"))
    assert kept(page) == [BIFI]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(link).to_be_hidden()
    assert kept(page) == []


def test_a_button_says_which_practice_it_is_for(page: Page) -> None:
    page.goto("topics/participation/")
    for card in page.locator(".pb-card").all():
        title = card.locator(".pb-card__title").inner_text()
        name = card.get_by_role("button").text_content() or ""
        assert " ".join(name.split()) == f"Shortlist: {title}"


def test_a_card_opens_its_practice_beside_its_button(page: Page) -> None:
    page.goto("topics/participation/")
    page.locator(".pb-card").first.get_by_role("button").click()
    expect(page).to_have_url(re.compile("/topics/participation/$"))
    page.locator(".pb-card").first.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/practices/"))


def test_another_tab_follows(page: Page, context: BrowserContext) -> None:
    page.goto(f"practices/{BIFI}/")
    other = context.new_page()
    other.goto(f"de/practices/{BIFI}/")
    other.locator(".pb-title-line button").click()
    expect(page.locator(".pb-title-line button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-pb-shortlist-count]")).to_have_text("1")


def test_a_blocked_storage_is_survived_and_said(page: Page) -> None:
    # Only the shortlist's own key, because the theme's script would complain of a storage that is blocked as a whole.
    page.add_init_script(
        "for (const name of ['getItem', 'setItem']) {"
        " const real = Storage.prototype[name];"
        " Storage.prototype[name] = function (key, ...more) {"
        f" if (key === '{KEY}') throw new DOMException('no', 'SecurityError');"
        " return real.call(this, key, ...more); }; }"
    )
    page.goto(f"practices/{BIFI}/")
    page.locator(".pb-title-line button").click()
    expect(page.locator(".pb-title-line button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-pb-shortlist-status]")).to_contain_text("does not let this site keep anything")
    page.goto(compare(BIFI, KERPEN))
    assert columns(page) == ["Darmstadt", "Kerpen"]


def test_a_broken_storage_is_an_empty_one(page: Page) -> None:
    page.goto("rules/")
    page.evaluate("key => localStorage.setItem(key, '{broken')", KEY)
    page.goto(compare())
    expect(page.get_by_role("heading", name="Nothing is chosen yet")).to_be_visible()


# --- choosing -----------------------------------------------------------------------------------------------


def test_the_shortlist_leads_to_a_comparison(page: Page) -> None:
    keep(page, BIFI, KERPEN)
    page.goto("")
    page.locator("[data-pb-shortlist-link]").click()
    expect(page.get_by_role("checkbox", name=re.compile("BIFI"))).to_be_checked()
    page.get_by_role("button", name="Compare them").click()
    expect(page).to_have_url(re.compile(re.escape(compare(BIFI, KERPEN)) + "$"))
    assert columns(page) == ["Darmstadt", "Kerpen"]
    page.go_back()
    expect(page.get_by_role("button", name="Compare them")).to_be_visible()


def test_more_than_four_are_chosen_from(page: Page) -> None:
    keep(page, BIFI, KERPEN, HESSE, WEBINAR, NOW_AT)
    page.goto(compare(BIFI, KERPEN, HESSE, WEBINAR, NOW_AT))
    expect(page.locator(".pb-compare__status")).to_contain_text("At most four fit side by side")
    expect(page.locator(".pb-choose :checked")).to_have_count(4)
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Compare them").click()
    expect(page.locator(".pb-choose__message")).to_have_text("Please choose two, three or four practices.")
    expect(page.get_by_role("checkbox").first).to_be_focused()


def test_keyboard_alone_chooses_arranges_and_removes(page: Page) -> None:
    keep(page, BIFI, KERPEN, HESSE)
    page.goto(compare())
    page.get_by_role("checkbox", name=re.compile("BIFI")).focus()
    page.keyboard.press("Enter")
    assert columns(page) == ["Darmstadt", "Kerpen", "Wiesbaden"]
    page.get_by_role("button", name=re.compile("^Move back: BIFI")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pb-compare__status")).to_contain_text("is now in place 2")
    expect(page.get_by_role("button", name=re.compile("^Move back: BIFI"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Move forward: BIFI"))).to_be_focused()
    assert columns(page) == ["Kerpen", "Wiesbaden", "Darmstadt"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".pb-compare__status")).to_contain_text("no longer in the comparison")
    expect(page.get_by_role("button", name=re.compile("^Remove from the comparison: Hesse"))).to_be_focused()
    expect(page).to_have_url(re.compile(re.escape(compare(KERPEN, HESSE)) + "$"))
    assert kept(page) == [BIFI, KERPEN, HESSE]


# --- the comparison -----------------------------------------------------------------------------------------


def test_a_shared_link_shows_its_set_and_leaves_the_shortlist_alone(page: Page) -> None:
    keep(page, HESSE)
    page.goto(compare(BIFI, KERPEN))
    assert columns(page) == ["Darmstadt", "Kerpen"]
    assert kept(page) == [HESSE]
    page.get_by_role("button", name="Keep these on my shortlist").click()
    assert kept(page) == [HESSE, BIFI, KERPEN]
    expect(page.get_by_role("button", name="Keep these on my shortlist")).to_be_hidden()
    page.reload()
    assert columns(page) == ["Darmstadt", "Kerpen"]


def test_the_other_language_compares_the_same(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN))
    assert columns(page) == ["Darmstadt", "Kerpen"]
    page.locator(".pb-header .pb-language:visible").click()
    expect(page).to_have_url(re.compile(rf"/de/compare/\?p={BIFI}&p={KERPEN}$"))
    assert columns(page) == ["Darmstadt", "Kerpen"]


def test_the_same_fields_stand_in_rows(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN))
    expect(page.get_by_role("table")).to_be_visible()
    for name, first, second in [
        ("where", "Kranichstein", "North Rhine-Westphalia"),
        ("scope", "Neighbourhood", "City"),
        ("duration", "about 2 years and 10 months", "no end is given"),
        ("results-count", "9 figures", "3 figures"),
        ("total", "about €153,500", "Cannot be compared: not all sums are known."),
        ("per-year", "about €54,300", "Cannot be compared"),
        ("per-person", "several figures count people", "Cannot be compared"),
    ]:
        cells = row(page, name).get_by_role("cell")
        expect(cells).to_have_count(2)
        expect(cells.nth(0)).to_contain_text(first)
        expect(cells.nth(1)).to_contain_text(second)


def test_who_took_it_over_stands_in_a_row(page: Page) -> None:
    page.goto(compare(BIFI, HESSE))
    cells = row(page, "transfer").get_by_role("cell")
    expect(cells.nth(0)).to_contain_text("not given")
    expect(cells.nth(1)).to_contain_text("Other municipalities, through a handbook")


def test_every_row_and_column_has_a_head(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN, HESSE, WEBINAR))
    expect(page.get_by_role("columnheader")).to_have_count(5)
    rows = page.locator("tbody tr[data-pb-row]")
    assert rows.count() >= 25
    for index in range(rows.count()):
        expect(rows.nth(index).get_by_role("rowheader")).to_have_count(1)
        expect(rows.nth(index).get_by_role("cell")).to_have_count(4)


def test_shared_topics_are_told_in_words_too(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN))
    first = row(page, "topics").get_by_role("cell").first
    expect(first.get_by_role("listitem").filter(has_text="Participation")).to_contain_text("(in all)")
    expect(first.get_by_role("listitem").filter(has_text="Volunteering")).to_contain_text("(only here)")


def test_only_what_differs_can_be_shown(page: Page) -> None:
    page.goto(compare(KERPEN, WEBINAR))
    expect(row(page, "population")).to_be_visible()
    expect(row(page, "population")).to_contain_text("the same in all")
    toggle = page.get_by_role("button", name="Only what differs")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(row(page, "population")).to_be_hidden()
    expect(row(page, "scope")).to_be_visible()
    toggle.click()
    expect(row(page, "population")).to_be_visible()


def test_figures_share_a_row_only_where_they_count_the_same(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN))
    expect(row(page, "shared")).to_have_count(0)
    expect(row(page, "results")).to_contain_text("No two of these practices count the same thing")
    expect(row(page, "results").get_by_role("cell").first).to_contain_text("52 people")

    def same_figure(route: Route) -> None:
        page_of = route.fetch()
        html = page_of.text()
        found = re.search(r'data-pb-measure="(\w+)"', html)
        assert found
        route.fulfill(response=page_of, body=html.replace(found[1], "sharedmeasure"))

    page.route(re.compile(f"/practices/({BIFI}|{KERPEN})/$"), same_figure)
    page.goto(compare(BIFI, KERPEN))
    expect(row(page, "shared")).to_have_count(1)
    expect(row(page, "shared").get_by_role("rowheader")).to_contain_text("Residents who took part")
    expect(row(page, "shared").get_by_role("cell").first).to_contain_text("52 people")
    expect(row(page, "shared").get_by_role("cell").last).to_contain_text("40 people")
    expect(row(page, "results").get_by_role("cell").first).not_to_contain_text("52 people")


def test_different_currencies_are_pointed_out_and_not_converted(page: Page) -> None:
    def with_a_total_in_francs(route: Route) -> None:
        answer = route.fetch()
        total = 'data-pb-fact="money" data-pb-amount="90000" data-pb-currency="CHF"'
        html, times = re.subn('data-pb-fact="money"', total, answer.text())
        assert times == 1
        route.fulfill(response=answer, body=html)

    note = page.locator("[data-pb-note=currencies]")
    page.goto(compare(BIFI, KERPEN))
    expect(row(page, "total").get_by_role("cell").first).to_contain_text("€153,500")
    expect(note).to_be_hidden()
    page.route(re.compile(f"/practices/{KERPEN}/$"), with_a_total_in_francs)
    page.goto(compare(BIFI, KERPEN))
    expect(row(page, "total").get_by_role("cell").last).to_contain_text(re.compile("CHF.?90,000"))
    expect(note).to_contain_text("They are not converted")


def test_links_lead_from_here_where_they_led_from_there(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN, prefix="de/"))
    expect(page.locator("tbody a").first).to_be_visible()
    there = page.locator("tbody a[href^='http://127']").evaluate_all("links => links.map(link => link.href)")
    assert len(there) > 10
    assert page.locator("tbody a:not([href])").count() == 0
    for address in sorted({link.split("#")[0] for link in there}):
        assert "/de/" in address
        assert page.request.get(address).ok, address


def test_a_title_that_is_not_translated_keeps_its_language(page: Page) -> None:
    page.goto(compare(BIFI, UNTRANSLATED, prefix="de/"))
    heads = page.locator(".pb-compare__head a")
    expect(heads.nth(1)).to_have_attribute("lang", "en")
    assert heads.nth(0).get_attribute("lang") is None


def test_a_former_address_leads_to_the_practice(page: Page) -> None:
    page.goto(compare("refugee-integration-23-cities", BIFI))
    expect(page.locator(".pb-compare__head a").first).to_have_attribute("href", re.compile(f"/{NOW_AT}/$"))


@pytest.fixture
def forgiving(page: Page) -> Page:
    """A page on which what is missing does not count as a fault of the site: the test has made it so."""
    page.route(
        re.compile("/practices/no-such/"), lambda route: route.fulfill(status=200, body="<p>not here</p>")
    )
    return page


def test_an_unknown_practice_is_named_and_the_others_stay(forgiving: Page) -> None:
    forgiving.goto(compare(BIFI, "no-such", KERPEN, "NOT A SLUG"))
    expect(forgiving.get_by_role("alert")).to_contain_text("no practice “no-such”")
    expect(forgiving.get_by_role("alert")).to_contain_text("no practice “NOT A SLUG”")
    assert columns(forgiving) == ["Darmstadt", "Kerpen"]


def test_a_practice_that_cannot_be_loaded_says_so_in_its_column(page: Page) -> None:
    page.add_init_script(
        "const real = window.fetch; let failed = false;"
        f"window.fetch = (address, ...more) => !failed && String(address).includes('{KERPEN}')"
        " ? (failed = true, Promise.reject(new TypeError('offline'))) : real(address, ...more);"
    )
    page.goto(compare(BIFI, KERPEN))
    expect(row(page, "where").get_by_role("cell").last).to_contain_text("could not be loaded")
    expect(row(page, "where").get_by_role("cell").first).to_contain_text("Darmstadt")
    page.get_by_role("button", name="Try again").click()
    expect(row(page, "where").get_by_role("cell").last).to_contain_text("Kerpen")


def test_the_link_is_copied_or_offered_for_copying(page: Page, context: BrowserContext) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(compare(BIFI, KERPEN))
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("Link to this comparison")
    expect(field).to_be_focused()
    expect(field).to_have_value(page.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    other = context.new_page()
    other.goto(compare(BIFI, KERPEN))
    other.get_by_role("button", name="Copy link").click()
    expect(other.locator(".pb-compare__status")).to_have_text("The link to this comparison is copied.")
    assert other.evaluate("navigator.clipboard.readText()") == other.url


@pytest.mark.parametrize("context", [{"viewport": viewport} for viewport in (PHONE, DESKTOP)], indirect=True)
@pytest.mark.parametrize("slugs", [(BIFI, KERPEN), (BIFI, KERPEN, HESSE, WEBINAR)], ids=len)
@pytest.mark.parametrize("prefix", ["", "de/"])
def test_no_comparison_is_wider_than_the_window(page: Page, slugs: tuple[str, ...], prefix: str) -> None:
    page.goto(compare(*slugs, prefix=prefix))
    expect(page.locator(".pb-compare__head").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_a_phone_shows_whose_each_cell_is_and_keeps_the_table(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN))
    cells = row(page, "scope").get_by_role("cell")
    expect(cells).to_have_count(2)
    expect(cells.last.locator(".pb-compare__name")).to_be_visible()
    expect(cells.last.locator(".pb-compare__name")).to_have_text(re.compile("2 Kerpen"))
    expect(page.get_by_role("columnheader")).to_have_count(3)
    first, last = (cells.nth(index).bounding_box() for index in (0, 1))
    assert first and last and last["y"] >= first["y"] + first["height"]


@pytest.mark.parametrize("slugs", [(BIFI, KERPEN), (BIFI, KERPEN, HESSE, WEBINAR)], ids=len)
def test_on_paper_it_is_a4_landscape_with_every_column(
    page: Page, slugs: tuple[str, ...], tmp_path: Path
) -> None:
    page.goto(compare(*slugs))
    expect(page.locator(".pb-compare__head")).to_have_count(len(slugs))
    page.emulate_media(media="print")
    expect(page.locator(".pb-compare__tools")).to_be_hidden()
    page.set_viewport_size({"width": 1032, "height": 700})
    width = page.locator(".pb-compare__table").bounding_box()
    heads = [head.bounding_box() for head in page.locator(".pb-compare__head").all()]
    assert width and width["x"] + width["width"] <= 1032
    assert all(head and head["width"] > 100 for head in heads)
    written = page.pdf(prefer_css_page_size=True)
    boxes = {
        tuple(round(float(side)) for side in box)
        for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", written)
    }
    assert boxes == {A4_LANDSCAPE}


@pytest.mark.parametrize(
    "context", READERS, indirect=True, ids=lambda reader: f"{reader['viewport']['width']}-{reader['scheme']}"
)
@pytest.mark.parametrize(
    "slugs", [(), (BIFI,), (BIFI, KERPEN), (BIFI, KERPEN, HESSE, WEBINAR)], ids=lambda slugs: str(len(slugs))
)
def test_no_state_has_a_violation(page: Page, slugs: tuple[str, ...]) -> None:
    page.goto(compare(*slugs, prefix="de/"))
    ready = {0: ".pb-empty", 1: ".pb-choose"}.get(len(slugs), ".pb-compare__head")
    expect(page.locator(ready).first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("context", [{"scripts": False}], indirect=True)
def test_without_scripts_nothing_dead_is_shown_and_the_way_on_is(page: Page) -> None:
    page.goto(compare(BIFI, KERPEN))
    expect(page.locator(".pb-compare .pb-notice")).to_contain_text("needs JavaScript")
    expect(page.locator(".pb-compare button:visible")).to_have_count(0)
    page.get_by_role("link", name="Choose practices in Explore").click()
    expect(page.locator("h1")).to_have_text("Explore")
    expect(page.locator(".pb-shortlist:visible")).to_have_count(0)
