"""How a command ends: with a message and an exit status, never with a traceback."""

import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path

import click

from ..diagnostics import visible_lines
from .terminal import PROGRAM, shown

DEBUG = "PRACTICE_BANK_DEBUG"
CLEAN, FINDINGS, WRONG_USE, BUG = 0, 1, 2, 70
INTERRUPTED, CLOSED_PIPE = 130, 141  # as a shell reports the signals INT and PIPE


class Failed(click.ClickException):
    """A command could not do its work, for a reason that is no finding in an entry."""

    exit_code = WRONG_USE


class ClosedPipe(Exception):
    """Whoever reads the output has read enough."""


def closed_pipe() -> int:
    """Somebody has read enough, as ``head`` does: end in silence, also when Python closes the stream."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLOSED_PIPE


def failure(error: Exception) -> int:
    """Say what went wrong, and what to do about it; a fault of our own is called one."""
    from ..settings import NotABank

    if isinstance(error, OSError):
        return failed(f"Error: {_io_message(error)}", status=WRONG_USE)
    if isinstance(error, NotABank):
        return failed(f"Error: {error}", status=WRONG_USE)
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    *_, last = traceback.extract_tb(error.__traceback__)
    where = f"{Path(last.filename).name}:{last.lineno}"
    message = (
        f"This is a fault of {PROGRAM} itself, please report it: {type(error).__name__}: {error} ({where})"
    )
    return failed(f"{message}. {DEBUG}=1 in the environment shows more.", status=BUG)


def _io_message(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{shown(Path(os.fsdecode(error.filename)))}: {reason}" if error.filename else reason


def failed(message: str, *, status: int) -> int:
    """Say so, and end with this status."""
    with suppress(OSError):
        click.echo(visible_lines(message), err=True)
    return status
