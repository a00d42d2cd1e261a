"""The one schema: what an entry can say, field by field.

Everything else is derived from these classes: the findings on fields, the JSON Schema, the shape of a
translation file (see ``translation``), the facts on a page. Text that a translation may replace is typed
``Phrase``; all other text (names, keys, addresses) is shared by every language.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from .dates import FullDateField, PartialDateField

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 80
TITLE_LENGTH, SUMMARY_LENGTH, SENTENCE_LENGTH, PARAGRAPH_LENGTH, URL_LENGTH = 120, 300, 240, 1200, 2000
DEFAULT_LICENCE: Final = "CC-BY-4.0"


class Translated:
    """Marks text that a translation file may replace."""


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number", "not a number: write digits only, as in 1250 or 2.5")
    return Decimal(value)


def _hours(value: Any) -> tuple[Decimal, ...]:
    numbers = tuple(_number(item) for item in (value if isinstance(value, list | tuple) else [value]))
    in_order = len(numbers) == 1 or (len(numbers) == 2 and numbers[0] < numbers[1])
    if not in_order or not all(0 < number <= 168 for number in numbers):
        raise PydanticCustomError(
            "hours", "not hours a week: write one number up to 168, or a range as in [15, 20]"
        )
    return numbers


Name = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=SENTENCE_LENGTH)]
Title = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=TITLE_LENGTH), Translated()]
Summary = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=SUMMARY_LENGTH), Translated()
]
Phrase = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=SENTENCE_LENGTH), Translated()
]
Paragraph = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=PARAGRAPH_LENGTH), Translated()
]
Slug = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=SLUG_LENGTH, pattern=SLUG_PATTERN)
]
Key = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=SLUG_LENGTH)]
Url = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=URL_LENGTH)]
LanguageCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}$")]
CurrencyCode = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=3)]
Number = Annotated[
    Decimal, BeforeValidator(_number), Field(allow_inf_nan=False, json_schema_extra={"type": "number"})
]
Hours = Annotated[tuple[Decimal, ...], BeforeValidator(_hours)]


class Kind(StrEnum):
    """What an entry describes."""

    PRACTICE = "practice"
    PROGRAMME = "programme"
    EVENT = "event"
    GUIDE = "guide"
    COLLECTION = "collection"


class Scope(StrEnum):
    """How far the work reaches."""

    NEIGHBOURHOOD = "neighbourhood"
    CITY = "city"
    METROPOLITAN_AREA = "metropolitan-area"
    REGION = "region"
    NATIONAL = "national"
    MULTI_CITY = "multi-city"


class Status(StrEnum):
    """Where the work stands."""

    PLANNED = "planned"
    RUNNING = "running"
    COMPLETED = "completed"
    MAINSTREAMED = "mainstreamed"
    DISCONTINUED = "discontinued"


class OrganisationType(StrEnum):
    """What sort of body an organisation is."""

    MUNICIPALITY = "municipality"
    REGIONAL_GOVERNMENT = "regional-government"
    NATIONAL_GOVERNMENT = "national-government"
    INTERNATIONAL = "international"
    FOUNDATION = "foundation"
    WELFARE = "welfare"
    ASSOCIATION = "association"
    COMPANY = "company"
    RESEARCH = "research"
    EDUCATION = "education"
    RELIGIOUS = "religious"
    NETWORK = "network"


class Qualifier(StrEnum):
    """How a figure that is not exact stands to the true one."""

    ABOUT = "about"
    AT_LEAST = "at-least"
    MORE_THAN = "more-than"
    AT_MOST = "at-most"
    LESS_THAN = "less-than"


class FollowUp(StrEnum):
    """How long after the start, or the end, a result was measured again."""

    AFTER_1_YEAR = "after-1-year"
    AFTER_3_YEARS = "after-3-years"
    AFTER_5_YEARS = "after-5-years"


class Evaluator(StrEnum):
    """Who evaluated."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    ACADEMIC = "academic"


class FundingLevel(StrEnum):
    """Where the money comes from."""

    EU = "eu"
    NATIONAL = "national"
    REGIONAL = "regional"
    MUNICIPAL = "municipal"
    FOUNDATION = "foundation"
    PRIVATE = "private"
    OWN = "own"


class Per(StrEnum):
    """What a sum of money is for, when it is not for the whole of the work."""

    YEAR = "year"
    MONTH = "month"
    CITY = "city"
    PARTICIPANT = "participant"
    EVENT = "event"


class Audience(StrEnum):
    """Whom a tip is for."""

    EVERYONE = "everyone"
    ELECTED_REPRESENTATIVES = "elected-representatives"
    CITY_ADMINISTRATION = "city-administration"
    EMPLOYERS = "employers"
    CIVIL_SOCIETY = "civil-society"
    FUNDERS = "funders"
    PROJECT_STAFF = "project-staff"


class Reading(StrEnum):
    """How much of a source was read for the entry."""

    FULL = "full"
    EXCERPT = "excerpt"


class Personal(StrEnum):
    """A personal detail of a contact, which is given only as that person agreed."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


class EvidenceLevel(StrEnum):
    """How well the results of a practice are supported; derived, never written by hand."""

    DESCRIBED = "described"
    COUNTED = "counted"
    REVIEWED = "reviewed"
    EVALUATED = "evaluated"
    FOLLOWED_UP = "followed-up"


class Verification(StrEnum):
    """Whether the sources were read whole; derived, never written by hand."""

    FULL = "full"
    PARTIAL = "partial"


class Part(BaseModel):
    """Something that an entry consists of: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Organisation(Part):
    """A body that leads, takes part in or answers for the work."""

    name: Name
    type: OrganisationType | None = None
    url: Url | None = None


class Contact(Part):
    """Whom to ask. A person's name, e-mail or phone is given only with that person's dated consent.

    The holder of a public role may be named without it; an e-mail address and a phone number never are.
    """

    organisation: Name
    role: Phrase | None = None
    url: Url | None = None
    name: Name | None = None
    email: Name | None = None
    phone: Name | None = None
    consent: FullDateField | None = None
    """The day on which the person agreed."""
    consent_covers: Annotated[tuple[Personal, ...], Field(min_length=1, max_length=3)] = ()
    """What the person agreed to; where it is left out, everything that is given."""
    public_role: Literal[True] | None = None
    """Whether the person holds a public office, or speaks in public for an organisation, as the source shows."""
    reference: Key | None = None
    """The key of the source that names the person in this role."""

    @property
    def given(self) -> frozenset[Personal]:
        """The personal details that stand here."""
        return frozenset(field for field in Personal if getattr(self, field) is not None)

    @property
    def agreed(self) -> frozenset[Personal]:
        """The personal details that the consent covers, however old it is."""
        if self.consent is None:
            return frozenset()
        return frozenset(self.consent_covers or Personal)


class Period(Part):
    """From when to when the work ran; an open end is left out."""

    start: PartialDateField | None = None
    end: PartialDateField | None = None


class Milestone(Part):
    """Something that happened, or was to happen, at a time."""

    text: Phrase
    date: PartialDateField | None = None
    """When it happened."""
    planned: PartialDateField | None = None
    """When it was planned for."""
    reference: Key | None = None
    """The key of the source that says so."""


class BreakdownItem(Part):
    """One part of a result."""

    label: Phrase
    value: Number


class Result(Part):
    """One figure that the work reached, with where it is taken from."""

    indicator: Phrase
    value: Number
    unit: Phrase
    as_of: PartialDateField | None = None
    approximate: Literal[True] | Qualifier | None = None
    source: Key | None = None
    """The key of the source that gives the figure."""
    breakdown: Annotated[tuple[BreakdownItem, ...], Field(max_length=30)] = ()
    follow_up: FollowUp | None = None

    @property
    def qualifier(self) -> Qualifier | None:
        """How the value stands to the true one; None where the value is exact."""
        return Qualifier.ABOUT if self.approximate is True else self.approximate


class Evaluation(Part):
    """One look at what the work achieved."""

    method: Phrase
    by: Evaluator
    evaluator: Name | None = None
    """The body that evaluated."""
    findings: tuple[Paragraph, ...] = ()
    changes_made: tuple[Phrase, ...] = ()
    reference: Key | None = None


class Funding(Part):
    """Money from one funder: an amount with its currency, or a share of the whole."""

    source: Name
    """The funder."""
    level: FundingLevel
    amount: Number | None = None
    currency: CurrencyCode | None = None
    share: Number | None = None
    """Per cent of the whole."""
    per: Per | None = None
    approximate: Literal[True] | Qualifier | None = None
    note: Phrase | None = None
    reference: Key | None = None

    @property
    def qualifier(self) -> Qualifier | None:
        """How the sum stands to the true one; None where it is exact."""
        return Qualifier.ABOUT if self.approximate is True else self.approximate


class Resource(Part):
    """People that the work needs."""

    role: Phrase
    count: Number | None = None
    hours_per_week: Hours | None = None
    """One number, or a range of two."""
    languages: Annotated[tuple[LanguageCode, ...], Field(max_length=30)] = ()


class Tip(Part):
    """A piece of advice from those who did it."""

    text: Phrase
    audience: Audience


class Difficulty(Part):
    """What went wrong or was hard, and what was done about it."""

    what: Phrase
    response: Phrase | None = None


class Transfer(Part):
    """Who took the work over, and what they changed."""

    adopted_by: Phrase
    what_changed: Phrase | None = None
    city: Key | None = None
    entry: Slug | None = None
    """The slug of the entry that describes the adoption."""
    reference: Key | None = None


class Quote(Part):
    """What somebody said. The speaker may stay anonymous, and does without a dated consent or a public role."""

    text: Phrase
    speaker: Name | None = None
    role: Phrase | None = None
    consent: FullDateField | None = None
    """The day on which the speaker agreed to be named."""
    public_role: Literal[True] | None = None
    """Whether the speaker holds a public office, or spoke in public for an organisation, as the source shows."""
    reference: Key | None = None


class Source(Part):
    """Where the facts come from."""

    key: Slug
    """A short name of your choice, by which figures point to this source."""
    title: Name
    url: Url | None = None
    publisher: Name | None = None
    date: PartialDateField | None = None
    """When the source was published."""
    read: Reading
    note: Phrase | None = None


class Award(Part):
    """A prize that the work received."""

    title: Phrase
    by: Name | None = None
    date: PartialDateField | None = None
    url: Url | None = None


class Practice(Part):
    """A valid entry in its original language. Where a field is not given, it is None or empty."""

    slug: Slug
    """The file's name without its ending."""
    language: LanguageCode

    kind: Kind = Kind.PRACTICE
    title: Title
    summary: Summary
    aliases: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    """Former slugs of this entry, which redirect to it."""

    city: Key
    """A key of vocabulary/cities.yml."""
    district: Name | None = None
    other_cities: Annotated[tuple[Key, ...], Field(max_length=400)] = ()
    scope: Scope

    organisation: Organisation
    partners: Annotated[tuple[Organisation, ...], Field(max_length=40)] = ()
    contact: Contact | None = None

    period: Period | None = None
    status: Status
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=40)] = ()

    topics: Annotated[tuple[Key, ...], Field(min_length=1, max_length=5)]
    target_groups: Annotated[tuple[Key, ...], Field(min_length=1, max_length=10)]
    goals: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=10)]
    preconditions: Annotated[tuple[Phrase, ...], Field(max_length=15)] = ()
    steps: Annotated[tuple[Phrase, ...], Field(max_length=25)] = ()

    results: Annotated[tuple[Result, ...], Field(max_length=60)] = ()
    evaluation: Annotated[tuple[Evaluation, ...], Field(max_length=10)] = ()

    funding: Annotated[tuple[Funding, ...], Field(max_length=30)] = ()
    resources: Annotated[tuple[Resource, ...], Field(max_length=30)] = ()

    tips: Annotated[tuple[Tip, ...], Field(max_length=20)] = ()
    difficulties: Annotated[tuple[Difficulty, ...], Field(max_length=20)] = ()
    transfer: Annotated[tuple[Transfer, ...], Field(max_length=100)] = ()
    quotes: Annotated[tuple[Quote, ...], Field(max_length=10)] = ()

    part_of: Slug | None = None
    """The slug of the programme that this belongs to."""
    related: Annotated[tuple[Slug, ...], Field(max_length=12)] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1, max_length=40)]
    awards: Annotated[tuple[Award, ...], Field(max_length=20)] = ()

    posted: FullDateField
    updated: FullDateField | None = None
    reviewed: FullDateField | None = None
    review_every: Annotated[int, Field(strict=True, ge=1, le=120)] = 24
    """Months after which somebody should look at the entry again."""
    submitted_by: Name | None = None
    licence: Literal["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"] = DEFAULT_LICENCE

    @property
    def verification(self) -> Verification:
        """Full where every source was read whole, otherwise partial."""
        whole = all(source.read is Reading.FULL for source in self.sources)
        return Verification.FULL if whole else Verification.PARTIAL

    @property
    def evidence(self) -> EvidenceLevel:
        """The strongest support that the entry names: figures, a review of one's own, an outside look, a follow-up.

        A follow-up counts only together with an evaluation from outside.
        """
        outside = any(item.by is not Evaluator.INTERNAL for item in self.evaluation)
        if outside and any(result.follow_up for result in self.results):
            return EvidenceLevel.FOLLOWED_UP
        if outside:
            return EvidenceLevel.EVALUATED
        if self.evaluation:
            return EvidenceLevel.REVIEWED
        return EvidenceLevel.COUNTED if self.results else EvidenceLevel.DESCRIBED

    @property
    def cities(self) -> tuple[str, ...]:
        """The keys of all cities of the entry, the main one first."""
        return tuple(dict.fromkeys((self.city, *self.other_cities)))

    @property
    def last_looked_at(self) -> date:
        """The day on which somebody last reviewed, changed or posted the entry."""
        return max(day for day in (self.reviewed, self.updated, self.posted) if day)
