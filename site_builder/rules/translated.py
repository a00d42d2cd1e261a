"""PB311 to PB315: a translation and its original."""

import re
from collections.abc import Iterator

from ..diagnostics import Position, Severity
from ..load import Entry
from ..translation import DIGEST_PATTERN, REQUIRED, Path, phrases
from .across import near_entry
from .misfits import named
from .outline import Outline
from .registry import Context, Finding, rule


@rule("PB311", "translation-without-original", across=True)
def translation_without_original(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation of an entry that does not exist: all its facts are missing.

    Bad:

        practices/kerpen-workshp.de.md

    Good:

        practices/kerpen-workshop.de.md
    """
    if entry.is_translation and entry.slug not in context.paths_by_slug:
        yield Finding(Position(), f"there is no original {entry.slug}.md", near_entry(entry.slug, context))


def _original(entry: Entry, context: Context) -> Outline | None:
    """The readable original of a readable translation."""
    is_readable = entry.is_translation and context.outline(entry).is_readable
    original = context.original(entry.slug) if is_readable else None
    return original if original and original.is_readable else None


@rule("PB312", "translation-into-same-language", across=True)
def translation_into_same_language(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation into the language of its original.

    Bad:

        practices/kerpen-workshop.en.md          (kerpen-workshop.md: language: en)

    Good:

        practices/kerpen-workshop.de.md
    """
    original = _original(entry, context)
    if original and original.written_in == entry.language:
        message = f"{original.path} is written in '{entry.language}' already"
        yield Finding(Position(), message, "put the changes into the original, or rename the file")


@rule("PB313", "stale-translation", Severity.WARNING, across=True, on_texts=True)
def stale_translation(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation whose original has changed since: readers of the two languages are told different things.

    Bad:

        original_digest: "0123456789abcdef"          (of the original a year ago)

    Good:

        original_digest: "9a0364b9e99bb480"          (of the original today)
    """
    original, given = _original(entry, context), context.outline(entry).original_digest
    if original and given and re.fullmatch(DIGEST_PATTERN, given) and given != original.digest:
        hint = f'bring the text up to date first, then set original_digest: "{original.digest}"'
        yield Finding(entry.position("original_digest"), f"{original.path} has changed since", hint)


def _phrases(entry: Entry, context: Context) -> tuple[list[Path], list[Path]]:
    """The places of text in the translation, and in its original; none where they are the same."""
    original = _original(entry, context)
    if original is None or original.phrases == context.outline(entry).phrases:
        return [], []
    both = (entry.data, context.entry(original.path).data)
    own, there = ([path for path, _ in phrases(data)] for data in both)
    return own, there


@rule("PB314", "translated-surplus", across=True)
def translated_surplus(entry: Entry, context: Context) -> Iterator[Finding]:
    """Translated text that has no counterpart in the original: it would be dropped in silence.

    Bad:

        goals: [Eins, Zwei, Drei]          (the original has two goals)

    Good:

        goals: [Eins, Zwei]
    """
    own, original = _phrases(entry, context)
    there = set(original)
    surplus = [path for path in own if path not in there]
    for path in {path[0]: path for path in reversed(surplus)}.values():
        place = next((path[:end] for end in range(1, len(path) + 1) if not _has(there, path[:end])), None)
        if place:  # otherwise the value is of another type than the original's, which the schema reports
            message = f"the original has no {named(place)}"
            yield Finding(entry.position(*place), message, "items of a list correspond by their order")


def _has(paths: set[Path], start: Path) -> bool:
    return any(path[: len(start)] == start for path in paths)


@rule("PB315", "untranslated-text", Severity.WARNING, across=True)
def untranslated_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation that leaves out text of its original: the page would mix two languages.

    Bad:

        goals: [Eins]          (the original has two goals)

    Good:

        goals: [Eins, Zwei]
    """
    own, original = _phrases(entry, context)
    there = {*own, *((name,) for name in REQUIRED)}
    missing = [path for path in original if path not in there]
    if missing:
        listed = "; ".join(dict.fromkeys(_place(path) for path in missing))
        yield Finding(
            Position(), f"not translated: {listed}", "add these texts; items correspond by their order"
        )


def _place(path: Path) -> str:
    """A field and the number of its item, which is as much as a list of missing texts needs."""
    return named(path[:2] if len(path) > 1 and isinstance(path[1], int) else path)
