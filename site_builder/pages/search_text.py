"""A page as the search in the browser reads it, and as people do: each without what only the other needs.

Pagefind reads whole pages, and takes its time with each attribute and each link. What it is given here holds the same
words under the same address, and nothing else. What is published has no marks for it.
"""

import re
from functools import cache
from typing import cast

from lxml import etree

BODY, IGNORED = "data-pagefind-body", "data-pagefind-ignore"
ONLY = "data-pb-only-for-search"
"""Marks an element that readers need not get."""
MARKS = ("data-pagefind", "data-value")
"""How the names of the attributes begin that say something to Pagefind."""
INLINE = ("a", "abbr", "b", "cite", "code", "em", "i", "strong", "time")
"""Elements that only mark words: without them, the words stand where they stood."""
PARSER = etree.HTMLParser()
DOCUMENT = re.compile(r"\s*<!")
ATTRIBUTES = r'(?:\s+[^\s"\'<>=]+(?:="[^"]*")?)*'
TAG = re.compile(rf"<[a-z][a-z0-9]*{ATTRIBUTES}\s*>")
ATTRIBUTE = re.compile(r'\s+([^\s"\'<>=]+)(?:="[^"]*")?')
FOR_SEARCH = " data-pagefind-"


def search_text(page: str, *, language: str) -> str | None:
    """A document with what of this HTML is marked for the search; None where nothing is."""
    if BODY not in page:
        return None
    shorter = page if DOCUMENT.match(page) else _without(page, IGNORED)
    whole = etree.fromstring(shorter, PARSER)
    texts = (_text(body) for body in _with(BODY, whole))
    return f'<!doctype html><html lang="{language}"><body>{"".join(texts)}</body></html>'


def published(page: str) -> str:
    """The HTML as readers get it: without marks for the search, and without what only the search is told."""
    page = _without(page, ONLY)
    kept, done, at = [], 0, page.find(FOR_SEARCH)
    while at >= 0:
        tag = TAG.match(page, max(done, page.rfind("<", done, at)))
        if tag and at < tag.end():
            kept += [page[done : tag.start()], ATTRIBUTE.sub(_unless_for_search, tag[0])]
            done = tag.end()
        at = page.find(FOR_SEARCH, max(at + 1, done))
    return "".join((*kept, page[done:]))


def _unless_for_search(attribute: re.Match[str]) -> str:
    return "" if attribute[1].startswith(FOR_SEARCH.strip()) else attribute[0]


def _without(page: str, mark: str) -> str:
    """The HTML without most of the elements with this mark: what is not there need not be parsed.

    In what our templates write, every ``<`` begins a tag. A whole document may hold scripts and comments.
    """
    kept, done, at = [], 0, page.find(mark)
    while at >= 0:
        tag = _tag_with(mark).match(page, max(done, page.rfind("<", done, at)))
        if tag and (end := _end_of(page, tag)):
            kept.append(page[done : tag.start()])
            done = end
        at = page.find(mark, max(at + 1, done))
    return "".join((*kept, page[done:]))


@cache
def _tag_with(mark: str) -> re.Pattern[str]:
    """Where an element begins that is marked so itself, and not only talks of the mark."""
    return re.compile(rf"<([a-z][a-z0-9]*){ATTRIBUTES}\s+{mark}{ATTRIBUTES}\s*>")


def _end_of(page: str, tag: re.Match[str]) -> int | None:
    """Where the element ends that this tag begins: where as many of its name have ended as begun."""
    depth = 1
    for found in _tags_of(tag[1]).finditer(page, tag.end()):
        depth += -1 if found[1] else 1
        if not depth:
            return found.end()
    return None


@cache
def _tags_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b[^<>]*>")


def _with(mark: str, whole: etree._Element) -> list[etree._Element]:
    """The element and those within it that have this mark."""
    return cast(list[etree._Element], whole.xpath(f"descendant-or-self::*[@{mark}]"))


def _text(body: etree._Element) -> str:
    for ignored in _with(IGNORED, body):
        _drop(ignored)
    names = {str(name) for element in body.iter("*") for name in element.attrib}
    etree.strip_attributes(body, *(name for name in names if not name.startswith(MARKS)))
    etree.strip_tags(body, etree.Comment, *INLINE)
    return str(etree.tostring(body, encoding="unicode", method="html", with_tail=False))


def _drop(element: etree._Element) -> None:
    """Remove an element, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is None:
        parent.text = f"{parent.text or ''}{element.tail or ''}"
    else:
        before.tail = f"{before.tail or ''}{element.tail or ''}"
    parent.remove(element)
