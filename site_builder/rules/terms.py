"""PB103 to PB105 and PB13x: keys of the vocabulary, languages, and text as such."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..diagnostics import Severity
from ..load import Entry
from ..translation import Path
from .misfits import named, shown, text_items, texts, values_of
from .registry import Context, Finding, did_you_mean, rule

CITIES = ("other_cities", "cities")
"""The lists of keys of cities."""
LISTED = 12
LIKENESS = 0.75
"""Keys of cities share the country: at less, any city would be like any other of its country."""


def _unknown(
    entry: Entry, items: Iterable[tuple[Path, str]], *, what: str, known: Mapping[str, str], file: str
) -> Iterator[Finding]:
    """Findings for keys that are not known. ``known`` gives the key of every key and of every label."""
    for path, text in items:
        if known.get(text) != text and text.strip() and not _is_reported(entry, path):
            keys = set(known.values())
            listed = f"one of: {', '.join(sorted(keys))}" if len(keys) <= LISTED else f"see vocabulary/{file}"
            yield Finding(
                entry.position(*path), f"unknown {what} {shown(text)}", _nearest(text, known) or listed
            )


def _is_reported(entry: Entry, path: Path) -> bool:
    """Whether something else is wrong with the value."""
    return entry.position(*path) in {problem.position for problem in entry.problems}


def _nearest(text: str, known: Mapping[str, str]) -> str | None:
    key = known.get(text.casefold())
    near = did_you_mean(text.casefold(), set(known.values()), likeness=LIKENESS)
    return f"did you mean '{key}'?" if key else near


def _topics(context: Context) -> dict[str, str]:
    return _terms(context, "topics")


def _target_groups(context: Context) -> dict[str, str]:
    return _terms(context, "target_groups")


def _terms(context: Context, name: str) -> dict[str, str]:
    languages = getattr(context.vocabulary, name).values()
    labels = {term.label.casefold(): key for terms in languages for key, term in terms.items()}
    return labels | {key: key for key in context.vocabulary.keys(name)}


@rule("PB103", "unknown-topic")
def unknown_topic(entry: Entry, context: Context) -> Iterator[Finding]:
    """A topic that is not in the vocabulary: the entry would be missing from the page of the topic that is meant.

    Bad:

        topics: [educatoin]

    Good:

        topics: [education]
    """
    known = context.once(_topics)
    return _unknown(entry, text_items(entry, "topics"), what="topic", known=known, file="en/topics.yml")


@rule("PB104", "unknown-target-group")
def unknown_target_group(entry: Entry, context: Context) -> Iterator[Finding]:
    """A target group that is not in the vocabulary: the entry would be missing from the group's page.

    Bad:

        target_groups: [refugee]

    Good:

        target_groups: [refugees]
    """
    known, items = context.once(_target_groups), text_items(entry, "target_groups")
    return _unknown(entry, items, what="target group", known=known, file="en/target_groups.yml")


@rule("PB105", "unknown-city")
def unknown_city(entry: Entry, context: Context) -> Iterator[Finding]:
    """A city that is not in the gazetteer: without it there is no country and no place on the map.

    Bad:

        city: Kerpen

    Good:

        city: de-kerpen
    """
    cities = context.vocabulary.cities
    items = [
        (path, text)
        for path, text in texts(entry)
        if (path[-1] == "city" or (len(path) > 1 and path[-2] in CITIES)) and text not in cities
    ]
    known = context.once(_city_names) if items else {}
    for found in _unknown(entry, items, what="city", known=known, file="cities.yml"):
        hint = (
            found.hint if found.hint and found.hint.startswith("did") else "add it to vocabulary/cities.yml"
        )
        yield found._replace(hint=hint if cities else None)


def _city_names(context: Context) -> dict[str, str]:
    cities = context.vocabulary.cities
    names = {name.casefold(): key for key, city in cities.items() for name in city.names.values()}
    return names | {key: key for key in cities}


@rule("PB130", "site-language")
def site_language(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry in a language that the site does not have: there would be no page for it.

    Bad:

        language: fr          (in a bank with languages: [en, de])

    Good:

        language: en
    """
    language, known = entry.get("language"), context.settings.languages
    if isinstance(language, str) and language.strip() and language not in known:
        hint = f"one of: {', '.join(known)}"
        yield Finding(entry.position("language"), f"{shown(language)} is not a language of this bank", hint)


@rule("PB131", "language-differs")
def language_differs(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation whose language is not the one in its file's name: one of the two is a slip.

    Bad:

        language: en          (in example.de.md)

    Good:

        language: de          (in example.de.md)
    """
    language = entry.get("language")
    if entry.is_translation and isinstance(language, str) and language != entry.language:
        message = f"the language is {shown(language)}, but the file's name says '{entry.language}'"
        yield Finding(entry.position("language"), message, "mend the field, or rename the file")


@rule("PB132", "repeated-item")
def repeated_item(entry: Entry, context: Context) -> Iterator[Finding]:
    """The same text twice in one list: one of the two was meant to say something else.

    Bad:

        topics: [education, education]

    Good:

        topics: [education, housing]
    """
    for path, value in values_of(entry, list):
        if len(value) > 1 and _repeats(value):
            seen: set[str] = set()
            for item_path, text in text_items(entry, *path):
                if text in seen:
                    yield Finding(
                        entry.position(*item_path), f"{shown(text)} is in the list already", "delete it"
                    )
                seen.add(text)


def _repeats(items: list[Any]) -> bool:
    texts = [item for item in items if isinstance(item, str)]
    return len(set(texts)) < len(texts)


@rule("PB133", "stray-white-space", Severity.WARNING)
def stray_white_space(entry: Entry, context: Context) -> Iterator[Finding]:
    """Text that begins or ends with white space, or breaks its line: lists and tables show it on one line.

    Bad:

        title: "Kerpen\\n"

    Good:

        title: "Kerpen"
    """
    for path, text in texts(entry):
        stripped = text.strip()
        if (stripped != text or "\n" in text) and stripped:
            message = f"{named(path)} has white space at an end, or a line break"
            yield Finding(
                entry.position(*path), message, "write it on one line, or begin it with '>-' for several"
            )
