"""What is found in a bank's files, without a site: in all of them, or in a few among many.

For a few the others are not even read. A census has all of them in outline, and how the system lists them says which
have changed since it was taken.
"""

import os
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from .diagnostics import Diagnostic
from .load import Entry, load
from .readings import File, Told, read_files
from .rules import Around, Context, Outline
from .settings import Place
from .store import Store, code_digest, harmless, packed, unpacked
from .validate import (
    across_findings,
    findings_around,
    found_entries,
    local_findings,
    picture_findings,
    read_surroundings,
)

FEW = 100
"""For so many files it is quicker to leave the others alone."""
CENSUS, WHOLE = "census", "whole"
MARKS = 4
"""So many numbers say whether a file is as it was: its size, its two times, and its number on the disk."""
UNCERTAIN = 2_000_000_000
"""Nanoseconds. A file that was changed so shortly before it was read may change again, and its times not say so."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in so many files, sorted by file and place."""

    files: int
    findings: list[Diagnostic]


def check_bank(place: Place, *, told: Told | None = None) -> Report:
    """Check every entry of the bank; NotABank where it cannot have any."""
    with Store(place.cache) as store:
        context = read_surroundings(place, store)
        listed = _listed(place)
        files = _read(listed, context, store, told)
        return Report(len(files), sorted(findings(files, context)))


def check_files(place: Place, paths: Sequence[Path], *, told: Told | None = None) -> Report:
    """Check these entries as part of their bank. ``paths`` are theirs, below the bank's root."""
    chosen = {path.relative_to(place.root).as_posix(): path for path in paths}
    if len(chosen) > FEW:
        found = check_bank(place, told=told).findings
        return Report(len(chosen), [item for item in found if item.path in chosen])
    with Store(place.cache) as store:
        context = read_surroundings(place, store)
        entries = {path: load(file, root=place.root) for path, file in chosen.items()}
        outlines = _outlines(entries, context, store, told)
        around = replace(context, around=Around(outlines, partial(_entry, place), is_for_few=True))
        return Report(len(entries), sorted(_findings_in(entries.values(), around)))


def _findings_in(entries: Iterable[Entry], context: Context) -> Iterator[Diagnostic]:
    for entry in entries:
        yield from local_findings(entry, context)
        yield from picture_findings(entry, context)
        yield from findings_around(entry, context)


def findings(files: Sequence[File], context: Context) -> Iterator[Diagnostic]:
    """What is found in each file alone, what its pictures add, and what the files say of each other."""
    outlines = tuple(file.reading.outline for file in files)
    around = replace(context, around=Around(outlines, partial(_entry, context.place)))
    yield from (found for file in files for found in file.findings)
    for outline in outlines:
        if any(link.kind == "picture" for link in outline.links):
            yield from picture_findings(around.entry(outline.path), around)
    yield from across_findings(around)


def _entry(place: Place, path: str) -> Entry:
    return load(place.root / path, root=place.root)


# --- the census -------------------------------------------------------------------------------------------------------

Listed = Mapping[str, "os.DirEntry[str]"]
"""The files of a bank by their paths relative to its root, sorted."""


@harmless
@dataclass(frozen=True)
class Census:
    """Every file of a bank as it was when it was last read."""

    code: str
    """The digest of our code, by which outlines were made."""
    marks: bytes
    """Of each file the numbers that say whether it is as it was; of a file that cannot be trusted, zeros."""
    outlines: tuple[Outline, ...]

    @cached_property
    def by_path(self) -> Mapping[str, tuple[tuple[int, ...], Outline]]:
        """The marks and the outline of each file."""
        numbers = array("q", self.marks)
        marks = zip(*[iter(numbers)] * MARKS, strict=True)
        return {outline.path: (mark, outline) for mark, outline in zip(marks, self.outlines, strict=True)}


def _listed(place: Place) -> Listed:
    skipped = len(f"{place.root}{os.sep}")
    return {item.path[skipped:].replace(os.sep, "/"): item for item in found_entries(place)}


def _marks(item: "os.DirEntry[str]") -> tuple[int, ...]:
    found = item.stat(follow_symlinks=False)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _outlines(
    entries: Mapping[str, Entry], context: Context, store: Store, told: Told | None
) -> tuple[Outline, ...]:
    """Every entry of the bank in outline, of which these have been read already."""
    listed = _listed(context.place)
    known = _census(store)
    changed = [
        path
        for path, item in listed.items()
        if path not in entries and (path not in known or known[path][0] != _marks(item))
    ]
    if len(changed) > FEW:
        files = _read(listed, context, store, told)
        return tuple(file.reading.outline for file in files)
    new = {path: _entry(context.place, path) for path in changed} | dict(entries)
    made = {path: context.outline(entry) for path, entry in new.items()}
    return tuple(made.get(path) or known[path][1] for path in listed)


def _census(store: Store) -> Mapping[str, tuple[tuple[int, ...], Outline]]:
    """What is known of each file; nothing, where no census was taken, or by another version of us."""
    try:
        census = unpacked(store.get(CENSUS, WHOLE) or b"")
    except ValueError:
        return {}
    return census.by_path if isinstance(census, Census) and census.code == code_digest() else {}


def _read(listed: Listed, context: Context, store: Store, told: Told | None) -> list[File]:
    """Read all files, by their bytes, and take the census anew."""
    certain = time.time_ns() - UNCERTAIN
    marks = array("q")
    for item in listed.values():
        own = _marks(item)
        marks.extend(own if max(own[1:3]) < certain else (0,) * MARKS)
    paths = [Path(item.path) for item in listed.values()]
    files = read_files(paths, context, store, told=told, is_whole=False)
    census = Census(code_digest(), marks.tobytes(), tuple(map(_slim, files)))
    store.put(CENSUS, {WHOLE: packed(census)})
    return files


def _slim(file: File) -> Outline:
    """The outline without what only matters when the entry itself is checked."""
    outline = file.reading.outline
    part_of = [(path, slug) for path, slug in outline.names if path == ("part_of",)]
    organisations = [((), name) for _, name in outline.organisations]
    return outline._replace(names=tuple(part_of), organisations=tuple(organisations), links=(), misfits=())
