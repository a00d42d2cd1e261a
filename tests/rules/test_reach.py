"""What a rule looks at besides the entry is said of it, so that its findings can be kept for as long as they hold."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from site_builder.dates import months_after
from site_builder.load import Entry, load, write
from site_builder.rules import RULES, Around, Context, Rule
from site_builder.rules.advice import MONTHS_AHEAD, _misspelt, _notice
from site_builder.rules.outline import Outline, Outlines
from site_builder.rules.pictures import state_of
from site_builder.validate import (
    across_findings,
    check,
    local_findings,
    picture_findings,
    validate,
)
from tests.rules.fixture_bank import BAD, BANK, TODAY, bank_with, context_of

LOCAL = [rule for rule in RULES.values() if not rule.across and not rule.on_disk]
BAD_FIXTURES = sorted(path for path in BAD.iterdir() if path.is_dir() or path.suffix == ".md")


@pytest.fixture(scope="module", params=BAD_FIXTURES, ids=lambda path: path.name)
def context(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The fixtures' bank with one bad fixture in it."""
    return context_of(bank_with(request.param, tmp_path_factory.mktemp("reach")))


class Out(Exception):
    """A rule has looked at what it did not say that it looks at."""


def _out(_: object) -> NoReturn:
    raise Out


class Alone(Context):
    """A context in which there is nothing but one entry, on no day."""

    entries = originals = translations = property(_out)
    outlines = paths_by_slug = around = property(_out)
    place = today = property(_out)
    entry = is_past = property(_out)

    def __init__(self, context: Context) -> None:
        for name in ("settings", "vocabulary", "languages"):
            object.__setattr__(self, name, getattr(context, name))


def read_again(entry: Entry, context: Context) -> Entry:
    """The entry without anything that was made of it before."""
    return load(context.place.root / entry.path, root=context.place.root)


def test_a_rule_looks_at_nothing_that_it_does_not_name(context: Context) -> None:
    alone = Alone(context)
    for entry in (read_again(entry, context) for entry in context.entries):
        for rule in (rule for rule in LOCAL if not rule.dated):
            assert list(rule.diagnostics(entry, alone)) == list(rule.diagnostics(entry, context))


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.across], ids=lambda rule: rule.code)
def test_a_rule_that_says_so_does_look_at_other_entries(rule: Rule, tmp_path: Path) -> None:
    (fixture,) = [path for path in BAD_FIXTURES if path.name.startswith(f"{rule.code}-{rule.name}")][:1]
    context = context_of(bank_with(fixture, tmp_path))
    alone = Alone(context)
    with pytest.raises(Out):
        [list(rule.diagnostics(entry, alone)) for entry in context.entries]


def test_what_does_not_depend_on_the_day_is_found_on_any_day(context: Context) -> None:
    later = replace(context, today=date(2099, 12, 31))
    for entry in context.entries:
        for rule in (rule for rule in RULES.values() if not rule.dated):
            assert list(rule.diagnostics(entry, context)) == list(rule.diagnostics(entry, later))


# --- from outlines ----------------------------------------------------------------------------------------------------


def from_outlines(context: Context, *, is_for_few: bool = False) -> Context:
    """The context of the same bank, of which only outlines are at hand."""
    read: Callable[[str], Entry] = lambda path: load(context.place.root / path, root=context.place.root)  # noqa: E731
    around = Around(context.outlines, read, is_for_few=is_for_few)
    return replace(context, entries=(), around=around)


@pytest.mark.parametrize("is_for_few", [False, True])
def test_outlines_and_single_files_give_the_same_findings_as_the_bank(
    context: Context, is_for_few: bool
) -> None:
    entries = context.entries
    apart = [
        found
        for entry in entries
        for found in (*local_findings(entry, context), *picture_findings(entry, context))
    ]
    found = sorted([*apart, *across_findings(from_outlines(context, is_for_few=is_for_few))])
    expected = validate(context)
    assert found == expected
    assert [item.hint for item in found] == [item.hint for item in expected]


def test_no_file_is_read_again_where_nothing_is_to_be_reported() -> None:
    context = context_of(BANK)
    around = Around(context.outlines, _out)
    assert list(across_findings(replace(context, entries=(), around=around))) == []


def test_an_outline_holds_nothing_but_plain_values() -> None:
    def kinds(value: object) -> Iterator[type]:
        yield type(value)
        for item in value if isinstance(value, tuple) else ():
            yield from kinds(item)

    plain = {"Outline", "Link", "tuple", "str", "bytes", "int", "bool", "NoneType"}
    outlines: list[Outline] = list(context_of(BANK).outlines.values())
    assert {kind.__name__ for outline in outlines for kind in kinds(outline)} <= plain


# --- how long a finding holds -----------------------------------------------------------------------------------------


def entry_with(tmp_path: Path, fields: dict[str, object]) -> tuple[Entry, Context]:
    """An entry of the fixtures' bank with some fields changed."""
    root = tmp_path / "bank"
    shutil.copytree(BANK, root)
    path = root / "practices/other.md"
    entry = load(path, root=root)
    path.write_text(write({**entry.data, **fields}, entry.body), encoding="utf-8")
    return load(path, root=root), context_of(root)


CONTACT = {"organisation": "City of Kerpen", "name": "Jo Example", "consent": "2024-03-31"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param({"posted": "2026-12-24"}, "PB142", id="a date that is yet to come"),
        pytest.param({"posted": "2026-11-03", "review_every": 1}, "PB906", id="a review that falls due"),
        pytest.param(
            {"status": "planned", "period": {"start": "2026-12"}}, "PB908", id="a start that passes"
        ),
        pytest.param(
            {"status": "planned", "period": {"start": "2026-10", "end": "2026-12-05"}},
            "PB914",
            id="an end that passes",
        ),
        pytest.param(
            {"status": "completed", "period": {"end": "2026-12-05"}}, "PB144", id="an end that comes"
        ),
        pytest.param({"contact": CONTACT}, "PB911", id="a consent that lapses"),
        pytest.param(
            {"contact": {**CONTACT, "consent": "2026-12-05"}}, "PB171", id="a consent that is yet to come"
        ),
    ],
)
def test_findings_hold_until_the_day_that_is_named(
    fields: dict[str, object], code: str, tmp_path: Path
) -> None:
    entry, context = entry_with(tmp_path, fields)
    day, codes = TODAY, set()
    checked = check(entry, replace(context, today=day))
    for _ in range(220):
        found = tuple(local_findings(entry, replace(context, today=day)))
        if not checked.holds_on(day):
            checked = check(entry, replace(context, today=day))
        assert found == checked.findings, day
        codes |= {(item.code, item.message) for item in found if item.code == code}
        day += timedelta(days=1)
    assert codes, f"{code} is never found"


@pytest.mark.parametrize("fields", [{"posted": "2026-12-24"}, {"contact": CONTACT}])
def test_findings_that_change_are_kept_no_longer_than_they_hold(
    fields: dict[str, object], tmp_path: Path
) -> None:
    entry, context = entry_with(tmp_path, fields)
    checked = check(entry, context)
    after = tuple(local_findings(entry, replace(context, today=checked.until)))
    before = tuple(local_findings(entry, replace(context, today=checked.until - timedelta(days=1))))
    assert before == checked.findings != after


def test_findings_of_another_time_do_not_hold_before_it() -> None:
    context = context_of(BANK)
    checked = check(context.originals["other"], context)
    assert not checked.holds_on(TODAY - timedelta(days=1))


@pytest.mark.parametrize("day", [date(2026, 1, 1) + timedelta(days=number) for number in range(0, 800, 3)])
def test_the_notice_of_an_end_is_given_from_the_right_day_on(day: date) -> None:
    notice = _notice(day)
    assert months_after(notice, MONTHS_AHEAD) <= day < months_after(notice + timedelta(days=1), MONTHS_AHEAD)


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_the_state_of_pictures_changes_with_them_and_with_what_stands_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "images/example"
    states = [state_of("example", tmp_path)]
    folder.mkdir(parents=True)
    states.append(state_of("example", tmp_path))
    for name, content in (("a.png", b"1"), ("a.png", b"2"), ("A.png", b"2")):
        (folder / name).write_bytes(content)
        states.append(state_of("example", tmp_path))
    (folder / "a.png").unlink()
    (folder / "a.png").symlink_to(folder / "A.png")
    states.append(state_of("example", tmp_path))
    assert len(set(states)) == len(states)
    assert state_of("example", tmp_path) == states[-1]
    (tmp_path / "images/another").mkdir()
    assert state_of("example", tmp_path) == states[-1]


# --- spellings --------------------------------------------------------------------------------------------------------

NAMES = [
    *(
        "city-of-kerpen",
        "city-of-kerpne",
        "city-of-kerpn",
        "cityofkerpin",
        "city-off-kerpen",
        "ity-of-kerpenc",
    ),
    *("school-2-ulm-east", "school-3-ulm-east", "school-2-ulm-eas", "chool-2-ulm-east", "school-2-ulm-eaztq"),
    *(
        "kerpen",
        "kerpne",
        "library-of-ulm",
        "libary-of-ulm",
        "library-of-um",
        "librayr-of-ulm",
        "ulm-library-of",
    ),
]


def test_of_a_few_organisations_the_same_spellings_are_found_as_of_all() -> None:
    context = context_of(BANK)
    outline = next(iter(context.outlines.values()))._replace(organisations="\n".join(NAMES))
    read: Callable[[str], Entry] = _out
    many, few = (
        replace(context, around=Around(Outlines.of([outline]), read, is_for_few=few)) for few in (False, True)
    )
    found = {name: _misspelt(name, many) for name in NAMES}
    assert {name: _misspelt(name, few) for name in NAMES} == found
    assert found["city-of-kerpen"] >= {"city-of-kerpne", "cityofkerpin", "city-off-kerpen", "ity-of-kerpenc"}
    assert found["school-2-ulm-east"] == {"school-2-ulm-eas", "chool-2-ulm-east"}
    assert found["kerpen"] == set()
