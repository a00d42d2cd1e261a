"""Drafts -> the files of a site. What has not changed since the last time is neither written nor touched.

Of each draft the site remembers what it read, and of each file its digest. A draft that reads the same is passed over,
and a file with the same bytes stays as it is. New files are made in a folder aside, and are put in their place only
when all of them are there.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from .cores import beside_in_parts, spread
from .headers import script_hashes
from .store import digest_of

SITE, SEARCH, OWN_PARTS = "site", "search", "own-parts"
"""The folders that are written: what is published, what the search in the browser is made of, and parts of pages that
are written before the rest of them."""
AT_ONCE = 24
"""So many drafts a process works on before it reports."""
MANY = 10 * AT_ONCE
"""So many drafts of one kind are worth making ready for before work is spread."""
EXAMPLES = 8
"""So many of them, here and there, are done first."""

Told = Callable[[int, int], None]
"""Told how many of how many drafts are done."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file to write."""

    path: str
    """Below its folder, with forward slashes."""
    data: bytes
    updated: str | None = None
    """Of a page that a list of all pages should name: the day of its last change."""
    folder: str = SITE


class Written(NamedTuple):
    """What is remembered of a file."""

    folder: str
    path: str
    digest: str
    updated: str | None
    scripts: tuple[str, ...]
    """The hashes of the inline scripts of a page."""


@dataclass(frozen=True)
class State:
    """What is remembered of a whole site."""

    reads: Mapping[str, str] = field(default_factory=dict)
    """By the name of each task the digest of what it read."""
    written: Mapping[str, tuple[Written, ...]] = field(default_factory=dict)
    """By the name of each task its files."""
    groups: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """By the name of each group of tasks the digest of what it read, and the names of its tasks."""
    stamps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Of each published file its size and its time of change in nanoseconds, by which others' changes are seen."""

    @property
    def files(self) -> Iterator[Written]:
        """Every file of every task."""
        return (file for files in self.written.values() for file in files)

    def digests(self, folder: str) -> Mapping[str, str]:
        """The digests of all files of this folder by their paths."""
        return self._digests.get(folder, {})

    @cached_property
    def _digests(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for file in self.files:
            found[file.folder][file.path] = file.digest
        return found

    def row(self, names: Iterable[str]) -> tuple[object, ...]:
        """Of these tasks what is remembered, of nothing but plain values, which are packed in a third of the time."""
        written = {name: [tuple(file) for file in self.written[name]] for name in names}
        stamps = {file.path: self.stamps.get(file.path) for name in written for file in self.written[name]}
        known = {path: stamp for path, stamp in stamps.items() if stamp}
        return {name: self.reads[name] for name in written}, written, known

    @classmethod
    def of(
        cls, groups: Mapping[str, tuple[str, tuple[str, ...]]], rows: Iterable[tuple[Any, ...]]
    ) -> "State":
        """The state of these groups, and of all tasks that such rows are of."""
        reads: dict[str, str] = {}
        written: dict[str, tuple[Written, ...]] = {}
        stamps: dict[str, tuple[int, int]] = {}
        for read, files, known in rows:
            reads |= read
            written |= {name: tuple(map(Written._make, of_name)) for name, of_name in files.items()}
            stamps |= known
        return cls(reads, written, groups, stamps)


def _nothing() -> None:
    """There is nothing to make ready."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to write, if it does not read the same as the last time."""

    name: str
    reads: Callable[[], Iterable[str]]
    write: Callable[[], Iterable[Content]]
    make_ready: Callable[[], None] = _nothing
    """Makes what many of its kind need, and copies of this process need not make again."""

    @property
    def kind(self) -> str:
        """What the first parts of its name say: its language, and what sort of page it writes."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks that read nothing but so much of the bank: while that is the same, nobody need ask what there is to do."""

    name: str
    reads: Callable[[], str]
    tasks: Callable[[], Iterable[Task]]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task; ``written`` is None where it was passed over."""

    name: str
    reads: str
    written: tuple[Written, ...] | None


def perform(
    tasks: Iterable[Task], state: State, *, ground: str, aside: Path, told: Told | None = None
) -> Iterator[Done]:
    """Do what has to be done of these tasks, on all cores. New and changed files come into ``aside``.

    ``ground`` is the digest of what all tasks read.
    """
    left = []
    for task in tasks:
        if _is_as_before(task, state, ground):
            yield Done(task.name, state.reads[task.name], None)
        else:
            left.append(task)
    work = partial(_perform_all, state=state, ground=ground, aside=aside)
    examples = {task.name: task for task in _examples(left)}
    yield from work([*examples.values()])
    left = [task for task in left if task.name not in examples]
    count = len(examples)
    for portion in spread(work, left, at_once=AT_ONCE):
        yield from portion
        count += len(portion)
        if told:
            told(count, len(left) + len(examples))


def _is_as_before(task: Task, state: State, ground: str) -> bool:
    """Whether it reads the same. To ask this of ten thousand takes less time than to make copies of this process."""
    return task.name in state.reads and state.reads[task.name] == _digest_of(task, ground)


def _digest_of(task: Task, ground: str) -> str:
    return digest_of(ground, *task.reads())


def _examples(tasks: Iterable[Task]) -> Iterator[Task]:
    """Some tasks of each kind of which there are many, made ready for: what they need, copies need not make again."""
    kinds = defaultdict[str, list[Task]](list)
    for task in tasks:
        kinds[task.kind].append(task)
    for many in (found for found in kinds.values() if len(found) > MANY):
        many[0].make_ready()
        yield from many[:: -(-len(many) // EXAMPLES)]


@dataclass(frozen=True, slots=True)
class Sifted:
    """A group of tasks: what of it is as it was before, and the tasks that are left."""

    name: str
    reads: str
    kept: list[Done]
    left: list[Task]

    @property
    def row(self) -> tuple[str, tuple[str, ...]]:
        """What a state remembers of it."""
        return self.reads, (*(done.name for done in self.kept), *(task.name for task in self.left))


def sift(group: TaskGroup, state: State, *, ground: str) -> Sifted:
    """What there is to do of a group. Where it reads the same, its tasks are not even made."""
    known, names = state.groups.get(group.name, ("", ()))
    reads = digest_of(ground, group.reads())
    kept = {name for name in names if name in state.reads} if reads == known else set()
    is_whole = reads == known and len(kept) == len(names)
    left = [] if is_whole else [task for task in group.tasks() if task.name not in kept]
    return Sifted(group.name, reads, [Done(name, state.reads[name], None) for name in sorted(kept)], left)


def _perform_all(tasks: Sequence[Task], *, state: State, ground: str, aside: Path) -> list[Done]:
    return [_perform(task, state, ground, aside) for task in tasks]


def _perform(task: Task, state: State, ground: str, aside: Path) -> Done:
    written = tuple(keep(content, aside, state) for content in task.write())
    return Done(task.name, _digest_of(task, ground), written)


def keep(content: Content, aside: Path, before: State) -> Written:
    """Write a file into ``aside``, unless it had the same bytes before."""
    digest = digest_of(content.data)
    if before.digests(content.folder).get(content.path) != digest:
        with open(_place(aside, content.folder, content.path), "wb") as file:  # noqa: PTH123  as there
            file.write(content.data)
    scripts = script_hashes(content.data.decode()) if content.path.endswith(".html") else ()
    return Written(content.folder, content.path, digest, content.updated, scripts)


def take(source: Path, file: Written, aside: Path, before: State) -> None:
    """Move a file that another program has made into ``aside``, unless it had the same bytes before."""
    if before.digests(file.folder).get(file.path) != file.digest:
        source.replace(_place(aside, file.folder, file.path))


def _place(aside: Path, folder: str, path: str) -> str:
    """Where a file is made, in a folder that is there. Path objects would take a quarter of the time."""
    found = f"{aside}/{folder}/{path}"
    parent = found.rpartition("/")[0]
    try:
        os.mkdir(parent)  # noqa: PTH102
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(parent, exist_ok=True)  # noqa: PTH103
    return found


def with_done(state: State, done: Iterable[Done]) -> State:
    """The state after these tasks: of those that are not among them nothing is left."""
    reads: dict[str, str] = {}
    written: dict[str, tuple[Written, ...]] = {}
    for one in done:
        reads[one.name] = one.reads
        written[one.name] = state.written[one.name] if one.written is None else one.written
    return replace(state, reads=reads, written=written)


def with_more(state: State, done: Iterable[Done]) -> State:
    """The state after these tasks, too, of which none was passed over."""
    added = list(done)
    reads = {one.name: one.reads for one in added}
    written = {one.name: one.written or () for one in added}
    return replace(state, reads={**state.reads, **reads}, written={**state.written, **written})


# --- what stands in the folders ------------------------------------------------------------------------------------


def intact(state: State, others: Collection[str]) -> State:
    """The state without those tasks of whose files one is among the ``others``, which are not as they were written."""
    if not others:
        return state
    damaged = {
        name
        for name, files in state.written.items()
        if any(file.folder == SITE and file.path in others for file in files)
    }
    return without(state, damaged)


def without(state: State, names: Collection[str]) -> State:
    """The state as if these tasks had never been done."""
    kept = {name: files for name, files in state.written.items() if name not in names}
    return replace(state, reads={name: state.reads[name] for name in kept}, written=kept)


def with_none_in(state: State, folder: str) -> State:
    """The state without the tasks that have written anything into this folder."""
    return without(
        state,
        {name for name, files in state.written.items() if any(file.folder == folder for file in files)},
    )


def changed(state: State, site: Path) -> set[str]:
    """The files that are gone, or that somebody else has written since."""
    found = beside_in_parts(partial(_others, site=site), tuple(state.stamps.items()))
    return {path for part in found() for path in part}


def _others(stamps: Iterable[tuple[str, tuple[int, int]]], *, site: Path) -> list[str]:
    return [path for path, stamp in stamps if _stamp(f"{site}/{path}") != stamp]


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def put_in_place(source: Path, target: Path, *, gone: Iterable[str]) -> None:
    """Move every file below ``source`` to its place below ``target``, and remove those that are gone.

    The two may be on different file systems: then files are copied.
    """
    if target.exists():
        _move_files(source, target)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
    for path in gone:
        if _stays_below(path):
            (target / path).unlink(missing_ok=True)
            _remove_empty((target / path).parent, below=target)


def _move_files(source: Path, target: Path) -> None:
    for folder, _, names in os.walk(source):
        place = target / Path(folder).relative_to(source)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.move(Path(folder, name), place / name)


def put(contents: Iterable[Content], site: Path) -> None:
    """Put files into a site that others look at: each is there whole, as before or as it is now."""
    for content in contents:
        target = site / content.path
        aside = target.with_name(f".{target.name}")
        aside.write_bytes(content.data)
        aside.replace(target)


def _stays_below(path: str) -> bool:
    """Whether a remembered path leads nowhere else: what is remembered may be removed, and nothing besides."""
    return not path.startswith("/") and ".." not in path.split("/")


def _remove_empty(folder: Path, *, below: Path) -> None:
    while folder != below and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def gone(before: State, after: State, folder: str) -> list[str]:
    """The files of this folder that the site no longer has."""
    return sorted(before.digests(folder).keys() - after.digests(folder).keys())


def stamped(state: State, site: Path, *, before: State) -> State:
    """The state with the size and the time of every file as it is now; of one that stayed as it was before, as then."""
    known, digests = before.digests(SITE), state.digests(SITE)
    kept = {path: before.stamps.get(path) for path, digest in digests.items() if known.get(path) == digest}
    stamps = {path: kept.get(path) or _stamp(f"{site}/{path}") for path in digests}
    return replace(state, stamps={path: stamp for path, stamp in stamps.items() if stamp})
