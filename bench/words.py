"""The words of synthetic entries: sentences with slots, filled so that few words come often and most come seldom."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "words"
SLOT = re.compile(r"{(\w+)}")
NAMES, STREETS = 20_000, 5_000
NOTHING: Mapping[str, str] = {}
ONSETS = "b br d dr f fl g gr h k kl l m n p pr r s st t tr v w z".split()
VOWELS = "a e i o u ei au ia".split()
CODAS = "- l n r s t m nd rt x".split()


def read(name: str) -> Mapping[str, Any]:
    """One of the word files."""
    found: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return found


@cache
def _weights(length: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 2) for rank in range(length)))


def pick(rng: random.Random, items: Sequence[str]) -> str:
    """One of the items: the second half as often as Zipf's law has it for words."""
    return rng.choices(items, cum_weights=_weights(len(items)))[0]


def rank(rng: random.Random, size: int) -> int:
    """A number below ``size``; each one comes about as often as its reciprocal."""
    return int(size ** rng.random()) - 1


@cache
def invented(kind: str, number: int) -> str:
    """A name that no language has, always the same one for a number."""
    rng = random.Random(f"{kind} {number}")
    syllables = ("".join(map(rng.choice, (ONSETS, VOWELS, CODAS))) for _ in range(rng.choice((2, 2, 3))))
    return "".join(syllables).replace("-", "").capitalize()


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        return read(self.language)

    @cached_property
    def _slots(self) -> Mapping[str, list[str]]:
        given: Mapping[str, str] = self._data["slots"]
        return {name: [" ".join(item.split()) for item in text.split(";")] for name, text in given.items()}

    def unknown_slots(self) -> set[str]:
        """The slots of templates for which there are no words: a slip in a word file."""
        templates = [text for value in self._data.values() if isinstance(value, list) for text in value]
        named = {slot for text in templates for slot in SLOT.findall(text)}
        return named - {"city", "name", "street", "number", "year", *self._slots}

    def heading(self, key: str) -> str:
        """A heading of the body."""
        return str(self._data["headings"][key])

    def say(
        self, rng: random.Random, kind: str, given: Mapping[str, str] = NOTHING, *, longest: int = 240
    ) -> str:
        """A text of a kind, such as ``titles``, of at most so many characters. ``given`` fills slots of those names."""
        found = ""
        while not found or len(found) > longest:
            template = rng.choice(self._data[kind])
            found = SLOT.sub(lambda slot: given.get(slot[1]) or self._fill(rng, slot[1]), template)
        return found if kind == "units" else found[0].upper() + found[1:]

    def _fill(self, rng: random.Random, slot: str) -> str:
        match slot:
            case "name":
                return invented("name", rank(rng, NAMES))
            case "street":
                street = invented("street", rank(rng, STREETS))
                return f"{street}straße" if self.language == "de" else f"{street} Street"
            case "number":
                return str(rank(rng, 400) + 2)
            case "year":
                return str(rng.randint(2004, 2023))
            case _:
                return pick(rng, self._slots[slot])

    def paragraph(self, rng: random.Random, sentences: int, given: Mapping[str, str]) -> str:
        """So many sentences."""
        return " ".join(self.say(rng, "sentences", given) for _ in range(sentences))
