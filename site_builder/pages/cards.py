"""A practice as lists show it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..bank import Edition
from ..collation import collation_key
from ..model import Kind, Period, Practice
from .site import Site


@dataclass(frozen=True, slots=True)
class Card:
    """What a list says of a practice, in the language of the page but for title and summary."""

    slug: str
    address: str
    title: str
    summary: str
    text_language: str
    kind: str | None
    """None for a plain practice."""
    place: str
    """The city; of a guide or a collection of no place, who made it."""
    country: str
    """The country; of a guide or a collection of no place, how far it reaches."""
    status: str
    period: str | None
    evidence: str
    evidence_level: int
    """1 for the weakest to 5 for the strongest."""
    note: str | None = None
    """Why the practice is in this list."""


def card(site: Site, edition: Edition, *, note: str | None = None) -> Card:
    """The card of a practice."""
    return card_of(site, edition.slug, note=note)


def card_of(site: Site, slug: str, *, note: str | None = None) -> Card:
    """The same by its slug. Once the card is made, nobody looks at the practice for it."""
    plain = site.once("card", slug, lambda: _plain(site, site.bank.edition(slug, site.code)))
    return plain if note is None else replace(plain, note=note)


def make_cards(site: Site) -> None:
    """Make the cards of all practices: where many pages are written, each is shown on several of them."""
    for edition in site.bank.editions_in(site.code):
        card(site, edition)


def _plain(site: Site, edition: Edition) -> Card:
    practice, language = edition.practice, site.language
    return Card(
        slug=practice.slug,
        address=site.addresses.practice(practice.slug),
        title=practice.title,
        summary=practice.summary,
        text_language=edition.text_language,
        kind=None if practice.kind is Kind.PRACTICE else language.term("kind", practice.kind),
        place=site.city_name(practice.city) if practice.city else _maker(site, practice),
        country=site.country_of(practice.city) if practice.city else language.term("scope", practice.scope),
        status=language.term("status", practice.status),
        period=period_text(site, practice.period),
        evidence=language.term("evidence", practice.evidence),
        evidence_level=evidence_rank(practice.evidence),
    )


def _maker(site: Site, practice: Practice) -> str:
    """Who made a guide or a collection of no place."""
    return site.organisation_name(practice.organisation.name)


def cards(site: Site, slugs: Iterable[str]) -> list[Card]:
    """The cards of these practices, sorted by title as the page shows it."""
    found = [card_of(site, slug) for slug in slugs]
    return sorted(found, key=lambda item: (collation_key(item.title), item.slug))


def newest(site: Site, *, limit: int) -> list[Card]:
    """The cards of the practices that were posted or updated last, newest first."""
    return [card(site, edition) for edition in newest_first(site)[:limit]]


def newest_first(site: Site) -> list[Edition]:
    """Every practice, the one that was posted or updated last first."""
    editions = site.bank.editions_in(site.code)
    return sorted(editions, key=lambda edition: edition.practice.last_changed, reverse=True)


def evidence_rank(level: object) -> int:
    """1 for the weakest level of evidence to 5 for the strongest."""
    return list(type(level)).index(level) + 1  # type: ignore[call-overload, no-any-return]


def period_text(site: Site, period: Period | None) -> str | None:
    """From when to when, in words; None where neither is known."""
    if period is None or not (period.start or period.end):
        return None
    start = site.language.date(period.start) if period.start else None
    end = site.language.date(period.end) if period.end else None
    if start and end:
        return start if start == end else site.language.text("period_both", start=start, end=end)
    return (
        site.language.text("period_from", start=start)
        if start
        else site.language.text("period_until", end=end)
    )
