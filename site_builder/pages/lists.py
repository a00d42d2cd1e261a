"""What can be browsed: all topics, target groups, cities, countries, organisations and funders, each with its count."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..bank import LookUp
from ..collation import collation_key
from .draft import Draft
from .funders import levels
from .letters import grouped
from .page import Page
from .places import spots
from .reads import Reads
from .site import Site

MOST_AT_ONCE = 60
"""How many items an overview shows in one list. More are grouped by their initials."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to a list, with how many practices it holds."""

    key: str
    label: str
    address: str
    count: int
    intro: str | None = None


def _choice(
    site: Site, kind: str, key: str, label: str, slugs: tuple[str, ...], intro: str | None = None
) -> Choice:
    return Choice(key=key, label=label, address=site.addresses.item(kind, key), count=len(slugs), intro=intro)


def _by_label(choices: Iterator[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (collation_key(choice.label), choice.key))


def topics(site: Site) -> list[Choice]:
    """The topics that have practices, by label."""
    terms = site.bank.vocabulary.topics[site.code]
    found = site.bank.by_topic.items()
    return _by_label(
        _choice(site, "topics", key, terms[key].label, slugs, terms[key].intro) for key, slugs in found
    )


def target_groups(site: Site) -> list[Choice]:
    """The target groups that have practices, by label."""
    terms = site.bank.vocabulary.target_groups[site.code]
    found = site.bank.by_target_group.items()
    return _by_label(_choice(site, "target-groups", key, terms[key].label, slugs) for key, slugs in found)


def cities(site: Site) -> list[Choice]:
    """The cities that have practices, by name."""
    found = site.bank.by_city.items()
    return _by_label(_choice(site, "cities", key, site.city_name(key), slugs) for key, slugs in found)


def countries(site: Site) -> list[Choice]:
    """The countries that have practices, by name."""
    found = site.bank.by_country.items()
    return _by_label(
        _choice(site, "countries", key, site.language.country(key), slugs) for key, slugs in found
    )


def organisations(site: Site) -> list[Choice]:
    """The organisations that lead or take part in practices, by name."""
    names, found = site.bank.names_of_organisations, site.bank.by_organisation.items()
    return _by_label(
        _choice(site, "organisations", key, site.organisation_name(names[key]), slugs) for key, slugs in found
    )


def funders(site: Site) -> list[Choice]:
    """The funders, by name."""
    names, found = site.bank.names_of_organisations, site.bank.by_funder.items()
    return _by_label(
        _choice(site, "funders", key, site.organisation_name(names[key]), slugs) for key, slugs in found
    )


CHOICES: Mapping[str, Callable[[Site], list[Choice]]] = {
    "topics": topics,
    "target-groups": target_groups,
    "cities": cities,
    "countries": countries,
    "organisations": organisations,
    "funders": funders,
}


def cities_by_country(site: Site) -> Mapping[str, list[Choice]]:
    """The cities that have practices by the code of their country, by name."""
    found: dict[str, list[Choice]] = defaultdict(list)
    for choice in cities(site):
        found[site.city(choice.key).country].append(choice)
    return found


def by_frequency(choices: Sequence[Choice], *, limit: int) -> list[Choice]:
    """Those with most practices, in the order that they came in."""
    kept = sorted(choices, key=lambda choice: -choice.count)[:limit]
    keys = {choice.key for choice in kept}
    return [choice for choice in choices if choice.key in keys]


def look_up(site: Site, kind: str) -> LookUp:
    """The slugs of the practices of each topic, each city, ..."""
    bank = site.bank
    return {
        "topics": bank.by_topic,
        "target-groups": bank.by_target_group,
        "cities": bank.by_city,
        "countries": bank.by_country,
        "organisations": bank.by_organisation,
        "funders": bank.by_funder,
    }[kind]


def overview_drafts(site: Site, reads: Reads) -> Iterator[Draft[Page]]:
    """One page each that lists all topics, all cities, ..."""
    for kind in CHOICES:
        yield Draft(kind, reads.of_everything, partial(_overview, site, kind))


def _overview(site: Site, kind: str) -> tuple[Page]:
    choices = CHOICES[kind](site)
    long = len(choices) > MOST_AT_ONCE
    page = site.page(
        "overview.html",
        kind="overview",
        title=site.language.text(kind),
        description=site.language.text(f"{kind}_intro"),
        address_in=lambda addresses: addresses.kind(kind),
        choices=choices,
        groups=grouped(choices, label=lambda choice: choice.label) if long else (),
        countries=_countries_of(site) if kind == "cities" else (),
        spots=spots(site, site.bank.practices) if kind == "cities" else None,
        levels=levels(site) if kind == "funders" else (),
        kind_of_list=kind,
    )
    return (page,)


def _countries_of(site: Site) -> tuple[tuple[Choice, list[Choice]], ...]:
    """Each country with its cities, where there are several countries."""
    by_country = cities_by_country(site)
    found = tuple((choice, by_country[choice.key]) for choice in countries(site))
    return found if len(found) > 1 else ()
