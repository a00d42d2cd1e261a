"""Dates as sources give them: a year, a month or a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
WRITTEN = re.compile(PATTERN, re.ASCII)
NO_DATE: Final = "not a date: write 2008, 2008-11 or 2008-11-03"
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year (``month`` and ``day`` are None), to the month, or to the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """The earliest day that this date can mean."""
        month = 1 if self.month is None else self.month
        return date(self.year, month, 1 if self.day is None else self.day)

    @property
    def last(self) -> date:
        """The latest day that this date can mean."""
        month = 12 if self.month is None else self.month
        last_day = calendar.monthrange(self.year, month)[1]
        return date(self.year, month, last_day if self.day is None else self.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


def parse_partial_date(value: object) -> PartialDate:
    """Read ``2008``, ``2008-11`` or ``2008-11-03``; a pydantic error of type ``partial_date`` says what is wrong."""
    if isinstance(value, PartialDate):
        return value
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        raise PydanticCustomError("partial_date", NO_DATE)
    return _parsed(text)


@lru_cache(maxsize=20_000)
def _parsed(text: str) -> PartialDate:
    """Most days of a bank stand in many of its entries."""
    if not WRITTEN.fullmatch(text):
        raise PydanticCustomError("partial_date", NO_DATE)
    parsed = PartialDate(*(int(part) for part in text.split("-")))
    if not EARLIEST_YEAR <= parsed.year <= LATEST_YEAR:
        raise PydanticCustomError("partial_date", "the year is not between 1900 and 2100")
    try:
        parsed.first  # noqa: B018  a date that does not exist raises here
    except ValueError:
        raise PydanticCustomError("partial_date", "there is no such day in the calendar") from None
    return parsed


def parse_full_date(value: Any) -> date:
    """Read ``2008-11-03`` and nothing shorter."""
    if isinstance(value, date):
        return value
    parsed = parse_partial_date(value)
    if parsed.day is None:
        raise PydanticCustomError("partial_date", "give the full date, as in 2008-11-03")
    return parsed.first


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


PartialDateField = Annotated[
    PartialDate,
    PlainValidator(parse_partial_date),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": PATTERN}, {"type": "integer"}]}),
]
FullDateField = Annotated[
    date,
    PlainValidator(parse_full_date),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
