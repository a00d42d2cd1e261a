"""What the page of a programme, a guide or a collection works out of other entries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from ..bank import Edition
from ..collation import collation_key
from ..model import Item, Phase, Practice, Recommendation
from ..money import Money, budget
from .cards import Card, card_of
from .site import Site
from .statements import said_in

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the practices of a programme come to."""

    practices: int
    cities: int
    countries: int
    money: tuple[Money, ...]
    """By currency. Sums in different currencies are never added."""
    with_money: int
    """Of how many practices the money is known."""


def totals(site: Site, programme: Practice) -> Totals | None:
    """The totals over the practices that are part of a programme; None where it has none."""
    members = [site.bank.practices[slug] for slug in site.bank.members.get(programme.slug, ())]
    if not members:
        return None
    cities = {key for practice in members for key in practice.cities}
    budgets = [found for practice in members if (found := budget(practice.funding))]
    return Totals(
        practices=len(members),
        cities=len(cities),
        countries=len({site.city(key).country for key in cities}),
        money=_by_currency(budgets),
        with_money=len(budgets),
    )


def _by_currency(sums: Iterable[Money]) -> tuple[Money, ...]:
    added: dict[str, Decimal] = defaultdict(Decimal)
    for money in sums:
        added[money.currency] += money.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(added.items()))


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase with its planned and its actual duration, as parts of the longest of all."""

    phase: Phase
    planned: Decimal | None
    """Per cent of the longest duration of the programme's phases."""
    actual: Decimal | None


def phases(practice: Practice) -> list[PhaseView]:
    """The phases of a programme in their order."""
    found = practice.programme.phases if practice.programme else ()
    months = [value for phase in found for value in (phase.planned_months, phase.actual_months) if value]
    longest = max(months, default=None)

    def share(value: Decimal | None) -> Decimal | None:
        return round(value * WHOLE / longest, 1) if value and longest else None

    return [PhaseView(phase, share(phase.planned_months), share(phase.actual_months)) for phase in found]


@dataclass(frozen=True, slots=True)
class Shown:
    """A practice that shows a recommendation, and how."""

    card: Card
    how: Markup | str | None


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation with the practices that show it."""

    recommendation: Recommendation
    number: int
    """From 1."""
    shown: list[Shown]
    slugs: frozenset[str]


def recommendations(site: Site, edition: Edition) -> list[RecommendationView]:
    """The recommendations of a guide in their order."""
    guide = edition.practice.guide
    return [
        RecommendationView(item, number, shown, frozenset(one.card.slug for one in shown))
        for number, item in enumerate(guide.recommendations if guide else (), 1)
        for shown in [_shown(site, edition, item)]
    ]


def _shown(site: Site, edition: Edition, item: Recommendation) -> list[Shown]:
    known = [one for one in item.shown_by if one.entry in site.bank.practices]
    return [Shown(card_of(site, one.entry), said_in(site, edition, one.how)) for one in known]


def columns(views: Iterable[RecommendationView]) -> list[Card]:
    """The practices that show any of the recommendations, those that show most first: the matrix's columns."""
    cards = {shown.card.slug: shown.card for view in views for shown in view.shown}
    counts = {slug: sum(slug in view.slugs for view in views) for slug in cards}
    return sorted(cards.values(), key=lambda item: (-counts[item.slug], collation_key(item.title), item.slug))


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of a collection."""

    item: Item
    card: Card | None
    """Its entry, where the bank has one."""
    place: str | None
    country: str | None


def items(site: Site, practice: Practice) -> list[ItemView]:
    """What a collection holds, in its order."""
    return [_item(site, item) for item in (practice.collection.items if practice.collection else ())]


def _item(site: Site, item: Item) -> ItemView:
    known = item.entry if item.entry in site.bank.practices else None
    city = item.city or (site.bank.practices[known].city if known else None)
    return ItemView(
        item=item,
        card=card_of(site, known) if known else None,
        place=site.city_name(city) if city else None,
        country=site.city(city).country if city else None,
    )


def by_country(views: Iterable[ItemView]) -> list[tuple[str, int]]:
    """The countries of a collection's items with how many there are of each, most first."""
    counts: dict[str, int] = defaultdict(int)
    for view in views:
        if view.country:
            counts[view.country] += 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
