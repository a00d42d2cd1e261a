"""PB10x to PB12x: fields that do not fit the schema. Each misfit is reported by exactly one rule."""

from collections.abc import Callable, Iterator

from babel import Locale

from ..load import Entry
from ..translation import digest
from .misfits import Misfit, fields_at, known_values, misfits, named, position_of, shown, texts
from .registry import Context, Finding, did_you_mean, rule

EXPECTED = {"string_type": "text", "tuple_type": "a list", "model_type": "fields of its own"}


def _reported(
    entry: Entry, code: str, message: Callable[[Misfit], str], hint: Callable[[Misfit], str | None]
) -> Iterator[Finding]:
    for misfit in misfits(entry, code):
        yield Finding(position_of(entry, misfit), message(misfit), hint(misfit))


def _said(misfit: Misfit) -> str:
    return f"{named(misfit.path)}: {misfit.message}"


@rule("PB101", "unknown-field")
def unknown_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field that the schema does not have: what it says would be lost in silence.

    Bad:

        sumary: What was done

    Good:

        summary: What was done
    """
    for misfit in misfits(entry, "PB101"):
        known = [name for name in fields_at(entry, misfit.path[:-1]) if name not in (entry.get(*misfit.path[:-1]) or ())]
        otherwise = f"fields that are still free here: {', '.join(known)}" if len(known) <= 12 else None
        hint = did_you_mean(misfit.path[-1], known, otherwise=otherwise)
        yield Finding(position_of(entry, misfit), f"unknown field '{named(misfit.path)}'", hint)


@rule("PB102", "missing-field")
def missing_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field that every entry, or every part of this sort, must have: pages and lists are made from it.

    Bad:

        tips:
          - text: Start early

    Good:

        tips:
          - text: Start early
            audience: everyone
    """
    for misfit in misfits(entry, "PB102"):
        *above, name = misfit.path
        where = f" in {named(tuple(above))}" if above else ""
        hint = _digest_hint(entry, context) if name == "original_digest" else None
        message = f"the field '{name}' is missing{where}"
        yield Finding(position_of(entry, misfit), message, hint or f"add a line '{name}: …'")


@rule("PB106", "wrong-type")
def wrong_type(entry: Entry, context: Context) -> Iterator[Finding]:
    """A value of the wrong sort, such as a number where text is expected, or text where a list is.

    Bad:

        goals: Learn the language

    Good:

        goals:
          - Learn the language
    """

    def message(misfit: Misfit) -> str:
        return f"{named(misfit.path)}: {EXPECTED.get(misfit.kind, misfit.message)} expected, not {_sort(misfit.value)}"

    def hint(misfit: Misfit) -> str | None:
        if misfit.kind == "string_type":
            plain = isinstance(misfit.value, bool | int) or not isinstance(misfit.value, list | dict)
            return f'put quotes around it: "{shown(misfit.value)}"' if plain else "write one text, in quotes"
        if misfit.kind == "tuple_type":
            return "write each item on a line of its own, beginning with '- '"
        names = fields_at(entry, misfit.path)
        return f"write its fields on lines below, as in '{names[0]}: …' ({', '.join(names)})"

    return _reported(entry, "PB106", message, hint)


def _sort(value: object) -> str:
    if isinstance(value, str):
        return f"the text {shown(value)}"
    return shown(value) if isinstance(value, list | dict) else f"{shown(value)} without quotes"


@rule("PB107", "no-value")
def no_value(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field with nothing after its colon: a field that a source does not give is left out.

    Bad:

        district:

    Good:

        district: Kranichstein
    """
    for path, value in known_values(entry):
        if value is None:
            yield Finding(entry.key_position(*path), f"{named(path)} has no value", "fill it in, or delete the line")


@rule("PB108", "empty-text")
def empty_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """Text without a visible character: it would leave an empty place on the page.

    Bad:

        district: " "

    Good:

        district: Kranichstein
    """
    for path, text in texts(entry):
        if not text.strip():
            yield Finding(entry.position(*path), f"{named(path)} is empty", "fill it in, or delete the line")


def _too_long(entry: Entry, code: str, hint: str) -> Iterator[Finding]:
    for misfit in misfits(entry, code):
        limit, length = misfit.context.get("max_length"), len(str(misfit.value))
        message = f"{named(misfit.path)} has {length} characters; {limit} are allowed"
        yield Finding(position_of(entry, misfit), message, hint)


@rule("PB109", "title-too-long")
def title_too_long(entry: Entry, context: Context) -> Iterator[Finding]:
    """A title of more than 120 characters: it would be cut off in lists and search results.

    Bad:

        title: How the city of Kerpen, together with the many people who ... (140 characters)

    Good:

        title: Kerpen wrote its strategy with migrants
    """
    return _too_long(entry, "PB109", "say what was done in one short sentence")


@rule("PB110", "summary-too-long")
def summary_too_long(entry: Entry, context: Context) -> Iterator[Finding]:
    """A summary of more than 300 characters: it is what cards and search results show.

    Bad:

        summary: All that the body says, once more ... (400 characters)

    Good:

        summary: Forty people took stock of integration in two days. The council adopted their plan.
    """
    return _too_long(entry, "PB110", "keep what was done and what came of it; the rest belongs in the body")


@rule("PB111", "text-too-long")
def text_too_long(entry: Entry, context: Context) -> Iterator[Finding]:
    """Text that is longer than its field allows: facts stay short, stories go in the body.

    Bad:

        goals:
          - A goal with its whole history ... (300 characters)

    Good:

        goals:
          - Every child finds a place within a month
    """
    return _too_long(entry, "PB111", "shorten it; the details belong in the body")


@rule("PB112", "number-of-items")
def number_of_items(entry: Entry, context: Context) -> Iterator[Finding]:
    """A list with too many or too few items, such as more than five topics: then none of them says much.

    Bad:

        topics: []

    Good:

        topics: [education]
    """
    for misfit in misfits(entry, "PB112"):
        most = misfit.kind == "too_long"
        limit = misfit.context["max_length" if most else "min_length"]
        message = f"{named(misfit.path)} has {len(misfit.value)} items; at {'most' if most else 'least'} {limit} allowed"
        yield Finding(position_of(entry, misfit), message, "keep the most important" if most else "add one")


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
    return _reported(
        entry, "PB114", lambda misfit: f"{_said(misfit)} ({shown(misfit.value)})", lambda _: "the year comes first"
    )


@rule("PB115", "bad-number")
def bad_number(entry: Entry, context: Context) -> Iterator[Finding]:
    """A number with a unit, a currency sign or separators: 1.250 is a thousand in one country and one in another.

    Bad:

        value: "1,250 people"

    Good:

        value: 1250
    """
    hint = "no quotes, no separators, no unit; a unit has a field of its own"
    return _reported(entry, "PB115", lambda misfit: f"{_said(misfit)} ({shown(misfit.value)})", lambda _: hint)


@rule("PB116", "bad-hours")
def bad_hours(entry: Entry, context: Context) -> Iterator[Finding]:
    """Hours a week that are no number up to 168, nor a range of two with the smaller first.

    Bad:

        hours_per_week: [20, 15]

    Good:

        hours_per_week: [15, 20]
    """
    return _reported(entry, "PB116", _said, lambda _: None)


@rule("PB117", "bad-slug")
def bad_slug(entry: Entry, context: Context) -> Iterator[Finding]:
    """A slug or key with other characters than a-z, 0-9 and single hyphens: it is part of an address.

    Bad:

        aliases: [Kerpen_Workshop]

    Good:

        aliases: [kerpen-workshop]
    """
    return _reported(
        entry,
        "PB117",
        lambda misfit: f"{named(misfit.path)}: {shown(misfit.value)} is no slug",
        lambda _: "small letters a-z, digits and single hyphens, as in 'kerpen-workshop'",
    )


@rule("PB118", "language-code")
def language_code(entry: Entry, context: Context) -> Iterator[Finding]:
    """A language that is not written as its ISO 639 code: names of languages differ from page to page.

    Bad:

        languages: [turkish]

    Good:

        languages: [tr]
    """
    names = Locale("en").languages
    codes = {str(name).casefold(): code for code, name in names.items()}
    wrong = {misfit.path for misfit in misfits(entry, "PB118")}
    for path, text in texts(entry):
        if "languages" in path[-2:] and text.strip() and text not in names:
            wrong.add(path)
    for path in sorted(wrong, key=entry.position):
        value = entry.get(*path)
        near = codes.get(str(value).casefold())
        hint = f"did you mean '{near}'?" if near else "write the code of ISO 639, as in 'en' or 'tr'"
        yield Finding(entry.position(*path), f"{named(path)}: {shown(value)} is no language code", hint)


@rule("PB119", "bad-digest")
def bad_digest(entry: Entry, context: Context) -> Iterator[Finding]:
    """An original_digest that is no digest: nobody can tell whether the translation is up to date.

    Bad:

        original_digest: todo

    Good:

        original_digest: 0123456789abcdef
    """
    return _reported(
        entry,
        "PB119",
        lambda misfit: f"{shown(misfit.value)} is not 16 hexadecimal digits in quotes",
        lambda _: _digest_hint(entry, context),
    )


def _digest_hint(entry: Entry, context: Context) -> str | None:
    original = context.originals.get(entry.slug)
    if original is None or () not in original.values:
        return None
    return f'for the original as it is now: original_digest: "{digest(original.data, original.body)}"'


@rule("PB120", "bad-review-interval")
def bad_review_interval(entry: Entry, context: Context) -> Iterator[Finding]:
    """A review_every that is not a whole number of months from 1 to 120.

    Bad:

        review_every: two years

    Good:

        review_every: 24
    """
    return _reported(
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
    return _reported(
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
    return _reported(
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
        hint = "delete the field; to change the address, rename the file and list the old name under 'aliases'"
        yield Finding(entry.position("slug"), f"the slug {shown(slug)} is not the file's name", hint)
