"""Pagefind at work: on as many volumes at a time as there are cores, and on none once nobody waits for it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from site_builder import search_index
from site_builder.search_index import CAN_WAIT, NotIndexed, indexing

PAGEFIND = """
import os, pathlib, sys, time
volume = pathlib.Path(sys.argv[sys.argv.index("--site") + 1]).name
log = os.open(os.environ["TOLD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(log, f"begins {volume}\\n".encode())
time.sleep(float(os.environ["TAKES"]))
os.write(log, f"ends {volume}\\n".encode())
print("no such page" if volume == os.environ.get("FAILS") else "")
sys.exit(volume == os.environ.get("FAILS"))
"""
"""A program in the place of Pagefind's, which tells when it is at work."""
VOLUMES = ("a", "b", "c", "d", "e")
LEAVES = """
import os, sys, time
from pathlib import Path
from site_builder.search_index import indexing
with indexing(Path(sys.argv[1]), Path(sys.argv[2]), ("a", "b")):
    time.sleep(0.3)
    os.kill(os.getpid(), 9)
"""

needs_pipes = pytest.mark.skipif(not CAN_WAIT, reason="a process cannot hold what another one reads from")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program in the place of Pagefind's tells what it does."""
    (tmp_path / "programs" / "pagefind").mkdir(parents=True)
    (tmp_path / "programs" / "pagefind" / "__init__.py").touch()
    (tmp_path / "programs" / "pagefind" / "__main__.py").write_text(PAGEFIND, "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path / "programs"), *sys.path)))
    monkeypatch.setenv("TOLD", str(tmp_path / "told"))
    monkeypatch.setenv("TAKES", "0.05")
    return tmp_path / "told"


def lines(told: Path) -> list[str]:
    return told.read_text("utf-8").splitlines() if told.exists() else []


def at_once(told: list[str]) -> int:
    """How many were at work at a time, at the most."""
    running, most = 0, 0
    for line in told:
        running += 1 if line.startswith("begins") else -1
        most = max(most, running)
    return most


@needs_pipes
@pytest.mark.parametrize("number", [1, 2])
def test_no_more_are_at_work_than_there_are_cores(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(search_index, "cores", lambda: number)
    with indexing(tmp_path / "texts", tmp_path / "index", VOLUMES) as index:
        assert list(index.processes) == list(VOLUMES)
        index.wait()
        assert not index.is_at_work
    assert sorted(lines(told)) == sorted(f"{what} {name}" for name in VOLUMES for what in ("begins", "ends"))
    assert 0 < at_once(lines(told)) <= number


def test_without_volumes_there_is_nothing_to_do(tmp_path: Path) -> None:
    with indexing(tmp_path / "texts", tmp_path / "index", ()) as index:
        index.wait()
        assert not index.is_at_work


def test_what_the_program_says_is_told_where_it_fails(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "cores", lambda: 1)
    monkeypatch.setenv("FAILS", "b")
    with (
        pytest.raises(NotIndexed, match="no such page"),
        indexing(tmp_path / "texts", tmp_path / "index", VOLUMES) as index,
    ):
        index.wait()
    assert "ends b" in lines(told)


@needs_pipes
def test_nothing_begins_any_more_once_it_is_given_up(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "cores", lambda: 1)
    monkeypatch.setenv("TAKES", "60")
    with indexing(tmp_path / "texts", tmp_path / "index", VOLUMES) as index:
        while not lines(told):
            time.sleep(0.01)
    assert not index.is_at_work
    assert lines(told) == ["begins a"]


@needs_pipes
def test_what_waits_does_not_begin_where_the_build_was_killed(
    tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAKES", "0.6")
    alone = "from site_builder import search_index; search_index.cores = lambda: 1\n"
    script = [sys.executable, "-c", alone + LEAVES, str(tmp_path / "texts"), str(tmp_path / "index")]
    assert subprocess.run(script, check=False).returncode == -9
    while "ends a" not in lines(told):
        time.sleep(0.02)
    time.sleep(0.3)
    assert lines(told) == ["begins a", "ends a"]
