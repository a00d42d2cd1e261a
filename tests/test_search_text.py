"""What the search is given of a page: the words that are marked for it, and nothing of what is ignored."""

import pytest

from site_builder.assemble import Assembly
from site_builder.pages import generate
from site_builder.pages.search_text import IGNORED, _without, published
from site_builder.pages.search_text import search_text as text_of

FRAME = '<!doctype html><html lang="en"><body>{}</body></html>'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<main data-pagefind-body><p>a</p></main>", "<main data-pagefind-body><p>a</p></main>"),
        ("x<div data-pagefind-body>a</div>y", "<div data-pagefind-body>a</div>"),
        ('<div data-pagefind-body class="b" id="c">a</div>', "<div data-pagefind-body>a</div>"),
        (
            '<div data-pagefind-body><i data-x="1">a</i> <a href="b">c</a></div>',
            "<div data-pagefind-body>a c</div>",
        ),
        (
            '<div data-pagefind-body><h1 class="b" data-pagefind-meta="title">a</h1></div>',
            '<div data-pagefind-body><h1 data-pagefind-meta="title">a</h1></div>',
        ),
        (
            '<div data-pagefind-body><p data-value="&lt;&#34;">&lt;b&gt; &#34;c&#39; &amp; ä</p></div>',
            "<div data-pagefind-body><p data-value='&lt;\"'>&lt;b&gt; \"c' &amp; ä</p></div>",
        ),
    ],
)
def test_it_holds_the_words_and_what_says_something_to_the_search(page: str, expected: str) -> None:
    assert text_of(page, language="en") == FRAME.format(expected)


@pytest.mark.parametrize(
    "page",
    [
        "a<p data-pagefind-ignore>b</p>c",
        'a<div class="x" data-pagefind-ignore id="y"><div>b</div><div><p>b</p></div>b</div>c',
        "a<div data-pagefind-ignore><p data-pagefind-ignore>b</p>b</div>c",
        "a<p data-pagefind-ignore>b</p><p data-pagefind-ignore>b</p>c",
        "a<section data-pagefind-ignore>b<section>b</section></section><div data-pagefind-ignore>b</div>c",
        '<b>a</b><p title="x > y" data-pagefind-ignore>b</p>c',
        "a<img data-pagefind-ignore>c",
        "a<P DATA-PAGEFIND-IGNORE>b</P>c",
    ],
)
def test_what_is_ignored_is_not_there_and_what_stands_around_it_is(page: str) -> None:
    text = text_of(f"<div data-pagefind-body>{page}</div>", language="en")
    assert text == FRAME.format("<div data-pagefind-body>ac</div>")


@pytest.mark.parametrize(
    "page",
    [
        "a<p>data-pagefind-ignore</p>c",
        'a<p title="&lt;p data-pagefind-ignore&gt;">b</p>c',
        "a<p>&lt;p data-pagefind-ignore&gt;</p>c",
    ],
)
def test_a_text_that_only_talks_of_the_mark_is_there(page: str) -> None:
    text = text_of(f"<div data-pagefind-body>{page}</div>", language="en") or ""
    assert "<p>" in text
    assert text.endswith("</p>c</div></body></html>")


def test_a_comment_is_not_searched() -> None:
    text = text_of("<div data-pagefind-body>a<!--practice-bank:others-->b</div>", language="en")
    assert text == FRAME.format("<div data-pagefind-body>ab</div>")


def test_a_page_without_a_mark_has_no_text() -> None:
    assert text_of("<main><p>a</p></main>", language="en") is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_left_out_before_parsing_changes_nothing(
    assembly: Assembly, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [page.html for page in generate(assembly.site(language)) if page.kind == "practice"]
    texts = [text_of(page, language=language) for page in pages]
    assert all(IGNORED not in _without(page, IGNORED) for page in pages)
    monkeypatch.setattr("site_builder.pages.search_text._without", lambda page, mark: page)
    assert texts == [text_of(page, language=language) for page in pages]


def test_a_script_of_a_whole_document_ends_nothing() -> None:
    page = "a<div data-pagefind-ignore><script>'</div>'</script>b</div>c"
    text = text_of(f"\n<!doctype html><body><div data-pagefind-body>{page}</div></body>", language="en")
    assert text == FRAME.format("<div data-pagefind-body>ac</div>")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>a</p>", "<p>a</p>"),
        ("<p data-pagefind-body>a</p>", "<p>a</p>"),
        ('<p class="b" data-pagefind-meta="c" id="d">a</p>', '<p class="b" id="d">a</p>'),
        ("<p data-pagefind-body data-pagefind-ignore>a</p><i data-pagefind-ignore>b</i>", "<p>a</p><i>b</i>"),
        ('a<p data-pb-only-for-search hidden><span data-pagefind-meta="d">b</span></p>c', "ac"),
        ("<p>of data-pagefind-ignore in a text</p>", "<p>of data-pagefind-ignore in a text</p>"),
        ('<p title="a data-pagefind-ignore b">c</p>', '<p title="a data-pagefind-ignore b">c</p>'),
        (
            '<p title=" data-pagefind-x" data-pagefind-body>&lt;p data-pagefind-y&gt;</p>',
            '<p title=" data-pagefind-x">&lt;p data-pagefind-y&gt;</p>',
        ),
        ("<p data-pagefind-body\n>a <b>data-pagefind-c </b>", "<p\n>a <b>data-pagefind-c </b>"),
    ],
)
def test_readers_get_no_mark_for_the_search(page: str, expected: str) -> None:
    assert published(page) == expected


def test_readers_get_everything_else(assembly: Assembly) -> None:
    for page in generate(assembly.site("en")):
        text = published(page.html)
        assert text_of(text, language="en") is None
        assert len(text) > len(page.html) - 1_500
