"""All the names by which the places and the organisations of a practice may be looked for, in whatever language."""

from collections.abc import Iterable, Iterator

from .bank import Bank
from .language import Language
from .model import Practice
from .vocabulary import WRITTEN_OUT


def place_names(bank: Bank, practice: Practice, languages: Iterable[Language]) -> Iterator[str]:
    """The cities and their regions by every name that the gazetteer gives, and the countries in these languages."""
    codes = tuple(languages)
    if practice.district:
        yield practice.district
    for key in practice.cities:
        city = bank.vocabulary.cities[key]
        yield from (*city.names.values(), *city.region.values())
        yield from (language.country(city.country) for language in codes)


def organisation_names(bank: Bank, practice: Practice) -> Iterator[str]:
    """Whoever leads, takes part or pays, as the entry writes it and by every name that the vocabulary gives."""
    vocabulary = bank.vocabulary
    for name in (*bank.organisation_names(practice), *(item.source for item in practice.funding)):
        yield name
        if known := vocabulary.organisations.get(vocabulary.organisation_key(name)):
            yield from (*known.names.values(), *known.aliases)


def all_names(bank: Bank, practice: Practice, languages: Iterable[Language]) -> tuple[str, ...]:
    """Every name once, and each with an umlaut also as it is written without: München and muenchen."""
    found = (*place_names(bank, practice, languages), *organisation_names(bank, practice))
    return tuple(dict.fromkeys(name for given in found for name in (given, *_without_umlauts(given))))


def _without_umlauts(name: str) -> Iterator[str]:
    small = name.lower()
    written_out = small.translate(WRITTEN_OUT)
    if written_out != small:
        yield written_out
