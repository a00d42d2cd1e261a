"""An entry may be wrong in any way: no rule may stumble over it, and no misfit may go unreported."""

import copy
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import yaml

from site_builder.load import Entry, load, parse
from site_builder.rules import RULES, Context
from site_builder.rules.misfits import code_of, misfits, position_of
from site_builder.translation import Path
from site_builder.validate import validate
from tests.rules.fixture_bank import BANK, GOOD, context_of

CONTEXT = context_of(BANK)
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
SCALARS_THAT_FIT = 3
"""A field may take so many of the values above without being wrong: some fields hold any text, some any number."""


class Dumper(yaml.SafeDumper):
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


def _with(entry: Entry, path: Path, value: Any) -> Entry:
    """The entry with another value at the path, written out and read again, as a contributor's file would be."""
    data = copy.deepcopy(dict(entry.data))
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    header = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False)
    return parse(f"---\n{header}---\n{entry.body}", path=entry.path)


def _findings(entry: Entry) -> Counter[str]:
    context = Context(
        place=CONTEXT.place,
        settings=CONTEXT.settings,
        vocabulary=CONTEXT.vocabulary,
        languages=CONTEXT.languages,
        entries=(*CONTEXT.entries, _original(), entry),
        today=CONTEXT.today,
    )
    return Counter(item.code for item in validate(context, [entry]))


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
        found = _findings(changed)
        if not found:
            silent.append(name)
        assert found or not changed.schema_errors, f"{name} goes unreported"
    assert len(silent) <= SCALARS_THAT_FIT, silent


@pytest.mark.parametrize(("entry", "path"), PLACES)
def test_each_misfit_is_reported_by_exactly_the_rule_that_its_code_names(entry: Entry, path: Path) -> None:
    for value in NONSENSE.values():
        changed = _with(entry, path, value)
        for misfit in misfits(changed):
            code, position = code_of(changed, misfit), position_of(changed, misfit)
            assert code in RULES
            assert any(found.position == position for found in RULES[code].check(changed, CONTEXT)), misfit


@pytest.mark.parametrize(("entry", "path"), PLACES)
def test_no_schema_error_is_lost_on_the_way_to_a_misfit(entry: Entry, path: Path) -> None:
    for value in NONSENSE.values():
        changed = _with(entry, path, value)
        places = {misfit.path for misfit in misfits(changed)}
        known = {problem.position for problem in changed.problems}
        for error in changed.schema_errors:
            above = any(error["loc"][:length] in places for length in range(len(error["loc"]) + 1))
            below = any(place[: len(error["loc"])] == error["loc"] for place in places)
            assert above or below or changed.position(*error["loc"]) in known, error


@pytest.mark.parametrize(("entry", "path"), PLACES)
def test_a_field_that_is_left_out_breaks_no_rule(entry: Entry, path: Path) -> None:
    data = copy.deepcopy(dict(entry.data))
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    header = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True)
    changed = parse(f"---\n{header}---\n{entry.body}", path=entry.path)
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
    header = yaml.dump(dict(entry.data), Dumper=Dumper, allow_unicode=True)
    _findings(parse(f"---\n{header}---\n{body}", path=entry.path))
