"""Runs a command as a person would, in a fresh process, and sees how long it takes and how much memory."""

import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .results import Run

PROC = Path("/proc")
INTERVAL = 0.1
"""Seconds between two looks at the memory."""
SHARE = 50
"""A look that costs much is followed by a pause of so many times its cost: looking is not to slow down the work."""
PSS = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)

BROKEN = "Traceback (most recent call last)"
LAST_WORDS = 4000
"""Characters at the end of what a command has said: there it says why it failed."""


class Failed(Exception):
    """A command ended with an error. The message holds what it said."""


def surrounded(environment: Mapping[str, str]) -> dict[str, str]:
    """Our own environment with these variables. Python may keep what it has compiled, as it does for most people."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment}


def timed(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    may_find: bool = False,
) -> Run:
    """Run a command to its end in a folder; Failed where its exit status is not 0.

    With ``may_find``, it may also be 1: there are findings. A Python that breaks down ends with 1, too, and has failed.
    What earlier commands wrote is brought to the disk first, so that nobody pays for another's work.
    """
    os.sync()
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=surrounded(environment or {}), stdout=said, stderr=said
        )
        with _ended(process), Memory(process.pid) as memory:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
        _check(process.returncode, command, said, may_find=may_find)
    return Run(seconds, processor=usage.ru_utime + usage.ru_stime, memory=memory.most)


def _check(status: int, command: Sequence[str], said: IO[bytes], *, may_find: bool) -> None:
    said.seek(0)
    text = said.read().decode(errors="replace")
    if status and not (may_find and status == 1 and BROKEN not in text):
        raise Failed(f"{' '.join(command)}\n{text[-LAST_WORDS:]}")


@contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Stop a process where we are stopped ourselves."""
    try:
        yield
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            process.wait()


@dataclass
class Memory:
    """Looks at the memory of a process and of those that it has started, Pagefind left out, while it is entered.

    A page of memory that several processes share counts once (the sum of the kernel's "proportional set sizes").
    """

    root: int
    most: int | None = None
    """Bytes; None where this system does not tell."""
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Memory":
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _watch(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            before = time.thread_time()
            now = memory_of(self.root)
            if now:
                self.most = max(now, self.most or 0)
            pause = max(INTERVAL, SHARE * (time.thread_time() - before))


def memory_of(root: int) -> int:
    """The bytes that a process and its descendants take now, without Pagefind and what that has started."""
    return sum(map(_proportional, _family(root, _children())))


def _family(pid: int, children: Mapping[int, Sequence[int]]) -> Iterator[int]:
    if _is_pagefind(pid):
        return
    yield pid
    for child in children.get(pid, ()):
        yield from _family(child, children)


def _children() -> dict[int, list[int]]:
    """For each process, those that it has started."""
    found: dict[int, list[int]] = {}
    for folder in PROC.glob("[0-9]*"):
        # The name of the program, in brackets, may hold anything; the parent is the second field after it.
        parent = _text(folder / "stat").rpartition(")")[2].split()[1:2]
        if parent:
            found.setdefault(int(parent[0]), []).append(int(folder.name))
    return found


def _is_pagefind(pid: int) -> bool:
    """Whether it is Pagefind's program, or the Python that starts it."""
    words = _text(PROC / str(pid) / "cmdline").split("\0")
    return Path(words[0]).name.startswith("pagefind") or words[1:3] == ["-m", "pagefind"]


def _proportional(pid: int) -> int:
    size = PSS.search(_text(PROC / str(pid) / "smaps_rollup"))
    return int(size[1]) * 1024 if size else 0


def _text(file: Path) -> str:
    """What a file of /proc holds; nothing where the process has gone."""
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""
