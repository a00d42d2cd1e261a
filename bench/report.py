"""What was measured, as a page of Markdown."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from .beside import TOOLS, WITH_PAGEFIND, names_of
from .ours import BUILDS, VALIDATIONS
from .preview import NAMES
from .results import SEARCH, Result, Results
from .targets import MEGABYTE, Figures, Target, exponent_of, targets

LABELS = {
    "cold": "Practice Bank, cold build",
    "nothing": "… nothing changed",
    "text": "… one entry's text changed",
    "text-alone": "… one entry's text changed, the search left as it was",
    "topics": "… one entry's topics changed",
    "added": "… an entry added",
    "removed": "… an entry removed",
    "template": "… a template changed",
    "validate-all-cold": "Validate all, nothing kept",
    "validate-all": "Validate all again",
    "validate-one-cold": "Validate one changed entry, nothing kept",
    "validate-one": "Validate one changed entry",
    "preview-start": "Preview, until the first page is served",
    "preview": "Preview, from saving to the new page",
    "preview-search": "Preview, from saving to the new search index",
    "material": "MkDocs Material, nothing in the nav",
    "material-pagefind": "… Pagefind over it",
    "material-nav": "MkDocs Material, all in the nav, own search",
    "zensical": "Zensical, own search",
    "hugo": "Hugo",
    "hugo-pagefind": "… Pagefind over it",
}
OURS = (*BUILDS, *VALIDATIONS, *NAMES)
BESIDE = tuple(name for tool in TOOLS for name in names_of(tool))
NOTES = """\
## How it was measured

- Every command runs in a fresh process, as a person would start it, on the same machine in the same session. What is
  in the file system's cache stays there. Seconds are on the wall, medians of as many times as the last column says: a
  thing that takes long is done less often. *Processor* is the time of all cores together.
- What the targets compare is measured by turns: in one round ours and the other tools', one after the other, and then
  once more. A ratio is the median of those of the rounds; the smallest and the largest stand beside it. The speed of a
  machine may change by half within minutes, and so figures of different rounds should not be compared.
- *Cold*: nothing of an earlier build is left. Each other build comes after one small change to what the build before
  has left, another entry each time. *Template*: an attribute more on the page of every entry.
- *Own work* is the whole time without waiting for Pagefind, which is at work beside ours and slows it. So what we do
  after one changed text is measured alone, too, with `--no-search`: the target counts that, and the joining of the
  index in the build with the search.
- *Memory*: the most at one time of all processes together, Pagefind and other tools' search left out where they are
  processes of their own; memory that processes share counts once. It is looked at ten times a second at most.
- *Beside it*: other tools get the title, the summary, the topics and the body of the same entries, and build from
  nothing. Hugo has a page for each entry, a list of all and a list for each topic, in parts of 60. Material and
  Zensical have the pages of the entries only. Pagefind is the same version everywhere, with the same options.
- *Validate one changed entry* and the preview: a sentence is added to an entry, another one each time. The new page
  is asked for every 20 ms.
- Blank: not measured."""


def report(results: Results, *, languages: Sequence[str], profile: str = "") -> str:
    """The whole page. ``profile`` is a part that was written by hand, with headings of the second level."""
    parts = [
        [
            "# How fast the bank is built, measured",
            "",
            "Written by `make bench`. Do not edit it: run it again.",
            "",
        ],
        _machines(results),
        ["", f"Languages: {', '.join(languages)}.", "", *_targets(results)],
        *(["", *_size(results, entries)] for entries in results.sizes),
        ["", *_stages(results), "", *_growth(results)],
        ["", profile.strip()] if profile.strip() else [],
        ["", NOTES],
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def _machines(results: Results) -> Iterator[str]:
    """What it ran on; where parts come from several sessions, which from which."""
    sessions = results.sessions
    for session in sessions:
        yield f"- Session of {session}" + (f": {_measured_in(results, session)}" if len(sessions) > 1 else "")
        yield from (f"- {line}" for line in results.machines.get(session, ()))


def _measured_in(results: Results, session: str) -> str:
    each = (
        f"{', '.join(names)} at {entries:,}"
        for entries in results.sizes
        if (names := [one.name for one in results if (one.session, one.entries) == (session, entries)])
    )
    return "; ".join(each)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose first column is text and whose others are figures."""
    yield f"| {' | '.join(head)} |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _targets(results: Results) -> Iterator[str]:
    largest = results.sizes[-1] if results.sizes else 0
    rows = [_target(target) for target in targets(results, entries=largest)]
    yield f"## Targets, at {largest:,} entries"
    yield ""
    yield from table(("", "at most", "measured", "reached"), rows)


def _target(target: Target) -> tuple[str, str, str, str]:
    unit = f" {target.unit}" if target.unit else ""
    measured = (
        "" if target.value is None else f"{target.value:,.{_digits(target)}f}{unit}{_range(target.turns)}"
    )
    reached = {True: "yes", False: "no", None: "not measured"}[target.reached]
    return target.text, f"{target.limit:g}{unit}", measured, reached


def _range(turns: Sequence[float]) -> str:
    """From the smallest to the largest of all rounds."""
    return f" ({min(turns):.2f} to {max(turns):.2f})" if len(turns) > 1 else ""


def _digits(target: Target) -> int:
    return 0 if target.limit >= 100 else 2


def _size(results: Results, entries: int) -> Iterator[str]:
    """Everything at one size."""
    yield f"## {entries:,} entries"
    yield ""
    columns: dict[str, Callable[[Result], str]] = {
        "whole, s": lambda one: _seconds(one.seconds),
        "own work, s": lambda one: _seconds(one.without_search),
        "processor, s": lambda one: _seconds(one.processor),
        "memory, MB": lambda one: _megabytes(one.memory),
        "pages written": lambda one: _count(one.pages("written")),
        "pages kept": lambda one: _count(one.pages("kept")),
        "files": lambda one: _count(one.output.files if one.output else None),
        "HTML": lambda one: _count(one.output.pages if one.output else None),
        "size, MB": lambda one: _megabytes(one.output.size if one.output else None),
        "times": lambda one: str(len(one.runs)),
    }
    rows = [
        (LABELS[name], *(cell(result) for cell in columns.values()))
        for name in (*OURS, *BESIDE)
        if (result := results.get(name, entries))
    ]
    yield from table(("", *columns), [*rows, *_together(results, entries, columns=len(columns))])


def _together(results: Results, entries: int, *, columns: int) -> Iterator[Sequence[str]]:
    """What a tool takes together with Pagefind over what it has built."""
    for tool in WITH_PAGEFIND:
        seconds = Figures(results, entries).seconds(*names_of(tool))
        if seconds is not None:
            yield f"{LABELS[tool]} + Pagefind", _seconds(seconds), *[""] * (columns - 1)


def _stages(results: Results) -> Iterator[str]:
    """Seconds a stage of our builds."""
    told = [one for one in results if one.name in BUILDS and one.stages]
    names = list(dict.fromkeys(name for one in told for name in one.stages))
    rows = (
        (f"{one.entries:,}: {LABELS[one.name]}", *(_seconds(one.stages.get(name)) for name in names))
        for one in sorted(told, key=lambda one: (one.entries, BUILDS.index(one.name)))
    )
    yield "## Seconds a stage"
    yield ""
    if told:
        yield from table(("", *("search (Pagefind)" if name == SEARCH else name for name in names)), rows)
    else:
        yield "The build does not tell."


def _growth(results: Results) -> Iterator[str]:
    """How time grows between the two largest sizes."""
    yield "## Growth"
    yield ""
    if len(results.sizes) < 2:
        yield "Measured at one size only."
        return
    small, large = results.sizes[-2:]
    yield f"The exponent between {small:,} and {large:,} entries: 1 is in proportion, 0 is no growth."
    yield ""
    rows = (
        (LABELS[name], f"{whole:.2f}", _exponent(exponent_of(results, name, lambda one: one.without_search)))
        for name in (*OURS, *BESIDE)
        if (whole := exponent_of(results, name)) is not None
    )
    yield from table(("", "whole", "own work"), rows)


def _exponent(power: float | None) -> str:
    return "" if power is None else f"{power:.2f}"


def _seconds(seconds: float | None) -> str:
    """With two digits below ten seconds, with one above."""
    return "" if seconds is None else f"{seconds:.{2 if seconds < 10 else 1}f}"


def _megabytes(size: int | None) -> str:
    return "" if size is None else f"{size / MEGABYTE:,.0f}"


def _count(count: int | None) -> str:
    return "" if count is None else f"{count:,}"
