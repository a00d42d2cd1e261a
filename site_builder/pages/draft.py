"""Pages before they are written: what they will say depends on, so that what has not changed is not written again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Made = TypeVar("Made", covariant=True)
TextFile = tuple[str, str]
"""The address of a file that is no page, and its text."""
OwnPart = tuple[str, str]
"""The slug of a practice, and its page as far as its entry tells it itself."""


@dataclass(frozen=True, slots=True)
class Draft(Generic[Made]):
    """Something that can be written: a page, or several that read the same."""

    name: str
    """Tells it from all others of its language."""
    reads: Callable[[], Iterable[str]]
    """Digests, or short texts, that change with anything of the bank that it says."""
    write: Callable[[], Iterable[Made]]
