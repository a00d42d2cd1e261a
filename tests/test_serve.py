"""Live preview: a saved entry, vocabulary or page is on the served site a moment later."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from site_builder.build import BuildFailed
from site_builder.plugin import THEME, watched
from site_builder.serve import Preview, serve
from site_builder.settings import Place
from site_builder.style_sheet import STYLES
from tests.conftest import ROOT
from tests.sites import site_of_fixtures

pytestmark = pytest.mark.build

PATIENCE = 60


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return site_of_fixtures(tmp_path / "bank")


def serving(place: Place) -> tuple[str, list[str]]:
    """The address of a preview of the bank, and the command that serves it there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "site_builder.cli", "--root", str(place.root), "serve"]
    return f"http://127.0.0.1:{port}/", [*command, "--port", str(port)]


@pytest.fixture
def address(place: Place) -> Iterator[str]:
    """Where the bank's live preview is served."""
    found, command = serving(place)
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield found
    server.terminate()
    server.wait(timeout=PATIENCE)


def wait_for(address: str, text: str) -> None:
    """Ask until the page holds the text; fail when patience ends."""
    found, end = "", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                found = answer.read().decode()
        except OSError as error:
            found = str(error)
        if text in found:
            return
        time.sleep(0.2)
    pytest.fail(f"{address} never held {text!r}; it held {found[:300]!r}")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_saved_is_shown(place: Place, address: str) -> None:
    wait_for(f"{address}practices/minimal/", "<h1")
    entry = place.practices / "minimal.md"
    title = next(line for line in entry.read_text("utf-8").splitlines() if line.startswith("title:"))
    replace(entry, title, "title: A title that was just saved")
    wait_for(f"{address}de/practices/minimal/", "A title that was just saved")
    wait_for(f"{address}topics/education/", "A title that was just saved")
    replace(place.vocabulary / "en" / "topics.yml", "label: Language,", "label: Tongues,")
    wait_for(f"{address}topics/language/", "Tongues")
    replace(place.docs / "de" / "about.md", "# Über", "# Über uns alle")
    wait_for(f"{address}de/about/", "Über uns alle")


def test_what_is_saved_while_the_site_is_built_for_the_first_time_is_shown(
    place: Place, address: str
) -> None:
    waiting = time.monotonic() + PATIENCE
    while not (place.cache / "search").is_dir() and time.monotonic() < waiting:
        time.sleep(0.01)
    entry = place.practices / "minimal.md"
    entry.write_text(f"{entry.read_text('utf-8')}\nSaved while nobody watched.\n", "utf-8")
    wait_for(f"{address}practices/minimal/", "Saved while nobody watched.")


def test_a_mistake_keeps_the_last_good_site(place: Place, address: str) -> None:
    wait_for(f"{address}practices/minimal/", "<h1")
    (place.root / "bank.yml").write_text("languages: 7\n", encoding="utf-8")
    (place.practices / "extra.md").write_text("---\n", encoding="utf-8")
    time.sleep(2)
    wait_for(f"{address}practices/minimal/", "<h1")


def test_a_search_that_could_not_be_renewed_is_told_at_the_next_change(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, said = tmp_path / "python", StringIO()
    broken.write_text("#!/bin/sh\necho 'no space left' >&2\nexit 2\n", "utf-8")
    broken.chmod(0o755)
    (tmp_path / "preview").mkdir()
    preview = Preview(place, tmp_path / "preview" / "site", Console(file=said))
    preview.first()
    monkeypatch.setattr(sys, "executable", str(broken))
    entry = place.practices / "minimal.md"
    entry.write_text(entry.read_text("utf-8") + "\nAnother sentence.\n", "utf-8")
    preview.renew(())
    assert preview._search
    preview._search.wait(timeout=PATIENCE)
    assert "Search not renewed" not in said.getvalue()
    preview.renew(())
    assert "Search not renewed: no space left" in said.getvalue()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_nothing_stays_behind(place: Place, tmp_path: Path, end: signal.Signals) -> None:
    (tmp_path / "temporary").mkdir()
    server = subprocess.Popen(
        serving(place)[1],
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert server.stdout
    while b"Look at it" not in server.stdout.readline():
        assert server.poll() is None
    server.send_signal(end)
    server.wait(timeout=PATIENCE)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_everything_that_changes_the_site_is_watched() -> None:
    folders = watched(Place(ROOT))
    for name in ("practices", "vocabulary", "docs/en", "docs/de", "bank.yml", "mkdocs.yml"):
        assert any((ROOT / name).is_relative_to(folder) for folder in folders), name
    for own in (THEME, STYLES, THEME.parent / "templates", THEME.parent / "languages"):
        assert own in folders


def test_a_port_that_is_taken_is_said_before_anything_is_built(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BuildFailed, match=f"Port {port} is taken. Try --port {port + 1}"):
            serve(place, host="127.0.0.1", port=port, console=Console(quiet=True))
    assert not place.cache.exists()


def test_a_host_that_does_not_exist_is_said_before_anything_is_built(place: Place) -> None:
    with pytest.raises(BuildFailed, match=re.escape("There is no host '300.1.1.1'")):
        serve(place, host="300.1.1.1", port=8000, console=Console(quiet=True))
