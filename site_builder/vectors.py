"""Texts as vectors of their key terms, and for each the nearest others: all of it with NumPy, which only this knows.

A text is compared by its few key terms (the cosine of their TF-IDF weights), and a term finds only the texts that it
says most about. So the work for one text does not grow with the bank, and no text is compared with all the others.

Weights are whole numbers, so that each machine finds the same. And they are rounded to coarse steps: a text that
changes makes a word of others a little rarer or more frequent, which is seldom a step, and so what is near to others
seldom changes.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
TEXTS_AT_ONCE = 64
"""So many texts are compared with all others in one go, which keeps what that takes small and quick."""


@dataclass(frozen=True)
class Shares:
    """The parts of vectors: which share of which text's vector is which term, side by side."""

    texts: Numbers
    terms: Numbers
    shares: Numbers

    def between(self, first: int, end: int) -> "Shares":
        """Those from one place to before another."""
        return Shares(self.texts[first:end], self.terms[first:end], self.shares[first:end])


def nearest(terms: Sequence[bytes], counts: Sequence[bytes]) -> Iterator[list[tuple[int, int]]]:
    """Of each text the numbers of the nearest others, with their cosines in 256ths, nearest first, ties by number.

    A text is given by its terms, each as four bytes, and by how often it has each, a byte each.
    """
    texts = len(terms)
    found = _key_terms(_all_shares(terms, counts))
    starts = np.searchsorted(found.texts, np.arange(0, texts + TEXTS_AT_ONCE, TEXTS_AT_ONCE))
    postings = _Postings.of(found)
    for number, (first, end) in enumerate(pairwise(starts)):
        yield from postings.near(found.between(first, end), first=number * TEXTS_AT_ONCE, texts=texts)


# --- weights --------------------------------------------------------------------------------------------------


def _all_shares(terms: Sequence[bytes], counts: Sequence[bytes]) -> Shares:
    """The shares of all terms that more than one text has."""
    texts, found, times = _occurrences(terms, counts)
    frequencies = np.bincount(found)
    weights = COUNT_WEIGHTS[times] * _rarities(frequencies, len(terms))[found]
    squares = np.bincount(texts, np.square(weights, dtype=np.float64), minlength=len(terms))
    shares = (weights * (ONE / np.sqrt(np.maximum(squares, 1)))[texts]).astype(np.int32)
    worth = (frequencies[found] > 1) & (shares > 0)
    return Shares(texts[worth], found[worth], shares[worth])


def _occurrences(terms: Sequence[bytes], counts: Sequence[bytes]) -> tuple[Numbers, Numbers, Numbers]:
    """Of each text each term, numbered from 0, and how often it is there."""
    packed = np.frombuffer(b"".join(terms), "<i4").astype(np.int64)
    packed <<= 32
    packed |= np.repeat(np.arange(len(counts)) << 8, list(map(len, counts)))
    packed |= np.frombuffer(b"".join(counts), np.uint8)
    packed.sort()
    found = np.cumsum(~_is_as_before((packed >> 32).astype(np.int32), 1), dtype=np.int32) - 1
    return ((packed >> 8) & 0xFFFFFF).astype(np.int32), found, packed.astype(np.uint8)


def _rarities(frequencies: Numbers, texts: int) -> Numbers:
    """Of each term how many steps rarer it is than one that every text has."""
    steps = np.array([_steps(number) for number in range(int(np.max(frequencies, initial=0)) + 1)], np.int32)
    return np.maximum(_steps(texts) - steps, 0)[frequencies]


def _steps(number: int) -> int:
    """The whole steps in the logarithm of a number, without a rounding error."""
    return int(max(number, 1) ** STEPS_A_DOUBLING).bit_length() - 1


def _key_terms(found: Shares) -> Shares:
    """Of each text the terms with the largest shares, by text."""
    texts, shares, terms = _first(found.texts, ONE - found.shares, found.terms, most=KEY_TERMS)
    return Shares(texts, terms, ONE - shares)


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

    texts: Numbers
    shares: Numbers
    starts: Numbers
    """Where the texts of each term begin, and after the last where they end."""

    @classmethod
    def of(cls, found: Shares) -> "_Postings":
        terms, shares, texts = _first(found.terms, ONE - found.shares, found.texts, most=TEXTS_A_TERM)
        starts = np.searchsorted(terms, np.arange(int(np.max(terms, initial=-1)) + 2))
        return cls(texts, (ONE - shares).astype(np.float64), starts)

    def near(self, asked: Shares, *, first: int, texts: int) -> list[list[tuple[int, int]]]:
        """Of each of some texts, from the first of them on, the nearest of all texts."""
        number = min(TEXTS_AT_ONCE, texts - first)
        cells, products = self._met(asked, first=first, texts=texts)
        scores = np.bincount(cells, products, minlength=number * texts)
        found = np.flatnonzero(scores >= LEAST * ONE**2)
        rows, others = np.divmod(found, texts)
        cosines = np.minimum((scores[found] * (COSINE_STEPS / ONE**2)).astype(np.int64), COSINE_STEPS)
        apart = others != rows + first
        rows, cosines, others = _first(
            rows[apart], COSINE_STEPS - cosines[apart], others[apart], most=NEIGHBOURS
        )
        ends = np.searchsorted(rows, np.arange(number + 1))
        pairs = list(zip(others.tolist(), (COSINE_STEPS - cosines).tolist(), strict=True))
        return [pairs[start:end] for start, end in pairwise(ends)]

    def _met(self, asked: Shares, *, first: int, texts: int) -> tuple[Numbers, Numbers]:
        """Wherever one of these texts meets any text in a term: the cell of the two, and what the term adds to it."""
        starts = self.starts[asked.terms]
        sizes = self.starts[asked.terms + 1] - starts
        before = np.cumsum(sizes) - sizes
        places = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
        cells = np.repeat((asked.texts - first) * texts, sizes) + self.texts[places]
        return cells, np.repeat(asked.shares, sizes) * self.shares[places]
