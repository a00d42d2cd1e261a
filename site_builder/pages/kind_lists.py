"""The lists of one kind of entry: programmes, events, guides, collections."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..bank import Edition
from ..collation import collation_key
from ..model import Event, Kind, Practice
from .calendar import upcoming
from .cards import Card, card
from .page import Page
from .paging import Part, page_of, parts
from .site import Site

LISTS: Mapping[str, Kind] = {
    "programmes": Kind.PROGRAMME,
    "events": Kind.EVENT,
    "guides": Kind.GUIDE,
    "collections": Kind.COLLECTION,
}
"""The name of each list, which is its address, and the kind that it holds."""


@dataclass(frozen=True, slots=True)
class KindList:
    """A list of one kind."""

    name: str
    ahead: tuple[Card, ...]
    """Events to come, the next one first; always empty for another kind."""
    part: Part[Card]
    """All others: events by date, the last one first; other kinds by title."""


def kind_lists(site: Site) -> Iterator[Page]:
    """The lists of all kinds. Each exists, also where it is empty: addresses are kept for ever."""
    for name, kind in LISTS.items():
        ahead = upcoming(site) if kind is Kind.EVENT else []
        yield from _pages(site, name, ahead, _others(site, kind, ahead))


def _others(site: Site, kind: Kind, ahead: Sequence[Edition]) -> list[Edition]:
    slugs = [slug for slug in site.bank.by_kind.get(kind, ()) if slug not in {item.slug for item in ahead}]
    found = [site.bank.edition(slug, site.code) for slug in slugs]
    found.sort(key=lambda edition: (collation_key(edition.practice.title), edition.slug))
    return sorted(found, key=_day, reverse=True) if kind is Kind.EVENT else found


def _day(edition: Edition) -> str:
    period = edition.practice.period
    return str(period.start.first) if period and period.start else ""


def _pages(site: Site, name: str, ahead: Sequence[Edition], others: Sequence[Edition]) -> Iterator[Page]:
    shown = [card(site, edition, note=note(site, edition)) for edition in others]
    first = tuple(card(site, edition, note=note(site, edition)) for edition in ahead)
    for part in parts(shown):
        yield _page(site, KindList(name, first if part.number == 1 else (), part))


def _page(site: Site, kind_list: KindList) -> Page:
    name, part = kind_list.name, kind_list.part
    return page_of(
        site,
        "kind_list.html",
        part=part,
        list_name=name,
        key=None,
        kind="list",
        title=site.language.text(name),
        description=site.language.text(f"{name}_intro"),
        kind_list=kind_list,
    )


def note(site: Site, edition: Edition) -> str | None:
    """What a list says of an entry of this kind besides its card."""
    practice, language = edition.practice, site.language
    if practice.kind is Kind.PROGRAMME:
        return _programme_note(site, practice)
    if practice.event:
        return event_note(site, practice.event)
    if practice.guide:
        return language.count("recommendations_count", len(practice.guide.recommendations))
    return language.count("items_count", len(practice.collection.items)) if practice.collection else None


def _programme_note(site: Site, programme: Practice) -> str | None:
    cities, members = len(programme.cities), len(site.bank.members.get(programme.slug, ()))
    counts = [("cities_count", cities if cities > 1 else 0), ("practices_count", members)]
    return " · ".join(site.language.count(key, number) for key, number in counts if number) or None


def event_note(site: Site, event: Event) -> str:
    """Where an event was, and how many people came."""
    language, place = site.language, site.language.term("event_format", event.format)
    if event.attendance is None:
        return place
    said = language.qualified(language.number(event.attendance.value), event.attendance.qualifier)
    return f"{place} · {language.text('attended', number=said)}"
