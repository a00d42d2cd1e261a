"""PB209 to PB211: links in the body."""

from collections.abc import Iterator
from urllib.parse import unquote

from .. import markdown
from ..diagnostics import Severity
from ..load import Entry
from .misfits import shown
from .people import SCHEMES, is_malformed, split_address
from .registry import Context, Finding, rule


def links_in(entry: Entry, context: Context, kind: str) -> Iterator[tuple[markdown.Link, Finding]]:
    """The links of a kind, each with a finding at its place that has yet to say what is wrong."""
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
    for link, found in links_in(entry, context, "web"):
        parts = split_address(link.target)
        web = parts is None or parts.scheme in SCHEMES
        wrong = (web and is_malformed(link.target)) or bool(parts and "@" in parts.netloc)
        if wrong or not markdown.is_safe_address(link.target):
            hint = "write an address as in https://www.example.org/page"
            yield found._replace(message=f"{shown(link.target)} is no safe address for a link", hint=hint)


@rule("PB210", "link-within-site", Severity.WARNING, across=True)
def link_within_site(entry: Entry, context: Context) -> Iterator[Finding]:
    """A link to a file or page of the site by its path: it breaks when the site moves, and in other languages.

    Bad:

        [Kerpen's workshop](kerpen-workshop.md)

    Good:

        [[kerpen-workshop|Kerpen's workshop]]
    """
    for link in context.outline(entry).links:
        inside = link.kind == "web" and not markdown.SCHEME.match(link.target)
        if inside and markdown.is_safe_address(link.target):
            name = unquote(link.target).split("#")[0].rstrip("/").rsplit("/", 1)[-1].split(".")[0]
            known = name in context.paths_by_slug
            hint = f"write [[{name}]]" if known else "link to entries as in [[slug|text]]"
            position = entry.body_position(link.line, link.column)
            yield Finding(position, f"{shown(link.target)} is a path within the site", hint)


@rule("PB211", "broken-wiki-link")
def broken_wiki_link(entry: Entry, context: Context) -> Iterator[Finding]:
    """Double brackets that make no link: they are shown as they stand.

    Bad:

        See [[kerpen-workshop] for more.

    Good:

        See [[kerpen-workshop]] for more.
    """
    for line in context.document(entry).lone_brackets:
        position = entry.body_position(line, _lone_bracket(entry.body.split("\n")[line]))
        yield Finding(position, "double brackets that make no link", "write [[slug]] or [[slug|text]]")


def _lone_bracket(line: str) -> int:
    """The column of the first double bracket that is no part of a link."""
    blank = markdown.WIKI_LINK.sub(lambda match: " " * len(match[0]), line)
    return min((place for place in (blank.find("[["), blank.find("]]")) if place >= 0), default=0) + 1
