"""Find a Chromium for the browser tests, or install one.

``python -m tools.browser`` prints the path of a browser that works. It takes the machine's own where there is
one, otherwise installs it with the system's package manager, otherwise with Playwright. ``CHROMIUM=/path``
in the environment names the only one to try.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS_PATHS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MANAGERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "apt-get": (("update",), ("install", "--yes", "--no-install-recommends", "chromium")),
    "dnf": (("install", "--assumeyes", "chromium"),),
    "apk": (("add", "chromium"),),
    "brew": (("install", "--cask", "google-chrome"),),
}
WITHOUT_ROOT = {"brew"}
PROBE = "data:text/html,<p>it works</p>"
PROBE_SECONDS = 90
PLAYWRIGHT_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class NoBrowser(Exception):
    """There is no Chromium on this machine, and none could be installed."""


@cache
def find_browser() -> str:
    """The path of a Chromium that works; NoBrowser where there is none. Installs nothing."""
    for path in _candidates():
        if _works(path):
            return path
    raise NoBrowser("no Chromium found: run `make browser`, or name one with CHROMIUM=/path/to/chromium")


def ensure_browser() -> str:
    """The path of a Chromium that works, after installing one where there is none."""
    installers = () if os.environ.get("CHROMIUM") else (_install_from_system, _install_from_playwright)
    for install in (_install_nothing, *installers):
        install()
        with suppress(NoBrowser):
            return find_browser()
    raise NoBrowser("no Chromium found or installed: install one, or name it with CHROMIUM=/path/to/chromium")


def _candidates() -> Iterator[str]:
    if named := os.environ.get("CHROMIUM"):
        yield named
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield from MACOS_PATHS
    # In a process of its own: the caller may already be inside Playwright, which cannot be nested.
    own = subprocess.run([sys.executable, "-c", PLAYWRIGHT_PATH], capture_output=True, text=True, check=False)
    if own.returncode == 0:
        yield own.stdout.strip()


def _works(path: str) -> bool:
    """Whether the browser renders a page. Some systems have only a stub of that name, or lack a library."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        try:
            probe = subprocess.run(
                [path, *options, "--dump-dom", PROBE],
                capture_output=True,
                text=True,
                check=False,
                timeout=PROBE_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return "<p>it works</p>" in probe.stdout


def _install_nothing() -> None:
    """The machine may have a browser already."""


def _install_from_system() -> None:
    for manager, steps in MANAGERS.items():
        if shutil.which(manager) and (prefix := _as_root(manager)) is not None:
            for step in steps:
                _run([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", manager, *step])
            return


def _install_from_playwright() -> None:
    """Playwright's own browser; where it does not start, also the system's libraries that it needs."""
    playwright = [sys.executable, "-m", "playwright"]
    if not _run([*playwright, "install", "chromium"]) or any(map(_works, _candidates())):
        return
    if (prefix := _as_root("playwright")) is not None:
        _run([*prefix, *playwright, "install-deps", "chromium"])


def _as_root(manager: str) -> tuple[str, ...] | None:
    """What to put before a command that needs root; None where we cannot become root without being asked."""
    if manager in WITHOUT_ROOT or os.geteuid() == 0:
        return ()
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ("sudo", "-n") if asked.returncode == 0 else None


def _run(command: Sequence[str]) -> bool:
    """Run an installer, its output on standard error, and say whether it succeeded."""
    print("+", *command, file=sys.stderr, flush=True)
    return subprocess.run(command, stdout=sys.stderr.fileno(), check=False).returncode == 0


def main() -> int:
    """Print the path of a working browser."""
    try:
        print(ensure_browser())
    except NoBrowser as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
