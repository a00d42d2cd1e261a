"""PB311 to PB315: a translation and its original."""

import re
from collections.abc import Iterator

from ..diagnostics import Position, Severity
from ..load import Entry
from ..translation import DIGEST_PATTERN, Path, digest, phrases
from .across import is_readable, near_entry
from .misfits import named
from .registry import Context, Finding, rule


@rule("PB311", "translation-without-original")
def translation_without_original(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation of an entry that does not exist: all its facts are missing.

    Bad:

        practices/kerpen-workshp.de.md

    Good:

        practices/kerpen-workshop.de.md
    """
    if entry.is_translation and entry.slug not in context.originals:
        yield Finding(Position(), f"there is no original {entry.slug}.md", near_entry(entry.slug, context))


def _original(entry: Entry, context: Context) -> Entry | None:
    """The readable original of a readable translation."""
    original = context.originals.get(entry.slug) if entry.is_translation and is_readable(entry) else None
    return original if is_readable(original) else None


@rule("PB312", "translation-into-same-language")
def translation_into_same_language(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation into the language of its original.

    Bad:

        practices/kerpen-workshop.en.md          (kerpen-workshop.md: language: en)

    Good:

        practices/kerpen-workshop.de.md
    """
    original = _original(entry, context)
    if original and original.get("language") == entry.language:
        message = f"{original.path} is written in '{entry.language}' already"
        yield Finding(Position(), message, "put the changes into the original, or rename the file")


@rule("PB313", "stale-translation", Severity.WARNING)
def stale_translation(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation whose original has changed since: readers of the two languages are told different things.

    Bad:

        original_digest: "0123456789abcdef"          (of the original a year ago)

    Good:

        original_digest: "9a0364b9e99bb480"          (of the original today)
    """
    original, given = _original(entry, context), entry.get("original_digest")
    if original and isinstance(given, str) and re.fullmatch(DIGEST_PATTERN, given):
        now = digest(original.data, original.body)
        if given != now:
            hint = f'bring the text up to date first, then set original_digest: "{now}"'
            yield Finding(entry.position("original_digest"), f"{original.path} has changed since", hint)


@rule("PB314", "translated-surplus")
def translated_surplus(entry: Entry, context: Context) -> Iterator[Finding]:
    """Translated text that has no counterpart in the original: it would be dropped in silence.

    Bad:

        goals: [Eins, Zwei, Drei]          (the original has two goals)

    Good:

        goals: [Eins, Zwei]
    """
    original = _original(entry, context)
    there = {path for path, _ in phrases(original.data)} if original else set()
    surplus = [path for path, _ in phrases(entry.data) if path not in there] if original else []
    for path in {path[0]: path for path in reversed(surplus)}.values():
        place = next((path[:end] for end in range(1, len(path) + 1) if not _has(there, path[:end])), None)
        if place:  # otherwise the value is of another type than the original's, which the schema reports
            message = f"the original has no {named(place)}"
            yield Finding(entry.position(*place), message, "items of a list correspond by their order")


def _has(paths: set[Path], start: Path) -> bool:
    return any(path[: len(start)] == start for path in paths)


@rule("PB315", "untranslated-text", Severity.WARNING)
def untranslated_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation that leaves out text of its original: the page would mix two languages.

    Bad:

        goals: [Eins]          (the original has two goals)

    Good:

        goals: [Eins, Zwei]
    """
    original = _original(entry, context)
    if original and () in entry.values:
        there = {path for path, _ in phrases(entry.data)}
        missing = [
            path
            for path, _ in phrases(original.data)
            if path not in there and path[0] not in ("title", "summary")
        ]
        if missing:
            listed = "; ".join(dict.fromkeys(_place(path) for path in missing))
            yield Finding(
                Position(), f"not translated: {listed}", "add these texts; items correspond by their order"
            )


def _place(path: Path) -> str:
    """A field and the number of its item, which is as much as a list of missing texts needs."""
    return named(path[:2] if len(path) > 1 and isinstance(path[1], int) else path)
