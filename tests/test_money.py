"""What the amounts of an entry come to, and when nobody can say."""

from decimal import Decimal

import pytest

from site_builder.model import Funding, FundingLevel
from site_builder.money import BudgetBand, Money, budget, budget_band


def fund(
    amount: float | None = None, currency: str = "EUR", *, share: int | None = None, **more: object
) -> Funding:
    """Money of one funder."""
    given = {"amount": Decimal(str(amount)), "currency": currency} if amount is not None else {}
    percent = {"share": Decimal(share)} if share is not None else {}
    return Funding.model_validate({"source": "A fund", "level": FundingLevel.OWN, **given, **percent, **more})


@pytest.mark.parametrize(
    ("funding", "total"),
    [
        ([fund(100)], Money(Decimal(100), "EUR")),
        ([fund(100), fund(50)], Money(Decimal(150), "EUR")),
        ([fund(100, "CHF"), fund(50, "CHF")], Money(Decimal(150), "CHF")),
        ([fund(100, approximate=True), fund(50)], Money(Decimal(150), "EUR")),
        ([fund(80, share=80), fund(20, share=20)], Money(Decimal(100), "EUR")),
        ([fund(80, share=80), fund(20)], Money(Decimal(100), "EUR")),
    ],
)
def test_amounts_that_make_the_whole_are_added(funding: list[Funding], total: Money) -> None:
    assert budget(tuple(funding)) == total


@pytest.mark.parametrize(
    "funding",
    [
        pytest.param([], id="no money named"),
        pytest.param([fund()], id="a funder without an amount"),
        pytest.param([fund(100), fund()], id="one amount of two"),
        pytest.param([fund(100), fund(100, "CHF")], id="two currencies"),
        pytest.param([fund(100, per="year")], id="for a year"),
        pytest.param([fund(100), fund(50, per="participant")], id="partly for each participant"),
        pytest.param([fund(100, approximate="at-least")], id="a floor"),
        pytest.param([fund(100), fund(50, approximate="less-than")], id="a ceiling"),
        pytest.param([fund(50, share=50)], id="half of what nobody names"),
        pytest.param([fund(50, share=50), fund(20, share=20)], id="less than the whole"),
    ],
)
def test_no_total_is_guessed(funding: list[Funding]) -> None:
    assert budget(tuple(funding)) is None
    assert budget_band(tuple(funding)) is BudgetBand.NOT_GIVEN


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        ("0", "under-50k"),
        ("49999.99", "under-50k"),
        ("50000", "50k-250k"),
        ("249999", "50k-250k"),
        ("250000", "250k-1m"),
        ("999999", "250k-1m"),
        ("1000000", "1m-5m"),
        ("4999999", "1m-5m"),
        ("5000000", "5m-and-more"),
        ("80000000", "5m-and-more"),
    ],
)
def test_a_band_begins_with_its_lower_bound(amount: str, band: str) -> None:
    assert budget_band((fund(float(amount)),)) == band
    assert budget_band((fund(float(amount) / 2), fund(float(amount) / 2))) == band


@pytest.mark.parametrize("currency", ["CHF", "USD", "DEM"])
def test_another_currency_is_not_converted(currency: str) -> None:
    assert budget_band((fund(100, currency),)) is BudgetBand.OTHER_CURRENCY
