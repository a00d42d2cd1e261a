"""The workshop: what a city needs to hold it, as the entries of workshops tell it."""

from collections.abc import Iterator

from ..bank import Edition
from ..collation import collation_key
from .page import Page
from .practice import PracticeView
from .site import Site


def workshop_pages(site: Site) -> Iterator[Page]:
    """The page of the workshops; none in a bank that has none."""
    held = workshops(site)
    if held:
        yield site.page(
            "workshop.html",
            kind="workshop",
            title=site.language.text("workshop"),
            description=site.language.text("workshop_intro"),
            address_in=lambda addresses: addresses.page("workshop"),
            views=[PracticeView(site, edition) for edition in held],
        )


def workshops(site: Site) -> list[Edition]:
    """The entries that tell how to hold a workshop, by their titles."""
    held = [site.bank.edition(slug, site.code) for slug in site.bank.workshops]
    return sorted(held, key=lambda edition: (collation_key(edition.practice.title), edition.slug))
