"""The order in which readers look for words: by letters alone, whatever their case and their marks."""

import re
import unicodedata
from functools import cache

LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
NO_LETTERS = re.compile(r"[\W_]+")
"""What is neither a letter nor a digit."""


@cache
def collation_key(text: str) -> tuple[str, str]:
    """Sorts as a dictionary does: ``Ä`` with ``A``, ``ß`` as ``ss``, and without a look at quotation marks.

    This is how German dictionaries sort (DIN 5007, variant 1), and good enough for languages in which a letter
    with a mark is not a letter of its own. The text itself decides between words that differ in nothing else.
    """
    letters = text.casefold().translate(LETTERS)
    plain = letters if letters.isascii() else _without_marks(letters)
    return " ".join(NO_LETTERS.sub(" ", plain).split()), text


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
