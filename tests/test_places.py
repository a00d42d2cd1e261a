"""The places of a list of practices: what a map shows, and the list beside it."""

from pathlib import Path

import pytest

from site_builder.assemble import Assembly
from site_builder.pages import Site, places
from site_builder.pages.places import Spot, spots, spots_of_item
from site_builder.vocabulary import City
from tests.pages_bank import assemble_fixtures


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    return assemble_fixtures(Path(tmp_path_factory.mktemp("bank")))


@pytest.fixture
def site(assembly: Assembly) -> Site:
    return assembly.site("en", edit_address=lambda path: None)


def counted(found: tuple[Spot, ...]) -> dict[str, int]:
    return {spot.key: spot.count for spot in found}


def test_every_place_of_the_bank_is_there_with_as_many_practices_as_its_page_lists(site: Site) -> None:
    found = spots(site, site.bank.practices)
    assert counted(found.shown) == {key: len(slugs) for key, slugs in site.bank.by_city.items()}
    assert found.total == len(found.shown)


def test_places_are_counted_within_the_given_practices_only(site: Site) -> None:
    slug = next(slug for slug, practice in site.bank.practices.items() if practice.cities)
    assert counted(spots(site, [slug]).shown) == dict.fromkeys(site.bank.practices[slug].cities, 1)


def test_a_practice_in_several_places_has_the_same_number_in_each(site: Site) -> None:
    slugs = list(site.bank.practices)
    several = {slug for slug in slugs if len(set(site.bank.practices[slug].cities)) > 1}
    assert several
    for spot in spots(site, slugs).shown:
        assert [slugs[number] for number in spot.shared] == [
            slug for slug in slugs if slug in several and spot.key in site.bank.practices[slug].cities
        ]


def test_places_stand_in_the_order_of_their_names(site: Site) -> None:
    names = [spot.name for spot in spots(site, site.bank.practices).shown]
    assert names == sorted(names)


def test_a_place_has_its_own_coordinates_and_the_address_of_its_page(site: Site) -> None:
    for spot in spots(site, site.bank.practices).shown:
        city = site.city(spot.key)
        assert spot.latitude == pytest.approx(city.lat, abs=1e-4)
        assert spot.longitude == pytest.approx(city.lon, abs=1e-4)
        assert spot.at == f"{spot.latitude},{spot.longitude}"
        assert spot.address == f"cities/{spot.key}/"


def test_a_country_shows_only_the_places_within_it(site: Site) -> None:
    for code, slugs in site.bank.by_country.items():
        found = spots_of_item(site, kind="countries", key=code, slugs=slugs)
        assert {site.city(spot.key).country for spot in found.shown} == {code}


def test_a_city_shows_where_it_lies_and_nothing_else(site: Site) -> None:
    key, slugs = next(iter(site.bank.by_city.items()))
    found = spots_of_item(site, kind="cities", key=key, slugs=slugs)
    assert (counted(found.shown), found.is_locator, found.is_worth_a_map) == ({key: len(slugs)}, True, True)


def test_one_place_is_not_worth_a_map_unless_the_page_is_about_it(site: Site) -> None:
    slug = next(slug for slug, practice in site.bank.practices.items() if len(set(practice.cities)) == 1)
    assert not spots(site, [slug]).is_worth_a_map
    assert not spots(site, []).is_worth_a_map


def test_a_page_shows_those_with_most_practices_where_there_are_very_many(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOST", 2)
    found = spots(site, site.bank.practices)
    counts = sorted((len(slugs) for slugs in site.bank.by_city.values()), reverse=True)
    assert sorted((spot.count for spot in found.shown), reverse=True) == counts[:2]
    assert found.total == len(counts) > 2


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "words"),
    [
        ("en", 50.8728, 6.6966, "50.87° N, 6.70° E"),
        ("de", 50.8728, 6.6966, "50,87° N, 6,70° O"),
        ("en", -36.85, 174.76, "36.85° S, 174.76° E"),
        ("de", -23.55, -46.63, "23,55° S, 46,63° W"),
        ("en", 0.0, -0.001, "0.00° N, 0.00° W"),
    ],
)
def test_a_position_in_words(
    assembly: Assembly,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    latitude: float,
    longitude: float,
    words: str,
) -> None:
    site = assembly.site(code, edit_address=lambda path: None)
    key, slugs = next(iter(site.bank.by_city.items()))
    moved = site.city(key).model_copy(update={"lat": latitude, "lon": longitude})
    monkeypatch.setattr(Site, "city", lambda site, key: moved)
    assert isinstance(moved, City)
    assert spots_of_item(site, kind="cities", key=key, slugs=slugs).shown[0].position == words
