"""The commands ``build`` and ``serve``: the site, written out or shown while you write."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..diagnostics import visible, visible_lines
from .choices import WholeNumber
from .ending import CLEAN, FINDINGS, Failed
from .reading import place_of
from .terminal import command_for, console, counted, print_findings, shown

if TYPE_CHECKING:
    from ..build import Report
    from ..settings import Place


@click.command()
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the site goes.  [default: site/ in the bank's folder]",
)
@click.option("--strict", is_flag=True, help="Build nothing at all if an entry has an error or a warning.")
@click.option(
    "--clean", is_flag=True, help="Forget what earlier builds have worked out, and make everything anew."
)
@click.option(
    "--no-search",
    is_flag=True,
    help="Leave the index of the search in the browser as it is: in a large bank, the pages are there sooner.",
)
@click.option(
    "--timings",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write into FILE, as JSON, how many seconds each stage took and how many pages were written.",
)
@click.pass_obj
def build(
    root: Path, *, site_dir: Path | None, strict: bool, clean: bool, no_search: bool, timings: Path | None
) -> int:
    """Build the website out of the entries.

    An entry with errors is left out of the site and named; the exit status is then 1. What has not changed
    since the last build is kept as it is; the site is the same as if it had been built anew.

    \b
    Examples:
      practice-bank build
      practice-bank build --strict --site-dir public
    """
    from ..build import BuildFailed
    from ..build import build as build_site

    place = place_of(root)
    target = _site_dir(place, site_dir)
    try:
        report = build_site(
            place, site_dir=target, strict=strict, clean=clean, console=console(), search=not no_search
        )
    except BuildFailed as failure:
        raise Failed(visible_lines(str(failure))) from failure
    if timings:
        _write_timings(report, timings)
    return _report_build(report, target, place)


def _write_timings(report: "Report", file: Path) -> None:
    pages = {"written": report.written, "kept": report.pages - report.written}
    found = {"seconds": report.seconds, "stages": report.stages, "pages": pages}
    try:
        file.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise Failed(
            f"Cannot write {visible(shown(file))}: {error.strerror}. The site itself is built."
        ) from error


def _site_dir(place: "Place", site_dir: Path | None) -> Path:
    """Where the site goes; wrong use where it would bury the bank or be read as a part of it."""
    target = (site_dir or place.root / "site").resolve()
    sources = (place.practices, place.vocabulary, place.docs)
    if place.root.is_relative_to(target) or any(target.is_relative_to(source) for source in sources):
        message = f"'{visible(shown(target))}' holds the bank or a part of it. Choose a folder of its own."
        raise click.BadParameter(message, param_hint="'--site-dir'")
    return target


def _report_build(report: "Report", site_dir: Path, place: "Place") -> int:
    print_findings(report.diagnostics, "text", err=True)
    if not report.built:
        click.echo("Nothing was built: mend what is named above, or build without --strict.", err=True)
        return FINDINGS
    if report.left_out:
        click.echo(f"Left out for their errors: {visible(', '.join(report.left_out))}", err=True)
    pages, folder = counted(report.pages, "page", "pages"), shlex.quote(visible(shown(site_dir)))
    look = f"Look at them with: {_serve_command(place)}, or: python3 -m http.server --directory {folder}"
    changed = (
        "" if report.written == report.pages else f" ({report.written or 'none'} of them new or changed)"
    )
    click.echo(f"Built {pages}{changed} in {report.seconds:.1f} s. {look}")
    if report.unsearched:
        click.echo(
            "The search does not know what is new: build without --no-search before you publish.", err=True
        )
    return FINDINGS if report.left_out else CLEAN


def _serve_command(place: "Place") -> str:
    has_make = place.root == Path.cwd() and (place.root / "Makefile").is_file()
    return "make serve" if has_make else f"{command_for(place)} serve"


@click.command()
@click.option(
    "--port", type=WholeNumber(1, 65535), default=8000, show_default=True, help="The port to listen on."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. 0.0.0.0 lets other machines in.",
)
@click.pass_obj
def serve(root: Path, port: int, host: str) -> int:
    """Show the website on this machine while you write.

    Open the address that is printed in a browser. The site follows every change. Stop with Ctrl-C.

    \b
    Examples:
      practice-bank serve
      practice-bank serve --port 9000
    """
    from ..build import BuildFailed
    from ..serve import serve as serve_site

    try:
        serve_site(place_of(root), host=host, port=port, console=console())
    except BuildFailed as failure:
        raise Failed(visible_lines(str(failure))) from failure
    return CLEAN
