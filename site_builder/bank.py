"""Bank: all practices in all languages, with look-ups, links and backlinks."""

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from . import markdown
from .consent import Term, last_record, published
from .load import Entry
from .model import Practice
from .rules import Context
from .settings import Settings
from .store import digest_of
from .translation import overlay, phrases
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Source:
    """A file without errors, as the bank takes it. What only its own page needs is read when it is asked for."""

    path: str
    """Relative to the bank, with forward slashes."""
    slug: str
    language: str | None
    """None for an original, a code for a translation."""
    digest: str
    """Changes with anything in the file."""
    facts: str
    """A digest that changes with the frontmatter, and not with the body."""
    links: tuple[markdown.Link, ...]
    read_data: Callable[[], Mapping[str, Any]]
    """The frontmatter."""
    read_document: Callable[[], markdown.Document]
    """The body."""

    @property
    def original_data(self) -> dict[str, Any]:
        """The frontmatter of an original, with the slug that the schema wants."""
        return {**self.read_data(), "slug": self.slug}


@dataclass(frozen=True)
class Edition:
    """A practice as one language's pages show it: translated text where there is some, the original's otherwise."""

    practice: Practice
    language: str
    """The language of the pages that show this edition."""
    text_language: str
    """The language of its title, summary and body."""
    original: Source
    translation: Source | None = None
    """The file of the translation that it shows; None where it shows the original's text."""

    @property
    def _text(self) -> Source:
        return self.translation or self.original

    @property
    def path(self) -> str:
        """The file that its text is in, relative to the bank."""
        return self._text.path

    @property
    def document(self) -> markdown.Document:
        """The body."""
        return self._text.read_document()

    @property
    def links(self) -> tuple[markdown.Link, ...]:
        """The links and pictures of the body."""
        return self._text.links

    @property
    def digest(self) -> str:
        """Changes with anything that its page says of it."""
        return f"{self.original.digest}{self.translation.digest if self.translation else ''}"

    @property
    def facts(self) -> str:
        """Changes with anything that other pages say of it."""
        return f"{self.original.facts}{self.translation.facts if self.translation else ''}"

    @cached_property
    def untranslated(self) -> frozenset[str]:
        """The texts that are still in the original's language."""
        if self.language == self.practice.language:
            return frozenset()
        given = dict(phrases(self.translation.read_data())) if self.translation else {}
        return frozenset(text for path, text in phrases(self.original.read_data()) if path not in given)

    @property
    def slug(self) -> str:
        """The practice's slug."""
        return self.practice.slug

    @property
    def is_translated(self) -> bool:
        """Whether the edition's text is in the language of its pages."""
        return self.language == self.text_language

    def language_of(self, text: str) -> str:
        """The language that a text of this edition is written in."""
        return self.practice.language if text in self.untranslated else self.language

    @cached_property
    def wiki_links(self) -> tuple[str, ...]:
        """The slugs that the body links to, in order."""
        return tuple(link.target for link in self.links if link.kind == "wiki")


LookUp = Mapping[str, tuple[str, ...]]
Result = TypeVar("Result")


class Keep(Protocol):
    """How what is worked out of all entries is kept from one run to the next."""

    def __call__(self, name: str, reads: str, make: Callable[[], Result]) -> Result:
        """What ``make`` gives; where what was kept under this name was made of the same ``reads``, that."""


def keep_nothing(name: str, reads: str, make: Callable[[], Result]) -> Result:
    """Nothing is kept."""
    return make()


@dataclass(frozen=True)
class Bank:
    """All valid practices. Every look-up gives slugs, sorted."""

    languages: tuple[str, ...]
    vocabulary: Vocabulary
    term: Term
    """By which it was asked whether what people agreed to still holds."""
    practices: Mapping[str, Practice] = field(default_factory=dict)
    """The practices in their original language by slug, sorted."""
    editions: Mapping[tuple[str, str], Edition] = field(default_factory=dict)
    """An edition of every practice for every site language, by slug and language."""
    keep: Keep = field(default=keep_nothing, repr=False, compare=False)
    """Under ``facts`` or ``links`` there may be kept what follows from nothing else."""

    def edition(self, slug: str, language: str) -> Edition:
        """The practice as this language's pages show it."""
        return self.editions[slug, language]

    def editions_in(self, language: str) -> tuple[Edition, ...]:
        """Every practice as this language's pages show it, sorted by slug."""
        return tuple(self.editions[slug, language] for slug in self.practices)

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """The site languages that the practice's text exists in."""
        return tuple(code for code in self.languages if self.editions[slug, code].is_translated)

    def _kept_index(self, name: str, keys_of: Callable[[Practice], Iterable[str]]) -> LookUp:
        """The practices by keys that follow from nothing but ``facts``, kept from one run to the next."""
        return self.keep(name, self.facts, lambda: self._index(keys_of))

    def _index(self, keys_of: Callable[[Practice], Iterable[str]]) -> LookUp:
        """The practices by their keys, of which one may be given more than once."""
        found: dict[str, list[str]] = defaultdict(list)
        for slug, practice in self.practices.items():
            for key in keys_of(practice):
                found[key].append(slug)
        return {key: tuple(dict.fromkeys(found[key])) for key in sorted(found)}

    @cached_property
    def by_city(self) -> LookUp:
        """By the key of each of their cities."""
        return self._kept_index("by_city", lambda practice: practice.cities)

    @cached_property
    def by_country(self) -> LookUp:
        """By the country of each of their cities."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, slugs in self.by_city.items():
            found[self.vocabulary.cities[key].country].update(slugs)
        return {country: tuple(sorted(found[country])) for country in sorted(found)}

    @cached_property
    def by_topic(self) -> LookUp:
        """By topic."""
        return self._kept_index("by_topic", lambda practice: practice.topics)

    @cached_property
    def by_target_group(self) -> LookUp:
        """By target group."""
        return self._kept_index("by_target_group", lambda practice: practice.target_groups)

    def organisation_names(self, practice: Practice) -> tuple[str, ...]:
        """The organisation that leads the practice, then its partners."""
        return (practice.organisation.name, *(partner.name for partner in practice.partners))

    @cached_property
    def names_of_organisations(self) -> Mapping[str, str]:
        """A name of each organisation and funder by its key, as an entry gives it first."""
        names: dict[str, str] = {}
        for practice in self.practices.values():
            given = (*self.organisation_names(practice), *(item.source for item in practice.funding))
            for name in given:
                names.setdefault(self.vocabulary.organisation_key(name), name)
        return names

    @cached_property
    def by_organisation(self) -> LookUp:
        """By the key of the leading organisation and of each partner."""
        key = self.vocabulary.organisation_key
        return self._kept_index("by_organisation", lambda one: map(key, self.organisation_names(one)))

    @cached_property
    def by_funder(self) -> LookUp:
        """By the key of each funder."""
        key = self.vocabulary.organisation_key
        return self._kept_index("by_funder", lambda one: (key(item.source) for item in one.funding))

    @cached_property
    def members(self) -> LookUp:
        """Of each programme, the practices that say they are part of it."""
        return self._kept_index(
            "members", lambda one: [key for key in [one.part_of] if key and key in self.practices]
        )

    @cached_property
    def by_kind(self) -> LookUp:
        """By kind."""
        return self._index(lambda practice: (practice.kind,))

    @cached_property
    def workshops(self) -> tuple[str, ...]:
        """Those that describe a workshop which a city can hold."""
        return tuple(slug for slug, practice in self.practices.items() if practice.workshop)

    @cached_property
    def by_stage(self) -> LookUp:
        """By the stages of the road that they are examples of."""
        return self._index(lambda practice: (item.stage for item in practice.stages))

    @cached_property
    def named_by(self) -> LookUp:
        """Of each practice, the events, guides and collections that name it."""
        return self._index(
            lambda practice: (slug for slug in named_by_kind(practice) if slug in self.practices)
        )

    @cached_property
    def backlinks(self) -> LookUp:
        """Of each practice, the others that link to it: in a text, as related, as its part or as an adoption."""
        return self._index(
            lambda practice: [slug for slug in self._linked_from(practice) if slug != practice.slug]
        )

    def _linked_from(self, practice: Practice) -> Iterator[str]:
        for language in self.languages:
            yield from self.editions[practice.slug, language].wiki_links
        yield from _named_by_facts(practice)

    @cached_property
    def facts(self) -> str:
        """Changes with the frontmatter of any entry, with the vocabulary, and with what may be published of people."""
        known = self.vocabulary.digest or repr(self.vocabulary)
        facts = "\n".join(edition.facts for edition in self.editions.values())
        return digest_of(repr((self.languages, self.term)), known, facts)

    @cached_property
    def links(self) -> str:
        """Changes with any of these facts, and with what any text links to."""
        # What marshal writes in its version 2 depends on nothing but the value.
        return digest_of(self.facts, marshal.dumps([one.wiki_links for one in self.editions.values()], 2))

    @cached_property
    def last_record(self) -> date:
        """The newest day on which an entry was posted, updated or reviewed. Pages take it for today."""
        return last_record(self.practices.values())

    @cached_property
    def last_change(self) -> date | None:
        """The newest day on which an entry was posted or updated; None for a bank without entries."""
        return max((practice.last_changed for practice in self.practices.values()), default=None)

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The paths, below the folder of entries, of the pictures that pages show, sorted."""
        links = (link for edition in self.editions.values() for link in edition.links)
        return tuple(sorted({link.target for link in links if link.kind == "picture"}))

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Former slugs, each with the slug that it has become."""
        return {alias: slug for slug, practice in self.practices.items() for alias in practice.aliases}


def named_by_kind(practice: Practice) -> tuple[str, ...]:
    """The slugs of the entries that an event was about, a guide shows or a collection holds, in its order."""
    if not (practice.event or practice.guide or practice.collection):
        return ()
    discussed = practice.event.discussed if practice.event else ()
    shown = practice.guide.recommendations if practice.guide else ()
    held = practice.collection.items if practice.collection else ()
    named = [
        *discussed,
        *(one.entry for item in shown for one in item.shown_by),
        *(item.entry for item in held),
    ]
    return tuple(dict.fromkeys(slug for slug in named if slug))


def _named_by_facts(practice: Practice) -> Iterator[str]:
    """The entries that its frontmatter names: as related, as an adoption, for its kind, and as its programme."""
    yield from practice.related
    yield from (item.entry for item in practice.transfer if item.entry)
    yield from (item.entry for item in practice.adopted_from if item.entry)
    yield from named_by_kind(practice)
    yield from filter(None, [practice.part_of])


def others_named(bank: Bank, edition: Edition) -> Iterator[str]:
    """The entries that the page of this one names, some more than once: nothing that changes without ``Bank.links``."""
    yield from edition.wiki_links
    yield from _named_by_facts(edition.practice)
    yield from bank.members.get(edition.slug, ())
    yield from bank.backlinks.get(edition.slug, ())


def build_bank(context: Context, *, without: frozenset[str] = frozenset()) -> Bank:
    """The bank of all entries but those whose paths are named: the ones with errors."""
    entries = [entry for entry in context.entries if entry.path not in without and not entry.schema_errors]
    first = {(entry.slug, entry.language): entry for entry in reversed(entries)}
    return bank_of(
        (source_of(entry, context) for entry in first.values()),
        settings=context.settings,
        vocabulary=context.vocabulary,
    )


def source_of(entry: Entry, context: Context) -> Source:
    """An entry without errors as the bank takes it."""
    return Source(
        path=entry.path,
        slug=entry.slug,
        language=entry.language,
        digest=digest_of(entry.path, repr(entry.data), entry.body),
        facts=digest_of(entry.path, repr(entry.data)),
        links=context.document(entry).links,
        read_data=lambda: entry.data,
        read_document=partial(context.document, entry),
    )


NONE_KNOWN: Mapping[str, Practice] = MappingProxyType({})


def bank_of(
    sources: Iterable[Source],
    *,
    settings: Settings,
    vocabulary: Vocabulary,
    before: Bank | None = None,
    keep: Keep = keep_nothing,
) -> Bank:
    """The bank of these files, which have no errors; of each slug and language there is one.

    It holds nothing of a person that may not be published, so that no page, index or export can show it. With the bank
    ``before`` some files changed it shares the practices of all others, and is the same as without it.
    """
    files = {(source.slug, source.language): source for source in sources}
    originals = [files[key] for key in sorted(key for key in files if key[1] is None)]
    known = {one.digest: one.practice for one in before.editions.values()} if before else {}
    whole = {
        source.slug: known.get(source.digest) or Practice.model_validate(source.original_data)
        for source in originals
    }
    term = Term(settings.consent_term, last_record(whole.values()))
    if before and before.term != term:  # something else may be published of people
        return bank_of(files.values(), settings=settings, vocabulary=vocabulary, keep=keep)
    practices = {slug: published(practice, term) for slug, practice in whole.items()}
    editions = {
        (source.slug, language): _edition(practices[source.slug], source, language, files, term, known)
        for source in originals
        for language in settings.languages
    }
    return Bank(settings.languages, vocabulary, term, practices, editions, keep)


def with_file(bank: Bank, source: Source, *, settings: Settings) -> Bank:
    """The bank with another version of a file that it has."""
    term, slug = Term(settings.consent_term, bank.last_record), source.slug
    shown = [bank.edition(slug, code) for code in bank.languages]
    files = {(slug, file.language): file for one in shown for file in (one.original, one.translation) if file}
    files[slug, source.language] = source
    original = files[slug, None]
    practice = published(Practice.model_validate(original.original_data), term)
    editions = {(slug, code): _edition(practice, original, code, files, term) for code in bank.languages}
    return replace(bank, practices={**bank.practices, slug: practice}, editions={**bank.editions, **editions})


def _edition(
    practice: Practice,
    original: Source,
    language: str,
    files: Mapping[tuple[str, str | None], Source],
    term: Term,
    known: Mapping[str, Practice] = NONE_KNOWN,
) -> Edition:
    translation = files.get((original.slug, language))
    if translation is None:
        return Edition(practice, language, practice.language, original)
    translated = known.get(original.digest + translation.digest) or _translated(original, translation)
    return Edition(published(translated, term), language, language, original, translation)


def _translated(original: Source, translation: Source) -> Practice:
    return Practice.model_validate(overlay(original.original_data, _text_only(translation.read_data())))


def _text_only(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("language", "original_digest")}
