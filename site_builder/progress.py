"""How far a long work has come, where somebody watches: stages, counts, the time left; and how long each took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

LABELS = {
    "comparing": "Looking for changes",
    "reading": "Reading the entries",
    "checking": "Comparing the entries",
    "words": "Counting words",
    "relating": "Finding what is related",
    "index": "Indexing the entries",
    "frame": "Writing the hand-written pages",
    "pages": "Writing the pages",
    "search": "Indexing the pages for the search in the browser",
    "joining": "Joining the search with Explore",
    "putting": "Putting the site in place",
}
"""The stages of a build, in their order, and what is said of them."""
BETWEEN = 0.1
"""Seconds between two pictures of how things are."""


class Progress:
    """Shows the stage at work on a terminal, and nothing anywhere else."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.stages: dict[str, float] = {}
        self._started = time.perf_counter()
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
            auto_refresh=False,  # by a thread, and work is not spread over processes where there are threads
        )
        self._refreshed = 0.0
        self._shown: dict[str, TaskID] = {}

    def __enter__(self) -> "Progress":
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return time.perf_counter() - self._started

    def told(self, stage: str, done: int, total: int) -> None:
        """So many parts of so many of a stage are done."""
        shown = self._shown.get(stage)
        if shown is None:
            shown = self._shown[stage] = self._bars.add_task(LABELS[stage], total=total)
        self._bars.update(shown, completed=done, total=total, visible=done < total)
        self._refresh(at_once=done >= total)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done within counts as this stage."""
        started = time.perf_counter()
        shown = self._bars.add_task(LABELS[name], total=None)
        self._refresh(at_once=True)
        try:
            yield
        finally:
            self._bars.remove_task(shown)
            self.stages[name] = self.stages.get(name, 0.0) + time.perf_counter() - started

    def _refresh(self, *, at_once: bool) -> None:
        """Show how things are, but not for each of ten thousand pages."""
        now = time.perf_counter()
        if at_once or now - self._refreshed > BETWEEN:
            self._refreshed = now
            self._bars.refresh()
