"""How many people live in a place: counted for a year, or only listed somewhere."""

import pytest
from pydantic import ValidationError

from site_builder.assemble import Assembly
from site_builder.pages.site import rounded
from site_builder.vocabulary import City, Population


def city(population: Population | None) -> City:
    return City(names={"en": "A place"}, country="DE", lat=50, lon=7, population=population)


COUNTED = Population(count=64_715, year=2009, source="City of Kerpen")
LISTED = Population(count=1_505_005, source="GeoNames")


@pytest.mark.parametrize(
    ("population", "english", "german"),
    [
        pytest.param(COUNTED, "64,715", "64.715", id="counted"),
        pytest.param(LISTED, "about 1,510,000", "rund 1.510.000", id="listed"),
    ],
)
def test_a_number_that_nobody_dates_is_a_rough_one(
    assembly: Assembly, population: Population, english: str, german: str
) -> None:
    assert assembly.site("en").population(city(population)) == english
    assert assembly.site("de").population(city(population)) == german


def test_a_place_without_one_says_nothing(assembly: Assembly) -> None:
    assert assembly.site("en").population(city(None)) is None


@pytest.mark.parametrize(
    ("count", "shown"),
    [(1, 1), (987, 987), (2_156, 2_160), (20_862, 20_900), (99_960, 100_000), (1_505_005, 1_510_000)],
)
def test_three_digits_are_left(count: int, shown: int) -> None:
    assert rounded(count) == shown


@pytest.mark.parametrize("given", [{"count": 5}, {"year": 2009, "source": "x"}, {"count": 0, "source": "x"}])
def test_a_population_needs_a_count_and_a_source(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Population.model_validate(given)
