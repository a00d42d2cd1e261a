"""What the search in the browser finds of a page: its text, without all that only a reader of the page needs.

Pagefind reads whole pages, and takes its time with each attribute and each link. What it is given here holds the same
words under the same address, and nothing else.
"""

from lxml import etree, html

BODY, IGNORED = "data-pagefind-body", "data-pagefind-ignore"
MARKS = ("data-pagefind", "data-value")
"""How the names of the attributes begin that say something to Pagefind."""
INLINE = ("a", "abbr", "b", "cite", "code", "em", "i", "strong", "time")
"""Elements that only mark words: without them, the words stand where they stood."""


def search_text(page: str, *, language: str) -> str | None:
    """A document with what of this HTML is marked for the search; None where nothing is."""
    if BODY not in page:
        return None
    marked = [found for found in html.document_fromstring(page).iter() if BODY in found.attrib]
    texts = (_text(body) for body in marked)
    return f'<!doctype html><html lang="{language}"><body>{"".join(texts)}</body></html>'


def _text(body: html.HtmlElement) -> str:
    for ignored in body.xpath(f".//*[@{IGNORED}]"):
        ignored.drop_tree()
    for element in body.iter(etree.Element):
        for name in [name for name in element.attrib if not name.startswith(MARKS)]:
            del element.attrib[name]
    etree.strip_tags(body, *INLINE)
    return str(html.tostring(body, encoding="unicode", with_tail=False))
