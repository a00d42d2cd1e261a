"""All pages of one language."""

from collections.abc import Iterator

from .adoption import adoption_page
from .compare import compare_page
from .explore import explore_page
from .follow_ups import follow_ups_page
from .gathered import gathered_pages
from .home import home_page
from .items import item_pages
from .kind_lists import kind_lists
from .lists import overview_pages
from .page import Page
from .practice import practice_page
from .road import road_pages
from .rules import rules_page
from .site import Site
from .worksheet import worksheet_pages
from .workshop import workshop_pages


def generate(site: Site) -> Iterator[Page]:
    """Every generated page of the site's language, in a fixed order."""
    yield home_page(site)
    yield explore_page(site)
    yield compare_page(site)
    yield from (practice_page(site, slug) for slug in site.bank.practices)
    yield from overview_pages(site)
    yield from item_pages(site)
    yield from kind_lists(site)
    yield from gathered_pages(site)
    yield adoption_page(site)
    yield follow_ups_page(site)
    yield from road_pages(site)
    yield from workshop_pages(site)
    yield from worksheet_pages(site)
    yield rules_page(site)
