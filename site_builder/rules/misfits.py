"""What pydantic says against an entry, in the terms of the rules: one ``Misfit`` a wrong value, one rule a misfit.

No rules stand here: ``fields`` holds those that report misfits. ``code_of`` sends each to exactly one of them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ..diagnostics import Position
from ..load import Entry
from ..model import Practice
from ..translation import Path, translation_model

Made = TypeVar("Made")

SHOWN_LENGTH = 60
SHAPES = ("missing", "extra_forbidden", "tuple_type", "model_type", "too_long", "too_short")
BY_TYPE = {
    "extra_forbidden": "PB101",
    "missing": "PB102",
    "string_too_short": "PB108",
    "string_too_long": "PB111",
    "too_long": "PB112",
    "too_short": "PB112",
    "enum": "PB113",
    "literal_error": "PB113",
    "partial_date": "PB114",
    "number": "PB115",
    "hours": "PB116",
    "string_pattern_mismatch": "PB117",
}
BY_FIELD = {
    "language": "PB118",
    "languages": "PB118",
    "original_digest": "PB119",
    "review_every": "PB120",
    "licence": "PB121",
    "currency": "PB152",
    "slug": "PB007",
    "starts": "PB145",
    "starts_at": "PB145",
    "ends_at": "PB145",
}
TOO_LONG = {"title": "PB109", "summary": "PB110"}


class Misfit(NamedTuple):
    """A place where an entry does not fit the schema."""

    path: Path
    kind: str
    """The type of pydantic's error."""
    value: Any
    message: str
    context: Mapping[str, Any]
    allowed: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The name of the field that is wrong, or that holds the wrong item."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def misfits(entry: Entry, code: str | None = None) -> Sequence[Misfit]:
    """Where the entry does not fit the schema; only what the rule of this code has to report."""
    if not entry.schema_errors:
        return ()
    found = once(entry, _coded_misfits)
    return [misfit for reporting, misfit in found if code in (None, reporting)]


def once(entry: Entry, make: Callable[[Entry], Made]) -> Made:
    """What is made of an entry, made only once, however many rules ask for it."""
    if make not in entry.notes:
        entry.notes[make] = make(entry)
    made: Made = entry.notes[make]
    return made


def _coded_misfits(entry: Entry) -> list[tuple[str, Misfit]]:
    known = {problem.position for problem in entry.problems}
    found: dict[Path, Misfit] = {}
    for error in entry.schema_errors:
        misfit = _misfit(entry, error)
        earlier = found.get(misfit.path)
        found[misfit.path] = _merged(earlier, misfit) if earlier else misfit
    return [
        (code_of(entry, misfit), misfit)
        for misfit in found.values()
        if position_of(entry, misfit) not in known and not _follows_from_items(misfit)
    ]


def _misfit(entry: Entry, error: ErrorDetails) -> Misfit:
    path, kind = error["loc"], error["type"]
    while kind != "missing" and path and path not in entry.values:
        path = path[:-1]  # pydantic adds a step for each member of a union
    context = error.get("ctx", {})
    allowed = tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    return Misfit(path or error["loc"], kind, error["input"], error["msg"], context, allowed)


def _merged(earlier: Misfit, later: Misfit) -> Misfit:
    return earlier._replace(allowed=(*earlier.allowed, *later.allowed))


def _follows_from_items(misfit: Misfit) -> bool:
    """Whether the list is too short only because its wrong items, which are reported, were not counted."""
    return misfit.kind == "too_short" and len(misfit.value) >= misfit.context["min_length"]


def code_of(entry: Entry, misfit: Misfit) -> str:
    """The code of the one rule that reports the misfit."""
    if misfit.kind == "extra_forbidden":
        return "PB122" if entry.is_translation and _is_in_originals(misfit.path) else "PB101"
    if misfit.kind != "missing" and misfit.value is None:
        return "PB107"
    if isinstance(misfit.value, str) and not misfit.value.strip():
        return "PB108"
    if misfit.field in BY_FIELD and misfit.kind not in SHAPES:
        return BY_FIELD[misfit.field]
    if misfit.kind == "string_too_long" and len(misfit.path) == 1:
        return TOO_LONG.get(misfit.field, "PB111")
    return BY_TYPE.get(misfit.kind, "PB106")


def _is_in_originals(path: Path) -> bool:
    return path[-1] in model_at(Practice, path[:-1]).model_fields


def position_of(entry: Entry, misfit: Misfit) -> Position:
    """Where a reader should look: the key of what is unknown or empty, otherwise the value or what is around it."""
    if misfit.kind == "extra_forbidden" or misfit.value is None:
        return entry.key_position(*misfit.path)
    return entry.position(*misfit.path)


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The part of the schema that a path leads to, or the last part on the way to it."""
    for step in path:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        model = (_part(field.annotation) if field else None) or model
    return model


def _part(annotation: Any) -> type[BaseModel] | None:
    inner = get_args(annotation)
    if inner:
        return next((part for part in map(_part, inner) if part), None)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def fields_at(entry: Entry, path: Path) -> tuple[str, ...]:
    """The names of the fields that the entry may have at this path."""
    model = translation_model() if entry.is_translation else Practice
    return tuple(name for name in model_at(model, path).model_fields if name != "slug")


def field_at(entry: Entry, path: Path) -> FieldInfo | None:
    """The field of the schema that holds the value at this path, or holds the list that it is in."""
    model = translation_model() if entry.is_translation else Practice
    names = list(path)
    while names and isinstance(names[-1], int):
        names.pop()
    return model_at(model, tuple(names[:-1])).model_fields.get(str(names[-1])) if names else None


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """The values that a field may have, where the schema lists them."""
    return tuple(_choices(field.annotation))


def is_number(field: FieldInfo) -> bool:
    """Whether the field holds a number, or may."""
    return _holds_number(field.annotation)


def _holds_number(annotation: Any) -> bool:
    return annotation in (int, Decimal) or any(map(_holds_number, get_args(annotation)))


def is_list(field: FieldInfo | None) -> bool:
    """Whether the field holds a list."""
    return field is not None and get_origin(field.annotation) is tuple


def _choices(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (str(member.value) for member in annotation)
    elif get_origin(annotation) is Literal:
        yield from (shown(value).strip("'") for value in get_args(annotation))
    else:
        for part in get_args(annotation):
            yield from _choices(part)


def named(path: Path) -> str:
    """A path as a reader says it: ``results 2, value``, counting from one."""
    words = [f" {step + 1}" if isinstance(step, int) else f", {step}" for step in path]
    return "".join(words).removeprefix(", ").strip()


def shown(value: object) -> str:
    """A value as a message shows it."""
    if isinstance(value, str):
        return f"'{value if len(value) <= SHOWN_LENGTH else value[:SHOWN_LENGTH] + '…'}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "a list"
    return "fields" if isinstance(value, Mapping) else str(value)


def number(value: object) -> Decimal | None:
    """The value as a number; None where it is none."""
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def known_values(entry: Entry) -> Sequence[tuple[Path, Any]]:
    """Every value of the frontmatter with its path, but nothing below a field that the schema does not have."""
    return once(entry, _known_values) if entry.schema_errors else entry.flat


def _known_values(entry: Entry) -> list[tuple[Path, Any]]:
    unknown = {misfit.path for misfit in misfits(entry) if misfit.kind == "extra_forbidden"}
    return [
        (path, value)
        for path, value in entry.flat
        if not any(path[:length] in unknown for length in range(1, len(path) + 1))
    ]


def values_of(entry: Entry, kind: type[Made]) -> Sequence[tuple[Path, Made]]:
    """Those among ``known_values`` that are of this very type, with their paths."""
    return once(entry, _by_type).get(kind, ())


def _by_type(entry: Entry) -> dict[type, list[tuple[Path, Any]]]:
    found: dict[type, list[tuple[Path, Any]]] = defaultdict(list)
    for known in known_values(entry):
        found[type(known[1])].append(known)
    return found


def texts(entry: Entry) -> Sequence[tuple[Path, str]]:
    """Every text of the frontmatter with its path."""
    return values_of(entry, str)


def text_items(entry: Entry, *path: str | int) -> Iterator[tuple[Path, str]]:
    """The texts in the list at this path, each with its own path; nothing where it is no list."""
    value = entry.get(*path)
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, str):
            yield (*path, index), item
