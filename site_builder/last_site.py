"""The site that the last build has left in a folder: what is remembered of it, and what of it is no longer so.

It is kept in parts, each for a share of the tasks, so that a small change does not write all of it anew.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from zlib import crc32

from .publish import State, changed
from .store import Store, digest_of, packed, unpacked

SITE = "site"
"""The kind of what is kept of a site: under its key what is known of the whole, and under keys below it the parts."""
PARTS = 64
"""After an edit that changes few pages, most of so many parts stay as they are."""


@dataclass(frozen=True, slots=True)
class LastSite:
    """What is remembered of a site, and what others have done to it."""

    mark: str
    """Another one after each build."""
    state: State
    changed: frozenset[str]
    """The files that are no longer what was written."""


def key_of(site_dir: Path) -> str:
    """Under which what belongs to the site in this folder is kept."""
    return digest_of(os.fsencode(site_dir.resolve()))


def last_site(store: Store, site_dir: Path) -> LastSite | None:
    """The site that the last build has left in this folder; None where nothing is remembered of it."""
    if kept := _kept(store, site_dir):
        mark, numbers, groups = kept
        parts = [store.get(SITE, key) for key in _keys(site_dir, numbers)]
        if None not in parts:
            state = State.of(groups, (unpacked(part) for part in parts if part))
            return LastSite(mark, state, frozenset(changed(state, site_dir)))
    return None


def is_last(store: Store, site_dir: Path, last: LastSite | None) -> bool:
    """Whether no other build has ended in this folder since that was found."""
    kept = _kept(store, site_dir)
    return (kept[0] if kept else None) == (last.mark if last else None)


def remember(store: Store, site_dir: Path, state: State, *, last: LastSite | None) -> None:
    """Keep what is to be remembered of a site, of which the parts of the ``last`` one are still kept, if it was one."""
    before = last.state if last else State()
    new, parts = {_number(name) for name in _changed_tasks(state, before)}, _in_parts(state.written)
    rows = {number: packed(state.row(names)) for number, names in parts.items() if number in new}
    whole = packed((uuid4().hex, tuple(parts), state.groups))
    # Together, so that either all of it is kept or, on a full disk, nothing.
    store.put(SITE, {key_of(site_dir): whole, **dict(zip(_keys(site_dir, rows), rows.values(), strict=True))})


def doubt(store: Store, site_dir: Path) -> None:
    """Remember nothing of a site until somebody says what there is."""
    store.remove(SITE, key_of(site_dir))


def forget_site(store: Store, site_dir: Path) -> None:
    """Keep nothing any more of a site that is gone."""
    store.remove(SITE, key_of(site_dir), *_keys(site_dir, range(PARTS)))


def _kept(store: Store, site_dir: Path) -> Any:
    """The mark of the last build, the numbers of the parts that are kept, and the groups of tasks."""
    found = store.get(SITE, key_of(site_dir))
    return unpacked(found) if found else None


def _keys(site_dir: Path, numbers: Iterable[int]) -> list[str]:
    return [f"{key_of(site_dir)}/{number}" for number in numbers]


def _number(name: str) -> int:
    """The number of the part that a task is kept in."""
    return crc32(name.encode()) % PARTS


def _in_parts(names: Iterable[str]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for name in names:
        found[_number(name)].append(name)
    return found


def _changed_tasks(state: State, before: State) -> Iterator[str]:
    """The tasks of which something else is remembered than before."""
    paths = {**before.stamps, **state.stamps}
    moved = {path for path in paths if state.stamps.get(path) != before.stamps.get(path)}
    for name in {**before.written, **state.written}:
        files, reads = state.written.get(name), state.reads.get(name)
        is_same = reads == before.reads.get(name) and files == before.written.get(name)
        if not is_same or any(file.path in moved for file in files or ()):
            yield name
