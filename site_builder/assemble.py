"""A bank's folder -> its validated bank, what its texts have in common, and the site of each language.

What an earlier run has worked out is taken from the store, wherever what it read is the same.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from .bank import Bank, Source, bank_of
from .checks import findings
from .cores import without_collecting
from .diagnostics import Diagnostic
from .pages import Site
from .pages.reads import know_said
from .readings import DATA, DOCUMENT, File, keys_of, read_files
from .relations import Relations, Told
from .rules import Context
from .settings import Place
from .store import Store, unpacked
from .validate import listed, paths_with_errors, read_surroundings

ALL = "of all entries"


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Assembly:
    """Everything that is known of a bank before its pages are written."""

    context: Context
    """Settings, vocabulary and languages; it holds no entries any more."""
    diagnostics: list[Diagnostic]
    bank: Bank
    store: Store = field(repr=False)
    told: Told = field(default=_silent, repr=False)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The files of entries that have errors, and so are not part of the bank."""
        return tuple(sorted(paths_with_errors(self.diagnostics)))

    @cached_property
    def relations(self) -> Relations:
        """What the texts have to do with each other."""
        return Relations(self.bank, self.store, self.told)

    def site(
        self,
        language: str,
        *,
        edit_address: Callable[[str], str | None] = lambda path: None,
        own_part: Callable[[str], str | None] = lambda slug: None,
    ) -> Site:
        """The site of one language."""
        site = Site(
            bank=self.bank,
            settings=self.context.settings,
            languages=self.context.languages,
            code=language,
            related=lambda slug: self.relations.related[slug, language],
            edit_address=edit_address,
            parts=lambda edition: self.relations.ends.get(edition.path, ()),
            own_part=own_part,
        )
        know_said(site, lambda slug: self.relations.related.said(slug, language))
        return site


def assemble(
    place: Place,
    *,
    store: Store | None = None,
    told: Told = _silent,
    keys: Mapping[str, str] | None = None,
    before: Bank | None = None,
) -> Assembly:
    """Read and validate a bank; NotABank where the folder holds none.

    ``keys`` are those of all its files, from ``readings.keys_of``, if somebody has just asked for them. What has not
    changed is shared with the bank as it was ``before``: who has both has it only once.
    """
    with without_collecting():
        store = store or Store(place.cache)
        context = read_surroundings(place, store)
        keys = keys_of(place, listed(place)) if keys is None else keys
        files = read_files(keys, context, store, told=partial(told, "reading"))
        diagnostics = sorted(findings(files, context, store))
        without = paths_with_errors(diagnostics)
        valid = [file for file in files if file.reading.is_valid and file.reading.outline.path not in without]
        with _data_at_hand(store) as read:
            sources = [_source(file, store, read) for file in valid]
            bank = bank_of(
                sources,
                settings=context.settings,
                vocabulary=context.vocabulary,
                before=before,
                keep=partial(store.once, ALL),
            )
    return Assembly(context=context, diagnostics=diagnostics, bank=bank, store=store, told=told)


@contextmanager
def _data_at_hand(store: Store) -> Iterator[Callable[[str], Any]]:
    """How to read frontmatter by the key of its file: as long as all of it is asked for, it is at hand."""
    at_hand = store.get_all(DATA)
    yield lambda key: unpacked(at_hand.get(key) or store.get(DATA, key) or b"")
    at_hand.clear()


def _source(file: File, store: Store, read_data: Callable[[str], Any]) -> Source:
    """The file as the bank takes it; what it holds in full stays in the store."""
    outline = file.reading.outline
    return Source(
        path=outline.path,
        slug=outline.slug,
        language=outline.language,
        digest=file.key,
        facts=file.reading.facts,
        links=outline.links,
        read_data=partial(read_data, file.key),
        read_document=partial(_document, store, file.key),
    )


def _document(store: Store, key: str) -> Any:
    return unpacked(store.get(DOCUMENT, key) or b"")
