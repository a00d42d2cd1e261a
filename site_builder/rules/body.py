"""PB2xx: the body and its headings. ``links`` has the rules on links and pictures."""

import re
from collections.abc import Iterator

from .. import markdown
from ..load import Entry
from .misfits import shown
from .registry import Context, Finding, did_you_mean, rule

REQUIRED = "how-it-works"
SECTION_LEVEL = 2
GLUED_HEADING = re.compile(r" {0,3}#{1,6}([^#\s].*)")


def _headings(entry: Entry, context: Context) -> list[str]:
    """The headings that the body may have: those of its language, or of all where that is not known."""
    code = entry.language or entry.get("language")
    languages = [context.languages[code]] if isinstance(code, str) and code in context.languages else []
    return [
        title for language in languages or context.languages.values() for title in language.headings.values()
    ]


def _keys(context: Context) -> dict[str, str]:
    """The key of every heading, in whatever language it is written."""
    pairs = [pair for language in context.languages.values() for pair in language.headings.items()]
    return {heading.casefold(): key for key, heading in reversed(pairs)}


def _in_any_language(context: Context, title: str) -> str | None:
    """The key of a heading, in whatever language it is written."""
    return context.once(_keys).get(title.casefold())


def _sections(entry: Entry, context: Context) -> Iterator[tuple[markdown.Section, str]]:
    for section in context.document(entry).sections:
        if section.title is not None:
            yield section, section.title


@rule("PB201", "missing-how-it-works")
def missing_how_it_works(entry: Entry, context: Context) -> Iterator[Finding]:
    """A body without the heading "How it works": it is what other cities come to read.

    Bad:

        ## Context

        Kerpen lies west of Cologne.

    Good:

        ## How it works

        For two days forty people take stock together.
    """
    document = context.document(entry)
    if not entry.body.strip() or document.excess:
        return
    titles = [title for _, title in _sections(entry, context)]
    if any(_in_any_language(context, title) == REQUIRED for title in titles):
        return
    heading = next(
        (title for title in _headings(entry, context) if _in_any_language(context, title) == REQUIRED), ""
    )
    if did_you_mean(heading, titles):
        return
    levels = {
        item.level: item.line
        for item in document.headings
        if _in_any_language(context, item.text) == REQUIRED
    }
    if 1 in levels:
        return  # PB205 says how to mend it
    line, hint = min(levels.values(), default=0), f"{'write' if levels else 'add a line'} '## {heading}'"
    for number, text in enumerate(entry.body.split("\n")):
        match = GLUED_HEADING.fullmatch(text)
        title = match[1].rstrip("# ") if match else ""
        if title and _in_any_language(context, title) == REQUIRED:
            line, hint = number, f"put a space after ##: '## {title}'"
            break
    yield Finding(entry.body_position(line), f"the heading '{heading}' is missing", hint)


@rule("PB202", "empty-body")
def empty_body(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry that ends with its frontmatter: the facts stand there, but nobody tells the story.

    Bad:

        ---
        title: Example
        ---

    Good:

        ---
        title: Example
        ---

        ## How it works

        For two days forty people take stock together.
    """
    if entry.is_readable and not entry.body.strip():
        yield Finding(
            entry.body_position(0), "there is no text below the frontmatter", "begin with '## How it works'"
        )


@rule("PB203", "unknown-heading")
def unknown_heading(entry: Entry, context: Context) -> Iterator[Finding]:
    """A level-2 heading that the bank does not know in the entry's language: readers find the same parts everywhere.

    Bad:

        ## Background

    Good:

        ## Context
    """
    known = _headings(entry, context)
    folded = {heading.casefold() for heading in known}
    for section, title in _sections(entry, context):
        if title.casefold() in folded:
            continue
        key = _in_any_language(context, title)
        message = (
            f"the heading {shown(title)} is of another language" if key else f"unknown heading {shown(title)}"
        )
        same = (
            next((heading for heading in known if _in_any_language(context, heading) == key), None)
            if key
            else None
        )
        listed = f"one of: {', '.join(known)}; headings of your own begin with ###"
        hint = f"write '{same}'" if same else did_you_mean(title, known, otherwise=listed)
        yield Finding(entry.body_position(section.line), message, hint)


@rule("PB204", "repeated-heading")
def repeated_heading(entry: Entry, context: Context) -> Iterator[Finding]:
    """The same level-2 heading twice: the page has one place for each part.

    Bad:

        ## Context
        ## How it works
        ## Context

    Good:

        ## Context
        ## How it works
    """
    seen: set[str] = set()
    for section, title in _sections(entry, context):
        if title.casefold() in seen:
            position = entry.body_position(section.line)
            yield Finding(
                position, f"the heading {shown(title)} comes twice", "put both texts under the first"
            )
        seen.add(title.casefold())


@rule("PB205", "title-in-body")
def title_in_body(entry: Entry, context: Context) -> Iterator[Finding]:
    """A level-1 heading in the body: the page has its title from the frontmatter.

    Bad:

        # Kerpen's workshop

    Good:

        ## How it works
    """
    for heading in context.document(entry).headings:
        if heading.level < SECTION_LEVEL:
            message = f"the heading {shown(heading.text)} is of level 1"
            known = _in_any_language(context, heading.text)
            hint = f"write '## {heading.text}'" if known else "delete it, or make it '## …'"
            yield Finding(entry.body_position(heading.line), message, hint)


@rule("PB206", "skipped-level")
def skipped_level(entry: Entry, context: Context) -> Iterator[Finding]:
    """A heading more than one level below the one before it: people who listen to the page lose their way.

    Bad:

        ## Results
        #### In the first year

    Good:

        ## Results
        ### In the first year
    """
    before = 1
    for heading in context.document(entry).headings:
        if heading.level > before + 1:
            message = f"the heading {shown(heading.text)} skips level {before + 1}"
            hint = f"write '{'#' * (before + 1)} …'"
            yield Finding(entry.body_position(heading.line), message, hint)
        before = heading.level


@rule("PB207", "empty-section")
def empty_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """A heading with nothing below it: it promises what the page does not hold.

    Bad:

        ## Lessons

    Good:

        ## Lessons

        Start early.
    """
    for section, title in _sections(entry, context):
        if section.is_empty:
            position = entry.body_position(section.line)
            yield Finding(
                position, f"nothing stands below {shown(title)}", "write something there, or delete it"
            )


@rule("PB208", "raw-html")
def raw_html(entry: Entry, context: Context) -> Iterator[Finding]:
    """HTML in the body: it is shown as text, never run, so that a pull request cannot take over the site.

    Bad:

        <b>Important</b>

    Good:

        **Important**
    """
    for line, html in context.document(entry).raw_html:
        text = entry.body.split("\n")[line]
        position = entry.body_position(line, text.find(html) + 1 or 1)
        yield Finding(
            position, f"HTML is shown as text: {shown(html)}", "use Markdown, or `code` to show the tag"
        )


@rule("PB216", "body-too-long")
def body_too_long(entry: Entry, context: Context) -> Iterator[Finding]:
    """A body of more than 40,000 characters or 2,500 lines: nobody reads a page that takes an hour.

    Bad:

        the whole final report

    Good:

        what others can learn from it, with a link to the report
    """
    excess = context.document(entry).excess
    if excess and excess.is_length:
        hint = "keep what others can learn from, and link to the rest"
        yield Finding(entry.body_position(excess.line), excess.message, hint)


@rule("PB217", "too-complex")
def too_complex(entry: Entry, context: Context) -> Iterator[Finding]:
    """Lists in lists in lists, brackets without end or a table like a spreadsheet: no page can show that.

    Bad:

        > > > > > > > > > > > > > > > > > > > > Neighbours meet.

    Good:

        > Neighbours meet.
    """
    excess = context.document(entry).excess
    if excess and not excess.is_length:
        hint = "keep it simple; a large table belongs in a file that you link to"
        yield Finding(entry.body_position(excess.line), excess.message, hint)
