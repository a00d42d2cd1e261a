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
from dataclasses import dataclass, field
from functools import cached_property

from .. import words
from ..bank import Bank, Edition
from ..translation import phrases
from .engine import analyser

LANGUAGE = "de"
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


@dataclass(frozen=True)
class Compounds:
    """Takes German nouns apart, by the words of all these texts."""

    texts: Mapping[str, str]
    """The texts by the paths of their files."""
    term: Callable[[str], str]
    """A word folded and stemmed; empty for a stop word."""
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _words_of(self) -> Mapping[str, frozenset[str]]:
        return {path: frozenset(words.words(text)) for path, text in self.texts.items()}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset().union(*self._words_of.values())

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

    def _is_noun(self, word: str) -> bool:
        """Whether it is written as one, and not only because a sentence begins with it."""
        as_noun = word.isalpha() and word[:1].isupper() and word[1:].islower()
        return as_noun and word.lower() not in self._words

    @cached_property
    def _ends(self) -> Mapping[str, tuple[str, ...]]:
        return {
            path: tuple(sorted({end for word in found for end in self.ends_of(word)}))
            for path, found in self._words_of.items()
        }

    def ends_in(self, path: str) -> tuple[str, ...]:
        """The ends of all compounds of the text of this file, sorted, each once; none where it is not German."""
        return self._ends.get(path, ())

    def ends_of(self, word: str) -> tuple[str, ...]:
        """The ends of one word, longest first: of Sprachkursleitung both Kursleitung and Leitung."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = tuple(self._ends_of(word))
        return known

    def _ends_of(self, word: str) -> list[str]:
        if len(word) < SHORTEST_COMPOUND or not self._is_noun(word):
            return []
        places = range(SHORTEST, len(word) - SHORTEST + 1)
        parts = [(word[:place], word[place:].capitalize()) for place in places]
        possible = [(beginning, end) for beginning, end in parts if not ENDING.match(words.fold(end))]
        both = [end for beginning, end in possible if self._are_both(beginning, end)]
        left = [end for beginning, end in possible if self._has_beginning(beginning, end)][-1:]
        return both or left or [end for beginning, end in possible if self._has_end(beginning, end)]

    def _are_both(self, beginning: str, end: str) -> bool:
        if self.term(end) not in self._terms:
            return False
        folded = words.fold(beginning)
        is_verb = len(folded) >= LONG and f"{folded}en" in self._verbs
        return is_verb or self._is_noun_in_front(folded, lost=("", "e", "en"))

    def _has_beginning(self, beginning: str, end: str) -> bool:
        is_long = len(beginning) >= LONG and len(end) >= LONG
        return is_long and self._is_noun_in_front(words.fold(beginning), lost=("", "e"))

    def _is_noun_in_front(self, folded: str, *, lost: tuple[str, ...]) -> bool:
        """Whether it is a noun with what links it to the next, or without what it loses: Sprach-kurs, Schul-amt."""
        stems = [folded.removesuffix(link) for link in LINKS if folded.endswith(link)]
        known = any(f"{stem}{ending}" in self._nouns for stem in stems for ending in lost)
        return known or bool(SURE_BEGINNING.search(folded))

    def _has_end(self, beginning: str, end: str) -> bool:
        folded, end_term = words.fold(beginning), self._nouns.get(words.fold(end), "")
        is_more = len(folded) >= LONG and folded not in PREFIXES and not folded.endswith(VOWELS)
        return is_more and len(end_term) >= LONG_STEM


def compounds_in(texts: Mapping[str, str]) -> Compounds:
    """Takes compounds apart by the words of these German texts, given by the paths of their files."""
    return Compounds(texts, analyser(LANGUAGE).term)


def compounds_of(bank: Bank) -> Compounds:
    """Takes compounds apart by the words of all German texts of a bank."""
    german = (edition for edition in bank.editions.values() if edition.text_language == LANGUAGE)
    return compounds_in({edition.path: _text(edition) for edition in german})


def _text(edition: Edition) -> str:
    data = edition.practice.model_dump(exclude_none=True)
    own = (text for _, text in phrases(data) if text not in edition.untranslated)
    return "\n".join((*own, edition.document.text))
