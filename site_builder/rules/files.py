"""PB0xx: the file and its YAML."""

from collections.abc import Iterator

from ..diagnostics import Position, Severity
from ..load import MAX_BYTES, MAX_DEPTH, MAX_LINE_LENGTH, Entry, Problem
from ..model import SLUG_LENGTH
from ..vocabulary import TERM_FILES, slugify
from ..yaml_hints import hint_on
from .misfits import choices_of, field_at, is_number, misfits
from .registry import Context, Finding, rule

# Windows cannot store the first group; the second group are pages that every folder of a site has.
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10)),
}
RESERVED = DEVICES | {"index", "readme"}


def _reported(entry: Entry, kind: str, message: str, hint: str | None = None) -> Iterator[Finding]:
    for problem in entry.problems:
        if problem.kind == kind:
            text = message.replace("{detail}", problem.detail)
            yield Finding(problem.position, text, hint.replace("{detail}", problem.detail) if hint else None)


@rule("PB001", "encoding")
def encoding(entry: Entry, context: Context) -> Iterator[Finding]:
    """A file that is not UTF-8: its accents and umlauts would be published as rubbish.

    Bad:

        title: M\\xfcnchen          (saved as Latin-1)

    Good:

        title: München            (saved as UTF-8)
    """
    return _reported(entry, "encoding", "the file is not UTF-8", "save it again with the encoding UTF-8")


@rule("PB002", "byte-order-mark")
def byte_order_mark(entry: Entry, context: Context) -> Iterator[Finding]:
    """A byte order mark before the first line: it hides the opening fence from most readers.

    Bad:

        \\ufeff---

    Good:

        ---
    """
    return _reported(
        entry, "byte-order-mark", "the file begins with a byte order mark", "save it as UTF-8 without BOM"
    )


@rule("PB003", "forbidden-character")
def forbidden_character(entry: Entry, context: Context) -> Iterator[Finding]:
    """A control character, or one that hides text or turns its direction: readers would not see what is written.

    Bad:

        title: "Ulm\\u202e"

    Good:

        title: "Ulm"
    """
    return _reported(
        entry,
        "forbidden-character",
        "the character {detail} is not allowed",
        "delete it; editors often hide it",
    )


@rule("PB004", "line-too-long")
def line_too_long(entry: Entry, context: Context) -> Iterator[Finding]:
    """A line of more than 20,000 characters: nobody can review it.

    Bad:

        a paragraph that goes on for a whole book

    Good:

        paragraphs, with an empty line between them
    """
    message = f"the line has {{detail}} characters; {MAX_LINE_LENGTH} are allowed"
    return _reported(entry, "line-too-long", message, "break it into several lines")


@rule("PB005", "too-large")
def too_large(entry: Entry, context: Context) -> Iterator[Finding]:
    """A file of more than 256 KB: an entry is a page to read, not an archive.

    Bad:

        example.md          (3 MB, with a picture pasted into the text)

    Good:

        example.md          (9 KB, its picture in images/example/)
    """
    message = f"the file has {{detail}} bytes; {MAX_BYTES} are allowed"
    return _reported(entry, "too-large", message, "shorten it, or split it into several entries")


@rule("PB006", "not-a-file")
def not_a_file(entry: Entry, context: Context) -> Iterator[Finding]:
    """A symbolic link, a folder, a pipe or a file that may not be read: an entry is a plain file that anybody can read.

    Bad:

        practices/example.md -> /etc/passwd

    Good:

        practices/example.md
    """
    return _reported(entry, "not-a-file", "this is {detail}", "put the file itself here")


@rule("PB007", "file-name")
def file_name(entry: Entry, context: Context) -> Iterator[Finding]:
    """A file name that cannot be an address on every system: its slug is a-z, 0-9 and single hyphens.

    Bad:

        practices/Kerpen Workshop.md

    Good:

        practices/kerpen-workshop.md
    """
    if any(problem.kind == "file-name" for problem in entry.problems):
        name = slugify(entry.slug.split(".")[0])[:SLUG_LENGTH].rstrip("-")
        message = f"'{entry.path.rsplit('/', 1)[-1]}' is no file name for an entry"
        yield Finding(Position(), message, f"rename it to '{name}.md', or '{name}.de.md' for a translation")
    elif entry.slug in RESERVED:
        yield Finding(Position(), f"the name '{entry.slug}' is reserved", "choose a name that says more")
    elif len(entry.slug) > SLUG_LENGTH or any(misfits(entry, "PB007")):
        message = f"the file's name has {len(entry.slug)} characters; {SLUG_LENGTH} are allowed"
        yield Finding(Position(), message, "choose a shorter one")


@rule("PB008", "no-frontmatter")
def no_frontmatter(entry: Entry, context: Context) -> Iterator[Finding]:
    """A file whose first line is not a fence: it has no fields, or they would be read as text.

    Bad:

        title: Example
        ---

    Good:

        ---
        title: Example
        ---
    """
    return _reported(
        entry,
        "no-frontmatter",
        "the first line is not '---'",
        "put the fields at the top of the file, between two lines '---'",
    )


@rule("PB009", "unclosed-frontmatter")
def unclosed_frontmatter(entry: Entry, context: Context) -> Iterator[Finding]:
    """Frontmatter without a closing fence: fields and text cannot be told apart.

    Bad:

        ---
        title: Example

        ## How it works

    Good:

        ---
        title: Example
        ---

        ## How it works
    """
    for problem in entry.problems:
        if problem.kind == "unclosed-frontmatter":
            meant = f"line {problem.position.row} is '{problem.detail}'; write '---' there"
            hint = meant if problem.detail else "write a line '---' after the last field"
            yield Finding(problem.position, "the frontmatter is never closed", hint)


@rule("PB010", "not-a-mapping")
def not_a_mapping(entry: Entry, context: Context) -> Iterator[Finding]:
    """Frontmatter that is empty, a list or mere text: an entry needs fields with names.

    Bad:

        ---
        - Example
        ---

    Good:

        ---
        title: Example
        ---
    """
    return _reported(
        entry, "not-a-mapping", "the frontmatter holds no fields", "write lines as in 'title: Example'"
    )


@rule("PB011", "yaml-syntax")
def yaml_syntax(entry: Entry, context: Context) -> Iterator[Finding]:
    """Frontmatter that is not YAML: none of its fields can be read.

    Bad:

        title: Kerpen: a workshop

    Good:

        title: "Kerpen: a workshop"
    """
    for problem in entry.problems:
        if problem.kind == "yaml-syntax":
            message = f"not YAML from here on: {problem.detail}"
            yield Finding(problem.position, message, hint_on(problem.detail))


@rule("PB012", "yaml-alias")
def yaml_alias(entry: Entry, context: Context) -> Iterator[Finding]:
    """A YAML anchor or alias: a few of them can stand for millions of values, and most readers stumble over them.

    Bad:

        summary: *same

    Good:

        summary: The text itself
    """
    hint = "write the value out; text that begins with & or * needs quotes around it"
    return _reported(entry, "yaml-alias", "YAML anchors and aliases are not allowed", hint)


@rule("PB013", "yaml-tag")
def yaml_tag(entry: Entry, context: Context) -> Iterator[Finding]:
    """A YAML tag: it asks the reader to make something else of a value than it says.

    Bad:

        title: !Important news

    Good:

        title: "!Important news"
    """
    hint = "delete the tag; text that begins with ! needs quotes around it"
    return _reported(entry, "yaml-tag", "YAML tags are not allowed", hint)


@rule("PB014", "yaml-doubtful")
def yaml_doubtful(entry: Entry, context: Context) -> Iterator[Finding]:
    """A bare word or number that YAML readers understand differently, such as no, on, 012 or 1e3.

    Bad:

        district: no

    Good:

        district: "no"
    """
    for problem in entry.problems:
        if problem.kind == "yaml-doubtful":
            message = f"'{problem.detail}' without quotes means different things to different readers"
            yield Finding(problem.position, message, _plain_hint(entry, problem, context))


def _plain_hint(entry: Entry, problem: Problem, context: Context) -> str:
    """What to write instead; quotes do not help in a field that has its own list of values, or holds a number."""
    path = next((path for path, position in entry.values.items() if position == problem.position), ())
    field = field_at(entry, path)
    if field and (choices := choices_of(field)):
        return f"one of: {', '.join(choices)}"
    if path and path[0] in TERM_FILES:
        return f"one of: {', '.join(sorted(context.vocabulary.keys(str(path[0]))))}"
    if path and (path[-1] == "city" or path[0] == "other_cities"):
        return "write a key of vocabulary/cities.yml, as in de-kerpen"
    if field and is_number(field):
        return "write a plain number, as in 12 or 2.5"
    return f'write "{problem.detail}" in quotes, or a plain number, or true or false'


@rule("PB015", "yaml-too-deep")
def yaml_too_deep(entry: Entry, context: Context) -> Iterator[Finding]:
    """Frontmatter that is nested too deeply or has too many values: no field of an entry needs that.

    Bad:

        title: [[[[[[[[Example]]]]]]]]

    Good:

        title: Example
    """
    message = f"more than {MAX_DEPTH} levels, or too many values"
    return _reported(entry, "yaml-too-deep", message, "write fields as the schema has them")


@rule("PB016", "yaml-key")
def yaml_key(entry: Entry, context: Context) -> Iterator[Finding]:
    """The name of a field that is a list or a mapping: a field's name is a word.

    Bad:

        [title, summary]: Example

    Good:

        title: Example
    """
    return _reported(
        entry, "yaml-key", "the name of a field is a word", "put quotes around text that begins with [ or {"
    )


@rule("PB017", "duplicate-key")
def duplicate_key(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field given twice: YAML would keep one of the two in silence.

    Bad:

        status: running
        status: completed

    Good:

        status: completed
    """
    return _reported(entry, "duplicate-key", "the field '{detail}' is given twice", "delete one of the two")


@rule("PB018", "yaml-comment", Severity.ERROR)
def yaml_comment(entry: Entry, context: Context) -> Iterator[Finding]:
    """Text cut short by a number sign: YAML takes what follows a space and # for a comment.

    Bad:

        title: Station #1 on the way

    Good:

        title: "Station #1 on the way"
    """
    return _reported(
        entry,
        "yaml-comment",
        "the text ends here; '{detail}' is taken for a comment",
        "put quotes around the text; for a comment, put a space after the #",
    )
