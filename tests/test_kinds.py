"""What programmes, events, guides and collections have besides, and the lists of each."""

from decimal import Decimal
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from site_builder.assemble import Assembly
from site_builder.bank import named_by_kind
from site_builder.model import Funding, Kind
from site_builder.pages import Page, Site, calendar_files, generate
from site_builder.pages.calendar import upcoming
from site_builder.pages.funders import is_whole, levels
from site_builder.pages.kind_lists import LISTS
from site_builder.pages.kinds import by_country, columns, items, phases, recommendations, totals


@pytest.fixture(scope="module")
def site(assembly: Assembly) -> Site:
    return assembly.site("en")


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Page]:
    return {page.address: page for page in generate(site)}


class Words(HTMLParser):
    """The words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def text_of(html: str) -> str:
    return " ".join(" ".join(Words(html).found).split())


# --- programmes -------------------------------------------------------------------------------------------------------


def test_a_phase_shows_its_planned_and_its_actual_duration_on_one_scale(site: Site) -> None:
    first, second = phases(site.bank.practices["reading-hours"])
    assert (first.planned, first.actual) == (Decimal("44.4"), Decimal("100.0"))
    assert (second.planned, second.actual) == (None, None)


def test_the_page_says_how_long_it_was_to_take_and_how_long_it_took(pages: dict[str, Page]) -> None:
    text = text_of(pages["practices/reading-hours/"].html)
    assert "Planned 4 months" in text
    assert "In fact at least 9 months" in text


def test_totals_count_the_practices_of_a_programme(site: Site) -> None:
    found = totals(site, site.bank.practices["programme"])
    assert found is not None
    members = site.bank.members["programme"]
    cities = {key for slug in members for key in site.bank.practices[slug].cities}
    assert (found.practices, found.cities) == (len(members), len(cities))
    assert found.money == ()  # every-field gives shares, and a sum that is a ceiling
    assert found.with_money == 0


def test_a_programme_without_practices_has_no_totals(site: Site) -> None:
    assert totals(site, site.bank.practices["reading-hours"]) is None


# --- the workshop -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["workshop/", "practices/reading-hours/"])
@pytest.mark.parametrize(
    "said",
    [
        "about €6,000",
        "At most 40 people take part.",
        "The mayor a condition Rank opens doors",
        "09:00 60 minutes The mood",
        "What does reading mean here? Who reads to whom?",
        "How: Groups of five",
        "At the end: A wall of notes",
        "Day 2 Day two: where we go",
    ],
)
def test_a_workshop_says_what_it_costs_who_comes_and_what_happens_when(
    pages: dict[str, Page], address: str, said: str
) -> None:
    assert said in text_of(pages[address].html)


# --- events -----------------------------------------------------------------------------------------------------------


def test_an_event_and_what_it_was_about_link_to_each_other(site: Site, pages: dict[str, Page]) -> None:
    assert 'href="../every-field/"' in pages["practices/evening-on-reading/"].html
    assert "evening-on-reading" in site.bank.named_by["every-field"]
    assert 'href="../evening-on-reading/"' in pages["practices/every-field/"].html


def test_events_to_come_are_those_planned_after_the_newest_record(site: Site) -> None:
    assert [edition.slug for edition in upcoming(site)] == ["evening-of-languages"]


def test_the_list_of_events_parts_what_comes_from_what_was(pages: dict[str, Page]) -> None:
    text = text_of(pages["events/"].html)
    ahead, past = text.index("To come"), text.index("Past events")
    assert ahead < text.index("Evening of languages") < past < text.index("An evening online")


def test_a_calendar_can_be_read_by_others_and_is_the_same_each_time(site: Site) -> None:
    files = dict(calendar_files(site))
    assert list(files) == ["events/calendar.ics", "practices/evening-of-languages/event.ics"]
    (event,) = Calendar.from_ical(files["practices/evening-of-languages/event.ics"]).events
    assert str(event["uid"]) == "evening-of-languages@practice-bank"
    assert event.decoded("dtstart").isoformat() == "2027-05-01"
    assert event.decoded("dtend").isoformat() == "2027-05-02"
    assert dict(calendar_files(site)) == files


# --- guides -----------------------------------------------------------------------------------------------------------


def test_a_recommendation_names_the_practices_that_show_it(site: Site) -> None:
    views = recommendations(site, site.bank.edition("guide-to-reading", "en"))
    assert [(view.number, sorted(view.slugs)) for view in views] == [
        (1, ["every-field", "reading-hours"]),
        (2, []),
        (3, ["every-field"]),
    ]
    assert [card.slug for card in columns(views)] == ["every-field", "reading-hours"]


def test_each_recommendation_has_an_address_and_the_matrix_says_what_nothing_covers(
    pages: dict[str, Page],
) -> None:
    html = pages["practices/guide-to-reading/"].html
    assert all(f'<li id="{key}">' in html for key in ("ask", "pay", "stay"))
    assert "2 of 3 recommendations are shown by a practice in the bank." in text_of(html)
    assert "No practice in the bank shows this yet." in text_of(html)


# --- collections ------------------------------------------------------------------------------------------------------


def test_a_collection_keeps_its_order_and_counts_its_countries(site: Site) -> None:
    views = items(site, site.bank.practices["libraries-of-the-year"])
    assert [(view.card.slug if view.card else None, view.place) for view in views] == [
        ("every-field", "Kerpen"),
        (None, "Darmstadt"),
        (None, None),
    ]
    assert by_country(views) == [("DE", 2)]


def test_a_winner_shows_its_class_of_size_and_the_reason(pages: dict[str, Page]) -> None:
    text = text_of(pages["practices/libraries-of-the-year/"].html)
    assert "Large city It lent the most books for its size." in text


def test_what_a_kind_names_comes_in_its_order_and_once(site: Site) -> None:
    assert named_by_kind(site.bank.practices["guide-to-reading"]) == ("every-field", "reading-hours")


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_each_kind_has_a_list_that_holds_all_of_it(site: Site, pages: dict[str, Page], name: str) -> None:
    html = pages[f"{name}/"].html
    of_kind = {slug for slug, practice in site.bank.practices.items() if practice.kind is LISTS[name]}
    assert of_kind
    assert {slug for slug in site.bank.practices if f'practices/{slug}/"' in html} == of_kind


def test_every_kind_but_the_practice_has_a_list() -> None:
    assert set(LISTS.values()) == set(Kind) - {Kind.PRACTICE}


# --- money ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "whole"),
    [
        ({}, True),
        ({"approximate": "about"}, True),
        ({"approximate": "at-least"}, False),
        ({"approximate": "at-most"}, False),
        ({"per": "year"}, False),
        ({"part": "The first year"}, False),
    ],
)
def test_only_sums_for_the_whole_of_the_work_are_added(fields: dict[str, str], *, whole: bool) -> None:
    funding = {"source": "A", "level": "own", "amount": 10, "currency": "EUR", **fields}
    assert is_whole(Funding.model_validate(funding)) is whole


def test_levels_of_funding_count_funders_and_practices(site: Site) -> None:
    found = {level.key.value: level for level in levels(site)}
    funding = [(slug, item) for slug, one in site.bank.practices.items() for item in one.funding]
    assert found.keys() == {item.level.value for _, item in funding}
    for key, level in found.items():
        assert level.practices == len({slug for slug, item in funding if item.level == key})
    assert all(money.amount > 0 for level in found.values() for money in level.sums)
