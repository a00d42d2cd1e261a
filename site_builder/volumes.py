"""The volumes of the index of the search in the browser: how many a bank has, and which practice is in which.

Pagefind makes an index anew as a whole. A large bank's is in several volumes, each made by itself, so that after a
change only one of them is. They are told apart by their languages' tags, which Pagefind puts before the names of its
files: the first has the language itself, the others private tags of it (BCP 47, section 2.2.7).
"""

import hashlib

PRACTICES = 2500
"""For so many practices there is a volume. One may hold more: not twice as many, but for chance."""
FIRST = "0"
PRIVATE = "-x-"


def number_of_volumes(practices: int) -> int:
    """How many volumes there are for so many practices."""
    return max(-(-practices // PRACTICES), 1)


def volume_of(slug: str, *, volumes: int) -> str:
    """The name of the volume that a practice is in, in whatever language it is told.

    Where there is one volume more, half of one of the others has moved into it, and all else is where it was: linear
    hashing (Litwin, 1980). Those that have not been halved yet hold twice as much as the others.
    """
    number, most = int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8]), 1 << (volumes - 1).bit_length()
    found = number % most
    return str(found if found < volumes else found - most // 2)


def tag_of(language: str, volume: str) -> str:
    """The tag of a volume's texts in this language."""
    return language if volume == FIRST else f"{language}{PRIVATE}{volume}"


def language_of(tag: str) -> str:
    """The language of texts with this tag."""
    return tag.partition(PRIVATE)[0]
