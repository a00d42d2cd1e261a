"""What is known of a text by its words alone: the terms that tell which texts are alike, and the words of German ones.

It is made once of each edition, and kept: it is small, and holds no text that could be read on.
"""

import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from sys import byteorder
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

from . import words
from .bank import Edition
from .stems import analyser
from .translation import phrases

MOST_COUNTED = 255
TIMES: Mapping[str, int] = MappingProxyType({"title": 3, "summary": 2})
"""How often a word of these fields counts; one of any other text counts once."""
TAKEN_APART = "de"
"""The language whose words are kept, because its compounds are taken apart."""


class Analysis(NamedTuple):
    """What the words of one edition come to."""

    terms: bytes = b""
    """The text's terms, each as four bytes (little-endian) that stand for it, rising. Two terms of a bank seldom meet
    in the same bytes, and then they count as one. None where the text is not in the language of its pages."""
    counts: bytes = b""
    """How often each of these terms occurs, a byte each."""
    words: str = ""
    """The different words of a German text, as they are written, between blanks."""


def analyse(edition: Edition) -> Analysis:
    """What the words of an edition come to. It reads nothing but the edition."""
    is_german = edition.text_language == TAKEN_APART
    if not (edition.is_translated or is_german):
        return Analysis()
    found = _pieces(edition)
    counts = _term_counts(found, edition.language) if edition.is_translated else {}
    return Analysis(*_packed(counts), words=_words(found) if is_german else "")


def _pieces(edition: Edition) -> list[str]:
    """What stands between the blanks of a text; what of it is not translated yet does not count.

    Most of it stands there more often than its words do alone, so that it is worth knowing what its words are.
    """
    texts = (text for text in _texts(edition) if edition.language_of(text) == edition.text_language)
    return unicodedata.normalize("NFC", "\n".join((*texts, edition.document.text))).split()


def _texts(edition: Edition) -> Iterator[str]:
    """Every text of the frontmatter once, or as often as it counts."""
    for text, name in {text: path[0] for path, text in phrases(vars(edition.practice))}.items():
        for _ in range(TIMES.get(str(name), 1)):
            yield text


class _Codes(dict[str, tuple[int, ...]]):
    """The numbers that stand for the terms of all words between two blanks, but not of those that set no text apart."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._term = analyser(language).term

    def __missing__(self, piece: str) -> tuple[int, ...]:
        terms = map(self._term, words.words(piece))
        found = self[piece] = tuple(crc32(term.encode()) for term in terms if term and not term.isdigit())
        return found


_codes = cache(_Codes)


def _term_counts(pieces: Iterable[str], language: str) -> Counter[int]:
    return Counter(chain.from_iterable(map(_codes(language).__getitem__, pieces)))


def _packed(counts: Mapping[int, int]) -> tuple[bytes, bytes]:
    codes = sorted(counts)
    terms, times = array("I", codes), [counts[code] for code in codes]
    if byteorder == "big":
        terms.byteswap()
    is_small = max(times, default=0) <= MOST_COUNTED
    return terms.tobytes(), bytes(times if is_small else (min(one, MOST_COUNTED) for one in times))


def _words(pieces: Iterable[str]) -> str:
    found = {word for piece in set(pieces) for word in words.words(piece)}
    return " ".join(sorted(filter(str.isalpha, found)))
