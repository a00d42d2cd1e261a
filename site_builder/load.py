"""path -> Entry: the one parser of entries, strict about encoding, fences and YAML.

An entry may be wrong: ``load`` never raises for bad content, nor for a file that cannot be read. What it meets
becomes a ``Problem`` with its position, and the rules of ``rules/files.py`` turn problems into findings.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .diagnostics import Position
from .files import NotRegular, TooLarge, read_regular
from .model import Practice
from .translation import Path, translation_model

MAX_BYTES = 256 * 1024
MAX_LINE_LENGTH = 20_000
MAX_DEPTH = 8
MAX_NODES = 6_000
MAX_DIGITS = 20
FENCE = "---"
NEARLY_FENCE = re.compile(r"[ \t]*(?:-{2,}|-*[–—―−][-–—―−]*|\.{3}|\*{3,}|_{3,}|\+{3})[ \t]*")
FILE_NAME = re.compile(r"(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<language>[a-z]{2,3}))?\.md", re.ASCII)
# Tabs and line breaks are text, and so are joiners, marks and spaces of no width, which scripts and emoji need. Not so:
# control characters, those that turn or hide text, placeholders for what was lost, and numbers that are no character.
FORBIDDEN_CHARACTERS = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffd"
    r"\ufdd0-\ufdef\U000e0000-\U000e007f"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(0x11))
)
# The flags of England, Scotland and Wales are written with tags, which everywhere else are invisible.
FLAG = r"\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f"
FORBIDDEN_CHARACTER = re.compile(rf"{FLAG}|(?P<forbidden>[{FORBIDDEN_CHARACTERS}])")
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)", re.ASCII)
DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+", re.ASCII)
DOUBTFUL_NUMBER = re.compile(
    r"0[0-9]+|0[xob][0-9a-fA-F]+|[-+]?[0-9.]+[eE][-+]?[0-9]+|[-+]?\.(inf|nan)", re.ASCII | re.IGNORECASE
)
DOUBTFUL_WORD = re.compile(r"yes|no|on|off|y|n", re.IGNORECASE)
NULLS, BOOLEANS = ("", "~", "null"), {"true": True, "false": False}
# What is read as something else than text, or not without doubt, where it stands without quotes.
NOT_TEXT = re.compile(
    rf"({DOUBTFUL_NUMBER.pattern}|{DOUBTFUL_WORD.pattern}|{INTEGER.pattern}|{DECIMAL.pattern}|true|false|null|~)\Z",
    re.ASCII | re.IGNORECASE,
)
COMMENT_IN_TEXT = re.compile(r"[ \t]+(#[^\s#].*)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept a file from being read as it was meant. ``kind`` names the rule that reports it."""

    kind: str
    position: Position
    detail: str = ""


@dataclass(frozen=True)
class Entry:
    """One parsed file. ``data`` is empty and ``problems`` is not where it could not be read."""

    path: str
    """Relative to the bank, with forward slashes."""
    slug: str
    language: str | None
    """From the file's name: None for an original, a code for a translation."""
    data: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    body_row: int = 1
    """The row of the file on which the body begins."""
    keys: Mapping[Path, Position] = field(default_factory=dict)
    """Where each key of the frontmatter stands."""
    values: Mapping[Path, Position] = field(default_factory=dict)
    """Where each value of the frontmatter begins."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_translation(self) -> bool:
        """Whether the file holds the translation of another entry."""
        return self.language is not None

    def position(self, *path: str | int) -> Position:
        """Where the value at this path begins, or the nearest value around it that the file has."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return Position()

    def key_position(self, *path: str | int) -> Position:
        """Where the key at this path stands, or else its value."""
        return self.keys.get(path) or self.position(*path)

    def body_position(self, line: int, column: int = 1) -> Position:
        """The place in the file of a line of the body, which counts from 0."""
        return Position(self.body_row + line, column)

    def get(self, *path: str | int) -> Any:
        """The value at this path; None where there is none."""
        value: Any = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def items(self, *path: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The mappings in the list at this path with their indexes; nothing where it is no list."""
        value = self.get(*path)
        for index, item in enumerate(value if isinstance(value, list) else []):
            if isinstance(item, dict):
                yield index, item

    @cached_property
    def flat(self) -> tuple[tuple[Path, Any], ...]:
        """Every value of the frontmatter with its path, those within others included."""
        return tuple((path, self.get(*path)) for path in self.values if path)

    @cached_property
    def schema_errors(self) -> tuple[ErrorDetails, ...]:
        """What the schema says against the frontmatter; nothing for a file that could not be read."""
        if () not in self.values:
            return ()
        try:
            self._validate()
        except ValidationError as error:
            return tuple(error.errors(include_url=False, include_context=True))
        return ()

    def _validate(self) -> object:
        if self.is_translation:
            return translation_model().model_validate(dict(self.data))
        return Practice.model_validate({**self.data, "slug": self.slug})


class FrontmatterError(Exception):
    """The frontmatter cannot be told from the body."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class StrictHandler(YAMLHandler):
    """A frontmatter handler that refuses what python-frontmatter lets pass in silence."""

    def split(self, text: str) -> tuple[str, str]:
        """The YAML between the fences and the body after them; FrontmatterError where a fence is missing."""
        lines = text.split("\n")
        if lines[0].rstrip() != FENCE:
            raise FrontmatterError(Problem("no-frontmatter", Position()))
        closing = next((row for row, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
        if closing is None:
            raise FrontmatterError(_unclosed(lines))
        return "\n".join(lines[1:closing]), "\n".join(lines[closing + 1 :])

    def export(self, metadata: dict[str, object], **kwargs: object) -> str:
        """Write frontmatter in the order given, with accents and umlauts as they are."""
        written = yaml.dump(metadata, Dumper=EntryDumper, sort_keys=False, allow_unicode=True, width=110)
        return str(written).strip()


def _unclosed(lines: list[str]) -> Problem:
    """A fence that is missing, or the first line that was meant to be it, as ``-----`` or a dash."""
    meant = (row for row, line in enumerate(lines[1:], 2) if NEARLY_FENCE.fullmatch(line))
    if row := next(meant, None):
        return Problem("unclosed-frontmatter", Position(row), lines[row - 1].strip())
    return Problem("unclosed-frontmatter", Position())


class EntryDumper(yaml.SafeDumper):
    """Writes YAML that ``YamlReader`` reads as the same: text that it would not take for text is quoted."""

    def ignore_aliases(self, data: object) -> bool:
        """No value is written as a reference to an equal one."""
        return True

    def represent_digits(self, number: Decimal) -> yaml.ScalarNode:
        """A number with the digits that it has."""
        digits = f"{number:f}"
        return self.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in digits else 'int'}", digits)


EntryDumper.add_representer(Decimal, EntryDumper.represent_digits)
EntryDumper.add_implicit_resolver("not-text", NOT_TEXT, None)


def write(metadata: dict[str, object], body: str) -> str:
    """The text of an entry's file."""
    return str(frontmatter.dumps(frontmatter.Post(body, None, **metadata), handler=StrictHandler())) + "\n"


def load(path: FilePath, *, root: FilePath) -> Entry:
    """Read one file of the bank that lies at ``root``."""
    relative = path.relative_to(root).as_posix()
    name = FILE_NAME.fullmatch(path.name)
    slug, language = (name["slug"], name["language"]) if name else (path.name.removesuffix(".md"), None)
    is_folder = not path.name.lower().endswith(".md")  # a link to one, which is all that is reported
    problems = [] if name or is_folder else [Problem("file-name", Position(), path.name)]
    text, unreadable = _read_text(path)
    if unreadable:
        return Entry(path=relative, slug=slug, language=language, problems=(*problems, *unreadable))
    return _parse(text, relative=relative, slug=slug, language=language, problems=problems)


def _read_text(path: FilePath) -> tuple[str, list[Problem]]:
    try:
        return decode(read_regular(path, limit=MAX_BYTES))
    except NotRegular as found:
        return "", [Problem("not-a-file", Position(), str(found))]
    except TooLarge as found:
        return "", [Problem("too-large", Position(), str(found))]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return "", [Problem("not-a-file", Position(), f"a file that cannot be read ({reason})")]


def decode(raw: bytes) -> tuple[str, list[Problem]]:
    """The text of a file with line breaks as ``\\n``, and what is wrong with its characters."""
    if raw.startswith(b"\xef\xbb\xbf"):
        return "", [Problem("byte-order-mark", Position())]
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        line = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start]
        return "", [Problem("encoding", Position(row, len(line.decode("utf-8", "replace")) + 1))]
    return text, list(_character_problems(text))


def _character_problems(text: str) -> Iterator[Problem]:
    for row, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE_LENGTH:
            yield Problem("line-too-long", Position(row), str(len(line)))
        if found := forbidden_character(line):
            place, name = found
            yield Problem("forbidden-character", Position(row, place + 1), name)


def forbidden_character(text: str) -> tuple[int, str] | None:
    """Where the first character stands that an entry may not hold, from 0, and its name as in U+202E."""
    matches = (match for match in FORBIDDEN_CHARACTER.finditer(text) if match["forbidden"])
    return next(((match.start(), f"U+{ord(match['forbidden']):04X}") for match in matches), None)


def parse(text: str, *, path: str) -> Entry:
    """Read an entry from its text, as if it were the file at ``path``."""
    name = FILE_NAME.fullmatch(FilePath(path).name)
    slug, language = (name["slug"], name["language"]) if name else ("entry", None)
    return _parse(text, relative=path, slug=slug, language=language, problems=[])


def _parse(text: str, *, relative: str, slug: str, language: str | None, problems: list[Problem]) -> Entry:
    try:
        header, body = StrictHandler().split(text)
    except FrontmatterError as error:
        return Entry(path=relative, slug=slug, language=language, problems=(*problems, error.problem))
    reader = YamlReader()
    data = reader.read(header)
    return Entry(
        path=relative,
        slug=slug,
        language=language,
        data=data if isinstance(data, dict) else {},
        body=body,
        body_row=text.count("\n", 0, len(text) - len(body)) + 1,
        keys=reader.keys,
        values=reader.values,
        problems=(*problems, *reader.problems),
    )


class YamlReader:
    """Reads the YAML that entries need: plain mappings, lists, text, whole and decimal numbers, true and false.

    Numbers keep their digits (Decimal), dates stay text, and nothing is ever guessed from a word such as ``no``.
    """

    ROW_OFFSET = 2  # marks count from 0, and the opening fence takes a row

    def __init__(self) -> None:
        self.keys: dict[Path, Position] = {}
        self.values: dict[Path, Position] = {}
        self.problems: list[Problem] = []
        self._lines: list[str] = []

    def read(self, header: str) -> Any:
        """The value of the whole header, with problems for all that is not allowed in it."""
        self._lines = header.split("\n")
        try:
            if not self._events_are_plain(header):
                return None
            node = yaml.compose(header, Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, RecursionError) as error:
            self._syntax_problem(error)
            return None
        if not isinstance(node, yaml.MappingNode):
            self.problems.append(Problem("not-a-mapping", Position(2)))
            return None
        return self._value(node, ())

    def _events_are_plain(self, header: str) -> bool:
        depth = nodes = 0
        for event in yaml.parse(header, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            nodes += isinstance(event, yaml.NodeEvent)
            problem = self._event_problem(event, depth=depth, nodes=nodes)
            if problem:
                self.problems.append(Problem(problem, self._position(event.start_mark)))
                return False
        return True

    @staticmethod
    def _event_problem(event: Any, *, depth: int, nodes: int) -> str | None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return "yaml-alias"
        if getattr(event, "tag", None):
            return "yaml-tag"
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            return "yaml-too-deep"
        return None

    def _syntax_problem(self, error: Exception) -> None:
        detail = getattr(error, "problem", None) or getattr(error, "context", None) or "nested too deeply"
        unclosed = "quoted scalar" in str(getattr(error, "context", None)) and "end of stream" in detail
        marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
        is_before = unclosed or "could not find expected ':'" in detail
        mark = (marks[1] if is_before else None) or marks[0] or marks[1]
        detail = "missing closing quote" if unclosed else detail
        if mark and self._rest(mark).startswith("\t"):
            detail = "found a tab"
        self.problems.append(
            Problem("yaml-syntax", self._position(mark) if mark else Position(2), str(detail))
        )

    def _rest(self, mark: Any) -> str:
        """What stands on the line from the mark on."""
        return self._lines[mark.line][mark.column :] if mark.line < len(self._lines) else ""

    def _position(self, mark: Any) -> Position:
        return Position(mark.line + self.ROW_OFFSET, mark.column + 1)

    def _value(self, node: Any, path: Path) -> Any:
        self.values[path] = self._position(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            position = self._position(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem("yaml-key", position))
                continue
            key = str(key_node.value)
            if key in result:
                self.problems.append(Problem("duplicate-key", position, key))
                continue
            self.keys[*path, key] = position
            result[key] = self._value(value_node, (*path, key))
        return result

    def _scalar(self, node: Any) -> Any:
        text, position = str(node.value), self._position(node.start_mark)
        if found := forbidden_character(text):  # written as an escape, as in "\u202e"
            self.problems.append(Problem("forbidden-character", position, found[1]))
        if node.style:
            return text
        if match := COMMENT_IN_TEXT.match(self._rest(node.end_mark)):
            self.problems.append(Problem("yaml-comment", position, match[1]))
        if DOUBTFUL_WORD.fullmatch(text) or DOUBTFUL_NUMBER.fullmatch(text):
            self.problems.append(Problem("yaml-doubtful", position, text))
            return text
        return self._plain(text)

    @staticmethod
    def _plain(text: str) -> Any:
        if text.lower() in NULLS:
            return None
        if text.lower() in BOOLEANS:
            return BOOLEANS[text.lower()]
        if INTEGER.fullmatch(text) and len(text) <= MAX_DIGITS:
            return int(text)
        if DECIMAL.fullmatch(text) and len(text) <= MAX_DIGITS:
            return Decimal(text)
        return text
