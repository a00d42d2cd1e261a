"""Work spread over all cores, as far as that is safe and worth it."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_OF_ITS_OWN = 40_000_000
"""A copy of the process that has come to own so many bytes is followed by a fresh one. Whatever a copy looks at becomes
its own, as Python counts who looks at it: in the end each would have all memory for itself."""
IN_A_ROUND = 100
"""So many portions are given out at once: those that a copy puts off are given out once more, which takes time, too."""
MANY = 1000
"""Work on so many items takes longer than to make a copy of the process for it."""
PARTS = 4
"""Files are looked at by so many copies at once, however few cores there are: most of the time is waiting."""
END_WITH_PARENT = 1
"""As Linux calls ``PR_SET_PDEATHSIG``: the signal that a process gets when the one that it is a copy of has ended."""
PORTIONS_A_COPY = 32
"""Few items make so many small portions for each copy of the process: between any two a fresh copy can go on, and hard
items that follow one another do not all fall to the same one."""

_jobs: Sequence[Callable[[], Any]] = ()
"""What is to be done. It reaches the copies of this process by being there, so that none of it has to be packed."""
_awaited: "WeakSet[Connection]" = WeakSet()
"""Where this process waits for what copies of it send. Each copy has to close what it inherits of them: while anybody
could read what it sends, it would wait for ever for somebody to do so."""
_has_worked = False
"""Whether this is a copy of the process that has done a job."""


def spread(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], *, at_once: int
) -> Iterator[Result]:
    """What ``work`` makes of the items, so many ``at_once``, in their order.

    Processes share what was in memory when they began, and so nothing has to be handed over but the results. Where
    there cannot be copies of this one, it works alone.
    """
    workers = min(-(-len(items) // at_once), cores())
    if workers < 2 or not _can_be_copied():
        yield from (work(portion) for portion in _portions(items, at_once))
        return
    most = -(-len(items) // (workers * PORTIONS_A_COPY))
    jobs = [partial(work, portion) for portion in _portions(items, min(at_once, most))]
    yield from _forked(jobs, workers)


def beside(work: Callable[[], Result], *, items: int) -> Callable[[], Result]:
    """Begin ``work`` on so many items in a copy of this process; what is returned waits for its result.

    Where they are few, where there cannot be a copy, or where it fails, the work is done here, when somebody asks.
    """
    if items < MANY or cores() < 2 or not _can_be_copied():
        return work
    from multiprocessing import get_context  # many a command does without processes of its own

    _give_up_at_the_end()
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    _awaited.add(here)
    copy = context.Process(target=_send, args=(there, work, os.getpid()))
    with _shared_memory():
        copy.start()
    there.close()
    return partial(_received, here, copy, work)


def beside_in_parts(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item]
) -> Callable[[], list[Result]]:
    """The same in some copies, each for a part of the items, in their order: one goes on while others wait."""
    parts = _portions(items, -(-len(items) // PARTS) or 1)
    begun = [beside(partial(work, part), items=len(part)) for part in parts]
    return lambda: [found() for found in begun]


def give_back() -> None:
    """Return memory that is free to the system, where the C library would keep it for later, as glibc does."""
    _call("malloc_trim", 0)


def _call(name: str, *given: int) -> None:
    """Call a function of Linux' C library that other systems, and other such libraries, do without."""
    import ctypes  # many a command does without it

    function = getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
    if function:
        function(*given)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def without_collecting() -> Iterator[None]:
    """Of a hundred thousand new objects none is garbage, and yet the collector would look at them again and again.

    Afterwards they count as old: it looks at them when it looks at everything, and not at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _can_be_copied() -> bool:
    """Where other threads run, a copy of the process could wait for ever for what one of them holds."""
    return threading.active_count() == 1 and hasattr(os, "fork")


@contextmanager
def _shared_memory() -> Iterator[None]:
    """Copies that are made meanwhile do not write to pages of memory that they share, as the collector would."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@cache
def _give_up_at_the_end() -> None:
    """A process that fails waits for its copies before it ends: by then, nobody waits for what they send."""
    from multiprocessing.util import Finalize

    Finalize(None, _give_up, exitpriority=0)


def _give_up() -> None:
    for here in list(_awaited):
        here.close()


def _begin(parent: int) -> None:
    """What a copy of this process does first, so that it does not outlive it: Linux kills it as soon as that ends."""
    _give_up()
    _call("prctl", END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _send(there: "Connection", work: Callable[[], Any], parent: int) -> None:
    """What goes wrong goes wrong once more where the work is done then, and is said there."""
    _begin(parent)
    with suppress(Exception, KeyboardInterrupt):
        there.send(work())


def _received(here: "Connection", copy: "BaseProcess", work: Callable[[], Result]) -> Result:
    try:
        found: Result = here.recv()
    except (EOFError, OSError):
        return work()
    finally:
        here.close()
        copy.join()
    return found


def _portions(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _forked(jobs: Sequence[Callable[[], Result]], workers: int) -> Iterator[Result]:
    global _jobs
    _jobs = jobs
    give_back()
    try:
        with _shared_memory():
            yield from _in_order(_rounds(len(jobs), workers))
    finally:
        _jobs = ()


def _rounds(count: int, workers: int) -> Iterator[tuple[int, Any]]:
    """What each job gives, by its number. When copies of the process own too much, fresh ones do what is left."""
    from concurrent.futures import ProcessPoolExecutor  # many a command does without processes of its own
    from multiprocessing import get_context

    left = list(range(count))
    while left:
        now, put_off = left[:IN_A_ROUND], []
        with ProcessPoolExecutor(
            workers, mp_context=get_context("fork"), initializer=_begin, initargs=(os.getpid(),)
        ) as pool:
            for number, found in zip(now, pool.map(_do, now), strict=True):
                yield from ((number, result) for result in found)
                put_off += [] if found else [number]
        left[:IN_A_ROUND] = put_off


def _in_order(found: Iterable[tuple[int, Result]]) -> Iterator[Result]:
    """Results in the order of their numbers, as soon as all before them are there."""
    early: dict[int, Result] = {}
    following = 0
    for number, result in found:
        early[number] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _do(number: int) -> tuple[Any, ...]:
    """What a job gives; nothing where this copy of the process has done some, and should do no more."""
    global _has_worked
    if _has_worked and _own() > MOST_OF_ITS_OWN:
        return ()
    _has_worked = True
    return (_jobs[number](),)


def _own() -> int:
    """How many bytes this copy of the process has come to own, and no longer shares, since it began."""
    import resource  # there is none where processes cannot be copied

    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()
