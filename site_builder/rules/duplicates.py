"""Near duplicates: entries whose texts share most of their runs of words. Linear in the bank, and deterministic."""

import itertools
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from zlib import crc32

RUN = 4
SKETCH = 64
SPARE = 150
"""So many of a text's runs are looked at for its sketch: more than enough, in a text that does not repeat itself."""
FEWEST_RUNS = 40
"""Shorter texts are not compared: chance would decide."""
ALIKE = 0.5
BITS = 1024
LOWEST, HASHES = -(1 << 63), 1 << 64
"""The hashes of runs lie evenly among so many numbers, of which this is the first."""
HASH = "q"
"""How arrays call the numbers that hashes are."""
SIZE = array(HASH).itemsize
ASCII = bytes(range(128))
WORDS_ONLY = bytes(
    byte if byte >= len(ASCII) or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256)
)

Sketch = Sequence[int]
"""The smallest hashes of a text's runs of words, sorted (a bottom-k sketch); empty for a text that is too short."""


def sketch(texts: Iterable[str]) -> Sketch:
    """What represents these texts of an entry. It is the same in every process."""
    words = list(map(crc32, _words("\n".join(texts).lower())))
    runs = list(map(hash, zip(*(words[start:] for start in range(RUN)), strict=False)))
    limit = LOWEST + HASHES // max(len(runs), SPARE) * SPARE
    smallest = sorted({run for run in runs if run < limit})
    if len(smallest) < SKETCH:
        distinct = set(runs)
        smallest = sorted(distinct) if len(distinct) >= FEWEST_RUNS else []
    return tuple(smallest[:SKETCH])


def packed_sketch(own: Sketch) -> bytes:
    """The sketch as bytes, which are kept and fetched in no time."""
    return array(HASH, own).tobytes()


def unpacked_sketch(own: bytes) -> Sketch:
    """The sketch that was packed."""
    return array(HASH, own)


def _words(text: str) -> list[bytes]:
    """The words of a text, each as the bytes of its characters."""
    raw = text.encode("utf-8", "surrogatepass")
    for character in set(raw.translate(None, ASCII).decode("utf-8", "surrogatepass")):
        if not character.isalnum():
            raw = raw.replace(character.encode("utf-8", "surrogatepass"), b" ")
    return raw.translate(WORDS_ONLY).split()


Duplicates = Mapping[str, tuple[str, float]]
"""Of the texts by their paths, those that nearly repeat an earlier one, each with that one's path and how alike."""


def near_duplicates(
    sketches: Mapping[str, Sketch], *, among: Collection[str] | None = None
) -> dict[str, tuple[str, float]]:
    """The near duplicates of these texts, or those ``among`` some of them.

    A text is compared with those that first and last had one of its hashes, so that the work for it does not grow
    with the bank.
    """
    chosen = sketches.keys() if among is None else among
    asked = frozenset(run for path in among or () for run in sketches[path])
    masks = _Masks(sketches)
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    found: dict[str, tuple[str, float]] = {}
    for path, own in sketches.items():
        if path in chosen:
            candidates = {*map(first.get, own), *map(last.get, own)}
            if best := _best(path, candidates, sketches, masks):
                found[path] = best
        runs = own if among is None else asked.intersection(own)
        for run in runs:
            first.setdefault(run, path)
        last.update(dict.fromkeys(runs, path))
    return found


def near_duplicates_now(
    sketches: Mapping[str, Sketch], before: Mapping[str, Sketch], found: Duplicates
) -> dict[str, tuple[str, float]]:
    """The near duplicates of these texts, from those that were ``found`` in what they were ``before``.

    Only a text that has a hash in common with one that has changed may have another answer.
    """
    if not before:
        return near_duplicates(sketches)
    both = sketches.keys() | before.keys()
    changed = [path for path in both if sketches.get(path) != before.get(path)]
    runs = {run for path in changed for run in (*before.get(path, ()), *sketches.get(path, ()))}
    again = {path for path, own in sketches.items() if not runs.isdisjoint(own)}
    kept = {path: one for path, one in found.items() if path in sketches and path not in again}
    return {**kept, **near_duplicates(sketches, among=again)}


def may_be_a_duplicate(path: str, packed: Mapping[str, bytes]) -> bool:
    """Whether ``near_duplicate_of`` has to be asked for one of the texts, whose sketches are given as bytes.

    Texts that are alike have half of their hashes in common, and so at least as many of the last bytes of these, which
    are counted first: that takes a moment for ten thousand texts.
    """
    own = packed[path]
    hashes, last_bytes = frozenset(unpacked_sketch(own)), own[::SIZE]
    for other in itertools.takewhile(lambda other: other != path, packed):
        its = packed[other]
        least = ALIKE * max(len(own), len(its)) / SIZE
        may_be = len(its) / SIZE - len(its[::SIZE].translate(None, last_bytes)) >= least > 0
        if may_be and len(hashes.intersection(unpacked_sketch(its))) >= least:
            return True
    return False


class _Masks(dict[str, int]):
    """The mask of each text, made when it is first compared."""

    def __init__(self, sketches: Mapping[str, Sketch]) -> None:
        self._sketches = sketches

    def __missing__(self, path: str) -> int:
        self[path] = mask = _mask(self._sketches[path])
        return mask


def near_duplicate_of(path: str, sketches: Mapping[str, Sketch]) -> tuple[str, float] | None:
    """The same for one of the texts: the path of the earlier one that it nearly repeats, and how alike they are."""
    own = frozenset(sketches[path])
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    for other in itertools.takewhile(lambda other: other != path, sketches):
        for run in own.intersection(sketches[other]):
            first.setdefault(run, other)
            last[run] = other
    return _best(path, {*first.values(), *last.values()}, sketches, _Masks(sketches))


def _best(
    path: str, candidates: Iterable[str | None], sketches: Mapping[str, Sketch], masks: Mapping[str, int]
) -> tuple[str, float] | None:
    own, mask = sketches[path], masks[path]
    least = ALIKE * len(own) - (len(own) - mask.bit_count())
    near = [other for other in candidates if other and (mask & masks[other]).bit_count() >= least]
    likeness, other = max(((_likeness(own, sketches[other]), other) for other in near), default=(0.0, ""))
    return (other, likeness) if likeness >= ALIKE else None


def _mask(own: Sketch) -> int:
    """A number with a bit for each hash. Two hashes may have the same bit, so that it can only rule likeness out."""
    mask = 0
    for run in own:
        mask |= 1 << (run & BITS - 1)
    return mask


def _likeness(one: Sketch, other: Sketch) -> float:
    """An estimate of the share of runs that both texts have, of all that either has; 0 where it is far below ALIKE."""
    shared = frozenset(one).intersection(other)
    if len(shared) < ALIKE * max(len(one), len(other)):
        return 0.0
    smallest = nsmallest(SKETCH, frozenset(one).union(other))
    return len(shared.intersection(smallest)) / len(smallest)
