"""What the search in the browser finds of a page: its text, without all that only a reader of the page needs.

Pagefind reads whole pages, and takes its time with each attribute and each link. What it is given here holds the same
words under the same address, and nothing else.
"""

import re
from functools import cache
from typing import cast

from lxml import etree

BODY, IGNORED = "data-pagefind-body", "data-pagefind-ignore"
MARKS = ("data-pagefind", "data-value")
"""How the names of the attributes begin that say something to Pagefind."""
INLINE = ("a", "abbr", "b", "cite", "code", "em", "i", "strong", "time")
"""Elements that only mark words: without them, the words stand where they stood."""
PARSER = etree.HTMLParser()
DOCUMENT = re.compile(r"\s*<!")
ATTRIBUTES = r'(?:\s+[^\s"\'<>=]+(?:="[^"]*")?)*'
IGNORED_TAG = re.compile(rf"<([a-z][a-z0-9]*){ATTRIBUTES}\s+{IGNORED}{ATTRIBUTES}\s*>")
"""Where an element begins that is marked so itself, and not only talks of the mark."""


def search_text(page: str, *, language: str) -> str | None:
    """A document with what of this HTML is marked for the search; None where nothing is."""
    if BODY not in page:
        return None
    whole = etree.fromstring(_shortened(page), PARSER)
    texts = (_text(body) for body in _with(BODY, whole))
    return f'<!doctype html><html lang="{language}"><body>{"".join(texts)}</body></html>'


def _shortened(page: str) -> str:
    """The HTML without most of what is ignored, which is most of a page: what is not there need not be parsed.

    In what our templates write, every ``<`` begins a tag. A whole document may hold scripts and comments, and stays.
    """
    kept, done, at = [], 0, -1 if DOCUMENT.match(page) else page.find(IGNORED)
    while at >= 0:
        tag = IGNORED_TAG.match(page, max(done, page.rfind("<", done, at)))
        if tag and (end := _end_of(page, tag)):
            kept.append(page[done : tag.start()])
            done = end
        at = page.find(IGNORED, max(at + 1, done))
    return "".join((*kept, page[done:]))


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
    etree.strip_tags(body, *INLINE)
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
