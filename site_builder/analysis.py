"""What is known of a text by its words alone: the terms that tell which texts are alike, and the words of German ones.

It is made once of each edition, and kept: it is small, and holds no text that could be read on.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
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
    terms, counts = _counted(found, edition.language) if edition.is_translated else (b"", b"")
    return Analysis(terms, counts, words=_words(found) if is_german else "")


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


class _Codes(dict[str, bytes]):
    """Of the terms of all words between two blanks what stands for each, but not of those that set no text apart."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._term = analyser(language).term

    def __missing__(self, piece: str) -> bytes:
        terms = (term for term in map(self._term, words.words(piece)) if term and not term.isdigit())
        found = self[piece] = b"".join(crc32(term.encode()).to_bytes(4, "little") for term in terms)
        return found


_codes = cache(_Codes)


def _counted(pieces: Iterable[str], language: str) -> tuple[bytes, bytes]:
    """The terms and how often each occurs, as ``Analysis`` has them."""
    from .vectors import counted  # NumPy takes its time to be imported

    return counted(b"".join(map(_codes(language).__getitem__, pieces)), most=MOST_COUNTED)


def _words(pieces: Iterable[str]) -> str:
    found = {word for piece in set(pieces) for word in words.words(piece)}
    return " ".join(sorted(filter(str.isalpha, found)))
