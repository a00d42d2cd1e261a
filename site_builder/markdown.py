"""Contributed Markdown -> safe HTML, headings and links: the one renderer of contributed text.

CommonMark with tables, raw HTML off, then nh3 with a short allow-list. ``[[slug]]`` and ``[[slug|text]]`` are
links to other entries. What a forge previews is what is published.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote

import markdown_it
import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# No two neighbours of the pattern match the same character: a long line is searched in linear time.
WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
MARKDOWN_VERSION = markdown_it.__version__
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
TAGS = frozenset(
    "p h3 h4 h5 h6 ul ol li strong em a code pre blockquote table thead tbody tr th td br hr img".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
}
# A strict Content-Security-Policy forbids style attributes, so a column's alignment becomes a class.
ALIGNMENTS = {f"text-align:{side}": f"align-{side}" for side in ("left", "center", "right")}
MAX_NESTING = 20
BODY_LENGTH = 40_000
MAX_LINES = 2_500
MAX_OPEN_BRACKETS = 100
MAX_CELLS = 6_000
MAX_LINKED = 400_000
"""So many characters may all links of a body have together: one definition can be used a thousand times."""
DELIMITER_ROW = re.compile(r"(?=[^|]*\|)(?=[^-]*-)[\s>|:+*.)0-9-]+")
BREAKS = ("softbreak", "hardbreak")
LOOK_AHEAD = 5
"""Lines that a link may take up: its place is not looked for further down."""

WikiTarget = Callable[[str], "tuple[str, str] | None"]


class Piece(NamedTuple):
    """What a token is kept as: all that its HTML depends on."""

    kind: str
    tag: str = ""
    nesting: Literal[-1, 0, 1] = 0
    content: str = ""
    info: str = ""
    attributes: tuple[tuple[str, Any], ...] = ()
    """Of a wiki link, the ``slug`` and the ``text`` that it was given."""
    children: tuple["Piece", ...] = ()
    is_block: bool = False
    is_hidden: bool = False


class Link(NamedTuple):
    """A link, a wiki link or a picture in a body; ``line`` counts from 0 in the body, ``column`` from 1."""

    kind: str
    """``wiki``, ``web`` or ``picture``."""
    target: str
    text: str
    line: int
    column: int


class Heading(NamedTuple):
    """A heading of a body."""

    level: int
    text: str
    line: int


class Section(NamedTuple):
    """What stands between one level-2 heading and the next. ``title`` is None before the first."""

    title: str | None
    line: int
    pieces: tuple[Piece, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands below the heading."""
        return not self.pieces


class Excess(NamedTuple):
    """Where a body is too much for a page: of what no reader can keep track, parsers lose track, too."""

    line: int
    """From 0."""
    message: str
    is_length: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed body."""

    sections: tuple[Section, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    raw_html: tuple[tuple[int, str], ...]
    """Line, from 0, and text of what would be HTML if HTML were on."""
    lone_brackets: tuple[int, ...]
    """The lines, from 0, of texts with double brackets that make no link."""
    text: str
    """The words without any markup, for search."""
    excess: Excess | None = None
    """What of the body is too much to be parsed, or to be parsed whole."""


def _wiki_link(state: StateInline, silent: bool) -> bool:
    match = WIKI_LINK.match(state.src, state.pos)
    if not match or not match[1].strip():
        return False
    if not silent:
        token = state.push("wiki_link", "", 0)
        token.meta = {"slug": match[1].strip(), "text": (match[2] or "").strip() or None}
        token.content = match[0]
    state.pos = match.end()
    return True


def _line_alone(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """What most blocks are, a line that stands alone and begins with a letter or #: no other rule would take it."""
    is_alone = not state.level and not state.sCount[line] and (line + 1 >= end or state.isEmpty(line + 1))
    first = state.src[state.bMarks[line]] if is_alone else ""
    if first.isalpha():
        return paragraph(state, line, end, silent)
    return first == "#" and heading(state, line, end, silent)


def _within_lines(state: StateCore) -> None:
    """Parse what stands within blocks. Text without a character of any markup is just that."""
    for token in state.tokens:
        if token.type == "inline":
            if MARKUP.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)  # type: ignore[arg-type]
            elif token.content:
                token.children = [Token("text", "", 0, content=token.content)]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table")
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    parser.block.ruler.before("table", "line_alone", _line_alone)
    parser.core.ruler.at("inline", _within_lines)
    parser.validateLink = lambda _: True  # type: ignore[method-assign, assignment]  # a rule reports it, _resolved_child drops it
    return parser


def is_safe_address(address: str) -> bool:
    """Whether a link may point there: https, http and mailto addresses, and places within the site."""
    plain = re.sub(r"[\x00-\x20\x7f-\xa0]", "", address).replace("\\", "/")
    if plain.startswith("//"):
        return False
    match = SCHEME.match(plain)
    return match is None or match[1].lower() in SAFE_SCHEMES


PARSER = _parser()
MARKUP = re.compile(r"[\n\\`*_\[<&]")
"""What begins anything else than text: a new line, an escape, code, emphasis, a link, an address, an entity."""
BRACKET = re.compile(r"[\[\]]")
HTML_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>|<!--|<!\[CDATA\[|<\?")


def parse(body: str) -> Document:
    """Parse a body; never raises, whatever the text. Of one that is too much nothing is read but why it is."""
    lines = body.split("\n")
    if excess := _excess(body, lines):
        return Document((), (), (), (), (), text="", excess=excess)
    tokens = PARSER.parse(body)
    excess = _excess_of(tokens)
    linked = (excess is None or not excess.is_length) and ("[" in body or "<" in body)
    return Document(
        sections=tuple(_sections(tokens)),
        headings=tuple(_headings(tokens)),
        links=tuple(_links(tokens, lines)) if linked else (),
        raw_html=tuple(_raw_html(tokens, lines)) if "<" in body else (),
        lone_brackets=tuple(_lone_brackets(tokens)) if BRACKET.search(body) or "&" in body else (),
        text=_plain_text(tokens),
        excess=excess,
    )


def _excess(body: str, lines: list[str]) -> Excess | None:
    """What would take the parser more time than its length lets expect; found in linear time, before parsing."""
    if len(body) > BODY_LENGTH:
        return Excess(0, f"the body has {len(body)} characters; {BODY_LENGTH} are allowed", is_length=True)
    if len(lines) > MAX_LINES:
        return Excess(0, f"the body has {len(lines)} lines; {MAX_LINES} are allowed", is_length=True)
    too_open = _open_brackets(lines) if body.count("[") > MAX_OPEN_BRACKETS else None
    return too_open or (_table_cells(lines) if "|" in body else None)


def _open_brackets(lines: list[str]) -> Excess | None:
    """Each bracket that opens makes the parser look for its end, in all of the paragraph."""
    open_brackets = 0
    for row, line in enumerate(lines):
        if not line.strip():
            open_brackets = 0
        for bracket in BRACKET.findall(line):
            open_brackets = open_brackets + 1 if bracket == "[" else max(open_brackets - 1, 0)
            if open_brackets > MAX_OPEN_BRACKETS:
                return Excess(row, f"more than {MAX_OPEN_BRACKETS} brackets [ are opened and not closed")
    return None


def _table_cells(lines: list[str]) -> Excess | None:
    """A table has as many cells in every row as in its first, however short the row is."""
    columns = cells = 0
    for row, line in enumerate(lines):
        if not line.strip():
            columns = 0
        elif DELIMITER_ROW.fullmatch(line):
            columns = max(columns, line.count("|") + 1)
        cells += columns
        if cells > MAX_CELLS:
            return Excess(row, f"the tables have more than {MAX_CELLS} cells")
    return None


def _excess_of(tokens: list[Token]) -> Excess | None:
    """What only the parser can tell: lost text, because it stands too deep, and definitions of links used too often."""
    deepest = max(tokens, key=lambda token: token.level, default=None)
    if deepest and deepest.level >= MAX_NESTING - 1:
        return Excess(_row(deepest), "lists and quotations are nested too deeply to be shown")
    children = (child for token in tokens for child in token.children or [])
    linked = sum(len(str(value)) for child in children for value in child.attrs.values())
    if linked > MAX_LINKED:
        message = f"the addresses of all links have {linked} characters; {MAX_LINKED} are allowed"
        return Excess(0, message, is_length=True)
    return None


def _sections(tokens: list[Token]) -> Iterator[Section]:
    starts = [index for index, token in enumerate(tokens) if _begins_section(token)]
    first = starts[0] if starts else len(tokens)
    if first:
        yield Section(None, 0, _kept(tokens[:first]))
    for start, end in itertools.pairwise([*starts, len(tokens)]):
        yield Section(_inline_text(tokens[start + 1]), _row(tokens[start]), _kept(tokens[start + 3 : end]))


def _begins_section(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2" and not token.level


def _kept(tokens: Sequence[Token]) -> tuple[Piece, ...]:
    return tuple([_piece(token) for token in tokens])


def _piece(token: Token) -> Piece:
    if not (token.content or token.children or token.attrs or token.info or token.meta):
        return _bare(token.type, token.tag, token.nesting, token.block, token.hidden)
    return Piece(
        token.type,
        token.tag,
        token.nesting,
        "" if token.children else token.content,
        token.info,
        tuple((token.attrs or token.meta).items()),
        _kept(token.children) if token.children else (),
        token.block,
        token.hidden,
    )


@cache
def _bare(kind: str, tag: str, nesting: Literal[-1, 0, 1], is_block: bool, is_hidden: bool) -> Piece:
    """What most tokens are, beginnings and ends of blocks: each is there only once."""
    return Piece(kind, tag, nesting, is_block=is_block, is_hidden=is_hidden)


def _row(token: Token) -> int:
    """The line, from 0, on which a token begins."""
    return token.map[0] if token.map else 0


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield Heading(
                int(token.tag[1]), _inline_text(tokens[index + 1]), token.map[0] if token.map else 0
            )


def _inline_text(token: Token) -> str:
    return "".join(_child_text(child) for child in token.children or []).strip()


def _child_text(child: Token) -> str:
    if child.type == "wiki_link":
        return str(child.meta["text"] or child.meta["slug"])
    return " " if child.type in BREAKS else child.content


def _plain_text(tokens: list[Token]) -> str:
    texts = [_inline_text(token) if token.type == "inline" else token.content for token in tokens]
    return "\n".join(text.strip() for text in texts if text.strip())


def _links(tokens: list[Token], lines: list[str]) -> Iterator[Link]:
    seen: dict[tuple[int, str], int] = {}
    for token in tokens:
        row = _row(token)
        children = list(_descendants(token))
        for index, child in enumerate(children):
            row += child.type in BREAKS
            if found := _link_of(child):
                kind, target, text, needle = found
                row, column = _find(needle, lines, row, seen)
                yield Link(kind, target, text or _text_to_end(children[index + 1 :]), row, column)


def _text_to_end(children: list[Token]) -> str:
    """The text up to the end of the link that has just begun; a picture counts with its description."""
    inside = itertools.takewhile(lambda child: child.type != "link_close", children)
    return "".join(_child_text(child) for child in inside).strip()


def _descendants(token: Token) -> Iterator[Token]:
    for child in token.children or []:
        yield child
        if child.type != "image":
            yield from _descendants(child)


def _link_of(token: Token) -> tuple[str, str, str, str] | None:
    """The kind, target and text of a link, and what to look for in the source to find its place."""
    if token.type == "wiki_link":
        return "wiki", str(token.meta["slug"]), _child_text(token), token.content
    if token.type == "link_open":
        target = str(token.attrGet("href") or "")
        return "web", target, "", target
    if token.type == "image":
        target = str(token.attrGet("src") or "")
        return "picture", target, token.content, target
    return None


def _find(needle: str, lines: list[str], row: int, seen: dict[tuple[int, str], int]) -> tuple[int, int]:
    """The line, from 0, and column, from 1, where the text next occurs on this row or a few below it."""
    for line in range(row, min(row + LOOK_AHEAD, len(lines))):
        columns = [lines[line].find(text, seen.get((line, needle), 0)) for text in (needle, unquote(needle))]
        if column := max(columns) + 1:
            seen[line, needle] = column
            return line, column
        if not lines[line].strip() and line > row:
            break
    return row, 1


def _lone_brackets(tokens: list[Token]) -> Iterator[int]:
    for before, token in itertools.pairwise(tokens):
        row = _row(token)
        for child in token.children or [] if not _begins_section(before) else ():
            row += child.type in BREAKS
            if child.type == "text" and ("[[" in child.content or "]]" in child.content):
                yield row


def _raw_html(tokens: list[Token], lines: list[str]) -> Iterator[tuple[int, str]]:
    written = "\n".join(lines)
    for token in tokens:
        row = _row(token)
        for child in token.children or []:
            row += child.type in BREAKS
            match = HTML_TAG.search(child.content) if child.type == "text" else None
            # What is written as an entity, as &lt;b&gt;, only looks like HTML once it is parsed.
            if match and match[0].split()[0] in written:
                line, _ = _find(match[0], lines, row, {})
                yield line, match[0]


def render(section: Section, *, wiki_target: WikiTarget, picture_address: Callable[[str], str]) -> str:
    """The section's HTML, without its heading. ``wiki_target`` gives a slug's address and title, or None."""
    tokens = [_token(piece, wiki_target, picture_address) for piece in section.pieces]
    return CLEANER.clean(PARSER.renderer.render(tokens, PARSER.options, {}))


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    return value if name != "class" or value in ALIGNMENTS.values() else None


CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_keep_attribute,
    url_schemes=set(SAFE_SCHEMES),
    link_rel="noopener noreferrer",
)


def _token(piece: Piece, wiki_target: WikiTarget, picture_address: Callable[[str], str]) -> Token:
    if not (piece.attributes or piece.children):
        return _plain_token(piece)
    children = [_child(child, wiki_target, picture_address) for child in piece.children]
    alignment = ALIGNMENTS.get(str(dict(piece.attributes).get("style")))
    attributes = {"class": alignment} if alignment else dict(piece.attributes)
    return _as_token(piece, attributes, children)


def _child(piece: Piece, wiki_target: WikiTarget, picture_address: Callable[[str], str]) -> Token:
    if not (piece.attributes or piece.children):
        return _plain_token(piece)
    attributes = dict(piece.attributes)
    if piece.kind == "wiki_link":
        return _wiki_token(attributes, wiki_target)
    if piece.kind == "link_open" and not is_safe_address(str(attributes.get("href") or "")):
        attributes = {}
    if piece.kind == "image":
        attributes["src"] = picture_address(str(attributes["src"]))
    return _as_token(piece, attributes, [_described(child) for child in piece.children])


def _described(piece: Piece) -> Token:
    """A part of the description of a picture, of which only the words count."""
    return _as_token(piece, {}, [_described(child) for child in piece.children])


def _plain_token(piece: Piece) -> Token:
    """What most tokens are: texts, and beginnings and ends of blocks. Of the latter each is made only once."""
    return _as_token(piece, {}, []) if piece.content or piece.info else _bare_token(piece)


@cache
def _bare_token(piece: Piece) -> Token:
    return _as_token(piece, {}, [])


def _as_token(piece: Piece, attributes: dict[str, Any], children: list[Token]) -> Token:
    return Token(
        piece.kind,
        piece.tag,
        piece.nesting,
        attrs=attributes,
        children=children,
        content=piece.content,
        info=piece.info,
        block=piece.is_block,
        hidden=piece.is_hidden,
    )


def _wiki_token(meta: Mapping[str, Any], wiki_target: WikiTarget) -> Token:
    target = wiki_target(meta["slug"])
    text = meta["text"] or (target[1] if target else meta["slug"])
    if target is None:
        return Token("text", "", 0, content=text)
    return Token("html_inline", "", 0, content=f'<a href="{escape(target[0])}">{escape(text)}</a>')
