"""Live preview: a saved entry, vocabulary or page is on the served site a moment later."""

import gc
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import weakref
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from site_builder import search_index
from site_builder.build import BuildFailed, build
from site_builder.plugin import THEME, watched
from site_builder.serve import Preview, serve
from site_builder.settings import Place
from site_builder.store import Store
from site_builder.style_sheet import STYLES
from tests.conftest import ROOT
from tests.sites import digests, site_of_fixtures

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


@pytest.fixture
def said() -> StringIO:
    return StringIO()


@pytest.fixture
def preview(place: Place, tmp_path: Path, said: StringIO) -> Iterator[Preview]:
    """A preview of the bank that nobody looks at, built once."""
    (tmp_path / "preview").mkdir()
    made = Preview(place, tmp_path / "preview" / "site", Console(file=said))
    made.first()
    yield made
    made.close()


def write_one_more(place: Place, sentence: str) -> None:
    entry = place.practices / "minimal.md"
    entry.write_text(f"{entry.read_text('utf-8')}\n{sentence}\n", "utf-8")


def index_of(preview: Preview) -> bytes:
    """The file of a search index that names all others by their digests."""
    return (preview.site_dir / "pagefind" / "pagefind-entry.json").read_bytes()


def test_the_search_is_renewed_behind_the_pages(preview: Preview, place: Place, tmp_path: Path) -> None:
    before = index_of(preview)
    write_one_more(place, "A sentence about zeppelins.")
    preview.renew(())
    assert preview._search
    preview._search.wait()
    assert index_of(preview) != before
    other = tmp_path / "other"
    build(place, site_dir=other, clean=True)
    assert digests(preview.site_dir, all_files=True) == digests(other, all_files=True)


def test_a_search_that_is_as_before_is_not_renewed(preview: Preview, place: Place) -> None:
    replace(place.docs / "de" / "about.md", "title: Über", "title: Über uns")
    preview.renew(())
    assert preview._search is None


def test_what_the_bank_held_before_is_forgotten(preview: Preview, place: Place) -> None:
    gc.disable()  # or it may be forgotten by chance
    try:
        write_one_more(place, "A first sentence.")
        preview.renew([])
        before = weakref.ref(preview._last)
        write_one_more(place, "A second sentence.")
        preview.renew([])
        assert before() is None
    finally:
        gc.enable()


def test_a_renewal_gives_way_to_the_next_change(
    preview: Preview, place: Place, said: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = index_of(preview)
    with monkeypatch.context() as slow:
        slow.setattr(search_index, "_command", lambda texts, folder: ["sleep", "60"])
        write_one_more(place, "The first sentence.")
        preview.renew(())
    first = preview._search
    assert first
    write_one_more(place, "The second sentence.")
    preview.renew(())
    assert index_of(preview) == before
    assert preview._search not in (None, first)
    preview._search.wait()
    assert index_of(preview) != before
    assert "not renewed" not in said.getvalue()


def test_a_search_that_cannot_be_renewed_is_told_of(
    preview: Preview, place: Place, said: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ["sh", "-c", "echo no space left; exit 2"]
    monkeypatch.setattr(search_index, "_command", lambda texts, folder: broken)
    before = index_of(preview)
    write_one_more(place, "Another sentence.")
    preview.renew(())
    assert preview._search
    preview._search.wait()
    assert "Search not renewed: Pagefind could not index the pages:\nno space left" in said.getvalue()
    assert index_of(preview) == before


def test_a_renewal_leaves_the_pages_where_somebody_has_cleared_what_is_known_of_them(
    preview: Preview, place: Place, said: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(preview.site_dir, all_files=True)
    with monkeypatch.context() as quick:
        quick.setattr(search_index, "_command", lambda texts, folder: ["sleep", "1"])
        write_one_more(place, "Another sentence.")
        preview.renew(())
        with Store(place.cache) as store:
            store.clear()
        assert preview._search
        preview._search.wait()
    assert "Search not renewed: Another build has cleared what was known of the pages." in said.getvalue()
    assert digests(preview.site_dir, all_files=True).keys() == before.keys()


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
