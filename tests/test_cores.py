"""Work that is spread over all cores: its order, its portions, and how long a copy of the process goes on."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from site_builder import cores

COPYABLE = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
MUCH = 16 << 20
PATIENCE = 60
"""Seconds. Nobody waits so long where all is well."""


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many this machine has, and although the tests may have threads."""
    monkeypatch.setattr(cores, "cores", lambda: 2)
    monkeypatch.setattr("threading.active_count", lambda: 1)


def who(portion: Sequence[int]) -> int:
    """The process that has worked on it."""
    return os.getpid()


def who_takes_much(portion: Sequence[int]) -> int:
    """The process that has worked on it, which has written to much memory of its own."""
    return os.getpid() if b"x" * MUCH else 0


def test_little_work_is_done_here() -> None:
    assert set(cores.spread(who, range(24), at_once=24)) == {os.getpid()}


@COPYABLE
def test_much_work_is_done_in_copies() -> None:
    found = set(cores.spread(who, range(25), at_once=24))
    assert os.getpid() not in found
    assert len(found) <= 2


@COPYABLE
@pytest.mark.parametrize(("count", "largest"), [(25, 1), (76, 2), (5000, 24)])
def test_of_few_items_portions_are_small(count: int, largest: int) -> None:
    portions = list(cores.spread(list, range(count), at_once=24))
    assert max(map(len, portions)) == largest
    assert [item for portion in portions for item in portion] == list(range(count))


@COPYABLE
def test_a_copy_that_owns_much_is_followed_by_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "MOST_OF_ITS_OWN", MUCH // 2)
    found = list(cores.spread(who_takes_much, range(6), at_once=1))
    assert len(set(found)) == len(found) == 6


@COPYABLE
def test_a_copy_that_owns_little_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "MOST_OF_ITS_OWN", 100 * MUCH)
    assert len(set(cores.spread(who_takes_much, range(6), at_once=1))) <= 2


@COPYABLE
def test_even_where_every_copy_owns_too_much_all_is_done_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "MOST_OF_ITS_OWN", 0)
    assert list(cores.spread(sum, range(20), at_once=1)) == list(range(20))


@COPYABLE
def test_what_fails_in_a_copy_fails_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(cores.spread(lambda portion: 1 // portion[0], range(3), at_once=1))


# --- beside what is done here ---------------------------------------------------------------------------------


@COPYABLE
def test_much_work_is_done_in_a_copy_beside_what_is_done_here() -> None:
    found = cores.beside(os.getpid, items=cores.MANY)
    assert found() != os.getpid()


@COPYABLE
def test_it_has_begun_before_anybody_asks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "said")
    found = cores.beside(lambda: (tmp_path / "said").write_text("begun"), items=cores.MANY)
    assert (tmp_path / "said").read_text() == "begun"
    assert found() == len("begun")


@COPYABLE
def test_parts_of_much_work_are_done_in_copies_in_their_order() -> None:
    items = range(cores.PARTS * cores.MANY)
    found = cores.beside_in_parts(lambda part: (os.getpid(), list(part)), items)()
    assert len({process for process, _ in found} - {os.getpid()}) == cores.PARTS
    assert [item for _, part in found for item in part] == list(items)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_parts_of_little_work_are_done_here(count: int) -> None:
    found = cores.beside_in_parts(lambda part: (os.getpid(), list(part)), range(count))()
    assert {process for process, _ in found} <= {os.getpid()}
    assert [item for _, part in found for item in part] == list(range(count))


def test_little_work_is_done_here_when_somebody_asks() -> None:
    assert cores.beside(os.getpid, items=cores.MANY - 1)() == os.getpid()


@pytest.mark.parametrize("there_is_no", ["other core", "single thread"])
def test_where_there_cannot_be_a_copy_all_is_done_here(
    there_is_no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 1 if there_is_no == "other core" else 2)
    monkeypatch.setattr("threading.active_count", lambda: 2 if there_is_no == "single thread" else 1)
    assert cores.beside(os.getpid, items=cores.MANY)() == os.getpid()


@COPYABLE
@pytest.mark.parametrize("end", [os._exit, lambda status: 1 // 0], ids=["killed", "failed"])
def test_what_a_copy_does_not_bring_to_an_end_is_done_here(
    end: Callable[[int], object], capfd: pytest.CaptureFixture[str]
) -> None:
    here = os.getpid()
    assert cores.beside(lambda: end(1) if os.getpid() != here else "done", items=cores.MANY)() == "done"
    assert capfd.readouterr() == ("", "")


@COPYABLE
def test_what_fails_in_a_copy_beside_fails_here() -> None:
    with pytest.raises(ZeroDivisionError):
        cores.beside(lambda: 1 // 0, items=cores.MANY)()


# --- the end --------------------------------------------------------------------------------------------------

COPIES = {
    "that is at work beside": "cores.beside(at_work, items=cores.MANY)",
    "that nobody has asked for what it sends": "cores.beside_in_parts(much, range(cores.PARTS * cores.MANY))",
    "that is at work with others": "list(cores.spread(at_work, range(9), at_once=1))",
}
PROGRAM = """
import os, time
from site_builder import cores

cores.cores = lambda: 2

def at_work(portion=()):
    os.write(1, b"at work\\n")
    time.sleep(600)

def much(portion):
    os.write(1, b"at work\\n")
    return bytes(1 << 22)

found = {copy}
{then}
"""


@contextmanager
def started(copy: str, then: str = "time.sleep(600)") -> "Iterator[subprocess.Popen[str]]":
    """A program with a copy of itself at work. What both say ends when neither is there any more."""
    command = [sys.executable, "-c", PROGRAM.format(copy=COPIES[copy], then=then)]
    pipe = subprocess.PIPE
    program = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    assert program.stdout
    assert program.stdout.readline() == "at work\n"
    try:
        yield program
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux ends a process with the one that it is a copy of"
)
@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_does_not_outlive_a_process_that_is_killed(copy: str) -> None:
    with started(copy) as program:
        program.kill()
        program.communicate(timeout=PATIENCE)


@COPYABLE
def test_a_process_that_fails_does_not_wait_for_somebody_to_ask_for_what_its_copies_send() -> None:
    with started("that nobody has asked for what it sends", "1 // 0") as program:
        _, said = program.communicate(timeout=PATIENCE)
    assert said.endswith("ZeroDivisionError: integer division or modulo by zero\n")
    assert program.returncode == 1


@COPYABLE
def test_a_copy_ends_when_nobody_can_ask_any_more_for_what_it_sends() -> None:
    cores.beside(partial(bytes, MUCH), items=cores.MANY)
    ends = time.monotonic() + PATIENCE
    while multiprocessing.active_children():
        assert time.monotonic() < ends


# --- memory ---------------------------------------------------------------------------------------------------


def test_what_was_made_while_the_collector_rested_is_old() -> None:
    with cores.without_collecting():
        made = [[number] for number in range(5000)]
        assert not gc.isenabled()
    assert gc.isenabled()
    assert any(one is made[0] for one in gc.get_objects(generation=2))


def rss() -> int:
    """The bytes that this process takes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not os.confstr("CS_GNU_LIBC_VERSION"), reason="not glibc"
)
def test_free_memory_is_given_back() -> None:
    taken = [b"x" * 5000 for _ in range(20_000)]
    last = [
        b"y" * 5000 for _ in range(50)
    ]  # what comes after it, the C library would keep what is free before it
    del taken
    before = rss()
    cores.give_back()
    assert rss() < before - 50_000_000
    assert last
