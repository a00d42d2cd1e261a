"""What earlier work has left, put aside.

Nothing is removed while anything is measured: for a minute, ext4 looks at each file that was removed before it makes a
new one, and so a tool that writes thousands would pay for what was removed before.
"""

import shutil
from pathlib import Path

NAME = "aside"


def put_aside(path: Path, *, work: Path) -> None:
    """Take away a file or a folder, if it is there, and keep it below ``work`` until ``remove_all``."""
    if not path.exists():
        return
    folder = work / NAME
    folder.mkdir(exist_ok=True)
    path.rename(folder / str(len(list(folder.iterdir()))))


def remove_all(work: Path) -> None:
    """Remove what was put aside."""
    shutil.rmtree(work / NAME, ignore_errors=True)
