"""Reading a bank for a command, with progress where somebody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .terminal import console

if TYPE_CHECKING:
    from ..settings import Place

Told = Callable[[int, int], None]


def place_of(root: Path) -> "Place":
    """The bank in this folder."""
    from ..settings import Place

    return Place(root.resolve())


@contextmanager
def watched(stage: str) -> Iterator[Told | None]:
    """Shows how far a stage has come, to which it gives what it has to tell; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from ..progress import Progress

    with Progress(console()) as progress:
        yield partial(progress.told, stage)
