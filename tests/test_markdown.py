"""Contributed Markdown is read with its positions, and rendered without anything that could run."""

import re
from html.parser import HTMLParser

import pytest

from site_builder.markdown import Link, is_safe_address, parse, render


def html(body: str) -> str:
    def wiki_target(slug: str) -> tuple[str, str] | None:
        return ("../other/", "The <other> one") if slug == "other" else None

    sections = parse(body).sections
    return "".join(
        render(section, wiki_target=wiki_target, picture_address=lambda path: f"../{path}")
        for section in sections
    )


def attributes_of(text: str) -> list[str]:
    """The names of all attributes, as a browser reads them."""
    found: list[str] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: found.extend(name for name, _ in attrs)  # type: ignore[method-assign]
    reader.feed(text)
    return found


def links(body: str) -> list[tuple[str, str, int, int]]:
    return [(link.kind, link.target, link.line, link.column) for link in parse(body).links]


class TestSafety:
    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b>b</b>",
            "<!-- x -->",
            "<svg/onload=alert(1)>",
        ],
    )
    def test_html_is_shown_as_text_and_reported(self, text: str) -> None:
        assert not re.search(r"<(?!/?p>)", html(text))
        assert parse(text).raw_html

    @pytest.mark.parametrize(
        "text",
        ["1 < 2 > 0", "`<b>`", "    <b>", "&lt;b&gt;", "```\n<b>\n```", "<https://example.org>", "a <- b"],
    )
    def test_what_only_looks_like_html_is_not_reported(self, text: str) -> None:
        assert not parse(text).raw_html

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#115;cript:alert(1)",
            "javascript&colon;alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example.org",
        ],
    )
    def test_a_link_that_is_not_safe_has_no_address(self, address: str) -> None:
        assert "href" not in html(f"[text]({address})")
        assert ">text<" in html(f"[text]({address})")

    @pytest.mark.parametrize(
        "address",
        ["java\tscript:x", " javascript:x", "\x01javascript:x", "/\t/evil.org", "\\/evil.org", "/\\evil.org"],
    )
    def test_characters_that_browsers_skip_do_not_hide_a_scheme(self, address: str) -> None:
        assert not is_safe_address(address)

    @pytest.mark.parametrize(
        "address", ["https://example.org/a:b", "mailto:a@example.org", "page/", "#top", "a/b:c", ""]
    )
    def test_safe_addresses(self, address: str) -> None:
        assert is_safe_address(address)

    def test_attributes_and_quotes_cannot_break_out(self) -> None:
        result = html('[a](https://example.org/"onclick="x \'title" onclick="x\')\n\n![" onerror="x](x.png)')
        assert attributes_of(result) == ["href", "title", "rel", "src", "alt"]

    def test_a_wiki_link_cannot_inject(self) -> None:
        assert (
            html("[[other]]")
            == '<p><a href="../other/" rel="noopener noreferrer">The &lt;other&gt; one</a></p>\n'
        )
        assert "<script" not in html("[[other|<script>x</script>]] [[<script>]]")

    def test_no_style_class_or_identifier_comes_through(self) -> None:
        result = html("## Heading {#x .y}\n\ntext {: .z onclick=x}\n\n```js\ncode\n```")
        assert "class=" not in result
        assert "id=" not in result


class TestRendering:
    def test_a_table_keeps_its_alignment_without_style(self) -> None:
        result = html("| a | b |\n| --- | ---: |\n| 1 | [[other\\|two]] |\n")
        assert "style" not in result
        assert result.count('class="align-right"') == 2
        assert '<a href="../other/" rel="noopener noreferrer">two</a>' in result

    def test_a_wiki_link_to_nothing_is_its_text(self) -> None:
        assert html("[[nothing]] and [[nothing|that]]") == "<p>nothing and that</p>\n"

    def test_a_picture_goes_through_its_address(self) -> None:
        assert html("![Square](images/x/a.png)") == '<p><img src="../images/x/a.png" alt="Square"></p>\n'

    def test_level_two_headings_make_sections(self) -> None:
        document = parse("Before\n\n## One\n\nText\n\n### Part\n\n## Two\n\n> ## Not one\n")
        assert [(section.title, section.line) for section in document.sections] == [
            (None, 0),
            ("One", 2),
            ("Two", 8),
        ]

    def test_a_body_without_headings_is_one_section(self) -> None:
        assert [section.title for section in parse("Only text").sections] == [None]
        assert parse("").sections == ()

    def test_an_empty_section_says_so(self) -> None:
        assert [section.is_empty for section in parse("## One\n\n## Two\n\nText").sections] == [True, False]

    def test_the_text_has_no_markup(self) -> None:
        assert parse("## One\n\n**a** [b](https://x.org)\nc [[other|d]] `e`").text == "One\na b c d e"


class TestPositions:
    def test_links_stand_where_they_stand(self) -> None:
        body = "a [b](https://x.org)\nc [[other]]\n\n- ![d](images/e.png) [[other]] [[other|x]]\n"
        assert links(body) == [
            ("web", "https://x.org", 0, 7),
            ("wiki", "other", 1, 3),
            ("picture", "images/e.png", 3, 8),
            ("wiki", "other", 3, 22),
            ("wiki", "other", 3, 32),
        ]

    def test_the_same_link_twice_has_two_places(self) -> None:
        assert links("[[a]] [[a]]\n[[a]]") == [("wiki", "a", 0, 1), ("wiki", "a", 0, 7), ("wiki", "a", 1, 1)]

    def test_an_address_with_accents_is_found(self) -> None:
        assert [item[2:] for item in links("x\n[a](https://x.org/ü)")] == [(1, 5)]

    def test_links_know_their_text(self) -> None:
        body = (
            "[the *report*](https://x.org) [](https://y.org) [![alt](a.png)](https://z.org) <https://w.org>"
        )
        found = [(link.target, link.text) for link in parse(body).links if link.kind == "web"]
        assert found == [
            ("https://x.org", "the report"),
            ("https://y.org", ""),
            ("https://z.org", "alt"),
            ("https://w.org", "https://w.org"),
        ]

    def test_a_wiki_link_is_read_with_its_text(self) -> None:
        assert parse("[[ a | b c ]]").links == (Link("wiki", "a", "b c", 0, 1),)

    @pytest.mark.parametrize(
        "text", ["[[]]", "[[ ]]", "[[a", "[[a]", "`[[a]]`", "[[a\nb]]", "    [[a]]", "\\[[a]]"]
    )
    def test_what_is_no_wiki_link(self, text: str) -> None:
        assert not [link for link in parse(text).links if link.kind == "wiki"]

    def test_headings_have_levels_and_lines(self) -> None:
        found = [
            (item.level, item.text, item.line) for item in parse("# A\n\nB\n---\n\n### `C` d\n").headings
        ]
        assert found == [(1, "A", 0), (2, "B", 2), (3, "C d", 5)]


@pytest.mark.parametrize(
    "body",
    [
        "[[" * 9000,
        "[[" + " " * 19_000,
        "[[a|" * 4000,
        "<a " * 6000,
        "[" * 19_000,
        "[[a1]]\n" * 30_000,
        "*_" * 9000,
        "> " * 9000,
    ],
    ids=lambda body: repr(body[:8]),
)
def test_no_text_takes_long(body: str) -> None:
    parse(body)
