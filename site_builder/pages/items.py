"""The pages of one topic, target group, city, country, organisation or funder: its practices, newest first."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from ..model import Practice
from ..vocabulary import City, KnownOrganisation
from .cards import Card, card, newest_first
from .draft import Draft
from .funders import given_by
from .letters import Group, grouped
from .lists import CHOICES, Choice, by_frequency, cities_by_country, look_up
from .page import Page
from .paging import Part, page_of, parts
from .places import spots_of_item
from .reads import Reads
from .site import Site

MOST_PLACES = 24
"""Of a country: the places that its page names at once. The others unfold."""
MOST_TOGETHER = 5
FEWEST_TOGETHER = 2
"""Practices that two terms share before their pages name each other."""


@dataclass(frozen=True)
class Shelf:
    """What the pages of all items share: each card is made once, however many lists it stands in."""

    site: Site

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of every practice by its slug, newest first."""
        return {edition.slug: card(self.site, edition) for edition in newest_first(self.site)}

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {slug: rank for rank, slug in enumerate(self.cards)}

    @cached_property
    def cities(self) -> Mapping[str, list[Choice]]:
        """The places of each country."""
        return cities_by_country(self.site)

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, Choice]]:
        """All terms of a kind by their keys."""
        return {
            kind: {choice.key: choice for choice in CHOICES[kind](self.site)}
            for kind in ("topics", "target-groups")
        }

    def newest_first(self, slugs: Iterable[str]) -> list[Card]:
        """The cards of these practices in the order that every list shows them in."""
        return [self.cards[slug] for slug in sorted(slugs, key=self._ranks.__getitem__)]


@dataclass(frozen=True, slots=True)
class Item:
    """What the page of an item says besides its cards."""

    slugs: tuple[str, ...]
    notes: Mapping[str, str | None] = field(default_factory=dict)
    """Why a practice is in the list, by its slug, where that needs words."""
    together: tuple[Choice, ...] = ()
    """Terms of the same kind that often stand beside it."""
    city: City | None = None
    places: tuple[Choice, ...] = ()
    """The places of a country with most practices, by name."""
    all_places: tuple[Group[Choice], ...] = ()
    """All places of a country by their initials, where there are more."""
    organisation: KnownOrganisation | None = None


def item_drafts(site: Site, reads: Reads) -> Iterator[Draft[Page]]:
    """The pages of each topic, city, ... that has practices."""
    shelf = Shelf(site)
    for kind in DESCRIBED:
        for choice in CHOICES[kind](site):
            write = partial(_pages_of, shelf, kind, choice)
            yield Draft(f"{kind}/{choice.key}", partial(_reads, shelf, reads, kind, choice), write)


def _reads(shelf: Shelf, reads: Reads, kind: str, choice: Choice) -> Iterator[str]:
    """The item itself, its practices, and how often the terms occur beside which it stands."""
    yield repr(choice)
    yield from reads.facts_of(look_up(shelf.site, kind)[choice.key])
    yield from (f"{term.label} {term.count}" for term in shelf.choices.get(kind, {}).values())


def _pages_of(shelf: Shelf, kind: str, choice: Choice) -> Iterator[Page]:
    item = DESCRIBED[kind](shelf, choice)
    found = shelf.newest_first(item.slugs)
    noted = [replace(shown, note=item.notes[shown.slug]) if item.notes else shown for shown in found]
    for part in parts(noted):
        yield _page(shelf.site, kind, choice, item, part)


def _page(site: Site, kind: str, choice: Choice, item: Item, part: Part[Card]) -> Page:
    counted = site.language.count(f"{kind}_item", choice.count, name=choice.label)
    return page_of(
        site,
        "item.html",
        part=part,
        list_name=kind,
        key=choice.key,
        kind="item",
        title=choice.label,
        description=(part.number == 1 and choice.intro) or counted,
        choice=choice,
        item=item,
        spots=spots_of_item(site, kind=kind, key=choice.key, slugs=item.slugs) if part.number == 1 else None,
        kind_of_list=kind,
    )


def _topic(shelf: Shelf, choice: Choice) -> Item:
    slugs = shelf.site.bank.by_topic[choice.key]
    return Item(slugs, together=_together(shelf, "topics", choice, slugs, lambda practice: practice.topics))


def _target_group(shelf: Shelf, choice: Choice) -> Item:
    slugs = shelf.site.bank.by_target_group[choice.key]
    together = _together(shelf, "target-groups", choice, slugs, lambda practice: practice.target_groups)
    return Item(slugs, together=together)


def _together(
    shelf: Shelf,
    kind: str,
    choice: Choice,
    slugs: Iterable[str],
    terms_of: Callable[[Practice], Iterable[str]],
) -> tuple[Choice, ...]:
    practices = shelf.site.bank.practices
    counts = Counter(term for slug in slugs for term in terms_of(practices[slug]) if term != choice.key)
    often = [term for term, count in counts.items() if count >= FEWEST_TOGETHER]
    best = sorted(often, key=lambda term: (-counts[term], term))[:MOST_TOGETHER]
    return tuple(shelf.choices[kind][term] for term in best)


def _city(shelf: Shelf, choice: Choice) -> Item:
    return Item(shelf.site.bank.by_city[choice.key], city=shelf.site.city(choice.key))


def _country(shelf: Shelf, choice: Choice) -> Item:
    places = shelf.cities[choice.key]
    return Item(
        shelf.site.bank.by_country[choice.key],
        places=tuple(by_frequency(places, limit=MOST_PLACES)),
        all_places=grouped(places, label=lambda place: place.label) if len(places) > MOST_PLACES else (),
    )


def _organisation(shelf: Shelf, choice: Choice) -> Item:
    bank, language = shelf.site.bank, shelf.site.language
    slugs, key_of = bank.by_organisation[choice.key], bank.vocabulary.organisation_key
    leads = {slug: key_of(bank.practices[slug].organisation.name) == choice.key for slug in slugs}
    notes = {slug: language.text("role_lead" if leads[slug] else "role_partner") for slug in slugs}
    return Item(slugs, notes=notes, organisation=bank.vocabulary.organisations.get(choice.key))


def _funder(shelf: Shelf, choice: Choice) -> Item:
    bank = shelf.site.bank
    slugs, known = bank.by_funder[choice.key], bank.vocabulary.organisations.get(choice.key)
    amounts = {slug: given_by(shelf.site, choice.key, slug) for slug in slugs}
    return Item(slugs, notes=amounts if any(amounts.values()) else {}, organisation=known)


DESCRIBED: Mapping[str, Callable[[Shelf, Choice], Item]] = {
    "topics": _topic,
    "target-groups": _target_group,
    "cities": _city,
    "countries": _country,
    "organisations": _organisation,
    "funders": _funder,
}
