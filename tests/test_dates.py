"""Dates as sources give them: to the year, the month or the day."""

from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from site_builder.dates import PartialDate, parse_full_date, parse_partial_date


@pytest.mark.parametrize(
    ("given", "expected", "first", "last"),
    [
        (2008, PartialDate(2008), date(2008, 1, 1), date(2008, 12, 31)),
        ("2008", PartialDate(2008), date(2008, 1, 1), date(2008, 12, 31)),
        ("2008-11", PartialDate(2008, 11), date(2008, 11, 1), date(2008, 11, 30)),
        ("2008-12", PartialDate(2008, 12), date(2008, 12, 1), date(2008, 12, 31)),
        ("2023-02", PartialDate(2023, 2), date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", PartialDate(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        ("2008-11-03", PartialDate(2008, 11, 3), date(2008, 11, 3), date(2008, 11, 3)),
        ("2024-02-29", PartialDate(2024, 2, 29), date(2024, 2, 29), date(2024, 2, 29)),
        ("1900", PartialDate(1900), date(1900, 1, 1), date(1900, 12, 31)),
        ("2100", PartialDate(2100), date(2100, 1, 1), date(2100, 12, 31)),
    ],
)
def test_a_date_means_the_days_from_its_first_to_its_last(
    given: object, expected: PartialDate, first: date, last: date
) -> None:
    read = parse_partial_date(given)
    assert read == expected
    assert (read.first, read.last) == (first, last)
    assert str(read) == str(given)


def test_a_date_that_was_read_stays_the_same() -> None:
    assert parse_partial_date(PartialDate(2008, 11)) == PartialDate(2008, 11)


NO_SUCH_DAY = "there is no such day in the calendar"
NO_DATE = "not a date: write 2008, 2008-11 or 2008-11-03"
NO_YEAR = "the year is not between 1900 and 2100"


@pytest.mark.parametrize(
    "given", ["2008-13", "2008-00", "2008-11-00", "2008-11-31", "2023-02-29", "1900-02-29"]
)
def test_a_day_that_the_calendar_does_not_have(given: str) -> None:
    assert refused(given) == NO_SUCH_DAY


@pytest.mark.parametrize("given", ["1899", "2101", "0000", "9999-12-31", 1066, 0])
def test_a_year_that_can_only_be_a_slip(given: object) -> None:
    assert refused(given) == (NO_DATE if given == 0 else NO_YEAR)


NO_DATES: list[object] = [
    *("", " ", "08", "2008-", "2008 ", "2008\n", "-2008", "20081103", "２００８"),  # noqa: RUF001  not ASCII
    *("2008-1", "2008-11-3", "2008/11", "11-2008", "3.11.2008", "November 2008", "2008-11-03 12:00"),
    *(None, True, 2008.0, 20081103, -2008, ["2008"], {"year": 2008}, date(2008, 11, 3)),
]


@pytest.mark.parametrize("given", NO_DATES)
def test_what_is_no_date(given: object) -> None:
    assert refused(given) == NO_DATE


@pytest.mark.parametrize("given", ["2008-11-03", date(2008, 11, 3)])
def test_a_full_date(given: object) -> None:
    assert parse_full_date(given) == date(2008, 11, 3)


@pytest.mark.parametrize("given", ["2008", 2008, "2008-11"])
def test_a_date_that_has_to_be_full(given: object) -> None:
    with pytest.raises(PydanticCustomError, match="give the full date, as in 2008-11-03"):
        parse_full_date(given)


def refused(given: object) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        parse_partial_date(given)
    assert caught.value.type == "partial_date"
    return str(caught.value)
