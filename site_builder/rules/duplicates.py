"""Near duplicates: entries whose texts share most of their runs of words. Linear in the bank, and deterministic."""

import re
from collections.abc import Mapping
from heapq import nsmallest
from zlib import crc32

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
    runs = _runs("\n".join([*(text for _, text in phrases(entry.data)), entry.body]))
    return frozenset(nsmallest(SKETCH, runs)) if len(runs) >= FEWEST_RUNS else frozenset()


def _runs(text: str) -> set[int]:
    """A number for each run of words. That of a word does not depend on the process, as ``hash`` of a text does."""
    words = [crc32(word.encode()) for word in WORD.findall(text.lower())]
    return set(map(hash, zip(*(words[start:] for start in range(RUN)), strict=False)))


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """An estimate of the share of runs that both texts have, of all that either has; 0 where it is far below ALIKE."""
    shared = one & other
    if len(shared) < ALIKE * max(len(one), len(other)):
        return 0.0
    smallest = nsmallest(SKETCH, one | other)
    return len(shared.intersection(smallest)) / len(smallest)
