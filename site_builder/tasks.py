"""A bank -> everything that there is to write for its site, each with what it reads."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from . import pictures
from .addresses import picture
from .assemble import Assembly
from .mkdocs_build import HandWritten
from .pages import (
    Draft,
    OwnPart,
    Page,
    Site,
    TextFile,
    file_drafts,
    list_drafts,
    own_part_drafts,
    practice_drafts,
    reads_of,
)
from .pages.cards import make_cards
from .pages.document import Theme, whole
from .pages.search_text import search_text
from .publish import OWN_PARTS, SEARCH, SITE, Content, Task, TaskGroup
from .store import digest_of
from .volumes import FIRST, number_of_volumes, tag_of, volume_of

Made = TypeVar("Made")
UNDATED = "2000-01-01"
"""When the pages of a bank without entries were changed: no day says more, and each build gives the same."""
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def own_parts(site: Site) -> Iterator[Task]:
    """What is written first of the pages of practices in one language, and the texts to search."""
    volumes = number_of_volumes(len(site.bank.practices))
    for slug, draft in zip(site.bank.practices, own_part_drafts(site), strict=True):
        volume = volume_of(slug, volumes=volumes)
        within = replace(draft, reads=partial(_reads_within, draft.reads, volume))
        yield _task(within, site, partial(_own_part_contents, site, volume))


def _reads_within(reads: Callable[[], Iterable[str]], volume: str) -> tuple[str, ...]:
    """What a draft reads whose text is in this volume."""
    return *reads(), volume


def practices(assembly: Assembly, site: Site, theme: Theme) -> Iterator[Task]:
    """The pages of practices in one language; with the default one, the pictures of all."""
    for draft in practice_drafts(site):
        task = _task(draft, site, partial(_page_contents, site, theme))
        yield replace(task, make_ready=partial(make_cards, site))
    if not site.addresses.prefix:
        yield from (_picture(assembly, path) for path in assembly.bank.pictures)


def groups(site: Site, theme: Theme) -> Iterator[TaskGroup]:
    """All other pages of one language, and the files beside the pages."""
    reads = reads_of(site).digest
    yield TaskGroup(f"{site.code}/lists", reads, partial(_lists, site, theme))
    yield TaskGroup(f"{site.code}/files", reads, partial(_files, site))


def _lists(site: Site, theme: Theme) -> Iterator[Task]:
    make_cards(site)  # once and for all: processes that write pages are copies of this one
    return (_task(draft, site, partial(_page_contents, site, theme)) for draft in list_drafts(site))


def _files(site: Site) -> Iterator[Task]:
    return (_task(draft, site, _file_contents) for draft in file_drafts(site))


def contents(assembly: Assembly, site: Site, theme: Theme) -> Iterator[Content]:
    """All of it, written: the files that are published."""
    others = chain.from_iterable(group.tasks() for group in groups(site, theme))
    for task in chain(practices(assembly, site, theme), others):
        yield from (content for content in task.write() if content.folder == SITE)


def own_part_path(slug: str, language: str) -> str:
    """Where the own part of a practice's page is until the page is written."""
    return f"{language}/{slug}"


def _task(draft: Draft[Made], site: Site, contents_of: Callable[[Made], Iterable[Content]]) -> Task:
    write = partial(_write, draft, contents_of)
    return Task(f"{site.code}/{draft.name}", draft.reads, write)


def _write(draft: Draft[Made], contents_of: Callable[[Made], Iterable[Content]]) -> Iterator[Content]:
    for made in draft.write():
        yield from contents_of(made)


def _page_contents(site: Site, theme: Theme, page: Page) -> Iterator[Content]:
    yield Content(
        f"{page.address}index.html", whole(site, page, theme).encode(), updated=str(page.updated or "")
    )


def _own_part_contents(site: Site, volume: str, own_part: OwnPart) -> Iterator[Content]:
    """The text to search, and what is not written once more for the page."""
    slug, html = own_part
    yield Content(own_part_path(slug, site.code), html.encode(), folder=OWN_PARTS)
    path = f"{site.addresses.practice(slug)}index.html"
    yield from _searched(path, html, language=site.code, volume=volume)


def _searched(path: str, html: str, *, language: str, volume: str = FIRST) -> Iterator[Content]:
    """What is to be searched of a page, in the folder of its volume."""
    if text := search_text(html, language=tag_of(language, volume)):
        yield Content(f"{volume}/{path}", text.encode(), folder=SEARCH)


def _file_contents(file: TextFile) -> Iterator[Content]:
    address, text = file
    yield Content(f"{address}index.html" if address.endswith("/") else address, text.encode())


def _picture(assembly: Assembly, path: str) -> Task:
    """A picture, rewritten: nothing of what a contributor's file holds besides is published."""
    place = assembly.context.place
    raw, suffix = pictures.read(place.practices / path, below=place.practices), Path(path).suffix
    return Task(f"picture/{path}", lambda: (digest_of(raw),), partial(_shown, raw, suffix, path, place.cache))


def _shown(raw: bytes, suffix: str, path: str, cache: Path) -> Iterator[Content]:
    kept = pictures.kept(raw, suffix=suffix, folder=cache / "pictures")
    yield Content(picture(path), kept.read_bytes())


def hand_written_contents(made: HandWritten, assembly: Assembly, code: str) -> Iterator[Task]:
    """What MkDocs has made of the hand-written pages and of the theme."""
    prefix = assembly.site(code).addresses.prefix
    for path, data in made.files.items():
        write = partial(_hand_written, f"{prefix}{path}", data, code)
        yield Task(f"{code}/hand-written/{path}", partial(_digest, data), write)


def _digest(data: bytes) -> tuple[str]:
    return (digest_of(data),)


def _hand_written(path: str, data: bytes, code: str) -> Iterator[Content]:
    is_page = path.endswith("/index.html")
    yield Content(path, data, updated="" if is_page else None)
    if is_page:
        yield from _searched(path, data.decode(), language=code)


def sitemap(
    pages: Iterable[tuple[str, str]], *, site_url: str | None, undated: date | None, prefix: str = ""
) -> Iterator[Content]:
    """The list of all pages for search engines, as it is and compressed; of a site without an address it is empty.

    A page is given by its path and the day of its last change; without one, it changes with the bank.
    """
    root = urljoin(site_url or "", ".")
    urls = "".join(
        f"\n  <url>\n    <loc>{escape(root + path.removesuffix('index.html'))}</loc>"
        f"\n    <lastmod>{updated or undated or UNDATED}</lastmod>\n  </url>"
        for path, updated in sorted(pages)
        if site_url
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">{urls}\n</urlset>\n'.encode()
    yield Content(f"{prefix}sitemap.xml", text)
    yield Content(f"{prefix}sitemap.xml.gz", gzip.compress(text, mtime=0))
