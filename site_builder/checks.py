"""What is found in a bank's files, without a site: in all of them, or in a few among many.

For a few the others are not even read. A census has all of them in outline, and how the system lists them says which
have changed since it was taken.
"""

import os
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from operator import attrgetter
from pathlib import Path

import pydantic

from .cores import without_collecting
from .diagnostics import Diagnostic
from .load import YAML_VERSION, Entry, load
from .markdown import MARKDOWN_VERSION
from .readings import File, Told, keys_of, read_files, surroundings_of
from .rules import Around, Context, Outline, Outlines
from .rules.duplicates import Duplicates, Sketch, near_duplicates_now, unpacked_sketch
from .rules.outline import packed_sketches
from .rules.pictures import state_of
from .settings import Place
from .store import Store, digest_of, harmless, packed, unpacked
from .validate import (
    across_findings,
    findings_around,
    listed,
    local_findings,
    picture_findings,
    read_surroundings,
)

FEW = 100
"""For so many files it is quicker to leave the others alone."""
CENSUS, WHOLE, SINCE = "census", "whole", "since"
PICTURES, ACROSS, DUPLICATES = "pictures", "across", "duplicates"
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
    with without_collecting(), Store(place.cache) as store:
        return store.tried(lambda: _bank_checked(place, store, told))


def _bank_checked(place: Place, store: Store, told: Told | None) -> Report:
    context = read_surroundings(place, store)
    files = _read(listed(place), context, store, told)
    return Report(len(files), sorted(findings(files, context, store)))


def check_files(place: Place, paths: Sequence[Path], *, told: Told | None = None) -> Report:
    """Check these entries as part of their bank. ``paths`` are theirs, below the bank's root."""
    chosen = {path.relative_to(place.root).as_posix(): path for path in paths}
    if len(chosen) > FEW:
        found = check_bank(place, told=told).findings
        return Report(len(chosen), [item for item in found if item.path in chosen])
    with without_collecting(), Store(place.cache) as store:
        return store.tried(lambda: _files_checked(place, chosen, store, told))


def _files_checked(place: Place, chosen: Mapping[str, Path], store: Store, told: Told | None) -> Report:
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


def findings(files: Sequence[File], context: Context, store: Store) -> Iterator[Diagnostic]:
    """What is found in each file alone, what its pictures add, and what the files say of each other."""
    outlines = Outlines.of(file.reading.outline for file in files)
    duplicates = _duplicates(outlines, store)
    around = replace(context, around=Around(outlines, partial(_entry, context.place), duplicates=duplicates))
    yield from (found for file in files for found in file.findings)
    yield from _in_pictures(files, around, store)
    yield from _of_facts(files, around, store)
    yield from across_findings(around, on_texts=True)


def _of_facts(files: Sequence[File], context: Context, store: Store) -> tuple[Diagnostic, ...]:
    """What is found across entries that does not change with every word; kept for as long as no fact changes.

    The places of what was found do change: so the files that it was found in have to be the same, too.
    """
    facts = digest_of(surroundings_of(context), *(file.reading.outlined for file in files))
    keys = {file.reading.outline.path: file.key for file in files}
    findings, found_in = unpacked(store.get(ACROSS, facts) or packed(((), None)))
    if found_in is None or any(keys[path] != key for path, key in found_in.items()):
        findings = tuple(across_findings(context, on_texts=False))
        found_in = {found.path: keys[found.path] for found in findings}
        store.put(ACROSS, {facts: packed((findings, found_in))})
        store.keep_only(ACROSS, [facts])
    return tuple(findings)


def _duplicates(outlines: Outlines, store: Store) -> Duplicates:
    """The near duplicates, which are looked for anew only around those texts that have changed."""
    now = packed_sketches(outlines)
    found: Duplicates
    before, found = unpacked(store.get(DUPLICATES, WHOLE) or packed(({}, {})))
    if now != before:
        found = near_duplicates_now(_sketches(now), _sketches(before), found)
        store.put(DUPLICATES, {WHOLE: packed((now, found))})
    return found


def _sketches(packed: Mapping[str, bytes]) -> dict[str, Sketch]:
    return {path: unpacked_sketch(own) for path, own in packed.items()}


def _in_pictures(files: Sequence[File], context: Context, store: Store) -> Iterator[Diagnostic]:
    """What is found in the pictures of entries; they are looked at again when one of them has changed."""
    known, looked_at = store.get_all(PICTURES), {}
    for file in files:
        outline = file.reading.outline
        if any(link.kind == "picture" for link in outline.links):
            key = digest_of(file.key, state_of(outline.slug, context.place.practices))
            if key not in known:
                found = tuple(picture_findings(context.entry(outline.path), context))
                store.put(PICTURES, {key: packed(found)})
            looked_at[key] = found if key not in known else unpacked(known[key])
    store.keep_only(PICTURES, looked_at)
    yield from (found for one in looked_at.values() for found in one)


def _entry(place: Place, path: str) -> Entry:
    return load(place.root / path, root=place.root)


# --- the census -------------------------------------------------------------------------------------------------------

Listed = Mapping[str, "os.DirEntry[str]"]
"""The files of a bank by their paths relative to its root, sorted."""
Marks = tuple[int, ...]
Since = Mapping[str, tuple[Marks, Outline]]
"""The marks and the outlines of files that have been read since a census was taken."""


@harmless
@dataclass(frozen=True)
class Census:
    """Every file of a bank as it was when it was last read."""

    code: str
    """What tells our code, which made the outlines, from another version of it."""
    marks: bytes
    """Of each file the numbers that say whether it is as it was; of a file that cannot be trusted, zeros."""
    columns: Mapping[str, bytes]
    """The values of each field of the outlines, packed: who asks for some need not unpack the others."""

    def outlines(self) -> Outlines:
        """Every file in outline."""
        kept = cache(lambda field: unpacked(self.columns[field]))
        paths = kept("path")
        return Outlines(kept, dict(zip(paths, range(len(paths)), strict=True)))

    def marks_by_path(self) -> dict[str, Marks]:
        """The marks of every file."""
        numbers = array("q", self.marks)
        marks = zip(*[iter(numbers)] * MARKS, strict=True)
        return dict(zip(unpacked(self.columns["path"]), marks, strict=True))


_marks_of: Callable[[os.stat_result], Marks] = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")


def _marks(there: Listed) -> Iterator[tuple[str, Marks]]:
    """The path of each file, and the numbers that say whether it is as it was."""
    found = (item.stat(follow_symlinks=False) for item in there.values())
    return zip(there, map(_marks_of, found), strict=True)


def _outlines(entries: Mapping[str, Entry], context: Context, store: Store, told: Told | None) -> Outlines:
    """Every entry of the bank in outline, of which these have been read already."""
    there, census, since = listed(context.place), _census(store), _since(store)
    known = census.marks_by_path() | {path: marks for path, (marks, _) in since.items()}
    changed = [path for path, own in _marks(there) if known.get(path) != own and path not in entries]
    if len(changed) > FEW:
        return Outlines.of(file.reading.outline for file in _read(there, context, store, told))
    if changed:
        since = _update(changed, census, since, there, context, store)
    new = {path: outline for path, (_, outline) in since.items() if path in there}
    new |= {path: context.outline(entry) for path, entry in entries.items()}
    return census.outlines().renewed(there, new)


def _update(
    changed: Iterable[str], census: Census, since: Since, there: Listed, context: Context, store: Store
) -> Since:
    """What has been read since the census, with these files, which are read now; of too many, a census is made."""
    certain = time.time_ns() - UNCERTAIN
    read = {path: _slim(context.outline(_entry(context.place, path))) for path in changed}
    now = {**since, **{path: (_trusted(there[path], certain), outline) for path, outline in read.items()}}
    if len(now) > FEW:
        _keep(_counted(now, census, there), store)
    else:
        plain = {path: (marks, tuple(outline)) for path, (marks, outline) in now.items()}
        store.put(CENSUS, {SINCE: packed((_code(), plain))})
    return now


def _counted(since: Since, census: Census, there: Listed) -> dict[str, tuple[Marks, Outline]]:
    """Every file that there is and that is known, with its marks and its outline."""
    marks, outlines = census.marks_by_path(), census.outlines()
    return {
        path: since.get(path) or (marks[path], outlines[path])
        for path in there
        if path in since or path in marks
    }


def _keep(known: Since, store: Store) -> None:
    marks = array("q", [number for own, _ in known.values() for number in own])
    outlines = Outlines.of(outline for _, outline in known.values())
    columns = {field: packed(outlines.column(field)) for field in Outline._fields}
    census = Census(_code(), marks.tobytes(), columns)
    store.put(CENSUS, {WHOLE: packed(census), SINCE: packed((_code(), {}))})


def _trusted(item: "os.DirEntry[str]", certain: int) -> Marks:
    """The marks of a file; of one that was changed after it was certain to be read as it is now, none that fit."""
    own = _marks_of(item.stat(follow_symlinks=False))
    return own if max(own[1:3]) < certain else (0,) * MARKS


@cache
def _code() -> str:
    """Our code's files as the system lists them, and the libraries that outlines depend on."""
    package = Path(__file__).parent
    listed = [
        (entry.path, entry.stat().st_size, entry.stat().st_mtime_ns)
        for folder in (package, package / "model", package / "rules")
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
        if entry.name.endswith(".py")
    ]
    return digest_of(repr(listed), YAML_VERSION, MARKDOWN_VERSION, pydantic.VERSION)


def _census(store: Store) -> Census:
    """What is known of each file; nothing, where no census was taken, or by another version of us."""
    with suppress(ValueError):
        census = unpacked(store.get(CENSUS, WHOLE) or b"")
        if isinstance(census, Census) and census.code == _code():
            return census
    return Census(_code(), b"", dict.fromkeys(Outline._fields, packed(())))


def _since(store: Store) -> Since:
    """What has been read since the census; nothing, where that was by another version of us."""
    try:
        code, known = unpacked(store.get(CENSUS, SINCE) or b"")
    except ValueError:
        return {}
    return {path: (marks, Outline(*own)) for path, (marks, own) in known.items()} if code == _code() else {}


def _read(there: Listed, context: Context, store: Store, told: Told | None) -> list[File]:
    """Read all files, by their bytes, and take the census anew."""
    certain = time.time_ns() - UNCERTAIN
    marks = [_trusted(item, certain) for item in there.values()]
    keys = keys_of(context.place, there)
    files = read_files(keys, context, store, told=told, is_whole=False)
    outlines = [_slim(file.reading.outline) for file in files]
    _keep(dict(zip(there, zip(marks, outlines, strict=True), strict=True)), store)
    return files


def _slim(outline: Outline) -> Outline:
    """The outline without what only matters when the entry itself is checked."""
    part_of = [(path, slug) for path, slug in outline.names if path == ("part_of",)]
    return outline._replace(names=tuple(part_of), organisation_paths=(), links=(), misfits=())
