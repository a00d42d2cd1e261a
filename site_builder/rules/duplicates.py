"""Near duplicates: entries whose texts share most of their runs of words. Linear in the bank, and deterministic."""

import re
import zlib
from collections.abc import Iterator, Mapping
from heapq import nsmallest

from ..load import Entry
from ..translation import phrases

WORD = re.compile(r"\w+")
RUN = 4
SKETCH = 64
FEWEST_RUNS = 40
"""Shorter texts are not compared: chance would decide."""
ALIKE = 0.5


def near_duplicates(entries: tuple[Entry, ...]) -> Mapping[str, tuple[str, float]]:
    """The paths of entries that nearly repeat an earlier one, each with that one's path and how alike they are.

    A text is represented by the smallest hashes of its runs of words (a bottom-k sketch). It is compared with those
    that first and last had one of its hashes, so that the work for an entry does not grow with the bank.
    """
    sketches: dict[str, frozenset[int]] = {}
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    found: dict[str, tuple[str, float]] = {}
    for entry in entries:
        sketch = _sketch(entry)
        candidates = sorted({table[run] for table in (first, last) for run in sketch if run in table})
        best = max(((_likeness(sketch, sketches[path]), path) for path in candidates), default=(0.0, ""))
        if best[0] >= ALIKE:
            found[entry.path] = best[1], best[0]
        sketches[entry.path] = sketch
        for run in sketch:
            first.setdefault(run, entry.path)
            last[run] = entry.path
    return found


def _sketch(entry: Entry) -> frozenset[int]:
    runs = set(_runs(entry))
    return frozenset(nsmallest(SKETCH, runs)) if len(runs) >= FEWEST_RUNS else frozenset()


def _runs(entry: Entry) -> Iterator[int]:
    text = "\n".join([*(text for _, text in phrases(entry.data)), entry.body])
    words = WORD.findall(text.lower())
    for index in range(len(words) - RUN + 1):
        yield zlib.crc32(" ".join(words[index : index + RUN]).encode())


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """An estimate of the share of runs that both texts have, of all that either has."""
    smallest = frozenset(nsmallest(SKETCH, one | other))
    return len(smallest & one & other) / len(smallest) if smallest else 0.0
