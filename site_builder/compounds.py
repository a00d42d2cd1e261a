"""German compounds: what "Sprachkurs" is made of, so that a search for "Kurs" finds it.

A search meets the beginning of a word anyway, so only the ends of compounds are of use: of Sprachkurs that is Kurs.
There are libraries that split German words, but they come with tables of 18 to 40 megabytes and propose a split of
any word, Beratung too. The bank's own German is the better table: it holds the words that can be searched for here.
A noun is taken apart in the first of these ways that fits:

- both parts are words of the bank, or the beginning can be nothing but one, as in Orientierungs-kurs;
- the beginning is a noun of the bank, and what is left is long enough to be another;
- the end is such a noun and too long to be there by chance, and the beginning is more than a prefix.

So the more a bank holds, the more it takes apart. Of the words that it took apart in the first 19 German texts, read
one by one, nine in ten were rightly parted. An end that is no word (Bericht-igung) does no harm: nobody searches for
it. Ends that are endings, but words as well, would do harm (Teilnehm-ende), and are left out by name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from . import words
from .analysis import TAKEN_APART
from .stems import analyser

SHORTEST, SHORTEST_COMPOUND = 3, 7
LONG, LONG_STEM = 4, 5
"""From so many letters on, a part, or its stem, may stand beside one that the bank does not know."""
LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What may stand between the parts."""
SURE_BEGINNING = re.compile(r"...(?:ung|heit|keit|schaft|ion|tat|ling|tum)s$")
"""Nothing but the beginning of a compound ends so in the middle of a word."""
PREFIXES = frozenset(
    "durch entgegen gegen hinter miss nach uber unter voraus vorbei weiter wider wieder zuruck zusammen".split()
)
VOWELS = tuple("aiou")
"""Seldom the last letter of a beginning, and often of what is left when a foreign word is cut: Koordi-nation."""
ENDING = re.compile(
    r".{0,4}innen$|end|inn|schaft|heit|keit|lich|isch|bar|sam|los|ung|tum|nis|ier|ist|ation|ling|erin"
)
"""An end that begins so is an ending, with more endings behind it."""


UMLAUT_WRITTEN_OUT = re.compile("[aou]e")


class Parting(NamedTuple):
    """One way to take a word apart: what is in front and what is behind, as it is written and folded."""

    beginning: str
    end: str
    folded_beginning: str
    folded_end: str


@dataclass(frozen=True)
class Compounds:
    """Takes German nouns apart, by the words of all these texts."""

    words_by_path: Mapping[str, str]
    """The words of each text, between blanks, by the path of its file."""
    term: Callable[[str], str]
    """A word folded and stemmed; empty for a stop word."""

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset().union(*(found.split() for found in self.words_by_path.values()))

    @cached_property
    def _nouns(self) -> Mapping[str, str]:
        """The folded forms of all nouns, with their terms."""
        forms = ((words.fold(word), self.term(word)) for word in self._words if self._is_noun(word))
        return {form: term for form, term in sorted(forms) if term and len(form) >= SHORTEST}

    @cached_property
    def _verbs(self) -> frozenset[str]:
        """The folded infinitives, whose stems begin compounds as well: Lern-ort."""
        return frozenset(words.fold(word) for word in self._words if word.islower() and word.endswith("en"))

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(self._nouns.values())

    @cached_property
    def _first_letters(self) -> frozenset[str]:
        """How the terms of the nouns begin. A stemmer leaves these letters alone, and most words need no stemming."""
        return frozenset(term[:SHORTEST] for term in self._terms)

    @cached_property
    def _in_front(self) -> frozenset[str]:
        """The nouns, whole and without the e that they may lose in front of another: Schul-amt."""
        return frozenset(self._nouns).union(form[:-1] for form in self._nouns if form.endswith("e"))

    @cached_property
    def _shortened(self) -> frozenset[str]:
        """The nouns without the ending that they may lose in front of a word of the bank."""
        return frozenset(form[:-2] for form in self._nouns if form.endswith("en"))

    def _is_noun(self, word: str) -> bool:
        """Whether it is written as one, and not only because a sentence begins with it."""
        as_noun = word.isalpha() and word[:1].isupper() and word[1:].islower()
        return as_noun and word.lower() not in self._words

    @cached_property
    def _ends(self) -> Mapping[str, tuple[str, ...]]:
        """The ends of all words that have some."""
        return {word: ends for word in self._words if (ends := self.ends_of(word))}

    def ends_in(self, path: str) -> tuple[str, ...]:
        """The ends of all compounds of the text of this file, sorted, each once; none where it is not German."""
        compounds = self._ends.keys() & set(self.words_by_path.get(path, "").split())
        return tuple(sorted({end for word in compounds for end in self._ends[word]}))

    def ends_of(self, word: str) -> tuple[str, ...]:
        """The ends of one word, longest first: of Sprachkursleitung both Kursleitung and Leitung."""
        return tuple(self._ends_of(word))

    def _ends_of(self, word: str) -> list[str]:
        if len(word) < SHORTEST_COMPOUND or not self._is_noun(word):
            return []
        possible = [parting for parting in _partings(word) if not ENDING.match(parting.folded_end)]
        both = [parting.end for parting in possible if self._are_both(parting)]
        left = [] if both else [parting.end for parting in possible if self._has_beginning(parting)][-1:]
        return both or left or [parting.end for parting in possible if self._has_end(parting)]

    def _are_both(self, parting: Parting) -> bool:
        if parting.folded_end[:SHORTEST] not in self._first_letters:
            return False
        folded = parting.folded_beginning
        is_verb = len(folded) >= LONG and f"{folded}en" in self._verbs
        is_known = is_verb or self._is_noun_in_front(folded, self._in_front, self._shortened)
        return is_known and self.term(parting.end) in self._terms

    def _has_beginning(self, parting: Parting) -> bool:
        is_long = len(parting.beginning) >= LONG and len(parting.end) >= LONG
        return is_long and self._is_noun_in_front(parting.folded_beginning, self._in_front)

    def _is_noun_in_front(self, folded: str, *nouns: frozenset[str]) -> bool:
        """Whether it is one of these with what links it to the next: Arbeits-markt."""
        stems = [folded[: len(folded) - len(link)] for link in LINKS if folded.endswith(link)]
        known = any(stem in forms for stem in stems for forms in nouns)
        return known or bool(SURE_BEGINNING.search(folded))

    def _has_end(self, parting: Parting) -> bool:
        folded, end_term = parting.folded_beginning, self._nouns.get(parting.folded_end, "")
        is_more = len(folded) >= LONG and folded not in PREFIXES and not folded.endswith(VOWELS)
        return is_more and len(end_term) >= LONG_STEM


def _partings(word: str) -> list[Parting]:
    """All ways to take a word apart into two parts that are long enough, the longest end first."""
    whole = words.plain(word)
    is_letter_by_letter = len(whole) == len(word) and not UMLAUT_WRITTEN_OUT.search(whole)
    folded = (lambda start, end: whole[start:end]) if is_letter_by_letter else _folder(word)
    places, length = range(SHORTEST, len(word) - SHORTEST + 1), len(word)
    return [
        Parting(word[:place], word[place:].capitalize(), folded(0, place), folded(place, length))
        for place in places
    ]


def _folder(word: str) -> Callable[[int, int], str]:
    return lambda start, end: words.fold(word[start:end])


def compounds_in(words_by_path: Mapping[str, str]) -> Compounds:
    """Takes compounds apart by the words of these German texts, by the paths of their files.

    A text is given by its words between blanks. The first question takes about a second in a large bank: it needs the
    words of all texts, and only these.
    """
    return Compounds(words_by_path, analyser(TAKEN_APART).term)
