"""Measures the live preview: from the moment at which an entry is saved to the one at which its new page is served."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from . import changes
from .ours import PROGRAM, Workplace, workplace
from .processes import Failed, Memory, surrounded
from .results import Run
from .session import Session

NAMES = ("preview-start", "preview", "preview-search")
POLL = 0.02
"""Seconds between two questions for the page."""
LONGEST = 1800.0
"""Seconds after which we no longer wait for a page."""
LONGEST_SEARCH = 300.0
"""Seconds after which we no longer wait for the search index: it may not be made at all while somebody writes."""
ENTRY_FILE = "pagefind/pagefind-entry.json"
"""The file of a search index that names all others by their digests, so that it changes with each of them."""


@dataclass(frozen=True)
class Preview:
    """A preview that is running."""

    address: str
    process: "subprocess.Popen[bytes]"

    def seconds_until(self, there: Callable[[], bool], *, longest: float = LONGEST) -> float | None:
        """How long it takes until something is there; None where it never comes."""
        started = time.perf_counter()
        while time.perf_counter() - started < longest:
            if there():
                return time.perf_counter() - started
            if self.process.poll() is not None:
                raise Failed("practice-bank serve has ended by itself.")
            time.sleep(POLL)
        return None

    def fetched(self, path: str) -> bytes:
        """What is served at a path; nothing where nothing is."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=LONGEST) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return b""


@contextmanager
def previewed(place: Workplace) -> Iterator[Preview]:
    """Run ``practice-bank serve`` for a bank. What it says is kept in ``preview.log`` beside the bank."""
    port = _free_port()
    with (place.root / "preview.log").open("wb") as log:
        process = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(port)],
            cwd=place.bank,
            env=surrounded(place.environment),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Preview(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def measure_preview(session: Session, *, entries: int) -> None:
    """Start a preview, and save an entry several times, a different one each time."""
    place = workplace(session, entries=entries)
    session.say("preview", entries)
    os.sync()
    with previewed(place) as preview, Memory(preview.process.pid) as memory:
        start = preview.seconds_until(lambda: bool(preview.fetched("")))
        seen = session.repeated(lambda number: _saved(preview, place, number))
    columns = ([start], [page for page, _ in seen], [search for _, search in seen])
    for name, column in zip(NAMES, columns, strict=True):
        runs = [Run(seconds) for seconds in column if seconds is not None]
        if runs:
            session.keep(name, entries, [replace(run, memory=memory.most) for run in runs])


def _saved(preview: Preview, place: Workplace, number: int) -> tuple[float | None, float | None]:
    """Seconds until the changed page is served, and until the search index is a new one."""
    path, word = changes.chosen(place.practices, f"preview {number}"), f"saved{time.time_ns()}"
    before = preview.fetched(ENTRY_FILE)
    changes.change_text(path, word)
    page = preview.seconds_until(lambda: word.encode() in preview.fetched(f"practices/{path.stem}/"))
    more = preview.seconds_until(
        lambda: preview.fetched(ENTRY_FILE) not in (before, b""), longest=LONGEST_SEARCH
    )
    return page, None if page is None or more is None else page + more
