"""Reading a bank for a command, with progress where somebody watches."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from .terminal import console

if TYPE_CHECKING:
    from ..bank import Bank
    from ..load import Entry
    from ..rules import Context
    from ..settings import Place


def place_of(root: Path) -> "Place":
    """The bank in this folder."""
    from ..settings import Place

    return Place(root.resolve())


def read_bank_context(place: "Place") -> "Context":
    """Everything that rules may look at; NotABank where the folder holds no bank that can be used."""
    from ..validate import read_context

    if not sys.stderr.isatty():
        return read_context(place)
    with console().status("Reading the bank"):
        return read_context(place)


def read_bank(place: "Place") -> "tuple[Context, Bank]":
    """The bank of all entries without errors, and what it was read from."""
    from ..bank import build_bank
    from ..validate import paths_with_errors

    context = read_bank_context(place)
    return context, build_bank(
        context, without=paths_with_errors(validate_with_progress(context, context.entries))
    )


def validate_with_progress(context: "Context", entries: "Sequence[Entry]") -> list[Diagnostic]:
    """All findings in these entries, sorted by file and place."""
    from ..validate import validate

    if not sys.stderr.isatty():
        return validate(context, entries)
    from rich.progress import track

    steps = track(entries, "Checking", console=console(), transient=True)
    return sorted(found for entry in steps for found in validate(context, [entry]))
