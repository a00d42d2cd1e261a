"""What is wrong with an entry, where, and how to mend it; and how it is written for a person, a program, a forge."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

# Controls, what is invisible or turns text round, and "##[", by which a forge's log knows a command anywhere in a line.
UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
    r"|#(?=#[a-zA-Z]{0,20}\[)"
)
COMMAND = re.compile(r"^(\s*):(?=:)")
"""How a line begins that a forge's log takes for a command."""


class Severity(StrEnum):
    """How bad a finding is. Errors keep an entry out of the bank; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; rows and columns count from 1, columns in characters."""

    row: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding. The order of the fields is the order in which findings are sorted."""

    path: str
    position: Position
    code: str
    severity: Severity
    message: str
    hint: str | None = field(default=None, compare=False)


def visible(text: str) -> str:
    """The text with every control, invisible or direction-changing character written out as an escape."""
    return UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def visible_lines(text: str) -> str:
    """The text with its line breaks, none of whose lines can act on a terminal or be a command to a forge's log."""
    return "\n".join(COMMAND.sub(r"\1\\u003a", visible(line)) for line in text.split("\n"))


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """One line a finding, as compilers write it, and its hint on a line of its own."""
    return "".join(_text_lines(item) for item in diagnostics)


def _text_lines(item: Diagnostic) -> str:
    place = f"{visible(item.path)}:{item.position.row}:{item.position.column}"
    line = f"{place}: {item.code} {item.severity}: {visible(item.message)}\n"
    return line + (f"    hint: {visible(item.hint)}\n" if item.hint else "")


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list of objects with code, severity, filename, location, message and hint."""
    return json.dumps([_as_object(item) for item in diagnostics], ensure_ascii=False, indent=2) + "\n"


def _as_object(item: Diagnostic) -> dict[str, object]:
    return {
        "code": item.code,
        "severity": str(item.severity),
        "filename": visible(item.path),
        "location": {"row": item.position.row, "column": item.position.column},
        "message": visible(item.message),
        "hint": visible(item.hint) if item.hint else None,
    }


GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Workflow commands that GitHub shows as annotations on the lines of a pull request."""
    return "".join(_github_line(item) for item in diagnostics)


def _github_line(item: Diagnostic) -> str:
    properties = {
        "file": item.path,
        "line": str(item.position.row),
        "col": str(item.position.column),
        "title": item.code,
    }
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    message = item.message + (f" (hint: {item.hint})" if item.hint else "")
    return f"::{GITHUB_COMMANDS[item.severity]} {listed}::{_escape_data(visible(message))}\n"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(visible(text)).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
