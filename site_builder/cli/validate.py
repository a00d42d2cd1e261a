"""The command ``validate``."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..cores import without_collecting
from ..diagnostics import FORMATS, Diagnostic, Severity, visible
from .choices import format_option
from .ending import CLEAN, FINDINGS
from .reading import place_of, watched
from .terminal import counted, print_findings, shown

if TYPE_CHECKING:
    from ..checks import Report
    from ..settings import Place


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False, path_type=Path))
@format_option(*FORMATS)
@click.pass_obj
@without_collecting()
def validate(root: Path, paths: tuple[Path, ...], output_format: str) -> int:
    """Check the entries and say how to mend them.

    Says of each mistake what it is and where: file, row and column. Nothing is changed. Without PATH, the
    whole bank is checked; PATH is an entry or a folder below practices/.

    Exit status: 0 when there is nothing to mend (advice alone is no reason to fail), 1 when there are errors
    or warnings, 2 when something else is in the way, such as a PATH that does not exist.

    \b
    Examples:
      practice-bank validate
      practice-bank validate practices/language-cafe.md
      practice-bank validate --format json > findings.json
    """
    place = place_of(root)
    place.settings()
    chosen = [_inside_practices(path, place) for path in paths]
    report = _checked(place, _entries(place, chosen) if paths else None)
    print_findings(report.findings, output_format)
    if output_format != "json":
        click.echo(_summary(report.files, report.findings), err=True)
    return FINDINGS if any(item.severity is not Severity.ADVICE for item in report.findings) else CLEAN


def _checked(place: "Place", files: "Sequence[Path] | None") -> "Report":
    from ..checks import check_bank, check_files

    with watched("reading") as told:
        return check_bank(place, told=told) if files is None else check_files(place, files, told=told)


def _inside_practices(path: Path, place: "Place") -> Path:
    """The absolute path of an entry or a folder of entries; wrong use where it is neither."""
    given = visible(str(path))
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow a link
    real = absolute.parent.resolve() / absolute.name  # a link stays a link: a rule reports it
    practices = place.practices.resolve()
    if not os.path.lexists(real):
        raise click.BadParameter(f"'{given}' does not exist.", param_hint="PATH")
    if real.is_dir() and not real.is_symlink():
        real = real.resolve()
    if not real.is_relative_to(practices):
        message = f"'{given}' is outside of {shown(place.practices)}, where entries are."
        raise click.BadParameter(f"{message} To check the whole bank, leave PATH out.", param_hint="PATH")
    return place.practices / real.relative_to(practices)


def _entries(place: "Place", chosen: Iterable[Path]) -> list[Path]:
    """The files of the entries that are chosen, or that lie in a folder that is; wrong use where there are none."""
    from ..validate import entries_at

    found: dict[Path, None] = {}
    for path in chosen:
        below = entries_at(place, path)
        if not below and not path.is_dir():
            message = f"'{visible(shown(path))}' is no entry. Entries are files that end in .md."
            raise click.BadParameter(message, param_hint="PATH")
        found |= dict.fromkeys(below)
    return list(found)


def _summary(files: int, diagnostics: Iterable[Diagnostic]) -> str:
    severities = [item.severity for item in diagnostics]
    numbers = [
        counted(severities.count(Severity.ERROR), "error", "errors"),
        counted(severities.count(Severity.WARNING), "warning", "warnings"),
        counted(severities.count(Severity.ADVICE), "piece of advice", "pieces of advice"),
    ]
    named = [text for text in numbers if not text.startswith("0 ")]
    return ", ".join([counted(files, "file", "files"), *(named or ["nothing to mend"])])
