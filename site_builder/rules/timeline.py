"""PB14x: dates, and what they say together."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from pydantic_core import PydanticCustomError

from ..dates import PartialDate, parse_partial_date
from ..diagnostics import Severity
from ..load import Entry
from .misfits import known_values, named
from .registry import Context, Finding, rule

# The fields that say when something happened. "consent" has a rule of its own, "planned" may lie ahead.
PAST = frozenset({"as_of", "date", "done", "announced", "posted", "updated", "reviewed"})
TIME_ZONES = timedelta(days=2)
"""So long before a day begins here, it has not begun anywhere."""
CLOSED = ("completed", "discontinued")
BEGUN = ("running", *CLOSED, "mainstreamed")


def date_at(entry: Entry, *path: str | int) -> PartialDate | None:
    """The date at this path; None where there is none, or it cannot be read."""
    return date_of(entry.get(*path))


def date_of(value: object) -> PartialDate | None:
    """The date that this value is; None where it is none."""
    return _date(value) if isinstance(value, str | int) else None


@lru_cache(maxsize=4096, typed=True)
def _date(value: str | int) -> PartialDate | None:
    try:
        return parse_partial_date(value)
    except PydanticCustomError:
        return None


def has_begun(date: PartialDate, context: Context) -> bool:
    """Whether the date may lie in the past, in whatever time zone it was written."""
    return context.is_past(date.first - TIME_ZONES)


@rule("PB140", "period-order")
def period_order(entry: Entry, context: Context) -> Iterator[Finding]:
    """A period that ends before it starts.

    Bad:

        period: {start: 2010, end: 2008}

    Good:

        period: {start: 2008, end: 2010}
    """
    start, end = date_at(entry, "period", "start"), date_at(entry, "period", "end")
    if start and end and end.last < start.first:
        yield Finding(
            entry.position("period", "end"), f"the end {end} lies before the start {start}", "swap them?"
        )


@rule("PB141", "milestone-without-date")
def milestone_without_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A milestone that says neither when it happened nor when it was planned: it has no place on the timeline.

    Bad:

        milestones:
          - text: The council adopts the plan

    Good:

        milestones:
          - text: The council adopts the plan
            date: 2011-05-17
    """
    for index, item in entry.items("milestones"):
        if not entry.is_translation and not {"date", "planned"} & item.keys():
            message = f"milestone {index + 1} has no date"
            yield Finding(
                entry.position("milestones", index), message, "add 'date' or 'planned', or make it a step"
            )


@rule("PB142", "future-date", dated=True)
def future_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A date in the future for something that is said to have happened.

    Bad:

        posted: 2088-11-03

    Good:

        posted: 2008-11-03
    """
    for path, value in known_values(entry):
        if path[-1] in PAST and (date := date_of(value)) and not has_begun(date, context):
            hint = "for a milestone that lies ahead, use 'planned'" if "milestones" in path else None
            yield Finding(entry.position(*path), f"{named(path)}: {date} lies in the future", hint)


@rule("PB143", "record-order")
def record_order(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry that was updated or reviewed before it was posted.

    Bad:

        posted: 2026-03-01
        reviewed: 2025-03-01

    Good:

        posted: 2025-03-01
        reviewed: 2026-03-01
    """
    posted = date_at(entry, "posted")
    for field in ("updated", "reviewed"):
        date = date_at(entry, field)
        if posted and date and date.last < posted.first:
            yield Finding(entry.position(field), f"{field} {date} lies before posted {posted}", "swap them?")


@rule("PB144", "status-contradicts-period", Severity.WARNING, dated=True)
def status_contradicts_period(entry: Entry, context: Context) -> Iterator[Finding]:
    """A status that the period contradicts: work that has not begun cannot run, and work that goes on has not ended.

    Bad:

        status: completed
        period: {start: 2006, end: 2099}

    Good:

        status: running
        period: {start: 2006, end: 2099}
    """
    status = entry.get("status")
    start, end = date_at(entry, "period", "start"), date_at(entry, "period", "end")
    if end and status in CLOSED and not has_begun(end, context):
        message = f"the status is '{status}', but the period ends {end}"
        yield Finding(entry.position("status"), message, "running?")
    elif start and status in BEGUN and not has_begun(start, context):
        message = f"the status is '{status}', but the period starts {start}"
        yield Finding(entry.position("status"), message, "planned?")
