"""Events to come, as calendar files (RFC 5545) that a reader's own calendar opens."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..bank import Edition
from ..dates import PartialDate
from ..model import Event, Kind, Practice, Status
from .site import Site

if TYPE_CHECKING:
    from icalendar import Event as Entry

UTC = ZoneInfo("UTC")


def first_day(practice: Practice) -> date | None:
    """The first day of an event; None where it is not known to the day."""
    return _day(practice.period.start) if practice.period else None


def _last_day(practice: Practice) -> date | None:
    return (_day(practice.period.end) if practice.period else None) or first_day(practice)


def _day(known: PartialDate | None) -> date | None:
    return known.first if known and known.day is not None else None


def upcoming(site: Site) -> list[Edition]:
    """The events to come, the next one first."""
    editions = (site.bank.edition(slug, site.code) for slug in site.bank.by_kind.get(Kind.EVENT, ()))
    ahead = [edition for edition in editions if is_ahead(site, edition.practice)]
    return sorted(ahead, key=lambda edition: (first_day(edition.practice), edition.slug))


def is_ahead(site: Site, practice: Practice) -> bool:
    """Whether it is an event that is planned for a day after the newest record of the bank.

    The newest record stands for today, so that the same bank gives the same site.
    """
    is_planned = practice.kind is Kind.EVENT and practice.status is Status.PLANNED
    day = first_day(practice)
    return is_planned and day is not None and day > site.bank.last_record


def calendar_files(site: Site) -> Iterator[tuple[str, str]]:
    """The address and the text of the calendar of all events to come, and of each of them."""
    found = upcoming(site)
    yield site.addresses.calendar(), calendar(site, found)
    for edition in found:
        yield site.addresses.event(edition.slug), calendar(site, [edition])


def calendar(site: Site, editions: Iterable[Edition]) -> str:
    """A calendar of these events. The same bank gives the same bytes."""
    from icalendar import Calendar, Event  # slow to import, and most runs write no calendar

    made = Calendar()
    made.add("prodid", f"-//{site.settings.name}//Practice Bank//{site.code.upper()}")
    made.add("version", "2.0")
    made.add("x-wr-calname", site.settings.name)
    for edition in editions:
        made.add_component(_filled(Event(), edition))
    return str(made.to_ical().decode())


def _filled(entry: "Entry", edition: Edition) -> "Entry":
    practice = edition.practice
    entry.add("uid", f"{practice.slug}@practice-bank")
    entry.add("dtstamp", datetime.combine(practice.last_changed, time(0), UTC))
    entry.add("summary", practice.title)
    entry.add("description", practice.summary)
    for name, value in _times(practice).items():
        entry.add(name, value)
    if practice.event and practice.event.venue:
        entry.add("location", practice.event.venue)
    if practice.event and practice.event.url:
        entry.add("url", practice.event.url)
    return entry


def _times(practice: Practice) -> dict[str, date | datetime]:
    """Start and end: to the minute in UTC where they are known, otherwise whole days, the last one excluded."""
    first, last, event = first_day(practice), _last_day(practice), practice.event
    if first is None or last is None:
        return {}
    if event and event.starts_at and event.timezone:
        start = _moment(first, event.starts_at, event)
        return {"dtstart": start, **({"dtend": _moment(last, event.ends_at, event)} if event.ends_at else {})}
    return {"dtstart": first, "dtend": last + timedelta(days=1)}


def _moment(day: date, clock: str, event: Event) -> datetime:
    local = datetime.combine(day, time.fromisoformat(clock), ZoneInfo(str(event.timezone)))
    return local.astimezone(UTC)
