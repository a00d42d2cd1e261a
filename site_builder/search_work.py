"""The search of one build: its texts, the volumes of the index that are made anew, and what joins all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from . import search_index
from .assemble import Assembly
from .fragments import SUFFIX, Entry, id_of
from .publish import SEARCH, SITE, Content, Done, State, Written, gone, keep, put_in_place, take, with_more
from .search_index import Indexing, indexing
from .store import digest_of, harmless, packed, unpacked

VOLUMES, DOUBTED = "volumes", "doubted texts"
"""Kinds of what is kept by the name of a site's folder of texts: what is known of each volume of its index; and whether
a build that did not come to its end has changed the texts."""


@harmless
class Volume(NamedTuple):
    """What is remembered of a volume, besides its files."""

    reads: str
    """The digest of what it was made of."""
    entry: Entry
    pages: dict[str, tuple[str, str]]
    """By the digest of Pagefind's file of a page: the page's id as a result, and its address."""


@dataclass(frozen=True, slots=True)
class Unsearched:
    """Texts of which the index of a site is not, or not yet, made."""

    texts: Path
    """The folder of all texts."""
    volumes: tuple[str, ...]
    """The volumes that have to be made anew."""


@dataclass(frozen=True)
class SearchWork:
    """What is to be done for the search, and where."""

    assembly: Assembly
    before: State
    aside: Path
    texts: Path
    """The texts to search, in a folder for each volume. They are kept from build to build."""

    def put_texts(self, state: State) -> None:
        """Bring the folder of all texts to search up to date. Until the build has ended, they are doubted."""
        if self.before.digests(SEARCH) != state.digests(SEARCH):
            self.assembly.store.put(DOUBTED, {self.texts.name: packed(())})
            (self.aside / SEARCH).mkdir(exist_ok=True)
            put_in_place(self.aside / SEARCH, self.texts, gone=gone(self.before, state, SEARCH))

    def indexing(self, state: State) -> AbstractContextManager[Indexing | None]:
        """Pagefind at work, if anything that an index is made of has changed."""
        wanted = self.unsearched(state)
        return indexing(wanted.texts, self.aside / "index", wanted.volumes) if wanted else nullcontext()

    def unsearched(self, state: State) -> Unsearched | None:
        """What the index is not made of, of all the texts of this state."""
        stale = self._stale(state)
        is_whole = not stale and self.before.reads.get(SEARCH) == _reads_of_all(state)
        return None if is_whole else Unsearched(self.texts, stale)

    def _stale(self, state: State) -> tuple[str, ...]:
        known, before = self._known, self.before.reads
        made_of = {name: (known[name].reads, before.get(_task(name))) for name in known}
        return tuple(name for name, reads in _reads(state).items() if made_of.get(name) != (reads, reads))

    def joined(self, state: State, index: Indexing) -> State:
        """The state with the whole index, of which some volumes were made anew, and with what Explore is told of it."""
        known, volumes, done = self._known, dict[str, Volume](), list[Done]()
        for name, reads in _reads(state).items():
            if name in index.processes:
                volumes[name], written = self._taken(index.folder / name, name, reads, known.get(name))
            else:
                written, volumes[name] = self.before.written[_task(name)], known[name]
            done.append(Done(_task(name), reads, written))
        self.assembly.store.put(VOLUMES, {self.texts.name: packed(volumes)})
        joint = tuple(map(self._kept, self._joint(list(volumes.values()))))
        return with_more(state, [*done, Done(SEARCH, _reads_of_all(state), joint)])

    def as_before(self, state: State) -> State:
        """The state with the index that is there."""
        names = [name for name in self.before.reads if name == SEARCH or name.startswith(_task(""))]
        done = (Done(name, self.before.reads[name], self.before.written[name]) for name in names)
        return with_more(state, done)

    @property
    def _known(self) -> dict[str, Volume]:
        found = self.assembly.store.get(VOLUMES, self.texts.name)
        return dict(unpacked(found)) if found else {}

    def _taken(
        self, folder: Path, name: str, reads: str, before: Volume | None
    ) -> tuple[Volume, tuple[Written, ...]]:
        """A new volume, and its files, which are moved to where the site is made."""
        paths = search_index.files(folder, name)
        written = tuple(_written(path, folder) for path in paths)
        volume = _volume(folder, reads, written, before)
        for path, file in zip(paths, written, strict=True):
            take(path, file, self.aside, self.before)
        return volume, written

    def _kept(self, content: Content) -> Written:
        return keep(content, self.aside, self.before)

    def _joint(self, volumes: list[Volume]) -> Iterator[Content]:
        """What joins the volumes, and for each language, which result is which row of its table."""
        entry = search_index.joined_entry([volume.entry for volume in volumes])
        yield search_index.entry_file(entry)
        ids = {address: name for volume in volumes for name, address in volume.pages.values()}
        for code in self.assembly.context.settings.languages:
            addresses = self.assembly.site(code).addresses
            of_rows = map(addresses.practice, self.assembly.bank.practices)
            yield search_index.rows(ids, entry, path=addresses.words(), addresses=of_rows)


def _written(path: Path, folder: Path) -> Written:
    return Written(SITE, path.relative_to(folder).as_posix(), digest_of(path.read_bytes()), None, ())


def _volume(folder: Path, reads: str, written: Iterable[Written], before: Volume | None) -> Volume:
    """What is to be remembered of a new volume; a file that has not changed is of the page that it was of."""
    names = {file.digest: id_of(file.path) for file in written if file.path.endswith(SUFFIX)}
    pages = before.pages if before else {}
    known = {name: pages[digest][1] for digest, name in names.items() if digest in pages}
    addresses = {name: address for address, name in search_index.ids(folder, known).items()}
    return Volume(
        reads,
        search_index.entry_of(folder),
        {digest: (name, addresses[name]) for digest, name in names.items()},
    )


def _reads_of_all(state: State) -> str:
    return search_index.reads_of(state.digests(SEARCH).items())


def _reads(state: State) -> Mapping[str, str]:
    """By the name of each volume the digest of what it is made of."""
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, digest in sorted(state.digests(SEARCH).items()):
        texts[path.partition("/")[0]].append((path, digest))
    return {name: search_index.reads_of(texts[name]) for name in sorted(texts)}


def _task(volume: str) -> str:
    """Under which name a state remembers a volume."""
    return f"{SEARCH}/{volume}"
