"""Follow-ups: what became of the work after one year and after three, and what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ..bank import Edition
from ..dates import PartialDate, months_after
from ..model import FollowUp, FollowUpDate, Kind, Practice, Status
from .cards import Card, card
from .page import Page
from .site import Site
from .statements import said_in

MONTHS = {FollowUp.AFTER_1_YEAR: 12, FollowUp.AFTER_3_YEARS: 36, FollowUp.AFTER_5_YEARS: 60}
RECKONED = (FollowUp.AFTER_1_YEAR, FollowUp.AFTER_3_YEARS)
"""The looks back that every practice and programme owes."""
LOOKED_BACK_ON = (Kind.PRACTICE, Kind.PROGRAMME)


@dataclass(frozen=True, slots=True)
class LookBack:
    """A look back: due on a day, or done, or announced without a date."""

    card: Card
    after: FollowUp
    due: date | None
    """When it was or is due; None where that cannot be told."""
    done: PartialDate | None
    is_done: bool
    text: Markup | str | None


def follow_ups_page(site: Site) -> Page:
    """The page of all follow-ups."""
    found = [item for edition in site.bank.editions_in(site.code) for item in look_backs(site, edition)]
    today = site.bank.last_record
    undone = [item for item in found if not item.is_done]
    return site.page(
        "follow_ups.html",
        kind="gathered",
        title=site.language.text("follow-ups"),
        description=site.language.text("follow-ups_intro"),
        address_in=lambda addresses: addresses.page("follow-ups"),
        today=today,
        ahead=_sorted([item for item in undone if item.due and item.due >= today]),
        missing=_sorted([item for item in undone if item.due and item.due < today], reverse=True),
        undated=[item for item in undone if not item.due],
        done=_sorted([item for item in found if item.is_done], reverse=True),
        total=len(found),
    )


def _sorted(items: list[LookBack], *, reverse: bool = False) -> list[LookBack]:
    """By the day on which they were done, or are due."""
    return sorted(items, key=lambda item: (_day(item), item.card.slug), reverse=reverse)


def _day(item: LookBack) -> date:
    return item.done.first if item.done else item.due or date.min


def look_backs(site: Site, edition: Edition) -> Iterator[LookBack]:
    """The looks back that an entry names, then those that it owes."""
    practice, shown = edition.practice, card(site, edition)
    named = {item.after for item in practice.follow_ups}
    measured = {item.follow_up for item in practice.results if item.follow_up}
    for item in practice.follow_ups:
        yield _named(site, edition, shown, item, is_measured=item.after in measured)
    for after in sorted(measured - named):
        figure = next(item for item in practice.results if item.follow_up == after)
        text = said_in(site, edition, figure.indicator)
        yield LookBack(shown, after, due(practice, after), figure.as_of, is_done=True, text=text)
    for after in RECKONED if practice.kind in LOOKED_BACK_ON else ():
        day = due(practice, after)
        if day and after not in named | measured:
            yield LookBack(shown, after, day, None, is_done=False, text=None)


def _named(site: Site, edition: Edition, shown: Card, item: FollowUpDate, *, is_measured: bool) -> LookBack:
    day = item.planned.last if item.planned else due(edition.practice, item.after)
    text = said_in(site, edition, item.text)
    return LookBack(shown, item.after, day, item.done, is_done=bool(item.done) or is_measured, text=text)


def due(practice: Practice, after: FollowUp) -> date | None:
    """When a look back is due: so long after the end of the work, or after its start while it runs."""
    period = practice.period
    if period is None or practice.status is Status.PLANNED:
        return None
    base = period.end or period.start
    return months_after(base.last, MONTHS[after]) if base else None
