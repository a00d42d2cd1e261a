"""One build, from what is remembered of a site to what is there now: its new and changed files, in a folder aside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from .assemble import Assembly
from .cores import give_back
from .headers import headers_files
from .mkdocs_build import HandWritten, hand_written
from .pages import Site
from .progress import Progress
from .publish import (
    OWN_PARTS,
    SITE,
    Content,
    Done,
    State,
    Task,
    perform,
    sift,
    with_done,
    with_more,
)
from .search_index import Indexing
from .search_work import SearchWork
from .store import code_digest, digest_of
from .tasks import groups, hand_written_contents, own_part_path, own_parts, practices, sitemap


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
    def _search(self) -> SearchWork:
        return SearchWork(self.assembly, self.before, self.aside, self.texts)

    @property
    def _codes(self) -> tuple[str, ...]:
        return self.assembly.context.settings.languages

    def done(self, *, search: bool) -> State:
        """The state of the site, whose new and changed files are then in ``aside``.

        What is searched is written first, so that Pagefind is at work while all else is found out and written.
        """
        (self.aside / SITE).mkdir()
        give_back()
        with self.progress.stage("frame"):
            made = {code: hand_written(self.assembly, code) for code in self._codes}
        with self.progress.stage("relating"):
            _ = self.assembly.relations.ends
        with self.progress.stage("pages"):
            ground, sites = self._ground(made), {code: self._site(made, code) for code in self._codes}
            first = self._performed(self._searched(made, sites), ground)
            searched = with_done(self.before, first)
            self._search.put_texts(searched)
        with self._search.indexing(searched) if search else nullcontext() as index:
            with self.progress.stage("relating"):
                _ = self.assembly.relations.related
                give_back()
            with self.progress.stage("pages"):
                state = self._with_rest(first, made, sites, ground)
            state = self._indexed(state, index) if index else self._search.as_before(state)
        return self._listed(state, made)

    def _indexed(self, state: State, index: Indexing) -> State:
        with self.progress.stage("search"):
            index.wait()
        with self.progress.stage("joining"):
            return self._search.joined(state, index)

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

    # --- what is made of all files -------------------------------------------------------------------------------

    def _listed(self, state: State, made: Mapping[str, HandWritten]) -> State:
        """The state with the lists of pages, and the headers for the web server."""
        scripts = sorted({script for file in state.files for script in file.scripts})
        wanted = [*self._sitemaps(state, made), _list_task("headers", partial(_headers, scripts))]
        for done in perform(wanted, self.before, ground=code_digest(), aside=self.aside):
            written = self.before.written[done.name] if done.written is None else done.written
            state = with_more(state, [replace(done, written=written)])
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
