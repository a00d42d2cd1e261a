"""A page shows nothing of an entry that it does not name among what it reads: else it could go out of date unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from site_builder.assemble import Assembly
from site_builder.bank import others_named
from site_builder.pages import Site
from site_builder.pages.practice import own_part, practice_page
from site_builder.pages.reads import Reads

LOOK_UPS = (
    "aliases", "backlinks", "by_city", "by_country", "by_funder", "by_kind", "by_organisation", "by_stage", "by_topic",
    "by_target_group", "last_change", "last_record", "members", "named_by", "names_of_organisations", "workshops",
)  # fmt: skip
"""What is asked of the whole bank once, before any page is written."""


class Watched(Mapping[Any, Any]):
    """A mapping that remembers of whom somebody has asked."""

    def __init__(self, of: Mapping[Any, Any]) -> None:
        self._of = of
        self.asked: set[str] = set()

    def __getitem__(self, key: Any) -> Any:
        self.asked.add(key if isinstance(key, str) else key[0])
        return self._of[key]

    def __contains__(self, key: object) -> bool:
        return key in self._of

    def __iter__(self) -> Iterator[Any]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


@pytest.fixture(scope="module", params=["en", "de"])
def watched(request: pytest.FixtureRequest, assembly: Assembly) -> tuple[Site, Watched, Watched]:
    practices, editions = Watched(assembly.bank.practices), Watched(assembly.bank.editions)
    bank = replace(assembly.bank, practices=practices, editions=editions)
    for name in LOOK_UPS:
        getattr(bank, name)
    return replace(assembly.site(request.param), bank=bank), practices, editions


def test_a_practice_page_asks_of_nobody_that_it_does_not_name(watched: tuple[Site, Watched, Watched]) -> None:
    site, practices, editions = watched
    for slug in list(practices):
        edition = site.bank.edition(slug, site.code)
        named = {slug, *others_named(site.bank, edition), *(item.slug for item in site.related(slug))}
        practices.asked.clear()
        editions.asked.clear()
        practice_page(site, slug)
        assert practices.asked | editions.asked <= named, slug


def test_its_own_part_asks_neither_what_is_related_nor_of_anybody_that_it_does_not_name(
    watched: tuple[Site, Watched, Watched],
) -> None:
    """So it can be written, and searched, before anybody knows what is related."""
    site, practices, editions = watched
    unrelated = replace(site, related=lambda slug: pytest.fail("what is related is not known yet"))
    reads = Reads(unrelated)
    for slug in list(practices):
        edition = site.bank.edition(slug, site.code)
        assert tuple(reads.of_own_part(slug))
        practices.asked.clear()
        editions.asked.clear()
        own_part(unrelated, slug)
        assert practices.asked | editions.asked <= {slug, *others_named(site.bank, edition)}, slug


def test_a_page_takes_its_own_part_as_it_was_written(assembly: Assembly) -> None:
    site, slug = assembly.site("en"), "reading-hours"
    page = practice_page(site, slug)
    written = own_part(site, slug)
    assert practice_page(replace(site, own_part={slug: written}.get), slug) == page
    changed = written.replace("<article", "<article data-changed")
    of_changed = practice_page(replace(site, own_part={slug: changed}.get), slug)
    assert of_changed.html == page.html.replace("<article", "<article data-changed", 1)


def test_what_it_reads_changes_with_the_facts_of_those_that_it_names(assembly: Assembly) -> None:
    site = assembly.site("en")
    slug = "reading-hours"
    before = tuple(Reads(site).of_practice(slug))
    other = next(others_named(site.bank, site.bank.edition(slug, "en")))
    edition = site.bank.edition(other, "en")
    changed = replace(edition, original=replace(edition.original, facts="other"))
    bank = replace(site.bank, editions={**site.bank.editions, (other, "en"): changed})
    assert tuple(Reads(replace(site, bank=bank)).of_practice(slug)) != before
