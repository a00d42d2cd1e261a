"""The home page: the search, the topics, the places and what is new."""

from dataclasses import dataclass

from ..addresses import Addresses
from .cards import newest
from .lists import Choice, by_frequency, cities_by_country, countries, topics
from .page import Page
from .places import spots
from .site import Site

NEWEST = 6
MOST_TOPICS = 24
MOST_COUNTRIES = 6
MOST_CITIES = 12
"""Of a country. The home page stays short, however large the bank is."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country as the home page shows it."""

    choice: Choice
    cities: tuple[Choice, ...]
    """Those with most practices, by name."""
    total: int
    """How many cities it has."""


def home_page(site: Site) -> Page:
    """The first page that a reader sees."""
    bank, by_country, every_topic = site.bank, countries(site), topics(site)
    shown = by_frequency(by_country, limit=MOST_COUNTRIES)
    return site.page(
        "home.html",
        kind="home",
        title=site.settings.name,
        description=site.name_of(site.settings.tagline) if site.settings.tagline else site.settings.name,
        address_in=Addresses.home,
        topics=by_frequency(every_topic, limit=MOST_TOPICS),
        all_topics=len(every_topic),
        countries=_with_cities(site, shown),
        more_countries=[choice for choice in by_country if choice not in shown],
        all_cities=len(bank.by_city),
        spots=spots(site, bank.practices),
        newest=newest(site, limit=NEWEST),
        total=len(bank.practices),
    )


def _with_cities(site: Site, shown: list[Choice]) -> list[Country]:
    cities = cities_by_country(site)
    return [
        Country(choice, tuple(by_frequency(found, limit=MOST_CITIES)), len(found))
        for choice in shown
        for found in [cities[choice.key]]
    ]
