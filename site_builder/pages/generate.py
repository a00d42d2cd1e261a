"""All pages of one language."""

from collections.abc import Iterator

from .home import home_page
from .lists import explore_page, item_pages, overview_pages
from .page import Page
from .practice import practice_page
from .rules import rules_page
from .site import Site


def generate(site: Site) -> Iterator[Page]:
    """Every generated page of the site's language, in a fixed order."""
    yield home_page(site)
    yield explore_page(site)
    yield from (practice_page(site, slug) for slug in site.bank.practices)
    yield from overview_pages(site)
    yield from item_pages(site)
    yield rules_page(site)
