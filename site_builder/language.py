"""A language of the site: its labels, and how it writes numbers, dates, money and the names of countries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import (
    NumberPattern,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    parse_pattern,
)

from .dates import PartialDate
from .labels import read_labels
from .settings import NotABank, Place
from .store import Store


class MissingLabel(KeyError):
    """A label that no language folder gives."""


@dataclass(frozen=True)
class Language:
    """One language of the site."""

    code: str
    interface: Mapping[str, Any] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        return Locale.parse(self.interface.get("locale", self.code))

    @property
    def name(self) -> str:
        """The language's own name for itself."""
        name = Locale(self.code).get_display_name() or self.code
        return name[0].upper() + name[1:]

    @property
    def headings(self) -> Mapping[str, str]:
        """The body headings that the bank knows: key to heading."""
        headings: Mapping[str, str] = self.interface["headings"]
        return headings

    def text(self, key: str, **values: object) -> str:
        """A label of the interface with its ``{placeholders}`` filled; MissingLabel where there is none."""
        try:
            return str(self.interface[key]).format(**values)
        except KeyError as error:
            raise MissingLabel(f"{self.code}: no label {error} for {key}") from error

    def count(self, key: str, number: int, **values: object) -> str:
        """A label that depends on a number: ``one`` and ``other``, or what CLDR calls the plural forms."""
        forms = self.interface.get(key)
        if not isinstance(forms, Mapping) or "other" not in forms:
            raise MissingLabel(f"{self.code}: no plural forms for {key}")
        form = forms.get(self.locale.plural_form(number), forms["other"])
        return str(form).format(number=self.number(number), **values)

    def term(self, group: str, key: str) -> str:
        """The label of a value of the schema's own lists, as ``term("status", "running")``."""
        try:
            return self.terms[group][key]
        except KeyError as error:
            raise MissingLabel(f"{self.code}: no label for {group} {key}") from error

    def number(self, value: Decimal | int) -> str:
        """A number with this language's separators, and all the decimals that it was given."""
        return _number(value, 0 if isinstance(value, int) else _decimals(value), self.locale)

    def money(self, amount: Decimal, currency: str) -> str:
        """A sum of money; cents only where there are some."""
        return _money(amount, _decimals(amount), currency, self.locale)

    def percent(self, value: Decimal) -> str:
        """A share; 80 is written as eighty per cent."""
        return _percent(value, _decimals(value), self.locale)

    def date(self, value: PartialDate | date) -> str:
        """A year, a month of a year, or a day."""
        return _date(value, self.locale)

    def qualified(self, text: str, qualifier: str | None) -> str:
        """A figure with the word for how exact it is, as ``about 40``."""
        return self.term("qualifier", qualifier).format(number=text) if qualifier else text

    def country(self, code: str) -> str:
        """A country's name by its ISO 3166-1 code."""
        return str(self._countries.get(code, code))

    def language_name(self, code: str) -> str:
        """Another language's name in this one."""
        return str(self._languages.get(code, code))

    def is_currency(self, unit: str) -> bool:
        """Whether this is the ISO 4217 code of a currency."""
        return unit in self._currencies

    @cached_property
    def _countries(self) -> Mapping[str, str]:
        return dict(self.locale.territories)

    @cached_property
    def _languages(self) -> Mapping[str, str]:
        return dict(self.locale.languages)

    @cached_property
    def _currencies(self) -> frozenset[str]:
        return frozenset(self.locale.currencies)

    def listed(self, items: Iterable[str]) -> str:
        """Items as a sentence lists them: a, b and c."""
        return _listed(tuple(items), self.locale)


# What follows stands on thousands of pages, and is worked out once. To a cache 1 and 1.0 are the same: the number of
# decimals tells them apart.


def _decimals(value: Decimal | int) -> int:
    return max(0, -int(Decimal(value).as_tuple().exponent))


@cache
def _number(value: Decimal | int, decimals: int, locale: Locale) -> str:
    return format_decimal(value, format=_pattern(decimals), locale=locale)


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


@cache
def _money(amount: Decimal, decimals: int, currency: str, locale: Locale) -> str:
    whole = amount == amount.to_integral_value()
    digits = get_currency_precision(currency) if not whole else 0
    return format_currency(
        amount,
        currency,
        format=_whole_sum(locale) if whole else None,
        locale=locale,
        currency_digits=bool(digits),
        decimal_quantization=not whole,
    )


@cache
def _whole_sum(locale: Locale) -> NumberPattern:
    return parse_pattern(locale.currency_formats["standard"].pattern.replace(".00", ""))


@cache
def _percent(value: Decimal, decimals: int, locale: Locale) -> str:
    return format_percent(
        value / 100, format=locale.percent_formats[None].pattern, locale=locale, decimal_quantization=False
    )


@cache
def _date(value: PartialDate | date, locale: Locale) -> str:
    if isinstance(value, date):
        return format_date(value, "long", locale=locale)
    if value.month is None:
        return str(value.year)
    if value.day is None:
        return format_skeleton("yMMMM", value.first, locale=locale)
    return format_date(value.first, "long", locale=locale)


@cache
def _listed(items: tuple[str, ...], locale: Locale) -> str:
    return format_list(list(items), locale=locale)


def read_language(code: str, place: Place, store: Store | None = None) -> Language:
    """Read a language's labels; NotABank where there are none for it, or not all."""
    try:
        Locale(code)
    except (UnknownLocaleError, ValueError):
        raise NotABank(f"bank.yml: languages: {code} is no language code") from None
    return Language(code=code, **read_labels(code, place, store))
