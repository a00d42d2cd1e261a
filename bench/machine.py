"""What a measurement ran on."""

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("mkdocs", "mkdocs-material", "pagefind")
GIGABYTE = 1024**3


def description(*, browser: str = "", packages: Sequence[str] = PACKAGES) -> list[str]:
    """The machine and the versions, a line each. ``browser`` is the version of Chromium, where one takes part.

    Packages that are not installed, and so take no part, are left out.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    programs = [f"Python {platform.python_version()}", *([f"Chromium {browser}"] if browser else [])]
    programs += [f"{name} {version(name)}" for name in packages if _is_installed(name)]
    return [
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}",
        f"{os.getloadavg()[0]:.1f} processes on average were running in the minute before: on a quiet machine, about 1",
        ", ".join(programs),
    ]


def _is_installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", information.read_text()) if information.is_file() else None
    return found[1] if found else platform.processor() or platform.machine()
