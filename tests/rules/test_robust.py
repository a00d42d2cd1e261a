"""An entry may be wrong in any way: no rule may stumble over it, and no misfit may go unreported."""

import copy
import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import yaml

from site_builder.diagnostics import Position
from site_builder.load import Entry, load, parse
from site_builder.rules.misfits import code_of, misfits, position_of
from site_builder.translation import Path
from site_builder.validate import validate
from tests.rules.fixture_bank import BANK, GOOD, context_of

pytestmark = pytest.mark.slow

NONSENSE: dict[str, Any] = {
    "null": None,
    "number": 7,
    "decimal": Decimal("-1.5"),
    "truth": True,
    "empty text": "",
    "text": "nonsense",
    "long text": "x" * 2500,
    "empty list": [],
    "list": [None, 1, "a", ["b"], {"c": 1}],
    "empty mapping": {},
    "mapping": {"key": "value", "name": ["x"], "1": None},
    "nested": [{"a": [{"b": [None, [True]]}]}, [[1]]],
}
SILENT_VALUES = 3
"""A field may take so many of these values without being wrong: some hold any text, some any number."""


class Dumper(yaml.CSafeDumper):
    """Writes decimals with their digits, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value))
)


def _original() -> Entry:
    return load(GOOD / "every-field.md", root=GOOD)


def _translation() -> Entry:
    return load(GOOD / "every-field.de.md", root=GOOD)


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in the data, the first item only of each list."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield (*path, step)
        yield from _paths(child, (*path, step))


def _holder(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _with(entry: Entry, path: Path, value: Any) -> Entry:
    """The entry with another value at the path."""
    data = copy.deepcopy(dict(entry.data))
    _holder(data, path)[path[-1]] = value
    return _written(entry, data)


def _written(
    entry: Entry, data: dict[str, Any], body: str = "## How it works\n\nNeighbours meet.\n"
) -> Entry:
    """An entry with this data, written out and read again as a contributor's file would be."""
    header = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True)
    return parse(f"---\n{header}---\n{body}", path=entry.path)


def _findings(entry: Entry) -> set[tuple[str, Position]]:
    return {(item.code, item.position) for item in validate(CONTEXT, [entry])}


CONTEXT = dataclasses.replace(context_of(BANK), entries=(*context_of(BANK).entries, _original()))
PLACES = [
    pytest.param(entry, path, id=f"{entry.path} {'.'.join(map(str, path))}")
    for entry in (_original(), _translation())
    for path in _paths(dict(entry.data))
]


@pytest.mark.parametrize(("entry", "path"), PLACES)
def test_nonsense_anywhere_is_reported_and_breaks_no_rule(entry: Entry, path: Path) -> None:
    silent = []
    for name, value in NONSENSE.items():
        changed = _with(entry, path, value)
        findings = _findings(changed)
        if not findings:
            silent.append(name)
        assert findings or not changed.schema_errors, f"{name} goes unreported"
        _assert_each_misfit_is_reported(changed, findings)
        _assert_no_schema_error_is_lost(changed)
    assert len(silent) <= SILENT_VALUES, silent


def _assert_each_misfit_is_reported(entry: Entry, findings: set[tuple[str, Position]]) -> None:
    for misfit in misfits(entry):
        assert (code_of(entry, misfit), position_of(entry, misfit)) in findings, misfit


def _assert_no_schema_error_is_lost(entry: Entry) -> None:
    places = {misfit.path for misfit in misfits(entry)}
    known = {problem.position for problem in entry.problems}
    for error in entry.schema_errors:
        above = any(error["loc"][:length] in places for length in range(1, len(error["loc"]) + 1))
        below = any(place[: len(error["loc"])] == error["loc"] for place in places)
        assert above or below or entry.position(*error["loc"]) in known, error


@pytest.mark.parametrize(("entry", "path"), PLACES)
def test_a_field_that_is_left_out_breaks_no_rule(entry: Entry, path: Path) -> None:
    data = copy.deepcopy(dict(entry.data))
    _holder(data, path).pop(path[-1])
    changed = _written(entry, data)
    assert _findings(changed) or not changed.schema_errors


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n\n\n",
        "[[",
        "[[ " * 5000,
        "[[" + " " * 19_000,
        "![](" * 3000,
        "[" * 3000,
        "> " * 500 + "x",
        "- " * 500 + "x",
        "<a " * 5000,
        "a" * 19_000 + "@",
        "#" * 5000,
        "|a|b|\n|-|-|\n" + "|[[x|y]]|\n" * 500,
        "[a]: http://[::1\n\n[a] ![b][a]",
        "[x]()\n![]()\n[](<>)",
        "[[a1]]\n" * 5000,
        "`" * 5000,
        "*" * 5000,
        "\u200d\u200c\ufffd\U0001f469",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_strange_body_breaks_no_rule_and_is_read_in_a_moment(body: str) -> None:
    entry = _original()
    _findings(_written(entry, dict(entry.data), body))
