"""What a generated page is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Page:
    """One generated page: its HTML below Material's header, and what its head says. Every text is plain, not HTML."""

    address: str
    """Below the site's root, as ``de/topics/language/``."""
    language: str
    kind: str
    """What the page shows, for the style sheet: ``practice``, ``home``, ``list``, ..."""
    title: str
    description: str
    html: str
    switch: Mapping[str, str]
    """The address of the same page in every site language."""
    alternates: Mapping[str, str] = field(default_factory=dict)
    """The addresses to announce as translations: those whose text is in their language."""
    canonical: str | None = None
    """The address that search engines should keep, where it is another page's."""
    text_language: str | None = None
    """The language of a hand-written page's text, where it is not the page's own."""
    updated: date | None = None
    before: str | None = None
    """The address of the page before it, in a list of several pages."""
    after: str | None = None
    """The address of the next page of the list."""


def mark(part: str) -> str:
    """What stands in HTML where this part of a page belongs, which is written later."""
    return f"<!--practice-bank:{part}-->"
