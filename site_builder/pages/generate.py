"""All pages of one language, as drafts: what each reads, and how it is written."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from .adoption import adoption_page
from .calendar import calendar_files
from .compare import compare_page
from .draft import Draft, OwnPart, TextFile
from .explore import explore_page
from .follow_ups import follow_up_pages
from .frame import BROWSE, KINDS, LEARN, handbook
from .gathered import gathered_drafts
from .home import home_page
from .items import item_drafts
from .kind_lists import kind_lists
from .lists import CHOICES, look_up, overview_drafts
from .page import Page
from .practice import own_part, practice_page
from .reads import Reads, reads_of
from .redirects import redirects
from .road import road_pages
from .rules import rules_page
from .site import Site
from .table import card_files, table_files
from .worksheet import worksheet_files, worksheet_pages
from .workshop import workshop_pages

SINGLE = (*BROWSE, *KINDS, *LEARN, "rules")
"""The pages of every bank, by their addresses."""


def generate(site: Site) -> Iterator[Page]:
    """Every generated page of the site's language, in a fixed order."""
    for draft in (*list_drafts(site), *practice_drafts(site)):
        yield from draft.write()


def practice_drafts(site: Site) -> Iterator[Draft[Page]]:
    """What generates the pages of practices."""
    reads = reads_of(site)
    for slug in site.bank.practices:
        write = partial(_alone, practice_page, site, slug)
        yield Draft(f"practice/{slug}", partial(reads.of_practice, slug), write)


def list_drafts(site: Site) -> Iterator[Draft[Page]]:
    """What generates all other pages: they read nothing but what ``Reads.everything`` stands for."""
    reads = reads_of(site)
    whole = partial(_draft, site, reads)
    yield whole("home", home_page)
    yield whole("explore", explore_page)
    yield whole("compare", compare_page)
    yield from overview_drafts(site, reads)
    yield from item_drafts(site, reads)
    yield whole("kinds", kind_lists)
    yield from gathered_drafts(site, reads)
    yield whole("adoption", adoption_page)
    yield whole("follow-ups", follow_up_pages)
    yield whole("road", road_pages)
    yield whole("workshop", workshop_pages)
    yield whole("worksheet", worksheet_pages)
    yield Draft("rules", lambda: (), partial(_alone, rules_page, site))


def own_part_drafts(site: Site) -> Iterator[Draft[OwnPart]]:
    """What generates the pages of practices as far as their entries tell them themselves."""
    reads = reads_of(site)
    reads.digest()  # once and for all: processes that write pages are copies of this one
    for slug in site.bank.practices:
        write = partial(_own_part, site, slug)
        yield Draft(f"own-part/{slug}", partial(reads.of_own_part, slug), write)


def _own_part(site: Site, slug: str) -> tuple[OwnPart]:
    return ((slug, own_part(site, slug)),)


def file_drafts(site: Site) -> Iterator[Draft[TextFile]]:
    """What generates the files beside the pages: tables for scripts, calendars, and pages that only lead on.

    They read as little as ``list_drafts``.
    """
    reads = reads_of(site)
    yield Draft("files/table", reads.of_everything, partial(table_files, site))
    for slug in site.bank.practices:
        yield Draft(f"files/card/{slug}", partial(reads.facts_of, [slug]), partial(card_files, site, slug))
    yield Draft("files/calendars", reads.of_everything, partial(calendar_files, site))
    yield Draft("files/worksheet", reads.of_everything, partial(worksheet_files, site))
    yield Draft("files/redirects", reads.of_everything, lambda: redirects(site).items())


def has_page(site: Site, name: str) -> bool:
    """Whether there is a page at this address, given as ``topics/education``: below the language, without its ends."""
    kind, _, key = name.partition("/")
    if kind == "practices":
        return key in site.bank.practices
    if kind in CHOICES and key:
        return key in {each.lower() for each in look_up(site, kind)}
    return name in (*SINGLE, *handbook(site), *(("workshop/worksheet",) if site.bank.workshops else ()))


def _draft(
    site: Site, reads: Reads, name: str, write: Callable[[Site], Page | Iterable[Page]]
) -> Draft[Page]:
    """Pages that may read all of the bank."""
    return Draft(name, reads.of_everything, partial(_all, write, site))


def _all(write: Callable[[Site], Page | Iterable[Page]], site: Site) -> Iterable[Page]:
    written = write(site)
    return (written,) if isinstance(written, Page) else written


def _alone(write: Callable[..., Page], *given: object) -> tuple[Page]:
    return (write(*given),)
