"""Texts as vectors of their key terms, and for each the nearest others: all of it with NumPy, which only this knows.

A text is compared by its few key terms (the cosine of their TF-IDF weights), and a term finds only the texts that it
says most about. So the work for one text does not grow with the bank, and no text is compared with all the others.

Weights are whole numbers, so that each machine finds the same. And they are rounded to coarse steps: a text that
changes makes a word of others a little rarer or more frequent, which is seldom a step, and so what is near to others
seldom changes. What was found before is kept with the key terms that it was found by, and only texts that meet other
key terms now are compared again.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.integer]

KEY_TERMS = 60
TEXTS_A_TERM = 64
NEIGHBOURS = 20
COSINE_STEPS = 256
"""A cosine is a whole number of 256ths, which every format can hold."""
LEAST = 8 / COSINE_STEPS
"""Below this cosine two texts share no more than a chance word."""

ONE = 4096
"""The length of a text's vector, whose parts are whole numbers."""
STEPS_A_DOUBLING = 2
"""A term is so many steps rarer than one that twice as many texts have."""
COUNT_WEIGHTS = np.array([round(8 * (1 + math.log(count))) if count else 0 for count in range(256)], np.int32)
"""The weight of a term by how often the text has it."""
POINTS_BITS, NUMBER_BITS = 36, 24
MOST_POINTS, MOST_NUMBER = (1 << POINTS_BITS) - 1, (1 << NUMBER_BITS) - 1
"""A number and its points are packed into one, which sorts quickly."""
TEXTS_AT_ONCE = 64
"""So many texts are compared with all others in one go, which keeps what that takes small and quick."""
FEW = 64
"""Of so many texts that have changed it is worth asking to which others they make a difference."""


@dataclass(frozen=True)
class Shares:
    """The parts of vectors: which share of which text's vector is which term, side by side."""

    texts: Numbers
    terms: Numbers
    shares: Numbers


class KeyTerms(NamedTuple):
    """The key terms of texts, a row each: the bytes of each term as a number, and its share."""

    terms: Numbers
    shares: Numbers


@dataclass(frozen=True)
class Nearest:
    """What is near to each of some texts, and their key terms, by which that was found. A row is a text."""

    terms: Numbers
    shares: Numbers
    """Of each key term, the largest first; 0 where a text has no more of them."""
    others: Numbers
    """The numbers of the nearest others, nearest first, ties by number."""
    cosines: Numbers
    """How near they are, in 256ths; 0 where there are no more of them."""

    def kept(self) -> tuple[bytes, ...]:
        """Bytes that stand for all of it."""
        return tuple(table.astype("<i4").tobytes() for table in _tables(self))

    @classmethod
    def of(cls, kept: Sequence[bytes]) -> "Nearest":
        """What such bytes stand for."""
        widths = (KEY_TERMS, KEY_TERMS, NEIGHBOURS, NEIGHBOURS)
        flat = (np.frombuffer(table, "<i4") for table in kept)
        return cls(*(table.reshape(-1, width) for table, width in zip(flat, widths, strict=True)))

    def row(self, number: int) -> Iterator[tuple[int, float]]:
        """Of one text the numbers of the nearest others, with their cosines."""
        for other, steps in zip(self.others[number].tolist(), self.cosines[number].tolist(), strict=True):
            if steps:
                yield other, steps / COSINE_STEPS

    def signs(self, names: Sequence[bytes]) -> list[bytes]:
        """Of each text bytes that say what is near to it, where each text has a name of as many bytes as any other."""
        named = np.array(names, np.bytes_)[self.others]
        named[self.cosines == 0] = b""
        rows = zip(named, self.cosines.astype("<i4"), strict=True)
        return [others.tobytes() + cosines.tobytes() for others, cosines in rows]


def _tables(found: Nearest) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    return found.terms, found.shares, found.others, found.cosines


def nearest(terms: Sequence[bytes], counts: Sequence[bytes], before: Nearest | None = None) -> Nearest:
    """Of each text the nearest others.

    A text is given by its terms, each as four bytes, and by how often it has each, a byte each. ``before`` is what was
    found for the same texts, by their numbers, when some of them said something else.
    """
    found = _key_terms(*_all_shares(terms, counts), texts=len(terms))
    others, cosines = np.zeros((2, len(terms), NEIGHBOURS), np.int32)
    rows: Numbers = np.arange(len(terms))
    postings = _Postings.of(found)
    if before is not None and len(before.terms) == len(terms):
        others[:], cosines[:] = before.others, before.cosines
        rows = _touched(before, found, postings)
    for start in range(0, len(rows), TEXTS_AT_ONCE):
        some = rows[start : start + TEXTS_AT_ONCE]
        others[some], cosines[some] = postings.near(found, some)
    return Nearest(*found, others, cosines)


def _touched(before: Nearest, found: KeyTerms, new: "_Postings") -> Numbers:
    """The texts that may have other neighbours: their own key terms are others, or what these terms find is."""
    old_terms = KeyTerms(before.terms, before.shares)
    changed = np.flatnonzero(((before.terms != found.terms) | (before.shares != found.shares)).any(axis=1))
    old = _Postings.of(old_terms)
    terms = np.array(sorted({term for term, *_ in old.about(changed) ^ new.about(changed)}), np.int32)
    meeting = np.flatnonzero((np.isin(found.terms, terms) & (found.shares > 0)).any(axis=1))
    rows = np.setdiff1d(meeting, changed)
    if len(changed) <= FEW:
        rows = rows[_may_have_others(before, found, rows, old, new, old.moved(new, terms))]
    return np.concatenate((rows, changed))


def _may_have_others(
    before: Nearest, found: KeyTerms, rows: Numbers, old: "_Postings", new: "_Postings", moved: Numbers
) -> NDArray[np.bool_]:
    """Of these texts, whose key terms are as before, whether one of those that have ``moved`` comes, goes or moves.

    One that was and is less near than the last of as many as are kept makes no difference.
    """
    asked = KeyTerms(found.terms[rows], found.shares[rows])
    were, are = (postings.among(moved).cosines(asked, len(moved)) for postings in (old, new))
    worth = np.maximum(were, are) >= before.cosines[rows, -1:]
    differ: NDArray[np.bool_] = ((were != are) & worth).any(axis=1)
    return differ


# --- terms ----------------------------------------------------------------------------------------------------


def counted(terms: bytes, *, most: int) -> tuple[bytes, bytes]:
    """The different ones of these terms, of four bytes each, rising, and how often each occurs, a byte each.

    One that occurs more often than ``most`` counts as if it occurred so often.
    """
    found, times = np.unique(np.frombuffer(terms, "<u4"), return_counts=True)
    return found.tobytes(), np.minimum(times, most).astype(np.uint8).tobytes()


# --- weights --------------------------------------------------------------------------------------------------


def _all_shares(terms: Sequence[bytes], counts: Sequence[bytes]) -> tuple[Shares, Numbers]:
    """The shares of all terms that more than one text has, and the bytes that each number of a term stands for."""
    texts, found, times, codes = _occurrences(terms, counts)
    frequencies = np.bincount(found)
    weights = COUNT_WEIGHTS[times] * _rarities(frequencies, len(terms))[found]
    squares = np.bincount(texts, np.square(weights, dtype=np.float64), minlength=len(terms))
    shares = (weights * (ONE / np.sqrt(np.maximum(squares, 1)))[texts]).astype(np.int32)
    worth = (frequencies[found] > 1) & (shares > 0)
    return Shares(texts[worth], found[worth], shares[worth]), codes


def _occurrences(
    terms: Sequence[bytes], counts: Sequence[bytes]
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Of each text each term, numbered from 0, and how often it is there; then the terms by these numbers."""
    packed = np.frombuffer(b"".join(terms), "<i4").astype(np.int64)
    packed <<= 32
    packed |= np.repeat(np.arange(len(counts)) << 8, list(map(len, counts)))
    packed |= np.frombuffer(b"".join(counts), np.uint8)
    packed.sort()
    codes = (packed >> 32).astype(np.int32)
    is_first = ~_is_as_before(codes, 1)
    found = np.cumsum(is_first, dtype=np.int32) - 1
    return ((packed >> 8) & 0xFFFFFF).astype(np.int32), found, packed.astype(np.uint8), codes[is_first]


def _rarities(frequencies: Numbers, texts: int) -> Numbers:
    """Of each term how many steps rarer it is than one that every text has."""
    steps = np.array([_steps(number) for number in range(int(np.max(frequencies, initial=0)) + 1)], np.int32)
    return np.maximum(_steps(texts) - steps, 0)[frequencies]


def _steps(number: int) -> int:
    """The whole steps in the logarithm of a number, without a rounding error."""
    return int(max(number, 1) ** STEPS_A_DOUBLING).bit_length() - 1


def _key_terms(found: Shares, codes: Numbers, *, texts: int) -> KeyTerms:
    """Of each text the terms with the largest shares."""
    rows, shares, terms = _first(found.texts, ONE - found.shares, found.terms, most=KEY_TERMS)
    places = _places(rows, texts)
    key_terms = KeyTerms(*np.zeros((2, texts, KEY_TERMS), np.int32))
    key_terms.terms[rows, places] = codes[terms]
    key_terms.shares[rows, places] = ONE - shares
    return key_terms


def _places(rows: Numbers, number: int) -> Numbers:
    """Of each item the place in its row, from 0, where items come by row."""
    return np.arange(len(rows)) - np.searchsorted(rows, np.arange(number))[rows]


def _first(groups: Numbers, values: Numbers, ties: Numbers, *, most: int) -> tuple[Numbers, Numbers, Numbers]:
    """Of each group so many with the smallest values, sorted by group, value and tie."""
    packed = (groups.astype(np.int64) << 40) | (values.astype(np.int64) << 24) | ties
    packed.sort()
    packed = packed[~_is_as_before((packed >> 40).astype(np.int32), most)]
    return packed >> 40, (packed >> 24) & 0xFFFF, packed & 0xFFFFFF


def _is_as_before(numbers: Numbers, places: int) -> NDArray[np.bool_]:
    """Of each number whether it is the one that stands so many places before it."""
    found = np.zeros(len(numbers), np.bool_)
    found[places:] = numbers[places:] == numbers[:-places]
    return found


# --- cosines --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Postings:
    """Of each term the texts that it says most about."""

    terms: Numbers
    texts: Numbers
    shares: Numbers
    starts: Numbers
    """Where the texts of each term begin, and after the last where they end."""

    @classmethod
    def of(cls, found: KeyTerms) -> "_Postings":
        owners, places = np.nonzero(found.shares)
        codes, numbers = np.unique(found.terms[owners, places], return_inverse=True)
        terms, shares, texts = _first(numbers, ONE - found.shares[owners, places], owners, most=TEXTS_A_TERM)
        starts = np.searchsorted(terms, np.arange(len(codes) + 1))
        return cls(codes, texts, (ONE - shares).astype(np.float64), starts)

    def about(self, texts: Numbers) -> set[tuple[int, int, float]]:
        """Where these texts stand: the term, the text and its share."""
        return self.entries(np.isin(self.texts, texts))

    def entries(self, chosen: NDArray[np.bool_]) -> set[tuple[int, int, float]]:
        """The chosen ones of all that is posted: the term, the text and its share."""
        terms = np.repeat(self.terms, np.diff(self.starts))
        columns = (terms[chosen], self.texts[chosen], self.shares[chosen])
        return set(zip(*(column.tolist() for column in columns), strict=True))

    def moved(self, new: "_Postings", terms: Numbers) -> Numbers:
        """The texts that stand otherwise in the new postings, where nothing but these terms finds others; they rise."""
        were, are = (
            one.entries(np.isin(one.terms, terms).repeat(np.diff(one.starts))) for one in (self, new)
        )
        return np.array(sorted({text for _, text, _ in were ^ are}), np.int64)

    def among(self, texts: Numbers) -> "_Postings":
        """What finds these texts, which rise; each is numbered by its place among them."""
        chosen = np.isin(self.texts, texts)
        before = np.concatenate(([0], np.cumsum(chosen)))
        found = texts.searchsorted(self.texts[chosen])
        return _Postings(self.terms, found, self.shares[chosen], before[self.starts])

    def cosines(self, asked: KeyTerms, texts: int) -> Numbers:
        """How near each of all texts is to each of some, in 256ths; 0 where they share no more than a chance word."""
        scores = self._scores(asked, texts).reshape(len(asked.terms), texts)
        return np.where(scores >= LEAST * ONE**2, _in_steps(scores), 0)

    def _scores(self, asked: KeyTerms, texts: int) -> NDArray[np.float64]:
        cells, products = self._met(asked, texts)
        return np.asarray(np.bincount(cells, products, minlength=len(asked.terms) * texts), np.float64)

    def near(self, found: KeyTerms, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Of each of these texts the nearest of all, and how near they are."""
        texts = len(found.shares)
        scores = self._scores(KeyTerms(found.terms[rows], found.shares[rows]), texts)
        worth = np.flatnonzero(scores >= LEAST * ONE**2)
        asked, others = np.divmod(worth, texts)
        cosines = _in_steps(scores[worth])
        apart = others != rows[asked]
        asked, cosines, others = _first(
            asked[apart], COSINE_STEPS - cosines[apart], others[apart], most=NEIGHBOURS
        )
        nearest = np.zeros((2, len(rows), NEIGHBOURS), np.int32)
        nearest[:, asked, _places(asked, len(rows))] = others, COSINE_STEPS - cosines
        return nearest[0], nearest[1]

    def _met(self, asked: KeyTerms, texts: int) -> tuple[Numbers, Numbers]:
        """Wherever one of these texts meets any text in a term: the cell of the two, and what the term adds to it."""
        rows, places = np.nonzero(asked.shares)
        numbers = np.searchsorted(self.terms, asked.terms[rows, places])
        starts = self.starts[numbers]
        sizes = self.starts[numbers + 1] - starts
        before = np.cumsum(sizes) - sizes
        met = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
        cells = np.repeat(rows * texts, sizes) + self.texts[met]
        return cells, np.repeat(asked.shares[rows, places], sizes) * self.shares[met]


def _in_steps(scores: NDArray[np.float64]) -> Numbers:
    """Cosines in 256ths."""
    return np.minimum((scores * (COSINE_STEPS / ONE**2)).astype(np.int64), COSINE_STEPS)


# --- what is shared -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Members:
    """Those that share something, bucket by bucket, with the points for it."""

    twice: Numbers
    """The points of each in a bucket, below its number; by number, and then once more, so that the ends meet."""
    spans: Sequence[tuple[int, int]]
    """Of each bucket where it begins there, and its size."""
    buckets: Numbers
    """The buckets of each number, one number after the other."""
    firsts: Numbers
    """Where the buckets of each number begin, and after the last where they end."""

    @classmethod
    def of(
        cls, points: Sequence[int], sizes: Sequence[int], members: Sequence[int], everyone: int
    ) -> "Members":
        """The points and the size of each bucket, and then the numbers in all of them, which rise in each."""
        numbers, lengths = np.array(members, np.int64), np.array(sizes, np.int64)
        owners, before = np.repeat(np.arange(len(lengths)), lengths), np.cumsum(lengths) - lengths
        once = numbers << POINTS_BITS | np.array(points, np.int64)[owners]
        twice, places = np.zeros(2 * len(once), np.int64), np.arange(len(once)) + before[owners]
        twice[places] = twice[places + lengths[owners]] = once
        by_number = np.argsort(numbers, kind="stable")
        firsts = np.searchsorted(numbers[by_number], np.arange(everyone + 1))
        spans = tuple(zip((2 * before).tolist(), sizes, strict=True))
        return cls(twice, spans, owners[by_number], firsts)

    def _around(self, number: int, bucket: int, most: int) -> Numbers:
        """The points of all in a bucket, or where these are too many of so many around a number."""
        start, size = self.spans[bucket]
        once = self.twice[start : start + size]
        if size <= most:
            return once
        first = start + (int(once.searchsorted(number << POINTS_BITS)) - most // 2) % size
        return self.twice[first : first + most]

    def most_points(self, number: int, given: Mapping[int, int], *, most: int, around: int) -> list[int]:
        """The numbers with most points, for what they share with one and those given; most first, ties by number."""
        buckets = self.buckets[self.firsts[number] : self.firsts[number + 1]].tolist()
        found = [_pointed(given), *(self._around(number, bucket, around) for bucket in buckets)]
        return _most_points(np.concatenate(found), number, most)


def _pointed(points: Mapping[int, int]) -> Numbers:
    return np.array([number << POINTS_BITS | each for number, each in points.items()], np.int64)


def _most_points(pointed: Numbers, but: int, most: int) -> list[int]:
    """The numbers, but for one, whose points come to most, most first, ties by number."""
    pointed.sort()
    numbers = pointed >> POINTS_BITS
    is_first = np.flatnonzero(~_is_as_before(numbers, 1))
    points = np.add.reduceat(pointed & MOST_POINTS, is_first)
    ranked = (MOST_POINTS - points) << NUMBER_BITS | numbers[is_first]
    ranked = np.sort(ranked[numbers[is_first] != but])[:most]
    found: list[int] = (ranked & MOST_NUMBER).tolist()
    return found
