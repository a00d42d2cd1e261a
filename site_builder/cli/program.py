"""The program: its options, its commands and its way out."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from .. import __version__
from .ending import BUG, CLEAN, INTERRUPTED, WRONG_USE, ClosedPipe, closed_pipe, failed, failure
from .new import new
from .publish import build, serve
from .rules import rules
from .schema import schema
from .search import search
from .terminal import PROGRAM, TEXT_WIDTH, bank_around
from .validate import validate

ENVIRONMENT = {
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # they would have a say in what is valid, and take time to find
    "OPENBLAS_NUM_THREADS": "1",  # NumPy's threads would keep a core busy, waiting for work that nobody gives
}


class Commands(click.Group):
    """The commands. A closed pipe is left to main(), because click would end with the status of findings."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ClosedPipe from error
        return status


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": TEXT_WIDTH},
    epilog=f"'{PROGRAM} COMMAND --help' says more about one. Exit status: 0 clean, 1 findings, 2 wrong use.",
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The bank's folder, which holds bank.yml.  [default: the current folder, or the nearest above with one]",
)
@click.version_option(__version__, prog_name=PROGRAM)
@click.pass_context
def cli(context: click.Context, root: Path | None) -> None:
    """Practice Bank: good practice of cities, from a folder of Markdown files to a website.

    An entry is a file practices/SLUG.md. Begin one with 'new', check it with 'validate', and look at it with
    'serve'.

    \b
    Examples:
      practice-bank new language-cafe --title "A language café in the library"
      practice-bank validate
      practice-bank --root ../another-bank build
    """
    context.color = False if os.environ.get("NO_COLOR") else None
    context.obj = root or bank_around(Path.cwd())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line. However it ends: with a message and an exit status, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    sys.exit(_status(arguments))


def run() -> NoReturn:
    """The same in a process of its own, which ends at once: what is left goes with it, and nobody has to tidy it up.

    One that is asked to end, as by a CI server, does so as if somebody pressed Ctrl-C, and leaves nothing behind.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else BUG
    os._exit(_flushed(status))


def _flushed(status: int) -> int:
    """The status, or that of a closed pipe where what was said last does not get through."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        return closed_pipe()
    except OSError:
        return WRONG_USE
    return status


def _status(arguments: Sequence[str] | None) -> int:
    try:
        status = cli.main(arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return failed("Stopped.", status=INTERRUPTED)
    except ClosedPipe:
        return closed_pipe()
    except Exception as error:  # noqa: BLE001  the last resort: a message instead of a traceback
        return failure(error)
    return status if isinstance(status, int) else CLEAN


for _command in (build, new, rules, schema, search, serve, validate):
    cli.add_command(_command)
