"""The scaffold of a new entry: a skeleton to fill in, or an original's text to translate; never overwrites.

In a skeleton, lines that begin with ``##`` explain; lines that begin with ``#`` are optional fields.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from babel import Locale

from . import markdown
from .language import Language, MissingLabel
from .load import Entry, StrictHandler, load
from .model import (
    DEFAULT_LICENCE,
    SLUG_LENGTH,
    SLUG_PATTERN,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Audience,
    Evaluator,
    FollowUp,
    FundingLevel,
    Kind,
    OrganisationType,
    Per,
    Practice,
    Qualifier,
    Scope,
    Status,
)
from .rules.registry import did_you_mean
from .settings import Place
from .translation import digest, phrases
from .vocabulary import Vocabulary, slugify

WIDTH = 108
NOTE = "## "
HEADING_NOTES = {
    "context": "what the problem was, for whom, and what had been tried before",
    "how-it-works": "what was done, step by step, so that another city could do it too (required)",
    "results": "what changed, and how anybody knows",
    "evaluation": "who looked at it, how, and what they found",
    "lessons": "what you would tell a colleague in another city",
}
SLUG = re.compile(SLUG_PATTERN.removeprefix("^").removesuffix("$"), re.ASCII)
# Names that Windows keeps for devices, whatever the ending.
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")

SKELETON = """\
---
## A new entry. Fill in the fields above the line "Optional". Lines that begin with ## explain: delete them
## when you are done. A fact that your sources do not give is left out, never guessed.
## See at any time what is missing: practice-bank validate practices/{slug}.md

## What was done, in a sentence that makes sense in a list. At most {title_length} characters.
{title}
## What was done, for whom, and what came of it. At most {summary_length} characters.
summary:
language: {language}
{kinds}
kind: {kind}

## Where: a key of vocabulary/cities.yml, as {city}. Add the city there if it is missing.
city:
## How far the work reaches.
{scopes}
scope:
## Who leads the work.
{organisation_types}
organisation:
  name:
  # type:
  # url: https://example.org/

## Where the work stands.
{statuses}
status:

## What it is about, 1 to 5 of these. Write [one, another].
{topics}
topics: []
## Whom it is for, 1 to 10 of these.
{target_groups}
target_groups: []
## What it is meant to reach: 1 to 10 short sentences.
goals:
  -

## Where the facts come from. "key" is a short name of your choice, by which figures point to the source;
## "read" says how much of it you have read: full or excerpt.
sources:
  - key: source-1
    title:
    read:
    # url: https://example.org/report
    # publisher: City of Example
    # date: 2024-05
    # note: Only the summary is public

## The day on which the entry is published.
posted: {today}

## ---- Optional -------------------------------------------------------------------------------------------
## To use a field, take away the "# " before each of its lines and replace the example; delete the others.
## Dates are written 2024, 2024-05 or 2024-05-31.

# district: Old Town
# other_cities: [{city}]
# partners:
#   - name: Adult Education Centre
#     type: education
#     url: https://example.org/
## A person's name, e-mail or phone only with that person's consent and its date.
# contact:
#   organisation: City of Example
#   role: Integration officer
#   url: https://example.org/contact
#   name: Jo Example
#   email: jo@example.org
#   phone: "+49 30 000000"
#   consent: 2024-05-31
# period:
#   start: 2023-04
#   end: 2024-12
# milestones:
#   - text: The first course begins
#     date: 2023-09
#     planned: 2023-06
#     reference: source-1
# preconditions:
#   - Somebody in the administration is responsible
# steps:
#   - Talk to those it is for
#   - Begin with a small group

## Figures: each with its unit, its date and its source. The parts of a breakdown add up to the value.
{qualifiers}
{follow_ups}
# results:
#   - indicator: People who took part
#     value: 40
#     unit: people
#     as_of: 2024-05
#     approximate: true
#     source: source-1
#     follow_up: after-1-year
#     breakdown:
#       - label: Women
#         value: 22
#       - label: Men
#         value: 18
{evaluators}
# evaluation:
#   - method: Interviews with participants
#     by: internal
#     evaluator: City of Example
#     findings:
#       - Most of them found what they came for
#     changes_made:
#       - The courses now begin in the evening
#     reference: source-1

## Money: an amount with its currency, or a share in per cent.
{funding_levels}
{per}
# funding:
#   - source: City of Example
#     level: municipal
#     amount: 12500
#     currency: EUR
#     per: year
#     approximate: about
#     note: Without the rent for the rooms
#     reference: source-1
#   - source: European Social Fund
#     level: eu
#     share: 80
# resources:
#   - role: Course leader
#     count: 2
#     hours_per_week: [15, 20]
#     languages: [en, de]

{audiences}
# tips:
#   - text: Find your allies in the administration early
#     audience: project-staff
# difficulties:
#   - what: Few people came at first
#     response: The team went to where people meet anyway
# transfer:
#   - adopted_by: City of Elsewhere
#     what_changed: Smaller groups
#     city: {city}
#     entry: slug-of-its-entry
#     reference: source-1
# quotes:
#   - text: I would do it again.
#     speaker: Jo Example
#     role: Participant
#     reference: source-1
# awards:
#   - title: Prize for good practice
#     by: Association of Cities
#     date: 2024
#     url: https://example.org/prize

## Other entries, by their slugs: the programme that this belongs to, and related ones.
# part_of: slug-of-a-programme
# related: [slug-of-an-entry]
## Former slugs of this entry, which will redirect to it.
# aliases: [former-slug]

# updated: {today}
# reviewed: {today}
## Months after which somebody should look at the entry again.
# review_every: 24
# submitted_by: City of Example
# licence: {licence}

## The story follows below, in plain Markdown, under the headings that the bank knows:
{headings_explained}
## Delete the headings that you do not need. [[slug]] or [[slug|text]] links to another entry.
---

{headings}
"""

TRANSLATION_HEAD = (
    "Translation of practices/{original} into {language}. Put the translation in the place of each text below. "
    "Numbers, dates and names are not here: they come from the original by themselves. Items of a list keep "
    'their order; leave "{{}}" as it is: that item has nothing to translate. Lines that begin with ## explain: '
    "delete them when you are done."
)


class Refused(Exception):
    """A scaffold cannot be written as asked. The message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new entry is to hold from the start."""

    slug: str
    kind: Kind = Kind.PRACTICE
    title: str | None = None
    today: date = field(default_factory=date.today)


def new_entry(place: Place, wanted: Wanted, *, language: Language, vocabulary: Vocabulary) -> Path:
    """Write the skeleton of an entry and give its path; Refused where the slug is bad or taken."""
    check_slug(wanted.slug)
    if existing := find_original(place, wanted.slug):
        raise Refused(f"{existing.relative_to(place.root).as_posix()} exists already. Nothing was written.")
    text = skeleton(wanted, language=language, vocabulary=vocabulary)
    return _write(place.practices / f"{wanted.slug}.md", text, place)


def new_translation(
    place: Place, slug: str, *, language: Language, original_language: Language | None
) -> Path:
    """Write an original's text for translation and give its path; Refused where that cannot be done."""
    original = read_original(place, slug)
    if original.get("language") == language.code:
        raise Refused(f"{original.path} is written in {_english_name(language.code)} already.")
    text = translation(original, language=language, original_language=original_language)
    return _write((place.root / original.path).with_name(f"{slug}.{language.code}.md"), text, place)


def check_slug(slug: str) -> None:
    """Refused, with a better one, where the slug could not be the name of an entry's file."""
    if not re.fullmatch(SLUG, slug) or len(slug) > SLUG_LENGTH:
        raise Refused(
            f"'{slug}' cannot be a slug, which names the file and the page: lower-case letters a to z, digits and "
            f"single hyphens, at most {SLUG_LENGTH} characters. How about: {suggested_slug(slug)}"
        )
    if RESERVED.fullmatch(slug):
        raise Refused(f"'{slug}' cannot be a slug: Windows keeps the name for itself. How about: {slug}-1")


def suggested_slug(name: str) -> str:
    """The nearest good slug to a name, a title or a path."""
    slug = slugify(re.split(r"[/\\]", name.strip().removesuffix(".md"))[-1])
    if len(slug) <= SLUG_LENGTH:
        return slug
    return slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]


def find_original(place: Place, slug: str) -> Path | None:
    """The file of the original with this slug."""
    return next(iter(sorted(place.practices.rglob(f"{slug}.md"))), None)


def read_original(place: Place, slug: str) -> Entry:
    """The original with this slug; Refused, with the nearest one, where there is none that can be read."""
    check_slug(slug)
    file = find_original(place, slug)
    if file is None:
        known = [path.stem for path in place.practices.rglob("*.md") if "." not in path.stem]
        near = did_you_mean(slug, known, otherwise="Write the original first.")
        raise Refused(f"There is no entry '{slug}' to translate: {near}")
    entry = load(file, root=place.root)
    if entry.problems or entry.schema_errors:
        raise Refused(f"{entry.path} has errors. Mend them first: practice-bank validate {entry.path}")
    return entry


def _write(path: Path, text: str, place: Place) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        shown = path.relative_to(place.root).as_posix()
        raise Refused(f"{shown} exists already. Nothing was written.") from None
    try:
        with file:
            file.write(text)
    except OSError:
        path.unlink()
        raise
    return path


def skeleton(wanted: Wanted, *, language: Language, vocabulary: Vocabulary) -> str:
    """The text of a new entry's file. It is meant to be found wanting until it is filled in."""
    title = wanted.title.strip() if wanted.title else ""
    if len(title) > TITLE_LENGTH:
        raise Refused(f"The title has {len(title)} characters. At most {TITLE_LENGTH} are possible.")
    return SKELETON.format(
        slug=wanted.slug,
        title=StrictHandler().export({"title": title}) if title else "title:",
        title_length=TITLE_LENGTH,
        summary_length=SUMMARY_LENGTH,
        language=language.code,
        kind=wanted.kind.value,
        city=next(iter(vocabulary.cities), "de-example"),
        today=wanted.today.isoformat(),
        licence=DEFAULT_LICENCE,
        topics=_terms(vocabulary, "topics", language),
        target_groups=_terms(vocabulary, "target_groups", language),
        headings="\n\n".join(f"## {heading}" for heading in language.headings.values()),
        headings_explained=_explained_headings(language),
        **_schema_lists(language),
    )


def _schema_lists(language: Language) -> dict[str, str]:
    """A note for each of the schema's own lists of values."""
    lists: dict[str, tuple[str, str, type[StrEnum]]] = {
        "kinds": ("What the entry describes", "kind", Kind),
        "scopes": ("One of", "scope", Scope),
        "statuses": ("One of", "status", Status),
        "organisation_types": ("The type is one of", "organisation_type", OrganisationType),
        "qualifiers": ("approximate: true, or one of", "", Qualifier),
        "follow_ups": ("follow_up, if it was measured again", "", FollowUp),
        "evaluators": ("by", "evaluator", Evaluator),
        "funding_levels": ("level", "funding_level", FundingLevel),
        "per": ("per, if the sum is not for the whole", "per", Per),
        "audiences": ("audience", "audience", Audience),
    }
    return {
        name: _choices(intro, ((item.value, _label(language, group, item.value)) for item in values))
        for name, (intro, group, values) in lists.items()
    }


def _terms(vocabulary: Vocabulary, name: str, language: Language) -> str:
    labels = getattr(vocabulary, name).get(language.code, {})
    keys = vocabulary.keys(name)
    return _choices("Keys", ((key, labels[key].label if key in labels else "") for key in keys))


def _label(language: Language, group: str, value: str) -> str:
    try:
        return language.term(group, value) if group else ""
    except MissingLabel:
        return ""


def _choices(intro: str, items: Iterable[tuple[str, str]]) -> str:
    return _note(f"{intro}: {', '.join(_choice(key, label) for key, label in items)}.")


def _choice(key: str, label: str) -> str:
    says_more = label and slugify(label) != key
    return f"{key} ({label})" if says_more else key


def _explained_headings(language: Language) -> str:
    return "\n".join(
        _note(f"- {heading}: {HEADING_NOTES[key]}" if key in HEADING_NOTES else f"- {heading}")
        for key, heading in language.headings.items()
    )


def _note(text: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=NOTE,
        subsequent_indent=NOTE,
        break_long_words=False,
        break_on_hyphens=False,
    )


def translation(original: Entry, *, language: Language, original_language: Language | None) -> str:
    """The text of a translation file: each text of the original in the place of its translation."""
    head = TRANSLATION_HEAD.format(original=Path(original.path).name, language=_english_name(language.code))
    lines = [
        "---",
        _note(head),
        f"language: {language.code}",
        _note("Which version of the original this translates. Leave it as it is."),
        *_exported("original_digest", digest(original.data, original.body)),
        "",
        *_translatable_fields(original.data),
        _note("The text below is the original's body. Translate it, too."),
        "---",
    ]
    return "\n".join(lines) + "\n\n" + _body(original, language, original_language).strip() + "\n"


def _translatable_fields(data: Mapping[str, Any]) -> Iterator[str]:
    limits = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH}
    for name, value in _texts(data).items():
        limit = f", at most {limits[name]} characters" if name in limits else ""
        yield _note(f"To translate{limit}:")
        yield from _exported(name, value)
        yield ""


def _exported(name: str, value: object) -> list[str]:
    return StrictHandler().export({name: value}).split("\n")


def _texts(data: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of an entry that a translation may replace, as a translation file holds them."""
    tree: dict[str | int, Any] = {}
    for path, text in phrases(data):
        level = tree
        for step in path[:-1]:
            level = level.setdefault(step, {})
        level[path[-1]] = text
    return {name: _listed(tree[name]) for name in Practice.model_fields if name in tree}


def _listed(value: Any) -> Any:
    """Mappings by index as lists, with an empty mapping for an item that has no text."""
    if not isinstance(value, dict):
        return value
    if all(isinstance(key, int) for key in value):
        return [_listed(value.get(index, {})) for index in range(max(value) + 1)] if value else {}
    return {key: _listed(item) for key, item in value.items()}


def _body(original: Entry, language: Language, original_language: Language | None) -> str:
    """The original's body under the headings of the new language."""
    if original_language is None:
        return original.body
    keys = {heading: key for key, heading in original_language.headings.items()}
    lines = original.body.split("\n")
    for heading in markdown.parse(original.body).headings:
        known = language.headings.get(keys.get(heading.text, ""))
        if known and heading.level == 2 and lines[heading.line].startswith("## "):
            lines[heading.line] = f"## {known}"
    return "\n".join(lines)


def _english_name(code: str) -> str:
    return str(Locale("en").languages.get(code, code))
