"""One build, from what is remembered of a site to what is there now: its new and changed files, in a folder aside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from . import search_index
from .assemble import Assembly
from .fragments import SUFFIX, id_of
from .headers import headers_files
from .mkdocs_build import HandWritten, hand_written
from .pages import Site
from .progress import Progress
from .publish import (
    OWN_PARTS,
    SEARCH,
    SITE,
    Content,
    Done,
    State,
    Task,
    Written,
    gone,
    keep,
    perform,
    put_in_place,
    sift,
    with_done,
)
from .search_index import Indexing, indexing
from .store import code_digest, digest_of, packed, unpacked
from .tasks import groups, hand_written_contents, own_part_path, own_parts, practices, sitemap

FRAGMENTS, DOUBTED = "fragments", "doubted texts"
"""Kinds of what is kept by the name of a site's folder of texts: which page a file of Pagefind's is of; and whether a
build that did not come to its end has changed the texts."""


@dataclass(frozen=True)
class Work:
    """What is to be done, and where."""

    assembly: Assembly
    before: State
    aside: Path
    texts: Path
    """The folder of the texts to search, which is kept from build to build."""
    progress: Progress

    @property
    def _codes(self) -> tuple[str, ...]:
        return self.assembly.context.settings.languages

    def done(self, *, search: bool) -> State:
        """The state of the site, whose new and changed files are then in ``aside``.

        What is searched is written first, so that Pagefind is at work while all else is found out and written.
        """
        (self.aside / SITE).mkdir()
        with self.progress.stage("frame"):
            made = {code: hand_written(self.assembly, code) for code in self._codes}
        with self.progress.stage("relating"):
            _ = self.assembly.relations.ends
        with self.progress.stage("pages"):
            ground, sites = self._ground(made), {code: self._site(made, code) for code in self._codes}
            first = self._performed(self._searched(made, sites), ground)
            searched = with_done(self.before, first)
            self._put_texts(searched)
        with self._indexing(searched, search=search) as index:
            with self.progress.stage("relating"):
                _ = self.assembly.relations.related
            with self.progress.stage("pages"):
                state = self._with_rest(first, made, sites, ground)
            state = self._indexed(state, index) if index else self._search_as_before(state)
        return self._listed(state, made)

    def _with_rest(
        self, first: Sequence[Done], made: Mapping[str, HandWritten], sites: Mapping[str, Site], ground: str
    ) -> State:
        """The state with all pages, of which some were done ``first``: one kind after the other, to take less room."""
        done, known = list(first), {}
        for code, site in sites.items():
            done += self._performed(practices(self.assembly, site, made[code].theme), ground)
            for group in groups(site, made[code].theme):
                sifted = sift(group, self.before, ground=ground)
                known[group.name] = sifted.row
                done += (*sifted.kept, *self._performed(sifted.left, ground))
        return replace(with_done(self.before, done), groups=known)

    def _performed(self, wanted: Iterable[Task], ground: str) -> list[Done]:
        told = partial(self.progress.told, "pages")
        return list(perform(wanted, self.before, ground=ground, aside=self.aside, told=told))

    def _site(self, made: Mapping[str, HandWritten], code: str) -> Site:
        edit_address, own_part = made[code].theme.edit_address, partial(self._own_part, code)
        return self.assembly.site(code, edit_address=edit_address, own_part=own_part)

    def _searched(self, made: Mapping[str, HandWritten], sites: Mapping[str, Site]) -> Iterator[Task]:
        """What the texts to search are made with."""
        for code, site in sites.items():
            yield from hand_written_contents(made[code], self.assembly, code)
            yield from own_parts(site)

    def _own_part(self, language: str, slug: str) -> str | None:
        """The own part of a practice's page, if it was written just now."""
        try:
            return (self.aside / OWN_PARTS / own_part_path(slug, language)).read_bytes().decode()
        except FileNotFoundError:
            return None

    def _ground(self, made: Mapping[str, HandWritten]) -> str:
        """The digest of what every page reads."""
        context = self.assembly.context
        terms = replace(context.vocabulary, cities={}, organisations={})
        labels = [repr((language.interface, language.terms)) for language in context.languages.values()]
        themes = [repr(one.theme) for one in made.values()]
        return digest_of(code_digest(), repr(context.settings), repr(terms), *labels, *themes)

    # --- the search ----------------------------------------------------------------------------------------------

    def _put_texts(self, state: State) -> None:
        """Bring the folder of all texts to search up to date. Until the build has ended, they are doubted."""
        if self.before.digests(SEARCH) != state.digests(SEARCH):
            self.assembly.store.put(DOUBTED, {self.texts.name: packed(())})
            (self.aside / SEARCH).mkdir(exist_ok=True)
            put_in_place(self.aside / SEARCH, self.texts, gone=gone(self.before, state, SEARCH))

    def _indexing(self, state: State, *, search: bool) -> AbstractContextManager[Indexing | None]:
        """Pagefind at work, if anything that an index is made of has changed."""
        if not search or self.before.reads.get(SEARCH) == _reads_of_index(state):
            return nullcontext()
        return indexing(self.texts, self.aside / "index")

    def with_index(self, index: Indexing) -> State:
        """The state of the site with an index that was made of its texts, of which nothing has changed."""
        (self.aside / SITE).mkdir()
        return self._indexed(self.before, index)

    def _indexed(self, state: State, index: Indexing) -> State:
        with self.progress.stage("search"):
            index.wait()
        with self.progress.stage("joining"):
            written = [self._kept(content) for content in search_index.files(index.folder)]
            ids = self._ids(index.folder, written)
            written += [self._kept(content) for content in self._rows(index.folder, ids)]
        return _with(state, Done(SEARCH, _reads_of_index(state), tuple(written)))

    def _ids(self, folder: Path, written: Sequence[Written]) -> dict[str, str]:
        """The ids of the results by their addresses; a file that has not changed is of the page that it was of."""
        store, key = self.assembly.store, self.texts.name
        before: Mapping[str, str] = unpacked(store.get(FRAGMENTS, key) or packed({}))
        digests = {id_of(file.path): file.digest for file in written if file.path.endswith(SUFFIX)}
        known = {name: before[digest] for name, digest in digests.items() if digest in before}
        ids = search_index.ids(folder, known)
        store.put(FRAGMENTS, {key: packed({digests[name]: address for address, name in ids.items()})})
        return ids

    def _rows(self, folder: Path, ids: Mapping[str, str]) -> Iterator[Content]:
        """For each language, which result of the search in the browser is which row of its table."""
        for code in self._codes:
            addresses = self.assembly.site(code).addresses
            of_rows = map(addresses.practice, self.assembly.bank.practices)
            yield search_index.rows(folder, ids, path=addresses.words(), addresses=of_rows)

    def _kept(self, content: Content) -> Written:
        return keep(content, self.aside, self.before)

    def _search_as_before(self, state: State) -> State:
        """The state with the index that is there."""
        if SEARCH not in self.before.reads:
            return state
        return _with(state, Done(SEARCH, self.before.reads[SEARCH], self.before.written[SEARCH]))

    # --- what is made of all files -------------------------------------------------------------------------------

    def _listed(self, state: State, made: Mapping[str, HandWritten]) -> State:
        """The state with the lists of pages, and the headers for the web server."""
        scripts = sorted({script for file in state.files for script in file.scripts})
        wanted = [*self._sitemaps(state, made), _list_task("headers", partial(_headers, scripts))]
        for done in perform(wanted, self.before, ground=code_digest(), aside=self.aside):
            written = self.before.written[done.name] if done.written is None else done.written
            state = _with(state, replace(done, written=written))
        return state

    def _sitemaps(self, state: State, made: Mapping[str, HandWritten]) -> Iterator[Task]:
        settings = self.assembly.context.settings
        pages = sorted((file.path, file.updated) for file in state.files if file.updated is not None)
        site_url = made[settings.default_language].theme.site_url
        undated = self.assembly.bank.last_change
        for code in self._codes:
            prefix = self.assembly.site(code).addresses.prefix
            own = [page for page in pages if page[0].startswith(prefix)]
            write = partial(sitemap, own, site_url=site_url, undated=undated, prefix=prefix)
            yield _list_task(f"sitemap/{code}", write)


def _list_task(name: str, write: "partial[Iterator[Content]]") -> Task:
    """A list that reads nothing but what it is given."""
    return Task(f"lists/{name}", lambda: (repr((write.args, write.keywords)),), write)


def _headers(scripts: Iterable[str]) -> Iterator[Content]:
    """The headers for the web server, which name the scripts that stand in pages."""
    for name, text in headers_files(scripts).items():
        yield Content(name, text.encode())


def is_searched(state: State) -> bool:
    """Whether the index of the search is made of the texts that there are."""
    return state.reads.get(SEARCH) == _reads_of_index(state)


def _reads_of_index(state: State) -> str:
    return search_index.reads_of(state.digests(SEARCH).items())


def _with(state: State, done: Done) -> State:
    return replace(
        state,
        reads={**state.reads, done.name: done.reads},
        written={**state.written, done.name: done.written or ()},
    )
