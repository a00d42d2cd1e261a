"""How long building takes: our own commands beside what a user would take instead, in one session on one machine.

``make bench`` writes ``bench/RESULTS.md``. Banks and sites are made in a work folder outside the repository; what was
measured is kept there, too, so that ``--only`` can measure a part anew and ``--report`` write the page again.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from .aside import remove_all
from .bank import ROOT
from .beside import TOOLS, WITH_PAGEFIND, measure_tool, names_of
from .machine import description
from .ours import AFTER_CHANGES, HELD, ONE, generated, measure_builds, measure_validations
from .preview import NAMES, measure_preview
from .processes import Failed
from .report import report
from .results import Results, read_results
from .session import Session
from .texts import first_texts
from .turns import BY_TURNS, measure_by_turns

TARGET_FILE = Path(__file__).parent / "RESULTS.md"
PROFILE_FILE = Path(__file__).parent / "PROFILE.md"
"""Where the time goes: written by hand, and put into the report."""
WORK = Path(tempfile.gettempdir()) / "practice-bank-bench"
SIZES = (100, 1_000, 10_000)
LIMITS = {"material-nav": 1_000, "zensical": 1_000}
"""Up to which size a tool is measured: beyond it, it takes too long to be waited for."""
PACKAGES = ("mkdocs", "mkdocs-material", "pagefind", "hugo", "zensical")

Part = Callable[[Session, int], None]


def _measure_tools(session: Session, entries: int, *, tools: Sequence[str]) -> None:
    said = first_texts(generated(session, entries=entries), entries=entries)
    for tool in tools:
        measure_tool(session, tool, said, entries=entries)


PARTS: dict[str, tuple[Part, Sequence[str]]] = {
    "turns": (lambda session, entries: measure_by_turns(session, entries=entries), BY_TURNS),
    "builds": (lambda session, entries: measure_builds(session, entries=entries), AFTER_CHANGES),
    "preview": (lambda session, entries: measure_preview(session, entries=entries), NAMES),
    "validate": (lambda session, entries: measure_validations(session, entries=entries), ONE),
    **{
        tool: (partial(_measure_tools, tools=(tool,)), names_of(tool))
        for tool in TOOLS
        if tool not in WITH_PAGEFIND
    },
}
"""For each part, how it is measured, and the names of its results."""


def planned(sizes: Sequence[int], only: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What is to be measured, the smallest size first. A part that is asked for by name is measured at every size."""
    for entries in sorted(sizes):
        for part in PARTS:
            if part in only or (not only and entries <= LIMITS.get(part, entries)):
                yield entries, part


def run(given: argparse.Namespace, results: Results, console: Console) -> None:
    """Measure what is asked for."""
    started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    results.machines[started] = description(packages=PACKAGES)
    todo = list(planned(given.sizes, given.only))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=sum(len(PARTS[part][1]) for _, part in todo))
        session = Session(
            name=started,
            work=given.work,
            languages=tuple(given.languages),
            repeats=given.repeats,
            patience=given.patience,
            results=results,
            progress=progress,
            task=task,
        )
        for entries, part in todo:
            PARTS[part][0](session, entries)


def write_report(results: Results, *, languages: Sequence[str], output: Path) -> None:
    """Write the page."""
    profile = PROFILE_FILE.read_text("utf-8") if PROFILE_FILE.is_file() else ""
    output.write_text(report(results, languages=languages, profile=profile), "utf-8")


def numbers(text: str) -> list[int]:
    """Sizes as they are given: with commas between them."""
    return [int(number) for number in text.split(",")]


def words(text: str) -> list[str]:
    """Names as they are given: with commas between them."""
    return text.split(",")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m bench.build", description=__doc__)
    made.add_argument("--sizes", type=numbers, default=list(SIZES), help="as in 100,1000,10000")
    made.add_argument("--languages", type=words, default=["en"], help="as in en,de")
    made.add_argument(
        "--repeats",
        type=int,
        default=5,
        help="how often each thing is done, at most; by turns, three times at least",
    )
    made.add_argument(
        "--patience", type=float, default=60, help="seconds of one thing after which it is not done once more"
    )
    made.add_argument("--only", type=words, default=[], help=f"parts, of: {', '.join(PARTS)}")
    made.add_argument("--report", action="store_true", help="measure nothing, only write the page again")
    made.add_argument("--work", type=Path, default=WORK, help="where banks and sites are made")
    made.add_argument("--output", type=Path, default=TARGET_FILE)
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the page."""
    made = parser()
    given = made.parse_args(arguments)
    if unknown := set(given.only) - set(PARTS):
        made.error(f"there is no part {', '.join(sorted(unknown))}")
    if given.repeats > HELD:
        made.error(f"each thing can be done {HELD} times at most")
    if given.work.resolve().is_relative_to(ROOT):
        made.error("the work folder must lie outside the repository")
    given.work.mkdir(parents=True, exist_ok=True)
    file, console = given.work / f"results-{'-'.join(given.languages)}.json", Console()
    anew = not given.report and not given.only
    results = Results(file) if anew else read_results(file)
    try:
        if not given.report:
            run(given, results, console)
    except Failed as failure:
        sys.exit(str(failure))
    finally:
        remove_all(given.work)
    write_report(results, languages=given.languages, output=given.output)
    console.print(given.output.read_text("utf-8"), markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
