"""Work spread over all cores, as far as that is safe and worth it."""

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

IN_A_ROW = 100
"""After so many jobs fresh copies go on. Whatever a copy looks at becomes its own, as Python counts who looks at it: in
the end each would have all memory for itself."""

_jobs: Sequence[Callable[[], Any]] = ()
"""What is to be done. It reaches the copies of this process by being there, so that none of it has to be packed."""


def spread(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], *, at_once: int
) -> Iterator[Result]:
    """What ``work`` makes of the items, so many ``at_once``, in their order.

    Processes share what was in memory when they began, and so nothing has to be handed over but the results. Where
    other threads run, a copy of the process could wait for ever for what one of them holds: then it works alone.
    """
    portions = [items[start : start + at_once] for start in range(0, len(items), at_once)]
    jobs = [partial(work, portion) for portion in portions]
    workers = min(len(jobs), cores())
    if workers < 2 or threading.active_count() > 1 or not hasattr(os, "fork"):
        yield from (job() for job in jobs)
        return
    yield from _forked(jobs, workers)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def without_collecting() -> Iterator[None]:
    """Of a hundred thousand new objects none is garbage, and yet the collector would look at them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _forked(jobs: Sequence[Callable[[], Result]], workers: int) -> Iterator[Result]:
    from concurrent.futures import ProcessPoolExecutor  # many a command does without processes of its own
    from multiprocessing import get_context

    global _jobs
    _jobs = jobs
    gc.freeze()  # so that the copies do not write to pages of memory that they share
    try:
        for start in range(0, len(jobs), IN_A_ROW):
            with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
                yield from pool.map(_do, range(start, min(start + IN_A_ROW, len(jobs))))
    finally:
        gc.unfreeze()
        _jobs = ()


def _do(number: int) -> Any:
    return _jobs[number]()
