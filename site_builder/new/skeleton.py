"""The skeleton of a new entry: lines that begin with ``##`` explain, lines that begin with ``#`` are optional."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from ..language import Language, MissingLabel
from ..load import StrictHandler
from ..model import (
    DEFAULT_LICENCE,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Audience,
    Evaluator,
    FollowUp,
    FundingLevel,
    Kind,
    OrganisationType,
    Per,
    Qualifier,
    Scope,
    Status,
)
from ..vocabulary import Vocabulary, slugify
from .notes import note
from .slugs import Refused

TEXT = Path(__file__).with_name("skeleton.txt")
KINDS = Path(__file__).with_name("kinds")
EXAMPLE_CITY, EXAMPLE_STAGE = "de-example", "analysis"
HEADING_NOTES = {
    "context": "what the problem was, for whom, and what had been tried before",
    "how-it-works": "what was done, step by step, so that another city could do it too (required)",
    "results": "what changed, and how anybody knows",
    "evaluation": "who looked at it, how, and what they found",
    "lessons": "what you would tell a colleague in another city",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new entry is to hold from the start."""

    slug: str
    kind: Kind = Kind.PRACTICE
    title: str | None = None
    today: date = field(default_factory=date.today)


def skeleton(wanted: Wanted, *, language: Language, vocabulary: Vocabulary) -> str:
    """The text of a new entry's file. It is meant to be found wanting until it is filled in."""
    title = wanted.title.strip() if wanted.title else ""
    if len(title) > TITLE_LENGTH:
        raise Refused(f"The title has {len(title)} characters. At most {TITLE_LENGTH} are possible.")
    city = next(iter(vocabulary.cities), EXAMPLE_CITY)
    return TEXT.read_text("utf-8").format(
        slug=wanted.slug,
        title=StrictHandler().export({"title": title}) if title else "title:",
        title_length=TITLE_LENGTH,
        summary_length=SUMMARY_LENGTH,
        language=language.code,
        kind=wanted.kind.value,
        city=city,
        stage=next(iter(vocabulary.stage_keys), EXAMPLE_STAGE),
        of_kind=_of_kind(wanted.kind, city),
        today=wanted.today.isoformat(),
        licence=DEFAULT_LICENCE,
        topics=_terms(vocabulary, "topics", language),
        target_groups=_terms(vocabulary, "target_groups", language),
        headings="\n\n".join(f"## {heading}" for heading in language.headings.values()),
        headings_explained=_explained_headings(language),
        **_schema_lists(language),
    )


def _of_kind(kind: Kind, city: str) -> str:
    """The fields that only this kind has; empty for a practice."""
    file = KINDS / f"{kind}.txt"
    return file.read_text("utf-8").format(city=city) if file.exists() else ""


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
    return note(f"{intro}: {', '.join(_choice(key, label) for key, label in items)}.")


def _choice(key: str, label: str) -> str:
    says_more = label and slugify(label) != key
    return f"{key} ({label})" if says_more else key


def _explained_headings(language: Language) -> str:
    return "\n".join(
        note(f"- {heading}: {HEADING_NOTES[key]}" if key in HEADING_NOTES else f"- {heading}")
        for key, heading in language.headings.items()
    )
