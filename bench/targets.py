"""What we want to reach, as ratios within one session: our figure, the limit, and whether it is reached."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from .beside import pagefind_of
from .ours import BUILDS, VALIDATIONS
from .preview import NAMES
from .results import Result, Results

MEGABYTE = 1_000_000
JOINING = "joining"
"""The stage of our build in which the index of the search is put together."""
COLD, TEXT, NOTHING = 1.0, 1.0, 0.1
PREVIEW = {1_000: 1.0, 10_000: 3.0}
"""Seconds from saving an entry to its new page, for each size."""
VALIDATE_ONE = 0.5
VALIDATE_ALL = 0.25
MEMORY = 700
EXPONENT = 1.1
GROWING = (*BUILDS, "validate-all-cold", "validate-all")
"""What is to take no more than in proportion to the bank."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to reach: at most this much of something."""

    text: str
    limit: float
    value: float | None
    """None where it was not measured."""
    unit: str = ""
    turns: tuple[float, ...] = ()
    """Of what was measured by turns, the ratio of each round. The value is their median."""

    @property
    def reached(self) -> bool | None:
        """Whether it is; None where it was not measured."""
        return None if self.value is None else self.value <= self.limit


def targets(results: Results, *, entries: int) -> Iterator[Target]:
    """All targets at a size; those of the preview at their own sizes, that of growth between the two largest ones."""
    own = Figures(results, entries)
    yield _by_turns("Cold build / Material with nothing in the nav + Pagefind", COLD, own.cold())
    yield _by_turns(
        "Our own work after one changed text, Pagefind aside / Hugo", TEXT, own.text_without_pagefind()
    )
    yield _by_turns("Whole rebuild after one changed text / Hugo + Pagefind", TEXT, own.of_hugo("text"))
    yield Target("Nothing changed / cold build", NOTHING, own.nothing())
    for size, limit in PREVIEW.items():
        text = f"Live preview, from saving to the new page, {size:,} entries"
        yield Target(text, limit, Figures(results, size).seconds("preview"), "s")
    yield Target("Validate one changed entry", VALIDATE_ONE, own.seconds("validate-one"), "s")
    yield Target(
        "Validate one changed entry, nothing kept", VALIDATE_ONE, own.seconds("validate-one-cold"), "s"
    )
    yield _by_turns("Validate all / Hugo + Pagefind", VALIDATE_ALL, own.of_hugo("validate-all"))
    yield _by_turns(
        "Validate all, nothing kept / Hugo + Pagefind", VALIDATE_ALL, own.of_hugo("validate-all-cold")
    )
    yield Target("Memory of our own processes, the most of all", MEMORY, own.memory(), "MB")
    yield _growth(results)


def _by_turns(text: str, limit: float, turns: Sequence[float]) -> Target:
    return Target(text, limit, median(turns) if turns else None, turns=tuple(turns))


def _growth(results: Results) -> Target:
    """The fastest growing of all that we do."""
    powers = {name: power for name in GROWING if (power := exponent_of(results, name)) is not None}
    worst = max(powers, key=powers.__getitem__, default=None)
    name = f" ({worst})" if worst else ""
    sizes = " and ".join(f"{size:,}" for size in results.sizes[-2:]) + " entries" if worst else "two sizes"
    text = f"Exponent of the time between {sizes}, the largest of all{name}"
    return Target(text, EXPONENT, powers[worst] if worst else None)


@dataclass(frozen=True)
class Figures:
    """Figures at a size; None wherever something that they are made of was not measured."""

    results: Results
    entries: int

    def seconds(self, *names: str) -> float | None:
        """The medians of these, added up."""
        found = [self.results.get(name, self.entries) for name in names]
        known = [result.seconds for result in found if result]
        return sum(known) if len(known) == len(names) else None

    def by_turns(self, own: str, others: Sequence[str], *, more: Sequence[float] = ()) -> list[float]:
        """In each round, what one takes, with so much more, of what others take together.

        Nothing where these were not measured in the same rounds.
        """
        found = [self.results.get(name, self.entries) for name in (own, *others)]
        known = [result for result in found if result]
        if len(known) < len(found) or len({(one.session, len(one.runs)) for one in known}) > 1:
            return []
        rounds = zip(*([run.seconds for run in one.runs] for one in known), strict=True)
        added = more or [0.0] * len(known[0].runs)
        return [(part + plus) / sum(whole) for (part, *whole), plus in zip(rounds, added, strict=True)]

    def cold(self) -> list[float]:
        """In each round, of what Material with nothing in the nav takes with Pagefind."""
        return self.by_turns("cold", ("material", pagefind_of("material")))

    def of_hugo(self, name: str) -> list[float]:
        """In each round, of what Hugo takes with Pagefind."""
        return self.by_turns(name, ("hugo", pagefind_of("hugo")))

    def text_without_pagefind(self) -> list[float]:
        """In each round, of what Hugo takes: a build without the search, and joining the index in one with it."""
        text, alone = (self.results.get(name, self.entries) for name in ("text", "text-alone"))
        joining = [run.stages[JOINING] for run in text.runs if JOINING in run.stages] if text else []
        is_whole = alone and text and (text.session, len(joining)) == (alone.session, len(alone.runs))
        return self.by_turns("text-alone", ("hugo",), more=joining) if is_whole else []

    def nothing(self) -> float | None:
        """Of what a cold build takes."""
        return ratio(self.seconds("nothing"), self.seconds("cold"))

    def memory(self) -> float | None:
        """The most megabytes of all our commands."""
        found = (self.results.get(name, self.entries) for name in (*BUILDS, *VALIDATIONS, *NAMES))
        known = [result.memory for result in found if result and result.memory is not None]
        return max(known) / MEGABYTE if known else None


def ratio(part: float | None, whole: float | None) -> float | None:
    """One divided by the other; None where one is missing."""
    return None if part is None or not whole else part / whole


def exponent_of(
    results: Results, name: str, measure: Callable[[Result], float | None] = lambda result: result.seconds
) -> float | None:
    """The exponent of the growth between the two largest sizes; None where one of them was not measured."""
    found = [(size, result) for size in results.sizes[-2:] if (result := results.get(name, size))]
    points = [(size, value) for size, result in found if (value := measure(result))]
    return exponent(points) if len(points) == 2 else None


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power of the size with which time grows, from the first of these points to the last: 1 is in proportion."""
    (small, short), (large, long) = points[0], points[-1]
    return math.log(long / short) / math.log(large / small)
