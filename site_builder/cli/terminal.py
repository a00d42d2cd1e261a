"""What a command prints: text that cannot act on the terminal, paths as the user writes them, JSON, findings."""

import json
import shlex
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..diagnostics import FORMATS, Diagnostic, Severity, as_text, visible, visible_lines

if TYPE_CHECKING:
    from rich.console import Console

    from ..settings import Place


PROGRAM = "practice-bank"
BANK_FILE = "bank.yml"  # as settings has it, which takes longer to import
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
TEXT_WIDTH = 100


def console() -> "Console":
    """The terminal, for progress and messages; what a command finds goes to standard output."""
    from rich.console import Console

    return Console(stderr=True)


def shown(path: Path) -> str:
    """The path as somebody in the current folder would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def bank_around(folder: Path) -> Path:
    """The nearest folder, from this one upwards, that holds a bank.yml of the same owner; this one where none does.

    The owner matters: whoever can write to a folder above must not choose what is built here.
    """
    owner = folder.stat().st_uid
    files = (parent / BANK_FILE for parent in (folder, *folder.parents))
    return next((file.parent for file in files if file.is_file() and file.stat().st_uid == owner), folder)


def command_for(place: "Place") -> str:
    """How to call this program again for the same bank."""
    elsewhere = place.root != bank_around(Path.cwd())
    return PROGRAM + (f" --root {shlex.quote(visible(shown(place.root)))}" if elsewhere else "")


def as_json(value: object) -> str:
    """JSON in which characters that could act on a terminal stand as the escapes that JSON has for them."""
    return visible_lines(json.dumps(value, ensure_ascii=False, indent=2))


def wrapped(text: str) -> str:
    """The text in lines that fit the terminal, its words whole."""
    return textwrap.fill(text, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)


def counted(number: int, one: str, many: str) -> str:
    """The number and what it counts."""
    return f"{number} {one if number == 1 else many}"


def print_findings(diagnostics: Sequence[Diagnostic], output_format: str, *, err: bool = False) -> None:
    """Print the findings in this format: in colours, if it is for people and they see a terminal."""
    if output_format == "text":
        text = "".join(_coloured(item) for item in diagnostics)
    else:
        text = FORMATS[output_format](diagnostics)
    click.echo(text, nl=False, err=err)


def _coloured(item: Diagnostic) -> str:
    mark = f": {item.code} {item.severity}: "
    before, mark, after = as_text([item]).partition(mark)
    return before + click.style(mark, fg=COLOURS[item.severity], bold=True) + after
