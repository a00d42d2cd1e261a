"""A bank's folder -> its whole site: every language side by side, then the search index of the browser.

New and changed files are made in a folder aside and put in place when all of them are there: what was there before
stays until then. What has not changed since the last build is neither made again nor touched.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout
from rich.console import Console

from .assemble import Assembly, assemble
from .cores import beside_in_parts, without_collecting
from .diagnostics import Diagnostic, Severity
from .last_site import LastSite, doubt, forget_site, is_last, key_of, last_site, remember
from .mkdocs_build import MkDocsFailed, files_digest, recall
from .progress import Progress
from .publish import SEARCH, SITE, State, gone, intact, put_in_place, stamped, with_none_in
from .readings import keys_of
from .search_index import Indexing, NotIndexed
from .search_work import DOUBTED, VOLUMES, SearchWork, Unsearched
from .settings import FILE_NAME, NotABank, Place
from .store import Store, digest_of, digest_of_files, harmless, packed, unpacked
from .swap import swap
from .validate import listed
from .work import Work

FINISHED = "finished"
CACHE_REMEDY = (
    "A build keeps its work there. Make the bank's folder writable for you, or build a copy of the bank."
)


@harmless
class Finished(NamedTuple):
    """A build that came to its end."""

    reads: str
    """The digest of all that it read."""
    diagnostics: list[Diagnostic]
    left_out: tuple[str, ...]
    pages: int


class BuildFailed(Exception):
    """The site could not be built. The message says why; the previous site is untouched."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    diagnostics: list[Diagnostic]
    left_out: tuple[str, ...]
    """The files that are not part of the site because of their errors."""
    built: bool
    pages: int
    """How many pages the site has."""
    written: int
    """How many of them are new or changed."""
    seconds: float
    stages: Mapping[str, float] = field(default_factory=dict)
    """The seconds of each stage."""
    assembly: Assembly | None = field(default=None, repr=False, compare=False)
    """What the bank held, where anything was done."""
    unsearched: Unsearched | None = None
    """The texts to search, where the site's index is not of these."""


def build(
    place: Place,
    *,
    site_dir: Path,
    strict: bool = False,
    clean: bool = False,
    console: Console | None = None,
    search: bool = True,
    before: Assembly | None = None,
) -> Report:
    """Build the site into ``site_dir``. With ``strict``, errors and warnings stop it before anything is written.

    With ``clean``, nothing that an earlier build has worked out is used.
    Without ``search``, the index of the search in the browser stays as it is: a live preview brings it up to date
    with ``put_index`` when the pages can be seen. What has not changed is shared with what the bank held ``before``.
    """
    progress = Progress(console or Console(stderr=True, quiet=True))
    with progress, without_collecting(), _store(place) as store:
        if clean:
            store.clear()
        work = partial(
            _build, place, store, progress, site_dir=site_dir, strict=strict, search=search, before=before
        )
        return store.tried(work)


def _build(
    place: Place,
    store: Store,
    progress: Progress,
    *,
    site_dir: Path,
    strict: bool,
    search: bool,
    before: Assembly | None,
) -> Report:
    with progress.stage("comparing"):
        keys_found = _keys(place)
        folders, last = _folders(place, store), last_site(store, site_dir)
        keys = keys_found()
        reads = everything(place, folders or (), keys) if keys is not None else None
        finished = _finished(store, site_dir, reads, last) if folders is not None else None
    if finished:
        return _nothing_to_do(finished, progress)
    known = before.bank if before else None
    assembly = assemble(place, store=store, told=progress.told, keys=keys, before=known)
    stopped = strict and any(item.severity is not Severity.ADVICE for item in assembly.diagnostics)
    built = _Built(0, 0) if stopped else _build_site(assembly, site_dir, last, progress, search=search)
    if not stopped and search and reads and _folders(place, store) == (folders or ()):
        found = Finished(reads, assembly.diagnostics, assembly.left_out, built.pages)
        store.put(FINISHED, {key_of(site_dir): packed(found)})
    return Report(
        diagnostics=assembly.diagnostics,
        left_out=assembly.left_out,
        built=not stopped,
        pages=built.pages,
        written=built.written,
        seconds=progress.seconds,
        stages=progress.stages,
        assembly=assembly,
        unsearched=built.unsearched,
    )


def forget(place: Place, site_dir: Path) -> None:
    """Keep nothing any more of a site that is gone."""
    with Store(place.cache) as store:
        forget_site(store, site_dir)
        store.remove(FINISHED, key_of(site_dir))
        store.remove(VOLUMES, key_of(site_dir))
    shutil.rmtree(_texts(place, site_dir), ignore_errors=True)


def _folders(place: Place, store: Store) -> tuple[str, ...] | None:
    """The folders of the bank's own templates; None where that is not known, or where MkDocs may read anything."""
    recalled = [recall(store, code) for code in place.settings().languages]
    known = [one.folders for one in recalled if one]
    return tuple(dict.fromkeys(chain.from_iterable(known))) if len(known) == len(recalled) else None


def _keys(place: Place) -> Callable[[], Mapping[str, str] | None]:
    """The digests of all files of entries; None where there is no folder of them, which is said when it is read.

    They are worked out beside what is done until somebody asks for them.
    """
    try:
        paths = tuple(listed(place))
    except OSError:
        return lambda: None
    found = beside_in_parts(partial(keys_of, place), paths)
    return lambda: {path: key for part in found() for path, key in part.items()}


def everything(place: Place, folders: tuple[str, ...], keys: Mapping[str, str]) -> str | None:
    """The digest of all that a site is made of, and of the day; None where something of it cannot be read."""
    settings = place.settings()
    if not all(keys.values()) or not (place.root / "mkdocs.yml").is_file():
        return None
    read = digest_of_files([place.root / FILE_NAME, place.vocabulary, place.practices / "images"])
    today = str(date.today())  # noqa: DTZ011  the day where somebody builds, as for the rules
    return digest_of(files_digest(place, settings, folders), read, today, version("pagefind"), *keys.values())


def _finished(store: Store, site_dir: Path, reads: str | None, last: LastSite | None) -> Finished | None:
    """The last build into this folder, if it read the same, and if the site is still as it left it."""
    found = store.get(FINISHED, key_of(site_dir))
    if not found or not last or last.changed:
        return None
    finished: Finished = unpacked(found)
    return finished if finished.reads == reads else None


def _nothing_to_do(finished: Finished, progress: Progress) -> Report:
    return Report(
        diagnostics=finished.diagnostics,
        left_out=finished.left_out,
        built=True,
        pages=finished.pages,
        written=0,
        seconds=progress.seconds,
        stages=progress.stages,
    )


@contextmanager
def _store(place: Place) -> Iterator[Store]:
    """The store of the bank; BuildFailed where it cannot be written, as a build keeps its work there."""
    with _writing(place.cache, CACHE_REMEDY):
        place.cache.mkdir(parents=True, exist_ok=True)
    with Store(place.cache) as store:
        yield store


def _check_target(place: Place, site_dir: Path) -> None:
    """Refuse a folder whose replacement would delete something that is not a site."""
    target = site_dir.resolve()
    if target == place.root.resolve() or target in place.root.resolve().parents:
        raise NotABank(f"{site_dir} holds the bank itself. Choose another folder for the site.")
    if target.is_dir() and any(target.iterdir()) and not (target / "sitemap.xml").is_file():
        raise NotABank(f"{site_dir} holds something that is not a site. Empty it, or choose another folder.")
    if target.is_mount():
        raise NotABank(
            f"{site_dir} is a disk of its own, in whose place no other folder can be put. "
            f"Choose a folder on it, as in --site-dir {site_dir / 'site'}"
        )


def _check_mkdocs_file(place: Place) -> None:
    """Say what is missing before every language's build stumbles over it."""
    file = place.root / "mkdocs.yml"
    if not file.is_file():
        raise NotABank(
            f"{file} is missing: it says how the site is built. "
            "Copy the file of this name from the repository of Practice Bank, and write your own site_name into it."
        )


@contextmanager
def _writing(folder: Path, remedy: str) -> Iterator[None]:
    """Name the folder, and what to do about it, where nothing can be written there."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise BuildFailed(f"Cannot write in {folder}: {reason}. {remedy}") from error


@contextmanager
def _alone(place: Place, console: Console) -> Iterator[None]:
    """Wait until no other build of this bank is at work."""
    lock = FileLock(place.cache / "build.lock")
    with _writing(place.cache, CACHE_REMEDY):
        place.cache.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            console.print("Another build of this bank is at work. Waiting for it.", highlight=False)
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _folder_aside(place: Place, site_dir: Path) -> Iterator[Path]:
    """A folder on the same file system as the site; what an earlier build that was killed left there is removed."""
    bank = hashlib.sha256(os.fsencode(place.root.resolve())).hexdigest()[:8]
    prefix = f".{site_dir.name}-{bank}-"
    for left in site_dir.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with _writing(site_dir.parent, "The site is built there. Choose another folder with --site-dir."):
        aside = Path(tempfile.mkdtemp(prefix=prefix, dir=site_dir.parent))
    try:
        aside.chmod(0o755)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _remembered(store: Store, last: LastSite | None, texts: Path) -> State:
    """What is known of the last site, as far as it is still what was written."""
    state = intact(last.state, last.changed) if last else State()
    if state.reads and not store.get(DOUBTED, texts.name) and texts.is_dir():
        return state
    shutil.rmtree(texts, ignore_errors=True)
    return with_none_in(state, SEARCH)


class _Built(NamedTuple):
    """How many pages a site has, how many of them are new or changed, and the texts that its index is not of."""

    pages: int
    written: int
    unsearched: Unsearched | None = None


def _build_site(
    assembly: Assembly, site_dir: Path, last: LastSite | None, progress: Progress, *, search: bool
) -> _Built:
    place = assembly.context.place
    _check_target(place, site_dir)
    _check_mkdocs_file(place)
    assembly.relations.begin()
    with _writing(site_dir.parent, "The site is built there. Choose another folder with --site-dir."):
        site_dir.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place, progress.console), _folder_aside(place, site_dir) as aside:
        texts = _texts(place, site_dir)
        if not is_last(assembly.store, site_dir, last):
            last = last_site(assembly.store, site_dir)
        before = _remembered(assembly.store, last, texts)
        try:
            after = Work(assembly, before, aside, texts, progress).done(search=search)
        except (MkDocsFailed, NotIndexed) as error:
            raise BuildFailed(str(error)) from None
        with progress.stage("putting"):
            _put(assembly.store, last, before, after, aside, site_dir)
    pages = {item for item in after.digests(SITE).items() if item[0].endswith(".html")}
    written = len(pages - before.digests(SITE).items())
    return _Built(len(pages), written, SearchWork(assembly, after, aside, texts).unsearched(after))


def put_index(index: Indexing, assembly: Assembly, *, site_dir: Path) -> None:
    """Put an index that was made of the ``unsearched`` texts of the last build into its site.

    NotIndexed where Pagefind failed, and BuildFailed where nothing can be written.
    """
    place, quiet = assembly.context.place, Console(quiet=True)
    index.wait()
    with _store(place) as store, _alone(place, quiet), _folder_aside(place, site_dir) as aside:
        texts = _texts(place, site_dir)
        last = last_site(store, site_dir)
        before = _remembered(store, last, texts)
        if not before.stamps:
            raise BuildFailed(
                "Another build has cleared what was known of the pages. Save an entry once more."
            )
        (aside / SITE).mkdir()
        after = SearchWork(replace(assembly, store=store), before, aside, texts).joined(before, index)
        _put(store, last, before, after, aside, site_dir)


def _texts(place: Place, site_dir: Path) -> Path:
    """Where the texts to search of a site are kept."""
    return place.cache / SEARCH / key_of(site_dir)


def _put(
    store: Store, last: LastSite | None, before: State, after: State, aside: Path, site_dir: Path
) -> None:
    """Put what is new in its place. Until it is there, nothing is remembered: a run that is killed leaves no doubt."""
    made = aside / SITE
    doubt(store, site_dir)
    store.remove(FINISHED, key_of(site_dir))
    if before.stamps:
        put_in_place(made, site_dir, gone=gone(before, after, SITE))
    else:
        swap(made, site_dir)
    remember(store, site_dir, stamped(after, site_dir, before=before), last=last)
    store.remove(DOUBTED, key_of(site_dir))
