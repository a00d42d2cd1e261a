"""What was measured: runs of one thing at one size, kept as JSON so that a part can be measured anew."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

SEARCH = "search"
"""The stage of our build in which Pagefind runs."""


@dataclass(frozen=True, slots=True)
class Run:
    """One time that something was done. What could not be measured is None or missing, never a guess."""

    seconds: float
    """On the wall, from the start of the process to its end."""
    processor: float | None = None
    """Seconds of processors, all processes together."""
    memory: int | None = None
    """The most bytes at one time, all processes together, Pagefind left out."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """Seconds a stage, as our build tells them."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """How many pages our build wrote and how many it kept."""

    @property
    def without_search(self) -> float | None:
        """The seconds of all that is not Pagefind; None where the build does not tell its stages."""
        return self.seconds - self.stages[SEARCH] if SEARCH in self.stages else None


@dataclass(frozen=True, slots=True)
class Output:
    """What a site is made of."""

    files: int
    size: int
    """Bytes."""
    pages: int
    """Files of HTML."""


@dataclass(frozen=True, slots=True)
class Result:
    """All runs of one thing at one size."""

    name: str
    entries: int
    session: str
    """When the benchmark was started that measured it."""
    runs: tuple[Run, ...]
    output: Output | None = None

    @property
    def seconds(self) -> float:
        """The median."""
        return median(run.seconds for run in self.runs)

    @property
    def without_search(self) -> float | None:
        """The median without Pagefind; None where a run does not tell it."""
        return median_of(run.without_search for run in self.runs)

    @property
    def processor(self) -> float | None:
        """The median of the processors' seconds."""
        return median_of(run.processor for run in self.runs)

    @property
    def memory(self) -> int | None:
        """The most that any run took, in bytes."""
        return max((run.memory for run in self.runs if run.memory is not None), default=None)

    @property
    def stages(self) -> dict[str, float]:
        """The median of each stage that every run tells, in the order of the first run."""
        each = [run.stages for run in self.runs]
        return {
            name: median(one[name] for one in each) for name in each[0] if all(name in one for one in each)
        }

    def pages(self, name: str) -> int | None:
        """How many pages were ``written`` or ``kept``: the median, rounded down."""
        found = median_of(run.pages.get(name) for run in self.runs)
        return None if found is None else int(found)


def median_of(values: Iterable[float | None]) -> float | None:
    """The median; None where a value is missing or there is none."""
    given = list(values)
    known = [value for value in given if value is not None]
    return median(known) if known and len(known) == len(given) else None


@dataclass
class Results:
    """Everything that is known, a result for each name and size."""

    file: Path
    machines: dict[str, list[str]] = field(default_factory=dict)
    """For each session, what it ran on."""
    found: dict[tuple[str, int], Result] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Result]:
        return iter(self.found.values())

    def get(self, name: str, entries: int) -> Result | None:
        """The result of this name at this size; None where it was not measured."""
        return self.found.get((name, entries))

    def put(self, result: Result) -> None:
        """Keep a result in the place of an earlier one, and write the file."""
        self.found[result.name, result.entries] = result
        self.write()

    @property
    def sizes(self) -> list[int]:
        """The sizes of which anything is known, the smallest first."""
        return sorted({entries for _, entries in self.found})

    @property
    def sessions(self) -> list[str]:
        """The sessions of which a result is left, the earliest first."""
        return sorted({result.session for result in self})

    def write(self) -> None:
        """Write the file."""
        data = {"machines": self.machines, "results": [asdict(result) for result in self]}
        self.file.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def read_results(file: Path) -> Results:
    """What an earlier session has left; nothing where there is no such file."""
    if not file.is_file():
        return Results(file)
    data = json.loads(file.read_text("utf-8"))
    each = map(_result, data["results"])
    return Results(file, data["machines"], {(result.name, result.entries): result for result in each})


def _result(data: Mapping[str, Any]) -> Result:
    runs = tuple(Run(**run) for run in data["runs"])
    output = Output(**data["output"]) if data["output"] else None
    return Result(data["name"], data["entries"], data["session"], runs, output)


def output_of(site: Path) -> Output:
    """Count what a built site is made of."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return Output(
        files=len(files),
        size=sum(path.stat().st_size for path in files),
        pages=sum(path.suffix == ".html" for path in files),
    )
