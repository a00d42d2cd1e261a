"""Which texts are alike, by the terms that set them apart, and which practices share most with each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .analysis import Analysis
from .store import digest_of

if TYPE_CHECKING:
    from .vectors import Members, Nearest

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
    from .vectors import Nearest

    return _Rows(found.slugs, Nearest.of(found.tables))


def signs_of(found: Compared) -> Mapping[str, bytes]:
    """Of each of these texts bytes that change when, and only when, what is near to it does."""
    from .vectors import Nearest

    names = [bytes.fromhex(digest_of(slug)) for slug in found.slugs]
    return dict(zip(found.slugs, Nearest.of(found.tables).signs(names), strict=True))


@dataclass(frozen=True, eq=False)
class _Rows(Mapping[str, Near]):
    """What is near to each text, of tables of numbers: that of all would take ten times the room, and time."""

    slugs: tuple[str, ...]
    nearest: "Nearest"

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {slug: number for number, slug in enumerate(self.slugs)}

    def __getitem__(self, slug: str) -> Near:
        return tuple((self.slugs[other], cosine) for other, cosine in self.nearest.row(self._numbers[slug]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.slugs)

    def __len__(self) -> int:
        return len(self.slugs)


def in_language(language: str, neighbours_in: Mapping[str, Neighbours]) -> Neighbours:
    """What is near for the pages of one language: by the texts in it, then by those in others where these say nothing.

    ``neighbours_in`` holds the neighbours among the texts of each language of the site.
    """
    if len(neighbours_in) == 1:
        return neighbours_in[language]
    return _Together(tuple(neighbours_in[code] for code in _in_order(language, neighbours_in)))


def signs_in_language(language: str, signs_in: Mapping[str, Mapping[str, bytes]]) -> Mapping[str, bytes]:
    """The same for what changes with it: of each text what ``signs_of`` says of it, in the order of languages."""
    found: dict[str, bytes] = {}
    for code in _in_order(language, signs_in):
        for slug, sign in signs_in[code].items():
            found[slug] = found.get(slug, b"") + sign
    return found


def _in_order(language: str, codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: (code != language, code))


@dataclass(frozen=True, eq=False)
class _Together(Mapping[str, Near]):
    """What is near by the texts of several languages, the one that goes first being first."""

    found: tuple[Neighbours, ...]

    @cached_property
    def _slugs(self) -> Sequence[str]:
        return sorted({slug for near in self.found for slug in near})

    def __getitem__(self, slug: str) -> Near:
        if not any(slug in near for near in self.found):
            raise KeyError(slug)
        return _together(near.get(slug, ()) for near in self.found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)


def _together(found: Iterable[Near]) -> Near:
    first: dict[str, float] = {}
    for near in found:
        for slug, cosine in near:
            first.setdefault(slug, cosine)
    return tuple(sorted(first.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True)
class Buckets:
    """Practices by what they share, which is told by nothing but its points."""

    slugs: tuple[str, ...]
    """All of them, sorted."""
    shared: tuple[tuple[int, tuple[str, ...]], ...]
    """The points for sharing something, and those that share it, sorted."""

    def most_points(self, slug: str, given: Mapping[str, int], *, most: int, around: int) -> list[str]:
        """Those that get most points for what they share with a practice, and of those given: most first, ties by slug.

        ``given`` may name some that there are not: they get none. Of those that share something ``around`` so many,
        the nearest in the alphabet, get points for it.
        """
        numbers = {self._numbers[other]: points for other, points in given.items() if other in self._numbers}
        found = self._members.most_points(self._numbers[slug], numbers, most=most, around=around)
        return [self.slugs[other] for other in found]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {slug: number for number, slug in enumerate(self.slugs)}

    @cached_property
    def _members(self) -> "Members":
        """What is shared, by numbers; what nobody else has is left out."""
        from .vectors import Members

        worth = [(points, slugs) for points, slugs in self.shared if len(slugs) > 1]
        numbers = [self._numbers[slug] for _, slugs in worth for slug in slugs]
        points, sizes = [points for points, _ in worth], [len(slugs) for _, slugs in worth]
        return Members.of(points, sizes, numbers, len(self.slugs))
