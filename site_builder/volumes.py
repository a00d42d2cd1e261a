"""The volumes of the index of the search in the browser: how many a bank has, and which practice is in which.

Pagefind makes an index anew as a whole. A large bank's is in several volumes, each made by itself, so that after a
change only one of them is. They are told apart by their languages' tags, which Pagefind puts before the names of its
files: the first has the language itself, the others private tags of it (BCP 47, section 2.2.7).
"""

import hashlib

PRACTICES = 2500
"""So many practices are in a volume at most, on average."""
FIRST = "0"
PRIVATE = "-x-"


def number_of_volumes(practices: int) -> int:
    """How many volumes there are for so many practices: a power of two, so that half of all stay when it is doubled."""
    needed = -(-practices // PRACTICES)
    return 1 << max(needed - 1, 0).bit_length()


def volume_of(slug: str, *, volumes: int) -> str:
    """The name of the volume that a practice is in, in whatever language it is told."""
    return str(int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8]) % volumes)


def tag_of(language: str, volume: str) -> str:
    """The tag of a volume's texts in this language."""
    return language if volume == FIRST else f"{language}{PRIVATE}{volume}"


def language_of(tag: str) -> str:
    """The language of texts with this tag."""
    return tag.partition(PRIVATE)[0]
