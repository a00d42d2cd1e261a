"""Practice: a valid entry in its original language."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ..dates import FullDateField
from .choices import Evaluator, EvidenceLevel, Kind, Reading, Scope, Status, Verification
from .fields import Key, LanguageCode, Name, Part, Phrase, Slug, Summary, Title
from .kinds import Collection, Event, Guide, Programme, Workshop
from .parts import (
    Award,
    Contact,
    Difficulty,
    Evaluation,
    FollowUpDate,
    Funding,
    Milestone,
    Organisation,
    Origin,
    Period,
    Quote,
    Resource,
    Result,
    Source,
    StageShown,
    Tip,
    Transfer,
)

DEFAULT_LICENCE: Final = "CC-BY-4.0"
PLACELESS: Final = (Kind.GUIDE, Kind.COLLECTION)
"""The kinds that may gather what belongs to no single place."""


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

    city: Annotated[Key | None, Field(validate_default=True)] = None
    """A key of vocabulary/cities.yml. Only a guide and a collection may be of no place."""
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
    adopted_from: Annotated[tuple[Origin, ...], Field(max_length=20)] = ()
    quotes: Annotated[tuple[Quote, ...], Field(max_length=10)] = ()

    stages: Annotated[tuple[StageShown, ...], Field(max_length=10)] = ()
    """The stages of the road that this is an example of."""
    follow_ups: Annotated[tuple[FollowUpDate, ...], Field(max_length=10)] = ()

    programme: Programme | None = None
    workshop: Workshop | None = None
    event: Event | None = None
    guide: Guide | None = None
    collection: Collection | None = None

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

    @field_validator("city")
    @classmethod
    def _is_somewhere(cls, city: str | None, info: ValidationInfo) -> str | None:
        if city is None and info.data.get("kind", Kind.PRACTICE) not in PLACELESS:
            raise PydanticCustomError("missing", "Field required")
        return city

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
        """The keys of all cities of the entry, the main one first; empty for a guide or a collection of no place."""
        return tuple(dict.fromkeys(key for key in (self.city, *self.other_cities) if key))

    @property
    def last_changed(self) -> date:
        """The day on which the entry was updated last, or posted."""
        return self.updated or self.posted

    @property
    def last_looked_at(self) -> date:
        """The day on which somebody last reviewed, changed or posted the entry."""
        return max(day for day in (self.reviewed, self.updated, self.posted) if day)
