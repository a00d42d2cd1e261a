"""One start of the benchmark: how often each thing is done, what was found, and how far the work has come."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.progress import Progress, TaskID

from .results import Output, Result, Results, Run, output_of

Done = TypeVar("Done")
LEAST = 3
"""So often at least each round is done. Of fewer, nobody could say how far they differ."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to measure."""

    once: Callable[[int], Run]
    """Does it once; it is given the number of the time, from 0."""
    site: Path | None = None
    """The site that it makes, if it makes any."""


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

    def measure(self, name: str, entries: int, thing: Thing) -> Result:
        """Do one thing several times. Look at the site at the end."""
        self.say(name, entries)
        runs = self.repeated(thing.once)
        return self.keep(name, entries, runs, output=output_of(thing.site) if thing.site else None)

    def measure_by_turns(self, things: Mapping[str, Thing], entries: int) -> None:
        """Do all of these once, one after the other, and then once more: runs of one number are of the same round."""
        outputs: dict[str, Output] = {}

        def once(name: str, number: int) -> Run:
            self.say(name, entries)
            run = things[name].once(number)
            if (site := things[name].site) and name not in outputs:
                outputs[name] = output_of(site)
            return run

        rounds = self.repeated(lambda number: {name: once(name, number) for name in things}, least=LEAST)
        for name in things:
            self.keep(name, entries, [done[name] for done in rounds], output=outputs.get(name))

    def repeated(self, once: Callable[[int], Done], *, least: int = 1) -> list[Done]:
        """Do one thing several times: as often as is the least, and not once more when it has taken long already."""
        started, done = time.perf_counter(), list[Done]()
        while len(done) < least or (
            len(done) < self.repeats and time.perf_counter() - started < self.patience
        ):
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
