"""The renderer against the examples of the CommonMark specification, for the constructs that we keep."""

import json
import random
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.rules_core import inline

from site_builder.markdown import PARSER, TAGS, _parser, is_safe_address, parse, render

SPEC = Path(__file__).parent / "commonmark" / "spec-0.31.2.json"
BLOCKS = frozenset("p h3 h4 h5 h6 ul ol li pre blockquote hr".split())


class Example(NamedTuple):
    """One example of the specification."""

    number: int
    section: str
    markdown: str
    html: str


class Normaliser(HTMLParser):
    """HTML as a list of what it says: white space that does not show, and how a tag is written, make no difference."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[str] = []
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.preformatted += tag == "pre"
        # We add rel to links, and leave out the class that tells a script the language of code.
        kept = sorted(
            (name, value) for name, value in attrs if name != "rel" and (tag, name) != ("code", "class")
        )
        self.events.append(f"<{tag} {kept}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.preformatted -= tag == "pre"
        self.events.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.events.append(data if self.preformatted else re.sub(r"\s+", " ", data))


def normalised(html: str) -> str:
    reader = Normaliser()
    reader.feed(html)
    reader.close()
    text = "".join(reader.events)
    blocks = "|".join(BLOCKS)
    return re.sub(rf" ?(</?(?:{blocks})(?: [^>]*)?>) ?", r"\1", text).strip()


class Facts(HTMLParser):
    """The tags and addresses of an example's expected HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


WITH_HTML = MarkdownIt("commonmark")


def holds_html(markdown: str) -> bool:
    """Whether the specification reads a part of the text as raw HTML."""
    tokens = WITH_HTML.parse(markdown)
    return any(
        token.type.startswith("html_") for parent in tokens for token in (parent, *(parent.children or []))
    )


def left_out(example: Example) -> str | None:
    """Why the renderer is not compared with this example; None where it is."""
    facts = Facts(example.html)
    if holds_html(example.markdown):
        return "HTML is shown as text"
    if facts.tags & {"h1", "h2"}:
        return "headings of level 1 and 2 belong to the page"
    if "[[" in example.markdown:
        return "double brackets are links to entries"
    if not all(map(is_safe_address, facts.addresses)):
        return "addresses that are not https, http, mailto or within the site are not published"
    return None if facts.tags <= TAGS else f"other tags: {facts.tags - TAGS}"


def ours(markdown: str) -> str:
    document = parse(markdown)
    assert document.excess is None
    sections = document.sections
    return "".join(render(part, wiki_target=lambda _: None, picture_address=str) for part in sections)


EXAMPLES = [
    Example(item["example"], item["section"], item["markdown"], item["html"])
    for item in json.loads(SPEC.read_text("utf-8"))
]
REASONS = Counter(left_out(example) for example in EXAMPLES)
COMPARED = [example for example in EXAMPLES if not left_out(example)]
SECTIONS = sorted({example.section for example in COMPARED})


def test_most_examples_are_compared() -> None:
    assert len(EXAMPLES) == 652
    assert dict(REASONS) == {
        None: 535,
        "HTML is shown as text": 72,
        "headings of level 1 and 2 belong to the page": 36,
        "double brackets are links to entries": 5,
        "addresses that are not https, http, mailto or within the site are not published": 4,
    }


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_the_specification_is_rendered_as_it_says(section: str) -> None:
    for example in (item for item in COMPARED if item.section == section):
        assert normalised(ours(example.markdown)) == normalised(example.html), example.number


# --- shortcuts --------------------------------------------------------------------------------------------------------

LINES = [
    *(
        "Text.",
        "Ünïcode",
        "ªnd",
        "# A",
        "## B",
        "##",
        "#c",
        "####### d",
        "- e",
        "1. f",
        "1) g",
        "h:",
        "| i | j |",
    ),
    *(
        "| - | - |",
        "===",
        "---",
        "> k",
        "    l",
        "\tm",
        "```",
        "[n]: o",
        "[n]",
        "<p>",
        "[[q]]",
        "*r*",
        "s  ",
        "t\\",
    ),
    *("&amp;", "u_v_", "१ w", "", "", ""),
]


def whole_parser() -> MarkdownIt:
    """Our parser without its shortcuts."""
    parser = _parser()
    parser.block.ruler.disable("line_alone")
    parser.core.ruler.at("inline", inline)
    return parser


@pytest.mark.parametrize("seed", range(20))
def test_shortcuts_give_what_the_whole_parser_gives(seed: int) -> None:
    chosen, whole = random.Random(seed), whole_parser()
    examples = [example.markdown for example in EXAMPLES[seed::20]]
    made_up = ["\n".join(chosen.choices(LINES, k=chosen.randint(1, 8))) for _ in range(200)]
    for text in (*examples, *made_up):
        assert [token.as_dict() for token in PARSER.parse(text)] == [
            token.as_dict() for token in whole.parse(text)
        ], text
