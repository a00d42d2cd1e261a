"""Browse pages: long lists in numbered pages, long overviews by initials, and the way into Explore."""

import re
from pathlib import Path

import pytest

from bench.bank import write_bank
from site_builder.addresses import FACETS, Addresses
from site_builder.assemble import assemble
from site_builder.pages import Page, Site
from site_builder.pages.home import MOST_CITIES, home_page
from site_builder.pages.items import MOST_PLACES, item_drafts
from site_builder.pages.letters import OTHERS, grouped, initial
from site_builder.pages.lists import CHOICES, MOST_AT_ONCE, overview_drafts
from site_builder.pages.paging import PER_PAGE, parts
from site_builder.pages.reads import Reads
from tests.pages_bank import written

ENTRIES = 300
TITLE = re.compile(r'class="pb-card__title"><a href="[^"]*/practices/([^/"]+)/"')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A bank in which some lists need several pages, and some overviews initials."""
    return assemble(write_bank(tmp_path_factory.mktemp("lists") / "bank", entries=ENTRIES)).site("en")


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Page]:
    return written(item_drafts(site, Reads(site)))


@pytest.fixture(scope="module")
def overviews(site: Site) -> dict[str, Page]:
    return written(overview_drafts(site, Reads(site)))


def pages_of(pages: dict[str, Page], address: str) -> list[Page]:
    """The first page of a list, and those behind it."""
    found = [pages[address]]
    while found[-1].after:
        found.append(pages[found[-1].after])
    return found


def longest(site: Site, kind: str) -> str:
    """The address of the item with most practices."""
    return max(CHOICES[kind](site), key=lambda choice: choice.count).address


# --- numbered pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "sizes"), [(0, [0]), (1, [1]), (60, [60]), (61, [60, 1]), (120, [60, 60]), (150, [60, 60, 30])]
)
def test_a_list_is_cut_into_pages_of_sixty(total: int, sizes: list[int]) -> None:
    found = list(parts(range(total)))
    assert [len(part.items) for part in found] == sizes
    assert [item for part in found for item in part.items] == list(range(total))
    assert {(part.total, part.pages) for part in found} == {(total, len(sizes))}


def test_a_page_says_which_items_it_holds() -> None:
    assert [(part.first, part.last) for part in parts(range(130))] == [(1, 60), (61, 120), (121, 130)]


@pytest.mark.parametrize(
    ("pages", "number", "numbers"),
    [
        (1, 1, (1,)),
        (3, 2, (1, 2, 3)),
        (5, 1, (1, 2, None, 5)),
        (5, 3, (1, 2, 3, 4, 5)),
        (6, 4, (1, 2, 3, 4, 5, 6)),
        (20, 9, (1, None, 8, 9, 10, None, 20)),
        (20, 20, (1, None, 19, 20)),
    ],
)
def test_numbers_are_offered_around_the_page_and_at_both_ends(
    pages: int, number: int, numbers: tuple[int | None, ...]
) -> None:
    assert list(parts(range(pages * PER_PAGE)))[number - 1].numbers == numbers


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_first_page_keeps_the_address_and_others_add_their_number(language: str) -> None:
    addresses = Addresses(language=language, default_language="en")
    item = addresses.item("topics", "housing")
    assert addresses.numbered("topics", "housing", 1) == item
    assert addresses.numbered("topics", "housing", 12) == f"{item}12/"


def test_the_pages_of_a_list_hold_every_practice_once_newest_first(
    site: Site, pages: dict[str, Page]
) -> None:
    key = max(site.bank.by_topic, key=lambda topic: len(site.bank.by_topic[topic]))
    found = pages_of(pages, site.addresses.item("topics", key))
    shown = [slug for page in found for slug in TITLE.findall(page.html)]
    practices = site.bank.practices
    days = [practices[slug].updated or practices[slug].posted for slug in shown]
    assert len(found) > 1
    assert sorted(shown) == sorted(site.bank.by_topic[key])
    assert days == sorted(days, reverse=True)


def test_a_list_has_the_same_order_in_every_language(
    site: Site, pages: dict[str, Page], tmp_path: Path
) -> None:
    address = longest(site, "topics")
    german = Site(
        bank=site.bank, settings=site.settings, languages=site.languages, code="de", related=site.related
    )
    found = written(item_drafts(german, Reads(german)))
    for page in pages_of(pages, address):
        assert TITLE.findall(found[page.switch["de"]].html) == TITLE.findall(page.html)


def test_the_pages_of_a_list_are_linked_both_ways_and_differ_in_title(
    site: Site, pages: dict[str, Page]
) -> None:
    found = pages_of(pages, longest(site, "countries"))
    assert [page.before for page in found] == [None, *(page.address for page in found[:-1])]
    assert 'rel="next"' in found[0].html and 'rel="prev"' not in found[0].html
    assert 'rel="prev"' in found[-1].html and 'rel="next"' not in found[-1].html
    assert len({page.title for page in found}) == len({page.description for page in found}) == len(found)
    assert all(page.canonical is None for page in found)  # each page is its own


def test_a_short_list_has_no_page_numbers(site: Site, pages: dict[str, Page]) -> None:
    shortest = min(CHOICES["cities"](site), key=lambda choice: choice.count).address
    assert "pb-pages" not in pages[shortest].html
    assert pages[shortest].after is None


# --- the way into Explore ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "key", "address"),
    [
        ("topics", "arrival-services", "explore/?topic=arrival-services"),
        ("target-groups", "women", "explore/?target-group=women"),
        ("countries", "DE", "explore/?country=DE"),
        ("cities", "de-kerpen", "explore/?city=de-kerpen"),
        ("organisations", "x1&2", "explore/?organisation=x1%262"),
        ("funders", "state-fund", "explore/?funder=state-fund"),
    ],
)
def test_explore_opens_with_the_item_chosen(kind: str, key: str, address: str) -> None:
    assert Addresses(language="en", default_language="en").explore(kind, key) == address
    assert Addresses(language="de", default_language="en").explore(kind, key) == f"de/{address}"


@pytest.mark.parametrize("kind", FACETS)
def test_every_list_leads_into_explore_with_its_own_choice(
    site: Site, pages: dict[str, Page], kind: str
) -> None:
    for choice in CHOICES[kind](site):
        assert f'explore/?{FACETS[kind]}={choice.key}"' in pages[choice.address].html


def test_terms_that_stand_together_are_named(site: Site, pages: dict[str, Page]) -> None:
    html = pages[longest(site, "topics")].html
    line = html[html.index("pb-list__together") :].split("</p>")[0]
    assert 1 <= line.count("<a ") <= 5
    assert longest(site, "topics") not in line


# --- initials ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Kerpen", "K"),
        ("kerpen", "K"),
        ("Österreich", "O"),
        ("Łódź", "L"),
        ("Århus", "A"),
        ("Ørsted", "O"),
        ("“Quoted”", "Q"),
        ("Житомир", "Ж"),
        ("3 Towns", OTHERS),
        ("…", OTHERS),
    ],
)
def test_a_name_stands_under_its_plain_first_letter(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_groups_are_in_the_order_of_the_alphabet_and_digits_come_last() -> None:
    found = grouped(["Zug", "23 cities", "Ärzte", "Arzt", "Житомир", "zebra"], label=str)
    assert [(group.letter, group.items) for group in found] == [
        ("A", ("Arzt", "Ärzte")),
        ("Z", ("zebra", "Zug")),
        ("Ж", ("Житомир",)),
        ("#", ("23 cities",)),
    ]
    assert [group.anchor for group in found] == ["letter-a", "letter-z", "letter-416", "letter-23"]


@pytest.mark.parametrize("kind", CHOICES)
def test_a_long_overview_has_initials_and_a_jump_bar(
    site: Site, overviews: dict[str, Page], kind: str
) -> None:
    html, total = overviews[site.addresses.kind(kind)].html, len(CHOICES[kind](site))
    targets = re.findall(r'href="#(letter-[^"]+)"', html)
    assert bool(targets) == (total > MOST_AT_ONCE)
    assert targets == re.findall(r'<h3 id="(letter-[^"]+)"', html)


def test_the_bank_of_these_tests_has_long_and_short_overviews(site: Site) -> None:
    assert {len(choices(site)) > MOST_AT_ONCE for choices in CHOICES.values()} == {True, False}


@pytest.mark.parametrize("kind", CHOICES)
def test_an_overview_links_to_every_item(site: Site, overviews: dict[str, Page], kind: str) -> None:
    links = set(re.findall(r'href="([^/".]+)/"', overviews[site.addresses.kind(kind)].html))
    assert {choice.key.lower() for choice in CHOICES[kind](site)} <= links


def test_places_are_also_listed_by_country(site: Site, overviews: dict[str, Page]) -> None:
    links = re.findall(r'href="\.\./countries/([a-z]+)/"', overviews["cities/"].html)
    assert {code.lower() for code in site.bank.by_country} <= set(links)


def test_a_country_names_its_largest_places_at_once_and_links_to_all(
    site: Site, pages: dict[str, Page]
) -> None:
    cities = {key for key in site.bank.by_city if site.city(key).country == "DE"}
    html = pages["countries/de/"].html
    at_once = html[html.index("pb-choices") : html.index("<details")]
    assert len(cities) > MOST_PLACES
    assert at_once.count("pb-chip__count") == MOST_PLACES
    assert cities <= set(re.findall(r'href="\.\./\.\./cities/([^/"]+)/"', html))


def test_the_home_page_stays_short(site: Site) -> None:
    html = home_page(site).html
    by_country = re.split("pb-places__country", html)[1:]
    assert by_country and all(part.count("pb-chip__count") <= MOST_CITIES for part in by_country)
