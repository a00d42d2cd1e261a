"""Text -> words -> terms: what makes two spellings the same to the search.

A term is a word folded and stemmed. Folding makes München, Muenchen and munchen one, and Straße and Strasse. Entry
and query go through the same steps in the same order, so that what is folded too far still meets itself.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

WORD = re.compile(r"[^\W_]+")
# An umlaut written out: not after a vowel or q, so that "neue", "Bauer" and "Quelle" stay as they are.
WRITTEN_OUT = re.compile(r"(?<![aeiouyq])([aou])e")
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
# German inflection survives folding, and a stem must not depend on how an umlaut is written.
FOLDED_BEFORE_STEMMING = frozenset({"de"})
# Without accents of their own: a name with an umlaut is stemmed as if it had none.
PLAIN_BEFORE_STEMMING = frozenset({"de", "en"})
SHORTEST = 2
# The s of Kitas, Büros, Workshops, and the second n of what is left of Bürgerinnen.
EXTRA_ENDING = re.compile(r"(?<=..)([aiopyc])s$|(?<=..)(?:(in)n)$")


def plain(word: str) -> str:
    """The word in small letters without accents: ``Straße`` becomes ``strasse``."""
    small = word.lower()
    if small.isascii():
        return small
    decomposed = unicodedata.normalize("NFKD", small.translate(LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def fold(word: str) -> str:
    """The plain word with umlauts that are written out taken back: ``muenchen`` becomes ``munchen``."""
    return WRITTEN_OUT.sub(r"\1", plain(word))


def words(text: str) -> Iterator[str]:
    """The words of a text, as they are written."""
    return iter(WORD.findall(unicodedata.normalize("NFC", text)))


def _kept(ending: re.Match[str]) -> str:
    return ending[1] or ending[2]


def german(stem: Callable[[str], str]) -> Callable[[str], str]:
    """The Snowball stemmer of German without its gaps: Kurs and Kurse, Kita and Kitas, Bürgerin and Bürgerinnen.

    It takes off one ending of a kind at most (Kurse, but Kurs, too, loses one), and knows no plurals of loan words.
    """

    def stem_to_the_end(word: str) -> str:
        shorter = EXTRA_ENDING.sub(_kept, stem(word))
        return shorter if shorter == word else stem_to_the_end(shorter)

    return stem_to_the_end


def _unchanged(word: str) -> str:
    return word


@dataclass(frozen=True)
class Analyser:
    """How one language's words become terms. Remembers every word that it has met."""

    language: str
    stem: Callable[[str], str] = _unchanged
    stop_words: frozenset[str] = frozenset()
    _known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def terms(self, text: str) -> list[str]:
        """The text's terms in order, stop words left out."""
        return [term for word in words(text) if (term := self.term(word))]

    def term(self, word: str) -> str:
        """The word's term; empty for a stop word or a single letter."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._term(word)
        return known

    def _term(self, word: str) -> str:
        if len(word) < SHORTEST or self._bare(word) in self._bare_stop_words:
            return ""
        if self.language in FOLDED_BEFORE_STEMMING:
            return self.stem(fold(word))
        return fold(self.stem(plain(word) if self.language in PLAIN_BEFORE_STEMMING else word.lower()))

    def _bare(self, word: str) -> str:
        """The word as stop words are compared: in English, "toe" is not "to"."""
        return fold(word) if self.language in FOLDED_BEFORE_STEMMING else plain(word)

    @cached_property
    def _bare_stop_words(self) -> frozenset[str]:
        return frozenset(map(self._bare, self.stop_words))
