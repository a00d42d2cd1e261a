"""What of a practice may be published of the people in it: as they agreed, and for as long as their consent holds.

Whether a consent has lapsed is asked against the newest day that the bank's own entries record, never against
today's date: the same entries give the same pages, and a bank that is kept up forgets by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .dates import months_after
from .model import Contact, Personal, Practice, Quote


@dataclass(frozen=True, slots=True)
class Term:
    """How long a consent holds, and the day against which that is asked."""

    months: int
    day: date

    def has_lapsed(self, consent: date) -> bool:
        """Whether a consent that was given on this day holds no longer."""
        return months_after(consent, self.months) < self.day


def last_record(practices: Iterable[Practice]) -> date:
    """The newest day on which an entry was posted, updated or reviewed."""
    return max((practice.last_looked_at for practice in practices), default=date.min)


def published(practice: Practice, term: Term) -> Practice:
    """The practice without the personal details to which nobody agreed, or no longer."""
    contact = _contact(practice.contact, term) if practice.contact else None
    if contact is practice.contact and not practice.quotes:
        return practice
    quotes = tuple(_quote(quote, term) for quote in practice.quotes)
    return practice.model_copy(update={"contact": contact, "quotes": quotes})


def _contact(contact: Contact, term: Term) -> Contact:
    if contact.consent is None and not (contact.consent_covers or contact.given):
        return contact  # as most are, and none of ten thousand has to be copied
    lapsed = contact.consent is not None and term.has_lapsed(contact.consent)
    agreed = frozenset() if lapsed else contact.agreed
    dropped = contact.given - agreed - ({Personal.NAME} if is_in_public(contact) else set())
    changes: dict[str, Any] = {field.value: None for field in dropped}
    if not contact.given & agreed:
        changes |= {"consent": None, "consent_covers": ()}
    return contact.model_copy(update=changes)


def _quote(quote: Quote, term: Term) -> Quote:
    if quote.consent and not term.has_lapsed(quote.consent):
        return quote
    dropped: dict[str, Any] = {} if is_in_public(quote) else {"speaker": None}
    return quote.model_copy(update={"consent": None, **dropped})


def is_in_public(person: Contact | Quote) -> bool:
    """Whether the person is named in a public role: the role is given, and a source that shows it."""
    return bool(person.public_role and person.role and person.reference)
