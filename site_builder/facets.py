"""The facets of a practice: by what readers narrow the bank down, with the values in the order that they are shown in.

The values are keys that no language changes, so that an address can hold them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .bank import Bank
from .collation import collation_key
from .language import Language
from .model import EvidenceLevel, FundingLevel, Kind, Practice, Status
from .money import BudgetBand, budget_band
from .vocabulary import City


class CitySize(StrEnum):
    """How many people live in a place, in the classes of the German Federal Institute for urban research (BBSR)."""

    RURAL = "under-5k"
    SMALL = "5k-20k"
    MEDIUM = "20k-100k"
    LARGE = "100k-500k"
    LARGEST = "500k-and-more"


UPPER_BOUNDS = (
    (5_000, CitySize.RURAL),
    (20_000, CitySize.SMALL),
    (100_000, CitySize.MEDIUM),
    (500_000, CitySize.LARGE),
)


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to choose by."""

    key: str
    """Its name in an address."""
    values_of: Callable[[Bank, Practice], Iterable[str]]
    label: Callable[[Bank, Language, str], str]
    """What a value is called in a language."""
    scale: tuple[str, ...] = ()
    """All values in their own order; none where they stand in the order of their labels."""
    offered: bool = True
    """Whether readers are offered its values; the others of its kind are chosen by a link."""


@dataclass(frozen=True, slots=True)
class Column:
    """A facet of a whole bank, in one language."""

    facet: Facet
    labels: Mapping[str, str]
    """The label of each value that a practice has, in display order."""
    rows: Mapping[str, tuple[str, ...]]
    """The values of each practice by its slug, in display order; none, one or several."""


def columns(bank: Bank, language: Language, facets: Iterable[Facet] | None = None) -> tuple[Column, ...]:
    """Some facets of a bank, or all of them in display order."""
    return tuple(_column(bank, language, facet) for facet in (FACETS if facets is None else facets))


def _column(bank: Bank, language: Language, facet: Facet) -> Column:
    found = {slug: set(facet.values_of(bank, practice)) for slug, practice in bank.practices.items()}
    labels = {value: facet.label(bank, language, value) for value in set().union(*found.values())}
    place = {value: number for number, value in enumerate(_in_order(facet, labels))}
    rows = {slug: _sorted(values, place) for slug, values in found.items()}
    return Column(facet=facet, labels={value: labels[value] for value in place}, rows=rows)


def _sorted(values: set[str], place: Mapping[str, int]) -> tuple[str, ...]:
    """Nearly always there is one value, and nothing to sort."""
    return tuple(sorted(values, key=place.__getitem__) if len(values) > 1 else values)


def _in_order(facet: Facet, labels: Mapping[str, str]) -> list[str]:
    if facet.scale:
        return [value for value in facet.scale if value in labels]
    return sorted(labels, key=lambda value: (collation_key(labels[value]), value))


def size_class(city: City) -> CitySize | None:
    """The class of a place; None where its population is not known."""
    if city.population is None:
        return None
    fitting = (size for bound, size in UPPER_BOUNDS if city.population.count < bound)
    return next(fitting, CitySize.LARGEST)


def _countries(bank: Bank, practice: Practice) -> Iterable[str]:
    return (bank.vocabulary.cities[key].country for key in practice.cities)


def _sizes(bank: Bank, practice: Practice) -> Iterable[str]:
    """The class of the main city only: a programme in 23 cities would be in every class, and tell nothing."""
    size = size_class(bank.vocabulary.cities[practice.city]) if practice.city else None
    return () if size is None else (size,)


def _organisations(bank: Bank, practice: Practice) -> Iterable[str]:
    return map(bank.vocabulary.organisation_key, bank.organisation_names(practice))


def _funders(bank: Bank, practice: Practice) -> Iterable[str]:
    return (bank.vocabulary.organisation_key(item.source) for item in practice.funding)


def _city_label(bank: Bank, language: Language, key: str) -> str:
    names = bank.vocabulary.cities[key].names
    return names.get(language.code) or names[bank.languages[0]]


def _organisation_label(bank: Bank, language: Language, key: str) -> str:
    return bank.vocabulary.organisation_name(bank.names_of_organisations[key], language=language.code)


def _scale(key: str, group: str, values: type[StrEnum], of: Callable[[Practice], Iterable[str]]) -> Facet:
    """A facet whose values are one of the schema's own lists."""
    return Facet(
        key=key,
        values_of=lambda bank, practice: of(practice),
        label=lambda bank, language, value: language.term(group, value),
        scale=tuple(values),
    )


FACETS = (
    Facet(
        key="topic",
        values_of=lambda bank, practice: practice.topics,
        label=lambda bank, language, key: bank.vocabulary.topics[language.code][key].label,
    ),
    Facet(
        key="target-group",
        values_of=lambda bank, practice: practice.target_groups,
        label=lambda bank, language, key: bank.vocabulary.target_groups[language.code][key].label,
    ),
    Facet(key="country", values_of=_countries, label=lambda bank, language, code: language.country(code)),
    Facet(key="city", values_of=lambda bank, practice: practice.cities, label=_city_label),
    Facet(
        key="size",
        values_of=_sizes,
        label=lambda bank, language, size: language.term("city_size", size),
        scale=tuple(CitySize),
    ),
    _scale(
        "funding", "funding_level", FundingLevel, lambda practice: (item.level for item in practice.funding)
    ),
    _scale("budget", "budget", BudgetBand, lambda practice: (budget_band(practice.funding),)),
    _scale("evidence", "evidence", EvidenceLevel, lambda practice: (practice.evidence,)),
    _scale("status", "status", Status, lambda practice: (practice.status,)),
    _scale("kind", "kind", Kind, lambda practice: (practice.kind,)),
    Facet(
        key="language",
        values_of=lambda bank, practice: bank.languages_of(practice.slug),
        label=lambda bank, language, code: language.language_name(code),
    ),
    Facet(key="organisation", values_of=_organisations, label=_organisation_label, offered=False),
    Facet(key="funder", values_of=_funders, label=_organisation_label, offered=False),
)
"""All facets in display order."""
