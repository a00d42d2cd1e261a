"""The worksheet: filled by mouse and by keyboard, shared as a link, kept in the browser, and printed without loss."""

import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from .conftest import DESKTOP, PHONE
from .test_accessibility import READERS, violations
from .test_compare import BIFI, GONE, HESSE, KERPEN, NOW_AT, WEBINAR
from .test_compare import keep as keep_shortlist

pytestmark = pytest.mark.browser

KEY = "practice-bank.worksheet"
EIGHT = (
    BIFI,
    KERPEN,
    HESSE,
    WEBINAR,
    NOW_AT,
    "mimi-health-mediators",
    "bertelsmann-integration-workshops",
    "integration-competition-2005",
)
NINE = (*EIGHT, "zusammenleben-hand-in-hand-contest")
A4 = (595, 842)
"""In points."""
EVIL = '<img src=x onerror="alert(1)">'
NARROW = {"width": 320, "height": 640}


def worksheet(*slugs: str, prefix: str = "", **texts: str) -> str:
    """The address of a sheet."""
    asked = [f"p={slug}" for slug in slugs] + [f"{name}={text}" for name, text in texts.items()]
    return f"{prefix}workshop/worksheet/" + ("?" + "&".join(asked) if asked else "")


def own(page: Page) -> str:
    """What the browser keeps as the reader's own sheet."""
    return str(page.evaluate("key => localStorage.getItem(key) ?? ''", KEY))


def keep_own(page: Page, search: str) -> None:
    """Let the reader have a sheet before a page is opened."""
    page.goto("rules/")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, search])


def on_sheet(page: Page) -> list[str]:
    """The titles of the practices on the sheet, in their order, once all are there."""
    expect(page.locator(".pb-worksheet__status")).not_to_be_empty()
    expect(page.locator("[data-pb-slot=problem]:visible")).to_have_count(0)
    return page.locator(".pb-block:not(.pb-block--blank) .pb-block__title").all_inner_texts()


def asked(page: Page) -> dict[str, list[str]]:
    """What the address holds."""
    return parse_qs(urlsplit(page.url).query)


def status(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator(".pb-worksheet__status")).to_contain_text(text)


# --- the address, and what the browser keeps ----------------------------------------------------------------


def test_an_empty_sheet_offers_the_ways_to_fill_it(page: Page) -> None:
    keep_shortlist(page, BIFI, KERPEN)
    page.goto(worksheet())
    expect(page.get_by_text("No practice is on the sheet yet.")).to_be_visible()
    expect(page.get_by_label("Add a practice")).to_be_visible()
    expect(page.get_by_role("link", name="Choose practices in Explore")).to_be_visible()
    page.get_by_role("button", name="Take over 2 from my shortlist").click()
    titles = on_sheet(page)
    assert len(titles) == 2
    assert "BIFI" in titles[0]
    assert asked(page)["p"] == [BIFI, KERPEN]
    expect(page.get_by_role("button", name=re.compile("from my shortlist"))).to_be_hidden()


def test_the_address_holds_all_of_it(page: Page) -> None:
    page.goto(worksheet())
    page.get_by_label("Town").fill("Bad Nauheim")
    page.get_by_label("Date").fill("14 and 15 May 2027")
    page.get_by_label("Title", exact=True).fill("Two days for all of us")
    page.get_by_label("Add a practice").fill("BIFI paired")
    page.keyboard.press("Enter")
    status(page, "is on the sheet now, in place 1")
    expect(page.get_by_label("Add a practice")).to_be_focused()
    expect(page.get_by_label("Add a practice")).to_have_value("")
    assert asked(page) == {
        "p": [BIFI],
        "title": ["Two days for all of us"],
        "town": ["Bad Nauheim"],
        "date": ["14 and 15 May 2027"],
    }
    address = page.url
    page.goto("about/")
    page.evaluate("localStorage.clear()")
    page.goto(address)
    assert len(on_sheet(page)) == 1
    expect(page.locator("#sheet")).to_have_text("Two days for all of us")
    expect(page.locator("[data-pb-slot=town]")).to_have_text("Bad Nauheim")
    expect(page.locator("[data-pb-slot=date]")).to_have_text("14 and 15 May 2027")
    expect(page.get_by_label("Town")).to_have_value("Bad Nauheim")


def test_a_sheet_that_somebody_sent_is_the_same_in_the_other_language(page: Page) -> None:
    page.goto(worksheet(BIFI))
    assert len(on_sheet(page)) == 1
    page.locator(".pb-header .pb-language:visible").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/de/workshop/worksheet/"))
    assert asked(page) == {"p": [BIFI]}
    assert len(on_sheet(page)) == 1


def test_the_last_sheet_is_there_again(page: Page) -> None:
    page.goto(worksheet())
    page.get_by_label("Add a practice").fill(f"https://bank.example/practices/{KERPEN}/")
    page.get_by_role("button", name="Add to the sheet").click()
    status(page, "in place 1")
    page.get_by_label("Town").fill("Kiel")
    page.get_by_label("Town").blur()
    assert own(page) == f"?p={KERPEN}&town=Kiel"
    page.goto(worksheet())
    status(page, "This is the sheet that you last worked on.")
    assert asked(page) == {"p": [KERPEN], "town": ["Kiel"]}
    page.goto(worksheet(prefix="de/"))
    status(page, "Das ist das Blatt, an dem Sie zuletzt gearbeitet haben.")
    assert asked(page) == {"p": [KERPEN], "town": ["Kiel"]}


def test_back_brings_back_what_was_removed(page: Page) -> None:
    page.goto(worksheet(BIFI, KERPEN))
    assert len(on_sheet(page)) == 2
    page.get_by_role("button", name=re.compile("^Remove from the sheet: BIFI")).click()
    status(page, "is no longer on the sheet")
    assert own(page) == f"?p={KERPEN}"
    page.get_by_role("button", name="Start anew").click()
    status(page, "The sheet is empty.")
    assert own(page) == ""
    expect(page.locator(".pb-block--blank")).to_have_count(8)
    page.go_back()
    page.go_back()
    status(page, "2 practices on the sheet")
    assert asked(page)["p"] == [BIFI, KERPEN]


def test_a_link_never_takes_the_place_of_the_readers_own_unasked(page: Page) -> None:
    keep_own(page, f"?p={HESSE}&town=Kiel")
    page.goto(worksheet(BIFI, KERPEN, town="Bonn"))
    assert len(on_sheet(page)) == 2
    notice = page.locator("[data-pb-part=shared]")
    expect(notice).to_contain_text("your own sheet is kept: Kiel, 1 practice on the sheet.")
    page.get_by_role("button", name=re.compile("^Remove from the sheet: BIFI")).click()
    page.get_by_label("Town").fill("Bonn am Rhein")
    page.get_by_label("Town").blur()
    assert asked(page) == {"p": [KERPEN], "town": ["Bonn am Rhein"]}
    assert own(page) == f"?p={HESSE}&town=Kiel"
    page.get_by_role("button", name="Back to my own").click()
    status(page, "This is the sheet that you last worked on.")
    assert asked(page) == {"p": [HESSE], "town": ["Kiel"]}
    expect(notice).to_be_hidden()
    page.go_back()
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Keep this as mine").click()
    status(page, "This sheet is yours now.")
    expect(notice).to_be_hidden()
    assert own(page) == f"?p={KERPEN}&town=Bonn+am+Rhein"


def test_a_blocked_storage_is_survived(page: Page) -> None:
    page.add_init_script(
        "for (const name of ['getItem', 'setItem']) {"
        " const real = Storage.prototype[name];"
        " Storage.prototype[name] = function (key, ...more) {"
        f" if (key === '{KEY}') throw new DOMException('no', 'SecurityError');"
        " return real.call(this, key, ...more); }; }"
    )
    page.goto(worksheet(BIFI, KERPEN))
    assert len(on_sheet(page)) == 2
    page.get_by_role("button", name=re.compile("^Move back: BIFI")).click()
    assert asked(page)["p"] == [KERPEN, BIFI]
    page.reload()
    assert "BIFI" in on_sheet(page)[1]


def test_what_somebody_writes_into_an_address_is_text_only(page: Page) -> None:
    page.goto(worksheet(BIFI, town=EVIL, title=EVIL + "x" * 200, date="%E2%80%AEabc"))
    assert len(on_sheet(page)) == 1
    expect(page.locator("[data-pb-slot=town]")).to_have_text(EVIL)
    assert len(page.locator("#sheet").inner_text()) == 80
    expect(page.locator("[data-pb-slot=date]")).to_have_text("abc")
    assert page.locator(".pb-worksheet img").count() == 0


# --- choosing -----------------------------------------------------------------------------------------------


def test_more_than_eight_are_chosen_from(page: Page) -> None:
    keep_own(page, f"?p={HESSE}")
    page.goto(worksheet(*NINE, town="Bonn"))
    status(page, "That would be 9 practices. Eight fit on a sheet: choose which to leave out.")
    expect(page.locator(".pb-sheet")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep this as mine")).to_be_hidden()
    expect(page.locator(".pb-choose :checked")).to_have_count(8)
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Put them on the sheet").click()
    expect(page.locator(".pb-choose__message")).to_have_text("Please choose one to eight practices.")
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Put them on the sheet").click()
    status(page, "8 practices on the sheet")
    assert asked(page) == {"p": list(NINE[1:]), "town": ["Bonn"]}
    expect(page.get_by_role("button", name="Keep this as mine")).to_be_visible()
    assert own(page) == f"?p={HESSE}"


def test_a_long_shortlist_is_chosen_from_or_left(page: Page) -> None:
    keep_shortlist(page, *NINE)
    page.goto(worksheet(BIFI))
    assert len(on_sheet(page)) == 1
    page.get_by_role("button", name="Take over 8 from my shortlist").click()
    status(page, "That would be 9 practices.")
    page.get_by_role("button", name="Leave the sheet as it is").click()
    status(page, "1 practice on the sheet")
    assert asked(page)["p"] == [BIFI]
    expect(page.locator(".pb-choose")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("xyzzyqwv", "No practice fits “xyzzyqwv”."),
        ("integration", "Several practices fit “integration”."),
        ("BIFI paired", "is on the sheet already."),
    ],
)
def test_a_title_that_cannot_be_added_says_why(page: Page, typed: str, says: str) -> None:
    page.goto(worksheet(BIFI))
    assert len(on_sheet(page)) == 1
    page.get_by_label("Add a practice").fill(typed)
    page.keyboard.press("Enter")
    status(page, says)
    expect(page.get_by_label("Add a practice")).to_be_focused()
    assert asked(page)["p"] == [BIFI]


def test_a_ninth_is_not_added(page: Page) -> None:
    page.goto(worksheet(*EIGHT))
    assert len(on_sheet(page)) == 8
    page.get_by_label("Add a practice").fill(NINE[-1])
    page.keyboard.press("Enter")
    status(page, "Eight practices are on the sheet. Remove one first.")


def test_titles_are_suggested_while_somebody_types(page: Page) -> None:
    page.goto(worksheet(prefix="de/"))
    page.get_by_label("Ein Praxisbeispiel hinzufügen").click()
    page.keyboard.type("kerpen")
    options = page.locator("#sheet-titles option")
    expect(options.first).to_have_attribute("value", re.compile("Kerpen"))
    assert 1 < options.count() <= 12


def test_keyboard_alone_adds_arranges_and_removes(page: Page) -> None:
    page.goto(worksheet(BIFI, KERPEN, HESSE))
    assert len(on_sheet(page)) == 3
    page.get_by_role("button", name=re.compile("^Move back: BIFI")).focus()
    page.keyboard.press("Enter")
    status(page, "is now in place 2")
    expect(page.get_by_role("button", name=re.compile("^Move back: BIFI"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Move forward: BIFI"))).to_be_focused()
    assert asked(page)["p"] == [KERPEN, HESSE, BIFI]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    status(page, "is no longer on the sheet")
    expect(page.get_by_role("button", name=re.compile("^Remove from the sheet: Hesse"))).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Add a practice")).to_be_focused()
    assert asked(page) == {}


# --- what stands on the sheet -------------------------------------------------------------------------------


def test_a_block_says_what_the_practices_page_says(page: Page) -> None:
    page.goto(worksheet(BIFI))
    assert len(on_sheet(page)) == 1
    for name, said in [
        ("where", "Darmstadt, Kranichstein"),
        ("population", "about 167,000"),
        ("when", "2012"),
        ("did", "76 nationalities"),
        ("came", "52 people Residents who took part"),
        ("came", "5 more on its page"),
        ("cost", "about €153,500"),
        ("difficult", "Locals complained"),
        ("ask", "Diakonisches Werk"),
        ("page", f"/practices/{BIFI}/"),
    ]:
        expect(page.locator(f"[data-pb-slot={name}]").first).to_contain_text(said)
    expect(page.locator(".pb-block .pb-cite")).to_have_count(0)
    expect(page.locator(".pb-sheet__contents li")).to_have_text(re.compile("BIFI.*, Darmstadt"))


def test_figures_keep_their_dates(page: Page) -> None:
    page.goto(worksheet(KERPEN))
    assert len(on_sheet(page)) == 1
    expect(page.locator("[data-pb-slot=came]")).to_contain_text(re.compile("40 people .*, September 2008"))


def test_an_untranslated_practice_keeps_its_language(page: Page) -> None:
    page.goto("de/explore/?lang=en")
    slugs = page.evaluate(
        "fetch('table.json').then(answer => answer.json()).then(table => {"
        " const facet = table.facets.language; const english = facet.values.indexOf('en');"
        " return table.slugs.filter((slug, row) => [facet.rows[row]].flat().join() === String(english)); })"
    )
    page.goto(worksheet(slugs[0], prefix="de/"))
    assert len(on_sheet(page)) == 1
    expect(page.locator(".pb-block__title a")).to_have_attribute("lang", "en")
    expect(page.locator("[data-pb-slot=did] p")).to_have_attribute("lang", "en")


def test_an_unknown_practice_is_named_in_its_block_and_the_others_stay(page: Page) -> None:
    page.route(
        re.compile("/practices/no-such/"), lambda route: route.fulfill(status=200, body="<p>not here</p>")
    )
    page.goto(worksheet(BIFI, "no-such", KERPEN, "NOT%20A%20SLUG"))
    status(page, "3 practices on the sheet")
    block = page.locator(".pb-block").nth(1)
    expect(block).to_contain_text("There is no practice “no-such” in this bank.")
    expect(block.locator("dl").first).to_be_hidden()
    expect(block).to_contain_text("What fits us?")
    expect(page.get_by_role("alert")).to_contain_text("no practice “NOT A SLUG”")
    expect(page.locator("[data-pb-slot=where]").last).to_contain_text("Kerpen")
    page.get_by_role("button", name="Remove from the sheet: no-such").click()
    assert asked(page)["p"] == [BIFI, KERPEN]


def test_a_practice_that_cannot_be_loaded_is_asked_for_again(page: Page) -> None:
    page.add_init_script(
        "const real = window.fetch; let failed = false;"
        f"window.fetch = (address, ...more) => !failed && String(address).includes('{KERPEN}')"
        " ? (failed = true, Promise.reject(new TypeError('offline'))) : real(address, ...more);"
    )
    page.goto(worksheet(BIFI, KERPEN))
    block = page.locator(".pb-block").nth(1)
    expect(block).to_contain_text("could not be loaded")
    block.get_by_role("button", name="Try again").click()
    expect(block.locator("[data-pb-slot=where]")).to_contain_text("Kerpen")
    expect(page.get_by_role("button", name=re.compile("^Remove from the sheet: Kerpen"))).to_be_focused()


def test_a_former_address_becomes_the_present_one(page: Page) -> None:
    page.goto(worksheet(GONE.split("/")[1], NOW_AT, BIFI))
    status(page, "2 practices on the sheet")
    expect(page).to_have_url(re.compile(re.escape(worksheet(NOW_AT, BIFI)) + "$"))
    assert len(on_sheet(page)) == 2


def test_the_link_is_copied_or_offered_for_copying(page: Page, context: BrowserContext) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(worksheet(BIFI))
    page.get_by_label("Town").fill("Bonn")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("Link to this sheet")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(re.escape(worksheet(BIFI, town="Bonn")) + "$"))
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    other = context.new_page()
    other.goto(worksheet(BIFI))
    other.get_by_role("button", name="Copy link").click()
    status(other, "The link to this sheet is copied.")
    assert other.evaluate("navigator.clipboard.readText()") == other.url


# --- on paper -----------------------------------------------------------------------------------------------


def printed(page: Page) -> list[pypdf.PageObject]:
    """The sheet as somebody prints it who saves ink."""
    written = page.pdf(prefer_css_page_size=True, print_background=False)
    return list(pypdf.PdfReader(io.BytesIO(written)).pages)


def squeezed(text: str) -> str:
    """Without the spaces and hyphens that a line break adds or takes."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def places(sheet: pypdf.PageObject) -> list[tuple[float, float]]:
    """Where each piece of text on a page of paper begins, in points."""
    found: list[tuple[float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x, y = tm[4], tm[5]
            found.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

    sheet.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("prefix", ["", "de/"])
@pytest.mark.parametrize("slugs", [(), EIGHT[:1], EIGHT], ids=len)
def test_on_paper_every_practice_is_whole_on_a_page_of_its_own(
    page: Page, slugs: tuple[str, ...], prefix: str
) -> None:
    page.goto(worksheet(*slugs, prefix=prefix))
    expect(page.locator(".pb-block")).to_have_count(len(slugs) or 8)
    titles = on_sheet(page) if slugs else []
    first, last = (page.locator(".pb-block__questions p").nth(index).inner_text() for index in (0, 3))
    sheets = printed(page)
    texts = [squeezed(sheet.extract_text()) for sheet in sheets]
    # The first page, two days, the practices, what was agreed.
    assert len(sheets) == 3 + (len(slugs) or 8) + 1
    for number, title in enumerate(titles, 3):
        assert texts[number].count(squeezed(title)) == 1, title
        assert squeezed(title) in texts[0]
    for text in texts[3:-1]:
        assert squeezed(first) in text
        assert squeezed(last) in text
    for sheet in sheets:
        assert tuple(round(float(side)) for side in sheet.mediabox[2:]) == A4
        assert places(sheet)
        assert all(0 < x < A4[0] and 0 < y < A4[1] for x, y in places(sheet))


def test_on_paper_there_are_lines_and_nothing_of_the_site(page: Page) -> None:
    page.goto(worksheet(BIFI))
    assert len(on_sheet(page)) == 1
    page.emulate_media(media="print")
    for gone in (".pb-header", ".pb-footer", ".pb-desk", ".pb-band--title"):
        expect(page.locator(gone).first).to_be_hidden()
    rules = page.locator(".pb-sheet .pb-lines:not(.pb-lines--taken) > span")
    drawn = rules.evaluate_all(
        "lines => lines.map(line => [getComputedStyle(line).borderBottomStyle,"
        " parseFloat(getComputedStyle(line).borderBottomWidth), line.getBoundingClientRect().height])"
    )
    assert len(drawn) > 60
    assert all(style == "solid" and width >= 1 and height >= 27 for style, width, height in drawn)


@pytest.mark.parametrize("prefix", ["", "de/"])
def test_on_paper_the_text_of_eight_fits_the_width(page: Page, prefix: str) -> None:
    page.goto(worksheet(*EIGHT, prefix=prefix))
    assert len(on_sheet(page)) == 8
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # 180 mm between the margins
    beyond = page.locator(".pb-sheet *").evaluate_all(
        "all => all.filter(item => item.getBoundingClientRect().right > 681 || item.scrollWidth > item.clientWidth + 1"
        " && getComputedStyle(item).display !== 'inline').map(item => item.textContent.slice(0, 60))"
    )
    assert beyond == []


def test_on_paper_every_entry_of_the_bank_fits_a_page(page: Page) -> None:
    page.goto(worksheet())
    slugs = [row[0] for row in page.evaluate("fetch('titles.json').then(answer => answer.json())")]
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    tall = []
    for start in range(0, len(slugs), 8):
        page.goto(worksheet(*slugs[start : start + 8]))
        assert len(on_sheet(page)) == len(slugs[start : start + 8])
        tall += page.locator(".pb-block").evaluate_all(
            "all => all.filter(item => item.getBoundingClientRect().height > 268 * 96 / 25.4)"
            ".map(item => item.querySelector('h3').textContent)"
        )
    assert tall == []


# --- for everybody ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "context", READERS, indirect=True, ids=lambda reader: f"{reader['viewport']['width']}-{reader['scheme']}"
)
@pytest.mark.parametrize("slugs", [(), EIGHT[:2], NINE], ids=len)
def test_no_state_has_a_violation(page: Page, slugs: tuple[str, ...]) -> None:
    keep_own(page, f"?p={HESSE}&town=Kiel")
    page.goto(worksheet(*slugs, prefix="de/"))
    expect(page.locator(".pb-worksheet__status")).not_to_be_empty()
    assert violations(page) == []


@pytest.mark.parametrize(
    "context", [{"viewport": viewport} for viewport in (NARROW, PHONE, DESKTOP)], indirect=True
)
@pytest.mark.parametrize("slugs", [(), EIGHT, NINE], ids=len)
def test_no_sheet_is_wider_than_the_window(page: Page, slugs: tuple[str, ...]) -> None:
    page.goto(worksheet(*slugs, prefix="de/"))
    if slugs:
        expect(page.locator(".pb-worksheet__status")).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("context", [{"scripts": False}], indirect=True)
def test_without_scripts_it_is_a_blank_sheet_with_the_questions(page: Page) -> None:
    page.goto(worksheet(BIFI))
    expect(page.locator(".pb-worksheet p.pb-notice")).to_contain_text("needs JavaScript")
    expect(page.locator(".pb-worksheet").get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("What does integration mean in our town?")).to_be_visible()
    assert len(printed(page)) == 12


def test_titles_that_cannot_be_loaded_say_so(page: Page) -> None:
    def broken(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=json.dumps(None)[:2])

    page.route(re.compile("titles.json"), broken)
    page.goto(worksheet())
    page.get_by_label("Add a practice").fill("BIFI")
    page.keyboard.press("Enter")
    status(page, "The titles could not be loaded.")
