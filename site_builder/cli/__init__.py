"""practice-bank: validate, build, serve, search, new, schema, rules.

One module a command, or two that are alike; ``program`` puts them together. Every command is thin. It imports what it
needs when it runs, so that ``--help`` starts at once; and it ends with 0 (clean), 1 (findings) or 2 (wrong use, no
usable bank, or a file that cannot be read or written).
"""

from .program import cli, main, run
from .terminal import PROGRAM

__all__ = ["PROGRAM", "cli", "main", "run"]
