"""PB209 to PB215: links and pictures in the body."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from .. import markdown
from ..diagnostics import Severity
from ..load import Entry
from .misfits import shown
from .people import SCHEMES, is_malformed, split_address
from .registry import Context, Finding, did_you_mean, rule

PICTURE_BYTES = 2_000_000
PICTURE = re.compile(
    r"images/(?P<slug>[a-z0-9-]+)/(?P<file>[a-zA-Z0-9_-]+\.(?:png|jpe?g|webp|gif|avif))", re.ASCII
)


def _links(entry: Entry, context: Context, kind: str) -> Iterator[tuple[markdown.Link, Finding]]:
    for link in context.document(entry).links:
        if link.kind == kind:
            yield link, Finding(entry.body_position(link.line, link.column), "")


@rule("PB209", "unsafe-link")
def unsafe_link(entry: Entry, context: Context) -> Iterator[Finding]:
    """A link that is neither https, http nor mailto, or whose address is malformed: it is not published.

    Bad:

        [the report](javascript:alert(1))

    Good:

        [the report](https://www.example.org/report)
    """
    for link, found in _links(entry, context, "web"):
        parts = split_address(link.target)
        web = parts is None or parts.scheme in SCHEMES
        wrong = (web and is_malformed(link.target)) or bool(parts and "@" in parts.netloc)
        if wrong or not markdown.is_safe_address(link.target):
            hint = "write an address as in https://www.example.org/page"
            yield found._replace(message=f"{shown(link.target)} is no safe address for a link", hint=hint)


@rule("PB210", "link-within-site", Severity.WARNING)
def link_within_site(entry: Entry, context: Context) -> Iterator[Finding]:
    """A link to a file or page of the site by its path: it breaks when the site moves, and in other languages.

    Bad:

        [Kerpen's workshop](kerpen-workshop.md)

    Good:

        [[kerpen-workshop|Kerpen's workshop]]
    """
    for link, found in _links(entry, context, "web"):
        if markdown.is_safe_address(link.target) and not markdown.SCHEME.match(link.target):
            name = unquote(link.target).split("#")[0].rstrip("/").rsplit("/", 1)[-1].split(".")[0]
            hint = f"write [[{name}]]" if name in context.originals else "link to entries as in [[slug|text]]"
            yield found._replace(message=f"{shown(link.target)} is a path within the site", hint=hint)


@rule("PB211", "broken-wiki-link")
def broken_wiki_link(entry: Entry, context: Context) -> Iterator[Finding]:
    """Double brackets that make no link: they are shown as they stand.

    Bad:

        See [[kerpen-workshop] for more.

    Good:

        See [[kerpen-workshop]] for more.
    """
    tokens = [token for section in context.document(entry).sections for token in section.tokens]
    for token in tokens:
        line = token.map[0] if token.map else 0
        for child in token.children or []:
            line += child.type in markdown.BREAKS
            if child.type == "text" and ("[[" in child.content or "]]" in child.content):
                column = _lone_bracket(entry.body.split("\n")[line])
                message = "double brackets that make no link"
                yield Finding(entry.body_position(line, column), message, "write [[slug]] or [[slug|text]]")


def _lone_bracket(line: str) -> int:
    """The column of the first double bracket that is no part of a link."""
    blank = markdown.WIKI_LINK.sub(lambda match: " " * len(match[0]), line)
    return min((place for place in (blank.find("[["), blank.find("]]")) if place >= 0), default=0) + 1


@rule("PB212", "external-picture")
def external_picture(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture from another site: that site would learn of every reader, and may change or delete it.

    Bad:

        ![The market square](https://example.org/square.jpg)

    Good:

        ![The market square](images/kerpen-workshop/square.jpg)
    """
    for link, found in _links(entry, context, "picture"):
        if _is_external(link.target):
            hint = f"put the file in practices/images/{entry.slug}/, if its licence allows that"
            yield found._replace(message=f"the picture {shown(link.target)} lies elsewhere", hint=hint)


def _is_external(target: str) -> bool:
    return bool(markdown.SCHEME.match(target)) or target.startswith("//")


@rule("PB213", "picture-without-description")
def picture_without_description(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture without words for those who do not see it.

    Bad:

        ![](images/kerpen-workshop/square.jpg)

    Good:

        ![Forty people around a wall of cards](images/kerpen-workshop/square.jpg)
    """
    for link, found in _links(entry, context, "picture"):
        if not link.text.strip():
            yield found._replace(message="the picture has no description", hint="write ![what it shows](…)")


@rule("PB214", "picture-elsewhere")
def picture_elsewhere(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture outside of the entry's own folder, or in a format that browsers do not show or that can hold scripts.

    Bad:

        ![The square](../square.svg)

    Good:

        ![The square](images/kerpen-workshop/square.png)
    """
    for link, found in _links(entry, context, "picture"):
        match = PICTURE.fullmatch(link.target)
        if not _is_external(link.target) and (not match or match["slug"] != entry.slug):
            hint = f"images/{entry.slug}/<name>.jpg, .png, .webp, .gif or .avif; letters without accents"
            yield found._replace(
                message=f"{shown(unquote(link.target))} is no picture of this entry", hint=hint
            )


@rule("PB215", "missing-picture")
def missing_picture(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture whose file is not there, or is too large to load on a phone.

    Bad:

        ![The square](images/kerpen-workshop/sqaure.png)

    Good:

        ![The square](images/kerpen-workshop/square.png)
    """
    folder = context.place.practices
    for link, found in _links(entry, context, "picture"):
        match = PICTURE.fullmatch(link.target)
        if not match or match["slug"] != entry.slug:
            continue
        file = folder / link.target
        if file.is_symlink() or not file.is_file():
            there = [path.name for path in file.parent.glob("*")] if file.parent.is_dir() else []
            hint = did_you_mean(file.name, there, otherwise=f"put the file in practices/images/{entry.slug}/")
            yield found._replace(message=f"there is no file practices/{link.target}", hint=hint)
        elif file.stat().st_size > PICTURE_BYTES:
            yield found._replace(
                message=f"practices/{link.target} is larger than 2 MB", hint="1600 pixels are enough"
            )
