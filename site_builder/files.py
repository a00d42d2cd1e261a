"""Reads files that a stranger may have put there: regular files only, never through a link, never more than a limit."""

import os
import stat
from pathlib import Path

# Where a system has no such flag, the check of the file's type before it stands alone.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NotRegular(Exception):
    """Something else than a regular file. The message says what."""


class TooLarge(Exception):
    """A file of more bytes than are allowed. The message is their number."""


def read_regular(path: Path | str, *, limit: int) -> bytes:
    """The bytes of a regular file. What is none is not opened, so that a pipe or a device cannot hold us up.

    Raises NotRegular, TooLarge, or OSError where the system does not let us read.
    """
    _assert_regular(os.lstat(path).st_mode)
    file = os.open(path, FLAGS)
    try:
        found = os.fstat(file)
        _assert_regular(found.st_mode)
        if found.st_size > limit:
            raise TooLarge(str(found.st_size))
        return _bounded(_read(file, found.st_size, limit + 1), limit)
    finally:
        os.close(file)


def _read(file: int, size: int, limit: int) -> bytes:
    """The bytes of an open file, of so many by now, up to a limit. Python's own buffers would take longer to set up."""
    raw = b""
    while len(raw) < limit and (more := os.read(file, min(size + 1, limit - len(raw)))):
        raw += more
    return raw


def _assert_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotRegular(KINDS.get(stat.S_IFMT(mode), "not a file"))


def _bounded(raw: bytes, limit: int) -> bytes:
    if len(raw) > limit:  # it has grown since its size was asked for
        raise TooLarge(f"more than {limit}")
    return raw


def is_below(path: Path, folder: Path) -> bool:
    """Whether no folder on the way from ``folder`` down to the path, nor the path itself, is a symbolic link."""
    steps = path.relative_to(folder).parts
    return not any(folder.joinpath(*steps[: length + 1]).is_symlink() for length in range(len(steps)))
