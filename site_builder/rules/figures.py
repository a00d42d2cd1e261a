"""PB15x and PB16x: results, money, and the sources of both."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from babel import Locale

from ..diagnostics import Severity
from ..load import Entry
from .misfits import misfits, named, number, shown, texts, values_of
from .registry import Context, Finding, did_you_mean, rule

COMMON = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "CAD", "AUD", "JPY", "DEM")
SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "EURO": "EUR",
    "DM": "DEM",
    "SFR": "CHF",
    "FR.": "CHF",
}
WHOLE = 100
GROUP_OF_DIGITS = 3


@rule("PB150", "amount-without-currency")
def amount_without_currency(entry: Entry, context: Context) -> Iterator[Finding]:
    """An amount of money without its currency: 10000 of what?

    Bad:

        amount: 10000

    Good:

        amount: 10000
        currency: EUR
    """
    for index, item in entry.items("funding"):
        if item.get("amount") is not None and "currency" not in item:
            position = entry.position("funding", index, "amount")
            yield Finding(position, "an amount without a currency", "add a line as in 'currency: EUR'")


@rule("PB151", "currency-without-amount")
def currency_without_amount(entry: Entry, context: Context) -> Iterator[Finding]:
    """A currency without an amount: the sum was forgotten, or the currency left over.

    Bad:

        currency: EUR

    Good:

        amount: 10000
        currency: EUR
    """
    for index, item in entry.items("funding"):
        if item.get("currency") is not None and "amount" not in item:
            position = entry.key_position("funding", index, "currency")
            yield Finding(position, "a currency without an amount", "add the amount, or delete the currency")


@rule("PB152", "unknown-currency")
def unknown_currency(entry: Entry, context: Context) -> Iterator[Finding]:
    """A currency that is no code of ISO 4217: the site cannot write the sum in a reader's language.

    Bad:

        currency: Euro

    Good:

        currency: EUR
    """
    wrong = {misfit.path for misfit in misfits(entry, "PB152")}
    for index, item in entry.items("funding"):
        currency = item.get("currency")
        if isinstance(currency, str) and currency.strip() and currency not in _currencies():
            wrong.add(("funding", index, "currency"))
    for path in sorted(wrong, key=lambda path: entry.position(*path)):
        value = str(entry.get(*path)).upper()
        hint = did_you_mean(
            SIGNS.get(value, value), COMMON, otherwise="three capital letters of ISO 4217, as in EUR"
        )
        yield Finding(entry.position(*path), f"unknown currency {shown(entry.get(*path))}", hint)


@cache
def _currencies() -> Mapping[str, str]:
    return Locale("en").currencies


@rule("PB153", "amount-not-positive")
def amount_not_positive(entry: Entry, context: Context) -> Iterator[Finding]:
    """An amount of zero or less: money that a funder did not give is left out.

    Bad:

        amount: 0

    Good:

        amount: 10000
    """
    for index, item in entry.items("funding"):
        amount = number(item.get("amount"))
        if amount is not None and amount <= 0:
            hint = "leave out what was not given; what it was worth in kind belongs in 'note'"
            yield Finding(entry.position("funding", index, "amount"), f"an amount of {amount}", hint)


@rule("PB154", "share-range")
def share_range(entry: Entry, context: Context) -> Iterator[Finding]:
    """A share that is not above 0 and at most 100 per cent.

    Bad:

        share: 800

    Good:

        share: 80
    """
    for index, item in entry.items("funding"):
        share = number(item.get("share"))
        if share is not None and not 0 < share <= WHOLE:
            position = entry.position("funding", index, "share")
            yield Finding(
                position, f"a share of {share} per cent", "write per cent of the whole: 80 for 80 %"
            )


@rule("PB155", "shares-exceed-whole")
def shares_exceed_whole(entry: Entry, context: Context) -> Iterator[Finding]:
    """Shares that add up to more than 100 per cent, though each is within it and none is approximate.

    Bad:

        funding:
          - {source: State of Hesse, level: regional, share: 80}
          - {source: City of Darmstadt, level: municipal, share: 30}

    Good:

        funding:
          - {source: State of Hesse, level: regional, share: 80}
          - {source: City of Darmstadt, level: municipal, share: 20}
    """
    items = [item for _, item in entry.items("funding")]
    shares = [share for item in items if (share := number(item.get("share"))) is not None]
    exact = not any("approximate" in item for item in items if "share" in item)
    if exact and sum(shares) > WHOLE and all(0 < share <= WHOLE for share in shares):
        message = f"the shares add up to {sum(shares)} per cent"
        yield Finding(
            entry.key_position("funding"), message, "at most 100; mark rounded shares as 'approximate: true'"
        )


@rule("PB156", "breakdown-sum")
def breakdown_sum(entry: Entry, context: Context) -> Iterator[Finding]:
    """A breakdown that does not add up to its result: a figure was lost or mistyped.

    Bad:

        value: 100
        breakdown:
          - {label: Women, value: 60}
          - {label: Men, value: 30}

    Good:

        value: 100
        breakdown:
          - {label: Women, value: 60}
          - {label: Men, value: 40}
    """
    for index, item in entry.items("results"):
        value, parts = number(item.get("value")), _parts(item.get("breakdown"))
        if value is None or not parts or "approximate" in item or sum(parts) == value:
            continue
        difference = sum(parts) - value
        gap = f"{abs(difference)} too {'many' if difference > 0 else 'few'}"
        message = f"the breakdown adds up to {sum(parts)}, not to {value}: {gap}"
        hint = "mend a figure, add what is missing as 'not known', or mark the result 'approximate: true'"
        yield Finding(entry.key_position("results", index, "breakdown"), message, hint)


def _parts(breakdown: object) -> list[Decimal]:
    """The figures of a breakdown; none where one of them cannot be read."""
    items = breakdown if isinstance(breakdown, list) else []
    figures = [number(item.get("value")) if isinstance(item, dict) else None for item in items]
    return [] if None in figures else [figure for figure in figures if figure is not None]


@rule("PB157", "unknown-source")
def unknown_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """A figure or statement that points to a source which the entry does not list.

    Bad:

        source: final-raport

    Good:

        source: final-report
    """
    keys = [str(item.get("key")) for _, item in entry.items("sources")]
    for path, value in texts(entry):
        points = path[-1] == "reference" or (path[0] == "results" and path[2:] == ("source",))
        if points and value not in keys and value.strip():
            otherwise = f"the entry's sources are: {', '.join(keys)}" if keys else "list it under 'sources'"
            hint = did_you_mean(value, keys, otherwise=otherwise)
            yield Finding(entry.position(*path), f"{named(path)}: no source has the key {shown(value)}", hint)


@rule("PB158", "repeated-source-key")
def repeated_source_key(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two sources with one key: nobody can tell to which of them a figure points.

    Bad:

        sources:
          - {key: report, title: Report of 2008, read: full}
          - {key: report, title: Report of 2009, read: full}

    Good:

        sources:
          - {key: report-2008, title: Report of 2008, read: full}
          - {key: report-2009, title: Report of 2009, read: full}
    """
    seen: set[str] = set()
    for index, item in entry.items("sources"):
        key = item.get("key")
        if isinstance(key, str) and key in seen:
            position = entry.position("sources", index, "key")
            yield Finding(position, f"another source has the key '{key}' already", "choose another key")
        seen.add(str(key))


@rule("PB159", "result-without-source", Severity.WARNING)
def result_without_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """A result that does not say where its figure is taken from: readers cannot check it.

    Bad:

        results:
          - {indicator: Graduates, value: 12, unit: people}

    Good:

        results:
          - {indicator: Graduates, value: 12, unit: people, source: report}
    """
    for index, item in entry.items("results"):
        if "source" not in item and not entry.is_translation:
            hint = "add 'source' with the key of one of the entry's sources"
            yield Finding(entry.position("results", index), f"result {index + 1} has no source", hint)


@rule("PB160", "source-without-origin", Severity.WARNING)
def source_without_origin(entry: Entry, context: Context) -> Iterator[Finding]:
    """A source with neither address, publisher nor note: nobody will find it again.

    Bad:

        sources:
          - {key: report, title: Final report, read: full}

    Good:

        sources:
          - {key: report, title: Final report, publisher: City of Kerpen, read: full}
    """
    for index, item in entry.items("sources"):
        if not entry.is_translation and not {"url", "publisher", "note"} & item.keys():
            message = f"source {index + 1} says neither where it is nor who published it"
            yield Finding(entry.position("sources", index), message, "add 'url', 'publisher' or 'note'")


@rule("PB161", "count-not-positive")
def count_not_positive(entry: Entry, context: Context) -> Iterator[Finding]:
    """A number of people of zero or less: a role that nobody fills is no resource.

    Bad:

        count: 0

    Good:

        count: 2
    """
    for index, item in entry.items("resources"):
        count = number(item.get("count"))
        if count is not None and count <= 0:
            yield Finding(
                entry.position("resources", index, "count"), f"a count of {count}", "leave out the role"
            )


@rule("PB162", "thousands-as-decimals", Severity.WARNING)
def thousands_as_decimals(entry: Entry, context: Context) -> Iterator[Finding]:
    """A number with exactly three decimals: 12.500 is twelve and a half here, though many countries read thousands.

    Bad:

        amount: 12.500

    Good:

        amount: 12500
    """
    for path, value in values_of(entry, Decimal):
        if value.as_tuple().exponent == -GROUP_OF_DIGITS and abs(value) >= 1:
            plain = str(value).replace(".", "")
            hint = f"write {plain} if that is meant, or fewer decimals"
            yield Finding(
                entry.position(*path), f"{named(path)}: {value} is read as a number below 1000", hint
            )
