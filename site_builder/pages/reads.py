"""What a page reads of the bank, as digests: a page is written again when, and only when, one of these has changed.

Whatever a page comes to show of another entry has to be among them. A test watches which entries a page looks at while
it is written, and compares.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TypeVar

from ..bank import Edition, others_named
from ..model import Personal, Practice
from ..related import Said, said_of
from ..store import digest_of
from .site import Site

Result = TypeVar("Result")


class Reads:
    """The digests of what the pages of one language read. Those of a site are worked out once: ``reads_of``."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """Of each practice, what pages other than its own say of it."""
        return self._kept("facts", self.site.bank.facts, self._facts)

    @cached_property
    def _others(self) -> Mapping[str, tuple[str, ...]]:
        """Of each practice the entries that its page names."""
        bank = self.site.bank
        return self._kept("others", bank.links, lambda one: tuple(sorted(set(others_named(bank, one)))))

    def _kept(self, name: str, reads: str, make: Callable[[Edition], Result]) -> Mapping[str, Result]:
        """What ``make`` gives for each practice, by slug."""
        bank, code = self.site.bank, self.site.code
        return bank.keep(
            f"{name}/{code}", reads, lambda: {one.slug: make(one) for one in bank.editions_in(code)}
        )

    @cached_property
    def _facts_said(self) -> Mapping[str, str]:
        return {slug: f"{slug}={facts}" for slug, facts in self.facts.items()}

    def facts_of(self, slugs: Iterable[str]) -> Iterator[str]:
        """The facts of these practices; of one that does not exist, that it does not."""
        said = self._facts_said
        return (said.get(slug) or f"{slug}=None" for slug in slugs)

    @cached_property
    def everything(self) -> str:
        """What any page but that of a practice can say of the bank."""
        bank = self.site.bank
        return digest_of(*self._facts_said.values(), *self._workshops(), str(bank.last_record))

    def digest(self) -> str:
        """The same as ``everything``."""
        return self.everything

    def of_everything(self) -> tuple[str]:
        """What a page reads that may show any entry."""
        return (self.everything,)

    def _workshops(self) -> Iterator[str]:
        """Workshops are told whole."""
        return (self.site.bank.edition(slug, self.site.code).digest for slug in self.site.bank.workshops)

    def _facts(self, edition: Edition) -> str:
        practice, bank = edition.practice, self.site.bank
        names = (*bank.organisation_names(practice), *(item.source for item in practice.funding))
        records = (*map(self._city, practice.cities), *map(self._organisation, names))
        return digest_of(
            edition.facts,
            " ".join(bank.languages_of(edition.slug)),
            "\n".join(records),
            *_published(practice),
            str(bank.last_record) if practice.event else "",
        )

    @cached_property
    def _city(self) -> Callable[[str], str]:
        """All that is known of a city, in one line."""
        cities = self.site.bank.vocabulary.cities
        return cache(lambda key: cities[key].model_dump_json())

    @cached_property
    def _organisation(self) -> Callable[[str], str]:
        """All that is known of an organisation, in one line, by any of its names."""
        return cache(self._record)

    def _record(self, name: str) -> str:
        vocabulary = self.site.bank.vocabulary
        key = vocabulary.organisation_key(name)
        known = vocabulary.organisations.get(key)
        return f"{key}={known.model_dump_json() if known else None}"

    def of_practice(self, slug: str) -> Iterator[str]:
        """What the page of a practice reads."""
        related = _said_of(self.site)(slug)
        yield self._own_part(slug)
        yield related.digest
        yield " ".join(self.facts_of(related.slugs))

    def of_own_part(self, slug: str) -> tuple[str]:
        """What of a practice reads that its entry tells itself."""
        return (self._own_part(slug),)

    @cached_property
    def _own_part(self) -> Callable[[str], str]:
        """The digest of that, for which each practice is asked twice: for the text to search, and for its page."""
        return cache(lambda slug: digest_of(*self._told_of(slug)))

    def _told_of(self, slug: str) -> Iterator[str]:
        edition = self.site.bank.edition(slug, self.site.code)
        yield edition.digest
        yield self.facts[slug]
        yield " ".join(self.site.parts(edition))
        yield " ".join(self.facts_of(self._others[slug]))


def reads_of(site: Site) -> Reads:
    """What the pages of this site read."""
    return site.once("reads", "", lambda: Reads(site))


def know_said(site: Site, said: Callable[[str], Said]) -> None:
    """Tell a site what its pages say of the related practices of a slug: else it is worked out of all of these."""
    _said_of(site, said)


def _said_of(site: Site, said: Callable[[str], Said] | None = None) -> Callable[[str], Said]:
    return site.once("said", "", lambda: said or (lambda slug: said_of(site.related(slug))))


def _published(practice: Practice) -> Iterator[str]:
    """What depends on whether a consent has lapsed since."""
    if contact := practice.contact:
        yield repr([contact.consent, *(getattr(contact, field) for field in Personal)])
    yield from (f"{quote.speaker} {quote.consent}" for quote in practice.quotes)
