"""The maps: on the pages that have one, and by themselves with places of our choice."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .conftest import PHONE
from .test_accessibility import READERS, violations

pytestmark = pytest.mark.browser

COUNTRY = "countries/de/"
PARTS_OF_THE_MAP = ("leaflet", "topojson", "world-atlas", "map.js")
ABOUT_THE_PAGE = ("page-has-heading-one", "skip-link", "region")
"""Rules about what a page has around its map."""

CREATE = """async ({ places, counts, chosen }) => {
  const script = document.querySelector("script[type=module]").src;
  const { createMap } = await import(new URL("map.js", script));
  const area = document.querySelector("[data-pb-map-area]").cloneNode(false);
  area.id = "under-test";
  document.querySelector(".pb-page").replaceChildren(area);
  window.asked = [];
  window.map = await createMap(area, { places, onChoose: (key) => window.asked.push(key) });
  window.map.show(new Map(Object.entries(counts)), new Set(chosen));
}"""

CITIES: list[dict[str, Any]] = [
    {"key": "pt-lisboa", "name": "Lisbon", "lat": 38.72, "lon": -9.14},
    {"key": "de-berlin", "name": "Berlin", "lat": 52.52, "lon": 13.41},
    {"key": "fj-suva", "name": "Suva", "lat": -18.14, "lon": 178.44},
    {"key": "nz-auckland", "name": "Auckland", "lat": -36.85, "lon": 174.76},
    {"key": "us-honolulu", "name": "Honolulu", "lat": 21.31, "lon": -157.86},
    {"key": "ws-apia", "name": "Apia", "lat": -13.83, "lon": -171.77},
]
TWINS: list[dict[str, Any]] = [
    {"key": "de-a", "name": "Altstadt", "lat": 50.0, "lon": 8.0},
    {"key": "de-b", "name": "Neustadt", "lat": 50.0, "lon": 8.0},
    {"key": "de-c", "name": "Fernstadt", "lat": 53.0, "lon": 12.0},
]


def create_map(
    page: Page, places: list[dict[str, Any]], counts: dict[str, int], chosen: tuple[str, ...] = ()
) -> Locator:
    """A map of these places, alone on the page."""
    page.goto("cities/de-kerpen/")
    page.evaluate(CREATE, {"places": places, "counts": counts, "chosen": list(chosen)})
    area = page.locator("#under-test")
    area.locator(".pb-bubble").first.wait_for()
    return area


def map_of(page: Page, path: str) -> Locator:
    """The map of a page, scrolled to and loaded."""
    page.goto(path, wait_until="networkidle")
    area = page.locator("[data-pb-map]")
    toggle = page.locator("[data-pb-map-toggle]")
    if toggle.is_visible():
        toggle.click()
    area.scroll_into_view_if_needed()
    area.locator(".pb-bubble").first.wait_for()
    return area


def from_edge(area: Locator, name: str) -> tuple[float, float]:
    """Where the bubble of a place is within its map, in pixels."""
    (x, y), box = middle(area.get_by_role("button", name=name)), area.bounding_box()
    assert box
    return x - box["x"], y - box["y"]


def middle(found: Locator) -> tuple[float, float]:
    """The middle of an element, in pixels."""
    box = found.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# --- what it shows ------------------------------------------------------------------------------------------


def test_a_bubble_says_its_place_and_count_and_leads_to_the_place(page: Page) -> None:
    area = map_of(page, "organisations/bertelsmann-stiftung/")
    link = area.locator("a.pb-bubble").first
    name = link.get_attribute("aria-label") or ""
    place = name.partition(":")[0]
    assert name.endswith((" practice", " practices"))
    link.click()
    expect(page.locator("h1")).to_have_text(place)


@pytest.mark.parametrize(
    "path", [COUNTRY, "explore/?country=DE&map=1", "explore/?city=de-kerpen&country=DE&map=1"]
)
def test_a_bubble_of_all_places_counts_each_practice_once(page: Page, path: str) -> None:
    page.goto(COUNTRY)
    practices = page.locator(".pb-list__count").inner_text()
    page.goto(path, wait_until="networkidle")
    area = page.locator(".pb-map")
    area.scroll_into_view_if_needed()
    area.locator(".pb-bubble").first.wait_for()
    for _ in range(6):
        area.get_by_role("button", name="Zoom out").click()
    in_germany = area.get_by_role("button", name=re.compile(rf"^{practices} in \d+ places"))
    expect(in_germany).to_have_count(1)


def test_the_list_beside_a_map_has_every_place_that_the_map_shows(page: Page) -> None:
    area = map_of(page, COUNTRY)
    listed = area.locator("[data-pb-place]").evaluate_all("items => items.map(item => item.dataset.pbName)")
    names = area.locator(".pb-bubble").evaluate_all("all => all.map(bubble => bubble.ariaLabel)")
    several = [int(found[1]) for name in names if (found := re.search(r" in (\d+) places$", name))]
    single = [name.rpartition(":")[0] for name in names if not name.endswith(" places")]
    assert several and set(single) <= set(listed)
    assert sum(several) + len(single) == len(listed)


def test_the_map_of_a_city_shows_where_it_is_and_leads_nowhere(page: Page) -> None:
    area = map_of(page, "cities/de-kerpen/")
    expect(area.get_by_role("img", name="Kerpen: ")).to_have_count(1)
    expect(area.locator(".pb-map__frame a")).to_have_count(0)
    expect(area).to_contain_text("Kerpen: 50.87° N, 6.70° E")


def test_the_map_speaks_the_language_of_the_page(page: Page) -> None:
    area = map_of(page, "de/cities/de-kerpen/")
    expect(area.get_by_role("button", name="Vergrößern")).to_be_visible()
    expect(area).to_contain_text("drücken keine Meinung aus")
    expect(area).to_contain_text("50,87° N, 6,70° O")


def test_a_chosen_place_is_pressed_and_ticked_and_a_click_asks_for_it(page: Page) -> None:
    area = create_map(page, CITIES, {"de-berlin": 3, "fj-suva": 1, "us-honolulu": 2}, chosen=("de-berlin",))
    berlin = area.get_by_role("button", name="Berlin: 3 practices")
    expect(berlin).to_have_attribute("aria-pressed", "true")
    assert "✓" in berlin.evaluate("bubble => getComputedStyle(bubble, '::after').content")
    page.evaluate("map.show(new Map([['de-berlin', 3], ['fj-suva', 1], ['us-honolulu', 2]]), new Set())")
    expect(berlin).to_have_attribute("aria-pressed", "false")
    assert "✓" not in berlin.evaluate("bubble => getComputedStyle(bubble, '::after').content")
    berlin.click()
    assert page.evaluate("asked") == ["de-berlin"]


def test_the_map_moves_to_the_places_when_they_change_and_only_then(page: Page) -> None:
    area = create_map(page, CITIES, {"de-berlin": 3, "us-honolulu": 2})
    berlin = area.get_by_role("button", name="Berlin")
    before = middle(berlin)
    page.evaluate("map.show(new Map([['de-berlin', 5], ['us-honolulu', 1]]), new Set(['de-berlin']))")
    expect(berlin).to_have_accessible_name("Berlin: 5 practices")
    assert middle(berlin) == before
    page.evaluate("map.show(new Map([['de-berlin', 5]]), new Set())")
    frame = middle(area)
    assert middle(berlin) != before
    assert max(abs(here - centre) for here, centre in zip(middle(berlin), frame, strict=True)) < 2


# --- the date line ------------------------------------------------------------------------------------------


def test_the_pacific_is_whole(page: Page) -> None:
    counts = {city["key"]: 1 for city in CITIES}
    area = create_map(page, CITIES, counts)
    across = [
        middle(area.get_by_role("button", name=name))[0] for name in ("Honolulu", "Berlin", "Suva", "Apia")
    ]
    assert across == sorted(across)


def test_no_band_runs_across_the_map(page: Page) -> None:
    area = create_map(page, CITIES, {city["key"]: 1 for city in CITIES})
    longest = area.locator(".pb-map__land").evaluate(
        """path => {
          const inside = path.closest(".pb-map__frame").clientHeight;
          let longest = 0;
          for (const ring of path.getAttribute("d").split("M").slice(1)) {
            const points = ring.match(/-?[\\d.]+/g).map(Number);
            for (let at = 2; at + 1 < points.length; at += 2) {
              const seen = [points[at - 1], points[at + 1]].every((y) => y > 0 && y < inside);
              if (seen) longest = Math.max(longest, Math.abs(points[at] - points[at - 2]));
            }
          }
          return longest;
        }"""
    )
    assert 0 < longest < 150


# --- keys, wheel and fingers --------------------------------------------------------------------------------


def test_the_tab_key_goes_through_the_map_by_name_and_out_of_it(page: Page) -> None:
    area = create_map(page, CITIES, {city["key"]: 1 for city in CITIES})
    area.get_by_role("group", name="Map: Kerpen").focus()
    for name in (*sorted(city["name"] for city in CITIES), "Zoom in", "Zoom out", "Show all places"):
        page.keyboard.press("Tab")
        expect(area.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.pb-map')")


def test_the_map_can_be_skipped(page: Page) -> None:
    area = map_of(page, COUNTRY)
    area.locator(".pb-map__skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.pb-places__list') !== null")


@pytest.mark.parametrize(
    ("key", "across", "down"),
    [("ArrowLeft", 1, 0), ("ArrowRight", -1, 0), ("ArrowUp", 0, 1), ("ArrowDown", 0, -1)],
)
def test_arrow_keys_move_the_map(page: Page, key: str, across: int, down: int) -> None:
    area = create_map(page, CITIES, {"de-berlin": 1})
    before = from_edge(area, "Berlin")
    area.get_by_role("group").focus()
    page.keyboard.press(key)
    after = from_edge(area, "Berlin")
    assert (after[0] - before[0], after[1] - before[1]) == (90 * across, 90 * down)


@pytest.mark.parametrize("on_a_bubble", [False, True], ids=["on the map", "on a bubble"])
def test_plus_and_minus_zoom(page: Page, on_a_bubble: bool) -> None:
    area = create_map(page, CITIES, {"de-berlin": 1, "pt-lisboa": 1})
    (area.get_by_role("button", name="Lisbon") if on_a_bubble else area.get_by_role("group")).focus()

    def apart() -> float:
        return from_edge(area, "Berlin")[0] - from_edge(area, "Lisbon")[0]

    before = apart()
    page.keyboard.press("-")
    assert apart() == pytest.approx(before / 2, abs=2)
    page.keyboard.press("+")
    assert apart() == pytest.approx(before, abs=2)


def test_a_bubble_of_several_comes_apart_and_keeps_the_focus(page: Page) -> None:
    area = map_of(page, "")
    several = area.locator("button.pb-bubble--several").first
    several.focus()
    before = several.get_attribute("aria-label")
    page.keyboard.press("Enter")
    expect(area.get_by_role("button", name=before, exact=True)).to_have_count(0)
    assert page.evaluate("document.activeElement.classList.contains('pb-bubble')")


def test_places_at_one_point_are_listed(page: Page) -> None:
    area = create_map(page, TWINS, {"de-a": 2, "de-b": 1, "de-c": 1}, chosen=("de-a",))
    several = area.get_by_role("button", name="3 practices in 2 places, 1 of them chosen")
    several.focus()
    page.keyboard.press("Enter")
    listed = area.get_by_role("dialog", name="2 places on the map")
    expect(listed.get_by_role("button", name="Close the list")).to_be_focused()
    expect(listed.get_by_role("button", name="Altstadt: 2 practices")).to_have_attribute(
        "aria-pressed", "true"
    )
    listed.get_by_role("button", name="Neustadt: 1 practice").click()
    assert page.evaluate("asked") == ["de-b"]
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(several).to_be_focused()


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(page: Page) -> None:
    area = map_of(page, COUNTRY)
    x, y = middle(area.locator(".pb-map"))
    page.mouse.move(x, y)
    names = area.locator(".pb-bubble").evaluate_all(
        "all => all.map(bubble => bubble.getAttribute('aria-label'))"
    )
    scrolled = page.evaluate("scrollY")
    page.mouse.wheel(0, 60)
    page.wait_for_function("before => scrollY > before", arg=scrolled)
    expect(area.locator(".pb-map__hint")).to_contain_text("Ctrl")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        """before => JSON.stringify([...document.querySelectorAll(".pb-bubble")]
          .map((bubble) => bubble.getAttribute("aria-label"))) !== JSON.stringify(before)""",
        arg=names,
    )
    page.keyboard.up("Control")


def test_one_finger_scrolls_the_page(browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    area = map_of(page, COUNTRY)
    x, y = middle(area.locator(".pb-map"))
    before, bubble = page.evaluate("scrollY"), area.locator(".pb-bubble").first
    at = bubble.evaluate("bubble => bubble.closest('.leaflet-map-pane').style.transform")
    finger = context.new_cdp_session(page)
    for kind, moved in (
        ("touchStart", 0),
        *(("touchMove", way) for way in range(20, 220, 20)),
        ("touchEnd", None),
    ):
        points = [] if moved is None else [{"x": x, "y": y - moved}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("before => scrollY > before + 100", arg=before)
    assert bubble.evaluate("bubble => bubble.closest('.leaflet-map-pane').style.transform") == at
    context.close()


# --- for everyone, and when something is missing ------------------------------------------------------------


@pytest.mark.parametrize(
    "context", READERS, indirect=True, ids=lambda reader: f"{reader['viewport']['width']}-{reader['scheme']}"
)
@pytest.mark.parametrize("path", ["", "de/countries/de/", "cities/de-kerpen/"])
def test_a_page_with_its_map_has_no_violation(page: Page, path: str) -> None:
    map_of(page, path)
    # What scrolls below the header is covered, but not too small.
    page.evaluate("scrollTo(0, 0)")
    assert violations(page) == []


@pytest.mark.parametrize("context", READERS[:2], indirect=True, ids=["light", "dark"])
def test_a_map_with_a_choice_and_an_open_list_has_no_violation(page: Page) -> None:
    area = create_map(page, TWINS, {"de-a": 2, "de-b": 1, "de-c": 1}, chosen=("de-a", "de-c"))
    area.locator("button.pb-bubble--several").click()
    expect(area.get_by_role("dialog")).to_be_visible()
    assert [line for line in violations(page) if not line.startswith(ABOUT_THE_PAGE)] == []


def requested(page: Page) -> list[str]:
    """What of the map a page asks for from now on."""
    found: list[str] = []
    page.on(
        "request",
        lambda request: (
            found.append(request.url) if any(part in request.url for part in PARTS_OF_THE_MAP[:3]) else None
        ),
    )
    return found


def test_nothing_of_the_map_is_loaded_before_it_is_near(page: Page) -> None:
    asked = requested(page)
    page.goto("", wait_until="networkidle")
    assert asked == []
    page.locator("[data-pb-map]").scroll_into_view_if_needed()
    page.locator(".pb-bubble").first.wait_for()
    assert {url.rpartition("/")[2] for url in asked} == {
        "leaflet.js",
        "leaflet.css",
        "topojson-client.min.js",
        "countries-110m.json",
    }


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True, ids=["phone"])
def test_on_a_phone_the_map_waits_until_it_is_wanted(page: Page) -> None:
    asked = requested(page)
    page.goto("countries/de/", wait_until="networkidle")
    toggle = page.locator("[data-pb-map-toggle]")
    toggle.scroll_into_view_if_needed()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".pb-map")).to_be_hidden()
    assert asked == []
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    page.locator(".pb-bubble").first.wait_for()


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True, ids=["phone"])
def test_on_a_phone_the_map_takes_no_tap_that_nothing_would_answer(page: Page) -> None:
    held: list[Route] = []
    page.route("**/map.js*", lambda route: held.append(route))
    with page.expect_request("**/map.js*"):
        page.goto("countries/de/", wait_until="commit")
    toggle = page.locator("[data-pb-map-toggle]")
    expect(toggle).to_be_disabled()
    for route in held:
        route.continue_()
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")


def test_finer_lines_come_when_the_reader_comes_close(page: Page) -> None:
    asked = requested(page)
    area = create_map(page, CITIES, {"de-berlin": 1})
    assert not any("50m" in url for url in asked)
    area.get_by_role("button", name="Zoom in").click()
    with page.expect_response("**/countries-50m.json"):
        area.get_by_role("button", name="Zoom in").click()
    expect(area.locator(".pb-map__land")).to_have_count(1)


@pytest.mark.parametrize(
    "part", ["leaflet.js", "leaflet.css", "topojson-client.min.js", "countries-110m.json", "later/en.js"]
)
def test_a_map_that_cannot_be_loaded_says_so_and_leaves_the_list(
    browser: Browser, address: str, part: str
) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route(f"**/{part}", lambda route: Route.abort(route))
    page.goto(COUNTRY)
    area = page.locator("[data-pb-map]")
    area.scroll_into_view_if_needed()
    expect(area.get_by_role("status")).to_contain_text("could not be loaded")
    area.locator("summary").click()
    expect(area.get_by_role("link", name="Kerpen")).to_be_visible()
    context.close()


@pytest.mark.parametrize("context", [{"scripts": False}], indirect=True, ids=["no scripts"])
def test_without_scripts_there_is_the_list_and_no_empty_box(page: Page) -> None:
    page.goto(COUNTRY)
    expect(page.locator(".pb-map")).to_be_hidden()
    expect(page.locator("[data-pb-map-toggle]")).to_be_hidden()
    page.locator(".pb-places__list summary").click()
    expect(page.locator(".pb-places__list").get_by_role("link", name="Kerpen")).to_be_visible()


def test_paper_has_the_list_and_no_map(page: Page) -> None:
    map_of(page, COUNTRY)
    page.emulate_media(media="print")
    expect(page.locator(".pb-map")).to_be_hidden()
    expect(page.locator(".pb-places__list").get_by_role("link", name="Kerpen")).to_be_visible()


def listeners(page: Page) -> dict[str, int]:
    """How many listeners the window and the document have."""
    session = page.context.new_cdp_session(page)
    found = {}
    for name in ("window", "document", "document.documentElement", "document.body"):
        handle = session.send("Runtime.evaluate", {"expression": name})["result"]["objectId"]
        found[name] = len(session.send("DOMDebugger.getEventListeners", {"objectId": handle})["listeners"])
    session.detach()
    return found


def test_a_map_that_is_taken_away_leaves_no_listener_and_no_element(page: Page) -> None:
    area = create_map(page, CITIES, {"de-berlin": 1})
    # The first click also takes away what the test's own browser had put there to watch it.
    area.get_by_role("button", name="Zoom in").click()
    page.evaluate("map.destroy()")
    before = listeners(page)
    for _ in range(2):
        page.evaluate(CREATE, {"places": CITIES, "counts": {"de-berlin": 1, "fj-suva": 2}, "chosen": []})
        page.get_by_role("button", name="Zoom in").click()
        page.get_by_role("group").focus()
        page.keyboard.press("ArrowLeft")
        page.evaluate("map.destroy()")
    assert listeners(page) == before
    assert page.locator("#under-test > *").count() == 0
