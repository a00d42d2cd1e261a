"""What the amounts of an entry come to, where that can honestly be said."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .model import Funding, Qualifier

EURO = "EUR"
WHOLE = 100
"""Per cent."""


class BudgetBand(StrEnum):
    """How much money the work had, from its lower bound to below the next one's."""

    UNDER_50K = "under-50k"
    FROM_50K = "50k-250k"
    FROM_250K = "250k-1m"
    FROM_1M = "1m-5m"
    FROM_5M = "5m-and-more"
    OTHER_CURRENCY = "other-currency"
    """A total that is not in euro. It is not converted: rates change, and so do prices between countries."""
    NOT_GIVEN = "not-given"
    """No total can be told."""


UPPER_BOUNDS = (
    (Decimal(50_000), BudgetBand.UNDER_50K),
    (Decimal(250_000), BudgetBand.FROM_50K),
    (Decimal(1_000_000), BudgetBand.FROM_250K),
    (Decimal(5_000_000), BudgetBand.FROM_1M),
)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in a currency, by its ISO 4217 code."""

    amount: Decimal
    currency: str


def can_be_added(funding: tuple[Funding, ...]) -> bool:
    """Whether all amounts are given, in one currency, for the whole of the work, and none is a floor or a ceiling."""
    return (
        all(item.amount is not None and item.per is None and item.part is None for item in funding)
        and all(item.qualifier in (None, Qualifier.ABOUT) for item in funding)
        and len({item.currency for item in funding}) == 1
    )


def sum_of(funding: tuple[Funding, ...]) -> Decimal:
    """The sum of all amounts."""
    return sum((item.amount for item in funding if item.amount is not None), Decimal(0))


def budget(funding: tuple[Funding, ...]) -> Money | None:
    """All the money of the work; None where the amounts cannot be added, or their shares are less than the whole."""
    if not can_be_added(funding) or _is_a_part(funding):
        return None
    return Money(sum_of(funding), str(funding[0].currency))


def _is_a_part(funding: tuple[Funding, ...]) -> bool:
    """Whether the shares say that somebody else, who is not named, paid the rest."""
    shares = [item.share for item in funding]
    given = [share for share in shares if share is not None]
    return len(given) == len(shares) and sum(given) < WHOLE


def budget_band(funding: tuple[Funding, ...]) -> BudgetBand:
    """The band that the money of the work falls into."""
    total = budget(funding)
    if total is None:
        return BudgetBand.NOT_GIVEN
    if total.currency != EURO:
        return BudgetBand.OTHER_CURRENCY
    fitting = (band for bound, band in UPPER_BOUNDS if total.amount < bound)
    return next(fitting, BudgetBand.FROM_5M)
