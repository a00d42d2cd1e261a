"""The index of the search in the browser: a folder of texts -> Pagefind's files, and which result is which practice."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .fragments import ENTRY_FILE, UnknownFragments, ids_by_address, pagefind_version, result_ids
from .publish import Content
from .store import code_digest, digest_of

OPTIONS = ("--quiet", "--glob", "**/*.html")
LOG = "pagefind.log"


class NotIndexed(Exception):
    """The pages cannot be searched. The message says why."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """Pagefind at work, in a process of its own."""

    folder: Path
    """Where its files will be."""
    process: "subprocess.Popen[bytes]"

    @property
    def is_at_work(self) -> bool:
        """Whether it has not come to its end yet."""
        return self.process.poll() is None

    def wait(self) -> None:
        """Wait for its end; NotIndexed where it fails."""
        if self.process.wait():
            said = (self.folder / LOG).read_text("utf-8", errors="replace")
            raise NotIndexed(f"Pagefind could not index the pages:\n{said}")


@contextmanager
def indexing(texts: Path, folder: Path) -> Iterator[Indexing]:
    """Pagefind at work on a folder of texts while other things are done. It ends with them where they fail."""
    folder.mkdir()
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen(_command(texts, folder), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield Indexing(folder, process)
    finally:
        process.kill()
        process.wait()


def _command(texts: Path, folder: Path) -> list[str]:
    output = str(folder / "pagefind")
    return [sys.executable, "-m", "pagefind", "--site", str(texts), "--output-path", output, *OPTIONS]


def reads_of(texts: Iterable[tuple[str, str]]) -> str:
    """The digest of what an index is made of: the paths and digests of its texts, and the programs."""
    return digest_of(version("pagefind"), repr(OPTIONS), repr(sorted(texts)), code_digest())


def files(folder: Path) -> Iterator[Content]:
    """What Pagefind has written; the file by which it knows the others in an order of its own, which changes."""
    for path in sorted((folder / "pagefind").rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield Content(
                path.relative_to(folder).as_posix(), _ordered(data) if path.name == ENTRY_FILE else data
            )


def _ordered(data: bytes) -> bytes:
    return json.dumps(json.loads(data), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def ids(folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The ids of all results by the addresses of their pages; of those that are known, none is read."""
    with _joined():
        return ids_by_address(folder, known)


def rows(folder: Path, ids: Mapping[str, str], *, path: str, addresses: Iterable[str]) -> Content:
    """A file with the ids of the results for the pages at these addresses, in their order."""
    with _joined():
        found = {"pagefind": pagefind_version(folder), "ids": result_ids(ids, addresses)}
    return Content(path, json.dumps(found, separators=(",", ":")).encode())


@contextmanager
def _joined() -> Iterator[None]:
    try:
        yield
    except UnknownFragments as error:
        raise NotIndexed(f"The search cannot be joined with Explore. {error}") from error
