"""PB124 to PB128 and PB145 to PB148: what an entry of one kind has besides, and the stages of the road."""

from collections import Counter
from collections.abc import Iterator
from zoneinfo import available_timezones

from ..diagnostics import Severity
from ..load import Entry
from .fields import reported
from .misfits import known_values, named, number, shown, texts
from .registry import Context, Finding, did_you_mean, rule

KIND_OF_PART = {
    "programme": "programme",
    "workshop": "programme",
    "event": "event",
    "guide": "guide",
    "collection": "collection",
}
"""The fields that only entries of one kind have, each with that kind."""
DURATIONS = frozenset({"planned_months", "actual_months", "minutes"})
PART_OF_KIND = {"event": "format", "guide": "recommendations", "collection": "items"}
"""The kinds that are nothing without a field of their name, each with what that field must hold."""


@rule("PB124", "field-of-another-kind")
def field_of_another_kind(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field that only entries of another kind have: the page of this kind has no place for it.

    Bad:

        kind: practice
        event: {format: online}

    Good:

        kind: event
        event: {format: online}
    """
    kind = str(entry.get("kind") or "practice")
    for field, wanted in KIND_OF_PART.items():
        if not entry.is_translation and field in entry.data and kind != wanted:
            message = f"{field}: the entry is a {kind}, and only a {wanted} has this field"
            yield Finding(entry.key_position(field), message, f"write 'kind: {wanted}', or delete '{field}'")


@rule("PB125", "kind-without-its-field", Severity.WARNING)
def kind_without_its_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """An event, guide or collection without the field of that name: its page would have nothing of its own to show.

    Bad:

        kind: guide

    Good:

        kind: guide
        guide:
          recommendations:
            - {key: commitment, title: Commit to integration at the top}
    """
    kind = str(entry.get("kind"))
    if not entry.is_translation and kind in PART_OF_KIND and kind not in entry.data:
        hint = f"add '{kind}:' with at least '{PART_OF_KIND[kind]}'"
        yield Finding(
            entry.position("kind"), f"the entry is of kind '{kind}', but has no field '{kind}'", hint
        )


@rule("PB126", "unknown-stage")
def unknown_stage(entry: Entry, context: Context) -> Iterator[Finding]:
    """A stage that the bank's road does not have: the entry would be missing from the stage that is meant.

    Bad:

        stages:
          - stage: analisis

    Good:

        stages:
          - stage: analysis
    """
    known = context.vocabulary.stage_keys
    for path, value in texts(entry):
        if path[-1] == "stage" and value not in known and value.strip():
            otherwise = (
                f"one of: {', '.join(known)}" if known else "the bank has no vocabulary/<language>/stages.yml"
            )
            hint = did_you_mean(value, known, otherwise=otherwise)
            yield Finding(entry.position(*path), f"unknown stage {shown(value)}", hint)


@rule("PB127", "item-without-subject")
def item_without_subject(entry: Entry, context: Context) -> Iterator[Finding]:
    """An item of a collection that names neither an entry nor a city nor a title: nobody knows what it is.

    Bad:

        items:
          - reason: It won in its class.

    Good:

        items:
          - entry: kerpen-workshop
            reason: It won in its class.
    """
    for index, item in entry.items("collection", "items"):
        if not entry.is_translation and not {"entry", "city", "title"} & item.keys():
            message = f"item {index + 1} does not say what it is"
            hint = "add 'entry' with a slug, or else 'city' or 'title'"
            yield Finding(entry.position("collection", "items", index), message, hint)


@rule("PB128", "repeated-key")
def repeated_key(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two recommendations with one key, or two items with one entry: each has an address of its own.

    Bad:

        recommendations:
          - {key: people, title: Ask the people}
          - {key: people, title: Pay the people}

    Good:

        recommendations:
          - {key: ask, title: Ask the people}
          - {key: pay, title: Pay the people}
    """
    for path in (("guide", "recommendations"), ("collection", "items")):
        name = "key" if path[0] == "guide" else "entry"
        seen: Counter[str] = Counter()
        for index, item in entry.items(*path):
            key = item.get(name)
            if isinstance(key, str) and key.strip():
                seen[key] += 1
                if seen[key] > 1:
                    message = f"{name} {shown(key)} is in the list already"
                    yield Finding(entry.position(*path, index, name), message, "delete one, or rename it")


@rule("PB145", "bad-time-of-day")
def bad_time_of_day(entry: Entry, context: Context) -> Iterator[Finding]:
    """A time that is not written as hours and minutes from 00:00 to 23:59.

    Bad:

        starts_at: 6 pm

    Good:

        starts_at: "18:00"
    """
    return reported(
        entry,
        "PB145",
        lambda misfit: f"{named(misfit.path)}: {shown(misfit.value)} is no time of day",
        lambda misfit: 'write hours and minutes within quotation marks, as in "18:30"',
    )


@rule("PB146", "event-times")
def event_times(entry: Entry, context: Context) -> Iterator[Finding]:
    """Times without a time zone that is known, or an end before the start: calendars would show another hour.

    Bad:

        event: {format: online, starts_at: "18:00"}

    Good:

        event: {format: online, starts_at: "18:00", timezone: Europe/Berlin}
    """
    start, end, zone = (entry.get("event", name) for name in ("starts_at", "ends_at", "timezone"))
    if start and not zone:
        position = entry.position("event", "starts_at")
        yield Finding(position, "the time has no time zone", "add 'timezone', as in Europe/Berlin")
    if isinstance(zone, str) and zone.strip() and zone not in available_timezones():
        hint = did_you_mean(zone, available_timezones(), otherwise="a name such as Europe/Berlin")
        yield Finding(entry.position("event", "timezone"), f"unknown time zone {shown(zone)}", hint)
    if end and not start:
        yield Finding(entry.position("event", "ends_at"), "an end without a start", "add 'starts_at'")
    one_day = entry.get("period", "start") == entry.get("period", "end")
    if isinstance(start, str) and isinstance(end, str) and one_day and end <= start:
        message = f"the end {end} is not after the start {start}"
        yield Finding(entry.position("event", "ends_at"), message, "swap them?")


@rule("PB147", "duration-not-positive")
def duration_not_positive(entry: Entry, context: Context) -> Iterator[Finding]:
    """A duration of zero or less: what took no time has none.

    Bad:

        planned_months: 0

    Good:

        planned_months: 4
    """
    for path, value in known_values(entry):
        if path[-1] in DURATIONS and (amount := number(value)) is not None and amount <= 0:
            yield Finding(entry.position(*path), f"{named(path)}: {value} is no duration", "leave it out")


@rule("PB148", "follow-up-without-date", Severity.WARNING)
def follow_up_without_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A follow-up that was neither planned for a time nor done: it has no place among those that are due.

    Bad:

        follow_ups:
          - after: after-1-year

    Good:

        follow_ups:
          - after: after-1-year
            planned: 2011
    """
    for index, item in entry.items("follow_ups"):
        if not entry.is_translation and not {"planned", "done", "text"} & item.keys():
            message = f"follow-up {index + 1} says neither when nor what"
            yield Finding(entry.position("follow_ups", index), message, "add 'planned', 'done' or 'text'")
