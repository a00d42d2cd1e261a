"""Writing an entry: what is written is read as the same, and nothing about it is doubtful."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from site_builder.load import load, parse, write

ROOT = Path(__file__).resolve().parent.parent
ENTRIES = sorted([*(ROOT / "practices").glob("*.md"), *(ROOT / "tests/fixtures/good").glob("*.md")])
WORDS = "yes no on off y n Y N yEs NO On oFF true True tRuE FALSE null Null nULL ~ = << - ?".split()
NUMBERS = (
    "1 -1 +1 0 012 089 1.10 1. .5 1e3 1E+3 1.5e3 -1e-3 0x1F 0o17 0b1 1_000 12:30 .inf -.INF .iNf .nan".split()
)
DATES = ["2008", "2008-11", "2008-11-03", "2008-11-03 12:00:00"]
MARKS = [
    "",
    " ",
    " padded ",
    "#1",
    "a # b",
    "a: b",
    "a:",
    "- a",
    "[[slug]]",
    "{a}",
    "'",
    '"',
    "`",
    "@a",
    "%a",
    "!a",
]
LINES = [
    "a\nb",
    "a\n---\nb",
    "---",
    "...",
    "a\n\n",
    "\ttab",
    "x " * 200,
    "Straße – “so”",
    "Gdańsk",
    "市",
    "🙂",
]


@pytest.mark.parametrize("text", [*WORDS, *NUMBERS, *DATES, *MARKS, *LINES])
def test_text_stays_text(text: str) -> None:
    metadata: dict[str, object] = {"alone": text, "list": [text, text], "part": {"a": {"b": text}}}
    assert_read_as(metadata)


@pytest.mark.parametrize(
    "value",
    [
        0,
        7,
        -7,
        10**19,
        Decimal("1.10"),
        Decimal("-0.5"),
        Decimal("1250.00"),
        Decimal(40),
        Decimal("1E+3"),
        True,
        None,
    ],
)
def test_a_value_keeps_its_type_and_its_digits(value: object) -> None:
    read = assert_read_as({"value": value, "list": [value, value]})
    assert str(read["value"]) == (f"{value:f}" if isinstance(value, Decimal) else str(value))


def test_equal_parts_are_written_out_each_time() -> None:
    part = {"name": "City of Kerpen", "type": "municipality"}
    assert_read_as({"organisation": part, "partners": [part, part]})


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: str(path.name))
def test_a_real_entry_written_again_is_the_same(path: Path) -> None:
    entry = load(path, root=ROOT)
    assert entry.problems == ()
    again = parse(write(dict(entry.data), entry.body), path=entry.path)
    assert (again.data, again.problems) == (entry.data, ())
    assert again.body.strip() == entry.body.strip()


def assert_read_as(metadata: dict[str, object]) -> dict[str, Any]:
    entry = parse(write(metadata, "## How it works"), path="practices/entry.md")
    assert entry.problems == ()
    assert entry.data == metadata
    return dict(entry.data)
