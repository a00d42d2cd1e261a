"""What a user asks: any text, understood as words and phrases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import words
from ..stems import analyser
from .engine import Phrase

MOST_WORDS = 32
SHORTEST_PREFIX = 3
QUOTES = '"„“”«»'


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it was understood.

    A clause is a word or a quoted phrase, as the terms that it becomes in each language; the last word's beginning
    counts as well.
    """

    clauses: tuple[tuple[Phrase, ...], ...]
    prefix: str | None = None


def understood(text: str, languages: Sequence[str]) -> Question:
    """Understand any text: quotes make phrases, everything else that is not a word is passed over."""
    asked = [
        (found, quoted)
        for part, quoted in _parts(text)
        for found in ([tuple(words.words(part))] if quoted else [(word,) for word in words.words(part)])
    ][:MOST_WORDS]
    clauses = [clause for found, _ in asked if (clause := clause_of(found, languages))]
    is_open = asked and not asked[-1][1] and clause_of(asked[-1][0], languages)
    prefix = words.fold(asked[-1][0][0]) if is_open else ""
    return Question(tuple(dict.fromkeys(clauses)), prefix if len(prefix) >= SHORTEST_PREFIX else None)


def clause_of(found: Phrase, languages: Sequence[str]) -> tuple[Phrase, ...]:
    """The words' terms in each language; nothing where the language of the pages takes all of them for stop words."""
    phrases = [tuple(filter(None, map(analyser(language).term, found))) for language in languages]
    return tuple(dict.fromkeys(filter(None, phrases))) if phrases[0] else ()


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text by turns outside and inside quotes; a quote that is not closed quotes nothing."""
    for mark in QUOTES[1:]:
        text = text.replace(mark, QUOTES[0])
    parts = text.split(QUOTES[0])
    for number, part in enumerate(parts):
        yield part, number % 2 == 1 and number < len(parts) - 1
