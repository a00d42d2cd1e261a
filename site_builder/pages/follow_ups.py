"""Follow-ups: what became of the work after one year and after three, and what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ..bank import Edition
from ..dates import PartialDate, months_after
from ..model import FollowUp, FollowUpDate, Kind, Practice, Status
from .cards import Card, card
from .page import Page
from .paging import Part, page_of, parts
from .site import Site
from .statements import said_in

NAME = "follow-ups"
"""Their address, and their labels."""
AT_ONCE = 20
"""How many of each group the first page shows. All of them stand on pages of their own."""
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


@dataclass(frozen=True, slots=True)
class Group:
    """The look backs of which the same can be said."""

    key: str
    items: tuple[LookBack, ...]

    @property
    def first(self) -> tuple[LookBack, ...]:
        """Those that the page of all follow-ups shows."""
        return self.items[:AT_ONCE]


def follow_up_pages(site: Site) -> Iterator[Page]:
    """The page of all follow-ups, then the pages of each group."""
    groups = list(_groups(site))
    yield _overview(site, groups)
    for group in groups:
        for part in parts(group.items):
            yield _group_page(site, group, part)


def _groups(site: Site) -> Iterator[Group]:
    found = [item for edition in site.bank.editions_in(site.code) for item in look_backs(site, edition)]
    undone = [item for item in found if not item.is_done]
    today = site.bank.last_record
    grouped = {
        "done": _sorted([item for item in found if item.is_done], reverse=True),
        "ahead": _sorted([item for item in undone if item.due and item.due >= today]),
        "missing": _sorted([item for item in undone if item.due and item.due < today], reverse=True),
        "undated": [item for item in undone if not item.due],
    }
    return (Group(key, tuple(items)) for key, items in grouped.items() if items)


def _overview(site: Site, groups: Sequence[Group]) -> Page:
    return site.page(
        "follow_ups.html",
        kind="gathered",
        title=site.language.text(NAME),
        description=site.language.text("follow-ups_intro"),
        address_in=lambda addresses: addresses.page(NAME),
        today=site.bank.last_record,
        groups=groups,
        total=sum(len(group.items) for group in groups),
    )


def _group_page(site: Site, group: Group, part: Part[LookBack]) -> Page:
    title = site.language.text("follow-ups_of", name=site.language.text(f"follow-ups_{group.key}"))
    return page_of(
        site,
        "follow_up_group.html",
        part=part,
        list_name=NAME,
        key=group.key,
        kind="gathered",
        title=title,
        description=title,
        today=site.bank.last_record,
        group=group,
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
