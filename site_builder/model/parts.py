"""What an entry of any kind consists of."""

from typing import Annotated, Literal

from pydantic import Field

from ..dates import FullDateField, PartialDateField
from .choices import (
    Audience,
    Evaluator,
    FollowUp,
    FundingLevel,
    OrganisationType,
    Per,
    Personal,
    Qualifier,
    Reading,
)
from .fields import CurrencyCode, Hours, Key, LanguageCode, Name, Number, Paragraph, Part, Phrase, Slug, Url


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
    part: Phrase | None = None
    """The part of the work, or the years, that the sum is for, where it is not for the whole."""
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
    stage: Key | None = None
    """The stage of the road at which it came up, a key of stages.yml."""


class Transfer(Part):
    """Who took the work over, and what they changed."""

    adopted_by: Phrase
    what_changed: Phrase | None = None
    city: Key | None = None
    entry: Slug | None = None
    """The slug of the entry that describes the adoption."""
    reference: Key | None = None


class Origin(Part):
    """Whom the work was taken over from, and what was changed."""

    taken_from: Phrase
    what_changed: Phrase | None = None
    city: Key | None = None
    entry: Slug | None = None
    """The slug of the entry that describes the original."""
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


class StageShown(Part):
    """A stage of the road that the work is an example of."""

    stage: Key
    """A key of stages.yml."""
    how: Phrase | None = None
    """What can be seen there."""


class FollowUpDate(Part):
    """A look back that is due, or was taken, some years after the work began or ended."""

    after: FollowUp
    planned: PartialDateField | None = None
    """When it is to happen, as it was announced."""
    done: PartialDateField | None = None
    """When it happened."""
    text: Phrase | None = None
    """Who looks at what, or what was found."""
    reference: Key | None = None
