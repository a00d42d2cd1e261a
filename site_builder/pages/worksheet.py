"""The worksheet of the workshop: its questions, room to write, and practices that a reader chooses.

The page is a blank sheet, ready to be printed. A script fills it: it reads the practices off their own pages, and finds
them by their titles in a file that it asks for when somebody looks for one.
"""

from collections.abc import Iterator

from ..bank import Edition
from ..collation import collation_key
from .page import Page
from .practice import PracticeView
from .site import Site
from .table import as_json
from .workshop import workshops

BLOCKS = 8
"""How many practices fit on a sheet, as worksheet/address.js says, too."""
NAME = "workshop/worksheet"


def worksheet_pages(site: Site) -> Iterator[Page]:
    """The sheet for the first workshop of the bank; none in a bank that has no workshop."""
    for edition in workshops(site)[:1]:
        yield site.page(
            "worksheet.html",
            kind="worksheet",
            title=site.language.text("worksheet"),
            description=site.language.text("worksheet_intro"),
            address_in=lambda addresses: addresses.page(NAME),
            view=PracticeView(site, edition),
            blocks=range(1, BLOCKS + 1),
            locale=str(site.language.locale).replace("_", "-"),
        )


def worksheet_files(site: Site) -> Iterator[tuple[str, str]]:
    """The address and the text of the file of all titles, where there is a sheet."""
    if workshops(site):
        yield site.addresses.titles(), as_json(titles(site))


def titles(site: Site) -> list[tuple[str, str, str]]:
    """Slug, title and place of every entry, by title; an empty place where it has none."""
    editions = site.bank.editions_in(site.code)
    found = sorted(editions, key=lambda edition: (collation_key(edition.practice.title), edition.slug))
    return [(edition.slug, edition.practice.title, _place(site, edition)) for edition in found]


def _place(site: Site, edition: Edition) -> str:
    city = edition.practice.city
    return site.city_name(city) if city else ""
