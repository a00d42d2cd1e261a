"""Bank: all practices in all languages, with look-ups, links and backlinks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from . import markdown
from .consent import Term, last_record, published
from .load import Entry
from .model import Practice
from .rules import Context
from .translation import overlay, phrases
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Edition:
    """A practice as one language's pages show it: translated text where there is some, the original's otherwise."""

    practice: Practice
    language: str
    """The language of the pages that show this edition."""
    text_language: str
    """The language of its title, summary and body."""
    document: markdown.Document
    path: str
    """The file that its text is in, relative to the bank."""
    untranslated: frozenset[str] = frozenset()
    """The texts that are still in the original's language."""

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

    @property
    def wiki_links(self) -> tuple[str, ...]:
        """The slugs that the body links to, in order."""
        return tuple(link.target for link in self.document.links if link.kind == "wiki")


LookUp = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Bank:
    """All valid practices. Every look-up gives slugs, sorted."""

    languages: tuple[str, ...]
    vocabulary: Vocabulary
    practices: Mapping[str, Practice] = field(default_factory=dict)
    """The practices in their original language by slug, sorted."""
    editions: Mapping[tuple[str, str], Edition] = field(default_factory=dict)
    """An edition of every practice for every site language, by slug and language."""

    def edition(self, slug: str, language: str) -> Edition:
        """The practice as this language's pages show it."""
        return self.editions[slug, language]

    def editions_in(self, language: str) -> tuple[Edition, ...]:
        """Every practice as this language's pages show it, sorted by slug."""
        return tuple(self.editions[slug, language] for slug in self.practices)

    def languages_of(self, slug: str) -> tuple[str, ...]:
        """The site languages that the practice's text exists in."""
        return tuple(code for code in self.languages if self.editions[slug, code].is_translated)

    def _index(self, keys_of: Callable[[Practice], Iterable[str]]) -> LookUp:
        found: dict[str, list[str]] = defaultdict(list)
        for slug, practice in self.practices.items():
            for key in dict.fromkeys(keys_of(practice)):
                found[key].append(slug)
        return {key: tuple(found[key]) for key in sorted(found)}

    @cached_property
    def by_city(self) -> LookUp:
        """By the key of each of their cities."""
        return self._index(lambda practice: practice.cities)

    @cached_property
    def by_country(self) -> LookUp:
        """By the country of each of their cities."""
        cities = self.vocabulary.cities
        return self._index(lambda practice: (cities[key].country for key in practice.cities))

    @cached_property
    def by_topic(self) -> LookUp:
        """By topic."""
        return self._index(lambda practice: practice.topics)

    @cached_property
    def by_target_group(self) -> LookUp:
        """By target group."""
        return self._index(lambda practice: practice.target_groups)

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
        return self._index(lambda practice: map(key, self.organisation_names(practice)))

    @cached_property
    def by_funder(self) -> LookUp:
        """By the key of each funder."""
        key = self.vocabulary.organisation_key
        return self._index(lambda practice: (key(item.source) for item in practice.funding))

    @cached_property
    def members(self) -> LookUp:
        """Of each programme, the practices that say they are part of it."""
        return self._index(
            lambda practice: [key for key in [practice.part_of] if key and key in self.practices]
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
        yield from practice.related
        yield from (item.entry for item in practice.transfer if item.entry)
        yield from (item.entry for item in practice.adopted_from if item.entry)
        yield from named_by_kind(practice)
        if practice.part_of:
            yield practice.part_of

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
        links = (link for edition in self.editions.values() for link in edition.document.links)
        return tuple(sorted({link.target for link in links if link.kind == "picture"}))

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Former slugs, each with the slug that it has become."""
        return {alias: slug for slug, practice in self.practices.items() for alias in practice.aliases}


def named_by_kind(practice: Practice) -> tuple[str, ...]:
    """The slugs of the entries that an event was about, a guide shows or a collection holds, in its order."""
    discussed = practice.event.discussed if practice.event else ()
    shown = practice.guide.recommendations if practice.guide else ()
    held = practice.collection.items if practice.collection else ()
    named = [
        *discussed,
        *(one.entry for item in shown for one in item.shown_by),
        *(item.entry for item in held),
    ]
    return tuple(dict.fromkeys(slug for slug in named if slug))


def build_bank(context: Context, *, without: frozenset[str] = frozenset()) -> Bank:
    """The bank of all entries but those whose paths are named: the ones with errors.

    It holds nothing of a person that may not be published, so that no page, index or export can show it.
    """
    languages = context.settings.languages
    originals = [
        entry for entry in context.originals.values() if entry.path not in without and not entry.schema_errors
    ]
    whole = {entry.slug: _practice(entry) for entry in sorted(originals, key=lambda entry: entry.slug)}
    term = Term(context.settings.consent_term, last_record(whole.values()))
    practices = {slug: published(practice, term) for slug, practice in whole.items()}
    editions = {
        (slug, language): _edition(practices[slug], language, context, without, term)
        for slug in practices
        for language in languages
    }
    return Bank(languages=languages, vocabulary=context.vocabulary, practices=practices, editions=editions)


def _practice(entry: Entry) -> Practice:
    return Practice.model_validate({**entry.data, "slug": entry.slug})


def _edition(
    practice: Practice, language: str, context: Context, without: frozenset[str], term: Term
) -> Edition:
    original = context.originals[practice.slug]
    translation = context.translations.get((practice.slug, language))
    if translation is None or translation.path in without:
        return _untranslated(practice, language, original, context)
    merged = overlay({**original.data, "slug": original.slug}, _text_only(translation))
    given = dict(phrases(translation.data))
    return Edition(
        practice=published(Practice.model_validate(merged), term),
        language=language,
        text_language=language,
        document=context.document(translation),
        path=translation.path,
        untranslated=frozenset(text for path, text in phrases(original.data) if path not in given),
    )


def _text_only(translation: Entry) -> dict[str, object]:
    return {
        name: value for name, value in translation.data.items() if name not in ("language", "original_digest")
    }


def _untranslated(practice: Practice, language: str, original: Entry, context: Context) -> Edition:
    foreign = language != practice.language
    return Edition(
        practice=practice,
        language=language,
        text_language=practice.language,
        document=context.document(original),
        path=original.path,
        untranslated=frozenset(text for _, text in phrases(original.data)) if foreign else frozenset(),
    )
