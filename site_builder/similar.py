"""Which texts are alike: what is near to each text, by the terms that set it apart."""

from collections.abc import Iterable, Mapping

from .analysis import Analysis

Near = tuple[tuple[str, float], ...]
"""The slugs of other texts with their cosines, nearest first, ties by slug."""
Neighbours = Mapping[str, Near]
"""What is near to each text, by its slug."""


def neighbours(texts: Mapping[str, Analysis]) -> Neighbours:
    """For each text, by its slug, the nearest others; none for one without terms."""
    from .vectors import COSINE_STEPS, nearest  # NumPy takes its time to be imported

    slugs = sorted(texts)
    cosines = [step / COSINE_STEPS for step in range(COSINE_STEPS + 1)]
    found = nearest([texts[slug].terms for slug in slugs], [texts[slug].counts for slug in slugs])
    return {
        slug: tuple((slugs[other], cosines[steps]) for other, steps in near)
        for slug, near in zip(slugs, found, strict=True)
    }


def in_language(language: str, neighbours_in: Mapping[str, Neighbours]) -> Neighbours:
    """What is near for the pages of one language: by the texts in it, then by those in others where these say nothing.

    ``neighbours_in`` holds the neighbours among the texts of each language of the site.
    """
    codes = sorted(neighbours_in, key=lambda code: (code != language, code))
    slugs = sorted({slug for code in codes for slug in neighbours_in[code]})
    return {slug: _together(neighbours_in[code].get(slug, ()) for code in codes) for slug in slugs}


def _together(found: Iterable[Near]) -> Near:
    first: dict[str, float] = {}
    for near in found:
        for slug, cosine in near:
            first.setdefault(slug, cosine)
    return tuple(sorted(first.items(), key=lambda item: (-item[1], item[0])))
