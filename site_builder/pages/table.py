"""The files that Explore reads: one small table of all practices, the rest of it, and the card of each as HTML.

The table holds what choosing, counting and sorting need, column by column, so that a browser does them without
asking anybody. A practice's row is its place among all slugs. Every visitor waits for the table. So what only some of
them need stands in the rest: what is chosen by a link alone, where the cities lie, and the order of the titles.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from ..bank import Edition
from ..collation import collation_key
from ..facets import FACETS, Column, Facet, columns
from .cards import card_of
from .site import Site

VERSION = 2
"""Of the table's form, which a script that an old page has loaded may not know any more."""


def explore_files(site: Site) -> Iterator[tuple[str, str]]:
    """The address and the text of each file, the tables first. The same bank gives the same bytes."""
    yield from table_files(site)
    for slug in site.bank.practices:
        yield from card_files(site, slug)


def table_files(site: Site) -> Iterator[tuple[str, str]]:
    """The two parts of the table."""
    yield site.addresses.table(), as_json(table(site))
    yield site.addresses.rest(), as_json(rest(site))


def card_files(site: Site, slug: str) -> Iterator[tuple[str, str]]:
    """The card of one practice."""
    yield site.addresses.card(slug), as_json({"html": card_html(site, slug)})


def table(site: Site) -> dict[str, object]:
    """The table of one language. Values are keys that every language shares, their labels are in its own."""
    slugs = tuple(site.bank.practices)
    return {
        "version": VERSION,
        "stamp": _stamp(slugs),
        "slugs": slugs,
        "facets": _facets(site, (facet for facet in FACETS if facet.offered)),
        "sort": {"date": _days(site.bank.editions_in(site.code))},
    }


def rest(site: Site) -> dict[str, object]:
    """The rest of the table: its rows are those of the table with the same stamp."""
    return {
        "version": VERSION,
        "stamp": _stamp(site.bank.practices),
        "facets": _facets(site, (facet for facet in FACETS if not facet.offered)),
        "sort": {"title": _titles(site.bank.editions_in(site.code))},
        "places": {key: [site.city(key).lat, site.city(key).lon] for key in site.bank.by_city},
    }


def _stamp(slugs: Iterable[str]) -> str:
    """The same for the same rows: a browser may have kept one of two files and not the other."""
    return hashlib.sha256("\n".join(slugs).encode()).hexdigest()[:8]


def _facets(site: Site, facets: Iterable[Facet]) -> dict[str, object]:
    slugs = tuple(site.bank.practices)
    found = columns(site.bank, site.language, facets)
    return {column.facet.key: _facet(column, slugs) for column in found}


def _facet(column: Column, slugs: Sequence[str]) -> dict[str, object]:
    index = {value: number for number, value in enumerate(column.labels)}
    rows = ([index[value] for value in column.rows[slug]] for slug in slugs)
    return {
        "values": list(column.labels),
        "labels": list(column.labels.values()),
        "rows": [row[0] if len(row) == 1 else row for row in rows],
    }


def _days(editions: Sequence[Edition]) -> list[int]:
    """When each was changed last: 0 for the first of these days, 1 for the next one on which one was changed."""
    days = [edition.practice.last_changed for edition in editions]
    place = {day: number for number, day in enumerate(sorted(set(days)))}
    return [place[day] for day in days]


def _titles(editions: Sequence[Edition]) -> list[int]:
    """The place of each when all are sorted by title."""
    by_title = sorted(editions, key=lambda edition: (collation_key(edition.practice.title), edition.slug))
    place = {edition.slug: number for number, edition in enumerate(by_title)}
    return [place[edition.slug] for edition in editions]


def card_html(site: Site, slug: str) -> str:
    """The card of a practice as the lists show it, with links for the page that explores the bank."""
    address = site.addresses.page("explore")
    return site.write("card.html", address=address, item=card_of(site, slug)).strip()


def as_json(content: object) -> str:
    """Without a space that nobody reads."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
