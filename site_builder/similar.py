"""Which texts are alike: what is near to each text, by the terms that set it apart."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .analysis import Analysis

Near = tuple[tuple[str, float], ...]
"""The slugs of other texts with their cosines, nearest first, ties by slug."""
Neighbours = Mapping[str, Near]
"""What is near to each text, by its slug."""


class Compared(NamedTuple):
    """What a comparison of texts comes to, to be kept: their slugs, and tables of numbers."""

    slugs: tuple[str, ...]
    tables: tuple[bytes, ...]


def neighbours(texts: Mapping[str, Analysis]) -> Neighbours:
    """For each text, by its slug, the nearest others; none for one without terms."""
    return neighbours_of(compared(texts))


def compared(texts: Mapping[str, Analysis], before: Compared | None = None) -> Compared:
    """The texts, compared. What was found ``before`` of the same slugs saves most of the work, and changes nothing."""
    from .vectors import Nearest, nearest  # NumPy takes its time to be imported

    slugs = tuple(sorted(texts))
    known = Nearest.of(before.tables) if before and before.slugs == slugs else None
    found = nearest([texts[slug].terms for slug in slugs], [texts[slug].counts for slug in slugs], known)
    return Compared(slugs, found.kept())


def neighbours_of(found: Compared) -> Neighbours:
    """What is near to each of these texts."""
    from .vectors import COSINE_STEPS, Nearest

    slugs, cosines = found.slugs, [step / COSINE_STEPS for step in range(COSINE_STEPS + 1)]
    return {
        slug: tuple((slugs[other], cosines[steps]) for other, steps in pairs)
        for slug, pairs in zip(slugs, Nearest.of(found.tables).pairs(), strict=True)
    }


def in_language(language: str, neighbours_in: Mapping[str, Neighbours]) -> Neighbours:
    """What is near for the pages of one language: by the texts in it, then by those in others where these say nothing.

    ``neighbours_in`` holds the neighbours among the texts of each language of the site.
    """
    if len(neighbours_in) == 1:
        return neighbours_in[language]
    codes = sorted(neighbours_in, key=lambda code: (code != language, code))
    slugs = sorted({slug for code in codes for slug in neighbours_in[code]})
    return {slug: _together(neighbours_in[code].get(slug, ()) for code in codes) for slug in slugs}


def _together(found: Iterable[Near]) -> Near:
    first: dict[str, float] = {}
    for near in found:
        for slug, cosine in near:
            first.setdefault(slug, cosine)
    return tuple(sorted(first.items(), key=lambda item: (-item[1], item[0])))
