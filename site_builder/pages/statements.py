"""What single entries say, gathered on pages of many: each text with the entry that says it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from ..bank import Edition
from ..collation import collation_key
from ..model import Practice
from .cards import Card, card
from .site import Site, foreign


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says in one of its fields."""

    text: str
    answers: tuple[str, ...] = ()
    """What was done about it, where it is a difficulty; what was found, where it is an evaluation."""
    groups: tuple[str, ...] = ()
    """The keys that it is filed under."""


def tips(practice: Practice) -> tuple[Said, ...]:
    """Its pieces of advice, filed under their audience."""
    return tuple(Said(item.text, groups=(item.audience,)) for item in practice.tips)


def difficulties(practice: Practice) -> tuple[Said, ...]:
    """Its difficulties with the responses, filed under the topics of the practice."""
    return tuple(
        Said(item.what, (item.response,) if item.response else (), practice.topics)
        for item in practice.difficulties
    )


def difficulties_of_stages(practice: Practice) -> tuple[Said, ...]:
    """Its difficulties with the responses, filed under the stage of the road at which they came up."""
    found = [item for item in practice.difficulties if item.stage]
    return tuple(
        Said(item.what, (item.response,) if item.response else (), (str(item.stage),)) for item in found
    )


def evaluations(practice: Practice) -> tuple[Said, ...]:
    """How it was evaluated and what was found, filed under who evaluated."""
    return tuple(Said(item.method, item.findings, (item.by,)) for item in practice.evaluation)


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of an entry, marked with its language where that is not the page's."""

    text: Markup | str
    answers: tuple[Markup | str, ...]
    card: Card
    """The entry that says it."""
    groups: tuple[str, ...]


def said_in(site: Site, edition: Edition, text: str | None) -> Markup | str | None:
    """A text of the entry as the page shows it; None where there is none."""
    if text is None:
        return None
    return foreign(text, language=edition.language_of(text), page_language=site.code)


def statements(site: Site, said: Callable[[Practice], Iterable[Said]]) -> list[Statement]:
    """What all entries say, by the title of the entry, in the entry's own order."""
    editions = sorted(
        site.bank.editions_in(site.code), key=lambda item: (collation_key(item.practice.title), item.slug)
    )
    return [item for edition in editions for item in _statements(site, edition, said)]


def _statements(
    site: Site, edition: Edition, said: Callable[[Practice], Iterable[Said]]
) -> Iterator[Statement]:
    shown: Card | None = None
    for item in said(edition.practice):
        shown = shown or card(site, edition)
        answers = (said_in(site, edition, answer) for answer in item.answers)
        yield Statement(
            text=said_in(site, edition, item.text) or "",
            answers=tuple(answer for answer in answers if answer),
            card=shown,
            groups=item.groups,
        )
