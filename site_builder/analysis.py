"""What is known of a text by its words alone: the terms that tell which texts are alike, and the words of German ones.

It is made once of each edition, and kept: it is small, and holds no text that could be read on.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from sys import byteorder
from types import MappingProxyType
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


@dataclass(frozen=True, slots=True)
class Analysis:
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
    counts = _word_counts(edition)
    terms = _term_counts(counts, edition.language) if edition.is_translated else {}
    return Analysis(*_packed(terms), words=_words(counts) if is_german else "")


def _word_counts(edition: Edition) -> Counter[str]:
    """How often a text has each word, as it is written; what of it is not translated yet does not count."""
    texts = (text for text in _texts(edition) if edition.language_of(text) == edition.text_language)
    return Counter(words.words("\n".join((*texts, edition.document.text))))


def _texts(edition: Edition) -> Iterator[str]:
    """Every text of the frontmatter once, or as often as it counts."""
    data = edition.practice.model_dump(exclude_none=True)
    for text, name in {text: path[0] for path, text in phrases(data)}.items():
        for _ in range(TIMES.get(str(name), 1)):
            yield text


class _Codes(dict[str, int]):
    """The number that stands for the term of each word of a language; 0 for a word that sets no text apart."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._term = analyser(language).term

    def __missing__(self, word: str) -> int:
        term = self._term(word)
        code = 0 if term.isdigit() else crc32(term.encode())
        self[word] = code
        return code


_codes = cache(_Codes)


def _term_counts(counts: Mapping[str, int], language: str) -> dict[int, int]:
    codes, found = _codes(language), defaultdict[int, int](int)
    for word, count in counts.items():
        found[codes[word]] += count
    found.pop(0, None)
    return found


def _packed(counts: Mapping[int, int]) -> tuple[bytes, bytes]:
    terms = array("I", sorted(counts))
    times = bytes(map(min, map(counts.__getitem__, terms), repeat(MOST_COUNTED)))
    if byteorder == "big":
        terms.byteswap()
    return terms.tobytes(), times


def _words(counts: Iterable[str]) -> str:
    return " ".join(sorted(word for word in counts if word.isalpha()))
