"""The bank's own YAML files, which staff write by hand: read, and said in plain words what is wrong with them."""

import difflib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .store import Store, digest_of, packed, unpacked
from .yaml_hints import hint_on

SHOWN_LENGTH = 60
KEY = "[key]"
PARSED = "parsed"
"""The kind under which the store keeps what files hold."""
WORDS = {
    "missing": "this is missing",
    "tuple_type": "write a list, as in [en, de]",
    "list_type": "write a list, as in [one, another]",
    "dict_type": "write its fields on the lines below, indented",
    "model_type": "write its fields on the lines below, indented",
    "float_type": "write a number with a point, as in 49.9",
    "float_parsing": "write a number with a point, as in 49.9",
    "int_type": "write a whole number, as in 36",
    "int_parsing": "write a whole number, as in 36",
    "int_from_float": "write a whole number, as in 36",
    "too_short": "write at least one",
    "greater_than": "write a number greater than {gt:g}",
    "greater_than_equal": "write a number that is at least {ge:g}",
    "less_than": "write a number less than {lt:g}",
    "less_than_equal": "write a number that is at most {le:g}",
    "finite_number": "write a number with a point, as in 49.9",
}
EXAMPLES = {"country": "two capital letters, as in DE", "languages": "two or three small letters, as in en"}


class NotABank(Exception):
    """The folder holds no bank, or its bank.yml cannot be used. The message says why, and what to do."""


def read_yaml(file: Path, loader: Any = yaml.CSafeLoader, *, store: Store | None = None) -> Any:
    """What the file holds; NotABank, with row and column, where it is not YAML. OSError where it cannot be read.

    With a store, a file is only parsed when its bytes have changed since an earlier run.
    """
    raw = file.read_bytes()
    if not store:
        return _parsed(raw, file, loader)
    digest, known = _digest_of(raw), _kept(store.get(PARSED, str(file)))
    if known and known[0] == digest:
        return known[1]
    parsed = _parsed(raw, file, loader)
    store.put(PARSED, {str(file): packed((digest, parsed))})
    return parsed


def digest_of_file(file: Path) -> str:
    """Changes with the bytes of the file, and with how they are read; OSError where it cannot be read."""
    return _digest_of(file.read_bytes())


def _digest_of(raw: bytes) -> str:
    return digest_of(yaml.__version__, raw)


def _kept(value: bytes | None) -> tuple[str, Any] | None:
    """The digest of a file and what it held; None where that is not known."""
    try:
        digest, parsed = unpacked(value or b"")
    except (TypeError, ValueError):
        return None
    return digest, parsed


def _parsed(raw: bytes, file: Path, loader: Any) -> Any:
    try:
        return yaml.load(raw.decode("utf-8-sig"), Loader=loader)  # noqa: S506  both loaders are safe ones
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise NotABank(
            f"{file}:{row}: the file is not UTF-8: save it again with the encoding UTF-8."
        ) from error
    except yaml.MarkedYAMLError as error:
        mark, problem = error.problem_mark or error.context_mark, error.problem or error.context or ""
        place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
        hint = hint_on(problem)
        raise NotABank(
            f"{place}: this is not YAML: {problem}." + (f" Hint: {hint}." if hint else "")
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = getattr(error, "reason", None) or str(error)
        raise NotABank(f"{file}: this is not YAML: {problem}.") from error


def said(error: ValidationError, *, fields: Iterable[str], what: str = "field") -> str:
    """The first thing that is wrong, in plain words, with its place. An unknown field comes before a missing one."""
    errors = error.errors(include_url=False)
    known = tuple(fields)
    first = min(errors, key=lambda item: item["type"] != "extra_forbidden")
    place = first["loc"][:-2] if first["loc"][-1:] == (KEY,) else first["loc"]
    steps = [f"item {step + 1}" if isinstance(step, int) else str(step) for step in place]
    if first["type"] == "extra_forbidden":
        *around, name = steps
        near = difflib.get_close_matches(name, known, n=1)
        return _placed(around, f"unknown {what} '{name}'" + (f": did you mean '{near[0]}'?" if near else "."))
    return _placed(steps, f"{_words(first)}.")


def _placed(steps: list[str], words: str) -> str:
    return f"{'.'.join(steps).replace('.item', ', item')}: {words}" if steps else words


def _words(error: ErrorDetails) -> str:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if error["loc"][-1:] == (KEY,):
        return f"put quotes around the field's name that YAML reads as {_shown(value)}"
    if kind in ("dict_type", "model_type") and not error["loc"]:
        return (
            "the file is empty"
            if value is None
            else "the file holds no fields: write lines as in 'name: value'"
        )
    if kind == "string_pattern_mismatch":
        field = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "")
        return (
            f"{_shown(value)} is not right: write {EXAMPLES.get(field, 'small letters, digits and hyphens')}"
        )
    if kind == "string_type":
        return (
            "nothing is written here" if value is None else f"write text, in quotes, and not {_shown(value)}"
        )
    if kind == "enum":
        return f"unknown value {_shown(value)}: write one of {context.get('expected', '')}"
    words = WORDS.get(kind, "this is not what belongs here")
    return f"{words.format_map(context)}, and not {_shown(value)}" if _is_plain(kind, value) else words


def _is_plain(kind: str, value: object) -> bool:
    return kind != "missing" and isinstance(value, str | int | float) and not isinstance(value, StrEnum)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "fields"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    text = text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…"
    return f"'{text}'" if isinstance(value, str) else text
