"""The files that Explore reads: one small table of all practices, and the card of each as HTML.

The table holds what choosing, counting and sorting need, column by column, so that a browser does them without
asking anybody. A practice's row is its place among all slugs.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ..bank import Edition
from ..collation import collation_key
from ..facets import Column, columns
from .cards import card, evidence_rank
from .site import Site

VERSION = 1
"""Of the table's form, which a script that an old page has loaded may not know any more."""


def explore_files(site: Site) -> Iterator[tuple[str, str]]:
    """The address and the text of each file, the table first. The same bank gives the same bytes."""
    yield site.addresses.table(), as_json(table(site))
    for edition in site.bank.editions_in(site.code):
        yield site.addresses.card(edition.slug), as_json({"html": card_html(site, edition)})


def table(site: Site) -> dict[str, object]:
    """The table of one language. Values are keys that every language shares, their labels are in its own."""
    bank = site.bank
    slugs = tuple(bank.practices)
    return {
        "version": VERSION,
        "slugs": slugs,
        "facets": {column.facet.key: _facet(column, slugs) for column in columns(bank, site.language)},
        "sort": _ranks(bank.editions_in(site.code)),
        "places": {key: [site.city(key).lat, site.city(key).lon] for key in bank.by_city},
    }


def _facet(column: Column, slugs: Sequence[str]) -> dict[str, object]:
    index = {value: number for number, value in enumerate(column.labels)}
    rows = ([index[value] for value in column.rows[slug]] for slug in slugs)
    return {
        "values": list(column.labels),
        "labels": list(column.labels.values()),
        "rows": [row[0] if len(row) == 1 else row for row in rows],
    }


def _ranks(editions: Sequence[Edition]) -> Mapping[str, list[int]]:
    """By what the rows can be sorted."""
    by_title = sorted(editions, key=lambda edition: (collation_key(edition.practice.title), edition.slug))
    place = {edition.slug: number for number, edition in enumerate(by_title)}
    return {
        "date": [_day(edition.practice.last_changed) for edition in editions],
        "title": [place[edition.slug] for edition in editions],
        "evidence": [evidence_rank(edition.practice.evidence) for edition in editions],
    }


def _day(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def card_html(site: Site, edition: Edition) -> str:
    """The card of a practice as the lists show it, with links for the page that explores the bank."""
    address = site.addresses.page("explore")
    return site.write("card.html", address=address, item=card(site, edition)).strip()


def as_json(content: object) -> str:
    """Without a space that nobody reads."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
