"""What an entry of one kind has besides: a programme, a workshop, an event, a guide, a collection."""

from typing import Annotated, Literal

from pydantic import Field

from ..dates import PartialDateField
from .choices import EventFormat, Qualifier, SizeClass
from .fields import Clock, CurrencyCode, Key, Name, Number, Paragraph, Part, Phrase, Slug, Url
from .parts import Period


class Phase(Part):
    """A stretch of a programme: what was done, where, and how long it took."""

    title: Phrase
    text: Paragraph | None = None
    cities: Annotated[tuple[Key, ...], Field(max_length=400)] = ()
    """The cities that took part in it, keys of vocabulary/cities.yml."""
    period: Period | None = None
    planned_months: Number | None = None
    """How long it was to take."""
    actual_months: Number | None = None
    """How long it took."""
    approximate: Literal[True] | Qualifier | None = None
    """How actual_months stands to the true number."""
    reference: Key | None = None

    @property
    def qualifier(self) -> Qualifier | None:
        """How the actual duration stands to the true one; None where it is exact."""
        return Qualifier.ABOUT if self.approximate is True else self.approximate


class Programme(Part):
    """What a programme has that a single practice has not. Its cities are city and other_cities."""

    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=20)]


class Fee(Part):
    """What a workshop costs the city that holds it."""

    amount: Number
    currency: CurrencyCode
    approximate: Literal[True] | Qualifier | None = None
    includes: Annotated[tuple[Phrase, ...], Field(max_length=15)] = ()
    excludes: Annotated[tuple[Phrase, ...], Field(max_length=15)] = ()
    """What comes on top."""
    note: Phrase | None = None
    reference: Key | None = None

    @property
    def qualifier(self) -> Qualifier | None:
        """How the sum stands to the true one; None where it is exact."""
        return Qualifier.ABOUT if self.approximate is True else self.approximate


class Guest(Part):
    """Somebody who has to be there, and why."""

    who: Phrase
    why: Phrase
    required: Literal[True] | None = None
    """Whether the workshop does not take place without them."""
    reference: Key | None = None


class Session(Part):
    """A part of a day."""

    title: Phrase
    starts: Clock | None = None
    minutes: Number | None = None
    questions: Annotated[tuple[Phrase, ...], Field(max_length=12)] = ()
    """The questions that guide it."""
    method: Phrase | None = None
    outcome: Phrase | None = None
    """What is on the wall, or on paper, at its end."""
    reference: Key | None = None


class Day(Part):
    """A day of a workshop."""

    title: Phrase
    aim: Phrase | None = None
    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=20)]


class Workshop(Part):
    """A workshop that a city can hold: what it costs, who has to be there, and what happens when."""

    fee: Fee | None = None
    participants: Number | None = None
    """How many people can take part at most."""
    guests: Annotated[tuple[Guest, ...], Field(max_length=20)] = ()
    before: Annotated[tuple[Phrase, ...], Field(max_length=15)] = ()
    """What has to be done beforehand."""
    days: Annotated[tuple[Day, ...], Field(min_length=1, max_length=5)]
    after: Annotated[tuple[Phrase, ...], Field(max_length=15)] = ()
    """What has to be done afterwards."""
    note: Paragraph | None = None
    """What of this is in no source, but a suggestion of the bank."""


class Presenter(Part):
    """Who spoke at an event: a role and a body, never a person's name."""

    role: Phrase
    organisation: Name
    subject: Phrase | None = None
    """What they spoke about."""
    reference: Key | None = None


class Attendance(Part):
    """How many people came."""

    value: Number
    approximate: Literal[True] | Qualifier | None = None
    expected: Number | None = None
    reference: Key | None = None

    @property
    def qualifier(self) -> Qualifier | None:
        """How the number stands to the true one; None where it is exact."""
        return Qualifier.ABOUT if self.approximate is True else self.approximate


class Event(Part):
    """What an event has besides. Its days are period.start and period.end."""

    format: EventFormat
    venue: Name | None = None
    """The place and its address; left out where it is online."""
    url: Url | None = None
    """Where to register, or to see it afterwards."""
    starts_at: Clock | None = None
    ends_at: Clock | None = None
    timezone: Name | None = None
    """The time zone of the times, a name of the IANA database as Europe/Berlin."""
    presenters: Annotated[tuple[Presenter, ...], Field(max_length=30)] = ()
    attendance: Attendance | None = None
    discussed: Annotated[tuple[Slug, ...], Field(max_length=40)] = ()
    """The slugs of the practices that it was about."""


class Showing(Part):
    """An entry that shows a recommendation at work."""

    entry: Slug
    how: Phrase | None = None


class Recommendation(Part):
    """One thing that a guide recommends, with an address of its own."""

    key: Slug
    """A short name, which is the last part of its address."""
    title: Phrase
    text: Paragraph | None = None
    shown_by: Annotated[tuple[Showing, ...], Field(max_length=40)] = ()
    reference: Key | None = None


class Guide(Part):
    """What a guide recommends, in its order."""

    recommendations: Annotated[tuple[Recommendation, ...], Field(min_length=1, max_length=60)]


class Item(Part):
    """Something that a collection holds, and why: an entry of the bank, or a city without one."""

    entry: Slug | None = None
    city: Key | None = None
    title: Phrase | None = None
    """What it is, where there is no entry."""
    reason: Paragraph
    size_class: SizeClass | None = None
    """The class in which it won, where the collection is of winners."""
    reference: Key | None = None


class Collection(Part):
    """What a collection holds, in the order of whoever made it."""

    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=400)]
    award: Phrase | None = None
    """The prize, where the collection is of winners."""
    announced: PartialDateField | None = None
    """When the winners were announced."""
