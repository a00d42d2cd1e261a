"""The facets of a practice: which values it has, in which order they are shown, and in which words."""

import pytest

from site_builder.bank import Bank
from site_builder.facets import FACETS, CitySize, Column, columns, size_class
from site_builder.language import Language
from site_builder.vocabulary import City, Population
from tests.search_bank import CITIES, entry, make_bank, put, put_entry, read

POPULATIONS = {"de-muenchen": 1_500_000, "de-koeln": 19_999}
GARDEN = entry(
    "A garden",
    "Where neighbours meet.",
    city="at-wien",
    other_cities=["de-koeln", "de-muenchen"],
    topics=["language", "housing"],
    organisation={"name": "Landeshauptstadt München"},
    partners=[{"name": "Munich City Council"}, {"name": "A club"}],
    funding=[
        {"source": "Own", "level": "own", "amount": 1, "currency": "EUR"},
        {"source": "State Fund", "level": "regional", "amount": 200_000, "currency": "EUR"},
        {"source": "Fund of the State", "level": "regional", "amount": 60_000, "currency": "EUR"},
    ],
)

Columns = dict[str, Column]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bank, dict[str, Language]]:
    root = make_bank(tmp_path_factory.mktemp("bank"))
    populations = {key: {"count": count, "source": "a list"} for key, count in POPULATIONS.items()}
    cities = {
        key: {**city, **({"population": populations[key]} if key in populations else {})}
        for key, city in CITIES.items()
    }
    put(root, "vocabulary/cities.yml", cities)
    put_entry(root, "garden", GARDEN, "Anybody may dig.")
    return read(root)


@pytest.fixture(scope="module")
def english(both: tuple[Bank, dict[str, Language]]) -> Columns:
    return {column.facet.key: column for column in columns(both[0], both[1]["en"])}


@pytest.fixture(scope="module")
def german(both: tuple[Bank, dict[str, Language]]) -> Columns:
    return {column.facet.key: column for column in columns(both[0], both[1]["de"])}


def test_the_facets_stand_in_the_order_in_which_they_are_offered(english: Columns) -> None:
    assert list(english) == [facet.key for facet in FACETS]
    assert [facet.key for facet in FACETS if facet.offered] == [
        "topic", "target-group", "country", "city", "size", "funding", "budget", "evidence", "status", "kind",
        "language",
    ]  # fmt: skip
    assert [facet.key for facet in FACETS if not facet.offered] == ["organisation", "funder"]


@pytest.mark.parametrize(
    ("facet", "slug", "values"),
    [
        ("topic", "garden", ("housing", "language")),
        ("topic", "night-clinic", ("health",)),
        ("target-group", "mothers-courses", ("newcomers", "parents")),
        ("country", "garden", ("AT", "DE")),
        ("country", "mothers-courses", ("DE",)),
        ("city", "garden", ("de-koeln", "de-muenchen", "at-wien")),
        ("size", "garden", ()),
        ("size", "mothers-courses", ("500k-and-more",)),
        ("size", "night-clinic", ("5k-20k",)),
        ("funding", "garden", ("regional", "own")),
        ("funding", "night-clinic", ()),
        ("budget", "garden", ("250k-1m",)),
        ("budget", "mothers-courses", ("not-given",)),
        ("budget", "night-clinic", ("not-given",)),
        ("evidence", "garden", ("described",)),
        ("status", "arrival-programme", ("completed",)),
        ("kind", "arrival-programme", ("programme",)),
        ("language", "mothers-courses", ("en", "de")),
        ("language", "garden", ("en",)),
        ("language", "night-clinic", ("de",)),
        ("organisation", "garden", ("a-club", "city-of-munich")),
        ("funder", "garden", ("own", "state-fund")),
    ],
)
def test_the_values_of_a_practice(english: Columns, facet: str, slug: str, values: tuple[str, ...]) -> None:
    assert set(english[facet].rows[slug]) == set(values)


def test_every_practice_has_a_row_in_every_facet(
    both: tuple[Bank, dict[str, Language]], english: Columns
) -> None:
    for column in english.values():
        assert list(column.rows) == list(both[0].practices)
        assert {value for row in column.rows.values() for value in row} == set(column.labels)


def test_values_of_an_open_list_stand_by_their_labels(english: Columns, german: Columns) -> None:
    assert english["topic"].labels == {
        "health": "Health", "housing": "Housing", "language": "Language learning",
    }  # fmt: skip
    assert german["topic"].labels == {"health": "Gesundheit", "language": "Spracherwerb", "housing": "Wohnen"}
    assert list(english["city"].labels.values()) == ["Cologne", "Munich", "Vienna"]
    assert list(german["country"].labels.values()) == ["Deutschland", "Österreich"]
    assert german["organisation"].labels["city-of-munich"] == "Landeshauptstadt München"


def test_values_of_a_scale_stand_in_its_order(english: Columns, german: Columns) -> None:
    for found in (english, german):
        assert list(found["size"].labels) == ["5k-20k", "500k-and-more"]
        assert list(found["budget"].labels) == ["250k-1m", "not-given"]
        assert list(found["funding"].labels) == ["regional", "own"]
        assert list(found["status"].labels) == ["running", "completed"]
        assert list(found["kind"].labels) == ["practice", "programme"]
    assert german["size"].labels["5k-20k"].startswith("Kleinstadt")


def test_values_are_the_same_in_every_language(english: Columns, german: Columns) -> None:
    for key, column in english.items():
        assert {slug: set(row) for slug, row in column.rows.items()} == {
            slug: set(row) for slug, row in german[key].rows.items()
        }


@pytest.mark.parametrize(
    ("count", "size"),
    [
        (1, CitySize.RURAL),
        (4_999, CitySize.RURAL),
        (5_000, CitySize.SMALL),
        (19_999, CitySize.SMALL),
        (20_000, CitySize.MEDIUM),
        (99_999, CitySize.MEDIUM),
        (100_000, CitySize.LARGE),
        (499_999, CitySize.LARGE),
        (500_000, CitySize.LARGEST),
        (12_000_000, CitySize.LARGEST),
    ],
)
def test_a_size_begins_with_its_lower_bound(count: int, size: CitySize) -> None:
    assert size_class(_city(Population(count=count, source="a list"))) is size


def test_a_place_without_a_population_has_no_size() -> None:
    assert size_class(_city(None)) is None


def _city(population: Population | None) -> City:
    return City(names={"en": "A place"}, country="DE", lat=50, lon=7, population=population)
