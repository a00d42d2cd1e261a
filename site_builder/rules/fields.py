"""PB101 to PB112: fields that do not fit the schema. Each misfit is reported by exactly one rule."""

import re
from collections.abc import Callable, Iterator
from types import NoneType

from ..load import Entry
from ..translation import Path
from .misfits import (
    Misfit,
    field_at,
    fields_at,
    is_list,
    misfits,
    named,
    position_of,
    shown,
    texts,
    values_of,
)
from .registry import Context, Finding, did_you_mean, rule

FEW = 12
DASH = re.compile(r"-\S")
KEY = re.compile(r"[\w-]+")
EXPECTED = {"string_type": "text", "tuple_type": "a list", "model_type": "fields of its own"}


def reported(
    entry: Entry, code: str, message: Callable[[Misfit], str], hint: Callable[[Misfit], str | None]
) -> Iterator[Finding]:
    """A finding for each misfit that the rule of this code has to report."""
    for misfit in misfits(entry, code):
        yield Finding(position_of(entry, misfit), message(misfit), hint(misfit))


def digest_hint(entry: Entry, context: Context) -> str | None:
    """What a translation has to say of its original as it is now."""
    original = context.original(entry.slug)
    if original is None or not original.is_readable:
        return None
    return f'for the original as it is now: original_digest: "{original.digest}"'


def _where(path: Path) -> str:
    return f" in {named(path[:-1])}" if path[1:] else ""


@rule("PB101", "unknown-field")
def unknown_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field that the schema does not have: what it says would be lost in silence.

    Bad:

        sumary: What was done

    Good:

        summary: What was done
    """
    for misfit in misfits(entry, "PB101"):
        known = [
            name
            for name in fields_at(entry, misfit.path[:-1])
            if name not in (entry.get(*misfit.path[:-1]) or ())
        ]
        few = f"fields that are still free here: {', '.join(known)}"
        otherwise = (
            few if len(known) <= FEW else "'practice-bank new' writes a file that explains every field"
        )
        name = str(misfit.path[-1])
        hint = _indentation_hint(entry, misfit.path) or did_you_mean(name.strip(), known, otherwise=otherwise)
        yield Finding(position_of(entry, misfit), f"unknown field {shown(name)}{_where(misfit.path)}", hint)


def _indentation_hint(entry: Entry, path: Path) -> str | None:
    """What to do with a field that belongs below the one above it, which has nothing there."""
    name = str(path[-1])
    position, parents = entry.key_position(*path), []
    for field, where in entry.keys.items():
        if len(field) == 1 and where < position and entry.get(*field) is None:
            parents += [field[0]] if name.strip() in parts_of(entry, field) else []
    if parents and name == name.strip():
        if is_list(field_at(entry, (parents[-1],))):
            item = f"an item of '{parents[-1]}'"
            return f"it belongs to {item}: '  - ' before the first field, four spaces before the others"
        return f"indent it with two spaces below '{parents[-1]}'"
    if name != name.strip():
        below = f" below '{parents[-1]}'" if parents else ""
        return (
            f"the spaces before '{name.strip()}' are no plain ones: delete them and indent it with two{below}"
        )
    return None


def parts_of(entry: Entry, path: Path) -> tuple[str, ...]:
    """The names of the fields that a field is made of; nothing for one that holds a plain value."""
    names = fields_at(entry, path)
    return () if names == fields_at(entry, path[:-1]) else names


@rule("PB102", "missing-field", across=True, on_texts=True)
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
    for misfit in misfits(entry, "PB102") if "PB102" in context.outline(entry).misfits else ():
        name, where = misfit.path[-1], _where(misfit.path)
        hint = digest_hint(entry, context) if name == "original_digest" else None
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
            return _list_hint(misfit.value)
        names = fields_at(entry, misfit.path)
        return f"write its fields on lines below, as in '{names[0]}: …' ({', '.join(names)})"

    return reported(entry, "PB106", message, hint)


def _list_hint(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if DASH.match(text):
        return "put a space after the '-' of each item"
    items = [item.strip() for item in text.split(",") if item.strip()]
    if items and all(KEY.fullmatch(item) for item in items):
        return f"write [{', '.join(items)}]"
    return "write each item on a line of its own, beginning with '- '"


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
    for path, _ in values_of(entry, NoneType):
        yield Finding(entry.key_position(*path), f"{named(path)} has no value", _fill_in(entry, path))


def _fill_in(entry: Entry, path: Path) -> str:
    """How to mend a field without a value: one that every entry needs is not to be deleted."""
    field, around = field_at(entry, path), entry.get(*path[:-1])
    is_needed = path == ("city",) or (field is not None and field.is_required())
    if isinstance(path[-1], int):
        is_needed = is_needed and isinstance(around, list) and len(around) == 1
    return "fill it in" if is_needed else "fill it in, or delete the line"


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
            yield Finding(entry.position(*path), f"{named(path)} is empty", _fill_in(entry, path))


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
        many = f"has {len(misfit.value)} items; at most {limit} are allowed"
        few = f"needs at least {limit} item{'' if limit == 1 else 's'}"
        message = f"{named(misfit.path)} {many if most else few}"
        yield Finding(position_of(entry, misfit), message, "keep the most important" if most else "add one")
