"""One start of the benchmark: how often each thing is done, what was found, and how far the work has come."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.progress import Progress, TaskID

from .results import Output, Result, Results, Run, output_of

Done = TypeVar("Done")


@dataclass
class Session:
    """Measures one thing after the other, and keeps what was found at once."""

    name: str
    """When it was started."""
    work: Path
    """Where banks and sites are made, outside the repository."""
    languages: tuple[str, ...]
    repeats: int
    patience: float
    """Seconds of one thing after which it is not done once more."""
    results: Results
    progress: Progress
    task: TaskID

    def measure(
        self, name: str, entries: int, once: Callable[[int], Run], *, site: Path | None = None
    ) -> Result:
        """Do one thing several times; ``once`` is given the number of the time, from 0. Look at the site at the end."""
        self.say(name, entries)
        return self.keep(name, entries, self.repeated(once), output=output_of(site) if site else None)

    def repeated(self, once: Callable[[int], Done]) -> list[Done]:
        """Do one thing several times: at least once, and not once more when it has taken long already."""
        started, done = time.perf_counter(), list[Done]()
        while len(done) < self.repeats and (not done or time.perf_counter() - started < self.patience):
            done.append(once(len(done)))
        return done

    def keep(self, name: str, entries: int, runs: list[Run], *, output: Output | None = None) -> Result:
        """Keep what was measured, and say so."""
        result = Result(name, entries, self.name, tuple(runs), output)
        self.results.put(result)
        self.progress.console.print(
            f"{entries:>7,} entries  {name:<22} {result.seconds:8.2f} s  ({len(runs)} times)", highlight=False
        )
        self.progress.advance(self.task)
        return result

    def say(self, name: str, entries: int) -> None:
        """Show what is being done now."""
        self.progress.update(self.task, description=f"{entries:,} entries: {name}")
