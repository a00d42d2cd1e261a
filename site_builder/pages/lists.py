"""The lists: all practices, and those of a topic, a target group, a city, a country, an organisation, a funder."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..addresses import Addresses
from .cards import Card, card, cards
from .page import Page
from .site import Site


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
    return sorted(choices, key=lambda choice: (choice.label.casefold(), choice.key))


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


def organisation_names(site: Site) -> dict[str, str]:
    """A name of each organisation and funder by its key, as an entry gives it first."""
    vocabulary = site.bank.vocabulary
    names: dict[str, str] = {}
    for practice in site.bank.practices.values():
        given = (*site.bank.organisation_names(practice), *(item.source for item in practice.funding))
        for name in given:
            names.setdefault(vocabulary.organisation_key(name), name)
    return names


def organisations(site: Site) -> list[Choice]:
    """The organisations that lead or take part in practices, by name."""
    names, found = organisation_names(site), site.bank.by_organisation.items()
    return _by_label(
        _choice(site, "organisations", key, site.organisation_name(names[key]), slugs) for key, slugs in found
    )


def funders(site: Site) -> list[Choice]:
    """The funders, by name."""
    names, found = organisation_names(site), site.bank.by_funder.items()
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


def explore_page(site: Site) -> Page:
    """All practices, with links to every narrower list."""
    return site.page(
        "explore.html",
        kind="explore",
        title=site.language.text("explore"),
        description=site.language.text("explore_intro"),
        address_in=lambda addresses: addresses.page("explore"),
        cards=cards(site, site.bank.practices),
        groups={kind: CHOICES[kind](site) for kind in ("topics", "target-groups", "countries")},
    )


def overview_pages(site: Site) -> Iterator[Page]:
    """One page each that lists all topics, all cities, ..."""
    for kind, choices in CHOICES.items():
        yield site.page(
            "overview.html",
            kind="overview",
            title=site.language.text(kind),
            description=site.language.text(f"{kind}_intro"),
            address_in=_kind_address(kind),
            choices=choices(site),
            kind_of_list=kind,
        )


def _kind_address(kind: str) -> Callable[[Addresses], str]:
    return lambda addresses: addresses.kind(kind)


def _item_address(kind: str, key: str) -> Callable[[Addresses], str]:
    return lambda addresses: addresses.item(kind, key)


def item_pages(site: Site) -> Iterator[Page]:
    """One page for each topic, city, ... that has practices."""
    writers: Mapping[str, Callable[[Site, Choice], Mapping[str, object]]] = {
        "topics": lambda site, choice: {"cards": cards(site, site.bank.by_topic[choice.key])},
        "target-groups": lambda site, choice: {"cards": cards(site, site.bank.by_target_group[choice.key])},
        "cities": _city_values,
        "countries": _country_values,
        "organisations": _organisation_values,
        "funders": _funder_values,
    }
    for kind, write in writers.items():
        for choice in CHOICES[kind](site):
            yield _item_page(site, kind, choice, write(site, choice))


def _item_page(site: Site, kind: str, choice: Choice, values: Mapping[str, object]) -> Page:
    return site.page(
        "item.html",
        kind="item",
        title=choice.label,
        description=choice.intro or site.language.count(f"{kind}_item", choice.count, name=choice.label),
        address_in=_item_address(kind, choice.key),
        choice=choice,
        kind_of_list=kind,
        values={"city": None, "cities": [], "organisation": None, **values},
    )


def _city_values(site: Site, choice: Choice) -> Mapping[str, object]:
    return {"cards": cards(site, site.bank.by_city[choice.key]), "city": site.city(choice.key)}


def _country_values(site: Site, choice: Choice) -> Mapping[str, object]:
    inside = [city for city in cities(site) if site.city(city.key).country == choice.key]
    return {"cards": cards(site, site.bank.by_country[choice.key]), "cities": inside}


def _organisation_values(site: Site, choice: Choice) -> Mapping[str, object]:
    found = [_with_role(site, slug, choice.key) for slug in site.bank.by_organisation[choice.key]]
    known = site.bank.vocabulary.organisations.get(choice.key)
    return {
        "cards": sorted(found, key=lambda item: (item.title.casefold(), item.slug)),
        "organisation": known,
    }


def _with_role(site: Site, slug: str, key: str) -> Card:
    edition = site.bank.edition(slug, site.code)
    leads = site.bank.vocabulary.organisation_key(edition.practice.organisation.name) == key
    return card(site, edition, note=site.language.text("role_lead" if leads else "role_partner"))


def _funder_values(site: Site, choice: Choice) -> Mapping[str, object]:
    known = site.bank.vocabulary.organisations.get(choice.key)
    return {"cards": cards(site, site.bank.by_funder[choice.key]), "organisation": known}
