"""path -> Entry: the one parser of entries, strict about encoding, fences and YAML.

An entry may be wrong: ``load`` never raises for bad content, nor for a file that cannot be read. What it meets
becomes a ``Problem`` with its position, and the rules of ``rules/files.py`` turn problems into findings.
"""

import re
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, NoReturn

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from yaml.composer import ComposerError

from .diagnostics import Position
from .files import NotRegular, TooLarge, read_regular
from .model import Practice
from .translation import Path, translation_model

YAML_VERSION: str = yaml.__version__
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
SUSPICIOUS = re.compile(f"[{FORBIDDEN_CHARACTERS}]")
HARMLESS_BYTES = b"\t\n\r" + bytes(range(0x20, 0x7F))
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
LONGEST_WORD = 5
"""Of the words that do not mean themselves, such as false."""
BEGINNINGS_OF_NUMBERS = frozenset("+-.0123456789")
COMMENT_IN_TEXT = re.compile(r"[ \t]+(#[^\s#].*)")
PLACE = "I"
"""How arrays call the numbers that rows and columns are."""
ROW_OFFSET = 2
"""Marks count from 0, and the opening fence takes a row."""


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
    places: bytes = b""
    """Where everything in ``data`` stands, packed as numbers: in its order, the row and column of each value, and
    before them those of its key, if it has one. Empty where no frontmatter could be read."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_translation(self) -> bool:
        """Whether the file holds the translation of another entry."""
        return self.language is not None

    @property
    def is_readable(self) -> bool:
        """Whether it has frontmatter that could be read, right or wrong."""
        return bool(self.places)

    @property
    def values(self) -> Mapping[Path, Position]:
        """Where each value of the frontmatter begins."""
        return self._positions[0]

    @property
    def keys(self) -> Mapping[Path, Position]:
        """Where each key of the frontmatter stands."""
        return self._positions[1]

    @cached_property
    def _positions(self) -> tuple[Mapping[Path, Position], Mapping[Path, Position]]:
        """Most entries are right, and nobody asks where in them anything stands: so this is unpacked late."""
        values: dict[Path, Position] = {}
        keys: dict[Path, Position] = {}
        places = iter(array(PLACE, self.places))
        for path in ((), *(path for path, _ in self.flat)) if self.places else ():
            if path and isinstance(path[-1], str):
                keys[path] = Position(next(places), next(places))
            values[path] = Position(next(places), next(places))
        return values, keys

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
        if path and path[0] not in value:  # most fields, in most entries: an exception would take longer
            return None
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
        return tuple(_within(self.data, ()))

    @cached_property
    def notes(self) -> dict[Any, Any]:
        """Room for what others work out about the entry, so that they do it once."""
        return {}

    @cached_property
    def schema_errors(self) -> tuple[ErrorDetails, ...]:
        """What the schema says against the frontmatter; nothing for a file that could not be read."""
        if not self.is_readable:
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


class StoredEntry(Entry):
    """An entry that is known by its name only. Its file is read when something else is asked."""

    def __init__(self, path: str, slug: str, language: str | None, read: Callable[[str], Entry]) -> None:
        for name, value in (("path", path), ("slug", slug), ("language", language), ("_read", read)):
            object.__setattr__(self, name, value)

    @cached_property
    def _file(self) -> Entry:
        read: Callable[[str], Entry] = self.__dict__["_read"]
        return read(self.path)


def _from_file(name: str) -> property:
    return property(lambda entry: getattr(entry._file, name))


for _name in ("data", "body", "body_row", "places", "problems", "flat", "schema_errors", "_positions"):
    setattr(StoredEntry, _name, _from_file(_name))


def _within(value: Any, path: Path) -> list[tuple[Path, Any]]:
    """Everything within a mapping or a list, from the outside in, each with its path."""
    found: list[tuple[Path, Any]] = []
    for step, item in value.items() if type(value) is dict else enumerate(value):
        place = (*path, step)
        found.append((place, item))
        if type(item) in (dict, list):
            found += _within(item, place)
    return found


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
    try:
        return load_bytes(read_regular(path, limit=MAX_BYTES), path=relative)
    except NotRegular as found:
        return _unread(relative, Problem("not-a-file", Position(), str(found)))
    except TooLarge as found:
        return _unread(relative, Problem("too-large", Position(), str(found)))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _unread(relative, Problem("not-a-file", Position(), f"a file that cannot be read ({reason})"))


def load_bytes(raw: bytes, *, path: str) -> Entry:
    """Read an entry from the bytes of its file, which lies at ``path`` below the bank's root."""
    text, unreadable = decode(raw)
    if unreadable:
        return _unread(path, *unreadable)
    slug, language, problems = _named(path)
    return _parse(text, relative=path, slug=slug, language=language, problems=problems)


def _unread(path: str, *unreadable: Problem) -> Entry:
    slug, language, problems = _named(path)
    return Entry(path=path, slug=slug, language=language, problems=(*problems, *unreadable))


def _named(path: str) -> tuple[str, str | None, list[Problem]]:
    """The slug and the language in the name of a file, and what is wrong with the name."""
    file = path.rsplit("/", 1)[-1]
    if name := FILE_NAME.fullmatch(file):
        return name["slug"], name["language"], []
    is_folder = not file.lower().endswith(".md")  # a link to one, which is all that is reported
    return file.removesuffix(".md"), None, [] if is_folder else [Problem("file-name", Position(), file)]


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
    is_plain = len(text) <= MAX_LINE_LENGTH and not may_hold_forbidden(raw)
    return text, [] if is_plain else list(_character_problems(text))


def may_hold_forbidden(raw: bytes) -> bool:
    """Whether there is any character that is forbidden, at least in most places. Most of most texts is passed over."""
    unusual = raw.translate(None, HARMLESS_BYTES).decode("utf-8", "surrogatepass")
    return bool(SUSPICIOUS.search("".join(set(unusual))))


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
    reader = YamlReader(header)
    data = reader.read()
    return Entry(
        path=relative,
        slug=slug,
        language=language,
        data=data,
        body=body,
        body_row=text.count("\n", 0, len(text) - len(body)) + 1,
        places=reader.places.tobytes(),
        problems=(*problems, *reader.problems),
    )


class Refused(Exception):
    """The frontmatter holds something that YAML has and entries may not have."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


class YamlReader:
    """Reads the YAML that entries need: plain mappings, lists, text, whole and decimal numbers, true and false.

    Numbers keep their digits (Decimal), dates stay text, and nothing is ever guessed from a word such as ``no``.
    Values are made from the parser's events as they come, so that nothing is built of what is refused.
    """

    def __init__(self, header: str) -> None:
        self.problems: list[Problem] = []
        self.places = array(PLACE)
        """What ``Entry.places`` says."""
        self._parser = yaml.CSafeLoader(header)
        self._lines = header.split("\n")
        self._has_number_sign = "#" in header
        self._may_hide = "\\" in header or may_hold_forbidden(header.encode("utf-8", "surrogatepass"))
        self._depth = self._nodes = 0

    def read(self) -> dict[str, Any]:
        """The fields of the header, with problems for all that is not allowed in it; none where it cannot be read."""
        try:
            return self._document()
        except Refused as error:
            return self._unread(error.problem)
        except yaml.YAMLError as error:
            return self._unread(self._syntax_problem(error))

    def _unread(self, problem: Problem) -> dict[str, Any]:
        """Nothing counts but why it could not be read."""
        self.problems, self.places = [problem], array(PLACE)
        return {}

    def _document(self) -> dict[str, Any]:
        value: dict[str, Any] | None = None
        starts: list[Any] = []
        while not isinstance(event := self._parser.get_event(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                starts.append(event.start_mark)
                root = self._node()
                if len(starts) == 1 and isinstance(root, yaml.MappingStartEvent):
                    value = self._placed(root)
                else:
                    self._skip(root)
        if len(starts) > 1:
            raise ComposerError(None, None, "but found another document", starts[1])
        if value is None:
            raise Refused(Problem("not-a-mapping", Position(2)))
        return value

    def _node(self) -> Any:
        """The next event; Refused where it begins what entries may not hold."""
        event: Any = self._parser.get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._nodes += 1
            if event.anchor or event.tag or self._nodes > MAX_NODES:
                self._refuse(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._depth += 1
            self._nodes += 1
            if event.anchor or event.tag or self._nodes > MAX_NODES or self._depth > MAX_DEPTH:
                self._refuse(event)
        elif kind is yaml.AliasEvent:
            self._refuse(event)
        else:
            self._depth -= 1
        return event

    def _refuse(self, event: Any) -> NoReturn:
        raise Refused(Problem(self._reason(event), _position(event.start_mark)))

    @staticmethod
    def _reason(event: Any) -> str:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            return "yaml-alias"
        if event.tag:
            return "yaml-tag"
        return "yaml-too-deep"

    def _skip(self, event: Any) -> None:
        """Pass over the rest of the value that this event has begun."""
        outer = self._depth - isinstance(event, yaml.CollectionStartEvent)
        while self._depth > outer:
            self._node()

    def _placed(self, event: Any) -> Any:
        """The value that this event begins; where it stands is written down."""
        mark = event.start_mark
        self.places.append(mark.line + ROW_OFFSET)
        self.places.append(mark.column + 1)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        return self._mapping() if kind is yaml.MappingStartEvent else self._sequence()

    def _sequence(self) -> list[Any]:
        result = []
        while type(event := self._node()) is not yaml.SequenceEndEvent:
            result.append(self._placed(event))
        return result

    def _mapping(self) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := self._node()) is not yaml.MappingEndEvent:
            mark = event.start_mark
            if problem := self._key_problem(event, result):
                self.problems.append(problem)
                self._skip(event)
                self._skip(self._node())
                continue
            self.places.append(mark.line + ROW_OFFSET)
            self.places.append(mark.column + 1)
            result[event.value] = self._placed(self._node())
        return result

    @staticmethod
    def _key_problem(event: Any, known: Mapping[str, Any]) -> Problem | None:
        if type(event) is not yaml.ScalarEvent:
            return Problem("yaml-key", _position(event.start_mark))
        if event.value in known:
            return Problem("duplicate-key", _position(event.start_mark), event.value)
        return None

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if self._may_hide and (found := forbidden_character(text)):  # written as an escape, as in "\u202e"
            self.problems.append(Problem("forbidden-character", _position(event.start_mark), found[1]))
        if event.style:
            return text
        if self._has_number_sign and (match := COMMENT_IN_TEXT.match(self._rest(event.end_mark))):
            self.problems.append(Problem("yaml-comment", _position(event.start_mark), match[1]))
        if len(text) > LONGEST_WORD and text[0] not in BEGINNINGS_OF_NUMBERS:
            return text
        if DOUBTFUL_WORD.fullmatch(text) or DOUBTFUL_NUMBER.fullmatch(text):
            self.problems.append(Problem("yaml-doubtful", _position(event.start_mark), text))
            return text
        return _plain(text)

    def _rest(self, mark: Any) -> str:
        """What stands on the line from the mark on."""
        return self._lines[mark.line][mark.column :] if mark.line < len(self._lines) else ""

    def _syntax_problem(self, error: Exception) -> Problem:
        said = (getattr(error, name, None) for name in ("problem", "context", "reason"))
        detail = next((text for text in said if text), "")
        unclosed = "quoted scalar" in str(getattr(error, "context", None)) and "end of stream" in detail
        marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
        is_before = unclosed or "could not find expected ':'" in detail
        mark = (marks[1] if is_before else None) or marks[0] or marks[1]
        detail = "missing closing quote" if unclosed else detail
        if mark and self._rest(mark).startswith("\t"):
            detail = "found a tab"
        return Problem("yaml-syntax", _position(mark) if mark else Position(2), str(detail))


def _position(mark: Any) -> Position:
    return Position(mark.line + ROW_OFFSET, mark.column + 1)


def _plain(text: str) -> Any:
    """What a word or number without quotes means."""
    if text.lower() in NULLS:
        return None
    if text.lower() in BOOLEANS:
        return BOOLEANS[text.lower()]
    if INTEGER.fullmatch(text) and len(text) <= MAX_DIGITS:
        return int(text)
    if DECIMAL.fullmatch(text) and len(text) <= MAX_DIGITS:
        return Decimal(text)
    return text
