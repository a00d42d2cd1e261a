"""Putting a new folder in the place of an old one, so that there is a whole one at every moment."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

AT_FDCWD = -100
EXCHANGE = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS
NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})


def swap(new: Path, old: Path) -> None:
    """Put ``new`` in the place of ``old``, which is then found where ``new`` was, if there was an ``old``.

    In one step where the system can exchange two folders. Where it cannot, ``old`` is away for the moment
    between two renames, and comes back if the second one fails.
    """
    if not old.exists():
        new.rename(old)
    elif not _exchange(new, old):
        _rename_twice(new, old)


def _rename_twice(new: Path, old: Path) -> None:
    away = new.with_name(f"{new.name}-away")
    old.rename(away)
    try:
        new.rename(old)
    except OSError:
        away.rename(old)
        raise
    away.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    call = _system_call()
    if call is None or call(os.fsencode(one), os.fsencode(other)) == 0:
        return call is not None
    number = ctypes.get_errno()
    if number in NOT_SUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _system_call() -> Callable[[bytes, bytes], int] | None:
    """What exchanges two paths, of a C library that has it: 0 for success."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return lambda one, other: int(library.renameat2(AT_FDCWD, one, AT_FDCWD, other, EXCHANGE))
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda one, other: int(library.renamex_np(one, other, EXCHANGE))
    return None
