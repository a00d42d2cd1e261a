"""The home page: the search, the topics, the places and what is new."""

from ..addresses import Addresses
from .cards import newest
from .lists import cities, countries, topics
from .page import Page
from .site import Site

NEWEST = 6


def home_page(site: Site) -> Page:
    """The first page that a reader sees."""
    bank = site.bank
    return site.page(
        "home.html",
        kind="home",
        title=site.settings.name,
        description=site.name_of(site.settings.tagline) if site.settings.tagline else site.settings.name,
        address_in=Addresses.home,
        topics=topics(site),
        cities=cities(site),
        countries=countries(site),
        newest=newest(site, limit=NEWEST),
        total=len(bank.practices),
    )
