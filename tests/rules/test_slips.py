"""The slips of newcomers: what each of them is told, and that it is what helps."""

from pathlib import Path

import pytest

from site_builder.validate import validate
from tests.rules.fixture_bank import BANK, bank_with, context_of

ENTRY = (BANK.parent / "bad/PB909-title-style.md").read_text("utf-8").replace("# expect: PB909 2:8\n", "")
ENTRY = ENTRY.replace("NEIGHBOURS TEACH NEIGHBOURS", "Neighbours teach neighbours")
ORGANISATION = "organisation: {name: City of Kerpen}"
GOAL, SOURCE = (
    "  - Neighbours know each other",
    "  - {key: report, title: Report, publisher: City of Kerpen, read: full}",
)
POSTED, CITY, TOPICS, HEADING = (
    "posted: 2026-03-01",
    "city: de-kerpen",
    "topics: [education]",
    "## How it works",
)
FUNDING = f"{POSTED}\nfunding:\n  - {{source: City, level: municipal, share: '%'}}"
A_LIST_ITEM = (
    "it belongs to an item of 'sources': '  - ' before the first field, four spaces before the others"
)


def found(tmp_path: Path, old: str, new: str) -> list[tuple[str, int, str, str | None]]:
    """Code, row, message and hint of every finding in an entry with this one slip."""
    assert old in ENTRY
    file = tmp_path / "slip.md"
    file.write_text(ENTRY.replace(old, new, 1), "utf-8")
    findings = validate(context_of(bank_with(file, tmp_path)))
    return [(item.code, item.position.row, item.message, item.hint) for item in findings]


@pytest.mark.parametrize(
    ("old", "new", "code", "row", "hint"),
    [
        ("title: Neighbours teach neighbours", "title:", "PB107", 2, "fill it in"),
        (CITY, f"{CITY}\ndistrict:", "PB107", 6, "fill it in, or delete the line"),
        (GOAL, "  -", "PB107", 12, "fill it in"),
        (GOAL, f"{GOAL}\n  -", "PB107", 13, "fill it in, or delete the line"),
        (TOPICS, "topics: education, housing", "PB106", 9, "write [education, housing]"),
        (GOAL, "  -Nobody waits", "PB106", 12, "put a space after the '-' of each item"),
        (
            GOAL,
            "  Nobody waits, nobody",
            "PB106",
            12,
            "write each item on a line of its own, beginning with '- '",
        ),
        (
            ORGANISATION,
            "organisation:\nname: X",
            "PB101",
            8,
            "indent it with two spaces below 'organisation'",
        ),
        (f"sources:\n{SOURCE}", "sources:\nkey: report", "PB101", 14, A_LIST_ITEM),
        (
            CITY,
            f"{CITY}\nxyzzy: 1",
            "PB101",
            6,
            "'practice-bank new' writes a file that explains every field",
        ),
        (HEADING, "##How it works", "PB201", 18, "put a space after ##: '## How it works'"),
        (HEADING, "### How it works", "PB201", 18, "write '## How it works'"),
        (HEADING, "# How it works", "PB205", 18, "write '## How it works'"),
        (f"{POSTED}\n---", f"{POSTED}\n—", "PB009", 16, "line 16 is '—'; write '---' there"),
        ("read: full", "read: yes", "PB014", 14, "one of: full, excerpt"),
        (CITY, "city: no", "PB014", 5, "write a key of vocabulary/cities.yml, as in de-kerpen"),
        (FUNDING[:18], FUNDING.replace("'%'", "080"), "PB014", 17, "write a plain number, as in 12 or 2.5"),
        (POSTED, FUNDING.replace("'%'", "80%"), "PB115", 17, "write 80"),
        (POSTED, FUNDING.replace("%", "12500,50"), "PB115", 17, "did you mean 12500.50?"),
        (POSTED, FUNDING.replace("%", "1.250,5"), "PB115", 17, "did you mean 1250.5?"),
        (POSTED, FUNDING.replace("'%'", "0.8"), "PB913", 17, "did you mean 80?"),
        (POSTED, "posted: 2026-3", "PB114", 15, "did you mean 2026-03?"),
        (POSTED, "posted: 2026-3-1", "PB114", 15, "did you mean 2026-03-01?"),
        (POSTED, "posted: 2026-13", "PB114", 15, None),
        ("summary: R", "summary R", "PB011", 3, "this line lacks its colon: write 'field: value'"),
    ],
)
def test_a_slip_gets_the_hint_that_mends_it(
    old: str, new: str, code: str, row: int, hint: str | None, tmp_path: Path
) -> None:
    assert (code, row, hint) in {(code, row, hint) for code, row, _, hint in found(tmp_path, old, new)}


@pytest.mark.parametrize(("old", "new"), [(GOAL, "  * Nobody waits"), ("title: N", "title: & N")])
def test_a_value_that_begins_as_an_alias_does(old: str, new: str, tmp_path: Path) -> None:
    ((code, _, _, hint),) = found(tmp_path, old, new)
    assert (code, hint) == (
        "PB011",
        "a list item begins with '- '; a value that begins with & or * needs quotes",
    )


def test_spaces_that_are_no_plain_ones(tmp_path: Path) -> None:
    (_, (code, row, _, hint)) = found(
        tmp_path, ORGANISATION, "organisation:\n\u00a0\u00a0name: City of Kerpen"
    )
    assert (code, row) == ("PB101", 8)
    assert hint is not None
    assert hint.startswith("the spaces before 'name' are no plain ones: ")
    assert hint.endswith("below 'organisation'")


def test_too_few_items(tmp_path: Path) -> None:
    ((_, _, message, _),) = found(tmp_path, TOPICS, "topics: []")
    assert message == "topics needs at least 1 item"


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        (HEADING, "# How it works", ["PB205"]),
        (CITY, "city: no", ["PB014"]),
        (TOPICS, "topics: [no]", ["PB014"]),
        ("title: Neighbours teach", "title: Neighbours “teach”", []),
        ("title: Neighbours teach neighbours", "title: “Neighbours” teach “neighbours”", []),
    ],
)
def test_one_slip_is_one_finding(old: str, new: str, codes: list[str], tmp_path: Path) -> None:
    assert [code for code, _, _, _ in found(tmp_path, old, new)] == codes


def test_a_line_of_number_signs_is_read_in_a_moment(tmp_path: Path) -> None:
    assert found(tmp_path, HEADING, "#a" + "#" * 19_000 + "b")[0][0] == "PB201"
