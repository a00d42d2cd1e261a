"""PB113 to PB123: values of a special form, such as dates, numbers, slugs and codes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from babel import Locale

from ..load import Entry
from ..vocabulary import slugify
from .fields import digest_hint, reported
from .misfits import Misfit, misfits, named, position_of, shown, texts
from .registry import Context, Finding, did_you_mean, rule

GERMAN_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SHORT_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
MONTHS = 12
PERCENT = re.compile(r"([0-9]+(?:[.,][0-9]{1,2})?)\s*(?:%|per ?cent|Prozent)", re.IGNORECASE)
# Three digits after a comma may be thousands. One or two are decimals.
DECIMAL_COMMA = re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})")


def _said(misfit: Misfit) -> str:
    return f"{named(misfit.path)}: {misfit.message}"


@rule("PB113", "unknown-value")
def unknown_value(entry: Entry, context: Context) -> Iterator[Finding]:
    """A value that is not on the field's list: filters and labels know only those that are.

    Bad:

        status: finished

    Good:

        status: completed
    """
    for misfit in misfits(entry, "PB113"):
        allowed = f"one of: {', '.join(misfit.allowed)}"
        near = did_you_mean(misfit.value, misfit.allowed)
        message = f"{named(misfit.path)}: unknown value {shown(misfit.value)}"
        yield Finding(position_of(entry, misfit), message, f"{near} ({allowed})" if near else allowed)


@rule("PB114", "bad-date")
def bad_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A date that is none, or is not written year first: 03/04 is March in one country and April in another.

    Bad:

        posted: 03.11.2008

    Good:

        posted: 2008-11-03
    """
    return reported(entry, "PB114", lambda misfit: f"{_said(misfit)} ({shown(misfit.value)})", _year_first)


def _year_first(misfit: Misfit) -> str | None:
    """The date as it is written here, where a German one was given, or one without its zeros."""
    text = str(misfit.value).strip()
    if match := GERMAN_DATE.fullmatch(text):
        return f"did you mean {match[3]}-{match[2]:0>2}-{match[1]:0>2}?"
    if (match := SHORT_DATE.fullmatch(text)) and 1 <= int(match[2]) <= MONTHS:
        meant = "-".join(f"{part:0>2}" for part in match.groups() if part)
        return f"did you mean {meant}?" if meant != text else None
    return None


@rule("PB115", "bad-number")
def bad_number(entry: Entry, context: Context) -> Iterator[Finding]:
    """A number with a unit, a currency sign or separators: 1.250 is a thousand in one country and one in another.

    Bad:

        value: "1,250 people"

    Good:

        value: 1250
    """
    return reported(entry, "PB115", lambda misfit: f"{_said(misfit)} ({shown(misfit.value)})", _digits_only)


def _digits_only(misfit: Misfit) -> str:
    """The number as it is written here, where there is no doubt which one is meant."""
    text = str(misfit.value).strip()
    if match := PERCENT.fullmatch(text):
        return f"write {match[1].replace(',', '.')}"
    if match := DECIMAL_COMMA.fullmatch(text):
        return f"did you mean {match[1].replace('.', '')}.{match[2]}?"
    return "no quotes, no separators, no unit; a unit has a field of its own"


@rule("PB116", "bad-hours")
def bad_hours(entry: Entry, context: Context) -> Iterator[Finding]:
    """Hours a week that are no number up to 168, nor a range of two with the smaller first.

    Bad:

        hours_per_week: [20, 15]

    Good:

        hours_per_week: [15, 20]
    """
    return reported(entry, "PB116", _said, lambda _: None)


@rule("PB117", "bad-slug")
def bad_slug(entry: Entry, context: Context) -> Iterator[Finding]:
    """A slug or key with other characters than a-z, 0-9 and single hyphens: it is part of an address.

    Bad:

        aliases: [Kerpen_Workshop]

    Good:

        aliases: [kerpen-workshop]
    """
    return reported(
        entry,
        "PB117",
        lambda misfit: f"{named(misfit.path)}: {shown(misfit.value)} is no slug",
        lambda misfit: f"small letters a-z, digits and single hyphens: '{slugify(str(misfit.value))}'",
    )


@rule("PB118", "language-code")
def language_code(entry: Entry, context: Context) -> Iterator[Finding]:
    """A language that is not written as its ISO 639 code: names of languages differ from page to page.

    Bad:

        languages: [turkish]

    Good:

        languages: [tr]
    """
    wrong = {misfit.path for misfit in misfits(entry, "PB118")}
    for path, text in texts(entry):
        is_code = path[-1] == "languages" or (len(path) > 1 and path[-2] == "languages")
        if is_code and text.strip() and text not in _language_names():
            wrong.add(path)
    for path in sorted(wrong, key=lambda path: entry.position(*path)):
        value = entry.get(*path)
        near = _codes_by_name().get(str(value).casefold())
        hint = f"did you mean '{near}'?" if near else "write the code of ISO 639, as in 'en' or 'tr'"
        yield Finding(entry.position(*path), f"{named(path)}: {shown(value)} is no language code", hint)


@cache
def _codes_by_name() -> dict[str, str]:
    return {str(name).casefold(): code for code, name in _language_names().items()}


@cache
def _language_names() -> Mapping[str, str]:
    return Locale("en").languages


@rule("PB119", "bad-digest", across=True, on_texts=True)
def bad_digest(entry: Entry, context: Context) -> Iterable[Finding]:
    """An original_digest that is no digest: nobody can tell whether the translation is up to date.

    Bad:

        original_digest: todo

    Good:

        original_digest: 0123456789abcdef
    """
    if "PB119" not in context.outline(entry).misfits:
        return ()
    return reported(
        entry,
        "PB119",
        lambda misfit: f"{shown(misfit.value)} is not 16 hexadecimal digits in quotes",
        lambda _: digest_hint(entry, context),
    )


@rule("PB120", "bad-review-interval")
def bad_review_interval(entry: Entry, context: Context) -> Iterator[Finding]:
    """A review_every that is not a whole number of months from 1 to 120.

    Bad:

        review_every: two years

    Good:

        review_every: 24
    """
    return reported(
        entry,
        "PB120",
        lambda misfit: f"review_every: {shown(misfit.value)} is not a number of months from 1 to 120",
        lambda _: "write 12 for a year, 24 for two",
    )


@rule("PB121", "unknown-licence")
def unknown_licence(entry: Entry, context: Context) -> Iterator[Finding]:
    """A licence under which the bank cannot publish the entry together with the others.

    Bad:

        licence: all rights reserved

    Good:

        licence: CC-BY-4.0
    """
    return reported(
        entry,
        "PB121",
        lambda misfit: f"unknown licence {shown(misfit.value)}",
        lambda misfit: f"one of: {', '.join(misfit.allowed)}; without the field it is CC-BY-4.0",
    )


@rule("PB122", "not-translated-field")
def not_translated_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A shared fact in a translation: facts stand once, in the original, so that they cannot differ.

    Bad:

        city: de-kerpen          (in example.de.md)

    Good:

        city: de-kerpen          (in example.md only)
    """
    return reported(
        entry,
        "PB122",
        lambda misfit: f"'{named(misfit.path)}' is no text to translate",
        lambda _: f"delete it here; it belongs in the original, {entry.slug}.md",
    )


@rule("PB123", "slug-differs")
def slug_differs(entry: Entry, context: Context) -> Iterator[Finding]:
    """A slug that is not the file's name: the file's name is the entry's address.

    Bad:

        slug: kerpen-workshop          (in kerpen.md)

    Good:

        slug: kerpen-workshop          (in kerpen-workshop.md)
    """
    slug = entry.get("slug")
    if slug not in (None, "", entry.slug) and not entry.is_translation:
        hint = (
            "delete the field; to change the address, rename the file and list the old name under 'aliases'"
        )
        yield Finding(entry.position("slug"), f"the slug {shown(slug)} is not the file's name", hint)
