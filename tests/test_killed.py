"""Builds that are killed, that meet each other, or that run out of space: the site that was there stays whole."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.build import build
from site_builder.settings import Place
from tests.sites import digests, site_of_fixtures

pytestmark = pytest.mark.build

KILLS = 6
SEED = 2009
SMALL_FILE = 20_000


def command(place: Place, site: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "site_builder.cli",
        "--root",
        str(place.root),
        "build",
        "--site-dir",
        str(site),
    ]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return site_of_fixtures(tmp_path / "bank")


def retitle(place: Place, title: str) -> None:
    """Change the bank, so that the next site differs from the last."""
    entry = place.practices / "minimal.md"
    lines = [
        f"title: {title}" if line.startswith("title:") else line
        for line in entry.read_text("utf-8").splitlines()
    ]
    entry.write_text("\n".join(lines) + "\n", encoding="utf-8")


def start(place: Place, site: Path, *, before: Callable[[], None] | None = None) -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command(place, site), stdout=quiet, stderr=quiet, start_new_session=True, preexec_fn=before
    )


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site(place: Place, tmp_path: Path) -> None:
    site, chance = tmp_path / "site", random.Random(SEED)
    build(place, site_dir=site)
    before = digests(site)
    retitle(place, "A title for after the kill")
    started = time.monotonic()
    build(place, site_dir=tmp_path / "other")
    lasts, after = time.monotonic() - started, digests(tmp_path / "other")
    assert before != after
    for _ in range(KILLS):
        process = start(place, site)
        time.sleep(chance.uniform(0.1, 1.3) * lasts)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert digests(site) in (before, after)
    build(place, site_dir=site)
    assert digests(site) == after
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bank", "other", "site"]


def test_a_build_that_is_asked_to_end_leaves_nothing_behind(place: Place, tmp_path: Path) -> None:
    process = start(place, tmp_path / "site")
    while not [path for path in tmp_path.iterdir() if path != place.root]:
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 130
    assert list(tmp_path.iterdir()) == [place.root]


def test_two_builds_at_once_do_not_mix(place: Place, tmp_path: Path) -> None:
    site = tmp_path / "site"
    builds = [start(place, site) for _ in range(2)]
    assert [process.wait(timeout=120) for process in builds] == [0, 0]
    build(place, site_dir=tmp_path / "alone")
    assert digests(site) == digests(tmp_path / "alone")


def test_a_full_disk_is_an_error_and_not_half_a_site(place: Place, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(place, site_dir=site)
    before = digests(site)
    retitle(place, "A title that will not fit")
    process = start(
        place, site, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE, SMALL_FILE))
    )
    assert process.wait(timeout=120) == 2
    assert digests(site) == before


def test_a_damaged_cache_is_made_anew(place: Place, tmp_path: Path) -> None:
    build(place, site_dir=tmp_path / "site")
    cached = [path for path in place.cache.rglob("*") if path.is_file() and path.stat().st_size]
    assert cached
    for path in cached:
        path.write_bytes(b"damaged" + path.read_bytes()[:100])
    build(place, site_dir=tmp_path / "again")
    assert digests(tmp_path / "again") == digests(tmp_path / "site")
