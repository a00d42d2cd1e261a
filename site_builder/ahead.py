"""The pages of entries that were just saved, ahead of a build: with what the last build knew of all others.

Whoever writes an entry looks at its own page. It need not wait until it is known what the change means for the pages of
all others. The build that follows writes it once more, as it writes every page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .assemble import Assembly
from .bank import Bank, Source, others_named, source_of, with_file
from .diagnostics import Severity
from .load import load
from .mkdocs_build import recall
from .pages import Site
from .pages.document import whole
from .pages.practice import practice_page
from .publish import Content
from .rules import Context
from .validate import local_findings


def pages_ahead(last: Assembly, paths: Iterable[Path]) -> list[Content]:
    """The new pages of those entries among these files that the last build knew, in all languages.

    Of a file of which only a build can tell what it means there is none.
    """
    bank, slugs = last.bank, set()
    for path in paths:
        source = _source(path, last.context)
        if source and source.path in _files_of(bank, source.slug):
            bank = with_file(bank, source, settings=last.context.settings)
            slugs.add(source.slug)
    return [page for slug in sorted(slugs) for page in _pages(last, bank, slug)]


def _source(path: Path, context: Context) -> Source | None:
    """A saved file as the bank takes it; None where something in it is wrong, or where it is no entry."""
    if not path.is_relative_to(context.place.practices) or path.suffix != ".md":
        return None
    entry = load(path, root=context.place.root)
    if not entry.is_readable or entry.schema_errors:
        return None
    if any(item.severity is Severity.ERROR for item in local_findings(entry, context)):
        return None
    return source_of(entry, context)


def _files_of(bank: Bank, slug: str) -> set[str]:
    """The paths of the files of a practice; none where the bank has no such practice."""
    editions = [bank.editions[slug, code] for code in bank.languages if slug in bank.practices]
    files = [file for one in editions for file in (one.original, one.translation)]
    return {file.path for file in files if file}


def _pages(last: Assembly, bank: Bank, slug: str) -> Iterator[Content]:
    for code in bank.languages:
        remembered = recall(last.store, code)
        if remembered:
            theme = remembered.made.theme
            site = replace(last.site(code, edit_address=theme.edit_address), bank=bank)
            if _names_only_what_exists(site, slug):
                page = practice_page(site, slug)
                yield Content(f"{page.address}index.html", whole(site, page, theme).encode())


def _names_only_what_exists(site: Site, slug: str) -> bool:
    return all(
        other in site.bank.practices for other in others_named(site.bank, site.bank.edition(slug, site.code))
    )
