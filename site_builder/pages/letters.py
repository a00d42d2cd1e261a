"""Long lists by their initial letters, in the order in which readers of a dictionary expect names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from ..collation import collation_key

Item = TypeVar("Item")
OTHERS = "#"
"""The group of names that start with a digit."""


@dataclass(frozen=True, slots=True)
class Group(Generic[Item]):
    """What starts with one letter."""

    letter: str
    items: tuple[Item, ...]

    @property
    def count(self) -> int:
        """How many items stand under the letter."""
        return len(self.items)

    @property
    def anchor(self) -> str:
        """The id of the group's heading, safe in an address: ``letter-a``; other characters by their number."""
        plain = self.letter.isascii() and self.letter.isalpha()
        return f"letter-{self.letter.lower() if plain else format(ord(self.letter), 'x')}"


def initial(text: str) -> str:
    """The capital letter that a name stands under; OTHERS where its first character is not a letter."""
    letter = collation_key(text)[0][:1].upper()
    return letter if len(letter) == 1 and letter.isalpha() else OTHERS


def grouped(items: Iterable[Item], *, label: Callable[[Item], str]) -> tuple[Group[Item], ...]:
    """The items by their initials; what does not start with a letter comes last."""
    by_name = sorted(items, key=lambda item: (initial(label(item)) == OTHERS, collation_key(label(item))))
    found = groupby(by_name, key=lambda item: initial(label(item)))
    return tuple(Group(letter, tuple(members)) for letter, members in found)
