"""What the funders of each level gave, where it can honestly be added."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..model import Funding, FundingLevel, Qualifier
from ..money import Money
from .site import Site


@dataclass(frozen=True, slots=True)
class Level:
    """One level of funding over the whole bank."""

    key: FundingLevel
    funders: int
    practices: int
    sums: tuple[Money, ...]
    """By currency, the largest first. Sums in different currencies are never added."""


def levels(site: Site) -> list[Level]:
    """The levels that fund anything, in the schema's order."""
    given: dict[FundingLevel, list[tuple[str, Funding]]] = defaultdict(list)
    for slug, practice in site.bank.practices.items():
        for item in practice.funding:
            given[item.level].append((slug, item))
    return [_level(site, level, given[level]) for level in FundingLevel if level in given]


def _level(site: Site, level: FundingLevel, given: list[tuple[str, Funding]]) -> Level:
    key = site.bank.vocabulary.organisation_key
    return Level(
        key=level,
        funders=len({key(item.source) for _, item in given}),
        practices=len({slug for slug, _ in given}),
        sums=_sums(item for _, item in given),
    )


def _sums(given: Iterator[Funding]) -> tuple[Money, ...]:
    added: dict[str, Decimal] = defaultdict(Decimal)
    for item in given:
        if item.amount is not None and item.currency and is_whole(item):
            added[item.currency] += item.amount
    sums = (Money(amount, currency) for currency, amount in added.items())
    return tuple(sorted(sums, key=lambda money: (-money.amount, money.currency)))


def is_whole(item: Funding) -> bool:
    """Whether the amount is for the whole of the work, and neither a floor nor a ceiling."""
    return item.per is None and item.part is None and item.qualifier in (None, Qualifier.ABOUT)


def amount_text(site: Site, item: Funding) -> str | None:
    """What a funder gave, in words, with what it was for; None where the sum is not known."""
    if item.amount is None or item.currency is None:
        return None
    language = site.language
    text = language.qualified(language.money(item.amount, item.currency), item.qualifier)
    return f"{text} {language.term('per', item.per)}" if item.per else text


def given_by(site: Site, key: str, slug: str) -> str | None:
    """What a funder gave to a practice, in words: all sums that are known."""
    key_of = site.bank.vocabulary.organisation_key
    funding = site.bank.edition(slug, site.code).practice.funding
    texts = [amount_text(site, item) for item in funding if key_of(item.source) == key]
    return ", ".join(text for text in texts if text) or None
