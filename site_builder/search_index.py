"""The index of the search in the browser: folders of texts -> Pagefind's files, and which result is which practice."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from . import fragments
from .cores import cores
from .fragments import ENTRY_FILE, FOLDER, Entry, UnknownFragments
from .publish import Content
from .store import code_digest, digest_of
from .volumes import FIRST, language_of

OPTIONS = ("--quiet", "--glob", "**/*.html")
LOG = "pagefind.log"
CAN_WAIT = os.name == "posix"
"""Whether a process can hold what another one reads from."""
WAITING = """\
import os, sys
parent = os.getppid()
sys.stdin.read()
if os.getppid() == parent:
    os.execv(sys.argv[1], sys.argv[1:])
"""
"""A command as soon as the process before has ended; nothing where the build has ended, too, without saying so."""
OF_A_VOLUME = (".pf_fragment", ".pf_index", ".pf_filter", ".pf_meta")
"""How the names of the files end that only one volume has. All others are programs, which the first one brings."""


class NotIndexed(Exception):
    """The pages cannot be searched. The message says why."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """Pagefind at work, in a process of its own for each volume."""

    folder: Path
    """Where a folder of each volume will be."""
    processes: "Mapping[str, subprocess.Popen[bytes]]"
    """By the names of the volumes."""

    @property
    def is_at_work(self) -> bool:
        """Whether it has not come to its end yet."""
        return any(process.poll() is None for process in self.processes.values())

    def wait(self) -> None:
        """Wait for its end; NotIndexed where it fails."""
        for volume, process in self.processes.items():
            if process.wait():
                said = (self.folder / volume / LOG).read_text("utf-8", errors="replace")
                raise NotIndexed(f"Pagefind could not index the pages:\n{said}")


@contextmanager
def indexing(texts: Path, folder: Path, volumes: Iterable[str]) -> Iterator[Indexing]:
    """Pagefind at work on the texts of these volumes while other things are done. It ends with them where they fail.

    As many processes as there are cores are at work at a time, and each of the others waits for the end of one of them:
    more would not be done sooner, and each takes up to a gigabyte of memory.
    """
    names = list(volumes)
    at_once = cores() if CAN_WAIT else max(1, len(names))
    with ExitStack() as started:
        yield Indexing(folder, _started(started, texts, folder, names, at_once=at_once))


def _started(
    started: ExitStack, texts: Path, folder: Path, volumes: Sequence[str], *, at_once: int
) -> "dict[str, subprocess.Popen[bytes]]":
    """A process for each volume. It holds one end of a pipe while it lives; one that comes later reads the other."""
    processes = {}
    before = [subprocess.DEVNULL] * at_once
    with ExitStack() as ours:
        for place, name in enumerate(volumes):
            end, held = os.pipe()
            ours.callback(os.close, end)
            try:
                process = _process(texts, folder, name, after=before[place % at_once], holds=held)
                processes[name] = started.enter_context(process)
            finally:
                os.close(held)
            before[place % at_once] = end
    return processes


@contextmanager
def _process(
    texts: Path, folder: Path, volume: str, *, after: int, holds: int
) -> "Iterator[subprocess.Popen[bytes]]":
    (folder / volume).mkdir(parents=True)
    waiting = [] if after == subprocess.DEVNULL else [sys.executable, "-c", WAITING]
    command = [*waiting, *_command(texts / volume, folder / volume)]
    with (folder / volume / LOG).open("wb") as log:
        held = (holds,) if CAN_WAIT else ()
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=after, pass_fds=held)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _command(texts: Path, folder: Path) -> list[str]:
    output = str(folder / FOLDER)
    return [sys.executable, "-m", "pagefind", "--site", str(texts), "--output-path", output, *OPTIONS]


def reads_of(texts: Iterable[tuple[str, str]]) -> str:
    """The digest of what an index is made of: the paths and digests of its texts, and the programs."""
    return digest_of(version("pagefind"), repr(OPTIONS), repr(sorted(texts)), code_digest())


def files(folder: Path, volume: str) -> list[Path]:
    """What Pagefind has written of a volume, but for the file by which its program knows the others."""
    found = sorted((folder / FOLDER).rglob("*"))
    ours = (path for path in found if volume == FIRST or path.suffix in OF_A_VOLUME)
    return [path for path in ours if path.name != ENTRY_FILE and path.is_file()]


def entry_of(folder: Path) -> Entry:
    """What Pagefind says of a volume; NotIndexed where it is not the version that we know."""
    with _joined():
        return fragments.entry_of(folder)


def joined_entry(entries: Sequence[Entry]) -> Entry:
    """What Pagefind's program is to know of all volumes. The program of a language is that of its first volume, too."""
    languages = {tag: found for entry in entries for tag, found in entry["languages"].items()}
    programs = {tag: languages.get(language_of(tag), found)["wasm"] for tag, found in languages.items()}
    with_programs = {tag: {**found, "wasm": programs[tag]} for tag, found in languages.items()}
    return {**entries[0], "languages": with_programs}


def entry_file(entry: Entry) -> Content:
    """The file by which Pagefind's program knows all others. Its own has an order that changes."""
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Content((FOLDER / ENTRY_FILE).as_posix(), text.encode())


def ids(folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The ids of a volume's results by the addresses of their pages; of those that are known, none is read."""
    with _joined():
        return fragments.ids_by_address(folder, known)


def rows(ids: Mapping[str, str], entry: Entry, *, path: str, addresses: Iterable[str]) -> Content:
    """A file with the ids of the results for the pages at these addresses, in their order, and Pagefind's version."""
    with _joined():
        found = {"pagefind": entry["version"], "ids": fragments.result_ids(ids, addresses)}
    return Content(path, json.dumps(found, separators=(",", ":")).encode())


@contextmanager
def _joined() -> Iterator[None]:
    try:
        yield
    except UnknownFragments as error:
        raise NotIndexed(f"The search cannot be joined with Explore. {error}") from error
