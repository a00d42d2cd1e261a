"""What all pages of one language share: the bank, the words, the addresses and the templates."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from jinja2 import Environment
from markupsafe import Markup

from .. import markdown
from ..addresses import Addresses, Way
from ..bank import Bank, Edition
from ..language import Language
from ..model import Qualifier
from ..related import Related
from ..settings import Settings
from ..vocabulary import City
from .page import Page
from .templates import environment

LICENCES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
LEADS_AWAY = re.compile(r"https?://|mailto:", re.IGNORECASE)
ROUGH_DIGITS = 3
Value = TypeVar("Value")


@dataclass(frozen=True)
class Site:
    """Everything that writing the pages of one language needs."""

    bank: Bank
    settings: Settings
    languages: Mapping[str, Language]
    code: str
    """The language of the pages."""
    related: Callable[[str], tuple[Related, ...]]
    """The related practices of a slug, best first."""
    edit_address: Callable[[str], str | None] = lambda path: None
    """Where a file of the bank is edited on its forge, by its path."""
    parts: Callable[[Edition], tuple[str, ...]] = lambda edition: ()
    """The words that a text holds only as the ends of its compounds."""
    own_part: Callable[[str], str | None] = lambda slug: None
    """The page of a slug as far as it was written without what other practices have to do with it, if it was."""

    @property
    def language(self) -> Language:
        """The words, numbers and dates of the pages."""
        return self.languages[self.code]

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of this language's pages."""
        return self.addresses_in(self.code)

    def addresses_in(self, code: str) -> Addresses:
        """The addresses of another language's pages."""
        return Addresses(language=code, default_language=self.settings.default_language)

    def switch(self, address_in: Callable[[Addresses], str]) -> dict[str, str]:
        """The same page's address in every site language."""
        return {code: address_in(self.addresses_in(code)) for code in self.languages}

    def city(self, key: str) -> City:
        """A city of the gazetteer."""
        return self.bank.vocabulary.cities[key]

    def name_of(self, names: Mapping[str, str]) -> str:
        """A name in the language of the pages, or in the site's first language."""
        return names.get(self.code) or names[self.settings.default_language]

    def city_name(self, key: str) -> str:
        """A city's name in the language of the pages."""
        return self.name_of(self.city(key).names)

    def country_of(self, key: str) -> str:
        """The name of a city's country in the language of the pages."""
        return self.language.country(self.city(key).country)

    def population(self, city: City) -> str | None:
        """How many people live in a city, as "about" so many where nobody says when they were counted."""
        if city.population is None:
            return None
        if city.population.year is not None:
            return self.language.number(city.population.count)
        number = self.language.number(rounded(city.population.count))
        return self.language.term("qualifier", Qualifier.ABOUT).format(number=number)

    def organisation_name(self, name: str) -> str:
        """An organisation's name in the language of the pages."""
        return self.bank.vocabulary.organisation_name(name, language=self.code)

    @staticmethod
    def licence_address(licence: str) -> str:
        """Where a licence can be read."""
        return LICENCES[licence][1]

    @staticmethod
    def licence_name(licence: str) -> str:
        """A licence as people write it."""
        return LICENCES[licence][0]

    @cached_property
    def _known(self) -> dict[tuple[str, str], Any]:
        return {}

    def once(self, kind: str, key: str, make: Callable[[], Value]) -> Value:
        """What ``make`` gives, the first time that somebody asks for it under this kind and key."""
        known = self._known
        if (kind, key) not in known:
            known[kind, key] = make()
        found: Value = known[kind, key]
        return found

    @cached_property
    def environment(self) -> Environment:
        """The templates, with escaping on and every missing value an error."""
        made = environment(self.language)
        made.globals.update(site=self, a=self.addresses, rounded=rounded)
        made.filters.update(safe_url=safe_url)
        made.tests["in_country"] = lambda key, country: self.city(key).country == country
        return made

    def write(self, template: str, *, address: str, **values: object) -> str:
        """The HTML of a template for a page at this address. ``to`` links to another address from there."""
        return self.environment.get_template(template).render(to=Way.of(address), **values)

    def page(
        self,
        template: str,
        *,
        kind: str,
        title: str,
        description: str,
        address_in: Callable[[Addresses], str],
        updated: date | None = None,
        **values: object,
    ) -> Page:
        """A page that exists in every language."""
        address, switch = address_in(self.addresses), self.switch(address_in)
        html = self.write(template, address=address, title=title, **values)
        return Page(
            address=address,
            language=self.code,
            kind=kind,
            title=title,
            description=description,
            html=html,
            switch=switch,
            alternates=switch,
            updated=updated,
        )


def rounded(count: int) -> int:
    """The number to its first three digits: to whom it is a rough one, the rest says nothing."""
    return round(count, ROUGH_DIGITS - len(str(count)))


def foreign(text: str, *, language: str, page_language: str) -> Markup | str:
    """The text, marked with its language where that is not the page's."""
    if language == page_language:
        return text
    return Markup('<span lang="{}">{}</span>').format(language, text)


def safe_url(address: str | None) -> str | None:
    """The address of another site or of a mailbox; None for anything else, so that no link is made of it.

    Every address that a template takes from an entry passes here, although a rule has looked at it before.
    """
    leads_away = address and LEADS_AWAY.match(address) and markdown.is_safe_address(address)
    return address if leads_away else None
