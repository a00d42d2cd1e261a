"""What a search gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FACETS = ("topic", "target_group", "country", "status", "kind", "language")


@dataclass(frozen=True, slots=True)
class Hit:
    """One edition that a search found."""

    id: str
    """The practice's slug."""
    title: str
    summary: str
    city: str
    """The name of the main city in the language of the pages."""
    language: str
    """The language that the text is in."""
    score: float
    kind: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found: the best hits, and counts over all of them."""

    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    """For each of FACETS how many of all the hits have each key, the most frequent first."""
    suggestion: str | None = None
    """The query with its unknown words corrected, where no entry has all the words and the correction finds some."""
    total: int = 0
    every_word: bool = True
    """False where no entry has all the words, and the hits have some of them."""
